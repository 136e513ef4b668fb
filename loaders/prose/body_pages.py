"""What a body tells in its own paper (沿革, 地域とのかかわり, ブログ) of what it does with or for local governments.

There the body that does it is left out, and often the local government too, which the heading names. A deed counts that
touches the local government (市と, 町へ, 市から受託, 市の小学校で); the body's own business in a town (営業所を開設) does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import affairs, cues, deeds, keys, runs, speakers, surroundings
from loaders.prose.folding import number
from loaders.prose.measure_parts import Measure, stage
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party
from loaders.read import Span

_DEED: Final = re.compile(
    r"受託|運営|(?:依頼|要請)(?:により|によって|に応|で、|を受け)|いっしょ|一緒|ともに|実証|試行|試し(?:て|まし)|共同|協働|協力|提供|寄贈|寄附|寄付|贈[らりっる]|お贈り|派遣|講師|出前授業|研修|教室|講座|搬送|届け|担当|受け持|加わ|参加|開発|借り|貸[しす]|貸与|手作り|作り|走らせ|点検|清掃|整備|支援|融資|募集|配[っり布]|受け入れ|開放|まとめ|開催|設置|お渡し|企画|行[いっ]|開い|調査|管理|三者|3者|共催|働いて"
)
_BUSINESS: Final = re.compile(
    r"創業|開設|改装|(?:工場|社屋|店舗|倉庫|社員食堂)の?(?:改修|増築|建て替え|拡張)|開所|新設|支店|営業所|出張所を|本社(?!工場から)|移転|購入|ご?利用いただ|導入|認定|表彰|受賞|協賛|検討|見送|中止|予定でした|至りません|至らず|ご?相談(?:を|も)?(?:いただ|受け|が)|取引|納品|納入|求人|移籍|上場|出店|講演|掲載|会場[=＝はが]|視察|見学|子会社|譲り受け|設立|改組|勤務|引っ越|競合|別の(?:会社|企業)|聞き取っ|自主事業|勉強会|要望書|会場の都合|相談を始め|から通[うっい]|"
    r"(?:研修会?|大会|会議|フォーラム|セミナー|シンポジウム)(?:で|に)(?:は|も)?、?(?:ご)?紹介|文案|内定|採択に(?:は|至)|応募の|落選|提案しました|採用|株主|株式(?!会社)|株価|発表[。し]?(?:まし)?(?:た|$)?[。）)]?$|おりません|いません|ありません|していない"
)
_KIND: Final = r"(?:市町?村?|町|村|区|県|道|府|都)"
_TOUCHES: Final = re.compile(
    r"[、]?(?:とは?、?(?!し)|から(?:の)?|より|へ|に(?!ある|て|支|本|営|工|移|第|新|お(?:け|い))|が|(?:内)?(?:の|で|にある)?[^、。はが]{0,10}?(?:小学校|中学校|学校|保育|公民館|避難所|(?<!商業)(?<!民間)(?<!宿泊)施設|職員|(?<!協)(?<!員)委員会|役場|消防団|支所|担当|住民|配食|公募|委託|要請|依頼|図書館|給食|講座|教室|事業(?!者|所)|コンテスト|保健|下水|上水|水道|公園|記念館|博物館|消防))"
)
_OFFICE: Final = re.compile(
    rf"(?<![一-龥ァ-ヶー]){_KIND}(?:が|と(?!し)|から|へ|に(?!あ|本|支)|の[^、。]{{1,12}}(?:に|から|が|と|で|へ)|は)"
)
_YEAR: Final = re.compile(r"[\s　・●○|｜]*(?:令和|平成|昭和|[12]\d{3}年|\|? ?[12]\d{3})")
_ENDS: Final = re.compile(
    r"(?:受託|寄贈|寄附|寄付|提供|搬送|派遣|開始|実施|開催|参加|担当|協力|支援|運営|販売|発売|配布|設置|試験|実験|実証|検証|訓練|(?:いっしょ|一緒)に|[うくすつぬぶむる]|食|回|開発|完成|終了|継続中?|実施中)[。]?(?:[（(][^（）()]*[）)])?[。]?[ 　|]*$|\d+[^\s、。]{1,6}[ 　|]*$"
)
_TAIL: Final = 40
_FAR: Final = 400


def measures(scan: Scan) -> Iterator[Measure]:
    """A measure for each sentence of a body's own paper that tells of a deed with or for a local government."""
    body = speakers.voice(scan)
    if body is None:
        return
    paper = body
    yield from _chosen(scan, body)
    for sentence in scan.sentences:
        body = of_section(scan, sentence) or paper
        if sentence.kind == "heading" or (
            sentence.key is not None and keys.known(scan.words(sentence.key)) is not None
        ):
            continue
        town = _section(scan, sentence)
        if not _told(scan, sentence, section=bool(town)):
            continue
        places = _named(scan, sentence) or _headed(scan, sentence) or town
        if not places or _another(scan, sentence, body) or _all_named(scan, sentence, body):
            continue
        measure = Measure(
            sentence.index, sentence.span, stage(scan.text, *sentence.span), notes=[surroundings.FROM_ISSUER]
        )
        measure.places = {p.key: p for p in places}
        measure.bodies = {p.key: (p, _role(scan.words(sentence.span))) for p in [Party(body, cite=body.span)]}
        for partner in (*_beside(scan, sentence), *_in_one_breath(scan, sentence)):
            measure.bodies.setdefault(Party(partner).key, (Party(partner), "共同開発"))
        measure.date = next((d for d in sentence.dates if d.date), None)
        yield measure


