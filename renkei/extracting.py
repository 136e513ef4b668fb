"""``renkei extract``: files in, drafts out, an account of every row."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from graph import settings as settings_module
from graph.errors import UsageError
from graph.paths import shipped_data
from renkei.command import Command

_SUFFIXES = frozenset(
    {".txt", ".md", ".html", ".htm", ".mht", ".pdf", ".docx", ".xlsx", ".xlsm", ".xls", ".csv", ".tsv"}
)


@click.command(cls=Command)
@click.argument("files", metavar="ファイル...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--municipality", default="", metavar="名", help="一覧の持ち主（例: 広島県府中市）。ファイルが述べないとき"
)
@click.option(
    "--columns",
    default="",
    metavar="役=列,...",
    help="見出しから分からない列（例: 相手方=B,締結日=D）。同じ形のファイルのために覚える",
)
@click.option("--format", "format", type=click.Choice(["store", "json"]), default="store",
              help="store: 自分のフォルダーに下書きとして置く（既定）。json: 画面に一文書一行で出し、何も書かない")  # fmt: skip
@click.option("--text", "show", is_flag=True, help="下書きせず、読み取った本文を出す（位置はこの文字数で数える）")
@click.option("-j", "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="並べて使う CPU の数")
def extract(
    files: tuple[Path, ...], municipality: str, columns: str, format: str, show: bool, jobs: int
) -> None:  # fmt: skip
    """文書（txt、md、html、pdf、docx、xlsx、xls、csv、tsv）から下書きを作る。

    フォルダーを指定すると、その中の文書をすべて読む。読めない文書があっても、ほかの文書は続ける。
    """
    from loaders import extract as drafting
    from loaders.review import Shelf
    from loaders.tables.layouts import FILE as LAYOUTS
    from loaders.tables.layouts import Layouts
    from loaders.vocabulary import Vocabulary

    settings = settings_module.load()
    user = settings.data.expanduser()
    paths, again = _once(_paths(files))
    if again:
        click.echo(f"注意: 同じファイルが重ねて指定されています（{'、'.join(again)}）。一度だけ読みます。", err=True)
    labels = _labels(paths)
    if show:
        _texts(paths)
        return
    shelf = Shelf.at(user)
    remembered = user / LAYOUTS
    layouts = Layouts.load(remembered)
    options = drafting.Options(municipality, _columns(columns), layouts)
    vocabulary = Vocabulary.load(shipped_data(), user)
    if municipality:
        _known(municipality, vocabulary)
    failed, made = 0, Counter[str]()
    # What is learnt of columns must come back, so it is not learnt in another process.
    jobs = 1 if columns else jobs
    with click.progressbar(length=len(paths), label="下書き", file=sys.stderr,
                           hidden=not os.isatty(2) or len(paths) == 1) as bar:  # fmt: skip
        drafts = drafting.draft_files(paths, vocabulary, options, jobs=jobs)
        for label, result in zip(labels, drafts, strict=True):
            bar.update(1)
            if isinstance(result, drafting.Failed):
                failed += 1
                click.echo(f"誤り: {result.detail}", err=True)
            elif format == "json":
                sys.stdout.buffer.writelines(_line(result.record))
                _account(result, label)
            else:
                _store(shelf, result, label)
                made["文書"] += 1
                made.update({name: len(result.record[name]) for name in ("協定", "施策")})
                _account(result, label)
    layouts.save(remembered)
    if made:
        click.echo(
            f"{made['文書']:,} 文書の下書きに、協定 {made['協定']:,}、施策 {made['施策']:,}。"
            "画面の「確認」（renkei serve --open）か renkei review で確かめると、グラフに入れられます。",
            err=True,
        )
    if failed:
        click.echo(f"{len(paths):,} 文書のうち {failed:,} 文書は下書きできませんでした。", err=True)
        raise click.exceptions.Exit(1)


def _paths(files: tuple[Path, ...]) -> Iterator[Path]:
    """The files that are meant: patterns that the shell left alone and folders are opened."""
    for path in files:
        if path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and not p.name.startswith((".", "~$"))
            )
            if not inside:
                raise UsageError(f"{path} の中に、読める形式の文書がありません（{'、'.join(sorted(_SUFFIXES))}）。")
            yield from inside
        elif not path.exists() and any(sign in path.name for sign in "*?["):
            found = sorted(path.parent.glob(path.name))
            if not found:
                raise UsageError(f"{path} に当たるファイルがありません。")
            yield from found
        else:
            yield path


def _once(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Each file once, in order, and the names of those that were given again."""
    found: dict[Path, Path] = {}
    again: list[str] = []
    for path in paths:
        if found.setdefault(path.resolve(), path) is not path:
            again.append(str(path))
    return list(found.values()), list(dict.fromkeys(again))


