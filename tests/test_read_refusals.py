"""Files that cannot be read: each is refused with a message that says what, where and what to do. All are made up."""

from __future__ import annotations

import io
import pickle
import socket
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from loaders.read import LIMITS, ReadError, Reading, read, read_bytes
from tests.documents.files import drawn, exact, old_workbook, paragraph, pdf, pdf_table, sheet, word

PAGE = b"<html><body><table border=1><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table></body></html>"


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return out.getvalue()


def ole(*names: str) -> bytes:
    """The beginning of an older office file whose directory has these entries."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + entries


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("geheim"))
    canvas.drawString(72, 700, "x")
    canvas.save()
    return out.getvalue()


def refusal(name: str, raw: bytes, limits: Any = LIMITS) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(name, raw, limits)
    assert caught.value.exit_status == 1
    assert caught.value.detail.startswith(name)
    return caught.value.detail


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("空.txt", b"", "空のファイル"),
        ("空.csv", b"\xef\xbb\xbf \r\n", "空のファイル"),
        ("値.txt", b"abc\0\1\2\3def" * 50, "文字の書類ではありません（3 バイト目"),
        ("写真.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 50, "画像です"),
        ("写真.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "OCR"),
        ("古い.doc", ole("WordDocument"), "docx か PDF で保存し直してください。読めるのは"),
        ("発表.ppt", ole("PowerPoint Document"), "PDF として保存し直してください"),
        ("発表.pptx", zipped({"ppt/presentation.xml": b"<p/>"}), "PDF として保存し直してください"),
        ("鍵.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "パスワードがかかっています"),
        ("鍵.docx", ole("EncryptionInfo", "EncryptedPackage"), "パスワードがかかっています"),
        ("鍵.pdf", encrypted_pdf(), "パスワードがかかっています"),
        ("文書.rtf", b"{\\rtf1 abc}", "docx で保存し直してください"),
        ("まとめ.zip", zipped({"a.txt": b"x"}), "展開して"),
        ("表.ods", zipped({"content.xml": b"<x/>"}), "OpenDocument"),
        ("表.xlsb", zipped({"xl/workbook.bin": b"x"}), "xlsx で保存し直してください"),
        ("紙.pdf", drawn(lambda canvas: canvas.rect(100, 100, 50, 50)), "文字認識（OCR）"),
        ("空.html", b"<html><body><script>document.write('x')</script></body></html>", "本文がありません"),
        ("空.docx", word(lambda document: None), "文字がありません"),
        ("空.xlsx", sheet([[None]]), "どのシートにも文字がありません"),
        ("空.xls", old_workbook(lambda book: book.add_sheet("x")), "どのシートにも文字がありません"),
        ("表.xml", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xlsx で保存"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_what_to_do(name: str, raw: bytes, words: str) -> None:
    assert words in refusal(name, raw)


def test_a_missing_file_a_folder_and_a_file_that_is_too_large_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "大.txt").write_bytes(b"x" * 20)
    for path, words in ((tmp_path / "無.txt", "ファイルがありません"), (tmp_path, "フォルダーです"),
                        (tmp_path / "大.txt", "大きすぎます（20 バイト。読めるのは 10 バイトまで）")):  # fmt: skip
        with pytest.raises(ReadError, match=words.replace("（", "（")):
            read(path, replace(LIMITS, file_bytes=10))


def wide(columns: int) -> str:
    return ",".join(["x"] * columns)


@pytest.mark.parametrize(
    ("name", "raw", "limit", "words"),
    [
        ("広.csv", wide(10_000).encode(), {}, "列が多すぎます（10,000 列。読めるのは 2,000 列まで）"),
        ("広.xlsx", sheet([["x"] * 3_000]), {}, "列が多すぎます（2,001 列目に文字があります"),
        ("広.html", b"<table border=1>" + (b"<tr>" + b"<td>x" * 3_000) * 2 + b"</table>", {}, "表が大きすぎます（1 行目で 2,001 列"),
        ("長.csv", b"a,b\n" * 600, {"cells": 1_000}, "表が大きすぎます（1,200 セル以上"),
        ("長.xlsx", sheet([["x", "y"]] * 600), {"cells": 1_000}, "表が大きすぎます（読めるのは 1,000 セルまで）"),
        ("長.html", b"<table border=1>" + b"<tr><td rowspan=9999 colspan=999>x<td>y" * 50 + b"</table>", {"cells": 1_000}, "表が大きすぎます"),
        ("長.txt", "あ".encode() * 101, {"characters": 100}, "本文が長すぎます（読めるのは 100 字まで）"),
        ("長.pdf", pdf(paragraph("あ")), {"pages": 0}, "ページが多すぎます（1 ページ"),
        ("深.html", b"<div>" * 300 + b"x", {}, "入れ子が深すぎます"),
    ],
)  # fmt: skip
def test_what_is_too_large_is_refused_with_the_size_that_is_read(
    name: str, raw: bytes, limit: dict[str, int], words: str
) -> None:
    assert words in refusal(name, raw, replace(LIMITS, **limit))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 60_000_000})
    assert "広げると大きくなりすぎます（60,000,004 バイト" in refusal("爆.xlsx", bomb)


def test_a_pdf_that_unpacks_to_gigabytes_is_refused() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join([packer.compress(b" " * 1_000_000) for _ in range(150)]) + packer.flush()
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    raw = b"%PDF-1.4\n" + b"".join(b"%d 0 obj %s endobj\n" % (n, part) for n, part in enumerate(parts, 1))
    raw += b"4 0 obj <</Length %d/Filter/FlateDecode>> stream\n%s\nendstream endobj\n" % (len(packed), packed)
    assert "広げると大きくなりすぎます" in refusal("爆.pdf", raw + b"trailer <</Root 1 0 R>>\n%%EOF")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_entities_that_multiply_are_not_followed(part: str) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><x>&l9;</x>'.encode()
    raw = sheet([["x"]])
    parts = {name: zipfile.ZipFile(io.BytesIO(raw)).read(name) for name in zipfile.ZipFile(io.BytesIO(raw)).namelist()}
    outcome = attempt("爆.xlsx", zipped(parts | {part: bomb}))
    said = outcome.detail if isinstance(outcome, ReadError) else outcome.text
    assert "lollol" not in said


MAKERS: dict[str, Callable[[], bytes]] = {
    "a.xlsx": lambda: sheet([["協定", "相手方"], ["見守り", "㈱あおば"]] * 20),
    "a.docx": lambda: word(lambda document: document.add_paragraph("協定の本文です。" * 50)),
    "a.pdf": lambda: pdf(
        paragraph("協定の本文です。" * 50), pdf_table([["協定", "相手"], ["見守り", "㈱あおば"]], [100, 100])
    ),
    "a.xls": lambda: old_workbook(lambda book: book.add_sheet("x").write(0, 0, "協定")),
    "a.html": lambda: PAGE,
    "a.csv": lambda: "協定,相手\n".encode("cp932"),
    "a.txt": lambda: "見守り協定".encode("utf-16"),
}


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.pdf", "a.xls"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off_is_refused(name: str, share: float) -> None:
    raw = MAKERS[name]()
    outcome = attempt(name, raw[: int(len(raw) * share)])
    if isinstance(outcome, ReadError):
        assert outcome.detail.startswith(name)
    else:
        assert name in ("a.pdf", "a.xls")  # their readers mend what they can
        assert exact(outcome).text.strip()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.csv", "a.html", "a.md", "a.xls", "a.pdf", "a.xlsx", "a"]))
@example(b"%PDF-1.7\n%%EOF", "a.pdf")
@example(b"PK\x03\x04" + b"\0" * 40, "a.xlsx")
@example(b"<table border=1><tr><td rowspan=0><td>x<tr><td>y", "a.html")
@example(b"<html><frameset><frame src=x></frameset>", "a.html")
@example(b'"', "a.csv")
@example(b"\x1b$B!", "a.txt")
@example(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nx", "a.mht")
def test_arbitrary_bytes_give_a_reading_or_a_refusal(raw: bytes, name: str) -> None:
    outcome = attempt(name, raw)
    assert isinstance(outcome, ReadError) or exact(outcome).text


def attempt(name: str, raw: bytes) -> Reading | ReadError:
    try:
        return read_bytes(name, raw)
    except ReadError as error:
        return error


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Not xls: on bytes damaged inside its records calamine may ask for more memory than there is, which ends the process.
@given(st.sampled_from(sorted(set(MAKERS) - {"a.xls"})), st.data())
def test_damaged_files_give_a_reading_or_a_refusal(name: str, data: st.DataObject) -> None:
    raw = bytearray(_MADE.setdefault(name, MAKERS[name]()))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    outcome = attempt(name, bytes(raw))
    assert isinstance(outcome, ReadError) or exact(outcome).text


_MADE: dict[str, bytes] = {}


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was tried")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    page = (
        b'<!DOCTYPE html SYSTEM "http://example.invalid/x.dtd"><html><head><link rel=stylesheet href="http://example.invalid/a.css">'
        b'<base href="http://example.invalid/"></head><body><img src="http://example.invalid/a.png"><p>text</p>'
        b'<iframe src="http://example.invalid/"></iframe></body></html>'
    )
    assert read_bytes("a.html", page).text == "text\n"
    outside = (
        b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd" [<!ENTITY e SYSTEM "http://example.invalid/e">]><x>&e;</x>'
    )
    raw = sheet([["x"]])
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert isinstance(attempt("a.xlsx", zipped(parts | {"xl/worksheets/sheet1.xml": outside})), ReadError)
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="x/worksheet" TargetMode="External" Target="http://example.invalid/sheet1.xml"/></Relationships>'
    )
    assert isinstance(attempt("a.xlsx", zipped(parts | {"xl/_rels/workbook.xml.rels": rels})), ReadError)


def test_a_refusal_travels_between_processes() -> None:
    error = ReadError("a.xlsx", "壊れています", "保存し直してください", "一覧")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert again.detail == error.detail == "a.xlsx（一覧）: 壊れています。保存し直してください"


def test_a_file_is_known_by_its_name_and_told_with_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "集めた").mkdir()
    (tmp_path / "集めた" / "a.txt").write_text("協定")
    (tmp_path / "集めた" / "b.txt").write_text("")
    assert read(tmp_path / "集めた" / "a.txt").name == "a.txt"
    with pytest.raises(ReadError, match=r"^集めた/b\.txt: "):
        read(tmp_path / "集めた" / "b.txt")


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".docx", ".pdf"])
def test_words_under_the_name_of_a_workbook_are_read_and_said_to_be_no_workbook(suffix: str) -> None:
    reading = read_bytes(f"一覧{suffix}", "これは表ではない。\n".encode())
    assert reading.text == "これは表ではない。\n"
    [told] = reading.warnings
    assert f"名前の終わりは {suffix} ですが、中身はただの文章です" in told.what
    assert not read_bytes("一覧.txt", "これは表ではない。\n".encode()).warnings
