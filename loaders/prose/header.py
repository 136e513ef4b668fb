"""What a document says of itself: title, who issues it, when, as of when, and what kind of paper it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from loaders.prose import casts, issued, owners, visits, voices
from loaders.prose.parts import Body, DocumentKind, Header, Place, Sentence
from loaders.read import Reading, Span

_FIRST: Final = 14
_LAST: Final = 18
_SENDERS: Final = 7
_LEAD: Final = 5
_SENDER_KEY: Final = re.compile(
    r"発信|回 *答 *(?:者|元|自治体|団体|課)|発行者?$|発行元|発表者?$|配信元|リリース元|差出|作成者?$|発信者|運営$|編集"
)
_SITE: Final = re.compile(
    r"(?:公式)?(?:ホームページ|ウェブサイト|web(?:サイト)?|公式サイト|hp|公式|サイト)\s*$", re.IGNORECASE
)
_SITE_ENDS: Final = frozenset("ジトb式p")
_ADDRESSED: Final = re.compile(r"(?:様|殿|御中|宛て?|あて|各位)[ )]*$")
"""「別府市企画部長　様」: to whom a letter goes, not from whom it comes; members report to their own council."""
_COUNCIL: Final = re.compile(r"(?<![審協])議会")
_CONTACT: Final = re.compile(r"問い?合わ?せ|連絡先|担当|このページ|発信")
_KINDS: Final[tuple[tuple[DocumentKind, re.Pattern[str], int], ...]] = (
    ("視察報告書", re.compile(r"視察|研修報告|調査報告書|出張報告"), 400),
    ("プレスリリース", re.compile(r"プレス ?リリース|ニュース ?リリース|報道発表|報道関係|報道機関|報道資料|記者発表|記者会見|press ?release|news ?release|投げ込み"), 500),
    ("協定一覧", re.compile(r"協定[^。\n]{0,16}一覧|一覧[^。\n]{0,10}協定|主な協定|協定(?:等)?(?:の)?締結状況|締結している協定|協定リスト"), 400),
    ("施策一覧", re.compile(r"(?:施策|事業|取組|取り組み)(?:等)?(?:の)?(?:一覧|実施状況|記載状況)"), 400),
    ("記事", re.compile(r"広報|マガジン|新聞|記事|コラム|短信|ニュース|速報|取材|連載|特集|ダイジェスト|インタビュー"), 500),
)  # fmt: skip
_AGREEMENT: Final = re.compile(r"(?:協定書|覚書|契約書|合意書|協定)\s*(?:[(（](?:写し?|抄|抜粋|全文)[)）])?\s*$")
_ARTICLE: Final = re.compile(r"第 ?[1一] ?(?:条|項|[ (\n])")
_HEREAFTER: Final = re.compile(r"\(以下[^「」()\n]{0,6}「[^」\n]{1,8}」")
_NO_TITLE: Final = re.compile(
    r"^(?:報道|プレス|ニュース|press|news|各位|お知らせ$|公開日|著者|記者|20\d\d|令和|平成)", re.IGNORECASE
)


def read(reading: Reading, folded: str, sentences: list[Sentence]) -> Header:
    """The header of a document whose sentences hold their mentions already (pronouns not yet resolved).

    Raises nothing; what is not told stays None or ''.
    """
    header = Header()
    header.title, header.title_span = _title(reading, sentences)
    header.kind = _kind(header.title, folded)
    header.issued = issued.issued(folded, sentences) if header.kind != "協定書" else None
    header.as_of = issued.as_of(folded, sentences)
    we = set(voices.WE.findall(folded))
    found = casts.find(
        reading.text,
        folded,
        sentences,
        edited=_ENTRIES.search(header.title) is not None,
        sections=header.kind != "視察報告書",
    )
    if casts.each_speaks(found, we) or not _speaks_within(found, folded, sentences):
        header.casts = found
        header.collection = len({cast.places[0].codes for cast in header.casts if cast.places}) > 1
    if header.kind == "視察報告書":
        header.visits = visits.find(reading.text, sentences)
    header.issuers = _issuers(header, folded, sentences)
    header.edited = not we and _edited(header)
    return header


def _speaks_within(found: Sequence[casts.Cast], folded: str, sentences: Sequence[Sentence]) -> bool:
    """Whether somebody says 当社 in an entry that does not name at its head who that may be; before the first entry
    it is the editor (「当財団は三つの地域を訪ねた」)."""
    return any(
        voices.WE.search(folded, sentences[cast.first].span.start, sentences[cast.stop - 1].span.end)
        for cast in found if not (cast.places and cast.bodies)
    )  # fmt: skip


_EDITED: Final = re.compile(
    r"事例(?:集|調査|紹介|編|ブック|ファイル|の紹介|から)|調査(?:報告|研究|結果|月報)|実態調査|アンケート|白書|ハンドブック|ガイドブック|手引|現場報告"
)
"""Titles of papers that tell what others do."""
_ENTRIES: Final = re.compile(rf"{_EDITED.pattern}|事例|取り?組み?(?:集|の|\(|（|$)|実証の|提案の|先行地域")
"""Titles of papers whose parts may each be of another local government, whoever wrote them."""


def _edited(header: Header) -> bool:
    issuer = next((i for i in header.issuers if isinstance(i, Body)), None)
    return bool(_EDITED.search(header.title)) or (
        issuer is not None and voices.OBSERVER.fullmatch(issuer.name) is not None
    )


def _title(reading: Reading, sentences: list[Sentence]) -> tuple[str, Span | None]:
    if reading.title:
        start = reading.text.find(reading.title)
        return reading.title, Span(start, start + len(reading.title)) if start >= 0 else None
    for sentence in sentences[:8]:
        words = reading.text[sentence.span.start : sentence.span.end]
        if _NO_TITLE.match(words) or sentence.key is not None or len(words) < 5:
            continue
        named = sum(m.span.end - m.span.start for m in sentence.mentions)
        if named >= len(words) * 0.8:
            continue
        return words, sentence.span
    return (reading.text[slice(*sentences[0].span)], sentences[0].span) if sentences else ("", None)


def _kind(title: str, folded: str) -> DocumentKind:
    if _AGREEMENT.search(title) and _ARTICLE.search(folded) and ("甲" in folded or _HEREAFTER.search(folded)):
        return "協定書"
    own = _OWN_KIND.search(title) is not None
    for kind, words, reach in _KINDS:
        if kind == "視察報告書" and not words.search(title) and (own or not _VISIT.search(folded, 0, reach)):
            continue
        if words.search(title) or words.search(folded, 0, reach):
            return kind
    return "その他"


_VISIT: Final = re.compile(
    r"視察(?:報告|研修|日|先(?!進)|地|の概要|項目|内容|調査|者|期間|参加|委員|メモ|記録|の目的|目的|事項)|行政視察|(?:会派|個人|議員|委員会)[^\n]{0,6}視察|視察(?:に|へ)(?:行|来)|調査報告|出張報告|研修報告|(?:年|月|日)[^\n。]{0,12}視察"
)
_OWN_KIND: Final = re.compile(r"だより|広報|会議録|議事録|会見|計画|年報|月報|会報|報告書")
"""Papers that may tell of a visit among other things."""


def _issuers(header: Header, folded: str, sentences: list[Sentence]) -> tuple[Place | Body, ...]:
    """Who speaks: told by a key, by a line of its own at the head, by the foot, by the name of the site."""
    visit = header.kind == "視察報告書"
    weights: dict[str, int] = defaultdict(int)
    first: dict[str, Place | Body] = {}

    def count(mention: Place | Body, weight: int) -> None:
        weights[mention.name] += weight
        first.setdefault(mention.name, mention)

    foot_from = max(_FIRST, len(sentences) - _LAST)
    contact, we = False, voices.WE.search(folded) is not None
    for sentence in [*sentences[:_FIRST], *sentences[foot_from:]]:
        foot = sentence.index >= foot_from
        start, end = sentence.span
        contact |= foot and end - start < 40 and _CONTACT.search(folded, start, end) is not None
        if not sentence.mentions:
            continue
        words = folded[start:end]
        parties = [
            m
            for m in sentence.mentions
            if isinstance(m, Place | Body) and not (isinstance(m, Place) and m.use in ("inside", "address"))
            and not _SEAT.search(folded, start, m.span.start)
        ]  # fmt: skip
        if not parties or (_ADDRESSED.search(words) and not _COUNCIL.search(words)):
            continue
        if sentence.key is not None:
            key = folded[slice(*sentence.key)]
            if _SENDER_KEY.search(key) and not (key.endswith("運営") and (not foot or sentence.kind == "bullet")):
                for mention in parties:
                    seat = folded[mention.span.start - 1] == "(" and folded[mention.span.end : sentence.span.end] != ")"
                    if mention is parties[0] or not (isinstance(mention, Place) and seat):
                        count(mention, 6)
            continue
        alone = (
            sentence.kind != "bullet"
            and not sentence.mark
            and not (foot and words[-1] == "。")
            and (
                _covers(parties, _SEATED.sub("", words) if sentence.index < _TITLE else words)
                or (not foot and _is_office(parties, folded, sentence))
            )
        )
        if (
            alone
            and sentence.dates
            and (sum(isinstance(m, Place) for m in parties) > 1 or _is_row(sentences, sentence, parties))
        ):
            # 「A町（2016年）、B町（2019年）」 is a list of its own.
            continue
        if foot and len({m.codes for m in parties if isinstance(m, Place)}) > 1:
            # 「似た取組のある団体：A村、B町」 at the end signs nothing.
            continue
        if foot and owners.stands_over_words(sentences, sentence):
            continue
        if alone and not contact and _one_of_many(sentences, sentence, folded):
            continue
        for mention in parties:
            if isinstance(mention, Place) and _COUNCIL.search(mention.department):
                count(mention, 5)
            elif visit or not alone:
                continue
            elif foot and (contact or isinstance(mention, Place) or (we and mention.department)):
                count(mention, 3)
            elif not foot and ((isinstance(mention, Place) and mention.use == "actor") or sentence.index < _SENDERS):
                count(mention, 4 if len(parties) <= 3 else 1)
    for sentence in sentences[:_FIRST]:
        for mention in sentence.bodies:
            greets = _GREETS.fullmatch(folded, sentence.span.start, mention.span.start)
            if greets and _HERE_IS.match(folded, mention.span.end, sentence.span.end):
                count(mention, 6)
    if not visit:
        _from_title(header, folded, sentences, count)
        _report(folded, sentences, count)
    best: list[Place | Body] = []
    for kind in (Place, Body):
        own_kind = [(weight, name) for name, weight in weights.items() if isinstance(first[name], kind) and weight >= 3]
        top = max((weight for weight, _ in own_kind), default=0)
        best += [first[name] for weight, name in own_kind if weight == top][:3]
    if not visit and not any(isinstance(i, Place) for i in best):
        best += _unsigned(header, folded, sentences, best)
    return tuple(sorted(best, key=lambda m: m.span.start))


def _unsigned(header: Header, folded: str, sentences: list[Sentence], others: list[Place | Body]) -> list[Place | Body]:
    """Whose paper it is where nobody signs; else the local government that it is about, and ``header`` says so."""
    speaks = others or voices.WE.search(folded)
    own = None if speaks else owners.owner(folded, sentences, header.collection) or owners.speaking(folded, sentences)
    if own is not None:
        return [own]
    topic = None if header.collection else _topic(sentences, folded)
    header.signed = topic is None
    return [topic] if topic else []


def _is_row(sentences: list[Sentence], sentence: Sentence, parties: list[Place | Body]) -> bool:
    """Whether a line of a body, a local government and a day stands beside another such line."""
    kinds = {type(m) for m in parties}
    return len(kinds) > 1 and any(
        other is not sentence and other.dates and other.paragraph == sentence.paragraph
        and {type(m) for m in other.mentions if isinstance(m, Place | Body)} == kinds
        for other in sentences[max(0, sentence.index - 1) : sentence.index + 2]
    )  # fmt: skip


_HERE_IS: Final = re.compile(
    r"(?:の?[^\s、。はがを]{0,8}、?[^\s、。はがを]{0,10}(?:担当|広報|代表|社員|スタッフ|事務局|部|課|室|編集部))?(?:です|でございます|と申します)[。!!]"
)
_GREETS: Final = re.compile(
    r"(?:(?:皆さん|皆様|みなさん)?、?(?:こんにちは|はじめまして)[、。! ]*)?(?:私(?:たち|ども)は、?)?[ 　]*"
)
"""「こんにちは。株式会社あおば、広報担当です。」: who speaks says so."""
_HEADS_NAMES: Final = re.compile(
    r"(?:自治体|市町村|市町|企業|団体|事業者|会員|構成員|一覧|先|実績|店舗|拠点)(?:\([^()]*\))?[\s】』」)）>\]]*$"
)


def _one_of_many(sentences: list[Sentence], sentence: Sentence, folded: str) -> bool:
    """Whether a line of names is one of several headings of its kind, or of several lines beside each other: an entry
    of a list signs nothing."""
    kinds = {type(m) for m in sentence.mentions if isinstance(m, Place | Body)}
    if sentence.heading:
        above = sentences[sentence.heading[-1]]
        following = sentences[sentence.index + 1 : sentence.index + 2]
        alone = sentence.index == 1 and not any(above.index in s.heading for s in following)
        if (above.kind == "bullet" and above.paragraph == sentence.paragraph) or (
            not alone and _HEADS_NAMES.search(folded, *above.span)
        ):
            return True
    if sentence.kind == "heading":
        beneath = sentences[sentence.index + 1 : sentence.index + 2]
        others = [
            s for s in sentences
            if s.kind == "heading" and s.level == sentence.level and s.heading == sentence.heading and s is not sentence
        ] if beneath and sentence.index in beneath[0].heading else []  # fmt: skip
    elif sentence.heading:
        others = [s for s in sentences[max(0, sentence.index - 1) : sentence.index + 2] if s is not sentence]
        others = [s for s in others if s.heading == sentence.heading and s.paragraph == sentence.paragraph]
    else:
        return False
    return any(
        parties[0].name not in {getattr(m, "name", "") for m in sentence.mentions}
        and {type(m) for m in parties} == kinds and _covers(parties, folded[slice(*other.span)])
        for other in others
        if (parties := [m for m in other.mentions if isinstance(m, Place | Body)])
    )  # fmt: skip


def _is_office(parties: list[Place | Body], folded: str, sentence: Sentence) -> bool:
    """「日向市総合政策部長（公印省略）」: a line that holds an office of one local government."""
    first = parties[0]
    return (
        len(parties) == 1
        and isinstance(first, Place)
        and sentence.kind == "line"
        and not folded[sentence.span.start : first.span.start].strip()
        and _OFFICE.fullmatch(folded, first.span.end, sentence.span.end) is not None
    )


_OFFICE: Final = re.compile(r"[ ]*[一-龥ー・]{1,14}(?:部|課|局|室)長?(?:\(公印省略\))?")


def _covers(parties: list[Place | Body], words: str) -> bool:
    """Whether a line holds little more than names (and a telephone number)."""
    own = sum(m.span.end - m.span.start for m in parties)
    return len(words) < 60 and own >= len(_BESIDE.sub("", words)) * 0.75


_SEAT: Final = re.compile(r"\((?:本社|本店|本部|所在地)[: ・]*$")
_TITLE: Final = 2
"""Lines at the head in which a name may stand with its seat."""
_SEATED: Final = re.compile(r"\((?:本社|本店|本部|所在地)[^()]{1,24}\)")
_BESIDE: Final = re.compile(r"[\s()・、]|\d[\d\-]+|報道発表資料?|プレスリリース|市長|町長|村長|区長|知事|電話")


def _topic(sentences: list[Sentence], folded: str) -> Place | None:
    """Where nobody signs: the one local government of the first sentences, if no other is named more often."""
    lead: dict[tuple[str, ...], Place] = {}
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for sentence in sentences:
        entry = sentence.kind == "heading" and sentence.places and _one_of_many(sentences, sentence, folded)
        for place in sentence.places if not entry else ():
            if place.use == "actor" and place.name[-1] not in "都道府県":
                counts[place.codes] += 1
                if sentence.index < _LEAD:
                    lead.setdefault(place.codes, place)
    if len(lead) != 1:
        return None
    ((codes, place),) = lead.items()
    # 市 alone, of whom the text speaks, is it too.
    counts[codes] += owners.own_words(folded, place.name[-1])
    return place if all(counts[codes] > n for other, n in counts.items() if other != codes) else None


_REPORT: Final = re.compile(
    r"年報|年次報告|事業報告|活動報告|報告書|レポート|ディスクロージャー|統合報告|サステナビリティ|サスティナビリティ|csr|esg|社会貢献|アニュアル|広報|会報|社内報|機関[紙誌]|通信|だより|便り|ニュース|沿革|記念誌|会社案内|お知らせ|リリース|release|地域(?:との|への|と)"
)


_PAPER: Final = ("ニュース", "通信", "だより", "便り", "新聞", "news", "レポート", "広報")
"""Behind a name these make the name of its owner's paper (静修女子大学ニュース)."""


