"""Damaged files of old Office programs cost nothing but themselves. All documents are made up."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import pytest
import xlwt

from graph.paths import shipped_data
from loaders import apart, extract
from loaders.read import ReadError, Reading, read
from loaders.vocabulary import Vocabulary

ROWS = [["宇陀市 協定一覧"], ["相手方", "協定名", "締結日"], ["株式会社あおば", "見守り協定", "令和5年4月1日"]]


def workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("一覧")
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def damaged(raw: bytes, offset: int) -> bytes:
    return raw[:offset] + struct.pack("<I", 0x7FFFFFFF) + raw[offset + 4 :]


def dies(*_given: object) -> Reading:
    os.abort()


def test_what_ends_the_process_that_reads_is_told_and_ends_no_other() -> None:
    with pytest.raises(ReadError) as caught:
        apart._apart("一覧.xls", dies)
    assert caught.value.detail.startswith("一覧.xls")
    assert "保存し直" in caught.value.detail


def test_an_old_workbook_reads_the_same_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "一覧.xls"
    path.write_bytes(workbook())
    assert apart.read(path) == read(path)
    assert apart.read_bytes("一覧.xls", workbook()).text == read(path).text


def test_errors_of_a_process_of_its_own_reach_the_person_who_asked(tmp_path: Path) -> None:
    path = tmp_path / "一覧.xls"
    path.write_bytes(workbook()[:600])
    with pytest.raises(ReadError, match=r"一覧\.xls"):
        apart.read(path)
    with pytest.raises(ReadError, match="ありません"):
        apart.read(tmp_path / "ない.xls")


@pytest.mark.parametrize("jobs", [1, 2])
def test_damaged_workbooks_do_not_stop_the_others(tmp_path: Path, jobs: int) -> None:
    raw = workbook()
    good, bad = tmp_path / "a.xls", [tmp_path / f"b{n}.xls" for n in range(3)]
    good.write_bytes(raw)
    # Sizes of streams in the directory of the file, which a reader may believe.
    entries = raw.find("Workbook".encode("utf-16-le")), raw.find("Root Entry".encode("utf-16-le"))
    for path, offset in zip(bad, (entries[0] + 0x78, entries[1] + 0x78, 0x4C), strict=True):
        path.write_bytes(damaged(raw, offset))
    vocabulary = Vocabulary.load(shipped_data())
    found = list(extract.draft_files([*bad, good], vocabulary, jobs=jobs))
    assert len(found) == 4
    assert isinstance(found[-1], extract.Draft)
    assert [a["企業"][0]["名称"] for a in found[-1].record["協定"]] == ["株式会社あおば"]
    for result, path in zip(found[:3], bad, strict=True):
        assert isinstance(result, extract.Draft) or path.name in result.detail
