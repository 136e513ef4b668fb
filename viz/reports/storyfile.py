"""The file of a story: a few pages, each with a caption and a part of the map or a table.

題: 見守りの連携
副題: 庁議の説明
頁:
  - 題: だれと組んでいるか
    文: 宅配の会社と信用金庫が中心。
    図: {中心: 奈良県宇陀市, 段: 1, 分野: 高齢者・障害者・見守り}
  - 題: 何を得たか
    表: {自治体: 奈良県宇陀市, 名: 施策}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from graph import formats
from graph.errors import UsageError

_MOST: Final = 40
"""Pages of a story."""
_SIZE: Final = 200_000
"""Characters of a story's file."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page; ``line`` is where it stands in the file."""

    line: int
    title: str
    texts: tuple[str, ...]
    figure: Mapping[str, Any] | None
    table: Mapping[str, Any] | None
    notes: str


@dataclass(frozen=True, slots=True)
class Story:
    """What a person wrote."""

    title: str
    subtitle: tuple[str, ...]
    pages: tuple[Page, ...]


def read(text: str, name: str) -> Story:
    """A story from its file. Raises `UsageError` that says the line and what to write there."""
    if len(text) > _SIZE:
        raise UsageError(f"{name} は大きすぎます（{_SIZE:,} 字まで）。")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" {mark.line + 1} 行目" if mark else ""
        raise UsageError(
            f"{name}{where}: YAML として読めません。字下げと、「:」の後の空白を確かめてください。"
        ) from error
    reader = _Reader(name)
    reader.form(node)
    top = reader.mapping(node, "ファイル", ("題", "副題", "頁", formats.KEY))
    pages = reader.items(top.get("頁"), "頁")
    if not pages:
        raise UsageError(f"{name}: 「頁:」の下に、頁を一つ以上書いてください。")
    if len(pages) > _MOST:
        raise UsageError(f"{name}: 頁は {_MOST} までです（いま {len(pages)}）。")
    title = reader.text(top.get("題"), "題")
    if not title:
        raise UsageError(f"{name}: 初めに「題: …」を書いてください。")
    return Story(title, tuple(filter(None, [reader.text(top.get("副題"), "副題")])), tuple(map(reader.page, pages)))


_FIGURE: Final = ("中心", "段", "分野", "都道府県", "種別", "時点", "終わったもの")
_TABLE: Final = ("企業", "自治体", "分野", "比較", "名", "時点", "終わったもの")


class _Reader:
    """Nodes of the YAML file as values, or a message with the line."""

    def __init__(self, name: str) -> None:
        self._name = name

    def _wrong(self, node: Any, words: str) -> UsageError:
        line = f" {node.start_mark.line + 1} 行目" if node is not None else ""
        return UsageError(f"{self._name}{line}: {words}")

    def form(self, node: Any) -> None:
        """Refuse what is written in a form that this tool does not know, before anything else is said of it."""
        for key, value_ in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == formats.KEY:
                try:
                    formats.version({formats.KEY: value_.value})
                except formats.FormError as error:
                    raise self._wrong(key, f"{error.what}。{error.remedy}。") from error

    def mapping(self, node: Any, what: str, keys: Sequence[str]) -> dict[str, Any]:
        """A mapping with none but these keys."""
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(node, f"{what}には「{keys[0]}: …」のように、項目と値を書いてください。")
        found = {}
        for key, value_ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value not in keys:
                word = key.value if isinstance(key, yaml.ScalarNode) else "?"
                raise self._wrong(key, f"「{word}」という項目はありません。使えるのは {'、'.join(keys)} です。")
            if key.value in found:
                raise self._wrong(key, f"「{key.value}」が二度あります。")
            found[key.value] = value_
        return found

    def items(self, node: Any, what: str) -> list[Any]:
        """The items of a list; none where there is no list."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self._wrong(node, f"「{what}」の下には、行の初めに「- 」を付けて並べてください。")
        return list(node.value)

    def text(self, node: Any, what: str) -> str:
        """A text."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            raise self._wrong(node, f"「{what}」には文字を書いてください。")
        return str(node.value).strip()

    def values(self, node: Any, keys: Sequence[str], what: str) -> dict[str, Any] | None:
        """A mapping of texts and lists of texts."""
        if node is None:
            return None
        made: dict[str, Any] = {}
        for key, each in self.mapping(node, what, keys).items():
            if isinstance(each, yaml.SequenceNode):
                made[key] = [self.text(item, key) for item in each.value]
            else:
                made[key] = self.text(each, key)
        return made

    def page(self, node: Any) -> Page:
        """A page."""
        given = self.mapping(node, "頁", ("題", "文", "図", "表", "ノート"))
        title = self.text(given.get("題"), "題")
        if not title:
            raise self._wrong(node, "頁に「題: …」を書いてください。")
        texts = given.get("文")
        if isinstance(texts, yaml.SequenceNode):
            lines = [self.text(each, "文") for each in texts.value]
        else:
            lines = self.text(texts, "文").splitlines()
        return Page(
            node.start_mark.line + 1, title, tuple(line for line in lines if line), self.values(given.get("図"), _FIGURE, "図"),
            self.values(given.get("表"), _TABLE, "表"), self.text(given.get("ノート"), "ノート"),
        )  # fmt: skip
