"""Partners told by who attended the ceremony, and by 両者."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party, Statement

FROM_BOTH: Final = "「両者」を直前に名の出た自治体と団体と読みました"
FROM_CEREMONY: Final = "締結式に出席したと書かれた相手だけです"
_CEREMONY: Final = re.compile(r"式(?:典)?(?:には|に|では|で)")
_ATTEND: Final = re.compile(
    r"(?:など|等|ほか)?(?:の?\d+社|[^、。]{0,6}社)?(?:の代表者?|の社長|の?関係者)?(?:が|も)(?:出席|参加|署名|臨)"
)


_NAMED: Final = re.compile(
    r"(?:さん|様)?(?:の[\d０-９一二三四五六七八九]+(?:社|者|団体))?(?:です|でございます|だ|である|であります|になります)。?"
)
_REACH: Final = 3


def counted(scan: Scan, statement: Statement) -> None:
    """「3社と協定を結びました。A社、B社、それとC社です。」: who the three are says a sentence soon after."""
    number = statement.counts["bodies"]
    for after in scan.sentences[statement.index + 1 : statement.index + 1 + _REACH]:
        if after.paragraph != scan.sentences[statement.index].paragraph or cues.NOUN.search(scan.text, *after.span):
            return
        names = {b.name: b for b in after.bodies if b.certain and not b.product}
        if not names:
            continue
        last = max(b.span.end for b in names.values())
        if len(names) == number and _NAMED.fullmatch(scan.text, last, after.span.end):
            statement.bodies += [Party(name, "with", name.span) for name in names.values()]
            statement.more.append(after.span)
        return


def from_ceremony(scan: Scan, statement: Statement) -> None:
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


def fill_both(scan: Scan, statement: Statement, sentence: Sentence) -> None:
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
