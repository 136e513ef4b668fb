"""What an agreement is about: its kind from its title, its fields from the words of its cells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from loaders.draft import Record
from loaders.tables.lookup import Lookup

_KINDS: Final = (
    ("包括連携協定", re.compile(r"包括")),
    ("見守り協定", re.compile(r"見守")),
    ("災害時応援協定", re.compile(r"災害|防災|震災|被災|避難|帰宅困難|応急|緊急(?:時|輸送|物資|放送)|支援物資|備蓄|罹災|水防")),
    ("産学官", re.compile(r"産学官?|官学|学官")),
    ("立地", re.compile(r"立地|進出協定|企業誘致")),
    ("自治体間", re.compile(r"自治体間|市町村間|姉妹都市|友好都市|相互応援.*(?:市町村|都市)")),
    ("個別連携協定", re.compile(r"個別連携|連携.*協定|協力.*協定|協定.*連携|に関する協定|に関する覚書")),
)  # fmt: skip
_PHRASES: Final = re.compile(
    r"\n|、|，|,|;|；|/|／|[①-⑳]|\([0-9０-９]{1,2}\)|（[0-9０-９]{1,2}）|(?<![0-9])[0-9０-９]{1,2}[.．)](?![0-9])|[●○◆■◇□▪※]|(?:^|(?<=[\s、]))・"
)
_ITEMS: Final = re.compile(
    r"、|，|,(?![0-9])|;|；|／|\n(?=[\s　]*(?:[①-⑳●○◎◆■◇□▪※・･(（]|[0-9０-９]{1,2}[.．)）、]))|[①-⑳]|[(（](?:[0-9０-９]{1,2}|[ア-ン])[)）]"
    r"|(?:^|(?<=[\n\s　]))(?:[0-9０-９]{1,2}[.．)）](?![0-9])|[●○◎◆■◇□▪※・･])"
)
_MARKED: Final = re.compile(r"(?:^|\n)[\s　]*(?:[①-⑳●○◎◆■◇□▪※・･]|[(（]?[0-9０-９ア-ン]{1,2}[.．)）、])")
_GOES_ON: Final = re.compile(
    r"(?:(?<=[のにをはがでやへし、・（(])|(?<=[^こ]と)|(?<=及び|並び|から|する|した))[\s　]*\n[\s　]*|\n(?=[\s　]*(?:[のとにをはがでやへ、。）)]|及び|並びに|等|など))"
)
_EMPTY: Final = re.compile(r"[\s　・･。.\-－ー―—–‐−*]*(?:等|など)?")
_LONGEST_WORD: Final = 12
_SOFT: Final = re.compile(r"及び|および|並びに|ならびに|・|\s+|＆|&")
_ABOUT: Final = re.compile(
    r"(?:に係る|に関する|に関して|についての|について|における|の)?(?:こと|もの|事項|分野|取組|取り組み|連携|協力|支援|事業|活動|業務|施策|推進|促進|振興|充実|向上|強化|実施|提供|確保)*(?:に関(?:する|わる)(?:こと|事項))?(?:等|など)?[。.]?$"
)
_NOTHING: Final = re.compile(r"(?:その他.*|前各号.*|上記.*|同上|[-ー―—–‐−]+|など|等|ほか|包括連携|連携協力)?")


def kind(*words: str) -> str:
    """種別 of an agreement: what its own column, its title, its section and the list's title say, in this order."""
    for text in words:
        found = next((kind for kind, pattern in _KINDS if text and pattern.search(text)), "")
        if found:
            return found
    return "不明"


class Topics:
    """Fields of cells, each answer kept."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self._cells: dict[str, tuple[Record, ...]] = {}
        self._records: dict[tuple[str, str], Record] = {}

    def read(self, text: str) -> tuple[Record, ...]:
        """分野 of a cell's text, each once."""
        known = self._cells.get(text)
        if known is None:
            known = self._read(text)
            if len(self._cells) < 10_000:
                self._cells[text] = known
        return known

    def _read(self, text: str) -> tuple[Record, ...]:
        found: dict[str, Record] = {}
        whole = self.lookup.vocabulary.taxonomy.find(text)
        for phrase in [text] if whole else _PHRASES.split(text):
            phrase = phrase.strip(" 　・。")
            if _NOTHING.fullmatch(phrase):
                continue
            for name, words in self._phrase(phrase):
                found.setdefault(name, self.record(name, words))
        return tuple(found.values())

    def _phrase(self, phrase: str) -> tuple[tuple[str, str], ...]:
        taxonomy = self.lookup.vocabulary.taxonomy
        for candidate in (phrase, _ABOUT.sub("", phrase)):
            id = taxonomy.find(candidate) if candidate else None
            if id:
                return ((taxonomy.by_id[id].名称, candidate),)
        parts = [part for part in _SOFT.split(phrase) if part]
        if len(parts) > 1:
            return tuple(pair for part in parts for pair in self._phrase(part))
        return self.lookup.fields(phrase)

    def record(self, name: str, words: str) -> Record:
        """A 分野 entry; the same object for the same words, so that long lists stay small."""
        return self._records.setdefault(
            (name, words), {"名称": name, "表記": words} if name != words else {"名称": name}
        )


@lru_cache(maxsize=20_000)
def items(text: str, *, wrapped: bool = False) -> tuple[str, ...]:
    """The items of a cell in its own words, without the numbers and marks before them.

    A cell without any such sign is one item, unless it is short words with spaces between them. ``wrapped``: lines
    are broken for lack of room (PDF), so that a line alone begins no item.
    """
    marked = bool(_MARKED.search(text))
    lines = text if wrapped or marked else _GOES_ON.sub("", text).replace("\n", "、")
    phrases = [_unwrapped(phrase) for phrase in _ITEMS.split(lines)]
    kept = [phrase for phrase in phrases if not _EMPTY.fullmatch(phrase)]
    if len(kept) == 1:
        words = re.split(r"[\s　]+", kept[0])
        if len(words) > 1 and all(1 < len(word) <= _LONGEST_WORD and not word.isascii() for word in words):
            kept = words
    return tuple(dict.fromkeys(kept))


def _unwrapped(phrase: str) -> str:
    parts = [part.strip() for part in phrase.split("\n") if part.strip()]
    return " ".join("".join(parts).split()).strip("。")


def kinds(text: str) -> tuple[str, ...]:
    """Every kind that a title tells."""
    return tuple(kind for kind, pattern in _KINDS[:-1] if pattern.search(text)) or tuple(
        kind for kind, pattern in _KINDS[-1:] if pattern.search(text)
    )
