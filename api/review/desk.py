"""What the review pages share while the process lives: the user's drafts, the checks, the token, and short notes."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request

from graph.errors import Problem
from graph.paths import shipped_data
from graph.settings import Settings
from loaders import fields, registry
from loaders.review import Checker, Shelf
from loaders.vocabulary import Vocabulary

T = TypeVar("T")

_NOTES: Final = 50


class Desk:
    """The drafts of the user's folder as one process shows and changes them.

    ``token``: stands in every form, so that a form which this process did not hand out is told from its own.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.root = settings.data.expanduser()
        self.token = secrets.token_urlsafe(32)
        self.building = asyncio.Lock()
        self._shelf = Shelf.at(self.root, self._check)
        self._busy = threading.Lock()
        self._checker: tuple[tuple[Any, ...], Checker] | None = None
        self._notes: OrderedDict[str, Any] = OrderedDict()

    @property
    def writable(self) -> bool:
        """Whether this server can be reached from this machine alone; only then do its pages write."""
        return is_loopback(self.settings.host)

    def shows(self, info: Mapping[str, Any]) -> bool:
        """Whether the pages show the draft of a document: what is 庁内限り stays on this machine unless asked for."""
        return self.writable or self.settings.internal or bool(info and info.get("公開") != "庁内限り")

    async def work(self, job: Callable[[Shelf], T]) -> T:
        """Do a piece of work on the drafts in a thread; one at a time."""

        def alone() -> T:
            with self._busy:
                return job(self._shelf)

        return await asyncio.to_thread(alone)

    def vocabulary(self) -> Vocabulary:
        """What drafting knows at present."""
        return Vocabulary.load(shipped_data(), self.root)

    def checker(self) -> Checker:
        """The names of today, read again when a file of names has changed."""
        stamp = tuple(_stamp(self.root / name) for name in (registry.FILE, fields.FILE))
        if self._checker is None or self._checker[0] != stamp:
            self._checker = (stamp, Checker.load(shipped_data(), self.root))
        return self._checker[1]

    def forget_names(self) -> None:
        """Read the names again at the next check: people said that two are the same."""
        self._checker = None

    def _check(self, section: str, record: Mapping[str, Any], info: Mapping[str, Any]) -> list[Problem]:
        return self.checker()(section, record, info)

    def note(self, content: Any) -> str:
        """Keep what the page after the next redirect shall show; returns the name under which it asks."""
        name = secrets.token_urlsafe(9)
        self._notes[name] = content
        while len(self._notes) > _NOTES:
            self._notes.popitem(last=False)
        return name

    def noted(self, name: str) -> Any:
        """What was kept under a name, or None."""
        return self._notes.get(name)


def is_loopback(host: str) -> bool:
    """Whether a server bound to ``host`` answers to its own machine alone."""
    name = host.strip("[]").lower()
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]
