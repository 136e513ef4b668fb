"""A made-up country of a few hundred records that holds every kind of fact; the same at every call.

Dates are as ragged as in life: days, months, years, none, and days without a year. All words are invented.
"""

from __future__ import annotations

import random
from typing import Final

from graph import model
from graph.facts import Evidence, Fact, Facts, Node
from graph.tables import Tables

_PREFECTURES: Final = 5
_CITIES: Final = 9
_BODIES: Final = 40
_DOCUMENTS: Final = 25
_AGREEMENTS: Final = 160
_MEASURES: Final = 240
_FIELDS: Final = 8


class _Maker:
    def __init__(self) -> None:
        self.random = random.Random(20231108)  # noqa: S311
        self.facts = Facts()
        self.municipalities: list[str] = []

    def make(self) -> Tables:
        self._nodes()
        self._agreements()
        self._measures()
        self._rest()
        return self.facts.tables()

    def _nodes(self) -> None:
        add = self.facts.add_node
        for p in range(_PREFECTURES):
            prefecture, code = f"試験{'甲乙丙丁戊'[p]}県", f"{p + 50:02}0000"
            add(
                "自治体",
                code,
                名称=prefecture,
                略称=prefecture,
                種別="都道府県",
                都道府県=prefecture,
                緯度=34.0 + p,
                経度=135.0,
            )
            self.municipalities.append(code)
            for c in range(_CITIES):
                id = f"{p + 50:02}{c + 1:03}0"
                kind = "市町村市市町市町市"[c]
                own = {"類似団体区分": f"{kind}Ⅰ－{c % 3}"} if p < 2 and c < 5 else {}
                sets = {"集合": ["試験中核市"]} if c == 0 else {}
                short = f"第{p}の{c}{kind}"
                add("自治体", id, 名称=prefecture + short, 略称=short, 種別=kind, 都道府県=prefecture, 緯度=34.0 + p + c / 37,
                    経度=135.0 + c / 23, **own, **sets)  # fmt: skip
                self.facts.link("所属", Node("自治体", id), Node("自治体", code))
                self.municipalities.append(id)
        for n in range(_BODIES):
            industry = {"業種": ("運輸業", "小売業", "情報通信業")[n % 3]} if n % 4 else {}
            add(
                "企業",
                f"c-{n:03}",
                名称=f"株式会社こころみ{n}",
                区分=model.BODY_KINDS[n % 5],
                別名=[f"ココロミ{n}"],
                **industry,
            )
        for n in range(_FIELDS):
            add("分野", f"f{n:02}", 名称=f"試験分野{n}", 階層=1)
            add("分野", f"f{n:02}-1", 名称=f"試験分野{n}の下", 階層=2)
            self.facts.link("上位", Node("分野", f"f{n:02}-1"), Node("分野", f"f{n:02}"))
        for n in range(_DOCUMENTS):
            add("文書", f"d-{n:02}", 題名=f"一覧その{n}（試験用）", 種別="協定一覧", 公開="庁内限り" if n % 9 == 8 else "公開",
                基準日=self._date(), 取得日=f"2024-0{n % 9 + 1}-15")  # fmt: skip

    def _agreements(self) -> None:
        for n in range(_AGREEMENTS):
            id, document = f"k-{n:03}", self._document()
            said = {
                "名称": f"試験の協定{n}",
                "種別": self.random.choice(model.AGREEMENT_KINDS),
                "締結日": self._date(),
                "有効期限": self._date() if n % 3 == 0 else "",
                "状態": self.random.choice(("有効", "終了", "不明", "不明")),
                "終了日": self._date() if n % 7 == 0 else "",
            }
            self._state("協定", id, document, said)
            if n % 5 == 0:
                self._state("協定", id, self._document(), {"締結日": self._date()})
            for m in self.random.sample(self.municipalities, self.random.choice((1, 1, 1, 2, 3))):
                self._fact("締結", ("自治体", m), ("協定", id), document, ("総務課",))
            for c in self._bodies(self.random.choice((1, 1, 2, 4))):
                self._fact("締結", ("企業", c), ("協定", id), document, ("",))
            if n % 4:
                self._fact("対象", ("協定", id), ("分野", self._field()), document)
            if n % 10 == 9:
                self._fact("更新", ("協定", id), ("協定", f"k-{n - 1:03}"), document)

    def _measures(self) -> None:
        for n in range(_MEASURES):
            id, document = f"m-{n:03}", self._document()
            said = {
                "名称": f"試験の取組{n}",
                "段階": self.random.choice(model.STAGES),
                "時期": self._date(),
                "終了時期": self._date() if n % 6 == 0 else "",
                "経費": f"{n} 千円" if n % 4 == 0 else "",
                "成果": f"延べ {n} 回" if n % 3 == 0 else "",
                "手法": "委託" if n % 2 else "",
            }
            self._state("施策", id, document, said)
            roles = ("主体", "主体", "共催", "場所")
            for m in self.random.sample(self.municipalities, self.random.choice((1, 1, 2))):
                self._fact("実施", ("自治体", m), ("施策", id), document, (self.random.choice(roles), ""))
            for c in self._bodies(self.random.choice((0, 1, 1, 2))):
                self._fact("参画", ("企業", c), ("施策", id), document, (self.random.choice(model.TAKE_PART_ROLES), ""))
            if n % 5:
                self._fact("対象", ("施策", id), ("分野", self._field()), document)
            if n % 3 == 0:
                self._fact("根拠", ("施策", id), ("協定", f"k-{n % _AGREEMENTS:03}"), document)

    def _rest(self) -> None:
        for n, code in enumerate(self.municipalities):
            if n % 3:
                self._fact("収録", ("文書", self._document()), ("自治体", code), self._document(),
                           (("全件", "抜粋", "不明")[n % 2 + n % 5 // 4], "協定"))  # fmt: skip
            if n % 6 == 0:
                self._fact("加盟", ("自治体", code), ("企業", "c-001"), self._document(), ("会員",))
        for n in range(2, 8):
            self._fact("加盟", ("企業", f"c-{n:03}"), ("企業", "c-001"), self._document(), ("構成員",))
        self._fact("承継", ("企業", "c-038"), ("企業", "c-039"), self._document(), ("2019-04-01", "合併"))

    def _date(self) -> str:
        year, month, day = self.random.randrange(2008, 2028), self.random.randrange(1, 13), self.random.randrange(1, 29)
        whole = f"{year}-{month:02}-{day:02}"
        return self.random.choice((whole, whole, whole[:7], whole[:4], f"--{month:02}-{day:02}", ""))

    def _document(self) -> str:
        return f"d-{self.random.randrange(_DOCUMENTS):02}"

    def _field(self) -> str:
        return f"f{self.random.randrange(_FIELDS):02}" + self.random.choice(("", "", "-1"))

    def _bodies(self, number: int) -> list[str]:
        """Bodies, of which the first is a hub."""
        found = {f"c-{self.random.randrange(_BODIES):03}" for _ in range(number)}
        return sorted(found | ({"c-000"} if number and self.random.random() < 0.2 else set()))

    def _state(self, label: str, id: str, document: str, said: dict[str, str]) -> None:
        for item, value in said.items():
            if value:
                evidence = Evidence(document, "0-9", "", "試験の要旨。", self.random.choice(model.CERTAINTIES))
                self.facts.add(Fact("記載", Node(label, id), Node("文書", document), evidence, (item, value)))

    def _fact(
        self, type: str, start: tuple[str, str], end: tuple[str, str], document: str, own: tuple[str, ...] = ()
    ) -> None:
        certainty = self.random.choice(("明示", "明示", "推定", "要確認"))
        for place in range(self.random.choice((1, 1, 2))):
            evidence = Evidence(document, f"{place}-9", "試験の引用", "試験の要旨。", certainty, "表記", "理由")
            self.facts.add(Fact(type, Node(*start), Node(*end), evidence, own))


def country() -> Tables:
    """The graph."""
    return _Maker().make()
