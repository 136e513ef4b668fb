"""What a picture shows, in words: how many of how many, from which documents, and what is not in it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graph import dates
from viz.citations import Citations
from viz.network import Counts, Network

Words = list[tuple[str, bool]]
"""Pieces of a sentence; True: to be set bold."""


def heading(network: Network) -> str:
    """The title where none is given."""
    prefecture = network.graph["prefecture"]
    return f"{prefecture}の自治体と企業・団体の連携" if prefecture else "自治体と企業・団体の連携"


def sentences(network: Network, citations: Citations) -> list[Words]:
    """The scope line."""
    counts: Counts = network.graph["counts"]
    return [
        _shown(counts, network.graph["prefecture"]),
        _absent(counts),
        _evidence(network, citations),
    ]


def _shown(counts: Counts, prefecture: str) -> Words:
    where = f"{prefecture}の" if prefecture else ""
    words = [
        (f"{where}自治体 {counts.municipalities:,} のうち、名の分かる相手と連携の記録があるのは ", False),
        (f"{counts.working:,}", True),
    ]
    if counts.places:
        words += [("、ほかに施策の場所などとして出るのは ", False), (f"{counts.places:,}", True)]
    words += [
        ("。文書に載るがその記録がないのは ", False),
        (f"{counts.looked:,}", True),
        ("、どの文書にも載らない（", False),
        ("未調査", True),
        ("）のは ", False),
        (f"{counts.unseen:,}", True),
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
    words = [
        (f"読んだ文書 {len(documents):,} のうち {len(used):,} による（{named}）。根拠 ", False),
        (f"{len(citations.passages):,}", True),
        (" か所のうち、原文の語句を添えたのは ", False),
        (f"{quoted:,}", True),
        (" か所。", False),
    ]
    if quoted < len(citations.passages):
        words.append(("ほかは語句が手元になく、位置と要旨だけを示す。", False))
    return words


def facts_of(document: dict[str, Any]) -> str:
    """What is known of a document, in one line."""
    parts = [str(document.get("種別", "種別の記載なし"))]
    for key, name in (("発行日", "発行"), ("基準日", "時点")):
        parts.append(f"{name} {dates.japanese(document[key]) if key in document else '記載なし'}")
    if document.get("網羅"):
        parts.append(f"収録 {'・'.join(document['網羅'])}")
    return "　".join(parts)
