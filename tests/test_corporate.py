"""The offline dictionary of corporate numbers. Every body, number and row here is made up after the published layout."""

from __future__ import annotations

import csv
import io
import itertools
import shutil
import sqlite3
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from graph import names
from graph.errors import StoreError
from graph.places import corporate_check_digit
from loaders import corporate, corporate_import
from loaders.corporate import Dictionary
from loaders.read import ReadError
from tests.factory import DATA, Desk


def number(n: int) -> str:
    """A number with the right check digit."""
    base = f"{n:012}"
    return f"{corporate_check_digit(base)}{base}"


A, B, C = number(70_001), number(70_002), number(70_003)
PREFECTURES = [
    line.split("\t")[2]
    for line in (DATA / "municipalities.tsv").read_text(encoding="utf-8").splitlines()
    if "\t都道府県\t" in line
]


def row(
    of: str, name: str, *, day: str = "2024-01-10", process: str = "01", changed: str = "2024-01-05",
    closed: str = "", cause: str = "", successor: str = "", latest: str = "1", prefecture: str = "奈良県",
) -> list[str]:  # fmt: skip
    """A published row: 30 columns."""
    return [
        "1", of, process, "0", day, changed, name, "", "301", prefecture, "宇陀市", "榛原作り話１番地", "", "29", "212",
        "6330000", "", "", closed, cause, successor, "", "2015-10-05", latest, "", "", "", "", "ツクリバナシ", "0",
    ]  # fmt: skip


def text(*rows: list[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def put(path: Path, *rows: list[str], encoding: str = "utf-8") -> Path:
    path.write_bytes(text(*rows).encode(encoding))
    return path


def zipped(path: Path, *rows: list[str], member: str = "data.csv", encoding: str = "utf-8") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, text(*rows).encode(encoding))
        archive.writestr(member + ".asc", b"signature")
    return path


def take(path: Path, user: Path) -> corporate_import.Imported:
    return corporate_import.import_file(path, user)


def opened(user: Path) -> Dictionary:
    dictionary = Dictionary.open(user)
    assert dictionary is not None
    return dictionary


def content(user: Path) -> list[tuple[object, ...]]:
    """Everything that the dictionary holds of bodies, in order."""
    with sqlite3.connect(f"file:{user / corporate.FILE}?mode=ro", uri=True) as db:
        found = [
            *db.execute("SELECT * FROM body ORDER BY number"), *db.execute("SELECT * FROM former ORDER BY number, name")
        ]  # fmt: skip
    db.close()
    return found


@pytest.fixture
def normaliser() -> names.Normaliser:
    return names.Normaliser.load(DATA)


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "user"


# --- looking up ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("pack", [put, zipped], ids=["csv", "zip"])
def test_a_number_and_a_name_are_found_whatever_the_encoding_and_packing(
    tmp_path: Path, user: Path, normaliser: names.Normaliser, encoding: str, pack: object
) -> None:
    path = tmp_path / f"29_nara_all_20240131.{'zip' if pack is zipped else 'csv'}"
    pack(path, row(A, "株式会社よつば配送便"), row(B, "有限会社みなも"), encoding=encoding)  # type: ignore[operator]
    done = take(path, user)
    assert (done.rows, done.new, done.changed, done.size, done.until) == (2, 2, 0, 2, "2024-01-10")
    with opened(user) as dictionary:
        found = dictionary.by_number(A)
        assert found == corporate.Corporation(A, "株式会社よつば配送便", "ツクリバナシ", "奈良県", "宇陀市", "", "", "")
        assert [b.number for b in dictionary.by_name("㈱よつば配送便", normaliser)] == [A]
        assert [b.number for b in dictionary.by_name("みなも", normaliser)] == [B]
        assert dictionary.by_name("よつば", normaliser) == ()
        assert dictionary.by_number(C) is None
        assert dictionary.by_number("１２３") is None


def test_two_bodies_of_one_name_are_both_told(tmp_path: Path, user: Path, normaliser: names.Normaliser) -> None:
    take(put(tmp_path / "a.csv", row(B, "株式会社青葉"), row(A, "株式会社青葉")), user)
    with opened(user) as dictionary:
        assert {b.number for b in dictionary.by_name("株式会社　青葉", normaliser)} == {A, B}


def test_without_an_import_there_is_no_dictionary(user: Path) -> None:
    assert Dictionary.open(user) is None


def test_a_file_of_another_making_is_told_apart_from_a_dictionary(user: Path) -> None:
    (user / "reference").mkdir(parents=True)
    (user / corporate.FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="読めません"):
        Dictionary.open(user)
    (user / corporate.FILE).unlink()
    with sqlite3.connect(user / corporate.FILE) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="別の版"):
        Dictionary.open(user)


