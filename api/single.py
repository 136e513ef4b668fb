"""The pages of one agreement, one measure, one document."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from api import records
from api.asking import ask
from api.citations import Cell, Citations
from api.errors import NotFoundError
from api.lists import paging
from api.records import Link, Party, Record
from api.rendering import STAGE_ORDER, address
from api.sources import Sources, sources
from graph import model
from graph.store.base import View
from queries.evidence import Entry, entry

_ALWAYS: Final = {"協定": ("種別", "締結日", "有効期限", "状態"), "施策": ("段階", "時期", "経費", "成果")}
"""Items of which a page says that nothing is stated, rather than leaving them out."""
_APART: Final = {"名称", "仮称", "概要", "相手方表記"}
"""Items that stand elsewhere on the page."""


class Value(NamedTuple):
    """What documents say of an item. ``chosen``: the graph takes it (another document may say something else)."""

    text: str
    precision: str
    cells: list[Cell]
    chosen: bool


class Item(NamedTuple):
    """A property with all that is said of it; no values: nothing is stated."""

    name: str
    date: bool
    values: list[Value]


class Listed(NamedTuple):
    """A party with the evidence for its part."""

    party: Party
    said: list[str]
    cells: list[Cell]


class Topic(NamedTuple):
    """A field with the evidence for it."""

    name: str
    said: list[str]
    cells: list[Cell]


async def agreement(view: View, id: str) -> dict[str, Any]:
    """Everything on the page of a 協定. Raises `NotFoundError`."""
    found = await records.load(view, [id])
    record = _the(found.agreements, id, "協定")
    under = await records.load(view, measures=[link.id for link in record.measures])
    table = records.table(under)
    citations = Citations([*record.entries, *table.entries])
    table.cite(citations)
    return {
        **await _common(view, record, citations),
        "table": table,
        "stages": records.stage_counts(under.measures.values(), STAGE_ORDER),
    }


async def measure(view: View, id: str) -> dict[str, Any]:
    """Everything on the page of a 施策. Raises `NotFoundError`."""
    found = await records.load(view, measures=[id])
    record = _the(found.measures, id, "施策")
    citations = Citations(record.entries)
    under = [(link, citations.cells(record.stating("根拠", end=link.id))) for link in record.under]
    return {**await _common(view, record, citations), "under": under}


def _the(found: dict[str, Record], id: str, kind: str) -> Record:
    try:
        return found[id]
    except KeyError:
        raise NotFoundError(f"「{id}」という id の{kind}はありません。一覧から探してください。") from None


async def _common(view: View, record: Record, citations: Citations) -> dict[str, Any]:
    return {
        "record": record,
        "items": items(record, citations),
        "parties": [_listed(record, party, citations) for party in record.parties],
        "unnamed": _values(record, "相手方表記", citations),
        "named": _values(record, "名称", citations) + _values(record, "仮称", citations),
        "summaries": _values(record, "概要", citations),
        "topics": [_topic(record, link, citations) for link in record.topics],
        "sources": await sources(view, citations),
    }


def items(record: Record, citations: Citations) -> list[Item]:
    """The properties of a record in the order of the schema, each with every value that a document gives; then what else
    documents say of it (課題, 今後の方針 …), which contradicts nothing."""
    found = []
    for prop in model.LABEL[record.kind].properties:
        if prop.name in _APART or prop.name.endswith("精度"):
            continue
        values = _values(record, prop.name, citations)
        if values or prop.name in _ALWAYS[record.kind]:
            found.append(Item(prop.name, prop.kind == "date", values))
    known = {prop.name for prop in model.LABEL[record.kind].properties}
    others = dict.fromkeys(each.item for each in record.stating("記載") if each.item not in known)
    for name in others:
        found.append(Item(name, False, [value._replace(chosen=True) for value in _values(record, name, citations)]))
    return found


def _values(record: Record, item: str, citations: Citations) -> list[Value]:
    chosen = record.properties.get(item)
    said: dict[str, list[Entry]] = {}
    for each in record.stating("記載", item=item):
        said.setdefault(each.value, []).append(each)
    precision = str(record.properties.get(f"{item}精度", ""))
    values = [
        Value(
            text, precision if text == chosen else "", citations.cells(entries), item == "仮称" or _holds(chosen, text)
        )
        for text, entries in said.items()
    ]
    return sorted(values, key=lambda value: not value.chosen)


def _holds(chosen: Any, text: str) -> bool:
    return text in chosen if isinstance(chosen, list) else text == chosen


def _said(entries: list[Entry]) -> list[str]:
    return list(dict.fromkeys(each.said for each in entries if each.said))


def _listed(record: Record, party: Party, citations: Citations) -> Listed:
    entries = record.stating("締結", "実施", "参画", end=party.id)
    return Listed(party, [word for word in _said(entries) if word != party.name], citations.cells(entries))


def _topic(record: Record, link: Link, citations: Citations) -> Topic:
    entries = record.stating("対象", end=link.id)
    return Topic(link.name, [word for word in _said(entries) if word != link.name], citations.cells(entries))


async def document(view: View, id: str, number: int) -> dict[str, Any]:
    """Everything on the page of a 文書: what it covers, and what it is taken to say where. Raises `NotFoundError`."""
    row = next((row for row in await ask(view, "document_list", ids=[id])), None)
    if row is None:
        raise NotFoundError(f"「{id}」という id の文書はありません。一覧から探してください。")
    facts = await ask(view, "document_facts", id=id)
    citations = Citations(_about(fact, id) for fact in facts)
    paged = paging(number, len(citations.passages), address("文書", id), {})
    shown = Sources(citations.passages[paged.skipped : paged.last], {id: row}, citations.quoted)
    publishers = [
        (fact["始点"], fact["始点id"], fact["始点名"], citations.cells([_about(fact, id)]))
        for fact in facts
        if fact["関係"] == "発行"
    ]
    covered = await ask(view, "document_coverage", id=id)
    return {
        "document": row,
        "publishers": publishers,
        "covered": [
            {
                **each,
                "網羅": list(dict.fromkeys(each["網羅"] or ())),
                "対象": list(dict.fromkeys(filter(None, each["対象"] or ()))),
                "根拠": citations.cells(
                    _about(fact, id) for fact in facts if fact["関係"] == "収録" and fact["終点id"] == each["自治体id"]
                ),
            }
            for each in covered
        ],
        "paging": paged,
        "sources": shown,
    }


def _about(fact: dict[str, Any], document: str) -> Entry:
    """An entry that knows which record or body it is about."""
    side = "終点" if fact["関係"] in ("締結", "実施", "参画", "収録") else "始点"
    about = (str(fact[f"{side}名"] or fact[f"{side}id"]), address(fact[side], fact[f"{side}id"]))
    return entry({**fact, "文書id": document})._replace(about=about)
