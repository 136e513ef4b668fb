"""The command. Exit status: 0 done, 1 a problem in the user's data or store, 2 wrong usage."""

from __future__ import annotations

import asyncio
import contextlib
import gettext
import os
import sys
import time
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

# click's own words in Japanese: the standard catalogue mechanism, for this process only.
os.environ["LANGUAGE"] = "ja"
gettext.bindtextdomain("messages", str(files("renkei") / "locale"))

import click  # noqa: E402

from graph.diff import Changes  # noqa: E402
from graph.errors import DataProblems, Problem, RenkeiError, StoreError, UsageError, reason  # noqa: E402
from graph.store.base import Progress, Store, silent  # noqa: E402
from renkei import journal  # noqa: E402
from renkei.browsing import browser  # noqa: E402
from renkei.command import Command  # noqa: E402
from renkei.doctor import doctor  # noqa: E402
from renkei.extracting import extract  # noqa: E402
from renkei.keeping import backup, restore  # noqa: E402
from renkei.mapping import draw_map  # noqa: E402
from renkei.migrating import migrate  # noqa: E402
from renkei.reporting import report  # noqa: E402
from renkei.reviewing import import_, rebase, review  # noqa: E402
from renkei.stocktaking import inquire, stocktake  # noqa: E402
from renkei.stored import INTERNAL, STORE, pairs, settings_with, with_store  # noqa: E402
from viz.formats import EXPORTS  # noqa: E402

T = TypeVar("T")

_PROBLEMS_SHOWN = 200

SOURCES = click.option(
    "--sources",
    type=click.Path(file_okay=False, path_type=Path),
    help="原本の置き場（既定は RENKEI_SOURCES）。引用を原本から読み、位置を確かめる",
)
FORMAT = click.option(
    "--format",
    "format",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="出力の形",
)
OUTPUT = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="書き出すファイル（なければ画面に出す）"
)


