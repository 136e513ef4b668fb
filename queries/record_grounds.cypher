// 題: 分野・根拠・更新の根拠
// 群: 画面の部品
// 問い: これらの協定や施策の分野、もとづく協定、改めた協定は、どの文書のどこに、どう書かれているか。
// 引数 ids 文字のリスト（記録id） = []: 協定や施策の id
// 列 関係: 対象・根拠・更新
// 列 始点id: 協定か施策
// 列 終点id: 分野か協定
// 列 文書id: 述べている文書
// 列 位置: 本文の中の位置
// 列 引用: 原文の語句
// 列 要旨: 短くまとめた文
// 列 確度: 明示・推定・要確認
// 列 表記: 原文での書き方
// 列 注記: 理由など
UNWIND $ids AS 鍵
WITH DISTINCT 鍵
MATCH (x:協定|施策)
WHERE x.id = 鍵
// OPTIONAL なのは、LadybugDB がすべての関係を読まずに x からたどるように
OPTIONAL MATCH (x)-[r:対象|根拠|更新]->(b:分野|協定)
WITH x, r, b
WHERE b.id IS NOT NULL
UNWIND range(1, size(r.文書)) AS 番
RETURN type(r) AS 関係, x.id AS 始点id, b.id AS 終点id, last(r.文書[..番]) AS 文書id, last(r.位置[..番]) AS 位置,
       last(r.引用[..番]) AS 引用, last(r.要旨[..番]) AS 要旨, last(r.確度[..番]) AS 確度, last(r.表記[..番]) AS 表記,
       last(r.注記[..番]) AS 注記
ORDER BY 関係, 始点id, 終点id, 番
