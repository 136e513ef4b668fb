"""The review pages of the explorer in a real browser: keys, marks, two windows, narrow screens, no JavaScript.

Every document, company, agreement and measure here is made up (see `tests.drafts`); municipalities are real.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from loaders.review import Shelf
from tests.drafts import BY, CALLING, MEMBER, SIGNED, TEXT, draft
from tests.factory import ROOT
from tests.review_web import AGREEMENT, DOCUMENT, MEASURE, MEMBERSHIP

# --- in a browser ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """``renkei serve`` as a person starts it; address and folder."""
    folder = tmp_path_factory.mktemp("review")
    data = folder / "data"
    data.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RENKEI_")}
    env = {**kept, "RENKEI_DATA": str(data), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    log = folder / "serve.log"
    with log.open("wb") as told:
        server = subprocess.Popen(
            [sys.executable, "-m", "renkei.cli", "serve", "--port", str(port)], cwd=folder, env=env,
            stdout=told, stderr=told,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 300
        while True:
            try:
                httpx.get(f"{address}/health").raise_for_status()
                break
            except httpx.HTTPError:
                assert server.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.1)
        yield address, data
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def served(serving: tuple[str, Path]) -> tuple[str, Path]:
    """The same with one draft in the folder and nothing that other tests left there."""
    address, data = serving
    for left in data.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.suffix != ".lock":
            left.unlink()
    Shelf.at(data).store(draft(), TEXT, "mimamori.txt")
    return address, data


Open = Callable[..., Page]


@pytest.fixture(scope="module")
def running(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def browser(running: Browser, served: tuple[str, Path]) -> Iterator[Open]:
    """Opens pages of the served explorer; an error on the console or a request to elsewhere fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((served[0], "blob:", "data:")):
            wrong.append(request.url)

    def start(path: str, **more: Any) -> Page:
        context = running.new_context(viewport={"width": 1440, "height": 900}, locale="ja-JP", **more)
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "renkei_by", "value": quote(BY), "url": f"{served[0]}/review"}])
        page = context.new_page()
        page.on(
            "console",
            lambda m: (
                wrong.append(m.text) if m.type == "error" and "409" not in m.text and "422" not in m.text else None
            ),
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", asked)
        page.goto(served[0] + path)
        return page

    yield start
    for context in contexts:
        context.close()
    assert wrong == []


def current(page: Page) -> str:
    return page.locator("article.current h3").inner_text().strip()


@pytest.mark.browser
def test_a_document_is_reviewed_by_keys_alone(browser: Open, served: tuple[str, Path]) -> None:
    page = browser(f"/review/{DOCUMENT}")
    assert current(page) == AGREEMENT
    assert page.locator(".q.on").inner_text() == SIGNED
    page.keyboard.press("j")
    assert current(page) == MEASURE
    assert page.locator(".q.on").all_inner_texts() == [SIGNED, CALLING]
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.locator("article.current h3")).to_contain_text(MEASURE)
    expect(page.locator("article", has_text=AGREEMENT).first).to_contain_text("採用（政策課")
    page.keyboard.press("r")
    expect(page.locator("article.current h3")).to_contain_text(MEMBERSHIP)
    page.keyboard.press("k")
    page.keyboard.press("u")
    expect(page.locator("article", has_text=MEASURE).first).to_contain_text("未確認")
    assert [i.state for i in Shelf.at(served[1]).document(DOCUMENT).items][:2] == ["済", "未"]
    assert page.url.endswith(f"/review/{DOCUMENT}"), "without loading the page anew"


