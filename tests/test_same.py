"""What may be the same is proposed with its reasons, decided once, and kept. All names are made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loaders import same
from loaders.registry import Entry
from tests.factory import DATA, NOTE, PRESS, REGISTRY, Desk, node, normaliser, rows, spoil

PHONE = spoil(spoil(NOTE, "  締結日: 2019-09\n", "  締結日: 2023-11\n"), "栃木県益子町", "奈良県宇陀市")
"""A call about what may be the agreement of the press release."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.make(tmp_path)


def proposed(desk: Desk, label: str) -> list[same.Candidate]:
    found = same.candidates(desk.check().facts, (), normaliser(), ())
    return [candidate for candidate in found if candidate.label == label]


def decide(desk: Desk, *ids: str, verdict: str) -> None:
    line = {"日付": "2026-04-01", "記録者": "政策課", "種類": "同一", "対象": ids, "判断": verdict}
    desk.put(json.dumps(line, ensure_ascii=False) + "\n", "decisions.jsonl")


def bodies(*entries: dict[str, object]) -> dict[tuple[str, str], same.Candidate]:
    made = [Entry.model_validate(entry) for entry in entries]
    return {candidate.ids: candidate for candidate in same.bodies(made, normaliser())}


def test_two_documents_about_one_agreement_are_proposed_with_parties_and_dates(desk: Desk) -> None:
    desk.write(PRESS)
    desk.write(PHONE, "phone.yaml")
    [found] = proposed(desk, "協定")
    assert found.ids == ("k-mimamori", "k-saigai")
    assert "当事者が同じ" in found.reasons
    assert any("2023-11-08" in reason and "2023-11" in reason for reason in found.reasons)
    assert any(difference.startswith("名称: ") for difference in found.against)


def test_other_days_and_other_names_are_two_agreements(desk: Desk) -> None:
    desk.write(PRESS)
    desk.write(spoil(PHONE, "2023-11\n", "2019-09\n"), "phone.yaml")
    assert proposed(desk, "協定") == []


def test_a_like_name_on_another_day_is_shown_with_both_dates(desk: Desk) -> None:
    desk.write(PRESS)
    text = spoil(PHONE, "災害時の物資の運搬に関する協定", "地域の見守りに関する協定")
    desk.write(spoil(text, "2023-11\n", "2023-11-10\n"), "phone.yaml")
    [found] = proposed(desk, "協定")
    assert "名称が同じ" in found.reasons
    assert found.against == ("締結日: 2023-11-08／2023-11-10",)


def test_other_partners_are_never_proposed(desk: Desk) -> None:
    desk.write(PRESS)
    desk.write(spoil(PHONE, "株式会社よつば配送便", "みなも信用金庫"), "phone.yaml")
    assert proposed(desk, "協定") == []


def test_two_agreements_of_one_document_are_two(desk: Desk) -> None:
    second = PHONE.partition("協定:\n")[2]
    desk.write(NOTE.partition("協定:\n")[0] + "協定:\n" + second + second.replace("k-saigai", "k-other"))
    assert proposed(desk, "協定") == []


@pytest.mark.parametrize("verdict", ["同じ", "別"])
def test_what_was_decided_is_not_proposed_again(desk: Desk, verdict: str) -> None:
    desk.write(PRESS)
    desk.write(PHONE, "phone.yaml")
    [found] = proposed(desk, "協定")
    assert same.candidates(desk.check().facts, (), normaliser(), {frozenset(found.ids)}) == []


def test_two_parties_of_one_agreement_are_never_proposed_as_one_body(desk: Desk) -> None:
    names = ("宇陀みどり医師会", "宇陀みどり歯科医師会")
    entries = [Entry.model_validate({"id": f"o-{n}", "名称": name}) for n, name in enumerate(names)]
    parties = f"  - 名称: {names[0]}\n    id: o-0\n  - 名称: {names[1]}\n    id: o-1\n"
    registry = "".join(f"- id: o-{n}\n  名称: {name}\n" for n, name in enumerate(names))
    desk.put(f'形式: "1"\n組織:\n{registry}', "organisations.yaml")
    assert [each.ids for each in same.candidates(desk.check().facts, entries, normaliser(), ())] == [("o-0", "o-1")]
    desk.write(spoil(NOTE, "  - 名称: 株式会社よつば配送便\n", parties))
    assert same.candidates(desk.check().facts, entries, normaliser(), ()) == []


