// 題: 記録のない分野
// 群: 点検
// 問い: この自治体に協定も施策も記録のない分野はどれで、それは調べてないのか調べられていないのか。ほかの自治体にはいくつあるか。
// 引数 id 文字（自治体id） = '': 団体コード
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 引数 空白だけ 整数（印） = 1: 0 なら、記録のある分野も並べる
// 列 分野id: 大きな分野
// 列 分野: その名
// 列 状態: あり・記録なし（全件を載せた文書にない）・抜粋（抜粋にはない）・未調査（載せた文書がない）
// 列 協定数: この自治体の協定の数
// 列 施策数: この自治体の施策の数
// 列 都道府県内のあり: 同じ都道府県の、ほかの自治体のうち、記録のあるもの
// 列 都道府県内の対象数: 同じ都道府県の、ほかの自治体の数
// 列 全国のあり: 全国の、ほかの自治体のうち、記録のあるもの
// 列 全国の対象数: 全国の、ほかの自治体の数
MATCH (m:自治体)-[r:締結|実施]->(x:協定|施策)-[:対象]->(t:分野)
WHERE (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
OPTIONAL MATCH (t)-[:上位]->(u:分野)
WITH m, x, coalesce(u.id, t.id) AS 上,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $終了も = 1 THEN 0
          WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT ($時点 <> '' AND EXISTS { MATCH (新:協定)-[:更新]->(x) WHERE 新.締結日 > $時点 })) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WHERE ($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND 終 = 0
WITH m, 上, count(DISTINCT CASE WHEN m.id = $id AND head(labels(x)) = '協定' THEN x.id END) AS 協定数,
     count(DISTINCT CASE WHEN m.id = $id AND head(labels(x)) = '施策' THEN x.id END) AS 施策数
WITH m.都道府県 AS 県, 上, sum(協定数) AS 協定数, sum(施策数) AS 施策数, sum(CASE WHEN m.id <> $id THEN 1 ELSE 0 END) AS 数
WITH collect({県: 県, 上: 上, 協定数: 協定数, 施策数: 施策数, 数: 数}) AS 数々
MATCH (m:自治体)
WHERE m.id = $id
OPTIONAL MATCH (:文書)-[収:収録]->(m)
WITH 数々, m.都道府県 AS 県, count(収) AS 文書数, sum(CASE WHEN '全件' IN 収.網羅 THEN 1 ELSE 0 END) AS 全件数
MATCH (n:自治体)
WHERE n.id <> $id
WITH 数々, 県, 文書数, 全件数, count(n) AS 全国, sum(CASE WHEN n.都道府県 = 県 THEN 1 ELSE 0 END) AS 県内
MATCH (f:分野)
WHERE f.階層 = 1
UNWIND CASE WHEN size(数々) = 0 THEN [{県: '', 上: '', 協定数: 0, 施策数: 0, 数: 0}] ELSE 数々 END AS 数
WITH CASE WHEN 全件数 > 0 THEN '記録なし' WHEN 文書数 > 0 THEN '抜粋' ELSE '未調査' END AS 見た, 全国, 県内, f,
     sum(CASE WHEN 数.上 = f.id THEN 数.協定数 ELSE 0 END) AS 協定数, sum(CASE WHEN 数.上 = f.id THEN 数.施策数 ELSE 0 END) AS 施策数,
     sum(CASE WHEN 数.上 = f.id AND 数.県 = 県 THEN 数.数 ELSE 0 END) AS 県内あり, sum(CASE WHEN 数.上 = f.id THEN 数.数 ELSE 0 END) AS 全国あり
WHERE $空白だけ = 0 OR 協定数 + 施策数 = 0
RETURN f.id AS 分野id, f.名称 AS 分野, CASE WHEN 協定数 + 施策数 > 0 THEN 'あり' ELSE 見た END AS 状態, 協定数, 施策数,
       県内あり AS 都道府県内のあり, 県内 AS 都道府県内の対象数, 全国あり AS 全国のあり, 全国 AS 全国の対象数
ORDER BY 分野id
