"""Rows of lists whose cells stand in one line: 「A大学　包括連携に関する協定　2011年3月11日」, 「B市（令和元年9月）」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from loaders.prose import beneath, cells, cues, governing, keys, speakers
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.prose.stated import Party, Statement
from loaders.read import Span

_LONGEST: Final = 200
_REST: Final = 48
_BEFORE: Final = re.compile(rf"[{cells.PARTS}(（\[［「『【〔〈＜《*\d０-９.．）)】\]月火水木金土日]")
_AFTER: Final = re.compile(
    rf"[{cells.PARTS}(（)）\]］」』】〕〉＞》*〈<＜《]|と(?:の|$)|及び|および|並びに|ならびに|ほか|など|等(?!学)|様|さま|さん|(?:の?\d+[社者団])|[\d０-９]"
)
_TITLE_LEFT: Final = re.compile(rf"[{cells.PARTS}）)】\]」』]|^|(?<=[）)\]])")
_BLANK: Final = re.compile(r"[ 　：:|｜]")
_NO_TITLE: Final = re.compile(
    r"(?:等|書)?(?:の)?(?:締結|先|日|者|団体|企業|事業者|自治体|相手|内容|名|番号|件数|の写し|あり|なし|有|無|[をがは])"
)
_SENTENCE: Final = re.compile(
    r"[はがを。？]|(?:協定|覚書)(?:の締結)?(?:は|も)?(?:なし|無し|無$|せず)|ます|ました|です|である|(?:する|した|いる|おり)(?:$|[ 　])|予定|検討|協議中|未定|調整中|募集|打診|見送|断念|辞退|準備中|問い合わせ|電話|TEL|https?:"
)
_ENDED: Final = re.compile(
    r"(?:付け?|に|で|末|をも(?:って|ちまして|ち))*[ 　]?(?:期間)?(?:終了|満了|解除|失効|廃止)(?!予定|する予定)"
)
_TO: Final = re.compile(r"\s*[〜~～]\s*")
_NO_DAY: Final = re.compile(r"[^\S\n]*(?:まで|現在|時点|[〜~～]|から(?!の協定)|更新|改定|改訂|生まれ|創業|設立|開業)")


_CONCLUDED: Final = re.compile(
    r"[^。はがを（(]{2,60}[（(](?:いずれも|ともに)?[^（）()。]{0,60}(?:締結|調印)[^（）()。]{0,80}[）)]。?"
)
"""「A社（令和元年5月1日締結、「…協定」）」: a row, even where the page has cut it or a full stop ends it."""


@dataclass(frozen=True, slots=True)
class _Row:
    names: list[Place | Body]
    title: Span | None
    dates: list[When]
    beside: bool = False
    """Whether anything else than names, title and days stands in the row."""


class _Above:
    """What 〃 and 同上 in a row take from the one above it."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._title: Span | None = None

    def complete(self, row: _Row) -> _Row:
        """The row with the title of the row above where it says 〃."""
        if row.title is None and self._title is not None:
            text, first = self._scan.text, row.names[0].span
            line = text.rfind("\n", 0, first.start) + 1
            end = text.find("\n", first.end)
            if _DITTO.search(text, line, end if end >= 0 else len(text)):
                return replace(row, title=self._title)
        self._title = row.title or self._title
        return row


_DITTO: Final = re.compile(r"〃|々|同上|″")


def statements(scan: Scan) -> list[Statement]:
    """Statements of the rows of a text, with the body whose list they are of."""
    return _owned(scan, list(_told(scan)))


def _told(scan: Scan) -> Iterator[Statement]:
    """One statement for each row (for each name of it that has a day of its own) that tells an agreement: by a title
    and a day of its own, or by one of them under words that speak of agreements concluded."""
    if cues.TRIGGERS.search(scan.text) is None:
        return
    leads = governing.Leads(scan)
    above = _Above(scan)
    for sentence in scan.sentences:
        if not sentence.mentions or (sentence.kind == "prose" and not _CONCLUDED.fullmatch(scan.text, *sentence.span)):
            continue
        if sentence.span.end - sentence.span.start > _LONGEST:
            continue
        row = _row(scan, sentence)
        if (
            row is not None
            and row.title is None
            and row.dates
            and not (scan.header.body and any(isinstance(n, Body) for n in row.names))
        ):
            # In the list of a body it is party, too, where another one is named: its sentence tells them all.
            row = replace(row, title=beneath.title(scan, sentence))
        if row is None or not (row.title or row.dates or _bare(scan, sentence)) or _letterhead(scan, row):
            continue
        over = leads.over(sentence)
        dated = row.dates or row.title or (over is not None and over.when is not None)
        below = None if dated else beneath.day(scan, sentence)
        if below is not None:
            row = replace(row, dates=[below[0]] if below[0].date else [])
        if not row.dates and next(scan.under(sentence.index), None) is not None:
            # 「A社との…協定」 over lines that tell the rest.
            continue
        told = over is None and bool(row.dates) and _tells_itself(scan.text, sentence.span, row.dates[0].span)
        if over is governing.OTHERWISE or (over is None and not told and not (row.title and row.dates)):
            continue
        if not row.title and not row.dates and not (over is not None and over.partners and not row.beside):
            continue
        row = above.complete(row)
        for statement in _of(scan, sentence, row, over):
            statement.more += [below[1].span] if below is not None else []
            yield statement


