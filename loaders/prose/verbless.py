"""Agreements told without a verb: a title with its day in a bracket, day, partner and title alone, or the title told apart."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, titles
from loaders.prose.parts import Body, Place, Sentence
from loaders.prose.stated import Statement
from loaders.read import Span

_NOTED: Final = re.compile(r"[」』]?\s*[（(](?P<in>[^（）()]{3,30})[）)]")
ELLIPSIS: Final = re.compile(r"[」』）)]*(?:を|でございます|です)?。?\s*")
_NAMING: Final = re.compile(r"(?:協定|覚書)書?の(?:正式な?)?(?:名称|名前|名|題名)は、?$")


def naming(sentence: Sentence, text: str, noun: re.Match[str]) -> Statement | None:
    """「協定の名称は「…協定」」: the title of an agreement told before."""
    if text.find("名", sentence.span.start, noun.start()) < 0:
        return None
    name, generic = titles.title(text, noun, sentence.span.start)
    if name is None or not quoted(text, name) or not _NAMING.search(text, sentence.span.start, name.start - 1):
        return None
    quote = cues.trimmed(text, sentence.span.start, noun.end() + 1)
    return Statement(
        sentence.index, quote, Span(noun.start(), noun.end()), "exist", name=name, generic=generic, naming=True, reference=True,
    )  # fmt: skip


def noted(sentence: Sentence, text: str, noun: re.Match[str]) -> bool:
    """「A社、B大学と「…覚書」（H28.4）」: the day stands in a bracket right behind the agreement."""
    match = _NOTED.match(text, noun.end(), sentence.span.end)
    return match is not None and any(
        d.date and d.span.start >= match.start("in") and match.end("in") - d.span.end <= _AFTER_DAY
        for d in sentence.dates
    )


_AFTER_DAY: Final = 3
_ASIDE: Final = re.compile(r"と(?:の)?(?:[^、。はがをにで（）()「」]{0,20})?")


def alone(sentence: Sentence, text: str, name: Span) -> bool:
    """Whether a line is nothing but a title of its own and its day: 「貨客混載事業に関する基本協定（Ｒ５.２.20）」."""
    behind = _DAY_BEHIND.fullmatch(text, name.end, sentence.span.end)
    return (
        sentence.kind == "line" and name.start == sentence.span.start and behind is not None and bool(sentence.dates)
        and cues.GENERIC.fullmatch(text, *name) is None
    )  # fmt: skip


_DAY_BEHIND: Final = re.compile(r"書?[（(][^（）()]{3,30}[）)]")


def aside(text: str, noun: re.Match[str], breaths: list[list[Place | Body]]) -> bool:
    """「工場の敷地を開放しています（2014年、A市と協定）」: a bracket tells the agreement by its day and partner alone."""
    if text[noun.end() : noun.end() + 1] not in ("）", ")"):
        return False
    opening = max(text.rfind("（", 0, noun.start()), text.rfind("(", 0, noun.start()))
    if text.rfind("）", 0, noun.start()) > opening or text.rfind("。", 0, noun.start()) > opening:
        return False
    ends = [cues.after_name(text, r[-1].span.end, noun.start()) for r in breaths if r[0].span.start > opening]
    return any(_ASIDE.fullmatch(text, end, noun.start()) for end in ends)


def dated_and_named(sentence: Sentence, text: str, noun: re.Match[str]) -> bool:
    """「令和5年11月15日、A社と「…に関する協定」。」 「A社と、2021年6月に「…協定」。」: day, partner and title, and nothing else."""
    if not sentence.dates or not sentence.bodies or text[noun.end() : noun.end() + 1] not in ("」", "』"):
        return False
    day, body = sentence.dates[-1], sentence.bodies[-1]
    opening = max(
        text.rfind("「", sentence.span.start, noun.start()), text.rfind("『", sentence.span.start, noun.start())
    )
    after = cues.after_name(text, body.span.end, opening) if opening > body.span.end else opening
    between = after <= day.span.start and day.span.end <= opening
    gap = text[after : day.span.start] + "\0" + text[day.span.end : opening] if between else text[after:opening]
    return (
        day.precision in ("日", "月") and bool(day.date) and (between or day.span.end <= sentence.bodies[0].span.start)
        and ELLIPSIS.fullmatch(text, noun.end(), sentence.span.end) is not None
        and _WITH.fullmatch(gap) is not None
    )  # fmt: skip


_WITH: Final = re.compile(r"と(?:の)?(?:、?[二三四五2-5]者(?:で|間で|による))?(?:、?\0(?:に|付けで?)?、?)?")


def quoted(text: str, name: Span) -> bool:
    """Whether a title stands in quotation marks."""
    return text[name.start - 1 : name.start] in ("「", "『") or text.startswith(("「", "『"), name.start)
