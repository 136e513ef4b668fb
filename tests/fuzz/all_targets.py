"""Every target by its name."""

from __future__ import annotations

from typing import Final

from tests.fuzz import drafts, files, readers, words
from tests.fuzz.target import Target

TARGETS: Final[dict[str, Target]] = {
    target.name: target for room in (words, files, readers, drafts) for target in room.TARGETS
}
