"""The explorer over a small made-up graph: what its pages say, and what it refuses.

The municipalities are real; every company, agreement, measure and document is invented. Of the nine municipalities
宇陀市 and 府中市 have agreements, 益子町 is only the place of a measure, 竹原市 is covered completely and has nothing,
天理市 is named by an extract alone, 橿原市 by nothing.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.coverage import State, parts
from api.guard import Guard
from api.map import Maps
from graph import model
from graph.facts import Evidence, Fact, Facts, Node
from graph.settings import Settings
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from tests import graphs
from viz.country.tiles import tile_places
from viz.wanted import Wanted

TAKEHARA, TENRI, KASHIHARA = "342033", "292044", "292052"
NAUGHTY = "<script>alert('わるい名前')</script>株式会社"
MANY = 105


def facts() -> Facts:
    """The graph of `graphs` with every state of coverage, a name that is not harmless, and many plans."""
    found = graphs.facts()
    for code, name, kind, prefecture in (
        ("090000", "栃木県", "都道府県", "栃木県"),
        ("340006", "広島県", "都道府県", "広島県"),
        (TAKEHARA, "広島県竹原市", "市", "広島県"),
        (TENRI, "奈良県天理市", "市", "奈良県"),
        (KASHIHARA, "奈良県橿原市", "市", "奈良県"),
    ):
        short = name if kind == "都道府県" else name[3:]
        found.add_node("自治体", code, 名称=name, 略称=short, 種別=kind, 都道府県=prefecture, 緯度=34.5, 経度=135.9)
    found.add_node("企業", "o-x", 名称=NAUGHTY, 区分="企業", 別名=["<i>別名</i>"], 法人番号="5000020292125")
    found.add_node("文書", "d3", 題名="電話での聞き取り（試験用の作り話）", 種別="聞き取り", 公開="庁内限り")
    graphs.say(found, "協定", "k3", "d3", 名称="<b>太い</b>協定", 種別="包括連携協定", 状態="有効")
    for start, end, own in (
        (("文書", "d2"), ("自治体", TAKEHARA), ("全件", "協定の一覧")),
        (("文書", "d1"), ("自治体", TENRI), ("抜粋", "視察")),
        (("文書", "d3"), ("自治体", graphs.UDA), ("抜粋", "電話")),
    ):
        found.add(Fact("収録", Node(*start), Node(*end), Evidence(start[1], "1-9", "", "載っている。"), own))
    talk = Evidence("d3", "", "", "電話で聞いた。", "要確認", "わるい名前", "日を聞きもらした")
    found.add(Fact("締結", Node("自治体", graphs.UDA), Node("協定", "k3"), talk, ("",)))
    found.add(Fact("締結", Node("企業", "o-x"), Node("協定", "k3"), talk, ("",)))
    for n in range(MANY):
        graphs.say(found, "施策", f"p{n:03}", "d1", 名称=f"計画その{n}", 段階="計画")
        place = Evidence("d1", f"{100 + n}-{110 + n}", "", "計画がある。", "推定")
        found.add(Fact("実施", Node("自治体", graphs.UDA), Node("施策", f"p{n:03}"), place, ("主体", "")))
        found.add(Fact("対象", Node("施策", f"p{n:03}"), Node("分野", "f02"), place, ()))
    return found


@pytest.fixture(scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    opened = EmbeddedStore(tmp_path_factory.mktemp("api") / "graph.json")
    await opened.replace(facts().tables())
    yield opened
    await opened.close()


def client(app: Any, host: str = "127.0.0.1:8000") -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=f"http://{host}")


@pytest.fixture(scope="module")
def app(store: Store) -> FastAPI:
    return create_app(Settings(), store)


@pytest.fixture
async def web(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client(app) as opened:
        yield opened


def words(page: str) -> str:
    """What a person reads: the text without marks, with the spaces of the markup removed."""
    body = re.sub(r"<(?:svg|head)\b.*?</(?:svg|head)>", "", page, flags=re.S)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


PAGES = (
    "/",
    "/municipalities",
    "/organisations",
    "/agreements",
    "/measures",
    "/documents",
    f"/municipalities/{graphs.UDA}",
    f"/municipalities/{graphs.NARA}",
    f"/municipalities/{KASHIHARA}",
    "/organisations/o-a",
    "/organisations/o-c",
    "/organisations/o-x",
    "/agreements/k1",
    "/agreements/k2",
    "/agreements/k3",
    "/measures/m1",
    "/measures/m2",
    "/documents/d1",
    "/documents/d2",
    "/documents/d3",
)


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_whole_japanese_and_brings_everything_along(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert answer.status_code == 200, answer.text
    page = answer.text
    assert '<html lang="ja">' in page
    assert page.rstrip().endswith("</html>")
    assert "None" not in words(page)
    assert "undefined" not in page.lower()
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?!/static/)", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)
    linked = set(re.findall(r'href="#(e\d+)"', page))
    assert linked <= set(re.findall(r'id="(e\d+)"', page)), "a mark that leads nowhere"


REPORT = "/report?"
"""Of the three kinds of file that a page offers, one is fetched: the quickest to make."""
LEFT_OUT = quote("庁内限り") + "=" + quote("除く")


@pytest.fixture(scope="module")
def followed() -> set[str]:
    """Links that led somewhere."""
    return {"/map"}


@pytest.mark.parametrize("path", PAGES)
async def test_every_link_inside_leads_somewhere(web: httpx.AsyncClient, followed: set[str], path: str) -> None:
    page = (await web.get(path)).text
    links = {link.replace("&amp;", "&").partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', page)}
    for link in sorted(link for link in links - followed if REPORT not in link or "xlsx" in link):
        status = (await web.get(link)).status_code
        # What only an internal document tells is not there without such documents, and never in a report.
        assert status == 200 or (status == 404 and (LEFT_OUT in link or link.startswith("/report"))), link
        followed.add(link)


async def test_the_home_page_never_says_none_where_nobody_looked(web: httpx.AsyncClient) -> None:
    said = words((await web.get("/")).text)
    assert (
        "市区町村6のうち、協定か施策の記録があるのは3（うち施策の場所としてだけ出るのは1）。"
        "全件を載せた文書があって記録がないのは1、抜粋などにだけ載って記録がないのは1。"
        "残る1は未調査で、「ない」とは言えない。"
    ) in said
    assert "都道府県3のうち、協定か施策の記録があるのは0。全件を載せた文書があって記録がないのは1" in said
    assert "残る2は未調査で、「ない」とは言えない。" in said
    assert "聞き取り1" in said
    assert "合わせて3の文書による" in said


async def test_every_count_says_what_it_counts_against(web: httpx.AsyncClient) -> None:
    said = words((await web.get("/")).text)
    assert "市区町村36のうち（施策の場所としてだけの1を含む）。全件を読んで記録なし1、抜粋など1、未調査1" in said
    assert "企業・団体4法人番号を確かめたもの1、未確認3" in said
    assert "協定3締結日が日まで分かるもの1、月・年まで0、年の記載なし1、日付の記載なし1" in said
    assert f"施策{MANY + 2}実施1、計画{MANY + 1}" in said
    assert re.search(r"根拠\d+明示\d+、推定\d+、要確認2。文書の\d+か所による。原文の語句が手元にあるもの\d+", said)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (KASHIHARA, "この自治体を載せた文書はまだない。未調査であり、協定や施策が「ない」とは言えない。"),
        (TENRI, "協定と施策の記録はない。この自治体を載せた文書は1で、全件を載せたものはない。ここにない協定や施策が「ない」とは言えない。"),
        (TAKEHARA, "協定も施策も記録なし。この自治体を載せた文書は1。うち全件を載せたものは1（『協定一覧（試験用の作り話）』の協定の一覧、時点2024年4月1日（令和6年））で、その対象と時点のほかは調べていない。"),
    ],
)  # fmt: skip
async def test_a_municipality_says_how_far_it_was_looked_at(web: httpx.AsyncClient, code: str, expected: str) -> None:
    assert expected in words((await web.get(f"/municipalities/{code}")).text)


async def test_a_fact_leads_to_its_numbered_evidence(web: httpx.AsyncClient) -> None:
    page = (await web.get(f"/municipalities/{graphs.UDA}")).text
    said = words(page)
    assert "見守りの協定を結びました" in said
    assert "10–24字目" in said
    assert "シート「協定」7行" in said
    assert "原文の語句は手元にない" in said
    assert "位置の記載なし" in said
    assert "日を聞きもらした" in said
    assert 'aria-label="根拠 1（明示）"' in page
    assert "（要確認）" in page
    assert "2023年11月8日（令和5年）" in said


async def test_a_plan_is_no_deed_and_a_place_no_actor(web: httpx.AsyncClient) -> None:
    assert "段階は計画で、行われたことは記録にない" in words((await web.get("/measures/m2")).text)
    page = (await web.get(f"/municipalities/{graphs.MASHIKO}")).text
    assert "施策1（うち場所としてだけ出るのは1）の記録がある" in words(page)
    assert "相手の企業・団体" not in page


async def test_where_documents_differ_both_values_stand(web: httpx.AsyncClient) -> None:
    said = words((await web.get("/agreements/k1")).text)
    assert "締結日2023年11月8日（令和5年）" in said
    assert "2023年11月（令和5年）この頁では採っていない記載" in said
    assert "有効期限記載なし" in said
    assert "いまの状態は不明" in said


async def test_a_date_without_a_year_gets_none(web: httpx.AsyncClient) -> None:
    assert "締結日8月5日（年の記載なし）" in words((await web.get("/agreements/k2")).text)


async def test_names_are_text_and_never_markup(web: httpx.AsyncClient) -> None:
    for path in (
        "/organisations",
        "/organisations/o-x",
        "/agreements",
        "/agreements/k3",
        f"/municipalities/{graphs.UDA}",
    ):
        page = (await web.get(path)).text
        assert "<script>alert" not in page, path
        assert "<b>太い</b>" not in page, path
    assert "&lt;script&gt;alert" in (await web.get("/organisations/o-x")).text


async def test_internal_documents_are_shown_with_the_word_beside(web: httpx.AsyncClient) -> None:
    for path in ("/", "/documents", "/documents/d3", "/agreements/k3", f"/municipalities/{graphs.UDA}"):
        assert "庁内限り" in (await web.get(path)).text, path
    assert "庁内限り" not in (await web.get("/agreements/k2")).text.partition("<footer")[0]


async def test_a_list_is_paged_and_says_where_it_is(web: httpx.AsyncClient) -> None:
    first = (await web.get("/measures")).text
    assert f"1–100/{MANY + 2}件" in words(first)
    assert len(re.findall(r'<tr class="measure', first)) == 100
    second = (await web.get("/measures", params={"頁": 2})).text
    assert f"101–{MANY + 2}/{MANY + 2}件" in words(second)
    names = re.compile(r'class="title" href="/measures/([^"]+)"')
    assert len({*names.findall(first), *names.findall(second)}) == MANY + 2
    beyond = await web.get("/measures", params={"頁": 3})
    assert beyond.status_code == 404
    assert "2頁まで" in words(beyond.text)


async def test_a_long_history_is_paged_and_counted_whole(web: httpx.AsyncClient) -> None:
    first, second = [(await web.get(f"/municipalities/{graphs.UDA}", params={"頁": n})).text for n in (1, 2)]
    for page in (first, second):
        assert f"協定2、施策{MANY + 1}の記録がある" in words(page)
        assert f"計画{MANY}" in words(page)
    assert f"1–100/{MANY + 2}件" in words(first)
    assert "地域見守り協定" in first
    assert "地域見守り協定" not in second
    assert first.index("地域見守り協定") < first.index("配達時の声かけ") < first.index("協定の記録のない施策")


@pytest.mark.parametrize(
    ("path", "given", "expected"),
    [
        ("/measures", {"段階": "実施"}, "1–1/1件"),
        ("/measures", {"段階": "検討"}, "0件"),
        ("/measures", {"都道府県": "栃木県"}, "1–1/1件"),
        ("/measures", {"都道府県": "広島県"}, "条件に合う施策の記録はない。「ない」とは言えない。"),
        ("/measures", {"都道府県": "奈良県", "分野": "防災・危機管理", "段階": "計画"}, f"1–100/{MANY}件"),
        ("/measures", {"分野": "高齢者・障害者・見守り"}, "0件"),
        ("/measures", {"都道府県": "", "分野": "", "段階": ""}, f"1–100/{MANY + 2}件"),
        ("/agreements", {"種別": "見守り協定"}, "1–1/1件"),
        ("/agreements", {"都道府県": "広島県"}, "府中市と金庫の協定"),
        ("/municipalities", {"状況": "記録なし", "種別": "市区町村"}, "1–1/1団体"),
        ("/municipalities", {"都道府県": "奈良県"}, "1–4/4団体"),
        ("/organisations", {"区分": "大学・学校"}, "0件"),
    ],
)
async def test_lists_can_be_narrowed_without_scripts(
    web: httpx.AsyncClient, path: str, given: dict[str, str], expected: str
) -> None:
    answer = await web.get(path, params=given)
    assert answer.status_code == 200
    assert expected in words(answer.text)


@pytest.mark.parametrize(
    ("path", "given", "expected"),
    [
        ("/measures", {"段階": "空想"}, "「段階」は次のどれかです: 検討、計画、実証、実施、終了、不明"),
        ("/measures", {"頁": "三"}, "「頁」は整数です"),
        ("/measures", {"頁": "0"}, "「頁」は 1 以上です"),
        ("/measures", {"都道府県": "架空県"}, "「架空県」という都道府県はありません"),
        ("/measures", {"分野": "ない分野"}, "「ない分野」という分野はありません"),
        ("/municipalities", {"状況": "ある"}, "記録あり、記録なし、抜粋など、未調査"),
        ("/api/queries/partners", {"ID": "x"}, "使える引数: id"),
        ("/api/queries/measure_ids", {"件数": "たくさん"}, "整数"),
        ("/api/queries/measure_ids", {"件数": "-1"}, "0 から"),
        ("/api/queries/measure_ids", {"飛ばす": "1" * 30}, "0 から"),
    ],
)
async def test_a_wrong_value_is_named_in_japanese(
    web: httpx.AsyncClient, path: str, given: dict[str, str], expected: str
) -> None:
    answer = await web.get(path, params=given)
    assert answer.status_code == 422
    assert expected in answer.text


@pytest.mark.parametrize("kind", ["municipalities", "organisations", "agreements", "measures", "documents"])
@pytest.mark.parametrize("id", ["ない", "a/b", "<b>"])
async def test_an_unknown_id_is_a_page_in_japanese(web: httpx.AsyncClient, kind: str, id: str) -> None:
    answer = await web.get(f"/{kind}/{quote(id, safe='')}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "見つからない" in answer.text
    assert "一覧から探してください" in answer.text
    assert "<b>」" not in answer.text


async def test_a_browser_fetches_a_version_once(web: httpx.AsyncClient) -> None:
    for path in ("/", "/measures", "/agreements/k1", "/api/queries/partners"):
        first = await web.get(path)
        tag = first.headers["etag"]
        assert re.fullmatch(r'"1-[0-9a-f]+"', tag)
        assert first.headers["cache-control"] == "private, no-cache"
        again = await web.get(path, headers={"If-None-Match": f'"x", W/{tag}'})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
        assert (await web.get(path, headers={"If-None-Match": '"0-0"'})).status_code == 200


async def test_a_load_makes_a_new_tag(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "graph.json")
    async with client(create_app(Settings(), store)) as web:
        await store.replace(graphs.small())
        old = await web.get("/")
        await store.replace(facts().tables())
        new = await web.get("/", headers={"If-None-Match": old.headers["etag"]})
        assert new.status_code == 200
        assert "第 2 版" in new.text
    await store.close()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil", "[::1", "127.0.0.1:x", ""]
)
async def test_a_foreign_host_name_is_refused(store: Store, host: str) -> None:
    async with client(create_app(Settings(), store)) as web:
        for path in ("/", "/api/queries", "/health"):
            answer = await web.get(path, headers={"Host": host})
            assert answer.status_code == 400
            assert "起動したときに示した場所" in answer.text
            assert "frame-ancestors" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:9", "renkei.lg.example:80"])
async def test_our_own_names_are_answered(store: Store, host: str) -> None:
    async with client(create_app(Settings(host="renkei.lg.example"), store)) as web:
        assert (await web.get("/health", headers={"Host": host})).status_code == 200


def test_a_server_on_all_addresses_answers_to_addresses() -> None:
    guard = Guard(create_app(Settings()), "0.0.0.0")  # noqa: S104 - nothing is bound
    assert guard.allows("192.0.2.7:8000")
    assert guard.allows("[2001:db8::7]")
    assert not guard.allows("evil.example")
    assert not Guard(create_app(Settings()), "192.0.2.7").allows("192.0.2.8")


async def test_every_answer_forbids_what_is_not_ours(web: httpx.AsyncClient) -> None:
    for path in ("/", "/static/explorer.css", "/api/queries", "/nope"):
        headers = (await web.get(path)).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


async def test_programs_get_typed_answers(web: httpx.AsyncClient) -> None:
    questions = (await web.get("/api/queries")).json()
    assert {"partners", "coverage", "measure_ids"} <= {question["名前"] for question in questions}
    answer = (await web.get("/api/queries/partners", params={"id": graphs.UDA})).json()
    assert answer["版"]["番号"] == 1
    assert answer["問い"]["名前"] == "partners"
    assert answer["列"][0] == "企業id"
    assert {row[0] for row in answer["行"]} == {"o-a", "o-x"}
    listed = await web.get("/api/queries/record_parties", params=[("ids", "k1,k2"), ("ids", "m1")])
    assert {row[0] for row in listed.json()["行"]} == {"k1", "k2", "m1"}


async def test_programs_get_problem_details_in_japanese(web: httpx.AsyncClient) -> None:
    for method, path, status in (
        ("GET", "/api/queries/no-such", 404),
        ("GET", "/api/nope", 404),
        ("GET", "/api", 404),
        ("GET", "/api/queries/partners?id=a&id=b", 422),
        ("POST", "/api/queries", 405),
    ):
        answer = await web.request(method, path)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        told = answer.json()
        assert told["status"] == status
        assert told["instance"] == path.partition("?")[0]
        assert re.search(r"[ぁ-ん]", told["detail"])
        assert re.search(r"[ぁ-ん一-龠]", told["title"])


async def test_the_description_is_there_and_needs_no_one_else(web: httpx.AsyncClient) -> None:
    described = (await web.get("/openapi.json")).json()
    assert {"/api/queries", "/api/queries/partners", "/api/search", "/api/names", "/health", "/ready"} <= set(
        described["paths"]
    )
    assert all(path.startswith("/api/") or path in ("/health", "/ready") for path in described["paths"])
    for path in ("/docs", "/redoc"):
        assert (await web.get(path)).status_code == 404


async def test_without_a_graph_people_and_programs_are_told_what_to_do(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "none.json")
    async with client(create_app(Settings(), store)) as web:
        page = await web.get("/")
        assert page.status_code == 503
        assert page.headers["content-type"].startswith("text/html")
        assert "renkei build" in page.text
        ready = await web.get("/ready")
        assert ready.status_code == 503
        assert ready.headers["content-type"] == "application/problem+json"
        assert "renkei build" in ready.json()["detail"]
        assert (await web.get("/health")).json() == {"状態": "稼働中"}
    await store.close()


async def test_a_ready_store_tells_its_version(web: httpx.AsyncClient) -> None:
    assert (await web.get("/ready")).json()["版"]["番号"] == 1


async def test_an_unforeseen_error_is_told_in_japanese(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(store, "read", broken)
    transport = httpx.ASGITransport(app=create_app(Settings(), store), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as web:
        answer = await web.get("/")
    assert answer.status_code == 500
    assert "思いがけない誤り" in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert "frame-ancestors" in answer.headers["content-security-policy"]


POLICY = "default-src 'none'; script-src 'sha256-abc='"


async def test_the_map_is_drawn_once_and_keeps_its_own_policy(store: Store) -> None:
    drawn: list[str] = []

    async def fake(given: Store, wanted: Wanted) -> str:
        drawn.append(wanted.prefecture)
        return (
            f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{POLICY}"><p>地図{wanted.prefecture}'
        )

    app = create_app(Settings(), store)
    app.state.maps = Maps(fake)
    async with client(app) as web:
        first, again = await web.get("/map"), await web.get("/map")
        assert first.text == again.text
        assert first.headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"
        assert (await web.get("/map", params={"都道府県": "奈良県"})).text.endswith("地図奈良県")
        tag = first.headers["etag"]
        kept = await web.get("/map", headers={"If-None-Match": tag})
        assert (kept.status_code, kept.headers.get("content-security-policy")) == (304, None)
    assert drawn == ["", "奈良県"]


async def test_the_real_map_is_served(web: httpx.AsyncClient) -> None:
    answer = await web.get("/map")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "庁内限り" not in answer.text
    assert "電話で聞いた" not in answer.text


async def test_a_store_that_is_given_stays_open(store: Store, tmp_path: Path) -> None:
    app = create_app(Settings(), store)
    async with app.router.lifespan_context(app):
        pass
    assert (await store.version()).number == 1


async def test_the_process_opens_one_store_and_closes_it(tmp_path: Path) -> None:
    made = EmbeddedStore(tmp_path / "graph.json")
    await made.replace(graphs.small())
    await made.close()
    app = create_app(Settings(graph_file=tmp_path / "graph.json"))
    async with app.router.lifespan_context(app), client(app) as web:
        assert (await web.get("/ready")).status_code == 200
        opened = app.state.store
    with pytest.raises(RuntimeError):
        await opened.version()


def test_every_prefecture_has_a_tile_of_its_own() -> None:
    places = tile_places()
    assert len(places) == 47
    assert len(set(places.values())) == 47
    assert {"北海道", "東京都", "京都府", "大阪府", "神奈川県", "鹿児島県"} <= places.keys()
    assert max(column for column, _ in places.values()) == 12


def test_a_bar_shows_what_is_there_and_never_more_than_all() -> None:
    bar = parts((("a", 1), ("b", 0), ("c", 9_999)), 10_000)
    assert [part.name for part in bar] == ["a", "c"]
    assert bar[0].width == 0.8
    assert bar[-1].start + bar[-1].width == pytest.approx(100)
    assert parts((("a", 0),), 0) == []


def test_the_choices_of_the_pages_are_those_of_the_graph() -> None:
    from api import deps

    assert deps.StateName.__args__[0].__args__ == ("", *State)
    assert deps.Stage.__args__[0].__args__ == ("", *model.STAGES)
