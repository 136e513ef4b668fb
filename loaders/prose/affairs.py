"""What a local government tells in its own paper of what bodies do: there a body that runs, gives, lends or helps does so
for the local government, unless the words speak of the body's own business.

Only in such a paper (`own`) may the one whose paper it is be left out of a sentence in which a body is the subject.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import deeds, owners, speakers
from loaders.prose.parts import Body, Place, Scan, Sentence

_BUSINESS: Final = re.compile(
    r"新店|出店|開店|閉店|(?<!に)本社(?!から)|本店|新工場|工場を|増設|店舗を(?:開|構|出|増|構え)|支店を|売上|決算|株価|株式を|上場|従業員を|社員を(?:募|雇|採用)|雇[いうっわ]|"
    r"創業(?:し|者|から|[\d０-９])|設立された|販売(?:して(?:い|お)|を(?:開始|始|行)|し(?:ました|た))|発売|新商品|新製品|値上げ|値下げ|撤退|進出|移転|買収|受賞|表彰さ|優勝|"
    r"許可を(?:受け|得)|関係(?:は)?(?:あり|ござい)ません|関係(?:は|が)ない|無関係|広告|求人|民間サイト|施工し|独自に|自社の|自主的|自ら|直営店|単独で|勤務|(?:お)?勤め(?:る|て|の)|苦情|営む|によると|によれば|アンケート|ランキング|ツアー|報じ|報道"
)
_ASIDE: Final = re.compile(
    r"別の(?:会社|事業者|団体|企業)|入札|応募|説明会(?:に|へ)|プロポーザルに|競争|以前は|まずは|本(?:資料|表|書|ページ)は|かつては|その昔|仕入|製[作造]したもの(?:です|で)|落札|見積|納入|納品|"
    r"(?:他|よそ|ほか)の?(?:市|町|村|県|都市|自治体)(?:町村)?(?:で|の)|全国(?:では|の)|近隣の?(?:市|町|自治体)|(?:事)?例(?:が|も)(?:あ|見|み)"
)
"""Words of a whole clause that speaks of somebody else, or of suppliers and contests."""
_ASKER: Final = re.compile(
    r"[\s　]*(?:[○◯◇◆●・]?[\s　]*(?:[^\s　、。]{0,6}(?:委員(?!会|長)|議員)|記者|質問者?|質疑|問(?:い|[\d０-９]*))(?:[（(][^（）()]{1,10}[)）])?[\s　:：．.]|[QＱ][\s　\d０-９.．:：]|[（(](?:委員|議員|質問|問)[)）])"
)
"""The turn of somebody who asks: what is said in it was not said by the local government."""


def own(scan: Scan) -> Place | None:
    """The local government whose own paper this is, or that an article by nobody in particular is about; else None."""
    if scan.own_paper is None:
        scan.own_paper = (_own(scan),)
    return scan.own_paper[0]


def _own(scan: Scan) -> Place | None:
    header = scan.header
    if header.kind == "視察報告書":
        return _visited(scan)
    if not header.issuers or any(isinstance(i, Body) for i in header.issuers):
        return None
    place = header.municipality
    if place is None or not place.resolved:
        return None
    if not header.signed and not _speaks(scan, place):
        return None
    if speakers.speaker(scan) is not None and speakers.voice(scan) is not None:
        return None
    if place.span.end > place.span.start:
        return place
    # The user told whose it is: the text says 市 of it.
    return next((p for s in scan.sentences for p in s.places if p.codes == place.codes and p.use == "actor"), place)


_VISITED: Final = re.compile(r"^[\s　\d０-９.．、()（）○◎■●・【]*(?:視察|訪問|調査|研修)(?:先|地|都市|自治体)")


def _visited(scan: Scan) -> Place | None:
    """The one local government that a report of a visit names as where it went."""
    told = [s for s in scan.sentences[:_HEAD] if s.kind != "prose" and _VISITED.match(scan.words(s.span))]
    places = {p.codes: p for s in told for p in s.places if p.use in ("actor", "location")}
    return next(iter(places.values())) if len(places) == 1 else None


_HEAD: Final = 16


def _speaks(scan: Scan, place: Place) -> bool:
    """Whether a text that nobody signs speaks politely and of 市 (町, 区 …) alone, as a local government does of itself."""
    if (scan.header.kind == "記事" and "広報" not in scan.header.title) or speakers.WE.search(scan.text):
        return False
    prose = [s.span for s in scan.sentences if s.kind == "prose"]
    polite = sum(_POLITE.search(scan.text, max(s.start, s.end - _TAIL), s.end) is not None for s in prose)
    return 2 * polite > len(prose) and owners.own_words(scan.text, place.name[-1]) >= _OFTEN


_POLITE: Final = re.compile(r"(?:ます|ました|です|でした|ください|ません|でしょう)[。）」]*$")
_TAIL: Final = 8
_OFTEN: Final = 2


def section(scan: Scan, sentence: Sentence) -> Place | None:
    """The local government of whose doings a sentence tells: whose own paper it is, or in a report of visits to several
    the one that the nearest heading names."""
    if scan.header.kind != "視察報告書" or own(scan) is not None:
        return own(scan)
    for index in reversed(sentence.heading):
        above = scan.sentences[index]
        places = {p.codes: p for p in above.places if p.use in ("actor", "location")}
        if places:
            only = next(iter(places.values()))
            return only if len(places) == 1 and only.resolved and not above.bodies and above.kind != "prose" else None
    return None


def spoken_of(scan: Scan, sentence: Sentence) -> bool:
    """Whether a sentence stands in an own paper, or in a section of notes or news that one local government heads."""
    if scan.header.issuers or scan.header.kind == "視察報告書":
        return section(scan, sentence) is not None
    heading = scan.sentences[sentence.heading[-1]] if sentence.heading else None
    named = heading is not None and len({p.codes for p in heading.places if p.use == "actor"}) == 1
    return named and heading is not None and not heading.bodies and speakers.speaker(scan) is None


def asked(scan: Scan, sentence: Sentence) -> bool:
    """Whether a sentence stands in the turn of somebody who asks."""
    line = scan.text.rfind("\n", 0, sentence.span.start) + 1
    return _ASKER.match(scan.text, line) is not None


def public(scan: Scan, start: int, stop: int, since: int = -1) -> bool:
    """Whether a clause speaks of what a local government cares for, and the words from ``since`` (the name) on not of a
    body's own business."""
    return not (_BUSINESS.search(scan.text, max(start, since), stop) or _ASIDE.search(scan.text, start, stop))


