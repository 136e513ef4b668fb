"""What the sheets of a review workbook are called and which columns they have; shared by writing and reading."""

from __future__ import annotations

from typing import Final

GUIDE: Final = "使い方"
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
FORM: Final = "連携グラフ 確認表（形式 1）"
"""Stands in the first cell of the guide, so that another workbook is not taken for ours."""