@pytest.mark.browser
def test_a_record_is_edited_by_keys_and_a_mistake_stays_in_its_field(browser: Open, served: tuple[str, Path]) -> None:
    page = browser(f"/review/{DOCUMENT}")
    page.keyboard.press("e")
    field = page.locator("article.current textarea[name='欄:自治体']")
    field.fill("府中市")
    page.locator("article.current input[name='欄:名称']").fill("ja? 見守りの協定")
    page.locator("article.current button", has_text="修正して採用").click()
    expect(page.locator("article.current .wrong-word").first).to_contain_text("府中市")
    expect(field).to_have_value("府中市")
    expect(page.locator("article.current input[name='欄:名称']")).to_have_value("ja? 見守りの協定")
    field.fill("広島県府中市")
    page.locator("article.current button", has_text="修正して採用").click()
    expect(page.locator("article", has_text="ja? 見守りの協定").first).to_contain_text("修正（政策課")
    record = next(i for i in Shelf.at(served[1]).document(DOCUMENT).items if i.section == "協定").record
    assert (record["名称"], record["自治体"]) == ("ja? 見守りの協定", [{"名称": "広島県府中市"}])


@pytest.mark.browser
def test_marks_and_records_lead_to_each_other(browser: Open) -> None:
    page = browser(f"/review/{DOCUMENT}")
    page.locator(".q", has_text=MEMBER).click()
    assert MEMBERSHIP in current(page)
    page.locator("article", has_text=MEASURE).first.hover()
    assert page.locator(".q.over", has_text=CALLING).count() == 1
    page.locator("article", has_text=MEASURE).first.get_by_role("link", name="保留").click()
    assert MEMBERSHIP in current(page)
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


@pytest.mark.browser
def test_two_windows_do_not_overwrite_each_other(browser: Open) -> None:
    first, second_ = browser(f"/review/{DOCUMENT}"), browser(f"/review/{DOCUMENT}")
    second_.keyboard.press("r")
    expect(second_.locator("article.current h3")).to_contain_text(MEASURE)
    first.keyboard.press("a")
    expect(first.locator("article.current .problems")).to_contain_text("見ている間に変わりました")
    expect(first.locator("article.current")).to_contain_text("却下（政策課")


@pytest.mark.browser
def test_everything_works_without_javascript(browser: Open) -> None:
    page = browser(f"/review/{DOCUMENT}", java_script_enabled=False)
    page.locator("article", has_text=AGREEMENT).first.get_by_role("button", name="採用", exact=True).click()
    assert "採用（政策課" in page.locator("article", has_text=AGREEMENT).first.inner_text()
    page.locator("article.current").get_by_role("link", name="直して採用").click()
    page.locator("input[name='欄:名称']").fill("声かけの見回り")
    page.get_by_role("button", name="修正して採用").click()
    assert "声かけの見回り" in page.locator("article", has_text="修正（政策課").inner_text()
    page.goto(page.url.partition("/review")[0] + "/review/build")
    page.get_by_role("button", name="グラフを作り直す").click()
    assert "初めて作った" in page.inner_text("#result")
    page.goto(page.url.partition("/review")[0] + f"/agreements/{DOCUMENT}-a01")
    assert SIGNED in page.inner_text("main")


@pytest.mark.browser
def test_a_file_is_sent_from_the_page(browser: Open, tmp_path: Path) -> None:
    file = tmp_path / "お知らせ.txt"
    file.write_text(
        "令和5年11月8日、奈良県宇陀市と株式会社みずほし商会は、子育て応援協定を締結しました。\n", encoding="utf-8"
    )
    page = browser("/review")
    page.locator("#files").set_input_files(file)
    page.get_by_role("button", name="下書きを作る").click()
    page.locator(".outcomes a").click()
    page.locator(".q.on").first.wait_for()  # the page of the draft is another one: it has to come first
    assert "株式会社みずほし商会" in page.locator("article").first.inner_text()


@pytest.mark.browser
def test_a_narrow_screen_shows_both_without_scrolling_sideways(browser: Open) -> None:
    for address in (f"/review/{DOCUMENT}", "/review", "/review/same", "/review/entry", "/review/build"):
        page = browser(address)
        for width in (400, 700, 1000, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
        page.close()


def test_the_search_of_the_head_stays_as_on_the_other_pages(browser: Open) -> None:
    page = browser("/review")
    beside = page.eval_on_selector(
        ".search", "box => { const icon = box.querySelector('.glass').getBoundingClientRect(), input = box.querySelector('input');"
        " return input.getBoundingClientRect().left + parseFloat(getComputedStyle(input).paddingLeft) - icon.right; }",
    )  # fmt: skip
    assert beside >= 0
