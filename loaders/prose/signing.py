"""Which of a clause's dates is that of the conclusion, of the end, of the agreement that was renewed."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose.parts import Sentence
from loaders.prose.stated import Statement

_NO_SIGNING: Final = re.compile(
    r"(?:[（(][^（）()]{1,12}[）)])?(?:に|から|より|の|付けで?)?[^、。]{0,18}?(?:設立|創業|創立|開設|就任|発足|開業|合併|オープン|発売|策定|制定|施行|発生|実施|開始|開催|スタート|"
    r"移転|改称|竣工|完成|起き|襲|上陸|導入)(?!支援|促進|塾|者|時|・|及び|等に|(?:の[^、。]{0,8})?に(?:関|係|向)|の?(?:推進)?協\s*定)"
)
_MEETING: Final = re.compile(
    r"(?:[（(][^（）()]{1,12}[）)])?(?:に開(?:かれた|いた|催された|催した)|の)[^、。はがを]{0,8}?(?:議会|定例会|臨時会|会議|委員会|会見|答弁|質問|取材|協議|審議会)(?:で|に|の|において)"
)
"""「昨年9月の議会で」: when something was said of the agreement."""
_UNTIL: Final = re.compile(r"(?:[（(][^（）()]{1,12}[）)])?\s*(?:まで|を(?:期限|終期))")
_CEREMONY: Final = re.compile(r"式(?:典)?(?:は|を|が)、?(?:去る)?")
_THE_DAY: Final = re.compile(r"[」』]?の(?:締\s*結|調印)(?:年月日|日|の日)?は、?")
_BESIDE: Final = re.compile(r"[んびしまてでたいおりる]{0,6}[（(](?:いずれも|ともに|同日|全て|すべて)?")
"""「協定を結び（いずれも2020年9月1日）、」"""
_DATED: Final = re.compile(r"[」』]?(?:は|が)、?")
_OF_IT: Final = re.compile(r"に?[^、。\s]{0,6}(?:締\s*結|調印|結[んば]|付)|から|より|の[^、。\s]{0,20}協\s*定(?!に基)")
_DONE_UNDER: Final = re.compile(
    r"[」』]?書?(?:に(?:基づ|基い|もとづ|より|よる|沿|従|則)|の(?:もと|下|一環)|を(?:活用|活か|生か|踏まえ))"
)
_SINCE: Final = re.compile(r"[」』]?(?:が|は)、?")
_CLEFT: Final = re.compile(r"(?:し|され|れ)?(?:た|だ)?のは、?(?:その)?")
_BEHIND: Final = re.compile(r"[」』]?[（(][^（）()]{0,12}")
_DONE: Final = re.compile(r"(?:に|付け?)?(?:締\s*結|調印)?[）)]")
_SIGNED_ON: Final = re.compile(
    r"(?:に|付けで?)、?[^。]{0,80}(?:締\s*結|結|調印|交わ)(?:した|んだ|ばれた)(?:[^。、はがを「」]{0,20})?[「『]"
)
"""「平成29年5月にA社、B県及び本町の三者で締結した「…協定」が期間満了となった」"""
_RENEWED: Final = re.compile(r"(?:付け?で?|に|より)?[^、。（）()]{0,8}(?:更新|改定|改訂|再締結)")
_OVER: Final = re.compile(
    r"(?:[（(][^（）()]{1,12}[）)])?(?:に|で|末|、)?[^（）()。]{0,24}?(?:失効|終了|満了|解除|廃止|解約)"
)
_OLD: Final = re.compile(
    r"(?:[（(][^（）()]{1,12}[）)])?(?:に|付けで?|、)?(?:[^、。]{0,20}?(?:締結|結ん|交わ|調印)|の)"
)


def dates(
    text: str, sentence: Sentence, statement: Statement, left: int, right: int, act: re.Match[str] | None
) -> None:
    """Which of the clause's dates is that of the conclusion, of the end, of the older agreement."""
    reach = max(right, statement.noun.end)
    verb = act.start() if act else statement.noun.start
    for when in sentence.dates:
        start, end = when.span
        if (
            when.date
            and act is not None
            and (
                _CLEFT.fullmatch(text, act.end(), start)
                or _CEREMONY.fullmatch(text, act.end(), start)
                or _THE_DAY.fullmatch(text, statement.noun.end, start)
            )
        ):
            statement.date = statement.date or when
            continue
        if act is None and not _OF_IT.match(text, end) and (
            when.precision == "年度" or (end <= statement.noun.start and _DONE_UNDER.match(text, statement.noun.end))
        ):  # fmt: skip
            # 「令和3年度 協定に基づく取組」 「6月、協定に基づき寄贈した」: the day of what is done under it.
            continue
        if not when.date or start < left or start >= reach:
            if (
                when.date
                and act is None
                and _SINCE.fullmatch(text, statement.noun.end, start)
                and (text.startswith(("から", "より", "に"), end))
            ):
                statement.date = statement.date or when
            elif when.date and start >= reach and re.fullmatch(r"[」』]?[（(]", text[statement.noun.end : start]):
                statement.date = statement.date or when
            elif (
                when.date
                and start >= statement.noun.end
                and _DATED.fullmatch(text, statement.noun.end, start)
                and (text.startswith(("付", "に締結", "締結"), end))
            ):
                statement.date = statement.date or when
            continue
        if _UNTIL.match(text, end, sentence.span.end) and statement.act != "end":
            statement.until = when
        elif (
            statement.act in ("renew", "end")
            and start >= statement.noun.end
            and _BEHIND.fullmatch(text, statement.noun.end, start)
            and _DONE.match(text, end, verb)
        ):
            # 「…協定（平成22年4月1日）は、…に終了した」
            statement.before = when
        elif statement.act == "end" and end <= verb and not (
            _OLD.match(text, end, verb) or _SIGNED_ON.match(text, end, statement.noun.start)
        ):  # fmt: skip
            statement.ended = when
        elif (
            statement.act in ("renew", "end")
            and end <= statement.noun.start
            and (_OLD.match(text, end, statement.noun.end) or _SIGNED_ON.match(text, end, statement.noun.start))
        ):
            statement.before = when
        elif end <= verb and _MEETING.match(text, end, verb):
            continue
        elif _NO_SIGNING.match(text, end, max(end, min(verb, statement.noun.start))):
            continue
        elif start < verb or start < statement.noun.start or re.fullmatch(r"[」』]?\S{0,12}[（(]", text[verb:start]):
            if (
                re.match(r"(?:年)?度?(?:から|より|以降)", text[end : end + 5])
                and when.precision in ("年", "年度")
                and statement.act != "exist"
                and not re.match(r"度?(?:から|より|以降)(?:結ん|締結し|交わし)て", text[end : end + 12])
            ):
                continue
            if start > verb and statement.date is not None and _OVER.match(text, end):
                statement.ended, statement.over = when, True
            elif start > verb and statement.date is not None and _RENEWED.match(text, end):
                continue
            elif statement.date is None or not when.end:
                statement.date = when
    if statement.date is None and act is not None and statement.act == "conclude":
        beside = (d for d in sentence.dates if d.date and d.span.start >= act.end())
        statement.date = next(
            (d for d in beside if _BESIDE.fullmatch(text, act.end(), d.span.start) and _DONE.match(text, d.span.end)),
            None,
        )
