"""One curated file becomes facts: names are resolved, evidence is inherited and checked, nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from graph import dates, model, names, places
from graph.errors import Problem
from graph.facts import PROVISIONAL, STATED_LABELS, Evidence, Node
from loaders import curated, evidence, personal, registry
from loaders.context import Checked, Context, Reference
from loaders.lines import Located, Path_
from loaders.source import digest

_ORDER = (
    ("締結日", "終了日"),
    ("締結日", "有効期限"),
    ("開始日", "終了日"),
    ("開始日", "有効期限"),
    ("時期", "終了時期"),
)
"""Pairs of dates of which the first cannot be the later."""
_DATED = {
    label: tuple(pair for pair in _ORDER if set(pair) <= {prop.name for prop in model.LABEL[label].properties})
    for label in STATED_LABELS
}
_DAY = {"協定": "締結日", "施策": "時期"}
"""The date at which the names in a record are understood."""


class _Words(NamedTuple):
    """A citation after its check."""

    place: str
    quote: str
    gist: str


@dataclass(slots=True)
class _Owner:
    """A record, or an entry of one, with what it inherits."""

    path: Path_
    citations: list[_Words]
    certainty: str
    note: str


class Reader:
    """Turns one curated file into facts."""

    def __init__(self, context: Context, checked: Checked, located: Located, file: curated.CuratedFile) -> None:
        self.context = context
        self.checked = checked
        self.facts = checked.facts
        self.located = located
        self.file = file
        self.id: str = file.文書.id
        self._told: set[Problem] = set()
        self.document = Node("文書", self.id)
        self.original = self._original()

    def read(self) -> None:
        """Add everything that the file states."""
        self.checked.documents += 1
        if not self._first_use("文書", self.id, ("文書", "id")):
            return
        waiting = [statement for statement in self.file.statements if statement.確認 == "未"]
        self.checked.unconfirmed += len(waiting)
        if waiting and len(waiting) == len(self.file.statements):
            # A draft that nobody has looked at is not yet a document of the graph.
            for label, records in (("協定", self.file.協定), ("施策", self.file.施策)):
                self.context.unconfirmed.update(f"{label} {record.id}" for record in records)
            return
        info = self.file.文書.model_dump(exclude={"id", "本文sha256"})
        self.facts.add_node("文書", self.id, **info | {"公開": info["公開"] or "公開"})
        for label, records in (("協定", self.file.協定), ("施策", self.file.施策)):
            for n, record in enumerate(records):
                if record.確認 == "未":
                    self.context.unconfirmed.add(f"{label} {record.id}")
                elif self._first_use(label, record.id, (label, n, "id")):
                    self._record(label, record, (label, n))
        self._others()

    def _original(self) -> evidence.Original | None:
        info = self.file.文書
        if not (info.sha256 or info.本文sha256):
            return None
        original = self.context.originals.get(info.sha256, info.本文sha256)
        if original is None:
            self.checked.without_original.append(info.題名)
        elif info.本文sha256 and original.text_sha256 != info.本文sha256:
            self._wrong(("文書", "本文sha256"), "原本から読み取った本文が、書き起こしたときと違います",
                        "原本を確かめ、位置を取り直してください")  # fmt: skip
            return None
        return original

    # --- records -----------------------------------------------------------------------------------------------

    def _record(self, label: str, record: Any, path: Path_) -> None:
        node = Node(label, self.context.same.get(record.id, record.id))
        self.context.nodes.setdefault(node, f"{self.located.file}:{self.located.line(path)}")
        owner = self._owner(record, path, None)
        self._properties(label, record, node, owner)
        when = _plain(getattr(record, _DAY[label]))
        for n, party in enumerate(record.自治体):
            self._municipality(label, node, party, (*path, "自治体", n), owner, when)
        for n, party in enumerate(record.企業):
            self._organisation(label, node, party, (*path, "企業", n), owner, when)
        for n, entry in enumerate(record.分野):
            at = (*path, "分野", n)
            found = self.context.taxonomy.find(entry.名称)
            if found:
                self._add("対象", node, Node("分野", found), self._owner(entry, at, owner), entry.表記)
            else:
                self._wrong((*at, "名称"), f"分野「{entry.名称}」は分野の一覧にありません",
                            "data/fields.yaml の名前を使うか、自分の fields.yaml に加えてください")  # fmt: skip
        if label == "協定":
            for n, older in enumerate(record.更新):
                self._refer("更新", node, older, (*path, "更新", n), owner)
        elif record.協定:
            at = (*path, "協定")
            id, own = (record.協定, owner) if isinstance(record.協定, str) else (
                record.協定.値, self._owner(record.協定, at, owner))  # fmt: skip
            self._refer("根拠", node, id, at, own)
        if label == "施策" and len(_plain(record.名称)) > 30:
            self._wrong((*path, "名称"), "施策の名称が30字を超えています", "30字以内にしてください", warning=True)
        if label == "協定" and not record.自治体 and not record.企業:
            self._wrong(path, "協定に当事者がありません", "自治体か企業を書いてください")

    def _properties(self, label: str, record: Any, node: Node, owner: _Owner) -> None:
        """Every stated property is a fact of its own: 記載 with 項目 and 値."""
        for prop in model.LABEL[label].properties:
            value = getattr(record, prop.name)
            if not value or prop.kind == "flag":
                continue
            provisional = label == "協定" and prop.name == "名称" and record.仮称
            item = PROVISIONAL if provisional else prop.name
            values = enumerate(value) if prop.many else ((None, value),)
            for n, one in values:
                at = (*owner.path, prop.name) if n is None else (*owner.path, prop.name, n)
                own = owner if isinstance(one, str) else self._owner(one, at, owner)
                self._add("記載", node, self.document, own, "", item, _plain(one))
        self._order_of_dates(label, record, owner.path)

    def _order_of_dates(self, label: str, record: Any, path: Path_) -> None:
        for first, last in _DATED[label]:
            start, end = _plain(getattr(record, first)), _plain(getattr(record, last))
            common = min(len(start), len(end))
            if common and dates.has_year(start) and dates.has_year(end) and start[:common] > end[:common]:
                self._wrong((*path, last), f"{last}（{end}）が{first}（{start}）より前です", "どちらかを直してください")

    def _municipality(self, label: str, node: Node, party: Any, path: Path_, owner: _Owner, when: str) -> None:
        found = self._place(party.名称, path, when=when, id=party.id)
        if not found:
            return
        start = Node("自治体", found.code)
        own = self._owner(party, path, owner)
        said = party.表記 or (party.名称 if found.former else "")
        department = party.部署 or found.part
        if label == "協定":
            self._add("締結", start, node, own, said, department)
        else:
            self._add("実施", start, node, own, said, party.役割 or "", department)

    def _organisation(self, label: str, node: Node, party: Any, path: Path_, owner: _Owner, when: str) -> None:
        body = self._body(party.名称, path, when=when, id=party.id)
        if not body:
            return
        own = self._owner(party, path, owner)
        if label == "協定":
            self._add("締結", body, node, own, party.表記, party.部署 or "")
            return
        self._add("参画", body, node, own, party.表記, party.役割 or "", party.部署 or "")

    # --- what is said apart from records -----------------------------------------------------------------------

    def _others(self) -> None:
        for n, issuer in self._confirmed(self.file.発行):
            path: Path_ = ("発行", n)
            start = self._one_of(issuer.自治体, issuer.企業, path)
            if start:
                self._add(
                    "発行",
                    start,
                    self.document,
                    self._owner(issuer, path, None, loose=True),
                    self._said(issuer),
                    issuer.部署 or "",
                )
        for n, cover in self._confirmed(self.file.収録):
            path = ("収録", n)
            found = self._place(cover.自治体, (*path, "自治体"))
            if found:
                own = self._owner(cover, path, None, loose=True)
                end = Node("自治体", found.code)
                self._add("収録", self.document, end, own, self._said(cover), cover.網羅, cover.対象 or "")
        for n, member in self._confirmed(self.file.加盟):
            path = ("加盟", n)
            start = self._one_of(member.自治体, member.会員, path, "会員")
            group = self._body(member.団体, (*path, "団体"))
            if start and group:
                own = self._owner(member, path, None)
                self._add("加盟", start, group, own, self._said(member), member.関係)
        for n, change in self._confirmed(self.file.承継):
            path = ("承継", n)
            old, new = (self._either(getattr(change, key), (*path, key)) for key in ("旧", "新"))
            if old and new and old.label != new.label:
                self._wrong(path, "旧と新の一方だけが自治体です", "どちらも団体か、どちらも自治体にしてください")
            elif old and new:
                own = self._owner(change, path, None)
                self._add("承継", old, new, own, "", change.日付 or "", change.種類)
        for n, said in self._confirmed(self.file.記載):
            self._statement(said, ("記載", n))

    def _statement(self, said: Any, path: Path_) -> None:
        """What the document says of one item of a body, or of a record that may stand in a file that is read later."""
        subjects = [label for label in ("自治体", "企業", *STATED_LABELS) if getattr(said, label)]
        if len(subjects) != 1:
            self._wrong(path, "自治体・企業・協定・施策の、どれかひとつが要ります", "どれかひとつを書いてください")
            return
        label, own = subjects[0], self._owner(said, path, None)
        if label not in STATED_LABELS:
            start = self._one_of(said.自治体, said.企業, path)
            if start:
                self._add("記載", start, self.document, own, self._said(said), said.項目, said.値)
            return
        try:
            curated.check_statement(label, said.項目, said.値)
        except ValueError as error:
            self._wrong((*path, "値"), str(error), "正しい値に直してください")
            return
        id = getattr(said, label)
        node = Node(label, self.context.same.get(id, id))
        add = partial(self._add, "記載", node, self.document, own, said.表記 or "", said.項目, said.値)
        self.context.references.append(Reference(self.located, (*path, label), label, id, add))

    @staticmethod
    def _confirmed(statements: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Statements that may enter the graph, with their place in the list."""
        return ((n, statement) for n, statement in enumerate(statements) if statement.確認 != "未")

    def _either(self, name: str, path: Path_) -> Node | None:
        """A municipality or a body, whichever bears the name."""
        found = self.context.gazetteer.resolve(name)
        if isinstance(found, places.Body) and not found.part:
            return Node("自治体", found.code)
        return self._body(name, path)

    def _said(self, item: Any) -> str:
        """The name that the source uses; for a municipality of the past at least the name of then."""
        if item.表記 or not item.自治体:
            return item.表記 or ""
        found = self.context.gazetteer.resolve(item.自治体)
        return item.自治体 if isinstance(found, places.Body) and found.former else ""

    def _one_of(self, municipality: str | None, body: str | None, path: Path_, key: str = "企業") -> Node | None:
        if bool(municipality) == bool(body):
            self._wrong(path, f"自治体か{key}の、どちらかひとつが要ります", "どちらかひとつを書いてください")
            return None
        if municipality:
            found = self._place(municipality, (*path, "自治体"))
            return Node("自治体", found.code) if found else None
        assert body
        return self._body(body, (*path, key))

    # --- identity ----------------------------------------------------------------------------------------------

    def _place(self, name: str, path: Path_, *, when: str = "", id: str | None = None) -> places.Body | None:
        if id:
            if places.code_is_valid(id) and id in self.context.gazetteer.by_code:
                return self._place_by_code(name, id, path, when)
            self._wrong(
                (*path, "id"),
                f"団体コード「{id}」の自治体はありません（6桁、最後は検査数字）",
                "コードを確かめてください",
            )
            return None
        found = self.context.gazetteer.resolve(name, when=when)
        if isinstance(found, places.Body):
            return found
        if isinstance(found, places.Ambiguous):
            self._wrong(path, f"「{name}」だけではどの自治体か決まりません（{'、'.join(found.candidates)}）",
                        "都道府県名から書いてください")  # fmt: skip
        else:
            alike = self.context.gazetteer.near(name)
            near = f"近い名前: {'、'.join(alike)}。" if alike else ""
            self._wrong(path, f"「{name}」という自治体はありません", f"{near}名前を確かめてください")
        return None

    def _place_by_code(self, name: str, code: str, path: Path_, when: str) -> places.Body | None:
        """The municipality of a code, if it can be meant by the name."""
        official = self.context.gazetteer.by_code[code].full_name
        found = self.context.gazetteer.resolve(name, when=when)
        if isinstance(found, places.Ambiguous) and official in found.candidates:
            return places.Body(code)
        if isinstance(found, places.Body) and found.code == code:
            return found
        self._wrong(
            (*path, "id"), f"団体コード「{code}」は{official}で、「{name}」ではありません", "名称か id を直してください"
        )
        return None

    def _body(self, name: str, path: Path_, *, when: str = "", id: str | None = None) -> Node | None:
        if id:
            if id in self.context.entries:
                return Node("企業", self.context.entries[id].id)
            self._wrong((*path, "id"), f"名簿に id「{id}」がありません", f"{registry.FILE} を確かめてください")
            return None
        found = self.context.bodies.resolve(name, when=when)
        if isinstance(found, names.Known):
            return Node("企業", found.id)
        if isinstance(found, names.Ambiguous):
            bodies = "、".join(f"{official}（id: {id}）" for id, official in found.candidates)
            self._wrong(path, f"「{name}」だけではどの団体か決まりません（{bodies}）",
                        "正式な名前で書くか、名称の下に「id:」を書いてください")  # fmt: skip
            return None
        place = self.context.gazetteer.resolve(name, when=when)
        itself = isinstance(place, places.Body) and (not place.part or self.context.gazetteer.is_ward(place.part))
        if itself or isinstance(place, places.Ambiguous):
            self._wrong(path, f"「{name}」は自治体です", "「自治体」の欄に書いてください")
            return None
        return self._new_body(name, path)

    def _new_body(self, name: str, path: Path_) -> Node | None:
        entry = registry.new_entry(self.context.bodies.normaliser, name)
        known = self.context.entries.get(entry.id)
        if known:
            self._wrong(path, f"「{name}」は名簿の id「{entry.id}」（{known.名称}）の以前の名前のようです",
                        f"同じ団体なら {registry.FILE} のその団体の別名に書いてください")  # fmt: skip
            return None
        if entry.id not in self.checked.new:
            same_core = self.context.new_names[self.context.bodies.normaliser.parse(name).core]
            near = (*self.context.bodies.near(name), *same_core)
            same_core.append(entry.名称)
            self.checked.new[entry.id] = entry
            alike = f"似た名前がもうあります: {'、'.join(near)}。同じ団体なら別名に書き足してください。" if near else ""
            self._wrong(
                path, f"「{name}」は名簿にない団体です", f"{alike}別の団体なら、build が名簿に加えます", warning=True
            )
        return Node("企業", entry.id)

    # --- evidence ----------------------------------------------------------------------------------------------

    def _owner(self, item: Any, path: Path_, parent: _Owner | None, *, loose: bool = False) -> _Owner:
        """The evidence of a record or an entry. ``loose``: it may stand without a place in the text."""
        if item.出典:
            doubtful = (item.確度 or (parent.certainty if parent else "")) == "要確認"
            cited = [self._citation(c, (*path, "出典", n), doubtful=doubtful) for n, c in enumerate(item.出典)]
        elif parent:
            cited = parent.citations
        else:
            cited = [_Words("", "", "")]
            if self.file.文書.sha256 and not loose:
                self._wrong(path, "出典がありません", "「出典:」に位置・照合・要旨を書いてください")
        if item.確度 or not parent:
            return _Owner(path, cited, item.確度 or "明示", item.注記 or "")
        return _Owner(path, cited, parent.certainty, item.注記 or parent.note)

    def _citation(self, citation: curated.Citation, path: Path_, *, doubtful: bool = False) -> _Words:
        """A citation after its check. ``doubtful``: its words may be lost from the present text, and so their place."""
        place, quote = citation.位置 or "", citation.引用 or ""
        if quote and citation.照合 and digest(quote) != citation.照合:
            self._wrong((*path, "照合"), "照合が引用と合いません", f"引用が正しければ 照合: {digest(quote)}")
        if not place:
            if self.file.文書.sha256 and not doubtful:
                self._wrong(path, "位置がありません", "「位置:」を書いてください")
        elif self.original and ("!" not in place or self.original.source.rows):
            quote = self._verified(citation, place, path) or quote
            if personal.in_words(quote):
                self._wrong(
                    path, "引用する語句に電話番号かメールアドレスが入っています", "その部分を位置から外してください"
                )
        return _Words(place, quote, citation.要旨 or "")

    def _verified(self, citation: curated.Citation, place: str, path: Path_) -> str | None:
        """The words of the original at a position, checked against 照合."""
        assert self.original
        if "!" in place:
            return self._verified_row(citation, place, path)
        words = self.original.quote(place)
        expected = citation.照合 or (digest(citation.引用) if citation.引用 else None)
        if words is None:
            self._wrong((*path, "位置"), f"位置 {place} は原本（全 {len(self.original.text):,} 字）の中にありません",
                        "位置を確かめてください")  # fmt: skip
        elif expected is None:
            self._wrong(path, "照合がありません", f"この位置でよければ 照合: {digest(words)}")
        elif digest(words) != expected:
            start, _, end = place.partition("-")
            found = self.original.find(expected, int(end) - int(start), int(start))
            remedy = (
                f"同じ長さの語句は {found} にあります" if found else "原本のどこを指すのか確かめ、位置を直してください"
            )
            self._wrong((*path, "位置"), f"位置 {place} の語句が照合 {expected} と合いません"
                        f"（原本の {self.original.line(place)} 行目）", remedy)  # fmt: skip
        else:
            return words
        return None

    def _verified_row(self, citation: curated.Citation, place: str, path: Path_) -> str | None:
        """The words of a row of a table, of which 引用 is a run."""
        assert self.original
        if self.original.quote(place) is None:
            self._wrong(
                (*path, "位置"), f"位置 {place} という行は原本にありません", "シートの名前と行の番号を確かめてください"
            )
        elif not citation.引用 and not citation.照合:
            self._wrong(path, "引用がありません", "その行の語句を「引用:」に書いてください")
        else:
            found = self.original.source.cited(citation.model_dump(exclude_none=True))
            if found:
                return self.original.text[found.start : found.end]
            self._wrong(
                (*path, "位置"),
                f"位置 {place} の行に、引用する語句がありません",
                "行の番号を確かめ、位置か引用を直してください",
            )
        return None

    # --- helpers -----------------------------------------------------------------------------------------------

    def _add(self, type: str, start: Node, end: Node, owner: _Owner, said: str | None = "", *own: str) -> None:
        told = (
            Evidence(self.id, words.place, words.quote, words.gist, owner.certainty, said or "", owner.note)
            for words in owner.citations
        )
        self.facts.state(type, start, end, told, own)

    def _refer(self, type: str, node: Node, id: str, path: Path_, owner: _Owner) -> None:
        """A fact between this record and an agreement that may stand in a file that is read later."""
        end = Node("協定", self.context.same.get(id, id))
        add = partial(self._add, type, node, end, owner)
        self.context.references.append(Reference(self.located, path, "協定", id, add))

    def _first_use(self, label: str, id: str, path: Path_) -> bool:
        place = f"{self.located.file}:{self.located.line(path)}"
        for other in (*STATED_LABELS, "文書"):
            if f"{other} {id}" in self.context.where:
                self._wrong(path, f"id「{id}」は {self.context.where[f'{other} {id}']} でも使われています",
                            "重ならない id に変えてください（同じ協定・施策なら、判断の記録 decisions.jsonl で同一とします）")  # fmt: skip
                return False
        self.context.where[f"{label} {id}"] = place
        return True

    def _wrong(self, path: Path_, what: str, remedy: str, *, warning: bool = False) -> None:
        problem = self.located.problem(path, what, remedy, warning=warning)
        if problem not in self._told:
            self._told.add(problem)
            self.checked.problems.append(problem)


def _plain(value: Any) -> str:
    """The text of a property, plain or with its own proof."""
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value.値)
