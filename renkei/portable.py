"""``renkei map --all``: the options of the portable explorer, and what they write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from graph.errors import UsageError
from graph.tables import Tables
from viz.choice import Choice

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS: Final = (
    click.option("--all", "everything", is_flag=True, help="配布版: 探す・比べる・地図・根拠のすべてを一つの HTML に（サーバーもネットワークも要らない）"),
    click.option("--each-prefecture", is_flag=True, help="--all を都道府県ごとのファイルに分け、-o のフォルダーに書く"),
)  # fmt: skip


def options(command: F) -> F:
    """Adds the options of this map to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def check(given: Mapping[str, Any], output: Path) -> None:
    """Raises `UsageError` where the options do not fit each other or the name of the file."""
    if given["each_prefecture"]:
        if not given["everything"]:
            raise UsageError("--each-prefecture は --all と一緒に使います。--all も書いてください。")
        if given["prefecture"]:
            raise UsageError("--each-prefecture と --prefecture は一緒には使えません。どちらかにしてください。")
        if output.is_file():
            raise UsageError(f"{output} はファイルです。--each-prefecture では -o にフォルダーを指定してください。")
    elif given["everything"] and output.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"配布版は .html で書けます（「{output.name}」ではなく）。")


def write(graph: Tables, choice: Choice, *, title: str | None = None) -> bytes:
    """One file; the graph is used up for it. What to do where it is too large for mail is told on the standard error."""
    from viz.portable import part, whole

    shares = part.shares(graph)
    content = whole.draw(graph, choice, title=title)
    advice = whole.too_large(shares, len(content))
    if advice:
        click.echo(f"注意: {advice}", err=True)
    return content


def files(graph: Tables, choice: Choice, *, title: str | None = None) -> Iterator[tuple[str, bytes]]:
    """A file for each prefecture, with its name (``29-奈良県.html``)."""
    from viz.portable import part, whole

    for code, prefecture in part.prefectures(graph).items():
        mine = replace(choice, prefecture=prefecture)
        own = f"{title}（{prefecture}）" if title else None
        yield f"{code}-{prefecture}.html", whole.draw(graph, mine, title=own)
