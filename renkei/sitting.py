"""Review on the terminal: one record after the other with its quotes, and a key for every decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from graph.errors import DataProblems, Problem, UsageError

if TYPE_CHECKING:
    from loaders.review import Document, Item, Shelf

_KEYS: Final = {"a": "採用", "e": "修正", "r": "却下", "x": "取消", "s": "保留", "u": "戻す", "q": "終了"}
_CONTEXT: Final = 40
_SEPARATOR: Final = "｜"


def tell(problems: Iterable[Problem]) -> None:
    """Show problems on standard error."""
    for problem in sorted(problems):
        click.echo(str(problem), err=True)


class Sitting:
    """One sitting at the terminal."""

    def __init__(self, shelf: Shelf, by: str, everything: bool) -> None:
        self.shelf = shelf
        self.by = by
        self.everything = everything
        self.done: list[tuple[str, str]] = []

    def run(self, documents: list[Document]) -> None:
        waiting = [(d.id, i.key) for d in documents for i in d.items if self.everything or i.open]
        if not waiting:
            click.echo("判断を待つ記録はありません。")
            return
        click.echo(f"判断を待つ記録 {len(waiting):,} 件（{len(documents):,} 文書）")
        at, shown = 0, ""
        while at < len(waiting):
            id, key = waiting[at]
            document = self.shelf.document(id)
            item = document.item(key)
            if item is None:
                at += 1
                continue
            if id != shown:
                click.echo(f"\n■ {document.title}（{id}）")
                for warning in document.warnings:
                    click.echo(f"  注意 {warning}")
                shown = id
            click.echo(f"\n[{at + 1:,}/{len(waiting):,}] " + "\n".join(show(document, item)))
            step = self._ask(id, item)
            if step is None:
                break
            at = max(0, at + step)
        click.echo(f"\n{len(self.done):,} 件を判断しました。renkei build でグラフに入ります。")

    def _ask(self, id: str, item: Item) -> int | None:
        """How far to go on after this record: 1, 0 (again), -1 (back) or None (stop)."""
        known = {key: word for key, word in _KEYS.items() if key != "x" or item.decision}
        try:
            answer = (
                click.prompt("・".join(f"{word}({key})" for key, word in known.items()), prompt_suffix=": ")
                .strip()
                .lower()
            )
        except click.Abort:
            # The end of a pipe; what was decided is kept.
            return None
        word = known.get(answer) or (answer if answer in known.values() else "")
        if word == "終了":
            return None
        if word == "保留":
            return 1
        if word == "戻す":
            return self._back()
        if not word:
            click.echo(f"「{answer}」は使えません。{'、'.join(known)} のどれかを入れてください。")
            return 0
        content = self._edit(item) if word == "修正" else None
        if word == "修正" and content is None:
            return 0
        return int(self._decide(id, item, word, content))

    def _decide(self, id: str, item: Item, word: Any, content: dict[str, Any] | None) -> bool:
        from loaders.review import Choice

        while not self.by:
            self.by = click.prompt("記録者（部署名）", default="", show_default=False).strip()
        try:
            self.shelf.decide(id, [Choice(item.key, word, content, item.seal)], self.by)
        except DataProblems as error:
            tell(error.problems)
            return False
        except UsageError as error:
            click.echo(f"誤り: {error.detail}")
            self.by = ""
            return False
        self.done.append((id, item.key))
        return True

    def _back(self) -> int:
        if not self.done:
            click.echo("戻す判断がありません。")
            return 0
        id, key = self.done.pop()
        self.shelf.undo(id, key, self.by)
        click.echo("ひとつ前の判断を取り消しました。")
        return -1

    def _edit(self, item: Item) -> dict[str, Any] | None:
        """The record with properties that the person typed anew, or None."""
        from loaders.workbook import cells

        told = cells.shown(item.section, item.record)
        click.echo("直せる項目: " + "、".join(told))
        changed = False
        while True:
            name = click.prompt("直す項目（空で終わり）", default="", show_default=False).strip()
            if not name:
                break
            if name not in told:
                click.echo(f"「{name}」という項目はありません。")
                continue
            old = told[name].replace("\n", _SEPARATOR)
            value = click.prompt(
                f"{name}（いま: {old or '空'}。複数は {_SEPARATOR} で区切る）", default="", show_default=False
            )
            told[name] = value.replace(_SEPARATOR, "\n")
            changed = True
        record, wrong = cells.edited(item.section, item.record, told)
        for column, what, remedy in wrong:
            click.echo(f"誤り {column}: {what}\n      → {remedy}")
        return record if changed and not wrong else None


def show(document: Document, item: Item) -> Iterator[str]:
    """A record with its quotes in their context, as lines."""
    from loaders.workbook import cells

    yield f"{item.section}「{item.name}」 {item.state}"
    for name, text in cells.shown(item.section, item.record).items():
        if text:
            yield f"  {name}: " + text.replace("\n", _SEPARATOR)
    for quote in item.quotes:
        if document.text is not None and quote.start >= 0:
            before = document.text[max(0, quote.start - _CONTEXT) : quote.start].split("\n")[-1]
            after = document.text[quote.end : quote.end + _CONTEXT].split("\n")[0]
            yield f"  原文 {quote.place}: {before}【{quote.words}】{after}".replace("\t", " | ")
        elif quote.words:
            yield f"  引用 {quote.place}: {quote.words}"
    if item.before:
        record, decision = item.before
        told = f"{decision.判断} {decision.日付} {decision.記録者}" if decision else "判断なし"
        old, new = cells.shown(item.section, record), cells.shown(item.section, item.record)
        changes = [
            f"{k} {old[k] or 'なし'} → {new[k] or 'なし'}"
            for k in old
            if old[k] != new[k] and k not in ("確度", "注記")
        ]
        yield f"  前の版では（{told}）: " + "、".join(changes)
    if item.decision:
        yield f"  いまの判断: {item.decision.判断} {item.decision.日付} {item.decision.記録者}"
