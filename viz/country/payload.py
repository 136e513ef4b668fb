"""What the page's script knows of each municipality: plain values, counted together where they are equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from viz.country.picture import offices
from viz.country.standing import Place, Standing
from viz.country.survey import RAMPS, Survey

STANDINGS: Final = tuple(Standing)


def payload(survey: Survey, documents: Iterable[str]) -> dict[str, Any]:
    """Municipalities and prefectures in order of code; documents by their row in the table of documents."""
    number = {id: n for n, id in enumerate(documents)}
    at = offices(survey.places)
    return {
        "mode": survey.mode,
        "scale": survey.view.scale,
        "ramp": [lower for lower, _ in RAMPS.get(survey.mode, ())],
        "years": survey.years,
        "centre": survey.ties.centre if survey.ties else "",
        "weights": survey.weights,
        "places": [
            [
                place.code,
                place.name,
                f"{place.short} {place.kana}",
                [at[place.code].x, at[place.code].y] if place.code in at else None,
                int(place.is_prefecture),
                STANDINGS.index(_without(place)),
                _records(place),
                [[number[covered.document], "・".join(covered.how)] for covered in place.covered],
            ]
            for place in survey.places
        ],
    }


def _without(place: Place) -> Standing:
    """How it stands where nothing of its own counts."""
    return place.standing(0)


def _records(place: Place) -> list[list[int | None]]:
    """Kind (0 agreement, 1 measure, 2 plan), first year, whether it is over, first year in which it was, how many."""
    found = Counter(
        (
            0 if record.node.label == "協定" else 2 if record.planned else 1,
            record.since,
            int(record.over),
            record.over_from,
        )
        for record in place.records
    )
    return [[*key, number] for key, number in found.items()]
