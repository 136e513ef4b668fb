"""Who is party in a clause: by particle, by what is said of the names, by numbers and words for unnamed partners."""

from __future__ import annotations

import re
from typing import Final, Literal

from loaders.prose import cues, presupposed, roundabout, runs, signing
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party, Statement
from loaders.read import Span

_PARTNER_AFTER: Final = re.compile(
    r"[」』]?[\s　]*(?:を|の)?(?:締結)?(?:先|相手方?|パートナー)?(?:企業|事業者|団体|自治体|市町村|市|町|村)?(?:(?:し|され)?(?:た|ている|ていた|する|済みの|いる|いた|だ))?(?:企業|事業者|団体|自治体|市町村|市|町|村|相手方?|先|の)?(?:の|である|となる|に?は、?|が|・|「|／|：|:)?[\s　]*"
)
_TO_NOUN: Final = re.compile(r"の[^、。をはが]{0,40}")
_GOVERNED: Final = re.compile(
    r"[^、。]{0,12}?(?:連携|協力|協働|共同|合併|相談|調整|協議|意見交換|タイアップ|ともに|共に)(?:し|して|で|の上|のうえ|しながら|を図り|、)"
)
_SUPPORTED: Final = re.compile(
    r"[^。、]{0,12}?(?:を|に|へ)(?:も)?(?:支援|仲介|後押し|歓迎|報道|発表|評価|祝|促|紹介|視察|参考|立ち会|立会|取材|関心|注目|学)"
)
_SEAT: Final = re.compile(r"(?:の|に(?:本社|本店|拠点)[^、。]{0,8}の?|にある)[^、。はがをにと]{0,14}?(?:、)?[「『]?")


