"""The offline dictionary of corporate numbers (法人番号): does a body exist, how is it called now, was it closed.

It is optional: a SQLite file in the user's folder, made by `loaders.corporate_import` from the files that 国税庁
publishes (法人番号公表サイト「基本3情報」). Looking up a number or a name is one step in an index.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, Self

from graph import names
from graph.errors import Problem, StoreError, relative
from loaders import lines, registry

FILE: Final = "reference/corporate.sqlite"
VERSION: Final = 1
"""Number of the layout below; a file of another layout has to be made anew."""

PREFECTURES: Final = 47
_DIGITS: Final = 13

LAYOUT: Final = """
CREATE TABLE IF NOT EXISTS body (
    number INTEGER PRIMARY KEY, key INTEGER NOT NULL, name TEXT NOT NULL, kana TEXT NOT NULL, kind TEXT NOT NULL,
    prefecture TEXT NOT NULL, city TEXT NOT NULL, closed TEXT NOT NULL, cause TEXT NOT NULL, successor TEXT NOT NULL,
    version TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS former (
    number INTEGER NOT NULL, name TEXT NOT NULL, key INTEGER NOT NULL, until TEXT NOT NULL,
    PRIMARY KEY (number, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS covered (prefecture TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS imported (file TEXT PRIMARY KEY, rows INTEGER NOT NULL, until TEXT NOT NULL) WITHOUT ROWID;
"""

INDEXES: Final = """
CREATE INDEX IF NOT EXISTS body_key ON body (key);
CREATE INDEX IF NOT EXISTS former_key ON former (key);
"""

CAUSES: Final = {
    "01": "清算の結了等", "11": "合併による解散等", "21": "登記官による閉鎖", "31": "その他の清算の結了等", "99": "指定の取消し",
}  # fmt: skip
"""登記記録の閉鎖等の事由 (リソース定義書); 99 stands for a number that was deleted (処理区分 99)."""


class Former(NamedTuple):
    """A name of the past; ``until``: the day on which it was given up, '' if the files do not tell."""

    name: str
    until: str


@dataclass(frozen=True, slots=True)
class Corporation:
    """What is published of one number. ``closed``: day, '' if it exists; ``cause``: why; ``successor``: a number."""

    number: str
    name: str
    kana: str
    prefecture: str
    city: str
    closed: str
    cause: str
    successor: str
    former: tuple[Former, ...] = ()


class Dictionary:
    """The dictionary, open for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    def open(cls, user: Path) -> Self | None:
        """The dictionary of the user's folder, or None where there is none.

        Raises `StoreError` where the file is no dictionary of this version.
        """
        path = user / FILE
        if not path.is_file():
            return None
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            db.close()
            raise StoreError(
                f"法人番号の辞書 {path} が読めません。消して、全件データを取り込み直してください。"
            ) from error
        if version == VERSION:
            return cls(db)
        db.close()
        if version == 0:
            # An import that was killed before its first commit leaves an empty file.
            return None
        raise StoreError(f"法人番号の辞書 {path} は別の版の道具で作られています。消して、取り込み直してください。")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return int(self._db.execute("SELECT count(*) FROM body").fetchone()[0])

    @property
    def until(self) -> str:
        """The last day of which the files tell."""
        return str(self._db.execute("SELECT coalesce(max(until), '') FROM imported").fetchone()[0])

    @property
    def whole(self) -> bool:
        """Whether full files of all prefectures were read, so that a missing number does not exist."""
        return bool(self._db.execute("SELECT count(*) FROM covered").fetchone()[0] >= PREFECTURES)

    def by_number(self, number: str) -> Corporation | None:
        """The body of a number, closed ones too."""
        if not (number.isascii() and number.isdecimal() and len(number) == _DIGITS):
            return None
        row = self._db.execute(
            "SELECT number, name, kana, prefecture, city, closed, cause, successor FROM body WHERE number = ?",
            (int(number),),
        ).fetchone()
        if row is None:
            return None
        former = self._db.execute(
            "SELECT name, until FROM former WHERE number = ? ORDER BY until = '', until, name", (int(number),)
        )
        _, name, kana, prefecture, city, closed, cause, successor = row
        return Corporation(
            number, name, kana, prefecture, city, closed, CAUSES.get(cause, cause), successor,
            tuple(Former(*each) for each in former),
        )  # fmt: skip

    def by_name(self, name: str, normaliser: names.Normaliser) -> tuple[Corporation, ...]:
        """All bodies that bear a name or bore it, by number. A name without legal form is tried with every form."""
        found: set[int] = set()
        for text in _spellings(name, normaliser):
            rows = self._db.execute(
                "SELECT number, name FROM body WHERE key = ?1 UNION SELECT number, name FROM former WHERE key = ?1",
                (key(text),),
            )
            found |= {number for number, same in rows if names.fold(same) == names.fold(text)}
        return tuple(body for body in map(self.by_number, map(str, sorted(found))) if body)


def key(name: str) -> int:
    """The number under which a name is indexed: 64 bits of the hash of its folded form."""
    return int.from_bytes(hashlib.blake2b(names.fold(name).encode(), digest_size=8).digest(), signed=True)


def _spellings(name: str, normaliser: names.Normaliser) -> Iterator[str]:
    official = normaliser.official(name)
    yield official
    if not normaliser.parse(official).form:
        for form in normaliser.forms:
            if form.before:
                yield form.canonical + official
            if form.after:
                yield official + form.canonical


def check(user: Path, layers: Iterable[Path], normaliser: names.Normaliser) -> Iterator[Problem]:
    """Warnings about entries of the registries whose 法人番号 is closed, renamed or another's, by the dictionary.

    A dictionary that cannot be read is a warning too: it only helps, and nothing else waits for it.
    """
    try:
        yield from _check(user, layers, normaliser)
    except (StoreError, sqlite3.DatabaseError) as error:
        what = error.detail if isinstance(error, StoreError) else f"法人番号の辞書が読めません（{error}）"
        yield Problem(
            relative(user / FILE), 0, "", what, "取り込みの途中なら終わるのを待ち、そうでなければ取り込み直してください",
            warning=True,
        )  # fmt: skip


def _check(user: Path, layers: Iterable[Path], normaliser: names.Normaliser) -> Iterator[Problem]:
    dictionary = Dictionary.open(user)
    if dictionary is None:
        return
    with dictionary:
        for folder in layers:
            path = folder / registry.FILE
            located = lines.load(path) if path.is_file() else None
            bodies = located.data.get("組織") if located and isinstance(located.data, dict) else None
            for n, body in enumerate(bodies if isinstance(bodies, list) else []):
                number = body.get("法人番号") if isinstance(body, dict) else None
                if located and isinstance(number, str) and isinstance(body.get("名称"), str):
                    for what, remedy in _findings(dictionary, body, number, normaliser):
                        yield located.problem(("組織", n, "法人番号"), what, remedy, warning=True)


def _findings(
    dictionary: Dictionary, body: dict[str, object], number: str, normaliser: names.Normaliser
) -> Iterator[tuple[str, str]]:
    """What the dictionary says against an entry of the registry, with the remedy."""
    name, until = str(body["名称"]), dictionary.until
    known = dictionary.by_number(number)
    if known is None:
        if dictionary.whole:
            yield (
                f"法人番号「{number}」（{name}）は法人番号の辞書（{until} まで）にありません",
                "番号を確かめてください（新しい法人なら、差分データを renkei import で取り込んでください）",
            )
        return
    if known.closed:
        heir = dictionary.by_number(known.successor) if known.successor else None
        passed = f"、承継先は {heir.name if heir else '法人番号'}（{known.successor}）" if known.successor else ""
        yield (
            f"「{name}」（法人番号 {number}）は {known.closed} に閉鎖されています（{known.cause}{passed}）",
            "協定の相手が今どこかを確かめ、引き継いだ団体があれば、文書の書き起こしの「承継」に書いてください",
        )
    if normaliser.parse(name) == normaliser.parse(known.name):
        return
    aliases = [
        a if isinstance(a, str) else a.get("名称", "") for a in _list(body.get("別名")) if isinstance(a, str | dict)
    ]
    past = next((f for f in known.former if normaliser.parse(f.name) == normaliser.parse(name)), None)
    if past:
        when = f"{past.until} に" if past.until else ""
        yield (
            f"「{name}」（法人番号 {number}）は{when}「{known.name}」に名前が変わっています",
            f"名称を「{known.name}」とし、「{name}」を別名に、終わりの日とともに書いてください（id は変えません）",
        )
    elif normaliser.parse(known.name) not in {normaliser.parse(str(alias)) for alias in aliases}:
        yield (
            f"法人番号「{number}」は辞書では「{known.name}」（{known.prefecture}{known.city}）です。名簿では「{name}」です",
            f"番号を確かめてください。同じ団体なら「{known.name}」を名称か別名に書いてください",
        )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def connect(path: Path) -> closing[sqlite3.Connection]:
    """The dictionary's file, open for writing; made where there is none. Transactions are the caller's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    db.execute("PRAGMA cache_size = -200000")
    return closing(db)
