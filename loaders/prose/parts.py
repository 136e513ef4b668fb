"""The parts of a text that drafting speaks of: sentences, and the places, bodies and dates in them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from loaders.read import Span

if TYPE_CHECKING:
    from loaders.prose.casts import Cast
    from loaders.prose.lists import Group
    from loaders.prose.pages import Page

Use = Literal["actor", "address", "inside", "location"]
How = Literal["name", "alias", "pronoun", "issuer"]
Kind = Literal["prose", "bullet", "heading", "line"]
DocumentKind = Literal["プレスリリース", "視察報告書", "記事", "施策一覧", "協定一覧", "協定書", "その他"]


@dataclass(slots=True)
class Place:
    """A local government (自治体) as the text names it.

    ``span``: the words of the name with its department, without what follows (宇陀市教育委員会; 宇陀市長 counts as
    宇陀市). ``said``: the words of the name alone (宇陀市). ``codes``: one code = resolved; several = the text leaves
    it open (府中市); never empty. ``name``: the full official name of today where resolved, else the bare words.
    ``former``: full name of the time, if the text uses one of the past. ``department``: 部署, or ''.
    ``use``: 'actor' may act or be party; 'address' stands in an address; 'inside' is part of a longer proper name that
    is not the local government itself (札幌市民会館); 'location' says only where (〜市内の, 〜市で開催).
    ``how``: 'name' written out; 'alias' by an abbreviation that the text introduced (甲); 'pronoun' by 同市, 両市;
    'issuer' by a word for the document's own owner (本市, 市, 町). Words such as 両市 give several places of one span.
    """

    span: Span
    codes: tuple[str, ...]
    name: str
    said: str
    department: str = ""
    former: str = ""
    use: Use = "actor"
    how: How = "name"

    @property
    def resolved(self) -> bool:
        return len(self.codes) == 1


@dataclass(slots=True)
class Body:
    """A company or another body (企業・団体) as the text names it.

    ``span``: the words of the name with its branch or department. ``said``: the words that stand for the body (LINE㈱,
    同社, あおば社). ``name``: the fullest form that this document (or, for a name that the registry knows only under
    another spelling, the document's own words) gives, legal form written out. ``department``: 支店, 営業所, 学部, 部 …
    or ''. ``certain``: False for a proper noun that nothing but its look makes a body. ``product``: the name stands
    only in that of a product or a platform (LINE公式アカウント). ``kind``: 区分 where form or suffix tells it, or ''.
    ``how``: 'name'; 'alias' by an abbreviation that the text introduced; 'pronoun' by 同社; 'issuer' by 当社, 当機構.
    ``id``: the registry's id where it knows exactly one body of the name, or ''.
    """

    span: Span
    name: str
    said: str
    department: str = ""
    certain: bool = True
    product: bool = False
    kind: str = ""
    how: How = "name"
    id: str = ""


@dataclass(slots=True)
class When:
    """A date as precise as the text (graph.dates): ``2023-11-08``, ``2015-04``, ``2016``, ``--08-05``.

    ``precision``: 日, 月, 年, 年度, 年なし. ``end``: the last day where the words are a span of time (〜), else ''.
    ``relative``: the year or more came from another date of the text (同月, 本年, 本日), by rule, never by guess.
    ``date`` is '' where a relative word has nothing to refer to. ``likely``: for a date without a year, the full date
    that the document's own date suggests (a weekday in brackets agrees), or ''; the text does not state it.
    """

    span: Span
    date: str
    precision: str
    end: str = ""
    relative: bool = False
    likely: str = ""


Mention = Place | Body | When


@dataclass(slots=True)
class Sentence:
    """A sentence of running text, a bullet, a heading, or a line of a list.

    ``span`` is without surrounding blanks and without the bullet mark (``mark``: ●, ①, (1), 1. …; '' if none).
    ``heading``: indices of the headings and bullets under which it stands, outermost first (also for a second sentence
    of a bullet: the bullet's first). ``paragraph``: number of the block of lines without a blank line between.
    ``line``: number of the text's line on which it begins. ``level``: depth of a heading or bullet by its mark and
    indentation, 0 outermost; -1 for others. ``key``: for 「締結日：…」 the span of the words before the colon, else None;
    ``value`` the span after it. ``mentions``: sorted by start, then by length (longest first); overlapping mentions do
    not occur, but several of one span do (両市).
    """

    index: int
    span: Span
    kind: Kind = "prose"
    mark: str = ""
    heading: tuple[int, ...] = ()
    paragraph: int = 0
    line: int = 0
    level: int = -1
    key: Span | None = None
    value: Span | None = None
    mentions: list[Mention] = field(default_factory=list)

    @property
    def places(self) -> list[Place]:
        return [m for m in self.mentions if isinstance(m, Place)] if self.mentions else []

    @property
    def bodies(self) -> list[Body]:
        return [m for m in self.mentions if isinstance(m, Body)] if self.mentions else []

    @property
    def dates(self) -> list[When]:
        return [m for m in self.mentions if isinstance(m, When)] if self.mentions else []


def _start(sentence: Sentence) -> int:
    return sentence.span.start


class Dated(NamedTuple):
    """A date of the document itself: where it stands and what it is."""

    span: Span
    date: str


@dataclass(slots=True)
class Header:
    """What the document says of itself.

    ``issuers``: who speaks (本市, 当社 mean them), in the order of the text; where nobody signs, the one local
    government that the document is about. A place may be open (several ``codes``).
    ``issued``: 発行日; ``as_of``: 基準日 (…現在). ``kind``: 文書 種別 from words in the text.
    """

    title: str = ""
    title_span: Span | None = None
    issuers: tuple[Place | Body, ...] = ()
    issued: Dated | None = None
    as_of: Dated | None = None
    kind: DocumentKind = "その他"
    signed: bool = True
    """False where the local government among the issuers is only what the document is about."""
    casts: tuple[Cast, ...] = ()
    """Who takes part in each entry, where nobody says 当社."""
    collection: bool = False
    """Whether entries tell the doings of several local governments: their editor does none of it."""
    edited: bool = False
    """Whether the issuer tells what others do: a collection of cases, a survey, a paper of a ministry."""
    visits: tuple[int, ...] = ()
    """In a report of a visit the sentences that tell who was visited."""

    @property
    def municipality(self) -> Place | None:
        """The local government that issues the document, if one does."""
        return next((i for i in self.issuers if isinstance(i, Place)), None)

    @property
    def body(self) -> Body | None:
        """The company or other body that issues the document and speaks of itself, if one does."""
        return None if self.collection or self.edited else next((i for i in self.issuers if isinstance(i, Body)), None)


class Field(NamedTuple):
    """A word of the taxonomy in the text: ``id`` and ``name`` of the field, ``word`` the text's own word."""

    id: str
    name: str
    word: str
    span: Span


@dataclass(slots=True)
class Scan:
    """A text with its mentions. ``warnings`` are sentences for people (names that stay open are told by drafting)."""

    page: Page
    header: Header
    sentences: list[Sentence]
    find_fields: Callable[[Span], list[Field]]
    text: str = field(init=False)
    """That of the page; every span is one of it."""
    warnings: list[str] = field(default_factory=list)
    _together: dict[int, list[list[Mention]]] = field(default_factory=dict)
    _fields: dict[Span, list[Field]] = field(default_factory=dict)
    """Fields of spans that were asked for: a sentence that tells many agreements is asked as often."""
    breaths: dict[int, list[list[Place | Body]]] = field(default_factory=dict)
    """What `runs.runs` made of sentences, by index: each is asked for many times, and its mentions stay as they are."""
    groups: list[Group] | None = None
    """The lists of names, once `lists` has looked."""
    _triggered: list[int] | None = None
    own_paper: tuple[Place | None] | None = None
    """Whose own paper it is, once `affairs` has looked."""
    says_we: bool | None = None
    """Whether somebody speaks of himself as 当社, 本会 …, once `speakers` has looked."""
    bare_years: list[tuple[int, int, str]] | None = None
    """Years told without month or day in prose, as `years` found them: position, paragraph, year."""

    def __post_init__(self) -> None:
        self.text = self.page.text

    def words(self, span: Span) -> str:
        """The text at a span."""
        return self.text[span.start : span.end]

    def fields(self, span: Span) -> list[Field]:
        """Words of the taxonomy within a span, in order, longest first where they overlap. The list is kept: read it only."""
        found = self._fields.get(span)
        if found is None:
            found = self._fields[span] = self.find_fields(span)
        return found

    def at(self, position: int) -> Sentence | None:
        """The sentence in which a position of the text lies, or None."""
        n = bisect.bisect_right(self.sentences, position, key=_start) - 1
        return self.sentences[n] if n >= 0 and position < self.sentences[n].span.end else None

    def holding(self, pattern: re.Pattern[str]) -> list[int]:
        """Indices of the sentences in which a pattern begins to fit, by one pass over the whole text."""
        starts = [sentence.span.start for sentence in self.sentences]
        found: set[int] = set()
        for match in pattern.finditer(self.text):
            at = bisect.bisect_right(starts, match.start()) - 1
            if at >= 0 and match.start() < self.sentences[at].span.end:
                found.add(at)
        return sorted(found)

    def triggered(self) -> list[int]:
        """Indices of the sentences in which a word for an agreement stands."""
        from loaders.prose.cues import TRIGGERS

        if self._triggered is None:
            self._triggered = self.holding(TRIGGERS)
        return self._triggered

    def under(self, index: int) -> Iterator[Sentence]:
        """The sentences that stand beneath a heading or bullet (its own first words not among them)."""
        for n in range(index + 1, len(self.sentences)):
            if index not in self.sentences[n].heading:
                return
            yield self.sentences[n]

    def together(self, sentence: Sentence) -> list[list[Mention]]:
        """Runs of places and bodies of a sentence that only 、 ・ と 及び 並びに … or brackets join (A、B及びC)."""
        from loaders.prose.abreast import runs

        found = self._together.get(sentence.index)
        if found is None:
            found = self._together[sentence.index] = runs(self.text, sentence.mentions)
        return found