def _labels(paths: list[Path]) -> list[str]:
    """What each file is called in messages: its name, with its folder where others bear the same name."""
    often = Counter(path.name for path in paths)
    return [path.name if often[path.name] == 1 else str(path) for path in paths]


def _texts(paths: list[Path]) -> None:
    from loaders.apart import read

    for path in paths:
        click.echo(read(path).text, nl=False)


def _columns(text: str) -> dict[str, str] | None:
    pairs: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        role, equals, column = part.partition("=")
        if not (role.strip() and equals and column.strip()):
            raise UsageError(f"--columns の「{part}」は 役=列 の形ではありません（例: 相手方=B,締結日=D）。")
        pairs[role.strip()] = column.strip()
    return pairs or None


def _known(name: str, vocabulary: Any) -> None:
    """Refuse a ``--municipality`` that means none, or several."""
    from graph import places

    found = vocabulary.gazetteer.resolve(name)
    if isinstance(found, places.Ambiguous):
        raise UsageError(f"--municipality「{name}」だけでは決まりません（{'、'.join(found.candidates)}）。")
    if not isinstance(found, places.Body) or found.part:
        near = "、".join(vocabulary.gazetteer.near(name))
        raise UsageError(f"--municipality「{name}」という自治体はありません。" + (f"近い名前: {near}" if near else ""))


def _store(shelf: Any, draft: Any, label: str) -> None:
    stored = shelf.store(draft.record, draft.text, draft.name, draft.places)
    counts = "、".join(f"{name} {len(draft.record[name]):,}" for name in ("協定", "施策", "加盟") if draft.record[name])
    asked = f"（確認するもの {len(stored.new):,}、前からあるもの {len(stored.kept):,}）" if stored.version else ""
    click.echo(f"{label}: {counts or '事実は見つかりませんでした'}{asked} → {stored.path}")
    for problem in stored.problems:
        click.echo(str(problem), err=True)


def _line(record: dict[str, Any]) -> Iterator[bytes]:
    """A record as one line of JSON, piece by piece: a long list is not held a second time."""
    opening = b"{"
    for key, value in record.items():
        yield opening + orjson.dumps(key) + b":"
        opening = b","
        if isinstance(value, list):
            yield b"["
            for n, item in enumerate(value):
                yield (b"," if n else b"") + orjson.dumps(item)
            yield b"]"
        else:
            yield orjson.dumps(value)
    yield b"}\n"


def _account(draft: Any, label: str) -> None:
    """Warnings, and for every table: rows in = facts + left out + warned."""
    for rows in draft.rows:
        reasons = Counter(rows.left_out.values())
        why = "、".join(f"{reason} {count:,}" for reason, count in reasons.most_common())
        total = len(rows.facts) + len(rows.left_out) + len(rows.warned)
        click.echo(f"  {label} 表「{rows.table}」: {total:,} 行 = 事実になった行 {len(rows.facts):,}"
                   f" + 除いた行 {len(rows.left_out):,}{f'（{why}）' if why else ''} + 注意 {len(rows.warned):,}", err=True)  # fmt: skip
    for warning in draft.record["警告"]:
        click.echo(f"  注意 {label}: {warning.removeprefix(f'{draft.name}: ')}", err=True)
