"""How far a name reaches to the left of the legal form or the last word that makes it one."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.generic import LEAD
from loaders.prose.rightwards import HIRAGANA_NAME, NATURE, NONE, TRADE, Extent, Reading

_REACH: Final = 44
_LEFT: Final = re.compile(
    # The text runs backwards here.
    rf"(?:[{KANJI}{KATAKANA}{HIRAGANA}&]|(?<=[{KATAKANA}a-z0-9])[・](?=[{KATAKANA}a-z0-9])|(?<=[{KANJI}{KATAKANA}a-z0-9])-(?=[{KATAKANA}a-z0-9])"
    rf"|(?<=[{KATAKANA}]) (?=[a-z0-9&]*[a-z])|[a-z0-9à-ÿ&.'!+\-]*[a-z0-9à-ÿ](?: [a-z0-9&.'!+\-]*[a-z](?![a-z0-9]))*)+"
)
_HIRAGANA_RUN: Final = re.compile(f"[{HIRAGANA}]+")
_VERB: Final = re.compile(
    r"(?:[うるたむすつくぐぶぬてでにをはがのとへもやびかな]|ない|ほか|など|ため|また|なお|まで|から|より|おり|ある|する|した|うち|もと|ほう|こと|もの|とき|ところ|なか|よう|さい|ごと|とおり|あと|まえ|たち|しい|らしい|たい)$"
)
_CONJUNCTION: Final = re.compile(
    r"(?:それから|そこで|しかし|たとえば|さらには|そのため|ちなみに|いわゆる|また|なお|および|ならびに|または|もしくは|この|その|さらに|かつ|ただし|そして|ついで|うち|このうち|そのうち|ほか|このほか|そのほか|ここで|いずれも|それぞれ|ともに|まず|つぎに|とくに|あわせて|すでに|ほぼ|いま|お|ご|み|と|は|が|や|も)"
)
_LEAD_PARTICLE: Final = re.compile(
    r"(?:および|ならびに|または|もしくは|などの|などを|による|からの|への|との|での|と|は|が|を|に|の|や|も|で|へ|か|また|なお|び)"
)
_OKURIGANA: Final = re.compile(
    r"[いきしちりみびぎじぇえけせてねべめれげぜでへ]|[けせてねべめれげえ]る|った|いた|した|んだ|える|れる|られ|され|たい|ない|しい|らかな|やか"
)
_COLOUR: Final = frozenset("青赤白黒緑")
_LEAD: Final = re.compile(rf"(?:{LEAD})+")
_COUNTED: Final = re.compile(
    r".*?(?:\d+(?:社|者|団体|法人|か所|自治体|市町村?|日|回|号|名|人)(?:の|で|に)?|[二三四五六七八九十]+(?:社|者|団体)の)(?=.)"
)
_LEAD_END: Final = re.compile(rf"(?:{LEAD}|及び|並びに|の|[市町村区県])$")
_WHOLE_PARTICLE: Final = re.compile(
    r"(?:とともに|との間で|などの|などを|などと|による|からの|への|との|での|では|には|とは|とも|にも|でも|から|より|まで|など|および|ならびに|または|もしくは|かつ|また|なお|の[うほ][ちか]|と|は|が|を|に|の|や|も|で|へ|か|び|びに)"
)
_GRAMMAR: Final = re.compile(
    r"^(?:びに?$|する|した|して|される|された|している|できる|である|という|において|における|について|に関する|に対する|による|のため|のような|のように|のほか|のうち|とした|となる|となった)|(?:する|した|して|される|された|ている|である|という|ような|ように|のうち|のほか|のため|おける|おいて|よる|ついて|とした|なる|なった|でいる|ていた|ながら|つつ|ため|うち|ほか|らの|から)$"
)


def left(text: str, end: int, proper: Collection[str] = (), stems: Collection[str] = ()) -> Extent:
    """Readings of the name that ends at ``end``, before a legal form or with a suffix, in a folded text.

    ``proper``: names in hiragana that are never a word with a particle (ながと, つくば); ``stems``: places without 市, 県.
    Generic words in front (会員企業…, 締結先…) are left out; no reading at all where nothing else is there.
    """
    back = text[max(0, end - _REACH) : end]
    match = _LEFT.match(back[::-1])
    if not match:
        return NONE
    run = back[len(back) - match.end() :].lstrip(" .-・&'")
    base = end - len(run)
    starts = _starts(run, base == 0 or text[base - 1] in "\n「『(、。・ :【<,/|~", proper, stems)
    found: list[Reading] = []
    for offset in starts:
        at = base + offset + _lead(run[offset:])
        if at < end:
            found.append(Reading(at, end))
    return Extent(tuple(dict.fromkeys(found)), len(starts) == 1)


def _starts(run: str, bounded: bool, proper: Collection[str], stems: Collection[str]) -> list[int]:
    """Where a name that ends with the run may begin, the likeliest first; empty where the run holds none.

    ``bounded``: what stands before the run cannot be part of a sentence that goes on into it.
    """
    others: list[int] = []
    found = list(_HIRAGANA_RUN.finditer(run))
    for n in range(len(found) - 1, -1, -1):
        (a, b), word = found[n].span(), found[n][0]
        behind = run[b:]
        before = run[found[n - 1].end() if n else 0 : a]
        if a == 0:
            return [*_at_the_start(word, behind, bounded, proper), *others]
        if word in proper or HIRAGANA_NAME.fullmatch(word):
            others.append(a)
            continue
        if name := _name_behind_particle(word, proper):
            whole = [0] if word[0] == "の" and not behind and bounded and a <= 3 else []
            return [*whole, b - len(name), *others]
        if _WHOLE_PARTICLE.fullmatch(word):
            if word == "の" and behind and (NATURE.match(behind) or len(behind) < 2):
                others.append(b)
                continue
            return [b, *others] if behind else others
        if _inside_a_name(word, before, behind, bounded and n == 0, stems):
            others.append(b if behind else a)
            continue
        particle = _LEAD_PARTICLE.match(word)
        rest = word[particle.end() :] if particle else word
        named = not _VERB.search(rest) or (TRADE.match(behind) and not _GRAMMAR.search(rest))
        if len(rest) >= (3 if behind else 2) and named and particle:
            return [b - len(rest), *([b] if behind else []), *others]
        return [b, *others] if behind else others
    return [0, *others]


def _at_the_start(word: str, behind: str, bounded: bool, proper: Collection[str]) -> list[int]:
    """Starts where the run itself begins with hiragana."""
    if word in proper or HIRAGANA_NAME.fullmatch(word):
        return [0]
    if name := _name_behind_particle(word, proper):
        return [len(word) - len(name)]
    particle = _LEAD_PARTICLE.match(word)
    if particle and not bounded and len(word) - particle.end() >= 2 and not _VERB.search(word):
        return [particle.end()]
    if not behind:
        wordy = _CONJUNCTION.fullmatch(word) or word[-1] in "はがをにとでの" or (not bounded and _VERB.search(word))
        return [] if wordy else [0]
    if len(word) > 2 and word[-1] in "はがをにで":
        return [len(word)]
    if _CONJUNCTION.fullmatch(word) or (not bounded and (len(word) < 3 or _VERB.search(word))):
        return [len(word)]
    return [0]


def _name_behind_particle(word: str, proper: Collection[str]) -> str:
    """A known hiragana name behind a particle or the end of a verb (と|さくら, 営む|あおば), or ''."""
    for length in range(len(word) - 1, 1, -1):
        name, head = word[-length:], word[:-length]
        if (name in proper or HIRAGANA_NAME.fullmatch(name)) and _VERB.search(head):
            return name
    return ""


def _inside_a_name(word: str, before: str, behind: str, bounded: bool, stems: Collection[str]) -> bool:
    """Whether hiragana between kanji belong to one name with what stands before them (播州はがね, 久慈こはく工芸)."""
    if (
        not before
        or before[-1] in "市町村区県府都社会所者課部局校行庫学院団業員側長等人方"
        or word[0] in "をへ"
        or _GRAMMAR.search(word)
    ):
        return False
    if word == "い":
        return before[-1] in _COLOUR
    placed = any(before[:length] in stems for length in range(2, len(before) + 1)) and len(before) <= 3
    if len(word) >= 2 and (placed or bounded) and not _LEAD.fullmatch(before):
        return True
    particle = _LEAD_PARTICLE.match(word)
    if not behind and not particle and len(word) >= 3:
        return True
    return not particle and not _VERB.search(word) and (len(word) >= 3 or not _OKURIGANA.fullmatch(word))


def _lead(run: str) -> int:
    """Length of generic words in front of a name (会員企業, 締結先, 17社の …)."""
    counted = _COUNTED.match(run)
    at = counted.end() if counted else 0
    match = _LEAD.match(run, at)
    return match.end() if match else at


def ends_with_lead(text: str, start: int) -> bool:
    """Whether what stands directly before ``start`` is a generic word that leads in a name (会員企業, 受託者 …)."""
    return _LEAD_END.search(text, max(0, start - 12), start) is not None
