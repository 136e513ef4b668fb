"""Parties that a sentence names only after its agreement: the topic of what follows, who was asked, who joined."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, parties
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Statement


def later(scan: Scan, sentence: Sentence, statement: Statement, breaths: list[list[Place | Body]], right: int) -> None:
    """「A市との協定に基づき、B社は…」: the other party is the topic of what follows in the same sentence.

    Only where one side is told with と or の and the sentence has named no subject yet.
    """
    if (statement.places and statement.bodies) or statement.unnamed:
        return
    text, stop = scan.text, sentence.span.end
    run = next((r for r in breaths if r[0].span.start >= right), None)
    if run is None:
        return
    if statement.places and isinstance(run[0], Body) and _OPPOSITE.search(text, right, run[0].span.start):
        for mention in run:
            parties.add(statement, mention, "partner")
        return
    own = scan.header.municipality is not None and scan.header.signed and not sentence.places and not statement.parties
    asked = statement.act in ("exist", "conclude") and (statement.places or own) and isinstance(run[0], Body)
    if asked and _CALLED.match(text, cues.after_name(text, run[-1].span.end, stop), stop):
        # 「市は協定に基づき、A社に水を要請した」
        for mention in run:
            parties.add(statement, mention, "with")
        return
    if any(p.slot == "subject" for p in statement.parties):
        return
    if not parties.both([("subject", False, run)]) or statement.parties:
        if not all(isinstance(m, Body if statement.places else Place) for m in run):
            return
        if not statement.parties and any(m.how == "name" for m in run):
            return
    if text.find("。", right, run[0].span.start) >= 0 or cues.TOPICAL.search(text, right, run[0].span.start):
        return
    speaker = scan.header.body
    after = cues.after_name(text, run[-1].span.end, stop)
    if not _TOPIC.match(text, after, stop) or (speaker is not None and all(speaker.name != m.name for m in run)):
        return
    for mention in run:
        parties.add(statement, mention, "subject")


_CALLED: Final = re.compile(
    r"(?:に(?:対し(?:て)?|は)?|へ)[^。、はが]{0,30}(?:要請|依頼|出動を|供給を求め|連絡)|(?:から|より)(?:は|、)?[^。、はが]{0,30}(?:提供|供給|支援|派遣|搬送|貸与)を?(?:受け|され|いただ|頂)"
)
_OPPOSITE: Final = re.compile(
    r"(?:相手(?:方|先)?|締結先|協定先|連携先|パートナー)は、?(?:[^、。はがを]{0,20}の)?[「『]?$"
)
_TOPIC: Final = re.compile(r"は|が|では|の[^、。はがを]{1,12}(?:は|が)")


def joining(scan: Scan, sentence: Sentence, statement: Statement) -> None:
    """「A市とB社の協定に、C社も加わった」: who joins is party as well."""
    if statement.force != "fact" or not statement.places or not statement.bodies or statement.act == "end":
        return
    text, stop = scan.text, sentence.span.end
    for body in sentence.bodies:
        after = cues.after_name(text, body.span.end, stop)
        if body.span.start >= statement.noun.end and _JOINS.match(text, after, stop):
            parties.add(statement, body, "partner")


_JOINS: Final = re.compile(
    r"(?:が|も)(?:[^、。はが]{0,10}(?:に|から|より))?、?(?:新たに|後に|のちに|途中から|あとから)?(?:加わ|加入し|参画し|参加し)(?!(?:る|する)?(?:予定|見込|方向|意向|か))"
    r"|の(?:参加|加入|参画)(?:により|によって|で|を得)"
)
