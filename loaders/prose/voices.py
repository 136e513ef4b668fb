"""Whose voice says 当社, 当行 … where no header names who issues a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from loaders.prose.parts import Body, Sentence

WE: Final = re.compile(
    "当社|弊社|当ja(?![a-z])|わが社|我が社|小社|当行|当金庫|当組合|当法人|当財団|当協会|当生協|当農協|本学(?!会|習|級|年)|当会(?=[はがとのでを])"
)
OBSERVER: Final = re.compile(
    r".*(?:[一-鿿]省|[一-鿿]庁|内閣府|内閣官房|(?:運輸|整備|農政|経済産業|総合通信)局|新聞(?:社)?|日報|新報|タイムス|タイムズ|時報|通信社|経済研究所)$"
)
"""Ministries and newspapers tell what others do."""
_SPEAKS: Final = re.compile(
    r"(?:\([^()]{0,60}\))?(?:[ 、]*[^。はがをに\n]{0,12}(?:です|でございます|と申します)|(?:で)?は、)"
)
_SEATED: Final = re.compile(r"\((?:本社|本店|本部|所在地|代表|東証)[^()]{0,80}\)は、")
_OPENING: Final = 3
_LEADS: Final = re.compile(r"[ 、]*(?:代表|社長|会長|取締役|理事長|頭取|ceo)", re.IGNORECASE)
"""What stands behind the name of the body that is asked."""
_DIARY: Final = re.compile(r"(?:の| ?の? ?(?=活動))(?:スタッフ|公式|社員|活動報告|活動)?(?:ブログ|日記|日誌)")
_SIGNS: Final = re.compile(r"\(?(?!.{0,8}(?:管理人|監査|印刷|制作|協力|協賛|後援|取引|幹事))[^()。]{0,40}\)?")
_ITS_TERM: Final = re.compile(r"(?:の|[ 、])第 ?\d{1,3} ?(?:期|回定時株主総会)")
"""「A社の第48期中間期の概況」: what only its own paper says so."""
_FORM: Final = re.compile(r"株式会社|有限会社|合同会社|\(株\)|\(有\)|㈱|㈲|(?:一般|公益)(?:社団|財団)法人")
_SEAT: Final = re.compile(r"(?:本社|本店|本部|所在地)[: ]*$")
_SHORTEST: Final = 3
_HEAD: Final = 5


def opening(folded: str, sentences: Sequence[Sentence], release: bool) -> list[Body]:
    """The body whose paper a text is that no header signs, as its words tell, or [].

    Of a text that says 当社 it opens the running text (「A社は、…」, 「A社の広報担当です」), is asked (「A社　代表取締役」),
    stands alone at the foot (「（A大学　広報室）」) or in the title. A press release (``release``) begins with it and its
    seat, and a diary has its name.

    ``folded``: the text in the form of `folding.fold`, on which the positions of ``sentences`` are.
    """
    head = [s for s in sentences[:_HEAD] if s.kind != "prose"]
    first = next((s for s in sentences if s.kind == "prose"), None)
    leads = first.bodies[:1] if release and first is not None else []
    named = [(body, _SEATED) for body in leads] + [(body, _DIARY) for s in head for body in s.bodies]
    for body, behind in named:
        if _certain(body) and behind.match(folded, body.span.end):
            return [body]
    return _speaking(folded, sentences, head) if WE.search(folded) else []


def _certain(body: Body) -> bool:
    return body.certain and not body.product


def _speaking(folded: str, sentences: Sequence[Sentence], head: Sequence[Sentence]) -> list[Body]:
    """Who says 当社."""
    prose = [s for s in sentences if s.kind == "prose"][:_OPENING]
    for body in (b for s in prose for b in s.bodies[:1]):
        if _certain(body) and (_SPEAKS.match(folded, body.span.end) or _ITS_TERM.match(folded, body.span.end)):
            return [body]
    for sentence in head:
        for body in sentence.bodies:
            if _certain(body) and _LEADS.match(folded, body.span.end, sentence.span.end):
                return [body]
    foot = [s for s in sentences[-1:] if s.index >= _HEAD and _SIGNS.fullmatch(folded, *s.span)]
    for sentence in (*foot, *sentences[:1]):
        bodies = {b.name: b for b in sentence.bodies if _certain(b)}
        placed = any(_SEAT.search(folded, sentence.span.start, p.span.start) is None for p in sentence.places)
        alone = not placed and (sentence in foot or sentence.kind != "prose")
        if alone and len(bodies) == 1:
            return list(bodies.values())
    title = folded[slice(*sentences[0].span)] if head[:1] == list(sentences[:1]) else ""
    for body in (b for s in prose for b in s.bodies[:1] if _certain(b)):
        # The title has it without its legal form: 「あおば交通70年のあゆみ」.
        bare = _FORM.sub("", folded[slice(*body.span)])
        if len(bare) >= _SHORTEST and title.startswith(bare):
            return [body]
    return []
