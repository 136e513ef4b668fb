"""What a sentence, a form or a list says of one agreement, before it is brought together with what others say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from loaders.prose import cues
from loaders.prose.parts import Body, Place, When
from loaders.read import Span


@dataclass(slots=True)
class Party:
    """A place or body as a party; ``cite``: its own words elsewhere if they stand apart from the statement's."""

    mention: Place | Body
    slot: cues.Slot = "loose"
    cite: Span | None = None
    sure: bool = True

    @property
    def key(self) -> str:
        """What makes two mentions one party: code or official name."""
        mention = self.mention
        if isinstance(mention, Place):
            return mention.codes[0] if mention.resolved else mention.name
        return mention.id or mention.name


@dataclass(slots=True)
class Statement:
    """One thing said of one agreement.

    ``quote``: the words that say it. ``name``: its title or kind in the text; ``generic``: the words name only a kind.
    ``date``: when it was concluded; ``ended``: when it ended; ``before``: when the agreement that it renews was
    concluded. ``each``: 'place' or 'body' where 「それぞれ」 makes one agreement of each. ``counts``: numbers of parties
    that the text announces without naming (社 → 17). ``pointer``: 下記, 次の, 上記 …, and by side where it
    stands before the number. ``notes``: why it is inferred.
    ``items``: 連携事項 told apart from the name. ``weak``: a heading or an entry without any verb. ``form``: told as
    「締結日：…」. ``over``: it has ended. ``several``: 「次の２つの協定」, a heading over agreements. ``agreement``: False
    where a form tells of partners without any agreement. ``open_partner``: the partner is 企業 or 他の市 without a name.
    ``naming``: it only tells the title of an agreement told before; ``cleft``: it only tells who the partners are
    (協定を結んだのは、A社、B社 …); ``listing``: it is a heading over a list of partners with their days.
    ``some_bodies``: the partner is told by a common noun (郵便局と, 病院と).
    ``outer``: subjects of the sentence around a relative clause (A市は、B市がC社と結んだ協定を…), ``inner``: those of
    that clause, which do not go on.
    """

    index: int
    quote: Span
    noun: Span
    act: cues.Act = "conclude"
    force: cues.Force = "fact"
    name: Span | None = None
    generic: bool = True
    places: list[Party] = field(default_factory=list)
    bodies: list[Party] = field(default_factory=list)
    date: When | None = None
    ended: When | None = None
    before: When | None = None
    until: When | None = None
    each: Literal["", "place", "body"] = ""
    counts: dict[str, int] = field(default_factory=dict)
    pointer: str = ""
    naming: bool = False
    cleft: bool = False
    listing: bool = False
    outer: list[Party] = field(default_factory=list)
    inner: list[Party] = field(default_factory=list)
    pointers: dict[str, str] = field(default_factory=dict)
    unnamed: list[Span] = field(default_factory=list)
    reference: bool = False
    notes: list[str] = field(default_factory=list)
    more: list[Span] = field(default_factory=list)
    items: list[Span] = field(default_factory=list)
    department: Span | None = None
    weak: bool = False
    form: bool = False
    over: bool = False
    several: bool = False
    agreement: bool = True
    open_partner: bool = False
    some_bodies: bool = False

    @property
    def parties(self) -> list[Party]:
        return self.places + self.bodies


@dataclass(slots=True)
class Agreement:
    """One agreement with everything that the text says of it; ``renews`` is the older agreement of which it is the
    renewal. ``places`` and ``bodies`` are keyed by what makes a party one."""

    places: dict[str, Party] = field(default_factory=dict)
    bodies: dict[str, Party] = field(default_factory=dict)
    name: Span | None = None
    generic: bool = True
    noun: Span = field(default_factory=lambda: Span(0, 0))
    date: When | None = None
    ended: When | None = None
    over: bool = False
    renewed: bool = False
    until: When | None = None
    department: Span | None = None
    unnamed: list[Span] = field(default_factory=list)
    cites: list[Span] = field(default_factory=list)
    items: list[Span] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    renews: Agreement | None = None
    sure: bool = False
    """Whether one statement at least says it without inference."""

    @property
    def first(self) -> int:
        """Index of the sentence that tells of it first."""
        return min(self.indices)
