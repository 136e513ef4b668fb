"""What stands over the rows of a list: a heading or a sentence that says that agreements were concluded with them."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, replace
from typing import Final

from loaders.prose import cells, cues, keys, surroundings, titles
from loaders.prose.entries import OPEN_HEADING
from loaders.prose.parts import Place, Scan, Sentence, When
from loaders.read import Span

_LONGEST: Final = 48
_SIGNED_ON: Final = re.compile(r"[ 　]*(?:付け?|に)?[ 　]*(?:締\s*結|調印)(?:済み?)?[）)】]*[ 　]*$", re.MULTILINE)
_TITLE_AND_DAY: Final = re.compile(
    r"[ 　]*[「『]?(?P<title>[^\n「」『』（）()。、]{2,60}?(?:協定|覚書))書?[」』]?[ 　]*[（(][ 　]*(?:締結(?:年月)?日?|協定日)?[ 　:：]*"
)
"""「災害時における飲料水の提供に関する協定（H23.10.11）」 over those with whom it was concluded."""
_CLOSED: Final = re.compile(r"(?:付け?)?(?:締結|調印)?[ 　]*[）)]")
_OTHER: Final = re.compile(
    r"受賞|表彰|概要$|リンク|問い?合わ?せ|連絡先|所在|店舗|拠点|会員|寄[附付]|協賛|後援|スポンサー|広告|バナー|メディア|掲載|募集|流れ|手順|手続|様式|"
    r"出展|登壇|講演|講師|受託|委託|指定管理|取引|納入|導入(?:実績|企業|自治体)|お知らせ|関連|参考|委員|名簿|賛同|視察|認定|採択|要綱|要領|とは$|見直し|(?:始|はじ)める日|開始(?:日|時期)?$|スケジュール|日程$|今後の予定"
)
_LIST: Final = re.compile(
    r"(?:協\s*定|覚え?書)|締結(?:年月)?日|締結(?:済み?)?(?:の)?(?:状況|実績|先|相手方?|企業|団体|事業者|自治体|一覧)"
)
_POINTS: Final = re.compile(
    r"次の|下記の?|以下の|[\d０-９]+(?:の)?(?:社|団体|自治体|市町村|事業者|者)|さまざまな|多くの|各地|全国|(?:記入|記載|回答|お答え|挙げて|教えて)(?:し|くだ)"
)
_PARTNERS: Final = re.compile(
    r"(?:締結|協定)(?:済み?)?(?:の)?(?:し(?:た|ている)|を結んでいる|を結んだ|を締結し(?:た|ている))?(?:の)?(?:先|相手方?|企業|団体|事業者|自治体|市区?町村|大学|機関|店|薬局)(?:等|など|様|さま)?(?:の)?(?:一覧|名簿|リスト)?|協定(?:締結)?(?:の)?(?:先|一覧)|締結順"
)
_APART: Final = re.compile(r"て(?:い|お)(?:る|ます|り)|それぞれ|個別に|各々|各社")
_CONCLUDED: Final = re.compile(
    r"(?:締結|調印)(?:し(?:た|まし|て(?:い|お))|済)|結(?:んだ|んで(?:い|お)|びました)|交わし(?:た|まし|て(?:い|お))|(?:締結|調印)式を(?:行|執り行|開)[いきっ]"
)
_NOW: Final = re.compile(r"今回|このたび|この度|今般")
_WITH_ALL: Final = re.compile(r"(?:自治体|市区?町村|市町)(?:の皆(?:様|さま|さん))?と")
_BARE: Final = 3
_REACH: Final = 60


@dataclass(frozen=True, slots=True)
class Lead:
    """``span``: the words over the list; ``name``: the kind of agreement that they name, ending in ``noun``;
    ``places``: the local governments that a sentence over the list says have concluded them."""

    span: Span
    name: Span | None
    noun: Span
    places: tuple[Place, ...] = ()
    partners: bool = False
    """Whether the words say that what follows is the partners (協定締結企業一覧), so that a bare name tells one."""
    titled: bool = False
    """Whether ``name`` is a title as it stands."""
    when: When | None = None
    """The day that a heading tells of all that stands beneath it (「第1期（令和2年10月1日締結）」)."""


OTHERWISE: Final = Lead(Span(0, 0), None, Span(0, 0))
"""Over the rows stands something else than agreements, or agreements that are not concluded."""


def owners(scan: Scan, sentence: Sentence) -> list[Place]:
    """The local governments whose list a row is of: those of which the heading above is made, else its one `owner`."""
    above = surroundings.names_above(scan, sentence, Place)
    if above and surroundings.an_entry(scan, above):
        return above
    one = owner(scan, sentence)
    return [one] if one is not None else []


def owner(scan: Scan, sentence: Sentence) -> Place | None:
    """The local government whose list a row is of: the issuer, that of the heading above, that of the title."""
    found = scan.header.municipality or surroundings.above(scan, sentence, Place)
    if found is not None or not scan.sentences or scan.sentences[0].kind == "prose" or sentence.index == 0:
        return found
    named = {p.name: p for p in scan.sentences[0].places if p.use == "actor"}
    return next(iter(named.values())) if len(named) == 1 and not scan.sentences[0].bodies else None


def barring(scan: Scan, sentence: Sentence) -> int:
    """The index of the last heading over a line that speaks of something else than agreements, or -1."""
    return max((i for i in sentence.heading if _bars(scan, scan.sentences[i])), default=-1)


def _bars(scan: Scan, heading: Sentence) -> bool:
    short = heading.kind != "prose" and heading.span.end - heading.span.start <= _LONGEST
    return short and not _LIST.search(scan.text, *heading.span) and _OTHER.search(scan.text, *heading.span) is not None


class Leads:
    """The headings and sentences of a text that may stand over rows."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        told = [scan.sentences[n] for n in scan.triggered()]
        self._sentences = [
            s for s in told
            if s.kind == "prose" and cues.NOUN.search(scan.text, *s.span) and _POINTS.search(scan.text, *s.span)
            and _CONCLUDED.search(scan.text, *s.span) and not re.search("予定|検討|例えば", scan.text[slice(*s.span)])
        ]  # fmt: skip

        self._labels = _labels(scan)
        # 「2市町は、それぞれの事業者と…協定を締結しています」 names no partner: those of a list further on are meant.
        self._standing = [
            s for s in told
            if s.kind == "prose" and not s.bodies and (s.places or _WITH_ALL.search(scan.text, *s.span)) and _CONCLUDED.search(scan.text, *s.span)
            and cues.NOUN.search(scan.text, *s.span)
        ]  # fmt: skip

    def over(self, sentence: Sentence) -> Lead | None:
        """What stands over a row: `OTHERWISE`, None where nothing speaks of agreements, else what does."""
        scan = self._scan
        told: Lead | None = None
        label = self._labels.get(sentence.index)
        for index in [*([label] if label is not None else []), *reversed(sentence.heading)]:
            heading = scan.sentences[index]
            start, stop = heading.span
            if OPEN_HEADING.search(scan.text, start, stop):
                return OTHERWISE
            if told is None and (dated := self._dated(heading)) is not None:
                told = dated
            elif told is None and (lead := self._over_head(heading)) is not None:
                told = lead
            elif told is None and heading.kind != "prose" and stop - start <= _LONGEST:
                if _LIST.search(scan.text, start, stop):
                    told = self._heading(heading)
                elif _OTHER.search(scan.text, start, stop):
                    return OTHERWISE
        if told is not None and (
            scan.header.municipality is None or ((told.when is not None or self._just_now(told)) and told.name is None)
        ):
            return self._told_before(told, sentence)
        return told or self._sentence(sentence) or self._title(sentence)

    def _over_head(self, heading: Sentence) -> Lead | None:
        """What the sentence says that stands right over the head of a list (「相手先　　締結」)."""
        if heading.index == 0 or heading.mentions:
            return None
        parts = [part for part in cells.GAP.split(self._scan.text[slice(*heading.span)].strip()) if part]
        before = self._scan.sentences[heading.index - 1]
        if sum(keys.known(part) is not None for part in parts) < _KEYS or all(s is not before for s in self._sentences):
            return None
        return self._lead(before)

    def _told_before(self, told: Lead, row: Sentence) -> Lead:
        """A heading with what a sentence before it says of the same agreements: who concluded them, and their title."""
        standing = self._standing_before(row)
        if standing is None:
            return told
        lead = self._lead(standing)
        named = told.name is not None or lead.name is None
        days = [d for d in standing.dates if d.date and not d.end]
        return replace(
            told, places=lead.places, name=told.name if named else lead.name, noun=told.noun if named else lead.noun,
            when=days[0] if told.when is None and len(days) == 1 and self._just_now(told) else told.when,
        )  # fmt: skip

    def standing(self, row: Sentence) -> Lead | None:
        """What the last sentence before a row says of agreements concluded without naming a partner."""
        before = self._standing_before(row)
        return self._lead(before) if before is not None else None

    def _standing_before(self, row: Sentence) -> Sentence | None:
        at = bisect.bisect_left(self._standing, row.index, key=lambda s: s.index) - 1
        return self._standing[at] if at >= 0 and row.index - self._standing[at].index <= _REACH else None

    def _just_now(self, told: Lead) -> bool:
        """「今回、協定を締結した事業者」: with whom it was that the text has told just before, and when."""
        return told.partners and _NOW.search(self._scan.text, *told.span) is not None

    def _dated(self, heading: Sentence) -> Lead | None:
        """「第1期（令和2年10月1日締結）」 over the names of those with whom it was concluded."""
        text = self._scan.text
        day = heading.dates[0] if len(heading.dates) == 1 and heading.kind != "prose" else None
        if day is None or not day.date or heading.places or heading.bodies:
            return None
        titled = _TITLE_AND_DAY.fullmatch(text, heading.span.start, day.span.start)
        if titled is None and not _SIGNED_ON.match(text, day.span.end):
            return None
        if titled is not None and not _CLOSED.fullmatch(text, day.span.end, heading.span.end):
            return None
        noun = next(cues.NOUN.finditer(text, *heading.span), None)
        return Lead(
            heading.span,
            Span(*titled.span("title")) if titled else None,
            Span(*noun.span()) if noun else Span(day.span.start, day.span.start),
            partners=True,
            when=day,
            titled=titled is not None,
        )

    def _title(self, row: Sentence) -> Lead | None:
        """The title of a document that is a list of agreements as a whole."""
        for title in self._scan.sentences[: min(row.index, _TITLE_LINES)]:
            if title.kind == "prose":
                break
            if _WHOLE.search(self._scan.text, *title.span):
                return replace(self._heading(title), partners=False)
        return None

    def _heading(self, heading: Sentence) -> Lead:
        text, (start, stop) = self._scan.text, heading.span
        noun = next(cues.NOUN.finditer(text, start, stop), None)
        partners = _PARTNERS.search(text, start, stop) is not None
        if noun is None:
            return Lead(heading.span, None, Span(start, start), partners=partners)
        left = max([start, *(m.span.end for m in heading.mentions if m.span.end <= noun.start())])
        name, _ = titles.title(text, noun, left)
        kind = name if name is not None and name.end - name.start > _BARE else None
        return Lead(heading.span, kind, Span(noun.start(), noun.end()), partners=partners)

    def _sentence(self, row: Sentence) -> Lead | None:
        """The last sentence before a row that points to a list, unless another section has begun at its rank."""
        at = bisect.bisect_left(self._sentences, row.index, key=lambda s: s.index) - 1
        if at < 0:
            return None
        lead = self._sentences[at]
        if row.index - lead.index > _REACH or lead.heading != row.heading[: len(lead.heading)]:
            return None
        between = self._scan.sentences[lead.index + 1 : row.index]
        if any(s.kind == "prose" and s.level < 0 and len(s.heading) <= len(lead.heading) for s in between):
            return None
        return self._lead(lead)

    def _lead(self, lead: Sentence) -> Lead:
        noun = next(cues.NOUN.finditer(self._scan.text, *lead.span))
        places = {
            p.codes: p for p in lead.places
            if p.use == "actor" and cues.slot(self._scan.text, p.span.end, lead.span.end) == "subject"
        }  # fmt: skip
        left = max([lead.span.start, *(m.span.end for m in lead.mentions if m.span.end <= noun.start())])
        name, _ = titles.title(self._scan.text, noun, left)
        words = self._scan.text[slice(*lead.span)]
        # 「次の三者と協定を締結しました」 is one agreement of all.
        pointed = re.search(r"次の|下記|以下", words) is not None and _APART.search(words) is not None
        return Lead(lead.span, name, Span(noun.start(), noun.end()), tuple(places.values()), pointed)


