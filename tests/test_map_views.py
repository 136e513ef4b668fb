"""The second view of the map, the picture of many, and pages that lost their scripts (made-up bodies)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from graph.facts import Evidence, Fact, Facts, Node
from graph.model import CERTAINTIES
from tests.graphs import FUCHU, UDA, facts, say
from viz import interactive, labels, matrix, overview, overview_drawing, sheet
from viz.choice import Choice, chosen
from viz.interactive import render
from viz.layout import WIDTH, lay_out
from viz.network import Network

PLACE = Evidence("d1", "1-2", "", "作り話。")

HOSTILE = (
    '<script>document.title="壊れた"</script>',
    '"><img src=x onerror="document.title=1">',
    "javascript:alert(1)",
    "</script></style></svg><svg onload=alert(1)>",
    "]]><!--",
    "{{7*7}}{% raw %}${x}",
    '=HYPERLINK("http://example.invalid")',
    "\u202e逆さ\u2066の文字",
    "👩‍👩‍👧‍👦家族😀",
    "長" * 10_000,
    "&amp;&lt;",
    "\x01\x08制御",
)


def hostile(times: int) -> Facts:
    """A graph with bad words in every field that takes words."""
    found = Facts()
    found.add_node("文書", "d1", 題名=HOSTILE[0], 種別=HOSTILE[1], 公開="公開", 発行日="2024")
    for n, bad in enumerate((*HOSTILE, *(bad[:200] for bad in HOSTILE * (times - 1)))):
        found.add_node("自治体", f"{n:06}", 名称=f"{bad}{n}", 略称=f"{bad}{n}", 種別=bad, 都道府県=bad)
        found.add_node("企業", f"o{n}", 名称=f"{bad}{n}", 別名=[bad], サービス名=[bad], 区分=bad)
        found.add_node("分野", f"f{n}", 名称=f"{bad}{n}", 階層=1)
        say(found, "協定", f"k{n}", "d1", 名称=bad, 種別="包括連携協定", 相手方表記=bad, 締結日="2024-01-01")
        say(found, "施策", f"m{n}", "d1", 名称=bad, 概要=bad, 段階="実施", 成果=bad, 経費=bad)
        evidence = Evidence("d1", f"{bad[:40]}!3", bad, bad, "要確認", bad, bad)
        for type, start, end, own in (
            ("締結", ("自治体", f"{n:06}"), ("協定", f"k{n}"), (bad,)),
            ("締結", ("企業", f"o{n}"), ("協定", f"k{n}"), (bad,)),
            ("実施", ("自治体", f"{n:06}"), ("施策", f"m{n}"), (bad, bad)),
            ("参画", ("企業", f"o{n}"), ("施策", f"m{n}"), (bad, bad)),
            ("根拠", ("施策", f"m{n}"), ("協定", f"k{n}"), ()),
            ("対象", ("施策", f"m{n}"), ("分野", f"f{n}"), ()),
        ):
            found.add(Fact(type, Node(*start), Node(*end), evidence, own))
    return found


def many(agreements: int = 160) -> Facts:
    """Municipalities of five prefectures, a hub, and bodies of eight kinds."""
    found = Facts()
    found.add_node("文書", "d1", 題名="一覧（作り話）", 種別="協定一覧", 公開="公開")
    for n in range(80):
        found.add_node("自治体", f"{n:06}", 名称=f"架空県{n}市", 略称=f"{n}市", 種別="市", 都道府県=f"架空{n % 5}県")
    kinds = ("企業", "金融機関", "大学・学校", "NPO", "商工団体", "協同組合", "団体", "国の機関")
    for n in range(40):
        found.add_node("企業", f"o{n:02}", 名称=f"会社{n}", 区分=kinds[n % len(kinds)])
    for n in range(agreements):
        say(found, "協定", f"k{n:03}", "d1", 名称=f"協定{n}", 種別="見守り協定", 締結日=f"20{10 + n % 9}")
        record = Node("協定", f"k{n:03}")
        for party in (
            Node("自治体", f"{n * 7 % 79:06}"),
            Node("企業", "o00" if n % 3 == 0 else f"o{1 + n * 11 % 39:02}"),
        ):
            found.add(Fact("締結", party, record, PLACE, ("",)))
    found.add(Fact("収録", Node("文書", "d1"), Node("自治体", "000000"), PLACE, ("全件", "協定")))
    return found


class Read(HTMLParser):
    """The tags and attributes of a page as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def stripped(page: str) -> str:
    """What the strictest gateway leaves: no scripts, handlers, links, forms or addresses."""
    page = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    page = re.sub(r'\s(?:on\w+|href|xlink:href|src|action)="[^"]*"', "", page)
    return re.sub(r"</?(?:a|form|input|select|option|button)\b[^>]*>", "", page)


