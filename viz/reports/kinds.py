"""The kinds of files that reports are made as."""

from __future__ import annotations

from typing import Final

KINDS: Final = {".docx": "Word", ".xlsx": "Excel", ".pptx": "PowerPoint"}
"""Endings of names, with the programs that open them."""

MEDIA: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
