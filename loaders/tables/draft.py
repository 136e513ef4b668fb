"""Tables of a document become drafts: the lists of agreements among them, and tables of measures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from loaders.draft import Found, Rows
from loaders.read import Reading, Table
from loaders.tables import mapping, plans, renewals, surroundings
from loaders.tables.agreements import Given, List
from loaders.tables.errors import ColumnsNeeded, OwnerNeeded
from loaders.tables.grid import filled, lines
from loaders.tables.layouts import Layouts
from loaders.tables.lookup import Lookup
from loaders.tables.owner import Owner, Owners, Source, official_lines
from loaders.tables.roles import Role
from loaders.tables.runs import Run, Runs, account_turned
from loaders.tables.surroundings import Surroundings
from loaders.tables.topics import Topics
from loaders.vocabulary import Vocabulary

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


class _Document:
    def __init__(
        self, reading: Reading, lookup: Lookup, municipality: str, columns: Mapping[str, str] | None, layouts: Layouts | None
    ) -> None:  # fmt: skip
        self.reading, self.lookup = reading, lookup
        self.owners = Owners(reading, lookup, municipality)
        self.runs = Runs(reading, lookup, columns, layouts)
        self.found = Found()
        self.topics = Topics(lookup)
        self.known_owner: Owner | None = None
        self.notes: list[str] = []

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
        official = official_lines(self.reading) if runs else []
        around = [surroundings.around(self.reading, run.table, run.above, official) for run in runs]
        owners = [self._owner(run, near, around) for run, near in zip(runs, around, strict=True)]
        accounts: dict[str, Rows] = {}
        for run, near, owner in zip(runs, around, owners, strict=True):
            self._read(run, near, owner, accounts)
        for table in rest:
            self._no_list(table)
        if runs:
            self._document(runs, around, owners)
        self.found.warnings += self.owners.warnings
        if self.topics.unmatched:
            words = list(self.topics.unmatched)
            more = f" ほか{len(words) - _SHOWN}件" if len(words) > _SHOWN else ""
            self.found.warnings.append(
                f"分野が分からない言葉: {'、'.join(words[:_SHOWN])}{more}（fields.yaml の同義語に加えられます）"
            )
        return self.found

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

    # --- owners --------------------------------------------------------------------------------------------------------

    def _owner(self, run: Run, near: Surroundings, around: Sequence[Surroundings]) -> Owner | None:
        """The owner of a list; None where its rows name the local governments."""
        if Role.MUNICIPALITY in run.layout.columns or self._flags_places(run) or self._sections(run):
            return None
        try:
            return self.owners.find(run.table.name, near.sources)
        except OwnerNeeded:
            elsewhere = [
                Source(s.text, s.span, "持ち主は、同じ文書のほかの表の題から読みました")
                for other in around
                if other is not near
                for s in other.sources
            ]
            if not elsewhere:
                raise
            try:
                return self.owners.find(run.table.name, elsewhere)
            except OwnerNeeded:
                pass
            raise

    def _flags_places(self, run: Run) -> bool:
        return any(self.lookup.place(run.layout.heading(c)) is not None for c in run.layout.flags)

    def _sections(self, run: Run) -> bool:
        """Whether rows between the rows name local governments."""
        first = next((filled(line.cells) for line in run.body if filled(line.cells)), [])
        return len(first) == 1 and self.lookup.place(first[0][1].text.strip("■□◆◇●○◎【】[]・ 　")) is not None

    # --- reading -------------------------------------------------------------------------------------------------------

    def _read(self, run: Run, near: Surroundings, owner: Owner | None, accounts: dict[str, Rows]) -> None:
        account = accounts.get(run.table.name)
        if account is None:
            account = accounts[run.table.name] = Rows(run.table.name)
            self.found.rows.append(account)
            if not self.reading.sheets:
                self.found.used.append(run.table.span)
        mine = account if run.upright else Rows(run.table.name)
        prefecture = self.owners.prefecture(near.sources)
        given = Given(
            self.reading, run.table, run.layout, run.heads, owner, prefecture, near.kind, near.title.text
        )  # fmt: skip
        rows = List(given, self.lookup, self.topics, mine, self.found.warnings)
        for line in run.above:
            mine.left_out[line.number] = "題・説明" if filled(line.cells) else "空行"
        for line in run.heads:
            mine.left_out[line.number] = "見出し"
        for line in run.body:
            rows.read(line)
        self.notes += [text for line in run.above for _, cell in filled(line.cells) if (text := cell.text)]
        self._note(run, mine)
        self._records(run, rows)
        if rows.undated:
            told = "、".join(map(str, rows.undated[:_SHOWN])) + (" ほか" if len(rows.undated) > _SHOWN else "")
            self.found.warnings.append(f"{run.table.name} {told}行目: 締結日が空です")
        if not run.upright:
            account_turned(account, mine, run)

    def _note(self, run: Run, account: Rows) -> None:
        """Keep the words of rows that are no agreements: the day that the list describes may stand there."""
        for line in run.body:
            if len(self.notes) > _NOTES:
                break
            if account.left_out.get(line.number, "").startswith(("注", "区切り")):
                self.notes += [cell.text for _, cell in filled(line.cells)]

    def _records(self, run: Run, rows: List) -> None:
        """Give the records of a list their ids, and say which renewed which."""
        rows.close()
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

    # --- the document --------------------------------------------------------------------------------------------------

    def _document(self, runs: Sequence[Run], around: Sequence[Surroundings], owners: Sequence[Owner | None]) -> None:
        titled = next((near.title for near in around if near.title.text and near.title.span), None)
        document = self.found.document
        if titled and self.reading.sheets:
            document["題名"] = " ".join(titled.text.split())
        size = sum(run.table.span.end - run.table.span.start for run in {id(r.table): r for r in runs}.values())
        is_list = any(near.is_whole for near in around) or size > _SHARE * len(self.reading.text)
        if self.reading.sheets or is_list:
            document["種別"] = "協定一覧"
        day = surroundings.as_of([*self.notes, *(s.text for near in around for s in near.sources), self.owners.around])
        if day:
            document["基準日"] = day
        done: set[str] = set()
        for near, owner in zip(around, owners, strict=True):
            if owner is None or owner.code in done:
                continue
            done.add(owner.code)
            whole = bool(day) and near.is_whole and owner.source.span is not None
            cover = {
                "自治体": owner.name,
                "網羅": "全件" if whole else "不明",
                "対象": " ".join((near.title.text or "協定の一覧").split()),
            }
            if owner.party.get("表記"):
                cover["表記"] = owner.party["表記"]
            if owner.party.get("出典"):
                cover["出典"] = owner.party["出典"]
            if owner.party.get("注記"):
                cover |= {"確度": "推定", "注記": owner.party["注記"]}
            self.found.coverage.append(cover)
