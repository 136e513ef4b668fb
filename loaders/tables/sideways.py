"""Lists on their side: one agreement a column, or cards of keys and values below one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from loaders.draft import Rows
from loaders.read import Cell, Span, Table
from loaders.tables import headings
from loaders.tables.grid import Line, filled, lines, turned
from loaders.tables.lookup import Lookup
from loaders.tables.roles import Role, plain, role
from loaders.tables.run import Run

_LONGEST_TURNED: Final = 60
_LONGEST_CARDS: Final = 20_000
_OVER_KEYS: Final = frozenset({"項目", "項目名", "事項", "区分", "欄"})
_WHO: Final = frozenset({Role.PARTNER, Role.NAME})


def find(table: Table, lookup: Lookup, context: str) -> list[Run]:
    """The list of a table that stands on its side, or nothing."""
    return _cards(table, lookup, context) or _turned(table, lookup, context)


def _turned(table: Table, lookup: Lookup, context: str) -> list[Run]:
    """One agreement per column, or a single one as a table of keys and values."""
    if not 2 <= len(table.rows) <= _LONGEST_TURNED:
        return []
    columns = turned(table)
    for n in range(min(2, len(columns) - 1)):
        heads = columns[n]
        layout = headings.find(columns[n : n + 1], lookup, context)
        several = sum(headings.known(cell.text) for _, cell in filled(heads.cells))
        if layout and several >= 2 and (_WHO | {Role.DATE}) & set(layout.columns):
            body = columns[n + layout.rows :]
            layout = headings.settle(layout, body, lookup)
            return [Run(table, [], columns[: n + layout.rows], body, layout, "turned")]
    return []


def account_turned(account: Rows, mine: Rows, run: Run) -> None:
    """Rows of a list on its side are keys: each is read for all its agreements at once."""
    told = "。".join(dict.fromkeys(mine.warned.values()))
    for n, row in enumerate(run.table.rows):
        used = any(n in columns for columns in run.layout.columns.values())
        if not used:
            account.left_out[row.number] = "読む項目でない行"
        elif told and n == run.layout.first(Role.PARTNER):
            account.warned[row.number] = told
        else:
            account.facts.append(row.number)


# --- cards -----------------------------------------------------------------------------------------------------------


def _cards(table: Table, lookup: Lookup, context: str) -> list[Run]:
    """Blocks of keys and values, a block an agreement."""
    if not 2 <= len(table.rows) <= _LONGEST_CARDS:
        return []
    rows = list(lines(table.rows))
    column = _keys(rows)
    if column is None:
        return []
    blocks = [block for block in _blocks(rows, column) if len(block) > 1]
    told = [{role(line.cells[column].text) for line in block} for block in blocks]
    if not blocks or not all(_WHO & roles for roles in told):
        return []
    if len(blocks) == 1 and (blocks[0][0] is rows[0] or len(rows) > _LONGEST_TURNED):
        # A single card without a title is a table on its side as well.
        return []
    keys: dict[str, Cell] = {}
    for block in blocks:
        for line in block:
            keys.setdefault(line.cells[column].text, line.cells[column])
    head = Line(blocks[0][0].number, tuple(keys.values()), blocks[0][0].number)
    above = rows[: rows.index(blocks[0][0])]
    words = " ".join([context, *(cell.text for line in above for _, cell in filled(line.cells))])
    layout = headings.find([head], lookup, words)
    if layout is None:
        return []
    body = [_card(block, column, list(keys)) for block in blocks]
    return [Run(table, above, [head], body, headings.settle(layout, body, lookup), "cards")]


def _keys(rows: Sequence[Line]) -> int | None:
    """The column of the keys: one in which most filled cells are headings, with one column of values beside it."""
    for column in range(min(2, len(rows[0].cells) - 1)):
        held = [line for line in rows if len(filled(line.cells)) > 1]
        known = sum(headings.known(line.cells[column].text) for line in held)
        others = sum(len(filled(line.cells)) > 2 for line in held)
        if known > 1 and known * 3 > len(held) * 2 and others * 10 <= len(held):
            return column
    return None


def _blocks(rows: Sequence[Line], column: int) -> list[list[Line]]:
    """Rows that belong to one card: until a key comes again, or a row without one."""
    found: list[list[Line]] = [[]]
    seen: set[str] = set()
    for line in rows:
        held = filled(line.cells)
        key = line.cells[column].text
        alone = len(held) < 2 and not (held and held[0][0] > column) and not (held and role(key))
        if alone or (plain(key) in _OVER_KEYS and len(held) == 2 and role(held[1][1].text)):
            found.append([])
            seen = set()
            continue
        if key in seen and key:
            found.append([])
            seen = set()
        if key:
            seen.add(key)
            found[-1].append(line)
    return [block for block in found if block]


def _card(block: Sequence[Line], column: int, keys: Sequence[str]) -> Line:
    """A card as a line: its values in the order of the keys."""
    by_key = {line.cells[column].text: line for line in block}
    first = block[0]
    nothing = Cell("", Span(first.cells[column].span.start, first.cells[column].span.start))
    cells: list[Cell] = []
    homes: list[int] = []
    for key in keys:
        line = by_key.get(key)
        value = next((c for n, c in filled(line.cells) if n > column), nothing) if line else nothing
        cells.append(value)
        homes.append(line.number if line else first.number)
    return Line(first.number, tuple(cells), tuple(homes), any(line.hidden for line in block))


def account_cards(account: Rows, mine: Rows, run: Run) -> None:
    """The rows of a card are told by what became of it; rows between cards separate them."""
    keys = {cell.text for cell in run.heads[0].cells}
    column = next(n for n, cell in enumerate(_row(run, run.heads[0].number)) if cell.text in keys)
    used = {run.heads[0].cells[c].text for columns in run.layout.columns.values() for c in columns}
    cards = {line.number for line in run.body}
    current = 0
    above = {line.number for line in run.above}
    for row in run.table.rows:
        current = row.number if row.number in cards else current
        held = [cell for cell in row.cells if cell.text.strip()]
        key = row.cells[column].text
        if row.number in above or not current or len({id(c) for c in held}) < 2 or key not in keys:
            named = "題・説明" if row.number in above else "区切りの見出し" if held else "空行"
            account.left_out[row.number] = "読む項目でない行" if len(held) > 1 and row.number not in above else named
        elif row.number == current and current in mine.warned:
            account.warned[current] = mine.warned[current]
        elif current in mine.left_out:
            account.left_out[row.number] = mine.left_out[current]
        elif key in used:
            account.facts.append(row.number)
        else:
            account.left_out[row.number] = "読む項目でない行"


def _row(run: Run, number: int) -> tuple[Cell, ...]:
    return next(row.cells for row in run.table.rows if row.number == number)
