"""Files whose reader may take the whole process down with it are read in a process of their own.

Old Office files (OLE: .xls and what calls itself so) go through a library that gives up on damaged ones without an
exception. What such a file costs is then its own message and nothing else.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final

from graph.errors import relative
from loaders.read import LIMITS, Limits, ReadError, Reading
from loaders.read import read as read_here
from loaders.read import read_bytes as read_bytes_here

_OLE: Final = b"\xd0\xcf\x11\xe0"


def read(path: Path, limits: Limits = LIMITS) -> Reading:
    """As `loaders.read.read`. Raises `ReadError`, also where reading the file ends the process that reads it."""
    try:
        with path.open("rb") as file:
            dangerous = file.read(len(_OLE)) == _OLE
    except (OSError, ValueError):
        # `read` says what is wrong with it.
        dangerous = False
    return _apart(relative(path), read_here, path, limits) if dangerous else read_here(path, limits)


def read_bytes(name: str, raw: bytes, limits: Limits = LIMITS) -> Reading:
    """As `loaders.read.read_bytes`. Raises `ReadError`, also where reading them ends the process that reads."""
    if raw.startswith(_OLE):
        return _apart(name, read_bytes_here, name, raw, limits)
    return read_bytes_here(name, raw, limits)


def _apart(shown: str, work: Callable[..., Reading], *given: object) -> Reading:
    # Spawned, not forked: the same on every system, and safe beside threads.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(work, *given).result()
        except BrokenProcessPool as error:
            raise ReadError(
                shown, "壊れていて、読み取りの途中で止まりました",
                "Excel で開けるなら .xlsx で保存し直してください。開けないなら、もとのファイルをもう一度受け取ってください",
            ) from error  # fmt: skip
