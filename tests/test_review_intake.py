"""The review pages of the explorer: files and facts come in, what is the same is decided, the graph is built.

Every document, company, agreement and measure here is made up (see `tests.drafts`); municipalities are real.
"""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from loaders.review import Choice, Shelf
from tests.drafts import BY, SIGNED, TEXT, draft
from tests.review_web import DOCUMENT, ORIGIN, Browser, files, opened, said


@pytest.fixture
async def web(tmp_path: Path) -> AsyncIterator[Browser]:
    """The pages over a folder with one draft."""
    Shelf.at(tmp_path / "data").store(draft(), TEXT, "mimamori.txt")
    async with opened(tmp_path) as browser:
        yield browser


# --- files -----------------------------------------------------------------------------------------------------------


async def upload(web: Browser, *files: tuple[str, bytes], **more: str) -> str:
    await web.open("/review")
    fields = [("印", web.token), *more.items()]
    return await web.send("/review/add", fields, files=[("ファイル", (name, raw)) for name, raw in files])


async def test_a_file_that_is_sent_becomes_a_draft_and_a_bad_one_stops_no_other(tmp_path: Path) -> None:
    good = "見守りの協定（作り話）\n\n令和5年11月8日、奈良県宇陀市と株式会社よつば配送便は、地域見守り協定を締結しました。\n"
    async with opened(tmp_path) as web:
        page = said(
            await upload(
                web, ("../../etc/よい.txt", good.encode()), ("空.pdf", b""), ("だめ.xlsx", b"PK\x03\x04" + b"\0" * 50)
            )
        )
        assert web.status == 422
        assert "3のうち、下書きになったもの1、できなかったもの2" in page
        assert "空のファイルです" in page
        assert "だめ.xlsx" in page
        assert "よい.txt" in page
        assert ".." not in page
        [document] = Shelf.at(web.data).documents()
        assert document.info["入手元"] == "よい.txt"
        assert "株式会社よつば配送便" in said(await web.open(f"/review/{document.id}"))
        assert not any("よい" in name for name in files(tmp_path)), "a file's name never becomes a path"


async def test_the_same_file_again_asks_nothing_again(tmp_path: Path) -> None:
    raw = "令和5年11月8日、奈良県宇陀市と株式会社よつば配送便は、地域見守り協定を締結しました。\n".encode()
    async with opened(tmp_path) as web:
        await upload(web, ("a.txt", raw))
        assert web.status == 200
        assert "下書きになったもの1" in said(web.page)
        page = said(await upload(web, ("a.txt", raw)))
        assert "新しく確かめるもの0" in page


async def test_a_list_without_an_owner_is_asked_about_in_words_of_the_page(tmp_path: Path) -> None:
    raw = "協定名,締結先,締結日\n地域見守り協定,株式会社よつば配送便,2023-11-08\n子育て応援協定,株式会社みずほし商会,2022-04-01\n".encode()
    async with opened(tmp_path) as web:
        page = said(await upload(web, ("一覧.csv", raw)))
        assert web.status == 422
        assert "一覧の持ち主（どの自治体の協定か）が分かりません" in page
        assert "--municipality" not in page
        page = said(await upload(web, ("一覧.csv", raw), 自治体="府中市"))
        assert "東京都府中市、広島県府中市のどれか" in page
        page = said(await upload(web, ("一覧.csv", raw), 自治体="奈良県宇陀市"))
        assert web.status == 200
        assert "協定2" in page
        assert "事実になった行2" in page


async def test_what_is_too_large_is_refused_before_it_is_read(web: Browser) -> None:
    await web.open("/review")
    headers = {"Origin": ORIGIN, "Content-Length": "900000000", "Content-Type": "multipart/form-data; boundary=x"}
    answer = await web.client.post("/review/add", content=b"x", headers=headers)
    assert answer.status_code == 413
    assert "一度に送れるのは" in answer.text
    assert "900.0 MB" in answer.text


async def test_nothing_chosen_is_told(web: Browser) -> None:
    await web.open("/review")
    await web.send("/review/add", [("印", web.token)], files=[("ファイル", ("", b""))])
    assert web.status == 422
    assert "ファイルが選ばれていません" in web.page


# --- the graph is built from the page ----------------------------------------------------------------------------------


