"""What one more statement adds to an agreement: parties, title, day, end, words that say it."""

from __future__ import annotations

from typing import Final

from loaders.prose import surroundings
from loaders.prose.parts import Scan
from loaders.prose.stated import Agreement, Party, Statement


def merge(scan: Scan, agreement: Agreement, statement: Statement, *, parties: bool = True) -> None:
    """Add what a statement says; ``parties``: its parties too (False for a headline over several agreements)."""
    if parties:
        for party in statement.places:
            _join(agreement.places, party)
        for party in statement.bodies:
            _join(agreement.bodies, party)
    details(scan, agreement, statement)
    agreement.cites += [statement.quote, *statement.more]
    agreement.indices.append(statement.index)
    if not statement.notes and statement.force == "fact" and all(p.sure for p in statement.parties):
        agreement.sure = True
        agreement.notes.clear()
    elif not agreement.sure:
        notes = [surroundings.ANNOUNCED] if statement.force == "announced" else []
        notes += ["名前が法人格なしで書かれています"] if any(not p.sure for p in statement.parties) else []
        agreement.notes += [n for n in statement.notes + notes if n not in agreement.notes]


def _join(side: dict[str, Party], party: Party) -> None:
    """Keep the mention that stands in the record's own words, and the fuller of two."""
    earlier = side.get(party.key)
    if (
        earlier is None
        or (earlier.cite is not None and party.cite is None)
        or (earlier.mention.how != "name" and party.mention.how == "name")
    ):
        side[party.key] = party


_BARE: Final = 3


def details(scan: Scan, agreement: Agreement, statement: Statement) -> None:
    if agreement.name is not None and agreement.generic and agreement.name.end - agreement.name.start <= _BARE:
        # A mere 協定 gives way to any words that tell its kind.
        agreement.name = statement.name or agreement.name
    if statement.name is not None and (
        statement.naming or agreement.name is None or (agreement.generic and not statement.generic)
    ):
        agreement.name, agreement.generic = statement.name, statement.generic
    if (
        statement.date is not None
        and statement.act not in ("end",)
        and (
            agreement.date is None
            or (len(statement.date.date) > len(agreement.date.date) and not statement.date.date.startswith("--"))
        )
    ):
        agreement.date = statement.date
    if statement.over:
        agreement.over, agreement.ended = True, agreement.ended or statement.ended
    if statement.act == "end" and statement.force == "fact":
        agreement.ended = agreement.ended or statement.ended
        agreement.over = True
        if statement.before is not None and agreement.date is None:
            agreement.date = statement.before
    if statement.act == "renew":
        agreement.over = False
    agreement.until = agreement.until or statement.until
    agreement.department = agreement.department or statement.department
    agreement.unnamed += [u for u in statement.unnamed if u not in agreement.unnamed]
    agreement.items += statement.items
