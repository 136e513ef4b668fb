"""The graph for other people's tools: tables come in, files that Gephi, Excel and NetworkX open go out, whole.

`EXPORTS` names the formats; the modules beside it write them and are imported when they are needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Final

from graph.tables import Tables


@dataclass(frozen=True, slots=True)
class Export:
    """A format. ``binary``: it must not be shown on a terminal.

    ``write`` takes the graph, a file open for writing bytes and whether facts from 庁内限り documents are in the graph.
    """

    name: str
    suffix: str
    binary: bool
    meaning: str
    write: Callable[[Tables, IO[bytes], bool], None]


def _jsonl(graph: Tables, file: IO[bytes], internal: bool) -> None:
    from graph.tables import jsonl

    file.writelines(jsonl(graph))


def _graphml(graph: Tables, file: IO[bytes], internal: bool) -> None:
    from viz.formats import markup

    markup.graphml(graph, file)


def _gexf(graph: Tables, file: IO[bytes], internal: bool) -> None:
    from viz.formats import markup

    markup.gexf(graph, file)


def _csv(graph: Tables, file: IO[bytes], internal: bool) -> None:
    from viz.formats import csvs

    csvs.write(graph, file)


def _xlsx(graph: Tables, file: IO[bytes], internal: bool) -> None:
    from viz.formats import workbook

    workbook.write(graph, file, internal=internal)


EXPORTS: Final = {
    export.name: export
    for export in (
        Export("jsonl", ".jsonl", False, "一行に一つの JSON", _jsonl),
        Export("graphml", ".graphml", False, "NetworkX、yEd、Cytoscape など", _graphml),
        Export("gexf", ".gexf", False, "Gephi", _gexf),
        Export("csv", ".zip", True, "節点・関係・根拠の CSV を一つの zip に", _csv),
        Export("xlsx", ".xlsx", True, "Excel のブック", _xlsx),
    )
}
