"""Who takes part in an entry, as the lines at its head say: 「A市／B社／C大学」, 「体制：A市、B社」, 「市町村：A市」 over
「企業等：B社」, 「団体名：A市」.

The rest of the entry speaks of them without names: 町, 同社, 三者, 両社.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from loaders.prose.generic import is_everyday, is_generic
from loaders.prose.lines import CASE
from loaders.prose.parts import Body, Place, Sentence
from loaders.read import Span

_WHOSE: Final = r"(?:(?:対象|実施|取組|関係|関連|参加)(?:の)?)?(?:団体|自治体|市町村|市区町村|市町|地方公共団体)(?:名|等)?|寄[附付](?:を受けた(?:団体|自治体|市町村)|先)"
_WITH: Final = (
    r"(?:(?:連携|協働|協力|共創|実施|参画|民間|共同|提携|関係|運営)(?:の)?)?"
    r"(?:企業|会社|事業者|団体|先|相手方?|相手先|法人|パートナー|機関)(?:名|等|・団体)*|(?:金融機関|金庫|銀行|組合|大学|会社)名|共同提案者|寄[附付]企業"
)
_ALL: Final = r"(?:(?:実施|連携|推進|取組|協働|運営)(?:の)?)?(?:体制|主体|構成|構成員|構成団体|当事者|参加者|参画者|関係者|メンバー)"
_KEY: Final = re.compile(rf"(?:{_WHOSE}|{_WITH}|{_ALL})")
_WHOSE_KEY: Final = re.compile(_WHOSE)
_WITH_KEY: Final = re.compile(_WITH)
_LABEL: Final = re.compile(rf"[【〔]{_KEY.pattern}[】〕]")
_MARKS: Final = re.compile(r"^[\s\d.()・●○◆■]+")
_LEAD: Final = re.compile(
    rf"[\s\d.,()（）\[\]【】〈〉:■◆●○・-]*(?:(?:{CASE}|取組|no|その|ファイル|file|case|第)[ .]*\d*[号回話]?[\s:.】\])〕〉]*)?",
    re.IGNORECASE,
)
_CROSS: Final = re.compile(r"\s*(?:\([^()]{0,24}\))?\s*[/×✕✖╳&].*", re.DOTALL)
_BRACKET: Final = re.compile(r"\s*\([^()]{0,24}\)\s*$")
_PIECE: Final = re.compile(r"(?:\([^()]{0,24}\)|[^/×✕✖╳&、,・【】〔〕])+")
_REST: Final = re.compile(rf"と|及び|および|並びに|ほか|など|等|他|{_KEY.pattern}")
_UNNAMED: Final = re.compile(
    r"(?<=.)[はがをにへもで]|[。:()「」【】〔〕〈〉|]|など|ほか|なし|未定|[主共]\s*催|後\s*援|協\s*賛|調整|検討|予定|協議中|^の|[者中課部科室係]$|(?:支店|営業所|事業所)$|[0-9]"
)


@dataclass(frozen=True, slots=True)
class Cast:
    """``first``: index of the first line that names them; ``stop``: of the first sentence behind the entry; ``places`` and
    ``bodies`` once each, as named there."""

    first: int
    stop: int
    places: tuple[Place, ...]
    bodies: tuple[Body, ...]

    @property
    def all(self) -> tuple[Place | Body, ...]:
        """All who take part."""
        return (*self.places, *self.bodies)


def find(text: str, folded: str, sentences: Sequence[Sentence], *, edited: bool, sections: bool) -> tuple[Cast, ...]:
    """The entries of a text in order; names that no other step found are bodies of it alone.

    ``folded``: the text in the form of `folding.fold`; ``edited``: a collection by its title, whose entries may name
    none but the local governments; ``sections``: the titles of its sections may say of which they tell.
    """
    heads: list[tuple[list[Sentence], list[Place | Body]]] = []
    plain: set[int] = set()
    """Of the heads, those that only others like them make one."""
    placed: set[int] = set()
    """Of these, those that name nothing but local governments."""
    titled = _sections(folded, sentences) if sections else {}
    for sentence in sentences:
        names = _named(text, folded, sentence)
        if names is None and sentence.index in titled:
            names = [*titled[sentence.index]]
            placed.add(sentence.index)
        elif names is None:
            names = _plain(text, folded, sentences, sentence) or _behind_title(text, folded, sentence)
            if names is None and (edited or _stands_over_bodies(text, folded, sentences, sentence)):
                names = _placed(folded, sentences, sentence)
                placed |= {sentence.index} if names is not None else set()
            if names is not None:
                plain.add(sentence.index)
        if names is None or len(names) > _MOST:
            continue
        beside = heads and _goes_on(sentences, heads[-1][0][-1], sentence)
        if heads and not beside and heads[-1][0][0].index in placed and (
            _answers(folded, heads[-1][0], sentence)
            or (sentence.index == heads[-1][0][-1].index + 1 and sentence.kind == "line" and sentence.key is None)
        ):  # fmt: skip
            # 「1｜A町」 over 「共同提案者：B社、C組合」, or over 「B社」
            beside = all(isinstance(m, Body) for m in names)
        if not beside and _is_other(folded, sentence) and not any(isinstance(m, Body) for m in names):
            # 「連携先：A市」 alone tells with whom somebody else works.
            continue
        if heads and beside:
            heads[-1][0].append(sentence)
            heads[-1][1].extend(names)
        elif any(isinstance(m, Place) for m in names) or (
            sentence.key is not None and all(m in sentence.mentions for m in names)
        ):
            heads.append(([sentence], names))
    if len(plain) < _PAIR:
        heads = [head for head in heads if head[0][0].index not in plain]
    return tuple(_entries(folded, sentences, heads, placed))


_MOST: Final = 40
"""More names are a list, and nobody's entry."""


