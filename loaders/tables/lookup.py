"""What drafting of tables looks up again and again, each answer kept: places in titles, names of bodies, fields."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cached_property
from typing import Final, NamedTuple

import ahocorasick  # type: ignore[import-not-found, unused-ignore]

from graph import names, places
from loaders.vocabulary import Vocabulary

_KEEP: Final = 20_000
_NO_PLACE: Final = re.compile(r"[場議街史誌章]|民(?!間|生|俗)|立(?!地)|営(?![業農繕])|道(?!の駅|路)|長(?![期寿])|内会")
_WARD: Final = re.compile(r"[^\s　0-9]{1,4}?区(?!長)")
_COUNTY: Final = re.compile(r"^(?:.{2,3}[都道府県])?(?:.{1,5}郡)?")
_PLACE_END: Final = re.compile(r"[都道府県市区町村]")

FORM_WORDS: Final = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|㈱|㈲|㍿|\((?:株|有|同|合|名|資|相)\)"
)
_SUFFIX: Final = re.compile(
    r".{1,}(?:銀行|金庫|組合|連合会|大学|短大|短期大学|高専|専門学校|高等学校|高校|中学校|小学校|学校|学園|学院|病院|医院|診療所|医師会|薬剤師会"
    r"|歯科医師会|看護協会|商工会|会議所|青年会議所|協会|協議会|連盟|財団|機構|公社|公団|事業団|郵便局?|新聞社?|新報社?|日報社?|放送|テレビ|ガス"
    r"|電力|鉄道|電鉄|生命|生命保険|損害保険|損保|火災|海上|保険|運輸|運送|急便|交通|タクシー|バス|ホールディングス|グループ|研究所|研究会|研究院"
    r"|警察署?|警察本部|自衛隊|駐屯地|駐屯部隊|気象台|裁判所|農協|漁協|生協|森林組合|消防団|自治会|婦人会|クラブ|書士会|弁護士会|税理士会|建築士会"
    r"|支部会|振興会|互助会|連合|総連合|同友会|経済団体|省|庁|地方整備局|事務所|財務局|労働局|法務局|管区.*局|建設業会|(?:工業|産業|商業|事業|技術|業)会"
    r"|商店|商会|商事|工務店|工業|建設|産業|製作所|製造|製薬|食品|酒造|醸造|旅館|ホテル|倉庫|印刷|電機|電気|電器|自動車|石油|燃料|乳業|牛乳|飲料|ボトリング|警備|保障|不動産|設計|測量|造園|旅行|書店|引越センター|物流|通運"
    r"|ネットワーク|コンソーシアム|プロジェクト|実行委員会|委員会|共同体|企業体|センター|ストア|マート|スーパー|薬局|ドラッグ|百貨店|生活協同)"
)
_LATIN_GROUP: Final = re.compile(r"(?:JA|NTT|KDDI|JR|JAF|LINE|YMCA|UR|NPO|NHK|コープ|イオン|ENEOS)(?![a-z]).*")


class Spot(NamedTuple):
    """A local government named inside other words: codes (several: the bare name is ambiguous) and where it stands."""

    start: int
    end: int
    codes: tuple[str, ...]
    said: str


class Lookup:
    """Answers about words, over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.gazetteer = vocabulary.gazetteer
        self.normaliser = vocabulary.normaliser
        self._officials: dict[str, str] = {}
        self._bodies: dict[tuple[str, str], places.Body | places.Ambiguous | None] = {}
        self._strong: dict[str, bool] = {}
        self._fields: dict[str, tuple[tuple[str, str], ...]] = {}

    def official(self, name: str) -> str:
        """The name of a company with its legal form written out."""
        if name.startswith(("株式会社", "有限会社")) and name.isalnum() and unicodedata.is_normalized("NFKC", name):
            return name
        found = self._officials.get(name)
        if found is None:
            found = _spaced(self.normaliser.official(name))
            if len(self._officials) < _KEEP:
                self._officials[name] = found
        return found

    def place(self, text: str, prefecture: str = "") -> places.Body | places.Ambiguous | None:
        """The local government that the whole text names, or None."""
        plain = places.key(text)
        if not _PLACE_END.search(plain) or len(plain) > 40:
            return None
        asked = (plain, prefecture)
        if asked not in self._bodies:
            found = self.gazetteer.resolve(plain, prefecture=prefecture)
            if len(self._bodies) > _KEEP:
                self._bodies.clear()
            self._bodies[asked] = None if isinstance(found, places.Unknown) else found
        return self._bodies[asked]

    @cached_property
    def _place_names(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for m in self.gazetteer.by_code.values():
            for form in {m.full_name, m.prefecture + m.county + m.name, m.county + m.name, m.name}:
                if form:
                    found[places.key(form)].add(m.code)
        return {name: tuple(sorted(codes)) for name, codes in found.items()}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._place_names))

    def spots(self, text: str) -> list[Spot]:
        """Local governments named in a title or another short text, longest names first, none inside other words.

        Positions are those of the text. A prefecture before a name decides between its bearers (広島県 府中市).
        """
        found: list[Spot] = []
        at = 0
        prefecture = ""
        while at < len(text):
            for length in range(min(self._longest + 2, len(text) - at), 1, -1):
                said = text[at : at + length]
                if said[-1] not in "都道府県市区町村" or said != said.strip():
                    continue
                codes = self._place_names.get(places.key(said))
                if not codes or _NO_PLACE.match(text, at + length):
                    continue
                ward = _WARD.match(text, at + length)
                if ward and self.place(said + ward[0]) is not None:
                    length += len(ward[0])
                own = tuple(c for c in codes if self.gazetteer.by_code[c].prefecture == prefecture)
                found.append(Spot(at, at + length, own or codes, said))
                if len(codes) == 1 and self.gazetteer.by_code[codes[0]].kind == places.PREFECTURE:
                    prefecture = self.gazetteer.by_code[codes[0]].name
                at += length
                break
            else:
                at += 1
        return found

    @cached_property
    def stems(self) -> re.Pattern[str]:
        """Names of places and regions as branches are named after them (奈良 of 奈良支店)."""
        regions = "関西|近畿|関東|首都圏|東北|北陸|中部|東海|中国|四国|九州|西日本|東日本|北日本|南日本|北関東|南関東|中四国|信越|甲信越|京滋|阪神|京阪|山陰|山陽|北海道|沖縄|本店|中央|第[一二三四五1-9]"
        stems = {m.name.rstrip("都府県市区町村") for m in self.gazetteer.by_code.values() if m.name != "北海道"}
        # Branches keep the names of towns that merged long ago.
        stems |= {_COUNTY.sub("", name).rstrip("市区町村") for name in self.gazetteer.known_before}
        stems |= {m.name for m in self.gazetteer.by_code.values()}
        ordered = sorted((s for s in stems if len(s) > 1), key=len, reverse=True)
        return re.compile(rf"(?:{regions}|{'|'.join(map(re.escape, ordered))})(?:[東西南北中央駅前都心・]{{0,4}})")

    def strong(self, piece: str) -> bool:
        """Whether a piece is a name of a body on its own: a legal form, a known kind of body, or a known name."""
        found = self._strong.get(piece)
        if found is None:
            found = self._is_strong(piece)
            if len(self._strong) < _KEEP:
                self._strong[piece] = found
        return found

    def _is_strong(self, piece: str) -> bool:
        plain = unicodedata.normalize("NFKC", piece).strip()
        if len(plain) < 2:
            return False
        if FORM_WORDS.search(plain) and not FORM_WORDS.fullmatch(plain):
            return True
        if self.normaliser.parse(plain).form or _SUFFIX.fullmatch(plain) or _LATIN_GROUP.fullmatch(plain):
            return True
        if self.place(plain) is not None:
            return True
        return isinstance(self.vocabulary.bodies.resolve(plain), names.Known)

    # --- fields of policy --------------------------------------------------------------------------------------------

    @cached_property
    def _synonyms(self) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for entry in self.vocabulary.taxonomy.by_id.values():
            for word in (entry.名称, *entry.同義語):
                folded = names.fold(word)
                if len(folded) > 1 and self.vocabulary.taxonomy.find(word):
                    automaton.add_word(folded, (folded, self.vocabulary.taxonomy.find(word)))
        automaton.make_automaton()
        return automaton

    def fields(self, phrase: str) -> tuple[tuple[str, str], ...]:
        """Fields of a phrase: pairs of the field's name and the word for it. The whole phrase before words in it."""
        found = self._fields.get(phrase)
        if found is None:
            found = self._find_fields(phrase)
            if len(self._fields) < _KEEP:
                self._fields[phrase] = found
        return found

    def _find_fields(self, phrase: str) -> tuple[tuple[str, str], ...]:
        taxonomy = self.vocabulary.taxonomy
        whole = taxonomy.find(phrase)
        if whole:
            return ((taxonomy.by_id[whole].名称, phrase),)
        found: list[tuple[int, int, str]] = []
        folded, origin = _folded(phrase)
        for end, (word, id) in self._synonyms.iter(folded) if len(self._synonyms) else ():
            found.append((end - len(word) + 1, end + 1, id))
        chosen: dict[str, tuple[int, str]] = {}
        covered = 0
        # Leftmost first, the longest of those that begin together.
        for start, end, id in sorted(found, key=lambda hit: (hit[0], -hit[1])):
            if start >= covered:
                covered = end
                words = phrase[origin[start] : origin[end - 1] + 1]
                chosen.setdefault(taxonomy.by_id[id].名称, (start, words))
        return tuple((name, words) for name, (_, words) in chosen.items())


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as names are folded, and for each of its characters the index of the one it came from."""
    if text.isalnum() and unicodedata.is_normalized("NFKC", text) and len(whole := names.fold(text)) == len(text):
        return whole, list(range(len(text)))
    folded: list[str] = []
    origin: list[int] = []
    for n, character in enumerate(text):
        for part in names.fold(character):
            folded.append(part)
            origin.append(n)
    return "".join(folded), origin


def _spaced(name: str) -> str:
    return name if " " not in name else re.sub(r"\s+", " ", name)