def _owned(scan: Scan, found: list[Statement]) -> list[Statement]:
    """With the body whose list it is: where most rows name a local government alone, it is party to the others as well
    (「飯綱町　…協定」 「小布施町、学校法人しなの学園　…協定」)."""
    both = [s for s in found if s.places and s.bodies]
    alone = sum(bool(s.places) and not s.bodies for s in found)
    owner = speakers.voice(scan) if both and alone > len(both) else None
    if owner is not None and not any(p.mention.name == owner.name for s in both for p in s.bodies):
        for statement in both:
            statement.bodies.append(Party(owner, "subject", owner.span))
    return found


def _letterhead(scan: Scan, row: _Row) -> bool:
    """Whether a row says only who issues the document, and when."""
    issued = scan.header.issued
    own = {issuer.name for issuer in scan.header.issuers}
    return (
        row.title is None
        and issued is not None
        and [d.span for d in row.dates] == [issued.span]
        and ({name.name for name in row.names} <= own)
    )


_SIGNED_BEFORE: Final = re.compile(
    r"(?:協定の?)?(?:締結|調印)(?:年月)?日?[ 　]*[：:／/|｜]?[ 　]*$|協定(?:年月)?日[ 　]*[：:／/|｜]?[ 　]*$"
)
_SIGNED_BEHIND: Final = re.compile(
    r"[ 　]*(?:付け?|に)?[ 　]*(?:協定)?(?:を)?(?:締結|調印)(?:済み?)?[)）】\]]*。?[ 　]*$"
)


def _tells_itself(text: str, span: Span, day: Span) -> bool:
    """Whether a row says beside its day that an agreement was concluded on it (協定締結日：…, …締結)."""
    return bool(_SIGNED_BEFORE.search(text, span.start, day.start) or _SIGNED_BEHIND.match(text, day.end, span.end))


def names(scan: Scan, sentence: Sentence) -> list[Place | Body]:
    """The names of a line that holds little else; [] for any other line."""
    row = _row(scan, sentence)
    return row.names if row is not None and not row.title else []


def _bare(scan: Scan, sentence: Sentence) -> bool:
    """Whether a line of names may be the bare entry of a list, and no answer to another key (所在地：…)."""
    return sentence.key is None or keys.known(scan.words(sentence.key)) is None


def _of(scan: Scan, sentence: Sentence, row: _Row, over: governing.Lead | None) -> Iterator[Statement]:
    text = scan.text
    together = over is not None and over.titled and all(isinstance(name, Place) for name in row.names)
    for names, dates in [(row.names, row.dates)] if together else _each(row):
        kept = _parties(scan, sentence, names)
        statement = Statement(sentence.index, sentence.span, Span(sentence.span.start, sentence.span.start))
        statement.places = [Party(m, "with") for m in kept if isinstance(m, Place)]
        statement.bodies = [Party(m, "with", sure=m.certain) for m in kept if isinstance(m, Body)]
        named_above = over is not None and over.name is not None
        only_kind = row.title is not None and row.title.end - row.title.start <= _WORD
        if row.title is not None and not (only_kind and named_above):
            statement.name, statement.noun = row.title, Span(row.title.end - 2, row.title.end)
            # A cell holds the title as it is, unless it names but the kind.
            statement.generic = _is_kind(text, row.title)
        elif over is not None and over.name is not None:
            statement.name, statement.noun = over.name, over.noun
            told = over.titled or _quoted(text, over.name) or _whole_line(scan, over.name)
            statement.generic = not told or _is_kind(text, over.name)
        if over is not None:
            statement.more.append(over.span)
            dates = dates or ([over.when] if over.when is not None else [])
            if not statement.places:
                statement.places = [Party(p, "subject", p.span) for p in over.places]
                statement.each = "place" if len(over.places) > 1 else ""
        if row.title is not None and not sentence.span.start <= row.title.start < sentence.span.end:
            statement.more.append(row.title)
            beside = scan.at(row.title.start)
            # 「「…協定」（当行およびA社）」 beneath the row
            more = (
                [b for b in beside.bodies if b.certain and b.span.start >= row.title.end] if beside is not None else []
            )
            statement.bodies += [
                Party(b, "with", b.span) for b in more if b.name not in {p.mention.name for p in statement.bodies}
            ]
        if not statement.places:
            statement.places = [Party(p, "subject", p.span) for p in governing.owners(scan, sentence)]
            statement.each = "place" if len(statement.places) > 1 and beneath.each_apart(scan, sentence) else ""
        statement.date = _concluded(text, dates)
        ended = next((d for d in dates if _ENDED.match(text, d.span.end, sentence.span.end)), None)
        stop = beneath.cells_end(scan, sentence)
        if beneath.THIRD.search(scan.text, stop, sentence.span.end):
            statement.bodies += [Party(b, "with") for b in sentence.bodies if b.span.start >= stop and b.certain]
        for note in beneath.notes(scan, sentence):
            statement.bodies += [Party(b, "with", b.span) for b in note.bodies if b.certain and not b.product]
            statement.more.append(note.span)
        if ended is not None:
            statement.over, statement.ended = True, ended
            statement.date = None if statement.date is ended else statement.date
        yield statement


