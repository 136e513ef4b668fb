"""``renkei doctor`` says what is wrong and what to do, and writes nothing."""

from __future__ import annotations

import json
import os
import socket
import time
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph import formats, schema
from graph.errors import StoreError
from graph.settings import Settings
from renkei.cli import main
from renkei.health import documents, installed, opened, places, stored
from renkei.health.finding import Finding
from tests import earlier


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RENKEI_DATA", str(tmp_path / "置き場"))
    monkeypatch.delenv("RENKEI_SOURCES", raising=False)
    return tmp_path / "置き場"


def asked(*more: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *more])


def lines(result: Result, level: str) -> str:
    return "\n".join(line for line in result.output.splitlines() if line.startswith(level))


def test_it_leads_from_a_fresh_machine_to_a_graph_that_is_as_new_as_the_files(root: Path) -> None:
    fresh = asked()
    assert fresh.exit_code == 1
    assert "グラフがまだありません" in lines(fresh, "問題")
    assert "renkei build" in fresh.output
    assert not root.exists(), "nothing is written"
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    built = asked()
    assert built.exit_code == 0, built.output
    assert "自治体 1,788" in lines(built, "良")
    assert "あとから変わった" not in built.output
    (root / "organisations.yaml").write_text("形式: '1'\n組織: []\n", encoding="utf-8")
    os.utime(root / "organisations.yaml", (time.time() + 5, time.time() + 5))
    assert "あとから変わった" not in asked().output, "a build would change nothing"
    (root / "documents").mkdir()
    (root / "documents" / "あと.yaml").write_text("形式: '1'\n文書: [", encoding="utf-8")
    os.utime(root / "documents" / "あと.yaml", (time.time() + 5, time.time() + 5))
    later = asked()
    assert later.exit_code == 1
    assert "あと.yaml" in lines(later, "問題")
    assert "あと.yaml" in lines(later, "注意")


def test_a_library_that_is_missing_or_too_old_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = metadata.version

    def version(name: str) -> str:
        if name == "networkx":
            return "2.0"
        if name == "pyvis":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "version", version)
    said = lines(asked(), "問題")
    assert "networkx 2.0（要るのは" in said
    assert "pyvis（ない）" in said


def test_settings_that_lead_nowhere_are_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root.write_text("", encoding="utf-8")
    monkeypatch.setenv("RENKEI_SOURCES", str(root / "ない"))
    monkeypatch.setenv("RENKEI_HOST", "0.0.0.0")  # noqa: S104
    found = asked()
    assert "RENKEI_DATA" in found.output
    assert "RENKEI_SOURCES を直して" in found.output
    assert "同じネットワークの人が見られます" in lines(found, "注意")
    monkeypatch.setenv("RENKEI_NEO4J_URI", "bolt://127.0.0.1:1")
    assert "つながりません" in lines(asked("--store", "neo4j"), "問題")


# --- one room at a time ----------------------------------------------------------------------------------------------


def settings(**given: object) -> Settings:
    return Settings(**given, _env_file=None)  # type: ignore[arg-type]


def of(found: list[Finding], subject: str) -> Finding:
    return next(each for each in found if each.subject == subject)


def test_a_library_in_another_edition_than_was_tested_is_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed.pins()["fastapi"] == metadata.version("fastapi")
    monkeypatch.setattr(installed, "pins", lambda: {"fastapi": "0.0.1"})
    [other] = installed.libraries(settings())
    assert installed._PIN.findall("a==1 --hash=sha256:0\nb==2 ; os_name == 'nt' \\\n    --hash=sha256:0\n") == [
        ("a", "1", ""), ("b", "2", "os_name == 'nt'"),
    ]  # fmt: skip
    assert (other.level, "試したのは 0.0.1" in other.what) == ("注意", True)
    monkeypatch.setattr(installed, "pins", dict)
    [unlisted] = installed.libraries(settings())
    assert (unlisted.level, unlisted.facts["一覧"]) == ("良", False)


def test_a_setting_that_means_nothing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("RENKEI_")]:
        monkeypatch.delenv(name)
    (tmp_path / ".env").write_text("RENKEI_DATE=山田\n# RENKEI_X=1\nRENKEI_STORE=embedded\n", encoding="utf-8")
    notice, used = installed.chosen(settings())
    assert notice.what == "RENKEI_DATE という設定はありません"
    assert "RENKEI_STORE" in used.what


