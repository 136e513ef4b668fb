"""The agreements that a text has told so far, found again by their parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from loaders.prose.parts import Scan
from loaders.prose.stated import Agreement, Statement


class Told(list[Agreement]):
    """Agreements in the order in which they were found.

    A statement is held only against those with which it shares a party: in a text of a thousand agreements a
    comparison with all would cost more with every line.
    """

    def __init__(self) -> None:
        super().__init__()
        self._with: dict[str, list[int]] = defaultdict(list)
        """Key of a party → positions of its agreements."""
        self._keys: list[set[str]] = []
        """The keys under which each agreement can be found."""

    def keep_up(self, statement: Statement) -> None:
        """Let agreements be found by their parties: those that a statement has just begun, or that its parties joined."""
        for position in [*self._sharing(statement), *range(len(self._keys), len(self))]:
            if position == len(self._keys):
                self._keys.append(set())
            agreement, keys = self[position], self._keys[position]
            for key in (*agreement.places, *agreement.bodies):
                if key not in keys:
                    keys.add(key)
                    self._with[key].append(position)

    def sharing(self, statement: Statement) -> list[Agreement]:
        """Agreements that share with a statement its places and its bodies, as far as it has any, and maybe others."""
        return [self[n] for n in self._sharing(statement)]

    def _sharing(self, statement: Statement) -> list[int]:
        sides = [[self._with.get(p.key, []) for p in side] for side in (statement.places, statement.bodies) if side]
        if not sides:
            return list(range(len(self)))
        fewest = min(sides, key=lambda side: sum(map(len, side)))
        return sorted(set(chain.from_iterable(fewest)))

    def before(self, scan: Scan, statement: Statement) -> list[Agreement]:
        """Agreements told before a statement that names no parties; unless it points to one (本協定), only those told
        in its own paragraph, where there are several."""
        near = [a for a in self if a.first <= statement.index] or self[:1]
        if len(near) > 1 and not statement.reference:
            own = scan.sentences[statement.index].paragraph
            near = [a for a in near if scan.sentences[max(a.indices)].paragraph == own]
        return near


def by_body(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Statements by the keys of their bodies."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        for key in {p.key for p in statement.bodies}:
            found[key].append(statement)
    return dict(found)
