"""A small world of which every answer can be worked out by hand.

The municipalities are real; the bodies, agreements, measures, documents and every word are invented for these tests.

Looked at: 奈良市 (complete list, on record), 生駒市 (complete list, nothing), 宇陀市 (extract, on record), 府中市 (extract,
nothing), 奈良県 (extract, on record). Not looked at: 益子町, and 広島県, which is only the place of a measure.

| agreement | between | concluded | |
| k-1 | 宇陀市, あおば | 2015-04 | renewed by k-2 |
| k-2 | 宇陀市, あおば | 2020-04-01 | runs until 2026-12-31, measure m-1 |
| k-3 | 奈良市, あおば, みどり | 2018-06-01 | until 2024-06, no title |
| k-4 | 奈良県, あおば | 2019 | |
| k-5 | 奈良市, 宇陀市, みどり | 8月5日, no year | |
| k-6 | 奈良市, ひので | 2010-01-15 | ended 2015-03 |
"""

from __future__ import annotations

from typing import Any

from graph.facts import Evidence, Fact, Facts, Node
from graph.tables import Tables

NARA, NARA_CITY, IKOMA, UDA = "290009", "292010", "292095", "292125"
HIROSHIMA, FUCHU, MASHIKO = "340006", "342084", "093424"

_PLACES: tuple[tuple[str, str, str, str, str, float, float, dict[str, Any]], ...] = (
    (NARA, "奈良県", "奈良県", "都道府県", "ならけん", 34.685, 135.833, {}),
    (NARA_CITY, "奈良県奈良市", "奈良県", "市", "ならし", 34.685, 135.805, {"集合": ["中核市"]}),
    (IKOMA, "奈良県生駒市", "奈良県", "市", "いこまし", 34.692, 135.700, {"類似団体区分": "都市Ⅲ－１"}),
    (UDA, "奈良県宇陀市", "奈良県", "市", "うだし", 34.528, 135.952, {}),
    (HIROSHIMA, "広島県", "広島県", "都道府県", "ひろしまけん", 34.396, 132.459, {}),
    (
        FUCHU,
        "広島県府中市",
        "広島県",
        "市",
        "ふちゅうし",
        34.568,
        133.237,
        {"類似団体区分": "都市Ⅲ－１", "人口": 36_000},
    ),
    (MASHIKO, "栃木県益子町", "栃木県", "町", "ましこまち", 36.467, 140.093, {}),
)
_BODIES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("c-a", {"名称": "株式会社あおば見守り", "区分": "企業", "業種": "運輸業"}),
    ("c-b", {"名称": "みどり信用金庫", "区分": "金融機関", "別名": ["ミドリ信用組合"]}),
    ("c-c", {"名称": "一般社団法人つなぐ機構", "区分": "団体"}),
    ("c-d", {"名称": "合同会社ＨＩＮＯＤＥ", "区分": "企業", "サービス名": ["ひのでポータル"]}),
)
_DOCUMENTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("d-1", {"題名": "奈良市の協定一覧（作り話）", "種別": "協定一覧", "基準日": "2024-04-01", "取得日": "2024-05-20"}),
    ("d-2", {"題名": "宇陀市の報道発表（作り話）", "種別": "プレスリリース", "発行日": "2023-11-08"}),
    ("d-3", {"題名": "電話での聞き取り（作り話）", "種別": "聞き取り", "基準日": "2020-05-10", "公開": "庁内限り"}),
    ("d-4", {"題名": "生駒市の協定一覧（作り話）", "種別": "協定一覧", "基準日": "2024-04-01"}),
)
_STATED: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("協定", "k-1", "d-2", {"名称": "地域見守り協定", "種別": "見守り協定", "締結日": "2015-04", "状態": "更新済"}),
    ("協定", "k-1", "d-3", {"締結日": "2015"}),
    (
        "協定",
        "k-2",
        "d-2",
        {
            "名称": "新・地域見守り協定",
            "種別": "見守り協定",
            "締結日": "2020-04-01",
            "有効期限": "2026-12-31",
            "状態": "有効",
        },
    ),
    (
        "協定",
        "k-3",
        "d-1",
        {"仮称": "三者の協定", "締結日": "2018-06-01", "有効期限": "2024-06", "自動更新": "一年ごと"},
    ),
    ("協定", "k-3", "d-3", {"締結日": "2018-07"}),
    ("協定", "k-4", "d-3", {"名称": "県と企業の協定", "種別": "包括連携協定", "締結日": "2019"}),
    ("協定", "k-5", "d-1", {"名称": "二市の協定", "締結日": "--08-05"}),
    (
        "協定",
        "k-6",
        "d-1",
        {"名称": "広報の協定", "締結日": "2010-01-15", "終了日": "2015-03", "状態": "終了"},
    ),
    (
        "施策",
        "m-1",
        "d-2",
        {
            "名称": "配達時の声かけ",
            "段階": "実施",
            "時期": "2021",
            "手法": "無償",
            "経費": "なし（無償）",
            "成果": "延べ 1,200 回",
        },
    ),
    ("施策", "m-2", "d-1", {"名称": "防災訓練", "段階": "計画"}),
    ("施策", "m-3", "d-1", {"名称": "相談会", "段階": "終了", "時期": "2022-05"}),
    ("施策", "m-3", "d-3", {"段階": "不明"}),
)
_FACTS: tuple[tuple[str, tuple[str, str], tuple[str, str], str, tuple[str, ...]], ...] = (
    ("締結", ("自治体", UDA), ("協定", "k-1"), "d-2", ("",)),
    ("締結", ("企業", "c-a"), ("協定", "k-1"), "d-2", ("",)),
    ("締結", ("自治体", UDA), ("協定", "k-2"), "d-2", ("福祉課",)),
    ("締結", ("企業", "c-a"), ("協定", "k-2"), "d-2", ("",)),
    ("締結", ("自治体", NARA_CITY), ("協定", "k-3"), "d-1", ("",)),
    ("締結", ("企業", "c-a"), ("協定", "k-3"), "d-1", ("",)),
    ("締結", ("企業", "c-b"), ("協定", "k-3"), "d-1", ("",)),
    ("締結", ("企業", "c-a"), ("協定", "k-4"), "d-3", ("",)),
    ("締結", ("自治体", NARA_CITY), ("協定", "k-5"), "d-1", ("",)),
    ("締結", ("自治体", UDA), ("協定", "k-5"), "d-1", ("",)),
    ("締結", ("企業", "c-b"), ("協定", "k-5"), "d-1", ("",)),
    ("締結", ("自治体", NARA_CITY), ("協定", "k-6"), "d-1", ("",)),
    ("締結", ("企業", "c-d"), ("協定", "k-6"), "d-1", ("",)),
    ("更新", ("協定", "k-2"), ("協定", "k-1"), "d-2", ()),
    ("実施", ("自治体", UDA), ("施策", "m-1"), "d-2", ("主体", "福祉課")),
    ("参画", ("企業", "c-a"), ("施策", "m-1"), "d-2", ("提供", "")),
    ("根拠", ("施策", "m-1"), ("協定", "k-2"), "d-2", ()),
    ("実施", ("自治体", NARA_CITY), ("施策", "m-2"), "d-1", ("主体", "")),
    ("参画", ("企業", "c-b"), ("施策", "m-2"), "d-1", ("支援", "")),
    ("実施", ("自治体", HIROSHIMA), ("施策", "m-3"), "d-1", ("場所", "")),
    ("参画", ("企業", "c-c"), ("施策", "m-3"), "d-1", ("運営", "")),
    ("対象", ("協定", "k-1"), ("分野", "f01"), "d-2", ()),
    ("対象", ("協定", "k-2"), ("分野", "f01"), "d-2", ()),
    ("対象", ("協定", "k-3"), ("分野", "f02"), "d-1", ()),
    ("対象", ("施策", "m-1"), ("分野", "f01-1"), "d-2", ()),
    ("対象", ("施策", "m-2"), ("分野", "f02"), "d-1", ()),
    ("加盟", ("企業", "c-a"), ("企業", "c-c"), "d-2", ("会員",)),
    ("加盟", ("自治体", UDA), ("企業", "c-c"), "d-2", ("会員",)),
    ("収録", ("文書", "d-1"), ("自治体", NARA_CITY), "d-1", ("全件", "協定")),
    ("収録", ("文書", "d-2"), ("自治体", UDA), "d-2", ("抜粋", "協定と施策")),
    ("収録", ("文書", "d-3"), ("自治体", NARA), "d-3", ("抜粋", "協定")),
    ("収録", ("文書", "d-3"), ("自治体", FUCHU), "d-3", ("不明", "協定")),
    ("収録", ("文書", "d-4"), ("自治体", IKOMA), "d-4", ("全件", "協定")),
)