def test_what_a_killed_command_left_is_found_and_what_is_in_force_is_not(tmp_path: Path) -> None:
    root = tmp_path / "自分"
    (root / "documents").mkdir(parents=True)
    names = ("graph-000001-0123abcd.lbug", "graph-000002-89abcdef.lbug", "graph-000002-89abcdef.lbug.wal")
    for name in names:
        (root / name).write_bytes(b"x" * 2_000_000)
    content = {"ファイル": names[0], "番号": 1, "形": schema.embedded_shape()}
    (root / "graph.json").write_text(json.dumps(content), encoding="utf-8")
    (root / "documents" / "a.yaml.new").touch()
    (tmp_path / "自分.restoring").mkdir()
    [found] = places.leftovers(settings(data=root))
    assert found.facts == {"数": 4, "MB": 4.0}
    (root / "graph.json").unlink()
    for path in root.glob("*.lbug*"):
        path.unlink()
    (root / "documents" / "a.yaml.new").unlink()
    (tmp_path / "自分.restoring").rmdir()
    [clean] = places.leftovers(settings(data=root))
    assert clean.level == "良"


def test_the_place_of_the_log_is_tried(tmp_path: Path) -> None:
    [good] = places.log(settings(log=str(tmp_path / "log.jsonl")))
    assert not list(tmp_path.iterdir()), "nothing is written"
    (tmp_path / "ファイル").touch()
    [bad] = places.log(settings(log=str(tmp_path / "ファイル" / "log.jsonl")))
    assert (good.level, bad.level) == ("良", "問題")
    assert "RENKEI_LOG" in bad.remedy


def test_files_in_an_older_and_in_a_newer_form_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "organisations.yaml").write_text("形式: '0'\n組織: []\n", encoding="utf-8")
    monkeypatch.setitem(formats.STEPS, 0, {})
    [older] = documents.forms(settings(data=tmp_path))
    assert (older.level, "renkei migrate" in older.remedy) == ("注意", True)
    (tmp_path / "decisions.jsonl").write_text('{"形式": "9"}\n', encoding="utf-8")
    [newer] = documents.forms(settings(data=tmp_path))
    assert (newer.level, newer.facts["読めない形式"]) == ("問題", 1)
    assert "decisions.jsonl" in newer.what


def test_decisions_are_counted_by_what_was_decided(tmp_path: Path) -> None:
    [found] = documents.decided(settings(data=earlier.folder(tmp_path)))
    assert found.what == "下書きについて 3（採用 3）、同じか別か 0"


@pytest.mark.parametrize(
    ("given", "level", "says"),
    [
        ({}, "良", "この機械からだけ"),
        ({"host": "192.168.7.9"}, "注意", "起動のたびに作る"),
        ({"host": "192.168.7.9", "token": "himitsu-himitsu"}, "注意", "決めてある"),
        ({"host": "192.168.7.9", "token": "off"}, "注意", "求めません"),
        ({"host": "192.168.7.9", "token": "himitsu"}, "問題", "短すぎます"),
    ],
)
def test_what_asks_others_for_a_key_is_told_and_the_key_is_not(given: dict[str, str], level: str, says: str) -> None:
    [found] = opened.address(settings(**given))
    assert found.level == level
    assert says in found.what
    assert "himitsu" not in str(found) + json.dumps(found.told())


def test_a_port_that_something_else_uses_is_a_notice() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        number = other.getsockname()[1]
        [taken] = opened.port(settings(port=number))
    assert (taken.level, "--port" in taken.remedy) == ("注意", True)


def test_the_server_is_told_with_edition_and_lacking_constraints(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(store="neo4j", neo4j_uri="bolt://yamada.example:7687")
    monkeypatch.setattr(stored, "_asked", lambda _: ([("5.25.1", "community")], stored._names() - {"協定_id"}))
    old, lacking = stored.server(chosen)
    assert (old.level, old.facts["版"], old.facts["種類"]) == ("注意", "5.25.1", "community")
    assert "協定_id" in lacking.what

    def away(_: Settings) -> None:
        raise StoreError("つながりません")

    monkeypatch.setattr(stored, "_asked", away)
    [gone] = stored.server(chosen)
    assert (gone.level, gone.facts["届く"]) == ("問題", False)


def test_what_is_sent_with_a_question_holds_no_place_no_title_and_no_name(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENKEI_SOURCES", str(root / "山田"))
    monkeypatch.setenv("RENKEI_TOKEN", "himitsu-himitsu")
    earlier.folder(root)
    (root / "documents" / "yamada.yaml").write_text(
        "形式: '1'\n山田: 太郎\n文書: {id: yamada, 題名: 山田}\n", encoding="utf-8"
    )
    done = asked("--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert {each["項目"] for each in told["所見"]} >= {"文書", "部品", "空き容量", "ポート", "判断の記録"}
    for secret in ("山田", "yamada", "himitsu", earlier.DOCUMENT, str(root), "あおば", "見守り", "政策課"):
        assert secret not in done.stdout


def test_a_look_that_fails_does_not_stop_the_others(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("山田")

    monkeypatch.setattr("shutil.disk_usage", broken)
    found = asked()
    assert "ZeroDivisionError" in lines(found, "問題")
    assert "ポート" in found.output