# What a body says, wants, gets or is.
_IDLE: Final = re.compile(
    r"(?:話し|話す|述べ|語っ|語る|説明し|発表し|訪れ|訪問し|来庁|来まし|見に来|見て|来場|見学|視察し|参列|出席|受賞|(?<!託を)(?<!依頼を)受け(?:た|まし|てい)|報告し|提出し|申請し|応募し|表明し|決め(?:た|まし|る)|考え|思[いっう]|望|喜|笑|"
    r"(?<!受け)(?<!受)持[ちっつ]|所有し|審議会|[^、。]{0,4}委員を|破産|破綻|火災|利用し|通[いっう]|住[みん]|参入|競合|知(?:った|って|り)|出火|倒産|反対|賛成|求め|要請|問い合わせ|示し|挙げた|勝|敗|指摘|出展し|展示(?:を行[いっ]|をし|し)|協賛し|取得し|購入し|見つか|判断し|利用され|使われ|出店し|(?<!で)あ(?:る|り(?:ます|まし))|(?<![てでさ])い(?:る|ます)|(?<!に)なっ(?:た|て)|属し|入居し)[^、。]{0,8}[。、）)]*$"
)
_SUBJECT: Final = re.compile(r"(?:が|は|も|では|においても)、?(?=.)")
_TELLS: Final = re.compile(
    r"(?:[てで]い(?:る|た|ます|ました)|[てで](?:おり|き)(?:ます|まし)?|[てで]、?|[いきしちにびみりえけげせてねべめれ]、|た|んだ|ました|ます|[うくすつぶむる]|く?れ(?:た|る|まし)|(?:用意|開放|手配|負担|対応|準備|制作|出演|無償|派遣|提供|回収|担当|運営|協力|参加|実施|寄附|寄付|寄贈|支援|開催|貸与|管理|指導|設置|作成|開始|到着|巡回|撤去|配送|搬送|輸送|設営|運搬|配布|清掃)|もの(?:です|である|だ)?|こと(?:に.*|と.*|を?)?|計画(?:です|である|だ)?|中(?:です|である)?|(?:が|ものの|ため|ので|から|ほか|一方)、)[。」）)]*$"
)
"""How a clause ends that tells what somebody does."""
_REMARK: Final = re.compile(r"[（(][^（）()]*[）)](?=。?$)")
_CLEFT: Final = re.compile(r"(?:た|る|う|く|す|つ|ぶ|む)の[はが]、?[^。はがを]{0,60}[「『（]?$")
_TOPIC: Final = re.compile(
    r"(?P<topic>[^、。はが「」]{1,20})は、?(?:(?!会場)[^、。は]{0,30}(?:の|た|る|・|「|による|、)|(?:引き続き|ひきつづき|今年も|今回も|これまで(?:どおり|と同じ)|いずれも))?[「『]?$"
)
_VENUE: Final = re.compile(
    r"社$|者$|次点|次席|候補|会場|場所|ところ|問い?合|申し?込|主催|販売|印刷|発行|出身|宿泊|会社|企業|相手|名前|正体|仕入|施工|設計|納入|今回|前回|今月|先月|職場|前職|勤務先|実家|昨年|以前"
)
_HE_IS: Final = re.compile(
    r"[」』]?(?:さん|様)?(?:です|でした|だ(?!っ)|であ[るり]|。|$|によるもの|が担当|の(?:担当|受け持ち))"
)
_IT_IS: Final = re.compile(
    r"(?:」|』)?(?:です|だ|である|であり|でした|で、|。|$|[ 　]?の(?:役目|仕事|担当|手|皆さん|皆様|みなさん|方々|面々|力|社員|職員|会員|学生)|と(?:、|同|市|町|村)|、[^。は]{2,30}のは)"
)
_CHARGED: Final = re.compile(
    r"(?:、[^、。はが]{1,16}は、?[^、。]{1,30}){1,4}が、?[^。]{0,14}?(?:担当|担[いうっ]|受け持|務め|引き受け|行[いうっ]|負担)"
)
"""「企画はA社、宿はB荘が担当し」: the verb comes with the last."""
_BENEFIT: Final = re.compile(
    r"[てで](?:い?ただ[いき]|頂[いき]|くださ|下さ|くれ|もら[いっ]|差し?上げ)|無料|無償|(?:市|町|村|区|県|当[市町村])(?:が|は|も|と|に|へ|から|の(?!中心|外れ|はずれ|東|西|南|北|名物|特産)|職員|役場|役所|民)"
    r"|委託|受託|補助|助成|協力|連携|共同|協働|一緒|ともに|支援|講師|指導|教え|提供|貸[しす与]|寄[附付贈]|贈|派遣|協定|指定管理|担[っいう当]|受け持|引き受け|請け負|運営|運行|運航|用意|貸出し|受け入れ|避難|災害|見守|移動販売|買い物|集会所|送迎|バスを|配食|教室|講座|相談|[健検]診|除雪|清掃|学校|児童|生徒|園児|公民館|図書館|体育館|公園|庁舎|役場|役所|住民|高齢"
)
"""What tells that a body does something for the local government whose paper it is, or for those whom that cares for."""


