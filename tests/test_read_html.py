"""Web pages as municipalities make them. All pages are made up; so are the companies."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.read import Reading, read_bytes
from tests.documents.files import exact, texts

LINKS = "".join(
    f'<li><a href="/{n}/">{name}</a></li>'
    for n, name in enumerate(["くらし", "子育て", "防災", "観光", "市政", "広報", "入札"])
)
STORY = "宇陀市は、株式会社あおば見守りと、高齢者の見守りに関する協定を結びました。締結の日は令和5年11月8日です。"


def page(body: str, title: str = "", head: str = "") -> Reading:
    raw = f"<!DOCTYPE html><html lang=ja><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return exact(read_bytes("page.html", raw.encode()))


SHELLS = {
    "semantic": "<header><p>市の名</p><nav><ul>{links}</ul></nav></header><main><article>{main}</article></main><aside>おすすめ</aside>"
    "<footer>〒000-0000 市役所</footer>",
    "ids": '<div id="header"><div id="logo">市の名</div><ul id="globalNav">{links}</ul></div><div id="pankuzu">トップ &gt; 市政</div>'
    '<div id="container" class="has-sidebar"><div id="tmp_contents">{main}</div><div id="lnavi"><ul>{links}</ul></div></div>'
    '<div id="footer">市役所</div>',
    "classes": '<div class="l-header"><p>市の名</p></div><div class="breadcrumb-list">トップ</div><div class="wrapper"><div class="main_content">'
    '{main}<div class="sns-share">ツイート</div></div><div class="side-menu">{links}</div></div><div class="c-footer__inner">市役所</div>',
    "roles": '<div role="banner">市の名</div><div role="navigation">{links}</div><div role="main">{main}</div><div role="contentinfo">市役所</div>',
    "layout tables": '<table width="100%"><tr><td colspan="2"><ul>{links}</ul></td></tr><tr><td width="150"><ul>{links}</ul></td>'
    "<td>{main}</td></tr></table>",
    "bare": "<ul>{links}</ul>{main}<ul>{links}</ul>",
    "form around all": '<form id="aspnetForm" action="/"><div class="header">市の名</div><div class="contents">{main}</div></form>',
    "cookie banner": '<div id="cookie-consent">クッキーを使います</div><div class="entry-content">{main}</div><div class="pagetop">上へ</div>',
    "links beside the text in a nameless block": '<div id="contents"><div class="x1">{main}</div><div class="x2"><ul>{links}</ul></div></div>',
    "main named as a frame": '<div id="page-header">{main}</div>',
}


@pytest.mark.parametrize("shell", SHELLS.values(), ids=SHELLS.keys())
def test_the_main_text_is_read_and_what_stands_around_it_is_not(shell: str) -> None:
    main = f"<h1>協定の締結</h1><p>{STORY}</p><ul><li>声かけ</li><li>配達</li></ul>"
    reading = page(shell.format(links=LINKS, main=main))
    assert reading.text == f"協定の締結\n{STORY}\n声かけ\n配達\n"
    assert [reading.quote(h) for h in reading.headings] == ["協定の締結"]
    assert reading.title == "協定の締結"


LIST = (
    "<table><tr><td>協定</td><td>相手方</td><td>日</td></tr><tr><td>見守り</td><td>㈱あおば</td><td>R5.11.8</td></tr>"
    "<tr><td>物資</td><td>㈱みどり</td><td>R6.4.1</td></tr></table>"
)


@pytest.mark.parametrize("shell", SHELLS.values(), ids=SHELLS.keys())
def test_a_list_of_data_is_a_table_in_any_page(shell: str) -> None:
    reading = page(shell.format(links=LINKS, main=f"<h1>協定一覧</h1><p>令和6年4月1日現在</p>{LIST}"))
    assert [texts(table)[1:] for table in reading.tables] == [
        [["見守り", "㈱あおば", "R5.11.8"], ["物資", "㈱みどり", "R6.4.1"]]
    ]
    assert reading.text.startswith("協定一覧\n令和6年4月1日現在\n協定\t相手方\t日\n")


def test_a_list_of_links_in_the_main_part_is_text() -> None:
    items = "".join(f'<li><a href="{n}.pdf">見守り協定（㈱あおば{n}）</a></li>' for n in range(12))
    assert page(f"<main><h1>協定一覧</h1><ul>{items}</ul></main>").text.count("見守り協定") == 12


def test_the_title_is_read_first_and_names_the_page() -> None:
    reading = page(f"<main><h1>協定の締結</h1><p>{STORY}</p></main>", "協定の締結｜宇陀市公式ホームページ")
    assert reading.title == "協定の締結｜宇陀市公式ホームページ"
    assert reading.text.startswith("協定の締結｜宇陀市公式ホームページ\n協定の締結\n宇陀市は、")
    assert page(f"<h1>協定の締結</h1><p>{STORY}</p>", "宇陀市").title == "協定の締結"


def test_rows_and_columns_that_span_are_one_cell_at_every_place() -> None:
    table = (
        "<table border=1><caption>一覧</caption><thead><tr><th rowspan=2>分野</th><th colspan=2>協定</th></tr><tr><th>名</th><th>日</th></tr></thead>"
        "<tbody><tr><td rowspan=0>防災</td><td>見守り<br>協定</td><td></td></tr><tr><td colspan=2>物資</td></tr></tbody></table>"
    )
    reading = page(table)
    rows = reading.tables[0].rows
    assert texts(reading.tables[0]) == [
        ["分野", "協定", "協定"],
        ["分野", "名", "日"],
        ["防災", "見守り\n協定", ""],
        ["防災", "物資", "物資"],
    ]
    assert rows[0].cells[0] is rows[1].cells[0]
    assert rows[3].cells[1] is rows[3].cells[2]
    assert reading.text == "一覧\n分野\t協定\n\t名\t日\n防災\t見守り 協定\n\t物資\n"


def test_cells_hold_their_lists_paragraphs_and_small_tables() -> None:
    cell = "<p>㈱あおば</p><ul><li>声かけ<li>配達</ul><table><tr><td>甲<td>乙</table>"
    reading = page(f"<table border=1><tr><th>相手<th>日</tr><tr><td>{cell}<td>R5</tr></table>")
    assert texts(reading.tables[0])[1] == ["㈱あおば\n声かけ\n配達\n甲 乙", "R5"]


def test_struck_words_are_left_out_with_a_word_and_a_struck_cell_is_marked() -> None:
    reading = page(
        "<p>締結日は<del>令和4年</del><ins>令和5年</ins>です。</p><table border=1><tr><th>協定<th>相手<tr><td><s>見守り</s>"
        '<td><span style="text-decoration:line-through">㈱あおば</span><br>㈱みどり</table>'
    )
    assert reading.text.startswith("締結日は令和5年です。\n")
    first, second = reading.tables[0].rows[1].cells
    assert (first.text, first.struck) == ("見守り", True)
    assert (second.text, second.struck) == ("㈱みどり", False)
    assert "（「令和4年」「㈱あおば」）" in reading.warnings[0].what


def test_what_is_not_shown_is_not_read() -> None:
    reading = page(
        '<p>見える<span style="display: none">隠れた</span><span hidden>隠れた</span><span aria-hidden="true">隠れた</span>'
        '<span class="sr-only">隠れた</span><!-- 隠れた --><ruby>宇陀<rp>(</rp><rt>うだ</rt><rp>)</rp></ruby>市</p>'
        "<script>隠れた</script><style>隠れた</style><noscript>隠れた</noscript><template>隠れた</template>"
    )
    assert reading.text == "見える宇陀市\n"


def test_words_broken_over_lines_of_the_source_are_whole() -> None:
    reading = page(
        "<p>株式会社\n      あおば見守りと\n  ABC  \n Co., Ltd. は</p><p>A&amp;B　&#12288;C&nbsp;D</p><pre>一\n  二</pre>"
    )
    assert reading.text == "株式会社あおば見守りと ABC Co., Ltd. は\nA&B　\u3000C\u00a0D\n一\n二\n"


def test_definition_lists_and_breaks_are_lines() -> None:
    assert (
        page("<dl><dt>締結日<dd>令和5年<dt>相手<dd>㈱あおば</dl><p>一<br>二<br/><br>三</p>").text
        == "締結日\n令和5年\n相手\n㈱あおば\n一\n二\n三\n"
    )


def test_tables_in_tables_in_tables_take_no_time() -> None:
    deep = "<table><tr><td>" * 70 + "<p>底の文</p>" + "</td><td>横</td></tr><tr><td>下</td></tr></table>" * 70
    assert "底の文" in page(deep).text


def test_a_page_saved_as_one_file_is_read() -> None:
    raw = (
        b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        b"<html><body><p>=E5=8D=94=E5=AE=9A</p></body></html>\r\n--b--\r\n"
    )
    reading = read_bytes("page.mht", raw)
    assert (reading.text, reading.format) == ("協定\n", "html")


_MARKUP = st.recursive(
    st.text(alphabet="あ協定株 \n1&", max_size=5),
    lambda inner: st.builds(
        "<{0}{1}>{2}</{0}>".format,
        st.sampled_from(["p", "div", "span", "table", "tr", "td", "th", "ul", "li", "br", "s", "h2", "nav", "caption", "tbody"]),
        st.sampled_from(["", " rowspan=2", " colspan=3", " rowspan=0 colspan=2", " hidden", " class=main", " border=1"]),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(_MARKUP)
def test_every_cell_of_any_page_stands_where_it_says(markup: str) -> None:
    exact(
        read_bytes(
            "a.html", f"<html><body>終{markup}<table border=1><tr><td>a<td>b<tr><td>{markup}<td>d</table>".encode()
        )
    )
