"""What cells of a table of measures say: figures with their unit, stages, years."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from loaders.tables import when
from loaders.tables.signs import NOTHING

_FIGURE: Final = re.compile(r"(?:約|延べ|のべ|計|▲|△|-|\+)?[\d,.]+")
_ASIDE: Final = re.compile(r"[(（\[［【][^()（）\[\]［］【】]*[)）\]］】]")
_DROPPED: Final = re.compile(
    r"(?:事業)?(?:中止|取りやめ|取止め|見送り|廃案|不採択|不成立|断念|実施せず|実施なし|未実施(?!のため)|開催中止|延期)"
)
_STAGES: Final = (
    ("終了", re.compile(r"終了|完了|満了|廃止|済み?$|済$|完結")),
    ("実施", re.compile(r"実施(?:中|$|した)|継続|運用中|稼働|運営中|運行中|本格|展開中|供用|開催(?:中|$|した)|導入(?:済|$|した)|取組中|実行中|現行|進行中|着手")),
    ("実証", re.compile(r"実証|試行|社会実験|モデル実施|トライアル|試験")),
    ("計画", re.compile(r"計画|予定|準備|着手前|今後|未着手|未実施|設計中|募集中|公募中|選定中|調整中")),
    ("検討", re.compile(r"検討|構想|協議|研究中|調査中")),
)  # fmt: skip
_TRIAL: Final = re.compile(r"実証(?:実験|事業|運行|調査)?|社会実験|試行|トライアル")
_DONE_TITLE: Final = re.compile(
    r"実績|実施状況|活動報告|実施報告|決算|取り?組んだ|成果(?:報告|一覧)|実施した|活動状況|取り?組み?状況|事例"
)
_PLANNED_TITLE: Final = re.compile(r"計画|予定|予算案?|アクションプラン|戦略|提案一覧|募集")
_NO_VALUE: Final = frozenset({"なし", "無し", "該当なし", "未集計", "集計中", "不明"})
_LONGEST_YEAR: Final = 24


def figure(text: str, unit: str, *, label: str) -> str:
    """A cell of cost or outcome in words: what it counts (unless plain), its figure and the unit that the table gives.

    ``label``: what the heading says that the figure is (参加者数), '' where the heading says no more than 経費 or 実績.
    """
    shown = " ".join(text.split())
    bare = _ASIDE.sub("", unicodedata.normalize("NFKC", shown)).replace(" ", "")
    if _FIGURE.fullmatch(bare) and unit:
        aside = "".join(m[0] for m in _ASIDE.finditer(shown))
        shown = f"{_ASIDE.sub('', shown).strip()}{unit}{aside}"
    return f"{label} {shown}" if label else shown


def label(path: Iterable[str]) -> str:
    """What headings say that a figure is, as written but for units and line breaks."""
    return " ".join(filter(None, (" ".join(_ASIDE.sub("", word).split()) for word in path)))


def bare_figure(text: str) -> bool:
    """Whether a cell is a figure without a unit of its own."""
    return bool(_FIGURE.fullmatch(_ASIDE.sub("", unicodedata.normalize("NFKC", text)).replace(" ", "").strip()))


def empty(text: str) -> bool:
    """Whether a cell says nothing."""
    return text.strip() in NOTHING or text.strip() in _NO_VALUE


@lru_cache(maxsize=10_000)
def dropped(text: str) -> bool:
    """Whether a cell of stage or outcome says that nothing was done."""
    return bool(_DROPPED.match(when.squeezed(text)))


@lru_cache(maxsize=10_000)
def stage(text: str) -> str:
    """段階 that a cell tells, or ''."""
    bare = when.squeezed(text)
    if bare in ("○", "◯", "〇", "有", "あり"):
        return "実施"
    if re.match(r"[^、。]{0,8}(?:予定|検討中|準備中|協議中)", bare):
        return "検討" if re.match(r"[^、。]{0,8}(?:検討|協議)", bare) else "計画"
    return next((stage for stage, pattern in _STAGES if pattern.search(bare)), "") if len(bare) <= _LONGEST_YEAR else ""


def trial(words: str) -> bool:
    """Whether a title says that something is tried out."""
    return bool(_TRIAL.search(words))


def stage_of_title(title: str) -> str:
    """段階 that the title of a table gives to all its rows, or '' (nothing, or both done and planned)."""
    done, planned = _DONE_TITLE.search(title), _PLANNED_TITLE.search(title)
    return "実施" if done and not planned else "計画" if planned and not done else ""


@lru_cache(maxsize=2_000)
def year_in(words: str, fiscal: bool = False) -> when.Context | None:
    """The year that a heading or a cell gives (令和4年度の取組, R4)."""
    found = when.year_of(
        re.sub(r"(?:の)?(?:取り?組み?|実績|活動|実施|事業)*(?:内容|事業|予定|計画)?$", "", words.strip())
    )
    return found._replace(fiscal=True) if found and fiscal else found
