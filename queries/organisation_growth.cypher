// 題: 企業・団体の広がり（年ごと）
// 群: 企業・団体
// 問い: この企業・団体の協定と施策は、年ごとにいくつ始まり、相手の自治体は全国のうちいくつまで増えたか。
// 引数 id 文字（企業id） = '': 企業・団体の id
// 列 年: 西暦の年（分からなければ空）
// 列 協定数: その年に始まった協定の数
// 列 施策数: その年に始まった施策の数
// 列 新しい自治体数: その年に初めて記録のある自治体の数
// 列 累計自治体数: その年までに記録のある自治体の数（年の分からないものを除く）
// 列 対象数: 全国の自治体の数
MATCH (n:自治体)
WITH count(n) AS 対象数
MATCH (c:企業)-[:締結|参画]->(x:協定|施策)<-[r:締結|実施]-(m:自治体)
WHERE c.id = $id AND (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
WITH 対象数, m.id AS 団体, x,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始
WITH 対象数, 団体, min(CASE WHEN 始 = '' THEN '9999' ELSE left(始, 4) END) AS 初年,
     collect({id: x.id, 記録: head(labels(x)), 年: left(始, 4)}) AS 記々
WITH 対象数, collect(初年) AS 初々, collect(記々) AS 束々
UNWIND 束々 AS 束
UNWIND 束 AS 記
WITH DISTINCT 対象数, 初々, 記.id AS id, 記.記録 AS 記録, 記.年 AS 年
WITH 対象数, 初々, 年, sum(CASE WHEN 記録 = '協定' THEN 1 ELSE 0 END) AS 協定数, sum(CASE WHEN 記録 = '施策' THEN 1 ELSE 0 END) AS 施策数
UNWIND 初々 AS 初
RETURN 年, 協定数, 施策数, sum(CASE WHEN 初 = 年 OR (年 = '' AND 初 = '9999') THEN 1 ELSE 0 END) AS 新しい自治体数,
       sum(CASE WHEN 年 <> '' AND 初 <= 年 THEN 1 ELSE 0 END) AS 累計自治体数, 対象数
ORDER BY 年 = '', 年
