"""Names of a sentence that stand side by side."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose.parts import Body, Mention, Place

TIE: Final = re.compile(
    r"(?:[ \n]*(?:、|・|,|/|&|と|や|及び|および|並びに|ならびに|又は|または|\+|×|さん|様|の各?|など|ほか|:|-|\|)){0,3}[ \n]*"
)
_IN_BRACKETS: Final = re.compile(r"[(「『][^()「」『』]{0,80}[)」』]")


def runs(text: str, mentions: list[Mention]) -> list[list[Mention]]:
    """Neighbours among places and bodies that only 、 ・ と 及び … or bracketed words join."""
    groups: list[list[Mention]] = []
    end = 0
    for mention in mentions:
        if not isinstance(mention, Place | Body) or (
            isinstance(mention, Place) and mention.use in ("address", "inside")
        ):
            continue
        gap = text[end : mention.span.start] if groups else "。"
        if groups and mention.span.start >= end and TIE.fullmatch(_IN_BRACKETS.sub("", gap)):
            groups[-1].append(mention)
        elif groups and mention.span == groups[-1][-1].span:
            groups[-1].append(mention)
        else:
            groups.append([mention])
        end = max(end, mention.span.end)
    return groups
