"""What the page's script knows of each municipality: plain values, counted together where they are equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from viz import scope
from viz.country.picture import offices
from viz.country.standing import Place, Standing
from viz.country.survey import RAMPS, Survey

STANDINGS: Final = tuple(Standing)


def payload(survey: Survey, documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Municipalities and prefectures in order of code; documents by number."""
    covering = sorted({covered.document for place in survey.places for covered in place.covered})
    number = {id: n for n, id in enumerate(covering)}
    at = offices(survey.places)
    return {
        "mode": survey.mode,
        "ramp": [lower for lower, _ in RAMPS.get(survey.mode, ())],
        "years": survey.years,
        "centre": survey.ties.centre if survey.ties else "",
        "weights": survey.weights,
        "documents": [[documents[id].get("題名", id), _about(documents[id])] for id in covering],
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


def _about(document: Mapping[str, Any]) -> str:
    """Without 網羅, which is said of each municipality apart."""
    return scope.facts_of({key: value for key, value in document.items() if key != "網羅"})


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
