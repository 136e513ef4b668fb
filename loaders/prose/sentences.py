"""Text becomes sentences that know under which headings and bullets they stand."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from loaders.prose import edges, keys
from loaders.prose.lines import CASE, COMMA, ENDS, KEY, MARK, ROW, Line, join_hanging, lines_of, mark_cuts
from loaders.prose.parts import Kind, Sentence
from loaders.read import Span

_ITEMS: Final = frozenset({"paren", "circle", "dot", "letter", "quote"})
_TITLE: Final = re.compile(r"[【〈《<\[](?P<inner>[^】〉》>\]]{1,60})[】〉》>\]] *$")
_LABEL: Final = re.compile(r"(?P<label>【[^】]{1,24}】) *(?=[^ ])")
_ENTRY: Final = re.compile(r"[^。]{2,60}\([^()。]{0,20}(?:日|月|年)(?:締結|調印)?\)$")
"""A line that is a name with its day in brackets is an entry, even where its block is a sentence else."""
_ENTRIES: Final = re.compile(r"(?:[^、。()]{2,20}\([^()。]{2,20}[日月年]\)(?:、|$)){2,}")
"""A line of names, each with its day."""
_OPENS: Final = re.compile(r"[【〈《<]")
_APPENDIX: Final = re.compile(
    r"(?:会社|企業|法人|団体|両社|各社|事業者)の?概要|お問い?合わ?せ|問い?合わ?せ先|本件に関する|プロフィール|連絡先|関連(?:リンク|情報|ページ)|このページ|以上$"
)
_PIECE: Final = re.compile(r"[^。！？]*[。！？]+[」』）)】]*|[^。！？]+")
_STOP: Final = re.compile("[。！？][。！？]*")
_LONGEST: Final = 2_000
"""Characters of a sentence; no sentence of a person is as long, but what is not made of sentences may be."""
_BRACKET: Final = re.compile(r"[「『（(【」』）)】]")
_GOING_ON: Final = frozenset("とはがのにをもなでや、及並")
_CLAUSE: Final = re.compile(
    r"(?:[、,。とがはをにのでもやへ]|および|及び|並びに"
    r"|ます|ました|です|でした|ません|である|った|した|する|している|ている|ない|れた|こと)$"
)


@dataclass(slots=True)
class _Level:
    style: str
    indent: int
    index: int
    bare: bool
    """One of several of its style with nothing beneath them: a list, no heading."""
    filled: bool = False


def seams(text: str, folded: str, headings: Sequence[Span], skip: Sequence[Span]) -> list[Span]:
    """Line ends (with the indent behind them) at which a page has cut a sentence, in order; arguments as for `split`."""
    lines = lines_of(folded, skip)
    found = join_hanging(folded, lines)
    mark_cuts(folded, lines)
    edges.mark(text, folded, lines)
    marked = sorted(span.start for span in headings)
    carried = False
    for n, line in enumerate(lines):
        following = lines[n + 1] if n + 1 < len(lines) else None
        look = _look(text, folded, line, following, marked)
        if (
            carried and not look.style and (not line.blank_before or (line.paged and lines[n - 1].wrapped))
            and keys.parted(text, folded, look.begin, line.end) is None and not _asks(text, folded, line)
        ):  # fmt: skip
            found.append(Span(lines[n - 1].end, line.start))
            carried = _open(folded, line, following)
        else:
            carried = (
                look.kind != "heading" and _open(folded, line, following) and not (n == 0 and _signs(folded, following))
            )
    return sorted(found)


def _asks(text: str, folded: str, line: Line) -> bool:
    """Whether a line begins with a key of a form and a colon: no sentence goes on in it."""
    key = KEY.match(folded, line.start, line.end)
    return key is not None and keys.known(text[slice(*key.span("key"))]) is not None


def split(text: str, folded: str, headings: Sequence[Span], skip: Sequence[Span]) -> list[Sentence]:
    """Sentences of a text in order, each with the chain of headings and bullets above it.

    ``folded``: the text in the form of `folding.fold`; ``headings``: lines that the file marks as headings; ``skip``:
    spans whose lines are left out.
    """
    lines = lines_of(folded, skip)
    marked = sorted(span.start for span in headings)
    found: list[Sentence] = []
    stack: list[_Level] = []
    paragraph = 0
    for n, line in enumerate(lines):
        if line.blank_before:
            paragraph += 1
        following = lines[n + 1] if n + 1 < len(lines) else None
        kind, style, mark, begin = _look(text, folded, line, following, marked)
        if kind == "prose" and folded[begin] == "【" and (label := _LABEL.match(folded, begin, line.end)):
            # 【水戸市】市では…: a heading that stands in the line of its text.
            _unwind(stack, "heading", "【", line, folded)
            found.append(
                Sentence(len(found), Span(begin, label.end("label")), "heading", "", tuple(level.index for level in stack),
                         paragraph, line.number, len(stack))
            )  # fmt: skip
            stack.append(_Level("【", line.indent, len(found) - 1, False, True))
            begin = label.end()
        bare = _unwind(stack, kind, style, line, folded)
        chain = tuple([level.index for level in stack]) if stack else ()
        first = len(found)
        _append(found, text, folded, begin, line, kind, mark, chain, paragraph)
        for level in stack:
            level.filled = True
        if style:
            found[first].level = len(stack)
        if style and style != "note":
            # A remark heads nothing.
            stack.append(_Level(style, line.indent, first, bare, filled=len(found) > first + 1))
    return found


class _Look(NamedTuple):
    """What a line looks like: its kind, the style of its mark or heading, the mark, and where its words begin."""

    kind: Kind
    style: str
    mark: str
    begin: int


def _look(text: str, folded: str, line: Line, following: Line | None, marked: list[int]) -> _Look:
    """``marked``: where the lines begin that the file marks as headings."""
    begin, end = line.start, line.end
    style, mark = "", ""
    match = MARK.match(folded, begin, end)
    if match and match.end() < end:
        style, mark = str(match.lastgroup), text[begin : match.end()].strip()
        begin = match.end()
    if style == "md" or (bool(marked) and _holds(marked, line.start, end)):
        return _Look("heading", f"md{mark.count('#') or 6}", mark, begin)
    if style == "note":
        return _Look("bullet", style, mark, begin)
    unparted = keys.parted(text, folded, begin, end) is None
    if (
        not style
        and unparted
        and folded[begin] in "【〈《<["
        and (
            _TITLE.match(folded, begin, end)
            or (end - begin < 80 and folded[begin] != "[" and not ENDS.search(folded, begin, end))
        )
    ):
        return _Look("heading", text[begin], mark, begin)
    if style:
        style += mark if style == "square" else mark[0] if style == "paren" else ""
        style += str(line.indent // 2) if style in _ITEMS else ""
        return _Look("bullet", style, mark, begin)
    ends = ENDS.search(folded, end - 4, end) is not None and not folded.endswith(("new!", "new!!"), begin, end)
    if (end - begin > 60 and not _ENTRIES.fullmatch(folded, begin, end)) or ends:
        return _Look("prose", "", "", begin)
    if unparted and _stands_alone(folded, line, following):
        return _Look("heading", f"plain{min(line.blank_before, 3)}", "", begin)
    if unparted and _stands_over(folded, line, following):
        return _Look("heading", f"over{line.indent}", "", begin)
    return _Look("line", "", "", begin)


def _holds(starts: list[int], start: int, end: int) -> bool:
    at = bisect.bisect_left(starts, start)
    return at < len(starts) and starts[at] < end


def _stands_alone(folded: str, line: Line, following: Line | None) -> bool:
    """Whether an unmarked line looks like a heading: short, apart, no clause, and something comes beneath."""
    return (
        line.blank_before > 0
        and not line.wrapped
        and following is not None
        and line.end - line.start <= 40
        and line.indent < 4
        and (_CASE.match(folded, line.start, line.end) or not _CLAUSE.search(folded, line.start, line.end))
        and not KEY.match(folded, line.start, line.end)
        and not _one_of_names(folded, line, following)
        and not (_DATED.match(folded, line.start, line.end) and _DATED.match(folded, following.start, following.end))
    )


def _stands_over(folded: str, line: Line, following: Line | None) -> bool:
    """Whether an unmarked line stands over marked ones, or over sentences, that are indented deeper: 「いなべ市」 over 「　・A社 …」."""
    if following is None or following.blank_before or following.indent <= line.indent or line.end - line.start > 40:
        return False
    mark = MARK.match(folded, following.start, following.end)
    if mark is None:
        told = not line.wrapped and _CELLS.search(folded, line.start, line.end) is None
        told = told and ENDS.search(folded, following.end - 4, following.end) is not None
    else:
        told = mark.lastgroup in _ITEMS
    return told and not _CLAUSE.search(folded, line.start, line.end) and not KEY.match(folded, line.start, line.end)


_CELLS: Final = re.compile(r" +(?:[「『\d]|令和|平成|昭和)|[^ ] +[^ ] +[^ ]")
"""What stands apart in the line of a name, as its agreement or its day: the line is a row."""
_DATED: Final = re.compile(
    r"(?:(?:19|20)\d\d|(?:明治|大正|昭和|平成|令和) ?(?:元|\d{1,2}))年(?:\([^()]{2,10}\))?(?: *\d{1,2}月(?: *\d{1,2}日)?)? +\S"
)
"""Two such lines under each other are of a chronicle: the first is no heading of the others."""


_CASE: Final = re.compile(rf"(?:取組)?(?:{CASE}|その) ?(?:\d{{1,2}}|[一二三四五六七八九十])(?: |:|\.)")
"""「事例2　山の仕事を、副業の入口に」: such a title may end as a clause does."""


_COMPANY: Final = re.compile(r"(?:株式|有限|合同|合資)会社|\([株有]\)|㈱|㈲|(?:社団|財団|学校|福祉|営利活動|医療)法人")


def _signs(folded: str, following: Line | None) -> bool:
    """Whether the line beneath a title is the name of the company whose paper it is."""
    if following is None or following.end - following.start > _SIGNATURE:
        return False
    named = _COMPANY.search(folded, following.start, following.end)
    return named is not None and re.search("[はがをにで、。]", folded[following.start : following.end]) is None


_SIGNATURE: Final = 30


def _one_of_names(folded: str, line: Line, following: Line) -> bool:
    """Whether two companies follow each other line by line: the first of a list is no heading over the others."""
    return (
        not following.blank_before
        and following.end - following.start <= 40
        and not ENDS.search(folded, following.end - 4, following.end)
        and _COMPANY.search(folded, line.start, line.end) is not None
        and _COMPANY.search(folded, following.start, following.end) is not None
    )


_NAMES: Final = re.compile(
    r"[◎○●★☆◇◆] *(?:[^、。はがをにへで]{2,30}、)*[^、。はがをにへで]{1,20}[市町村区県府都道](?:、[^、。はがをにへで]{2,30})*"
)
"""A line that lists behind a mark who takes part is whole, whatever comes beneath."""


def _open(folded: str, line: Line, following: Line | None) -> bool:
    """Whether the sentence goes on in the next line (a text that was cut into lines)."""
    if following is not None and ROW.match(folded, following.start, following.end):
        return False
    if _NAMES.fullmatch(folded, line.start, line.end) and _COMPANY.search(folded, line.start, line.end):
        return False
    if folded.endswith("まで", line.start, line.end) and _signs(folded, following):
        # 「令和4年4月1日から令和5年3月31日まで」 over who reports.
        return False
    if line.wrapped:
        return _ENTRY.match(folded, line.start, line.end) is None
    if following is None or following.blank_before or line.end - line.start < 15:
        return False
    if ENDS.search(folded, line.end - 4, line.end) or following.indent > line.indent + 1:
        return False
    if following.indent > line.indent and following.end - following.start > 2 * (line.end - line.start):
        # No page that cuts the one at its edge lets the other run far beyond it.
        return False
    return COMMA.search(folded, line.end - 3, line.end) is not None


def _unwind(stack: list[_Level], kind: Kind, style: str, line: Line, folded: str) -> bool:
    """Leave the headings and bullets that a line of this style ends; whether the line is one of a bare list."""
    if style.startswith("md"):
        while stack and not (stack[-1].style.startswith("md") and stack[-1].style < style):
            stack.pop()
    elif style.startswith("plain") or style == "note" or (style and _APPENDIX.search(folded, line.start, line.end)):
        keep = style if style.startswith("plain") else "plain0"
        while stack and not (
            stack[-1].style.startswith("md") or (stack[-1].style.startswith("plain") and stack[-1].style > keep)
            # A remark that is indented deeper is one on what stands above it.
            or (style == "note" and stack[-1].indent < line.indent)
        ):  # fmt: skip
            stack.pop()
    elif style:
        known = next((n for n, above in enumerate(stack) if above.style == style), None)
        if known is not None:
            bare = not stack[known].filled
            del stack[known:]
            return bare
    elif stack and line.indent < stack[-1].indent and stack[-1].style[:-1] in _ITEMS:
        while stack and line.indent < stack[-1].indent:
            stack.pop()
    elif line.blank_before:
        # A paragraph after a blank line no longer belongs to the items of a list.
        while stack and (
            (stack[-1].bare and not stack[-1].filled)
            or (stack[-1].style.rstrip("0123456789(（⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽") in _ITEMS and line.indent <= stack[-1].indent)
        ):
            stack.pop()
    return False


def _append(
    found: list[Sentence], text: str, folded: str, begin: int, line: Line, kind: Kind, mark: str,
    chain: tuple[int, ...], paragraph: int,
) -> None:  # fmt: skip
    """Add the sentences of one line; the later ones of a bullet stand under its first."""
    first = len(found)
    spans = _pieces(text, begin, line.end)
    found.append(Sentence(first, spans[0], kind, mark, chain, paragraph, line.number))
    match = KEY.match(folded, begin, spans[0].end) if folded.find(":", begin, begin + 20) > 0 else None
    if match and match.end() > match.end("key") and (match["key"].count("(") <= match["key"].count(")")):
        found[first].key = Span(*match.span("key"))
        found[first].value = Span(match.end(), spans[0].end)
    elif (told := keys.parted(text, folded, begin, spans[0].end)) is not None:
        found[first].key, found[first].value = Span(told[0], told[1]), Span(told[2], spans[0].end)
    for span in spans[1:]:
        found.append(
            Sentence(len(found), span, "prose", "", (*chain, first) if mark else chain, paragraph, line.number)
        )


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences of a line, none of them longer than `_LONGEST`."""
    spans = _sentences(text, start, end)
    if end - start <= _LONGEST:
        return spans
    return [part for span in spans for part in _bounded(text, span)]


