"""Marks of a name by itself and of the letters around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from loaders.prose.parts import Body, Place

BREAK: Final = "↵"
"""What stands for the end of a line in a mark."""
_PARTICLE: Final = re.compile(
    r"(?:さん|様|社|側|など|等|ほか|[（(][^（）()]{1,30}[）)])*(とともに|と共に|との間|と連携|と協|との|とは|とも|とで|と|は|が|も|に対し|に|から|へ|による|により|によると|の|を|では|で|、|。|・|及び|や|：|:|」|』|）|\n|$)"
)
_ENDING: Final = re.compile(
    r"(大学|銀行|信用金庫|信金|組合|協会|協議会|連盟|商工会議所|商工会|医師会|社会福祉協議会|郵便局|センター|高校|学校|新聞社?|テレビ|放送|鉄道|バス|交通|電力|ガス|病院|委員会|研究所|機構|公社|クラブ|の会|会|社|店|館|園|堂|屋|工房|省|庁|部|課|県|党)$"
)
_LOOKS: Final = (
    ("company", re.compile(r"株式会社|有限会社|合同会社|合資会社|㈱")),
    ("corporation", re.compile(r"法人|財団|社団")),
    ("katakana", re.compile(r"^[ァ-ヶー・]+$")),
    ("hiragana end", re.compile(r"[ぁ-ん]$")),
    ("hiragana", re.compile(r"[ぁ-ん]{4}")),
    ("latin", re.compile(r"[A-Za-z]")),
)


class Steps:
    """Tells a number as the first step that it does not exceed: ``Steps("times", 1, 2)(5)`` is ``times more``."""

    __slots__ = ("_steps", "_words")

    def __init__(self, what: str, *steps: float) -> None:
        self._steps = steps
        self._words = [*(f"{what} {step}" for step in steps), f"{what} more"]

    def __call__(self, value: float) -> str:
        return self._words[bisect_left(self._steps, value)]


_LENGTH: Final = Steps("length", 3, 4, 6, 9, 13, 18)


def of(found: Sequence[Body]) -> frozenset[str]:
    """Marks of a name, from every place where it stands: its length, its letters, its last word, what kind it is."""
    first = found[0]
    certain, product = any(m.certain for m in found), all(m.product for m in found)
    return _of(first.name, first.kind, certain, product, bool(first.id))


@lru_cache(maxsize=20_000)
def _of(name: str, kind: str, certain: bool, product: bool, known: bool) -> frozenset[str]:
    ending = _ENDING.search(name)
    marks = {_LENGTH(len(name)), f"ending {ending[1] if ending else '-'}", f"kind {kind or '-'}"}
    marks |= {look for look, pattern in _LOOKS if pattern.search(name)}
    marks |= {word for word, holds in (("certain", certain), ("product", product), ("known", known)) if holds}
    return frozenset(marks)


def key_of(mention: Place | Body) -> str:
    """What makes two mentions one, as `Party.key` has it."""
    if isinstance(mention, Place):
        return mention.codes[0] if len(mention.codes) == 1 else mention.name
    return mention.id or mention.name


def letters(text: str, start: int, end: int) -> set[str]:
    """The pairs of letters that stand between two positions."""
    words = text[start:end]
    if "\n" in words:
        words = words.replace("\n", BREAK)
    return set(map("".join, pairwise(words)))


def particle(text: str, at: int) -> str:
    """The particle behind a name, brackets and さん skipped; ``?`` where none stands."""
    match = _PARTICLE.match(text, at)
    return match[1].replace("\n", BREAK) if match else "?"


_GAP: Final = {order: Steps(f"gap {order}", 1, 4, 10, 20, 40) for order in ("PB", "BP")}
_NEAR: Final = 40
_CLOSE: Final = 6


def between(text: str, place: Place, body: Body, marks: set[str], words: set[str]) -> None:
    """Marks of the words between two names of one sentence."""
    order = "PB" if place.span.start < body.span.start else "BP"
    first, second = (place, body) if order == "PB" else (body, place)
    width = second.span.start - first.span.end
    marks.add(_GAP[order](width))
    if width <= _NEAR:
        words |= {order + pair for pair in letters(text, first.span.end, second.span.start)}
    if width <= _CLOSE:
        words.add(order + text[first.span.end : second.span.start].replace("\n", BREAK) + ".")
    if place.use == "actor":
        marks.add(f"{order} {particle(text, place.span.end)}")
