// 題: 都道府県ごとの収録の状況
// 群: 全体
// 問い: どの都道府県で、市区町村のうちいくつに記録があり、いくつには記録がなく、いくつがまだ調べられていないか。
// 列 都道府県id: 都道府県の団体コード
// 列 都道府県: 都道府県の名
// 列 都道府県の状態: 都道府県そのものについて。あり・記録なし・抜粋・未調査
// 列 対象数: 市区町村の数（対象数＝あり＋記録なし＋抜粋＋未調査）
// 列 あり: 協定か施策の記録があるもの
// 列 記録なし: そのうち、全件を載せた文書があって、記録がないもの
// 列 抜粋: そのうち、載せた文書が抜粋か網羅の分からないもので、記録がないもの（「ない」とは言えない）
// 列 未調査: そのうち、載せた文書がないもの（「ない」とは言えない）
MATCH (m:自治体)
OPTIONAL MATCH (:文書)-[収:収録]->(m)
WITH m, count(収) AS 文書数, sum(CASE WHEN '全件' IN 収.網羅 THEN 1 ELSE 0 END) AS 全件数
WITH m, 文書数, 全件数, COUNT { MATCH (m)-[:締結]->(:協定) } + COUNT { MATCH (m)-[:実施]->(:施策) } AS 記録数
WITH m, CASE WHEN 記録数 > 0 THEN 'あり' WHEN 全件数 > 0 THEN '記録なし' WHEN 文書数 > 0 THEN '抜粋' ELSE '未調査' END AS 状態
WITH m.都道府県 AS 都道府県, max(CASE WHEN m.種別 = '都道府県' THEN m.id ELSE '' END) AS 都道府県id,
     max(CASE WHEN m.種別 = '都道府県' THEN 状態 ELSE '' END) AS 都道府県の状態,
     sum(CASE WHEN m.種別 <> '都道府県' THEN 1 ELSE 0 END) AS 対象数,
     sum(CASE WHEN m.種別 <> '都道府県' AND 状態 = 'あり' THEN 1 ELSE 0 END) AS あり,
     sum(CASE WHEN m.種別 <> '都道府県' AND 状態 = '記録なし' THEN 1 ELSE 0 END) AS 記録なし,
     sum(CASE WHEN m.種別 <> '都道府県' AND 状態 = '抜粋' THEN 1 ELSE 0 END) AS 抜粋,
     sum(CASE WHEN m.種別 <> '都道府県' AND 状態 = '未調査' THEN 1 ELSE 0 END) AS 未調査
RETURN 都道府県id, 都道府県, 都道府県の状態, 対象数, あり, 記録なし, 抜粋, 未調査
ORDER BY 都道府県id, 都道府県
