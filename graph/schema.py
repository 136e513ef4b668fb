"""What the engines and the readers of the documentation need, made from the one schema in `graph.model`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from graph import model

_KUZU: Final = {"number": "DOUBLE", "integer": "INT64", "flag": "BOOLEAN"}


def quote(name: str) -> str:
    """A name in Cypher, quoted so that ``_印`` and the like are safe too."""
    return "`" + name.replace("`", "``") + "`"


# --- Neo4j ---------------------------------------------------------------------------------------------------------


def neo4j_constraints() -> Iterator[str]:
    """One uniqueness constraint per label, indexes for names, and the marks of version and lock."""
    for label in model.LABELS:
        yield (
            f"CREATE CONSTRAINT {quote(label.name + '_id')} IF NOT EXISTS "
            f"FOR (n:{quote(label.name)}) REQUIRE n.id IS UNIQUE"
        )
        for prop in label.properties:
            if prop.indexed:
                yield (
                    f"CREATE INDEX {quote(f'{label.name}_{prop.name}')} IF NOT EXISTS "
                    f"FOR (n:{quote(label.name)}) ON (n.{quote(prop.name)})"
                )
    for private in (model.VERSION, model.LOCK):
        yield (
            f"CREATE CONSTRAINT {quote(private + '_id')} IF NOT EXISTS FOR (n:{quote(private)}) REQUIRE n.id IS UNIQUE"
        )


# --- the embedded engine -------------------------------------------------------------------------------------------

MACROS: Final = (
    "CREATE MACRO type(r) AS label(r)",
    "CREATE MACRO head(x) AS CAST(x AS STRING)",
    "CREATE MACRO last(l) AS list_extract(l, -1)",
    "CREATE MACRO toString(x) AS CAST(x AS STRING)",
    "CREATE MACRO toInteger(x) AS CAST(x AS INT64)",
    "CREATE MACRO isEmpty(l) AS equals(size(l), 0)",
    "CREATE MACRO startNode(r) AS start_node(r)",
    "CREATE MACRO endNode(r) AS end_node(r)",
    "CREATE MACRO split(s, d) AS string_split(s, d)",
)
"""Neo4j's names for functions that the embedded engine calls otherwise; calls and casts only (see docs/decisions)."""


def embedded_tables() -> Iterator[str]:
    """One node table per label, one relationship table per type, and the version mark."""
    for label in model.LABELS:
        columns = ["id STRING PRIMARY KEY", *map(_column, label.properties), *_own(label.name)]
        yield f"CREATE NODE TABLE {quote(label.name)}({', '.join(columns)})"
    for kind in model.RELATIONSHIPS:
        ends = [f"FROM {quote(e.start)} TO {quote(e.end)}" for e in kind.ends]
        columns = [*map(_column, kind.columns), *_own(kind.name)]
        yield f"CREATE REL TABLE {quote(kind.name)}({', '.join(ends + columns)})"
    yield (
        f"CREATE NODE TABLE {quote(model.VERSION)}"
        "(id STRING PRIMARY KEY, `番号` INT64, `状態` STRING, `日時` STRING, `変更` STRING)"
    )


def embedded_shape() -> str:
    """A short digest of the embedded tables, so that a file of another shape is recognised before it is read."""
    text = "\n".join((*embedded_tables(), *MACROS, str(model.KEPT_EDITION)))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _own(name: str) -> list[str]:
    """Columns that a store keeps beside the graph's."""
    return [*map(_column, model.KEPT.get(name, ())), f"{quote(model.STAMP)} INT64"]


def _column(prop: model.Property) -> str:
    return f"{quote(prop.name)} {_KUZU.get(prop.kind, 'STRING')}{'[]' if prop.many else ''}"


# --- documentation -------------------------------------------------------------------------------------------------


def page() -> str:
    """``docs/schema.md``: labels, relationship types and their properties, in Japanese."""
    lines = [
        "# グラフの形",
        "",
        "このページは `graph/model.py` から作られています（`renkei schema --format md`）。",
        "値のない属性は、ないままにします（null や空の文字は使いません）。",
        "",
        "## 節点（ラベル）",
    ]
    for label in model.LABELS:
        lines += ["", f"### {label.name}", "", label.meaning + "。", "", f"`id`: {label.key}", ""]
        lines += _table(label.properties)
    lines += [
        "",
        "## 関係",
        "",
        "種類と両端が同じ関係はひとつです。同じ事実を複数の文書が述べていれば、根拠が複数になります。",
        "",
    ]
    lines += [
        "### 根拠の列",
        "",
        "事実を述べる関係は、述べている箇所ごとに一つずつ、長さのそろったリストを持ちます"
        "（文書、位置の順）。分からないところは空の文字 `''` です。",
        "",
        *_table(model.EVIDENCE),
    ]
    for kind in model.RELATIONSHIPS:
        ends = "、".join(f"{e.start} → {e.end}" for e in kind.ends)
        extra = "根拠の列を持ちます。" if kind.evidence else "根拠の列は持ちません。"
        lines += ["", f"### {kind.name}（{ends}）", "", f"{kind.meaning}。{extra}", ""]
        if kind.properties:
            lines += _table(kind.properties)
    lines += [
        "",
        "## グラフのほかに置くもの",
        "",
        "`_` で始まる名前はグラフの一部ではなく、書き出し（jsonl など）にも入りません。読み込みのたびに計算し、全体についての問いが"
        "すべての事実を読まずに答えるために使います。",
        "",
        f"`{model.STAMP}`: 節点と関係の内容のハッシュ。次の読み込みは、これが違うものだけを書きます。",
    ]
    alike: dict[tuple[model.Property, ...], list[str]] = {}
    for name, kept in model.KEPT.items():
        alike.setdefault(kept, []).append(name)
    for kept, names in alike.items():
        lines += ["", f"### {'、'.join(names)}に置くもの", "", *_table(kept)]
    return "\n".join(lines).rstrip() + "\n"


def _table(properties: tuple[model.Property, ...]) -> list[str]:
    lines = ["| 属性 | 型 | 意味 |", "| --- | --- | --- |"]
    words = {"text": "文字", "date": "日付", "number": "数", "integer": "整数", "flag": "真偽", "choice": "文字"}
    for prop in properties:
        choices = f"。{' / '.join(prop.choices)}" if prop.choices else ""
        lines.append(f"| {prop.name} | {words[prop.kind]}{'のリスト' if prop.many else ''} | {prop.meaning}{choices} |")
    return lines
