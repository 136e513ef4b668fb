"""Bodies to whom a local government's own paper says thanks, or which it asked: whatever else the words are, who is named
there takes part, unless they say that he is only spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import affairs, cues, deeds, runs
from loaders.prose.measure_parts import Measure, stage
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party

NOTE: Final = "市町村自身の文書に、取組の中で名前が出ていることから読み取りました"
_THANKED: Final = re.compile(
    r"[てで](?:いただ[いき]|頂[いき]|くださ[りっ]|下さ[りっ]|もら[いっえ]|くれ(?:た|て|まし|る))|(?:ご|御)(?:厚意|好意|協力|支援|尽力)|お(?:礼|借り)|感謝|おかげ|頼[みん]|お願いし|無償で|無料で|を(?:いただ[いき]|頂[いき])|市の?(?:委託|依頼|求め)|町の?(?:委託|依頼|求め)"
)
"""Words with which a local government speaks of those who do something for it."""
_OTHERWISE: Final = re.compile(
    r"参考|他市|先進|事例|意見|感想|質疑|広告|協賛|後援|応募者|審査|経緯|変遷|沿革|全国|海外|お問い?合|連絡先|申し?込|アクセス|交通案内|所在|おわび|訂正|しなかった|見送|中止|やめた|関係がない|無関係"
)
_SPEAKS: Final = re.compile(
    r"(?:相談|問い?合わ?せ|申し?込み?|応募|質問)を[^、。]{0,6}(?:いただ|頂)|協賛を(?:いただ|頂|得)|お祝い|祝電|をやめ|取りや|」と|と(?:話|語|述べ|指摘|言|訴え)|見せて(?:いただ|頂|もら)|との(?:声|意見|指摘|感想)|によると|によれば"
)
_LED: Final = re.compile(
    r"(?:主催|施工|設計|製造|製作|販売|出典|写真|画像|提供|資料|協賛|後援|例|発行|印刷|取材|出身|所属|勤務|会場|場所|交通|最寄り)[：:／/　 ]*$"
)
_MERE: Final = re.compile(
    r"製(?=[）)の。、])|前(?=で|に|、|。|の)|行き|経由|駅|停|所属|出身|在籍|勤務|卒|の(?:例|事例|場合|ような|ように|商品|製品|株|教授|准教授|名誉教授|調べ|調査(?:で|に)|隣|向かい|近く|裏|前)|を名乗|をかた|の名"
)


def measures(scan: Scan) -> Iterator[Measure]:
    """A measure for each clause of an own paper that names bodies and does not only speak of them."""
    if affairs.own(scan) is None and scan.header.kind != "視察報告書":
        return
    for sentence in scan.sentences:
        place = affairs.section(scan, sentence) if sentence.bodies and sentence.kind != "heading" else None
        if place is not None:
            yield from _of(scan, sentence, place)


def _of(scan: Scan, sentence: Sentence, own: Place) -> Iterator[Measure]:
    text, (start, stop) = scan.text, sentence.span
    above = [scan.words(scan.sentences[i].span) for i in sentence.heading[-2:]]
    if any(_OTHERWISE.search(words) for words in above) or affairs.asked(scan, sentence):
        return
    if (
        cues.NOUN.search(text, start, stop)
        or deeds.NO_FACT.search(text, start, stop)
        or _SPEAKS.search(text, start, stop)
    ):
        return
    if not _THANKED.search(text, start, stop) or sentence.kind == "line":
        return
    if any(p.use in ("actor", "location") and p.codes != own.codes for p in sentence.places):
        return
    for run in runs.runs(scan, sentence):
        bodies = [
            m for m in run if isinstance(m, Body) and m.certain and not m.product and not m.name.endswith(("省", "庁"))
        ]
        begin, end = run[0].span.start, run[-1].span.end
        after = cues.after_name(text, end, stop)
        if (
            not bodies
            or _MERE.match(text, end, stop)
            or _LED.search(text, start, begin)
            or cues.EXAMPLE_AFTER.match(text, end, stop)
        ):
            continue
        if not affairs.public(scan, start, stop, begin) or affairs.idle(scan, after, stop):
            continue
        measure = Measure(sentence.index, sentence.span, stage(text, start, stop), notes=[NOTE])
        owner = next((p for p in sentence.places if p.codes == own.codes and p.use == "actor"), None)
        party = Party(owner) if owner is not None else Party(own, "subject", own.span)
        measure.places = {party.key: party}
        measure.bodies = {p.key: (p, "協力") for p in map(Party, bodies)}
        measure.date = next((d for d in sentence.dates if d.date), None)
        yield measure
