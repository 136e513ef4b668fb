"""What the rows of a form answer, record by record: values with the cells that say them, and every problem.

Rows about one record (copied ones, further measures by number) are read together: what concerns the record may be told
once or alike, and each measure is one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from graph import forms
from graph.errors import Problem
from graph.forms import COLUMN
from loaders.replies import values
from loaders.replies.sheets import Answer, Filled, Line, numbered
from loaders.replies.values import Day, Term, Unread

OWN: Final = ("実績", "時期", "成果", "経費")
"""Columns that tell of one measure."""
_SHARED: Final = ("確認", "訂正", "状態", "終了日", "有効期限", "課題", "方針", "担当課", "備考")
"""Columns that tell of the record itself."""


class Said(NamedTuple):
    """A value and the cell that says it."""

    value: str
    cell: Answer
    precision: str = ""
    item: str = ""
    """What it tells of, where that is not what its column asks."""


@dataclass(slots=True)
class Work:
    """A measure of which a row tells. ``row``: where it stands."""

    row: int
    answers: dict[str, Said]


@dataclass(slots=True)
class About:
    """All that a form answers about one record. ``record``: its id, '' for one that is not on record; ``names``: cells
    of 種類, 名称, 相手方, 日付 of such a one; ``rows``: the rows that tell of it."""

    record: str
    rows: list[int]
    answers: dict[str, Said] = field(default_factory=dict)
    works: list[Work] = field(default_factory=list)
    names: dict[str, Said] = field(default_factory=dict)
    number: str = ""


@dataclass(slots=True)
class Account:
    """What became of the rows: ``left_out``: row → reason; ``notes``: what people should know of."""

    abouts: list[About] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


NO_ANSWER: Final = "回答なし"
UNREAD: Final = "取り込めない回答だけ"
DOUBLED: Final = "同じ行がもうある"
UNKNOWN: Final = "「分からない」という回答"


def answers(form: Filled) -> Account:
    """Read all rows of a form."""
    account = Account()
    merges = _merges(form)
    for record, lines in _grouped(form, account).items():
        _record(form, record, lines, account, merges)
    return account


def _grouped(form: Filled, account: Account) -> dict[str, list[Line]]:
    """Rows by the record that they are about; those of new records by their own row."""
    by_number: dict[str, set[str]] = defaultdict(set)
    for number, line in numbered(form):
        assert line.key
        by_number[number].add(line.key.record)
    found: dict[str, list[Line]] = defaultdict(list)
    shown: dict[str, Line] = {}
    for line in form.lines:
        problem = _misplaced(form, line)
        if problem:
            account.problems.append(problem)
        elif line.key:
            shown.setdefault(line.key.record, line)
            found[line.key.record].append(line)
    for line in form.lines:
        number = forms.folded(line.text(forms.NUMBER))
        if line.key:
            continue
        if not number or (form.sent and number not in form.sent and line.text("名称")):
            # People go on numbering in the empty rows.
            if line.answered or line.text("名称") or line.text("相手方"):
                found[f"\n{line.number}"].append(line)
            else:
                account.left_out[line.number] = NO_ANSWER
        elif len(by_number[number]) == 1:
            record = next(iter(by_number[number]))
            other = line.text("名称")
            if other and record in shown and forms.folded(other) != forms.folded(shown[record].text("名称")):
                account.problems.append(form.problem(
                    line.number, forms.NUMBER, f"番号 {number} は「{shown[record].text('名称')}」で、「{other}」ではありません",
                    "記録にない協定・取組なら、番号を消してください",
                ))  # fmt: skip
            else:
                found[record].append(line)
        else:
            account.problems.append(form.problem(
                line.number, forms.NUMBER, f"番号 {number} の記録が、この票にありません",
                "送られてきた票の番号を書くか、記録にない協定・取組なら番号を消してください（控えを消した行なら、送られてきた票に書き直してください）",
            ))  # fmt: skip
    return found


def _misplaced(form: Filled, line: Line) -> Problem | None:
    """Why the key of a row cannot be what the row is about."""
    if line.key is None:
        return None
    if line.key.document != form.mark.document:
        return form.problem(
            line.number, forms.KEY, "別の票から写された行です", "この行を消し、回答はもとの票に書いてください"
        )
    if forms.digest(line.given) != line.key.digest:
        return form.problem(
            line.number, "名称", f"「{line.text('名称')}」の名称か相手方が、送られてきた票と違います（列がずれたか、灰色の欄が直されています）",
            "送られてきた票のとおりに戻してください。名称や相手方の訂正は「違うところ」に 名称: … と書いてください",
        )  # fmt: skip
    return None


# --- one record ------------------------------------------------------------------------------------------------------


def _record(form: Filled, record: str, lines: list[Line], account: Account, merges: set[tuple[str, int]]) -> None:
    new = record.startswith("\n")
    about = About("" if new else record, [], number=next((n for line in lines if (n := line.text(forms.NUMBER))), ""))
    before = len(account.problems)
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        told = tuple(line.text(name) for name in (*_SHARED, *OWN))
        if not line.answered and not (new and line.text("名称")):
            account.left_out[line.number] = NO_ANSWER
            continue
        if told in seen:
            account.left_out[line.number] = DOUBLED
            continue
        seen.add(told)
        about.rows.append(line.number)
        account.problems += list(_line(form, line, about, merges=merges))
    if new and about.rows:
        account.problems += list(_new(form, lines[0], about))
    if len(account.problems) > before and any(not p.warning for p in account.problems[before:]):
        return
    if set(about.answers) == {"確認"} and about.answers["確認"].value == "分からない" and not about.works:
        account.left_out |= dict.fromkeys(about.rows, UNKNOWN)
    elif about.answers or about.works or new:
        if about.rows:
            account.abouts.append(about)
    else:
        account.left_out |= dict.fromkeys(about.rows, UNREAD)


def _merges(form: Filled) -> set[tuple[str, int]]:
    """Columns and origins of cells that are merged over several rows."""
    counted = Counter((name, cell.origin) for line in form.lines for name, cell in line.cells.items() if cell.text)
    return {one for one, count in counted.items() if count > 1}


_NOTHING: Final = Answer("", "", "", -1)


def _line(form: Filled, line: Line, about: About, merges: set[tuple[str, int]]) -> Iterator[Problem]:
    work: dict[str, Said] = {}
    for name in line.answered:
        cell, column = line.cells[name], COLUMN[name]
        if column.once and (name, cell.origin) in merges:
            yield form.problem(line.number, name, "結合されたセルなので、どの行の回答か決まりません",
                               "結合を解いて、行ごとに書いてください")  # fmt: skip
            continue
        found = _value(name, cell.text)
        if isinstance(found, Unread):
            yield form.problem(line.number, name, found.what, found.remedy or "分かったら書いて、もう一度取り込めます",
                               warning=not found.remedy)  # fmt: skip
            continue
        refused = _refused(form, line, name, cell.text)
        if refused:
            yield refused
            continue
        said = _said(found, cell)
        if name in OWN:
            work[name] = said
        elif name in about.answers and about.answers[name].value != said.value:
            yield form.problem(
                line.number, name, f"同じ記録の別の行と違います（「{about.answers[name].value}」と「{said.value}」）",
                "どちらかに揃えてください",
            )  # fmt: skip
        else:
            about.answers.setdefault(name, said)
    if work:
        about.works.append(Work(line.number, work))


def _said(found: str | Day | Term, cell: Answer) -> Said:
    if isinstance(found, Day):
        return Said(found.value, cell, found.precision)
    if isinstance(found, Term):
        return Said(found.value, cell, item=found.item)
    return Said(found, cell)


def _value(name: str, text: str) -> str | Day | Term | Unread:
    column = COLUMN[name]
    if column.kind == "choice":
        return values.choice(column, text)
    if column.kind == "date":
        return (values.term(text) if name == "有効期限" else None) or values.day(text, fiscal=name in ("時期", "日付"))
    if values.above(text):
        return Unread(f"「{text}」は読めません", "上の行と同じでも、その言葉を書いてください")
    return text


_LONGEST: Final = 5_000
_ERROR: Final = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|#+)")
_HIDDEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def _refused(form: Filled, line: Line, name: str, text: str) -> Problem | None:
    """Contacts are refused; what seems to be a person's name is left out, since it may be none."""
    if len(text) > _LONGEST:
        return form.problem(
            line.number, name, f"長すぎます（{len(text):,} 字。{_LONGEST:,} 字まで）", "短くまとめてください"
        )
    if _ERROR.fullmatch(text):
        return form.problem(line.number, name, f"数式の誤り「{text}」が入っています", "値を書き直してください")
    if _HIDDEN.search(text):
        return form.problem(line.number, name, "使えない文字（制御文字）が入っています", "書き直してください")
    if values.contact(text):
        return form.problem(line.number, name, "電話番号かメールアドレスが入っています", "連絡先を消してください")
    if values.person(text):
        return form.problem(
            line.number, name, "人の名前らしいものがあるので、この欄は取り込みません",
            "人の名前を消すか、言い換えて、もう一度取り込んでください", warning=True,
        )  # fmt: skip
    return None


