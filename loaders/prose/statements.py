"""What single sentences state of agreements: who, with whom, under what name, on what day, and how sure.

A `Statement` is one agreement noun with its act; parties that the sentence itself does not name are filled in later
(`loaders.prose.complete`), and statements of one agreement become one record (`loaders.prose.agreements`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from loaders.prose import (
    acting,
    aftermath,
    afterwards,
    cues,
    elliptic,
    keys,
    neighbours,
    ordinals,
    parties,
    precedents,
    presupposed,
    roundabout,
    runs,
    splitting,
    titles,
    verbless,
)
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Statement
from loaders.read import Span

_LIST_ON: Final = re.compile(r"[」』）)]*(?:を|も|の)?\s*(?:、|,|及び|および|並びに|ならびに|と|や|・)?")
_UNDER_WAY: Final = re.compile(r"締\s*結を(?:順次|各地で|広く)?、?進めて(?:い|お|き|まい)")
_SIGNED_IN: Final = re.compile(r"(?:締\s*結|調印)(?:済み?)?(?:[、，][^）)]*)?[）)]$")


def statements(scan: Scan) -> Iterator[Statement]:
    """Every statement about an agreement in the sentences of a text, in order; plans and denials are among them.

    The sentences that follow in a paragraph which speaks of agreements may leave out the noun (「7月にB社と締結した」)
    and, once one has said that agreements are concluded, the verb as well (「令和2年6月にA社と。」).
    """
    indices = scan.triggered()
    paragraph, firm = -1, False
    told: list[Statement] = []
    for n, index in enumerate(indices):
        sentence = scan.sentences[index]
        if sentence.paragraph != paragraph:
            paragraph, firm, told = sentence.paragraph, False, []
        told = _anew(scan, list(_of(scan, sentence, told, told_before=firm)))
        for statement in told:
            neighbours.answered(scan, sentence, statement)
        firm = (
            firm
            or any(s.force == "fact" and not s.weak for s in told)
            or _UNDER_WAY.search(scan.text, *sentence.span) is not None
        )
        yield from told
        until = indices[n + 1] if n + 1 < len(indices) else len(scan.sentences)
        for following in scan.sentences[index + 1 : until]:
            if following.paragraph > paragraph + 1:
                break
            if following.paragraph != paragraph:
                if told and _SIGNED_THEN.search(scan.text, *following.span):
                    # 「いま何社と協定を結んでいますか」 is answered in the next paragraph.
                    yield from elliptic.following(scan, following, firm=False)
                continue
            yield from elliptic.following(scan, following, firm=firm)
            if told and precedents.HINT.search(scan.text, *following.span):
                yield from precedents.counted(scan, following, told, runs.runs(scan, following))


_ABOUT_IT: Final = re.compile(
    r"(?:本|今回の)?協定(?:書)?(?:の)?締結(?:に至る|の)(?:背景|経緯|経過|目的|趣旨|概要|内容|ねらい|狙い|意義|効果|流れ)(?:など|等)?"
)
"""A heading over what is said of the agreement: nobody concludes one there."""
_REVIEWED: Final = re.compile(r"を(?:見直し|改め|発展させ|拡充し)(?:て|た上で|たうえで)?、[^。は]*$")
"""「A市との協定を見直し、B社を加えた三者で「…」を締結」: what was reviewed gave way to what is told next."""
_PLAIN: Final = ("協定", "覚書", "協定書")
_NEW: Final = re.compile(r"し?、(?:新たに|新しく|改めて|あらためて)[「『]")
_AS: Final = re.compile(r"[」』]?として[、]?(?:改めて|あらためて|新たに|再び|再度)")


def _anew(scan: Scan, told: list[Statement]) -> list[Statement]:
    """「5月1日、三者は協定を見直し、「…協定」として改めて締結した」, 「協定を見直し、新たに「…協定」を締結」
    is told once: the day and the parties stand before."""
    kept: list[Statement] = []
    for statement in told:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.act == "renew"
            and scan.words(before.name or before.noun) in _PLAIN
            and (
                _AS.match(scan.text, statement.noun.end)
                or (statement.act == "conclude" and not statement.parties and _NEW.match(scan.text, before.quote.end))
            )
        ):
            kept.pop()
            statement.act, statement.before = "renew", before.before
            statement.quote = Span(before.quote.start, statement.quote.end)
            statement.date = statement.date or before.date
            statement.places = statement.places or before.places
            statement.bodies = statement.bodies or before.bodies
            statement.reference = statement.reference and not statement.parties
        kept.append(statement)
    return kept


def _of(
    scan: Scan, sentence: Sentence, before: Sequence[Statement], *, told_before: bool = False
) -> Iterator[Statement]:
    text = scan.text
    begin, stop = sentence.span
    if sentence.kind != "prose" and not sentence.mentions and _ABOUT_IT.fullmatch(text, begin, stop):
        return
    if sentence.key is not None and sentence.value is not None and keys.NONE.match(text, sentence.value.start):
        asked = keys.known(scan.words(sentence.key))
        if asked is not None and asked.key == "name":
            return
    nouns: list[re.Match[str]] = []
    for found in cues.NOUN.finditer(text, begin, stop):
        if cues.is_agreement(text, found.start(), found.end()) and not titles.repeats(
            text, nouns[-1] if nouns else None, found
        ):
            nouns.append(found)
    acts = list(cues.ACT.finditer(text, begin, stop))
    breaths = runs.runs(scan, sentence)
    left = begin
    last: Statement | None = None
    shared: re.Match[str] | None = None
    made: list[Statement] = []
    is_document = scan.header.kind == "協定書"
    for n, noun in enumerate(nouns):
        following, agrees = nouns[n + 1] if n + 1 < len(nouns) else None, False
        if cues.CORRECTED_TITLE.match(text, noun.end(), stop):
            continue
        if titles.same_as_next(text, noun, following):
            continue
        if (naming := verbless.naming(sentence, text, noun)) is not None:
            yield naming
            continue
        act, attributive = acting.act(text, noun, following, acts, left)
        behind_bracket = acting.bracket_behind(text, noun.end(), stop)
        basis = cues.BASIS.match(text, behind_bracket.end() if behind_bracket else noun.end(), stop)
        if act is None and basis is None:
            if _heading_like(sentence, text, noun, stop):
                yield _weak(scan, sentence, noun, breaths, left)
                continue
            if not (
                (told_before and verbless.ELLIPSIS.fullmatch(text, noun.end(), stop))
                or (agrees := is_document and _AGREES.match(text, noun.end(), stop) is not None)
                or verbless.noted(sentence, text, noun)
                or verbless.aside(text, noun, breaths)
                or verbless.dated_and_named(sentence, text, noun)
                or (
                    sentence.bodies
                    and verbless.ELLIPSIS.fullmatch(text, noun.end(), stop)
                    and elliptic.dated_next(scan, sentence) is not None
                )
                or presupposed.is_told(text, sentence, noun, left, breaths)
                or presupposed.partner_of(text, noun.end(), stop)
            ):
                continue
        if act is None:
            named = presupposed.partner_of(text, noun.end(), stop)
            end = (
                behind_bracket.end()
                if behind_bracket is not None and verbless.noted(sentence, text, noun)
                else noun.end()
            )
            said = cues.told(text, left, noun.end(), stop) if named else cues.Said("fact", end)
        elif attributive:
            tail = text[act.end() : noun.start()]
            said = cues.Said("denied" if "ない" in tail else "fact", noun.end())
        elif behind_bracket is not None and act.end() < behind_bracket.end() and _SIGNED_IN.search(behind_bracket[0]):
            # 「…協定」（平成20年締結）は、…: what follows is said of it, not of its conclusion.
            said = cues.Said("fact", behind_bracket.end())
        else:
            said = cues.told(text, left, act.end(), stop, issue_is_document=is_document)
            behind = roundabout.attributive(text, act.end(), breaths) if act.start() >= noun.end() else -1
            if behind >= 0 and cues.act_of(act) == "conclude" and not _BEFORE.search(text, left, act.start()):
                said = cues.Said("fact", behind)
        statement = Statement(
            sentence.index,
            cues.trimmed(text, left, max(said.end, noun.end())),
            Span(noun.start(), noun.end()),
            ("conclude" if agrees else "exist") if act is None else cues.act_of(act),
            said.force,
        )
        if statement.act == "renew" and attributive:
            statement.act = "exist"
        presumed = (
            act is not None and statement.act in ("renew", "end") and said.force in ("plan", "denied", "announced")
        ) or (act is not None and statement.act == "end" and aftermath.RENEWED_THEN.match(text, act.end(), stop))
        if presumed:
            statement.force = "fact"
        elif act is not None and not attributive and (
            _AGAIN.search(text, noun.end(), act.start()) or _ANEW.match(text, act.end(), stop)
        ):  # fmt: skip
            statement.act = "renew"
        replaced = (
            statement.act == "end" and said.force == "fact" and _REPLACED.match(text, act.end() if act else stop, stop)
        )
        if replaced:
            # 「令和元年に結んだ協定の期間満了に伴い、改めて締結した」
            statement.act, said = "renew", cues.Said("fact", replaced.end())
            statement.quote = cues.trimmed(text, left, said.end)
        listed = act is not None and following is not None and following.start() < act.start()
        parties.fill(scan, sentence, statement, breaths, left, noun.end() if listed else said.end, act, listed=listed)
        if act is not None and act.start() >= noun.end():
            statement.cleft = _ONLY_WHO.match(text, act.end(), stop) is not None
        if presumed:
            # What is to be renewed, or was not renewed, exists; the day of its conclusion is the older one.
            statement.act, statement.date, statement.ended = "exist", statement.before, None
        if last is not None:
            parties.carry_on(statement, last, same_act=act is not None and act is shared)
            if (
                last.act == "renew"
                and statement.act in ("conclude", "renew")
                and _REVIEWED.search(text, last.noun.end, noun.start())
            ):
                aftermath.replace_by(last, statement)
            if _same_paper(scan, last, statement):
                # 「…協定」の締結式が行われ、A村とB社が協定書を取り交わした
                last.places, last.bodies, last.each = list(statement.places), list(statement.bodies), statement.each
        if act is None and statement.date is None and verbless.ELLIPSIS.fullmatch(text, noun.end(), stop):
            statement.date = elliptic.dated_next(scan, sentence)
        if (
            last is not None
            and statement.act in ("end", "renew")
            and not statement.parties
            and last.places + last.bodies
        ):
            # 「昨年協定を締結したA社とは、3月末で協定を終了した」
            statement.places, statement.bodies = list(last.places), list(last.bodies)
            statement.reference = False
        if said.force == "fact" and (act is None or attributive or said.end < stop):
            afterwards.later(scan, sentence, statement, breaths, max(said.end, noun.end()))
        statement.name, statement.generic = titles.title(text, noun, max(left, parties.last_end(statement, noun)))
        if (
            statement.name is not None
            and sentence.kind in ("heading", "line")
            and not verbless.quoted(text, statement.name)
            and not verbless.alone(sentence, text, statement.name)
        ):
            # A headline describes; the title stands below.
            statement.generic = True
        if (
            statement.name is not None
            and scan.words(statement.name).endswith(("の協定", "の覚書"))
            and text[statement.name.end : statement.name.end + 1] not in "」』"
        ):
            statement.generic = True
        roundabout.partner_behind_title(scan, sentence, statement)
        roundabout.bracketed(scan, sentence, statement)
        if act is not None and not statement.bodies and _FIRST_EVER.match(text, act.end(), stop):
            # 「3町がそろって民間企業と協定を結ぶのは初めて」
            left = max(said.end, noun.end())
            continue
        if (
            act is not None
            and _NTH_EVER.match(text, act.end(), stop)
            and not any(p.slot in ("with", "partner") for p in statement.parties)
        ):
            # 「当社が自治体と協定を結ぶのは、A市（2018年）に続き…」: the days are those of the others.
            statement.date, statement.weak, statement.reference = None, True, True
        partners = sum(p.slot == "partner" for p in statement.bodies)
        if partners > 1 and statement.date is None and (act is None or _THOSE_WHO.match(text, act.end(), stop)):
            statement.each = "body"
        afterwards.joining(scan, sentence, statement)
        statement.several = bool(cues.SEVERAL.search(text, begin, noun.start()))
        statement.open_partner = _says(
            cues.PARTNERS_OPEN, sentence, text, statement.quote.start, max(said.end, noun.end())
        )
        statement.some_bodies = not statement.bodies and _says(
            cues.SOME_BODIES, sentence, text, statement.quote.start, max(said.end, noun.end())
        )
        statement.reference = statement.reference or bool(
            cues.REFERENCE.search(text, max(begin, noun.start() - 3), noun.start()) and not statement.bodies
        )
        in_turn = list(splitting.by_turns(scan, sentence, statement, breaths, left, act.end() if act else noun.end()))
        made += in_turn or splitting.by_date(scan, sentence, statement)
        if act is not None and act is shared and statement.date is not None and statement.date.span.start >= noun.end():
            # A社とX協定を、B社とY協定を、いずれも4月1日に結んだ
            for earlier in made:
                earlier.date = earlier.date or statement.date
        last, shared = statement, act
        after = _LIST_ON.match(text, noun.end(), stop)
        left = (after.end() if after else noun.end()) if listed else max(said.end, noun.end())
    yield from made
    if nouns and last is None:
        yield from ordinals.statements(scan, sentence, Span(*nouns[0].span()), breaths)
    if nouns and precedents.HINT.search(text, begin, stop):
        named = any(s.bodies and s.places for s in made)
        yield from precedents.counted(scan, sentence, made if named else [*made, *before], breaths)
    if last is not None:
        yield from aftermath.ended(scan, sentence, last)
        yield from aftermath.at_last(scan, sentence, last)
    if last is not None and left < stop:
        yield from elliptic.without_noun(scan, sentence, left, breaths)
        yield from aftermath.renewed(scan, sentence, left, last)


def _same_paper(scan: Scan, last: Statement, statement: Statement) -> bool:
    """Whether a plain 協定書 with its parties is the paper whose ceremony the same sentence has told before."""
    plain = scan.words(statement.noun) in _PLAIN and bool(statement.places and statement.bodies)
    ceremony = _CEREMONY.match(scan.text, last.noun.end)
    return plain and not last.parties and last.name is not None and ceremony is not None


_CEREMONY: Final = re.compile(r"[」』]?の?(?:締\s*結|調印)式")


def _says(pattern: re.Pattern[str], sentence: Sentence, text: str, start: int, stop: int) -> bool:
    """Whether words fit in a part of a sentence that are no part of a body's name."""
    return next(cues.outside(pattern, text, start, stop, (b.span for b in sentence.bodies)), None) is not None


