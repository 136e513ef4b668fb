"""The guide that opens in Neo4j Browser with ``:play ADDRESS`` (or ``:guide ADDRESS``, beside the editor).

Browser shows each ``<slide>`` as a page; ``pre.runnable`` and ``data-populate`` put a text into the editor, and
``data-exec`` runs one of Browser's own commands.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, StrictUndefined, Template

from queries.browser.saved import scripts

STYLE = "renkei.grass"
SAVED = "saved-queries.zip"
GUIDE = "guide.html"


def style() -> str:
    """The style sheet: captions, colours and sizes of every label and relationship type."""
    return files(__package__).joinpath(STYLE).read_text(encoding="utf-8")


def guide(address: str = "") -> str:
    """The guide as HTML.

    ``address``: where the explorer answers (``http://localhost:8000``), from which the guide takes the style sheet and
    the saved queries; with '' it tells the person to drop the files instead.
    """
    groups = [(group, list(found)) for group, found in groupby(scripts(), key=lambda each: each.group)]
    return _template().render(address=address.rstrip("/"), groups=groups)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files(__package__).joinpath(GUIDE).read_text(encoding="utf-8"))