def _new(form: Filled, line: Line, about: About) -> Iterator[Problem]:
    """The names of a record that was not on record."""
    for name in ("種類", "名称", "相手方", "日付"):
        cell = line.cells.get(name)
        if cell is None or not cell.text:
            continue
        found = _value(name, cell.text)
        if isinstance(found, Unread):
            yield form.problem(line.number, name, found.what, found.remedy or "日付でなければ、空にしてください")
        elif refused := _refused(form, line, name, cell.text):
            yield refused
        else:
            about.names[name] = _said(found, cell)
    work = form.mark.kind == "照会票" and about.names.get("種類", _NO_KIND).value == "取組"
    if "種類" in about.names and about.names["種類"].value not in ("協定", "取組"):
        yield form.problem(
            line.number, "種類", f"「{about.names['種類'].value}」は使えません", "協定か取組を選んでください"
        )
    elif form.mark.kind == "照会票" and "種類" not in about.names:
        yield form.problem(line.number, "種類", "種類がありません", "協定か取組を選んでください")
    if "名称" not in about.names:
        yield form.problem(line.number, "名称", "名称がありません",
                           "協定・取組の名前を書くか、上の記録のことなら、その番号を書いてください")  # fmt: skip
    if "相手方" not in about.names and not work:
        yield form.problem(
            line.number,
            "相手方",
            "相手方がありません",
            "協定・取組なら企業・団体の名前を一行にひとつ書き、メモなら「備考」に移すか消してください",
        )


_NO_KIND: Final = Said("", _NOTHING)