_KEYS: Final = 2
_TITLE_LINES: Final = 3
_WHOLE: Final = re.compile(
    r"(?:協定|覚書)(?:等|など)?(?:の)?[ 　]*(?:締結)?(?:の)?(?:先|相手方|企業|団体|事業者|自治体)?(?:の)?(?:一覧|状況|実績|のご?紹介)|(?:結んでいる|締結している)(?:連携)?協定"
)


def _labels(scan: Scan) -> dict[int, int]:
    """By index of a line or bullet: the line without any name that stands over it and those beside it, as a label."""
    found: dict[int, int] = {}
    label: Sentence | None = None
    for sentence in scan.sentences:
        if sentence.kind in ("prose", "heading") or (label is not None and sentence.paragraph != label.paragraph):
            label = None
        nobody = not sentence.places and not sentence.bodies and sentence.key is None
        if sentence.kind == "line" and nobody and scan.text[sentence.span.start] not in "(（":
            label = sentence
        elif label is not None and sentence.mentions and indent(scan, label) <= indent(scan, sentence):
            found[sentence.index] = label.index
    return found


def indent(scan: Scan, sentence: Sentence) -> int:
    """How far a line is set in; what is set in deeper than a row belongs to the one above it."""
    line = scan.text.rfind("\n", 0, sentence.span.start) + 1
    return len(scan.text[line : sentence.span.start]) - len(scan.text[line : sentence.span.start].lstrip())
