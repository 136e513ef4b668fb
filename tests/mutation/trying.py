"""A changed module under its tests: each in a process of its own, forked from one that has loaded everything else."""

from __future__ import annotations

import ast
import contextlib
import enum
import importlib
import importlib.abc
import importlib.machinery
import importlib.metadata
import importlib.util
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

ROOM = ("graph", "loaders", "queries", "api", "viz", "renkei", "bench", "tests")
"""Packages that each process loads anew; a module keeps what it took from the changed one when it was loaded."""


class Outcome(enum.Enum):
    """What became of a change."""

    KILLED = "見つかった"
    SURVIVED = "生き残った"
    TIMEOUT = "時間切れ"
    UNUSED = "試験が読み込まない"


@dataclass
class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module in its changed form."""

    name: str
    path: Path
    tree: ast.Module
    used: bool = False

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        self.used = True
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)  # noqa: S102 - our own module


class _Steady:
    """The same examples in every process, none kept, and no search for a smaller one: that it fails is enough.

    Tests with many examples run last: most changes are found by the others.
    """

    def pytest_configure(self) -> None:
        hypothesis.settings.register_profile(
            "mutation",
            deadline=None,
            database=None,
            derandomize=True,
            phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
        )
        hypothesis.settings.load_profile("mutation")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: hypothesis.is_hypothesis_test(getattr(item, "obj", None)))


def prepare(tests: Sequence[str]) -> None:
    """Load what the tests need, and let go of what belongs to the project."""
    for plugin in importlib.metadata.entry_points(group="pytest11"):
        plugin.load()
    for name in ("tests.conftest", *(test.partition("::")[0].removesuffix(".py").replace("/", ".") for test in tests)):
        importlib.import_module(name)
    for name in list(sys.modules):
        if name.partition(".")[0] in ROOM and not name.startswith("tests.mutation"):
            del sys.modules[name]


def tried(name: str, path: Path, tree: ast.Module, tests: Sequence[str], limit: float, folder: Path) -> Outcome:
    """Run the tests against a module as the tree says it, for at most ``limit`` seconds; files go below ``folder``."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        status = 1
        with contextlib.suppress(BaseException):
            status = _run(_Finder(name, path, tree), tests, folder)
        os._exit(status)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return {0: Outcome.SURVIVED, 9: Outcome.UNUSED}.get(code, Outcome.KILLED)
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return Outcome.TIMEOUT


def _run(finder: _Finder, tests: Sequence[str], folder: Path) -> int:
    with (folder / "out.txt").open("w") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    sys.meta_path.insert(0, finder)
    try:
        status = pytest.main(
            [*tests, "-x", "-m", "not neo4j and not browser", "-p", "no:cacheprovider", f"--basetemp={folder / 'tmp'}",
             "-W", "ignore::pytest.PytestAssertRewriteWarning"],
            plugins=[_Steady()],
        )  # fmt: skip
    except BaseException:
        traceback.print_exc()
        raise
    return int(status) if finder.used or status else 9
