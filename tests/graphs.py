"""Small made-up graphs for the tests: invented companies in real municipalities, in the style of the genre."""

from __future__ import annotations

from graph.facts import Evidence, Fact, Facts, Node
from graph.tables import Tables

UDA, MASHIKO, FUCHU, NARA = "292125", "093424", "342084", "290009"


def facts() -> Facts:
    """Two documents, two agreements, two measures, three bodies, four municipalities (all words invented)."""
    found = Facts()
    for code, name, kind, prefecture in (
        (UDA, "奈良県宇陀市", "市", "奈良県"),
        (MASHIKO, "栃木県益子町", "町", "栃木県"),
        (FUCHU, "広島県府中市", "市", "広島県"),
        (NARA, "奈良県", "都道府県", "奈良県"),
    ):
        found.add_node(
            "自治体", code, 名称=name, 略称=name[3:] or name, 種別=kind, 都道府県=prefecture, 緯度=34.5, 経度=135.9
        )
    found.link("所属", Node("自治体", UDA), Node("自治体", NARA))
    for id, name in (("o-a", "株式会社あおば見守り"), ("o-b", "みどり信用金庫"), ("o-c", "一般社団法人つなぐ機構")):
        found.add_node("企業", id, 名称=name, 区分="企業", 別名=["別の名"] if id == "o-a" else [])
    for n, field in enumerate(("高齢者・障害者・見守り", "防災・危機管理"), 1):
        found.add_node("分野", f"f{n:02}", 名称=field, 階層=1)
    found.add_node(
        "文書",
        "d1",
        題名="見守り協定の締結について（試験用の作り話）",
        種別="プレスリリース",
        公開="公開",
        発行日="2023-11-08",
    )
    found.add_node("文書", "d2", 題名="協定一覧（試験用の作り話）", 種別="協定一覧", 公開="公開", 基準日="2024-04-01")
    say(found, "協定", "k1", "d1", 名称="地域見守り協定", 種別="見守り協定", 締結日="2023-11-08")
    say(found, "協定", "k1", "d2", "推定", 締結日="2023-11")
    say(found, "協定", "k2", "d2", 仮称="府中市と金庫の協定", 締結日="--08-05")
    say(found, "施策", "m1", "d1", 名称="配達時の声かけ", 段階="実施", 時期="2024", 成果="延べ 1,200 回")
    say(found, "施策", "m2", "d1", 名称="防災訓練の共催", 段階="計画")
    for fact in (
        ("締結", ("自治体", UDA), ("協定", "k1"), ("",)),
        ("締結", ("企業", "o-a"), ("協定", "k1"), ("関西支店",)),
        ("締結", ("自治体", FUCHU), ("協定", "k2"), ("",)),
        ("締結", ("企業", "o-b"), ("協定", "k2"), ("",)),
        ("実施", ("自治体", UDA), ("施策", "m1"), ("主体", "福祉課")),
        ("参画", ("企業", "o-a"), ("施策", "m1"), ("提供", "")),
        ("実施", ("自治体", MASHIKO), ("施策", "m2"), ("場所", "")),
        ("参画", ("企業", "o-c"), ("施策", "m2"), ("支援", "")),
        ("対象", ("協定", "k1"), ("分野", "f01"), ()),
        ("対象", ("施策", "m2"), ("分野", "f02"), ()),
        ("根拠", ("施策", "m1"), ("協定", "k1"), ()),
        ("加盟", ("企業", "o-a"), ("企業", "o-c"), ("会員",)),
        ("収録", ("文書", "d1"), ("自治体", UDA), ("抜粋", "協定と施策")),
        ("収録", ("文書", "d2"), ("自治体", FUCHU), ("全件", "協定")),
        ("収録", ("文書", "d2"), ("自治体", NARA), ("全件", "協定")),
    ):
        kind, start, end, own = fact
        document = "d2" if end[1] == "k2" or start[1] == "d2" else "d1"
        evidence = Evidence(document, "10-24", "見守りの協定を結びました", "協定を結んだ。", "明示", "同社")
        found.add(Fact(kind, Node(*start), Node(*end), evidence, own))
    found.add(
        Fact(
            "締結",
            Node("自治体", UDA),
            Node("協定", "k1"),
            Evidence("d2", "協定!7", "", "一覧にある。", "推定", note="略称"),
            ("",),
        )
    )
    return found


def say(found: Facts, label: str, id: str, document: str, certainty: str = "明示", **properties: str) -> None:
    """What a document says of an agreement or a measure."""
    for item, value in properties.items():
        evidence = Evidence(document, "10-24", "見守りの協定を結びました", "要旨。", certainty)
        found.add(Fact("記載", Node(label, id), Node("文書", document), evidence, (item, value)))


def small() -> Tables:
    """The graph of `facts`."""
    return facts().tables()
