// 題: この日から後のこと
// 群: 点検
// 問い: この日から後に、どの文書を得て、どの文書が出され、どの協定と施策が始まり、終わり、期限を迎えたか。
// 引数 id 文字（団体id） = '': 団体コードか、企業・団体の id。空ならすべて
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 以後 文字（以後） = '': この日から後。空なら一年前から
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 日: 資料の精度のままの日付（月や年だけの日付は、この日より後でありうれば含める）
// 列 出来事: 文書の取得・文書の発行・締結・効力の開始・期限・終了・施策の時期・施策の終わり
// 列 節点id: 文書・協定・施策の id
// 列 種類: 文書・協定・施策
// 列 名称: その名前か題
// 列 種別: 文書か協定の種類
// 列 段階: 施策の段階
// 列 事実数: 文書が述べる協定と施策の数
// 列 自治体id: 加わる（文書なら載せている）自治体
// 列 自治体: その名前（同じ順）
// 列 企業id: 加わる企業・団体
// 列 企業: その名前（同じ順）
// 列 全数: 条件に合う出来事の数
MATCH (x:協定|施策|文書)
// _年表 は読み込みのときに書かれる「日付 TAB id TAB 出来事」。年のないものは ~ で始まる
UNWIND x.`_年表` AS 印
WITH x, 印
WHERE 印 < '~' AND left(印, 4) >= left($以後, 4)
WITH x, 印, trim(left(印, 10)) AS 日
WHERE 日 >= left($以後, size(日))
  AND ($id = '' OR EXISTS { MATCH (p:自治体|企業)-[:締結|実施|参画]->(x) WHERE p.id = $id } OR EXISTS { MATCH (x)-[:収録]->(p:自治体) WHERE p.id = $id })
  AND ($都道府県 = '' OR EXISTS { MATCH (p:自治体)-[:締結|実施]->(x) WHERE p.都道府県 = $都道府県 }
       OR EXISTS { MATCH (x)-[:収録]->(p:自治体) WHERE p.都道府県 = $都道府県 })
WITH collect(印) AS 行々, count(*) AS 全数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, count(*) AS 一
WITH 行, 全数, left(行, 10) AS 時 ORDER BY 時 DESC, 行 SKIP $飛ばす LIMIT $件数
WITH 全数, trim(時) AS 日, last(split(行, '\t')[..2]) AS 鍵, last(split(行, '\t')) AS 出来事
MATCH (x:協定|施策|文書)
WHERE x.id = 鍵
OPTIONAL MATCH (m:自治体)-[:締結|実施|収録]-(x)
WITH 日, 出来事, 全数, x, m ORDER BY m.id LIMIT 1000000
WITH 日, 出来事, 全数, x, collect(m.id) AS 自治体id, collect(m.名称) AS 自治体
OPTIONAL MATCH (c:企業)-[:締結|参画]->(x)
WITH 日, 出来事, 全数, x, 自治体id, 自治体, c ORDER BY c.id LIMIT 1000000
WITH 日, 出来事, 全数, x, 自治体id, 自治体, collect(c.id) AS 企業id, collect(c.名称) AS 企業
RETURN 日, 出来事, x.id AS 節点id, head(labels(x)) AS 種類, coalesce(x.名称, x.題名) AS 名称, x.種別 AS 種別, x.段階 AS 段階,
       COUNT { MATCH (:協定|施策)-[:記載]->(x) } AS 事実数, 自治体id, 自治体, 企業id, 企業, 全数
ORDER BY 日 DESC, 節点id, 出来事
