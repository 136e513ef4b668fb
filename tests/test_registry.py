"""The registry of organisations: ids kept for life, people's files left as they are, nothing merged by the tool."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import names, paths
from graph.errors import Problem
from loaders import registry
from tests.factory import DATA, REGISTRY, Desk, line, normaliser, spoil, told

NUMBER = "7000012050002"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.make(tmp_path)


def load(desk: Desk) -> tuple[names.Registry, dict[str, registry.Entry], list[Problem]]:
    return registry.load([desk.shipped, desk.user], normaliser())


def refused(desk: Desk, text: str, *, file: Path | None = None) -> list[Problem]:
    """The problems of a registry in the user's folder."""
    desk.put(text, registry.FILE)
    return load(desk)[2]


def user_registry(*lines: str) -> str:
    return "\n".join(('形式: "1"', "組織:", *lines, ""))


def test_the_users_registry_lies_over_the_shipped_one(desk: Desk) -> None:
    desk.put(user_registry("- id: o-hiiragi", "  名称: 株式会社ひいらぎ測量"), registry.FILE)
    bodies, entries, problems = load(desk)
    assert problems == []
    assert set(entries) == {"o-yotsuba", "o-minamo", "o-hiiragi"}
    assert bodies.resolve("㈱ひいらぎ測量") == names.Known("o-hiiragi")
    assert bodies.resolve("よつば便") == names.Known("o-yotsuba")


def test_an_alias_of_the_file_counts_in_its_years(desk: Desk) -> None:
    bodies, _, _ = load(desk)
    assert bodies.resolve("四葉運輸株式会社", when="2014") == names.Known("o-yotsuba")
    assert isinstance(bodies.resolve("四葉運輸株式会社", when="2016"), names.Unknown)
    assert bodies.resolve("よつばポータル") == names.Known("o-yotsuba", by_service=True)


def test_a_name_taken_over_by_an_heir_means_the_body_that_bore_it_at_the_time(desk: Desk) -> None:
    heir = ("- id: o-heir", "  名称: 四葉物流株式会社", "  別名:", "  - 名称: 四葉運輸株式会社", "    開始: 2016-04")
    desk.put(user_registry(*heir), registry.FILE)
    bodies, _, _ = load(desk)
    assert bodies.resolve("四葉運輸株式会社", when="2014") == names.Known("o-yotsuba")
    assert bodies.resolve("四葉運輸株式会社", when="2017") == names.Known("o-heir")


def test_a_folder_without_a_registry_is_fine(desk: Desk, tmp_path: Path) -> None:
    assert load(desk)[2] == []
    assert refused(desk, "") == []
    (tmp_path / "empty").mkdir()
    assert set(registry.load([tmp_path / "empty", desk.shipped], normaliser())[1]) == {"o-yotsuba", "o-minamo"}


def test_an_id_that_both_layers_use_is_refused_with_both_places(desk: Desk) -> None:
    problems = refused(desk, user_registry("- id: o-minamo", "  名称: みなもと信用組合"))
    problem = told(problems, "o-minamo")
    assert (problem.line, problem.field, problem.warning) == (3, "組織[1].id", False)
    assert f"{registry.FILE}:{line(desk.shipped / registry.FILE, '- id: o-minamo')}" in problem.what


def test_what_the_user_writes_of_a_shipped_body_goes_before_and_the_names_of_both_stay(desk: Desk) -> None:
    lines = (
        "- id: o-yotsuba",
        "  名称: （株）よつば配送便",
        "  所在: 奈良市",
        "  別名: [よつば便, よつばさん]",
        "  サービス名: [よつば箱]",
    )
    desk.put(user_registry(*lines, "- id: o-hiiragi", "  名称: 株式会社ひいらぎ測量"), registry.FILE)
    before = registry.load([desk.shipped], normaliser())[1]["o-yotsuba"]
    bodies, entries, problems = load(desk)
    assert problems == []
    found = entries["o-yotsuba"]
    assert (found.名称, found.所在, found.区分) == ("（株）よつば配送便", "奈良市", before.区分)
    assert found.別名 == (*before.別名, "よつばさん")
    assert found.サービス名 == (*before.サービス名, "よつば箱")
    assert "o-hiiragi" in entries
    assert bodies.resolve("よつばさん") == bodies.resolve("よつば便") == names.Known("o-yotsuba")


