"""Names without legal form that the text itself shows to be bodies: by a seat in brackets (カメヤ（奈良市）と協定), by 社
behind them (ツナガル社と), by a trade at their end (カメヤ物流).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.generic import is_everyday, is_generic
from loaders.prose.leftwards import left
from loaders.prose.raw import RawBody

_CUE: Final = re.compile(
    r"協定|覚書|連携|提携|締結|協力|提供|委託|寄附|寄付|寄贈|運営|共同|協働|支援|派遣|実証|開発|参画|手を組|組ん|受託|出資|調印|契約"
)
_PLACE: Final = rf"(?:[{KANJI}]{{2,3}}[都道府県])?・?[{KANJI}{KATAKANA}{HIRAGANA}]{{1,6}}[市区町村]"
_SEAT: Final = re.compile(
    rf"\((?:(?P<told>本社|本店|本部|所在地?|事務局)(?:所在地)?[:は、/ ][^()\n]{{1,24}}|(?:本社|本店|本部){_PLACE}|(?:同[県府都])?{_PLACE}(?:、[^()0-9\n]{{1,20}})?|同[市町村区県]|東京都?・?[{KANJI}]{{0,3}}|[{KANJI}]{{2,3}}[都道府県])\)"
)
_ACTS: Final = re.compile(
    r"(?:さん|様|社|側)?(?:と|は|が|に(?!て|ある|お)|から|による|により|の(?:協力|提供|支援|寄附|寄付|ほか|[23456789]社|両社)|、|及び|並びに|および|を|も|や|など|ほか|$|\n)"
)
_NO_BODY: Final = re.compile(
    rf"(?:[市町村区県都府館駅校園城寺社川山港湖島峠橋塔碑像丘線号号型式宮堂]|ホール|センター|プラザ|公園|神社|会場|温泉|まつり|祭り?|大会|展|フェスタ?|フェア|サミット|会議|フォーラム|セミナー|市場|遺跡|古墳|高原|海岸|スキー場|ダム|支店|営業所|工場|[{KANJI}]{{1,6}}(?:氏|君|さん|様|先生|教授|選手)|さん|氏|様|アプリ|サイト|サービス|システム|プロジェクト|キャンペーン|キャラクター|イベント|商品|製品|地区|地域|周辺|一帯|方面"
    r"|協定書?|覚書|契約|宣言|憲章|条例|計画|方針|戦略|事業|制度|補助金|運動|活動|月間|週間|賞|講座|教室|大賞|コンテスト|基金|ポイント|カード|マップ|ガイド|新聞|通信|便り|だより|号)$"
)
_KINDS: Final = "会社|企業|業者|業|メーカー|大手|ベンチャー|スタートアップ|チェーン|団体|製造|販売|卸|小売|商社|開発|運営|支援|問屋|専門店|分析|通販|電力|旅館|民宿|食堂|書店|酒店|菓子店|農園|牧場|酒蔵|工房|劇団|学習塾|保育園|薬局|印刷|建設|運送|警備|清掃"
_TRADE: Final = rf"(?:[{KANJI}{KATAKANA}a-z]{{1,10}}(?:{_KINDS})|ゼネコン|スタートアップ|ベンチャー|npo|コンビニ|スーパー|メーカー|ベーカリー|シンクタンク|新電力|リサイクル業|同業)"
_TITLED: Final = re.compile(
    rf"[{KATAKANA}a-z](?<![{KATAKANA}・a-z0-9].)(?:(?<=[{KATAKANA}])[{KATAKANA}・]{{1,20}}|(?<=[a-z])[a-z0-9&]{{2,20}})(?=社(?:[はがとのにをへも、。)(]|から|より|及|並|など|製))"
)
_VENTURE: Final = re.compile(
    rf"(?:(?:スタートアップ|ベンチャー|新興)(?:企業)?|(?:it|ai|テック)企業)(?:(?:の|である)?(?P<latin>[a-z][a-z0-9&]{{2,20}})|(?:の|である)(?P<kana>[{KATAKANA}]{{3,16}}))(?=[はがとのにをへも、。(]|から|より|及|並|など|による)"
)
_CALLED_SEAT: Final = re.compile(rf"(?:{_TRADE}の|営む|手がける|手掛ける|運営する|製造する|販売する)$")
_CALLED_WHAT: Final = re.compile(rf"{_TRADE}の(?=.)")
_SHOP: Final = re.compile("[舎屋堂園亭荘軒庵組社房苑楼閣]$|本[店家舗]$")
_BRAND: Final = re.compile(rf"[{KATAKANA}]{{3}}|[a-z]{{3}}")
_TRADED: Final = re.compile(
    rf"[{KATAKANA}a-z](?<![{KANJI}{KATAKANA}・a-z0-9].)(?:(?:(?<=[{KATAKANA}])[{KATAKANA}]{{1,15}}|(?<=[a-z])[a-z0-9&]{{1,12}})(?:物流|精機|光学|電機|電器|電気|電子|機械|金属|鋼業|木材|林業|水産|青果|畜産|農産|農園|牧場|製作所|製菓|製茶|製麺|製薬|薬局|薬品|食品|飲料|酒造|醸造|商店|商会|商事|物産|通商|産業|興業|興産|工業|工務店|建設|建材|不動産|住宅|印刷|出版|書店|新聞社|放送|通信|警備|保障|運輸|運送|通運|倉庫|交通|観光|旅行|石油|ガス|電力|でんき|化学|化成|繊維|造園|園芸|設計|総研|研究所|総合研究所|銀行|信託|証券|保険|生命|損保|学園|学院|病院|介護|福祉会|本舗|百貨店|家具|製紙|塗装|設備|環境|開発|計画|企画)"
    rf"|(?<=[{KATAKANA}])[{KATAKANA}]{{1,15}}(?:フーズ|マート|ストア|ストアーズ|ドラッグ|ファーム|テック|テクノ|システムズ|ソフト|エナジー|パワー|モータース|トラベル|ツーリスト|プリント|メディア|デザイン|ホーム|ハウス|ケア|ライフ|リゾート|ホールディングス|グループ|パートナーズ|ワークス|カンパニー|コーポレーション|ロジスティクス|ベーカリー|ネットワークス|ロボティクス|モビリティ))(?=[とはがにをも、。(「\n]|から|による|により|など|社|さん|の(?:協力|支援|提供|社員|担当)|$)"
)
_AGREES: Final = re.compile(r"と(?:は|も)?[^。\n]{0,40}?(?:協定|覚書|提携|契約|合意)")
_LINE: Final = re.compile(r"[^。\n]*")
_HEAD: Final = re.compile(f"[{KATAKANA}a-z0-9&]+")


def find(text: str, kana: frozenset[str], stems: frozenset[str], is_place: Callable[[str], bool]) -> Iterator[RawBody]:
    """Bodies in a folded text whose name has neither legal form nor a telling last word.

    ``kana``, ``stems``: as for `leftwards.left`; ``is_place``: whether words are the name of a local government.
    """
    for match in _SEAT.finditer(text):
        if (body := _seated(text, match, kana, stems, is_place)) is not None:
            yield body
    for pattern in (_TITLED, _TRADED):
        for match in pattern.finditer(text):
            start, end = match.span("name" if "name" in pattern.groupindex else 0)
            head = _HEAD.match(text, start, end) if pattern is _TRADED else None
            if not _is_name(text[start:end]) or (head and is_everyday(head[0])):
                continue
            if pattern is _TITLED or _cued(text, start, end):
                yield RawBody(start, end, end, "企業", rank=1)


def ventures(text: str) -> Iterator[RawBody]:
    """Bodies whose name follows at once on what they are: 札幌市のスタートアップ|Kumoha."""
    for match in _VENTURE.finditer(text):
        if _is_name(match["latin"] or match["kana"]) and not (match["kana"] and is_everyday(match["kana"])):
            yield RawBody(*match.span(match.lastgroup or 0), match.end(), "企業", rank=1)


def _seated(
    text: str, seat: re.Match[str], kana: frozenset[str], stems: frozenset[str], is_place: Callable[[str], bool]
) -> RawBody | None:
    """The body whose seat stands in brackets behind it."""
    end = seat.start()
    if not _ACTS.match(text, seat.end()) or not _cued(text, end, seat.end()):
        return None
    if text[end - 1 : end] in ("」", "』"):
        opening = max(text.rfind("「", max(0, end - 24), end), text.rfind("『", max(0, end - 24), end))
        name = text[opening + 1 : end - 1]
        whole = opening >= 0 and len(name) > 1 and "\n" not in name and _is_name(name)
        return RawBody(opening + 1, end - 1, end - 1, rank=1) if whole else None
    for reading in left(text, end, kana, stems).readings:
        called = _CALLED_WHAT.match(text, reading.start, end - 1)
        start = called.end() if called else reading.start
        name = text[start:end]
        if not _is_name(name) or is_place(name):
            continue
        shown = (
            called
            or seat["told"]
            or _SHOP.search(name)
            or _BRAND.search(name)
            or _CALLED_SEAT.search(text, max(0, start - 24), start)
        )
        if shown or _AGREES.match(text, seat.end()):
            return RawBody(start, end, end, rank=1)
    return None


def _is_name(name: str) -> bool:
    return len(name) > 1 and not is_generic(name) and not is_everyday(name) and _NO_BODY.search(name) is None


def _cued(text: str, start: int, end: int) -> bool:
    """Whether the sentence speaks of doing something together."""
    begin = max(text.rfind("。", 0, start), text.rfind("\n", 0, start)) + 1
    line = _LINE.match(text, end)
    return _CUE.search(text, begin, line.end() if line else end) is not None
