"""The rows of a list of agreements become agreements; every row is accounted for.

One `List` reads one run of rows below one set of headings. It keeps what rows above say (years and sections between
rows, 〃, merged cells) and decides for each row: an agreement of its own, a further part of the one above, left out
for a reason, or not readable for sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from loaders.draft import Record, Rows
from loaders.read import Reading, Span, Table
from loaders.tables import others, partner_lines, partners, severally, topics, when
from loaders.tables.entries import fill
from loaders.tables.footnotes import Note
from loaders.tables.grid import Line, Piece, cite, filled, piece, private
from loaders.tables.layout import Layout
from loaders.tables.lookup import Lookup
from loaders.tables.matrix import by_kind, spread
from loaders.tables.owner import Owner
from loaders.tables.partners import Partners
from loaders.tables.records import Entry, Shared, between_municipalities, party, record
from loaders.tables.relation import goes_on, state, unclear
from loaders.tables.remarks import section_state
from loaders.tables.roles import Role, role
from loaders.tables.signs import DITTO, LEFTWARD, NOTHING

_LONGEST_HEADING: Final = 20
_KEEP: Final = 10_000
_TELLING: Final = (Role.PARTNER, Role.NAME, Role.CONTENT, Role.FIELDS)
COPY: Final = "前の行と同じ"
HEADISH: Final = re.compile(r"先|相手|企業|団体|事業|名称|名$|者$|機関|会社$|法人$|パートナー|乙|年月日|日$|No|番号")


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a list before its rows are read.

    ``owner``: None where the rows name the local governments; ``prefecture``: decides bare names among them;
    ``kind``: 種別 that the title tells, or ''.
    """

    reading: Reading
    table: Table
    layout: Layout
    heads: Sequence[Line]
    owner: Owner | None
    prefecture: str
    kind: str
    title: str
    heading: str = ""
    """The nearest heading of the page above the table."""
    explained: bool = False
    """Whether the table says what its △ stand for."""
    notes: Mapping[str, Note] = field(default_factory=dict)
    """Notes beneath the table, by number."""
    issuer: Span | None = None
    """Where the body is named whose list this is: the partner of its rows where nothing else tells one."""


