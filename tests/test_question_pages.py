"""The catalogue for people: each question's form, its answer as a table, a matrix and a diagram, and the text to take."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.app import create_app
from api.questions.answer import Node, companions, nodes, ordered
from api.questions.matrix import matrix
from graph.settings import Settings
from graph.store.base import Rows, Store
from queries import catalogue
from queries.browser.saved import script
from tests import graphs
from tests.explorer_world import NAUGHTY, TAKEHARA, TENRI, facts, opened, page, visited, words
from tests.queries.asking import Sample


@pytest.fixture(scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    async with opened(tmp_path_factory.mktemp("questions")) as found:
        yield found


@pytest.fixture
async def web(store: Store, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with visited(store, tmp_path) as found:
        yield found


async def test_all_questions_stand_in_the_catalogue_by_group(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue")
    linked = {href.rpartition("/")[2] for href in tree.xpath("//main//a/@href") if href.startswith("/catalogue/")}
    assert linked == set(catalogue.catalogue())
    groups = [words(each) for each in tree.xpath("//div[@class='questions']//h2")]
    assert groups == [group for group, found in catalogue.grouped().items() if found and group != "画面の部品"]


async def test_every_question_has_a_page_that_answers_with_the_rows_of_its_csv(web: httpx.AsyncClient) -> None:
    sample = Sample(facts().tables())
    answered = 0
    for name, query in catalogue.catalogue().items():
        given = {
            key: ",".join(value) if isinstance(value, list) else str(value)
            for key, value in next(iter(sample.asked(query))).items()
        }
        for parameter in query.parameters:
            if parameter.type == "文字のリスト" and parameter.default == [] and parameter.name not in query.first:
                given.setdefault(parameter.name, ",".join(sample.lists[parameter.kind or "団体id"]))
            elif parameter.kind == "検索語":
                given.setdefault(parameter.name, "見守り")
        tree = await page(web, f"/catalogue/{name}", **given, 見る="表", 列="全部")
        files = [href for href in tree.xpath("//p[@class='take']//a/@href") if ".csv" in href]
        assert files, (name, given)
        told = await web.get(files[0])
        rows = list(csv.reader(io.StringIO(told.text.removeprefix("\ufeff"))))
        shown = tree.xpath("//table[@class='answer']/tbody/tr")
        assert len(shown) == min(len(rows) - 1, 100), name
        if shown:
            answered += 1
            heads = tree.xpath("//table[@class='answer']/thead/tr/th/a")
            assert [each.text for each in heads] == rows[0], name
            folded = await page(web, f"/catalogue/{name}", **given, 見る="表")
            assert len(folded.xpath("//table[@class='answer']/tbody/tr")) == len(shown), name
            labels = [each.text for each in folded.xpath("//table[@class='answer']/thead/tr/th/a")]
            assert len(labels) == len(set(labels)), (name, labels)
            assert not [each for each in labels if each.endswith("id")], (name, labels)
            said = words(folded.xpath("//section[@aria-labelledby='answer']")[0])
            assert len(labels) == len(heads) or "idの列も出す" in said, name
        for view in tree.xpath("//nav[@aria-label='見かた']/a/@href"):
            assert (await web.get(view.partition("#")[0])).status_code == 200, (name, view)
    assert answered > len(catalogue.catalogue()) * 0.6


async def test_a_question_about_something_waits_until_it_is_named(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/municipality_partners")
    assert not tree.xpath("//h2[@id='answer']")
    assert words(tree.xpath("//label[@for='p-id']")[0]) == "自治体"


async def test_a_name_may_be_typed_for_an_id(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/municipality_partners", id="奈良県宇陀市")
    assert "奈良県宇陀市" in words(tree.xpath("//p[@class='meant']")[0])
    files = tree.xpath("//p[@class='take']//a/@href")
    assert all(parse_qs(urlsplit(href).query)["id"] == [graphs.UDA] for href in files)
    assert f'id: "{graphs.UDA}"' in "".join(tree.xpath("//pre")[0].itertext())


async def test_a_part_of_a_name_offers_candidates_and_no_answer(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/municipality_partners", id="宇陀", 終了も="0")
    offer = tree.xpath("//div[@class='offers']//a")[0]
    values = parse_qs(urlsplit(offer.get("href")).query)
    assert (words(offer), values["id"], values["終了も"]) == ("奈良県宇陀市", [graphs.UDA], ["0"])
    assert not tree.xpath("//table[@class='answer']")


async def test_a_list_of_names_is_read_line_by_line(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/comparison", 自治体="奈良県宇陀市\r\n府中\r\n益子町")
    assert [words(each) for each in tree.xpath("//p[@class='meant']")] == ["奈良県宇陀市", "栃木県益子町"]
    offers = tree.xpath("//div[@class='offers']//a")
    assert [words(each) for each in offers] == ["広島県府中市"]
    chosen = parse_qs(urlsplit(offers[0].get("href")).query)["自治体"]
    assert chosen == [f"{graphs.UDA},{graphs.FUCHU},{graphs.MASHIKO}"]


async def test_a_table_can_be_sorted_by_a_link_both_ways(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/coverage")
    link = next(each for each in tree.xpath("//table[@class='answer']/thead//a") if each.text == "施策数")
    up = await page(web, link.get("href").partition("#")[0])
    again = next(each for each in up.xpath("//table[@class='answer']/thead//a") if each.text == "施策数")
    down = await page(web, again.get("href").partition("#")[0])
    column = [each.text for each in tree.xpath("//table[@class='answer']/thead//a")].index("施策数") + 1
    numbers = [[int(words(cell)) for cell in each.xpath(f"//tbody/tr/td[{column}]")] for each in (up, down)]
    assert numbers[0] == sorted(numbers[0])
    assert numbers[1] == numbers[0][::-1]
    assert numbers[1][0] == 2
    assert up.xpath("//th[@aria-sort='ascending']")
    assert down.xpath("//th[@aria-sort='descending']")


async def test_ids_lead_to_pages_and_unset_is_no_zero(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/agreements")
    first = tree.xpath("//table[@class='answer']/tbody/tr[1]/td[1]/a")[0]
    assert (words(first), first.get("href")) == ("地域見守り協定", "/agreements/k1")
    every = await page(web, "/catalogue/agreements", 列="全部")
    links = every.xpath("//table[@class='answer']//td[contains(@class,'id')]/a/@href")
    assert links[0] == "/agreements/k1"
    assert "–" in [words(each) for each in tree.xpath("//table[@class='answer']//td")]


async def test_not_looked_at_is_marked_in_the_table(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/organisation_without", id="o-a")
    marked = {words(each) for each in tree.xpath("//td[contains(@class,'unseen')]")}
    assert marked == {"未調査"}


async def test_a_diagram_shows_what_ties_the_bodies_of_an_answer(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/municipality_partners", id=graphs.UDA, 見る="関係図")
    labels = tree.xpath("//svg[contains(@class,'diagram')]//a/@aria-label")
    assert "企業・団体 株式会社あおば見守り" in labels
    assert "協定 地域見守り協定 不明" in labels
    assert len(labels) == len(set(labels))


async def test_the_text_for_browser_and_the_answer_are_of_the_same_values(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/agreements_at", 都道府県="広島県", 終了も="0")
    text = "".join(tree.xpath("//pre")[0].itertext())
    query = catalogue.find("agreements_at")
    assert text == script(query, {"都道府県": "広島県", "終了も": "0"}).text


async def test_neo4j_browser_is_opened_from_a_question_where_the_settings_name_it(
    web: httpx.AsyncClient, store: Store, tmp_path: Path
) -> None:
    assert not (await page(web, "/catalogue/counts")).xpath("//a[contains(., 'Neo4j Browser で開く')]")
    settings = Settings(data=tmp_path, store="neo4j", neo4j_uri="bolt://graph.example:7687")
    transport = httpx.ASGITransport(app=create_app(settings, store))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as other:
        tree = await page(other, "/catalogue/counts")
    link = tree.xpath("//a[contains(., 'Neo4j Browser で開く')]/@href")[0]
    assert link.startswith("http://graph.example:7474/browser/")
    assert parse_qs(urlsplit(link).query or urlsplit(link).fragment)["arg"] == [
        "".join(tree.xpath("//pre")[0].itertext())
    ]


async def test_what_another_question_finds_first_is_found_for_page_file_and_text_alike(
    web: httpx.AsyncClient, store: Store
) -> None:
    query = catalogue.find("peers_fields")
    rows = await store.read(lambda view: query.run(view, id=graphs.UDA))
    peers = await store.read(lambda view: catalogue.find("peer_ids").run(view, id=graphs.UDA))
    assert {row["対象数"] for row in rows.dicts()} == {len(peers.rows)} != {0}
    for kind in ("", ".csv"):
        told = await web.get(f"/api/queries/peers_fields{kind}", params={"id": graphs.UDA})
        found = told.json()["行"] if not kind else list(csv.reader(io.StringIO(told.text)))[1:]
        at = rows.columns.index("対象数")
        assert [int(row[at]) for row in found] == [row["対象数"] for row in rows.dicts()]
    tree = await page(web, "/catalogue/peers_fields", id=graphs.UDA)
    column = [each.text for each in tree.xpath("//table[@class='answer']/thead//a")].index("対象数") + 1
    assert {words(each) for each in tree.xpath(f"//table[@class='answer']/tbody//td[{column}]")} == {
        str(len(peers.rows))
    }
    text = "".join(tree.xpath("//pre")[0].itertext())
    assert all(f'"{row[0]}"' in text for row in peers.rows)


async def test_a_hostile_value_and_a_hostile_name_are_text(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/organisation", id=NAUGHTY)
    assert NAUGHTY in list(tree.xpath("//table[@class='answer']//td//text()"))
    tree = await page(web, "/catalogue/search", 語='"><script>alert(1)</script>{{ 7*7 }}')
    assert tree.xpath("//input[@name='語' and @id='p-語']/@value") == ['"><script>alert(1)</script>{{ 7*7 }}']


@pytest.mark.parametrize(
    ("path", "status", "given"),
    [
        ("/catalogue/nothing", 404, {}),
        ("/catalogue/agreements_at", 422, {"無い": "1"}),
        ("/catalogue/agreements_at", 422, {"時点": "きのう"}),
        ("/catalogue/agreements_at", 422, {"並べる": "無い列"}),
        ("/catalogue/agreements_at", 404, {"頁": "99"}),
    ],
)
async def test_what_cannot_be_asked_is_told_in_words(
    web: httpx.AsyncClient, path: str, status: int, given: dict[str, str]
) -> None:
    tree = await page(web, path, status, **given)
    assert any(part in words(tree) for part in ("ありません", "直してください", "引数"))


def test_a_name_belongs_to_the_id_before_it_that_has_no_name_of_its_own() -> None:
    columns = ["分野id", "分野", "こちら", "記録id", "記録", "名称", "自治体id", "自治体", "文書id"]
    row = {"記録": "協定", "分野": "防災・危機管理", "自治体": ["奈良県宇陀市"]}
    assert companions(columns, [row]) == {"分野id": "分野", "記録id": "名称", "自治体id": "自治体"}
    assert companions(["始点id", "始点"], [{"始点": "宇陀市"}]) == {"始点id": "始点"}
    assert companions(["始点", "始点id", "始点名"], [{"始点": "自治体"}]) == {"始点id": "始点名"}


async def test_an_id_without_a_name_beside_it_is_shown_by_the_name_of_its_node(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/agreements_without_measures")
    heads = [each.text for each in tree.xpath("//table[@class='answer']/thead//a")]
    assert "文書" in heads
    cell = tree.xpath(f"//table[@class='answer']/tbody/tr[1]/td[{heads.index('文書') + 1}]/a")[0]
    assert cell.get("href").startswith("/documents/d")
    assert words(cell) not in ("d1", "d2")


async def test_a_connection_is_a_way_whose_every_step_cites_its_evidence(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/connection", id=graphs.UDA, 相手id="o-a")
    stations = [words(each) for each in tree.xpath("//ol[@class='way']/li/p[@class='station']//a")]
    assert (stations[0], stations[-1], len(stations)) == ("奈良県宇陀市", "株式会社あおば見守り", 3)
    ties = tree.xpath("//ol[@class='way']//p[@class='tie']")
    assert len(ties) == 2
    for each in ties:
        target = each.xpath(".//a[@class='cite']/@href")[0].removeprefix("#")
        assert tree.xpath(f"//li[@id='{target}']"), target
    assert not tree.xpath("//table[@class='answer']")
    raw = await page(web, "/catalogue/connection", id=graphs.UDA, 相手id="o-a", 見る="表")
    assert len(raw.xpath("//table[@class='answer']/tbody/tr")) == 2


async def test_no_way_is_no_statement_that_there_is_none(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/connection", id=graphs.UDA, 相手id=TENRI)
    said = words(tree.xpath("//div[@class='empty']")[0])
    assert "見つからない" in said
    assert "「ない」とは言えない" in said
    assert "天理市は未調査" in said


async def test_no_rows_about_similar_municipalities_say_whether_anyone_has_looked_at_them(
    web: httpx.AsyncClient,
) -> None:
    tree = await page(web, "/catalogue/peers_records", id=graphs.UDA, 自治体=f"{TENRI},{TAKEHARA}", 分野="見守り")
    said = words(tree.xpath("//div[@class='empty']")[0])
    assert "比べた自治体2のうち" in said
    assert "調べて記録なし1" in said
    assert "未調査1" in said


async def test_a_mark_is_explained_in_the_words_of_its_choices(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/catalogue/agreements_at")
    assert words(tree.xpath("//label[@for='p-終了も']")[0]) == "終わったものも出す"
    assert words(tree.xpath("//span[@id='n-終了も']")[0]).startswith("「いいえ」なら、終わった")


def test_rows_are_sorted_as_numbers_and_what_is_unset_comes_last() -> None:
    rows = Rows(("数",), [(10,), (None,), (9,), (0,)])
    assert [row[0] for row in ordered(rows, "数", backward=False).rows] == [0, 9, 10, None]
    assert [row[0] for row in ordered(rows, "数", backward=True).rows] == [10, 9, 0, None]


def test_a_column_of_several_kinds_is_read_with_the_column_that_tells_the_kind() -> None:
    row: dict[str, Any] = {"記録id": "m1", "記録": "施策", "企業id": ["a", "b", "a"], "節点id": "x", "種類": "何か"}
    assert nodes(row) == {"記録id": [Node("施策", "m1")], "企業id": [Node("企業", "a"), Node("企業", "b")]}


def test_a_matrix_adds_up_numbers_only_where_a_row_is_one_crossing() -> None:
    single = [{"自治体id": "1", "企業id": "a", "協定数": 3}, {"自治体id": "2", "企業id": "a", "協定数": 1}]
    made = matrix(single, lambda id: id, lambda pair: "未調査")
    assert made is not None
    assert made.counted == "協定数"
    assert [[square.number for square in row] for _, row in made.rows] == [[3], [1]]
    many = [{"自治体id": ["1", "2"], "企業id": ["a", "b"], "協定数": 3}]
    made = matrix(many, lambda id: id)
    assert made is not None
    assert made.counted == ""
    assert [[square.number for square in row] for _, row in made.rows] == [[1, 1], [1, 1]]
