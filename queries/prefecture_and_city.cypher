// 題: 都道府県と市区町村がともにもつ相手
// 群: つながり
// 問い: 都道府県とその域内の市区町村の両方が協定か施策をもつ企業・団体はどれで、域内の市区町村のうちいくつか。
// 引数 id 文字（企業id） = '': 企業・団体の id。空ならすべて
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 都道府県id: 都道府県の団体コード
// 列 都道府県: 都道府県の名
// 列 企業id: 企業・団体の id
// 列 企業: その名前
// 列 自治体id: ともにもつ市区町村
// 列 自治体: その名前（同じ順）
// 列 対象数: 域内の市区町村の数（対象数＝あり＋記録なし＋抜粋＋未調査）
// 列 あり: ともにもつ市区町村の数
// 列 記録なし: そのうち、全件を載せた文書があって、記録がないもの
// 列 抜粋: そのうち、載せた文書が抜粋か網羅の分からないもので、記録がないもの（「ない」とは言えない）
// 列 未調査: そのうち、載せた文書がないもの（「ない」とは言えない）
// 列 全数: 条件に合う都道府県と企業・団体の組の数
OPTIONAL MATCH (新:協定)-[:更新]->(古:協定)
WHERE $時点 <> '' AND 新.締結日 > $時点
WITH collect(古.id) AS 改定前
MATCH (m:自治体)-[r:締結|実施]->(x:協定|施策)<-[:締結|参画]-(c:企業)
WHERE (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
  AND ($都道府県 = '' OR m.都道府県 = $都道府県)
  AND ($id = '' OR c.id = $id)
WITH m, c, x,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT x.id IN 改定前) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WHERE (($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0))
WITH DISTINCT c, m ORDER BY m.id LIMIT 10000000
WITH c, m.都道府県 AS 県, max(CASE WHEN m.種別 = '都道府県' THEN m.id ELSE '' END) AS 県id,
     collect(CASE WHEN m.種別 <> '都道府県' THEN m.id END) AS 団体, collect(CASE WHEN m.種別 <> '都道府県' THEN m.略称 END) AS 名
WHERE 県id <> '' AND size(団体) > 0
WITH collect({県id: 県id, 県: 県, id: c.id, 企業: c.名称, 団体: 団体, 名: 名}) AS 行々, count(*) AS 全数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, count(*) AS 一
WITH 行, 全数 ORDER BY 行.県id, size(行.団体) DESC, 行.id SKIP $飛ばす LIMIT $件数
MATCH (m:自治体)
WHERE m.都道府県 = 行.県 AND m.種別 <> '都道府県'
OPTIONAL MATCH (:文書)-[収:収録]->(m)
WITH 行, 全数, m, count(収) AS 文書数, sum(CASE WHEN '全件' IN 収.網羅 THEN 1 ELSE 0 END) AS 全件数
WITH 行, 全数, CASE WHEN m.id IN 行.団体 THEN 'あり' WHEN 全件数 > 0 THEN '記録なし' WHEN 文書数 > 0 THEN '抜粋' ELSE '未調査' END AS 状態
RETURN 行.県id AS 都道府県id, 行.県 AS 都道府県, 行.id AS 企業id, 行.企業 AS 企業, 行.団体 AS 自治体id, 行.名 AS 自治体,
       count(*) AS 対象数, sum(CASE WHEN 状態 = 'あり' THEN 1 ELSE 0 END) AS あり, sum(CASE WHEN 状態 = '記録なし' THEN 1 ELSE 0 END) AS 記録なし,
       sum(CASE WHEN 状態 = '抜粋' THEN 1 ELSE 0 END) AS 抜粋, sum(CASE WHEN 状態 = '未調査' THEN 1 ELSE 0 END) AS 未調査, 全数
ORDER BY 都道府県id, あり DESC, 企業id
