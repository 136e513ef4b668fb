"""Files for other people's tools, each read back by its tool: nothing is lost, nothing acts, the same bytes each time.

What is made up here is said so; the rest is the shipped graph.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import IO

import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from graph import model
from graph.errors import UsageError
from graph.facts import Facts
from graph.store.base import Store
from graph.tables import Tables
from renkei import exporting
from tests import exports, factory, graphs
from tests.exports import held, written
from tests.test_cli import CURATED, renkei
from viz import to_networkx
from viz.formats import EXPORTS, Export, workbook

ROOT = Path(__file__).resolve().parent.parent
GEXF = "{http://gexf.net/1.3}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


@cache
def graph(name: str) -> Tables:
    """The graphs that are tried: a small made-up one, hostile ones, the shipped one."""
    return {
        "small": graphs.small,
        "empty": Tables,
        "hostile": exports.hostile,
        "forbidden": lambda: exports.hostile(exports.FORBIDDEN),
        "shipped": factory.shipped_graph,
    }[name]()


@cache
def file(format: str, name: str) -> bytes:
    """The export of a graph of ours."""
    return written(format, graph(name))


EVERY = pytest.mark.parametrize("name", ["small", "empty", "hostile", "forbidden", "shipped"])


# --- nothing is lost -----------------------------------------------------------------------------------------------


@EVERY
def test_networkx_holds_every_node_relationship_and_property(name: str) -> None:
    network = to_networkx(graph(name))
    assert isinstance(network, nx.MultiDiGraph)
    nodes = {(data.pop("label"), data.pop("id")): data for _, data in network.nodes(data=True)}
    edges = {(k, exports.key(s), exports.key(e)): d for s, e, k, d in network.edges(keys=True, data=True)}
    assert all(data.pop("type") == type for (type, _, _), data in edges.items())
    assert exports.Held(nodes, edges) == held(graph(name))


def test_a_node_of_the_network_is_found_by_label_and_id_and_its_evidence_is_in_parallel_lists() -> None:
    network = to_networkx(graph("small"))
    assert network.nodes["自治体/292125"]["名称"] == "奈良県宇陀市"
    stated = network.edges["自治体/292125", "協定/k1", "締結"]
    assert stated["文書"] == ["d1", "d2"]
    assert stated["注記"] == ["", "略称"]
    assert {len(stated[prop.name]) for prop in model.RELATIONSHIP["締結"].columns} == {2}


@EVERY
def test_networkx_reads_the_whole_graph_from_graphml(name: str) -> None:
    read = nx.read_graphml(io.BytesIO(file("graphml", name)), force_multigraph=True)
    assert exports.from_network(read) == held(graph(name))


@EVERY
def test_networkx_reads_the_whole_graph_from_gexf(name: str) -> None:
    read = nx.read_gexf(io.BytesIO(file("gexf", name)))
    assert exports.from_network(read) == held(graph(name))


@EVERY
def test_the_csv_module_reads_the_whole_graph_from_the_three_tables(name: str) -> None:
    assert exports.from_csv(file("csv", name)) == held(graph(name))


@pytest.mark.parametrize("name", ["small", "empty", "hostile", "shipped"])
def test_openpyxl_reads_the_whole_graph_from_the_workbook(name: str) -> None:
    assert exports.from_workbook(file("xlsx", name)) == held(graph(name))


def test_calamine_reads_the_same_cells_as_openpyxl() -> None:
    content = file("xlsx", "small")
    one = CalamineWorkbook.from_filelike(io.BytesIO(content))
    other = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert one.sheet_names == other.sheetnames
    for name in one.sheet_names:
        cells = [["" if cell is None else cell for cell in row] for row in other[name].values]
        assert one.get_sheet_by_name(name).to_python() == cells, name
    other.close()


def test_characters_that_xml_forbids_come_back_from_the_workbook() -> None:
    found = exports.sheets(file("xlsx", "forbidden"))["企業"]
    names = {row["id"]: row["名称"] for row in found}
    assert [names[f"o-h00{n}"] for n in range(3)] == list(exports.FORBIDDEN[:3])


async def test_both_stores_give_the_same_bytes_in_every_format(store: Store) -> None:
    before = graphs.small()
    await store.replace(before)
    after = await store.tables()
    for format in EXPORTS:
        assert written(format, after) == written(format, before), format


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@settings(max_examples=60, deadline=None)
@given(single=_TEXT, several=st.lists(st.one_of(_TEXT, st.sampled_from(exports.HOSTILE)), min_size=1))
def test_any_text_and_any_list_of_texts_comes_back(single: str, several: list[str]) -> None:
    found = Facts()
    found.add_node("企業", "o-x", 名称=single, 別名=several)
    made = found.tables()
    wanted = held(made)
    assert exports.from_network(nx.read_graphml(io.BytesIO(written("graphml", made)), force_multigraph=True)) == wanted
    assert exports.from_network(nx.read_gexf(io.BytesIO(written("gexf", made)))) == wanted
    assert exports.from_csv(written("csv", made)) == wanted


# --- what Gephi asks for -------------------------------------------------------------------------------------------


@EVERY
def test_gexf_keeps_the_rules_of_its_schema(name: str) -> None:
    root = etree.fromstring(file("gexf", name), etree.XMLParser(huge_tree=True))
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    inside = root.find(f"{GEXF}graph")
    assert inside.get("defaultedgetype") == "directed"
    assert [part.tag.removeprefix(GEXF) for part in inside] == ["attributes", "attributes", "nodes", "edges"]
    types = {
        part.get("class"): {each.get("id"): each.get("type") for each in part}
        for part in inside.iter(f"{GEXF}attributes")
    }
    readers = {"string": str, "double": float, "long": int, "boolean": {"true": True, "false": False}.__getitem__}
    for owner, declared in types.items():
        for each in inside.iter(f"{GEXF}{owner}"):
            values = [(value.get("for"), value.get("value")) for value in each.iter(f"{GEXF}attvalue")]
            assert len(dict(values)) == len(values)
            for key, value in values:
                readers[declared[key]](value)
    nodes = [node.get("id") for node in inside.iter(f"{GEXF}node")]
    ties = [edge.attrib for edge in inside.iter(f"{GEXF}edge")]
    assert len(set(nodes)) == len(nodes)
    assert len({tie["id"] for tie in ties}) == len(ties)
    assert {tie[end] for tie in ties for end in ("source", "target")} <= set(nodes)
    # Gephi makes one edge of two that have the same ends and kind.
    assert len({(tie["source"], tie["target"], tie["kind"]) for tie in ties}) == len(ties)


def test_no_attribute_bears_a_name_or_an_id_that_gephi_takes_for_its_own() -> None:
    theirs = {"d3", "d7", "x", "y", "z", "xpos", "ypos", "size", "r", "g", "b", "id", "edgeid", "weight", "edgelabel"}
    root = etree.fromstring(file("graphml", "empty"))
    keys = [(key.get("id"), key.get("attr.name"), key.get("for")) for key in root.iter(f"{GRAPHML}key")]
    assert len({id for id, _, _ in keys}) == len(keys)
    assert not theirs & {word.lower() for id, name, _ in keys for word in (id, name)}
    assert [owner for _, name, owner in keys if name == "label"] == ["node", "edge"]
    root = etree.fromstring(file("gexf", "empty"))
    words = {attribute.get(word).lower() for attribute in root.iter(f"{GEXF}attribute") for word in ("id", "title")}
    assert not words & (theirs | {"label", "source", "target", "type", "kind"})


def test_the_tables_have_gephis_columns_each_once() -> None:
    with zipfile.ZipFile(io.BytesIO(file("csv", "small"))) as archive:
        heads = {
            name: archive.read(name).decode("utf-8-sig").splitlines()[0].split(",")
            for name in archive.namelist()
            if name.endswith(".csv")
        }
    assert heads["nodes.csv"][:2] == ["Id", "Label"]
    assert {"Source", "Target", "Type", "Id", "Label"} <= set(heads["edges.csv"])
    for head in heads.values():
        assert len({word.lower() for word in head}) == len(head)


def test_no_cell_that_gephi_reads_has_a_backslash_that_it_would_take_for_its_own() -> None:
    """Gephi's CSV has the backslash as an escape; before most characters it leaves it as it is."""
    with zipfile.ZipFile(io.BytesIO(file("csv", "hostile"))) as archive:
        cells = [
            cell
            for name in ("nodes.csv", "edges.csv")
            for row in exports.rows_of_csv(archive.read(name))
            for cell in row.values()
        ]
    assert "\\1,000" in cells
    assert any("\\u005c" in cell for cell in cells)
    assert not [cell for cell in cells if re.search(r'\\(?=[\\",rntbf\r\n\t\b\f]|\Z)', cell)]