def fill(
    scan: Scan, sentence: Sentence, statement: Statement, breaths: list[list[Place | Body]],
    left: int, right: int, act: re.Match[str] | None, *, listed: bool = False,
) -> None:  # fmt: skip
    """Parties, dates, counts and pointers that stand in the clause itself."""
    text, stop = scan.text, sentence.span.end
    # X協定を、B社とはY協定を締結: what stands between the nouns belongs to the second.
    closing = statement.noun.end if listed else max(act.end() if act else 0, statement.noun.end)
    supported = bool(act and _SUPPORTED.match(text, act.end(), stop))
    inner = _inner(text, statement, breaths, left, act)
    if inner < 0:
        statement.reference = True
        return
    taken: list[tuple[cues.Slot, bool, list[Place | Body]]] = []
    offered: list[list[Place | Body]] = []
    for run in breaths:
        start, end = run[0].span.start, run[-1].span.end
        if start < left or start >= stop:
            continue
        if start >= closing and listed:
            continue
        if (
            start >= statement.noun.end
            and isinstance(run[0], Body)
            and presupposed.partner_of(text, statement.noun.end, stop)
            and _PARTNER_AFTER.fullmatch(text, statement.noun.end, start)
        ):
            taken.append(("partner", False, run))
            continue
        if start >= closing and act is None and both(taken):
            continue
        if start >= closing:
            between = text[statement.noun.end : start]
            if _PARTNER_AFTER.fullmatch(between) and not (act and act.start() < statement.noun.start):
                taken.append(("partner", False, run))
            elif (
                act
                and act.start() >= statement.noun.end
                and (isinstance(run[0], Body) and roundabout.cleft(text, act.end(), start))
            ):
                taken.append(("partner", False, run))
            elif (
                act and act.start() >= statement.noun.end and _PARTNER_AFTER.fullmatch(text[act.end() : start])
                and (isinstance(run[0], Body) or not text.endswith(("のは、", "のは"), 0, start))
            ):  # fmt: skip
                taken.append(("partner", False, run))
            continue
        if cues.EXAMPLE_AFTER.match(text, end, stop) or cues.EXAMPLE_BEFORE.search(text, sentence.span.start, start):
            continue
        case = cues.slot(text, end, stop)
        if case == "other" and roundabout.is_who(text, sentence.span.start, run, stop):
            taken.append(("partner", False, run))
            continue
        if case in ("other", "of") and _concluded(statement) and roundabout.partner(text, end, stop):
            offered.append(run)
            continue
        if (
            case == "loose"
            and _dated_before(text, sentence, start)
            and _DATE_NEXT.match(text, cues.after_name(text, end, stop))
        ):
            case = "with"
        if (
            case == "other"
            and isinstance(run[-1], Place)
            and _ASKED.match(text, cues.after_name(text, end, stop), stop)
        ):
            # 「金山町に問い合わせたところ、…協定を結び」: that town tells of itself.
            case = "subject"
        if case == "other" and len(run) > 1 and start == sentence.span.start and sentence.kind in ("line", "bullet"):
            # Notes: a line that begins with several names is a list of them.
            case = "loose"
        after = cues.after_name(text, end, stop)
        if case == "of" and start < statement.noun.start and not _TO_NOUN.fullmatch(text, after, statement.noun.start):
            continue
        if case == "of" and (seat(run[-1], after, sentence, text) or runs.subsidiary_of(text, run[-1], stop)):
            continue
        label = start == sentence.span.start and isinstance(run[-1], Place) and text[after : after + 1] in (" ", "　")
        if (
            case == "loose"
            and sentence.kind == "prose"
            and not label
            and not _reaches(text, after, statement.noun.start)
        ):
            continue
        if case == "subject" and _WITNESS.match(text, after, stop):
            continue
        if case == "subject" and inner and start < inner:
            statement.outer += [Party(m, "subject") for m in run if isinstance(m, Place) or m.certain]
            continue
        if case == "subject" and supported and not inner:
            continue
        if case == "other" and both([(case, False, run)]) and _BETWEEN.match(text, after, stop):
            case = "with"
        if case == "other" and _called_under(text, after, statement.noun, stop):
            case = "with"
        if (
            case == "other"
            and len(run) > 1
            and _BY_THEM.match(text, after, stop)
            and _COUNTED.fullmatch(text, end, after)
        ):
            case = "subject"
        if case == "other" and (
            _LIKEWISE.match(text, after, stop)
            or (isinstance(run[0], Body) and _concluded(statement) and _CONCERNING.match(text, after, stop))
        ):
            offered.append(run)
            continue
        if case != "other":
            taken.append((case, bool(case == "with" and _GOVERNED.match(text, after, statement.noun.start)), run))
    if not any(case in ("with", "partner") for case, _, _ in taken):
        taken += [("partner", False, run) for run in offered]
    if any(case == "with" and not governed for case, governed, _ in taken):
        taken = [entry for entry in taken if not entry[1]]
    if not any(isinstance(m, Place) for case, _, run in taken if case != "of" for m in run) and (
        sum(isinstance(m, Body) for case, _, run in taken if case in ("subject", "with") for m in run) > 1
        and any(case == "subject" for case, _, _ in taken)
    ):
        # 「A社とB社は、宇陀市の用地について協定を結んだ」 is among companies.
        taken = [entry for entry in taken if entry[0] != "of" or all(isinstance(m, Body) for m in entry[2])]
    signed = act is not None and act[0][0] in "署サ"
    for case, _, run in taken:
        for mention in run:
            if not signed or mention.how == "name":
                # 「協定書には同社の社長が署名した」 tells of an agreement told before.
                add(statement, mention, case)
    if inner:
        statement.inner = [p for p in statement.parties if p.slot == "subject"]
    signing.dates(text, sentence, statement, left, right, None if listed else act)
    for match in cues.COUNT.finditer(text, left, right):
        count, unit = cues.number(match["n"]), match["of"]
        side = "places" if re.search(r"市|町|村|自治体", unit) else "parties" if unit == "者" else "bodies"
        if count > 1 and not re.match(r"[目月年人歳回以]", text[match.end() : match.end() + 1]):
            statement.counts.setdefault(side, count)
            near = cues.POINTER.search(text, max(left, match.start() - 4), match.start())
            if near:
                statement.pointers.setdefault(side, near[0])
    pointer = cues.POINTER.search(text, left, stop)
    statement.pointer = pointer[0] if pointer else ""
    each = cues.EACH.search(text, left, right)
    if each:
        statement.each = _each_of(statement, each.start())
    statement.unnamed = [Span(m.start(), m.end()) for m in cues.outside(cues.UNNAMED, text, left, right, (b.span for b in sentence.bodies))
                         if not any(p.mention.span.start < m.end() and m.start() < p.mention.span.end
                                    for p in statement.parties)]  # fmt: skip