def at(casts: Sequence[Cast], index: int) -> Cast | None:
    """The entry in which a sentence stands."""
    n = bisect.bisect_right(casts, index, key=lambda cast: cast.first) - 1
    return casts[n] if n >= 0 and index < casts[n].stop else None


def asks(words: str) -> bool:
    """Whether words only ask who takes part (実施体制, 連携先)."""
    return _KEY.fullmatch(_MARKS.sub("", "".join(words.split()))) is not None


def speaking(casts: Sequence[Cast], index: int, endings: tuple[str, ...]) -> Body | None:
    """The one body of an entry that says 当金庫, 当行 …: of those whose names end so."""
    cast = at(casts, index)
    found = [b for b in cast.bodies if b.name.endswith(endings)] if cast is not None else []
    return found[0] if len(found) == 1 else None


def each_speaks(casts: Sequence[Cast], words: Iterable[str]) -> bool:
    """Whether several entries have a body each that may say one of the words (当金庫, 当行): nobody else says them."""
    kinds = tuple({word[1:] for word in words})
    own = [names[0] for c in casts if len(names := [b.name for b in c.bodies if b.name.endswith(kinds)]) == 1]
    return len(set(own)) > 1


def is_called(body: Body, text: str, start: int, stop: int) -> bool:
    """Whether a part of a text speaks of a body by what it is (組合, 金庫, 大学, 法人 …) or by a part of its name."""
    for match in _KIND.finditer(text, start, stop):
        if match[0] in body.name or (match[0] in ("法人", "会社") and body.kind):
            return True
    return False


_KIND: Final = re.compile(
    "信用金庫|信用組合|金庫|銀行|農協|漁協|生協|協同組合|組合|大学|短大|高校|高専|商工会議所|商工会|協会|協議会|病院|財団|公社|観光局|法人|会社"
)


def _answers(folded: str, lines: Sequence[Sentence], sentence: Sentence) -> bool:
    """Whether a line beneath that of an entry's local governments tells who the others are."""
    head = lines[0]
    return _is_other(folded, sentence) and (head.index in sentence.heading or head.paragraph == sentence.paragraph)


