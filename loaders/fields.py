"""The taxonomy of fields of policy (``fields.yaml``): two levels, with the words that the field's people use.

Words are of three kinds. 同義語 tell a field wherever they stand in a text. 単独 do so only as an item of their own:
環境 in a list of subjects is the field, in 通信環境 it is none. A name is a word too (その他 only on its own). 除外 hold a word without telling a field (教育委員会).
The user's file lies over the shipped one: the same id adds words to a field, and a word goes where the user puts it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import ahocorasick  # type: ignore[import-not-found, unused-ignore]
from pydantic import Field, ValidationError

from graph import names, paths
from graph.errors import Problem
from loaders import curated, lines
from loaders.curated import Id, Strict, Text

FILE: Final = "fields.yaml"

_LATIN: Final = re.compile(r"[a-z0-9]")
_KATAKANA: Final = re.compile("[ァ-ヺー]")
_ITEM_BEFORE: Final = re.compile(r"(?:^|[^ぁ-ゖァ-ヺー一-鿿々a-z]|及び|および|並びに|ならびに|又は|または|[とや])$")
_ITEM_AFTER: Final = re.compile(
    r"$|[^ぁ-ゖァ-ヺー一-鿿々a-z0-9]|[のとや]|に[関係つ向]|及び|および|並びに|ならびに|又は|または|等|など|分野|関係|関連|対策|施策|政策|振興"
)
_LONGEST_JOINT: Final = 4


class Written(Strict):
    """One field as a file writes it; without 名称 it adds to a field of the layer below."""

    id: Id
    名称: Text | None = None
    上位: Id | None = Field(None, description="上の分野の id（2階層目のとき）")
    同義語: tuple[Text, ...] = Field((), description="文の中にあれば、この分野を示す語")
    単独: tuple[Text, ...] = Field((), description="それだけで項目になっているときにかぎり、この分野を示す語")


class Entry(Written):
    """One field."""

    名称: Text


class FieldsFile(Strict):
    """分野の一覧"""

    形式: Literal["1"] = Field("1", description="このファイルの形。なければ 1")
    分野: tuple[Written, ...] = ()
    除外: tuple[Text, ...] = Field((), description="同義語を含んでいても、分野を示さない言い方")


class Mention(NamedTuple):
    """A word of a field in a text: from ``start`` to ``end`` (excluded), and the id of the field."""

    start: int
    end: int
    id: str


@dataclass
class Taxonomy:
    """All fields, found by name or by the words of a text."""

    by_id: dict[str, Entry]
    excluded: tuple[str, ...] = ()

    def find(self, name: str) -> str | None:
        """The id of the field of which this is the name or one of the words, or None."""
        return self._names.get(names.fold(name))

    def top(self, id: str) -> str:
        """The id of the field of level 1 above a field, or its own."""
        return self.by_id[id].上位 or id

    def words(self) -> Iterator[tuple[str, str]]:
        """Every name and every word with the id of its field, each once."""
        for entry in self.by_id.values():
            for word in dict.fromkeys((entry.名称, *entry.同義語, *entry.単独)):
                yield word, entry.id

    def mentions(self, text: str, *, item: bool = False) -> list[Mention]:
        """The words of fields in a text, from left to right, the longest at each place.

        ``item``: the text is an item of a list, a heading or the like, so that 単独 words count where they stand apart.
        Names of bodies hold such words too (○○観光株式会社): who knows where they stand leaves them out.
        """
        folded = _UNUSUAL.sub(_plain, text)
        found = [m for m in _matches(self._synonyms, folded) if _whole(folded, m)]
        if item:
            taken = bytearray(len(folded))
            for m in found:
                taken[m.start : m.end] = b"\1" * (m.end - m.start)
            found += [m for m in _matches(self._alone, folded) if not any(taken[m.start : m.end]) and _apart(folded, m)]
        return sorted(m for m in found if m.id)

    def topics(self, item: str) -> tuple[str, ...]:
        """The ids of the fields of an item (観光・物産の振興に関すること), each once, in the order of its words."""
        known = self.find(item)
        return (known,) if known else tuple(dict.fromkeys(m.id for m in self.mentions(item, item=True)))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {names.fold(word): id for word, id in self.words()}

    @cached_property
    def _synonyms(self) -> Any:
        entries = self.by_id.values()
        words = [(word, e.id) for e in entries for word in (e.名称, *e.同義語) if word not in e.単独]
        return _automaton(words + [(word, "") for word in self.excluded])

    @cached_property
    def _alone(self) -> Any:
        return _automaton([(word, e.id) for e in self.by_id.values() for word in e.単独])


class _Folding(dict[int, int]):
    """Width and case of single characters, so that positions stay; filled as characters are met."""

    def __missing__(self, code: int) -> int:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = ord(plain) if len(plain) == 1 else code
        return self[code]


_FOLDING: Final = _Folding()
_UNUSUAL: Final = re.compile("[^ぁ-ゖァ-ヺー一-鿿々、。「」・a-z0-9 \\n]+")
"""Characters that `_Folding` may change; those that fill most of a text are left out, since it leaves them alone."""


def _plain(match: re.Match[str]) -> str:
    return match[0].translate(_FOLDING)


def _automaton(words: Iterable[tuple[str, str]]) -> Any:
    automaton = ahocorasick.Automaton()
    for word, id in words:
        for form in {word.translate(_FOLDING), names.fold(word)}:
            automaton.add_word(form, (len(form), id))
    automaton.make_automaton()
    return automaton


def _matches(automaton: Any, folded: str) -> Iterator[Mention]:
    if len(automaton):
        for last, (length, id) in automaton.iter_long(folded):
            yield Mention(last + 1 - length, last + 1, id)


def _whole(folded: str, m: Mention) -> bool:
    """Whether a match is no part of a longer word in Latin letters, and no end of a longer one in katakana."""
    first, last = folded[m.start], folded[m.end - 1]
    if first.isascii() and _LATIN.match(first):
        if m.start and _LATIN.match(folded, m.start - 1):
            return False
    elif m.start and "ァ" <= first <= "ー" and _KATAKANA.match(first) and _KATAKANA.match(folded, m.start - 1):
        return False
    return not (last.isascii() and _LATIN.match(last) and _LATIN.match(folded, m.end))


def _apart(folded: str, m: Mention) -> bool:
    """Whether a match stands as an item of its own: between marks or words that join."""
    before = folded[max(0, m.start - _LONGEST_JOINT) : m.start]
    return bool(_ITEM_BEFORE.search(before) and _ITEM_AFTER.match(folded, m.end))


@dataclass(slots=True)
class _Merging:
    """The layers, one over the other. ``words``: folded word → layer, id of its field, whether it is the name."""

    entries: dict[str, Entry] = field(default_factory=dict)
    layers: dict[str, int] = field(default_factory=dict)
    words: dict[str, tuple[int, str, bool]] = field(default_factory=dict)
    excluded: dict[str, None] = field(default_factory=dict)

    def add(self, layer: int, n: int, written: Written, located: lines.Located) -> list[Problem]:
        """Take in the n-th field of a layer, or tell why it does not fit."""
        misfit = self._misfit(layer, written)
        if misfit:
            key, what, remedy = misfit
            return [located.problem(("分野", n, key), what, remedy)]
        known = self.entries.get(written.id)
        if known:
            entry = known.model_copy(
                update={"同義語": (*known.同義語, *written.同義語), "単独": (*known.単独, *written.単独)}
            )
        else:
            entry = Entry.model_validate(written.model_dump())
        self.entries[entry.id] = entry
        self.layers[entry.id] = layer
        return list(self._claim(layer, n, written, located))

    def _misfit(self, layer: int, written: Written) -> tuple[str, str, str] | None:
        """Key, what is wrong and what to do."""
        id, known = written.id, self.entries.get(written.id)
        if known and self.layers[id] == layer:
            return "id", f"id「{id}」が重なっています", "ひとつにまとめるか、id を変えてください"
        if known and written.名称 not in (None, known.名称):
            return (
                "id",
                f"id「{id}」は「{known.名称}」の id です",
                f"語を足すなら名称を「{known.名称}」とし（書かなくてもかまいません）、新しい分野なら id を変えてください",
            )
        if known and written.上位 not in (None, known.上位):
            return "上位", f"分野「{known.名称}」の上位は変えられません", "上位を消してください"
        if not known and not written.名称:
            return "名称", "「名称」がありません", "「名称:」を書き足してください"
        above = self.entries.get(written.上位) if written.上位 else None
        if written.上位 and not known and (above is None or above.上位):
            return (
                "id",
                f"上位「{written.上位}」が先に書かれた1階層目の分野ではありません",
                "上の分野を先に書いてください（階層は2つまで）",
            )
        return None

    def _claim(self, layer: int, n: int, written: Written, located: lines.Located) -> Iterator[Problem]:
        """Note whose the words are: within a layer, and against names, a word has one field."""
        claimed: list[tuple[str, lines.Path_, bool]] = (
            [(written.名称, ("分野", n, "名称"), True)] if written.名称 else []
        )
        for key in ("同義語", "単独"):
            claimed += [(word, ("分野", n, key, k), False) for k, word in enumerate(getattr(written, key))]
        for word, path, is_name in claimed:
            folded = names.fold(word)
            owner = self.words.get(folded)
            if owner and owner[1] != written.id and (owner[0] == layer or owner[2]):
                name = self.entries[owner[1]].名称
                yield located.problem(
                    path, f"「{word}」は分野「{name}」の語でもあります", "どちらかの分野だけに書いてください"
                )
            elif not owner or owner[1] != written.id:
                self.words[folded] = (layer, written.id, is_name)

    def taxonomy(self) -> Taxonomy:
        """All fields, each with the words that are still its own."""
        return Taxonomy({id: self._own(entry) for id, entry in self.entries.items()}, tuple(self.excluded))

    def _own(self, entry: Entry) -> Entry:
        def kept(words: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(word for word in words if self.words[names.fold(word)][1] == entry.id))

        return entry.model_copy(update={"同義語": kept(entry.同義語), "単独": kept(entry.単独)})


def load(folders: Iterable[Path]) -> tuple[Taxonomy, list[Problem]]:
    """Read the taxonomies of all layers, the later over the earlier, with all their problems.

    Files that have not changed are read once in a process.
    """
    taxonomy, problems = _load(paths.stamp(*(folder / FILE for folder in folders)))
    return taxonomy, list(problems)


@lru_cache(maxsize=8)
def _load(files: paths.Stamp) -> tuple[Taxonomy, list[Problem]]:
    merging = _Merging()
    problems: list[Problem] = []
    for layer, path in enumerate(Path(name) for name, _, _ in files):
        located = lines.load(path)
        problems += located.problems
        if located.problems or located.data is None:
            continue
        try:
            file = FieldsFile.model_validate(located.data)
        except ValidationError as error:
            problems += curated.problems_of(error, located, FieldsFile)
            continue
        for n, written in enumerate(file.分野):
            problems += merging.add(layer, n, written, located)
        merging.excluded |= dict.fromkeys(file.除外)
    return merging.taxonomy(), problems
