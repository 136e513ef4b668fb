"""Bodies that their place in a text shows, whatever their names look like: who concludes an agreement (まるやと協定を結んだ), who
stands in a row with bodies (ランプ亭、株式会社あおば及び…), who does something for somebody (かもめ商船に委託), what
stands behind 締結先： and in a list beneath 協定締結先.

The place alone is not enough: the words must look like a proper name as well (`proper`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Final

from loaders.prose import counted_rows, cycles, item_rows, keys
from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.leftwards import left
from loaders.prose.proper import CALLED, SHOP, WITH_KIND, Judge, is_held, is_whole
from loaders.prose.raw import RawBody
from loaders.prose.rightwards import HIRAGANA_NAME

_REACH: Final = 140
_CONCLUDE: Final = re.compile(
    r"(?:協定|覚書|契約)書?[」』]?(?:\([^()\n]{0,20}\))?(?:を|の|に|が|で)?[^。\n]{0,14}?(?:締結|結[びんば]|交わ|調印|署名)"
)
_PARTICLE: Final = re.compile(
    r"(?:さん|様|側|(?<=[ァ-ヺーa-z])社)?(?:と(?!と[もき]|し[てた、]|する|な[るっり]|いう|いっ|ころ|おり|され|でき|思|考|見|定|並)|(?P<subject>[はがも](?=、|[一-鿿ァ-ヺ「])))"
)
_WITH_PLACE: Final = re.compile(r"[市町村区県都府道]と")
_STEP: Final = re.compile("[「『(」』)とはがもさ様社側]")
"""The brackets, and the letters with which `_PARTICLE` may begin."""
_QUOTE: Final = {"「": 1, "『": 1, "(": 1, "」": -1, "』": -1, ")": -1}
_DEED: Final = re.compile(
    r"(?:の(?:協力|支援|協賛|指導|監修|提供)(?:を得|を受け|により|のもと|のほか|で)|と(?:共同で|連携して|協力して|協働で|ともに|(?:の)?[23二三]者で)|に[^。、\n]{0,10}?委託|が(?:運営|運行|受託|管理)[しをす]|から[^。、\n]{0,14}?(?:寄附|寄付|寄贈|無償)|を指定管理者|に感謝状)"
)
_CALLED: Final = re.compile(r"(?:さん|様|(?<=[ァ-ヺーa-z])社)$")
_DOES: Final = r"担当|引き受け|引受け|請け負|受託|受け持|担[っいう]|貸し|貸して|提供|贈[っりるら]|寄附|寄付|寄贈|協力|派遣|開放|手伝|選[んび]|届け|教え|指導|講師|開い|開催|配[っり布達]|参加|加わ|出して|出し、|作[っり]|つく[っり]|行[うっい]|通[っい]|回[っり]|運[ぶん]|設け|置[いか]|用意|制作|製作|開発|運営|運行|無料|無償|共同|協働|共催|支援|実施"
# A look at the first letter spares trying all the words at every step.
_NEAR: Final = rf"[^。、\n]{{0,24}}?(?=[{''.join(sorted({word[0] for word in _DOES.split('|')}))}])"
_ACTS: Final = re.compile(
    rf"が、?{_NEAR}(?:{_DOES})|も、?{_NEAR}(?:{_DOES})|に(?:は、?)?[^。、\n]{{0,12}}?(?:頼|お願い|依頼|任せ|委ね|貸[しす]|お貸し|貸与|無償)|から[^。、\n]{{0,20}}?(?:借り|いただ|提供|届|派遣|贈ら|受け)|の(?:[先皆]生?方?|みなさん|皆さん|皆さま|皆様|方々|職員|社員|スタッフ)(?:が|に|から|と一緒|の協力|の?お?力を借り)"
)
_QUOTED: Final = re.compile(
    r"「(?P<name>[^「」『』\n。]{2,20})」(?=さん|様|と|が|は|に|から|や|の(?:[2-9]|ご?協力)|で[すし]|、|\()"
)
_FOREIGN_ONLY: Final = re.compile(rf"[{KATAKANA}a-z0-9・ .]+")
_KINDS: Final = ("会社", "メーカー", "業者", "チェーン")
"""What such a word ends without a legal form tells a kind of body, and no name (大手ビール会社)."""
_TIES: Final = r"(?:、|・|,|及び|並びに|および|ならびに|と)(?:それから|それに|そして)?"
_ASIDE: Final = r"(?:\([^()\n]{0,40}\))?(?:さん|様)?"
_WHO_IS: Final = r"(?:[^、。はが「」()\n]{1,20}(?:を(?:構え|営|展開す|運営す|手がけ|手掛け)[るむ]|に本社を置く|に拠点を置く|である))?"
_TIE_BEHIND: Final = re.compile(rf"{_ASIDE}{_TIES}{_WHO_IS}(?=[^ \n])")
_TIE_BEFORE: Final = re.compile(rf"{_ASIDE}{_TIES}(?:[{KANJI}{KATAKANA}]{{1,8}}の)?$")
_ITEM: Final = re.compile(
    rf"(?P<item>[{KANJI}{KATAKANA}{HIRAGANA}a-z0-9&'・]{{2,24}}?)(?={_ASIDE}(?:{_TIES}(?!し)|の[2-9二三四五六七八九](?:者|社|団体)|の両|が|は|も|を|に(?!関す|関し|係る|つい|向け|伴|むけ)|など|等|から|で|。|\n|$))"
)
_TIED: Final = frozenset("、・,びにとの")
"""The last letters of what ties names."""
_CUE: Final = re.compile(
    r"協定|覚書|連携|提携|締結|加わ|協力|提供|委託|寄附|寄付|寄贈|運営|共同|協働|支援|派遣|実証|開発|参画|調印|契約"
)
_LINE: Final = re.compile(rf"[^。\n]{{0,{_REACH}}}")
_KANA_BEFORE: Final = re.compile(rf"[{HIRAGANA}]{{3,}}$")
_FORM: Final = re.compile(r"^[ ・●○◆■◇□*\-]*(?P<key>[^\n:、。]{2,16}) *[:] *(?P<value>[^\n。]{2,120})$", re.MULTILINE)
_GAPPED: Final = re.compile(
    r"^[ ・●○◆■◇□*\-]*(?P<key>[^\n:、。 ()]{2,10}) +(?P<value>[^ \n。:](?:[^\n。: ]| (?=[a-z])){1,60})$", re.MULTILINE
)
"""「相手方　　A社、B法人」"""
_ASKED: Final = frozenset({"partner", "doer", "member"})
_VALUE: Final = re.compile(r"[^、,/・()と及並]+|[、,/・と]|及び|並びに|\([^()]*\)|.")
_PIECE: Final = re.compile(r"[^、,/()]+")
_HEADS: Final = re.compile(
    r"(?:(?:締結|協定|連携|協力|提携|委託|参加|参画|構成|賛同|登録)(?:締結)?(?:先|企業|団体|事業者|店舗?|者|員|機関)|相手方|パートナー(?:企業|団体)?|企業・団体|協定(?:企業|事業者)|店舗)(?:等|名)?(?:の?一覧)?(?:は、?(?:次|以下|つぎ)の(?:とおり|通り)[^\n]{0,8})?(?:\([^()\n]*\))?[】』」)〕\]:。]*$"
)
_BULLET: Final = re.compile(
    rf"^ *(?:[・●○◆■◇□*\-]|\(?\d{{1,2}}[.)]) *(?P<item>[{KANJI}{KATAKANA}{HIRAGANA}a-z0-9&'・\- ]{{2,24}}?)(?=$|[(:]| {{1,}}(?=[(\d令平]))",
    re.MULTILINE,
)


class Slots:
    """Finds such bodies. ``kana``, ``stems``: as for `leftwards.left`; ``judge``: whether words look like a name."""

    def __init__(self, kana: Collection[str], stems: Collection[str], judge: Judge) -> None:
        self._kana = kana
        self._stems = stems
        self._judge = judge

    def find(self, text: str, found: Sequence[RawBody]) -> Iterator[RawBody]:
        """Bodies in a folded text beside those ``found`` before."""
        taken = _Taken(found, len(text))
        for end in self._ends(text):
            if (body := self._named(text, end, taken)) is not None:
                taken.add(body)
                yield body
        for match in _ACTS.finditer(text):
            body = self._named(text, _before_title(text, match.start()), taken)
            # Things in katakana are placed and built as well (サイクルステーションが置かれる).
            if body is not None and not _FOREIGN_ONLY.fullmatch(text, body.start, body.end):
                taken.add(body)
                yield body
        for quoted in _QUOTED.finditer(text):
            start, end = quoted.span("name")
            if not taken.at(start) and self._judge.is_trade_name(quoted["name"]) and not is_held(text, start - 1):
                taken.add(body := RawBody(start, end, end, rank=1))
                yield body
        for start, end in (*_values(text), *_listed(text)):
            if not taken.at(end - 1) and (body := self._named(text, end, taken, start)) is not None:
                taken.add(body)
                yield body
        shown = (
            (cycles.names, self._judge.is_listed),
            (_with_titles, self._judge.is_name),
            (_aligned, self._judge.is_sure),
        )
        for find, fits in shown:
            for start, end in find(text):
                if not taken.at(start) and not taken.at(end - 1) and fits(text[start:end]):
                    taken.add(body := RawBody(start, end, end, rank=1))
                    yield body
        rows = chain(counted_rows.find(text, taken.at), item_rows.find(text, taken.at, self._judge.is_listed))
        for start, end in rows:
            if self._judge.is_place(text[start:end]):
                continue
            taken.add(body := RawBody(start, end, end, rank=1))
            yield body
        queue = [body for body in found if body.certain and not body.product]
        while queue:
            for body in self._beside(text, queue.pop(), taken):
                taken.add(body)
                queue.append(body)
                yield body

    def _ends(self, text: str) -> Iterator[int]:
        """Where a name must end if a party of an agreement or of a deed stands there."""
        seen = -1
        for match in _CONCLUDE.finditer(text):
            stop = match.start()
            far = max(0, stop - _REACH)
            begin = max(text.rfind("。", far, stop), text.rfind("\n", far, stop), far - 1, seen)
            with_place = _WITH_PLACE.search(text, far, stop) is not None
            seen, depth = stop, 0
            for step in _STEP.finditer(text, begin + 1, stop):
                at = step.start()
                depth = max(0, depth + _QUOTE.get(text[at], 0))
                particle = _PARTICLE.match(text, at) if not depth and not _begins_a_word(text, at) else None
                if particle and (with_place or not particle["subject"]) and not self._ends_a_name(text, at):
                    yield at
        for match in _DEED.finditer(text):
            yield _before_title(text, match.start())

    def _ends_a_name(self, text: str, at: int) -> bool:
        """Whether the と at a place is the last letter of a name in hiragana (スーパーやまと)."""
        if text[at : at + 1] != "と" or (kana := _KANA_BEFORE.search(text, max(0, at - 8), at + 1)) is None:
            return False
        return kana[0] in self._kana or HIRAGANA_NAME.fullmatch(kana[0]) is not None

    def _named(self, text: str, end: int, taken: _Taken, since: int = 0) -> RawBody | None:
        """The name that ends at ``end``, or None."""
        if taken.at(end - 1) or text.endswith(_KINDS, 0, end):
            return None
        for shape in (WITH_KIND, SHOP):
            whole = shape.search(text, max(since, end - 32), end)
            if whole and not taken.at(whole.start()) and is_whole(whole):
                return RawBody(whole.start(), end, end, rank=1)
        called = CALLED.search(text, max(since, end - 8), end)
        head = called.start() if called and is_whole(called) else end
        reading = next(iter(left(text, head, self._kana, self._stems).readings), None)
        if reading is None or reading.start < since or taken.at(reading.start):
            return None
        if text[end : end + 1] == "と" and text.endswith("を", 0, reading.start):
            # 地域を対象と, 見守りを目的と
            return None
        if head < end or self._judge.is_name(text[reading.start : end]):
            return RawBody(reading.start, end, end, rank=1)
        return None

    def _beside(self, text: str, known: RawBody, taken: _Taken) -> Iterator[RawBody]:
        """Names right before and behind a body, with nothing but 、 or 及び between."""
        behind = _TIE_BEHIND.match(text, known.stop)
        item = _ITEM.match(text, behind.end()) if behind else None
        window = text[max(0, known.start - 60) : known.start]
        before = _TIE_BEFORE.search(window) if window[-1:] in _TIED else None
        if (item or before) and not _cued(text, known.start, known.stop):
            return
        if item:
            end = item.end() + self._ends_a_name(text, item.end())
            if (body := self._named(text, end, taken, item.start())) is not None:
                yield body
        if before and (body := self._named(text, known.start - len(window) + before.start(), taken)) is not None:
            yield body


_RUN: Final = re.compile(f"[{HIRAGANA}]{{3,8}}")


def _begins_a_word(text: str, at: int) -> bool:
    """Whether the と at a place is the first letter of a name in hiragana (居酒屋とんぼ)."""
    run = _RUN.match(text, at)
    return run is not None and HIRAGANA_NAME.fullmatch(run[0]) is not None


def _before_title(text: str, end: int) -> int:
    """The end of a name before the さん or 社 that may stand behind it."""
    called = _CALLED.search(text, max(0, end - 3), end)
    return called.start() if called else end


def _values(text: str) -> Iterator[tuple[int, int]]:
    """Where the answers stand behind keys that ask for a partner (締結先：A、B)."""
    for form in chain(_FORM.finditer(text) if ":" in text else (), _GAPPED.finditer(text)):
        asked = keys.known(form["key"])
        if asked is not None and asked.key in _ASKED and (form.re is _FORM or asked.specific):
            # A whole piece first: みなと食堂, カフェ・ド・ウダ.
            for pattern in (_PIECE, _VALUE):
                for item in pattern.finditer(text, *form.span("value")):
                    if len(item[0].strip()) > 1 and item[0][0] != "(":
                        yield item.start(), item.start() + len(item[0].rstrip())


def _listed(text: str) -> Iterator[tuple[int, int]]:
    """Where the items of lists stand beneath a line that heads partners (協定締結先)."""
    last, heads = -1, False
    for item in _BULLET.finditer(text):
        above = text.rfind("\n", 0, max(0, item.start() - 1))
        if text.count("\n", last, item.start()) > 1 or last < 0:
            line = text[above + 1 : max(0, item.start() - 1)].strip() if item.start() else ""
            heads = len(line) < 40 and _HEADS.search(line) is not None
        last = item.end()
        if heads:
            yield item.start("item"), item.start("item") + len(item["item"].rstrip())


_MARKED: Final = r"^ *(?:[・●○◆■◇□*\-]|[(【\[]?\d{1,2}[)】\].]|[①-⑳]) *(?P<item>[^\n:。、「」『』()【】\[\]|]{2,24}?)"
_OVER_FORM: Final = re.compile(
    rf"{_MARKED} *(?:\([^()\n]{{1,30}}\))? *\n *[・●○]? *(?:協定名称?|協定の名称|(?:協定)?締結(?:年月)?日|協定(?:年月)?日)[ :]",
    re.MULTILINE,
)
_TITLED: Final = re.compile(
    rf"{_MARKED} *(?: |\([^()\n]{{1,30}}\)) *[「『][^「」『』\n]{{2,60}}(?:協定|覚書)書?[」』]", re.MULTILINE
)


_UNDER_TITLE: Final = re.compile(
    r"(?:協定|覚書)書?\n *[・●○◆■◇□*\-] *(?P<item>[^\n:。、「」『』()【】\[\]|]{2,24}?) *\((?:(?:平成|令和|昭和) *[元\d]|\d{4}[年./]|[hrs]\d)"
)


def _with_titles(text: str) -> Iterator[tuple[int, int]]:
    """Where an entry begins that goes on with its agreement: 「・みなとトラベル　「…協定」」, 「【7】Minato Labs」 over 「協定名　…」,
    or stands beneath it with its day: 「○飲料水の提供に関する協定」 over 「・みなとボトラーズ（令和元年8月1日）」."""
    if "協定" in text or "覚書" in text:
        for match in chain(_OVER_FORM.finditer(text), _TITLED.finditer(text), _UNDER_TITLE.finditer(text)):
            yield match.span("item")


_ALIGNED: Final = re.compile(rf"(?<=[^ \n] )  *(?P<item>[{KANJI}{KATAKANA}{HIRAGANA}a-z・]{{4,20}})$", re.MULTILINE)


def _aligned(text: str) -> Iterator[tuple[int, int]]:
    """Where the right column of lines set in two columns stands (牛乳を届ける　　　石狩川ミルクセンター)."""
    for line in _ALIGNED.finditer(text) if "   " in text else ():
        yield line.span("item")


class _Taken:
    """Which positions belong to a body already."""

    def __init__(self, found: Sequence[RawBody], length: int) -> None:
        self._at = bytearray(length)
        for body in found:
            self.add(body)

    def at(self, position: int) -> bool:
        return bool(self._at[position])

    def add(self, body: RawBody) -> None:
        self._at[body.start : body.stop] = b"\1" * (body.stop - body.start)


def _cued(text: str, start: int, end: int) -> bool:
    """Whether the sentence speaks of doing something together."""
    far = max(0, start - _REACH)
    begin = max(text.rfind("。", far, start), text.rfind("\n", far, start), far - 1) + 1
    line = _LINE.match(text, end)
    return _CUE.search(text, begin, line.end() if line else end) is not None
