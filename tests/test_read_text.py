"""Texts of any encoding, Markdown and delimited values. The documents are made up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.read import ReadError, Span, read, read_bytes
from tests.documents.files import exact, texts

LETTER = "奈良県宇陀市は、㈱あおば見守り（代表 髙﨑支店）と①見守り協定を結びました～令和５年度のことです。\n"
PLAIN = "奈良県宇陀市は、株式会社あおば見守りと見守り協定を結びました。令和5年11月8日のことです。\n"
SOURCES = Path(__file__).parents[2] / "shared" / "sources"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_with_vendors_characters_is_read_in_every_encoding_that_has_them(encoding: str) -> None:
    assert read_bytes("手紙.txt", LETTER.encode(encoding)).text == LETTER


@pytest.mark.parametrize("encoding", ["euc-jp", "iso2022_jp", "shift_jis", "utf-16-be", "utf-16-le"])
def test_a_text_of_plain_characters_is_read_in_older_encodings(encoding: str) -> None:
    assert read_bytes("手紙.txt", PLAIN.encode(encoding)).text == PLAIN


def test_euc_and_jis_texts_with_vendors_characters_are_read() -> None:
    def jis(text: str, mask: int) -> bytes:
        out = b""
        for c in text:
            lead, trail = c.encode("cp932")
            row = (lead - (0x70 if lead < 0xA0 else 0xB0)) * 2 - (trail < 0x9F)
            cell = trail - (0x7E if trail >= 0x9F else 0x1F if trail < 0x7F else 0x20)
            out += bytes((row | mask, cell | mask))
        return out

    words = "㈱①見守りと奈良県の協定を結びました"
    assert read_bytes("a.txt", jis(words, 0x80)).text == words
    assert read_bytes("a.txt", b"\x1b$B" + jis(words, 0) + b"\x1b(B\n").text == words + "\n"


@pytest.mark.parametrize("truth", ["utf-8", "cp932", "euc-jp"])
@pytest.mark.parametrize("lie", ["Shift_JIS", "UTF-8", "EUC-JP", "x-nonsense"])
def test_a_page_that_lies_about_its_encoding_is_read_by_its_bytes(truth: str, lie: str) -> None:
    page = f'<html><head><meta charset="{lie}"><title>協定</title></head><body><p>{PLAIN.strip()}</p></body></html>'
    assert PLAIN.strip() in read_bytes("a.html", page.encode(truth)).text


@given(
    st.text(
        alphabet=st.sampled_from("あいうえおかきくけこさしすせそ奈良県宇陀市協定株式会社、。「」0123 \n㈱①ー"),
        min_size=12,
    )
)
def test_japanese_text_survives_any_encoding(text: str) -> None:
    text += PLAIN
    for encoding in ("utf-8", "utf-8-sig", "cp932", "utf-16"):
        assert read_bytes("a.txt", text.encode(encoding)).text == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1b")))
def test_any_text_in_utf8_with_its_mark_is_read_as_the_positions_of_curated_files_count_it(text: str) -> None:
    raw = b"\xef\xbb\xbf" + ("あ" + text).encode()
    assert read_bytes("a.txt", raw).text == ("あ" + text).replace("\r\n", "\n").replace("\r", "\n")


def test_the_originals_have_the_text_that_the_curated_files_name() -> None:
    if not SOURCES.is_dir():
        pytest.skip("原本が手元にありません")
    curated = "".join(path.read_text() for path in (Path(__file__).parents[1] / "data" / "documents").glob("*.yaml"))
    known = set(re.findall(r"本文sha256: (\w{64})", curated))
    assert {read(path).text_sha256 for path in SOURCES.glob("*.txt")} == known


def test_bytes_in_no_encoding_are_refused_with_their_place() -> None:
    raw = PLAIN.encode() * 3 + b"\xff\xfe\xff\n" + PLAIN.encode()
    with pytest.raises(ReadError, match=r"手紙\.txt（4 行目）.*バイト目.*UTF-8 を選んで"):
        read_bytes("手紙.txt", raw)


def test_two_encodings_in_one_file_are_not_read_as_nonsense() -> None:
    with pytest.raises(ReadError, match="文字コードがわかりません"):
        read_bytes("手紙.txt", PLAIN.encode() * 20 + PLAIN.encode("cp932"))


def test_line_ends_become_one_kind() -> None:
    assert read_bytes("a.txt", "一\r\n二\r三\n".encode()).text == "一\n二\n三\n"


def test_characters_are_not_normalised() -> None:
    text = "㈱ＡＢＣ①ｶﾅ～─髙" + "が\n"  # the last is か with a combining mark
    assert read_bytes("a.txt", text.encode()).text == text


def test_unseen_characters_stay_and_are_counted_once() -> None:
    reading = read_bytes("a.txt", "宇陀\u200b市と\u202e株式会社\u2066あおば".encode())
    assert "\u200b" in reading.text
    assert [w.what for w in reading.warnings] == [
        "a.txt: 目に見えない文字（ゼロ幅・書字方向の制御など）が 3 字あります"
    ]


def test_lines_with_tabs_are_a_table_whose_cells_stand_in_the_text() -> None:
    text = "一覧\n協定\t相手方\t\n見守り \t㈱あおば\n本文です。\nひとつ\tだけの行\n終わり"
    reading = exact(read_bytes("a.txt", text.encode()))
    assert [texts(table) for table in reading.tables] == [[["協定", "相手方", ""], ["見守り", "㈱あおば", ""]]]
    assert reading.text == text
    assert not reading.sheets


# --- Markdown ------------------------------------------------------------------------------------------------------


def test_markdown_gives_headings_and_pipe_tables_where_they_stand() -> None:
    text = (
        "# 協定の一覧 #\n\n本文\n----\n\n| 協定 | 相手方 |\n|:--|--:|\n| 見守り | ㈱あおば \\| みどり |\n| | ㈱わかば |\n\n"
        "```\n# 例\n| 違う | 表 |\n|--|--|\n| x | y |\n```\n名 | 日\n--|--\n甲 | 乙\n"
    )
    reading = exact(read_bytes("a.md", text.encode()))
    assert reading.text == text
    assert [reading.quote(h) for h in reading.headings] == ["協定の一覧", "本文"]
    assert reading.title == "協定の一覧"
    assert [texts(table) for table in reading.tables] == [
        [["協定", "相手方"], ["見守り", "㈱あおば \\| みどり"], ["", "㈱わかば"]],
        [["名", "日"], ["甲", "乙"]],
    ]


# --- values between commas and tabs --------------------------------------------------------------------------------


def test_a_row_of_a_csv_has_the_number_that_excel_shows() -> None:
    raw = '協定,相手方\r\n"見守り\r\n協定","㈱あおば, みどり"\r\n\r\n"災害""時""",\r\n'.encode("cp932")
    reading = exact(read_bytes("協定 一覧.csv", raw))
    table = reading.tables[0]
    assert texts(table) == [["協定", "相手方"], ["見守り\n協定", "㈱あおば, みどり"], ["", ""], ['災害"時"', ""]]
    assert [row.number for row in table.rows] == [1, 2, 3, 4]
    assert reading.place(table.rows[3].cells[0].span) == "協定 一覧!4"
    assert reading.quote(table.rows[1].span) == "見守り 協定\t㈱あおば, みどり"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_the_delimiter_is_told_by_the_content(delimiter: str, name: str) -> None:
    rows = [
        ["宇陀市の一覧"],
        ["協定", "相手方", "日"],
        ["見守り", "㈱あおば", "2023/11/8"],
        ["防災", "㈱みどり", "2024/4/1"],
    ]
    raw = "".join(delimiter.join(row) + "\n" for row in rows).encode()
    assert texts(read_bytes(name, raw).tables[0])[1:] == rows[1:]


