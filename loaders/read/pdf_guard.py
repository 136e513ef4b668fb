"""What a PDF may do to its reader: a few bytes that stand for gigabytes, and objects that lead back to themselves.

Compressed parts are measured before they are unpacked whole. `Document` follows a reference once round and no further.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjectNotFound, PDFObjRef

from loaders.read.source import Source

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_STEP: Final = 1_000_000
_LOOK_BACK: Final = 2_000


class Document(PDFDocument):
    """A PDF in which no reference is followed for ever: pdfminer asks for an object until it is no reference."""

    def getobj(self, objid: int) -> object:
        """The object that a number leads to. Raises `PDFObjectNotFound` where it leads back to itself."""
        found, seen = super().getobj(objid), {objid}
        while isinstance(found, PDFObjRef):
            if found.objid in seen:
                raise PDFObjectNotFound(objid)
            seen.add(found.objid)
            found = super().getobj(found.objid)
        return found


def check(source: Source) -> None:
    """Raise `ReadError` where the text of a PDF unpacks to too much; pictures are never unpacked."""
    limit = source.limits.unpacked_bytes // 10
    whole = 0
    for mark in _STREAM.finditer(source.raw):
        head = source.raw[max(0, mark.start() - _LOOK_BACK) : mark.start()]
        about = head[head.rfind(b" obj") + 1 :]
        if b"Flate" in about and not re.search(rb"/Subtype\s*/Image", about):
            whole += _unpacked(source.raw, mark.end(), limit)
        if whole > limit:
            raise source.error(
                f"広げると大きくなりすぎます（{limit:,} バイトまで）",
                "PDF を作り直すか、ページを分けて保存し直してください",
            )


def _unpacked(raw: bytes, start: int, limit: int) -> int:
    """How many bytes a stream unpacks to, counted no further than the limit."""
    unpacker = zlib.decompressobj()
    size = 0
    piece = raw[start : start + _STEP]
    try:
        while piece and size <= limit:
            size += len(unpacker.decompress(piece, _STEP))
            piece = unpacker.unconsumed_tail
            if not piece and not unpacker.eof:
                start += _STEP
                piece = raw[start : start + _STEP]
    except zlib.error:
        return size
    return size
