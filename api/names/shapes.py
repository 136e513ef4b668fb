"""The shapes of an answer about a list of names."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.coverage import State
from api.shapes import GraphVersion, Shape

Verdict = Literal["一致", "候補が複数", "近い名前だけ", "名前がない", "空"]

VERDICTS: dict[str, str] = {
    "一致": "その名前か番号をもつものが、グラフにひとつだけある",
    "候補が複数": "その名前か番号で指しうるものが、ふたつ以上ある。選ばずに、すべてを示す",
    "近い名前だけ": "その名前はないが、つづりなどの近い名前がある。同じとはみなさない",
    "名前がない": "その名前も近い名前も、グラフにない",
    "空": "名前も番号も書かれていない",
}


class Works(Shape):
    """What is on record between a body and the municipalities in scope (or a municipality and all bodies)."""

    状態: State = Field(
        description="記録なし＝範囲の自治体すべてに全件を載せた文書があり、そのどれにも記録がない。抜粋など・未調査では「ない」とは言えない"
    )
    協定数: int
    施策数: int
    相手数: int = Field(description="企業・団体なら相手の自治体、自治体なら相手の企業・団体の数")
    相手: list[str] = Field(description="その名前（20 まで）")
    開始: str = Field(description="年の分かる最も早い日。なければ空")
    最終: str = Field(description="年の分かる最も遅い日。なければ空")
    対象数: int = Field(description="何に照らした数か。範囲の自治体の数（自治体の行では 1）")
    記録なし数: int = Field(description="そのうち、全件を載せた文書があって記録のない自治体")
    不明数: int = Field(description="そのうち、「ない」とは言えない自治体（抜粋など・未調査）")


class Candidate(Shape):
    """Whom a line may mean."""

    種類: Literal["自治体", "企業"]
    id: str
    名称: str
    区分: str
    法人番号: str
    理由: str = Field(description="なぜ候補か")
    確か: bool = Field(description="その名前か番号を自分のものとしてもつか。false なら近いだけ")
    記録: Works


class Line(Shape):
    """A line of the list."""

    行: int = Field(description="送られた表の何行目か（見出しを除き、1 から）")
    名前: str
    番号: str
    判定: Verdict
    注記: str
    状態: State | Literal[""] = Field(
        description="候補がひとつならその状態。名前がなければ範囲の調べの状態。決まらなければ空"
    )
    候補: list[Candidate]


class Answer(Shape):
    """The list with what the graph knows of it."""

    版: GraphVersion
    範囲: str = Field(description="どの自治体との記録を数えたか")
    庁内限り: bool = Field(description="庁内限りの文書だけにもとづく記録も数えたか")
    名前の列: str
    番号の列: str
    数: dict[str, int] = Field(description="判定ごとの行の数")
    行: list[Line]
