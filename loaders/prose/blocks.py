"""Agreements told as a form: 「締結日：…」 「相手方：…」 line by line, with or without a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from loaders.prose import cues, titles
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party, Statement
from loaders.read import Span

Key = Literal["name", "partner", "party", "date", "items", "until", "department", "municipality", "notes"]

_SPECIFIC: Final[tuple[tuple[Key, str], ...]] = (
    ("name", r"(?:締結した)?協定(?:書)?(?:の)?(?:名称?|題名|件名|種類)|締結(?:した)?協定|覚書の?名称|協定等?|協定の有無"),
    ("partner", r"(?:協定|連携|締結|協定締結|連携協定)(?:の)?(?:先|相手方?|相手先|締結先|締結者|締結企業)(?:企業|事業者|団体)?(?:名|等)?|協定の?相手方?(?:名|の名称)?|(?:協定)?締結(?:事業者|企業|団体|相手)(?:名|等)?|"
                r"協定(?:企業|事業者|締結企業|参加団体|当事者)(?:名)?|(?:協定)?締結者|相手方(?:の?(?:名称|名))?|相手先|連携企業(?:名)?|パートナー企業(?:名)?|連携(?:事業者|団体)(?:名)?"),
    ("date", r"(?:協定の?)?(?:締結|調印|協定締結)(?:年月日|日時?|の日|式(?:の)?(?:日時|日程|開催日)?)|協定(?:年月)?日|締結時期"),
    ("items", r"(?:連携|協定|協力|取組)(?:の)?(?:事項|項目|内容|分野|目的|の概要|概要)(?:等|について)?|(?:主な)?連携(?:内容|事項|項目|分野)|協定(?:に基づく取組|の(?:主な)?内容|の目的)"),
    ("until", r"(?:協定の?)?(?:有効期[間限]|協定期間)"),
    ("department", r"(?:所管|担当)(?:課|部署|部局|部課)"),
    ("municipality", r"(?:締結)?自治体(?:名)?|(?:協定)?締結(?:自治体|市町村)(?:名)?"),
    ("party", r"[（(「]?[甲乙丙丁][）)」]?"),
    ("notes", r"備考|特記事項|状況|現状"),
)  # fmt: skip
# These words head many things; they tell of an agreement only beside one of the others.
_COMMON: Final[tuple[tuple[Key, str], ...]] = (
    ("name", r"名称|件名"),
    ("partner", r"(?:企業|事業者|団体|会社)名?|相手|締結"),
    ("date", r"日時|期日|年月日|日付"),
    ("items", r"(?:主な)?(?:内容|取組(?:内容)?|取り組み(?:内容)?|事項|概要|目的|協力内容)"),
    ("until", r"期間"),
)
_KEYS: Final = [(key, re.compile(pattern), True) for key, pattern in _SPECIFIC] + [
    (key, re.compile(pattern), False) for key, pattern in _COMMON
]
_SPACED: Final = re.compile(
    r"(?P<key>[一-龥][ 　]{1,3}[一-龥](?=[ 　]{2})|[^\s　：:、。（）()「」]{2,12})[\s　]+(?=\S)"
)
_PLANNED: Final = re.compile(r"予定|未定|調整中")
_ANY: Final = re.compile(
    r"締結|協定|調印|相手方|相手先|連携|所管|担当|有効期|名称|件名|企業|事業者|団体|会社|日時|期日|年月日|日付|内容|取組|事項|目的|概要|期間|自治体|甲|乙|丙|丁|相手|備考|特記|状況|現状"
)
_FAR: Final = 14
_LONG: Final = 60
_ENDED: Final = re.compile(r"(?:で|に|もって|末)(?:期間)?(?:終了|満了|解除|失効|廃止)(?!予定|する予定)")


class _Entry(NamedTuple):
    key: Key
    specific: bool
    sentence: Sentence
    values: list[tuple[Sentence, Span]]


@dataclass(slots=True)
class _Block:
    entries: list[_Entry] = field(default_factory=list)

    def has(self, *keys: Key) -> bool:
        return any(entry.key in keys for entry in self.entries)


def statements(scan: Scan) -> Iterator[Statement]:
    """One statement for each form in the text; its parts stay where they stand (``more`` holds their places)."""
    if cues.TRIGGERS.search(scan.text) is None and "相手方" not in scan.text and "連携" not in scan.text:
        return
    for block in _blocks(scan):
        statement = _statement(scan, block)
        if statement is not None:
            yield statement


def _nested(block: _Block) -> bool:
    """「相手方」 over entries that have their own 締結日: each entry is told apart, the list is no one form."""
    partners = [e for e in block.entries if e.key == "partner" and len({id(s) for s, _ in e.values if s.bodies}) > 1]
    return any(
        p.sentence.index in e.sentence.heading for p in partners for e in block.entries if e.key in ("date", "name")
    )


def _key(words: str) -> tuple[Key, bool] | None:
    plain = re.sub(r"^[\s　\d０-９①-⑳.．、()（）【\[［〔<＜]+|[\s　】\]］〕>＞]+", "", words)
    plain = re.sub(r"[\s　]", "", plain)
    if not plain or len(plain) > 16 or not _ANY.search(plain):
        return None
    return next(((key, specific) for key, pattern, specific in _KEYS if pattern.fullmatch(plain)), None)


def _entries(scan: Scan) -> Iterator[_Entry]:
    text = scan.text
    for sentence in scan.sentences:
        start, stop = sentence.span
        if sentence.key is None and stop - start >= _LONG and sentence.kind == "prose":
            continue
        if sentence.key is not None and sentence.value is not None:
            key = _key(text[sentence.key.start : sentence.key.end])
            if key:
                values = [(sentence, sentence.value)] if sentence.value.end > sentence.value.start else []
                if not values or key[0] in ("items", "partner"):
                    values += _beneath(scan, sentence)
                yield _Entry(*key, sentence, values)
            continue
        if stop - start <= 20:
            key = _key(text[start:stop])
            if key:
                yield _Entry(*key, sentence, _beneath(scan, sentence))
                continue
        spaced = _SPACED.match(text, start, stop) if sentence.kind != "prose" or stop - start < _LONG else None
        if spaced:
            key = _key(spaced["key"])
            if key and (key[1] or sentence.kind != "prose"):
                yield _Entry(*key, sentence, [(sentence, cues.trimmed(text, spaced.end(), stop))])


def _beneath(scan: Scan, sentence: Sentence) -> list[tuple[Sentence, Span]]:
    """What stands under a key: its own sub-lines, else the very next line."""
    under = list(scan.under(sentence.index))[:12]
    if not under and sentence.key is None:
        under = scan.sentences[sentence.index + 1 : sentence.index + 2]
    lines: list[tuple[Sentence, Span]] = []
    for below in under:
        if _key(scan.text[below.span.start : below.span.end][:18]) or (
            below.key is not None and _key(scan.text[below.key.start : below.key.end])
        ):
            break
        lines.append((below, below.span))
    return lines


def _blocks(scan: Scan) -> Iterator[_Block]:
    block, line = _Block(), -_FAR
    for entry in _entries(scan):
        again = entry.key in ("name", "partner", "date") and block.has(entry.key)
        if block.entries and (again or entry.sentence.line - line > _FAR):
            yield block
            block = _Block()
        block.entries.append(entry)
        line = max([entry.sentence.line, *(s.line for s, _ in entry.values)])
    if block.entries:
        yield block


def _statement(scan: Scan, block: _Block) -> Statement | None:
    text = scan.text
    if _nested(block):
        return None
    parties = [e for e in block.entries if e.key == "party"]
    if not any(e.specific and e.key in ("name", "partner", "date") for e in block.entries) and len(parties) < 2:
        return None
    if any(_PLANNED.search(text, e.sentence.span.start, e.sentence.span.end) for e in block.entries if e.key == "date"):
        return None
    first = block.entries[0].sentence
    statement = Statement(first.index, first.span, Span(first.span.start, first.span.start), form=True)
    for entry in block.entries:
        if not entry.values:
            continue
        _take(scan, statement, entry)
    if not _of_agreement(scan, block, statement):
        if not statement.bodies or _OPEN.search(scan.text, *_extent(scan, block)):
            return None
        statement.agreement = False
    return statement


_OPEN: Final = re.compile(r"検討中|協議中|未定|調整中|検討段階|予定")


def _extent(scan: Scan, block: _Block) -> Span:
    """A form with the lines between its entries, to the end of what stands under its heading."""
    first = block.entries[0].sentence
    last = max([e.sentence.span.end for e in block.entries] + [v.end for e in block.entries for _, v in e.values])
    if first.heading:
        last = max([last, *(s.span.end for s in scan.under(first.heading[-1]))])
    return Span(first.span.start, last)


def _of_agreement(scan: Scan, block: _Block, statement: Statement) -> bool:
    """Whether a form speaks of an agreement at all: 「相手方」 and 「内容」 alone may be those of a measure."""
    if statement.name is not None or any(e.key == "party" for e in block.entries):
        return True
    words = [scan.text[e.sentence.span.start : e.sentence.span.end] for e in block.entries if e.key != "items"]
    if any(re.search(r"締結|調印|協定(?!等?[\s　]+なし)|覚書", w) for w in words):
        return True
    first = block.entries[0].sentence
    above = [scan.sentences[i] for i in first.heading] + scan.sentences[max(0, first.index - 3) : first.index]
    return any(cues.NOUN.search(scan.text, *s.span) for s in above)


def _take(scan: Scan, statement: Statement, entry: _Entry) -> None:
    text = scan.text
    value = Span(entry.values[0][1].start, entry.values[-1][1].end)
    if entry.key in ("partner", "party", "municipality"):
        for sentence, span in entry.values:
            for mention in sentence.mentions:
                inside = span.start <= mention.span.start < span.end
                if not inside or not isinstance(mention, Place | Body) or _bracketed(text, span, mention.span):
                    continue
                side = statement.places if isinstance(mention, Place) else statement.bodies
                if isinstance(mention, Place) and mention.use != "actor":
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
        name = cues.trimmed(text, *entry.values[0][1])
        noun = next(cues.NOUN.finditer(text, *name), None)
        if noun is not None and statement.name is None:
            quoted, generic = titles.title(text, noun, name.start)
            whole = name if name.end - noun.end() <= 1 and text[name.start] not in "「『" else quoted
            if whole is not None and whole.end - whole.start <= 80:
                statement.name, statement.generic = whole, generic and bool(cues.GENERIC.fullmatch(text, *whole))
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


def _bracketed(text: str, span: Span, inner: Span) -> bool:
    """Whether words stand in round brackets of a value: seat, representative and the like, no party."""
    opening = max(text.rfind("(", span.start, inner.start), text.rfind("（", span.start, inner.start))
    closing = max(text.rfind(")", span.start, inner.start), text.rfind("）", span.start, inner.start))
    return opening > closing
