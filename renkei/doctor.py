"""``renkei doctor``: is everything as it should be, and if not, what to do. It looks and writes nothing."""

from __future__ import annotations

import asyncio
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Final, Literal

import click
from packaging.requirements import Requirement

from graph import settings as settings_module
from graph.errors import RenkeiError, reason
from graph.paths import shipped_data
from graph.settings import Settings
from renkei.command import Command

Level = Literal["良", "注意", "問題"]
_SCARCE: Final = 1_000_000_000
"""Free bytes below which a build of a big graph may not end."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``remedy`` is '' where nothing is to be done."""

    level: Level
    subject: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{self.level}　{self.subject}: {self.what}"
        return f"{line}\n      → {self.remedy}" if self.remedy else line


@click.command(cls=Command)
@click.option("--store", type=click.Choice(["embedded", "neo4j"]), help="調べるデータベース")
def doctor(store: str | None) -> None:
    """入っているもの、データの置き場、グラフ、文書を調べ、直し方を示す。何も書かない。"""
    loaded = settings_module.load()
    settings = loaded.model_copy(update={"store": store}) if store else loaded
    levels = set()
    for look in LOOKS:
        for finding in look(settings):
            click.echo(str(finding))
            levels.add(finding.level)
    click.echo("")
    if "問題" in levels:
        click.echo("「問題」を上から順に直してください。")
        raise click.exceptions.Exit(1)
    click.echo("使えます。" + ("「注意」も見てください。" if "注意" in levels else ""))


def installed(settings: Settings) -> Iterator[Finding]:
    """The program, Python, and every library that the program asks for."""
    yield Finding(
        "良",
        "連携グラフ",
        f"{metadata.version('renkei')}、Python {platform.python_version()}、{platform.platform(terse=True)}",
    )
    wrong = []
    wanted = [Requirement(text) for text in metadata.requires("renkei") or ()]
    for each in wanted:
        if each.marker and not each.marker.evaluate({"extra": ""}):
            continue
        try:
            found = metadata.version(each.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{each.name}（ない）")
            continue
        if not each.specifier.contains(found, prereleases=True):
            wrong.append(f"{each.name} {found}（要るのは {each.specifier}）")
    if wrong:
        yield Finding("問題", "部品", "、".join(wrong), "make setup（Windows では run.cmd）で入れ直してください。")
    else:
        yield Finding("良", "部品", f"{len(wanted)} すべて入っています")
    data = shipped_data()
    if not (data / "municipalities.tsv").is_file():
        yield Finding("問題", "配布のデータ", f"{data} にありません", "連携グラフを入れ直してください。")


def places(settings: Settings) -> Iterator[Finding]:
    """The user's folder, the originals, the room on the disk, the address."""
    root = settings.data.expanduser()
    if root.is_dir():
        yield _writable("データの置き場", root)
    elif root.exists():
        yield Finding("問題", "データの置き場", f"{root} はフォルダーではありません", "RENKEI_DATA を直してください。")
    else:
        yield Finding("注意", "データの置き場", f"{root} はまだありません", "自分の文書を入れると、できます。")
    there = next(folder for folder in (root, *root.parents) if folder.is_dir())
    free = shutil.disk_usage(there).free
    told = f"{there} に {free / 1e9:,.1f} GB"
    yield (
        Finding("注意", "空き容量", told, "大きなグラフを作る前に、空きを増やしてください。")
        if free < _SCARCE
        else Finding("良", "空き容量", told)
    )
    if settings.sources is None:
        yield Finding(
            "注意", "原本の置き場", "指定がありません", "原本があれば RENKEI_SOURCES に置き場を書くと、引用が入ります。"
        )
    elif not settings.sources.expanduser().is_dir():
        yield Finding("問題", "原本の置き場", f"{settings.sources} がありません", "RENKEI_SOURCES を直してください。")
    else:
        yield Finding("良", "原本の置き場", str(settings.sources))
    if not settings.alone:
        yield Finding(
            "注意",
            "画面のアドレス",
            f"{settings.host}（同じネットワークの人が見られます）",
            "自分だけで使うなら RENKEI_HOST を消してください。",
        )


def _writable(subject: str, folder: Path) -> Finding:
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            return Finding("良", subject, str(folder))
    except OSError as error:
        return Finding(
            "問題",
            subject,
            f"{folder} に書けません（{reason(error)}）",
            "フォルダーの許可か RENKEI_DATA を直してください。",
        )


def documents(settings: Settings) -> Iterator[Finding]:
    """What ``renkei check`` says, in short."""
    from loaders import build

    try:
        found = build.checked(settings)
    except RenkeiError as error:
        yield Finding("問題", "文書", error.detail, "renkei check で詳しく見られます。")
        return
    if found.errors:
        first = found.errors[0]
        yield Finding(
            "問題", "文書", f"{found.documents:,} のうちに誤り {len(found.errors):,}（{first.file}: {first.what} など）",
            "renkei check の示す行を直してください。直るまで、グラフは前のままです。",
        )  # fmt: skip
    else:
        yield Finding("良", "文書", f"{found.documents:,}、誤りなし")
    if warnings := len(found.problems) - len(found.errors):
        yield Finding("注意", "文書", f"注意 {warnings:,}", "renkei check で見てください。")
    if found.unconfirmed:
        yield Finding(
            "注意",
            "確認前の記録",
            f"{found.unconfirmed:,} 件（まだグラフに入りません）",
            "renkei review で確かめてください。",
        )
    if found.without_original:
        yield Finding(
            "注意",
            "原本のない文書",
            f"{len(found.without_original):,}（引用は空）",
            "原本があれば RENKEI_SOURCES に置いてください。",
        )


def stored(settings: Settings) -> Iterator[Finding]:
    """The graph: whether it can be reached, whether it is whole, and whether it is as new as the files."""
    from graph.store import open_store

    name = "組み込み" if settings.store == "embedded" else f"Neo4j {settings.neo4j_uri}"

    async def look() -> tuple[str, list[tuple[str, int]]]:
        store = open_store(settings)
        try:
            version = await store.version()
            counts = [
                (label, int((await store.rows(f"MATCH (n:`{label}`) RETURN count(n) AS 数")).rows[0][0]))
                for label in ("自治体", "企業", "協定", "施策", "文書")
            ]
            return version.time, counts
        finally:
            await store.close()

    try:
        time, counts = asyncio.run(look())
    except RenkeiError as error:
        yield Finding("問題", f"グラフ（{name}）", error.detail)
        return
    made = datetime.fromisoformat(time).astimezone()
    told = "、".join(f"{label} {number:,}" for label, number in counts)
    yield Finding("良", f"グラフ（{name}）", f"{told}（{made:%Y-%m-%d %H:%M} に作成）")
    newer = [path.name for path in _files(settings) if path.stat().st_mtime > made.timestamp() + 1]
    if newer:
        some = "、".join(newer[:3]) + (" など" if len(newer) > 3 else "")
        yield Finding(
            "注意",
            "グラフの新しさ",
            f"あとから変わったファイルがあります（{some}）",
            "renkei build で作り直してください。",
        )


def _files(settings: Settings) -> Iterator[Path]:
    for folder in (shipped_data(), settings.data.expanduser()):
        yield from sorted((folder / "documents").glob("*.y*ml"))
        yield from (path for path in (folder / "organisations.yaml", folder / "decisions.jsonl") if path.is_file())


LOOKS: Final[tuple[Callable[[Settings], Iterator[Finding]], ...]] = (installed, places, documents, stored)
