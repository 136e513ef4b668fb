"""``renkei extract`` as people use it: many files at once, exact quotes, an account of every row. All words made up."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from graph.paths import shipped_data
from loaders import extract as drafting
from loaders.curated import CuratedFile
from loaders.vocabulary import Vocabulary
from renkei.cli import main

RELEASE = """報道発表（試験のための作り話）
令和5年11月8日
奈良県宇陀市

宇陀市と株式会社よつば配送便は、令和5年11月8日、「地域の見守りに関する協定」を締結しました。
なお、株式会社ひいらぎ測量とは協定を締結していません。
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RENKEI_DATA", str(tmp_path / "user"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["extract", *map(str, arguments)], catch_exceptions=False)


def drafts(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def workbook(path: Path, *, owner: str = "広島県府中市") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "協定一覧"
    for row in (
        [f"{owner}の包括連携協定一覧（令和6年4月1日現在）"],
        ["No.", "協定名", "締結先", "締結日", "所管課"],
        [1, "見守りに関する協定", "㈱よつば配送便", "R5.11.8", "福祉課"],
        [2, "防災に関する協定", "みなも信用金庫", "2020/2/3", "危機管理課"],
        [3, "観光に関する協定", "㈱ひいらぎ測量", "令和5年13月40日", "観光課"],
        ["合計", "3件"],
    ):
        sheet.append(row)
    book.save(path)
    return path


def test_a_release_becomes_a_draft_with_exact_quotes(desk: Path) -> None:
    path = desk / "発表.txt"
    path.write_text(RELEASE, encoding="utf-8")
    [draft] = drafts(run(path, "--format", "json"))
    CuratedFile.model_validate(draft)
    [agreement] = draft["協定"]
    assert [party["名称"] for party in agreement["自治体"]] == ["奈良県宇陀市"]
    assert [party["名称"] for party in agreement["企業"]] == ["株式会社よつば配送便"]
    assert (agreement["名称"], agreement["締結日"]) == ("地域の見守りに関する協定", "2023-11-08")
    for cited in agreement["出典"]:
        start, end = cited["位置"]
        assert RELEASE[start:end] == cited["引用"]


def test_every_statement_of_a_draft_waits_for_a_person(desk: Path) -> None:
    path = desk / "発表.txt"
    path.write_text(RELEASE, encoding="utf-8")
    [draft] = drafts(run(path, "--format", "json"))
    statements = [one for name in drafting.STATEMENTS for one in draft[name]]
    assert statements
    assert {one["確認"] for one in statements} == {"未"}


def test_json_writes_nothing(desk: Path) -> None:
    path = desk / "発表.txt"
    path.write_text(RELEASE, encoding="utf-8")
    run(path, "--format", "json")
    assert sorted(desk.iterdir()) == [path]


def test_a_list_tells_the_sum_of_its_rows_and_warns_of_what_it_cannot_read(desk: Path) -> None:
    done = run(workbook(desk / "一覧.xlsx"), "--format", "json")
    [draft] = drafts(done)
    [first, second, *rest] = draft["協定"]
    assert (first["企業"][0]["名称"], first["締結日"]) == ("株式会社よつば配送便", "2023-11-08")
    assert (second["企業"][0]["名称"], second["締結日"]) == ("みなも信用金庫", "2020-02-03")
    assert not rest or "締結日" not in rest[0]
    assert first["出典"][0]["位置"] == "協定一覧!3"
    assert "協定一覧" in done.stderr
    assert any("協定一覧" in line and "5" in line for line in draft["警告"])
    assert "6 行" in done.stderr
    assert (draft["文書"]["基準日"], draft["収録"][0]["網羅"]) == ("2024-04-01", "全件")


def test_whose_list_it_is_is_asked_and_can_be_told(desk: Path) -> None:
    path = workbook(desk / "一覧.xlsx", owner="府中市")
    refused = run(path, "--format", "json")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "--municipality" in refused.stderr
    [draft] = drafts(run(path, "--municipality", "広島県府中市", "--format", "json"))
    assert {party["名称"] for record in draft["協定"] for party in record["自治体"]} == {"広島県府中市"}


@pytest.mark.parametrize(
    ("name", "said"), [("府中市", "東京都府中市"), ("広島県府中氏", "広島県府中市"), ("宇陀市教育委員会", "宇陀市")]
)
def test_a_municipality_that_is_none_is_refused_with_candidates(desk: Path, name: str, said: str) -> None:
    done = run(workbook(desk / "一覧.xlsx"), "--municipality", name)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_file_that_fails_is_reported_and_the_others_go_on(desk: Path) -> None:
    good, bad, empty = desk / "a.txt", desk / "b.pdf", desk / "c.txt"
    good.write_text(RELEASE, encoding="utf-8")
    bad.write_bytes(b"%PDF-1.7 broken")
    empty.write_bytes(b"")
    done = run(bad, empty, good, "--format", "json", "-j", "1")  # two processes: see `test_apart`
    assert done.exit_code == 1
    assert [draft["文書"]["入手元"] for draft in drafts(done)] == ["a.txt"]
    assert "b.pdf" in done.stderr
    assert "c.txt" in done.stderr
    assert "3 文書のうち 2 文書" in done.stderr


def test_drafts_come_in_the_order_of_the_files_over_several_processes(desk: Path) -> None:
    paths = []
    for n in range(12):
        path = desk / f"{n:02}.txt"
        path.write_text(
            RELEASE.replace("よつば", f"よつば{'あいうえおかきくけこさし'[n]}") * (1 + 40 * (n % 3)), encoding="utf-8"
        )
        paths.append(path)
    one, two = (run(*paths, "--format", "json", "-j", jobs) for jobs in ("1", "2"))
    assert one.stdout == two.stdout
    assert [draft["文書"]["入手元"] for draft in drafts(two)] == [path.name for path in paths]


def test_a_folder_and_a_pattern_stand_for_their_files(desk: Path) -> None:
    (desk / "中").mkdir()
    for name in ("中/a.txt", "中/b.md", "中/~$c.docx", "中/d.png"):
        (desk / name).write_text(RELEASE, encoding="utf-8")
    assert [d["文書"]["入手元"] for d in drafts(run(desk / "中", "--format", "json", "-j", "1"))] == ["a.txt", "b.md"]
    assert [d["文書"]["入手元"] for d in drafts(run("中/*.md", "--format", "json"))] == ["b.md"]
    assert run("無い/*.txt").exit_code == 2


def test_the_text_that_positions_mean_can_be_seen(desk: Path) -> None:
    path = desk / "発表.txt"
    path.write_bytes(RELEASE.encode("cp932"))
    assert run("--text", path).stdout == RELEASE


def test_the_same_file_drafts_the_same_every_time(desk: Path) -> None:
    path = workbook(desk / "一覧.xlsx")
    assert run(path, "--format", "json").stdout == run(path, "--format", "json").stdout


def test_a_stored_draft_is_asked_about_once(desk: Path) -> None:
    path = desk / "発表.txt"
    path.write_text(RELEASE, encoding="utf-8")
    first = run(path)
    assert first.exit_code == 0
    [stored] = (desk / "user" / "documents").glob("*.yaml")
    before = stored.read_text(encoding="utf-8")
    assert run(path).exit_code == 0
    assert stored.read_text(encoding="utf-8") == before


def test_no_network_is_touched(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    path = desk / "ページ.html"
    page = f'<html><head><link rel=stylesheet href="http://example.com/a.css"></head><body><img src="http://example.com/b.png"><p>{RELEASE}</p></body></html>'
    path.write_text(page, encoding="utf-8")
    assert run(path, "--format", "json").exit_code == 0


BAD: dict[str, bytes] = {
    "空.txt": b"",
    "途中.xlsx": b"PK\x03\x04" + b"\0" * 40,
    "二進.txt": bytes(range(256)) * 20,
    "見かけ.pdf": b"%PDF-1.4\n%%EOF",
    "中身なし.docx": b"PK\x05\x06" + b"\0" * 18,
    "文字化け.csv": b"\x81\x20\xff\xfe\xfd" * 50,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_in_japanese_with_its_file(desk: Path, name: str) -> None:
    path = desk / name
    path.write_bytes(BAD[name])
    done = run(path)
    assert done.exit_code == 1
    assert name in done.stderr
    assert "Traceback" not in done.output
    assert "Error" not in done.stderr
    assert not (desk / "user").exists()


def test_what_the_format_refuses_is_left_out_with_a_warning() -> None:
    record = {
        "形式": "1", "文書": {"id": "d-x", "題名": "試験", "公開": "公開"}, "警告": [],
        **{name: [] for name in drafting.STATEMENTS},
        "協定": [{"id": "a", "名称": "よい協定"}, {"id": "b", "名称": "わるい協定", "締結日": "2023-13-40"}],
    }  # fmt: skip
    sound = drafting._sound(record)
    assert [one["名称"] for one in sound["協定"]] == ["よい協定"]
    assert "わるい協定" in sound["警告"][0]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.load(shipped_data())


def test_what_a_sentence_announces_and_a_table_lists_stands_once(desk: Path, vocabulary: Vocabulary) -> None:
    page = (
        "<html><head><title>連携協定｜奈良県宇陀市公式サイト</title></head><body><main><h1>宇陀市の連携協定一覧</h1>"
        "<p>宇陀市は、株式会社よつば配送便と連携協定を締結しています。</p><table><tr><th>締結先</th><th>締結日</th></tr>"
        "<tr><td>株式会社よつば配送便</td><td>令和5年11月8日</td></tr><tr><td>みなも信用金庫</td><td>令和2年2月3日</td></tr>"
        "</table></main></body></html>"
    )
    path = desk / "ページ.html"
    path.write_text(page, encoding="utf-8")
    made = drafting.draft_file(path, vocabulary)
    assert [[p["名称"] for p in a["企業"]] for a in made.record["協定"]] == [
        ["株式会社よつば配送便"],
        ["みなも信用金庫"],
    ]
