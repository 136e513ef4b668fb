"""The pages of bodies, fields and the search, over the made-up graph of `tests.explorer`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from fastapi import FastAPI
from lxml import html

from api.app import create_app
from api.fields.cross import by_prefecture, ramp
from api.records import Record
from api.searching.folding import fold, pieces
from api.searching.index import Index, Other, Thing
from api.timeline import Whose, place, timeline
from graph.settings import Settings
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from tests.explorer import FUCHU, KASHIHARA, NAUGHTY, TAKEHARA, TENRI, UDA, facts


@pytest.fixture(scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    opened = EmbeddedStore(tmp_path_factory.mktemp("explorer") / "graph.json")
    await opened.replace(facts().tables())
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def app(store: Store) -> FastAPI:
    return create_app(Settings(), store)


@pytest.fixture
async def web(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as opened:
        yield opened


async def see(web: httpx.AsyncClient, path: str, **conditions: object) -> Any:
    """A page, parsed."""
    answer = await web.get(path, params={key: str(value) for key, value in conditions.items()} or None)
    assert answer.status_code == 200, answer.text
    return html.document_fromstring(answer.text)


def text(element: Any) -> str:
    """What a person reads in an element, without spaces."""
    return re.sub(r"\s+", "", element.text_content())


def section(page: Any, id: str) -> Any:
    """The section whose heading has this id."""
    return page.xpath(f'//section[@aria-labelledby="{id}"]')[0]


def of(page: Any, name: str, kind: str = "*") -> list[Any]:
    """The elements of a class."""
    found: list[Any] = page.xpath(f'.//{kind}[contains(concat(" ", @class, " "), " {name} ")]')
    return found


def main(page: Any) -> Any:
    """The page's own part."""
    return page.xpath("//main")[0]


def rows(table: Any) -> list[str]:
    """The lines of a table's body."""
    return [text(row) for row in table.xpath(".//tbody/tr")]


# --- search ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name", "why"),
    [
        ("宇陀", "奈良県宇陀市", ""),
        ("うだし", "奈良県宇陀市", "読み"),
        ("ウダシ", "奈良県宇陀市", "読み"),
        ("大宇陀", "奈良県宇陀市", "以前の名前"),
        ("292125", "奈良県宇陀市", "団体コード"),
        ("あおば", "株式会社あおば見守り", ""),
        ("みまもりﾚﾀｰ", "株式会社あおば見守り", "サービス名"),
        ("府中 見守り", "府中見守り協定", ""),
        ("宇陀 声かけ", "配達時の声かけ", ""),
    ],
)
async def test_a_thing_is_found_by_any_of_its_names(web: httpx.AsyncClient, typed: str, name: str, why: str) -> None:
    page = await see(web, "/search", 語=typed)
    lines = [text(line) for line in page.xpath('//ul[@class="hits"]/li')]
    found = [line for line in lines if name in line]
    assert found, lines
    assert why in found[0]


async def test_what_is_found_stands_in_groups_with_how_much_is_on_record(web: httpx.AsyncClient) -> None:
    page = await see(web, "/search", 語="見守り")
    assert [text(head) for head in page.xpath("//section//h2")] == ["企業・団体", "協定", "施策", "分野", "文書"]
    assert "企業・協定2・施策2" in text(page.xpath('//ul[@class="hits"]/li')[0])
    one = await see(web, "/search", 語="見守り", 種類="協定")
    assert [text(head) for head in one.xpath("//section//h2")] == ["協定"]


async def test_nothing_found_is_not_said_to_be_nothing(web: httpx.AsyncClient) -> None:
    assert "「ない」とは言えない" in text(await see(web, "/search", 語="どこにもない名前"))
    assert "未調査" in text(await see(web, "/search", 語="橿原"))


async def test_the_list_under_the_box_has_options_and_says_how_many(web: httpx.AsyncClient) -> None:
    answer = await web.get("/search/typing", params={"語": "宇陀"})
    fragment = html.fragments_fromstring(answer.text)
    options = [each for each in fragment if not isinstance(each, str)]
    assert {each.get("role") for each in options} == {"option"}
    assert options[0].get("data-where") == f"/municipalities/{UDA}"
    assert "件すべて" in text(options[-1])


