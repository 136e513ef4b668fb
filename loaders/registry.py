"""The registry of organisations (``organisations.yaml``): ids kept for life, names, aliases, services.

The user's registry lies over the shipped one. A name that no registry knows enters the user's registry at the next
build under an id of its own; people merge by writing the name as 別名, the tool never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from yaml import CBaseLoader, SequenceNode, compose
from yaml import load as load_yaml

from graph import formats, model, names
from graph.errors import Problem
from graph.paths import write_whole
from loaders import curated, lines
from loaders.curated import Date, Id, Strict, Text
from loaders.roundtrip import equalled_text

FILE: Final = "organisations.yaml"
_BODY = model.LABEL["企業"]


def _corporate_number(value: str) -> str:
    problem = names.corporate_number_problem(value)
    if problem:
        raise ValueError(problem)
    return value


class AliasEntry(Strict):
    """A name with the time in which it was in use."""

    名称: Text
    開始: Date | None = None
    終了: Date | None = None


class Entry(Strict):
    """One body."""

    id: Id
    名称: Text = Field(description=_BODY["名称"].meaning)
    別名: tuple[Text | AliasEntry, ...] = Field((), description=_BODY["別名"].meaning)
    サービス名: tuple[Text, ...] = Field((), description=_BODY["サービス名"].meaning)
    法人格: Text | None = Field(None, description=_BODY["法人格"].meaning)
    区分: Literal[model.BODY_KINDS] | None = None  # type: ignore[valid-type]
    業種: Text | None = None
    所在: Text | None = None
    法人番号: Annotated[Text, AfterValidator(_corporate_number)] | None = None
    URL: Text | None = None
    注記: Text | None = None

    @property
    def aliases(self) -> tuple[names.Alias, ...]:
        return tuple(
            names.Alias(a) if isinstance(a, str) else names.Alias(a.名称, a.開始 or "", a.終了 or "") for a in self.別名
        )


class RegistryFile(Strict):
    """名簿"""

    形式: Literal["1"] = Field("1", description="このファイルの形。なければ 1")
    組織: tuple[Entry, ...] = ()


def load(
    folders: Iterable[Path], normaliser: names.Normaliser, same: Mapping[str, str] | None = None
) -> tuple[names.Registry, dict[str, Entry], list[Problem]]:
    """Read the registries of all layers: for resolving names, and the entries by id.

    ``same``: id → the id that stands for it, as people decided; both ids then lead to one entry.
    """
    entries: dict[str, Entry] = {}
    where: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in folders:
        path = folder / FILE
        if not path.is_file():
            continue
        located = lines.load(path)
        problems += located.problems
        if located.problems or located.data is None:
            continue
        try:
            file = RegistryFile.model_validate(located.data)
        except ValidationError as error:
            problems += curated.problems_of(error, located, RegistryFile)
            continue
        for n, entry in enumerate(file.組織):
            known = entries.get(entry.id)
            if known and _same_body(known, entry, normaliser) and not where[entry.id].startswith(f"{located.file}:"):
                entries[entry.id] = _over(known, entry)
                continue
            if known:
                problems.append(
                    located.problem(("組織", n, "id"), f"id「{entry.id}」は {where[entry.id]} にもあります",
                                    "どちらかの id を変えるか、ひとつにまとめてください")
                )  # fmt: skip
                continue
            entries[entry.id] = entry
            where[entry.id] = f"{located.file}:{located.line(('組織', n))}"
    for id, root in (same or {}).items():
        if id in entries and root in entries:
            entries[root] = _united(entries[root], entries[id], normaliser)
    entries |= {id: entries[root] for id, root in (same or {}).items() if id in entries and root in entries}
    registry = names.Registry(
        normaliser,
        {e.id: names.Organisation(e.id, e.名称, e.aliases, e.サービス名) for e in entries.values()}.values(),
    )
    problems += _shared_names(registry, entries, where)
    return registry, entries, problems


def _same_body(first: Entry, second: Entry, normaliser: names.Normaliser) -> bool:
    """Whether two layers speak of one body: ids come from names, so both may have entered it on their own."""
    return normaliser.parse(first.名称) == normaliser.parse(second.名称)


def _over(shipped: Entry, user: Entry) -> Entry:
    """The user's entry over the shipped one; names of both stay."""
    return shipped.model_copy(
        update={
            **user.model_dump(exclude_defaults=True),
            "別名": tuple(dict.fromkeys((*shipped.別名, *user.別名))),
            "サービス名": tuple(dict.fromkeys((*shipped.サービス名, *user.サービス名))),
        }
    )