def test_one_id_twice_in_one_file_is_refused_even_for_one_name(desk: Desk) -> None:
    entry = ("- id: o-1", "  名称: 甲商会")
    problem = told(refused(desk, user_registry(*entry, *entry, "- id: o-2", "  名称: 乙商会")), "o-1")
    assert (problem.line, problem.warning) == (5, False)
    assert f"{registry.FILE}:3" in problem.what
    assert {"o-1", "o-2"} <= set(load(desk)[1])


@pytest.mark.parametrize(
    "text",
    ["ただの文字\n", "組織: [\n", '形式: "1"\n形式: "1"\n組織: []\n'],
    ids=["a text", "no YAML", "one key twice"],
)
def test_a_bad_registry_of_one_layer_does_not_hide_the_other(desk: Desk, text: str) -> None:
    desk.put(text, registry.FILE, layer=desk.shipped)
    desk.put(user_registry("- id: o-1", "  名称: 甲商会"), registry.FILE)
    _, entries, problems = load(desk)
    assert problems
    assert set(entries) == {"o-1"}


def united(desk: Desk, first: tuple[str, ...], second: tuple[str, ...]) -> registry.Entry:
    """The entry of two bodies, ``o-1`` and ``o-2``, of which somebody said that o-2 is o-1."""
    desk.put(user_registry("- id: o-1", *first, "- id: o-2", *second), registry.FILE)
    bodies, entries, problems = registry.load([desk.user], normaliser(), {"o-2": "o-1"})
    assert [problem for problem in problems if not problem.warning] == []
    assert entries["o-1"] == entries["o-2"]
    assert {bodies.resolve(alias.name) for alias in entries["o-1"].aliases} == {names.Known("o-1")}
    return entries["o-1"]


def test_two_entries_that_people_called_the_same_keep_every_name_and_the_id_that_was_chosen(desk: Desk) -> None:
    found = united(
        desk,
        ("  名称: 株式会社よつば", "  別名: [よつば便, 四つ葉]", "  サービス名: [よつば箱]", "  業種: 配送"),
        (
            "  名称: よつば運輸",
            "  別名: [四つ葉, 株式会社よつば, よつ葉]",
            "  サービス名: [よつば箱, よつば袋]",
            "  業種: 運輸",
            "  所在: 奈良市",
        ),
    )
    assert (found.id, found.名称) == ("o-1", "株式会社よつば")
    assert found.別名 == ("よつば便", "四つ葉", "よつば運輸", "よつ葉")
    assert found.サービス名 == ("よつば箱", "よつば袋")
    assert (found.業種, found.所在) == ("配送", "奈良市")


@pytest.mark.parametrize(
    ("first", "second", "official"),
    [
        (("  名称: よつば",), ("  名称: 株式会社よつば配送",), "株式会社よつば配送"),
        (("  名称: 株式会社よつば",), ("  名称: よつば配送", f"  法人番号: {NUMBER}"), "よつば配送"),
        (("  名称: よつば",), ("  名称: よつば配送",), "よつば"),
        (("  名称: 株式会社よつば", f"  法人番号: {NUMBER}"), ("  名称: 株式会社よつば配送",), "株式会社よつば"),
    ],
    ids=["a legal form", "a corporate number", "neither", "the one that was chosen"],
)
def test_of_two_entries_that_are_one_the_better_known_gives_the_official_name(
    desk: Desk, first: tuple[str, ...], second: tuple[str, ...], official: str
) -> None:
    found = united(desk, first, second)
    assert (found.id, found.名称) == ("o-1", official)
    assert official not in found.別名
    assert len(found.別名) == 1


