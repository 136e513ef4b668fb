// 題: 自治体の比較（分野ごと）
// 群: 比較
// 問い: 選んだ自治体は、分野ごとに、何を、どの相手と、いつから、いくらで行い、どんな成果を上げ、それはどこに書かれているか。
// 引数 自治体 文字のリスト（自治体id） = []: 比べる自治体の団体コード
// 引数 分野 文字のリスト（大分野） = []: その大きな分野だけ。空ならすべて
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 列 自治体id: 団体コード（この順に並ぶ）
// 列 自治体: その名前
// 列 分野id: 大きな分野（記録に分野がなければ空）
// 列 分野: その名
// 列 状態: あり・記録なし（全件を載せた文書にない）・抜粋（抜粋にはない）・未調査（載せた文書がない）
// 列 記録id: 協定か施策（記録がなければ空）
// 列 記録: 協定か施策か
// 列 名称: その名前
// 列 種別: 協定の種類
// 列 段階: 施策の段階
// 列 役割: 施策での自治体の役割（根拠ごと）
// 列 開始: 始まった日（年が分からなければ空）
// 列 終了: その時点で終わって（改められて）いれば 1
// 列 年不明: 年が分からず、その時点にあったとは言えなければ 1
// 列 企業id: 相手の企業・団体
// 列 企業: その名前（同じ順）
// 列 手法: 無償、委託など
// 列 経費: 費用（資料の言葉のまま）
// 列 成果: 成果と数量（資料の言葉のまま）
// 列 部署: 自治体の部署（根拠ごと）
// 列 文書id: 述べている文書（根拠ごと）
OPTIONAL MATCH (新:協定)-[:更新]->(古:協定)
WHERE $時点 <> '' AND 新.締結日 > $時点
WITH collect(古.id) AS 改定前
MATCH (m:自治体)-[r:締結|実施]->(x:協定|施策)
WHERE m.id IN $自治体 AND (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
OPTIONAL MATCH (x)-[:対象]->(t:分野)
OPTIONAL MATCH (t)-[:上位]->(u:分野)
WITH DISTINCT m, r, x, coalesce(u.id, t.id, '') AS 分野id, coalesce(u.名称, t.名称, '') AS 分野,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT x.id IN 改定前) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
OPTIONAL MATCH (c:企業)-[:締結|参画]->(x)
WITH m, r, x, 分野id, 分野, 始, 終, c ORDER BY c.id LIMIT 10000000
WITH m, r, x, 分野id, 分野, 始, 終, collect(c.id) AS 企業id, collect(c.名称) AS 企業
WITH m, x, 分野id, CASE WHEN ($時点 = '' OR 始 <= $時点) AND ($終了も = 1 OR 終 = 0) AND (size($分野) = 0 OR 分野 IN $分野) THEN 1 ELSE 0 END AS 合う,
     {団体: m.id, 団体名: m.名称, 分野id: 分野id, 分野: 分野, 状態: 'あり', id: x.id, 記録: head(labels(x)), 名: x.名称, 種別: x.種別, 段階: x.段階,
      役割: r.役割, 始: 始, 終: 終, 企業id: 企業id, 企業: 企業, 手法: x.手法, 経費: x.経費, 成果: x.成果, 部署: r.部署, 文書: r.文書} AS 行
WITH collect(CASE WHEN 合う = 1 THEN 行 END) AS 有々, collect(CASE WHEN 合う = 1 THEN m.id + '/' + 分野id ELSE '' END) AS 鍵々
MATCH (m:自治体)
WHERE m.id IN $自治体
OPTIONAL MATCH (:文書)-[収:収録]->(m)
WITH 有々, 鍵々, m, count(収) AS 文書数, sum(CASE WHEN '全件' IN 収.網羅 THEN 1 ELSE 0 END) AS 全件数
MATCH (f:分野)
WHERE f.階層 = 1 AND (size($分野) = 0 OR f.名称 IN $分野)
WITH 有々, CASE WHEN (m.id + '/' + f.id) IN 鍵々 THEN 0 ELSE 1 END AS 空,
     CASE WHEN false THEN m.id END AS 無, CASE WHEN false THEN m.集合 END AS 無々, m, f,
     CASE WHEN 全件数 > 0 THEN '記録なし' WHEN 文書数 > 0 THEN '抜粋' ELSE '未調査' END AS 状態
WITH 有々, collect(CASE WHEN 空 = 1 THEN
     {団体: m.id, 団体名: m.名称, 分野id: f.id, 分野: f.名称, 状態: 状態, id: 無, 記録: 無, 名: 無, 種別: 無, 段階: 無, 役割: 無々, 始: '', 終: 0,
      企業id: 無々, 企業: 無々, 手法: 無々, 経費: 無々, 成果: 無々, 部署: 無々, 文書: 無々} END) AS 空々
UNWIND 有々 + 空々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで集めた表を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, count(*) AS 一
RETURN 行.団体 AS 自治体id, 行.団体名 AS 自治体, 行.分野id AS 分野id, 行.分野 AS 分野, 行.状態 AS 状態, 行.id AS 記録id, 行.記録 AS 記録, 行.名 AS 名称,
       行.種別 AS 種別, 行.段階 AS 段階, 行.役割 AS 役割, 行.始 AS 開始, 行.終 AS 終了,
       CASE WHEN $時点 <> '' AND 行.状態 = 'あり' AND 行.始 = '' THEN 1 ELSE 0 END AS 年不明, 行.企業id AS 企業id, 行.企業 AS 企業,
       行.手法 AS 手法, 行.経費 AS 経費, 行.成果 AS 成果, 行.部署 AS 部署, 行.文書 AS 文書id
ORDER BY 自治体id, 分野id, 開始, 記録id
