"""From a path or an upload to a `Reading`: what kind of file it is, and the module that reads that kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final

from graph.errors import relative
from loaders.read import kind, plain
from loaders.read.encoding import decode
from loaders.read.errors import ReadError
from loaders.read.limits import LIMITS, Limits
from loaders.read.reading import Reading
from loaders.read.source import Source

_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def read(path: Path, limits: Limits = LIMITS) -> Reading:
    """Read a file of any format that `loaders.read.kind` knows.

    Raises `ReadError`, and nothing else, where it cannot be read: missing, empty, too large, truncated, encrypted,
    binary, or in a format that only its own program reads.
    """
    shown = relative(path)
    try:
        if path.is_dir():
            raise ReadError(shown, "フォルダーです", "中のファイルを指定してください")
        if path.stat().st_size > limits.file_bytes:
            raise _too_large(shown, path.stat().st_size, limits)
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(shown, "ファイルがありません", "名前と場所を確かめてください") from error
    except (OSError, ValueError) as error:
        raise ReadError(
            shown, f"開けません（{error}）", "ほかのソフトで開いていないか、読む権限があるかを確かめてください"
        ) from error
    return read_bytes(shown, raw, limits)


def read_bytes(name: str, raw: bytes, limits: Limits = LIMITS) -> Reading:
    """Read the bytes of a file that is called ``name`` (of an upload). Raises `ReadError` as `read` does."""
    if len(raw) > limits.file_bytes:
        raise _too_large(name, len(raw), limits)
    source = Source(name, raw, limits)
    if not raw.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise _empty(source)
    try:
        reading = _read(source)
        if not reading.text or reading.text.isspace():
            raise _empty(source)
        if len(reading.text) > limits.characters:
            raise source.error(
                f"本文が長すぎます（読めるのは {limits.characters:,} 字まで）", "ファイルを分けてください"
            )
    except ReadError:
        raise
    except Exception as error:
        raise source.error(
            f"読み取れませんでした（{type(error).__name__}）",
            "ファイルが壊れていないか確かめ、もとのソフトで保存し直してください",
        ) from error
    _warn_of_unseen(source, reading.text)
    reading.warnings.extend(source.warnings)
    return reading


_NO_TEXTS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".docx", ".pdf"})
"""What these names promise is never plain text."""


def _read(source: Source) -> Reading:
    format = kind.binary(source)
    if format:
        # The libraries behind these formats are slow to import, and most runs need but one of them.
        reader: Callable[[Source], Reading] = import_module(f"loaders.read.{format}").read
        return reader(source)
    declared = _DECLARED.search(source.raw[:4096])
    text = decode(source, declared[1].decode("ascii", "replace") if declared else "")
    format = kind.of_text(source, text)
    if format == "csv":
        from loaders.read import delimited

        return delimited.read(source, text)
    text = plain.line_ends(text)
    if format == "txt" and source.suffix in _NO_TEXTS:
        source.warn(
            f"名前の終わりは {source.suffix} ですが、中身はただの文章です。文章として読みました",
            "壊れているか、違うファイルかもしれません。もとのソフトで開けるか確かめてください")  # fmt: skip
    if format == "txt":
        return Reading(source.name, "txt", source.sha256, text, tables=tuple(plain.tabbed(text)))
    made: Reading = import_module(f"loaders.read.{'markdown' if format == 'md' else format}").read(source, text)
    return made


def _empty(source: Source) -> ReadError:
    return source.error("中身がありません（空のファイルです）", "正しいファイルか確かめてください")


def _too_large(name: str, size: int, limits: Limits) -> ReadError:
    return ReadError(
        name,
        f"ファイルが大きすぎます（{size:,} バイト。読めるのは {limits.file_bytes:,} バイトまで）",
        "ファイルを分けてください",
    )


def _warn_of_unseen(source: Source, text: str) -> None:
    count = 0 if text.isascii() else len(_UNSEEN.findall(text))
    if count:
        source.warn(
            f"目に見えない文字（ゼロ幅・書字方向の制御など）が {count:,} 字あります",
            "名前や日付が見た目どおりに読めないことがあります。原文で確かめてください")  # fmt: skip
