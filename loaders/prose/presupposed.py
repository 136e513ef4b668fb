"""Agreements that a sentence takes for granted: 「A市とB社の協定は、…」 「協定の相手方は、B社」 without any word of conclusion."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues
from loaders.prose.parts import Body, Place, Sentence

_PARTNER: Final = re.compile(
    r"[」』）)]*(?:の)?(?:締結|連携)?(?:先|相手方?|相手先|パートナー)(?:の?(?:企業|団体|事業者|自治体|法人|大学))?"
    r"(?:は|が|として(?:は)?|に(?:は)?|で(?:ある|す)?(?:は)?)(?!.{0,12}(?:未定|募集|公募|選定|探))"
)
_GOES_ON: Final = re.compile(
    r"[」』]?(?:期間|期限|書|内容|締結日?)?(?:は|では|においては|が|も|から|によって|に(?!向|関|つい|な)|で(?!きな)"
    r"|の(?:内容|有効期[間限]|期間|期限|締結日?|第|中|運用|対象|取組|取り組み|一つ|ひとつ|目的|趣旨|特徴|柱|具体|成果|効果|実績))"
)
_JOINED: Final = re.compile(
    r"(?:(?:と)?の(?:間の)?|による)(?![^、。]{0,6}(?:検討|協議|締結に))[^、。はがを「」]{0,30}[「『]?[^、。「」]{0,40}"
)
_SAID_OF_IT: Final = re.compile(
    r"結ば|必要|あり(?:ます)?か|どう|いつ|いかが|仮に|もし|でき(?:れば|ない|なか)|[かね][。？?]?$|[？?]"
)
_NO_SUCH: Final = re.compile(
    r"[」』]?(?:は|が|も|など)、?(?:まだ|未だ|いまだ|特に|一切)?、?(?:な[いく]|なかっ|存在し(?:な|て(?:い|お)(?:な|ら|り?ま))|あり?ませ|ござい?ませ|成立し|実現し(?:な|て(?:い|お)(?:な|ら))|まとま)"
)
_ONLY_THOUGHT: Final = re.compile(
    r"白紙|見送|断念|中止|延期|保留|先送り|見合わせ|見合せ|棚上げ|頓挫|検討|協議|交渉|予定|調整|準備|これから|めざ|目指|模索|提案|打診|期待|求め|要望"
)
_STILL: Final = re.compile(r"[」』]?(?:は|が|も|については)、?[^。、]{0,10}(?:有効|効力|継続|続い|続け)")
"""「A町との協定は引き続き有効です」"""
_NEAR: Final = 24


def partner_of(text: str, noun_end: int, stop: int) -> bool:
    """Whether a noun goes on as 「協定の相手方は」 「協定先は」."""
    return _PARTNER.match(text, noun_end, stop) is not None


def is_told(text: str, sentence: Sentence, noun: re.Match[str], left: int, breaths: list[list[Place | Body]]) -> bool:
    """Whether parties stand right before a noun that is spoken of as something that exists.

    Both sides must be named (A市とB社の協定は), or a body by との (B社との協定では), or a local government where the
    agreement is said to go on (A町との協定は引き続き有効で); what is said of it must be no plan,
    denial or question.
    """
    stop = sentence.span.end
    if sentence.kind != "prose" or not _GOES_ON.match(text, noun.end(), stop):
        return False
    near = next((r for r in reversed(breaths) if left <= r[0].span.start and r[-1].span.end <= noun.start()), None)
    if near is None:
        return False
    after = cues.after_name(text, near[-1].span.end, noun.start())
    if not _JOINED.fullmatch(text, after, noun.start()):
        return False
    both = any(isinstance(m, Place) for m in near) and any(isinstance(m, Body) for m in near)
    with_ = text.startswith("との", after)
    if not both and not (with_ and (isinstance(near[-1], Body) or _STILL.match(text, noun.end(), stop))):
        return False
    soon = min(stop, noun.end() + _NEAR)
    return not (
        _SAID_OF_IT.search(text, noun.end(), stop)
        or _NO_SUCH.match(text, noun.end(), stop)
        or _ONLY_THOUGHT.search(text, noun.end(), soon)
    )
