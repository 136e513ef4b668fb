"""The quick reading of plainly written files says what YAML says, or leaves the file to YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import blocks, lines, personal, written
from tests.factory import DATA, PRESS, spoil

PIECES = (
    "名称: 甲", "- 名称: 甲", "- 甲", "出典:", "- id: k1", "id: k1", '引用: "乙\\t丙"', "引用: '丁''戊'", "  ", "    ", "\n", "\n",
    "# 注\n", " # 注", "値: 甲: 乙", "値: 甲 #乙", "値: a:b", "値: -1", "値: --08-05", "- - 甲", "値: [甲]", "値: |\n", "値: &a 甲",
    "値: *a", "値:", "---\n", "\t", "値: \u3000甲", "値: \u2028", '値: "甲', "甲", ":", "-", "? 甲", "値: 甲 ", "<<: 甲", "甲:乙", "\r\n",
)  # fmt: skip


def _yaml(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - the base loader makes text only


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_whatever_is_read_quickly_is_what_yaml_reads(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = blocks.read(text)
    if found:
        assert found[0] == _yaml(text)


@pytest.mark.parametrize("path", sorted((DATA / "documents").glob("*.yaml")), ids=lambda path: path.stem)
def test_lines_and_data_of_the_shipped_files_are_those_of_yaml(path: Path) -> None:
    quick = lines.load(path)
    quick_lines = dict(quick.lines)
    quick.locate()
    assert quick.data == _yaml(path.read_text(encoding="utf-8"))
    assert all(quick.lines[place] == line for place, line in quick_lines.items())


@pytest.mark.parametrize(
    "text",
    [
        "名称: 甲\n名称: 乙\n", "名称: 甲\n  乙\n", "名称: 甲 # 注\n", '名称: "甲\n  乙"\n', "名称: [甲, 乙]\n", "名称: &a 甲\n",
        "名称: |\n  甲\n", "名称:\t甲\n", "- 甲\n", "甲\n", "名称: 甲\n---\n名称: 乙\n", '名称: "\\u7532"\n', "名称: 甲\u2028乙\n",
    ],
)  # fmt: skip
def test_what_is_not_plainly_written_is_left_to_yaml(text: str) -> None:
    assert blocks.read(text) is None


def test_what_the_tool_writes_is_read_quickly_with_the_lines_of_its_records() -> None:
    text = written.dump(_yaml(PRESS))
    found = blocks.read(text)
    assert found
    data, where = found
    assert data == _yaml(PRESS)
    assert text.splitlines()[where["施策", 1] - 1] == "- id: m-soudan"
    assert where["施策", 1, "id"] == where["施策", 1]


def test_a_number_hidden_by_an_escape_is_found_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "press.yaml"
    told = {}
    for words in (
        "声かけの窓口 0742-00-0000",
        '"声かけの窓口 \\u0030742-00-0000"',
        '"窓口\\t0742-00-0000"',
        "声かけの窓口",
    ):
        path.write_text(spoil(PRESS, "名称: 配達時の声かけ", f"名称: {words}"), encoding="utf-8")
        told[words] = [problem.line for problem in personal.problems(lines.load(path))]
    line = PRESS.splitlines().index("  名称: 配達時の声かけ") + 1
    assert list(told.values()) == [[line], [line], [line], []]
