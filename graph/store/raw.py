"""Cypher texts that people write themselves: only reading, one statement, no files, no network, no settings.

The words are refused anywhere in the text (non-ASCII counts as space), because both engines have ways to hide a
statement from their planner; measured on Neo4j 5.26 and 2026.08 and on LadybugDB 0.22.
"""

from __future__ import annotations

import re
from typing import Final

from graph.errors import QueryError

_EMBEDDED: Final = frozenset(
    [
        "ALTER",
        "ANALYZE",
        "ATTACH",
        "BEGIN",
        "CALL",
        "CHECKPOINT",
        "COMMENT",
        "COMMIT",
        "COPY",
        "CREATE",
        "DELETE",
        "DETACH",
        "DROP",
        "EXPLAIN",
        "EXPORT",
        "FORCE",
        "IMPORT",
        "INSTALL",
        "LOAD",
        "MERGE",
        "PROFILE",
        "ROLLBACK",
        "SET",
        "UNINSTALL",
        "UPDATE",
        "USE",
    ]
)
_NEO4J: Final = re.compile(r"LOAD|SHOW|TERMINATE|\bUSE\b|\\U|\bCALL\b(?!\s*[{(])")
_NEO4J_WRITES: Final = frozenset(
    ["CREATE", "DELETE", "DETACH", "DROP", "MERGE", "REMOVE", "SET", "ALTER", "GRANT", "DENY", "REVOKE"]
)
_FIRST: Final = frozenset(["MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN"])


def guard(text: str, engine: str) -> str:
    """The statement without a final ``;``. Raises `QueryError` naming the word that is not allowed."""
    bare = re.sub(r"//[^\n]*|/\*.*?\*/", " ", text, flags=re.S)
    statement = text.strip().removesuffix(";")
    words = re.findall(r"[A-Z_]+", re.sub(r"[^\x00-\x7f]", " ", bare).upper())
    if not words or words[0] not in _FIRST:
        raise QueryError(
            "読むための問い合わせ（MATCH、OPTIONAL MATCH、UNWIND、WITH、RETURN で始まる文）だけを実行できます。"
        )
    refused = _EMBEDDED if engine == "embedded" else _NEO4J_WRITES
    found = next((word for word in words if word in refused), "")
    if engine == "neo4j" and not found:
        match = _NEO4J.search(text.upper())
        found = match[0] if match else ""
    if found:
        raise QueryError(
            f"「{found}」は使えません。書き込み、ファイル、設定に関わる語は、文字列や注釈の中でも使えません。"
        )
    return statement
