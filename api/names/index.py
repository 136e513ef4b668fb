"""Every name in the graph, and whom a written name may mean: candidates with the reason for each, never a guess."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, Final, Literal, NamedTuple

from graph import names, places
from graph.errors import UsageError
from graph.names import Normaliser, fold

Kind = Literal["自治体", "企業"]

ALIKE: Final = 0.8
"""Least likeness of two spellings (difflib ratio of the names without legal form)."""
_NEAREST: Final = 5
_LIKELY: Final = 100
_LONGEST: Final = 200
"""Characters of a name that are compared; what is longer is no name."""
_SIGNS: Final = re.compile(r"[-‐‑–—―−ー\s]")


class Body(NamedTuple):
    """A municipality or a body of the graph."""

    kind: Kind
    id: str
    name: str
    number: str = ""
    prefecture: str = ""
    group: str = ""
    """区分 of a body, 種別 of a municipality."""


class Candidate(NamedTuple):
    """Whom a line may mean, and why. ``sure``: the name is the body's own; otherwise it is only close to it."""

    body: Body
    reason: str
    sure: bool


class Found(NamedTuple):
    """All candidates of a line, the best first; ``note``: what is odd about what was written."""

    candidates: tuple[Candidate, ...]
    note: str = ""

    @property
    def sure(self) -> tuple[Candidate, ...]:
        return tuple(each for each in self.candidates if each.sure)


class _Name(NamedTuple):
    body: Body
    reason: str


