"""Office files whose bytes depend on their content alone: the times in a zip are those of the report's date."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Final

_EARLIEST: Final = "1980-01-01"
"""A zip knows no earlier time."""


def moment(date: str) -> dt.datetime:
    """The time that a file tells: the beginning of the report's date."""
    return dt.datetime.fromisoformat(max(date, _EARLIEST))


def pack(parts: bytes, date: str) -> bytes:
    """The same zip with fixed times, parts in their order."""
    made = io.BytesIO()
    when = moment(date)
    with zipfile.ZipFile(io.BytesIO(parts)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (when.year, when.month, when.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            target.writestr(info, source.read(name), compresslevel=6)
    return made.getvalue()