async def test_a_build_that_cannot_be_tells_file_and_line_and_keeps_the_graph(web: Browser) -> None:
    await web.open("/review/build")
    await web.send("/review/build", [("印", web.token)])
    path = web.data / "documents" / "broken.yaml"
    path.write_text('形式: "1"\n文書:\n  id: x\n  題名: こわれた文書\n  種別: ちらし\n', encoding="utf-8")
    page = said(await web.send("/review/build", [("印", web.token)]))
    assert web.status == 422
    assert "グラフは前のままです" in page
    assert re.search(r"誤り\S*broken.yaml:5\[文書.種別\]", page)
    path.unlink()
    page = said(await web.send("/review/build", [("印", web.token)]))
    assert "前回から変わりはない" in page


# --- what is the same ------------------------------------------------------------------------------------------------


TWICE = """見守りの協定の続報（試験のための作り話）
令和5年11月、奈良県宇陀市と株式会社よつば配送便は、見守りに関する協定を結んでいます。
"""
AGAIN = "奈良県宇陀市と株式会社よつば配送便は、見守りに関する協定を結んでいます"


def second(date: str = "2023-11") -> dict[str, Any]:
    """A draft of another document about what may be the same agreement."""
    place = [TWICE.index(AGAIN), TWICE.index(AGAIN) + len(AGAIN)]
    cited = [{"位置": place, "引用": AGAIN}]
    return {
        "形式": "1",
        "文書": {"id": "d-zoku", "題名": "見守りの協定の続報（作り話）", "種別": "記事", "公開": "公開"},
        "協定": [
            {"id": "d-zoku-a01", "名称": "見守りに関する協定", "種別": "見守り協定", "締結日": date,
             "自治体": [{"名称": "奈良県宇陀市"}], "企業": [{"名称": "株式会社よつば配送便"}], "出典": cited, "確認": "未"}
        ],
    }  # fmt: skip


@pytest.fixture
async def twice(tmp_path: Path) -> AsyncIterator[Browser]:
    """Two documents about one agreement, both accepted."""
    shelf = Shelf.at(tmp_path / "data")
    shelf.store(draft(), TEXT, "mimamori.txt")
    shelf.store(second(), TWICE, "zoku.txt")
    for id in (DOCUMENT, "d-zoku"):
        shelf.decide(id, [Choice(i.key, "採用") for i in shelf.document(id).items if i.section == "協定"], BY)
    async with opened(tmp_path) as browser:
        yield browser


def pair(page: str, name: str) -> str:
    found = [p for p in re.findall(r'<article class="pair".*?</article>', page, re.S) if name in said(p)]
    assert found, name
    return str(found[0])


