"""Whether a name goes on behind の or と: 「…の森」 is a name, 「…の社員」 a thing of the body.

Both sides of the particle tell. A common noun before it (森, 里山, 食) is hardly a whole name; a common noun of relation
behind it (社員, 本社, 協力) is hardly the rest of one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.generic import common_words, is_loanword

Verdict = Literal["on", "rather on", "rather not", "not"]
"""Whether the name goes on: surely, rather, rather not, surely not."""

NEXT: Final = r"(?=[はがとのをにへもやで、()「」。・様]|から|より|など|ほか|さん|$)"
NATURE: Final = re.compile(
    r"(?:森(?!林)|杜|里(?!親)|郷(?!土)|丘|風(?![水力])|木(?![材造])|花(?!火)|海(?![外岸上運])|山(?![間林])|川|星|空(?!き|港|室|調)|あした|月|光(?!熱|回)|駅(?![長前])|宿(?!泊|舎)|湯|匠|庭|村(?!内|民|長)|舎|窓口"
    r"|樹(?!木)|泉|谷|島(?!内|外|民)|浜|港(?!湾)|明日|学び|杉|松|桜|輪|環(?!境)|虹|鐘|灯|雫|翼|絆|苗|畑|田んぼ|大地|大空|未来|希望|達人|縁側|一歩|夢|国(?![土際内産道民家立])|銀河|太陽(?!光)|四季|暮らし|恵み|めぐみ|ひかり|つばさ|きずな|まち(?!づ|な)|さと|もり|ひろば|ちから|くらし|たね|しずく"
    rf"|(?:家|手|色|音|種|実|葉|屋|会|社|者|子|母|父|蔵|華|恵|幸|舞|湧水|わ|いえ|くに|館|台|塾|店|巣|糸|道|音色|食卓|台所|手仕事){NEXT})"
)
_BODY_NOUN: Final = re.compile(
    r"(?:財団|協会|研究所|学園|学舎|商店|商社|牧場|工房|本舗|商会|旅館|酒店|幼稚園|こども園|クリニック|ハウス|ファーム|ガーデン|テラス|アトリエ|ランド|ラボ|ベース|ハウス|ベーカリー|カンパニー|舎|塾)$"
)
_NOUN: Final = re.compile(rf"[{KANJI}々]+|[{KATAKANA}]+|[a-z0-9]+")
_INSTITUTION: Final = re.compile(
    rf"[{KANJI}{KATAKANA}]{{1,8}}(?:銀行|信用金庫|信金|信用組合|労働金庫|証券|生命|損害保険|病院|医院|大学|高等学校|農業協同組合|漁業協同組合)"
)
"""What no company has as a thing of its own: あけぼの|西銀行."""
_FUNCTION: Final = re.compile(
    r"(?:もの|ため|うち|ほか|もと|よう|とき|こと|ところ|みな|みが|あいだ|あと|まえ|なか|さい|おか|そば|ほう|はず|わけ|かた|ひと[つりた]|おもな|うえ|した|まま|つど|たび(?=に)|ごと|せい|みずから|すべて|ほぼ|いず|それ|そう|これ|この|その|あらゆ|とおり|ほとんど|さらな|まちづくり(?!.{0,6}(?:協|会|社|研))|ものづくり|みまもり|こども(?=の)|お(?![おもとき])|ご)"
)
_COMMON_HEADS: Final = frozenset(
    [
        "里山",
        "地域",
        "田舎",
        "故郷",
        "日本",
        "富士",
        "世界",
        "未来",
        "子ども",
        "子供",
        "大地",
        "青空",
        "太陽",
        "古民家",
        "食卓",
        "暮らし",
        "食べ物",
        "住まい",
        "学び",
        "灯り",
        "祈り",
        "祭り",
        "祝い",
        "手作り",
        "手づくり",
        "街",
        "町",
        "村",
        "道",
    ]
)
_KANA_HEADS: Final = re.compile(
    r"(?:みんな|まち|むら|しま|うみ|やま|もり|さと|くらし|ふるさと|いのち|こころ|みどり|みらい|こども|となり|はじまり|ひと|はたけ|ゆめ|そら|ほし|ひだまり|なかま|ぼく|わたし|きみ|あした|みち|みず|つち|かぜ|あい|めぐみ|いえ|みのり|みちのく)$"
)
_PLACED_KANA: Final = re.compile(rf"^[{KANJI}]{{2,4}}{_KANA_HEADS.pattern}")
"""北海道くらし, 大和まち: a place before a common noun."""
_NOMINAL: Final = re.compile(
    rf"(?:恵み|実り|祭り|灯り|祈り|結び|誉れ|巡り|踊り|香り|彩り|学び|遊び|笑い|集い|語らい|味わい|賑わい|潤い|便り|織り|歩み|高み|育ち|綴り|紡ぎ|慈しみ|安らぎ|和み|輝き|響き|憩い|願い|誓い|調べ|眺め|雫|めぐみ|みのり|つどい|ひびき|かがやき){NEXT}"
)
_SHORT: Final = 4
_KANA: Final = re.compile(f"[{HIRAGANA}]{{2,}}")
_OWNED: Final = re.compile(
    r"(?:[一-鿿]{0,3}(?:社[員長名]|職員|役員|会長|部長|所長|店長|代表|担当|取締役|理事|株[主式]|顧客|会員|従業員|本社|本店|支店|支社|支部|工場|営業所|事業所|事務所|拠点|店舗|売り?場|窓口|敷地|倉庫|社屋|跡地)"
    r"|協力|支援|提供|協賛|参加|参画|寄[附付贈]|提案|要請|依頼|申し?出|承認|同意|合意|協議|連携|締結|協定|運営|経営|事業|活動|業務|取組|取り組|開発|製造|製品|商品|製の|販売|発表|調査|分析|計画|方針|予定|責任|負担|費用|資金|資本|出資|融資|財務|業績|利益|収益|売上"
    r"|技術|ノウハウ|知見|システム|サービス|アプリ|ソフト|ロボット|ドローン|データ|ai|ict|it|iot|車両?(?:$|[をがはにで])|バス|トラック|移動|配達|配送|巡回|見守り|設備|機器|機材|資機材|物資|在庫|備蓄|自動販売機|広告|広報|公式|ホームページ|サイト|ネットワーク|グループ|子会社|親会社|関連|系列|場合|ケース|例|間(?=で|に|の)|ほか|提携|仲介|紹介|指導|助言|研修|講師|講座|講演|専門|派遣|設立|設置|導入|利用|活用|使用|所有|保有|管理|委託|受託|請負|建設|工事|施工|設計|監修|企画|制作|主催|共催|後援|負債|倒産|破産|撤退|合併|解散|社会貢献|地域貢献|創業|歴史|概要|名称|所在|住所|連絡|電話|写真|資料|意向|意見|考え|説明|話|言葉|声|強み|特徴|役割|立場)"
)
"""What belongs to a body or is done by it: hardly the rest of a name."""
_TRADE_NOUN: Final = re.compile(
    r"(?:食品|食農|農園|農場|酒蔵|酒造|醸造|電力|電気|交通|観光|旅行|建設|工業|産業|商店|商会|製菓|製茶|茶園|水産|青果|精肉|薬局|印刷|出版|新聞|放送|通信|運輸|物流|警備|清掃|設計|デザイン|テレワーク|テック|システムズ|フーズ|ファーム|パートナーズ|エナジー|エネルギー|ケア|ライフ|キッチン|カフェ|ベーカリー|マルシェ|マーケット|ストア|ラボ|スタジオ|ワークス|プランニング|トラベル|ツーリズム|キャピタル|リース|ホールディングス|ファイナンス|フィナンシャルグループ)$"
)
_COUNTED: Final = re.compile("[一二三四五六七八九十百千万]+[年歳日つ]?")
_NUMBERED: Final = re.compile(rf"\d+[月日年番]?の(?:会|家|店|[{KANJI}]{NEXT})")
_SEVERAL: Final = re.compile("[二三四五六七八九十]+(?:者|社|団体|法人|機関|自治体|市|町)")
"""How many they are, told behind the last of them: 株式会社かおりや|の三者."""
_PARTS: Final = re.compile("[との]")
_TO_CLAUSE: Final = re.compile(
    rf"\d|包括|連携|協|締結|災害|共同|相互|共に|本市|当市|本町|当町|本村|本県|当社|同社|同市|同町|両者|双方|三者|二者|新た|業務|委託|依頼|提供|支援|要請|結|組[みん]|組[むま]|交わ|交渉|話し|提携|契約|合意|進め|行[いうっ]|実[施証]|開[催発始]|始め|取り|手を|全国|県内|市内|町内|村内|地元|今年|昨年|株式|有限|合同会社|一般社|公益|特定|国立|県立|市立|学校|社会福祉|医療法人"
    rf"|[{KANJI}]{{1,5}}[市町村県府区](?!場)|[{KANJI}{KATAKANA}]{{1,10}}(?:を|に関|に係|に基づ|について|銀行|金庫|組合|大学|協会|協議会|会議所|商工会|株式会社|有限会社|高校|学校|病院|財団|機構|連盟|郵便局|農協|漁協|生協)"
)
_TO_BODY: Final = re.compile(rf"[{KANJI}{HIRAGANA}{KATAKANA}]{{1,7}}(?:[市町村県府区]|銀行|金庫|組合|大学|株式会社)")
_VERB: Final = re.compile(
    rf"[{KANJI}]{{1,2}}(?:[んりわきみえめけせいしちびっかさたまらうくすつぬぶむるぐ]|する|した|して|しま)"
)

TRADE_OF: Final = re.compile(
    rf"[{KANJI}{KATAKANA}a-z]{{1,10}}(?:会社|企業|業者|業|メーカー|大手|ベンチャー|スタートアップ|チェーン|団体|製造|販売|卸|小売|商社|開発|運営|問屋|専門店|通販|旅館|民宿|食堂|書店|酒店|菓子店|印刷|建設|運送|警備|清掃)(?=の(?!{NATURE.pattern}|会|店|家))"
)
"""What a body is, told before its name: ペット用品販売の|わんにゃん本舗."""


@lru_cache(maxsize=8192)
def is_relation(behind: str) -> bool:
    """Whether what stands behind の begins with a common noun of relation (社員, 本社, 協力, 移動販売車)."""
    words = common_words("関係")
    noun = _NOUN.match(behind)
    if noun is None:
        return _FUNCTION.match(behind) is not None or any(behind[:n] in words for n in range(2, 8))
    if any(behind[:n] in words for n in range(2, 8)):
        return True
    if noun[0] in words:
        return True
    katakana = re.match(rf"[{KATAKANA}]", behind) is not None
    return katakana and any(is_loanword(noun[0][:n]) for n in range(2, len(noun[0]) + 1))


def is_common_head(head: str) -> bool:
    """Whether the words before の or と are a common noun, hardly a whole name of a body."""
    if len(head) == 1:
        return re.fullmatch(f"[{KANJI}]", head) is not None
    if _COUNTED.fullmatch(head) or head in _COMMON_HEADS or _KANA_HEADS.fullmatch(head):
        return True
    parts = _PARTS.split(head)
    return len(parts) > 1 and all(part and is_common_head(part) for part in parts)


def behind_no(head: str, behind: str, placed: bool = False, ends: bool = False, whole: bool = False) -> Verdict:
    """Whether the name goes on over a の between ``head`` and ``behind``.

    ``placed``: the head is a place; ``ends``: a bracket or the end of the line closes what stands behind the の;
    ``whole``: the head is known as a whole name (さくら).
    """
    common = is_common_head(head) or placed or _PLACED_KANA.search(head) is not None
    kana = not common and _KANA.fullmatch(head) is not None
    if behind[:1].isdigit():
        return "on" if _NUMBERED.match(behind) else "not"
    if _SEVERAL.match(behind):
        return "not"
    if NATURE.match(behind):
        if not is_relation(behind) or common:
            return "on"
        return "rather on" if len(head) <= _SHORT else "rather not"
    if _NOMINAL.match(behind):
        return "on"
    if _INSTITUTION.match(behind) and not whole:
        return "on"
    noun = _NOUN.match(behind)
    if noun and _BODY_NOUN.search(noun[0]):
        return "on" if common or not is_relation(behind) else "rather not"
    if kana and not whole and noun and _TRADE_NOUN.search(noun[0]) and re.match(NEXT, behind[noun.end() :]):
        return "rather on"
    if is_relation(behind):
        if _OWNED.match(behind) or not (common or (kana and ends)) or noun is None:
            return "not"
        return "rather on" if ends or re.match(NEXT, behind[noun.end() :]) or len(head) == 1 else "rather not"
    if noun is None:
        # Hiragana: たび, ひろば … hardly begin a thing of the body.
        return "on" if re.match(f"[{HIRAGANA}]{{2}}", behind) else "not"
    if common:
        return "rather on"
    following = behind[noun.end() :]
    if len(noun[0]) == 1 and (not following or re.match(NEXT, following)):
        return "rather on"
    if (ends and noun.end() == len(behind)) or (kana and not whole and re.match(NEXT, following)):
        return "rather on"
    return "rather not"


def behind_to(head: str, behind: str) -> Verdict:
    """Whether the name goes on over a と between ``head`` and ``behind``."""
    common = is_common_head(head)
    if common and NATURE.match(behind) and not _TO_BODY.match(behind):
        return "on"
    if _TO_CLAUSE.match(behind):
        return "not"
    if not common:
        return "not" if _VERB.match(behind) or not NATURE.match(behind) else "rather not"
    noun = _NOUN.match(behind)
    if (noun and len(noun[0]) == 1) or _KANA_HEADS.match(behind):
        return "on"
    return "rather not"
