"""A list of names against a made-up graph: candidates with reasons, never a guess, and "none" apart from "not looked at".

Municipalities are real; every company, agreement and document is invented.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import httpx
import openpyxl
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.names.lines import ColumnNeededError, TooManyError, choose, headed, pasted, table
from graph.errors import UsageError
from graph.facts import Evidence, Fact, Facts, Node
from graph.settings import Settings
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from tests import graphs
from tests.test_api import KASHIHARA, TAKEHARA, TENRI, client, words

HIROSHIMA_FUCHU, TOKYO_FUCHU = "342084", "132063"
NAUGHTY = "<script>alert('わるい名前')</script>株式会社"


def facts() -> Facts:
    """The graph of `graphs`, two bodies of one core, two 府中市, a note that is 庁内限り, every state of coverage."""
    found = graphs.facts()
    for code, name, prefecture in (
        (TAKEHARA, "広島県竹原市", "広島県"),
        (TENRI, "奈良県天理市", "奈良県"),
        (KASHIHARA, "奈良県橿原市", "奈良県"),
        (TOKYO_FUCHU, "東京都府中市", "東京都"),
    ):
        found.add_node("自治体", code, 名称=name, 略称=name[3:], 種別="市", 都道府県=prefecture, 緯度=34.5, 経度=135.9)
    found.add_node(
        "企業", "o-d", 名称="株式会社ふたば", 区分="企業", 法人番号="5000020292125", サービス名=["ふたばの窓"]
    )
    found.add_node("企業", "o-e", 名称="一般社団法人ふたば", 区分="団体")
    found.add_node("企業", "o-x", 名称=NAUGHTY, 区分="企業")
    found.add_node("企業", "o-i", 名称="ないしょ商事株式会社", 区分="企業")
    found.add_node("文書", "d3", 題名="電話での聞き取り（試験用の作り話）", 種別="聞き取り", 公開="庁内限り")
    graphs.say(found, "協定", "k3", "d3", 名称="聞いた協定", 締結日="2021-04-01")
    talk = Evidence("d3", "", "", "電話で聞いた。", "要確認")
    for start in (("自治体", TAKEHARA), ("企業", "o-i")):
        found.add(Fact("締結", Node(*start), Node("協定", "k3"), talk, ("",)))
    for start, end, own in (
        (("文書", "d2"), ("自治体", TAKEHARA), ("全件", "協定の一覧")),
        (("文書", "d1"), ("自治体", TENRI), ("抜粋", "視察")),
    ):
        found.add(Fact("収録", Node(*start), Node(*end), Evidence(start[1], "1-9", "", "載っている。"), own))
    return found


@pytest.fixture(scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    opened = EmbeddedStore(tmp_path_factory.mktemp("names") / "graph.json")
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


async def asked(web: httpx.AsyncClient, text: str, **given: str) -> list[dict[str, Any]]:
    """The lines of the answer about a pasted text."""
    answer = await web.post("/api/names", files={"文": (None, text), **{k: (None, v) for k, v in given.items()}})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["行"])


async def the_line(web: httpx.AsyncClient, text: str, **given: str) -> dict[str, Any]:
    [line] = await asked(web, text, **given)
    return line


@pytest.mark.parametrize(
    ("text", "id", "reason"),
    [
        ("株式会社あおば見守り", "o-a", "名前が同じ"),
        ("別の名", "o-a", "別名が同じ"),
        ("㈱あおば見守り", "o-a", "法人格の書き方のほかは同じ"),
        ("（株）あおば　見守り", "o-a", "法人格の書き方のほかは同じ"),
        ("あおば見守り", "o-a", "法人格のほかは同じ"),
        ("ふたばの窓", "o-d", "サービス名が同じ"),
        ("5000020292125", "o-d", "法人番号が同じ"),
        ("T5000020292125", "o-d", "法人番号が同じ"),
        ("５０００－０２０２９２１２５", "o-d", "法人番号が同じ"),
        ("宇陀市", graphs.UDA, "名前が同じ"),
        ("奈良県宇陀市", graphs.UDA, "名前が同じ"),
        ("宇陀市 福祉課", graphs.UDA, "名前"),
        ("榛原町", graphs.UDA, "以前の名前"),
        ("292125", graphs.UDA, "団体コードが同じ"),
        ("29212", graphs.UDA, "検査数字なし"),
        ("93424", graphs.MASHIKO, "頭の 0 を補うと"),
    ],
)
async def test_a_name_in_any_of_its_spellings_is_found_with_the_reason(
    web: httpx.AsyncClient, text: str, id: str, reason: str
) -> None:
    line = await the_line(web, text)
    assert line["名前"] == text
    assert line["判定"] == "一致", line
    [found] = [each for each in line["候補"] if each["確か"]]
    assert found["id"] == id
    assert reason in found["理由"]


@pytest.mark.parametrize(("text", "ids"), [("ふたば", {"o-d", "o-e"}), ("府中市", {HIROSHIMA_FUCHU, TOKYO_FUCHU})])
async def test_where_several_bear_a_name_all_are_shown_and_none_is_chosen(
    web: httpx.AsyncClient, text: str, ids: set[str]
) -> None:
    line = await the_line(web, text)
    assert line["判定"] == "候補が複数"
    assert line["状態"] == ""
    assert {each["id"] for each in line["候補"]} == ids


@pytest.mark.parametrize("text", ["株式会社あおば見守", "有限会社あおば見守り"])
async def test_a_close_spelling_is_a_hint_and_no_match(web: httpx.AsyncClient, text: str) -> None:
    line = await the_line(web, text)
    assert line["判定"] == "近い名前だけ"
    assert [(each["id"], each["確か"]) for each in line["候補"]] == [("o-a", False)]
    assert line["状態"] == ""


async def test_a_number_beside_a_name_that_means_another_body_is_told(web: httpx.AsyncClient) -> None:
    line = await the_line(web, "企業名\t法人番号\nみどり信用金庫\t5000020292125")
    assert line["判定"] == "候補が複数"
    assert {each["id"] for each in line["候補"]} == {"o-b", "o-d"}
    assert "別の団体" in line["注記"]


async def test_a_mistyped_number_is_told(web: httpx.AsyncClient) -> None:
    line = await the_line(web, "6000020292125")
    assert line["判定"] == "名前がない"
    assert "検査数字" in line["注記"]


@pytest.mark.parametrize(
    ("place", "state", "numbers"),
    [
        (graphs.UDA, "記録あり", (1, 0, 0)),
        ("竹原市", "記録なし", (1, 1, 0)),
        ("天理市", "抜粋など", (1, 0, 1)),
        ("奈良県橿原市", "未調査", (1, 0, 1)),
    ],
)
async def test_none_is_said_only_of_a_municipality_that_was_looked_at_whole(
    web: httpx.AsyncClient, place: str, state: str, numbers: tuple[int, int, int]
) -> None:
    line = await the_line(web, "株式会社あおば見守り", 自治体=place)
    works = line["候補"][0]["記録"]
    assert (line["状態"], works["状態"]) == (state, state)
    assert (works["対象数"], works["記録なし数"], works["不明数"]) == numbers


async def test_a_name_that_the_graph_does_not_hold_is_none_only_where_all_was_looked_at(web: httpx.AsyncClient) -> None:
    for place, state in (("竹原市", "記録なし"), ("橿原市", "未調査")):
        line = await the_line(web, "どこにもない商店株式会社", 自治体=place)
        assert (line["判定"], line["状態"]) == ("名前がない", state)


async def test_counts_are_those_of_the_chosen_prefecture(web: httpx.AsyncClient) -> None:
    works = (await the_line(web, "株式会社あおば見守り", 都道府県="奈良県"))["候補"][0]["記録"]
    assert (works["協定数"], works["施策数"], works["相手"]) == (1, 1, ["奈良県宇陀市"])
    assert (works["開始"], works["最終"]) == ("2023-11-08", "2024")
    # 奈良県 itself was looked at whole; 天理市 by an extract; 橿原市 not at all.
    assert (works["対象数"], works["記録なし数"], works["不明数"]) == (4, 1, 2)
    outside = (await the_line(web, "株式会社あおば見守り", 都道府県="広島県"))["候補"][0]["記録"]
    assert (outside["状態"], outside["協定数"], outside["記録なし数"]) == ("記録なし", 0, 2)


async def test_what_only_an_internal_document_tells_is_counted_when_asked_for_and_never_called_none(
    web: httpx.AsyncClient,
) -> None:
    hidden = (await the_line(web, "ないしょ商事株式会社", 自治体="竹原市"))["候補"][0]["記録"]
    assert (hidden["状態"], hidden["協定数"], hidden["記録なし数"], hidden["不明数"]) == ("抜粋など", 0, 0, 1)
    shown = (await the_line(web, "ないしょ商事株式会社", 自治体="竹原市", 庁内="1"))["候補"][0]["記録"]
    assert (shown["状態"], shown["協定数"], shown["開始"]) == ("記録あり", 1, "2021-04-01")


async def test_a_municipality_on_the_list_is_told_with_its_partners(web: httpx.AsyncClient) -> None:
    line = await the_line(web, "宇陀市")
    works = line["候補"][0]["記録"]
    assert (works["状態"], works["協定数"], works["施策数"], works["相手"]) == (
        "記録あり",
        1,
        1,
        ["株式会社あおば見守り"],
    )
    assert (await the_line(web, "橿原市"))["状態"] == "未調査"


async def test_a_place_that_is_none_or_two_is_asked_for(web: httpx.AsyncClient) -> None:
    for place, told in (("府中市", "東京都府中市"), ("宇多市", "自治体はありません")):
        answer = await web.post("/api/names", files={"文": (None, "あおば見守り"), "自治体": (None, place)})
        assert answer.status_code == 422
        assert told in answer.json()["detail"]


def test_a_pasted_table_comes_back_as_it_came() -> None:
    sent = pasted('番号\t企業名\t備考\r\n1\t"株式会社\n改行"\tよつば"便"\r\n\r\n2\tみどり\t=1+1\r\n')
    assert sent.headings == ("番号", "企業名", "備考")
    assert len(sent.rows) == 2
    assert pasted(sent.text()) == sent
    bare = pasted("あおば\nみどり")
    assert (bare.headings, bare.headed) == (("列1",), False)
    assert pasted(bare.text()) == bare


@pytest.mark.parametrize(
    ("rows", "wanted", "column"),
    [
        ([["No", "協定先（事業者名）", "日"], ["1", "あ", "x"]], "", 1),
        ([["協定一覧", "", ""], ["", "", ""], ["No", "相手方", "締結日"], ["1", "あ", "x"]], "", 1),
        ([["a", "宇陀市", "x"], ["b", "府中市", "y"], ["c", "知らない", "z"]], "", 1),
        ([["甲", "乙"], ["あ", "い"]], "乙", 1),
        ([["甲", "乙"], ["あ", "い"]], "B", 1),
    ],
)
def test_the_column_with_the_names_is_recognised_by_heading_content_or_word(
    rows: list[list[str]], wanted: str, column: int
) -> None:
    sent = headed(table(rows), wanted)
    assert choose(sent, wanted, lambda text: text in ("宇陀市", "府中市")).name == column


def test_where_no_column_stands_out_it_is_asked_for_with_samples() -> None:
    with pytest.raises(ColumnNeededError, match="列2（例: い）") as raised:
        choose(table([["あ", "い"], ["う", "え"]]), "", lambda text: False)
    assert raised.value.columns == (("列1", "あ"), ("列2", "い"))


def test_a_list_that_is_too_long_or_empty_is_refused_with_what_to_do() -> None:
    with pytest.raises(TooManyError, match="5,000 行まで"):
        pasted("\n".join(f"会社{n}" for n in range(5_002)))
    with pytest.raises(TooManyError, match="100 列まで"):
        pasted("\t".join("あ" * 101))
    with pytest.raises(UsageError, match="名前がひとつもありません"):
        pasted(" \n\t\n")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def test_a_workbook_comes_back_with_its_own_columns_in_front(web: httpx.AsyncClient) -> None:
    sent = workbook(
        ("管理番号", "企業名", "判定", "備考"),
        ("007", "㈱あおば見守り", "要", "=SUM(A1)"),
        ("008", "ふたば", "", None),
        ("009", "どこにもない商店", "", "x"),
    )
    answer = await web.post("/api/names.xlsx", files={"ファイル": ("一覧.xlsx", sent)})
    assert answer.status_code == 200, answer.text
    assert "filename*=UTF-8''%E5%90%8D%E5%89%8D" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["名簿", "候補", "条件"]
    rows = list(book["名簿"].values)
    assert rows[0][:7] == ("管理番号", "企業名", "判定", "備考", "判定（連携グラフ）", "種類", "グラフでの名前")
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["管理番号"], first["判定"], first["判定（連携グラフ）"]) == ("007", "要", "一致")
    assert (first["id"], first["協定数"], first["施策数"], first["状態"]) == ("o-a", 1, 1, "記録あり")
    second = dict(zip(rows[0], rows[2], strict=True))
    assert second["判定（連携グラフ）"] == "候補が複数"
    assert "株式会社ふたば（o-d" in second["候補"]
    assert "一般社団法人ふたば（o-e" in second["候補"]
    assert second["協定数"] is None
    assert [row[0] for row in list(book["候補"].values)[1:]] == [1, 2, 2]
    assert not book["名簿"].merged_cells.ranges
    told = dict(list(book["条件"].values)[1:])
    assert told["名前の列"] == "企業名"
    assert told["庁内限りの文書だけにもとづく記録"] == "数えていない"


async def test_a_csv_of_another_desk_is_read_in_its_own_encoding(web: httpx.AsyncClient) -> None:
    sent = "団体名,電話\r\nみどり信用金庫,なし\r\n".encode("cp932")
    answer = await web.post("/api/names", files={"ファイル": ("list.csv", sent)})
    assert answer.json()["行"][0]["候補"][0]["id"] == "o-b"


@pytest.mark.parametrize(
    ("files", "status", "told"),
    [
        ({"ファイル": ("a.exe", b"MZ")}, 422, "使えるのは .xlsx"),
        ({"ファイル": ("a.xlsx", b"PK\x03\x04 broken")}, 422, "a.xlsx"),
        ({"文": (None, "")}, 422, "名前がひとつもありません"),
        ({"文": (None, "あ\tい\nう\tえ")}, 422, "どの列に名前"),
        ({"文": (None, "あ\tい\nう\tえ"), "列": (None, "ない列")}, 422, "「ない列」という列はありません"),
        ({"文": (None, "あ"), "都道府県": (None, "架空県")}, 422, "架空県"),
        ({"文": (None, "あ" * 2_000_001)}, 413, "2,000,000 字まで"),
    ],
)
async def test_what_cannot_be_taken_is_told_in_japanese_to_programs_and_to_people(
    web: httpx.AsyncClient, files: dict[str, Any], status: int, told: str
) -> None:
    answer = await web.post("/api/names", files=files)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["detail"]
    page = await web.post("/names", files=files)
    assert page.status_code == status
    assert "<form" in page.text
    assert told in page.text


async def test_a_body_that_is_no_form_is_refused(web: httpx.AsyncClient) -> None:
    for content, kind in ((b"{}", "application/json"), (b"--x", "multipart/form-data"), (b"a", "")):
        answer = await web.post("/api/names", content=content, headers={"content-type": kind} if kind else {})
        assert answer.status_code == 422, answer.text
        assert "multipart/form-data" in answer.json()["detail"]
    large = await web.post("/api/names", content=b"x" * 12_000_001, headers={"content-type": "multipart/form-data"})
    assert large.status_code == 413


async def test_the_page_works_without_scripts_and_shows_hostile_names_as_text(web: httpx.AsyncClient) -> None:
    empty = await web.get("/names")
    assert empty.status_code == 200
    assert 'enctype="multipart/form-data"' in empty.text
    text = f"{NAUGHTY}\n{{{{ 7*7 }}}}\n') RETURN 1 //\n</textarea><img src=x>\n\u202e逆さ\x00"
    page = await web.post("/names", files={"文": (None, text)})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img src=x>" not in page.text
    assert "{{ 7*7 }}" in page.text
    assert "\u202e" not in page.text
    assert "\x00" not in page.text
    said = words(page.text)
    assert "一致1" in said
    assert "名前がない" in said
    assert "Excelで受け取る" in said


async def test_the_page_asks_for_the_column_and_keeps_what_was_sent(web: httpx.AsyncClient) -> None:
    sent = workbook(("甲", "乙"), ("あ", "宇多"), ("い", "府中"))
    page = await web.post("/names", files={"ファイル": ("一覧.xlsx", sent)})
    assert page.status_code == 422
    assert '<option value="列2">列2（例: 乙）' in page.text
    again = await web.post("/names", files={"文": (None, "甲\t乙\nあ\t宇陀市\n"), "列": (None, "乙")})
    assert again.status_code == 200
    assert "名前の列は「乙」" in words(again.text)
    book = await web.post("/names.xlsx", files={"文": (None, "甲\t乙\nあ\t宇陀市\n"), "列": (None, "乙")})
    assert book.headers["content-type"].startswith("application/vnd.openxmlformats")
