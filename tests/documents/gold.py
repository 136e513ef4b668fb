"""What people say a document states: the gold beside each annotated document, and a check that it agrees with itself.

Gold is read as data only; the README beside this file describes the format for those who annotate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graph import dates, names, places

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Choice = tuple[str | None, ...]
"""Values of which any one is right; ``None`` stands for "the text gives none"."""


@dataclass(frozen=True)
class Agreement:
    """An agreement (協定) of the gold. ``optional``: doubtful, so that finding it or not counts as neither."""

    municipalities: tuple[Choice, ...]
    companies: tuple[Choice, ...]
    names: Choice
    signed: Choice
    ended: Choice
    state: Choice
    optional: bool


@dataclass(frozen=True)
class Measure:
    """A measure (施策) of the gold: who, and at which stage (段階)."""

    municipalities: tuple[Choice, ...]
    companies: tuple[Choice, ...]
    stages: Choice


@dataclass(frozen=True)
class Gold:
    """All that is said of one document."""

    kind: str
    owner: str
    pairs: tuple[tuple[Choice, Choice], ...]
    optional_pairs: tuple[tuple[Choice, Choice], ...]
    agreements: tuple[Agreement, ...]
    measures: tuple[Measure, ...]
    mentions: tuple[str, ...]
    open_names: tuple[str, ...]
    rows: dict[str, int] = field(default_factory=dict)


def documents(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Every annotated document of a folder with its gold, by name."""
    golds = {gold.name.removesuffix(".gold.yaml"): gold for gold in folder.glob("*.gold.yaml")}
    found = ((path, golds[path.stem]) for path in folder.iterdir() if path.stem in golds)
    yield from sorted(found, key=lambda pair: (pair[1], pair[0]))


def load(path: Path) -> Gold:
    """Read a gold file. Raises `ValueError` with the file's name where a key is unknown or missing."""
    raw = yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - a safe one
    known = {"種類", "所管", "組", "任意組", "協定", "施策", "言及だけ", "不明", "行"}
    if unknown := set(raw) - known:
        raise ValueError(f"{path.name}: 知らない項目 {'、'.join(sorted(unknown))}")
    try:
        return Gold(
            raw["種類"],
            raw.get("所管") or "",
            tuple((_choice(m), _choice(c)) for m, c in raw["組"] or []),
            tuple((_choice(m), _choice(c)) for m, c in raw.get("任意組") or []),
            tuple(_agreement(entry) for entry in raw["協定"] or []),
            tuple(
                Measure(_choices(entry["自治体"]), _choices(entry["企業"]), _choice(entry["段階"]))
                for entry in raw.get("施策") or []
            ),
            tuple(raw.get("言及だけ") or []),
            tuple(raw.get("不明") or []),
            raw.get("行") or {},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: 書き方が違います（{error!r}）") from error


def _choice(value: Any) -> Choice:
    return tuple(value) if isinstance(value, list) else (value,)


def _choices(values: list[Any] | None) -> tuple[Choice, ...]:
    return tuple(_choice(value) for value in values or [])


def _agreement(entry: dict[str, Any]) -> Agreement:
    known = {"自治体", "企業", "名称", "締結日", "終了日", "状態", "種別", "分野", "任意"}
    if unknown := set(entry) - known:
        raise ValueError(f"協定の知らない項目 {'、'.join(sorted(unknown))}")
    return Agreement(
        _choices(entry["自治体"]),
        _choices(entry["企業"]),
        _choice(entry["名称"]),
        _choice(entry["締結日"]),
        _choice(entry.get("終了日")),
        _choice(entry.get("状態")),
        bool(entry.get("任意")),
    )


def problems(gold: Gold, text: str, gazetteer: places.Gazetteer, normaliser: names.Normaliser) -> list[str]:
    """Where the gold contradicts itself or the document: sentences, none if it is sound."""
    found = []
    seen = names.fold(text)

    def municipality(name: str) -> str:
        body = gazetteer.resolve(name)
        return body.code if isinstance(body, places.Body) else names.fold(name)

    for choice in _parties(gold):
        for name in filter(None, choice):
            body = gazetteer.resolve(name)
            bare = gazetteer.by_code[body.code] if isinstance(body, places.Body) else None
            core = normaliser.parse(name).core
            if bare and not body.former and bare.full_name == name:
                continue
            if core not in seen:
                found.append(f"「{name}」が本文にありません")
    for name in gold.mentions:
        if isinstance(gazetteer.resolve(name), places.Unknown) and normaliser.parse(name).core not in seen:
            found.append(f"言及だけの「{name}」が本文にありません")
    for name in gold.open_names:
        if name not in text:
            found.append(f"不明の「{name}」が本文にありません")
    told = gold.pairs + gold.optional_pairs

    def stated(m: Choice, c: Choice) -> bool:
        return any(
            {municipality(n or "") for n in m} & {municipality(n or "") for n in x} and set(c) & set(y) for x, y in told
        )

    for record in (*gold.agreements, *gold.measures):
        for m in record.municipalities:
            for c in record.companies:
                if not getattr(record, "optional", False) and not stated(m, c):
                    found.append(f"協定か施策の {m[0]}―{c[0]} が組にありません")
    for agreement in gold.agreements:
        for date in filter(None, agreement.signed + agreement.ended):
            dates.check(date)
        for title in filter(None, agreement.names):
            if names.fold(title) not in seen:
                found.append(f"協定の名称「{title}」が本文にありません")
    acting = {municipality(n) for m, _ in gold.pairs for n in m if n}
    companies = {normaliser.parse(n) for _, c in gold.pairs for n in c if n}
    for name in gold.mentions:
        if municipality(name) in acting or normaliser.parse(name) in companies:
            found.append(f"言及だけの「{name}」が組にもあります")
    return found


def _parties(gold: Gold) -> Iterator[Choice]:
    for pair in gold.pairs + gold.optional_pairs:
        yield from pair
    for record in (*gold.agreements, *gold.measures):
        yield from record.municipalities + record.companies
