// 題: 協定のすべて（一行）
// 群: 協定
// 問い: この協定は、誰と誰が、何の分野で結び、どの施策が行われ、どの文書のいくつの箇所にもとづくか。
// 引数 id 文字（協定id） = '': 協定の id
// 列 協定id: 協定の id
// 列 名称: 題名、または内容を表す名前
// 列 種別: 協定の種類
// 列 締結日: 締結した日
// 列 開始日: 効力が始まる日
// 列 有効期限: 期限
// 列 自動更新: 自動更新の定め
// 列 終了日: 終わった日
// 列 状態: いまの状態
// 列 所管課: 担当する部署
// 列 自治体id: 当事者である自治体
// 列 自治体: その名前（同じ順）
// 列 企業id: 当事者である企業・団体
// 列 企業: その名前（同じ順）
// 列 相手方表記: 名前が書かれていない相手
// 列 分野id: 分野
// 列 分野: その名（同じ順）
// 列 施策id: この協定にもとづく施策
// 列 施策: その名前（同じ順）
// 列 前の協定id: この協定が改めた協定
// 列 後の協定id: この協定を改めた協定
// 列 文書id: 述べている文書
MATCH (a:協定)
WHERE a.id = $id
OPTIONAL MATCH (m:自治体)-[:締結]->(a)
WITH a, m ORDER BY m.id LIMIT 1000000
WITH a, collect(m.id) AS 自治体id, collect(m.名称) AS 自治体
OPTIONAL MATCH (c:企業)-[:締結]->(a)
WITH a, 自治体id, 自治体, c ORDER BY c.id LIMIT 1000000
WITH a, 自治体id, 自治体, collect(c.id) AS 企業id, collect(c.名称) AS 企業
OPTIONAL MATCH (a)-[:対象]->(f:分野)
WITH a, 自治体id, 自治体, 企業id, 企業, f ORDER BY f.id LIMIT 1000000
WITH a, 自治体id, 自治体, 企業id, 企業, collect(f.id) AS 分野id, collect(f.名称) AS 分野
OPTIONAL MATCH (s:施策)-[:根拠]->(a)
WITH a, 自治体id, 自治体, 企業id, 企業, 分野id, 分野, s ORDER BY s.id LIMIT 1000000
WITH a, 自治体id, 自治体, 企業id, 企業, 分野id, 分野, collect(s.id) AS 施策id, collect(s.名称) AS 施策
OPTIONAL MATCH (a)-[:更新]->(前:協定)
WITH a, 自治体id, 自治体, 企業id, 企業, 分野id, 分野, 施策id, 施策, 前 ORDER BY 前.id LIMIT 1000000
WITH a, 自治体id, 自治体, 企業id, 企業, 分野id, 分野, 施策id, 施策, collect(前.id) AS 前の協定id
OPTIONAL MATCH (後:協定)-[:更新]->(a)
WITH a, 自治体id, 自治体, 企業id, 企業, 分野id, 分野, 施策id, 施策, 前の協定id, 後 ORDER BY 後.id LIMIT 1000000
WITH a, 自治体id, 自治体, 企業id, 企業, 分野id, 分野, 施策id, 施策, 前の協定id, collect(後.id) AS 後の協定id
OPTIONAL MATCH (a)-[:記載]->(d:文書)
WITH a, 自治体id, 自治体, 企業id, 企業, 分野id, 分野, 施策id, 施策, 前の協定id, 後の協定id, d ORDER BY d.id LIMIT 1000000
WITH a, 自治体id, 自治体, 企業id, 企業, 分野id, 分野, 施策id, 施策, 前の協定id, 後の協定id, collect(d.id) AS 文書id
RETURN a.id AS 協定id, a.名称 AS 名称, coalesce(a.種別, '不明') AS 種別, a.締結日 AS 締結日, a.開始日 AS 開始日, a.有効期限 AS 有効期限,
       a.自動更新 AS 自動更新, a.終了日 AS 終了日, coalesce(a.状態, '不明') AS 状態, a.所管課 AS 所管課, 自治体id, 自治体, 企業id, 企業,
       a.相手方表記 AS 相手方表記, 分野id, 分野, 施策id, 施策, 前の協定id, 後の協定id, 文書id
ORDER BY 協定id
