"""A backup brings everything back, or says that it cannot and changes nothing."""

from __future__ import annotations

import json
import random
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.errors import RenkeiError, StoreError, UsageError
from loaders.backup import backup, restore
from renkei.cli import main

NOW = datetime(2026, 4, 1, 9, 30)


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder but the lock."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".renkei.lock"
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "置き場"
    for name, text in {
        "documents/聞き取り-1.yaml": "形式: '1'\n",
        "decisions.jsonl": '{"何": "採用"}\n' * 500,
        "texts/abc.txt": "本文\r\n" * 300,
        "自分の資料/空.txt": "",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder


def kept(root: Path, target: Path) -> Path:
    backup(root, target, root / "graph.json", now=NOW)
    return target


def test_what_was_kept_comes_back_byte_by_byte_without_the_graph(root: Path, tmp_path: Path) -> None:
    before = tree(root)
    for name in ("graph.json", "graph-000001-00ff.lbug", "graph-000001-00ff.lbug.wal", "graph.json.lock"):
        (root / name).write_text("グラフ", encoding="utf-8")
    copy = kept(root, tmp_path / "控え.zip")
    again = tmp_path / "別の機械"
    assert restore(copy, again, replace=False, now=NOW).files == len(before)
    assert tree(again) == before


def test_a_backup_within_the_folder_does_not_hold_itself(root: Path, tmp_path: Path) -> None:
    before = tree(root)
    kept(root, root / "控え.zip")
    copy = kept(root, root / "控え.zip")
    restore(copy, tmp_path / "x", replace=False, now=NOW)
    assert tree(tmp_path / "x") == before


def test_a_folder_that_holds_something_is_put_aside_and_only_when_asked(root: Path, tmp_path: Path) -> None:
    copy, before = kept(root, tmp_path / "控え.zip"), tree(root)
    (root / "decisions.jsonl").write_text("あとの仕事\n", encoding="utf-8")
    later = tree(root)
    with pytest.raises(UsageError, match="--replace"):
        restore(copy, root, replace=False, now=NOW)
    assert tree(root) == later
    asides = [restore(copy, root, replace=True, now=NOW).before for _ in range(2)]
    assert tree(root) == before
    assert asides[0]
    assert asides[1]
    assert [tree(aside) for aside in asides if aside] == [later, before]


def test_a_damaged_backup_changes_nothing(root: Path, tmp_path: Path) -> None:
    copy = kept(root, tmp_path / "控え.zip")
    whole, before, chance = copy.read_bytes(), tree(root), random.Random(1)  # noqa: S311
    refused = 0
    for turn in range(150):
        damaged = bytearray(whole)
        if turn % 3:
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        else:
            del damaged[chance.randrange(len(damaged)) :]
        copy.write_bytes(damaged)
        into = tmp_path / f"戻し先{turn}"
        try:
            restore(copy, into, replace=False, now=NOW)
        except RenkeiError:
            refused += 1
            assert not into.exists()
            assert not into.with_name(into.name + ".restoring").exists()
        else:  # a time or an attribute was hit, which carries no content
            assert tree(into) == before
    assert refused > 100


@pytest.mark.parametrize("name", ["../外.txt", "/etc/外.txt", "a/../../外.txt", "C:\\外.txt", "a\\外.txt", ""])
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    copy = tmp_path / "悪い.zip"
    manifest = {"形式": "1", "版": "0", "作成": "", "ファイル": {name: [0, "e3b0c44298fc1c14"]}}
    with zipfile.ZipFile(copy, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr(f"renkei-data/{name}", "")
    with pytest.raises(StoreError, match="外を指す名前"):
        restore(copy, tmp_path / "中" / "置き場", replace=False, now=NOW)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["悪い.zip"]


@pytest.mark.parametrize("content", [b"", b"PK", b"\xff" * 500])
def test_what_is_no_backup_is_told_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(StoreError, match="zip ファイルとして開けません"):
        restore(tmp_path / "x.zip", tmp_path / "置き場", replace=False, now=NOW)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", "b")
    with pytest.raises(StoreError, match="renkei backup が作ったものではありません"):
        restore(tmp_path / "x.zip", tmp_path / "置き場", replace=False, now=NOW)


def test_a_backup_that_cannot_be_written_leaves_the_one_of_before(root: Path, tmp_path: Path) -> None:
    copy = kept(root, tmp_path / "控え.zip")
    before = copy.read_bytes()
    (tmp_path / "控え.zip.new").mkdir()
    with pytest.raises(UsageError, match="前からの控えがあれば、そのまま"):
        kept(root, copy)
    assert copy.read_bytes() == before


def test_the_commands_say_what_to_do_next(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENKEI_DATA", str(root))
    copy = tmp_path / "控え.zip"
    said = CliRunner().invoke(main, ["backup", "-o", str(copy)])
    assert (said.exit_code, "読み返して確かめました" in said.output) == (0, True), said.output
    refused = CliRunner().invoke(main, ["restore", str(copy)])
    assert refused.exit_code == 2
    done = CliRunner().invoke(main, ["restore", str(copy), "--replace"])
    assert done.exit_code == 0, done.output
    assert "renkei build" in done.output
    monkeypatch.setenv("RENKEI_DATA", str(tmp_path / "ない"))
    assert CliRunner().invoke(main, ["backup", "-o", str(copy)]).exit_code == 2
