"""Telephone numbers and mail addresses have no place in the data."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from graph.errors import Problem
from loaders.lines import Located, Path_

_NUMBER = re.compile(r"0(?<![\d-]0)\d{1,4}[-(‐‑–—−]\d{1,4}[-)‐‑–—−]\d{3,4}(?![\d-])|0(?<!\d0)[5789]0\d{8}(?!\d)")
# Tried only where an @ stands: at every word of a long sentence it would read on to the sentence's end.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_NO_WORDS = frozenset({"照合", "sha256", "本文sha256", "位置", "id", "形式", "URL", "入手元"})


def in_words(text: str) -> bool:
    """Whether a text holds a telephone number or a mail address, in digits of any width."""
    plain = unicodedata.normalize("NFKC", text)
    return _NUMBER.search(plain) is not None or ("@" in plain and _MAIL.search(plain) is not None)


def _free(text: str) -> bool:
    """Whether a file as a whole shows that none of its values can hold one; escapes might hide them."""
    return "\\" not in text.replace("\\t", "\t") and not in_words(text)


def problems(located: Located) -> list[Problem]:
    """Telephone numbers and mail addresses anywhere in a file."""
    if located.text and _free(located.text):
        return []
    found: list[Problem] = []

    def walk(value: Any, path: Path_) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                if key not in _NO_WORDS:
                    walk(item, (*path, key))
        elif isinstance(value, list):
            for n, item in enumerate(value):
                walk(item, (*path, n))
        elif isinstance(value, str) and in_words(value):
            found.append(
                located.problem(
                    path, "電話番号かメールアドレスが入っています", "個人や連絡先に当たる部分を外してください"
                )
            )

    walk(located.data, ())
    return found
