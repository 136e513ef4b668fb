"""``renkei serve``: the page server on one address, with a clear word where the address cannot be used."""

from __future__ import annotations

import secrets
import socket
import threading
import time
import webbrowser
from typing import Final
from urllib.parse import quote

import click
import uvicorn
from pydantic import SecretStr

from graph.errors import StoreError, UsageError, reason
from graph.settings import Settings
from renkei import journal

SHORTEST: Final = 12
"""Characters of a key that cannot be tried out over a network."""


def run(settings: Settings, *, opening: bool = False) -> None:
    """Serve until interrupted. Raises `StoreError` where the port is taken or the address is not ours."""
    from api import connections
    from api.app import create_app

    journal.writable(settings)
    _probe(settings.host, settings.port)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    shown = "127.0.0.1" if host in ("0.0.0.0", "[::]") else host  # noqa: S104
    settings = _with_key(settings)
    url = f"http://{shown}:{settings.port}/" + (f"?token={quote(settings.key, safe='')}" if settings.key else "")
    if not settings.alone:
        who = "この場所を知らせた人だけ" if settings.key else "合い言葉なしで、同じネットワークの誰でも"
        click.echo(f"注意: {settings.host} で待ち受けます。{who}が見られます。", err=True)
    click.echo(f"連携グラフ: {url} （終わるには Ctrl+C）")
    if opening:
        threading.Thread(target=_open, args=(settings.port, url), daemon=True).start()
    journal.for_people(settings)
    uvicorn.run(
        create_app(settings), host=settings.host, port=settings.port, log_config=None, access_log=False,
        http=connections.protocol(), ws="none", h11_max_incomplete_event_size=connections.HEAD_BYTES, backlog=512,
        server_header=False,
    )  # fmt: skip


def _with_key(settings: Settings) -> Settings:
    """With a key of this run where other machines can reach the server and nobody chose one. Raises `UsageError`."""
    chosen = settings.token.get_secret_value()
    if settings.key and len(settings.key) < SHORTEST:
        raise UsageError(f"RENKEI_TOKEN（合い言葉）は {SHORTEST} 文字以上にしてください。")
    if settings.alone or chosen:
        return settings
    return settings.model_copy(update={"token": SecretStr(secrets.token_urlsafe(18))})


def _probe(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StoreError(
                f"{host} のポート {port} を使えません（{reason(error)}）。"
                "ほかで使われていれば、--port で別の番号を指定してください。"
            ) from error


def _open(port: int, url: str) -> None:
    """Open the browser once the server answers."""
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                webbrowser.open(url)
                return
        time.sleep(0.1)
