"""Words that are no name of a body, though they stand where one could: kinds, roles, offices, things."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from typing import Final

from graph.paths import shipped_data
from loaders.prose.folding import KATAKANA, fold

PEOPLE: Final = "社長|会長|頭取|理事長|支店長|支社長|所長|学長|総長|組合長|会頭|院長|校長|局長|部長|課長|室長|本部長|執行役員|担当者|担当|代表(?=[^取理執社者]|$)"

LEAD: Final = (
    "法人会員企業|会員企業|会員|参加企業|協力企業|連携企業|加盟企業|提携企業|連携協定締結企業|協定締結企業|締結企業|連携協定締結先|協定締結先|協定先|締結先|連携先|提携先"
    "|相手方|相手先|協定者|締結者|連携事業者|協力事業者|受託事業者|運営事業者|民間事業者|通信事業者|事業者|受託者|委託先|委託業者|受注者|発注者|運営会社|管理会社|幹事会社|代表企業"
    "|代表幹事|構成企業|構成員|構成団体|指定管理者|地元企業|県内企業|市内企業|町内企業|民間企業|大手企業|関連企業|出資企業|協賛企業|協賛|後援|共催|主催|提供|協力|運営|企画|制作"
    "|例えば|大手|地元|同社|親会社|子会社|完全子会社|グループ会社|関連会社|製造元|販売元|発売元|開発元|発行元|発行|出典|出所|資料|会社名|企業名|事業者名|社名|商号|団体名|名称|法人名|金融機関|企業|会社"
    "|同じく|同様に|新たに|県内|市内|町内|村内|区内|都内|府内|道内|圏内|国内|全国|今回|今般|現在|当時|旧|一方|事務局|配送|宅配|携帯電話|製薬|飲料|通信|物流|小売|薬局|保険|廃棄物処理"
    "|(?:[一-鿿]{2,6}|[ァ-ヺー]{2,8}|[一-鿿]{0,4}(?:it|ict|ai|iot|dx))(?:会社|企業|メーカー|ベンチャー|商社|問屋|店)(?=[ァ-ヺa-z])|[一-鿿]{2,4}大手の(?=[ァ-ヺa-z一-鿿])"
    "|大手(?:通信|飲料|製薬|物流|小売|保険|コンビニ|スーパー|ＩＴ|it)(?:会社|企業|チェーン)?|コンビニ(?:エンスストア)?大手"
)

_GENERIC_WORD: Final = (
    "お?近く|最寄り?|もより|付近|身近な?|お?住まい|どこか|次|以下|下記|上記|左記|右記|つぎ|右|左|前記|後記|別表|別紙|包括連携協定|包括連携|包括協定|連携協定|個別協定|協定|締結|連携|協力|支援|推進|関係|関連|参加|参画|民間|公民|官民|産学官|産官学|産学金官|産学|行政|地域|地方|地元|市内|町内|村内|区内|県内|府内|都内|道内"
    "|それぞれ|おのおの|市外|県外|町外|国内|海外|全国|各地|近隣|周辺|広域|中小|大手|大企業|上場|優良|有力|主要|主な|一般|各種|各|複数|多数|様々|多様|その他|他|当該|同|両|当|貴|弊|自|数|双方|相互|共同|新規|既存|新"
    "|企業|会社|株式会社|有限会社|法人|団体|機関|組織|事業者|事業所|業者|組合|商店|商店街|店舗|店|金融|金融機関|銀行|信用金庫|信金|大学|短期大学|専門学校|高等学校|高校|中学校|小学校|学校|教育|教育機関|研究機関|病院|医療|医療機関|福祉|介護"
    "|薬局|薬剤|医師|歯科医師|看護|農業|漁業|林業|森林|商工|観光|文化|体育|スポーツ|青少年|子ども|子育て|高齢者|障害者|障がい者|女性|婦人|老人|住民|市民|町民|村民|区民|県民|ボランティア|自治|自治会|町内会"
    "|交通|公共交通|電力|都市ガス|プロパン|ガス|水道|通信|放送|新聞|報道|鉄道|バス|路線|タクシー|宅配|運輸|運送|物流|郵便|保険|生命|損害|建設|建築|不動産|製造|小売|流通|食品|飲料|製薬|情報|システム|ネットワーク|デジタル"
    "|安全|安心|防災|災害|防犯|環境|廃棄物|再生可能|エネルギー|地球|温暖化|対策|事業|実行|運営|準備|検討|審査|審議|評価|選定|選考|専門|有識者|懇談|懇話|連絡|調整|協議|協定先|締結先|連携先|国|県|市|町|村|区|都|府|道|公"
    "|国立|公立|私立|市立|県立|町立|女子|工業|商業|法|者|等|など|ら|内|外|系|的|性|化|制|型|別|用|初|と|の|や|及び|会員|加盟|親|子|グループ|支店|本店|支社|本社|名|先|元|側|間|毎|全|約|総|計|形態|設立|方式|立|制度|組織|代理店|出身"
    "|コンビニ|コンビニエンスストア|スーパー|ドラッグストア|ホームセンター|スタートアップ|ベンチャー|メーカー|サービス|インターネット|オンライン|ローカル|コミュニティ|デマンド|オンデマンド|まちづくり|ふるさと|みらい|移動|買い物|見守り|空き家|移住|定住|食|健康|教室"
    "|令和|平成|昭和|年度|乗合|循環|送迎|貸切|夜行|高速|道路|二次|地下|天然|排気|温室効果|余剰|電気|再エネ|太陽光|風力|水力|家庭|業務|産業|職業|就労|就業|相談|保健|衛生|食料|青少年|シャトル|マイクロ|スクール|路面"
)
_GENERIC: Final = frozenset(
    word.replace("?", "") for each in _GENERIC_WORD.split("|") for word in (each, re.sub(".\\?", "", each))
) | frozenset("0123456789 ・&-")
_LONGEST: Final = max(map(len, _GENERIC))

_PARTS: Final = re.compile(rf"[{KATAKANA}]+|[a-z0-9]+")

FILE: Final = "common_words.tsv"


@cache
def common_words(kind: str) -> frozenset[str]:
    """Folded words of a kind in the shipped list: 外来語 (everyday words in katakana or latin letters), 地方
    (regions), 地方かな (regions in hiragana), 関係 (what belongs to a body or is done by it)."""
    with (shipped_data() / FILE).open(encoding="utf-8", newline="") as file:
        return frozenset(fold(row["word"]) for row in csv.DictReader(file, delimiter="\t") if row["kind"] == kind)


@lru_cache(maxsize=20_000)
def is_generic(name: str) -> bool:
    """Whether a folded name is made of general words only (民間企業, 関係機関, 市内大学)."""
    if not name or name.startswith("日本"):
        return False
    # 支店のある銀行, 某社
    name = name[2:] if name.startswith("ある") else name.removeprefix("某")
    # Where a word may end. A pattern would try every way to cut 連携協定連携協定… into words.
    ends = [True] + [False] * len(name)
    for end in range(1, len(ends)):
        starts = range(max(0, end - _LONGEST), end)
        ends[end] = any(ends[start] and name[start:end] in _GENERIC for start in starts)
    return ends[-1]


def is_loanword(word: str) -> bool:
    """Whether a katakana or latin word (folded) is an everyday word rather than a proper noun."""
    return word in common_words("外来語")


@lru_cache(maxsize=10_000)
def is_everyday(name: str) -> bool:
    """Whether every katakana or latin part of a folded name is made of everyday words (and it has no other letters)."""
    parts = _PARTS.findall(name)
    return len("".join(parts)) == len(re.sub("[ ・&]", "", name)) and all(map(_made_of_loanwords, parts))


def _made_of_loanwords(word: str) -> bool:
    if is_loanword(word) or len(word) < 2:
        return True
    return any(is_loanword(word[:n]) and _made_of_loanwords(word[n:]) for n in range(2, len(word) - 1))
