// 題: 根拠の箇所
// 群: 点検
// 問い: 根拠は、文書ごとにいくつの箇所に書かれているか。
// 列 文書id: 文書の id
// 列 箇所数: 異なる位置の数
MATCH ()-[r:締結|実施|参画|対象|根拠|更新|加盟|承継|記載|収録|発行]->()
UNWIND range(1, size(r.文書)) AS 番
RETURN last(r.文書[..番]) AS 文書id, count(DISTINCT last(r.位置[..番])) AS 箇所数
ORDER BY 文書id
