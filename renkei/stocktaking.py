"""``renkei stocktake`` and ``renkei inquire``: forms go out. What comes back is read by ``renkei import``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph import dates
from graph.errors import UsageError, reason
from graph.paths import shipped_data
from renkei.command import Command
from renkei.output import write_file
from renkei.stored import INTERNAL, STORE, settings_with, with_store

if TYPE_CHECKING:
    from graph.forms import Form
    from graph.tables import Tables

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_DUE = click.option("--due", default="", metavar="日", help="締切（例: 令和8年4月30日）。票に書かれる")
_BY = click.option(
    "--by", default="", metavar="部署", help="票を出す部署（例: 奈良県行政経営課）。返信先として票に書かれる"
)
_OUTPUT = click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path),
    help="書き出す先。.xlsx で終わればひとつのブック、そうでなければフォルダー",
)  # fmt: skip


@click.command(cls=Command)
@click.option("--municipality", required=True, metavar="自治体", help="どの自治体の協定か（例: 奈良県宇陀市）")
@_OUTPUT
@click.option(
    "--year", default="", metavar="年度", help="実績を尋ねる年度（例: 令和7年度、2025）。既定は、終わった最後の年度"
)
@_DUE
@_BY
@click.option("--ended", is_flag=True, help="終わった協定、改められた協定も入れる")
@INTERNAL
@STORE
def stocktake(
    municipality: str, output: Path, year: str, due: str, by: str, ended: bool, internal: bool, store: str | None
) -> None:
    """棚卸しの票を、所管課ごとに Excel で書き出す。返ってきたら renkei import で読む。

    一課にひとつのブックをフォルダーに書く。-o が .xlsx なら、ひとつのブックに一課一シートで書く。
    """
    from viz import forms

    code, name = _municipality(municipality)
    period, day = _fiscal(year), _date(due, "--due")
    made = forms.stocktaking(_graph(store, internal=internal), code, period, due=day, sender=_sender(by), ended=ended)
    paths = _written(
        output, made, lambda form: f"棚卸し_{form.title.split('　')[1]}_{name}_{form.department or '所管課の記載なし'}"
    )
    rows = sum(len(form.rows) for form in made)
    click.echo(f"{name}の協定 {rows:,} 件を、{len(made):,} 課の票にしました。")
    _tell(paths, made)


@click.command(cls=Command)
@click.option("--municipality", "names", multiple=True, metavar="自治体", help="照会する自治体（いくつでも）")
@click.option("--prefecture", default="", metavar="都道府県", help="その都道府県の市区町村すべてに照会する")
@_OUTPUT
@_DUE
@_BY
@INTERNAL
@STORE
def inquire(
    names: tuple[str, ...], prefecture: str, output: Path, due: str, by: str, internal: bool, store: str | None
) -> None:
    """ほかの自治体への照会票を、記録と出典を書き入れて Excel で書き出す。返ってきたら renkei import で読む。

    一団体にひとつのブックをフォルダーに書く。-o が .xlsx なら、ひとつのブックに一団体一シートで書く。
    """
    from viz import forms

    codes = [_municipality(name) for name in names] + (_members(prefecture) if prefecture else [])
    if not codes:
        raise UsageError("--municipality か --prefecture で、照会する自治体を書いてください。")
    graph, day, today = _graph(store, internal=internal), _date(due, "--due"), dates.today()
    sender = _sender(by)
    made = [forms.inquiry(graph, code, today, due=day, sender=sender) for code, _ in dict.fromkeys(codes)]
    paths = _written(output, made, lambda form: f"照会票_{form.name}")
    click.echo(f"{len(made):,} 団体への照会票に、記録 {sum(len(form.rows) for form in made):,} 件を書き入れました。")
    _tell(paths, made)


def _graph(store: str | None, *, internal: bool) -> Tables:
    return with_store(settings_with(store=store), lambda opened: opened.shown(internal=internal))


def _written(output: Path, made: Sequence[Form], name: Callable[[Form], str]) -> list[Path]:
    from viz import forms

    if output.suffix.lower() == ".xlsx":
        _write(output, forms.write(made))
        return [output]
    if output.suffix and not output.is_dir():
        raise UsageError(f"{output} には書けません。-o には、.xlsx で終わる名前か、フォルダーを書いてください。")
    paths: list[Path] = []
    for form in made:
        base, n = _UNSAFE.sub("_", name(form))[:100], 1
        path = output / f"{base}.xlsx"
        while path in paths:
            n += 1
            path = output / f"{base}_{n}.xlsx"
        _write(path, forms.write([form]))
        paths.append(path)
    return paths


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content)
    except OSError as error:
        raise UsageError(f"{path} に書けません（{reason(error)}）。Excel で開いているなら閉じてください。") from error


def _tell(paths: Sequence[Path], made: Sequence[Form]) -> None:
    for path in paths[:20]:
        click.echo(f"  {path}")
    if len(paths) > 20:
        click.echo(f"  ほか {len(paths) - 20:,} ファイル")
    empty = sum(not form.rows for form in made)
    if empty:
        click.echo(f"  うち {empty:,} 枚は、記録がないため空の行だけです。")
    click.echo("返ってきた票は、renkei import 票.xlsx（いくつでも）で読み込みます。")


def _municipality(name: str) -> tuple[str, str]:
    """Code and full name. Raises `UsageError` where no single local government bears the name."""
    from graph import places

    gazetteer = _gazetteer()
    found = gazetteer.resolve(name)
    if isinstance(found, places.Body) and not found.part:
        return found.code, gazetteer.by_code[found.code].full_name
    if isinstance(found, places.Ambiguous):
        raise UsageError(f"「{name}」だけでは決まりません。{'、'.join(found.candidates)} のどれかを書いてください。")
    near = "、".join(gazetteer.near(name))
    raise UsageError(
        f"「{name}」という自治体はありません。" + (f"近い名前: {near}" if near else "名前を確かめてください。")
    )


def _members(prefecture: str) -> list[tuple[str, str]]:
    from graph import places

    known = _gazetteer().by_code.values()
    found = [(m.code, m.full_name) for m in known if m.prefecture == prefecture and m.kind != places.PREFECTURE]
    if not found:
        raise UsageError(f"「{prefecture}」という都道府県はありません（例: 奈良県）。")
    return sorted(found)


def _gazetteer() -> Any:
    from graph import places

    return places.Gazetteer.load(shipped_data())


def _fiscal(text: str) -> str:
    """The fiscal year as four digits; the last that ended where none is given."""
    from graph import forms

    if not text:
        return forms.last_fiscal_year(dt.date.today())
    plain = text.strip()
    try:
        year, precision = dates.parse(plain)
    except dates.BadDateError as error:
        raise UsageError(f"--year の{error}。令和7年度、2025 のように書いてください。") from error
    if len(year) != 4 or precision not in ("年", "年度"):
        raise UsageError("--year には、令和7年度、2025 のように年度だけを書いてください。")
    return year


def _sender(text: str) -> str:
    """The department that asks. Raises `UsageError` where it tells of a person."""
    from loaders import personal

    name = " ".join(text.split())
    if len(name) > 50 or personal.in_words(name):
        raise UsageError("--by には、票を出す部署の名前（50字以内。個人名・連絡先は書かない）を書いてください。")
    return name


def _date(text: str, option: str) -> str:
    try:
        day = dates.parse(text)[0] if text else ""
    except dates.BadDateError as error:
        raise UsageError(f"{option} の{error}。") from error
    if day and len(day) != 10:
        raise UsageError(f"{option} には、年月日を書いてください（例: 令和8年4月30日）。")
    return day
