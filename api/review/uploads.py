"""Files that a person sends become drafts, as ``renkei extract`` makes them. The name of a file is only ever shown."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from api.review import returned
from api.review.desk import Desk
from graph import places
from graph.errors import Problem, RenkeiError, UsageError
from loaders import extract, replies
from loaders.apart import read_bytes
from loaders.read import LIMITS, Reading
from loaders.review import Shelf, Stored
from loaders.tables import layouts
from loaders.tables.errors import Column, ColumnsNeeded, OwnerNeeded
from loaders.vocabulary import Vocabulary

FILE_BYTES: Final = 50_000_000
ALL_BYTES: Final = 200_000_000
FILES: Final = 200
FORMATS: Final = (".txt", ".md", ".html", ".htm", ".mht", ".pdf", ".docx", ".xlsx", ".xlsm", ".xls", ".csv", ".tsv")

_LIMITS: Final = replace(LIMITS, file_bytes=FILE_BYTES)
_NOT_IN_NAMES: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Account(NamedTuple):
    """What became of the rows of a table: rows in = facts + left out + warned."""

    table: str
    total: int
    facts: int
    left_out: int
    why: str
    warned: int


@dataclass(frozen=True)
class Outcome:
    """What became of one file. ``failed``: why there is no draft, '' if there is one; ``ask``: what the tool must know;
    ``reply``: it was a form that came back, whose answers are in the folder already."""

    name: str
    failed: str = ""
    document: str = ""
    title: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    new: int = 0
    kept: int = 0
    version: bool = False
    warnings: tuple[str, ...] = ()
    rows: tuple[Account, ...] = ()
    columns: tuple[Column, ...] = ()
    ask: str = field(default="")
    reply: bool = False


class Asked(NamedTuple):
    """What drafting knows of names, and what the person said of the files."""

    vocabulary: Vocabulary
    options: extract.Options
    layouts: layouts.Layouts


def sent(files: Sequence[tuple[str, int]]) -> list[str]:
    """The names under which files (name, size) are shown. Raises `UsageError` where there are none or too many."""
    if not files:
        raise UsageError("ファイルが選ばれていません。「ファイル」の欄で選んでください（いくつでも選べます）。")
    if len(files) > FILES:
        raise UsageError(
            f"一度に送れるのは {FILES:,} ファイルまでです（いまは {len(files):,}）。分けて送ってください。"
        )
    return [shown_name(name) for name, _ in files]


def shown_name(name: str) -> str:
    """The last part of a file's name, without what cannot be seen."""
    last = _NOT_IN_NAMES.sub("", name.replace("\\", "/").rpartition("/")[2]).strip()
    return last[-150:] or "名前のないファイル"


def asked(municipality: str, columns: str, vocabulary: Vocabulary, root: Path) -> Asked:
    """What the person said of the files, checked. Raises `UsageError`."""
    if municipality:
        found = vocabulary.gazetteer.resolve(municipality)
        if isinstance(found, places.Ambiguous):
            raise UsageError(
                f"一覧の持ち主「{municipality}」だけでは決まりません。{'、'.join(found.candidates)} のどれかを書いてください。"
            )
        if not isinstance(found, places.Body) or found.part:
            near = "、".join(vocabulary.gazetteer.near(municipality))
            raise UsageError(
                f"一覧の持ち主「{municipality}」という自治体はありません。" + (f"近い名前: {near}" if near else "")
            )
    pairs: dict[str, str] = {}
    for part in filter(None, re.split(r"[,、，\n]", columns)):
        role, _, column = re.sub("[＝=]", "=", part).partition("=")
        if not (role.strip() and column.strip()):
            raise UsageError(f"列の対応の「{part}」は 役=列 の形ではありません（例: 相手方=B,締結日=D）。")
        pairs[role.strip()] = column.strip()
    known = layouts.Layouts.load(root / layouts.FILE)
    return Asked(vocabulary, extract.Options(municipality, pairs or None, known), known)


