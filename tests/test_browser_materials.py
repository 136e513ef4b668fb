"""What Neo4j Browser is given: the style sheet, the saved queries, the guide, and links. No server is needed here."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from click.testing import CliRunner
from fastapi import FastAPI

from api import browser
from api.guard import Guard
from graph import model
from graph.settings import Settings
from queries.browser import guide, saved
from queries.browser.links import Browser, browser_of
from queries.catalogue import catalogue, find
from renkei.cli import main
from tests.test_api import client

PLACE = "http://localhost:8000"


def settings(**given: str) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]


def rules() -> dict[str, str]:
    return dict(re.findall(r"(\S+) \{\n(.*?)\}", guide.style(), re.S))


def test_every_label_and_relationship_type_has_a_style_and_nothing_else_has() -> None:
    labels = {f"node.{label.name}" for label in model.LABELS}
    types = {f"relationship.{type.name}" for type in model.RELATIONSHIPS}
    assert set(rules()) == {"node", "relationship"} | labels | types


def test_captions_are_properties_that_the_label_or_type_has() -> None:
    kinds = {f"node.{label.name}": label.properties for label in model.LABELS}
    kinds |= {f"relationship.{type.name}": type.properties for type in model.RELATIONSHIPS}
    for selector, body in rules().items():
        for name in re.findall(r"\{(\w+)\}", body):
            assert name in {each.name for each in kinds[selector]}, f"{selector}: {name}"


def test_texts_in_circles_stand_out_from_their_colour() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for selector, body in rules().items():
        found = dict(re.findall(r"([\w-]+): (#\w+);", body))
        if selector.startswith("node"):
            high, low = sorted((light(found["color"]), light(found["text-color-internal"])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.3, selector


def test_the_style_sheet_has_no_comment_which_browser_would_take_for_a_selector() -> None:
    assert "/*" not in guide.style()
    assert "//" not in guide.style()


def test_the_archive_holds_each_question_that_people_ask_once_with_its_title_on_top() -> None:
    with zipfile.ZipFile(io.BytesIO(saved.archive())) as folder:
        texts = {name: folder.read(name).decode() for name in folder.namelist()}
    asked = [query for query in catalogue().values() if query.group != "画面の部品"]
    assert sorted(text.partition("\n")[0] for text in texts.values()) == sorted(
        f"// {q.group} ― {q.title}" for q in asked
    )
    assert all(re.fullmatch(r"\d{3}-\w+\.cypher", name) for name in texts), "no folders"
    assert [each.text for each in saved.scripts()] == list(texts.values()), "in the order of the catalogue"


def test_a_saved_query_is_one_statement_without_parameters() -> None:
    for query in catalogue().values():
        text = re.sub(r"//[^\n]*", "", saved.script(query).text)
        assert "$" not in text
        assert ";" not in text
        assert ":param" not in text


def test_values_stand_on_top_and_a_dollar_in_a_value_or_a_text_stays() -> None:
    text = saved.script(find("municipality_partners"), {"id": "292125", "分野": '$id "x"\\', "件数": 7}).text
    assert '  id: "292125", // ' in text
    assert r'  分野: "$id \"x\"\\", // ' in text
    assert text.rstrip().endswith("全数")
    assert "SKIP 0 LIMIT 7\n}" in text
    assert "m.id = 引数.id" in text


def test_a_question_that_needs_another_first_says_so_until_it_has_its_values() -> None:
    assert "先に「似た自治体の団体コード」を尋ね" in saved.script(find("peers_fields")).text
    assert "先に" not in saved.script(find("peers_fields"), {"自治体": ["292044"]}).text


def test_the_guide_offers_every_saved_query_and_loses_nothing_to_browsers_cleaning() -> None:
    text = guide.guide(PLACE)
    handlers = r"(\s+(on[^\s=]+)[^\s=]*\s*=\s*(\"[^\"]*\"|'[^']*'|[\w\-.:]+\s*))"
    assert not re.search(handlers, text, re.I), "Browser would cut what looks like an event handler"
    offered = [html.unescape(each) for each in re.findall(r'data-populate="([^"]*)"', text)]
    assert offered == [each.text for each in saved.scripts()]
    assert text.count("<slide ") == text.count("</slide>") >= 8 + len({each.group for each in saved.scripts()})


@pytest.mark.parametrize("address", ["", PLACE, PLACE + "/"])
def test_the_materials_name_no_other_place(address: str) -> None:
    everything = guide.guide(address) + guide.style() + "".join(each.text for each in saved.scripts())
    assert set(re.findall(r"\w+://[^/\"'\s<]*", everything)) == ({PLACE} if address else set())
    assert "//browser" not in everything


def test_a_link_carries_a_text_that_browser_reads_back_whole() -> None:
    text = "MATCH (m) WHERE m.名称 = 'A & B #1 + 100%?x=1&arg=2' RETURN m"
    link = Browser("http://localhost:7474/browser/", "bolt://neo4j@localhost:7687", "neo4j").edit(text)
    assert link.startswith(
        "http://localhost:7474/browser/?dbms=bolt%3A%2F%2Fneo4j%40localhost%3A7687&db=neo4j&cmd=edit&arg="
    )
    # As Browser does it: plus is a space, decode all, then look for the argument.
    (read,) = re.findall(r"[?&]arg=([^&#]*)", unquote(link.replace("+", " ")))
    assert read.replace(r"\u0026", "&").replace(r"\u0023", "#") == text


def test_a_long_text_goes_behind_the_number_sign_which_no_server_sees() -> None:
    link = Browser("http://localhost:7474/browser/", "", "neo4j").edit("長" * 4_000)
    sent, sign, kept = link.partition("#")
    assert (sent, sign) == ("http://localhost:7474/browser/?db=neo4j", "#")
    assert re.findall(r"[?&]arg=([^&#]*)", unquote(kept)) == ["長" * 4_000]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"neo4j_uri": "bolt://localhost:7687"}, ("http://localhost:7474/browser/", "bolt://neo4j@localhost:7687")),
        ({"neo4j_uri": "neo4j://db.example"}, ("http://db.example:7474/browser/", "neo4j://neo4j@db.example:7687")),
        ({"neo4j_uri": "bolt+s://[::1]:9"}, ("https://[::1]:7473/browser/", "bolt+s://neo4j@[::1]:9")),
        (
            {"neo4j_uri": "bolt://neo4j:7687", "neo4j_browser": "http://localhost:7474/browser"},
            ("http://localhost:7474/browser/", ""),
        ),
    ],
)
def test_browser_is_found_from_the_settings(given: dict[str, str], expected: tuple[str, str]) -> None:
    assert browser_of(settings(store="neo4j", **given)) == Browser(*expected, "neo4j")


def test_the_embedded_store_has_no_browser() -> None:
    assert browser_of(settings()) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [(guide.GUIDE, "text/html"), (guide.STYLE, "text/plain"), (guide.SAVED, "application/zip")],
)
async def test_the_explorer_serves_the_materials_to_another_origin(name: str, kind: str) -> None:
    async with served() as web:
        answer = await web.get(f"/browser/{name}", headers={"Origin": "http://localhost:7474"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"].startswith(kind)
    assert len(answer.content) > 1_000


async def test_the_guide_takes_its_files_from_where_it_was_asked_for() -> None:
    async with served() as web:
        assert "style http://127.0.0.1:8000/browser/renkei.grass" in (await web.get("/browser/guide.html")).text


@pytest.mark.parametrize("name", [guide.GUIDE, guide.STYLE])
async def test_leave_is_given_for_whatever_headers_browser_adds(name: str) -> None:
    asked = {
        "Origin": "http://localhost:7474",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "baggage,cache-control,pragma,sentry-trace",
    }
    async with served() as web:
        answer = await web.options(f"/browser/{name}", headers=asked)
    assert (answer.status_code, answer.headers["access-control-allow-headers"]) == (204, "*")
    assert "access-control-allow-credentials" not in answer.headers


def served() -> httpx.AsyncClient:
    app = FastAPI()
    app.add_middleware(Guard, host="127.0.0.1")
    app.include_router(browser.router)
    return client(app)


def test_the_command_writes_the_three_files(tmp_path: Path) -> None:
    target = tmp_path / "neo4j-browser"
    done = CliRunner().invoke(main, ["browser", "-o", str(target), "--address", PLACE])
    assert done.exit_code == 0, done.output
    assert {path.name for path in target.iterdir()} == {guide.GUIDE, guide.STYLE, guide.SAVED}
    assert (target / guide.GUIDE).read_text(encoding="utf-8") == guide.guide(PLACE)
    assert (target / guide.SAVED).read_bytes() == saved.archive()
    assert guide.STYLE in done.output


def test_the_command_says_what_it_cannot_write(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    done = CliRunner().invoke(main, ["browser", "-o", str(blocked / "inside")])
    assert done.exit_code == 2
    assert "書けません" in done.output
