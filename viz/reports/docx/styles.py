"""The look of a report in Word: styles by name, so that a person changes them in one place."""

from __future__ import annotations

from typing import Any, Final

from viz.reports.docx.xml import COLOURS, elements, w

INK, SUB, LINE, HAIR = "1B1F24", "4A525C", "868F99", "D3D8DD"
_FONT: Final = (
    '<w:rFonts w:ascii="BIZ UDPGothic" w:hAnsi="BIZ UDPGothic" w:eastAsia="BIZ UDPGothic" w:cs="BIZ UDPGothic"/>'
)
# As Japanese Word does it: Japanese for Japanese letters; with ja-JP for Latin ones too, numbers are broken across lines.
_LANGUAGE: Final = '<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/>'
DEFAULTS: Final = (
    f'<w:docDefaults><w:rPrDefault><w:rPr>{_FONT}<w:color w:val="{INK}"/><w:sz w:val="20"/><w:szCs w:val="20"/>{_LANGUAGE}'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:kinsoku/><w:overflowPunct/><w:spacing w:after="80" w:line="300" w:lineRule="auto"/>'
    "</w:pPr></w:pPrDefault></w:docDefaults>"
)


def _paragraph(id: str, name: str, properties: str, letters: str = "", *, base: str = "", after: str = "", own: bool = True) -> str:  # fmt: skip
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    following = f'<w:next w:val="{after}"/>' if after else ""
    custom = ' w:customStyle="1"' if own else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{id}"><w:name w:val="{name}"/>{based}{following}<w:qFormat/>'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _character(id: str, name: str, letters: str) -> str:
    return f'<w:style w:type="character" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/><w:rPr>{letters}</w:rPr></w:style>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _spacing(before: int, after: int, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _border(*sides: tuple[str, str, int, str, int]) -> str:
    made = "".join(
        f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="{color}"/>'
        for side, kind, size, color, space in sides
    )
    return f"<w:pBdr>{made}</w:pBdr>"


_BOX: Final = '<w:bdr w:val="{}" w:sz="4" w:space="0" w:color="' + INK + '"/>'

HEADINGS: Final = {
    "Title": _paragraph("Title", "Title", f"<w:keepNext/>{_spacing(0, 120, 264)}", f"<w:b/><w:bCs/>{_size(20)}", after="Normal", own=False),
    "heading 1": _paragraph(
        "Heading1", "heading 1", f"<w:keepNext/><w:keepLines/>{_border(('top', 'single', 12, INK, 6))}{_spacing(360, 100, 264)}<w:outlineLvl w:val=\"0\"/>",
        f"<w:b/><w:bCs/>{_size(14)}", base="Normal", after="Normal", own=False,
    ),
    "heading 2": _paragraph(
        "Heading2", "heading 2", f"<w:keepNext/><w:keepLines/>{_spacing(200, 60, 264)}<w:outlineLvl w:val=\"1\"/>", f"<w:b/><w:bCs/>{_size(11)}",
        base="Normal", after="Normal", own=False,
    ),
    "caption": _paragraph("Caption", "caption", f"<w:keepNext/>{_spacing(140, 60, 264)}", f"<w:b/><w:bCs/>{_size(9.5)}", base="Normal", own=False),
}  # fmt: skip
"""Word's own styles, by the names that files use whatever the language of Word."""

