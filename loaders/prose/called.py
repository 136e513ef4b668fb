"""Names beside which the text says what the body is: 製材所・丸米木材, 学習塾「白水ゼミナール」, 弁当のさくら亭, 北の除雪隊（学生の団体）;
and names that are spoken of with honour as only people and bodies are: 牛久沼不動産様から.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from loaders.prose.continuing import is_common_head
from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.generic import common_words, is_everyday, is_generic
from loaders.prose.grammar import is_grammar
from loaders.prose.leftwards import left
from loaders.prose.proper import Judge, is_held
from loaders.prose.raw import RawBody
from loaders.prose.rightwards import right

# Each begins with a letter of its own and no common one, so that the engine skips at full speed to where one stands.
_WHAT: Final = (
    r"店(?<!商店)|屋(?<![部小].)(?!根)|会社(?<![式限同資名互]会社)|企業|業者|メーカー|問屋|商社|工場|工房|製作所|製材所|木工所|鉄工所|鉱業所|事務所|酒蔵|蔵元|窯元|織元|農家|農園|農場|牧場|漁師|職人|宿|旅館|ホテル|ペンション|レストラン|食堂|カフェ|料亭|コンビニ(?:エンスストア)?|スーパー|ドラッグストア|ホームセンター|百貨店|直売所|薬局"
    r"|医院|診療所|クリニック|保育園|幼稚園|園(?<=こども園)|学習塾|予備校|専門学校|高校|ジム|フィットネスクラブ|スイミングクラブ|スポーツクラブ|テニスクラブ|クラブチーム|チーム|球団|実業団|楽団|劇団|合唱団|サークル|団体|グループ|集まり|有志|会(?<=の会)|同好会|愛好会|保存会|青年部|女性部|npo|ベンチャー|スタートアップ|チェーン|シンクタンク|代理店"
)
_FIELD: Final = r"大手|食品|弁当|菓子|化粧品|飲料|製薬|損保|生保|保険|証券|通信|携帯|電力|物流|運輸|運送|不動産|建設|土木|建築|設計|印刷|広告|出版|レンタル|リース|清掃|警備|介護|福祉|サロン|ボランティア|製造|販売|卸|小売|開発|運営|通販|用品|雑貨|家具|玩具|衣料|アパレル|食材|自転車|人形劇|ソフトボール|サッカー|バスケットボール|野球|バレーボール|ラグビー|フットサル"
_TRADE: Final = r"業|問屋|ゼネコン|新電力|シンクタンク"
_ENDS: Final = re.compile(
    r"(?<!皆)(?:さん|様)|の皆(?:さん|さま|様)|(?<=[ァ-ヺーa-z])社(?![員長])|と|は|が|に|から|より|による|へ|も|を|や|だ|です|で(?:す|あ|は)|など|の(?!ほか)|、|。| |\(|\n|$"
)
_WHAT_BEFORE: Final = re.compile(rf"(?:{_WHAT})$")
_BEFORE_QUOTE: Final = re.compile(rf"(?:(?:{_WHAT})|(?:{_WHAT}|{_FIELD}|{_TRADE})の) ?$")
_QUOTED: Final = re.compile(
    r"[「『](?P<name>[^「」『』\n。]{2,24})[」』](?!で(?!す|あ|は|、))(?=さん|様|と|は|が|に|から|より|による|へ|も|を|や|だ|で|など|の|をはじめ|、|。|\(|\n|$| )"
)
_PLAIN: Final = re.compile(
    rf"(?:{_WHAT}|{_FIELD}|{_TRADE})(?P<tie>の|・(?<!カフェ・)(?<!ホテル・)(?<!レストラン・)|、| )(?=[{KANJI}{KATAKANA}{HIRAGANA}a-z])"
)
_BRACKET: Final = re.compile(rf"(?:{_WHAT})(?:[0-9]+(?:社|者|団体|店))?\((?P<names>[^()\n:]{{2,80}})\)")
_COUNTED: Final = re.compile(
    r"[0-9](?:社|者|団体|店|事業者|郵便局|金庫|組合|施設|病院|校)\((?P<names>[^()\n:]{4,120})\)"
)
_BEHIND: Final = re.compile(rf"\([^()\n]{{0,16}}(?:{_WHAT})\)")
_HONOURED: Final = re.compile(
    r"(?<!皆)(?:さん|さま|様)(?:の(?:ご?協力|ご?厚意|みなさん|皆さん)|が|は|に|から|より|へ|と|も|を|で|、|。|,|\)|$)"
)
_PART: Final = re.compile(r"[、,/]|及び|並びに")
_GROUP_END: Final = re.compile(r"(?:[隊団連会部塾衆]|クラブ|サークル)$")
_NOT_CALLED: Final = re.compile(
    r"(?:協定書?|覚書|契約|宣言|憲章|条例|計画|方針|戦略|事業|制度|補助金|運動|活動|月間|週間|賞|講座|教室|大賞|コンテスト|基金|ポイント|カード|マップ|ガイド|便り|だより|号|プロジェクト|キャンペーン|アプリ|サイト|サービス|システム|イベント|まつり|祭り|フェスタ?|フェア|プラン|券|弁当|セット|[氏君]|さん|様|先生|こと|もの|まち|思い|声)$"
)
_NO_START: Final = re.compile(r"及び|並びに|又は|[はがをにへも]|とも|など")
_OWNER: Final = re.compile(rf"(?<![{KANJI}])(?P<head>[{KANJI}]{{1,3}})の$")
_MIXED: Final = re.compile(rf"(?P<own>[{KANJI}]{{2,3}})[{KATAKANA}]{{5,}}")
_NO_GROUP: Final = re.compile(
    r"(?:町内|自治|子ども|子供|老人|婦人|敬老|保護者|同窓|[演強説報発研習談示評議協]|委員)会$"
)
_QUOTED_GROUP: Final = re.compile(
    r"「(?P<name>[^「」『』\n。をは]{2,16}(?:の会|隊|クラブ|連|塾))」(?=さん|が|は|と|に|から|による|の|、|。)"
)
_LEADS_IN: Final = re.compile(
    rf"でつくる|からなる|を(?:営む|手がける|手掛ける|展開する)|に(?:本社を置く|本社のある|拠点を置く|ございます)|の(?:集まりである|は、|は(?=[{KATAKANA}{KANJI}]))"
)
"""What leads in a name: 卒業生でつくる|アンサンブル・タキ, 作っているのは、|工房ななつ木."""
_PAIRED: Final = re.compile(
    r"「[^「」『』\n。]{2,20}」(?:(?:と|、|や|・|及び)「[^「」『』\n。]{2,20}」)+の?[2-9二三四五六](?:店|社|団体|者|事業者)"
)
_IN_QUOTES: Final = re.compile(r"「(?P<name>[^「」]+)」")
_FOREIGN_ONLY: Final = re.compile(rf"[{KATAKANA}a-z0-9・ .]+")
_LEAST_FOREIGN: Final = 4
_FORMED: Final = re.compile(r"会社|法人|[「」『』]|^(?:例えば|たとえば|うち|主に|現在)")
_QUOTED_PARTNER: Final = re.compile(
    r"「(?P<name>[^「」『』\n。]{2,20})」と(?:の間で|は)?、?(?:の)?(?:包括|連携|見守り)*[^。、\n「」はが]{0,8}(?:協定|覚書)(?:を|の|に)"
)
_UNSURE: Final = re.compile(rf"[はがをに]|[{HIRAGANA}]{{4,}}$|[0-9]|など|ほか|[県市町村]内")
_SENTENCE: Final = re.compile(rf"[をがは]|[{HIRAGANA}]{{3,}}[うくすつぬむる]$|[、。!?]")


_LONGEST: Final = 16
"""More letters than words for what a body is have."""


class Called:
    """Finds such names. ``kana``, ``stems``: as for `leftwards.left`; ``judge``: whether words look like a name."""

    def __init__(self, kana: Collection[str], stems: Collection[str], judge: Judge) -> None:
        self._kana = kana
        self._placed = frozenset(kana) | frozenset(stems)
        self._stems = stems
        self._judge = judge

    def find(self, text: str) -> Iterator[RawBody]:
        """Bodies in a folded text, in no order; what overlaps is for the caller to decide."""
        for match in _QUOTED.finditer(text):
            at = match.start()
            if _BEFORE_QUOTE.search(text, max(0, at - _LONGEST), at) and self._quotable(match["name"]):
                yield _body(match)
        for match in _QUOTED_PARTNER.finditer(text):
            if self._quotable(match["name"]):
                yield _body(match)
        for match in _QUOTED_GROUP.finditer(text):
            if self._quotable(match["name"]) and not is_held(text, match.start()):
                yield _body(match)
        for match in _PLAIN.finditer(text):
            at, tie = match.start("tie"), match["tie"]
            if tie == "の" or _WHAT_BEFORE.search(text, max(0, at - _LONGEST), at):
                yield from self._rightwards(text, match.end(), tie)
        for match in _LEADS_IN.finditer(text):
            yield from self._rightwards(text, match.end(), match[0])
        for match in _PAIRED.finditer(text):
            yield from (_body(m) for m in _IN_QUOTES.finditer(text, *match.span()) if self._quotable(m["name"]))
        for pattern in (_BRACKET, _COUNTED):
            for match in pattern.finditer(text):
                yield from self._within(match, counted=pattern is _COUNTED)
        for match in _BEHIND.finditer(text):
            yield from self._leftwards(text, match.start(), least=2)
        for match in _HONOURED.finditer(text):
            yield from self._leftwards(text, match.start(), least=4)

    def _quotable(self, name: str) -> bool:
        if is_generic(name) or self._judge.is_place(name) or _NOT_CALLED.search(name):
            return False
        return _SENTENCE.search(name) is None or self._judge.is_name(name)

    def _rightwards(self, text: str, start: int, tie: str) -> Iterator[RawBody]:
        for reading in right(text, start, self._placed).readings:
            name = text[reading.start : reading.end]
            if _NO_START.match(name):
                return
            if _ENDS.match(text, reading.end) is None:
                continue
            titled = text.startswith(("さん", "様"), reading.end)
            first, _, second = name.partition("と")
            if self._judge.is_name(first) and self._judge.is_name(second):
                yield RawBody(reading.start, reading.start + len(first), reading.start + len(first), rank=1)
                return
            if tie.startswith("のは"):
                # Things stand there as well: 手がけたのは、サメの皮の活用だ.
                fits = self._judge.is_sure(name)
            elif tie == "の" and _FOREIGN_ONLY.fullmatch(name):
                fits = len(name) > _LEAST_FOREIGN and self._judge.is_name(name)
            else:
                fits = self._judge.is_name(name)
            if fits or (titled and tie == "の" and "の" in name[1:-1]):
                yield RawBody(reading.start, reading.end, reading.end, rank=1)
                return

    def _within(self, match: re.Match[str], *, counted: bool) -> Iterator[RawBody]:
        """Names in a bracket behind what they are (工務店（ヤマネ建築）); those that were counted (5社（…）) need not look it."""
        at, end = match.span("names")
        several = _PART.search(match.string, at, end) is not None
        for piece in (*_PART.finditer(match.string, at, end), None):
            stop = piece.start() if piece else end
            name = match.string[at:stop].strip(" ")
            start = match.string.find(name, at)
            if _FORMED.search(name):
                pass
            elif self._judge.is_name(name) or (self._plain(name) if counted and several else self._is_group(name, 2)):
                yield RawBody(start, start + len(name), start + len(name), rank=1)
            at = piece.end() if piece else end

    def _plain(self, name: str) -> bool:
        return 1 < len(name) < 13 and not _UNSURE.search(name) and not is_everyday(name) and self._quotable(name)

    def _leftwards(self, text: str, end: int, *, least: int) -> Iterator[RawBody]:
        """The name that ends before さん or before a bracket that says what it is; a group of more than ``least`` letters."""
        while text[end - 1 : end] == " ":
            end -= 1
        reading = next(iter(left(text, end, self._kana, self._stems).readings), None)
        if reading is None:
            return
        start = reading.start
        for told in _PLAIN.finditer(text, start, end):
            # 光学機器メーカー・アルプスレンズ工業さん
            start = told.end() if told["tie"] == "・" else start
        if (owner := _OWNER.search(text, max(0, start - 4), start)) and is_common_head(owner["head"]):
            start = owner.start()
        name = text[start:end]
        if not is_grammar(name, False) and (self._is_group(name, least) or self._judge.is_name(name) or _mixed(name)):
            yield RawBody(start, end, end, rank=1)

    @staticmethod
    def _is_group(name: str, least: int) -> bool:
        group = len(name) > least and _GROUP_END.search(name) and not _NO_GROUP.search(name)
        return bool(group) and not is_generic(name)


def _mixed(name: str) -> bool:
    """Whether a proper noun in kanji stands before everyday words in katakana (天竜リンクパーク)."""
    mixed = _MIXED.fullmatch(name)
    return mixed is not None and not is_generic(mixed["own"]) and mixed["own"] not in common_words("関係")


def _body(match: re.Match[str]) -> RawBody:
    return RawBody(match.start("name"), match.end("name"), match.end("name"), rank=1)
