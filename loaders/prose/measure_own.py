"""What a body tells on its own page of its work with local governments: 「B市：…の実証」, 「B市」 over 「…を受託」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import body_pages, cues, deeds, keys, speakers, surroundings
from loaders.prose.measure_parts import Measure, stage
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party
from loaders.read import Span

_OWN_WORK: Final = re.compile(r"実証|共同|協働|連携(?!協定)|取り?組|受託|委託|公民|官民|共創|自治体(?:様|さま)?との")
_NO_WORK: Final = re.compile(
    r"声$|お客|受賞|表彰|質問|実績校|予定|検討|募集|導入(?:企業|実績|自治体|事例)|採用|販売|納入|所在|店舗|拠点|お知らせ|会社概要|セミナー|登壇|出展"
)
_WORK: Final = re.compile(
    r"実証|実験|試行|共同|事業|運行|教室|講座|支援|開発|設置|送迎|配送|配布|受託|委託|構築|業務|運営|派遣|サービス|調査|研修|提供|検証"
)
_TOGETHER: Final = re.compile(
    r"(?:と|との)(?:共同|連携|協力|協働|一体|ともに|共に|一緒)|(?:から|より)(?:の)?(?:委託|受託)|を受託|に(?:講師|社員|職員)[^。]{0,12}派遣|と[^、。]{0,16}(?:実証|共同研究|共同開発|共催)"
)
_COMMON: Final = re.compile(r"共同(?:研究|開発|事業)|受託|委託|実証")
_PARTED: Final = re.compile(r"(?:[（(][^（）()]{1,24}[）)])?[：:　 「／]")
_TAIL: Final = re.compile(r"[ 　]*(?:[（(][^（）()]{0,40}[）)])?[。]?$")
_NOMINAL: Final = re.compile(
    r"(?:受託|構築|開発|運営|提供|実施|実証|派遣|支援|開催|設置|開始|(?:実証|試験|試行)?運行|実験|共催|製作|制作|検証|調査)$"
)


def measures(scan: Scan) -> Iterator[Measure]:
    """Entries and sentences that name a local government, or stand under its name, and leave out who tells them."""
    if scan.header.municipality is not None and scan.header.signed:
        return
    speaker = scan.header.body or speakers.speaker(scan) or speakers.narrator(scan)
    if speaker is None:
        return
    for sentence in scan.sentences:
        if not _of_place(scan, sentence):
            continue
        if sentence.key is not None and keys.known(scan.words(sentence.key)) is not None:
            continue
        issuer = body_pages.of_section(scan, sentence) or speaker
        told = (_entry(scan, sentence) or _sentence(scan, sentence, issuer)) if sentence.heading else None
        several = [told[0]] if told else _with_whom(scan, sentence, issuer)
        if not several or deeds.NO_FACT.search(scan.text, *sentence.span):
            continue
        title = told[1] if told else sentence.span
        measure = Measure(
            sentence.index, sentence.span, stage(scan.text, *sentence.span), notes=[surroundings.FROM_ISSUER]
        )
        measure.title = title
        measure.places = {p.key: p for p in (_party(m, sentence) for m in several)}
        measure.bodies = {p.key: (p, _role(scan.words(sentence.span))) for p in [Party(issuer, cite=issuer.span)]}
        for body in sentence.bodies:
            if body.certain and not body.product and _HELPS.search(scan.text, sentence.span.start, body.span.start):
                measure.bodies.setdefault(Party(body).key, (Party(body), "協力"))
        measure.date = next((d for d in sentence.dates if d.date), None)
        yield measure


def _of_place(scan: Scan, sentence: Sentence) -> bool:
    """Whether a local government stands in a sentence or in the heading right above it."""
    return bool(sentence.places or (sentence.heading and scan.sentences[sentence.heading[-1]].places))


def _entry(scan: Scan, sentence: Sentence) -> tuple[Place, Span] | None:
    """「A市：…の実証」 under a heading of common work."""
    text, (start, stop) = scan.text, sentence.span
    if sentence.kind == "prose" or not sentence.mentions:
        return None
    above = scan.words(scan.sentences[sentence.heading[-1]].span)
    first = sentence.mentions[0]
    if not isinstance(first, Place) or first.use not in ("actor", "location") or first.span.start - start > 2:
        return None
    if not _OWN_WORK.search(above) or _NO_WORK.search(above) or not _PARTED.match(text, first.span.end, stop):
        return None
    if not (_COMMON.search(above) or _WORK.search(text, start, stop)) or cues.NOUN.search(text, start, stop):
        return None
    return first, cues.trimmed(text, first.span.end, stop)


def _sentence(scan: Scan, sentence: Sentence, issuer: Body) -> tuple[Place, Span] | None:
    """「…を町と共同で運営しています」 or 「…を受託（令和3年度）」 under the name of a local government."""
    text, (start, stop) = scan.text, sentence.span
    if any(isinstance(m, Body) and m.name != issuer.name for m in sentence.mentions) or cues.NOUN.search(
        text, start, stop
    ):
        return None
    heading = scan.sentences[sentence.heading[-1]]
    places = {p.codes: p for p in heading.places if p.use in ("actor", "location")}
    if len(places) != 1 or heading.kind == "prose" or heading.bodies:
        return None
    ((codes, place),) = places.items()
    rest = heading.span.end - heading.span.start - sum(m.span.end - m.span.start for m in heading.mentions)
    if rest > _BESIDE or any(p.codes != codes for p in sentence.places if p.use == "actor"):
        return None
    chain = [scan.words(scan.sentences[i].span) for i in sentence.heading[:-1]] + [scan.header.title]
    if any(_NO_WORK.search(words) for words in chain):
        return None
    tail = _TAIL.search(text, start, stop)
    nominal = _NOMINAL.search(text, start, tail.start() if tail else stop)
    own = any(_OWN_WORK.search(words) for words in chain)
    if _TOGETHER.search(text, start, stop) and (nominal or deeds.DONE.search(text[max(start, stop - _END) : stop])):
        return place, sentence.span
    return (place, sentence.span) if nominal and own and sentence.kind != "prose" else None


def _party(place: Place, sentence: Sentence) -> Party:
    inside = sentence.span.start <= place.span.start < sentence.span.end
    return Party(place, cite=None if inside else place.span)


_WITH: Final = re.compile(
    r"(?:と|との)(?:の)?(?:共同|連携|協力|協働|共催)(?:で|し|して|により|のもと|、)|と(?:ともに|共に|一緒に)|(?:から|より)(?:は|の)?、?[^、。はが]{1,30}(?:を|の)(?:受託|委託)"
)


def _with_whom(scan: Scan, sentence: Sentence, issuer: Body) -> list[Place]:
    """「小鹿野町から町営バスの運行を受託」, 「皆野町、長瀞町と共同で…実証運行」 in what a body tells of itself."""
    text, (start, stop) = scan.text, sentence.span
    if any(isinstance(m, Body) and m.name != issuer.name for m in sentence.mentions) or cues.NOUN.search(
        text, start, stop
    ):
        return []
    run = next((r for r in scan.together(sentence) if _WITH.match(text, r[-1].span.end, stop)), [])
    places = [m for m in run if isinstance(m, Place) and m.use == "actor" and m.how == "name"]
    tail = _TAIL.search(text, start, stop)
    ends = _NOMINAL.search(text, start, tail.start() if tail else stop) is not None
    done = deeds.DONE.search(text[max(start, stop - _END) : stop]) is not None
    return places if len(places) == len(run) and (ends or done) else []


_BESIDE: Final = 8
_END: Final = 40
_HELPS: Final = re.compile(r"(?:協力|共催|連携)(?:企業|団体|先|機関)?[：:][^：:]*$")


def _role(words: str) -> str:
    return "受託" if re.search("受託|委託", words) else "運営" if "運営" in words else "提供"