def _concluded(text: str, dates: Sequence[When]) -> When | None:
    """The day of a row. Of 「R3.8.20～R6.8.19」 it is the first; the last is never the day on which it was concluded."""
    first = next(iter(dates), None)
    if len(dates) == 2 and first is not None and _TO.fullmatch(text, first.span.end, dates[1].span.start):
        return first
    return next((d for d in dates if not _NO_DAY.match(text, d.span.end) and not d.end), None)


def _whole_line(scan: Scan, title: Span) -> bool:
    """Whether a heading or an item is nothing but the title."""
    home = scan.at(title.start)
    return home is not None and home.kind != "prose" and home.span == title


def _is_kind(text: str, title: Span) -> bool:
    return cues.GENERIC.fullmatch(text, *title) is not None and "に関する" not in text[title.start : title.end]


def _each(row: _Row) -> list[tuple[list[Place | Body], list[When]]]:
    """「A市（2012.9.1）、B市（2013.3.11）」 are as many rows as there are names."""
    mixed = len({type(n) for n in row.names}) > 1 and len(row.dates) < len(row.names)
    if len(row.names) < 2 or mixed or (row.title is not None and len(row.dates) < 2):
        return [(row.names, row.dates)]
    starts, ends = [n.span.start for n in row.names], [n.span.end for n in row.names]
    for lower, upper in ((ends, [*starts[1:], 1 << 60]), ([0, *ends[:-1]], starts)):
        own = [[d for d in row.dates if a <= d.span.start < b] for a, b in zip(lower, upper, strict=True)]
        if all(own) or not row.dates:
            return [([name], dates) for name, dates in zip(row.names, own, strict=True)]
    return [(row.names, row.dates)]


def _parties(scan: Scan, sentence: Sentence, names: Sequence[Place | Body]) -> list[Place | Body]:
    """The names of a row without the seats of bodies: on a local government's own page, places behind a body."""
    owner = governing.owner(scan, sentence)
    first = next((n for n in names if isinstance(n, Body)), None)
    if owner is None or first is None or (scan.header.body is not None and not scan.header.signed):
        return list(names)
    return [n for n in names if isinstance(n, Body) or n.name == owner.name or n.span.start < first.span.start]


def _row(scan: Scan, sentence: Sentence) -> _Row | None:
    """The cells of a line, or None for a line that is none of a list."""
    text, start, stop = scan.text, sentence.span.start, beneath.cells_end(scan, sentence)
    mentions = [m for m in sentence.mentions if m.span.end <= stop]
    names = [m for m in mentions if _is_name(text, sentence, m)]
    outside = [n for n in names if not _in_brackets(text, start, n.span)]
    filling = outside or names
    names = [n for n in filling if not _only_where(text, n, filling)]
    if not names:
        return None
    dates = [d for d in sentence.dates if d.date and d.span.end <= stop]
    title = _title(text, sentence, names, dates)
    if title is not None and (title.start >= stop or _NUMBER_ONLY.fullmatch(text, *title)):
        title = None
    others = [m for m in mentions if isinstance(m, Place | Body) and m not in filling]
    if any(
        not _in_brackets(text, start, m.span) and not (isinstance(m, Place) and m.use in ("inside", "address"))
        and not (title is not None and _quoted(text, title) and not _WITH.match(text, m.span.end)) for m in others
    ):  # fmt: skip
        return None
    taken = sorted([n.span for n in names] + [d.span for d in dates] + ([title] if title else []))
    for here, there in pairwise(taken):
        if there.start < here.end:
            return None
    seats = [m.span for m in others if isinstance(m, Place)]
    whole = Span(start, stop)
    rest = cells.without(text, whole, sorted([*taken, *seats])).removesuffix("。")
    if len(rest) > _REST or (cells.OPEN if cells.apart(text, whole, taken) else _SENTENCE).search(rest):
        return None
    aside = [Span(*match.span()) for match in _ASIDE.finditer(text, *whole)]
    told = cells.without(text, whole, sorted([*taken, *seats, *aside]))
    return _Row([n for n in names if isinstance(n, Place | Body)], title, dates, len(_DITTO.sub("", told)) > _NOTE)


