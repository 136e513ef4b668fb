"""Doors in front of one real Neo4j that together look like a cluster, and that cut a connection at a chosen word.

A door speaks Bolt just well enough to see which message passes. It answers ``ROUTE`` by itself, with the doors as the
cluster's members; everything else it hands on to the real server and back. So the driver's own routing, its pools and
its reactions to a lost connection are at work, and what was committed is what a real server says.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto
from urllib.parse import urlsplit

from tests.servers import Server

NAMES = {0x10: "RUN", 0x11: "BEGIN", 0x12: "COMMIT", 0x13: "ROLLBACK", 0x66: "ROUTE"}
_SUCCESS, _FAILURE = 0x70, 0x7F


class Fault(Enum):
    """What happens to a message."""

    NEVER_SENT = auto()
    """The connection is cut before the server hears it."""
    NEVER_ANSWERED = auto()
    """The server does it; the connection is cut before the client hears of it."""


NOT_A_LEADER = "Neo.ClientError.Cluster.NotALeader"

Decide = Callable[[str], Fault | str | None]
"""What happens to the message of this name: a fault, the code of an error that the server answers, or nothing."""


class Door:
    """One address of the cluster. ``heard``: name and bytes of the messages that came to it; ``decide`` may spoil one."""

    def __init__(self, server: Server, cluster: Cluster) -> None:
        self._behind = urlsplit(server.uri)
        self._cluster = cluster
        self._open: set[asyncio.StreamWriter] = set()
        self.heard: list[tuple[str, bytes]] = []
        self.decide: Decide = lambda name: None
        self.address = ""

    async def open(self) -> None:
        self._listening = await asyncio.start_server(self._come_in, "127.0.0.1", 0)
        self.address = f"127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """Who is in is thrown out."""
        for writer in list(self._open):
            writer.transport.abort()

    async def shut(self) -> None:
        """Nobody comes in any more, and who was in is thrown out."""
        self._listening.close()
        self.cut()
        await self._listening.wait_closed()

    def count(self, name: str) -> int:
        """How many messages of this name came."""
        return sum(name == each for each, _ in self.heard)

    async def _come_in(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        server, to_server = await asyncio.open_connection(self._behind.hostname, self._behind.port)
        self._open |= {to_client, to_server}
        deaf = asyncio.Event()
        answers = asyncio.create_task(_hand_back(server, to_client, deaf))
        try:
            hello = bytearray(await client.readexactly(20))
            hello[4:12] = bytes((0, 0, 0, 0, 0, 6, 6, 5))  # no newer handshake, and Bolt 5.6 at most
            to_server.write(hello)
            while message := await _message(client):
                name = NAMES.get(message[3], "")
                self.heard.append((name, message))
                fault = self.decide(name)
                if name == "ROUTE":
                    to_client.write(_framed(_SUCCESS, self._cluster.table()))
                elif fault is Fault.NEVER_SENT:
                    break
                elif isinstance(fault, str):
                    to_client.write(_framed(_FAILURE, {"code": fault, "message": "As the test wishes"}))
                else:
                    if fault is Fault.NEVER_ANSWERED:
                        deaf.set()
                    to_server.write(message)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            # What was committed must be so before the client hears that the connection is gone.
            if deaf.is_set():
                await answers
            answers.cancel()
            for writer in (to_client, to_server):
                writer.transport.abort()
                self._open.discard(writer)


class Cluster:
    """Doors by name; ``writes`` and ``reads`` name those that the routing table gives for writing and reading."""

    def __init__(self, server: Server, names: Sequence[str]) -> None:
        self.doors = {name: Door(server, self) for name in names}
        self.writes: str = names[0]
        self.reads: list[str] = list(names[1:])

    @property
    def uri(self) -> str:
        """Where a driver begins."""
        return f"neo4j://{self.doors[self.writes].address}"

    @property
    def writer(self) -> Door:
        return self.doors[self.writes]

    def table(self) -> dict[str, object]:
        """The routing table, as a server tells it."""
        members = {"WRITE": [self.writes] if self.writes else [], "READ": self.reads, "ROUTE": list(self.doors)}
        servers = [
            {"role": role, "addresses": [self.doors[name].address for name in names]} for role, names in members.items()
        ]
        return {"rt": {"ttl": 300, "db": "neo4j", "servers": servers}}


@asynccontextmanager
async def cluster(server: Server, *names: str) -> AsyncIterator[Cluster]:
    """Doors with these names; the first one writes."""
    found = Cluster(server, names)
    for door in found.doors.values():
        await door.open()
    try:
        yield found
    finally:
        for door in found.doors.values():
            await door.shut()


async def _hand_back(server: asyncio.StreamReader, to_client: asyncio.StreamWriter, deaf: asyncio.Event) -> None:
    with suppress(ConnectionError):
        while data := await server.read(65_536):
            if deaf.is_set():
                break
            to_client.write(data)
    to_client.transport.abort()


async def _message(client: asyncio.StreamReader) -> bytes:
    """A whole message with its frame; its fourth byte says which one it is."""
    found = b""
    while True:
        size = await client.readexactly(2)
        found += size
        if size == b"\0\0":
            if len(found) > 2:
                return found
            found = b""
        else:
            found += await client.readexactly(int.from_bytes(size, "big"))


def _framed(kind: int, fields: dict[str, object]) -> bytes:
    body = bytes((0xB1, kind)) + _packed(fields)
    return len(body).to_bytes(2, "big") + body + b"\0\0"


def _packed(value: object) -> bytes:
    """Small values as Bolt writes them."""
    if isinstance(value, dict):
        return bytes((0xA0 | len(value),)) + b"".join(_packed(key) + _packed(value[key]) for key in value)
    if isinstance(value, list):
        return bytes((0x90 | len(value),)) + b"".join(map(_packed, value))
    if isinstance(value, int):
        return b"\xc9" + value.to_bytes(2, "big", signed=True)
    text = str(value).encode()
    return (bytes((0x80 | len(text),)) if len(text) < 16 else bytes((0xD0, len(text)))) + text
