"""Connections that wait too long or are too many, against a server with short limits that runs beside the test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.connections import Connection, Crowd

LARGE = 30_000_000


class Hasty(Connection):
    """With limits that a test can wait for."""

    HEAD_SECONDS = BODY_SECONDS = READ_SECONDS = 0.3
    LOOK_SECONDS = 0.05
    AT_ONCE = 5


class Room:
    """An application that answers how many bytes it was sent, or, at /large, more than anybody takes at once."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        length, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.told.append("gone")
                return
            length, more = length + len(message["body"]), message.get("more_body", False)
        if scope["path"] == "/long":
            await asyncio.sleep(1)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        body = b"a" * LARGE if scope["path"] == "/large" else b"%d bytes" % length
        await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def serving(app: Any = None, protocol: type[Connection] = Hasty) -> AsyncIterator[int]:
    """A server at a port of its own."""
    config = uvicorn.Config(
        app or Room(), port=0, http=protocol, ws="none", lifespan="off", log_config=None, timeout_keep_alive=1
    )
    server = uvicorn.Server(config)
    server.capture_signals = nullcontext  # type: ignore[method-assign]
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - it tells nobody when it is
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        await running


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def opened(port: int, sent: bytes = b"") -> Line:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    await writer.drain()
    return reader, writer


async def rest(line: Line, seconds: float = 3) -> bytes | None:
    """What still comes until the other side closes; None where it does not close."""
    try:
        async with asyncio.timeout(seconds):
            return await line[0].read()
    except TimeoutError:
        return None
    except ConnectionError:
        return b""


async def answer(port: int, sent: bytes) -> bytes:
    line = await opened(port, sent)
    found = await rest(line)
    line[1].close()
    return found or b""


GET = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3000\r\n\r\n"


@pytest.mark.parametrize("sent", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\n"])
async def test_a_request_that_does_not_come_is_not_waited_for(sent: bytes) -> None:
    async with serving() as port:
        line = await opened(port, sent)
        assert await rest(line) == b""
        line[1].close()


async def test_letters_that_trickle_keep_no_connection() -> None:
    room = Room()
    async with serving(room) as port:
        for sent in (b"GET / HTTP/1.1\r\nX: ", POST):
            line = await opened(port, sent)
            for _ in range(40):
                if line[0].at_eof():
                    break
                line[1].write(b"a")
                await asyncio.sleep(0.03)
            assert await rest(line, 1) == b""
            line[1].close()
        await asyncio.sleep(0.05)
    assert room.told == ["gone"]


async def test_a_body_that_comes_fast_enough_is_taken_however_long_it_lasts() -> None:
    async with serving() as port:
        line = await opened(port, POST)
        for _ in range(15):
            await asyncio.sleep(0.05)
            line[1].write(b"a" * 200)
        assert b"3000 bytes" in (await rest(line) or b"")
        line[1].close()


async def test_an_answer_that_is_worked_on_is_not_cut_off() -> None:
    async with serving() as port:
        assert b"0 bytes" in await answer(port, b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


async def test_an_answer_that_nobody_takes_is_given_up() -> None:
    async with serving() as port:
        line = await opened(port, b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        await asyncio.sleep(1)
        assert len(await rest(line) or b"") < LARGE
        line[1].close()


async def test_two_requests_on_one_connection_have_a_time_each() -> None:
    async with serving() as port:
        line = await opened(port, GET.replace(b"close", b"keep-alive"))
        assert b"0 bytes" in await line[0].read(200)
        await asyncio.sleep(0.5)
        line[1].write(GET)
        assert b"0 bytes" in (await rest(line) or b"")
        line[1].close()


async def test_where_all_places_are_taken_the_one_that_asks_for_nothing_longest_gives_way() -> None:
    async with serving() as port:
        idle = [await opened(port) for _ in range(Hasty.AT_ONCE)]
        assert b"200 OK" in await answer(port, GET)
        assert await rest(idle[0], 0.05) == b""
        assert await rest(idle[-1], 0.05) is None
        for line in idle:
            line[1].close()


async def test_where_all_are_being_answered_the_next_is_told_to_come_again() -> None:
    async with serving() as port:
        busy = [
            await opened(port, b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            for _ in range(Hasty.AT_ONCE)
        ]
        await asyncio.sleep(0.1)
        refused = await answer(port, b"")
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after" in refused
        for line in busy:
            assert b"0 bytes" in (await rest(line) or b"")
            line[1].close()


async def test_a_crowd_is_answered_in_turn_and_the_rest_told_to_come_again() -> None:
    async with serving(Crowd(Room(), 2), Connection) as port:
        asked = (b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",) * 2 + (GET, GET)
        busy = [await opened(port, sent) for sent in asked]
        found = [await rest(line) or b"" for line in busy]
        assert sum(b"200 OK" in each for each in found) == 2
        assert (
            sum("ただいま混み合っています".encode() in each and b"retry-after" in each.lower() for each in found) == 2
        )
        for line in busy:
            line[1].close()
        assert b"0 bytes" in await answer(port, GET)
