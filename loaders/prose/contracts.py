"""Documents that are the agreement itself: its title, who concludes it, and the day over the signatures."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, parties
from loaders.prose.parts import Body, Place, Scan
from loaders.prose.stated import Statement
from loaders.read import Span


def contract(scan: Scan, found: list[Statement]) -> None:
    """A document that is the agreement itself: its heading is the title, the line above the signatures its day."""
    if scan.header.kind != "協定書":
        return
    main = next((s for s in found if s.act == "conclude" and s.force == "fact" and s.parties and not s.weak), None)
    span = scan.header.title_span
    if main is None and (main := _defined(scan)) is not None:
        found.append(main)
    if main is None:
        return
    if span is not None and main.generic:
        noun = next(cues.NOUN.finditer(scan.text, *span), None)
        if noun is not None:
            main.name = type(main.noun)(span.start, noun.end())
            main.generic = bool(cues.GENERIC.fullmatch(scan.text, *main.name))
            main.more.append(span)
    alone = [s.dates[0] for s in scan.sentences if len(s.dates) == 1 and s.dates[0].date
             and s.span.end - s.span.start - (s.dates[0].span.end - s.dates[0].span.start) <= 2]  # fmt: skip
    if main.date is None and alone:
        main.date = alone[-1]


_HEREAFTER: Final = re.compile(r"[\s　]*[（(]以下、?[「『][^」』\n]{1,10}[」』]")
_SIGNED: Final = re.compile(
    r"(?:記名|署名)[^。]{0,12}(?:押印|の上|のうえ)|成立を証|本(?:書|協定書?)[^。]{0,8}通[^。]{0,8}作成"
)
_PREAMBLE: Final = 12


def _defined(scan: Scan) -> Statement | None:
    """An agreement whose articles name its parties only where they abbreviate them (「A市（以下「市」という。）」)."""
    if _SIGNED.search(scan.text) is None:
        return None
    found: Statement | None = None
    for sentence in scan.sentences[:_PREAMBLE]:
        for mention in sentence.mentions:
            if isinstance(mention, Place | Body) and _HEREAFTER.match(scan.text, mention.span.end, sentence.span.end):
                found = found or Statement(
                    sentence.index, sentence.span, Span(sentence.span.start, sentence.span.start)
                )
                parties.add(found, mention, "with")
    return found if found is not None and found.places and found.bodies else None
