// 題: 文書が述べている事実
// 群: 文書
// 問い: この文書は、どこで、何を述べているか。
// 引数 id 文字（文書id） = '': 文書の id
// 列 関係: 事実の種類
// 列 始点: 始点の種類
// 列 始点id: 関係の始まる節点
// 列 始点名: その名前
// 列 終点: 終点の種類
// 列 終点id: 関係の終わる節点
// 列 終点名: その名前
// 列 位置: 本文の中の位置
// 列 引用: 原文の語句
// 列 要旨: 短くまとめた文
// 列 確度: 明示・推定・要確認
// 列 表記: 原文での書き方
// 列 注記: 理由など
// 文書の _始点 は、読み込みのときに書かれる、この文書が述べる事実の始点
MATCH (d:文書)
WHERE d.id = $id
UNWIND d.`_始点` AS 鍵
MATCH (a:自治体|企業|協定|施策|文書)
WHERE a.id = 鍵
// OPTIONAL なのは、LadybugDB がすべての関係を読まずに a からたどるように
OPTIONAL MATCH (a)-[r:締結|実施|参画|対象|根拠|更新|加盟|承継|記載|収録|発行]->(b)
WHERE $id IN r.文書
WITH a, r, b
WHERE b.id IS NOT NULL
UNWIND range(1, size(r.文書)) AS 番
WITH a, r, b, 番 WHERE last(r.文書[..番]) = $id
RETURN type(r) AS 関係, head(labels(a)) AS 始点, a.id AS 始点id, coalesce(a.名称, a.題名) AS 始点名, head(labels(b)) AS 終点,
       b.id AS 終点id, coalesce(b.名称, b.題名) AS 終点名, last(r.位置[..番]) AS 位置, last(r.引用[..番]) AS 引用,
       last(r.要旨[..番]) AS 要旨, last(r.確度[..番]) AS 確度, last(r.表記[..番]) AS 表記, last(r.注記[..番]) AS 注記
ORDER BY 関係, 始点id, 終点id, 番
