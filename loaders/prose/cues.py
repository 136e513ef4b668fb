"""Words that say what a sentence does: that an agreement is concluded, denied, planned; and who stands in which case.

Every pattern is compiled once and looked for only in sentences in which something stands that could be a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from loaders.prose.cases import Slot as Slot
from loaders.prose.cases import after_name as after_name
from loaders.prose.cases import slot as slot
from loaders.read import Span

Force = Literal["fact", "announced", "plan", "denied", "unclear"]
Act = Literal["conclude", "renew", "end", "exist"]

TRIGGERS: Final = re.compile(r"[協覚合盟](?:定|書|え\s*書|意書|約|\s+[定書])")
"""Words without which a sentence states no agreement, found in one pass before any other pattern is tried."""

# Lines of a page may break inside a word.
NOUN: Final = re.compile(r"協\s*定(?:\s*書)?|覚え?\s*書|合意書|盟約")

# 労使協定, 経済連携協定, 建築協定 … are agreements of another kind than this graph is about.
_OTHER_NOUN: Final = re.compile(
    r"(?:労使|三六|36|３６|貿易|自由貿易|経済連携|パリ|建築|緑地|緑化|集落|森林経営|地位|停戦|休戦|和平|租税|投資|関税|"
    r"航空|変更の?|変更に(?:関する|係る)|京都議定|ワシントン|ジュネーブ|ＥＰＡ|EPA|TPP|ＴＰＰ)$"
)
_OTHER_TAIL: Final = re.compile(
    r"世界時|価格|関税|税率|料金|校(?!と)|案|の締結(?:の日)?(?:を?[も以]って|により|に伴い)、?(?:終了|失効|廃止|効力)"
)
"""「…に関する覚書は、この協定の締結の日をもって終了する」: the second one only tells when the first ends."""


def is_agreement(text: str, start: int, end: int) -> bool:
    """Whether the noun at ``start``…``end`` can be an agreement of local governments and bodies."""
    return not _OTHER_NOUN.search(text, max(0, start - 6), start) and not _OTHER_TAIL.match(text, end)


ACT: Final = re.compile(
    r"(?P<conclude>(?<!未)締\s*結|調印|署\s*名|サイン(?=し|を|が)|締約|取り?交わ[しすさ]|(?<!名刺を)(?<!言葉を)(?<!意見を)(?<!挨拶を)交わ[しすさ]|結(?:ん[だで]|びま|び(?=、)|びき|ばれ|ばず|ばせ|ぶ|べ|び(?!方|目))|(?<=[をにで])むす(?:ん[だで]|びま|び(?=、)|ばれ|ぶ)|発効)"
    r"|(?P<renew>改定|改訂|(?<!自動)(?<!自動的に)更新|見直し|改め(?:た|まし))"
    r"|(?P<end>終了|解除|解消|満了|失効|廃止|破棄|解約|打ち切|撤回|終え|終わ[りっ]|効力を失)"
)


def act_of(match: re.Match[str]) -> Act:
    """What the matched word says is done with the agreement."""
    if match["conclude"]:
        return "conclude"
    return "renew" if match["renew"] else "end"


BASIS: Final = re.compile(
    r"[」』）)]*(?:に(?!(?:よる|基づく)もの(?:で|と)(?:は|も)(?:な|あり?ませ|ござい))(?:基づ|基い|もとづ|より|よる|沿|従|則|定め|掲げ)|の(?:[\d０-９]+周年|もと|下(?!で検討)|一環|枠組み?|取組|具体化|第[一二三四五六七八九十\d]+弾)|"
    r"を(?:活用|活か|生か|踏まえ|契機|きっかけ|機に|通じ|受け|根拠|もと)|(?:の第?|第)[一二三四五六七八九十\d０-９]+条|(?:先|相手)(?:で|の|と)|が(?:[^、。はがを]{0,14}(?:から|より)、?)?(?:あり(?!ませ)|ある(?![^。]{0,6}[か？?]|と(?:い|聞))|ございます(?!か)))"
)
"""What is done under an agreement proves that it exists."""

REFERENCE: Final = re.compile(
    r"(?:(?<![基日根])本|同|この|その|当該|上記|前記|[標首]記|今回の|今般の|両|各|これらの|当)$"
)

_DENIED: Final = re.compile(
    r"な(?:い|かっ|く、|し(?:$|[。）)])|されず)|ておらず|ていません|(?:して|されて)?(?:い|おり)ません|ません|至らず|至って(?:い|お)|"
    r"事実(?:は|も)(?:あり|ござい|な)|というのは、?(?:事実|本当|ほんとう)|誤り|誤った|見送|断念|白紙|中止|取りやめ|取り止め|未締結|せず|ばず|破談|不調|決裂|延期|保留|先送り|見合わせ|見合せ|棚上げ|頓挫|物別れ|まとまら|まとまって(?:い|お)|(?<![ァ-ヶー・])ゼロ(?![ァ-ヶー])|0件|０件|対象外|ずにいる|当事者では(?:な|あり?ませ|ござい?ませ)"
)
_PLAN: Final = re.compile(
    r"方向(?:と|で|だ|に(?:ある|あり))|予定|見込|目指|検討|協議(?!会)|方針|考え|した[いく]|意向|求め|要望|調整|期待|計画|見通し|(?<!食)べき|べく|働きかけ|募集|準備|提案|模索|"
    r"希望|想定|可能性|でき(?:れば|ない|る|たら)|交渉|打診|目標|めざ|のぞみ|よう(?:と|に)(?:し|考)|つもり|運び|進めて|向け(?:て|、|た)|課題|必要|これから|近く|視野に|"
    r"(?:する|した)場合|(?:する|した)とき|(?:すれ|べ)ば|(?:した|する)(?:なら|と仮定)|としても|に当たっては|にあたっては|する際|でしょう|だろう|かもしれ|"
    r"ましょう|願|よう求|とか(?:[。]|$)|話(?:が|を|も|は)|について[^。]{0,10}(?:話す|話し合|説明会|議論|意見|質問|質疑|学ぶ|考える|尋ね|聞く|相談)|例が|(?:する|です|ます|た|いる|(?:^|[ぶすむるだ])の)か(?:[。？?]|$)|[？?]"
)
_BEFORE_PLAN: Final = re.compile(
    r"(?:仮に|(?<![ぁ-んァ-ヺ一-龥])もし(?!も?の)|将来|いずれ(?![もの]|かの)|(?:協議|検討|調整|交渉)中の(?:案件|もの|協定|事項)?[（(：:])"
)
_ANNOUNCED: Final = re.compile(
    r"^(?:式|調印式|締結式)?(?:を|の)?[^。、]{0,14}?(?:(?:いた)?します|(?:いた)?す(?:る)?(?:ことと(?:し|な)|こととなりました|運びとなり)|する(?:[。」]|$)|行(?:い|な)?います|"
    r"執り行います|開催します|開催いたします|行う(?:[。]|$)|ぶ(?:[。]|$)|びます|わします|わす(?:[。]|$))"
)
_PAST: Final = re.compile(r"(?:いた)?(?:し|され)?(?:た|まし(?:た|て)|て)|[んい]だ|びまし")
_WAS_HELD: Final = re.compile(r"式(?:典)?(?:を|が)[^。、]{0,8}(?:行|開|催|執り行|挙行)[^。、]{0,6}(?:た|ました)(?!い)")
_NOMINAL: Final = re.compile(r"^(?:に|へ|を|の|も|は(?!ず)|が|式|後|等|など|交渉|協議|まで|、又は|または|を含)")
_CONJUNCTIVE: Final = re.compile(
    r"(?:し|され|され?て(?:い|お)り|して(?:い|お)り|しました|した|している|していた|したが|しましたが|しているが|していますが|だが|でいるが|でいますが|でおり|"
    r"だほか|んで|び|んだ|わし|わした|わしたが|わしており|いたし|いたしましたが|たものの|したほか|しているほか|たうえで|た上で|した後|して|わして|たことから|はずですが|はずだが|"
    r"ているものの|済み?(?:で|であり|だが|ですが|でして)|ため|ことから|たことを受け|こと[をに](?:契機に|きっかけに|機に|伴い|より|よって)|こと(?:で|もあり)?|のを(?:機に|契機に|きっかけに|(?:皮切り|手始め|始まり|始め|初め|はじめ|最初)(?:に|として)|受け|受けて)|のに(?:続き|続いて|合わせ|合わせて|伴い)|て以来|で以来|一方で?|うえ|のち|後も)$"
)
_CLEFT_END: Final = re.compile(
    r"(?:し|され)?(?:て(?:い|お)(?:る|た)|た|でいる|だ)のは、?[^、。]+(?:で|であり|でして|ですが|だが)$"
)
_PROGRESS: Final = re.compile(
    r"(?:[てで](?:い|お)り|[てで]い(?:ます|る|た)が|[てで]おりますが|ましたが|ません(?:が|でしたが))$"
)
_SINCE_THEN: Final = re.compile(
    r"(?:に(?:より|よって|伴い|伴って|あわせ|合わせて?|続き|続いて)|を(?:機に|契機に|契機として|受け|受けて|きっかけに|記念し(?:て)?|祝(?:って|い|し(?:て)?))|後|以降|以来|から[^、。はがを]{0,12})(?:は)?"
)
_IN_ORDER_TO: Final = re.compile(r"(?:(?<=ぶ)|する|(?<=わす))ため(?:に|、)(?![^。]{0,40}(?:式|調印|署名))")
_GO_ON: Final = re.compile(r"(?:する|締結を|結ぶ|交わす|こと(?:を|も|は)|よう|方向で|べく)$")


# What others are said to say is told by how the sentence ends.
_HEARSAY: Final = re.compile(
    r"と(?:一部|一部の[^、。]{1,6}|新聞|報道)?(?:で|に|から)?(?:伝え|報|言われ|いわれ|いう(?:話|噂|うわさ|記事|報道)|され|の(?:記述|話|噂|うわさ|報道|記事))"
)


_RUMOUR: Final = re.compile(
    r"(?:し|され)?(?:た|ている|ています|ました|する|だ)?(?:の(?:か|では))?[」』]?と(?:(?:記事|紙面|新聞|ネット)?(?:に|で)?(?:出て|載って|書かれて|書いて)(?:い|お|あ)|(?:の|い(?:う|った))[^、。]{0,12}?(?:問い?合わ?せ|質問|声|意見|指摘|うわさ|噂|報道|情報|記事|記述|誤解|デマ|書き込み|投稿|憶測|記憶))"
)


_PROMISED: Final = re.compile(
    r"(?:(?<=ぶ)|する|(?<=わ)す)と(?:の)?(?:答弁|表明|約束|述べ|回答|発言|宣言|公約|おっしゃ|言[っわ])"
)
"""「年内に結ぶと答弁されました」."""
_CORRECTED: Final = re.compile(
    r"(?:(?:を|し|され)?(?:た|ている|ています|ました|する|した)?|[^、。「]{1,12}相手(?:方|先)?(?:を|は|が)?「[^」]{1,40})[」』]?と(?:お伝え|お知らせ|ご紹介|紹介|記載|掲載|報道|公表|発表|ご案内|案内|表記|記述|記し|申し上げ)"
    r"[^。]{0,16}?(?:(?:が|ところ|のは)、?[^。]{0,30}?(?:正しく|誤り|間違|誤って|事実と|実際[はに]|訂正)|(?:は|のは)?誤り)"
)
"""「…と協定を締結」とお伝えしましたが、正しくは…: what a text takes back itself."""


CORRECTED_TITLE: Final = re.compile(
    r"[」』]{1,2}(?:の|という|と題する)(?:見出し|記事|記載|表記)(?:で|は|に|、)[^。]{0,60}(?:正しくは|誤り|訂正)"
)
"""「A社と熊本県B町が協定」の記事で、…正しくは: a headline that is put right."""
_REPORTS: Final = re.compile(
    r"[　 ]*(?:(?:一部の?|その|この|新聞)?報道|記事|紙面|うわさ|噂)(?:で(?:は)?|によると|によれば)"
)
_REPORTED: Final = re.compile(
    r"(?:(?:を|し|され)?(?:た|ている|ています|ました|する|した)?)?[」』]?と(?:の|いう|一部で|一部の[^、。]{1,6}が)?、?(?:報じ|報道|伝え|書[いか]|投稿|記事|情報|うわさ|噂|掲載)"
)
_REFUTED: Final = re.compile(
    r"否定|打ち消|事実(?:は|では|と)|誤り|誤報|誤っ|根拠|心当たり|そのような|訂正|確認できま|ありません"
)
"""「…協定を結ぶと報じたが、市は否定している」: what others have said, and somebody takes back."""
_REPORT_OF: Final = re.compile(
    r"[^。]{0,80}?(?:(?:する|した|との|という)旨の?|[うくすつぬぶむるた]との)(?:一部)?(?:報道|記事|うわさ|情報)(?![^。]{0,20}(?:とおり|通り|事実で))"
)
"""「…協定を締結し、施設を整備する旨の報道がありましたが」"""
_SAID_TO: Final = re.compile(r"と(?:さ|報じら|伝えら|言わ|いわ)れ")
"""「報道では…結び、…するとされていた」: what a paper says that others say."""


_NO_DAY_KNOWN: Final = re.compile(
    r"(?:の?(?:年月)?日|の?時期)(?:は|が|について(?:は)?|に関しては)、?[^。、]{0,10}(?:不明|不詳|確認でき|わから|分から|わかって(?:い|お)|記録(?:が|に)(?:残って|な))[^、。]{0,10}"
)
"""「締結日は確認できていない」 denies no agreement."""


_REPORTED_PLAN: Final = re.compile(r"(?:(?<=ぶ)|する|(?<=わ)す)(?:こと)?(?:と|を)(?:正式に)?(?:発表|公表|明らかに)し")
"""「…協定を結ぶと発表した」."""
_ORDERED: Final = ("", "。", "」", "、", "\n", "と")


class Said(NamedTuple):
    """How an act is told: its force, and where the words that tell it end."""

    force: Force
    end: int


def told(text: str, at: int, end: int, stop: int, *, issue_is_document: bool = False) -> Said:
    """How the act that ends at ``end`` is told; ``at``: begin of its clause; ``stop``: where its sentence ends.

    ``issue_is_document``: the document is the agreement itself, whose 「締結する」 is the act.
    """
    if (unknown := _NO_DAY_KNOWN.match(text, end, stop)) is not None:
        return Said("fact", unknown.end())
    tail_end = _tail(text, end, stop)
    tail = text[end:tail_end]
    # 「締結しない場合」「検討してきた協定を締結した」: what counts stands after the act, but 仮に and 例えば before it.
    if _BEFORE_PLAN.search(text, max(at, text.rfind("。", at, end) + 1), end):
        return Said("plan", tail_end)
    if (
        _DENIED.search(tail)
        or text.endswith("ばず", at, end)
        or _RUMOUR.match(tail)
        or _REPORT_OF.match(text, end, stop)
        or _CORRECTED.match(text, end, stop)
    ):
        return Said("denied", tail_end)
    begin = max(text.rfind("。", 0, end), text.rfind("\n", 0, end)) + 1
    if _REPORTED.match(text, end, stop) and _REFUTED.search(text, end, stop):
        return Said("denied", tail_end)
    if _REPORTS.match(text, begin, end) and _SAID_TO.search(text, end, stop):
        return Said("denied", tail_end)
    if _PLAN.search(tail) or _PROMISED.match(text, end, stop) or _IN_ORDER_TO.match(text, end, stop):
        return Said("plan", tail_end)
    if text[end - 1] == "べ" and text[end : end + 1] in _ORDERED:
        # 「協定を結べ。」
        return Said("plan", tail_end)
    if not issue_is_document and _REPORTED_PLAN.match(text, end, stop):
        return Said("announced", tail_end)
    if issue_is_document:
        return Said("fact", tail_end)
    if _ANNOUNCED.search(tail) and not _PAST.match(tail) and not _WAS_HELD.match(tail):
        return Said("announced", tail_end)
    return Said("fact", tail_end)


def _tail(text: str, end: int, stop: int) -> int:
    """Where the words end that belong to an act: at the comma after its verb, else at the end of the sentence."""
    at = end
    while True:
        comma = text.find("、", at, stop)
        if comma < 0:
            return stop
        tail = text[end:comma]
        if not tail and text[end - 1] in "しび":
            return comma
        if ACT.search(tail):
            # A further act has words of its own.
            return end + (ACT.search(tail) or [None]).start()  # type: ignore[union-attr]
        if _HEARSAY.search(tail):
            at = comma + 1
            continue
        if _CONJUNCTIVE.search(text, end - 1, comma) and not _NOMINAL.match(tail) and not _GO_ON.search(tail):
            return comma
        if _CLEFT_END.match(tail) or _PROGRESS.search(text, end - 1, comma) or _SINCE_THEN.fullmatch(tail):
            # 「締結しているのはA社で、B社とは締結していない」
            return comma
        if _CONJUNCTIVE.search(tail) and re.match(r"(?:式|書)?を(?:行|執|取|し|開)", tail):
            return comma
        if _HELD.fullmatch(tail):
            return comma
        at = comma + 1


_HELD: Final = re.compile(r"式が[^、はが]{0,12}(?:行われ|開かれ|執り行われ|催され)")
EXAMPLE_BEFORE: Final = re.compile(r"(?:例として|仮に)[^。]{0,30}$")
EXAMPLE_AFTER: Final = re.compile(
    r"(?:など)?の(?:よう(?:な|に)|事例|例|ケース)|といった(?:企業|会社|自治体)|に(?:倣|なら|学)"
)

EACH: Final = re.compile(
    r"それぞれ|各々|おのおの|個別に(?=[^。、]{0,30}(?:協\s*定|覚書|締\s*結|結|交わ))|各(?:社|団体|事業者|法人|市町村?|市|町|村|自治体)と|別々に|個々に"
)

TOPICAL: Final = re.compile(r"[^、。]は(?![ぐつじ])、|[市町村県社]は")
"""Another topic, between a clause and the name that follows it."""

UNNAMED: Final = re.compile(
    r"(?:大手|民間|地元|市内|町内|村内|区内|県内|都内|府内|道内|国内|外資系|某|ある|複数の|関西の|関東の)(?:の|有数の|大手)?"
    r"[^\s、。はがをにでとも「」（）()]{0,12}?(?:会社|企業|銀行|事業者|団体|メーカー|大学|金融機関|チェーン|スーパー|法人)(?:[\d０-９]+社)?"
    r"(?=と|との|が|は|、)"
)
"""Partners whom the text does not name."""

COUNT: Final = re.compile(
    r"(?P<n>[\d０-９]{1,3}|[一二三四五六七八九十]{1,3}|両)(?P<of>社|者|つの(?:自治体|市町村?|企業|団体)|市区?町村?|町村|市村|自治体|市|町|村|団体|事業者|企業|大学|法人)"
)
PARTNERS_OPEN: Final = re.compile(
    r"(?:企業|事業者|民間|会社|大学|団体|各社|[\d０-９]+社|(?:県外|他|近隣|周辺|友好|遠方|地元|各地|所在地?|県内|府内|道内|都内)の(?:市|町|村|市町村?|自治体)|(?:全国|各地|多く|多数)の(?:自治体|市町村|市区町村))(?:等|など)?(?:と(?!い|し)|が|は)"
)
"""Partners whom the text leaves open altogether."""

SOME_BODIES: Final = re.compile(
    r"(?:郵便局|金融機関|病院|診療所|薬局|農協|漁協|生協|信用金庫|信用組合|銀行|スーパー|コンビニ(?:エンスストア)?|商店|店舗|販売店|旅館|ホテル|施設|学校|大学|高校|専門学校|医師会|商工会|"
    r"警察署?|消防|メーカー|業者|会社|組合|協会|団体|企業|法人|事業所|工場|農家)(?:など|等|各社)?と(?:も|は|の間[でに]?)?(?!い|し|な)"
)
"""Partners told by what they are and not by name."""

SEVERAL: Final = re.compile(
    r"(?:[\d０-９]{1,2}|[二三四五六七八九十]+)(?:つ|件|本)の(?!団体|自治体|企業|会社|事業者|大学|市|町|村)(?:[^\s、。とがは]{0,8})$"
)
"""「次の２つの協定」: a heading over agreements that follow."""


def outside(
    pattern: re.Pattern[str], text: str, start: int, stop: int, names: Iterable[Span]
) -> Iterator[re.Match[str]]:
    """Where a pattern fits without cutting a name: 「株式会社|と|もしび」 tells of no 会社 with which somebody acts."""
    taken = list(names)
    for match in pattern.finditer(text, start, stop):
        if not any(span.start < match.end() < span.end for span in taken):
            yield match


POINTER: Final = re.compile(
    r"下記|以下(?!「|、「|『|同じ)|次の|下表|右記|別記|別紙|後述|上記|前記|前述|いずれの(?=(?:事業者|企業|団体|会社|法人)(?:と|も))"
)
EVERY: Final = "いずれの"
BACKWARD: Final = frozenset({"上記", "前記", "前述", EVERY})

_DIGITS: Final = {c: n for n, c in enumerate("〇一二三四五六七八九")}


def number(text: str) -> int:
    """A small number in figures of any width or in kanji (両 is 2); 0 if it is none."""
    if text == "両":
        return 2
    if text.isdecimal():
        return int(text)
    value = 0
    for char in text:
        if char == "十":
            value = (value or 1) * 10
        elif char in _DIGITS:
            value += _DIGITS[char]
        else:
            return 0
    return value


# --- kinds ---------------------------------------------------------------------------------------------------------

_KINDS: Final = (
    ("包括連携協定", re.compile(r"包括")),
    ("見守り協定", re.compile(r"見守|安否|みまもり")),
    ("災害時応援協定", re.compile(r"災害|防災|応援|帰宅困難|緊急物資|避難所|罹災|被災|減災|復旧")),
    ("立地", re.compile(r"立地|進出|企業誘致|工場(?:の)?(?:建設|新設)|用地")),
    ("産学官", re.compile(r"産学|学官|官学|大学")),
)
GENERIC: Final = re.compile(
    r"(?:包括的?な?)?(?:連携|協力|協働|提携|応援|パートナー(?:シップ)?|基本|災害|防災|見守り?|立地|業務|公民|官民|産学官?金?|個別|相互|友好|支援|事業|・|及び|および|と|に関する|の)*"
    r"(?:協\s*定(?:\s*書)?|覚え?\s*書|合意書|盟約)"
)


def kind_of(name: str, *, bodies: bool, schools_only: bool = False) -> str:
    """種別 of an agreement from the words of its name and from who its parties are."""
    if not bodies:
        return "自治体間"
    for kind, pattern in _KINDS:
        if pattern.search(name):
            return kind
    if schools_only:
        return "産学官"
    return "不明" if GENERIC.fullmatch(name) else "個別連携協定"


def trimmed(text: str, start: int, end: int) -> Span:
    """A span without blanks and commas at its ends."""
    while start < end and text[start] in " \t\n\r　、，,・：:":
        start += 1
    while end > start and text[end - 1] in " \t\n\r　、，,：:":
        end -= 1
    return Span(start, end)