# --- what people open ----------------------------------------------------------------------------------------------


def test_the_workbook_has_one_table_a_sheet_and_one_value_a_cell() -> None:
    content = file("xlsx", "hostile")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {*model.LABEL, *model.RELATIONSHIP} < set(book.sheetnames)
    for sheet in book.worksheets:
        head = [cell.value for cell in sheet[1]]
        assert all(head), sheet.title
        assert len(set(head)) == len(head)
        assert not sheet.merged_cells.ranges
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}, sheet.title
        assert not sheet._images
        assert not sheet._charts
    listed = [prop.name for kind in model.LABELS for prop in kind.properties if prop.many]
    for label in model.LABEL:
        assert not {cell.value for cell in book[label][1]} & set(listed)


def test_every_column_of_the_workbook_is_explained() -> None:
    book = exports.sheets(file("xlsx", "small"))
    told = {(row["シート"], row["列"]) for row in book["列の説明"]}
    for kind in (*model.LABELS, *model.RELATIONSHIPS):
        columns = set(book[kind.name][0]) - set(workbook.ENDS) if book[kind.name] else set()
        assert {(kind.name, column) for column in columns} <= told


def test_no_cell_of_the_tables_can_act_as_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(file("csv", "hostile"))) as archive:
        for name in ("nodes.csv", "edges.csv", "evidence.csv"):
            text = archive.read(name).decode("utf-8-sig")
            assert not re.search('(?:^|,)"?[=+@＝＋－＠\t]', text, re.MULTILINE), name
            assert not re.search('(?:^|,)"?-(?!\\d+(\\.\\d+)?"?(,|$))', text, re.MULTILINE), name


