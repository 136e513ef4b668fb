"""The files: what ``renkei check`` says in short, which documents there are, and what people still have to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph import decisions, formats
from graph.errors import Problem, RenkeiError
from graph.paths import shipped_data
from graph.settings import Settings
from loaders import build, curated, lines, migrate
from loaders.context import Checked
from loaders.folder import Folder
from renkei.health.finding import GOOD, NOTICE, WRONG, Fact, Finding

_SHOWN: Final = 10
_PROOF: Final = frozenset({"位置", "照合", "引用", "出典"})


def forms(settings: Settings) -> Iterator[Finding]:
    """Whether files are in an older form, or in a newer one than this tool reads."""
    root = settings.data.expanduser()
    if not root.is_dir():
        return
    found = migrate.survey(root)
    newer = [each for each in found.problems if each.field == formats.KEY]
    facts: dict[str, Fact] = {"ファイル": found.files, "前の形式": len(found.older), "読めない形式": len(newer)}
    if newer:
        yield Finding(
            WRONG,
            "ファイルの形式",
            f"{newer[0].file}: {newer[0].what}（{len(newer):,} のファイル）",
            f"{newer[0].remedy}。",
            facts,
        )
    elif found.older:
        yield Finding(
            NOTICE, "ファイルの形式", f"前の形式のファイル {len(found.older):,}（そのまま読めます）",
            "renkei migrate で、今の形式に書き直すものを見られます。", facts,
        )  # fmt: skip
    else:
        yield Finding(GOOD, "ファイルの形式", f"どれも今の形式（{formats.FORMAT}）です", facts=facts)


def checked(settings: Settings) -> Iterator[Finding]:
    """All files together, and the quotes against the originals."""
    try:
        found = build.checked(settings)
    except RenkeiError as error:
        yield Finding(
            WRONG, "文書", error.detail, "renkei check で詳しく見られます。", {"誤りの種類": type(error).__name__}
        )
        return
    warnings = len(found.problems) - len(found.errors)
    own = Folder(settings.data.expanduser()).documents() if settings.data.expanduser().is_dir() else {}
    shipped = len(list((shipped_data() / "documents").glob("*.y*ml")))
    facts: dict[str, Fact] = {
        "文書": found.documents, "配布": shipped, "自分": len(own), "誤り": len(found.errors), "注意": warnings,
        "誤りの項目": _fields(found.errors),
    }  # fmt: skip
    told = f"{found.documents:,}（配布 {shipped:,}、自分の {len(own):,}）"
    if found.errors:
        first = found.errors[0]
        yield Finding(
            WRONG, "文書", f"{told}のうちに誤り {len(found.errors):,}（{first.file}: {first.what} など）",
            "renkei check の示す行を直してください。直るまで、グラフは前のままです。", facts,
        )  # fmt: skip
    else:
        yield Finding(GOOD, "文書", f"{told}、誤りなし", facts=facts)
    if warnings:
        yield Finding(NOTICE, "文書", f"注意 {warnings:,}", "renkei check で見てください。", {"注意": warnings})
    yield from _own(own)
    yield from _quotes(settings, found)
    if found.unconfirmed:
        yield Finding(
            NOTICE, "確認前の記録", f"{found.unconfirmed:,} 件（まだグラフに入りません）", "renkei review で確かめてください。",
            {"件": found.unconfirmed},
        )  # fmt: skip


def _fields(problems: list[Problem]) -> list[str]:
    """The items of the format that are wrong; what is no word of the format may be anybody's."""
    known = {*curated.keys(), "組織", "別名", "サービス名"}
    words = (problem.field.split(".")[-1].partition("[")[0] for problem in problems)
    return [f"{word} {number}" for word, number in Counter(w if w in known else "ほか" for w in words).most_common(10)]


def _own(own: dict[str, Path]) -> Iterator[Finding]:
    """The user's documents with what they hold."""
    told = []
    for id, path in list(own.items())[:_SHOWN]:
        data = lines.load(path).data
        held = {label: len(data.get(label) or ()) for label in ("協定", "施策")} if isinstance(data, dict) else {}
        told.append(f"{id}（{'、'.join(f'{label} {number:,}' for label, number in held.items()) or '読めません'}）")
    if told:
        rest = f" ほか {len(own) - _SHOWN:,}" if len(own) > _SHOWN else ""
        yield Finding(GOOD, "自分の文書", "、".join(told) + rest, facts={"自分": len(own)})


def _quotes(settings: Settings, found: Checked) -> Iterator[Finding]:
    """Whether the words that are quoted stand where they are said to stand."""
    missing = len(found.without_original)
    compared = found.documents - missing
    wrong = sum(not _PROOF.isdisjoint(problem.field.replace("[", ".").split(".")) for problem in found.errors)
    facts: dict[str, Fact] = {"原本あり": compared, "原本なし": missing, "合わない": wrong}
    if wrong:
        yield Finding(
            WRONG, "引用", f"原本と合わないもの {wrong:,}",
            "原本が変わっていれば renkei rebase で位置を直し、そうでなければ renkei check の示す行を直してください。", facts,
        )  # fmt: skip
    elif compared:
        yield Finding(GOOD, "引用", f"{compared:,} の文書を原本と比べ、すべて合いました", facts=facts)
    if missing:
        yield Finding(
            NOTICE,
            "原本のない文書",
            f"{missing:,}（引用は空）",
            "原本があれば RENKEI_SOURCES に置いてください。",
            facts,
        )


def decided(settings: Settings) -> Iterator[Finding]:
    """The log of decisions."""
    root = settings.data.expanduser()
    if not (root / decisions.FILE).is_file():
        return
    log, problems = decisions.load([root])
    verdicts = Counter(review.判断 for review in log.reviews)
    same = len(log.pairs())
    facts: dict[str, Fact] = {"下書き": len(log.reviews), "同一": same, "読めない行": len(problems)}
    told = f"下書きについて {len(log.reviews):,}（{'、'.join(f'{v} {n:,}' for v, n in verdicts.most_common()) or 'なし'}）、同じか別か {same:,}"
    if problems:
        yield Finding(
            WRONG, "判断の記録", f"{told}、読めない行 {len(problems):,}（{problems[0].file}:{problems[0].line}）",
            "その行を直すか消してください。ほかの行は生きています。", facts,
        )  # fmt: skip
    else:
        yield Finding(GOOD, "判断の記録", told, facts=facts)
