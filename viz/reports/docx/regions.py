"""Sections of a report within a document that people write in: where they are, and what in them a person has written.

A section lies between two bookmarks, ``renkei_KEY`` in its first paragraph and ``renkei_KEY_end`` in its last. (Content
controls look better, but LibreOffice takes those around several paragraphs apart and repeats their words.) What was
generated is remembered line by line as digests in a part of the file, so that a later run knows a line of its own from
one that a person has written or changed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from viz.reports.docx.sections import number
from viz.reports.docx.xml import elements, w

NAME: Final = "renkei_"
_END: Final = "_end"
_SOURCE: Final = re.compile(rf"{NAME}c\d+")
_PERSONAL: Final = (
    "highlight", "ins", "del", "moveFrom", "moveTo", "footnoteReference", "endnoteReference",
)  # fmt: skip
"""What only a person puts into a line."""


class Region(NamedTuple):
    """A section in a document: blocks that follow one another under one parent."""

    key: str
    blocks: list[Any]


def made(key: str, markup: str) -> list[Any]:
    """The blocks of a section between its bookmarks."""
    blocks = elements(markup)
    paragraphs = [block for block in blocks if block.tag == w("p")]
    first, last = paragraphs[0], paragraphs[-1]
    at = 1 if first.find(w("pPr")) is not None else 0
    for n, mark in enumerate(_mark(NAME + key)):
        first.insert(at + n, mark)
    for mark in _mark(NAME + key + _END):
        last.append(mark)
    return blocks


def _mark(name: str) -> list[Any]:
    id = number(name)
    return elements(f'<w:bookmarkStart w:id="{id}" w:name={quoteattr(name)}/><w:bookmarkEnd w:id="{id}"/>')


def find(body: Any) -> tuple[dict[str, Region], list[str]]:
    """The sections of a document in their order in it, and keys of those of which only one mark is left."""
    ends: dict[str, Any] = {}
    for mark in body.iter(w("bookmarkStart")):
        name = mark.get(w("name"), "")
        if name.startswith(NAME) and not _SOURCE.fullmatch(name):
            ends.setdefault(name[len(NAME) :], _paragraph(mark))
    found: dict[str, Region] = {}
    broken = []
    for key in dict.fromkeys(name.removesuffix(_END) for name in ends):
        region = _between(key, ends.get(key), ends.get(key + _END))
        if region is None:
            broken.append(key)
        else:
            found[key] = region
    return found, broken


def _paragraph(element: Any) -> Any:
    """The block in which a mark stands, or before which it was put."""
    while element is not None and element.tag != w("p"):
        if element.getparent().tag in (w("body"), w("tc"), w("sdtContent")):
            following = element.getnext()
            while following is not None and following.tag not in (w("p"), w("tbl"), w("sdt")):
                following = following.getnext()
            return following
        element = element.getparent()
    return element


def _between(key: str, first: Any, last: Any) -> Region | None:
    if first is None or last is None or first.getparent() is not last.getparent():
        return None
    blocks = list(first.getparent())
    one, other = blocks.index(first), blocks.index(last)
    return Region(key, blocks[one : other + 1]) if one <= other else None


class Kept(NamedTuple):
    """What a person wrote within a section: ``blocks`` that stay as they are, ``lines`` of ours that were changed, as
    they now read; ``comments``: marks of comments, ``moved`` of which were not at the heading; ``missing``: lines of ours
    that a person had taken out."""

    blocks: list[Any]
    lines: list[str]
    comments: list[Any]
    moved: int
    missing: int


def lines(blocks: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Paragraphs and rows of tables in order, each with its words."""
    for block in blocks:
        if block.tag == w("tbl"):
            for row in block.iter(w("tr")):
                yield row, "｜".join(_words(cell) for cell in row.iter(w("tc")))
        elif block.tag == w("sdt"):
            content = block.find(w("sdtContent"))
            yield from lines(content if content is not None else ())
        elif block.tag == w("p"):
            yield block, _words(block)


def _words(element: Any) -> str:
    made = []
    for each in element.iter(w("t"), w("tab"), w("br"), w("p")):
        made.append((each.text or "") if each.tag == w("t") else " ")
    return unicodedata.normalize("NFC", "".join(made)).strip()


def digest(words: str) -> str:
    """A line's mark, whatever its blanks."""
    return hashlib.blake2b(re.sub(r"\s+", "", words).encode(), digest_size=5).hexdigest()


def digests(blocks: Iterable[Any]) -> list[str]:
    """Marks of the lines that hold words."""
    return [digest(words) for _, words in lines(blocks) if words]


def kept(region: Region, ours: Sequence[str] | None, new: Sequence[str]) -> Kept:
    """What a person wrote in a section. ``ours``: marks of the lines that were generated, None where the file has lost
    them: then every line that the new section does not have may be a person's; ``new``: marks of the new lines."""
    left = Counter(ours if ours is not None else new)
    blocks: list[Any] = []
    changed: list[str] = []
    for block in region.blocks:
        if block.tag == w("tbl"):
            rows = list(lines([block]))
            strange = [words for row, words in rows if _strange(row, words, left)]
            if rows and len(strange) == len([words for _, words in rows if words]) and strange:
                blocks.append(block)
            else:
                changed += strange
        elif block.tag in (w("p"), w("sdt")):
            blocks += [each for each, words in lines([block]) if _strange(each, words, left) or _foreign(each)]
    marks = _comments(region.blocks, blocks)
    moved = len(_comments(region.blocks[1:], blocks))
    return Kept(blocks, changed, marks, moved, sum(left.values()) if ours is not None else 0)


def _strange(element: Any, words: str, left: Counter[str]) -> bool:
    """Whether a line is a person's; a line of ours is counted off."""
    if any(next(element.iter(w(name)), None) is not None for name in _PERSONAL):
        left[digest(words)] -= left[digest(words)] > 0
        return True
    if not words:
        return False
    if left[digest(words)] > 0:
        left[digest(words)] -= 1
        return False
    return True


_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def _foreign(paragraph: Any) -> bool:
    """Whether a paragraph holds a picture or an object that is not ours."""
    pictures = list(paragraph.iter(_DRAWING))
    if any(not each.get("name", "").startswith("連携グラフ 図") for each in pictures):
        return True
    return next(paragraph.iter(w("object"), w("pict")), None) is not None


def _comments(blocks: Iterable[Any], staying: Sequence[Any]) -> list[Any]:
    """References of comments in lines that go."""
    stay = {each for block in staying for each in block.iter(w("commentReference"))}
    return [
        reference.getparent()
        for block in blocks
        for reference in block.iter(w("commentReference"))
        if reference not in stay
    ]
