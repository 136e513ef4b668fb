"""What was understood, as records of the curated format with exact places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from loaders import personal
from loaders.draft import Record, cite
from loaders.prose import cues, privacy, years
from loaders.prose.agreements import schools_only
from loaders.prose.parts import Body, Field, Place, Scan, When
from loaders.prose.stated import Agreement, Party
from loaders.read import Span

_LONGEST_QUOTE: Final = 400


def agreement_record(
    scan: Scan, agreement: Agreement, own_id: str, ids: dict[int, str], items: Sequence[str] = ()
) -> Record:
    """An agreement as a record; ``ids``: ids of agreements already written, by identity; ``items``: its 連携事項."""
    title = plain(scan.words(agreement.name)) if agreement.name else ""
    name = title or plain(scan.words(agreement.noun)) or "協定"
    bodies = list(agreement.bodies.values())
    kind = cues.kind_of(name, bodies=bool(bodies or agreement.unnamed), schools_only=schools_only(bodies))
    record: Record = {"id": own_id}
    if not title or agreement.generic:
        record |= {"名称": _descriptive(agreement, name), "仮称": "true"}
    else:
        record["名称"] = name
    record["種別"] = kind
    dated_by = ""
    if agreement.date is not None:
        signed, dated_by = years.known(scan, agreement.date)
        record |= {"締結日": signed.date, "締結日精度": signed.precision}
    if agreement.until is not None:
        record["有効期限"] = agreement.until.end or agreement.until.date
    if agreement.over:
        record |= {"終了日": agreement.ended.date} if agreement.ended else {}
        record["状態"] = "終了"
    elif agreement.renewed:
        record["状態"] = "更新済"
    if agreement.department is not None and not private(scan.text, agreement.department):
        record["所管課"] = scan.words(agreement.department)[:60]
    if items:
        record["連携事項"] = list(items)
    if agreement.unnamed and not bodies:
        record["相手方表記"] = [scan.words(span) for span in agreement.unnamed]
    record["自治体"] = [party(scan, p) for p in agreement.places.values()]
    record["企業"] = [party(scan, p) for p in bodies]
    keep = [p.mention.span for p in [*agreement.places.values(), *bodies]]
    keep += [when.span for when in (agreement.date, agreement.ended, agreement.until) if when]
    fields = field_entries(scan, [*agreement.cites, *agreement.items], avoid=keep)
    if fields:
        record["分野"] = fields
    if agreement.renews is not None and id(agreement.renews) in ids:
        record["更新"] = [ids[id(agreement.renews)]]
    record["出典"] = citations(scan, _with_dates(agreement, agreement.cites), keep)
    record = finish(record, agreement.notes, sure=agreement.sure)
    if dated_by:
        record["注記"] = "。".join(filter(None, [record.get("注記", ""), dated_by]))
    return record


def _with_dates(agreement: Agreement, cites: list[Span]) -> list[Span]:
    """Every date that is told needs its own place among the quotes."""
    spans = list(cites)
    for when in (agreement.date, agreement.ended, agreement.until):
        if when is not None and not any(s.start <= when.span.start and when.span.end <= s.end for s in spans):
            spans.append(when.span)
    return spans


def finish(record: Record, notes: Iterable[str], *, sure: bool) -> Record:
    """確度 with its reason, and 確認: 未."""
    if sure:
        record["確度"] = "明示"
    else:
        reasons = list(dict.fromkeys(notes))
        record["確度"] = "推定"
        record["注記"] = "。".join(reasons) if reasons else "前後の文から読み取りました"
    record["確認"] = "未"
    return record


def _descriptive(agreement: Agreement, noun: str) -> str:
    """A name for an agreement without a title, of words of the text: 宇陀市と株式会社あおばの包括連携協定."""
    names = [p.mention.said if isinstance(p.mention, Place) and p.mention.how == "name" else p.mention.name
             for p in [*agreement.places.values(), *agreement.bodies.values()]]  # fmt: skip
    if not agreement.bodies and agreement.unnamed:
        return f"{names[0]}の{noun}"
    shown = "と".join(names[:3])
    return f"{shown}{'ほか' if len(names) > 3 else ''}の{noun}"


def plain(words: str) -> str:
    """Words on one line; where a line broke between Japanese characters nothing stands."""
    return " ".join(_WRAPPED.sub("", words).split())


_WRAPPED: Final = re.compile(r"(?<=[^\x00-\x7f])[ \t\u3000]*\n[ \t\u3000]*(?=[^\x00-\x7f])")


def party(scan: Scan, party: Party) -> Record:
    """A party: official name, the text's own words where they differ, department, own place where it stands apart."""
    mention = party.mention
    entry: Record = {"名称": mention.name}
    said = plain(scan.words(mention.span) if isinstance(mention, Place) and mention.former else mention.said)
    if said and said != mention.name:
        entry["表記"] = said
    if mention.department:
        entry["部署"] = mention.department
    if party.cite is not None and party.cite.end > party.cite.start and not private(scan.text, party.cite):
        entry["出典"] = cite(scan.page, [party.cite])
    return entry


def private(text: str, span: Span) -> bool:
    """Whether words tell of persons or how to reach them."""
    return any(privacy.persons(text, span)) or personal.in_words(text[span.start : span.end])


def citations(scan: Scan, spans: Iterable[Span], keep: Iterable[Span]) -> list[Record]:
    """出典 of a record: the words that say it, without persons, none twice, none too long."""
    wide = [s for s in merged(spans) if s.end > s.start]
    short: list[Span] = []
    for span in wide:
        if span.end - span.start <= _LONGEST_QUOTE:
            short.append(span)
        else:
            inner = [k for k in keep if span.start <= k.start and k.end <= span.end]
            short += merged(_around(span, k) for k in inner) or [Span(span.start, span.start + _LONGEST_QUOTE)]
    return cite(scan.page, privacy.clean(scan.text, short, keep))


def _around(span: Span, inner: Span) -> Span:
    return Span(max(span.start, inner.start - 60), min(span.end, inner.end + 120))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def field_entries(scan: Scan, spans: Iterable[Span], avoid: Iterable[Span]) -> list[Record]:
    """分野 from the words of spans (names of parties left out), each field and word once."""
    names = list(avoid)
    entries: dict[tuple[str, str], Record] = {}
    for span in merged(spans):
        found: list[Field] = scan.fields(span)
        for each in found:
            if any(n.start < each.span.end and each.span.start < n.end for n in names):
                continue
            key = (each.name, each.word)
            if key not in entries:
                entry: Record = {"名称": each.name, "表記": each.word, "出典": cite(scan.page, [each.span])}
                entries[key] = entry
    return list(entries.values())


def dated(when: When | None, key: str) -> dict[str, Any]:
    """A date and its precision as properties of a record."""
    return {} if when is None else {key: when.date, f"{key}精度": when.precision}


def issuer(scan: Scan, mention: Place | Body) -> Record:
    """発行: who speaks in the document."""
    side = "自治体" if isinstance(mention, Place) else "企業"
    entry: Record = {side: mention.name}
    if mention.said and mention.said != mention.name:
        entry["表記"] = mention.said
    if mention.department:
        entry["部署"] = mention.department
    if mention.span.end > mention.span.start:
        entry["出典"] = cite(scan.page, [mention.span])
    return entry
