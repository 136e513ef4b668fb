"""Made-up networks for the tests of figures: invented companies, and words of people with bad will."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pypdfium2
from lxml import etree

from graph.facts import Evidence, Fact, Facts, Node
from graph.tables import Tables
from tests import graphs
from viz.choice import chosen
from viz.network import Fact as Line
from viz.network import Network

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>&amp;</text></svg>",
    "=cmd|'/c calc'!A1",
    "{{7*7}}${7*7}",
    "\u202etxt.exe\u202c",
    "絵文字\U0001f600と\U00020bb7野",
    "制御\x07文字\x1f",
    "改行\n二行目\tタブ",
    "か\u3099ん字",
    "長" * 3_000,
)


def svg(body: str, more: str = "") -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="50mm" viewBox="0 0 400 200"{more}>{body}</svg>'
    )


def small() -> Network:
    return chosen(graphs.small())


@cache
def crowd(municipalities: int = 24, bodies: int = 40) -> Tables:
    """Municipalities of several prefectures with agreements of their own, and one that very many bodies signed."""
    found = Facts()
    found.add_node("文書", "d1", 題名="協定の一覧（試験用の作り話）", 種別="協定一覧", 公開="公開", 基準日="2024-04-01")
    for n in range(municipalities):
        found.add_node(
            "自治体", f"{n:06}", 名称=f"{'青緑赤白黒紫'[n % 6]}県{n}市", 略称=f"{n}市", 種別="市", 都道府県=f"{'青緑赤白黒紫'[n % 6]}県"
        )  # fmt: skip
    for n in range(bodies):
        found.add_node("企業", f"o-{n:03}", 名称=f"株式会社ためし{n}", 区分="企業")
    parties = [(f"k{n:03}", (f"{n:06}",), (f"o-{n % bodies:03}",)) for n in range(municipalities)]
    parties += [(f"k{n:03}b", codes, signers) for n, (_, codes, signers) in enumerate(parties) if n % 3 == 0]
    parties.append(("k-all", ("000000", "000001"), tuple(f"o-{n:03}" for n in range(bodies))))
    for n, (id, codes, signers) in enumerate(parties):
        graphs.say(found, "協定", id, "d1", 名称=f"見守りに関する協定{n}", 締結日="2023-11-08")
        for node in (*(Node("自治体", code) for code in codes), *(Node("企業", each) for each in signers)):
            evidence = Evidence("d1", f"{n * 50}-{n * 50 + 24}", "見守りの協定を結びました", "結んだ。", "明示")
            found.add(Fact("締結", node, Node("協定", id), evidence, ("",)))
    return found.tables()


def drawn(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def words(data: bytes) -> str:
    file = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in file)
    finally:
        file.close()


def spoiled(words: str) -> Network:
    """The small network with the words in every field that a person or a document may fill."""
    network = small()
    for _, known in network.nodes(data=True):
        for name, value in list(known["properties"].items()):
            if name in ("名称", "概要", "仮称", "枠組み", "区分", "都道府県"):
                known["properties"][name] = words
            elif isinstance(value, list):
                known["properties"][name] = [words]
        known["facts"] = tuple(_spoiled(fact, words) for fact in known["facts"])
    for _, _, known in network.edges(data=True):
        known["fact"] = _spoiled(known["fact"], words)
    for document in network.graph["documents"].values():
        document |= {"題名": words, "種別": words, "入手元": words}
    network.graph["fields"] = dict.fromkeys(network.graph["fields"], words)
    return network


def _spoiled(fact: Line, words: str) -> Line:
    return replace(
        fact,
        entries=tuple(
            entry._replace(quote=words, gist=words, said=words, note=words, own=tuple((name, words) for name, _ in entry.own))
            for entry in fact.entries
        ),
    )  # fmt: skip
