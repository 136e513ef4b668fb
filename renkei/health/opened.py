"""What is open to others: the address, the key, the port."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Final

from graph.errors import reason
from graph.settings import Settings
from renkei.health.finding import GOOD, NOTICE, WRONG, Fact, Finding
from renkei.serving import SHORTEST

_PATIENCE: Final = 2.0


def address(settings: Settings) -> Iterator[Finding]:
    """Who can reach the pages, and what asks them for a key."""
    chosen = settings.token.get_secret_value()
    if settings.alone:
        yield Finding(GOOD, "画面のアドレス", f"{settings.host}（この機械からだけ）", facts={"届く": False})
        return
    reachable = f"{settings.host}（同じネットワークの人が見られます）"
    if settings.key and len(settings.key) < SHORTEST:
        yield Finding(
            WRONG, "合い言葉", f"短すぎます（{len(settings.key)} 文字）", f"RENKEI_TOKEN を {SHORTEST} 文字以上にしてください。",
            {"合い言葉": "短い"},
        )  # fmt: skip
        return
    state = "なし" if chosen and not settings.key else "決めてある" if chosen else "起動のたびに作る"
    facts: dict[str, Fact] = {
        "届く": True,
        "合い言葉": state,
        "庁内限りも": settings.internal,
        "Cypherも": settings.cypher,
    }
    if state == "なし":
        yield Finding(
            NOTICE, "画面のアドレス", f"{reachable}、合い言葉を求めません",
            "RENKEI_TOKEN の off を消すか、自分だけで使うなら RENKEI_HOST を消してください。", facts,
        )  # fmt: skip
    else:
        yield Finding(
            NOTICE, "画面のアドレス", f"{reachable}、合い言葉は{state}", "自分だけで使うなら RENKEI_HOST を消してください。",
            facts,
        )  # fmt: skip


def port(settings: Settings) -> Iterator[Finding]:
    """Whether the port can be used, or who uses it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    subject = "ポート"
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            why = reason(error)
        else:
            yield Finding(GOOD, subject, f"{settings.port} は空いています", facts={"空き": True, "番号": settings.port})
            return
    if _ours(settings):
        yield Finding(
            GOOD,
            subject,
            f"{settings.port} で renkei serve が動いています",
            facts={"空き": False, "番号": settings.port, "連携グラフ": True},
        )
    else:
        yield Finding(
            NOTICE, subject, f"{settings.port} を使えません（{why}）", "renkei serve --port で別の番号にしてください。",
            {"空き": False, "番号": settings.port, "連携グラフ": False},
        )  # fmt: skip


def _ours(settings: Settings) -> bool:
    """Whether a server of ours answers there."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, never bound
    url = f"http://[{host}]:{settings.port}/health" if ":" in host else f"http://{host}:{settings.port}/health"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=_PATIENCE) as answer:
            return bool(answer.status == 200 and answer.headers.get("X-Request-ID"))
    except (OSError, urllib.error.URLError, ValueError):
        return False
