"""The log of decisions: what is in force, how two logs merge, what a crash or a slip of the hand leaves behind."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import decisions
from graph.decisions import Decisions, Review

VERDICTS = ("採用", "修正", "却下", "取消")

REVIEWS = st.lists(
    st.builds(
        lambda day, time, by, key, verdict: Review(
            日付=day, 時刻=time, 記録者=by, 文書="d-a", 対象=key, 判断=verdict,
            内容={"名称": by} if verdict == "修正" else None,
        ),
        st.sampled_from(["2026-04-01", "2026-04-02", "2026-04"]),
        st.sampled_from(["", "09:00", "09:00:00.000001"]),
        st.sampled_from(["政策課", "防災課"]),
        st.sampled_from(["協定:1", "協定:2"]),
        st.sampled_from(VERDICTS),
    ),
    max_size=12,
)  # fmt: skip


def review(verdict: str, time: str = "09:00", *, day: str = "2026-04-01", key: str = "協定:1") -> Review:
    return Review.model_validate(
        {"日付": day, "時刻": time, "記録者": "政策課", "文書": "d-a", "対象": key, "判断": verdict}
        | ({"内容": {"名称": "直した名前"}} if verdict == "修正" else {})
    )


def in_force(*reviews: Review) -> dict[str, str]:
    return {key: r.判断 for key, r in Decisions([], list(reviews)).verdicts("d-a").items()}


def test_the_latest_decision_counts_and_a_withdrawal_leaves_none() -> None:
    assert in_force(review("却下", "10:00"), review("採用", "09:00")) == {"協定:1": "却下"}
    assert in_force(review("採用", "09:00"), review("取消", "09:30")) == {}
    assert in_force(review("却下", "23:59"), review("採用", "00:01", day="2026-04-02")) == {"協定:1": "採用"}


@given(REVIEWS, st.randoms(use_true_random=False), st.data())
def test_two_logs_put_together_in_any_order_with_lines_twice_give_the_same_decisions(reviews, random, data) -> None:
    mixed = list(reviews) + data.draw(st.lists(st.sampled_from(reviews), max_size=5)) if reviews else []
    random.shuffle(mixed)
    before, after = Decisions([], reviews), Decisions([], mixed)
    assert before.verdicts("d-a") == after.verdicts("d-a")
    assert before.latest("d-a") == after.latest("d-a")
    for key in ("協定:1", "協定:2"):
        assert before.history("d-a", key) == after.history("d-a", key)


@given(REVIEWS)
def test_what_is_written_is_read_back(reviews) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        decisions.append(Path(folder), reviews)
        found, problems = decisions.load([Path(folder)])
    assert (found.reviews, problems) == (reviews, [])


def test_a_decision_is_never_before_the_one_it_replaces_whatever_the_other_clock_said() -> None:
    ahead = review("採用", "18:00", day="2026-05-01")
    stamp = decisions.stamp(dt.datetime(2026, 4, 1, 9), ahead)
    later = Review(**stamp, 記録者="政策課", 文書="d-a", 対象="協定:1", 判断="取消")
    assert in_force(ahead, later) == {}
    assert decisions.stamp(dt.datetime(2026, 6, 1, 9), ahead) == {"日付": "2026-06-01", "時刻": "09:00:00.000000"}


def test_a_line_that_a_crash_cut_off_costs_that_line_alone(tmp_path: Path) -> None:
    decisions.append(tmp_path, [review("採用")])
    with (tmp_path / decisions.FILE).open("ab") as file:
        file.write('{"日付": "2026-04-0'.encode()[:-1])
    found, problems = decisions.load([tmp_path])
    assert [r.判断 for r in found.reviews] == ["採用"]
    assert [(p.line, p.warning) for p in problems] == [(2, True)]
    decisions.append(tmp_path, [review("却下", key="協定:2")])
    found, problems = decisions.load([tmp_path])
    assert [r.判断 for r in found.reviews] == ["採用", "却下"]
    assert problems == []


def test_a_last_line_that_somebody_wrote_without_a_line_break_stays(tmp_path: Path) -> None:
    decisions.append(tmp_path, [review("採用")])
    log = tmp_path / decisions.FILE
    log.write_bytes(log.read_bytes().removesuffix(b"\n"))
    decisions.append(tmp_path, [review("却下", key="協定:2")])
    found, problems = decisions.load([tmp_path])
    assert [r.判断 for r in found.reviews] == ["採用", "却下"]
    assert problems == []


def test_decisions_that_do_not_fit_on_the_disk_leave_the_log_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions.append(tmp_path, [review("採用")])
    before = (tmp_path / decisions.FILE).read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        decisions.append(tmp_path, [review("却下", key="協定:2")])
    assert (tmp_path / decisions.FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"判断": "たぶん"}, "判断"),
        ({"日付": "昨日"}, "日付"),
        ({"時刻": "25:00"}, "時刻"),
        ({"対象": ""}, "対象"),
        ({"余分": "x"}, "余分"),
        ({"判断": "修正"}, "内容"),
    ],
)
def test_a_decision_that_cannot_be_read_is_told_with_file_line_and_field(
    tmp_path: Path, change: dict[str, str], says: str
) -> None:
    good = json.loads(review("採用").line)
    text = json.dumps(good) + "\n" + json.dumps(good | change) + "\n"
    (tmp_path / decisions.FILE).write_text(text, encoding="utf-8")
    found, [problem] = decisions.load([tmp_path])
    assert len(found.reviews) == 1
    assert (problem.file.endswith(decisions.FILE), problem.line) == (True, 2)
    assert says in problem.what
    assert problem.remedy


def test_what_is_the_same_and_what_was_reviewed_live_in_one_log(tmp_path: Path) -> None:
    same = '{"日付": "2026-04-01", "種類": "同一", "対象": ["a", "b"], "判断": "同じ"}\n'
    (tmp_path / decisions.FILE).write_text(same, encoding="utf-8")
    decisions.append(tmp_path, [review("採用")])
    found, problems = decisions.load([tmp_path])
    assert (found.same(), len(found.reviews), problems) == ({"b": "a"}, 1, [])


def test_on_one_day_the_time_tells_which_decision_about_sameness_is_later(tmp_path: Path) -> None:
    lines = [
        f'{{"日付": "2026-04-01", "時刻": "{time}", "種類": "同一", "対象": ["a", "b"], "判断": "{verdict}"}}\n'
        for time, verdict in (("10:00", "別"), ("09:00", "同じ"))
    ]
    (tmp_path / decisions.FILE).write_text("".join(lines), encoding="utf-8")
    assert decisions.load([tmp_path])[0].same() == {}
