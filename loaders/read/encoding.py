"""Which encoding bytes are in: told by strict decoding and by how Japanese the result looks, never by a declaration.

Declarations lie (a page that says Shift_JIS and is UTF-8 is an everyday thing); they only break ties.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from loaders.read.source import Source

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 4_000
_CONTROLS: Final = re.compile(rb"[\x01-\x08\x0b\x0e-\x19\x1c-\x1f]")
_ASCII: Final = re.compile(r"[\x00-\x7f]+")
_PLAUSIBLE: Final = 0.6
_BEYOND_DOUBT: Final = 0.8
"""What reads as UTF-8 and looks so Japanese, no other encoding can outdo, whatever is declared."""
_ALIASES: Final = {
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "ms932": "cp932", "cp932": "cp932", "euc-jp": "euc-jp", "x-euc-jp": "euc-jp", "eucjp": "euc-jp",
    "utf8": "utf-8", "utf-8": "utf-8",
}  # fmt: skip


def decode(source: Source, declared: str = "") -> str:
    """The text of a file in any encoding that Japanese offices use; line ends are left as they are.

    UTF-8, UTF-16 and UTF-32 with or without byte order mark, cp932, EUC-JP (as Microsoft extends them), ISO-2022-JP.
    Raises `ReadError` where none fits, with the place of the first byte that does not.
    """
    raw = source.raw
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _strict(source, raw[len(mark) :], name, len(mark))
    if b"\0" in raw:
        return _wide(source)
    if raw.isascii():
        if _CONTROLS.search(raw) and (wide := _utf_16(raw)):
            return wide
        return _iso_2022(source) if b"\x1b" in raw else raw.decode("ascii")
    first = _attempt(_DECODERS[0][1], raw)
    if isinstance(first, str) and likeness(first) > _BEYOND_DOUBT:
        return first
    tried = [("utf-8", first), *((name, _attempt(decoder, raw)) for name, decoder in _DECODERS[1:])]
    liking = [
        (likeness(text) + (0.3 if name == "utf-8" else 0.0) + (0.1 if name == _ALIASES.get(declared.lower()) else 0.0),
         -n, text) for n, (name, text) in enumerate(tried) if isinstance(text, str)
    ]  # fmt: skip
    best = max(liking, default=None)
    if best and best[0] >= _PLAUSIBLE:
        return best[2]
    utf8 = tried[0][1]
    if isinstance(utf8, str):
        return utf8
    if wide := _utf_16(raw):
        return wide
    # The encoding that holds the longest is the one meant; where it breaks off is the place to mend.
    offset = utf8 if liking else max(n for _, n in tried if isinstance(n, int))
    raise _undecodable(source, offset)


def likeness(text: str) -> float:
    """How much the characters beyond ASCII look like Japanese writing, from 0 to 1 (1 where there are none)."""
    counts = Counter(_beyond_ascii(text))
    if not counts:
        return 1.0
    half = sum(n for c, n in counts.items() if "｡" <= c <= "ﾟ")
    # EUC-JP read as cp932 is full of the half-width ､ and ･ (its hiragana and katakana begin with those bytes).
    half_weight = 0.8 if counts["､"] + counts["･"] <= 0.2 * half else 0.2
    full = sum(n * _weight(c) for c, n in counts.items() if not "｡" <= c <= "ﾟ")
    return (full + half_weight * half) / counts.total()


def _beyond_ascii(text: str) -> str:
    """The first characters of a text that are not ASCII."""
    sample = ""
    for at in range(0, len(text), _SAMPLE):
        sample += _ASCII.sub("", text[at : at + _SAMPLE])
        if len(sample) >= _SAMPLE:
            break
    return sample[:_SAMPLE]


@lru_cache(maxsize=4096)
def _weight(c: str) -> float:
    if "\u3000" <= c <= "\u30ff" or "！" <= c <= "｠" or "￠" <= c <= "￥":
        return 1.0
    if "一" <= c <= "鿿":
        # Lead bytes up to 0x97 are level 1 of JIS X 0208, the kanji of daily use.
        lead = c.encode("cp932", "replace")[0]
        return 1.0 if 0x88 <= lead <= 0x97 else 0.3
    if "①" <= c <= "⓿" or "㈠" <= c <= "㏿" or "←" <= c <= "◿" or c in "“”‘’…‥—―–‐·×÷°±§¶′″※〒℃№℡√∞髙﨑濵瀨德":
        return 1.0
    return 0.5 if c >= "\U00020000" or "豈" <= c <= "舘" or "︀" <= c <= "️" or "\u200b" <= c <= "\u206f" else 0.0


def _attempt(decoder: Callable[[bytes], str], raw: bytes) -> str | int:
    try:
        return decoder(raw)
    except UnicodeDecodeError as error:
        return error.start


def _strict(source: Source, raw: bytes, name: str, skipped: int) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as error:
        raise _undecodable(source, error.start + skipped) from error


def _undecodable(source: Source, offset: int) -> Exception:
    line = source.raw.count(b"\n", 0, offset) + 1
    return source.error(
        f"文字コードがわかりません（{offset:,} バイト目、{line:,} 行目あたりで読めなくなります）",
        "もとのソフトで開き、文字コードに UTF-8 を選んで保存し直してください", f"{line:,} 行目")  # fmt: skip


def _wide(source: Source) -> str:
    """UTF-16 without byte order mark, or no text at all."""
    text = _utf_16(source.raw)
    if text:
        return text
    offset = source.raw.index(b"\0")
    raise source.error(
        f"文字の書類ではありません（{offset:,} バイト目に、文字でない値があります）",
        "もとのソフトで開き、PDF・Word・Excel かテキストとして保存し直してください")  # fmt: skip


def _utf_16(raw: bytes) -> str:
    """The text in UTF-16 of either order, where that reads like Japanese or Latin writing; else ''."""
    found = []
    for name in ("utf-16-le", "utf-16-be"):
        text = _attempt(lambda given, name=name: given.decode(name), raw)  # type: ignore[misc]
        if isinstance(text, str) and "\0" not in text:
            found.append((likeness(text) + _ascii_share(text), text))
    best = max(found, default=(0.0, ""))
    return best[1] if best[0] >= _PLAUSIBLE and _readable(best[1]) else ""


def _ascii_share(text: str) -> float:
    return sum(c.isascii() for c in text[:_SAMPLE]) / min(len(text), _SAMPLE)


def _readable(text: str) -> bool:
    odd = sum(not (c.isprintable() or c in "\t\n\r\f") or not (c.isascii() or "｡" <= c <= "ﾟ" or _weight(c))
              for c in text[:_SAMPLE])  # fmt: skip
    return odd <= 0.1 * min(len(text), _SAMPLE)


# --- Japanese encodings that the standard codecs read without ㈱, ① and 髙 -----------------------------------------


def _iso_2022(source: Source) -> str:
    """ISO-2022-JP, with the vendors' characters; a text that only holds a stray escape is plain ASCII."""
    raw, parts, at = source.raw, [], 0
    mode = b"B"
    for mark in [*re.finditer(rb"\x1b(\$[@B]|\([BJI])", raw), None]:
        piece = raw[at : mark.start() if mark else len(raw)]
        text = _attempt(_READ[mode], piece)
        if isinstance(text, int):
            raise _undecodable(source, at + text)
        parts.append(text)
        if mark:
            mode, at = mark[1][-1:] if mark[1] != b"(B" else b"B", mark.end()
            mode = b"$" if mark[1].startswith(b"$") else mode
    return "".join(parts)


