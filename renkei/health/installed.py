"""The program, Python, every library, what the program carries with it, and the settings."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Final

from packaging.markers import Marker
from packaging.requirements import Requirement

from graph import formats
from graph.paths import shipped_data
from graph.settings import Settings
from renkei.health.finding import GOOD, NOTICE, WRONG, Finding

LOCK: Final = "requirements.lock"
_AGAIN: Final = "make setup（Windows では run.cmd、一式の zip からなら start.cmd）で入れ直してください。"
_PIN: Final = re.compile(
    r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\\n]+?))?(?:\s+--hash=\S+)*\s*\\?$", re.MULTILINE
)
"""A line of a list of libraries: of the project's own, or of a bundle, which has one line for each."""
_DATA: Final = ("municipalities.tsv", "fields.yaml", "organisations.yaml", "legal_forms.tsv", "outlines.json")
_FONTS: Final = ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf")
_LEAST: Final = 1_000_000
"""Bytes that no whole font is smaller than."""


def program(settings: Settings) -> Iterator[Finding]:
    """The editions of the tool, of Python and of the system, and the form of files."""
    own = metadata.version("renkei")
    system = f"{platform.system()} {platform.release()}"
    yield Finding(
        GOOD, "連携グラフ", f"{own}、Python {platform.python_version()}、{platform.platform(terse=True)}、データの形式 {formats.FORMAT}",
        facts={"版": own, "Python": platform.python_version(), "システム": system, "機種": platform.machine(),
               "データの形式": formats.FORMAT},
    )  # fmt: skip


def libraries(settings: Settings) -> Iterator[Finding]:
    """Whether every library is there in an edition that fits, and whether it is the one that was tested."""
    wanted = [Requirement(text) for text in metadata.requires("renkei") or ()]
    wanted = [each for each in wanted if not each.marker or each.marker.evaluate({"extra": ""})]
    wrong = []
    for each in wanted:
        found = _version(each.name)
        if found is None:
            wrong.append(f"{each.name}（ない）")
        elif not each.specifier.contains(found, prereleases=True):
            wrong.append(f"{each.name} {found}（要るのは {each.specifier}）")
    if wrong:
        yield Finding(WRONG, "部品", "、".join(wrong), _AGAIN, {"合わない部品": wrong})
        return
    pinned = pins()
    if not pinned:
        yield Finding(
            GOOD, "部品", f"{len(wanted)} すべて入っています（試した版の一覧がないので、条件だけを見ました）",
            facts={"部品": len(wanted), "一覧": False},
        )  # fmt: skip
        return
    other = [f"{name} {_version(name) or 'なし'}（試したのは {version}）" for name, version in pinned.items()
             if _version(name) != version]  # fmt: skip
    if other:
        some = "、".join(other[:5]) + (f" ほか {len(other) - 5}" if len(other) > 5 else "")
        yield Finding(
            NOTICE, "部品", f"入ってはいますが、試した版と違うもの {len(other)}: {some}",
            f"おかしいことがあれば、{_AGAIN}", {"部品": len(wanted), "違う版": other},
        )  # fmt: skip
    else:
        yield Finding(GOOD, "部品", f"{len(pinned)} すべて、試した版です", facts={"部品": len(pinned), "一覧": True})


def pins() -> dict[str, str]:
    """Library → the edition that was tested, for this system; empty where no list is at hand."""
    for folder in (Path(__file__).resolve().parents[2], Path(sys.prefix)):
        path = folder / LOCK
        if path.is_file():
            lines = _PIN.findall(path.read_text(encoding="utf-8"))
            return {name: version for name, version, marker in lines if not marker or Marker(marker).evaluate()}
    return {}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def carried(settings: Settings) -> Iterator[Finding]:
    """Data and fonts that come with the program."""
    data = shipped_data()
    if lacking := [name for name in _DATA if not (data / name).is_file()]:
        yield Finding(
            WRONG, "配布のデータ", f"{data} に {'、'.join(lacking)} がありません", _AGAIN, {"ないもの": lacking}
        )
    fonts = Path(str(files("viz"))) / "fonts"
    broken = [name for name in _FONTS if not (fonts / name).is_file() or (fonts / name).stat().st_size < _LEAST]
    if broken:
        yield Finding(
            WRONG, "書体", f"{fonts} に {'、'.join(broken)} がないか、壊れています（図と PDF を作れません）", _AGAIN,
            {"ないもの": broken},
        )  # fmt: skip
    else:
        yield Finding(GOOD, "書体", "図と PDF に入れる書体があります", facts={"書体": len(_FONTS)})


def chosen(settings: Settings) -> Iterator[Finding]:
    """Which settings are made, and whether any has a name that means nothing."""
    known = {f"RENKEI_{name.upper()}" for name in Settings.model_fields}
    made = {name.upper() for name in os.environ if name.upper().startswith("RENKEI_")} | set(_written())
    # The start script's own.
    unknown = sorted(made - known - {"RENKEI_HOME"})
    if unknown:
        yield Finding(
            NOTICE, "設定", f"{'、'.join(unknown)} という設定はありません", "綴りを README の表と見比べてください。",
            {"知らない設定": len(unknown)},
        )  # fmt: skip
    used = sorted(made & known)
    yield Finding(
        GOOD, "設定", "、".join(used) if used else "決めたものはありません（すべて既定）", facts={"決めた設定": used}
    )


def _written() -> Iterator[str]:
    """Names in the file ``.env`` of the current folder."""
    try:
        text = Path(".env").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    for line in text.splitlines():
        name = line.partition("=")[0].removeprefix("export ").strip().upper()
        if name.startswith("RENKEI_"):
            yield name
