"""Persons' names, telephone numbers and mail addresses stay out of quotes: a span is cut around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from loaders import personal
from loaders.read import Span

_TITLE: Final = (
    r"(?:(?:代表)?取締役(?:兼)?(?:副?社長|会長)?(?:執行役員|CEO|COO)?|代表(?:取締役|理事|社員|者)?|副?理事長|副?社長|副?会長|執行役員|"
    r"副?学長|総長|校長|院長|所長|支店長|支社長|営業所長|頭取|局長|副?市長|副?町長|副?村長|副?区長|副?知事|部長|課長|室長|係長|"
    r"議長|専務|常務|理事|事務局長|組合長|教育長|担当者?|氏名|CEO|ＣＥＯ|連絡担当|報告者(?:氏名)?|著者|記者|文責)"
)
_NAME: Final = r"[々〇\u3400-\u9fff\uf900-\ufaff][々〇\u3041-\u30ff\u3400-\u9fff]{0,4}"
_PERSONS: Final = re.compile(
    # 代表取締役社長：山田 太郎 / 市長 山田太郎; after 、は が … nothing of a name follows.
    rf"{_TITLE}(?:[：:]\s*|[\s　]+|(?=[々〇\u3400-\u9fff]{{3,6}}[）)、]))(?P<after>{_NAME}(?:[\s　・]{_NAME})?[^\s、。）)」』は・が]{{0,6}}?(?:[\s　]*[<＜（(][^>＞）)\n]{{1,20}}[>＞）)])?)"
    # 山田太郎市長, 「山田太郎」さん, 山田氏
    rf"|[「『](?P<quoted>{_NAME})[」』](?=さん|氏|シェフ|先生|選手)"
    rf"|(?P<before>[々〇\u3400-\u9fff]{{2,5}}[\s　]?[々〇\u3041-\u3096\u3400-\u9fff]{{0,4}})(?=氏[はがのともにを、。（(]|さん[はがのともにを、。（(])"
)
_HINT: Final = re.compile(
    r"長|代表|取締|理事|知事|執行役員|頭取|専務|常務|担当|氏|さん|CEO|ＣＥＯ|報告者|著者|記者|文責|シェフ|選手|先生"
)
"""Without one of these no name is told as a person's; one look spares most spans the search."""
_DIGITS: Final = re.compile(r"[0-9０-９(（][\d０-９\-(（)）‐‑–—−－]{8,16}[\d０-９]")
_DIGITS_OR_MAIL: Final = re.compile(rf"{_DIGITS.pattern}|[\w.+\-]+[@＠][\w\-]+\.[\w.]+")
_AT: Final = re.compile("[@＠]")
_LEAST: Final = 4


def persons(text: str, span: Span) -> Iterator[Span]:
    """Where persons' names, telephone numbers or mail addresses stand within a span."""
    if _HINT.search(text, span.start, span.end):
        for match in _PERSONS.finditer(text, span.start, span.end):
            group = match.lastgroup or "after"
            yield Span(match.start(group), match.end(group))
    reach = _DIGITS_OR_MAIL if _AT.search(text, span.start, span.end) else _DIGITS
    for match in reach.finditer(text, span.start, span.end):
        if personal.in_words(match[0]):
            yield Span(match.start(), match.end())


def clean(text: str, spans: Iterable[Span], keep: Iterable[Span] = ()) -> list[Span]:
    """The spans without what tells of persons: cut apart around it, pieces too short to say anything left out.

    ``keep``: words that must stay however short their piece is (names of parties, dates).
    """
    kept = list(keep)
    found: list[Span] = []
    for span in sorted(set(spans)):
        start = span.start
        for cut in sorted(persons(text, span)):
            if any(k.start < cut.end and cut.start < k.end for k in kept):
                continue
            found += _piece(text, start, cut.start, kept)
            start = max(start, cut.end)
        found += _piece(text, start, span.end, kept)
    return found


def _piece(text: str, start: int, end: int, kept: list[Span]) -> list[Span]:
    while start < end and text[start] in " \t\n\r　、，,。）)」』：:>＞":
        start += 1
    while end > start and text[end - 1] in " \t\n\r　、，,（(「『<＜：:":
        end -= 1
    if end <= start:
        return []
    holds = any(start <= k.start and k.end <= end for k in kept)
    return [Span(start, end)] if holds or end - start >= _LEAST else []
