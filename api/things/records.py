"""Agreements and measures as shapes, every fact with its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api import records
from api.asking import ask
from api.records import Link as Tie
from api.records import Record
from api.things import shapes
from graph.store.base import View
from queries.evidence import Entry, entry


class Sources:
    """The documents behind some entries, read once for an answer."""

    def __init__(self, rows: dict[str, dict[str, Any]]) -> None:
        self._rows = rows

    @classmethod
    async def of(cls, view: View, entries: Iterable[Entry]) -> Sources:
        """Read what the documents are called."""
        ids = sorted({each.document for each in entries if each.document})
        rows = await ask(view, "document_list", ids=ids, 件数=len(ids)) if ids else []
        return cls({row["文書id"]: row for row in rows})

    def evidence(self, entries: Iterable[Entry]) -> list[shapes.Evidence]:
        """Entries with the names and days of their documents."""
        return [self._one(each) for each in entries]

    def _one(self, each: Entry) -> shapes.Evidence:
        row = self._rows.get(each.document, {})
        return shapes.Evidence(
            文書id=each.document,
            題名=row.get("題名") or each.document,
            発行日=row.get("発行日"),
            基準日=row.get("基準日"),
            公開=row.get("公開") or "公開",
            位置=each.place,
            引用=each.quote,
            要旨=each.gist,
            確度=each.certainty,
            表記=each.said,
            注記=each.note,
        )


async def told(view: View, agreements: Iterable[str] = (), measures: Iterable[str] = ()) -> dict[str, Any]:
    """Shapes of some records by id, in the order asked for; ids that name nothing are left out."""
    found = await records.load(view, agreements, measures)
    both = [*found.agreements.values(), *found.measures.values()]
    await _add_grounds(view, both)
    sources = await Sources.of(view, (each for record in both for each in record.entries))
    return {record.id: shape(record, sources) for record in both}


async def _add_grounds(view: View, found: list[Record]) -> None:
    """Evidence for the ties that other records have to these."""
    mine = {record.id: record for record in found}
    others = {link.id for record in found for link in (*record.measures, *record.renewed_by)} - mine.keys()
    for row in await ask(view, "record_grounds", ids=sorted(others)) if others else ():
        if row["終点id"] in mine and row["関係"] != "対象":
            mine[row["終点id"]].entries.append(entry(row))
    for record in found:
        for link in (*record.measures, *record.renewed_by):
            if link.id in mine:
                record.entries += mine[link.id].stating("根拠", "更新", end=record.id)


def shape(record: Record, sources: Sources) -> Any:
    """One record."""

    def links(found: Iterable[Tie], relation: str) -> list[shapes.Link]:
        return [
            shapes.Link(id=link.id, 名称=link.name, 根拠=sources.evidence(record.stating(relation, end=link.id)))
            for link in found
        ]

    common = {
        **record.properties,
        "種類": record.kind,
        "id": record.id,
        "当事者": [
            shapes.Party(
                種類=party.kind, id=party.id, 名称=party.name, 役割=list(party.roles), 部署=list(party.departments),
                根拠=sources.evidence(record.stating("締結", "実施", "参画", end=party.id)),
            )
            for party in record.parties
        ],
        "分野の根拠": links(record.topics, "対象"),
        "記載": statements(record.stating("記載"), record.properties, sources),
    }  # fmt: skip
    if record.kind == "協定":
        return shapes.Agreement.model_validate({
            **common,
            "施策": links(record.measures, "根拠"),
            "改めた協定": links(record.renews, "更新"),
            "改められた協定": links(record.renewed_by, "更新"),
        })  # fmt: skip
    return shapes.Measure.model_validate({**common, "もとづく協定": links(record.under, "根拠")})


def statements(entries: Iterable[Entry], chosen: dict[str, Any], sources: Sources) -> list[shapes.Statement]:
    """What documents say of each item; values that differ stand side by side."""
    said: dict[tuple[str, str], list[Entry]] = {}
    for each in entries:
        said.setdefault((each.item, each.value), []).append(each)
    return [
        shapes.Statement(項目=item, 値=value, 採用=_holds(chosen, item, value), 根拠=sources.evidence(found))
        for (item, value), found in said.items()
    ]


def _holds(chosen: dict[str, Any], item: str, value: str) -> bool:
    if item == "仮称":
        # The name that an editor gave stands under 名称.
        item = "名称"
    held = chosen.get(item)
    return value in held if isinstance(held, list) else str(held) == value
