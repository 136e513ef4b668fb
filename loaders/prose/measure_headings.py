"""Common work that a heading or a key alone tells: 「A市×B社」, 「連携自治体：A市、B町」, 「構成員：A市、B社、C大学」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from loaders.prose import (
    affairs,
    assigned,
    casts,
    deeds,
    keys,
    measure_partners,
    measure_tables,
    mentioned,
    rows,
    speakers,
)
from loaders.prose.casts import Cast
from loaders.prose.measure_parts import Measure, stage, stage_of
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party
from loaders.read import Span

_CROSS: Final = re.compile(r"[ 　」』]*(?:[（(][^（）()]{1,20}[）)])?[ 　]*[×✕✖╳＆&][ 　「『]*")
_LEAD: Final = re.compile(
    r"[\s　\d０-９①-⑳.．、()（）\[\]【】〈〉＜＞「『:：■◆●]*(?:(?:事例|ケース|取組|例|No\.?|その)[\d０-９①-⑳]*[\s　:：.．]*)?"
)
_OPEN: Final = re.compile(
    r"検討|不成立|不調|予定|協議|交渉|打診|募集|断念|見送|中止|仮称|対談|座談会|討論|vs|対決|[？?]"
)
_PARTNERS: Final = re.compile(
    r"(?:連携|協働|提携|協力|共同実施)(?:して(?:いる|いただいている)|中の|済みの?|先の?)?(?:自治体|市区?町村|市町)(?:様|さま|名)?(?:の)?(?:一覧)?(?:[（(][^（）()]{0,16}[）)])?[\s　】\]］〕>＞:：]*"
)
_MEMBERS: Final = re.compile(
    r"[【\[〔〈＜<■●◆◇○・]*(?:協議会|会議|ネットワーク|コンソーシアム|委員会|プラットフォーム|連絡会)?(?:の)?(?:構成(?:員|団体|機関|メンバー|企業・団体|組織|者)?|参画(?:団体|機関|企業|者|メンバー)|会員(?:団体|機関)|メンバー)(?:一覧)?[\s　】\]］〕>＞:：]*"
)
_UNION: Final = re.compile(
    r"(?:協議会|会議|ネットワーク|コンソーシアム|委員会|プラットフォーム|連絡会|機構|研究会|協会|連盟)$"
)
_MOST: Final = 40


def measures(scan: Scan) -> Iterator[Measure]:
    """Every measure that such a heading or key tells; the stage stays open."""
    yield from _casts(scan)
    yield from _partners(scan)
    yield from _members(scan)
    yield from _following(scan)
    yield from _crossed(scan)
    yield from _bracketed(scan)
    yield from measure_tables.measures(scan)
    yield from measure_partners.measures(scan)
    yield from assigned.measures(scan)
    yield from mentioned.measures(scan)


def _crossed(scan: Scan) -> Iterator[Measure]:
    """「事例1 A市×B社」 over what they do together."""
    if _CROSS_HINT.search(scan.text) is None:
        return
    heads = {cast.first for cast in scan.header.casts}
    for sentence in scan.sentences:
        if sentence.index in heads:
            continue
        if sentence.kind == "prose" or len(sentence.mentions) < 2 or _OPEN.search(scan.text, *sentence.span):
            continue
        named = [m for m in sentence.mentions if isinstance(m, Place | Body)]
        lead = _LEAD.fullmatch(scan.text, sentence.span.start, named[0].span.start) if named else None
        if lead is None:
            continue
        joined = [named[0]]
        for name in named[1:]:
            gap = scan.text[joined[-1].span.end : name.span.start]
            if not (_CROSS.fullmatch(gap) or re.fullmatch(r"[ 　]*[、・，,][ 　]*", gap)):
                break
            joined.append(name)
        places = [m for m in joined if isinstance(m, Place) and m.use in ("actor", "location")]
        bodies = [m for m in joined if isinstance(m, Body) and m.certain and not m.product]
        crossed = any(_CROSS.match(scan.text, m.span.end, sentence.span.end) for m in joined[:-1])
        if places and bodies and crossed:
            measure = _measure(sentence, places, bodies, "「×」で並べて書かれています")
            last = joined[-1].span.end
            rest = Span(last, sentence.span.end) if sentence.span.end - last > _SHORT else None
            measure.title = rest or _subtitle(scan, sentence) or sentence.span
            yield measure


def _casts(scan: Scan) -> Iterator[Measure]:
    """An entry that says at its head who takes part: what it tells is done by them all."""
    for cast in scan.header.casts:
        head = scan.sentences[cast.first]
        above = [scan.sentences[i] for i in (*head.heading[-1:], cast.first - 1) if i >= 0]
        titles = [s for s in above if s.kind != "prose" and s.key is None and not s.places]
        if not (cast.places and cast.bodies) or any(_OPEN.search(scan.text, *s.span) for s in (head, *titles)):
            continue
        measure = _measure(head, list(cast.places), list(cast.bodies), "取組の当事者として並べて書かれています")
        measure.listed = True
        measure.title = _title(scan, cast)
        entry = scan.sentences[cast.first + 1 : cast.stop]
        _read_stage(scan, measure, entry)
        first = next((s for s in entry if s.kind == "prose"), None)
        if measure.stage == "不明" and first is not None and deeds.NO_FACT.search(scan.text, *first.span):
            # 「無人配送車の走行を検討中」 is all that is told of it.
            continue
        yield measure


def _title(scan: Scan, cast: Cast) -> Span | None:
    """What an entry calls its work: the value of 事業名 or タイトル near its head, else the words of a heading above."""
    head = scan.sentences[cast.first]
    for sentence in scan.sentences[max(0, cast.first - _NEAR_HEAD) : cast.first + _NEAR_HEAD]:
        if sentence.paragraph != head.paragraph or sentence.key is None or sentence.value is None:
            continue
        if _TITLE_KEY.fullmatch("".join(scan.words(sentence.key).split())):
            return sentence.value
    above = [scan.sentences[i] for i in (cast.first - 1, *reversed(head.heading)) if i >= 0]
    named = min((m.span.start for m in head.mentions), default=head.span.start)
    words = _BEFORE_NAME.fullmatch(scan.text, head.span.start, named) if head.kind in ("heading", "bullet") else None
    if words:
        # 「酪農体験教室（豊頃町）」
        return Span(*words.span("words"))
    if head.key is None and head.kind != "line" and (below := _subtitle(scan, head)) is not None:
        return below
    for sentence in above:
        if sentence.kind == "prose" or sentence.key is not None:
            continue
        last = max((m.span.end for m in sentence.mentions), default=sentence.span.start)
        apart = _APART.match(scan.text, last, sentence.span.end) is not None
        words = _EDGES.fullmatch(scan.text, last if apart else sentence.span.start, sentence.span.end)
        if (
            words
            and len(words["words"]) >= _LEAST_TITLE
            and not casts.asks(words["words"])
            and not _is_head(words["words"])
        ):
            return Span(*words.span("words"))
    return None


def _is_head(words: str) -> bool:
    """Whether words are the head of a table: 「番号　団体名　／　連携先　／　取組の概要」."""
    cells = [cell for cell in _CELLS.split(words) if cell]
    return len(cells) > 1 and sum(keys.known(cell) is not None for cell in cells) > 1


_CELLS: Final = re.compile(r"[\s　／/|｜]+")


def _subtitle(scan: Scan, head: Sentence) -> Span | None:
    """A line right beneath a heading of names that says what they do: 「A村×B組合」 over 「地域通貨で回るお金を見える化」."""
    for line in scan.sentences[head.index + 1 : head.index + 2]:
        plain = line.kind == "line" and line.key is None and not line.mentions and line.paragraph == head.paragraph
        if plain and _SHORT < line.span.end - line.span.start <= _TITLE_LENGTH:
            return line.span
    return None


_TITLE_LENGTH: Final = 40
_LEAST_TITLE: Final = 4
_NEAR_HEAD: Final = 3
_TITLE_KEY: Final = re.compile(
    r"(?:取り?組み?|事業|施策|活動|プロジェクト|企画|事例)の?(?:名称?|タイトル|題名|テーマ)?|タイトル|件名|題名|テーマ"
)
_APART: Final = re.compile(r"[\s　】」』）)〉》:：／/・]+\S")
_BEFORE_NAME: Final = re.compile(
    r"(?:[\s　\d０-９■◆●○◇▼▽【\[］\]】.．:：]*(?:事例|ケース|取組|その)?[\s　]*[\d０-９①-⑳]*[\s　.．:：】\]］]+)?(?P<words>[^\s　].{3,}?)[\s　]*[（(―—－–|｜／/-]+[\s　]*"
)
_EDGES: Final = re.compile(r"[\s　】」』）)〉》:：／/・]*(?P<words>.*?)[\s　【「『（(〈《]*")


def _read_stage(scan: Scan, measure: Measure, entry: list[Sentence]) -> None:
    """The stage that the rest of an entry tells, with its words: what came last stands last."""
    for sentence in entry:
        if sentence.kind == "heading" or deeds.UNREAL.search(scan.text, *sentence.span):
            continue
        above = scan.sentences[sentence.heading[-1]].span if sentence.heading else sentence.span
        told = stage_of(scan, sentence, *sentence.span)
        if told in ("不明", "計画") and any(
            _RESULT.search(scan.text, *span) for span in (above, sentence.key or above)
        ):
            told = "実施"
        if _RANK.get(told, 0) >= _RANK.get(measure.stage, 0) and told != "不明":
            measure.stage = told
            measure.more = [sentence.span]


_RESULT: Final = re.compile(
    r"(?<!期待される)(?<!想定される)(?<!見込まれる)(?:成果|効果|実績|結果)(?!見込|予定|の?目標)"
)
_RANK: Final = {"計画": 1, "実証": 2, "実施": 3, "終了": 4}
_WORK: Final = re.compile(
    r"(?:実証(?:実験|運行|事業|調査)?|運行|事業|訓練|調査|研究|開発|講座|教室|プロジェクト)[」』]?[（(](?P<who>[^（）()。]{4,60})[）)](?=[はがをもの、])"
)


def _bracketed(scan: Scan) -> Iterator[Measure]:
    """「バスの実証運行（町・みどりバス㈱）は…」: who does it stands behind it."""
    for index in scan.holding(_WORK):
        sentence = scan.sentences[index]
        for match in _WORK.finditer(scan.text, *sentence.span):
            begin, end = match.span("who")
            named = [m for m in sentence.mentions if isinstance(m, Place | Body) and begin <= m.span.start < end]
            bounds = [begin, *(at for m in named for at in m.span), end]
            gaps = [scan.text[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
            places = [m for m in named if isinstance(m, Place) and m.use == "actor"]
            bodies = [m for m in named if isinstance(m, Body) and m.certain and not m.product]
            joined = all(_TIE.fullmatch(gap) for gap in gaps) and len(places) + len(bodies) == len(named)
            if joined and places and bodies and not deeds.NO_FACT.search(scan.text, *sentence.span):
                measure = _measure(sentence, places, bodies, "取組の名のうしろのかっこから読み取りました")
                measure.stage = stage(scan.text, match.end(), sentence.span.end)
                yield measure


_SHORT: Final = 6
_CROSS_HINT: Final = re.compile("[×✕✖╳＆&]")


def _partners(scan: Scan) -> Iterator[Measure]:
    """「連携自治体：A市、B町」 on the page of a body."""
    owner: Body | None = None
    for head, places, _ in _lists(scan, _PARTNERS):
        owner = owner or scan.header.body or speakers.speaker(scan) or speakers.narrator(scan)
        if owner is None:
            return
        for place in places:
            yield _measure(head, [place], [owner], "連携先の一覧から読み取りました")


def _members(scan: Scan) -> Iterator[Measure]:
    """「構成員：A市、B社、C大学」 of a council: they act together in it."""
    for head, places, bodies in [*_lists(scan, _MEMBERS), *_seats(scan)]:
        if not places or not bodies:
            continue
        above = [scan.sentences[i] for i in head.heading] + scan.sentences[:1]
        union = next((b for s in above for b in s.bodies if _UNION.search(b.name) and b.certain), None)
        measure = _measure(head, places, bodies, "同じ協議会などに加わっています")
        measure.listed = True
        measure.bodies = {key: (party, "参加") for key, (party, _) in measure.bodies.items()}
        if union is not None:
            measure.bodies |= {p.key: (p, "運営") for p in [Party(union, cite=union.span)]}
        yield measure


_TAKE_PART: Final = re.compile(
    r"(?:次|以下|下記)の(?:[^\s、。]{0,8}?)(?:企業|事業者|団体|法人|機関|皆さん|皆様|皆さま|みなさん|方々|お店|店舗|[\d０-９]+(?:社|者|団体|機関))が[^。]{0,60}?"
    r"(?:参加|加わ|協力|知らせ|支え|見守|担[っい]|届け)[^。]{0,24}?[てで](?:い(?:る|ます)|おり|くれ|くださ|いただ)"
)


def _following(scan: Scan) -> Iterator[Measure]:
    """「市では、次の皆さんが…知らせてくれています」 over lines that end in names, each perhaps behind what it does."""
    for index in scan.holding(_TAKE_PART):
        sentence = scan.sentences[index]
        place = next((p for p in sentence.places if p.use == "actor" and p.resolved), None) or affairs.section(
            scan, sentence
        )
        if place is None or deeds.NO_FACT.search(scan.text, *sentence.span):
            continue
        for line in scan.sentences[index + 1 : index + 1 + _MOST]:
            bodies = [b for b in line.bodies if b.certain and not b.product]
            if line.kind == "prose":
                break
            if bodies and _TIE.fullmatch(scan.text, bodies[-1].span.end, line.span.end):
                measure = _measure(line, [place], bodies, "名前の並びの前の文から読み取りました")
                measure.more = [sentence.span]
                yield measure


def _seats(scan: Scan) -> Iterator[tuple[Sentence, list[Place], list[Body]]]:
    """「会長　A市」 over 「会員　B社」 and the lines that go on beneath: the names of all seats in a row of lines."""
    group: list[Sentence] = []
    for sentence in [*scan.sentences, None]:
        told = sentence is not None and sentence.key is not None and keys.known(scan.words(sentence.key))
        member = bool(told) and told is not None and told is not False and told.key == "member"
        goes_on = sentence is not None and bool(group) and sentence.key is None and sentence.kind == "line"
        if sentence is not None and (member or goes_on) and rows.names(scan, sentence):
            group.append(sentence)
        elif group:
            names = [m for line in group for m in rows.names(scan, line)]
            if len(group) > 1:
                yield group[0], [m for m in names if isinstance(m, Place)], [m for m in names if isinstance(m, Body)]
            group = []


def _lists(scan: Scan, pattern: re.Pattern[str]) -> Iterator[tuple[Sentence, list[Place], list[Body]]]:
    """Each key or heading that fits, with the names in its value or in the lines right beneath."""
    for sentence in scan.sentences:
        if sentence.kind == "prose":
            continue
        start = sentence.span.start
        end = sentence.key.end if sentence.key is not None else sentence.span.end
        if end - start > _MOST or not pattern.fullmatch(scan.text, start, end):
            continue
        if deeds.NO_FACT.search(scan.text, start, end):
            continue
        lines = [sentence] if sentence.key is not None and sentence.mentions else _beneath(scan, sentence)
        names = [m for line in lines for m in _names(scan, line)]
        yield sentence, [m for m in names if isinstance(m, Place)], [m for m in names if isinstance(m, Body)]


def _beneath(scan: Scan, head: Sentence) -> list[Sentence]:
    """The lines after a heading that are nothing but names, up to the first other line."""
    found: list[Sentence] = []
    for line in scan.sentences[head.index + 1 : head.index + 1 + _MOST]:
        if line.kind == "prose" or not _names(scan, line):
            break
        found.append(line)
    return found


_SORT: Final = re.compile(
    r"[【〈\[]?(?:企業|民間|事業者|産業界?|産|教育機関|学校|大学|学術?|学|金融機関?|金|自治体|行政|官|市町村?|支援機関|団体|経済団体|関係団体|労|言|農業|福祉|医療|その他)[】〉\]]?[　 ：:｜|／/]+"
)


def _names(scan: Scan, line: Sentence) -> list[Place | Body]:
    """The names of a line that is nothing else but what sort they are of (「企業　A社、B社」)."""
    first = next((m for m in line.mentions if isinstance(m, Place | Body)), None)
    if first is None or not _SORT.fullmatch(scan.text, line.span.start, first.span.start):
        return rows.names(scan, line)
    named = [m for m in line.mentions if isinstance(m, Place | Body)]
    gaps = [scan.text[a.span.end : b.span.start] for a, b in pairwise(named)]
    rest = scan.text[named[-1].span.end : line.span.end]
    return named if all(_TIE.fullmatch(g) for g in gaps) and _TIE.fullmatch(rest) else []


_TIE: Final = re.compile(r"(?:[（(][^（）()]{1,20}[）)])?[ 　]*(?:、|・|，|／|/|と|及び|ほか|など)?[ 　]*")


def _measure(sentence: Sentence, places: list[Place], bodies: list[Body], note: str) -> Measure:
    measure = Measure(sentence.index, sentence.span, "不明", notes=[note])
    inside = sentence.span
    measure.places = {p.key: p for p in (_party(m, inside) for m in places)}
    measure.bodies = {p.key: (p, "協力") for p in (_party(m, inside) for m in bodies)}
    measure.conduct = "協力"
    return measure


def _party(mention: Place | Body, inside: Span) -> Party:
    return Party(mention, cite=None if inside.start <= mention.span.start < inside.end else mention.span)
