"""A report into a document: section by section, without touching anything else."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from graph.errors import UsageError
from viz.reports.docx import memory, page, regions, styles, xml
from viz.reports.docx.memory import Memory
from viz.reports.docx.regions import Kept, Region
from viz.reports.docx.sections import Made, Pictures, remark, sections
from viz.reports.docx.xml import R, elements, w
from viz.reports.fixed import pack
from viz.reports.model import Report
from viz.reports.words import plain, short

MARKER: Final = "［連携グラフ］"
_IMAGE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


class Written(NamedTuple):
    """A document, and what a person must know of it: what was kept beside, what was not made again."""

    content: bytes
    notes: tuple[str, ...]


def write(report: Report, base: bytes | None = None, anywhere: bool = True) -> Written:
    """The document. ``base``: a template or an earlier document; what a person wrote in it stays. ``anywhere``: the report
    may go to its end where nothing in it says where.

    Raises `UsageError` for a base that is no Word document, that is about someone else, or that has no place for it.
    """
    if base is None:
        document = page.blank(report)
        ids = styles.dress(document, ours=True)
    else:
        document = _opened(base)
        ids = styles.dress(document, ours=False)
    ids["Normal"] = page.normal(document)
    body = document.element.body
    if base is not None and not anywhere and not any(regions.find(body)) and not _markers(body):
        raise UsageError(
            f"この文書には、連携グラフの作ったところがありません。ここに入れるなら、入れたいところに {MARKER} とだけ書いた"
            "段落を置いてください。そうでなければ、別の名前のファイルに書いてください。"
        )
    notes = _fill(document, report, ids, fresh=base is None)
    made = io.BytesIO()
    document.save(made)
    return Written(pack(made.getvalue(), report.date), tuple(notes))


def _opened(base: bytes) -> Any:
    try:
        return docx.Document(io.BytesIO(base))
    except (PackageNotFoundError, ValueError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise UsageError(
            "Word の文書（.docx）として読めません。Word で開けるか、暗号や古い形式（.doc）でないかを確かめてください。"
        ) from error


def _fill(document: Any, report: Report, ids: Mapping[str, str], *, fresh: bool) -> list[str]:
    body = document.element.body
    remembered = memory.read(document)
    if remembered and (remembered.kind, remembered.subject) != (report.kind, report.subject):
        raise UsageError(
            f"この文書は「{remembered.name}」の資料です。「{report.name}」の資料は、別の名前のファイルに書いてください。"
        )
    drawn = _pictures(document, report)
    made = sections(report, ids, drawn)
    found, broken = regions.find(body)
    notes: list[str] = []
    marks: dict[str, list[str]] = {}
    pictures = _embedded(body)
    for section in made:
        if section.key in found:
            new = regions.made(section.key, section.markup)
            marks[section.key] = regions.digests(new)
            ours = remembered.lines.get(section.key) if remembered else None
            kept = regions.kept(found[section.key], ours, marks[section.key])
            _replace(found[section.key], new, section, kept)
            notes += _told(section, kept)
    missing = [section for section in made if section.key not in found]
    for section in [section for section in missing if section.key in broken]:
        missing.remove(section)
        marks[section.key] = remembered.lines.get(section.key, []) if remembered else []
        notes.append(
            f"「{section.title}」の節は、初めか終わりの印が消えているので、そのままにしました（作り直すには、その節を消して、"
            f"{MARKER} とだけ書いた段落を置く）。"
        )
    markers = _markers(body)
    if found and "" not in markers and remembered:
        gone = [each for each in missing if each.key in remembered.lines and each.title not in markers]
        missing = [section for section in missing if section not in gone]
        # A section that the template never asked for has no lines.
        notes += [
            f"「{each.title}」の節は消されているので、作りませんでした（戻すには、{MARKER} とだけ書いた段落を置く）。"
            for each in gone if remembered.lines[each.key]
        ]  # fmt: skip
        marks |= {each.key: remembered.lines[each.key] for each in gone}
    marks |= _insert(body, missing, made, first=fresh or not found)
    for key in found.keys() - {section.key for section in made}:
        ours = remembered.lines.get(key) if remembered else None
        if ours is not None and _untouched(regions.kept(found[key], ours, ours)):
            for block in found[key].blocks:
                block.getparent().remove(block)
        else:
            marks[key] = ours or []
            notes.append(
                f"前の版の節「{key}」は今の資料にありませんが、人が書いたものがあるかもしれないので、残しました。"
            )
    _drop(document, pictures | {name for files in drawn for name in files}, _embedded(body))
    memory.write(document, Memory(report.kind, report.subject, plain(short(report.name, 200)), marks))
    return notes


def _untouched(kept: Kept) -> bool:
    return not (kept.blocks or kept.lines or kept.comments)


def _pictures(document: Any, report: Report) -> list[Pictures]:
    """The figures' files in the document."""
    package = document.part.package
    made = []
    for figure in report.figures:
        files = []
        for suffix, kind, content in (("png", "image/png", figure.png), ("svg", "image/svg+xml", figure.svg.encode())):
            taken = {str(part.partname) for part in package.iter_parts()}
            name = next(name for n in range(1, 10_000) if (name := f"/word/media/renkei{n}.{suffix}") not in taken)
            files.append(document.part.relate_to(Part(PackURI(name), kind, content, package), _IMAGE))
        made.append(Pictures(*files))
    return made


