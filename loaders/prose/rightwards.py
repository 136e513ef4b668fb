"""How far a name reaches to the right of the legal form before it.

Japanese sets no spaces, and particles are written in the letters that names are written in. So an extent is a list of
readings, the likeliest first; `bodies` chooses by what the rest of the document says.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.generic import PEOPLE

_REACH: Final = 44
_LINE: Final = 18
_LOOSE_END: Final = re.compile(r"[はがをにで]$|[一-鿿ァ-ヺー][はがを][一-鿿]|(?:です|ます|した|する|など)$")
_LATIN_WORD: Final = r"[a-z0-9à-ÿ][a-z0-9à-ÿ&.'!+\-]*"
_RIGHT: Final = re.compile(
    rf"(?!https?:|www\.|tel|fax|e-?mail)(?:[{KANJI}{KATAKANA}{HIRAGANA}&]|(?<=[{KANJI}{KATAKANA}a-z0-9])・(?=[{KANJI}{KATAKANA}a-z0-9])"
    rf"|{_LATIN_WORD}(?: (?!https?:|www\.|tel|fax|e-?mail)[a-z&][a-z0-9&.'!+\-]*)*(?: (?=[{KATAKANA}{KANJI}]))?)+"
)
_HIRAGANA_RUN: Final = re.compile(f"[{HIRAGANA}]+")
_PARTICLES: Final = (
    r"(?:さん|さま|たち)?(?:とともに|とは|とが|とを|とも|との|との間で|と|では|には|にて|にも|でも|への|へは|へ|からの|からは|からも|から|よりも|より|までの|まで|などの|などが|などと|などは|などを|などに|など|という|または"
    r"|および|ならびに|による|により|によると|における|において|に対して|に対し|に対する|について|に関する|として|としての|ほか|だけでなく|だけ|のみ|のような|のように|みたいな|である|であり|です|でした|だった|は|が|を|に|の|も|で|や|か|ら)"
)
_PARTICLE: Final = re.compile(
    _PARTICLES
    + r"|さん|さま|し(?:た|て|ている|ます|ました)|され(?:た|る|て)|する|なら(?:では)?|とし(?:て|た)?|とする|とした|とな(?:る|り|った|っている)"
)
_CLAUSE_PARTICLE: Final = re.compile(
    r"とともに|という|による|により|における|において|に対|につ|として|ほか|だけ|です|でし|である|であり|など|から|さん|さま|を|へ|が(?!に)|は|と|に|で|も"
)
_TAIL: Final = re.compile(rf"(?:{_PARTICLES})$")
_COPULA: Final = re.compile(
    r"(?:です|でした|である|であった|だ|だった|でございます|でございました|となります|とのこと(?:です)?|か|とはどうか)$"
)
_CUTTING: Final = re.compile(
    r"(?:は|を|へ|が|とは|とが|とを|との|では|には|にて|への|へは|から|からの|より|など|などの|などが|などと|という|による|により|における|において|さん|さま|です|である|のような|のように)$"
)
_CLAUSE: Final = re.compile(
    rf"\d|包括|連携|協定|締結|災害|地域|共同|協力|協働|相互|本市|当市|本町|当町|本村|本県|当社|同社|同市|同町|両者|双方|[市町村県区国](?![{KANJI}]*(?:銀行|病院|学))|新たな|業務|委託|依頼|提供|支援|対し|要請|お願い|寄附|寄付|奈良県|[{KANJI}]{{2,3}}[県都府]|[{KANJI}]{{1,4}}[市町村]"
    rf"|[{KANJI}{KATAKANA}]{{1,8}}(?:を|に関|に係|に基づ|について)"
)
_BRACKETED_FORM: Final = re.compile(r"\([株有資名同財社福医学独]\)|\([一公][社財]\)|\(特非\)")
_STOP: Final = re.compile(
    rf"代表取締役|取締役|代表理事|代表執行役|代表社員|代表者|執行役|理事長|(?:副|現|新)?(?:{PEOPLE})(?![{KATAKANA}]|業|員)|及び|並びに|(?<!大)等(?!身)|他(?=\d|の|$|社|[はがと])"
    r"|(?<=.)(?:株式会社|有限会社|合同会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|㈱|㈲)|御中|(?<=.)様(?=[はがとのに(、。]|$)|殿$|以下|所在地|本社(?=[:所が])"
    r"|(?:と|は|が|を|に)(?=包括|連携|協定|締結|災害|地域|共同|協力|本市|当市|市|町|村)|(?<=.)(?:主催|共催|協賛|提供|協力|後援)(?=[はがとのに、]|$)|(?<=.)製(?=[のでをが、。]|$)"
)
HIRAGANA_NAME: Final = re.compile(
    r"(?:さと|もり|みなと|やまと|ふるさと|ねぶた|おおいた|あきた|ひた|さいたま|つくば|いわき|むつ|えびの|ひので|まほろば|ひまわり|さくら|あおば|みどり|いちご|ひかり|めぐみ|のぞみ|こまち|つばさ|はまなす|しおさい|わかば|ことぶき|すみれ|ゆたか|のどか|ほほえみ|やすらぎ|うるおい"
    r"|ふれあい|たすけあい|まちづくり|ものづくり|こども|くらし|いのち|みらい|しあわせ|たまご|おひさま|あゆみ|いずみ|きずな|こころ|ひびき|みずほ|りんご|ぶどう|うみ|やま|そら|ほし|にじ|ゆめ|まつり|おもいやり|いこい|やわらぎ|せせらぎ|あじさい|もみじ|つばき|たんぽぽ|ひばり|つばめ|かもめ)$"
)
TRADE: Final = re.compile(
    r"電機|電工|電気工|製薬|商店|商会|商事|交通|配送|運輸|運送|運搬|物流|ロジ|プレス|印刷|本舗|食品|フーズ|工業|工房|鋼業|建設|工務店|不動産|ハウ[スジ]|ホーム|観光|旅行|トラベル|ベーカリー|酒造|醸造|農園|農産|ファーム|牧場|水産|養殖|林業|環境|エネルギー|電力|ガス|石油"
    r"|薬局|ドラッグ|メディカル|ケア|介護|保険|銀行|信用|証券|リース|システム|ソフト|テック|通信|テレビ|放送|新聞|出版|企画|デザイン|総業|興業|産業|開発|技研|化学|製作所|製菓|製麺|製パン|自動車|モータース|タクシー|ハイヤー|バス|鉄道|航空|海運|フェリー|倉庫|警備|サービス|グループ|ホールディングス|総研|研究所"
    r"|未来|コンタクト|センター|スーパー|マート|ストア|家具|木材|造園|園芸|鉄工|機械|精機|繊維|紡績|百貨店|書店|文具|ホテル|旅館|リゾート|ホール|クリニック|病院|学園|大学|ロボティクス|モビリティ|ラボ|ネット|ワイン|ビール|茶園|製茶|海産|漁業|種苗|畜産|ドローン"
)
_VERB_STEM: Final = re.compile(
    f"[{KANJI}]{{1,2}}[んりわみきえめけせいしちびっかさたまら]|[{KANJI}]{{2}}(?:する|した|して|しま)"
)
NATURE: Final = re.compile(
    r"(?:森(?!林)|杜|里(?!親)|郷(?!土)|丘|風|木(?!材)|花|海(?!外|岸)|山|川|星|空(?!き|港)|月|光|駅|宿(?!泊)|湯|匠|庭|村|舎|窓口|樹|泉|谷|島|浜|港|明日|学び|杉|松|桜|輪|環(?!境)|虹|鐘|灯|雫|翼|絆|苗|ひかり|つばさ|きずな|めぐみ|まち(?!づ)|さと|もり|ひろば|ちから)"
    r"|(?:家|手|色|音|夢|種|実|葉|屋|会|社|者|子|母|父|国|蔵|華|恵|幸|わ|いえ|くに|館|台)(?=[はがとの、()]|$)"
)
_NO_NOUN: Final = re.compile(
    r"の(?:もの|ため|うち|ほか|もと|よう|とき|こと|ところ|みな|みが|あいだ|あと|まえ|なか|さい|おか)"
)
_NOUN: Final = re.compile(f"[{KANJI}{KATAKANA}]{{1,6}}")
_BODY_NOUN: Final = re.compile(
    r"(?:財団|協会|研究所|学園|学舎|商店|農園|牧場|工房|本舗|商会|旅館|食堂|酒店|薬局|病院|幼稚園|保育園|クリニック|ハウス|ファーム)$"
)


class Reading(NamedTuple):
    """One reading of where a name stands: positions in the text."""

    start: int
    end: int


class Extent(NamedTuple):
    """Readings, the likeliest first; ``sure``: nothing but the first is possible."""

    readings: tuple[Reading, ...]
    sure: bool


NONE: Final = Extent((), True)


def right(text: str, start: int, proper: Collection[str] = (), alone: bool = False) -> Extent:
    """Readings of the name that begins at ``start``, behind a legal form, in a folded text.

    ``proper``: names in hiragana that are never a word with a particle (ながと, つくば); ``alone``: the form begins
    its line, so that a name which ends with the line is all of it.
    """
    match = _RIGHT.match(text, start, start + _REACH)
    if not match:
        return NONE
    run = match[0].rstrip(" .-・&'")
    stop = _STOP.search(run, 1)
    if stop:
        run = run[: stop.start()]
    behind = text[start + len(run) : start + len(run) + 1]
    closed = stop is None and behind in ("(", ")", "」", "』", "\n", ":", "", "。", " ", "/", "|", "】", "&")
    if behind == "(" and _BRACKETED_FORM.match(text, start + len(run)):
        closed = False
    if alone and stop is None and behind in ("\n", "") and len(run) <= _LINE and _LOOSE_END.search(run) is None:
        return Extent((Reading(start, start + len(run)),), True)
    end, others = _cut(run, closed, behind, proper)
    readings = tuple(Reading(start, start + e) for e in dict.fromkeys([end, *others]) if e > 0)
    return Extent(readings, len(readings) == 1)


def _cut(run: str, closed: bool, following: str, proper: Collection[str]) -> tuple[int, list[int]]:
    """The likeliest end of a name within a run of letters, and others that are possible.

    ``closed``: what stands behind (``following``) cannot follow a particle, so that the last letters belong to the name
    (but です and である may stand at the end of a sentence).
    """
    others: list[int] = []
    for hira in _HIRAGANA_RUN.finditer(run):
        (a, b), word = hira.span(), hira[0]
        behind = run[b:]
        if not behind and closed:
            end = _closed_end(word, a, following)
            if end is None:
                continue
            return end, others
        if word in proper or (behind and TRADE.match(behind) and not _PARTICLE.fullmatch(word)):
            continue
        if a == 0:
            tail = _first_tail(word, proper)
            if not tail:
                continue
            if (
                not behind
                or _CUTTING.fullmatch(tail)
                or _CLAUSE.match(behind)
                or (tail[-1:] in ("と", "に", "で", "も") and _VERB_STEM.match(behind))
                or (tail == "の" and not _named_behind_no(behind))
            ):
                return len(word) - len(tail), [*others, len(run)]
            others.append(len(word) - len(tail))
            continue
        tail = match[0] if (match := _TAIL.search(word)) else ""
        if _PARTICLE.fullmatch(word):
            if word != "の" or not behind:
                return a, others
            if not _named_behind_no(behind):
                return a, [*others, *_behind_no(run, b)]
            others.append(a)
        elif len(word) >= 3 and (_CLAUSE_PARTICLE.match(word) or _NO_NOUN.match(word)):
            return a, [*others, len(run)]
        elif (
            tail
            and tail != word
            and (
                not behind
                or _CUTTING.fullmatch(tail)
                or _CLAUSE.match(behind)
                or (tail[-1:] in ("と", "に", "で", "も") and _VERB_STEM.match(behind))
                or (tail == "の" and not _named_behind_no(behind))
            )
        ):
            return b - len(tail), [*others, b]
    return len(run), others


def _closed_end(word: str, start: int, following: str) -> int | None:
    """The end of a name whose last hiragana stand before a mark that closes it, or None where they belong to it."""
    if start > 0 and (
        word in ("は", "が", "を") or (following == "(" and word in ("と", "や", "も", "に", "で", "へ"))
    ):
        return start
    copula = _COPULA.search(word) if following == "。" else None
    return start + copula.start() if copula and copula.start() + start > 1 else None


def _first_tail(word: str, proper: Collection[str]) -> str:
    """The particle at the end of hiragana with which a name begins (あおば|と), or ''."""
    for length in range(len(word), 1, -1):
        head = word[:length]
        if (head in proper or HIRAGANA_NAME.search(head)) and (length == len(word) or _TAIL.fullmatch(word, length)):
            return word[length:]
    tail = _TAIL.search(word, 2)
    return tail[0] if tail else ""


def _named_behind_no(behind: str) -> bool:
    """Whether what follows の is the rest of a name (…の森) rather than a thing of the body (…の社員)."""
    if NATURE.match(behind):
        return True
    noun = _NOUN.match(behind)
    if not noun:
        return False
    following = behind[noun.end() : noun.end() + 1]
    return bool(_BODY_NOUN.search(noun[0])) and following in ("", "は", "が", "と", "を", "に", "の", "も", "や", "で")


def _behind_no(run: str, at: int) -> list[int]:
    """Ends of the name if the の before ``at`` is part of it."""
    following = _HIRAGANA_RUN.search(run, at)
    return [following.start() if following and following.start() > at else len(run)]
