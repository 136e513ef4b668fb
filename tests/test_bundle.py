"""The zip for PCs without a network holds what each kind of PC needs, and says so where it does not."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bundle_{name}", ROOT / "bundle" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


make = loaded("make")


def names(target: str, python: str) -> set[str]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = list(make.pins(lock, make.TARGETS[target].environment(python)))
    assert all("--hash=sha256:" in line and ";" not in line for line in lines)
    return {line.split("==")[0] for line in lines}


def test_each_system_gets_its_own_libraries_and_no_others() -> None:
    windows, linux = names("windows", "3.13"), names("linux", "3.13")
    assert "colorama" in windows - linux
    assert "pexpect" in linux - windows
    assert {"fastapi", "neo4j", "ladybug", "pyvis"} <= windows & linux


def test_each_python_gets_one_version_of_each_library() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for python in make.PYTHONS:
        lines = [line.split()[0] for line in make.pins(lock, make.TARGETS["linux"].environment(python))]
        assert len({line.split("==")[0] for line in lines}) == len(lines)


def test_a_line_that_is_not_understood_stops_the_bundle() -> None:
    with pytest.raises(ValueError, match="錠のファイル"):
        list(make.pins("-e .\n", {}))


def test_equal_folders_make_equal_zips(tmp_path: Path) -> None:
    for name in ("一", "二"):
        folder = tmp_path / name / "renkei"
        (folder / "wheels").mkdir(parents=True)
        (folder / "wheels" / "a.whl").write_bytes(b"PK")
        (folder / "はじめに.txt").write_text("読む", encoding="utf-8")
        make.pack(folder, tmp_path / f"{name}.zip")
    assert (tmp_path / "一.zip").read_bytes() == (tmp_path / "二.zip").read_bytes()


def test_a_pc_with_another_python_is_told_which_one_to_install(tmp_path: Path) -> None:
    (tmp_path / "start.py").write_bytes((ROOT / "bundle" / "start.py").read_bytes())
    for system in ("windows", "linux"):
        (tmp_path / f"requirements-{system}-2.7.txt").touch()
    done = subprocess.run([sys.executable, tmp_path / "start.py"], capture_output=True, check=False)
    said = done.stderr.decode()
    assert done.returncode == 1
    assert "使えるのは 2.7 です" in said
    assert "Traceback" not in said
