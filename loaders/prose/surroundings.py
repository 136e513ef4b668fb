"""What a statement leaves to its surroundings: headings, the document's issuer, the topic of the sentence before."""

from __future__ import annotations

import bisect
import re
from itertools import pairwise
from typing import Final, TypeVar

from loaders.prose import attending, casts, cues, speakers, splitting, topics, visits
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party, Statement

M = TypeVar("M", Place, Body)

FROM_HEADING: Final = "見出しから補いました"
FROM_ISSUER: Final = "文書の発行者から補いました"
FROM_MAIN: Final = "文書の中で主語になっている、ただひとつの自治体から補いました"
FROM_TOPIC: Final = "前の文の主語から補いました"
ANNOUNCED: Final = "締結の予告として書かれています"
_BOTH: Final = re.compile(r"(?:両者|双方|両社|両機関)(?=は|が|で|の間)")


def fill(scan: Scan, statement: Statement, main: Place | None) -> None:
    """Fill in the side that is missing: headings above, then the issuer, then the topic of the sentence before."""
    if statement.reference and (not statement.parties or statement.act == "end"):
        # 「同協定は…に終了した」 is said of one told before.
        return
    sentence = scan.sentences[statement.index]
    _from_cast(scan, statement, sentence)
    if statement.form and not statement.bodies:
        # Under a heading that names the partner; a form without one only adds to an agreement told elsewhere.
        above = names_above(scan, sentence, Body)
        statement.bodies += [Party(name, "with", name.span) for name in above]
        if not above:
            _of_title(scan, statement, sentence)
            return
        _with_places(scan, statement, above)
    if not statement.bodies and not statement.unnamed and statement.counts.get("bodies", 0) > 1:
        attending.counted(scan, statement)
        if not statement.bodies:
            attending.from_ceremony(scan, statement)
    if not statement.parties and not statement.form:
        asked = topics.asked(scan, sentence)
        if asked is not None:
            statement.bodies.append(Party(asked, "with", asked.span))
    if not statement.parties and statement.act == "conclude" and statement.date and sentence.kind == "prose":
        # 「■A社様」 over 「6月28日に…協定を締結し」
        head = _entry_of(scan, statement) if scan.header.municipality else None
        statement.bodies += [Party(head, "with", head.span)] if head else []
    both = _BOTH.search(scan.text, *statement.quote)
    if both and not (statement.places and statement.bodies):
        attending.fill_both(scan, statement, sentence)
    issuer = scan.header.municipality or main
    if issuer is not None and (
        scan.header.body is not None or (not scan.header.signed and speakers.speaker(scan) is not None)
    ):
        # A body's own page: 「津幡町と…協定を締結いたしました」 is said of that body.
        issuer = None
    if not statement.places:
        _fill_place(scan, statement, sentence, main)
    elif (
        issuer is not None
        and scan.header.kind != "視察報告書"
        and not statement.bodies
        and not statement.open_partner
        and not _of_profile(scan, sentence)
        and all(p.slot == "with" and p.mention.name != issuer.name for p in statement.places)
        and topics.topic(scan, sentence, Body, back=3) is None
        and topics.topic(scan, sentence, Body, after=topics.SUBJECT_AFTER) is None
    ):
        # 「A市、B市とは…協定を結んでいます」: the issuer with other municipalities.
        statement.places.insert(0, Party(issuer, "subject", issuer.span))
    if not statement.bodies:
        _fill_body(scan, statement, sentence)
    _with_speaker(scan, statement, sentence)
    _complete_count(scan, statement)
    splitting.each_of(scan, statement)


def _of_profile(scan: Scan, sentence: Sentence) -> bool:
    """「◎A株式会社　本社：…　設立：…」: what follows in such a line is said of that company."""
    head = scan.sentences[sentence.heading[-1]] if sentence.heading else None
    return head is not None and bool(head.bodies) and _PROFILE.search(scan.text, *head.span) is not None


_PROFILE: Final = re.compile(r"(?:本社|本店|本所|所在地|設立|創業|資本金|代表者?)[　 ]*[：:]")


def _of_title(scan: Scan, statement: Statement, sentence: Sentence) -> None:
    """「伊佐市・湧水町災害時相互応援協定」 over 「締結日：…」: the title says who help each other."""
    head = scan.sentences[sentence.heading[-1]] if sentence.heading else None
    if head is None or head.bodies or _AMONG.search(scan.text, *head.span) is None:
        return
    places = [p for p in head.places if p.use == "actor"]
    if len({p.name for p in places}) > 1 and all(
        _LISTED.fullmatch(scan.text, a.span.end, b.span.start) for a, b in pairwise(places)
    ):
        statement.places = [Party(p, "with") for p in places]
        statement.name, statement.generic = head.span, False
        statement.more.append(head.span)


