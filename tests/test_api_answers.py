"""What programs get: any question as JSON, CSV and xlsx with the same rows, typed answers with evidence, search.

The graph is that of `test_api` and `test_names_list`: real municipalities, everything else invented.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import openpyxl
import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator

from api import data, downloads, ready
from api.app import create_app
from api.shapes import Answer
from graph.settings import Settings
from graph.store.base import Store, Version
from graph.store.embedded import EmbeddedStore
from queries import catalogue
from queries.tabular import CUT, LONGEST, CsvFile, XlsxFile, cell
from tests import graphs
from tests.test_api import KASHIHARA, MANY, NAUGHTY, TAKEHARA, client, facts

HOSTILE = (
    "<script>alert(1)</script>",
    "' OR 1=1 //",
    "') MATCH (n) DETACH DELETE n //",
    "{{ 7*7 }}{% raw %}",
    "\u202e逆さ\u2066",
    "a\x00b",
    "長" * 5_000,
    "%",
    "\\",
    "\n\t",
    '"; DROP',
)


@pytest.fixture(scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    opened = EmbeddedStore(tmp_path_factory.mktemp("answers") / "graph.json")
    await opened.replace(facts().tables())
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def app(store: Store) -> FastAPI:
    return create_app(Settings(), store)


@pytest.fixture
async def web(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client(app) as opened:
        yield opened


@pytest.fixture
async def fresh(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    """One of its own, where nothing was asked before."""
    async with client(create_app(Settings(), store)) as opened:
        yield opened


def rows_of_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def shown(value: Any) -> str:
    """A value as a cell of a CSV shows it, worked out here once more."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(map(shown, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in "=+-@\t\r\n＝＋－＠" and text else text


ASKED = [
    ("partners", {"id": graphs.UDA}),
    ("agreement_ids", {}),
    ("measure_ids", {"件数": "7", "飛ばす": "3"}),
    ("record_parties", {"ids": "k1,k3,m1"}),
    ("agreement_details", {"ids": "k1,k2,k3"}),
    ("organisations", {}),
    ("evidence", {"id": "k1"}),
    ("coverage", {"都道府県": "奈良県"}),
    ("names", {}),
]


@pytest.mark.parametrize(("name", "given"), ASKED, ids=[name for name, _ in ASKED])
async def test_csv_and_xlsx_hold_exactly_the_rows_of_the_json_answer(
    web: httpx.AsyncClient, name: str, given: dict[str, str]
) -> None:
    answer = (await web.get(f"/api/queries/{name}", params=given)).json()
    rows = answer["行"]
    while answer["次"] and "件数" not in given:
        answer = (await web.get(answer["次"])).json()
        rows += answer["行"]
    assert rows
    table = await web.get(f"/api/queries/{name}.csv", params=given)
    assert table.status_code == 200
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.headers["renkei-rows"] == str(len(rows))
    assert rows_of_csv(table.content) == [answer["列"], *([shown(value) for value in row] for row in rows)]
    book = openpyxl.load_workbook(io.BytesIO((await web.get(f"/api/queries/{name}.xlsx", params=given)).content))
    assert book.sheetnames == ["答え", "条件"]
    found = [list(row) for row in book["答え"].values]
    expected = [[value if value != "" else None for value in map(cell, row)] for row in rows]
    assert found == [answer["列"], *expected]
    assert not book["答え"].merged_cells.ranges
    told = dict(list(book["条件"].values)[1:])
    assert told["問いの名前"] == name
    assert told["続き"] == "続きはない。" if "件数" not in given else "続きがある" in told["続き"]
    assert "第 1 版" in told["グラフの版"]


async def test_ids_stay_text_in_a_workbook(web: httpx.AsyncClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO((await web.get("/api/queries/coverage.xlsx")).content))
    ids = [row[0] for row in list(book["答え"].values)[1:]]
    assert "090000" in ids
    assert all(isinstance(id, str) for id in ids)


