"""A short name for a measure out of the sentence's own words: a noun phrase, or one with the noun of its verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import privacy, records
from loaders.prose.lines import CASE
from loaders.prose.measure_parts import Measure
from loaders.prose.parts import Body, Place, Scan
from loaders.read import Span

LONGEST: Final = 30
_SHORTEST: Final = 4

_KANA: Final = "ぁ-ん"
_VERBS: Final = (
    r"寄[附付贈]|贈呈|提供|貸与|派遣|支援|運営|運行|開発|委託|開催|導入|設置|配信|共催|展開|融資|出資|発行|配布|整備|作成|制作|製作|公開|"
    r"補助|助成|配送|配達|販売|募集|調査|研究|検証|測定|観測|清掃|育成|受託|管理|指定|活用|供給|回収|試行|実験|運搬|構築|監修|後援|案内|発信|訪問|指導"
)
_LIGHT: Final = r"実施|行|開[いくかき]|続け|始め|開始|進め|手がけ|手掛け|担[いうっ]|受け持|試み|走らせ|貸し出|育て|作[りっ]|つく[りっ]|立ち上げ|設け|設立|予定|取り組"
_OBJECT: Final = re.compile(
    rf"(?P<mark>を|に(?=取り組|協力|参加))(?P<between>[^、。を]{{0,16}}?)(?:(?P<noun>{_VERBS})(?=し|する|さ|を|の|に|す|いた|$)|(?P<light>{_LIGHT}))"
)
_GIVEN: Final = re.compile(
    r"(?P<noun>寄[附付贈]|提供|貸与|派遣|協力|支援|委託|指導)(?=が?あ|が?ござ|を(?:受|い|頂|得|続)|（|\(|。|$)"
)
_TOPIC: Final = re.compile(
    rf"(?:については|につきましては|は|が)、?(?P<rest>[^。]*?)(?P<noun>{_VERBS})(?=し(?:て|た|ま|、|$)|する|を(?:担|行|受け持))"
)
_HANDLED: Final = re.compile(r"(?P<mark>を)(?P<verb>担|受け持|引き受け|務め|続け|分け|出し合)")
_START: Final = re.compile(
    rf"(?:^|(?<=回)(?=「)|(?<=[、。，）)」』\s　・*：:])|(?<=[{_KANA}]))(?=[^{_KANA}\s　、。，）)」』・*：:ー〜～々])"
)
_PARTICLE: Final = re.compile(
    rf"(?:(?<!ま)で(?!き)|に(?!関|お|対|よ|係|向)|から|まで|より|へ(?!の)|と(?!も)|が|を|も|とは?|て|ながら)(?=[^{_KANA}])"
)
_ATTRIBUTE: Final = re.compile(r"[るただうすくむぶつ](?=[一-鿿ァ-ヺA-Za-zＡ-Ｚ「『\d０-９])")
_VERB_FIRST: Final = re.compile(
    rf"(?:[^{_KANA}]{{1,3}}[{_KANA}]{{1,5}}?[ただるすうくむ](?=[^{_KANA}ー])|(?:続き|通じ|応じ|伴い|基づ|先立|合わせ|向け|よる|行い|受け|得|結|組|図|含)[{_KANA}]*[「一-鿿])"
)
_LEAD: Final = re.compile(
    rf"^(?:(?:{CASE}|取組)\s*[\d０-９一二三四五六七八九十]*[\s　．.、：:]*|[【\[［][^】\]］]{{0,12}}[】\]］]|[\d０-９]+[\s　．.、)）]+|[\s　■●◆○□★・：:])+"
)
_TAIL: Final = re.compile(r"[（(][^（）()]*[）)]?$")
_CASE: Final = re.compile(
    rf"(?:取組)?(?:{CASE}|case|no[.．]?)[\s　]*[\d０-９一二三四五六七八九十]+[\s　．.、：:]+(?P<title>\S.*)",
    re.IGNORECASE,
)
_BAD: Final = re.compile(
    r"^[（(][^（）()]*[）)]$|[。\n]|^[をにはがでとへも、]|[をにはがで、]$|\*\*|^(?:同社|同市|両者|三者|これ|それ|この|その|次の|今後|あれ)"
)
_BRACKETS: Final = (("「", "」"), ("『", "』"), ("（", "）"), ("(", ")"))


def name(scan: Scan, measure: Measure) -> str:
    """A name of at most 30 characters out of the sentence's own words; the names of its bodies where none reads well."""
    titled = scan.words(measure.title) if measure.title is not None else ""
    case = _CASE.fullmatch(titled)
    titled = case["title"] if case is not None else titled if measure.listed else ""
    if _SHORTEST <= len(titled) <= LONGEST and not _private(scan, titled):
        # The title of a case is one, whatever it ends with (「山の仕事を、副業の入口に」).
        return records.plain(titled)
    parties = [*measure.places.values(), *(p for p, _ in measure.bodies.values())]
    said = {words for p in parties for words in (records.plain(p.mention.said), p.mention.name)}
    for span in _regions(scan, measure):
        for candidate in _phrases(scan.text, *span):
            words = records.plain(candidate).strip(" 　*＊")
            if _SHORTEST <= len(words) <= LONGEST and _reads(words) and words not in said and not _private(scan, words):
                return words
    return _together(scan, measure)


