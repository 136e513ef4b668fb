// 題: 分野と業種
// 群: 分野
// 問い: どの分野で、どの業種（なければ区分）の企業・団体が、いくつの協定と施策に加わっているか。
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 時点 文字（時点） = '': その日までに始まったものだけ。空ならすべて
// 引数 終了も 整数（印） = 1: 0 なら、終わった（改められた）ものを除く
// 列 分野id: 大きな分野
// 列 分野: その名
// 列 業種: 企業・団体の業種（分からなければ、括弧に入れた区分）
// 列 企業数: 加わる企業・団体の数
// 列 対象数: その業種の企業・団体の数
// 列 協定数: 協定の数
// 列 施策数: 施策の数
// 列 自治体数: 相手の自治体の数
MATCH (c:企業)
WITH coalesce(c.業種, '（' + coalesce(c.区分, '不明') + '）') AS 業, count(c) AS 数
WITH collect({業: 業, 数: 数}) AS 業々
MATCH (t:分野)<-[:対象]-(x:協定|施策)<-[r:締結|実施]-(m:自治体)
MATCH (x)<-[:締結|参画]-(c:企業)
WHERE (type(r) = '締結' OR any(役 IN r.役割 WHERE 役 <> '場所')) AND ($都道府県 = '' OR m.都道府県 = $都道府県)
WITH 業々, m, x, c, t,
     CASE WHEN $時点 = '' THEN '' WHEN x.締結日 >= '1' THEN x.締結日 WHEN x.開始日 >= '1' THEN x.開始日 WHEN x.時期 >= '1' THEN x.時期 ELSE '' END AS 始,
     CASE WHEN $終了も = 1 THEN 0
          WHEN $時点 <> '' AND coalesce(x.終了日, x.終了時期) >= '1'
               THEN CASE WHEN coalesce(x.終了日, x.終了時期) < left($時点, size(coalesce(x.終了日, x.終了時期))) THEN 1 ELSE 0 END
          WHEN x.状態 = '終了' OR x.段階 = '終了' OR (x.状態 = '更新済' AND NOT ($時点 <> '' AND EXISTS { MATCH (新:協定)-[:更新]->(x) WHERE 新.締結日 > $時点 })) THEN 1
          WHEN x.終了日 <> '' AND coalesce(x.状態, '不明') <> '有効' THEN 1
          ELSE 0 END AS 終
WHERE (($時点 = '' OR (始 <> '' AND 始 <= $時点)) AND ($終了も = 1 OR 終 = 0))
OPTIONAL MATCH (t)-[:上位]->(u:分野)
WITH 業々, coalesce(u.id, t.id) AS 上, coalesce(u.名称, t.名称) AS 名, coalesce(c.業種, '（' + coalesce(c.区分, '不明') + '）') AS 業種, m, x, c
WITH 業々, 上, 名, 業種, count(DISTINCT c.id) AS 企業数, count(DISTINCT CASE WHEN head(labels(x)) = '協定' THEN x.id END) AS 協定数,
     count(DISTINCT CASE WHEN head(labels(x)) = '施策' THEN x.id END) AS 施策数, count(DISTINCT m.id) AS 自治体数
UNWIND 業々 AS 業
WITH 上, 名, 業種, 企業数, 協定数, 施策数, 自治体数, 業
WHERE 業.業 = 業種
RETURN 上 AS 分野id, 名 AS 分野, 業種, 企業数, 業.数 AS 対象数, 協定数, 施策数, 自治体数
ORDER BY 分野id, 業種