async def test_a_file_is_called_by_its_question_in_japanese(web: httpx.AsyncClient) -> None:
    told = (await web.get("/api/queries/partners.csv")).headers["content-disposition"]
    assert told == f"attachment; filename=\"partners.csv\"; filename*=UTF-8''{quote('自治体の相手_第1版.csv')}"


def test_texts_that_a_spreadsheet_would_calculate_are_led_by_an_apostrophe() -> None:
    file = io.BytesIO()
    table = CsvFile(file, ["値"])
    table.rows(
        [
            [value]
            for value in ("=1+1", "+81", "-1", "@x", "\tx", "\rx", "＝1", "--08-05", "普通", -5, ["=a", "b"], None)
        ]
    )
    values = [row[0] for row in rows_of_csv(file.getvalue())[1:]]
    assert values == [
        "'=1+1", "'+81", "'-1", "'@x", "'\tx", "'\rx", "'＝1", "'--08-05", "普通", "-5", "'=a、b", "",
    ]  # fmt: skip


def test_a_text_too_long_for_a_cell_is_cut_and_that_is_said() -> None:
    file = io.BytesIO()
    book = XlsxFile(file, ["値"])
    book.rows([["長" * 40_000], ["=1+1"], ["\x00\x1b制御"]])
    book.done([("題", "試験")])
    read = openpyxl.load_workbook(file)
    values = [row[0] for row in read["答え"].values]
    assert len(values[1]) == LONGEST
    assert values[1].endswith(CUT)
    assert values[2] == "=1+1"
    assert read["答え"]["A3"].data_type == "s"
    assert "1 個" in dict(read["条件"].values)["短くしたセル"]


async def test_a_long_answer_says_that_there_is_more_and_where(
    fresh: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "MOST", 10)
    first = (await fresh.get("/api/queries/measure_ids", params={"件数": "50"})).json()
    assert len(first["行"]) == 10
    assert first["続きがある"]
    assert "続きがある" in first["注意"]
    second = (await fresh.get(first["次"])).json()
    assert second["引数"]["飛ばす"] == 10
    assert not {row[0] for row in first["行"]} & {row[0] for row in second["行"]}
    whole = (await fresh.get("/api/queries/names")).json()
    assert (len(whole["行"]), whole["続きがある"], whole["次"]) == (10, True, "")
    assert "names.csv" in whole["注意"]


async def test_a_file_of_more_rows_than_fit_says_so(fresh: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MOST", 20)
    table = await fresh.get("/api/queries/measure_ids.csv")
    assert len(rows_of_csv(table.content)) == 21
    assert quote("続きあり") in table.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO((await fresh.get("/api/queries/measure_ids.xlsx")).content))
    assert "続きがある。20 行まで" in dict(book["条件"].values)["続き"]


