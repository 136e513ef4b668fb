"""Install the bundle on this PC without a network, then build the graph and open the explorer.

With arguments, runs ``renkei`` with them instead (``start check``). The program goes into a folder of its own for each
version of the bundle; the user's data (``~/renkei-data``) are never touched by installing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
SYSTEM = "windows" if os.name == "nt" else "linux"


def stop(text):
    """Say what is wrong and what to do, and end."""
    print(f"\n誤り: {text}", file=sys.stderr)
    sys.exit(1)


def listed():
    """The list of what this PC needs."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = HERE / f"requirements-{SYSTEM}-{own}.txt"
    if not found.is_file():
        there = sorted(path.stem.rpartition("-")[2] for path in HERE.glob(f"requirements-{SYSTEM}-*.txt"))
        if not there:
            stop(f"この zip には、この種類の PC（{SYSTEM}）のための部品が入っていません。")
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


def installed(requirements):
    """The folder with the program, installed now if it is not there yet."""
    parts = [requirements, *sorted((HERE / "wheels").glob("renkei-*.whl"))]
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()[:12]
    folder = home() / f"program-{stamp}"
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    if not (folder / "ok").is_file():
        print("初めて使うので、入れています（数分かかります）…", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        done = subprocess.run(
            [
                scripts / "python",
                "-m",
                "pip",
                "--disable-pip-version-check",
                "install",
                "--quiet",
                "--no-index",
                "--find-links",
                HERE / "wheels",
                "--require-hashes",
                "-r",
                requirements,
            ],
            check=False,
        )
        if done.returncode:
            stop("入れられませんでした。zip をもう一度、全部展開してから試してください。")
        (folder / "ok").write_text(stamp, encoding="utf-8")
        for older in home().glob("program-*"):
            if older != folder:
                shutil.rmtree(older, ignore_errors=True)
    return scripts


def main():
    """Install if need be, then run."""
    try:
        scripts = installed(listed())
    except OSError as error:
        stop(f"{home()} に書けません（{error.strerror or error}）。空き容量と書き込みの許可を確かめてください。")
    command = [scripts / "renkei"]
    os.environ["PYTHONUTF8"] = "1"
    if len(sys.argv) > 1:
        sys.exit(subprocess.run([*command, *sys.argv[1:]], check=False).returncode)
    if subprocess.run([*command, "build"], check=False).returncode:
        stop("上の誤りを直してから、もう一度始めてください。")
    try:
        sys.exit(subprocess.run([*command, "serve", "--open"], check=False).returncode)
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
