// 題: 分野の一覧
// 群: 分野
// 問い: どの分野があり、どの大きな分野の下にあり、協定と施策がいくつあるか。
// 列 分野id: 分野の id
// 列 分野: その名
// 列 階層: 1＝大きな分野、2＝その下の分野
// 列 上位id: その上の大きな分野（大きな分野では空）
// 列 協定数: 協定の数（下の分野を含む）
// 列 施策数: 施策の数（計画・検討を含む。下の分野を含む）
OPTIONAL MATCH (x:協定|施策)-[:対象]->(t:分野)
OPTIONAL MATCH (t)-[:上位]->(u:分野)
WITH x.id AS 記録id, head(labels(x)) AS 記録, [t.id, coalesce(u.id, t.id)] AS 分野々
UNWIND 分野々 AS 分野id
WITH 分野id, count(DISTINCT CASE WHEN 記録 = '協定' THEN 記録id END) AS 協定数, count(DISTINCT CASE WHEN 記録 = '施策' THEN 記録id END) AS 施策数
WITH collect({id: 分野id, 協定数: 協定数, 施策数: 施策数}) AS 数々
MATCH (f:分野)
OPTIONAL MATCH (f)-[:上位]->(g:分野)
UNWIND 数々 AS 行
RETURN f.id AS 分野id, f.名称 AS 分野, f.階層 AS 階層, g.id AS 上位id, sum(CASE WHEN 行.id = f.id THEN 行.協定数 ELSE 0 END) AS 協定数,
       sum(CASE WHEN 行.id = f.id THEN 行.施策数 ELSE 0 END) AS 施策数
ORDER BY 分野id
