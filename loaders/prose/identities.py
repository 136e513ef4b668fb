"""Which body each name of a document stands for: one that is written shorter here and with its legal form there is one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from loaders.prose.folding import fold
from loaders.prose.knowledge import Knowledge
from loaders.prose.parts import Body
from loaders.prose.raw import RawBody

_QUOTES: Final = re.compile(
    r"^(?P<before>.*(?:会社|法人|組合|[)）㈱㈲])\s?)?[「『](?P<name>[^「」『』]+)[」』](?P<behind>\s?(?:株式会社|有限会社|合同会社|㈱|㈲|[(（][株有][)）]))?$"
)
"""株式会社「あおば」: quotes around a name are not part of it; those within one are (道の駅「うだの里」)."""


def bodies(raw: Sequence[RawBody], words: Sequence[str], branches: Sequence[str], known: Knowledge) -> list[Body]:
    """Bodies with the fullest name that the document gives them.

    ``words``: the name of each as the text writes it; ``branches``: the words of its branch or department, or ''.
    """
    own = [_unquoted(said[body.run_by :]).strip() for said, body in zip(words, raw, strict=True)]
    identities = [known.identity(name, body.formed) for name, body in zip(own, raw, strict=True)]
    full: dict[str, set[str]] = defaultdict(set)
    for body, said, identity in zip(raw, own, identities, strict=True):
        if body.formed:
            full[_key(known.bodies.core(fold(said)))].add(identity.name)
    first: dict[str, tuple[int, str]] = {}
    for body, said, identity in zip(raw, own, identities, strict=True):
        first.setdefault(_key(fold(said)), (body.start, identity.name))
    found: list[Body] = []
    for body, said, core, branch, identity in zip(raw, words, own, branches, identities, strict=True):
        if not body.formed:
            widely = bool(identity.id) or fold(core) in known.bodies.known
            name = _fuller(body, core, full, widely) or _in_full(core, first)
            name = name or (not widely and _of_place(body, core, first)) or ""
            identity = known.identity(name, True) if name else identity
        elif _LOCAL.search(core) and (name := _of_place(body, core, first)):
            identity = known.identity(name, True)
        found.append(
            Body(
                body.span, identity.name, said, "" if body.product else branch.strip(" 　の"),
                body.certain, body.product or identity.by_service, body.kind or identity.kind, id=identity.id,
            )
        )  # fmt: skip
    return found


def _unquoted(said: str) -> str:
    if "「" not in said and "『" not in said:
        return said
    if not any(mark in said for mark in "」』"):
        return said.replace("「", "").replace("『", "")
    quoted = _QUOTES.match(said)
    return "".join(part or "" for part in quoted.group("before", "name", "behind")) if quoted else said


def _fuller(body: RawBody, said: str, full: dict[str, set[str]], widely_known: bool) -> str:
    """The one name with its legal form that the document writes for a body named without it, or ''."""
    written = full.get(_key(fold(said)), set())
    if len(written) == 1:
        return next(iter(written))
    if body.kind == "大学・学校":
        return ""
    if body.rank == 1 and not widely_known and len(said) > 2:
        # ミナト物流サービス株式会社 … ミナト物流
        longer = {n for core, names in full.items() if core.startswith(fold(said)) for n in names}
        return next(iter(longer)) if len(longer) == 1 else ""
    return ""


def _in_full(said: str, first: Mapping[str, tuple[int, str]]) -> str:
    """The name that the document writes in full, anywhere, for one with a usual short form (JAみつば … みつば農業協同組合)."""
    short = _key(fold(said))
    for before, behind, long in _SHORT:
        if short.startswith(before) and short.endswith(behind):
            own = short[len(before) : len(short) - len(behind)]
            if own and (told := first.get(own + long)):
                return told[1]
    return ""


_SHORT: Final = (
    ("ja", "", "農業協同組合"), ("", "農協", "農業協同組合"), ("jf", "", "漁業協同組合"), ("", "漁協", "漁業協同組合"),
    ("", "信金", "信用金庫"), ("", "信組", "信用組合"), ("", "生協", "生活協同組合"), ("", "社協", "社会福祉協議会"),
)  # fmt: skip


def _of_place(body: RawBody, said: str, first: Mapping[str, tuple[int, str]]) -> str:
    """土佐ひだまり運輸 … ひだまり運輸: the one name before that has the word of a place in front of it, or ''."""
    short = _key(fold(said))
    if len(short) < _TELLING or body.kind == "大学・学校":
        return ""
    longer = {
        name for core, (start, name) in first.items()
        if start < body.start and core.endswith(short) and _PLACE.fullmatch(core, 0, len(core) - len(short))
    }  # fmt: skip
    return next(iter(longer)) if len(longer) == 1 else ""


_TELLING: Final = 5
_LOCAL: Final = re.compile("(?:組合|協会|連盟|商工会)$")
"""Bodies of a region, of which a text leaves out the region once it has told it."""
_PLACE: Final = re.compile("[一-鿿]{2,3}")


def _key(core: str) -> str:
    return core.replace(" ", "")
