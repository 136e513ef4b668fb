"""What people type becomes what an engine takes, or a message says what is wrong."""

from __future__ import annotations

import re
from typing import Final

import pytest

from graph import dates
from graph.errors import UsageError
from queries import catalogue, values


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", ""),
        ("2019-07-02", "2019-07-02"),
        ("2019-02", "2019-02-28"),
        ("2020-02", "2020-02-29"),
        ("2019", "2019-12-31"),
        ("令和元年", "2019-12-31"),
        ("平成31年4月", "2019-04-30"),
        ("令和5年度", "2024-03-31"),
    ],
)
def test_a_day_to_look_at_is_the_end_of_what_was_typed(typed: str, day: str) -> None:
    assert values.value("時点", "文字", "時点", typed) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2019-07-02", "2019-07-02"), ("2019-02", "2019-02-01"), ("令和元年", "2019-01-01"), ("令和5年度", "2023-04-01")],
)
def test_a_day_to_begin_from_is_the_start_of_what_was_typed(typed: str, day: str) -> None:
    assert values.value("以後", "文字", "以後", typed) == day


def test_without_a_day_today_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "today", lambda: "2024-02-29")
    assert values.value("基準日", "文字", "基準日", "") == "2024-02-29"
    assert values.value("以後", "文字", "以後", "") == "2023-02-28"


@pytest.mark.parametrize(("typed", "said"), [("昨日", "「時点」の日付を直して"), ("8月5日", "「時点」には年も")])
def test_a_day_that_is_none_is_refused_with_its_argument(typed: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        values.value("時点", "文字", "時点", typed)


def test_a_mark_is_yes_or_no() -> None:
    with pytest.raises(UsageError, match="「終了も」は 0（いいえ）か 1（はい）"):
        values.value("終了も", "整数", "印", "2")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("line", "ＬＩＮＥヤフー株式会社"),
        ("ＬＩＮＥ", "LINEヤフー株式会社"),
        ("みどり", "ミドリ信用金庫"),
        ("ﾐﾄﾞﾘ", "みどり信用金庫"),
        ("ガス", "東部ｶﾞｽ株式会社"),
        ("㈱あおば", "(株)あおば"),
        ("あおば 見守り", "株式会社あおば見守り"),
        ("コーポレ-ション", "つなぐコーポレーション"),
        ("A+B (仮)", "株式会社A＋B（仮）"),
        ("𠮷野", "株式会社𠮷野"),
    ],
)
def test_a_word_finds_names_in_other_spellings(typed: str, name: str) -> None:
    assert _found(typed, name)


@pytest.mark.parametrize(("typed", "name"), [("あ.ば", "あおば"), ("みどり", "みとり"), ("奈良市", "奈良県")])
def test_a_word_finds_nothing_else(typed: str, name: str) -> None:
    assert not _found(typed, name)


def _found(typed: str, name: str) -> bool:
    # Python has no \x{…}; both engines have.
    python = re.sub(r"\\x\{([0-9A-F]+)\}", lambda match: re.escape(chr(int(match[1], 16))), values.pattern(typed))
    return bool(re.fullmatch(python, name))


def test_files_for_two_engines_must_say_the_same() -> None:
    text = catalogue.find("connection").texts["neo4j"]
    with pytest.raises(ValueError, match="見出しが違います"):
        catalogue.together("x", {"neo4j": text, "embedded": text.replace("// 列 歩数:", "// 列 歩み:")})
    with pytest.raises(ValueError, match="embedded と neo4j"):
        catalogue.together("x", {"neo4j": text})


@pytest.mark.parametrize("query", catalogue.catalogue().values(), ids=lambda query: query.name)
def test_a_question_has_a_group_and_kinds_that_a_form_knows(query: catalogue.Query) -> None:
    assert query.group in catalogue.GROUPS
    assert all(p.kind in values.KINDS for p in query.parameters if p.name != "ids")
    assert {p.name for p in query.parameters} == {p.name for p in query.parameters if f"${p.name}" in _all_texts(query)}


def _all_texts(query: catalogue.Query) -> str:
    texts = (query.text, *query.texts.values())
    return "\n".join(line for text in texts for line in text.splitlines() if not line.startswith("//"))


ENDED = re.compile(r"CASE WHEN \$時点 <> '' AND.*?ELSE 0 END AS (?:終|終了)\n", re.S)
"""How a question tells that something has ended as of a day."""
RENEWED: Final = re.compile(
    r"\(\$時点 <> '' AND EXISTS { MATCH \(新:協定\)-\[:更新\]->\((\w)\) WHERE 新\.締結日 > \$時点 }\)"
)
"""What was renewed only later, asked of each record: what questions about the whole country say for ``… IN 改定前``, since a
list that goes along with every row of theirs fills the memory."""


def test_every_question_tells_in_the_same_words_what_has_ended() -> None:
    found = {
        RENEWED.sub(r"\1.id IN 改定前", re.sub(r"\s+", " ", match[0])).replace("AS 終了", "AS 終")
        for query in catalogue.catalogue().values()
        for match in ENDED.finditer(query.text)
    }
    of_records = {text for text in found if "x.終了日" in text}
    of_agreements = {text for text in found if "a.終了日" in text}
    of_measures = found - of_records - of_agreements
    assert (len(of_records), len(of_agreements), len(of_measures)) == (1, 1, 1)


def test_no_question_as_of_a_day_reads_the_derived_relationship() -> None:
    reading = {q.name for q in catalogue.catalogue().values() if "$時点" in q.text and ":連携]" in q.text}
    assert not reading
