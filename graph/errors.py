"""Errors, one class per thing that a user can do something about.

RenkeiError                 status of the command, detail in Japanese
├── DataProblems     exit 1  problems in the user's files, all of them at once
├── StoreError       exit 1  the store cannot be reached, opened or written
│   └── StoreChangingError        a load is under way or was interrupted (503)
├── QueryError       exit 1  a Cypher text that the engine refuses
├── NameUnclearError exit 1  a name that nothing, or more than one thing, in the graph bears
└── UsageError       exit 2  an argument or a setting that makes no sense
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_REASONS = {
    errno.ENOSPC: "空き容量がありません",
    errno.EDQUOT: "使える容量を使い切りました",
    errno.EFBIG: "ファイルが大きすぎます",
    errno.EACCES: "書き込みの許可がありません",
    errno.EPERM: "書き込みの許可がありません",
    errno.EROFS: "読み取り専用の場所です",
    errno.ENOENT: "その場所がありません",
    errno.EEXIST: "同じ名前のファイルがあります",
    errno.ENOTDIR: "フォルダーでないものが途中にあります",
    errno.EISDIR: "フォルダーです",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.EADDRINUSE: "ほかで使われています",
    errno.EADDRNOTAVAIL: "この機械のアドレスではありません",
    errno.EIO: "読み書きに失敗しました",
}


def reason(error: OSError) -> str:
    """Why the system refused, in words for people."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a file, and what to do about it.

    ``line`` counts from 1; 0 where a file has no lines. ``warning`` problems do not stop a build.
    """

    file: str
    line: int
    field: str
    what: str
    remedy: str
    warning: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        kind = "注意" if self.warning else "誤り"
        field = f" [{self.field}]" if self.field else ""
        return f"{kind} {place}{field} {self.what}\n      → {self.remedy}"


class RenkeiError(Exception):
    """Base of all errors that carry a message for the user."""

    exit_status = 1
    http_status = 500

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class DataProblems(RenkeiError):  # noqa: N818 (it is a list of them)
    """The files cannot become a graph as they are."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        errors = sum(not problem.warning for problem in self.problems)
        super().__init__(f"データに誤りが {errors} 件あります。直してからもう一度実行してください。")


class StoreError(RenkeiError):
    """The store cannot do what was asked."""

    http_status = 503


class StoreChangingError(StoreError):
    """The graph is between two versions; nothing read from it would be whole."""


class QueryError(RenkeiError):
    """A Cypher text was refused by the engine or by the read-only rule."""

    http_status = 400


class NameUnclearError(RenkeiError):
    """A name that nothing, or more than one thing, in the graph bears."""

    http_status = 422


class UsageError(RenkeiError):
    """An argument or a setting that makes no sense."""

    exit_status = 2
    http_status = 422


def relative(path: Path) -> str:
    """The path as people know it: below the current folder without its prefix, else whole."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
