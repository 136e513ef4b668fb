"""What a person does on the review pages without JavaScript, for their tests.

Every document, company, agreement and measure there is made up (see `tests.drafts`); municipalities are real.
"""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import httpx

from api.app import create_app
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore
from tests.drafts import BY

ORIGIN = "http://127.0.0.1:8000"
DOCUMENT = "d-mimamori"
AGREEMENT, MEASURE, MEMBERSHIP = "地域の見守りに関する協定", "三地区での声かけ", "みなも見守り協議会"


class Browser:
    """What a person does without JavaScript: opens pages, fills in their forms, follows where they lead."""

    def __init__(self, client: httpx.AsyncClient, data: Path) -> None:
        self.client = client
        self.data = data
        self.page = ""
        self.status = 0
        self.address = ""

    async def open(self, address: str) -> str:
        answer = await self.client.get(address, follow_redirects=True)
        return self._shown(answer)

    def _shown(self, answer: httpx.Response) -> str:
        self.page, self.status, self.address = answer.text, answer.status_code, str(answer.url)
        return self.page

    async def send(self, action: str, fields: list[tuple[str, str]], **more: Any) -> str:
        """Send a form of the open page to ``action``; 303 is followed as browsers do."""
        headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
        if "files" in more:
            answer = await self.client.post(action, data=dict(fields), headers=headers, **more)
        else:
            body = "&".join(f"{quote(name)}={quote(value)}" for name, value in fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            answer = await self.client.post(action, content=body, headers=headers)
        if answer.status_code == 303:
            self.location = unquote(answer.headers["location"])
            return await self.open(answer.headers["location"])
        return self._shown(answer)

    @property
    def token(self) -> str:
        found = re.search(r'name="印" value="([^"]+)"', self.page)
        assert found
        return found[1]

    def record(self, name: str) -> str:
        """The part of the page that shows a record."""
        for part in re.findall(r'<article class="record.*?</article>', self.page, re.S):
            if name in html.unescape(re.sub(r"<[^>]+>", "", part.split("</h3>")[0])):
                return str(part)
        raise AssertionError(f"no record {name}")

    def hidden(self, name: str) -> list[tuple[str, str]]:
        """The hidden fields of the form of a record."""
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', self.record(name))
        return [(key, html.unescape(value)) for key, value in found]

    def fields(self, name: str) -> dict[str, str]:
        """The visible fields of the form of a record."""
        part = self.record(name)
        found: dict[str, str] = dict(re.findall(r'<input name="(欄:[^"]+)"[^>]*? value="([^"]*)"', part))
        found |= {
            n: v.removeprefix("\n")
            for n, v in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', part, re.S)
        }
        for n, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', part, re.S):
            chosen = re.findall(r"<option selected>([^<]*)", options)
            found[n] = chosen[-1] if chosen else ""
        return {n: html.unescape(v) for n, v in found.items()}

    async def decide(self, name: str, verdict: str, **typed: str) -> str:
        fields = self.fields(name) | {f"欄:{key}": value for key, value in typed.items()} if verdict == "修正" else {}
        sent = [*self.hidden(name), *fields.items(), ("判断", verdict)]
        return await self.send(f"/review/{DOCUMENT}/decide", sent)

    async def edit(self, name: str) -> str:
        link = re.search(r'href="([^"]+)" data-key="e"', self.record(name))
        assert link
        return await self.open(html.unescape(link[1]))


def said(page: str) -> str:
    """What a person reads, spaces removed."""
    body = re.sub(r"<(?:svg|head)\b.*?</(?:svg|head)>", "", page, flags=re.S)
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", body)))


@asynccontextmanager
async def opened(
    folder: Path, host: str = "127.0.0.1", by: str = BY, *, internal: bool = False
) -> AsyncIterator[Browser]:
    data = folder / "data"
    store = EmbeddedStore(folder / "graph.json")
    app = create_app(Settings(data=data, host=host, internal=internal), store)
    cookies = {"renkei_by": quote(by)} if by else {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ORIGIN, cookies=cookies) as client:
        yield Browser(client, data)
    await store.close()


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
