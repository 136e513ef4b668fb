"""The workbook that comes back: every row is a decision, an edit, a new fact, or a problem with sheet, row and column."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph.errors import DataProblems, Problem
from loaders import lines, personal
from loaders.review import Choice, Document, Item
from loaders.workbook import cells, entry, layout, pairs
from loaders.workbook.cells import Wrong
from loaders.workbook.opening import Sheet, opened
from loaders.workbook.pairs import Pair

Check = Callable[[str, dict[str, Any], dict[str, Any]], list[Problem]]


@dataclass(slots=True)
class Returned:
    """What came back. ``choices``: by 文書.id; ``entered``: documents entered by hand, by id; ``edited``: rows whose edit
    was taken as acceptance though 判断 was empty; ``notes``: what was not read, for people."""

    by: str = ""
    choices: dict[str, list[Choice]] = field(default_factory=dict)
    entered: dict[str, entry.Entered] = field(default_factory=dict)
    edited: int = 0
    kept: int = 0
    notes: list[str] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    """Decisions about what is the same."""

    @property
    def counts(self) -> dict[str, int]:
        """採用, 修正, 却下, 取消 → how many rows."""
        verdicts = [choice.verdict for choices in self.choices.values() for choice in choices]
        return {verdict: verdicts.count(verdict) for verdict in ("採用", "修正", "却下", "取消")}


def read(
    path: Path,
    find: Callable[[str], Document | None],
    check: Check,
    latest: Callable[[], Mapping[frozenset[str], str]] = dict,
) -> Returned:
    """Read a workbook back.

    ``find``: a document of the user's folder by id, or None; ``check``: what would keep a record out of the graph;
    ``latest``: two ids → what is decided about them now ('' where they are only proposed), asked only where it matters.
    Raises `DataProblems` with every problem of the workbook; nothing of it counts then.
    """
    returned, problems = Returned(), list[Problem]()
    sheets, by, notes = opened(path)
    returned.by, returned.notes = by, notes
    documents: dict[str, Document | None] = {}
    for sheet in sheets:
        if sheet.name == layout.SAME:
            problems += pairs.read(sheet, latest() if sheet.rows else {}, returned.pairs)
        elif sheet.name == entry.SHEET:
            problems += _entered(sheet, returned, check)
        else:
            problems += _reviewed(sheet, returned, documents, find, check)
    if documents and not any(documents.values()):
        # One folder for another, and every row would be wrong in the same way.
        raise DataProblems([
            Problem(path.name, 0, "", "この確認表にある文書が、データの置き場にひとつもありません",
                    "書き出したときと同じ置き場（RENKEI_DATA）か確かめ、違えば、いまの置き場から renkei review --xlsx で書き出し直してください")
        ])  # fmt: skip
    if problems:
        raise DataProblems(problems)
    return returned


# --- rows about drafts -------------------------------------------------------------------------------------------------


def _reviewed(
    sheet: Sheet,
    returned: Returned,
    documents: dict[str, Document | None],
    find: Callable[[str], Document | None],
    check: Check,
) -> Iterator[Problem]:
    missing = [name for name in (layout.VERDICT, *_editable(sheet.name), *layout.HIDDEN) if name not in sheet.columns]
    if missing:
        yield sheet.problem(1, missing[0], f"「{'」「'.join(missing)}」の列がありません",
                            "列を消さずに、renkei review --xlsx で書き出し直したブックに書いてください")  # fmt: skip
        return
    seen: dict[tuple[str, str], tuple[int, dict[str, str]]] = {}
    for number, row in sheet.rows:
        id, key = row[layout.ID], row[layout.KEY]
        if not id or not key:
            yield sheet.problem(number, layout.KEY, "書き出したときになかった行です",
                                "新しい事実は「手入力」に書き、この行は消してください")  # fmt: skip
            continue
        if (id, key) in seen:
            first, told = seen[id, key]
            if told != row:
                yield sheet.problem(
                    number,
                    layout.KEY,
                    f"{first} 行目と同じ記録の行です（行を写したようです）",
                    "どちらかを消してください",
                )
            continue
        seen[id, key] = (number, row)
        if id not in documents:
            documents[id] = find(id)
        document = documents[id]
        item = document.item(key) if document else None
        if document is None or item is None or item.section != sheet.name:
            yield sheet.problem(number, layout.KEY, "この記録は、いまの下書きにありません（文書を下書きし直したか、キーが変わりました）",
                                "renkei review --xlsx で書き出し直してください")  # fmt: skip
            continue
        yield from _row(sheet, number, row, document, item, returned, check)


def _editable(section: str) -> list[str]:
    return [column.name for column in cells.COLUMNS[section]]


def _row(
    sheet: Sheet,
    number: int,
    row: Mapping[str, str],
    document: Document,
    item: Item,
    returned: Returned,
    check: Check,
) -> Iterator[Problem]:
    verdict = row[layout.VERDICT]
    if verdict not in ("", *layout.CHOICES):
        near = difflib.get_close_matches(verdict, layout.CHOICES, n=1, cutoff=0.3)
        hint = f"（{near[0]} ではありませんか）" if near else ""
        yield sheet.problem(
            number,
            layout.VERDICT,
            f"判断「{verdict}」は使えません{hint}",
            f"{'、'.join(layout.CHOICES)} から選んでください",
        )
        return
    told = {name: row[name] for name in _editable(sheet.name)}
    touched = cells.fingerprint(told) != row[layout.TRACE]
    if verdict == "保留" and touched:
        yield sheet.problem(
            number, layout.VERDICT, "直してありますが、判断が保留です", "採用にするか、直した内容を元に戻してください"
        )
        return
    wanted = "却下" if verdict == "却下" else "採用" if verdict == "採用" or touched else ""
    if item.seal != row[layout.SEAL]:
        # A workbook that is read twice changes nothing the second time.
        if wanted and not _done(sheet.name, item, wanted, told):
            yield sheet.problem(number, layout.VERDICT, f"書き出したあとに変わりました（いまは「{item.state}」）",
                                "renkei review --xlsx で書き出し直し、いまの内容を見て判断してください")  # fmt: skip
        return
    if not wanted:
        if item.state in ("済", "却下") and item.decision:
            returned.choices.setdefault(document.id, []).append(Choice(item.key, "取消", seal=item.seal))
        else:
            returned.kept += 1
        return
    if wanted == "却下":
        if item.state != "却下":
            returned.choices.setdefault(document.id, []).append(Choice(item.key, "却下", seal=item.seal))
        return
    record, wrong = cells.edited(sheet.name, item.record, told) if touched else (item.record, [])
    if not wrong and not (item.state == "済" and not touched):
        wrong = _checked(sheet.name, record, document, check)
    for column, what, remedy in wrong:
        yield sheet.problem(number, column, what, remedy)
    if wrong or (item.state == "済" and not touched):
        return
    returned.edited += touched and not verdict
    choice = Choice(item.key, "修正", record, item.seal) if touched else Choice(item.key, "採用", seal=item.seal)
    returned.choices.setdefault(document.id, []).append(choice)


def _done(section: str, item: Item, wanted: str, told: Mapping[str, str]) -> bool:
    if wanted == "却下":
        return item.state == "却下"
    return item.state == "済" and cells.edited(section, item.record, told)[0] == item.record


def _checked(section: str, record: dict[str, Any], document: Document, check: Check) -> list[Wrong]:
    if personal.problems(lines.Located("", record)):
        return [Wrong(layout.VERDICT, "電話番号かメールアドレスが入っています", "連絡先を消してください")]
    return [
        Wrong(_column(section, problem.field), problem.what, problem.remedy)
        for problem in check(section, record, document.info)
        if not problem.warning
    ]


def _column(section: str, path: str) -> str:
    """The column that a path below a record stands in."""
    head = path.partition(".")[0].partition("[")[0]
    return head if head in _editable(section) else layout.VERDICT


# --- facts entered by hand -----------------------------------------------------------------------------------------------


_OF_RECORD: Final = {
    "企業": "相手", "種別": "協定の種別", "締結日": "締結日・時期", "時期": "締結日・時期", "出典": "要旨", "段階": "段階",
}  # fmt: skip


def _entered(sheet: Sheet, returned: Returned, check: Check) -> Iterator[Problem]:
    names = [column.name for column in entry.COLUMNS]
    missing = [name for name in names if name not in sheet.columns]
    if missing:
        yield sheet.problem(1, missing[0], f"「{'」「'.join(missing)}」の列がありません",
                            "renkei review --template で書き出し直したブックに書いてください")  # fmt: skip
        return
    facts = []
    for number, row in sheet.rows:
        told = {name: row[name] for name in names}
        if not any(told.values()):
            continue
        document, section, record, wrong = entry.fact(told)
        if not wrong and personal.problems(lines.Located("", [document, record])):
            wrong = [Wrong("要旨", "電話番号かメールアドレスが入っています", "連絡先を消してください")]
        if not wrong:
            wrong = [
                Wrong(_entry_column(problem.field, names), problem.what, problem.remedy)
                for problem in [*check(section, record, {}), *check("発行", document["発行"], {})]
                if not problem.warning
            ]
        for column, what, remedy in wrong:
            yield sheet.problem(number, column, what, remedy)
        facts.append((number, document, section, record))
    returned.entered = entry.documents(facts)


def _entry_column(path: str, names: list[str]) -> str:
    head = path.partition(".")[0].partition("[")[0]
    return _OF_RECORD.get(head, head if head in names else "名称")
