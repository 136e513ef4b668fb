"""What a drafted record claims, apart from where it stands: its plain form and its key.

A decision is kept under the key, so that the same claim in a corrected document, at another position, with another id or
another note of the tool is not asked again, and a changed claim is.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

Record = dict[str, Any]

SECTIONS: Final = ("協定", "施策", "加盟", "承継", "記載", "収録", "発行")
"""Lists of a curated file whose items people review."""

UNCONFIRMED: Final = "未"
CONFIRMED: Final = "済"

_CANDIDATES: Final = 50
_NOT_CLAIMED: Final = frozenset({"id", "出典", "位置", "照合", "引用", "要旨", "確度", "注記", "確認", "仮称"})
_IDENTIFYING: Final = frozenset({"名称", "自治体", "企業"})
"""What of an agreement stands for it where another record refers to it: a corrected date asks nothing about measures."""

_REFERENCES: Final = {"協定", "更新"}


def plain(record: Mapping[str, Any]) -> Record:
    """A record as it is written in a file: every value text, places as ``start-end``, nothing empty, no ids of others'
    types. Accepts what drafting gives (places as ``[start, end]``, numbers, flags)."""
    return {key: value for key, item in record.items() if (value := _plain(key, item)) not in ("", [], {}, None)}


def _plain(key: str, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else None
    if key == "位置" and isinstance(value, list | tuple):
        return f"{value[0]}-{value[1]}"
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, list | tuple):
        return [item for item in (_plain("", one) for one in value) if item not in ("", [], {}, None)]
    return str(value)


def same(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two records are written alike, 確認 aside."""
    return digest(first) == digest(second)


def digest(record: Mapping[str, Any] | None) -> str:
    """A short name of a record as it is written, 確認 aside; '' for none."""
    if record is None:
        return ""
    shown = {key: value for key, value in record.items() if key != "確認"}
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def confirmed(record: Mapping[str, Any]) -> bool:
    """Whether the record may enter the graph."""
    return bool(record.get("確認", CONFIRMED) != UNCONFIRMED)


def keys(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Section → the keys of its records, in order, for the data of a curated file.

    A key is ``協定:`` and 16 hex digits. Records that claim the same (a row that occurs twice) are told apart by their
    order.
    """
    agreements = {
        str(record["id"]): _digest(
            {key: item for key, item in claim("協定", record, {}).items() if key in _IDENTIFYING}
        )
        for record in data.get("協定") or ()
        if isinstance(record, dict) and record.get("id")
    }
    found: dict[str, list[str]] = {}
    for section in SECTIONS:
        seen: Counter[str] = Counter()
        found[section] = []
        for record in data.get(section) or ():
            key = f"{section}:{_digest(claim(section, record, agreements))}"
            seen[key] += 1
            found[section].append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return found


def claim(section: str, record: Mapping[str, Any], agreements: Mapping[str, str]) -> Record:
    """The plain form of what a record claims. ``agreements``: id → what stands for an agreement it refers to."""
    claimed: Record = {}
    for key, value in record.items():
        if key in _NOT_CLAIMED or (key == "表記" and _named(record)):
            continue
        if key == "名称" and section == "協定" and record.get("仮称"):
            # The source gives no title, so the name is the tool's and claims nothing.
            continue
        if key in _REFERENCES and section in ("協定", "施策"):
            ids = value if isinstance(value, list | tuple) else [value]
            item: Any = sorted(filter(None, (agreements.get(_text(one), "") for one in ids)))
        else:
            item = _claimed(value)
        if item not in ("", [], {}):
            claimed[key] = item
    return claimed


def _named(record: Mapping[str, Any]) -> bool:
    return any(record.get(key) for key in ("名称", "会員", "自治体", "企業"))


def _text(value: Any) -> str:
    return str(value["値"] if isinstance(value, Mapping) and "値" in value else value)


def _claimed(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "値" in value:
            return _folded(str(value["値"]))
        return claim("", value, {})
    if isinstance(value, list | tuple):
        # The order in which parties are listed claims nothing.
        return sorted((_claimed(item) for item in value), key=lambda item: json.dumps(item, ensure_ascii=False))
    return _folded(str(value))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _digest(claimed: Record) -> str:
    return hashlib.sha256(json.dumps(claimed, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def atoms(section: str, record: Mapping[str, Any]) -> frozenset[str]:
    """The single values that a record claims, to tell how near two records are."""
    return frozenset(_atoms("", claim(section, record, {})))


def _atoms(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _atoms(f"{path}.{key}", item)
    elif isinstance(value, list):
        for item in value:
            yield from _atoms(path, item)
    else:
        yield f"{path}={value}"


def bodies(data: Mapping[str, Any]) -> frozenset[str]:
    """Names of the companies that agreements and measures of a file name."""
    return frozenset(
        _folded(str(party.get("名称", "")))
        for section in ("協定", "施策")
        for record in data.get(section) or ()
        for party in record.get("企業") or ()
    )


class Nearest:
    """Finds the record of a section that claims most of the same as a given one."""

    def __init__(self, section: str, records: Iterable[tuple[str, Record]]) -> None:
        self._section = section
        self._atoms = {key: atoms(section, record) for key, record in records}
        self._holders: dict[str, list[str]] = defaultdict(list)
        for key, held in self._atoms.items():
            for atom in held:
                self._holders[atom].append(key)

    def find(self, record: Mapping[str, Any], least: float) -> str | None:
        """The key of the nearest record, if the shared part of all values of both is at least ``least``."""
        own = atoms(self._section, record)
        rare = sorted(own, key=lambda atom: len(self._holders.get(atom, ())))
        likely = {key for atom in rare for key in self._holders.get(atom, ())[:_CANDIDATES]}
        shares = [(len(own & self._atoms[key]) / len(own | self._atoms[key]), key) for key in likely]
        best = max(shares, key=lambda pair: (pair[0], pair[1]), default=(0.0, ""))
        return best[1] if best[0] >= least else None

    def drop(self, key: str) -> None:
        """Never find this record again."""
        for atom in self._atoms.pop(key):
            self._holders[atom].remove(key)
