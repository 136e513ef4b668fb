// 題: 会員や構成員をもつ団体
// 群: つながり
// 問い: どの団体に、いくつの自治体と企業・団体が属しているか。
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 企業id: 団体の id
// 列 企業: その名前
// 列 区分: 団体の性格
// 列 自治体数: 属する自治体の数
// 列 企業数: 属する企業・団体の数
// 列 対象数: 全国の自治体の数
// 列 全数: 会員や構成員の記録がある団体の数
MATCH (n:自治体)
WITH count(n) AS 対象数
MATCH (p:自治体|企業)-[:加盟]->(g:企業)
WITH 対象数, g, sum(CASE WHEN head(labels(p)) = '自治体' THEN 1 ELSE 0 END) AS 自治体数, sum(CASE WHEN head(labels(p)) = '企業' THEN 1 ELSE 0 END) AS 企業数
WITH 対象数, collect({id: g.id, 名: g.名称, 区分: g.区分, 自治体数: 自治体数, 企業数: 企業数}) AS 行々, count(*) AS 全数
UNWIND 行々 AS 行
WITH 行, 対象数, 全数, count(*) AS 一
RETURN 行.id AS 企業id, 行.名 AS 企業, 行.区分 AS 区分, 行.自治体数 AS 自治体数, 行.企業数 AS 企業数, 対象数, 全数
ORDER BY 自治体数 + 企業数 DESC, 企業id
SKIP $飛ばす LIMIT $件数