async def take(desk: Desk, name: str, raw: bytes, asked: Asked) -> Outcome:
    """Draft one file and put the draft into the user's folder, or say why not."""
    reply = False
    try:
        reading = await asyncio.to_thread(read_bytes, name, raw, _LIMITS)
        reply = replies.recognise(reading)
        if reply:
            return _replied(name, await desk.work(lambda shelf: returned.take(reading, shelf)))
        draft = await asyncio.to_thread(_draft, reading, asked)
        stored = await desk.work(lambda shelf: _store(shelf, name, draft, asked))
    except OwnerNeeded as error:
        told = (
            f"「{error.seen}」とだけあります。"
            if error.seen
            else "題にもシートの名前にも列にも、自治体の名前が見当たりません。"
        )
        candidates = f"候補: {'、'.join(error.candidates)}。" if error.candidates else ""
        return Outcome(
            name, f"{error.table}: 一覧の持ち主（どの自治体の協定か）が分かりません。{told}{candidates}",
            ask="下の「一覧の持ち主」に自治体の名前を書いて、このファイルをもう一度送ってください。",
        )  # fmt: skip
    except ColumnsNeeded as error:
        return Outcome(
            name, f"{error.table}: 協定の一覧の見出しが見つかりません。見えた列は次のとおりです。",
            columns=error.columns,
            ask="下の「列の対応」に、たとえば 相手方=B,締結日=D,協定名=C と書いて、このファイルをもう一度送ってください（同じ形のファイルのために覚えます）。",
        )  # fmt: skip
    except RenkeiError as error:
        problems = getattr(error, "problems", None)
        return Outcome(name, "\n".join(map(_problem, problems)) if problems else error.detail, reply=reply)
    except Exception as error:
        # A fault of ours in one file must not cost the others.
        return Outcome(
            name, f"読み取れませんでした（{type(error).__name__}）。別の形式で保存し直すと読めることがあります。"
        )
    return _told(name, draft, stored)


def _draft(reading: Reading, asked: Asked) -> extract.Draft:
    return extract.draft(reading, asked.vocabulary, asked.options)


def _replied(name: str, done: returned.Returned) -> Outcome:
    return Outcome(
        name, document=done.document, title=done.title, counts=done.counts, new=done.new, kept=done.kept,
        warnings=done.warnings, rows=tuple(Account(table, total, facts, left_out, why, 0) for table, total, facts, left_out, why in done.rows),
        reply=True,
    )  # fmt: skip


def _store(shelf: Shelf, name: str, draft: extract.Draft, asked: Asked) -> Stored:
    stored = shelf.store(draft.record, draft.text, name, draft.places)
    with shelf.folder.lock():
        asked.layouts.save(shelf.folder.root / layouts.FILE)
    return stored


def _problem(problem: Problem) -> str:
    place = f"{problem.field}{f' {problem.line} 行' if problem.line else ''}: " if "シート" in problem.field else ""
    return f"{place}{problem.what}。{problem.remedy}"


def _told(name: str, draft: extract.Draft, stored: Stored) -> Outcome:
    record = draft.record
    return Outcome(
        name,
        document=stored.document,
        title=str(record["文書"].get("題名", name)),
        counts=tuple((section, len(record[section])) for section in extract.STATEMENTS if record[section]),
        new=len(stored.new),
        kept=len(stored.kept),
        version=stored.version,
        warnings=(*record["警告"], *(f"{p.what}。{p.remedy}" for p in stored.problems)),
        rows=tuple(
            Account(
                rows.table,
                len(rows.facts) + len(rows.left_out) + len(rows.warned),
                len(rows.facts),
                len(rows.left_out),
                "、".join(f"{reason} {count:,}" for reason, count in Counter(rows.left_out.values()).most_common()),
                len(rows.warned),
            )
            for rows in draft.rows
        ),
    )
