"""Who is who among companies and other bodies: one normaliser and one registry.

Two spellings of one body give one node; two bodies never become one because their names look alike. What makes two
names the same is written in the registry (名称, 別名 with the years in which they were in use, サービス名); the
normaliser only removes what never tells bodies apart: width, case, spaces, and the ways of writing a legal form.
"""

from __future__ import annotations

import base64
import csv
import difflib
import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from graph.places import corporate_check_digit


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form with its ways of writing; ``kind`` is the 区分 that it implies.

    ``abbreviations`` are written out in an official name, ``others`` (K.K., 認定NPO法人 …) stand in it as they are.
    """

    canonical: str
    abbreviations: tuple[str, ...]
    others: tuple[str, ...]
    before: bool
    after: bool
    kind: str

    @property
    def variants(self) -> tuple[str, ...]:
        """Every way of writing it but the canonical one."""
        return self.abbreviations + self.others


class Name(NamedTuple):
    """A name taken apart: ``form`` the legal form ('' if none), ``before`` whether it stands first, ``core`` the rest."""

    form: str
    before: bool
    core: str


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a body; ``start``/``end`` bound the time in which it was in use (partial dates or '')."""

    name: str
    start: str = ""
    end: str = ""

    def in_use(self, when: str) -> bool:
        """Whether the name was in use at a date; an unknown date matches always."""
        if not when[:4].isdecimal():
            return True
        return (not self.start or self.start[: len(when)] <= when) and (
            not self.end or when[: len(self.end)] <= self.end
        )


@dataclass(frozen=True, slots=True)
class Organisation:
    """An entry of the registry."""

    id: str
    name: str
    aliases: tuple[Alias, ...] = ()
    services: tuple[str, ...] = ()


class Known(NamedTuple):
    """A resolved name; ``by_service``: the text names a service that stands for the body."""

    id: str
    by_service: bool = False


class Ambiguous(NamedTuple):
    """Several bodies bear the name: pairs of id and official name."""

    candidates: tuple[tuple[str, str], ...]


class Unknown(NamedTuple):
    """No body in the registry bears the name; `Registry.near` finds names that look alike (never merged)."""