def test_what_was_called_the_same_as_an_unknown_id_stays_as_it_is(desk: Desk) -> None:
    desk.put(user_registry("- id: o-1", "  名称: 甲商会"), registry.FILE)
    _, entries, problems = registry.load([desk.user], normaliser(), {"o-1": "o-gone", "o-lost": "o-1"})
    assert problems == []
    assert {id: entry.名称 for id, entry in entries.items()} == {"o-1": "甲商会"}


def test_one_corporate_number_on_two_entries_is_refused(desk: Desk) -> None:
    problems = refused(
        desk,
        user_registry(
            "- id: o-1",
            "  名称: 甲商会",
            f"  法人番号: {NUMBER}",
            "- id: o-2",
            "  名称: 乙商会",
            f"  法人番号: {NUMBER}",
        ),
    )
    problem = told(problems, "法人番号")
    assert (problem.line, problem.field, problem.warning) == (6, "法人番号", False)


def test_one_official_name_on_two_entries_is_a_warning(desk: Desk) -> None:
    problem = told(refused(desk, user_registry("- id: o-1", "  名称: ㈱よつば配送便")), "名称")
    assert (problem.line, problem.warning) == (3, True)
    assert "o-yotsuba" in problem.what


@pytest.mark.parametrize(
    ("old", "new", "field", "what"),
    [
        ("  区分: 企業", f"  法人番号: 1{NUMBER[1:]}", "組織[1].法人番号", "検査数字"),
        ("  区分: 企業", "  法人番号: 123", "組織[1].法人番号", "13桁"),
        ("  区分: 企業", "  区分: 会社", "組織[1].区分", "会社"),
        ("  区分: 企業", "  区文: 企業", "組織[1].区文", "区文"),
        ("    終了: 2015-03", "    終了: 2015-13", "組織[1].別名[2].終了", "2015-13"),
        ("    終了: 2015-03", "    終り: 2015-03", "組織[1].別名[2].終り", "終り"),
        ("- id: o-minamo", "- id: o minamo", "組織[2].id", "o minamo"),
        ("  名称: みなも信用金庫\n", "", "組織[2].名称", "名称"),
        ("  - よつばポータル", "  - ''", "組織[1].サービス名[1]", "空"),
        ('形式: "1"', '形式: "2"', "形式", "2"),
    ],
    ids=["a number with a wrong check digit", "a short number", "an unknown kind", "a misspelt key", "an alias until no day",
         "a misspelt key of an alias", "an id with a blank", "no name", "an empty service", "another format"],
)  # fmt: skip
def test_what_is_wrong_is_told_once_with_its_line_and_field(
    desk: Desk, old: str, new: str, field: str, what: str
) -> None:
    path = desk.put(spoil(REGISTRY, old, new), registry.FILE, layer=desk.shipped)
    [problem] = load(desk)[2]
    assert what in problem.what
    assert problem.field == field
    assert problem.remedy
    assert problem.line == (line(path, new.strip()) if new else line(path, "- id: o-minamo"))


@pytest.mark.parametrize("text", ["- id: o-1\n  名称: 甲商会\n", "ただの文字\n"], ids=["a list", "a text"])
def test_a_registry_of_another_shape_is_refused_and_does_not_crash(desk: Desk, text: str) -> None:
    problems = refused(desk, text)
    assert problems
    assert all(problem.file.endswith(registry.FILE) and problem.line == 1 for problem in problems)


# --- new entries ---------------------------------------------------------------------------------------------------


def new(*spelt: str) -> list[registry.Entry]:
    return [registry.new_entry(normaliser(), name) for name in spelt]