def test_a_stray_quote_costs_no_rows() -> None:
    raw = ('協定,相手方\n"見守り,㈱あおば\n' + "".join(f"防災{n},㈱みどり{n}\n" for n in range(500))).encode()
    reading = exact(read_bytes("a.csv", raw))
    assert len(reading.tables[0].rows) == 502
    assert texts(reading.tables[0])[1] == ['"見守り', "㈱あおば"]
    assert "引用符" in reading.warnings[0].what


def test_a_workbook_in_name_only_is_read_as_what_it_is() -> None:
    assert read_bytes("一覧.xls", "協定\t相手方\n見守り\t㈱あおば\n".encode("cp932")).format == "csv"
    page = "<html><body><table><tr><th>協定</th><th>相手</th></tr><tr><td>見守り</td><td>㈱あおば</td></tr></table></body></html>"
    assert read_bytes("一覧.xls", page.encode("utf-16")).format == "html"
    assert read_bytes("一覧.csv", page.encode("cp932")).format == "html"


_CELL = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)


@settings(max_examples=60)
@given(st.lists(st.lists(_CELL, min_size=1, max_size=5), min_size=1, max_size=6))
def test_every_cell_of_a_csv_stands_where_it_says(rows: list[list[str]]) -> None:
    written = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [["頭", "部"], *rows])
    reading = exact(read_bytes("a.csv", b"\xef\xbb\xbf" + written.encode()))
    for row, line in zip(rows, reading.tables[0].rows[1:], strict=False):
        for cell, value in zip(row, line.cells, strict=False):
            assert value.text.replace(" ", "") == ("" if cell.isspace() else cell.replace("\t", "").replace(" ", ""))


def test_a_place_outside_the_rows_of_a_sheet_is_a_position() -> None:
    reading = read_bytes("a.csv", "協定,相手\n見守り,㈱あおば\n".encode())
    assert reading.place(Span(0, 8)) == [0, 8]
    assert reading.place(Span(0, 5)) == "a!1"


@pytest.mark.parametrize("words", ["奈良県宇陀市", "企業名", "ｶﾌﾞｼｷｶﾞｲｼｬ ｱｵﾊﾞ", "髙﨑", "見守り\x01協定", "a\x0bb"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16"])
def test_a_few_words_are_enough_to_tell_an_encoding(words: str, encoding: str) -> None:
    assert read_bytes("a.txt", words.encode(encoding)).text == words
