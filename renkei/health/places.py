"""Where things lie: the user's folder, the graph, the originals, the log, the room on the disk, and what was left over."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.errors import StoreError, reason
from graph.settings import Settings
from graph.store.embedded_pointer import Pointer
from renkei import journal
from renkei.health.finding import GOOD, NOTICE, WRONG, Fact, Finding

_SCARCE: Final = 1_000_000_000
"""Free bytes below which a build of a big graph may not end."""
_TIMES: Final = 3
"""A build writes a whole graph beside the one in force; what a country takes now may have grown by then."""
_UNFINISHED: Final = re.compile(r"\.new$|\.restoring$")


def data(settings: Settings) -> Iterator[Finding]:
    """The user's folder and the graph's."""
    root = settings.data.expanduser()
    subject = "データの置き場"
    if root.is_dir():
        yield _writable(subject, root, "フォルダーの許可か RENKEI_DATA を直してください。")
    elif root.exists():
        yield Finding(
            WRONG,
            subject,
            f"{root} はフォルダーではありません",
            "RENKEI_DATA を直してください。",
            _no("フォルダーでない"),
        )
    else:
        yield Finding(NOTICE, subject, f"{root} はまだありません", "自分の文書を入れると、できます。", _no("ない"))
    beside = settings.pointer.parent
    if settings.store == "embedded" and beside.is_dir() and beside != root:
        yield _writable("グラフの置き場", beside, "フォルダーの許可か RENKEI_GRAPH_FILE を直してください。")


def _no(why: str) -> dict[str, Fact]:
    return {"書ける": False, "わけ": why}


def _writable(subject: str, folder: Path, remedy: str) -> Finding:
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            return Finding(GOOD, subject, str(folder), facts={"書ける": True})
    except OSError as error:
        return Finding(WRONG, subject, f"{folder} に書けません（{reason(error)}）", remedy, _no(reason(error)))


def room(settings: Settings) -> Iterator[Finding]:
    """Free room on the disks that a build and a person's documents need."""
    places = {"データ": settings.data.expanduser(), "グラフ": settings.pointer.parent}
    seen: set[int] = set()
    for path in places.values():
        there = next(folder for folder in (path, *path.absolute().parents) if folder.is_dir())
        device = there.stat().st_dev
        if device in seen:
            continue
        seen.add(device)
        free, size = shutil.disk_usage(there).free, _graph_size(settings)
        told = f"{there} に {free / 1e9:,.1f} GB"
        facts: dict[str, Fact] = {"空きGB": round(free / 1e9, 1), "グラフMB": round(size / 1e6, 1)}
        if free < max(_SCARCE, _TIMES * size):
            yield Finding(NOTICE, "空き容量", told, "大きなグラフを作る前に、空きを増やしてください。", facts)
        else:
            yield Finding(GOOD, "空き容量", told, facts=facts)


def _graph_size(settings: Settings) -> int:
    try:
        return Pointer(settings.pointer).target().stat().st_size if settings.store == "embedded" else 0
    except (StoreError, OSError):
        return 0


def originals(settings: Settings) -> Iterator[Finding]:
    """The folder of the originals; whether the quotes match is said with the documents."""
    if settings.sources is None:
        yield Finding(
            NOTICE, "原本の置き場", "指定がありません", "原本があれば RENKEI_SOURCES に置き場を書くと、引用が入ります。",
            {"指定": False},
        )  # fmt: skip
    elif not settings.sources.expanduser().is_dir():
        yield Finding(
            WRONG, "原本の置き場", f"{settings.sources} がありません", "RENKEI_SOURCES を直してください。",
            {"指定": True, "ある": False},
        )  # fmt: skip
    else:
        yield Finding(GOOD, "原本の置き場", str(settings.sources), facts={"指定": True, "ある": True})


def log(settings: Settings) -> Iterator[Finding]:
    """Where the log of operation goes."""
    if not settings.log:
        yield Finding(GOOD, "運用の記録", "取っていません（RENKEI_LOG で取れます）", facts={"取る": False})
        return
    if settings.log == journal.STDERR:
        yield Finding(
            GOOD, "運用の記録", "標準エラー出力に書きます", facts={"取る": True, "細かさ": settings.log_level}
        )
        return
    path = journal.place(settings)
    there = next(folder for folder in path.absolute().parents if folder.exists())
    facts: dict[str, Fact] = {"取る": True, "細かさ": settings.log_level}
    if path.is_file():
        size = sum(each.stat().st_size for each in path.parent.glob(f"{path.name}*") if each.is_file())
        try:
            path.open("ab").close()
        except OSError as error:
            yield Finding(
                WRONG, "運用の記録", f"{path} に書けません（{reason(error)}）", _LOG, facts | _no(reason(error))
            )
            return
        yield Finding(GOOD, "運用の記録", f"{path}（{size / 1e6:,.1f} MB）", facts=facts | {"MB": round(size / 1e6, 1)})
    else:
        found = _writable("運用の記録", there, _LOG)
        yield Finding(found.level, found.subject, str(path) if found.level == GOOD else found.what, found.remedy, facts)


_LOG: Final = "RENKEI_LOG を直してください。"


def leftovers(settings: Settings) -> Iterator[Finding]:
    """What commands left behind that were cut off. Everything in force is whole without it."""
    root, found = settings.data.expanduser(), list[Path]()
    if root.is_dir():
        found += [path for path in root.rglob("*") if _UNFINISHED.search(path.name)]
    if (fresh := root.with_name(root.name + ".restoring")).exists():
        found.append(fresh)
    if settings.store == "embedded":
        found += _old_graphs(settings.pointer)
    if found:
        size = sum(path.stat().st_size for path in found if path.is_file())
        names = "、".join(path.name for path in sorted(found)[:3])
        yield Finding(
            NOTICE, "途中で止まった跡", f"{len(found):,}（{size / 1e6:,.1f} MB、{names}）",
            "ほかの renkei が動いていなければ、renkei build が片付けるか、消してかまいません。データは欠けていません。",
            {"数": len(found), "MB": round(size / 1e6, 1)},
        )  # fmt: skip
    else:
        yield Finding(GOOD, "途中で止まった跡", "ありません", facts={"数": 0})


def _old_graphs(pointer: Path) -> list[Path]:
    """Files of graphs that are not the one in force."""
    if not pointer.parent.is_dir():
        return []
    try:
        in_force = Pointer(pointer).target().name
    except StoreError:
        in_force = ""
    beside = re.compile(rf"{re.escape(pointer.stem)}-\d+-[0-9a-f]+\.lbug")
    return [
        path
        for path in pointer.parent.iterdir()
        if (match := beside.match(path.name)) and (not in_force or match[0] != in_force)
    ]
