"""The main job: check all files and make the stored graph equal to them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from graph.diff import Changes
from graph.facts import Facts
from graph.paths import shipped_data
from graph.settings import Settings
from graph.store.base import Progress, Store, silent
from graph.tables import Tables
from loaders import registry
from loaders.check import check
from loaders.context import Checked
from loaders.evidence import Originals
from loaders.folder import Folder, refuse_unfinished
from loaders.review import Shelf


@dataclass(slots=True)
class Built:
    """What a build did."""

    checked: Checked
    changes: Changes
    counts: dict[str, int]


def checked(settings: Settings, shipped: Path | None = None) -> Checked:
    """Check the shipped data and the user's. Raises `StoreError` where a restore of the user's was cut short."""
    user = settings.data.expanduser()
    refuse_unfinished(user)
    return check(shipped or shipped_data(), user, Originals(settings.sources))


async def build(settings: Settings, store: Store, *, verify: bool = False, progress: Progress = silent) -> Built:
    """Check, load, and let new organisations enter the user's registry.

    Decisions that came in from elsewhere reach the user's files first. Raises `DataProblems` before the graph is written.
    """
    # In a thread: a server that builds goes on answering while it reads the files.
    found, graph = await asyncio.to_thread(_made, settings)
    changes = await store.replace(graph, verify=verify, progress=progress)
    return Built(found, changes, graph.counts())


def _made(settings: Settings) -> tuple[Checked, Tables]:
    """What the files say."""
    user = settings.data.expanduser()
    if user.is_dir():
        Shelf.at(user).sync()
    found = checked(settings)
    found.raise_errors()
    graph = found.facts.tables()
    # The graph says it all now; both together would take twice the memory while it is written.
    found.facts = Facts()
    if found.new:
        # Before the load: an id that is in the graph must be in the registry, even if the load is cut short.
        with Folder(user).lock():
            registry.append(user, found.new.values())
    return found, graph
