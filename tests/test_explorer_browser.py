"""The pages that explore, compare and ask in a real browser: with JavaScript and without, narrow, and for everyone.

Every company, agreement, measure and document here is made up (see `tests.explorer_world`); municipalities are real.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote, urlencode

import httpx
import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from graph.store.embedded import EmbeddedStore
from tests import graphs
from tests.explorer_world import TAKEHARA, facts
from tests.factory import ROOT

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``renkei serve`` over the made-up graph; its address."""
    folder = tmp_path_factory.mktemp("served")

    async def fill() -> None:
        store = EmbeddedStore(folder / "graph.json")
        await store.replace(facts().tables())
        await store.close()

    asyncio.run(fill())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RENKEI_")}
    env = {**kept, "RENKEI_DATA": str(folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    with (folder / "serve.log").open("wb") as told:
        server = subprocess.Popen(
            [sys.executable, "-m", "renkei.cli", "serve", "--port", str(port)], cwd=folder, env=env,
            stdout=told, stderr=told,
        )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/ready").raise_for_status()
                break
            except httpx.HTTPError:
                assert server.poll() is None, (folder / "serve.log").read_text(encoding="utf-8")
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def browser(chromium: str, served: str) -> Iterator[Open]:
    """Opens pages; an error on the console or a request to elsewhere fails the test."""
    wrong: list[str] = []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])

        def start(path: str, width: int = 1280, script: bool = True, **given: str) -> Page:
            context = running.new_context(
                viewport={"width": width, "height": 900}, locale="ja-JP", java_script_enabled=script
            )
            context.set_default_timeout(15_000)
            page = context.new_page()
            page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("request", lambda asked: None if asked.url.startswith(served) else wrong.append(asked.url))
            page.goto(f"{served}{path}{'?' + urlencode(given) if given else ''}")
            return page

        yield start
        running.close()
    assert wrong == []


PAGES: list[tuple[str, dict[str, str]]] = [
    ("/catalogue", {}),
    ("/catalogue/municipality_partners", {"id": graphs.UDA}),
    ("/catalogue/municipality_partners", {"id": "宇陀"}),
    ("/catalogue/collaborations", {"見る": "行列"}),
    ("/catalogue/collaborations", {"見る": "関係図"}),
    ("/compare", {}),
    ("/compare", {"自治体": f"{graphs.UDA},{TAKEHARA},{graphs.FUCHU}"}),
    ("/explore", {}),
    ("/explore", {"始め": f"{graphs.UDA},{graphs.FUCHU}", "見る": "行列", "選ぶ": f"{graphs.UDA}~o-a"}),
    ("/explore", {"始め": graphs.UDA, "見る": "関係図", "選ぶ": "m1"}),
    ("/explore", {"始め": graphs.UDA, "見る": "一覧"}),
    ("/explore", {"始め": f"{graphs.UDA},{graphs.FUCHU}", "見る": "年表"}),
    ("/documents/d1", {}),
    ("/organisations/o-a", {"段階": "実施", "確度": "明示"}),
    ("/organisations/o-a", {"見る": "自治体", "庁内限り": "除く"}),
    ("/catalogue/connection", {"id": graphs.UDA, "相手id": "o-a"}),
    ("/catalogue/connection", {"id": graphs.UDA, "相手id": TAKEHARA}),
    ("/agreements", {}),
    ("/map", {}),
]


@pytest.mark.browser
def test_every_page_can_be_used_by_everyone_and_fits_a_narrow_screen(browser: Open) -> None:
    page = browser("/catalogue")
    for path, given in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{page.url.partition('//')[0]}//{page.url.split('/')[2]}{path}?{urlencode(given)}")
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], (path, given)
        page.set_viewport_size({"width": 390, "height": 900})
        wider: Any = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, (path, given)
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_a_picture_is_begun_opened_chosen_and_undone_with_links_alone(browser: Open, script: bool) -> None:
    page = browser("/explore", script=script)
    page.get_by_label("自治体か企業・団体を加える").fill("株式会社あおば見守り")
    page.get_by_role("button", name="加える").click()
    expect(page.locator("h1")).to_have_text("株式会社あおば見守りのつながり")
    page.locator(".diagram a.thing", has_text="宇陀市").click()
    expect(page.locator("#chosen")).to_contain_text("協定 1・施策 2")
    page.locator("#chosen").get_by_role("link", name="広げる").click()
    expect(page.locator(".chips li")).to_have_count(2)
    opened = page.url
    page.go_back()
    expect(page.locator(".chips li")).to_have_count(1)
    page.goto(opened)
    page.get_by_role("link", name="行列", exact=True).click()
    page.locator("td.have a").first.click()
    expect(page.locator("#chosen")).to_contain_text("書いてあるところ")
    page.context.close()


