"""``renkei doctor``: is everything as it should be, and if not, what to do. It looks and writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

import click

from graph import events
from graph import settings as settings_module
from graph.settings import Settings
from renkei.command import Command
from renkei.health import documents, installed, opened, places, stored
from renkei.health.finding import NOTICE, WRONG, Finding

Look = Callable[[Settings], Iterator[Finding]]

LOOKS: Final[tuple[Look, ...]] = (
    installed.program, installed.libraries, installed.carried, installed.chosen,
    places.data, places.room, places.originals, places.leftovers, places.log,
    documents.forms, documents.checked, documents.decided,
    stored.server, stored.graph,
    opened.address, opened.port,
)  # fmt: skip
"""In the order in which people mend things: what is first makes what follows go wrong."""


@click.command(cls=Command)
@click.option("--store", type=click.Choice(["embedded", "neo4j"]), help="調べるデータベース")
@click.option("--json", "as_json", is_flag=True, help="問い合わせに付ける形で出す（場所、題名、名前、文は入らない）")
def doctor(store: str | None, as_json: bool) -> None:
    """入っているもの、データの置き場、グラフ、文書を調べ、直し方を示す。何も書かない。"""
    loaded = settings_module.load()
    settings = loaded.model_copy(update={"store": store}) if store else loaded
    findings = []
    for look in LOOKS:
        for finding in _looked(look, settings):
            findings.append(finding)
            if not as_json:
                click.echo(str(finding))
    levels = {finding.level for finding in findings}
    if as_json:
        told = {
            "形式": 1,
            "時刻": datetime.now(UTC).isoformat(timespec="seconds"),
            "所見": [each.told() for each in findings],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif WRONG in levels:
        click.echo("\n「問題」を上から順に直してください。")
    else:
        click.echo("\n使えます。" + ("「注意」も見てください。" if NOTICE in levels else ""))
    if WRONG in levels:
        raise click.exceptions.Exit(1)


def _looked(look: Look, settings: Settings) -> Iterator[Finding]:
    """What a look finds; one that fails is a finding too, and the others go on."""
    try:
        yield from look(settings)
    except Exception as error:  # whatever is broken on this machine, the rest is to be told
        yield Finding(
            WRONG, look.__name__, f"調べられませんでした（{type(error).__name__}: {error}）",
            "renkei doctor --json の結果を添えて、連携グラフを入れた人に知らせてください。",
            {"誤りの種類": type(error).__name__, "ところ": events.where(error)},
        )  # fmt: skip
