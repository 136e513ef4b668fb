"""Who does how much with whom in the made-up country: counts and partners, drawn before a word is written.

Municipalities differ as real ones do (a designated city has a hundred agreements, a village a handful); a few bodies
work with nine municipalities in ten, most with one or two, and those near by more often than those far away.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from graph import paths
from graph.places import PREFECTURE, Gazetteer, Municipality

SEED: Final = 20231108
HUBS: Final = 12
REACH: Final = 1_600
"""Municipalities that each hub works with in the whole country."""
STRANGERS: Final = 200
"""Every how-many-th body is not in the registry yet, so that a build enters it."""
LISTED: Final = 0.8
"""Share of agreements that stand in lists; the others are told one by one in press releases."""
_PREFECTURES: Final = 47


@dataclass(frozen=True, slots=True)
class Scale:
    """How many of what, at a share of the whole country. The municipalities are always all 1,788."""

    share: float = 1.0

    def of(self, number: int) -> int:
        """A number of the whole country at this share, at least 1."""
        return max(1, round(number * self.share))

    @property
    def bodies(self) -> int:
        return max(HUBS * 10, self.of(20_000))

    @property
    def agreements(self) -> int:
        return self.of(100_000)

    @property
    def measures(self) -> int:
        return self.of(150_000)

    @property
    def releases(self) -> int:
        return self.agreements - round(self.agreements * LISTED)


class Plan:
    """The country before its words. Equal scales give equal plans."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.places: Sequence[Municipality] = sorted(
            Gazetteer.load(paths.shipped_data()).by_code.values(), key=lambda m: m.code
        )
        self._random = random.Random(SEED)

    @cached_property
    def weights(self) -> list[float]:
        """How busy each municipality is, as a share of all."""
        drawn = [
            self._random.lognormvariate(0, 0.9) * (4 if m.kind == PREFECTURE else 1.6 if m.kind[-1] in "市区" else 0.7)
            for m in self.places
        ]
        whole = sum(drawn)
        return [each / whole for each in drawn]

    @cached_property
    def hubs(self) -> list[list[int]]:
        """Municipality (by its place in `places`) → the hubs that it has an agreement with."""
        found: list[list[int]] = [[] for _ in self.places]
        for hub in range(HUBS):
            for place in self._random.sample(range(len(self.places)), self.scale.of(REACH)):
                found[place].append(hub)
        return found

    @cached_property
    def listed(self) -> list[int]:
        """Agreements in the list of each municipality, those with hubs among them."""
        rest = self.scale.agreements - self.scale.releases - sum(map(len, self.hubs))
        return [len(hubs) + more for hubs, more in zip(self.hubs, self._shared(max(0, rest)), strict=True)]

    @cached_property
    def releases(self) -> list[int]:
        """Press releases of each municipality, one agreement each."""
        return self._shared(self.scale.releases)

    @cached_property
    def works(self) -> list[int]:
        """Measures in the list of measures of each municipality."""
        return self._shared(self.scale.measures - 3 * self.scale.releases)

    def _shared(self, number: int) -> list[int]:
        """A number dealt out by weight to the last piece."""
        exact = [number * weight for weight in self.weights]
        found = [int(each) for each in exact]
        order = sorted(range(len(exact)), key=lambda n: (found[n] - exact[n], n))
        for place in order[: number - sum(found)]:
            found[place] += 1
        return found

    def body(self, draw: random.Random, place: int) -> int:
        """A partner for a municipality: one of its own prefecture mostly, else one of those that work everywhere."""
        many = self.scale.bodies
        if draw.random() < 0.7:
            near = int(self.places[place].code[:2]) - 1
            return min(near + _PREFECTURES * draw.randrange(max(1, many // _PREFECTURES)), many - 1)
        return min(int(draw.paretovariate(0.5)) - 1 + HUBS, many - 1) if draw.random() < 0.5 else draw.randrange(many)

    @staticmethod
    def known(body: int) -> bool:
        """Whether the registry has the body."""
        return body % STRANGERS != STRANGERS - 1