# --- changes -------------------------------------------------------------------------------------------------------

FULL = row(A, "株式会社よつば配送便")
RENAMED = [
    row(A, "株式会社よつば配送便", day="2024-02-01", latest="0"),
    row(A, "よつばロジ株式会社", day="2024-02-01", process="11", changed="2024-01-25"),
]
AGAIN = [row(A, "よつばホールディングス株式会社", day="2024-03-01", process="11", changed="2024-02-20")]
CLOSED = [
    row(A, "よつばホールディングス株式会社", day="2024-04-01", process="71", closed="2024-03-31", cause="11", successor=B),
    row(B, "株式会社あおば", day="2024-04-01"),
]  # fmt: skip


def test_a_daily_difference_tells_a_renaming_and_keeps_the_name_of_before(
    tmp_path: Path, user: Path, normaliser: names.Normaliser
) -> None:
    take(put(tmp_path / "29_nara_all_20240131.csv", FULL), user)
    done = take(zipped(tmp_path / "diff_20240201.zip", *RENAMED), user)
    assert (done.new, done.changed, done.renamed, done.closed) == (0, 1, 1, 0)
    with opened(user) as dictionary:
        found = dictionary.by_number(A)
        assert found
        assert (found.name, found.former) == ("よつばロジ株式会社", (("株式会社よつば配送便", "2024-01-25"),))
        assert [b.number for b in dictionary.by_name("株式会社よつば配送便", normaliser)] == [A]
        assert dictionary.until == "2024-02-01"


def test_a_closure_comes_with_its_day_its_reason_and_who_took_over(tmp_path: Path, user: Path) -> None:
    take(put(tmp_path / "a.csv", FULL), user)
    assert take(put(tmp_path / "diff_20240401.csv", *CLOSED), user).closed == 1
    with opened(user) as dictionary:
        found = dictionary.by_number(A)
        assert found
        assert (found.closed, found.cause, found.successor) == ("2024-03-31", "合併による解散等", B)


def test_a_body_that_is_opened_again_is_no_longer_closed(tmp_path: Path, user: Path) -> None:
    take(put(tmp_path / "a.csv", row(A, "株式会社青葉", closed="2023-01-01", cause="21")), user)
    take(put(tmp_path / "b.csv", row(A, "株式会社青葉", day="2024-05-01", process="22")), user)
    with opened(user) as dictionary:
        found = dictionary.by_number(A)
        assert found
        assert (found.closed, found.cause) == ("", "")


def test_a_number_that_was_deleted_is_closed_and_keeps_its_name(tmp_path: Path, user: Path) -> None:
    take(put(tmp_path / "a.csv", FULL), user)
    take(put(tmp_path / "b.csv", row(A, "", day="2024-05-01", process="99", changed="2024-04-30")), user)
    with opened(user) as dictionary:
        found = dictionary.by_number(A)
        assert found
        assert (found.name, found.closed, found.cause) == ("株式会社よつば配送便", "2024-04-30", "指定の取消し")


def test_a_file_that_comes_again_changes_nothing(tmp_path: Path, user: Path) -> None:
    files = [put(tmp_path / f"{n}.csv", *rows) for n, rows in enumerate(([FULL], RENAMED, AGAIN, CLOSED))]
    for path in files:
        take(path, user)
    before = content(user)
    for path in files:
        done = take(path, user)
        assert (done.new, done.changed, done.renamed, done.closed) == (0, 0, 0, 0)
    assert content(user) == before


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_order_of_the_files_does_not_matter_for_what_is_so_now(
    tmp_path: Path, user: Path, order: tuple[int, ...]
) -> None:
    batches = ([FULL], RENAMED, AGAIN, CLOSED)
    for n in order:
        take(put(tmp_path / f"{n}.csv", *batches[n]), user)
    with opened(user) as dictionary:
        found = dictionary.by_number(A)
        assert found
        assert (found.name, found.closed) == ("よつばホールディングス株式会社", "2024-03-31")
        assert {f.name for f in found.former} == {"株式会社よつば配送便", "よつばロジ株式会社"}


