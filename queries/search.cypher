// 題: 名前で探す
// 群: 全体
// 問い: この語を名前、読み、別名（以前の名前を含む）、サービス名、法人番号にもつのは、どの自治体、企業・団体、協定、施策、分野、文書か。
// 引数 語 文字（検索語） = '': 名前の一部（問いには、表記の違いを吸収する正規表現として渡る）
// 引数 種類 文字（種類） = '': 自治体・企業・協定・施策・分野・文書のどれかだけ。空ならすべて
// 引数 飛ばす 整数（飛ばす） = 0: 初めに飛ばす数
// 引数 件数 整数（件数） = 20: 返す数
// 列 節点id: 見つかったもの
// 列 種類: その種類
// 列 名称: その名前か題
// 列 都道府県: 自治体の都道府県の名
// 列 当たり: 名前と同じ・名前の初め・名前の中・読み・別名・サービス名・法人番号のどれか
// 列 記録数: 加わる（場所を含む）協定と施策の数（自治体と企業・団体だけ。ほかは 0）
// 列 全数: 見つかった数
WITH $語 AS 語
MATCH (n:自治体|企業|協定|施策|分野|文書)
WHERE $語 <> '' AND ($種類 = '' OR head(labels(n)) = $種類)
  AND (n.名称 =~ $語 OR n.題名 =~ $語 OR n.読み =~ $語 OR n.法人番号 =~ $語
       OR any(別 IN n.別名 WHERE 別 =~ 語) OR any(サ IN n.サービス名 WHERE サ =~ 語))
WITH n, coalesce(n.名称, n.題名) AS 名, 語, replace(語, '.*', '') AS 芯
WITH n, CASE WHEN 名 =~ 芯 OR n.略称 =~ 芯 THEN 1 WHEN 名 =~ (芯 + '.*') OR n.略称 =~ (芯 + '.*') THEN 2 WHEN 名 =~ 語 THEN 3 WHEN n.読み =~ 語 THEN 4
             WHEN any(別 IN n.別名 WHERE 別 =~ 語) THEN 5 WHEN any(サ IN n.サービス名 WHERE サ =~ 語) THEN 6 ELSE 7 END AS 順
WITH collect({id: n.id, 順: 順}) AS 行々, count(*) AS 全数
UNWIND 行々 AS 行
// 数え直すのは、Neo4j が並べ終わるまで 行々 を持ち続け、メモリーを使い切るのを防ぐため
WITH 行, 全数, count(*) AS 一
WITH 行, 全数 ORDER BY 行.順, 行.id SKIP $飛ばす LIMIT $件数
MATCH (n:自治体|企業|協定|施策|分野|文書)
WHERE n.id = 行.id
RETURN n.id AS 節点id, head(labels(n)) AS 種類, coalesce(n.名称, n.題名) AS 名称, n.都道府県 AS 都道府県,
       CASE 行.順 WHEN 1 THEN '名前と同じ' WHEN 2 THEN '名前の初め' WHEN 3 THEN '名前の中' WHEN 4 THEN '読み' WHEN 5 THEN '別名' WHEN 6 THEN 'サービス名' ELSE '法人番号' END AS 当たり,
       COUNT { MATCH (n)-[:締結|実施|参画]->(:協定|施策) } AS 記録数, 全数
ORDER BY 行.順, 節点id
