"""The national map: outlines, what is known of each municipality, and one file that says it without scripts too.

All documents and companies are made up.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, sync_playwright

from api.japan import drawing
from graph.errors import UsageError
from graph.facts import Evidence, Fact, Facts, Node, public
from graph.paths import shipped_data
from graph.places import PREFECTURE, Gazetteer
from graph.tables import Tables
from renkei import japan
from tests.graphs import say
from viz.choice import Choice
from viz.country import outlines, projection
from viz.country.figure import write
from viz.country.multiples import multiples
from viz.country.page import draw, render
from viz.country.standing import RECORDED, Standing
from viz.country.survey import Mode, Survey, survey
from viz.country.tiles import tile_places
from viz.country.view import view
from viz.wanted import Wanted

UDA, KASHIHARA, IKOMA, SAKURAI, GOSE, TENRI = "292125", "292052", "292095", "292061", "292087", "292044"
NARA = "290009"
HOSTILE: Final = '</script><img src=x onerror="document.title=1">{{7*7}}=1+1\u202e\u2028😀]]>'
COMPANY: Final = Choice(around=Node("企業", "o-a"))


def world(name: str = "株式会社あおば見守り") -> Facts:
    """All 1,788 local governments; Uda, Kashihara, Ikoma and Gose with records; Sakurai read in full, without any."""
    found = Facts()
    gazetteer = Gazetteer.load(shipped_data())
    for m in gazetteer.by_code.values():
        found.add_node(
            "自治体", m.code, 名称=m.full_name, 略称=m.name, 種別=m.kind, 都道府県=m.prefecture, 読み=m.kana,
            緯度=m.latitude, 経度=m.longitude,
        )  # fmt: skip
    found.add_node("企業", "o-a", 名称=name, 区分="企業")
    found.add_node("企業", "o-b", 名称="みどり信用金庫", 区分="金融機関")
    for n, field in enumerate(("高齢者・障害者・見守り", "防災・危機管理"), 1):
        found.add_node("分野", f"f{n:02}", 名称=field, 階層=1)
    found.add_node("文書", "d1", 題名="協定一覧（作り話）", 種別="協定一覧", 公開="公開", 基準日="2024-04-01")
    found.add_node("文書", "d2", 題名="発表（作り話）", 種別="プレスリリース", 公開="公開", 発行日="2023-11-08")
    found.add_node("文書", "d3", 題名="庁内の控え（作り話）", 種別="聞き取り", 公開="庁内限り")
    record(found, "協定", "k1", UDA, "o-a", 名称="見守り協定", 締結日="2019-05-01")
    record(found, "協定", "k2", KASHIHARA, "o-a", 名称="包括協定", 締結日="2015-04-01", 終了日="2020-03-31")
    record(found, "施策", "m1", IKOMA, "o-a", 名称="声かけの実証", 段階="実証", 時期="2021")
    record(found, "施策", "m2", GOSE, "o-a", 名称="見守りの計画", 段階="計画", 時期="2026")
    record(found, "協定", "k3", IKOMA, "o-b", 名称="災害時の協定")
    record(found, "協定", "k4", UDA, "o-b", 名称="融資の協定", 締結日="2022-01-10")
    tie(found, "対象", Node("協定", "k1"), Node("分野", "f01"))
    tie(found, "対象", Node("協定", "k3"), Node("分野", "f02"))
    for code, how, document in (
        (SAKURAI, "全件", "d1"),
        (UDA, "全件", "d1"),
        (TENRI, "抜粋", "d2"),
        (GOSE, "全件", "d1"),
    ):
        tie(found, "収録", Node("文書", document), Node("自治体", code), how, "協定", document=document)
    return found


def record(found: Facts, label: str, id: str, code: str, body: str, **said: str) -> None:
    """An agreement or a measure between a municipality and a body."""
    say(found, label, id, "d1", **said)
    if label == "協定":
        tie(found, "締結", Node("自治体", code), Node("協定", id), "")
        tie(found, "締結", Node("企業", body), Node("協定", id), "")
    else:
        tie(found, "実施", Node("自治体", code), Node("施策", id), "主体", "")
        tie(found, "参画", Node("企業", body), Node("施策", id), "提供", "")


def tie(found: Facts, type: str, start: Node, end: Node, *own: str, document: str = "d1") -> None:
    found.add(Fact(type, start, end, Evidence(document, "10-24", "見守りの協定を結びました", "要旨。"), own))


@pytest.fixture(scope="module")
def graph() -> Tables:
    return world().tables()


def standing(found: Survey, code: str, year: int | None = None) -> Standing:
    return found.by_code[code].standing(year)


# --- outlines ------------------------------------------------------------------------------------------------------


def rings(path: str) -> Iterator[list[tuple[int, int]]]:
    """The rings of a path in tenths of a pixel."""
    for piece in path.split("M")[1:]:
        numbers = list(map(int, re.findall(r"-?\d+", piece)))
        x, y = numbers[0], numbers[1]
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        yield ring


def within(path: str, x: float, y: float) -> bool:
    found = False
    for ring in rings(path):
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                found = not found
    return found


def test_every_municipality_has_an_outline() -> None:
    codes = {m.code for m in Gazetteer.load(shipped_data()).by_code.values() if m.kind != PREFECTURE}
    assert set(outlines.outlines().shapes) == codes


OFFICE_ELSEWHERE: Final = {"463035", "463043", "473812"}
"""The offices of 三島村 and 十島村 stand in 鹿児島市, that of 竹富町 in 石垣市."""


def test_offices_lie_in_their_own_outline_or_close_to_it() -> None:
    far = []
    for m in Gazetteer.load(shipped_data()).by_code.values():
        if m.kind == PREFECTURE or m.latitude is None or m.longitude is None:
            continue
        x, y = (value * outlines.TENTHS for value in projection.place(m.latitude, m.longitude))
        path = outlines.outlines().shapes[m.code].path
        if not within(path, x, y):
            near = min((px - x) ** 2 + (py - y) ** 2 for ring in rings(path) for px, py in ring) ** 0.5
            if near > 10:
                far.append((m.code, m.full_name, round(near)))
    assert {code for code, _, _ in far} == OFFICE_ELSEWHERE, far


def test_no_two_neighbours_overlap() -> None:
    """Points on a grid over the country lie in at most one municipality, and most of the land is in one."""
    shapes = outlines.outlines().shapes
    cells: dict[tuple[int, int], list[str]] = {}
    for code, shape in shapes.items():
        left, top, right, bottom = (int(value // 10) for value in shape.box)
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                cells.setdefault((column, row), []).append(code)
    hits = 0
    for (column, row), codes in cells.items():
        x, y = column * 100 + 51, row * 100 + 51
        inside = [code for code in codes if within(shapes[code].path, x, y)]
        assert len(inside) <= 1, (column, row, inside)
        hits += len(inside)
    area = sum(shape.area for shape in shapes.values())
    assert hits == pytest.approx(area / 100, rel=0.03)


def test_shared_borders_are_drawn_from_the_same_points() -> None:
    """Of all edges, those of two municipalities run in opposite directions, and none is used three times."""
    used: dict[tuple[tuple[int, int], tuple[int, int]], int] = {}
    for shape in outlines.outlines().shapes.values():
        for ring in rings(shape.path):
            for edge in pairwise([*ring, ring[0]]):
                used[edge] = used.get(edge, 0) + 1
    shared = sum(edge[::-1] in used for edge in used)
    assert shared > 35_000
    assert sum(number > 1 for number in used.values()) < 40


def test_every_prefecture_has_a_shape_and_a_tile() -> None:
    assert list(outlines.prefectures()) == [f"{n:02}" for n in range(1, 48)]
    assert len(tile_places()) == 47


# --- what is known ---------------------------------------------------------------------------------------------------


def test_a_company_fills_municipalities_by_what_is_on_record(graph: Tables) -> None:
    found = survey(graph, COMPANY)
    assert found.mode is Mode.STANDING
    assert {code: standing(found, code) for code in (UDA, KASHIHARA, IKOMA, GOSE, SAKURAI, TENRI, "011002")} == {
        UDA: Standing.AGREEMENT,
        KASHIHARA: Standing.OVER,
        IKOMA: Standing.MEASURE,
        GOSE: Standing.PLAN,
        SAKURAI: Standing.NONE,
        TENRI: Standing.EXTRACT,
        "011002": Standing.UNSEEN,
    }
    counted = found.total()
    assert sum(counted.number.values()) == counted.total == 1741
    assert (counted.recorded, counted.working, counted.unsure) == (4, 2, 1736)


def test_a_municipality_with_other_records_only_is_not_said_to_be_without(graph: Tables) -> None:
    """Of 生駒市 no document lists everything: that it has no agreement in the field cannot be said."""
    found = survey(graph, Choice(field="高齢者・障害者・見守り"))
    assert standing(found, IKOMA) is Standing.UNSEEN
    assert standing(found, GOSE) is Standing.NONE


def test_the_years_show_what_had_begun_and_ended_by_then(graph: Tables) -> None:
    found = survey(graph, COMPANY)
    assert found.years == (2015, 2026)
    assert [standing(found, KASHIHARA, year) for year in (2014, 2015, 2019, 2020)] == [
        Standing.OUTSIDE, Standing.AGREEMENT, Standing.AGREEMENT, Standing.OVER,
    ]  # fmt: skip
    assert standing(found, UDA, 2018) is Standing.OUTSIDE
    assert standing(found, GOSE, 2026) is Standing.PLAN


def test_records_without_a_year_are_counted_apart(graph: Tables) -> None:
    found = survey(graph, Choice())
    assert standing(found, IKOMA) is Standing.AGREEMENT
    assert standing(found, IKOMA, 2026) is Standing.MEASURE
    assert "始まった年の記載がない 1 は、年ごとの地図に入れない。" in render(found)


def test_what_a_day_leaves_out_is_outside_the_conditions_and_not_none(graph: Tables) -> None:
    found = survey(graph, Choice(as_of="2016-12-31"))
    assert standing(found, KASHIHARA) is Standing.AGREEMENT
    assert standing(found, UDA) is Standing.OUTSIDE
    assert standing(survey(graph, Choice(ended=False)), KASHIHARA) is Standing.OUTSIDE


def test_lines_lead_to_those_that_share_partners(graph: Tables) -> None:
    found = survey(graph, Choice(around=Node("自治体", UDA)))
    assert found.mode is Mode.TIES
    assert found.ties
    assert [(tie.code, tie.weight, tie.shared) for tie in found.ties.found] == [
        (IKOMA, 2, ("o-a", "o-b")), (KASHIHARA, 1, ("o-a",)), (GOSE, 1, ("o-a",)),
    ]  # fmt: skip
    page = render(found, limit=1)
    assert page.count("data-tie=") == 6
    assert page.count('<path data-rank="1"') == 1
    assert 'data-rank="2" data-tie="292052"' in page
    assert "同じ相手をもつことは、自治体どうしの連携ではない" in page


def test_one_prefecture_fills_the_picture_with_its_municipalities_and_names_what_lies_outside(graph: Tables) -> None:
    found = survey(graph, Choice(prefecture="奈良県"))
    assert {place.code[:2] for place in found.places} == {"29"}
    assert found.view.scale > 10
    page = render(found)
    assert 'data-code="292125"' in page
    assert 'data-code="093424"' not in page
    assert page.count("data-place=") == len(found.places)
    counted = found.total()
    assert counted.recorded == sum(1 for place in survey(graph, Choice()).municipalities
                                   if place.prefecture == "奈良県" and place.standing() in RECORDED)  # fmt: skip
    shapes = outlines.outlines().shapes
    for prefecture in sorted({code[:2] for code in shapes}):
        mine = [code for code in shapes if code.startswith(prefecture)]
        assert sum(view(mine).holds(*shapes[code].box[:2]) for code in mine) > len(mine) * 0.6, prefecture
    with pytest.raises(UsageError, match="--prefecture"):
        survey(graph, Choice(prefecture="奈良県", around=Node("自治体", UDA)))
    with pytest.raises(UsageError, match="奈良"):
        survey(graph, Choice(prefecture="奈良"))


def test_the_workbook_says_how_each_municipality_stands_and_the_share_of_each_prefecture(graph: Tables) -> None:
    found = survey(graph, COMPANY)
    content = write(graph, COMPANY, ".xlsx", title="=1+1")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["市区町村", "都道府県ごと", "協定・施策", "文書", "図", "条件"]
    rows = {name: [dict(zip(head, row, strict=True)) for row in rest]
            for name, (head, *rest) in ((sheet.title, list(sheet.values)) for sheet in book if sheet.title != "図")}  # fmt: skip
    assert {row["団体コード"]: row["状態"] for row in rows["市区町村"]} == {
        place.code: str(place.standing()) for place in found.places
    }
    nara = next(row for row in rows["都道府県ごと"] if row["都道府県"] == "奈良県")
    tally = next(each for each in found.prefectures() if each.name == "奈良県")
    assert nara["割合（%）"] == round(100 * tally.working / tally.total, 1)
    assert len(rows["協定・施策"]) == sum(len(place.records) for place in found.places)
    assert not any(sheet.merged_cells.ranges for sheet in book)


def test_small_maps_are_one_per_year_or_field(graph: Tables) -> None:
    by_year = multiples(survey(graph, COMPANY), "年")
    assert [small.head for small in by_year.maps][:2] == ["2015年まで", "2016年まで"]
    assert [small.counted.recorded for small in by_year.maps] == sorted(s.counted.recorded for s in by_year.maps)
    by_field = multiples(survey(graph, Choice()), "分野")
    assert {small.head: small.counted.recorded for small in by_field.maps} == {
        "高齢者・障害者・見守り": 1, "防災・危機管理": 1,
    }  # fmt: skip
    with pytest.raises(UsageError, match="--multiples"):
        multiples(survey(graph, Choice(around=Node("自治体", UDA))), "年")


# --- the files -------------------------------------------------------------------------------------------------------


def without_scripts(page: str) -> str:
    """What a mail gateway leaves: no scripts, no links, no handlers."""
    return re.sub(r"<script\b.*?</script>|\shref=\"[^\"]*\"|\son\w+=\"[^\"]*\"", "", page, flags=re.DOTALL)


def test_without_scripts_and_links_the_map_the_tables_and_the_evidence_remain(graph: Tables) -> None:
    page = without_scripts(draw(graph, COMPANY))
    filled = re.search(r'<g data-fill="agreement"[^>]*>(.*?)</g>', page, re.DOTALL)
    assert filled
    assert re.findall(r'data-code="(\d+)"', filled[1]) == [UDA]
    for words in ("調べて記録なし", "未調査", "見守り協定", "見守りの協定を結びました", "協定一覧（作り話）", "気象庁"):
        assert words in page
    assert len(page) < 2_000_000


def test_names_are_text_and_equal_graphs_give_equal_pages() -> None:
    page = draw(world(HOSTILE).tables(), COMPANY)
    assert page == draw(world(HOSTILE).tables(), COMPANY)
    assert "<img" not in page
    assert page.count("<script") == 3


def test_too_many_records_are_counted_and_said_to_be_left_out(graph: Tables) -> None:
    page = draw(graph, Choice(), most=2)
    assert "数が多いので、このファイルには協定・施策の一つ一つと根拠を載せていない" in page
    assert "見守り協定" not in page


def test_figures_are_the_same_bytes_for_the_same_graph(graph: Tables) -> None:
    first = write(graph, COMPANY, ".svg", title=HOSTILE)
    assert first.startswith(b"<?xml")
    assert b"<text" not in first
    assert first == write(graph, COMPANY, ".svg", title=HOSTILE)


class Kept:
    """A store that gives one graph."""

    def __init__(self, graph: Tables) -> None:
        self.graph = graph

    async def tables(self) -> Tables:
        return self.graph


async def test_the_explorer_draws_the_same_map_without_what_is_internal() -> None:
    found = world()
    found.add_node("企業", "o-c", 名称="株式会社ひみつ工房")
    say(found, "協定", "k9", "d3", 名称="まだ公表しない協定")
    tie(found, "締結", Node("自治体", TENRI), Node("協定", "k9"), "", document="d3")
    tie(found, "締結", Node("企業", "o-c"), Node("協定", "k9"), "", document="d3")
    kept: Any = Kept(found.tables())
    page = await drawing(kept, Wanted(around="株式会社あおば見守り"))
    assert page == draw(public(kept.graph), COMPANY)
    hidden = await drawing(kept, Wanted(around="株式会社ひみつ工房"))
    assert "まだ公表しない協定" not in hidden
    assert "ひみつ" not in hidden
    whole = draw(kept.graph, Choice())
    assert "まだ公表しない協定" in whole
    assert "庁内限りの文書 1 から来た事実を含む。庁外に出さないこと。" in whole
    assert "庁外に出さないこと" not in page


def test_options_of_this_map_ask_for_the_map() -> None:
    from renkei.cli import main

    answer = CliRunner().invoke(main, ["map", "-o", "x.html", "--company", "例"])
    assert answer.exit_code == 2
    assert "--japan" in answer.output
    with pytest.raises(UsageError, match="--around"):
        japan.write(
            Tables(),
            Choice(),
            {"around": "a", "company": "b", "municipality": "", "depth": 1, "multiples": None},
            ".html",
        )


# --- in the browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def opened(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Survey, list[str]]]:
    """The page of a company with a hostile name, from disk, without a network; and whatever goes wrong in it."""
    path = Path(tmp_path_factory.mktemp("japan")) / "全国.html"
    found = survey(world(HOSTILE).tables(), COMPANY)
    path.write_text(render(found), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None)
        page.goto(path.as_uri())
        yield page, found, wrong
        browser.close()


@pytest.mark.browser
def test_the_slider_counts_as_the_survey_does(opened: tuple[Page, Survey, list[str]]) -> None:
    page, found, wrong = opened
    assert found.years
    for year in (*found.years, 2019, 2020):
        page.evaluate(
            "(year) => { const s = document.getElementById('year'); s.value = year; s.dispatchEvent(new Event('input')); }",
            year,
        )
        shown = page.eval_on_selector_all(
            "[data-fill]",
            "(groups) => Object.fromEntries(groups.map((g) => [g.dataset.fill, g.querySelectorAll('path').length]))",
        )
        expected: dict[str, int] = {}
        for place in found.municipalities:
            expected[found.filling(place, year)] = expected.get(found.filling(place, year), 0) + 1
        assert {name: number for name, number in shown.items() if number} == expected
        assert f"{found.total(year).recorded} 市区町村" in page.inner_text("#caption")
        row = page.inner_text("tr.sum")
        assert f"{100 * found.total(year).working / 1741:.1f}%" in row
    page.focus("#year")
    page.keyboard.press("End")
    assert page.inner_text("#year-words") == "年を問わない"
    assert not wrong


@pytest.mark.browser
def test_a_municipality_is_found_by_keyboard_and_shows_its_evidence(opened: tuple[Page, Survey, list[str]]) -> None:
    page, _, wrong = opened
    page.fill("#search", "うだ")
    page.keyboard.press("Enter")
    panel = page.inner_text("#panel")
    for words in (
        "奈良県宇陀市",
        "協定あり",
        "見守り協定",
        "見守りの協定を結びました",
        "位置 10–24",
        "協定一覧（作り話）",
        "全件",
    ):
        assert words in panel
    assert HOSTILE.split("\u202e")[0] in panel
    assert page.title() != "1"
    page.keyboard.press("Escape")
    page.focus("#map")
    page.keyboard.press("+")
    page.wait_for_selector("#map svg[style*='scale']", state="attached")
    page.keyboard.press("0")
    page.locator(f'#map path[data-code="{UDA}"]').click()
    assert "見守り協定" in page.inner_text("#panel")
    assert not wrong


@pytest.mark.browser
def test_with_scripts_off_nothing_is_hidden_but_the_controls(opened: tuple[Page, Survey, list[str]]) -> None:
    page, _, _ = opened
    browser = page.context.browser
    assert browser
    context = browser.new_context(offline=True, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(page.url)
    assert plain.locator("#map [data-fill] path").first.is_visible()
    assert plain.get_by_text("協定一覧（作り話）").first.is_visible()
    assert not plain.locator("#year").is_visible()
    assert not plain.locator("#search").is_visible()
    context.close()