_ASKED: Final = re.compile(r"[にへ](?:問い?合わ?せ|聞い|照会し|確認し|尋ね|確かめ|電話し)た(?:ところ|結果)、")
_WITNESS: Final = re.compile(
    r"(?:が|は|も)、?(?:立会|立ち会|証人|来賓|仲介|見届け|オブザーバー|アドバイザー|助言者|後援|司会|事務局)[^、。]{0,6}(?:として|と(?:なり|なっ)|に(?:なり|なっ)|し(?:た|て|、))"
)
_CONCERNING: Final = re.compile(r"(?:について|に関して|につきまして|に対して)(?:は|も)、?")
_DATE_NEXT: Final = re.compile(r"、(?:続いて|次いで|その後|さらに|また)?、?(?:令和|平成|昭和|[12][90]\d\d|同|翌|\d)")


_COUNTED: Final = re.compile(
    r"の(?:[\d０-９一二三四五六七八九]+(?:市|町|村|区|県|都|道|府|市町村?|町村|者|自治体)){1,4}"
)
_BY_THEM: Final = re.compile(r"で(?!つく|作[らりるっ]|組織|構成|成[りる]|な[りる]|設[けく立]|運営)")
"""「A市、B市、C町の2市1町で…を締結」: they conclude it with each other."""


_CALLED: Final = re.compile(
    r"(?:に(?:対し(?:て)?|は)?|へ)[^。はが（(]{0,40}?(?:要請|依頼|出動を指示)(?:し(?:た|ました|、)?)?[（(、][^。、（(]{0,8}"
)


def _called_under(text: str, after: int, noun: Span, stop: int) -> bool:
    """「A社に毛布の輸送を要請（協定に基づく）」: who is called under an agreement is its party."""
    return _CALLED.fullmatch(text, after, noun.start) is not None and cues.BASIS.match(text, noun.end, stop) is not None


def _dated_before(text: str, sentence: Sentence, start: int) -> bool:
    """「2012年3月に杵築市、2015年10月に国東市と結び」: the names of a series stand behind their days."""
    return any(d.date and re.fullmatch(r"(?:に|には|付けで)", text[d.span.end : start]) for d in sentence.dates)


_LIKEWISE: Final = re.compile(r"と、?(?:同様|同じ|同内容|同趣旨|同種)の?[^、。はがを]{0,12}(?:協\s*定|覚書)")
_BETWEEN: Final = re.compile(r"で(?:は)?(?!す|あ|き|の)|において(?!の)")


def both(taken: list[tuple[cues.Slot, bool, list[Place | Body]]]) -> bool:
    """Whether local governments and bodies are among those taken as parties."""
    names = [m for _, _, run in taken for m in run]
    return any(isinstance(m, Place) for m in names) and any(isinstance(m, Body) for m in names)


