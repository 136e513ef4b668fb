"""Parties that the sentence before or behind an agreement's own tells: 「相手は、A社です」 「A社、B社。この2社と…」 「B社も同じ協定に
加わった」, and the answer to a question for the partner."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, parties
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.runs import runs
from loaders.prose.stated import Party, Statement

FROM_BESIDE: Final = "相手方は隣の文から補いました"
_PARTNER_IS: Final = re.compile(
    r"(?:なお|また|ちなみに)?、?(?:その|今回の|市の|町の|村の|県の|お)?(?:協定|締結|連携|提携|契約)?の?"
    r"(?:相手(?:方|先|企業)?|締結先|協定先|連携先|パートナー(?:企業)?|締結した(?:の|企業|団体|相手))(?:は|が|となったのは|になったのは)、?"
    r"(?:[^、。はが]{0,40}(?:の|する|した|いる|ある|営む|扱う|つ|つくる|展開する|持つ|置く|ぶ))?[「『]?"
)
_IS: Final = re.compile(
    r"(?:さん|様)?(?:である|です|でございます|でした|だった|だ|となります|となった|になります)?(?:。|$|\n|で、|であり、|といい、)"
)
_ASKS: Final = re.compile(
    r"(?:どこ|どちら|どの(?:企業|会社|団体|事業者|大学|銀行)|誰|だれ|何という(?:会社|企業|団体))[^。]{0,6}(?:ですか|でしょうか|でしょう|なのか|か|なの)?[。？?]?$"
)
_ANSWERS: Final = re.compile(r"(?:[AＡ答][.．:：、\s　]*)?(?:[（(〔【][^）)〕】]{1,12}[）)〕】])?[\s　]*[「『]?")
_THOSE: Final = re.compile(r"(?:この|これら(?:の)?|同|以上の|上記の|先の)$")
_JOINED: Final = re.compile(
    r"(?:が|も)、?(?:新たに|後に|のちに|途中から)?(?:(?:この|その|同じ|同|上記の?)?[^、。はが]{0,12}(?:協\s*定|覚書|枠組み?)に(?:(?:参加|参画|加入|加わ)(?:し|っ|り)(?!たい|よう)|名を連ね)"
    r"|(?:協定の)?当事者(?:です|である|となって|に(?:加わって|なって|入って)))"
    r"|との(?:連名|共同締結)(?:です|である|による|に?て?締結)?"
)
_NEAR: Final = 2
_FORM: Final = 6


def answered(scan: Scan, sentence: Sentence, statement: Statement) -> None:
    """「A市と協定を結んでいる業者はどこですか」 「B社です」: who is asked for is there, and the answer names him."""
    if statement.force != "plan" or statement.bodies or _ASKS.search(scan.text, *sentence.span) is None:
        return
    behind = scan.sentences[sentence.index + 1] if sentence.index + 1 < len(scan.sentences) else None
    names = _alone(scan, behind, _ANSWERS) if behind is not None else []
    if behind is not None and names:
        statement.force = "fact"
        statement.bodies += [Party(name, "partner", name.span) for name in names]
        statement.more.append(behind.span)


def fill(scan: Scan, statement: Statement) -> None:
    """Give a conclusion without partner the one whom the sentence beside it tells."""
    if statement.force != "fact" or statement.act != "conclude" or statement.weak or statement.form:
        return
    own = scan.sentences[statement.index]
    if own.kind == "heading":
        return
    if not statement.bodies and not statement.reference and len(statement.places) < _NEAR:
        _behind(scan, own, statement)
        if not statement.bodies and not statement.unnamed:
            _before(scan, own, statement)


def joined(scan: Scan, statement: Statement) -> None:
    """Add to an agreement with both sides those of whom the sentences behind it say that they joined it."""
    own = scan.sentences[statement.index]
    told = statement.force == "fact" and statement.act == "conclude" and not statement.weak and own.kind != "heading"
    if not told or not statement.places or not statement.bodies:
        return
    for near in scan.sentences[own.index + 1 : own.index + 1 + (_FORM if statement.form else _NEAR)]:
        if near.paragraph != own.paragraph or (statement.form and near.heading != own.heading):
            return
        with_them = _WITH_THEM.search(scan.text, *near.span) is not None
        if (
            not with_them
            and near.places
            and all(p.name != q.mention.name for p in near.places for q in statement.places)
        ):
            # The next row, or the next agreement.
            return
        for run in runs(scan, near):
            after = cues.after_name(scan.text, run[-1].span.end, near.span.end)
            joins = _JOINED.match(scan.text, after, near.span.end)
            if joins is None and _AMONG.search(scan.text, near.span.start, run[0].span.start):
                joins = _ADDED.match(scan.text, after, near.span.end)
            if joins is None or cues.told(scan.text, near.span.start, joins.end(), near.span.end).force != "fact":
                continue
            keys = {p.key for p in statement.parties}
            for mention in run:
                if Party(mention).key not in keys:
                    parties.add(statement, mention, "partner")
                    statement.more.append(near.span)


_WITH_THEM: Final = re.compile(r"との(?:連名|共同締結)")
"""「備考：B町、C町との連名です」."""
_AMONG: Final = re.compile(r"当事者(?:には|に|として)、?[^。]*$")
_ADDED: Final = re.compile(r"(?:が|も)、?(?:新たに)?(?:加わ|名を連ね|入)(?:っ|り|て)")
"""「当事者には、当行のほか、A学院も加わっております」."""


def _behind(scan: Scan, own: Sentence, statement: Statement) -> None:
    for near in scan.sentences[own.index + 1 : own.index + 1 + _NEAR]:
        names = _alone(scan, near, _PARTNER_IS) if near.paragraph == own.paragraph else []
        if names:
            statement.bodies += [Party(name, "partner", name.span) for name in names]
            statement.unnamed = []
            statement.more.append(near.span)
            return


def _before(scan: Scan, own: Sentence, statement: Statement) -> None:
    """「A社、B社、C会。この3者と市は…」 「手を組んだのはA社だ。市は…」."""
    before = scan.sentences[own.index - 1] if own.index else None
    if before is None or before.paragraph != own.paragraph or before.kind != own.kind:
        return
    breaths = [run for run in runs(scan, before) if all(isinstance(m, Body) for m in run)]
    if len(breaths) != 1 or statement.open_partner or statement.some_bodies:
        return
    names = [m for m in breaths[0] if isinstance(m, Body) and m.certain and not m.product]
    count = cues.COUNT.search(scan.text, *statement.quote)
    number = cues.number(count["n"]) if count else 0
    pointed = count is not None and _THOSE.search(scan.text, statement.quote.start, count.start()) is not None
    if number != len(names) if pointed else number > 1:
        return
    told = (
        _IS.fullmatch(scan.text, cues.after_name(scan.text, names[-1].span.end, before.span.end), before.span.end)
        if names
        else None
    )
    if told is not None and (pointed or _WHO_IT_IS.search(scan.text, before.span.start, names[0].span.start)):
        statement.bodies += [Party(name, "with", name.span) for name in names]
        statement.more.append(before.span)
        statement.notes.append(FROM_BESIDE)


_WHO_IT_IS: Final = re.compile(r"(?:のは|相手は|パートナーは|のが|相手が)、?(?:[^、。]{0,40}の)?[「『]?$")


def _alone(scan: Scan, sentence: Sentence, lead: re.Pattern[str]) -> list[Body]:
    """The bodies of a sentence that says, behind its ``lead``, nothing but their names."""
    run = next(iter(runs(scan, sentence)), [])
    if not run or not all(isinstance(m, Body) for m in run):
        return []
    begin, stop = sentence.span
    if not lead.fullmatch(scan.text, begin, run[0].span.start):
        return []
    if not _IS.match(scan.text, cues.after_name(scan.text, run[-1].span.end, stop), stop):
        return []
    return [m for m in run if isinstance(m, Body) and not m.product and (m.certain or isinstance(m, Place))]