_SHARE: Final = re.compile(
    r"(?<![一-龥])(?:本|当)?[市町村区県](?:は|が|も|と(?!い)|に(?!あ)|から|の(?:職員|負担|担当))"
)


def _licensed(scan: Scan, start: int, stop: int) -> bool:
    """Whether a clause with a body as its subject says that this is done for or with the local government, or a sentence
    beside it in its paragraph tells the local government's share in it."""
    if _BENEFIT.search(scan.text, start, stop):
        return True
    sentence = scan.at(start)
    beside = scan.sentences[max(0, sentence.index - 1) : sentence.index + 2] if sentence is not None else []
    return any(
        s.paragraph == sentence.paragraph and _SHARE.search(scan.text, *s.span) for s in beside if sentence is not None
    )


_WORDS: Final = (
    ("講師派遣", re.compile(r"講師|教え|指導|手ほどき")),
    ("寄附", re.compile(r"寄[附付贈]|贈[っりる]")),
    ("受託", re.compile(r"受託|委託を|請け負")),
    ("共催", re.compile(r"共催|合同で")),
    ("広告", re.compile(r"ネーミング|命名権")),
    ("提供", re.compile(r"提供|貸[しすさ]|貸与|届け|配[っりる]|配布|用意|設置|設け|譲")),
    ("運営", re.compile(r"開催|主催|実施|開[いきく]|行[うっい]|運営|運行|運航|担[うっい当]|受け持|務め|管理|走らせ|受け付け|取り扱|回[しる]")),
    ("支援", re.compile(r"派遣|支援|助言|支え")),
)  # fmt: skip
_RELATIVE: Final = re.compile(
    r"(?:が|の)(?:主体(?:となって|的に))?[^、。はが]{0,16}?(?P<deed>運営|運行|運航|管理|実施|提供|開催|発行|寄贈|寄附|寄付|派遣|主催|整備|設置|開設|担当|企画|監修|栽培|開[くい]|受け持|手[がか掛]け|作っ|つくっ|選ん|考え|育て|集め|編ん|貸し|出し|撮っ|描い|書い)"
    r"(?:する|した|している|していた|しており、?[^、。]{0,12}|く|いた|いている|つ|る|た|だ|ている|てくれた|てくださった)(?=[一-龥ァ-ヶーA-Za-zＡ-Ｚ「『（\d０-９あ-んお])"
)
_ROLES: Final = {"提供": "提供", "寄贈": "寄附", "寄附": "寄附", "寄付": "寄附", "派遣": "支援", "整備": "提供", "設置": "提供", "発行": "運営"}  # fmt: skip
_SUPPORT: Final = re.compile(r"補助|助成|負担|貸し?付?け?|委託|後援|共催|借り|支援")
_READER: Final = re.compile(
    r"(?:ください|下さい)(?!ま)|(?:でき|いただけ|られ)ます|ご利用|お越し|お問い?合わ?せ|お申し?込み"
)


