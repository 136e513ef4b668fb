"""The user's folder in one file: what cannot be made again, checked byte by byte on the way out and on the way back.

The file is a zip: ``manifest.json`` (形式, 版, 作成, ファイル: path → [bytes, sha256]) and the files below ``renkei-data/``.
A graph is left out: ``renkei build`` makes it again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import lzma
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from pydantic import BaseModel, ConfigDict

from graph.errors import StoreError, UsageError, reason
from graph.paths import sync_file, sync_folder
from loaders.folder import LOCK, RESTORED, Folder

FORMAT: Final = "1"
_MANIFEST: Final = "manifest.json"
_TOP: Final = "renkei-data"
_BLOCK: Final = 1 << 20
_LONGEST_MANIFEST: Final = 200 << 20
_DATABASE: Final = ".lbug"
_RESTORING: Final = ".restoring"
_ENCRYPTED: Final = 0x1
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, RuntimeError, EOFError)
"""What the zip library raises over damaged files."""


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    形式: str
    版: str
    作成: str
    ファイル: dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Done:
    """What was kept or brought back. ``before``: where the folder of before is now, if there was one."""

    files: int
    size: int
    before: Path | None = None


def backup(root: Path, target: Path, graph: Path, *, now: datetime) -> Done:
    """Write the user's folder to a zip, whole or not at all, while nobody else writes; read it back before it counts.

    ``graph``: the embedded store's pointer file, which stays out with all that it names. Raises `UsageError` where there
    is nothing to keep or the file cannot be written.
    """
    if not root.is_dir():
        raise UsageError(f"データの置き場「{root}」がありません。控えを取るものがまだありません。")
    temporary = target.with_name(target.name + ".new")
    with Folder(root).lock():
        own = {target.resolve(), temporary.resolve()}
        found = [path for path in _kept(root, graph) if path.resolve() not in own]
        if not found:
            raise UsageError(f"データの置き場「{root}」は空です。控えを取るものがまだありません。")
        try:
            manifest = _write(root, found, temporary, now)
            _checked(temporary, manifest)
            temporary.replace(target)
            sync_folder(target.absolute().parent)
        except OSError as error:
            raise UsageError(
                f"控え「{target}」を書けません（{reason(error)}）。前からの控えがあれば、そのままです。"
            ) from error
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    return Done(len(manifest.ファイル), sum(size for size, _ in manifest.ファイル.values()))


def restore(source: Path, root: Path, *, replace: bool, now: datetime) -> Done:
    """Make the user's folder what a backup holds. What was there is put aside under another name, never removed.

    Files come in beside the folder first; it changes places with what they make once all of them are there and on disk.
    Raises `UsageError` where the folder holds something and ``replace`` is not given, `StoreError` where the backup is
    damaged or is none; then nothing has changed.
    """
    if root.exists() and not root.is_dir():
        raise UsageError(f"「{root}」はフォルダーではありません。RENKEI_DATA を確かめてください。")
    full = root.is_dir() and any(root.iterdir())
    coming, come = root.with_name(root.name + _RESTORING), root.with_name(root.name + RESTORED)
    before = _free(root, now) if full else None
    with _opened(source) as archive:
        manifest = _manifest(source, archive)
        if full and not replace:
            raise UsageError(
                f"データの置き場「{root}」にはもうデータがあります。置き換えるには --replace を付けてください"
                "（いまのデータは消さず、別の名前で残します）。"
            )
        try:
            for stale in (coming, come):
                if stale.exists():
                    shutil.rmtree(stale)
            root.parent.mkdir(parents=True, exist_ok=True)
            _extract(source, archive, manifest, coming)
            coming.rename(come)
            sync_folder(root.parent)
            _put(come, root, before)
        except OSError as error:
            kept = (
                f"いままでのデータは「{before}」にあります"
                if before and before.exists()
                else "いまのデータはそのままです"
            )
            raise StoreError(
                f"「{root}」に戻せません（{reason(error)}）。ほかの renkei や、中のファイルを開いているソフトを閉じて、"
                f"空き容量を確かめてください。{kept}。"
            ) from error
        finally:
            for stale in (coming, come) if root.exists() else (coming,):
                shutil.rmtree(stale, ignore_errors=True)
    return Done(len(manifest.ファイル), sum(size for size, _ in manifest.ファイル.values()), before)


def _put(come: Path, root: Path, before: Path | None) -> None:
    """Let a whole folder take the place of the user's; between the two steps `refuse_unfinished` keeps others away."""
    if before is not None:
        with Folder(root).lock():  # nobody is in the middle of writing
            pass
        root.rename(before)
    elif root.is_dir():
        root.rmdir()
    try:
        come.rename(root)
    except BaseException:
        if before is not None:
            before.rename(root)
        raise
    sync_folder(root.parent)


