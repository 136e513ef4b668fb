"""Invented wording for a made-up country: as varied as lists of agreements and press releases are, and no more alike.

Every word is put together here; bodies, agreements and quotes are not those of anybody.
"""

from __future__ import annotations

import random
from typing import Final

_HEADS: Final = [
    "青葉",
    "みなと",
    "桜木",
    "若草",
    "北斗",
    "つばさ",
    "あさひ",
    "千歳",
    "緑野",
    "白鷺",
    "瑞穂",
    "大和田",
    "富士見",
    "東雲",
    "清流",
    "夕凪",
    "星野",
    "高嶺",
    "松風",
    "花園",
    "水明",
    "常盤",
    "有明",
    "霞",
    "朝霧",
    "春日野",
    "山吹",
    "藤波",
    "若宮",
    "七海",
    "深山",
    "青嵐",
    "銀河",
    "陽光",
    "希望",
    "未来",
    "共栄",
    "新生",
    "中央",
    "第一",
    "協和",
    "太平",
    "昭栄",
    "丸菱",
    "三芳",
    "五十鈴",
    "八重垣",
    "九重",
    "百瀬",
    "千草",
]
_TRADES: Final = [
    "製薬",
    "運輸",
    "銀行",
    "信用金庫",
    "電力",
    "通信",
    "食品",
    "建設",
    "不動産",
    "生命保険",
    "損害保険",
    "自動車",
    "交通",
    "警備",
    "乳業",
    "飲料",
    "農機",
    "化学",
    "精機",
    "印刷",
    "新聞",
    "放送",
    "旅行",
    "ホテル",
    "薬局",
    "医療",
    "介護サービス",
    "保育",
    "教育",
    "大学",
    "スポーツクラブ",
    "ガス",
    "水道機工",
    "林業",
    "水産",
    "製紙",
    "鉄工",
    "電機",
    "システムズ",
    "データ",
    "ロボティクス",
    "フーズ",
    "マート",
    "生活協同組合",
    "宅配",
    "倉庫",
    "測量",
    "設計",
    "環境サービス",
    "リサイクル",
]
_FORMS: Final = ("株式会社{}", "{}株式会社", "{}", "一般社団法人{}", "有限会社{}", "株式会社{}")
TOPICS: Final = [
    "高齢者等の見守り",
    "災害時における物資の供給",
    "災害時における輸送の協力",
    "帰宅困難者の支援",
    "避難所の開設と運営",
    "道路の損傷等の情報提供",
    "健康の増進",
    "がん検診の受診の促進",
    "認知症の人にやさしいまちづくり",
    "子どもの居場所づくり",
    "食育の推進",
    "子育て世帯の応援",
    "学校での情報教育",
    "プログラミングの学習",
    "生涯学習の振興",
    "スポーツの振興",
    "文化財の保存と活用",
    "観光の振興",
    "特産品の販路の拡大",
    "農産物の利用の促進",
    "森林の整備",
    "脱炭素の推進",
    "ごみの減量",
    "食品ロスの削減",
    "再生可能エネルギーの導入",
    "公共交通の利用の促進",
    "自動運転の実証",
    "買い物が困難な地域の支援",
    "移住と定住の促進",
    "空き家の活用",
    "創業の支援",
    "中小企業の人材の確保",
    "女性の活躍の推進",
    "多文化共生の推進",
    "消費者被害の防止",
    "交通安全の啓発",
    "防犯のまちづくり",
    "不法投棄の通報",
    "行政手続の電子化",
    "オープンデータの活用",
    "窓口の混雑の緩和",
    "職員の研修",
    "ふるさと納税の返礼品の開発",
    "広報の充実",
    "地域の活性化",
    "水道の応急給水",
    "電力の復旧の協力",
    "ドローンによる状況の把握",
    "災害廃棄物の処理",
    "要配慮者の受入れ",
]
_NAMES: Final = (
    "{}に関する協定",
    "{}に係る連携協定",
    "{}についての覚書",
    "{}に関する包括連携協定",
    "{}に関する協定書",
    "{}等に関する応援協定",
)
_DOES: Final = [
    "説明会を開いた",
    "相談の窓口を設けた",
    "冊子を作って配った",
    "端末を貸し出した",
    "出前の授業を行った",
    "車両を提供した",
    "研修の講師を送った",
    "会場を用意した",
    "見回りを始めた",
    "実証の結果をまとめた",
    "住民に使い方を教えた",
    "情報を毎月届けた",
    "商品を寄贈した",
    "費用の一部を負担した",
    "調査に協力した",
    "共同でイベントを開いた",
    "店頭で案内した",
    "専用の頁を公開した",
    "従業員に周知した",
    "訓練に参加した",
]
_PLACES: Final = [
    "市内の小学校",
    "公民館",
    "駅前の広場",
    "支所の窓口",
    "商店街",
    "道の駅",
    "図書館",
    "総合体育館",
    "保健センター",
    "山間の集落",
    "沿岸の地区",
    "住宅団地",
    "中学校の体育館",
    "農産物の直売所",
    "文化会館",
    "子育て支援センター",
    "福祉センター",
    "市民病院の待合",
    "温泉施設",
    "港の周辺",
]
_WHO: Final = [
    "六十五歳以上の住民",
    "小学校の四年生",
    "ひとり暮らしの世帯",
    "子育て中の家庭",
    "町内会の役員",
    "中小の事業者",
    "新しく採用された職員",
    "観光に訪れた人",
    "外国籍の住民",
    "障害のある人と家族",
    "高校生",
    "自治会の希望者",
    "民生委員",
    "消防団員",
    "農業の担い手",
    "商店の経営者",
]
OFFICES: Final = [
    "企画政策課",
    "危機管理課",
    "防災安全課",
    "高齢福祉課",
    "健康づくり課",
    "学校教育課",
    "産業振興課",
    "観光交流課",
    "環境課",
    "都市計画課",
    "市民協働課",
    "デジタル推進課",
    "広報広聴課",
    "こども未来課",
    "農林水産課",
]
UNITS: Final = ["人", "台", "件", "世帯", "か所", "回", "校", "店舗", "部", "組"]
_NUMERALS: Final = "〇一二三四五六七八九"


