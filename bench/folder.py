"""``python -m bench country --out DIR [--share 0.1]``: a made-up country as the files that people curate.

The user's folder (``RENKEI_DATA``) of a nation: registry, curated documents with sources, quotes and positions, the texts
that the quotes are compared with, and decisions. Three kinds of documents, as the genre has them: a municipality's list
of agreements (rows of a sheet), its list of measures, and press releases (prose). The municipalities are the real ones;
bodies, agreements, measures and every word are invented (`bench.wording`). The same share gives the same bytes; nothing
but one document at a time is held.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import yaml

from bench import wording
from bench.plan import SEED, Plan, Scale
from bench.writing import Citation, Page, Party, certainty, evidence, parties, quoted, scalar
from graph import model, names, paths
from graph.places import corporate_check_digit
from loaders import registry
from loaders.folder import DOCUMENTS, TEXTS

_SHEET: Final = "協定一覧"
_FIRST_NAME: Final = 2_500
"""Numbers of `wording.body` below this give names of two words, some of which real bodies bear."""
_KINDS: Final = model.AGREEMENT_KINDS[:5]
_CROSSED: Final = 50
"""Every how-many-th press release also says something of an agreement that stands in the municipality's list."""
_DECIDED: Final = 0.005
"""Share of agreements about which people have decided that they are not the same as another."""


def write(folder: Path, share: float = 1.0) -> None:
    """Make the country in a folder that is empty or not there yet."""
    scale = Scale(share)
    _Country(folder, Plan(scale)).write()


def hub_id(number: int) -> str:
    """The id of a body that works with nine municipalities in ten (of the whole country)."""
    return names.mint(names.Normaliser.load(paths.shipped_data()), wording.body(_FIRST_NAME + number))


