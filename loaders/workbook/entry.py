"""Facts without a file, entered by hand: a call, an answer to an inquiry, an agreement on paper.

Each row tells one fact. Rows of one call (same kind, title, day, municipality and department) become one document
without positions. Its id comes from those, so that a workbook that is read twice enters nothing twice.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graph import dates, model
from loaders import curated
from loaders.review import keys
from loaders.workbook.cells import Column, Wrong, tidy

Record = dict[str, Any]

SHEET: Final = "手入力"
KINDS: Final = ("聞き取り", "照会回答", "協定書")
FACTS: Final = ("協定", "施策")

COLUMNS: Final = (
    Column("資料", "choice", KINDS, meaning="聞き取り＝電話や面談、照会回答＝文書での回答、協定書＝紙の協定書"),
    Column("題名", meaning="例: 見守り協定についての電話（なければ 資料と日付から付けます）"),
    Column("日付", "date", meaning="聞いた日・回答の日・協定書を見た日（例: 2026-04-01、令和8年4月1日）"),
    Column("自治体", meaning="どの自治体の事実か。都道府県名から（例: 奈良県宇陀市）"),
    Column("部署", meaning="答えた・持っている部署（例: 福祉課）。個人名は書かない"),
    Column("公開", "choice", ("公開", "庁内限り"), meaning="庁内限りは、求めないかぎり地図・出力・報告に入りません"),
    Column("事実", "choice", FACTS, meaning="協定か施策か"),
    Column("名称", meaning="協定の題名、または施策の内容（30字以内）"),
    Column("相手", "lines", meaning="企業・団体の名前。一行にひとつ（Alt+Enter で改行）"),
    Column("協定の種別", "choice", model.AGREEMENT_KINDS, meaning="協定のとき"),
    Column("締結日・時期", "date", meaning="協定を結んだ日、施策の時期。分かる精度で（2023-11-08、2015-04、2016）"),
    Column("段階", "choice", model.STAGES, meaning="施策のとき"),
    Column("相手の役割", "choice", model.TAKE_PART_ROLES, meaning="施策のとき"),
    Column("分野", "fields", meaning="政策の分野。一行にひとつ"),
    Column("要旨", meaning="聞いたこと・書いてあることを自分の言葉で短く"),
    Column("確度", "choice", model.CERTAINTIES, meaning="空なら明示"),
    Column("注記", meaning="推定・要確認とした理由など"),
)
_NEEDED: Final = ("資料", "日付", "自治体", "部署", "事実", "名称", "要旨")


@dataclass(slots=True)
class Entered:
    """A document entered by hand: curated data, and the row of the sheet that each record came from."""

    data: Record
    rows: list[int] = field(default_factory=list)


def fact(cells: Mapping[str, str]) -> tuple[Record, str, Record, list[Wrong]]:
    """One row as 文書 with issuer, section, record, and what is wrong with it."""
    value, wrong = {name: tidy(text) for name, text in cells.items()}, list[Wrong]()
    for name in _NEEDED:
        if not value.get(name):
            wrong.append(Wrong(name, f"「{name}」が空です", "手入力の事実には必ず書いてください"))
    for column in COLUMNS:
        text = value.get(column.name, "")
        if text and column.kind == "choice" and text not in column.choices:
            wrong.append(
                Wrong(
                    column.name,
                    f"「{text}」は使えません。使えるのは {'、'.join(column.choices)}",
                    "一覧から選んでください",
                )
            )
        if text and column.kind == "date":
            try:
                value[column.name], value[f"{column.name}精度"] = dates.parse(text)
            except ValueError as error:
                wrong.append(
                    Wrong(column.name, str(error), "2023-11-08、2015-04、2016、令和5年11月8日 のように書いてください")
                )
    agreement = value.get("事実") == "協定"
    if agreement and not value.get("相手"):
        wrong.append(Wrong("相手", "協定の相手がありません", "企業・団体の名前を、一行にひとつ書いてください"))
    return _document(value), value.get("事実", ""), _agreement(value) if agreement else _measure(value), wrong


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def _document(value: Mapping[str, str]) -> Record:
    kind, day = value.get("資料", ""), value.get("日付", "")
    whole = {"題名": value.get("題名") or f"{kind}（{value.get('自治体', '')} {day}）", "種別": kind, "発行日": day}
    whole["公開"] = value.get("公開") or "公開"
    issuer = {"自治体": value.get("自治体", ""), "部署": value.get("部署", "")}
    told = "\x1f".join((*whole.values(), *issuer.values()))
    digest = hashlib.blake2b(told.encode(), digest_size=5).digest()
    id = "h-" + base64.b32encode(digest).decode().lower()
    return {"文書": {"id": id, **whole}, "発行": issuer}


def _common(value: Mapping[str, str]) -> Record:
    found: Record = {"名称": value.get("名称", "")}
    if value.get("分野"):
        found["分野"] = [{"名称": name} for name in _lines(value["分野"])]
    found["出典"] = [{"要旨": value.get("要旨", "")}]
    return found | {key: value[key] for key in ("確度", "注記") if value.get(key)}


def _agreement(value: Mapping[str, str]) -> Record:
    found = _common(value) | {
        "種別": value.get("協定の種別") or "不明",
        "自治体": [{"名称": value.get("自治体", "")}],
        "企業": [{"名称": name} for name in _lines(value.get("相手", ""))],
    }
    return found | _dated(value, "締結日")


def _measure(value: Mapping[str, str]) -> Record:
    role = {"役割": value["相手の役割"]} if value.get("相手の役割") else {}
    found = _common(value) | {
        "段階": value.get("段階") or "不明",
        "自治体": [{"名称": value.get("自治体", ""), "役割": "主体"}],
        "企業": [{"名称": name, **role} for name in _lines(value.get("相手", ""))],
    }
    return found | _dated(value, "時期")


def _dated(value: Mapping[str, str], name: str) -> Record:
    if not value.get("締結日・時期"):
        return {}
    precision = {f"{name}精度": "年度"} if value.get("締結日・時期精度") == "年度" else {}
    return {name: value["締結日・時期"]} | precision


def documents(facts: Iterable[tuple[int, Record, str, Record]]) -> dict[str, Entered]:
    """Rows (number, document, section, record) as curated data by 文書.id; records that are told twice stand once."""
    found: dict[str, Entered] = {}
    for number, document, section, record in facts:
        id = document["文書"]["id"]
        entered = found.setdefault(
            id, Entered({"形式": curated.FORMAT, "文書": document["文書"], "発行": [document["発行"]]})
        )
        records = entered.data.setdefault(section, [])
        letter = "a" if section == "協定" else "m"
        identified = keys.plain({"id": f"{id}-{letter}{len(records) + 1:02}", **record})
        claims = keys.keys({section: [*records, identified]})[section]
        if not claims[-1].endswith("-2"):
            records.append(identified)
            entered.rows.append(number)
    return found
