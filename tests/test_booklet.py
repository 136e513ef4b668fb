"""The PDF beside the map: its pages, fonts, bookmarks and links, read by other programs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise

import pdfplumber
import pytest
from pdfplumber.page import Page

from tests.figures import crowd, small, svg, words
from viz.choice import chosen
from viz.citations import cite
from viz.figures import (
    Plate,
    plates,
)
from viz.figures.booklet.making import booklet


@pytest.fixture(scope="module")
def book() -> Iterator[list[Page]]:
    with pdfplumber.open(io.BytesIO(booklet(chosen(crowd(municipalities=20, bodies=8)), title="試しの題"))) as file:
        yield file.pages


def test_the_pdf_has_a_title_a_language_bookmarks_and_numbered_pages(book: list[Page]) -> None:
    file = book[0].pdf
    assert file.metadata["Title"] == "試しの題"
    assert file.doc.catalog["Lang"] == b"ja-JP"
    titles = [title for _, title, *_ in file.doc.get_outlines()]
    assert [title for title in titles if title in ("試しの題", "一覧", "根拠")] == ["試しの題", "一覧", "根拠"]
    assert "協定の一覧（試験用の作り話）" in titles
    for n, page in enumerate(book, 1):
        assert f"{n} / {len(book)}" in page.extract_text()


def test_every_font_of_the_pdf_is_in_it_and_only_in_part(book: list[Page]) -> None:
    fonts = {}
    for page in book:
        for font in page.page_obj.resources["Font"].resolve().values():
            fonts[font.resolve()["BaseFont"].name] = font.resolve()["FontDescriptor"].resolve()
    assert fonts
    assert all(re.fullmatch("[A-Z]{6}\\+BIZUDPGothic-(Regular|Bold)", name) for name in fonts)
    assert all("FontFile2" in descriptor for descriptor in fonts.values())


def test_the_pdf_holds_every_agreement_quote_and_document_and_repeats_the_heads(book: list[Page]) -> None:
    text = "".join(page.extract_text() for page in book)
    for n in range(28):
        assert f"見守りに関する協定{n}" in text
    assert text.count("見守りの協定を結びました") == len(cite(chosen(crowd(municipalities=20, bodies=8))).passages)
    lines = [page.extract_text().split("\n") for page in book]
    start, end = (next(n for n, page in enumerate(lines) if word in page) for word in ("一覧", "根拠"))
    assert end > start
    for page in lines[start : end + 1]:
        assert any(line.startswith("自治体（役割）") for line in page)


def test_a_number_in_the_list_leads_to_its_evidence(book: list[Page]) -> None:
    pages = {page.page_obj.pageid: page for page in book}
    links = [(page, link["data"]) for page in book for link in page.annots]
    assert len(links) > 50
    for page, link in links[::9]:
        left, low, right, high = link["Rect"]
        cited = page.crop((left, page.height - high, right, page.height - low)).extract_text()
        target, _, _, top, _ = link["Dest"]
        there = pages[target.objid]
        number = there.crop((0, there.height - top, 80, there.height - top + 24)).extract_text().split()[0]
        assert re.findall(r"\d+", cited)[0] == number


def test_nothing_of_the_pdf_stands_outside_its_margins(book: list[Page]) -> None:
    for page in book:
        for word in page.chars:
            assert word["x0"] >= 40
            assert word["x1"] <= page.width - 40
            assert word["bottom"] <= page.height - 30
        for one, other in pairwise(sorted(page.extract_words(), key=lambda word: (word["top"], word["x0"]))):
            assert one["text"] or other["text"]


def test_every_page_says_that_it_holds_internal_facts_and_none_does_without() -> None:
    network = small()
    assert "【庁内限りを含む】" not in words(booklet(network))
    network.graph["documents"]["d1"]["公開"] = "庁内限り"
    data = booklet(network)
    with pdfplumber.open(io.BytesIO(data)) as file:
        assert all("【庁内限りを含む】" in page.extract_text().split("\n")[-1] for page in file.pages)


def test_finished_pictures_become_pages_with_texts_and_patterns() -> None:
    pattern = '<pattern id="h" width="20" height="20" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="#999"/></pattern>'
    body = f'<defs>{pattern}</defs><path d="M0 0H200V100H0Z" fill="url(#h)"/><text x="9" y="150" fill="red">地図の字</text>'
    data = plates([Plate(svg(body), "一枚目"), Plate(svg(body), "二枚目")], title="題", subject="", landscape=True)
    with pdfplumber.open(io.BytesIO(data)) as file:
        assert [page.width > page.height for page in file.pages] == [True, True]
        assert "地図の字" in file.pages[1].extract_text()
        assert [title for _, title, *_ in file.doc.get_outlines()] == ["一枚目", "二枚目"]
        assert len(file.pages[0].objects["line"]) > 40
