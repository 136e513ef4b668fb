"""Whose paper a document is, where no line of its own signs it: the local government of its title, of its note of
sender or of its first sentence, if the rest of the text speaks as one (市は、…しています)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from graph.places import Gazetteer
from loaders.prose.parts import Body, Place, Sentence
from loaders.read import Span

_HEAD: Final = 5
_FOOT: Final = 6
_PAPER: Final = re.compile(
    r"計画|戦略|ビジョン|プラン|方針|大綱|実績報告|報告書|年次報告|事業報告|白書|年報|要覧|主要事業|主要施策|施策の概要|事業の概要|事業概要|評価|シート|当初予算|予算の概要|成果説明|決算|"
    r"(?<!ニュース)(?:だより|便り)|会議録|議事録|要旨|要点記録|答弁|一般質問|q&a|faq|よくある|質問と回答|募集要項|募集要領|実施要項|実施要領|進捗|進み具合|棚卸し|会見|中間報告|年表|あゆみ|配布資料|(?:審議|協議|推進|公共交通|教育|福祉|防災|検討|懇話|専門)?(?:会議|委員会|審議会|協議会)"
)
_NO_PAPER: Final = re.compile(
    r"視察|議会だより|記者クラブ|新聞|特集|連載|ルポ|比較|メモ|他市|事例|インタビュー|まとめ$|導入|実績紹介|活動報告"
)
_BEHIND: Final = re.compile(
    r"(?!(?:は|が|を|に|で|へ|も|や|、|。|と(?!り)|から|より|など|内の|の(?:企業|会社|自治体|取組|取り組み|事例)))"
)
_DAY_LEFT: Final = re.compile(r"[\0\s()・、,月火水木金土日年度第回号発行現在付け]*")
_SENDER: Final = re.compile(
    r"(?:事業|実施)主体$|(?:計画の)?(?:作成|策定)主体(?:の名称)?$|(?:所管|担当|主管|作成|問い?合わ?せ)(?:課|部署|部局|先|所属)?$|事務局$|主催者?$|^(?:団体|自治体|市町村)名?$"
)
_ENTRY: Final = re.compile(r"(?:団体|自治体|市町村)名?")
_MARKS: Final = re.compile(r"^[\s\d.()]+")
_FROM: Final = re.compile(r"(?:以上|文責|担当|発行|作成|問い?合わ?せ先?|照会先)?[\s、:/(【・]*")
_TAIL: Final = re.compile(r"[\s)】\]。\0(、\d/・:-]*(?:更新|作成|発行|現在|掲載|付け?)?[\s)】\]。]*$")
_LEAD: Final = re.compile(r"\**(?:では|は)、?(?!じめ)")
_POLITE: Final = re.compile(r"(?:ます|ました|です|でした|ください|ません)[。)]?$")
_OWN_WORD: Final = re.compile(
    r"([市町村区県])(?<![一-鿿ァ-ヺー\da-zのるいなうたりー].)(?=[はがとのにをへも、内民]|から|より|では)"
)
_BULLETIN: Final = re.compile(
    r"(?:広報|市報|町報|村報|区報|県報|(?:議会|ぎかい)だより|議会報)(?:誌|紙)?[ 「『]*(?P<name>[ぁ-ゖ一-鿿ァ-ヺー々]{2,8}?)(?=[」』 \n]|令和|平成|第|20\d\d|no|お知らせ|$)"
)


def owner(folded: str, sentences: Sequence[Sentence], collection: bool) -> Place | None:
    """The one local government that the head or the foot of a document names as whose paper it is, or None.

    ``collection``: entries tell the doings of several.
    """
    found = [*_titled(folded, sentences), *_noted(folded, sentences, collection)] or [
        *_housed(folded, sentences),
        *_sole(folded, sentences),
    ]
    return found[0] if len({place.codes for place in found}) == 1 else None


def speaking(folded: str, sentences: Sequence[Sentence]) -> Place | None:
    """Whose page it is: the subject of the first sentence, in polite words, if 市 (町, 区 …) alone means it further on."""
    first = next((s for s in sentences if s.kind == "prose"), None)
    if first is None or not _POLITE.search(folded, *first.span) or any(s.bodies for s in sentences[: first.index]):
        return None
    place = first.places[0] if first.places else None
    if place is None or place.use != "actor" or place.span.start - first.span.start > _EARLY:
        return None
    if any(b.span.start < place.span.start for b in first.bodies) or not _LEAD.match(folded, place.span.end):
        return None
    return place if place.name[-1] in {m[1] for m in _OWN_WORD.finditer(folded, first.span.end)} else None


_EARLY: Final = 4


def own_words(folded: str, kind: str) -> int:
    """How often 市 (町, 区 …) stands alone in a text."""
    return sum(match[1] == kind for match in _OWN_WORD.finditer(folded))


def _names(sentence: Sentence) -> list[Place]:
    """The local governments of a line that names nobody else; a prefecture before its city is none of its own.

    A name without legal form or any other word for a body (官民連携デスク) is that of a part of the local government.
    """
    if any(isinstance(m, Body) and m.kind for m in sentence.mentions):
        return []
    places = {m.codes: m for m in sentence.mentions if isinstance(m, Place) and m.use in ("actor", "location")}
    return list(places.values()) if len(places) == 1 else []


def _titled(folded: str, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """「A市地域公共交通計画」, 「よくある質問（A市 財政課）」, 「令和5年6月19日　A市」 among the first lines."""
    for sentence in sentences[:_HEAD]:
        start, stop = sentence.span
        places = _names(sentence)
        if sentence.kind == "prose" or stop - start > _LONGEST or not places or _NO_PAPER.search(folded, start, stop):
            continue
        begin, end = places[0].span
        left, right = folded[start:begin], folded[end:stop]
        bracketed = sentence.kind != "bullet" and left.endswith("(") and ")" in right and len(right) < _NOTE
        dated = any(d.precision == "日" and d.span.end <= begin for d in sentence.dates) and _DAY_LEFT.fullmatch(
            _without(folded, sentence, places[0])
        )
        paper = _PAPER.search(folded, start, stop) and _BEHIND.match(right)
        issued = left.rstrip().endswith(("発行:", "発行", "編集:", "作成:"))
        lead = _SUBJECT.match(left)
        meeting = _NTH.search(left) is not None and _MEETING.match(right) is not None
        heads = issued or meeting or (lead is not None and right.startswith((" ", "|")) and sentence.index < _TITLES)
        if (
            heads
            or (bracketed and (left.strip("( ") or places[0].department))
            or dated
            or (paper and not left.rstrip().endswith("・"))
        ):
            yield places[0]


_NTH: Final = re.compile(r"第\d{1,3}回 *$")
_MEETING: Final = re.compile(r"[^。、]{0,30}(?:会議|審議会|委員会|協議会|懇談会|本部|定例会)")
"""「第2回A町まち・ひと・しごと創生推進会議」"""
_SUBJECT: Final = re.compile(r"(?:(?:件名|題名|標題)[: ]*)?$")
_TITLES: Final = 2
_LONGEST: Final = 60
_NOTE: Final = 24


_HOUSE: Final = re.compile(
    r"(?:立|民)?[^\s()、。]{0,6}(?:図書館|公民館|病院|小学校|中学校|博物館|美術館|消防本部|水道局|教育委員会|保健所)"
)
_PAPER_OF: Final = re.compile(r"だより|便り|通信|ニュース|お知らせ|新聞")


def _housed(folded: str, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """「図書館だより（宗像市民図書館）」: the paper of a house of the local government."""
    for sentence in sentences[:_TITLES]:
        if sentence.kind == "prose" or not _PAPER_OF.search(folded, *sentence.span):
            continue
        places = [m for m in sentence.mentions if isinstance(m, Place)]
        if len({p.codes for p in places}) == 1 and _HOUSE.match(folded, places[0].span.end):
            yield replace(places[0], use="actor")


_FORM: Final = re.compile(
    r"事務事業|行政評価|(?:事業|施策)評価|評価(?:シート|調書|表)|主要な?施策の成果|当初予算の概要"
)


def _sole(folded: str, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """「事務事業評価シート」: the form of a local government that names itself first and calls itself 市 (町, 区 …)."""
    if not any(_FORM.search(folded, *s.span) for s in sentences[:_TITLES] if s.kind != "prose"):
        return
    named = [m for s in sentences for m in s.mentions if isinstance(m, Place) and m.use != "address"]
    counts = Counter(place.codes for place in named)
    if named and counts[named[0].codes] == max(counts.values()) and own_words(folded, named[0].name[-1]):
        yield replace(named[0], use="actor")


def _noted(folded: str, sentences: Sequence[Sentence], collection: bool) -> Iterator[Place]:
    """「事業主体　A市（健康課）」, 「以上、A市 政策課（令和6年10月）」."""
    for sentence in sentences:
        head, foot = sentence.index < 2 * _HEAD, sentence.index >= len(sentences) - _FOOT
        if not (head or foot) or (sentence.kind == "prose" and not foot):
            continue
        places = _names(sentence)
        start, stop = sentence.span
        if not places or stop - start > _LONGEST:
            continue
        begin, end = places[0].span
        key = folded[start:begin].rstrip(" :|…・")
        above = sentences[sentence.heading[-1]].span if sentence.heading and not key and end == stop else None
        key = folded[slice(*above)].rstrip(" :") if above else key
        key = _MARKS.sub("", key)
        if _SENDER.search(key) and sentence.kind != "prose" and len(key) < _NOTE:
            if not (collection and _ENTRY.fullmatch(key)):
                yield places[0]
        elif (
            foot
            and places[0].department
            and _FROM.fullmatch(folded, start, begin)
            and _TAIL.match(_blank(folded, sentence, end))
            and not stands_over_words(sentences, sentence)
        ):
            yield places[0]


def stands_over_words(sentences: Sequence[Sentence], sentence: Sentence) -> bool:
    """Whether a line stands over what is said: 「A町 保健課 保健師」 before her words."""
    following = sentences[sentence.index + 1 : sentence.index + 2]
    return any(s.kind == "prose" and s.paragraph == sentence.paragraph for s in following)


def _without(folded: str, sentence: Sentence, place: Place) -> str:
    """What a line says beside its days and one name."""
    start, stop = sentence.span
    words = (
        folded[start : place.span.start] + "\0" * (place.span.end - place.span.start) + folded[place.span.end : stop]
    )
    for day in sentence.dates:
        a, b = day.span.start - start, day.span.end - start
        words = words[:a] + "\0" * (b - a) + words[b:]
    return words


def _blank(folded: str, sentence: Sentence, since: int) -> str:
    """The words behind a name, its days left out."""
    words = folded[since : sentence.span.end]
    for day in sentence.dates:
        if day.span.start >= since:
            a, b = day.span.start - since, day.span.end - since
            words = words[:a] + "\0" * (b - a) + words[b:]
    return words


def bulletin(text: str, folded: str, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> list[Place]:
    """The local government whose bulletin it is: 「広報にのへ」 by the reading of its name; [] for any other text."""
    for sentence in sentences[:_HEAD]:
        match = _BULLETIN.search(folded, *sentence.span) if sentence.kind != "prose" else None
        if match is None:
            continue
        found = _called(match["name"], gazetteer)
        named = [code for code in found if gazetteer.by_code[code].name in folded]
        for codes in (found, named):
            if len(codes) == 1:
                span = Span(*match.span("name"))
                return [Place(span, (codes[0],), gazetteer.by_code[codes[0]].full_name, text[slice(*span)])]
    return []


_KIND_READ: Final = re.compile("(?:し|ちょう|まち|むら|そん|く)$")


def _called(said: str, gazetteer: Gazetteer) -> list[str]:
    """Codes of those whose name, with or without 市, is so written; else of those whose name is so read."""
    every = [m for m in gazetteer.by_code.values() if m.kind != "都道府県"]
    return [m.code for m in every if said in (m.name, m.name[:-1])] or [
        m.code for m in every if said in (m.kana, _KIND_READ.sub("", m.kana))
    ]
