"""Install the bundle on this PC without a network, then build the graph and open the explorer.

With arguments, runs ``renkei`` with them instead (``start check``). The program goes into a folder of its own for each
version of the bundle; the user's data (``~/renkei-data``) are never touched by installing. A newer version takes over
the settings (``.env``) of the one before, keeps a backup of the data, and removes the older program only after its own
first build was a success. Nothing but the standard library of Python is used here.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
SYSTEM = "windows" if os.name == "nt" else "linux"
KEPT = (
    "documents",
    "drafts",
    "texts",
    "reference",
    "decisions.jsonl",
    "organisations.yaml",
    "fields.yaml",
    "layouts.json",
)
PATHS = ("RENKEI_DATA", "RENKEI_SOURCES", "RENKEI_GRAPH_FILE", "RENKEI_LOG", "RENKEI_NEO4J_CA")


def stop(text):
    """Say what is wrong and what to do, and end."""
    print(f"\n誤り: {text}", file=sys.stderr)
    sys.exit(1)


def listed():
    """The list of what this PC needs; where this Python is none that it is made for, another one of the PC goes on."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = HERE / f"requirements-{SYSTEM}-{own}.txt"
    if not found.is_file():
        there = [path.stem.rpartition("-")[2] for path in HERE.glob(f"requirements-{SYSTEM}-*.txt")]
        there.sort(key=lambda number: [int(part) for part in number.split(".")])
        if not there:
            stop(f"この zip には、この種類の PC（{SYSTEM}）のための部品が入っていません。")
        for number in reversed(there):
            command = ["py", f"-{number}"] if os.name == "nt" else [f"python{number}"]
            if shutil.which(command[0]) and not subprocess.run([*command, "-c", ""], capture_output=True).returncode:
                sys.exit(subprocess.run([*command, str(HERE / "start.py"), *sys.argv[1:]]).returncode)
        stop(
            f"この PC の Python は {own} です。この zip で使えるのは {'、'.join(there)} です。そのどれかを入れてください。"
        )
    if sys.maxsize <= 2**32:
        stop("この PC の Python は 32 ビット版です。64 ビット版の Python を入れてください。")
    return found


def home():
    """Where programs of this user lie."""
    given = os.environ.get("RENKEI_HOME") or os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_DATA_HOME")
    return Path(given) / "renkei" if given else Path.home() / ".local" / "share" / "renkei"


def scripts(folder):
    """Where the commands of an installed program are."""
    return folder / ("Scripts" if os.name == "nt" else "bin")


def others(folder):
    """Whole programs of other versions, the latest first."""
    found = [path for path in home().glob("program-*") if path != folder and (path / "ok").is_file()]
    return sorted(found, key=lambda path: (path / "ok").stat().st_mtime, reverse=True)


def installed(requirements):
    """The folder with the program, installed now if it is not there yet, and whether it is to take over (`take_over`)."""
    parts = [requirements, *sorted((HERE / "wheels").glob("renkei-*.whl"))]
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()[:12]
    folder = home() / f"program-{stamp}"
    if (folder / "ok").is_file():
        return folder, False
    if (folder / "whole").is_file():
        return folder, True
    print("初めて使う版なので、入れています（数分かかります）…", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    pip = [scripts(folder) / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index"]
    what = ["--find-links", HERE / "wheels", "--require-hashes", "-r", requirements]
    if subprocess.run([*pip, *what], check=False).returncode:
        stop("入れられませんでした。zip をもう一度、全部展開してから試してください。")
    # What `renkei doctor` compares with.
    shutil.copy(requirements, folder / "requirements.lock")
    (folder / "whole").touch()
    return folder, True


def take_over(folder):
    """On the first start of a newer version: the settings of the one before, and a backup of the data."""
    earlier = others(folder)
    if earlier:
        before = (earlier[0] / "ok").read_text(encoding="utf-8").partition("\n")[2].strip()
        old = Path(before) / ".env" if before else None
        if old and old.is_file() and not (HERE / ".env").exists():
            lines = old.read_text(encoding="utf-8-sig").splitlines()
            (HERE / ".env").touch(0o600)
            (HERE / ".env").write_text("".join(f"{absolute(line, old.parent)}\n" for line in lines), encoding="utf-8")
            print(f"前の版の設定（{old}）を写しました。")
    use_settings()
    if earlier and has_data():
        target = home() / f"控え-更新前-{time.strftime('%Y%m%d-%H%M%S')}.zip"
        if subprocess.run([scripts(folder) / "renkei", "backup", "-o", target], check=False).returncode:
            stop("データの控えを取れなかったので、新しい版に移りません。上の誤りを直してから、もう一度始めてください。")
    (folder / "ok").write_text(f"{folder.name}\n{HERE}\n", encoding="utf-8")


def setting(line):
    """Name and value of a line of settings; '' for both where it is none."""
    name, equals, value = line.strip().removeprefix("export ").partition("=")
    name, value = name.strip().upper(), value.strip()
    if not equals or not name.startswith("RENKEI_"):
        return "", ""
    if value[:1] in ("'", '"'):
        return name, value[1:].partition(value[0])[0]
    return name, value.partition(" #")[0].rstrip()


def absolute(line, folder):
    """A line of settings that means the same from everywhere: places in it were meant from a folder."""
    name, value = setting(line)
    if name not in PATHS or value in ("", "-") or value.startswith("~"):
        return line
    place = str(folder / value)
    return f"{name}={place}" if "'" in place else f"{name}='{place}'"


def use_settings():
    """Settings beside this script hold wherever it is called from; those of the environment come first."""
    file = HERE / ".env"
    if file.is_file():
        for line in file.read_text(encoding="utf-8-sig").splitlines():
            name, value = setting(absolute(line, HERE))
            if name:
                os.environ.setdefault(name, value)


def has_data():
    """Whether the user's folder holds anything that cannot be made again."""
    folder = Path(os.environ.get("RENKEI_DATA") or Path.home() / "renkei-data").expanduser()
    kept = [path for name in KEPT for path in (folder / name, *(folder / name).rglob("*"))]
    return any(path.is_file() for path in kept)


def clear(folder):
    """Remove older programs, and what an installation left that was cut off; one that is running stays whole."""
    for older in home().glob("program-*"):
        gone = older.with_name("gone-" + older.name)
        if older != folder:
            try:
                # Windows renames no folder of which a file is in use.
                older.rename(gone)
            except OSError:
                continue
    for gone in home().glob("gone-*"):
        shutil.rmtree(gone, ignore_errors=True)


def main():
    """Install if need be, then run."""
    requirements = listed()
    try:
        folder, new = installed(requirements)
        if new:
            take_over(folder)
        else:
            use_settings()
    except OSError as error:
        stop(f"{home()} に書けません（{error.strerror or error}）。空き容量と書き込みの許可を確かめてください。")
    command = [scripts(folder) / "renkei"]
    os.environ["PYTHONUTF8"] = "1"
    if len(sys.argv) > 1:
        sys.exit(subprocess.run([*command, *sys.argv[1:]], check=False).returncode)
    if subprocess.run([*command, "build"], check=False).returncode:
        stop("上の誤りを直してから、もう一度始めてください。")
    clear(folder)
    try:
        sys.exit(subprocess.run([*command, "serve", "--open"], check=False).returncode)
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
