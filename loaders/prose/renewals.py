"""Renewals told without parties: 「この協定は、令和4年11月に更新し、新たにC社が加わった」."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from loaders.prose import fitting
from loaders.prose.parts import Scan
from loaders.prose.stated import Agreement, Party, Statement


def renewed(scan: Scan, statement: Statement, near: list[Agreement]) -> Agreement | None:
    """The agreement that 「この協定は、令和4年11月に更新し」 tells to have been renewed on another day."""
    places, bodies = {p.key for p in statement.places}, {p.key for p in statement.bodies}
    older = next(
        (
            a
            for a in reversed(near)
            if places <= a.places.keys() and bodies <= a.bodies.keys() and fitting.names_fit(scan, a, statement)
        ),
        None,
    )
    same_day = (
        older is not None and older.date and statement.date and fitting.fits(older.date.date, statement.date.date)
    )
    return None if same_day or older is None or older.date is None else older


_JOINED: Final = re.compile(r"(?:が|も)(?:新たに)?(?:加わ|加入|参加し|参画し)")


def renew(scan: Scan, statement: Statement, older: Agreement) -> Agreement:
    """The newer agreement: its parties are those of the older, with those that are told to have joined."""
    newer = replace(
        older, date=statement.date, renews=older, renewed=False, ended=None, over=False, until=None,
        cites=[statement.quote, *statement.more], places=dict(older.places), bodies=dict(older.bodies),
        indices=[statement.index], notes=list(older.notes),
    )  # fmt: skip
    sentence = scan.sentences[statement.index]
    for body in sentence.bodies:
        if body.certain and _JOINED.match(scan.text, body.span.end, sentence.span.end):
            party = Party(body, "subject", body.span)
            newer.bodies.setdefault(party.key, party)
    older.renewed = True
    return newer
