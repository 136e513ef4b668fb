// 題: 自治体の記録（分野・時点）
// 群: 分野
// 問い: この分野（空ならすべて）では、ある時点で、どの自治体が、いくつの協定と施策をもつか。
// 引数 分野 文字（分野） = '': その分野（下の分野を含む）だけ。空ならすべて
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 自治体id: 団体コード
// 列 自治体: その名前
// 列 都道府県: 都道府県の名
// 列 種別: 都道府県・市・町・村・特別区
// 列 協定数: 当事者である協定の数
// 列 施策数: 行う施策の数（計画・検討を含む。場所だけのものを除く）
// 列 終了数: そのうち、終わった（改められた）ものの数
// 列 年不明数: 始まった年が分からず、時点を指定したときに数えなかったものの数
// 列 開始: 数えたもののうち最も早い日（年の分かるものがなければ空）
// 列 最終: 数えたもののうち最も遅い日
// 列 全数: 条件に合う自治体の数
MATCH (x:協定|施策)<-[r:締結|実施]-(m:自治体)
WHERE (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所')) AND ($都道府県 = '' OR m.都道府県 = $都道府県)
  AND ($分野 = '' OR EXISTS { MATCH (x)-[:対象]->(f:分野) WHERE f.名称 = $分野 }
       OR EXISTS { MATCH (x)-[:対象]->(:分野)-[:上位]->(g:分野) WHERE g.名称 = $分野 })
WITH m, x,
     CASE WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT ($時点 <> '' AND EXISTS { MATCH (新:協定)-[:更新]->(x) WHERE 新.締結日 > $時点 })) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WHERE ($時点 = '' OR 始 <= $時点) AND ($終了も = 1 OR 終 = 0)
WITH m, x, 終, CASE WHEN $時点 <> '' AND 始 = '' THEN 1 ELSE 0 END AS 不明, CASE WHEN 始 = '' THEN '9999' ELSE 始 END AS 早, 始
WITH m, sum(CASE WHEN 不明 = 0 AND head(labels(x)) = '協定' THEN 1 ELSE 0 END) AS 協定数,
     sum(CASE WHEN 不明 = 0 AND head(labels(x)) = '施策' THEN 1 ELSE 0 END) AS 施策数,
     sum(CASE WHEN 不明 = 0 THEN 終 ELSE 0 END) AS 終了数, sum(不明) AS 年不明数, min(早) AS 早, max(始) AS 遅
WITH collect({id: m.id, 名: m.名称, 県: m.都道府県, 種別: m.種別, 協定数: 協定数, 施策数: 施策数, 終了数: 終了数, 年不明数: 年不明数,
              早: 早, 遅: 遅}) AS 行々, count(*) AS 全数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, count(*) AS 一
RETURN 行.id AS 自治体id, 行.名 AS 自治体, 行.県 AS 都道府県, 行.種別 AS 種別, 行.協定数 AS 協定数, 行.施策数 AS 施策数, 行.終了数 AS 終了数,
       行.年不明数 AS 年不明数, CASE WHEN 行.早 = '9999' THEN '' ELSE 行.早 END AS 開始, 行.遅 AS 最終, 全数
ORDER BY 自治体id
SKIP $飛ばす LIMIT $件数
