// 題: 終わった協定と改められた協定
// 群: 点検
// 問い: どの協定が終わり、または新しい協定に改められたか。
// 引数 id 文字（団体id） = '': 団体コードか、企業・団体の id。空ならすべて
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 協定id: 協定の id
// 列 名称: 題名、または内容を表す名前
// 列 締結日: 締結した日
// 列 終わり方: 終了・更新済・終了日の記載のどれか
// 列 終了日: 終わった日
// 列 後の協定id: この協定を改めた協定
// 列 自治体id: 当事者である自治体
// 列 自治体: その名前（同じ順）
// 列 企業id: 当事者である企業・団体
// 列 企業: その名前（同じ順）
// 列 全数: 終わった（改められた）協定の数
// 列 対象数: 条件に合う協定の数
MATCH (a:協定)
WHERE ($id = '' OR EXISTS { MATCH (p:自治体)-[:締結]->(a) WHERE p.id = $id } OR EXISTS { MATCH (p:企業)-[:締結]->(a) WHERE p.id = $id })
  AND ($都道府県 = '' OR EXISTS { MATCH (p:自治体)-[:締結]->(a) WHERE p.都道府県 = $都道府県 })
WITH a, COUNT { MATCH (:協定)-[:更新]->(a) } AS 後数
WITH a.id AS id, coalesce(a.終了日, '') AS 終,
     CASE WHEN a.状態 = '終了' THEN '終了' WHEN a.状態 = '更新済' OR 後数 > 0 THEN '更新済'
          WHEN a.終了日 <> '' AND coalesce(a.状態, '不明') <> '有効' THEN '終了日の記載' ELSE '' END AS 終わり方
WITH collect(CASE WHEN 終わり方 <> '' THEN {id: id, 始: 終, 方: 終わり方} END) AS 行々,
     sum(CASE WHEN 終わり方 <> '' THEN 1 ELSE 0 END) AS 全数, count(*) AS 対象数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, 対象数, count(*) AS 一
WITH 行, 全数, 対象数 ORDER BY 行.始 DESC, 行.id SKIP $飛ばす LIMIT $件数
MATCH (a:協定)
WHERE a.id = 行.id
OPTIONAL MATCH (m:自治体)-[:締結]->(a)
WITH 行, 全数, 対象数, a, m ORDER BY m.id LIMIT 1000000
WITH 行, 全数, 対象数, a, collect(m.id) AS 自治体id, collect(m.名称) AS 自治体
OPTIONAL MATCH (c:企業)-[:締結]->(a)
WITH 行, 全数, 対象数, a, 自治体id, 自治体, c ORDER BY c.id LIMIT 1000000
WITH 行, 全数, 対象数, a, 自治体id, 自治体, collect(c.id) AS 企業id, collect(c.名称) AS 企業
OPTIONAL MATCH (後:協定)-[:更新]->(a)
WITH 行, 全数, 対象数, a, 自治体id, 自治体, 企業id, 企業, 後 ORDER BY 後.id LIMIT 1000000
WITH 行, 全数, 対象数, a, 自治体id, 自治体, 企業id, 企業, collect(後.id) AS 後の協定id
RETURN a.id AS 協定id, a.名称 AS 名称, a.締結日 AS 締結日, 行.方 AS 終わり方, a.終了日 AS 終了日, 後の協定id,
       自治体id, 自治体, 企業id, 企業, 全数, 対象数
ORDER BY 行.始 DESC, 協定id
