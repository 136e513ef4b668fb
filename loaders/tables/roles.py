"""What a column of a list of agreements is for, told by its heading."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from graph import names


class Role(StrEnum):
    """The meaning of a column. The values are the words by which people name columns (``--columns 相手方=B``)."""

    NUMBER = "番号"
    DATE = "締結日"
    ERA = "元号"
    YEAR_PART = "年"
    MONTH_PART = "月"
    DAY_PART = "日"
    FISCAL = "年度"
    PARTNER = "相手方"
    BRANCH = "支店"
    NAME = "協定名"
    FIELDS = "連携事項"
    CONTENT = "内容"
    DEPARTMENT = "所管課"
    PERIOD = "有効期間"
    START = "開始日"
    EXPIRY = "有効期限"
    RENEWAL = "自動更新"
    STATUS = "状態"
    END = "終了日"
    NOTE = "備考"
    MUNICIPALITY = "市町村"
    KIND = "種別"
    ADDRESS = "所在地"
    INDUSTRY = "業種"
    CORPORATE = "法人番号"
    LINK = "リンク"
    PERSONAL = "個人情報"


_WHO: Final = (
    r"(?:相手方?|相手先|締結先|協定先|連携先|提携先|先方|企業|事業者|事業所|団体|業者|会社|機関|法人|組織|パートナー"
    r"|大学|当事者|締結者|商号|社)"
)
_PARTNER: Final = (
    r"(?:協定|覚書|締結|連携|提携|応援|協力|調印|包括|民間|相手方?|支援|関係|災害時|本?市と|の|を|等|した|する|している)*"
    rf"{_WHO}(?:{_WHO}|先|民間|学校|等|など|名称?|[・,、/･]|及び|又は|または|の|屋号|者|氏名又は名称)*"
    r"|(?:協定|締結|連携|提携|応援|協力|調印|契約)+(?:先|者)(?:名称?|等|など|の)*|[乙丙丁戊]|締結相手.*"
)
_PATTERNS: Final = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.LINK, r"url|リンク|.*ホームページ.*|.*hp|関連(?:資料|情報|リンク)|詳細|協定書(?:\(?pdf\)?|本文|写し?|データ)|添付.*"),
        (Role.PERSONAL, r"(?!.*[課部室]).*(?:担当者|氏名(?!又は)|電話|tel|fax|ファック?ス|内線|メール|e-?mail|連絡先|問い?合わ?せ先?|代表者|役職|署名者|調印者|責任者|携帯|職名).*"),
        (Role.CORPORATE, r"法人番号(?:\(13桁\))?"),
        (Role.NUMBER, r"(?:no|№|n0|#|id|項番?|番|通番|番号|連番|(?:整理|通し?|管理|協定|一連|登録|受付|文書)番号)[.:]?|件数?"),
        (Role.RENEWAL, r".*自動(?:更新|延長|継続).*|(?:期間の?)?更新(?:の?(?:有無|方法|条件|規定|可否|状況))?"),
        (Role.NOTE, r"備考.*|.*特記(?:事項)?|摘要|その他(?:の?事項)?|注記?|メモ|補足(?:事項)?|コメント"),
        (Role.FISCAL, r"(?:協定|締結|連携)*(?:の)?年度"),
        (Role.EXPIRY, r".*(?:有効期限|満了(?:年月)?日?|終期|期限)(?:日|年月日)?|至|有効期間(?:の)?(?:末日?|終了日?|満了日?)|期間(?:終了日?|末日?)"),
        (Role.START, r".*(?:開始|適用|発効|施行|始期|効力発生|起算)(?:年月日|年月|日|時期)?|自"),
        (Role.END, r".*(?:廃止|解除|終了|解約|失効|終結)(?:した)?(?:年月日|年月|日|時期)?"),
        (Role.PERIOD, r".*期間(?:等|の定め)?"),
        (Role.DATE, r"(?:協定書?|覚書|包括連携|連携|当初|初回|最初|締結式)*(?:の|を|等)*(?:締結|協定|調印|取り?交わし|合意|覚書)(?:した|の)*(?:年月日|年月|月日|年|日時?|日付|時期)(?:等)?|年月日|日付|月日|日時|協定?締結|締結|時期|年"),
        (Role.ADDRESS, r".*(?:所在地?|住所|本社|本店)(?:地|等)?|地区|都道府県(?=$)"),
        (Role.INDUSTRY, r"業[種態界](?:区分|等)?|事業内容|主な(?:業務|事業)|事業の?(?:概要|種類)"),
        (Role.STATUS, r"(?:現在の?|協定の?|締結の?|更新の?)*(?:状態|状況|進捗(?:状況)?|現況|ステータス|継続の有無|有効|効力|存続)(?:区分|等)?|締結の有無"),
        (Role.MUNICIPALITY, r"(?:締結|協定|連携|構成|関係|参加|県内|府内|道内)*(?:の)?(?:市区?町村?|区市町村|県市町村?|都道府県市?町?村?|[府道]?県(?=名)|自治体|地方公共団体|市|町|村)(?:区)?(?:名称?|等|・県)*|甲|実施主体"),
        (Role.BRANCH, r"(?:締結先|相手方)?(?:支店|支社|営業所|事業所|支部)(?:等|・[^・]+)*名?"),
        (Role.DEPARTMENT, r"(?:市|町|村|県|区|本市|庁内|主な)?(?:の)?(?:所管|担当|主管|窓口|所属|主務|関係|管理|締結|事務)+(?:部|課|室|係|局|部署|課室|部局|部課|所属|グループ|署)*(?:[・/,、](?:部|課|室|係|局)+)*(?:等|名)*(?:[・/,、]?(?:連絡先|電話(?:番号)?|内線|担当者))?|部署名?|課名?|部課名?|部局名?|課・?室名?|課等名?"),
        (Role.KIND, r"(?:協定|締結|連携|覚書)*(?:等)?(?:の)?(?:区分|種別|種類|分類|類型|形態|カテゴリー?|大分類|タイプ)(?:名|等)?"),
        (Role.NAME, r"(?:締結|連携|応援|包括連携)*(?:した|の)?(?:協定|覚書)?(?:書|等|類)*(?:の)?(?:名称?|件名|表題|題名|標題|タイトル|協定名|協定書名)(?:等)?|(?:連携|応援|締結)?協定書?等?(?:[・/、](?:覚書|契約)等?)?(?:の?名称?)?|覚書名?|協定(?:書)?(?:の)?名称?(?:等)?(?:[・/、]|及び|と)(?:主な)?(?:内容|概要)"),
        (Role.FIELDS, r".*(?:連携|協力|取組|取り組み|対象|政策|施策|活動|協定|支援|応援)?(?:する|の)?(?:事項|分野|項目|テーマ)(?:等|例|名)?"),
        (Role.PARTNER, _PARTNER),
        (Role.CONTENT, r".*(?:内容|概要|取組|取り組み|目的|要旨|趣旨|事項)(?:等|例)?"),
    )
)  # fmt: skip

_BRACKETS: Final = re.compile(r"[(\[<【〔{「][^()\[\]<>【】〔〕{}「」]*[)\]>】〕}」]")
_TAIL: Final = "※*:。.0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEAD: Final = "■□◆◇●○◎※*▼・"
_LONGEST_HEADING: Final = 40


@lru_cache(maxsize=20_000)
def plain(heading: str) -> str:
    """A heading as it is compared: without width, case, spaces, brackets, marks and trailing numbers."""
    text = names.fold(heading)
    bare = _BRACKETS.sub("", text)
    return bare.rstrip(_TAIL).lstrip(_LEAD) or text


_NO_HEADING: Final = re.compile(
    r"株式会社|有限会社|合同会社|法人(?![名番等格・])|㈱|㈲|協定書?[^)）]*に(?:関|係)|[0-9]{3}"
)
"""A cheap look at what is a value and no heading."""


@lru_cache(maxsize=20_000)
def role(heading: str) -> Role | None:
    """The meaning of a heading, or None where it has none that is known."""
    if len(heading) > _LONGEST_HEADING or _NO_HEADING.search(heading):
        return None
    text = plain(heading)
    if not text or len(text) > _LONGEST_HEADING // 2 + 8:
        return None
    return next((role for role, pattern in _PATTERNS if pattern.fullmatch(text)), None)


_GENERIC: Final = frozenset({Role.NAME, Role.PARTNER, Role.DEPARTMENT, Role.MUNICIPALITY})
_PARTS: Final = {"年": Role.YEAR_PART, "月": Role.MONTH_PART, "日": Role.DAY_PART, "元号": Role.ERA, "和暦": Role.ERA}


def role_of_path(path: tuple[str, ...]) -> Role | None:
    """The meaning of a column from its headings, the upper ones first (締結先 → 名称 is the partner's name)."""
    found: Role | None = None
    for heading in path:
        found = _below(found, heading)
    return found


def _below(upper: Role | None, heading: str) -> Role | None:
    own = role(heading)
    if upper is None:
        return own
    text = plain(heading)
    if upper is Role.DATE and text in _PARTS:
        return _PARTS[text]
    if upper in (Role.PARTNER, Role.MUNICIPALITY) and (own is Role.NAME or text in ("名", "名称")):
        return upper
    if upper is Role.PARTNER and own in (Role.DEPARTMENT, Role.BRANCH):
        return Role.BRANCH
    if upper is Role.PARTNER and own is Role.MUNICIPALITY:
        return Role.ADDRESS
    if upper is Role.PERIOD:
        if own in (Role.START, Role.DATE) or text in ("自", "から", "始"):
            return Role.START
        if own in (Role.EXPIRY, Role.END) or text in ("至", "まで", "終"):
            return Role.EXPIRY
    if own is Role.NAME and upper in (Role.FIELDS, Role.CONTENT):
        return upper
    if own in _GENERIC and upper is Role.NAME:
        return upper if own is Role.NAME else own
    return own or upper


def named(word: str) -> Role | None:
    """The meaning that a person names in a mapping: one of the words of `Role`, or any heading that is known."""
    text = plain(word)
    return next((role for role in Role if role.value == text), None) or role(word)
