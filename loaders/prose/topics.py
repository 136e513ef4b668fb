"""Of whom the sentences shortly before speak: their subject, or the body of which they ask."""

from __future__ import annotations

import re
from typing import Final, TypeVar

from loaders.prose import cues
from loaders.prose.parts import Body, Place, Scan, Sentence

M = TypeVar("M", Place, Body)

_ASKED: Final = re.compile(
    r"(?:さん|様)?との(?:連携|協定|関係|取組)(?:は|に(?:ついて|つきまして)は?)(?:、?(?:どう|いかが)[^。]{0,12})?[。？?]"
)


def asked(scan: Scan, sentence: Sentence) -> Body | None:
    """「A社との連携は。」: of whom the sentence before asks."""
    for before in reversed(scan.sentences[max(0, sentence.index - 2) : sentence.index]):
        match = _ASKED.search(scan.text, *before.span)
        if match:
            return next((m for m in before.bodies if not m.product and m.span.end == match.start()), None)
    return None


_TOPIC_AFTER: Final = re.compile(r"(?:で)?は")


SUBJECT_AFTER: Final = re.compile(r"(?:で)?は|が|も")


def topic(
    scan: Scan, sentence: Sentence, kind: type[M], back: int = 1, after: re.Pattern[str] = _TOPIC_AFTER
) -> M | None:
    """The subject (は) of the sentences shortly before in the same paragraph."""
    if sentence.index == 0:
        return None
    for before in reversed(scan.sentences[max(0, sentence.index - back) : sentence.index]):
        if before.paragraph != sentence.paragraph or before.kind != sentence.kind:
            return None
        for mention in before.mentions:
            if not isinstance(mention, kind) or not isinstance(mention, Place | Body):
                continue
            if after.match(scan.text, cues.after_name(scan.text, mention.span.end, before.span.end)):
                if isinstance(mention, Place) and mention.use == "actor":
                    return mention
                if isinstance(mention, Body) and not mention.product and mention.certain:
                    return mention
    return None
