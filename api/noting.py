"""What a request leaves for the log on its way: its number, and the kind of error that it ended with."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final

TOLD: Final = "renkei.told"
"""Where it lies in the scope of a request. A dict of its own: what lies between may hand on a copy of the scope."""


def note(scope: MutableMapping[str, Any], error: Exception) -> None:
    """Remember which error a request ended with; its class is told, never its words."""
    scope.get(TOLD, {})["error"] = error


def number(scope: MutableMapping[str, Any]) -> str:
    """The number of a request; '' where nobody gave it one."""
    found: str = scope.get(TOLD, {}).get("request", "")
    return found
