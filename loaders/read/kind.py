"""What a file is: told by its content first, by its suffix second.

Government offices mail an .xls that is a web page, a .csv that is a workbook and a .txt that is HTML every day.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from loaders.read.delimited import delimited
from loaders.read.source import Source

READABLE: Final = "テキスト（txt・md）、HTML、PDF、Word（docx）、Excel（xlsx・xls）、CSV・TSV"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_PACKED: Final = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"-lh")
_HTML: Final = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|meta|title|table|div|article|main|h[1-6]|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHTML: Final = re.compile(
    rb"\A(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*?(?:MIME-Version|Content-Type: multipart)", re.IGNORECASE
)


def binary(source: Source) -> str:
    """pdf, docx, xlsx, xls or mhtml; '' where the file may be a text. Raises `ReadError` for what is not read."""
    raw = source.raw
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if raw.startswith(b"PK\x03\x04"):
        return _zipped(source)
    if raw.startswith(_OLE):
        return _ole(source)
    if raw.startswith(_PICTURES[:5]) or (raw.startswith(_PICTURES[5:]) and b"\0" in raw[:64]):
        raise source.error(
            "画像です。文字は読めません",
            f"文字認識（OCR）をした PDF か、テキストにしてください。読めるのは {READABLE} です",
        )
    if raw.startswith(b"{\\rtf"):
        raise _other(source, "リッチテキスト（rtf）", "Word で開き、docx で保存し直してください")
    if raw.startswith(_PACKED[:-1]) or raw[2:5] == b"-lh":
        raise _other(source, "圧縮ファイル", "展開して、中のファイルを指定してください")
    if _MHTML.match(raw[:4096]) and b"multipart/related" in raw[:4096].lower():
        return "mhtml"
    return ""


def of_text(source: Source, text: str) -> str:
    """html, md, csv or txt. Raises `ReadError` for XML that only its own program reads."""
    start = text[:4096].lstrip("\ufeff")
    if "urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise _other(source, "XML スプレッドシート", "Excel で開き、xlsx で保存し直してください")
    if _HTML.match(start) or ("<html" in start.lower() and "<body" in text[:100_000].lower()):
        return "html"
    suffix = source.suffix
    if suffix in (".html", ".htm", ".xhtml"):
        return "html" if "<" in text else "txt"
    if suffix in (".md", ".markdown"):
        return "md"
    if suffix in (".csv", ".tsv", ".tab"):
        return "csv"
    if suffix in (".xls", ".xlsx", ".xlsm") and delimited(text):
        return "csv"
    return "txt"


def _zipped(source: Source) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(source.raw)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise source.error(
            "ファイルが途中で切れているか、壊れています", "もとのソフトで開けるか確かめ、保存し直してください"
        ) from error
    if any(name.lower().startswith("word/") for name in names):
        return "docx"
    if "xl/workbook.bin" in names:
        raise _other(source, "Excel バイナリブック（xlsb）", "Excel で開き、xlsx で保存し直してください")
    if any(name.lower().startswith("xl/") for name in names):
        return "xlsx"
    if any(name.lower().startswith("ppt/") for name in names):
        raise _other(source, "PowerPoint の資料", "PDF として保存し直してください")
    if "content.xml" in names:
        raise _other(source, "OpenDocument の書類", "docx か xlsx で保存し直してください")
    raise _other(source, "圧縮ファイル（zip）", "展開して、中のファイルを指定してください")


def _ole(source: Source) -> str:
    """Older office files are little file systems whose entries have names in UTF-16."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") + b"\0\0" in source.raw

    if holds("EncryptedPackage"):
        raise source.error("パスワードがかかっています", "もとのソフトで開き、パスワードを外して保存し直してください")
    word = holds("WordDocument")
    if (holds("Workbook") or holds("Book")) and not (word and source.suffix == ".doc"):
        return "xls"
    if word:
        raise _other(source, "古い Word の文書（doc）", "Word で開き、docx か PDF で保存し直してください")
    if holds("PowerPoint Document"):
        raise _other(source, "PowerPoint の資料（ppt）", "PDF として保存し直してください")
    if source.suffix == ".xls":
        raise source.error(
            "ファイルが途中で切れているか、壊れています", "Excel で開けるか確かめ、xlsx で保存し直してください"
        )
    raise _other(
        source, "読めない形式の書類（一太郎など）", "もとのソフトで開き、PDF・docx かテキストで保存し直してください"
    )


def _other(source: Source, what: str, remedy: str) -> Exception:
    return source.error(f"{what}は読めません", f"{remedy}。読めるのは {READABLE} です")