def _goes_on(sentences: Sequence[Sentence], before: Sentence, sentence: Sentence) -> bool:
    """Whether only lines with keys stand between two lines of one paragraph; a line of bodies alone goes on at once."""
    if sentence.key is None:
        return sentence.index == before.index + 1 and not sentence.places and before.key is not None
    between = sentences[before.index + 1 : sentence.index]
    return before.key is not None and sentence.paragraph == before.paragraph and all(s.key is not None for s in between)


def _entries(
    folded: str,
    sentences: Sequence[Sentence],
    heads: list[tuple[list[Sentence], list[Place | Body]]],
    placed: set[int],
) -> Iterator[Cast]:
    def over(sentence: Sentence) -> tuple[int, ...]:
        """The headings above an entry, without those that only ask who takes part."""
        chain = sentence.heading
        while chain and asks(folded[slice(*sentences[chain[-1]].span)]):
            chain = chain[:-1]
        return chain

    titles: set[tuple[str, int]] = set()
    for head in (lines[0] for lines, _ in heads):
        own = head.kind in ("heading", "bullet")
        # A head of its own rank begins the next entry; a plain line stands beneath the title that does.
        above = [head] if own and head.index in placed else sentences[head.index - 1 : head.index] if not own else []
        for s in (*[sentences[i] for i in over(head)[-1:]], *above):
            if s.kind in ("heading", "bullet") and not asks(folded[slice(*s.span)]):
                titles.add((s.kind, s.level))
    for n, (lines, names) in enumerate(heads):
        following = heads[n + 1][0][0].index if n + 1 < len(heads) else len(sentences)
        chain = over(lines[0])[:-1]
        stop = lines[-1].index + 1
        while stop < following and (sentences[stop].kind, sentences[stop].level) not in titles:
            if sentences[stop].heading[: len(chain)] != chain and lines[0].index not in placed:
                break
            stop += 1
        places = {p.codes: p for p in names if isinstance(p, Place)}
        bodies = {b.name: b for b in names if isinstance(b, Body)}
        yield Cast(lines[0].index, stop, tuple(places.values()), tuple(bodies.values()))


def _named(text: str, folded: str, sentence: Sentence) -> list[Place | Body] | None:
    """The names of a line that heads an entry; None for any other line."""
    if sentence.kind == "prose" and sentence.key is None:
        return None
    end = sentence.span.end
    named = _mentioned(sentence, sentence.span.start, end)
    if sentence.key is not None:
        begin = sentence.value.start if sentence.value is not None else sentence.key.end
        if not _KEY.fullmatch(_key(folded, sentence.key)):
            return None
        return _names(text, folded, named, begin, end)
    if sentence.kind == "line" and named and all(isinstance(m, Body) for m in named):
        return _names(text, folded, named, *sentence.span)
    if not named or not isinstance(named[0], Place):
        return None
    if len(named) < _PAIR and _CROSS.match(folded, named[0].span.end, sentence.span.end) is None:
        return None
    if _LABEL.match(folded, *sentence.span):
        return _names(text, folded, named, *sentence.span)
    lead = _LEAD.fullmatch(folded, sentence.span.start, named[0].span.start)
    crossed = any(_CROSS.match(folded, m.span.end, end) for m in named if isinstance(m, Place))
    found = _names(text, folded, named, named[0].span.start, sentence.span.end) if lead and crossed else None
    return found if found and any(isinstance(m, Body) for m in found) else None


_PAIR: Final = 2


def _key(folded: str, key: Span) -> str:
    return _MARKS.sub("", "".join(folded[slice(*key)].split()))


def _is_other(folded: str, sentence: Sentence) -> bool:
    """Whether a line asks for the other party (連携先, 企業名)."""
    key = _key(folded, sentence.key) if sentence.key is not None else ""
    return _WITH_KEY.fullmatch(key) is not None and _WHOSE_KEY.fullmatch(key) is None


def _mentioned(sentence: Sentence, begin: int, end: int) -> list[Place | Body]:
    """The names of a part of a sentence, seats left out."""
    return [
        m for m in sentence.mentions
        if isinstance(m, Place | Body) and begin <= m.span.start < end and getattr(m, "use", "actor") != "address"
    ]  # fmt: skip


