"""Made-up documents and drafts for the tests of review: every word and every company is invented, municipalities are real."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph import decisions
from loaders.review import Checker, Choice, Shelf
from tests.factory import DATA

Record = dict[str, Any]

TEXT = """見守り協定のお知らせ（試験のための作り話）
令和5年11月8日、奈良県宇陀市と株式会社よつば配送便は、地域の見守りに関する協定を結びました。
市は十二月から市内の三地区で声かけを始めます。
同社は、みなも見守り協議会の会員です。
"""
SIGNED = "奈良県宇陀市と株式会社よつば配送便は、地域の見守りに関する協定を結びました"
CALLING = "市は十二月から市内の三地区で声かけを始めます"
MEMBER = "同社は、みなも見守り協議会の会員です"
BY = "政策課"


def cite(words: str, text: str = TEXT) -> list[Record]:
    """出典 for words that occur once in a text, as drafting gives it."""
    assert text.count(words) == 1, words
    start = text.index(words)
    return [{"位置": [start, start + len(words)], "引用": words}]


def draft(text: str = TEXT, *, id: str = "d-mimamori", date: str = "2023-11-08", stage: str = "計画") -> Record:
    """What drafting would find in `TEXT`, or in a version of it."""
    return {
        "形式": "1",
        "文書": {"id": id, "題名": "見守り協定のお知らせ（作り話）", "種別": "プレスリリース", "入手元": "mimamori.txt", "公開": "公開"},
        "発行": [],
        "収録": [{"自治体": "奈良県宇陀市", "網羅": "抜粋", "出典": cite(SIGNED, text), "確認": "未"}],
        "協定": [
            {
                "id": f"{id}-a01", "名称": "地域の見守りに関する協定", "種別": "見守り協定", "締結日": date,
                "自治体": [{"名称": "奈良県宇陀市"}],
                "企業": [{"名称": "株式会社よつば配送便", "表記": "株式会社よつば配送便"}],
                "分野": [{"名称": "高齢者・障害者・見守り", "表記": "見守り"}],
                "出典": cite(SIGNED, text), "確度": "明示", "確認": "未",
            }
        ],
        "施策": [
            {
                "id": f"{id}-m01", "名称": "三地区での声かけ", "段階": stage,
                "自治体": [{"名称": "奈良県宇陀市", "役割": "主体"}],
                "企業": [{"名称": "株式会社よつば配送便", "役割": "提供", "出典": cite(SIGNED, text)}],
                "協定": f"{id}-a01", "出典": cite(CALLING, text), "確認": "未",
            }
        ],
        "加盟": [
            {"会員": "株式会社よつば配送便", "団体": "みなも見守り協議会", "関係": "会員", "表記": "同社", "出典": cite(MEMBER, text), "確認": "未"}
        ],
        "警告": ["「同社」は株式会社よつば配送便と読みました"],
    }  # fmt: skip


def clock(start: str = "2026-04-01T09:00:00") -> Callable[[], dt.datetime]:
    """A clock that goes on by a minute each time it is looked at."""
    begin = dt.datetime.fromisoformat(start)
    ticks = itertools.count()
    return lambda: begin + dt.timedelta(minutes=next(ticks))


def shelf(root: Path, *, start: str = "2026-04-01T09:00:00", check: bool = False) -> Shelf:
    """The drafts of a folder, with a clock of the test."""
    found = Shelf.at(root, Checker.load(DATA, root) if check else None)
    found.clock = clock(start)
    return found


def key(found: Shelf, section: str, id: str = "d-mimamori", n: int = 0) -> str:
    """The key of the n-th record of a section."""
    return [item.key for item in found.document(id).items if item.section == section][n]


def decide(found: Shelf, section: str, verdict: Any, content: Record | None = None, *, id: str = "d-mimamori") -> None:
    """Decide about the first record of a section."""
    found.decide(id, [Choice(key(found, section, id), verdict, content)], BY)


def lines_of(root: Path) -> list[str]:
    """The lines of the log."""
    path = root / decisions.FILE
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
