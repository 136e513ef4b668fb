"""The matrix, the diagram, the list and the timeline of `/explore` over a small made-up graph: one address, one set."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.asking import Given
from api.explore import gather
from api.explore.asked import Conditions
from api.explore.grid import Known, grid
from api.explore.network import network
from api.records import Party, Record
from graph.store.base import Store
from tests import graphs
from tests.explorer_world import NAUGHTY, opened, page, visited, words


@pytest.fixture(scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    async with opened(tmp_path_factory.mktemp("explore")) as found:
        yield found


@pytest.fixture
async def web(store: Store, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with visited(store, tmp_path) as found:
        yield found


async def test_the_first_page_offers_where_to_begin_with_numbers(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore")
    text = words(tree)
    assert "奈良県宇陀市協定1・施策2" in text
    assert "株式会社あおば見守り自治体1・協定1・施策1" in text
    assert "高齢者・障害者・見守り" in text


async def test_a_name_that_one_body_bears_begins_the_picture(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 足す="株式会社あおば見守り")
    assert "株式会社あおば見守りのつながり" in words(tree.xpath("//h1")[0])
    assert {"k1", "m1"} == {href.rpartition("/")[2] for href in _record_links(await _list(web, "o-a"))}


async def test_a_name_that_is_only_alike_is_offered_and_never_taken(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 足す="宇陀")
    offers = tree.xpath("//div[@class='offers']//a")
    assert [words(each) for each in offers] == ["奈良県宇陀市"]
    assert parse_qs(urlsplit(offers[0].get("href")).query)["始め"] == [graphs.UDA]
    assert not tree.xpath("//table[contains(@class,'matrix')]")


async def test_few_things_are_drawn_in_three_columns_at_once(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 始め="o-a")
    picture = tree.xpath("//svg[contains(@class,'diagram')]")[0]
    names = [each.get("aria-label") for each in picture.xpath(".//a")]
    assert names == [
        "自治体 奈良県宇陀市", "協定 地域見守り協定 不明", "施策 配達時の声かけ 実施", "企業・団体 株式会社あおば見守り"
    ]  # fmt: skip


async def test_a_plan_is_drawn_with_another_line_than_what_is_done(web: httpx.AsyncClient) -> None:
    done = (await page(web, "/explore", 始め="o-a", 見る="関係図")).xpath("//g[@class='lines']/path/@stroke-dasharray")
    planned = (await page(web, "/explore", 始め="o-c", 見る="関係図")).xpath(
        "//g[@class='lines']/path/@stroke-dasharray"
    )
    assert not done
    assert set(planned) == {"5 4"}


async def test_a_doubtful_line_says_so_on_the_line(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 始め="o-x", 見る="関係図")
    assert [words(each) for each in tree.xpath("//g[@class='flag']")] == ["要", "要"]


async def test_the_matrix_tells_not_looked_at_from_nothing_on_record(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 始め=f"{graphs.UDA},{graphs.FUCHU}", 見る="行列")
    rows = {words(row.xpath("th")[0]): row for row in tree.xpath("//table[contains(@class,'matrix')]/tbody/tr")}
    heads = [words(each) for each in tree.xpath("//table[contains(@class,'matrix')]/thead//th/a")]
    cells = {
        (place, heads[n]): words(cell) or cell.xpath("a/@aria-label")[0]
        for place, row in rows.items()
        for n, cell in enumerate(row.xpath("td[not(contains(@class,'sum'))]"))
    }
    # 府中市 is covered completely, 宇陀市 by an extract alone.
    assert cells["府中市", "株式会社あおば見守り"] == "記録なし"
    assert cells["宇陀市", "みどり信用金庫"] == "未調査"
    assert cells["宇陀市", "株式会社あおば見守り"] == "宇陀市と株式会社あおば見守り: 協定 1・施策 1（実施）"
    assert "組合せ6のうち連携あり3（協定のある組合せ2、施策のある組合せ2）、記録なし2、未調査1" in words(tree)


def test_what_is_on_record_but_not_drawn_is_never_hatched() -> None:
    drawn = [_record(1, place="292125"), _record(2, place="342084")]
    known = Known({("292125", "c1"), ("342084", "c2"), ("342084", "c1")}, {"292125"})
    made = grid(drawn, network(drawn), Conditions(start=("292125",), sort="コード"), known)
    assert made is not None
    squares = {(side.id, made.columns[n].id): each for side, row in made.rows for n, each in enumerate(row)}
    assert squares["342084", "c1"].known == "ほか"
    assert "342084" in parse_qs(urlsplit(squares["342084", "c1"].address).query)["開く"]
    assert squares["292125", "c2"].known == "記録なし"
    assert made.pairs == {"全": 4, "連携": 2, "協定": 0, "施策": 2, "ほか": 1, "記録なし": 1, "未調査": 0}


async def test_a_square_leads_to_its_evidence_on_the_same_page(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 始め=graphs.UDA, 見る="行列")
    square = next(each for each in tree.xpath("//td[contains(@class,'have')]/a") if "あおば" in each.get("aria-label"))
    address = urlsplit(square.get("href"))
    tree = await page(web, f"{address.path}?{address.query}")
    drawer = tree.xpath("//*[@id='chosen']")[0]
    assert "地域見守り協定" in words(drawer)
    assert "見守りの協定を結びました" in words(drawer)
    assert "見守り協定の締結について" in words(drawer)
    assert address.fragment == "chosen"


async def test_numbers_are_told_before_a_body_is_opened_and_opening_adds_just_those(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 始め="o-a", 見る="一覧")
    more = tree.xpath("//ul[@class='around']/li[contains(., '宇陀市')]/a")[0]
    assert words(more) == "＋1"
    before = len(_record_links(tree))
    address = urlsplit(more.get("href"))
    after = await page(web, f"{address.path}?{address.query}")
    assert len(_record_links(after)) == before + 1
    closing = after.xpath("//ul[@class='chips']//a[contains(@aria-label, '宇陀市')]/@href")[0]
    again = await page(web, closing.partition("#")[0])
    assert _record_links(again) == _record_links(tree)


async def test_every_view_keeps_conditions_openings_and_pins(web: httpx.AsyncClient) -> None:
    given = {"始め": "o-a", "開く": graphs.UDA, "留める": "m2", "段階": "実施,計画", "年から": "2023", "確度": "明示"}
    tree = await page(web, "/explore", **given)
    views = tree.xpath("//nav[@id='picture']/a/@href")
    assert len(views) == 4
    for view in views:
        values = parse_qs(urlsplit(view).query)
        assert {key: values[key] for key in given} == {key: [value] for key, value in given.items()}


async def test_filters_hold_in_the_list_and_in_the_picture_alike(web: httpx.AsyncClient) -> None:
    given = {"始め": graphs.UDA, "段階": "実証"}
    listed = _record_links(await page(web, "/explore", **given, 見る="一覧"))
    drawn = (await page(web, "/explore", **given, 見る="関係図")).xpath(
        "//svg[contains(@class,'diagram')]//a/@aria-label"
    )
    assert {href.rpartition("/")[2] for href in listed} == {"k1", "m3"}
    assert sum(label.startswith("施策") for label in drawn) == 1


async def test_a_pinned_record_stays_whatever_the_conditions(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 始め=graphs.UDA, 段階="終了", 種別="立地", 留める="m1", 見る="一覧")
    assert {href.rpartition("/")[2] for href in _record_links(tree)} == {"m1"}


async def test_a_range_of_years_says_how_many_have_no_year(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 始め=graphs.UDA, 年から="2024", 年なし="0", 見る="一覧")
    assert {href.rpartition("/")[2] for href in _record_links(tree)} == {"m1"}
    assert "年の記載のない1件は、年の条件により入れていない" in words(tree)


async def test_a_filtered_list_can_count_bodies_or_municipalities(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 始め=graphs.UDA, 見る="一覧", 数える="企業")
    rows = [words(row) for row in tree.xpath("//div[@class='seen']//tbody/tr")]
    assert rows[0] == "株式会社あおば見守り111"
    tree = await page(web, "/explore", 始め="o-a", 見る="一覧", 数える="自治体")
    assert [words(row) for row in tree.xpath("//div[@class='seen']//tbody/tr")] == ["奈良県宇陀市111"]


async def test_the_list_of_one_body_is_a_file_with_the_same_records(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 始め=graphs.UDA, 見る="一覧", 段階="実証", 分野="高齢者・障害者・見守り")
    shown = set(tree.xpath("//table[@class='facts']//a[@class='title']/@href"))
    file = tree.xpath("//p[@class='outputs-line']//a[contains(@href, '.csv')]/@href")[0]
    listed = list(csv.reader(io.StringIO((await web.get(file)).text.removeprefix("\ufeff"))))
    assert {f"/{'agreements' if row[1] == '協定' else 'measures'}/{row[0]}" for row in listed[1:]} == shown
    assert shown
    several = await page(web, "/explore", 始め=f"{graphs.UDA},{graphs.FUCHU}", 見る="一覧")
    assert not several.xpath("//p[@class='outputs-line']")


async def test_a_field_is_a_place_to_begin(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 分野="高齢者・障害者・見守り", 見る="一覧")
    assert {href.rpartition("/")[2] for href in _record_links(tree)} == {"k1", "m3"}


async def test_a_prefecture_is_a_place_to_begin_and_may_have_nothing(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 都道府県="広島県", 見る="一覧")
    assert {href.rpartition("/")[2] for href in _record_links(tree)} == {"k2"}
    tree = await page(web, "/explore", 都道府県="広島県", 時点="2000")
    assert "「ない」とは言えない" in words(tree)


async def test_dates_without_a_year_stand_right_of_a_double_rule(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/explore", 始め=f"{graphs.UDA},{graphs.FUCHU}", 見る="年表")
    rule = tree.xpath("//svg[@class='timeline']/path[@class='rule']/@d")[0]
    x = float(rule[1:].split()[0])
    places = {
        each.xpath("title/text()")[0].split("　")[0]: float(each.xpath("g/@transform")[0][10:].split()[0])
        for each in tree.xpath("//svg[@class='timeline']/a[g]")
    }
    assert places["地域見守り協定"] < x < places["府中市と金庫の協定"]
    # 2024 alone is a span of a whole year, the day of the agreement none.
    assert len(tree.xpath("//svg[@class='timeline']/path[@class='unsure']")) == 1


@pytest.mark.parametrize("view", ["行列", "関係図", "一覧", "年表"])
async def test_a_hostile_name_is_text_in_every_view(web: httpx.AsyncClient, view: str) -> None:
    tree = await page(web, "/explore", 始め="o-x", 見る=view)
    assert NAUGHTY in "".join(tree.xpath("//h1")[0].itertext())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"段階": "いつか"}, "段階"),
        ({"年から": "2024", "年まで": "2020"}, "年から"),
        ({"始め": ",".join(map(str, range(99)))}, "60"),
        ({"時点": "きのう"}, "時点"),
    ],
)
async def test_a_condition_that_cannot_be_is_told_in_words(
    web: httpx.AsyncClient, given: dict[str, str], told: str
) -> None:
    assert told in words(await page(web, "/explore", 422, **given))


def test_no_more_than_five_hundred_things_are_drawn_and_those_of_the_chosen_bodies_first() -> None:
    found = [_record(n) for n in range(400)]
    ranked = gather.rank(found, Conditions(start=("c399",)))
    drawn = gather.cut(ranked)
    assert ranked[0].id == "m399"
    assert sum(gather.counts(drawn).values()) <= gather.MOST
    assert len(drawn) == 249  # one municipality, and two things for each record


def _record(number: int, place: str = "292125") -> Record:
    parties = [Party("自治体", place, place, place, (), ()), Party("企業", f"c{number}", "某社", "某社", (), ())]
    return Record("施策", f"m{number}", Given({"段階": "実施", "名称": "何か"}), parties)


async def _list(web: httpx.AsyncClient, start: str) -> object:
    return await page(web, "/explore", 始め=start, 見る="一覧")


def _record_links(tree: object) -> list[str]:
    found: list[str] = tree.xpath("//table[@class='facts']//a[@class='title']/@href")  # type: ignore[attr-defined]
    return sorted(found)
