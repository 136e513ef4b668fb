"""The real Neo4j Browser, driven with Chromium: guide, style sheet, saved queries and links do what they promise.

Over the made-up graph of `tests.explorer`. Nothing that Browser gets from here may lead to another host; what Browser
asks of its makers' hosts by itself is refused, as on a network that is cut off.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
import uvicorn
from playwright.sync_api import Locator, Page, Route, TimeoutError, expect, sync_playwright

from api.app import create_app
from graph.settings import Settings
from graph.store.neo4j import Neo4jStore
from queries.browser import guide, saved
from queries.browser.links import Browser, browser_of
from queries.catalogue import find
from tests import servers
from tests.conftest import empty, lacking
from tests.explorer import UDA, facts

pytestmark = [pytest.mark.neo4j, pytest.mark.browser]

_MAKERS = ("fonts.googleapis.com", "fonts.gstatic.com", "cdn.segment.com", "canny.io", "sentry.io")


@pytest.fixture(scope="module")
def machine(server: servers.Server) -> servers.Server:
    """Neo4j with the settings of docker-compose.yml for Browser, holding the graph."""
    if not server.web:
        lacking("neo4j", "NEO4J_URI のサーバーの Browser の場所が分かりません")
    empty(server)
    in_thread(load(server))
    return server


async def load(server: servers.Server) -> None:
    store = Neo4jStore(server.uri, server.user, server.password, "neo4j")
    await store.replace(facts().tables())
    await store.close()


def in_thread(work: Any) -> None:
    """Playwright keeps a loop running in this thread."""
    thread = threading.Thread(target=lambda: asyncio.run(work))
    thread.start()
    thread.join()


def known(server: servers.Server) -> Settings:
    return Settings(
        store="neo4j", neo4j_uri=server.uri, neo4j_password=server.password, neo4j_browser="", _env_file=None  # type: ignore[call-arg, arg-type]
    )  # fmt: skip


@pytest.fixture(scope="module")
def explorer(machine: servers.Server, explorer_port: int) -> Iterator[str]:
    app = create_app(known(machine).model_copy(update={"neo4j_browser": f"{machine.web}/browser/"}))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=explorer_port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < until, "the explorer does not start"
        time.sleep(0.05)
    yield f"http://localhost:{explorer_port}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def place(machine: servers.Server) -> Browser:
    """As the explorer makes it, but for the port, which the tests choose."""
    found = browser_of(known(machine))
    assert found is not None
    return found._replace(address=f"{machine.web}/browser/")


@pytest.fixture(scope="module")
def strange() -> list[str]:
    """Hosts that somebody asked for and that are neither here nor Browser's own makers'."""
    return []


@pytest.fixture(scope="module")
def window(chromium: str, strange: list[str]) -> Iterator[Any]:
    """A browser whose every way out is closed."""

    def only_here(route: Route) -> None:
        host = urlsplit(route.request.url).hostname or ""
        if host in ("127.0.0.1", "localhost"):
            route.continue_()
            return
        if not host.endswith(_MAKERS):
            strange.append(route.request.url)
        route.abort()

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = running.new_context(viewport={"width": 1400, "height": 1000}, locale="ja-JP")
        context.set_default_timeout(30_000)
        context.route("**/*", only_here)
        yield context
        running.close()


@pytest.fixture(scope="module")
def first(window: Any, explorer: str, place: Browser, machine: servers.Server) -> Page:
    """Browser as it looks to a person who has just logged in."""
    page: Page = window.new_page()
    page.goto(f"{place.address}?dbms={place.dbms}&db={place.database}")
    log_in(page, machine)
    expect(page.get_by_text("連携グラフの手引き")).to_be_visible()
    return page


def log_in(page: Page, server: servers.Server) -> None:
    expect(page.get_by_test_id("username")).to_have_value(server.user)
    page.get_by_test_id("password").fill(server.password)
    page.get_by_test_id("connect").click()
    expect(page.get_by_text("You are connected as user")).to_be_visible()


def newest(page: Page) -> Locator:
    return page.get_by_test_id("frame").first


def run(page: Page, expected: str) -> Locator:
    """Run what stands in the editor, which starts with ``expected``; the frame with the answer."""
    before = page.get_by_test_id("frame").count()
    shown = page.get_by_test_id("activeEditor").locator(".view-line").first
    expect(shown).to_contain_text(expected.partition("\n")[0][:30].strip())
    page.get_by_test_id("editor-Run").click()
    new = page.get_by_test_id("frame").nth(before)
    try:
        new.wait_for(state="attached", timeout=10_000)
    except TimeoutError:
        # On a busy machine Browser loses a click that comes while its editor is being filled.
        page.get_by_test_id("editor-Run").click()
    expect(new).to_be_attached()
    expect(newest(page).get_by_test_id("frame-loaded-contents")).to_be_visible()
    return newest(page)


def rows(frame: Locator) -> list[list[str]]:
    """The table that a frame shows, heads first."""
    heads = frame.locator("th[role=columnheader]").all_text_contents()
    cells = frame.locator("td[role=cell]").all_text_contents()
    return [heads, *(cells[at : at + len(heads)] for at in range(0, len(cells), len(heads) or 1))]


def written(value: Any) -> str:
    """A value as Browser writes it into a cell: quotes around texts, none escaped."""
    if isinstance(value, list):
        return f"[{', '.join(written(each) for each in value)}]"
    return f'"{value}"' if isinstance(value, str) else json.dumps(value)


def clear(page: Page) -> None:
    """Close every frame but the guide, so that the next answer is not looked for among many."""
    while page.get_by_test_id("frame").count() > 1 and guide.GUIDE not in newest(page).inner_text():
        newest(page).get_by_title("Close").click()


def drop(page: Page, name: str, content: bytes) -> None:
    """Let a file fall into the window."""
    page.evaluate(
        """([name, content]) => {
            const bytes = Uint8Array.from(atob(content), each => each.charCodeAt(0));
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([bytes], name));
            for (const type of ["dragenter", "dragover", "drop"])
                document.querySelector(".filedrop").dispatchEvent(
                    new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer}));
        }""",
        [name, base64.b64encode(content).decode()],
    )


def test_the_guide_opens_by_itself_after_log_in_and_leads_from_the_first_node_to_own_questions(first: Page) -> None:
    frame = newest(first)
    assert frame.get_by_test_id("frameCommand").inner_text().startswith(":play http://localhost:")
    slides = guide.guide("x").count("<slide ")
    expect(frame.get_by_text(f"1 / {slides}")).to_be_visible()
    tried = 0
    for number in range(1, slides + 1):
        frame = first.get_by_test_id("frame").filter(has_text=f"{number} / {slides}")
        for block in frame.locator("pre.runnable").all():
            block.click()
            text = block.inner_text().strip()
            answer = run(first, text)
            expect(answer).not_to_contain_text("Neo.ClientError")
            expect(answer).not_to_contain_text("no records")
            clear(first)
            tried += 1
        for offered in frame.locator("[data-populate]").all()[:1]:
            # The mark before the title runs the question at once; the title itself only puts it into the editor.
            box = offered.bounding_box()
            assert box
            offered.click(position={"x": box["width"] - 4, "y": box["height"] / 2})
            expect(first.get_by_test_id("activeEditor")).to_contain_text(offered.inner_text().strip())
        if number < slides:
            frame.get_by_test_id("nextSlide").click()
    assert tried == guide.guide("x").count("runnable") >= 9


def test_the_guide_opens_beside_the_editor_too(first: Page) -> None:
    clear(first)
    to_slide(first, 1)
    first.get_by_text("この手引きを左の欄に開く").click()
    expect(first.get_by_text("この手引きを左の欄に開く")).to_have_count(2)
    first.get_by_test_id("navigationGuides").click()
    expect(first.get_by_text("この手引きを左の欄に開く")).to_have_count(1)


def test_the_style_sheet_gives_nodes_and_relationships_their_colours_sizes_and_captions(first: Page) -> None:
    clear(first)
    to_slide(first, 1)
    newest(first).get_by_text("色と名前の書き方を入れる").click()
    expect(newest(first)).to_contain_text("node.自治体")
    ask(first, "MATCH p = (:自治体 {略称: '宇陀市'})-[:連携]->(:企業 {id: 'o-a'}) RETURN p")
    expect(newest(first).locator("g.node")).to_have_count(2)
    drawn = (
        first.locator("svg.neod3viz").first
        if first.locator("svg.neod3viz").count()
        else newest(first).locator("svg").last
    )
    circles = {
        each.get_attribute("aria-label") or each.text_content(): each.locator("circle.b-outline").first
        for each in newest(first).locator("g.node").all()
    }
    del drawn
    looks = {(c.get_attribute("fill"), c.get_attribute("r")) for c in circles.values()}
    assert looks == {("#0F4C8F", "40"), ("#B87400", "40")}
    texts = "".join(newest(first).locator("g.node text").all_text_contents())
    assert "宇陀市" in texts
    assert "あおば" in texts
    assert "協定 1・施策 1" in "".join(newest(first).locator("g.relationship text").all_text_contents())


def test_the_saved_queries_fall_into_the_favourites_and_run(first: Page) -> None:
    clear(first)
    drop(first, guide.SAVED, saved.archive())
    first.get_by_test_id("navigationFavorites").click()
    for group, title in {(each.group, each.title) for each in saved.scripts()}:
        expect(first.get_by_test_id(f"scriptTitle-{group} ― {title}")).to_have_count(1)
    first.get_by_test_id("scriptTitle-全体 ― 件数").click()
    assert len(rows(run(first, "// 全体 ― 件数"))) > 1
    first.get_by_test_id("navigationFavorites").click()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("partners", {"id": UDA}),
        ("municipality_partners", {"id": UDA, "時点": "2024-01-01"}),
        ("search", {"語": "a&b #1?"}),
        ("search", {"語": "見守り"}),
        ("comparison", {"自治体": f"{UDA},342084"}),
    ],
)
def test_the_link_of_a_question_opens_it_in_browser_where_it_gives_the_rows_of_the_api(
    window: Any, explorer: str, first: Page, name: str, values: dict[str, str]
) -> None:
    given = {key: value.split(",") if key == "自治体" else value for key, value in values.items()}
    text = saved.script(find(name), given).text
    page: Page = window.new_page()
    try:
        page.goto(f"{explorer}/catalogue/{name}?{urlencode(values)}")
        page.get_by_role("link", name="Neo4j Browser で開く").click()
        expect(page.get_by_text("連携グラフの手引き")).to_be_visible()
        frame = run(page, text)
        answer = httpx.get(f"{explorer}/api/queries/{name}", params=values).json()
        if answer["行"]:
            assert rows(frame) == [list(answer["列"]), *([written(each) for each in row] for row in answer["行"])]
        else:
            expect(frame).to_contain_text("no records")
    finally:
        page.close()


def test_no_material_leads_to_another_host(first: Page, strange: list[str]) -> None:
    assert strange == []


@pytest.mark.slow
def ask(page: Page, text: str) -> Locator:
    """Put a text into the editor as a link does, and run it."""
    page.get_by_test_id("activeEditor").locator("textarea").first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    return run(page, text)


def to_slide(page: Page, number: int) -> None:
    while not re.search(rf"\b{number} / ", newest(page).inner_text()):
        newest(page).get_by_test_id("previousSlide").click()
