"""Words that stand for a local government or a body that the text named before: 本市, 同社, 両町, 市, 当機構."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.parts import Use

Sense = Literal["own", "same", "both", "bare", "we", "company", "companies", "group", "counted", "defined", "kind"]

_UNIT: Final = r"(?:教育委員会|教委|議会|役所|役場|庁(?!舎)|(?!長)[一-鿿ァ-ヺー]{1,10}?(?:課(?!題)|部(?!分)|局|室))"
_AFTER: Final = r"(?=[はがとのにをへも、や。)」]|・(?=[^。\n]{2,40}[二三四五2-5]者)|から|より|及び|および|並びに|で(?:は|も|、)?|側)"
_PRONOUN: Final = re.compile(
    r"(?P<own>(?<![一-鿿])(?:本|当)[市町村区県](?!丁目|\d|場|間|分|単|立))"
    r"|(?P<same>同[市町県村区府](?!場|間|分|町村|内会|単位))"
    r"|(?P<both>両(?:市町村|市町|市村|町村|府県|都県|道県|市|町|村|県|府|区|自治体)(?!場|間|分))"
    rf"|(?P<company>(?<![共合協混異一大帯])同(?:社(?![会長員宅内屋務])|法人|団体|機構|財団|協会|組合|大学|大(?=[はがとのにをへも、。・])|金庫|庫(?=[はがとのにをへも、。])|銀行|協議会|病院|会議所|研究所|事業者|企業|農協|漁協|生協|信金|信組|社協|商工会|医師会|学園|学院|公社|連盟|センター(?=[はがとのにをへも、])|(?:行|会|校|学|所|局|店){_AFTER}))"
    r"|(?P<companies>両(?:社|行|法人|大学|団体|企業))"
    rf"|(?P<group>(?:(?<![一-鿿])|(?<=[上前]記))(?:両者|双方(?!向)|(?:二|三|四|五|六|七|八|[2-8])(?:者|社))(?=[はがを、]|で(?:は|、|「|[^、。はがを]{0, 10}(?:協定|覚書|締結|行))|による|の間|との間|とも|と(?:本|当)?[市町村区県](?=[はがとのに、])))"
    rf"|(?P<counted>(?<![0-9.,])(?:(?:(?:[1-9]|1\d|[一二三四五六七八九])(?:都|道|府|県|市|区|町|村)){{2,4}}(?=[はがをとのにもへ、。(:「]|で(?!き)|から|より|それぞれ|すべて|及び|並び)|(?:[2-9]|1\d|[二三四五六七八九])(?:市区町村|市町村|市町|市村|町村|府県|都県|道県|市|町|村|区|県|自治体)(?=[はがをとのにもへ、。(:]|で(?!き)|から|より|それぞれ|すべて)))"
    rf"|(?P<we>(?<![一-鿿])(?:当社|弊社|小社(?=[はがとのにでも])|弊(?:行|会|組合|法人|学|財団|協会|団体){_AFTER}|当(?:農協|漁協|生協|信金|信組|商工会|医師会|社協|学園|学院|大学院|連合会|支援機構)|当機構|当行{_AFTER}|当金庫|当法人|当協会|当財団|当組合|当団体|当協議会|当会議所|当研究所|当連盟|当公社|当会{_AFTER}|当所{_AFTER}|当ja(?![a-z])|(?<![a-zァ-ヺ一-鿿ー・])ja(?=[はがとのにをもで、])|本学(?!会|習|級|年)|当大学|当病院|当院{_AFTER}))"
    rf"|(?P<kind>(?:(?<![{KANJI}{KATAKANA}{HIRAGANA}a-z0-9・])|(?<=[はがとにも、])|(?<=なお)|(?<=また)|(?<=[市町村]の)|(?<=地元の)|(?<=地元))(?:社会福祉協議会|社協|商工会議所|商工会|観光協会|観光局|森林組合|医師会|農協|漁協|シルバー人材センター){_AFTER})"
    rf"|(?P<bare>(?<![{KANJI}{KATAKANA}0-9a-zのるいなうたりー])[市町村区県](?!が立)"
    rf"(?:(?=長(?:[はがとのに、。)]|室|へ|から))|(?P<unit>{_UNIT})|{_AFTER}))"
)
# A set of first letters, so that the engine skips at full speed to where one stands.
_CANDIDATE: Final = re.compile(
    rf"[本当同両双小弊j社商観森医農漁シ市町村区県一二三四五六七八九0-9](?:(?<=j)(?=a[はがとのにをもで、])|(?<=[本当同両双小弊])|(?<=社)(?:会福|協)|(?<=商)工会|(?<=観)光[協局]|(?<=森)林組|(?<=医)師会|(?<=[農漁])協|(?<=シ)ルバー人|(?<=[市町村区県])(?<![{KANJI}{KATAKANA}0-9a-zのるいなうたりー].)"
    r"|(?<=[一二三四五六七八九0-9])(?=\d?[市町村区県府都道自者社]))"
)
_REST: Final = re.compile(r"(?:他|ほか|など|計|残る|残り|全|各|第|約|毎|平成|令和|昭和|年|月)(?:の)?$")
_WHERE: Final = re.compile(
    r"内(?!閣)|外|域|全[域体土]|民(?![生政]|間)|の(?:企業|会社|店|工場|ホテル|農家|事業者)|(?:で|において)(?:開催|開か|催)|に(?:ある|本社|本店|所在|立地|拠点)|出身|産(?!業)"
)
_DEPARTMENT: Final = re.compile(_UNIT)


class Word(NamedTuple):
    """A pronoun: ``what`` the last part of its word (市, 社, 機構 …); ``department`` what follows it (教育委員会)."""

    start: int
    end: int
    sense: Sense
    what: str
    department: str
    use: Use


def find(text: str) -> list[Word]:
    """All pronouns of a folded text in order."""
    found: list[Word] = []
    for candidate in _CANDIDATE.finditer(text):
        match = _PRONOUN.match(text, candidate.start())
        if match is None or (found and candidate.start() < found[-1].end):
            continue
        sense = next(
            name
            for name in ("own", "same", "both", "company", "companies", "group", "counted", "we", "kind", "bare")
            if match[name] is not None
        )
        start, end = match.span()
        word = match[0]
        department = ""
        if sense == "bare":
            department = match["unit"] or ""
            what = word[0]
        else:
            what = word if sense in ("group", "counted", "kind") or word == "ja" else word[1:]
            if sense == "counted":
                before = text[max(0, start - 4) : start]
                if _REST.search(before):
                    continue
                sense = "defined" if re.search(f"[{KANJI}{KATAKANA}]\\Z", before) else sense
            if sense in ("own", "same") and (unit := _DEPARTMENT.match(text, end)) and not _WHERE.match(text, end):
                department, end = unit[0], unit.end()
        if department in ("役所", "役場", "庁"):
            department = ""
        seat = sense == "same" and text[start - 1 : start] == "(" and text[start - 2 : start - 1] not in ("", "\n")
        use: Use = (
            "address"
            if seat
            else "location"
            if sense in ("own", "same", "bare", "both") and _WHERE.match(text, end)
            else "actor"
        )
        found.append(Word(start, end, sense, what, department, use))  # type: ignore[arg-type]
    return found


# The first letter stands before the look behind it, so that the engine skips to where one stands.
_OWN: Final = re.compile(r"[本当](?<![一-鿿].)([市町村区県])(?!場|間|丁目)")
_MAYOR: Final = re.compile(r"[(○◯◎]([市町村区])長[)  ]")


class Own(NamedTuple):
    """How a text first speaks of its own local government: ``kind`` 市, 町 …; ``spoken``: by 「○市長」 before what he says."""

    kind: str
    spoken: bool


def own(text: str) -> Own | None:
    """The first 本市, 当町 … of a folded text, or 「○市長」 at the begin of a line, whichever stands first; else None."""
    word = _OWN.search(text)
    for match in _MAYOR.finditer(text, 0, word.start() if word else len(text)):
        if not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" "):
            return Own(match[1], True)
    return Own(word[1], False) if word else None
