// 題: 似た自治体の団体コード
// 群: 画面の部品
// 問い: この自治体に似た自治体の団体コードはどれか。
// 引数 id 文字（自治体id） = '': 団体コード
// 引数 基準 文字（類似の基準） = '': 類似団体・集合・都道府県・近隣のどれか。空なら、類似団体区分か集合が分かればそれで、なければ都道府県と近隣で選ぶ
// 列 自治体id: 団体コード
MATCH (m:自治体), (q:自治体)
WHERE m.id = $id AND q.id <> m.id AND (m.種別 = '都道府県') = (q.種別 = '都道府県')
WITH m, q, CASE WHEN m.緯度 IS NULL OR q.緯度 IS NULL THEN 99999.0
                ELSE round(111.2 * sqrt((q.緯度 - m.緯度) * (q.緯度 - m.緯度)
                           + (q.経度 - m.経度) * cos(radians(m.緯度)) * (q.経度 - m.経度) * cos(radians(m.緯度))), 1) END AS 距離
ORDER BY 距離, q.id LIMIT 1000000
WITH m, collect({id: q.id, 距離: 距離}) AS 近い順
// 近い順の初めの十か所（同じ距離なら団体コード順）
WITH m, 近い順[..10] AS 十か所
UNWIND 十か所 AS 近
WITH m.id AS こちら, m.類似団体区分 AS 区分, m.集合 AS 集合, m.種別 AS 種別, m.都道府県 AS 県, collect(近.id) AS 近々
MATCH (q:自治体)
WHERE q.id <> こちら AND (種別 = '都道府県') = (q.種別 = '都道府県')
WITH q, 区分, CASE WHEN q.類似団体区分 = 区分 THEN '類似団体' ELSE '' END AS 類似, CASE WHEN any(集 IN q.集合 WHERE 集 IN 集合) THEN '集合' ELSE '' END AS 同集合,
     CASE WHEN q.種別 = 種別 AND (q.都道府県 = 県 OR 種別 = '都道府県') THEN '都道府県' ELSE '' END AS 同県,
     CASE WHEN q.id IN 近々 THEN '近隣' ELSE '' END AS 近隣,
     CASE WHEN 区分 IS NULL AND 集合 IS NULL THEN 0 ELSE 1 END AS 表あり
WHERE ($基準 = '' AND ((表あり = 1 AND (類似 <> '' OR 同集合 <> '')) OR (表あり = 0 AND (同県 <> '' OR 近隣 <> ''))))
   OR ($基準 <> '' AND ($基準 = 類似 OR $基準 = 同集合 OR $基準 = 同県 OR $基準 = 近隣))
RETURN q.id AS 自治体id
ORDER BY 自治体id