def test_a_name_that_differs_in_its_legal_form_only_is_proposed_with_what_differs() -> None:
    found = bodies(
        {"id": "o-a", "名称": "株式会社よつば配送便"}, {"id": "o-b", "名称": "よつば配送便株式会社", "所在": "奈良市"}
    )
    [candidate] = found.values()
    assert candidate.names == ("株式会社よつば配送便", "よつば配送便株式会社")
    assert candidate.reasons == ("法人格の書き方のほかは同じ名前",)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("株式会社よつば配送便", "株式会社よつばは配送便", "似ている"),
        ("株式会社サンプルコンサルティング", "株式会社サンプルコンサルテイング", "似ている"),
        ("みなもホールディングス株式会社", "みなもホールデイングス株式会社", "似ている"),
    ],
)
def test_a_like_spelling_is_proposed(one: str, other: str, reason: str) -> None:
    [candidate] = bodies({"id": "o-a", "名称": one}, {"id": "o-b", "名称": other}).values()
    assert any(reason in why for why in candidate.reasons)


@pytest.mark.parametrize("other", ["株式会社ひいらぎ測量", "よつ葉乳業株式会社", "株式会社よつば"])
def test_another_name_is_not_proposed(other: str) -> None:
    assert bodies({"id": "o-a", "名称": "株式会社よつば配送便"}, {"id": "o-b", "名称": other}) == {}


def test_one_number_under_two_names_is_proposed_and_two_numbers_never_are() -> None:
    first = {"id": "o-a", "名称": "株式会社よつば配送便", "法人番号": "5000020292125"}
    assert bodies(first, {"id": "o-b", "名称": "四葉運輸株式会社", "法人番号": "5000020292125"})
    assert not bodies(first, {"id": "o-b", "名称": "よつば配送便株式会社", "法人番号": "8000020130001"})


def test_a_former_name_that_is_another_bodys_name_is_proposed() -> None:
    found = bodies(
        {"id": "o-a", "名称": "株式会社よつば配送便", "別名": ["四葉運輸株式会社"]},
        {"id": "o-b", "名称": "四葉運輸株式会社"},
    )
    assert [candidate.reasons for candidate in found.values()] == [("一方の別名が他方の名前と同じ",)]


def test_bodies_that_people_call_the_same_become_one_with_all_their_names(desk: Desk) -> None:
    more = "- id: o-yotsubb\n  名称: よつば配送\n  別名: [四つ葉]\n"
    desk.put(REGISTRY + more, "organisations.yaml", layer=desk.shipped)
    desk.write(PRESS)
    desk.write(spoil(PHONE, "  - 名称: 株式会社よつば配送便", "  - 名称: よつば配送\n    id: o-yotsubb"), "phone.yaml")
    assert {start for start, _ in rows(desk.graph(), "締結")} == {"292125", "o-yotsuba", "o-yotsubb"}
    decide(desk, "o-yotsubb", "o-yotsuba", verdict="同じ")
    checked = desk.check()
    assert checked.errors == []
    graph = checked.facts.tables()
    assert {start for start, _ in rows(graph, "締結")} == {"292125", "o-yotsuba"}
    body = node(graph, "企業", "o-yotsuba")
    assert body["名称"] == "株式会社よつば配送便"
    assert {"よつば配送", "四つ葉", "よつば便"} <= set(body["別名"])  # type: ignore[call-overload]


def test_the_shipped_registry_is_compared_in_no_time_and_never_with_itself() -> None:
    from loaders import registry

    _, entries, _ = registry.load([DATA], normaliser())
    found = list(same.bodies(entries.values(), normaliser()))
    assert all(candidate.ids[0] < candidate.ids[1] for candidate in found)
