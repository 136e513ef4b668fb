"""What keeps drafting even: nothing is compared with everything, and what is looked for faster is found all the same.

No test here is timed; ``python -m bench extract --even`` shows what a character costs. The texts are made up.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.names import Name, Normaliser, fold
from graph.paths import shipped_data
from loaders import fields
from loaders.prose import agreements, deeds, draft, fitting, sentences, suffixes
from loaders.prose.heads import Heads
from loaders.prose.parts import Body, Place
from loaders.prose.stated import Agreement, Party, Statement
from loaders.prose.told import Told
from loaders.prose.words import Words
from loaders.read import Reading, Span
from loaders.vocabulary import Vocabulary

LETTERS = "あいのぽアー銀行日本京市ab1-.]^\\ "


@settings(max_examples=100, deadline=None)
@given(st.sets(st.text(LETTERS, min_size=1, max_size=6), max_size=120), st.text(LETTERS, max_size=80))
def test_a_list_prepared_for_many_texts_finds_what_a_plain_search_finds(words: set[str], text: str) -> None:
    assert list(Heads(words).find(text)) == list(Words(words).find(text))


def test_a_word_cut_off_by_the_end_of_the_text_is_not_found() -> None:
    assert list(Heads({"日本銀行", "日本"}).find("日本銀")) == [(0, 2)]


def test_what_is_not_made_of_sentences_is_cut_at_commas_and_none_of_it_is_lost() -> None:
    text = "宇陀市は、株式会社試験と協定を結び" * 1_000
    found = [sentence.span for sentence in sentences.split(text, text, [], [])]
    assert "".join(text[span.start : span.end] for span in found) == text
    assert max(span.end - span.start for span in found) <= 2_000
    assert all(text[span.end - 1] == "、" for span in found[:-1])


def party(name: str) -> Party:
    return Party(Body(Span(0, 1), name, name))


def place(code: str) -> Party:
    return Party(Place(Span(0, 1), (code,), code, code))


def agreement(told: Told, places: list[str], bodies: list[str]) -> Agreement:
    made = Agreement({c: place(c) for c in places}, {b: party(b) for b in bodies}, indices=[len(told)])
    told.append(made)
    told.keep_up(statement(places, bodies))
    return made


def statement(places: list[str], bodies: list[str]) -> Statement:
    return Statement(0, Span(0, 1), Span(0, 1), places=[place(c) for c in places], bodies=[party(b) for b in bodies])


SOME = ([], ["甲"], ["乙"], ["甲", "乙"], ["丙"])


@pytest.mark.parametrize("bodies", SOME)
@pytest.mark.parametrize("places", [["1"], ["2"], ["1", "2"]])
def test_a_statement_meets_every_agreement_that_can_have_the_same_parties(places: list[str], bodies: list[str]) -> None:
    told = Told()
    for at in (["1"], ["2"], ["1", "2"], ["3"]):
        for with_ in SOME:
            agreement(told, at, with_)
    asked = statement(places, bodies)
    wanted = [a for a in told if fitting.same_parties(a, asked)]
    assert wanted
    assert [a for a in told.sharing(asked) if fitting.same_parties(a, asked)] == wanted


def test_a_party_that_joins_later_lets_the_agreement_be_found_by_it() -> None:
    told = Told()
    made = agreement(told, ["1"], ["甲"])
    asked = statement(["1", "2"], ["乙"])
    assert told.sharing(asked) == []
    made.bodies["乙"] = party("乙")
    told.keep_up(statement(["1"], ["甲", "乙"]))
    assert told.sharing(asked) == [made]


def test_statements_of_a_long_text_are_held_only_against_agreements_that_share_their_parties(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = 0

    def counting(made: Agreement, said: Statement) -> bool:
        nonlocal compared
        compared += 1
        return same_parties(made, said)

    same_parties = fitting.same_parties
    monkeypatch.setattr(agreements.fitting, "same_parties", counting)
    count = 150
    text = "\n\n".join(
        f"奈良県宇陀市は令和5年4月{n % 28 + 1}日、株式会社あおば{n}商会と見守りに関する協定を締結しました。"
        for n in range(count)
    )
    found = draft.draft(Reading("長い.txt", "txt", "0" * 64, text), Vocabulary.load(shipped_data()))
    assert len(found.agreements) == count
    assert compared <= 2 * count


def test_legal_forms_are_told_as_if_every_form_were_tried() -> None:
    normaliser = Normaliser.load(shipped_data())
    writings = sorted(
        {(fold(text), f) for f in normaliser.forms for text in (f.canonical, *f.variants)},
        key=lambda pair: (-len(pair[0]), pair[0], pair[1].canonical),
    )

    def tried(folded: str) -> Name:
        for writing, form in writings:
            if form.before and folded.startswith(writing) and len(folded) > len(writing):
                return Name(form.canonical, True, folded[len(writing) :])
            if form.after and folded.endswith(writing) and len(folded) > len(writing):
                return Name(form.canonical, False, folded[: -len(writing)])
        return Name("", False, folded)

    for writing, _ in writings:
        for name in (f"{writing}あおば", f"あおば{writing}", writing, f"株式会社あおば{writing}", f"{writing}あおば社"):
            assert normaliser.parse(name) == tried(fold(name)), name


@given(st.text("アイ㈱ａＡ \u3000\t\u200b\u00ad\u309b\ufeffか゛", max_size=12))
def test_folding_leaves_no_blank_and_nothing_that_cannot_be_seen(text: str) -> None:
    assert not re.search(r"[\s\u200b\u00ad\ufeff]", fold(text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("奈良商工会議所青年部", "商工会議所青年部"),
        ("奈良信用金庫", "信用金庫"),
        ("奈良農業協同組合連合会", "農業協同組合連合会"),
    ],
)
def test_of_last_words_the_longest_is_found(text: str, longest: str) -> None:
    assert [match[0] for match in suffixes.find(text)] == [longest]


ENDINGS = st.lists(
    st.sampled_from(["商工", "会", "議所", "大学", "生", "信用", "金庫", "協同", "組合", "連合", "奈良", "の", "観光", "バス", "停"]),
    max_size=12,
).map("".join)  # fmt: skip


@given(ENDINGS)
def test_last_words_are_found_as_if_every_place_were_tried(text: str) -> None:
    assert [m.span() for m in suffixes.find(text)] == [m.span() for m in suffixes.SUFFIX.finditer(text)]


CLAUSES = st.lists(
    st.sampled_from(["が", "は", "も", "に", "を", "から", "より", "と", "の", "で", "、", "へ", "による", "協力", "共催", "提供", "運営", "委託", "寄附",
                     "を受け", "して", "した", "いただき", "講師", "として", "共同で", "進め", "資金", "町", "。"]),
    min_size=1, max_size=8,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(CLAUSES)
def test_deeds_that_are_left_out_by_the_first_letter_do_not_fit(clause: str) -> None:
    fitting_ = [deed for deed in deeds.DEEDS if deed.pattern.match(clause)]
    assert [deed for deed in deeds.beginning(clause[0]) if deed in fitting_] == fitting_


def test_the_fields_of_a_sentence_that_tells_many_agreements_are_looked_for_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counting(taxonomy: fields.Taxonomy, words: str, *, item: bool = False) -> list[fields.Mention]:
        asked.append(words)
        return mentions(taxonomy, words, item=item)

    mentions = fields.Taxonomy.mentions
    monkeypatch.setattr(fields.Taxonomy, "mentions", counting)
    partners = "、".join(f"株式会社あおば{n}商会" for n in range(40))
    text = f"奈良県宇陀市は、{partners}と、それぞれ防災に関する協定を締結しています。"
    found = draft.draft(Reading("多い.txt", "txt", "0" * 64, text), Vocabulary.load(shipped_data()))
    assert len(found.agreements) == 40
    assert all("防災・危機管理" in {field["名称"] for field in made["分野"]} for made in found.agreements)
    assert len(asked) < 10
