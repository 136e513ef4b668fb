"""``renkei map --all``: the explorer in one file. Nothing is lost on the way in, and nothing is fetched or run from names.

All documents, bodies and words here are made up for the tests.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from api.searching.folding import fold
from graph import derive, tables
from graph.errors import UsageError
from graph.facts import Evidence, Fact, Facts, Node
from graph.tables import Tables
from renkei import portable
from tests.graphs import FUCHU, MASHIKO, NARA, UDA, facts, say
from tests.unpacked import Reader
from viz.choice import WHOLE, Choice
from viz.portable import head, page, part, whole
from viz.portable.encoding import content, letters
from viz.portable.pack import pack, raw

HOSTILE = (
    '<script>document.title="run"</script><img src=x onerror="document.title=1">',
    "</script><b>終わり</b>]]>{{ 7*7 }}${7*7}",
    "=HYPERLINK(\"http://例\")",
    "株式会社\u202eかいしゃ🏯\u2028👨‍👩‍👧",
    "長" * 10_000,
)  # fmt: skip


def hostile() -> Facts:
    """The small graph with hostile words in every text that a user's files can bring."""
    found = facts()
    for n, words in enumerate(HOSTILE):
        found.add_node("企業", f"o-x{n}", 名称=words, 別名=[words, "ふつうの別名"], サービス名=[words], 区分="企業")
        found.add_node("文書", f"d-x{n}", 題名=words, 種別="記事", 公開="公開", 入手元=words)
        say(found, "協定", f"k-x{n}", f"d-x{n}", 名称=words, 締結日="2020-05", 相手方表記=words, 所管課=words)
        say(found, "施策", f"m-x{n}", f"d-x{n}", 名称=words, 概要=words, 成果=words, 段階="実施")
        told = Evidence(f"d-x{n}", words, words, words, "要確認", words, words)
        for type, start, end, own in (
            ("締結", Node("自治体", UDA), Node("協定", f"k-x{n}"), (words,)),
            ("締結", Node("企業", f"o-x{n}"), Node("協定", f"k-x{n}"), (words,)),
            ("実施", Node("自治体", FUCHU), Node("施策", f"m-x{n}"), ("主体", words)),
            ("参画", Node("企業", f"o-x{n}"), Node("施策", f"m-x{n}"), ("提供", words)),
            ("記載", Node("企業", f"o-x{n}"), Node("文書", f"d-x{n}"), (words, words)),
            ("加盟", Node("企業", f"o-x{n}"), Node("企業", "o-a"), ("会員",)),
        ):
            found.add(Fact(type, start, end, told, own))
    return found


def packed(graph: Tables) -> Reader:
    about = head.head(graph, head.counts(graph), title="試験")
    beside = head.beside(graph)
    return Reader(raw(graph.copy(), about, beside))


def same(one: Tables, other: Tables) -> None:
    """Both hold the same, 連携 apart."""
    for tables_ in (one, other):
        tables_.relationships.pop(derive.BUCKET, None)
    assert list(tables.jsonl(one)) == list(tables.jsonl(other))


# --- the data ----------------------------------------------------------------------------------------------------


def test_letters_are_the_bytes_again_and_mean_nothing_in_html() -> None:
    for length in range(12):
        given = random.Random(length).randbytes(length)  # noqa: S311 - no secret
        assert content(letters(given)) == given
    assert not set(letters(bytes(range(256)) * 64)) & set("<>&\"' \\")


def test_what_is_packed_is_the_graph() -> None:
    for found in (Facts(), facts(), hostile()):
        same(packed(found.tables()).graph(), found.tables())


def test_places_of_every_form_come_back() -> None:
    places = (
        "0-0",
        "12-9",
        "007-9",
        "3-4!5",
        "シート!12",
        "!7",
        "シート!!07",
        "第2節",
        "",
        "999999999-999999999",
        "a\n!3",
        "1-2-3",
    )
    found = facts()
    for n, place in enumerate(places):
        say(found, "施策", f"m-p{n}", "d1", 名称=f"取組{n}")
        found.add(
            Fact(
                "実施", Node("自治体", UDA), Node("施策", f"m-p{n}"), Evidence("d1", place, "", "要旨。"), ("主体", "")
            )
        )
    same(packed(found.tables()).graph(), found.tables())


