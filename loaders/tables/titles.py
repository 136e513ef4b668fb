"""Titles of agreements as cells write them: over several lines, several in a cell, with words of a link behind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from loaders.tables import footnotes

TITLE: Final = re.compile(r"(?:協定書?|覚書|協定等|合意書|盟約|確認書|宣言)(?:\([^)]*\)|（[^）]*）|「[^」]*」)?$")
_LINK: Final = re.compile(
    r"[\s　]*(?:[(（\[［【〔](?:[^()（）\[\]［］【】〔〕]*(?i:pdf|word|excel|[0-9０-９.]+ ?[KMＫＭ]B|[0-9０-９.]+[KMＫＭ]バイト|キロバイト|別ウイ?ィ?ンドウ)"
    r"[^()（）\[\]［］【】〔〕]*|外部リンク|別紙|別添|写し|リンク|本文|新しい(?:ウィンドウ|タブ)で開きます)[)）\]］】〕])+$"
)
_QUOTED: Final = re.compile(r"[「『](?P<title>[^「」『』]{3,80})[」』][ 　]*\n(?P<beneath>[^「」『』]+)")
_SPREAD: Final = re.compile(r"(?<!\S)(?:\S ){2,}\S(?!\S)")
_LINK_LINE: Final = re.compile(
    r"[(（\[［【]?(?:協定書|協定書(?:の)?(?:写し|本文)|(?i:pdf)(?:ファイル)?|リンク|詳細)[)）\]］】]?"
)


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """A title without the words of a link that stand behind it (（PDF：120KB）, a line 協定書); lines are kept."""
    lines = [line.strip() for line in text.strip().split("\n")]
    kept = [line for n, line in enumerate(lines) if line and not (n and _LINK_LINE.fullmatch(line))]
    return footnotes.MARK.sub("", _LINK.sub("", "\n".join(kept))).strip() or text.strip()


def over(text: str) -> tuple[str, str]:
    """A title in quotation marks and the words that stand beneath it in its cell; any other text, and ''."""
    match = _QUOTED.fullmatch(text)
    return (match["title"], match["beneath"].strip()) if match else (text, "")


def several(name: str) -> list[str]:
    """The titles of a cell that holds several, one a line."""
    if "\n" not in name:
        return []
    lines = [line.strip() for line in name.split("\n") if line.strip()]
    return lines if len(lines) > 1 and all(TITLE.search(line) for line in lines) else []


def closed(text: str) -> str:
    """Words whose letters were set apart to fill a cell (見 守 り 協 定), put together again."""
    return _SPREAD.sub(lambda match: match[0].replace(" ", ""), text)


def unwrapped(text: str) -> str:
    """A title written over several lines; Japanese words need no space between them."""
    parts = [closed(" ".join(part.split())) for part in text.split("\n") if part.strip()]
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        joined += (" " if joined[-1].isascii() and part[0].isascii() else "") + part
    return joined
