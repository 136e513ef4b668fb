"""The graph and, where one is used, its server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import neo4j
from neo4j import exceptions as driver_errors

from graph import decisions, model, schema
from graph.diff import ALL_KEYS, Stamped
from graph.errors import RenkeiError, StoreChangingError
from graph.paths import shipped_data
from graph.settings import Settings
from graph.store import open_store
from graph.store.base import Version
from graph.store.neo4j_connection import Connection
from graph.store.neo4j_errors import told
from graph.tables import Tables
from loaders import build, fields, registry
from renkei.health.finding import GOOD, NOTICE, WRONG, Fact, Finding

_COUNTED: Final = ("自治体", "企業", "協定", "施策", "文書")
_COMPARABLE: Final = 50_000
"""Nodes up to which the stored graph is compared with the files rather than their times with its own."""
_LTS: Final = (5, 26)
"""The oldest server for which the tool is tested."""


def server(settings: Settings) -> Iterator[Finding]:
    """Neo4j: whether it answers, which edition it is, and whether it guards the keys of our nodes."""
    if settings.store != "neo4j":
        return
    where = f"Neo4j（{settings.neo4j_uri}）"
    try:
        [(version, edition)], guarded = _asked(settings)
    except RenkeiError as error:
        yield Finding(
            WRONG, "サーバー", error.detail, _remedy(error), {"届く": False, "誤りの種類": type(error).__name__}
        )
        return
    except driver_errors.Neo4jError as error:
        yield Finding(
            WRONG, "サーバー", f"{where} が問いを断りました（{error.code}）",
            "RENKEI_NEO4J_USER の権限と RENKEI_NEO4J_DATABASE を確かめてください。", {"届く": True, "誤りの種類": error.code or ""},
        )  # fmt: skip
        return
    facts: dict[str, Fact] = {
        "届く": True,
        "版": version,
        "種類": edition,
        "経路": settings.neo4j_uri.partition("://")[0],
    }
    number = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
    if number < _LTS:
        yield Finding(
            NOTICE,
            "サーバー",
            f"{where} {version}（{edition}）",
            "試してあるのは 5.26 LTS 以降です。新しくしてください。",
            facts,
        )
    else:
        yield Finding(GOOD, "サーバー", f"{where} {version}（{edition}）", facts=facts)
    lacking = sorted(_names() - guarded)
    if lacking:
        yield Finding(
            NOTICE, "制約", f"ないもの {len(lacking)}（{'、'.join(lacking[:3])} など）",
            "renkei build --store neo4j が作ります。手で消したのなら renkei build --store neo4j --verify で確かめてください。",
            {"ない制約": len(lacking)},
        )  # fmt: skip
    else:
        yield Finding(GOOD, "制約", f"{len(_names())} すべてあります", facts={"ない制約": 0})


def _names() -> set[str]:
    """Constraints that a build makes."""
    return {text.split("`")[1] for text in schema.neo4j_constraints() if text.startswith("CREATE CONSTRAINT")}


def _asked(settings: Settings) -> tuple[list[tuple[str, str]], set[str]]:
    way = Connection(
        settings.neo4j_uri, (settings.neo4j_user, settings.neo4j_password.get_secret_value()), settings.neo4j_database,
        settings.neo4j_ca,
    )  # fmt: skip
    # Outside of managed transactions: a doctor says at once what those would try again for half a minute.
    with (
        told(settings.neo4j_uri),
        neo4j.GraphDatabase.driver(way.address, **way.options()) as driver,
        driver.session(database=way.database, default_access_mode=neo4j.READ_ACCESS) as session,
    ):
        found = list(
            session.run("CALL dbms.components() YIELD name, versions, edition RETURN name, versions[0], edition")
        )
        kernel = [(str(version), str(edition)) for name, version, edition in found if "Kernel" in name]
        return kernel[:1] or [("0", "?")], {
            str(row[0]) for row in session.run("SHOW CONSTRAINTS YIELD name RETURN name")
        }


def graph(settings: Settings) -> Iterator[Finding]:
    """Whether there is a whole graph, what is in it, and whether it is as new as the files."""
    name = "組み込み" if settings.store == "embedded" else "Neo4j"
    subject = f"グラフ（{name}）"
    facts: dict[str, Fact] = {"種類": settings.store}
    try:
        version, counts = asyncio.run(_counted(settings))
    except RenkeiError as error:
        state = "更新中" if isinstance(error, StoreChangingError) else "使えない"
        yield Finding(
            WRONG, subject, error.detail, _remedy(error), facts | {"状態": state, "誤りの種類": type(error).__name__}
        )
        return
    made = datetime.fromisoformat(version.time).astimezone()
    numbers = "、".join(f"{label} {number:,}" for label, number in counts.items())
    yield Finding(
        GOOD, subject, f"{numbers}（第 {version.number} 版、{version.state}、{made:%Y-%m-%d %H:%M} に作成）",
        facts=facts | {"版": version.number, "状態": version.state, **counts},
    )  # fmt: skip
    yield from _age(settings, made.timestamp(), sum(counts.values()))


def _age(settings: Settings, made: float, size: int) -> Iterator[Finding]:
    """Whether a build would change the graph. What was only touched (installed again, copied) would not."""
    newer = [path.name for path in _files(settings) if path.stat().st_mtime > made + 1]
    if not newer or (size <= _COMPARABLE and _equal(settings)):
        return
    some = "、".join(newer[:3]) + (" など" if len(newer) > 3 else "")
    yield Finding(
        NOTICE, "グラフの新しさ", f"あとから変わったファイルがあります（{some}）", "renkei build で作り直してください。",
        {"新しいファイル": len(newer)},
    )  # fmt: skip


def _equal(settings: Settings) -> bool:
    """Whether the stored graph is what the files say."""
    found = build.checked(settings)
    if found.errors:
        return False
    wanted, stored = Stamped(found.facts.tables()), Stamped(asyncio.run(_tables(settings)))
    return all(wanted.digest(key) == stored.digest(key) for key in ALL_KEYS)


async def _tables(settings: Settings) -> Tables:
    store = open_store(settings)
    try:
        return await store.tables()
    finally:
        await store.close()


def _remedy(error: RenkeiError) -> str:
    if isinstance(error, StoreChangingError):
        return "読み込みの途中なら待ってください。途中で止まったのなら、renkei build がやり直して直します。"
    return (
        ""
        if "renkei build" in error.detail or "確かめてください" in error.detail
        else "renkei build で作り直してください。"
    )


async def _counted(settings: Settings) -> tuple[Version, dict[str, int]]:
    store = open_store(settings)
    try:
        version = await store.version()
        return version, {
            label: int((await store.rows(f"MATCH (n:`{label}`) RETURN count(n) AS 数")).rows[0][0])
            for label in _COUNTED
            if label in model.LABEL
        }
    finally:
        await store.close()


def _files(settings: Settings) -> Iterator[Path]:
    for folder in (shipped_data(), settings.data.expanduser()):
        yield from sorted((folder / "documents").glob("*.y*ml"))
        named = (folder / name for name in (registry.FILE, fields.FILE, decisions.FILE))
        yield from (path for path in named if path.is_file())
