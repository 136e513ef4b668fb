"""The marks as inline SVG: shape says the kind, filling says the stage or state. The word always stands beside them."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup, escape

from viz import marks

_CLASS: Final = {
    "自治体": "municipality", "企業": "organisation", "協定": "agreement", "施策": "measure", "分野": "field",
    "文書": "document",
}  # fmt: skip

_FIRST: Final = 18
"""Width of the cell that holds 明, 推 or 要, px; the number stands in a second cell."""
_DIGIT: Final = 7


def mark(kind: str, state: str = "") -> Markup:
    """The mark of a kind of node; ``state``: the stage of a measure or the state of an agreement."""
    name = marks.mark(kind, {"段階": state or "不明", "状態": state or "不明"})
    if kind == "自治体" and state:
        name = f"{kind}-{state}"
    return Markup(  # noqa: S704 - our own drawings
        f'<svg class="mark {_CLASS[kind]}" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">{marks.inner(name)}</svg>'
    )


def cell(certainty: str, number: int | None = None, *, following: bool = False) -> Markup:
    """The cell of a certainty (明 filled, 推 outlined, 要 broken outline), with a citation number if there is one.

    ``following``: a further number after a cell of the same certainty, without the word.
    """
    digits = "" if number is None else str(number)
    first = 0 if following else _FIRST
    second = len(digits) * _DIGIT + 8 if digits else 0
    width = first + second
    dash = ' stroke-dasharray="3 2"' if certainty == "要確認" else ""
    sure = certainty == "明示"
    parts = [
        f'<rect class="box" x="0.5" y="0.5" width="{width - 1}" height="17" fill="#FFFFFF" stroke="currentColor"{dash}/>'
    ]
    if not following:
        if sure:
            parts.append(f'<rect x="0.5" y="0.5" width="{first - 1}" height="17" fill="currentColor"/>')
        elif digits:
            parts.append(f'<path d="M{first - 0.5} 1V17" stroke="currentColor"{dash}/>')
        fill = "#FFFFFF" if sure else "currentColor"
        parts.append(_text(first / 2, certainty[:1], f'font-weight="700" fill="{fill}"'))
    if digits:
        parts.append(_text(first + second / 2, digits, 'fill="currentColor"'))
    return Markup(  # noqa: S704 - a fixed drawing around an escaped word and a number
        f'<svg class="sure" width="{width}" height="18" viewBox="0 0 {width} 18" font-size="12" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def _text(x: float, text: str, more: str) -> str:
    return f'<text x="{x:g}" y="13.4" text-anchor="middle" {more}>{escape(text)}</text>'


HATCH: Final = Markup(
    '<svg class="defs" width="0" height="0" aria-hidden="true"><defs>'
    '<pattern id="unseen" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0V6" stroke="#9AA3AD" stroke-width="1.6"/></pattern>'
    '<pattern id="trial" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0V4" stroke="#B5568F" stroke-width="2.6"/></pattern>'
    "</defs></svg>"
)
"""Fillings that bars refer to, once per page."""