def test_values_that_differ_from_the_node_and_long_lists_come_back() -> None:
    found = facts()
    for n in range(12):
        say(found, "施策", "m1", "d2", 成果=f"結果その{n}", 概要=f"説明その{n}")
    say(found, "協定", "k1", "d2", "要確認", 締結日="2019", 仮称="別の呼び名")
    same(packed(found.tables()).graph(), found.tables())


def test_random_graphs_come_back() -> None:
    for seed in range(6):
        chance = random.Random(seed)  # noqa: S311 - no secret
        found = facts()
        words = ["", "甲", "乙" * 300, "丙🏯", "同社"]
        for _ in range(60):
            record = Node(chance.choice(("協定", "施策")), f"r{chance.randrange(12)}")
            say(
                found,
                *record,
                chance.choice(("d1", "d2")),
                chance.choice(("明示", "推定")),
                名称=chance.choice(words[1:]),
            )
            type = "締結" if record.label == "協定" else "実施"
            own = (chance.choice(words),) if type == "締結" else ("主体", chance.choice(words))
            place = f"{chance.randrange(900)}-{chance.randrange(900)}"
            told = Evidence(
                chance.choice(("d1", "d2")),
                place,
                *(chance.choice(words) for _ in range(2)),
                "推定",
                *(chance.choice(words) for _ in range(2)),
            )
            found.add(Fact(type, Node("自治体", chance.choice((UDA, FUCHU, MASHIKO))), record, told, own))
        same(packed(found.tables()).graph(), found.tables())


def test_equal_graphs_give_equal_files() -> None:
    assert whole.draw(facts().tables(), WHOLE) == whole.draw(facts().tables(), WHOLE)


# --- parts -------------------------------------------------------------------------------------------------------


def test_a_prefecture_keeps_all_parties_of_its_records_and_only_their_evidence() -> None:
    found = facts()
    found.add(Fact("締結", Node("自治体", MASHIKO), Node("協定", "k1"), Evidence("d1", "1-2", "", "要旨。"), ("",)))
    mine = part.within(found.tables(), "奈良県")
    assert set(mine.nodes["自治体"]["id"].to_pylist()) == {UDA, NARA, MASHIKO}
    assert set(mine.nodes["協定"]["id"].to_pylist()) == {"k1"}
    assert set(mine.nodes["施策"]["id"].to_pylist()) == {"m1"}
    assert set(mine.nodes["企業"]["id"].to_pylist()) == {"o-a", "o-c"}
    assert "k2" not in json.dumps([line.decode() for line in tables.jsonl(mine)])
    same(packed(mine).graph(), part.within(found.tables(), "奈良県"))


def test_an_unknown_prefecture_is_refused() -> None:
    with pytest.raises(UsageError, match="奈良"):
        whole.draw(facts().tables(), Choice(prefecture="奈良"))


def test_the_file_says_what_was_chosen() -> None:
    text = whole.draw(facts().tables(), Choice(prefecture="奈良県", as_of="2023-12-31", ended=False)).decode()
    assert "奈良県の自治体が加わる協定と施策だけを収める。" in text
    assert "2023年12月31日（令和5年）までに始まったと分かるものだけを収める。" in text
    assert "防災訓練の共催" not in text


def test_a_file_too_large_for_mail_is_said_with_the_way_out() -> None:
    shares = part.shares(facts().tables())
    assert whole.too_large(shares, 13_000_000) == ""
    assert "--each-prefecture" in whole.too_large(shares, 20_000_000)


@pytest.mark.parametrize(
    ("given", "output", "told"),
    [
        ({"each_prefecture": True}, "x", "--all と一緒に"),
        ({"everything": True, "each_prefecture": True, "prefecture": "奈良県"}, "x", "一緒には使えません"),
        ({"everything": True}, "x.pdf", ".html で書けます"),
    ],
)
def test_options_that_do_not_fit_are_refused(given: dict[str, Any], output: str, told: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        portable.check({"everything": False, "each_prefecture": False, "prefecture": "", **given}, Path(output))


def test_what_the_choice_leaves_out_is_told_apart_from_what_nobody_looked_at() -> None:
    text = whole.draw(facts().tables(), Choice(as_of="2023-12-31")).decode()
    found = re.search(r'<script type="text/plain" id="data">(.*?)</script>', text)
    assert found
    reader = Reader(zlib.decompress(content(found[1]), wbits=31))
    codes = reader.strings("自治体.id")
    assert {codes[n] for n in reader.column("outside")} == {FUCHU, MASHIKO}


# --- without scripts ---------------------------------------------------------------------------------------------


def still(graph: Tables) -> str:
    """What a mail gateway leaves: no scripts, no handlers."""
    text = page.render(graph, title="試験の配布版").decode()
    return re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL)