_CHOSEN: Final = re.compile(
    r"(?:採択|選定|選ばれた|モデル|実証(?:実施|参加|協力)?|支援(?:先|対象)?|伴走支援|共同研究|参画)(?:自治体|市区?町村|団体)(?:名|一覧)?(?:[（(][^（）()]*[）)])?[\s＞>】」』〕\]：:）)]*$"
)
_WORDS: Final = re.compile(r"[^\s＜<【「『〔\[]+(?=[＞>】」』〕\]：:\s]*$)")
_BESIDE: Final = 6


def _chosen(scan: Scan, body: Body) -> Iterator[Measure]:
    """「採択自治体」 over names: each takes part in what the body runs. (「導入自治体」 only use a product.)"""
    for above in scan.sentences:
        if above.kind == "prose" or not _CHOSEN.search(scan.text, *above.span) or above.places:
            continue
        words = _WORDS.search(scan.text, *above.span)
        title = Span(*words.span()) if words else above.span
        for line in scan.sentences[above.index + 1 :]:
            named = [p for p in line.places if p.use == "actor"]
            rest = line.span.end - line.span.start - sum(m.span.end - m.span.start for m in line.mentions)
            if not named or (line.kind == "heading" and line.bodies) or rest > _BESIDE * len(named):
                break
            for place in named:
                measure = Measure(line.index, line.span, "不明", notes=[surroundings.FROM_ISSUER], title=title)
                measure.places = {Party(place).key: Party(place)}
                measure.bodies = {Party(body).key: (Party(body, cite=body.span), "支援")}
                yield measure


def of_section(scan: Scan, sentence: Sentence) -> Body | None:
    """The other body that the nearest heading names (【国富運輸有限会社の概要】)."""
    for index in reversed(sentence.heading):
        above = scan.sentences[index]
        named = {b.name: b for b in above.bodies if b.certain and not b.product and b.how in ("name", "alias")}
        if named:
            return next(iter(named.values())) if len(named) == 1 and above.kind == "heading" else None
    return None


def _told(scan: Scan, sentence: Sentence, *, section: bool) -> bool:
    """Whether a sentence tells of a deed that was done, is being done, or is agreed on; ``section``: what stands under the
    name of a local government needs no word for what touches it."""
    text, (start, stop) = scan.text, sentence.span
    if (
        cues.NOUN.search(text, start, stop)
        or deeds.NO_FACT.search(text, start, stop)
        or not (section or _DEED.search(text, start, stop))
    ):
        return False
    if _BUSINESS.search(text, start, stop) or (section and _USED.search(text, start, stop)):
        return False
    if not affairs.public(scan, start, stop) and not _JOINTLY.search(text, start, stop):
        return False
    if deeds.DONE.search(text[max(start, stop - _TAIL) : stop]):
        return True
    return (section or _entered(scan, sentence)) and _ENDS.search(text, start, stop) is not None


_JOINTLY: Final = re.compile(
    r"とともに|と共に|と(?:いっしょ|一緒)に|と(?:共同|協働|連携|協力)(?:し|で|、)|[23三]者(?:で|が|共同)"
)


_USED: Final = re.compile(r"使われて|お使い|ご利用|採用され|導入され|ご導入")
"""That a product is used in a town is no common work."""


def _entered(scan: Scan, sentence: Sentence) -> bool:
    """Whether a line is an entry: of a year, beneath a line that is a day alone, or of the local government that leads it."""
    text, (start, stop) = scan.text, sentence.span
    if _YEAR.match(text, text.rfind("\n", max(0, start - _FAR), start) + 1, stop) or _leading(scan, sentence):
        return True
    if sentence.kind == "bullet" and sentence.mark and sentence.heading:
        return True
    before = scan.sentences[sentence.index - 1] if sentence.index else None
    return before is not None and len(before.dates) == 1 and before.dates[0].span == before.span


