"""What a column of a table of measures (事業名・相手方・経費・実績) is for, told by its heading."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final

from loaders.tables.roles import Role, plain, role


class Work(StrEnum):
    """The meaning of a column that a list of agreements does not have."""

    TITLE = "事業名"
    FACILITY = "施設名"
    WHEN = "時期"
    BEGIN = "開始"
    FINISH = "終了"
    COST = "経費"
    OUTCOME = "成果"
    INDEX = "指標"
    TARGET = "目標"
    STAGE = "段階"
    METHOD = "手法"
    PART = "役割"
    UNDER = "根拠の協定"
    PLAN = "枠組み"


_DEED: Final = (
    r"(?:事業|取り?組み?|施策|プロジェクト|業務|活動|企画|イベント|講座|プログラム|案件|サービス|実証(?:実験)?|事例)"
)
_WITH: Final = r"(?:委託|受託|指定管理|運営|運行|実施|協力|協働|連携|提携|共同|共催|後援|寄附|寄付|寄贈|提供|採択|採用|提案|出資|融資|派遣|参画|共創|支援|応援)"
_PATTERNS: Final = tuple(
    (work, re.compile(pattern))
    for work, pattern in (
        (Work.UNDER, r"(?:根拠|関連|該当|対応|もとと?なる|基づく|締結)(?:する)?(?:の)?(?:連携)?協定(?:名|書|等|書名)*(?:称)?"),
        (Work.INDEX, r"(?:数値|成果|評価|重要業績)?(?:指標|kpi)(?:の)?(?:名称?)?"),
        (Work.TARGET, r"(?!基本|政策|施策|重点|戦略|将来).*(?:目標|kpi).*"),
        (Work.FACILITY, r"(?:対象|公の|公共|指定管理|管理)*施設(?:名称?|等)*"),
        (Work.PART, r".*(?:役割(?:分担)?|分担|関わり方?)(?:等|内容)?"),
        (Work.OUTCOME, r".*(?:実績|成果|効果|結果|反響)(?:等|値|内容|数値?)*|.{2,}(?:者|回|人|台|個|部|箇所|か所|店舗|世帯|校|枚|本|組|団体|登録|利用|配布)数|.*(?:人数|件数|回数|台数|冊数|割合)|.{2,}(?:率|量)"),
        (Work.COST, r".*(?:経費|事業費|予算|決算|委託料|委託費|費用|負担金|補助金|助成金|交付額|契約金?額|寄附金?額?|寄付金?額?|指定管理料|金額|総額|年額|月額|命名権料|コスト)(?:額|等|の額)*"),
        (Work.STAGE, r"(?:実施|事業|現在|進捗|取り?組み?|の)*(?:段階|状況|状態|進捗|ステータス|フェーズ)(?:等)?|実施の?有無"),
        (Work.METHOD, r".*(?:手法|方式|契約種別|契約方法|連携(?:の)?(?:形態|方法)|実施方法)(?:等)?"),
        (Work.TITLE, rf"(?:主な|主要な?|実施|連携|協働|共同|委託|官民|公民|対象|採択|活用|充当|具体的な?|寄附|共創|の)*{_DEED}(?:等|の|・{_DEED})*(?:名称?|件名|タイトル|題名)?(?:等)?|件名|(?:講座|イベント|テーマ|業務|委託)名"),
        (Work.BEGIN, r".*(?:開始|着手|導入|供用)(?:年月日|年月|年度|日|時期)?"),
        (Work.FINISH, r".*(?:終了|完了|満了|終期)(?:予定)?(?:年月日|年月|年度|日|時期)?"),
        (Work.WHEN, r".*(?:時期|期間|期日|日程|年度|実施日|開催日|年月日|年月|日時)(?:等)?|月日|日付|日|年"),
        (Work.PLAN, r"(?:根拠|関連|活用(?:した)?)?(?:計画|制度|交付金|補助事業|スキーム|枠組み?)(?:名称?|等)*|位置[付づ]け"),
    )
)  # fmt: skip
_PARTNER: Final = re.compile(
    rf"(?:(?:主体|体制|関係者)[・、/])?(?:民間|主な|本?市の)*(?:{_WITH}|事業|企業|団体|候補|[・、/])+(?:者|先|元|相手方?|企業|団体|法人|大学|機関|会社|事業所|主体)(?:名称?|等|[・、/].*)*"
)
_PERSONS: Final = re.compile(r"参加者|利用者|受講者|対象者|来場者|登録者|担当")
_TAKE_PART: Final = (
    ("受託", re.compile(r"委託|受託")),
    ("運営", re.compile(r"指定管理|運営|運行")),
    ("寄附", re.compile(r"寄附|寄付|寄贈")),
    ("講師派遣", re.compile(r"講師|派遣")),
    ("共同開発", re.compile(r"共同(?:研究|開発)")),
    ("共催", re.compile(r"共催")),
    ("出資", re.compile(r"出資")),
    ("融資", re.compile(r"融資")),
    ("仲介・事務局", re.compile(r"事務局|仲介")),
    ("広告", re.compile(r"広告")),
    ("提供", re.compile(r"提供|貸与|貸出|無償")),
    ("支援", re.compile(r"支援|後援|助言|応援")),
    ("参加", re.compile(r"参画|参加")),
    ("協力", re.compile(r"連携|協働|協力|提携|共創")),
)
_METHODS: Final = (
    ("委託", r"委託|受託"),
    ("指定管理", r"指定管理"),
    ("寄附", r"寄附|寄付|寄贈"),
    ("補助", r"補助|助成"),
)
_UNIT: Final = re.compile(r"[(（\[［]\s*+(?:単位\s*+[:：]?\s*+)?([^()（）\[\]［］]{1,12}?)\s*[)）\]］]")
_BETWEEN: Final = re.compile(r"[、,・/／\s]+")
_UNITS: Final = re.compile(
    r"(?:百万|千|万|億)?円|人|名|件|回|台|個|部|冊|枚|本|組|校|社|店舗?|世帯|戸|箇所|か所|カ所|ヶ所|団体|施設|[%％‰]|トン|[tＴｔ]|kg|キロ|km|ha|日|時間|延べ?人|人日|kwh|回線"
)


@lru_cache(maxsize=20_000)
def work(heading: str) -> Work | Role | None:
    """The meaning of a heading in a table of measures, or None where it has none that is known."""
    text = plain(heading)
    if not text or len(text) > 24:
        return None
    if is_partner(heading):
        return Role.PARTNER
    known = role(heading)
    if known in (Role.NUMBER, Role.DEPARTMENT, Role.PERSONAL, Role.LINK, Role.CORPORATE, Role.NOTE):
        return known if known is not Role.NUMBER or not text.endswith("件数") else Work.OUTCOME
    found = next((work for work, pattern in _PATTERNS if pattern.fullmatch(text)), None)
    if (found is Work.TITLE and text == "業務") or found is None:
        return Role.CONTENT if known is Role.INDUSTRY and text.startswith("事業") else known
    if found is Work.WHEN and known is Role.NAME:
        return known
    return found


@lru_cache(maxsize=5_000)
def is_partner(heading: str) -> bool:
    """Whether a heading asks for those with whom, or by whom, something is done."""
    text = plain(heading)
    if _PERSONS.search(text):
        return False
    return role(heading) is Role.PARTNER or bool(_PARTNER.fullmatch(text))


def part(words: str) -> str:
    """役割 (参画) that a heading or a cell tells, or ''."""
    return next((part for part, pattern in _TAKE_PART if pattern.search(words)), "")


def methods(words: str) -> list[str]:
    """手法 that a heading tells by itself (委託先, 指定管理者, 寄附者)."""
    return [method for method, pattern in _METHODS if re.search(pattern, words)]


def unit(words: str, *, money: bool = False) -> str:
    """The unit that a heading or a note over a table gives (（千円）, （単位：人）), or ''. ``money``: of sums alone."""
    for match in _UNIT.finditer(words):
        parts = _BETWEEN.split(unicodedata.normalize("NFKC", match[1]))
        found = [part for part in parts if _UNITS.fullmatch(part) and (part.endswith("円") or not money)]
        if found and (money or len(parts) == 1):
            return found[0]
    return ""