def test_a_new_entry_has_its_legal_form_written_out_and_knows_its_kind() -> None:
    [entry] = new("（株）ひいらぎ測量")
    assert (entry.id, entry.名称, entry.法人格, entry.区分) == (
        "o-pcwzveqe",
        "株式会社ひいらぎ測量",
        "株式会社",
        "企業",
    )


def test_new_entries_are_written_behind_what_people_wrote_and_that_stays_to_the_letter(desk: Desk) -> None:
    written = (
        '# 経営企画課が手で直す名簿\n形式: "1"\n組織:\n# 上から順に\n- id: o-2\n  名称: 乙商会   # 駅前\n  業種: on\n'
        f"  法人番号: {NUMBER}\n  別名:\n  - 012\n  - 1e3\n  - 0x1F\n  - 名称: 旧乙\n    終了: 2015-04-01\n"
        "- id: o-1\n  名称: '甲商会'\n  所在: 奈良県 # どこか\n"
    )
    path = desk.put(written, registry.FILE)
    registry.append(desk.user, new("株式会社ひいらぎ測量"))
    text = path.read_text(encoding="utf-8")
    assert text.startswith(written)
    assert text[len(written) :] == (
        "- id: o-pcwzveqe\n  名称: 株式会社ひいらぎ測量\n  法人格: 株式会社\n  区分: 企業\n"
    )


def test_what_was_written_is_read_back_without_a_problem(desk: Desk) -> None:
    registry.append(desk.user, new("株式会社ひいらぎ測量", "NPO法人ほしぞら学習会"))
    bodies, entries, problems = load(desk)
    assert problems == []
    assert bodies.resolve("㈱ひいらぎ測量") == names.Known("o-pcwzveqe")
    assert len(entries) == 4


def test_a_registry_of_ones_own_begins_with_the_first_new_entry(tmp_path: Path) -> None:
    registry.append(tmp_path / "new" / "folder", new("株式会社ひいらぎ測量"))
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == [registry.FILE]


@pytest.mark.parametrize("text", ['形式: "1"\n', '形式: "1"\n組織: []\n', "\ufeff" + '形式: "1"\n組織: []\n'])
def test_an_empty_registry_takes_its_first_entry(desk: Desk, text: str) -> None:
    assert refused(desk, text) == []
    registry.append(desk.user, new("株式会社ひいらぎ測量"))
    _, entries, problems = load(desk)
    assert problems == []
    assert "o-pcwzveqe" in entries


@pytest.mark.parametrize("text", ["", "\n", " \t\n"], ids=["nothing", "a line end", "blanks"])
def test_a_file_in_which_nothing_can_be_seen_takes_its_first_entry(desk: Desk, text: str) -> None:
    desk.put(text, registry.FILE)
    registry.append(desk.user, new("株式会社ひいらぎ測量"))
    _, entries, problems = load(desk)
    assert problems == []
    assert "o-pcwzveqe" in entries


def test_an_entry_that_another_build_wrote_meanwhile_stays_as_it_is(desk: Desk) -> None:
    first, second = new("株式会社ひいらぎ測量", "NPO法人ほしぞら学習会")
    registry.append(desk.user, [first.model_copy(update={"注記": "駅前"})])
    path = desk.user / registry.FILE
    before = path.read_text(encoding="utf-8")
    registry.append(desk.user, [first])
    assert path.read_text(encoding="utf-8") == before
    registry.append(desk.user, [first, second])
    assert path.read_text(encoding="utf-8").startswith(before)
    _, entries, problems = load(desk)
    assert problems == []
    assert entries[first.id].注記 == "駅前"
    assert entries[second.id] == second