_AMONG: Final = re.compile(r"(?:協定|覚書)書?[」』]?$")


def _with_places(scan: Scan, statement: Statement, above: list[Body]) -> None:
    """「飯南町、奥出雲町、A株式会社」 as the heading of an entry on a local government's page: they are partners as well."""
    head = scan.at(above[0].span.start)
    own = scan.header.municipality
    if head is None or own is None or any(p.mention.name != own.name for p in statement.places):
        return
    places = [p for p in head.places if p.use == "actor" and p.span.start < above[0].span.start]
    listed: list[Place | Body] = sorted([*places, *above], key=lambda m: m.span.start)
    if places and all(_LISTED.fullmatch(scan.text, a.span.end, b.span.start) for a, b in pairwise(listed)):
        if not statement.places:
            statement.places.append(Party(own, "subject", own.span if own.span.end > own.span.start else None))
        statement.places += [Party(p, "with", p.span) for p in places if p.name != own.name]


_LISTED: Final = re.compile(r"\s*(?:、|・|，|,|／|/|及び|および|並びに)\s*")


def _from_cast(scan: Scan, statement: Statement, sentence: Sentence) -> None:
    """What an entry says of its agreement without naming who: 「町と法人が…を結んだ」, 「令和5年2月に…を締結」."""
    cast = casts.at(scan.header.casts, sentence.index)
    if cast is None or not cast.bodies or sentence.kind == "heading" or sentence.bodies or statement.unnamed:
        return
    if not statement.bodies:
        called = [b for b in cast.bodies if casts.is_called(b, scan.text, *sentence.span)]
        statement.bodies += [Party(b, "with", b.span) for b in called or (cast.bodies if cast.places else ())]
    if not statement.places and not any(p.use == "actor" for p in sentence.places):
        statement.places += [Party(p, "subject", p.span) for p in cast.places]


def _complete_count(scan: Scan, statement: Statement) -> None:
    """「A市、B組合と三者で」 on a body's own page, and 「A村及びB社とともに」 on a local government's: who speaks is one of them."""
    own: Place | Body | None = scan.header.body
    told = {p.mention.name for p in statement.parties}
    number = statement.counts.get("parties", 0)
    if number == len(told) + 1 and statement.places and (head := _entry_of(scan, statement)) and head.name not in told:
        statement.bodies.append(Party(head, "with", head.span))
        return
    if own is not None and number == len(told) + 1 and statement.places and own.name not in told:
        statement.bodies.append(Party(own, "subject", own.span))
        return
    own = scan.header.municipality
    if own is None or not scan.header.signed or own.name in told or not (statement.places and statement.bodies):
        return
    if all(p.slot == "with" and p.cite is None for p in statement.parties):
        if number == len(told) + 1:
            # 「A銀行、B学校、それにC町と、四者で」 in the paper of a fourth.
            statement.places.insert(0, Party(own, "subject", own.span))
            return
        last = max(p.mention.span.end for p in statement.parties)
        if _ALONG.match(scan.text, cues.after_name(scan.text, last, statement.quote.end)):
            statement.places.insert(0, Party(own, "subject", own.span))


def _with_speaker(scan: Scan, statement: Statement, sentence: Sentence) -> None:
    """「すさみ町さん、くろしおマートさんと結んだ協定」 on a body's own page: it is the third."""
    own = scan.header.body
    if own is None or scan.header.municipality is not None or sentence.kind != "prose" or statement.form:
        return
    parties = statement.parties
    both = statement.places and statement.bodies and all(p.slot == "with" and p.cite is None for p in parties)
    if any(p.mention.how == "issuer" for p in statement.bodies):
        return
    if both and own.name not in {p.mention.name for p in parties} and not statement.counts:
        statement.bodies.append(Party(own, "subject", own.span))


def _entry_of(scan: Scan, statement: Statement) -> Body | None:
    """The body whose entry a statement stands in: the heading above is nothing but its name."""
    names = names_above(scan, scan.sentences[statement.index], Body)
    return names[0] if len({n.name for n in names}) == 1 and an_entry(scan, names) else None


def _by_itself(statement: Statement) -> bool:
    """Whether a statement has something of its own; 「協定書を交わした」 beneath a headline adds nothing to it."""
    own = any(p.cite is None for p in statement.bodies)
    return bool(statement.bodies) and (own or statement.form or statement.date is not None)


def names_above(scan: Scan, sentence: Sentence, kind: type[M]) -> list[M]:
    """All names of the nearest heading above that names any."""
    for index in reversed(sentence.heading):
        names = [m for m in scan.sentences[index].mentions if isinstance(m, kind)]
        names = [m for m in names if not isinstance(m, Body) or (m.certain and not m.product)]
        if names:
            return names
    return []