_NUMBER_ONLY: Final = re.compile(r"(?:\d|[２-９二三四五六七八九])者(?:間|による)?の?協定")
_ASIDE: Final = re.compile(r"[（(][^（）()]*[）)]")


_NOTE: Final = 8
_WORD: Final = 3
"""Letters of 協定 or 協定書 alone, which name nothing where a heading does."""
_WITH: Final = re.compile("と(?:の)?[「『]")
"""A name that stands so is no note: it is a partner, and the line is a sentence."""


def _only_where(text: str, name: object, names: Sequence[object]) -> bool:
    """「奈良県：宇陀市、桜井市」: the prefecture says only where the others are."""
    if not isinstance(name, Place) or name.codes[0][2:5] != "000":
        return False
    return any(
        isinstance(n, Place) and n.codes[0][:2] == name.codes[0][:2] and n.codes[0][2:5] != "000"
        and n.span.start >= name.span.end and re.fullmatch(rf"[{cells.PARTS}(（】\]]*", text[name.span.end : n.span.start])
        for n in names
    )  # fmt: skip


def _is_name(text: str, sentence: Sentence, mention: object) -> bool:
    """Whether a mention fills a cell: nothing that is said of it stands beside it."""
    if isinstance(mention, Place):
        if mention.use not in ("actor", "location") or mention.how not in ("name", "alias"):
            return False
    elif not isinstance(mention, Body) or mention.product or not mention.name or not mention.certain:
        return False
    (start, stop), (begin, end) = sentence.span, mention.span
    joined = text.endswith(_AND, start, begin) and not _in_brackets(text, start, mention.span)
    before = begin == start or _BEFORE.match(text, begin - 1) is not None or joined
    return before and (end >= stop or _AFTER.match(text, end, stop) is not None)


_AND: Final = ("及び", "および", "並びに", "ならびに")


def _in_brackets(text: str, start: int, span: Span) -> bool:
    return max(text.rfind("(", start, span.start), text.rfind("（", start, span.start)) > max(
        text.rfind(")", start, span.start), text.rfind("）", start, span.start)
    )


def _title(text: str, sentence: Sentence, names: Sequence[object], dates: Sequence[When]) -> Span | None:
    """The cell that ends in 協定: from the last parting before it."""
    start, stop = sentence.span
    for noun in cues.NOUN.finditer(text, start, stop):
        if not cues.is_agreement(text, *noun.span()) or _NO_TITLE.match(text, noun.end(), stop):
            continue
        opening = max(text.rfind("「", start, noun.start()), text.rfind("『", start, noun.start()))
        closing = max(text.rfind("」", start, noun.start()), text.rfind("』", start, noun.start()))
        if opening > closing:
            begin = opening + 1
        else:
            gaps = [m.end() for m in cells.GAP.finditer(text, start, noun.start())]
            # Where wide gaps part the cells, ・ is part of one.
            left = _BLANK if gaps else _TITLE_LEFT
            ends = [*gaps, *(m.end() for m in left.finditer(text, gaps[-1] if gaps else start, noun.start()))]
            begin = max([start, *ends])
            begin = max([begin, *(n.span.end for n in names if n.span.end <= noun.start())])  # type: ignore[attr-defined]
            begin = max([begin, *(d.span.end for d in dates if d.span.end <= noun.start())])
            joint = _JOINT.match(text, begin, noun.start())
            begin = joint.end() if joint else begin
        return cues.trimmed(text, begin, noun.end())
    return None


def _quoted(text: str, title: Span) -> bool:
    return text[title.start - 1 : title.start] in ("「", "『")


_JOINT: Final = re.compile(r"(?:様|さま)?(?:と|との|による)(?:の)?|[（(「『]|(?:の)?[二三四五六七\d]者(?:による)?")
