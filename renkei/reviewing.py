"""``renkei review``, ``renkei import`` and ``renkei rebase``: people decide about drafts, on the terminal or in a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph import settings as settings_module
from graph.errors import DataProblems, RenkeiError, UsageError, reason
from graph.paths import shipped_data
from renkei import pairing
from renkei.command import Command
from renkei.output import write_file
from renkei.sitting import Sitting, tell

if TYPE_CHECKING:
    from loaders.review import Document, Shelf

BY = click.option("--by", default="", metavar="部署", help="判断した部署の名前（個人名は書かない）")


def _opened() -> Shelf:
    """The user's drafts, brought up to date with the log."""
    from loaders.folder import refuse_unfinished
    from loaders.review import Checker, Shelf

    user = settings_module.load().data.expanduser()
    refuse_unfinished(user)
    shelf = Shelf.at(user, Checker.load(shipped_data(), user))
    tell(shelf.sync() if user.is_dir() else [])
    return shelf


def _chosen(shelf: Shelf, ids: tuple[str, ...]) -> list[Document]:
    """The documents that are meant: those named, else all drafts."""
    found = (
        [shelf.document(id) for id in dict.fromkeys(ids)] if ids else [shelf.document(d.id) for d in shelf.documents()]
    )
    tell(problem for document in found for problem in document.problems)
    return found


# --- review --------------------------------------------------------------------------------------------------------


@click.command(cls=Command)
@click.argument("documents", metavar="[文書id]...", nargs=-1)
@click.option("--list", "listing", is_flag=True, help="文書ごとに、未・消えた・済・却下の数を示す")
@click.option(
    "--xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Excel の確認表を書き出す（renkei import で読み戻す）",
)
@click.option(
    "--template", type=click.Path(dir_okay=False, path_type=Path), help="原文のない事実を手で入れる、空の表を書き出す"
)
@click.option("--same", is_flag=True, help="ひとつかもしれないもの（企業・協定・施策）を、同じか別か決める")
@click.option("--accept-all", metavar="文書id", multiple=True, help="その文書の未の記録をすべて採用する（--by が要る）")
@click.option("--all", "everything", is_flag=True, help="判断した記録も含める")
@BY
def review(
    documents: tuple[str, ...],
    listing: bool,
    xlsx: Path | None,
    template: Path | None,
    accept_all: tuple[str, ...],
    everything: bool,
    same: bool,
    by: str,
) -> None:
    """下書きを確かめる。原文の語句を見ながら、一件ずつ採用・修正・却下を決める。

    決めたことは一件ごとに記録され、途中でやめても残る。
    """
    if sum(map(bool, (listing, xlsx, template, accept_all, same))) > 1:
        raise UsageError("--list、--xlsx、--template、--accept-all、--same は、どれかひとつにしてください。")
    if template:
        _save_template(template)
        return
    shelf = _opened()
    if same:
        pairing.run(by)
        return
    if accept_all:
        _accept_all(shelf, (*accept_all, *documents), by)
        return
    found = _chosen(shelf, documents)
    if listing:
        _list(found)
    elif xlsx:
        _save(shelf, found, xlsx, everything)
    else:
        Sitting(shelf, by, everything).run(found)


def _list(documents: list[Document]) -> None:
    from loaders.review import STATES

    if not documents:
        click.echo("下書きはありません（renkei extract で作ります）。")
        return
    for document in documents:
        counts = "  ".join(f"{state} {document.counts[state]:,}" for state in STATES)
        click.echo(f"{document.id}  {counts}  {document.title}")
    waiting = sum(item.open for document in documents for item in document.items)
    click.echo(f"文書 {len(documents):,}、判断を待つ記録 {waiting:,}")


def _fields() -> list[str]:
    from loaders import fields

    user = settings_module.load().data.expanduser()
    taxonomy, _ = fields.load([shipped_data(), *([user] if user.is_dir() else [])])
    return [entry.名称 for entry in taxonomy.by_id.values()]


def _save(shelf: Shelf, documents: list[Document], path: Path, everything: bool) -> None:
    from loaders import workbook

    same = pairing.found()
    _write(path, workbook.write(documents, _fields(), all=everything, check=shelf.check, same=same))
    count = sum(everything or item.open for document in documents for item in document.items)
    pairs = f"と、ひとつかもしれない {len(same.proposals):,} 組" if same.proposals else ""
    click.echo(
        f"{path} に、{len(documents):,} 文書の {count:,} 件{pairs}を書きました。確かめて保存したら、renkei import {path}"
    )


def _save_template(path: Path) -> None:
    from loaders import workbook

    _write(path, workbook.template(_fields()))
    click.echo(f"{path} に書きました。「手入力」に書いて保存したら、renkei import {path}")


def _write(path: Path, content: bytes) -> None:
    try:
        write_file(path, content)
    except OSError as error:
        raise UsageError(f"{path} に書けません（{reason(error)}）。Excel で開いているなら閉じてください。") from error


