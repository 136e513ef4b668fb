// 題: 文書によって違う記載
// 群: 点検
// 問い: どの協定・施策・企業・自治体の、どの項目について、文書の述べることが違うか。
// 引数 精度の違いも 整数（印） = 0: 1 なら、細かさが違うだけの日付（2023-11 と 2023-11-08）も並べる
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 節点id: 述べられているもの
// 列 種類: その種類
// 列 名称: その名前
// 列 項目: 何について
// 列 違い: 値の違いか、精度の違いだけか
// 列 値: 述べられていること
// 列 確度: その確度（値と同じ順）
// 列 文書id: 述べている文書（値と同じ順）
// 列 文書の日: その文書の基準日（なければ発行日。値と同じ順、分からなければ空）
// 列 全数: 条件に合う節点と項目の組の数
MATCH (x:協定|施策|企業|自治体)-[r:記載]->(d:文書)
UNWIND range(1, size(r.文書)) AS 番
WITH x, last(r.項目[..番]) AS 項目, last(r.値[..番]) AS 値, last(r.確度[..番]) AS 確度, d
// 分からないと述べる文書は、何とも食い違わない
WHERE 値 <> '不明'
WITH x, 項目, collect(DISTINCT 値) AS 異なる値, max(値) AS 細かい値, count(DISTINCT d.id) AS 文書数, count(DISTINCT d.id + '/' + 値) AS 組数
// 協定と施策では、値がひとつのはずの項目。企業と自治体では、文書ごとにひとつだけ述べられた項目
WHERE size(異なる値) > 1
  AND ((head(labels(x)) = '協定' AND 項目 IN ['名称', '種別', '締結日', '開始日', '有効期限', '自動更新', '終了日', '状態', '枠組み', '所管課'])
       OR (head(labels(x)) = '施策' AND 項目 IN ['名称', '段階', '時期', '終了時期', '枠組み'])
       OR ((head(labels(x)) = '企業' OR head(labels(x)) = '自治体') AND 文書数 > 1 AND 文書数 = 組数))
WITH x, 項目, CASE WHEN all(値 IN 異なる値 WHERE 細かい値 STARTS WITH 値 OR (値 STARTS WITH '--' AND 細かい値 >= '1' AND ('-' + 細かい値) ENDS WITH right(値, size(値) - 1)))
                        AND (項目 ENDS WITH '日' OR 項目 ENDS WITH '時期' OR 項目 ENDS WITH '期限') THEN '精度' ELSE '値' END AS 違い
WHERE $精度の違いも = 1 OR 違い = '値'
WITH collect({id: x.id, 項目: 項目, 違い: 違い}) AS 行々, count(*) AS 全数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, count(*) AS 一
WITH 行, 全数 ORDER BY 行.id, 行.項目 SKIP $飛ばす LIMIT $件数
MATCH (x:協定|施策|企業|自治体)-[r:記載]->(d:文書)
WHERE x.id = 行.id
UNWIND range(1, size(r.文書)) AS 番
WITH 行, 全数, x, d, 番, last(r.項目[..番]) AS 項目, last(r.値[..番]) AS 値, last(r.確度[..番]) AS 確度
WHERE 項目 = 行.項目
WITH 行, 全数, x, d, 値, 確度, 番 ORDER BY d.id, 番 LIMIT 10000000
WITH 行, 全数, x, collect(値) AS 値, collect(確度) AS 確度, collect(d.id) AS 文書id, collect(coalesce(d.基準日, d.発行日, '')) AS 文書の日
RETURN x.id AS 節点id, head(labels(x)) AS 種類, x.名称 AS 名称, 行.項目 AS 項目, 行.違い AS 違い, 値, 確度, 文書id, 文書の日, 全数
ORDER BY 節点id, 項目
