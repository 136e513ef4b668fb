"""The title of an agreement in running text: in brackets, or the chain of nouns that ends in 協定."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, openings
from loaders.read import Span

_LONGEST: Final = 80
_PARTY: Final = 24

# A chain of nouns begins after the last of these; に関する, における, に係る, についての, のための go on.
_BOUNDARY: Final = re.compile(
    r"[、。，,「」『』（）()【】〔〕［］＜＞《》：:；;!！?？〜~●○■◆*＊#]|[\s　](?![\s　]*(?:の|に(?:関|係|かか|対|お(?:け|い)|つい)))|・(?![ァ-ヶー])|を|(?<![なつ])が|は(?![ぐつ])|(?<!つい)て(?!い)|"
    r"(?<!ま)で(?!き)|に(?![\s　]*(?:関|係|か|お(?:け|い)|つい|向|伴|対|よ[るり](?!$)))|へ(?!の)|から|より(?!よ)|として|ため(?!の)|"
    r"(?<!連携)(?<!協力)(?<!活動)(?<!支援)(?<!推進)(?<!提供)(?<!利用)(?<!確保)(?<!交流)(?<!保全)(?<!振興)(?<!育成)(?<!管理)(?<!運営)(?<!教育)(?<!防災)(?<![ぁ-ん])と(?![おきこもいっす])|(?<![ぁ-ん])と[もはの]|"
    r"とおり|通り|ところ|現在|まま(?:で|の)?|(?<=[てで])(?:いた|おり(?:ます|ました)?|い(?:ます|ました)|ある|あった|(?:もら|く)[うえれ][るた]?|もらった|いただ(?:く|いた))|(?<=に)(?:あ|当)たり|さん(?=[とはがのも])|"
    r"した|された|している|いる|結んだ|んだ|する(?<!関する)(?<!対する)(?<!資する)|(?<=[\d０-９〇一二三四五六七八九十元同本今昨翌前来当毎])(?:年(?!度)|月(?!間)|日(?![本常向]))|×|＆"
)
_LEADING: Final = re.compile(
    r"(?:と|の|に|で|は|が|も|、|を|間|との|による|よる|(?:この|その)?うち|標記の|異なる内容の|別々の|それぞれ|各々|新たに|新たな|このたび|この度|今般|今回|相互に|正式に|同様の|いずれも|共同で|"
    r"同じく|同じ(?:よう|形)[なの]|同じ(?:名(?:前|称)|内容|趣旨)?の?|同(?:名|趣旨|種|一)の|(?:議員)?(?:ご指摘|お尋ね|ご質問|先ほど|ただいま|さきほど)の|[一二三四\d０-９]+[つ通本枚]の|ひとつの|同じく|新しい|別の|これまでの|主な|このほか|ほかの|他の|さまざまな|各種の?|次の|下記の|以下の|同内容の|\d+者(?:による|で|間の|の)|[二三四五六七八九十]者(?:による|で|間の|の)|\d+[社者市町村](?:と|で|の|による)?|最初の|初の|初めての|既存の|従来の|現行の|前の|[旧新](?=[のし]|包括|連携|$))+"
)


_BRACKET: Final = re.compile(
    r"[「『][^「」『』\n]{1,40}[」』](?![）)])(?:に(?:関する|係る|向けた)|の|における)?[^、。をはが「」]{0,12}$"
)
_VERB: Final = re.compile(r"(?:結[ぶん]だ?|締結(?:する|した)|交わ(?:す|した)|当事者となる|となる|ある)")
"""「自治体と結ぶ協定」"""
_SAME: Final = re.compile(r"(?:本|同|当該)(?:協定|覚書)")


def title(text: str, noun: re.Match[str], left: int) -> tuple[Span | None, bool]:
    """Where the title stands that ends in ``noun`` (not before ``left``), and whether it names only a kind.

    None where the words refer to an agreement told before (本協定).
    """
    start, end = noun.span()
    quoted = _quoted(text, start, end, left)
    if quoted:
        return quoted, bool(cues.GENERIC.fullmatch(text, *quoted)) and "に関する" not in text[slice(*quoted)]
    whole = _of_line(text, start, end, left)
    if whole is not None:
        return whole, False
    floor = max(left, start - _LONGEST)
    begin = floor
    for match in _BOUNDARY.finditer(text, floor, start):
        begin = match.end()
    bracket = _BRACKET.search(text, left, start)
    if bracket:
        # 「…」に関する協定: the bracket belongs to the title.
        return Span(bracket.start(), end), False
    leading = _LEADING.match(text, begin, start)
    if leading:
        begin = leading.end()
    if text.startswith("おけ", begin) and text.startswith("に", begin - 1):
        begin = max((m.end() for m in _BOUNDARY.finditer(text, max(0, start - _LONGEST), begin - 1)), default=begin - 1)
    if cues.REFERENCE.fullmatch(text, begin, start) or _SAME.match(text, begin, end):
        return None, True
    if _VERB.fullmatch(text, begin, start):
        return Span(start, end), True
    if not openings.fair(text, begin, start, left):
        return Span(openings.kind(text, begin, start, end), end), True
    return Span(begin, end), bool(cues.GENERIC.fullmatch(text, begin, end))


def _of_line(text: str, start: int, end: int, left: int) -> Span | None:
    """A line that is nothing but the title (「(1) 景観と空き家の活用に関する協定」): no と in it joins parties."""
    begin = text.rfind("\n", 0, start) + 1
    line = _LINE_TITLE.match(text, begin, end)
    if line is None or left > line.start("title") or not _LINE_ENDS.match(text, end):
        return None
    return Span(line.start("title"), end)


_LINE_TITLE: Final = re.compile(
    r"[\s　]*(?:[(（]?[\d０-９一二三四五六七八九十]{1,2}[)）.．、　 ]+|[・●○◆■◇□①-⑳][\s　]*)(?P<title>[^\s　はがをへ、。「」『』（）()：:]{4,60}(?:に関する|に係る|における|のための)(?:[^\s　はがをへ、。「」『』（）()：:]{0,20})?協定)(?<=協定)"
)
_LINE_ENDS: Final = re.compile(r"書?[ 　]*(?:[(（][^（）()\n]{0,24}[)）])?[ 　]*(?:\n|$)")
_PARTED: Final = re.compile(r"\n[\s　]*\n|\n[^\n]*\n[^\n]*\n")
"""A title may run over the end of a line, but not over a paragraph."""


def _quoted(text: str, start: int, end: int, left: int) -> Span | None:
    """The inside of 「…協定」 or 「…協定書（…）」 around a noun."""
    for opening, closing in ("「」", "『』", "“”"):
        # A title may begin with the name of a party: 「備前市|地域見守り協定」.
        begin = text.rfind(opening, max(0, left - _PARTY), start)
        if begin < 0 or closing in text[begin:start] or start - begin > 120:
            continue
        close = text.find(closing, end, end + 30)
        if close >= 0 and not _PARTED.search(text, begin, close) and not re.search(r"[。はがを]", text[end:close]):
            return Span(begin + 1, close)
    return None


def same_as_next(text: str, noun: re.Match[str], following: re.Match[str] | None) -> bool:
    """包括連携協定「…に関する協定」: the second noun carries the title."""
    if following is None or following.start() - noun.end() > 60:
        return False
    between = text[noun.end() : following.start()]
    return bool(
        re.match(
            r"[（(]?[「『][^」』]*$|である[「『]|として[、「『]|として(?:は|も)、[^。「」]{0,50}[「『][^」』]*$|[（(][^（）()「」]{0,50}(?:締\s*結|結|調印)[^（）()「」]{0,6}[「『][^」』]*$",
            between,
        )
    ) and not re.match(r"[」』]", between)


_COUNTED: Final = re.compile(
    r"[」』]?(?:を(?=[一1１]本の|[一1１]つの|ひとつの)|の|など(?:の)?|という|、(?:以上|この|これら)?の?)(?:[\d０-９]{1,2}|[一二三四五六七八九十両]|ひと)(?:つ|件|本|種類?)?の"
)
"""「X協定」と「Y協定」の2つの|協定: what was named before, counted."""


def repeats(text: str, earlier: re.Match[str] | None, noun: re.Match[str]) -> bool:
    """「…協定」（以下「本協定」…）, 「…協定」の協定書: the second noun says nothing more."""
    if earlier is None:
        return False
    between = text[earlier.end() : noun.start()]
    return bool(
        _COUNTED.fullmatch(between)
        or re.fullmatch(
            r"[」』）)]*\s*[（(]?(?:以下|略称|通称)[、,]?\s*[「『]?\S{0,8}|[」』]の|[」』][（(][^）)]{0,12}|[」』]?（",
            between,
        )
    )
