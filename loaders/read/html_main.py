"""What of a web page is the document: navigation, banners, share buttons and the like are marked to be passed over.

Municipal pages often have no semantic elements; then names of classes and ids tell, and the share of links. Where a
rule would take away most of the page it is not followed: rather too much text than too little.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from loaders.read.archive import local
from loaders.read.html_words import BESIDE, FRAMES, NEVER

_AROUND: Final = frozenset({"nav", "footer", "aside", "header", "menu"})
_ROLES: Final = frozenset(
    {
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "complementary",
        "menu",
        "menubar",
        "toolbar",
        "dialog",
        "alertdialog",
    }
)
_MAIN: Final = re.compile(
    r"^(?:tmp-|l-|c-|p-|js-|the-|page-|site-|left-|right-|center-)*(?:main|main-?contents?|main-?area|main-?body|main-?column|main-?block|main-?inner|contents?|"
    r"contents?-?(?:main|body|area|inner|detail|block)|honbun|article|article-?(?:body|main|area)|entry|entry-?(?:body|content)|post|post-?content|detail|"
    r"detail-?(?:body|area|main)|wysiwyg|release|press-?release|news-?(?:detail|body)|body-?text|free-?area)$"
)
_HIDDEN: Final = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"^(?:sr-only|visually-?hidden|screen-?reader-?text|d-none|is-hidden|hidden|hide)$")
_LEAST_LINKS: Final = 5
_SHORT_LINK: Final = 12
_VERY_SHORT_LINK: Final = 8


def passed_over(root: etree._Element) -> set[etree._Element]:
    """The elements of a page that are not read, with all that they hold."""
    unseen = {e for e in root.iter() if not local(e) or local(e) in NEVER or _hidden(e)}
    sizes = _Sizes(root, unseen)
    whole = sizes.text.get(root, 0)
    around: set[etree._Element] = set()
    for element in root.iter():
        if element in sizes.text and _is_around(element) and not _holds_document(element, sizes, whole):
            around.add(element)
    sizes = _Sizes(root, unseen | around)
    main, declared = _main(root, sizes)
    if main is None:
        return unseen | around | {e for e in sizes.text if _all_links(e, sizes, _SHORT_LINK)}
    outside = unseen | around | _outside(root, main)
    # A column of links within what is only called the content is navigation, if the links are very short.
    return outside if declared else outside | {e for e in sizes.text if _all_links(e, sizes, _VERY_SHORT_LINK)}


class _Sizes:
    """Characters of text, characters of it within links, and number of links, of every element that is read."""

    def __init__(self, root: etree._Element, without: set[etree._Element]) -> None:
        self.text: dict[etree._Element, int] = {}
        self.linked: dict[etree._Element, int] = {}
        self.links: dict[etree._Element, int] = {}
        self._without = without
        self._measure(root)

    def _measure(self, element: etree._Element) -> None:
        text, linked, links = _length(element.text), 0, 0
        for child in element:
            if child not in self._without:
                self._measure(child)
                text += self.text[child]
                linked += self.linked[child]
                links += self.links[child]
            text += _length(child.tail)
        if local(element) == "a" and element.get("href"):
            linked, links = text, 1
        self.text[element], self.linked[element], self.links[element] = text, linked, links


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _hidden(element: etree._Element) -> bool:
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").lower() == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
        or any(_UNSEEN.match(name) for name in _names(element))
    )


def _names(element: etree._Element) -> list[str]:
    """Classes and id, as words with hyphens: ``globalNav_area`` is global-nav-area."""
    words = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return [re.sub(r"[_-]+", "-", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", word)).lower().strip("-") for word in words]


def _is_around(element: etree._Element) -> bool:
    name = local(element)
    if name in ("html", "body", "main", "article", "h1", "td", "th", "tr", "tbody", "a", "span", "p"):
        return False
    if name in _AROUND or (element.get("role") or "").lower() in _ROLES:
        return True
    return any(_names_a_frame(word.split("-")) for word in _names(element))


def _names_a_frame(words: list[str]) -> bool:
    known = [word for word in words if not word.isdecimal()]
    return any(word in FRAMES for word in known) and all(word in FRAMES or word in BESIDE for word in known)


def _holds_document(element: etree._Element, sizes: _Sizes, whole: int) -> bool:
    """Whether what is named like a frame of the page holds its content after all."""
    if sizes.text[element] > 0.5 * whole and sizes.linked[element] < 0.6 * sizes.text[element]:
        return True
    inner = {local(e) for e in element.iter() if local(e)}
    if inner & {"main", "article"}:
        return True
    within = {local(e) for e in element.iterancestors()}
    # The heading of an article stands in a header of its own.
    return ("h1" in inner and not inner & {"nav", "ul"}) or (
        local(element) == "header" and bool(within & {"main", "article"})
    )


def _main(root: etree._Element, sizes: _Sizes) -> tuple[etree._Element | None, bool]:
    """The element that holds the content, where one does, and whether the page declares it as that."""
    whole = max(sizes.text.get(root, 0) - sizes.linked.get(root, 0), 1)

    def words(element: etree._Element) -> int:
        return sizes.text[element] - sizes.linked[element]

    marked = [e for e in sizes.text if local(e) == "main" or (e.get("role") or "").lower() == "main"]
    named = [e for e in sizes.text if local(e) == "article" or any(_MAIN.match(word) for word in _names(e))]
    for candidates, share, declared in ((marked, 0.3, True), (named, 0.5, False)):
        best = max(candidates, key=words, default=None)
        if best is not None and words(best) >= share * whole:
            return best, declared
    return None, False


def _outside(root: etree._Element, main: etree._Element) -> set[etree._Element]:
    """Everything beside the way from the root to the main element; headings above it stay."""
    way = {main, *main.iterancestors()}
    return {
        child for element in main.iterancestors() for child in element
        if child not in way and local(child) not in ("h1", "h2") and not (element is not root and _only_heading(child))
    }  # fmt: skip


def _only_heading(element: etree._Element) -> bool:
    inner = [e for e in element.iter() if local(e) in ("h1", "h2")]
    return bool(inner) and _length("".join(element.itertext())) == sum(_length("".join(e.itertext())) for e in inner)


def _all_links(element: etree._Element, sizes: _Sizes, longest: int) -> bool:
    """Whether a block is nothing but many links of few characters each."""
    text, linked, links = sizes.text[element], sizes.linked[element], sizes.links[element]
    return (
        local(element) in ("div", "ul", "ol", "table", "td", "section", "p", "dl", "center", "tr")
        and links >= _LEAST_LINKS
        and linked >= 0.85 * text
        and text <= longest * links
    )
