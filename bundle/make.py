"""``make bundle``: one zip with all that a PC without a network needs, for Windows and Linux.

It holds the wheels of every pinned library for each platform and Python, the project's own wheel, and a start script.
What is installed is checked against the hashes of the lock, on the way in and again on the PC.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.markers import Marker

ROOT: Final = Path(__file__).resolve().parent.parent
HERE: Final = Path(__file__).resolve().parent
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
_LINE: Final = re.compile(r"^(?P<pin>[A-Za-z0-9._-]+==[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]+?))?\s*(?=\\|$)")
_TIME: Final = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of PC. ``tags``: the platform tags of pip whose wheels it takes."""

    name: str
    tags: tuple[str, ...]
    markers: tuple[tuple[str, str], ...]

    def environment(self, python: str) -> dict[str, str]:
        """What the markers of a lock are judged by."""
        return {
            **dict(self.markers),
            "python_version": python,
            "python_full_version": f"{python}.0",
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_version": "",
            "extra": "",
        }


TARGETS: Final = {
    "windows": Target(
        "windows",
        ("win_amd64",),
        (("sys_platform", "win32"), ("os_name", "nt"), ("platform_system", "Windows"), ("platform_machine", "AMD64")),
    ),
    "linux": Target(
        "linux",
        (*(f"manylinux_2_{n}_x86_64" for n in range(34, 4, -1)), "manylinux2014_x86_64", "linux_x86_64"),
        (("sys_platform", "linux"), ("os_name", "posix"), ("platform_system", "Linux"), ("platform_machine", "x86_64")),
    ),
}


def pins(lock: str, environment: dict[str, str]) -> Iterator[str]:
    """The lines of a lock (pin and hashes) that hold in an environment, without their markers."""
    for block in re.split(r"\n(?=\S)", lock.strip()):
        found = _LINE.match(block)
        if found is None:
            raise ValueError(f"錠のファイルにこの行があります: {block[:80]}")
        if found["marker"] is None or Marker(found["marker"]).evaluate(environment):
            hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}", block)
            yield " ".join([found["pin"], *hashes])


def _download(target: Target, python: str, listed: Path, wheels: Path) -> None:
    number = python.replace(".", "")
    platforms = [word for tag in target.tags for word in ("--platform", tag)]
    abis = [word for abi in (f"cp{number}", "abi3", "none") for word in ("--abi", abi)]
    subprocess.run(
        [
            sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps",
            "--only-binary=:all:", "--require-hashes", "--implementation", "cp", "--python-version", python,
            *platforms, *abis, "-r", str(listed), "-d", str(wheels),
        ],
        check=True,
    )  # fmt: skip


def _own_wheel(wheels: Path) -> str:
    """Build the project's wheel; its line for a requirements file."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = wheels.glob("renkei-*.whl")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"renkei=={wheel.name.split('-')[1]} --hash=sha256:{digest}"


def make(folder: Path, targets: Sequence[str], pythons: Sequence[str]) -> None:
    """Fill a folder with the bundle."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    own, lock = _own_wheel(wheels), (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name in targets:
        for python in pythons:
            target = TARGETS[name]
            listed = folder / f"requirements-{name}-{python}.txt"
            lines = list(pins(lock, target.environment(python)))
            listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
            _download(target, python, listed, wheels)
            listed.write_text("\n".join([*lines, own]) + "\n", encoding="utf-8")
    for name in ("start.py", "start.cmd", "start.sh", "no-python.msg", "はじめに.txt"):
        shutil.copy(HERE / name, folder / name)
    for name in ("LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder / name)


def pack(folder: Path, target: Path) -> None:
    """The folder as a zip; equal folders give equal bytes. Wheels are packed already."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", _TIME)
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if path.suffix == ".sh" else 0o644) << 16
            with path.open("rb") as original, archive.open(entry, "w") as packed:
                shutil.copyfileobj(original, packed)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="ネットワークのない PC に入れるための zip を作る")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "dist" / "renkei-offline.zip", help="書き出す zip")
    parser.add_argument(
        "--for", dest="targets", nargs="+", choices=TARGETS, default=list(TARGETS), help="どの PC のため"
    )
    parser.add_argument(
        "--python", dest="pythons", nargs="+", choices=PYTHONS, default=list(PYTHONS), help="PC の Python"
    )
    given = parser.parse_args()
    given.output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "renkei"
        make(folder, given.targets, given.pythons)
        whole = given.output.with_name(given.output.name + ".new")
        pack(folder, whole)
        whole.replace(given.output)
    print(f"{given.output} を作りました（{given.output.stat().st_size / 1e6:,.0f} MB）。")


if __name__ == "__main__":
    main()
