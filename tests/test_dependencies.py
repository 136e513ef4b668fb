"""What the tool is made of: few packages, all of them told, none with a licence that would bind the user's work."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
BINDING = re.compile(r"\b(?:A|L)?GPL|SSPL|Commons Clause|Business Source|Non-?Commercial", re.IGNORECASE)
MOST = 80
"""Packages that an installation brings, those that others bring included."""


def test_the_packages_that_the_tool_needs_are_those_that_the_security_page_tells() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {Requirement(each).name for each in project["dependencies"]}
    page = (
        (ROOT / "docs" / "security.md")
        .read_text(encoding="utf-8")
        .partition("## 使っているもの")[2]
        .partition("\n## ")[0]
    )
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")
    ]
    told = {name for row in rows[2:] for name in row[0].split("、")}
    assert told == needed
    assert all(len(row) == 3 and all(row) for row in rows)


def test_no_package_of_an_installation_has_a_licence_that_binds_the_users_work() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    names = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    assert len(names) <= MOST
    known = 0
    for name in names:
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue  # for another system
        known += 1
        kinds = [each for each in about.get_all("Classifier") or () if each.startswith("License")]
        told = " ".join([about["License-Expression"] or "", (about["License"] or "")[:200], *kinds])
        alternatives = re.split(r"\bOR\b", told)
        assert any(not BINDING.search(each) for each in alternatives), f"{name}: {told}"
    assert known > 60
