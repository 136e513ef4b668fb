"""A question as a form: one input per parameter, and what was typed turned into values or into a choice of things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from starlette.datastructures import QueryParams

from api.asking import SIZE, SKIP
from api.resolving import OF_KIND, Meant, Offer, Resolver
from queries.catalogue import Parameter, Query

Widget = Literal["text", "number", "choice", "mark", "things", "words"]

OF_PAGE: Final = frozenset({"頁", "見る", "並べる", "逆に", "選ぶ", "列"})
"""Names in the address that belong to the page and to no question."""
_WORDS: Final = {
    "自治体id": "自治体", "企業id": "企業・団体", "団体id": "自治体か企業・団体", "協定id": "協定", "施策id": "施策",
    "記録id": "協定か施策", "文書id": "文書", "節点id": "自治体・企業・団体・協定など",
}  # fmt: skip
_OF_IDS: Final = {"id": "", "ids": "", "相手id": "もう一方の"}
"""Names of parameters that only say that an id is wanted."""
_OF_LISTS: Final = {"自治体": "比べる自治体"}
"""Names of lists that would read as the one thing beside them."""


_OF_MARKS: Final = {"終了も": "終わったものも出す"}
"""Names of marks that are no words by themselves."""


class Input(NamedTuple):
    """An input. ``typed``: as written, one line per item of a list; ``meant``: what ids were read from it."""

    parameter: Parameter
    widget: Widget
    typed: str
    options: Sequence[tuple[str, str]] = ()
    meant: tuple[Meant, ...] = ()

    @property
    def label(self) -> str:
        """What the value is, in words for people."""
        name = self.parameter.name
        if name in _OF_IDS:
            return _OF_IDS[name] + _WORDS.get(self.parameter.kind, "id")
        if self.widget == "mark":
            return _OF_MARKS.get(name, name)
        return _OF_LISTS.get(name, name) if self.widget == "things" else name

    @property
    def meaning(self) -> str:
        """What the value does, in the words of the form: a mark is chosen as はい or いいえ."""
        meaning = self.parameter.meaning
        if self.widget == "mark":
            for value, word in self.options:
                meaning = meaning.replace(f"{value} なら、", f"「{word}」なら、")
        return meaning

    @property
    def apart(self) -> bool:
        """Whether few people need it: it says which rows come back, or only an engine asks for it."""
        return self.parameter.name in (SIZE, SKIP, "通らない")

    @property
    def changed(self) -> bool:
        """Whether the value is another than where nothing is said."""
        default = self.parameter.default
        plain = "\n".join(default) if isinstance(default, list) else str(default)
        return self.typed != plain

    @property
    def unsettled(self) -> list[Meant]:
        """What was typed and names no single thing."""
        return [each for each in self.meant if each.typed.strip() and each.chosen is None]


@dataclass(frozen=True, slots=True)
class Form:
    """A question with what a person typed."""

    query: Query
    inputs: list[Input]
    asked: bool
    """Whether the form was sent, or needs nothing to be answered."""

    @property
    def ready(self) -> bool:
        """Whether the question can be asked as it stands."""
        return self.asked and not any(each.unsettled for each in self.inputs)

    @property
    def values(self) -> dict[str, str]:
        """The values by name, as an address has them; what is as always is left out."""
        return {each.parameter.name: _value(each) for each in self.inputs if each.changed}

    def instead(self, one: Input, typed: str, offer: Offer) -> dict[str, str]:
        """The values with an offer in the place of what was typed."""
        items = [_id(meant) if meant.typed != typed else offer.id for meant in one.meant]
        return {**self.values, one.parameter.name: ",".join(items)}


def make(query: Query, given: QueryParams, names: Resolver, words: Mapping[str, Sequence[str]]) -> Form:
    """The form of a question. ``words``: kind of value → what a person can choose from."""
    typed = {key: given.getlist(key) for key in given if key not in OF_PAGE}
    inputs = [_input(each, typed.get(each.name), names, words) for each in query.parameters]
    needed = [each for each in inputs if _needed(query, each.parameter)]
    return Form(query, inputs, all(each.typed.strip() for each in needed))


def unknown(query: Query, given: QueryParams) -> dict[str, str]:
    """What the address has that the question does not know: the question itself says what is wrong with it."""
    names = {each.name for each in query.parameters} | OF_PAGE
    return {key: given[key] for key in given if key not in names}


def _needed(query: Query, parameter: Parameter) -> bool:
    """A question about one thing cannot be answered before the thing is named; about lists of things neither."""
    if parameter.name in query.first:
        return False
    if parameter.type == "文字のリスト":
        return parameter.kind in OF_KIND and parameter.default == []
    must = parameter.kind in OF_KIND and parameter.default == "" and "空ならすべて" not in parameter.meaning
    return must or parameter.kind == "検索語"


def _input(parameter: Parameter, sent: list[str] | None, names: Resolver, words: Mapping[str, Sequence[str]]) -> Input:
    default = parameter.default
    if parameter.type == "文字のリスト":
        items = default if sent is None else [part.strip() for text in sent for part in _items(text)]
        items = [item for item in items if item]
        if parameter.kind in OF_KIND:
            kinds = OF_KIND[parameter.kind]
            return Input(parameter, "things", "\n".join(items), (), tuple(names.mean(item, kinds) for item in items))
        return Input(parameter, "words", "\n".join(items), [(word, word) for word in words.get(parameter.kind, ())])
    text = str(default) if sent is None else sent[0]
    if parameter.type == "整数" and not text.strip():
        text = str(default)
    if parameter.kind == "印":
        return Input(parameter, "mark", text, (("1", "はい"), ("0", "いいえ")))
    if parameter.kind in OF_KIND:
        return Input(parameter, "text", text, (), (names.mean(text, OF_KIND[parameter.kind]),))
    if parameter.kind in words:
        return Input(parameter, "choice", text, [(word, word) for word in words[parameter.kind]])
    return Input(parameter, "number" if parameter.type == "整数" else "text", text)


def _items(text: str) -> list[str]:
    return text.replace("\r", "\n").replace(",", "\n").replace("、", "\n").split("\n")


def _id(meant: Meant) -> str:
    return meant.chosen.id if meant.chosen else meant.typed.strip()


def _value(each: Input) -> str:
    if each.meant:
        return ",".join(_id(meant) for meant in each.meant)
    return ",".join(each.typed.split("\n")) if each.parameter.type == "文字のリスト" else each.typed


def told(value: Any) -> str:
    """A value as people read it."""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
