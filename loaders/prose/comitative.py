"""Whatever a local government does with a body it does with it: 「A市は、B社と…」 licenses a measure by the case alone,
unless the predicate is one of talking, comparing or parting.

The table of deeds knows the usual verbs and gives them roles; this is for all others, and for headlines, which end in a
noun (「A市、B社と農業の担い手を育成」).
"""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, deeds
from loaders.prose.parts import Body, Place

_WITH: Final = re.compile(
    r"と(?:の間で|、)?(?!(?:い[うっわ]|し[てた、ま]|な[っるりら]|する|され|す[れべ]|思|考え|見|述べ|話|語|言|聞|呼|比べ|違|異な|別|同[様じ]|並|競|争|対|も|は|の(?!間で)|[一-龥]{1,4}との))"
)
_APART: Final = re.compile(
    r"協議|話し合|話合|意見|交渉|検討|調整|係争|訴訟|裁判|競|争|比較|懇談|面会|会談|対談|対戦|対決|合併|別れ|相談|連絡|打ち合わせ|打合せ|やり取り|やりとり|交流(?!事業)|面談|取引|契約|売買|賃貸|解消|解約|終了|絶|似て|重な|隣|接|挟|結ば|離れ|距離|異な|違|合意に(?:至|達)|顔を合わせ|会(?:い|っ)|出席|参列|出展|対立|対峙"
)
_DONE: Final = re.compile(
    r"(?:[てで]い(?:る|ます|た|ました)|[てで]おり(?:ます)?|(?:し|まし|っ|い|ん|え|け|げ|せ|て|ね|べ|め|れ|き|ぎ|ち|に|び|み|り|じ)[ただ]|[んっい]だ)[。）)]*$"
)
_HEADLINE: Final = re.compile(
    r"(?:を|に|で|へ|と|の)[^、。をはが]{0,14}[一-龥ァ-ヺー]{2,}(?:へ|から|で)?(?:[　 ]*[（(][^（）()]{1,16}[）)])?$"
)
_EMBEDDED: Final = re.compile(
    r"と(?:い[うっ]|の(?:声|話|うわさ|噂|意見|報道|指摘|質問|要望|考え))|[るただ](?:例|話|うわさ|噂|か(?:と|どうか|、)|こと(?:が|を|は|に))|否定|答え|報じ"
)
"""What is done with somebody is only spoken of."""
_AGREED: Final = re.compile(r"協\s*定|覚書|締結|調印")


def told(
    text: str, breaths: list[list[Place | Body]], run: list[Place | Body], start: int, stop: int, *, line: bool
) -> deeds.Told | None:
    """The deed of the bodies of ``run`` with the local government that is the subject of the clause, whatever its verb.

    ``line``: the clause stands in a heading, a bullet or a line, where it may end in a noun.
    """
    begin, end = run[0].span.start, run[-1].span.end
    after = cues.after_name(text, end, stop)
    match = _WITH.match(text, after, stop)
    if match is None or _AGREED.search(text, start, stop):
        return None
    subject = any(
        isinstance(r[-1], Place) and r[-1].use == "actor" and start <= r[0].span.start and r[-1].span.end <= begin
        and _SUBJECT.match(text, cues.after_name(text, r[-1].span.end, stop))
        for r in breaths
    ) or (isinstance(run[0], Place) and begin == start)  # fmt: skip
    ends = _DONE.search(text, match.end(), stop) or (line and _HEADLINE.search(text, match.end(), stop))
    if not subject or not ends or _APART.search(text, match.end(), stop) or _EMBEDDED.search(text, after, stop):
        return None
    return deeds.Told(deeds.named("協力"), match.end())


_SUBJECT: Final = re.compile(r"(?:で)?は|が|も|では|[、　 ：:]")