def _leading(scan: Scan, sentence: Sentence) -> Place | None:
    """The local government whose name a line begins with, parted from what is told of it (「A市　公民館で…を試行」)."""
    first = sentence.mentions[0] if sentence.mentions else None
    if not isinstance(first, Place) or first.use not in ("actor", "location"):
        return None
    if scan.text[sentence.span.start : first.span.start].strip("*| "):
        return None
    parted = _PARTED.match(scan.text, first.span.end, sentence.span.end)
    return first if parted and _COMMON.search(scan.text, parted.end(), sentence.span.end) else None


_PARTED: Final = re.compile(r"(?:さま|様)?(?:\*{1,2} |(?:\*{1,2})? ?[　\t：:|｜]| {2,})[　\t：:|｜ ]*")
_COMMON: Final = re.compile(
    r"無償|無料|協力|共同|協働|委託|受託|連携|参加|実証|試験|試行|寄[附付贈]|いっしょ|一緒|ともに|共に|[市町村]営|[市町村区県](?:が|と|の(?:委託|依頼|要請|職員))|支援|派遣|出前|教室|講座|研修"
)


def _named(scan: Scan, sentence: Sentence) -> list[Party]:
    """The local governments that a sentence names and its deed touches."""
    found: dict[tuple[str, ...], Party] = {}
    for run in scan.together(sentence):
        places = [m for m in run if isinstance(m, Place) and m.use != "address"]
        if (
            places
            and any(
                not scan.text.startswith("など", last.span.end)
                and _TOUCHES.match(scan.text, cues.after_name(scan.text, last.span.end, sentence.span.end))
                for last in (places[-1], run[-1])
            )
            and not _whose(scan, sentence, places[-1])
        ):
            found |= {p.codes: Party(p) for p in places}
    leading = _leading(scan, sentence)
    if leading is not None:
        found.setdefault(leading.codes, Party(leading))
    own = [p for p in sentence.places if p.how in ("issuer", "pronoun") and p.use == "actor"]
    named = {p.codes for p in sentence.places if p.use != "address"}
    return list(found.values()) or [Party(p) for p in own if named == {p.codes}]


def _whose(scan: Scan, sentence: Sentence, place: Place) -> bool:
    """「A市の社会福祉法人Bに車いすを贈った」: what is given to a body there does not touch the local government."""
    start = place.span.end + 1
    given = next((b for b in sentence.bodies if b.span.start == start), None)
    return (
        given is not None
        and scan.text[place.span.end] == "の"
        and scan.text.startswith(("に", "へ"), cues.after_name(scan.text, given.span.end, sentence.span.end))
    )


def _headed(scan: Scan, sentence: Sentence) -> list[Party]:
    """The one local government that the nearest heading with any names, if the sentence speaks of it as 市 or 町."""
    if any(p.use == "actor" for p in sentence.places):
        return []
    for index in reversed(sentence.heading):
        above = scan.sentences[index]
        places = {p.codes: p for p in above.places if p.use in ("actor", "location")}
        if not places:
            continue
        kind = next(iter(places.values())).name[-1]
        if len(places) > 1 or above.kind == "prose" or above.bodies or cues.NOUN.search(scan.text, *above.span):
            return []
        spoken = _OFFICE.search(scan.text, *sentence.span)
        return [Party(p, cite=p.span) for p in places.values()] if spoken and kind in spoken[0] else []
    return []


def _section(scan: Scan, sentence: Sentence) -> list[Party]:
    """The local governments whose names alone are the heading right above, in a part that tells of common work: each
    sentence there is of what the body does with them, if it names no other."""
    above = next((scan.sentences[i] for i in reversed(sentence.heading) if scan.sentences[i].mentions), None)
    if above is None or above.kind == "prose" or above.bodies or not above.places:
        return []
    places = {p.codes: p for p in above.places if p.use in ("actor", "location")}
    rest = _LEFT.sub("", "".join(_between(scan, above, list(places.values()))))
    chain = [scan.words(scan.sentences[i].span) for i in above.heading] + [scan.header.title]
    if rest or any(_NO_WORK.search(words) for words in chain) or not any(_WORK.search(words) for words in chain):
        return []
    if any(p.codes not in places for p in sentence.places):
        return []
    return [Party(p, cite=p.span) for p in places.values()]


def _between(scan: Scan, sentence: Sentence, places: list[Place]) -> Iterator[str]:
    """The words of a sentence that are no part of the names."""
    at = sentence.span.start
    for place in places:
        yield scan.text[at : place.span.start]
        at = place.span.end
    yield scan.text[at : sentence.span.end]


