"""What a statement leaves to its surroundings: headings, the document's issuer, the topic of the sentence before."""

from __future__ import annotations

import bisect
import re
from itertools import pairwise
from typing import Final, TypeVar

from loaders.prose import cues, speakers, splitting
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party, Statement

M = TypeVar("M", Place, Body)

FROM_HEADING: Final = "見出しから補いました"
FROM_ISSUER: Final = "文書の発行者から補いました"
FROM_MAIN: Final = "文書の中で主語になっている、ただひとつの自治体から補いました"
FROM_CEREMONY: Final = "締結式に出席したと書かれた相手だけです"
FROM_BOTH: Final = "「両者」を直前に名の出た自治体と団体と読みました"
FROM_TOPIC: Final = "前の文の主語から補いました"
ANNOUNCED: Final = "締結の予告として書かれています"
_BOTH: Final = re.compile(r"(?:両者|双方|両社|両機関)(?=は|が|で|の間)")
_CEREMONY: Final = re.compile(r"式(?:典)?(?:には|に|では|で)")
_ATTEND: Final = re.compile(
    r"(?:など|等|ほか)?(?:の?\d+社|[^、。]{0,6}社)?(?:の代表者?|の社長|の?関係者)?(?:が|も)(?:出席|参加|署名|臨)"
)
_ASKED: Final = re.compile(
    r"(?:さん|様)?との(?:連携|協定|関係|取組)(?:は|に(?:ついて|つきまして)は?)(?:、?(?:どう|いかが)[^。]{0,12})?[。？?]"
)


def fill(scan: Scan, statement: Statement, main: Place | None) -> None:
    """Fill in the side that is missing: headings above, then the issuer, then the topic of the sentence before."""
    if statement.reference and not statement.parties:
        return
    sentence = scan.sentences[statement.index]
    if statement.form and not statement.bodies:
        # Under a heading that names the partner; a form without one only adds to an agreement told elsewhere.
        above = _names_above(scan, sentence, Body)
        statement.bodies += [Party(name, "with", name.span) for name in above]
        if not above:
            return
    if not statement.bodies and not statement.unnamed and statement.counts.get("bodies", 0) > 1:
        _from_ceremony(scan, statement)
    if not statement.parties and not statement.form:
        asked = _asked(scan, sentence)
        if asked is not None:
            statement.bodies.append(Party(asked, "with", asked.span))
    both = _BOTH.search(scan.text, *statement.quote)
    if both and not (statement.places and statement.bodies):
        _fill_both(scan, statement, sentence)
    issuer = scan.header.municipality or main
    if not statement.places:
        _fill_place(scan, statement, sentence, main)
    elif (
        issuer is not None
        and not statement.bodies
        and not statement.open_partner
        and all(p.slot == "with" and p.mention.name != issuer.name for p in statement.places)
        and topic(scan, sentence, Body, back=3) is None
    ):
        # 「A市、B市とは…協定を結んでいます」: the issuer with other municipalities.
        statement.places.insert(0, Party(issuer, "subject", issuer.span))
    if not statement.bodies:
        _fill_body(scan, statement, sentence)
    splitting.each_of(scan, statement)


def _by_itself(statement: Statement) -> bool:
    """Whether a statement has something of its own; 「協定書を交わした」 beneath a headline adds nothing to it."""
    own = any(p.cite is None for p in statement.bodies)
    return bool(statement.bodies) and (own or statement.form or statement.date is not None)


def _from_ceremony(scan: Scan, statement: Statement) -> None:
    """「17社と協定を結んだ。式には、A社、B社など6社が出席した」 names some of the partners."""
    for after in scan.sentences[statement.index + 1 : statement.index + 3]:
        sign = _CEREMONY.search(scan.text, *after.span)
        if after.paragraph != scan.sentences[statement.index].paragraph or sign is None:
            continue
        for run in scan.together(after):
            names = [m for m in run if isinstance(m, Body) and not m.product]
            if names and run[0].span.start >= sign.end() and _ATTEND.match(scan.text, run[-1].span.end, after.span.end):
                statement.bodies += [Party(name, "with", name.span) for name in names]
                statement.more.append(after.span)
                statement.notes.append(FROM_CEREMONY)
                return


