"""From the graph to forms: which records are asked about, what is filled in, and where each of it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from graph import dates
from graph.facts import place_order
from graph.forms import Cited, Form, Row
from graph.tables import Bucket, Tables, rows
from viz.citations import place_words

Record = dict[str, Any]

_OVER: Final = ("終了", "更新済")
_LISTED: Final = 5
"""Measures and citations that are named in one cell; the rest is counted."""


class _Passage(NamedTuple):
    """``gist``: tells passages apart where a document has no positions, '' where it has."""

    document: str
    place: str
    gist: str = ""


@dataclass
class _Known:
    """What the graph tells of the records of one local government."""

    agreements: dict[str, Record]
    measures: dict[str, Record]
    partners: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    departments: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fields: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    under: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    passages: dict[str, dict[_Passage, tuple[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    """Record → passage → words and certainty."""
    documents: dict[str, Record] = field(default_factory=dict)


def stocktaking(
    graph: Tables, code: str, period: str, *, due: str = "", sender: str = "", ended: bool = False
) -> list[Form]:
    """One form per section that is in charge of agreements of a local government, the section without a name last.

    ``period``: the fiscal year that is asked about (``2025``); ``ended``: agreements that have ended as well.
    """
    known = _known(graph, code)
    by_section: dict[str, list[str]] = defaultdict(list)
    for id in _in_order(known.agreements, "締結日", "開始日"):
        if ended or known.agreements[id].get("状態") not in _OVER:
            by_section[_section(known, id)].append(id)
    name = _name(graph, code)
    made = []
    for section, ids in sorted(by_section.items(), key=lambda pair: (not pair[0], pair[0])):
        form = Form("棚卸し", code, name, section, period, due, sender)
        made.append(_filled(form, known, [("協定", id) for id in ids]))
    return made or [Form("棚卸し", code, name, "", period, due, sender)]


def inquiry(graph: Tables, code: str, day: str, *, due: str = "", sender: str = "") -> Form:
    """The form that asks a local government about all that is on record of it: agreements, each with its measures, then
    measures apart from any. ``day``: when it goes out."""
    known = _known(graph, code)
    order: list[tuple[str, str]] = []
    for id in _in_order(known.agreements, "締結日", "開始日"):
        order.append(("協定", id))
        order += [("施策", one) for one in known.under[id]]
    placed = {id for _, id in order}
    order += [("施策", id) for id in _in_order(known.measures, "時期") if id not in placed]
    return _filled(Form("照会票", code, _name(graph, code), "", day, due, sender), known, order)


def _name(graph: Tables, code: str) -> str:
    found = _picked(graph.nodes["自治体"], "id", [code])
    return str(next(rows(found))["名称"])


# --- out of the tables -----------------------------------------------------------------------------------------------


def _picked(table: pa.Table, column: str, values: Iterable[str]) -> pa.Table:
    return table.filter(pc.is_in(table[column], value_set=pa.array(sorted(values), pa.string())))


def _known(graph: Tables, code: str) -> _Known:
    signed = _picked(graph.relationships[Bucket("締結", "自治体", "協定")], "start", [code])
    done = _picked(graph.relationships[Bucket("実施", "自治体", "施策")], "start", [code])
    own = {row["end"] for row in rows(done) if set(row["役割"]) != {"場所"}}
    known = _Known(_nodes(graph, "協定", signed["end"].to_pylist()), _nodes(graph, "施策", own))
    for row in rows(signed):
        known.departments[row["end"]] |= set(filter(None, row["部署"]))
    grounds = _picked(graph.relationships[Bucket("根拠", "施策", "協定")], "end", known.agreements)
    for row in rows(_picked(grounds, "start", known.measures)):
        known.under[row["end"]].append(row["start"])
    both = {**known.agreements, **known.measures}
    names = {
        row["id"]: row.get("名称", row["id"]) for label in ("企業", "自治体", "分野") for row in graph.node_rows(label)
    }
    for bucket, target, end in (
        (Bucket("締結", "企業", "協定"), known.partners, "start"),
        (Bucket("締結", "自治体", "協定"), known.partners, "start"),
        (Bucket("参画", "企業", "施策"), known.partners, "start"),
        (Bucket("対象", "協定", "分野"), known.fields, "end"),
    ):
        table = graph.relationships[bucket]
        for row in rows(_picked(table, "start" if end == "end" else "end", both)):
            if row[end] != code:
                target[row["end" if end == "start" else "start"]].append(names.get(row[end], row[end]))
    for label, ids in (("協定", known.agreements), ("施策", known.measures)):
        for row in rows(_picked(graph.relationships[Bucket("記載", label, "文書")], "start", ids)):
            _cite(known, row["start"], row)
    for table in (signed, done):
        for row in rows(table):
            if row["end"] in both:
                _cite(known, row["end"], row)
    cited = {passage.document for passages in known.passages.values() for passage in passages}
    known.documents = _nodes(graph, "文書", cited)
    return known


def _nodes(graph: Tables, label: str, ids: Iterable[str]) -> dict[str, Record]:
    return {row["id"]: row for row in rows(_picked(graph.nodes[label], "id", set(ids)))}


def _cite(known: _Known, id: str, row: Mapping[str, Any]) -> None:
    entries = zip(row["文書"], row["位置"], row["引用"], row["要旨"], row["確度"], strict=True)
    for document, place, quote, gist, certainty in entries:
        passage = _Passage(document, place, "" if place else gist)
        before = known.passages[id].get(passage, ("", certainty))
        known.passages[id][passage] = (before[0] or quote or gist, before[1])


def _section(known: _Known, id: str) -> str:
    stated = known.agreements[id].get("所管課")
    named = known.departments[id]
    return str(stated or (next(iter(named)) if len(named) == 1 else ""))


def _in_order(records: Mapping[str, Record], *dated: str) -> list[str]:
    """Ids by date, those without a year last."""

    def when(id: str) -> tuple[bool, str, str]:
        day = next((records[id][name] for name in dated if name in records[id]), "")
        return not dates.has_year(day), day, id

    return sorted(records, key=when)


# --- into the form ---------------------------------------------------------------------------------------------------


def _filled(form: Form, known: _Known, order: list[tuple[str, str]]) -> Form:
    """The form with its rows, and their passages numbered in the order in which they are met."""
    numbers: dict[_Passage, Cited] = {}
    made = []
    for number, (label, id) in enumerate(order, 1):
        cited = [_numbered(numbers, passage, *told, known) for passage, told in sorted(
            known.passages[id].items(), key=lambda pair: (pair[0].document, place_order(pair[0].place)))]  # fmt: skip
        record = (known.agreements if label == "協定" else known.measures)[id]
        cells = {
            "種類": "協定" if label == "協定" else "取組",
            "名称": str(record.get("名称", "")),
            "相手方": "\n".join(known.partners[id] + list(record.get("相手方表記", ()))),
            "日付": _when(record, label),
            "記録": "\n".join(_on_record(record, label, id, known)),
            "出典": "".join(f"[{each.number}]" for each in cited[:_LISTED]) + _rest(len(cited)),
        }
        made.append(Row(number, label, id, cells))
    return replace(form, rows=tuple(made), cited=tuple(numbers.values()))


def _rest(count: int) -> str:
    return f" ほか{count - _LISTED}" if count > _LISTED else ""


def _numbered(numbers: dict[_Passage, Cited], passage: _Passage, words: str, certainty: str, known: _Known) -> Cited:
    if passage not in numbers:
        document = known.documents.get(passage.document, {})
        day = next((document[name] for name in ("発行日", "基準日", "取得日") if name in document), "")
        numbers[passage] = Cited(
            len(numbers) + 1, str(document.get("題名", passage.document)), str(document.get("種別", "")),
            dates.japanese(day) if day else "", place_words(passage.place), words, certainty,
        )  # fmt: skip
    return numbers[passage]


def _when(record: Mapping[str, Any], label: str) -> str:
    name = "時期" if label == "施策" else "締結日" if "締結日" in record else "開始日"
    day = str(record.get(name, ""))
    return dates.japanese(day, str(record.get(f"{name}精度", ""))) if day else ""


def _on_record(record: Mapping[str, Any], label: str, id: str, known: _Known) -> list[str]:
    if label == "施策":
        told = [("段階", record.get("段階", "")), ("成果", "、".join(record.get("成果", ()))),
                ("経費", "、".join(record.get("経費", ()))), ("概要", record.get("概要", ""))]  # fmt: skip
    else:
        term = record.get("有効期限", "")
        told = [
            ("種別", record.get("種別", "")), ("分野", "、".join(known.fields[id])), ("状態", record.get("状態", "")),
            ("有効期限", dates.japanese(term) if term else ""), ("自動更新", record.get("自動更新", "")),
            ("取組", _works(known, id)),
        ]  # fmt: skip
    return [f"{name}: {value}" for name, value in told if value and value != "不明"]


def _works(known: _Known, id: str) -> str:
    works = [known.measures[one] for one in known.under[id]]
    named = [f"{work.get('名称', '')}（{work.get('段階', '不明')}）" for work in works[:_LISTED]]
    return "、".join(named) + _rest(len(works))