def laid_out(network: Network) -> matrix.Matrix:
    found = matrix.lay_out(network, lay_out(network).order, sheet.rows(network))
    assert found
    return found


# --- the matrix ------------------------------------------------------------------------------------------------


def test_a_crossing_shows_the_agreement_left_and_the_measure_right() -> None:
    found = laid_out(chosen(facts().tables()))
    (square,) = (each for each in found.blocks[0].squares if found.pairs[each.pair][1].id == "o-a")
    assert found.pairs[square.pair] == (
        Node("自治体", UDA),
        Node("企業", "o-a"),
        (Node("協定", "k1"), Node("施策", "m1")),
    )
    assert (square.agreement, square.measure) == ("協定-不明", "施策-実施")
    assert matrix.places("協定-不明", "施策-実施") < matrix.places("施策-実施", "協定-不明")


def test_a_plan_never_stands_for_something_done() -> None:
    assert matrix.best(("施策-計画", "施策-実証", "施策-検討"), matrix.DONE) == "施策-実証"
    assert matrix.best((), matrix.DONE) == ""


def test_an_empty_crossing_says_what_is_known() -> None:
    network = chosen(facts().tables())
    counts = laid_out(network).counts
    # 府中市 is listed completely, 宇陀市 only in part; 益子町 is a mere place and no row.
    assert counts == {"連携": 2, "記録なし": 1, "ほか": 0, "未調査": 1}
    found = facts()
    say(found, "協定", "k9", "d1", 名称="別の協定", 種別="個別連携協定")
    for party in (Node("自治体", UDA), Node("企業", "o-b")):
        found.add(Fact("締結", party, Node("協定", "k9"), PLACE, ("",)))
    around = chosen(found.tables(), Choice(ids=frozenset({"k1", "k2"})))
    assert laid_out(around).counts["ほか"] == 1


def test_a_wide_matrix_is_turned_or_parted_and_never_leaves_the_page() -> None:
    found = many(60)
    for choice in (Choice(), Choice(around=Node("企業", "o00")), Choice(around=Node("自治体", "000007"))):
        drawing = laid_out(chosen(found.tables(), choice))
        assert all(block.width <= WIDTH + 1 for block in drawing.blocks)
        shown = [square.pair for block in drawing.blocks for square in block.squares]
        assert sorted(shown) == list(range(len(drawing.pairs)))
        for block in drawing.blocks:
            assert all(
                block.left <= square.x < block.right and block.top <= square.y < block.bottom
                for square in block.squares
            )


def test_blank_crossings_lie_side_by_side_without_gaps_and_beside_no_mark() -> None:
    for block in laid_out(chosen(many(60).tables())).blocks:
        taken = [(square.y, square.x, matrix.CELL) for square in block.squares]
        taken += [(blank.y, blank.x, blank.width) for blank in block.blanks]
        for (y, x, width), (y2, x2, _) in pairwise(sorted(taken)):
            assert y2 > y or x + width == pytest.approx(x2, abs=0.3)


def test_names_that_are_cut_end_in_an_ellipsis_and_fit() -> None:
    assert labels.shorten("短い名前", 10) == "短い名前"
    for text in ("長" * 10_000, "a" * 50, "株式会社とても長い名前のこころみ研究所"):
        assert labels.em(labels.shorten(text, 12)) <= 12
        assert labels.shorten(text, 12).endswith("…")


# --- the picture of many ---------------------------------------------------------------------------------------


