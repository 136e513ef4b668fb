"""The review pages of the explorer: people look at drafts and decide, and nobody else writes.

Every document, company, agreement and measure here is made up (see `tests.drafts`); municipalities are real.
"""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from api.review.passages import Mark, passages
from loaders.review import Choice, Shelf
from tests.drafts import CALLING, MEMBER, SIGNED, TEXT, draft
from tests.review_web import AGREEMENT, DOCUMENT, MEASURE, MEMBERSHIP, ORIGIN, Browser, files, opened, said

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
async def web(tmp_path: Path) -> AsyncIterator[Browser]:
    """The pages over a folder with one draft."""
    Shelf.at(tmp_path / "data").store(draft(), TEXT, "mimamori.txt")
    async with opened(tmp_path) as browser:
        yield browser


# --- looking -------------------------------------------------------------------------------------------------------


async def test_the_list_says_what_waits(web: Browser) -> None:
    page = said(await web.open("/review"))
    assert "下書きのある文書は1、うち確かめることが残るのは1。" in page
    assert "記録4のうち、採用0、却下0、未確認4。" in page
    assert "見守り協定のお知らせ（作り話）" in page


async def test_a_record_stands_beside_its_marked_words(web: Browser) -> None:
    page = await web.open(f"/review/{DOCUMENT}")
    marked = re.findall(r'<a class="q[^"]*"[^>]*>([^<]+)</a>', page)
    assert marked == [SIGNED, CALLING, MEMBER]
    record = said(web.record(AGREEMENT))
    for words in (
        "2023年11月8日（令和5年）",
        "奈良県宇陀市",
        "株式会社よつば配送便",
        "原文「見守り」",
        "未確認",
        SIGNED,
    ):
        assert words in record
    assert "提供" in said(web.record(MEASURE))
    assert f"もとづく協定{AGREEMENT}" in said(web.record(MEASURE))


async def test_every_link_and_mark_leads_somewhere(web: Browser) -> None:
    page = await web.open(f"/review/{DOCUMENT}")
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    for link in {html.unescape(x).partition("#")[0] for x in re.findall(r'href="(/[^"]*)"', page)} - {"/map", "/"}:
        if link.startswith(("/review", "/static")):
            assert (await web.client.get(link)).status_code == 200, link


async def test_what_is_in_a_document_is_never_markup(tmp_path: Path) -> None:
    text = TEXT + f"{HOSTILE}と書いてあります。\n"
    made = draft(text)
    made["文書"]["題名"] = HOSTILE
    made["協定"][0]["名称"] = HOSTILE
    made["協定"][0]["企業"][0]["名称"] = f'株式会社"{HOSTILE}'
    made["警告"].append(HOSTILE)
    Shelf.at(tmp_path / "data").store(made, text, "x.txt")
    async with opened(tmp_path) as web:
        for address in ("/review", f"/review/{DOCUMENT}", f"/review/{DOCUMENT}/all"):
            page = await web.open(address)
            assert web.status == 200
            assert HOSTILE not in page
            assert "&lt;script&gt;" in page
        await web.open(f"/review/{DOCUMENT}")
        page = await web.edit(HOSTILE)
        assert HOSTILE not in page
        assert web.fields(HOSTILE)["欄:名称"] == HOSTILE


async def test_pages_have_no_inline_script_or_style(web: Browser) -> None:
    for address in (
        "/review",
        f"/review/{DOCUMENT}",
        f"/review/{DOCUMENT}/all",
        "/review/build",
        "/review/same",
        "/review/entry",
    ):
        page = await web.open(address)
        assert web.status == 200, address
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style| style=|\son\w+=", page), address


async def test_an_unknown_document_is_told_in_japanese(web: Browser) -> None:
    await web.open("/review/d-nai")
    assert web.status == 404
    assert "一覧から探してください" in web.page


# --- deciding without JavaScript -------------------------------------------------------------------------------------


async def test_what_is_accepted_is_in_the_graph_with_its_quote_after_a_build(web: Browser) -> None:
    await web.open(f"/review/{DOCUMENT}")
    await web.decide(AGREEMENT, "採用")
    assert web.status == 200
    assert "採用（政策課、" in said(web.record(AGREEMENT))
    assert "current" in web.record(MEASURE).split(">")[0], "the next record that is open"
    await web.open("/review/build")
    page = said(await web.send("/review/build", [("印", web.token)]))
    assert "初めて作った" in page
    assert "確認前の記録3件は、まだグラフに入らない。" in page
    fact = said(await web.open(f"/agreements/{DOCUMENT}-a01"))
    assert AGREEMENT in fact
    assert SIGNED in fact
    assert "株式会社よつば配送便" in fact


