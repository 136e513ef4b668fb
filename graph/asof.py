"""As of a day: when an agreement or a measure began as far as a year is known, and whether it had ended by then.

The questions of the catalogue tell the same in Cypher (``records_at.cypher``); a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph import dates


def start(properties: Mapping[str, Any]) -> str:
    """The day (month, year) on which a record began: 締結日, else 開始日, else 時期; '' where no year is known."""
    known = (str(properties.get(key) or "") for key in ("締結日", "開始日", "時期"))
    return next((date for date in known if dates.has_year(date)), "")


def end(properties: Mapping[str, Any]) -> str:
    """The date on which a record ended or is to end, as stated; '' where none is."""
    return str(properties.get("終了日") or properties.get("終了時期") or "")


def begun(properties: Mapping[str, Any], day: str) -> bool:
    """Whether it is known to have begun by the day (``2024-03-31``); '' for whatever is known today."""
    return not day or "" < start(properties) <= day


def ended(properties: Mapping[str, Any], day: str = "", *, renewed_later: bool = False) -> bool:
    """Whether a record is known to have ended, or to have been replaced, by the day ('' for today).

    ``renewed_later``: only an agreement from after the day replaced it.
    """
    date = end(properties)
    if day and dates.has_year(date):
        return date < day[: len(date)]
    state = properties.get("状態")
    if "終了" in (state, properties.get("段階")) or (state == "更新済" and not renewed_later):
        return True
    return bool(properties.get("終了日")) and (state or "不明") != "有効"
