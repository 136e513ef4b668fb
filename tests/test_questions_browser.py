"""The twelve questions of ``docs/questions.md``, walked from the home page in a real browser over the shipped data.

A way counts its clicks: following a link, choosing a suggestion or sending a form is one, typing is none. At its end the
answer stands on the page with what it counts against, and one more click leads to the place in a document.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.factory import ROOT

pytestmark = pytest.mark.browser

SOURCES = Path(os.environ.get("RENKEI_SOURCES") or ROOT.parent / "shared" / "sources")
MOST = 3
PLACE = re.compile(r"\d+–\d+ 字目|行目|!")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``renkei build`` and ``renkei serve`` over the shipped data, with the originals where they are at hand."""
    folder = tmp_path_factory.mktemp("questions")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RENKEI_")}
    env = {**kept, "RENKEI_DATA": str(folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    if SOURCES.is_dir():
        env["RENKEI_SOURCES"] = str(SOURCES)
    command = [sys.executable, "-m", "renkei.cli"]
    subprocess.run([*command, "build"], cwd=folder, env=env, check=True, capture_output=True, timeout=120)
    with (folder / "serve.log").open("wb") as told:
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port)], cwd=folder, env=env, stdout=told, stderr=told
        )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"{address}/ready").raise_for_status()
                break
            except httpx.HTTPError:
                assert server.poll() is None, (folder / "serve.log").read_text(encoding="utf-8")
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def running(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


class Way:
    """A way through the pages that begins at home; ``clicks`` is how many it took so far."""

    def __init__(self, page: Page, script: bool) -> None:
        self.page = page
        self.script = script
        self.clicks = 0

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()
        self.page.wait_for_load_state()

    def link(self, name: str) -> None:
        self.click(self.main.get_by_role("link", name=name, exact=True).first)

    def press(self, name: str) -> None:
        self.click(self.main.get_by_role("button", name=name, exact=True))

    def type(self, label: str, words: str) -> None:
        self.main.get_by_label(label, exact=True).fill(words)

    def find(self, words: str, name: str) -> None:
        """The page of a thing by the search box at home: a suggestion, or the page of results without JavaScript."""
        box = self.main.locator("input[name='語']")
        if self.script:
            box.press_sequentially(words)
            self.click(self.page.get_by_role("option", name=re.compile(re.escape(name))).first)
        else:
            box.fill(words)
            self.press("探す")
            self.click(self.main.locator(".hits").get_by_role("link", name=re.compile(re.escape(name))).first)
        expect(self.page).to_have_title(re.compile(re.escape(name)))

    def cited(self, within: Locator) -> None:
        """A citation number within ``within`` leads to a passage on this page that tells document, place and gist."""
        number = within.locator("a.cite").first
        target = (number.get_attribute("href") or "").rpartition("#")[2]
        assert target
        number.click()
        self.passage(self.page.locator(f"li[id='{target}']"))

    def passage(self, found: Locator) -> None:
        expect(found).to_be_visible()
        expect(found).to_contain_text(PLACE)
        expect(found).to_contain_text(re.compile("明示|推定|要確認"))

    def proven_on(self, link: Locator) -> None:
        """A link leads to a page with passages."""
        link.click()
        self.page.wait_for_load_state()
        self.passage(self.page.locator("section.sources li[id]").first)

    def answered(self) -> Locator:
        rows = self.main.locator("table.answer tbody tr")
        expect(rows.first).to_be_visible()
        return rows


def what_a_company_did(way: Way) -> None:
    way.find("MIXI", "株式会社MIXI")
    expect(way.main.locator(".scope").first).to_contain_text("市区町村 1,741 のうち、連携の記録があるのは 5")
    done = way.main.locator("tr.measure", has_text="寄附")
    expect(done).to_contain_text("益子町")
    expect(done).to_contain_text("実施")
    expect(done).to_contain_text("100台")
    way.cited(done)


def who_has_none_with_it(way: Way) -> None:
    way.find("MIXI", "株式会社MIXI")
    way.link("記録のない自治体")
    expect(way.main.locator(".scope").first).to_contain_text("「ない」とは言えない")
    states = set(way.main.locator("table.list tbody td:nth-of-type(2)").all_inner_texts())
    assert states <= {"記録なし", "抜粋", "未調査"}
    assert states
    way.main.get_by_label("状態").select_option("抜粋")
    way.main.get_by_role("button", name="しぼる").click()
    way.proven_on(way.main.locator("table.list tbody th a").first)


def what_peers_do(way: Way) -> None:
    way.link("似た自治体にあって、こちらにない取組")
    way.type("自治体", "世田谷区")
    way.main.get_by_label("分野", exact=True).select_option("結婚・子育て")
    way.press("問う")
    row = way.answered().filter(has_text="LINE株式会社").filter(has_text="無償").first
    expect(row).to_contain_text("東京都渋谷区")
    way.proven_on(row.locator("td.name a").first)


def agreements_without_measures(way: Way) -> None:
    way.link("施策の記録がない協定")
    way.type("自治体か企業・団体", "渋谷区")
    way.press("問う")
    rows = way.answered()
    expect(rows).to_have_count(2)
    heads = way.main.locator("table.answer thead a").all_inner_texts()
    against = [rows.nth(0).locator("td").nth(heads.index(name)).inner_text() for name in ("全数", "対象数")]
    assert against == ["2", "4"]
    way.proven_on(rows.first.locator("td.name a").first)


def agreements_to_look_at_again(way: Way) -> None:
    way.find("渋谷区", "渋谷区")
    way.link("協定の点検")
    expect(way.main).to_contain_text("有効期限の記載があるのは、終わっていない協定 4 のうち 0")
    old = way.main.locator("section", has_text="年より前から確かめていない協定").last
    expect(old.locator("tbody tr")).to_have_count(4)
    way.proven_on(old.locator("tbody a").first)


def whom_a_municipality_works_with(way: Way) -> None:
    way.find("うだ", "宇陀市")
    expect(way.main.locator(".scope").first).to_contain_text("全件を載せたものはない")
    expect(way.main.locator("tr.agreement").first).to_contain_text("年の記載なし")
    expect(way.main.get_by_role("link", name="キラメックス株式会社").first).to_be_visible()
    way.cited(way.main.locator("tr.agreement").first)


def chosen_ones_side_by_side(way: Way) -> None:
    way.link("選んだ自治体を並べて比べる")
    way.main.locator("textarea[name='足す']").fill("渋谷区\n豊島区\n柏市")
    way.press("比べる")
    heads = way.main.locator("table.compared thead b").all_inner_texts()
    assert [each.strip() for each in heads] == ["柏市", "渋谷区", "豊島区"]
    expect(way.main.locator(".scope").first).to_contain_text("未調査")
    cell = way.main.locator("table.compared td", has_text="経費 備品・配線程度").first
    number = cell.locator("a.cite").first
    target = (number.get_attribute("href") or "").rpartition("#")[2]
    number.click()
    expect(way.page.locator(f"li[id='{target}']")).to_be_visible()
    expect(way.page.locator(f"li[id='{target}']")).to_contain_text(PLACE)


def fields_by_prefecture(way: Way) -> None:
    way.link("どの分野が、どの都道府県で進んでいるか")
    expect(way.main.locator(".scope")).to_contain_text("「ない」とは言えない")
    row = way.main.locator("table.cross tbody tr", has=way.page.get_by_role("link", name="山梨県", exact=True))
    expect(row.locator("td.total")).to_have_text("27")
    way.click(row.locator("td a").first)
    expect(way.main).to_contain_text("大月市")
    expect(way.main).to_contain_text("富士川町")
    way.proven_on(way.main.locator("table tbody").get_by_role("link", name=re.compile("大月市")).first)


def how_two_are_connected(way: Way) -> None:
    way.link("二者のつながりを根拠つきでたどる")
    way.type("自治体か企業・団体", "埼玉県")
    way.type("もう一方の自治体か企業・団体", "福岡市")
    way.press("問う")
    stations = way.main.locator("ol.way .station")
    expect(stations).to_have_count(5)
    expect(stations.nth(2)).to_contain_text("ヤフー株式会社")
    way.cited(way.main.locator("ol.way .tie").first)


def who_appears_with_it(way: Way) -> None:
    way.find("MIXI", "株式会社MIXI")
    way.link("ともに現れる企業・団体")
    expect(way.main.locator(".scope").first).to_contain_text("協定 5・施策 4")
    row = way.main.locator("tr", has=way.page.get_by_role("link", name="アルファコム株式会社", exact=True))
    row.locator("td.n a").first.click()
    way.page.wait_for_load_state()
    way.cited(way.main.locator("tr.agreement").first)


def a_list_of_names(way: Way) -> None:
    way.link("手元の名簿と照らし合わせる")
    way.main.locator("textarea[name='文']").fill("(株)MIXI\n渋谷区\nどこにもない名の合名会社")
    way.press("調べる")
    expect(way.main.locator("h2#found")).to_have_text("3 行の答え")
    expect(way.main.locator("tr", has_text="どこにもない名の合名会社")).to_contain_text("候補なし")
    way.proven_on(way.main.locator("table.list").get_by_role("link", name="株式会社MIXI", exact=True))


def a_document_beside_its_facts(way: Way) -> None:
    way.link("視察報告書(総務常任委員会、令和5年11月8日～10日)")
    expect(way.main.locator(".scope").first).to_contain_text("施策 35 について述べる")
    if SOURCES.is_dir():
        way.link("原文と並べる")
        mark = way.main.locator(".beside .text a.q").first
        target = (mark.get_attribute("href") or "").rpartition("#")[2]
        mark.click()
        way.passage(way.page.locator(f"li[id='{target}']"))
    else:
        way.passage(way.page.locator("section.sources li[id]").first)


WAYS: list[Callable[[Way], None]] = [
    what_a_company_did,
    who_has_none_with_it,
    what_peers_do,
    agreements_without_measures,
    agreements_to_look_at_again,
    whom_a_municipality_works_with,
    chosen_ones_side_by_side,
    fields_by_prefecture,
    how_two_are_connected,
    who_appears_with_it,
    a_list_of_names,
    a_document_beside_its_facts,
]
WITH_SCRIPT = [
    what_a_company_did,
    agreements_to_look_at_again,
    whom_a_municipality_works_with,
    chosen_ones_side_by_side,
]


def walked(browser: Browser, served: str, way: Callable[[Way], None], script: bool) -> None:
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP", java_script_enabled=script)
    context.set_default_timeout(8_000)
    page = context.new_page()
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(served) else wrong.append(asked.url))
    page.goto(served)
    gone = Way(page, script)
    way(gone)
    context.close()
    assert 0 < gone.clicks <= MOST
    assert wrong == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_question_is_answered_in_three_clicks_without_javascript(
    running: Browser, served: str, way: Callable[[Way], None]
) -> None:
    walked(running, served, way, script=False)


@pytest.mark.parametrize("way", WITH_SCRIPT, ids=lambda way: way.__name__)
def test_a_question_is_answered_in_three_clicks_with_javascript(
    running: Browser, served: str, way: Callable[[Way], None]
) -> None:
    walked(running, served, way, script=True)


def test_the_page_of_questions_lists_each_way() -> None:
    told = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^## \d+\. ", told, re.MULTILINE)) == len(WAYS) == 12
