"""What the mention layer makes of a vocabulary, once: finders, stems of places, names of bodies."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from graph import names, places
from graph.paths import shipped_data
from loaders.prose import bodies
from loaders.prose.folding import fold
from loaders.prose.generic import common_words, is_generic
from loaders.prose.places import Finder as PlaceFinder
from loaders.vocabulary import Vocabulary

FILE: Final = "known_bodies.tsv"


_MOST: Final = 50_000


class Identity(NamedTuple):
    """What a name of a body stands for: ``id`` of the registry or '', ``by_service`` whether it is that of a portal."""

    name: str
    kind: str
    id: str
    by_service: bool


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything that scanning needs to know before it reads. Build it with `of`."""

    vocabulary: Vocabulary

    @property
    def gazetteer(self) -> places.Gazetteer:
        return self.vocabulary.gazetteer

    @cached_property
    def places(self) -> PlaceFinder:
        return PlaceFinder(self.gazetteer)

    @cached_property
    def bodies(self) -> bodies.Finder:
        known = _known_names()
        registry = self.vocabulary.bodies
        plain = re.compile(
            "|".join(sorted({re.escape(w) for w in _form_writings(self.vocabulary.normaliser)}, key=len, reverse=True))
        )
        products: list[str] = []
        for body in registry.by_id.values():
            for name in (body.name, *(alias.name for alias in body.aliases)):
                core = plain.sub("", fold(name)).strip()
                if len(core) > 1 and not is_generic(core) and core not in common_words("関係"):
                    known.setdefault(core, "")
            products += body.services
        stems = {fold(m.name)[:-1] for m in self.gazetteer.by_code.values() if len(m.name) > 2}
        stems |= {
            name[:-1]
            for name in self.gazetteer.known_before
            if len(name) > 2 and name[-1] in "市町村" and "郡" not in name
        }
        stems.add("北海道")
        kana = frozenset(
            stem
            for m in self.gazetteer.by_code.values()
            if len(stem := re.sub("(?:し|ちょう|まち|そん|むら|く|けん|ふ|と)$", "", m.kana)) > 2
        )
        return bodies.Finder(
            self.vocabulary.normaliser,
            frozenset(stems | common_words("地方")),
            self.gazetteer.known_today,
            known,
            products,
            kana | {word for word in common_words("地方かな") if len(word) > 2},
        )

    @cached_property
    def prefecture_codes(self) -> dict[str, str]:
        """Name of a prefecture → its code."""
        return {m.name: m.code for m in self.gazetteer.by_code.values() if m.kind == places.PREFECTURE}

    @cached_property
    def _identities(self) -> dict[str, Identity]:
        return {}

    def identity(self, words: str, formed: bool) -> Identity:
        """Name, 区分 by legal form, and entry of the registry for a body as the text writes it; kept for next time."""
        found = self._identities.get(words)
        if found is None:
            normaliser = self.vocabulary.normaliser
            name = bodies.official(normaliser, words)
            resolved = self.vocabulary.bodies.resolve(name)
            known = resolved if isinstance(resolved, names.Known) else None
            kind = normaliser.kind(name) if formed else ""
            found = Identity(name, kind, known.id if known else "", known is not None and known.by_service)
            if len(self._identities) > _MOST:
                self._identities.clear()
            self._identities[words] = found
        return found

    def full_name(self, code: str) -> str:
        """Official name of a local government, from its prefecture on."""
        return self.gazetteer.by_code[code].full_name


_kept: list[Knowledge] = []


def of(vocabulary: Vocabulary) -> Knowledge:
    """What is known from a vocabulary; made once and kept, since many documents are read with one vocabulary."""
    for knowledge in _kept:
        if knowledge.vocabulary is vocabulary:
            return knowledge
    knowledge = Knowledge(vocabulary)
    _kept[:] = [knowledge, *_kept[:3]]
    return knowledge


def _form_writings(normaliser: names.Normaliser) -> list[str]:
    return [
        fold(w) for form in normaliser.forms for w in (form.canonical, *form.variants) if len(w) > 1 and "組合" not in w
    ]


def _known_names() -> dict[str, str]:
    """Names under which widely known bodies are told without a legal form: folded name → 区分."""
    with (shipped_data() / FILE).open(encoding="utf-8", newline="") as file:
        return {fold(row["name"]): row["kind"] for row in csv.DictReader(file, delimiter="\t")}
