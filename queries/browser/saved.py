"""The catalogue as saved queries: a ``.zip`` that a person drops into the window of Neo4j Browser.

Browser takes every ``.cypher`` file of the archive as one saved query; its first line, a comment, is the name that is
listed. Folders of the archive are not used: Browser would make a folder for every file.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from queries.catalogue import GROUPS, Query, find, grouped

_PIECES: Final = "画面の部品"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ONCE: Final = re.compile(r"// (題|群|問い|引数|先に)\b.*\n")
"""Lines of a header that the text of a saved query says in its own way."""
_TOKEN: Final = re.compile(
    r"//[^\n]*|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|\b(SKIP|LIMIT)\s+\$(\w+)|\$(\w+)", re.IGNORECASE
)
VALUES: Final = "引数"


class Script(NamedTuple):
    """One saved query. ``text`` stands in the editor as it is and is one statement."""

    name: str
    group: str
    title: str
    question: str
    text: str


def script(query: Query, given: Mapping[str, Any] | None = None) -> Script:
    """A question with values (defaults where none are given). Raises `UsageError` as `Query.values` does.

    Browser shows no rows for a text of several statements, so ``:param`` lines before the question would hide its
    answer. The values stand in a map at the top instead, which a subquery takes in; only SKIP and LIMIT, which take no
    variable, have theirs in place. Where a question has to be asked `first`, give what `Query.prepared` gives.
    """
    values = query.values(given or {})
    body = _ONCE.sub("", query.texts.get("neo4j", query.text)).strip() + "\n"
    head = f"// {query.group} ― {query.title}\n// {query.question}\n"
    for name, other in query.first.items():
        if not values[name]:
            head += f"// {name} には、先に「{find(other).title}」を尋ね、その答えの一列目を入れます。\n"
    asked = {each.group(3) for each in _TOKEN.finditer(body) if each.group(3)}

    def put(found: re.Match[str]) -> str:
        if found.group(1):
            return f"{found.group(1)} {_literal(values[found.group(2)])}"
        return f"{VALUES}.{found.group(3)}" if found.group(3) else found.group()

    body = _TOKEN.sub(put, body)
    if not asked:
        return Script(query.name, query.group, query.title, query.question, head + body)
    meanings = {each.name: each.meaning for each in query.parameters if each.name in asked}
    lines = [
        f"  {name}: {_literal(values[name])}{',' if number < len(meanings) else ''} // {meaning}\n"
        for number, (name, meaning) in enumerate(meanings.items(), 1)
    ]
    columns = ", ".join(name for name, _ in query.columns)
    text = (
        f"{head}// 下の値を書きかえて実行します。\nWITH {{\n{''.join(lines)}}} AS {VALUES}\n"
        f"CALL ({VALUES}) {{\n{body}}}\nRETURN {columns}\n"
    )
    return Script(query.name, query.group, query.title, query.question, text)


@cache
def scripts() -> list[Script]:
    """Every question that people ask, by group in the catalogue's order; pieces of pages are left out."""
    return [script(query) for group in GROUPS if group != _PIECES for query in grouped()[group]]


@cache
def archive() -> bytes:
    """The ``.zip``: the same bytes for the same catalogue."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as folder:
        for number, each in enumerate(scripts(), 1):
            entry = zipfile.ZipInfo(f"{number:03}-{each.name}.cypher", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            folder.writestr(entry, each.text.encode("utf-8"))
    return found.getvalue()


def _literal(value: Any) -> str:
    """A value as Cypher writes it. JSON's escapes in double quotes are Cypher's too."""
    return json.dumps(value, ensure_ascii=False)
