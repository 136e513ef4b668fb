// 題: 多くの自治体とつながる企業・団体
// 群: つながり
// 問い: どの企業・団体が、全国の自治体のうちいくつ、いくつの都道府県とつながっているか。
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 分野 文字（分野） = '': その分野（下の分野を含む）だけ。空ならすべて
// 引数 区分 文字（区分） = '': その区分だけ。空ならすべて
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 引数 最少 整数（数） = 2: 自治体数の下限
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 企業id: 企業・団体の id
// 列 企業: その名前
// 列 区分: 団体の性格
// 列 業種: 主な事業
// 列 自治体数: 協定か施策をともにする自治体の数
// 列 都道府県数: その自治体の都道府県の数
// 列 協定数: その協定の数
// 列 施策数: その施策の数
// 列 対象数: 数える自治体の数（都道府県を含む）
// 列 全数: 条件に合う企業・団体の数
MATCH (n:自治体)
WHERE $都道府県 = '' OR n.都道府県 = $都道府県
WITH count(n) AS 対象数
MATCH (m:自治体)-[r:締結|実施]->(x:協定|施策)<-[:締結|参画]-(c:企業)
WHERE (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所'))
  AND ($都道府県 = '' OR m.都道府県 = $都道府県) AND ($区分 = '' OR c.区分 = $区分)
  AND ($分野 = '' OR EXISTS { MATCH (x)-[:対象]->(f:分野) WHERE f.名称 = $分野 }
       OR EXISTS { MATCH (x)-[:対象]->(:分野)-[:上位]->(g:分野) WHERE g.名称 = $分野 })
WITH 対象数, m, c, x, CASE WHEN type(r) = '締結' THEN '協定' ELSE '施策' END AS 類,
     CASE WHEN $時点 = '' THEN '' WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $終了も = 1 THEN 0
          WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT ($時点 <> '' AND EXISTS { MATCH (新:協定)-[:更新]->(x) WHERE 新.締結日 > $時点 })) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WHERE (($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0))
WITH 対象数, c, count(DISTINCT m) AS 自治体数, count(DISTINCT m.都道府県) AS 都道府県数,
     count(DISTINCT CASE WHEN 類 = '協定' THEN x END) AS 協定数, count(DISTINCT CASE WHEN 類 = '施策' THEN x END) AS 施策数
WHERE 自治体数 >= $最少
WITH 対象数, collect({id: c.id, 名: c.名称, 区分: c.区分, 業種: c.業種, 自治体数: 自治体数, 都道府県数: 都道府県数, 協定数: 協定数, 施策数: 施策数}) AS 行々,
     count(*) AS 全数
UNWIND 行々 AS 行
WITH 行, 対象数, 全数, count(*) AS 一
RETURN 行.id AS 企業id, 行.名 AS 企業, 行.区分 AS 区分, 行.業種 AS 業種, 行.自治体数 AS 自治体数, 行.都道府県数 AS 都道府県数,
       行.協定数 AS 協定数, 行.施策数 AS 施策数, 対象数, 全数
ORDER BY 自治体数 DESC, 協定数 DESC, 施策数 DESC, 企業id
SKIP $飛ばす LIMIT $件数
