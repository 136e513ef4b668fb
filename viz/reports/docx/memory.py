"""What a file remembers of the last run: whom it is about and which lines were generated. A part of its own holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

SPACE: Final = "urn:renkei:report:1"
_TYPE: Final = "application/xml"


@dataclass(frozen=True, slots=True)
class Memory:
    """``lines``: marks of the generated lines by section."""

    kind: str
    subject: str
    name: str
    lines: Mapping[str, list[str]] = field(default_factory=dict)


def read(document: Any) -> Memory | None:
    """What the file remembers; None where it has lost that or never had it."""
    part = _part(document)
    if part is None:
        return None
    root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
    sections = {each.get("key"): (each.text or "").split() for each in root.iter(f"{{{SPACE}}}section")}
    return Memory(root.get("kind", ""), root.get("subject", ""), root.get("name", ""), sections)


def write(document: Any, memory: Memory) -> None:
    """Put it in, instead of what was there."""
    sections = "".join(
        f"<section key={quoteattr(key)}>{' '.join(lines)}</section>" for key, lines in memory.lines.items()
    )
    blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<report xmlns="{SPACE}" kind={quoteattr(memory.kind)} '
        f"subject={quoteattr(memory.subject)} name={quoteattr(memory.name)}>{sections}</report>"
    ).encode()
    part = _part(document)
    if part is not None:
        part._blob = blob
        return
    package = document.part.package
    taken = {str(each.partname) for each in package.iter_parts()}
    free = next(n for n in range(1, 10_000) if f"/customXml/item{n}.xml" not in taken)
    made = Part(PackURI(f"/customXml/item{free}.xml"), _TYPE, blob, package)
    document.part.relate_to(made, RELATIONSHIP_TYPE.CUSTOM_XML)


def _part(document: Any) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML and not relation.is_external:
            part = relation.target_part
            if SPACE.encode() in part.blob[:4_000]:
                return part
    return None
