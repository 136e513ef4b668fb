"""``renkei doctor`` says what is wrong and what to do, and writes nothing."""

from __future__ import annotations

import os
import time
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from renkei.cli import main


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RENKEI_DATA", str(tmp_path / "置き場"))
    monkeypatch.delenv("RENKEI_SOURCES", raising=False)
    return tmp_path / "置き場"


def asked(*more: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *more])


def lines(result: Result, level: str) -> str:
    return "\n".join(line for line in result.output.splitlines() if line.startswith(level))


def test_it_leads_from_a_fresh_machine_to_a_graph_that_is_as_new_as_the_files(root: Path) -> None:
    fresh = asked()
    assert fresh.exit_code == 1
    assert "グラフがまだありません" in lines(fresh, "問題")
    assert "renkei build" in fresh.output
    assert not root.exists(), "nothing is written"
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    built = asked()
    assert built.exit_code == 0, built.output
    assert "自治体 1,788" in lines(built, "良")
    assert "あとから変わった" not in built.output
    (root / "documents").mkdir()
    (root / "documents" / "あと.yaml").write_text("形式: '1'\n文書: [", encoding="utf-8")
    os.utime(root / "documents" / "あと.yaml", (time.time() + 5, time.time() + 5))
    later = asked()
    assert later.exit_code == 1
    assert "あと.yaml" in lines(later, "問題")
    assert "あと.yaml" in lines(later, "注意")


def test_a_library_that_is_missing_or_too_old_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = metadata.version

    def version(name: str) -> str:
        if name == "networkx":
            return "2.0"
        if name == "pyvis":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "version", version)
    said = lines(asked(), "問題")
    assert "networkx 2.0（要るのは" in said
    assert "pyvis（ない）" in said


def test_settings_that_lead_nowhere_are_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root.write_text("", encoding="utf-8")
    monkeypatch.setenv("RENKEI_SOURCES", str(root / "ない"))
    monkeypatch.setenv("RENKEI_HOST", "0.0.0.0")  # noqa: S104
    found = asked()
    assert "RENKEI_DATA" in found.output
    assert "RENKEI_SOURCES を直して" in found.output
    assert "同じネットワークの人が見られます" in lines(found, "注意")
    monkeypatch.setenv("RENKEI_NEO4J_URI", "bolt://127.0.0.1:1")
    assert "つながりません" in lines(asked("--store", "neo4j"), "問題")
