"""A made-up graph for the pages of the explorer; municipalities are real, everything else is invented.

宇陀市 has two agreements and two measures and is named by an extract; 府中市 has one agreement, which has ended, in a
complete list; 竹原市 stands in that list with nothing; 天理市 has one plan; 橿原市 is named by nothing.
"""

from __future__ import annotations

from graph.facts import Evidence, Fact, Facts, Node
from tests.graphs import say

UDA, TENRI, KASHIHARA, FUCHU, TAKEHARA = "292125", "292044", "292052", "342084", "342033"
NARA, HIROSHIMA = "290009", "340006"
NAUGHTY = "<script>alert('わるい')</script>\"{{7*7}}' OR 1=1 //"

_PLACES = (
    (NARA, "奈良県", "奈良県", "都道府県", "ならけん", 34.685, 135.833),
    (HIROSHIMA, "広島県", "広島県", "都道府県", "ひろしまけん", 34.397, 132.46),
    (UDA, "奈良県宇陀市", "奈良県", "市", "うだし", 34.528, 135.952),
    (TENRI, "奈良県天理市", "奈良県", "市", "てんりし", 34.597, 135.837),
    (KASHIHARA, "奈良県橿原市", "奈良県", "市", "かしはらし", 34.509, 135.793),
    (FUCHU, "広島県府中市", "広島県", "市", "ふちゅうし", 34.568, 133.236),
    (TAKEHARA, "広島県竹原市", "広島県", "市", "たけはらし", 34.342, 132.907),
)


def facts() -> Facts:
    """The graph."""
    found = Facts()
    for code, name, prefecture, kind, kana, latitude, longitude in _PLACES:
        short = name if kind == "都道府県" else name[3:]
        found.add_node(
            "自治体",
            code,
            名称=name,
            略称=short,
            都道府県=prefecture,
            種別=kind,
            読み=kana,
            緯度=latitude,
            経度=longitude,
        )
        if kind != "都道府県":
            found.link("所属", Node("自治体", code), Node("自治体", NARA if prefecture == "奈良県" else HIROSHIMA))
    found.add_node(
        "企業", "o-a", 名称="株式会社あおば見守り", 区分="企業", 別名=["アオバ"], サービス名=["みまもりレター"]
    )
    found.add_node("企業", "o-b", 名称="みどり信用金庫", 区分="金融機関", 業種="金融業")
    found.add_node("企業", "o-x", 名称=NAUGHTY, 区分="企業")
    found.add_node("分野", "f01", 名称="高齢者・障害者・見守り", 階層=1)
    found.add_node("分野", "f01-01", 名称="声かけ訪問", 階層=2)
    found.add_node("分野", "f02", 名称="防災・危機管理", 階層=1)
    found.link("上位", Node("分野", "f01-01"), Node("分野", "f01"))
    found.add_node(
        "文書", "d1", 題名="見守りの取組（試験用の作り話）", 種別="プレスリリース", 公開="公開", 発行日="2020-04-10"
    )
    found.add_node("文書", "d2", 題名="協定一覧（試験用の作り話）", 種別="協定一覧", 公開="公開", 基準日="2024-04-01")
    say(
        found,
        "協定",
        "k1",
        "d1",
        名称="地域見守り協定",
        種別="見守り協定",
        締結日="2019-04-01",
        有効期限="2020-03-31",
        状態="有効",
    )
    say(
        found,
        "協定",
        "k2",
        "d2",
        名称="府中見守り協定",
        種別="見守り協定",
        締結日="2021-05",
        終了日="2023-03-31",
        状態="終了",
    )
    say(found, "協定", "k3", "d1", 名称=f"年のない協定{NAUGHTY}", 種別="包括連携協定", 締結日="--08-05")
    say(
        found,
        "施策",
        "m1",
        "d1",
        名称="配達時の声かけ",
        段階="実施",
        時期="2020",
        成果="延べ 1,200 回",
        経費="年 30万円",
    )
    say(found, "施策", "m2", "d1", 名称="見守り機器の貸出", 段階="計画")
    for kind, start, end, own in (
        ("締結", ("自治体", UDA), ("協定", "k1"), ("",)),
        ("締結", ("企業", "o-a"), ("協定", "k1"), ("",)),
        ("締結", ("企業", "o-b"), ("協定", "k1"), ("",)),
        ("締結", ("自治体", FUCHU), ("協定", "k2"), ("",)),
        ("締結", ("企業", "o-a"), ("協定", "k2"), ("",)),
        ("締結", ("自治体", UDA), ("協定", "k3"), ("",)),
        ("締結", ("企業", "o-x"), ("協定", "k3"), ("",)),
        ("実施", ("自治体", UDA), ("施策", "m1"), ("主体", "福祉課")),
        ("参画", ("企業", "o-a"), ("施策", "m1"), ("提供", "")),
        ("実施", ("自治体", TENRI), ("施策", "m2"), ("主体", "")),
        ("参画", ("企業", "o-a"), ("施策", "m2"), ("提供", "")),
        ("根拠", ("施策", "m1"), ("協定", "k1"), ()),
        ("対象", ("協定", "k1"), ("分野", "f01"), ()),
        ("対象", ("施策", "m1"), ("分野", "f01-01"), ()),
        ("対象", ("施策", "m2"), ("分野", "f01"), ()),
        ("収録", ("文書", "d1"), ("自治体", UDA), ("抜粋", "協定と施策")),
        ("収録", ("文書", "d2"), ("自治体", FUCHU), ("全件", "協定")),
        ("収録", ("文書", "d2"), ("自治体", TAKEHARA), ("全件", "協定")),
    ):
        document = "d2" if "k2" in (start[1], end[1]) or start[1] == "d2" else "d1"
        said = "独居の方への声かけ" if end == ("分野", "f01-01") else "見守り"
        evidence = Evidence(document, "10-24", "見守りを始めました", "見守りをする。", "明示", said)
        found.add(Fact(kind, Node(*start), Node(*end), evidence, own))
    return found
