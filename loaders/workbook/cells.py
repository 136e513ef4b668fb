"""A record in cells and back: one column a property, parties and fields one a line.

A cell that nobody touched gives back exactly what it showed, with its own evidence; a touched one keeps the evidence of
what it replaces, since the words of the document are the same.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, get_args, get_origin

from graph import dates, model
from loaders import curated

Record = dict[str, Any]
Kind = Literal["text", "lines", "date", "choice", "parties", "fields"]

LONGEST: Final = 32_000
"""A cell of a spreadsheet holds 32,767 characters."""


@dataclass(frozen=True, slots=True)
class Column:
    """An editable column. ``extra``: what may stand in ［ ］ behind a name."""

    name: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    meaning: str = ""


class Wrong(NamedTuple):
    """Why a cell cannot be taken, and what to do."""

    column: str
    what: str
    remedy: str


_HIDDEN: Final = frozenset({"仮称"})
_CERTAINTY: Final = (
    Column("確度", "choice", model.CERTAINTIES, meaning="明示＝そう書いてある、推定＝読み取った、要確認＝疑わしい"),
    Column("注記", meaning="推定・要確認とした理由など"),
)


def _properties(label: str) -> tuple[Column, ...]:
    kinds: dict[str, Kind] = {"date": "date", "choice": "choice"}
    return tuple(
        Column(p.name, "lines" if p.many else kinds.get(p.kind, "text"), p.choices, meaning=p.meaning)
        for p in model.LABEL[label].properties
        if p.name not in _HIDDEN
    )


def _plain(record: Any) -> tuple[Column, ...]:
    found = []
    for name, info in record.model_fields.items():
        if name in curated.Reviewed.model_fields:
            continue
        choices = next((get_args(a) for a in (info.annotation,) if get_origin(a) is Literal), ())
        found.append(
            Column(
                name,
                "choice" if choices else "date" if name == "日付" else "text",
                choices,
                meaning=info.description or "",
            )
        )
    return tuple(found)


_FIELDS: Final = Column("分野", "fields", meaning="政策の分野。一行にひとつ")
_AGREEMENT: Final = _properties("協定")
_MEASURE: Final = _properties("施策")

COLUMNS: Final[dict[str, tuple[Column, ...]]] = {
    "協定": (
        *_AGREEMENT[:3],
        Column("自治体", "parties", extra=("部署",), meaning="協定を結んだ自治体。一行にひとつ。部署は ［部署: 福祉課］ と添える"),
        Column("企業", "parties", extra=("部署",), meaning="協定を結んだ企業・団体。一行にひとつ"),
        _FIELDS, *_AGREEMENT[3:], *_CERTAINTY,
    ),
    "施策": (
        *_MEASURE[:4],
        Column("自治体", "parties", extra=("役割", "部署"), meaning="一行にひとつ。役割は ［役割: 主体］ と添える"),
        Column("企業", "parties", extra=("役割", "部署"), meaning="一行にひとつ。役割は ［役割: 提供］ と添える"),
        _FIELDS, *_MEASURE[4:], *_CERTAINTY,
    ),
    "加盟": (*_plain(curated.Membership), *_CERTAINTY),
    "承継": (*_plain(curated.Succession), *_CERTAINTY),
    "記載": (*_plain(curated.Said), *_CERTAINTY),
    "収録": (*_plain(curated.Coverage), *_CERTAINTY),
    "発行": (*_plain(curated.Issuer), *_CERTAINTY),
}  # fmt: skip


# --- out -----------------------------------------------------------------------------------------------------------


def shown(section: str, record: Mapping[str, Any]) -> dict[str, str]:
    """The texts of the editable cells of a record."""
    return {column.name: _cell(column, record.get(column.name)) for column in COLUMNS[section]}


def _cell(column: Column, value: Any) -> str:
    if value in (None, "", [], ()):
        return ""
    items = value if isinstance(value, list | tuple) else [value]
    return tidy("\n".join(_line(column, item) for item in items))[:LONGEST]


def _line(column: Column, item: Any) -> str:
    if not isinstance(item, Mapping):
        return " ".join(str(item).split("\n"))
    name = " ".join(str(item.get("値", item.get("名称", ""))).split("\n"))
    extra = "、".join(f"{key}: {item[key]}" for key in column.extra if item.get(key))
    return f"{name}［{extra}］" if extra else name


def tidy(text: str) -> str:
    """A cell's text without what spreadsheets change on their own: line ends, spaces around lines, empty last lines."""
    plain = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.strip() for line in plain.split("\n")).strip("\n")


def fingerprint(cells: Mapping[str, str]) -> str:
    """A short name of the editable cells as they were written, to tell whether somebody touched them."""
    told = "\x1f".join(f"{name}={tidy(text)}" for name, text in sorted(cells.items()) if text)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


# --- in ------------------------------------------------------------------------------------------------------------


