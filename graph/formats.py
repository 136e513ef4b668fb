"""The form of the files that people keep: one number in 形式, and how an older form becomes the one of today.

The rule is the same for every kind of file of the user's folder. Where 形式 is missing it is 1. An older form is
raised, step by step, when it is read, and nothing on disk changes; a newer one is refused, since what is not
understood would be lost. Whoever changes a form raises `FORMAT` and says in `STEPS` how the form before becomes it;
what may merely stand there in addition is no new form.

Tables that people open in a spreadsheet (``reference/*.csv``) have no number: their headings tell what they hold.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

Kind = Literal["書き起こし", "名簿", "分野", "判断", "下書き", "列の覚え書き"]
Step = Callable[[dict[str, Any]], None]
"""Changes data of one form into data of the next, in place; it is given a copy of its own."""

KEY: Final = "形式"
FIRST: Final = 1
FORMAT: Final = 1
"""The form that this tool writes."""

STEPS: Final[dict[int, dict[Kind, Step]]] = {}
"""Form → what makes the next one of it; a kind that is not named is the same in both."""

_NUMBER: Final = re.compile(r"[0-9]{1,6}")


class FormError(ValueError):
    """A form that this tool does not read. ``what`` is wrong and what is the ``remedy``."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def version(data: Mapping[str, Any], *, current: int = FORMAT) -> int:
    """The form of some data. Raises `FormError` where it is none or newer than ``current``."""
    written = data.get(KEY, FIRST)
    text = str(written) if isinstance(written, str | int) and not isinstance(written, bool) else ""
    if not _NUMBER.fullmatch(text):
        raise FormError("形式が数ではありません", f"「形式: '{current}'」と書き直してください")
    found = int(text)
    if found > current:
        raise FormError(
            f"新しい版の連携グラフの形式（{found}）です。この連携グラフが読めるのは形式 {current} までです",
            "連携グラフを新しい版にしてください（ファイルは変えていません）",
        )
    return found


def raised(
    kind: Kind, data: dict[str, Any], *, steps: Mapping[int, Mapping[Kind, Step]] = STEPS, current: int = FORMAT
) -> dict[str, Any]:
    """The same data in the form of today, 形式 included; the given data stay as they are.

    Raises `FormError` where their form is newer than today's, none, or one that no step begins with.
    """
    found = version(data, current=current)
    if found == current and KEY in data:
        return data
    fresh = copy.deepcopy(data) if found < current else dict(data)
    for number in range(found, current):
        if number not in steps:
            raise FormError(
                f"形式 {number} は古すぎて、この連携グラフでは読めません", "間の版の連携グラフで一度開いてください"
            )
        if step := steps[number].get(kind):
            try:
                step(fresh)
            except (LookupError, TypeError, AttributeError, ValueError) as error:
                raise FormError(
                    f"形式 {number} のファイルとして読めません",
                    "その形式を書いた版の連携グラフの check で確かめてください",
                ) from error
    fresh.pop(KEY, None)
    return {KEY: str(current), **fresh}


def kind_of(path: Path, data: Mapping[str, Any]) -> Kind | None:
    """What a YAML file of the user's folder is: by its place, else by what stands at its top; None for anything else."""
    if path.name in _NAMED:
        return _NAMED[path.name]
    if path.parent.name == "documents" or "文書" in data:
        return "書き起こし"
    if "組織" in data:
        return "名簿"
    return "分野" if "分野" in data or "除外" in data else None


_NAMED: Final[dict[str, Kind]] = {"organisations.yaml": "名簿", "fields.yaml": "分野"}
