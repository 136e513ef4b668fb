"""Entries 「A社との…協定」 of a list or heading, with what the lines beneath them tell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from loaders.prose import cues, days, titles
from loaders.prose.parts import Scan
from loaders.prose.stated import Party, Statement

_BENEATH: Final = re.compile(
    r"(?:[（(].{1,4}[）)])?\s*(?:に|付けで?|より)?、?[^。、]{0,8}?(?P<act>締結|調印|終了|解除|満了|失効|廃止)(?!する?予定|予定|しない)"
)
OPEN_HEADING: Final = re.compile(
    r"協議中|検討中|調整中|準備中|締結予定|未締結|これから|今後締結|締結していない|断念|見送|記入例|記載例|ひな形|（例）|様式例|至らなかった|結んでいない"
)


_UNTIL_END: Final = re.compile(
    r"(?:[（(].{1,4}[）)])?\s*(?:をも(?:って|ちまして)|で|に)、?[^。、]{0,8}?(?P<act>終了|解除|満了|失効|廃止)(?!する?予定|予定)"
)


def entries(scan: Scan, found: list[Statement]) -> list[Statement]:
    """Entries 「A社との…協定」 with what stands beneath them; what is under 協議中のもの and the like is no fact."""
    by_index = {s.index: s for s in found if s.weak and s.parties}
    gone: set[int] = set()
    titled = any(
        s.name is not None and not s.generic and scan.sentences[s.index].kind not in ("heading", "line") for s in found
    )
    chronicle = days.chronicle(scan) if found else frozenset()
    for statement in found:
        if statement.date is not None and _AS_OF.match(scan.text, statement.date.span.end):
            statement.date = None
        if statement.force in ("fact", "announced") and _BLANK.search(scan.text, *statement.quote):
            statement.force = "plan"
        if not titled:
            _of_headline(scan, statement)
        days.above(scan, statement, chronicle)
        sentence = scan.sentences[statement.index]
        chain = [*sentence.heading, *([statement.index] if statement.weak else [])]
        if statement.date is not None and not statement.weak and sentence.kind == "prose":
            # A newspaper's title tells of one thing; what the text says was concluded on a day was concluded.
            chain = [i for i in chain if not _is_title(scan, i)]
        if statement.act != "end" and any(OPEN_HEADING.search(scan.text, *scan.sentences[i].span) for i in chain):
            statement.force = "plan"
        if statement.weak and len(statement.places) > 1 and statement.index:
            before = scan.sentences[statement.index - 1]
            count = cues.COUNT.search(scan.text, *before.span)
            if (
                count
                and cues.number(count["n"]) == len(statement.places)
                and re.search(r"(?:連携|協定|提携)[^。]*と\s*$", scan.text[before.span.start : before.span.end])
            ):
                # 「連携先は4自治体と」 over the four names.
                statement.weak, statement.each = False, "place"
                statement.more.append(before.span)
        if statement.form and statement.name is None:
            _title_above(scan, statement)
        parent = next((by_index[i] for i in reversed(sentence.heading) if i in by_index), None)
        if parent is None or statement.weak:
            continue
        # The sentence beneath tells of the entry's agreement.
        if statement.parties and not {p.key for p in statement.parties} <= {p.key for p in parent.parties}:
            continue
        # 「A町　2017年3月22日」 under 「A町、B町との協定」 tells of A町 alone.
        statement.places = statement.places or [_elsewhere(p) for p in parent.places]
        statement.bodies = statement.bodies or [_elsewhere(p) for p in parent.bodies]
        statement.reference = False
        if statement.generic and parent.name is not None:
            statement.name, statement.generic = parent.name, parent.generic
        statement.more.append(parent.quote)
        gone.add(parent.index)
    for index, statement in by_index.items():
        if index not in gone and statement.force != "plan":
            _details_beneath(scan, statement)
    return [s for s in found if not (s.weak and s.index in gone)]


def _is_title(scan: Scan, index: int) -> bool:
    title = scan.header.title_span
    return title is not None and title.start <= scan.sentences[index].span.start < title.end


_AS_OF: Final = re.compile(r"[ 　]*(?:末日?)?[ 　]*(?:現在|時点)")
_BLANK: Final = re.compile(
    r"[○〇◯●△□＊]{2,}[ 　]*(?:株式会社|会社|市|町|村|県|大学)|(?:株式会社|会社|大学)[ 　]*[○〇◯●△□＊]{2,}|(?:令和|平成)[ 　]*[○〇◯●△□＊]+[ 　]*年"
)
"""What a form leaves to be filled in is no name and no day."""
_HEADLINE: Final = re.compile(r"[」』]?(?:の(?:締結|調印)|を(?:締結|調印|結)|に(?:関する|つ)|$)")


def _of_headline(scan: Scan, statement: Statement) -> None:
    """「…に関する協定の締結について」: a headline that begins with the title has it whole."""
    name, sentence = statement.name, scan.sentences[statement.index]
    if name is None or not statement.generic or sentence.kind not in ("heading", "line") or statement.form:
        return
    names = [m.span.end for m in sentence.mentions if m.span.end <= name.start]
    begins = re.fullmatch(
        r"[\s　「『]*(?:(?:様|さま)?との?)?[「『]?", scan.text[max([sentence.span.start, *names]) : name.start]
    )
    if begins and "に関する" in scan.words(name) and _HEADLINE.match(scan.text, name.end, sentence.span.end):
        statement.generic = bool(cues.GENERIC.fullmatch(scan.text, *name))


_WITH_THEM: Final = re.compile(r"[（(](?P<who>[^（）()]{2,60})との[二三四五六七\d]者(?:間(?:の)?)?(?:による)?協定[）)]")


def joined_in_brackets(scan: Scan, statement: Statement) -> None:
    """「…に関する協定を締結（A社との三者協定）」: who else is party stands behind."""
    sentence = scan.sentences[statement.index]
    match = _WITH_THEM.search(scan.text, statement.noun.end, sentence.span.end)
    if match is None or statement.weak or statement.act != "conclude":
        return
    own = {p.key for p in statement.parties}
    for body in sentence.bodies:
        party = Party(body, "with")
        if match.start("who") <= body.span.start < match.end("who") and not body.product and party.key not in own:
            statement.bodies.append(party)


def _title_above(scan: Scan, statement: Statement) -> None:
    """「１ …に関する協定」 over 「相手方：…」: the heading is the title."""
    for index in reversed(scan.sentences[statement.index].heading):
        heading = scan.sentences[index]
        noun = next(iter([*cues.NOUN.finditer(scan.text, *heading.span)][::-1]), None)
        if noun is not None and heading.span.end - noun.end() <= 3:
            ends = [m.span.end for m in heading.mentions if m.span.end <= noun.start()]
            name, generic = titles.title(scan.text, noun, max([heading.span.start, *ends]))
            if name is not None and not generic:
                statement.name, statement.generic = name, generic
                statement.more.append(heading.span)
            return


def _elsewhere(party: Party) -> Party:
    return replace(party, cite=party.cite or party.mention.span)


def _details_beneath(scan: Scan, statement: Statement) -> None:
    names = {p.mention.name for p in statement.bodies}
    for sentence in scan.under(statement.index) if names else ():
        if any(body.name not in names for body in sentence.bodies):
            continue
        for when in sentence.dates:
            match = _BENEATH.match(scan.text, when.span.end, sentence.span.end) or _UNTIL_END.match(
                scan.text, when.span.end, sentence.span.end
            )
            if match is None or not when.date:
                continue
            if match["act"] in ("締結", "調印"):
                statement.date = statement.date or when
                statement.weak = False
            else:
                statement.over, statement.ended = True, when
                statement.weak = False
            if sentence.span not in statement.more:
                statement.more.append(sentence.span)
