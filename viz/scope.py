"""What a picture shows, in words: how many of how many, from which documents, and what is not in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from graph import dates
from viz.choice import HUB, WHOLE, Choice, Selection
from viz.citations import Citations
from viz.network import Counts, Network

Words = list[tuple[str, bool]]
"""Pieces of a sentence; True: to be set bold."""


def heading(network: Network) -> str:
    """The title where none is given."""
    prefecture, chosen = network.graph["prefecture"], _choice(network)
    if chosen.asked:
        return f"{chosen.asked}（問いの答えの連携）"
    if chosen.around:
        title = f"{network.graph['around']}の連携"
    else:
        title = f"{prefecture}の自治体と企業・団体の連携" if prefecture else "自治体と企業・団体の連携"
    more = [*([prefecture] if chosen.around and prefecture else []), *([chosen.field] if chosen.field else [])]
    more += chosen.kinds
    more += [f"{dates.japanese(chosen.as_of)}の時点"] if chosen.as_of else []
    return title + (f"（{'、'.join(more)}）" if more else "")


def words(network: Network, citations: Citations, *, title: str | None = None) -> str:
    """Title and scope in one piece, to be copied into a mail or a report."""
    return plain(title or heading(network), sentences(network, citations))


def plain(title: str, sentences: list[Words]) -> str:
    """A title and sentences without any setting."""
    return "\n".join([title, "".join(part for sentence in sentences for part, _ in sentence)])


def sentences(network: Network, citations: Citations) -> list[Words]:
    """The scope line: the conditions if there are any, what is shown, what is not, and on what evidence."""
    counts: Counts = network.graph["counts"]
    asked = conditions(network)
    found = [_shown(counts, network.graph["prefecture"], asked=bool(asked)), _absent(counts)]
    return [*([[(asked, False)]] if asked else []), *found, _evidence(network, citations)]


def conditions(network: Network) -> str:
    """What was chosen and what that leaves out, as sentences; '' where nothing was."""
    chosen = _choice(network)
    selection: Selection | None = network.graph.get("selection")
    parts = list(_conditions(network, chosen))
    if not parts or selection is None:
        return ""
    told = (
        f"条件: {'、'.join(parts)}。グラフ全体の協定 {selection.agreements:,}・施策 {selection.measures:,} から選んだ。"
    )
    if selection.grounds:
        told += f"条件に合わなくても、施策の根拠となる協定 {selection.grounds:,} は示す。"
    if selection.undated:
        told += f"始まった年の記載がない {selection.undated:,} 件は、その時点にあったか分からないので入れていない。"
    if selection.ended:
        told += f"終わった（改められた）と分かる {selection.ended:,} 件は除いた。"
    if selection.hubs:
        named = "、".join(selection.hubs[:3]) + (f" ほか{len(selection.hubs) - 3}" if len(selection.hubs) > 3 else "")
        told += f"相手が {HUB} を超える{named}の先へは広げていない。"
    return told


def _choice(network: Network) -> Choice:
    selection: Selection | None = network.graph.get("selection")
    return selection.choice if selection else WHOLE


def _conditions(network: Network, chosen: Choice) -> Iterator[str]:
    if chosen.asked:
        yield f"問い「{chosen.asked}」の答えに出るもの"
    elif chosen.ids is not None:
        yield "選んだもの"
    if chosen.around:
        yield f"{network.graph['around']}から {chosen.depth} 段（自治体と相手を一段ずつ）"
    if chosen.field:
        yield f"分野 {chosen.field}（下の分野を含む）"
    if chosen.prefecture:
        yield chosen.prefecture
    if chosen.kinds:
        yield f"協定の種別 {'・'.join(chosen.kinds)}"
    if chosen.as_of:
        yield f"{dates.japanese(chosen.as_of)}までに始まったと分かるもの"
    if not chosen.ended:
        yield "終わったものを除く"


def _shown(counts: Counts, prefecture: str, *, asked: bool) -> Words:
    where = f"{prefecture}の" if prefecture else ""
    fitting = "条件に合い、" if asked else ""
    words = [
        (f"{where}自治体 {counts.municipalities:,} のうち、{fitting}名の分かる相手との連携の記録があるのは ", False),
        (f"{counts.working:,}", True),
    ]
    if counts.places:
        words += [("、ほかに施策の場所などとして出るのは ", False), (f"{counts.places:,}", True)]
    absent = "条件に合う連携の記録がない" if asked else "名の分かる相手との連携の記録がない"
    words += [
        (f"。文書に載っているが、{absent}のは ", False),
        (f"{counts.looked:,}", True),
        ("（条件の外の連携は、あってもここに数える）" if asked and counts.looked else "", False),
        ("。どの文書にも載っていない ", False),
        (f"{counts.unseen:,}", True),
        (" は", False),
        ("未調査", True),
        ("で、連携がないとは言えない。", False),
    ]
    if counts.elsewhere:
        words += [(f"同じ協定・施策に加わるほかの都道府県の {counts.elsewhere:,} 自治体も示す。", False)]
    return words


def _absent(counts: Counts) -> Words:
    words = [
        ("示すのは企業・団体 ", False), (f"{counts.bodies_shown:,}", True), (f"（{counts.bodies:,} のうち）、協定 ", False),
        (f"{counts.agreements_shown:,}", True), (f"（{counts.agreements:,} のうち）、施策 ", False),
        (f"{counts.measures_shown:,}", True), (f"（{counts.measures:,} のうち）。", False),
    ]  # fmt: skip
    left = [
        f"{name} {number:,}"
        for name, number in (
            ("協定", counts.agreements - counts.agreements_shown),
            ("施策", counts.measures - counts.measures_shown),
        )
        if number
    ]
    if left:
        words.append((f"企業・団体の名が文書に出てこない{'と'.join(left)} は、図にも表にも入れていない。", False))
    return words


def _evidence(network: Network, citations: Citations) -> Words:
    used = sorted({passage.document for passage in citations.passages})
    documents = network.graph["documents"]
    kinds = Counter(documents[id].get("種別", "種別不明") for id in used)
    named = "、".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    quoted = sum(1 for passage in citations.passages if passage.quote)
    days = sorted(
        day
        for id in used
        for day in (documents[id].get("基準日") or documents[id].get("発行日"),)
        if day and dates.has_year(day)
    )
    told = f"（{named}）" if named else ""
    told += f"。日付の最も新しいものは {dates.japanese(days[-1])}" if days else ""
    words = [
        (f"読んだ文書 {len(documents):,} のうち {len(used):,} による{told}。根拠 ", False),
        (f"{len(citations.passages):,}", True),
        (" か所のうち、原文の語句を添えたのは ", False),
        (f"{quoted:,}", True),
        (" か所。", False),
    ]
    if quoted < len(citations.passages):
        words.append(("ほかは語句が手元になく、位置と要旨だけを示す。", False))
    internal = sum(documents[id].get("公開") == "庁内限り" for id in used)
    if internal:
        words.append((f"庁内限りの文書 {internal:,} から来た事実を含む。庁外に出さないこと。", True))
    return words


def facts_of(document: dict[str, Any]) -> str:
    """What is known of a document, in one line."""
    parts = [str(document.get("種別", "種別の記載なし"))]
    for key, name in (("発行日", "発行"), ("基準日", "時点")):
        parts.append(f"{name} {dates.japanese(document[key]) if key in document else '記載なし'}")
    if document.get("網羅"):
        parts.append(f"収録 {'・'.join(document['網羅'])}")
    return "　".join(parts)