def _bounded(text: str, span: Span) -> Iterator[Span]:
    """A sentence in parts, cut at commas where there are some: what is said of a sentence grows with its square."""
    start = span.start
    while span.end - start > _LONGEST:
        most = start + _LONGEST
        comma = text.rfind("、", start + _LONGEST // 2, most)
        cut = most if comma < 0 else comma + 1
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _sentences(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences of a line; a full stop within quotes or brackets ends none."""
    if text.find("。", start, end - 1) < 0 and text.find("！", start, end) < 0 and text.find("？", start, end) < 0:
        return [Span(start, end)]
    if _BRACKET.search(text, start, end) is None:
        ends = [match.end() for match in _STOP.finditer(text, start, end)]
        if not ends or ends[-1] < end:
            ends.append(end)
        return [
            s
            for a, b in pairwise([start, *ends])
            if (s := _trimmed(text, a, b) if text[a].isspace() or text[b - 1].isspace() else Span(a, b)).end > s.start
        ]
    spans: list[Span] = []
    depth = 0
    begin = start
    for match in _PIECE.finditer(text, start, end):
        stop = match.end()
        if _BRACKET.search(text, match.start(), stop):
            words = match[0]
            depth += sum(map(words.count, "「『（(【")) - sum(map(words.count, "」』）)】"))
            if depth > 0 and stop < end and stop - begin < 400:
                continue
            if words[-1] in "」』）)】" and text[stop : min(stop + 1, end)] in _GOING_ON:
                continue
        elif depth > 0 and stop < end and stop - begin < 400:
            continue
        depth = 0
        span = _trimmed(text, begin, stop)
        if span.end > span.start:
            spans.append(span)
        begin = stop
    return spans


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    if words and not words[0].isspace() and not words[-1].isspace():
        return Span(start, end)
    bare = words.lstrip()
    return Span(end - len(bare), start + len(words.rstrip())) if bare else Span(start, start)
