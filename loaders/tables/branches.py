"""A partner's name taken apart into the body and its branch or department (○○銀行 奈良支店)."""

from __future__ import annotations

import re
from typing import Final

from loaders.tables import partner_words as terms
from loaders.tables.lookup import Lookup

_ENDS: Final = re.compile(rf"(?:{terms.BRANCH_WORD}|本店|本社|本部|センター|学部|研究科|部|課|室|局|店)$")


def apart(name: str, lookup: Lookup) -> tuple[str, str, str]:
    """The body, its branch ('' if none is told), and what is doubtful about where the one ends ('' if nothing)."""
    branches: list[str] = []
    while True:
        head, branch, doubt = _last(name, lookup)
        if not branch:
            return name, " ".join(reversed(branches)), doubt
        # 福岡支店 筑後支社: a branch may have branches.
        name = head
        branches.append(branch)


def _last(name: str, lookup: Lookup) -> tuple[str, str, str]:
    if not _ENDS.search(name):
        return name, "", ""
    head, _, tail = name.rpartition(" ")
    head = head.strip()
    if (
        head
        and terms.BRANCH_ONLY.fullmatch(tail)
        and not terms.BARE_FORM.fullmatch(head)
        and (lookup.strong(head) or len(head) > 2)
    ):
        return head, tail, ""
    after = terms.AFTER_FORM.fullmatch(name)
    if after and not terms.PREFIX_FORM.fullmatch(after["name"]):
        return after["name"].strip(), after["branch"], ""
    glued = terms.GLUED.fullmatch(name)
    if glued and not (terms.BODY_BRANCH.search(name) and not terms.LEGAL.match(name)):
        for spot in lookup.stems.finditer(name):
            if spot.end() >= glued.start("word") and _named(name[: spot.start()]):
                return name[: spot.start()].strip(), name[spot.start() :], ""
        if terms.LEGAL.match(name):
            return name, "", f"「{name}」のどこからが支店の名か決まりません"
    shop = terms.LEGAL.match(name) and not glued and name.endswith("店")
    for spot in lookup.stems.finditer(name) if shop else ():
        # ○○薬局吉井店; 商店, 書店 and 本店 are no places.
        if spot.end() == len(name) - 1 and _named(name[: spot.start()]):
            return name[: spot.start()].strip(), name[spot.start() :], ""
    return name, "", ""


def _named(rest: str) -> bool:
    """Whether what stands before a branch can be the name of a body."""
    bare = rest.strip()
    return len(bare) > 2 and not terms.BARE_FORM.fullmatch(bare)
