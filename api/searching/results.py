"""What a search shows: groups by kind, each line with its mark, its name and how much is on record."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from api.asking import ask
from api.rendering import address, day, listing
from api.searching.folding import Piece, fold, pieces
from api.searching.index import KINDS, Hits, Index, Thing
from graph.store.base import View

PAGE: Final = 50
"""Lines of a page where one kind is chosen."""
FIRST: Final = 10
"""Lines of each kind where all are shown."""
TYPING: Final = {"自治体": 4, "企業": 4, "協定": 3, "施策": 3, "分野": 2, "文書": 2}
"""Suggestions of each kind while a person types."""
LONGEST: Final = 200
_NAMED: Final = 2
_BRIEF: Final = {"協定": "agreement_details"}
_WHOLE: Final = {**_BRIEF, "施策": "measure_details"}
_WORDS: Final = {"企業": "企業・団体"}


class Line(NamedTuple):
    """A thing that was found. ``why``: the other name that matched and what it is, where the name itself does not."""

    kind: str
    state: str
    address: str
    name: list[Piece]
    where: list[Piece]
    why: list[Piece]
    what: str
    note: str


class Group(NamedTuple):
    """Things of one kind: how many, those shown, and where all of them are."""

    kind: str
    word: str
    total: int
    lines: list[Line]
    all: str

    @property
    def rest(self) -> int:
        return self.total - len(self.lines)


def words(text: str) -> list[str]:
    """The folded words of what was typed."""
    return [word for word in map(fold, text[:LONGEST].split()) if word]


async def groups(
    view: View, index: Index, text: str, most: dict[str, int], kind: str = "", skipped: int = 0, *, brief: bool = False
) -> list[Group]:
    """What is found, by kind; kinds of nothing are left out.

    ``kind``: only that one; ``brief``: of measures no more than what the index knows, which spares a question.
    """
    sought = words(text)
    hits = [
        found
        for each in ([kind] if kind else KINDS)
        for found in index.find(sought, most[each], skipped, [each])
        if found.total
    ]
    details = await _details(view, hits, _BRIEF if brief else _WHOLE)
    return [
        Group(
            found.kind,
            _WORDS.get(found.kind, found.kind),
            found.total,
            [_line(thing, sought, details.get(thing.id, {})) for thing in found.things],
            listing("/search", 語=text, 種類=found.kind),
        )
        for found in hits
    ]


async def _details(view: View, hits: list[Hits], questions: dict[str, str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for kind, question in questions.items():
        ids = [thing.id for each in hits if each.kind == kind for thing in each.things]
        for row in await ask(view, question, ids=ids) if ids else ():
            found[row[f"{kind}id"]] = row
    return found


def _line(thing: Thing, sought: list[str], row: dict[str, Any]) -> Line:
    name = pieces(thing.name, sought)
    why: list[Piece] = []
    what = ""
    if not all(word in fold(thing.name) for word in sought):
        for other in thing.others:
            found = pieces(other.name, sought)
            if any(piece.sought for piece in found):
                why, what = found, other.what
                break
    state = row.get("状態") or ("不明" if thing.kind == "協定" else "")
    if thing.kind == "施策":
        state = thing.group or "不明"
    where = pieces("、".join(thing.places[:_NAMED]), sought)
    if len(thing.places) > _NAMED:
        where.append(Piece(f" ほか {len(thing.places) - _NAMED}", False))
    return Line(thing.kind, state, address(thing.kind, thing.id), name, where, why, what, _note(thing, state, row))


def _note(thing: Thing, state: str, row: dict[str, Any]) -> str:
    """What stands on the right: how much is on record, or what is known of it."""
    if thing.kind == "施策" and not row:
        return "段階不明" if state == "不明" else state
    if thing.kind in ("協定", "施策"):
        date = row.get("締結日") or row.get("時期")
        when = day(date).day + ("" if not date.startswith("--") else "・年の記載なし") if date else "日付の記載なし"
        return f"状態不明・{when}" if thing.kind == "協定" and state == "不明" else f"{state}・{when}"
    if thing.kind == "文書":
        return thing.group or "種別の記載なし"
    numbers = "・".join(
        f"{word} {number:,}" for word, number in (("協定", thing.agreements), ("施策", thing.measures)) if number
    )
    return "・".join(filter(None, (thing.group, numbers or thing.state or "記録はまだない")))