class List:
    """A run of rows below one set of headings."""

    def __init__(
        self, given: Given, lookup: Lookup, words: topics.Topics, account: Rows, warnings: list[str]
    ) -> None:  # fmt: skip
        self.reading, self.table, self.layout, self.heads = given.reading, given.table, given.layout, given.heads
        self.owner, self.prefecture, self.kind, self.title = given.owner, given.prefecture, given.kind, given.title
        self.page_heading, self.issuer, self.notes = given.heading, given.issuer, given.notes
        self.lookup, self.topics, self.account, self.warnings = lookup, words, account, warnings
        table, layout, heads = given.table, given.layout, given.heads
        self.records: list[Record] = []
        self.shared = Shared()
        self.renewed: dict[int, tuple[str, str]] = {}
        """Index of a record → dates of the renewal and of the agreement before it, as far as a remark tells them."""
        self.first_rows: dict[int, int] = {}
        self.open: Entry | None = None
        self.year: when.Context | None = None
        self.year_piece: Piece | None = None
        self.year_told = "表の年の見出し"
        self.hint: when.Context | None = None
        """A year that completes days without a year; unlike ``year`` it gives no date of its own."""
        self.hint_open = False
        """Whether the hint leaves open if it is a year or a 年度 (R4): the days of January to March need to know."""
        self.section = ""
        self.section_piece: Piece | None = None
        self.opening: list[tuple[str, Piece | None]] = []
        """Words right before the headings, nearest first."""
        self.local: Record | None = None
        self.broken = 0
        """The number of the last row that began a year or a section; blanks below it do not mean what stands above."""
        self.above: dict[int, tuple[Line, str]] = {}
        self.parties: dict[partners.Partner, Record] = {}
        self._read: dict[str, Partners] = {}
        self._seen: dict[int, int] = {}
        self._cited: dict[int, set[tuple[str, str]]] = {}
        self._headings = {cell.text for line in heads for cell in line.cells if cell.text}
        self.used = {c for columns in layout.columns.values() for c in columns} | {*layout.flags, *layout.kinds}
        self.telling = {c for r in _TELLING for c in layout.columns.get(r, ())} | {*layout.kinds}
        self.keys = [c for r in (Role.NUMBER, Role.DATE, Role.NAME, Role.PARTNER) if (c := layout.first(r)) is not None]
        self.undated: list[int] = []
        self.untitled: list[int] = []
        self.copies: list[int] = []
        self.numbered = False
        self.flags_municipalities = any(lookup.place(layout.heading(c)) is not None for c in layout.flags)
        self.explained = given.explained
        self.said_of_bodies: list[Record] = []
        paper = given.reading.format == "pdf"
        self.wrapped = partner_lines.longest(table.rows, layout.columns.get(Role.PARTNER, ())) if paper else 0

    # --- rows ----------------------------------------------------------------------------------------------------------

    def read(self, line: Line) -> None:
        """Account for one row."""
        cells = filled(line.cells)
        if not cells:
            self.left_out(line, "空行")
        elif self._like_headings(line) and self.layout.repeated(line.cells):
            self.left_out(line, "見出し")
        elif len(cells) == 1 and others.single(self, line, *cells[0]):
            pass
        elif reason := others.reason(self, line, cells):
            self.left_out(line, reason)
        else:
            self._agreement(line)

    def _like_headings(self, line: Line) -> bool:
        """A cheap look before the dear one."""
        for column in self.keys:
            text = line.cells[column].text
            if text in self._headings or (
                0 < len(text) <= _LONGEST_HEADING and HEADISH.search(text) and role(text) is not None
            ):
                return True
        return False

    def left_out(self, line: Line, reason: str) -> None:
        """Account for a row that is no agreement."""
        self.account.left_out[line.number] = reason

    # --- cells ---------------------------------------------------------------------------------------------------------

    def text(self, line: Line, column: int | None, entry: Entry | None = None) -> str:
        """What a cell says, 〃 resolved; the words that say it are noted as proof."""
        if column is None:
            return ""
        said = line.cells[column].text.strip()
        if said in NOTHING:
            return ""
        if said in DITTO:
            above = self.above.get(column)
            if above is None:
                return said
            if entry is not None:
                entry.pieces += [piece(above[0], column), piece(line, column)]
            return above[1]
        if said in LEFTWARD:
            left = next((n for n in range(column - 1, -1, -1) if line.cells[n].text.strip() not in LEFTWARD), None)
            said = self.text(line, left, entry) if left is not None else said
            self.above[column] = (line, said)
            return said
        self.above[column] = (line, said)
        if entry is not None:
            entry.pieces.append(piece(line, column))
        return said

    def said(self, line: Line, role: Role, entry: Entry | None = None) -> str:
        """What the first filled column of a role says."""
        for column in self.layout.columns.get(role, ()):
            text = self.text(line, column, entry)
            if text:
                return text
        return ""

    # --- agreements ----------------------------------------------------------------------------------------------------

    def _agreement(self, line: Line) -> None:
        entry = Entry([line.number])
        relation = goes_on(self, line)
        self.numbered = self.numbered or state(line, self.layout.first(Role.NUMBER)) == "own"
        pending, problems = fill(self, line, entry, continued=bool(relation))
        if pending:
            pending = "未締結" if private(pending) else pending
            self.left_out(line, f"まだ結ばれていない（{pending}）")
            self.warnings.append(f"{self.place(line)}: 「{pending}」とあるので、協定としていません")
            return
        last = self.open
        if relation and last:
            if relation == "推定" and entry.bodies:
                entry.inferred.append("結合されたセルや空の番号から、上の行と同じ協定の相手と読みました")
            last.extend(entry)
            self._count(line, problems)
            return
        if (self.layout.flags or self.layout.kinds) and self._matrix(line, entry, problems):
            return
        if not (entry.bodies or entry.unnamed or len(entry.municipalities) > 1) and not problems:
            problems.append("相手方が空です。上の行と同じなら「〃」を入れるか、セルを結合してください")
        if not (entry.bodies or entry.unnamed or len(entry.municipalities) > 1):
            self._count(line, problems)
            return
        if unclear(self, line):
            problems.append("締結日や協定名が空です。上の行と同じか、別の協定か決まりません")
        if self._is_copy(entry, line):
            return
        entry.doubts += problems
        self._add(severally.apart(self, entry, line))
        self._count(line, problems)

    def _add(self, entries: Iterable[Entry]) -> None:
        """New agreements. Only the last stays open for further rows; the others become records, which are small."""
        for entry in entries:
            self.close()
            self.open = entry

    def close(self) -> None:
        """Turn the open agreement into a record."""
        entry, self.open = self.open, None
        if entry is None:
            return
        if entry.renewed is not None:
            self.renewed[len(self.records)] = entry.renewed
            self.first_rows[len(self.records)] = entry.rows[0]
        self.records.append(record(entry, cite(self.reading, self.table, entry.pieces), self.shared))

    def _matrix(self, line: Line, entry: Entry, problems: list[str]) -> bool:
        """Cells under headings that stand for local governments, bodies, kinds or fields; True where the row is done."""
        result = by_kind(self, line, entry, problems) if self.layout.kinds else spread(self, line, entry, problems)
        if result is None:
            return False
        self._add(result)
        if result or problems:
            self._count(line, problems)
        else:
            self.left_out(line, "印がない")
        return True

    def _is_copy(self, entry: Entry, line: Line) -> bool:
        """Whether a row says word for word what a row before it said; its place is then cited as well."""
        number = self.layout.first(Role.NUMBER)
        words = tuple(cell.text for n, cell in enumerate(line.cells) if n != number)
        # 〃 and blanks mean what stands above them.
        meant = (entry.name, entry.date.date, *(p["名称"] for p in (*entry.municipalities, *entry.bodies)))
        key = hash((words, meant, self.section, self.year))
        twin = self._seen.setdefault(key, (own := len(self.records) + (self.open is not None)))
        if twin == own:
            return False
        if twin == len(self.records) and self.open is not None:
            self.open.extend(entry)
        else:
            held = self.records[twin]["出典"]
            known = self._cited.setdefault(twin, {(str(c["位置"]), c["引用"]) for c in held})
            for cited in cite(self.reading, self.table, entry.pieces):
                if (at := (str(cited["位置"]), cited["引用"])) not in known:
                    known.add(at)
                    held.append(cited)
        self.left_out(line, COPY)
        self.copies.append(line.number)
        return True

    def _count(self, line: Line, problems: list[str]) -> None:
        if problems:
            told = "。".join(dict.fromkeys(problems))
            self.account.warned[line.number] = told
            self.warnings.append(f"{self.place(line)}: {told}")
        else:
            self.account.facts.append(line.number)

    def place(self, line: Line) -> str:
        """Where a row stands, for people."""
        return f"{self.table.name} {line.number}行目"

    # --- parts that entries and matrices share -------------------------------------------------------------------------

    def partners_in(self, text: str) -> Partners:
        """Partners of a cell, kept for cells that say the same."""
        found = self._read.get(text)
        if found is None:
            found = partners.read(text, self.lookup, wrapped=self.wrapped)
            if len(self._read) < _KEEP:
                self._read[text] = found
        return found

    def party_of(self, partner: partners.Partner) -> Record:
        """A party of a partner."""
        return party(partner, self.parties)

    def standing(self) -> tuple[str, Piece | None]:
        """状態 that the section, the words before the list, the sheet or the title tell of all its agreements."""
        told = [(self.section, self.section_piece), *self.opening, (self.table.name, None), (self.title, None)]
        return next(((found, at) for words, at in told if (found := section_state(words))), ("", None))

    def kind_of(self, entry: Entry, own: str) -> str:
        """種別 of an entry."""
        found = topics.kind(own, entry.name, self.section, self.kind)
        if between_municipalities(entry) and found in ("不明", "個別連携協定", "災害時応援協定"):
            return "自治体間"
        return found
