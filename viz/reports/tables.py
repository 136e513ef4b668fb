"""The tables that reports share: agreements, measures, the course of time, prefectures and fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from graph import dates
from viz.reports.drafting import Row, Sheet
from viz.reports.model import Column, Shown, Value
from viz.reports.records import STAGES, Party, Record
from viz.reports.words import MISSING, day, parted, several

_NAMED: Final = 6
"""Parties that a cell on paper names; the workbook names all."""
_TOPICS: Final = 3
_BRIEFLY: Final = 3
"""Parties that a line of the time line names on each side."""

_AGREEMENT: Final = (
    Column("協定id", "協定の id"), Column("名称", "題名、または内容を表す名前"), Column("仮称", "題名が資料になければ「仮称」"),
    Column("種別"), Column("締結日", "年月日。精度は資料のまま"), Column("締結日（和暦）"), Column("開始日"),
    Column("有効期限"), Column("自動更新"), Column("終了日"), Column("状態", "有効・終了・更新済・不明"), Column("所管課"),
    Column("自治体", "当事者である自治体"), Column("企業・団体", "当事者である企業・団体"),
    Column("名前のない相手", "資料に名前が書かれていない相手"), Column("分野"), Column("施策数", "この協定にもとづく施策の数"),
)  # fmt: skip

_MEASURE: Final = (
    Column("施策id", "施策の id"), Column("名称"), Column("概要"), Column("段階", "検討・計画・実証・実施・終了・不明"),
    Column("時期", "年月日。精度は資料のまま"), Column("時期（和暦）"), Column("終了時期"), Column("終了時期（和暦）"), Column("自治体"),
    Column("企業・団体", "加わる企業・団体（役割）"), Column("名前のない相手"), Column("手法"),
    Column("経費", "資料の言葉のまま"), Column("成果", "資料の言葉のまま"), Column("協定", "もとづく協定"), Column("分野"),
)  # fmt: skip

_EVENT: Final = (
    Column("日", "年月日。精度は資料のまま"), Column("年月日（和暦）"), Column("出来事"), Column("種類"), Column("記録id"),
    Column("名称"), Column("自治体"), Column("企業・団体"),
)  # fmt: skip


def agreements(records: Sequence[Record], subject: str, under: Mapping[str, int]) -> Sheet:
    """The agreements by date. ``subject``: '自治体' or '企業', whose own name the lines leave out; ``under``: measures of each."""
    rows = [_agreement(each, under.get(each.id, 0), subject) for each in _of(records, "協定")]
    other = _other(subject)
    shown = (
        Shown(other, 22, ("paper:相手", "名前のない相手"), "相手の記載なし"),
        Shown("協定", 35, ("名称", "paper:種別", "paper:分野")),
        Shown("締結日", 15, ("paper:日", "paper:年", "paper:開始"), MISSING),
        Shown("状態・期限", 16, ("paper:状態", "paper:施策", "paper:期限", "所管課")),
    )
    return Sheet("協定", "協定（締結の順）", _AGREEMENT, shown, rows)


def measures(records: Sequence[Record], subject: str) -> Sheet:
    """The measures by date, what they cost and what came of them."""
    rows = [_measure(each, subject) for each in _of(records, "施策")]
    shown = (
        Shown(_other(subject), 21, ("paper:相手", "名前のない相手"), "相手の記載なし"),
        Shown("施策", 31, ("名称", "概要", "paper:協定")),
        Shown("段階・時期", 15, ("paper:段階", "paper:時期")),
        Shown("成果・経費", 23, ("成果", "paper:経費"), MISSING),
    )
    return Sheet("施策", "施策（段階と時期の順）", _MEASURE, shown, rows)


def timeline(records: Sequence[Record], subject: str) -> Sheet:
    """What began and ended, in the order of time; what has no year comes after a year that is known."""
    rows = sorted(
        (row for record in records for row in _events(record, subject)),
        key=lambda row: (str(row.values["日"]).startswith("--"), row.values["日"], row.values["記録id"]),
    )
    shown = (
        Shown("年月日", 18, ("paper:日", "paper:年")),
        Shown("出来事", 16, ("出来事",)),
        Shown(_other(subject), 22, ("paper:相手",), "相手の記載なし"),
        Shown("協定・施策", 32, ("名称",)),
    )
    return Sheet("年表", "年表（日付の分かるもの）", _EVENT, shown, rows)


def _of(records: Iterable[Record], kind: str) -> list[Record]:
    found = [record for record in records if record.kind == kind]
    return sorted(found, key=lambda record: record.order if kind == "協定" else (_stage(record), *record.order))


def _stage(record: Record) -> int:
    return STAGES.index(record.state) if record.state in STAGES else len(STAGES)


def _other(subject: str) -> str:
    return {"自治体": "相手", "企業": "自治体"}.get(subject, "自治体・相手")


def partners(record: Record, subject: str, most: int = _NAMED) -> str:
    """The other side as a line on paper names it. In a field, municipalities first, then bodies."""
    bodies = [_told(party) for party in record.bodies]
    places = [_told(party) for party in record.municipalities]
    if subject == "自治体":
        return several(bodies, most)
    if subject == "企業":
        return several(places, most)
    return "\n".join(filter(None, (several(places, most), several(bodies, most))))


def _told(party: Party) -> str:
    return f"{party.name}（{'・'.join(party.roles)}）" if party.roles else party.name


def _agreement(record: Record, under: int, subject: str) -> Row:
    date, precision = record["締結日"], record["締結日精度"]
    kind = record["種別"] + ("（資料に題名なし）" if record.given.get("仮称") else "")
    start = f"開始 {day(record['開始日'])}" if record["開始日"] and record["開始日"] != date else ""
    values: dict[str, Value] = {
        "協定id": record.id,
        "名称": record.name,
        "仮称": "仮称" if record.given.get("仮称") else "",
        "締結日（和暦）": day(date, precision),
        "自治体": several([party.name for party in record.municipalities]),
        "企業・団体": several([party.name for party in record.bodies]),
        "名前のない相手": record["相手方表記"],
        "分野": several([name for _, name in record.topics]),
        "施策数": under,
        "paper:相手": partners(record, subject),
        "paper:種別": kind if kind != "不明" else "",
        "paper:分野": several([name for _, name in record.topics], _TOPICS),
        "paper:日": parted(date, precision)[0],
        "paper:年": parted(date, precision)[1],
        "paper:開始": start,
        "paper:状態": {"不明": "状態の記載なし"}.get(record.state, record.state),
        "paper:施策": f"施策 {under:,}" if under else "施策の記録なし",
        "paper:期限": _limits(record),
    }
    for name in ("種別", "締結日", "開始日", "有効期限", "自動更新", "終了日", "状態", "所管課"):
        values[name] = record[name]
    named = [party.id for party in record.parties]
    items = (
        "名称",
        "仮称",
        "種別",
        "締結日",
        "開始日",
        "有効期限",
        "自動更新",
        "終了日",
        "状態",
        "所管課",
        "相手方表記",
    )
    return Row(values, [*record.about(*items, named=named), *_topics(record)])


def _limits(record: Record) -> str:
    parts = [f"{word} {day(record[name])}" for word, name in (("期限", "有効期限"), ("終了", "終了日")) if record[name]]
    return "\n".join([*parts, f"自動更新 {record['自動更新']}"] if record["自動更新"] else parts)


def _measure(record: Record, subject: str) -> Row:
    date, precision, end = record["時期"], record["時期精度"], record["終了時期"]
    values: dict[str, Value] = {
        "施策id": record.id,
        "名称": record.name,
        "時期（和暦）": day(date, precision),
        "終了時期（和暦）": day(end),
        "自治体": several([_told(party) for party in record.municipalities]),
        "企業・団体": several([_told(party) for party in record.bodies]),
        "名前のない相手": record["相手方表記"],
        "協定": several([name for _, name in record.under]),
        "分野": several([name for _, name in record.topics]),
        "paper:相手": partners(record, subject),
        "paper:協定": f"協定: {several([name for _, name in record.under])}" if record.under else "",
        "paper:段階": mark(record.state),
        "paper:時期": _when(record) or "時期の記載なし",
        "paper:経費": "・".join(filter(None, (record["手法"], f"経費 {record['経費']}" if record["経費"] else ""))),
    }
    for name in ("概要", "段階", "時期", "終了時期", "手法", "経費", "成果"):
        values[name] = record[name]
    named = [party.id for party in record.parties]
    items = ("名称", "概要", "段階", "時期", "終了時期", "手法", "経費", "成果", "相手方表記")
    ground = [each for each in record.entries if each.relation == "根拠"]
    return Row(values, [*record.about(*items, named=named), *ground, *_topics(record)])


def _when(record: Record) -> str:
    start, end = day(record["時期"], record["時期精度"]), day(record["終了時期"])
    if start and end:
        return f"{start}から{end}まで"
    return start or (f"{end}まで" if end else "")


def _topics(record: Record) -> list[Any]:
    return [each for each in record.entries if each.relation == "対象"]


_MARKS: Final = {"実施": "▲", "終了": "▲", "実証": "△", "計画": "△", "検討": "△"}


def mark(stage: str) -> str:
    """A stage with its sign: filled only for what was really done."""
    return f"{_MARKS.get(stage, '')} {stage}".strip() if stage != "不明" else "段階の記載なし"


_MOMENTS: Final = {
    "協定": (("締結日", "協定の締結"), ("開始日", "協定の開始"), ("有効期限", "協定の期限"), ("終了日", "協定の終了")),
    "施策": (("時期", "施策"), ("終了時期", "施策の終わり")),
}


def _events(record: Record, subject: str) -> Iterable[Row]:
    seen = set()
    for item, word in _MOMENTS[record.kind]:
        date = record[item]
        if not date or (item == "開始日" and date in seen):
            continue
        seen.add(date)
        precision = record[f"{item}精度"] if item in ("締結日", "時期") else ""
        shown = parted(date, precision)
        told = f"施策の{record.state}" if word == "施策" and record.state != "不明" else word
        # A document may state a date that another contradicts: what stands behind the line is what says this date.
        entries = [each for each in record.about(item) if not each.value or each.value == date] or record.about(item)
        yield Row(
            {
                "日": date,
                "年月日（和暦）": day(date, precision),
                "paper:日": shown[0],
                "paper:年": shown[1],
                "出来事": told,
                "種類": record.kind,
                "記録id": record.id,
                "名称": record.name,
                "自治体": several([party.name for party in record.municipalities]),
                "企業・団体": several([party.name for party in record.bodies]),
                "paper:相手": partners(record, subject, _BRIEFLY).replace("\n", "、"),
            },
            entries or record.about(named=[party.id for party in record.parties]),
        )


PREFECTURES: Final = (
    Column("都道府県"), Column("市区町村数", "その都道府県の市区町村の数（＝あり＋条件外＋記録なし＋抜粋など＋未調査）"),
    Column("あり", "協定か施策の記録がある市区町村"), Column("条件外", "記録はあるが、時点などの条件に合わないもの"),
    Column("記録なし", "全件を載せた文書があり、そこに記録がない"), Column("抜粋など", "載せた文書が抜粋か網羅の分からないもの"),
    Column("未調査", "載せた文書がない"), Column("都道府県そのもの", "都道府県自身の状態"),
)  # fmt: skip


def prefectures(rows: Iterable[Mapping[str, Any]], *, outside: bool) -> Sheet:
    """How many municipalities of each prefecture have a record, with what is not known kept apart."""
    made = [
        Row(
            {
                "都道府県": row["都道府県"] or "",
                "市区町村数": row["対象数"],
                "あり": row["あり"],
                "条件外": row["条件外"],
                "記録なし": row["記録なし"],
                "抜粋など": row["抜粋"],
                "未調査": row["未調査"],
                "都道府県そのもの": {"抜粋": "抜粋など"}.get(row["都道府県の状態"], row["都道府県の状態"] or ""),
            },
            paper=row["未調査"] < row["対象数"] or row["都道府県の状態"] in ("あり", "記録なし", "条件外"),
        )
        for row in rows
    ]
    numbers = ("市区町村数", "あり", *(("条件外",) if outside else ()), "記録なし", "抜粋など", "未調査")
    shown = (
        Shown("都道府県", 16, ("都道府県",)),
        *(Shown(name, 13, (name,), right=True) for name in numbers),
        Shown("都道府県そのもの", 19, ("都道府県そのもの",)),
    )
    caption = "都道府県ごとの市区町村の数。「未調査」「抜粋など」は、ないとは言えない"
    rest = "ほかの {n} 都道府県は、市区町村のすべてが未調査。"
    return Sheet("都道府県別", caption, PREFECTURES, shown, made, cited=False, rest=rest)


def first_date(records: Iterable[Record]) -> str:
    """The earliest date with a year."""
    return min((record.began[0] for record in records if dates.has_year(record.began[0])), default="")
