"""Words of partner cells: legal forms, titles of persons, branches, bodies without a name, and what separates names."""

from __future__ import annotations

import re
from typing import Final

WIDTH: Final = str.maketrans(
    {chr(n): chr(n - 0xFEE0) for n in range(0xFF01, 0xFF5F)}
    | {"　": " ", "\t": " ", "〜": "~", "･": "・", "\u00a0": " "}
)
PLAIN: Final = re.compile(r"(?:株式会社|有限会社|合同会社)?[^\s、，,;；／/・()（）「」及並等他外ほ＋+&＆①-⑳※〃]+")
LEGAL_BRACKET: Final = re.compile(
    r"\((?:株|有|合|名|資|同|相|一社|公社|一財|公財|社|財|特非|NPO|学|福|社福|医|医社|医財|大|国研|独|地独|宗|協|農|弁|税|相互|有限|株式会社|一般社団法人|公益社団法人)\)"
)
LEGAL: Final = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|(?:一般|公益|特例)?(?:社団|財団)法人|(?:認定)?(?:特定非営利活動|NPO)法人|学校法人|社会福祉法人|"
    r"(?:社会)?医療法人(?:社団|財団)?|(?:国立|公立)大学法人|(?:地方)?独立行政法人|国立研究開発法人|宗教法人|㈱|㈲|㈳|㈶|㈻|㍿|"
    + LEGAL_BRACKET.pattern,
)
BARE_FORM: Final = re.compile(rf"(?:{LEGAL.pattern})")
PREFIX_FORM: Final = re.compile(rf"\s*(?:{LEGAL.pattern})")
SURE_TITLE: Final = (
    r"代表取締役(?:社長|会長|専務|副社長|CEO|兼)*|取締役(?:社長|会長|副社長)?|代表理事(?:組合長|理事長|会長|専務)*|代表社員|理事長|組合長|会頭|頭取"
    r"|執行役員|支店長|支社長|営業所長|署長|学長|総裁|代表者"
)
TITLE: Final = (
    rf"(?:{SURE_TITLE}|会長|社長|所長|局長|総長|校長|院長|館長|園長|店長|本部長|支部長|部長|課長|室長|センター長|市長|町長|村長|区長|知事"
    r"|専務|常務|管理者|議長|委員長|機構長|事務局長|事務総長|代表|会主|理事|支配人|部隊長|司令|連隊長|氏名|担当者?)"
)
PERSON: Final = rf"[\s:]*(?:(?!{LEGAL.pattern})[^\s、,;/()\n]){{0,8}}(?:[ ](?!{LEGAL.pattern})[^\s、,;/()\n]{{1,4}}(?=[\s、,;/()]|$))?(?:[ ]*(?:様|殿|氏))?"
REPRESENTATIVE: Final = re.compile(
    rf"(?:(?:{SURE_TITLE})|(?<=[\s、,(:]){TITLE}(?=[\s:]|$)|^{TITLE}(?=[\s:])|(?<=[市区町村])長(?=[ ])|(?<=[都道府県])知事(?=[ ]))(?!室|会|研究){PERSON}",
    re.M,
)
NAME_LINE: Final = re.compile(r"[々\u3400-\u9fff]{1,4}[ ]?[々\u3041-\u309f\u30a0-\u30ff\u3400-\u9fff]{1,5}")
CONTACT: Final = re.compile(
    r"[\w.+\-]+@[\w\-]+\.[\w.]+|(?:TEL|FAX|Tel|Fax|tel|fax|電話)?[:\s]*\(?0\d{1,4}\)?[-(‐‑–—−ー ]\d{1,4}[-)‐‑–—−ー ]\d{3,4}"
)
BULLET: Final = re.compile(
    r"^(?:[ ・●○◎◯■□◆◇▪▶*※\-]+|\(?[0-9]{1,2}[.)、](?![0-9])[ ]*|[①-⑳][ ]*|\([0-9ア-ン]{1,2}\)[ ]*|[イロハニ]\s)+"
)
COUNT: Final = r"(?:[0-9]+|[一二三四五六七八九十百数]+)"
UNIT: Final = (
    r"(?:社|団体|者|事業者|企業|事業所|機関|会社|市町村|市町|市|町|村|自治体|名|行|校|組合|法人|店舗?|局|大学|施設)"
)
OTHERS: Final = re.compile(
    rf"[ 、,]*(?:\((?:ほか|他|外|その他)[ ]*{COUNT}?[ ]*{UNIT}?(?:等)?\)|(?:ほか|他|外)[ ]*{COUNT}[ ]*{UNIT}(?:等)?|(?:ほか|他)(?:{UNIT})?$|その他.*$)"
)
ET_CETERA: Final = re.compile(r"(?:等|など)$")
GENERIC: Final = re.compile(
    rf"(?:(?:本?[市町村県区府都道]|管|域|圏|地域)内(?:の|各|全|外)?.*"
    r"|(?:民間|地元|大手|関係|複数|協力|参加|加盟|賛同|登録|近隣|周辺|県外|市外|外部|各種?|全|当該|上記|下記)(?:の)?.*(?:企業|事業者|団体|機関|会社|社|市町村?|自治体|店舗?|大学|業者|施設|組合|者|局)(?:等|など)?"
    rf"|(?:全?[都道府県内]*){COUNT}[ ]*{UNIT}(?:等)?|(?:各|全){UNIT}|(?:個人|企業|事業者|団体|民間|その他|一般|有志|住民|市民|町民|村民|大学|会社|社|者|施設|市町村|自治体|構成市町村|[都道府県]内.*)(?:等|など)?"
    r"|なし|無し|該当なし|不明|非公表|非公開|未公表|未定|調整中|協議中|検討中|[-ー―—–‐−*]+)"
)
BRANCH_WORD: Final = r"(?:支店|支社|営業所|支局|出張所|事業所|営業部|営業本部|営業センター|統括支店|地域本部|サービスセンター|郵便局|工場|支部|事業部|支所|事業本部|総局|統括部|総支社)"
BRANCH_ONLY: Final = re.compile(
    rf"[^\s()、,]{{0,16}}(?:{BRANCH_WORD}|本店|本社|本部|センター|キャンパス|学部|研究科|部|課|室|局)"
)
AFTER_FORM: Final = re.compile(
    rf"(?P<name>.{{2,}}?(?:株式会社|有限会社|合同会社|㈱|㈲|\(株\)|\(有\)|銀行|信用金庫|信用組合|農業協同組合|協同組合|連合会|大学))[ ]*(?P<branch>[^\s]{{1,16}}(?:{BRANCH_WORD}|本店|本社|本部|センター|学部|研究科|部|課|室|店))"
)
GLUED: Final = re.compile(rf"(?P<rest>.{{2,}}?)(?P<word>{BRANCH_WORD})")
BODY_BRANCH: Final = re.compile(r"(?:支部|支所|郵便局|事業部|事業所|事業本部|工場)$")
TAIL_WORD: Final = re.compile(
    r"(?:サービス|システムズ?|ジャパン|ホールディングス|コーポレーション|グループ|ソリューションズ?|ネットワークス?|サポート|センター|カンパニー|テクノロジーズ?|エンジニアリング"
    r"|マネジメント|コミュニケーションズ?|パートナーズ?|プロダクツ?|マーケティング|ロジスティクス|リテール|フーズ|メディア|協会|協議会|連合会|組合|会|社|店|所|部)(?:株式会社|㈱|\(株\))?"
)
GROUP: Final = re.compile(r"(?:グループ|JV|ＪＶ|共同企業体|コンソーシアム|連合体?|共同体)$")
JOINT: Final = re.compile(r"三者|四者|五者|[0-9]者|共同|連名|との|を含む|及び")
SPLIT: Final = re.compile(r"、|，|,(?![ ]?(?:Ltd|Inc|LTD|INC|LLC|Co))|;|/|\n|＋|\+")
AND: Final = re.compile(rf"及び|および|並びに|ならびに|又は|または|・|&|＆|と(?={LEGAL.pattern})|[ ]+")
LAST_SIGNS: Final = frozenset("店所部課室局場長社ー")
SIGNS: Final = re.compile(
    r"代表|取締|理事|組合長|[会社]長|内|民間|関係|地元|大手|[0-9０-９@＠]|個人|未定|調整|協議|不明|非公|なし$|^[各全一有]|と(?:株|有|合同|一般|公益)"
    r"|センター$|株.*株|㈱.*㈱"
)
"""Signs that a cell of one plain word still needs to be taken apart."""
