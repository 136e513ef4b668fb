// 題: 企業・団体の都道府県ごとの割合
// 群: 企業・団体
// 問い: この企業・団体は、どの都道府県の市区町村のうち、いくつと協定か施策をもち、いくつでは記録がなく、いくつがまだ調べられていないか。
// 引数 id 文字（企業id） = '': 企業・団体の id
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 列 都道府県id: 都道府県の団体コード
// 列 都道府県: 都道府県の名
// 列 都道府県の状態: 都道府県そのものについて。あり・条件外・記録なし・抜粋・未調査
// 列 対象数: 市区町村の数（対象数＝あり＋条件外＋記録なし＋抜粋＋未調査）
// 列 あり: この企業・団体との協定か施策の記録があるもの
// 列 条件外: 記録はあるが、時点より後か、始まった年が分からないか、除いた終了のもの
// 列 記録なし: そのうち、全件を載せた文書があって、記録がないもの
// 列 抜粋: そのうち、載せた文書が抜粋か網羅の分からないもので、記録がないもの（「ない」とは言えない）
// 列 未調査: そのうち、載せた文書がないもの（「ない」とは言えない）
// 列 割合: 対象数のうち、ありの百分率
OPTIONAL MATCH (新:協定)-[:更新]->(古:協定)
WHERE $時点 <> '' AND 新.締結日 > $時点
WITH collect(古.id) AS 改定前
OPTIONAL MATCH (c:企業)-[:締結|参画]->(x:協定|施策)<-[r:締結|実施]-(m:自治体)
WHERE c.id = $id AND (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
WITH m.id AS 団体,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT x.id IN 改定前) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WITH 団体, max(CASE WHEN (($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0)) THEN 1 ELSE 0 END) AS 数
WITH collect(団体) AS 記々, collect(CASE WHEN 数 = 1 THEN 団体 ELSE '' END) AS 有々
MATCH (m:自治体)
WITH m, m.id IN 有々 AS 有, m.id IN 記々 AS 記
OPTIONAL MATCH (:文書)-[収:収録]->(m)
WITH m, 有, 記, count(収) AS 文書数, sum(CASE WHEN '全件' IN 収.網羅 THEN 1 ELSE 0 END) AS 全件数
WITH m, CASE WHEN 有 THEN 'あり' WHEN 記 THEN '条件外' WHEN 全件数 > 0 THEN '記録なし' WHEN 文書数 > 0 THEN '抜粋' ELSE '未調査' END AS 状態
WITH m.都道府県 AS 都道府県, max(CASE WHEN m.種別 = '都道府県' THEN m.id ELSE '' END) AS 都道府県id,
     max(CASE WHEN m.種別 = '都道府県' THEN 状態 ELSE '' END) AS 都道府県の状態,
     sum(CASE WHEN m.種別 <> '都道府県' THEN 1 ELSE 0 END) AS 対象数,
     sum(CASE WHEN m.種別 <> '都道府県' AND 状態 = 'あり' THEN 1 ELSE 0 END) AS あり,
     sum(CASE WHEN m.種別 <> '都道府県' AND 状態 = '条件外' THEN 1 ELSE 0 END) AS 条件外,
     sum(CASE WHEN m.種別 <> '都道府県' AND 状態 = '記録なし' THEN 1 ELSE 0 END) AS 記録なし,
     sum(CASE WHEN m.種別 <> '都道府県' AND 状態 = '抜粋' THEN 1 ELSE 0 END) AS 抜粋,
     sum(CASE WHEN m.種別 <> '都道府県' AND 状態 = '未調査' THEN 1 ELSE 0 END) AS 未調査
RETURN 都道府県id, 都道府県, 都道府県の状態, 対象数, あり, 条件外, 記録なし, 抜粋, 未調査,
       CASE WHEN 対象数 = 0 THEN 0.0 ELSE round(100.0 * あり / 対象数, 1) END AS 割合
ORDER BY 都道府県id, 都道府県
