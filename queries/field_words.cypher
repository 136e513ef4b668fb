// 題: 分野の、資料での言い方
// 群: 分野
// 問い: 資料は、この分野（下の分野を含む）をどんな言葉で書いているか。
// 引数 分野 文字（分野） = '': 分野の名
// 引数 件数 整数（件数） = 100: 返す数
// 列 表記: 資料の言葉
// 列 記録数: その言葉による協定と施策の数
// 列 記録id: その協定と施策
MATCH (x:協定|施策)-[r:対象]->(t:分野)
WHERE t.名称 = $分野 OR EXISTS { MATCH (t)-[:上位]->(g:分野) WHERE g.名称 = $分野 }
UNWIND r.表記 AS 表記
WITH DISTINCT 表記, x.id AS id
WHERE 表記 <> ''
WITH 表記, id ORDER BY id LIMIT 1000000
WITH 表記, collect(id) AS 記録id, count(*) AS 記録数
RETURN 表記, 記録数, 記録id
ORDER BY 記録数 DESC, 表記
LIMIT $件数
