"""Sentences about the tree itself."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_locks_have_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        entries = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in entry for entry in entries)


def test_every_setting_is_in_the_readme() -> None:
    from graph.settings import Settings

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"RENKEI_{name.upper()}" in readme


def test_every_command_is_in_the_readme() -> None:
    from renkei.cli import main

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in main.commands:
        assert f"renkei {name}" in readme


def test_the_speeds_of_the_readme_are_what_one_run_of_the_bench_prints() -> None:
    from bench.table import LINES

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## 速さ")[2].partition("\n## ")[0]
    told = {
        command for row in table.splitlines() for command in re.findall(r"`([^`]*make bench [^`]*)`", row) if "|" in row
    }
    assert told == {line.command for line in LINES}


def test_nothing_is_fetched_from_elsewhere_by_our_pages() -> None:
    for folder in ("api", "viz"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".html", ".css", ".js"}:
                text = path.read_text(encoding="utf-8")
                assert not re.search(r"""(?:src|href)=["'](?:https?:)?//|url\(["']?https?:|@import""", text), path


def test_compose_pins_its_images_and_demands_a_password() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert re.search(r"image: neo4j:\d{4}\.\d{2}\.\d+", text)
    assert "${RENKEI_NEO4J_PASSWORD:?" in text
    assert "USER renkei" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


NO_DOCUMENTS = {"bundle/はじめに.txt", "viz/fonts/OFL.txt"}
"""A page of instructions and the licence of the font."""


def test_no_made_up_document_is_a_real_one() -> None:
    """Originals never enter the tree: a document in it is annotated and says that it is made up."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    for name in filter(None, listed.stdout.split("\0")):
        if name.endswith((".txt", ".pdf", ".docx", ".xlsx", ".xls", ".csv")):
            if name in NO_DOCUMENTS:
                continue
            gold = (ROOT / name).with_suffix(".gold.yaml")
            assert name.startswith("tests/documents/"), name
            assert gold.read_text(encoding="utf-8").startswith("# 作り話"), name