class _Country:
    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan
        self.names = [wording.body(_FIRST_NAME + n) for n in range(plan.scale.bodies)]
        tree = yaml.safe_load((paths.shipped_data() / "fields.yaml").read_text(encoding="utf-8"))
        self.fields: list[str] = [each["名称"] for each in tree["分野"]]
        self.agreements = self.measures = self.release = 0

    def write(self) -> None:
        for name in (DOCUMENTS, TEXTS):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._registry()
        for place in range(len(self.plan.places)):
            for write, number in (
                (self._list, self.plan.listed[place]),
                (self._works, self.plan.works[place]),
                (self._releases, self.plan.releases[place]),
            ):
                if number:
                    write(place, number)
        self._decisions()

    # --- registry and decisions ------------------------------------------------------------------------------------

    def _registry(self) -> None:
        normaliser = names.Normaliser.load(paths.shipped_data())
        draw = random.Random(SEED)
        with (self.folder / registry.FILE).open("w", encoding="utf-8", newline="") as file:
            file.write('# 作り話の名簿（測定用）\n形式: "1"\n組織:\n')
            for n, name in enumerate(self.names):
                if not self.plan.known(n):
                    continue
                lines = [f"- id: {names.mint(normaliser, name)}", f"  名称: {scalar(name)}"]
                if n % 5 == 0:
                    lines += ["  別名:", f"  - {scalar(self._short(n) + 'グループ')}"]
                if n % 40 == 0:
                    lines += ["  サービス名:", f"  - {scalar(self._short(n) + 'ポイント')}"]
                form = normaliser.parse(name).form
                if form:
                    lines.append(f"  法人格: {form}")
                lines.append(f"  区分: {normaliser.kind(name) or model.BODY_KINDS[n % len(model.BODY_KINDS)]}")
                if draw.random() < 0.6:
                    base = f"{70_000_000_000 + n * 37:012}"
                    lines.append(f"  法人番号: {quoted(f'{corporate_check_digit(base)}{base}')}")
                file.write("\n".join(lines) + "\n")

    def _short(self, body: int) -> str:
        name = self.names[body]
        for form in ("株式会社", "一般社団法人", "有限会社"):
            name = name.replace(form, "")
        return name

    def _decisions(self) -> None:
        draw = random.Random(SEED + 1)
        with (self.folder / "decisions.jsonl").open("w", encoding="utf-8", newline="") as file:
            for _ in range(round(self.agreements * _DECIDED)):
                one, other = (f"k-{draw.randrange(self.agreements):06}" for _ in range(2))
                if one != other:
                    line = {
                        "日付": "2026-04-01",
                        "記録者": "政策課",
                        "種類": "同一",
                        "対象": [one, other],
                        "判断": "別",
                    }
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")

    # --- documents -------------------------------------------------------------------------------------------------

    def _list(self, place: int, number: int) -> None:
        """A municipality's list of agreements, a row of a sheet each."""
        owner, words, draw = self._beginning("list", place)
        page, rows, lines = Page(), {}, ["協定:"]
        page.add(f"{owner.name} 連携協定等一覧（作り話）")
        page.add("協定の名称\t相手方\t締結日\t内容\t所管課")
        first = self.agreements
        for n in range(number):
            id, self.agreements = self.agreements, self.agreements + 1
            hubs = self.plan.hubs[place]
            partners = [hubs[n]] if n < len(hubs) else self._partners(draw, place)
            name, (day, wareki), office = words.agreement(), words.day(), draw.choice(wording.OFFICES)
            said = [
                self.names[each].replace("株式会社", "㈱") if id % 4 == 0 else self.names[each] for each in partners
            ]
            row = f"{_SHEET}!{n + 3}"
            topic = draw.choice(wording.TOPICS)
            cells = (name, "、".join(said), wareki, topic, office)
            rows[row] = list(page.add("\t".join(cells)))
            cited = Citation(row, "\t".join(cells), f"{owner.name}と{self._short(partners[0])}の協定の行。", False)
            lines += self._agreement(id, name, _KINDS[id % len(_KINDS)], day, office, cited)
            if n and id % 20 == 7:
                lines += ["  更新:", f"  - k-{first + draw.randrange(n):06}"]
            lines += parties("自治体", [Party(owner.full_name, (("部署", office),))])
            lines += parties("企業", self._parties(partners, said))
            lines += parties("分野", self._topics(draw, topic))
            lines += evidence([cited], "  ") + certainty(id)
        title, texts = f"{owner.name} 連携協定等一覧（作り話）", page.text
        head = self._head(f"list-{owner.code}", title, "協定一覧", "2025-04-01", texts, owner.full_name,
                          "全件" if place % 3 == 0 else "抜粋", "協定")  # fmt: skip
        self._put(f"list-{owner.code}", [*head, *lines], texts, rows)

    def _works(self, place: int, number: int) -> None:
        """A municipality's list of measures: a heading, a sentence and an outcome each."""
        owner, words, draw = self._beginning("works", place)
        page, lines = Page(), ["施策:"]
        page.add(f"{owner.name} 公民連携の取組（作り話）")
        for _ in range(number):
            id, self.measures = self.measures, self.measures + 1
            partner = self.plan.body(draw, place)
            name, outcome = words.measure(owner.name), words.outcome()
            page.add(f"■{name}")
            cited = self._cited(page, words.told(owner.name, self.names[partner]), words.gist())
            result = self._cited(page, f"実績は{outcome}となりました", "実績の数を挙げる。")
            lines += self._measure(id, name, owner.full_name, partner, words, draw, cited)
            lines += ["  成果:", f"  - 値: {scalar(outcome)}", *evidence([result], "    ")]
            lines += evidence([cited], "  ") + certainty(id)
        title = f"{owner.name} 公民連携の取組（作り話）"
        head = self._head(
            f"works-{owner.code}", title, "施策一覧", "2025-03-31", page.text, owner.full_name, "抜粋", "施策"
        )
        self._put(f"works-{owner.code}", [*head, *lines], page.text)

    def _releases(self, place: int, number: int) -> None:
        for n in range(number):
            self._release(place, n)

    def _release(self, place: int, number: int) -> None:
        """A press release: an agreement, and three measures that are to come of it."""
        name = f"press-{self.plan.places[place].code}-{number:04}"
        owner, words, draw = self._beginning(name, place)
        partners = self._partners(draw, place)
        who = "と".join(self.names[each] for each in partners)
        id, self.agreements = self.agreements, self.agreements + 1
        self.release += 1
        title, (day, wareki), office = words.agreement(), words.day(), draw.choice(wording.OFFICES)
        page = Page()
        page.add(wareki)
        page.add(f"{owner.full_name} {office}")
        head = self._cited(page, f"「{title}」を締結しました", "協定を結んだことの見出し。")
        opening = self._cited(
            page, f"{owner.name}と{who}は、{wareki}、「{title}」を結びました", "当事者と日付を述べる。"
        )
        page.add(
            f"この協定は、{draw.choice(wording.TOPICS)}と{draw.choice(wording.TOPICS)}を進め、住民の暮らしに役立てるためのものです。"
        )
        page.add("連携する事項")
        subjects = draw.sample(wording.TOPICS, 3)
        topics = [self._cited(page, f"（{n}）{subject}に関すること", "連携する事項を挙げる。")
                  for n, subject in enumerate(subjects, 1)]  # fmt: skip
        lines = ["協定:", *self._agreement(id, title, _KINDS[draw.randrange(5)], day, office, opening)]
        lines += parties("自治体", [Party(owner.full_name, (("表記", owner.name), ("部署", office)))])
        lines += parties("企業", self._parties(partners, [self.names[each] for each in partners], (opening,)))
        fields = draw.sample(self.fields, draw.choice((1, 1, 2, 3)))
        lines += parties(
            "分野",
            [
                Party(field, (("表記", subject),), (topic,))
                for field, subject, topic in zip(fields, subjects, topics, strict=False)
            ],
        )
        lines += evidence([head, opening], "  ") + certainty(id)
        page.add("これからの取組")
        lines.append("施策:")
        for _ in range(3):
            measure, self.measures = self.measures, self.measures + 1
            told = self._cited(page, words.told(owner.name, self.names[partners[0]]), words.gist())
            lines += self._measure(measure, words.measure(owner.name), owner.full_name, partners[0], words, draw, told)
            lines += [f"  協定: k-{id:06}", *evidence([told], "  "), *certainty(measure)]
        if self.release % _CROSSED == 0 and self.plan.listed[place]:
            other = id - number - 1 - draw.randrange(self.plan.listed[place])
            lines += ["記載:", f"- 協定: k-{other:06}", "  項目: 状態", "  値: 有効", *evidence([head], "  ")]
        public = "庁内限り" if self.release % 100 == 99 else "公開"
        info = self._head(name, f"{title}を締結しました（作り話）", "プレスリリース", day, page.text, owner.full_name,
                          "抜粋", "協定1件", public)  # fmt: skip
        self._put(name, [*info, *lines], page.text)

    # --- parts of documents ----------------------------------------------------------------------------------------

    def _beginning(self, name: str, place: int) -> tuple[Any, wording.Writer, random.Random]:
        seed = int.from_bytes(hashlib.sha256(f"{SEED} {name} {place}".encode()).digest()[:8], "big")
        return self.plan.places[place], wording.Writer(seed), random.Random(seed + 1)

    def _partners(self, draw: random.Random, place: int) -> list[int]:
        """One body mostly, sometimes two or three."""
        number = 1 if draw.random() < 0.92 else draw.choice((2, 3))
        return list(dict.fromkeys(self.plan.body(draw, place) for _ in range(number)))

    def _parties(self, bodies: list[int], said: list[str], cited: tuple[Citation, ...] = ()) -> list[Party]:
        return [
            Party(self.names[body], (("表記", told if told != self.names[body] else ""),), cited)
            for body, told in zip(bodies, said, strict=True)
        ]

    def _topics(self, draw: random.Random, said: str) -> list[Party]:
        number = draw.choice((1, 1, 1, 2, 3))
        return [Party(name, (("表記", said),)) for name in draw.sample(self.fields, number)]

    def _agreement(self, id: int, name: str, kind: str, day: str, office: str, cited: Citation) -> list[str]:
        """What is told of an agreement; the day of one in ten has a citation of its own."""
        lines = [f"- id: k-{id:06}", f"  名称: {scalar(name)}", f"  種別: {kind}"]
        if id % 10:
            lines.append(f"  締結日: {quoted(day)}")
        else:
            lines += ["  締結日:", f"    値: {quoted(day)}", *evidence([cited], "    ")]
        if id % 3 == 0:
            lines.append(f"  有効期限: {quoted(f'{int(day[:4]) + 3}-03-31')}")
        return [*lines, f"  状態: {'不明' if id % 4 else '有効'}", f"  所管課: {office}"]

    def _measure(
        self, id: int, name: str, owner: str, partner: int, words: wording.Writer, draw: random.Random, cited: Citation
    ) -> list[str]:
        """What is told of a measure, but for its outcome and its evidence; a body takes part in four of five."""
        lines = [f"- id: m-{id:06}", f"  名称: {scalar(name)}", f"  概要: {scalar(cited.gist)}",
                 f"  段階: {draw.choice(model.STAGES)}", f"  時期: {quoted(words.day()[0][:7])}"]  # fmt: skip
        lines += parties("自治体", [Party(owner, (("役割", "主体"),))])
        if id % 5:
            role = model.TAKE_PART_ROLES[draw.randrange(len(model.TAKE_PART_ROLES))]
            lines += parties("企業", [Party(self.names[partner], (("役割", role),))])
        return lines + parties("分野", self._topics(draw, name[:8]))

    @staticmethod
    def _cited(page: Page, line: str, gist: str) -> Citation:
        """A new line of the text as a citation by 照合."""
        start, end = page.add(line)
        return Citation(f"{start}-{end}", line, gist, True)

    @staticmethod
    def _head(id: str, title: str, kind: str, day: str, text: str, owner: str, covers: str, what: str,
              public: str = "公開") -> list[str]:  # fmt: skip
        """What stands above the records of a file."""
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        lines = ["# 作り話（測定用）。実在の協定・企業ではありません", '形式: "1"', "文書:", f"  id: {id}", f"  題名: {scalar(title)}",
                 f"  種別: {kind}", f"  {'発行日' if kind == 'プレスリリース' else '基準日'}: {quoted(day)}",
                 f"  sha256: {quoted(sha256)}", f"  本文sha256: {quoted(sha256)}", f"  公開: {public}",
                 "発行:", f"- 自治体: {owner}", "収録:", f"- 自治体: {owner}", f"  網羅: {covers}", f"  対象: {what}"]  # fmt: skip
        return lines

    def _put(self, id: str, lines: Iterable[str], text: str, rows: dict[str, list[int]] | None = None) -> None:
        """Write a curated file, its text, and where the rows of the text stand."""
        (self.folder / DOCUMENTS / f"{id}.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8", newline="")
        path = self.folder / TEXTS / f"{hashlib.sha256(text.encode()).hexdigest()}.txt"
        path.write_text(text, encoding="utf-8", newline="")
        if rows:
            path.with_suffix(".rows.json").write_text(json.dumps(rows, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Make the country."""
    parser = argparse.ArgumentParser(prog="python -m bench country", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="作るフォルダー（空か、まだないもの）")
    parser.add_argument("--share", type=float, default=1.0, help="全国の何割か（0.1 なら 1 割）")
    given = parser.parse_args()
    if given.out.is_dir() and any(given.out.iterdir()):
        parser.error(f"{given.out} は空ではありません")
    write(given.out, given.share)
