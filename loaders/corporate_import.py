"""Published files of corporate numbers into the offline dictionary: streamed, all of a file or nothing of it.

The files come from 国税庁法人番号公表サイト: 全件データ (about five million rows, whole or by prefecture) and 差分データ
(one file a day), CSV in Unicode or Shift_JIS, zipped or not, 30 columns without heading (リソース定義書). A row counts
when it is newer than what the dictionary holds, so files may come again, and in any order; names that a body gave up
are kept.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final, NamedTuple

from graph.errors import StoreError
from graph.places import corporate_check_digit
from loaders import corporate
from loaders.read import LIMITS, ReadError

COLUMNS: Final = 30
_BATCH: Final = 20_000
_SAMPLE: Final = 1_000_000
_PROCESSES: Final = frozenset({"01", "11", "12", "13", "21", "22", "71", "72", "81", "99"})
_RENAMED: Final = "11"
_DELETED: Final = "99"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER: Final = re.compile(r"[1-9]\d{12}", re.ASCII)
_UNPACKED: Final = 20_000_000_000
_REMEDY: Final = "国税庁法人番号公表サイトの「全件データ」か「差分データ」の CSV（zip のまま）を指定してください"

Progress = Callable[[int], None]
"""Told the number of rows that were read so far."""


@dataclass(slots=True)
class Imported:
    """What an import did: rows that were read, numbers that are new, changed (of them renamed, closed); ``until``: the
    last day of which the file tells; ``size``: numbers in the dictionary afterwards."""

    file: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    renamed: int = 0
    closed: int = 0
    until: str = ""
    size: int = 0


class _Row(NamedTuple):
    """The columns of a published row that are kept; ``version`` orders what is told of one number."""

    number: int
    process: str
    changed: str
    name: str
    kana: str
    kind: str
    prefecture: str
    city: str
    closed: str
    cause: str
    successor: str
    version: str


def recognise(path: Path) -> bool:
    """Whether a file begins like a published file of corporate numbers."""
    try:
        with _member_streams(path) as members:
            name, text = next(members)
            with text:
                return bool(_row(next(csv.reader(text)), name, 1))
    except (ReadError, OSError, StopIteration, csv.Error, UnicodeError, zipfile.BadZipFile, zlib.error, EOFError):
        return False


def import_file(path: Path, user: Path, progress: Progress = lambda rows: None) -> Imported:
    """Take a published file into the dictionary of the user's folder.

    Raises `ReadError` where the file is not what it should be, with its row, and `StoreError` where the dictionary
    cannot be written; the dictionary is then as it was before.
    """
    if not path.is_file():
        raise ReadError(path.name, "ファイルがありません", "名前と場所を確かめてください")
    target = user / corporate.FILE
    existed = target.is_file()
    done = False
    try:
        with corporate.connect(target) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, corporate.VERSION):
                raise StoreError(
                    f"法人番号の辞書 {target} は別の版の道具で作られています。消して、取り込み直してください。"
                )
            db.execute("BEGIN IMMEDIATE")
            try:
                imported = _import(path, db, progress)
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
            done = True
            return imported
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"法人番号の辞書 {target} に書けません（{error}）。ほかの取り込みが動いていないか、空き容量を確かめてください。"
        ) from error
    finally:
        if not (existed or done):
            target.unlink(missing_ok=True)


def _import(path: Path, db: sqlite3.Connection, progress: Progress) -> Imported:
    for statement in corporate.LAYOUT.split(";"):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {corporate.VERSION}")
    result = Imported(path.name)
    seen: set[str] = set()
    rows = _rows(path)
    while batch := list(islice(rows, _BATCH)):
        _apply(db, batch, result)
        result.rows += len(batch)
        seen.update(row.prefecture for row in batch)
        progress(result.rows)
    if not result.rows:
        raise ReadError(path.name, "中身がありません", _REMEDY)
    if "_all_" in path.name:
        # Only a full file makes it certain that a number which is missing does not exist.
        db.executemany("INSERT OR IGNORE INTO covered VALUES (?)", [(p,) for p in sorted(seen) if p])
    db.execute("INSERT OR REPLACE INTO imported VALUES (?, ?, ?)", (path.name, result.rows, result.until))
    for statement in corporate.INDEXES.split(";"):
        db.execute(statement)
    result.size = db.execute("SELECT count(*) FROM body").fetchone()[0]
    return result


def _apply(db: sqlite3.Connection, batch: list[_Row], result: Imported) -> None:
    """Take the newer of what is known and what a batch tells, row after row, and keep the names that were given up."""
    wanted = list({row.number for row in batch})
    known: dict[int, tuple[str, ...]] = {
        number: (name, version, *rest)
        for number, name, version, *rest in db.execute(
            "SELECT number, name, version, kana, kind, prefecture, city, closed, cause, successor FROM body "
            "WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(wanted),),
        )
    }
    written: dict[int, _Row] = {}
    former: dict[tuple[int, str], str] = {}
    for row in batch:
        result.until = max(result.until, row.version[:10])
        before = known.get(row.number)
        if before is not None and not row.name:
            row = row._replace(name=before[0])
        if before is not None and row.version < before[1]:
            if row.name != before[0]:
                former.setdefault((row.number, row.name), "")
            continue
        after = (
            row.name,
            row.version,
            row.kana,
            row.kind,
            row.prefecture,
            row.city,
            row.closed,
            row.cause,
            row.successor,
        )
        if before == after:
            continue
        if before is None:
            result.new += 1
        elif before[:1] + before[2:] != after[:1] + after[2:]:
            result.changed += 1
            result.renamed += before[0] != row.name
            result.closed += bool(row.closed and not before[6])
        if before is not None and before[0] != row.name:
            former[row.number, before[0]] = row.changed if row.process == _RENAMED else ""
        known[row.number] = after
        written[row.number] = row
    db.executemany(
        "INSERT OR REPLACE INTO body VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (r.number, corporate.key(r.name), r.name, r.kana, r.kind, r.prefecture, r.city, r.closed, r.cause,
             r.successor, r.version)
            for r in written.values()
        ],
    )  # fmt: skip
    db.executemany(
        "INSERT INTO former VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET until = max(until, excluded.until)",
        [(number, name, corporate.key(name), until) for (number, name), until in former.items()],
    )


def _rows(path: Path) -> Iterator[_Row]:
    """All rows of a file, each checked."""
    try:
        with _member_streams(path) as members:
            for name, text in members:
                with text:
                    yield from _records(name, text)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ReadError(path.name, "zip が壊れています", "ダウンロードし直してください") from error


def _records(name: str, text: IO[str]) -> Iterator[_Row]:
    n = 0
    try:
        for n, record in enumerate(csv.reader(text), 1):
            yield _row(record, name, n)
    except UnicodeDecodeError as error:
        raise ReadError(
            name, "文字が読めません（途中で文字コードが変わっています）", _REMEDY, f"{n + 1} 行目"
        ) from error
    except csv.Error as error:
        raise ReadError(name, f"CSV として読めません（{error}）", _REMEDY, f"{n + 1} 行目") from error


def _row(record: list[str], file: str, n: int) -> _Row:
    """The row of a record, or `ReadError`."""
    place = f"{n} 行目"
    if len(record) != COLUMNS:
        raise ReadError(file, f"項目が {len(record)} 個です（法人番号のデータは {COLUMNS} 個）", _REMEDY, place)
    number, process, updated, changed = record[1], record[2], record[4], record[5]
    if not _NUMBER.fullmatch(number) or int(number[0]) != corporate_check_digit(number[1:]):
        raise ReadError(file, f"2番目の項目「{number[:20]}」が法人番号ではありません", _REMEDY, place)
    gone = process == _DELETED
    if process not in _PROCESSES or not _DAY.fullmatch(updated) or not (record[6] or gone):
        raise ReadError(file, "処理区分・更新年月日・商号のどれかが決まりの形ではありません", _REMEDY, place)
    return _Row(
        int(number), process, changed, record[6], record[28], record[8], record[9], record[10],
        record[18] or (changed if gone else ""), _DELETED if gone else record[19], record[20],
        f"{updated}/{record[23] or '1'}",
    )  # fmt: skip


@contextmanager
def _member_streams(path: Path) -> Iterator[Iterator[tuple[str, IO[str]]]]:
    """The CSV texts of a file or of a zip, one after the other, with the names by which people know them."""
    if not zipfile.is_zipfile(path):
        yield iter([_decoded(path.name, lambda: path.open("rb"))])
        return
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if m.filename.lower().endswith(".csv")]
        if not members:
            raise ReadError(path.name, "zip の中に CSV がありません", _REMEDY)
        size = sum(m.file_size for m in members)
        packed = max(1, sum(m.compress_size for m in members))
        if size > _UNPACKED or (size > LIMITS.ratio_from_bytes and size / packed > LIMITS.unpacked_ratio):
            raise ReadError(path.name, f"zip を開くと {size:,} バイトになり、大きすぎます", _REMEDY)
        if any(m.flag_bits & 1 for m in members):
            raise ReadError(path.name, "zip にパスワードがかかっています", "パスワードを外したものを指定してください")

        def opener(member: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
            return lambda: archive.open(member)

        yield (_decoded(f"{path.name}（{m.filename}）", opener(m)) for m in members)


def _decoded(name: str, opened: Callable[[], IO[bytes]]) -> tuple[str, IO[str]]:
    with opened() as stream:
        head = stream.read(_SAMPLE)
    if head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        raise ReadError(name, "XML です", "CSV のほうを指定してください")
    whole = head[: head.rfind(b"\n") + 1] or head
    for encoding in ("utf-8-sig", "cp932"):
        try:
            whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        return name, io.TextIOWrapper(opened(), encoding=encoding, newline="")
    raise ReadError(name, "文字コードが Unicode（UTF-8）でも Shift_JIS でもありません", _REMEDY)
