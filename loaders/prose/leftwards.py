"""How far a name reaches to the left of the legal form or the last word that makes it one."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from loaders.prose.continuing import NATURE, TRADE_OF, is_common_head, is_relation
from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.generic import LEAD, is_generic
from loaders.prose.grammar import VERBS, is_grammar
from loaders.prose.rightwards import HIRAGANA_NAME, NONE, TRADE, Extent, Reading

_REACH: Final = 44
_LEFT: Final = re.compile(
    # The text runs backwards here.
    rf"(?:[{KANJI}{KATAKANA}{HIRAGANA}&]|(?<=[{KATAKANA}a-z0-9])[・](?=[{KATAKANA}a-z0-9])|(?<=[{KANJI}{KATAKANA}a-z0-9])-(?=[{KATAKANA}a-z0-9])"
    rf"|(?<=[{KATAKANA}]) (?=[a-z0-9&]*[a-z])|[a-z0-9à-ÿ&.'!+\-]*[a-z0-9à-ÿ](?: [a-z0-9&.'!+\-]*[a-z](?![a-z0-9]))*)+"
)
_HIRAGANA_RUN: Final = re.compile(f"[{HIRAGANA}][{HIRAGANA}]*")
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
_NOUN_ENDING: Final = re.compile(
    r"(?:子育て|恵み|実り|祭り|灯り|祈り|結び|誉れ|巡り|踊り|香り|彩り|暮らし|住まい|学び|遊び|笑い|育ち|働き|手作り|手づくり|思い|願い|出会い|憩い|集い|語らい|味わい|賑わい|潤い|助け|支え|守り|贈り|便り|飾り"
    r"|織り|焼き|漬け|揚げ|蒸し|干し|割り|折り|塗り|彫り|造り|作り|創り|花き|釣り|渡し|流れ|引っ越し|引越し|歩み|営み|高み|見守り|青い|赤い|白い|黒い|緑|狩り|刈り|掘り|綴り|紡ぎ|繋ぎ|育み|慈しみ|安らぎ|和み|輝き|響き)$"
)
_NO_HEAD: Final = re.compile(
    r"(?:など|から|まで|より|し?て|とも|いう|した|する|よる|ため|ほか|うち|その|この|さらに|また|それぞれ|いずれか?|もと|ところ|とき|ある|いる|たち|さん|さま|ごと|おける|ない|など)$"
)
_BOUNDS: Final = "\n「『(、。・ :;【】《》<>,/|~×✕⇔→+=◆◇■□●○◎▲△▼▽★☆※◯〇●･＊*"
_ITEM: Final = re.compile(r"[\s(][0-9一二三四五六七八九十ア-コ]{1,2}\)$")
_OTHER_FORM: Final = re.compile(r"株式会社|有限会社|合[同資名]会社|相互会社|法人(?:社団|財団)?|㈱|㈲|㍿")
_NUMBER: Final = re.compile(rf"\d{{1,2}}\.(?=[{KANJI}{KATAKANA}{HIRAGANA}])")
_PRONOUN: Final = re.compile(rf"(?:^|[^{KANJI}])[市町村区県]$|(?:[本当同両][市町村区県社者])$")
_LONG: Final = 4
_TURN: Final = re.compile(rf"[qa](?:\d{{1,2}} +|\. ?(?=[{KANJI}{KATAKANA}{HIRAGANA}]))")
_COUNT: Final = re.compile(r"\d\d* ?(?:年度?|月|日|時(?!間)|分|号|回|社|者|団体|名|人|件|か所|カ所)(?:間|目|付け?|頃)?")
_GRAMMAR_HEAD: Final = re.compile(
    r"[うくぐすつぶむるた]|った|んだ|いた|いだ|した|れた|れる|せる|ている|ていた|でいる|たな|しい|らの|たに"
    r"|[かがたばまなやわらさ]?[えけげせてねべめれいきぎじちにびみり]る|[まがかわたさなや]る|[けげめえせてべれ]た|この(?:たび|ほど|ほか|うち)|その(?:後|うち)|いわゆる|さらに|同じく|つづいて|ついで|あらたに"
    r"|(?:には|では|とは|でも|からは|からの|から|より|まで|への|との|での|による|および|ならびに|または|もしくは|など[のをがはと]?|ほか|このほか|そのほか|また|なお|さらに|うち|このうち|そのうち|そして|あわせて"
    r"|ともに|という|といった|とする|として|する|した|している|[いきぎしちっにびみりえけげせねべめれん]?[てで]きた|される|できる|ある|いる|なる|な|と|は|が|を|に|の|や|も|で|へ|か|び)"
)
_SUBJECTS: Final = "市町村区県府都社会所者課部局校行庫学院団業員側長等人方"
_AFTER_DATE: Final = re.compile(rf"(には|から|より|まで|に|は|の|と|で)[{HIRAGANA}]*")
_OPENING: Final = frozenset({"なお", "また", "まず", "かつ"})
_VERB_LETTER: Final = "むぶぐくすつうる"
_DAY_BEFORE: Final = re.compile(r"^[mtshr]?\d{1,4}\.\d{1,2}(?:\.\d{1,2})? +")
"""「R3.7.15 Peachord Inc.」"""
_AND: Final = re.compile(
    "及び|並びに|でございます|であります|である|で(?:つくる|作る|構成する|組織する)|からなる|から成る"
)
_SHORT_VERB: Final = 2
_VERB_ENDING: Final = re.compile(
    r"(?:する|し(?:てい|てき)?[るた]|[かがさたなばまやらわ]?[いえきけぎげしじせちてにねびべみめりれ](?:てい|てき)?[るた]"
    r"|(?:って|んで|いて|いで)(?:い[るた]|きた)|った|んだ|いだ|[うくぐすつぶむ])(?![らりるれろてで])"
)
_NO_FIRST: Final = tuple("んゃゅょっー")
_COLOUR: Final = frozenset("青赤白黒緑")
_LEAD: Final = re.compile(rf"(?:{LEAD})+")
_LONGEST_LEAD: Final = 30
_PLACE_BEFORE: Final = re.compile(rf"(?<![{KANJI}{KATAKANA}・])[{KANJI}]{{2,4}}$")
_COUNTED: Final = re.compile(
    r".*?(?:\d+(?:社|者|団体|法人|か所|自治体|市町村?|日|回|号|名|人)(?:の|で|に)?|[二三四五六七八九十]+(?:社|者|団体)の)(?=.)"
)
_NUMERAL: Final = re.compile(r"[\d二三四五六七八九十]")
_LEAD_END: Final = re.compile(rf"(?:{LEAD}|及び|並びに|の|[市町村区県])$")
_WHOLE_PARTICLE: Final = re.compile(
    r"(?:さん|さま)?(?:にある|にいる|にございます|とともに|との間で|などの|などを|などと|による|からの|への|との|での|では|には|とは|とも|にも|でも|からは|からも|から|までは|までに|よりも|より|まで|など|および|ならびに|または|もしくは|かつ|また|なお|の[うほ][ちか]|と|は|が|を|に|の|や|も|で|へ|か|び|びに)"
)
_GRAMMAR: Final = re.compile(
    r"^(?:びに?$|する|した|して|される|された|している|できる|である|という|において|における|について|に関する|に対する|による|のため|のような|のように|のほか|のうち|とした|となる|となった)|(?:する|した|して|される|された|ている|である|という|ような|ように|のうち|のほか|のため|おける|おいて|よる|ついて|とした|なる|なった|でいる|ていた|ながら|つつ|ため|うち|ほか|らの|から|ください|くださった|くださる|くれる|くれた|いただく|いただいた|ました|です|ません|[らわかがさたなばま]れ[たる])$"
)


_CLAUSE: Final = re.compile(
    r"[いきしちっにびみりえけげせねべめれん][てで](?:きた|いた|いる|おります|おりました|まいりました|いただいた)$"
)
"""What ends so is said of the body whose form comes next: 取り組んできた|株式会社あおば."""
_ROLE: Final = re.compile(r"[者先元側役]の(?=.)")
"""The rest of what somebody is, before the name: 主催|者の|つばさ信用金庫."""


def left(text: str, end: int, proper: Collection[str] = (), stems: Collection[str] = ()) -> Extent:
    """Readings of the name that ends at ``end``, before a legal form or with a suffix, in a folded text.

    ``proper``: names in hiragana that are never a word with a particle (ながと, つくば); ``stems``: places without 市, 県.
    Generic words in front (会員企業…, 締結先…) are left out; no reading at all where nothing else is there.
    """
    back = text[max(0, end - _REACH) : end]
    if _CLAUSE.search(back):
        return NONE
    match = _LEFT.match(back[::-1])
    if not match:
        return NONE
    run = back[len(back) - match.end() :].lstrip(" .-・&'")
    numbered = _NUMBER.match(run) or (
        _TURN.match(run) if text[max(0, end - len(run) - 4) : end - len(run)].rstrip(" ")[-1:] in ("", "\n") else None
    )
    run = run[numbered.end() :] if numbered else run
    run = _DAY_BEFORE.sub("", run.removeprefix("以下"))
    counted = [count.end() for count in _COUNT.finditer(run)]
    if counted:
        # A date or a number is never part of a name.
        run = run[counted[-1] :]
        if not run:
            return NONE
    if forms := list(_OTHER_FORM.finditer(run)):
        run = run[forms[-1].end() :]
        if not run:
            return NONE
    # 葛巻町及び|ひたかみでんき
    joined = next((match.end() for match in reversed([*_AND.finditer(run)]) if match.end() < len(run)), 0)
    run = run[joined:]
    base = end - len(run)
    if twin := _twin(text, base, stems):
        run, base = text[base - twin : end], base - twin
    bounded = (
        bool(counted or numbered or joined)
        or base == 0
        or text[base - 1] in _BOUNDS
        or _ITEM.search(text[max(0, base - 4) : base]) is not None
    )
    if counted and (particle := _AFTER_DATE.match(run)):
        word = particle[0]
        behind = run[len(word) :]
        whole = word in proper or HIRAGANA_NAME.fullmatch(word)
        if not whole and (particle[1] != "は" or word == "は" or _split(word, behind, proper) == 1):
            run, base = run[particle.end(1) :], base + particle.end(1)
    starts = _starts(run, bounded, proper, stems)
    found: list[Reading] = []
    for offset in starts:
        at = base + offset + _lead(run[offset:])
        if text.startswith(_NO_FIRST, at):
            # みねカルストで|んき: no word begins so, the name goes on over what looked like a particle.
            at = base if bounded else end
        if (role := _ROLE.match(text, at, end)) is not None:
            at = role.end()
        if at < end:
            found.append(Reading(at, end))
    return Extent(tuple(dict.fromkeys(found)), len(starts) == 1)


def _twin(text: str, base: int, stems: Collection[str]) -> int:
    """Length of the place that a name shares with the one at ``base`` (雲仙・|小浜未来), 0 if none."""
    if text[base - 1 : base] != "・" or not any(text[base : base + n] in stems for n in (2, 3, 4)):
        return 0
    place = _PLACE_BEFORE.search(text, max(0, base - 6), base - 1)
    return base - place.start() if place and place[0] in stems else 0


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
            if word[0] in "とはがをにのやもで" and word[1:] in proper and before and before[-1] in _SUBJECTS:
                return [a + 1, a, *others]
            others.append(a)
            continue
        if word[0] == "の" and before in stems and NATURE.match(word[1:] + behind):
            others.append(a + 1)
            continue
        if not behind and n and found[n - 1][0][-1] == "を" and (ending := _VERB_ENDING.match(word)) is not None:
            # を構える|くまふく: what follows the verb of an object begins a name, whatever its letters are.
            whole_verb = ending.end() > 1 or before[-1:] + word[0] in VERBS
            if whole_verb and len(before) <= _SHORT_VERB and len(word) - ending.end() > 1:
                return [a + ending.end(), *others]
        name = _name_behind_particle(word, proper)
        if name and (len(name) > 2 or is_grammar(word[: -len(name)], True)):
            if word == "の" + name and behind and is_common_head(before) and before[-1] not in _SUBJECTS:
                others.append(b - len(name))
                continue
            whole = [0] if word[0] == "の" and not behind and bounded and a <= 3 else []
            return [*whole, b - len(name), *others]
        if not behind and word[-1] in "はがをへ":
            return others
        if _NOUN_ENDING.search(before + word):
            others.append(b if behind else a)
            continue
        if (word[0] == "の" or (word == "と" and NATURE.match(behind))) and _leads(
            before, behind, n == 0 and not bounded
        ):
            others.append(b if behind else a + 1)
            continue
        if _WHOLE_PARTICLE.fullmatch(word):
            owned = before[-1:] in _SUBJECTS
            if word == "の" and behind and not owned and (NATURE.match(behind) or len(behind) < 2):
                others.append(b)
                continue
            return [b, *others] if behind else others
        at = _split(word, behind, proper)
        if at == 1 and word[0] in _VERB_LETTER and before[-1:] + word[0] not in VERBS:
            at = None
        if at is not None and (at > 1 or before[-1:] + word[0] in VERBS or is_generic(before)):
            return [a + at, *([b] if behind else []), *others]
        if _inside_a_name(word, before, behind, bounded and n == 0, stems):
            others.append(b if behind else a)
            continue
        if at is not None:
            return [a + at, *([b] if behind else []), *others]
        if word[0] == "と" and len(word) > _LONG and _PRONOUN.search(before) and not is_grammar(word[1:], False):
            # 町|と|みやのじょう農業協同組合
            return [a + 1, *([b] if behind else []), *others]
        particle = _LEAD_PARTICLE.match(word)
        rest = word[particle.end() :] if particle else word
        named = not _VERB.search(rest) or (TRADE.match(behind) and not _GRAMMAR.search(rest))
        if len(rest) >= (3 if behind else 2) and named and particle:
            return [b - len(rest), *([b] if behind else []), *others]
        return [b, *others] if behind else others
    return [0, *others]


def _leads(before: str, behind: str, open_end: bool) -> bool:
    """Whether the kanji before の or と are the first word of the name (北の恵み食品) and no owner of it (市の…)."""
    if not before or open_end or before[-1] in "市町村区県府都社会所者店国内外元先側間中" or _introduced(before):
        return False
    return is_common_head(before) and not (behind and is_relation(behind) and not TRADE.match(behind))


def _split(word: str, behind: str, proper: Collection[str]) -> int | None:
    """Where in hiragana a name begins behind particles or the end of a verb (む|あおば, と|たくみの里), or None."""
    for at in range(len(word) - 2, 0, -1):
        if not _leads_up(word[:at]) or word[at] in _NO_FIRST:
            continue
        rest = word[at:]
        if rest[-1] == "の" and behind:
            head = rest[:-1]
            if len(head) < 2 or _NO_HEAD.search(head) or (head in proper and not NATURE.match(behind)):
                continue
            if NATURE.match(behind) or is_common_head(head) or not is_grammar(head, True):
                return at
        elif _names(rest, behind, proper):
            return at
    return None


def _leads_up(head: str) -> bool:
    """Whether hiragana before a name can be grammar that leads up to it: particles, a verb, a clause (走らせるのは)."""
    if _GRAMMAR_HEAD.fullmatch(head):
        return True
    return head[-2:] in ("のは", "のが", "のを", "のに") and is_grammar(head, True)


def _names(word: str, behind: str, proper: Collection[str]) -> bool:
    """Whether hiragana look like a name rather than like grammar."""
    if _GRAMMAR.search(word) or _WHOLE_PARTICLE.fullmatch(word) or _CONJUNCTION.fullmatch(word):
        return False
    return not _VERB.search(word) or TRADE.match(behind) is not None or word in proper


def _at_the_start(word: str, behind: str, bounded: bool, proper: Collection[str]) -> list[int]:
    """Starts where the run itself begins with hiragana."""
    if word in proper or HIRAGANA_NAME.fullmatch(word):
        return [0]
    if behind and len(word) > 2 and word[-1] not in _VERB_LETTER and is_grammar(word, False):
        return [len(word)]
    if (at := _split(word, behind, proper)) is not None and (not bounded or at > 2 or word[:at] in _OPENING):
        return [at, *([len(word)] if behind else [])]
    if name := _name_behind_particle(word, proper):
        cut = len(word) - len(name)
        owned = word[cut - 1] == "の" and not is_common_head(word[: cut - 1])
        return [0, cut] if bounded and (behind or owned) and not is_grammar(word[:cut], False) else [cut]
    particle = _LEAD_PARTICLE.match(word)
    if particle and not bounded and len(word) - particle.end() >= 2 and not _VERB.search(word):
        return [particle.end()]
    if not behind:
        if bounded and len(word) > 2 and word[-1] in "とのに" and not is_grammar(word, False):
            return [0]
        wordy = _CONJUNCTION.fullmatch(word) or word[-1] in "はがをにとでの" or (not bounded and _VERB.search(word))
        return [] if wordy else [0]
    if len(word) > 2 and word[-1] in "はがをにで":
        return [len(word), 0] if bounded else [len(word)]
    if _CONJUNCTION.fullmatch(word) or (not bounded and (len(word) < 3 or _VERB.search(word))):
        return [len(word)]
    return [0]


def _name_behind_particle(word: str, proper: Collection[str]) -> str:
    """A known hiragana name behind a particle or the end of a verb (と|さくら, 営む|あおば), or ''."""
    for length in range(len(word) - 1, 1, -1):
        name, head = word[-length:], word[:-length]
        if head in proper and len(head) > 2:
            return ""
        if (name in proper or HIRAGANA_NAME.fullmatch(name)) and _VERB.search(head):
            return name
    return ""


def _inside_a_name(word: str, before: str, behind: str, bounded: bool, stems: Collection[str]) -> bool:
    """Whether hiragana between kanji belong to one name with what stands before them (播州はがね, 久慈こはく工芸)."""
    if not before or word[0] in "をへ" or _GRAMMAR.search(word):
        return False
    if before[-1] in _SUBJECTS and before not in stems:
        # 大潟村|あきたこまち生産者協会: nothing parts the place from what can be no grammar.
        return (
            len(word) > 3
            and before[-1] in "市町村区県"
            and not (_LEAD_PARTICLE.match(word) or _VERB.search(word) or is_grammar(word, True) or word[0] in "おご")
        )
    placed = any(before[:length] in stems for length in range(2, len(before) + 1)) and len(before) <= 3
    if word == "い":
        return before[-1] in _COLOUR or placed
    if len(word) >= 2 and (placed or bounded) and not _introduced(before):
        return True
    particle = _LEAD_PARTICLE.match(word)
    if not behind and not particle and len(word) >= 3:
        return True
    return not particle and not _VERB.search(word) and (len(word) >= 3 or not _OKURIGANA.fullmatch(word))


def _introduced(before: str) -> bool:
    """Whether there are only words that lead to a name; a longer chain of them would be cut in too many ways."""
    return len(before) <= _LONGEST_LEAD and _LEAD.fullmatch(before) is not None


def _lead(run: str) -> int:
    """Length of generic words in front of a name (会員企業, 締結先, 17社の …)."""
    counted = _COUNTED.match(run) if _NUMERAL.search(run) else None
    at = counted.end() if counted else 0
    match = _LEAD.match(run, at) or TRADE_OF.match(run, at)
    if match is None:
        return at
    return match.end() + (run[match.end()] == "の" if match.end() < len(run) else 0)


def ends_with_lead(text: str, start: int) -> bool:
    """Whether what stands directly before ``start`` is a generic word that leads in a name (会員企業, 受託者 …)."""
    return _LEAD_END.search(text, max(0, start - 12), start) is not None
