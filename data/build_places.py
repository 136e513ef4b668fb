"""Build former_municipalities.tsv (with today's municipality) and wards.tsv from a registry package.

Source: the sdist of PyPI package pygeonlp 1.2.5, base_data/geoshape-city.csv: 『歴史的行政区域データセットβ版地名辞書』,
ROIS-DS-CODH, CC BY 4.0. Its column ``source`` gives the address of the office that stands for a place
(``2/大宇陀地域事務所/宇陀市大宇陀迫間25/…``); the address begins with the municipality of the time of that survey
(2010–2014), from which the chain of renamings leads to today's. Splits are named by hand below.

usage: build_places.py BASE_DATA_DIR DATA_DIR
"""

import csv
import sys
from math import hypot
from pathlib import Path

base, out = Path(sys.argv[1]), Path(sys.argv[2])

SPLIT = {("山梨県", "上九一色村"): ["甲府市", "富士河口湖町"]}
"""Divided between two municipalities on 2006-03-01 (総務省告示)."""

BY_HAND = {
    (prefecture, old): (prefecture, new)
    for prefecture, old, new in (
        case.split()
        for case in """
青森県 小泊村 中泊町
青森県 上北町 東北町
青森県 天間林村 七戸町
青森県 川内町 むつ市
青森県 福地村 南部町
岩手県 滝沢村 滝沢市
岩手県 藤沢町 一関市
宮城県 富谷町 富谷市
宮城県 登米町 登米市
秋田県 八森町 八峰町
茨城県 友部町 笠間市
茨城県 牛堀町 潮来市
茨城県 茎崎町 つくば市
茨城県 総和町 古河市
栃木県 上河内町 宇都宮市
栃木県 西方町 栃木市
栃木県 粟野町 鹿沼市
栃木県 岩舟町 栃木市
栃木県 葛生町 佐野市
埼玉県 鳩ヶ谷市 川口市
埼玉県 白岡町 白岡市
千葉県 大網白里町 大網白里市
千葉県 横芝町 横芝光町
新潟県 分水町 燕市
新潟県 吉田町 燕市
新潟県 下田村 三条市
新潟県 栄町 三条市
新潟県 佐和田町 佐渡市
新潟県 新穂村 佐渡市
新潟県 畑野町 佐渡市
新潟県 真野町 佐渡市
新潟県 小木町 佐渡市
新潟県 赤泊村 佐渡市
石川県 根上町 能美市
石川県 寺井町 能美市
石川県 野々市町 野々市市
石川県 七塚町 かほく市
石川県 富来町 志賀町
石川県 押水町 宝達志水町
石川県 田鶴浜町 七尾市
石川県 中島町 七尾市
石川県 能登島町 七尾市
福井県 松岡町 永平寺町
福井県 芦原町 あわら市
福井県 朝日町 越前町
山梨県 中富町 身延町
山梨県 富沢町 南部町
長野県 丸子町 上田市
長野県 真田町 上田市
長野県 武石村 上田市
長野県 上村 飯田市
岐阜県 川島町 各務原市
静岡県 富士川町 富士市
静岡県 由比町 静岡市
静岡県 春野町 浜松市
静岡県 龍山村 浜松市
静岡県 佐久間町 浜松市
静岡県 水窪町 浜松市
静岡県 舞阪町 浜松市
静岡県 引佐町 浜松市
静岡県 三ケ日町 浜松市
愛知県 長久手町 長久手市
愛知県 一色町 西尾市
愛知県 吉良町 西尾市
愛知県 幡豆町 西尾市
愛知県 赤羽根町 田原市
三重県 鵜殿村 紀宝町
滋賀県 中主町 野洲市
滋賀県 木之本町 長浜市
兵庫県 篠山市 丹波篠山市
兵庫県 滝野町 加東市
兵庫県 東条町 加東市
兵庫県 黒田庄町 西脇市
兵庫県 波賀町 宍粟市
兵庫県 千種町 宍粟市
兵庫県 篠山町 丹波篠山市
兵庫県 西紀町 丹波篠山市
兵庫県 丹南町 丹波篠山市
兵庫県 今田町 丹波篠山市
和歌山県 高野口町 橋本市
鳥取県 名和町 大山町
島根県 東出雲町 松江市
島根県 伯太町 安来市
島根県 大東町 雲南市
島根県 加茂町 雲南市
島根県 三刀屋町 雲南市
島根県 吉田村 雲南市
島根県 掛合町 雲南市
島根県 斐川町 出雲市
島根県 日原町 津和野町
岡山県 勝山町 真庭市
岡山県 富村 鏡野町
岡山県 奥津町 鏡野町
岡山県 上齋原村 鏡野町
岡山県 勝北町 津山市
広島県 音戸町 呉市
広島県 蒲刈町 呉市
広島県 豊浜町 呉市
広島県 甲山町 世羅町
徳島県 脇町 美馬市
徳島県 美馬町 美馬市
徳島県 穴吹町 美馬市
香川県 綾歌町 丸亀市
香川県 飯山町 丸亀市
愛媛県 生名村 上島町
愛媛県 五十崎町 内子町
高知県 鏡村 高知市
高知県 土佐山村 高知市
高知県 春野町 高知市
福岡県 那珂川町 那珂川市
福岡県 玄海町 宗像市
福岡県 浮羽町 うきは市
佐賀県 西有田町 有田町
佐賀県 福富町 白石町
佐賀県 有明町 白石町
長崎県 美津島町 対馬市
長崎県 豊玉町 対馬市
大分県 三光村 中津市
鹿児島県 東町 長島町
沖縄県 与那城町 うるま市
沖縄県 下地町 宮古島市
""".strip().splitlines()
    )
} | {("長野県", "山口村"): ("岐阜県", "中津川市")}  # 2005-02-13, across the border of a prefecture
"""Where the address names no municipality: from the notices of merger (総務省「市町村合併資料集」)."""