def test_what_does_not_fit_on_a_sheet_goes_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST", 2)
    content = written("xlsx", graph("small"))
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert {"自治体", "自治体（2）"} < set(book.sheetnames)
    assert "自治体（3）" not in book.sheetnames
    assert list(next(iter(book["自治体（2）"].values)))[:2] == ["id", "名称"]
    book.close()
    assert exports.from_workbook(content) == held(graph("small"))


@pytest.mark.parametrize("format", EXPORTS)
def test_the_same_graph_is_the_same_bytes_whenever_it_is_written(format: str) -> None:
    content = written(format, graph("small"))
    assert written(format, graph("small")) == content
    if EXPORTS[format].binary:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert {part.date_time[0] for part in archive.infolist()} == {1980}
            told = [archive.read(name) for name in archive.namelist() if name == "docProps/core.xml"]
        years = [re.findall(rb">(\d{4})-\d\d-\d\dT", core) for core in told]
        assert years == [[b"2000", b"2000"]] * (format == "xlsx")


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with one made-up document marked 庁内限り, built."""
    folder = tmp_path_factory.mktemp("export") / "自分のデータ"
    (folder / "documents").mkdir(parents=True)
    text = CURATED.replace("種別: プレスリリース", "種別: 聞き取り\n  公開: 庁内限り")
    (folder / "documents" / "mine.yaml").write_text(text, encoding="utf-8")
    assert renkei("build", data=folder).returncode == 0
    return folder


def _content(path: Path) -> bytes:
    """A file's bytes; those of its parts if it is a zip."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(map(archive.read, archive.namelist()))


