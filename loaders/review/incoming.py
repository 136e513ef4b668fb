"""A draft on its way in: the plain data of a curated file, unconfirmed, checked, without personal data."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import DataProblems, Problem
from loaders import curated, lines, personal
from loaders.review import keys
from loaders.source import Source

Record = dict[str, Any]


@dataclass
class Incoming:
    """A draft on its way in: the plain data of a curated file under the id of its document."""

    data: Record
    source: Source
    text_sha256: str

    def __post_init__(self) -> None:
        self.keys = keys.keys(self.data)

    def records(self) -> Iterable[tuple[str, Record]]:
        """Key and record of everything that people review."""
        for section in keys.SECTIONS:
            yield from zip(self.keys[section], self.data.get(section, ()), strict=True)


def incoming(draft: Mapping[str, Any], id: str, source: Source, text_sha256: str) -> tuple[Incoming, list[Problem]]:
    """The draft as a curated file of the document ``id``: checked, unconfirmed, without personal data.

    Raises `DataProblems` where it does not follow the curated format.
    """
    data = keys.plain(draft)
    old_id = str(data.get("文書", {}).get("id", ""))
    data["文書"] = {**data.get("文書", {}), "id": id, "本文sha256": text_sha256}
    _rename(data, old_id, id)
    problems = _without_personal(data, id)
    for section in keys.SECTIONS:
        data[section] = [{**record, "確認": keys.UNCONFIRMED} for record in data.get(section, ())]
    whole = {"形式": curated.FORMAT, **{key: value for key, value in data.items() if value}}
    _, wrong = curated.parse(lines.Located(id, copy.deepcopy(whole)))
    if wrong:
        raise DataProblems(wrong)
    return Incoming(whole, source, text_sha256), problems


def _rename(data: Record, old: str, new: str) -> None:
    """Ids of records follow the id of their document."""
    if not old or old == new:
        return
    pattern = re.compile(rf"^{re.escape(old)}(?=-[am]\d+$)")

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: renamed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return pattern.sub(lambda _: new, value)

    for section in ("協定", "施策"):
        for record in data.get(section, ()):
            for key in ("id", "協定", "更新"):
                if key in record:
                    record[key] = renamed(record[key])


def _without_personal(data: Record, id: str) -> list[Problem]:
    """Take out records that hold a telephone number or a mail address, each with a warning; likewise of 警告."""
    problems = []
    for section in keys.SECTIONS:
        kept = []
        for record in data.get(section, ()):
            if personal.problems(lines.Located(id, record)):
                place = next((str(c.get("位置", "")) for c in record.get("出典", ())), "")
                problems.append(
                    Problem(id, 0, section, f"位置 {place} の記録は、電話番号かメールアドレスを含むので下書きに入れません",
                            "要る事実なら、連絡先を除いて『手入力』で加えてください", warning=True)
                )  # fmt: skip
            else:
                kept.append(record)
        if section in data:
            data[section] = kept
    if "警告" in data:
        data["警告"] = [warning for warning in data["警告"] if not personal.in_words(warning)]
    return problems
