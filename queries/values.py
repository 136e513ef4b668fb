"""Values for questions: what people type becomes what an engine takes, or a message says what is wrong."""

from __future__ import annotations

import calendar
import datetime as dt
import unicodedata
from collections.abc import Callable
from typing import Any, Final

from graph import dates, model
from graph.errors import UsageError

MOST: Final = 2**31 - 1
"""The largest number that a question takes."""

KINDS: Final = {
    "自治体id": "団体コード",
    "企業id": "企業・団体の id",
    "団体id": "団体コードか、企業・団体の id",
    "記録id": "協定か施策の id",
    "協定id": "協定の id",
    "施策id": "施策の id",
    "文書id": "文書の id",
    "節点id": "どの節点でもよい id",
    "分野": "分野の名（どちらの階層でもよい）",
    "大分野": "大きな分野の名",
    "都道府県": "都道府県の名",
    "協定種別": "協定の種類",
    "記録": "協定か施策",
    "段階": "施策の段階",
    "区分": "企業・団体の性格",
    "確度": "根拠の確かさ",
    "団体種別": "都道府県・市・町・村・特別区",
    "状態": "記録の有無",
    "類似の基準": "似た自治体の選び方",
    "時点": "年月日。年や年月ならその終わりの日と読む。空なら、いま分かっていること",
    "基準日": "年月日。年や年月ならその終わりの日と読む。空なら今日",
    "以後": "年月日。年や年月ならその初めの日と読む。空なら一年前",
    "印": "0＝いいえ、1＝はい",
    "件数": "返す行の数",
    "飛ばす": "初めに飛ばす行の数",
    "数": "数",
    "種類": "自治体・企業・協定・施策・分野・文書",
    "検索語": "名前の一部。仮名の別、全角と半角、大文字と小文字は問わない（問いには正規表現として渡る）",
}
"""What a value is, so that a form can offer candidates: kind → what it means."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "協定種別": model.AGREEMENT_KINDS,
    "記録": ("協定", "施策"),
    "段階": model.STAGES,
    "区分": model.BODY_KINDS,
    "確度": model.CERTAINTIES,
    "団体種別": ("都道府県", "市", "町", "村", "特別区"),
    "状態": ("あり", "記録なし", "抜粋", "未調査"),
    "類似の基準": ("類似団体", "集合", "都道府県", "近隣"),
    "種類": ("自治体", "企業", "協定", "施策", "分野", "文書"),
    "印": ("0", "1"),
}
"""The words that kinds with a closed vocabulary take, in the order in which a form offers them."""

_TYPES: Final[dict[str, type]] = {"文字": str, "整数": int, "文字のリスト": list}


def value(name: str, type: str, kind: str, given: Any) -> Any:
    """The value of a parameter. Raises `UsageError`."""
    plain = _of_type(name, type, given)
    if kind in _MADE:
        return _MADE[kind](name, plain)
    return plain


def _of_type(name: str, type: str, value: Any) -> Any:
    wanted = _TYPES[type]
    try:
        if isinstance(value, bool):
            raise ValueError
        if wanted is list and not isinstance(value, list):
            value = [part for part in str(value).split(",") if part]
        elif wanted is not list:
            value = wanted(value)
        if wanted is int and not 0 <= value <= MOST:
            # LadybugDB 0.22 goes on refusing a question on a connection where its first LIMIT was negative.
            raise ValueError
    except (TypeError, ValueError):
        kind = f" 0 から {MOST:,} までの整数" if wanted is int else type
        raise UsageError(f"引数「{name}」は{kind}です: {value!r}") from None
    return value


def _mark(name: str, value: int) -> int:
    if value not in (0, 1):
        raise UsageError(f"引数「{name}」は 0（いいえ）か 1（はい）です: {value}")
    return value


def _day(name: str, text: str) -> str:
    """The last day of a date as people write it; '' stays ''."""
    if not text.strip():
        return ""
    try:
        date, precision = dates.parse(text)
    except dates.BadDateError as error:
        raise UsageError(f"引数「{name}」の日付を直してください: {error}") from None
    if not dates.has_year(date):
        raise UsageError(f"引数「{name}」には年も書いてください: {text}")
    if precision == "年度":
        return f"{int(date[:4]) + 1}-03-31"
    year, month = int(date[:4]), int(date[5:7] or 12)
    return date if len(date) == 10 else f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"


def _from(name: str, text: str) -> str:
    """The first day of a date as people write it; '' is a year ago."""
    if not _day(name, text):
        today = dt.date.fromisoformat(dates.today())
        last = calendar.monthrange(today.year - 1, today.month)[1]
        return today.replace(year=today.year - 1, day=min(today.day, last)).isoformat()
    date, precision = dates.parse(text)
    return f"{date[:4]}-04-01" if precision == "年度" else date + "-01-01"[len(date) - 4 :]


def _today(name: str, text: str) -> str:
    return _day(name, text) or dates.today()


_HALF: Final = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
_VOICED: Final = {
    unicodedata.normalize("NFKC", half + mark): half + mark
    for half in _HALF.values()
    for mark in "ﾞﾟ"
    if len(unicodedata.normalize("NFKC", half + mark)) == 1
}
_ALIKE: Final = ("-ー‐‑–—―−－ｰ", "・･", "'’", "&＆")
"""Signs that stand for one another in names."""


def pattern(word: str) -> str:
    """A regular expression for names that hold the word in any spelling of width, case and kana; '' for no word.

    It means the same to both engines (Java and RE2) and matches a whole value.
    """
    plain = unicodedata.normalize("NFKC", word).strip()
    return ".*" + "".join(map(_spelt, plain)) + ".*" if plain else ""


def _spelt(char: str) -> str:
    """A sign in all its spellings."""
    if char.isspace():
        return r"\s*"
    forms = {char, char.lower(), char.upper(), _kana(char, 0x60), _kana(char, -0x60)}
    forms |= {_wide(form) for form in forms if len(form) == 1}
    forms |= {table[form] for form in tuple(forms) for table in (_HALF, _VOICED) if form in table}
    forms |= {sign for signs in _ALIKE if char in signs for sign in signs}
    found = [form if form.isalnum() else "".join(f"\\x{{{ord(each):X}}}" for each in form) for form in sorted(forms)]
    return found[0] if len(found) == 1 else "(?:" + "|".join(found) + ")"


def _kana(text: str, step: int) -> str:
    """Hiragana as katakana (``step`` 0x60), or the other way round (-0x60)."""
    first, last = (0x3041, 0x3096) if step > 0 else (0x30A1, 0x30F6)
    return "".join(chr(ord(char) + step) if first <= ord(char) <= last else char for char in text)


def _wide(char: str) -> str:
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char


_MADE: Final[dict[str, Callable[[str, Any], Any]]] = {
    "印": _mark,
    "時点": _day,
    "基準日": _today,
    "以後": _from,
    "検索語": lambda name, word: pattern(word),
}
