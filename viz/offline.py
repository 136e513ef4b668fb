"""What makes a page whole by itself: texts put into it, and a policy that refuses every request and all other scripts."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import Final

_TEMPLATES: Final = "templates"


def template(name: str) -> str:
    """A file of ours as it may stand in a page."""
    return in_page(files("viz").joinpath(_TEMPLATES, *name.split("/")).read_text(encoding="utf-8"))


def script(*names: str) -> str:
    """Parts of a script that share one scope."""
    return in_page("\n".join(['(() => {"use strict";', *map(template, names), "})();"]))


def in_page(text: str) -> str:
    """A text that may stand in a script or style element; its hash is that of what the browser will read."""
    text = text.replace("\r\n", "\n").strip()
    if "</script" in text.lower() or "</style" in text.lower():
        raise ValueError("this text would end the element that holds it")
    return text


def policy(style: str, *scripts: str) -> str:
    """Nothing from outside, and of scripts and styles only those put into the page here."""
    allowed = " ".join(map(_hash, scripts)) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