def test_without_scripts_every_record_and_its_evidence_is_there() -> None:
    left = still(facts().tables())
    for words in (
        "奈良県宇陀市",
        "地域見守り協定",
        "延べ 1,200 回",
        "株式会社あおば見守り",
        "見守りの協定を結びました",
        "10–24",
        "2023年11月8日（令和5年）",
    ):
        assert words in left, words


def test_hostile_names_are_text_in_the_file() -> None:
    left = still(hostile().tables())
    assert "<script>document" not in left
    assert "<img" not in left
    assert "&lt;script&gt;document.title=" in left


def test_a_file_with_internal_documents_says_so() -> None:
    found = facts()
    assert "外に出さないこと" not in still(found.tables())
    found.add_node("文書", "d3", 題名="庁内の控え（作り話）", 公開="庁内限り")
    assert "外に出さないこと" in still(found.tables())


def test_large_graphs_sum_up_and_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viz.portable.still.MOST", 1)
    left = still(facts().tables())
    assert "地域見守り協定" not in left
    assert "手元に保存し" in left
    assert "都道府県ごとのファイル" in left


# --- in the browser, from disk, with the network cut --------------------------------------------------------------


@pytest.fixture(scope="module")
def opened(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The hostile graph's file, opened once; what it asks for and what it complains of is kept on the page object."""
    file = tmp_path_factory.mktemp("portable") / "配布版.html"
    file.write_bytes(whole.draw(hostile().tables(), WHOLE))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}, accept_downloads=True)
        found = context.new_page()
        found.asked, found.complaints = [], []  # type: ignore[attr-defined]
        found.on("request", lambda request: found.asked.append(request.url))  # type: ignore[attr-defined]
        found.on("console", lambda message: found.complaints.append(message.text))  # type: ignore[attr-defined]
        found.on("pageerror", lambda error: found.complaints.append(str(error)))  # type: ignore[attr-defined]
        found.goto(file.as_uri())
        found.wait_for_selector("body[data-searchable]")
        yield found
        asked = [url for url in found.asked if not url.startswith("blob:")]  # type: ignore[attr-defined]
        assert asked == [file.as_uri()]
        assert found.complaints == []  # type: ignore[attr-defined]
        browser.close()


PAGES_FOR_AXE = (
    "#/",
    f"#/自治体/{UDA}",
    "#/表",
    f"#/比較?団体={UDA},{FUCHU}",
    "#/地図",
    f"#/関係図/自治体/{UDA}",
)


def visit(opened: Page, route: str) -> str:
    """The words of a view."""
    opened.evaluate(
        "route => decodeURI(location.hash) === route || new Promise(done => { const main = document.getElementById('main');"
        " const seen = new MutationObserver(() => { seen.disconnect(); setTimeout(done); });"
        " seen.observe(main, { childList: true }); location.hash = route; })",
        route,
    )
    return opened.inner_text("#main")


def saved(opened: Page, name: str) -> str:
    with opened.expect_download() as waiting:
        opened.get_by_role("button", name=name, exact=True).first.click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


VIEWS = {
    "#/": "何に対しての数か",
    f"#/自治体/{UDA}": "地域見守り協定",
    "#/企業/o-a": "どの自治体と",
    "#/企業/o-x0": "<script>",
    "#/協定/k1": "この協定にもとづく施策",
    "#/施策/m1": "延べ 1,200 回",
    "#/分野/f01": "記録があるのは 1",
    "#/文書/d1": "書かれていること",
    "#/自治体?状況=記録なし": "奈良県",
    "#/企業?区分=企業": "みどり信用金庫",
    "#/企業/o-a?年から=2090": "条件の外にだけ記録があるのは 1。",
    "#/協定?年から=2021": "始まった年の分からない 1 件",
    "#/施策?段階=計画": "防災訓練の共催",
    "#/分野": "高齢者・障害者・見守り",
    "#/文書?頁=1": "見守り協定の締結について",
    "#/表": "組合せ",
    "#/分野×都道府県": "奈良県",
    f"#/比較?団体={UDA},{FUCHU}": "奈良県・市",
    f"#/比較?団体={UDA},{FUCHU}&年から=2090": "条件の外に記録がある",
    "#/地図?企業=o-a": "株式会社あおば見守りと連携する自治体",
    f"#/関係図/自治体/{UDA}": "線の交わりが少なくなる順",
    "#/探す?語=あおば": "株式会社あおば見守り",
    "#/ない": "見つからない",
    "#/企業/いない": "見つからない",
}


