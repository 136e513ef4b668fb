"""What people wrote, and what holds it, when a command dies at any moment: the old file or the new one, never a part.

Here a process that is a copy of this one does the work and is killed, so that many kills cost little.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from graph import decisions
from graph.decisions import Review
from graph.errors import StoreError
from graph.paths import shipped_data
from loaders import registry
from loaders.backup import backup, restore
from loaders.check import check
from loaders.evidence import Originals
from loaders.folder import Folder
from renkei.cli import main
from tests.factory import normaliser
from tests.test_backup import tree
from tests.torture.killing import COUNT, SEED

FEW = 5
NOW = datetime(2026, 4, 1, 9, 30)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="fork がない")

LIST = "協定名,相手方,締結日,分野\n" + "".join(
    f"第{n}地区の見守り協定,株式会社つくりばなし{n}商店,令和{n % 6 + 1}年{n % 12 + 1}月{n % 27 + 1}日,高齢者の見守り\n"
    for n in range(40 if COUNT else 6)
)
"""A list of agreements, made up for these tests."""


def apart(work: Callable[[], Any], seconds: float | None = None) -> float:
    """Do something in a process of its own, killed after so many seconds if any; how long it lived."""
    sys.stdout.flush()
    begun = time.monotonic()
    child = os.fork()
    if not child:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, ended = os.waitpid(child, 0)
    assert seconds is not None or ended == 0
    return time.monotonic() - begun


def kills(
    name: str, work: Callable[[], Any], before: Callable[[], Any], after: Callable[[], str], times: int = COUNT or FEW
) -> None:
    """Kill some work again and again. ``before`` lays out what it finds; ``after`` says what it left, or fails."""
    chance = random.Random(SEED)  # noqa: S311
    before()
    long = apart(work)
    found: Counter[str] = Counter({after(): 0})
    for _ in range(times):
        before()
        apart(work, chance.uniform(0, 1.2 * long))
        found[after()] += 1
    print(f"\n{name}: 種 {SEED}、{found.total()} 回: " + "、".join(f"{what} {count}" for what, count in found.items()))


def review(number: int, by: str) -> Review:
    return Review(
        日付="2026-04-01", 時刻=f"09:00:00.{number:06}", 記録者=by, 文書="d-a", 対象=f"協定:{number}", 判断="採用"
    )


def test_decisions_of_before_stay_and_those_that_were_being_written_are_whole(tmp_path: Path) -> None:
    def lay() -> None:
        (tmp_path / decisions.FILE).unlink(missing_ok=True)
        decisions.append(tmp_path, [review(n, "政策課") for n in range(5)])

    def left() -> str:
        found, problems = decisions.load([tmp_path])
        assert all(problem.warning for problem in problems), problems
        numbers = [int(each.対象.partition(":")[2]) for each in found.reviews]
        assert numbers[:5] == list(range(5))
        assert numbers[5:] == list(range(100, 95 + len(numbers)))
        decisions.append(tmp_path, [review(9, "政策課")])
        again, problems = decisions.load([tmp_path])
        assert ([each.対象 for each in again.reviews][-1], problems) == ("協定:9", [])
        return {5: "前", 4005: "後"}.get(len(numbers), "途中まで")

    many = [review(n, "防災課") for n in range(100, 4100)]
    kills("判断の記録", lambda: decisions.append(tmp_path, many), lay, left)


def test_the_registry_and_curated_files_are_the_old_or_the_new(tmp_path: Path) -> None:
    new = [registry.new_entry(normaliser(), f"株式会社つくりばなし{n}商店") for n in range(100)]
    folder = Folder(tmp_path)
    texts = ["題: 前\n" * 20_000, "題: 後\n" * 20_000]

    def lay() -> None:
        (tmp_path / registry.FILE).unlink(missing_ok=True)
        registry.append(tmp_path, new[:1])
        folder.write_document("d-a", texts[0])

    def work() -> None:
        registry.append(tmp_path, new[1:])
        folder.write_document("d-a", texts[1])

    def left() -> str:
        _, entries, problems = registry.load([tmp_path], normaliser())
        assert (problems, len(entries) in (1, len(new))) == ([], True)
        written = folder.document("d-a").read_text(encoding="utf-8")
        assert written in texts
        return ("名簿は後" if len(entries) > 1 else "名簿は前") + ("、書き起こしは後" if written == texts[1] else "")

    kills("名簿と書き起こし", work, lay, left)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A user's folder in which every file says 前."""
    fill(tmp_path / "置き場", "前")
    return tmp_path / "置き場"


