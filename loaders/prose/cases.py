"""Where the words behind a name begin, and in which case it stands by the particle that follows."""

from __future__ import annotations

import re
from typing import Final, Literal

Slot = Literal["subject", "with", "of", "loose", "partner", "other"]

_AFTER_NAME: Final = re.compile(
    r"(?:[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+|[ 　]*[一-龥ァ-ヶー]{1,8}(?:工場|支店|支社|営業所|支部|本店|本社|事業所|郵便局|支所|出張所|センター|事務所)(?=[ 　]*[とはがもの、様さで（(及並]|[ 　][一-龥ァ-ヶー]{1,8}(?:支店|支社|営業所|支部|事業所|事務所))|\*{1,2}|__|[」』](?!の協定|に関)"
    r"|\s*(?:[（(＜<〔［\[](?:[^（）()＜＞<>〔〕［］\[\]\n]|\n(?=[^\s]|[ 　]{1,4}[^\s])){0,120}(?:[（(][^（）()\n]{0,40}[）)][^（）()\n]{0,60})?[）)＞>〕］\]])"
    r"|(?<=[ァ-ヺーA-Za-zＡ-Ｚａ-ｚ])社(?=[とはがもの、にを（(])|長(?=[はがとのもへに、（(・及並や])|様|さま|さん|側|など(?=の?[\d０-９はがともにの、])|等(?=の?[\d０-９はがともにの、])|ら(?=\d)|"
    r"(?:の[一-龥]{0,4}|など|等|ら|ほか|他|計)?\s*[\d０-９一二三四五六七八九十両]{1,3}\s*(?:者|社|団体|法人|大学|市区?町村?|町村|市村|市|町|村|自治体|機関|行|金庫|組合|校|事業者|事業所|店舗|店|か所|カ所|施設|医療機関|軒|企業|つの(?:自治体|市町村?|市|町|村|都市|県|団体|企業|会社|法人|大学|銀行|組合|事業者|学校|施設|金融機関))(?!長)|"
    r"の(?:各社|各市町村?|各自治体|各団体|各市|各町|各村|両者|双方)|(?:の|代表取締役)?(?:社長|会長|理事長|頭取|学長|総長|支店長|支社長|組合長|所長|院長|園長|校長)(?=[はがとのもへに、（(・及並や])|(?<=する|した)(?:地元|市内|町内|村内|区内|県内|府内|都内|道内|民間|関係|大手)の?(?=[\d０-９]+(?:社|者|団体|軒|店|校)|企業|事業者|団体)|(?<=する|した)(?:企業|事業者|団体)(?=と|が|は)|両者|双方|(?:、|,)?(?:ほか|他)(?=[、\d])|をはじめ(?:と(?:した|する))?(?:、?(?:市内|町内|村内|区内|地元|県内)?の?[^\s、。はがをにとの（(]{0,8}[\d０-９]+(?:社|者|団体|事業所|店舗|店|か所|企業|法人))?|役場|役所|行政|グループ(?=[はがと])|"
    r"(?:および|及び|並びに|ならびに|と|、)[^\s、。はがをにと（(]{0,20}?[\d０-９]+(?:つの)?(?:社|団体|法人|者|市区?町村|市町|町村|自治体|市|町|村)(?=[はがとの（(])|"
    r"(?:および|及び|並びに|ならびに|と)(?:[^\s、。はがをにと（(「」]{1,12}の|[^\s、。はがをにと（(「」の]{0,8})(?:監査法人|税理士法人|企業|会社|銀行|団体|事業者|メーカー|大学|法人|機関|研究所|協会|組合|住民|有志)(?=(?:と|の間で|との)(?!し)))"
)
_CASES: Final[tuple[tuple[Slot, re.Pattern[str]], ...]] = (
    ("partner", re.compile(r"を(?:相手方?|締結先|パートナー|協定先|連携先|締結相手)|(?:が|を)(?:参画|加え|加わ)|を交え")),
    ("other", re.compile(r"と(?:して(?!は|も)|いう|いった|なる|なっ|する|した|同[様じ]|比べ|異な|違|競合)|の(?:よう|ほか(?!、))|に(?:よる|よれば)と|によれば|といった")),
    ("with", re.compile(r"(?:、)?の?(?:など|等|ほか)、?(?=[^、。はがを]{1,40}と(?:も|は)?[^、。]{0,20}(?:協\s*定|覚書))|を(?:代表(?:者|企業|団体)?|幹事(?:社)?|中心|核)と(?:した|する)[^、。はがを]{0,16}?と|(?:、)?(?:と(?:は|も|の)?|との間(?:で|に)|の(?:両者)?間(?:で|に(?!あ|位置|挟|はさ|立)|の)|間(?:で|に(?!あ|位置|挟|はさ|立)|の)|に?よる(?=[^、。]{0,30}(?:協定|覚書|合意書))|[×＆&])")),
    ("subject", re.compile(r"(?:、)?(?:は|が|も|で(?:(?<=町村で)|(?<=[2-9２-９二三四五六七八九][市町村]で))(?=、?(?:共同で|合同で)?(?:締\s*結|結[んび]|交わ|調印))|では(?!な)|によ(?:り|って)、?(?=[「『][^「」『』]*(?:協定|覚書)書?[」』]を)|において(?:は|も)|としては|でも|においては)")),
    ("of", re.compile(r"の(?!本社|店舗|社員|職員|出身|関係者|協力|支援|ため|市民|住民|製品|商品|サービス|仲介|紹介|呼び|働き|主催|立会)")),
)  # fmt: skip
_LOOSE: Final = re.compile(
    r"[\s　、，,・／/：:]|$|[―ー－-]{1,2}\s|[「『【]|(?:連携|包括|災害|地域|見守|協定|相互|の間)"
)


_NOT_BEHIND: Final = frozenset("はがもにへでや。か")
"""What stands behind most names, and nothing of the kind begins with it."""


_INSIDE: Final = 80
_BEFORE: Final = 14
COUNT: Final = (
    r"[2-9２-９二三四五六七八九](?:つの)?"
    r"(?:社|者|団体|法人|大学|銀行|金庫|組合|企業|事業者|郵便局|農協|薬局|店舗|学校|高校|施設|病院|会社)"
)
"""How many of what there are, before the bracket that names them."""
_COUNTED: Final = re.compile(f"{COUNT}$")
"""「町内の3郵便局（A、B、C）は」: the names in the bracket are those who are counted."""


def after_name(text: str, end: int, stop: int) -> int:
    """Where the words after a name begin: brackets, 様, 等の3社 … left behind."""
    if end < stop and text[end] in "）)":
        opened = max(text.rfind("（", max(0, end - _INSIDE), end), text.rfind("(", max(0, end - _INSIDE), end))
        if opened > 0 and _COUNTED.search(text, max(0, opened - _BEFORE), opened):
            end += 1
    while end < stop and text[end] not in _NOT_BEHIND:
        match = _AFTER_NAME.match(text, end, stop)
        if not match or match.end() == end:
            break
        end = match.end()
    return end


def slot(text: str, end: int, stop: int) -> Slot:
    """The case in which the names stand that end at ``end``, by the particle that follows.

    subject: は, が, も; with: と, との間で; of: の; partner: を相手方として; loose: none, as in headings; other: に, から,
    で, を …: something else is said of them.
    """
    end = after_name(text, end, stop)
    for case, pattern in _CASES:
        if pattern.match(text, end, stop):
            return case
    return "loose" if end >= stop or _LOOSE.match(text, end, stop) else "other"