_AGREES: Final = re.compile(r"(?:する|した|します|しました)。?\s*$")
"""「甲と乙は、次のとおり協定する。」"""
_ONLY_WHO: Final = re.compile(r"(?:し|され)?(?:た|だ)?のは、?(?![^、。]{0,12}[年月日])")
_THOSE_WHO: Final = re.compile(r"[^、。はが]{0,8}(?:企業|事業者|団体|会社|相手方?|先|大学|ところ)(?:に)?は")
_FIRST_EVER: Final = re.compile(
    r"(?:す|し|ぶ|んだ|わす|わし)?(?:る|た)?のは、?[^。]{0,20}(?:初|はじめて|珍し|異例|(?:例|件|社|者|団体|校|つ|回|本|行|番|市町村?|市|町|村)目|[かカヶ]所目)"
)
_NTH_EVER: Final = re.compile(
    _FIRST_EVER.pattern + r"|(?:す|し|ぶ|わす)?る?のは、?[^。]{0,120}?に(?:続[いきく]|次[いぐ])"
)
_AGAIN: Final = re.compile(r"(?:改めて|あらためて|再度|再び|もう一度)[^、。]{0,6}$")
_REPLACED: Final = re.compile(
    r"(?:[^、。]{0,6}(?:に伴い|に伴って|により|を受け(?:て)?|ため|ので|ことから))、?(?:改めて|あらためて|再度|再び|新たに|新たな|新しい)[^。、]{0,24}(?:締\s*結|調印|結(?:んだ|び|ば)|交わし)"
)
_ANEW: Final = re.compile(r"し?(?:直し|なおし)")
_SIGNED_THEN: Final = re.compile(r"[と）)]、?(?:[^、。をはが]{0,12})?(?:締\s*結|調印)(?:し(?:た|ました|て)|いたし)")
_NONE: Final = re.compile(r"[」』]?(?:の締結)?(?:は|も)?[ 　]*(?:なし|無し|無$|未締結|ありません|ございません)")
_BEFORE: Final = re.compile(r"仮に|もし(?!も)|例えば|たとえば|将来|今後")


