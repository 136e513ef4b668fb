"""Who does what in a common work, told as a list: 「役割分担」 over 「A市：用地の提供」, 「当社：…」, 「B社：…」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import deeds, speakers
from loaders.prose.measure_parts import Measure
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party

_HEADING: Final = re.compile(r"役\s*割(?:分担)?(?:について)?[」』】］\]〕>＞\s：:]*$")
_WE: Final = re.compile(r"(?:当|弊)[社行会]")
_OPEN: Final = re.compile(r"未定|検討|案\b|（案）")
_TRIAL: Final = re.compile(r"実証|実験|試行")


def measures(scan: Scan) -> Iterator[Measure]:
    """One measure for each list of roles that names a local government and a body."""
    for heading in scan.sentences:
        start, stop = heading.span
        if heading.kind == "prose" or stop - start > _LONGEST or not _HEADING.search(scan.text, start, stop):
            continue
        if _OPEN.search(scan.text, start, stop):
            continue
        lines = [s for s in scan.under(heading.index) if s.key is not None]
        places = [Party(m) for s in lines for m in _keys(s) if isinstance(m, Place) and m.use == "actor"]
        bodies = [(Party(m), _role(scan, s)) for s in lines for m in _keys(s) if isinstance(m, Body) and m.certain]
        speaker = speakers.speaker(scan)
        own = next((s for s in lines if s.key and _WE.match(scan.text, s.key.start)), None)
        if own is not None and speaker is not None:
            bodies.append((Party(speaker, cite=speaker.span), _role(scan, own)))
        if places and bodies:
            above = scan.words(scan.sentences[heading.heading[0]].span) if heading.heading else ""
            measure = Measure(lines[0].index, lines[0].span, "実証" if _TRIAL.search(above) else "不明",
                              notes=["役割の一覧から読み取りました"])  # fmt: skip
            measure.more = [s.span for s in lines[1:]]
            measure.title = scan.sentences[heading.heading[0]].span if heading.heading else None
            measure.places = {p.key: p for p in places}
            measure.bodies = {p.key: (p, role) for p, role in bodies}
            yield measure
        elif bodies:
            yield from _where(scan, lines)


_LONGEST: Final = 24


def _where(scan: Scan, lines: list[Sentence]) -> Iterator[Measure]:
    """「B社：川口市の工房での修理」: the place stands in the role itself."""
    for line in lines:
        bodies = [m for m in _keys(line) if isinstance(m, Body) and m.certain and not m.product]
        named = {p.name: p for p in line.places if line.value and p.span.start >= line.value.start}
        if len(named) == 1 and bodies and not deeds.NO_FACT.search(scan.text, *line.span):
            measure = Measure(line.index, line.span, "不明", notes=["役割の一覧から読み取りました"])
            measure.title = line.value
            measure.places = {p.key: p for p in map(Party, named.values())}
            measure.bodies = {p.key: (p, _role(scan, line)) for p in map(Party, bodies)}
            yield measure


def _keys(line: Sentence) -> list[Place | Body]:
    """The names before the colon."""
    end = line.key.end if line.key else line.span.start
    return [m for m in line.mentions if isinstance(m, Place | Body) and m.span.start < end]


_ROLES: Final = (
    ("運営", re.compile(r"運営|運行|管理|事務局")),
    ("講師派遣", re.compile(r"講師")),
    ("出資", re.compile(r"出資")),
    ("提供", re.compile(r"提供|貸|開発|構築|設置|配送|供給")),
    ("支援", re.compile(r"支援|助成|助言")),
)


def _role(scan: Scan, line: Sentence) -> str:
    words = scan.words(line.value) if line.value else ""
    return next((role for role, pattern in _ROLES if pattern.search(words)), "協力")
