"""The national map as a workbook without macros: every municipality with how it stands, shares per prefecture, records.

Each table has one row of headings, one value per cell, no merged cells and no formulas. Sheets: 市区町村 (with the
prefectures themselves), 都道府県ごと, 協定・施策 (one row per municipality that takes part), 文書, 図, 条件.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from graph.facts import Node
from queries.tabular import XlsxFile
from viz.country import words
from viz.country.evidence import documents_of
from viz.country.standing import MEANINGS, Place, Standing, Tally
from viz.country.survey import Mode, Survey

_CREATED: Final = dt.datetime(2000, 1, 1)
"""Every file says so: the same graph is the same bytes."""

PLACES: Final = (
    "団体コード", "名称", "都道府県", "種別", "状態", "協定の数", "施策の数", "うち計画・検討", "終わったと分かる数",
    "年の記載のない数", "載せた文書の数", "網羅", "緯度", "経度",
)  # fmt: skip
STRENGTH: Final = ("つながりの強さ", "同じ相手の数", "ともに加わる協定・施策の数")
"""More columns of 市区町村 around a chosen municipality."""
SHARES: Final = (
    "都道府県コード", "都道府県", "市区町村の数", *map(str, Standing), "協定か施策あり", "割合（%）", "都道府県そのものの状態",
)  # fmt: skip
RECORDS: Final = (
    "団体コード", "自治体", "種類", "id", "名称", "始まった年", "計画・検討", "終わったと分かる",
)  # fmt: skip
DOCUMENTS: Final = ("id", "題名", "種別", "発行日", "基準日", "入手元", "公開", "網羅", "載せた自治体の数")

_ALL: Final = "全件"
Cells = tuple[Any, ...]


def workbook(found: Survey, png: bytes, *, title: str, told: Iterable[str]) -> bytes:
    """The file. ``png``: the picture; ``told``: the scope in sentences. Equal input gives equal bytes."""
    file = io.BytesIO()
    sentences = list(told)
    tied = found.mode is Mode.TIES
    book = XlsxFile(file, (*PLACES, *(STRENGTH if tied else ())), "市区町村", created=_CREATED, filters=True)
    book.rows(_place(found, place) for place in found.places)
    for name, columns, rows in (
        ("都道府県ごと", SHARES, map(_share, (*found.prefectures(), found.total()))),
        ("協定・施策", RECORDS, _records(found)),
        ("文書", DOCUMENTS, _documents(found)),
    ):
        book.sheet(columns, name)
        book.rows(rows)
    book.picture("図", png, f"{title}。{''.join(sentences)}")
    book.done(_conditions(title, sentences))
    return file.getvalue()


def _place(found: Survey, place: Place) -> Cells:
    kinds = [record.node.label for record in place.records]
    return (
        place.code, place.name, place.prefecture or place.name, place.kind, str(place.standing()), kinds.count("協定"),
        kinds.count("施策"), sum(record.planned for record in place.records),
        sum(record.over for record in place.records), sum(record.since is None for record in place.records),
        len(place.covered), _coverage(place), place.latitude, place.longitude, *_strength(found, place),
    )  # fmt: skip


def _coverage(place: Place) -> str:
    """The widest of what documents say that they cover."""
    ways = {way for covered in place.covered for way in covered.how}
    if not place.covered:
        return "載せた文書なし"
    return _ALL if _ALL in ways else (min(ways) if len(ways) == 1 else "抜粋など")


def _strength(found: Survey, place: Place) -> Cells:
    if not found.ties:
        return ()
    if place.code not in found.weights:
        return None, None, None
    tie = next(tie for tie in found.ties.found if tie.code == place.code)
    return tie.weight, len(tie.shared), len(tie.together)


def _share(tally: Tally) -> Cells:
    share = round(100 * tally.working / tally.total, 1) if tally.total else None
    numbers = (tally.number[each] for each in Standing)
    return (
        tally.code or None, tally.name, tally.total, *numbers, tally.working, share, str(tally.own) if tally.own else None,
    )  # fmt: skip


def _records(found: Survey) -> Iterator[Cells]:
    names = _names(found)
    for place in found.places:
        for record in place.records:
            node = record.node
            flags = ("はい" if flag else None for flag in (record.planned, record.over))
            yield place.code, place.name, node.label, node.id, names.get(node), record.since, *flags


def _names(found: Survey) -> dict[Node, str]:
    return {
        node: name
        for label in ("協定", "施策")
        for node, name in zip(
            (Node(label, id) for id in found.graph.nodes[label]["id"].to_pylist()),
            found.graph.nodes[label]["名称"].to_pylist(),
            strict=True,
        )
        if name and node in found.by_record
    }


def _documents(found: Survey) -> Iterator[Cells]:
    for id, known in sorted(documents_of(found.graph).items()):
        ways = known.get("網羅", [])
        yield id, *(known.get(name) for name in DOCUMENTS[1:-2]), "・".join(ways) or None, known.get("収録数", 0)


def _conditions(title: str, sentences: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield "題", title
    for n, sentence in enumerate(filter(None, sentences), 1):
        yield f"示すもの {n}", sentence
    for standing in Standing:
        yield f"状態「{standing}」", MEANINGS[standing]
    yield "割合（%）", "協定か施策のある市区町村（計画だけ・終了だけを除く）÷ 市区町村の数"
    yield "空の欄", "資料に記載がない（「ない」ことを示さない）"
    yield "市区町村の形", words.CREDIT
