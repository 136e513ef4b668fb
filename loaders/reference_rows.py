"""Which local government a row of a user's table is about, by its code, its name or both, or why it is about none."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from graph import places
from loaders.read import Row

_TOTAL: Final = re.compile(
    r"(合計|総計|小計|総数|平均|全国|全県|[市区町村郡部県都道府団体人口]{1,6}計|計|.*(合計|小計|総数|平均)|.*県計)"
)
_NOTE: Final = re.compile(r"[※注*＊(]|資料|出典|備考|単位|出所")
_COUNTY: Final = re.compile(r".{1,8}(郡|支庁|振興局)")
_WARD: Final = re.compile(r"\d\d1\d\d", re.ASCII)
"""Designated cities and their wards have the numbers 100 to 199 of a prefecture (総務省「全国地方公共団体コード」)."""
_ISLANDS: Final = range(1695, 1701)
"""Five-digit codes of the six villages of 北方領土, which are none of the 1,788."""


class LeftOut(NamedTuple):
    """A row about no local government of today, and the reason as people read it."""

    reason: str


class Trouble(NamedTuple):
    """A row that cannot be resolved: what is wrong and what to do."""

    what: str
    remedy: str


def plain(text: str) -> str:
    """The text in plain width on one line."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def texts(row: Row) -> list[str]:
    """The cells of a row, each in plain width on one line."""
    return [plain(cell.text) for cell in row.cells]


class Who:
    """Resolves rows over one gazetteer."""

    def __init__(self, gazetteer: places.Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._five = {code[:5]: code for code in gazetteer.by_code}
        full = [m.name for m in gazetteer.by_code.values() if m.kind == places.PREFECTURE]
        self._prefectures = {name: name for name in full} | {name[:-1]: name for name in full if name != "北海道"}
        self._named: dict[str, bool] = {}

    def is_prefecture(self, text: str) -> bool:
        """Whether a cell is the name of a prefecture, with or without 都府県."""
        return text in self._prefectures

    def is_name(self, text: str) -> bool:
        """Whether a cell is the name of one or several local governments of today or of the past, or of a ward."""
        if text not in self._named:
            self._named[text] = text in self._prefectures or not isinstance(
                self._gazetteer.resolve(text), places.Unknown
            )
        return self._named[text]

    def is_code(self, text: str) -> bool:
        """Whether a cell is the code of a local government of today."""
        found = self.codes(text)
        return bool(found) and found[0] in self._gazetteer.by_code

    def is_total(self, text: str) -> bool:
        """Whether a cell names a sum of several local governments (合計, 市計)."""
        return bool(_TOTAL.fullmatch(text.replace(" ", "")))

    def codes(self, text: str) -> tuple[str, ...]:
        """Codes that a cell may mean: of five or six digits, leading zeros lost or not, wards' as they are written."""
        digits = re.sub(r"\.0+$", "", text)
        if not re.fullmatch(r"\d{4,6}", digits, re.ASCII):
            return ()
        found = {digits.zfill(6)} if len(digits) > 4 and digits.zfill(6) in self._gazetteer.by_code else set()
        five = digits.zfill(5)
        if len(five) == 5 and five in self._five:
            found.add(self._five[five])
        return tuple(sorted(found)) or self._beside(digits)

    def _beside(self, digits: str) -> tuple[str, ...]:
        """A code that is valid though it is none of the 1,788: of a ward or of a village of 北方領土."""
        fives = [digits.zfill(5)] if len(digits) < 6 else []
        fives += [digits.zfill(6)[:5]] if len(digits) > 4 and places.code_is_valid(digits.zfill(6)) else []
        return tuple(five for five in fives if self._is_ward(five) or int(five) in _ISLANDS)[:1]

    def _is_ward(self, five: str) -> bool:
        return bool(_WARD.fullmatch(five)) and any(code[:3] == five[:3] for code in self._five if code.endswith("0"))

    def of(self, code: str, name: str, prefecture: str) -> places.Municipality | LeftOut | Trouble:
        """The local government of a row whose cells for code, name and prefecture hold this ('' where empty)."""
        if not code and not name:
            only = _NOTE.match(prefecture) or _TOTAL.fullmatch(prefecture)
            return LeftOut("合計・注" if only or not prefecture else "市区町村の名のない行")
        squeezed = name.replace(" ", "")
        if _TOTAL.fullmatch(squeezed) or _NOTE.match(squeezed) or _NOTE.match(code) or _TOTAL.fullmatch(code):
            return LeftOut("合計・注")
        coded = self.codes(code)
        if coded and len(coded[0]) == 5:
            return LeftOut("北方領土の村" if int(coded[0]) in _ISLANDS else "行政区")
        if code and not coded:
            return Trouble(f"「{code}」という団体コードはありません", "団体コードを確かめてください")
        named = self._by_name(squeezed, prefecture, coded)
        if isinstance(named, LeftOut | Trouble):
            return named
        if named and coded and named not in coded:
            told = self._gazetteer.by_code[coded[0]].full_name
            return Trouble(f"団体コード「{code}」は{told}で、名前の「{name}」と合いません", "どちらかを直してください")
        if not named and len(coded) > 1:
            both = "、".join(f"{c}（{self._gazetteer.by_code[c].full_name}）" for c in coded)
            return Trouble(
                f"団体コード「{code}」は {both} のどちらか決まりません", "6桁の団体コードか自治体名を書いてください"
            )
        return self._gazetteer.by_code[named or coded[0]]

    def _by_name(self, name: str, prefecture: str, coded: tuple[str, ...]) -> str | LeftOut | Trouble:
        """The code of a name; '' where there is none."""
        if not name:
            return ""
        within = self._prefectures.get(prefecture.replace(" ", ""), "")
        if name in self._prefectures:
            name = self._prefectures[name]
        found = self._gazetteer.resolve(within + name if within and not name.startswith(within) else name)
        if isinstance(found, places.Ambiguous):
            candidates = {m.full_name: m.code for m in self._gazetteer.by_code.values()}
            chosen = [candidates[c] for c in found.candidates if candidates.get(c) in coded]
            if len(chosen) == 1:
                return chosen[0]
            return Trouble(
                f"「{name}」だけではどの自治体か決まりません（{'、'.join(found.candidates)}）",
                "都道府県名から書くか、団体コードの列を加えてください",
            )
        if isinstance(found, places.Unknown):
            return self._unknown(name, coded)
        today = self._gazetteer.by_code[found.code].full_name
        if found.former:
            return Trouble(
                f"「{name}」は今の自治体ではありません（今は{today}）", "今の自治体の表を使うか、この行を消してください"
            )
        if found.part:
            ward = self._gazetteer.is_ward(found.part)
            return (
                LeftOut("行政区")
                if ward
                else Trouble(f"「{name}」は自治体の名ではありません", f"{today}のことなら、そう書いてください")
            )
        return found.code

    def _unknown(self, name: str, coded: tuple[str, ...]) -> str | LeftOut | Trouble:
        if _COUNTY.fullmatch(name):
            return LeftOut("郡・支庁")
        near = self._gazetteer.near(name)
        return Trouble(
            f"「{name}」という自治体はありません",
            f"{'、'.join(near)} ではありませんか" if near else "名前を確かめてください",
        )
