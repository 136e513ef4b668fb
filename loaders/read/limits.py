"""How much of a file is read, so that no file can take a whole computer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes beyond which a file is refused with a message.

    ``file_bytes``: the file itself. ``unpacked_bytes``, ``unpacked_ratio``: what a zip (xlsx, docx) unpacks to, in all
    and against its packed size (the ratio counts only beyond ``ratio_from_bytes``). ``cells``: rows × columns over all
    tables. ``columns``: of one table. ``characters``: of the text. ``pages``: of a PDF. ``depth``: nested elements.
    """

    file_bytes: int = 200_000_000
    unpacked_bytes: int = 1_000_000_000
    unpacked_ratio: int = 200
    ratio_from_bytes: int = 50_000_000
    cells: int = 3_000_000
    columns: int = 2_000
    characters: int = 50_000_000
    pages: int = 5_000
    depth: int = 250


LIMITS: Final = Limits()
