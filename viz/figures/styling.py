"""A style sheet inside an SVG, written out on the elements: not every program that opens an SVG reads CSS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

_SVG: Final = "{http://www.w3.org/2000/svg}"
_PART: Final = re.compile(r"([a-zA-Z]+)?((?:[.#][-\w]+)*)")


class _Rule(NamedTuple):
    """One selector: its steps from the outermost to the element itself, and what it sets."""

    weight: tuple[int, int, int, int]
    steps: tuple[str, ...]
    declarations: tuple[tuple[str, str], ...]


def in_line(root: etree._Element) -> None:
    """Turn ``style`` elements and attributes into attributes, the weightier rule last. Rules for screens, print and
    states (@…, :hover) are left out, as are selectors with anything but names, classes, ids and descent.
    """
    rules = sorted(_rules(root))
    for sheet in list(root.iter(f"{_SVG}style")):
        parent = sheet.getparent()
        if parent is not None:
            if sheet.tail:
                sheet.tail = None
            parent.remove(sheet)
    for element in root.iter(etree.Element):
        found: dict[str, str] = {}
        for rule in rules:
            if _meant(element, rule.steps):
                found.update(rule.declarations)
        found.update(_declarations(element.attrib.pop("style", "")))
        for name, value in found.items():
            element.set(name, value)


def _rules(root: etree._Element) -> Iterator[_Rule]:
    text = "\n".join("".join(sheet.itertext()) for sheet in root.iter(f"{_SVG}style"))
    text = _without_blocks(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    for number, (selectors, body) in enumerate(re.findall(r"([^{}]+)\{([^{}]*)\}", text)):
        for selector in selectors.split(","):
            steps = tuple(selector.split())
            if steps and all(_PART.fullmatch(step) for step in steps):
                joined = " ".join(steps)
                names = sum(1 for step in steps if step[0].isalpha())
                yield _Rule(
                    (joined.count("#"), joined.count("."), names, number), steps, tuple(_declarations(body).items())
                )


def _without_blocks(text: str) -> str:
    """Without @media, @font-face and the like, which may hold blocks themselves."""
    kept, depth, skipping = [], 0, False
    for piece in re.split(r"([{}]|@[-\w]+|;)", text):
        if piece.startswith("@") and not skipping:
            skipping, depth = True, 0
        elif skipping:
            depth += (piece == "{") - (piece == "}")
            skipping = not ((piece == "}" or piece == ";") and depth <= 0)
        else:
            kept.append(piece)
    return "".join(kept)


def _declarations(body: str) -> dict[str, str]:
    pairs = (declaration.partition(":") for declaration in body.split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip()
        for name, _, value in pairs
        if value.strip() and not name.strip().startswith("--")
    }


def _meant(element: etree._Element, steps: tuple[str, ...]) -> bool:
    if not _fits(element, steps[-1]):
        return False
    above = element.iterancestors()
    return all(any(_fits(node, step) for node in above) for step in reversed(steps[:-1]))


def _fits(element: etree._Element, step: str) -> bool:
    match = _PART.fullmatch(step)
    assert match is not None
    if match[1] and element.tag != f"{_SVG}{match[1]}":
        return False
    wanted = re.findall(r"[.#][-\w]+", match[2])
    classes = (element.get("class") or "").split()
    return all(part[1:] in classes if part[0] == "." else element.get("id") == part[1:] for part in wanted)