@pytest.mark.parametrize("format", EXPORTS)
def test_the_command_writes_the_file_and_leaves_internal_documents_out_unless_asked(
    format: str, user: Path, tmp_path: Path
) -> None:
    for options, there in (((), False), (("--internal",), True)):
        target = tmp_path / f"グラフ{EXPORTS[format].suffix}"
        done = renkei("export", format, *options, "-o", str(target), data=user)
        assert done.returncode == 0, done.stderr
        assert target.name in done.stdout
        assert ("あおば見守り".encode() in _content(target)) is there
        assert ("宇陀市".encode() in _content(target)) is True
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("format", ["csv", "xlsx", "gexf"])
def test_a_pipe_takes_the_same_bytes_as_a_file(format: str) -> None:
    read, write = os.pipe()
    size = file(format, "empty")
    with os.fdopen(read, "rb") as out, os.fdopen(write, "wb") as into:
        exporting.to_pipe(EXPORTS[format], graph("empty"), into, internal=False)
        into.close()
        assert out.read() == size


@pytest.mark.parametrize("format", [name for name, export in EXPORTS.items() if export.binary])
def test_a_zip_is_not_poured_onto_a_terminal(format: str, user: Path) -> None:
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "renkei.cli", "export", format],
            stdout=slave, stderr=subprocess.PIPE, encoding="utf-8", check=False,
            env=os.environ | {"RENKEI_DATA": str(user), "PYTHONUTF8": "1"}, cwd=user.parent,
        )  # fmt: skip
    finally:
        os.close(slave)
        os.close(master)
    assert done.returncode == 2
    assert f"-o グラフ{EXPORTS[format].suffix}" in done.stderr


@pytest.mark.parametrize(("format", "name"), [("csv", "表.csv"), ("xlsx", "表.xls"), ("csv", "表")])
def test_a_name_under_which_the_file_would_not_open_is_refused(
    format: str, name: str, user: Path, tmp_path: Path
) -> None:
    done = renkei("export", format, "-o", str(tmp_path / name), data=user)
    assert done.returncode == 2
    assert f"表{EXPORTS[format].suffix}" in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_is_wrong_usage_and_the_known_ones_are_named(user: Path) -> None:
    done = renkei("export", "shp", data=user)
    assert done.returncode == 2
    assert all(format in done.stderr for format in EXPORTS)


def _broken(graph: Tables, file: IO[bytes], internal: bool) -> None:
    file.write(b"half")
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("before", [None, b"whole"])
def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(before: bytes | None, tmp_path: Path) -> None:
    target = tmp_path / "グラフ.gexf"
    if before:
        target.write_bytes(before)
    with pytest.raises(UsageError, match=r"書けません.*空きがあるか"):
        exporting.to_file(Export("gexf", ".gexf", False, "", _broken), graph("empty"), target, internal=False)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([before] if before else [])


def test_a_folder_that_is_not_there_is_told(user: Path, tmp_path: Path) -> None:
    done = renkei("export", "gexf", "-o", str(tmp_path / "ない" / "グラフ.gexf"), data=user)
    assert done.returncode == 2
    assert "フォルダーがあるか" in done.stderr


# --- the public function -------------------------------------------------------------------------------------------


def test_importing_viz_brings_no_library_for_drawing() -> None:
    told = "import sys, viz; print([m for m in ('networkx', 'pyvis', 'xlsxwriter', 'jinja2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_examples_of_the_page_run_as_they_stand(user: Path, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    examples = re.findall("```python\n(.*?)```", page, re.DOTALL)
    assert len(examples) == 3
    assert renkei("export", "graphml", "-o", str(tmp_path / "グラフ.graphml"), data=user).returncode == 0
    shown = "\nimport json as _json; print(_json.dumps([len(G), G.number_of_edges(), G.is_multigraph()]))"
    counts = []
    for example in examples:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", example + shown],
            capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path,
            env=os.environ | {"RENKEI_DATA": str(user), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        counts.append(json.loads(done.stdout.splitlines()[-1]))
    from_store, from_files, from_graphml = counts
    assert from_store == from_graphml
    assert from_files[0] > from_store[0]


def test_the_page_and_the_readme_name_every_format_and_every_sheet() -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for format in EXPORTS:
        assert f"| `{format}` |" in page
        assert format in readme
    for sheet in exports.sheets(file("xlsx", "empty")):
        assert sheet in page