def _accept_all(shelf: Shelf, ids: tuple[str, ...], by: str) -> None:
    from loaders.review import Choice

    if not by:
        raise UsageError("--accept-all には、判断した部署を --by で書いてください。")
    choices = {
        document.id: [Choice(item.key, "採用", seal=item.seal) for item in document.items if item.state == "未"]
        for document in _chosen(shelf, ids)
    }
    count = shelf.decide_all(choices, by).decisions
    click.echo(f"{count:,} 件を採用しました（{len(choices):,} 文書）。renkei build でグラフに入ります。")


# --- import --------------------------------------------------------------------------------------------------------


@click.command("import", cls=Command)
@click.argument("files", metavar="ファイル...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--set", "set_name", default="", metavar="名", help="表の自治体がすべて属する集まり（例: 中核市）")
@click.option("--when", default="", metavar="日", help="人口がいつのものか、票の回答日（ファイルが述べないとき）")
@BY
def import_(files: tuple[Path, ...], set_name: str, when: str, by: str) -> None:
    """確認表（renkei review --xlsx）、手入力の表、返ってきた棚卸しの票と照会票、自治体の表、法人番号のデータを読み込む。

    何のファイルかは中身から分かる。誤りがひとつでもあるファイルからは、何も取り込まない。
    """
    if len(files) == 1:
        _import_file(files[0], set_name, when, by)
        return
    failed = 0
    for file in files:
        try:
            _import_file(file, set_name, when, by)
        except RenkeiError as error:
            failed += 1
            if isinstance(error, DataProblems):
                tell(error.problems)
            click.echo(f"誤り {file.name}: {error.detail}", err=True)
    click.echo(
        f"ファイル {len(files):,}: 読み込んだ {len(files) - failed:,}、誤りがあって何も取り込んでいない {failed:,}"
    )
    if failed:
        raise click.exceptions.Exit(1)


def _import_file(file: Path, set_name: str, when: str, by: str) -> None:
    from loaders import workbook
    from renkei import importing

    user = settings_module.load().data.expanduser()
    if workbook.is_ours(file):
        import_workbook(file, by)
    elif (reading := importing.reply(file)) is not None:
        if set_name:
            raise UsageError("棚卸しの票・照会票に --set は使えません。")
        importing.import_reply(reading, user, when=when, by=by)
    else:
        importing.import_reference(file, user, set_name=set_name, when=when)


def import_workbook(path: Path, by: str) -> None:
    """Read a review workbook back. Raises `DataProblems`; then nothing was written."""
    from loaders import workbook
    from loaders.review import choices

    shelf = _opened()
    assert shelf.check
    known = shelf.folder.documents()
    returned = workbook.read(
        path, lambda id: shelf.document(id) if id in known else None, shelf.check, lambda: pairing.found().latest
    )
    recorder = by or returned.by
    if (returned.choices or returned.pairs) and not recorder:
        raise UsageError(
            "記録者がありません。確認表の「使い方」の「記録者（部署名）」に書くか、--by で指定してください。"
        )
    if returned.pairs:
        choices.department(recorder)
    entered = {id: document.data for id, document in returned.entered.items()}
    taken = shelf.decide_all(returned.choices, recorder, entered)
    pairs = pairing.keep(returned.pairs, recorder, shelf.folder.root)
    for note in returned.notes:
        click.echo(f"注意 {path.name}: {note}", err=True)
    counts = "、".join(f"{verdict} {count:,}" for verdict, count in returned.counts.items())
    click.echo(
        f"{path.name}: {counts}、そのまま {returned.kept:,}、手入力 {taken.entered:,}"
        + (f"、同じか別か {pairs:,}" if pairs else "")
    )
    if returned.edited:
        click.echo(f"直してあったので、判断が空でも採用とした行: {returned.edited:,}")


# --- rebase --------------------------------------------------------------------------------------------------------


@click.command(cls=Command)
@click.argument("document", metavar="[文書id]", required=False)
@click.argument("file", metavar="ファイル", type=click.Path(path_type=Path))
@click.option("--partial", is_flag=True, help="見つからない語句があっても書き、その記録を要確認にする")
@click.option(
    "--sources", type=click.Path(file_okay=False, path_type=Path), help="古い原本の置き場（既定は RENKEI_SOURCES）"
)
def rebase(document: str | None, file: Path, partial: bool, sources: Path | None) -> None:
    """書き起こしの位置を、変わった本文に移す。語句が見つからなければ、何も書かずに知らせる。"""
    from loaders import rebase as moving

    settings = settings_module.load()
    done = moving.rebase(settings.data.expanduser(), file, document or "", sources or settings.sources, partial=partial)
    tell(done.problems)
    click.echo(
        f"{done.path}: 位置 {done.total:,}（同じ {done.same:,}、移した {done.moved:,}、見つからない {done.lost:,}）"
    )
    if not done.written:
        click.echo(
            "何も書いていません。" + ("" if not done.lost else "直すか、--partial で要確認として書いてください。")
        )
    if done.lost and not partial:
        raise click.exceptions.Exit(1)
