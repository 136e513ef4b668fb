// 題: まもなく期限の来る協定
// 群: 点検
// 問い: どの協定の有効期限が、基準の日から何日のうちに来るか。
// 引数 id 文字（団体id） = '': 団体コードか、企業・団体の id。空ならすべて
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 基準日 文字（基準日） = '': いつを今日とするか。空なら今日
// 引数 日数 整数（数） = 90: 何日先までか
// 引数 過ぎたものも 整数（印） = 1: 1 なら、期限が過ぎて終わったとも改めたとも記載のないものを含む
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 協定id: 協定の id
// 列 名称: 題名、または内容を表す名前
// 列 締結日: 締結した日
// 列 有効期限: 期限（資料の精度のまま。月や年だけなら、その終わりの日とみて数える）
// 列 残り日数: 基準の日から期限までの日数（過ぎていれば負）
// 列 自動更新: 自動更新の定め
// 列 自治体id: 当事者である自治体
// 列 自治体: その名前（同じ順）
// 列 企業id: 当事者である企業・団体
// 列 企業: その名前（同じ順）
// 列 全数: 条件に合う協定の数
// 列 期限あり: 終わっていない協定のうち、有効期限の記載があるものの数
// 列 対象数: 終わっていない協定の数
// 引数はマクロ（split など）に直接渡せない（LadybugDB）
WITH $基準日 AS 今
MATCH (a:協定)
WHERE ($id = '' OR EXISTS { MATCH (p:自治体)-[:締結]->(a) WHERE p.id = $id } OR EXISTS { MATCH (p:企業)-[:締結]->(a) WHERE p.id = $id })
  AND ($都道府県 = '' OR EXISTS { MATCH (p:自治体)-[:締結]->(a) WHERE p.都道府県 = $都道府県 })
  AND coalesce(a.状態, '不明') <> '終了' AND coalesce(a.状態, '不明') <> '更新済' AND coalesce(a.終了日, '9999') > $基準日
WITH a.id AS id, CASE WHEN a.有効期限 >= '1' THEN a.有効期限 ELSE '' END AS 期, toInteger(left(今, 4)) AS 今年,
     toInteger(last(split(今, '-')[..2])) AS 今月, toInteger(right(今, 2)) AS 今日
// LadybugDB は CASE の選ばない枝も計算するので、期限のないものにも仮の日を置く
WITH id, 期, CASE WHEN 期 = '' THEN '9999-12-31' ELSE 期 END AS 末, 今年, 今月, 今日
WITH id, 期, toInteger(left(末, 4)) AS 年,
     CASE WHEN size(末) = 10 THEN toInteger(last(split(末, '-')[..2])) WHEN size(末) = 7 THEN toInteger(right(末, 2)) + 1 ELSE 13 END AS 月,
     CASE WHEN size(末) = 10 THEN toInteger(right(末, 2)) ELSE 0 END AS 日, 今年, 今月, 今日
// 年月日を通し日数にする（三月を年の初めとみる。月の 0 日は前の月の終わりの日）
WITH id, 期, 365 * (年 - (14 - 月) / 12) + (年 - (14 - 月) / 12) / 4 - (年 - (14 - 月) / 12) / 100 + (年 - (14 - 月) / 12) / 400
             + (153 * (月 + 12 * ((14 - 月) / 12) - 3) + 2) / 5 + 日
           - (365 * (今年 - (14 - 今月) / 12) + (今年 - (14 - 今月) / 12) / 4 - (今年 - (14 - 今月) / 12) / 100 + (今年 - (14 - 今月) / 12) / 400
              + (153 * (今月 + 12 * ((14 - 今月) / 12) - 3) + 2) / 5 + 今日) AS 残り
WITH id, 期, 残り, CASE WHEN 期 <> '' AND 残り <= $日数 AND (残り >= 0 OR $過ぎたものも = 1) THEN 1 ELSE 0 END AS 合う
WITH collect(CASE WHEN 合う = 1 THEN {id: id, 残り: 残り} END) AS 行々, sum(合う) AS 全数, sum(CASE WHEN 期 <> '' THEN 1 ELSE 0 END) AS 期限あり, count(*) AS 対象数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, 期限あり, 対象数, count(*) AS 一
WITH 行, 全数, 期限あり, 対象数 ORDER BY 行.残り, 行.id SKIP $飛ばす LIMIT $件数
MATCH (a:協定)
WHERE a.id = 行.id
OPTIONAL MATCH (m:自治体)-[:締結]->(a)
WITH 行, 全数, 期限あり, 対象数, a, m ORDER BY m.id LIMIT 1000000
WITH 行, 全数, 期限あり, 対象数, a, collect(m.id) AS 自治体id, collect(m.名称) AS 自治体
OPTIONAL MATCH (c:企業)-[:締結]->(a)
WITH 行, 全数, 期限あり, 対象数, a, 自治体id, 自治体, c ORDER BY c.id LIMIT 1000000
WITH 行, 全数, 期限あり, 対象数, a, 自治体id, 自治体, collect(c.id) AS 企業id, collect(c.名称) AS 企業
RETURN a.id AS 協定id, a.名称 AS 名称, a.締結日 AS 締結日, a.有効期限 AS 有効期限, 行.残り AS 残り日数, a.自動更新 AS 自動更新,
       自治体id, 自治体, 企業id, 企業, 全数, 期限あり, 対象数
ORDER BY 残り日数, 協定id
