"""The marks, on a grid of 16: shape says the kind, filling says the stage or state, so they survive black print.

One drawing of each serves the picture, the tables, the legend and the canvas (as a data address).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup

COLOURS: Final = {"自治体": "#0F4C8F", "企業": "#B87400", "協定": "#00705C", "施策": "#B5568F"}
_QUIET: Final = {"分野": "#4A525C", "文書": "#4A525C", "自治体-未調査": "#9AA3AD"}

_TRIANGLE: Final = "M8 2 14.6 13.8H1.4Z"
_DIAMOND: Final = "M8 1.2 14.8 8 8 14.8 1.2 8Z"
_OPEN: Final = 'fill="#FFFFFF" stroke="currentColor" stroke-width="1.5"'
_HATCH: Final = "M4.1 13.8 9.6 5.3M7.3 13.8 11.2 7.8M10.5 13.8 12.9 10.2"

_DRAWN: Final = {
    "自治体": '<circle cx="8" cy="8" r="6.2" fill="currentColor"/>',
    "企業": '<path d="M2.2 2.2H13.8V13.8H2.2Z" fill="currentColor"/>',
    "協定-有効": f'<path d="{_DIAMOND}" fill="currentColor"/>',
    "協定-終了": f'<path d="{_DIAMOND}" {_OPEN}/>',
    "協定-不明": f'<path d="{_DIAMOND}" {_OPEN}/><circle cx="8" cy="8" r="2.4" fill="currentColor"/>',
    "施策-実施": f'<path d="{_TRIANGLE}" fill="currentColor"/>',
    "施策-実証": f'<path d="{_TRIANGLE}" {_OPEN}/><path d="{_HATCH}" stroke="currentColor" stroke-width="1.3"/>',
    "施策-計画": f'<path d="{_TRIANGLE}" {_OPEN}/>',
    "施策-検討": f'<path d="{_TRIANGLE}" {_OPEN} stroke-dasharray="1.6 1.6"/>',
    "施策-終了": '<path d="M8 1 13.6 11H2.4Z" fill="#868F99"/><path d="M1.4 13.2H14.6V15H1.4Z" fill="#868F99"/>',
    "施策-不明": (
        f'<path d="{_TRIANGLE}" {_OPEN}/><path d="M6.7 7.9a1.4 1.4 0 1 1 1.9 1.3q-.6.3-.6 1M8 11.4v1.2" '
        'fill="none" stroke="currentColor" stroke-width="1.1"/>'
    ),
}
NAMES: Final = tuple(_DRAWN)

_LISTED: Final = {
    "分野": '<path d="M8 1.4 13.8 4.7V11.3L8 14.6 2.2 11.3V4.7Z" fill="#FFFFFF" stroke="currentColor" stroke-width="1.4"/>',
    "文書": (
        '<path d="M3 1.5H9.5L13 5V14.5H3Z M9.5 1.5V5H13" fill="#FFFFFF" stroke="currentColor" stroke-width="1.3"/>'
        '<path d="M5.2 8H10.8M5.2 11H10.8" stroke="currentColor" stroke-width="1.1"/>'
    ),
    "自治体-場所": '<circle cx="8" cy="8" r="5.4" fill="#FFFFFF" stroke="currentColor" stroke-width="2.6"/>',
    "自治体-記録なし": '<circle cx="8" cy="8" r="4.6" fill="#FFFFFF" stroke="currentColor" stroke-width="1.2"/>',
    "自治体-未調査": '<circle cx="8" cy="8" r="1.6" fill="#9AA3AD"/>',
}
LISTED: Final = tuple(_LISTED)
"""Marks that lists and maps of the country need beside those of a diagram."""

DASHES: Final = {
    "実施": (), "実証": (8, 3, 1.5, 3), "計画": (5, 4), "検討": (1.5, 3.5), "終了": (12, 4), "不明": (2, 6),
}  # fmt: skip
"""How a line shows the stage of its measure."""


def mark(label: str, properties: Mapping[str, Any]) -> str:
    """The name of a node's mark."""
    if label == "施策":
        return f"施策-{properties.get('段階', '不明')}"
    if label == "協定":
        state = properties.get("状態", "不明")
        return f"協定-{'終了' if state == '更新済' else state}"
    return label


def colour(name: str) -> str:
    return _QUIET.get(name) or COLOURS[name.partition("-")[0]]


def inner(name: str) -> Markup:
    """The drawing itself, for a ``symbol`` whose colour is set outside."""
    return Markup(_DRAWN.get(name) or _LISTED[name])  # noqa: S704 - our own drawings


def address(name: str) -> str:
    """The mark as a picture that a page can hold: a ``data:`` address."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16" color="{colour(name)}">'
        f"{_DRAWN[name]}</svg>"
    )
    return "data:image/svg+xml," + quote(svg, safe="")


def number(name: str) -> int:
    """A mark's place in the list, used in ids."""
    return NAMES.index(name)
