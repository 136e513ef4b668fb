"""Tables of a document become drafts: the lists of agreements among them, and tables of measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from loaders.draft import Found, Rows
from loaders.read import Reading, Span, Table
from loaders.tables import (
    about,
    beside,
    deed,
    footnotes,
    mapping,
    matrix,
    opening,
    over,
    plans,
    renewals,
    sideways,
    surroundings,
    unseen,
)
from loaders.tables.agreements import Given, List
from loaders.tables.errors import ColumnsNeeded, OwnerNeeded
from loaders.tables.grid import Line, filled, lines
from loaders.tables.layouts import Layouts
from loaders.tables.lookup import Lookup
from loaders.tables.opening import Opening
from loaders.tables.owner import Owner, Owners, official_lines
from loaders.tables.roles import Role
from loaders.tables.run import Run
from loaders.tables.runs import Runs
from loaders.tables.surroundings import Surroundings
from loaders.tables.topics import Topics
from loaders.tables.when import Context
from loaders.tables.whose import Issuers, Whose
from loaders.tables.work_layout import WorkLayout
from loaders.tables.works import Works
from loaders.vocabulary import Vocabulary

_COPIES: Final = "前の行と同じ内容なので、ひとつの協定に数えました"
_SEARCHED: Final = 300
_NOTES: Final = 200
_LIST_TITLE: Final = re.compile(r"(?:協定|覚書).{0,12}(?:一覧|リスト|状況)")
_SHARE: Final = 0.4
_SHOWN: Final = 20

_last: list[tuple[Vocabulary, Lookup]] = []


def draft(
    reading: Reading,
    vocabulary: Vocabulary,
    *,
    municipality: str = "",
    columns: Mapping[str, str] | None = None,
    layouts: Layouts | None = None,
) -> Found:
    """Draft the lists of agreements and the tables of measures of one document.

    ``municipality`` names the owner of a list where the document does not; ``columns`` maps roles to letters or
    headings; ``layouts`` gives mappings remembered for files of this shape, and takes in ``columns`` (the caller
    saves it). Every row of every table is in ``Found.rows``: rows of a table = facts + left out + warned; a row that
    became a record although some of it could not be read counts as warned. Equal parts of records may be one object:
    treat them as unchangeable. Raises `OwnerNeeded`, `ColumnsNeeded` or `UsageError` where the user must say more.
    """
    return _Document(reading, _lookup(vocabulary), municipality, columns, layouts).draft()


def _lookup(vocabulary: Vocabulary) -> Lookup:
    """One set of answers for all documents of a run."""
    if not _last or _last[0][0] is not vocabulary:
        _last[:] = [(vocabulary, Lookup(vocabulary))]
    return _last[0][1]


class _Listed(NamedTuple):
    """A list with what is known of it before its rows are read."""

    run: Run
    near: Surroundings
    owner: Owner | None
    opening: Opening


class _Document:
    def __init__(
        self, reading: Reading, lookup: Lookup, municipality: str, columns: Mapping[str, str] | None, layouts: Layouts | None
    ) -> None:  # fmt: skip
        reading = unseen.without(reading)
        self.reading, self.lookup = reading, lookup
        self.owners = Owners(reading, lookup, municipality)
        self.runs = Runs(reading, lookup, columns, layouts)
        self.found = Found()
        self.topics = Topics(lookup)
        self.notes: list[str] = []
        self.explained: dict[str, bool] = {}
        self.issuers = Issuers(reading, lookup)

    def draft(self) -> Found:
        """Everything that the tables tell."""
        measured = plans.draft(self.reading, self.lookup, self.found) if not self.runs.roles else set()
        runs: list[Run] = []
        rest: list[Table] = []
        for table in self.reading.tables:
            if not table.rows or table.name in measured:
                continue
            if table.hidden:
                self._hidden(table)
                continue
            own = self.runs.find(table)
            runs += own
            if not own:
                rest.append(table)
        if not runs:
            self._ask(rest)
        self._lists(runs, rest)
        for table in rest:
            self._no_list(table)
        self.found.warnings += self.owners.warnings
        return self.found

    def _lists(self, runs: Sequence[Run], rest: Sequence[Table]) -> None:
        for run in runs:
            run.layout = self.issuers.own(run) or run.layout
        official = official_lines(self.reading) if runs else []
        near = [surroundings.around(self.reading, run.table, run.above, official) for run in runs]
        whose = Whose(self.reading, self.lookup, self.owners, self.issuers, near, rest)
        lists: list[_Listed] = []
        for run, words in zip(runs, near, strict=True):
            try:
                lists.append(_Listed(run, words, whose.of(run, words), opening.read(run, words)))
            except OwnerNeeded as asked:
                measures = isinstance(run.layout, WorkLayout) and not self.reading.sheets
                if about.mostly(self.reading, runs) and not measures:
                    raise
                # The running text of a page is worth reading without its table.
                self._ownerless(run, asked)
        years = [listed.opening.year for listed in lists]
        accounts: dict[str, Rows] = {}
        # Measures last: they may name the agreement under which they are done.
        for listed in sorted(lists, key=lambda listed: isinstance(listed.run.layout, WorkLayout)):
            self._read(listed, years, accounts)
        if lists:
            around = [listed.near for listed in lists]
            day = about.day_of(around, self.notes, self.owners.around)
            owners = [listed.owner for listed in lists]
            about.tell(self.reading, self.found, [listed.run for listed in lists], around, owners, day)

    def _ownerless(self, run: Run, asked: OwnerNeeded) -> None:
        if run.shape != "beside":
            reason = "持ち主の分からない表"
            if all(account.table != run.table.name for account in self.found.rows):
                self.found.rows.append(Rows(run.table.name, left_out={row.number: reason for row in run.table.rows}))
            self.found.warnings.append(f"表は読んでいません。{asked.detail}")

    # --- what must be asked ----------------------------------------------------------------------------------------------

    def _ask(self, rest: Sequence[Table]) -> None:
        """Ask for the columns where the document is a list but none of its headings is known."""
        if self.found.measures:
            return
        likely = [t for t in rest if len(t.rows) > 1 and max(len(r.cells) for r in t.rows) > 1 and self._could_be(t)]
        if likely:
            table = max(likely, key=lambda t: len(t.rows))
            raise ColumnsNeeded(self.reading.name, table.name, mapping.seen(list(lines(islice(table.rows, _SEARCHED)))))

    def _could_be(self, table: Table) -> bool:
        if self.reading.sheets:
            return True
        # A page may hold other tables beside its text, which is read all the same.
        if len(table.rows) < 3 or table.span.end - table.span.start < _SHARE * len(self.reading.text):
            return False
        near = surroundings.around(self.reading, table, [])
        return bool(_LIST_TITLE.search(near.context))

    def _explained(self, table: Table) -> bool:
        # A table may hold a thousand lists, each with headings of its own.
        if table.name not in self.explained:
            self.explained[table.name] = matrix.explained(table)
        return self.explained[table.name]

    def _issuer(self, run: Run) -> Span | None:
        """The body whose list this is: it is looked for only where no column and no section can tell the partner."""
        columns = run.layout.columns
        if Role.MUNICIPALITY not in columns or Role.PARTNER in columns:
            return None
        if not self.reading.sheets:
            return self.issuers.body
        above = {c.text: c.span for line in run.above for _, c in filled(line.cells) if over.named(c.text, self.lookup)}
        return next(iter(above.values())) if len(above) == 1 else None

    # --- reading -------------------------------------------------------------------------------------------------------

    def _read(self, listed: _Listed, years: Sequence[Context | None], accounts: dict[str, Rows]) -> None:
        run, near = listed.run, listed.near
        account = accounts.get(run.table.name)
        if account is None:
            account = accounts[run.table.name] = Rows(run.table.name)
            self.found.rows.append(account)
            if not self.reading.sheets:
                self.found.used.append(run.table.span)
        mine = account if run.shape == "upright" else Rows(run.table.name)
        prefecture = self.owners.prefecture(near.sources)
        given = Given(
            self.reading, run.table, run.layout, run.heads, listed.owner, prefecture, near.kind, near.title.text, near.heading,
            bool(run.layout.flags) and self._explained(run.table), footnotes.beneath(self.reading, run.table),
            self._issuer(run),
        )  # fmt: skip
        kind = Works if isinstance(run.layout, WorkLayout) else List
        rows = kind(given, self.lookup, self.topics, mine, self.found.warnings)
        opening.begin(rows, listed.opening, years)
        for line in run.above:
            mine.left_out[line.number] = "題・説明" if filled(line.cells) else "空行"
        # The keys of cards stand in the rows of the cards themselves.
        for line in run.heads if run.shape != "cards" else ():
            mine.left_out[line.number] = "見出し"
        self.notes += [text for line in run.above for _, cell in filled(line.cells) if (text := cell.text)]
        pointed: set[footnotes.Note] = set()
        for line in _taken(run.body) if run.shape == "upright" else run.body:
            rows.read(line)
            self._note(line, mine)
            pointed.update(footnotes.meant(line, given.notes))
        if not self.reading.sheets:
            self.found.used += [Span(note.piece.start, note.piece.end) for note in sorted(pointed)]
        self._records(run, rows)
        for told, numbers in (
            ("締結日が空です", rows.undated),
            ("協定名が空です", rows.untitled),
            (_COPIES, rows.copies),
        ):
            if numbers:
                shown = "、".join(map(str, numbers[:_SHOWN])) + (" ほか" if len(numbers) > _SHOWN else "")
                self.found.warnings.append(f"{run.table.name} {shown}行目: {told}")
        if run.shape == "turned":
            sideways.account_turned(account, mine, run)
        elif run.shape == "cards":
            sideways.account_cards(account, mine, run)
        elif run.shape == "beside":
            beside.account(account, mine)

    def _note(self, line: Line, account: Rows) -> None:
        """Keep the words of a row that is no agreement: the day that the list describes may stand there."""
        reason = account.left_out.get(line.number, "")
        if reason.startswith(("注", "区切り")) and len(self.notes) <= _NOTES:
            self.notes += [cell.text for _, cell in filled(line.cells)]

    def _records(self, run: Run, rows: List) -> None:
        """Give the records of a list their ids, and say which renewed which."""
        rows.close()
        if isinstance(rows, Works):
            self._measures(rows)
            return
        links, open_ = renewals.find(rows.records, rows.renewed)
        for n, made in enumerate(rows.records, len(self.found.agreements) + 1):
            made["id"] = f"a{n}"
        for link in links:
            renewals.note(rows.records[link.newer], rows.records[link.older], sure=link.sure)
        for n in open_:
            told = "更新とありますが、もとの協定か新しい協定がこの表に見つかりません"
            self.found.warnings.append(f"{run.table.name} {rows.first_rows[n]}行目: {told}")
        self.found.agreements += rows.records
        self.found.said += rows.said_of_bodies

    def _measures(self, rows: Works) -> None:
        """Give measures their ids, and the agreement under which they are done where it stands in the same document."""
        for n, made in enumerate(rows.records, len(self.found.measures) + 1):
            made["id"] = f"m{n}"
            title = made.pop("協定", "")
            under = deed.under(title, made, self.found.agreements) if title else ""
            if under:
                made["協定"] = under
            elif title:
                told = f"協定の欄に「{title}」とあります"
                made["注記"] = f"{made['注記']}。{told}" if made.get("注記") else told
        self.found.measures += rows.records

    # --- what is no list -----------------------------------------------------------------------------------------------

    def _hidden(self, table: Table) -> None:
        self.found.rows.append(Rows(table.name, left_out={row.number: "隠しシート" for row in table.rows}))
        self.found.warnings.append(
            f"{table.name}: 隠れているシートは読んでいません。要るものなら、再表示して保存し、もう一度読ませてください"
        )

    def _no_list(self, table: Table) -> None:
        self.found.rows.append(Rows(table.name, left_out={row.number: "協定の一覧でない表" for row in table.rows}))
        if not self.reading.sheets and not self.found.agreements:
            return
        heads = [t for t in mapping.headings(list(lines(islice(table.rows, 30))))[1] if t.strip()]
        shown = "、".join(" ".join(h.split()) for h in heads[:6])
        self.found.warnings.append(
            f"{table.name}: 協定の一覧とは読みませんでした（{len(table.rows)}行、見出し: {shown or 'なし'}）"
        )


def _taken(lines: list[Line]) -> Iterator[Line]:
    """Lines one by one, each given up: a list of 200,000 need not be held while its agreements grow."""
    lines.reverse()
    while lines:
        yield lines.pop()
