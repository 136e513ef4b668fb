"""What happened, for those who run the tool: events of a closed vocabulary, told without anybody's data.

`emit` is the only way to tell one. Its fields are declared here, with what they may hold; a text that is no plain name
of the program itself (a route, a class, a question of the catalogue) is not let through. Who listens is decided at the
edge (`renkei.journal`); where nobody does, nothing is written.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal, TypedDict, Unpack

Event = Literal["start", "stop", "request", "refused", "slow_query", "graph", "store_lost", "store_back", "build",
                "command", "trouble"]  # fmt: skip

EVENTS: Final[dict[Event, tuple[int, str]]] = {
    "start": (logging.INFO, "画面のサーバーが始まった"),
    "stop": (logging.INFO, "画面のサーバーが終わった"),
    "request": (logging.INFO, "ひとつの要求に答えた（部品の置き場と、生きているかの問い合わせは debug）"),
    "refused": (logging.WARNING, "入口で断った（合い言葉がない、知らない名前で呼ばれた、大きすぎる、など）"),
    "slow_query": (logging.WARNING, "用意された問いに一秒より長くかかった"),
    "graph": (logging.INFO, "答えるグラフの版が変わった"),
    "store_lost": (logging.ERROR, "データベースが答えなくなった"),
    "store_back": (logging.INFO, "データベースがまた答えるようになった"),
    "build": (logging.INFO, "renkei build がグラフを作った"),
    "command": (logging.INFO, "命令がひとつ終わった（うまくいかなかったときは warning）"),
    "trouble": (logging.ERROR, "思いがけないこと。部品の知らせ（種類と場所だけで、文は書かない）"),
}
"""Every event: its level where nothing else is said, and what it means."""


class Fields(TypedDict, total=False):
    """What an event may tell."""

    request: str
    method: str
    route: str
    status: int
    ms: float
    store: str
    version: int
    before: int
    error: str
    cause: str
    at: list[str]
    query: str
    command: str
    exit: int
    program: str
    python: str
    port: int
    reachable: bool
    key: bool
    seconds: float
    documents: int
    errors: int
    warnings: int
    unconfirmed: int
    written: int
    nodes: int
    relationships: int
    logger: str


MEANING: Final[dict[str, str]] = {
    "request": "要求の番号。返事の X-Request-ID と同じ",
    "method": "HTTP の方法（知らない方法は OTHER）",
    "route": "場所の型（`/organisations/{id}`）。どれにも当たらなければ `-`。番地そのもの、問いの値は書かない",
    "status": "HTTP の状態コード。相手が待たずに切ったときは 499",
    "ms": "かかったミリ秒",
    "store": "データベース（embedded か neo4j）",
    "version": "グラフの版の番号（最後に確かめたもの）",
    "before": "変わる前の版の番号",
    "error": "誤りの種類（クラスの名）。文は書かない",
    "cause": "そのもとになった誤りの種類",
    "at": "誤りの起きた場所（ファイル:行 関数）。値は書かない",
    "query": "問いの名（renkei query --list の名）。引数は書かない",
    "command": "命令の名。引数は書かない",
    "exit": "終了コード",
    "program": "連携グラフの版",
    "python": "Python の版",
    "port": "待ち受けるポート",
    "reachable": "ほかの機械から届くか",
    "key": "合い言葉を求めるか",
    "seconds": "かかった秒",
    "documents": "確かめた文書の数",
    "errors": "誤りの数",
    "warnings": "注意の数",
    "unconfirmed": "確認前の記録の数",
    "written": "書いた節点と関係の数",
    "nodes": "グラフの節点の数",
    "relationships": "グラフの関係の数",
    "logger": "知らせた部品",
}
"""Every field, as `docs/operation.md` tells it."""

SLOW: Final = 1.0
"""Seconds above which a question of the catalogue is told."""

LOG: Final = logging.getLogger("renkei")
LOG.addHandler(logging.NullHandler())

HELD: Final = "renkei_fields"
"""Attribute of a log record that holds the fields."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_./{}:*+\- <>]{0,120}")


def emit(event: Event, /, *, level: int | None = None, **fields: Unpack[Fields]) -> None:
    """Tell an event. It never raises and never waits for anything but the listener's own writing."""
    level = EVENTS[event][0] if level is None else level
    if LOG.isEnabledFor(level):
        LOG.log(level, event, extra={HELD: {name: _safe(value) for name, value in fields.items() if name in MEANING}})


def _safe(value: Any) -> Any:
    """The value, or ``?`` for what could hold words of a document, of a request or of a setting."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, list):
        return [_safe(each) for each in value[:_MOST]]
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else "?"


_MOST: Final = 30


def where(error: BaseException) -> list[str]:
    """The places that an error came through, the innermost last: file, line and function, no values, no source text."""
    found = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(
            f"{'/'.join(code.co_filename.replace(chr(92), '/').split('/')[-2:])}:{trace.tb_lineno} {code.co_name}"
        )
        trace = trace.tb_next
    return found[-_MOST:]


def cause(error: BaseException) -> str:
    """The class of what an error came from; '' where it came from nothing."""
    origin = error.__cause__ or error.__context__
    return type(origin).__name__ if origin else ""


@contextmanager
def timed(query: str) -> Iterator[None]:
    """Tell it where a question of the catalogue takes long; the caller's work is what is timed."""
    start = time.monotonic()
    try:
        yield
    finally:
        taken = time.monotonic() - start
        if taken > SLOW:
            emit("slow_query", query=query, ms=taken * 1000)