def test_new_entries_stand_in_the_order_of_their_ids_whoever_came_first(tmp_path: Path) -> None:
    entries = new("株式会社ひいらぎ測量", "NPO法人ほしぞら学習会", "みなも信用金庫", "あけぼの社")
    for name, order in (("one", entries), ("other", entries[::-1])):
        registry.append(tmp_path / name, order)
    assert (tmp_path / "one" / registry.FILE).read_bytes() == (tmp_path / "other" / registry.FILE).read_bytes()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('形式: "1"\n組織:\n  - id: o-1\n    名称: 甲商会\n', '形式: "1"\n組織:\n  - id: o-1\n    名称: 甲商会\n'),
        ('形式: "1"\n組織:\n-   id: o-1\n    名称: 甲商会', '形式: "1"\n組織:\n-   id: o-1\n    名称: 甲商会\n'),
        ("組織:\n- id: o-1\n  名称: '甲商会' # 駅前\n形式: \"1\"\n", "組織:\n- id: o-1\n  名称: '甲商会' # 駅前\n"),
        ("形式: \"1\"\n組織: [{id: o-1, 名称: '甲商会'}]\n", "{id: o-1, 名称: '甲商会'}"),
    ],
    ids=["indented", "no line end at the end", "not the last in the file", "in one line"],
)
def test_however_people_lay_out_their_list_it_stays_and_new_entries_join_it(
    desk: Desk, written: str, kept: str
) -> None:
    path = desk.put(written, registry.FILE)
    registry.append(desk.user, new("株式会社ひいらぎ測量"))
    assert kept in path.read_text(encoding="utf-8")
    _, entries, problems = registry.load([desk.user], normaliser())
    assert problems == []
    assert [entry.名称 for entry in entries.values()] == ["甲商会", "株式会社ひいらぎ測量"]


def test_what_is_no_entry_does_not_keep_a_new_one_from_being_written(desk: Desk) -> None:
    path = desk.put(user_registry("- ただの文字"), registry.FILE)
    registry.append(desk.user, new("株式会社ひいらぎ測量"))
    assert path.read_text(encoding="utf-8").startswith(user_registry("- ただの文字"))
    assert "ひいらぎ測量" in path.read_text(encoding="utf-8")


def test_windows_line_ends_do_no_harm(desk: Desk) -> None:
    desk.put(user_registry("- id: o-1", "  名称: 甲商会").replace("\n", "\r\n"), registry.FILE)
    registry.append(desk.user, new("株式会社ひいらぎ測量"))
    _, entries, problems = load(desk)
    assert problems == []
    assert entries["o-1"].名称 == "甲商会"


@settings(max_examples=60, deadline=None)
@given(
    st.text("よつば株式会社0123456789.eExo_:#-'\"&*!?|>%@`{}[],~ 　ynYNtrue", min_size=1, max_size=12).filter(str.strip)
    | st.sampled_from(
        [
            "null",
            "~",
            "on",
            "yes",
            "0123",
            "1e3",
            "2015-04-01",
            "- 甲",
            "# 甲",
            "甲: 乙",
            "=",
            "<<",
            "甲 #乙",
            "0o17",
            "1_000",
        ]
    )
)
def test_every_name_survives_the_way_into_the_file_and_back(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("registry")
    [entry] = new(name)
    registry.append(folder, [entry])
    bodies, entries, problems = registry.load([folder], normaliser())
    assert problems == []
    assert entries == {entry.id: entry}
    assert bodies.resolve(name) == names.Known(entry.id)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.yaml"
    paths.write_whole(path, "一\n")
    paths.write_whole(path, "二\n")
    assert path.read_bytes() == "二\n".encode()
    assert list(path.parent.iterdir()) == [path]


# --- the shipped registry ------------------------------------------------------------------------------------------


def test_the_shipped_registry_has_no_problem_and_every_body_is_found_by_all_its_names() -> None:
    bodies, entries, problems = registry.load([DATA], normaliser())
    assert problems == []
    for entry in entries.values():
        assert bodies.resolve(entry.名称) == names.Known(entry.id)
        for alias in entry.aliases:
            assert bodies.resolve(alias.name, when=alias.end or alias.start) == names.Known(entry.id), alias
