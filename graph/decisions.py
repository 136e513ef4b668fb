"""Decisions of people, kept in an append-only log (``decisions.jsonl``).

One JSON object a line, so that two people's logs merge by putting their lines together, in any order and with lines
that occur twice. 種類 同一 says what is the same:
``{"日付": "2026-04-01", "記録者": "政策課", "種類": "同一", "対象": ["id1", "id2"], "判断": "同じ"}``; 種類 確認 says what
of a draft may enter the graph: ``{"日付": …, "時刻": …, "記録者": …, "種類": "確認", "文書": "doc", "対象": "協定:…",
"判断": "採用", "元": {…}}``. The latest line about the same thing counts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from graph import dates, formats
from graph.errors import Problem, relative

FILE: Final = "decisions.jsonl"
_BLOCK: Final = 1 << 16
_DAY: Final = "%Y-%m-%d"
_TIME: Final = "%H:%M:%S.%f"

Time = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$|^$")]
Verdict = Literal["採用", "修正", "却下", "取消"]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    日付: Annotated[str, AfterValidator(dates.check)] = Field(description="決めた日")
    時刻: Time = Field(default="", description="決めた時刻（同じ日の後先を決める）")
    記録者: str = Field(default="", description="決めた部署（個人名は書かない）")

    @cached_property
    def line(self) -> str:
        """The line of the log, the same for equal decisions."""
        told = {key: value for key, value in self.model_dump(exclude_none=True).items() if value != ""}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


class Decision(_Line):
    """What is the same: 種類 同一."""

    種類: Literal["同一"] = Field(description="何についての判断か")
    対象: tuple[str, str] = Field(description="協定か施策の id ふたつ")
    判断: Literal["同じ", "別", "取消"] = Field(description="同じか別か。取消で前の判断をなくす")


class Review(_Line):
    """What of a draft may enter the graph: 種類 確認."""

    種類: Literal["確認"] = Field(default="確認", description="何についての判断か")
    文書: str = Field(min_length=1, description="下書きの文書の id")
    対象: str = Field(min_length=1, description="下書きの記録のキー（「協定:…」。中身から決まり、位置では変わらない）")
    本文: str = Field(
        default="", description="判断したときの本文の SHA-256（別の人のところで id が違っても、同じ文書と分かる）"
    )
    判断: Verdict = Field(description="採用、修正、却下。取消で未確認に戻す")
    内容: dict[str, Any] | None = Field(default=None, description="修正した記録")
    元: dict[str, Any] | None = Field(default=None, description="下書きのままの記録")

    @model_validator(mode="after")
    def _complete(self) -> Review:
        if self.判断 == "修正" and not self.内容:
            raise ValueError("修正には「内容」が要ります")
        return self

    @property
    def order(self) -> tuple[str, str, str]:
        """Later lines sort higher; what was decided at the same time is ordered by its words."""
        return (self.日付, self.時刻, self.line)

    @cached_property
    def mark(self) -> str:
        """A short name of this very decision."""
        return hashlib.sha256(self.line.encode()).hexdigest()[:16]


@dataclass
class Decisions:
    """All decisions in force."""

    log: list[tuple[Decision, str, int]]
    """Each decision about what is the same, with the file and line that hold it."""
    reviews: list[Review] = field(default_factory=list)
    """Decisions about drafts, in the order of the files."""

    def pairs(self) -> dict[frozenset[str], Decision]:
        """Two ids → the last decision about whether they are the same, 取消 included."""
        latest: dict[frozenset[str], Decision] = {}
        for decision in sorted((entry[0] for entry in self.log), key=lambda d: (d.日付, d.時刻)):
            latest[frozenset(decision.対象)] = decision
        return latest

    def same(self) -> dict[str, str]:
        """id → the id that stands for it: the smallest of all that people called the same."""
        latest = self.pairs()
        parent: dict[str, str] = {}

        def root(id: str) -> str:
            while parent.get(id, id) != id:
                id = parent[id]
            return id

        for decision in latest.values():
            if decision.判断 == "同じ":
                first, second = sorted(map(root, decision.対象))
                parent[second] = first
        return {id: root(id) for id in list(parent) if root(id) != id}

    @cached_property
    def _of_document(self) -> dict[str, list[Review]]:
        found: dict[str, list[Review]] = defaultdict(list)
        for review in self.reviews:
            found[review.文書].append(review)
        return dict(found)

    @cached_property
    def _of_text(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for review in self.reviews:
            if review.本文:
                found[review.本文].add(review.文書)
        return dict(found)

    def about(self, document: str, texts: Iterable[str] = ()) -> list[Review]:
        """All lines about a document, in the order of the files.

        ``texts``: 本文sha256 of its versions. Somebody who met a later version first has the document under another id;
        a text that both decided on tells that it is one document.
        """
        documents, todo = {document}, [*texts, *(r.本文 for r in self._of_document.get(document, ()))]
        seen = set(todo)
        while todo:
            for other in self._of_text.get(todo.pop(), set()) - documents:
                documents.add(other)
                new = {r.本文 for r in self._of_document[other]} - seen
                seen |= new
                todo += new
        if documents == {document}:
            return self._of_document.get(document, [])
        return [review for review in self.reviews if review.文書 in documents]

    def latest(self, document: str, texts: Iterable[str] = ()) -> dict[str, Review]:
        """Key of a drafted record → the last line about it, 取消 included."""
        latest: dict[str, Review] = {}
        for review in self.about(document, texts):
            known = latest.get(review.対象)
            if known is None or review.order > known.order:
                latest[review.対象] = review
        return latest

    def verdicts(self, document: str, texts: Iterable[str] = ()) -> dict[str, Review]:
        """Key of a drafted record → the decision in force about it (採用, 修正 or 却下)."""
        return {key: review for key, review in self.latest(document, texts).items() if review.判断 != "取消"}

    def history(self, document: str, key: str, texts: Iterable[str] = ()) -> list[Review]:
        """Every different line about one drafted record, the oldest first."""
        found = {review.line: review for review in self.about(document, texts) if review.対象 == key}
        return sorted(found.values(), key=lambda review: review.order)


def stamp(now: dt.datetime, after: Review | Decision | None = None) -> dict[str, str]:
    """日付 and 時刻 of a decision made now; never before the one that it replaces, whatever that clock said."""
    if after and dates.has_year(after.日付):
        earlier = dt.datetime.fromisoformat(f"{(after.日付 + '-01-01')[:10]}T{after.時刻 or '00:00:00'}")
        now = max(now, earlier + dt.timedelta(microseconds=1))
    return {"日付": now.strftime(_DAY), "時刻": now.strftime(_TIME)}


def append(folder: Path, made: Iterable[Review | Decision]) -> None:
    """Put decisions at the end of the log and make sure that they are on disk.

    The caller holds the lock of the folder. What a crash left of a last line (see `load`) goes first. Raises `OSError`;
    then the log is as it was.
    """
    added = "".join(_written(decision) + "\n" for decision in made).encode()
    if not added:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a+b", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        last, end = _last_line(file, size)
        if last:
            if _unfinished(last):
                file.truncate(end)
            else:
                added = b"\n" + added
        try:
            left = memoryview(added)
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise


def _last_line(file: io.FileIO, size: int) -> tuple[bytes, int]:
    """What stands behind the last line break, and where it begins."""
    found, start = b"", size
    while start and b"\n" not in found:
        step = min(start, _BLOCK)
        start -= step
        file.seek(start)
        found = file.read(step) + found
    line = found.rpartition(b"\n")[2]
    return line, size - len(line)


def _unfinished(line: bytes) -> bool:
    """Whether a last line without a line break was being written when the machine stopped."""
    try:
        json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return bool(line.strip())
    except ValueError:  # a number of more digits than Python reads: whole, but nothing of ours
        return False
    return False


def _parsed(line: bytes) -> Any:
    """What a line says. Raises `ValueError` where it is no JSON, or where a letter of it is but half of one (\\ud800)."""
    data = json.loads(line.decode("utf-8-sig"))
    if b"\\ud" in line.lower():
        json.dumps(data, ensure_ascii=False).encode()
    return data


def _written(decision: Review | Decision) -> str:
    """The line as it goes into the log: with its form, unless that is the first."""
    if formats.FORMAT == formats.FIRST:
        return decision.line
    told = {**json.loads(decision.line), formats.KEY: str(formats.FORMAT)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def load(folders: Iterable[Path]) -> tuple[Decisions, list[Problem]]:
    """Read the logs of all layers. A line that cannot be read is a problem; the others count."""
    found = Decisions([])
    problems: list[Problem] = []
    for folder in folders:
        path = folder / FILE
        if not path.is_file():
            continue
        lines = path.read_bytes().split(b"\n")
        if _unfinished(lines[-1]):
            problems.append(
                Problem(relative(path), len(lines), "", "最後の行が書きかけです（書いている途中で機械が止まったとき）。数えません",
                        "その判断をもう一度してください。書きかけの行は、次の記録のときに消えます", warning=True)
            )  # fmt: skip
            lines.pop()
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                data = _parsed(line)
                if isinstance(data, dict):
                    data = _current(data)
                if isinstance(data, dict) and data.get("種類") == "確認":
                    found.reviews.append(Review.model_validate(data))
                else:
                    found.log.append((Decision.model_validate(data), relative(path), number))
            except formats.FormError as error:
                problems.append(Problem(relative(path), number, formats.KEY, error.what, error.remedy))
            except (ValueError, RecursionError) as error:  # what is no JSON, and what the models refuse
                problems.append(
                    Problem(relative(path), number, "", f"判断の記録として読めません（{_reason(error)}）",
                            "1行に1件の JSON で書き直すか、この行を消してください")
                )  # fmt: skip
    return found, problems


def _current(line: dict[str, Any]) -> dict[str, Any]:
    """A line in the form of today; the number itself says nothing about the decision."""
    fresh = formats.raised("判断", line)
    return {key: value for key, value in fresh.items() if key != formats.KEY}


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "UTF-8 で書かれていません"
    if isinstance(error, UnicodeEncodeError):
        return "文字にならない符号（\\ud800 など）があります"
    if not isinstance(error, ValidationError):
        return "JSON になっていません"
    fields = ["・".join(map(str, item["loc"])) for item in error.errors() if item["loc"]]
    if fields:
        return f"正しくない項目: {'、'.join(dict.fromkeys(fields))}"
    return "修正には「内容」が要ります" if "内容" in str(error) else "「項目: 値」の形になっていません"
