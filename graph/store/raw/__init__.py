"""Cypher that people write themselves: a text and its parameters come in, a bounded answer of one version goes out.

Only reading: no write, schema, user, setting, file, network or second statement. `words` refuses by the text alone,
`plan` by Neo4j's plan, and what remains runs in a process of its own that is ended at its limits (`process`, `worker`).
"""

from __future__ import annotations

from graph.store.raw.limits import Answer, LimitError, Limits
from graph.store.raw.running import run

__all__ = ["Answer", "LimitError", "Limits", "run"]
