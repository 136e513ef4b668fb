"""What the cells of a row tell of an agreement's validity: period, renewal, state, end, remarks, department."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from loaders.tables import footnotes, remarks, when
from loaders.tables.grid import Line, piece, private
from loaders.tables.records import Entry
from loaders.tables.roles import Role
from loaders.tables.signs import department

_WITH: Final = re.compile(
    r"(?P<who>[^。、]{2,60})を(?:加え|含め|交え|含む)(?:た|て|、)?[^。]{0,12}(?:[2-9２-９二三四五六七八九]者|協定|締結)"
)
_OVER: Final = re.compile(r"廃止|解除|解約|失効|終了した")

if TYPE_CHECKING:
    from loaders.tables.agreements import List


def tell(rows: List, line: Line, entry: Entry, problems: list[str]) -> str:
    """Validity, renewal, state, end and remarks; returns the words that say it is not concluded yet."""
    own = entry.own
    period = rows.said(line, Role.PERIOD, entry)
    if period:
        told = when.period(period)
        _dates(own, told.start, told.end)
        if told.renewal:
            own["自動更新"] = told.renewal
        if told.words and not private(told.words):
            entry.remarks.append(f"有効期間は「{told.words}」")
        if told.problem:
            problems.append(f"有効期間の{told.problem}")
    for role, key in ((Role.START, "開始日"), (Role.EXPIRY, "有効期限")):
        text = rows.said(line, role, entry)
        if text:
            _day(rows, line, role, text, key, entry, problems)
    ended = False
    end = rows.said(line, Role.END, entry)
    if end:
        key = (
            "有効期限"
            if Role.START in rows.layout.columns and "終了" in rows.layout.heading(rows.layout.columns[Role.END][0])
            else "終了日"
        )
        _day(rows, line, Role.END, end, key, entry, problems)
        # 終了日 may be the day on which it will end; a day of 解除 has come.
        if key == "終了日" and "終了日" in own and _OVER.search(rows.layout.heading(rows.layout.columns[Role.END][0])):
            ended = True
    renewal = rows.said(line, Role.RENEWAL, entry)
    if private(renewal):
        problems.append("自動更新の欄に個人の情報があるため、写しませんでした")
    elif renewal:
        own["自動更新"] = "あり" if renewal in ("○", "◯", "〇", "●") else " ".join(renewal.split())
    standing, told_at = rows.standing()
    if standing:
        own["状態"] = standing
        entry.pieces.append(told_at)
    if ended:
        own["状態"] = "終了"
    text = rows.said(line, Role.STATUS)
    if text:
        found = remarks.state(text)
        if found == "予定":
            return " ".join(text.split())
        entry.pieces.append(piece(line, rows.layout.columns[Role.STATUS][0]))
        if found:
            own["状態"] = found
        _remark(text, entry, problems)
    if entry.aside:
        _remark(entry.aside, entry, problems)
    for column in rows.layout.columns.get(Role.NOTE, ()):
        text = rows.text(line, column)
        if text and not private(text):
            if remarks.state(text) == "予定" and not entry.date.date:
                return " ".join(text.split())
            if _remark(text, entry, problems):
                entry.pieces.append(piece(line, column))
    for note in footnotes.meant(line, rows.notes):
        joined = _joined(rows, note.words, entry)
        if _remark(note.words, entry, problems) or joined:
            entry.pieces.append(note.piece)
    text = rows.said(line, Role.DEPARTMENT)
    if text:
        bare = department(text)
        if bare:
            own["所管課"] = bare
            column = rows.layout.columns[Role.DEPARTMENT][0]
            if bare == " ".join(text.split()):
                entry.pieces.append(piece(line, column))
    return ""


def _dates(own: dict[str, str], start: str, end: str) -> None:
    if start:
        own["開始日"] = start
    if end:
        own["有効期限"] = end


def _day(rows: List, line: Line, role: Role, text: str, key: str, entry: Entry, problems: list[str]) -> None:
    column = rows.layout.columns[role][0]
    found = when.day(text, line.cells[column].date, rows.layout.eras.get(role, ""))
    if found.date:
        entry.own[key] = found.date
        return
    if not found.problem:
        return
    told = when.period(text)
    if told.problem or not (told.start or told.end or told.renewal):
        if told.words and role is not Role.END and not private(told.words):
            entry.remarks.append(f"{key}は「{told.words}」")
        else:
            problems.append(f"{key}の{told.problem or found.problem}")
        return
    _dates(entry.own, told.start, told.end)
    if told.renewal:
        entry.own["自動更新"] = told.renewal


def _joined(rows: List, text: str, entry: Entry) -> bool:
    """Whether a note says who else is party: 「日置市を加えた三者による協定です」."""
    more = _WITH.match(text)
    if more is None or entry.several:
        return False
    found = rows.partners_in(more["who"]).bodies
    for partner in found:
        known = entry.municipalities if partner.codes else entry.bodies
        if len(partner.codes) < 2 and partner.name not in {other["名称"] for other in known}:
            known.append(rows.party_of(partner))
    return bool(found)


def _remark(text: str, entry: Entry, problems: list[str]) -> bool:
    """What a remark tells; whether it told anything."""
    told = remarks.remark(text)
    if told.ended:
        entry.own["状態"] = "終了"
        if told.end:
            entry.own.setdefault("終了日", told.end)
    if told.problem:
        problems.append(f"備考の{told.problem}")
    if told.renewal:
        entry.own.setdefault("自動更新", told.renewal)
    if told.expiry:
        entry.own.setdefault("有効期限", told.expiry)
    if told.renewed:
        entry.renewed = (told.new, told.old)
        entry.remarks.append(f"備考に「{' '.join(text.split())}」とあります")
    return told.ended or told.renewed or bool(told.renewal or told.expiry)