def _fill_place(scan: Scan, statement: Statement, sentence: Sentence, main: Place | None) -> None:
    """The municipality of a statement that names none; 「86の市区町村と協定を結びました」 tells of none in particular."""
    if statement.counts.get("places", 0) > 1 and not statement.bodies:
        return
    if statement.open_partner and statement.bodies and all(p.slot == "subject" for p in statement.bodies):
        # 「当社は、多くの自治体と協定を結んでいます」
        return
    one = sum(isinstance(i, Body) for i in scan.header.issuers) < _SEVERAL
    foreign = one and (not scan.header.signed or scan.header.municipality is None)
    speaker = speakers.speaker(scan) if foreign else None
    if speaker is not None and statement.bodies and all(
        p.slot == "with" and p.cite is None and p.mention.name != speaker.name for p in statement.bodies
    ):  # fmt: skip
        # On a body's own page 「B組合とは…協定を結んでいます」 is said of that body and another.
        return
    slots = {p.slot for p in statement.bodies}
    among_them = slots == {"subject"} and sentence.kind == "prose" and all(p.cite is None for p in statement.bodies)
    companies_only = len(statement.bodies) > 1 and ({"subject", "with"} <= slots or among_them)
    several = names_above(scan, sentence, Place) if not companies_only else []
    if len({n.name for n in several}) > 1:
        # 「宇陀市・名張市」 over what both do; names that a heading merely mentions decide nothing.
        if an_entry(scan, several) or _leads(scan, several):
            statement.places += [Party(name, "subject", name.span) for name in several]
        return
    cast = casts.at(scan.header.casts, sentence.index)
    entry = cast.places if cast is not None else ()
    if entry or (scan.header.collection and not (scan.header.signed and scan.header.municipality)):
        statement.places += [Party(p, "subject", p.span) for p in entry if not companies_only]
        return
    before = topics.topic(scan, sentence, Place) if statement.act == "end" else None
    if before is not None and not companies_only:
        # 「B町はA社と協定を結んだ。同社の撤退に伴い、協定は解除した」 in the paper of another.
        statement.places.append(Party(before, "subject", before.span))
        statement.notes.append(FROM_TOPIC)
        return
    heading = headed(scan, sentence)
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
    headed_by = statement.date is not None and bool(names_above(scan, sentence, Body))
    if main is not None and (_by_itself(statement) or headed_by) and sentence.kind != "heading":
        statement.places.append(Party(main, "subject", main.span))
        statement.notes.append(FROM_MAIN)
        return
    before = topics.topic(scan, sentence, Place)
    if before is not None and not any(p.slot == "subject" for p in statement.bodies):
        statement.places.append(Party(before, "subject", before.span))
        statement.notes.append(FROM_TOPIC)


_SEVERAL: Final = 2


def _fill_body(scan: Scan, statement: Statement, sentence: Sentence) -> None:
    if statement.unnamed or _on_a_row_above(scan, statement, sentence):
        return
    if len(statement.places) > 1 and any(p.slot == "subject" and p.cite is None for p in statement.places):
        return
    spoken = any(p.slot == "subject" and p.cite is None for p in statement.places)
    if not spoken and any(p.slot == "with" for p in statement.places):
        near = topics.topic(scan, sentence, Body, after=topics.SUBJECT_AFTER)
        if near is not None and not (_of_chronicle(sentence) and names_above(scan, sentence, Body)):
            statement.bodies.append(Party(near, "subject", near.span))
            statement.notes.append(FROM_TOPIC)
            return
    headings = names_above(scan, sentence, Body) if not spoken else []
    if headings and _ISSUE.match(scan.text, headings[-1].span.end):
        headings = []
    if headings and (len({h.name for h in headings}) == 1 or an_entry(scan, headings)):
        statement.bodies += [Party(heading, "with", heading.span) for heading in headings]
        statement.notes.append(FROM_HEADING)
        return
    if _PASSIVE.match(scan.text, statement.noun.end) and (only := _only_before(scan, sentence)) is not None:
        statement.bodies.append(Party(only, "subject", only.span))
        statement.notes.append(FROM_TOPIC)
        return
    issuer = speakers.speaker(scan)
    alone = sum(isinstance(i, Body) for i in scan.header.issuers) < 2 and (
        sentence.kind == "prose" or speakers.page_owner(scan) is not None
    )
    own = None if alone and not scan.header.signed else scan.header.municipality
    if own is not None and scan.header.body is not None and all(p.mention.name != own.name for p in statement.places):
        # What a body says of another municipality than the one that is named beside it is said of that body.
        own = None
    if (
        issuer is not None
        and (own is None or speakers.WE.match(scan.text, statement.quote.start))
        and not spoken
        and statement.places
        and (
            any(p.slot in ("with", "partner") for p in statement.places)
            or sentence.kind in ("line", "bullet")
            or all(p.cite is not None for p in statement.places)
            or _labels(scan, sentence, statement)
        )
    ):
        statement.bodies.append(Party(issuer, "subject", issuer.span if issuer.span.end > issuer.span.start else None))
        return
    before = topics.topic(scan, sentence, Body, back=3) or topics.topic(
        scan, sentence, Body, after=topics.SUBJECT_AFTER
    )
    if before is not None and statement.places and not spoken and any(p.slot == "with" for p in statement.places):
        statement.bodies.append(Party(before, "subject", before.span))
        statement.notes.append(FROM_TOPIC)


