"""`renkei extract` where files, folders or the disk are not as they should be. All documents are made up."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from renkei import cli

LIST = "宇陀市協定一覧\n相手方,協定名,締結日\n株式会社{name},見守り協定,R5.4.1\n"


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "user"
    monkeypatch.setenv("RENKEI_DATA", str(root))
    monkeypatch.chdir(tmp_path)
    return root


def write(path: str, name: str = "あおば") -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(LIST.format(name=name), encoding="utf-8")
    return file


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli.main, list(arguments))
    assert "Traceback" not in result.output
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_file_that_is_given_twice_is_read_once_and_that_is_said(user: Path) -> None:
    write("a.csv")
    result = run("extract", "a.csv", "./a.csv", "-j", "1")
    assert "同じファイルが重ねて指定されています（a.csv）" in result.output
    assert result.output.count("協定 1 →") == 1


def test_two_files_of_one_name_are_two_documents_told_apart_by_their_folders(user: Path) -> None:
    write("north/list.csv", "あおば")
    write("south/list.csv", "みどり")
    result = run("extract", "north", "south", "-j", "1")
    assert result.exit_code == 0
    for place in ("north/list.csv: 協定 1", "south/list.csv: 協定 1"):
        assert place in result.output
    assert len(list((user / "documents").iterdir())) == 2


def test_a_cell_without_end_makes_a_short_warning_and_no_error_of_the_format(user: Path) -> None:
    Path("long.csv").write_text("あ" * 50_000 + ",b\n", encoding="utf-8")
    result = run("extract", "long.csv", "--municipality", "奈良県宇陀市")
    assert len(result.output) < 10_000
    assert "at most" not in result.output


def test_a_full_disk_is_said_and_leaves_nothing_half_written(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.csv")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    result = run("extract", "a.csv")
    assert result.exit_code != 0
    assert "空き容量がありません" in result.output
    assert [path for path in user.rglob("*") if path.is_file() and path.name != ".renkei.lock"] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full がない")
def test_an_output_that_cannot_be_written_is_said_without_a_traceback(user: Path) -> None:
    write("a.csv")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from renkei.cli import main; main()", "extract", "a.csv", "--format", "json"], stdout=full, stderr=subprocess.PIPE, check=False
        )  # fmt: skip
    told = done.stderr.decode()
    assert (done.returncode, "空き容量がありません" in told, "Traceback" in told) == (1, True, False)


def test_a_workbook_for_review_never_takes_the_place_of_what_is_no_file(user: Path) -> None:
    write("a.csv")
    run("extract", "a.csv")
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        run("review", "--xlsx", "pipe")
        assert Path("pipe").is_fifo()
        assert io.BytesIO(os.read(reader, 4)).read(2) == b"PK"
    finally:
        os.close(reader)


@pytest.mark.parametrize("place", ["file", "folder/below/file"])
def test_a_data_folder_that_cannot_be_one_is_said(place: str, user: Path, monkeypatch: Any) -> None:
    write("a.csv")
    Path("file").write_text("", encoding="utf-8")
    Path("folder").write_text("", encoding="utf-8")
    monkeypatch.setenv("RENKEI_DATA", str(Path(place).absolute()))
    result = run("extract", "a.csv")
    assert result.exit_code != 0
    assert "書けません" in result.output
    assert not any(character.isascii() and character.isalpha() for character in result.output.split("（")[-1])
