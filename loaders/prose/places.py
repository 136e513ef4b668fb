"""Where a text names a local government, and what the words around make of the name.

Names are found from their last character (市, 町 …) backwards; what follows tells an office, a facility, an address.
Which of several namesakes is meant is decided in `context`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from graph import places
from loaders.prose import joint
from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.parts import Use
from loaders.read import Span

# A set of first letters, so that the engine skips at full speed to where one stands.
_END: Final = re.compile(r"[市区町村県東大京北](?:(?<=[市区町村県])|(?<=東)京都|(?<=大)阪府|(?<=京)都府|(?<=北)海道)")
_COUNTY: Final = re.compile(rf" ?[{KANJI}ケノ]{{1,5}}郡 ?")
_DIRECTIONS: Final = frozenset("東西南北新大小上下中奥本元")
_VERB_ENDS: Final = "るたうくすつぬぶむぐいな"
"""本社のある|さいたま市, 広がる|つくば市: the last letters of a word that says something of the name."""
_JOINED: Final = re.compile(
    r"(?:[都道府県郡]|[^大]字|旧|元|現|対|及び|並びに|前|兼|称|名|約|先|内|外|\d|[一二三四五六七八九十]市)$"
)

_UNIT: Final = (
    r"(?:本?部(?![分品門活会屋下長])|課(?![題税程])|室(?![町戸])|局(?![面地])|係(?![数わ])|班|委員会|議会(?!議員選)|事務局"
    r"|チーム|支所|総合事務所|消防本部|消防署|消防団|出張所|振興局|企業団|警察)"
)
_WORD: Final = (
    rf"(?:[{KANJI}{KATAKANA}・a-z]|まち(?:づくり)?|づくり|こども|子ども|くらし|いきいき|ふるさと|みらい|すこやか|おもてなし"
    rf"|にぎわい|ひと|しごと|みどり|つながり|ものづくり|ささえあい|いのち|魅力|いじめ|スポーツ|みなと|あんしん|ともに|と緑)"
)
_DEPARTMENT: Final = re.compile(
    rf"(?P<office>役所|役場|庁(?!舎)|本庁(?!舎))?(?P<units>(?: ?(?![立営場長内外]|[東西南北中]部|支[局社店]|民(?![生政俗課協部活病]))(?:{_WORD}){{0,14}}?{_UNIT}){{0,4}})"
)
_FACILITY: Final = re.compile(
    rf"[{KANJI}{KATAKANA}a-z]{{0,14}}?(?:会館|支局|支社|支店|本店|営業所|ホール|体育館|図書館|美術館|博物館|公民館|資料館|記念館|文学館|科学館|水族館|動物園"
    r"|病院|診療所|小学校|中学校|高等学校|高校|学校|学園|保育園|保育所|幼稚園|こども園|公園|球場|競技場|スタジアム|アリーナ|駅|空港|港"
    r"|劇場|プラザ|センター|城|城跡|神社|寺|橋|川|山|湖|ダム|インター|ドーム|キャンプ場|温泉|ヶ?浜|海岸|牧場|市場|斎場|浄水場)"
)
_ADDRESS: Final = re.compile(
    rf"(?:大?字)?(?!令和|平成|昭和|[はがとをにでのもや第約全計])[{KANJI}{KATAKANA}ノの]{{1,12}}? ?"
    r"(?:\d+(?:丁目|番|-\d|号|-[a-z])|[一二三四五六七八九十]+(?:丁目|番地)|\d{1,4}(?=[ ),、\n]|$))|\d+(?:番|丁目|-\d)"
)
_AREA: Final = re.compile(
    rf"(?:[{KANJI}]{{1,4}}(?:地域|地方|地区|管内|エリア)|内(?!閣)|外(?!国)|域|全[域体土]|街(?!づ)|一円|周辺|近郊|方面|在住|在勤|出身|生まれ|産(?!業)|発祥|民(?![生政俗課協部活]|間)|"
    rf"(?:の|で|に(?:て|おいて)?)[{KANJI}{KATAKANA}]{{0,8}}(?:ホテル|旅館|店|商店街|会社|工場|企業|業者|農家|農園|酒蔵|会場|自宅|出身|生まれ|高校生|中学生)"
    rf"|の[{KANJI}{KATAKANA}]{{0,8}}(?:スタートアップ|ベンチャー|メーカー)(?=である|の)"
    r"|の(?:間(?!で|に(?:お|協|覚|締))|隣|となり|近く|境)"
    r"|と[^、。「」]{1,12}を(?:結[ぶん]|つな[ぐい])(?!協)"
    r"|(?:で|において|にて)(?:開催|開か|行われ|催)|に(?:ある|所在|立地|位置|ある|本社|本店|本部|拠点|工場|店舗を|オフィスを|事業所を|進出|移転))"
)
_PLACE_KEY: Final = re.compile(
    r"(?:所在地?|住所|本社(?:所在地)?|本店(?:所在地)?|本部|会場|場所|開催地|集合場所|勤務地|アクセス|連絡先|〒 ?\d{3}-?\d{4})"
    r" *(?:[:/はが、】]|\(|$) *[^、。:()\n]{0,6}$"
)
_POSTCODE: Final = re.compile(r"\d{3}-\d{4} *$")


@dataclass(slots=True)
class Spot:
    """A name as it stands: ``name`` the words of the name alone (``start``…``end``), ``stop`` the end with department.

    ``prefecture``/``county``: what stands before the name, ``ward``: a ward behind that of its city, '' if none;
    ``old``: 旧 stands before; ``past_only``: only a former local government bears the name.
    """

    start: int
    end: int
    stop: int
    name: str
    prefecture: str = ""
    county: str = ""
    ward: str = ""
    department: str = ""
    use: Use = "actor"
    old: bool = False
    past_only: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.stop)


class Finder:
    """Finds names of local governments in folded texts. One per gazetteer."""

    def __init__(self, gazetteer: places.Gazetteer) -> None:
        self._prefectures = {m.name for m in gazetteer.by_code.values() if m.kind == places.PREFECTURE}
        bare = {places.key(m.name) for m in gazetteer.by_code.values() if m.kind != places.PREFECTURE}
        self._wards = {name for name in gazetteer.known_today if name.endswith("区")} - {
            name for name in gazetteer.known_today if name.endswith("区") and re.search("[市都]", name[:-1])
        }
        self._today = bare | self._wards
        # 広島町, but not 北海道広島町 and not 札幌郡広島町: what stands before is read apart.
        self._past = {
            name for name in gazetteer.known_before
            if name[-1:] in "市町村区" and not re.match(r".{2,3}[都道府県].{2}|.+郡.+[町村]$", name)
        } - self._today  # fmt: skip
        self._longest = max(map(len, self._today | self._past))

    def find(self, text: str) -> list[Spot]:
        """All names in a folded text, in order, each with what stands around it. Overlaps with bodies remain."""
        spots: list[Spot] = []
        last: Spot | None = None
        for match in _END.finditer(text):
            end = match.end()
            if match[0] == "県":
                spot = self._prefecture(text, end)
            elif len(match[0]) > 1:
                spot = Spot(match.start(), end, end, match[0])
            else:
                spot = self._municipality(text, end)
            if spot is None:
                continue
            if last is not None and spot.start < last.end:
                # 四日市市 over 四日市, つくばみらい市 over みらい市: the longer name began earlier.
                if last.prefecture and not last.ward and spot.start == last.end - len(last.name):
                    # 東京都|東村|山市: the prefecture before it is that of the longer name.
                    spots[-1] = last = Spot(last.start, end, end, spot.name, last.prefecture, last.county)
                    continue
                if spot.start <= last.start:
                    spots.pop()
                    last = spots[-1] if spots else None
                else:
                    continue
            joined = self._join(text, last, spot)
            if joined is None:
                continue
            if joined is not spot or joined.prefecture:
                spots.pop()
            elif not self._begins(text, spot):
                continue
            spots.append(joined)
            last = joined
        for spot in spots:
            _surroundings(text, spot)
        _in_brackets(text, spots, self._prefectures)
        spots = [spot for spot in spots if not (spot.past_only and not self._past_is_meant(spot))]
        return self._with_joint(text, spots)

    def _with_joint(self, text: str, spots: list[Spot]) -> list[Spot]:
        """The spots with those that share a last letter (宇陀、名張両市), which end with the letter they share."""
        more: list[Spot] = []
        for group in joint.find(text, self._today | self._prefectures):
            more += [Spot(stem.start, stem.end, stem.end, stem.name) for stem in group.stems]
            more[-1].stop = group.end
        if not more:
            return spots
        taken = {spot.start for spot in more}
        return sorted([*more, *(s for s in spots if s.start not in taken)], key=lambda s: s.start)

    def _prefecture(self, text: str, end: int) -> Spot | None:
        for length in (3, 4):
            if text[end - length : end] in self._prefectures:
                return Spot(end - length, end, end, text[end - length : end])
        return None

    def _municipality(self, text: str, end: int) -> Spot | None:
        for length in range(min(self._longest, end), 1, -1):
            name = text[end - length : end]
            if name in self._today:
                return Spot(end - length, end, end, name)
            if name in self._past:
                return Spot(end - length, end, end, name, past_only=True)
        return None

    def _join(self, text: str, last: Spot | None, spot: Spot) -> Spot | None:
        """The spot with what stands directly before it taken in; None where it is only a part of an address."""
        if spot.name[-1] == "市" and text.startswith("場", spot.end):
            # 市川|市場: the market of a quarter.
            return None
        if last is None or spot.name in self._prefectures:
            return spot
        gap = text[last.end : spot.start]
        if last.name in self._prefectures:
            if gap in ("", " ") or _COUNTY.fullmatch(gap):
                spot.prefecture, spot.county, spot.start = last.name, gap.strip(), last.start
            return spot
        if gap not in ("", " "):
            return spot
        if spot.name in self._wards and last.name[-1] == "市":
            last.ward, last.end, last.stop = spot.name, spot.end, spot.end
            return last
        # A 町 behind a 市 or a 区 is one of its quarters. (A blank may also part two entries of a list.)
        return spot if gap else None

    def _begins(self, text: str, spot: Spot) -> bool:
        """Whether the name begins where it was found and is no rest of a longer word."""
        if spot.prefecture:
            return True
        before = text[max(0, spot.start - 8) : spot.start]
        county = re.search(rf"([{KANJI}]{{1,4}}郡)$", before)
        if county:
            spot.county = county[1]
            spot.start -= len(county[1])
            return True
        spot.old = before.endswith("旧")
        char = before[-1:]
        if not char or not re.match(rf"[{KANJI}{KATAKANA}a-z]", char) or spot.old:
            first = spot.name[0]
            return not (
                re.match(f"[{HIRAGANA}]", first)
                and re.match(f"[{HIRAGANA}]", char)
                and not (char in "とはがのにもやでへをび" or (len(spot.name) > 3 and char in _VERB_ENDS))
            )
        if _JOINED.search(before) or _OF_A_PAPER.search(before):
            return True
        if re.match(f"[{HIRAGANA}]", spot.name[0]):
            # 海沿い|の町: the hiragana are the end of a word in kanji.
            return False
        if re.match(f"[{KATAKANA}]", spot.name[0]) and re.match(f"[{KATAKANA}]", char):
            return False
        return len(spot.name) > 2 and char not in _DIRECTIONS and not spot.past_only

    @staticmethod
    def _past_is_meant(spot: Spot) -> bool:
        """A former town's bare name is more often a quarter's: it needs 旧, its 都道府県, or 市."""
        return spot.old or bool(spot.prefecture or spot.county) or (spot.name[-1] in "市町村" and len(spot.name) > 2)


def _in_brackets(text: str, spots: list[Spot], prefectures: set[str]) -> None:
    """A prefecture in brackets behind a name tells which namesake is meant and acts in nothing itself."""
    for before, spot in pairwise(spots):
        gap = text[before.stop : spot.start]
        if spot.name in prefectures and (
            (
                gap == "("
                and before.name not in prefectures
                and text[spot.stop : spot.stop + 1] in (")", "、", "・", ",")
            )
            or (gap in ("、", "・", ",") and before.use == "address" and before.name in prefectures)
        ):
            spot.use = "address"


_OF_A_PAPER: Final = re.compile(r"(?:[\d一二三四五六七八九十][期次回版]|[前後]期|広報|平成|令和|年度?)$")
"""What stands before the name of whose paper it is (第3期|ときがわ町総合戦略)."""


_NAMESAKE: Final = re.compile(r"(?:\([^()]{0,20}\))?\)?とは?(?:異な|違[いうっ]|無関係|別の(?:[市町村]|自治体))")
"""「那珂川市とは異なります」: the text parts two that are easily taken for one."""


def _surroundings(text: str, spot: Spot) -> None:
    """Read department and use from what stands behind and before the name."""
    end = spot.end
    if text.startswith(("と", "(", ")"), end) and _NAMESAKE.match(text, end):
        spot.use = "address"
        return
    char = text[end : end + 1]
    if char in "、。はがをやも」)\n,・":
        pass
    elif spot.name[-1] in "市区町村県都府道" and char not in " でとにの":
        match = _DEPARTMENT.match(text, end)
        if match and match.end() > end and not _ADDRESS.match(text, end):
            spot.department = " ".join((match["units"] or "").split())
            spot.stop = match.end()
        elif char in "立営":
            spot.use = "inside"
        elif (_FACILITY.match(text, end)) and not text.startswith("長", end):
            spot.use = "inside"
        elif _ADDRESS.match(text, end):
            spot.use = "address"
        elif _AREA.match(text, end):
            spot.use = "location"
    elif char in "でにの":
        if _AREA.match(text, end):
            spot.use = "location"
    elif char == " ":
        match = _DEPARTMENT.match(text, end)
        if match and match["units"]:
            spot.department = " ".join(match["units"].split())
            spot.stop = match.end()
        elif _ADDRESS.match(text, end + 1):
            spot.use = "address"
    if spot.use in ("actor", "location"):
        before = text[max(0, spot.start - 20) : spot.start]
        before = before[before.rfind("\n") + 1 :]
        if before and (_POSTCODE.search(before) or _PLACE_KEY.search(before)):
            spot.use = "address"
