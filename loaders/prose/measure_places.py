"""Which local governments take part in what a clause says that a body does."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, runs, speakers, surroundings
from loaders.prose.parties import seat
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party

JOINED_PLACES: Final = re.compile(
    r"(?:の[^、。はがを]{0,24})?と(?:の)?(?:連携|協力|共同|協働|共催|ともに|共に|一緒に)(?:し|で|して|のもと|により|、)?"
)


def places(scan: Scan, sentence: Sentence, start: int, stop: int, taking: list[tuple[Party, str]]) -> list[Party]:
    """The local governments of a clause that act in it or receive what is done."""
    text = scan.text
    found: list[Party] = []
    ends = {id(m): run[-1].span.end for run in runs.runs(scan, sentence) for m in run}
    for place in sentence.places:
        if place.use != "actor" or not start <= place.span.start < stop:
            continue
        end = cues.after_name(text, place.span.end, stop)
        case = cues.slot(text, place.span.end, stop)
        if cues.EXAMPLE_AFTER.match(text, place.span.end, stop) or seat(place, end, sentence, text):
            continue
        if case == "subject" and text.startswith("でも", end):
            continue
        if (
            case in ("subject", "with", "partner")
            or JOINED_PLACES.match(text, ends.get(id(place), place.span.end), stop)
            or _RECEIVES.match(text, end, stop)
        ):
            found.append(Party(place, case))
        elif any(_joined(scan, sentence, place, party.mention) for party, _ in taking):
            found.append(Party(place, case))
    joined = any(JOINED_PLACES.match(text, ends.get(id(p.mention), 0), stop) for p in found)
    subjects = [p for p in found if p.slot == "subject"]
    return found if joined else subjects or found


_RECEIVES: Final = re.compile(
    r"(?:に(?:対し|対して|は|も|、)?|へ(?:の)?|から(?:の)?|より|の(?:[^、。]{1,20}?)(?:に|へ|を|で|の)|の(?!担当|職員|市長|町長|議員|住民|市民)[^、。はが]{1,16}は、?(?=[^。]{0,40}が)|における|向けに|職員)"
)


def _joined(scan: Scan, sentence: Sentence, place: Place, other: Place | Body) -> bool:
    return any(any(m is place for m in run) and any(m is other for m in run) for run in runs.runs(scan, sentence))


def implied(
    scan: Scan, sentence: Sentence, receiver: bool, taking: list[tuple[Party, str]]
) -> tuple[Place | None, str]:
    """The local government that a clause leaves out: that of the heading above, of the sentence before, the issuer."""
    told = _beside(scan, sentence, taking)
    if told is not None:
        return told, surroundings.FROM_TOPIC
    above = surroundings.above(scan, sentence, Place)
    if above is not None:
        return above, surroundings.FROM_HEADING
    topic = surroundings.topic(scan, sentence, Place)
    if topic is not None:
        return topic, surroundings.FROM_TOPIC
    issuer = scan.header.municipality or speakers.main_place(scan)
    by_body = any(
        scan.text.startswith(("は", "が", "も"), cues.after_name(scan.text, p.mention.span.end, sentence.span.end))
        for p, _ in taking
    )
    if issuer is not None and issuer.resolved and (receiver or not by_body):
        return issuer, "" if receiver else surroundings.FROM_ISSUER
    return None, ""


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
