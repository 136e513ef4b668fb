"""Lists of names in running text: the bullets or lines to which 「次の企業と」 or 「下記の5自治体」 points."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from loaders.prose import cues, governing
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.read import Span

_LEAD: Final = re.compile(r"(?:【[^】\n]{1,10}】|[^\s　：:。、]{1,8}[：:])?[\s　「『・\d０-９①-⑳.．()（）]*")
_OPEN: Final = re.compile(r"予定|協議中|検討中|調整中|未定|準備中|見送")
_NEAR: Final = 6


@dataclass(slots=True)
class Item:
    """One entry of a list: its sentence, what stands under it, the names with which it begins, and its part of the
    sentence where several entries share a line."""

    sentence: Sentence
    names: list[Place | Body]
    beneath: list[Sentence] = field(default_factory=list)
    span: Span | None = None

    @property
    def own(self) -> Span:
        """Where the entry stands: its line, or its part of a line of several."""
        return self.span or self.sentence.span

    @property
    def dates(self) -> list[When]:
        """The dates told of the entry itself, then those beneath it."""
        return self.own_dates + [d for s in self.beneath for d in s.dates if d.date]

    @property
    def own_dates(self) -> list[When]:
        """The dates told in the entry itself."""
        start, end = self.own
        return [d for d in self.sentence.dates if d.date and start <= d.span.start < end]


@dataclass(slots=True)
class Group:
    """Lines that follow each other and each begin with a place or with a body; ``size`` counts the lines.

    ``claimed``: a statement has taken the list as its parties.
    """

    kind: type
    items: list[Item]
    size: int
    told: set[str] = field(default_factory=set)
    """The names of its items, once each."""
    claimed: bool = False
    barred: int = -1
    """The last heading over the list that speaks of something else than partners (受賞, 店舗 …)."""

    @property
    def first(self) -> int:
        return self.items[0].sentence.index

    @property
    def last(self) -> int:
        last = self.items[-1]
        return last.beneath[-1].index if last.beneath else last.sentence.index

    @property
    def names(self) -> list[Place | Body]:
        return [name for item in self.items for name in item.names]


def groups(scan: Scan) -> list[Group]:
    """Every list of at least two names (one, where an announcing sentence ends in a colon is left to the caller); made
    once for a text."""
    if scan.groups is None:
        scan.groups = _groups(scan)
    return scan.groups


def _groups(scan: Scan) -> list[Group]:
    found: list[Group] = []
    open_: dict[type, Group] = {}
    for sentence in scan.sentences:
        if not sentence.mentions:
            if open_:
                _go_on(sentence, open_)
            continue
        inline = _inline(scan, sentence) if len(sentence.mentions) > 1 else None
        goes_on = inline is not None and (above := open_.get(inline.kind)) is not None and _next(above, sentence)
        if inline is not None and not goes_on:
            found.append(inline)
            open_.clear()
            continue
        names = _names(scan, sentence)
        if not names:
            _go_on(sentence, open_)
            continue
        kind = type(names[0])
        group = open_.get(kind)
        item = Item(sentence, names)
        if _OPEN.search(scan.text, *sentence.span):
            # What is only intended is of the list, but no partner yet.
            if group is not None and _next(group, sentence):
                group.size += 1
            continue
        if group is None or not _next(group, sentence) or _known(group, names):
            group = Group(kind, [], 0, barred=governing.barring(scan, sentence))
            open_[kind] = group
            found.append(group)
        group.items.append(item)
        group.told.update(name.name for name in names)
        group.size += 1
    return found


_PARTED: Final = re.compile(r"\s*(?:[（(][^（）()\n]{1,40}[）)])?\s*(?:[／/、，,・;；]|\s)\s*")
_LAST: Final = re.compile(r"\s*(?:[（(][^（）()\n]{1,40}[）)])?\s*(?:ほか[^。]{0,8}|など)?[。]?\s*")


def _inline(scan: Scan, sentence: Sentence) -> Group | None:
    """「A市（5月11日）／B市（7月30日）」: a line that is nothing but names, with brackets behind them."""
    names = [m for m in sentence.mentions if isinstance(m, Place | Body)]
    if len(names) < 2 or len({type(n) for n in names}) > 1 or names[0].span.start - sentence.span.start > 2:
        return None
    text = scan.text
    if any(isinstance(n, Place) and n.use != "actor" for n in names):
        return None
    for here, there in pairwise(names):
        if not _PARTED.fullmatch(text, here.span.end, there.span.start):
            return None
    if not _LAST.fullmatch(text, names[-1].span.end, sentence.span.end):
        return None
    ends = [n.span.start for n in names[1:]] + [sentence.span.end]
    items = [Item(sentence, [n], span=Span(n.span.start, end)) for n, end in zip(names, ends, strict=True)]
    return Group(type(names[0]), items, len(items))


def _names(scan: Scan, sentence: Sentence) -> list[Place | Body]:
    """The names with which a bullet or line begins."""
    if sentence.kind == "prose" or not sentence.mentions or sentence.mark.startswith("※"):
        return []
    first = next((m for m in sentence.mentions if isinstance(m, Place | Body)), None)
    if first is None or not _starts(scan.text, sentence, first.span):
        return []
    if isinstance(first, Place) and first.use != "actor":
        return []
    run = next((r for r in scan.together(sentence) if r and r[0] is first), [first])
    same = [m for m in run if isinstance(m, type(first))]
    if cues.slot(scan.text, run[-1].span.end, sentence.span.end) in ("subject", "other"):
        # A line that goes on as a sentence is no entry of a list.
        rest = scan.text[run[-1].span.end : sentence.span.end]
        if re.match(r"(?:は|が|も|に|で|から|より|を)", rest):
            return []
    return [m for m in same if isinstance(m, Place | Body)]


def _starts(text: str, sentence: Sentence, span: Span) -> bool:
    begin = sentence.span.start
    dates = [d for d in sentence.dates if d.span.end <= span.start]
    if dates:
        # 「令和5年4月1日　株式会社…」 begins with its date.
        if not re.fullmatch(r"[\s　]*", text[begin : dates[0].span.start]):
            return False
        return bool(
            re.fullmatch(
                r"[\s　、：:（）()\u6708\u706b\u6c34\u6728\u91d1\u571f\u65e5]*", text[dates[-1].span.end : span.start]
            )
        )
    return bool(_LEAD.fullmatch(text[begin : span.start]))


def _next(group: Group, sentence: Sentence) -> bool:
    last = group.items[-1]
    return (
        sentence.level == last.sentence.level
        and sentence.heading == last.sentence.heading
        and (sentence.kind == last.sentence.kind)
    )


def _known(group: Group, names: list[Place | Body]) -> bool:
    """A name that comes again begins a new list."""
    return any(name.name in group.told for name in names)


def _go_on(sentence: Sentence, open_: dict[type, Group]) -> None:
    for kind, group in list(open_.items()):
        last = group.items[-1]
        if last.sentence.index in sentence.heading:
            last.beneath.append(sentence)
        elif sentence.kind in ("line", "bullet") and sentence.level == last.sentence.level and not sentence.mentions:
            # A line without a name that is known still counts as one of the announced number.
            group.size += 1
        else:
            del open_[kind]


_BEHIND: Final = 2


def besides(scan: Scan, index: int, group: Group) -> bool:
    """Whether a list is made of the sections that follow a heading, each of its rank, and so none of its own."""
    own, first = scan.sentences[index], group.items[0].sentence
    return own.kind == first.kind == "heading" and own.level == first.level and group.first > index


def pointed(found: list[Group], kind: type, index: int, pointer: str, count: int, beneath: bool) -> Group | None:
    """The list to which sentence ``index`` points, if there is one.

    By ``count`` where the text tells it (lists of that many lines anywhere, 上記 before it, else the next after it);
    else the list that begins right after the sentence (``beneath``: the sentence is a heading or says 次の …).
    """
    fitting = [g for g in found if g.kind is kind]
    if count > 1:
        counted = [g for g in fitting if count in (g.size, len(g.items))]
        before = [g for g in counted if g.last < index]
        after = [g for g in counted if g.first > index]
        if pointer in cues.BACKWARD and before:
            return before[-1]
        if after or before:
            return after[0] if after else before[-1]
    if pointer == cues.EVERY:
        # 「いずれの事業者とも」 right behind a list.
        return next((g for g in reversed(fitting) if 0 < index - g.last <= _BEHIND), None)
    if beneath:
        return next((g for g in fitting if index < g.first <= index + _NEAR and g.barred < index), None)
    return None
