"""Drafts of documents marked 庁内限り on the review pages. All documents here are made up (see `tests.drafts`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.paths import shipped_data
from loaders.review import Shelf, sameness
from tests.drafts import TEXT, draft
from tests.factory import NOTE, PRESS, spoil
from tests.review_web import DOCUMENT, opened, said

SECRET = "見守り協定のお知らせ（作り話）"
OUTSIDE = "192.0.2.7"
PHONE = spoil(spoil(NOTE, "  締結日: 2019-09\n", "  締結日: 2023-11\n"), "栃木県益子町", "奈良県宇陀市")


def store(folder: Path) -> None:
    made = draft()
    made["文書"]["公開"] = "庁内限り"
    Shelf.at(folder / "data").store(made, TEXT, "mimamori.txt")


async def test_a_server_that_others_reach_shows_no_draft_that_is_internal(tmp_path: Path) -> None:
    store(tmp_path)
    async with opened(tmp_path, OUTSIDE) as web:
        page = said(await web.open("/review"))
        assert SECRET not in page
        assert "庁内限りの文書の下書き1は、この画面には出していない" in page
        for address in (f"/review/{DOCUMENT}", f"/review/{DOCUMENT}/all", f"/review/_/{DOCUMENT}"):
            page = await web.open(address)
            assert (web.status, "よつば配送便" in page) == (404, False), address


@pytest.mark.parametrize(("host", "internal"), [("127.0.0.1", False), (OUTSIDE, True)])
async def test_this_machine_and_those_who_asked_for_it_see_internal_drafts(
    tmp_path: Path, host: str, internal: bool
) -> None:
    store(tmp_path)
    async with opened(tmp_path, host, internal=internal) as web:
        assert SECRET in said(await web.open("/review"))
        assert "よつば配送便" in await web.open(f"/review/{DOCUMENT}")


def test_what_rests_on_an_internal_document_is_not_among_pairs_that_are_shown(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "press.yaml").write_text(PRESS, encoding="utf-8")
    (folder / "phone.yaml").write_text(PHONE, encoding="utf-8")
    found = sameness.look(shipped_data(), tmp_path)
    own = [each for each in found.proposals if "k-mimamori" in each.candidate.ids]
    assert own
    ids = {telling.document for each in own for side in each.sides for telling in side.documents}
    for id in ids:
        left = found.shown(lambda info, title=found.documents[id]["題名"]: info["題名"] != title)
        assert not [each for each in left.proposals if each in own]
    assert [each for each in found.shown(lambda _: True).proposals if each in own] == own