_VOICING = str.maketrans("\u309b\u309c", "\u3099\u309a")


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Width, case, spaces and invisible characters removed (NFKC, casefold); stable under repetition."""
    plain = unicodedata.normalize("NFKC", text.translate(_VOICING))
    seen = "".join(plain.split())
    if not seen.isprintable():
        seen = "".join(c for c in seen if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())


_LATIN = re.compile(r"(?:k\.k\.|co\.,ltd\.|inc\.|llc|llp)$")


class Normaliser:
    """Takes names apart by the table of legal forms."""

    def __init__(self, forms: Iterable[LegalForm]) -> None:
        self.forms = list(forms)
        writings = [(fold(text), form) for form in self.forms for text in (form.canonical, *form.variants)]
        ordered = sorted(set(writings), key=lambda pair: (-len(pair[0]), pair[0], pair[1].canonical))
        # A name is held only against the forms that can begin or end it; their rank keeps the order of all.
        self._first: dict[str, list[tuple[int, bool, str, str]]] = defaultdict(list)
        self._last: dict[str, list[tuple[int, bool, str, str]]] = defaultdict(list)
        for rank, (writing, form) in enumerate(ordered):
            if form.before:
                self._first[writing[:1]].append((rank, False, writing, form.canonical))
            if form.after:
                self._last[writing[-1:]].append((rank, True, writing, form.canonical))

    @classmethod
    def load(cls, folder: Path) -> Normaliser:
        """Read ``legal_forms.tsv`` of a data folder."""
        with (folder / "legal_forms.tsv").open(encoding="utf-8", newline="") as file:
            return cls(
                LegalForm(
                    row["canonical"],
                    tuple(filter(None, row["abbreviations"].split("|"))),
                    tuple(filter(None, row["others"].split("|"))),
                    "pre" in row["position"],
                    "suf" in row["position"],
                    row["kind"],
                )
                for row in csv.DictReader(file, delimiter="\t")
            )

    def parse(self, text: str) -> Name:
        """The parts of a name. A name that is nothing but a legal form is all core."""
        folded = fold(text)
        fitting = [*self._first.get(folded[:1], ()), *self._last.get(folded[-1:], ())]
        for _, behind, writing, canonical in sorted(fitting):
            if len(folded) <= len(writing):
                continue
            if not behind and folded.startswith(writing):
                return Name(canonical, True, folded[len(writing) :])
            if behind and folded.endswith(writing):
                return Name(canonical, False, folded[: -len(writing)])
        return Name("", False, folded)

    def official(self, text: str) -> str:
        """The name with its legal form written out: ``㈱あおば`` → ``株式会社あおば``."""
        plain = " ".join(unicodedata.normalize("NFKC", text).split())
        canonical, before, _ = self.parse(text)
        form = next((form for form in self.forms if form.canonical == canonical), None)
        if form and not any(fold(o) in fold(text) for o in form.others):
            for writing in sorted({form.canonical, *form.abbreviations}, key=len, reverse=True):
                short = unicodedata.normalize("NFKC", writing)
                if before and plain.casefold().startswith(short.casefold()):
                    return form.canonical + plain[len(short) :].strip()
                if not before and plain.casefold().endswith(short.casefold()):
                    return plain[: -len(short)].strip() + form.canonical
        return plain

    def kind(self, text: str) -> str:
        """The 区分 that the legal form implies, or ''."""
        form = self.parse(text).form
        return next((f.kind for f in self.forms if f.canonical == form), "")


class Registry:
    """All bodies, found by name."""

    def __init__(self, normaliser: Normaliser, organisations: Iterable[Organisation]) -> None:
        self.normaliser = normaliser
        self.by_id = {organisation.id: organisation for organisation in organisations}

    @cached_property
    def _names(self) -> dict[Name, list[tuple[str, Alias]]]:
        index: dict[Name, list[tuple[str, Alias]]] = defaultdict(list)
        for body in self.by_id.values():
            for alias in (Alias(body.name), *body.aliases):
                index[self.normaliser.parse(alias.name)].append((body.id, alias))
        return dict(index)

    @cached_property
    def _cores(self) -> dict[str, list[tuple[str, Alias]]]:
        index: dict[str, list[tuple[str, Alias]]] = defaultdict(list)
        for name, bearers in self._names.items():
            index[name.core].extend(bearers)
        return dict(index)

    @cached_property
    def _services(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = defaultdict(list)
        for body in self.by_id.values():
            for service in body.services:
                index[fold(service)].append(body.id)
        return dict(index)

    def resolve(self, text: str, *, when: str = "") -> Known | Ambiguous | Unknown:
        """The body that a name means, at a date if one is known.

        A name with a legal form matches only that form; a name without one matches any body of that core, if there is
        exactly one; then services. Raises nothing.
        """
        name = self.normaliser.parse(text)
        found = self._in_use(self._names.get(name, []), when)
        if not found and name.form and _LATIN.search(fold(text)):
            # K.K. and the like do not tell whether 株式会社 stands before or after.
            found = self._in_use(self._names.get(name._replace(before=not name.before), []), when)
        if not found and not name.form:
            found = self._in_use(self._cores.get(name.core, []), when)
        by_service = not found
        if by_service:
            found = set(self._services.get(fold(text), []))
        if len(found) > 1:
            return Ambiguous(tuple(sorted((id, self.by_id[id].name) for id in found)))
        if found:
            return Known(found.pop(), by_service)
        return Unknown()

    @staticmethod
    def _in_use(bearers: Iterable[tuple[str, Alias]], when: str) -> set[str]:
        return {id for id, alias in bearers if alias.in_use(when)}

    @cached_property
    def _pieces(self) -> dict[str, set[str]]:
        """Two neighbouring characters → the cores that hold them, so that look-alikes need no search of all."""
        index: dict[str, set[str]] = defaultdict(set)
        for core in self._cores:
            for piece in _pairs(core):
                index[piece].add(core)
        return dict(index)

    def near(self, text: str) -> tuple[str, ...]:
        """Official names of up to five bodies whose names look like the given one."""
        core = self.normaliser.parse(text).core
        shared = Counter(other for piece in _pairs(core) for other in self._pieces.get(piece, ()))
        likely = [other for other, _ in shared.most_common(100)]
        close = difflib.get_close_matches(core, likely, n=5, cutoff=0.8)
        ids = {id for match in close for id, _ in self._cores[match]}
        return tuple(sorted(self.by_id[id].name for id in ids))


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(max(1, len(text) - 1))}


def mint(normaliser: Normaliser, name: str) -> str:
    """The id for a body that enters the registry: from its name, so that two people who enter it get one id.

    It is kept for life in the registry file and never computed again.
    """
    form, before, core = normaliser.parse(name)
    digest = hashlib.blake2b(f"{form}|{int(before)}|{core}".encode(), digest_size=5).digest()
    return "o-" + base64.b32encode(digest).decode().lower()


def corporate_number_problem(number: str) -> str:
    """What is wrong with a 法人番号, or '' (13 digits, the first a check digit; 国税庁)."""
    if not re.fullmatch(r"\d{13}", number, re.ASCII):
        return f"法人番号「{number}」は13桁の数字ではありません"
    expected = corporate_check_digit(number[1:])
    if int(number[0]) != expected:
        return f"法人番号「{number}」は検査数字（先頭の1桁）が合いません"
    return ""
