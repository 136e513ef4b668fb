"""Figures of a comparison, how they add up, and how they are shown."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Tally:
    """True positives, false positives and false negatives, with words for each of the last two."""

    right: int = 0
    extra: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, other: Tally, where: str = "") -> None:
        self.right += other.right
        self.extra += [f"{where}{words}" for words in other.extra]
        self.missed += [f"{where}{words}" for words in other.missed]

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / (self.right + len(self.extra)) if self.right + len(self.extra) else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        return self.right / (self.right + len(self.missed)) if self.right + len(self.missed) else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


TALLIES = {
    "組": "組（自治体―企業）",
    "協定日": "協定（当事者と締結日）",
    "協定": "協定（当事者）",
    "名称": "協定の名称",
    "終了": "協定の終了日",
    "状態": "協定の状態",
    "段階": "施策の段階（参考）",
}
FAULTS = {
    "作り事": "本文にないもの",
    "言及だけ": "言及だけなのに当事者にしたもの",
    "推測": "決まらないのに決めた自治体名",
    "拒否": "草案にできなかったもの",
    "行": "行の内訳の違い",
}


@dataclass
class Score:
    """The figures of one document, or of all."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {key: Tally() for key in TALLIES})
    faults: dict[str, list[str]] = field(default_factory=lambda: {key: [] for key in FAULTS})

    def add(self, other: Score, where: str) -> None:
        for key, tally in other.tallies.items():
            self.tallies[key].add(tally, where)
        for key, words in other.faults.items():
            self.faults[key] += [f"{where}{sentence}" for sentence in words]


def report(scores: dict[str, Score], *, detail: bool) -> str:
    """The figures as lines of text: a line for each document, then the totals."""
    total, lines = Score(), []
    for name, one in scores.items():
        total.add(one, f"{name}: ")
        cells = [
            f"{key} {t.right}/+{len(t.extra)}/-{len(t.missed)}"
            for key, t in one.tallies.items()
            if key in ("組", "協定日", "協定")
        ]
        faults = [f"{key} {len(words)}" for key, words in one.faults.items() if words]
        lines.append(f"{name:32} {'  '.join(cells + faults)}")
    lines += ["", f"文書 {len(scores)}件（正/+余分/-漏れ）"]
    for key, label in TALLIES.items():
        t = total.tallies[key]
        lines.append(
            f"{label}: {t.right}/+{len(t.extra)}/-{len(t.missed)}"
            f"  適合率 {t.precision:.3f}  再現率 {t.recall:.3f}  F1 {t.f1:.3f}"
        )
        if detail:
            lines += [f"    + {words}" for words in t.extra] + [f"    - {words}" for words in t.missed]
    for key, label in FAULTS.items():
        lines.append(f"{label}: {len(total.faults[key])}")
        lines += [f"    ! {words}" for words in total.faults[key]]
    return "\n".join(lines)
