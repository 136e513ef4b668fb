"""The list as a workbook: the sender's own columns first, as they came, then what the graph knows of each line."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from api.names import shapes
from api.names.lines import Table
from queries.tabular import JOINT, XlsxFile

OWN: Final = (
    "判定", "種類", "グラフでの名前", "id", "法人番号（グラフ）", "理由", "状態", "協定数", "施策数", "相手数", "相手", "開始",
    "最終", "対象数", "記録なし数", "不明数", "候補", "注記",
)  # fmt: skip
_CANDIDATES: Final = (
    "行", "書かれた名前", "種類", "名称", "id", "区分", "法人番号", "理由", "確か", "状態", "協定数", "施策数", "相手数", "相手",
    "開始", "最終", "対象数", "記録なし数", "不明数",
)  # fmt: skip
SHEET: Final = "名簿"


def write(sent: Table, answer: shapes.Answer, conditions: Sequence[tuple[str, Any]]) -> bytes:
    """One sheet with a row for each line, one with a row for each candidate, one with the conditions."""
    file = io.BytesIO()
    book = XlsxFile(file, [*sent.headings, *headings(sent)], SHEET)
    book.rows([*row, *_found(line)] for row, line in zip(sent.rows, answer.行, strict=True))
    book.sheet(_CANDIDATES, "候補")
    book.rows(_candidate(line, each) for line in answer.行 for each in line.候補)
    book.done(conditions)
    return file.getvalue()


def headings(sent: Table) -> list[str]:
    """Our own headings; one that the sender uses too is told apart."""
    return [f"{name}（連携グラフ）" if name in sent.headings else name for name in OWN]


def _found(line: shapes.Line) -> list[Any]:
    """What stands behind the sender's columns: figures only where one body is meant."""
    sure = [each for each in line.候補 if each.確か]
    listed = JOINT.join(f"{each.名称}（{each.id}。{each.理由}）" for each in line.候補) if line.判定 != "一致" else ""
    if line.判定 != "一致":
        return [line.判定, "", "", "", "", "", str(line.状態), *[""] * 9, listed, line.注記]
    one = sure[0]
    return [line.判定, one.種類, one.名称, one.id, one.法人番号, one.理由, *_works(one.記録), listed, line.注記]


def _works(works: shapes.Works) -> list[Any]:
    more = works.相手数 - len(works.相手)
    partners = JOINT.join(works.相手) + (f"{JOINT}ほか {more:,}" if more else "")
    return [
        works.状態.value, works.協定数, works.施策数, works.相手数, partners, works.開始, works.最終, works.対象数,
        works.記録なし数, works.不明数,
    ]  # fmt: skip


def _candidate(line: shapes.Line, each: shapes.Candidate) -> list[Any]:
    sure = "はい" if each.確か else "いいえ（近いだけ）"
    return [
        line.行, line.名前 or line.番号, each.種類, each.名称, each.id, each.区分, each.法人番号, each.理由, sure,
        *_works(each.記録),
    ]  # fmt: skip
