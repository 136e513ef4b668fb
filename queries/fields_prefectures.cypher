// 題: 分野と都道府県
// 群: 分野
// 問い: 分野ごと、都道府県ごとに、市区町村のうちいくつに協定か施策の記録があり、いくつには記録がなく、いくつがまだ調べられていないか。
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 列 都道府県id: 都道府県の団体コード
// 列 都道府県: 都道府県の名
// 列 分野id: 大きな分野
// 列 分野: その名
// 列 協定数: 市区町村と都道府県の協定の数
// 列 施策数: 市区町村と都道府県の施策の数
// 列 都道府県の記録数: そのうち、都道府県そのものが加わる協定と施策の数
// 列 対象数: 市区町村の数（対象数＝あり＋記録なし＋抜粋＋未調査）
// 列 あり: 協定か施策の記録があるもの
// 列 記録なし: そのうち、全件を載せた文書があって、記録がないもの
// 列 抜粋: そのうち、載せた文書が抜粋か網羅の分からないもので、記録がないもの（「ない」とは言えない）
// 列 未調査: そのうち、載せた文書がないもの（「ない」とは言えない）
MATCH (m:自治体)
OPTIONAL MATCH (:文書)-[収:収録]->(m)
WITH m, max(CASE WHEN 収 IS NULL THEN 0 WHEN '全件' IN 収.網羅 THEN 2 ELSE 1 END) AS 見た
OPTIONAL MATCH (m)-[r:締結|実施]->(x:協定|施策)-[:対象]->(t:分野)
WHERE (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
OPTIONAL MATCH (t)-[:上位]->(u:分野)
WITH m, 見た, x, coalesce(u.id, t.id) AS 上,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT ($時点 <> '' AND EXISTS { MATCH (新:協定)-[:更新]->(x) WHERE 新.締結日 > $時点 })) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WITH m, 見た, x, CASE WHEN x IS NOT NULL AND (($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0)) THEN 上 ELSE '' END AS 上
// 鍵 '' には、すべての自治体がはいる
UNWIND ['', 上] AS 鍵
WITH m.都道府県 AS 県, 鍵, max(CASE WHEN m.種別 = '都道府県' THEN m.id ELSE '' END) AS 県id,
     count(DISTINCT CASE WHEN m.種別 <> '都道府県' THEN m.id END) AS 数, count(DISTINCT CASE WHEN m.種別 <> '都道府県' AND 見た = 2 THEN m.id END) AS 全件,
     count(DISTINCT CASE WHEN m.種別 <> '都道府県' AND 見た = 1 THEN m.id END) AS 抜粋, count(DISTINCT CASE WHEN m.種別 = '都道府県' THEN x.id END) AS 県の数,
     count(DISTINCT CASE WHEN head(labels(x)) = '協定' THEN x.id END) AS 協定数, count(DISTINCT CASE WHEN head(labels(x)) = '施策' THEN x.id END) AS 施策数
WITH 県, max(県id) AS 県id, collect({鍵: 鍵, 数: 数, 全件: 全件, 抜粋: 抜粋, 県の数: 県の数, 協定数: 協定数, 施策数: 施策数}) AS 数々
MATCH (f:分野)
WHERE f.階層 = 1
UNWIND 数々 AS 行
WITH 県, 県id, f, 行, CASE WHEN 行.鍵 = '' THEN 1 ELSE 0 END AS 全, CASE WHEN 行.鍵 = f.id THEN 1 ELSE 0 END AS 有
WHERE 全 + 有 > 0
RETURN 県id AS 都道府県id, 県 AS 都道府県, f.id AS 分野id, f.名称 AS 分野, sum(有 * 行.協定数) AS 協定数, sum(有 * 行.施策数) AS 施策数,
       sum(有 * 行.県の数) AS 都道府県の記録数, sum(全 * 行.数) AS 対象数, sum(有 * 行.数) AS あり, sum((全 - 有) * 行.全件) AS 記録なし,
       sum((全 - 有) * 行.抜粋) AS 抜粋, sum((全 - 有) * (行.数 - 行.全件 - 行.抜粋)) AS 未調査
ORDER BY 都道府県id, 都道府県, 分野id
