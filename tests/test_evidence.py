"""Where words stand in an original, and which original it is. All texts are made up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from graph.errors import UsageError
from loaders import evidence
from loaders.evidence import Original, Originals, row_places
from loaders.folder import Folder, text_sha256
from loaders.read import read
from loaders.source import Place, Source, digest

TEXT = "よつば市の試験\n見守り協定を結んだ。\n終わり"
PACT = "見守り協定"
AT = TEXT.index(PACT)
ROW = "一\t見守り協定\t令和5年4月1日"
LIST = Source(f"表題\n{ROW}\n二\t災害協定\t", {"表!2": (3, 3 + len(ROW)), "表!3": (4 + len(ROW), 11 + len(ROW))})


# --- places ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (f"{AT}-{AT + 5}", PACT),
        (f"0-{len(TEXT)}", TEXT),
        ("0-1", "よ"),
        (f"0-{len(TEXT) + 1}", None),
        ("3-3", None),
        ("5-3", None),
        ("x-3", None),
        ("3-x", None),
        ("3-", None),
        ("-3", None),
        ("3", None),
        ("", None),
        ("²-³", None),
        ("表!2", None),
    ],
)
def test_a_place_means_the_words_between_two_positions_or_nothing(place: str, words: str | None) -> None:
    assert Source(TEXT).words(place) == words


def test_a_place_in_a_sheet_means_its_whole_row() -> None:
    assert LIST.words("表!2") == ROW
    assert LIST.words("表!4") is None
    assert LIST.words("ほか!2") is None


@pytest.mark.parametrize(
    ("span", "row"),
    [
        (Place(3, 3 + len(ROW)), "表!2"),
        (Place(5, 7), "表!2"),
        (Place(4 + len(ROW), 6 + len(ROW)), "表!3"),
        (Place(2, 5), None),
        (Place(5, 5 + len(ROW)), None),
        (Place(0, 1), None),
    ],
)
def test_a_run_of_words_belongs_to_the_row_that_holds_all_of_it(span: Place, row: str | None) -> None:
    assert LIST.row(span) == row


# --- what a citation means ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("citation", "there"),
    [
        ({}, True),
        ({"引用": PACT}, True),
        ({"照合": digest(PACT)}, True),
        ({"引用": PACT, "照合": digest(PACT)}, True),
        ({"引用": "見守り"}, False),
        ({"照合": digest("見守り")}, False),
        ({"引用": PACT, "照合": digest("見守り")}, False),
        ({"引用": "見守り", "照合": digest(PACT)}, False),
    ],
)
def test_a_citation_counts_only_where_its_place_holds_exactly_its_words(
    citation: Mapping[str, str], there: bool
) -> None:
    found = Source(TEXT).cited({"位置": f"{AT}-{AT + 5}", **citation})
    assert found == (Place(AT, AT + 5) if there else None)


@pytest.mark.parametrize("place", ["", None, "9000-9001", "X"])
def test_a_citation_without_a_place_that_is_there_counts_for_nothing(place: str | None) -> None:
    assert Source(TEXT).cited({"位置": place, "引用": PACT}) is None
    assert Source("X", {"X": (0, 1)}).cited({"位置": None, "引用": "X"}) is None


@pytest.mark.parametrize(
    ("citation", "words"),
    [
        ({"引用": "守り"}, "守り"),
        ({"引用": "一"}, "一"),
        ({"引用": "\t"}, "\t"),
        ({"引用": ROW}, ROW),
        ({"引用": "見守り", "照合": digest("見守り")}, "見守り"),
        ({"照合": digest("一")}, "一"),
        ({"照合": digest("見守り協定")}, "見守り協定"),
        ({"照合": digest("令和5年4月1日")}, "令和5年4月1日"),
        ({"照合": digest("見守り協定\t令和5年4月1日")}, "見守り協定\t令和5年4月1日"),
        ({"照合": digest(ROW)}, ROW),
        ({"照合": digest("見守り")}, None),
        ({"照合": digest("守り協定")}, None),
        ({"引用": "災害協定"}, None),
        ({"引用": ""}, None),
        ({"引用": "見守り", "照合": digest("守り")}, None),
        ({}, None),
    ],
)
def test_in_a_row_a_citation_means_its_words_or_the_whole_cells_of_its_digest(
    citation: Mapping[str, str], words: str | None
) -> None:
    found = LIST.cited({"位置": "表!2", **citation})
    assert (None if found is None else LIST.text[found.start : found.end]) == words
    if found and words:
        assert found.start == 3 + ROW.index(words)


def test_a_digest_is_the_beginning_of_sha_256() -> None:
    assert digest("見守り協定") == hashlib.sha256("見守り協定".encode()).hexdigest()[:12]


# --- originals ---------------------------------------------------------------------------------------------------


def original(text: str = TEXT) -> Original:
    return Original(Path("a.txt"), Source(text))


def test_a_place_is_told_by_its_line() -> None:
    assert [
        original().line(place) for place in ("0-1", f"{AT}-{AT + 1}", f"{AT - 1}-{AT}", f"{len(TEXT) - 1}-{len(TEXT)}")
    ] == [1, 2, 1, 3]
    assert original("\n見守り").line("1-2") == 2
    assert original().line("9000-9001") == 0


def test_words_that_moved_are_found_by_their_digest_nearest_to_where_they_stood() -> None:
    text = f"{PACT}と、{PACT}と、{PACT}"
    places = [original(text).find(digest(PACT), len(PACT), near) for near in (0, 8, 90)]
    assert places == ["0-5", "7-12", "14-19"]
    assert original(text).find(digest("災害協定"), 4, 0) is None


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "協定"
    for row in (("番号", "相手方"), (1, "みなも配送株式会社"), (None, "合同会社よつば")):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(path)
    return path


def test_rows_of_a_sheet_stand_on_lines_of_their_own_also_below_a_merged_cell(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "一覧.xlsx"))
    places = row_places(reading)
    assert {place: reading.text[start:end] for place, (start, end) in places.items()} == {
        "協定!1": "番号\t相手方", "協定!2": "1\tみなも配送株式会社", "協定!3": "\t合同会社よつば",
    }  # fmt: skip
    page = tmp_path / "頁.html"
    page.write_text(
        "<p>次の表のとおり。</p><table><tr><th>相手方</th><th>日</th></tr><tr><td>みなも配送</td><td>令和5年</td></tr></table>",
        encoding="utf-8",
    )
    assert read(page).tables
    assert row_places(read(page)) == {}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_original_is_found_by_what_is_in_it_wherever_it_lies(tmp_path: Path) -> None:
    folder = tmp_path / "原本" / "部長から"
    folder.mkdir(parents=True)
    path = folder / "名前の変わった文書.txt"
    path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "原本" / "ほか.txt").write_text("ほかの文書である。", encoding="utf-8")
    originals = Originals(tmp_path / "原本")
    for _ in range(2):
        found = originals.get(sha256(path))
        assert found is not None
        assert (found.path, found.text, found.quote(f"{AT}-{AT + 5}")) == (path, TEXT, PACT)
        assert found.text_sha256 == text_sha256(TEXT)
    assert originals.get("0" * 64) is None
    assert originals.get(None) is None
    assert Originals().get(sha256(path)) is None


def test_of_two_equal_originals_the_first_by_name_is_named(tmp_path: Path) -> None:
    for name in ("い.txt", "あ.txt", "う.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = Originals(tmp_path).get(sha256(tmp_path / "い.txt"))
    assert found is not None
    assert found.path.name == "あ.txt"


def test_an_original_that_cannot_be_read_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    path = tmp_path / "壊れた.pdf"
    path.write_bytes(b"%PDF-1.7 broken")
    originals = Originals(tmp_path)
    assert originals.get(sha256(path)) is None
    assert originals.get(sha256(path)) is None


def test_a_folder_of_originals_that_is_not_there_or_holds_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="原本の置き場"):
        Originals(tmp_path / "ない")
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(f"{n} 番目の文書。", encoding="utf-8")
    monkeypatch.setattr(evidence, "_MAX_FILES", 3)
    assert Originals(tmp_path).get(sha256(tmp_path / "2.txt")) is not None
    monkeypatch.setattr(evidence, "_MAX_FILES", 2)
    with pytest.raises(UsageError, match="多すぎます（2 まで）"):
        Originals(tmp_path).get("0" * 64)


def test_a_file_that_is_too_large_to_be_read_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(evidence, "_MAX_BYTES", path.stat().st_size)
    assert Originals(tmp_path).get(sha256(path)) is not None
    monkeypatch.setattr(evidence, "_MAX_BYTES", path.stat().st_size - 1)
    assert Originals(tmp_path).get(sha256(path)) is None


def test_a_text_that_was_kept_stands_for_its_original_and_comes_first(tmp_path: Path) -> None:
    kept = Folder(tmp_path / "置き場")
    name = kept.write_text(f"表題\n{ROW}", {"表!2": (3, 3 + len(ROW))})
    (tmp_path / "原本").mkdir()
    path = tmp_path / "原本" / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    originals = Originals(tmp_path / "原本", kept)
    found = originals.get(sha256(path), name)
    assert found is not None
    assert (found.path, found.quote("表!2")) == (kept.text_path(name), ROW)
    other = originals.get(sha256(path), "0" * 64)
    assert other is not None
    assert other.path == path
    assert originals.get(None, "0" * 64) is None
    assert Originals().get(None, name) is None
