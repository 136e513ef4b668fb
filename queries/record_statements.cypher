// 題: 記録についての記載
// 群: 画面の部品
// 問い: 文書は、これらの節点のどの項目について何と述べているか。
// 引数 ids 文字のリスト（節点id） = []: 協定・施策・企業・自治体の id
// 列 節点id: 述べられているもの
// 列 項目: 何について
// 列 値: 何と述べているか
// 列 文書id: 述べている文書
// 列 位置: 本文の中の位置
// 列 引用: 原文の語句
// 列 要旨: 短くまとめた文
// 列 確度: 明示・推定・要確認
// 列 表記: 原文での書き方
// 列 注記: 理由など
UNWIND $ids AS 鍵
WITH DISTINCT 鍵
MATCH (x:自治体|企業|協定|施策)
WHERE x.id = 鍵
WITH x
MATCH (x)-[r:記載]->(d:文書)
UNWIND range(1, size(r.文書)) AS 番
RETURN x.id AS 節点id, last(r.項目[..番]) AS 項目, last(r.値[..番]) AS 値, d.id AS 文書id, last(r.位置[..番]) AS 位置,
       last(r.引用[..番]) AS 引用, last(r.要旨[..番]) AS 要旨, last(r.確度[..番]) AS 確度, last(r.表記[..番]) AS 表記,
       last(r.注記[..番]) AS 注記
ORDER BY 節点id, 文書id, 番
