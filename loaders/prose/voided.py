"""Lines that a text itself takes back or that only lead elsewhere: the wrong half of a correction, links, banners."""

from __future__ import annotations

import re
from typing import Final

from loaders.read import Span

_WRONG: Final = re.compile(
    r"^[ \t　・○●■◆□*-]*(?:[（(【\[〔「]?(?:誤(?:り)?|訂正前|修正前|変更前|正誤表の誤)[）)】\]〕」]?[ \t　]*[：:　 \t→｜|]|[（(【\[〔](?:誤|訂正前|修正前)[）)】\]〕])(?P<rest>.*)$",
    re.MULTILINE,
)
_RIGHT: Final = re.compile(
    r"^[ \t　・○●■◆□*-]*[（(【\[〔「]?(?:正|訂正後|修正後|変更後)[）)】\]〕」]?(?:[ \t　]*[：:　 \t→｜|]|(?<=[）)】\]〕])|[ \t　]*$)",
    re.MULTILINE,
)
_ASIDE: Final = re.compile(
    r"^[ \t　#■◆●○□◇▼【＜<〈\[*]*(?:関連(?:する)?(?:リンク|ページ|サイト|記事)|外部(?:リンク|サイト)|リンク集?|バナー広告|広告(?:欄|募集中)?|お?すすめ(?:記事|ページ)|スポンサー|サイトマップ)"
    r"[ \t　】＞>〉\]*：:]*$",
    re.MULTILINE,
)
_LINE: Final = re.compile(r"[^\n]*\n?")
_LONGEST: Final = 60
_MOST: Final = 12
_LINK: Final = re.compile(r"[。]|協定を|締結し|結[びん]")


_WRONG_QUOTE: Final = re.compile(
    r"「(?P<wrong>[^「」\n]{2,80})」(?:とあ(?:るのは|りますのは|りますが|りましたが|るが|ったのは)|と(?:お伝え|お知らせ|ご案内|掲載|記載|記述|表記|表示|報道|発表|紹介|ご紹介)し)[^。\n]{0,24}?(?:正しくは|誤(?:り|って|記)|訂正)"
    r"|(?:誤って|誤り)「(?P<wrong2>[^「」\n]{2,80})」と"
)


def wrong_quotes(text: str) -> list[Span]:
    """What a correction quotes in order to take it back: 「…」とお伝えしましたが、正しくは…."""
    if "正しくは" not in text and "誤" not in text and "訂正" not in text:
        return []
    return [Span(*match.span("wrong" if match["wrong"] else "wrong2")) for match in _WRONG_QUOTE.finditer(text)]


def spans(text: str) -> list[Span]:
    """Spans of lines that state nothing; [] for nearly every text."""
    return sorted([*_wrong(text), *_asides(text), *_examples(text)])


def _wrong(text: str) -> list[Span]:
    """What stands after 誤 where 正 follows; the line itself, and those up to 正 where 誤 heads them."""
    found: list[Span] = []
    if "誤" not in text and "正前" not in text and "更前" not in text:
        return found
    for match in _WRONG.finditer(text):
        right = _RIGHT.search(text, match.end())
        if right is None or text.count("\n", match.end(), right.start()) > _MOST:
            continue
        found.append(Span(match.start(), match.end() if match["rest"].strip() else right.start()))
    return found


_EXAMPLE: Final = re.compile(
    r"^[ \t　・○●■◆□*※-]*[（(【\[]?(?:記入|記載|入力|回答|作成)例[）)】\]]?[ \t　]*[：:　 ].*$", re.MULTILINE
)


def _examples(text: str) -> list[Span]:
    """Lines that show how a form is filled in (記入例：株式会社…)."""
    return [Span(*match.span()) for match in _EXAMPLE.finditer(text)] if "例" in text else []


def _asides(text: str) -> list[Span]:
    """The short lines beneath 「関連リンク」 and the like, to the next blank line (one may stand right beneath)."""
    found: list[Span] = []
    for head in _ASIDE.finditer(text):
        at = end = min(head.end() + 1, len(text))
        for n in range(_MOST):
            line = _LINE.match(text, at)
            if line is None or not line[0]:
                break
            words = line[0].strip()
            if (not words and n) or len(words) > _LONGEST or _LINK.search(words):
                break
            at = line.end()
            end = at if words else end
        if end > head.end() + 1:
            found.append(Span(head.start(), end))
    return found
