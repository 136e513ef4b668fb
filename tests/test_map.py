"""``renkei map``: one file that draws the network, works without a network connection, and speaks without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from graph.errors import UsageError
from graph.facts import Evidence, Fact, Facts, Node, public
from graph.store.base import Store
from tests.graphs import FUCHU, MASHIKO, UDA, facts, say
from tests.test_map_views import HOSTILE, hostile, many
from viz import labels, marks, payload, scope, sheet
from viz.choice import WHOLE, Choice, chosen
from viz.citations import cite
from viz.interactive import draw, render
from viz.layout import WIDTH, lay_out
from viz.network import build

WORST = '</script><img src=x onerror="document.title=1">\u2028'


def drawn(found: Facts | None = None) -> str:
    return render(build((found or facts()).tables()))


def without_scripts(page: str) -> str:
    """What a mail gateway leaves of an attachment."""
    return re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)


def data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def spots(page: str) -> dict[str, dict[str, Any]]:
    """Where the picture has each node, by id."""
    known = data(page)
    return {node["id"]: spot for node, spot in zip(known["nodes"], known["spots"], strict=True)}


def add(found: Facts, type: str, start: Node, end: Node, *own: str, certainty: str = "明示", doc: str = "d1") -> None:
    found.add(Fact(type, start, end, Evidence(doc, "30-42", "", "書いてある。", certainty), own))


# --- the network -----------------------------------------------------------------------------------------------


def test_network_has_records_with_a_named_body_and_their_parties() -> None:
    network = build(facts().tables())
    assert {node.id for node in network} == {UDA, FUCHU, MASHIKO, "k1", "k2", "m1", "m2", "o-a", "o-b", "o-c"}
    assert network.edges[Node("施策", "m1"), Node("協定", "k1"), "根拠"]["fact"].certainty == "明示"


def test_each_place_that_states_a_fact_is_kept() -> None:
    fact = build(facts().tables()).edges[Node("自治体", UDA), Node("協定", "k1"), "締結"]["fact"]
    assert [(e.document, e.certainty) for e in fact.entries] == [("d1", "明示"), ("d2", "推定")]


def test_measures_without_a_named_body_are_left_out_and_counted() -> None:
    found = facts()
    say(found, "施策", "m9", "d1", 名称="庁内の研修", 段階="実施")
    add(found, "実施", Node("自治体", UDA), Node("施策", "m9"), "主体", "")
    network = build(found.tables())
    assert Node("施策", "m9") not in network
    counts = network.graph["counts"]
    assert (counts.measures, counts.measures_shown) == (3, 2)
    assert "施策 1 は、図にも表にも入れていない" in without_scripts(render(network))


def test_measures_under_a_shown_agreement_are_drawn_without_a_named_body() -> None:
    found = facts()
    say(found, "施策", "m9", "d1", 名称="職員の研修", 段階="計画")
    add(found, "実施", Node("自治体", UDA), Node("施策", "m9"), "主体", "")
    add(found, "根拠", Node("施策", "m9"), Node("協定", "k1"))
    assert Node("施策", "m9") in build(found.tables())


def test_a_place_is_no_actor() -> None:
    network = build(facts().tables())
    counts = network.graph["counts"]
    assert (counts.working, counts.places, counts.looked, counts.unseen) == (2, 1, 1, 0)
    assert '<g class="place"' in render(network)


def test_a_prefecture_keeps_its_partners_from_elsewhere() -> None:
    found = facts()
    add(found, "締結", Node("自治体", MASHIKO), Node("協定", "k1"), "")
    network = build(found.tables(), "奈良県")
    assert {node.id for node in network if node.label == "自治体"} == {UDA, MASHIKO}
    assert network.graph["counts"].elsewhere == 1
    assert scope.heading(network) == "奈良県の自治体と企業・団体の連携"


def test_an_unknown_prefecture_is_refused() -> None:
    with pytest.raises(UsageError, match="奈良"):
        build(facts().tables(), "奈良")


# --- the layout ------------------------------------------------------------------------------------------------


def crowd() -> Facts:
    """Forty agreements with long names between ten municipalities and fifteen bodies, each with a measure."""
    found = Facts()
    found.add_node("文書", "d1", 題名="一覧（作り話）", 種別="協定一覧", 公開="公開")
    for n in range(10):
        found.add_node("自治体", f"{n:06}", 名称=f"架空県ためし{n}市", 略称=f"ためし{n}市", 都道府県="架空県")
    for n in range(15):
        found.add_node("企業", f"o{n:02}", 名称=f"株式会社とても長い名前のこころみ研究所{n}")
    for n in range(40):
        agreement, measure = Node("協定", f"k{n:02}"), Node("施策", f"m{n:02}")
        say(found, "協定", agreement.id, "d1", 名称=f"地域の見守りと子育ての支援に関する包括連携協定その{n}")
        say(found, "施策", measure.id, "d1", 名称=f"Web会議の試行{n}", 段階="実証")
        add(found, "締結", Node("自治体", f"{n * 7 % 10:06}"), agreement, "")
        add(found, "実施", Node("自治体", f"{n * 7 % 10:06}"), measure, "主体", "")
        add(found, "根拠", measure, agreement)
        for step in (1, 4, 9):
            add(found, "締結", Node("企業", f"o{(n + step) % 15:02}"), agreement, "")
    add(found, "更新", Node("協定", "k05"), Node("協定", "k04"))
    return found


def test_labels_never_overlap_and_stay_in_the_picture() -> None:
    layout = lay_out(build(crowd().tables()))
    boxes = [(layout.label_x(node), spot.top, spot.width, spot.height) for node, spot in layout.spots.items()]
    for n, (x, y, width, height) in enumerate(boxes):
        assert x >= 0
        assert x + width <= WIDTH
        assert y >= 0
        assert y + height <= layout.height
        for x2, y2, width2, height2 in boxes[n + 1 :]:
            assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y


def test_no_line_runs_through_a_label() -> None:
    layout = lay_out(build(crowd().tables()))
    middle = [node for node in layout.spots if node.label in ("協定", "施策")]
    right = max(layout.label_x(node) + layout.spots[node].width for node in middle)
    left = min(layout.spots[node].x for node in middle)
    for route in layout.routes:
        if route.fact.start.label == "企業":
            assert route.end[0] >= right
        elif route.shape == "curve":
            assert route.end[0] <= layout.spots[route.fact.end].x
            assert route.start[0] < left


def test_measures_stand_under_their_agreement() -> None:
    layout = lay_out(build(crowd().tables()))
    middle = layout.order.middle
    for n in range(40):
        above = middle[middle.index(Node("施策", f"m{n:02}")) - 1]
        assert above == Node("協定", f"k{n:02}")


def test_rows_are_ordered_to_reduce_crossings() -> None:
    found = Facts()
    found.add_node("文書", "d1", 題名="一覧（作り話）", 公開="公開")
    for n in range(6):
        found.add_node("自治体", f"{n:06}", 名称=f"架空県{n}市")
        found.add_node("企業", f"o{n}", 名称=f"会社{n}")
        say(found, "協定", f"k{n}", "d1", 名称=f"協定{n}")
        add(found, "締結", Node("自治体", f"{5 - n:06}"), Node("協定", f"k{n}"), "")
        add(found, "締結", Node("企業", f"o{n * 5 % 6}"), Node("協定", f"k{n}"), "")
    order = lay_out(build(found.tables())).order
    partner = {f"k{n}": f"o{n * 5 % 6}" for n in range(6)}
    owner = {f"k{n}": f"{5 - n:06}" for n in range(6)}
    assert [owner[node.id] for node in order.middle] == [node.id for node in order.left]
    assert [partner[node.id] for node in order.middle] == [node.id for node in order.right]


def test_wrapping_keeps_words_and_rules_of_line_breaking() -> None:
    assert labels.em("連携ABC") == pytest.approx(2 + 3 * labels.HALF)
    for text in ("地域の「見守り」に関する協定、その更新。", "AIロボットによる窓口の案内（実証）", "ー" * 40, ""):
        lines = labels.wrap(text, 8)
        assert "".join(lines) == text
        assert all(labels.em(line) <= 8 for line in lines)
    assert labels.wrap("窓口のオンライン化と研修", 9) == ("窓口の", "オンライン化と研修")
    assert not any(line.startswith(("、", "。", "」")) for line in labels.wrap("あいうえおかきく、さしす」せ。そ", 4))


# --- the page --------------------------------------------------------------------------------------------------


def test_the_same_graph_gives_the_same_bytes() -> None:
    assert drawn() == drawn()


def test_nothing_is_asked_of_the_outside() -> None:
    page = drawn()
    assert not re.findall(r"(?:src|href|action|data|srcset)\s*=\s*[\"']?\s*(?:https?:)?//", without_scripts(page))
    assert "@import" not in page
    assert not re.findall(r"url\((?!#)", without_scripts(page))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].replace("&#39;", "'").split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]


def test_japanese_page_in_utf8() -> None:
    page = drawn()
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert '<html lang="ja">' in page
    assert '<meta charset="utf-8">' in page


def test_everything_is_said_without_scripts() -> None:
    static = without_scripts(drawn())
    assert "<svg" in static
    for words in ("株式会社あおば見守り", "奈良県宇陀市", "配達時の声かけ", "状態 不明", "（提供）", "延べ 1,200 回"):
        assert words in static
    assert static.count("<path") > 8
    assert "見守りの協定を結びました" in static
    assert "2023年11月8日（令和5年）" in static
    assert "シート「協定」7行" in static
    assert "注記" in static
    assert "略称" in static
    # Every citation leads to a numbered place in the page.
    targets = set(re.findall(r'id="(e\d+|r\d+|c\d+)"', static))
    assert set(re.findall(r'href="#(e\d+|r\d+|c\d+)"', static)) <= targets


def test_where_no_original_is_at_hand_the_page_says_so() -> None:
    page = drawn()
    assert "原文の語句は手元にない" in without_scripts(page)
    assert ["d2", "シート「協定」7行", ""] in data(page)["passages"]


def test_names_are_never_html() -> None:
    found = facts()
    found.add_node("企業", "o-a", 名称=WORST, 別名=[WORST])
    say(found, "施策", "m2", "d1", 成果=WORST)
    found.add(
        Fact(
            "参画",
            Node("企業", "o-a"),
            Node("施策", "m2"),
            Evidence("d1", "1-2", WORST, WORST, said=WORST),
            ("", ""),
        )
    )
    page = render(build(found.tables()), title=WORST)
    assert "<img" not in page
    assert page.lower().count("</script") == 5
    assert any(node["name"] == WORST for node in data(page)["nodes"])
    assert str(payload.inert({"a": "<&>\u2028\u2029"})) == '{"a":"\\u003c\\u0026\\u003e\\u2028\\u2029"}'


def test_scope_says_what_of_how_many_and_from_where() -> None:
    network = build(facts().tables())
    words = ["".join(part for part, _ in sentence) for sentence in scope.sentences(network, cite(network))]
    assert words[0].startswith("自治体 4 のうち、名の分かる相手との連携の記録があるのは 2")
    assert "未調査" in words[0]
    assert "協定 2（2 のうち）" in words[1]
    assert "プレスリリース 1" in words[2]
    assert "原文の語句を添えた" in words[2]


def test_rows_tell_stage_date_and_outcome() -> None:
    rows = {row.node.id: row for row in sheet.rows(build(facts().tables()))}
    assert (rows["k1"].word, rows["k1"].when) == ("状態 不明", "2023年11月8日（令和5年）")
    assert rows["k2"].when == "8月5日（年の記載なし）"
    assert (rows["m1"].word, rows["m1"].below, rows["m1"].details) == ("実施", True, ("延べ 1,200 回",))
    assert rows["m2"].fields == ("防災・危機管理",)
    assert [row.node.id for row in sheet.rows(build(facts().tables()))] == ["m2", "k1", "m1", "k2"]


def test_every_mark_and_stage_has_its_own_drawing() -> None:
    assert len({marks.inner(name) for name in marks.NAMES}) == len(marks.NAMES)
    assert len(set(marks.DASHES.values())) == len(marks.DASHES)
    assert marks.mark("協定", {"状態": "更新済"}) == "協定-終了"
    assert marks.mark("施策", {}) == "施策-不明"


def test_internal_documents_never_enter() -> None:
    found = facts()
    found.add_node("文書", "d3", 題名="内部のメモ（作り話）", 種別="聞き取り", 公開="庁内限り")
    say(found, "施策", "m3", "d3", 名称="まだ言えない取組", 段階="検討")
    add(found, "実施", Node("自治体", UDA), Node("施策", "m3"), "主体", "", doc="d3")
    add(found, "参画", Node("企業", "o-b"), Node("施策", "m3"), "提供", "", doc="d3")
    add(found, "締結", Node("自治体", UDA), Node("協定", "k1"), "福祉課だけの話", doc="d3")
    page = render(build(public(found.tables())))
    for words in ("まだ言えない取組", "内部のメモ", "福祉課だけの話"):
        assert words not in page
    assert "地域見守り協定" in page


def test_an_empty_range_says_so_and_still_is_a_page() -> None:
    page = render(build(facts().tables(), "栃木県"))
    assert "防災訓練の共催" in page
    found = facts()
    found.add_node("自治体", "010006", 名称="北海道", 都道府県="北海道")
    empty = render(build(found.tables(), "北海道"))
    assert "相手の名が分かる連携の記録はありません" in empty
    assert "連携がないという意味ではありません" in empty
    assert "<script" not in empty


def test_a_thousand_agreements_are_drawn_in_good_time() -> None:
    found = Facts()
    found.add_node("文書", "d1", 題名="一覧（作り話）", 公開="公開")
    for n in range(500):
        found.add_node("自治体", f"{n:06}", 名称=f"架空県{n}市")
        found.add_node("企業", f"o{n}", 名称=f"会社{n}")
    for n in range(1000):
        say(found, "協定", f"k{n}", "d1", 名称=f"見守りの協定{n}")
        add(found, "締結", Node("自治体", f"{n * 13 % 500:06}"), Node("協定", f"k{n}"), "")
        add(found, "締結", Node("企業", f"o{n * 29 % 500}"), Node("協定", f"k{n}"), "")
    network = build(found.tables())
    assert network.number_of_nodes() == 2000
    assert len(render(network).encode()) < 8_000_000


async def test_draw_reads_one_version_from_either_store(store: Store) -> None:
    found = facts()
    found.add_node("文書", "d3", 題名="内部のメモ（作り話）", 種別="聞き取り", 公開="庁内限り")
    await store.replace(found.tables())
    page = await draw(store, title="試しの地図")
    assert page == render(build(public(found.tables())), title="試しの地図")
    assert "<h1>試しの地図</h1>" in page
    assert "内部のメモ" not in page
    assert "府中市" not in await draw(store, choice=Choice(prefecture="奈良県"))


# --- in a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def opened(browser: Browser, file: Path, text: str) -> Iterator[Page]:
    """A page opened from disk without a network; any error, message or request fails the test."""
    file.write_text(text, encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: wrong.append(asked.url) if asked.url.startswith("http") else None)
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The map of the small graph, its picture drawn."""
    with opened(browser, tmp_path / "map.html", drawn()) as shown:
        shown.locator("#canvas canvas").wait_for()
        yield shown