def _inner(
    text: str, statement: Statement, breaths: list[list[Place | Body]], left: int, act: re.Match[str] | None
) -> int:
    """Where the subject of a relative clause stands: 「A市は、B市がC社と結んだ協定を参考に」 (B市); 0 if there is none,
    -1 if it is somebody without a name here (国, 県)."""
    if act is None or act.start() >= statement.noun.start:
        return 0
    before = [r for r in breaths if left <= r[0].span.start and r[-1].span.end <= act.start()]
    ends = [(r[0].span.start, cues.after_name(text, r[-1].span.end, act.start())) for r in before]
    topic = next((start for start, end in ends if text.startswith(("は", "では", "も"), end)), -1)
    own = next((start for start, end in reversed(ends) if text.startswith("が", end)), -1)
    if topic >= 0 and own < topic:
        other = _OTHERS.search(text, topic, act.start())
        return -1 if other else 0
    return own if 0 <= topic < own else 0


_OTHERS: Final = re.compile(r"(?<=[はも、])(?:国|政府|[一-龥]{2,6}[省庁]|県|都|府|道|他市|他県)が")


def _concluded(statement: Statement) -> bool:
    return statement.act == "conclude" and statement.force in ("fact", "announced") and not statement.weak


def _reaches(text: str, after: int, noun: int) -> bool:
    """「市長、A社社長、協定を締結」 is prose that lost its particle; a name far from the noun says something else."""
    return after <= noun and not re.search(r"[。はがを]", text[after:noun])


def seat(mention: Place | Body, after: int, sentence: Sentence, text: str) -> bool:
    """Whether a place is only where the body is that is named next (宇陀市の文具会社、株式会社…)."""
    if not isinstance(mention, Place) or not text.startswith(("の", "に本社", "に本店", "に拠点", "にある"), after):
        return False
    body = next((b for b in sentence.bodies if b.span.start >= after), None)
    return body is not None and bool(_SEAT.fullmatch(text, after, body.span.start))


def add(statement: Statement, mention: Place | Body, case: cues.Slot) -> None:
    if isinstance(mention, Place):
        if mention.use == "actor" and mention.codes and all(mention is not p.mention for p in statement.places):
            statement.places.append(Party(mention, case))
    elif (
        not mention.product
        and mention.name
        and (mention.certain or case in ("with", "partner"))
        and all(mention is not p.mention for p in statement.bodies)
    ):
        statement.bodies.append(Party(mention, case, sure=mention.certain))


def _each_of(statement: Statement, at: int) -> Literal["", "place", "body"]:
    """Whether それぞれ counts the places or the bodies: those that stand last before it, if they are several."""
    near = [p for p in statement.parties if p.mention.span.end <= at]
    place_count = max(statement.counts.get("places", 0), sum(isinstance(p.mention, Place) for p in near))
    body_count = max(statement.counts.get("bodies", 0), sum(isinstance(p.mention, Body) for p in near))
    if place_count > 1 and body_count > 1:
        withs = [p for p in near if p.slot == "with"]
        return "body" if withs and all(isinstance(p.mention, Body) for p in withs) else "place"
    if place_count > 1:
        return "place"
    return "body" if body_count > 1 else ""


def carry_on(statement: Statement, last: Statement, *, same_act: bool) -> None:
    """Parties of an earlier clause that go on: its subject, or all where one act has several agreements."""
    own = bool(statement.parties)
    has_subject = any(p.slot == "subject" for p in statement.parties)
    for party in [*last.parties, *last.outer]:
        if any(p.key == party.key for p in statement.parties):
            continue
        goes_on = party.slot == "subject" and party not in last.inner
        if (goes_on or (same_act and not own)) and not has_subject:
            side = statement.places if isinstance(party.mention, Place) else statement.bodies
            side.insert(0, party)
    if same_act and statement.date is None:
        statement.date = last.date
    if not own and not same_act:
        statement.reference = True


def last_end(statement: Statement, noun: re.Match[str]) -> int:
    ends = [p.mention.span.end for p in statement.parties if p.mention.span.end <= noun.start()]
    if statement.date and statement.date.span.end <= noun.start():
        ends.append(statement.date.span.end)
    return max(ends, default=0)