async def test_an_edit_is_kept_with_what_was_drafted_and_can_be_taken_back(web: Browser) -> None:
    await web.open(f"/review/{DOCUMENT}")
    await web.edit(AGREEMENT)
    await web.decide(
        AGREEMENT, "修正", 締結日="令和5年11月9日", 企業="株式会社よつば配送便［部署: 奈良支店］\n株式会社みずほし商会"
    )
    record = said(web.record(AGREEMENT))
    assert "修正（政策課" in record
    assert "2023年11月9日（令和5年）" in record
    assert "下書きでは:2023-11-08" in record
    assert "部署奈良支店" in record
    assert "株式会社みずほし商会" in record
    file = (web.data / "documents" / f"{DOCUMENT}.yaml").read_text(encoding="utf-8")
    assert "2023-11-09" in file
    await web.decide(AGREEMENT, "取消")
    assert "2023年11月8日（令和5年）" in said(web.record(AGREEMENT))
    assert "未確認" in said(web.record(AGREEMENT))


async def test_what_is_rejected_leaves_the_file_and_comes_back_when_undone(web: Browser) -> None:
    await web.open(f"/review/{DOCUMENT}")
    await web.decide(MEMBERSHIP, "却下")
    assert "却下（政策課" in said(web.record(MEMBERSHIP))
    path = web.data / "documents" / f"{DOCUMENT}.yaml"
    assert MEMBERSHIP not in path.read_text(encoding="utf-8").partition("警告")[0]
    await web.decide(MEMBERSHIP, "取消")
    assert "未確認" in said(web.record(MEMBERSHIP))
    assert MEMBERSHIP in path.read_text(encoding="utf-8")


async def test_what_cannot_enter_the_graph_is_told_at_the_record_and_nothing_typed_is_lost(web: Browser) -> None:
    await web.open(f"/review/{DOCUMENT}")
    await web.edit(AGREEMENT)
    before = (web.data / "documents" / f"{DOCUMENT}.yaml").read_bytes()
    await web.decide(AGREEMENT, "修正", 自治体="府中市", 名称="わたしが書いた名称")
    assert web.status == 422
    record = web.record(AGREEMENT)
    assert "広島県府中市" in record
    assert "東京都府中市" in record
    fields = web.fields(AGREEMENT)
    assert (fields["欄:自治体"], fields["欄:名称"]) == ("府中市", "わたしが書いた名称")
    await web.decide(AGREEMENT, "修正", 締結日="いつか", 名称="わたしが書いた名称")
    assert web.status == 422
    assert "「いつか」は日付として読めません" in said(web.record(AGREEMENT))
    assert web.fields(AGREEMENT)["欄:名称"] == "わたしが書いた名称"
    assert (web.data / "documents" / f"{DOCUMENT}.yaml").read_bytes() == before
    await web.decide(AGREEMENT, "修正", 自治体="広島県府中市", 締結日="2023-11-08", 名称="わたしが書いた名称")
    assert web.status == 200
    assert "広島県府中市" in said(web.record("わたしが書いた名称"))


async def test_all_mistakes_of_an_edit_are_told_at_once(web: Browser) -> None:
    await web.open(f"/review/{DOCUMENT}")
    await web.edit(AGREEMENT)
    await web.decide(AGREEMENT, "修正", 自治体="府中市", 締結日="きのう", 分野="宇宙開拓")
    record = said(web.record(AGREEMENT))
    for told in (
        "「きのう」は日付として読めません",
        "「府中市」だけではどの自治体か決まりません",
        "分野「宇宙開拓」は分野の一覧にありません",
    ):
        assert record.count(told) == 1


async def test_a_record_that_changed_meanwhile_is_not_decided_unseen(web: Browser) -> None:
    await web.open(f"/review/{DOCUMENT}")
    await web.edit(AGREEMENT)
    other = Shelf.at(web.data)
    key = dict(web.hidden(AGREEMENT))["対象"]
    other.decide(DOCUMENT, [Choice(key, "却下")], "防災課")
    await web.decide(AGREEMENT, "修正", 名称="二つめの窓で書いた名称")
    assert web.status == 409
    record = said(web.record(AGREEMENT))
    assert "見ている間に変わりました" in record
    assert "却下（防災課" in record
    assert "二つめの窓で書いた名称" in web.page, "what was typed is still there"
    assert len((web.data / "decisions.jsonl").read_text(encoding="utf-8").splitlines()) == 1


