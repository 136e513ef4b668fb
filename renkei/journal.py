"""The log of those who run the tool (``RENKEI_LOG``): one JSON object a line, without anybody's data.

What may be told is decided in `graph.events`. Of what libraries tell, only who told it, the class of the error and
where it came from go into the log: their words may hold an address, a name or a statement.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from graph import events, model
from graph import settings as settings_module
from graph.errors import UsageError, reason
from graph.settings import Settings

if TYPE_CHECKING:
    from loaders.build import Built

STDERR: Final = "-"
LARGEST: Final = 10_000_000
"""Bytes after which a file is put aside."""
KEPT: Final = 5
"""Files that were put aside and are kept."""
_LIBRARIES: Final = ("uvicorn", "asyncio", "neo4j", "starlette", "fastapi")

_TURNED_AWAY: Final = {"Invalid HTTP request received.": 400, "Exceeded concurrency limit.": 503}
"""What uvicorn says of requests that it answers itself, and with which status."""


class Lines(logging.Formatter):
    """A log record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, events.HELD, None)
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        line |= _foreign(record) if fields is None else {"event": record.msg, **fields}
        return json.dumps(line, ensure_ascii=False)


def _foreign(record: logging.LogRecord) -> dict[str, Any]:
    """What of a library's own record may be told."""
    if record.msg in _TURNED_AWAY:
        return {"event": "refused", "route": "-", "status": _TURNED_AWAY[record.msg]}
    told: dict[str, Any] = {"event": "trouble", "logger": record.name}
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        told |= {"error": type(error).__name__, "at": events.where(error)}
    return told


class File(logging.Handler):
    """Writes lines to a file that is put aside when it has grown; several processes may write to one.

    It is opened for every line, so that a line goes into the file of that name, whoever put the former one aside, and
    Windows lets it be renamed.
    """

    def __init__(self, path: Path, largest: int = LARGEST, kept: int = KEPT) -> None:
        super().__init__()
        self.path = path
        self._largest, self._kept = largest, kept
        self._told = False

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.write(self.format(record) + "\n")
        except OSError as error:
            if not self._told:
                self._told = True
                click.echo(
                    f"注意: 運用の記録「{self.path}」に書けません（{reason(error)}）。RENKEI_LOG を確かめてください。",
                    err=True,
                )

    def write(self, text: str) -> None:
        """Add to the file in one piece. Raises `OSError`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode("utf-8", errors="replace")
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, data)
            size = os.fstat(file).st_size
        finally:
            os.close(file)
        if size >= self._largest:
            self._put_aside()

    def _put_aside(self) -> None:
        # Another process may be doing the same: then it is done.
        with contextlib.suppress(OSError):
            for number in range(self._kept - 1, 0, -1):
                older = self.path.with_name(f"{self.path.name}.{number}")
                if older.exists():
                    older.replace(self.path.with_name(f"{self.path.name}.{number + 1}"))
            self.path.replace(self.path.with_name(f"{self.path.name}.1"))


def listen(settings: Settings) -> logging.Handler | None:
    """Write events where the settings say from now on; what wrote before stops. None where nothing is to be written."""
    for name in ("renkei", *_LIBRARIES):
        logger = logging.getLogger(name)
        for handler in [each for each in logger.handlers if isinstance(each.formatter, Lines)]:
            logger.removeHandler(handler)
    events.LOG.setLevel(logging.NOTSET)
    events.LOG.propagate = True
    if not settings.log:
        return None
    handler = logging.StreamHandler(sys.stderr) if settings.log == STDERR else File(place(settings))
    handler.setFormatter(Lines())
    level = settings.log_level.upper()
    events.LOG.addHandler(handler)
    events.LOG.setLevel(level)
    events.LOG.propagate = False
    for name in _LIBRARIES:
        # Their chatter is of no use without its words.
        logging.getLogger(name).addHandler(_above(handler, max(logging.WARNING, logging.getLevelName(level))))
    return handler


def place(settings: Settings) -> Path:
    """The file of the log."""
    return Path(settings.log).expanduser()


def _above(handler: logging.Handler, level: int) -> logging.Handler:
    """A handler that hands on what is at least of this level."""
    passing = _Passing(handler)
    passing.setLevel(level)
    passing.setFormatter(handler.formatter)
    return passing


class _Passing(logging.Handler):
    def __init__(self, target: logging.Handler) -> None:
        super().__init__()
        self._target = target

    def emit(self, record: logging.LogRecord) -> None:
        self._target.handle(record)


def for_people(settings: Settings) -> None:
    """What uvicorn tells on the terminal: warnings and errors in words, unless standard error holds lines of JSON.

    Its log of requests stays off: it would hold what people asked for.
    """
    from uvicorn.logging import DefaultFormatter  # no other command needs the server

    logger = logging.getLogger("uvicorn")
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logging.getLogger("uvicorn.access").disabled = True
    if settings.log != STDERR:
        terminal = logging.StreamHandler(sys.stderr)
        terminal.setFormatter(DefaultFormatter("%(levelprefix)s %(message)s"))
        logger.addHandler(terminal)


def writable(settings: Settings) -> None:
    """Raises `UsageError` where the log cannot be written."""
    if settings.log in ("", STDERR):
        return
    try:
        File(place(settings)).write("")
    except OSError as error:
        raise UsageError(
            f"運用の記録「{place(settings)}」に書けません（{reason(error)}）。RENKEI_LOG を直すか、消してください。"
        ) from error


@contextlib.contextmanager
def command(context: click.Context) -> Iterator[None]:
    """Tell the end of a command: its name, how long it took, how it ended. Nothing of its arguments."""
    with contextlib.suppress(UsageError):
        # The command itself says which setting is wrong, where it needs one.
        listen(settings_module.load())
    start = time.monotonic()
    told: events.Fields = {"exit": 0}
    try:
        yield
    except click.exceptions.Exit as ended:
        told["exit"] = ended.exit_code
        if ended.exit_code and (origin := events.cause(ended)):
            told["error"] = origin
        raise
    except BaseException as error:
        told |= {"exit": getattr(error, "exit_code", 1), "error": type(error).__name__}
        if not isinstance(error, click.ClickException | KeyboardInterrupt | SystemExit):
            told["at"] = events.where(error)
        raise
    finally:
        if context.invoked_subcommand:
            told |= {"command": context.invoked_subcommand, "seconds": time.monotonic() - start}
            events.emit("command", level=logging.WARNING if told["exit"] else logging.INFO, **told)


def built(settings: Settings, done: Built, seconds: float) -> None:
    """Tell what a build did, in numbers."""
    found = done.checked
    events.emit(
        "build", store=settings.store, seconds=seconds, documents=found.documents, errors=len(found.errors),
        warnings=len(found.problems) - len(found.errors), unconfirmed=found.unconfirmed, written=done.changes.written,
        nodes=sum(done.counts.get(label, 0) for label in model.LABEL),
        relationships=sum(done.counts.get(type, 0) for type in model.RELATIONSHIP),
    )  # fmt: skip
