// 題: 自治体や企業・団体の記録（いつ始まり、終わったか）
// 群: 画面の部品
// 問い: この自治体や企業・団体は、どの協定の当事者であり、どの施策に加わり、それはいつ始まり、ある時点で終わっているか。
// 引数 id 文字（団体id） = '': 団体コードか、企業・団体の id
// 引数 時点 文字（時点） = '': 終わっているかをみる日。空なら、いま分かっていること
// 列 記録id: 協定か施策の id
// 列 記録: 協定か施策か
// 列 段階: 施策の段階（協定では空）
// 列 役割: 施策での役割（根拠ごと）
// 列 開始: 始まった日（年が分からなければ空）
// 列 終了: その時点で終わって（改められて）いれば 1
// 列 協定id: 施策がもとづく協定の id
OPTIONAL MATCH (新:協定)-[:更新]->(古:協定)
WHERE $時点 <> '' AND 新.締結日 > $時点
WITH collect(古.id) AS 改定前
MATCH (p:自治体|企業)-[r:締結|実施|参画]->(x:協定|施策)
WHERE p.id = $id
WITH x, r.役割 AS 役割,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 開始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT x.id IN 改定前) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終了
OPTIONAL MATCH (x)-[:根拠]->(a:協定)
RETURN x.id AS 記録id, head(labels(x)) AS 記録, x.段階 AS 段階, 役割, 開始, 終了, a.id AS 協定id
ORDER BY 記録, 記録id, 協定id
