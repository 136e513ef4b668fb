"""From files to drafts: read, draft tables and prose, put both together under ids that stay.

A draft is plain data in the curated format (形式 1), every statement 確認: 未. Nothing is written here.
"""

from __future__ import annotations

import base64
import hashlib
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from graph.errors import RenkeiError
from loaders import apart, curated, personal
from loaders.draft import Found, Record, Rows
from loaders.prose import draft as prose
from loaders.read import Reading, Span
from loaders.tables import draft as tables
from loaders.tables.layouts import Layouts
from loaders.vocabulary import Vocabulary

_LONGEST_WARNING: Final = 1_000
_LONGEST_LABEL: Final = 60
STATEMENTS: Final = ("発行", "収録", "協定", "施策", "加盟", "承継", "記載")


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says of the files.

    ``municipality``: whose list it is, where the file does not say. ``columns``: role of a column → its letter or
    heading. ``layouts``: mappings remembered for files of the same shape.
    """

    municipality: str = ""
    columns: Mapping[str, str] | None = None
    layouts: Layouts | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was drafted.

    ``record``: the curated format; ``text``: what its places mean; ``places``: where each ``sheet!row`` stands in the
    text, for workbooks; ``rows``: the account of each table.
    """

    name: str
    record: Record
    text: str
    places: Mapping[str, Span]
    rows: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be drafted, and why, for people."""

    name: str
    detail: str


def draft_file(path: Path, vocabulary: Vocabulary, options: Options | None = None) -> Draft:
    """Draft one file. Raises `RenkeiError` where it cannot be read or where the tool must ask."""
    return draft(apart.read(path), vocabulary, options or Options())


def draft(reading: Reading, vocabulary: Vocabulary, options: Options | None = None) -> Draft:
    """Draft what was read."""
    options = options or Options()
    listed = tables.draft(
        reading, vocabulary, municipality=options.municipality, columns=options.columns, layouts=options.layouts
    )
    told = (
        Found()
        if reading.sheets
        else prose.draft(reading, vocabulary, skip=listed.used, municipality=options.municipality)
    )
    record = _record(reading, listed, told)
    return Draft(reading.name, record, reading.text, reading.places, tuple(listed.rows + told.rows))


def draft_files(
    paths: Sequence[Path], vocabulary: Vocabulary, options: Options | None = None, *, jobs: int = 1
) -> Iterator[Draft | Failed]:
    """Draft many files, over several processes, results in the order of the files; one that fails stops no other."""
    options = options or Options()
    if jobs == 1 or len(paths) == 1:
        for path in paths:
            yield _attempt(path, vocabulary, options)
        return
    # Spawned, not forked: the same on every system, and safe beside threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        min(jobs, len(paths)), mp_context=context, initializer=_begin, initargs=(vocabulary, options)
    ) as pool:
        running: list[tuple[Path, Future[Draft | Failed]]] = []
        for path in paths:
            running.append((path, pool.submit(_work, path)))
        for path, future in running:
            try:
                yield future.result()
            except BrokenProcessPool:
                # One file killed its process and the pool with it: alone, the others are as good as ever.
                yield _apart(path, vocabulary, options)


_shared: dict[str, Any] = {}


def _begin(vocabulary: Vocabulary, options: Options) -> None:
    _shared["given"] = (vocabulary, options)


def _work(path: Path) -> Draft | Failed:
    return _attempt(path, *_shared["given"])


def _apart(path: Path, vocabulary: Vocabulary, options: Options) -> Draft | Failed:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(vocabulary, options)) as pool:
        try:
            return pool.submit(_work, path).result()
        except BrokenProcessPool:
            return Failed(str(path), f"{path}: 読み取りの途中で止まりました（記憶域が足りないおそれがあります）。"
                          "ファイルを分けてください。")  # fmt: skip


def _attempt(path: Path, vocabulary: Vocabulary, options: Options) -> Draft | Failed:
    try:
        return draft_file(path, vocabulary, options)
    except RenkeiError as error:
        return Failed(str(path), error.detail)
    except Exception as error:
        # A fault of ours in one file must not cost the other thirty-nine.
        return Failed(str(path), f"{path}: 読み取れませんでした（{type(error).__name__}: {error}）。"
                      "別の形式で保存し直すと読めることがあります。")  # fmt: skip


# --- one record out of what was found --------------------------------------------------------------------------------


def _record(reading: Reading, listed: Found, told: Found) -> Record:
    id = mint(reading.text)
    known = {"題名": reading.title or Path(reading.name).stem, "種別": "その他", **told.document, **listed.document}
    document = {"id": id, **known, "入手元": reading.name, "sha256": reading.sha256,
                "本文sha256": reading.text_sha256, "公開": "公開"}  # fmt: skip
    agreements, measures = _numbered(id, listed, told)
    warnings = [f"{problem.what}。{problem.remedy}" for problem in reading.warnings] + listed.warnings + told.warnings
    record: Record = {"形式": curated.FORMAT, "文書": {key: value for key, value in document.items() if value}}
    record["発行"] = _distinct(listed.issuers + told.issuers)
    record["収録"] = _coverage(listed.coverage + told.coverage, agreements + measures)
    record["協定"] = agreements
    record["施策"] = measures
    record["加盟"] = _distinct(listed.memberships + told.memberships)
    record["承継"] = _distinct(listed.successions + told.successions)
    record["記載"] = _distinct(listed.said + told.said)
    for name in STATEMENTS:
        for statement in record[name]:
            statement["確認"] = "未"
    record["警告"] = [_short(warning) for warning in dict.fromkeys(warnings)]
    return _sound(record)


def _short(warning: str) -> str:
    """A warning that quotes a cell without end would be no help to anybody."""
    return warning if len(warning) <= _LONGEST_WARNING else f"{warning[:_LONGEST_WARNING]}…"


def mint(text: str) -> str:
    """The id of a document that is drafted for the first time: from its text, so that two people mint the same."""
    digest = hashlib.blake2b(text.encode(), digest_size=5).digest()
    return "d-" + base64.b32encode(digest).decode().lower()


def _numbered(document: str, listed: Found, told: Found) -> tuple[list[Record], list[Record]]:
    """All agreements and measures under final ids, references between them included.

    What the running text only announces and a table of the same document lists row by row stands once.
    """
    agreements: list[Record] = []
    measures: list[Record] = []
    for part in (listed, told):
        final: dict[str, str] = {}
        for record in part.agreements:
            twin = _twin(record, agreements) if part is told else None
            final[record["id"]] = twin["id"] if twin else f"{document}-a{len(agreements) + 1:02}"
            if not twin:
                # In place: a list of 200,000 rows would not fit twice.
                record["id"] = final[record["id"]]
                agreements.append(record)
        begun = len(measures)
        for n, record in enumerate(part.measures, len(measures) + 1):
            record["id"] = f"{document}-m{n:02}"
            measures.append(record)
        for record in measures[begun:]:
            if isinstance(record.get("協定"), str):
                record["協定"] = final[record["協定"]]
        for record in agreements:
            if record.get("更新"):
                record["更新"] = [final.get(id, id) for id in record["更新"]]
    return agreements, measures


def _twin(record: Record, known: list[Record]) -> Record | None:
    """The row of a table that says all that a sentence says."""
    parties, date = _parties(record), record.get("締結日")
    return next((k for k in known if parties <= _parties(k) and date in (None, k.get("締結日"))), None)


def _parties(record: Record) -> set[str]:
    return {party["名称"] for key in ("自治体", "企業") for party in record.get(key, ())}


def _distinct(records: list[Record]) -> list[Record]:
    found: dict[str, Record] = {}
    for record in records:
        found.setdefault(repr({k: v for k, v in record.items() if k not in ("出典", "表記")}), record)
    return list(found.values())


def _coverage(told: list[Record], records: list[Record]) -> list[Record]:
    """What the document says it covers, and as an extract every local government of which it tells a fact."""
    found = _distinct(told)
    known = {cover["自治体"] for cover in found}
    for record in records:
        for party in record.get("自治体", ()):
            if party["名称"] not in known:
                known.add(party["名称"])
                found.append({"自治体": party["名称"], "網羅": "抜粋",
                              "出典": (party.get("出典") or record.get("出典", []))[:1]})  # fmt: skip
    return found


_FORMS: Final = {
    "発行": curated.Issuer, "収録": curated.Coverage, "協定": curated.Agreement, "施策": curated.Measure,
    "加盟": curated.Membership, "承継": curated.Succession, "記載": curated.Said,
}  # fmt: skip


def _sound(record: Record) -> Record:
    """The record without statements that the format refuses; each that is left out becomes a warning."""
    for name, form in _FORMS.items():
        kept = []
        for statement in record[name]:
            reason = _refused(form, statement)
            if reason:
                record["警告"].append(
                    f"{name}「{_label(statement)}」は外しました（{reason}）。要るものなら手で加えてください"
                )
            else:
                kept.append(statement)
        record[name] = kept
    return record


def _refused(form: Any, statement: Record) -> str:
    """Why a statement cannot stand in a draft, or ''."""
    if any(personal.in_words(str(cited.get("引用", ""))) for cited in statement.get("出典", ())):
        return "引用に電話番号かメールアドレスが入ります"
    try:
        form.model_validate(statement)
    except ValidationError as error:
        return f"書式に合いません: {error.errors()[0]['msg'].removeprefix('Value error, ')}"
    return ""


def _label(statement: Record) -> str:
    return str(statement.get("名称") or statement.get("自治体") or statement.get("団体") or "")[:_LONGEST_LABEL]