def _fill_both(scan: Scan, statement: Statement, sentence: Sentence) -> None:
    """両者 are the place and the body named last before."""
    place: Place | None = None
    subject: Place | None = None
    body: Body | None = None
    for index in range(sentence.index, max(-1, sentence.index - 8), -1):
        earlier = scan.sentences[index]
        for mention in reversed(earlier.mentions):
            if mention.span.start >= statement.noun.start:
                continue
            if isinstance(mention, Place) and mention.use == "actor":
                place = place or mention
                if subject is None and cues.slot(scan.text, mention.span.end, earlier.span.end) == "subject":
                    subject = mention
            elif isinstance(mention, Body) and not mention.product and mention.certain and body is None:
                body = mention
    place = subject or place
    if place is not None and body is not None:
        statement.places = statement.places or [Party(place, "subject", place.span)]
        statement.bodies = statement.bodies or [Party(body, "subject", body.span)]
        statement.notes.append(FROM_BOTH)


def _names_above(scan: Scan, sentence: Sentence, kind: type[M]) -> list[M]:
    """All names of the nearest heading above that names any."""
    for index in reversed(sentence.heading):
        names = [m for m in scan.sentences[index].mentions if isinstance(m, kind)]
        names = [m for m in names if not isinstance(m, Body) or (m.certain and not m.product)]
        if names:
            return names
    return []


def _fill_place(scan: Scan, statement: Statement, sentence: Sentence, main: Place | None) -> None:
    """The municipality of a statement that names none."""
    slots = {p.slot for p in statement.bodies}
    among_them = slots == {"subject"} and sentence.kind == "prose" and all(p.cite is None for p in statement.bodies)
    companies_only = len(statement.bodies) > 1 and ({"subject", "with"} <= slots or among_them)
    several = _names_above(scan, sentence, Place) if not companies_only else []
    if len({n.name for n in several}) > 1:
        # 「宇陀市・名張市」 over what both do; names that a heading merely mentions decide nothing.
        if _an_entry(scan, several) or _leads(scan, several):
            statement.places += [Party(name, "subject", name.span) for name in several]
        return
    heading = above(scan, sentence, Place)
    if heading is not None and not companies_only:
        statement.places.append(Party(heading, "subject", heading.span))
        return
    if companies_only:
        return
    issuer = scan.header.municipality
    if issuer is not None and statement.bodies:
        if all(p.slot == "subject" for p in statement.bodies) and sentence.kind == "prose" and not statement.more:
            statement.notes.append(FROM_ISSUER)
        statement.places.append(Party(issuer, "subject", issuer.span if issuer.span.end > issuer.span.start else None))
        return
    if main is not None and _by_itself(statement) and sentence.kind != "heading":
        statement.places.append(Party(main, "subject", main.span))
        statement.notes.append(FROM_MAIN)
        return
    before = topic(scan, sentence, Place)
    if before is not None and not any(p.slot == "subject" for p in statement.bodies):
        statement.places.append(Party(before, "subject", before.span))
        statement.notes.append(FROM_TOPIC)


def _fill_body(scan: Scan, statement: Statement, sentence: Sentence) -> None:
    if statement.unnamed:
        return
    if len(statement.places) > 1 and any(p.slot == "subject" and p.cite is None for p in statement.places):
        return
    spoken = any(p.slot == "subject" and p.cite is None for p in statement.places)
    headings = _names_above(scan, sentence, Body) if not spoken else []
    if headings and (len({h.name for h in headings}) == 1 or _an_entry(scan, headings)):
        statement.bodies += [Party(heading, "with", heading.span) for heading in headings]
        statement.notes.append(FROM_HEADING)
        return
    issuer = speakers.speaker(scan)
    alone = sum(isinstance(i, Body) for i in scan.header.issuers) < 2 and sentence.kind == "prose"
    own = None if alone and not scan.header.signed else scan.header.municipality
    if (
        issuer is not None
        and (own is None or speakers.WE.match(scan.text, statement.quote.start))
        and not spoken
        and statement.places
        and (any(p.slot in ("with", "partner") for p in statement.places) or sentence.kind in ("line", "bullet"))
    ):
        statement.bodies.append(Party(issuer, "subject", issuer.span if issuer.span.end > issuer.span.start else None))
        return
    before = topic(scan, sentence, Body, back=3)
    if before is not None and statement.places and not spoken and any(p.slot == "with" for p in statement.places):
        statement.bodies.append(Party(before, "subject", before.span))
        statement.notes.append(FROM_TOPIC)


