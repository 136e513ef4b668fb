"""``renkei map --japan``: the options of the national map, and what they write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

import click

from graph.errors import UsageError
from graph.tables import Tables
from viz import naming
from viz.choice import Choice

F = TypeVar("F", bound=Callable[..., Any])

_LINES: Final = 12
_MOST_LINES: Final = 50
_BY: Final = {"": "", "year": "年", "field": "分野"}

_OPTIONS: Final = (
    click.option("--japan", is_flag=True, help="全国の地図（市区町村を塗る）。--field、--as-of などと一緒に使える"),
    click.option("--company", default="", metavar="名前", help="--japan で、その企業・団体と連携のある市区町村を塗る"),
    click.option("--municipality", default="", metavar="名前", help="--japan で、その自治体と同じ相手をもつ自治体へ線を引く"),
    click.option(
        "--lines", type=click.IntRange(1, _MOST_LINES), default=_LINES, show_default=True,
        help="--japan --municipality で引く線の数（強い順）",
    ),
    click.option("--multiples", type=click.Choice(["year", "field"]), default=None, help="--japan で、年か分野ごとの小さな地図を並べる（印刷用）"),
)  # fmt: skip


def options(command: F) -> F:
    """Adds the options of this map to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def check(given: Mapping[str, Any]) -> None:
    """Raises `UsageError` where an option of this map is given without the map."""
    stray = [name for name in ("company", "municipality", "multiples") if given[name] and not given["japan"]]
    if stray:
        raise UsageError(f"--{stray[0]} は --japan と一緒に使います。--japan も書いてください。")
    if given["japan"] and given.get("everything"):
        raise UsageError("--japan と --all は一緒には使えません。配布版（--all）には全国の地図も入ります。")


def write(graph: Tables, choice: Choice, given: Mapping[str, Any], suffix: str, *, title: str | None = None) -> bytes:
    """The map as a file of the kind that a suffix names. Raises `UsageError` and `NameUnclearError`."""
    chosen = _chosen(graph, choice, given)
    by = _BY[given["multiples"] or ""]
    if suffix in (".html", ".htm"):
        from viz.country.page import draw

        return draw(graph, chosen, title=title, limit=given["lines"], by=by).encode("utf-8")
    if suffix in (".svg", ".png", ".pdf", ".xlsx"):
        from viz.country.figure import write as figure

        return figure(graph, chosen, suffix, title=title, limit=given["lines"], by=by, paper_name=given["paper"])
    raise UsageError(f"全国の地図は .html、.pdf、.xlsx、.svg、.png で書けます（「{suffix}」ではなく）。")


def _chosen(graph: Tables, choice: Choice, given: Mapping[str, Any]) -> Choice:
    named = [name for name in ("around", "company", "municipality") if given[name]]
    if len(named) > 1:
        raise UsageError(f"--{named[0]} と --{named[1]} は一緒には使えません。中心は一つだけ選んでください。")
    if given["depth"] != 1:
        raise UsageError("--depth は、--japan と一緒には使えません。")
    if given["company"]:
        return replace(choice, around=naming.find(graph, given["company"], ("企業",)))
    if given["municipality"]:
        return replace(choice, around=naming.find(graph, given["municipality"], ("自治体",)))
    return choice
