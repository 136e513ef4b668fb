"""The second opinion on who acts: what is added is told in the text and marked as an inference, what is taken back is
warned of, and what a text says outright stays. All texts are made up; the municipalities exist, what is told of them does
not."""

from __future__ import annotations

from typing import Any

import pytest

from graph import names, places
from graph.paths import shipped_data
from loaders.extract import draft_file
from loaders.prose import weighing
from loaders.prose.mentions import scan
from loaders.prose.signs import Signs
from loaders.read import Reading
from loaders.vocabulary import Vocabulary
from tests.documents import gold as golds
from tests.documents import score
from tests.documents.figures import Names
from tests.test_prose import AOBA, UDA, acting, read

PROSE = shipped_data().parent / "tests" / "documents" / "prose"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.load(shipped_data())


def added(record: dict[str, Any]) -> list[dict[str, Any]]:
    return [measure for measure in record["施策"] if weighing.NOTE in measure.get("注記", "")]


@pytest.mark.parametrize(
    ("name", "place", "body"),
    [
        ("y_12_shisatsu.txt", "香川県三豊市", "株式会社せとうち決済"),
        ("i_40_company_visit_shisatsu.txt", "東京都日野市", "多摩みどり信用金庫"),
        ("e_03.txt", "秋田県藤里町", "社会福祉法人藤里町社会福祉協議会"),
    ],
)
def test_what_no_rule_tells_comes_as_an_inference_with_the_words_that_name_it(
    name: str, place: str, body: str, vocabulary: Vocabulary
) -> None:
    made = draft_file(PROSE / name, vocabulary)
    (measure,) = [m for m in added(made.record) if [b["名称"] for b in m["企業"]] == [body]]
    assert [p["名称"] for p in measure["自治体"]] == [place]
    assert measure["確度"] == "推定"
    assert measure["確認"] == "未"
    said = measure["企業"][0].get("表記", body)
    assert any(said in cited["引用"] for cited in measure["出典"])
    for cited in [*measure["出典"], *measure["自治体"][0].get("出典", [])]:
        start, end = cited["位置"]
        assert made.text[start:end] == cited["引用"]


def test_a_party_that_is_taken_back_is_warned_of(vocabulary: Vocabulary) -> None:
    made = draft_file(PROSE / "r_n21_nofact_seminar.txt", vocabulary)
    (warning,) = [w for w in made.record["警告"] if "文書全体の書き方から" in w]
    assert "株式会社パークイン青葉" in warning
    at = made.text.index("株式会社パークイン青葉")
    assert f"位置 {at}-" in warning
    assert not made.record["施策"]


def test_in_a_few_sentences_nothing_is_taken_back() -> None:
    assert acting(read("宇陀市　取組の記録\n\n体操教室は、株式会社あおばが運営している。\n")) == {(UDA, AOBA)}


def test_the_articles_of_an_agreement_add_nobody() -> None:
    text = (
        "災害時における物資の供給に関する協定書\n\n奈良県宇陀市（以下「甲」という。）と株式会社あおば（以下「乙」という。）は、"
        "次のとおり協定を締結する。\n第1条　乙は、甲の求めに応じて物資を届ける。\n"
        "第2条　運搬は、株式会社空野商店が行う。\n第3条　株式会社空野商店は、乙とともに、市民のために備蓄する。\n令和6年5月1日\n"
    )
    assert acting(read(text)) == {(UDA, AOBA)}


def test_the_marks_of_a_pair_are_those_that_have_weights(vocabulary: Vocabulary) -> None:
    """Weights that were learnt from other marks than the code gathers would weigh nothing."""
    groups = set(weighing.weights().of)
    text = (PROSE / "y_12_shisatsu.txt").read_text(encoding="utf-8")
    signs = Signs(scan(Reading("a", "txt", "0" * 64, text), vocabulary), {})
    place, body = next(iter(signs.pairs()))
    marks = {group: keys for some in signs.marks(place, body) for group, keys in some.items()}
    assert set(marks) <= groups
    known = [key in weighing.weights().of[group] for group, keys in marks.items() for key in keys]
    assert sum(known) > len(known) / 2


def test_the_second_opinion_finds_more_and_is_wrong_no_oftener(
    vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On one batch; what holds for unknown ones only the training's own check can tell."""
    compare = Names(places.Gazetteer.load(shipped_data()), names.Normaliser.load(shipped_data()))

    def figures() -> tuple[int, int]:
        right = extra = 0
        for path, beside in golds.documents(PROSE):
            if path.name.startswith("d2_"):
                gold = golds.load(beside)
                tally = score.score(gold, score.draft(path, vocabulary, gold.owner), compare).tallies["組"]
                right, extra = right + tally.right, extra + len(tally.extra)
        return right, extra

    right, extra = figures()
    monkeypatch.setattr(weighing, "weigh", lambda scan, agreements, measures: weighing.Weighed(measures, []))
    before, extra_before = figures()
    assert right > before
    assert extra <= extra_before


def test_who_belongs_to_a_council_is_not_taken_back(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing._Scale, "speaks_against", lambda self, pair: True)
    lines = "".join(f"第{n}回の集まりでは、町の歩き方を話し合った。\n" for n in range(10))
    found = acting(
        read(
            f"町歩きの記録\n\n{lines}\n大和観光推進協議会には、奈良県宇陀市、宇陀商工会、株式会社あおばなどが参加している。\n"
        )
    )
    assert (UDA, AOBA) in found
