// 題: 年表
// 群: 全体
// 問い: この自治体や企業・団体では（空なら全体では）、いつ、どの協定と施策が始まり、終わったか。
// 引数 id 文字（団体id） = '': 団体コードか、企業・団体の id。空ならすべて
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 分野 文字（分野） = '': その分野（下の分野を含む）だけ。空ならすべて
// 引数 年から 整数（数） = 0: この年から
// 引数 年まで 整数（数） = 9999: この年まで
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 日: 資料の精度のままの日付（記載がなければ空）
// 列 年不明: 年が分からなければ 1（時の順に置けない）
// 列 精度: 締結日と時期がどこまで分かるか（日・月・年・年度・年なし）
// 列 出来事: 締結・効力の開始・期限・終了・施策の時期・施策の終わり・日付の記載なし
// 列 記録id: 協定か施策の id
// 列 記録: 協定か施策か
// 列 名称: その名前
// 列 段階: 施策の段階
// 列 状態: 協定の状態
// 列 自治体id: 加わる（場所を含む）自治体
// 列 自治体: その名前（同じ順）
// 列 企業id: 加わる企業・団体
// 列 企業: その名前（同じ順）
// 列 全数: 条件に合う出来事の数
MATCH (x:協定|施策)
WHERE ($id = '' OR EXISTS { MATCH (p:自治体|企業)-[:締結|実施|参画]->(x) WHERE p.id = $id })
  AND ($都道府県 = '' OR EXISTS { MATCH (p:自治体)-[:締結|実施]->(x) WHERE p.都道府県 = $都道府県 })
  AND ($分野 = '' OR EXISTS { MATCH (x)-[:対象]->(f:分野) WHERE f.名称 = $分野 }
       OR EXISTS { MATCH (x)-[:対象]->(:分野)-[:上位]->(g:分野) WHERE g.名称 = $分野 })
// _年表 は読み込みのときに書かれる「日付 TAB id TAB 出来事」。そのまま並べれば時の順になり、年のないものは ~ で始まって後ろに来る
UNWIND x.`_年表` AS 印
WITH 印, $年から AS 初, $年まで AS 終
WHERE (初 = 0 AND 終 = 9999) OR 印 >= '~' OR (left(印, 4) >= toString(初) AND left(印, 4) <= toString(終))
WITH collect(印) AS 行々, count(*) AS 全数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, count(*) AS 一
WITH 行, 全数 ORDER BY 行 SKIP $飛ばす LIMIT $件数
WITH 全数, last(split(行, '\t')[..2]) AS 鍵, last(split(行, '\t')) AS 出来事
MATCH (x:協定|施策)
WHERE x.id = 鍵
OPTIONAL MATCH (m:自治体)-[:締結|実施]->(x)
WITH 出来事, 全数, x, m ORDER BY m.id LIMIT 1000000
WITH 出来事, 全数, x, collect(m.id) AS 自治体id, collect(m.名称) AS 自治体
OPTIONAL MATCH (c:企業)-[:締結|参画]->(x)
WITH 出来事, 全数, x, 自治体id, 自治体, c ORDER BY c.id LIMIT 1000000
WITH 出来事, 全数, x, 自治体id, 自治体, collect(c.id) AS 企業id, collect(c.名称) AS 企業
WITH 出来事, 全数, x, 自治体id, 自治体, 企業id, 企業,
     CASE 出来事 WHEN '締結' THEN x.締結日 WHEN '効力の開始' THEN x.開始日 WHEN '期限' THEN x.有効期限 WHEN '終了' THEN x.終了日
                 WHEN '施策の時期' THEN x.時期 WHEN '施策の終わり' THEN x.終了時期 ELSE '' END AS 日
RETURN 日, CASE WHEN 日 >= '1' THEN 0 ELSE 1 END AS 年不明, CASE 出来事 WHEN '締結' THEN x.締結日精度 WHEN '施策の時期' THEN x.時期精度 END AS 精度,
       出来事, x.id AS 記録id, head(labels(x)) AS 記録, x.名称 AS 名称, x.段階 AS 段階, x.状態 AS 状態, 自治体id, 自治体, 企業id, 企業, 全数
ORDER BY 年不明, 日, 記録id, 出来事
