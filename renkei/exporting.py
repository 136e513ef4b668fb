"""``renkei export``: the whole graph to a file or a pipe, all of it or nothing."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import IO

from graph.errors import UsageError
from graph.tables import Tables
from viz.formats import Export


def check_target(export: Export, output: Path | None) -> None:
    """Refuse, before the graph is read, a place where the format is of no use. Raises `UsageError`."""
    if output is None:
        if export.binary and sys.stdout.isatty():
            raise UsageError(
                f"{export.name} は画面に出せません。-o グラフ{export.suffix} のように、書き出すファイルを指定してください。"
            )
    elif export.binary and output.suffix.lower() != export.suffix:
        kind = (
            "zip ファイル（中に nodes.csv、edges.csv、evidence.csv）" if export.suffix == ".zip" else "Excel のブック"
        )
        raise UsageError(
            f"{export.name} は{kind}です。ファイルの名前の終わりを {export.suffix} にしてください"
            f"（例: -o {output.with_suffix(export.suffix).name}）。"
        )


def to_file(export: Export, graph: Tables, path: Path, *, internal: bool) -> int:
    """Write a whole file or none; its size in bytes. Raises `UsageError` where it cannot be written."""
    temporary = path.with_name(path.name + ".new")
    try:
        try:
            with temporary.open("wb") as file:
                export.write(graph, file, internal)
                size = file.tell()
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            f"{path} に書けません（{error.strerror or error}）。フォルダーがあるか、ほかのソフトで開いていないか、"
            "空きがあるかを確かめてください。"
        ) from error
    return size


def to_pipe(export: Export, graph: Tables, pipe: IO[bytes], *, internal: bool) -> None:
    """Write to a pipe. A zip is made in a file first, since its parts are written to and fro."""
    if not export.binary:
        export.write(graph, pipe, internal)
    else:
        with tempfile.TemporaryFile() as whole:
            export.write(graph, whole, internal)
            whole.seek(0)
            shutil.copyfileobj(whole, pipe)
    pipe.flush()