@pytest.mark.parametrize("path", ["/search", "/search/typing"])
@pytest.mark.parametrize("typed", [NAUGHTY, "%", "' RETURN n //", "\u202e逆", "a" * 200, "\\", "\n"])
async def test_whatever_is_typed_is_only_text(web: httpx.AsyncClient, path: str, typed: str) -> None:
    answer = await web.get(path, params={"語": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_folding_forgets_width_case_kana_spaces_and_old_forms() -> None:
    assert fold("Ｄｆａ　Robotics") == fold("ＤＦＡＲＯＢＯＴＩＣＳ") == "dfarobotics"
    assert fold("カタカナ") == fold("かたかな")
    assert fold("龍ヶ崎") == fold("竜ケ崎")
    assert fold("㈱あおば") == "(株)あおば"


def test_the_sought_letters_are_marked_where_they_stand_in_the_name() -> None:
    assert [tuple(piece) for piece in pieces("㈱ＭＩＸＩ・本社", ["mixi本"])] == [
        ("㈱", False), ("ＭＩＸＩ・本", True), ("社", False)
    ]  # fmt: skip


def test_whole_names_come_before_beginnings_and_those_before_parts() -> None:
    things = [
        Thing("企業", "1", "北見守り", "", agreements=9),
        Thing("企業", "2", "見守り隊", "", agreements=1),
        Thing("企業", "3", "見守り", ""),
        Thing("企業", "4", "別の名", "", (Other("見守り", "別名"),)),
        Thing("企業", "5", "見守り会", "", agreements=5),
    ]
    hits = Index(things).find(["見守り"], 10, kinds=["企業"])[0]
    assert [thing.id for thing in hits.things] == ["3", "4", "5", "2", "1"]
    assert hits.total == 5
    assert [thing.id for thing in Index(things).find(["見守り"], 2, 1, ["企業"])[0].things] == ["4", "5"]
    assert Index(things).find([""], 10) == []


# --- companies ---------------------------------------------------------------------------------------------------------


async def test_a_company_page_says_where_it_works_and_keeps_none_apart_from_unseen(web: httpx.AsyncClient) -> None:
    page = await see(web, "/organisations/o-a")
    scope = text(of(page, "scope")[0])
    assert "市区町村5のうち、連携の記録があるのは3" in scope
    assert "この相手の記録がないのは1" in scope
    assert "残る1は未調査" in scope
    shares = rows(section(page, "shares"))
    assert "奈良県2/3未調査1" in shares
    assert "広島県1/2記録なし1" in shares
    rest = rows(section(page, "where"))
    assert [line.rpartition("一覧")[0] or line for line in rest] == [
        "調べて記録なし1全件を載せた文書にない", "抜粋など0ないとは言えない", "未調査1ないとは言えない"
    ]  # fmt: skip


async def test_who_has_not_signed_is_listed_with_the_reason(web: httpx.AsyncClient) -> None:
    page = await see(web, "/organisations/o-a", 見る="記録なし")
    lines = rows(section(page, "list"))
    assert next(line for line in lines if "竹原市" in line).startswith("広島県竹原市市記録なし")
    assert next(line for line in lines if "橿原市" in line).startswith("奈良県橿原市市未調査")
    only = await see(web, "/organisations/o-a", 見る="記録なし", 状態="記録なし")
    assert [TAKEHARA in link for link in only.xpath("//section//tbody//th//a/@href")] == [True]


async def test_numbers_in_the_list_lead_to_the_facts_with_that_municipality(web: httpx.AsyncClient) -> None:
    page = await see(web, "/organisations/o-a", 見る="自治体")
    link = page.xpath(f'//tr[th//a[contains(@href, "{FUCHU}")]]/td/a/@href')[0]
    shown = await see(web, link.partition("#")[0])
    records = text(section(shown, "records"))
    assert "府中見守り協定" in records
    assert "地域見守り協定" not in records
    assert "とのものだけ" in records
    assert shown.xpath('//*[@id="records"]')
    assert link.endswith("#records")


async def test_as_of_a_day_only_what_had_begun_counts_and_unknown_years_are_told(web: httpx.AsyncClient) -> None:
    page = await see(web, "/organisations/o-a", 時点="令和元年")
    assert "2019年12月31日" in text(of(page, "scope")[0])
    assert "始まった年の分からない1件は数えていない" in text(of(page, "scope")[0])
    records = text(section(page, "records"))
    assert "地域見守り協定" in records
    assert "府中見守り協定" not in records
    assert "配達時の声かけ" not in records
    assert "見守り機器" not in records


async def test_what_has_ended_can_be_hidden_but_not_before_it_ended(web: httpx.AsyncClient) -> None:
    hidden = await see(web, "/organisations/o-a", 終了も="0")
    assert "府中見守り協定" not in text(section(hidden, "records"))
    assert "条件の外" in text(section(hidden, "shares")) or "条件の外にだけ記録があるのは1" in text(hidden)
    then = await see(web, "/organisations/o-a", 終了も="0", 時点="2022-01-01")
    assert "府中見守り協定" in text(section(then, "records"))


async def test_the_conditions_stay_in_every_address_of_the_page(web: httpx.AsyncClient) -> None:
    page = await see(web, "/organisations/o-a", 時点="2022", 終了も="0")
    kept = urlencode({"時点": "2022", "終了も": "0"})
    tabs = [link for link in page.xpath('//nav[@class="tabs"]/a/@href') if quote("記録なし") not in link]
    assert len(tabs) == 4
    assert all(link.endswith(kept) for link in tabs)
    assert page.xpath('//form[contains(@class, "sift")]//input[@name="時点"]/@value') == ["2022"]


async def test_a_company_is_seen_under_a_stage_a_field_and_a_certainty_in_all_views(web: httpx.AsyncClient) -> None:
    under = {"段階": "計画", "分野": "高齢者・障害者・見守り", "確度": "明示"}
    page = await see(web, "/organisations/o-a", **under)
    assert "段階は計画" in text(of(page, "scope")[0])
    told = text(section(page, "records"))
    assert "見守り機器の貸出" in told
    assert "配達時の声かけ" not in told
    assert "地域見守り協定" in told, "an agreement has no stage"
    tab = page.xpath('//nav[@class="tabs"]/a/@href')[1]
    assert all(urlencode({name: value}) in tab for name, value in under.items())
    excel = section(page, "records").xpath('.//a[contains(@href, ".csv")]/@href')[0]
    listed = (await web.get(excel)).text
    assert "見守り機器の貸出" in listed
    assert "配達時の声かけ" not in listed
    places = await see(web, "/organisations/o-a", 見る="自治体", 段階="計画", 分野="声かけ訪問")
    assert "天理市" not in text(section(places, "list"))
    nothing = await see(web, "/organisations/o-a", 確度="要確認")
    assert "条件の外に" in text(section(nothing, "records"))


async def test_a_municipality_is_seen_under_a_field_and_a_stage_with_its_partners_and_its_file(
    web: httpx.AsyncClient,
) -> None:
    page = await see(web, f"/municipalities/{UDA}", 段階="実施", 分野="声かけ訪問")
    told = text(section(page, "records"))
    assert "協定0・施策1" in told
    assert "配達時の声かけ" in told
    found = text(section(page, "partners"))
    assert "株式会社あおば見守り" in found
    assert "みどり信用金庫" not in found
    file = section(page, "records").xpath('.//a[contains(@href, ".csv")]/@href')[0]
    assert "地域見守り協定" not in (await web.get(file)).text
    tabs = page.xpath('//nav[@class="tabs"]/a/@href')
    assert [quote("分野") in tab for tab in tabs[:4]] == [True, True, False, False], (
        "peers and review know only the day"
    )
    partners = await see(web, tabs[1])
    assert "みどり信用金庫" not in text(section(partners, "list"))
    nothing = await see(web, f"/municipalities/{UDA}", 確度="要確認")
    assert "条件の外に" in text(section(nothing, "records"))


async def test_a_list_under_one_condition_is_counted_by_bodies_and_municipalities_under_the_same(
    web: httpx.AsyncClient,
) -> None:
    for path, there, elsewhere in (
        ("/measures?段階=計画", "天理市", "宇陀市"),
        ("/agreements?種別=包括連携協定", "宇陀市", "府中市"),
    ):
        bodies, places = (await see(web, path)).xpath('//p[contains(@class, "counting")]/a/@href')
        listed = text(of(await see(web, places), "list")[0])
        assert there in listed
        assert elsewhere not in listed
        assert "みどり信用金庫" not in text(of(await see(web, bodies), "list")[0])


async def test_a_municipality_whose_records_lie_outside_the_conditions_is_neither_with_nor_without(
    web: httpx.AsyncClient,
) -> None:
    page = await see(web, "/organisations/o-a", 段階="実施", 分野="声かけ訪問")
    said = text(of(page, "scope")[0])
    assert "市区町村5のうち、連携の記録があるのは1" in said
    assert "条件の外にだけ記録があるのは2" in said
    assert "この相手の記録がないのは1" in said


@pytest.mark.parametrize("wrong", [{"段階": "いつか"}, {"確度": "たぶん"}, {"分野": "無い分野"}])
async def test_a_condition_that_is_none_is_explained(web: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    answer = await web.get("/organisations/o-a", params=wrong)
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.text


async def test_a_date_that_is_none_is_explained(web: httpx.AsyncClient) -> None:
    answer = await web.get("/organisations/o-a", params={"時点": "きのう"})
    assert answer.status_code == 422
    assert "時点" in answer.text
    assert "日付" in answer.text


async def test_who_appears_with_a_company_is_shown_with_their_common_facts(web: httpx.AsyncClient) -> None:
    page = await see(web, "/organisations/o-a", 見る="ともに")
    assert rows(section(page, "list")) == ["みどり信用金庫金融機関1–1"]
    link = page.xpath("//section//tbody//td/a/@href")[0]
    assert "地域見守り協定" in text(section(await see(web, link.partition("#")[0]), "records"))


async def test_growth_by_year_counts_new_municipalities_against_all(web: httpx.AsyncClient) -> None:
    growth = section(await see(web, "/organisations/o-a"), "growth")
    assert "7団体のうち" in text(growth)
    lines = rows(growth)
    assert any(line.startswith("2019年") and "11" in line for line in lines), lines
    assert lines[-1].startswith("年の記載なし")


# --- municipalities ----------------------------------------------------------------------------------------------------


async def test_a_field_without_a_record_is_hatched_where_nobody_looked_and_never_zero(web: httpx.AsyncClient) -> None:
    page = await see(web, f"/municipalities/{KASHIHARA}")
    fields = section(page, "fields")
    assert any(line.startswith("防災・危機管理未調査") for line in rows(fields))
    assert "未調査0" not in text(fields)
    assert "協定0" not in text(main(page))
    listed = await see(web, f"/municipalities/{TAKEHARA}")
    assert any(line.startswith("防災・危機管理調べて記録なし") for line in rows(section(listed, "fields")))


async def test_every_fact_of_a_municipality_has_its_evidence(web: httpx.AsyncClient) -> None:
    page = await see(web, f"/municipalities/{UDA}")
    for row in page.xpath('//table[@class="facts"]/tbody/tr[td]'):
        cited = row.xpath('.//a[@class="cite"]/@href')
        assert cited, text(row)
        assert all(page.get_element_by_id(link[1:]) is not None for link in cited)


async def test_peers_say_why_they_are_alike_and_what_they_do_that_we_do_not(web: httpx.AsyncClient) -> None:
    page = await see(web, f"/municipalities/{KASHIHARA}", 見る="似た自治体")
    scope = text(of(page, "scope")[0])
    assert "同じ都道府県の同じ種類2" in scope
    assert "近い十か所" in scope
    assert "未調査" in scope
    facts_ = text(section(page, "records"))
    assert "配達時の声かけ" in facts_
    assert "経費年30万円" in facts_
    assert "延べ1,200回" in facts_
    near = await see(web, f"/municipalities/{KASHIHARA}", 見る="似た自治体", 基準="都道府県")
    assert "府中市" not in text(section(near, "alike"))


async def test_peers_with_something_on_record_are_chosen_for_comparison_first(web: httpx.AsyncClient) -> None:
    page = await see(web, f"/municipalities/{KASHIHARA}", 見る="似た自治体")
    form = page.xpath('//form[@action="/compare"]')[0]
    assert form.xpath('.//input[@type="hidden"]/@value') == [KASHIHARA]
    chosen = form.xpath(".//input[@checked]/@value")
    assert {UDA, TENRI, FUCHU} <= set(chosen)


async def test_review_finds_what_has_expired_what_has_no_measure_and_what_nobody_confirmed(
    web: httpx.AsyncClient,
) -> None:
    page = await see(web, f"/municipalities/{UDA}", 見る="点検", 時点="2020-04-10", 年数="1", 日数="90")
    assert "10日過ぎた" in text(section(page, "expiring"))
    assert "年のない協定" in text(section(page, "bare")) or "見つからない" in text(section(page, "bare"))
    later = await see(web, f"/municipalities/{UDA}", 見る="点検", 時点="2026-04-10", 年数="3")
    assert "地域見守り協定" in text(section(later, "unconfirmed"))
    today = await see(web, f"/municipalities/{UDA}", 見る="点検")
    assert "年のない協定" in text(section(today, "bare"))
    assert "地域見守り協定" not in text(section(today, "bare"))


# --- fields ------------------------------------------------------------------------------------------------------------


async def test_a_large_field_holds_what_is_done_in_those_below_it(web: httpx.AsyncClient) -> None:
    page = await see(web, "/fields")
    assert rows(section(page, "list"))[0] == "高齢者・障害者・見守り12声かけ訪問1"
    large = await see(web, "/fields/f01")
    assert "配達時の声かけ" in text(section(large, "records"))
    words = text(section(large, "words"))
    assert "「独居の方への声かけ」1" in words
    assert "「見守り」2" in words
    small = await see(web, "/fields/f01-01")
    assert "高齢者・障害者・見守り" in text(of(small, "about")[0])
    assert "協定0・施策1" in text(section(small, "records")), "the agreement belongs to the large field alone"


async def test_a_field_says_how_many_municipalities_of_how_many(web: httpx.AsyncClient) -> None:
    page = await see(web, "/fields/f01")
    scope = text(of(page, "scope")[0])
    assert "市区町村5のうち、この分野の協定か施策の記録があるのは2" in scope
    assert "この分野の記録がないのは2" in scope
    assert "残る1は未調査" in scope
    inside = await see(web, "/fields/f01", 見る="自治体", 都道府県="広島県")
    assert "広島県の市区町村2のうち" in text(of(inside, "scope")[0])
    assert "ないとは言えない" in text(inside).replace("「", "").replace("」", "")


async def test_cross_tables_hatch_what_nobody_looked_at(web: httpx.AsyncClient) -> None:
    page = await see(web, "/fields", 見る="都道府県")
    table = of(page, "cross", "table")[0]
    nara, hiroshima = table.xpath(".//tbody/tr")
    assert [cell.get("class") for cell in nara.xpath(".//td//rect")] == ["ramp-5", "unseen"]
    assert text(nara.xpath("./td")[0]) == "2"
    assert [cell.get("class") for cell in hiroshima.xpath(".//td//rect")] == ["none", "none"]
    trades = await see(web, "/fields", 見る="業種")
    assert "金融業" in text(of(trades, "cross", "table")[0])


def test_a_share_is_in_its_class_and_nothing_is_not_unseen() -> None:
    assert [ramp(n, 100) for n in (1, 5, 10, 25, 50, 100)] == [
        "ramp-1",
        "ramp-2",
        "ramp-3",
        "ramp-4",
        "ramp-5",
        "ramp-5",
    ]
    row = {
        "都道府県id": "1",
        "都道府県": "試験県",
        "分野id": "f",
        "分野": "分野",
        "都道府県の記録数": 0,
        "対象数": 4,
        "あり": 0,
    }
    unseen = by_prefecture([{**row, "記録なし": 0, "抜粋": 1, "未調査": 3}], {}).rows[0].cells[0]
    none = by_prefecture([{**row, "記録なし": 1, "抜粋": 0, "未調査": 3}], {}).rows[0].cells[0]
    assert (unseen.filling, none.filling) == ("unseen", "none")
    assert unseen.number == none.number == ""


# --- first page --------------------------------------------------------------------------------------------------------


async def test_the_map_of_the_first_page_shows_a_field_as_of_a_day(web: httpx.AsyncClient) -> None:
    page = await see(web, "/")
    assert len(of(page, "agreement", "circle")) == 2
    of_field = await see(web, "/", 分野="高齢者・障害者・見守り", 時点="2019")
    assert len(of(of_field, "agreement", "circle")) == 1
    assert "記録のある市区町村は1/5" in text(of_field)
    assert (await web.get("/", params={"分野": "そんな分野"})).status_code == 422


# --- timeline ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "precision", "start", "end"),
    [
        ("2015", "年", 2015.0, 2016.0),
        ("2015", "年度", 2015.25, 2016.25),
        ("2015-04", "月", 2015.25, 2015 + 4 / 12),
        ("--01", "年なし", 0.0, 1 / 12),
    ],
)
def test_a_date_is_as_wide_as_it_is_unsure(date: str, precision: str, start: float, end: float) -> None:
    found = place(date, precision)
    assert (found.start, found.end) == (pytest.approx(start), pytest.approx(end))


def test_a_day_is_a_point_and_dates_without_a_year_stand_right_of_the_rule() -> None:
    def record(id: str, date: str) -> Record:
        from api.asking import Given

        return Record("協定", id, Given({"名称": id, "締結日": date, "状態": "不明"}))

    found = timeline(
        [record("k1", "2019-04-01"), record("k2", "2021-05"), record("k3", "--08-05"), record("k4", "")],
        lambda each: [Whose("1", "宇陀市", "")],
    )
    assert found is not None
    assert found.rule is not None
    day, month, yearless = found.lanes[0].events
    assert day.left == day.right < month.left < month.right < found.rule < yearless.x
    assert (found.dated, found.total) == (3, 4)


PAGES = [
    "/", "/search?語=見守り", "/fields", "/fields?見る=都道府県", "/fields?見る=業種", "/fields/f01", "/fields/f01?見る=自治体",
    "/fields/f01?見る=企業", "/organisations/o-a", "/organisations/o-a?見る=自治体", "/organisations/o-a?見る=記録なし",
    "/organisations/o-a?見る=ともに", "/organisations/o-x", f"/municipalities/{UDA}", f"/municipalities/{UDA}?見る=相手",
    f"/municipalities/{KASHIHARA}?見る=似た自治体", f"/municipalities/{UDA}?見る=点検", f"/municipalities/{KASHIHARA}",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_whole_safe_and_leads_somewhere(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert answer.status_code == 200, answer.text
    page = html.document_fromstring(answer.text)
    assert "None" not in text(main(page))
    assert "<script>alert" not in answer.text
    assert not page.xpath("//@style")
    assert not re.search(r"\son\w+=\"", answer.text)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for link in page.xpath("//main//a/@href"):
        assert not link.startswith("#") or link[1:] in ids, link


@pytest.mark.parametrize(
    "path",
    ["/organisations/o-a?見る=どこか", "/organisations/o-a?頁=9", "/fields/f99", "/municipalities/1?見る=点検", "/organisations/o-a?相手=zz"],
)  # fmt: skip
async def test_an_address_that_leads_nowhere_is_explained(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert answer.status_code in (404, 422)
    assert re.search(r"[ぁ-ん]", answer.text)


async def test_a_name_of_template_syntax_cypher_and_markup_shows_as_it_is_written(web: httpx.AsyncClient) -> None:
    for path in ("/organisations/o-x", f"/municipalities/{UDA}", "/search?語=わるい"):
        assert re.sub(r"\s+", "", NAUGHTY) in text(main(await see(web, path))), path
