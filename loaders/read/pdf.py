"""PDF: text in reading order with broken lines joined, and tables, over several pages where they go on.

Page numbers, and headers and footers after their first page, are left out.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from loaders.read import pdf_guard
from loaders.read.compose import Composer, Line, Merge
from loaders.read.pdf_lines import Paragraph, TextLine, goes_on, join, paragraphs
from loaders.read.pdf_page import Page, arrange, take
from loaders.read.pdf_tables import PageTable
from loaders.read.reading import Reading
from loaders.read.source import Source

_PAGE_NUMBER: Final = re.compile(
    r"^[-－–—‐ー(（\[〔\s]*(?:p\.?|page|頁)?\s*[0-9０-９]{1,4}\s*(?:[/／]\s*[0-9０-９]{1,4}|頁|ページ)?[-－–—‐ー)）\]〕\s]*$",
    re.IGNORECASE,
)
_UNREADABLE_SHARE: Final = 0.3
_LONGEST_HEADING: Final = 80
_NOT_TITLE: Final = re.compile(
    r"(?:Microsoft|PowerPoint|\.docx?|\.xlsx?|\.pptx?|\.jtd|\.indd|untitled|anonymous|無題|名称未設定)", re.IGNORECASE
)

logging.getLogger("pdfminer").setLevel(logging.ERROR)
pdfplumber.pdf.PDFDocument = pdf_guard.Document  # type: ignore[attr-defined]


def read(source: Source) -> Reading:
    """Read a PDF. Raises `ReadError` where it is encrypted, broken, too long or a scan without text."""
    pdf_guard.check(source)
    try:
        with pdfplumber.open(io.BytesIO(source.raw)) as document:
            count = len(document.pages)
            if count > source.limits.pages:
                raise source.error(
                    f"ページが多すぎます（{count:,} ページ。読めるのは {source.limits.pages:,} ページまで）",
                    "PDF を分けてください",
                )
            meta = str((document.metadata or {}).get("Title") or "").strip()
            pages = [take(number, page) for number, page in enumerate(document.pages, 1)]
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect | PDFEncryptionError):
            raise source.error("パスワードがかかっています", "パスワードを外した PDF を保存し直してください") from error
        raise source.error(
            "PDF が途中で切れているか、壊れています", "PDF を開けるか確かめ、保存し直してください"
        ) from error
    _check_text(source, pages)
    _without_running_heads(pages)
    for page in pages:
        arrange(page)
    composer = Composer(source)
    title = _write(composer, pages)
    return composer.reading("pdf", title=title or ("" if _NOT_TITLE.search(meta) or not meta.isprintable() else meta))


def _check_text(source: Source, pages: Sequence[Page]) -> None:
    empty = [page for page in pages if not page.lines and not page.tables and not page.columns]
    down = [str(page.number) for page in pages if page.columns]
    if down:
        source.warn(f"縦書きのページがあります（{'、'.join(down[:10])} ページ）",
                    "右の行から順に読みました。段や図のあるところは、順が違うことがあります。原本で確かめてください")  # fmt: skip
    if len(empty) == len(pages):
        raise source.error(
            "文字の入っていない PDF です（紙を読み取った画像のようです）",
            "先に文字認識（OCR）をして、文字の入った PDF にしてください")  # fmt: skip
    pictures = [str(page.number) for page in empty if page.picture]
    if pictures:
        source.warn(f"文字のないページがあります（{'、'.join(pictures[:10])} ページ。画像のようです）",
                    "そのページは読んでいません。要るときは文字認識（OCR）をしてください")  # fmt: skip
    text = "".join(
        line.text for page in pages for block in page.blocks if isinstance(block, list) for line in block
    ) + "".join(
        v.text for page in pages for b in page.blocks if isinstance(b, PageTable) for row in b.rows for v in row
    )
    lost = text.count("\ufffd")
    if lost > _UNREADABLE_SHARE * len(text):
        raise source.error(
            "文字を取り出せない PDF です（フォントに文字の対応表がありません）",
            "もとの文書から PDF を作り直すか、文字認識（OCR）をしてください")  # fmt: skip
    if lost:
        source.warn(f"取り出せない文字が {lost:,} 字あります（本文では \ufffd）", "原本で確かめてください")


def _without_running_heads(pages: Sequence[Page]) -> None:
    """Take page numbers out, and what stands in the margin of several pages out of all but the first.

    What stands at the foot is moved to the end, so that no table is cut in two by it.
    """

    def key(line: TextLine) -> str:
        return re.sub(r"[0-9０-９]+", "0", line.text)

    often = Counter(text for page in pages for text in {key(line) for line in page.edge_lines})
    repeated = {text for text, count in often.items() if count >= max(2, 0.5 * len(pages))}
    seen: set[str] = set()
    feet: list[TextLine] = []
    for page in pages:
        gone = set()
        for line in page.edge_lines:
            if _PAGE_NUMBER.match(line.text) or key(line) in seen:
                gone.add(id(line))
            elif key(line) in repeated:
                seen.add(key(line))
                if line.top > page.height / 2:
                    gone.add(id(line))
                    feet.append(line)
        page.lines = [line for line in page.lines if id(line) not in gone]
    pages[-1].lines += feet


def _write(composer: Composer, pages: Sequence[Page]) -> str:
    """Write all pages; what stands in the largest type on the first is the title."""
    running = median([line.size for page in pages for line in (*page.lines, *page.columns) for _ in line.text] or [0.0])
    usual = min(running, median([page.size for page in pages if page.size] or [0.0]))
    title: Paragraph | None = None
    for number, item in _items(pages):
        if isinstance(item, Paragraph):
            large = item.size > 1.15 * running or item.size > 1.4 * usual
            large = large and len(item.text) < _LONGEST_HEADING
            composer.line(item.text, heading=large)
            if large and number == 1 and (title is None or item.size > 1.05 * title.size):
                title = item
        else:
            _table(composer, item)
    return title.text if title else ""


def _items(pages: Sequence[Page]) -> list[tuple[int, Paragraph | list[PageTable]]]:
    """Paragraphs and tables with the number of their page, those that go on over pages (and columns) put together."""
    items: list[tuple[int, Paragraph | list[PageTable]]] = []
    before: PageTable | None = None
    turned = False
    for page in pages:
        for n, block in enumerate(page.blocks):
            same, turned = turned == (n in page.turned), n in page.turned
            last = items[-1][1] if items else None
            if isinstance(block, PageTable):
                if before is not None and isinstance(last, list) and _goes_on(before, block):
                    last.append(block)
                else:
                    items.append((page.number, [block]))
                continue
            first, *rest = paragraphs(block)
            if isinstance(last, Paragraph) and same and goes_on(last, first):
                number, _ = items.pop()
                first = first._replace(text=join(last.text, first.text))
                items.append((number, first))
            else:
                items.append((page.number, first))
            items += [(page.number, paragraph) for paragraph in rest]
        foot = page.blocks[-1] if page.blocks else None
        before = foot if isinstance(foot, PageTable) else None
    return items


def _goes_on(before: PageTable, after: PageTable) -> bool:
    """Whether the table at the foot of a page goes on at the head of the next: its columns stand where they stood."""
    return (
        len(before.edges) == len(after.edges) and before.ruled == after.ruled
        and all(abs(a - b) < (6 if before.ruled else 15) for a, b in zip(before.edges, after.edges, strict=True))
    )  # fmt: skip


def _table(composer: Composer, parts: Sequence[PageTable]) -> None:
    rows: list[Line] = []
    merges: list[Merge] = []
    for part in parts:
        begin = len(rows) + 1
        rows += [Line(begin + n, row) for n, row in enumerate(part.rows)]
        merges += [Merge(begin + top, left, begin + bottom, right) for top, left, bottom, right in part.merges]
    composer.table(rows, merges)
