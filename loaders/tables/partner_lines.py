"""Lines of a partner cell: which of them begin a name of their own, and which go on with the line above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from loaders.read import Row
from loaders.tables import partner_words as terms
from loaders.tables.lookup import Lookup

Bounds = tuple[int, int]


def join(flat: str, lookup: Lookup, wrapped: int) -> tuple[list[Bounds], list[str]]:
    """Lines of a cell as spans, those that go on in the next joined; and what is doubtful about that.

    ``flat``: the cell's text, what is not to be read blanked by NUL; ``wrapped``: see `loaders.tables.partners.read`.
    """
    lines = _Lines(flat, lookup, wrapped)
    return lines.joined(), lines.doubts


def longest(rows: Iterable[Row], columns: Sequence[int]) -> int:
    """How long the longest line of some columns is, in characters."""
    return max((len(part) for row in rows for c in columns for part in row.cells[c].text.split("\n")), default=0)


class _Lines:
    def __init__(self, flat: str, lookup: Lookup, wrapped: int) -> None:
        self.flat, self.lookup, self.wrapped = flat, lookup, wrapped
        self.doubts: list[str] = []
        self.spans: list[Bounds] = []
        at = 0
        for line in flat.split("\n"):
            if line.strip("\x00 "):
                self.spans.append((at, at + len(line)))
            at += len(line) + 1

    def joined(self) -> list[Bounds]:
        """The spans of names."""
        found = self.spans[:1]
        for n, (start, end) in enumerate(self.spans[1:], 1):
            above, below = self.flat[slice(*found[-1])].strip("\x00 "), self.flat[start:end].strip("\x00 ")
            if self._goes_on(above, below, self.flat[slice(*self.spans[n - 1])]):
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def _goes_on(self, above: str, below: str, last: str) -> bool:
        if re.search(r"[、,・;/]$|及び$|並びに$", above) or terms.BULLET.match(below) or terms.OTHERS.match(below):
            return False
        if terms.BARE_FORM.fullmatch(above.rsplit("\n", 1)[-1]):
            return True
        if terms.BARE_FORM.fullmatch(below):
            return not terms.LEGAL.search(above)
        if self._cut_short(above, below):
            return True
        if below.endswith("郵便局") and not re.search(r"日本郵便|\($", above):
            return False
        if above.count("(") > above.count(")") or (below.startswith("(") and not terms.LEGAL_BRACKET.match(below)):
            return True
        strong_above, strong_below = self.lookup.strong(above), self.lookup.strong(below)
        if (
            terms.BRANCH_ONLY.fullmatch(below)
            and (re.search(terms.BRANCH_WORD + "$", below) or strong_above)
            and not terms.PREFIX_FORM.match(below)
        ):
            return not _stands_alone(below, self.lookup)
        if self.wrapped and len(last) >= self.wrapped - 1 and not (strong_above and terms.PREFIX_FORM.match(below)):
            return True
        if strong_above and strong_below:
            return False
        if terms.TAIL_WORD.fullmatch(below) or len(below) <= 2:
            return True
        bare_names = len(self.spans) > 2 and not terms.LEGAL.search(self.flat)
        if strong_above != strong_below and (len(self.spans) == 2 or not strong_below) and not bare_names:
            self.doubts.append(f"「{above}」と「{below}」が続く名前か別の相手か決まりません")
        return False

    def _cut_short(self, above: str, below: str) -> bool:
        """Whether the break stands inside a legal form, or after the first character of a name."""
        if any(m.start() < len(above) < m.end() for m in terms.LEGAL.finditer(above + below)):
            return True
        name = self.lookup.normaliser.parse(above)
        return name.before and len(name.core) == 1 and not terms.PREFIX_FORM.match(below)


def _stands_alone(below: str, lookup: Lookup) -> bool:
    """Whether a line that ends like a department is a body of its own (宇陀市消防本部, 奈良県警察本部)."""
    return lookup.place(below) is not None or bool(
        re.search(r"警察|消防|商工会|協会|協議会|機構|大学$|振興局|整備局", below)
    )
