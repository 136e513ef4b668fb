// 題: 推定と要確認の事実の数
// 群: 点検
// 問い: 推定と要確認の事実は、文書ごとに、全部の根拠のうちいくつあるか。
// 列 文書id: 述べている文書
// 列 題名: その題
// 列 公開: 公開か庁内限りか
// 列 推定: 推定の根拠の数
// 列 要確認: 要確認の根拠の数
// 列 根拠数: 明示を含む根拠の数
MATCH ()-[r:締結|実施|参画|対象|根拠|更新|加盟|承継|記載|収録|発行]->()
UNWIND range(1, size(r.文書)) AS 番
WITH last(r.文書[..番]) AS 文書, last(r.確度[..番]) AS 確度
WITH 文書, sum(CASE WHEN 確度 = '推定' THEN 1 ELSE 0 END) AS 推定, sum(CASE WHEN 確度 = '要確認' THEN 1 ELSE 0 END) AS 要確認, count(*) AS 根拠数
MATCH (d:文書)
WHERE d.id = 文書
RETURN d.id AS 文書id, d.題名 AS 題名, coalesce(d.公開, '公開') AS 公開, 推定, 要確認, 根拠数
ORDER BY 要確認 DESC, 推定 DESC, 文書id
