// 題: 自治体や企業・団体の協定と施策（条件つき）
// 群: 企業・団体
// 問い: この自治体や企業・団体の協定と施策のうち、分野・段階・確度・時点の条件に合うのはどれで、どの自治体と企業・団体が加わっているか。
// 引数 id 文字（団体id） = '': 団体コードか、企業・団体の id
// 引数 分野 文字のリスト（分野） = []: そのどれかの分野（下の分野を含む）だけ。空ならすべて
// 引数 段階 文字のリスト（段階） = []: 施策は、そのどれかの段階だけ（協定は段階によらない）。空ならすべて
// 引数 確度 文字のリスト（確度） = []: 当事者についての最も確かな根拠が、そのどれかのものだけ。空ならすべて
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 列 記録id: 協定か施策の id
// 列 記録: 協定か施策か
// 列 名称: その名前
// 列 段階: 施策の段階（協定では空）
// 列 状態: 協定の状態（施策では空）
// 列 開始: 始まった日（年が分からなければ空）
// 列 終了: その時点で終わって（改められて）いれば 1
// 列 確度: 当事者についての根拠のうち、最も確かなもの
// 列 自治体id: 加わる自治体（施策の場所としてだけの自治体を除く）
// 列 自治体: その名前（同じ順）
// 列 企業id: 加わる企業・団体
// 列 企業: その名前（同じ順）
OPTIONAL MATCH (新:協定)-[:更新]->(古:協定)
WHERE $時点 <> '' AND 新.締結日 > $時点
WITH collect(古.id) AS 改定前
MATCH (p:自治体|企業)-[:締結|実施|参画]->(x:協定|施策)
WHERE p.id = $id
WITH DISTINCT 改定前, x
WHERE (size($段階) = 0 OR head(labels(x)) = '協定' OR coalesce(x.段階, '不明') IN $段階)
  AND (size($分野) = 0 OR EXISTS { MATCH (x)-[:対象]->(f:分野) WHERE f.名称 IN $分野 }
       OR EXISTS { MATCH (x)-[:対象]->(:分野)-[:上位]->(g:分野) WHERE g.名称 IN $分野 })
WITH x,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT x.id IN 改定前) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WHERE ($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0)
MATCH (q:自治体|企業)-[e:締結|実施|参画]->(x)
WITH x, 始, 終, sum(CASE WHEN '明示' IN e.確度 THEN 1 ELSE 0 END) AS 明, sum(CASE WHEN '推定' IN e.確度 THEN 1 ELSE 0 END) AS 推
WITH x, 始, 終, CASE WHEN 明 > 0 THEN '明示' WHEN 推 > 0 THEN '推定' ELSE '要確認' END AS 確度
WHERE size($確度) = 0 OR 確度 IN $確度
OPTIONAL MATCH (m:自治体)-[r:締結|実施]->(x)
WHERE type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所')
WITH x, 始, 終, 確度, m ORDER BY m.id LIMIT 10000000
WITH x, 始, 終, 確度, collect(m.id) AS 自治体id, collect(m.名称) AS 自治体
OPTIONAL MATCH (c:企業)-[:締結|参画]->(x)
WITH x, 始, 終, 確度, 自治体id, 自治体, c ORDER BY c.id LIMIT 10000000
WITH x, 始, 終, 確度, 自治体id, 自治体, collect(c.id) AS 企業id, collect(c.名称) AS 企業
RETURN x.id AS 記録id, head(labels(x)) AS 記録, x.名称 AS 名称, x.段階 AS 段階, x.状態 AS 状態, 始 AS 開始, 終 AS 終了, 確度, 自治体id, 自治体, 企業id, 企業
ORDER BY 記録, 記録id
