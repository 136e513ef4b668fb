"""What a map is to show: choices of the graph, what they leave out, and the words for it (made-up bodies)."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from api.app import create_app
from api.map import Maps
from graph import asof
from graph.errors import NameUnclearError, UsageError
from graph.facts import Evidence, Fact, Facts, Node, public
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore
from graph.tables import Tables
from queries import catalogue
from renkei.cli import main
from tests.graphs import FUCHU, MASHIKO, NARA, UDA, facts, say
from viz import figures, naming, scope
from viz.choice import HUB, Choice, choose, chosen
from viz.citations import cite
from viz.country import figure
from viz.wanted import Wanted, answer, choice

PLACE = Evidence("d1", "1-2", "", "作り話。")


def sign(found: Facts, id: str, *parties: Node, **stated: str) -> None:
    """An agreement between parties."""
    say(found, "協定", id, "d1", **{"名称": f"協定{id}", **stated})
    for party in parties:
        found.add(Fact("締結", party, Node("協定", id), PLACE, ("",)))


def town(n: int) -> Node:
    return Node("自治体", f"{n:06}")


def body(name: str) -> Node:
    return Node("企業", name)


def chain() -> Facts:
    """Town 0 – o-a – town 1 – o-b – town 2; o-h works with everybody, and with more towns than a hub may have."""
    found = Facts()
    found.add_node("文書", "d1", 題名="一覧（作り話）", 種別="協定一覧", 公開="公開")
    for n in range(HUB + 3):
        found.add_node("自治体", town(n).id, 名称=f"架空県{n}町", 略称=f"{n}町", 都道府県="架空県")
    for name in ("o-a", "o-b", "o-h"):
        found.add_node("企業", name, 名称=f"会社{name}")
    sign(found, "k1", town(0), body("o-a"))
    sign(found, "k2", town(1), body("o-a"))
    sign(found, "k3", town(1), body("o-b"))
    sign(found, "k4", town(2), body("o-b"))
    for n in range(HUB + 2):
        sign(found, f"h{n}", town(n), body("o-h"))
    return found


def records(graph: Tables, **conditions: object) -> set[str]:
    found = choose(graph, Choice(**conditions))  # type: ignore[arg-type]
    return {row["id"] for label in ("協定", "施策") for row in found.graph.node_rows(label)}


# --- around a body ---------------------------------------------------------------------------------------------


def test_a_step_leads_from_a_municipality_to_its_partners_and_another_one_on() -> None:
    graph = chain().tables()
    assert records(graph, around=town(0)) == {"k1", "h0"}
    assert records(graph, around=town(0), depth=2) == {"k1", "k2", "h0"}
    assert records(graph, around=town(0), depth=3) == {"k1", "k2", "k3", "h0", "h1"}


def test_the_way_does_not_lead_through_a_hub_and_says_so() -> None:
    graph = chain().tables()
    assert choose(graph, Choice(around=town(0), depth=2)).hubs == ("会社o-h",)
    assert "会社o-hの先へは広げていない" in scope.conditions(chosen(graph, Choice(around=town(0), depth=2)))
    assert len(records(graph, around=town(0), depth=2, hubs=True)) == HUB + 4
    # The hub itself may be the centre.
    assert len(records(graph, around=body("o-h"))) == HUB + 2


def test_an_agreement_loses_no_party() -> None:
    found = chain()
    found.add(Fact("締結", town(9), Node("協定", "k1"), PLACE, ("",)))
    network = chosen(found.tables(), Choice(around=body("o-a")))
    assert town(9) in network


def test_measures_under_an_agreement_come_with_it_unless_they_name_others() -> None:
    found = chain()
    for id, who in (("m1", None), ("m2", body("o-b"))):
        say(found, "施策", id, "d1", 名称=id, 段階="実施")
        found.add(Fact("実施", town(0), Node("施策", id), PLACE, ("主体", "")))
        found.add(Fact("根拠", Node("施策", id), Node("協定", "k1"), PLACE, ()))
        if who:
            found.add(Fact("参画", who, Node("施策", id), PLACE, ("提供", "")))
    assert records(found.tables(), around=body("o-a")) == {"k1", "k2", "m1"}


def test_a_mere_place_is_shown_but_leads_no_further() -> None:
    graph = facts().tables()
    assert records(graph, around=Node("自治体", MASHIKO)) == {"m2"}
    assert records(graph, around=body("o-c"), depth=2) == {"m2"}


# --- fields, kinds, days ---------------------------------------------------------------------------------------


def test_a_field_takes_those_below_it_and_measures_take_the_field_of_their_agreement() -> None:
    found = facts()
    found.add_node("分野", "f03", 名称="避難訓練", 階層=2)
    found.link("上位", Node("分野", "f03"), Node("分野", "f02"))
    found.add(Fact("対象", Node("協定", "k2"), Node("分野", "f03"), PLACE, ()))
    graph = found.tables()
    assert records(graph, field="防災・危機管理") == {"m2", "k2"}
    assert records(graph, field="避難訓練") == {"k2"}
    assert records(graph, field="高齢者・障害者・見守り") == {"k1", "m1"}
    with pytest.raises(NameUnclearError, match=r"近い分野.*防災・危機管理"):
        choose(graph, Choice(field="防災"))


def test_an_agreement_is_shown_as_ground_of_a_chosen_measure_and_counted_apart() -> None:
    found = facts()
    found.add(Fact("対象", Node("施策", "m1"), Node("分野", "f02"), PLACE, ()))
    selection = choose(found.tables(), Choice(field="防災・危機管理"))
    assert selection.grounds == 1
    assert {row["id"] for row in selection.graph.node_rows("協定")} == {"k1"}


def test_kinds_of_agreements_bring_their_measures() -> None:
    assert records(facts().tables(), kinds=("見守り協定",)) == {"k1", "m1"}


def test_as_of_a_day_leaves_out_what_came_later_and_counts_what_has_no_year() -> None:
    graph = facts().tables()
    selection = choose(graph, Choice(as_of="2023-12-31"))
    assert {row["id"] for row in selection.graph.node_rows("協定")} == {"k1"}
    assert list(selection.graph.node_rows("施策")) == []
    assert selection.undated == 2
    told = scope.conditions(chosen(graph, Choice(as_of="2023-12-31")))
    assert "2023年12月31日（令和5年）までに始まったと分かるもの" in told
    assert "始まった年の記載がない 2 件" in told


def test_what_a_day_leaves_out_is_counted_among_what_is_asked_for() -> None:
    graph = facts().tables()
    assert choose(graph, Choice(as_of="2023-12-31", prefecture="奈良県")).undated == 0
    assert choose(graph, Choice(as_of="2023-12-31", prefecture="広島県")).undated == 1
    assert choose(graph, Choice(as_of="2023-12-31", around=Node("自治体", MASHIKO))).undated == 1


def timed() -> Facts:
    """Agreements and measures in every state that the rule tells apart."""
    found = Facts()
    found.add_node("文書", "d1", 題名="一覧（作り話）", 公開="公開")
    found.add_node("自治体", UDA, 名称="奈良県宇陀市", 都道府県="奈良県")
    for n, stated in enumerate(
        (
            {"締結日": "2020-04-01", "終了日": "2022-03"},
            {"締結日": "2020", "終了日": "2022-03-31", "状態": "有効"},
            {"締結日": "--04-01", "開始日": "2019-05"},
            {"締結日": "2021-06", "状態": "更新済"},
            {"締結日": "2023-06", "状態": "有効"},
            {"開始日": "2022-04-01", "状態": "終了"},
            {"状態": "不明", "終了日": "--03-31"},
            {"締結日": "2022-03-15", "終了日": "--03-31", "状態": "有効"},
        )
    ):
        sign(found, f"k{n}", Node("自治体", UDA), **stated)
    found.add(Fact("更新", Node("協定", "k4"), Node("協定", "k3"), PLACE, ()))
    for n, stated in enumerate(
        ({"段階": "終了", "時期": "2021"}, {"段階": "実施", "時期": "2021-04", "終了時期": "2023"}, {"段階": "計画"})
    ):
        say(found, "施策", f"m{n}", "d1", 名称=f"施策{n}", **stated)
        found.add(Fact("実施", Node("自治体", UDA), Node("施策", f"m{n}"), PLACE, ("主体", "")))
    return found


async def test_the_rule_of_the_day_is_that_of_the_catalogue(tmp_path: Path) -> None:
    graph = timed().tables()
    store = EmbeddedStore(tmp_path / "graph.json")
    await store.replace(graph)
    asked = catalogue.find("records_at")
    for day in ("", "2021-12-31", "2022-03-31", "2022-12-31", "2023-12-31", "2024-12-31"):
        rows = (await store.read(lambda view, day=day: asked.run(view, id=UDA, 時点=day))).dicts()  # type: ignore[misc]
        known = {row["記録id"] for row in rows if not day or "" < row["開始"] <= day}
        assert records(graph, as_of=day) == known
        assert records(graph, as_of=day, ended=False) == {
            row["記録id"] for row in rows if row["記録id"] in known and not row["終了"]
        }
        starts = {row["id"]: asof.start(row) for label in ("協定", "施策") for row in graph.node_rows(label)}
        assert starts == {row["記録id"]: row["開始"] for row in rows}
    await store.close()


# --- questions -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pointer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the small graph."""
    file = tmp_path_factory.mktemp("store") / "graph.json"

    async def load() -> None:
        store = EmbeddedStore(file)
        await store.replace(facts().tables())
        await store.close()

    asyncio.run(load())
    return file