def idle(scan: Scan, after: int, stop: int) -> bool:
    """Whether the words behind a name say only what the body says, wants or is, or what readers may do."""
    return bool(_IDLE.search(scan.text, after, stop) or _READER.search(scan.text, after, stop))


def told(scan: Scan, run: list[Place | Body], after: int, start: int, stop: int) -> deeds.Told | None:
    """What the words behind the names of ``run`` tell in an own paper that no deed of the common table tells."""
    text = scan.text
    relative = _RELATIVE.match(text, after, stop)
    if relative is not None:
        supported = any(
            m.use == "actor" and text.startswith(("は", "が", "も"), m.span.end)
            for s in [scan.at(start)] if s is not None for m in s.places if relative.end() <= m.span.start < stop
        ) and _SUPPORT.search(text, relative.end(), stop)  # fmt: skip
        if not supported and (_READER.search(text, relative.end(), stop) or not public(scan, relative.end(), stop)):
            return None
        return deeds.Told(deeds.named(_ROLES.get(relative["deed"], "運営"), receiver=True), relative.end())
    if _READER.search(text, after, stop):
        return None
    begin = run[0].span.start
    charged = _CHARGED.match(text, after, stop)
    if charged is not None and text.startswith("は", begin - 1):
        return deeds.Told(deeds.named("運営", receiver=True), charged.end())
    subject = _SUBJECT.match(text, after, stop)
    cleft = subject is None and _CLEFT.search(text, start, begin) and _IT_IS.match(text, after, stop)
    topic = _TOPIC.search(text, start, begin) if subject is None and not cleft else None
    if topic is not None and _HE_IS.match(text, deeds.behind_people(text, after, stop), stop):
        cleft = None if _VENUE.search(topic["topic"]) else topic
    words = _REMARK.sub("", text[after:stop])
    if not (subject and _TELLS.search(words)) and not cleft:
        return None
    if _IDLE.search(text, after, stop) or not public(scan, start, stop, begin):
        return None
    if not cleft and not _licensed(scan, start, stop):
        return None
    words = text[start:begin] if cleft else words
    role = next((role for role, pattern in _WORDS if pattern.search(words)), "協力")
    return deeds.Told(deeds.named(role, receiver=True), subject.end() if subject else after)