def _an_entry(scan: Scan, names: list[M]) -> bool:
    """Whether several names are all that a heading says: 「ひがし信用金庫、みなみ大学」."""
    first = scan.sentences[bisect.bisect_right(scan.sentences, names[0].span.start, key=lambda s: s.span.start) - 1]
    rest = scan.text[first.span.start : names[0].span.start] + scan.text[names[-1].span.end : first.span.end]
    return len(rest.strip()) <= 4


def above(scan: Scan, sentence: Sentence, kind: type[M]) -> M | None:
    """The one place (or body) of the nearest heading or bullet above that names any, or of the section's heading."""
    for index in reversed(sentence.heading):
        names = _named(scan.text, scan.sentences[index], kind)
        if names:
            return names[0] if len({m.name for m in names}) == 1 else None
    return _section(scan, sentence, kind)


def _leads(scan: Scan, names: list[M]) -> bool:
    """Whether names stand at the begin of a heading, joined to each other."""
    text = scan.text
    first = scan.sentences[bisect.bisect_right(scan.sentences, names[0].span.start, key=lambda s: s.span.start) - 1]
    joined = all(
        re.fullmatch(r"\s*(?:、|・|,|と|及び|および)?\s*", text[a.span.end : b.span.start]) for a, b in pairwise(names)
    )
    lead = text[first.span.start : names[0].span.start].strip()
    return joined and (not lead or bool(re.fullmatch(r"(?:事例|ケース|例)?\s*[\d０-９]*[.．)）]?", lead)))


_SEAT: Final = re.compile(
    r"内?の(?:[^\s、。はがを]{0,6}の)?(?:各|全|複数の|[\d０-９]+(?:の)?)?(?:企業|会社|事業者|団体|大学|メーカー|銀行|自治体|市区?町村|市町|町村)"
)


def _named(text: str, heading: Sentence, kind: type[M]) -> list[M]:
    return [
        m for m in heading.mentions
        if isinstance(m, kind) and isinstance(m, Place | Body) and not _SEAT.match(text, m.span.end)
        and (m.use in ("actor", "location") if isinstance(m, Place) else m.certain and not m.product)
    ]  # fmt: skip


def _section(scan: Scan, sentence: Sentence, kind: type[M]) -> M | None:
    """In notes without an issuer: the name with which the last heading began that begins with a name.

    「宇陀市役所　企画課」 … 「協議内容」 … : the headings between are of the same rank.
    """
    if scan.header.issuers or not sentence.heading:
        return None
    for index in range(sentence.heading[0], max(-1, sentence.heading[0] - _SECTION), -1):
        heading = scan.sentences[index]
        if heading.kind != "heading" or heading.level > 0 or not heading.mentions:
            continue
        first = heading.mentions[0]
        if (
            isinstance(first, Place | Body)
            and first.span.start == heading.span.start
            and (cues.slot(scan.text, first.span.end, heading.span.end) == "loose")
        ):
            names = _named(scan.text, heading, kind)
            return names[0] if names and names[0].span == first.span else None
    return None


_SECTION: Final = 300
"""How many sentences above the heading of a section may stand."""


def _asked(scan: Scan, sentence: Sentence) -> Body | None:
    """「A社との連携は。」: of whom the sentence before asks."""
    for before in reversed(scan.sentences[max(0, sentence.index - 2) : sentence.index]):
        match = _ASKED.search(scan.text, *before.span)
        if match:
            return next((m for m in before.bodies if not m.product and m.span.end == match.start()), None)
    return None


_TOPIC_AFTER: Final = re.compile(r"(?:で)?は")


def topic(scan: Scan, sentence: Sentence, kind: type[M], back: int = 1) -> M | None:
    """The subject (は) of the sentences shortly before in the same paragraph."""
    if sentence.index == 0:
        return None
    for before in reversed(scan.sentences[max(0, sentence.index - back) : sentence.index]):
        if before.paragraph != sentence.paragraph or before.kind != sentence.kind:
            return None
        for mention in before.mentions:
            if not isinstance(mention, kind) or not isinstance(mention, Place | Body):
                continue
            if _TOPIC_AFTER.match(scan.text, cues.after_name(scan.text, mention.span.end, before.span.end)):
                if isinstance(mention, Place) and mention.use == "actor":
                    return mention
                if isinstance(mention, Body) and not mention.product and mention.certain:
                    return mention
    return None
