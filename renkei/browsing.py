"""``renkei browser``: the files that Neo4j Browser takes."""

from __future__ import annotations

from pathlib import Path

import click

from graph.errors import UsageError, reason
from renkei.command import Command


@click.command(cls=Command)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="フォルダー", help="書き出すフォルダー"
)
@click.option(
    "--address",
    default="",
    metavar="URL",
    help="画面（renkei serve）の場所。手引きがそこから色と問いを取る（例: http://localhost:8000）",
)
def browser(output: Path, address: str) -> None:
    """Neo4j Browser に入れるもの（色と名前の書き方、用意した問い、手引き）を書き出す。"""
    from queries.browser import guide, saved

    contents = {
        guide.STYLE: guide.style().encode("utf-8"),
        guide.SAVED: saved.archive(),
        guide.GUIDE: guide.guide(address).encode("utf-8"),
    }
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (output / name).write_bytes(content)
    except OSError as error:
        raise UsageError(f"{output} に書けません（{reason(error)}）。ほかのフォルダーを指定してください。") from error
    click.echo(f"{output} に書きました: {'、'.join(contents)}")
    click.echo(f"{guide.STYLE} と {guide.SAVED} は、Neo4j Browser の画面に落とすと入ります。")