async def test_nobody_decides_without_saying_which_department(tmp_path: Path) -> None:
    Shelf.at(tmp_path / "data").store(draft(), TEXT, "mimamori.txt")
    async with opened(tmp_path, by="") as web:
        assert "はじめに、記録者を入れてください" in await web.open(f"/review/{DOCUMENT}")
        await web.edit(AGREEMENT)
        await web.decide(AGREEMENT, "修正", 名称="書いたまま")
        assert web.status == 422
        assert "記録者がまだありません" in web.record(AGREEMENT)
        assert web.fields(AGREEMENT)["欄:名称"] == "書いたまま"
        await web.send("/review/by", [("印", web.token), ("記録者", "佐保市 0742-00-0000"), ("次", "/review")])
        assert web.status == 422
        await web.open("/review")
        answer = await web.client.post(
            "/review/by",
            data={"印": web.token, "記録者": "政策課", "次": f"/review/{DOCUMENT}"},
            headers={"Origin": ORIGIN},
        )
        assert answer.headers["location"] == f"/review/{DOCUMENT}"
        assert "samesite=strict" in answer.headers["set-cookie"].lower()
        assert "httponly" in answer.headers["set-cookie"].lower()
        await web.open(f"/review/{DOCUMENT}")
        await web.decide(AGREEMENT, "採用")
        assert "採用（政策課" in said(web.record(AGREEMENT))


async def test_the_rest_is_accepted_at_once_only_after_it_was_listed(web: Browser) -> None:
    await web.open(f"/review/{DOCUMENT}")
    await web.decide(MEMBERSHIP, "却下")
    page = await web.open(f"/review/{DOCUMENT}/all")
    assert "残りの3件をすべて採用しますか" in said(page)
    assert not (web.data / "decisions.jsonl").read_text(encoding="utf-8").count("採用")
    seen = [("見た", html.unescape(v)) for v in re.findall(r'name="見た" value="([^"]+)"', page)]
    key = seen[0][1].partition(" ")[0]
    Shelf.at(web.data).decide(DOCUMENT, [Choice(key, "却下")], "防災課")
    await web.send(f"/review/{DOCUMENT}/all", [("印", web.token), *seen])
    assert web.status == 409
    assert "見ている間に変わりました" in web.page
    assert "残りの2件をすべて採用しますか" in said(web.page)
    seen = [("見た", html.unescape(v)) for v in re.findall(r'name="見た" value="([^"]+)"', web.page)]
    page = said(await web.send(f"/review/{DOCUMENT}/all", [("印", web.token), *seen]))
    assert "2件を採用しました（記録者政策課）" in page
    assert "この文書は、すべて確かめた。" in page


async def test_a_record_that_could_not_enter_stays_when_the_rest_is_accepted(tmp_path: Path) -> None:
    made = draft()
    made["施策"][0]["自治体"] = [{"名称": "府中市", "役割": "主体"}]
    Shelf.at(tmp_path / "data").store(made, TEXT, "mimamori.txt")
    async with opened(tmp_path) as web:
        page = await web.open(f"/review/{DOCUMENT}/all")
        assert "このままでは採用できず、残るもの1" in said(page)
        assert "府中市" in said(page)
        seen = [("見た", html.unescape(v)) for v in re.findall(r'name="見た" value="([^"]+)"', page)]
        await web.send(f"/review/{DOCUMENT}/all", [("印", web.token), *seen])
        assert "このままでは採用できない" in said(web.record(MEASURE))
        assert "未確認" in said(web.record(MEASURE))


async def test_a_changed_fact_is_asked_again_beside_what_was_decided(web: Browser) -> None:
    await web.open(f"/review/{DOCUMENT}")
    await web.decide(AGREEMENT, "採用")
    text = TEXT.replace("11月8日", "11月18日")
    Shelf.at(web.data).store(draft(text, date="2023-11-18"), text, "mimamori.txt")
    page = said(await web.open(f"/review/{DOCUMENT}"))
    assert "前の版では採用（政策課" in page
    assert "締結日2023-11-082023-11-18" in page
    assert "前に採用した事実が、文書の新しい版に見当たらない" in page


