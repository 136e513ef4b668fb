"""``python -m bench portable [small]``: the portable explorer at national size: building it, and using it in Chromium.

The country and its wording are made up (`bench.national`): 1,788 municipalities, 20,000 bodies, 100,000 agreements,
150,000 measures, every property of a record stated by a document with quote and gist. ``small``: a tenth of it.

Two figures for each: what the clock says, and the work of the main thread alone, which other programs on a shared
machine do not lengthen.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc
from playwright.sync_api import Page, sync_playwright

from bench.national import Size, national
from graph import diff
from graph.tables import Tables

GOALS = {
    "大きさ MB": 14.0, "作る 秒": 60.0, "作る GB": 1.5, "開く 秒": 3.0, "探す ms (95%)": 100.0, "動かす ms/こま": 33.0,
}  # fmt: skip
TYPED = (
    "宇",
    "宇陀",
    "うだ",
    "株式会社",
    "見守り",
    "青葉",
    "の",
    "ﾌﾟﾛｸﾞﾗﾐﾝｸﾞ",
    "渋谷区 協定",
    "たからづか",
    "292125",
    "ない名前ですよ",
)
VIEWS = (
    "#/自治体/131130",
    "#/企業/o-000000",
    "#/協定",
    "#/施策?分野=観光・物産&年から=2020",
    "#/表",
    "#/分野×都道府県",
    "#/比較?団体=131130,292125,093424,342084",
    "#/関係図/企業/o-000000",
    "#/文書/d-00100",
    "#/地図?企業=o-000001",
)
FRAMES = 90


def main() -> None:
    """Print what was measured beside its goal."""
    size = Size(2_000, 10_000, 15_000, 800) if "small" in sys.argv[1:] else Size()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _apart(_make, folder, size)
        built = _apart(_build, folder, size)
        found = {
            "大きさ MB": (built["bytes"] / 1e6,) * 2, "作る 秒": (built["seconds"], built["cpu"]), "作る GB": (built["memory"],) * 2,
        }  # fmt: skip
        print(f"グラフを読んだ時点で {built['before']:.2f} GB", flush=True)
        found |= _use(folder / "all.html")
    print(f"{'':<32}{'時計':>10}{'仕事':>10}")
    for what, (clock, busy) in found.items():
        goal = GOALS.get(what)
        print(
            f"{what:<32}{clock:>10.2f}{busy:>10.2f}"
            + (f"   目標 {goal:g} {'○' if busy <= goal else '×'}" if goal else "")
        )


def _apart(work: Any, folder: Path, size: Size) -> Any:
    """Run in a process of its own, so that its memory is its own."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=(folder, size))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(1)
    told = folder / "told.json"
    return json.loads(told.read_text()) if told.exists() else None


def _make(folder: Path, size: Size) -> None:
    graph = diff.Stamped(national(size))
    for n, key in enumerate(diff.ALL_KEYS):
        table = graph.table(key)
        with pa.ipc.new_file(folder / f"{n}.arrow", table.schema) as file:
            file.write_table(table)


def _build(folder: Path, _: Size) -> None:
    from viz.choice import WHOLE
    from viz.portable import whole

    graph = Tables()
    for n, key in enumerate(diff.ALL_KEYS):
        with pa.ipc.open_file(folder / f"{n}.arrow") as file:
            table = file.read_all()
        (graph.nodes if isinstance(key, str) else graph.relationships)[key] = table  # type: ignore[index]
    before, wall, cpu = _memory(), time.perf_counter(), time.process_time()
    content = whole.draw(graph, WHOLE)
    told = {
        "seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "memory": _memory(), "before": before,
        "bytes": len(content),
    }  # fmt: skip
    (folder / "all.html").write_bytes(content)
    (folder / "told.json").write_text(json.dumps(told))


def _memory() -> float:
    """The most this process has held, GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def _use(file: Path) -> dict[str, tuple[float, float]]:
    """Name → clock and main-thread work (both in the unit of the name)."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found: dict[str, tuple[float, float]] = {}
        times = []
        for _ in range(3):
            page = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
            work = Work(page)
            page.goto(file.as_uri())
            page.wait_for_selector("body[data-ready]", timeout=120_000)
            times.append((float(page.evaluate("document.body.dataset.ready")) / 1000, work.done()))
            if len(times) < 3:
                page.close()
        found["開く 秒"] = min(times)
        page.wait_for_selector("body[data-searchable]", timeout=120_000)
        found["すべてを探せるまで 秒"] = float(page.evaluate("document.body.dataset.searchable")) / 1000, work.done()
        took = [_timed(page, work, _SEARCH, typed) for typed in TYPED for _ in range(3)]
        found["探す ms (95%)"] = tuple(sorted(side)[int(len(side) * 0.95)] for side in zip(*took, strict=True))  # type: ignore[assignment]
        found["動かす ms/こま"] = _move(page, work)
        # The first visit of each: what it needs to know is worked out then.
        for view in VIEWS:
            found[f"見る {view[:22]} ms"] = _timed(page, work, _VISIT, view)
        found["ブラウザーの JS の MB"] = (page.evaluate("performance.memory.usedJSHeapSize") / 1e6,) * 2
        browser.close()
    return found


class Work:
    """CPU time of the page's main thread since the last look, seconds."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._last = 0.0
        self.done()

    def done(self) -> float:
        metrics = {each["name"]: each["value"] for each in self._session.send("Performance.getMetrics")["metrics"]}
        now = float(metrics["TaskDuration"])
        since, self._last = now - self._last, now
        return since


def _timed(page: Page, work: Work, script: str, value: str) -> tuple[float, float]:
    work.done()
    clock = float(page.evaluate(script, value))
    page.evaluate("new Promise(requestAnimationFrame)")
    return clock, 1000 * work.done()


_SEARCH = """typed => new Promise(done => {
    const input = document.querySelector('.search input');
    const list = input.parentElement.querySelector('ul');
    input.focus();
    list.replaceChildren();
    let start = 0;
    const seen = new MutationObserver(() => { seen.disconnect(); list.getBoundingClientRect(); done(performance.now() - start); });
    setTimeout(() => {
        seen.observe(list, { childList: true });
        start = performance.now();
        input.value = typed;
        input.dispatchEvent(new InputEvent('input'));
    });
})"""
"""From the letter to the list that is laid out."""

_VISIT = """view => new Promise(done => {
    const main = document.getElementById('main');
    const start = performance.now();
    const seen = new MutationObserver(() => { seen.disconnect(); main.getBoundingClientRect(); done(performance.now() - start); });
    seen.observe(main, { childList: true });
    location.hash = view;
})"""
"""From the address to the view that is laid out."""


def _move(page: Page, work: Work) -> tuple[float, float]:
    """Per frame while the national map is enlarged and dragged."""
    page.evaluate(_VISIT, "#/地図")
    box = page.locator(".movable svg").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.get_by_role("button", name="拡大").click()
    page.mouse.move(x, y)
    page.mouse.down()
    work.done()
    start = time.perf_counter()
    for n in range(FRAMES):
        page.mouse.move(x + 60 * (n % 3 - 1), y + 40 * (n % 5 - 2))
        page.evaluate("new Promise(requestAnimationFrame)")
    clock, busy = time.perf_counter() - start, work.done()
    page.mouse.up()
    return 1000 * clock / FRAMES, 1000 * busy / FRAMES


if __name__ == "__main__":
    main()
