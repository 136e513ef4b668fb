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
    r"(?:森(?!林)|杜|里(?!親)|郷(?!土)|丘|風(?![水力])|木(?![材造])|花(?!火)|海(?![外岸上運])|山(?![間林])|川|星|空(?!き|港|室|調)|月|光(?!熱|回)|駅(?![長前])|宿(?!泊|舎)|湯|匠|庭|村(?!内|民|長)|舎|窓口"
    r"|樹(?!木)|泉|谷|島(?!内|外|民)|浜|港(?!湾)|明日|学び|杉|松|桜|輪|環(?!境)|虹|鐘|灯|雫|翼|絆|苗|畑|田んぼ|大地|大空|未来|希望|達人|縁側|一歩|夢|国(?![土際内産道民家立])|銀河|太陽(?!光)|四季|暮らし|恵み|めぐみ|ひかり|つばさ|きずな|まち(?!づ|な)|さと|もり|ひろば|ちから|くらし|たね|しずく"
    rf"|(?:家|手|色|音|種|実|葉|屋|会|社|者|子|母|父|蔵|華|恵|幸|舞|湧水|わ|いえ|くに|館|台|塾|店|巣|糸|道|音色|食卓|台所|手仕事){NEXT})"
)
_BODY_NOUN: Final = re.compile(
    r"(?:財団|協会|研究所|学園|学舎|商店|牧場|工房|本舗|商会|旅館|酒店|幼稚園|こども園|クリニック|ハウス|ファーム|ガーデン|テラス|アトリエ|ランド|ラボ|ベース|ハウス|ベーカリー|カンパニー|舎|塾)$"
)
_NOUN: Final = re.compile(rf"[{KANJI}々]+|[{KATAKANA}]+|[a-z0-9]+")
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
_COUNTED: Final = re.compile("[一二三四五六七八九十百千万]+[年歳日つ]?")
_PARTS: Final = re.compile("[との]")
_TO_CLAUSE: Final = re.compile(
    rf"\d|包括|連携|協|締結|災害|共同|相互|共に|本市|当市|本町|当町|本村|本県|当社|同社|同市|同町|両者|双方|三者|二者|新た|業務|委託|依頼|提供|支援|要請|結|組[みん]|組[むま]|交わ|交渉|話し|提携|契約|合意|進め|行[いうっ]|実[施証]|開[催発始]|始め|取り|手を|全国|県内|市内|町内|村内|地元|今年|昨年|株式|有限|合同会社|一般社|公益|特定|国立|県立|市立|学校|社会福祉|医療法人"
    rf"|[{KANJI}]{{1,5}}[市町村県府区](?!場)|[{KANJI}{KATAKANA}]{{1,10}}(?:を|に関|に係|に基づ|について|銀行|金庫|組合|大学|協会|協議会|会議所|商工会|株式会社|有限会社|高校|学校|病院|財団|機構|連盟|郵便局|農協|漁協|生協)"
)
_TO_BODY: Final = re.compile(rf"[{KANJI}{HIRAGANA}{KATAKANA}]{{1,7}}(?:[市町村県府区]|銀行|金庫|組合|大学|株式会社)")
_VERB: Final = re.compile(
    rf"[{KANJI}]{{1,2}}(?:[んりわきみえめけせいしちびっかさたまらうくすつぬぶむるぐ]|する|した|して|しま)"
)


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


def behind_no(head: str, behind: str) -> Verdict:
    """Whether the name goes on over a の between ``head`` and ``behind``."""
    common = is_common_head(head)
    if NATURE.match(behind):
        return "rather on" if is_relation(behind) and not common else "on"
    noun = _NOUN.match(behind)
    if noun and _BODY_NOUN.search(noun[0]):
        return "on" if common or not is_relation(behind) else "rather not"
    if is_relation(behind):
        return "not"
    if noun is None:
        # Hiragana: たび, ひろば … hardly begin a thing of the body.
        return "on" if re.match(f"[{HIRAGANA}]{{2}}", behind) else "not"
    if common:
        return "rather on"
    following = behind[noun.end() :]
    if len(noun[0]) == 1 and (not following or re.match(NEXT, following)):
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
