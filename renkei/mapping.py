"""``renkei map``: a chosen part of the graph as one file; its kind follows from the options and the file's suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from graph import model
from graph.errors import UsageError
from graph.store.base import Store
from graph.tables import Tables
from renkei import japan, portable
from renkei.command import Command
from renkei.stored import INTERNAL, STORE, pairs, settings_with, with_store, write
from viz.choice import DEEPEST, HUB, Choice
from viz.wanted import Wanted, answer, choice


@dataclass(frozen=True, slots=True)
class Asked:
    """What a writer is given: the graph (庁内限り already left out unless asked for), the choice, and all options."""

    graph: Tables
    choice: Choice
    title: str | None
    output: Path
    options: Mapping[str, Any]


Writer = Callable[[Asked], bytes]
PAPERS: Final = ("a4", "a4-landscape", "16:9")
"""The sheets of `viz.figures`, named here so that the command need not load it."""


def _page(asked: Asked) -> bytes:
    from viz.choice import chosen
    from viz.interactive import render

    return render(chosen(asked.graph, asked.choice), title=asked.title).encode("utf-8")


def _figure(asked: Asked) -> bytes:
    from viz.figures import write

    suffix = asked.output.suffix.lower()
    return write(asked.graph, asked.choice, suffix, title=asked.title, paper_name=asked.options["paper"])


WRITERS: Final[dict[str, Writer]] = {
    ".html": _page,
    ".htm": _page,
    ".svg": _figure,
    ".png": _figure,
    ".pdf": _figure,
    ".xlsx": _figure,
}
"""The kind of file by its suffix."""


def _japan(asked: Asked) -> bytes:
    return japan.write(asked.graph, asked.choice, asked.options, asked.output.suffix.lower(), title=asked.title)


def _everything(asked: Asked) -> bytes:
    return portable.write(asked.graph, asked.choice, title=asked.title)


OTHERS: Final[dict[str, Writer]] = {"japan": _japan, "everything": _everything}
"""Other maps than the partnership map, by the option that asks for them."""


@click.command("map", cls=Command)
@click.argument("values", metavar="[引数=値]...", nargs=-1)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="書き出すファイル。形は名前の終わりで決まる（.html、.pdf、.xlsx、.svg、.png）",
)
@click.option("--around", default="", metavar="名前", help="その自治体か企業・団体のまわりだけ（名前、団体コード、id）")
@click.option(
    "--depth",
    type=click.IntRange(1, DEEPEST),
    default=1,
    show_default=True,
    help="何段先まで（自治体と相手で一段ずつ）",
)
@click.option("--hubs", is_flag=True, help=f"相手が {HUB} を超える団体の先へも広げる")
@click.option("--field", default="", metavar="分野", help="その分野（下の分野を含む）の協定と施策だけ")
@click.option("--prefecture", default="", metavar="都道府県", help="その都道府県の自治体だけ（例: 奈良県）")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(model.AGREEMENT_KINDS), help="その種別の協定だけ（何度でも）"
)
@click.option(
    "--query", default="", metavar="問い", help="用意された問いの答えだけ（引数は 名=値 で。renkei query --list）"
)
@click.option(
    "--as-of", default="", metavar="日付", help="その日までに始まったと分かるものだけ（例: 2024-03-31、令和5年度）"
)
@click.option("--hide-ended", is_flag=True, help="終わった（改められた）ものを除く")
@click.option("--title", help="題")
@click.option(
    "--paper",
    type=click.Choice(PAPERS),
    default=PAPERS[0],
    show_default=True,
    help="図（.svg、.png、.xlsx の図）の大きさ。a4 と a4-landscape は Word の本文の幅、16:9 はスライド一枚",
)
@japan.options
@portable.options
@INTERNAL
@STORE
def draw_map(output: Path, title: str | None, internal: bool, store: str | None, **options: Any) -> None:
    """連携の地図を、ネットワークなしで開ける一つのファイルに書く。"""
    writer, wanted = _writer(output, options), _wanted(options)

    async def work(opened: Store) -> Asked:
        ids = await opened.read(lambda view: answer(view, wanted))
        graph = await opened.shown(internal=internal)
        return Asked(graph, choice(graph, wanted, ids), title, output, options)

    asked = with_store(settings_with(store=store), work)
    if options["each_prefecture"]:
        output.mkdir(parents=True, exist_ok=True)
        for name, content in portable.files(asked.graph, asked.choice, title=title):
            write(output / name, content)
            click.echo(f"{output / name} に書きました（{len(content) / 1e6:.1f} MB）。")
        return
    content = writer(asked)
    write(output, content)
    click.echo(f"{output} に書きました（{len(content) / 1e6:.1f} MB）。")


def _writer(output: Path, options: Mapping[str, Any]) -> Writer:
    japan.check(options)
    portable.check(options, output)
    if output.is_dir() and not options["each_prefecture"]:
        raise UsageError(f"{output} はフォルダーです。-o には、書き出すファイルの名前を指定してください。")
    for name, writer in OTHERS.items():
        if options.get(name):
            return writer
    suffix = output.suffix.lower()
    if suffix not in WRITERS:
        raise UsageError(
            f"「{output.name}」の形が分かりません。名前の終わりを {'、'.join(WRITERS)} のどれかにしてください。"
        )
    return WRITERS[suffix]


def _wanted(options: Mapping[str, Any]) -> Wanted:
    if options["values"] and not options["query"]:
        raise UsageError(f"「{options['values'][0]}」は --query の引数です。--query で問いの名も書いてください。")
    return Wanted(
        around=options["around"],
        depth=options["depth"],
        hubs=options["hubs"],
        field=options["field"],
        prefecture=options["prefecture"],
        kinds=options["kinds"],
        as_of=options["as_of"],
        ended=not options["hide_ended"],
        question=options["query"],
        given=tuple(pairs(options["values"]).items()),
    )