@pytest.mark.browser
def test_an_address_shows_another_person_the_same_conditions_openings_and_pins(browser: Open) -> None:
    page = browser("/explore", 始め="o-a", 見る="関係図")
    page.locator(".diagram a.thing", has_text="宇陀市").click()
    page.locator("#chosen").get_by_role("link", name="広げる").click()
    page.locator(".diagram a.thing", has_text="配達時の声かけ").click()
    page.locator("#chosen .held").get_by_role("link", name="留める").first.click()
    page.locator("details.pick", has_text="段階").locator("summary").click()
    page.get_by_label("計画", exact=True).check()
    page.get_by_label("年から").fill("2010")
    page.get_by_role("button", name="しぼる").click()
    seen, address = page.locator("main").inner_text(), page.url
    assert all(name in unquote(address) for name in ("始め=", "開く=", "留める=", "段階=計画", "年から=2010", "見る="))
    page.context.close()
    other = browser("/catalogue")
    other.goto(address)
    assert other.locator("main").inner_text() == seen
    other.get_by_role("link", name="元に戻す").click()
    expect(other.locator(".chips li")).to_have_count(1)
    other.context.close()


@pytest.mark.browser
def test_a_printed_answer_says_under_which_conditions_it_holds_and_leaves_the_tools_out(browser: Open) -> None:
    page = browser("/catalogue/connection", id=graphs.UDA, 相手id="o-a")
    page.emulate_media(media="print")
    expect(page.locator(".print-only")).to_contain_text("奈良県宇陀市")
    expect(page.locator("form.asking")).to_be_hidden()
    expect(page.locator("pre").first).to_be_hidden()
    expect(page.locator("ol.way")).to_be_visible()
    page.goto(page.url.split("/catalogue")[0] + "/organisations/o-a")
    expect(page.locator(".figures .stage").first).to_be_visible()
    page.context.close()


@pytest.mark.browser
def test_a_wide_answer_is_printed_across_the_paper_from_the_first_page_on(browser: Open) -> None:
    page = browser("/catalogue/partners", id=graphs.UDA)
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert all(sheet.get_width() > sheet.get_height() for sheet in printed)
    assert "自治体の相手" in printed[0].get_textpage().get_text_range()
    printed.close()
    page.context.close()


@pytest.mark.browser
def test_conditions_are_set_without_javascript(browser: Open) -> None:
    page = browser("/explore", script=False, 始め=graphs.UDA, 見る="一覧")
    page.locator("details.pick", has_text="段階").locator("summary").click()
    page.get_by_label("実証", exact=True).check()
    page.get_by_role("button", name="しぼる").click()
    expect(page.locator("table.facts tr.measure")).to_have_count(1)
    expect(page.locator("details.pick.set summary")).to_contain_text("実証")
    page.context.close()


@pytest.mark.browser
def test_the_neighbours_of_a_thing_stand_out_and_the_text_is_copied(browser: Open) -> None:
    page = browser("/explore", 始め=graphs.UDA, 見る="関係図")
    page.locator(".diagram a.thing", has_text="配達時の声かけ").focus()
    lit = page.locator(".diagram a.thing.lit")
    assert {text.strip() for text in lit.all_text_contents()} == {
        "配達時の声かけ", "宇陀市", "株式会社あおば見守り", "地域見守り協定"
    }  # fmt: skip
    page.context.close()
    page = browser("/catalogue/municipality_partners", id=graphs.UDA)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Neo4j Browser に貼る文を写す").click()
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("pre").first.text_content()
    page.context.close()


@pytest.mark.browser
def test_a_map_that_the_browser_has_kept_is_drawn_again(browser: Open) -> None:
    page = browser("/map")
    address = page.url
    page.goto(address.replace("/map", "/catalogue"))
    page.goto(address)
    expect(page.locator("html.drawn")).to_be_attached()
    page.context.close()
