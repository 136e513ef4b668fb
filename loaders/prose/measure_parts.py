"""A measure (施策) as the sentences tell it, with the deed and the stage that their words say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from graph import dates
from loaders.prose import deeds
from loaders.prose.parts import Scan, Sentence, When
from loaders.prose.stated import Agreement, Party
from loaders.read import Span


@dataclass(slots=True)
class Measure:
    """One action at one stage: who does it, who takes part in which role, and the words that say so."""

    index: int
    quote: Span
    stage: str
    places: dict[str, Party] = field(default_factory=dict)
    bodies: dict[str, tuple[Party, str]] = field(default_factory=dict)
    date: When | None = None
    agreement: Agreement | None = None
    notes: list[str] = field(default_factory=list)
    more: list[Span] = field(default_factory=list)
    conduct: str = "主体"
    listed: bool = False
    """Whether it only lists who belongs to a council or takes part in an entry: whatever else the text says of them."""
    title: Span | None = None
    begin: int = -1
    """Where the words begin that say what is done, if an agreement is told before them."""


def deed(text: str, at: int, stop: int, *, mixed: bool, beyond: int = -1) -> deeds.Deed | None:
    """The deed that the words after a name tell; one whose verb stands before ``beyond`` is that of an agreement."""
    told = behind(text, at, stop, mixed=mixed, beyond=beyond)
    return told.deed if told else None


def behind(text: str, at: int, stop: int, *, mixed: bool, beyond: int = -1) -> deeds.Told | None:
    """The same with the place where its words end."""
    for told in deeds.beginning(text[at]) if at < stop else ():
        match = told.pattern.match(text, at, stop)
        if match is None or match.end() <= beyond:
            continue
        # 「A社が協力し」 needs somebody with whom; a run of both kinds (市とA社が協力し) has it.
        if told is deeds.TOGETHER and not mixed:
            continue
        if told.needs and text.find(told.needs, max(0, at - 120), stop) < 0:
            continue
        return deeds.Told(told, match.end())
    return None


def stage(text: str, start: int, stop: int) -> str:
    """段階 of what a clause tells, by how it ends."""
    tail = text[max(start, stop - 40) : stop]
    going = deeds.GOING.search(tail) is not None
    if not going and deeds.PLANNED.search(tail):
        return "計画"
    if deeds.ENDED.search(tail):
        return "終了"
    if deeds.TRIAL.search(text, start, stop):
        return "実証"
    return "実施" if going or deeds.DONE.search(tail) or deeds.OFTEN.search(text, start, stop) else "不明"


def stage_of(scan: Scan, sentence: Sentence, start: int, stop: int) -> str:
    """The same for a part of a sentence where it stands: what a noun tells at its end (周遊バスを運行。) is done, unless
    the heading or a day that is still to come makes it a plan."""
    told = stage(scan.text, start, stop)
    if told != "不明" or not deeds.NAMED.search(scan.text[max(start, stop - _TAIL) : stop]):
        return told
    issued = scan.header.issued
    told_of = [d.date for d in sentence.dates if dates.has_year(d.date)]
    # As far as both are told: 「2021年9月から」 is still to come in a paper of March 2021.
    later = issued is not None and any(day[: len(issued.date)] > issued.date[: len(day)] for day in told_of)
    above = (scan.sentences[index].span for index in sentence.heading)
    return "計画" if later or any(_TO_COME.search(scan.text, *span) for span in above) else "実施"


_TAIL: Final = 60
_TO_COME: Final = re.compile("予定|今後|これから|次年度|来年度|展望|めざす")