NEW_WARDS = [("221309", "浜松市", name) for name in ("中央区", "浜名区", "天竜区")]
"""浜松市 went from seven wards to three on 2024-01-01; the data set ends in 2020."""


def check_digit(code: str) -> str:
    return code + str((11 - sum(int(d) * w for d, w in zip(code, (6, 5, 4, 3, 2), strict=True)) % 11) % 10)


def read(path: Path, delimiter: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


rows = read(base / "geoshape-city.csv", ",")
now = [row for row in read(out / "municipalities.tsv", "\t") if row["kind"] != "都道府県"]
for row in rows:
    row["prefname"] = row["prefname"].split("/")[0]
current = {(row["prefecture"], row["name"]): row["code"] for row in now}
county = {(row["prefecture"], row["county"], row["name"]): row["code"] for row in now}
by_code = {row["code"][:5]: row["name"] for row in now}


def prefix(prefecture: str, address: str) -> str | None:
    """Code of the municipality of today with which the address begins."""
    address = address.removeprefix(prefecture)
    found = []
    for row in now:
        if row["prefecture"] == prefecture:
            for head in {row["name"], row["county"] + row["name"]}:
                if address.startswith(head):
                    found.append((len(head), row["code"]))
    return max(found)[1] if found else None


former, wards, open_cases = [], {}, []
abolished = [
    r
    for r in rows
    if r["valid_to"] >= "1995-01-01"
    and r["suffix"][:1] in "市町村"
    and r["suffix"]
    and by_code.get(r["entry_id"][:5]) != r["body"] + r["suffix"].split("/")[0]
    and r["body"] + r["suffix"] != "熊本市"  # a new code when the city was designated, nothing else
]
chain: dict[tuple[str, str], list[str]] = {}
for row in abolished:
    name = row["body"] + row["suffix"].split("/")[0]
    key = (row["prefname"], name)
    parts = row["source"].split("/")
    address = parts[2] if len(parts) > 2 else ""
    if key in SPLIT:
        codes = [current[row["prefname"], n] for n in SPLIT[key]]
    elif key in BY_HAND:
        codes = [current[BY_HAND[key]]]
    else:
        found = prefix(row["prefname"], address)
        codes = [found] if found else []
    if codes and key not in SPLIT:
        new = next(r for r in now if r["code"] == codes[0])
        far = hypot(float(new["lat"]) - float(row["latitude"]), (float(new["lon"]) - float(row["longitude"])) * 0.82)
        if far > 0.3:
            print("far:", *key, "→", new["name"], f"{far * 111:.0f} km", address)
    if not codes:
        open_cases.append((row["prefname"], row["countyname"], name, row["valid_to"], address))
    code5 = row["entry_id"][:5]
    former.append([
        check_digit(code5) if code5.isdecimal() else code5, row["prefname"], row["countyname"], name,
        row["valid_from"], row["valid_to"], " ".join(codes),
    ])  # fmt: skip

for row in rows:
    if row["suffix"].startswith("区") and not row["valid_to"] and row["prefname"] != "東京都":
        city = row["countyname"]
        if (row["prefname"], city) in current and city != "浜松市":
            wards[row["code"]] = (current[row["prefname"], city], city, row["body"] + "区")
former.sort(key=lambda x: (x[0], x[5]))
with (out / "former_municipalities.tsv").open("w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    writer.writerow(["code", "prefecture", "county", "name", "valid_from", "valid_to", "successors"])
    writer.writerows(former)
with (out / "wards.tsv").open("w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    writer.writerow(["city_code", "city", "name"])
    writer.writerows(sorted([*wards.values(), *NEW_WARDS]))
print(len(former), "former,", len(wards) + len(NEW_WARDS), "wards; without successor:", len(open_cases))
for case in open_cases:
    print(*case)
