// 題: 施策の成果と経費
// 群: 施策
// 問い: 条件に合う施策は、どんな手法と経費で、どんな成果を上げたか。
// 引数 id 文字（団体id） = '': 団体コードか、企業・団体の id。空ならすべて
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 分野 文字（分野） = '': その分野（下の分野を含む）だけ。空ならすべて
// 引数 段階 文字（段階） = '': その段階だけ。空ならすべて
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 引数 成果のみ 整数（印） = 0: 1 なら、成果の記載があるものだけ
// 引数 経費のみ 整数（印） = 0: 1 なら、経費の記載があるものだけ
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 施策id: 施策の id
// 列 名称: 内容を表す名前
// 列 段階: 検討・計画・実証・実施・終了・不明
// 列 時期: 行った・行う時期
// 列 終了時期: 終わった・終わる時期
// 列 手法: 無償、委託など
// 列 経費: 費用（資料の言葉のまま）
// 列 成果: 成果と数量（資料の言葉のまま）
// 列 協定id: もとづく協定
// 列 自治体id: 行う（場所を含む）自治体
// 列 自治体: その名前（同じ順）
// 列 企業id: 加わる企業・団体
// 列 企業: その名前（同じ順）
// 列 相手方表記: 名前が書かれていない相手
// 列 全数: 条件に合う施策の数
// 列 成果あり: 成果・経費の条件を問わない施策のうち、成果の記載があるもの
// 列 経費あり: そのうち、経費の記載があるもの
// 列 対象数: 成果・経費の条件を問わない施策の数
MATCH (x:施策)
WHERE ($id = '' OR EXISTS { MATCH (p:自治体)-[:実施]->(x) WHERE p.id = $id } OR EXISTS { MATCH (p:企業)-[:参画]->(x) WHERE p.id = $id })
  AND ($都道府県 = '' OR EXISTS { MATCH (p:自治体)-[:実施]->(x) WHERE p.都道府県 = $都道府県 })
  AND ($分野 = '' OR EXISTS { MATCH (x)-[:対象]->(f:分野) WHERE f.名称 = $分野 }
       OR EXISTS { MATCH (x)-[:対象]->(:分野)-[:上位]->(g:分野) WHERE g.名称 = $分野 })
  AND ($段階 = '' OR coalesce(x.段階, '不明') = $段階)
WITH x, CASE WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND x.終了時期 >= '1' THEN CASE WHEN x.終了時期 < left($時点, size(x.終了時期)) THEN 1 ELSE 0 END
          WHEN x.段階 = '終了' THEN 1 ELSE 0 END AS 終
WHERE (($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0))
WITH x.id AS id, 始, CASE WHEN x.成果 IS NULL THEN 0 ELSE 1 END AS 成, CASE WHEN x.経費 IS NULL THEN 0 ELSE 1 END AS 経
WITH id, 始, 成, 経, CASE WHEN ($成果のみ = 0 OR 成 = 1) AND ($経費のみ = 0 OR 経 = 1) THEN 1 ELSE 0 END AS 合う
WITH collect(CASE WHEN 合う = 1 THEN {id: id, 始: 始} END) AS 行々, sum(合う) AS 全数, sum(成) AS 成果あり, sum(経) AS 経費あり, count(*) AS 対象数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, 成果あり, 経費あり, 対象数, count(*) AS 一
WITH 行, 全数, 成果あり, 経費あり, 対象数 ORDER BY 行.始 DESC, 行.id SKIP $飛ばす LIMIT $件数
MATCH (s:施策)
WHERE s.id = 行.id
OPTIONAL MATCH (m:自治体)-[:実施]->(s)
WITH 行, 全数, 成果あり, 経費あり, 対象数, s, m ORDER BY m.id LIMIT 1000000
WITH 行, 全数, 成果あり, 経費あり, 対象数, s, collect(m.id) AS 自治体id, collect(m.名称) AS 自治体
OPTIONAL MATCH (c:企業)-[:参画]->(s)
WITH 行, 全数, 成果あり, 経費あり, 対象数, s, 自治体id, 自治体, c ORDER BY c.id LIMIT 1000000
WITH 行, 全数, 成果あり, 経費あり, 対象数, s, 自治体id, 自治体, collect(c.id) AS 企業id, collect(c.名称) AS 企業
OPTIONAL MATCH (s)-[:根拠]->(a:協定)
WITH 行, 全数, 成果あり, 経費あり, 対象数, s, 自治体id, 自治体, 企業id, 企業, a ORDER BY a.id LIMIT 1000000
WITH 行, 全数, 成果あり, 経費あり, 対象数, s, 自治体id, 自治体, 企業id, 企業, collect(a.id) AS 協定id
RETURN s.id AS 施策id, s.名称 AS 名称, coalesce(s.段階, '不明') AS 段階, s.時期 AS 時期, s.終了時期 AS 終了時期, s.手法 AS 手法, s.経費 AS 経費,
       s.成果 AS 成果, 協定id, 自治体id, 自治体, 企業id, 企業, s.相手方表記 AS 相手方表記, 全数, 成果あり, 経費あり, 対象数
ORDER BY 行.始 DESC, 施策id
