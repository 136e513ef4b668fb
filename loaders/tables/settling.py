"""What headings alone leave open is decided by what the columns hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from loaders.tables import when
from loaders.tables.grid import Line
from loaders.tables.layout import Layout
from loaders.tables.lookup import Lookup
from loaders.tables.roles import Role, plain
from loaders.tables.signs import MARKS, NO_MARKS, OPEN_MARKS, bodies_in_name
from loaders.tables.titles import TITLE


def settle(layout: Layout, sample: Sequence[Line], lookup: Lookup) -> Layout:
    """The layout with what headings alone leave open decided by what the columns hold."""
    columns: dict[Role, list[int]] = {role: list(found) for role, found in layout.columns.items()}
    share = _Shares(sample, lookup)
    partners, cities = columns.get(Role.PARTNER, []), columns.get(Role.MUNICIPALITY, [])
    if len(partners) > 1 and not cities:
        cities_like = [
            c
            for c in partners
            if share.cities(c) > 0.6 and plain(layout.heading(c)) in ("団体名", "団体", "実施団体", "機関名")
        ]
        if cities_like and len(cities_like) < len(partners):
            columns[Role.MUNICIPALITY] = cities_like
            columns[Role.PARTNER] = [c for c in partners if c not in cities_like]
    if Role.PARTNER not in columns and cities and not layout.flags:
        others = [c for c in cities if share.cities(c) < 0.5 and share.bodies(c) > 0.5]
        if others:
            columns[Role.PARTNER] = others
            columns[Role.MUNICIPALITY] = [c for c in cities if c not in others]
    names = columns.get(Role.NAME, [])
    names = [c for c in names if not share.links(c)]
    columns[Role.NAME] = names
    if Role.PARTNER not in columns and names:
        bodies = [c for c in names if share.titles(c) < 0.3 and share.bodies(c) > 0.6]
        if bodies:
            columns[Role.PARTNER] = bodies[:1]
            columns[Role.NAME] = [c for c in names if c not in bodies]
    if Role.PARTNER not in columns and cities and names and not layout.flags and not share.naming(names[0]):
        # Nobody else is named: they are the partners (agreements among local governments).
        columns[Role.PARTNER] = columns.pop(Role.MUNICIPALITY)
    if not columns.get(Role.NAME):
        for other in (Role.CONTENT, Role.FIELDS, Role.KIND):
            titled = [c for c in columns.get(other, []) if share.titles(c) > 0.6]
            if titled and not (other is Role.KIND and share.distinct(titled[0]) < 0.2):
                columns[Role.NAME] = titled[:1]
                columns[other] = [c for c in columns[other] if c != titled[0]]
                break
    flags = tuple(c for c in layout.flags if share.marks(c))
    by_kind = () if Role.PARTNER in columns else layout.kinds
    if Role.PARTNER in columns:
        flags += tuple(c for c in layout.kinds if share.marks(c))
    return Layout(
        layout.rows, layout.paths, {r: tuple(c) for r, c in columns.items() if c}, flags, by_kind, layout.eras
    )


_LINK: Final = re.compile(
    r"(?i:pdf|html|url|link)|リンク|こちら|別紙|有|無|あり|なし|[○◯〇×\-]|詳細|閲覧|本文|.*(?:KB|MB|ＫＢ)\)?）?"
)


class _Shares:
    """What share of a column's filled cells looks like something, over a sample of rows."""

    def __init__(self, sample: Sequence[Line], lookup: Lookup) -> None:
        self.sample, self.lookup = sample, lookup

    def _texts(self, column: int) -> list[str]:
        return [t for line in self.sample if (t := line.cells[column].text.strip())]

    def _share(self, texts: Iterable[bool]) -> float:
        found = list(texts)
        return sum(found) / len(found) if found else 0.0

    def cities(self, column: int) -> float:
        return self._share(self.lookup.place(t) is not None for t in self._texts(column))

    def bodies(self, column: int) -> float:
        return self._share(self.lookup.strong(t.split("\n")[0]) for t in self._texts(column))

    def titles(self, column: int) -> float:
        return self._share(bool(TITLE.search(t)) for t in self._texts(column))

    def naming(self, column: int) -> bool:
        """Whether titles in the column name the partners (…との…協定)."""
        return self._share("との" in t or bool(bodies_in_name(t)) for t in self._texts(column)) > 0.3

    def links(self, column: int) -> bool:
        """Whether the column only says where the agreement can be seen (PDF, 有, 別紙)."""
        texts = self._texts(column)
        return bool(texts) and all(_LINK.fullmatch(t) for t in texts)

    def distinct(self, column: int) -> float:
        texts = self._texts(column)
        return len(set(texts)) / len(texts) if texts else 0.0

    def marks(self, column: int) -> bool:
        """Whether the column holds nothing but marks, or dates where a mark would stand."""
        texts = self._texts(column)
        good = sum(t in MARKS or t in NO_MARKS or t in OPEN_MARKS or bool(when.day(t).date) for t in texts)
        return good >= 0.8 * len(texts)