@pytest.mark.parametrize("id", ["same", "entry", "a&b?c#d", "協定%41"])
async def test_a_document_may_be_called_anything(tmp_path: Path, id: str) -> None:
    Shelf.at(tmp_path / "data").store(draft(id=id), TEXT, "mimamori.txt")
    async with opened(tmp_path) as web:
        page = await web.open("/review")
        link = re.search(r'href="([^"]+)">見守り協定のお知らせ', page)
        assert link
        await web.open(html.unescape(link[1]))
        action = re.search(r'action="([^"]+)" class="decide"', web.page)
        assert action
        await web.send(html.unescape(action[1]), [*web.hidden(AGREEMENT), ("判断", "採用")])
        assert web.status == 200
        assert "採用（政策課" in said(web.record(AGREEMENT))


async def test_what_is_pasted_from_other_programs_never_breaks_the_file(web: Browser) -> None:
    await web.open(f"/review/{DOCUMENT}")
    await web.edit(AGREEMENT)
    await web.decide(AGREEMENT, "修正", 名称="見守り\x00の\x07協定\x7f", 所管課="防災課\x0b福祉課", 注記="😀 \u2028")
    assert web.status == 200
    record = next(i for i in Shelf.at(web.data).document(DOCUMENT).items if i.section == "協定").record
    assert (record["名称"], record["所管課"]) == ("見守りの協定", "防災課 福祉課")
    await web.open("/review/build")
    assert "誤り0" in said(await web.send("/review/build", [("印", web.token)]))


# --- who may write ---------------------------------------------------------------------------------------------------


FOREIGN = (
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Origin": "https://127.0.0.1:8000"},
    {},
)
WRITING = (
    "/review/by",
    "/review/add",
    "/review/build",
    "/review/same",
    "/review/entry",
    f"/review/{DOCUMENT}/decide",
    f"/review/{DOCUMENT}/all",
)


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_form_from_elsewhere_changes_nothing(web: Browser, headers: dict[str, str]) -> None:
    await web.open(f"/review/{DOCUMENT}")
    fields = dict(web.hidden(AGREEMENT)) | {"判断": "採用"}
    before = files(web.data)
    for address in WRITING:
        answer = await web.client.post(address, data=fields, headers=headers)
        assert answer.status_code == 403, address
        assert "この画面からの送信だけを受け付けます" in answer.text
    assert files(web.data) == before


async def test_a_form_without_the_token_of_this_process_changes_nothing_and_keeps_what_was_typed(web: Browser) -> None:
    await web.open(f"/review/{DOCUMENT}")
    await web.edit(AGREEMENT)
    fields = (
        dict(web.hidden(AGREEMENT)) | web.fields(AGREEMENT) | {"欄:名称": "前の画面で書いた", "判断": "修正", "印": "x"}
    )
    for address in WRITING:
        answer = await web.client.post(address, data=fields, headers={"Origin": ORIGIN})
        assert answer.status_code in (403, 422), address
    assert not (web.data / "decisions.jsonl").exists()
    await web.send(f"/review/{DOCUMENT}/decide", list(fields.items()))
    assert web.status == 403
    assert web.fields(AGREEMENT)["欄:名称"] == "前の画面で書いた"
    assert await web.decide(AGREEMENT, "修正", 名称="前の画面で書いた")
    assert "修正（政策課" in said(web.record("前の画面で書いた"))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "renkei.lg.example", "::"])  # noqa: S104 - nothing is bound
async def test_a_server_that_others_reach_only_shows(tmp_path: Path, host: str) -> None:
    Shelf.at(tmp_path / "data").store(draft(), TEXT, "mimamori.txt")
    async with opened(tmp_path, host=host) as web:
        before = files(web.data)
        for address in (
            "/review",
            f"/review/{DOCUMENT}",
            f"/review/{DOCUMENT}/all",
            "/review/build",
            "/review/same",
            "/review/entry",
        ):
            page = await web.open(address)
            assert web.status == 200, address
            assert "読むだけの画面です" in page, address
            assert 'method="post"' not in page, address
        for address in WRITING:
            answer = await web.client.post(address, data={"印": "x"}, headers={"Origin": ORIGIN})
            assert answer.status_code == 403, address
            assert "読むだけ" in answer.text
        assert files(web.data) == before