def test_above_five_hundred_things_records_are_put_together_and_it_says_so() -> None:
    network = chosen(many().tables())
    rows = sheet.rows(network)
    assert overview.needed(network)
    found = overview.gather(network, rows)
    assert [group.name for group in found.left] == [f"架空{n}県" for n in range(5)]
    assert found.right[0].name == "会社0"
    assert sum(group.single for group in found.right) == overview.BODIES
    assert {node for group in found.right for node in group.nodes} == {node for node in network if node.label == "企業"}
    # Every record is counted in each crossing that it belongs to, and in no other.
    assert sum(len(link.rows) for link in found.links) == len(rows)
    page = render(network)
    for words in ("読めないので、自治体は都道府県ごと（5）", "ほかの", "表には協定・施策 160 件をすべて並べる"):
        assert words in page
    assert page.count('<tr id="r') == 160
    assert "vis-network" not in page


def test_lines_of_the_overview_are_the_strongest_and_lead_to_no_rest() -> None:
    network = chosen(many().tables())
    found = overview.gather(network, sheet.rows(network))
    assert all(not found.right[found.links[n].right].rest for n in found.lines)
    drawn = overview_drawing.diagram(found)
    assert len(drawn.curves) == len(found.lines) <= overview.LINES
    assert [curve.width for curve in drawn.curves] == sorted((curve.width for curve in drawn.curves), reverse=True)


def test_a_row_is_only_then_not_hatched_when_all_its_municipalities_were_looked_at() -> None:
    network = chosen(many(1).tables())
    alone = overview.gather(network, sheet.rows(network))
    assert alone.unseen == frozenset()
    network = chosen(many().tables())
    assert overview.gather(network, sheet.rows(network)).unseen == frozenset(range(5))


def test_a_table_too_long_for_a_mail_becomes_one_of_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interactive, "LISTED", 100)
    page = render(chosen(many().tables()))
    assert "協定・施策 160 件は一つのファイルの表に入りきらないので" in page
    assert '<table class="groups">' in page
    assert '<tr id="r0"' not in page
    assert len(page) < 200_000


def test_one_prefecture_shows_its_municipalities_by_name() -> None:
    found = many()
    for rows in (found.nodes["自治体"],):
        for row in rows.values():
            row["都道府県"] = "架空県"
    network = chosen(found.tables())
    groups = overview.gather(network, sheet.rows(network)).left
    assert sum(group.single for group in groups) == overview.PLACES
    assert groups[-1].rest
    assert sum(len(group.nodes) for group in groups) == sum(node.label == "自治体" for node in network)


# --- without scripts, and with bad words -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "choice", "words"),
    [
        (
            facts(),
            Choice(around=Node("自治体", UDA)),
            ("株式会社あおば見守り", "見守りの協定を結びました", "延べ 1,200 回"),
        ),
        (facts(), Choice(around=Node("自治体", FUCHU)), ("みどり信用金庫", "8月5日（年の記載なし）")),
        (many(), Choice(), ("会社0", "架空0県", "協定159", "作り話。")),
    ],
)
def test_after_the_stripper_picture_table_and_evidence_are_there(
    found: Facts, choice: Choice, words: tuple[str, ...]
) -> None:
    left = stripped(render(chosen(found.tables(), choice)))
    for each in words:
        assert each in left
    assert left.count("<svg") > 5
    assert left.count("<path") > 8
    assert "行列" in left
    assert 'class="figure-mark"' in left
    assert "<use" not in left
    assert '<div class="live">' in left
    assert '<h2 id="h-evidence">根拠</h2>' in left
    assert any(f"<b>{certainty[0]}</b>" in left for certainty in CERTAINTIES)


@pytest.mark.parametrize("times", [1, 6])
def test_bad_words_stay_words(times: int) -> None:
    page = render(chosen(hostile(times).tables(), Choice(asked=HOSTILE[1], ids=None)), title=HOSTILE[3])
    read = Read()
    read.feed(page)
    assert read.tags.count("script") == page.lower().count("</script") == (5 if times == 1 else 3)
    assert not {"img", "iframe", "object", "embed", "base", "foreignobject"} & set(read.tags)
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert all(value.startswith("#") for name, value in read.attributes if name in ("href", "src", "action"))
    assert "{{7*7}}" in page
    assert all(len(cut) < 200 for cut in re.findall(r"<tspan[^>]*>([^<]*)<", page))