@pytest.mark.browser
def test_a_row_opens_the_evidence(page: Page) -> None:
    page.locator("li[data-fact]", has_text="株式会社あおば見守り（提供）").click()
    drawer = page.locator("#drawer")
    assert "見守りの協定を結びました" in drawer.locator(".quote").first.inner_text()
    text = drawer.inner_text()
    for words in ("段階", "確度", "文書", "位置", "表記", "要旨", "引用", "10–24", "同社", "見守り協定の締結について"):
        assert words in text


@pytest.mark.browser
def test_evidence_without_quote_says_so(page: Page) -> None:
    page.locator("li[data-fact]", has_text="奈良県宇陀市").first.click()
    text = page.locator("#drawer").inner_text()
    assert "原文が手元になく、語句は示せない" in text
    assert "略称" in text


@pytest.mark.browser
def test_keyboard_reaches_the_evidence_and_comes_back(page: Page) -> None:
    link = page.locator("li[data-fact] a").first
    link.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "drawer"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "cite"


@pytest.mark.browser
def test_marks_and_lines_of_the_canvas_open_the_evidence(page: Page) -> None:
    measure, body = (spots(drawn())[id] for id in ("m2", "o-c"))
    canvas = page.locator("#canvas")
    canvas.scroll_into_view_if_needed()
    canvas.click(position={"x": measure["x"], "y": measure["y"]})
    assert "防災訓練の共催" in page.locator("#drawer").inner_text()
    canvas.click(position={"x": body["x"] - 30, "y": body["y"]})
    assert "参画（支援）" in page.locator("#drawer").inner_text()


