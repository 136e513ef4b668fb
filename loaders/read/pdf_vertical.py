"""Vertical writing on a PDF page: columns from right to left are turned, so that they read as lines from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

Char = dict[str, Any]

_LETTER: Final = re.compile(r"[\u3041-\u3096\u30a1-\u30fc\u3400-\u9fff]")
_FORMS: Final = str.maketrans(
    "\ufe10\ufe11\ufe12\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\ufe30\ufe31\ufe32\ufe33\ufe35\ufe36\ufe37\ufe38\ufe39\ufe3a"
    "\ufe3b\ufe3c\ufe3d\ufe3e\ufe3f\ufe40\ufe41\ufe42\ufe43\ufe44\ufe47\ufe48",
    "，、。：；！？〖〗…‥—–＿（）｛｝〔〕【】《》〈〉「」『』［］",
)
"""Glyphs of vertical writing that have a code of their own."""
_SHARE: Final = 0.5
_LEAST: Final = 4


def apart(chars: Sequence[Char]) -> tuple[list[Char], list[Char]]:
    """The characters of a page that are written across, and those that are written down (in the order of the file).

    A page is one of vertical writing where most of its letters follow one another downwards; headings that are set
    vertically in a box of an ordinary page make it none.
    """
    letters = [char for char in chars if not char["text"].isspace()]
    down: set[int] = set()
    run: list[Char] = letters[:1]
    for before, after in pairwise(letters):
        if _below(before, after) or _beside_in_column(before, after):
            run.append(after)
            continue
        down |= _kept(run)
        run = [after]
    down |= _kept(run)
    whole = sum(bool(_LETTER.match(char["text"])) for char in letters)
    vertical = sum(bool(_LETTER.match(char["text"])) and id(char) in down for char in letters)
    if not whole or vertical <= _SHARE * whole:
        return list(chars), []
    return [char for char in chars if id(char) not in down], [char for char in letters if id(char) in down]


def _kept(run: Sequence[Char]) -> set[int]:
    steps = sum(_below(before, after) for before, after in pairwise(run))
    return {id(char) for char in run} if steps >= _LEAST - 1 else set()


def _em(*chars: Char) -> float:
    return max(float(max(char["x1"] - char["x0"], char["bottom"] - char["top"], 1.0)) for char in chars)


def _below(before: Char, after: Char) -> bool:
    em = _em(before, after)
    sideways = abs(before["x0"] + before["x1"] - after["x0"] - after["x1"]) / 2
    step = (after["top"] + after["bottom"] - before["top"] - before["bottom"]) / 2
    return bool(sideways <= 0.4 * em and 0.4 * em <= step <= 1.7 * em)


def _beside_in_column(before: Char, after: Char) -> bool:
    """Whether two narrow characters share one place of a column (縦中横: 12月)."""
    narrow = all(not _LETTER.match(char["text"]) for char in (before, after))
    level = abs(before["top"] - after["top"]) <= 0.3 * _em(before, after)
    return bool(narrow and level and 0 <= after["x0"] - before["x0"] <= 0.8 * _em(before, after))


def turned(chars: Sequence[Char], width: float) -> list[Char]:
    """Characters of columns as characters of lines: what was to the right is above, what was below is to the right."""
    found: list[Char] = []
    for char in chars:
        if found and _beside_in_column(found[-1]["was"], char):
            last = found[-1]
            found[-1] = _turned({**_union(last["was"], char), "text": last["was"]["text"] + char["text"]}, width)
        else:
            made = _turned(char, width)
            if found and char["x1"] - char["x0"] < 0.7 * _em(char) and _below(found[-1]["was"], char):
                # A narrow figure stands anywhere within the width of its column.
                made |= {key: found[-1][key] for key in ("top", "bottom")}
            found.append(made)
    return found


def _union(one: Char, other: Char) -> Char:
    return {
        **one,
        **{key: min(one[key], other[key]) for key in ("x0", "top")},
        **{key: max(one[key], other[key]) for key in ("x1", "bottom")},
    }


def _turned(char: Char, width: float) -> Char:
    return {
        **char, "was": char, "text": char["text"].translate(_FORMS),
        "x0": char["top"], "x1": char["bottom"], "top": width - char["x1"], "bottom": width - char["x0"],
    }  # fmt: skip
