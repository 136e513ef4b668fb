"""Rows of a list that are no agreements: years, sections, totals, notes, empty rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from loaders.read import Cell
from loaders.tables import partners, when
from loaders.tables.grid import Line, cite, piece, private
from loaders.tables.records import party
from loaders.tables.roles import Role
from loaders.tables.signs import NOTHING

if TYPE_CHECKING:
    from loaders.tables.agreements import List

_NOTE: Final = re.compile(
    r"[(（【\[]?(?:※|注[0-9０-９)）:：\s]|注$|＊|\*|備考|出典|資料|問い?合わ?せ|お問|以上$|凡例|担当[:：]|作成[:：]|更新日|なお、|（注|\(注)"
)
_TOTAL: Final = re.compile(r"(?:総|小|合|累)?[\s　]*計(?:[\s　(（:：]*[0-9０-９]*.{0,6})?$|合[\s　]*計.*|総数.*|件数.*")
_SAMPLE: Final = re.compile(r"[(（【\[]?(?:記入|記載|入力)?例[)）】\]]?[0-9０-９①-⑨]?(?:[:：].*)?|サンプル|見本")
_PLACEHOLDER: Final = re.compile(r"(?:株式会社|\(株\)|（株）|㈱)?[○◯〇●△×]{2,}(?:株式会社|会社|銀行|㈱|（株）)?")
_NONE: Final = re.compile(
    r"[(（]?(?:該当(?:する協定(?:は)?)?(?:なし|無し|ありません)|(?:締結|協定)?(?:なし|無し)|未締結|実績なし)[)）]?"
)
_VACANT: Final = re.compile(r"[(（]?(?:欠番|欠|空番|削除|抹消|廃番|取消|(?:本行|この行)は?削除)[)）]?")
_SENTENCE: Final = re.compile(r"。|です|ます|ください|とおり|について(?:は|、)")
_LONGEST_SECTION: Final = 40


def single(rows: List, line: Line, column: int, cell: Cell) -> bool:
    """A row with one filled cell: a year, a section, a total, a note; False where it is part of a list row."""
    text = cell.text.strip()
    bare = text.strip("■□◆◇●○◎▼【】[]<>〈〉《》≪≫・ 　")
    if column in line.merged and not _spanning(line, cell):
        return False
    year = when.year_of(text)
    if year and column != rows.layout.first(Role.DATE):
        rows.year, rows.year_piece = year, piece(line, column)
        rows.broken = line.number
        rows.left_out(line, "年の見出し")
    elif _TOTAL.fullmatch(bare):
        rows.left_out(line, "合計")
    elif _NOTE.match(text):
        rows.left_out(line, "注")
    elif _belongs(rows, line, column, cell):
        return False
    elif len(text) > _LONGEST_SECTION or _SENTENCE.search(text) or private(text):
        rows.left_out(line, "注・説明")
    else:
        rows.broken = line.number
        place = rows.lookup.place(re.sub(r"[(（].*?[)）]$|の協定$", "", bare), rows.prefecture)
        if place is not None and _municipal(rows, bare, line, column):
            rows.left_out(line, "市町村の見出し")
        else:
            rows.section, rows.section_piece = bare, piece(line, column)
            rows.left_out(line, f"区切りの見出し（{bare}）")
    return True


def _spanning(line: Line, cell: Cell) -> bool:
    return sum(other is cell for other in line.cells) > 1


def _belongs(rows: List, line: Line, column: int, cell: Cell) -> bool:
    """Whether the one filled cell stands in a column that goes on with the row above."""
    if _spanning(line, cell):
        return False
    own = next((role for role, columns in rows.layout.columns.items() if column in columns), None)
    if own is Role.PARTNER:
        return rows.lookup.strong(cell.text.split("\n")[0].strip()) or column > min(rows.keys, default=0)
    return own not in (None, Role.NUMBER, Role.KIND, Role.DATE, Role.MUNICIPALITY) and column > min(
        rows.keys, default=0
    )


def _municipal(rows: List, text: str, line: Line, column: int) -> bool:
    found = partners.read(re.sub(r"[(（].*?[)）]$|の協定$", "", text), rows.lookup, prefecture=rows.prefecture)
    if len(found.bodies) != 1 or len(found.bodies[0].codes) != 1:
        return False
    rows.local = dict(party(found.bodies[0], rows.parties))
    rows.local["出典"] = cite(rows.reading, rows.table, [piece(line, column)])
    return True


def reason(rows: List, line: Line, cells: list[tuple[int, Cell]]) -> str:
    """Why a row with several filled cells is no agreement, or ''."""
    first = cells[0][1].text.strip()
    if _TOTAL.fullmatch(first) or (
        len(cells) > 1 and cells[0][0] == rows.layout.first(Role.NUMBER) and _TOTAL.fullmatch(cells[1][1].text.strip())
    ):
        return "合計"
    if _NOTE.match(first) and cells[0][0] != rows.layout.first(Role.PARTNER):
        return "注"
    if _SAMPLE.fullmatch(first) or any(
        c in rows.telling and _PLACEHOLDER.fullmatch(cell.text.strip()) for c, cell in cells
    ):
        return "記入例"
    told = [cell.text.strip() for c, cell in cells if c in rows.telling and cell.text.strip() not in NOTHING]
    if told and all(_NONE.fullmatch(text) for text in told):
        return "該当なし"
    if told and all(_VACANT.fullmatch(text) for text in told):
        return "欠番"
    if not told and not rows.layout.flags and _names_owner(rows, cells):
        return "市町村だけの行（協定の記載なし）"
    number = rows.layout.first(Role.NUMBER)
    if not any(c in rows.used and c != number and cell.text.strip() not in NOTHING for c, cell in cells):
        return "空行（番号だけ）" if cells[0][0] == number else "読む列が空の行"
    return ""


def _names_owner(rows: List, cells: list[tuple[int, Cell]]) -> bool:
    """Whether a row tells nothing but a local government (and its code or number)."""
    columns = rows.layout.columns.get(Role.MUNICIPALITY, ())
    other = [c for c, cell in cells if c in rows.used and c not in columns and cell.text.strip() not in NOTHING]
    return any(c in columns for c, _ in cells) and all(c == rows.layout.first(Role.NUMBER) for c in other)
