"""From a file to the user's folder: every form in it becomes one document, or all its problems are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph import dates, forms, places
from graph.errors import DataProblems, Problem
from loaders.folder import Folder
from loaders.read import Reading
from loaders.replies import answers, facts, storing, values
from loaders.replies.answers import Account
from loaders.replies.known import Known
from loaders.replies.sheets import Filled, recognise, sheets
from loaders.replies.storing import Reply
from loaders.review import Checker

__all__ = ["Outcome", "Sheet", "recognise", "take"]

_COLUMN_OF: Final = {
    "名称": "名称",
    "企業": "相手方",
    "自治体": "相手方",
    "締結日": "日付",
    "時期": "日付",
    "成果": "成果",
    "経費": "経費",
}
_LONGEST_NAME: Final = 50
_NAMED: Final = 5


@dataclass(slots=True)
class Sheet:
    """What became of one form. Rows: ``taken`` + ``unchanged`` + ``left_out`` (reason → how many) = ``rows``."""

    name: str
    title: str
    document: str
    rows: int = 0
    taken: int = 0
    unchanged: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    internal: bool = True
    changed: bool = True
    """Whether anything was written."""
    new: bool = True
    gone: int = 0
    """Facts of an earlier reply that this one does not state any more."""
    measures: int = 0
    agreements: int = 0
    statements: int = 0


@dataclass(slots=True)
class Outcome:
    """What became of a file. ``notes``: what was not read; ``warnings``: what people should look at."""

    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def take(reading: Reading, folder: Folder, shipped: Path, *, day: str = "", department: str = "") -> Outcome:
    """Put the replies of a file into the user's folder, all or none.

    ``day`` and ``department``: 回答日 and 回答した部署 where a form does not tell them. A reply that is older than the one
    that is there changes nothing.

    Raises `DataProblems` with every problem of the file; nothing was written then.
    """
    found, others, problems = sheets(reading)
    outcome = Outcome()
    outcome.notes += [
        str(warning.what)
        for warning in reading.warnings
        if forms.COPY not in warning.field and "非表示" not in warning.what
    ]
    if others and reading.sheets:
        outcome.notes.append(f"シート「{'」「'.join(others)}」は票ではないので、読みません")
    if not found and not problems:
        raise DataProblems([_not_ours(reading)])
    check = Checker.load(shipped, folder.root)
    known = Known.load([shipped, folder.root])
    replies, blank = [], list[str]()
    for form in found:
        outcome.notes += form.notes
        if not any(line.answered or (line.key is None and line.text("名称")) for line in form.lines):
            # A form that nobody has filled in yet is no reply, and takes no earlier one back.
            blank.append(form.name)
            continue
        reply, account, wrong = _read(form, check, known, (day, department))
        problems += wrong
        replies.append((form, reply, account))
    if blank:
        more = f"ほか {len(blank) - _NAMED:,} 枚" if len(blank) > _NAMED else ""
        outcome.notes.append(f"まだ回答がありません: シート「{'」「'.join(blank[:_NAMED])}」{more}")
    problems += _twice([form for form, _, _ in replies])
    errors = [problem for problem in problems if not problem.warning]
    if errors:
        raise DataProblems(problems)
    outcome.warnings = problems
    with folder.lock():
        stored = storing.store(folder, [reply for _, reply, _ in replies], reading)
    for (form, reply, account), kept in zip(replies, stored, strict=True):
        outcome.sheets.append(_told(form, reply, account, kept))
    return outcome


def _not_ours(reading: Reading) -> Problem:
    return Problem(
        reading.name, 0, "", "棚卸しの票でも照会票でもありません",
        "renkei stocktake か renkei inquire で書き出した票か確かめてください",
    )  # fmt: skip


def _twice(found: list[Filled]) -> Iterator[Problem]:
    seen: dict[str, Filled] = {}
    for form in found:
        first = seen.setdefault(form.mark.document, form)
        if first is not form:
            yield Problem(form.file, 0, f"シート「{form.name}」", f"シート「{first.name}」と同じ票です",
                          "どちらかのシートを消してください")  # fmt: skip


# --- one form --------------------------------------------------------------------------------------------------------


def _read(form: Filled, check: Checker, known: Known, told: tuple[str, str]) -> tuple[Reply, Account, list[Problem]]:
    problems = list(_version(form))
    head, more = _head(form, check, *told)
    problems += more
    account = answers.answers(form)
    problems += account.problems
    reply = Reply(form.mark, head, form.name)
    if reply.place is None:
        return reply, account, problems
    for about in account.abouts:
        if about.record and about.record not in known.labels:
            problems.append(form.problem(
                about.rows[0], forms.KEY, f"記録「{about.record}」が、いまのデータにありません",
                "票を書き出したときと同じデータの置き場（RENKEI_DATA）か確かめてください。記録を消したのなら、この行の控えと番号を消すと、新しい記録として読みます",
            ))  # fmt: skip
            continue
        made, wrong = facts.facts(form, about, reply.place, known.is_measure, lambda name: _is_place(check, name))
        problems += wrong
        for fact in made:
            problems += _checked(form, fact, check)
        reply.facts += made
    return reply, account, problems


def _version(form: Filled) -> Iterator[Problem]:
    try:
        newer = float(form.mark.version) > float(forms.VERSION)
    except ValueError:
        newer = True
    if newer:
        yield Problem(form.file, 0, f"シート「{form.name}」", f"この renkei より新しい形式（{form.mark.version}）の票です",
                      "renkei を新しくしてから取り込んでください")  # fmt: skip


def _head(form: Filled, check: Checker, day: str, by: str) -> tuple[storing.Head, list[Problem]]:
    """What stands above the table."""
    problems: list[Problem] = []

    def wrong(name: str, what: str, remedy: str) -> None:
        problems.append(Problem(form.file, 0, f"シート「{form.name}」の上の「{name}」", what, remedy))

    cells = {name: form.head.get(name) for name in forms.HEAD}
    texts = {name: cell.text if cell else "" for name, cell in cells.items()}
    when = values.day(texts[forms.DAY] or day) if texts[forms.DAY] or day else None
    if when is None:
        wrong(forms.DAY, "回答日がありません", "令和8年4月10日 のように書くか、--when で付けてください")
    elif isinstance(when, values.Unread):
        wrong(forms.DAY, when.what, when.remedy or "令和8年4月10日 のように書いてください")
    if isinstance(when, values.Day) and when.value > dates.today():
        place_ = f"シート「{form.name}」の上の「{forms.DAY}」"
        problems.append(Problem(form.file, 0, place_, f"回答日（{dates.japanese(when.value)}）が、これから来る日です",
                                "書き誤りでないか確かめてください", warning=True))  # fmt: skip
    department = " ".join((texts[forms.DEPARTMENT] or by).split())
    if not department:
        wrong(forms.DEPARTMENT, "回答した部署がありません", "課の名前を書くか、--by で付けてください")
    elif len(department) > _LONGEST_NAME or values.contact(department) or values.person(department):
        wrong(forms.DEPARTMENT, "課の名前だけではないようです", "個人名・連絡先を消し、課の名前だけを書いてください")
    openness = forms.folded(texts[forms.OPENNESS]) or forms.INTERNAL
    if openness not in (forms.INTERNAL, forms.PUBLIC):
        wrong(forms.OPENNESS, f"「{texts[forms.OPENNESS]}」は使えません", "庁内限りか公開を選んでください")
    place = check.gazetteer.by_code.get(form.mark.municipality)
    if place is None:
        wrong(
            "票の番号",
            f"団体コード「{form.mark.municipality}」の自治体がありません",
            "送られてきた票の二行目を直さずに使ってください",
        )
    head = storing.Head(
        when.value if isinstance(when, values.Day) else "", department, openness,
        cells[forms.DAY], cells[forms.DEPARTMENT], place.full_name if place else "", form.mark.municipality,
    )  # fmt: skip
    return head, problems


def _is_place(check: Checker, name: str) -> bool:
    found = check.gazetteer.resolve(name)
    return isinstance(found, places.Body) and (not found.part or check.gazetteer.is_ward(found.part))


def _checked(form: Filled, fact: facts.Fact, check: Checker) -> Iterator[Problem]:
    """What would keep a fact out of the graph, at the cell that says it."""
    if fact.section == "記載":
        # Its subject is known and its value was read as what it is.
        return
    record: Mapping[str, Any] = {**fact.record, "id": "x-a01"}
    for problem in check(fact.section, record, {}):
        head = problem.field.partition(".")[0].partition("[")[0]
        yield form.problem(
            fact.row, _COLUMN_OF.get(head, "名称"), problem.what, problem.remedy, warning=problem.warning
        )


def _told(form: Filled, reply: Reply, account: Account, kept: storing.Kept) -> Sheet:
    sheet = Sheet(form.name, storing.title(reply), reply.mark.document, len(form.lines), new=kept.new, gone=kept.gone)
    sheet.internal, sheet.changed = reply.head.openness == forms.INTERNAL, kept.written
    for reason in account.left_out.values():
        sheet.left_out[reason] = sheet.left_out.get(reason, 0) + 1
    answered = {row for about in account.abouts for row in about.rows}
    if kept.newer:
        sheet.left_out[f"前に取り込んだ回答（{dates.japanese(kept.newer)}）のほうが新しい"] = len(answered)
        return sheet
    sheet.unchanged = len(answered - kept.changed)
    sheet.taken = len(answered & kept.changed)
    for fact in reply.facts:
        sheet.measures += fact.section == "施策"
        sheet.agreements += fact.section == "協定"
        sheet.statements += fact.section == "記載"
    return sheet