_LEFT: Final = re.compile(
    r"(?:さま|様|さん)?(?:との(?:取り?組み?|連携|協働|事例|共創|あゆみ|歩み)|の(?:事例|取り?組み?|場合)|における(?:取り?組み?|事例))?[\s　、・,，／/&＆と及びおよび()（）\[\]【】〈〉＜＞「」『』■◆●▼▶*＊:：\d０-９.．①-⑳]*"
)
_NO_WORK: Final = re.compile(
    r"の声|お客|受賞|表彰|質問|予定|検討|募集|導入(?:企業|実績|自治体|事例|先)|採用|販売|納入|所在|店舗|拠点|会社概要|セミナー|登壇|出展|工場|事業所|営業所"
)
_WORK: Final = re.compile(
    r"自治体|市町村|地域|連携|共創|協働|公民|官民|共生|社会|まち|地元|支援|貢献|実証|取り?組|実績|事例|CSR|ＣＳＲ|サステナビリティ|SDGs"
)


def _another(scan: Scan, sentence: Sentence, body: Body) -> bool:
    """Whether somebody else is the subject of a sentence."""
    others = _OTHERS.search(scan.text, *sentence.span)
    pupils = body.kind == "大学・学校" and others is not None and others[0].startswith(("学生", "生徒"))
    if others and not pupils and all(b.name != body.name for b in sentence.bodies):
        return True
    return any(
        b.certain and b.name != body.name and not b.product
        and _SUBJECT.match(scan.text, cues.after_name(scan.text, b.span.end, sentence.span.end))
        and body.name not in {o.name for o in sentence.bodies}
        for b in sentence.bodies
    )  # fmt: skip


def _all_named(scan: Scan, sentence: Sentence, body: Body) -> bool:
    """「A村、B会及びC社の三者で」: just so many are named, and the body whose paper it is is not among them."""
    return any(
        (match := _COUNTED.match(scan.text, run[-1].span.end, sentence.span.end))
        and len({m.name for m in run}) == (int(match[1]) if match[1].isdigit() else number(match[1]))
        and body.name not in {m.name for m in run}
        for run in runs.runs(scan, sentence)
    )  # fmt: skip


_COUNTED: Final = re.compile(r"(?:[（(][^（）()]{0,30}[）)])?の?([二三四五六2-6２-６])者(?:で|が|は|による)")
_OTHERS: Final = re.compile(
    r"(?:事業者|研究者|企業|団体|会社|生産者|農家|住民|市民|町民|村民|組合|大学|高校|生徒|学生|児童|子ども|(?:観光)?協会|事務局)(?:たち|ら|等|など)?(?:が|は)"
)
_SUBJECT: Final = re.compile(r"(?:が|は|も)(?!、?当社)")
_WITH: Final = re.compile(
    r"[、とや]?(?:の先生|の皆さん|さん)?(?:、当|と(?:の)?(?:[23三]者|ともに|共同|一緒)|、?当[社行]|の[23三]者)"
)


def _beside(scan: Scan, sentence: Sentence) -> list[Body]:
    """Bodies that the sentence names as doing it together: 市とC組合との3者で."""
    return [
        b for b in sentence.bodies
        if b.certain and not b.product and b.how == "name"
        and _WITH.match(scan.text, cues.after_name(scan.text, b.span.end, sentence.span.end))
    ]  # fmt: skip


def _in_one_breath(scan: Scan, sentence: Sentence) -> list[Body]:
    """「A町、B組合と…を開始（三者共同）」: who is named in one breath with the local government, where all act together."""
    if not _ALL_OF_THEM.search(scan.text, *sentence.span):
        return []
    named = (r for r in runs.runs(scan, sentence) if any(isinstance(m, Place) and m.use == "actor" for m in r))
    return [m for run in named for m in run if isinstance(m, Body) and m.certain and not m.product]


_ALL_OF_THEM: Final = re.compile(r"[（(、][23２３二三四]者(?:で|が|の|による)?(?:共同|合同|連携)")


def _role(words: str) -> str:
    for role, told in _ROLES:
        if re.search(told, words):
            return role
    return "支援"


_ROLES: Final = (
    ("受託", "受託|委託"), ("寄附", "寄[附付贈]|贈"), ("融資", "融資"), ("講師派遣", "講師|出前授業|研修"), ("共同開発", "共同|開発|企画|[3三]者"),
    ("提供", "提供|貸|届け|搬送|配"), ("運営", "運営|行[いっ]|開"),
)  # fmt: skip
