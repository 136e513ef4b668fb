// 題: 文書の数
// 群: 文書
// 問い: 文書は種別ごとにいくつあるか。
// 列 種別: 文書の種類（なければ空）
// 列 件数: その数
MATCH (d:文書)
RETURN coalesce(d.種別, '') AS 種別, count(*) AS 件数
ORDER BY 件数 DESC, 種別