def _double(piece: bytes) -> str:
    """Pairs of seven-bit JIS bytes (line ends may stand between them)."""
    out, at = [], 0
    while at < len(piece):
        if piece[at] in b"\r\n\t ":
            out.append(chr(piece[at]))
            at += 1
        else:
            out.append(_from_jis(piece, at, 0))
            at += 2
    return "".join(out)


def _from_jis(raw: bytes, at: int, high: int) -> str:
    """One character of two JIS bytes, by way of cp932, whose table holds the vendors' characters."""
    pair = raw[at : at + 2]
    if len(pair) < 2 or not all(0x21 <= byte - high <= 0x7E for byte in pair):
        raise UnicodeDecodeError("euc-jp", raw, at, min(at + 1, len(raw)), "no pair of JIS bytes")
    row, cell = pair[0] - high, pair[1] - high
    lead = (row + 1) // 2 + (0x70 if row <= 0x5E else 0xB0)
    trail = cell + (0x1F if cell < 0x60 else 0x20) if row % 2 else cell + 0x7E
    try:
        return bytes((lead, trail)).decode("cp932")
    except UnicodeDecodeError as error:
        raise UnicodeDecodeError("euc-jp", raw, at, at + 2, "no such character") from error


def _euc(raw: bytes) -> str:
    """EUC-JP; where it holds characters beyond the standard, those of Microsoft's table."""
    try:
        return raw.decode("euc-jp")
    except UnicodeDecodeError:
        out, at = [], 0
        while at < len(raw):
            lead = raw[at]
            size = 1 if lead < 0x80 else 3 if lead == 0x8F else 2
            if lead >= 0xA1:
                out.append(_from_jis(raw, at, 0x80))
            else:
                try:
                    out.append(raw[at : at + size].decode("euc-jp"))
                except UnicodeDecodeError as error:
                    raise UnicodeDecodeError("euc-jp", raw, at, at + 1, "no such character") from error
            at += size
        return "".join(out)


_READ: Final[dict[bytes, Callable[[bytes], str]]] = {
    b"$": _double,
    b"B": lambda piece: piece.decode("ascii"),
    b"J": lambda piece: piece.decode("ascii"),
    b"I": lambda piece: bytes(byte | 0x80 for byte in piece).decode("cp932"),
}
_DECODERS: Final[tuple[tuple[str, Callable[[bytes], str]], ...]] = (
    ("utf-8", lambda raw: raw.decode("utf-8")),
    ("cp932", lambda raw: raw.decode("cp932")),
    ("euc-jp", _euc),
)
