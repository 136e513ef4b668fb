"""What may be the same, decided on the terminal: two sides beside each other, and a key for the decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from graph import settings as settings_module
from graph.errors import UsageError
from graph.paths import shipped_data

if TYPE_CHECKING:
    from loaders.review.sameness import Difference, Proposal, Sameness, Side

_KEYS: Final = {"o": "同じ", "b": "別", "s": "保留", "u": "戻す", "q": "終了"}


def found() -> Sameness:
    """What is open and what was decided, over the shipped data and the user's folder."""
    from loaders.review import sameness

    settings = settings_module.load()
    return sameness.look(shipped_data(), settings.data.expanduser(), settings.sources)


def run(by: str) -> None:
    """Show what documents contradict each other in, then ask about each pair until all are decided or the person stops."""
    same = found()
    if same.broken:
        click.echo(
            f"注意 データに誤りが {same.broken:,} あり、その部分は比べていません（renkei check で場所が分かります）。"
        )
    for line in differences(same.differences):
        click.echo(line)
    if not same.proposals:
        click.echo("同じか別かを決めるものはありません。")
        return
    click.echo(f"\nひとつかもしれない組 {len(same.proposals):,}")
    done, at = list[tuple[str, str]](), 0
    while at < len(same.proposals):
        click.echo(f"\n[{at + 1:,}/{len(same.proposals):,}] " + "\n".join(show(same.proposals[at])))
        word = _asked()
        if word == "終了":
            break
        if word == "戻す":
            at = _back(done, at, by)
        elif word in ("同じ", "別"):
            by = by or click.prompt("記録者（部署名）", default="", show_default=False).strip()
            ids = same.proposals[at].candidate.ids
            if not _decide(ids, word, by):
                by = ""
                continue
            done.append(ids)
            at += 1
        elif word == "保留":
            at += 1
        else:
            click.echo(f"{'、'.join(_KEYS)} のどれかを入れてください。")
    click.echo(f"\n{len(done):,} 組を決めました。renkei build でグラフに入ります。")


def _asked() -> str:
    """The word that the person chose; the end of a pipe stops."""
    try:
        answer = click.prompt("・".join(f"{word}({key})" for key, word in _KEYS.items()), prompt_suffix=": ")
    except click.Abort:
        return "終了"
    bare = answer.strip()
    return _KEYS.get(bare.lower(), bare if bare in _KEYS.values() else "")


def _decide(ids: tuple[str, str], word: Any, by: str) -> bool:
    from loaders.review import sameness

    try:
        sameness.decide(settings_module.load().data.expanduser(), ids, word, by, shipped=shipped_data())
    except UsageError as error:
        click.echo(f"誤り: {error.detail}")
        return False
    return True


def _back(done: list[tuple[str, str]], at: int, by: str) -> int:
    if not done:
        click.echo("戻す判断がありません。")
        return at
    _decide(done.pop(), "取消", by)
    click.echo("ひとつ前の判断を取り消しました。")
    return max(0, at - 1)


def show(proposal: Proposal) -> Iterator[str]:
    """A pair with what each side tells, as lines."""
    one, other = proposal.sides
    candidate = proposal.candidate
    yield f"{candidate.label}　{one.name}　と　{other.name}"
    yield f"  似ているところ: {'、'.join(candidate.reasons)}"
    if candidate.against:
        yield f"  違うところ: {'、'.join(candidate.against)}"
    for item in proposal.items:
        mine, theirs = ("、".join(side.told.get(item, ())) or "（記載なし）" for side in proposal.sides)
        yield f"  {item}: {mine}" + ("（どちらも）" if mine == theirs else f" ／ {theirs}")
    for word, side in (("一方", one), ("他方", other)):
        yield from _documents(word, side)


def _documents(word: str, side: Side) -> Iterator[str]:
    if not side.documents:
        yield f"  {word}の文書: 名簿だけ"
    for telling in side.documents:
        quotes = "".join(f"「{' '.join(quote.split())}」" for quote in telling.quotes)
        yield f"  {word}の文書: {telling.title}{quotes}"


def differences(found: tuple[Difference, ...]) -> Iterator[str]:
    """What documents contradict each other in, their values side by side, as lines."""
    if found:
        yield f"文書による食い違い {len(found):,}（どちらの記載も残ります。誤っている側の記録を「修正」で要確認にすると、もう一方が採られます）"
    for each in found:
        yield f"  {each.node.label}「{each.name}」の{each.property}"
        for value, telling, place in each.values:
            quotes = "".join(f"「{' '.join(quote.split())}」" for quote in telling.quotes)
            yield f"    {value}  {telling.title}{f' {place}' if place else ''}{quotes}"


def keep(pairs: list[Any], by: str, folder: Path) -> int:
    """Keep decisions that came back in a workbook; how many were new."""
    from loaders.review import sameness

    if not pairs:
        return 0
    return len(sameness.decide_all(folder, [(pair.ids, pair.verdict) for pair in pairs], by, shipped=shipped_data()))
