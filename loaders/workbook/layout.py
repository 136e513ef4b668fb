"""What the sheets of a review workbook are called and which columns they have; shared by writing and reading."""

from __future__ import annotations

import re
from typing import Final

GUIDE: Final = "使い方"
SAME: Final = "同じもの"
APART: Final = "食い違い"
LISTS: Final = "一覧"
VERDICT: Final = "判断"
DOCUMENT: Final = "文書"
KEY: Final = "キー"
SEAL: Final = "印"
TRACE: Final = "控え"
ID: Final = "文書id"
HIDDEN: Final = (KEY, ID, SEAL, TRACE)
READ_ONLY: Final = ("状態", "前の判断", "引用", "位置", "警告")
CHOICES: Final = ("採用", "却下", "保留")
RECORDER: Final = "記録者（部署名）"
NUMBER: Final = 1
FORM: Final = f"連携グラフ 確認表（形式 {NUMBER}）"
"""Stands in the first cell of the guide, so that another workbook is not taken for ours."""

_FORM: Final = re.compile(r"連携グラフ 確認表（形式 ([0-9]{1,6})）")


def is_newer(text: str) -> bool:
    """Whether the first cell of a guide tells that a newer edition of the tool wrote the workbook."""
    found = _FORM.fullmatch(text)
    return found is not None and int(found[1]) > NUMBER


HOW_TO: Final = (
    ("この確認表の使い方", True),
    ("1. 上の「記録者（部署名）」の右のセルに、確かめた部署の名前を書きます（個人名は書きません）。", False),
    ("2. 各シートの一行がひとつの記録です。右のほうの「引用」が原文の語句、「位置」がその場所です。", False),
    ("3. 正しければ「判断」で 採用、事実でなければ 却下、決められなければ 保留（または空のまま）を選びます。", False),
    ("4. 白いセルは直せます。直した行は、判断が空でも、直した内容で採用になります。直したうえで保留にはできません。", False),
    ("5. 自治体・企業は一行にひとつ（セルの中の改行は Alt+Enter）。部署や役割は ［部署: 福祉課］ ［役割: 提供］ と添えます。", False),
    ("6. 日付は 2023-11-08、2015-04、2016、令和5年11月8日、令和4年度、8月5日（年の記載なし）のように、資料の精度のまま書きます。", False),
    ("7. 灰色のセルと隠れた列は、記録を見分けるためのものです。変えたり、行を写して増やしたりしないでください。", False),
    ("8. 原文のない事実（電話での聞き取り、照会への回答、紙の協定書）は「手入力」に、一行にひとつ書きます。", False),
    ("9. 「同じもの」には、別々に記録されたがひとつかもしれない組があります。判断で 同じ か 別 を選ぶと、二度とたずねません。「食い違い」は見るだけです。", False),
    ("10. 保存したら renkei import このファイル.xlsx で読み戻します。誤りがあれば、シート・行・列を示して、何も取り込みません。", False),
    ("状態", True),
    ("未＝まだ判断していない。消えた＝採用したが、文書の新しい版に見当たらない。済＝グラフに入る。却下＝入れない。", False),
)  # fmt: skip
"""The lines of the guide, and whether they are headings."""
