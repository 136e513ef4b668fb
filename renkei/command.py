"""The class of all commands."""

from __future__ import annotations

from typing import Any

import click


class Command(click.Command):
    """A command whose usage line is Japanese too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[オプション]", **kwargs})
