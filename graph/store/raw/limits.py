"""How far a statement may go, and what it gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import QueryError
from graph.store.base import Rows, Version

LENGTH: Final = 20_000
"""Characters of a text."""
DEPTH: Final = 30
"""Brackets within brackets. A thousand end the embedded engine; Neo4j 5.26 never answers again (measured)."""
PARAMETERS: Final = 1_000_000
"""Bytes of all parameters as JSON."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` of work, ``rows`` and ``bytes`` (as JSON) of an answer, ``memory`` in bytes beyond an idle process."""

    seconds: float = 10.0
    rows: int = 1_000
    bytes: int = 10_000_000
    memory: int = 512 * 2**20


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one version. ``more``: why there are others that are not here ('' if there are none)."""

    version: Version
    rows: Rows
    more: str = ""


class LimitError(QueryError):
    """A statement that would take more time or memory than it may."""


def too_slow(limits: Limits) -> LimitError:
    """The time is over."""
    return LimitError(
        f"時間切れです（{limits.seconds:g} 秒まで）。条件を絞るか、LIMIT を付けて、もう一度実行してください。"
    )


def too_big(limits: Limits) -> LimitError:
    """The memory is used up."""
    return LimitError(
        f"メモリーの上限を超えました（{limits.memory // 2**20:,} MB まで）。"
        "条件を絞るか、集める量を減らして、もう一度実行してください。"
    )


def broken(limits: Limits) -> LimitError:
    """The process that ran the statement ended without a word."""
    return LimitError(
        f"データベースのエンジンが途中で止まりました。メモリーの上限（{limits.memory // 2**20:,} MB）を超えたか、"
        "文が深すぎるか、SKIP が最後の行を越えています。条件を絞るか、文を分けて、もう一度実行してください。"
    )


def cut(reason: str, limits: Limits, kept: int) -> str:
    """What to tell where an answer was cut after ``kept`` rows; ``reason`` is 'rows' or 'bytes'."""
    if reason == "rows":
        return f"行が多すぎます（{limits.rows:,} 行まで）。初めの {kept:,} 行だけを示します。"
    return f"答えが大きすぎます（{limits.bytes / 1e6:g} MB まで）。初めの {kept:,} 行だけを示します。"


def check_parameters(parameters: Mapping[str, Any]) -> None:
    """Raises `QueryError` where they are too much, or no values that JSON knows."""
    try:
        size = len(json.dumps(dict(parameters)).encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise QueryError("引数の値は、文字、数、真偽、リスト、組（名と値）のどれかです。") from error
    if size > PARAMETERS:
        raise QueryError(f"引数が大きすぎます（合わせて {PARAMETERS // 1_000_000} MB まで）。")
