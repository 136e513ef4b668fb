"""From answers to records of the curated format, each with the row that says it.

What a form answers about a record of another document is a 記載 about that record, so that both documents stand. A
measure that was carried out becomes a 施策 under its agreement; what was not on record becomes a record of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from graph import dates, forms, model
from graph.errors import Problem
from loaders.replies import values, wording
from loaders.replies.answers import About, Said, Work
from loaders.replies.sheets import Answer, Filled

Record = dict[str, Any]

_CORRECTION: Final = re.compile(r"\s*(?P<item>[^:：\s][^:：]{0,20}?)\s*[:：]\s*(?P<value>.+?)\s*")
_ITEMS: Final = {"名前": "名称", "協定名": "名称", "協定の名称": "名称", "相手": "相手方", "協定先": "相手方", "締結日・時期": "締結日",
                 "期限": "有効期限", "更新期限": "有効期限", "終わった日": "終了日", "いまの状態": "状態", "担当課": "所管課"}  # fmt: skip
_OF_MEASURE: Final = {"締結日": "時期", "終了日": "終了時期", "状態": "段階"}


class Fact(NamedTuple):
    """A record of the curated format. ``row``: the row that tells it; ``of``: the id of what it belongs to."""

    row: int
    section: str
    record: Record
    of: str = ""


class Place(NamedTuple):
    """Who replies and when: the local government by name and code, the department, the day ('' where it is not told)."""

    name: str
    code: str
    department: str
    day: str


Is = Callable[[str], bool]


def facts(form: Filled, about: About, place: Place, is_measure: Is, is_place: Is) -> tuple[list[Fact], list[Problem]]:
    """All that the answers about one record state. ``is_measure``: whether an id is that of a measure; ``is_place``:
    whether a name is that of a local government."""
    made = _Facts(form, about, place, is_place)
    if not about.record:
        made.new()
    made.shared("施策" if about.record and is_measure(about.record) else made.label)
    return made.found, made.problems


class _Facts:
    def __init__(self, form: Filled, about: About, place: Place, is_place: Is) -> None:
        self.form, self.about, self.place, self.is_place = form, about, place, is_place
        self.found: list[Fact] = []
        self.problems: list[Problem] = []
        self.label = "協定"
        self.id = about.record

    # --- a record that was not on record -----------------------------------------------------------------------------

    def new(self) -> None:
        """The record itself, with what its columns tell of its properties."""
        names, row = self.about.names, self.about.rows[0]
        if names.get("種類") and names["種類"].value == "取組":
            self.label = "施策"
        self.id = f"\n{row}"
        record: Record = {
            "id": self.id,
            "名称": wording.short(names["名称"].value) if self.label == "施策" else names["名称"].value,
        }
        own: Record = {"名称": self.place.name} | ({"部署": self.place.department} if self.place.department else {})
        record["自治体"] = [own | ({"役割": "主体"} if self.label == "施策" else {})]
        for name in values.names(names["相手方"].value) if "相手方" in names else []:
            where = "自治体" if self.is_place(name) else "企業"
            record.setdefault(where, []).append(
                {"名称": name} | ({"役割": "協力"} if (self.label, where) == ("施策", "自治体") else {})
            )
        when = names.get("日付")
        if self.label == "施策":
            when = next((work.answers["時期"] for work in self.about.works if "時期" in work.answers), when)
        if when:
            record["締結日" if self.label == "協定" else "時期"] = when.value
            if when.precision == "年度":
                record["締結日精度" if self.label == "協定" else "時期精度"] = "年度"
        record["出典"] = _cited(*(names[name].cell for name in ("名称", "相手方", "日付") if name in names))
        if self.label == "施策":
            record["段階"] = "不明"
            self._own_work(record)
        self.found.append(Fact(row, self.label, record))

    def _own_work(self, record: Record) -> None:
        """What the columns of a measure tell of a measure that was not on record."""
        for work in self.about.works:
            done = work.answers.get("実績")
            if done and not (values.NONE.fullmatch(done.value) or values.NOT_DONE.search(done.value)):
                record["段階"], record["概要"] = wording.stage(done.value), wording.line(done.value)
            for name in ("成果", "経費"):
                if name in work.answers:
                    record.setdefault(name, []).extend(wording.items(work.answers[name].value))
            record["出典"] += [
                one for one in _cited(*(said.cell for said in work.answers.values())) if one not in record["出典"]
            ]

    # --- what is said of a record ------------------------------------------------------------------------------------

    def shared(self, label: str) -> None:
        """Statements about the record, and the measures under it."""
        self.label = label
        told = self.about.answers
        self._agreeing(told)
        if "確認" in told:
            self._verdict(told["確認"], "訂正" in told)
        if "訂正" in told:
            self._corrections(told["訂正"])
        for name, item in (("状態", "状態"), ("終了日", "終了日"), ("有効期限", "有効期限"), ("課題", "課題"), ("方針", "今後の方針"),
                           ("担当課", "所管課"), ("備考", "備考")):  # fmt: skip
            if name in told:
                self._of_record(item, told[name])
        self._contradiction()
        for work in self.about.works:
            if label == "協定":
                self._work(work)
            elif self.about.record:
                self._of_measure(work)

    def _say(self, item: str, value: str, cell: Answer, row: int | None = None) -> None:
        subject = {self.label: self.id}
        record = {**subject, "項目": item, "値": value, "出典": _cited(cell)}
        self.found.append(Fact(row or self.about.rows[0], "記載", record, self.id))

    def _wrong(self, column: str, what: str, remedy: str, *, warning: bool = False, row: int = 0) -> None:
        self.problems.append(self.form.problem(row or self.about.rows[0], column, what, remedy, warning=warning))

    def _agreeing(self, told: Mapping[str, Said]) -> None:
        """Answers that cannot both be meant."""
        verdict = told["確認"].value if "確認" in told else ""
        if verdict == "正しい" and "訂正" in told:
            self._wrong(
                "訂正",
                "「正しい」という回答なのに、違うところが書いてあります",
                "違うなら「記録は正しいか」で 違う を選んでください",
            )
        if verdict == "ない" and (self.about.works or ("状態" in told and told["状態"].value == "有効")):
            self._wrong("確認", "「ない」という回答なのに、状態や取組が書いてあります", "どちらかを消してください")

    def _verdict(self, said: Said, corrected: bool) -> None:
        if said.value == "分からない":
            return
        self._say("記録の確認", said.value, said.cell)
        if said.value == "ない":
            self._wrong("確認", f"番号 {self.about.number} は「ない」という回答です",
                        "記録した文書を確かめ、誤りなら renkei review などで記録を直してください", warning=True)  # fmt: skip
        elif said.value == "違う" and not corrected:
            self._wrong("確認", f"番号 {self.about.number} は「違う」という回答ですが、どこが違うかは書いてありません",
                        "回答した部署に確かめてください", warning=True)  # fmt: skip

    def _corrections(self, said: Said) -> None:
        for line in filter(None, map(str.strip, said.value.split("\n"))):
            match = _CORRECTION.fullmatch(line)
            item = forms.folded(match["item"]) if match else ""
            item = _ITEMS.get(item, item)
            item = _OF_MEASURE.get(item, item) if self.label == "施策" else item
            prop = next((p for p in model.LABEL[self.label].properties if p.name == item), None)
            if match is None or (prop is None and item != "相手方"):
                self._say("訂正", line, said.cell)
                self._wrong("訂正", f"「{line}」は、記録の項目に当てはめずに、そのまま残します",
                            "どの項目のことか分かれば、締結日: 令和5年11月8日 のように書いて、もう一度取り込めます", warning=True)  # fmt: skip
            elif prop and prop.kind == "date":
                self._dated(
                    item, values.day(match["value"], fiscal=f"{item}精度" in _names(self.label)), said.cell, "訂正"
                )
            elif prop and prop.kind == "choice" and match["value"] not in prop.choices:
                self._wrong(
                    "訂正", f"{item}の「{match['value']}」は使えません", f"使えるのは {'、'.join(prop.choices)} です"
                )
            else:
                self._say(item, match["value"], said.cell)
                if item in ("相手方", "自治体", "企業"):
                    self._wrong("訂正", f"相手方の訂正「{match['value']}」は、述べられたこととして残しますが、当事者は変えません",
                                "確かめて、もとの文書の書き起こしを直してください", warning=True)  # fmt: skip

    def _dated(self, item: str, found: values.Day | values.Unread, cell: Answer, column: str) -> None:
        if isinstance(found, values.Unread):
            self._wrong(column, found.what, found.remedy or "日付を書くか、空にしてください")
            return
        self._say(item, found.value, cell)
        if found.precision == "年度":
            self._say(f"{item}精度", "年度", cell)

    def _of_record(self, item: str, said: Said) -> None:
        if self.label == "施策":
            if item == "状態" and said.value != "終了":
                self._wrong(
                    "状態",
                    f"「{said.value}」は、取組には使えません",
                    "終わった取組なら 終了 を選び、そうでなければ空にしてください",
                )
                return
            item = _OF_MEASURE.get(item, item)
        value = said.value if said.item or said.precision else wording.line(said.value)
        self._say(said.item or item, value, said.cell)

    def _contradiction(self) -> None:
        told, asked = self.about.answers, self.place.day
        if "状態" in told and "終了日" in told and told["状態"].value == "有効":
            over = told["終了日"].value
            if over < asked[: len(over)]:
                self._wrong(
                    "終了日",
                    f"状態は「有効」ですが、終わった日（{dates.japanese(over)}）が回答日より前です",
                    "どちらかを直してください",
                )

    # --- measures ----------------------------------------------------------------------------------------------------

    def _work(self, work: Work) -> None:
        """A measure under an agreement; only statements about the agreement where nothing was done or told."""
        done = work.answers.get("実績")
        asked = self.form.columns.get("実績") is not None and self.form.mark.kind == "棚卸し"
        item = f"{forms.fiscal(self.form.mark.period)}の実績" if asked and self.form.mark.period else "実績"
        nothing = done is not None and (values.NONE.fullmatch(done.value) or values.NOT_DONE.search(done.value))
        if done is None or nothing:
            if done:
                self._say(item, wording.line(done.value), done.cell, work.row)
            for name in ("時期", "成果", "経費"):
                if name in work.answers:
                    self._say(
                        {"時期": "取組の時期"}.get(name, name),
                        wording.line(work.answers[name].value),
                        work.answers[name].cell,
                        work.row,
                    )
            return
        text = wording.line(done.value)
        name = wording.short(text)
        record: Record = {"id": f"\n{work.row}m", "名称": name} | ({"概要": text} if text != name else {})
        record["段階"] = wording.stage(text)
        when = work.answers.get("時期")
        if when:
            record |= {"時期": when.value} | ({"時期精度": "年度"} if when.precision == "年度" else {})
        elif self.form.mark.kind == "棚卸し" and self.form.mark.period and record["段階"] == "実施":
            record |= {"時期": self.form.mark.period, "時期精度": "年度"}
        for each in ("成果", "経費"):
            if each in work.answers:
                record[each] = wording.items(work.answers[each].value)
        own: Record = {"名称": self.place.name, "役割": "主体"}
        record["自治体"] = [own | ({"部署": self.place.department} if self.place.department else {})]
        record["協定"] = self.id
        record["出典"] = _cited(
            *(work.answers[each].cell for each in ("実績", "時期", "成果", "経費") if each in work.answers)
        )
        self.found.append(Fact(work.row, "施策", record, self.id))

    def _of_measure(self, work: Work) -> None:
        """What is told of a measure that is on record."""
        for name, item in (("実績", "取組の内容"), ("時期", "時期"), ("成果", "成果"), ("経費", "経費")):
            if name not in work.answers:
                continue
            said = work.answers[name]
            for value in wording.items(said.value) if name in ("成果", "経費") else [wording.line(said.value)]:
                self._say(item, value, said.cell, work.row)
            if said.precision == "年度":
                self._say("時期精度", "年度", said.cell, work.row)


def _names(label: str) -> set[str]:
    return {prop.name for prop in model.LABEL[label].properties}


def _cited(*cells: Answer) -> list[Record]:
    """出典 of some cells, each once. The words are those of the text, where breaks of lines are spaces."""
    found = []
    for cell in cells:
        one = {"位置": cell.place, "引用": cell.words}
        if one not in found:
            found.append(one)
    return found
