"""The scanning of one document, step by step: what `mentions.scan` does, with the state that its steps share."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from graph import places
from loaders.prose import (
    aliases,
    counted,
    guesses,
    identities,
    owners,
    pronouns,
    sentences,
    voices,
    voided,
    when,
)
from loaders.prose.context import Resolver, inheriting, now_called
from loaders.prose.folding import fold
from loaders.prose.knowledge import Knowledge
from loaders.prose.parts import Body, Header, Mention, Place, Sentence
from loaders.prose.places import Spot
from loaders.prose.placing import covered, in_order, inside, order, prefectures_named
from loaders.prose.referents import Referents
from loaders.prose.seams import Seamless, spread, without_invisible
from loaders.read import Reading, Span

_SPREAD_NAME = re.compile(r"(?:\S[ 　]){3,}\S")
_SPREAD = re.compile(r"[ 　]")
_HONOUR = re.compile(r"(?: ?(?:様|さま))?[」』]?$")
_SEAT = re.compile(r"\((?:同[市町村区県府都道]|(?:本社|本店|本部)(?:所在地)?[:・は、/ ]?)?")


class Document:
    """The scanning of one document, step by step."""

    def __init__(self, reading: Reading, known: Knowledge, skip: Sequence[Span]) -> None:
        self.text = reading.text
        self.known = known
        self.folded = fold(self.text)
        self.sentences = sentences.split(self.text, self.folded, reading.headings, skip)
        self.seamless = Seamless(self.folded, spread(self.folded))
        self._starts = [sentence.span.start for sentence in self.sentences]
        self.header = Header()
        raw = known.bodies.find(self.seamless.text)
        self._taken_back = [(span.start, span.end) for span in voided.wrong_quotes(self.text)]
        for body in raw if self.seamless.cut else ():
            body.start, body.end, body.stop = (
                self.seamless.place(body.start),
                self.seamless.end(body.end),
                self.seamless.end(body.stop),
            )
        self.bodies = identities.bodies(
            raw,
            [self._words(body.start, body.end) for body in raw],
            [self._words(body.end, body.stop) for body in raw],
            known,
        )
        taken = [(body.start, body.stop) for body in raw]
        named = bytearray(len(self.text) + 1)
        for start, stop in taken:
            named[start:stop] = b"\1" * (stop - start)
        seated = {body.stop for body in raw if body.formed or body.rank > 1 or body.start >= self._title_end()}
        self.spots = self._spots(taken, named, seated)
        dates = when.find(self.seamless.text)
        for date in dates if self.seamless.cut else ():
            date.span = self.seamless.span(date.span)
        self.dates = [date for date in dates if not named[date.span.start]]
        self._place_by_spot: dict[int, Place] = {}
        self._shorts = self._introduced()
        self._named_same = {a.word: (a.since, owner) for a, owner in self._shorts if a.word[0] == "同"}
        self._attach([*self.bodies, *self.dates])

    def _words(self, start: int, end: int) -> str:
        """The words at a place, the blanks of spread letters taken out."""
        words = without_invisible(self.text[start:end])
        return _SPREAD.sub("", words) if _SPREAD_NAME.match(words) else words

    def _title_end(self) -> int:
        return self.sentences[0].span.end if self.sentences and self.sentences[0].kind != "prose" else 0

    def _spots(self, taken: list[tuple[int, int]], named: bytearray, seated: set[int]) -> list[Spot]:
        """Names of local governments that are no part of a body's name; those beside a body in brackets are its seat.

        ``seated``: where the names end that may have one; a desk or a page in a title (官民連携デスク（A市）) has none.
        """
        found: list[Spot] = []
        for spot in self.known.places.find(self.seamless.text):
            if self.seamless.cut:
                spot.start, spot.end, spot.stop = (
                    self.seamless.place(spot.start),
                    self.seamless.end(spot.end),
                    self.seamless.end(spot.stop),
                )
            if named[spot.start] or named[spot.end - 1] or inside(self._taken_back, spot.start):
                continue
            at = bisect.bisect_left(taken, (spot.end, 0))
            if at < len(taken) and taken[at][0] < spot.stop:
                spot.stop, spot.department = spot.end, ""
            opening = self.folded.rfind("(", max(0, spot.start - 10), spot.start)
            if (
                opening > 0
                and self._named_until(opening) in seated
                and _SEAT.fullmatch(self.folded, opening, spot.start)
                and self.folded[spot.stop : spot.stop + 1] in (")", "、", ",", " ")
            ):
                spot.use = "address"
            found.append(spot)
        return found

    def _named_until(self, bracket: int) -> int:
        """Where the name ends behind which a bracket opens: 「A社」（, A社 様（."""
        words = self.folded[max(0, bracket - 4) : bracket]
        return bracket - len(words) + len(_HONOUR.sub("", words))

    def _introduced(self) -> list[tuple[aliases.Alias, Body | Spot]]:
        owners: list[Body | Spot] = [*self.bodies, *self.spots]
        ends = {owner.span.end: n for n, owner in enumerate(owners)}
        found = aliases.introduced(self.folded, ends, lambda n: self.folded[slice(*owners[n].span)])
        found += aliases.usual((n, owner.span, fold(owner.said)) for n, owner in enumerate(self.bodies))
        return [(alias, owners[alias.owner]) for alias in found]

    def _attach(self, mentions: Sequence[Mention]) -> None:
        """Put mentions into the sentences in which they begin."""
        for mention in mentions:
            sentence = self._sentence(mention.span.start)
            if sentence is not None and not inside(self._taken_back, mention.span.start):
                sentence.mentions.append(mention)

    def _sentence(self, position: int) -> Sentence | None:
        at = bisect.bisect_right(self._starts, position) - 1
        if at < 0 or self.sentences[at].span.end <= position:
            return None
        return self.sentences[at]

    def name_places(self, owner_prefecture: str, owner_code: str) -> None:
        """Say which local government each spot means; the second time with what the header told."""
        resolver = Resolver(self.known, self.text, self.spots, owner_prefecture, owner_code)
        groups: dict[int, list[Spot]] = defaultdict(list)
        for spot in self.spots:
            if (sentence := self._sentence(spot.start)) is not None:
                groups[sentence.index].append(spot)
        named: list[tuple[int, str]] = []
        first = not self._place_by_spot
        for index, spots in groups.items():
            sentence = self.sentences[index]
            section = partial(prefectures_named, named, index, sentence)
            for spot, place in zip(spots, resolver.places(sentence, spots, section), strict=True):
                if spot.use in ("actor", "location") and (
                    prefecture := spot.prefecture or (spot.name if spot.name[-1] in "都道府県" else "")
                ):
                    named.append((index, prefecture))
                if not first:
                    old = self._place_by_spot[spot.start]
                    old.codes, old.name, old.department, old.former = (
                        place.codes,
                        place.name,
                        place.department,
                        place.former,
                    )
                    continue
                self._place_by_spot[spot.start] = place
                sentence.mentions += resolver.several(spot, place)
            if first:
                inheriting([self._place_by_spot[spot.start] for spot in spots], self.text)
        for index in groups:
            now_called(self.text, self.sentences[index].places)
        for index in groups if first else ():
            self.sentences[index].mentions.sort(key=order)

    def own(self, municipality: str) -> None:
        """Let the owner that the user told, or that the header found, decide open names."""
        issuers = list(self.header.issuers)
        if municipality:
            found = self.known.gazetteer.resolve(municipality)
            code = getattr(found, "code", "")
            if code:
                place = next((p for p in self._place_by_spot.values() if p.codes == (code,)), None)
                full = self.known.full_name(code)
                self.header.signed = True
                issuers = [place or Place(Span(0, 0), (code,), full, ""), *(i for i in issuers if isinstance(i, Body))]
        if not any(isinstance(i, Body) for i in issuers):
            foreign = self.header.signed and self.header.municipality is not None
            issuers += self._self_named() or (
                [] if foreign else voices.opening(self.folded, self.sentences, self.header.kind == "プレスリリース")
            )
        if not any(isinstance(i, Place) for i in issuers) and not (
            self.header.collection or self.header.kind == "視察報告書"
        ):
            issuers += self._only_one()
        if not any(isinstance(i, Place) for i in issuers) or not self.header.signed:
            bulletin = owners.bulletin(self.text, self.folded, self.sentences, self.known.gazetteer)
            if bulletin:
                issuers, self.header.signed = [*bulletin], True
        self.header.issuers = tuple(issuers)
        owner = self.header.municipality
        if all(p.resolved for p in self._place_by_spot.values()):
            return
        if owner is not None and owner.resolved:
            entry = self.known.gazetteer.by_code[owner.codes[0]]
            self.name_places(entry.prefecture or entry.name, entry.code)
        elif (prefecture := self._prefecture_of_issuer()) is not None:
            self.name_places(prefecture.name, prefecture.code)

    def _prefecture_of_issuer(self) -> places.Municipality | None:
        """The prefecture with whose name that of the issuer begins (滋賀県商工会連合会)."""
        names = [issuer.name for issuer in self.header.issuers if isinstance(issuer, Body)]
        return next(
            (
                entry for entry in self.known.gazetteer.by_code.values()
                if entry.kind == places.PREFECTURE and any(name.startswith(entry.name) for name in names)
            ),
            None,
        )  # fmt: skip

    def _self_named(self) -> list[Body]:
        """Bodies that call themselves 当社 … （以下「当社」）."""
        return [owner for alias, owner in self._shorts if isinstance(owner, Body) and alias.word[0] in "当弊本"][:1]

    def _only_one(self) -> list[Place]:
        """本市 without a signature: the one local government of this kind that the text names by its full name or first."""
        named = [
            owner
            for alias, owner in self._shorts
            if isinstance(owner, Spot) and re.fullmatch("[本当]?[市町村区県]", alias.word)
        ]
        if named:
            return [self._place_by_spot[named[0].start]]
        own = pronouns.own(self.folded)
        if own is None:
            return []
        uses = ("actor", "location", "address") if own.spoken else ("actor", "location")
        places = {p.codes: p for p in self._place_by_spot.values() if p.use in uses and p.name[-1] == own.kind}
        return list(places.values()) if len(places) == 1 else []

    def cast(self) -> None:
        """Let the names that only the head of an entry tells be names of the text."""
        known = {id(mention) for sentence in self.sentences for mention in sentence.mentions}
        for body in [b for cast in self.header.casts for b in cast.bodies if id(b) not in known]:
            sentence = self._sentence(body.span.start)
            if sentence is not None:
                kept = [m for m in sentence.mentions if not body.span.start <= m.span.start < body.span.end]
                sentence.mentions = sorted([*kept, body], key=order)

    def refer(self) -> None:
        """Resolve short names and pronouns, sentence by sentence."""
        words: dict[int, list[pronouns.Word | tuple[int, int, Body | Spot]]] = defaultdict(list)
        for word in pronouns.find(self.seamless.text):
            if self.seamless.cut:
                word = word._replace(start=self.seamless.place(word.start), end=self.seamless.end(word.end))
            if (sentence := self._sentence(word.start)) is not None:
                words[sentence.index].append(word)
        for start, end, owner in aliases.standing(self.folded, self._shorts):
            if (sentence := self._sentence(start)) is not None:
                words[sentence.index].append((start, end, owner))
        for index, body in guesses.find(self.text, self.folded, self.sentences):
            self.sentences[index].mentions.append(body)
            self.sentences[index].mentions.sort(key=order)
        referents = Referents(
            self.known, self.header, self.sentences, list(self._place_by_spot.values()), self.text, self.bodies
        )
        referents.defined = counted.definitions(self.folded, self.sentences, words)
        bare = {
            alias.word: (alias.since, owner)
            for alias, owner in self._shorts
            if isinstance(owner, Spot) and len(alias.word) == 1
        }
        for sentence in self.sentences:
            if sentence.index not in words:
                if sentence.mentions:
                    sentence.mentions = in_order(sentence.mentions)
                    for mention in sentence.mentions:
                        referents.meet(sentence, mention)
                continue
            pending = sorted(words[sentence.index], key=lambda w: w[0])
            short = [(word[0], word[1]) for word in pending if not isinstance(word, pronouns.Word)]
            plain = [m for m in sorted(sentence.mentions, key=order) if not covered(m, short)]
            sentence.mentions = []
            for reference in pending:
                while plain and plain[0].span.start < reference[1]:
                    self._add(sentence, plain.pop(0), referents)
                for mention in self._meant(sentence, reference, referents, bare):
                    self._add(sentence, mention, referents)
            for mention in plain:
                self._add(sentence, mention, referents)
            sentence.mentions = in_order(sentence.mentions)

    @staticmethod
    def _add(sentence: Sentence, mention: Mention, referents: Referents) -> None:
        """Add a mention unless a longer one stands there; a short name of one letter gives way to any."""
        for other in sentence.mentions:
            if (
                other.span != mention.span
                and other.span.start < mention.span.end
                and mention.span.start < other.span.end
            ):
                return
        if getattr(mention, "how", "name") == "name" and any(
            other.span == mention.span and type(other) is not type(mention) for other in sentence.mentions
        ):
            return
        if any(
            other.span == mention.span and getattr(other, "name", "") == getattr(mention, "name", "")
            for other in sentence.mentions
        ):
            return
        sentence.mentions.append(mention)
        referents.meet(sentence, mention)

    def _meant(
        self, sentence: Sentence, word: pronouns.Word | tuple[int, int, Body | Spot], referents: Referents,
        bare: dict[str, tuple[int, Spot]],
    ) -> list[Mention]:  # fmt: skip
        if not isinstance(word, pronouns.Word):
            start, end, owner = word
            return [self._standing_for(owner, Span(start, end))]
        if word.sense == "bare" and word.what in bare and word.start >= bare[word.what][0]:
            found: list[Mention] = [self._standing_for(bare[word.what][1], Span(word.start, word.end))]
            if isinstance(found[0], Place):
                found[0].department, found[0].use = word.department, word.use
            return found
        if word.sense in ("same", "company") and (told := self._named_same.get("同" + word.what)):
            since, meant_by = told
            if word.start >= since:
                return [self._standing_for(meant_by, Span(word.start, word.end))]
        meant = referents.resolve(sentence, word)
        for mention in meant:
            if isinstance(mention, Place | Body):
                mention.said = self._words(word.start, word.end - len(word.department))
        return meant

    def _standing_for(self, owner: Body | Spot, span: Span) -> Mention:
        said = self._words(*span)
        if isinstance(owner, Body):
            return Body(span, owner.name, said, "", owner.certain, False, owner.kind, "alias", owner.id)
        place = self._place_by_spot[owner.start]
        return Place(span, place.codes, place.name, said, place.department, place.former, "actor", "alias")

    def date(self) -> None:
        """Settle relative dates; those that refer to nothing stay without a date."""
        issued = self.header.issued.date if self.header.issued else ""
        when.settle(self.dates, self.folded, issued)
        when.suggest(self.dates, self.folded, issued)
