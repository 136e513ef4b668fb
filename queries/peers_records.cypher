// 題: 似た自治体がしていて、こちらに記録のない分野のこと
// 群: 比較
// 問い: この自治体に記録のない分野で、比べる自治体は、何を、どの相手と、いくらで行い、どんな成果を上げているか。
// 引数 id 文字（自治体id） = '': 団体コード
// 引数 自治体 文字のリスト（自治体id） = []: 比べる自治体の団体コード。空なら似た自治体
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 引数 分野 文字（大分野） = '': その大きな分野だけ（記録があってもよい）。空なら、こちらに記録のない分野
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 分野id: 大きな分野
// 列 分野: その名
// 列 こちら: この自治体について。あり・記録なし・抜粋・未調査
// 列 記録id: 協定か施策の id
// 列 記録: 協定か施策か
// 列 名称: その名前
// 列 段階: 施策の段階
// 列 開始: 始まった日（年が分からなければ空）
// 列 手法: 無償、委託など
// 列 経費: 費用（資料の言葉のまま）
// 列 成果: 成果と数量（資料の言葉のまま）
// 列 自治体id: 比べる自治体のうち、行うもの
// 列 自治体: その名前（同じ順）
// 列 企業id: 相手の企業・団体
// 列 企業: その名前（同じ順）
// 先に 自治体: peer_ids
OPTIONAL MATCH (新:協定)-[:更新]->(古:協定)
WHERE $時点 <> '' AND 新.締結日 > $時点
WITH collect(古.id) AS 改定前
OPTIONAL MATCH (m:自治体)-[r:締結|実施]->(x:協定|施策)-[:対象]->(t:分野)
WHERE m.id = $id AND (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
OPTIONAL MATCH (t)-[:上位]->(u:分野)
WITH 改定前, x, coalesce(u.id, t.id) AS 上,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT x.id IN 改定前) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WITH 改定前, collect(CASE WHEN x IS NOT NULL AND (($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0)) THEN 上 ELSE '' END) AS 有々
MATCH (m:自治体)
WHERE m.id = $id
OPTIONAL MATCH (:文書)-[収:収録]->(m)
WITH 改定前, 有々, max(CASE WHEN 収 IS NULL THEN '未調査' WHEN '全件' IN 収.網羅 THEN '記録なし' ELSE '抜粋' END) AS 見た
MATCH (m:自治体)-[r:締結|実施]->(x:協定|施策)-[:対象]->(t:分野)
WHERE m.id IN $自治体 AND m.id <> $id AND (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
OPTIONAL MATCH (t)-[:上位]->(u:分野)
WITH DISTINCT 有々, 見た, m, x, coalesce(u.id, t.id) AS 上, coalesce(u.名称, t.名称) AS 分野,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT x.id IN 改定前) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WHERE (($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0)) AND (分野 = $分野 OR ($分野 = '' AND NOT 上 IN 有々))
WITH 見た, 上, 分野, CASE WHEN 上 IN 有々 THEN 1 ELSE 0 END AS 有, x, 始, m ORDER BY m.id LIMIT 10000000
WITH 見た, 上, 分野, 有, x, 始, collect(m.id) AS 自治体id, collect(m.名称) AS 自治体
ORDER BY 上, 始 DESC, x.id SKIP $飛ばす LIMIT $件数
OPTIONAL MATCH (c:企業)-[:締結|参画]->(x)
WITH 見た, 上, 分野, 有, x, 始, 自治体id, 自治体, c ORDER BY c.id LIMIT 10000000
WITH 見た, 上, 分野, 有, x, 始, 自治体id, 自治体, collect(c.id) AS 企業id, collect(c.名称) AS 企業
RETURN 上 AS 分野id, 分野, CASE WHEN 有 = 1 THEN 'あり' ELSE 見た END AS こちら, x.id AS 記録id, head(labels(x)) AS 記録, x.名称 AS 名称, x.段階 AS 段階, 始 AS 開始,
       x.手法 AS 手法, x.経費 AS 経費, x.成果 AS 成果, 自治体id, 自治体, 企業id, 企業
ORDER BY 分野id, 開始 DESC, 記録id