def _regions(scan: Scan, measure: Measure) -> Iterator[Span]:
    """Where to look: a title of its own, what follows the agreement, what follows the names, the whole sentence."""
    if measure.title is not None:
        title = scan.words(measure.title)
        lead, tail = _LEAD.match(title), _TAIL.search(title)
        begin = measure.title.start + (lead.end() if lead else 0)
        yield Span(begin, measure.title.start + (tail.start() if tail else len(title)))
        yield Span(begin, measure.title.end)
    start, end = measure.quote
    if measure.begin > start:
        yield Span(min(measure.begin, end), end)
    parties = [*measure.places.values(), *(p for p, _ in measure.bodies.values())]
    ends = sorted({p.mention.span.end for p in parties if start <= p.mention.span.start and p.mention.span.end < end})
    if ends:
        yield Span(ends[-1], end)
        yield Span(ends[0], end)
    yield Span(start, end)


_WORKED: Final = re.compile(
    r"(?:実証実験|実証|実験|試行|運行|教室|講座|事業|研修|ワーケーション|見学会|相談会|清掃|開発|研究)(?=[（(]|$)"
)


def _phrases(text: str, start: int, end: int) -> Iterator[str]:
    """Noun phrases of a region, the best first."""
    words = text[start:end]
    if len(words) <= LONGEST and not re.search(rf"[。がを、]|.は(?=[^{_KANA}])|[っいきし]て|^[：:]", words):
        yield words
    if len(words) <= LONGEST + 10 and (worked := _WORKED.search(words)):
        yield _phrase(words, worked.end())
    for pattern in (_OBJECT, _GIVEN, _HANDLED):
        for match in pattern.finditer(words):
            if pattern is _OBJECT and _WITHIN.match(words, match.end()):
                continue
            head = match.start() if pattern is not _GIVEN else match.start("noun")
            noun = match.groupdict().get("noun") or ""
            phrase = _phrase(words, head if pattern is not _GIVEN else match.end("noun"))
            if phrase and pattern is _OBJECT and noun and not phrase.endswith(noun):
                yield f"{phrase}の{noun}"
            if phrase and (pattern is not _OBJECT or not noun or phrase.endswith(noun)):
                yield phrase
    for match in _TOPIC.finditer(words):
        phrase = _phrase(words, match.start())
        if phrase:
            yield f"{phrase}の{match['noun']}"


# 「いちごを育てる試み」: the verb belongs to the noun that follows it.
_WITHIN: Final = re.compile(r"[ぁ-ん]{0,4}?[るたうすくだ](?=[一-鿿ァ-ヺ「])")


def _phrase(words: str, end: int) -> str:
    """The noun phrase that ends at ``end``: as long as possible, its attributes whole, no adverb before it."""
    floor = max(words.rfind("、", 0, end), words.rfind("。", 0, end), words.rfind("\n\n", 0, end)) + 1
    if "「" in words[floor:end] and words.count("「", floor, end) > words.count("」", floor, end):
        return ""
    floor = max(floor, end - LONGEST)
    for match in _START.finditer(words, floor, end):
        phrase = words[match.start() : end]
        if _VERB_FIRST.match(phrase) or phrase[-1] in "をにがでとも" or not _whole(phrase):
            continue
        return phrase
    return ""


def _whole(phrase: str) -> bool:
    """Whether every case particle of a phrase stands in an attribute (道路の傷みを見つける実験), none before the noun."""
    if re.search(rf".は(?=[^{_KANA}]|、)|として", phrase) or _WHEN.match(phrase):
        return False
    for particle in _PARTICLE.finditer(phrase):
        if particle[0].startswith("と") and not re.search(r"[ぁ-ん]", phrase[particle.end() :].replace("の", "")):
            continue
        if not _ATTRIBUTE.search(phrase, particle.end()):
            return False
    return True


_WHEN: Final = re.compile(
    r"(?:(?:令和|平成|昭和)?[\d０-９元一二三四五六七八九十]+年度?|(?:本|今|昨|来|毎)年度?|毎[月週日]|[\d０-９]+月)(?:から|より|に|の(?!\S{0,4}(?:祭|会|号))|以降)|"
    r"(?:月|年|週|年間)[\d０-９一二三四五六七八九十]+回"
)


def _reads(words: str) -> bool:
    if _BAD.search(words) or re.fullmatch(r"[\d０-９,，]+\S{0,3}|.*(?:から|まで|など|より)", words):
        return False
    return all(words.count(a) == words.count(b) for a, b in _BRACKETS)


def _private(scan: Scan, words: str) -> bool:
    return any(privacy.persons(words, Span(0, len(words))))


_DEED: Final = re.compile(
    r"共同研究|共同開発|実証実験|連携|協力|支援|協働|共催|取組|取り組み|寄[附付贈]|委託|補助|提供|運営|運行|研修|事業"
)


def _together(scan: Scan, measure: Measure) -> str:
    """「A社の協力」: the names of the bodies with the word that says what they do."""
    deed = _DEED.search(scan.text, *measure.quote)
    bodies = [_called(p.mention) for p, _ in measure.bodies.values()]
    shown = next((b for b in bodies if len(b) <= LONGEST), bodies[0][:LONGEST])
    if deed and len(shown) + len(deed[0]) + 1 <= LONGEST:
        return f"{shown}の{deed[0]}" if deed[0] not in ("連携", "協働", "共催", "取組") else f"{shown}との{deed[0]}"
    place = next((_called(p.mention) for p in measure.places.values()), "")
    return f"{place}と{shown}" if place and len(place) + len(shown) < LONGEST else shown


def _called(mention: Place | Body) -> str:
    """The words for a party as the text has them, its full name where they are a pronoun."""
    return records.plain(mention.said) if mention.how == "name" and mention.said else mention.name
