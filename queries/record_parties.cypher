// 題: 記録の当事者
// 群: 画面の部品
// 問い: これらの協定や施策に、どの自治体と企業・団体が、どんな役割で加わるか。
// 引数 ids 文字のリスト（記録id） = []: 協定や施策の id
// 列 記録id: 協定か施策の id
// 列 当事者: 自治体か企業か
// 列 当事者id: 自治体か企業・団体の id
// 列 名称: 当事者の名前
// 列 略称: 自治体の、都道府県名を除いた名前
// 列 役割: 役割（根拠ごと）
// 列 部署: 部署（根拠ごと）
UNWIND $ids AS 鍵
WITH DISTINCT 鍵
MATCH (x:協定|施策)
WHERE x.id = 鍵
// OPTIONAL なのは、LadybugDB がすべての関係を読まずに x からたどるように
OPTIONAL MATCH (p:自治体|企業)-[r:締結|実施|参画]->(x)
WITH x, p, r
WHERE p.id IS NOT NULL
RETURN x.id AS 記録id, head(labels(p)) AS 当事者, p.id AS 当事者id, p.名称 AS 名称, p.略称 AS 略称, r.役割 AS 役割, r.部署 AS 部署
ORDER BY 記録id, 当事者 DESC, 当事者id
