"""The schema of the graph, once.

From these declarations come the constraints and indexes of Neo4j, the tables of the embedded engine, the Arrow
schemas, the page ``docs/schema.md``, the JSON Schema of the curated format and the messages of validation.
Words and meaning follow the domain: 自治体 = local government, 企業 = company or other body, 協定 = agreement,
施策 = measure, 分野 = field of policy, 文書 = source document.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["text", "date", "number", "integer", "flag", "choice"]


class Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Property(Declared):
    """One property key. ``many`` makes it a list; ``choices`` closes its vocabulary."""

    name: str
    meaning: str
    kind: Kind = "text"
    many: bool = False
    choices: tuple[str, ...] = ()
    indexed: bool = False


class Label(Declared):
    """A kind of node. Its key is always ``id``; unset properties are absent, never null."""

    name: str
    meaning: str
    key: str
    properties: tuple[Property, ...]

    def __getitem__(self, name: str) -> Property:
        return next(p for p in self.properties if p.name == name)


class Ends(Declared):
    start: str
    end: str


class RelationshipType(Declared):
    """A kind of relationship. One relationship per type and pair of ends.

    ``evidence``: each place that states the fact is one entry of parallel lists: the columns of `EVIDENCE`, then
    ``properties``. ``derived``: computed by every load, never curated.
    """

    name: str
    meaning: str
    ends: tuple[Ends, ...]
    properties: tuple[Property, ...] = ()
    evidence: bool = True
    derived: bool = False

    @property
    def columns(self) -> tuple[Property, ...]:
        """All property keys of a relationship of this type, in order."""
        return (EVIDENCE if self.evidence else ()) + self.properties


CERTAINTIES: Final = ("明示", "推定", "要確認")
STAGES: Final = ("検討", "計画", "実証", "実施", "終了", "不明")
PRECISIONS: Final = ("日", "月", "年", "年度", "年なし")
CONDUCT_ROLES: Final = ("主体", "共催", "協力", "場所")
TAKE_PART_ROLES: Final = (
    "提供", "寄附", "運営", "受託", "支援", "共同開発", "講師派遣", "仲介・事務局", "共催", "出資", "融資",
    "広告", "参加", "協力",
)  # fmt: skip
AGREEMENT_KINDS: Final = (
    "包括連携協定", "災害時応援協定", "見守り協定", "個別連携協定", "産学官", "立地", "自治体間", "不明",
)  # fmt: skip
BODY_KINDS: Final = (
    "企業", "金融機関", "大学・学校", "NPO", "商工団体", "協同組合", "医療・福祉法人",
    "一部事務組合・広域連合", "独立行政法人", "協議会", "団体", "国の機関",
)  # fmt: skip
DOCUMENT_KINDS: Final = (
    "プレスリリース", "視察報告書", "記事", "施策一覧", "協定一覧", "協定書", "聞き取り", "照会回答", "その他",
)  # fmt: skip


def _text(name: str, meaning: str, *, indexed: bool = False) -> Property:
    return Property(name=name, meaning=meaning, indexed=indexed)


def _many(name: str, meaning: str) -> Property:
    return Property(name=name, meaning=meaning, many=True)


def _date(name: str, meaning: str) -> Property:
    return Property(name=name, meaning=meaning, kind="date")


def _choice(name: str, meaning: str, choices: tuple[str, ...]) -> Property:
    return Property(name=name, meaning=meaning, kind="choice", choices=choices)


EVIDENCE: Final = (
    _many("文書", "文書の id"),
    _many("位置", "抽出した本文の中の「開始-終了」（文字数、終わりは含まない）。表は「シート!行」"),
    _many("引用", "原文の語句。原文が手元にないときは空"),
    _many("要旨", "書いてあることを編集者が短くまとめた文"),
    Property(name="確度", meaning="明示（そう書いてある）／推定（読み取った）／要確認", many=True, choices=CERTAINTIES),
    _many("表記", "相手や分野を原文がどう書いているか"),
    _many("注記", "推定・要確認とした理由など"),
)

LABELS: Final = (
    Label(
        name="自治体",
        meaning="都道府県と市町村・特別区。事実の有無にかかわらず 1,788 団体すべてがある",
        key="全国地方公共団体コード（6桁）",
        properties=(
            _text("名称", "都道府県名から書いた名前（奈良県宇陀市）。都道府県はその名", indexed=True),
            _text("略称", "都道府県名を除いた名前（宇陀市）", indexed=True),
            _choice("種別", "団体の種類", ("都道府県", "市", "町", "村", "特別区")),
            _text("都道府県", "属する都道府県の名"),
            _text("郡", "町村が属する郡"),
            _text("読み", "略称の読み（ひらがな）"),
            Property(name="緯度", meaning="役所・役場の緯度（度、世界測地系）", kind="number"),
            Property(name="経度", meaning="役所・役場の経度（度、世界測地系）", kind="number"),
            _text("法人番号", "13桁の法人番号"),
            Property(name="人口", meaning="利用者が取り込んだ人口（人）", kind="integer"),
            _date("人口基準日", "人口がいつのものか。表にある精度のまま"),
            _text("類似団体区分", "利用者が取り込んだ類似団体の区分"),
            _many("集合", "利用者が取り込んだ集まりのうち、属するものの名（中核市など）"),
        ),
    ),
    Label(
        name="企業",
        meaning="企業・団体。大学、金融機関、協議会、国の機関なども含む",
        key="名簿で付けた、変わらない id",
        properties=(
            _text("名称", "正式な名前（分かれば法人格つき）", indexed=True),
            _many("別名", "ほかの書き方・以前の名前"),
            _many("サービス名", "その名で本体を指すことがあるサービスや製品の名"),
            _text("法人格", "株式会社など"),
            _choice("区分", "団体の性格", BODY_KINDS),
            _text("業種", "主な事業"),
            _text("所在", "本店などの所在地"),
            _text("法人番号", "13桁の法人番号（検査数字を確かめたもの）"),
            _text("URL", "公式サイト"),
        ),
    ),
    Label(
        name="協定",
        meaning="自治体と企業・団体などが結んだ約束",
        key="書き起こしたときに付けた、変わらない id",
        properties=(
            _text("名称", "協定の題名。題名が分からないときは内容を表す名前", indexed=True),
            Property(name="仮称", meaning="true＝資料に題名がなく、名称は編集者が付けた", kind="flag"),
            _choice("種別", "協定の種類", AGREEMENT_KINDS),
            _date("締結日", "締結した日。資料にある精度のまま"),
            _choice("締結日精度", "締結日がどこまで分かるか", PRECISIONS),
            _date("開始日", "効力が始まる日"),
            _date("有効期限", "期限"),
            _text("自動更新", "自動更新の定め"),
            _date("終了日", "終わった日"),
            _choice("状態", "いまの状態。記載がなければ不明", ("有効", "終了", "更新済", "不明")),
            _text("枠組み", "協定が属する制度や枠組みの名"),
            _many("連携事項", "何について結んだか。資料の言葉のまま"),
            _text("所管課", "担当する部署"),
            _date("最終確認日", "最後に確かめた日"),
            _many("相手方表記", "名前が書かれていない相手（「大手通信会社」など）"),
        ),
    ),
    Label(
        name="施策",
        meaning="自治体が行う（行おうとする）ひとつの取組。実施したものと計画は別の施策",
        key="書き起こしたときに付けた、変わらない id",
        properties=(
            _text("名称", "30字以内で内容を表す名前", indexed=True),
            _text("概要", "何をしたか、するか"),
            _choice("段階", "どこまで進んだか", STAGES),
            _date("時期", "始めた・行った・行う時期"),
            _choice("時期精度", "時期がどこまで分かるか", PRECISIONS),
            _date("終了時期", "終わった・終わる時期"),
            _many("手法", "無償、委託、補助、寄附、実証、指定管理など"),
            _many("経費", "費用。金額と単位は資料のまま"),
            _many("成果", "成果と数量。数字と単位は資料のまま。目標は「目標」と書く"),
            _text("枠組み", "施策が属する制度や計画の名"),
            _many("相手方表記", "名前が書かれていない相手"),
        ),
    ),
    Label(
        name="分野",
        meaning="政策の分野",
        key="分野の id",
        properties=(
            _text("名称", "分野の名"),
            Property(name="階層", meaning="1＝大きな分野、2＝その下の分野", kind="integer"),
        ),
    ),
    Label(
        name="文書",
        meaning="事実の出どころ。文書のないこと（電話など）は種別を聞き取りとする",
        key="書き起こしたときに付けた、変わらない id",
        properties=(
            _text("題名", "文書の題", indexed=True),
            _choice("種別", "文書の種類", DOCUMENT_KINDS),
            _date("発行日", "発行した日"),
            _date("基準日", "内容がいつの時点のものか"),
            _text("入手元", "どこから得たか"),
            _date("取得日", "いつ得たか"),
            _text("sha256", "原本ファイルの SHA-256"),
            _choice("公開", "庁内限りの文書から来た事実は、求めないかぎり地図・出力・報告に入らない",
                    ("公開", "庁内限り")),
        ),
    ),
)  # fmt: skip


def _ends(*pairs: str) -> tuple[Ends, ...]:
    return tuple(Ends(start=start, end=end) for start, _, end in (pair.partition("→") for pair in pairs))


_DEPARTMENT: Final = _many("部署", "支社・支店・担当部署")

RELATIONSHIPS: Final = (
    RelationshipType(
        name="締結",
        meaning="協定の当事者である",
        ends=_ends("自治体→協定", "企業→協定"),
        properties=(_DEPARTMENT,),
    ),
    RelationshipType(
        name="実施",
        meaning="施策を行う。役割が場所なら行われた所であり、行為者ではない",
        ends=_ends("自治体→施策"),
        properties=(
            Property(name="役割", meaning="施策での役割", many=True, choices=CONDUCT_ROLES),
            _DEPARTMENT,
        ),
    ),
    RelationshipType(
        name="参画",
        meaning="施策に加わる。製品が使われているだけでは参画ではない",
        ends=_ends("企業→施策"),
        properties=(
            Property(name="役割", meaning="施策での役割", many=True, choices=TAKE_PART_ROLES),
            _DEPARTMENT,
        ),
    ),
    RelationshipType(name="対象", meaning="その分野に関わる", ends=_ends("協定→分野", "施策→分野")),
    RelationshipType(name="根拠", meaning="施策がその協定にもとづく", ends=_ends("施策→協定")),
    RelationshipType(name="更新", meaning="新しい協定が古い協定を改めた", ends=_ends("協定→協定")),
    RelationshipType(
        name="加盟",
        meaning="団体に属する",
        ends=_ends("自治体→企業", "企業→企業"),
        properties=(
            Property(
                name="関係",
                meaning="属し方",
                many=True,
                choices=("会員", "構成員", "友好団体", "子会社"),
            ),
        ),
    ),
    RelationshipType(
        name="承継",
        meaning="古い団体から新しい団体へ",
        ends=_ends("企業→企業", "自治体→自治体"),
        properties=(
            _many("日付", "承継の日"),
            Property(name="種類", meaning="どう変わったか", many=True, choices=("合併", "分割", "改称", "編入")),
        ),
    ),
    RelationshipType(
        name="記載",
        meaning="文書がひとつの項目について述べていること。文書によって違えば、両方がある",
        ends=_ends("協定→文書", "施策→文書", "企業→文書", "自治体→文書"),
        properties=(_many("項目", "何について"), _many("値", "何と述べているか")),
    ),
    RelationshipType(
        name="収録",
        meaning="文書がその自治体について何を載せているか。ここにない自治体は「未調査」",
        ends=_ends("文書→自治体"),
        properties=(
            Property(name="網羅", meaning="すべてか一部か", many=True, choices=("全件", "抜粋", "不明")),
            _many("対象", "載せているもの"),
        ),
    ),
    RelationshipType(
        name="発行",
        meaning="文書を出した（聞き取りなら、答えた）",
        ends=_ends("自治体→文書", "企業→文書"),
        properties=(_DEPARTMENT,),
    ),
    RelationshipType(name="所属", meaning="市区町村が都道府県に属する", ends=_ends("自治体→自治体"), evidence=False),
    RelationshipType(name="上位", meaning="下の分野から上の分野へ", ends=_ends("分野→分野"), evidence=False),
    RelationshipType(
        name="連携",
        meaning="同じ協定の当事者である、または同じ施策に加わっている。協定と施策から毎回計算する",
        ends=_ends("自治体→企業"),
        evidence=False,
        derived=True,
        properties=(
            _many("協定", "ともに当事者である協定の id"),
            _many("施策", "ともに加わる施策の id"),
            Property(name="協定数", meaning="協定の数", kind="integer"),
            Property(name="施策数", meaning="施策の数（計画・検討を含む）", kind="integer"),
            _many("分野", "協定と施策の分野の名"),
            _date("開始", "年の分かる日付のうち最も早いもの"),
            _date("最終", "年の分かる日付のうち最も遅いもの"),
            _choice("確度", "もとになる事実のうち最も確かなもの", CERTAINTIES),
        ),
    ),
)

LABEL: Final = {label.name: label for label in LABELS}
RELATIONSHIP: Final = {kind.name: kind for kind in RELATIONSHIPS}

_COUNT: Final = "根拠のうち、この文書にあって"

KEPT: Final = {
    "協定": (_many("_年表", "「日付 TAB id TAB 出来事」。日付は 10 字にそろえ、年のないものは ~ で始めて後ろに並べる"),),
    "施策": (_many("_年表", "協定の _年表 と同じ"),),
    "文書": (
        _many("_年表", "得た日と出された日。協定の _年表 と同じ形"),
        _many("_始点", "この文書が述べる事実の始点の id"),
        *(Property(name=f"_{c}", meaning=f"{_COUNT}{c}であるものの数", kind="integer") for c in CERTAINTIES),
        *(Property(name=f"_{c}の語句", meaning="そのうち、原文の語句があるものの数", kind="integer")
          for c in CERTAINTIES),
        Property(name="_箇所", meaning="根拠の箇所（位置）の数", kind="integer"),
        Property(name="_控", meaning="_始点 から _箇所 までの内容のハッシュ", kind="integer"),
    ),
    **{
        kind.name: (Property(name="_疑", meaning="1＝推定か要確認の根拠がある、0＝ない", kind="integer"),)
        for kind in RELATIONSHIPS if kind.evidence
    },
}  # fmt: skip
"""What every load works out and stores beside the graph, so that questions about all of it need not read all of it.

By label and type; not part of the graph, like everything whose name begins with ``_``.
"""

KEPT_EDITION: Final = 1
"""To be raised where `KEPT` is worked out otherwise: what an older edition stored is then not read but built anew."""

STAMP: Final = "_印"
"""Key of the content hash that a store keeps beside every node and relationship (not part of the graph)."""

VERSION: Final = "_版"
"""Label of the version mark (not part of the graph)."""

LOCK: Final = "_錠"
"""Label of the node on which loads of a Neo4j database exclude each other (never committed)."""