def _report(folded: str, sentences: list[Sentence], count: object) -> None:
    """「A信用組合　ディスクロージャー2025」: the one body of a title that is a report of its own, else the one that begins to tell."""
    assert callable(count)
    title = sentences[0] if sentences else None
    if title is None or title.kind == "prose" or title.places or not _REPORT.search(folded, *title.span):
        return
    paper = {b.name for b in title.bodies if folded.startswith(_PAPER, b.span.end)}
    named = {
        b.name: replace(b, product=False) for b in title.bodies if b.certain and (not b.product or b.name in paper)
    }
    if not named and (teller := _tells(folded, sentences)) is not None:
        count(teller, 5)
    body = next(iter(named.values()), None)
    if body is None or len(named) > 1 or body.name.endswith("グループ"):
        return
    before, behind = folded[title.span.start : body.span.start], folded[body.span.end : title.span.end]
    if before[-1:] in ("", " ", "(", "|", "/", ":", "-") and (
        body.name in paper or behind[:1] in ("", " ", ")", "|", "/", ":", "-", "の")
    ):
        count(body, 5)


def _tells(folded: str, sentences: list[Sentence]) -> Body | None:
    """The subject with which the running text begins, if the title has its name too (「Aグループ　レポート」 over 「A株式会社は、…」)."""
    first = next((s for s in sentences if s.kind == "prose"), None)
    lead = first.bodies[0] if first is not None and first.bodies else None
    if first is None or lead is None or lead.span.start > first.span.start or lead.name.endswith("グループ"):
        return None
    if not folded.startswith("は", lead.span.end):
        return None
    name = _FORM.sub("", folded[slice(*lead.span)])
    return lead if len(name) > 2 and name in folded[slice(*sentences[0].span)] else None


_FORM: Final = re.compile(r"(?:株式|有限|合同|合資|合名)会社|㈱|㈲")


def _from_title(header: Header, folded: str, sentences: list[Sentence], count: object) -> None:
    """「… | 奈良県宇陀市公式サイト」 in the title or in a line of its own."""
    assert callable(count)
    title = sentences[0] if sentences else None
    if title is not None and title.kind == "heading":
        # 「企業等との連携 | 平戸市」
        for place in title.places:
            before = folded[title.span.start : place.span.start].rstrip()
            if place.span.end == title.span.end and before.endswith(("|", "｜", " -")):
                count(place, 5)
    for sentence in sentences:
        if not sentence.mentions or 40 < sentence.index < len(sentences) - 40:
            continue
        words = folded[slice(*sentence.span)].rstrip()
        if words[-1:] not in _SITE_ENDS or len(words) > 120 or not (match := _SITE.search(words)):
            continue
        at = sentence.span.start + match.start()
        for mention in sentence.mentions:
            if isinstance(mention, Place | Body) and mention.span.end == at:
                count(mention, 5)
