"""Agreements told as a form: 「締結日：…」 「相手方：…」 line by line, with or without a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise
from typing import Final

from loaders.prose import cues, form_values, forms, keys, speakers, surroundings
from loaders.prose.parts import Place, Scan
from loaders.prose.stated import Party, Statement
from loaders.read import Span

_PLANNED: Final = re.compile(r"予定|未定|調整中")


def statements(scan: Scan) -> Iterator[Statement]:
    """One statement for each form in the text; its parts stay where they stand (``more`` holds their places)."""
    if _HINT.search(scan.text) is None:
        return
    for form in forms.forms(scan):
        statement = _statement(scan, form)
        if statement is not None:
            yield from _columns(scan, form, statement)


def _columns(scan: Scan, form: forms.Form, statement: Statement) -> Iterator[Statement]:
    """「相手方　A社　B大学」 over 「締結日　5月1日　6月2日」: one form in each column, where both have as many."""
    names, days = statement.bodies, [
        d for e in form.entries if e.key == "date" for s, span in e.values for d in forms.dates(s, span)
    ]  # fmt: skip
    apart = all(not scan.text[a.mention.span.end : b.mention.span.start].strip(" 　\t|｜") for a, b in pairwise(names))
    if len(names) < 2 or len(days) < 2 or not apart:
        yield statement
    elif len(names) == len(days):
        for name, day in zip(names, days, strict=True):
            yield replace(statement, bodies=[name], date=day, name=None, items=[], more=list(statement.more))


_HINT: Final = re.compile(
    rf"{cues.TRIGGERS.pattern}|相手|連携|協働|委託|受託|管理者|事業者|協力|寄[附付]企業|寄[附付]者|採択|パートナー|代表企業|契約先"
)


def _nested(form: forms.Form) -> bool:
    """「相手方」 over entries that have their own 締結日: each entry is told apart, the list is no one form."""
    partners = [e for e in form.entries if e.key == "partner" and len({id(s) for s, _ in e.values if s.bodies}) > 1]
    return any(
        p.sentence.index in e.sentence.heading for p in partners for e in form.entries if e.key in ("date", "name")
    )


_LEADS: Final = re.compile(r"代表|契約")


def _statement(scan: Scan, form: forms.Form) -> Statement | None:
    text = scan.text
    if not form.entries or _nested(form):
        return None
    if scan.header.kind == "協定書":
        # 甲 and 乙 over the signatures stand beside addresses; the preamble tells who they are.
        form.entries = [e for e in form.entries if e.key != "party"]
    if not any(_LEADS.match(forms.words(scan, e)) for e in form.entries):
        # Members of a bidding group stand beside who leads it; elsewhere they are those of a council.
        form.entries = [e for e in form.entries if not forms.words(scan, e).startswith("構成")]
    entries = len(form.entries)
    form.entries = [
        e for e in form.entries if not (e.key == "name" and e.values and keys.NONE.match(text, e.values[0][1].start))
    ]
    denied = len(form.entries) < entries
    if not form.entries:
        return None
    parties = [e for e in form.entries if e.key == "party"]
    told = any(e.specific and e.key in ("name", "partner", "date") for e in form.entries) or len(parties) > 1
    told = told or (form.has("partner") and any(_agreed(scan, e) for e in form.entries))
    if not told and not _of_work(scan, form):
        return None
    if any(
        _PLANNED.search(text, e.sentence.span.start, max([e.sentence.span.end, *(v.end for _, v in e.values)]))
        for e in form.entries if e.key in ("date", "partner", "party") and e.values
    ):  # fmt: skip
        return None
    first = form.entries[0].sentence
    statement = Statement(first.index, first.span, Span(first.span.start, first.span.start), form=True)
    for entry in form.entries:
        if not entry.values:
            continue
        form_values.take(scan, statement, entry)
    _of_those(scan, form, statement)
    if not statement.bodies and not form.has("partner", "party", "doer"):
        _named_before(scan, form, statement)
        if not statement.bodies:
            _of_owner(scan, form, statement)
    each = any(
        cues.EACH.search(text, *span)
        for e in form.entries if e.key in ("name", "date", "partner", "party")
        for span in (e.sentence.span, *(value for _, value in e.values))
    )  # fmt: skip
    if each and len(statement.bodies) > 1:
        # 「締結日　平成26年3月24日（両法人とそれぞれ締結）」
        statement.each = "body"
    elif each and len(statement.places) > 1:
        # 「…協定（令和５年６月９日に３町村がそれぞれ締結）」
        statement.each = "place"
    if denied or not _of_agreement(scan, form, statement):
        if not statement.bodies or _OPEN.search(scan.text, *_extent(scan, form)):
            return None
        statement.agreement = False
        if statement.date is None:
            statement.date = next(
                (d for e in form.entries if e.key == "since" for s, span in e.values for d in forms.dates(s, span)),
                None,
            )
    return statement


def _of_those(scan: Scan, form: forms.Form, statement: Statement) -> None:
    """「創業支援に関する覚書（平成30年11月、町と同行）」: of several partners of the work those are party who stand behind the title."""
    for entry in form.entries:
        noun = (
            next(cues.NOUN.finditer(scan.text, *entry.values[0][1]), None)
            if entry.key == "name" and entry.values
            else None
        )
        if noun is None:
            continue
        begin, stop = scan.text.find("（", noun.end()), entry.values[-1][1].end
        named = {b.name for s, _ in entry.values for b in s.bodies if 0 <= begin < b.span.start and b.span.end < stop}
        kept = [p for p in statement.bodies if p.mention.name in named]
        statement.bodies = kept or statement.bodies


def _agreed(scan: Scan, entry: forms.Entry) -> bool:
    """「形：「…に関する協定」（令和3年11月1日）」"""
    if entry.key != "shape":
        return False
    spans = [entry.sentence.span, *(span for _, span in entry.values)]
    return any(cues.NOUN.search(scan.text, *s) and not _NO_AGREEMENT.search(scan.text, *s) for s in spans)


_WORK: Final = re.compile(
    r"連携|協働|協力|共創|公民|官民|産官学|産学官|パートナー|取り?組み?|事例|ともに|共同|実証|協定|まちづくり"
)


def _of_work(scan: Scan, form: forms.Form) -> bool:
    """Whether a form without any word of agreements tells with whom something is done: who it is and one thing more,
    under words for common work."""
    first = form.entries[0].sentence
    above = [scan.words(scan.sentences[i].span) for i in first.heading] + [scan.header.title]
    if any(_BOUGHT.search(words) for words in above):
        return False
    if form.has("doer"):
        # Who runs a shop or is paid for a purchase is no partner yet.
        plain = all(_WEAK_DOER.match(forms.words(scan, e)) for e in form.entries if e.key == "doer")
        return not plain or any(_WORK.search(words) or _RUN.search(words) for words in above)
    if not form.has("partner") or not form.has("since", "items", "until", "municipality", "date"):
        return False
    return any(_WORK.search(words) for words in above)


_WEAK_DOER: Final = re.compile(r"運営|運行|実施|契約|パートナー|代表|構成")
_RUN: Final = re.compile(
    r"PFI|ＰＦＩ|DBO|ＤＢＯ|指定管理|管理運営|整備|運営事業|運行事業|実証|委託|ネーミング|命名権|デマンド|コミュニティバス|乗合|採択"
)
_BOUGHT: Final = re.compile(r"入札|落札|随意契約|契約(?:結果|状況|実績)|工事|物品|購入|求人|就職|宿泊施設|店舗")


_OPEN: Final = re.compile(r"検討中|協議中|未定|調整中|検討段階|予定")


def _extent(scan: Scan, form: forms.Form) -> Span:
    """A form with the lines between its entries, to the end of what stands under its heading."""
    first = form.entries[0].sentence
    last = max([e.sentence.span.end for e in form.entries] + [v.end for e in form.entries for _, v in e.values])
    if first.heading:
        last = max([last, *(s.span.end for s in islice(scan.under(first.heading[-1]), _UNDER))])
    return Span(first.span.start, last)


_UNDER: Final = 12


def _named_before(scan: Scan, form: forms.Form, statement: Statement) -> None:
    """A line that is nothing but a name right before a form without 相手方 says whose form it is."""
    first = form.entries[0].sentence
    before = scan.sentences[first.index - 1] if first.index else None
    if before is None or before.kind == "prose" or before.key is not None or not before.bodies:
        return
    covered = sum(m.span.end - m.span.start for m in before.bodies)
    number = _NUMBERED.match(scan.text, *before.span)
    if covered >= (before.span.end - (number.end() if number else before.span.start)) * 0.8 and all(
        b.certain and not b.product for b in before.bodies
    ):
        statement.bodies += [Party(b, "with", b.span) for b in before.bodies]
        statement.more.append(before.span)


_NUMBERED: Final = re.compile(r"[\s　]*(?:[NnＮ][OoＯｏ][.．]?)?[\s　]*[\d０-９]{1,3}[.．:：)）]?[\s　]+")


def _of_owner(scan: Scan, form: forms.Form, statement: Statement) -> None:
    """A form under the name of a local government on a body's own page is that body's."""
    if scan.header.municipality is not None and scan.header.signed:
        return
    place = surroundings.above(scan, form.entries[0].sentence, Place)
    owner = speakers.speaker(scan) if place is not None else None
    if owner is not None and place is not None:
        statement.bodies.append(Party(owner, "subject", owner.span))
        if not statement.places:
            statement.places.append(Party(place, "with", place.span))


def _of_agreement(scan: Scan, form: forms.Form, statement: Statement) -> bool:
    """Whether a form speaks of an agreement at all: 「相手方」 and 「内容」 alone may be those of a measure."""
    if statement.name is not None or any(e.key == "party" for e in form.entries):
        return True
    words = [scan.text[e.sentence.span.start : e.sentence.span.end] for e in form.entries if e.key != "items"]
    if any(_NO_AGREEMENT.search(w) for w in words):
        return False
    if any(re.search(r"締結|調印|協定(?!等?[\s　]+なし)|覚書", w) for w in words):
        return True
    if any(_CONCLUDED.search(scan.text, *span) for e in form.entries if e.key == "items" for _, span in e.values):
        return True
    if form.has("doer"):
        return False
    first = form.entries[0].sentence
    # What stands before the form's own heading speaks of something else.
    since = max([form.since, first.index - 3, *(i + 1 for i in first.heading[-1:])])
    above = [scan.sentences[i] for i in first.heading] + scan.sentences[since : first.index]
    return any(cues.NOUN.search(scan.text, *s.span) for s in above)


_NO_AGREEMENT: Final = re.compile(
    r"(?:協定|覚書)(?:書|等|など)?(?:の締結)?(?:は|を|も|に|の)?(?:[：:　 ]*(?:なし|無し|無$)|結ばず|結んでい?な|交わさず|交わしていな|締結(?:せず|していな|はし)|よらな|よらず|至ら|未締結|ない)"
)
_CONCLUDED: Final = re.compile(
    r"(?:協定|覚書)書?[」』]?[^。、]{0,16}?(?:締結し|調印し|結[んび]|交わし|に基づ|により|による|のもと)(?!.{0,20}(?:検討|予定|ない|目指))"
)