class Index:
    """Names of one version of the graph; built once, then only read."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], normaliser: Normaliser, gazetteer: places.Gazetteer) -> None:
        self._normaliser = normaliser
        self._gazetteer = gazetteer
        self.bodies: dict[str, Body] = {}
        self._numbers: dict[str, list[Body]] = defaultdict(list)
        self._written: dict[str, list[_Name]] = defaultdict(list)
        self._folded: dict[str, list[_Name]] = defaultdict(list)
        self._parsed: dict[names.Name, list[_Name]] = defaultdict(list)
        self._cores: dict[str, list[_Name]] = defaultdict(list)
        self._pieces: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            if row["種類"] in ("自治体", "企業"):
                self._add(row)
        for core in self._cores:
            for piece in _pairs(core):
                self._pieces[piece].append(core)

    def _add(self, row: Mapping[str, Any]) -> None:
        body = Body(
            row["種類"], row["節点id"], row["名称"] or row["節点id"], row["法人番号"] or "", row["都道府県"] or "",
            row["区分"] or "",
        )  # fmt: skip
        self.bodies[body.id] = body
        if body.number:
            self._numbers[body.number].append(body)
        for name, what in _names_of(row):
            self._written[name].append(_Name(body, f"{what}が同じ"))
            self._folded[fold(name)].append(
                _Name(body, f"{what}「{name}」と、全角・半角や空白などの書き方のほかは同じ")
            )
            if body.kind == "企業":
                parsed = self._normaliser.parse(name)
                self._parsed[parsed].append(_Name(body, f"{what}「{name}」と、法人格の書き方のほかは同じ"))
                self._cores[parsed.core].append(_Name(body, f"{what}「{name}」と、法人格のほかは同じ"))
            else:
                self._cores[fold(name)].append(_Name(body, f"{what}「{name}」"))

    def find(self, text: str, number: str = "") -> Found:
        """Whom a name means, with a 法人番号 or 団体コード from beside it where there is one."""
        text = _plain(text)
        by_number, note = self._by_number(_digits(number or text), bool(number))
        if number and text:
            by_name = self._by_name(text)
            told = _apart(by_number, by_name)
            return Found(_united([*by_number, *by_name]) or self._near(text), note or told)
        if by_number or note:
            return Found(_united(by_number), note)
        return Found(_united(self._by_name(text)) or self._near(text))

    def knows(self, text: str) -> bool:
        """Whether a text is surely the name or the number of something in the graph."""
        text = _plain(text)
        found, _ = self._by_number(_digits(text), False)
        return bool(found) or any(each.sure for each in self._by_name(text))

    def place(self, text: str) -> Body:
        """The one municipality that a name or a code means. Raises `UsageError`."""
        found = [each.body for each in self.find(text).sure if each.body.kind == "自治体"]
        if len(found) == 1:
            return found[0]
        if found:
            names = "、".join(f"{body.name}（{body.id}）" for body in found)
            raise UsageError(f"自治体「{text}」だけでは決まりません。{names} のどれかを書いてください。")
        near = "、".join(each.body.name for each in self.find(text).candidates if each.body.kind == "自治体")
        raise UsageError(
            f"「{text}」という自治体はありません。"
            + (f"近い名前: {near}" if near else "名前か団体コードを書いてください。")
        )

    def _by_number(self, digits: str, beside: bool) -> tuple[list[Candidate], str]:
        """Candidates by number, and what is odd about it. Without a number: nothing."""
        if len(digits) == 13:
            problem = names.corporate_number_problem(digits)
            return [Candidate(body, "法人番号が同じ", True) for body in self._numbers.get(digits, ())], problem
        found = []
        for code in dict.fromkeys((digits, digits.zfill(6))) if 5 <= len(digits) <= 6 else ():
            if code in self.bodies and self.bodies[code].kind == "自治体":
                same = "団体コードが同じ" if code == digits else "頭の 0 を補うと、団体コードが同じ"
                found.append(Candidate(self.bodies[code], same, True))
        if len(digits) == 5:
            for code in (each for each in self.bodies if each[:5] == digits and len(each) == 6):
                found.append(Candidate(self.bodies[code], "団体コードの5桁（検査数字なし）が同じ", True))
        note = f"「{digits}」は法人番号（13桁）でも団体コードでもありません" if beside and digits and not found else ""
        return found, note

    def _by_name(self, text: str) -> list[Candidate]:
        if not text or len(text) > _LONGEST:
            return []
        parsed = self._normaliser.parse(text)
        hits = [*self._written.get(text, ()), *self._folded.get(fold(text), ()), *self._parsed.get(parsed, ())]
        if not parsed.form:
            hits += self._cores.get(parsed.core, ())
        found = [Candidate(hit.body, hit.reason, True) for hit in hits]
        found += self._by_gazetteer(text)
        other = self._cores.get(parsed.core, ()) if parsed.form and not hits else ()
        return found + [
            Candidate(hit.body, f"{hit.reason}（法人格が違う）", False) for hit in other if hit.body.kind == "企業"
        ]

    def _by_gazetteer(self, text: str) -> Iterator[Candidate]:
        """Municipalities by names that the graph does not hold: of the past, of wards, with a department behind."""
        found = self._gazetteer.bearers(text)
        past = self._gazetteer.bearers(text, past=True)
        if not found and not past:
            whole = self._gazetteer.resolve(text)
            found = [whole] if isinstance(whole, places.Body) else []
        for each in (*found, *past):
            body = self.bodies.get(each.code)
            if body is None:
                continue
            if each.former:
                yield Candidate(body, f"以前の名前「{each.former}」のいまの自治体", True)
            elif each.part:
                yield Candidate(body, f"「{each.part}」を除いた名前が同じ", True)
            else:
                yield Candidate(body, "名前が同じ", True)

    def _near(self, text: str) -> tuple[Candidate, ...]:
        """Bodies whose names look alike, at most five; never more than a hint."""
        core = self._normaliser.parse(text).core
        if len(core) < 2 or len(text) > _LONGEST:
            return ()
        shared = Counter(chain.from_iterable(self._pieces.get(piece, ()) for piece in _pairs(core)))
        found = []
        for likeness, match in _alike(core, _foremost(shared)):
            for hit in self._cores[match]:
                what = hit.reason.partition("と、")[0]
                found.append(Candidate(hit.body, f"{what}とつづりが近い（{likeness:.0%}）", False))
        return _united(found)[:_NEAREST]


def _foremost(shared: Counter[str]) -> list[str]:
    """The `_LIKELY` names that share the most pieces; of those that share equally many, the ones that came first."""
    left, least = _LIKELY, 1
    for number, bearers in sorted(Counter(shared.values()).items(), reverse=True):
        least = number
        if bearers >= left:
            break
        left -= bearers
    more = [name for name, number in shared.items() if number > least]
    return more + list(islice((name for name, number in shared.items() if number == least), left))


def _alike(core: str, others: Iterable[str]) -> list[tuple[float, str]]:
    """Names with their likeness to ``core``, `ALIKE` at least, the most alike first; no more than `_NEAREST`."""
    signs = Counter(core).items()
    bounded = []
    for other in others:
        # Signs in common, wherever they stand: likeness is never more, and this is worked out in a fraction of the time.
        bound = 2 * sum(min(number, other.count(sign)) for sign, number in signs) / (len(core) + len(other))
        if bound >= ALIKE:
            bounded.append((bound, other))
    matcher = difflib.SequenceMatcher(None, "", core)
    best: list[tuple[float, str]] = []
    for bound, other in sorted(bounded, reverse=True):
        if len(best) == _NEAREST and bound < best[-1][0]:
            break
        matcher.set_seq1(other)
        best = sorted([*best, (matcher.ratio(), other)], reverse=True)[:_NEAREST]
    return [each for each in best if each[0] >= ALIKE]


def _names_of(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names of a row with what they are."""
    yield _plain(row["名称"] or ""), "名前"
    if row["略称"] and row["略称"] != row["名称"]:
        yield _plain(row["略称"]), "名前"
    if row["読み"]:
        yield _plain(row["読み"]), "読み"
    for key, word in (("別名", "別名"), ("サービス名", "サービス名")):
        for name in row[key] or ():
            yield _plain(name), word


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _digits(text: str) -> str:
    """The digits of a number as people write it; '' where it is anything else."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", text).strip().removeprefix("T"))
    return plain if plain.isascii() and plain.isdecimal() else ""


def _united(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each body once, with its best reason."""
    best: dict[str, Candidate] = {}
    for each in found:
        known = best.get(each.body.id)
        if known is None or (each.sure and not known.sure):
            best[each.body.id] = each
    return tuple(sorted(best.values(), key=lambda each: not each.sure))


def _apart(by_number: list[Candidate], by_name: list[Candidate]) -> str:
    """Whether a number and a name on one line mean different bodies."""
    numbers, named = ({each.body.id for each in found if each.sure} for found in (by_number, by_name))
    return "番号と名前が別の団体を指しています" if numbers and named and not numbers & named else ""


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(max(1, len(text) - 1))}
