"""The rows of a table of measures become measures: who does what with whom, at which stage, cost and outcome.

The rows between the rows (years, sections, totals, notes), 〃, merged cells and the account are those of every list.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.draft import Record
from loaders.tables import deed, over, plans, when, work_values
from loaders.tables.agreements import Given, List
from loaders.tables.deed import Deed
from loaders.tables.entries import municipality, partners_of
from loaders.tables.grid import Line, cite, filled, piece, private, shown
from loaders.tables.relation import goes_on, state
from loaders.tables.roles import Role, plain
from loaders.tables.signs import MARKS, department
from loaders.tables.work_layout import WorkLayout
from loaders.tables.work_roles import Work, methods, part, unit

_OWN_WORK: Final = re.compile(r"(?:[市町村県区府都道]|本[市町村県])?(?:の)?(?:直営|単独|独自|庁内)(?:のみ|事業|実施)?")
_OPEN: Final = re.compile(r"未定|選定中|募集中|公募中|協議中|調整中|検討中")
_PLACE: Final = re.compile(r"(?:館|施設|センター|公園|会館|ホール|場|所|園|プール|体育館)$")
_PLAIN_HEADS: Final = re.compile(
    r"経費|事業費|費用|金額|総額|実績|成果|効果|結果|(?:主な|事業|取組|実施)(?:の)?(?:実績|成果|効果)(?:等)?|実績内容|成果[・、]?(?:実績|効果)|目標"
)


class Works(List):
    """A run of rows below the headings of a table of measures; its ``records`` are 施策."""

    def __init__(self, given: Given, *rest: object) -> None:
        super().__init__(given, *rest)  # type: ignore[arg-type]
        assert isinstance(given.layout, WorkLayout)
        self.works, self.years = given.layout.works, given.layout.years
        self.used |= {c for columns in self.works.values() for c in columns} | {*self.years}
        self.telling |= {*self.years}
        over = [cell.text for row in given.table.rows[:8] for _, cell in filled(row.cells) if "単位" in cell.text]
        self.unit = unit(" ".join(over), money=True)
        """The unit of figures that a note over the table gives."""
        self._counts: dict[int, tuple[str, str]] = {}
        self.stage = work_values.stage_of_title(given.title)
        """The stage that the title gives to all rows, or ''."""
        heads = [word for c in given.layout.columns.get(Role.PARTNER, ()) for word in given.layout.paths[c]]
        self.managed = any("指定管理" in word for word in heads)

    def _agreement(self, line: Line) -> None:
        entry = Deed([line.number])
        relation = goes_on(self, line)
        self.numbered = self.numbered or state(line, self.layout.first(Role.NUMBER)) == "own"
        problems: list[str] = []
        entry.name = "" if relation else self._name(line, entry)
        self._partners(line, entry, problems)
        dropped = self._tell(line, entry, problems)
        last = self.open
        if relation and last is not None:
            if relation == "推定" and entry.bodies:
                entry.inferred.append("結合されたセルや空の番号から、上の行と同じ施策の相手と読みました")
            last.extend(entry)
            self._count(line, [shown(problem) for problem in problems])
            return
        if dropped:
            self.left_out(line, f"行われなかった（{dropped}）")
            self.warnings.append(f"{self.place(line)}: 「{dropped}」とあるので、施策としていません")
            return
        municipality(self, line, entry, problems)
        problems = [shown(problem) for problem in problems]
        if not entry.municipalities:
            self._count(line, problems or ["どの自治体の施策か分かりません"])
        elif self.years:
            self._by_year(line, entry, problems)
        elif not (entry.name or entry.gist):
            self._count(line, [*problems, "事業の名も内容も空です"])
        elif not self._is_copy(entry, line):
            entry.doubts += problems
            entry.name = entry.name or plans.name(entry.gist[0])
            self._add([entry])
            self._count(line, problems)

    def close(self) -> None:
        """Turn the open measure into a record."""
        entry, self.open = self.open, None
        if isinstance(entry, Deed):
            self.first_rows[len(self.records)] = entry.rows[0]
            made = deed.record(entry, cite(self.reading, self.table, entry.pieces), self.shared, stage=self.stage)
            if entry.under:
                made["協定"] = entry.under
            self.records.append(made)

    # --- who -----------------------------------------------------------------------------------------------------------

    def _partners(self, line: Line, entry: Deed, problems: list[str]) -> None:
        """The bodies of the row with the part that heading or cell gives them."""
        columns = self.layout.columns.get(Role.PARTNER, ())
        for column in columns:
            text = line.cells[column].text.strip()
            if _OWN_WORK.fullmatch(text) or _OPEN.fullmatch(text):
                entry.pieces.append(piece(line, column))
                entry.remarks.append(f"相手の欄に「{text}」とあります")
                continue
            heading = "".join(self.layout.paths[column])
            named = {id(body) for body in partners_of(self, line, column, entry, problems)}
            if named:
                entry.methods += [method for method in methods(heading) if method not in entry.methods]
            _give_part(entry, named, part(heading))
        if not columns:
            over.partner(self, entry)
        branch = self.said(line, Role.BRANCH, entry)
        if branch and len(entry.bodies) == 1 and not private(branch):
            entry.bodies = [{**entry.bodies[0], "部署": " ".join(branch.split())}]
        told = self._said(line, Work.PART, entry)
        if told and entry.bodies:
            _give_part(entry, {id(body) for body in entry.bodies}, part(told))
            if not part(told):
                entry.remarks.append(f"役割の欄に「{' '.join(told.split())}」とあります")

    # --- what ----------------------------------------------------------------------------------------------------------

    def _name(self, line: Line, entry: Deed) -> str:
        column = self.layout.first(Role.NAME)
        text = self.said(line, Role.NAME, entry)
        if not text and column is not None:
            above = self.above.get(column)
            blank = not line.cells[column].text.strip() and self.reading.format != "pdf"
            if above is not None and blank and above[0].number > self.broken:
                entry.pieces.append(piece(above[0], column))
                entry.inferred.append("事業の名の欄が空なので、上の行と同じと読みました")
                text = above[1]
        if not text or private(text):
            return ""
        text = "".join(part.strip() for part in text.split("\n"))
        return f"{text}の指定管理" if self.managed and _PLACE.search(text) else text

    def _tell(self, line: Line, entry: Deed, problems: list[str]) -> str:
        """Content, time, stage, method, cost and outcome; returns the words that say it was not done."""
        for column in self.layout.columns.get(Role.CONTENT, ()):
            text = self.text(line, column)
            if text and not private(text):
                entry.gist.append(" ".join(text.split()))
                entry.pieces.append(piece(line, column))
        self._topics(line, entry)
        self._time(line, entry, problems)
        words = self._said(line, Work.STAGE, entry) or self.said(line, Role.STATUS, entry)
        outcome = self._figures(line, Work.OUTCOME, entry.outcomes, entry, "")
        if words and work_values.dropped(words):
            return " ".join(words.split())
        if outcome and work_values.dropped(outcome):
            return " ".join(outcome.split())
        entry.stage = work_values.stage(words) if words else entry.stage
        if words and not entry.stage:
            entry.outcomes.append({"値": " ".join(words.split())})
        self._figures(line, Work.TARGET, entry.outcomes, entry, "目標")
        index = self._said(line, Work.INDEX, entry)
        if re.search(r"[0-9０-９]", index):
            entry.outcomes.append({"値": f"目標 {' '.join(index.split())}"})
        self._figures(line, Work.COST, entry.costs, entry, "")
        if not entry.stage and work_values.trial(f"{entry.name} {' '.join(entry.gist)}") and self.stage != "計画":
            entry.stage = "実証"
        entry.stage = entry.stage or ("実施" if outcome and not self.stage else "")
        method = self._said(line, Work.METHOD, entry)
        if method and method not in entry.methods:
            entry.methods.append(" ".join(method.split()))
        entry.plan = " ".join(self._said(line, Work.PLAN, entry).split())
        entry.under = " ".join(self._said(line, Work.UNDER, entry).split())
        self._rest(line, entry)
        return ""

    def _topics(self, line: Line, entry: Deed) -> None:
        told = self.said(line, Role.FIELDS, entry) or self.said(line, Role.KIND, entry)
        for text in (told, entry.name, " ".join(entry.gist), self.section):
            if text and not entry.topics and not private(text):
                entry.topics += self.topics.read(text)

    def _time(self, line: Line, entry: Deed, problems: list[str]) -> None:
        year = self.year or self.hint
        for column in (*self.works.get(Work.BEGIN, ()), *self.works.get(Work.WHEN, ())):
            text = self.text(line, column, entry)
            if not text:
                continue
            heading = "".join(self.layout.paths[column])
            own = work_values.year_in(text, "年度" in heading)
            if own:
                if not entry.date.date:
                    entry.date = when.When(f"{own.year:04}", "年度" if own.fiscal else "年")
                year = own
                continue
            found = when.day(text, line.cells[column].date, "", year)
            if found.pending:
                entry.stage = entry.stage or "計画"
                entry.remarks.append(f"時期は「{' '.join(text.split())}」")
            elif found.date:
                entry.date = found if not entry.date.date or found.precision in ("日", "月") else entry.date
            else:
                self._span(text, entry, problems)
        end = self._said(line, Work.FINISH, entry)
        if end:
            found = when.day(end)
            entry.finish = found.date
            entry.remarks += [f"終わりは「{' '.join(end.split())}」"] if found.problem else []
        if not entry.date.date and self.year is not None:
            entry.date = when.When(
                f"{self.year.year:04}", "年度" if self.year.fiscal else "年", f"{self.year_told}から"
            )
            entry.date_source = cite(self.reading, self.table, [self.year_piece])

    def _span(self, text: str, entry: Deed, problems: list[str]) -> None:
        told = when.period(text)
        if told.start and not told.problem and not entry.date.date:
            entry.date = when.day(told.start)
        if told.end and not told.problem:
            entry.finish = told.end
        if told.problem:
            problems.append(f"時期の{told.problem}")
        elif not (told.start or told.end):
            # 通年, 毎月, 夏休み: words that are no date are kept as they are.
            entry.remarks.append(f"時期は「{' '.join(text.split())}」")

    def _figures(self, line: Line, work: Work, into: list[Record], entry: Deed, before: str) -> str:
        """Put cells of cost or outcome into a measure; returns the words of the first."""
        first = ""
        for column in self.works.get(work, ()):
            text = self.text(line, column)
            if work_values.empty(text) or private(text):
                continue
            first = first or text
            label, given = self._counted(column, work)
            label = self._index(line, work, entry) or label
            label = before if before and (not label or before in label) else " ".join(filter(None, (before, label)))
            value: Record = {"値": work_values.figure(text, given, label=label)}
            cited = cite(self.reading, self.table, [piece(line, column)])
            if cited:
                value["出典"] = cited
            if not given and work is Work.COST and work_values.bare_figure(text):
                value |= {"確度": "要確認", "注記": "単位が書かれていません"}
            into.append(value)
            entry.pieces.append(piece(line, column))
        return first

    def _counted(self, column: int, work: Work) -> tuple[str, str]:
        """What the headings of a column say that its figures are, and in which unit."""
        if column not in self._counts:
            path = self.layout.paths[column]
            label = "" if _PLAIN_HEADS.fullmatch(plain(path[-1])) and len(path) < 2 else work_values.label(path)
            money = work is Work.COST
            self._counts[column] = label, unit("".join(path), money=money) or (self.unit if money else "")
        return self._counts[column]

    def _index(self, line: Line, work: Work, entry: Deed) -> str:
        """What a figure counts, where a column of its own says so (指標: 創業者数)."""
        said = "" if work is Work.COST else self._said(line, Work.INDEX, entry)
        return "" if re.search(r"[0-9０-９]", said) else " ".join(said.split())

    def _rest(self, line: Line, entry: Deed) -> None:
        """Department and remarks."""
        text = self.said(line, Role.DEPARTMENT)
        bare = department(text) if text else ""
        if bare:
            entry.own["所管課"] = bare
        for column in self.layout.columns.get(Role.NOTE, ()):
            text = self.text(line, column)
            if text and not private(text):
                entry.remarks.append(f"備考に「{' '.join(text.split())}」とあります")

    def _by_year(self, line: Line, entry: Deed, problems: list[str]) -> None:
        """One measure for each year whose cell tells what was done in it."""
        found: list[Deed] = []
        for column in self.years:
            text = self.text(line, column)
            if work_values.empty(text) or private(text) or text in MARKS or work_values.dropped(text):
                continue
            year = next(y for word in self.layout.paths[column] if (y := work_values.year_in(word)))
            made = entry.copy()
            made.name = "".join(text.split("\n"))
            made.pieces += [piece(line, column), *(piece(head, column) for head in self.heads)]
            made.date = when.When(f"{year.year:04}", "年度" if year.fiscal else "年")
            made.stage = work_values.stage_of_title("".join(self.layout.paths[column])) or made.stage
            made.doubts += problems
            made.topics = made.topics or list(self.topics.read(text))
            found.append(made)
        self._add(found)
        if found or problems:
            self._count(line, problems)
        else:
            self.left_out(line, "年の欄が空の行")

    def _said(self, line: Line, work: Work, entry: Deed) -> str:
        """What the first filled column of a meaning says."""
        for column in self.works.get(work, ()):
            text = self.text(line, column)
            if text and not private(text):
                entry.pieces.append(piece(line, column))
                return text
        return ""


def _give_part(entry: Deed, named: set[int], role: str) -> None:
    if role:
        entry.bodies = [{**body, "役割": role} if id(body) in named else body for body in entry.bodies]
