"""From all files of all layers to checked facts: every problem with file, line, field and remedy, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph import decisions, names, places
from graph.errors import Problem
from graph.facts import Facts, Node
from loaders import curated, evidence, fields, lines, registry
from loaders.context import Checked, Context
from loaders.reader import Reader

DOCUMENTS: Final = "documents"


def check(shipped: Path, user: Path, originals: evidence.Originals) -> Checked:
    """Read the shipped data and the user's folder over it."""
    layers = [shipped] + ([user] if user.is_dir() and user.resolve() != shipped.resolve() else [])
    normaliser = names.Normaliser.load(shipped)
    bodies, entries, problems = registry.load(layers, normaliser)
    taxonomy, more = fields.load(layers)
    log, decided = decisions.load(layers)
    context = Context(places.Gazetteer.load(shipped), bodies, entries, taxonomy, originals, log.same())
    checked = Checked(Facts(), problems + more + decided)
    _reference_nodes(context, checked.facts)
    for layer in layers:
        for path in sorted((layer / DOCUMENTS).glob("*.y*ml")):
            located = lines.load(path)
            file, wrong = curated.parse(located)
            checked.problems += wrong
            if file:
                Reader(context, checked, located, file).read()
    checked.problems += _dangling(context)
    if not checked.errors:
        checked.problems += _contradictions(checked.facts, context)
    for entry in (*entries.values(), *checked.new.values()):
        _body_node(checked.facts, entry)
    return checked


def _reference_nodes(context: Context, facts: Facts) -> None:
    """All local governments and fields, whether or not a fact mentions them."""
    prefectures = {m.name: m.code for m in context.gazetteer.by_code.values() if m.kind == places.PREFECTURE}
    for m in context.gazetteer.by_code.values():
        facts.add_node(
            "自治体", m.code, 名称=m.full_name, 略称=m.name, 種別=m.kind, 都道府県=m.prefecture, 郡=m.county,
            読み=m.kana, 緯度=m.latitude, 経度=m.longitude, 法人番号=m.corporate_number,
        )  # fmt: skip
        if m.kind != places.PREFECTURE:
            facts.link("所属", Node("自治体", m.code), Node("自治体", prefectures[m.prefecture]))
    for entry in context.taxonomy.by_id.values():
        facts.add_node("分野", entry.id, 名称=entry.名称, 階層=2 if entry.上位 else 1)
        if entry.上位:
            facts.link("上位", Node("分野", entry.id), Node("分野", entry.上位))


def _body_node(facts: Facts, entry: registry.Entry) -> None:
    facts.add_node(
        "企業", entry.id, 名称=entry.名称, 別名=[alias.name for alias in entry.aliases],
        サービス名=list(entry.サービス名), 法人格=entry.法人格, 区分=entry.区分, 業種=entry.業種,
        所在=entry.所在, 法人番号=entry.法人番号, URL=entry.URL,
    )  # fmt: skip


def _dangling(context: Context) -> Iterator[Problem]:
    """References to records that no file has."""
    for located, path, label, id in context.references:
        if f"{label} {id}" not in context.where:
            yield located.problem(path, f"{label}「{id}」がどのファイルにもありません", "id の綴りを確かめてください")


def _contradictions(facts: Facts, context: Context) -> Iterator[Problem]:
    for node, prop, values in facts.contradictions():
        file, _, line = context.where[f"{node.label} {node.id}"].rpartition(":")
        said = "、".join(f"{value}（文書 {document}）" for value, document in values)
        yield Problem(
            file, int(line), prop, f"{node.label}「{node.id}」の{prop}が文書によって違います: {said}",
            "確かめて、誤っている側の確度を「要確認」にしてください（どちらの記載も残ります）", warning=True,
        )  # fmt: skip
