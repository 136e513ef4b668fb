"""Carrying the positions of a curated file over to a changed text of its document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph.errors import DataProblems, Problem, UsageError
from loaders import lines, written
from loaders.carry import LOST, Mover, citations
from loaders.evidence import Originals, row_places
from loaders.folder import Folder
from loaders.read import read
from loaders.review import keys
from loaders.review.tracked import Draft, locate
from loaders.roundtrip import current_text
from loaders.source import Source
from loaders.written import Change

Record = dict[str, Any]

_SHOWN: Final = 30


@dataclass(slots=True)
class Rebased:
    """What became of the positions of a file: ``total`` = ``same`` + ``moved`` + ``lost``; ``written``: whether the file
    was changed; ``problems``: each position whose words are nowhere in the new text."""

    path: Path
    total: int = 0
    same: int = 0
    moved: int = 0
    lost: int = 0
    written: bool = False
    problems: list[Problem] = field(default_factory=list)


def rebase(user: Path, file: Path, id: str, sources: Path | None, *, partial: bool = False) -> Rebased:
    """Carry a document of the user's folder over to the text of ``file``.

    ``id``: the document; '' if the name of the file or the only document tells it. ``sources``: where the old original
    may lie; without it (and without the text kept in the folder) words that only 照合 tells are searched. The file is
    rewritten with its comments unless words were lost; with ``partial`` what was lost becomes 要確認. Raises `ReadError`,
    `DataProblems` or `UsageError`; then nothing was written.
    """
    folder = Folder(user)
    reading = read(file)
    new = Source(reading.text, row_places(reading))
    with folder.lock():
        id = id or _meant(folder, file)
        path = folder.document(id)
        if not path.is_file():
            known = "、".join(list(folder.documents())[:10]) or "まだありません"
            raise UsageError(f"「{id}」という文書は自分のフォルダーにありません（ある文書: {known}）。")
        located = lines.load(path)
        if located.problems or not isinstance(located.data, dict):
            raise DataProblems(
                located.problems or [located.problem((), "中身がありません", "ファイルを直してください")]
            )
        text = current_text(path, located)
        info = dict(located.data.get("文書") or {})
        old = Originals(sources, folder).get(info.get("sha256"), info.get("本文sha256"))
        mover = Mover(old.source if old else None, new)
        result = Rebased(path)
        changes = list(_changes(located, mover, result))
        fresh = {**info, "本文sha256": reading.text_sha256}
        if "sha256" in info:
            fresh["sha256"] = reading.sha256
        if fresh != info:
            changes.append(Change("文書", None, fresh))
        if changes and (partial or not result.lost):
            _write(folder, id, text, changes)
            folder.write_text(reading.text, new.rows)
            result.written = True
    return result


def _meant(folder: Folder, file: Path) -> str:
    """The document that a file is a version of, by 入手元; the only one if there is one."""
    documents = folder.documents()
    found = []
    for id, path in documents.items():
        located = lines.load(path)
        info = located.data.get("文書") if isinstance(located.data, dict) else None
        if isinstance(info, dict) and Path(str(info.get("入手元", ""))).name == file.name:
            found.append(id)
    if len(found) == 1:
        return found[0]
    if len(documents) == 1:
        return next(iter(documents))
    known = "、".join(found or list(documents)[:10]) or "まだありません"
    raise UsageError(
        f"どの文書の新しい本文か分かりません。renkei rebase 文書id {file.name} と指定してください（ある文書: {known}）。"
    )


def _changes(located: lines.Located, mover: Mover, result: Rebased) -> list[Change]:
    data: Mapping[str, Any] = located.data
    for section in keys.SECTIONS:
        for record in data.get(section) or ():
            mover.expect(record)
    changes = []
    for section in keys.SECTIONS:
        for index, record in enumerate(data.get(section) or ()):
            if not isinstance(record, dict):
                continue
            moved, lost = mover.record(record)
            _count(record, moved, lost, result)
            result.problems += [_told(located, section, index, record, one) for one in lost]
            if moved != record:
                changes.append(Change(section, index, moved))
    return changes


def _count(record: Record, moved: Record, lost: list[Record], result: Rebased) -> None:
    before = [c for c in citations(record) if c.get("位置")]
    same = sum(
        a.get("位置") == b.get("位置")
        for a, b in zip(citations(record), citations(moved), strict=False)
        if a.get("位置")
    )
    result.total += len(before)
    result.lost += len(lost)
    result.same += same
    result.moved += len(before) - len(lost) - same


def _told(located: lines.Located, section: str, index: int, record: Record, citation: Mapping[str, Any]) -> Problem:
    words = str(citation.get("引用") or citation.get("要旨") or "")[:_SHOWN]
    name = str(record.get("名称") or record.get("団体") or record.get("項目") or record.get("自治体") or "")
    return Problem(
        located.file, located.line((section, index)), f"{section}[{index + 1}]",
        f"「{name}」の位置 {citation.get('位置', '')}「{words}」: {LOST}",
        "いまの本文での位置を書くか、記録を直してください", warning=True,
    )  # fmt: skip


def _write(folder: Folder, id: str, text: str, changes: list[Change]) -> None:
    """Write the file, and keep knowing which of its records people edited by hand."""
    draft = Draft.of(id, folder.read_draft(id))
    before = written.read(text)
    at = locate(before, draft).at
    untouched = [
        (tracked, at[tracked.key])
        for tracked in draft.records.values()
        if tracked.key in at and keys.digest(before[tracked.section][at[tracked.key]]) == tracked.written
    ]
    after = written.apply(text, changes)
    data = written.read(after)
    folder.write_document(id, after)
    for tracked, index in untouched:
        tracked.written = keys.digest(data[tracked.section][index])
    if draft.records:
        draft.info = {
            **draft.info,
            **{key: data["文書"][key] for key in ("sha256", "本文sha256") if key in data["文書"]},
        }
        folder.write_draft(id, draft.data())