async def test_a_question_is_drawn_with_the_facts_between_what_it_names(pointer: Path) -> None:
    graph = facts().tables()
    store = EmbeddedStore(pointer)
    wanted = Wanted(question="municipality_partners", given=(("id", UDA),))
    meant = choice(graph, wanted, await store.read(lambda view: answer(view, wanted)))
    network = chosen(graph, meant)
    assert {node.id for node in network} == {UDA, "o-a", "k1", "m1"}
    assert "奈良県宇陀市" in scope.heading(network)
    wanted = Wanted(question="counts")
    with pytest.raises(UsageError, match="描けるもの"):
        await store.read(lambda view: answer(view, wanted))
    await store.close()


async def test_the_explorer_draws_the_same_choice_and_gives_it_as_files_of_each_kind(pointer: Path) -> None:
    app = create_app(Settings(graph_file=pointer))
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://localhost") as web,
    ):
        asked = {"まわり": UDA, "時点": "令和5年度", "保存": "1"}
        answered = await web.get("/map", params=asked)
        assert "<h1>奈良県宇陀市の連携（2024年3月31日（令和6年）の時点）</h1>" in answered.text
        name = quote("奈良県宇陀市の連携（2024年3月31日（令和6年）の時点）.html")
        assert answered.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
        for address, writing in (("/map", figures.write), ("/map/japan", figure.write)):
            drawn = await web.get(address, params={"まわり": UDA, "形": "svg"})
            assert drawn.content == writing(public(facts().tables()), Choice(around=Node("自治体", UDA)), ".svg")
            assert quote("奈良県宇陀市") in drawn.headers["content-disposition"]
            kept = await web.get(address, params={"都道府県": "奈良県", "形": "xlsx"})
            assert load_workbook(io.BytesIO(kept.content)).worksheets
        of_question = await web.get("/map", params={"問い": "municipality_partners", "id": FUCHU})
        assert "みどり信用金庫" in of_question.text
        for wrong in ({"まわり": "ない名"}, {"種別": "ない種別"}, {"分野": "防災"}, {"絞る": "1"}, {"段": "9"}):
            refused = await web.get("/map", params=wrong)
            assert refused.status_code == 422
            assert next(iter(wrong.values())) in refused.text or "絞る" in refused.text
        for page, link in (
            (f"/municipalities/{UDA}", f"{quote('まわり')}={UDA}"),
            ("/fields/f02", f"{quote('分野')}="),
        ):
            assert f"/map?{link}" in (await web.get(page)).text


