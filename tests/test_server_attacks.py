"""A running server, and people with bad will who speak to its port: nobody gets in, and the others are still served.

One ``renkei serve`` for all tests, as a person starts it, over the small made-up graph; what is sent is sent as bytes.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from graph.store.embedded import EmbeddedStore
from tests import graphs
from tests.servers import free_port

SECRET = "himitsu-no-go-5512"


@dataclass
class Served:
    """A server. ``folder``: what lies beside the data; ``log``: what it said."""

    port: int
    folder: Path
    log: Path
    process: subprocess.Popen[bytes]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), 20)

    def raw(self, sent: bytes, *, enough: int = 2_000_000) -> bytes:
        """What comes back to some bytes until the other side has nothing more to say."""
        with self.connect() as line:
            with suppress(OSError):
                line.sendall(sent)
            return _read(line, enough)

    def ask(
        self, target: str, *headers: str, method: str = "GET", host: str = "", body: bytes = b""
    ) -> tuple[int, str]:
        """Status and whole answer of one request; ``target`` and headers are sent as they are."""
        lines = [
            f"{method} {target} HTTP/1.1",
            f"Host: {host or f'127.0.0.1:{self.port}'}",
            "Connection: close",
            *headers,
        ]
        if body or method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        answer = self.raw("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        return status(answer), answer.decode("utf-8", "replace")

    def memory(self) -> int:
        """Megabytes in use."""
        told = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", told)[0]) // 1_000


def _read(line: socket.socket, enough: int = 2_000_000) -> bytes:
    found = b""
    try:
        while len(found) < enough and (piece := line.recv(65_536)):
            found += piece
    except OSError:
        pass
    return found


def status(answer: bytes) -> int:
    """The status of an answer, 0 where there is none."""
    found = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    return int(found[1]) if found else 0


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")

    async def fill() -> None:
        store = EmbeddedStore(folder / "graph" / "graph.json")
        await store.replace(graphs.small())
        await store.close()

    asyncio.run(fill())
    port, log = free_port(), folder / "log.txt"
    settings = {
        "RENKEI_DATA": str(folder / "data"), "RENKEI_GRAPH_FILE": str(folder / "graph" / "graph.json"), "RENKEI_CYPHER": "on",
    }  # fmt: skip
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", "from renkei.cli import main; main()", "serve", "--port", str(port)],
            stdout=out, stderr=out, cwd=folder, env=os.environ | settings,
        )  # fmt: skip
        found = Served(port, folder, log, process)
        try:
            for _ in range(300):
                try:
                    if found.ask("/ready")[0] == 200:
                        break
                except OSError:
                    pass
                time.sleep(0.1)
            yield found
        finally:
            process.terminate()
            process.wait(20)
    said = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in said, said[-3_000:]


@pytest.fixture(autouse=True)
def _still_answers(served: Served) -> Iterator[None]:
    yield
    assert served.ask("/ready")[0] == 200


# --- where it leads --------------------------------------------------------------------------------------------------

UP = (
    "../secret.txt", "../../../../../../etc/passwd", "..%2fsecret.txt", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/secret.txt",
    "%2e%2e%2f%2e%2e%2fsecret.txt", "..%5csecret.txt", "....//secret.txt", "..%252f..%252fetc/passwd", "..%c0%af..%c0%afetc/passwd",
    "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd", "file:///etc/passwd", "C:%5cWindows%5cwin.ini", "..;/secret.txt", "explorer.css%00.txt",
    "%00", "..%00/", "explorer.css/../../../app.py", "a" * 5_000, "%ff%fe", "%ed%a0%80", "~root", ".env", ".", "..", "CON", "nul.css", "%0d%0aX-Made: 1",
)  # fmt: skip


@pytest.mark.parametrize(
    "before",
    ["/static/", "/browser/", "/municipalities/", "/documents/", "/review/", "/api/queries/", "/forms/inquiry/", "/"],
)
def test_no_path_leads_out_of_its_folder_or_breaks_the_server(served: Served, before: str) -> None:
    for name in UP:
        number, answer = served.ask(before + name)
        assert number in (200, 301, 303, 307, 308, 400, 404, 405, 422), f"{before}{name}: {number}"
        assert SECRET not in answer
        assert "root:" not in answer
        assert "x-made" not in answer.lower().partition("\r\n\r\n")[0]
        if number == 200:
            assert name in (".", "..", "explorer.css/../../../app.py") or before == "/", f"{before}{name}"


def test_requests_that_proxies_read_in_two_ways_are_refused_or_read_in_one(served: Served) -> None:
    head = f"Host: 127.0.0.1:{served.port}\r\n".encode()
    inner = b"GET /api/queries/fields HTTP/1.1\r\n" + head + b"\r\n"
    for more in (
        b"Content-Length: 5\r\nContent-Length: 0\r\n",
        b"Content-Length: 5, 6\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: 0x10\r\n",
        b"Content-Length: 99999999999999999999999\r\n",
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding: chunked\r\n : x\r\n",
        b"X: 1\r\n folded\r\n",
        b"X\0Y: 1\r\n",
        b"X: a\0b\r\n",
        b"X: a\rb\r\n",
        b"bad name: 1\r\n",
        b": empty\r\n",
        b"Host: evil.example\r\n",
    ):
        answer = served.raw(b"POST /api/cypher HTTP/1.1\r\n" + head + more + b"\r\n0\r\n\r\n" + inner)
        assert b"HTTP/1.1 200" not in answer, f"{more!r}: {answer[:300]!r}"
        assert status(answer) in (400, 403, 411, 413, 422, 431, 501), f"{more!r}: {answer[:200]!r}"
    for line in (
        b"GET / HTTP/1.1\r\n\r\n", b"GET\r\n\r\n", b"\r\n" * 5_000, b"\x16\x03\x01" * 200,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"\0" * 10_000,
        b"GET / HTTP/1.1\r\n" + head + head + b"\r\n",
    ):  # fmt: skip
        answer = served.raw(line + b"Connection: close\r\n\r\n")
        assert status(answer) in (0, 400, 431, 505), f"{line[:40]!r}: {answer[:100]!r}"


def test_headers_have_an_end(served: Served) -> None:
    head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n".encode()
    before = served.memory()
    for sent in (
        head + b"X: " + b"a" * 20_000_000,
        head + b"X-%d: a\r\n" % 1 * 1_000_000,
        b"GET /" + b"a" * 20_000_000,
        head + b"Cookie: " + b"renkei=a; " * 1_000_000,
    ):
        assert status(served.raw(sent)) in (0, 400, 431)
    assert served.memory() < before + 60


def test_a_value_never_becomes_a_header(served: Served) -> None:
    for target in (
        "/municipalities?%0d%0aX-Made:%201",
        "/things/%0d%0aX-Made:1",
        "/map.svg?%E7%9C%8C=%0d%0aX-Made:1",
        "//evil.example/%2f..",
        "/%0d%0aX-Made:1/?token=a%0d%0aX-Made:1",
    ):
        _, answer = served.ask(target)
        top = answer.partition("\r\n\r\n")[0].lower()
        assert "\nx-made" not in top
        assert "evil.example" not in re.findall(r"location: (.*)", top)


# --- under which name, from where --------------------------------------------------------------------------------------


def test_only_its_own_names_are_answered(served: Served) -> None:
    port = served.port
    for host in (
        "localhost",
        f"LocalHost:{port}",
        f"127.0.0.1:{port}",
        "127.0.0.1",
        f"[::1]:{port}",
        "[::1]",
        "localhost:1",
    ):
        assert served.ask("/", host=host)[0] == 200, host
    for host in (
        "evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil.example", "localhost.", "127.0.0.1.", "0.0.0.0",  # noqa: S104 - named, never bound
        f"0.0.0.0:{port}", "[::]", "[::ffff:127.0.0.1]", "[::1", "::1]", "[::1]x", "[::1]:x", "127.0.0.1:80:80", "127.1", "2130706433", "0x7f.1", "0177.0.0.1",
        "127.0.0.1@evil.example", "evil.example@127.0.0.1", "localhost/", "localhost#", "localhost,evil.example", "localhost evil", "[fe80::1%25lo]",
        "127.0.0.2", "192.168.1.20", " ", "a" * 5_000, "\xb9\xb2\xb7.0.0.1",
    ):  # fmt: skip
        number, answer = served.ask("/api/queries/counts", host=host)
        assert number == 400, f"{host!r}: {number}"
        assert "宇陀" not in answer
        assert len(answer) < 5_000


def test_no_foreign_page_can_write(served: Served) -> None:
    own = f"http://127.0.0.1:{served.port}"
    form = ("Content-Type: application/x-www-form-urlencoded",)
    for headers in (
        (), ("Origin: null",), ("Origin: http://evil.example",), (f"Origin: http://127.0.0.1:{served.port + 1}",), (f"Origin: https://127.0.0.1:{served.port}",),
        (f"Origin: {own}.evil.example",), (f"Origin: {own}", "Sec-Fetch-Site: cross-site"), (f"Origin: {own}", "Sec-Fetch-Site: same-site"),
        ("Sec-Fetch-Site: cross-site",), ("Sec-Fetch-Site: none",), (f"Origin: http://localhost:{served.port}",), (f"Referer: {own}/review",),
        (f"Origin: {own}", "Origin: http://evil.example"),
    ):  # fmt: skip
        for target in ("/review/by", "/review/add", "/review/build"):
            number, answer = served.ask(target, *form, *headers, method="POST", body=b"a=b")
            assert number == 403, f"{target} {headers}: {number} {answer[:200]}"
            assert "set-cookie" not in answer.lower()
    assert not (served.folder / "data").exists() or not list((served.folder / "data").rglob("*.yaml"))
    # A form of any page can send this type without asking first.
    assert served.ask("/api/cypher", "Content-Type: text/plain", method="POST", body=b'{"x": 1}')[0] == 422


def test_no_answer_may_be_read_by_a_foreign_page(served: Served) -> None:
    for target in ("/", "/api/queries/counts", "/openapi.json", "/review", "/map"):
        for method in ("GET", "OPTIONS"):
            _, answer = served.ask(
                target, "Origin: http://evil.example", "Access-Control-Request-Method: POST", method=method
            )
            assert "access-control-allow" not in answer.lower()


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "OPTIONS", "POST", "get", "X" * 200]
)
def test_other_methods_change_nothing_and_echo_nothing(served: Served, method: str) -> None:
    for target in ("/", "/municipalities/292125", "/static/explorer.css", "/api/queries/counts", "/review/build"):
        number, answer = served.ask(target, "X-Echo: echo-7731", method=method)
        assert number in (0, 400, 403, 404, 405, 501), f"{method} {target}: {number}"
        assert "echo-7731" not in answer


# --- how much ------------------------------------------------------------------------------------------------------------


def test_a_body_that_is_too_large_is_refused_before_it_was_sent(served: Served) -> None:
    head = f"Host: 127.0.0.1:{served.port}\r\nOrigin: http://127.0.0.1:{served.port}\r\n"
    for line, kind in (
        ("POST /review/add", "multipart/form-data; boundary=x"),
        ("POST /review/by", "application/x-www-form-urlencoded"),
    ):
        started = time.monotonic()
        answer = served.raw(
            f"{line} HTTP/1.1\r\n{head}Content-Type: {kind}\r\nContent-Length: 30000000000\r\n\r\na=".encode(),
            enough=20,
        )
        assert status(answer) == 413, answer[:200]
        assert time.monotonic() - started < 5
    before = served.memory()
    endless = b"".join(b"%x\r\n%s\r\n" % (60_000, b"[" * 60_000) for _ in range(800))
    sent = (
        f"POST /api/cypher HTTP/1.1\r\n{head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        + endless
    )
    assert status(served.raw(sent, enough=20)) in (0, 413)
    assert served.memory() < before + 60


def _part(name: str, body: bytes = b"x", more: str = "") -> bytes:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + body + b"\r\n"


BOMBS = {
    "files": _part("ファイル", more='; filename="a.txt"') * 10_000,
    "fields": _part("a") * 60_000,
    "header of a part": b"--b\r\nContent-Disposition: form-data; name=a\r\nX: " + b"a" * 20_000_000 + b"\r\n\r\nx\r\n",
    "headers of a part": b"--b\r\nContent-Disposition: form-data; name=a\r\n" + b"X: a\r\n" * 2_000_000 + b"\r\nx\r\n",
    "name of a part": _part("a" * 20_000_000),
    "a field without end": _part("a", b"x" * 20_000_000),
    "beginnings of the boundary": _part("a", more='; filename="a.txt"', body=b"\r\n--" * 5_000_000),
    "no part": b"--b--" * 1_000_000,
    "no boundary": b"a" * 20_000_000,
    "no name": b"--b\r\n\r\nx\r\n" * 10_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_form_of_too_many_or_too_long_parts_is_refused_while_others_are_served(served: Served, bomb: str) -> None:
    before, waits, body = served.memory(), list[float](), BOMBS[bomb] + b"--b--\r\n"
    head = (
        f"POST /review/add HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nOrigin: http://127.0.0.1:{served.port}\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(served.raw, head.encode() + body)
        while not sent.done():
            started = time.monotonic()
            assert served.ask("/health")[0] == 200
            waits.append(time.monotonic() - started)
            time.sleep(0.02)
    assert status(sent.result()) in (0, 400, 403, 413, 422), sent.result()[:300]
    assert max(waits, default=0) < 3
    assert served.memory() < before + 100


def test_deep_and_wide_json_is_refused(served: Served) -> None:
    for body in (
        b"[" * 200_000, b'{"a":' * 100_000, b'{"\xe6\x96\x87": ' + b"[" * 100_000, b"1" * 200_000, b'"' + b"\\u0041" * 30_000, b"{" + b'"a":1,' * 30_000 + b'"b":1}',
        b"\xff\xfe", b'{"\xe6\x96\x87": "\\ud800"}', b"NaN", b"null",
    ):  # fmt: skip
        started = time.monotonic()
        number, answer = served.ask("/api/cypher", "Content-Type: application/json", method="POST", body=body)
        assert number in (400, 413, 422), f"{body[:30]!r}: {number}"
        assert len(answer) < 20_000, f"{body[:30]!r} came back"
        assert time.monotonic() - started < 3


HOSTILE = (
    "あ" * 3_000, "(a+)+$" * 1_500, "a" * 10_000, "株式会社" * 2_000, "0-" * 5_000, " " * 10_000, "\u3099" * 3_000, "ｶﾞ" * 3_000, "令和5年" * 2_000,
    "(" * 10_000, "、" * 3_000, "%" * 3_000, "\u0345\u0300" * 2_000, "ﷺ" * 2_000, "'\"\\`" * 2_500, "&a=b" * 2_500, "\u202e" * 3_000, "９" * 3_000, "-" * 10_000, "県市町村" * 1_500,
)  # fmt: skip


def _shorter(text: str, most: int) -> str:
    while len(quote(text)) > most:
        text = text[: len(text) // 2]
    return quote(text)


def test_no_text_that_one_may_ask_for_takes_long(served: Served) -> None:
    """Every address that programs know, and those of people, with hostile texts for all they take."""
    spec = json.loads(served.ask("/openapi.json")[1].partition("\r\n\r\n")[2])
    names: dict[str, list[str]] = {
        "/search": ["q", "語"], "/municipalities": ["県", "名称", "人口"], "/organisations": ["名称", "q"], "/agreements": ["語", "分野", "年"],
        "/map": ["分野", "県"], "/names": ["名前"], "/compare": ["id", "自治体"],
    }  # fmt: skip
    for path, methods in spec["paths"].items():
        names[re.sub(r"{[^}]*}", "292125", path)] = [
            each["name"] for each in methods.get("get", {}).get("parameters", ()) if each["in"] == "query"
        ]
    waited = []
    for n, (path, asked) in enumerate(names.items()):
        if not asked or path.endswith((".csv", ".xlsx")):
            continue
        told = [
            f"{quote(name)}={_shorter(HOSTILE[(n + m) % len(HOSTILE)], 50_000 // len(asked))}"
            for m, name in enumerate(asked)
        ]
        started = time.monotonic()
        number, answer = served.ask(f"{path}?{'&'.join(told)}")
        waited.append((time.monotonic() - started, path, number))
        assert number in (200, 303, 400, 404, 422), f"{path}: {number} {answer[:300]}"
    assert len(waited) > 60
    assert max(waited)[0] < 5, sorted(waited)[-3:]


# --- many, and slow ------------------------------------------------------------------------------------------------------


def test_those_who_ask_slowly_are_let_go_and_the_others_are_served(served: Served) -> None:
    """Half-sent requests, bodies by the letter, and answers that nobody takes, some hundred at once."""
    own = f"Host: 127.0.0.1:{served.port}\r\n"
    with ExitStack() as stack:
        lines = []
        for n in range(500):
            line = stack.enter_context(served.connect())
            if n % 2:
                line.sendall(f"GET / HTTP/1.1\r\n{own}X-".encode())
            lines.append(line)
        bodies = [stack.enter_context(served.connect()) for _ in range(20)]
        for line in bodies:
            line.sendall(
                f"POST /api/cypher HTTP/1.1\r\n{own}Content-Type: application/json\r\nContent-Length: 900\r\n\r\n[".encode()
            )
        started, waits = time.monotonic(), []
        for _ in range(20):
            before = time.monotonic()
            assert served.ask("/api/queries/fields")[0] == 200
            waits.append(time.monotonic() - before)
        assert statistics.median(waits) < 0.5
        for line in lines[::50]:
            # A letter now and then keeps nobody.
            with suppress(OSError):
                line.sendall(b"a")
        for line in lines[::25]:
            line.settimeout(40)
            assert len(_read(line)) < 2_000
        assert time.monotonic() - started < 40
    assert served.ask("/")[0] == 200