def _heading_like(sentence: Sentence, text: str, noun: re.Match[str], stop: int) -> bool:
    """「A社との包括連携協定」 as a heading or a line of a list, without any verb."""
    if sentence.kind == "prose" or not sentence.bodies + sentence.places:
        return False
    rest = text[noun.end() : stop]
    if _NONE.match(rest):
        return False
    if sentence.bodies and sentence.places and _HEADLINE.match(rest) and not _OPEN.search(text, *sentence.span):
        return True
    return bool(
        re.fullmatch(r"[」』）)]*\s*(?:[（(].{0,60}[）)])?(?:について|の(?:概要|内容))?[」』）)]*\s*", rest)
    ) or bool(sentence.dates and len(rest) < 30 and not re.search(r"[はがを]", rest))


_HEADLINE: Final = re.compile(r"[」』）)]*(?:[　 ]+(?=\S)|、|[―ー－–-]{1,2}[^\s])")
"""「A市がB社と災害協定　ドローンで被害を把握」."""
_OPEN: Final = re.compile(
    r"検討|協議|予定|目指|締結へ|協定へ|交渉|延期|見送|断念|白紙|中止|解消|終了|なし|[？?]|誤り|訂正|事実"
)


def _weak(
    scan: Scan, sentence: Sentence, noun: re.Match[str], breaths: list[list[Place | Body]], left: int
) -> Statement:
    statement = Statement(sentence.index, sentence.span, Span(noun.start(), noun.end()), "exist", weak=True)
    parties.fill(scan, sentence, statement, breaths, left, sentence.span.end, None)
    statement.name, statement.generic = titles.title(scan.text, noun, max(left, parties.last_end(statement, noun)))
    if sentence.kind == "heading" and statement.name is not None and not verbless.quoted(scan.text, statement.name):
        statement.generic = True
    return statement
