"""The sheets about what may be the same, and about what documents contradict each other in: out, and decisions back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from graph.errors import Problem
from loaders.review.sameness import Difference, Proposal, Sameness, Side, Telling, Verdict
from loaders.workbook import layout
from loaders.workbook.opening import Sheet

CHOICES: Final = ("同じ", "別", "保留")
HIDDEN: Final = ("一方id", "他方id", layout.SEAL)
COLUMNS: Final = (
    layout.VERDICT, "種類", "一方", "他方", "似ているところ", "違うところ", "一方の記載", "他方の記載", "一方の文書", "他方の文書",
    "前の判断", *HIDDEN,
)  # fmt: skip
APART: Final = ("種類", "名称", "項目", "値", "文書", "原文", "位置")
MEANINGS: Final = {
    layout.VERDICT: "同じ＝次にグラフを作るときひとつにする。別＝二度とたずねない。保留か空＝また出る",
    "前の判断": "空にすると、決めたことを取り消す",
}


class Pair(NamedTuple):
    """A decision that came back. ``verdict``: 取消 where a decision was emptied."""

    ids: tuple[str, str]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet: its texts by heading."""

    cells: dict[str, str]
    decided: bool = False


def rows(found: Sameness, *, all: bool = False) -> Iterator[Row]:
    """What is open, and with ``all`` what was decided as well."""
    for proposal in found.proposals:
        yield Row(_open(proposal))
    for each in found.decided if all else ():
        first, second = each.decision.対象
        told = {
            layout.VERDICT: each.decision.判断,
            "種類": "", "一方": each.sides[0].name, "他方": each.sides[1].name,
            "一方の文書": _documents(each.sides[0]), "他方の文書": _documents(each.sides[1]),
            "前の判断": f"{each.decision.判断} {each.decision.日付} {each.decision.記録者}".strip(),
            "一方id": first, "他方id": second, layout.SEAL: each.decision.判断,
        }  # fmt: skip
        yield Row({name: told.get(name, "") for name in COLUMNS}, decided=True)


def _open(proposal: Proposal) -> dict[str, str]:
    one, other = proposal.sides
    candidate = proposal.candidate
    told = {
        "種類": candidate.label, "一方": one.name, "他方": other.name,
        "似ているところ": "\n".join(candidate.reasons), "違うところ": "\n".join(candidate.against),
        "一方の記載": _told(one), "他方の記載": _told(other), "一方の文書": _documents(one), "他方の文書": _documents(other),
        "一方id": one.id, "他方id": other.id,
    }  # fmt: skip
    return {name: told.get(name, "") for name in COLUMNS}


def _told(side: Side) -> str:
    return "\n".join(f"{item}: {'、'.join(values)}" for item, values in side.told.items())


def _documents(side: Side) -> str:
    return "\n".join(_telling(telling) for telling in side.documents)


def _telling(telling: Telling) -> str:
    return telling.title + "".join(f"「{quote}」" for quote in telling.quotes)


def apart(differences: tuple[Difference, ...]) -> Iterator[dict[str, str]]:
    """What documents contradict each other in: a row for each value, those of one property below one another."""
    for each in differences:
        for value, telling, place in each.values:
            yield {
                "種類": each.node.label, "名称": each.name, "項目": each.property, "値": value,
                "文書": telling.title, "原文": "\n".join(telling.quotes), "位置": place,
            }  # fmt: skip


def read(sheet: Sheet, latest: Mapping[frozenset[str], str], into: list[Pair]) -> Iterator[Problem]:
    """Take decisions out of a sheet; yields what cannot be taken.

    ``latest``: two ids → what is decided about them now, '' where they are only proposed.
    """
    missing = [name for name in (layout.VERDICT, *HIDDEN) if name not in sheet.columns]
    if missing:
        yield sheet.problem(1, missing[0], f"「{'」「'.join(missing)}」の列がありません",
                            "列を消さずに、renkei review --xlsx で書き出し直したブックに書いてください")  # fmt: skip
        return
    seen: dict[frozenset[str], str] = {}
    for number, row in sheet.rows:
        ids, wanted, before = (row["一方id"], row["他方id"]), row[layout.VERDICT], row[layout.SEAL]
        pair = frozenset(ids)
        if wanted not in ("", *CHOICES):
            yield sheet.problem(number, layout.VERDICT, f"判断「{wanted}」は使えません",
                                f"{'、'.join(CHOICES)} から選んでください")  # fmt: skip
        elif len(pair) != 2 or "" in pair:
            yield sheet.problem(number, layout.VERDICT, "書き出したときになかった行です", "この行は消してください")
        elif seen.setdefault(pair, wanted) != wanted:
            yield sheet.problem(
                number, layout.VERDICT, "同じ組の行がふたつあり、判断が違います", "どちらかを消してください"
            )
        else:
            yield from _decided(sheet, number, ids, wanted, before, latest.get(pair), into)


def _decided(
    sheet: Sheet, number: int, ids: tuple[str, str], wanted: str, before: str, now: str | None, into: list[Pair]
) -> Iterator[Problem]:
    verdict = "" if wanted == "保留" else wanted
    if verdict in (before, now):
        return
    if now is None or now != before:
        shown = "なくなりました" if now is None else f"「{now}」と決まりました" if now else "取り消されました"
        yield sheet.problem(number, layout.VERDICT, f"この組は、書き出したあとに{shown}",
                            "renkei review --xlsx で書き出し直し、いまの内容を見て判断してください")  # fmt: skip
        return
    into.append(Pair(ids, cast(Verdict, verdict or "取消")))
