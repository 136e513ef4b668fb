"""Learns what the marks of a document weigh (`loaders.prose.weighing`) and writes ``data/acting_weights.json``.

``python -m tests.documents.training`` needs scikit-learn, which is no dependency of the project: an environment of its
own does, with the project's packages on its path. ``--check`` tells, batch by batch, how weights that were learnt
without the documents of that batch (all by one writer) do on it, and writes nothing. ``--meet FOLDER`` adds what the
tool makes of documents that it meets for the first time, before any rule is made after them.

The rules were made with the annotated documents before their makers' eyes, so that what they say of these is truer than
what they will say of any other. The weights must not learn to believe them. Therefore the marks come from three sources:
what the tool of the time made of a batch when it met it first (``first_contact.jsonl``: names as it read them, and the
pairs that it told; the sentences are today's); the oldest documents with today's verdict; and all documents without any
verdict.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from graph import names, places
from graph.paths import shipped_data
from loaders import apart
from loaders.prose import bare_days, measures, mentions, voided, weighing, years
from loaders.prose.agreements import agreements
from loaders.prose.parts import Body, Header, Place, Scan
from loaders.prose.signs import Pair, Signs, Told
from loaders.prose.stated import Party
from loaders.read import Span
from loaders.tables import draft as tables
from loaders.vocabulary import Vocabulary
from tests.documents import gold as golds
from tests.documents.figures import Names

HERE = Path(__file__).parent
ADD, DROP = 0.9, 0.3
STRENGTH = 0.1
_TOGETHER = r"pair\||between\||(?!told|untold)\w+ and\|"
_LETTERS = rf"{_TOGETHER}|(?:after|later|before|beside|closing)\|"
_VERDICT = rf"{_LETTERS}|(?:body|where|particle|verdict|told and|untold and)\|"
LATER = tuple(map(re.compile, (_VERDICT, _LETTERS, _TOGETHER)))
LEAST = 4
"""Documents in which a mark must stand."""


class Row(NamedTuple):
    """A pair of one document: its batch, its marks, whether the gold has it, whether the rules told it, and whether they
    told it in measures alone."""

    batch: str
    document: str
    marks: frozenset[str]
    right: bool
    told: bool
    loose: bool


def batch(name: str) -> str:
    """The documents of one writer (a and z: of two): by the first letter, those of d by the number too, later ones by
    the two letters before the line."""
    found = re.match(r"[a-z]{2}(?=_)|d\d|[a-z]", name)
    return found[0] if found else "0"


def rows(vocabulary: Vocabulary, compare: Names) -> tuple[list[Row], list[Row]]:
    """Rows of first contact, and those of today (the oldest with the rules' verdict, all without)."""
    lines = (HERE / "first_contact.jsonl").read_text(encoding="utf-8").splitlines()
    first = {record["文書"]: record for record in map(json.loads, lines)}
    met: list[Row] = []
    today: list[Row] = []
    for path, beside in golds.documents(HERE / "prose"):
        gold = golds.load(beside)
        scan = _scan(path, gold.owner, vocabulary)
        if scan is None:
            continue
        today += _rows(path.name, gold, scan, {}, compare, blind=True)
        record = first.get(path.name)
        if record is None:
            today += _rows(path.name, gold, scan, _ruled(scan), compare)
        elif record["字数"] == len(scan.page.origin.text):
            scan = _as_met(scan, record)
            met += _rows(path.name, gold, scan, _told(record["組"], scan, compare), compare)
    return met, today


def _scan(path: Path, owner: str, vocabulary: Vocabulary) -> Scan | None:
    """The running text of a document; None for a workbook."""
    reading = apart.read(path)
    if reading.sheets:
        return None
    used = tables.draft(reading, vocabulary, municipality=owner, columns=None, layouts=None).used
    return mentions.scan(reading, vocabulary, skip=[*used, *voided.spans(reading.text)], municipality=owner)


def meet(folder: Path, vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    """What today's tool makes of documents, as lines of ``first_contact.jsonl``: names as it reads them, pairs that it
    tells before anything is weighed."""
    for path, beside in golds.documents(folder):
        scan = _scan(path, golds.load(beside).owner, vocabulary)
        if scan is None:
            continue
        own = [m for s in scan.sentences for m in s.mentions]
        places = [m for m in own if isinstance(m, Place)]
        bodies = [m for m in own if isinstance(m, Body)]
        called = {Party(m).key: m.name for m in reversed([*places, *bodies])}
        record: dict[str, Any] = {"文書": path.name, "字数": len(scan.page.origin.text)}
        issuers = [
            ["自治体", *_of_place(scan, i)] if isinstance(i, Place) else ["団体", *_of_body(scan, i)]
            for i in scan.header.issuers
        ]
        record |= {"自署": scan.header.signed, "発行": issuers}
        record |= {"自治体": [_of_place(scan, m) for m in places], "団体": [_of_body(scan, m) for m in bodies]}
        record["組"] = [
            [called.get(place, place), called.get(body, body), sorted(told.kinds), told.sure]
            for (place, body), told in _ruled(scan).items()
        ]
        yield record


def _of_place(scan: Scan, m: Place) -> list[Any]:
    return [*scan.page.original(m.span), ",".join(m.codes), m.name, m.said, m.department, m.former, m.use, m.how]


def _of_body(scan: Scan, m: Body) -> list[Any]:
    return [
        *scan.page.original(m.span),
        m.name,
        m.said,
        m.department,
        int(m.certain),
        int(m.product),
        m.kind,
        m.how,
        m.id,
    ]


def _ruled(scan: Scan) -> dict[Pair, Told]:
    """What today's rules tell, before anything is weighed."""
    years.fill(scan)
    bare_days.fill(scan)
    understood = agreements(scan)
    return weighing.told(understood.agreements, measures.measures(scan, understood.agreements, understood.forms))


def _told(pairs: Iterable[Sequence[Any]], scan: Scan, compare: Names) -> dict[Pair, Told]:
    """Pairs of names as pairs of keys, where the scan has both."""
    own = [m for s in scan.sentences for m in s.mentions]
    keys = {compare.code(m.name): Party(m).key for m in own if isinstance(m, Place)}
    bodies = {names.fold(m.name): Party(m).key for m in own if isinstance(m, Body)}
    told: dict[Pair, Told] = {}
    for municipality, company, kinds, sure in pairs:
        place, body = keys.get(compare.code(municipality)), bodies.get(names.fold(company))
        if place is not None and body is not None:
            known = told.setdefault((place, body), Told(set(), False))
            known.kinds.update(kinds)
            known.sure = known.sure or sure
    return told


def _as_met(scan: Scan, record: dict[str, Any]) -> Scan:
    """Today's sentences with the names as they were read at first contact."""
    sentences = [replace(s, mentions=[]) for s in scan.sentences]
    own = Scan(scan.page, scan.header, sentences, scan.find_fields)
    read: list[Place | Body] = [*map(_place, record["自治体"]), *map(_body, record["団体"])]
    for mention in read:
        mention.span = scan.page.here(mention.span)
        sentence = own.at(mention.span.start)
        if sentence is not None:
            sentence.mentions.append(mention)
    for sentence in sentences:
        sentence.mentions.sort(key=lambda m: m.span.start)
    issuers = tuple((_place if kind == "自治体" else _body)(rest) for kind, *rest in record["発行"])
    header: Header = replace(scan.header, issuers=issuers, signed=record["自署"])
    own.header = header
    return own


def _place(told: list[Any]) -> Place:
    start, end, codes, name, said, department, former, use, how = told
    return Place(Span(start, end), tuple(codes.split(",")), name, said, department, former, use, how)


def _body(told: list[Any]) -> Body:
    start, end, name, said, department, certain, product, kind, how, id_ = told
    return Body(Span(start, end), name, said, department, bool(certain), bool(product), kind, how, id_)


def _rows(
    name: str, gold: golds.Gold, scan: Scan, told: dict[Pair, Told], compare: Names, *, blind: bool = False
) -> Iterator[Row]:
    """Rows of a document, pairs on which the gold is open left out. ``blind``: without what the rules told."""
    signs = Signs(scan, told)
    for place, body in signs.pairs():
        municipality, company = signs.places[place][0][1].name, signs.bodies[body][0][1].name

        def among(pairs: Sequence[tuple[golds.Choice, golds.Choice]], m: str = municipality, c: str = company) -> bool:
            return any(compare.municipality(right, m) and compare.company(other, c) for right, other in pairs)

        right = among(gold.pairs)
        if not right and among(gold.optional_pairs):
            continue
        marks = frozenset(
            f"{group}|{key}"
            for some in signs.marks(place, body)
            for group, keys in some.items()
            for key in keys
            if not (blind and (group in ("verdict", "untold and") or key == "nothing told"))
        )
        known = told.get((place, body))
        yield Row(batch(name), name, marks, right, known is not None, known is not None and not known.agreed)


def learn(given: Sequence[Row]) -> tuple[float, dict[str, float]]:
    """The weights of all marks by logistic regression, and what every pair weighs from the start."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen: dict[str, set[str]] = defaultdict(set)
    for row in given:
        for mark in row.marks:
            seen[mark].add(row.document)
    kept = sorted(mark for mark, documents in seen.items() if len(documents) >= LEAST)
    column = {mark: n for n, mark in enumerate(kept)}
    cells = [(n, column[mark]) for n, row in enumerate(given) for mark in sorted(row.marks) if mark in column]
    matrix = csr_matrix(([1.0] * len(cells), tuple(zip(*cells, strict=True))), shape=(len(given), len(kept)))
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=3000, random_state=0)
    model.fit(matrix, [row.right for row in given])
    return float(model.intercept_[0]), dict(zip(kept, map(float, model.coef_[0]), strict=True))


def check(met: Sequence[Row], today: Sequence[Row]) -> None:
    """Print what the weights do on each batch of first contact if they were learnt without it."""
    from math import log

    add, drop = (log(p / (1 - p)) for p in (ADD, DROP))
    total = [0] * 7
    print("組      正    余分   漏れ  | 足した（正） 外した（正しく） | 適合率・再現率・F1 前→後")
    for left_out in sorted({row.batch for row in met}):
        base, of = learn([row for row in (*met, *today) if row.batch != left_out])
        counts = [0] * 7
        for row in met:
            if row.batch != left_out:
                continue
            weight = base + sum(of.get(mark, 0.0) for mark in row.marks)
            added, dropped = not row.told and weight > add, row.loose and weight < drop
            counts[0] += row.told and row.right
            counts[1] += row.told and not row.right
            counts[2] += not row.told and row.right
            counts[3] += added
            counts[4] += added and row.right
            counts[5] += dropped
            counts[6] += dropped and not row.right
        total = [a + b for a, b in zip(total, counts, strict=True)]
        print(_line(left_out, counts))
    print(_line("全", total))


def _line(name: str, counts: Sequence[int]) -> str:
    right, extra, missed, added, well, dropped, rightly = counts

    def figures(a: int, b: int, c: int) -> str:
        p, r = a / max(1, a + b), a / max(1, a + c)
        return f"{p:.3f}・{r:.3f}・{2 * p * r / max(1e-9, p + r):.3f}"

    lost = dropped - rightly
    after = figures(right + well - lost, extra + added - well - rightly, missed - well + lost)
    return (
        f"{name:4} {right:5} {extra:5} {missed:5}   | {added:4}（{well}） {dropped:4}（{rightly}） | "
        f"{figures(right, extra, missed)} → {after}"
    )


def _within(known: Sequence[Row], of: dict[str, float], groups: re.Pattern[str]) -> list[float]:
    """Above what the marks of some groups stay for all but one in two hundred of the pairs that measures tell, and below what for all but
    one in a hundred of the others."""
    weights = [(row, sum(of.get(mark, 0.0) for mark in row.marks if groups.match(mark))) for row in known]
    low = sorted(weight for row, weight in weights if row.loose)
    high = sorted(weight for row, weight in weights if not row.told)
    return [round(low[len(low) // 200], 3), round(high[-1 - len(high) // 100], 3)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="誰が取り組むかの重みを、注釈つきの文書から学びます。")
    parser.add_argument("--check", action="store_true", help="書き手ごとに取り置いて確かめ、何も書かない")
    parser.add_argument("--meet", type=Path, metavar="FOLDER", help="初めて出会う文書を読んだ結果を控えに足すだけ")
    options = parser.parse_args(arguments)
    data = shipped_data()
    if options.meet:
        lines = [
            json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in meet(options.meet, Vocabulary.load(data))
        ]
        with (HERE / "first_contact.jsonl").open("a", encoding="utf-8") as kept:
            kept.writelines(f"{line}\n" for line in lines)
        return 0
    compare = Names(places.Gazetteer.load(data), names.Normaliser.load(data))
    met, today = rows(Vocabulary.load(data), compare)
    print(f"初見の組 {len(met)}、いまの組 {len(today)}")
    if options.check:
        check(met, today)
        return 0
    base, of = learn([*met, *today])
    grouped: dict[str, dict[str, float]] = defaultdict(dict)
    for mark, weight in sorted(of.items()):
        if abs(weight) >= 0.005:
            group, _, key = mark.partition("|")
            grouped[group][key] = round(weight, 3)
    known = [row for row in (*met, *today) if any(mark.startswith("verdict|") for mark in row.marks)]
    told = {"base": round(base, 3), "add": ADD, "drop": DROP, "weights": grouped}
    told["rest"] = [_within(known, of, groups) for groups in LATER]
    path = data / "acting_weights.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{path}: 目印 {sum(map(len, grouped.values()))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
