"""Signs and habits of cells: 〃, dashes, marks of a matrix, telephone numbers behind a department."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from loaders.tables import when

DITTO: Final = frozenset(["〃", "同上", "″", "々", "同", '"', "”", "“", "''", "′′", "仝", "同前", "上に同じ", "〃〃", "々々", "ゝ", "//", "〻", "同　上", "同 上", "↑"])  # fmt: skip
LEFTWARD: Final = frozenset(["同左", "左に同じ", "同　左", "同 左", "←"])
"""Signs that mean what the cell to the left says."""
NOTHING: Final = frozenset(
    ["", "-", "－", "ー", "―", "—", "–", "−", "─", "/", "／", "…", "・", "*", "＊", "N/A", "n/a"]
)
MARKS: Final = frozenset("○◯〇●◎✓✔☑レ〆有1１")
NO_MARKS: Final = frozenset(
    ["", "×", "✕", "✖", "-", "－", "ー", "―", "—", "–", "無", "0", "０", "☐", "□", "なし", "/", "／"]
)
OPEN_MARKS: Final = frozenset("△▲▽☆★◇")
_IN_NAME: Final = re.compile(
    r"^(?:(?P<a>.{2,40}?)と)?(?P<b>[^と]{2,40}?)(?:との間における|との間の|と(?!し|も|き|こ)の|との)(?P<rest>.*)"
)
_TEL: Final = re.compile(
    r"(?:[(（]?(?:内線|電話|TEL|Tel|tel|FAX|☎|℡|直通)[^\n)）]*[)）]?|[(（]?[0０][0-9０-９]{1,4}[-－ー―(（][0-9０-９].*$|\S+[@＠]\S+)",
    re.M,
)
_STAFF: Final = re.compile(
    r"(?<=[課室部係局班所])[\s　]+(?![^\s　]*(?:課|室|部|係|局|班|センター|担当|所|館|会|G|グループ)(?:[\s　]|$))[^\s　\n]{1,6}(?:[\s　][^\s　\n]{1,4})?$",
    re.M,
)


def marked(text: str) -> bool | None:
    """Whether a cell of a matrix holds a mark; None where the mark says something else (△ …)."""
    bare = text.strip()
    if bare in MARKS:
        return True
    if bare in NO_MARKS:
        return False
    return None if bare in OPEN_MARKS or not when.day(bare).date else True


@lru_cache(maxsize=10_000)
def department(text: str) -> str:
    """A department without telephone numbers and persons."""
    bare = _STAFF.sub("", _TEL.sub("", text))
    return " ".join(part for part in bare.split() if part.strip("()（）・:："))


def bodies_in_name(name: str) -> list[str]:
    """Words of a title that may be partners: 宇陀市と株式会社…との協定."""
    match = _IN_NAME.match(name)
    return [part for part in (match["a"], match["b"]) if part] if match else []
