"""Whether words look like the proper name of a body though they have neither legal form nor a telling last word.

Where a sentence has room for a body, a common noun stands as easily (住民と, 関係機関と). A name shows by a place or a made-up
word in it, by the last word of a shop or a trade, or by being a phrase that is none of grammar (ひだまりの家).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final

from loaders.prose.continuing import NATURE
from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.generic import common_words, is_everyday, is_generic
from loaders.prose.grammar import is_grammar
from loaders.prose.rightwards import HIRAGANA_NAME, TRADE

_LONGEST: Final = 24
_MOST: Final = 20_000
_NO_NAME: Final = re.compile(
    r"(?:[課部局室係署車庁内外間後前中上下際時日月年度式祭号版編条項書案線駅港橋川湖岬賞者員生方児等側毎力性化的量費額率数]|議会|委員会|議員|協議会|実行委|支所|公民館|図書館|支店|支社|営業所|出張所|本店|本社|(?<!観光)バス|役所|役場|市長|町長|村長|知事|社長|会長|協定|事業|計画|制度|条例|方針|目的|対象|内容|一環|方法|場合|住民|[市町村区県国]民|家族|世帯|親子|たち|各社|同社|当社"
    r"|両者|双方|相手|会場|地区|地域|周辺|一帯|圏域|まつり|祭り|大会|フェスタ?|フェア|サミット|会議|シンポジウム|フォーラム|セミナー|プロジェクト|キャンペーン|アプリ|サイト|システム|カード|マップ|ガイド|プラン|ポイント|コンテスト|宣言|憲章|戦略|運動|月間|週間|講座|教室|空港|道路|国道|公園|遺跡|古墳|神社|温泉|高原|海岸|スキー場|ダム|[同本当][市町村県]|全国|関係|中心|主体|拠点"
    r"|削減|誘致|招致|解体|撤去|再編|再開発|存続|延伸|緩和|抑制|改修|耐震化|向上|増進|振興|充実|促進|強化|確保|拡大|解消|育成|保全|継承|創出|実現|整備|普及|啓発|維持|連携|協力|支援|提供|運営|開発|活用|推進|見守り|取組|取り組み|災害|防災|避難|訓練|活動|交流|研究|調査|実証|教育|健康|福祉|環境|観光|産業|農業|文化|情報|技術|人材|学習|体験|学生|児童|選手|講師|施設|設備|物資|食料|車両|資料|写真|商品|製品|名産|特産品?)$"
)
_LAST_WORD: Final = re.compile(
    rf"(?<=[^のはがをにと])(?:[舎屋堂園亭荘軒庵組房苑楼閣塾処館]|食堂|本[店家舗]|[{KANJI}]店|学園|学院|高専|商船|汽船|電装|船舶|技研|総研|ロジ|歯科|薬局|[{KANJI}]{{2}}大|短大|クラブ|ウイングス|クリーニング|サービス|保育園|こども園|旅館|ホテル|写真館|工房|農園|牧場|連盟|舗|製鋼|織物|染織|塩業|機業|書房|書林|文具|什器|硝子|窯業|鋳造|木材|食品館|百貨店|[作工鉄材鉱]所|テキスタイル|リサイクル|支部|テラス|(?:牛乳|新聞|燃料|石油|ガス|酒類|電器|家電|食肉)販売(?:店|所)?|ショップ[{KANJI}{KATAKANA}{HIRAGANA}]{{0,6}}店)$"
)
_PLACED_END: Final = re.compile(
    rf"(?<=[{KANJI}{KATAKANA}{HIRAGANA}]{{2}})(?:[{KANJI}]社|[{KANJI}{KATAKANA}]センター|クラブ[{HIRAGANA}]{{0,6}}|医師団|[{KANJI}]{{2}}会)$"
)
_MUNICIPAL: Final = re.compile(
    r"[市町村区県]立?(?:スポーツ|文化|保健|福祉|総合|中央|市民|町民|コミュニティ|.*センター)|(?:センター|ホール|アリーナ)$"
)
_COMMON: Final = re.compile(
    rf".*\d+ ?(?:軒|店|社|者|つ|人|台|本|件|か所|カ所|園|校|館|団体).*|.*つの.*|[{KANJI}]{{1,2}}店|.*(?:自転車|自動車|眼鏡|飲食|鮮魚|小売|量販|専門|販売|喫茶|美容|理容|雑貨|家電|衣料|加盟|協力|登録|参加|取扱|直営|系列|菓子|代理|賛同|協賛)店|(?:認定|[公私市町村]立|民間|地域型)?(?:保育|幼稚|こども|学童)[園所]|(?:子ども|こども|地域|学生|社員|大衆|共同)食堂|[{KANJI}]{{2}}(?:クラブ|サービス)"
)
_POINTED: Final = re.compile(r"[当同本弊貴両各該].{1,3}$|[当同弊貴各].*[町市村区県]|その|この")
_THING: Final = re.compile(
    r"(?:サービス|クラブ|テラス|新聞|通信|店|[館園処庵荘閣堂楼屋]|センター|ホール|カフェ|食堂|農園|旅館|ホテル|バス|タクシー|ステーション|ネット|ストア|マート|ショップ.*)$"
)
_PHRASE: Final = re.compile(
    rf"[{KANJI}{KATAKANA}{HIRAGANA}]{{1,10}}(?:の|と)(?:{NATURE.pattern}|会|家|店|学校|音|人|街|味|隊|団|衆|庵|室|蔵|宿|湯|輪)$"
)
_FOREIGN: Final = re.compile(rf"[{KATAKANA}]{{2,}}|[a-z][a-z0-9&]+")
_CLAUSE: Final = re.compile(
    rf"[{KANJI}]{{1,2}}(?:んだ|った|いた|した|[えけげせてねべめれ]た|する)(?=[{KANJI}{KATAKANA}])"
)
_KANJI_ONLY: Final = re.compile(f"[{KANJI}]+")
_KANA_END: Final = re.compile(rf"[{HIRAGANA}]+$")
_HOME: Final = r"(?:特別養護老人ホーム|養護老人ホーム|介護老人保健施設|グループホーム|ケアハウス|デイサービス(?:センター)?|有料老人ホーム|道の駅|料亭|旅館|民宿|喫茶|カフェ|パン工房|和?菓子処|酒蔵|写真館|フードバンク|割烹|ホテル|スーパー|ドラッグ|ホームセンター|タクシー|保育園|こども園|幼稚園)"
WITH_KIND: Final = re.compile(
    rf"{_HOME}(?:「[^「」\n]{{2,16}}」|(?P<kana>[{KANJI}{KATAKANA}]{{0,8}}[{HIRAGANA}]{{2,7}})(?:の[{KANJI}{HIRAGANA}]{{1,3}}|[{KANJI}]{{1,2}})?|(?<!カフェ)(?<!タクシー)(?<!園)(?P<kanji>[{KANJI}]{{2,5}}))$"
)
"""A name that begins with what the body is: グループホームひなたの家, 道の駅「うだの里」, 和菓子処松風."""
SHOP: Final = re.compile(
    rf"(?:(?<=[{KANJI}{KATAKANA}]の)|(?<=[、(「・]))(?!いまや|もはや|またもや)[{HIRAGANA}]{{2,5}}[やゐ]$"
)
"""A shop in hiragana: 文具の|まるや."""
CALLED: Final = re.compile(rf"(?<=[団会室隊処塾村班])(?P<kana>[{HIRAGANA}]{{3,8}})$")
"""What a group calls itself behind what it is: 子育て応援団|ぽっかぽか."""


def is_whole(match: re.Match[str]) -> bool:
    """Whether words of one of these shapes are a name from the first to the last: their hiragana must be no grammar."""
    parts = match.groupdict()
    if kanji := parts.get("kanji"):
        return not is_generic(kanji) and not _NO_NAME.search(kanji)
    kana = _KANA_END.search(parts.get("kana") or "")
    if kana is None or HIRAGANA_NAME.fullmatch(kana[0]) or kana[0].startswith("まる"):
        # スーパーまる市: 〇 as many shops write it.
        return True
    return kana[0][0] not in "とはがをにのもでやへ" and not is_grammar(kana[0], True)


_HELD: Final = re.compile(r"(?:行[っうな]|開[いく]|開催|開講|実施)[^、。「」を]{0,8}$")
_VERB: Final = 16


def is_held(text: str, start: int) -> bool:
    """Whether the words before a quoted name say that it was held, as no body is: 同社と行っていた「起業塾」."""
    return _HELD.search(text, max(0, start - _VERB), start) is not None


@dataclass(frozen=True)
class Judge:
    """``stems``: names of places without 市, 県 …, and regions; ``is_place``: whether words name a local government."""

    stems: Collection[str]
    is_place: Callable[[str], bool]
    _judged: dict[str, bool] = field(default_factory=dict)

    def is_name(self, name: str) -> bool:
        """Whether folded words look like the proper name of a body."""
        found = self._judged.get(name)
        if found is None:
            if len(self._judged) > _MOST:
                self._judged.clear()
            found = self._judged[name] = self._is_name(name)
        return found

    def is_trade_name(self, name: str) -> bool:
        """Whether folded words look like the name of a shop or a company by their last word, which things have not."""
        return (
            not _THING.search(name)
            and self.is_name(name)
            and (_LAST_WORD.search(name) is not None or _trade_end(name) is not None)
        )

    def is_sure(self, name: str) -> bool:
        """Whether folded words look like the name of a body where a thing could stand as well."""
        if self.is_trade_name(name):
            return True
        shaped = _PLACED_END.search(name) or WITH_KIND.match(name) or (_THING.search(name) and _LAST_WORD.search(name))
        return self.is_name(name) and (shaped is not None or name.endswith("の会")) and _MUNICIPAL.search(name) is None

    def is_listed(self, name: str) -> bool:
        """Whether folded words may be a name where those beside them in a list are names."""
        return self.is_name(name) or (self._may_be_one(name) and _NO_NAME.search(name) is None)

    def _may_be_one(self, name: str) -> bool:
        if not 1 < len(name) <= _LONGEST or is_generic(name) or self.is_place(name) or name in self.stems:
            return False
        return not (
            name in common_words("関係")
            or is_everyday(name)
            or _POINTED.match(name)
            or _CLAUSE.match(name)
            or _COMMON.fullmatch(name)
        )

    def _is_name(self, name: str) -> bool:
        if not self._may_be_one(name):
            return False
        first, _, second = name.partition("と")
        if second and self.is_name(first) and self.is_name(second):
            return False
        if _PHRASE.search(name) and not _NO_NAME.search(name[-2:]):
            return True
        if _NO_NAME.search(name):
            return False
        if any(not is_everyday(word) and word not in common_words("関係") for word in _FOREIGN.findall(name)):
            return True
        place = next((n for n in range(min(7, len(name) - 1), 1, -1) if name[:n] in self.stems), 0)
        if place and _PLACED_END.search(name, place + 1):
            return True
        if place and (TRADE.search(name, place) or _LAST_WORD.search(name, place)):
            return True
        if (last := _LAST_WORD.search(name) or _trade_end(name)) is not None:
            head = name[: last.start()]
            thing = _NO_NAME.search(head)
            common = is_generic(head) or head in common_words("関係") or (thing and len(thing[0]) > 1)
            return not common and (len(name) > 2 or not _KANJI_ONLY.fullmatch(name))
        return (shape := WITH_KIND.match(name)) is not None and is_whole(shape)


def _trade_end(name: str) -> re.Match[str] | None:
    return next((t for t in TRADE.finditer(name) if t.end() == len(name) and t.start() > 1), None)
