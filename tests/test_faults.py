"""What goes wrong with disks, files and clocks: said in Japanese, the graph of before intact, healed by the next build."""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.app import create_app
from graph.errors import RenkeiError, StoreError
from graph.settings import Settings
from graph.store import embedded, embedded_building, embedded_pointer
from graph.store.embedded import EmbeddedStore
from graph.store.embedded_pointer import Pointer
from graph.tables import Tables
from loaders import backup as archive
from loaders.folder import Folder
from renkei.cli import main
from tests import graphs
from tests.test_api import client
from tests.test_store import text

NOW = datetime(2026, 4, 1, 9, 30)


@pytest.fixture
async def store(tmp_path: Path) -> EmbeddedStore:
    """A store with the small graph."""
    opened = EmbeddedStore(tmp_path / "graph" / "graph.json")
    await opened.replace(graphs.small())
    return opened


def more(name: str = "合同会社ひので") -> Tables:
    changed = graphs.facts()
    changed.add_node("企業", "o-d", 名称=name)
    return changed.tables()


def much() -> Tables:
    """A graph whose file is longer."""
    changed = graphs.facts()
    for n in range(3_000):
        changed.add_node("企業", f"o-x{n:04}", 名称=f"合同会社ひので{n}")
    return changed.tables()


def beside(store: EmbeddedStore) -> list[str]:
    """What lies in the graph's folder, by kind."""
    return sorted(path.name.partition(".")[2] for path in store.pointer.parent.iterdir())


