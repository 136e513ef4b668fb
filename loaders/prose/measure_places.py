"""Which local governments take part in what a clause says that a body does."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import affairs, casts, cues, runs, speakers, surroundings, ties, topics
from loaders.prose.parties import seat
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party
from loaders.read import Span

JOINED_PLACES: Final = re.compile(
    r"(?:の[^、。はがを]{0,24})?と(?:の)?(?:連携|協力|共同|協働|共催|ともに|共に|一緒に)(?:し|で|して|のもと|により|、)?"
)


def places(scan: Scan, sentence: Sentence, start: int, stop: int, taking: list[tuple[Party, str]]) -> list[Party]:
    """The local governments of a clause that act in it or receive what is done."""
    text = scan.text
    found: list[Party] = []
    owner = affairs.section(scan, sentence)
    ends = {id(m): run[-1].span.end for run in runs.runs(scan, sentence) for m in run}
    for place in sentence.places:
        if place.use != "actor" or not start <= place.span.start < stop:
            continue
        end = cues.after_name(text, place.span.end, stop)
        last = ends.get(id(place), place.span.end)
        case = cues.slot(text, last, stop)
        if case in ("other", "of", "loose") and not _BARE_TIE.match(text, place.span.end):
            case = cues.slot(text, place.span.end, stop)
        if _APART.match(text, end, stop) or _APART.match(text, last, stop):
            continue
        if owner is not None and owner.codes != place.codes and _seat(sentence, text, place):
            continue
        if cues.EXAMPLE_AFTER.match(text, place.span.end, stop) or seat(place, end, sentence, text):
            continue
        if case == "subject" and text.startswith("でも", cues.after_name(text, last, stop)):
            continue
        if (
            case in ("subject", "with", "partner")
            or JOINED_PLACES.match(text, ends.get(id(place), place.span.end), stop)
            or _RECEIVES.match(text, end, stop)
            or ties.hosts(text, start, place.span.start)
            or any(ties.receives(text, end, p.mention.span.start) for p, _ in taking if p.mention.span.start > end)
        ):
            found.append(Party(place, case))
        elif any(_joined(scan, sentence, place, party.mention) for party, _ in taking):
            found.append(Party(place, case))
    if found and not any(p.slot == "subject" for p in found) and _all_beside(scan, sentence, found, taking, stop):
        issuer = scan.header.municipality
        speaks = scan.header.signed and scan.header.body is None
        if speaks and issuer is not None and issuer.resolved and issuer.name not in {p.mention.name for p in found}:
            found.insert(0, Party(issuer, "subject", issuer.span))
    joined = any(JOINED_PLACES.match(text, ends.get(id(p.mention), 0), stop) for p in found)
    own = owner if joined and not any(p.slot == "subject" for p in found) else None
    if own is not None and own.name not in {p.mention.name for p in found}:
        # 「国、県とともに運行費を補助し」: who acts with them is whose paper it is.
        found.insert(0, Party(own, "subject", own.span))
    subjects = [p for p in found if p.slot == "subject"]
    return found if joined else subjects or found


def _all_beside(scan: Scan, sentence: Sentence, found: list[Party], taking: list[tuple[Party, str]], stop: int) -> bool:
    """「県と振興会と共同で、…」: those named stand together as those with whom the speaker acts, who leaves himself out."""
    run = next((r for r in runs.runs(scan, sentence) if any(m is found[0].mention for m in r)), [])
    if not run or len(run) != len(found) + len(taking):
        return False
    begin, end = run[0].span.start, cues.after_name(scan.text, run[-1].span.end, stop)
    before = scan.text[sentence.span.start : begin]
    return bool(JOINED_PLACES.match(scan.text, end, stop)) and re.search("[はが](?:、|$)", before) is None


def _seat(sentence: Sentence, text: str, place: Place) -> bool:
    """Whether a name only says where the body is that follows it (別府市の立命大学)."""
    words = ("の", "にある", "に本社を置く")
    return any(b.span.start >= place.span.end and text[place.span.end : b.span.start] in words for b in sentence.bodies)


_BARE_TIE: Final = re.compile(r"(?:と|・|や|及び)(?=[一-鿿ぁ-んァ-ヶ]{1,8}[市町村県区])")
_APART: Final = re.compile(
    r"(?:間)?を(?:結ぶ|つなぐ|往復する|行き来する)|とは(?:別|無関係|異な|違)|以外|を除[いくき]|ではな|と異な|に限らず"
    r"|から(?:も|は)?(?:[^、。]{0,8}が)?、?(?:ご)?(?:参加|来場|出席|見学|視察|お越し|来訪)"
)
"""Also those who only came (「9つの市町からご参加いただき」)."""
_RECEIVES: Final = re.compile(
    r"(?:に(?:対し|対して|は|も|、)?|へ(?:の)?|から(?:の)?|より|の(?:[^、。]{1,20}?)(?:に|へ|を|で|の)|の(?!担当|職員|市長|町長|議員|住民|市民)[^、。はが]{1,16}は、?(?=[^。]{0,40}が)|における|向けに|職員|の[^、。はがを]{0,12}(?:職員|担当者?|担当課)(?:の?(?:皆さん|皆さま|皆様|方々)|ら|たち)?と(?!し)|(?:主催|共催|企画|事業)(?:の|で|、|／|・))"
)


def _joined(scan: Scan, sentence: Sentence, place: Place, other: Place | Body) -> bool:
    return any(any(m is place for m in run) and any(m is other for m in run) for run in runs.runs(scan, sentence))


def implied(
    scan: Scan, sentence: Sentence, receiver: bool, taking: list[tuple[Party, str]], clause: Span | None = None
) -> tuple[Place | None, str]:
    """The local government that a clause leaves out: that of the heading above, of the sentence before, the issuer."""
    clause = clause or sentence.span
    if any(_APART.match(scan.text, p.span.end, sentence.span.end) for p in sentence.places):
        return None, ""
    lead = sentence.places[0] if sentence.places else None
    if (
        lead is not None
        and lead.use == "actor"
        and lead.span.start - sentence.span.start < _ROW
        and _PARTED.match(scan.text, lead.span.end)
    ):
        # A row of a list begins with whose row it is.
        return lead, ""
    told = _beside(scan, sentence, taking)
    if told is not None:
        return told, surroundings.FROM_TOPIC
    if scan.header.collection:
        cast = casts.at(scan.header.casts, sentence.index)
        if cast is None or len(cast.places) != 1:
            return None, ""
        # Where an entry names who takes part, others deliver or are asked.
        others = cast.bodies and {p.key for p, _ in taking}.isdisjoint(Party(b).key for b in cast.bodies)
        return (None, "") if others else (cast.places[0], surroundings.FROM_HEADING)
    named_above = bool(sentence.heading) and bool(scan.sentences[sentence.heading[-1]].places)
    by_body = any(
        scan.text.startswith(("は", "が", "も"), cues.after_name(scan.text, p.mention.span.end, sentence.span.end))
        for p, _ in taking
    )
    own = affairs.section(scan, sentence)
    lent = any(role in ("融資", "出資") for _, role in taking)
    if lent and _BORROWER.search(scan.text, *sentence.span):
        return None, ""
    if (own is None or lent) and (receiver or not by_body) and not named_above and _body_before(scan, sentence, taking):
        return None, ""
    above = surroundings.headed(scan, sentence)
    if above is not None:
        return above, surroundings.FROM_HEADING
    topic = topics.topic(scan, sentence, Place)
    if topic is not None:
        return topic, surroundings.FROM_TOPIC
    issuer = own or scan.header.municipality or speakers.main_place(scan)
    if scan.header.body is not None and not scan.header.signed and not receiver:
        return _joined_before(scan, sentence, clause, taking), surroundings.FROM_TOPIC
    first = min((p.mention.span.start for p, _ in taking), default=sentence.span.end)
    if OTHER_SUBJECT.search(scan.text, sentence.span.start, max(first, sentence.span.start)):
        return None, ""
    service = scan.header.municipality is not None and bool(
        _SERVICE.search(scan.text, sentence.span.start, max(first, sentence.span.start))
    )
    if own is not None or _BEARS.search(scan.text, max(first, clause.start), clause.end):
        service = service or affairs.public(scan, *clause, first)
    if issuer is not None and elsewhere(scan, sentence, issuer):
        return None, ""
    if issuer is not None and issuer.resolved and (receiver or not by_body or service):
        return issuer, "" if receiver else surroundings.FROM_ISSUER
    return None, ""


def _joined_before(scan: Scan, sentence: Sentence, clause: Span, taking: list[tuple[Party, str]]) -> Place | None:
    """「当社はA村とともに実証運行を始めました。車両の運行はB社が担います」: with whom the sentence before is done."""
    before = scan.sentences[sentence.index - 1] if sentence.index else None
    first = min((p.mention.span.start for p, _ in taking), default=sentence.span.end)
    if before is None or before.paragraph != sentence.paragraph or not _SERVICE.search(scan.text, clause.start, first):
        return None
    if not _BEARS.search(scan.text, first, clause.end):
        return None
    joined = {
        m.codes: m for run in runs.runs(scan, before) for m in run
        if isinstance(m, Place) and m.use == "actor" and JOINED_PLACES.match(scan.text, run[-1].span.end, before.span.end)
    }  # fmt: skip
    return next(iter(joined.values())) if len(joined) == 1 else None


def elsewhere(scan: Scan, sentence: Sentence, own: Place) -> bool:
    """Whether the words before, in the same paragraph, have gone to another local government and have not come back:
    「同じ悩みは秩父市にもある。A社が運営しているそうだ」 tells nothing of whose paper it is."""
    for before in reversed(scan.sentences[max(0, sentence.index - _BACK) : sentence.index + 1]):
        if before.paragraph != sentence.paragraph or before.kind != "prose":
            return False
        named = [
            p for p in before.places
            if p.use in ("actor", "location") and _SCENE.match(scan.text, p.span.end, before.span.end)
        ]  # fmt: skip
        if any(p.codes == own.codes or not _apart_from(p, own) for p in named):
            return False
        if named:
            return True
        if before is not sentence and _OWN_AGAIN.search(scan.text, *before.span):
            return False
    return False


def _apart_from(place: Place, own: Place) -> bool:
    """Whether one is neither the prefecture of the other nor open."""
    return (
        place.resolved
        and own.resolved
        and not (place.codes[0][:2] == own.codes[0][:2] and "000" in (place.codes[0][2:5], own.codes[0][2:5]))
    )


_BACK: Final = 2
_SCENE: Final = re.compile(r"(?:さん|様)?(?:で(?:は|も)|に(?:は|も)|は|が(?!あ)|も)|の(?:例|場合|取組)")
_OWN_AGAIN: Final = re.compile(r"(?:本|当)(?:市|町|村|区|県)|(?<![一-龥ぁ-ん])(?:市|町|村|区|県)(?:は|が|も|では|の)")
OTHER_SUBJECT: Final = re.compile(
    r"(?:団体|グループ|サークル|住民|市民|町民|村民|農家|漁師|商店街|研究者|専門家|学生|生徒|有志|企業|会社|事業者|店主|議会|議員|警察)(?:ら|たち|など)?(?:は|が)、?(?![^。]{0,30}(?:市|町|村|県)(?:は|が|と))"
)
"""Somebody else acts, who has no name here."""

_ROW: Final = 3
_PARTED: Final = re.compile(r"(?:\*\*)?[\t　：:|｜／]")
_SERVICE: Final = re.compile(
    r"(?:運行|運営|管理|業務|窓口|受付|事業|サービス|配食|収集|調理|清掃|警備|保守|点検|工事|設計|指導|講師)(?:[^、。はが]{0,6})?は、?(?:[^、。はが]{0,12}の)?$"
)
"""A service of the local government whose page it is, about which a clause tells who does it."""


_BORROWER: Final = re.compile(r"(?:会社|同社|法人|組合|事業者|店主|本人)(?:の|が)?(?:自己)?(?:負担|借り入れ)")
"""Somebody else pays, and so he it is to whom money is lent."""
_BEARS: Final = re.compile(r"(?:を|が|は)(?:担(?:当し)?[うっい]?|受け持[つちっ]|請け負[うっい]|任され)")
"""Words for a part in what somebody else is in charge of."""


def _body_before(scan: Scan, sentence: Sentence, taking: list[tuple[Party, str]]) -> bool:
    """Whether the sentence before speaks of a body, so that what another gives is given to it."""
    before = scan.sentences[sentence.index - 1] if sentence.index else None
    if before is None or before.paragraph != sentence.paragraph or before.kind != "prose":
        return False
    subjects = [m for m in before.mentions if isinstance(m, Place | Body)
                and scan.text.startswith(("は", "が"), cues.after_name(scan.text, m.span.end, before.span.end))]  # fmt: skip
    keys = {p.key for p, _ in taking}
    return bool(subjects) and isinstance(subjects[-1], Body) and Party(subjects[-1]).key not in keys


def _beside(scan: Scan, sentence: Sentence, taking: list[tuple[Party, str]]) -> Place | None:
    """The subject that the sentence before names together with the same body (「朝日町が、A社と続けている…。同社が…」)."""
    before = scan.sentences[sentence.index - 1] if sentence.index else None
    if before is None or before.paragraph != sentence.paragraph or before.kind != "prose":
        return None
    keys = {party.key for party, _ in taking}
    if not any(Party(body).key in keys for body in before.bodies):
        return None
    subjects = {
        p.name: p for p in before.places
        if p.use == "actor" and cues.slot(scan.text, p.span.end, before.span.end) == "subject"
    }  # fmt: skip
    return next(iter(subjects.values())) if len(subjects) == 1 else None
