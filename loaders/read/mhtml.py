"""Web pages that a browser saved as one file (mht, mhtml): the page in it is read, the pictures are not."""

from __future__ import annotations

import email
import email.policy

from loaders.read import html, plain
from loaders.read.encoding import decode
from loaders.read.reading import Reading
from loaders.read.source import Source


def read(source: Source) -> Reading:
    """Read the first page of the file. Raises `ReadError` where it holds none."""
    message = email.message_from_bytes(source.raw, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            raw = part.get_payload(decode=True)
            if isinstance(raw, bytes):
                page = Source(source.shown, raw, source.limits, source.warnings)
                reading = html.read(page, plain.line_ends(decode(page, part.get_content_charset() or "")))
                reading.sha256 = source.sha256
                return reading
    raise source.error(
        "保存したウェブページの中に本文がありません", "ブラウザーで開き、HTML か PDF で保存し直してください"
    )