def database(store: EmbeddedStore) -> Path:
    [file] = store.pointer.parent.glob("*.lbug")
    return file


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """A disk on which no file can be longer: the system refuses the write, as it does where there is no room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only() -> Iterator[Path]:
    """A folder in which this process may not write, whoever runs it."""
    folder = Path(tempfile.mkdtemp())
    mine = os.geteuid()
    try:
        folder.chmod(0o555)
        if mine == 0:
            os.seteuid(65534)
        yield folder
    finally:
        os.seteuid(mine)
        folder.chmod(0o755)
        shutil.rmtree(folder)


# --- disks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1_000, 1_500_000])
async def test_a_full_disk_is_said_and_leaves_the_old_graph_and_nothing_else(store: EmbeddedStore, size: int) -> None:
    with (
        no_file_beyond(size),
        pytest.raises(
            StoreError,
            match=r"書けません（(ファイルが大きすぎます|途中までしか書けません).*空き容量.*前のグラフはそのまま",
        ),
    ):
        await store.replace(more())
    assert text(await store.tables()) == text(graphs.small())
    assert beside(store) == ["json", "json.lock", "lbug"]
    await store.replace(more())
    assert text(await store.tables()) == text(more())
    await store.close()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("IO exception: Cannot write to file. Error: No space left on device", "空き容量がありません"),
        ("IO exception: Cannot write to file. Error: Disk quota exceeded", "使える容量を使い切りました"),
        ("IO exception: Cannot open file: Read-only file system", "読み取り専用の場所です"),
        ("Buffer manager exception: Unable to allocate memory!", "メモリーが足りません"),
        ("Runtime exception: etwas ganz anderes", "Runtime exception: etwas ganz anderes"),
    ],
)
def test_what_the_engine_says_of_the_system_is_told_in_words_for_people(said: str, told: str, tmp_path: Path) -> None:
    assert embedded_building.why(RuntimeError(said), tmp_path) == told


def test_an_engine_that_cannot_read_what_it_could_not_write_means_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = RuntimeError("IO exception: Cannot read from file: numBytesRead: 0 numBytesToRead: 4096")
    assert embedded_building.why(error, tmp_path) == "書いたものを読み返せませんでした"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 0))
    assert embedded_building.why(error, tmp_path) == "空き容量がありません"


async def test_a_folder_that_is_read_only_is_said(tmp_path: Path) -> None:
    with read_only() as folder:
        store = EmbeddedStore(folder / "graph.json")
        with pytest.raises(StoreError, match="書き込みの許可がありません"):
            await store.replace(graphs.small())
        with pytest.raises(StoreError, match=r"書けません（書き込みの許可がありません）"), Folder(folder).lock():
            pass
    await store.close()


def test_the_command_ends_with_status_1_and_no_traceback_where_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENKEI_DATA", str(tmp_path / "user"))
    monkeypatch.chdir(tmp_path)
    with no_file_beyond(100_000):
        done = CliRunner().invoke(main, ["build"])
    assert done.exit_code == 1
    assert "空き容量と書き込みの許可を確かめて" in done.output
    assert "Traceback" not in done.output


# --- files under a running server ----------------------------------------------------------------------------------


async def test_two_builds_at_once_exclude_each_other(store: EmbeddedStore) -> None:
    with Pointer(store.pointer).exclusive(), pytest.raises(StoreError, match="ほかの build"):
        await store.replace(more())
    assert text(await store.tables()) == text(graphs.small())
    await store.close()


async def test_a_server_goes_on_with_a_file_that_was_removed_and_takes_the_next_one(store: EmbeddedStore) -> None:
    async with client(create_app(Settings(), store)) as web:
        before = (await web.get("/ready")).json()["版"]["番号"]
        database(store).unlink()
        assert text(await store.tables()) == text(graphs.small())
        assert (await web.get("/ready")).status_code == 200
        other = EmbeddedStore(store.pointer)
        with pytest.raises(StoreError, match=r"ないか、壊れています.*renkei build"):
            await other.tables()
        await other.replace(more())
        assert (await web.get("/ready")).json()["版"]["番号"] == before + 1
        assert text(await store.tables()) == text(more())
        await other.close()
    await store.close()


async def test_a_pointer_that_was_removed_makes_503_until_the_next_build_whose_number_is_higher(
    store: EmbeddedStore,
) -> None:
    async with client(create_app(Settings(), store)) as web:
        await store.replace(more())
        number = (await store.version()).number
        store.pointer.unlink()
        answer = await web.get("/ready")
        assert answer.status_code == 503
        assert "renkei build" in answer.json()["detail"]
        await store.replace(graphs.small())
        assert (await web.get("/ready")).json()["版"]["番号"] == number + 1
    await store.close()


@pytest.mark.parametrize("left", [0, 0.5])
async def test_a_file_that_was_cut_is_never_answered_from(store: EmbeddedStore, left: float) -> None:
    await store.tables()
    file = database(store)
    os.truncate(file, int(left * file.stat().st_size))
    with pytest.raises(StoreError, match="renkei build"):
        await store.tables()
    with pytest.raises(StoreError, match="renkei build"):
        await store.rows("MATCH (n:企業) RETURN n.名称 AS 名 ORDER BY 名")
    await store.replace(graphs.small())
    assert text(await store.tables()) == text(graphs.small())
    await store.close()


async def test_another_file_in_the_place_of_the_graph_is_not_answered_from(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    other = EmbeddedStore(tmp_path / "other" / "graph.json")
    await other.replace(much())
    await store.tables()
    shutil.copy(database(other), tmp_path / "copy")
    (tmp_path / "copy").replace(database(store))
    with pytest.raises(StoreError, match=r"壊れています.*renkei build"):
        await store.tables()
    await store.replace(graphs.small())
    assert text(await store.tables()) == text(graphs.small())
    await other.close()
    await store.close()


async def test_a_build_finds_one_wrong_byte_before_the_engine_opens_the_file(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = database(store)
    assert Pointer(store.pointer).intact(whole=True)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    monkeypatch.setattr(embedded, "_open", lambda path: pytest.fail(f"opened {path}"))
    assert (await store.replace(graphs.small())).first
    assert Pointer(store.pointer).intact(whole=True)
    await store.close()


GARBAGE = (
    b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b"{}", '{"ファイル": 5}'.encode(),
    '{"ファイル": "../graph.json", "形": "x"}'.encode(), '{"ファイル": null, "形": null, "番号": "x"}'.encode(),
)  # fmt: skip


async def test_a_pointer_that_is_garbage_is_said_and_the_next_build_heals_it(store: EmbeddedStore) -> None:
    for content in GARBAGE:
        store.pointer.write_bytes(content)
        with pytest.raises(StoreError, match=r"指示ファイル.*renkei build"):
            await store.tables()
    await store.replace(graphs.small())
    assert text(await store.tables()) == text(graphs.small())
    assert (await store.version()).number == 2
    await store.close()


async def test_a_build_takes_away_what_dead_builds_left_and_no_file_of_others(store: EmbeddedStore) -> None:
    folder = store.pointer.parent
    dead = [
        folder / f"graph-000009-00ff00ff.lbug{end}" for end in ("", ".wal", ".wal.checkpoint", ".checkpoint.apply.lock")
    ]
    others = [folder / name for name in ("graph-x-000001-00ff00ff.lbug", "graph-控え.lbug", "graph.lbug", "a.json")]
    for path in (*dead, *others):
        path.write_bytes(b"x")
    await store.replace(graphs.small())
    assert not any(path.exists() for path in dead)
    assert all(path.exists() for path in others)
    await store.close()


async def test_a_reader_that_comes_while_the_file_is_exchanged_reads_the_new_one(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder, real = EmbeddedStore(store.pointer), Pointer.target
    late = store.pointer.with_name("graph-000001-00ff00ff.lbug")
    told: list[Path] = []

    def target(pointer: Pointer) -> Path:
        found = real(pointer)
        if not told:
            told.append(found)
            os.utime(store.pointer, ns=(1, 1))  # the pointer is put anew between reading it and opening its file
            return late
        return found

    monkeypatch.setattr(Pointer, "target", target)
    assert text(await builder.tables()) == text(graphs.small())
    await builder.close()
    await store.close()


# --- clocks and power ----------------------------------------------------------------------------------------------


async def test_a_clock_that_jumps_back_changes_nothing_because_numbers_decide(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with client(create_app(Settings(), store)) as web:
        first = await web.get("/organisations")
        monkeypatch.setattr(embedded, "now", lambda: "1999-01-01T00:00:00+00:00")
        await store.replace(more("合同会社きのう"))
        again = await web.get("/organisations", headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 200
        assert "合同会社きのう" in again.text
        assert (await store.version()).number == 2
    await store.close()


async def test_the_new_file_is_on_disk_before_the_pointer_names_it_and_the_pointer_before_the_old_one_goes(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    did: list[str] = []
    real = Path.unlink

    def told(what: str, function: object) -> object:
        def call(path: Path, *args: object) -> object:
            did.append(f"{what} {re.sub('[0-9]{6}.*', '', path.name)}")
            return function(path, *args)  # type: ignore[operator]

        return call

    for name in ("sync_file", "sync_folder", "write_whole"):
        monkeypatch.setattr(embedded_pointer, name, told(name, getattr(embedded_pointer, name)))
    monkeypatch.setattr(
        Path, "unlink", lambda path, **given: (did.append(f"unlink {path.suffix}"), real(path, **given))[1]
    )
    await store.replace(more())
    assert [what for what in did if "lock" not in what] == [
        "sync_file graph-", "sync_folder graph", "write_whole graph.json", "sync_folder graph", "unlink .lbug",
    ]  # fmt: skip
    await store.close()


# --- backups -------------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "置き場"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "a.yaml").write_text("前\n", encoding="utf-8")
    return folder


def test_what_is_no_backup_is_said_before_anybody_is_asked_to_replace_anything(root: Path, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("zip ではない", encoding="utf-8")
    with pytest.raises(StoreError, match="zip ファイルとして開けません"):
        archive.restore(tmp_path / "x.zip", root, replace=False, now=NOW)


def test_the_names_of_no_file_of_a_person_keep_it_out_of_a_backup(root: Path, tmp_path: Path) -> None:
    for name in ("資料.lock", "資料.new"):
        (root / name).write_text("人の資料", encoding="utf-8")
    for name in ("graph-000001-00ff00ff.lbug.wal.checkpoint", "graph.json", "graph.json.lock"):
        (root / name).write_text("グラフ", encoding="utf-8")
    archive.backup(root, tmp_path / "控え.zip", root / "graph.json", now=NOW)
    archive.restore(tmp_path / "控え.zip", tmp_path / "先", replace=False, now=NOW)
    found = {path.name for path in (tmp_path / "先").rglob("*") if path.is_file()}
    assert found == {"a.yaml", "資料.lock", "資料.new"}


def test_a_restore_cut_short_between_its_two_steps_is_said_by_every_command_and_can_be_finished(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENKEI_DATA", str(root))
    monkeypatch.setenv("RENKEI_GRAPH_FILE", str(tmp_path / "graph.json"))
    copy, real = tmp_path / "控え.zip", Path.rename
    archive.backup(root, copy, root / "graph.json", now=NOW)
    (root / "documents" / "a.yaml").write_text("後\n", encoding="utf-8")

    class Dead(BaseException):
        pass

    def rename(path: Path, target: Path) -> Path:
        if path.name.endswith(".restored") or "まで" in path.name:
            raise Dead
        return real(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(Dead):
        archive.restore(copy, root, replace=True, now=NOW)
    monkeypatch.setattr(Path, "rename", real)
    for command in (["check"], ["build"], ["review", "--list"], ["doctor"]):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 1, (command, done.output)
        assert "控えから戻す途中で止まっています" in done.output, (command, done.output)
        assert "まで" in done.output
    assert not root.exists()
    archive.restore(copy, root, replace=False, now=NOW)
    assert (root / "documents" / "a.yaml").read_text(encoding="utf-8") == "前\n"
    assert [path.read_text(encoding="utf-8") for path in tmp_path.glob("置き場-*/documents/a.yaml")] == ["後\n"]


def test_what_the_user_wrote_says_where_it_is_if_a_restore_cannot_bring_it_back(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, real = tmp_path / "控え.zip", Path.rename
    archive.backup(root, copy, root / "graph.json", now=NOW)

    def rename(path: Path, target: Path) -> Path:
        if path == root or target.name.endswith(".restored"):
            return real(path, target)
        raise OSError(errno.EACCES, "x")

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(RenkeiError, match=r"書き込みの許可がありません.*いままでのデータは.*まで」にあります"):
        archive.restore(copy, root, replace=True, now=NOW)