@pytest.mark.browser
def test_search_and_filters_leave_what_fits(page: Page) -> None:
    page.fill("#search", "別の名")
    assert page.locator("tbody tr:visible").count() == 2
    page.click("#stages button[value=実施]")
    assert page.locator("tbody tr:visible").count() == 1
    assert "協定 0（2 のうち）・施策 1（2 のうち）" in page.locator("#found").inner_text()
    page.click("button[type=reset]")
    assert page.locator("tbody tr:visible").count() == 4


@pytest.mark.browser
def test_all_conditions_hold_together_in_picture_table_matrix_and_counts(page: Page) -> None:
    page.click(".views button[value=matrix]")
    assert page.locator("svg.matrix a[data-pair]:not(.gone)").count() == 2
    page.select_option("#kind", "見守り協定")
    assert page.locator("tbody tr:visible").count() == 2
    assert page.locator("svg.matrix a[data-pair]:not(.gone)").count() == 1
    page.select_option("#since", "2024")
    assert page.locator("tbody tr:visible").count() == 1
    found = page.locator("#found")
    assert (
        "協定 0（2 のうち）・施策 1（2 のうち）、自治体 1（3 のうち）、企業・団体 1（3 のうち）" in found.inner_text()
    )
    assert "年の記載がない 2 件は除いた" in found.inner_text()
    page.emulate_media(media="print")
    assert page.locator("tbody tr:visible").count() == 1
    told = page.locator("#narrowed").inner_text()
    assert told.startswith("絞り込み: 協定の種別 見守り協定、2024年から。協定 0（2 のうち）・施策 1（2 のうち）")
    assert page.locator("#diagram .sheet a[data-node]:not(.gone)").count() == 3
    page.emulate_media(media="screen")
    page.click("button[type=reset]")
    page.select_option("#field", "防災・危機管理")
    assert page.locator("tbody tr:visible").count() == 1
    assert page.locator("svg.matrix a[data-pair]:not(.gone)").count() == 0
    page.click("button[type=reset]")
    page.click("#certainties button[value=推定]")
    assert page.locator("tbody tr:visible").count() == 0