def edited(section: str, record: Mapping[str, Any], cells: Mapping[str, str]) -> tuple[Record, list[Wrong]]:
    """The record with what the cells say now, and what of it cannot be taken."""
    before, found, wrong = shown(section, record), dict(record), list[Wrong]()
    for column in COLUMNS[section]:
        text = tidy(cells.get(column.name, ""))
        if text == before[column.name]:
            continue
        try:
            value, precision = _value(column, text, record.get(column.name))
        except ValueError as error:
            wrong.append(Wrong(column.name, str(error), _remedy(column)))
            continue
        if value in ("", []):
            found.pop(column.name, None)
        else:
            found[column.name] = value
        partner = f"{column.name}精度"
        if partner in before and tidy(cells.get(partner, "")) == before[partner]:
            found.pop(partner, None)
            if precision == "年度":
                found[partner] = precision
    return found, wrong


def _remedy(column: Column) -> str:
    return {
        "date": "2023-11-08、2015-04、2016、令和5年11月8日 のように書いてください",
        "choice": "一覧から選んでください",
        "parties": f"名前のあとに添えるなら ［{'、'.join(f'{key}: …' for key in column.extra)}］ の形で書いてください",
    }.get(column.kind, "正しい値に直してください")


def _value(column: Column, text: str, old: Any) -> tuple[Any, str]:
    """The value of an edited cell and, for a date, its precision. Raises ValueError with what is wrong."""
    if column.kind == "parties":
        return _matched(text, old, lambda line: _party(column, line)), ""
    if column.kind == "fields":
        return _matched(text, old, lambda line: {"名称": line}), ""
    if column.kind == "lines":
        return _matched(text, old, lambda line: line), ""
    value, precision = " ".join(text.split("\n")), ""
    if value and column.kind == "date":
        value, precision = dates.parse(value)
    if value and column.kind == "choice" and value not in column.choices:
        near = difflib.get_close_matches(value, column.choices, n=1, cutoff=0.4)
        hint = f"（{near[0]} ではありませんか）" if near else ""
        raise ValueError(f"「{value}」は使えません。使えるのは {'、'.join(column.choices)}{hint}")
    if isinstance(old, Mapping) and value:
        return {**old, "値": value}, precision
    return value, precision


def _matched(text: str, old: Any, make: Any) -> list[Any]:
    """The items of a cell: an untouched line is the item that it showed, a touched one keeps what it does not say."""
    olds = list(old) if isinstance(old, list | tuple) else [old] if old else []
    column = Column("", extra=("役割", "部署"))
    lines = [line for line in text.split("\n") if line]
    left = [(_line(column, item), item) for item in olds]
    found: list[Any] = [None] * len(lines)
    for n, line in enumerate(lines):
        same = next((pair for pair in left if tidy(pair[0]) == line or tidy(_bare(pair[1])) == line), None)
        if same and (tidy(same[0]) == line or not isinstance(same[1], Mapping) or "名称" not in same[1]):
            found[n] = same[1]
            left.remove(same)
    for n, line in enumerate(lines):
        if found[n] is None:
            new = make(line)
            name = new.get("名称") if isinstance(new, Mapping) else None
            pair = next((p for p in left if name and isinstance(p[1], Mapping) and p[1].get("名称") == name), None)
            if pair is None and len(left) == sum(item is None for item in found):
                pair = left[0]
            if pair:
                left.remove(pair)
            found[n] = _over(pair[1] if pair else None, new)
    return found


def _bare(item: Any) -> str:
    return str(item.get("値", item.get("名称", ""))) if isinstance(item, Mapping) else str(item)


def _over(old: Any, new: Any) -> Any:
    """A new item over the one it replaces: its words in the document and its evidence stay, an id of the old name not."""
    if not isinstance(old, Mapping):
        return new
    if not isinstance(new, Mapping):
        return {**old, "値": new} if "値" in old else new
    kept = {key: value for key, value in old.items() if key not in ("名称", "役割", "部署")}
    if old.get("名称") != new.get("名称"):
        kept.pop("id", None)
    return {**new, **kept}


_EXTRA = re.compile(r"(?P<name>.*?)\s*[［\[](?P<extra>[^［\[］\]]*)[］\]]\s*")
_PAIR = re.compile(r"\s*(?P<key>[^:：、,]+)[:：]\s*(?P<value>.*?)\s*(?=$|[、,]\s*(?:役割|部署)\s*[:：])")


def _party(column: Column, line: str) -> Record:
    match = _EXTRA.fullmatch(line)
    if not match or (":" not in match["extra"] and "：" not in match["extra"]):
        return {"名称": line}
    found: Record = {"名称": match["name"]}
    at, extra = 0, match["extra"]
    while at < len(extra):
        pair = _PAIR.match(extra, at)
        if not pair or pair["key"] not in column.extra:
            known = "、".join(column.extra)
            raise ValueError(f"「{line}」の［ ］の中が読めません（書けるのは {known}）")
        if pair["value"]:
            found[pair["key"]] = unicodedata.normalize("NFC", pair["value"])
        at = pair.end() + 1
    role = found.get("役割")
    roles = model.TAKE_PART_ROLES if column.name == "企業" else model.CONDUCT_ROLES
    if role and role not in roles:
        raise ValueError(f"「{line}」の役割「{role}」は使えません。使えるのは {'、'.join(roles)}")
    if not found["名称"]:
        raise ValueError(f"「{line}」に名前がありません")
    return found
