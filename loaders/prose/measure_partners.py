"""What a local government tells beneath the name of a partner: 「高知嶺北森林組合」 over 「村有林の手入れをお願いしています」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import cues, deeds, keys
from loaders.prose.measure_parts import Measure, stage
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party
from loaders.read import Span

_TOGETHER: Final = re.compile(
    r"[市町村区県都府道](?:と(?:の)?(?:共同|連携|協力|協働|共催|一体)(?:で|して|し、|の|により|事業)|とともに|と共に|と一緒に|といっしょに"
    r"|(?:から|より)(?:の)?(?:委託|受託|依頼)|が(?:委託|補助|助成|支援|出資))"
)
_GIVEN: Final = re.compile(
    r"(?:を|に|も|が)[^。、]{0,14}(?:し|して|て|で|ご?(?:協力|支援|参加|提供|寄附|寄付|貢献))(?:を)?(?:いただ(?:い(?:て(?:い|お)|た)|き(?:まし|、|ます))|頂(?:い(?:て(?:い|お)|た)|きまし)|ください(?:まし|ます)|くださ(?:って|いま)|もら(?:って|いまし))"
    r"|(?:を|に)[^。、]{0,8}(?:お願い|委託|依頼|お任せ|委嘱)して(?:い|お)|(?:寄附|寄付|寄贈|提供|派遣|貸与)(?:を)?(?:い?ただ|受け|頂)"
)
_NOMINAL: Final = re.compile(
    r"(?:との?(?:共同|連携|協働)[^。、]{0,24}|(?:の|と|による)[^。、]{0,20})(?:共催|受託|委託|派遣|寄附|寄付|寄贈)(?:[（(][^（）()]{1,40}[）)])?。?$"
)
_OTHER: Final = re.compile(
    r"受賞|表彰|落札|入札|指名|処分|募集|予定|検討|要望|候補|問い?合|参考|概要|会員|見学|視察|応募|審査|断[りっ]|提案のみ|お知らせ$|質疑|意見"
)
_BESIDE: Final = 10
_REACH: Final = 6
_HINT: Final = re.compile(
    "共同|連携|協力|協働|共催|一緒|いっしょ|共に|ともに|委託|受託|依頼|いただ|頂|くださ|もら|お願い|任せ|委嘱|寄附|寄付|寄贈|派遣|受け"
)
_ROLES: Final = (
    ("受託", re.compile("委託|受託|お願い|お任せ")), ("寄附", re.compile("寄[附付贈]|贈")), ("提供", re.compile("提供|貸与")),
)  # fmt: skip


def measures(scan: Scan) -> Iterator[Measure]:
    """A measure for each sentence beneath the name of one body in which the issuer acts with it or receives from it."""
    owner = scan.header.municipality
    if owner is None or not owner.resolved or not isinstance(scan.header.issuers[0], Place):
        return
    done: set[int] = set()
    name = -_REACH
    """Index of the last line that names a body."""
    for sentence in scan.sentences:
        near, name = sentence.index - name <= _REACH, sentence.index if sentence.bodies else name
        if not near or sentence.kind == "heading" or not _HINT.search(scan.text, *sentence.span):
            continue
        named = _named_above(scan, sentence)
        if named is None or named[1].index in done or not _fits(scan, sentence, named[0], owner):
            continue
        body, above = named
        span = _told(scan, sentence)
        if span is None:
            continue
        measure = Measure(
            sentence.index, span, stage(scan.text, *span), notes=["見出しの相手とのこととして読み取りました"]
        )
        measure.more, measure.title = [above.span], span
        inside = next((p for p in sentence.places if p.codes == owner.codes), None)
        place = Party(inside) if inside is not None else Party(owner, "subject", owner.span)
        measure.places = {place.key: place}
        words = scan.words(span)
        role = next((role for role, pattern in _ROLES if pattern.search(words)), "協力")
        measure.bodies = {p.key: (p, role) for p in [Party(body, cite=body.span)]}
        measure.date = next((d for d in sentence.dates if d.date and span.start <= d.span.start < span.end), None)
        done.add(above.index)
        yield measure


def _named_above(scan: Scan, sentence: Sentence) -> tuple[Body, Sentence] | None:
    """The one body that the line above is nothing but the name of, and that line: the nearest one that names any."""
    for line in reversed(scan.sentences[max(0, sentence.index - _REACH) : sentence.index]):
        if not line.bodies and line.index not in sentence.heading:
            continue
        bodies = {b.name: b for b in line.bodies if b.certain and not b.product}
        if len(bodies) != 1 or line.kind == "prose" or any(p.use == "actor" for p in line.places):
            return None
        if line.key is not None and keys.known(scan.words(line.key)) is not None:
            return None
        beneath = line.index in sentence.heading or line.paragraph == sentence.paragraph
        rest = line.span.end - line.span.start - sum(m.span.end - m.span.start for m in line.mentions)
        above = [scan.words(scan.sentences[i].span) for i in line.heading]
        if not beneath or rest > _BESIDE or any(_OTHER.search(words) for words in above) or _in_a_list(scan, line):
            return None
        return next(iter(bodies.values())), line
    return None


def _in_a_list(scan: Scan, line: Sentence) -> bool:
    """Whether another name stands in the line right before: the lines list names, none of them heads what follows."""
    before = scan.sentences[line.index - 1] if line.index else None
    return (
        before is not None and before.paragraph == line.paragraph and before.kind == line.kind and bool(before.bodies)
    )


def _fits(scan: Scan, sentence: Sentence, body: Body, owner: Place) -> bool:
    """Whether nobody else acts in the sentence."""
    others = any(b.name != body.name for b in sentence.bodies)
    elsewhere = any(p.use == "actor" and p.codes != owner.codes for p in sentence.places)
    return not others and not elsewhere


def _told(scan: Scan, sentence: Sentence) -> Span | None:
    """The clause that tells the common work, if it is done or planned."""
    text, start = scan.text, sentence.span.start
    cuts = [m.end() for m in _CLAUSE.finditer(text, *sentence.span)]
    for end in [*cuts, sentence.span.end]:
        agreed = cues.NOUN.search(text, start, end) and cues.ACT.search(text, start, end)
        match = _TOGETHER.search(text, start, end) or _GIVEN.search(text, start, end)
        nominal = sentence.kind in ("bullet", "line") and _NOMINAL.search(text, start, end)
        told = nominal or (match and deeds.DONE.search(text[max(start, end - _END) : end]))
        if told and not agreed and not deeds.NO_FACT.search(text, start, end):
            return cues.trimmed(text, start, end)
        start = end
    return None


_CLAUSE: Final = re.compile(r"(?:ませんが|ましたが|ますが|ですが|であるが|したが|するが|ないが|ものの)、")
_END: Final = 40
