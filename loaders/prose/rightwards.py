"""How far a name reaches to the right of the legal form before it.

Japanese sets no spaces, and particles are written in the letters that names are written in. So an extent is a list of
readings, the likeliest first; `bodies` chooses by what the rest of the document says.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from loaders.prose.continuing import NEXT, Verdict, behind_no, behind_to
from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.generic import PEOPLE

_REACH: Final = 44
_LINE: Final = 18
_SHORT: Final = 2
_LOOSE_END: Final = re.compile(
    r"[はがをにで]$|[一-鿿ァ-ヺー]と$|[一-鿿ァ-ヺー][はがを][一-鿿]|(?:です|ます|した|する|など)$|(?:との|への|からの|による|に関する|における|について|のための)|(?:協定書?|覚書|締結|調印|連携|経緯|実施|開始|概要|お知らせ|発表|決定|会見|予定|報告|内容|一覧)$"
)
_LATIN_WORD: Final = r"[a-z0-9à-ÿ][a-z0-9à-ÿ&.'!+\-]*"
_RIGHT: Final = re.compile(
    rf"(?!https?:|www\.|tel|fax|e-?mail)(?:[{KANJI}{KATAKANA}{HIRAGANA}&]|(?<=[{KANJI}{KATAKANA}a-z0-9])・(?=[{KANJI}{KATAKANA}a-z0-9])"
    rf"|{_LATIN_WORD}(?: (?!https?:|www\.|tel|fax|e-?mail)[a-z&][a-z0-9&.'!+\-]*)*(?: (?=[{KATAKANA}]))?)+"
)
_SHOP: Final = re.compile(
    r"ランド|ステーション|スタジオ|カフェ|キッチン|ファーム|ガーデン|ハウス|ホーム|フーズ|マート|ストア|ラボ|テック|ネット|ケア|パン|ベーカリー|クリニック|ドラッグ|モータース|タクシー|バス$"
)
_HILL: Final = re.compile("[丘浜原峰崎]|(?:おか|はま|はら|みね|さき|やき)(?![ぁ-ん])")
_PLAIN_END: Final = re.compile(rf"[{KATAKANA}a-z0-9]$")
_HIRAGANA_RUN: Final = re.compile(f"[{HIRAGANA}][{HIRAGANA}]*")
_THINGS: Final = re.compile("もの|ため|ほか|うち|とおり|ところ")
_POLITE: Final = re.compile("[のがをにはでもとへ][おご]")
_PARTICLES: Final = (
    r"(?:さん|さま|たち)?(?:とともに|とは|とが|とを|とも|との|との間で|とで|と|では|には|にて|にも|でも|への|へは|へ|からの|からは|からも|から|よりも|より|までの|まで|などの|などが|などと|などは|などを|などに|など|という|または"
    r"|および|ならびに|による|により|によると|における|において|につき(?:ましては|まして)?|に対して|に対し|に対する|について|に関する|として|としての|とし|とする|とした|ほか(?:から|の|が|に|と|は|を|も)?|だけでなく|だけ|のみ|のような|のように|みたいな|である|であり|です|でした|だった|は|が|を|に|の|も|で|や|か|ら)"
)
_FUNCTION: Final = (
    r"(?:この(?:ほか|たび)?|その(?:ほか|後)?|これ(?:まで|から|ら)?(?:に|も|を|の)?|それぞれ|いずれも?|さらに|すでに|また|ともに|まず|あらかじめ|おおむね|ほぼ|もとより|あわせて|はじめ(?:て|と(?:する|して|した))?|もとに|もって|つうじて|とおして|ふまえ|うけ"
    r"|ある|あり|あった|あって|いる|おり|なる|なり|なって|なった|する|した|して|しており|しました|います|いう|いった|いたし(?:ます|ました)|よります|より|ならず|おこな(?:う|い|った|って)|もつ|つくる|つくった|まとめ(?:る|た)|はじめ(?:る|た)|こちら|ここ|いま|ぜひ|たいへん|とても|より|もっと|とくに|すべて|みな)"
)
_TAIL: Final = re.compile(rf"(?:{_PARTICLES})(?:(?<=て)[はもの])?(?:(?<!の){_FUNCTION})?$")
_COPULA: Final = re.compile(
    r"(?:です|でした|である|であった|だ|だった|でございます|でございました|であります|でありました|となります|とのこと(?:です)?|か|とはどうか)$"
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
    rf"代表取締役|取締役|代表理事|代表執行役|代表社員|代表者|執行役|理事長|(?:副|現|新)?(?:{PEOPLE})(?![{KATAKANA}]|業|員)|及び|並びに|・(?=(?:[{KANJI}ノケヶツ]{{1,5}}|[{HIRAGANA}]{{2,5}}|[{KATAKANA}]{{2,4}})[市町村区県府](?![{KANJI}{KATAKANA}]))|・(?=[{KANJI}{KATAKANA}]{{2,12}}?(?:大学|銀行|信用金庫|信金|信用組合|商工会議所|商工会|農業協同組合|漁業協同組合|森林組合|郵便局|医師会|社会福祉協議会)(?![{KANJI}]))|(?<=.)の(?:みな|皆)(?:さ[んま]|様)|(?<!大)等(?!身)|他(?=\d|の|$|社|[はがと])"
    r"|(?<=..)(?<!おか|かあ|とう|ねえ|じい|ばあ)(?:さん|さま)(?=[はがをとのにもへや]|から|より|など|による|で[すしごあ]|$)|(?<=..)[はがもをにと](?=いっしょに|それぞれ(?![ァ-ヶー])|このたび|すでに|あらたに|みずから|はじめ[たまて]|おこな[いうっ]|とりくん|ひらい[たて]|つくっ[たて]|ささえ[たて]|むすん)|(?<=.)(?:のほか|ではなく|でなく|に(?:加え|くわえ|代わ|替わ|かわ)|とは別)|(?<=.)(?:傘下|系列|子会社|関連会社|グループ会社|グループ企業)(?=[のでが]|$)"
    r"|(?<=.)(?:にも?|へも?|では?|を|が|は|とは?|も|の|から|より)(?=[おご御](?!茶|米|酒|菓子|弁当|花|寺|城|食事|飯|殿|所|当地)[一-龥])"
    r"|(?<=.)(?:さん|さま|(?<![公神商支本])社)(?=・)|(?<=.)(?:株式会社|有限会社|合同会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|㈱|㈲)|御中|(?<=.)様(?=[はがをとのにもへやで(、。」]|から|より|など|$)|殿$|(?<=.)(?:弊社|当社)(?=[はがをの、])|以下|所在地|本社(?=[:所が])"
    r"|(?<=..)(?:ならでは|にとって|をめぐ[るり]|あて(?=[のにへ])|を(?:つうじ|とおし|ふく[むめ]|のぞ[きく]|もとに|はじめ)|(?<=[一-龥ァ-ヺーa-z0-9])(?:には|では|への)|(?:には|では|への)(?=[一-龥ァ-ヺぁ-ん]))"
    r"|(?<=..)が(?=つく[らりるっ]|いつ[もか]|いま|やっ|やる|はたら|にな[っいう]|まと[めま]|すす[めん]|おく[らりるっ]|ひら[いく]|も[つちっ]|ある|あり|あっ|でき|とりく|おこな|かか[わえげ]|そだて|みず|それ|とも[にど]|とど[けい]|うけ|だ[しす]|まい|よ[びん]|これ|その|なら|すで|まず|さら)"
    r"|(?<=..)や(?=住民|市民|町民|村民|区民|県民|地域|地元|市|町|村|県|国|大学|企業|団体|関係|学生|生徒|農家|行政|自治|学校|商店街|株式会社|有限会社|合同会社|一般社団|一般財団|公益|社会福祉法人|医療法人|学校法人|npo|特定非営利)"
    r"|(?:と|は|が|を|に)(?=包括|連携|協定|締結|災害|地域|共同|協力|本市|当市|市|町|村)|(?<=.)(?:主催|共催|協賛|提供|協力|後援)(?=[はがとのに、]|$)|(?<=.)製(?=[のでをが、。]|$)"
)
_OF_NATURE: Final = re.compile(
    rf"[{KANJI}]{{1,3}}(?:の(?:会(?![{KANJI}])|里|家|森|郷|ネットワーク)|を[{KANJI}][{HIRAGANA}]{{1,2}}会(?![{KANJI}]))"
)
HIRAGANA_NAME: Final = re.compile(
    r"(?:さと|もり|みなと|やまと|ふるさと|ねぶた|おおいた|あきた|ひた|さいたま|つくば|いわき|むつ|えびの|ひので|まほろば|ひまわり|さくら|あおば|みどり|いちご|ひかり|めぐみ|のぞみ|こまち|つばさ|はまなす|しおさい|わかば|ことぶき|すみれ|れんが|ゆたか|のどか|ほほえみ|やすらぎ|うるおい"
    r"|ふれあい|たすけあい|まちづくり|ものづくり|こども|くらし|いのち|みらい|しあわせ|たまご|おひさま|あゆみ|いずみ|きずな|こころ|ひびき|みずほ|りんご|ぶどう|うみ|やま|そら|ほし|にじ|ゆめ|まつり|おもいやり|いこい|やわらぎ|せせらぎ|あじさい|もみじ|つばき|たんぽぽ|ひばり|つばめ|かもめ|ふもと|いろは|ことのは|このは|まなび|なごみ|いぶき|つなぐ|むすび|ゆい|かがやき|きらめき|ときめき|にぎわい|やまびこ|せとうち|みちのく|はるか|かなで|はなぞの|たけのこ|きのこ|ひのき|けやき|いちょう|すずらん|ひなた|こもれび|かすみ|あかり|ともしび|なでしこ|おおぞら|あおぞら|たいよう|だいち|みのり|いなほ|こがね|しらさぎ|ちどり|うぐいす|とんぼ|ほたる|めだか|うさぎ|ひつじ|こばと|わかくさ|はつらつ|のびのび|すこやか|いきいき|にこにこ|なかよし|えがお|ほっと|もっと|あけぼの|あかつき|さざなみ|そよかぜ|こだま|なぎさ|ときわ|つくし|わかたけ|さわやか|まごころ|ひだまり|かぜ|もりびと|はやぶさ|よつば|めばえ|ぬくもり|おひさま|かけはし|かたくり|りんどう|やまぼうし|ななかまど|うぐいす|くすのき|あすなろ|いちい)$"
)
TRADE: Final = re.compile(
    r"電機|電工|電気工|製薬|商店|商会|商事|交通|配送|運輸|運送|運搬|物流|ロジ|プレス|印刷|本舗|食品|フーズ|工業|工房|鋼業|建設|工務店|不動産|ハウ[スジ]|ホーム|観光|旅行|トラベル|ベーカリー|酒造|醸造|農園|農産|ファーム|牧場|水産|養殖|林業|環境|エネルギー|電力|ガス|石油"
    r"|薬局|ドラッグ|メディカル|ケア|介護|保険|銀行|信用|証券|リース|システム|ソフト|テック|通信|テレビ|放送|新聞|出版|企画|デザイン|総業|興業|産業|開発|技研|化学|製作所|製菓|製麺|製パン|自動車|モータース|タクシー|ハイヤー|バス|鉄道|航空|海運|フェリー|倉庫|警備|サービス|グループ|ホールディングス|総研|研究所"
    r"|未来|コンタクト|センター|スーパー|マート|ストア|家具|木材|造園|園芸|鉄工|機械|精機|繊維|紡績|百貨店|書店|文具|ホテル|旅館|リゾート|ホール|クリニック|病院|学園|大学|ロボティクス|モビリティ|ラボ|ネット|ワイン|ビール|茶園|製茶|海産|漁業|種苗|畜産|ドローン|薬品|薬業|酒店|酒販|米穀|青果|精肉|鮮魚|急便|陸運|興産|重機|建機|測量|設計|会計|葬祭|保育|福祉|電設|設備|塗装|製紙|鋼材"
)
_OF_TRADE: Final = re.compile(f"(?:{TRADE.pattern})$")
_WHOLE_TRADE: Final = re.compile(f"(?:{TRADE.pattern}){NEXT}")
_VERB_STEM: Final = re.compile(
    f"[{KANJI}]{{1,2}}[んりわみきえめけせいしちびっかさたまら]|[{KANJI}]{{2}}(?:する|した|して|しま)"
)

CLAUSE_NAME: Final = re.compile(
    rf"[をにがで](?:[{KANJI}]{{1,2}}[{HIRAGANA}]{{1,3}}|[{HIRAGANA}]{{2,4}}|[{KANJI}]{{2}}する)(?<=[うくぐすつぬぶむる])(?:[{KANJI}{HIRAGANA}]{{0,4}}会(?!議|社|員|長)|[{KANJI}]{{0,4}}(?:協議会|協会|財団|研究所)|ネットワーク|プロジェクト|フォーラム|隊|カンパニー)"
)
"""A name that is a clause (球磨川|を守る会, 未来|を考えるネットワーク)."""
_PHRASE_NAME: Final = re.compile(rf"[のと][{KANJI}{KATAKANA}{HIRAGANA}]{{1,6}}?" + CLAUSE_NAME.pattern)
_CLOSERS: Final = ("(", "」", "』", "\n", "", "】", ")")
_ANOTHER: Final = re.compile(
    rf"(?!もに)[{HIRAGANA}](?:[はがと](?=[{HIRAGANA}])|[^はをがと及並、。「」()\s]){{0,12}}?(?:株式会社|有限会社|合同会社|㈱|㈲|\([株有]\)|銀行|金庫|信金|組合|大学|協会|会議所|商工会|協議会|機構|財団|連盟|漁協|農協|生協|[市町村区県](?=[とやがはのへに、]|など))"
)
"""Another name that begins with hiragana (…と|いろどり株式会社)."""


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
        run = run[: stop.start()].rstrip(" .-・&'")
    behind = text[start + len(run) : start + len(run) + 1]
    closed = stop is None and behind in ("(", ")", "」", "』", "\n", ":", "", "。", " ", "/", "|", "】", "&")
    if behind == "(" and _BRACKETED_FORM.match(text, start + len(run)):
        closed = False
    if alone and stop is None and behind in ("\n", "") and len(run) <= _LINE and _LOOSE_END.search(run) is None:
        return Extent((Reading(start, start + len(run)),), True)
    ahead = text[start + len(run) : start + len(run) + 8]
    end, others = _cut(run, closed, ahead, proper, text.startswith("法人", start - 2))
    readings = tuple(Reading(start, start + e) for e in dict.fromkeys([end, *others]) if e > 0)
    return Extent(readings, len(readings) == 1)


def _cut(run: str, closed: bool, ahead: str, proper: Collection[str], civic: bool = False) -> tuple[int, list[int]]:
    """The likeliest end of a name within a run of letters, and others that are possible.

    ``closed``: what stands behind (``ahead``) cannot follow a particle, so that the last letters belong to the name
    (but です and である may stand at the end of a sentence). ``civic``: the form is one of associations and the like
    (…法人), whose names are phrases more often than those of companies.
    """
    others: list[int] = []
    for hira in _HIRAGANA_RUN.finditer(run):
        (a, b), word = hira.span(), hira[0]
        if _POLITE.fullmatch(word):
            # あおば|のご協力
            word, b = word[0], a + 1
        behind = run[b:]
        if a and word[0] == "の" and len(word) > 2 and _THINGS.match(word, 1):
            # あおば|のものをやめ
            return a, others
        if a and word[0] == "の" and len(word) > 1 and _OF_TRADE.search(run, 0, a) and not behind.startswith("会"):
            # ひがし農産|のいちごハウス
            return a, others
        if word[0] in "がをへ" and len(word) > 1 and _stops(run, a, word) and not _HILL.match(behind):
            return a, others
        if not behind and closed:
            end = _closed_end(word, a, ahead[:1], proper)
            if end is None:
                if ahead[:1] == " " and word[-1] in "はがをに" and b - a > _SHORT:
                    others.append(b - 1)
                continue
            return end, others
        if word in proper:
            continue
        if a and word[0] in "とや" and len(word) > 1 and _ANOTHER.match(run[a + 1 :] + ahead):
            return a, others
        tail = _tail(word, a == 0, behind, proper)
        if tail.startswith("と") and word[: -len(tail)].endswith("っ"):
            # ねっと|と: no name ends in っ.
            tail = tail[1:]
        if not tail:
            continue
        end = b - len(tail)
        if tail in ("の", "と") and (named := _PHRASE_NAME.match(run, end)):
            return named.end(), others
        if tail in ("を", "に", "が", "で") and (named := CLAUSE_NAME.match(run, end)):
            return named.end(), others
        placed = run[:end] in proper or (civic and _HIRAGANA_RUN.fullmatch(run[:end]) is not None)
        if civic and tail == "と" and _OF_NATURE.match(behind):
            # NPO法人こもろ花|と緑の会
            others.append(end)
            continue
        verdict = _goes_on(run[:end], word, tail, behind, placed, closed and ahead[:1] in _CLOSERS)
        if verdict == "not":
            return end, others
        if verdict == "rather not":
            return end, [*others, *_further(run, b)]
        if verdict == "rather on":
            others.append(end)
    return len(run), others


def _stops(run: str, at: int, word: str) -> bool:
    """Whether no name goes on over the が, を at ``at``, whatever hiragana follow: behind katakana or latin letters, and
    behind kanji unless they make a clause (未来|をつくる会) or a hill (緑|がおか)."""
    if _PLAIN_END.search(run, 0, at):
        return True
    return at > 1 and len(word) > 2 and word[0] != "へ" and not CLAUSE_NAME.match(run, at) and not _HILL.match(word, 1)


def _tail(word: str, first: bool, behind: str, proper: Collection[str]) -> str:
    """The particle (with what hiragana follow it) at the end of hiragana within or behind a name, or ''.

    ``first``: the name begins with this hiragana.
    """
    for length in range(len(word), 1, -1):
        head = word[:length]
        known = HIRAGANA_NAME.search(head)
        if (
            head in proper
            or (known and (known.start() == 0 or known.end() - known.start() > 2 or head[known.start() - 1] == "の"))
        ) and (
            length == len(word)
            or (_TAIL.fullmatch(word, length) and word[length:] not in ("ら", "か"))
            or (length > 2 and word[length] in "がを" and head in proper)
        ):
            return word[length:]
    least = min(2, len(word)) if first or word.startswith("びと") else 0
    tail = _TAIL.search(word, least)
    if tail is None or (tail.start() and (tail[0] in ("ら", "か") or (tail[0] == "や" and not behind))):
        return ""
    return tail[0]


def _goes_on(head: str, word: str, tail: str, behind: str, placed: bool, ends: bool) -> Verdict:
    """Whether a name goes on over a particle at the end of the hiragana ``word``.

    ``placed``: the words before it are a place; ``ends``: a bracket or the end of a line closes what stands behind it.
    """
    if not behind:
        return "not"
    if tail == "の":
        return behind_no(head, behind, placed, ends, HIRAGANA_NAME.fullmatch(head) is not None)
    if (
        tail == "と"
        and tail != word
        and (word.endswith("しごと") or word[-2] == "っ" or _SHOP.match(behind) or _WHOLE_TRADE.match(behind))
    ):
        return "rather on"
    if tail == "と":
        return behind_to(head, behind)
    if tail == "が" and _HILL.match(behind):
        return "rather on"
    if tail != word and TRADE.match(behind):
        # まるは|水産 or あおば|は水産…: without further evidence strong particles end a name.
        return "rather not" if _CUTTING.fullmatch(tail) else "rather on"
    if tail in ("に", "で", "も", "や", "か", "ら") and tail != word:
        return "not" if _CLAUSE.match(behind) or _VERB_STEM.match(behind) else "rather on"
    return "not"


def _further(run: str, at: int) -> list[int]:
    """Ends of the name if the particle before ``at`` is part of it."""
    following = _HIRAGANA_RUN.search(run, at)
    return [following.start() if following and following.start() > at else len(run)]


def _closed_end(word: str, start: int, following: str, proper: Collection[str]) -> int | None:
    """The end of a name whose last hiragana stand before a mark that closes it, or None where they belong to it."""
    if start > 0 and (
        word in ("は", "が", "を")
        or (word == "と" and following == "\n")
        or (following == "(" and word in ("と", "や", "も", "に", "で", "へ"))
    ):
        return start
    for length in range(len(word) - 2, 2, -1):
        if word[length] in "がを" and word[:length] in proper:
            return start + length
    copula = _COPULA.search(word) if following == "。" else None
    return start + copula.start() if copula and copula.start() + start > 1 else None
