"""Dates, names, places, answers in forms, and statements of people's own."""

from __future__ import annotations

import contextlib
from functools import cache

from graph import dates, names, places
from graph.errors import QueryError
from graph.store.raw import words as raw
from loaders.replies import values
from loaders.vocabulary import Vocabulary
from tests.fuzz.target import ROOT, Target, holds, text

_ERAS = (
    "令和",
    "平成",
    "昭和",
    "大正",
    "明治",
    "元",
    "年",
    "年度",
    "月",
    "日",
    "R",
    "H",
    "S",
    "--",
    "末",
    "まで",
    "頃",
    "（",
    "）",
    "元年",
)
_FORMS = (
    "株式会社",
    "㈱",
    "（株）",
    "有限会社",
    "K.K.",
    "Co.,Ltd.",
    "NPO法人",
    "一般社団法人",
    "信用金庫",
    "ヴ",
    "ｳﾞ",
    "゛",
    "㌔",
    "İ",
    "ß",
)
_PLACES = (
    "奈良県",
    "宇陀市",
    "広島県",
    "府中市",
    "東京都",
    "北区",
    "大字",
    "郡",
    "ヶ",
    "ケ",
    "が",
    "旧",
    "榛原町",
    "市",
    "町",
)


@cache
def vocabulary() -> Vocabulary:
    """What the shipped data knows."""
    return Vocabulary.load(ROOT / "data")


def date(raw_: bytes) -> None:
    """A text gives a date that exists and that reads back as itself, or is refused."""
    given = text(raw_)
    try:
        found, precision = dates.parse(given)
    except dates.BadDateError:
        found, precision = "", ""
    if found:
        holds(precision in dates.PRECISIONS, f"{given!r}: {precision}")
        holds(dates.check(found) == found, f"{given!r}: {found}")
        holds(dates.parse(found) == (found, dates.precision(found)), f"{given!r}: {found} reads as another date")
        # Of an era of more than 99 years only the year of our calendar is read.
        if dates.has_year(found) and precision != "年度" and found < "2118":
            holds(dates.parse(dates.japanese(found)) == (found, precision), f"{given!r}: {dates.japanese(found)}")
    with contextlib.suppress(dates.BadDateError):
        holds(dates.check(given) == given, "changed")
    answered = values.day(given)
    if isinstance(answered, values.Day):
        holds(dates.check(answered.value), f"{given!r}: {answered}")
    term = values.term(given)
    if term is not None and getattr(term, "value", ""):
        holds(isinstance(term, values.Term), f"{given!r}: {term}")
    values.person(given)
    values.contact(given)
    values.names(given)


def name(raw_: bytes) -> None:
    """Names taken apart and written out stay the same name; a registry answers everything."""
    given = text(raw_)
    normaliser = vocabulary().normaliser
    folded = names.fold(given)
    holds(names.fold(folded) == folded, f"folded twice: {given!r}")
    parsed = normaliser.parse(given)
    holds(normaliser.parse(folded) == parsed, f"the folded name is another: {given!r}")
    holds(not folded or parsed.core, f"a name without a core: {given!r}")
    official = normaliser.official(given)
    holds(normaliser.parse(official) == parsed, f"{given!r} is not {official!r}")
    holds(normaliser.official(official) == official, f"written out twice: {given!r}")
    holds(names.mint(normaliser, given) == names.mint(normaliser, official), f"two ids: {given!r}")
    found = vocabulary().bodies.resolve(given, when="2023-11")
    holds(isinstance(found, names.Known | names.Ambiguous | names.Unknown), repr(found))
    if isinstance(found, names.Unknown):
        vocabulary().bodies.near(given)


def place(raw_: bytes) -> None:
    """Any text is a local government of the gazetteer, several, or none."""
    given, _, when = text(raw_).partition("\n")
    gazetteer = vocabulary().gazetteer
    found = gazetteer.resolve(given, when=when)
    if isinstance(found, places.Body):
        holds(found.code in gazetteer.by_code, f"{given!r}: {found}")
    elif isinstance(found, places.Ambiguous):
        holds(len(found.candidates) > 1, f"{given!r}: {found}")
    else:
        gazetteer.near(given)


def statement(raw_: bytes) -> None:
    """A statement passes the rule of words or is refused with a reason."""
    given = raw_.decode("utf-8", "surrogateescape")
    for engine in ("embedded", "neo4j"):
        try:
            passed = raw.check(given, engine)
        except QueryError as error:
            holds("。" in error.detail, error.detail)
        else:
            holds(passed == given.rstrip().removesuffix(";"), f"changed: {given!r}")
            # On Neo4j it is the plan that tells a statement that writes.
            holds(
                engine == "neo4j" or not {"CREATE", "DELETE", "COPY"} & set(passed.upper().split()),
                f"passed: {given!r}",
            )
            holds("LOAD" not in passed.upper().split(), f"passed: {given!r}")


def _encoded(*given: str) -> list[bytes]:
    return [each.encode() for each in given]


TARGETS = (
    Target(
        "dates", date,
        lambda: _encoded("令和5年11月8日", "H27.4", "2023/11/8", "8月5日", "令和4年度", "--08-05", "令和8年度末", "令和5年(2023年)11月8日", "自動更新", "締結の日から1年間"),
        _ERAS, 200, 0.5,
    ),
    Target("names", name, lambda: _encoded("㈱あおば", "株式会社みどり", "ｱｵﾊﾞK.K.", "NPO法人つばさ", "宇陀市社会福祉協議会"), _FORMS, 400, 1),
    Target("places", place, lambda: _encoded("奈良県宇陀市", "府中市", "榛原町\n2005-01", "さいたま市北区", "府中"), _PLACES, 300, 1),
    Target(
        "statements", statement,
        lambda: _encoded("MATCH (n:自治体) RETURN n.名称 AS x;", "CALL { MATCH (n) RETURN n } RETURN n", "RETURN '//' AS x /* ; */", "UNWIND [1, 2] AS x RETURN `x`"),
        ("MATCH", "RETURN", "CALL", "LOAD CSV", "CREATE", "/*", "*/", "//", "\\u0041", "`", "'", '"', "$", "{", "}"), 3_000, 1,
    ),
)  # fmt: skip
