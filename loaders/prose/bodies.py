"""Where a text names a company or another body: by legal form, by its last word, or because it is known.

A name is found by what makes it one (株式会社, ㈱, …銀行, the registry, the document's own lists); how far it reaches is
decided by the whole document, so that 「株式会社あおばは」 is read by the 「株式会社あおば（」 of another line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from graph import names
from loaders.prose import borne_out, brands, fronted, groups, sides, suffixes
from loaders.prose.branches import branch_behind, branch_inside
from loaders.prose.called import Called
from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA, fold
from loaders.prose.generic import is_generic, is_loanword
from loaders.prose.grammar import is_grammar
from loaders.prose.leftwards import left
from loaders.prose.proper import Judge
from loaders.prose.raw import RawBody, with_schools, without_overlaps
from loaders.prose.rightwards import Extent, Reading, right
from loaders.prose.slots import Slots
from loaders.prose.standing import stands_alone
from loaders.prose.words import Words

_NAME_CHAR: Final = re.compile(rf"[{KANJI}{KATAKANA}{HIRAGANA}a-z0-9à-ÿ&]")
_SOLID: Final = re.compile(rf"[{KANJI}{KATAKANA}a-z0-9à-ÿ&]")
_KANJI: Final = re.compile(f"[{KANJI}]")
_HIRAGANA: Final = re.compile(f"[{HIRAGANA}]")
_SUFFIX_FORMS: Final = re.compile(r"組合|商工会|金庫|生協|農協|漁協|信金|信組|ろうきん")
_RISKY: Final = frozenset({"(名)", "(大)", "(相)", "(協)", "(税)", "(弁)", "(宗)", "(同)", "(資)"})
_LATIN_FORM: Final = (
    r"co\.?, ?ltd\.?(?![a-z])|k\.k\.|inc\.?(?![a-z])|llc(?![a-z])|llp(?![a-z])|corporation(?![a-z])|gmbh(?![a-z])"
)
_PRODUCT: Final = re.compile(
    r" ?(?:公式(?:アカウント|line|ページ|サイト|チャンネル)|公式$|ニュース|アプリ|スタンプ|アカウント|マップ|フォーム|検索|地図|カレンダー|クラウド|アース|ショッピング|オークション|トラベル|ふるさと納税"
    r"|ポイント|ペイ|pay|リサーチ|ビジネス|works|の友だち|の友達|友だち|友達|ライブ|配信|電話|相談|上(?:で|の|に)|登録|工場|製|のトーク|ミーティング|カーナビ)"
)
_LINE_START: Final = re.compile(r"(?:^|\n)[ ・\-*●○◎■□◆◇▼①-⑳0-9.)(、>#]*$")
_DEALER: Final = re.compile("販売(?:店|会社)?")
_UNION: Final = re.compile(r"(?<=組合)(?:連合会|中央会)")

_QUOTED: Final = re.compile(r"(?<!以下)(?<!以下、)「([^「」\n]{2,30})」")
_NAME_IN_QUOTES: Final = re.compile(
    r" ?[「『](?P<name>(?![^」』]*(?:協定|事業|計画|宣言|プロジェクト|プラン|サービス|アプリ|システム|。))[^「」『』\n]{2,20})[」』]"
)
_CLAUSE_QUOTED: Final = re.compile(
    r"(?P<name>[^「」『』、。\n(はが]{1,14}[をとにの][^「」『』、。\n(はが]{1,4}[うくぐすつぬぶむる]「[^「」\n]{2,14}(?<!協定)(?<!事業)」)(?=[はがをとにのもへ、(]|から|による|$)"
)
_PLACEHOLDER: Final = re.compile(r"[○〇◯●△□×xａ-ｚa-c]{1,3}")
_BLANKS: Final = tuple("○〇◯●△□◎")
_MARKED: Final = re.compile(r"(?:^|\n) *[○〇◯●△□◎] ?$")
"""A mark alone at the begin of a line leaves nothing to be filled in."""
_ADVERB: Final = re.compile("[たらか]?に")
_VERBAL: Final = re.compile(f"[{KANJI}][{HIRAGANA}]{{0,3}}[るたうくすつぬぶむ]$")


class Finder:
    """Finds bodies in folded texts. One per vocabulary.

    ``stems``: names of places without 市, 県 …; ``municipalities``: names of local governments; ``known``: names of
    bodies without a legal form (folded); ``products``: names that mean a portal or a product (サービス名); ``kana``:
    names of places in hiragana, of which names of bodies are made (ながと, つくば).
    """

    def __init__(
        self, normaliser: names.Normaliser, stems: frozenset[str], municipalities: frozenset[str],
        known: dict[str, str], products: Iterable[str], kana: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self._forms: dict[str, names.LegalForm] = {}
        for form in normaliser.forms:
            if _SUFFIX_FORMS.search(form.canonical) and not form.before:
                continue
            for writing in (form.canonical, *form.abbreviations, *form.others):
                folded = fold(writing)
                if (
                    folded not in _RISKY
                    and (not folded[0].isascii() or folded[0] == "(" or folded.startswith("npo"))
                    and folded != "生協"
                ):
                    self._forms.setdefault(folded, form)
        # （同） is a form where names stand beside each other; elsewhere it says that something is the same.
        self._forms["(同)"] = next(f for f in normaliser.forms if f.canonical == "合同会社")
        # A form that lost its last letter (株式会) is a slip of the pen that a list often holds.
        self._forms["株式会"] = self._forms["株式会社"]
        writings = sorted(self._forms.keys() - {"(同)"}, key=len, reverse=True)
        self._form = re.compile("|".join(map(re.escape, writings)) + r"|(?<=[×✕&] )\(同\)|" + _LATIN_FORM)
        self._stems = stems
        self._municipalities = municipalities
        self._known = known
        self._products = frozenset(fold(word) for word in products)
        self._kana = kana
        self._placed = kana | stems
        judge = Judge(stems, self._is_place)
        self._called = Called(kana, stems, judge)
        self._slots = Slots(kana, stems, judge)
        self._words = Words({*known, *self._products})

    @property
    def known(self) -> Mapping[str, str]:
        """Names of bodies without a legal form (folded) → 区分."""
        return self._known

    def find(self, text: str) -> list[RawBody]:
        """Bodies in a folded text, in order, no two overlapping."""
        formed = self._formed(text)
        found = formed + self._suffixed(text) + fronted.national(text) + fronted.cooperatives(text, self._placed)
        own = self._own_names(text, formed)
        found += self._literal(text, Words(own), 2) + self._literal(text, self._words, 1)
        found += brands.find(text, self._kana, self._stems, self._is_place)
        found += groups.find(text, self._kana, self._stems)
        found = without_overlaps(found)
        placed = [*self._called.find(text), *brands.ventures(text)]
        placed += self._slots.find(text, without_overlaps([*found, *placed]))
        if placed:
            shown = {text[body.start : body.end] for body in placed}
            found = without_overlaps([*found, *placed, *self._literal(text, Words(shown), 1)])
        return with_schools(text, found)

    def _formed(self, text: str) -> list[RawBody]:
        anchors = [(match.start(), match.end()) for match in self._form.finditer(text)]
        if not anchors:
            return []
        reach: list[tuple[int, int, bool, Extent]] = []
        sure: set[str] = set()
        for start, end in anchors:
            chosen = self._side(text, start, end)
            if chosen is None:
                continue
            before, extent = chosen
            reach.append((start, end, before, extent))
            if extent.sure:
                reading = extent.readings[0]
                sure.add(text[reading.start : reading.end])
        often = borne_out.often(text, reach)
        if any(not extent.sure for *_, extent in reach):
            sure.update(_QUOTED.findall(text))
        found: list[RawBody] = []
        for start, end, before, extent in reach:
            reading = extent.readings[0]
            if not extent.sure:
                reading = borne_out.chosen(text, extent.readings, before, often, (sure, self._known)) or reading
            name_end = reading.end
            if before:
                name_end = reading.start + branch_inside(text[reading.start : reading.end], self._stems)
                body = RawBody(start, name_end, reading.end, rank=4, formed=True)
            else:
                end = union.end() if (union := _UNION.match(text, end)) else end
                body = RawBody(reading.start, end, end, rank=4, formed=True)
                name_end = reading.end
            if name_end == reading.end:
                body.stop = branch_behind(text, body.end)
            core = text[reading.start : name_end]
            if (
                core.strip()
                and not is_generic(core)
                and not _PLACEHOLDER.fullmatch(core)
                and not (
                    before and text[start - 1 : start] in _BLANKS and not _MARKED.search(text, max(0, start - 8), start)
                )
            ):
                found.append(body)
        return borne_out.whole(text, found)

    def _side(self, text: str, start: int, end: int) -> tuple[bool, Extent] | None:
        """Whether the form stands before its name, and the readings of the name; None where it is no name at all."""
        writing = text[start:end]
        form = self._forms.get(writing)
        may_stand_before = form.before if form else False
        may_stand_behind = form.after if form else True
        alone = not _NAME_CHAR.match(text[start - 1 : start] or " ")
        letter = _NAME_CHAR if alone else _SOLID
        behind = end + 1 if text[end : end + 1] == " " and letter.match(text, end + 1) else end
        left_end = start
        if (
            text[start - 1 : start] == " "
            and _NAME_CHAR.match(text, start - 2)
            and (not may_stand_before or sides.ended(text, end, behind))
        ):
            left_end = start - 1
        before_char = text[left_end - 1 : left_end]
        leads = sides.led(text, start, end) if may_stand_before else False
        if may_stand_behind and not leads and _NAME_CHAR.match(before_char or " "):
            extent = left(text, left_end, self._kana, self._stems)
            readings = tuple(
                r for r in extent.readings
                if not is_generic(text[r.start : r.end]) and not self._is_place(text[r.start : r.end])
            )  # fmt: skip
            if readings:
                return False, Extent(readings, extent.sure)
        quoted = _NAME_IN_QUOTES.match(text, end) or (
            _CLAUSE_QUOTED.match(text, end) if writing.endswith("法人") else None
        )
        if may_stand_before and quoted:
            return True, Extent((Reading(quoted.start("name"), quoted.end("name")),), True)
        if may_stand_before and not sides.NOT_A_FORM.match(text, end):
            extent = right(text, behind, self._placed, _LINE_START.search(text, max(0, start - 12), start) is not None)
            if extent.readings:
                return True, extent
        return None

    def _is_place(self, words: str) -> bool:
        return words[-1:] in "市町村区県都府道" and any(
            words.endswith(n) for n in (words[-k:] for k in range(2, 8)) if n in self._municipalities
        )

    def _suffixed(self, text: str) -> list[RawBody]:
        found: list[RawBody] = []
        taken = -1
        for match in suffixes.find(text):
            if match.start() < taken:
                continue
            body = self._by_suffix(text, match.start(), match.end(), match[0])
            if body is not None:
                found.append(body)
                taken = body.end
        return found

    def _by_suffix(self, text: str, start: int, end: int, suffix: str) -> RawBody | None:
        if not _NAME_CHAR.match(text, start - 1):
            return None
        kind, strength = suffixes.meaning(suffix)
        # …大学病院, …大学附属病院: a later last word goes before an earlier one.
        following = _SOLID.match(text, end)
        if following and (longer := suffixes.SUFFIX.match(text, end)):
            kind, strength = suffixes.meaning(longer[0])
            strength = "strong" if suffix == "大学" else strength
            start, end = longer.span()
            following = _SOLID.match(text, end)
        stop = end
        if following or text[end : end + 1] == " ":
            faculty = suffixes.FACULTY.match(text, end, end + 26) if kind == "大学・学校" else None
            stop = faculty.end() if faculty else branch_behind(text, end)
            if following and stop == end and not suffixes.FOLLOWED.match(text, end):
                return None
        extent = left(text, start, self._kana, self._stems)
        end_of_search = start
        for reading in extent.readings:
            name = text[reading.start : start]
            if is_generic(name):
                # 近く|の銀行: the rest of what is no name is none either.
                end_of_search = min(end_of_search, reading.start)
            if not name or reading.start >= end_of_search or (strength != "strong" and name[-1] == "の"):
                continue
            proper = self._is_proper(name)
            if strength == "proper" and not proper:
                continue
            if strength == "weak" and not proper and (len(name) < 2 or _VERBAL.search(name)):
                continue
            verbal = _HIRAGANA.match(name) and _KANJI.match(text, reading.start - 1)
            if strength != "strong" and (verbal or suffixes.in_title(text, reading.start, end)):
                continue  # 集|まった食品: the end of a verb is no name.
            if verbal and _ADVERB.fullmatch(name):
                continue  # 新|たに商工会議所を
            return RawBody(reading.start, end, stop, kind, certain=strength == "strong" or proper, rank=3)
        return None

    def _is_proper(self, name: str) -> bool:
        """Whether a name begins with a place, a region, a person-made word in katakana, hiragana or latin letters."""
        if any(name[:length] in self._stems for length in range(min(7, len(name)), 0, -1)):
            return True
        head = re.match(rf"[{KATAKANA}]{{2,}}|[a-z][a-z0-9&.\-]+|[{HIRAGANA}]{{2,}}", name)
        return head is not None and not is_loanword(head[0]) and not is_grammar(head[0], False)

    def _own_names(self, text: str, formed: list[RawBody]) -> set[str]:
        """Names without legal form of the bodies that the document writes with it."""
        own: set[str] = set()
        for body in formed:
            core = self.core(text[body.start : body.end])
            if len(core) < 2 or is_generic(core) or is_loanword(core) or core in self._stems or self._is_place(core):
                continue
            own.add(core)
        return own

    def core(self, words: str) -> str:
        """A folded name without its legal form."""
        stripped = self._form.sub("", words, count=1).strip(" ")
        return stripped

    def _literal(self, text: str, words: Words, rank: int) -> list[RawBody]:
        found: list[RawBody] = []
        taken = -1
        for start, end in words.find(text):
            if start < taken or not stands_alone(text, start, end):
                continue
            word = text[start:end]
            end = dealer.end() if (dealer := _DEALER.match(text, end)) else end
            body = RawBody(start, end, branch_behind(text, end), self._known.get(word, ""), rank=rank)
            body.product = word in self._products or _PRODUCT.match(text, end) is not None
            if body.product:
                body.stop = end
            found.append(body)
            taken = end
        return found


@lru_cache(maxsize=20_000)
def official(normaliser: names.Normaliser, words: str) -> str:
    """The name with its legal form written out; a form that lost its last letter is made whole."""
    if re.search(r"株式会(?!社)", words):
        words = re.sub(r"株式会(?!社)", "株式会社", words)
    return normaliser.official(words)
