"""Who takes part in what, told without a verb in a local government's own paper: 「食材の提供 …… A社」, 「協力：B社」,
「C組合　出張の測定会（市の主催）」 under a heading of common work, 「愛称「D」（E社）」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import affairs, cues, keys, runs
from loaders.prose.measure_parts import Measure, stage
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party
from loaders.read import Span

_LONGEST: Final = 160
_GAP: Final = r"[\s　]*(?:[:：→⇒|｜／]|…+|‥+|・{2,}|\.{3,}|[（(）)】\]])[\s　*「『]*|[　\t]+[*「『]*|  +[*「『]*"
_ROLE: Final = re.compile(
    r"(?:だれ|誰|どこ)と|(?:いっしょ|一緒)に(?:取り組む|する|動く)[^\s　]{0,4}|(?:実施|事業|運営|運行|推進|取組)(?:の)?主体|担い手|(?:技術|運営|事業|製作|制作|資料|資金|人材)?協力(?:企業|団体|機関|事業者|者|先|店)?|連携(?:企業|団体|機関|事業者|大学|先)?|協働(?:企業|団体|先)?|共催|"
    r"(?:業務)?(?:委託|受託)(?:先|者|事業者|業者)?|(?:企画・?)?運営(?:事業者|者|団体|会社)?|運行(?:事業者|会社)?|指定管理者?|(?:運営)?事務局|講師|契約(?:した|の)(?:事業者|業者|者|相手方?)|(?:選定|決定)(?:した|された)(?:事業者|団体|企業)|関係(?:団体|機関|事業者)|パートナー(?:企業)?|提供(?:元|者)?|寄[附付](?:者|企業)?|寄贈(?:者)?|命名権者"
)
_WORK: Final = re.compile(
    r"(?:提供|貸出し?|貸与|寄[附付贈]|実施|運営|運行|運航|管理|作成|制作|製作|開発|配布|配送|配達|回収|派遣|指導|助言|調理|清掃|設置|案内|周知|呼び?かけ|受付|相談|教室|講座|授業|検診|健診|分析|調査|支援|協力|見学会|研修|"
    r"輸送|搬送|収集|処理|巡回|見守り|送迎|サービス|測定会?|講師|広報|育成|栽培|開催|事業|実証|実験|試行|保守|構築|運搬|体験|イベント|学習|企画|発行|出店|放送|撮影|翻訳|診断|整備|点検|草刈り|植樹|炊き出し|設営|給電|貸付け?|取付け?|[一-龥][一-龥ぁ-ん]{0,6}[うくすつぶむるぐ])$"
)
_METHOD: Final = re.compile(
    r"(?:実施|運営|事業)?(?:の)?(?:方法|形態|手法|体制|方式)[\s　:：|｜]+[^。]{0,16}?(?:委託|指定管理|補助|協働|連携|共催|貸付)"
)
_HEADS: Final = re.compile(
    r"(?:教え(?:る|てくれる|てくださる)(?:人|方)|講師|担い手|受け?持ち|役割(?:分担)?|体制|仕組み?|しくみ|だれが何[^。]{0,8}|誰が何[^。]{0,8}|運営|協力(?:企業|団体|者|先|店)?|連携(?:先|企業|団体)?|"
    r"(?:届けて|協力して|支えて|提供して)(?:くれ|くださ|いただ)[^。]{0,10})[\s　】）)\]］〉>：:]*$"
)
"""Headings beneath which each line says who does what."""
_ASKS: Final = re.compile(
    r"会場|場所|ところ|所在|住所|電話|問い?合|後援|協賛|対象|定員|受講料|参加費|費用|日時|とき|仕入|応募|審査|施工|納入|名称|写真|受賞|参考|主な"
)
_THANKS: Final = re.compile(r"(?:寄[附付贈]|贈|協力|支援)[^。]{0,12}(?:いただ|くださ|賜|頂)|寄[附付贈]者")
_GIFT: Final = re.compile(
    r"[\s　]*(?:様|さま|殿)?(?:[（(][^（）()]{0,30}[）)])?(?:[\s　]+|[:：…→]+|から、?|より、?)[^。]{1,50}$"
)
_ROOM: Final = re.compile(
    r"(?:[（(][^（）()]{0,40}[）)])?(?:の[^。]{1,20}|が(?:営む|運営する|経営する)[^、。]{1,24}|から、[^。]{1,30}|、.{1,40})[。）)]*$"
)
_NOTE: Final = re.compile(
    r"(?:\*{1,2})?[」』]?(?:など|等|ほか|の皆さん|様|さま)?(?:[（(][^（）()]{0,60}[）)])*(?:(?:[\s　]|[、，]|…).{0,40})?[）)]?。?$"
)
_COMMON: Final = re.compile(
    r"(?:民間|企業|事業者|団体|大学|官民|公民|産学|産官学|連携|協働|協力|共同|パートナー)[^。]{0,16}(?:取組|取り組み|連携|協働|事業|実績|事例|共創|内容|活動|実証)|(?:連携|協働)(?:の)?(?:状況|実績|一覧|先)"
)
_OTHER: Final = re.compile(
    r"募集|応募|公募|検討|要望|提案|入札|見積|協賛|広告|バナー|後援|表彰|受賞|問い?合|連絡先|電話|住所|所在|定休|店舗|お店|店の|店一覧|業者一覧|登録(?:業者|店|事業者)|取扱|窓口|申し?込|候補|参考|他市|他自治体|先進|事例集|概要$|委員|名簿|出展|会場|終了した|廃止|見送|断念|中止|見つからない"
)
_HERE: Final = re.compile(
    r"写真|画像|出典|電話(?:番号)?[\s　:：\d０-９]|TEL|☎|定休|営業時間|未定|検討|募集|調整中|協議中|交渉|見送|断念|直営|中止|[？?]"
)
_NAMED: Final = re.compile(r"愛称|ネーミングライツ|命名権")
_DOING: Final = re.compile(
    r"実施|実証|共同|開催|主催|連携|協力|運営|提供|教室|講座|測定|相談|献立|開発|研究|熟成|栽培|体験|派遣|委託|授業|運行|見守|支援|回収|清掃|配布|設置|訓練|検診|健診"
)
_BACK: Final = 14
_DIRECTORY: Final = re.compile(r"営業時間|定休|所在地[\s　：:]|随意契約|購入\n|物品の")
"""Words of a directory or of a purchase among the lines around."""
_AROUND: Final = 60


def measures(scan: Scan) -> Iterator[Measure]:
    """Every measure that a line of an own paper assigns to bodies; the stage stays open where it says none."""
    if affairs.own(scan) is None and scan.header.kind != "視察報告書":
        return
    for sentence in scan.sentences:
        place = affairs.section(scan, sentence) if sentence.bodies else None
        if place is None:
            continue
        if sentence.kind == "heading" or not sentence.mentions or sentence.span.end - sentence.span.start > _LONGEST:
            continue
        names = _names(scan, sentence, place)
        if not names or cues.NOUN.search(scan.text, *sentence.span) or _HERE.search(scan.text, *sentence.span):
            continue
        above = [scan.words(scan.sentences[i].span) for i in sentence.heading]
        charged = bool(above) and _HEADS.search(above[-1]) is not None
        key = _key(scan, sentence, names)
        sure = charged or _ROLE.fullmatch(key) or _ROLE.fullmatch(key.rpartition("の")[2])
        others = above[-1:] if sure else [*above[-2:], scan.header.title]
        if any(_OTHER.search(words) for words in others) or (not sure and _OTHER.search(scan.text, *sentence.span)):
            continue
        if _DIRECTORY.search(scan.text, max(0, sentence.span.start - _AROUND), sentence.span.end + _AROUND):
            continue
        told = (
            _assigned(scan, sentence, names, charged)
            or _entry(scan, sentence, names, charged)
            or _given(scan, sentence, names, [*above, scan.header.title])
            or _christened(scan, sentence, names)
        )
        if told is None:
            continue
        role, title = told
        measure = Measure(
            sentence.index, sentence.span, stage(scan.text, *sentence.span), notes=["項目の並びから読み取りました"]
        )
        measure.title = title
        inside = next((m for m in names if isinstance(m, Place)), None)
        owner = Party(inside) if inside is not None else Party(place, "subject", place.span)
        measure.places = {owner.key: owner}
        measure.bodies = {p.key: (p, role) for p in (Party(m) for m in names if isinstance(m, Body))}
        measure.date = next((d for d in sentence.dates if d.date), None)
        yield measure


def _names(scan: Scan, sentence: Sentence, own: Place) -> list[Place | Body]:
    """The one run of names of a line, if it holds bodies and no other local government."""
    found = [
        r for r in runs.runs(scan, sentence)
        if any(isinstance(m, Body) and m.certain and not m.product for m in r)
    ]  # fmt: skip
    first = min((r[0].span.start for r in found), default=0)
    others = any(
        p.use == "actor" and p.codes != own.codes and p.span.start >= first and not _over(p, own)
        for p in sentence.places
    )
    if len(found) != 1 or others:
        return []
    return [
        m for m in found[0]
        if (not _over(m, own) if isinstance(m, Place) else m.certain and not m.product)
    ]  # fmt: skip


def _over(place: Place, own: Place) -> bool:
    """Whether a place is the prefecture of the local government whose paper it is."""
    (code,) = place.codes if place.resolved else ("",)
    return code != own.codes[0] and code[2:5] == "000" and code[:2] == own.codes[0][:2]


def _assigned(
    scan: Scan, sentence: Sentence, names: list[Place | Body], charged: bool
) -> tuple[str, Span | None] | None:
    """「休日の健診の実施　　A会」 「実施主体：市、A社」: role and title."""
    text, (start, stop) = scan.text, sentence.span
    begin, end = names[0].span.start, names[-1].span.end
    words = _key(scan, sentence, names)
    heading = scan.sentences[sentence.heading[-1]].span if sentence.heading else None
    role = _METHOD.search(text, start, begin) or _ROLE.fullmatch(words.rpartition("の")[2]) or _ROLE.fullmatch(words)
    if _CELL.search(text, start, begin) and _NOTE.match(text, end + (text[end : end + 1] in "）)"), stop):
        return _role(text[start:begin]), cues.trimmed(text, start, begin)
    if not (_NOTE.match(text, end, stop) or ((charged or role) and _ROOM.match(text, end, stop))):
        return None
    if role:
        return _role(scan.words(Span(start, begin))), heading
    if charged and not words and heading is not None and not _LEFT.sub("", text[start:begin]):
        return _role(scan.words(heading) + text[end:stop]), heading
    if charged and words and not _ASKS.search(words) and len(words) <= _KEY:
        return _role(words + text[end:stop]), cues.trimmed(text, start, begin)
    if words and _WORK.search(words) and not _BRACKET.search(text, start, begin) and not _CLAUSAL.search(words):
        return _role(words), cues.trimmed(text, start, begin)
    return None


def _key(scan: Scan, sentence: Sentence, names: list[Place | Body]) -> str:
    """The words before the gap that parts a key from the first name of a line, without marks; '' where there is none."""
    start, begin = sentence.span.start, names[0].span.start
    gap = _BEFORE.search(scan.text[start:begin])
    return _LEFT.sub("", scan.text[start : start + gap.start()]).strip("*【】[]「」（() 　") if gap else ""


_BEFORE: Final = re.compile(
    rf"(?:{_GAP})(?:[^\s　、。はがを（(「]{{2,14}}[、・])*(?:[^\s　、。はがを]{{0,8}}の|[^\s　、。はがを]{{0,8}}[・「『])?$"
)
_LEFT: Final = re.compile(r"^[\s　\d０-９①-⑳.．、)）・○●◇◆■|｜*]+")
_BRACKET: Final = re.compile(r"[（(][^（）()]*$")
_CLAUSAL: Final = re.compile(r"[はがを]、?$|。")
_KEY: Final = 24
_CELL: Final = re.compile(
    r"[|｜　\t：:]\s*(?:指定管理|(?:一部|業務)?委託|管理運営|運営|共催|協力|連携)(?:先|者)?[（(：:]\s*[*「『]*$"
)


def _given(
    scan: Scan, sentence: Sentence, names: list[Place | Body], above: list[str]
) -> tuple[str, Span | None] | None:
    """「1月9日　A社　様　　備蓄用の水 4,800本」 under words of thanks."""
    text, (start, stop) = scan.text, sentence.span
    if not any(_THANKS.search(words) for words in above):
        return None
    lead = text[start : names[0].span.start]
    for day in sentence.dates:
        lead = lead.replace(scan.words(day.span), "")
    placed = [p.span for p in sentence.places if p.span.end <= names[0].span.start]
    for span in placed:
        lead = lead.replace(scan.words(span), "")
    bare = re.fullmatch(r"[\s　・○●◇◆の（）()：:\d０-９月日]*", lead)
    gift = _GIFT.match(text, names[-1].span.end, stop)
    return ("寄附", cues.trimmed(text, names[-1].span.end, stop)) if bare and gift else None


def _entry(scan: Scan, sentence: Sentence, names: list[Place | Body], charged: bool) -> tuple[str, Span | None] | None:
    """「A社　旧坑道を使ったワインの熟成」 under words that ask for common work."""
    text, (start, stop) = scan.text, sentence.span
    first, end = names[0], names[-1].span.end
    lead = re.sub(r"答|[・○●◇◆■\-\s　\d０-９①-⑳.．()（）]", "", text[start : first.span.start])
    gap = re.match(r"(?:[（(][^（）()]{0,20}[）)])?(?:[\s　]*(?:[:：→|｜／]|…+|「)[\s　]*|[　\t]+|  +)", text[end:stop])
    if lead or gap is None or len(names) > 1 or keys.known(scan.words(sentence.key) if sentence.key else ""):
        return None
    if charged and not re.search(r"[はが]、|。.", text[end:stop]):
        return _role(scan.words(Span(end, stop))), cues.trimmed(text, end + gap.end(), stop)
    if not _DOING.search(text, end, stop) or re.search(r"[はが]、|。.", text[end:stop]):
        return None
    for before in reversed(scan.sentences[max(0, sentence.index - _BACK) : sentence.index]):
        if before.bodies and before.index not in sentence.heading:
            continue
        if _OTHER.search(text, *before.span):
            return None
        if _COMMON.search(text, *before.span):
            return _role(scan.words(Span(end, stop))), cues.trimmed(text, end + gap.end(), stop)
        if before.kind == "heading" or before.kind == "prose":
            break
    return None


def _christened(scan: Scan, sentence: Sentence, names: list[Place | Body]) -> tuple[str, Span | None] | None:
    """「体育館 …… 愛称「Aアリーナ」（A社、年額300万円）」."""
    text, (start, stop) = scan.text, sentence.span
    begin = names[0].span.start
    bracketed = text[start:begin].rstrip("（( 　").endswith(("」", "』")) and text[:begin].endswith(("（", "("))
    called = _NAMED.search(text, start, stop) or _NAMED.search(scan.header.title)
    return ("広告", cues.trimmed(text, start, begin - 1)) if bracketed and called else None


def _role(words: str) -> str:
    for role, pattern in _ROLES:
        if pattern.search(words):
            return role
    return "協力"


_ROLES: Final = (
    ("受託", re.compile(r"委託|受託|指定管理")), ("寄附", re.compile(r"寄[附付贈]")), ("講師派遣", re.compile(r"講師|授業|指導")),
    ("提供", re.compile(r"提供|貸出|貸与|設置|開発|配布")), ("共催", re.compile(r"共催")), ("運営", re.compile(r"運営|運行|管理|実施|主体")), ("支援", re.compile(r"支援|助言|派遣")),
)  # fmt: skip
