"""Drafts: lists of agreements, prose, reference tables and forms that come back."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from functools import cache
from typing import Any

from graph import forms
from graph.errors import RenkeiError
from loaders import extract, reference_import
from loaders.read import ReadError, Reading, read_bytes
from loaders.replies import answers, facts, sheets
from tests.factory import ORIGINAL
from tests.fuzz.target import Target, holds, text
from tests.fuzz.words import vocabulary

_OPTIONS = extract.Options(municipality="奈良県宇陀市")


def _reading(name: str, words: str) -> Reading | None:
    try:
        return read_bytes(name, words.encode())
    except ReadError:
        return None


def _cited(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "出典":
                yield from inner
            else:
                yield from _cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cited(inner)


def _proven(draft: extract.Draft) -> None:
    for cited in _cited(draft.record):
        place = cited["位置"]
        start, end = draft.places[place] if isinstance(place, str) else place
        words = draft.text[start:end]
        exact = cited["引用"] in words if isinstance(place, str) else cited["引用"] == words
        holds(exact, f"not at its place: {cited}")
    for rows in draft.rows:
        numbers = [*rows.facts, *rows.left_out, *rows.warned]
        holds(len(numbers) == len(set(numbers)), f"{rows.table}: a row counts twice")


def _draft(name: str, words: str) -> None:
    reading = _reading(name, words)
    if reading is None:
        return
    for options in (_OPTIONS, extract.Options()):
        try:
            _proven(extract.draft(reading, vocabulary(), options))
        except RenkeiError as error:
            holds("。" in error.detail or "、" in error.detail, error.detail)


def listed(raw: bytes) -> None:
    """A table becomes a draft whose every quote stands at its place, or the tool asks."""
    _draft("一覧.csv", text(raw))


def told(raw: bytes) -> None:
    """A text becomes a draft whose every quote stands at its place."""
    _draft("発表.txt", text(raw))


def reference(raw: bytes) -> None:
    """A table of local governments is taken, or refused with problems."""
    reading = _reading("人口.csv", text(raw))
    if reading is None:
        return
    known = vocabulary().gazetteer
    reference_import.recognise(reading, known)
    with contextlib.suppress(RenkeiError):
        reference_import.interpret(reading, known)


def reply(raw: bytes) -> None:
    """A form that comes back: every answer becomes a fact with its words, is left out with a reason, or is a problem."""
    reading = _reading("返信.csv", text(raw))
    if reading is None:
        return
    found, _, _ = sheets.sheets(reading)
    where = facts.Place("奈良県宇陀市", "292125", "福祉課", "2026-04-01")
    for form in found:
        account = answers.answers(form)
        taken = {row for about in account.abouts for row in about.rows}
        wrong = {problem.line for problem in account.problems if not problem.warning}
        answered = {line.number for line in form.lines}
        # One wrong row keeps the whole form out, and is told.
        holds(wrong or taken | set(account.left_out) >= answered, f"rows lost: {answered - taken}")
        for about in account.abouts:
            made, _ = facts.facts(form, about, where, lambda id: False, lambda name: False)
            for fact in made:
                for cited in fact.record["出典"]:
                    place = cited["位置"]
                    span = reading.places[place] if isinstance(place, str) else place
                    holds(cited["引用"] in reading.text[span[0] : span[1]], f"not at its place: {cited}")


@cache
def _form() -> bytes:
    row = forms.Row(1, "協定", "k-1", {"名称": "ある協定", "相手方": "ある会社"})
    form = forms.Form("棚卸し", "292125", "奈良県宇陀市", "福祉課", "2025", rows=(row,))
    answered = {
        "確認": "正しい",
        "状態": "有効",
        "有効期限": "令和8年度末",
        "成果": "120人",
        "経費": "0円",
        "実績": "出前講座を3回開いた。",
    }
    grid = [
        ["回答日", "令和8年4月1日"],
        ["回答した部署", "福祉課"],
        [form.mark],
        [c.title for c in form.columns] + [forms.KEY],
    ]
    grid.append([{"番号": "1", **row.cells, **answered}.get(c.key, "") for c in form.columns] + [form.key(row)])
    out = io.StringIO()
    csv.writer(out).writerows(grid)
    return out.getvalue().encode()


_LIST = """奈良県宇陀市 協定一覧（令和6年4月1日現在）
番号,協定名,相手方,締結日,有効期限,担当課,分野
1,地域見守り協定,㈱よつば配送便、みなも信用金庫,R5.11.8,自動更新,福祉課,見守り
2,災害時の物資に関する協定,NPO法人つばさ,平成27年4月,令和8年3月31日,危機管理課,防災
"""
_MATRIX = "協定,防災,福祉\n㈱よつば配送便,○,\nみなも信用金庫,,◎\n"
_WORKS = "事業名,内容,連携先,実施年度,経費\n声かけ,配達時に声をかける,㈱よつば配送便,R5,0円\n"
_PEOPLE = '団体コード,団体名,人口（令和7年1月1日）,類似団体区分\n292125,宇陀市,"27,000",町村Ⅰ\n,広島県府中市,35000,\n'
_HEADINGS = ("協定名", "相手方", "締結日", "有効期限", "担当課", "分野", "備考", "連携先", "事業名", "〃", "同上", "他3社", "㈱", "株式会社", "、", "・", "\n", ",",
             '"', "R5.4.1", "H27", "令和", "年度", "宇陀市", "奈良県", "○", "廃止", "更新", "（旧 ", "）", "合計")  # fmt: skip
_PHRASES = ("協定を締結", "しました", "株式会社", "宇陀市", "と", "は、", "及び", "ほか", "それぞれ", "「", "」", "（以下「", "」という。）", "令和5年", "11月8日",
            "包括連携協定", "\n", "\n■", "　", "１", "(1)", "※", "。", "市長", "5者", "解除", "予定")  # fmt: skip

TARGETS = (
    Target("tables", listed, lambda: [each.encode() for each in (_LIST, _MATRIX, _WORKS)], _HEADINGS, 3_000, 4),
    Target("prose", told, lambda: [ORIGINAL.encode(), "宇陀市は、次の5者と包括連携協定を締結した。\n・㈱よつば配送便\n・みなも信用金庫\n".encode()], _PHRASES, 3_000, 4),
    Target("reference", reference, lambda: [_PEOPLE.encode()], ("人口", "団体コード", "団体名", "都道府県", "合計", "市計", "292125", "中核市", ",", "\n", "千人"), 2_000, 3),
    Target("forms", reply, lambda: [_form()], ("正しい", "終了", "なし", "控え", "名称", "相手方", "令和8年度末", "自動更新", "別紙のとおり", ",", '"', "\n", "同上", "k-1", "0円"), 4_000, 3),
)  # fmt: skip