def _kept(root: Path, graph: Path) -> Iterator[Path]:
    """The files of the folder that nothing can make again, sorted."""
    left_out = {LOCK, graph.name, graph.name + ".lock"}
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.name not in left_out and _DATABASE not in path.name:
            yield path


def _write(root: Path, found: list[Path], temporary: Path, now: datetime) -> Manifest:
    files: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in found:
            name = path.relative_to(root).as_posix()
            with (
                path.open("rb") as original,
                archive.open(_entry(f"{_TOP}/{name}", now), "w", force_zip64=True) as copy,
            ):
                files[name] = _copy(original, copy)
        manifest = Manifest(形式=FORMAT, 版=version("renkei"), 作成=now.isoformat(timespec="seconds"), ファイル=files)
        text = json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1)
        archive.writestr(_entry(_MANIFEST, now), text)
    sync_file(temporary)
    return manifest


def _entry(name: str, now: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, now.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _copy(source: IO[bytes], target: IO[bytes] | None, most: int | None = None) -> tuple[int, str]:
    """Size and sha256 of what was copied; stops after ``most`` bytes and one."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        size += len(block)
        if most is not None and size > most:
            break
        digest.update(block)
        if target:
            target.write(block)
    return size, digest.hexdigest()


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except FileNotFoundError as error:
        raise UsageError(f"控え「{source}」がありません。") from error
    except (*_BROKEN, IsADirectoryError) as error:
        raise _damaged(source, "zip ファイルとして開けません") from error


def _damaged(source: Path, what: str) -> StoreError:
    return StoreError(f"控え「{source}」は使えません: {what}。別の控えを使ってください。何も変えていません。")


def _manifest(source: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        entry = archive.getinfo(_MANIFEST)
    except KeyError as error:
        raise _damaged(source, "renkei backup が作ったものではありません（manifest.json がない）") from error
    if entry.file_size > _LONGEST_MANIFEST or entry.flag_bits & _ENCRYPTED:
        raise _damaged(source, "manifest.json を読めません")
    try:
        data: Any = json.loads(archive.read(entry))
        manifest = Manifest.model_validate(data)
    except _BROKEN as error:
        raise _damaged(source, "manifest.json が壊れています") from error
    if manifest.形式 != FORMAT:
        raise _damaged(
            source, f"新しい版の連携グラフが作った控えです（形式 {manifest.形式[:20]}）。連携グラフを新しくして"
        )
    for name in manifest.ファイル:
        if not _safe(name):
            raise _damaged(source, f"フォルダーの外を指す名前があります（{name[:80]}）")
    return manifest


def _safe(name: str) -> bool:
    """Whether a name stays below the folder on every system."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and not set(name) & set("\\:\0")


def _extract(source: Path, archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Write every file and compare it with what the manifest says of it. Raises `StoreError`."""
    folder.mkdir()
    for name, said in manifest.ファイル.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target:
            _compare(source, archive, name, said, target)
            target.flush()
            os.fsync(target.fileno())
    for made in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sync_folder(made)


def _checked(path: Path, manifest: Manifest) -> None:
    """Read the written file back as a restore would. Raises `StoreError`."""
    with zipfile.ZipFile(path) as archive:
        if _manifest(path, archive) != manifest:
            raise _damaged(path, "書いたものと読み返したものが違います")
        for name, said in manifest.ファイル.items():
            _compare(path, archive, name, said, None)


def _compare(
    source: Path, archive: zipfile.ZipFile, name: str, said: tuple[int, str], target: IO[bytes] | None
) -> None:
    try:
        with archive.open(f"{_TOP}/{name}") as packed:
            found = _copy(packed, target, said[0])
    except (KeyError, *_BROKEN) as error:
        raise _damaged(source, f"「{name}」を取り出せません") from error
    if found != said:
        raise _damaged(source, f"「{name}」の中身が、控えを取ったときと違います")


def _free(root: Path, now: datetime) -> Path:
    """A name beside the folder that nothing has."""
    base = root.with_name(f"{root.name}-{now:%Y%m%d-%H%M%S}まで")
    number, path = 2, base
    while path.exists():
        path, number = base.with_name(f"{base.name}-{number}"), number + 1
    return path