def _embedded(body: Any) -> set[str]:
    """Relations of the pictures in a document."""
    return {value for each in body.iter() for name, value in each.attrib.items() if name.startswith(f"{{{R}}}")}


def _drop(document: Any, relations: set[str], shown: set[str]) -> None:
    """Take out pictures that nothing shows any more."""
    for id in relations - shown:
        if id in document.part.rels and document.part.rels[id].reltype == _IMAGE:
            del document.part.rels[id]


def _replace(region: Region, new: list[Any], section: Made, kept: Kept) -> None:
    """The new section in the place of the old, what a person wrote in that behind it."""
    parent = region.blocks[0].getparent()
    at = parent.index(region.blocks[0])
    beside = _beside(section, kept)
    for block in region.blocks:
        parent.remove(block)
    for n, block in enumerate([*new, *beside]):
        parent.insert(at + n, block)
    for run in kept.comments:
        new[0].append(run)


def _beside(section: Made, kept: Kept) -> list[Any]:
    if not (kept.blocks or kept.lines):
        return []
    label = f"前の版の「{section.title}」に人が書いていたこと（作り直しで消えないように、ここに移しました）"
    made = elements(xml.paragraph(xml.run(label), "RenkeiRemarkLabel"))
    for block in kept.blocks:
        copied = copy.deepcopy(block)
        for each in list(copied.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            each.getparent().remove(each)
        made.append(copied)
    made += [elements(xml.paragraph(xml.run(f"表の行: {line}"), "RenkeiRemark"))[0] for line in kept.lines]
    return made


def _told(section: Made, kept: Kept) -> list[str]:
    notes = []
    if kept.blocks or kept.lines:
        number = len(kept.blocks) + len(kept.lines)
        notes.append(f"「{section.title}」の中に人が書いた {number} か所を、節のすぐ後に移して残しました。")
    if kept.moved:
        notes.append(f"「{section.title}」のコメント {kept.moved} は、節の見出しに付け直しました。")
    if kept.missing and not (kept.blocks or kept.lines):
        notes.append(f"「{section.title}」では、消されていた {kept.missing} 行が元に戻っていないかを確かめてください。")
    return notes


_MARKED: Final = re.compile(r"［連携グラフ(?:[:：]\s*(?P<title>[^］]+))?］")


def _markers(body: Any) -> dict[str, Any]:
    """The paragraphs that say where sections go, by title of the section; '' for all that have no place of their own."""
    found: dict[str, Any] = {}
    for each in body.iter(w("p")):
        match = _MARKED.fullmatch("".join(part.text or "" for part in each.iter(w("t"))).strip())
        if match:
            found.setdefault((match["title"] or "").strip(), each)
    return found


def _insert(body: Any, missing: Sequence[Made], made: Sequence[Made], *, first: bool) -> dict[str, list[str]]:
    """Put in new sections, in place of a marker, else behind the section before them, else at the end; their marks.

    ``first``: the document has had no section before, so that room for a person's own words is offered.
    """
    markers = _markers(body)
    order = [section.key for section in made]
    marks: dict[str, list[str]] = {}
    used = []
    for section in missing:
        marker = markers.get(section.title, markers.get(""))
        if marker is None and markers and first:
            # A template that names sections wants these and no others.
            marks[section.key] = []
            continue
        blocks = regions.made(section.key, section.markup)
        marks[section.key] = regions.digests(blocks)
        if first and section.title not in markers:
            blocks += elements(remark(section.key))
        if marker is not None:
            used.append(marker)
            parent, at = marker.getparent(), marker.getparent().index(marker)
        else:
            parent, at = _behind(body, section.key, order)
        for n, block in enumerate(blocks):
            parent.insert(at + n, block)
    for marker in dict.fromkeys(used):
        marker.getparent().remove(marker)
    return marks


def _behind(body: Any, key: str, order: Sequence[str]) -> tuple[Any, int]:
    """Where a section goes: behind the nearest one before it and the remarks on that, else at the end."""
    present, _ = regions.find(body)
    for other in reversed(order[: order.index(key)]):
        if other in present:
            last = present[other].blocks[-1]
            parent = last.getparent()
            at = parent.index(last) + 1
            while at < len(parent) and _remark(parent[at]):
                at += 1
            return parent, at
    last = body.find(w("sectPr"))
    return body, len(body) if last is None else body.index(last)


def _remark(block: Any) -> bool:
    style = block.find(f"{w('pPr')}/{w('pStyle')}") if block.tag == w("p") else None
    return style is not None and style.get(w("val"), "").startswith("RenkeiRemark")
