"""A real Neo4j for the tests, from its artifacts on Maven Central; nothing of it enters the tree.

Order of preference: ``NEO4J_URI`` (with ``NEO4J_USER``, ``NEO4J_PASSWORD``; its database must be empty or ours), then
Java with Maven (jars are kept in ``~/.cache/renkei-tests``), else the tests are skipped, loudly. With ``neo4j`` in
``RENKEI_REQUIRE`` a skip is a failure.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
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


SHORT: Final = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:-BytecodeVerificationRemote",
)
"""Options for a server that lives for some minutes: compiling its own code further, or proving that of its jars sound,
would cost more than it saves."""


class UnavailableError(Exception):
    """No Neo4j can be started here; the text says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens.

    ``web`` is where it serves Neo4j Browser, ``ca`` the file of the authority that signed its certificate ('' where there
    is none, or that is not known).
    """

    uri: str
    user: str
    password: str
    version: str
    web: str = ""
    ca: str = ""


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
    """The folder with the server's jars, downloaded at the first call and when the list of them has changed."""
    folder = _CACHE / f"neo4j-{version}"
    pom, marker = Path(__file__).with_name("pom.xml"), folder / "complete"
    wanted = hashlib.sha256(pom.read_bytes()).hexdigest()
    if not marker.is_file() or marker.read_text(encoding="utf-8") != wanted:
        maven = shutil.which("mvn")
        if not maven:
            raise UnavailableError("Maven（mvn）がありません")
        command = [
            maven, "-q", "-B", "-f", str(pom), "dependency:copy-dependencies",
            f"-DoutputDirectory={folder}", f"-Dneo4j.version={version}",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise UnavailableError(f"Neo4j {version} を取得できません: {done.stdout[-300:]}")
        marker.write_text(wanted, encoding="utf-8")
    return folder


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def compose_settings(port: int) -> dict[str, str]:
    """What docker-compose.yml tells Neo4j about Browser, with another port of the explorer."""
    text = (Path(__file__).parents[2] / "docker-compose.yml").read_text(encoding="utf-8")
    found = re.findall(r'NEO4J_((?:browser|client)_\w+): "?([^"\n]+?)"?\n', text)
    names = {name.replace("__", "\0").replace("_", ".").replace("\0", "_"): value for name, value in found}
    assert set(names) == {
        "browser.post_connect_cmd",
        "browser.remote_content_hostname_whitelist",
        "client.allow_telemetry",
    }
    return {name: value.replace("${RENKEI_PORT:-8000}", str(port)) for name, value in names.items()}


class Machine:
    """A server in a folder of its own that can be stopped and started again at the same address.

    ``settings``: lines of ``neo4j.conf`` beside ours, by name; ``options``: of the Java machine.
    """

    def __init__(
        self,
        version: str,
        home: Path,
        settings: Mapping[str, str] = MappingProxyType({}),
        options: Sequence[str] = (),
    ) -> None:
        self._library, self._command, self._options = jars(version), java(_JAVA[version]), options
        self._version, self._home = version, home
        bolt, http = free_port(), free_port()
        for name in ("conf", "data", "logs", "run", "plugins"):
            (home / name).mkdir(parents=True, exist_ok=True)
        (home / "conf" / "neo4j.conf").write_text(
            f"server.bolt.listen_address=127.0.0.1:{bolt}\n"
            f"server.http.listen_address=127.0.0.1:{http}\n"
            "server.https.enabled=false\ndbms.usage_report.enabled=false\n"
            "server.memory.pagecache.size=256m\ndbms.security.auth_enabled=true\n"
            + "".join(f"{name}={value}\n" for name, value in settings.items()),
            encoding="utf-8",
        )
        ca = home / "certificates" / "ca.pem"
        self.server = Server(
            f"bolt://127.0.0.1:{bolt}", "neo4j", PASSWORD, version, f"http://127.0.0.1:{http}",
            str(ca) if ca.is_file() else "",
        )  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None
        self._password = "neo4j"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self._home / "logs" / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._command, "-Xms512m", f"-Xmx{os.environ.get('RENKEI_TEST_HEAP', '1g')}",
                 *self._options, *_OPENS, "-cp",
                 f"{self._library}/*", _MAIN[self._version], f"--home-dir={self._home}",
                 f"--config-dir={self._home / 'conf'}"],
                stdout=log, stderr=log,
            )  # fmt: skip
        _wait(self.server.uri, self._process, self._home, self._password)
        self._password = PASSWORD

    def stop(self) -> None:
        """Stop it; what it holds stays for the next start."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process = None

    def kill(self) -> None:
        """End it at once, for good: nobody needs what it holds."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def running(
    version: str, home: Path, settings: Mapping[str, str] = MappingProxyType({}), options: Sequence[str] = ()
) -> Iterator[Server]:
    """Start a server of this version in a folder of its own, and end it afterwards; see `Machine`."""
    machine = Machine(version, home, settings, options)
    try:
        machine.start()
        yield machine.server
    finally:
        machine.kill()


def _wait(uri: str, process: subprocess.Popen[bytes], home: Path, password: str) -> None:
    """Until the server answers; the first login must change the password."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            tail = (home / "logs" / "console.log").read_text(encoding="utf-8", errors="replace")[-500:]
            raise UnavailableError(f"Neo4j が起動しません: {tail}")
        try:
            with neo4j.GraphDatabase.driver(uri, auth=("neo4j", password)) as driver:
                if password == PASSWORD:
                    driver.execute_query("RETURN 1", database_="neo4j")
                else:
                    driver.execute_query(
                        "ALTER CURRENT USER SET PASSWORD FROM $old TO $new",
                        old=password, new=PASSWORD, database_="system",
                    )  # fmt: skip
                return
        except (neo4j.exceptions.ServiceUnavailable, neo4j.exceptions.TransientError):
            time.sleep(0.5)
    raise UnavailableError("Neo4j が2分たっても答えません")
