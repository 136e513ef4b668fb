// 題: 長く確かめられていない協定
// 群: 点検
// 問い: 終わっていない協定のうち、最後に確かめた日も文書の日も、何年より前か分からないのはどれか。
// 引数 id 文字（団体id） = '': 団体コードか、企業・団体の id。空ならすべて
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 基準日 文字（基準日） = '': いつを今日とするか。空なら今日
// 引数 年数 整数（数） = 3: 何年より前か
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 協定id: 協定の id
// 列 名称: 題名、または内容を表す名前
// 列 締結日: 締結した日
// 列 最終確認日: 最後に確かめた日
// 列 文書の日: 述べている文書のうち最も新しい基準日（なければ発行日、取得日）
// 列 最後の確認: そのふたつの新しい方（どちらもなければ空）
// 列 自治体id: 当事者である自治体
// 列 自治体: その名前（同じ順）
// 列 企業id: 当事者である企業・団体
// 列 企業: その名前（同じ順）
// 列 全数: 条件に合う協定の数
// 列 対象数: 終わっていない協定の数
// 引数はマクロ（toInteger など）に直接渡せない（LadybugDB）
WITH $基準日 AS 今, $年数 AS 前
MATCH (a:協定)
WHERE ($id = '' OR EXISTS { MATCH (p:自治体)-[:締結]->(a) WHERE p.id = $id } OR EXISTS { MATCH (p:企業)-[:締結]->(a) WHERE p.id = $id })
  AND ($都道府県 = '' OR EXISTS { MATCH (p:自治体)-[:締結]->(a) WHERE p.都道府県 = $都道府県 })
  AND coalesce(a.状態, '不明') <> '終了' AND coalesce(a.状態, '不明') <> '更新済' AND coalesce(a.終了日, '9999') > $基準日
OPTIONAL MATCH (a)-[:記載]->(d:文書)
WITH 今, 前, a, coalesce(max(coalesce(d.基準日, d.発行日, d.取得日)), '') AS 文書の日
WITH a.id AS id, 文書の日, CASE WHEN coalesce(a.最終確認日, '') > 文書の日 THEN a.最終確認日 ELSE 文書の日 END AS 確認,
     toString(toInteger(left(今, 4)) - 前) + right(今, 6) AS 境
WITH collect(CASE WHEN 確認 < 境 THEN {id: id, 文書の日: 文書の日, 確認: 確認} END) AS 行々,
     sum(CASE WHEN 確認 < 境 THEN 1 ELSE 0 END) AS 全数, count(*) AS 対象数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, 対象数, count(*) AS 一
WITH 行, 全数, 対象数 ORDER BY 行.確認, 行.id SKIP $飛ばす LIMIT $件数
MATCH (a:協定)
WHERE a.id = 行.id
OPTIONAL MATCH (m:自治体)-[:締結]->(a)
WITH 行, 全数, 対象数, a, m ORDER BY m.id LIMIT 1000000
WITH 行, 全数, 対象数, a, collect(m.id) AS 自治体id, collect(m.名称) AS 自治体
OPTIONAL MATCH (c:企業)-[:締結]->(a)
WITH 行, 全数, 対象数, a, 自治体id, 自治体, c ORDER BY c.id LIMIT 1000000
WITH 行, 全数, 対象数, a, 自治体id, 自治体, collect(c.id) AS 企業id, collect(c.名称) AS 企業
RETURN a.id AS 協定id, a.名称 AS 名称, a.締結日 AS 締結日, a.最終確認日 AS 最終確認日, 行.文書の日 AS 文書の日, 行.確認 AS 最後の確認,
       自治体id, 自治体, 企業id, 企業, 全数, 対象数
ORDER BY 最後の確認, 協定id
