"""A long answer comes piece by piece, the same rows in the same order from every engine."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from graph.store import embedded, neo4j_reading
from graph.store.base import Rows, Store, View
from queries import catalogue
from tests import graphs


async def test_pieces_of_an_answer_make_the_whole_answer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "BATCH", 3)
    monkeypatch.setattr(neo4j_reading, "BATCH", 3)
    await store.replace(graphs.small())
    names, paged = catalogue.find("names"), catalogue.find("measure_ids")

    async def work(view: View) -> tuple[Rows, list[Rows], list[Rows], list[Rows]]:
        whole = await view.rows(names.text)
        pieces = [piece async for piece in view.batches(names.text)]
        async with aclosing(view.batches(names.text)) as left_early:
            first = [await anext(left_early)]
        values = paged.values({"飛ばす": 1, "件数": 5})
        return whole, pieces, first, [piece async for piece in view.batches(paged.text, values)]

    whole, pieces, first, skipped = await store.read(work)
    assert len(pieces) > 2
    assert all(len(piece.rows) <= 3 and piece.columns == whole.columns for piece in pieces)
    assert [row for piece in pieces for row in piece.rows] == whole.rows
    assert first[0].rows == whole.rows[:3]
    assert [row[0] for piece in skipped for row in piece.rows] == ["m1"]


async def test_skipping_beyond_the_end_gives_no_rows_and_harms_nothing(store: Store) -> None:
    await store.replace(graphs.small())
    question = catalogue.find("measure_ids")

    async def work(view: View) -> list[int]:
        return [
            len((await view.rows(question.text, question.values({"飛ばす": skipped}))).rows)
            for skipped in (0, 1, 2, 3, 100_000, 2**31 - 1)
        ]

    assert await store.read(work) == [2, 1, 0, 0, 0, 0]