def facts() -> Facts:
    """The world as facts."""
    found = Facts()
    for code, name, prefecture, kind, reading, latitude, longitude, more in _PLACES:
        short = name if kind == "都道府県" else name.removeprefix(prefecture)
        names = {"名称": name, "略称": short, "都道府県": prefecture, "種別": kind, "読み": reading}
        found.add_node("自治体", code, **names, 緯度=latitude, 経度=longitude, **more)
    for code in (NARA_CITY, IKOMA, UDA):
        found.link("所属", Node("自治体", code), Node("自治体", NARA))
    found.link("所属", Node("自治体", FUCHU), Node("自治体", HIROSHIMA))
    for id, properties in _BODIES:
        found.add_node("企業", id, **properties)
    found.add_node("分野", "f01", 名称="高齢者・障害者・見守り", 階層=1)
    found.add_node("分野", "f01-1", 名称="見守り", 階層=2)
    found.add_node("分野", "f02", 名称="防災・危機管理", 階層=1)
    found.link("上位", Node("分野", "f01-1"), Node("分野", "f01"))
    for id, properties in _DOCUMENTS:
        found.add_node("文書", id, **{"公開": "公開"} | properties)
    for label, id, document, said in _STATED:
        for item, value in said.items():
            certainty = "推定" if document == "d-3" else "明示"
            evidence = Evidence(document, "10-24", "", "作り話の要旨。", certainty)
            found.add(Fact("記載", Node(label, id), Node("文書", document), evidence, (item, value)))
    for type, start, end, document, own in _FACTS:
        evidence = Evidence(document, "30-44", "見守りの協定を結ぶ", "作り話の要旨。", "明示")
        found.add(Fact(type, Node(*start), Node(*end), evidence, own))
    doubtful = Evidence("d-3", "", "", "電話で聞いた。", "要確認", note="題名だけを聞いた")
    found.add(Fact("締結", Node("自治体", NARA), Node("協定", "k-4"), doubtful, ("",)))
    return found


def world() -> Tables:
    """The graph of `facts`."""
    return facts().tables()
