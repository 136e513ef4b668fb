"""An answer without rows: what is known of the municipalities that were asked about, so that "none" is not read into it."""

from __future__ import annotations

from typing import NamedTuple

from api.asking import Asked
from api.coverage import Place, Tally, coverage, tally
from graph.store.base import View


class Looked(NamedTuple):
    """``here``: municipalities that the question is about; ``others``: those with which it compares."""

    here: list[Place]
    others: Tally | None


async def looked_at(view: View, wanted: Asked) -> Looked | None:
    """What was looked at; None where the question names no municipality."""
    about: set[str] = set()
    compared: set[str] = set()
    left_open = {name for name in wanted.query.first if not wanted.values.get(name)}
    values = dict(wanted.values)
    if left_open:
        given = {name: value for name, value in wanted.shown.items() if name not in left_open}
        values = await wanted.query.prepared(view, **given)
    for parameter in wanted.query.parameters:
        value = values.get(parameter.name)
        if parameter.kind in ("自治体id", "団体id") and value:
            (compared if isinstance(value, list) else about).update(value if isinstance(value, list) else [value])
    if not about | compared:
        return None
    places = (await coverage(view)).both
    here = [place for place in places if place.id in about]
    others = [place for place in places if place.id in compared - about]
    return Looked(here, tally(others) if others else None) if here or others else None
