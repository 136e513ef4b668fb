// 題: ともに現れる企業・団体
// 群: つながり
// 問い: この企業・団体は、どの企業・団体と、同じ協定や施策にいくつ加わっているか。
// 引数 id 文字（企業id） = '': 企業・団体の id
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 企業id: 企業・団体の id
// 列 企業: その名前
// 列 区分: 団体の性格
// 列 協定数: 同じ協定の数
// 列 施策数: 同じ施策の数
// 列 記録id: その協定と施策
// 列 自治体数: その協定と施策に加わる自治体の数
// 列 こちらの協定数: この企業・団体の協定の数
// 列 こちらの施策数: この企業・団体の施策の数
// 列 全数: 条件に合う企業・団体の数
OPTIONAL MATCH (新:協定)-[:更新]->(古:協定)
WHERE $時点 <> '' AND 新.締結日 > $時点
WITH collect(古.id) AS 改定前
MATCH (c:企業)-[:締結|参画]->(x:協定|施策)
WHERE c.id = $id
WITH x,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT x.id IN 改定前) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WHERE (($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0))
WITH collect(x.id) AS 記々, sum(CASE WHEN head(labels(x)) = '協定' THEN 1 ELSE 0 END) AS こちらの協定数, sum(CASE WHEN head(labels(x)) = '施策' THEN 1 ELSE 0 END) AS こちらの施策数
MATCH (c:企業)-[:締結|参画]->(x:協定|施策)<-[:締結|参画]-(o:企業)
WHERE c.id = $id AND o.id <> $id AND x.id IN 記々
WITH DISTINCT こちらの協定数, こちらの施策数, o, x ORDER BY x.id LIMIT 1000000
WITH こちらの協定数, こちらの施策数, o, sum(CASE WHEN head(labels(x)) = '協定' THEN 1 ELSE 0 END) AS 協定数, sum(CASE WHEN head(labels(x)) = '施策' THEN 1 ELSE 0 END) AS 施策数,
     collect(x.id) AS 記録id
WITH こちらの協定数, こちらの施策数, collect({id: o.id, 協定数: 協定数, 施策数: 施策数, 記: 記録id}) AS 行々, count(*) AS 全数
UNWIND 行々 AS 行
WITH 行, こちらの協定数, こちらの施策数, 全数, count(*) AS 一
WITH 行, こちらの協定数, こちらの施策数, 全数 ORDER BY 行.協定数 DESC, 行.施策数 DESC, 行.id SKIP $飛ばす LIMIT $件数
MATCH (o:企業)
WHERE o.id = 行.id
OPTIONAL MATCH (o)-[:締結|参画]->(x:協定|施策)<-[r:締結|実施]-(m:自治体)
WHERE x.id IN 行.記 AND (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
RETURN o.id AS 企業id, o.名称 AS 企業, o.区分 AS 区分, 行.協定数 AS 協定数, 行.施策数 AS 施策数, 行.記 AS 記録id, count(DISTINCT m.id) AS 自治体数,
       こちらの協定数, こちらの施策数, 全数
ORDER BY 協定数 DESC, 施策数 DESC, 企業id
