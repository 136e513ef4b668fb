"""Replies in the user's folder: one curated document a form, replaced as a whole by a corrected reply.

A file that nobody touched carries at its head a digest of what was written, so that what a person wrote by hand is never
overwritten. Ids that were given once stay with what they were given to.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import Any, Final, NamedTuple

from graph import dates, forms
from graph.errors import DataProblems, Problem, relative
from graph.forms import Mark
from loaders import curated, lines, written
from loaders.evidence import row_places
from loaders.folder import Folder, text_sha256
from loaders.read import Reading
from loaders.replies import later
from loaders.replies.facts import Fact, Place
from loaders.replies.sheets import Answer
from loaders.review import keys
from loaders.roundtrip import current_text

Record = dict[str, Any]

_SECTIONS: Final = ("発行", "収録", "協定", "施策", "記載")
_NOTE: Final = (
    "# 返ってきた票から renkei import が作った。同じ票を取り込み直すと、まるごと置き換わる。\n"
    "# 手で直すと、それからは取り込みで上書きされない。\n"
)
_SEAL: Final = re.compile(r"^# 控え: ([0-9a-f]{16})\n", re.MULTILINE)


class Head(NamedTuple):
    """What stands above the table of a form."""

    day: str
    department: str
    openness: str
    day_cell: Answer | None
    department_cell: Answer | None
    name: str
    code: str


@dataclass(slots=True)
class Reply:
    """A form that came back, as facts."""

    mark: Mark
    head: Head
    sheet: str
    facts: list[Fact] = field(default_factory=list)

    @property
    def place(self) -> Place | None:
        return Place(self.head.name, self.head.code, self.head.department, self.head.day) if self.head.name else None


class Kept(NamedTuple):
    """What storing a reply changed. ``new``: the document was not there; ``changed``: rows whose facts are new or told
    otherwise; ``gone``: facts that the earlier reply stated and this one does not; ``newer``: the day of the reply that is
    there, where that is later than this one, which then counts for nothing."""

    new: bool
    changed: set[int]
    gone: int
    written: bool = True
    newer: str = ""


def title(reply: Reply) -> str:
    """The title of the document that a reply is."""
    if reply.mark.kind == "棚卸し":
        year = f"（{forms.fiscal(reply.mark.period)}）" if reply.mark.period else ""
        return f"協定の棚卸しへの回答{year} {reply.head.name} {reply.head.department}"
    asked = f"（{dates.japanese(reply.mark.period)}の照会）" if reply.mark.period else ""
    return f"官民連携の照会への回答{asked} {reply.head.name} {reply.head.department}"


def store(folder: Folder, replies: Sequence[Reply], reading: Reading) -> list[Kept]:
    """Write the documents; the caller holds the lock. Raises `DataProblems` where a file was changed by hand or what would
    be written does not follow the format; nothing is written then."""
    problems: list[Problem] = []
    plans: list[tuple[str, Record]] = []
    kept: list[Kept] = []
    for reply in replies:
        id = reply.mark.document
        before, touched = _before(folder, id)
        there = str(_info(before or {}).get("発行日", ""))
        if there > reply.head.day:
            kept.append(Kept(False, set(), 0, written=False, newer=there))
            continue
        data, rows = _data(reply, reading, before)
        news = _news(reply, data, rows, before)
        if touched and (news.changed or news.gone or _info(data) != _info(before or {})):
            problems.append(Problem(
                relative(folder.document(id)), 0, "", "この回答の書き起こしは、取り込んだあとに手で直されています",
                "直したところを残すなら、そのままにしてください。取り込み直すなら、このファイルを別の場所に移してからにしてください",
            ))  # fmt: skip
        _, wrong = curated.parse(lines.Located(reading.name, copy.deepcopy(data)))
        problems += wrong
        written_ = bool(news.new or news.changed or news.gone or _info(data) != _info(before or {}))
        if written_:
            plans.append((id, data))
        kept.append(news._replace(written=written_))
    if problems:
        raise DataProblems(problems)
    if plans:
        folder.write_text(reading.text, row_places(reading))
        for id, data in plans:
            folder.write_document(id, sealed(data))
    _settle(folder, {reply.head.code for reply in replies})
    return kept


def _info(data: Mapping[str, Any]) -> Record:
    """文書 apart from which file told it."""
    return {key: value for key, value in (data.get("文書") or {}).items() if key not in ("本文sha256", "sha256")}


def sealed(data: Mapping[str, Any]) -> str:
    """The text of a document with its digest."""
    body = written.dump(data)
    return f"{_NOTE}# 控え: {hashlib.sha256(body.encode()).hexdigest()[:16]}\n{body}"


def untouched(text: str) -> bool:
    """Whether a document is as the tool wrote it."""
    plain = text.replace("\r\n", "\n").removeprefix("\ufeff")
    seal = _SEAL.search(plain)
    return seal is not None and hashlib.sha256(plain[seal.end() :].encode()).hexdigest()[:16] == seal[1]


def _before(folder: Folder, id: str) -> tuple[Record | None, bool]:
    """The data of the document as it is, and whether a person changed it."""
    path = folder.document(id)
    if not path.is_file():
        return None, False
    data, text = _read(path)
    return data, not untouched(text)


def _read(path: Path) -> tuple[Record, str]:
    located = lines.load(path)
    if located.problems or not isinstance(located.data, dict):
        raise DataProblems(
            located.problems or [located.problem((), "中身がありません", "ファイルを直すか、消してください")]
        )
    return located.data, current_text(path, located)


# --- the document ----------------------------------------------------------------------------------------------------


def _data(reply: Reply, reading: Reading, before: Record | None) -> tuple[Record, list[list[int]]]:
    """The curated data of a reply; and, section by section of `_SECTIONS` after 収録, the row of each record."""
    head, mark = reply.head, reply.mark
    info = {
        "id": mark.document, "題名": title(reply), "種別": "照会回答", "発行日": head.day, "基準日": head.day,
        "本文sha256": text_sha256(reading.text), "公開": head.openness,
    }  # fmt: skip
    issuer: Record = {"自治体": head.name, "部署": head.department}
    if head.department_cell and head.department_cell.words:
        issuer["出典"] = [{"位置": head.department_cell.place, "引用": head.department_cell.words}]
    cover = {
        "自治体": head.name,
        "網羅": "抜粋",
        "対象": "票で尋ねた協定と取組" if mark.kind == "照会票" else "票で尋ねた協定",
    }
    data: Record = {"形式": curated.FORMAT, "文書": info, "発行": [issuer], "収録": [cover]}
    ids = _ids(reply, before)
    rows: list[list[int]] = []
    for section in ("協定", "施策", "記載"):
        own = [fact for fact in reply.facts if fact.section == section]
        if own:
            data[section] = [keys.plain(_named(fact.record, ids)) for fact in own]
        rows.append([fact.row for fact in own])
    return keys.plain(data), rows


def _named(record: Record, ids: Mapping[str, str]) -> Record:
    """The record with ids in place of what stood for them."""
    return {key: ids.get(value, value) if key in ("id", "協定", "施策") and isinstance(value, str) else value
            for key, value in record.items()}  # fmt: skip


def _ids(reply: Reply, before: Record | None) -> dict[str, str]:
    """An id for each record: that of the equal one of the earlier reply, else of the one in its place, else a new one."""
    found: dict[str, str] = {}
    used = {str(record.get("id")) for section in ("協定", "施策") for record in (before or {}).get(section) or ()}
    for section, letter in (("協定", "a"), ("施策", "m")):
        olds: dict[str, list[Record]] = defaultdict(list)
        for old in (before or {}).get(section) or ():
            olds[_content(old)].append(old)
        own = [fact for fact in reply.facts if fact.section == section]
        left = []
        for fact in own:
            same = olds[_content(_named(fact.record, found))]
            if same:
                found[fact.record["id"]] = same.pop(0)["id"]
            else:
                left.append(fact)
        places: dict[str, list[Record]] = defaultdict(list)
        for old in chain.from_iterable(olds.values()):
            places[_place(old)].append(old)
        numbers = count(1)
        for fact in left:
            waiting = places[_place(_named(fact.record, found))]
            found[fact.record["id"]] = (
                waiting.pop(0)["id"] if waiting else _free(reply.mark.document, letter, numbers, used)
            )
    return found


def _place(record: Mapping[str, Any]) -> str:
    """What stays with a record whose words are corrected: the agreement of a measure, the name of an agreement."""
    return str(record.get("協定") or forms.folded(str(record.get("名称", ""))))


def _free(document: str, letter: str, numbers: Iterator[int], used: set[str]) -> str:
    return next(id for n in numbers if (id := f"{document}-{letter}{n:02}") not in used)


_EVIDENCE: Final = frozenset({"id", "出典", "確度", "注記"})


def _content(record: Mapping[str, Any]) -> str:
    """What a record states, apart from where it stands."""
    return keys.digest({key: value for key, value in keys.plain(record).items() if key not in _EVIDENCE})


def _news(reply: Reply, data: Record, rows: list[list[int]], before: Record | None) -> Kept:
    if before is None:
        return Kept(True, {row for own in rows for row in own}, 0)
    changed: set[int] = set()
    gone = 0
    for section, own in zip(("協定", "施策", "記載"), rows, strict=True):
        olds = Counter(_content(record) for record in before.get(section) or ())
        for row, record in zip(own, data.get(section) or (), strict=True):
            told = _content(record)
            if olds[told]:
                olds[told] -= 1
            else:
                changed.add(row)
        gone += olds.total()
    return Kept(False, changed, gone)


# --- replies of other years ------------------------------------------------------------------------------------------


def _settle(folder: Folder, codes: Iterable[str]) -> None:
    """What a later reply of the same local government tells otherwise is marked in the earlier one."""
    for code in sorted(set(codes)):
        own: dict[str, Record] = {}
        by_hand: set[str] = set()
        for id, path in folder.documents().items():
            if re.match(rf"[tq]-{code}-[a-z2-7]{{8}}$", id):
                own[id], text = _read(path)
                if not untouched(text):
                    by_hand.add(id)
        for id, data in later.settled(own).items():
            if id not in by_hand:
                folder.write_document(id, sealed(data))