def _plain(text: str, folded: str, sentences: Sequence[Sentence], sentence: Sentence) -> list[Place | Body] | None:
    """「A市、B社、C大学」 as a whole line, or in brackets behind a title."""
    if sentence.kind == "prose" or sentence.key is not None or len(sentence.mentions) < _PAIR:
        return None
    if any(_OTHERWISE.search(folded, *sentences[i].span) for i in sentence.heading):
        return None
    start, end = sentence.span
    behind = _BEHIND.search(folded, start, end)
    begin, stop = behind.span("who") if behind is not None else (start, end)
    named = _mentioned(sentence, begin, stop)
    if {type(m) for m in named} != {Place, Body}:
        return None
    if not all(_COMMA.fullmatch(folded, a.span.end, b.span.start) for a, b in pairwise(named)):
        return None
    return _names(text, folded, named, begin, stop)


def _placed(folded: str, sentences: Sequence[Sentence], sentence: Sentence) -> list[Place | Body] | None:
    """「1｜A町」, 「A町、B町　【観光】」 beneath the title of an entry: a line that is nothing but local governments."""
    if sentence.kind == "prose" or sentence.key is not None or sentence.bodies or not sentence.places:
        return None
    before = sentences[sentence.index - 1] if sentence.index else None
    titled = before is not None and before.kind in ("heading", "bullet") and before.paragraph == sentence.paragraph
    if sentence.kind == "line" and not titled:
        return None
    named = _mentioned(sentence, *sentence.span)
    at, rest = sentence.span.start, ""
    for mention in named:
        rest, at = rest + folded[at : mention.span.start], mention.span.end
    return named if named and _ALONE.fullmatch(rest + folded[at : sentence.span.end]) else None


def _sections(folded: str, sentences: Sequence[Sentence]) -> dict[int, list[Place]]:
    """Titles of sections that each say of which local government they tell, by index: 「事例１　海から運ぶ（すさみ町）」,
    「Ⅰ　受け継ぐ――高島市」, 「１　遊佐町　―寄り合いを入口に」; at least two of the same rank, of different ones, most
    with somebody else in them."""
    ranks: dict[tuple[str, int], dict[int, list[Place]]] = {}
    for sentence in sentences:
        if sentence.kind not in ("heading", "bullet") or not sentence.places:
            continue
        named = [m for m in _mentioned(sentence, *sentence.span) if isinstance(m, Place)]
        if named and _says_where(folded, sentence, named):
            ranks.setdefault((sentence.kind, sentence.level), {})[sentence.index] = named
    best = max(ranks.values(), key=len, default={})
    if len({names[0].codes for names in best.values()}) < _PAIR:
        return {}
    peopled = sum(
        any(b.certain and b.how == "name" for s in sentences[first + 1 : stop] for b in s.bodies)
        for first, stop in pairwise([*best, len(sentences)])
    )
    # 「津久見工場（津久見市）」, 「秩父工場（横瀬町）」 are where a company has its own works.
    return best if 2 * peopled > len(best) else {}


def _says_where(folded: str, sentence: Sentence, named: list[Place]) -> bool:
    (start, end), first, last = sentence.span, named[0].span.start, named[-1].span.end
    if not all(_COMMA.fullmatch(folded, a.span.end, b.span.start) for a, b in pairwise(named)):
        return False
    if _LEAD.fullmatch(folded, start, first) is not None:
        return last == end or _TITLE_BEHIND.match(folded, last, end) is not None
    return _TITLE_BEFORE.match(folded, first - 2, first) is not None and _AT_END.match(folded, last, end) is not None


_TITLE_BEFORE: Final = re.compile(r".[(\-―—ー–:|/~]|  ")
_AT_END: Final = re.compile(r"[)~]? *(?:※[^\n]{0,16})?$", re.MULTILINE)
_TITLE_BEHIND: Final = re.compile(r" *[―—–\-:|/]{1,2} *\S|  +\S")


