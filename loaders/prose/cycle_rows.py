"""Agreements in tables whose cells stand one beneath the other (`cycles`)."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.prose import cues, cycles, governing
from loaders.prose.folding import fold
from loaders.prose.parts import Scan
from loaders.prose.stated import Party, Statement
from loaders.read import Span


def statements(scan: Scan) -> Iterator[Statement]:
    """One statement for each row that has a day and a partner."""
    leads: governing.Leads | None = None
    for table in cycles.tables(fold(scan.text)):
        leads = leads or governing.Leads(scan)
        for row in table.rows:
            partner, day, title = (table.cell(row, key) for key in ("partner", "date", "name"))
            told, dated = scan.at(partner.start) if partner else None, scan.at(day.start) if day else None
            bodies = [b for b in told.bodies if b.certain and not b.product] if told is not None else []
            when = next((d for d in dated.dates if d.date), None) if dated is not None else None
            if told is None or dated is None or when is None or not bodies:
                continue
            statement = Statement(told.index, told.span, Span(told.span.start, told.span.start), date=when)
            statement.bodies = [Party(b, "with") for b in bodies]
            statement.places = [Party(p, "subject", p.span) for p in governing.owners(scan, told)]
            statement.more.append(dated.span)
            if title is not None:
                statement.name, statement.generic = title, cues.GENERIC.fullmatch(scan.text, *title) is not None
                statement.more.append(title)
            elif (lead := leads.standing(told)) is not None and lead.name is not None:
                statement.name, statement.noun = lead.name, lead.noun
                statement.generic = cues.GENERIC.fullmatch(scan.text, *lead.name) is not None
                statement.more.append(lead.span)
            yield statement
