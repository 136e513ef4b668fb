// 題: 協定の棚卸し（数）
// 群: 点検
// 問い: 条件に合う協定のうち、終わったもの、施策の記録がないもの、期限の近いもの、長く確かめられていないものは、いくつか。
// 引数 id 文字（団体id） = '': 団体コードか、企業・団体の id。空ならすべて
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体だけ。空ならすべて
// 引数 基準日 文字（基準日） = '': いつを今日とするか。空なら今日
// 引数 期限の境 文字（時点） = '': この日までに有効期限の来るものを数える。空なら数えない
// 引数 確認の境 文字（時点） = '': この日より後に確かめたと分からないものを数える。空なら数えない
// 列 対象数: 条件に合う協定の数
// 列 終了: そのうち、終わった（改められた）もの
// 列 続いている: 対象数から終了を引いた数（状態の分からないものを含む）
// 列 状態不明: 続いているもののうち、有効とも終了とも記載のないもの
// 列 年不明: 締結日も開始日も年の分からないもの
// 列 題名なし: 資料に題名のないもの
// 列 施策なし: 続いているもののうち、施策の記録がないもの
// 列 期限あり: 続いているもののうち、有効期限の記載があるもの
// 列 期限が近い: そのうち、期限が基準の日から境の日までのもの
// 列 期限切れ: そのうち、期限が基準の日より前のもの
// 列 確認が古い: 続いているもののうち、最後の確認が境の日より前か、分からないもの
// 列 三者以上: 当事者が三者以上のもの
MATCH (a:協定)
WHERE ($id = '' OR EXISTS { MATCH (p:自治体)-[:締結]->(a) WHERE p.id = $id } OR EXISTS { MATCH (p:企業)-[:締結]->(a) WHERE p.id = $id })
  AND ($都道府県 = '' OR EXISTS { MATCH (p:自治体)-[:締結]->(a) WHERE p.都道府県 = $都道府県 })
OPTIONAL MATCH (a)-[:記載]->(d:文書)
WHERE $確認の境 <> ''
WITH a, coalesce(max(coalesce(d.基準日, d.発行日, d.取得日)), '') AS 文書の日
WITH a, COUNT { MATCH ()-[:根拠]->(a) } AS 施策数, COUNT { MATCH ()-[:締結]->(a) } AS 当事者数,
     CASE WHEN coalesce(a.状態, '不明') <> '終了' AND coalesce(a.状態, '不明') <> '更新済' AND coalesce(a.終了日, '9999') > $基準日 THEN 1 ELSE 0 END AS 続,
     CASE WHEN a.有効期限 >= '1' THEN a.有効期限 ELSE '' END AS 期,
     CASE WHEN coalesce(a.最終確認日, '') > 文書の日 THEN a.最終確認日 ELSE 文書の日 END AS 確認
WITH 続, 施策数, 当事者数, 期, 確認, coalesce(a.状態, '不明') AS 状態, coalesce(a.仮称, false) AS 仮称,
     CASE WHEN coalesce(a.締結日, '') >= '1' OR coalesce(a.開始日, '') >= '1' THEN 0 ELSE 1 END AS 年不明
RETURN count(*) AS 対象数, coalesce(sum(1 - 続), 0) AS 終了, coalesce(sum(続), 0) AS 続いている,
       coalesce(sum(CASE WHEN 続 = 1 AND 状態 = '不明' THEN 1 ELSE 0 END), 0) AS 状態不明, coalesce(sum(年不明), 0) AS 年不明,
       coalesce(sum(CASE WHEN 仮称 THEN 1 ELSE 0 END), 0) AS 題名なし,
       coalesce(sum(CASE WHEN 続 = 1 AND 施策数 = 0 THEN 1 ELSE 0 END), 0) AS 施策なし,
       coalesce(sum(CASE WHEN 続 = 1 AND 期 <> '' THEN 1 ELSE 0 END), 0) AS 期限あり,
       coalesce(sum(CASE WHEN 続 = 1 AND 期 <> '' AND 期 >= left($基準日, size(期)) AND 期 <= $期限の境 THEN 1 ELSE 0 END), 0) AS 期限が近い,
       coalesce(sum(CASE WHEN 続 = 1 AND 期 <> '' AND 期 < left($基準日, size(期)) THEN 1 ELSE 0 END), 0) AS 期限切れ,
       coalesce(sum(CASE WHEN 続 = 1 AND $確認の境 <> '' AND 確認 <= $確認の境 THEN 1 ELSE 0 END), 0) AS 確認が古い,
       coalesce(sum(CASE WHEN 当事者数 >= 3 THEN 1 ELSE 0 END), 0) AS 三者以上
ORDER BY 対象数
