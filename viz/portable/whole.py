"""A choice of the graph → the portable explorer, with a sentence on what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from graph import dates
from graph.tables import Tables
from viz.choice import Choice, Selection, choose
from viz.portable import part
from viz.portable.head import acting
from viz.portable.page import render

MAIL: Final = 14_000_000
"""Bytes that mail gateways usually let through."""


def draw(graph: Tables, choice: Choice, *, title: str | None = None) -> bytes:
    """The file. A graph that is drawn whole is used up; one of which a part is drawn stays.

    Raises `UsageError` for an unknown prefecture, and as `viz.choice.choose`.
    """
    selection = choose(graph, choice)
    found = part.within(selection.graph, choice.prefecture) if choice.prefecture else selection.graph
    outside = acting(graph) - acting(selection.graph)
    return render(
        found,
        title=title or f"連携グラフ 配布版{f'（{choice.prefecture}）' if choice.prefecture else ''}",
        prefecture=choice.prefecture,
        made=words(selection),
        outside=outside,
    )


def words(selection: Selection) -> str:
    """What was chosen, in sentences; '' for the whole graph."""
    choice = selection.choice
    said = []
    if choice.prefecture:
        said.append(f"{choice.prefecture}の自治体が加わる協定と施策だけを収める。")
    if choice.field:
        said.append(f"分野「{choice.field}」（下の分野を含む）だけを収める。")
    if choice.kinds:
        said.append(f"種別「{'」「'.join(choice.kinds)}」の協定と、それにもとづく施策だけを収める。")
    if choice.around:
        said.append("選んだ自治体・企業のまわりだけを収める。")
    if choice.asked:
        said.append(f"問い「{choice.asked}」の答えにあるものだけを収める。")
    if choice.as_of:
        said.append(f"{dates.japanese(choice.as_of)}までに始まったと分かるものだけを収める。")
    if selection.undated:
        said.append(f"始まった年の分からない {selection.undated:,} 件は収めていない。")
    if not choice.ended:
        said.append(f"終わった（改められた）ものは収めていない（{selection.ended:,} 件）。")
    return "".join(said)


def too_large(shares: Sequence[tuple[str, float]], size: int) -> str:
    """What to do where a file is too large for mail; '' where it is not. ``shares``: `viz.portable.part.shares`."""
    if size <= MAIL:
        return ""
    name, share = (shares or [("", 1.0)])[0]
    return (
        f"{size / 1e6:.1f} MB は、メールで送れる大きさ（{MAIL / 1e6:.0f} MB）を超えています。"
        f"--each-prefecture なら都道府県ごとのファイルに分かれます（いちばん大きい{name}でおよそ {max(0.5, size * share / 1e6):.1f} MB）。"
    )
