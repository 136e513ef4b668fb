"""A real Neo4j for the tests, from its artifacts on Maven Central; nothing of it enters the tree.

Order of preference: ``NEO4J_URI`` (with ``NEO4J_USER``, ``NEO4J_PASSWORD``; its database must be empty or ours), then
Java with Maven (jars are kept in ``~/.cache/renkei-tests``), else the tests are skipped, loudly. With ``neo4j`` in
``RENKEI_REQUIRE`` a skip is a failure.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import neo4j

LTS: Final = "5.26.30"
CURRENT: Final = "2026.08.1"
_MAIN: Final = {LTS: "org.neo4j.server.CommunityEntryPoint", CURRENT: "org.neo4j.server.Neo4jCommunity"}
_JAVA: Final = {LTS: 17, CURRENT: 21}
_CACHE: Final = Path(os.environ.get("RENKEI_TEST_CACHE", Path.home() / ".cache" / "renkei-tests"))
PASSWORD: Final = "renkei-test-password"
_OPENS: Final = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
]


class UnavailableError(Exception):
    """No Neo4j can be started here; the text says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens."""

    uri: str
    user: str
    password: str
    version: str


def java(least: int) -> str:
    """A Java of at least this version: the default one, or one installed beside it."""
    homes = [Path(p) for p in (os.environ.get("JAVA_HOME", ""),) if p]
    homes += sorted(Path("/usr/lib/jvm").glob("*"), reverse=True) if Path("/usr/lib/jvm").is_dir() else []
    found = [str(home / "bin" / "java") for home in homes if (home / "bin" / "java").is_file()]
    default = shutil.which("java")
    for candidate in ([default] if default else []) + found:
        text = subprocess.run([candidate, "-version"], capture_output=True, text=True, check=False).stderr
        match = re.search(r'version "(\d+)', text)
        if match and int(match[1]) >= least:
            return candidate
    raise UnavailableError(f"Java {least} 以上がありません")


def jars(version: str) -> Path:
    """The folder with the server's jars, downloaded at the first call."""
    folder = _CACHE / f"neo4j-{version}"
    if not (folder / "complete").is_file():
        maven = shutil.which("mvn")
        if not maven:
            raise UnavailableError("Maven（mvn）がありません")
        command = [
            maven, "-q", "-B", "-f", str(Path(__file__).with_name("pom.xml")), "dependency:copy-dependencies",
            f"-DoutputDirectory={folder}", f"-Dneo4j.version={version}",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise UnavailableError(f"Neo4j {version} を取得できません: {done.stdout[-300:]}")
        (folder / "complete").write_text(version, encoding="utf-8")
    return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(version: str, home: Path) -> Iterator[Server]:
    """Start a server of this version in a folder of its own, and stop it afterwards."""
    library, command = jars(version), java(_JAVA[version])
    bolt, http = _free_port(), _free_port()
    for name in ("conf", "data", "logs", "run", "plugins"):
        (home / name).mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text(
        f"server.bolt.listen_address=127.0.0.1:{bolt}\n"
        f"server.http.listen_address=127.0.0.1:{http}\n"
        "server.https.enabled=false\ndbms.usage_report.enabled=false\n"
        "server.memory.pagecache.size=256m\ndbms.security.auth_enabled=true\n",
        encoding="utf-8",
    )
    with (home / "logs" / "console.log").open("wb") as log:
        process = subprocess.Popen(
            [command, "-Xms512m", f"-Xmx{os.environ.get('RENKEI_TEST_HEAP', '1g')}", *_OPENS, "-cp",
             f"{library}/*", _MAIN[version], f"--home-dir={home}", f"--config-dir={home / 'conf'}"],
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        uri = f"bolt://127.0.0.1:{bolt}"
        _wait(uri, process, home)
        yield Server(uri, "neo4j", PASSWORD, version)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(uri: str, process: subprocess.Popen[bytes], home: Path) -> None:
    """Until the server answers; the first login must change the password."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            tail = (home / "logs" / "console.log").read_text(encoding="utf-8", errors="replace")[-500:]
            raise UnavailableError(f"Neo4j が起動しません: {tail}")
        try:
            with neo4j.GraphDatabase.driver(uri, auth=("neo4j", "neo4j")) as driver:
                driver.execute_query(
                    "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=PASSWORD, database_="system"
                )
                return
        except neo4j.exceptions.ServiceUnavailable:
            time.sleep(0.5)
    raise UnavailableError("Neo4j が2分たっても答えません")