def body(number: int) -> str:
    """The name of the n-th made-up body; different for every number below a million."""
    head, rest = _HEADS[number % len(_HEADS)], number // len(_HEADS)
    trade, rest = _TRADES[rest % len(_TRADES)], rest // len(_TRADES)
    second = _HEADS[(number * 7 + rest) % len(_HEADS)] if rest else ""
    form = _FORMS[(number // 3) % len(_FORMS)]
    return form.format(head + second + trade) if rest < len(_HEADS) else form.format(f"{head}{second}{rest}{trade}")


class Writer:
    """Words for records, drawn from one stream of random numbers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def agreement(self) -> str:
        return self.random.choice(_NAMES).format(self.random.choice(TOPICS))

    def measure(self, place: str) -> str:
        choose = self.random.choice
        return choose(
            (f"{choose(TOPICS)}の取組", f"{choose(_PLACES)}での{choose(TOPICS)}", f"{place}{choose(TOPICS)}事業")
        )[:30]

    def told(self, who: str, partner: str) -> str:
        """A sentence as a press release has it."""
        choose, number = self.random.choice, self.random.randrange
        return choose((
            f"{who}は{partner}と協力し、{choose(_PLACES)}で{choose(_WHO)}を対象に{choose(_DOES)[:-1]}ました",
            f"{partner}は、{choose(TOPICS)}のため、{choose(_WHO)}{number(2, 900) }人に向けて{choose(_DOES)[:-1]}ることとしました",
            f"{choose(_PLACES)}において{number(1, 13)}月から{choose(TOPICS)}に取り組み、{choose(_DOES)[:-1]}ています",
            f"{who}の{choose(OFFICES)}が{partner}の協力を得て、{choose(_WHO)}のために{choose(_DOES)[:-1]}たものです",
        ))  # fmt: skip

    def gist(self) -> str:
        choose = self.random.choice
        return f"{choose(_PLACES)}で{choose(_WHO)}に{choose(_DOES)}。"

    def outcome(self) -> str:
        return f"{self.random.choice(_WHO)} 延べ{self.random.randrange(3, 9_000):,}{self.random.choice(UNITS)}"

    def day(self) -> tuple[str, str]:
        """A date and the same in 和暦, as lists write it."""
        year, month, day = self.random.randrange(2006, 2026), self.random.randrange(1, 13), self.random.randrange(1, 29)
        era = f"令和{year - 2018}年" if year > 2018 else f"平成{year - 1988}年"
        return f"{year}-{month:02}-{day:02}", f"{era.replace('令和1年', '令和元年')}{month}月{day}日"