def fill(root: Path, word: str) -> None:
    shutil.rmtree(root, ignore_errors=True)
    for n in range(30):
        (root / "documents" / f"{n}.yaml").parent.mkdir(parents=True, exist_ok=True)
        (root / "documents" / f"{n}.yaml").write_text(word * 5_000, encoding="utf-8")


def test_a_backup_that_dies_leaves_the_backup_of_before_or_a_whole_new_one(root: Path, tmp_path: Path) -> None:
    target, graph = tmp_path / "控え.zip", root / "graph.json"
    trees = {}
    for word in "前後":
        fill(root, word)
        trees[word] = tree(root)
    old = tmp_path / "前.zip"
    fill(root, "前")
    backup(root, old, graph, now=NOW)
    fill(root, "後")

    def left() -> str:
        into = tmp_path / "確かめ"
        shutil.rmtree(into, ignore_errors=True)
        restore(target, into, replace=False, now=NOW)
        return next(word for word, files in trees.items() if files == tree(into))

    kills("控え", lambda: backup(root, target, graph, now=NOW), lambda: shutil.copy(old, target), left)


def test_a_restore_that_dies_leaves_the_old_folder_or_the_new_or_the_word_that_it_is_unfinished(
    root: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "控え.zip"
    fill(root, "後")
    after = tree(root)
    backup(root, copy, root / "graph.json", now=NOW)
    fill(root, "前")
    before = tree(root)

    def again() -> None:
        restore(copy, root, replace=True, now=NOW)

    def lay() -> None:
        for path in tmp_path.glob("置き場?*"):
            shutil.rmtree(path)
        fill(root, "前")

    def left() -> str:
        asides = [tree(path) for path in tmp_path.glob("置き場-*まで")]
        if root.exists():
            found = tree(root)
            assert found in (before, after)
            assert asides == ([before] if found == after else [])
            said = "後" if found == after else "前"
        else:
            assert asides == [before]
            with pytest.raises(StoreError, match=r"途中で止まっています.*renkei restore.*まで"), Folder(root).lock():
                pass
            said = "途中と言う"
        again()
        assert tree(root) == after
        assert before in [tree(path) for path in tmp_path.glob("置き場-*まで*")]
        return said

    kills("戻す", again, lay, left)


def test_a_list_that_is_taken_in_and_adopted_is_never_half_written_and_the_same_commands_finish_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, file = tmp_path / "user", tmp_path / "一覧.csv"
    file.write_text(LIST, encoding="utf-8")
    monkeypatch.setenv("RENKEI_DATA", str(user))
    monkeypatch.chdir(tmp_path)

    def work() -> None:
        main(["extract", str(file), "--municipality", "奈良県宇陀市"], standalone_mode=False)
        ids = sorted(Folder(user).documents())
        main(["review", *(f"--accept-all={id}" for id in ids), "--by", "政策課"], standalone_mode=False)

    def graph() -> Any:
        checked = check(shipped_data(), user, Originals())
        assert not checked.errors, checked.errors
        return checked.facts.tables()

    apart(work)
    whole = graph()
    agreements = whole.nodes["協定"].num_rows

    def left() -> str:
        found = graph().nodes["協定"].num_rows
        apart(work)
        assert {k: t.to_pydict() for k, t in graph().nodes.items()} == {
            k: t.to_pydict() for k, t in whole.nodes.items()
        }
        return "後" if found == agreements else "前"

    kills("取り込みと採用", work, lambda: shutil.rmtree(user, ignore_errors=True), left, COUNT // 4 or 1)
