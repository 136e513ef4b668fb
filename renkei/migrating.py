"""``renkei migrate``: files in an older form, written in that of today."""

from __future__ import annotations

from datetime import datetime

import click

from graph import formats
from graph import settings as settings_module
from graph.errors import DataProblems, relative
from loaders import backup as archive
from loaders import migrate as migration
from renkei.command import Command


@click.command(cls=Command)
@click.option("--write", is_flag=True, help="控えを取ってから書き直す（なければ、何をするかを示すだけ）")
def migrate(write: bool) -> None:
    """自分のフォルダーの、前の形式のファイルを、今の形式に書き直す。

    前の形式のファイルは、書き直さなくてもそのまま読める。
    """
    settings, now = settings_module.load(), datetime.now()
    root = settings.data.expanduser()
    found = migration.survey(root)
    if found.problems:
        raise DataProblems(found.problems)
    for each in found.older:
        click.echo(f"{relative(each.path)}（{each.kind}）: 形式 {each.version} → {formats.FORMAT}")
    if not found.older:
        click.echo(f"どのファイルも今の形式（{formats.FORMAT}）です（見たファイル {found.files:,}）。")
        return
    if not write:
        click.echo(
            f"前の形式のファイル {len(found.older):,}。まだ何も書いていません。--write を付けると、控えを取ってから書き直します。"
        )
        return
    target = root.with_name(f"{root.name}-形式を直す前-{now:%Y%m%d-%H%M%S}.zip")
    archive.backup(root, target, settings.pointer, now=now)
    click.echo(f"{target} に控えを取りました。")
    done = migration.write(root)
    click.echo(
        f"{len(done.older):,} のファイルを形式 {formats.FORMAT} に書き直しました。renkei check で確かめられます。"
    )
