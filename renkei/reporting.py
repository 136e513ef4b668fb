"""``renkei report``: a document, a workbook or slides on a municipality, a body, a field or a comparison."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from graph import settings as settings_module
from graph.errors import UsageError, reason
from graph.store import open_store
from graph.store.base import Store
from renkei.command import Command
from renkei.output import write_file
from viz.reports.kinds import KINDS

if TYPE_CHECKING:
    from viz.reports import making

T = TypeVar("T")

_FILE: Final = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=Command)
@click.option("--municipality", help="この自治体について（名前か団体コード）")
@click.option("--company", help="この企業・団体について（名前か id）")
@click.option("--field", help="この分野について（下の分野を含む）")
@click.option("--compare", metavar="自治体,自治体,…", help="これらの自治体を並べて比べる")
@click.option("--story", type=_FILE, help="頁の題と文と図を書いた YAML ファイルからスライドを作る（.pptx だけ）")
@click.option("-o", "--output", required=True, type=_FILE, help="書き出すファイル（.docx、.xlsx、.pptx）")
@click.option(
    "--template", type=_FILE, help="ひな形の .docx か .pptx。［連携グラフ］と書いた段落かスライドのところに入れる"
)
@click.option(
    "--as-of", "as_of", default="", metavar="日", help="その日までに始まったものだけ（例: 2024-03-31、令和5年度）"
)
@click.option("--hide-ended", is_flag=True, help="終わった（改められた）ものを除く")
@click.option("--internal", is_flag=True, help="庁内限りの文書から来た事実も含める")
@click.option(
    "--store",
    type=click.Choice(["embedded", "neo4j"]),
    help="使うデータベース（既定は RENKEI_STORE、なければ embedded）",
)
def report(
    municipality: str | None,
    company: str | None,
    field: str | None,
    compare: str | None,
    story: Path | None,
    output: Path,
    template: Path | None,
    as_of: str,
    hide_ended: bool,
    internal: bool,
    store: str | None,
) -> None:
    """説明の資料を、Word・Excel・PowerPoint のファイルに作る。事実を述べる行には、すべて根拠の番号が付く。

    書き出す先がこの命令で作った Word か PowerPoint のファイルなら、中身だけを新しくする。人が書いたことは残る。
    """
    asked = {"企業": company, "自治体": municipality, "分野": field, "比較": compare}
    given = {kind: name for kind, name in asked.items() if name is not None}
    if len(given) + (story is not None) != 1:
        raise UsageError("--municipality、--company、--field、--compare、--story のどれか一つを指定してください。")
    suffix = output.suffix.lower()
    if suffix not in KINDS:
        raise UsageError("ファイルの名前の終わりを .docx、.xlsx、.pptx のどれかにしてください（例: -o 資料.docx）。")
    if template is not None and template.suffix.lower() != suffix:
        raise UsageError(f"ひな形 {template} と書き出すファイル {output} の種類が違います。")
    if template is not None and suffix == ".xlsx":
        raise UsageError("Excel にひな形は使えません。")
    from viz.reports import making

    base = _base(output, template)
    settings = settings_module.load().model_copy(update={"store": store} if store else {})
    if story is not None:
        if suffix != ".pptx" or as_of or hide_ended:
            raise UsageError(
                "--story は .pptx にだけ使えます。時点や終わったものは、頁の「図」「表」に書いてください。"
            )
        told = _text(story)

        async def work(opened: Store) -> making.Made:
            return await making.tell(opened, told, story.name, base)

    else:
        from viz.reports.subjects import Subject, split

        ((kind, name),) = given.items()
        names = split(name) if kind == "比較" else (name,)
        subject = Subject(kind, names, as_of, not hide_ended, internal)  # type: ignore[arg-type]

        async def work(opened: Store) -> making.Made:
            return await making.make(opened, subject, suffix, base)

    made = asyncio.run(_with_store(settings, work, internal=internal))
    _write(output, made)
    for note in made.notes:
        click.echo(f"注意: {note}", err=True)
    click.echo(f"{output} に書きました（{len(made.content) / 1e6:.1f} MB）。")


def _base(output: Path, template: Path | None) -> making.Base | None:
    """What is at the place of the output, else the template."""
    from viz.reports.making import Base

    try:
        if output.is_file() and output.stat().st_size:
            if template is not None:
                click.echo(f"注意: {output} がすでにあるので、ひな形ではなく、そのファイルを新しくします。", err=True)
            return Base(output, output.read_bytes(), False)
        return Base(template, template.read_bytes(), True) if template is not None else None
    except OSError as error:
        raise UsageError(f"{error.filename or output} を読めません（{reason(error)}）。") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "UTF-8 の文字で保存してください"
        raise UsageError(f"{path} を読めません（{why}）。") from error


async def _with_store(settings: Any, work: Callable[[Store], Awaitable[T]], *, internal: bool) -> T:
    from api.public import PublicStore

    opened = open_store(settings)
    shown: Store = opened if internal else PublicStore(lambda: opened)
    try:
        return await work(shown)
    finally:
        if shown is not opened:
            await shown.close()
        await opened.close()


def _write(path: Path, made: making.Made) -> None:
    """The file; where something of a person's was moved, the version before stays beside it."""
    try:
        if made.notes and path.is_file():
            _beside(path).write_bytes(path.read_bytes())
        write_file(path, made.content)
    except OSError as error:
        raise UsageError(
            f"{path} に書けません（{reason(error)}）。{KINDS[path.suffix.lower()]} で開いていれば、閉じてからやり直してください。"
        ) from error


def _beside(path: Path) -> Path:
    names = (f"{path.stem}（前の版{n if n > 1 else ''}）{path.suffix}" for n in range(1, 1_000))
    return next(path.with_name(name) for name in names if not path.with_name(name).exists())
