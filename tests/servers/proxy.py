"""A wire between a client and a server that is cut after so many bytes; nothing of the server is touched."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self


class Wire:
    """Listens on a port of its own and passes everything on, until ``after`` bytes went towards the server.

    Then every connection is cut at once, in the middle of whatever was said. ``mended``: later connections pass again;
    else none is accepted any more.
    """

    def __init__(self, port: int, after: int, *, mended: bool) -> None:
        self._target, self._left, self._mended = port, after, mended
        self._lock = threading.Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cut = False

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._close(self._listener)
        for pair in self._pairs:
            for end in pair:
                self._close(end)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                pair = client, socket.create_connection(("127.0.0.1", self._target))
                self._pairs.append(pair)
                for source, sink, counted in ((*pair, True), (*reversed(pair), False)):
                    threading.Thread(target=self._pass, args=(source, sink, counted), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while block := source.recv(65_536):
                sink.sendall(self._through(block) if counted else block)
        for end in (source, sink):
            self._close(end)

    def _through(self, block: bytes) -> bytes:
        with self._lock:
            if self.cut:
                return block
            self._left -= len(block)
            if self._left > 0:
                return block
            self.cut = True
        if not self._mended:
            self._close(self._listener)
        for pair in list(self._pairs):
            for end in pair:
                self._close(end)
        raise ConnectionError

    @staticmethod
    def _close(end: socket.socket) -> None:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
