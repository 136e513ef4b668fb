"""Bodies of a measure that its clause tells by the local government (A社が町と開いている教室), and clauses among companies."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, deeds, measure_places, speakers, topics
from loaders.prose.folding import number
from loaders.prose.measure_parts import behind
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party

_AMONG_THEM: Final = re.compile("[がは]、?(?:共同で|共同して|協力して|連携して|合同で|提携)")


def between_companies(
    text: str, breaths: list[list[Place | Body]], taking: list[tuple[Party, str]], start: int, stop: int
) -> bool:
    """「当社はA組合と組み」 「A社は、B会の助成を受け」: both who acts and with whom are named, and no local government is among
    them."""
    ends = [cues.after_name(text, p.mention.span.end, stop) for p, _ in taking]
    if len({p.key for p, _ in taking}) > 1 and all(_AMONG_THEM.match(text, end, stop) for end in ends[-1:]):
        return True
    subjects = [
        m for run in breaths for m in run
        if isinstance(m, Body) and start <= m.span.start < stop and text.startswith(("は", "が", "も"), cues.after_name(text, m.span.end, stop))
    ]  # fmt: skip
    with_whom = any(text.startswith("と", end) for end in ends)
    number_of_all = next(
        (int(m[1]) if m[1].isdigit() else number(m[1]) for end in ends if (m := _MAKES.match(text, end, stop))), 0
    )
    if number_of_all > len({m.name for m in subjects} | {p.mention.name for p, _ in taking}):
        # 「B会を加えた三者で、…をA社が負担する」: somebody is left out.
        return False
    acting = {id(p.mention) for p, _ in taking}
    return bool(subjects) and (with_whom or not any(id(m) in acting for m in subjects))


_MAKES: Final = re.compile(
    r"[をも]、?(?:新たに)?(?:加え|交え|加わ[りっ])た?て?、?の?([二三四五六2-6２-６])(?:者|社|団体)"
)


def with_places(
    scan: Scan, sentence: Sentence, breaths: list[list[Place | Body]], start: int, stop: int
) -> list[tuple[Party, str]]:
    """「A市の学校と連携し、…を当社が行います」 「A社が町と開いている教室」: local governments with whom a body acts.

    A clause without any body is one of the body that the sentences before speak of, or of who speaks (「伊達市様とは、
    …を一緒につくっております」).
    """
    text = scan.text
    runs_in = [run for run in breaths if start <= run[0].span.start and run[-1].span.end <= stop]
    role = next(filter(None, (_joint_role(text, r, stop) for r in runs_in if isinstance(r[-1], Place))), "")
    if not role:
        return []
    subjects = [r for r in runs_in if text.startswith(("が", "は", "も"), cues.after_name(text, r[-1].span.end, stop))]
    asks = [r for r in runs_in if text.startswith(("から", "より"), cues.after_name(text, r[-1].span.end, stop))]
    acting = [m for r in subjects + asks for m in r if isinstance(m, Body) and not m.product and m.certain]
    if acting or subjects or any(isinstance(m, Body) for r in runs_in for m in r):
        return [(Party(m), role) for m in acting]
    if measure_places.OTHER_SUBJECT.search(text, start, stop):
        return []
    body = topics.topic(scan, sentence, Body, back=3)
    if body is None and scan.header.municipality is None and sentence.kind == "prose":
        body = speakers.speaker(scan)
    return [(Party(body, "subject", body.span if body.span.end > body.span.start else None), role)] if body else []


_ENTRUSTS: Final = re.compile(
    r"(?:から|より)(?:は|の|も)?、?[^。]{0,40}?(?:受託(?:し|、|。|$)|委託を受け|請け負[いっ]|任され|担当させていただ)"
    r"|の[^。、はが]{0,30}(?:を|業務を)受託(?:し|、|。|$)"
)
_JOINT_ROLES: Final = frozenset({"協力", "共催", "共同開発"})


def _joint_role(text: str, run: list[Place | Body], stop: int) -> str:
    """The role of who acts with a local government, by the words behind its name; '' if they say no such thing."""
    last = run[-1]
    if not isinstance(last, Place) or last.use != "actor":
        return ""
    after = cues.after_name(text, last.span.end, stop)
    if measure_places.JOINED_PLACES.match(text, last.span.end, stop):
        return "共催" if "共催" in text[last.span.end : stop] else "協力"
    if _ENTRUSTS.match(text, after, stop):
        return "受託"
    done = behind(text, after, stop, mixed=False) if text.startswith("と", after) else None
    fits = done is not None and done.deed.role in _JOINT_ROLES and deeds.is_done(text, after, done.end, stop)
    return done.deed.role if done is not None and fits else ""
