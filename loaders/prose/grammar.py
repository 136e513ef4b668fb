"""Hiragana that are grammar: particles, adverbs, endings of verbs. Whether a stretch of hiragana can be nothing else.

Names are written in the same letters, so this says only what grammar could have written: のと is a town as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_ENDING: Final = (
    r"(?:[っわらさかがたばまなやいきぎしじちにびみりえけげせぜてでねべめれあ]{0,2}"
    r"(?:る|ます|ました|まして|ません|ない|なかった|なく|せる|せた|れる|れた|れて|られる|られた|せて|たい|つつ|ながら|よう|ば|ず|た|て|で|だ"
    r"|て(?:いる|いた|おり|きた|ある|いて|いる|います|いました|くる|いく)|で(?:いる|いた|おり|いて))"
    r"|[うくぐすつぬぶむ]|っ[たて](?:いる|いた|おり)?|ん[だで](?:いる|いた|おり)?|い[たてだで](?:いる|いた|おり)?|し[いくたて]|[いきぎしちにびみりえけげせてねべめれ]"
    r"|(?:[らやか]{0,2}か)?[なに]|すい|むね)"
)
_WORD: Final = (
    r"(?:とともに|の[はがをもに]|と(?:の間)?で|とは|とが|とを|との|とも|という|といった|として|とする|とし|とした|となる|となり|となった|では|には|にて|にも|でも|への|へは|へ|からの|からは|からも|から|よりも|より"
    r"|までに|までの|まで|などの|などが|などと|などは|などを|などに|などで|など|または|および|ならびに|もしくは|あるいは|かつ|による|により|によって|によると|における|において|に対して|に対し|に対する"
    r"|について|につき|に関する|にあたり|にあたって|にかけて|にわたり|にわたって|にむけて|にむけ|にともない|にあわせて|にくわえ|にくわえて|のほか|のうち|のため|のもと|ほか|うち|ため|もと"
    r"|であり|である|であった|です|でした|だった|だけでなく|だけ|のみ|ばかり|ほど|くらい|ぐらい|こそ|さえ|しか|ずつ|ごと|ごろ"
    r"|この(?:たび|ほか|うち|ため|あと|ほど|とき|よう)?|その(?:たび|ほか|うち|ため|後|あと|とき|さい)?|あの|どの|これ(?:まで|から|に|を|は|ら)?|それ(?:まで|から|に|を|は|ら|ぞれ(?:の|に|と|が|は|で)?)?|ここ|そこ|こうした|そうした|このような|そのような"
    r"|また|なお|まず|さらに|さらには|すでに|ともに|あわせて|あらたに|さきに|つぎに|ついで|つづいて|そして|しかし|ただし|いわゆる|たとえば|ちなみに|そこで|いずれも|いずれか|おもに|とくに|ほぼ|いま|はじめ|はじめて|もともと|ようやく|ついに|まもなく"
    r"|やがて|かねて|かつて|すべて|すべての|みずから|あらためて|くわしくは|おなじく|おなじ|たび|ところ|とき|こと|もの|なか|あと|まえ|さい|よう(?:に|な)?|ほう|はず|わけ|うえ|した|する|して|され|される|された|し"
    r"|ある|あり|あった|いる|おり|いた|なる|なり|なった|なって|できる|できた|いう|いった|いいます|もつ|もち|おく|おき|おこなう|おこなった|うける|うけた|うけて|よる|よれば|かかる|かかわる|むけた|むけて|つくる|つくった|あたる|さん|さま|たち)"
)
_PARTICLE: Final = "[とはがをにのやもでへか]"
_FUNCTIONAL: Final = re.compile(f"{_PARTICLE}?(?:{_WORD}{_PARTICLE}?)+|{_PARTICLE}|び")
_INFLECTED: Final = re.compile(f"(?:{_ENDING})(?:{_PARTICLE}|(?:{_WORD}{_PARTICLE}?)+)?")

VERBS: Final = frozenset(
    f"{kanji}{ending}"
    for ending, stems in {
        "む": "営組進包住含挑読組望育生編積", "ぶ": "運結遊学選呼並飛及", "ぐ": "防急継泳繋稼注", "く": "開築続導届引描働置除説書拓磨紡担抱敷聞",
        "す": "示促指目探出返残増探直為生記移", "つ": "保持立放育打", "う": "行担扱補問払養救伴賄使買織願負競", "る": "図守創贈作送製造売語走配取知承司繋",
    }.items()
    for kanji in stems
)  # fmt: skip
"""Verbs of one kanji and one letter: 営|む, 運|ぶ. (手|ぶくろ is none.)"""


@lru_cache(maxsize=20_000)
def is_grammar(hiragana: str, behind_kanji: bool) -> bool:
    """Whether hiragana can be read as particles, adverbs and the like from the first letter to the last.

    ``behind_kanji``: a kanji stands directly before, of which the first letters may be the ending (新|たに, 営|む).
    """
    if _FUNCTIONAL.fullmatch(hiragana):
        return True
    return behind_kanji and _INFLECTED.fullmatch(hiragana) is not None
