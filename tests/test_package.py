"""The wheel does the main job in an empty environment, with the shipped data inside."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_the_wheel_builds_a_graph_in_an_empty_environment(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    home = tmp_path / "env"
    venv.create(home)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-compile"]
    pip += ["--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("RENKEI_", "PYTHON"))}
    env |= {"RENKEI_DATA": str(tmp_path / "data"), "PYTHONUTF8": "1"}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(python), "-m", "renkei.cli", *arguments], cwd=tmp_path, env=env, check=True, capture_output=True
        )
        return done.stdout.decode()

    assert "自治体 1,788" in run("build")
    assert run("export", "jsonl").count('"label":"自治体"') > 1_788
    run("map", "-o", str(tmp_path / "map.html"))
    assert (tmp_path / "map.html").stat().st_size > 100_000
    assert not list((home / "lib").glob("python*/site-packages/tests")), "試験は配布物に入らない"
