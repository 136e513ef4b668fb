"""What became of the agreement that a sentence has just told: renewed on another day, ended since, or concluded late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from graph import dates
from loaders.prose import cues
from loaders.prose.parts import Place, Scan, Sentence, When
from loaders.prose.stated import Party, Statement

FINITE: Final = re.compile(
    r"(?:と(?:なり|なっ|し、))?(?:し|され|いたし|しており|して(?:い|お)(?:り)?|て(?:い|お)(?:り)?)?(?:た|まし(?:た|て)|ます|る|している|しています|しております)?"
    r"(?:もの(?:です|である|でございます))?(?:。|、|が|ため|ので|$|\n|[」）)])"
)
"""The verb ends its clause: 「失効した国の制度」 is said of something else."""

_RENEWED: Final = re.compile(
    r"(?:[（(][^（）()]{1,8}[）)])?(?:に|には|付けで?|付で|、)、?(?:[^、。はが]{0,20}[をにと](?:加え(?:て|、)、?)?)?(?:改めて|あらためて)?(?:一部|[\d０-９一二三四五]{1,2}年間)?(?P<act>更新|改定|改訂|再締結|締結し直|結び直|(?:改めて|あらためて)(?:締\s*結|調印))"
)


_PARTNER_BEFORE: Final = re.compile(r"と(?:改めて|あらためて)?$")


def renewed(scan: Scan, sentence: Sentence, left: int, last: Statement) -> Iterator[Statement]:
    """「…協定を締結し、令和5年3月に更新しました」: the agreement told before in the same sentence, on another day."""
    before = last.ended if last.act == "end" else last.date
    if last.force != "fact" or before is None or not (last.parties or last.act == "end"):
        return
    text, stop = scan.text, sentence.span.end
    for when in sentence.dates:
        match = _RENEWED.match(text, when.span.end, stop) if when.date and when.span.start >= left else None
        if match is None or cues.NOUN.search(text, match.end(), stop):
            continue
        said = cues.told(text, left, match.end(), stop)
        if said.force == "fact" and when.date != before.date:
            others = [b for b in sentence.bodies if when.span.end <= b.span.start < match.end() and b.certain]
            whom = [Party(b, "with") for b in others] if _PARTNER_BEFORE.search(text, left, match.start("act")) else []
            yield replace(
                last, quote=cues.trimmed(text, left, said.end), act="renew", date=when, before=None, ended=None,
                places=list(last.places), bodies=whom or list(last.bodies), notes=[], more=[last.quote], counts={},
            )  # fmt: skip
            return


_PUT_OFF: Final = re.compile(
    r"(?:予定|見込み?|運び|はず|方向)(?:だった|でした|であった|していた)(?:が|ものの|ところ)、"
)
_AT_LAST: Final = re.compile(
    r"(?:[（(][^（）()]{1,12}[）)])?(?:に|付けで?)、?(?:正式に|無事|改めて)?、?(?:締\s*結|調印|結(?:ん[だで]|びま|ばれ)|取?り?交わ[しさ])"
)


def at_last(scan: Scan, sentence: Sentence, last: Statement) -> Iterator[Statement]:
    """「3月25日に締結する予定だったが、延期し、5月10日に締結した」: what was put off was done on another day."""
    text, stop = scan.text, sentence.span.end
    put_off = _PUT_OFF.search(text, last.noun.end, stop) if last.force in ("plan", "denied") and last.parties else None
    for when in sentence.dates if put_off is not None else ():
        signed = _AT_LAST.match(text, when.span.end, stop) if put_off and when.span.start >= put_off.end() else None
        if signed is not None and when.date and cues.told(text, when.span.start, signed.end(), stop).force == "fact":
            yield replace(
                last, quote=cues.trimmed(text, last.quote.start, signed.end()), force="fact", act="conclude", date=when, before=None,
                ended=None, places=list(last.places), bodies=list(last.bodies), notes=[], more=[], counts={},
            )  # fmt: skip
            return


_THEN_OVER: Final = re.compile(
    r"[」』]?(?:[（(][^（）()]{1,40}[）)])?(?:(?:は|が|も|については|につきましては)、?"
    r"|(?:は|については)、?[^。]{1,60}?(?:ため|ことから|に?伴い|により|を受け)、?"
    r"|は、?[^。はがを]{1,30}(?:締\s*結|結ば|調印|交わさ)[^。はがを]{0,6}(?:が|ものの)、?"
    r"|を?(?:締\s*結|調印)(?:し(?:た|ました|ていた|ていました)|いたしました)(?:が|ものの)、?|を(?:結|交わ)[^。、]{1,8}(?:が|ものの)、?"
    r"|を(?:締\s*結し|結び|交わし)、[^。]{1,60}?てき(?:た|ました)(?:が|ものの)、?)"
    r"(?:(?:更新|延長|継続)(?:を|は)(?:せず|行わず)|[^。はがを])*?"
)
_DAY_OVER: Final = re.compile(
    r"(?:[（(][^（）()]{1,14}[）)])?(?:に|で|末で|末に|をも(?:って|ちまして)|限りで|付けで?|の?末(?:日)?(?:をも(?:って|ちまして)|で|に)|の?(?:(?:有効)?期[間限]の?)?(?:満了|期限)(?:をも(?:って|ちまして))?)(?:(?:有効)?期[間限]が)?[^。はがを]{0,14}?$"
)
RENEWED_THEN: Final = re.compile(
    r"(?:し|となり)?(?:まし)?た(?:が|ので|ため|ことから)、[^。]{0,40}(?:更新|延長|継続)を?(?:し|いたし|され|する)"
)
"""「期間満了となりましたが、5年間更新しました」"""


def ended(scan: Scan, sentence: Sentence, last: Statement) -> Iterator[Statement]:
    """「…協定」（平成22年12月締結）は、令和元年11月30日に終了しました: the agreement of the sentence has ended since."""
    if last.force != "fact" or last.act not in ("conclude", "exist") or last.weak or not (last.parties or last.name):
        return
    text, stop = scan.text, sentence.span.end
    for act in cues.ACT.finditer(text, last.noun.end, stop):
        if cues.act_of(act) != "end":
            continue
        if _BY_THIS.fullmatch(text, last.noun.end, act.start()):
            yield _over(text, last, act.end(), None)
            return
        day = next(
            (d for d in reversed(sentence.dates) if d.date and last.noun.end <= d.span.start < act.start()), None
        )
        if (
            day is not None and day is not last.date and _DAY_OVER.match(text[day.span.end : act.start()])
            and _THEN_OVER.fullmatch(text, last.noun.end, day.span.start)
            and cues.told(text, last.noun.end, act.end(), stop).force == "fact"
            and FINITE.match(text, act.end(), stop)
            and not RENEWED_THEN.match(text, act.end(), stop)
        ):  # fmt: skip
            yield _over(text, last, act.end(), day if dates.has_year(day.date) else None)
            return


_BY_THIS: Final = re.compile(r"[」』]?は、?(?:この|本)協定(?:書)?の締結(?:の日)?(?:を?[も以]って|により|に伴い)、?")
"""「…に関する覚書」は、この協定の締結の日をもって終了する: a treaty ends the one before."""


def _over(text: str, last: Statement, stop: int, day: When | None) -> Statement:
    """That the agreement of a statement has ended, as the words up to ``stop`` tell."""
    return replace(
        last, quote=cues.trimmed(text, last.quote.start, stop), act="end", date=None, before=None, ended=day,
        places=list(last.places), bodies=list(last.bodies), notes=[], more=[], counts={},
    )  # fmt: skip


def replace_by(older: Statement, newer: Statement) -> None:
    """Let an agreement that was reviewed be one of before, and what is told next have its day and its parties."""
    newer.date = newer.date or older.date
    for party in older.parties:
        side = newer.places if isinstance(party.mention, Place) else newer.bodies
        if party.key not in {p.key for p in side}:
            side.insert(0, party)
    older.act, older.date, older.ended, older.reference = "exist", older.before, None, True
