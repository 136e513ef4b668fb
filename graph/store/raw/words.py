"""What is refused by the text alone, before any engine sees it.

Words are refused anywhere, in strings and comments too: both engines have ways to hide a statement from their planner,
and whoever first removes strings and comments must read them exactly as the engine does. Measured on Neo4j 5.26 and
2026.08 and on LadybugDB 0.22.
"""

from __future__ import annotations

import re
from typing import Final

from graph.errors import QueryError
from graph.store.raw.limits import DEPTH, LENGTH

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
_FIRST: Final = frozenset(["MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN"])
_NEO4J: Final = re.compile(r"LOAD|SHOW|TERMINATE|\\U|(?<![A-Z_])USE(?![A-Z_])|(?<![A-Z_])CALL(?![A-Z_])(?!\s*[{(])")
_WORD: Final = re.compile(r"[A-Z_]+")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]")
_LEADING: Final = re.compile(r"(?:\s|//[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.S)
_NEVER: Final = re.compile(r"[\x00\ud800-\udfff]")
_QUIET: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.S)
_BRACKETS: Final = re.compile(r"[(\[{]|[)\]}]")
_COUNTED: Final = (
    (re.compile(r"[(\[{]"), 300, "括弧"),
    (re.compile(r"NOT", re.I), 50, "NOT "),
    (re.compile(r"CASE", re.I), 50, "CASE "),
    (re.compile(r"\."), 400, "点（.）"),
    (re.compile(r"\b(?:AND|OR|XOR|UNION|WITH|MATCH|IS|IN)\b|[-+*/%^=<>|]", re.I), 1_000, "演算と句"),
)
"""What may nest although it is no bracket, or although it seems to stand in a string: pattern, most, name."""

_WHY: Final = {
    "CREATE": "書き込み", "DELETE": "書き込み", "DETACH": "書き込み", "MERGE": "書き込み", "SET": "書き込み",
    "UPDATE": "書き込み", "ALTER": "グラフの形の変更", "DROP": "グラフの形の変更", "COMMENT": "グラフの形の変更",
    "COPY": "ファイルの読み書き", "LOAD": "ファイルと通信", "EXPORT": "ファイルの書き出し", "IMPORT": "ファイルの読み込み",
    "ATTACH": "ほかのデータベース", "USE": "ほかのデータベース", "INSTALL": "通信と拡張機能", "FORCE": "拡張機能",
    "UNINSTALL": "拡張機能", "CALL": "手続き（設定など）の呼び出し", "SHOW": "設定と利用者", "TERMINATE": "ほかの人の仕事",
    "CHECKPOINT": "データベースの管理", "ANALYZE": "データベースの管理", "BEGIN": "トランザクション",
    "COMMIT": "トランザクション", "ROLLBACK": "トランザクション", "EXPLAIN": "実行の計画", "PROFILE": "実行の計画",
}  # fmt: skip


def check(text: str, engine: str) -> str:
    """The statement without a final ``;``, if nothing in it is refused for this engine (``embedded`` or ``neo4j``).

    Raises `QueryError` that names the word, why it is refused, and its line and column.
    """
    _form(text)
    found = _refused_embedded(text) if engine == "embedded" else _refused_neo4j(text)
    if found:
        word, place = found
        said = "\\u" if word == "\\U" else word
        why = _WHY.get(word, "語を隠す書き方")
        raise QueryError(
            f"「{said}」は使えません（{line_and_column(text, place)}、{why}）。読むための文だけを実行できます。"
            "文字列や注釈の中でも使えないので、別の言い方にするか、値は $名 の引数で渡してください。"
        )
    if engine == "embedded":
        _first(text)
    return text.rstrip().removesuffix(";")


def line_and_column(text: str, place: int) -> str:
    """Where a character stands, as people count."""
    line = text.count("\n", 0, place) + 1
    return f"{line} 行目 {place - (text.rfind(chr(10), 0, place) + 1) + 1} 文字目"


def _form(text: str) -> None:
    if not text.strip():
        raise QueryError("文がありません。MATCH や RETURN で始まる文を書いてください。")
    if len(text) > LENGTH:
        raise QueryError(
            f"文が長すぎます（{LENGTH:,} 字まで。いまは {len(text):,} 字）。値は $名 の引数で渡してください。"
        )
    if found := _NEVER.search(text):
        raise QueryError(
            f"使えない文字（U+{ord(found[0]):04X}）があります（{line_and_column(text, found.start())}）。消してください。"
        )
    _nesting(text)


def _nesting(text: str) -> None:
    """Raises `QueryError` for what would nest too deep. Counted in all as well, whatever counts as a string."""
    depth = 0
    for bracket in _BRACKETS.finditer(_QUIET.sub(lambda found: " " * len(found[0]), text)):
        depth = depth + 1 if bracket[0] in "([{" else max(depth - 1, 0)
        if depth > DEPTH:
            raise QueryError(
                f"括弧が深すぎます（{DEPTH} 重まで。{line_and_column(text, bracket.start())}）。文を分けてください。"
            )
    for pattern, most, what in _COUNTED:
        if sum(1 for _ in pattern.finditer(text)) > most:
            raise QueryError(f"文が込み入りすぎています（{what}は合わせて {most:,} まで）。文を分けてください。")


def _refused_embedded(text: str) -> tuple[str, int] | None:
    # Non-ASCII counts as space, so that no letter that folds to an ASCII one can glue or split a word.
    for word in _WORD.finditer(_FOREIGN.sub(" ", text).upper()):
        if word[0] in _EMBEDDED:
            return word[0], word.start()
    return None


def _refused_neo4j(text: str) -> tuple[str, int] | None:
    found = _NEO4J.search(text.upper())
    if not found:
        return None
    # A letter may become two in upper case, so the place is looked for in the text itself.
    place = next(n for n in range(len(text)) if len(text[: n + 1].upper()) > found.start())
    return found[0].strip(), place


def _first(text: str) -> None:
    start = _LEADING.match(text)
    rest = text[start.end() if start else 0 :]
    word = _WORD.match(rest.upper())
    if not word or word[0] not in _FIRST:
        raise QueryError(
            "読むための文（MATCH、OPTIONAL MATCH、UNWIND、WITH、RETURN で始まる文）だけを実行できます"
            f"（いまの始まり: 「{rest[:20].strip()}」）。"
        )
