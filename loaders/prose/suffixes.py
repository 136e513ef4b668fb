"""Bodies that show by their last word what they are, without a legal form (…銀行, …大学, …協議会, 国の機関)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from loaders.prose.folding import KANJI, KATAKANA
from loaders.prose.heads import gate

Strength = Literal["strong", "proper", "weak"]
"""``strong``: any name before it will do; ``proper``: the name must begin with a place or a proper noun;
``weak``: a body for certain only then, else uncertain."""

_LISTS: Final[tuple[tuple[str, Strength, str], ...]] = (
    ("金融機関", "strong", "信用農業協同組合連合会|信用組合|信用金庫|労働金庫|信組|信金|信託銀行|銀行(?!口座|員|振込|業|融資)|信用保証協会"),
    ("協同組合", "strong", "山林組合|林業組合|果樹組合|酪農組合|畜産組合|茶業組合|旅館組合|企業組合|商店街振興組合|農業協同組合中央会|農業協同組合連合会|農業協同組合|漁業協同組合連合会|漁業協同組合|森林組合連合会|森林組合|生活協同組合連合会|生活協同組合|協同組合連合会|協同組合|漁協|農協|生協"),
    ("商工団体", "strong", "商工会議所連合会|商工会議所青年部|商工会議所|商工会連合会|商工会(?!議)|青年会議所|経済同友会|中小企業団体中央会|経営者協会"),
    ("大学・学校", "strong", "大学院大学|高等専修学校|短期大学部|短期大学|工業大学校|農業大学校|大学校|自動車学校|自動車教習所|大学(?!生|入試|受験|教授|発ベンチャー|共通)|高等専門学校|専門学校|高等学校(?!生)|高校(?!生|野球)|特別支援学校|工業高専|高専(?!生)"),
    ("大学・学校", "proper", "専門学院|学院(?!長|祭|内|生)|高等学園|学園(?!長|祭|内|都市|生|前|通り)|高等技術専門校"),
    ("医療・福祉法人", "strong", "社会福祉協議会|歯科医師会|薬剤師会|看護協会|栄養士会|医師会|獣医師会|社協"),
    ("医療・福祉法人", "proper", "医療センター|病院|クリニック"),
    ("企業", "strong", "新聞社"),
    ("企業", "proper", "書房|書店(?!員|組合)"),
    ("団体", "proper", "産業技術センター|産業支援センター|産業振興センター|産業創造センター|工業技術センター|工業技術総合センター|技術支援センター|技術センター|試験研究センター"),
    ("企業", "proper", "新聞(?!記者|記事|紙)|放送(?!局$|大学|業)|テレビ(?!番組|局|電話)|火災保険|損害保険|生命保険|生命(?!科学|体|線|の|を|保険料)|電力(?!会社|自由|量|供給|需要|料金|消費)|ガス(?!管|灯|欠)|電鉄|鉄道(?!網|事業|会社|利用|路線)"
     "|運輸(?!業|局)|通運|運送(?!業|会社)|倉庫(?!業)|交通(?!安全|事業|局|網|手段|事故|政策|弱者|空白|渋滞|ルール|環境|指導|量|費|系|機関|規制|整理|誘導|会社|課|対策|死亡)(?<!デマンド交通)|観光バス|ハイヤー|バス(?!停|路線|会社|事業|ケット|運行)|タクシー(?!会社|券|事業|運賃|乗)"
     "|ホールディングス|フィナンシャルグループ|製薬(?!会社|業|企業)|薬局(?!等|など|薬剤師)|薬品|製作所|工業(?!団地|高|大学|製品|系|用|会|化|地)|建設(?!業|会社|工事|費|予定|計画|中|的|部|課|局)|自動車(?!税|道|教習|保険|産業|学校|整備|運転|会社|免許)|電機|電工|飲料(?!水|会社|メーカー)|乳業|製菓|酒造|醸造|食品(?!ロス|会社|衛生|メーカー|工場|加工|添加|企業)"
     "|証券|海上日動|製紙|製鉄|化学(?!物質|工業界|者)|印刷(?!物|会社|費|業|所)|商事|物産(?!展|館|協会|品|振興)|百貨店|総業|興産|重工業"),
    ("国の機関", "proper", "地方整備局|整備局|農政局|運輸局|経済産業局|労働局|総合通信局|財務局|財務事務所|国道事務所|森林管理局|森林管理署|地方気象台|公共職業安定所|ハローワーク|税務署|法務局|年金事務所"),
    ("企業", "strong", "郵便局(?!長会|員)"),
    ("団体", "weak", "共同企業体|企業体|特別目的会社|観光協会|観光連盟|観光機構|観光局|観光物産協会|協議会(?!長|員)|連合会|連絡会|振興会|後援会(?!長)|協会(?!長|員|けんぽ)|連盟|財団|機構(?!改革|図)|公社|公団|研究機構|研究所(?!長|員)|研究会|実行委員会|コンソーシアム|プラットフォーム協議会"
     "|ネットワーク協議会|組合連合会|組合(?!員|長|活動|費)|同友会|青年部|青年会(?!議)|女性会|婦人会|同窓会|商店会|保存会|育成会|協力会|猟友会|食生活改善推進員会|土地改良区|警察署(?!長)|消防団|弁護士会|税理士会|行政書士会|司法書士会|建築士会|土地家屋調査士会|社会保険労務士会|公認会計士協会|宅地建物取引業協会|不動産協会|建設業協会|ライオンズクラブ|ロータリークラブ|倶楽部(?!員)|シルバー人材センター"),
    ("一部事務組合・広域連合", "weak", "広域連合|事務組合|広域市町村圏組合|広域行政組合|消防組合|衛生組合"),
)  # fmt: skip

NATIONAL: Final = re.compile(
    r"(?:内閣官房|内閣府|総務省|法務省|外務省|財務省|文部科学省|厚生労働省|農林水産省|経済産業省|国土交通省|環境省|防衛省|デジタル庁|復興庁|警察庁|消防庁|観光庁|文化庁|スポーツ庁"
    r"|気象庁|国税庁|資源エネルギー庁|中小企業庁|林野庁|水産庁|特許庁|金融庁|消費者庁|こども家庭庁|出入国在留管理庁|海上保安庁|会計検査院|人事院|公正取引委員会|個人情報保護委員会|陸上自衛隊|海上自衛隊|航空自衛隊|自衛隊)"
)
NATIONAL_UNIT: Final = re.compile(
    rf" ?[{KANJI}{KATAKANA}・]{{1,20}}?(?:総合通信局|整備局|農政局|運輸局|労働局|局|部|課|室|官|事務所|本部|駐屯地|基地)(?![{KANJI}]|長)"
)

BUREAU: Final = re.compile(r"(?:整備局|農政局|運輸局|経済産業局|総合通信局|労働局|財務局)$")
"""Regional bureaus are bodies of their own, not departments of the ministry."""

_ALTERNATIVES: Final = sorted(
    (
        (len(re.sub(r"\(\?!.*", "", word)), word, kind, strength)
        for kind, strength, words in _LISTS
        for word in re.split(r"\|(?![^(]*\))", words)
    ),
    reverse=True,
)


def _by_first(words: Iterable[str]) -> str:
    """Alternatives gathered under the letter with which they begin, in their order: far fewer to try at each place."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(group)})" for first, group in rests.items())


