"""Drafts under review: stored, decided, undone, drafted again from the same and from changed texts, edited by hand."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import decisions
from graph.errors import DataProblems, UsageError
from graph.store.base import Store
from loaders import review, written
from loaders.check import check
from loaders.evidence import Originals
from loaders.review import ChangedMeanwhileError, Choice, Shelf
from loaders.review.lineage import likeness, sketch
from tests.drafts import BY, CALLING, MEMBER, SIGNED, TEXT, cite, decide, draft, key, lines_of, shelf
from tests.factory import DATA, ROOT, rows, told

DOCUMENT = "d-mimamori"


def read(root: Path, id: str = DOCUMENT) -> Any:
    """The data of a document's file."""
    return written.read((root / "documents" / f"{id}.yaml").read_text(encoding="utf-8"))


def states(found: Shelf, id: str = DOCUMENT) -> dict[str, str]:
    return {item.section: item.state for item in found.document(id).items}


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file but the lock."""
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file() and p.suffix != ".lock"}


def hand(root: Path, old: str, new: str) -> None:
    """A person edits the file."""
    path = root / "documents" / f"{DOCUMENT}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- storing -------------------------------------------------------------------------------------------------------


def test_a_stored_draft_is_a_curated_file_of_unconfirmed_records_with_quotes(tmp_path: Path) -> None:
    stored = review.store(tmp_path, draft(), TEXT, "mimamori.txt")
    data = read(tmp_path)
    for section in ("収録", "協定", "施策", "加盟"):
        for record in data[section]:
            assert record["確認"] == "未"
            start, _, end = record["出典"][0]["位置"].partition("-")
            assert TEXT[int(start) : int(end)] == record["出典"][0]["引用"]
    assert (tmp_path / "texts" / f"{data['文書']['本文sha256']}.txt").read_text(encoding="utf-8") == TEXT
    assert (stored.document, len(stored.new), stored.kept, stored.version) == (DOCUMENT, 4, [], False)
    checked = check(DATA, tmp_path, Originals())
    assert (checked.errors, checked.unconfirmed) == ([], 4)


def test_a_draft_that_does_not_follow_the_format_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    wrong = draft()
    wrong["協定"][0]["締結日"] = "いつか"
    with pytest.raises(DataProblems) as refused:
        review.store(tmp_path, wrong, TEXT, "mimamori.txt")
    assert "いつか" in refused.value.problems[0].what
    assert snapshot(tmp_path) == {}


def test_a_record_that_holds_a_telephone_number_stays_out_with_a_warning(tmp_path: Path) -> None:
    text = TEXT + "電話0742-00-0000までお問い合わせください。\n"
    made = draft(text)
    made["施策"][0]["出典"] = cite("電話0742-00-0000まで", text)
    stored = review.store(tmp_path, made, text, "mimamori.txt")
    assert "電話番号" in told(stored.problems, "電話番号").what
    assert "施策" not in read(tmp_path)
    assert check(DATA, tmp_path, Originals()).errors == []


def test_storing_the_same_again_changes_no_byte(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    decide(found, "協定", "採用")
    decide(found, "加盟", "却下")
    before = snapshot(tmp_path)
    again = shelf(tmp_path).store(draft(), TEXT, "mimamori.txt")
    assert snapshot(tmp_path) == before
    assert (again.new, len(again.kept), again.gone, again.changed) == ([], 4, [], False)


def test_the_same_text_under_another_name_is_the_same_document(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    again = found.store(draft(id="d-other"), TEXT, "写し.txt")
    assert (again.document, again.new, again.version) == (DOCUMENT, [], True)
    assert [path.name for path in (tmp_path / "documents").iterdir()] == [f"{DOCUMENT}.yaml"]


# --- deciding ------------------------------------------------------------------------------------------------------


def test_accepted_facts_are_in_the_graph_and_the_rest_is_not(tmp_path: Path) -> None:
    found = shelf(tmp_path, check=True)
    found.store(draft(), TEXT, "mimamori.txt")
    decide(found, "協定", "採用")
    decide(found, "加盟", "却下")
    checked = check(DATA, tmp_path, Originals())
    assert (checked.errors, checked.unconfirmed) == ([], 2)
    graph = checked.facts.tables()
    [signed] = [row for (start, _), row in rows(graph, "締結").items() if start == "292125" and DOCUMENT in row["文書"]]
    assert signed["引用"] == [SIGNED]
    assert not [row for row in rows(graph, "加盟").values() if DOCUMENT in row["文書"]]
    assert states(found) == {"協定": "済", "施策": "未", "加盟": "却下", "収録": "未"}


async def test_a_reviewed_draft_reaches_each_store_with_its_quotes(tmp_path: Path, store: Store) -> None:
    root = tmp_path / "user"
    found = shelf(root, check=True)
    found.store(draft(), TEXT, "mimamori.txt")
    for section in ("協定", "施策", "加盟", "収録"):
        decide(found, section, "採用")
    checked = check(DATA, root, Originals())
    assert checked.errors == []
    await store.replace(checked.facts.tables())
    answer = await store.rows(
        "MATCH (m:`自治体`)-[r:`締結`]->(a:`協定`) WHERE a.id = $id RETURN m.id AS id, r.`引用` AS q",
        {"id": f"{DOCUMENT}-a01"},
        limit=5,
    )
    assert answer.rows == [["292125", [SIGNED]]] or answer.rows == [("292125", [SIGNED])]


def test_an_edit_is_kept_beside_the_original_and_can_be_undone(tmp_path: Path) -> None:
    found = shelf(tmp_path, check=True)
    found.store(draft(), TEXT, "mimamori.txt")
    untouched = read(tmp_path)
    item = found.document(DOCUMENT).item(key(found, "施策"))
    decide(found, "施策", "修正", {**item.record, "段階": "実施"})
    assert read(tmp_path)["施策"][0]["段階"] == "実施"
    assert read(tmp_path)["施策"][0]["確認"] == "済"
    line = json.loads(lines_of(tmp_path)[0])
    assert (line["元"]["段階"], line["内容"]["段階"], line["記録者"]) == ("計画", "実施", BY)
    found.undo(DOCUMENT, item.key, BY)
    assert read(tmp_path) == untouched
    assert len(lines_of(tmp_path)) == 2


def test_undo_brings_the_decision_before_back(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    agreement = key(found, "協定")
    decide(found, "協定", "採用")
    decide(found, "協定", "却下")
    assert states(found)["協定"] == "却下"
    found.undo(DOCUMENT, agreement, "防災課")
    assert states(found)["協定"] == "済"


def test_a_rejected_record_can_be_taken_back_whole(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    before = read(tmp_path)
    decide(found, "協定", "却下")
    assert not read(tmp_path)["協定"]
    decide(found, "協定", "取消")
    assert read(tmp_path) == before


def test_deciding_the_same_twice_writes_one_line(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    decide(found, "協定", "採用")
    decide(found, "協定", "採用")
    assert len(lines_of(tmp_path)) == 1


def test_what_changed_since_it_was_shown_is_not_decided_blindly(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    shown = {item.section: item for item in found.document(DOCUMENT).items}
    shelf(tmp_path, start="2026-04-01T08:00:00").decide(DOCUMENT, [Choice(shown["協定"].key, "却下")], "防災課")
    with pytest.raises(ChangedMeanwhileError) as refused:
        found.decide(DOCUMENT, [Choice(i.key, "採用", seal=i.seal) for i in shown.values()], BY)
    assert "地域の見守りに関する協定" in refused.value.problems[0].what
    assert len(lines_of(tmp_path)) == 1


def test_a_record_that_could_not_enter_the_graph_is_not_accepted_and_candidates_are_shown(tmp_path: Path) -> None:
    made = draft()
    made["協定"][0]["自治体"] = [{"名称": "府中市"}]
    found = shelf(tmp_path, check=True)
    found.store(made, TEXT, "mimamori.txt")
    with pytest.raises(DataProblems) as refused:
        decide(found, "協定", "採用")
    assert "広島県府中市" in refused.value.problems[0].what
    assert lines_of(tmp_path) == []
    item = found.document(DOCUMENT).item(key(found, "協定"))
    decide(found, "協定", "修正", {**item.record, "自治体": [{"名称": "広島県府中市"}]})
    assert check(DATA, tmp_path, Originals()).errors == []


@pytest.mark.parametrize("by", ["", "  ", "a" * 51, "someone@example.jp", "0742-00-0000"])
def test_a_decision_needs_a_department(tmp_path: Path, by: str) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    with pytest.raises(UsageError):
        found.decide(DOCUMENT, [Choice(key(found, "協定"), "採用")], by)
    assert lines_of(tmp_path) == []


def test_an_unknown_document_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    with pytest.raises(UsageError, match=DOCUMENT):
        found.document("d-mimamoru")


def test_quotes_lead_to_their_words_in_the_text(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    document = found.document(DOCUMENT)
    quotes = [quote for item in document.items for quote in item.quotes]
    assert {quote.words for quote in quotes} == {SIGNED, CALLING, MEMBER}
    assert all(document.text[quote.start : quote.end] == quote.words for quote in quotes)


# --- versions of a document ----------------------------------------------------------------------------------------


CORRECTED = "【訂正】" + TEXT.replace("お知らせ", "おしらせ")


def test_a_corrected_text_asks_nothing_again_and_its_positions_are_those_of_today(tmp_path: Path) -> None:
    found = shelf(tmp_path, check=True)
    found.store(draft(), TEXT, "mimamori.txt")
    item = found.document(DOCUMENT).item(key(found, "施策"))
    decide(found, "協定", "採用")
    decide(found, "施策", "修正", {**item.record, "段階": "実施"})
    decide(found, "加盟", "却下")
    decide(found, "収録", "採用")
    stored = found.store(draft(CORRECTED, id="d-new"), CORRECTED, "mimamori.txt")
    assert (stored.document, stored.version, stored.new, stored.gone) == (DOCUMENT, True, [], [])
    assert states(found) == {"協定": "済", "施策": "済", "加盟": "却下", "収録": "済"}
    assert read(tmp_path)["施策"][0]["段階"] == "実施"
    checked = check(DATA, tmp_path, Originals())
    assert checked.errors == []
    assert all(quote.start >= 0 for item in found.document(DOCUMENT).items for quote in item.quotes)


def changed_date(found: Shelf) -> review.Stored:
    """The agreement was accepted; then the document names another day."""
    found.store(draft(), TEXT, "mimamori.txt")
    for section in ("協定", "施策", "加盟", "収録"):
        decide(found, section, "採用")
    text = TEXT.replace("11月8日", "11月18日")
    return found.store(draft(text, id="d-new", date="2023-11-18"), text, "mimamori.txt")


def test_a_changed_fact_is_asked_again_beside_what_was_decided_before(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    stored = changed_date(found)
    assert (len(stored.new), len(stored.gone)) == (1, 1)
    new = found.document(DOCUMENT).item(stored.new[0])
    assert (new.record["締結日"], new.state) == ("2023-11-18", "未")
    before, decision = new.before
    assert (before["締結日"], decision.判断) == ("2023-11-08", "採用")
    assert new.record["id"] != before["id"]


def test_an_accepted_fact_that_the_document_dropped_stays_doubtful_until_a_person_decides(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    stored = changed_date(found)
    old = found.document(DOCUMENT).item(stored.gone[0])
    assert (old.state, old.record["確認"], old.record["確度"]) == ("消えた", "済", "要確認")
    assert "見当たりません" in old.record["注記"]
    assert "地域の見守りに関する協定" in stored.problems[0].what
    assert check(DATA, tmp_path, Originals()).errors == []
    found.decide(DOCUMENT, [Choice(old.key, "却下")], BY)
    assert found.document(DOCUMENT).item(old.key).state == "却下"


def test_a_dropped_fact_that_a_person_keeps_is_not_asked_again(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    stored = changed_date(found)
    found.decide(DOCUMENT, [Choice(stored.gone[0], "採用")], BY)
    assert found.document(DOCUMENT).item(stored.gone[0]).state == "済"
    text = TEXT.replace("11月8日", "11月18日")
    again = found.store(draft(text, id="d-new", date="2023-11-18"), text, "mimamori.txt")
    assert (again.gone, again.problems) == ([], [])
    assert check(DATA, tmp_path, Originals()).errors == []


def test_an_accepted_fact_whose_words_are_gone_keeps_its_quote_without_a_place(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    for section in ("協定", "施策", "加盟", "収録"):
        decide(found, section, "採用")
    text = TEXT.replace(MEMBER, "同社は協議会を退きました")
    made = {**draft(text.replace("同社は協議会を退きました", MEMBER), id="d-new"), "加盟": []}
    stored = found.store(made, text, "mimamori.txt")
    [member] = read(tmp_path)["加盟"]
    assert member["出典"] == [{"引用": MEMBER}]
    assert (member["確認"], member["確度"], len(stored.gone)) == ("済", "要確認", 1)
    assert check(DATA, tmp_path, Originals()).errors == []


def test_an_undecided_record_that_the_document_dropped_goes_and_is_told(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    again = found.store({**draft(), "加盟": []}, TEXT, "mimamori.txt")
    assert [k.partition(":")[0] for k in again.gone] == ["加盟"]
    assert not read(tmp_path)["加盟"]


def test_releases_written_after_one_pattern_are_documents_of_their_own(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "release.txt")
    text = TEXT.replace("よつば配送便", "ひいらぎ乳業")
    other = json.loads(json.dumps(draft(id="d-milk"), ensure_ascii=False).replace("よつば配送便", "ひいらぎ乳業"))
    for record in [*other["協定"], *other["施策"], *other["収録"]]:
        for party in [record, *record.get("企業", [])]:
            party["出典"] = cite(text.splitlines()[1], text) if "出典" in party else []
    stored = found.store(other, text, "release.txt")
    assert (stored.document, stored.version, len(stored.new)) == ("d-milk", False, 4)


def test_an_id_that_another_document_has_is_not_taken(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "a.txt")
    text = "まったく別の話です。奈良県生駒市は株式会社かえで製作所と協定を結びました。\n"
    made = {
        "文書": {"id": DOCUMENT, "題名": "別の文書"},
        "協定": [
            {
                "id": f"{DOCUMENT}-a01",
                "名称": "協定",
                "自治体": [{"名称": "奈良県生駒市"}],
                "出典": cite("協定を結びました", text),
            }
        ],
    }
    stored = found.store(made, text, "b.txt")
    assert stored.document == f"{DOCUMENT}-2"
    assert read(tmp_path, stored.document)["協定"][0]["id"] == f"{DOCUMENT}-2-a01"
    assert check(DATA, tmp_path, Originals()).errors == []


def test_two_rows_that_say_the_same_are_two_questions(tmp_path: Path) -> None:
    made = draft()
    made["加盟"] = [dict(made["加盟"][0]), dict(made["加盟"][0])]
    found = shelf(tmp_path)
    found.store(made, TEXT, "a.txt")
    members = [item for item in found.document(DOCUMENT).items if item.section == "加盟"]
    found.decide(DOCUMENT, [Choice(members[1].key, "却下")], BY)
    assert [item.state for item in found.document(DOCUMENT).items if item.section == "加盟"] == ["未", "却下"]
    assert found.store(made, TEXT, "a.txt").new == []


# --- two people ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_two_people_s_logs_put_together_give_both_the_same_file(tmp_path: Path, seed: int) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    first, second = shelf(here), shelf(there, start="2026-04-02T09:00:00")
    for found in (first, second):
        found.store(draft(), TEXT, "mimamori.txt")
    decide(first, "協定", "採用")
    decide(first, "施策", "却下")
    item = second.document(DOCUMENT).item(key(second, "施策"))
    decide(second, "施策", "修正", {**item.record, "名称": "声かけ"})
    decide(second, "加盟", "採用")
    lines = lines_of(here) + lines_of(there) * 2
    random.Random(seed).shuffle(lines)  # noqa: S311
    for root in (here, there):
        (root / decisions.FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert shelf(root).sync() == []
    assert read(here) == read(there)
    assert states(first) == states(second) == {"協定": "済", "施策": "済", "加盟": "済", "収録": "未"}
    assert read(here)["施策"][0]["名称"] == "声かけ"


def test_somebody_who_met_a_later_version_first_shares_decisions_all_the_same(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    first, second = shelf(here), shelf(there)
    first.store(draft(), TEXT, "mimamori.txt")
    first.store(draft(CORRECTED, id="d-new"), CORRECTED, "mimamori.txt")
    second.store(draft(CORRECTED, id="d-new"), CORRECTED, "mimamori.txt")
    item = first.document(DOCUMENT).item(key(first, "施策"))
    decide(first, "施策", "修正", {**item.record, "段階": "実施"})
    decide(first, "加盟", "却下")
    (there / decisions.FILE).write_bytes((here / decisions.FILE).read_bytes())
    assert second.sync() == []
    assert states(second, "d-new") == {"協定": "未", "施策": "済", "加盟": "却下", "収録": "未"}
    assert read(there, "d-new")["施策"][0]["協定"] == "d-new-a01"


STEPS = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from(["協定", "施策", "加盟", "収録"]), st.sampled_from(["採用", "修正", "却下", "取消", "戻す"])
    ),
    max_size=10,
)  # fmt: skip


@given(STEPS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_whatever_two_people_decide_their_merged_logs_give_one_state(steps: list[Any], random: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        roots = [Path(folder) / "here", Path(folder) / "there"]
        people = [shelf(root, start=f"2026-04-01T09:00:{n:02}") for n, root in enumerate(roots)]
        for found in people:
            found.store(draft(), TEXT, "mimamori.txt")
        for other, section, verdict in steps:
            found = people[other]
            item = found.document(DOCUMENT).item(key(found, section))
            if verdict == "戻す" and item.decision:
                found.undo(DOCUMENT, item.key, BY)
            elif verdict != "戻す":
                decide(found, section, verdict, {**item.drafted, "注記": "直した"} if verdict == "修正" else None)
        lines = [line for root in roots for line in lines_of(root)] * 2
        random.shuffle(lines)
        for root in roots:
            (root / decisions.FILE).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            assert shelf(root).sync() == []
        here, there = ({i.key: (i.state, i.record) for i in found.document(DOCUMENT).items} for found in people)
        assert here == there
        verdicts = people[0].log.verdicts(DOCUMENT)
        for k, (state, _) in here.items():
            assert state == {"採用": "済", "修正": "済", "却下": "却下"}.get(
                verdicts[k].判断 if k in verdicts else "", "未"
            )


def test_undo_goes_back_step_by_step(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    agreement, seen = key(found, "協定"), []
    for verdict in ("採用", "却下"):
        decide(found, "協定", verdict)
    for _ in range(2):
        found.undo(DOCUMENT, agreement, BY)
        seen.append(states(found)["協定"])
    assert seen == ["済", "未"]


def test_somebody_elses_decisions_await_the_document(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    first = shelf(here)
    first.store(draft(), TEXT, "mimamori.txt")
    decide(first, "協定", "採用")
    decide(first, "加盟", "却下")
    there.mkdir()
    (there / decisions.FILE).write_bytes((here / decisions.FILE).read_bytes())
    second = shelf(there)
    stored = second.store(draft(), TEXT, "mimamori.txt")
    assert (len(stored.new), len(stored.kept)) == (2, 2)
    assert states(second)["協定"] == "済"
    assert states(second)["加盟"] == "却下"


# --- edits by hand -------------------------------------------------------------------------------------------------


def test_a_confirmation_by_hand_counts_and_comments_stay(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    hand(tmp_path, "  名称: 地域の見守りに関する協定\n", "  名称: 地域の見守りに関する協定  # 課長に確認ずみ\n")
    path = tmp_path / "documents" / f"{DOCUMENT}.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("確認: 未", text.index("協定:\n"))
    path.write_text("# わたしの覚え書き\n" + text[:at] + "確認: 済" + text[at + 5 :], encoding="utf-8")
    assert states(found)["協定"] == "済"
    stored = found.store(draft(CORRECTED, id="d-new"), CORRECTED, "mimamori.txt")
    assert stored.new == []
    after = path.read_text(encoding="utf-8")
    assert after.startswith("# わたしの覚え書き\n")
    assert "# 課長に確認ずみ" in after
    assert states(found)["協定"] == "済"


def test_an_edit_by_hand_survives_drafting_again_and_somebody_elses_decision(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    agreement = key(found, "協定")
    hand(tmp_path, "名称: 地域の見守りに関する協定", "名称: 見守りの協定（手で直した）")
    stored = found.store(draft(CORRECTED, id="d-new"), CORRECTED, "mimamori.txt")
    assert stored.new == []
    [record] = read(tmp_path)["協定"]
    assert record["名称"] == "見守りの協定（手で直した）"
    assert record["出典"][0]["引用"] == SIGNED
    other = decisions.Review(日付="2026-05-01", 記録者="防災課", 文書=DOCUMENT, 対象=agreement, 判断="却下")
    decisions.append(tmp_path, [other])
    [conflict] = shelf(tmp_path).sync()
    assert conflict.warning
    assert read(tmp_path)["協定"] == [record]


def test_accepting_what_was_edited_by_hand_accepts_the_edit(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    hand(tmp_path, "名称: 地域の見守りに関する協定", "名称: 見守りの協定（手で直した）")
    decide(found, "協定", "採用")
    assert json.loads(lines_of(tmp_path)[0])["判断"] == "修正"
    assert (read(tmp_path)["協定"][0]["名称"], states(found)["協定"]) == ("見守りの協定（手で直した）", "済")


def test_accepting_again_what_was_accepted_and_then_edited_by_hand_keeps_the_edit(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    decide(found, "協定", "採用")
    hand(tmp_path, "名称: 地域の見守りに関する協定", "名称: 見守りの協定（手で直した）")
    decide(found, "協定", "採用")
    assert read(tmp_path)["協定"][0]["名称"] == "見守りの協定（手で直した）"


def test_rejecting_what_was_edited_by_hand_keeps_the_edit_in_the_log(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    hand(tmp_path, "名称: 地域の見守りに関する協定", "名称: 見守りの協定（手で直した）")
    decide(found, "協定", "却下")
    assert not read(tmp_path)["協定"]
    assert "手で直した" in lines_of(tmp_path)[0]


def test_a_record_deleted_by_hand_does_not_come_back(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    path = tmp_path / "documents" / f"{DOCUMENT}.yaml"
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("加盟:\n"), text.index("警告:\n")
    path.write_text(text[:begin] + text[end:], encoding="utf-8")
    stored = found.store(draft(CORRECTED, id="d-new"), CORRECTED, "mimamori.txt")
    assert stored.new == []
    assert not read(tmp_path).get("加盟")


def test_a_record_added_by_hand_stays_and_is_not_doubled(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    without = {**draft(), "加盟": []}
    found.store(without, TEXT, "mimamori.txt")
    path = tmp_path / "documents" / f"{DOCUMENT}.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "加盟:\n- 会員: 株式会社よつば配送便\n  団体: みなも見守り協議会\n  関係: 会員\n  出典:\n"
        + f"  - 引用: {MEMBER}\n    位置: {TEXT.index(MEMBER)}-{TEXT.index(MEMBER) + len(MEMBER)}\n",
        encoding="utf-8",
    )
    found.store(draft(CORRECTED, id="d-new"), CORRECTED, "mimamori.txt")
    assert len(read(tmp_path)["加盟"]) == 1
    assert states(found)["加盟"] == "済"
    assert check(DATA, tmp_path, Originals()).errors == []


def test_a_broken_file_is_told_and_left_alone(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    path = tmp_path / "documents" / f"{DOCUMENT}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "[こわれた\n", encoding="utf-8")
    before = snapshot(tmp_path)
    [document] = found.documents()
    assert document.problems
    for work in (
        lambda: found.store(draft(), TEXT, "mimamori.txt"),
        lambda: found.decide(DOCUMENT, [Choice("協定:x", "採用")], BY),
    ):
        with pytest.raises(DataProblems):
            work()
    assert snapshot(tmp_path) == before


# --- a long sitting --------------------------------------------------------------------------------------------------


def test_what_other_commands_write_is_seen(tmp_path: Path) -> None:
    found, other = shelf(tmp_path), shelf(tmp_path, start="2026-04-02T09:00:00")
    assert found.documents() == []
    other.store(draft(), TEXT, "mimamori.txt")
    assert [d.counts["未"] for d in found.documents()] == [4]
    decide(other, "協定", "採用")
    assert [d.counts["済"] for d in found.documents()] == [1]
    hand(tmp_path, "名称: 三地区での声かけ", "名称: 手で直した声かけ")
    assert found.document(DOCUMENT).item(key(found, "施策")).record["名称"] == "手で直した声かけ"


def test_a_decision_against_an_edit_by_hand_is_told_until_a_person_decides(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    hand(tmp_path, "名称: 地域の見守りに関する協定", "名称: 見守りの協定（手で直した）")
    agreement = key(found, "協定")
    other = decisions.Review(日付="2026-05-01", 記録者="防災課", 文書=DOCUMENT, 対象=agreement, 判断="却下")
    decisions.append(tmp_path, [other])
    for _ in range(2):
        found.sync()
        assert len(found.document(DOCUMENT).problems) == 1
    decide(found, "協定", "採用")
    assert found.document(DOCUMENT).problems == ()
    assert read(tmp_path)["協定"][0]["名称"] == "見守りの協定（手で直した）"


def test_an_index_that_was_lost_costs_no_question(tmp_path: Path) -> None:
    shelf(tmp_path).store(draft(), TEXT, "mimamori.txt")
    (tmp_path / "drafts" / "index.jsonl").write_text('{"文書": "d-mi', encoding="utf-8")
    again = shelf(tmp_path).store(draft(), TEXT, "mimamori.txt")
    assert (again.document, again.new) == (DOCUMENT, [])


@given(st.text("市と会社は協定を結んだ。あいうえお", min_size=40, max_size=400), st.integers(0, 30))
def test_a_text_is_like_itself_and_like_what_differs_little(text: str, at: int) -> None:
    first = sketch(text)
    assert likeness(first, first) == 1
    assert likeness(first, sketch(" ".join(text))) == 1
    other = sketch(text[:at] + "訂" + text[at:])
    assert likeness(first, other) == likeness(other, first)
    assert likeness(first, sketch("全く別の言葉だけでできた長い文章で、共通する並びはない" * 3)) < 0.2


# --- crashes and company -------------------------------------------------------------------------------------------


KILLED = """
import os, pathlib, sys
from loaders import folder
from tests.drafts import *
real, count = os.fsync, 0
def killing(*args):
    global count
    count += 1
    if count == {n}:
        os._exit(9)
    return real(*args)
