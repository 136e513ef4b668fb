// 題: 似た自治体
// 群: 比較
// 問い: この自治体に似た自治体はどれで、何にもとづいて似ているとするか。
// 引数 id 文字（自治体id） = '': 団体コード
// 引数 基準 文字（類似の基準） = '': 類似団体・集合・都道府県・近隣のどれか。空なら、類似団体区分か集合が分かればそれで、なければ都道府県と近隣で選ぶ
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 自治体id: 団体コード
// 列 自治体: その名前
// 列 都道府県: 都道府県の名
// 列 種別: 都道府県・市・町・村・特別区
// 列 基準: 似ているとする理由（類似団体・集合・都道府県＝同じ都道府県の同じ種類・近隣＝役所の近い十か所）
// 列 類似団体区分: 類似団体の区分（利用者のデータにあれば）
// 列 人口: 人口（利用者のデータにあれば）
// 列 状態: あり・記録なし（全件を載せた文書にない）・抜粋（抜粋にはない）・未調査（載せた文書がない）
// 列 協定数: 当事者である協定の数
// 列 施策数: 行う（場所を含む）施策の数
// 列 全数: 似た自治体の数
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
WITH q, [類似, 同集合, 同県, 近隣] AS 候補
UNWIND 候補 AS 理由
WITH q, 理由
WHERE 理由 <> '' AND ($基準 = '' OR 理由 = $基準)
WITH DISTINCT q, 理由 ORDER BY 理由 LIMIT 1000000
WITH q AS m, collect(理由) AS 基準
OPTIONAL MATCH (:文書)-[収:収録]->(m)
WITH m, 基準, count(収) AS 文書数, sum(CASE WHEN '全件' IN 収.網羅 THEN 1 ELSE 0 END) AS 全件数
WITH m, 基準, 文書数, 全件数, COUNT { MATCH (m)-[:締結]->(:協定) } AS 協定数, COUNT { MATCH (m)-[:実施]->(:施策) } AS 施策数
WITH m, 基準, 協定数, 施策数, CASE WHEN 協定数 + 施策数 > 0 THEN 'あり' WHEN 全件数 > 0 THEN '記録なし' WHEN 文書数 > 0 THEN '抜粋' ELSE '未調査' END AS 状態
WITH collect({id: m.id, 名: m.名称, 県: m.都道府県, 種別: m.種別, 基準: 基準, 区分: m.類似団体区分, 人口: m.人口, 状態: 状態, 協定数: 協定数, 施策数: 施策数}) AS 行々,
     count(*) AS 全数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, count(*) AS 一
RETURN 行.id AS 自治体id, 行.名 AS 自治体, 行.県 AS 都道府県, 行.種別 AS 種別, 行.基準 AS 基準, 行.区分 AS 類似団体区分, 行.人口 AS 人口, 行.状態 AS 状態,
       行.協定数 AS 協定数, 行.施策数 AS 施策数, 全数
ORDER BY 自治体id
SKIP $飛ばす LIMIT $件数