async def test_looking_writes_nothing(web: Browser) -> None:
    before = files(web.data.parent)
    for address in (
        "/review",
        f"/review/{DOCUMENT}",
        f"/review/{DOCUMENT}?本文=全部",
        f"/review/{DOCUMENT}/all",
        "/review/build",
        "/review/same",
        "/review/entry",
    ):
        assert (await web.client.get(address)).status_code == 200
        assert (await web.client.head(address)).status_code == 200
    assert files(web.data.parent) == before


async def test_where_to_go_next_never_leads_elsewhere(web: Browser) -> None:
    await web.open("/review")
    for address in (
        "https://evil.example/review",
        "//evil.example/review",
        "/\\evil.example",
        "javascript:alert(1)",
        "/reviewer",
    ):
        answer = await web.client.post(
            "/review/by", data={"印": web.token, "記録者": "政策課", "次": address}, headers={"Origin": ORIGIN}
        )
        assert answer.headers["location"] == "/review", address


async def test_pages_that_hold_the_token_are_not_kept_by_the_browser(web: Browser) -> None:
    for address in ("/review", f"/review/{DOCUMENT}"):
        assert (await web.client.get(address)).headers["cache-control"] == "no-store"


# --- the original ----------------------------------------------------------------------------------------------------


def shown(text: str, marks: list[Mark], **more: Any) -> str:
    """The text of the parts, ⟦ ⟧ around what is marked."""
    lines = []
    for part in passages(text, marks, **more):
        if part.skipped:
            lines.append(f"…{part.skipped}…")
        for line in part.lines:
            lines.append("\t".join("".join(f"⟦{p.text}⟧" if p.records else p.text for p in cell) for cell in line))
    return "\n".join(lines)


def test_marks_may_lie_over_each_other_and_over_lines() -> None:
    text = "あいうえお\nかきくけこ\n"
    marks = [Mark(1, 8, "r1"), Mark(3, 4, "r2"), Mark(7, 10, "r3")]
    assert shown(text, marks) == "あ⟦いう⟧⟦え⟧⟦お⟧\n⟦か⟧⟦き⟧⟦くけ⟧こ"
    pieces = [p for part in passages(text, marks) for line in part.lines for cell in line for p in cell]
    assert [p.records for p in pieces if p.text == "え"] == [("r1", "r2")]
    assert [p.first for p in pieces if p.first] == [("r1",), ("r2",), ("r3",)]
    assert "".join(p.text for p in pieces) == text.replace("\n", "")


def test_rows_of_a_sheet_are_a_table() -> None:
    text = "一覧\n協定\t相手\nA\tB\n注\n"
    parts = passages(text, [Mark(text.index("A"), text.index("B") + 1, "r1")])
    assert [part.table for part in parts] == [False, True, False]
    assert shown(text, [Mark(text.index("A"), text.index("B") + 1, "r1")]).splitlines()[2] == "⟦A⟧\t⟦B⟧"


def test_a_long_text_is_shown_around_its_quotes_and_nothing_is_dropped_in_silence() -> None:
    text = "".join(f"{n:06}行目の文です。\n" for n in range(60_000))
    at = text.index("030000行目")
    parts = passages(text, [Mark(at, at + 8, "r1")])
    told = sum(len("".join(p.text for c in line for p in c)) + 1 for part in parts for line in part.lines)
    assert told + sum(part.skipped for part in parts) == len(text)
    assert told < 5_000
    whole = passages(text, [Mark(at, at + 8, "r1")], whole=True)
    assert sum(part.skipped for part in whole) == 0
    assert sum(len(part.lines) for part in whole) == 60_000


def test_a_place_outside_the_text_marks_nothing() -> None:
    assert shown("あいう", [Mark(-1, -1, "r1"), Mark(2, 9, "r2")]) == "あいう"


async def test_a_text_of_a_million_characters_is_a_small_page(tmp_path: Path) -> None:
    text = "あ" * 500_000 + "\n" + TEXT + "い\n" * 250_000
    Shelf.at(tmp_path / "data").store(draft(text), text, "mimamori.txt")
    async with opened(tmp_path) as web:
        page = await web.open(f"/review/{DOCUMENT}")
        assert len(page.encode()) < 150_000
        assert SIGNED in page
        assert "字を略" in page
        assert "本文をすべて開く" in page
        assert len(await web.open(f"/review/{DOCUMENT}?本文=全部")) > 1_000_000
