"""Short names that a text introduces for itself: （以下「甲」という。）, 株式会社あおば（あおば社）."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

from loaders.prose.folding import KANJI, KATAKANA
from loaders.prose.generic import is_generic
from loaders.prose.standing import stands_alone
from loaders.prose.words import Words
from loaders.read import Span

_HEREAFTER: Final = re.compile(
    r"\((?P<inner>[^()\n]{0,80}?)以下[、, は]{0,2}(?:単に|略して|それぞれ)? ?[「『\"“](?P<alias>[^」』\"”()、。]{1,20})[」』\"”][^()\n]{0,14}\)"
    r"|\((?P<inner2>[^()\n]{0,80}?)以下[、, ]{1,2}(?P<alias2>[^「」『』()、。\n]{1,12}?)(?:と(?:いう|いいます|する|します|略す|略します|表記|呼ぶ)[^()\n]{0,4})?\)"
    rf"|\((?P<inner3>[^()\n]{{0,80}}?)以下(?P<alias3>[甲乙丙丁]|(?![の同略省])[{KANJI}{KATAKANA}a-z0-9ぁ-ん]{{3,12}}(?<!同じ)(?<!の))(?:と[^()\n]{{0,6}})?\)"
)
_NAMED: Final = re.compile(r"を ?[「『]?(?P<alias>[甲乙丙丁戊])[」』]?(?=、|,|と(?:し|する|い|定|呼)|とそれぞれ)")
_CALLED: Final = re.compile(
    r"を ?[「『](?P<alias>[^「」『』()、。\n]{1,16})[」』]と(?:表記|略し|略称|呼[びぶん]|称し|いい|記載|書き|する。|します。)"
)
"""「A株式会社を「A社」と表記します」"""
_SHORT: Final = re.compile(
    rf"\((?:略称[:: ]?|通称[:: ]?|愛称[:: ]?|旧[:: ]?)?[「『]?(?P<alias>[{KANJI}{KATAKANA}ぁ-んa-z0-9・&'\-. ]{{2,16}})[」』]?\)"
)
_NO_SHORT: Final = re.compile(
    r"\d|[市区町村県都府]$|[社者団体件人名種号回]\)?$(?<!.社)|本社|本店|代表|社長|会長|担当|予定|以下|同上|仮称|当時|現在|敬称|順不同|五十音|立会|共催|主催|後援|税込|[月火水木金土日]$|別紙|写真|左|右|株$|有$|上場"
)
_BEFORE: Final = re.compile(r"\([^()]{0,80}\)\s*$")


class Alias(NamedTuple):
    """``word``: the folded short name; ``owner``: index of the mention that it stands for; ``since``: from where on."""

    word: str
    owner: int
    since: int
    span: Span


def introduced(text: str, ends: dict[int, int], names: Callable[[int], str]) -> list[Alias]:
    """Short names that the folded text introduces.

    ``ends``: end of a mention → its index; ``names``: the folded words of a mention by index.
    """
    found: list[Alias] = []
    for match in _HEREAFTER.finditer(text):
        word = match["alias"] or match["alias2"] or match["alias3"]
        group = "alias" if match["alias"] else "alias2" if match["alias2"] else "alias3"
        owner = _owner(text, match.start(), ends)
        if owner is not None:
            found.append(Alias(word.strip(), owner, match.end(), Span(*match.span(group))))
    for match in (*_NAMED.finditer(text), *_CALLED.finditer(text)):
        if (owner := _owner(text, match.start(), ends)) is not None:
            found.append(Alias(match["alias"], owner, match.end(), Span(*match.span("alias"))))
    taken = {alias.span.start for alias in found}
    for match in _SHORT.finditer(text):
        owner = ends.get(_rstrip(text, match.start()))
        if owner is None or match.start("alias") in taken:
            continue
        word = match["alias"].strip()
        if not _NO_SHORT.search(word) and not is_generic(word) and _short_for(word, names(owner)):
            found.append(Alias(word, owner, match.end(), Span(*match.span("alias"))))
    return found


_USUAL: Final = (
    ("大学", "大"), ("社会福祉協議会", "社協"), ("商工会議所", "商議所"), ("高等専門学校", "高専"), ("ホールディングス", "hd"),
    ("信用金庫", "信金"), ("信用組合", "信組"), ("労働金庫", "労金"), ("生命保険", "生命"), ("損害保険", "損保"),
    ("農業協同組合", "農協"), ("漁業協同組合", "漁協"), ("生活協同組合", "生協"), ("高等学校", "高校"),
)  # fmt: skip
_FORM: Final = re.compile(
    r"^(?:(?:国立|公立)大学法人|社会福祉法人|株式会社|一般社団法人|公益社団法人)|(?:株式|相互)会社$"
)


def usual(names: Iterable[tuple[int, Span, str]]) -> list[Alias]:
    """Short names that everybody understands and no text need introduce (奈良教育大, 宇陀市社協).

    ``names``: index, place and folded name of bodies, in the order of the text.
    """
    found: dict[str, Alias] = {}
    for owner, span, name in names:
        core = _FORM.sub("", name)
        for whole, short in _USUAL:
            if core.endswith(whole) and len(core) > len(whole) + 1:
                word = core.removesuffix(whole) + short
                found.setdefault(word, Alias(word, owner, span.end, Span(span.end, span.end)))
    return list(found.values())


Owner = TypeVar("Owner")
_SINGLE: Final = re.compile(
    r"(?<![一-鿿])[甲乙丙丁戊](?![一-鿿]|及び|並びに)|(?<![一-鿿])[甲乙丙丁戊](?=[乙丙丁戊及並又])|(?<=[甲乙丙丁])[乙丙丁戊]"
)
_PRONOUN: Final = re.compile("[本当同][市町村区県社]")


def standing(text: str, shorts: Sequence[tuple[Alias, Owner]]) -> list[tuple[int, int, Owner]]:
    """Where the short names that a folded text introduced stand, from their introduction on, each with its owner."""
    found: list[tuple[int, int, Owner]] = []
    longer = {
        alias.word: (alias, owner)
        for alias, owner in shorts
        if len(alias.word) > 1 and not _PRONOUN.fullmatch(alias.word)
    }
    for alias, owner in longer.values():
        if alias.span.end > alias.span.start:
            found.append((*alias.span, owner))
    for start, end in Words(longer).find(text):
        alias, owner = longer[text[start:end]]
        if start >= alias.since and stands_alone(text, start, end):
            found.append((start, end, owner))
    letters = {alias.word: (alias, owner) for alias, owner in shorts if alias.word in "甲乙丙丁戊"}
    for match in _SINGLE.finditer(text) if letters else ():
        if match[0] in letters and match.start() >= letters[match[0]][0].since:
            found.append((*match.span(), letters[match[0]][1]))
    return found


def _owner(text: str, start: int, ends: dict[int, int]) -> int | None:
    start = _rstrip(text, start)
    if start not in ends and (before := _BEFORE.search(text, max(0, start - 90), start)):
        start = _rstrip(text, before.start())
    return ends.get(start)


def _rstrip(text: str, end: int) -> int:
    while end > 0 and text[end - 1] in " \n":
        end -= 1
    return end


def _short_for(word: str, name: str) -> bool:
    """Whether the words in brackets look like a short form of the name: its letters in order, or an acronym."""
    if re.fullmatch(r"[a-z][a-z0-9&.\- ]{1,11}", word):
        return True
    if re.match(r"ja|ur|npo", word) or ("生活協同組合" in name and re.search("コープ|生協|co-?op", word)):
        return True
    # ＮＴＴ西日本: the letters stand for what the name writes in katakana.
    word = re.sub(r"^[a-z]{2,6}(?=[一-鿿ァ-ヺ])", "", word)
    letters = iter(name)
    return len(word) < len(name) and all(char in letters for char in word.removesuffix("社"))
