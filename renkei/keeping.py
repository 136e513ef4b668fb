"""``renkei backup`` and ``renkei restore``: the user's folder to one file and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from graph import settings as settings_module
from loaders import backup as archive
from renkei.command import Command


@click.command(cls=Command)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="控えのファイル（既定は いまのフォルダーの renkei-控え-日時.zip）",
)
def backup(output: Path | None) -> None:
    """自分のデータ（書き起こし、確認の記録、名簿、本文）の控えを、一つの zip に取る。

    グラフは入れない。戻したあと renkei build で作り直せる。
    """
    settings, now = settings_module.load(), datetime.now()
    target = output or Path(f"renkei-控え-{now:%Y%m%d-%H%M}.zip")
    done = archive.backup(settings.data.expanduser(), target, settings.pointer, now=now)
    size = target.stat().st_size
    click.echo(
        f"{target} に控えを取りました（ファイル {done.files:,}、{size / 1e6:,.1f} MB）。読み返して確かめました。"
    )
    click.echo("庁内限りの文書の中身も入っています。置き場所に気をつけてください。")


@click.command(cls=Command)
@click.argument("source", metavar="控え.zip", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="いまあるデータと入れ替える（いまのデータは別の名前で残す）")
def restore(source: Path, replace: bool) -> None:
    """控えから自分のデータを戻す。一つでも壊れていれば、何も変えない。"""
    root = settings_module.load().data.expanduser()
    done = archive.restore(source, root, replace=replace, now=datetime.now())
    click.echo(f"{root} に戻しました（ファイル {done.files:,}、{done.size / 1e6:,.1f} MB）。")
    if done.before:
        click.echo(f"いままでのデータは {done.before} に残してあります。")
    click.echo("次に renkei build を実行してください。")