def test_many_rows_over_several_batches_are_all_there(
    tmp_path: Path, user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corporate_import, "_BATCH", 7)
    rows = [row(number(37 * n % 100), f"株式会社作り話{n}") for n in range(100)]
    assert take(put(tmp_path / "a.csv", *rows), user).size == 100
    with opened(user) as dictionary:
        assert all(dictionary.by_number(number(n)) for n in range(100))


def test_an_import_is_streamed(tmp_path: Path, user: Path) -> None:
    rows = [row(number(n), f"株式会社作り話{n}") for n in range(20_000)]
    path = zipped(tmp_path / "a.zip", *rows)
    del rows
    tracemalloc.start()
    take(path, user)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # What an import needs anyway is 27 MB; the text would be 4 MB more, its rows as objects over 50 MB more.
    assert peak < 45_000_000


# --- wrong files ---------------------------------------------------------------------------------------------------


def _zip(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


GOOD = text(FULL, row(B, "株式会社青葉")).encode()
WRONG = {
    "an ordinary csv": ("団体コード,人口\n292125,28000\n".encode(), "項目が 2 個", "1 行目"),
    "a wrong check digit": (
        text(FULL, row("1234567890123", "株式会社青葉")).encode(),
        "法人番号ではありません",
        "2 行目",
    ),
    "a heading": (text(["項目"] * 30, FULL).encode(), "法人番号ではありません", "1 行目"),
    "an unknown process": (text(row(A, "株式会社青葉", process="55")).encode(), "処理区分", "1 行目"),
    "no name": (text(row(A, "")).encode(), "商号", "1 行目"),
    "cut off in a row": (GOOD[:-60], "項目が", "2 行目"),
    "the XML file": (b'<?xml version="1.0" encoding="UTF-8"?><corporations/>', "XML", ""),
    "empty": (b"", "中身がありません", ""),
    "binary": (b"\x00\xff\xfe\x81" * 500, "", ""),
    "letters that turn bad": (GOOD + b"x" * 1_100_000 + b"\xff\xff\x81", "", "3 行目"),
    "a zip without csv": (_zip(("a.txt", b"x")), "CSV がありません", ""),
    "a zip cut off": (_zip(("a.csv", GOOD * 50))[:-40], "", ""),
    "a zip bomb": (_zip(("a.csv", b"0" * 80_000_000)), "大きすぎます", ""),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_and_the_dictionary_stays_as_it_was(tmp_path: Path, user: Path, case: str) -> None:
    data, says, place = WRONG[case]
    take(put(tmp_path / "good.csv", FULL), user)
    before = content(user)
    path = tmp_path / "wrong.dat"
    path.write_bytes(data)
    with pytest.raises(ReadError) as refused:
        take(path, user)
    assert "wrong.dat" in refused.value.detail
    assert says in refused.value.detail
    assert place in refused.value.detail
    assert content(user) == before


def test_damage_inside_a_zip_is_noticed(tmp_path: Path, user: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", GOOD)
    data = bytearray(stream.getvalue())
    data[data.index("よつば".encode())] = 0xE2
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(data))
    with pytest.raises(ReadError, match="壊れて"):
        take(path, user)


def test_a_first_import_that_fails_leaves_no_dictionary(tmp_path: Path, user: Path) -> None:
    with pytest.raises(ReadError):
        take(put(tmp_path / "a.csv", FULL, ["x"]), user)
    assert not (user / corporate.FILE).exists()
    assert Dictionary.open(user) is None


def test_a_file_that_is_not_there_is_told(tmp_path: Path, user: Path) -> None:
    with pytest.raises(ReadError, match="ファイルがありません"):
        take(tmp_path / "nowhere.zip", user)
    assert not user.exists()


def test_a_load_that_was_killed_is_undone_by_the_next_opening(tmp_path: Path, user: Path) -> None:
    take(put(tmp_path / "a.csv", FULL), user)
    before = content(user)
    half = tmp_path / "half"
    with corporate.connect(user / corporate.FILE) as db:
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN IMMEDIATE")
        db.executemany(
            "INSERT INTO body VALUES (?, 0, 'x', '', '', '', '', '', '', '', '')", [(n,) for n in range(5_000)]
        )
        # The copy is what a power cut would leave: pages already written, and the journal that takes them back.
        shutil.copytree(user, half)
        db.execute("ROLLBACK")
    assert (half / (corporate.FILE + "-journal")).exists()
    with corporate.connect(half / corporate.FILE) as db:
        assert db.execute("SELECT count(*) FROM body").fetchone()[0] == 1
    assert content(half) == before


@pytest.mark.parametrize(("name", "data"), [("a.csv", GOOD), ("a.zip", _zip(("x.csv", GOOD)))])
def test_a_published_file_is_recognised_by_its_content(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert corporate_import.recognise(path)


@pytest.mark.parametrize("case", ["an ordinary csv", "empty", "binary", "the XML file", "a zip cut off", "a heading"])
def test_another_file_is_not_taken_for_one(tmp_path: Path, case: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(WRONG[case][0])
    assert not corporate_import.recognise(path)
    assert not corporate_import.recognise(tmp_path / "nowhere.csv")


# --- what check says -----------------------------------------------------------------------------------------------


def registry(*entries: str) -> str:
    return '形式: "1"\n組織:\n' + "".join(entries)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.make(tmp_path / "desk", registry=registry(
        f'- {{id: o-a, 名称: 株式会社よつば配送便, 法人番号: "{A}"}}\n',
    ))  # fmt: skip


def test_without_a_dictionary_check_says_nothing_of_numbers(desk: Desk) -> None:
    assert desk.check().problems == []


def test_a_body_that_exists_under_its_name_is_no_matter_for_check(tmp_path: Path, desk: Desk) -> None:
    take(put(tmp_path / "a.csv", FULL), desk.user)
    assert desk.check().problems == []


def test_check_warns_of_a_closed_body_with_its_successor(tmp_path: Path, desk: Desk) -> None:
    take(put(tmp_path / "a.csv", row(A, "株式会社よつば配送便", closed="2024-03-31", cause="11", successor=B),
             row(B, "株式会社あおば")), desk.user)  # fmt: skip
    [problem] = desk.check().problems
    assert problem.warning
    assert problem.field == "組織[1].法人番号"
    assert all(word in problem.what for word in ("2024-03-31", "合併による解散等", "株式会社あおば", A, B))
    assert (problem.line, "承継" in problem.remedy) == (3, True)


def test_check_warns_of_a_renamed_body_until_the_registry_has_the_new_name(tmp_path: Path, desk: Desk) -> None:
    take(put(tmp_path / "a.csv", FULL), desk.user)
    take(put(tmp_path / "b.csv", *RENAMED), desk.user)
    [problem] = desk.check().problems
    assert problem.warning
    assert "2024-01-25 に「よつばロジ株式会社」に" in problem.what
    desk.put(registry(f'- {{id: o-a, 名称: よつばロジ㈱, 別名: [株式会社よつば配送便], 法人番号: "{A}"}}\n'),
             "organisations.yaml", layer=desk.shipped)  # fmt: skip
    assert desk.check().problems == []


def test_check_warns_of_a_number_that_is_another_bodys(tmp_path: Path, desk: Desk) -> None:
    take(put(tmp_path / "a.csv", row(A, "株式会社まったく別")), desk.user)
    [problem] = desk.check().problems
    assert problem.warning
    assert "「株式会社まったく別」（奈良県宇陀市）" in problem.what


@pytest.mark.parametrize("damage", [b"no database at all" * 100, None], ids=["another file", "pages lost"])
def test_a_broken_dictionary_is_a_warning_and_stops_nothing(tmp_path: Path, desk: Desk, damage: bytes | None) -> None:
    take(put(tmp_path / "a.csv", *(row(number(n), f"株式会社{n}") for n in range(500))), desk.user)
    path = desk.user / corporate.FILE
    whole = path.read_bytes()
    path.write_bytes(damage or whole[:4096] + b"\xaa" * (len(whole) - 4096))
    checked = desk.check()
    assert checked.errors == []
    [problem] = checked.problems
    assert problem.file.endswith("corporate.sqlite")
    assert problem.remedy


def test_a_missing_number_is_told_only_where_the_dictionary_is_of_the_whole_country(tmp_path: Path, desk: Desk) -> None:
    others = [row(number(90_000 + n), f"株式会社県{n}", prefecture=p) for n, p in enumerate(PREFECTURES)]
    take(put(tmp_path / "diff_20240110.csv", *others), desk.user)
    assert desk.check().problems == []
    take(put(tmp_path / "00_zenkoku_all_20240131.csv", *others), desk.user)
    [problem] = desk.check().problems
    assert problem.warning
    assert "辞書（2024-01-10 まで）にありません" in problem.what
