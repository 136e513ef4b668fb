"""Which act (締結, 更新, 終了) of a sentence belongs to a noun for an agreement."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues

_ATTRIBUTIVE: Final = re.compile(
    r"(?:(?:締結|調印|締約|発効|改定|改訂|更新|終了|解除)(?:いた)?(?:し|され)?(?:た|ている|ていた|ておる|しました|ました|ております|ています|する|済みの?|済の)|"
    r"結(?:んだ|んでいる|んでいた|んでおります|んでいます|びました|ばれた|ばれている)|"
    r"(?:取り?)?交わ(?:した|している|していた|しました|しております|された))(?P<rest>[^、。]*|のは、[^、。はがを]*)"
)
_CLOSE_BY: Final = re.compile(r"[」』）)]*(?:を|は|が|の|も|書?の?(?:一部|内容)?(?:を|の))?[^、。をはが]{0,18}")
_WITH_ITS_DAY: Final = re.compile(
    r"[」』）)]*(?:[はがを]|でございますが|ですが|について(?:は|も)?|につきまして(?:は|も)?)、?[^。はがを]{0,40}(?:をもって|に|で|末|付けで?)、?(?:内容の?|一部を?|(?:有効)?期[間限][のが]?)?(?:一部)?を?"
)
_CLOSED: Final = re.compile(r"[」』]?")
_IN_BRACKETS: Final = re.compile(r"[（(][^（）()]{0,30}[）)]")


_SOMETHING_ELSE: Final = re.compile(r"(?:要領|契約書?|申し?合わ?せ書?|確認書|念書|誓約書|議定書)を$")


def act(
    text: str, noun: re.Match[str], following: re.Match[str] | None, acts: list[re.Match[str]], left: int
) -> tuple[re.Match[str] | None, bool]:
    """The act that belongs to a noun, and whether it stands before it (締結した協定)."""
    before = [a for a in acts if left <= a.start() and a.end() <= noun.start()]
    attributive = next(
        (a for a in reversed(before) if noun.start() - a.end() <= 50 and _attributive(text, a, noun)), None
    )
    after = next((a for a in acts if a.start() >= noun.end()), None)
    bracket = bracket_behind(text, noun.end(), len(text))
    if after is not None and bracket is not None and after.end() < bracket.end():
        # 「…協定（平成29年締結）を解除した」: what the sentence says of it stands behind the bracket.
        beyond = next((a for a in acts if a.start() >= bracket.end()), None)
        if beyond is not None and _CLOSE_BY.fullmatch(text, bracket.end(), beyond.start()):
            after = beyond
    if attributive and (after is None or cues.BASIS.match(text, noun.end())):
        return attributive, True
    if after is None or after.start() - noun.end() > 80:
        return attributive, attributive is not None
    since = bracket.end() if bracket is not None and bracket.end() <= after.start() else noun.end()
    between = text[since : after.start()]
    if following is not None and following.start() < after.start():
        joined = _IN_BRACKETS.sub("", text[noun.end() : following.start()])
        # X協定を、B社とはY協定を締結: one act for both; otherwise the nearer noun has it.
        if not re.match(r"[」』）)]*(?:を|も)?(?:、|及び|および|並びに|ならびに|と|や|・)", joined) or re.search(
            r"に(?:基づ|より|よる)|のもと", joined
        ):
            return attributive, attributive is not None
        return after, False
    if cues.act_of(after) == "conclude":
        if _SOMETHING_ELSE.search(between) or re.search(r"(?:に基づ|により|を踏まえ|のもと|の一環)", between):
            return attributive, attributive is not None
        return after, False
    # 改定, 更新, 終了 … are said of many things: of the agreement only close by.
    if _CLOSE_BY.fullmatch(between) or _WITH_ITS_DAY.fullmatch(between):
        return after, False
    return attributive, attributive is not None


def _attributive(text: str, act: re.Match[str], noun: re.Match[str]) -> bool:
    """締結した協定, 結んでいる「…に関する協定」: the act stands before its noun."""
    return _ATTRIBUTIVE.fullmatch(text, act.start(), noun.start()) is not None


def bracket_behind(text: str, at: int, stop: int) -> re.Match[str] | None:
    """The bracket that stands behind a title (平成29年締結), or None."""
    closed = _CLOSED.match(text, at)
    return _IN_BRACKETS.match(text, closed.end() if closed else at, stop)
