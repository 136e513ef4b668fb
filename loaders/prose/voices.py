"""Whose voice says 当社, 当行 … where no header names who issues a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from loaders.prose.parts import Body, Sentence

WE: Final = re.compile("当社|弊社|わが社|我が社|小社|当行|当金庫|当組合|当法人|当財団|当協会|当会(?=[はがとのでを])")
_SPEAKS: Final = re.compile(r"(?:[ 、]*[^。はがをに\n]{0,12}(?:です|でございます|と申します)|(?:で)?は、)")
_OPENING: Final = 3


def opening(folded: str, sentences: Sequence[Sentence]) -> list[Body]:
    """The body that opens the running text of one who says 当社 (「A社は、…」, 「A社の広報担当です」), or [].

    ``folded``: the text in the form of `folding.fold`, on which the positions of ``sentences`` are.
    """
    if WE.search(folded) is None:
        return []
    prose = [s for s in sentences if s.kind == "prose"][:_OPENING]
    for body in (b for s in prose for b in s.bodies[:1]):
        if body.certain and not body.product and _SPEAKS.match(folded, body.span.end):
            return [body]
    return []
