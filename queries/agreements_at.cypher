// 題: 協定の一覧（時点・条件）
// 群: 協定
// 問い: ある時点で、条件に合う協定はどれで、誰と誰が結んだか。
// 引数 id 文字（団体id） = '': 団体コードか、企業・団体の id。空ならすべて
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 分野 文字（分野） = '': その分野（下の分野を含む）だけ。空ならすべて
// 引数 種別 文字（協定種別） = '': その種別だけ。空ならすべて
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 協定id: 協定の id
// 列 名称: 題名、または内容を表す名前
// 列 種別: 協定の種類
// 列 締結日: 締結した日
// 列 開始日: 効力が始まる日
// 列 有効期限: 期限
// 列 終了日: 終わった日
// 列 状態: いまの状態
// 列 終了: その時点で終わって（改められて）いれば 1
// 列 年不明: 始まった年が分からず、その時点にあったとは言えなければ 1
// 列 自治体id: 当事者である自治体
// 列 自治体: その名前（同じ順）
// 列 企業id: 当事者である企業・団体
// 列 企業: その名前（同じ順）
// 列 相手方表記: 名前が書かれていない相手
// 列 施策数: この協定にもとづく施策の数
// 列 全数: 条件に合う協定の数（年不明を含む）
OPTIONAL MATCH (新:協定)-[:更新]->(古:協定)
WHERE $時点 <> '' AND 新.締結日 > $時点
WITH collect(古.id) AS 改定前
MATCH (a:協定)
WHERE ($id = '' OR EXISTS { MATCH (p:自治体)-[:締結]->(a) WHERE p.id = $id } OR EXISTS { MATCH (p:企業)-[:締結]->(a) WHERE p.id = $id })
  AND ($都道府県 = '' OR EXISTS { MATCH (p:自治体)-[:締結]->(a) WHERE p.都道府県 = $都道府県 })
  AND ($分野 = '' OR EXISTS { MATCH (a)-[:対象]->(f:分野) WHERE f.名称 = $分野 }
       OR EXISTS { MATCH (a)-[:対象]->(:分野)-[:上位]->(g:分野) WHERE g.名称 = $分野 })
  AND ($種別 = '' OR coalesce(a.種別, '不明') = $種別)
WITH a,
     CASE WHEN a.締結日 >= '1' THEN a.締結日 WHEN a.開始日 >= '1' THEN a.開始日 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND a.終了日 >= '1' THEN CASE WHEN a.終了日 < left($時点, size(a.終了日)) THEN 1 ELSE 0 END
          WHEN a.状態 = '終了' OR (a.状態 = '更新済' AND NOT a.id IN 改定前) THEN 1
          WHEN a.終了日 <> '' AND coalesce(a.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WHERE ($時点 = '' OR 始 <= $時点) AND ($終了も = 1 OR 終 = 0)
WITH collect({id: a.id, 始: 始, 終: 終}) AS 行々, count(*) AS 全数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, count(*) AS 一
WITH 行, 全数 ORDER BY 行.始 DESC, 行.id SKIP $飛ばす LIMIT $件数
MATCH (a:協定)
WHERE a.id = 行.id
OPTIONAL MATCH (m:自治体)-[:締結]->(a)
WITH 行, 全数, a, m ORDER BY m.id LIMIT 1000000
WITH 行, 全数, a, collect(m.id) AS 自治体id, collect(m.名称) AS 自治体
OPTIONAL MATCH (c:企業)-[:締結]->(a)
WITH 行, 全数, a, 自治体id, 自治体, c ORDER BY c.id LIMIT 1000000
WITH 行, 全数, a, 自治体id, 自治体, collect(c.id) AS 企業id, collect(c.名称) AS 企業
RETURN a.id AS 協定id, a.名称 AS 名称, coalesce(a.種別, '不明') AS 種別, a.締結日 AS 締結日, a.開始日 AS 開始日, a.有効期限 AS 有効期限,
       a.終了日 AS 終了日, coalesce(a.状態, '不明') AS 状態, 行.終 AS 終了, CASE WHEN $時点 <> '' AND 行.始 = '' THEN 1 ELSE 0 END AS 年不明,
       自治体id, 自治体, 企業id, 企業, a.相手方表記 AS 相手方表記, COUNT { MATCH (:施策)-[:根拠]->(a) } AS 施策数, 全数
ORDER BY 行.始 DESC, 協定id
