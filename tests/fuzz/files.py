"""Files of the user's folder: curated YAML, and the log of decisions (JSONL)."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import yaml

from graph import decisions
from graph.errors import DataProblems, Problem
from graph.facts import Facts
from loaders import blocks, curated, evidence, lines, personal, written
from loaders.context import Checked, Context
from loaders.reader import Reader
from loaders.review import Checker
from tests.factory import PRESS
from tests.fuzz.target import JAPANESE, ROOT, Target, holds, text


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="renkei-fuzz-"))


@cache
def _checker() -> Checker:
    return Checker.load(ROOT / "data", _folder())


def _told(problems: list[Problem]) -> None:
    for problem in problems:
        holds(problem.line >= 1, f"no line: {problem}")
        holds(JAPANESE.search(problem.what), f"not in Japanese: {problem}")
        holds(problem.remedy, f"no remedy: {problem}")


def curated_file(raw: bytes) -> None:
    """A curated file becomes facts, or every problem has a line and a remedy; what is changed in it changes nothing else."""
    path = _folder() / "fuzzed.yaml"
    path.write_bytes(raw)
    located = lines.load(path)
    problems = [*personal.problems(located)]
    file, wrong = curated.parse(located)
    _told(problems + wrong)
    if file is None:
        holds(wrong, "refused without a word")
        return
    known = _checker()
    context = Context(known.gazetteer, known.bodies, known.entries, known.taxonomy, evidence.Originals(), {})
    checked = Checked(Facts())
    Reader(context, checked, located, file).read()
    _told(checked.problems)
    if not problems and not wrong and not checked.errors:
        _changed(raw)


def quickly(raw: bytes) -> None:
    """What is read line by line is what YAML reads, on the lines that YAML says."""
    given = text(raw)
    found = blocks.read(given)
    if found is None:
        return
    data, at = found
    located = lines.Located("")
    node = yaml.compose(given, Loader=yaml.CBaseLoader)
    if node is None:
        holds(not data, f"YAML has nothing there: {data}")
        return
    located.data = lines._Builder(located, limit=1_000_000).build(node, (), 0)
    holds(not located.problems, f"YAML would tell: {located.problems}")
    holds(located.data == data, f"{data} instead of {located.data}")
    holds(all(located.lines[path] == line for path, line in at.items()), f"{at} instead of {located.lines}")


def _changed(raw: bytes) -> None:
    """A record that is taken out of a good file leaves all others as they were."""
    before = written.Written.parse(raw.decode("utf-8-sig"))
    records = before.data.get("協定") or ()
    if not records:
        return
    try:
        after = before.apply([written.Change("協定", len(records) - 1, None)])
    except DataProblems:
        return
    again = written.read(after.text)
    rest = list(records[:-1])
    holds(list(again.get("協定") or ()) == rest, "another record was changed")
    for name in before.data:
        holds(name == "協定" or again.get(name) == before.data[name], f"{name} was changed")


def log(raw: bytes) -> None:
    """A log is read line by line; each line counts or is told, and what counts is written back as itself."""
    (_folder() / decisions.FILE).write_bytes(raw)
    found, problems = decisions.load([_folder()])
    _told(problems)
    told = sum(bool(line.strip()) for line in raw.split(b"\n"))
    holds(len(found.log) + len(found.reviews) + len(problems) == told, "a line was lost")
    same = found.same()
    for id, stands in same.items():
        holds(id != stands and stands not in same, f"{id} leads to {stands} and on")
    for review in found.reviews:
        found.verdicts(review.文書, [review.本文])
        again = decisions.Review.model_validate_json(review.line)
        holds(again == review, f"another review: {review.line}")
    for decision, _, _ in found.log:
        holds(decisions.Decision.model_validate_json(decision.line) == decision, f"another decision: {decision.line}")


_LOG = """{"日付": "2026-04-01", "記録者": "政策課", "種類": "同一", "対象": ["a1", "a2"], "判断": "同じ"}
{"日付": "2026-04-02", "種類": "同一", "対象": ["a2", "a3"], "判断": "同じ"}
{"日付": "2026-04-01", "時刻": "10:00", "種類": "確認", "文書": "d-x", "対象": "協定:1", "判断": "採用", "元": {"名称": "見守り"}}
{"日付": "2026-04-03", "種類": "確認", "文書": "d-x", "対象": "協定:1", "判断": "修正", "内容": {"名称": "見守り協定"}, "本文": "ab"}
"""
_KEYS = (
    "形式",
    "文書",
    "協定",
    "施策",
    "記載",
    "自治体",
    "企業",
    "分野",
    "出典",
    "確度",
    "確認",
    "名称",
    "位置",
    "照合",
    "締結日",
    "値",
    "未",
    "済",
)

TARGETS = (
    Target(
        "blocks",
        quickly,
        lambda: [PRESS.encode(), b"a:\n- b: c\n  d:\n  - e\n  - 'f''g'\n- h: \"i\\n\"\n# j\nk: l m\n"],
        (*_KEYS, "- ", ": ", ":\n", "\n  ", "\n- ", "\n  - ", " #", "'", '"', "\\", "''", "null", "~", "? ", "---", "\r\n", "\u2028", "\ufeff", "| ", "> "),
        800,
        0.5,
    ),
    Target("curated", curated_file, lambda: [PRESS.encode(), b'\xef\xbb\xbf\xe5\xbd\xa2\xe5\xbc\x8f: "1"\r\n'],
           (*_KEYS, "- ", ": ", "\n  ", "&a ", "*a", "|\n", ">-\n", "{", "}", "[", "]", "!!", "'", '"', "#", "? ", "---\n", "<<: "), 6_000, 3),
    Target("decisions", log, lambda: [_LOG.encode(), _LOG.replace("\n", "\r\n").encode("utf-8-sig")],
           ("同一", "確認", "取消", "却下", "別", '"対象"', '"内容"', "null", "[", "]", "{", "}", "1e999", "\\ud800", "\\u0000"), 4_000, 2),
)  # fmt: skip
