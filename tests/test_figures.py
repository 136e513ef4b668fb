"""Figures, the PDF and the workbook beside the map: made-up graphs in, files that other programs read out."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import resvg_py
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from graph.errors import UsageError
from graph.facts import Node
from tests import graphs
from tests.figures import HOSTILE, SVG, crowd, drawn, small, spoiled, svg, words
from viz.choice import WHOLE, Choice, chosen
from viz.citations import cite
from viz.figures import (
    PAPERS,
    embedded,
    figure,
    groups,
    missing,
    png,
    setting,
    text_width,
    typeface,
    write,
)
from viz.figures.booklet.making import booklet
from viz.figures.fitting import fit, frame
from viz.figures.paper import paper
from viz.figures.sources import sources
from viz.figures.workbook import workbook
from viz.figures.writing import WRITERS
from viz.layout import lay_out
from viz.network import Network

# An SVG that looks the same everywhere


def test_no_text_is_left_to_the_fonts_of_a_pc_and_its_words_stay_as_labels() -> None:
    root = drawn(embedded(svg('<text x="9" y="30">宇陀市と<tspan font-weight="700">金庫</tspan></text>')))
    assert not list(root.iter(f"{SVG}text"))
    assert [group.get("aria-label") for group in root.iter(f"{SVG}g") if group.get("aria-label")] == ["宇陀市と金庫"]
    uses = [use.get("{http://www.w3.org/1999/xlink}href") for use in root.iter(f"{SVG}use")]
    shapes = {f"#{path.get('id')}" for path in root.iter(f"{SVG}path") if path.get("id")}
    assert len(uses) == 6
    assert set(uses) == shapes


def test_characters_that_the_typeface_lacks_are_seen_as_geta_and_named() -> None:
    text = "A\U0001f600B\U00020bb7\u202e\ufe0f"
    assert missing(text) == ["\U0001f600", "\U00020bb7"]
    assert text_width(text) == text_width("A〓B〓")
    assert len(list(drawn(embedded(svg(f'<text x="0" y="20">{text}</text>'))).iter(f"{SVG}use"))) == 4
    network = small()
    network.nodes[Node("企業", "o-a")]["properties"]["名称"] = "株式会社\U00020bb7野"
    assert "U+20BB7" in figure(network, PAPERS["a4"])


def test_words_end_where_their_anchor_says() -> None:
    text = "右端に、揃える ABC"
    ends = {}
    for anchor in ("start", "middle", "end"):
        root = drawn(embedded(svg(f'<text x="200" y="50" font-size="20" text-anchor="{anchor}">{text}</text>')))
        first = next(root.iter(f"{SVG}use")).get("transform") or ""
        ends[anchor] = float(re.match(r"translate\(([\d.]+)", first)[1])  # type: ignore[index]
    wide = text_width(text, 20)
    assert ends == pytest.approx({"start": 200, "middle": 200 - wide / 2, "end": 200 - wide}, abs=0.01)


def test_a_style_sheet_is_written_out_and_links_lead_nowhere() -> None:
    style = "<style>@media print{text{fill:red}} .h{fill:#123456;font-size:20px} g .h{fill:#654321}</style>"
    body = '<a href="javascript:alert(1)"><g><text class="h" x="0" y="30">題</text></g></a><text class="h" y="60">題</text>'
    root = drawn(embedded(svg(style + body)))
    texts = [group for group in root.iter(f"{SVG}g") if group.get("aria-label")]
    assert [group.get("fill") for group in texts] == ["#654321", "#123456"]
    assert not list(root.iter(f"{SVG}style"))
    assert "javascript" not in etree.tostring(root, encoding="unicode")


def test_no_colour_is_left_to_the_program_that_shows_it() -> None:
    root = drawn(embedded(svg('<g color="#0F4C8F"><path d="M0 0H9" fill="none" stroke="currentColor"/></g>')))
    assert next(path for path in root.iter(f"{SVG}path") if path.get("d") == "M0 0H9").get("stroke") == "#0F4C8F"
    assert "currentColor" not in embedded(figure(small(), PAPERS["a4"]))


def test_what_is_no_svg_is_refused() -> None:
    for text in ("", "<svg", "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>"):
        with pytest.raises(ValueError, match="well-formed"):
            embedded(text)


def test_a_png_needs_no_font_and_says_how_large_it_prints() -> None:
    text = svg('<text x="20" y="120" font-size="80">図</text>')
    data = png(text, width=400)
    blank = png(svg(""), width=400)
    assert data != blank
    assert data == bytes(png(embedded(text), width=400)), (
        "the outlines alone give the same picture: no font was asked for"
    )
    assert int.from_bytes(data[41:45]) == 400 * 10  # pHYs: 400 pixels on 100 mm
    assert resvg_py.__version__


def test_a_picture_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        png(svg(""), width=20_000)


# The figure


@pytest.mark.parametrize("name", PAPERS)
def test_texts_print_at_eight_points_or_more_and_stay_on_the_sheet(name: str) -> None:
    sheet = PAPERS[name]
    root = drawn(figure(chosen(crowd()), sheet))
    box = [float(number) for number in (root.get("viewBox") or "").split()]
    sizes = {float(text.get("font-size") or 0) * sheet.unit for text in root.iter(f"{SVG}text")}
    assert min(sizes) >= 7.99
    for text in root.iter(f"{SVG}text"):
        left = _moved(text)[0] + float(text.get("x") or 0)
        wide = text_width("".join(text.itertext()), float(text.get("font-size") or 0))
        left -= {"end": wide, "middle": wide / 2}.get(text.get("text-anchor") or "", 0)
        assert left >= -0.5, text.text
        assert left + wide <= box[2] + 1, text.text
        assert _moved(text)[1] + float(text.get("y") or 0) <= box[3]


def _moved(element: etree._Element) -> tuple[float, float]:
    x = y = 0.0
    for around in element.iterancestors():
        match = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", around.get("transform") or "")
        x, y = (x + float(match[1]), y + float(match[2])) if match else (x, y)
    return x, y


def test_labels_of_a_figure_never_overlap() -> None:
    network = chosen(graphs.facts().tables())
    for sheet in PAPERS.values():
        layout = lay_out(network, frame(sheet, sources(network, 600, 14, 6).references))
        boxes = sorted(
            (layout.label_x(node), spot.top, layout.label_x(node) + spot.width, spot.top + spot.height)
            for node, spot in layout.spots.items()
        )
        assert not [
            (one, other)
            for n, one in enumerate(boxes)
            for other in boxes[n + 1 :]
            if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] - 0.1 and other[1] < one[3] - 0.1
        ]


@pytest.mark.parametrize("name", PAPERS)
def test_what_does_not_fit_is_counted(name: str) -> None:
    network = chosen(crowd())
    sheet = PAPERS[name]
    room = sheet.units(sheet.height) * 0.6
    fitted = fit(network, sheet, lambda _: {}, room)
    assert fitted.step
    assert fitted.layout.height <= room
    left = fitted.left()
    for label in ("自治体", "協定", "企業"):
        shown = {
            each for node in fitted.network for each in groups.members(fitted.network, node) if each.label == label
        }
        assert len(shown) + left[label] == sum(node.label == label for node in network)
        assert shown
    rest = [f"{'企業・団体' if label == '企業' else label} {number}" for label, number in left.items() if number]
    picture = figure(network, sheet)
    assert "まとめ" in picture
    assert not rest or "はこの図に入らない" in picture


def test_what_is_tied_alike_becomes_one_and_loses_no_tie() -> None:
    network = chosen(crowd(bodies=30))
    alike = groups.merged(network)

    def ties(some: Network) -> set[tuple[Node, Node]]:
        return {
            (start, end)
            for one, other in some.edges()
            for start in groups.members(some, one)
            for end in groups.members(some, other)
        }

    assert ties(alike) == ties(network)
    assert len(alike) < len(network)
    assert {each for node in alike for each in groups.members(alike, node)} == set(network)


def test_numbers_in_the_figure_are_those_of_the_documents_below_it() -> None:
    text = " ".join("".join(text.itertext()) for text in drawn(figure(small(), PAPERS["a4"])).iter(f"{SVG}text"))
    assert re.search("地域見守り協定 ?［1・2］", text)
    assert "1　見守り協定の締結について（試験用の作り話）" in text
    assert "2　協定一覧（試験用の作り話）" in text.replace(" ", "")


def test_an_empty_range_is_no_claim_that_there_is_nothing() -> None:
    network = chosen(graphs.small(), Choice(prefecture="奈良県", as_of="1950-01-01"))
    assert "連携がないという意味ではありません" in figure(network, PAPERS["a4"])
    assert "連携がないという意味ではありません" in words(booklet(network))


def test_an_unknown_kind_or_paper_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="a4-landscape"):
        paper("b5")
    with pytest.raises(UsageError, match="xlsx"):
        write(graphs.small(), WHOLE, ".docx")


def test_too_much_for_a_pdf_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viz.figures.booklet.making.MOST", 2)
    with pytest.raises(UsageError, match="--around"):
        booklet(small())


# Setting


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="あア漢、。（）「」ー・abc 12\n%っ", max_size=80), st.floats(4, 30))
def test_lines_keep_every_word_and_the_rules_of_line_breaking(text: str, width: float) -> None:
    lines = setting.lines(text, width, 1.0)
    assert "".join(lines).replace(" ", "") == "".join(text.split()).replace(" ", "")
    starts = {line[0] for line in lines if line}
    assert all(text_width(line) <= width + 1e-6 for line in lines)
    if width > 25:
        begun = {part[0] for part in text.splitlines() if part}
        long = re.findall("[、。）」ー・っ%（「]{3,}|[a-z0-9%]{12,}", text)
        assert long or not (starts - begun) & setting.NEVER_FIRST


def test_a_name_breaks_after_its_legal_form() -> None:
    assert setting.label("一般社団法人公民連携のための機構", 12) == ("一般社団法人", "公民連携のための機構")
    assert setting.label("株式会社よつば", 12) == ("株式会社よつば",)


# The workbook


def test_the_workbook_is_one_table_a_sheet_and_numbers_the_evidence_as_the_figures_do() -> None:
    network = small()
    citations = cite(network)
    book = openpyxl.load_workbook(io.BytesIO(write(graphs.small(), WHOLE, ".xlsx")))
    assert book.sheetnames == ["協定・施策", "関係", "分野・成果・経費", "根拠", "文書", "図", "条件"]
    for name in ("協定・施策", "関係", "分野・成果・経費", "根拠", "文書", "条件"):
        heads = [cell.value for cell in book[name][1]]
        assert len(set(heads)) == len(heads)
        assert None not in heads
        assert not book[name].merged_cells.ranges
        assert {cell.data_type for row in book[name].iter_rows() for cell in row} <= {"s", "n"}
    entries = sum(len(fact.entries) for fact in citations.facts)
    assert book["根拠"].max_row == entries + 1
    assert {row[0] for row in book["根拠"].iter_rows(min_row=2, values_only=True)} == {
        passage.number for passage in citations.passages
    }
    assert book["関係"].max_row == len(citations.facts) + 1
    assert len(book["図"]._images) == 1


# All kinds


@pytest.mark.parametrize("bad", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_words_in_every_field_are_text_in_every_kind(bad: str) -> None:
    network = spoiled(bad)
    root = drawn(embedded(figure(network, PAPERS["a4"], title=bad)))
    kinds = {each.tag.removeprefix(SVG) for each in root.iter(etree.Element)}
    assert kinds <= {"svg", "title", "desc", "defs", "g", "path", "rect", "circle", "use"}
    assert not [name for each in root.iter(etree.Element) for name in each.attrib if name.startswith("on")]

    shown = re.sub(r"\s", "", typeface.drawn(bad))
    assert shown[:40] in re.sub(r"\s", "", words(booklet(network, title=bad)))

    book = openpyxl.load_workbook(io.BytesIO(workbook(network, png(svg(""), width=9), title=bad)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    there = {str(cell.value).replace("\r\n", "\n") for cell in cells}
    assert bad in there or ILLEGAL_CHARACTERS_RE.search(bad)


def test_a_slide_stays_a_slide_whatever_the_words() -> None:
    for bad in HOSTILE:
        root = drawn(figure(spoiled(bad), PAPERS["16:9"], title=bad))
        box = [float(number) for number in (root.get("viewBox") or "").split()]
        assert box[2] / box[3] == pytest.approx(16 / 9, abs=0.01), ascii(bad[:12])


def test_names_of_ten_thousand_characters_are_whole_in_the_list() -> None:
    network = small()
    network.nodes[Node("企業", "o-a")]["properties"]["名称"] = "あ" * 10_000
    data = booklet(network)
    assert words(data).count("あ") >= 10_000
    assert "（全10,000字）" in words(data)


PROGRAM = """
import hashlib
from tests.figures import crowd
from viz.choice import WHOLE
from viz.figures import write
from viz.figures.workbook import workbook
from viz.figures.writing import WRITERS
for suffix in WRITERS:
    print(suffix, hashlib.sha256(write(crowd(8, 9), WHOLE, suffix)).hexdigest())
"""


def test_equal_graphs_give_equal_bytes_in_every_process() -> None:
    other = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=Path(__file__).parent.parent, env={**os.environ, "PYTHONHASHSEED": "1"}, check=True, capture_output=True,
    )  # fmt: skip
    here = [f"{suffix} {hashlib.sha256(write(crowd(8, 9), WHOLE, suffix)).hexdigest()}" for suffix in WRITERS]
    assert other.stdout.decode().split("\n")[:-1] == here