async def test_a_bounded_number_of_maps_is_kept() -> None:
    drawn: list[str] = []

    class Still:
        async def version(self) -> str:
            return "1"

    async def draw(store: object, wanted: Wanted) -> str:
        drawn.append(wanted.around)
        return "x" * 4_000_000

    maps, store = Maps(draw), Still()  # type: ignore[arg-type]
    for name in [str(n) for n in range(20)] + ["19", "0"]:
        await maps.get(store, Wanted(around=name))  # type: ignore[arg-type]
    assert drawn == [str(n) for n in range(20)] + ["0"]


def test_an_answer_of_records_bodies_fields_or_documents_is_drawn() -> None:
    graph = facts().tables()
    assert records(graph, ids=frozenset({"k1"})) == {"k1"}
    assert records(graph, ids=frozenset({"o-b"})) == {"k2"}
    assert records(graph, ids=frozenset({"f02"})) == {"m2"}
    assert records(graph, ids=frozenset({"d2"})) == {"k1", "k2"}
    assert records(graph, ids=frozenset({UDA, "o-b"})) == set()
    assert records(graph, ids=frozenset()) == set()


# --- names -----------------------------------------------------------------------------------------------------


def test_a_name_is_taken_only_where_one_thing_bears_it() -> None:
    found = facts()
    found.add_node("自治体", "132063", 名称="東京都府中市", 略称="府中市", 都道府県="東京都")
    graph = found.tables()
    for name in ("292125", "奈良県宇陀市", "宇陀市", " 宇陀市 ", "大宇陀町"):
        assert naming.find(graph, name) == Node("自治体", UDA)
    for name in ("o-a", "株式会社あおば見守り", "(株)あおば見守り", "別の名", "あおば見守り"):
        assert naming.find(graph, name) == body("o-a")
    with pytest.raises(NameUnclearError, match="東京都府中市（132063）、広島県府中市（342084）"):
        naming.find(graph, "府中市")
    with pytest.raises(NameUnclearError, match="近い名前: 奈良県宇陀市"):
        naming.find(graph, "宇陀")
    with pytest.raises(NameUnclearError, match="という企業・団体はグラフにありません"):
        naming.find(graph, "宇陀市", ("企業",))
    assert naming.find(graph, "広島県府中市") == Node("自治体", FUCHU)