@pytest.mark.browser
def test_a_crossing_opens_what_two_do_together_and_its_evidence(page: Page) -> None:
    page.click(".views button[value=matrix]")
    page.locator("svg.matrix a[data-pair]").first.click()
    drawer = page.locator("#drawer")
    for words in ("奈良県宇陀市", "株式会社あおば見守り", "地域見守り協定", "配達時の声かけ", "2 件"):
        assert words in drawer.inner_text()
    drawer.locator("li button", has_text="参画：株式会社あおば見守り").click()
    assert "見守りの協定を結びました" in drawer.locator(".quote").first.inner_text()


@pytest.mark.browser
def test_what_goes_to_paper_is_chosen_and_follows_the_filters(page: Page) -> None:
    page.emulate_media(media="print")
    try:
        assert page.locator(".evidence li[id^=e]").first.is_visible()
        assert not page.locator(".evidence .supports").first.is_visible()
        for value, listed, whole in (("figure", False, False), ("all", True, True)):
            page.locator(f".printing button[value={value}]").evaluate("(button) => button.click()")
            assert page.locator("#table").is_visible() is listed
            assert page.locator(".evidence .supports").first.is_visible() is whole
        page.locator("#search").evaluate("(box) => { box.value = '益子'; box.dispatchEvent(new Event('input')); }")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        kept = page.locator(".evidence li[id^=e]:not(.out)")
        assert 0 < kept.count() < page.locator(".evidence li[id^=e]").count()
    finally:
        page.emulate_media(media="screen")


