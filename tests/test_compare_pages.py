"""The comparison of municipalities, and a document beside its text. All words but names of municipalities are made up."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.app import create_app
from graph.facts import Evidence, Fact, Node
from graph.settings import Settings
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from tests import graphs
from tests.explorer_world import NAUGHTY, TAKEHARA, TENRI, facts, page, words

TEXT = "（作り話）宇陀の町は、見守りの協定を結びましたと伝えた。\nそのあとの話は、だれも書いていない。\n"
QUOTE = "見守りの協定を結びました"
ALL = ",".join((TAKEHARA, graphs.UDA, TENRI, graphs.FUCHU))


@pytest.fixture(scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    folder = tmp_path_factory.mktemp("compare")
    (folder / "originals").mkdir()
    (folder / "originals" / "talk.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    found = facts()
    found.add_node(
        "文書", "d1", 題名="見守り協定の締結について（試験用の作り話）", 種別="プレスリリース", 公開="公開",
        発行日="2023-11-08", sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
    )  # fmt: skip
    at = TEXT.index(QUOTE)
    said = Evidence("d1", f"{at}-{at + len(QUOTE)}", QUOTE, "協定を結んだと伝えた。", "明示", "同町")
    found.add(Fact("対象", Node("協定", "k1"), Node("分野", "f02"), said, ()))
    opened = EmbeddedStore(folder / "graph.json")
    await opened.replace(found.tables())
    yield opened
    await opened.close()


@pytest.fixture
async def web(
    store: Store, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[httpx.AsyncClient]:
    originals = next(tmp_path_factory.getbasetemp().glob("compare*/originals"))
    app = create_app(Settings(data=tmp_path, sources=originals), store)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8000") as opened:
        yield opened


def cells(tree: object) -> dict[tuple[str, str], str]:
    """(item, municipality) → what the cell says."""
    table = tree.xpath("//table[@class='compared']")[0]  # type: ignore[attr-defined]
    heads = [words(each) for each in table.xpath("thead//th/b")]
    return {
        (words(row.xpath("th")[0]).partition("4団体")[0], heads[n]): words(cell)
        for row in table.xpath("tbody/tr")
        for n, cell in enumerate(row.xpath("td"))
    }


async def test_municipalities_stand_in_the_order_of_their_codes(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/compare", 自治体=ALL)
    heads = [words(each) for each in tree.xpath("//table[@class='compared']/thead//th/b")]
    assert heads == ["天理市", "宇陀市", "竹原市", "府中市"]


async def test_none_is_said_only_where_a_document_lists_everything(web: httpx.AsyncClient) -> None:
    found = cells(await page(web, "/compare", 自治体=ALL))
    field = "高齢者・障害者・見守り"
    assert found[field, "天理市"] == "未調査"
    assert found[field, "竹原市"].startswith("記録なし")
    assert found[field, "府中市"].startswith("記録なし")
    assert found["協定", "天理市"] == "未調査"


async def test_none_names_the_place_that_says_so(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/compare", 自治体=TAKEHARA)
    numbers = tree.xpath("//p[@class='nothing']//a[@class='cite']/@href")
    assert numbers
    assert all(tree.xpath(f"//li[@id='{href[1:]}']") for href in numbers)


async def test_a_cell_says_stage_name_partner_and_cost_with_its_source(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/compare", 自治体=ALL)
    cell = cells(tree)["高齢者・障害者・見守り", "宇陀市"]
    for part in ("実証", "経費年50万円", "（提供）", "時期の記載なし"):
        assert part in cell
    assert NAUGHTY in tree.xpath("//table[@class='compared']//text()")
    cited = tree.xpath("//table[@class='compared']//a[@class='cite']/@href")
    assert all(tree.xpath(f"//ol[@class='short-sources']/li[@id='{href[1:]}']") for href in cited)


async def test_an_agreement_without_a_measure_in_its_field_is_a_state_of_its_own(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/compare", 自治体=graphs.UDA, 時点="2023-12-31")
    cell = tree.xpath("//table[@class='compared']/tbody/tr[2]/td")[0]
    assert "協定だけ" in words(cell)
    assert "施策は未調査" in words(cell)
    assert "うち協定だけ2" in words(tree)


async def test_names_that_are_pasted_are_resolved_and_the_rest_is_offered(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/compare", 足す="奈良県宇陀市\n竹原市\tどこにもない町、府中")
    assert [words(each)[:-1] for each in tree.xpath("//ul[@class='chips']/li")] == ["奈良県宇陀市", "広島県竹原市"]
    told = [words(each) for each in tree.xpath("//div[@class='offers']")]
    assert any("どこにもない町" in each and "その名の自治体はない" in each for each in told)
    offer = tree.xpath("//div[@class='offers']//a")[0]
    assert parse_qs(urlsplit(offer.get("href")).query)["自治体"] == [f"{graphs.UDA},{TAKEHARA},{graphs.FUCHU}"]


async def test_a_municipality_can_be_taken_out_and_contents_hidden(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/compare", 自治体=ALL, 出す="時期")
    assert "経費" not in words(tree.xpath("//table[@class='compared']")[0])
    out = next(each for each in tree.xpath("//ul[@class='chips']//a") if "宇陀市" in each.get("aria-label"))
    values = parse_qs(urlsplit(out.get("href")).query)
    assert graphs.UDA not in values["自治体"][0]
    assert values["隠す"] == ["相手,経費,成果,所管課,出典"]


async def test_turned_round_the_same_cells_stand_in_rows(web: httpx.AsyncClient) -> None:
    plain = (await page(web, "/compare", 自治体=ALL)).xpath("//table[@class='compared']")[0]
    turned = (await page(web, "/compare", 自治体=ALL, 向き="団体")).xpath("//table[@class='compared']")[0]
    one = [[words(cell) for cell in row.xpath("td")] for row in plain.xpath("tbody/tr")]
    other = [[words(cell) for cell in row.xpath("td")] for row in turned.xpath("tbody/tr")]
    assert [list(column) for column in zip(*one, strict=True)] == other


async def test_the_files_hold_the_same_municipalities_and_day(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/compare", 自治体=ALL, 時点="令和5年度", 隠す="経費")
    for href in tree.xpath("//span[@class='take']/a[contains(@href, '/api/')]/@href"):
        assert parse_qs(urlsplit(href).query) == {"自治体": [",".join(sorted(ALL.split(",")))], "時点": ["令和5年度"]}
        assert (await web.get(href)).status_code == 200


async def test_what_is_no_municipality_or_too_many_is_told(web: httpx.AsyncClient) -> None:
    assert "団体コード" in words(await page(web, "/compare", 404, 自治体="o-a"))
    assert "分野" in words(await page(web, "/compare", 422, 自治体=graphs.UDA, 分野="ない分野"))
    assert "100" in words(await page(web, "/compare", 422, 足す="\n".join(f"町{n}" for n in range(120))))


async def test_before_anything_is_chosen_a_list_can_be_pasted(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/compare")
    assert tree.xpath("//textarea[@name='足す']")
    assert "奈良県宇陀市" in words(tree)


# --- a document beside its text ----------------------------------------------------------------------------------------


async def test_a_document_stands_beside_its_text_with_exactly_the_quoted_words_marked(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/documents/d1", 見る="原文")
    marked = [
        ("".join(each.itertext()), tree.xpath(f"//ol/li[@id='{each.get('href')[1:]}']"))
        for each in tree.xpath("//div[@class='text']//a[@class='q']")
    ]
    assert [each for each, _ in marked] == [QUOTE, TEXT[30:40].split("\n")[0]]
    assert "協定を結んだと伝えた" in words(marked[0][1][0])
    text = "".join("".join(each.itertext()) for each in tree.xpath("//div[@class='lines']/p"))
    for number in tree.xpath("//sup"):
        text = text.replace("".join(number.itertext()), "", 1)
    assert text == TEXT.replace("\n", "")


async def test_a_quote_that_is_not_in_the_text_is_not_marked_but_shown(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/documents/d1", 見る="原文")
    assert "原文に印がない" in words(tree)
    assert tree.xpath("//ol[@class='passages']//blockquote")


async def test_a_document_whose_original_is_not_at_hand_says_so(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/documents/d2", 見る="原文")
    assert "原文は手元にない" in words(tree)
    assert "原文と並べる" not in words(tree.xpath("//nav[@class='tabs']")[0])
