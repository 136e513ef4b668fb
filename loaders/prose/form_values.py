"""What the values of a form say: parties, title, day, end, 連携事項 of an agreement."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, forms, titles
from loaders.prose.parts import Body, Place, Scan, When
from loaders.prose.stated import Party, Statement
from loaders.read import Span

_ENDED: Final = re.compile(r"(?:で|に|も(?:って|ちまして)|末)(?:期間)?(?:終了|満了|解除|失効|廃止)(?!予定|する予定)")
_LINES: Final = 3
_WORD: Final = 3


def take(scan: Scan, statement: Statement, entry: forms.Entry) -> None:
    """Add what an entry tells to the statement of its form."""
    text = scan.text
    value = Span(entry.values[0][1].start, entry.values[-1][1].end)
    if entry.key == "shape" and statement.date is None and cues.NOUN.search(text, *value):
        statement.date = next((d for s, span in entry.values for d in forms.dates(s, span)), None)
        statement.more.append(value)
        noun = next(cues.NOUN.finditer(text, *value), None)
        name, generic = titles.title(text, noun, value.start) if noun is not None else (None, True)
        if name is not None and not generic and statement.name is None:
            statement.name, statement.generic = name, False
    if entry.key == "department" and not statement.places:
        statement.places += [
            Party(p, "partner", p.span) for s, span in entry.values for p in s.places
            if p.use == "actor" and p.resolved and p.span.start == span.start
        ]  # fmt: skip
    if entry.key in ("partner", "party", "municipality", "doer") or (
        entry.key == "date" and not any(forms.dates(s, span) for s, span in entry.values)
    ):
        for sentence, span in entry.values:
            for mention in sentence.mentions:
                inside = span.start <= mention.span.start < span.end
                if not inside or not isinstance(mention, Place | Body) or _bracketed(text, span, mention.span):
                    continue
                side = statement.places if isinstance(mention, Place) else statement.bodies
                if isinstance(mention, Place) and (
                    mention.use != "actor" or entry.key == "doer" or _goes_on(text, mention.span.end, span.end)
                ):
                    continue
                if isinstance(mention, Body) and (mention.product or not mention.name):
                    continue
                side.append(Party(mention, "partner", mention.span, not isinstance(mention, Body) or mention.certain))
        return
    if entry.key == "date":
        when = next(
            (d for s, span in entry.values for d in s.dates if d.date and span.start <= d.span.start < span.end), None
        )
        if when and statement.date is None:
            statement.date = when
            statement.more.append(entry.sentence.span if when.span.end <= entry.sentence.span.end else when.span)
    elif entry.key == "name":
        name = _whole_cell(scan, entry, cues.trimmed(text, *entry.values[0][1]))
        noun = next(cues.NOUN.finditer(text, *name), None)
        if noun is not None and statement.name is None:
            quoted, generic = titles.title(text, noun, name.start)
            whole = name if name.end - noun.end() <= 1 and text[name.start] not in "「『" else quoted
            if whole is not None and whole.end - whole.start <= 80:
                # Under 「協定名」 even 「包括連携協定」 is the title, unless the word is all there is.
                statement.name = whole
                statement.generic = (
                    generic and (not entry.specific or whole.end - whole.start <= _WORD) and not _told(text, whole)
                )
                statement.more.append(name)
            # 「…協定」（令和3年9月14日）
            when = next((d for s, _ in entry.values for d in s.dates if d.date and d.span.start >= noun.end()), None)
            if when is not None and statement.date is None and when.span.start - noun.end() <= 4:
                statement.date = when
    elif entry.key == "until":
        dates = [d for s, _ in entry.values for d in s.dates if d.date]
        last = dates[-1] if dates else None
        if last and (last.end or re.match(r"[（(]?[^（）()]{0,6}[）)]?まで", text[last.span.end : last.span.end + 12])):
            statement.until = last
            statement.more.append(value)
    elif entry.key == "ended":
        when = next((d for s, span in entry.values for d in forms.dates(s, span)), None)
        if when is not None and _has_come(scan, entry, when):
            statement.over, statement.ended = True, when
            statement.more.append(entry.sentence.span)
        elif when is not None and statement.until is None:
            statement.until = when
            statement.more.append(entry.sentence.span)
    elif entry.key == "items":
        statement.items += [span for _, span in entry.values]
    elif entry.key == "notes":
        for sentence, _ in entry.values:
            end = next((m for m in _ENDED.finditer(text, *sentence.span)), None)
            if end:
                statement.over = True
                before = [d for d in sentence.dates if d.date and d.span.end <= end.start()]
                statement.ended = before[-1] if before else None
                statement.more.append(sentence.span)
    elif entry.key == "department" and len(entry.values) == 1:
        statement.department = cues.trimmed(text, *entry.values[0][1])


def _has_come(scan: Scan, entry: forms.Entry, when: When) -> bool:
    """Whether the day of an end has come: the document is younger, or it stands under 「終了した協定」."""
    issued = scan.header.issued
    if issued is not None and when.date[: len(issued.date)] <= issued.date[: len(when.date)]:
        return True
    return any(_OVER.search(scan.text, *scan.sentences[i].span) for i in entry.sentence.heading)


_OVER: Final = re.compile(r"(?:終了|満了|廃止|解除)(?:し|となっ)た|終了済")


def _whole_cell(scan: Scan, entry: forms.Entry, name: Span) -> Span:
    """A title that runs on over the lines of its cell (「協定名　災害時における」 over 「…に関する協定」)."""
    if cues.NOUN.search(scan.text, *name):
        return name
    for line in scan.sentences[entry.sentence.index + 1 : entry.sentence.index + 1 + _LINES]:
        if line.key is not None or line.mark or line.mentions:
            break
        noun = cues.NOUN.search(scan.text, *line.span)
        if noun is not None:
            return Span(name.start, noun.end()) if line.span.end - noun.end() <= 1 else name
    return name


def _told(text: str, whole: Span) -> bool:
    """Whether the value of 「協定名：」 is a title and not only a kind."""
    return "に関する" in text[whole.start : whole.end] or not cues.GENERIC.fullmatch(text, *whole)


def _goes_on(text: str, end: int, stop: int) -> bool:
    """Whether an address goes on behind the name of a place (富士見町落合)."""
    return end < stop and re.match(r"[\s　（(、，・,／/長知と及並様及】」]|ほか|など", text[end:stop]) is None


def _bracketed(text: str, span: Span, inner: Span) -> bool:
    """Whether words stand in round brackets of a value: seat, representative and the like, no party."""
    opening = max(text.rfind("(", span.start, inner.start), text.rfind("（", span.start, inner.start))
    closing = max(text.rfind(")", span.start, inner.start), text.rfind("）", span.start, inner.start))
    return opening > closing and _COUNTED.search(text, span.start, opening) is None


_COUNTED: Final = re.compile(r"[\d０-９]+(?:社|者|団体|事業者|店|法人|自治体|市町村?|市|町|村)$")
"""「協定企業5社（A社、B社 ほか3社）」: the bracket says who they are."""
