// 題: 記録の分野
// 群: 画面の部品
// 問い: これらの協定や施策は、どの分野に関わるか。
// 引数 ids 文字のリスト（記録id） = []: 協定や施策の id
// 列 記録id: 協定か施策の id
// 列 分野id: 分野の id
// 列 分野: 分野の名
UNWIND $ids AS 鍵
WITH DISTINCT 鍵
MATCH (x:協定|施策)
WHERE x.id = 鍵
WITH x
MATCH (x)-[:対象]->(f:分野)
RETURN x.id AS 記録id, f.id AS 分野id, f.名称 AS 分野
ORDER BY 記録id, 分野id
