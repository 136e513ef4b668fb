"""Whom a written name means in a graph: one municipality or body, or a message with the names that come close."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

import pyarrow.compute as pc

from graph import names, places
from graph.errors import NameUnclearError
from graph.facts import Node
from graph.names import Alias, Normaliser, Organisation, Registry, fold
from graph.paths import shipped_data
from graph.places import Gazetteer
from graph.tables import Tables

ANY: Final = ("自治体", "企業")
_OFFERED: Final = 8
_LONGEST: Final = 200


def find(graph: Tables, name: str, labels: tuple[str, ...] = ANY) -> Node:
    """The municipality or body that a name, a code or an id means.

    Names in full, short and former ones, aliases and services count; a name that only comes close is offered, never
    taken. Raises `NameUnclearError` where none or several bear it.
    """
    text = name.strip()
    known = {label: {row["id"]: row for row in graph.node_rows(label)} for label in labels}
    for label, rows in known.items():
        if text in rows:
            return Node(label, text)
    short = text[:_LONGEST]
    found: dict[Node, str] = {}
    near: list[str] = []
    if "自治体" in known:
        found |= _municipalities(short, known["自治体"])
        near += _gazetteer().near(short)
    if "企業" in known:
        registry = _registry(known["企業"])
        found |= _bodies(short, registry)
        near += registry.near(short)
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise NameUnclearError(f"「{short}」は一つに決まりません。次のどれかで指定してください: {_offer(found)}")
    close = list(dict.fromkeys(near))[:_OFFERED]
    hint = f"近い名前: {'、'.join(close)}" if close else "名前の全体か、団体コードか id で指定してください。"
    raise NameUnclearError(f"「{short}」という{_kinds(labels)}はグラフにありません。{hint}")


def field(graph: Tables, name: str) -> Node:
    """The field of a name or id. Raises `NameUnclearError`."""
    text = name.strip()
    by_name = {row["名称"]: Node("分野", row["id"]) for row in graph.node_rows("分野")}
    by_id = {node.id: node for node in by_name.values()}
    folded = {fold(word): node for word, node in by_name.items()}
    found = by_id.get(text) or folded.get(fold(text))
    if found:
        return found
    close = difflib.get_close_matches(text[:_LONGEST], by_name, n=5, cutoff=0.4)
    close += [word for word in by_name if text and text in word and word not in close][:5]
    hint = f"近い分野: {'、'.join(close)}" if close else f"分野の例: {'、'.join(list(by_name)[:5])}"
    raise NameUnclearError(f"「{text[:_LONGEST]}」という分野はありません。{hint}")


def field_name(graph: Tables, name: str) -> str:
    """The name in the graph of the field that a name or an id means. Raises `NameUnclearError`."""
    id = field(graph, name).id
    return next(str(row["名称"]) for row in graph.node_rows("分野") if row["id"] == id)


def name(graph: Tables, id: str) -> str:
    """The name of the municipality, body, agreement, measure or field of an id; the text itself where there is none."""
    for label in ("自治体", "企業", "協定", "施策", "分野"):
        table = graph.nodes[label]
        at = pc.index(table["id"], id).as_py()
        if at >= 0:
            return str(table["名称"][at].as_py() or id)
    return id


def _kinds(labels: Iterable[str]) -> str:
    return "・".join({"自治体": "自治体", "企業": "企業・団体"}[label] for label in labels)


def _offer(found: Mapping[Node, str]) -> str:
    offered = [f"{name}（{node.id}）" for node, name in sorted(found.items())]
    rest = len(offered) - _OFFERED
    return "、".join(offered[:_OFFERED]) + (f" ほか{rest}" if rest > 0 else "")


def _municipalities(text: str, rows: Mapping[str, Mapping[str, Any]]) -> dict[Node, str]:
    """By the names in the graph; else by what the gazetteer knows of other and former names."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for key in ("名称", "略称"):
        for id, row in rows.items():
            if places.key(str(row.get(key, ""))) == places.key(text):
                bearers[key].append(id)
    codes = bearers["名称"] or bearers["略称"]
    if not codes:
        gazetteer = _gazetteer()
        meant = gazetteer.resolve(text)
        if isinstance(meant, places.Body):
            codes = [] if meant.part else [meant.code]
        elif isinstance(meant, places.Ambiguous):
            codes = [code for code, each in gazetteer.by_code.items() if each.full_name in meant.candidates]
    return {Node("自治体", code): str(rows[code]["名称"]) for code in codes if code in rows}


def _bodies(text: str, registry: Registry) -> dict[Node, str]:
    meant = registry.resolve(text)
    if isinstance(meant, names.Known):
        return {Node("企業", meant.id): registry.by_id[meant.id].name}
    if isinstance(meant, names.Ambiguous):
        return {Node("企業", id): name for id, name in meant.candidates}
    return {}


def _registry(rows: Mapping[str, Mapping[str, Any]]) -> Registry:
    return Registry(
        _normaliser(),
        (
            Organisation(id, row["名称"], tuple(map(Alias, row.get("別名", ()))), tuple(row.get("サービス名", ())))
            for id, row in rows.items()
        ),
    )


@cache
def _normaliser() -> Normaliser:
    return Normaliser.load(shipped_data())


def _gazetteer() -> Gazetteer:
    return Gazetteer.load(shipped_data())