def hidden(part: str) -> list[tuple[str, str]]:
    return [(n, html.unescape(v)) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', part)]


async def test_two_that_may_be_one_stand_side_by_side_and_are_decided_once(twice: Browser) -> None:
    page = await twice.open("/review/same")
    proposal = pair(page, "見守りに関する協定")
    words = said(proposal)
    for told in (
        "当事者が同じ",
        "締結日が合う",
        "2023年11月8日（令和5年）",
        "2023年11月（令和5年）",
        SIGNED,
        AGAIN,
        "株式会社よつば配送便",
        "見守りの協定の続報（作り話）",
    ):
        assert told in words
    await twice.send("/review/same", [*hidden(proposal), ("判断", "同じ")])
    assert twice.status == 200
    decided = said(twice.page.split('id="decided"')[1])
    assert "同じ" in decided
    assert "見守りに関する協定" in decided
    assert "政策課" in decided
    assert "決めていないもの" in said(twice.page)
    with pytest.raises(AssertionError):
        pair(twice.page.split('id="differences"')[0], "見守りに関する協定")
    await twice.open("/review/build")
    await twice.send("/review/build", [("印", twice.token)])
    fact = said(await twice.open(f"/agreements/{DOCUMENT}-a01"))
    assert SIGNED in fact
    assert AGAIN in fact, "one agreement, told by two documents"


async def test_what_was_decided_about_two_can_be_taken_back(twice: Browser) -> None:
    page = await twice.open("/review/same")
    await twice.send("/review/same", [*hidden(pair(page, "見守りに関する協定")), ("判断", "別")])
    row = re.search(r"<tr><td><b>別</b>.*?</tr>", twice.page, re.S)
    assert row
    await twice.send("/review/same", [*hidden(row[0]), ("判断", "取消")])
    assert pair(twice.page.split('id="differences"')[0], "見守りに関する協定")
    log = (twice.data / "decisions.jsonl").read_text(encoding="utf-8")
    assert [line.count("取消") for line in log.splitlines()][-1] == 1


async def test_dates_that_contradict_stand_side_by_side_with_both_quotes(tmp_path: Path) -> None:
    shelf = Shelf.at(tmp_path / "data")
    shelf.store(draft(), TEXT, "mimamori.txt")
    shelf.store(second("2023-12"), TWICE, "zoku.txt")
    for id in (DOCUMENT, "d-zoku"):
        shelf.decide(id, [Choice(i.key, "採用") for i in shelf.document(id).items if i.section == "協定"], BY)
    async with opened(tmp_path) as web:
        await web.open("/review/same")
        await web.send(
            "/review/same", [("印", web.token), ("一方", f"{DOCUMENT}-a01"), ("他方", "d-zoku-a01"), ("判断", "同じ")]
        )
        difference = said(web.page.split('id="differences"')[1].split('id="decided"')[0])
        for told in ("締結日", "2023年11月8日（令和5年）", "2023年12月（令和5年）", SIGNED, AGAIN):
            assert told in difference


# --- facts without a file ----------------------------------------------------------------------------------------------


CALL = {
    "欄:資料": "聞き取り", "欄:日付": "令和8年4月1日", "欄:自治体": "奈良県宇陀市", "欄:部署": "福祉課", "欄:公開": "庁内限り",
    "欄:事実": "協定", "欄:名称": "冬の見回り協定", "欄:相手": "株式会社みずほし商会\n株式会社よつば配送便", "欄:協定の種別": "見守り協定",
    "欄:締結日・時期": "令和7年12月", "欄:要旨": "冬の間、配達のときに声をかけると聞いた。",
}  # fmt: skip


async def entering(web: Browser, step: str, **typed: str) -> str:
    told = CALL | {f"欄:{name}": value for name, value in typed.items()}
    return await web.send("/review/entry", [("印", web.token), *told.items(), ("段", step)])


async def test_what_was_heard_is_shown_before_it_is_kept_and_then_is_in_the_graph(tmp_path: Path) -> None:
    async with opened(tmp_path) as web:
        await web.open("/review/entry")
        page = said(await entering(web, "確かめる"))
        for told in (
            "この内容でグラフに入ります",
            "2025年12月（令和7年）",
            "2026年4月1日（令和8年）",
            "株式会社みずほし商会",
            "庁内限り",
            "福祉課",
        ):
            assert told in page
        assert not files(web.data), "nothing is kept yet"
        page = said(await entering(web, "入れる"))
        assert "「冬の見回り協定」を入れました" in page
        page = said(await entering(web, "入れる"))
        assert "すでに入っています" in page
        await web.send("/review/build", [("印", web.token)])
        assert "誤り0" in said(web.page) or "作った" in said(web.page)
        [path] = files(web.data / "documents")
        id = Path(path).stem
        page = said(await web.open(f"/agreements/{id}-a01"))
        assert "冬の見回り協定" in page
        assert "株式会社みずほし商会" in page
        assert "庁内限り" in page
        assert "冬の見回り協定" in said(await web.open(f"/review/{id}")), "and can be put right"


async def test_what_is_wrong_with_an_entry_is_told_at_its_field_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    async with opened(tmp_path) as web:
        await web.open("/review/entry")
        page = said(await entering(web, "入れる", 日付="きのう", 自治体="府中市", 要旨=""))
        assert web.status == 422
        assert "「きのう」は日付として読めません" in page
        assert "「要旨」が空です" in page
        assert "冬の間" not in page
        assert 'value="きのう"' in web.page
        assert page.count("「府中市」だけではどの自治体か決まりません") == 1
        page = said(await entering(web, "入れる", 自治体="府中市"))
        assert web.status == 422
        assert "東京都府中市" in page
        assert "広島県府中市" in page
        page = said(await entering(web, "入れる", 要旨="0742-00-0000に電話した"))
        assert "電話番号かメールアドレスが入っています" in page
        assert not files(web.data)