def test_a_wrong_centre_or_depth_is_refused() -> None:
    graph = facts().tables()
    for wrong in (Choice(around=body("none")), Choice(around=Node("自治体", NARA), depth=9)):
        with pytest.raises(UsageError):
            choose(graph, wrong)


# --- words -----------------------------------------------------------------------------------------------------


def test_the_whole_graph_is_itself() -> None:
    graph = facts().tables()
    assert choose(graph, Choice()).graph is graph
    assert scope.conditions(chosen(graph)) == ""


def test_the_words_to_copy_say_what_of_what_as_of_when_and_on_what_evidence() -> None:
    network = chosen(facts().tables(), Choice(around=Node("自治体", UDA), as_of="2024-12-31", ended=False))
    told = scope.words(network, cite(network))
    assert told.startswith("奈良県宇陀市の連携（2024年12月31日（令和6年）の時点）\n")
    for words in (
        "条件: 奈良県宇陀市から 1 段",
        "終わったものを除く",
        "グラフ全体の協定 2・施策 2 から選んだ",
        "自治体 4 のうち、条件に合い、名の分かる相手との連携の記録があるのは 1",
        "読んだ文書 2 のうち 2 による",
        "日付の最も新しいものは 2024年4月1日（令和6年）",
        "原文の語句を添えたのは",
    ):
        assert words in told


def test_what_a_choice_leaves_out_does_not_become_unseen() -> None:
    found = facts()
    sign(found, "k9", Node("自治体", MASHIKO), body("o-b"))
    counts = chosen(found.tables(), Choice(around=Node("自治体", UDA))).graph["counts"]
    assert (counts.working, counts.looked, counts.unseen) == (1, 3, 0)


# --- the command -----------------------------------------------------------------------------------------------


def test_the_command_draws_a_choice_and_refuses_in_japanese(
    pointer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENKEI_GRAPH_FILE", str(pointer))
    file = tmp_path / "地図.html"
    done = CliRunner().invoke(main, ["map", "-o", str(file), "--around", "宇陀市", "--as-of", "令和5年度"])
    assert (done.exit_code, done.exception) == (0, None)
    page = file.read_text(encoding="utf-8")
    assert "<h1>奈良県宇陀市の連携（2024年3月31日（令和6年）の時点）</h1>" in page
    assert "みどり信用金庫" not in page
    for arguments, code, words in (
        (["--around", "どこにもない"], 1, "どこにもない"),
        (["--field", "防災"], 1, "近い分野"),
        (["--prefecture", "奈良"], 2, "都道府県はありません"),
        (["--as-of", "いつか"], 2, "時点"),
        (["id=1"], 2, "--query"),
        (["--query", "ない問い"], 2, "ない問い"),
    ):
        wrong = CliRunner().invoke(main, ["map", "-o", str(tmp_path / "x.html"), *arguments])
        assert wrong.exit_code == code, arguments
        assert words in wrong.output
        assert not (tmp_path / "x.html").exists()
    wrong = CliRunner().invoke(main, ["map", "-o", str(tmp_path / "x.docx")])
    assert wrong.exit_code == 2
    assert ".html" in wrong.output
