// 題: 件数
// 群: 全体
// 問い: グラフに何がいくつあるか。
// 列 種類: 節点の種類
// 列 件数: その数
UNWIND ['自治体', '企業', '協定', '施策', '分野', '文書'] AS 種類
MATCH (n) WHERE head(labels(n)) = 種類
RETURN 種類, count(n) AS 件数
ORDER BY 種類
