"""`renkei import` of reference data and of replies: the user's tables of local governments, published files of corporate
numbers, and forms (棚卸し, 照会票) that come back.

Which of them a file is, its content tells. The shell of `loaders.reference_import`, `loaders.corporate_import` and
`loaders.replies`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph import dates
from graph.errors import UsageError
from graph.paths import shipped_data
from graph.places import Gazetteer
from loaders import corporate, corporate_import, reference, reference_import, replies
from loaders.folder import Folder
from loaders.read import ReadError, Reading, read

_LONGEST_NAME = 100
_SHOWN = 20


def is_reference(path: Path, set_name: str = "") -> bool:
    """Whether `import_reference` knows what to do with a file: corporate numbers, or a table of local governments."""
    if corporate_import.recognise(path):
        return True
    try:
        reading = read(path)
    except ReadError:
        return False
    return reference_import.recognise(reading, Gazetteer.load(shipped_data()), set_name)


_FORMS = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv")
_LARGEST_FORM = 20_000_000


def reply(path: Path) -> Reading | None:
    """The file as it was read, if it is a form of ours that came back."""
    try:
        if path.suffix.lower() not in _FORMS or path.stat().st_size > _LARGEST_FORM:
            return None
        reading = read(path)
    except (ReadError, OSError):
        return None
    return reading if replies.recognise(reading) else None


def import_reply(reading: Reading, user: Path, *, when: str = "", by: str = "") -> None:
    """Take the replies of a file into the user's folder and tell what became of every row.

    ``when``, ``by``: 回答日 and 回答した部署 where a form does not tell them. Raises `DataProblems`; then nothing was written.
    """
    done = replies.take(reading, Folder(user), shipped_data(), day=_day(when), department=by)
    for note in done.notes:
        click.echo(f"注意 {reading.name}: {note}", err=True)
    for problem in done.warnings:
        click.echo(str(problem), err=True)
    for sheet in done.sheets:
        _tell_reply(reading.name, sheet)


def _tell_reply(file: str, sheet: replies.Sheet) -> None:
    left_out = "、".join(f"{reason} {count:,}" for reason, count in sorted(sheet.left_out.items()))
    click.echo(f"{file}「{sheet.name}」: {sheet.title}")
    click.echo(
        f"  {sheet.rows:,} 行 = 取り込んだ {sheet.taken:,}、前と同じ {sheet.unchanged:,}、"
        f"除いた {sum(sheet.left_out.values()):,}{f'（{left_out}）' if left_out else ''}"
    )
    kind = "庁内限り" if sheet.internal else "公開"
    facts = f"記載 {sheet.statements:,}、施策 {sheet.measures:,}、新しい協定 {sheet.agreements:,}"
    if not sheet.changed:
        click.echo("  何も変えていません。")
        return
    click.echo(f"  文書 {sheet.document}（{kind}）: {facts}。renkei build でグラフに入ります。")
    if sheet.gone:
        click.echo(f"  注意: 前に取り込んだ回答にあった {sheet.gone:,} 件は、この回答にないので消しました。", err=True)


def import_reference(path: Path, user: Path, *, set_name: str = "", when: str = "") -> None:
    """Take a file of reference data into the user's folder and tell what it held.

    ``set_name``: all local governments of the table belong to this set (``--set 中核市``). ``when``: the day of the
    populations where the table does not tell it (``--when 令和7年1月1日``). Raises `ReadError`, `DataProblems`,
    `StoreError` or `UsageError`; then nothing was written.
    """
    if corporate_import.recognise(path):
        if set_name or when:
            raise UsageError("法人番号のデータには --set も --when も使えません。")
        _corporate(path, user)
    elif path.suffix.lower() == ".zip":
        # What such a zip lacks, the import itself says best.
        corporate_import.import_file(path, user)
    else:
        _table(path, user, _set_name(set_name), _day(when))


def _corporate(path: Path, user: Path) -> None:
    done = corporate_import.import_file(path, user, _show_rows)
    if sys.stderr.isatty():
        click.echo(err=True)
    click.echo(
        f"法人番号 {done.rows:,} 行を読みました: 新 {done.new:,}、変 {done.changed:,}"
        f"（うち改称 {done.renamed:,}、閉鎖 {done.closed:,}）。"
    )
    click.echo(f"辞書（{user / corporate.FILE}）は {done.size:,} 件、この資料は {done.until} まで。")
    click.echo("renkei check が、名簿の法人番号の閉鎖と改称を知らせます。")


def _table(path: Path, user: Path, set_name: str, when: str) -> None:
    gazetteer = Gazetteer.load(shipped_data())
    reading = read(path)
    for warning in reading.warnings:
        click.echo(str(warning), err=True)
    done = reference_import.interpret(reading, gazetteer, set_name=set_name, when=when)
    with Folder(user).lock():
        before, problems = reference.load(user, gazetteer)
        if problems:
            raise UsageError(f"取り込み済みの表に誤りがあります。先に直してください。\n{problems[0]}")
        after = done.found.over(before)
        reference.save(user, after, gazetteer)
    _tell(done, before, after)


def _tell(done: reference_import.Imported, before: reference.Reference, after: reference.Reference) -> None:
    details = done.found.details.values()
    counts = [
        f"人口 {sum(d.population is not None for d in details):,}",
        f"類似団体区分 {sum(bool(d.peers) for d in details):,}",
        *(f"集合「{name}」 {len(codes):,}" for name, codes in sorted(done.found.sets.items())),
    ]
    click.echo(f"自治体 {done.rows:,} 行を読みました: {'、'.join(c for c in counts if not c.endswith(' 0'))}")
    changed = sum(before.properties(code) != after.properties(code) for code in _codes(before, after))
    click.echo(f"前と変わった自治体 {changed:,}。renkei build でグラフに入ります。")
    for reason, count in sorted(done.left_out.items()):
        click.echo(f"  入れていないもの: {reason} {count:,}")
    if done.unread:
        click.echo(f"  読んでいない列: {'、'.join(done.unread[:_SHOWN])}")
    if done.sheets:
        click.echo(f"  自治体の表ではないシート: {'、'.join(done.sheets[:_SHOWN])}")
    if any(d.population is not None and not d.when for d in details):
        click.echo(
            "注意: いつの人口か、表から分かりません。--when 2025-01-01 のように付けて取り込み直せます。", err=True
        )


def _codes(*parts: reference.Reference) -> set[str]:
    return {code for part in parts for codes in (part.details, *part.sets.values()) for code in codes}


def _set_name(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > _LONGEST_NAME:
        raise UsageError(f"集合の名が長すぎます（{_LONGEST_NAME} 字まで）。")
    return name


def _day(text: str) -> str:
    try:
        day = dates.parse(text)[0] if text else ""
    except dates.BadDateError as error:
        raise UsageError(f"--when の{error}。") from error
    if day and not dates.has_year(day):
        raise UsageError("--when には年から書いてください（例: 2025-01-01）。")
    return day


def _show_rows(rows: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{rows:,} 行", nl=False, err=True)
