"""WordprocessingML as text: runs, paragraphs and tables. Every text is escaped and free of what XML may not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from viz.reports.model import Cite
from viz.reports.words import plain, runs

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES: Final = {
    "w": W,
    "r": R,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}
WIDTH: Final = 10_206
"""Width of a table, in twentieths of a point: 180 mm."""


def w(name: str) -> str:
    """A name of the main namespace as lxml wants it."""
    return f"{{{W}}}{name}"


def elements(xml: str) -> list[etree._Element]:
    """The elements of some markup."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    return list(etree.fromstring(f"<x {declared}>{xml}</x>".encode(), parser))


def text(words: str) -> str:
    """The pieces of a run: line breaks stay."""
    lines = plain(words).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)


def run(words: str, properties: str = "") -> str:
    """A run."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{text(words)}</w:r>" if words else ""


def style(name: str) -> str:
    """The character style of a run. Colours stand at the run too: some programs let the paragraph's win over a style's."""
    colour = COLOURS.get(name)
    return f'<w:rStyle w:val="{name}"/>' + (f'<w:color w:val="{colour}"/>' if colour else "")


COLOURS: Final = {"RenkeiNumber": "9A2113", "RenkeiMissing": "656E79", "RenkeiStated": "FFFFFF"}


def paragraph(content: str, kind: str, properties: str = "") -> str:
    """A paragraph of a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{kind}"/>{properties}</w:pPr>{content}</w:p>'


def bookmark(name: str, number: int, content: str) -> str:
    """Content that a link can lead to."""
    return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{content}<w:bookmarkEnd w:id="{number}"/>'


def cites(found: Iterable[Cite], known: frozenset[int]) -> str:
    """References to sources: the sign of how sure they are, and numbers that lead to the list."""
    made = []
    for sign, numbers, first in runs(found):
        content = run(numbers, style("RenkeiNumber"))
        if first in known:
            content = f'<w:hyperlink w:anchor="renkei_c{first}" w:history="1">{content}</w:hyperlink>'
        # The sign stays outside: some programs give a link a colour of their own, and the sign is white on ink.
        made.append(run(sign, style(_SIGNS[sign])) + content)
    return run(" ").join(made)


_SIGNS: Final = {"明": "RenkeiStated", "推": "RenkeiInferred", "要": "RenkeiDoubtful"}


def field(instruction: str, shown: str) -> str:
    """A field with the value that it had when it was written."""
    return f'<w:fldSimple w:instr="{instruction}"><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'


def table(widths: Sequence[float], head: Sequence[str], rows: Iterable[Sequence[str]], name: str, words: str) -> str:
    """A table. ``head`` and ``rows`` are paragraphs as markup; ``name`` and ``words`` tell it to who cannot see it."""
    whole = sum(widths)
    columns = [round(WIDTH * width / whole) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    properties = (
        f'<w:tblPr><w:tblStyle w:val="RenkeiTable"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(plain(name))}/><w:tblDescription w:val={quoteattr(plain(words))}/></w:tblPr>"
    )
    top = _row(columns, head, "<w:cantSplit/><w:tblHeader/>")
    # A row of many lines may break: it could be longer than a page.
    body = "".join(_row(columns, row, "<w:cantSplit/>" if sum(map(len, row)) < 6_000 else "") for row in rows)
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{top}{body}</w:tbl>"


def _row(columns: Sequence[int], cells: Sequence[str], properties: str) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(columns, cells, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"
