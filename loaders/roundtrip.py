"""YAML that people wrote, changed in place: comments, order and ways of writing stay (ruamel.yaml)."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any, Final

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from loaders.lines import Located

_TAG: Final = "tag:yaml.org,2002:str"
_STANDARD: Final = yaml.SafeLoader("")


class _AllText(VersionedResolver):
    """Every scalar stays the text that is written."""

    @property
    def versioned_resolver(self) -> dict[Any, Any]:
        return {}


def round_trip() -> YAML:
    """A reader and writer that takes every value for text."""
    reader = YAML()
    reader.Resolver = _AllText
    reader.preserve_quotes = True
    reader.allow_unicode = True
    reader.width = 100_000
    return reader


def equalled_text(text: str, data: Any) -> str:
    """A piece of YAML with its data made equal to the given."""
    reader, written = round_trip(), StringIO()
    reader.dump(equalled(reader.load(text), data), written)
    return written.getvalue()


def current_text(path: Path, located: Located) -> str:
    """The text of a file in the form of today, as it would be written: what is in an older form is raised."""
    text = path.read_bytes().decode("utf-8-sig")
    return equalled_text(text, located.data) if located.older else text


def equalled(old: Any, new: Any) -> Any:
    """The old tree with the data of the new: what is equal stays as it is written."""
    if isinstance(old, CommentedMap) and isinstance(new, dict):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, value in new.items():
            old[key] = equalled(old.get(key), value)
        return old
    if isinstance(old, CommentedSeq) and isinstance(new, list | tuple):
        for n, value in enumerate(new):
            if n < len(old):
                old[n] = equalled(old[n], value)
            else:
                old.append(equalled(None, value))
        del old[len(new) :]
        return old
    if isinstance(new, dict):
        return CommentedMap((key, equalled(None, value)) for key, value in new.items())
    if isinstance(new, list | tuple):
        return CommentedSeq(equalled(None, value) for value in new)
    if isinstance(old, str) and old == str(new):
        return old
    return _scalar(str(new))


def _scalar(text: str) -> str:
    """A new text, in quotes where another reader of YAML would take it for something else."""
    resolved = _STANDARD.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return text if resolved == _TAG else DoubleQuotedScalarString(text)