OWN: Final = {
    "RenkeiScope": _paragraph("RenkeiScope", "連携グラフ 範囲", f"{_border(('left', 'single', 24, INK, 8))}{_spacing(0, 40)}<w:ind w:left=\"160\"/>", _size(10), base="Normal"),
    "RenkeiCell": _paragraph("RenkeiCell", "連携グラフ 表", f"<w:widowControl/>{_spacing(20, 20, 264)}", _size(9), base="Normal"),
    "RenkeiUnder": _paragraph("RenkeiUnder", "連携グラフ 表の補足", _spacing(0, 20, 252), f'<w:color w:val="{SUB}"/>{_size(8.5)}', base="Normal"),
    "RenkeiHead": _paragraph("RenkeiHead", "連携グラフ 表の見出し", f"<w:keepNext/>{_spacing(20, 20, 252)}", f'<w:color w:val="{SUB}"/>{_size(8.5)}', base="Normal"),
    "RenkeiNote": _paragraph("RenkeiNote", "連携グラフ 注", _spacing(40, 40, 264), f'<w:color w:val="{SUB}"/>{_size(8.5)}', base="Normal"),
    "RenkeiFigure": _paragraph("RenkeiFigure", "連携グラフ 図", f"<w:keepNext/>{_spacing(60, 20, 240)}", "", base="Normal"),
    "RenkeiRemarkLabel": _paragraph("RenkeiRemarkLabel", "連携グラフ 所見の見出し", f"<w:keepNext/>{_spacing(160, 20, 252)}", f'<w:b/><w:bCs/><w:color w:val="{SUB}"/>{_size(9)}', base="Normal", after="RenkeiRemark"),
    "RenkeiRemark": _paragraph("RenkeiRemark", "連携グラフ 所見", f"{_border(('left', 'single', 6, LINE, 8))}{_spacing(0, 160)}<w:ind w:left=\"160\"/>", _size(10.5), base="Normal"),
    "RenkeiNumber": _character("RenkeiNumber", "連携グラフ 出典番号", f'<w:color w:val="{COLOURS["RenkeiNumber"]}"/>{_size(8.5)}'),
    "RenkeiMissing": _character("RenkeiMissing", "連携グラフ 記載なし", f'<w:color w:val="{COLOURS["RenkeiMissing"]}"/>'),
    "RenkeiStated": _character("RenkeiStated", "連携グラフ 明示", f'<w:b/><w:bCs/><w:color w:val="FFFFFF"/>{_size(7)}{_BOX.format("single")}<w:shd w:val="clear" w:color="auto" w:fill="{INK}"/>'),
    "RenkeiInferred": _character("RenkeiInferred", "連携グラフ 推定", f'<w:b/><w:bCs/>{_size(7)}{_BOX.format("single")}'),
    "RenkeiDoubtful": _character("RenkeiDoubtful", "連携グラフ 要確認", f'<w:b/><w:bCs/>{_size(7)}{_BOX.format("dashed")}'),
    "RenkeiTable": (
        '<w:style w:type="table" w:customStyle="1" w:styleId="RenkeiTable"><w:name w:val="連携グラフ 表組"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{INK}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"/></w:tblBorders>'
        '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="150" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{INK}"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>'
    ),
}  # fmt: skip


def dress(document: Any, *, ours: bool) -> dict[str, str]:
    """Put our styles into a document that has none of them; ids of Word's headings, by `HEADINGS`.

    ``ours``: the document is made here, so that its headings and its type are ours too; a person's template keeps its own.
    """
    styles = document.styles.element
    if ours:
        for old in styles.findall(w("docDefaults")):
            styles.replace(old, elements(DEFAULTS)[0])
        _normal(styles)
    known = {style.get(w("styleId")) for style in styles.findall(w("style"))}
    for id, markup in OWN.items():
        if id not in known:
            styles.append(elements(_based(markup, styles))[0])
    ids = {}
    for name, markup in HEADINGS.items():
        found = [style for style in styles.findall(w("style")) if _name(style).casefold() == name.casefold()]
        if found and ours:
            styles.replace(found[0], elements(markup)[0])
        elif not found:
            styles.append(elements(_based(markup, styles))[0])
        ids[name] = found[0].get(w("styleId")) if found and not ours else elements(markup)[0].get(w("styleId"))
    return ids


def _name(style: Any) -> str:
    found = style.find(w("name"))
    return "" if found is None else str(found.get(w("val")))


def _based(markup: str, styles: Any) -> str:
    """On the style that the document calls Normal, whatever its id (``a`` in Japanese Word)."""
    for style in styles.findall(w("style")):
        if _name(style).casefold() == "normal":
            return markup.replace('w:val="Normal"', f'w:val="{style.get(w("styleId"))}"')
    return markup.replace('<w:basedOn w:val="Normal"/>', "").replace('<w:next w:val="Normal"/>', "")


def _normal(styles: Any) -> None:
    """Normal without letters of its own, so that the defaults hold."""
    for style in styles.findall(w("style")):
        if _name(style).casefold() == "normal":
            for each in style.findall(w("rPr")):
                style.remove(each)
