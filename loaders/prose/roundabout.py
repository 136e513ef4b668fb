"""Partners whom a clause tells without と: those who were visited or who came with a proposal, and who stands behind
「協定を結んでいる相手は」; with what a bracket behind their name says."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party, Statement
from loaders.read import Span

_VISITED: Final = re.compile(
    r"(?:の(?:本社|本店|社屋|本部|支社|支店|工場|事務所|役場|役所|庁舎|社長|代表者?)(?:室)?)?[をにへ](?:訪れ|訪問し|訪ね|招[いき]|迎え|出向)"
    r"|を(?:[^、。]{0,16}(?:に|と(?:して)?))?(?:選[びん]|選定し|選任し|迎え|指名し)"
)
_CAME: Final = re.compile(
    r"(?:から|より)(?:は|の)?、?[^。]{0,30}?(?:持ち(?:か|掛)け|提案|申し(?:出|入れ|込)|打診|依頼|要請|相談|呼び(?:か|掛)け)"
    r"(?:が?あ[りっ]|を受け|られ|され|を(?:いただ|頂)|が届|が寄せ|があって|を契機|をきっかけ)"
)
_CLEFT: Final = re.compile(
    r"[」』]?(?:を)?(?:し|され)?(?:て?(?:い|お)(?:る|た|ります|ます)|でいる|でいた|た|だ)"
    r"[^、。はがを「」]{0,16}?(?:企業|事業者|団体|会社|相手方?|相手先|先|大学|銀行|の|もの|ところ)(?:名)?(?:は|が)、?"
    r"(?:[^、。はがをと]{1,20}の)?[\s　]*"
)
_NEXT: Final = re.compile(r"(?:し|され)?(?:て(?:い|お)(?:る|た)|た|い(?:る|た)|済みの|済の)?")
_BRACKET: Final = re.compile(r"[」』]?[\s　]*[（(](?P<in>[^（）()\n]{4,80})[）)]")
_SIGNED: Final = re.compile(r"(?:に|付け?で?)?[\s　]*(?:締\s*結|調印)|[\s　、]*(?:に)?[「『]|$")


_WHO_WAS: Final = re.compile(
    r"(?:(?:[\d０-９一二三四五六七八九十]+(?:社|者|件|例|団体|校|つ|か所|行|番)目|(?:もう)?[1１一](?:社|者|団体|件|つ)(?=は)|最初|前回|直近|第[一二三四五六七八九\d０-９]+(?:号|弾)|次|続(?:く|いて)の?)(?:の[^、。はが]{1,10})?"
    r"|(?:締結|協定|連携|提携)の?(?:先|相手方?|相手先|企業|事業者|パートナー)|相手方?|お相手)(?:は|が)、?(?:[^。はがを]{0,40}(?:する|した|ある|いる|む|の|で|た|なる|営む|担う)、?)?[「『]?$"
)
_AND_THEN: Final = re.compile(r"[」』]?(?:で(?:あり|して|す(?:が|。))?|だ(?:が)?|とな(?:り|っており))、")


def is_who(text: str, start: int, run: list[Place | Body], stop: int) -> bool:
    """「１社目は、昨年進出したA社で、…に協定を結んだ」: a sentence that first says who the partner is."""
    return (
        isinstance(run[0], Body)
        and _WHO_WAS.search(text, start, run[0].span.start) is not None
        and _AND_THEN.match(text, cues.after_name(text, run[-1].span.end, stop), stop) is not None
    )


def partner(text: str, end: int, stop: int) -> bool:
    """Whether what follows a name makes it the partner of the agreement that its clause concludes."""
    after = cues.after_name(text, end, stop)
    return bool(_VISITED.match(text, after, stop) or _VISITED.match(text, end, stop) or _CAME.match(text, after, stop))


def cleft(text: str, act_end: int, start: int) -> bool:
    """Whether a name stands behind 「…を結んでいる相手は」; ``act_end``: where the act's word ends."""
    return _CLEFT.fullmatch(text, act_end, start) is not None


def attributive(text: str, act_end: int, breaths: list[list[Place | Body]]) -> int:
    """Where the names end to which an act belongs as attribute (協定を結んでいるA社); -1 if it belongs to none."""
    for run in breaths:
        start = run[0].span.start
        if start < act_end:
            continue
        words = text[act_end:start]
        ends = words.endswith(("る", "た", "の")) or (not words and text[act_end - 1] == "だ")
        if isinstance(run[0], Body) and ends and len(words) < _NEAR and _NEXT.fullmatch(words):
            return run[-1].span.end
        if not words and text[act_end - 1] == "だ" and isinstance(run[0], Body):
            return run[-1].span.end
        return -1
    return -1


_NEAR: Final = 8


_ASIDE: Final = re.compile(r"[」』]?書?[（(](?P<in>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]")
_WITH_WHOM: Final = re.compile(r"(?:相手(?:方|先)?|締結先|協定先|締結相手)(?:は|[：:]|[ 　])[ 　]*")


def partner_behind_title(scan: Scan, sentence: Sentence, statement: Statement) -> None:
    """「「…協定」（平成18年8月21日締結、相手方：A社）は、…」: the partner stands in the bracket behind the title."""
    aside = _ASIDE.match(scan.text, statement.noun.end, sentence.span.end) if not statement.bodies else None
    whom = _WITH_WHOM.search(scan.text, *aside.span("in")) if aside is not None else None
    if aside is None or whom is None:
        return
    named = [b for b in sentence.bodies if whom.end() <= b.span.start < aside.end("in") and b.certain]
    if named and named[0].span.start == whom.end():
        statement.bodies += [Party(b, "partner") for b in named]


def bracketed(scan: Scan, sentence: Sentence, statement: Statement) -> None:
    """「A社（2021年4月2日締結「…協定」）」: day and title of an agreement in the bracket behind its only partner."""
    partners = [p for p in statement.bodies if p.slot != "subject"] or statement.bodies
    if len(partners) != 1 or (statement.date is not None and not statement.generic):
        return
    mention = partners[0].mention
    bracket = _BRACKET.match(scan.text, mention.span.end, sentence.span.end)
    if bracket is None:
        return
    start, stop = bracket.span("in")
    when = next((d for d in sentence.dates if d.date and start <= d.span.start and d.span.end <= stop), None)
    noun = next(cues.NOUN.finditer(scan.text, start, stop), None)
    title = _title(scan.text, start, stop) if noun else None
    if when is not None and not _SIGNED.match(scan.text, when.span.end, stop):
        return
    if when is None and title is None:
        return
    statement.date = statement.date or when
    if title is not None and statement.generic:
        statement.name, statement.generic = title, bool(cues.GENERIC.fullmatch(scan.text, *title))
    statement.more.append(Span(start, stop))


def _title(text: str, start: int, stop: int) -> Span | None:
    match = re.compile(r"[「『](?P<title>[^「」『』]*(?:協定書?|覚え?書|合意書))[」』]").search(text, start, stop)
    return Span(*match.span("title")) if match else None
