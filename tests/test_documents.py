"""The annotated documents agree with their gold, and the scorer tells right from wrong.

The documents are made up (see tests/documents/README.md). Drafts here are built from the gold itself, then spoilt in
one place, so that what the scorer says is known beforehand.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph import names, places
from graph.paths import shipped_data
from loaders.vocabulary import Vocabulary
from tests.documents import gold as golds
from tests.documents.figures import Drafted, Names, score
from tests.documents.score import draft
from tests.documents.tally import TALLIES, Score

PROSE = Path(__file__).parent / "documents" / "prose"
ALL = sorted(golds.documents(PROSE))
LISTS = PROSE.with_name("lists")
PRESS = PROSE / "01_press_pair.txt"
load = cache(golds.load)


@pytest.fixture(scope="module")
def compare() -> Names:
    return Names(places.Gazetteer.load(shipped_data()), names.Normaliser.load(shipped_data()))


def perfect(gold: golds.Gold) -> dict[str, Any]:
    """The draft that says what the gold says."""

    def bodies(choices: tuple[golds.Choice, ...]) -> list[dict[str, Any]]:
        return [{"名称": choice[0]} for choice in choices]

    agreements = [
        {
            "名称": a.names[0], "締結日": a.signed[0], "終了日": a.ended[0], "状態": a.state[0],
            "自治体": bodies(a.municipalities), "企業": bodies(a.companies), "出典": [],
        }
        for a in gold.agreements if not a.optional
    ]  # fmt: skip
    told = [(m.stages[0], m.municipalities, m.companies) for m in gold.measures]
    told += [("不明", (m,), (c,)) for m, c in gold.pairs]
    measures = [{"段階": stage, "自治体": bodies(m), "企業": bodies(c), "出典": []} for stage, m, c in told]
    return {"協定": agreements, "施策": measures}


def press() -> tuple[golds.Gold, dict[str, Any], str]:
    gold = golds.load(PRESS.with_name("01_press_pair.gold.yaml"))
    return gold, perfect(gold), PRESS.read_text(encoding="utf-8")


def wrong(result: Score, key: str) -> tuple[int, int]:
    tally = result.tallies[key]
    return len(tally.extra), len(tally.missed)


def test_gold_agrees_with_itself_and_with_its_document(compare: Names) -> None:
    told = {
        path.name: golds.problems(load(beside), path.read_text(encoding="utf-8"), compare.gazetteer, compare.normaliser)
        for path, beside in ALL
    }
    assert len(told) > 800
    assert {name: problems for name, problems in told.items() if problems} == {}


def test_a_draft_that_says_what_the_gold_says_has_no_fault(compare: Names) -> None:
    for path, beside in ALL:
        gold = load(beside)
        result = score(gold, Drafted(perfect(gold), path.read_text(encoding="utf-8")), compare)
        assert {key: wrong(result, key) for key in TALLIES} == dict.fromkeys(TALLIES, (0, 0)), path.name
        assert not any(result.faults.values()), path.name


def test_documents_say_that_they_are_made_up_and_hold_no_real_number() -> None:
    for path, beside in ALL:
        text = path.read_text(encoding="utf-8")
        assert beside.read_text(encoding="utf-8").startswith("# 作り話"), beside.name
        assert set(re.findall(r"0\d{1,4}-\d{1,4}-(\d{4})", text)) <= {"0000"}, path.name
        assert "@" not in re.sub(r"[\w.]+@example\.[\w.]+", "", text), path.name


def test_lists_of_other_hands_are_read_right_or_asked_about(compare: Names) -> None:
    vocabulary = Vocabulary.load(shipped_data())
    right = extra = missed = 0
    asked = []
    for path, beside in golds.documents(LISTS):
        gold = load(beside)
        drafted = draft(path, vocabulary, gold.owner)
        if drafted.refused:
            asked.append(path.name)
            continue
        result = score(gold, drafted, compare)
        assert not result.faults["作り事"], path.name
        tally = result.tallies["協定"]
        right, extra, missed = right + tally.right, extra + len(tally.extra), missed + len(tally.missed)
    assert asked == ["12.csv"], "川崎町 is in two prefectures, and nothing there says which"
    assert right > 300
    assert extra <= 0.02 * right
    assert missed <= 0.02 * right


def test_an_empty_draft_misses_everything_and_invents_nothing(compare: Names) -> None:
    gold, _, text = press()
    result = score(gold, Drafted({}, text), compare)
    assert (wrong(result, "組"), wrong(result, "協定日"), wrong(result, "段階")) == ((0, 1), (0, 1), (0, 1))
    assert not any(result.faults.values())


def test_another_legal_form_is_another_company_and_none_is_the_same(compare: Names) -> None:
    assert compare.company(("株式会社あおば",), "㈱あおば")
    assert compare.company(("株式会社あおば",), "あおば")
    assert not compare.company(("株式会社あおば",), "あおば株式会社販売")
    assert not compare.company(("株式会社あおば",), "有限会社あおば")


def test_a_bare_name_is_not_the_municipality_that_it_may_mean(compare: Names) -> None:
    assert compare.municipality(("府中市",), "府中市")
    assert not compare.municipality(("府中市",), "広島県府中市")
    assert compare.municipality(("兵庫県丹波篠山市",), "兵庫県篠山市")


def test_a_wrong_date_costs_the_dated_agreement_only(compare: Names) -> None:
    gold, draft, text = press()
    draft["協定"][0]["締結日"] = "2023-11"
    result = score(gold, Drafted(draft, text), compare)
    assert (wrong(result, "協定日"), wrong(result, "協定")) == ((1, 1), (0, 0))


def test_a_party_too_many_is_an_extra_pair_and_another_agreement(compare: Names) -> None:
    gold, draft, text = press()
    draft["協定"][0]["企業"].append({"名称": "株式会社みなと製薬"})
    result = score(gold, Drafted(draft, text), compare)
    assert (wrong(result, "組"), wrong(result, "協定")) == ((1, 0), (1, 1))
    assert result.faults["言及だけ"] == ["株式会社みなと製薬"]


def test_a_place_is_no_party(compare: Names) -> None:
    gold, draft, text = press()
    draft["施策"][0]["自治体"].append({"名称": "三重県名張市", "役割": "場所"})
    result = score(gold, Drafted(draft, text), compare)
    assert wrong(result, "組") == (0, 0)
    assert not result.faults["言及だけ"]


def test_a_guessed_prefecture_is_told(compare: Names) -> None:
    gold = golds.load(PROSE / "15_fuchu_open.gold.yaml")
    draft = perfect(gold)
    draft["協定"][0]["自治体"] = [{"名称": "東京都府中市", "表記": "府中市"}]
    result = score(gold, Drafted(draft, (PROSE / "15_fuchu_open.txt").read_text(encoding="utf-8")), compare)
    assert result.faults["推測"] == ["府中市 → 東京都府中市"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ({"出典": [{"位置": [0, 4], "引用": "報道機関"}]}, "引用「報道機関」"),
        ({"企業": [{"名称": "株式会社そら"}]}, "企業「株式会社そら」"),
        ({"自治体": [{"名称": "奈良県桜井市"}]}, "自治体「奈良県桜井市」"),
        ({"自治体": [{"名称": "奈良県宇陀市", "表記": "宇陀郡"}]}, "表記「宇陀郡」"),
        ({"締結日": "2019-11-08"}, "締結日 2019-11-08"),
        ({"締結日": "2023-11-30"}, "締結日 2023-11-30"),
        ({"名称": "包括連携協定"}, "名称「包括連携協定」"),
    ],
)
def test_what_the_text_does_not_have_is_told(spoil: dict[str, Any], told: str, compare: Names) -> None:
    gold, draft, text = press()
    draft["協定"][0] |= spoil
    [sentence] = score(gold, Drafted(draft, text), compare).faults["作り事"]
    assert told in sentence
