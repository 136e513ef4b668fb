"""The command as people type it: Japanese messages, exit statuses, nothing half-written."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from renkei.cli import main

CURATED = """\
形式: "1"
文書:
  id: tsukurihanashi
  題名: 見守り協定の締結について（試験用の作り話）
  種別: プレスリリース
協定:
- id: t-a01
  名称: 地域見守り協定
  種別: 見守り協定
  締結日: "2023-11-08"
  自治体:
  - 名称: 宇陀市
  企業:
  - 名称: ㈱あおば見守り
    表記: あおば見守り
  出典:
  - 位置: 3-11
    引用: 見守りの協定を結
    要旨: 市と会社が協定を結んだ。
"""


Done = subprocess.CompletedProcess[str]


def as_typed(*arguments: str, data: Path) -> Done:
    """Run the command as a process of its own with a user's folder, as a person does."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("RENKEI_")}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "renkei.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=clean | {"RENKEI_DATA": str(data), "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
        cwd=data.parent,
        check=False,
    )


def renkei(*arguments: str, data: Path, env: dict[str, str] | None = None) -> Done:
    """Run the command with a user's folder in this process: the same for all but how a process begins and ends."""
    unset = {name: None for name in os.environ if name.startswith("RENKEI_")}
    with contextlib.chdir(data.parent):
        done = CliRunner().invoke(
            main, arguments, env={**unset, "RENKEI_DATA": str(data), **(env or {})}, catch_exceptions=False
        )
    return Done(arguments, done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def user(tmp_path: Path) -> Path:
    (tmp_path / "自分のデータ" / "documents").mkdir(parents=True)
    return tmp_path / "自分のデータ"


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "data"
    (folder / "documents").mkdir(parents=True)
    done = renkei("build", data=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def built(user: Path, first_build: Path) -> Path:
    """A user's folder with the graph of the shipped data."""
    return Path(shutil.copytree(first_build, user, dirs_exist_ok=True))


def test_help_is_japanese() -> None:
    assert as_typed("--help", data=Path.cwd()).returncode == 0
    for arguments in ([], *([name] for name in main.commands)):
        done = CliRunner().invoke(main, [*arguments, "--help"])
        assert done.exit_code == 0
        assert not {"Usage", "Options", "Show this", "OPTIONS", "COMMAND"} & set(done.output.replace(":", " ").split())


def test_wrong_usage_is_status_2_and_names_the_way_out(user: Path) -> None:
    told = [as_typed("bild", data=user)]
    for arguments in (["bild"], ["map"], ["build", "--store", "oracle"], ["query", "なし"], ["cypher"]):
        told.append(renkei(*arguments, data=user))
    for done in told:
        assert done.returncode == 2, done.args
        assert "誤り" in done.stderr


def test_build_twice_and_the_second_writes_nothing(user: Path) -> None:
    first = as_typed("build", data=user)
    again = as_typed("build", data=user)
    assert first.returncode == again.returncode == 0
    assert "初めて作りました" in first.stdout
    assert "書き込み 0" in again.stdout
    assert "自治体 1,788" in again.stdout
    assert "\r" not in first.stderr


def test_a_users_file_joins_the_graph_and_the_change_is_told(built: Path) -> None:
    (built / "documents" / "mine.yaml").write_text(CURATED, encoding="utf-8")
    done = renkei("build", data=built)
    assert done.returncode == 0, done.stderr
    assert "名簿に新しく入る団体: 株式会社あおば見守り" in done.stdout
    assert "新 協定 地域見守り協定" in renkei("changes", data=built).stdout
    assert "あおば見守り" in (built / "organisations.yaml").read_text(encoding="utf-8")
    again = renkei("build", data=built)
    assert "書き込み 0" in again.stdout
    (built / "documents" / "mine.yaml").unlink()
    gone = renkei("build", data=built)
    assert "消 協定 地域見守り協定" in gone.stdout


def test_bad_data_is_refused_with_file_and_line_and_the_graph_is_as_before(built: Path) -> None:
    before = renkei("export", "jsonl", data=built).stdout
    bad = CURATED.replace("名称: 宇陀市", "名称: 府中市").replace("締結日:", "締結目:").replace("3-11", "9999-10")
    (built / "documents" / "mine.yaml").write_text(bad, encoding="utf-8")
    for run, command in ((as_typed, "check"), (renkei, "check"), (renkei, "build")):
        done = run(command, data=built)
        assert done.returncode == 1
        assert "mine.yaml:10" in done.stderr
        assert "「締結日」ではありませんか" in done.stderr
    (built / "documents" / "mine.yaml").write_text(CURATED.replace("宇陀市", "府中市"), encoding="utf-8")
    done = renkei("build", data=built)
    assert done.returncode == 1
    assert "東京都府中市、広島県府中市" in done.stderr
    assert renkei("export", "jsonl", data=built).stdout == before


def test_export_is_json_lines_and_leaves_internal_documents_out_unless_asked(user: Path) -> None:
    text = CURATED.replace("種別: プレスリリース", "種別: 聞き取り\n  公開: 庁内限り")
    (user / "documents" / "mine.yaml").write_text(text, encoding="utf-8")
    assert renkei("build", data=user).returncode == 0
    public = renkei("export", "jsonl", data=user).stdout
    whole = renkei("export", "jsonl", "--internal", data=user).stdout
    assert "あおば見守り" not in public
    assert "tsukurihanashi" not in public
    assert "あおば見守り" in whole
    lines = [json.loads(line) for line in whole.splitlines()]
    assert {line["kind"] for line in lines} == {"node", "relationship"}
    target = user.parent / "出力.jsonl"
    assert renkei("export", "jsonl", "-o", str(target), data=user).returncode == 0
    assert target.read_text(encoding="utf-8") == public == as_typed("export", "jsonl", data=user).stdout


def test_cypher_prints_a_table_csv_or_json_and_refuses_to_write(built: Path) -> None:
    text = "MATCH (m:自治体) WHERE m.都道府県 = $県 RETURN m.名称 AS 名称 ORDER BY m.id LIMIT 2"
    table = renkei("cypher", text, "-p", "県=奈良県", data=built)
    assert table.stdout.splitlines()[2:] == ["奈良県", "奈良県奈良市", "（2 行）"]
    csv = renkei("cypher", text, "-p", "県=奈良県", "--format", "csv", data=built)
    assert csv.stdout.split() == ["名称", "奈良県", "奈良県奈良市"]
    found = renkei("cypher", text, "-p", "県=奈良県", "--format", "json", data=built)
    assert json.loads(found.stdout) == [{"名称": "奈良県"}, {"名称": "奈良県奈良市"}]
    for attack in (
        "CREATE (n:自治体) RETURN n",
        "MATCH (n) DETACH DELETE n",
        f"COPY (MATCH (n) RETURN n) TO '{built}/x.csv'",
    ):
        refused = renkei("cypher", attack, data=built)
        assert refused.returncode == 1
        assert "誤り" in refused.stderr
    missing = renkei("cypher", text, data=built)
    assert "値がありません: 県" in missing.stderr


def test_a_question_can_be_asked_and_its_text_copied(built: Path) -> None:
    answer = renkei("query", "partners", "id=131130", "--format", "json", data=built)
    assert any("LINE" in row["企業"] for row in json.loads(answer.stdout))
    assert renkei("query", "partners", "--text", data=built).stdout.startswith("// 題:")
    assert "partners" in renkei("query", "--list", data=built).stdout
    assert renkei("query", "partners", "ID=1", data=built).returncode == 2


def test_before_any_build_every_reading_command_says_what_to_do(user: Path) -> None:
    for arguments in (
        ["export", "jsonl"],
        ["changes"],
        ["cypher", "RETURN 1 AS 一"],
        ["query", "counts"],
        ["map", "-o", "x.html"],
    ):
        done = renkei(*arguments, data=user)
        assert done.returncode == 1, arguments
        assert "renkei build" in done.stderr


def test_sources_that_do_not_exist_are_wrong_usage(user: Path) -> None:
    done = renkei("build", "--sources", "ありません", data=user)
    assert done.returncode == 2
    assert "ありません" in done.stderr


def test_wrong_settings_name_the_variable(user: Path) -> None:
    done = renkei("build", data=user, env={"RENKEI_PORT": "八千"})
    assert done.returncode == 2
    assert "RENKEI_PORT" in done.stderr


def test_two_builds_at_once_exclude_each_other(user: Path) -> None:
    from filelock import FileLock

    with FileLock(user / "graph.json.lock"):
        done = renkei("build", data=user)
    assert done.returncode == 1
    assert "ほかの build" in done.stderr


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = renkei("build", data=tmp_path / "file")
    assert done.returncode == 1
    assert "書けません" in done.stderr


def test_the_schema_page_and_the_json_schema_are_current() -> None:
    docs = Path(__file__).resolve().parent.parent / "docs"
    assert renkei("schema", data=docs).stdout == (docs / "schema.md").read_text(encoding="utf-8")
    assert renkei("schema", "--format", "json", data=docs).stdout == (docs / "curated.schema.json").read_text(
        encoding="utf-8"
    )
