"""Earlier agreements that a sentence counts: 「市が企業と協定を結ぶのは、A社に次いで2例目」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from loaders.prose import cues, parties, splitting
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.prose.stated import Statement
from loaders.read import Span

_NTH: Final = re.compile(
    r"に(?:次いで|続(?:き|いて))、?[^、。はがを]{0,10}(?:協\s*定|覚書)を?(?:締結|結[んび])(?!予定|する予定)|"
    r"に(?:次[いぐ](?:で)?|続(?:き|いて|く|け)|加え(?:て)?)、?(?:[^、。はがを]{0,8}が)?[^。はがを]{0,16}?[\d０-９一二三四五六七八九十]+"
    r"(?:例|件|社|者|番|校|行|市|町|村|区|県|市町村?|自治体|団体|法人|事例|つ|か所|カ所)目"
)


HINT: Final = re.compile("に(?:次|続|加)")


def counted(
    scan: Scan, sentence: Sentence, told: Sequence[Statement], breaths: list[list[Place | Body]]
) -> Iterator[Statement]:
    """A statement for each of those after whom the agreements ``told`` of a sentence are the second, third …; who the
    other party is they say, or the surroundings."""
    text, stop = scan.text, sentence.span.end
    for n, run in enumerate(breaths):
        after = cues.after_name(text, run[-1].span.end, stop)
        match = _NTH.match(text, after, stop)
        if match is None or cues.told(text, sentence.span.start, match.end(), stop).force != "fact":
            continue
        years = _years(text, breaths[: n + 1])
        for mention in [m for earlier in breaths[n + 1 - len(years) : n] for m in earlier] + run:
            statement = Statement(sentence.index, cues.trimmed(text, sentence.span.start, stop), _noun(told), "exist")
            parties.add(statement, mention, "with")
            statement.date = (
                next(iter(splitting.in_brackets(text, sentence, statement.parties).values()), None)
                or years.get(mention.span.start)
                or next(
                    (
                        d
                        for d in sentence.dates
                        if d.date and text[d.span.end : run[0].span.start] in ("の", "に", "、")
                    ),
                    None,
                )
            )
            own = type(mention)
            others = [p for s in told for p in s.parties if not isinstance(p.mention, own)]
            if others and all(p.mention.how == "alias" and p.mention.said not in p.mention.name for p in others):
                # 「三師会が市と結ぶのは」: elsewhere it is somebody else who is called so.
                continue
            for party in others:
                if all(p.key != party.key for p in statement.parties):
                    parties.add(statement, party.mention, "subject")
            if statement.parties:
                yield statement


_YEAR: Final = re.compile(r"(?P<year>(?:19|20)?\d\d)年(?:度)?の$")


def _years(text: str, breaths: Sequence[list[Place | Body]]) -> dict[int, When]:
    """The year before each of the last names, where each has one (「2017年のA市、20年のB町」); {} where they have none."""
    found: dict[int, When] = {}
    for run in reversed(breaths):
        start = run[0].span.start
        match = _YEAR.search(text, max(0, start - _LONGEST), start) if len(run) == 1 else None
        if match is None:
            break
        found[start] = When(Span(match.start(), match.end() - 1), unicodedata.normalize("NFKC", match["year"]), "年")
        if text[match.start() - 1 : match.start()] not in "、,":
            break
    century = ""
    for start in sorted(found):
        century = found[start].date[:2] if len(found[start].date) == _FULL else century
        if not century:
            return {}
        found[start].date = century + found[start].date[-2:]
    return found


_LONGEST: Final = 10
_FULL: Final = 4


def _noun(told: Sequence[Statement]) -> Span:
    return told[0].noun if told else Span(0, 0)