@pytest.mark.browser
def test_a_picture_of_many_is_moved_and_magnified_and_its_crossings_open_by_keyboard(
    browser: Browser, tmp_path: Path
) -> None:
    text = render(chosen(many().tables(), WHOLE))
    with opened(browser, tmp_path / "まとめ.html", text) as page:
        picture = page.locator("#matrix svg.gathered")
        whole = picture.get_attribute("viewBox")
        page.locator("#matrix button[value=larger]").click()
        expect(picture).not_to_have_attribute("viewBox", whole or "")
        page.locator("#matrix .stage").press("0")
        expect(picture).to_have_attribute("viewBox", re.compile("^0.00 0.00 "))
        page.keyboard.press("Tab")
        for key in ("ArrowDown", "ArrowDown", "Enter"):
            page.keyboard.press(key)
        drawer = page.locator("#drawer")
        expect(drawer).to_contain_text(re.compile("選んだ組|企業・団体|自治体"))
        expect(drawer).to_be_focused()
        page.keyboard.press("Escape")
        expect(drawer).to_contain_text("選んだところの根拠")
        assert page.evaluate("document.activeElement.closest('.stage') !== null")


@pytest.mark.browser
def test_many_bad_words_run_nothing_and_lead_to_their_evidence(browser: Browser, tmp_path: Path) -> None:
    text = render(chosen(hostile(6).tables(), Choice(asked=HOSTILE[1])), title=HOSTILE[3])
    with opened(browser, tmp_path / "many.html", text) as shown:
        assert shown.title() == HOSTILE[3]
        assert shown.locator("img[onerror], svg[onload]").count() == 0
        shown.locator("#matrix a[data-link]").first.click()
        drawer = shown.locator("#drawer")
        assert "協定 1・施策 1" in drawer.inner_text()
        drawer.locator("li button").first.click()
        drawer.locator("li button").first.click()
        assert HOSTILE[0] in drawer.locator(".quote").first.inner_text()
        shown.fill("#search", HOSTILE[2])
        assert shown.locator("tbody tr:visible").count() == 12


@pytest.mark.browser
def test_without_scripts_the_picture_is_there(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_text(drawn(), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    shown = context.new_page()
    shown.goto(file.as_uri())
    assert shown.locator("#diagram svg.sheet").first.is_visible()
    assert shown.locator("svg.matrix").first.is_visible()
    assert shown.locator("#e1").is_visible()
    assert not shown.locator("#search").is_visible()
    context.close()
