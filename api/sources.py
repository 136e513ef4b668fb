"""The numbered list of sources at the end of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from api.asking import ask
from api.citations import Citations, Passage
from graph.store.base import View


@dataclass(frozen=True, slots=True)
class Sources:
    """Passages with the documents in which they stand."""

    passages: list[Passage]
    documents: dict[str, dict[str, Any]]
    quoted: int

    def by_document(self) -> Iterator[tuple[dict[str, Any], list[Passage]]]:
        """Documents in order, each with its passages."""
        for id, passages in groupby(self.passages, key=lambda passage: passage.document):
            yield self.documents[id], list(passages)


async def sources(view: View, citations: Citations) -> Sources:
    """What a page cites."""
    ids = citations.documents
    rows = await ask(view, "document_list", ids=ids, 件数=len(ids)) if ids else []
    found = {row["文書id"]: row for row in rows}
    # A document that is cited but not in the graph still shows its id.
    for id in ids:
        found.setdefault(id, {"文書id": id, "題名": id, "種別": None, "発行日": None, "基準日": None, "公開": "公開"})
    return Sources(citations.passages, found, citations.quoted)