@pytest.mark.browser
def test_every_view_opens_by_its_address_and_names_stay_text(opened: Page) -> None:
    for route, words in VIEWS.items():
        assert words in visit(opened, route), route
    assert opened.evaluate("document.querySelectorAll('main script, main img, main [onerror]').length") == 0
    assert "run" not in opened.title()


@pytest.mark.browser
def test_the_back_button_returns_to_the_view_before(opened: Page) -> None:
    visit(opened, "#/協定/k1")
    visit(opened, "#/施策/m1")
    opened.go_back()
    opened.locator("h1", has_text="地域見守り協定").wait_for()


@pytest.mark.browser
def test_evidence_opens_beside_the_fact_and_closes_with_escape(opened: Page) -> None:
    visit(opened, f"#/自治体/{UDA}")
    cell = opened.get_by_role("button", name=re.compile("根拠 .*地域見守り協定")).first
    cell.click()
    said = opened.inner_text("#drawer")
    for words in ("見守りの協定を結びました", "10–24 字目", "明示", "協定を結んだ。"):
        assert words in said
    opened.keyboard.press("Escape")
    assert opened.locator("#drawer").is_hidden()
    assert cell.evaluate("each => each === document.activeElement")


@pytest.mark.browser
@pytest.mark.parametrize("typed", ["あおば", "ｱｵﾊﾞ", "アオバ見守", "別の名", "292125"])
def test_search_as_you_type_finds_by_every_name(opened: Page, typed: str) -> None:
    visit(opened, "#/")
    box = opened.locator(".search.large input")
    box.fill(typed)
    opened.locator(".search.large [role=option]").first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    opened.locator("h1", has_text="宇陀市" if typed == "292125" else "株式会社あおば見守り").wait_for()


@pytest.mark.browser
def test_views_are_for_everyone_and_fit_a_narrow_screen(opened: Page) -> None:
    for route in PAGES_FOR_AXE:
        visit(opened, route)
        found = Axe().run(opened).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], route
        opened.set_viewport_size({"width": 390, "height": 900})
        assert opened.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, route
        opened.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.browser
def test_folding_is_the_same_as_the_explorers(opened: Page) -> None:
    script = (Path(page.__file__).parent / "js" / "fold.js").read_text(encoding="utf-8")
    blocks = [
        (0x20, 0x24F),
        (0x370, 0x3CE),
        (0x2000, 0x206F),
        (0x2150, 0x218B),
        (0x3000, 0x33FF),
        (0x4E00, 0x9FFF),
        (0xF900, 0xFAFF),
        (0xFF00, 0xFFEF),
    ]
    chars = [chr(code) for first, last in blocks for code in range(first, last + 1)]
    # Letters of which lower case is not the folded case are in no Japanese name but ß and ς.
    chars = [
        each
        for each in chars
        if each in "ßς" or unicodedata.normalize("NFKC", each).casefold() == unicodedata.normalize("NFKC", each).lower()
    ]
    assert opened.evaluate(f"chars => {{ {script}; return chars.map(fold); }}", chars) == [fold(each) for each in chars]


@pytest.mark.browser
def test_tables_are_saved_as_csv_that_no_spreadsheet_calculates(opened: Page) -> None:
    visit(opened, "#/企業")
    text = saved(opened, "CSV")
    assert text.startswith("\ufeffid,名称,区分")
    assert "o-a,株式会社あおば見守り,企業" in text
    assert "\"'=HYPERLINK" in text


@pytest.mark.browser
def test_everything_is_saved_as_the_export_prints_it(opened: Page) -> None:
    visit(opened, "#/")
    told = [json.loads(line) for line in saved(opened, "すべての事実を JSONL で保存").split("\n") if line]
    whole_graph = hostile().tables()
    whole_graph.relationships.pop(derive.BUCKET)
    expected = [json.loads(line) for line in tables.jsonl(whole_graph)]

    def key(each: dict[str, Any]) -> str:
        return json.dumps(each, ensure_ascii=False, sort_keys=True)

    assert sorted(map(key, told)) == sorted(map(key, expected))


def test_packed_bytes_are_what_the_page_holds() -> None:
    graph = facts().tables()
    about = head.head(graph, head.counts(graph), title="試験")
    assert zlib.decompress(pack(graph.copy(), about), wbits=31) == raw(graph, about)
