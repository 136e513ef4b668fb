"""Replies of several years: what changes with time is doubted in the earlier one where a later one tells otherwise.

Only replies of one local government about the same record settle each other; what documents of others say stays beside
them, and ``renkei check`` shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from graph import dates

Record = dict[str, Any]

CHANGING: Final = ("状態", "終了日", "有効期限", "自動更新", "所管課")
"""Properties that may rightly be told otherwise a year later."""

_MARK: Final = "の回答で改められた"


def settled(replies: Mapping[str, Record]) -> dict[str, Record]:
    """The replies (curated data by 文書.id) that have to be written otherwise, as they shall be."""
    order = sorted(replies, key=lambda id: (str(replies[id]["文書"].get("発行日", "")), id))
    last: dict[tuple[str, str], tuple[str, str]] = {}
    found: dict[str, Record] = {}
    for id in reversed(order):
        data = replies[id]
        day = str(data["文書"].get("発行日", ""))
        own: dict[tuple[str, str], tuple[str, str]] = {}
        told = []
        for record in data.get("記載") or ():
            subject = (str(record.get("協定") or record.get("施策") or ""), str(record.get("項目")))
            later = last.get(subject) if subject[0] and subject[1] in CHANGING else None
            told.append(_told(record, later[1] if later and later[0] != record.get("値") else ""))
            if subject[1] in CHANGING:
                own[subject] = (str(record.get("値")), day)
        if told != list(data.get("記載") or ()):
            found[id] = {**data, "記載": told}
        for key, value in own.items():
            last.setdefault(key, value)
    return found


def _told(record: Record, day: str) -> Record:
    """The statement with or without the mark that a later reply, of that day, tells otherwise."""
    marked = _MARK in str(record.get("注記", ""))
    if not day and not marked:
        return record
    plain = {key: value for key, value in record.items() if key not in ("確度", "注記")} if marked else dict(record)
    return plain | {"確度": "要確認", "注記": f"{dates.japanese(day)}{_MARK}"} if day else plain
