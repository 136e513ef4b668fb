"""What a deck remembers of the last run: whom it is about, and which parts each slide was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

SPACE: Final = "urn:renkei:slides:1"


@dataclass(frozen=True, slots=True)
class Memory:
    """``parts``: names of the parts by slide; ``notes``: marks of the generated notes."""

    subject: str
    name: str
    parts: Mapping[str, list[str]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def read(deck: Any) -> Memory | None:
    """What the file remembers; None where it has lost that or never had it."""
    part = _part(deck)
    if part is None:
        return None
    root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
    slides = list(root.iter(f"{{{SPACE}}}slide"))
    return Memory(
        root.get("subject", ""), root.get("name", ""), {each.get("key"): (each.text or "").split() for each in slides},
        {each.get("key"): each.get("notes", "") for each in slides},
    )  # fmt: skip


def write(deck: Any, memory: Memory) -> None:
    """Put it in, instead of what was there."""
    slides = "".join(
        f"<slide key={quoteattr(key)} notes={quoteattr(memory.notes.get(key, ''))}>{' '.join(parts)}</slide>"
        for key, parts in memory.parts.items()
    )
    blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<deck xmlns="{SPACE}" subject={quoteattr(memory.subject)} '
        f"name={quoteattr(memory.name)}>{slides}</deck>"
    ).encode()
    part = _part(deck)
    if part is not None:
        part._blob = blob
        return
    package = deck.part.package
    taken = {str(each.partname) for each in package.iter_parts()}
    free = next(n for n in range(1, 10_000) if f"/customXml/item{n}.xml" not in taken)
    made = Part(PackURI(f"/customXml/item{free}.xml"), "application/xml", package, blob)
    deck.part.relate_to(made, RELATIONSHIP_TYPE.CUSTOM_XML)


def _part(deck: Any) -> Any:
    for relation in deck.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML and not relation.is_external:
            part = relation.target_part
            if SPACE.encode() in part.blob[:4_000]:
                return part
    return None
