"""The user's drafts: storing them, showing them, and keeping what people decide."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from graph import decisions
from graph.decisions import Decisions, Review
from graph.errors import DataProblems, Problem, UsageError
from loaders import curated, lines, written
from loaders.carry import Mover
from loaders.folder import Folder, text_sha256
from loaders.review import choices, items, keys, storing
from loaders.review.choices import ChangedMeanwhileError, Check, Choice
from loaders.review.files import Files, State, state
from loaders.review.incoming import incoming
from loaders.review.index import Index
from loaders.review.lineage import Version, Versions, sketch
from loaders.review.state import settle
from loaders.review.storing import Stored
from loaders.review.tracked import Draft, adopt
from loaders.source import Source
from loaders.written import Written

Record = dict[str, Any]


class Taken(NamedTuple):
    """What came in: lines of the log, and facts entered by hand that are new."""

    decisions: int
    entered: int


@dataclass
class Shelf:
    """All drafts of the user's folder. One object serves many calls; what other commands write is noticed."""

    folder: Folder
    check: Check | None = None
    clock: Callable[[], dt.datetime] = field(default=dt.datetime.now)
    _log: tuple[State, Decisions, list[Problem]] | None = None
    _shown: dict[str, tuple[tuple[list[Review], State, State], items.Document | None]] = field(default_factory=dict)

    @classmethod
    def at(cls, root: Path, check: Check | None = None) -> Shelf:
        """The drafts of a folder, which need not exist yet."""
        return cls(Folder(root), check)

    # --- drafts in ---------------------------------------------------------------------------------------------------

    def store(
        self, draft: Mapping[str, Any], text: str, name: str, rows: Mapping[str, tuple[int, int]] | None = None
    ) -> Stored:
        """Put a draft into the folder, every record unconfirmed; see `Stored`.

        ``draft``: plain data of the curated format with a 文書.id; ``text``: the extracted text that its places mean;
        ``name``: of the file; ``rows``: ``sheet!row`` → start and end in the text, where places are told so. A version
        of a known document joins it. Raises `DataProblems` where the draft does not follow the format or the file of the
        document cannot be read; nothing is written then.
        """
        source, sha256 = Source(text, dict(rows or {})), text_sha256(text)
        with self.folder.lock():
            version = self._version(draft, text, sha256, name)
            known = self._index.versions.document(version) or self._unlisted(version)
            id = known or self._free(version.document)
            arrived, problems = incoming(draft, id, source, sha256)
            stored = Stored(id, self.folder.document(id), version=known is not None, problems=problems)
            verdicts = self.log.verdicts(id, {*self._texts(id), sha256})
            if stored.path.is_file():
                kept, before = self._files.draft(id), self._files.read(stored.path)
                old = str((before.data.get("文書") or {}).get("本文sha256", ""))
                mover = Mover(self._files.source(old) if old != sha256 else source, source)
                after = storing.merged(stored, before, kept, arrived, verdicts, mover)
                stored.changed = after.text != before.text
            else:
                data, kept = storing.fresh(arrived, verdicts, Mover(None, source))
                after = Written.parse(written.dump(data))
                stored.changed = True
                stored.new = [key for key in kept.records if key not in verdicts]
                stored.kept = [key for key in kept.records if key in verdicts]
            self.folder.write_text(text, rows)
            if stored.changed:
                self._files.write(id, after)
            self.folder.write_draft(id, kept.data())
            self._index.add(replace(version, document=id))
        return stored

    def _version(self, draft: Mapping[str, Any], text: str, sha256: str, name: str) -> Version:
        info = draft.get("文書") or {}
        origin = frozenset(filter(None, (Path(name).name, str(info.get("入手元") or ""))))
        plain = keys.plain(draft)
        claimed = frozenset(key for section in keys.keys(plain).values() for key in section)
        return Version(str(info.get("id", "")), sha256, origin, tuple(sketch(text)), claimed, keys.bodies(plain))

    def _unlisted(self, new: Version) -> str | None:
        """The document of this id, if the new text is a version of it though the index does not list it."""
        path = self.folder.document(new.document)
        if not path.is_file():
            return None
        info = self._files.read(path).data.get("文書") or {}
        old = str(info.get("本文sha256") or info.get("sha256") or "")
        text = self.folder.read_text(old)
        own = Versions()
        own.add(
            Version(
                new.document,
                old,
                new.origin,
                tuple(sketch(text or "")),
                frozenset(self._files.draft(new.document).records),
                frozenset(),
            )
        )
        return own.document(new)

    def _free(self, id: str) -> str:
        """The id, or one after it that no document has."""
        found, n = id, 1
        while self.folder.document(found).exists():
            n += 1
            found = f"{id}-{n}"
        return found

    # --- drafts out --------------------------------------------------------------------------------------------------

    @property
    def log(self) -> Decisions:
        """The decisions of the folder."""
        return self._read_log()[0]

    def problems(self) -> list[Problem]:
        """Lines of the log that cannot be read."""
        return self._read_log()[1]

    def documents(self) -> list[items.Document]:
        """Every document that has records which were drafted or wait for a person, by id; without texts and quotes."""
        before, self._shown = self._shown, {}
        log = self.log
        for id, path in self.folder.documents().items():
            now = (log.about(id, self._texts(id)), state(path), state(self.folder.draft_path(id)))
            known = before.get(id)
            self._shown[id] = known if known and known[0] == now else (now, self._overview(id, path))
        return [document for _, document in self._shown.values() if document]

    def _overview(self, id: str, path: Path) -> items.Document | None:
        drafted = self.folder.draft_path(id).is_file()
        if not drafted and keys.UNCONFIRMED not in path.read_text(encoding="utf-8-sig", errors="replace"):
            return None
        document = self._document(id, texts=False)
        return document if drafted or any(item.open for item in document.items) else None

    def document(self, id: str) -> items.Document:
        """One document with its text. Raises `UsageError` if there is none of this id."""
        return self._document(self._known(id), texts=True)

    def _known(self, id: str) -> str:
        known = self.folder.documents()
        if id not in known:
            near = "、".join(list(known)[:10]) or "まだありません"
            raise UsageError(f"「{id}」という文書はありません（ある文書: {near}）。")
        return id

    def _document(self, id: str, *, texts: bool) -> items.Document:
        path = self.folder.document(id)
        try:
            found, draft = self._files.read(path), self._files.draft(id)
        except DataProblems as error:
            return items.Document(id, path, {}, (), problems=tuple(error.problems))
        verdicts = self.log.verdicts(id, self._texts(id))
        _, found = self._settled(found, draft, verdicts, frozenset())
        data = found.data
        info = dict(data.get("文書") or {})
        source = self._files.source(str(info.get("本文sha256", ""))) if texts else None
        shown = tuple(items.items(data, draft, adopt(data, draft), verdicts, source))
        warnings = tuple(map(str, data.get("警告") or ()))
        problems = tuple(storing.conflict(path, item.key) for item in shown if item.conflict)
        return items.Document(id, path, info, shown, source.text if source else None, warnings, problems)

    # --- decisions ---------------------------------------------------------------------------------------------------

    def decide(self, id: str, choices: Iterable[Choice], by: str) -> items.Document:
        """Keep decisions about records of one document; see `decide_all`. Returns the document as it is then."""
        self.decide_all({id: list(choices)}, by)
        return self.document(id)

    def decide_all(
        self, chosen: Mapping[str, Iterable[Choice]], by: str, entered: Mapping[str, Mapping[str, Any]] | None = None
    ) -> Taken:
        """Keep decisions about records of documents (by id), all or none, and bring their files up to date.

        ``by``: the department that decides; ``entered``: documents entered by hand, see `enter`, which come in with
        them. What is decided or told already is not written again. Raises `ChangedMeanwhileError`
        where a record is not what was seen, `DataProblems` where a record cannot enter the graph as it is, `UsageError`
        for an unknown document or key; nothing is written then.
        """
        recorder = choices.department(by) if chosen else ""
        with self.folder.lock():
            reviews = self._reviews(chosen, recorder)
            added = [self._entered(id, data) for id, data in (entered or {}).items()]
            decisions.append(self.folder.root, reviews)
            for id in chosen:
                self._bring_up(id, frozenset(review.対象 for review in reviews if review.文書 == id))
            for id, after, _ in added:
                self._files.write(id, after)
        return Taken(len(reviews), sum(new for _, _, new in added))

    def _reviews(self, chosen: Mapping[str, Iterable[Choice]], by: str) -> list[Review]:
        """The lines for the log, or every reason why there can be none."""
        found, wrong, changed = list[Review](), list[Problem](), list[Problem]()
        for id, of_document in chosen.items():
            document = self._document(self._known(id), texts=False)
            if any(not problem.warning for problem in document.problems):
                raise DataProblems(document.problems)
            latest = self.log.latest(id, self._texts(id))
            for choice in of_document:
                try:
                    item = choices.item_of(document, choice)
                except ChangedMeanwhileError as error:
                    changed += error.problems
                    continue
                review = choices.line(document, item, choice, by, latest.get(choice.key), self.clock())
                if review:
                    wrong += choices.obstacles(document, item, review, self.check)
                    found.append(review)
        if changed:
            raise ChangedMeanwhileError(changed)
        if wrong:
            raise DataProblems(wrong)
        return found

    def undo(self, id: str, key: str, by: str) -> items.Document:
        """Take the last decision about a record back: the one before it is in force again, or none."""
        if key not in self.log.latest(id, self._texts(id)):
            raise UsageError(f"文書「{id}」の「{key}」には、取り消す判断がありません。")
        last = choices.before_last(self.log.history(id, key, self._texts(id)))
        again = Choice(key, last.判断, last.内容) if last else Choice(key, "取消")
        return self.decide(id, [again], by)

    def enter(self, id: str, data: Mapping[str, Any]) -> int:
        """Put facts that a person entered by hand into the folder as a document of their own, confirmed.

        ``data``: a curated file. Facts that the document tells already are not entered again. Returns how many are new.
        Raises `DataProblems` where the data do not follow the format.
        """
        with self.folder.lock():
            _, after, new = self._entered(id, data)
            self._files.write(id, after)
        return new

    def _entered(self, id: str, data: Mapping[str, Any]) -> tuple[str, Written, int]:
        """The file of a document after facts were entered by hand, and how many are new."""
        whole = keys.plain(data)
        _, wrong = curated.parse(lines.Located(id, copy.deepcopy(whole)))
        if wrong:
            raise DataProblems(wrong)
        path = self.folder.document(id)
        if not path.is_file():
            return id, Written.parse(written.dump(whole)), sum(len(whole.get(s, ())) for s in ("協定", "施策"))
        before = self._files.read(path)
        changes = storing.additions(before.data, whole)
        return id, before.apply(changes), len(changes)

    def sync(self) -> list[Problem]:
        """Bring every file up to date with the log (somebody else's lines may have come in)."""
        found = list(self.problems())
        with self.folder.lock():
            if not self.log.reviews:
                return found
            for id in self.folder.documents():
                if self.log.about(id, self._texts(id)):
                    found += self._bring_up(id, frozenset())
        return found

    def _bring_up(self, id: str, chosen: frozenset[str]) -> list[Problem]:
        """Make the file of a document follow the log; the caller holds the lock."""
        path, draft = self.folder.document(id), self._files.draft(id)
        verdicts = self.log.verdicts(id, self._texts(id))
        if draft.follows(verdicts):
            return []
        try:
            before = self._files.read(path)
        except DataProblems as error:
            return error.problems
        conflicts, after = self._settled(before, draft, verdicts, chosen)
        if after.text != before.text:
            self._files.write(id, after)
        if draft.data() != self.folder.read_draft(id):
            self.folder.write_draft(id, draft.data())
        return [storing.conflict(path, key) for key in conflicts]

    def _settled(
        self, before: Written, draft: Draft, verdicts: Mapping[str, Review], chosen: frozenset[str]
    ) -> tuple[list[str], Written]:
        """Keys in conflict, and the file after all decisions; ``draft`` is brought up to date."""
        info = before.data.get("文書") or {}
        source = self._files.source(str(info.get("本文sha256", ""))) if verdicts else None
        located = adopt(before.data, draft)
        settled = settle(
            before.data, draft, located, verdicts, chosen=chosen, mover=Mover(None, source) if source else None
        )
        return settled.conflicts, before.apply(settled.changes)

    # --- files -------------------------------------------------------------------------------------------------------

    @cached_property
    def _files(self) -> Files:
        return Files(self.folder)

    @cached_property
    def _index(self) -> Index:
        return Index(self.folder)

    def _texts(self, id: str) -> frozenset[str]:
        return self._index.versions.texts(id)

    def _read_log(self) -> tuple[Decisions, list[Problem]]:
        now = state(self.folder.root / decisions.FILE)
        if self._log is None or self._log[0] != now:
            self._log = (now, *decisions.load([self.folder.root]))
        return self._log[1], self._log[2]
