"""Bytes as text that may stand in a page, in a mail and in any encoding: five letters for four bytes."""

from __future__ import annotations

import base64
from typing import Final

_BEFORE: Final = b"<>&"
_AFTER: Final = b",.:"
"""Letters of the usual alphabet that mean something in HTML, and what stands for them."""
_PIECE: Final = 4 * 65_536


def letters(content: bytes) -> str:
    """ASCII letters without ``<``, ``>``, ``&``, quotes and spaces; a quarter longer than the bytes."""
    pieces = (base64.b85encode(content[at : at + _PIECE]) for at in range(0, len(content), _PIECE))
    return b"".join(pieces).translate(bytes.maketrans(_BEFORE, _AFTER)).decode("ascii")


def content(text: str) -> bytes:
    """The bytes again."""
    return base64.b85decode(text.encode("ascii").translate(bytes.maketrans(_AFTER, _BEFORE)))
