"""The file of a kind on a subject: what the command and the explorer both ask for."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

from graph.errors import UsageError
from graph.store.base import Store
from viz.reports.compose import compose
from viz.reports.subjects import Subject


class Base(NamedTuple):
    """A file into which a report goes. ``anywhere``: a template, which need not say where."""

    path: Path
    content: bytes
    anywhere: bool


class Made(NamedTuple):
    """A file, what it is about, and what a person must know of it."""

    content: bytes
    title: str
    notes: tuple[str, ...] = ()


async def make(store: Store, subject: Subject, suffix: str, base: Base | None = None) -> Made:
    """The file. The libraries of one kind of file are loaded where it is wanted. ``suffix``: one of `viz.reports.kinds.KINDS`.

    Raises as `viz.reports.compose.compose`, and `UsageError` for a base that cannot take the report.
    """
    given = () if base is None else (base.content, base.anywhere)
    if suffix == ".xlsx":
        from viz.reports import xlsx

        if base is not None and not xlsx.untouched(base.content):
            raise UsageError(
                f"{base.path} は、作った後に直されているか、ほかのところで作られたブックです。消えるものがあるといけないので"
                "書きません。別の名前にしてください。"
            )
        report = await compose(store, subject)
        return Made(await asyncio.to_thread(xlsx.write, report), report.title)
    from viz.reports import pictures

    if suffix == ".docx":
        from viz.reports import docx

        report = await compose(store, subject, [pictures.PAGE])
        written = await asyncio.to_thread(docx.write, report, *given)
        return Made(written.content, report.title, written.notes)
    from viz.reports import pptx, slides

    report = await compose(store, subject, [pictures.SLIDE])
    shown = await asyncio.to_thread(pptx.write, slides.deck(report), *given)
    return Made(shown.content, report.title, shown.notes)


async def tell(store: Store, text: str, name: str, base: Base | None = None) -> Made:
    """The slides of a story's file. Raises `UsageError` with its line where something is wrong."""
    from viz.reports import pptx, story, storyfile

    given = () if base is None else (base.content, base.anywhere)
    deck = await story.deck(store, storyfile.read(text, name), name)
    written = await asyncio.to_thread(pptx.write, deck, *given)
    return Made(written.content, deck.title, written.notes)