SUFFIX: Final = re.compile(_by_first(word for _, word, _, _ in _ALTERNATIVES))
_GATE: Final = gate(re.sub(r"\(\?!.*", "", word) for _, word, _, _ in _ALTERNATIVES)


def find(text: str) -> Iterator[re.Match[str]]:
    """Every place of a folded text where `SUFFIX` fits, left to right, none within another."""
    end = 0
    for begin in _GATE.finditer(text):
        if begin.start() >= end and (match := SUFFIX.match(text, begin.start())):
            end = match.end()
            yield match


_MEANING: Final[dict[str, tuple[str, Strength]]] = {
    re.sub(r"\(\?!.*", "", word): (kind, strength) for _, word, kind, strength in reversed(_ALTERNATIVES)
}
FOLLOWED: Final = re.compile(
    r"及び|並びに|各|等(?!々)|様|殿|頭取|理事長|学長|会長|会頭|組合長|総長|社長|代表|本部長|支店長|校長|院長|と|との|他|内(?=の|で|に)|以下|側|から|株式会社|有限会社|ニュース|だより|レポート|ジャーナル"
)
FACULTY: Final = re.compile(
    rf" ?(?:大学院)?[{KANJI}{KATAKANA}・]{{0,14}}?(?:学部|研究科|学科|科(?!学)|研究室|学環|学類|学府|研究院|研究所|研究センター|センター|推進機構|機構|キャンパス|医学部附属病院|附属病院|短期大学部)(?![{KANJI}{KATAKANA}]|長)"
)


def meaning(word: str) -> tuple[str, Strength]:
    """区分 and strength of a suffix that `SUFFIX` found."""
    return _MEANING[word]


_OF_A_TITLE: Final = re.compile(r"の(?!間)[^「」『』\n]{1,30}(?:協定書?|覚書)[」』]")


def in_title(text: str, start: int, end: int) -> bool:
    """Whether words open the title of an agreement as what it is about: 「海上交通|の維持に関する協定」."""
    return text.startswith(("「", "『"), start - 1) and _OF_A_TITLE.match(text, end) is not None
