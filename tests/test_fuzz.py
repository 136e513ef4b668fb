"""The targets of the fuzzer (`tests.fuzz`), tried with what they begin with and with what was found. All is made up."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from loaders.read import ReadError
from tests.fuzz.all_targets import TARGETS
from tests.fuzz.target import BrokenError, Target, holds, plainly_refused

FOUND = Path(__file__).parent / "fuzz" / "found"


def spoilt(raw: bytes, chance: random.Random) -> bytes:
    """An input with some bytes changed, taken out, doubled."""
    found = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found) + 1)
        piece = found[at : at + chance.randint(1, 12)]
        found[at : at + chance.choice((0, 0, 5))] = chance.choice(
            (bytes([chance.randrange(256)]), bytes(piece) * 3, b"")
        )
    return bytes(found)


@pytest.mark.parametrize("target", TARGETS.values(), ids=list(TARGETS))
def test_a_target_holds_for_what_it_begins_with_and_for_a_little_noise(target: Target) -> None:
    chance = random.Random(target.name)  # noqa: S311 - the same every time
    for seed in target.seeds():
        target.run(seed)
        for _ in range(4):
            target.run(spoilt(seed, chance))
    target.run(b"")


@pytest.mark.parametrize("name", sorted(path.name for path in FOUND.iterdir()))
def test_what_was_found_once_holds_now(name: str) -> None:
    begun = time.process_time()
    TARGETS[name.partition("-")[0]].run((FOUND / name).read_bytes())
    assert time.process_time() - begun < 10


def test_a_fault_of_ours_is_seen_behind_the_refusal_that_hides_it() -> None:
    def fault() -> None:
        from graph import dates

        dates.rank(None)  # type: ignore[arg-type]

    refused = ReadError("a.txt", "読み取れませんでした", "保存し直してください")
    plainly_refused(refused)
    try:
        fault()
    except AttributeError as error:
        refused.__cause__ = error
    with pytest.raises(AttributeError):
        plainly_refused(refused)
    with pytest.raises(BrokenError):
        plainly_refused(ReadError("a.txt", "broken", "again"))
    with pytest.raises(BrokenError, match="so not"):
        holds(False, "so not")