_ISSUE: Final = re.compile(r"[ 　]*(?:調査)?(?:月報|会報|年報|紀要|レポート|ニュース|だより|通信)[^\n]{0,16}号")
"""「一般財団法人A研究所　月報2025年2月号」 tells in whose paper a text stands."""
_PASSIVE: Final = re.compile(r"[」』]?書?[がは](?:[^、。はが]{0,12})?(?:結ばれ|交わされ|締結され)")


def _only_before(scan: Scan, sentence: Sentence) -> Body | None:
    """「町は日野川交通を選び、…を同社に委ねた。よりどころとなる「…協定」が交わされたのは、前年の12月である」: the one body of the
    sentence before, where running text speaks of others."""
    before = scan.sentences[sentence.index - 1] if sentence.index else None
    if before is None or before.paragraph != sentence.paragraph or sentence.kind != "prose" or not before.places:
        return None
    named = {b.name: b for b in before.bodies if b.certain and not b.product}
    return next(iter(named.values())) if len(named) == 1 else None


def _on_a_row_above(scan: Scan, statement: Statement, sentence: Sentence) -> bool:
    """「※B町との協定は3月末で満了」 beneath rows of which one names the town with its partner: it is that row's."""
    if not sentence.mark.startswith("※") or statement.act not in ("end", "renew") or len(statement.places) != 1:
        return False
    codes = {p.mention.codes for p in statement.places if isinstance(p.mention, Place)}
    above = scan.sentences[max(0, sentence.index - _ROWS) : sentence.index]
    return any(s.kind != "prose" and s.bodies and codes & {p.codes for p in s.places} for s in above)


_ROWS: Final = 12
"""So many lines above its remark a row may stand."""


def _of_chronicle(sentence: Sentence) -> bool:
    """Whether it begins with its day, as each entry of a 沿革: who does it there is whose chronicle it is."""
    return any(day.span.start == sentence.span.start for day in sentence.dates)


_LABEL: Final = re.compile(r"[ 　]{1,}|：|:")


def _labels(scan: Scan, sentence: Sentence, statement: Statement) -> bool:
    """「延岡市　…の協定により、…」: the name before the gap is that of whom the line tells."""
    if len(statement.places) != 1 or statement.places[0].slot != "loose":
        return False
    span = statement.places[0].mention.span
    return span.start == sentence.span.start and _LABEL.match(scan.text, span.end) is not None


def an_entry(scan: Scan, names: list[M]) -> bool:
    """Whether several names are all that a heading says: 「ひがし信用金庫、みなみ大学」."""
    first = scan.sentences[bisect.bisect_right(scan.sentences, names[0].span.start, key=lambda s: s.span.start) - 1]
    rest = scan.text[first.span.start : names[0].span.start] + scan.text[names[-1].span.end : first.span.end]
    return len(_ASIDE.sub("", rest).strip()) <= 4


_ASIDE: Final = re.compile(r"[（(][^（）()]{1,20}[）)]|様|さま|殿")


def above(scan: Scan, sentence: Sentence, kind: type[M]) -> M | None:
    """The one place (or body) of the nearest heading or bullet above that names any, or of the section's heading."""
    for index in reversed(sentence.heading):
        names = _named(scan.text, scan.sentences[index], kind)
        if names:
            return names[0] if len({m.name for m in names}) == 1 else None
    return _section(scan, sentence, kind)


def headed(scan: Scan, sentence: Sentence) -> Place | None:
    """The one local government that was visited, in the report of a visit, else that of the heading above."""
    visited = visits.above(scan.header, scan.sentences, sentence)
    return visited[0] if len(visited) == 1 else above(scan, sentence, Place)


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


_ALONG: Final = re.compile(r"ととも?に|と共に|とともに|と一緒に|と合同で")
