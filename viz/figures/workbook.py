"""A network as a workbook without macros: tables that people sort and machines read, and the picture on its own sheet.

Each table has one row of headings, one value per cell, no merged cells and no formulas. Sheets: 協定・施策 (one row
each), 関係 (one row per fact), 分野・成果・経費 (values of which there can be several), 根拠 (one row per place that
states a fact), 文書, 図, 条件.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from graph.errors import UsageError
from graph.facts import Node
from queries.tabular import XlsxFile
from viz import scope, sheet
from viz.citations import Citations, cite, place_words
from viz.network import Fact, Network
from viz.sheet import Row

MOST: Final = 1_000_000
"""Rows of evidence; a sheet of Excel holds 1,048,576."""
_CREATED: Final = dt.datetime(2000, 1, 1)
"""Every file says so: the same graph is the same bytes."""

RECORDS: Final = (
    "種類", "id", "名称", "仮称", "協定の種別", "段階・状態", "時期", "時期の精度", "時期（和暦）", "概要", "もとの協定のid",
)  # fmt: skip
FACTS: Final = (
    "番号", "関係", "始点の種類", "始点のid", "始点の名称", "終点の種類", "終点のid", "終点の名称", "確度", "根拠の数",
)  # fmt: skip
VALUES: Final = ("種類", "id", "名称", "項目", "順", "値")
EVIDENCE: Final = (
    "番号", "関係の番号", "関係", "文書のid", "文書の題名", "位置", "引用", "要旨", "確度", "表記", "役割", "部署", "項目",
    "値", "注記",
)  # fmt: skip
DOCUMENTS: Final = ("id", "題名", "種別", "発行日", "基準日", "入手元", "取得日", "公開", "根拠の数")

_SEVERAL: Final = ("成果", "経費", "相手方表記", "枠組み")

Cells = tuple[Any, ...]


def workbook(network: Network, png: bytes, *, title: str | None = None, told: Iterable[str] = ()) -> bytes:
    """The file. ``png``: the picture; ``told``: the scope in sentences. Equal input gives equal bytes.

    Raises `UsageError` where a sheet of Excel is too short for the evidence.
    """
    citations = cite(network)
    names = _names(network)
    rows = sheet.rows(network)
    if sum(len(fact.entries) for fact in citations.facts) > MOST:
        raise UsageError(
            f"根拠の行が {MOST:,} を超え、Excel の一枚のシートに入りません。--around、--field、--prefecture で範囲を絞るか、"
            "renkei export csv で全体を書き出してください。"
        )
    file = io.BytesIO()
    sentences = list(told)
    called = title or scope.heading(network)
    book = XlsxFile(file, RECORDS, "協定・施策", created=_CREATED, filters=True)
    book.rows(_records(network, rows))
    for name, columns, cells in (
        ("関係", FACTS, _facts(citations, names)),
        ("分野・成果・経費", VALUES, _values(rows)),
        ("根拠", EVIDENCE, _evidence(network, citations)),
        ("文書", DOCUMENTS, _documents(network, citations)),
    ):
        book.sheet(columns, name)
        book.rows(cells)
    book.picture("図", png, f"{called}。{''.join(sentences)}")
    book.done(_conditions(called, sentences))
    return file.getvalue()


def _names(network: Network) -> dict[Node, str]:
    """What everything that a fact joins is called."""
    found = {node: str(network.nodes[node]["properties"].get("名称", node.id)) for node in network}
    found |= {Node("分野", id): name for id, name in network.graph["fields"].items()}
    return found | {Node("文書", id): _title(known, id) for id, known in network.graph["documents"].items()}


def _title(document: dict[str, Any], id: str) -> str:
    return str(document.get("題名", id))


def _records(network: Network, rows: Iterable[Row]) -> Iterator[Cells]:
    for row in rows:
        known = row.properties
        agreement = row.node.label == "協定"
        when, precise = _when(known, agreement=agreement)
        grounds = sorted(end.id for _, end, type in network.out_edges(row.node, keys=True) if type == "根拠")
        yield (
            row.node.label, row.node.id, known.get("名称"), "仮称" if known.get("仮称") else None,
            known.get("種別") if agreement else None, row.word.removeprefix("状態 "), when, precise, row.when or None,
            known.get("概要"), grounds[0] if grounds else None,
        )  # fmt: skip


def _when(known: dict[str, Any], *, agreement: bool) -> tuple[str | None, str | None]:
    """The date as the source gives it (ISO 8601, as precise as it is), and how precise that is."""
    if not agreement:
        return known.get("時期"), known.get("時期精度")
    if "締結日" in known:
        return known["締結日"], known.get("締結日精度")
    return known.get("開始日"), None


def _facts(citations: Citations, names: dict[Node, str]) -> Iterator[Cells]:
    for n, fact in enumerate(citations.facts, 1):
        start, end = fact.start, fact.end
        yield (
            n, fact.type, start.label, start.id, names.get(start), end.label, end.id, names.get(end), fact.certainty,
            len(fact.entries),
        )  # fmt: skip


def _values(rows: Iterable[Row]) -> Iterator[Cells]:
    for row in rows:
        found = {"分野": row.fields, **{name: _listed(row.properties.get(name)) for name in _SEVERAL}}
        for item, values in found.items():
            for n, value in enumerate(values, 1):
                yield row.node.label, row.node.id, row.properties.get("名称"), item, n, value


def _listed(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _evidence(network: Network, citations: Citations) -> Iterator[Cells]:
    documents = network.graph["documents"]
    told = [(citations.number(entry), n, fact, entry) for n, fact in _numbered(citations) for entry in fact.entries]
    for number, n, fact, entry in sorted(told, key=lambda each: (each[0], each[1])):
        own = dict(entry.own)
        yield (
            number, n, fact.type, entry.document, _title(documents.get(entry.document, {}), entry.document),
            place_words(entry.place) or None, entry.quote or None, entry.gist or None, entry.certainty,
            entry.said or None, *(own.get(name) for name in ("役割", "部署", "項目", "値")), entry.note or None,
        )  # fmt: skip


def _numbered(citations: Citations) -> Iterator[tuple[int, Fact]]:
    yield from enumerate(citations.facts, 1)


def _documents(network: Network, citations: Citations) -> Iterator[Cells]:
    counts: dict[str, int] = {}
    for passage in citations.passages:
        counts[passage.document] = counts.get(passage.document, 0) + 1
    for id, known in sorted(network.graph["documents"].items()):
        yield id, *(known.get(name) for name in DOCUMENTS[1:-1]), counts.get(id, 0)


def _conditions(title: str, sentences: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield "題", title
    for n, sentence in enumerate(sentences, 1):
        yield f"示すもの {n}", sentence
    yield "日付", "資料の精度のままの文字（2023-11-08、2015-04、2016、年の記載がなければ --08-05）"
    yield "空の欄", "資料に記載がない（「ない」ことを示さない）"
    yield "番号", "シート「根拠」の番号は、図・表・PDF の根拠の番号と同じ。「関係の番号」はシート「関係」の番号"
    yield "位置", "文書から取り出した本文の文字数（始め–終わり）。表は、シートと行"
