"""What a load changed: told as facts that people can read, counted whole, and kept beside the version."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph import diff
from graph.diff import ChangedFact, Changes, Difference, Key, Stamped
from graph.facts import Facts, Node
from graph.tables import Bucket, Tables
from tests import graphs
from tests.factory import node, said

PARTIES = Bucket("締結", "企業", "協定")


def differences(old: Tables, new: Tables) -> dict[Key, Difference]:
    """Table → what differs, where something does."""
    before, after = Stamped(old), Stamped(new)
    found = {key: diff.compare(before.by_key(key), after.by_key(key)) for key in diff.ALL_KEYS}
    return {key: difference for key, difference in found.items() if difference}


def told(old: Facts, new: Facts) -> Changes:
    """The summary of a load that replaces one graph by another."""
    graph = old.tables()

    def name(label: str, id: str) -> str:
        row = node(graph, label, id)
        return str(row.get("題名") or row.get("名称") or "")

    return diff.summarise(differences(graph, new.tables()), name, new.tables(), first=False)


def with_a_change(change: Callable[[Facts], object]) -> Changes:
    """The summary of a load after one change to the made-up graph."""
    new = graphs.facts()
    change(new)
    return told(graphs.facts(), new)


def test_two_equal_graphs_differ_in_nothing() -> None:
    assert differences(graphs.small(), graphs.small()) == {}
    assert told(graphs.facts(), graphs.facts()) == Changes()


def test_every_row_is_new_changed_gone_or_the_same() -> None:
    found = diff.compare({"a": 1, "b": 2, "c": 3}, {"d": 4, "b": 5, "c": 3})
    assert found == Difference(new=["d"], changed=["b"], gone=["a"])
    assert diff.compare({"a": 1}, {"a": 1}) == Difference([], [], [])


@pytest.mark.parametrize("found", [Difference(["a"], [], []), Difference([], ["a"], []), Difference([], [], ["a"])])
def test_a_difference_of_any_kind_is_one(found: Difference) -> None:
    assert found


def test_a_new_body_is_told_by_its_name() -> None:
    found = with_a_change(lambda new: new.add_node("企業", "o-d", 名称="合同会社ひので"))
    assert found == Changes(counts={"企業": (1, 0, 0)}, facts=[ChangedFact("新", "企業", "合同会社ひので")])
    assert (found.written, found.repaired, found.first) == (1, 0, False)


def test_a_body_that_was_renamed_is_told_by_its_new_name() -> None:
    found = with_a_change(lambda new: new.add_node("企業", "o-b", 名称="みどり信用金庫（改称）", 区分="企業"))
    assert found.facts == [ChangedFact("変", "企業", "みどり信用金庫（改称）")]
    assert found.counts == {"企業": (0, 1, 0)}


def test_what_is_gone_is_told_by_the_name_that_it_had() -> None:
    def change(new: Facts) -> None:
        del new.nodes["企業"]["o-c"]
        del new.entries[Bucket("加盟", "企業", "企業")]
        del new.entries[Bucket("参画", "企業", "施策")]["o-c", "m2"]

    found = with_a_change(change)
    assert found.facts == [
        ChangedFact("消", "企業", "一般社団法人つなぐ機構"),
        ChangedFact("消", "参画", "一般社団法人つなぐ機構 → 防災訓練の共催"),
        ChangedFact("消", "加盟", "株式会社あおば見守り → 一般社団法人つなぐ機構"),
    ]
    assert found.counts == {"企業": (0, 0, 1), "参画": (0, 0, 1), "加盟": (0, 0, 1)}


def test_a_document_is_told_by_its_title() -> None:
    found = with_a_change(lambda new: new.add_node("文書", "d3", 題名="実績の一覧（作り話）", 種別="施策一覧"))
    assert found.facts == [ChangedFact("新", "文書", "実績の一覧（作り話）")]


def test_what_never_had_a_name_is_told_by_its_id() -> None:
    found = with_a_change(lambda new: new.add_node("企業", "o-d", 区分="企業"))
    assert found.facts == [ChangedFact("新", "企業", "o-d")]


def test_counts_are_of_types_whatever_their_ends() -> None:
    found = {
        Bucket("締結", "自治体", "協定"): Difference(["292125\tk9"], [], ["292125\tk8"]),
        PARTIES: Difference(["o-a\tk9", "o-b\tk9"], ["o-a\tk1"], []),
        "協定": Difference([], [], []),
    }
    changes = diff.summarise(found, lambda label, id: "", graphs.small(), first=False)
    assert changes.counts == {"締結": (3, 1, 1)}
    assert changes.written == 5


def test_of_one_type_new_facts_come_first_then_changed_then_gone() -> None:
    found: dict[Key, Difference] = {"企業": Difference(["o-x"], ["o-a"], ["o-y"])}
    changes = diff.summarise(found, lambda label, id: "", graphs.small(), first=False)
    assert [(fact.change, fact.text) for fact in changes.facts] == [
        ("新", "o-x"),
        ("変", "株式会社あおば見守り"),
        ("消", "o-y"),
    ]


def test_a_long_list_is_cut_and_the_counts_stay_whole() -> None:
    many = [f"o-{n}" for n in range(diff.SHOWN)]
    found: dict[Key, Difference] = {"企業": Difference(many[:-1], [], []), "協定": Difference(["k8", "k9"], [], ["k7"])}
    found["施策"] = Difference(["m9"], [], [])
    changes = diff.summarise(found, lambda label, id: "", graphs.small(), first=False)
    assert len(changes.facts) == diff.SHOWN
    assert changes.facts[-1] == ChangedFact("新", "協定", "k8")
    assert changes.counts == {"企業": (diff.SHOWN - 1, 0, 0), "協定": (2, 0, 1), "施策": (1, 0, 0)}
    assert len(Changes(facts=changes.facts * 2).as_json()["事実"]) == diff.SHOWN


def test_the_first_load_counts_everything_and_lists_nothing() -> None:
    graph = graphs.small()
    found = diff.everything(Stamped(graph))
    changes = diff.summarise(found, lambda label, id: "", graph, first=True)
    assert changes.first
    assert changes.facts == []
    assert changes.written == sum(graph.counts().values())
    assert changes.counts["締結"] == (4, 0, 0)


def test_everything_of_a_graph_is_what_differs_from_an_empty_one() -> None:
    assert diff.everything(Stamped(graphs.small())) == differences(Tables(), graphs.small())


def test_a_summary_that_was_kept_beside_the_version_is_the_same_when_read_again() -> None:
    changes = Changes(True, {"企業": (1, 2, 3)}, [ChangedFact("新", "企業", "合同会社ひので")], 4)
    assert Changes.from_json(changes.as_json()) == changes
    assert changes.as_json() == {
        "初回": True, "件数": {"企業": [1, 2, 3]}, "事実": [["新", "企業", "合同会社ひので"]], "修復": 4,
    }  # fmt: skip
    assert changes.written == 6


def test_a_relationship_is_known_by_its_two_ends() -> None:
    assert diff.split(diff.join("o-a", "k1")) == ("o-a", "k1")
    assert diff.keys(graphs.small().relationships[PARTIES]) == ["o-a\tk1", "o-b\tk2"]
    assert diff.keys(graphs.small().nodes["協定"]) == ["k1", "k2"]


def test_a_table_is_summed_up_so_that_any_row_that_changes_changes_the_sum() -> None:
    graph, changed = graphs.facts(), graphs.facts()
    changed.add(graphs.Fact("締結", Node("企業", "o-b"), Node("協定", "k2"), said("d2"), ("本店",)))
    before, after = Stamped(graph.tables()), Stamped(changed.tables())
    assert before.digest(PARTIES)[0] == after.digest(PARTIES)[0] == 2
    assert before.digest(PARTIES) != after.digest(PARTIES)
    assert before.digest("協定") == after.digest("協定")
    # As a server sums it up: each stamp below 2 to the 40th, so that the sum of many fits a whole number there.
    assert before.digest("企業") == (3, sum(stamp % 2**40 for stamp in before.stamps("企業")))
