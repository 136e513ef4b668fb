"""SVG to PNG with our typeface alone: the same bytes on every PC, whatever fonts it has."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Final

import resvg_py

from viz.figures.outlines import embedded

MOST: Final = 12_000
"""Pixels along a side that Word and PowerPoint still take."""

_MM: Final = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}


def png(svg: str, *, width: int) -> bytes:
    """The picture, ``width`` pixels wide on white; equal input gives equal bytes.

    Texts are drawn as `embedded` draws them. Where the SVG's width is in mm, cm, in or pt, the PNG says how large it is
    to be printed, and Word puts it in at that size. Raises `ValueError` where the text is no SVG or the picture would
    be larger than `MOST` along a side.
    """
    size = _size(svg)
    tall = round(width * size[1] / size[0]) if size else width
    if not 0 < max(width, tall) <= MOST:
        raise ValueError(f"a picture of {width} by {tall} pixels; at most {MOST} along a side")
    drawn = resvg_py.svg_to_bytes(
        svg_string=embedded(svg), width=width, background="#FFFFFF", skip_system_fonts=True, languages=["ja"], dpi=96,
        shape_rendering="geometric_precision", text_rendering="geometric_precision", image_rendering="optimize_quality",
    )  # fmt: skip
    data = bytes(drawn)
    wide = _printed(svg)
    return _with_size(data, round(width / wide * 1000)) if wide else data


def _size(svg: str) -> tuple[float, float] | None:
    box = re.search(r'<svg\b[^>]*?\sviewBox="\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.e]+)[\s,]+([\d.e]+)', svg)
    return (float(box[1]), float(box[2])) if box else None


def _printed(svg: str) -> float | None:
    """The width in mm that the SVG itself gives."""
    width = re.search(r'<svg\b[^>]*?\swidth="\s*([\d.]+)(mm|cm|in|pt)\s*"', svg)
    return float(width[1]) * _MM[width[2]] if width else None


def _with_size(data: bytes, per_metre: int) -> bytes:
    """The PNG with a pHYs chunk behind its header (PNG specification, 11.3.4.3)."""
    body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    header = 8 + 25
    return data[:header] + chunk + data[header:]
