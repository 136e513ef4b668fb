// 題: 似た自治体がしていること（分野ごと）
// 群: 比較
// 問い: 分野ごとに、比べる自治体のうちいくつに協定か施策の記録があり、この自治体には記録があるか。
// 引数 id 文字（自治体id） = '': 団体コード
// 引数 自治体 文字のリスト（自治体id） = []: 比べる自治体の団体コード。空なら似た自治体
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 引数 空白だけ 整数（印） = 0: 1 なら、この自治体に記録のない分野だけ
// 列 分野id: 分野（大きな分野）
// 列 分野: その名
// 列 こちら: この自治体について。あり・記録なし・抜粋・未調査
// 列 こちらの協定数: この自治体の協定の数
// 列 こちらの施策数: この自治体の施策の数
// 列 対象数: 比べる自治体の数（対象数＝あり＋記録なし＋抜粋＋未調査）
// 列 あり: 協定か施策の記録があるもの
// 列 記録なし: そのうち、全件を載せた文書があって、記録がないもの
// 列 抜粋: そのうち、載せた文書が抜粋か網羅の分からないもので、記録がないもの（「ない」とは言えない）
// 列 未調査: そのうち、載せた文書がないもの（「ない」とは言えない）
// 先に 自治体: peer_ids
OPTIONAL MATCH (新:協定)-[:更新]->(古:協定)
WHERE $時点 <> '' AND 新.締結日 > $時点
WITH collect(古.id) AS 改定前
MATCH (m:自治体)-[r:締結|実施]->(x:協定|施策)-[:対象]->(t:分野)
WHERE (m.id = $id OR m.id IN $自治体) AND (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
OPTIONAL MATCH (t)-[:上位]->(u:分野)
WITH m, x, coalesce(u.id, t.id) AS 上,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT x.id IN 改定前) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WITH m, x, CASE WHEN (($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0)) THEN 上 ELSE '' END AS 上
WITH m, 上, count(DISTINCT CASE WHEN m.id = $id AND head(labels(x)) = '協定' THEN x.id END) AS 協定数,
     count(DISTINCT CASE WHEN m.id = $id AND head(labels(x)) = '施策' THEN x.id END) AS 施策数
OPTIONAL MATCH (:文書)-[収:収録]->(m)
WITH m, 上, 協定数, 施策数, max(CASE WHEN 収 IS NULL THEN 0 WHEN '全件' IN 収.網羅 THEN 2 ELSE 1 END) AS 見た
WITH 上, max(協定数) AS 協定数, max(施策数) AS 施策数, count(CASE WHEN m.id <> $id THEN 1 END) AS あり,
     count(CASE WHEN m.id <> $id AND 見た = 2 THEN 1 END) AS 全件, count(CASE WHEN m.id <> $id AND 見た = 1 THEN 1 END) AS 抜粋
WITH collect({上: 上, 名: '', 協定数: 協定数, 施策数: 施策数, あり: あり, 有全件: 全件, 有抜粋: 抜粋, 見た: 0, 対象: 0, 全件: 0, 抜粋: 0}) AS 数々
MATCH (m:自治体)
WHERE m.id = $id OR m.id IN $自治体
OPTIONAL MATCH (:文書)-[収:収録]->(m)
WITH 数々, m, max(CASE WHEN 収 IS NULL THEN 0 WHEN '全件' IN 収.網羅 THEN 2 ELSE 1 END) AS 見た
WITH 数々, max(CASE WHEN m.id = $id THEN 見た ELSE 0 END) AS 見た, count(CASE WHEN m.id <> $id THEN 1 END) AS 対象,
     count(CASE WHEN m.id <> $id AND 見た = 2 THEN 1 END) AS 全件, count(CASE WHEN m.id <> $id AND 見た = 1 THEN 1 END) AS 抜粋
MATCH (f:分野)
WHERE f.階層 = 1
WITH 数々, collect({上: f.id, 名: f.名称, 協定数: 0, 施策数: 0, あり: 0, 有全件: 0, 有抜粋: 0, 見た: 見た, 対象: 対象, 全件: 全件, 抜粋: 抜粋}) AS 零々
// 記録のある分野と、すべての分野の零とを合わせて足す
UNWIND 数々 + 零々 AS 行
WITH 行.上 AS 分野id, max(行.名) AS 分野, sum(行.協定数) AS こちらの協定数, sum(行.施策数) AS こちらの施策数, max(行.見た) AS 見た, sum(行.対象) AS 対象数, sum(行.あり) AS あり,
     sum(行.全件) - sum(行.有全件) AS 記録なし, sum(行.抜粋) - sum(行.有抜粋) AS 抜粋,
     sum(行.対象) - sum(行.全件) - sum(行.抜粋) - sum(行.あり) + sum(行.有全件) + sum(行.有抜粋) AS 未調査
WHERE 分野 <> '' AND ($空白だけ = 0 OR こちらの協定数 + こちらの施策数 = 0)
RETURN 分野id, 分野, CASE WHEN こちらの協定数 + こちらの施策数 > 0 THEN 'あり' WHEN 見た = 2 THEN '記録なし' WHEN 見た = 1 THEN '抜粋' ELSE '未調査' END AS こちら,
       こちらの協定数, こちらの施策数, 対象数, あり, 記録なし, 抜粋, 未調査
ORDER BY 分野id
