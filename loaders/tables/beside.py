"""Lists that stand side by side under the same headings (締結先・締結日 twice, to save paper)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.draft import Rows
from loaders.tables import layout as layouts
from loaders.tables.grid import Line
from loaders.tables.layout import Layout
from loaders.tables.lookup import Lookup
from loaders.tables.roles import Role, plain
from loaders.tables.run import Run, Shape


def apart(run: Run, lookup: Lookup) -> list[Run]:
    """The lists of a run from left to right; the run itself where it is one list."""
    width = _width(run.layout)
    if not width or not run.heads:
        return [run]
    found: list[Run] = []
    for start in range(0, len(run.layout.paths), width):
        if not any(run.layout.paths[start : start + width]):
            continue
        heads = list(_cut(run.heads, start, start + width))
        body = list(_cut(run.body, start, start + width))
        shape: Shape = "beside" if found else "upright"
        found.append(Run(run.table, run.above, heads, body, layouts.of(heads, lookup), shape))
    return found


def _width(layout: Layout) -> int:
    """How many columns each of several equal lists takes; 0 where there is one list."""
    partners = layout.columns.get(Role.PARTNER, ())
    others = [c for role, c in layout.columns.items() if role is not Role.PARTNER and len(c) == len(partners)]
    if len(partners) < 2 or not others:
        return 0
    width = partners[1] - partners[0]
    heads = [tuple(plain(word) for word in path) for path in layout.paths]
    told = [n for n, path in enumerate(heads) if path]
    equal = all(heads[n] == heads[n % width] for n in told if n % width < len(heads))
    # 締結先1 and 締結先2 stand beside one another within one list.
    return width if width > 1 and equal and len(heads) <= width * (len(partners) + 1) else 0


def _cut(lines: Sequence[Line], start: int, end: int) -> Iterator[Line]:
    for line in lines:
        homes = line.homes if isinstance(line.homes, int) else line.homes[start:end]
        merged = frozenset(n - start for n in line.merged if start <= n < end)
        yield Line(line.number, line.cells[start:end], homes, line.hidden, merged)


def account(whole: Rows, mine: Rows) -> None:
    """Take the account of a list into that of the list to its left: a row is told by whichever says more of it."""
    facts = set(whole.facts)
    for number, told in mine.warned.items():
        whole.left_out.pop(number, None)
        facts.discard(number)
        whole.warned[number] = f"{whole.warned[number]}。{told}" if number in whole.warned else told
    for number in mine.facts:
        if number not in whole.warned:
            whole.left_out.pop(number, None)
            facts.add(number)
    for number, reason in mine.left_out.items():
        if number not in facts and number not in whole.warned:
            whole.left_out.setdefault(number, reason)
    whole.facts[:] = sorted(facts)
