"""Who speaks, or of whom a text speaks, where its header does not say so: 当社, the page of a body, 市長, the only subject."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, voices
from loaders.prose.parts import Body, Place, Scan

WE: Final = re.compile(
    r"本(?:学(?!校|級|年|習)|学園|機構|協会|財団|組合|金庫|会(?![議計場員]))|当(?:社|行|会|所(?=[はがとのでに])|組合|金庫|法人|機構|連合会|財団|協会|大学|学園|グループ|院)|弊社|わが社|私たち|私ども"
)
_TITLE_LINES: Final = 2


def speaker(scan: Scan) -> Body | None:
    """Which body speaks: the issuer, else who says 当社, 当会 …: the one body of the title or of the lead, where the header names no issuer."""
    if scan.header.body is not None:
        return scan.header.body
    return narrator(scan) if _says_we(scan) else page_owner(scan)


_COMPANY: Final = re.compile(r"(?<![「『一-龥])(?:当(?:社|行|金庫|庫|組合|法人)|弊社|わが社)")
_SAID: Final = re.compile(r"[「『][^「」『』\n]*[」』]")


def voice(scan: Scan) -> Body | None:
    """The body whose own paper a text is; None where a local government signs it, unless the text says 当社 outside quotes."""
    body = speaker(scan) or narrator(scan)
    if body is None or scan.header.municipality is None or not scan.header.signed:
        return body
    return body if _COMPANY.search(_SAID.sub("", scan.text)) else None


def _says_we(scan: Scan) -> bool:
    if scan.says_we is None:
        scan.says_we = WE.search(scan.text) is not None
    return scan.says_we


_CELL_BEFORE: Final = re.compile(r"[|｜\-－―–/／　：:【〈＜<]\s*$|^\s*$")
_CELL_AFTER: Final = re.compile(r"\s*(?:$|[|｜\-－―–/／　：:】〉＞>])")


def page_owner(scan: Scan) -> Body | None:
    """The body whose name is a part of the title by itself: 「自治体との取組 | 株式会社あおば」."""
    if not scan.sentences or (scan.header.municipality is not None and scan.header.signed):
        return None
    title = scan.sentences[0]
    text, (start, stop) = scan.text, title.span
    names = {b.name: b for b in title.bodies if b.certain and not b.product}
    if title.kind == "prose" or len(names) != 1 or title.places:
        return None
    ((_, body),) = names.items()
    alone = _CELL_BEFORE.search(text[start : body.span.start]) and _CELL_AFTER.match(text, body.span.end, stop)
    return body if alone and not _observes(scan, body) else None


def _observes(scan: Scan, body: Body) -> bool:
    """Whether a body tells what others do and nothing of itself: the paper in whose title it stands is its own only in name."""
    return voices.OBSERVER.fullmatch(body.name) is not None and not _says_we(scan)


def narrator(scan: Scan) -> Body | None:
    """The body whose page this is: the only one of the title, or the subject with which the running text begins."""
    if scan.header.collection or scan.header.edited:
        return None
    titles = [
        s for s in scan.sentences[:_TITLE_LINES] if s.kind != "prose" and (s.kind != "bullet" or s.mark[:1] == "*")
    ]
    names = [(b, s.span.end) for s in titles for b in s.bodies if b.certain and not b.product]
    if len({b.name for b, _ in names}) == 1:
        partner = all(_PARTNER.match(scan.text, cues.after_name(scan.text, b.span.end, stop)) for b, stop in names)
        return None if partner or _observes(scan, names[0][0]) else names[0][0]
    # Nobody signs: the subject of the very first sentence of running text speaks.
    first = next((s for s in scan.sentences if s.kind == "prose"), None)
    lead = first.bodies[0] if first is not None and first.bodies else None
    if first is None or lead is None or not lead.certain or lead.product or lead.span.start - first.span.start > _LEAD:
        return None
    return lead if TOPIC.match(scan.text, cues.after_name(scan.text, lead.span.end, first.span.end)) else None


_PARTNER: Final = re.compile(r"と(?!は|も)")
"""「A町　B社と…」: a headline tells B社 as the partner of somebody else."""
_LEAD: Final = 4


TOPIC: Final = re.compile(r"(?:で)?は|が")
_EARLY: Final = 8


def main_place(scan: Scan) -> Place | None:
    """Of whom the text speaks where nobody is named as its issuer: the only local government that is ever a subject."""
    if scan.header.collection or any(isinstance(issuer, Place) for issuer in scan.header.issuers):
        return None
    if (speaker := _interviewed(scan)) is not None:
        return speaker
    if (speaker := _as(scan)) is not None:
        return speaker
    if (own := _OURS.search(scan.text)) is not None:
        # 「本市、玉名市の協定は」: the text speaks for a local government; others are others.
        said = [p for s in scan.sentences for p in s.places if _OURS_IS.fullmatch(scan.text, own.start(), p.span.start)]
        return said[0] if said and said[0].use == "actor" and own.start() < _EARLY_OURS else None
    if scan.header.issuers or (_says_we(scan) and narrator(scan) is not None):
        return None
    found: Place | None = None
    titled = {p.name for s in scan.sentences[:_TITLE_LINES] if s.kind != "prose" for p in s.places if p.use == "actor"}
    for sentence in scan.sentences:
        for place in sentence.places:
            after = cues.after_name(scan.text, place.span.end, sentence.span.end)
            if place.use == "actor" and TOPIC.match(scan.text, after, sentence.span.end):
                if found is None and sentence.index > _EARLY:
                    return None
                if found is not None and found.name != place.name:
                    return found if titled == {found.name} else None
                found = found or place
    return found


_EARLY_OURS: Final = 600
_OURS: Final = re.compile(r"(?<![一-龥])[本当](?:市|町|村|県|区|府|道)(?![^\s、。はがのをにでともへや（(]{2})")
_OURS_IS: Final = re.compile(r"[本当][市町村県区府道](?:、|，|（|\(|である|すなわち)+")
_SPEAKS: Final = re.compile(r"^[（(○◯◎\[【][ 　]*(?P<who>[市町村区]長|知事)[）)\]】 　]", re.MULTILINE)


_AS: Final = re.compile(r"と(?:し|いたし)まし?て(?:は|も|、)")


def _as(scan: Scan) -> Place | None:
    """「村山市としても、早速取りかかります」: the one local government as which somebody speaks."""
    said = {
        p.codes: p for s in scan.sentences for p in s.places if p.how == "name" and _AS.match(scan.text, p.span.end)
    }
    return next(iter(said.values())) if len(said) == 1 else None


def _interviewed(scan: Scan) -> Place | None:
    """Whose mayor or governor speaks: the title names him (恵那市長), or his office stands before what he says."""
    text = scan.text
    title = [p for s in scan.sentences[:_TITLE_LINES] if s.kind != "prose" for p in s.places]
    if len({p.name for p in title}) == 1 and re.match("長|知事", text[title[0].span.end : title[0].span.end + 2]):
        return title[0]
    speaks = _SPEAKS.search(text)
    if speaks is None:
        return None
    kinds = "都道府県" if speaks["who"] == "知事" else speaks["who"][0]
    named = [
        p for s in scan.sentences for p in s.places if p.use == "actor" and p.name[-1] in kinds and p.how == "name"
    ]
    if not named or not named[0].resolved:
        return None
    after = cues.after_name(text, named[0].span.end, len(text))
    return named[0] if TOPIC.match(text, after) or named[0].span.start < _EARLY_WORDS else None


_EARLY_WORDS: Final = 60