class _Group(click.Group):
    """Turns our errors into messages and exit statuses."""

    command_class = Command

    def invoke(self, ctx: click.Context) -> Any:
        with journal.command(ctx):
            return self._told(ctx)

    def _told(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DataProblems as error:
            _show_problems(error.problems)
            click.echo(f"\n{error.detail}", err=True)
            ctx.exit(error.exit_status)
        except RenkeiError as error:
            click.echo(f"誤り: {error.detail}", err=True)
            ctx.exit(error.exit_status)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(1)
        except OSError as error:
            place = f"「{error.filename}」" if error.filename else "出力"
            click.echo(f"誤り: {place}を読み書きできません（{reason(error)}）。", err=True)
            _drop_output()
            ctx.exit(1)


def _drop_output() -> None:
    """What could not be written is not tried again when the process ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


@click.group(
    cls=_Group,
    options_metavar="[オプション]",
    subcommand_metavar="コマンド [引数]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="renkei", prog_name="renkei")
def main() -> None:
    """連携グラフ: 自治体と企業・団体が、何をともにし、それがどこに書かれているか。"""
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty() and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


@main.command()
@SOURCES
def check(sources: Path | None) -> None:
    """データを確かめ、誤りをすべて、ファイルと行を挙げて示す。何も書かない。"""
    from loaders import build as loading

    found = loading.checked(settings_with(sources=sources))
    _show_problems(found.problems)
    _show_checked(found)
    if found.errors:
        raise click.exceptions.Exit(1)


@main.command()
@STORE
@SOURCES
@click.option("--verify", is_flag=True, help="データベースの中身そのものと比べ、手で変えられたところを直す")
@click.option("--wait", type=click.IntRange(0, 3600), default=0, help="データベースが動き出すのを待つ秒数")
def build(store: str | None, sources: Path | None, verify: bool, wait: int) -> None:
    """データからグラフを作る。誤りがあれば何も書かず、前のグラフを残す。"""
    from loaders import build as loading

    settings = settings_with(store=store, sources=sources)

    async def work(opened: Store) -> loading.Built:
        deadline = time.monotonic() + wait
        while True:
            try:
                with _Bar() as progress:
                    return await loading.build(settings, opened, verify=verify, progress=progress)
            except StoreError:
                if time.monotonic() >= deadline:
                    raise
                await asyncio.sleep(2)

    start = time.monotonic()
    built = with_store(settings, work)
    journal.built(settings, built, time.monotonic() - start)
    _show_problems(built.checked.problems)
    _show_checked(built.checked)
    where = str(settings.pointer) if settings.store == "embedded" else settings.neo4j_uri
    counts = "、".join(f"{name} {built.counts[name]:,}" for name in ("自治体", "企業", "協定", "施策", "文書", "連携"))
    click.echo(f"グラフ（{where}）: {counts}")
    _show_changes(built.changes, shown=20)


@main.command()
@STORE
def changes(store: str | None) -> None:
    """最後に書いた build で、何が加わり、変わり、なくなったかを示す。"""
    found = with_store(settings_with(store=store), lambda opened: opened.last_changes())
    if found is None:
        raise StoreError("グラフがまだありません。先に renkei build を実行してください。")
    _show_changes(found, shown=None)


@main.command()
@click.argument("text", metavar="文", required=False)
@click.option("-f", "--file", type=click.File(encoding="utf-8-sig"), help="文を読むファイル（- は標準入力）")
@click.option("--param", "-p", multiple=True, metavar="名=値", help="文の中の $名 に入れる値（何度でも）")
@click.option("--limit", type=click.IntRange(1), default=10_000, show_default=True, help="出す行の上限")
@FORMAT
@STORE
def cypher(text: str | None, file: Any, param: tuple[str, ...], limit: int, format: str, store: str | None) -> None:
    """Cypher の文をひとつ実行して表を出す（読むだけ）。"""
    from graph.store import raw
    from renkei import output

    if bool(text) == bool(file):
        raise UsageError("文を書くか、--file でファイルを指定するか、どちらかひとつにしてください。")
    statement = text or file.read()
    limits = raw.Limits(seconds=60, rows=limit, bytes=200_000_000, memory=2 * 2**30)
    found = with_store(settings_with(store=store), lambda opened: raw.run(opened, statement, pairs(param), limits))
    click.echo(output.render(found.rows, format), nl=False)
    if found.more:
        click.echo(f"注意: {found.more}--limit で行の上限を変えられます。", err=True)


@main.command()
@click.argument("name", metavar="問い", required=False)
@click.argument("values", metavar="[引数=値]...", nargs=-1)
@click.option("--list", "listing", is_flag=True, help="問いの一覧を出す")
@click.option("--text", "show", is_flag=True, help="実行せず、Neo4j Browser に貼れる文を出す")
@FORMAT
@STORE
def query(name: str | None, values: tuple[str, ...], listing: bool, show: bool, format: str, store: str | None) -> None:
    """用意された問いを実行して表を出す。"""
    from queries import catalogue
    from renkei import output

    if listing or not name:
        for entry in catalogue.catalogue().values():
            arguments = " ".join(f"{p.name}={p.default!r}" for p in entry.parameters)
            click.echo(f"{entry.name:<22}{entry.title} — {entry.question} {arguments}".rstrip())
        return
    found = catalogue.find(name)
    if show:
        click.echo(found.text, nl=False)
        return
    given = pairs(values)
    rows = with_store(settings_with(store=store), lambda opened: opened.read(lambda view: found.run(view, **given)))
    click.echo(output.render(rows, format), nl=False)


@main.command()
@click.argument("format", metavar="{" + "|".join(EXPORTS) + "}", type=click.Choice(list(EXPORTS)))
@OUTPUT
@INTERNAL
@STORE
def export(format: str, output: Path | None, internal: bool, store: str | None) -> None:
    """グラフ全体を、ほかの道具で開けるファイルに出す。どちらのデータベースからも同じ内容になる。

    jsonl（一行に一つの JSON）、graphml（NetworkX など）、gexf（Gephi）、csv（節点・関係・根拠の表を一つの zip に）、
    xlsx（Excel）。
    """
    from renkei import exporting

    chosen = EXPORTS[format]
    exporting.check_target(chosen, output)
    graph = with_store(settings_with(store=store), lambda opened: opened.shown(internal=internal))
    if output is None:
        exporting.to_pipe(chosen, graph, sys.stdout.buffer, internal=internal)
    else:
        size = exporting.to_file(chosen, graph, output, internal=internal)
        click.echo(f"{output} に書きました（{size / 1e6:.1f} MB）。")


@main.command()
@STORE
@click.option("--host", help="画面を出すアドレス（既定は RENKEI_HOST、なければ 127.0.0.1）")
@click.option("--port", type=click.IntRange(1, 65535), help="ポート（既定は RENKEI_PORT、なければ 8000）")
@click.option("--open", "opening", is_flag=True, help="ブラウザーで開く")
@click.option(
    "--internal", is_flag=True, help="ほかの機械から見られる画面でも、庁内限りの文書の下書きを見せる（RENKEI_INTERNAL）"
)
def serve(store: str | None, host: str | None, port: int | None, opening: bool, internal: bool) -> None:
    """グラフを見る画面を出す。"""
    from renkei.serving import run

    run(settings_with(store=store, host=host, port=port, internal=internal or None), opening=opening)


@main.command()
@click.option("--format", "format", type=click.Choice(["md", "json", "neo4j"]), default="md", show_default=True)
def schema(format: str) -> None:
    """グラフの形（md）、書き起こしの JSON Schema（json）、Neo4j の制約（neo4j）を出す。"""
    from graph import schema as schemas

    if format == "md":
        click.echo(schemas.page(), nl=False)
    elif format == "neo4j":
        click.echo("\n".join(f"{statement};" for statement in schemas.neo4j_constraints()))
    else:
        from loaders.curated import json_schema

        click.echo(json_schema(), nl=False)


for command in (
    extract,
    review,
    import_,
    rebase,
    backup,
    restore,
    doctor,
    migrate,
    draw_map,
    report,
    stocktake,
    inquire,
    browser,
):
    main.add_command(command)


# --- what people see -----------------------------------------------------------------------------------------------


def _show_problems(problems: list[Problem]) -> None:
    for problem in sorted(problems)[:_PROBLEMS_SHOWN]:
        click.echo(str(problem), err=True)
    if len(problems) > _PROBLEMS_SHOWN:
        click.echo(f"ほか {len(problems) - _PROBLEMS_SHOWN:,} 件", err=True)


def _show_checked(found: Any) -> None:
    warnings = len(found.problems) - len(found.errors)
    click.echo(f"確かめた文書 {found.documents:,}（誤り {len(found.errors):,}、注意 {warnings:,}）")
    if found.unconfirmed:
        click.echo(f"確認前の記録 {found.unconfirmed:,} 件は、まだグラフに入りません。")
    if found.without_original:
        click.echo(
            f"原本が手元にない文書 {len(found.without_original):,}: 引用は空で、位置と要旨が入ります"
            "（--sources か RENKEI_SOURCES で原本の置き場を指定すると、引用が入ります）。"
        )
    for entry in found.new.values():
        click.echo(f"名簿に新しく入る団体: {entry.名称}（id: {entry.id}）")


def _show_changes(found: Changes, *, shown: int | None) -> None:
    if not found.written:
        click.echo("前回から変わりはありません（書き込み 0）。")
        return
    new, changed, gone = (sum(count[n] for count in found.counts.values()) for n in range(3))
    if found.first:
        click.echo(f"初めて作りました（書き込み {found.written:,}）。")
    else:
        repaired = "。手で変えられたところを直しました" if found.repaired else ""
        click.echo(f"前回から: 新 {new:,}、変 {changed:,}、消 {gone:,}（書き込み {found.written:,}）{repaired}")
    for kind, count in sorted(found.counts.items()):
        if not found.first:
            click.echo(f"  {kind}: 新 {count[0]:,}、変 {count[1]:,}、消 {count[2]:,}")
    facts = found.facts if shown is None else found.facts[:shown]
    for fact in facts:
        click.echo(f"  {fact.change} {fact.kind} {fact.text}")
    rest = found.written - len(facts)
    if facts and rest:
        click.echo(f"  ほか {rest:,} 件（renkei changes で見られます）" if shown else f"  ほか {rest:,} 件")


class _Bar:
    """A progress bar on a terminal, nothing in a pipe."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> Progress:
        return self._show if sys.stderr.isatty() else silent

    def _show(self, step: str, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = click.progressbar(length=total, label=step, file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)

    def __exit__(self, *exc: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


if __name__ == "__main__":
    main()
