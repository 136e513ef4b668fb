"""From what a person chose to a line of the log, or to the reason why it cannot be."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph import decisions
from graph.decisions import Review, Verdict
from graph.errors import DataProblems, Problem, UsageError, relative
from loaders import lines, personal
from loaders.review import keys
from loaders.review.items import Document, Item

Record = dict[str, Any]
Check = Callable[[str, Record, Record], list[Problem]]
"""Section, record and 文書 → what is wrong with the record beyond its form (an unknown municipality …)."""

_LONGEST = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided about one record. ``content``: the edited record for 修正; ``seal``: `Item.seal` of what the
    person saw, '' if it does not matter."""

    key: str
    verdict: Verdict
    content: Record | None = None
    seal: str = ""


class ChangedMeanwhileError(DataProblems):
    """Records are not any more what the person saw when deciding."""


def department(by: str) -> str:
    """The department that decides. Raises `UsageError` where it is missing or tells more than that."""
    by = by.strip()
    if not by or len(by) > _LONGEST or "\n" in by or personal.in_words(by):
        raise UsageError("記録者には、判断した部署の名前（50字以内。個人名・連絡先は書かない）を書いてください。")
    return by


def item_of(document: Document, choice: Choice) -> Item:
    """The record that is meant. Raises `UsageError` for an unknown key, `ChangedMeanwhileError` if it is not as seen."""
    item = document.item(choice.key)
    if item is None:
        raise UsageError(f"文書「{document.id}」に、キー「{choice.key}」の記録はありません。")
    if choice.seal and choice.seal != item.seal:
        raise ChangedMeanwhileError([
            Problem(relative(document.path), 0, item.section, f"「{item.name}」は、見ている間に変わりました（いまは「{item.state}」）",
                    "いまの内容を見てから、もう一度判断してください")
        ])  # fmt: skip
    return item


def line(
    document: Document, item: Item, choice: Choice, by: str, latest: Review | None, now: dt.datetime
) -> Review | None:
    """The line for the log; None where it is decided so already. ``latest``: the last line about the record."""
    verdict, content = choice.verdict, choice.content
    if verdict == "採用" and item.by_hand:
        # What the person accepts is what stands in the file.
        verdict, content = "修正", item.record
    if verdict == "修正":
        content = bare(content or item.record)
        if keys.same(content, bare(item.drafted)):
            verdict, content = "採用", None
    else:
        # What was edited by hand and is left out all the same is not lost.
        content = bare(item.record) if verdict == "却下" and item.by_hand else None
    if item.state != "消えた":
        if verdict == "取消" and item.decision is None and item.state == "未":
            return None
        if item.decision and (item.decision.判断, item.decision.内容) == (verdict, content) and not item.by_hand:
            return None
    original = latest.元 if latest and latest.元 else item.drafted
    return Review(
        **decisions.stamp(now, latest), 記録者=by, 文書=document.id, 本文=str(document.info.get("本文sha256", "")),
        対象=item.key, 判断=verdict, 内容=content, 元=original,
    )  # fmt: skip


def obstacles(document: Document, item: Item, review: Review, check: Check | None) -> list[Problem]:
    """Why a record cannot enter the graph as it is."""
    if review.判断 not in ("採用", "修正"):
        return []
    record = review.内容 if review.判断 == "修正" and review.内容 else bare(item.drafted)
    if review.判断 == "修正" and personal.problems(lines.Located("", record)):
        return [
            Problem(document.title, 0, item.section, f"「{item.name}」に電話番号かメールアドレスが入っています",
                    "連絡先を消してください")
        ]  # fmt: skip
    found = check(item.section, record, document.info) if check else []
    return [
        replace(p, file=document.title, field=f"{item.section}「{item.name}」{p.field}") for p in found if not p.warning
    ]


def bare(record: Mapping[str, Any]) -> Record:
    """A record as the log keeps it: without id and 確認."""
    return {key: value for key, value in copy.deepcopy(keys.plain(record)).items() if key not in ("id", "確認")}


def before_last(history: Iterable[Review]) -> Review | None:
    """The decision that is in force again when the last one is taken back; None if there was none.

    ``history``: all lines about one record, the oldest first. A line that goes back to the decision before is itself
    an undo, so undoing again goes one further back.
    """
    stack: list[Review] = []
    for review in history:
        told = (review.判断, review.内容)
        if review.判断 == "取消":
            stack.clear()
        elif len(stack) > 1 and told == (stack[-2].判断, stack[-2].内容):
            stack.pop()
        else:
            stack.append(review)
    return stack[-2] if len(stack) > 1 else None
