"""When a document was issued, and as of when it speaks: days that it tells of itself."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from graph import dates
from loaders.prose.parts import Body, Dated, Place, Sentence

_FIRST: Final = 14
_LAST: Final = 18
_LEAD: Final = 5
_BESIDE: Final = re.compile(
    r"[\s()・、]|\d[\d\-]+|(?:報道|記者)(?:発表|提供|会見|配布)?資料?|資料提供|(?:プレス|ニュース)リリース|広報資料|市長|町長|村長|区長|知事|電話"
)
_DATE_KEY: Final = re.compile(
    r"発行日|発行年月日|公開日|掲載日|発表日|配信日|作成日|登録日|^日付|更新日|発信日|公表日|発表年月日|公開日時|投稿日"
)
_DATE_ONLY: Final = re.compile(
    r"[\s(【\[<]*(?:発表|公表|発行|配信|公開|掲載|更新|最終更新)?(?:日)?[:\s]*\0(?:\s*\([月火水木金土日](?:曜日?)?\))?(?:付け?|発行|発表|公表|配信|公開|掲載|更新|発|号)?[\s)】\]>]*(?:\d{1,2}[:時]\d{0,2}分?)?[\s]*"
)
_HELD: Final = re.compile(r"(?:開催)?日 *時|と *き|(?:開催|会見)日")
_SPOKEN: Final = re.compile(r"会見|議事(?:要旨|録|概要)|会議(?:録|要旨|概要|結果|記録)|(?:審査会|委員会)[^。]{0,6}記録")
"""Papers of what was said on a day: from that day they count."""
_CONFERENCE: Final = re.compile(r"会見")
_NUMBER: Final = re.compile(r"[^、。\n]{0,6}号")
_OF_NUMBER: Final = re.compile(r"\d号 *\(?$")
"""「第88号（令和6年1月）」"""
_HEAD: Final = 4
_NOT_OF_IT: Final = r"(?:(?!締結|調印|協定|開催|開始|実施|から|まで|より|期間|現在|時点|~|式|会$)[^\0\n。、])"
_WEEKDAY: Final = r"(?: *\([月火水木金土日](?:曜日?)?\))?"
_BESIDE_A_WORD: Final = re.compile(
    rf"{_NOT_OF_IT}{{2,24}}?[ /|:・]+\0{_WEEKDAY}(?:[ /|:・]+{_NOT_OF_IT}{{2,24}})? *|\0{_WEEKDAY}[ /|:・]+{_NOT_OF_IT}{{2,24}}"
)
"""「PRESS RELEASE / 2022.3.28」, 「2025.03.26　地域・社会連携」: a day that shares a line of the head with a word of its kind."""
_PUBLISHED: Final = re.compile(
    r"[〔\[【(]?発行[〕\]】)]?|発行所|編集発行|配信$|(?<=日)付?(?:配信|発信|発行)|(?:作成|発行|掲載|公表) *\S*[)）]$|の?作成 |付け?[ ]*\S{1,10}(?:新聞|新報|日報|通信|タイムス|タイムズ)|^\(?\S{1,10}(?:新聞|新報|日報|通信|タイムス|タイムズ)[^。]{0,24}\)?$"
)
_AS_OF: Final = re.compile(r"\s*(?:\([月火水木金土日]\))?\s*(?:現在|時点)")


def issued(folded: str, sentences: list[Sentence]) -> Dated | None:
    """The day of the document, or None. A month over a conference gives way to the day on which it was held."""
    found = _issued(folded, sentences)
    if found is None or len(found.date) >= _DAY or not any("会見" in folded[slice(*s.span)] for s in sentences[:_HEAD]):
        return found
    held = [
        when for s in sentences[:_FIRST] if _HELD.match(folded, *s.span) for when in s.dates
        if when.precision == "日" and when.date.startswith(found.date) and not when.end
    ]  # fmt: skip
    return Dated(held[0].span, held[0].date) if held else found


_DAY: Final = len("2025-10-28")


def _issued(folded: str, sentences: list[Sentence]) -> Dated | None:
    conference = any(_SPOKEN.search(folded, *sentence.span) for sentence in sentences[:4])
    for sentence in [*sentences[:_FIRST], *sentences[max(_FIRST, len(sentences) - _LAST) :]]:
        if not sentence.mentions:
            continue
        told = [w for w in sentence.dates if w.precision != "年度" and (w.precision != "年" or sentence.key)]
        if not told or told[0].relative or not told[0].date or told[0].date.startswith("--"):
            continue
        when = told[0]
        if _heads_events(sentences, sentence):
            continue
        if when.end:
            # 「2024年11月4日～11月10日」: the days of which a digest tells.
            continue
        words = folded[slice(*sentence.span)]
        if sentence.key is not None and not (conference and _HELD.match(words)):
            if _DATE_KEY.search(folded[slice(*sentence.key)]):
                return Dated(when.span, when.date)
            continue
        if sentence.index < _FIRST and len(told) == 1:
            around = folded[sentence.span.start : when.span.start] + "\0" + folded[when.span.end : sentence.span.end]
            if (
                _DATE_ONLY.fullmatch(around)
                or _signed(sentences, sentence, folded)
                or (_heads(sentence) and _BESIDE_A_WORD.fullmatch(around))
                or (conference and (_HELD.match(words) or _CONFERENCE.search(words)))
            ):
                return Dated(when.span, when.date)
        if (
            len(words) < 60
            and when.precision != "年度"
            and (
                _NUMBER.match(folded, when.span.end)
                or _OF_NUMBER.search(folded, sentence.span.start, when.span.start)
                or _PUBLISHED.search(words)
            )
        ):
            return Dated(when.span, when.date)
    return _new_year(folded, sentences) or _session(folded, sentences)


def _new_year(folded: str, sentences: list[Sentence]) -> Dated | None:
    """「令和8年元旦」 under a greeting."""
    for sentence in [*sentences[:_LEAD], *sentences[-_LEAD:]]:
        for when in sentence.dates:
            if when.precision == "年" and not when.relative and _NEW_YEAR.match(folded, when.span.end):
                return Dated(when.span, f"{when.date}-01-01")
    return None


_NEW_YEAR: Final = re.compile(r" ?(?:元旦|元日|正月)")


def _heads_events(sentences: list[Sentence], sentence: Sentence) -> bool:
    """Whether a day alone stands over what happened on it, as others do (a chronicle): it is not that of the paper."""
    if sentence.key is not None or not _is_day(sentence):
        return False
    over = [
        s for s, following in pairwise(sentences)
        if _is_day(s) and s.key is None and following.paragraph == s.paragraph and not _is_day(following)
    ]  # fmt: skip
    return sentence in over and len(over) > 1


def _is_day(sentence: Sentence) -> bool:
    return len(sentence.dates) == 1 and sentence.dates[0].span == sentence.span and len(sentence.mentions) == 1


def _heads(sentence: Sentence) -> bool:
    """Whether a line stands at the head, and is nothing that tells whose it is or an item of a list."""
    named = any(isinstance(m, Place | Body) for m in sentence.mentions)
    return sentence.index < _HEAD and sentence.kind in ("line", "heading") and not sentence.mark and not named


_MINUTES: Final = re.compile(r"会議録|議事録|定例会|臨時会|委員会記録")


def _session(folded: str, sentences: list[Sentence]) -> Dated | None:
    """When an assembly's session is, in the title of its minutes or at the begin of a speech (令和5年12月定例会会議録, 令和4年
    第1回定例会の開会にあたり): 本年 and 昨年 count from it."""
    for sentence in sentences[:_LEAD]:
        opens = any(d.span.start == sentence.span.start for d in sentence.dates)
        if (sentence.kind == "prose" and not opens) or not _MINUTES.search(folded, *sentence.span):
            continue
        when = next(
            (d for d in sentence.dates if d.precision != "年度" and not d.relative and dates.has_year(d.date)), None
        )
        if when is not None:
            return Dated(when.span, when.date)
    return None


def _signed(sentences: list[Sentence], sentence: Sentence, folded: str) -> bool:
    """「令和5年2月3日　埼玉県三郷市」 once among the first lines: day and sender in one."""

    def alone(one: Sentence) -> bool:
        own = [m for m in one.mentions if isinstance(m, Place | Body)]
        said = sum(m.span.end - m.span.start for m in one.mentions)
        words = _BESIDE.sub("", folded[slice(*one.span)])
        return bool(own and one.dates) and one.kind != "bullet" and not one.mark and said >= len(words) * 0.8

    return sentence.index < _LEAD and alone(sentence) and sum(map(alone, sentences[: 4 * _FIRST])) == 1


def as_of(folded: str, sentences: list[Sentence]) -> Dated | None:
    for sentence in sentences:
        for when in sentence.dates:
            if (
                when.date
                and not when.relative
                and not when.date.startswith("--")
                and _AS_OF.match(folded, when.span.end)
            ):
                return Dated(when.span, when.date)
    return None
