"""Clauses that tell pairs in turn: 「A市はB社と、C市はD社と、それぞれ…」."""

from __future__ import annotations

from loaders.prose import cues
from loaders.prose.parts import Body, Place


def pairs(text: str, breaths: list[list[Place | Body]], start: int, stop: int) -> list[tuple[list[Place], list[Body]]]:
    """Local governments each with its own bodies, where a clause (``start`` … ``stop``) names them in turn at least twice;
    else nothing."""
    turns: list[tuple[list[Place], list[Body]]] = []
    for run in breaths:
        for mention in run:
            if mention.span.start < start or mention.span.end > stop:
                continue
            if isinstance(mention, Body):
                if not turns:
                    return []
                turns[-1][1].append(mention)
            elif mention.use == "actor":
                if not turns or turns[-1][1]:
                    turns.append(([], []))
                turns[-1][0].append(mention)
    told = len(turns) > 1 and all(_is_turn(text, places, bodies, stop) for places, bodies in turns)
    return turns if told else []


def _is_turn(text: str, places: list[Place], bodies: list[Body], stop: int) -> bool:
    if not bodies:
        return False
    subject = cues.after_name(text, places[-1].span.end, stop)
    partner = cues.after_name(text, bodies[-1].span.end, stop)
    return text.startswith(("は", "が", "では", "も"), subject) and text.startswith("と", partner)
