"""What the national map shows, in words: the title, the scope, the legend. Every number says what it counts against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from graph import dates
from viz.choice import HUB
from viz.citations import Citations
from viz.country.evidence import internal
from viz.country.picture import FILLS
from viz.country.standing import MEANINGS, Place, Standing, Tally
from viz.country.survey import RAMPS, Mode, Survey
from viz.scope import Words

CREDIT: Final = "市区町村の形: 気象庁「予報区等GISデータ」を加工して作成。"
_NORTHERN: Final = "北方領土の 6 村は市区町村 1,741 に入らないので塗らない。"


def credit(survey: Survey) -> str:
    """Whose the outlines are, and what is not filled."""
    return CREDIT + ("" if survey.choice.prefecture else _NORTHERN)


def heading(survey: Survey) -> str:
    """The title where none is given."""
    choice = survey.choice
    if survey.mode is Mode.TIES:
        title = f"{called(survey)}と同じ相手をもつ自治体"
    elif choice.around:
        title = f"{called(survey)}と市区町村の連携"
    elif choice.asked:
        title = f"{choice.asked}（問いの答え）"
    elif choice.field:
        title = f"分野「{choice.field}」の記録がある市区町村"
    else:
        title = "市区町村の連携の記録と、調べた範囲"
    more = [choice.prefecture] if choice.prefecture else []
    more += [choice.field] if choice.field and (choice.around or choice.asked) else []
    more += choice.kinds
    more += [f"{dates.japanese(choice.as_of)}の時点"] if choice.as_of else []
    return title + (f"（{'、'.join(more)}）" if more else "")


_LONGEST: Final = 80


def called(survey: Survey) -> str:
    """The name of the subject; of one that would fill a page only the beginning, the list has it whole."""
    name = survey.subject
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…（全{len(name):,}字）"


def sentences(survey: Survey, *, limit: int = 0) -> list[Words]:
    """The scope line."""
    found = [_municipalities(survey.total(), survey)]
    own = [place for place in survey.places if place.is_prefecture and place.records]
    if own:
        found.append(_prefectures(own, survey))
    if survey.choice.prefecture and survey.outside:
        names = "、".join(place.short for place in survey.outside)
        found.append([(f"図の外にある {len(survey.outside):,}（{names}）は、表に示す。", False)])
    if survey.ties:
        found.append(_ties(survey, limit))
    found.append(_records(survey))
    conditions = list(_conditions(survey))
    return [[(f"条件: {'、'.join(conditions)}。", False)], *found] if conditions else found


def text(survey: Survey, title: str, *, limit: int = 0) -> str:
    """Title and scope in one piece, for a mail or a report."""
    return title + "\n" + "".join(words for line in sentences(survey, limit=limit) for words, _ in line)


def _conditions(survey: Survey) -> Iterator[str]:
    choice = survey.choice
    if choice.prefecture:
        yield f"{choice.prefecture}の市区町村"
    if choice.asked:
        yield f"問い「{choice.asked}」の答えに出るもの"
    if choice.around and survey.mode is not Mode.TIES:
        yield f"{called(survey)}が当事者か参加者であるもの"
    if choice.field:
        yield f"分野 {choice.field}（下の分野を含む）"
    if choice.kinds:
        yield f"協定の種別 {'・'.join(choice.kinds)}"
    if choice.as_of:
        yield f"{dates.japanese(choice.as_of)}までに始まったと分かるもの"
    if not choice.ended:
        yield "終わった（改められた）ものを除く"


def _municipalities(counted: Tally, survey: Survey) -> Words:
    number = counted.number
    kinds = [
        f"{standing} {number[standing]:,}"
        for standing in (Standing.AGREEMENT, Standing.MEASURE, Standing.PLAN, Standing.OVER)
        if number[standing]
    ]
    words: Words = [
        (f"市区町村 {counted.total:,} のうち、{_fitting(survey)}記録があるのは ", False),
        (f"{counted.recorded:,}", True),
        (f"（{'、'.join(kinds)}）" if kinds else "", False),
        ("。全件を載せた文書があり記録がないのは ", False),
        (f"{number[Standing.NONE]:,}", True),
    ]
    if number[Standing.OUTSIDE]:
        words += [("、記録はあるが条件の外にあるのは ", False), (f"{number[Standing.OUTSIDE]:,}", True)]
    return [
        *words,
        ("。文書に載るが抜粋などで記録がないのは ", False),
        (f"{number[Standing.EXTRACT]:,}", True),
        ("、どの文書にも載らない（", False),
        ("未調査", True),
        ("）のは ", False),
        (f"{number[Standing.UNSEEN]:,}", True),
        ("で、どちらも「ない」とは言えない。", False),
        (
            f"施策の場所としてだけ出る {survey.only_places:,} は、記録ありに数えない。" if survey.only_places else "",
            False,
        ),
    ]


def _fitting(survey: Survey) -> str:
    if survey.mode is Mode.STANDING:
        return "条件に合う"
    return "協定か施策の"


def _prefectures(own: list[Place], survey: Survey) -> Words:
    total = len(survey.prefecture_bodies)
    if survey.choice.prefecture:
        return [(f"{survey.choice.prefecture}そのものの記録もある（地図では塗らず、表に示す）。", False)]
    return [
        (f"都道府県そのものの記録は {total:,} のうち ", False),
        (f"{len(own):,}", True),
        (" にある（地図では塗らず、表に示す）。", False),
    ]


def _ties(survey: Survey, limit: int) -> Words:
    assert survey.ties
    found = survey.ties
    shown = min(limit, len(found.found))
    words: Words = [
        (f"{called(survey)}の相手は ", False), (f"{len(found.partners):,}", True),
        ("。同じ相手をもつか、同じ協定・施策に加わる市区町村・都道府県は ", False), (f"{len(found.found):,}", True),
        ("。線は強い順に ", False), (f"{shown:,}", True),
        (" まで。強さは、同じ相手の数とともに加わる協定・施策の数の和。線は役所・役場を結ぶ。同じ相手をもつことは、自治体どうしの連携ではない。", False),
    ]  # fmt: skip
    if found.hubs:
        names = [_body(survey, id) for id in found.hubs[:3]]
        rest = f" ほか{len(found.hubs) - 3}" if len(found.hubs) > 3 else ""
        words.append((f"{HUB} を超える自治体と組む{'、'.join(names)}{rest}は、同じ相手に数えない。", False))
    return words


def _body(survey: Survey, id: str) -> str:
    return str(next((row.get("名称", id) for row in survey.graph.node_rows("企業") if row["id"] == id), id))


def _records(survey: Survey) -> Words:
    number = Counter(node.label for node in survey.told)
    told = [record for node, record in survey.by_record.items() if node in survey.told]
    selection = survey.selection
    words: Words = [
        ("表に載せたのは協定 " if survey.ties else "数えたのは協定 ", False),
        (f"{number['協定']:,}", True),
        (f"（グラフ全体の {selection.agreements:,} のうち）、施策 ", False),
        (f"{number['施策']:,}", True),
        (f"（{selection.measures:,} のうち）。", False),
    ]
    planned = sum(record.planned for record in told)
    undated = sum(record.since is None for record in told)
    if planned:
        words.append((f"施策のうち {planned:,} は計画・検討の段階。", False))
    if undated and survey.years:
        words.append((f"始まった年の記載がない {undated:,} は、年ごとの地図に入れない。", False))
    if selection.undated:
        words.append(
            (f"年の記載がない {selection.undated:,} は、その時点にあったか分からないので入れていない。", False)
        )
    if selection.ended:
        words.append((f"終わったと分かる {selection.ended:,} は除いた。", False))
    return words


def sources(survey: Survey, documents: dict[str, dict[str, Any]], citations: Citations | None) -> Words:
    """On what evidence the map rests."""
    if citations is None:
        return [
            (f"読んだ文書 {len(documents):,} による。数が多いので、このファイルには協定・施策の一つ一つと根拠を載せていない。", False),
            ("企業・団体（--company）、分野（--field）などを選ぶと、根拠まで載る。", False),
        ]  # fmt: skip
    used = {passage.document for passage in citations.passages}
    last = newest(documents[id] for id in used)
    quoted = sum(bool(passage.quote) for passage in citations.passages)
    words: Words = [
        (
            f"読んだ文書 {len(documents):,} のうち {len(used):,} による。{f'日付の最も新しいものは {last}。' if last else ''}根拠 ",
            False,
        ),
        (f"{len(citations.passages):,}", True),
        (" か所のうち、原文の語句を添えたのは ", False),
        (f"{quoted:,}", True),
        (" か所。", False),
    ]
    return words


def warning(survey: Survey) -> Words:
    """That the map holds what is 庁内限り, where it does."""
    number = internal(survey.graph, survey.told)
    return [(f"庁内限りの文書 {number:,} から来た事実を含む。庁外に出さないこと。", True)] if number else []


def newest(documents: Iterable[Mapping[str, Any]]) -> str:
    """The latest day that a document describes or was published on, as people read it; '' where none is known."""
    days = [str(document.get("基準日") or document.get("発行日") or "") for document in documents]
    known = sorted(day for day in days if dates.has_year(day))
    return dates.japanese(known[-1]) if known else ""


class Entry(NamedTuple):
    """A line of the legend. ``words`` are short; ``meaning`` says it in full."""

    name: str
    fill: str
    words: str
    meaning: str


_STANDING: Final = {
    "agreement": Standing.AGREEMENT,
    "measure": Standing.MEASURE,
    "plan": Standing.PLAN,
    "over": Standing.OVER,
    "outside": Standing.OUTSIDE,
    "none": Standing.NONE,
}


def legend(survey: Survey) -> list[Entry]:
    """What the fillings mean. All that can occur are named, whether or not they do."""
    found = []
    if survey.mode is Mode.TIES:
        found.append(Entry("centre", FILLS["centre"], "選んだ自治体", ""))
    for n, (_, words) in enumerate(RAMPS.get(survey.mode, ()), 1):
        found.append(Entry(f"r{n}", FILLS[f"r{n}"], words, ""))
    names = ["agreement", "measure"] if survey.mode is Mode.STANDING else []
    if survey.mode is not Mode.TIES:
        names += ["plan", "over"]
    for name in [*names, "outside", "none"]:
        standing = _STANDING[name]
        found.append(Entry(name, FILLS[name], _word(survey, standing), MEANINGS[standing]))
    both = f"未調査（{MEANINGS[Standing.UNSEEN].split('。')[0]}）か抜粋など。「ない」とは言えない"
    found.append(Entry("unseen", FILLS["unseen"], "未調査・抜粋など", both))
    if survey.mode is Mode.TIES:
        found = [entry._replace(meaning="") if entry.name == "outside" else entry for entry in found]
    return found


def _word(survey: Survey, standing: Standing) -> str:
    if standing is Standing.NONE:
        return "同じ相手の記録なし" if survey.mode is Mode.TIES else "調べて記録なし"
    return str(standing)


def ramp_head(survey: Survey) -> str:
    """What the shades of the legend count; '' where there are none."""
    return {Mode.COUNTS: "協定と施策の数", Mode.TIES: "つながりの強さ", Mode.STANDING: ""}[survey.mode]