def _united(kept: Entry, other: Entry, normaliser: names.Normaliser) -> Entry:
    """One entry for two that people called the same; every name of either stays.

    The better known one gives the official name: with 法人番号 before without, with legal form before without.
    """

    def known(entry: Entry) -> tuple[bool, bool]:
        return (entry.法人番号 is not None, bool(normaliser.parse(entry.名称).form))

    first, second = (other, kept) if known(other) > known(kept) else (kept, other)
    given = second.model_dump(exclude_none=True) | first.model_dump(exclude_none=True)
    aliases = tuple(name for name in dict.fromkeys((*first.別名, second.名称, *second.別名)) if name != first.名称)
    services = tuple(dict.fromkeys((*first.サービス名, *second.サービス名)))
    return Entry.model_validate(given | {"id": kept.id, "別名": aliases, "サービス名": services})


def _shared_names(registry: names.Registry, entries: dict[str, Entry], where: dict[str, str]) -> Iterable[Problem]:
    """Official names and 法人番号 that two entries share."""
    by_number: dict[object, str] = {}
    by_name: dict[object, str] = {}
    for entry in entries.values():
        file, _, line = where[entry.id].rpartition(":")
        name = registry.normaliser.parse(entry.名称)
        for key, seen, label in ((entry.法人番号, by_number, "法人番号"), (name, by_name, "名称")):
            if not key:
                continue
            other = seen.setdefault(key, entry.id)
            if other != entry.id:
                yield Problem(
                    file, int(line), label, f"{label}が id「{other}」（{where[other]}）と同じです",
                    "同じ団体なら片方を消して別名に書き、別の団体なら区別できる名称にしてください",
                    warning=label == "名称",
                )  # fmt: skip


def new_entry(normaliser: names.Normaliser, name: str) -> Entry:
    """The entry for a name that no registry knows."""
    return Entry(
        id=names.mint(normaliser, name),
        名称=normaliser.official(name),
        法人格=normaliser.parse(name).form or None,
        区分=normaliser.kind(name) or None,
    )


def append(folder: Path, new: Iterable[Entry]) -> None:
    """Write new entries at the end of the user's registry; what people wrote stays to the letter.

    An id that is there already stays as it is (another build may have written it since the files were read). The caller
    holds the lock of the folder.
    """
    path = folder / FILE
    written = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    data = _data(written)
    if formats.version(data) < formats.FORMAT:
        data = formats.raised("名簿", data)
        written = equalled_text(written, data)
    known = {str(item.get("id")) for item in data.get("組織") or () if isinstance(item, dict)}
    items = [
        {key: value for key, value in entry.model_dump(exclude_none=True).items() if value not in ((), [])}
        for entry in sorted(new, key=lambda e: e.id)
        if entry.id not in known
    ]
    if not items:
        return
    column = _list_column(written)
    if column is not None:
        text = "".join(" " * column + line for line in _dump(items).splitlines(keepends=True))
        write_whole(path, written + ("" if written.endswith("\n") else "\n") + text)
        return
    yaml = YAML()
    yaml.preserve_quotes = True
    kept = (yaml.load(written) if written.strip() else None) or {"形式": DoubleQuotedScalarString(str(formats.FORMAT))}
    kept["組織"] = [*(kept.get("組織") or []), *items]
    write_whole(path, _dump(kept))


def _data(text: str) -> dict[str, Any]:
    """A registry as plain data."""
    return (load_yaml(text, Loader=CBaseLoader) if text.strip() else None) or {}  # noqa: S506 - makes text only


def _dump(data: Any) -> str:
    yaml = YAML()
    yaml.allow_unicode = True
    yaml.width = 10_000
    text = StringIO()
    yaml.dump(data, text)
    return text.getvalue()


def _list_column(text: str) -> int | None:
    """The column of the list of bodies, where it is the last thing in the file and not empty."""
    node = compose(text, Loader=CBaseLoader) if text.strip() else None
    if node is None or not node.value or node.value[-1][0].value != "組織":
        return None
    bodies = node.value[-1][1]
    block = isinstance(bodies, SequenceNode) and bodies.value and not bodies.flow_style
    return int(bodies.start_mark.column) if block else None
