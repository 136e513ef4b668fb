"""The zip for PCs without a network holds what each kind of PC needs, and says so where it does not."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from graph.settings import Settings

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


def test_the_start_scripts_of_windows_hold_only_what_every_code_page_reads_alike() -> None:
    """Line ends as cmd wants them, no letter beyond ASCII, quotes around every place, and every label that is gone to."""
    for path in (ROOT / "bundle" / "start.cmd", ROOT / "run.cmd"):
        content = path.read_bytes()
        assert content.isascii(), path
        assert content.count(b"\n") == content.count(b"\r\n"), path
        lines = [line for line in content.decode().splitlines() if not line.startswith("rem ")]
        gone_to = {word for line in lines for word in re.findall(r"(?:goto |call :)(\w+)", line)}
        assert gone_to
        assert gone_to <= {line[1:] for line in lines if line.startswith(":")}
        assert all('"%~dp0' in line for line in lines if "%~dp0" in line), path
    shown = (ROOT / "bundle" / "no-python.msg").read_bytes()
    assert shown.endswith(b"\r\n")
    assert "Python 3.11" in shown.decode("utf-8")


# --- a newer bundle after an older one, with the installation itself played ------------------------------------------


@pytest.fixture
def bundles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[list[str]]]:
    """Starts the bundle of a version and gives the commands that it ran; ``failing``: the one that does not succeed."""
    for name in [name for name in os.environ if name.startswith("RENKEI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RENKEI_HOME", str(tmp_path / "入る場所"))
    monkeypatch.setenv("HOME", str(tmp_path))

    def start(version: str, *arguments: str, failing: str = "") -> list[list[str]]:
        here = tmp_path / f"一式 {version}"
        (here / "wheels").mkdir(parents=True, exist_ok=True)
        (here / "wheels" / f"renkei-{version}-py3-none-any.whl").write_text(version, encoding="utf-8")
        module = loaded("start")
        own = f"{sys.version_info.major}.{sys.version_info.minor}"
        (here / f"requirements-{module.SYSTEM}-{own}.txt").write_text(f"renkei=={version}\n", encoding="utf-8")
        ran: list[list[str]] = []

        def run(command: list[object], **_: object) -> SimpleNamespace:
            words = [str(word) for word in command]
            ran.append([Path(words[0]).parent.parent.name, *words[1:]])
            if "backup" in words:
                Path(words[-1]).write_text("控え", encoding="utf-8")
            return SimpleNamespace(returncode=int(failing in words))

        with monkeypatch.context() as patch:
            patch.setattr(module, "HERE", here)
            patch.setattr(module.subprocess, "run", run)
            patch.setattr(module.venv, "create", lambda folder, **_: Path(folder).mkdir(parents=True))
            patch.setattr(sys, "argv", ["start.py", *arguments])
            with pytest.raises(SystemExit) as ended:
                module.main()
        start.status = ended.value.code  # type: ignore[attr-defined]
        for name in [name for name in os.environ if name.startswith("RENKEI_") and name != "RENKEI_HOME"]:
            del os.environ[name]
        return ran

    return start


def programs(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "入る場所" / "renkei").iterdir() if path.is_dir())


def test_a_newer_bundle_keeps_data_and_settings_and_goes_ahead_only_with_a_backup(
    bundles: Callable[..., list[list[str]]], tmp_path: Path
) -> None:
    first = bundles("1.0")
    assert [command[1] for command in first] == ["-m", "build", "serve"], "nothing to keep yet"
    (tmp_path / "一式 1.0" / ".env").write_text("RENKEI_DATA=./わたしの\nRENKEI_PORT=8123\n", encoding="utf-8")
    data = tmp_path / "一式 1.0" / "わたしの"
    (data / "documents").mkdir(parents=True)
    (data / "documents" / "a.yaml").write_text("形式: '1'\n", encoding="utf-8")
    assert [command[1] for command in bundles("1.0")] == ["build", "serve"], "installed once"
    [old] = programs(tmp_path)
    refused = bundles("2.0", failing="backup")
    assert [command[1] for command in refused] == ["-m", "backup"]
    assert bundles.status == 1  # type: ignore[attr-defined]
    kept = (tmp_path / "一式 2.0" / ".env").read_text(encoding="utf-8")
    assert kept == f"RENKEI_DATA='{data}'\nRENKEI_PORT=8123\n", "the same folder, wherever the newer bundle lies"

    failed = bundles("2.0", failing="build")
    assert [command[1] for command in failed] == ["backup", "build"], "not installed again"
    assert old in programs(tmp_path), "the older one is there as long as the newer one has no graph"

    done = bundles("2.0")
    assert [command[1] for command in done] == ["build", "serve"]
    [new] = programs(tmp_path)
    assert new != old
    assert list((tmp_path / "入る場所" / "renkei").glob("控え-更新前-*.zip"))
    assert (data / "documents" / "a.yaml").read_text(encoding="utf-8") == "形式: '1'\n"


def test_a_command_after_the_start_script_runs_as_it_stands(
    bundles: Callable[..., list[list[str]]], tmp_path: Path
) -> None:
    assert bundles("1.0", "extract", "協定 一覧.xlsx")[-1][1:] == ["extract", "協定 一覧.xlsx"]


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("RENKEI_PORT=8123 # 画面", ("RENKEI_PORT", "8123")),
        ("export renkei_data = '~/わたし の # データ' # 置き場", ("RENKEI_DATA", "~/わたし の # データ")),
        ('RENKEI_TOKEN="a=b"', ("RENKEI_TOKEN", "a=b")),
        ("RENKEI_LOG=", ("RENKEI_LOG", "")),
        ("# RENKEI_PORT=1", ("", "")),
        ("PATH=/bin", ("", "")),
        ("RENKEI_PORT", ("", "")),
    ],
)
def test_a_line_of_settings_means_what_it_means_to_the_program(
    line: str, means: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = loaded("start")
    assert module.setting(line) == means
    (tmp_path / ".env").write_text(line + "\n", encoding="utf-8")
    field = means[0].removeprefix("RENKEI_").lower()
    if means[1]:
        monkeypatch.delenv(means[0], raising=False)
        found = getattr(Settings(_env_file=tmp_path / ".env"), field)  # type: ignore[call-arg]
        assert (found.get_secret_value() if field == "token" else str(found)) == means[1]


def test_where_this_python_does_not_fit_another_one_of_the_pc_goes_on(tmp_path: Path) -> None:
    (tmp_path / "start.py").write_bytes((ROOT / "bundle" / "start.py").read_bytes())
    (tmp_path / "requirements-linux-2.7.txt").touch()
    fake = tmp_path / "bin" / "python2.7"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\ntest "$1" = -c || echo "2.7: $*"\n', encoding="utf-8")
    fake.chmod(0o755)
    done = subprocess.run(
        [sys.executable, tmp_path / "start.py", "check", "a b"],
        env={"PATH": str(fake.parent)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.stdout.decode() == f"2.7: {tmp_path / 'start.py'} check a b\n"
