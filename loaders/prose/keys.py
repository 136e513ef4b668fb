"""Keys of forms: what the words before a colon, a bar, an arrow or a gap ask for (「締結日：」 「連携先｜」 「自治体名　」)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

Key = Literal[
    "name",
    "partner",
    "party",
    "date",
    "since",
    "items",
    "until",
    "ended",
    "department",
    "municipality",
    "notes",
    "doer",
    "shape",
    "aside",
    "member",
]
"""``partner``: who the other party is; ``doer``: who does the work of a measure (委託先, 指定管理者); ``party``: 甲, 乙;
``date``: when the agreement was concluded; ``since``: when something began; ``shape``: under what form it is done (協定, 委託 …)."""


class Known(NamedTuple):
    """``specific``: the key alone tells that the form speaks of an agreement; 名称 or 内容 head many things."""

    key: Key
    specific: bool


_SPECIFIC: Final[tuple[tuple[Key, str], ...]] = (
    ("name", r"(?:締結した)?協定(?:書)?(?:の)?(?:名称?|名前|題名|件名|種類)|締結(?:した)?協定|覚書の?名称|協定等?|協定の有無"),
    ("partner", r"(?:協定|連携|締結|協定締結|連携協定|提携|協働|協力)(?:の)?(?:先|相手方?|相手先|締結先|締結者|締結企業)(?:企業|事業者|団体)?(?:名|等)?|協定の?相手方?(?:名|の名称)?|(?:協定)?締結(?:事業者|企業|団体|相手)(?:名|等)?|"
                r"(?:協定(?:の)?)?当事者(?:名)?|協定(?:企業|事業者|締結企業|参加団体|(?:の)?当事者)(?:名)?|(?:協定)?締結(?:当事)?者|協定(?:締結)?者|調印者|相手方(?:の?(?:名称|名))?|相手先|連携企業(?:名)?|パートナー企業(?:名)?|(?:連携|協働|協力|提携)(?:事業者|企業|団体|機関|大学)(?:[・、](?:企業|団体|機関|大学)等?)*(?:名)?|(?:連携|協働)パートナー|(?:連携|協力|協働|参加|参画)(?:し(?:た|ている)|いただいた|いただいている)(?:民間)?(?:事業者|企業|団体|機関|会社|大学)(?:等|名)?"),
    ("date", r"当初(?:の)?(?:締結|協定)(?:年月)?日?|(?:協定の?)?(?:締結|調印|協定締結)(?:した)?(?:年月日|年月|年度|日時?|の日|式(?:の)?(?:日時|日程|開催日)?)|協定(?:年月)?日|締結(?:時期)?|調印"),
    ("items", r"(?:連携|協定|協力|取組)(?:の)?(?:事項|項目|内容|分野|目的|の概要|概要)(?:等|について)?|(?:主な)?連携(?:内容|事項|項目|分野)|協定(?:に基づく取組|の(?:主な)?内容|の目的)"),
    ("until", r"(?:協定の?)?(?:有効期[間限]|協定期間)"),
    ("ended", r"(?:協定の?)?(?:終了|満了|解除|廃止)(?:年月)?日"),
    ("department", r"(?:所管|担当)(?:課|部署|部局|部課)"),
    ("municipality", r"(?:締結|連携|実施|取組|協定締結|対象|参加|構成|協定)?自治体(?:名)?|(?:(?:協定)?締結|実施|取組|参加|構成|関係)?(?:自治体|市区?町村|市町)(?:名)?|市区?町村|(?:実証|実施|協力|連携)(?:を行う|する|した|先(?:の)?)(?:自治体|市区?町村|市町)(?:名)?"),
    ("party", r"[（(「]?[甲乙丙丁戊己][）)」]?"),
    ("notes", r"備考|特記事項|状況|現状"),
    ("aside", r"照会[元先]|依頼[元先]|回答(?:者|元|課|日)|送付先|提出先|宛先|回答様式"),
    ("member", r"(?:正|特別)?会員(?:団体|企業)?|(?:副)?会長|構成(?:団体|機関|メンバー)|参画(?:団体|企業|機関)|メンバー|加盟(?:団体|企業)"),
    ("doer", r"担い手|受け?持ち|契約した(?:事業者|業者|者|相手方?)|(?:選定|決定|採択)(?:し|され)た(?:事業者|企業|団体|者)|(?:実施|事業|運営|運行)主体|(?:共同)?提案(?:者|企業|事業者|団体)(?:名)?|寄[附付](?:者|企業|法人|団体|事業者)(?:名|様)?|採択(?:企業|事業者|者|団体|法人)(?:名)?|選定(?:企業|事業者|団体|法人)|命名権者|(?:ネーミングライツ・?)?パートナー|契約(?:の)?(?:相手方?|先)|代表(?:企業|団体|法人)|構成(?:員|企業)|(?:業務)?(?:委託|受託)(?:先|者|事業者|業者|団体)(?:名)?|指定管理者(?:名)?|(?:運営|運行|実施)(?:事業者|業者|団体|会社|法人)(?:名)?"),
)  # fmt: skip
# These words head many things; they tell of an agreement only beside one of the others.
_COMMON: Final[tuple[tuple[Key, str], ...]] = (
    ("name", r"名称|件名"),
    ("partner", r"(?:企業|事業者|団体|会社|法人)名?|(?:金融機関|金庫|銀行|大学)名|相手"),
    ("date", r"日時|期日|年月日|日付"),
    (
        "since",
        r"(?:取組|事業|運用|運行|連携|実施|導入|活動)?(?:の)?開始(?:年月日?|時期|年度?|日)?|(?:実施|導入|取組)?(?:時期|年度|年月)",
    ),
    (
        "items",
        r"(?:主な)?(?:内容|取組(?:内容|概要)?|取り組み(?:内容)?|事項|概要|(?:取組|事業|実施)(?:の)?(?:概要|内容)|目的|協力内容|成果|効果|ねらい|経緯|背景)",
    ),
    ("until", r"(?:契約|派遣|実施|事業|実証|指定|委託)?期間"),
    ("shape", r"(?:連携|実施|協力|協働)?(?:の)?(?:形|形態|方式|方法|手法|枠組み?)"),
)
_KEYS: Final = [(Known(key, True), re.compile(pattern)) for key, pattern in _SPECIFIC] + [
    (Known(key, False), re.compile(pattern)) for key, pattern in _COMMON
]
_ANY: Final = re.compile(
    r"締結|協定|調印|当事|当初|終了|満了|解除|廃止|相手方|相手先|連携|所管|担当|有効期|名称|件名|企業|事業者|団体|会社|法人|金融機関|金庫|銀行|大学|日時|期日|年月日|日付|内容|取組|取り組|事項|目的|概要|期間|自治体|市町村|市区町村|甲|乙|丙|丁|戊|己|相手|備考|特記|状況|現状|"
    r"受け?持ち|契約|選定|決定|担い手|主体|形|方式|方法|手法|枠組|協働|協力|提携|開始|時期|年度|年月|委託|受託|管理者|業者|成果|効果|ねらい|経緯|背景|照会|依頼|回答|送付|提出|宛先|提案|寄附|寄付|採択|選定|命名|パートナー|契約|代表|構成|結|会員|会長|メンバー|参画|加盟"
)
_LONGEST: Final = 16
_BEFORE: Final = re.compile(r"^[\s　\d０-９①-⑳.．、()（）【\[［〔<＜■●◆○◇□▼*]+|[\s　】\]］〕>＞*]+")
_NOTE: Final = re.compile(r"(?<=[^\s　（(])[（(][^（）()]{2,16}[）)][\s　：:]*$")
_BLANK: Final = re.compile(r"[\s　]")


@lru_cache(maxsize=4096)
def known(words: str) -> Known | None:
    """What a key asks for, or None for words that are none."""
    plain = _BLANK.sub("", _BEFORE.sub("", _NOTE.sub("", words)))
    if not plain or len(plain) > _LONGEST or not _ANY.search(plain):
        return None
    return next((key for key, pattern in _KEYS if pattern.fullmatch(plain)), None)


_JOINT: Final = re.compile(r"と|及び|および|・|／|/|、")


def heads_answers(words: str) -> bool:
    """Whether words are nothing but a key, or several (協定の相手方と締結日): they ask, what stands beneath answers."""
    parts = [part for part in _JOINT.split(words) if part.strip(" 　")]
    return known(words) is not None or (len(parts) > 1 and all(known(part) for part in parts))


NONE: Final = re.compile(
    r"[\s　（(]*(?:なし|無し|無(?=$|[\s　（(）)。])|未締結|未定|ありません|(?:まだ|協定は|協定を)*(?:締結|結んで|取り交わ)[^。\n（(]{0,8}(?:ない|ません|おらず))"
)
"""「協定　締結していない（業務ごとの覚書による）」"""


_LABEL: Final = re.compile(r"[【\[〔〈](?P<key>[^】\]〕〉\n]{1,12})[】\]〕〉] *(?=[^ ])")
_PARTED: Final = re.compile(
    r"(?P<key>[一-龥](?: {1,3}[一-龥]){1,4}(?= (?! *[一-龥](?: |$))|[|→⇒=…‥])|[^ :|→⇒=…‥、。「」()/]{1,14}?)(?P<gap> *(?:[|→⇒=]|…{1,3}|‥{1,3}|・{2,}|\.{3,}) *| +)(?=[^ ])"
)
_GAP: Final = re.compile(r" |\||→|⇒|=|…|‥|・・|\.\.\.")
_REACH: Final = 18
"""So near the begin of its line must the gap behind a key begin."""


def parted(text: str, folded: str, start: int, end: int) -> tuple[int, int, int] | None:
    """Where the key and the value of a line stand whose parts something else than a colon parts: begin and end of the
    key, begin of the value. Only a known key counts, and no line of which the rest is keys too (a table's head)."""
    if folded[start] == "|":
        # A row of a table in markdown.
        start = next((n for n in range(start + 1, end) if folded[n] != " "), start)
    match = _LABEL.match(folded, start, end) if folded[start] in "【[〔〈" else None
    if match is None and _GAP.search(folded, start + 1, min(end, start + _REACH)):
        match = _PARTED.match(folded, start, end)
    if match is None:
        return None
    found = known(text[slice(*match.span("key"))])
    if found is None:
        return None
    if match.re is _PARTED and match["gap"] == " " and text[match.start("gap")] == " " and not found.specific:
        return None
    rest = re.split(r"[\s|｜]+", text[match.end() : end].strip("|｜ 　"))
    if rest and all(known(word) for word in rest):
        return None
    return match.start("key"), match.end("key"), match.end()