def _stands_over_bodies(text: str, folded: str, sentences: Sequence[Sentence], sentence: Sentence) -> bool:
    """Whether the line beneath is nothing but the names of bodies: 「１ 岩泉町」 over 「A株式会社」."""
    below = sentences[sentence.index + 1] if sentence.index + 1 < len(sentences) else None
    return (
        sentence.kind == "bullet" and below is not None and below.kind == "line" and below.key is None
        and sentence.index in below.heading and not below.places and _named(text, folded, below) is not None
    )  # fmt: skip


def _behind_title(text: str, folded: str, sentence: Sentence) -> list[Place | Body] | None:
    """「事例3　わなの見回りを減らす　　A町」: behind the number and the title of an entry, a wide gap parts who it is of."""
    if sentence.kind == "prose" or sentence.key is not None or not sentence.places:
        return None
    start, end = sentence.span
    gap = _WIDE.match(folded, start, end)
    if gap is None:
        return None
    named = _mentioned(sentence, gap.end(), end)
    return _names(text, folded, named, gap.end(), end) if named and isinstance(named[0], Place) else None


_WIDE: Final = re.compile(rf"[\s(\[【■◆●○]*(?:{CASE})[ .]*\d+[)\]】]*[\s:.].*\S(?: {{2,}}|\t)", re.IGNORECASE)
_ALONE: Final = re.compile(r"[\s\d|.、,・と]*(?:及び)?[\s、,・]*(?:【[^】]{1,24}】|\([^()]{1,24}\))?\s*")
_COMMA: Final = re.compile(r"\s*(?:\([^()]{0,24}\))?\s*[、,・]\s*")
_BEHIND: Final = re.compile(r"(?<=.)\((?P<who>(?:[^()]|\([株有合社財]\)){4,80})\)\s*(?:※[^\n]*)?$", re.MULTILINE)
_OTHERWISE: Final = re.compile(
    r"協賛|後援|主催|出席|出展|来賓|講師|委員|名簿|取材|問い?合わ?せ|連絡先|関連|参考|会員|配布|送付|宛|各位|会場|日程"
)


def _names(text: str, folded: str, named: Sequence[Place | Body], begin: int, end: int) -> list[Place | Body] | None:
    """The names of a part of a line that is nothing but names; what stands between two marks as they do is one, too."""
    found: list[Place | Body] = []
    for mention in [*named, None]:
        for piece in _pieces(folded, begin, mention.span.start if mention is not None else end):
            words = folded[slice(*piece)]
            if found and found[-1].span.end == piece.start and _OTHERS.fullmatch(words):
                continue
            if found and isinstance(found[-1], Body) and found[-1].span.end == piece.start:
                # 株式会社本|と椅子: nothing parts the two.
                last, rest = found[-1], text[slice(*piece)]
                found[-1] = replace(
                    last, span=Span(last.span.start, piece.end), name=last.name + rest, said=last.said + rest
                )
                continue
            if _REST.fullmatch(words):
                continue
            if not _SHORTEST <= len(words) <= _LONGEST or _UNNAMED.search(words):
                return None
            if is_generic(words) or is_everyday(words):
                return None
            found.append(Body(piece, text[slice(*piece)], text[slice(*piece)]))
        if isinstance(mention, Place) and mention.use not in ("actor", "location"):
            return None
        if isinstance(mention, Place) or (mention is not None and mention.certain and not mention.product):
            found.append(mention)
        begin = mention.span.end if mention is not None else end
    return found or None


_OTHERS: Final = re.compile(r"(?:ほか|など|等|他)\s*\d*(?:社|者|団体|法人|名)?")
_SHORTEST, _LONGEST = 3, 20


def _pieces(folded: str, start: int, end: int) -> Iterator[Span]:
    """What stands between the marks of a part of a line, brackets and blanks left out."""
    for piece in _PIECE.finditer(folded, start, end):
        words = _BRACKET.sub("", piece[0])
        if words.strip():
            begin = piece.start() + len(piece[0]) - len(piece[0].lstrip())
            yield Span(begin, begin + len(words.strip()))
