"""What a cell of a form says: a date, a choice, names; or why it says nothing that can be taken."""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from typing import Final, NamedTuple

from graph import dates, forms
from graph.forms import Column
from loaders import personal
from loaders.prose import privacy
from loaders.read import Span

NONE: Final = re.compile(
    r"(?:特に|とくに|実績|該当|成果|費用|経費|課題)?(?:は)?(?:なし|無し|無|ありません|ない)(?:です)?。?"
)
"""«Nothing», said and not merely left blank."""
NOT_DONE: Final = re.compile(
    r"(?:実施|開催|活用|利用|活動)(?:は)?(?:して|でき)(?:い)?(?:ない|ません|なかった)|(?:実施|開催)(?:せず|できず|なし)|行わな|行って(?:い)?(?:ない|ません)"
    r"|未実施|未開催|(?:は|を|が|に)?中止(?:し|と|に|。|$)"
)
"""Something that did not take place."""
PLANNED: Final = re.compile(r"(?:予定|計画中|予定です|予定である|見込み|見込|したい|していく|する方針)。?$")
CONSIDERED: Final = re.compile(r"検討(?:中|している|する|します|予定)?(?:です)?。?$")
_OPEN: Final = re.compile(r"(?:未定|不明|調整中|検討中|確認中|協議中|分からない|わからない)(?:です)?。?")
_NO_TERM: Final = re.compile(
    r"(?:期限|期間)?(?:の)?(?:定め)?(?:は)?(?:なし|無し|無|ない)|無期限|期限なし|期間の定めなし|定めなし"
)
_RENEWED: Final = re.compile(r".*自動.{0,3}(?:更新|延長|継続).*", re.DOTALL)
_TIME: Final = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?$")
_MONTH_END: Final = re.compile(r"(?P<month>.+月|.*\d[./]\d{1,2})末日?")
_FISCAL_END: Final = re.compile(r"(?P<year>.+年度)末日?")
_ABOVE: Final = re.compile(r"[〃″”\"]+|同上|上に同じ|同じ")


class Unread(NamedTuple):
    """Why a cell says nothing that can be taken. ``remedy`` is empty where it is no mistake (未定)."""

    what: str
    remedy: str = ""


class Day(NamedTuple):
    """A date as precise as it is told."""

    value: str
    precision: str


class Term(NamedTuple):
    """What stands for a date of expiry that is none: the item that it tells of, and the words."""

    item: str
    value: str


_DATE_REMEDY: Final = "令和9年3月31日、R9.3.31、2027/3/31、令和8年4月 のように書いてください"


def day(text: str, *, fiscal: bool = False) -> Day | Unread:
    """A date as people write it. ``fiscal``: a fiscal year is precise enough."""
    plain = _TIME.sub("", unicodedata.normalize("NFKC", " ".join(text.split())))
    if _OPEN.fullmatch(plain):
        return Unread(f"「{text}」は日付ではないので、回答なしとしました")
    if _ABOVE.fullmatch(plain):
        return Unread(f"「{text}」は読めません", "上の行と同じでも、日付を書いてください")
    try:
        ended = _end(plain)
        value, precision = ended if ended else dates.parse(plain)
    except dates.BadDateError as error:
        return Unread(str(error), _DATE_REMEDY)
    if precision == "年なし":
        return Unread(f"「{text}」には年がありません", _DATE_REMEDY)
    if precision == "年度" and not fiscal:
        return Unread(
            f"「{text}」は年度までしか分かりません", f"年度の終わりなら 令和8年度末 のように、ほかは {_DATE_REMEDY}"
        )
    return Day(value, precision)


def _end(plain: str) -> tuple[str, str] | None:
    """The day that 令和9年3月末 and 令和8年度末 mean."""
    month, year = _MONTH_END.fullmatch(plain), _FISCAL_END.fullmatch(plain)
    if year:
        found, precision = dates.parse(year["year"])
        return (f"{int(found[:4]) + 1:04}-03-31", "日") if precision == "年度" else None
    if month:
        found, precision = dates.parse(month["month"])
        if precision != "月":
            return None
        last = calendar.monthrange(int(found[:4]), int(found[5:7]))[1]
        return f"{found}-{last:02}", "日"
    return None


def term(text: str) -> Term | None:
    """What people write instead of a date of expiry: that it renews itself, that there is none."""
    plain = unicodedata.normalize("NFKC", text)
    if _RENEWED.fullmatch(plain) and len(plain) < 200 and not re.match(r"\D{0,3}\d", plain):
        return Term("自動更新", " ".join(text.split()))
    if _NO_TERM.fullmatch("".join(plain.split())):
        return Term("有効期限の定め", " ".join(text.split()))
    return None


def choice(column: Column, text: str) -> str | Unread:
    """One of the choices of a column."""
    plain = forms.folded(text)
    if plain in column.choices:
        return plain
    near = difflib.get_close_matches(plain, column.choices, n=1, cutoff=0.4)
    hint = f"（{near[0]} ではありませんか）" if near else ""
    if _ABOVE.fullmatch(plain):
        return Unread(f"「{text}」は読めません", f"上の行と同じでも、{'、'.join(column.choices)} から選んでください")
    return Unread(f"「{text}」は使えません{hint}", f"{'、'.join(column.choices)} から選んでください")


def names(text: str) -> list[str]:
    """Names, one a line or parted by 、."""
    return [part for line in text.split("\n") for one in re.split("[、，]", line) if (part := one.strip())]


def above(text: str) -> bool:
    """Whether a cell only refers to the one above it."""
    return _ABOVE.fullmatch(text) is not None


def contact(text: str) -> bool:
    """Whether a text holds a telephone number or a mail address."""
    return personal.in_words(text)


_TITLED: Final = re.compile(
    r"(?:[館園校室係班局次署支]長|主任|主査|主事|主幹|参事|技師|担当)[\s　]+(?P<name>[々\u3400-\u9fff]{2,5})(?=[がはをにのとも、。,（(\s　]|$)"
    r"|(?P<called>[々\u3400-\u9fff]{1,4}[\s　]?[々\u3400-\u9fff]{1,3})(?:氏|様|さま)(?![々式子相名])"
)
_NO_NAME: Final = re.compile(
    r".*(?:[課係室部局所班署院校社会店市町村区県]|センター|チーム|グループ|団体|組合|銀行|企業|職員|職|者)"
    r"|.*(?:異動|交代|交替|来庁|来訪|変更|引[き]?継|不在|会議|出席|欠席|兼務|兼任|未定|退職|着任|就任|対応|説明|[0-9０-９年月日回名人]).*"
    r"|(?:皆|同|多|模|仕|一|異|客|別|各|お客|利用者|住民|市民|町民|村民|区民|県民|先方).*"
)
"""What stands where a name would stand and is none."""
_PARTICLE: Final = re.compile("[がはをにのとも]")


def person(text: str) -> bool:
    """Whether a text seems to name a person."""
    spans = [*privacy.persons(text, Span(0, len(text)))]
    spans += [Span(*match.span(str(match.lastgroup))) for match in _TITLED.finditer(text)]
    return any(not _NO_NAME.fullmatch(_PARTICLE.split(text[span.start : span.end].strip())[0]) for span in spans)