async def test_a_file_that_does_not_fit_into_memory_goes_through_the_disk(
    fresh: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = (await fresh.get("/api/queries/measure_ids.csv")).content
    monkeypatch.setattr(downloads, "_IN_MEMORY", 10)
    assert (await fresh.get("/api/queries/measure_ids.csv")).content == expected


async def test_a_tag_belongs_to_a_version_and_to_what_was_asked(web: httpx.AsyncClient) -> None:
    addresses = [
        "/api/queries/partners",
        f"/api/queries/partners?id={KASHIHARA}",
        "/api/queries/partners.csv",
        "/api/queries/partners.xlsx",
    ]
    tags = {path: (await web.get(path)).headers["etag"] for path in addresses}
    assert len(set(tags.values())) == len(addresses)
    for path, tag in tags.items():
        again = await web.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert (await web.get(path, headers={"If-None-Match": '"1-0"'})).status_code == 200


async def test_skipping_far_beyond_the_last_row_gives_no_rows(web: httpx.AsyncClient) -> None:
    """The embedded engine ends the process where a SKIP goes well beyond the last row."""
    for skipped in (MANY + 2, 100_000, 2**31 - 1):
        for path in ("/api/queries/measure_ids", "/api/queries/measure_ids.csv"):
            answer = await web.get(path, params={"飛ばす": str(skipped)})
            assert answer.status_code == 200
    assert (await web.get("/api/queries/measure_ids", params={"飛ばす": "106"})).json()["行"]


async def test_the_shape_of_an_answer_is_the_one_described(web: httpx.AsyncClient) -> None:
    for name in ("partners", "measure_ids", "record_parties"):
        Answer.model_validate_json((await web.get(f"/api/queries/{name}")).content)


async def test_a_word_of_a_closed_vocabulary_is_checked(web: httpx.AsyncClient) -> None:
    query = next(q for q in catalogue.catalogue().values() if any(p.kind == "印" for p in q.parameters))
    mark = next(p.name for p in query.parameters if p.kind == "印")
    answer = await web.get(f"/api/queries/{query.name}", params={mark: "2"})
    assert answer.status_code == 422


THINGS = {
    f"/api/municipalities/{graphs.UDA}": ("状況", "記録あり"),
    f"/api/municipalities/{KASHIHARA}": ("状況", "未調査"),
    f"/api/municipalities/{TAKEHARA}": ("状況", "記録なし"),
    "/api/organisations/o-a": ("名称", "株式会社あおば見守り"),
    "/api/organisations/o-x": ("名称", NAUGHTY),
    "/api/agreements/k1": ("協定", None),
    "/api/measures/m1": ("施策", None),
    "/api/fields/f02": ("分野", None),
    "/api/documents/d1": ("文書", None),
}


def facts_of(found: Any) -> list[dict[str, Any]]:
    """Every object of an answer that carries evidence."""
    if isinstance(found, list):
        return [each for item in found for each in facts_of(item)]
    if isinstance(found, dict):
        own = [found] if "根拠" in found else []
        return own + [each for value in found.values() for each in facts_of(value)]
    return []


@pytest.mark.parametrize("path", THINGS)
async def test_every_fact_of_a_typed_answer_has_its_evidence(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    key, value = THINGS[path]
    assert told["版"]["番号"] == 1
    assert told[key] == value if value else told[key]
    found = facts_of(told)
    assert found or path.endswith(KASHIHARA)
    for fact in found:
        assert fact["根拠"], fact
        for each in fact["根拠"]:
            assert each["題名"] != each["文書id"], "a document is named by its title"
            assert each["確度"] in ("明示", "推定", "要確認")
            assert each["引用"] or each["要旨"]
    assert "null" not in answer.text


async def test_both_documents_stand_where_they_differ(web: httpx.AsyncClient) -> None:
    told = (await web.get("/api/agreements/k1")).json()["協定"]
    days = {each["値"]: each["採用"] for each in told["記載"] if each["項目"] == "締結日"}
    assert days == {"2023-11-08": True, "2023-11": False}
    party = next(each for each in told["当事者"] if each["id"] == graphs.UDA)
    assert [(each["文書id"], each["確度"]) for each in party["根拠"]] == [("d1", "明示"), ("d2", "推定")]
    assert [each["id"] for each in told["施策"]] == ["m1"]
    internal = (await web.get("/api/agreements/k3")).json()["協定"]["当事者"][0]["根拠"][0]
    assert internal["公開"] == "庁内限り"


@pytest.mark.parametrize(
    ("path", "given", "total"),
    [
        ("municipalities", {"都道府県": "奈良県", "種別": "市区町村"}, 3),
        ("municipalities", {"状況": "記録なし", "種別": "市区町村"}, 1),
        ("organisations", {}, 4),
        ("organisations", {"区分": "大学・学校"}, 0),
        ("agreements", {"種別": "見守り協定"}, 1),
        ("agreements", {"都道府県": "広島県"}, 1),
        ("measures", {"都道府県": "奈良県", "段階": "計画"}, MANY),
        ("measures", {"分野": "高齢者・障害者・見守り"}, 0),
        ("fields", {}, 2),
        ("documents", {}, 3),
    ],
)
async def test_lists_are_narrowed_counted_and_paged(
    web: httpx.AsyncClient, path: str, given: dict[str, str], total: int
) -> None:
    found: list[str] = []
    for number in range(1, -(-total // 60) + 2):
        page = (await web.get(f"/api/{path}", params={**given, "件数": "60", "頁": str(number)})).json()
        assert (page["全件"], page["頁"]) == (total, number)
        found += [each["id"] for each in page["行"]]
    assert len(found) == len(set(found)) == total


async def test_unknown_things_and_wrong_conditions_are_told_in_japanese(web: httpx.AsyncClient) -> None:
    for path, status in (
        ("/api/municipalities/000000", 404),
        ("/api/organisations/x", 404),
        ("/api/agreements/x", 404),
        ("/api/measures/x", 404),
        ("/api/fields/x", 404),
        ("/api/documents/x", 404),
        ("/api/agreements?都道府県=架空県", 404),
        ("/api/measures?分野=ない分野", 404),
        ("/api/municipalities?件数=501", 422),
        ("/api/measures?段階=空想", 422),
        ("/api/queries/no-such.csv", 404),
        ("/api/queries/partners.csv?何か=1", 422),
        ("/api/search?件数=0", 422),
    ):
        answer = await web.get(path)
        assert answer.status_code == status, path
        assert answer.headers["content-type"] == "application/problem+json"
        assert re.search(r"[ぁ-ん]", answer.json()["detail"])


@pytest.mark.parametrize(
    ("word", "kind", "id"),
    [
        ("宇陀", "自治体", graphs.UDA),
        ("榛原町", "自治体", graphs.UDA),
        ("292125", "自治体", graphs.UDA),
        ("アオバ", "企業", "o-a"),
        ("別の名", "企業", "o-a"),
        ("声かけ 配達", "施策", "m1"),
        ("見守り協定", "協定", "k1"),
        ("電話での", "文書", "d3"),
        ("防災", "分野", "f02"),
    ],
)
async def test_search_finds_a_thing_by_any_part_of_any_name(
    web: httpx.AsyncClient, word: str, kind: str, id: str
) -> None:
    groups = {each["種類"]: each for each in (await web.get("/api/search", params={"語": word})).json()["種類ごと"]}
    assert id in [each["id"] for each in groups[kind]["行"]]
    only = (await web.get("/api/search", params={"語": word, "種類": kind, "件数": "1"})).json()["種類ごと"]
    assert [each["種類"] for each in only] == [kind]
    assert only[0]["全件"] == groups[kind]["全件"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_values_are_values(web: httpx.AsyncClient, text: str) -> None:
    for path, name in (
        ("/api/search", "語"),
        ("/api/queries/partners", "id"),
        ("/api/queries/partners.csv", "id"),
        ("/api/queries/partners.xlsx", "id"),
        ("/api/queries/record_parties", "ids"),
    ):
        answer = await web.get(path, params={name: text})
        assert answer.status_code in (200, 422), (path, answer.text)
        assert not answer.headers["content-type"].startswith("text/html")
        assert "Traceback" not in answer.text
    for kind in ("municipalities", "organisations", "agreements", "documents"):
        answer = await web.get(f"/api/{kind}/{quote(text[:500], safe='')}")
        assert answer.status_code in (404, 422)
        assert answer.headers["content-type"] == "application/problem+json"
    page = await web.post("/names", files={"文": (None, text)})
    assert page.status_code in (200, 422)
    assert "<script>alert" not in page.text
    assert "49" not in re.sub(r"\?v=\w+", "", page.text) or "7*7" not in text
    assert (await web.get("/ready")).json()["版"]["番号"] == 1


async def test_the_description_is_in_japanese_and_its_examples_run(web: httpx.AsyncClient) -> None:
    described = (await web.get("/openapi.json")).json()
    for name in catalogue.catalogue():
        assert {f"/api/queries/{name}{suffix}" for suffix in ("", ".csv", ".xlsx")} <= described["paths"].keys()
    for path, methods in described["paths"].items():
        for method, entry in methods.items():
            assert re.search(r"[ぁ-ん一-龠]", entry["summary"]), path
            assert entry["description"], path
            answer = await call(web, method, path, entry)
            if path == "/api/cypher":  # switched off here; `tests.test_raw_api` asks it
                assert answer.status_code == 403
                continue
            assert answer.status_code == 200, (method, path, answer.text[:200])
            content = entry["responses"]["200"]["content"]
            kind = answer.headers["content-type"].partition(";")[0]
            assert kind in content, path
            if kind == "application/json":
                schema = {**content[kind]["schema"], "components": described["components"]}
                Draft202012Validator(schema).validate(answer.json())


async def call(web: httpx.AsyncClient, method: str, path: str, entry: dict[str, Any]) -> httpx.Response:
    """A request made of the examples of a description alone."""
    query: dict[str, Any] = {}
    for parameter in entry.get("parameters", ()):
        schema = parameter["schema"]
        examples = schema.get("examples") or [schema.get("default", "")]
        assert parameter.get("description") or parameter["in"] == "path", (path, parameter["name"])
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(str(examples[0]), safe=""))
        else:
            query[parameter["name"]] = examples[0]
    if "requestBody" in entry:
        content = entry["requestBody"]["content"]
        if "application/json" in content:
            return await web.request(method, path, json=content["application/json"]["schema"]["examples"][0])
        example = content["multipart/form-data"]["example"]
        return await web.request(method, path, files={name: (None, value) for name, value in example.items()})
    return await web.request(method, path, params=query)


async def test_one_store_serves_the_process_from_start_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    opening, closing = EmbeddedStore.__init__, EmbeddedStore.close

    def opened(self: EmbeddedStore, pointer: Path) -> None:
        made.append("open")
        opening(self, pointer)

    async def closed(self: EmbeddedStore) -> None:
        made.append("close")
        await closing(self)

    monkeypatch.setattr(EmbeddedStore, "__init__", opened)
    monkeypatch.setattr(EmbeddedStore, "close", closed)
    app = create_app(Settings(graph_file=tmp_path / "none.json"))
    async with app.router.lifespan_context(app), client(app) as web:
        for _ in range(3):
            assert (await web.get("/ready")).status_code == 503
        assert (await web.get("/ready")).headers["retry-after"]
    assert made == ["open", "close"]


async def test_an_answer_is_worked_out_once_for_a_version_and_anew_for_the_next(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "graph.json")
    await store.replace(graphs.small())
    asked: list[str] = []
    reading = store.read

    async def read(work: Any) -> Any:
        async def once(view: Any) -> Any:
            rows = view.rows

            async def counted(*given: Any, **more: Any) -> Any:
                asked.append(given[0])
                return await rows(*given, **more)

            view.rows = counted
            return await work(view)

        return await reading(once)

    store.read = read  # type: ignore[method-assign]
    async with client(create_app(Settings(), store)) as web:
        first = await web.get("/api/queries/organisations")
        before = len(asked)
        again = await web.get("/api/queries/organisations")
        assert before
        assert len(asked) == before
        assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
        await store.replace(facts().tables())
        new = await web.get("/api/queries/organisations")
        assert len(asked) > before
        assert len(new.json()["行"]) > len(first.json()["行"])
        assert new.json()["版"]["番号"] == 2
    await store.close()


def test_what_is_kept_ready_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "ALL_BYTES", 1_000)
    monkeypatch.setattr(ready, "ONE_BYTES", 600)
    held, old, new = ready.Ready(), Version(1, "完了", "2026-01-01"), Version(2, "完了", "2026-01-02")
    for name in "abc":
        held.keep(old, name, ready.Body(b"x" * 400, "text/plain"))
    assert held.get(old, "a") is None
    assert held.get(old, "c")
    held.keep(old, "long", ready.Body(b"x" * 601, "text/plain"))
    assert held.get(old, "long") is None
    held.keep(new, "a", ready.Body(b"new", "text/plain"))
    held.keep(old, "b", ready.Body(b"old", "text/plain"))
    assert held.get(old, "c") is None
    assert held.get(new, "b") is None
    assert held.get(new, "a") == ready.Body(b"new", "text/plain")
