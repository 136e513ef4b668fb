"""Running text becomes a draft: what its sentences say of agreements, measures and memberships."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from loaders.draft import Found, Record
from loaders.prose import (
    bare_days,
    items,
    measure_records,
    measures,
    memberships,
    mentions,
    privacy,
    records,
    voided,
    weighing,
    years,
)
from loaders.prose.agreements import agreements
from loaders.prose.parts import Place, Scan
from loaders.prose.stated import Party, Statement
from loaders.read import Reading, Span
from loaders.vocabulary import Vocabulary


def draft(reading: Reading, vocabulary: Vocabulary, *, skip: Sequence[Span] = (), municipality: str = "") -> Found:
    """What the running text of a document states, as records with exact places; nothing that it does not state.

    ``skip``: spans that were understood otherwise (tables). ``municipality``: full name of the document's owner if the
    user told it, or ''. Raises nothing for any text; what stays open is told in ``warnings``.
    """
    left_out = [*skip, *voided.spans(reading.text)]
    scan = mentions.scan(reading, vocabulary, skip=left_out, municipality=municipality)
    years.fill(scan)
    bare_days.fill(scan)
    found = Found(warnings=list(scan.warnings))
    _document(scan, found)
    ids: dict[int, str] = {}
    understood = agreements(scan)
    made = understood.agreements
    weighed = weighing.weigh(scan, made, measures.measures(scan, made, understood.forms))
    about = items.fill(scan, made)
    for agreement in sorted(made, key=lambda a: a.renews is not None):
        ids[id(agreement)] = f"a{len(ids) + 1}"
        record = records.agreement_record(scan, agreement, ids[id(agreement)], ids, about[id(agreement)])
        if record["出典"]:
            found.agreements.append(record)
    for number, measure in enumerate(weighed.measures, 1):
        record = measure_records.record(scan, measure, f"m{number}", ids)
        if record["出典"]:
            found.measures.append(record)
    found.memberships = memberships.memberships(scan)
    _coverage(scan, found, vocabulary)
    found.warnings += [_left_out(scan, plan) for plan in understood.plans]
    found.warnings += [_taken_back(scan, party) for party in weighed.dropped]
    return found


def _left_out(scan: Scan, plan: Statement) -> str:
    """That an agreement is only intended, for people who may know more."""
    pieces = privacy.clean(scan.text, [plan.quote])
    words = records.plain(scan.words(pieces[0]))[:_SHOWN] if pieces else ""
    return (
        f"「{words}」は予定・検討・例などとして書かれているので、協定にしていません。{_at(scan, plan.quote)}。"
        "結ばれたことが確かなら、手で加えてください"
    )


def _taken_back(scan: Scan, party: Party) -> str:
    """That a body was read as a party and is told nowhere as one, for people who may know more."""
    return (
        f"「{party.mention.name}」は、文書全体の書き方から当事者でないとみて、草案に入れていません。{_at(scan, party.mention.span)}。"
        "当事者であることが確かなら、手で加えてください"
    )


def _at(scan: Scan, span: Span) -> str:
    """Where something stands in the document, for people."""
    return "位置 {}-{}".format(*scan.page.original(span))


_SHOWN: Final = 60


def _document(scan: Scan, found: Found) -> None:
    header = scan.header
    title = _title(scan)
    if title:
        found.document["題名"] = title
    found.document["種別"] = header.kind
    if header.issued is not None:
        found.document["発行日"] = header.issued.date
    if header.as_of is not None:
        found.document["基準日"] = header.as_of.date
    found.issuers = [records.issuer(scan, mention) for mention in header.issuers]


def _title(scan: Scan) -> str:
    """The title without persons' names and numbers."""
    span = scan.header.title_span
    if span is None or not records.private(scan.text, span):
        return scan.header.title
    pieces = privacy.clean(scan.text, [span])
    return records.plain(scan.words(pieces[0])) if pieces else ""


def _coverage(scan: Scan, found: Found, vocabulary: Vocabulary) -> None:
    """収録 and warnings: which local governments the facts are of, and which names stay open."""
    said: dict[str, list[str]] = {}
    for record in [*found.agreements, *found.measures]:
        for entry in record["自治体"]:
            said.setdefault(entry["名称"], []).append(entry.get("表記", ""))
    agreed = _counts(found.agreements)
    measured = _counts(found.measures)
    for name, words in said.items():
        parts = [f"協定{agreed[name]}件"] if name in agreed else []
        parts += [f"施策{measured[name]}件"] if name in measured else []
        told: Record = {"自治体": name, "網羅": "抜粋", "対象": "、".join(parts)}
        shown = next(filter(None, words), "")
        found.coverage.append(told | ({"表記": shown} if shown else {}))
    open_ = {m.name: m for s in scan.sentences for m in s.mentions if isinstance(m, Place) and not m.resolved}
    for name in said:
        place = open_.get(name)
        if place is not None:
            candidates = "、".join(vocabulary.gazetteer.by_code[code].full_name for code in place.codes)
            found.warnings.append(
                f"「{name}」だけではどの自治体か決まりません（{candidates}）。{_at(scan, place.span)}。"
                "--municipality で指定するか、下書きの名称を都道府県名から書いてください"
            )


def _counts(made: Iterable[Record]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for record in made:
        for name in {entry["名称"] for entry in record["自治体"]}:
            counts[name] = counts.get(name, 0) + 1
    return counts
