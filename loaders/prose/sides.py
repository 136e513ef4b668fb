"""On which side of a legal form its name stands, told by what is written next to the form."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import suffixes
from loaders.prose.branches import branch_behind
from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.grammar import is_grammar

_NAME_CHAR: Final = re.compile(rf"[{KANJI}{KATAKANA}{HIRAGANA}a-z0-9à-ÿ&]")
_KANJI: Final = re.compile(f"[{KANJI}]")
_HIRAGANA: Final = re.compile(f"[{HIRAGANA}]")
NOT_A_FORM: Final = re.compile(
    rf"(?:及び|並びに|および|ならびに|または|又は|として|とする|との|と(?=「)|とし、|である|です|になる|に(?=よ)|を|が(?=[一-鿿])|は(?=[、一-鿿])|で(?=[、は])|化(?=[しすにの])|立(?=の)|等|や(?=[、 ])|など|の(?:年次|報告|ご案内|お知らせ|設立|場合|形|ような|認定|登録|指定|格(?![{KANJI}])|資格|名称|名前|代表|皆|方々|割合|数(?=[はがを])|ほか|うち|職員|社員|役員)|か(?=[、を]|[合有株][同限式]|一般|どうか)|へ(?=[一-鿿])|から(?=[、。は]|[株有合一][式限同般])|という|といった|とは|とか(?![{KANJI}])|に(?=[なす])|なら(?=、)|法(?=[のがに上])|形態|方式|制(?=[のをで度]))"
)
_HIRAGANA_RUN: Final = re.compile(f"[{HIRAGANA}]+")
_HIRAGANA_BEFORE: Final = re.compile(f"[{HIRAGANA}]+$")
_VERB_BEFORE: Final = re.compile(
    r".(?:[らさくまがばたか]れた|(?:して|れて|んで|って)(?:いる|いた|きた)|する|った|(?:おり|あり|ござい|いたし|してい|なり)ま(?:す|した))$"
)
_CONTACT: Final = re.compile(r"https?:|www\.|tel|fax|e-?mail|\d")
_PARTICLE_CLAUSE: Final = re.compile(
    rf"(?:とは?|から|より|への?|には?|にも|では?|でも|との|も)(?=[{KANJI}{KATAKANA}0-9、。])|(?:及び|並びに|および|ならびに|など|のほか|ほか|による|により|さん|さま)"
)


def leads_on(hiragana: str) -> bool:
    """Whether hiragana behind ＪＡ or コープ are grammar (ＪＡと…, ＪＡでは…)."""
    return (
        len(hiragana) == 1
        or is_grammar(hiragana, False)
        or (re.fullmatch("[はがとのをにでもや].", hiragana) is not None and hiragana[1] in "はがをのもに")
    )


def ended(text: str, end: int, behind: int) -> bool:
    """Whether what stands behind a legal form begins no name: a mark, a particle, a title or a branch."""
    if not _NAME_CHAR.match(text, behind) or _CONTACT.match(text, behind):
        return True
    return bool(_PARTICLE_CLAUSE.match(text, end) or _followed(text, behind) or branch_behind(text, end) > behind)


def _followed(text: str, behind: int) -> bool:
    """Whether a title or a particle stands behind a form; と that begins a word in hiragana (とんぼ) is none."""
    if suffixes.FOLLOWED.match(text, behind) is None:
        return False
    run = _HIRAGANA_RUN.match(text, behind)
    return run is None or run[0][0] != "と" or is_grammar(run[0], False)


def led(text: str, start: int, end: int) -> bool:
    """Whether the hiragana before a legal form are grammar that leads up to it (新たに, このたび), and a name may follow."""
    run = _HIRAGANA_BEFORE.search(text, max(0, start - 24), start)
    if run is None or NOT_A_FORM.match(text, end) or not _NAME_CHAR.match(text, end):
        return False
    if (
        run[0][-1] == "を"
        or _VERB_BEFORE.search(run[0])
        or is_grammar(run[0], _KANJI.match(text, run.start() - 1) is not None)
    ):
        return _PARTICLE_CLAUSE.match(text, end) is None
    return not (_HIRAGANA.match(text, end) or _followed(text, end) or branch_behind(text, end) > end)
