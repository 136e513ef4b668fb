"""From all files of all layers to checked facts: every problem with file, line, field and remedy, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph import decisions, names, places
from graph.errors import Problem
from graph.facts import Facts, Node
from graph.memory import seldom_searched
from loaders import corporate, curated, evidence, fields, lines, personal, registry
from loaders.context import Checked, Context
from loaders.folder import Folder
from loaders.reader import Reader
from loaders.reference import Reference
from loaders.reference import load as load_reference

DOCUMENTS: Final = "documents"


@seldom_searched()
def check(shipped: Path, user: Path, originals: evidence.Originals) -> Checked:
    """Read the shipped data and the user's folder over it."""
    layers = [shipped] + ([user] if user.is_dir() and user.resolve() != shipped.resolve() else [])
    normaliser = names.Normaliser.load(shipped)
    log, decided = decisions.load(layers)
    bodies, entries, problems = registry.load(layers, normaliser, log.same())
    taxonomy, more = fields.load(layers)
    originals.kept = originals.kept or Folder(user)
    context = Context(places.Gazetteer.load(shipped), bodies, entries, taxonomy, originals, log.same())
    checked = Checked(Facts(), problems + more + decided)
    known, wrong_reference = load_reference(user, context.gazetteer)
    checked.problems += [*wrong_reference, *corporate.check(user, layers, normaliser)]
    _reference_nodes(context, checked.facts, known)
    for layer in layers:
        for path in sorted((layer / DOCUMENTS).glob("*.y*ml")):
            located = lines.load(path)
            mentions = list(curated.ids(located))
            file, wrong = curated.parse(located)
            checked.problems += personal.problems(located) + wrong
            if file:
                before = len(checked.problems)
                Reader(context, checked, located, file).read()
                checked.problems[before:] = [p for p in checked.problems[before:] if not _follows(p, wrong)]
            if wrong:
                # Others may refer to what stands in a broken file; that is not their mistake.
                for label, id, place in mentions:
                    context.where.setdefault(f"{label} {id}", f"{located.file}:{located.line(place)}")
            located.finish()
    checked.problems += _settle(context)
    checked.problems += _undecided(log, context)
    if not checked.errors:
        checked.problems += _contradictions(checked.facts, context)
    for entry in (*entries.values(), *checked.new.values()):
        _body_node(checked.facts, entry)
    return checked


def _reference_nodes(context: Context, facts: Facts, known: Reference) -> None:
    """All local governments and fields, whether or not a fact mentions them."""
    prefectures = {m.name: m.code for m in context.gazetteer.by_code.values() if m.kind == places.PREFECTURE}
    for m in context.gazetteer.by_code.values():
        facts.add_node(
            "自治体", m.code, 名称=m.full_name, 略称=m.name, 種別=m.kind, 都道府県=m.prefecture, 郡=m.county,
            読み=m.kana, 緯度=m.latitude, 経度=m.longitude, 法人番号=m.corporate_number,
            **known.properties(m.code),
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


def _settle(context: Context) -> Iterator[Problem]:
    """State the facts between records, or tell of references that lead nowhere."""
    for reference in context.references:
        key = f"{reference.label} {reference.id}"
        if key in context.unconfirmed:
            yield reference.located.problem(
                reference.path,
                f"{reference.label}「{reference.id}」は確認前（確認: 未）なので、つながりは入りません",
                "先にその記録を確認してください",
                warning=True,
            )
        elif key in context.where:
            reference.add()
        else:
            yield reference.located.problem(
                reference.path,
                f"{reference.label}「{reference.id}」がどのファイルにもありません",
                "id の綴りを確かめてください",
            )


def _undecided(log: decisions.Decisions, context: Context) -> Iterator[Problem]:
    """Decisions about records that no file has."""
    known = {key.partition(" ")[2] for key in context.where} | set(context.entries)
    for decision, file, line in log.log:
        for id in decision.対象:
            if id not in known:
                yield Problem(
                    file, line, "対象", f"判断の対象「{id}」がどのファイルにもありません",
                    "id の綴りを確かめてください（消した記録なら、このままでもかまいません）", warning=True,
                )  # fmt: skip


def _contradictions(facts: Facts, context: Context) -> Iterator[Problem]:
    for node, prop, values in facts.contradictions():
        file, _, line = context.nodes[node].rpartition(":")
        said = "、".join(f"{value}（文書 {document}）" for value, document in values)
        yield Problem(
            file, int(line), prop, f"{node.label}「{node.id}」の{prop}が文書によって違います: {said}",
            "確かめて、誤っている側の確度を「要確認」にしてください（どちらの記載も残ります）", warning=True,
        )  # fmt: skip


def _follows(problem: Problem, earlier: list[Problem]) -> bool:
    """Whether a problem only follows from one at the same part of the file, or at a part around or inside it."""

    def around(outer: str, inner: str) -> bool:
        return inner == outer or inner.startswith((f"{outer}.", f"{outer}["))

    return any(around(e.field, problem.field) or around(problem.field, e.field) for e in earlier if e.field)
