"""What remarks (備考) and states (状態) say of an agreement: that it ended, was renewed, or is still to come."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from loaders.tables import when

_DATE: Final = (
    r"((?:令和|平成|昭和|[RHSrhs])\.?\s*(?:元|[0-9]{1,2})(?:年度?|[./-])?(?:\s*[0-9]{1,2}(?:月(?:\s*[0-9]{1,2}日)?|[./-][0-9]{1,2}日?)?)?"
    r"|(?:19|20)[0-9]{2}(?:年|[./-])(?:[0-9]{1,2}(?:月(?:[0-9]{1,2}日)?|[./-][0-9]{1,2}日?)?)?)"
)
_ENDED: Final = r"(?:協定(?:を|は)?)?(?:終了|解除|廃止|失効|解約|満了|終結|解消|破棄)"
_END: Final = re.compile(
    rf"{_DATE}(?:付け?|限り|末)?(?:に|で|をも(?:って|ちまして)|を以て|より|から)?[、に]*(?:[^0-9、。]{{2,16}}(?:により|によって|に伴い|のため|を受け|に基づき)、?)?(?:合意)?(?:期間)?{_ENDED}(?!予定|見込|し?ない|後|時)"
)
_END_BEFORE: Final = re.compile(rf"{_ENDED}(?:日|年月日)?[:(]?{_DATE}")
_ENDED_ALONE: Final = re.compile(rf"^[(\[【※]*(?:本?協定は?)?(?:合意)?{_ENDED}(?:済み?|した|しました)?[)\]】。]*$")
_NOT: Final = re.compile(r"予定|見込|しない|していない|自動|場合|とき|申[し]?出|まで[はに]")
_RENEWED: Final = re.compile(r"更新|再締結|改定|改訂|改めて締結|締結し直|見直し|変更")
_OLD: Final = re.compile(rf"(?:旧|前|従前の?|当初|以前の?)(?:協定|覚書|締結)?(?:書)?[:はの]*(?:締結日?)?[:は]*{_DATE}")
_PENDING: Final = re.compile(r"予定|未締結|協議中|調整中|検討中|準備中|締結前|見込み|交渉中|手続中")
_VALID: Final = re.compile(r"(?:有効|継続(?:中)?|締結中|現行|効力あり|実施中|活動中|更新中|○|◯|〇|有|あり)")
_OVER: Final = re.compile(rf"(?:{_ENDED}(?:済み?|した)?|無効|効力なし|×)")
_NUMBERED: Final = re.compile(r"^[(（]?[0-9０-９一二三四五①-⑳Ⅰ-Ⅹ]{1,2}[)）.．、\s　]+|^[■□◆◇●○◎▼【\[<〈《]+")
_OVER_SECTION: Final = re.compile(
    r"^(?:終了|廃止|解除|失効)(?:済み?|分|した.*|協定.*|一覧)?[】\]>〉》]?$"
    r"|(?:終了|廃止|解除|失効)(?:した|済みの?|となった)(?:協定|覚書)(?!.{0,8}(?:含|除く|除い))"
)
_IN_FORCE: Final = re.compile(
    r"^(?:現在)?(?:有効|継続中|締結中|現行)(?:分|協定|一覧)?[】\]>〉》]?$|^(?:現在)?(?:有効な|有効である|有効中の|効力のある|継続中の|継続している|現行の).{0,10}(?:協定|覚書)"
)
_EACH: Final = re.compile(r"それぞれ|各社と(?:個別)?|個別に(?:協定)?(?:を)?締結|各[団者]体?と個別")


_LONGEST_SECTION: Final = 40


class Remark(NamedTuple):
    """What a remark tells. ``old``/``new``: date of the agreement before and of the renewal, as far as they are given."""

    ended: bool = False
    end: str = ""
    renewal: str = ""
    renewed: bool = False
    new: str = ""
    old: str = ""
    each: bool = False
    expiry: str = ""
    problem: str = ""


@lru_cache(maxsize=20_000)
def remark(text: str) -> Remark:
    """What a cell of remarks tells."""
    bare = when.squeezed(text)
    renewal = bool(re.search(r"自動(?:更新|延長|継続)", bare))
    plain = re.sub(r"[^。、\n(]*自動(?:更新|延長|継続)[^。、\n)]*", "", bare)
    end, problem, ended = "", "", False
    match = _END.search(plain) or _END_BEFORE.search(plain)
    if match and not _NOT.search(plain[match.end() : match.end() + 6]):
        found = when.day(match[1])
        end, problem, ended = found.date, found.problem, True
    elif _ENDED_ALONE.match(plain):
        ended = True
    renewed = bool(_RENEWED.search(plain)) and not re.search(
        r"(?:更新|改定|変更|見直し)(?:予定|しない|なし|の(?:申|意思|際))", plain
    )
    old = _OLD.search(plain)
    news = (
        list(
            re.finditer(
                _DATE
                + r"(?:付け?)?[にで]?(?:一部)?(?:再|協定を|内容を)?(?:更新|再締結|締結し直|改定|改訂|変更|見直し|改めて締結)",
                plain,
            )
        )
        if renewed
        else []
    )
    expiry = re.search(_DATE + r"まで(?!は?に)", plain)
    return Remark(
        ended, end, text.strip().replace("\n", " ") if renewal else "", renewed or bool(old),
        _date(news[0][1]) if news else "", _date(old[1]) if old else "", bool(_EACH.search(bare)),
        _date(expiry[1]) if expiry and not match else "", problem,
    )  # fmt: skip


def _date(text: str) -> str:
    return when.day(text).date


@lru_cache(maxsize=10_000)
def state(text: str) -> str:
    """状態 that a cell tells: 有効, 終了, 更新済, 予定 (not concluded yet), or '' where it says nothing of the kind."""
    bare = when.squeezed(text)
    if _PENDING.search(bare) and not _OVER.match(bare):
        return "予定"
    if _OVER.match(bare):
        return "終了"
    if re.match(r"更新済|旧協定|改定済", bare):
        return "更新済"
    return "有効" if _VALID.fullmatch(bare) or re.match(r"有効|継続", bare) else ""


@lru_cache(maxsize=1_000)
def section_state(words: str) -> str:
    """状態 that a heading tells of everything below it (終了した協定, 現在有効な協定), or ''."""
    bare = _NUMBERED.sub("", words.strip())
    if len(bare) > _LONGEST_SECTION:
        return ""
    return "終了" if _OVER_SECTION.search(bare) else "有効" if _IN_FORCE.search(bare) else ""


def each(*texts: str) -> bool:
    """Whether any of the texts says that every partner has an agreement of its own."""
    return any(_EACH.search(text) for text in texts if text)
