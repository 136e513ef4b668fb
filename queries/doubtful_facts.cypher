// 題: 推定と要確認の事実
// 群: 点検
// 問い: どの事実が、推定か要確認で、なぜか。
// 引数 文書 文字（文書id） = '': その文書が述べるものだけ。空ならすべて
// 引数 確度 文字（確度） = '': 推定か要確認のどちらかだけ。空なら両方
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 100: 返す数
// 列 確度: 推定か要確認
// 列 関係: 事実の種類
// 列 始点: 始点の種類
// 列 始点id: 関係の始まる節点
// 列 始点名: その名前
// 列 終点: 終点の種類
// 列 終点id: 関係の終わる節点
// 列 終点名: その名前
// 列 文書id: 述べている文書
// 列 位置: 本文の中の位置
// 列 項目: 記載の項目
// 列 値: 記載の値
// 列 引用: 原文の語句
// 列 要旨: 短くまとめた文
// 列 表記: 原文での書き方
// 列 注記: 推定・要確認とした理由など
MATCH (a)-[r:締結|実施|参画|対象|根拠|更新|加盟|承継|記載|収録|発行]->(b)
// _疑 は読み込みのときに書かれる印。下の coalesce は、値のないリストがまじると LadybugDB がほかの行まで取り違えるため
WHERE r.`_疑` = 1 AND ($文書 = '' OR $文書 IN r.文書)
UNWIND range(1, size(r.文書)) AS 番
WITH a, r, b, 番, last(r.確度[..番]) AS 確度, last(r.文書[..番]) AS 文書id
WHERE 確度 <> '明示' AND ($確度 = '' OR 確度 = $確度) AND ($文書 = '' OR 文書id = $文書)
RETURN 確度, type(r) AS 関係, head(labels(a)) AS 始点, a.id AS 始点id, coalesce(a.名称, a.題名) AS 始点名, head(labels(b)) AS 終点,
       b.id AS 終点id, coalesce(b.名称, b.題名) AS 終点名, 文書id, last(r.位置[..番]) AS 位置, CASE WHEN type(r) = '記載' THEN last(coalesce(r.項目, r.文書)[..番]) END AS 項目,
       CASE WHEN type(r) = '記載' THEN last(coalesce(r.値, r.文書)[..番]) END AS 値,
       last(r.引用[..番]) AS 引用, last(r.要旨[..番]) AS 要旨, last(r.表記[..番]) AS 表記, last(r.注記[..番]) AS 注記
ORDER BY 確度 DESC, 文書id, 関係, 始点id, 終点id, 番
SKIP $飛ばす LIMIT $件数