os.fsync = killing
found = shelf(pathlib.Path(sys.argv[1]))
{work}
"""


@pytest.mark.parametrize("n", range(1, 5))
@pytest.mark.parametrize("work", ["store", "decide"])
def test_a_kill_between_writes_loses_nothing_and_the_next_run_heals(tmp_path: Path, work: str, n: int) -> None:
    found = shelf(tmp_path)
    if work == "decide":
        found.store(draft(), TEXT, "mimamori.txt")
    text = (
        'found.store(draft(), TEXT, "mimamori.txt")'
        if work == "store"
        else 'decide(found, "協定", "採用"); decide(found, "加盟", "却下")'
    )
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED).format(n=n, work=text), str(tmp_path)], cwd=ROOT, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    # A run writes three files (and the log); what comes after them is not killed.
    assert killed.returncode == (9 if work == "decide" or n <= 3 else 0)
    for path in (tmp_path / "documents").glob("*.yaml"):
        assert written.read(path.read_text(encoding="utf-8"))["文書"]["id"] == DOCUMENT
    again = shelf(tmp_path, start="2026-04-03T09:00:00")
    assert again.store(draft(), TEXT, "mimamori.txt").document == DOCUMENT
    assert again.sync() == []
    if work == "decide":
        decide(again, "協定", "採用")
        decide(again, "加盟", "却下")
        assert states(again) == {"協定": "済", "施策": "未", "加盟": "却下", "収録": "未"}
    else:
        assert set(states(again).values()) == {"未"}
    assert len(read(tmp_path)["協定"]) == 1
    assert check(DATA, tmp_path, Originals()).errors == []


def test_two_commands_at_once_lose_no_decision(tmp_path: Path) -> None:
    found = shelf(tmp_path)
    found.store(draft(), TEXT, "mimamori.txt")
    code = (
        'import sys, pathlib; from tests.drafts import *; decide(shelf(pathlib.Path(sys.argv[1])), sys.argv[2], "採用")'
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), section], cwd=ROOT)
        for section in ("協定", "施策", "加盟", "収録")
    ]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    assert set(states(found).values()) == {"済"}
    assert len(lines_of(tmp_path)) == 4
