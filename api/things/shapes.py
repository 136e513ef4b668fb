"""What is told of each thing. Properties come from the one schema (`graph.model`); what is not set is left out."""

from __future__ import annotations

from typing import Any, Final, Generic, Literal, TypeVar

from pydantic import Field, create_model

from api.shapes import GraphVersion, Shape
from graph import model

T = TypeVar("T")

_PLAIN: Final[dict[str, type]] = {"number": float, "integer": int, "flag": bool}


def _one_of(*words: str) -> dict[str, Any]:
    """The words of a closed vocabulary, told but not enforced: a graph changed by hand still answers."""
    return {"enum": list(words)}


class Evidence(Shape):
    """根拠: one place in a document that states a fact."""

    文書id: str
    題名: str = Field(description="文書の題。グラフにない文書なら id")
    発行日: str | None = Field(None, description="文書を発行した日。資料の精度のまま")
    基準日: str | None = Field(None, description="文書の内容がいつの時点のものか")
    公開: str = Field("公開", json_schema_extra=_one_of("公開", "庁内限り"))
    位置: str = Field(description="本文の中の「開始-終了」か「シート!行」。聞き取りなどでは空")
    引用: str = Field(description="原文の語句。原文が手元になければ空")
    要旨: str
    確度: str = Field(json_schema_extra=_one_of(*model.CERTAINTIES))
    表記: str = Field(description="原文での書き方")
    注記: str


class Fact(Shape):
    """A fact, with every place that states it."""

    根拠: list[Evidence]


class Party(Fact):
    """当事者: who takes part in an agreement or a measure."""

    種類: Literal["自治体", "企業"]
    id: str
    名称: str
    役割: list[str] = Field(description="施策での役割。「場所」は行われた所であり、行為者ではない")
    部署: list[str]


class Link(Fact):
    """Another record or a field to which a record is tied."""

    id: str
    名称: str


class Statement(Fact):
    """記載: what documents say of one item."""

    項目: str
    値: str
    採用: bool = Field(description="グラフがこの値を採っているか（文書によって違えば、採らない値も残る）")


def _properties(label: str) -> dict[str, Any]:
    """The properties of a label as fields, None where unset."""
    fields: dict[str, Any] = {}
    for prop in model.LABEL[label].properties:
        kind: Any = _PLAIN.get(prop.kind, str)
        more = _one_of(*prop.choices) if prop.kind == "choice" and not prop.many else None
        words = (
            prop.meaning
            if prop.kind != "date"
            else f"{prop.meaning}（資料の精度のまま。2023-11-08、2015-04、--08-05 など）"
        )
        fields[prop.name] = (
            (list[kind] if prop.many else kind) | None,
            Field(None, description=words, json_schema_extra=more),
        )
    return fields


class _Record(Shape):
    種類: Literal["協定", "施策"]
    id: str
    当事者: list[Party]
    分野の根拠: list[Link] = Field(description="関わる分野と、その根拠")
    記載: list[Statement] = Field(description="文書が述べている項目と値")


class _AgreementLinks(_Record):
    施策: list[Link] = Field(description="この協定にもとづく施策")
    改めた協定: list[Link] = Field(description="この協定が改めた、古い協定")
    改められた協定: list[Link] = Field(description="この協定を改めた、新しい協定")


class _MeasureLinks(_Record):
    もとづく協定: list[Link]


Agreement = create_model("Agreement", __base__=_AgreementLinks, __doc__="協定", **_properties("協定"))
Measure = create_model("Measure", __base__=_MeasureLinks, __doc__="施策", **_properties("施策"))


class Page(Shape, Generic[T]):
    """A page of a list."""

    全件: int = Field(description="条件に合うものの数")
    頁: int
    頁数: int
    行: list[T]


class Affiliation(Fact):
    """加盟・承継: to whom a body belongs, and from whom or to whom it passed."""

    関係: Literal["加盟", "承継"]
    向き: Literal["先", "もと"] = Field(description="先＝加盟先・承継先、もと＝加盟している団体・承継したもと")
    種類: Literal["自治体", "企業"]
    id: str
    名称: str
    内容: list[str] = Field(description="会員、構成員、合併、日付など")


class Covering(Fact):
    """収録: a document that covers a municipality, and how far."""

    文書id: str
    題名: str
    基準日: str | None = None
    網羅: list[str] = Field(description="全件・抜粋・不明。全件の文書があるときだけ「記録なし」と言える")
    対象: list[str]


class PlaceCounts(Shape):
    """How much is on record for a municipality."""

    協定: int
    施策: int = Field(description="行われた場所としてだけの施策を含む")
    場所だけの施策: int
    相手: int = Field(description="連携のある企業・団体")
    文書: int = Field(description="この自治体を載せた文書")
    全件の文書: int


class MunicipalityLine(Shape):
    """A municipality in a list."""

    id: str
    名称: str
    略称: str
    都道府県: str
    種別: str
    状況: Literal["記録あり", "記録なし", "抜粋など", "未調査"] = Field(
        description="記録なし＝全件を載せた文書があって記録がない。抜粋など・未調査では「ない」とは言えない"
    )
    数: PlaceCounts


class _Told(Shape):
    版: GraphVersion


class _MunicipalityTold(_Told):
    id: str
    状況: Literal["記録あり", "記録なし", "抜粋など", "未調査"]
    数: PlaceCounts
    載せた文書: list[Covering]
    加盟と承継: list[Affiliation]
    記載: list[Statement]
    記録: Page[Agreement | Measure]


class BodyCounts(Shape):
    """How much is on record for a body."""

    協定: int
    施策: int
    自治体: int = Field(description="連携のある自治体")


class OrganisationLine(Shape):
    """A body in a list."""

    id: str
    名称: str
    区分: str | None = None
    別名: list[str]
    サービス名: list[str]
    法人番号: str | None = None
    数: BodyCounts


class _OrganisationTold(_Told):
    id: str
    数: BodyCounts
    加盟と承継: list[Affiliation]
    記載: list[Statement]
    記録: Page[Agreement | Measure]


class FieldLine(Shape):
    """分野: a field with its numbers of records."""

    id: str
    名称: str
    階層: int
    協定: int
    施策: int


class FieldAnswer(_Told):
    """A field with its agreements and measures (those of the fields below it included)."""

    分野: FieldLine
    協定: Page[Agreement]
    施策: Page[Measure]


class End(Shape):
    """One end of a relationship."""

    種類: str
    id: str
    名称: str


class Stated(Fact):
    """A fact that a document states."""

    関係: str
    始点: End
    終点: End


class DocumentLine(Shape):
    """文書: a document in a list, with how much of it is in the graph."""

    id: str
    題名: str
    種別: str | None = None
    発行日: str | None = None
    基準日: str | None = None
    公開: str = Field(json_schema_extra=_one_of("公開", "庁内限り"))
    市区町村数: int = Field(description="載せている市区町村")
    全件の市区町村数: int
    協定数: int
    施策数: int


class Covered(Shape):
    """A municipality that a document covers."""

    id: str
    名称: str
    網羅: list[str]
    対象: list[str]


class DocumentAnswer(_Told):
    """A document: what it covers, and what it states where."""

    文書: DocumentLine
    載せた自治体: list[Covered]
    事実: Page[Stated]


MunicipalityAnswer: Any = create_model(
    "MunicipalityAnswer", __base__=_MunicipalityTold, __doc__="自治体", **_properties("自治体")
)
OrganisationAnswer: Any = create_model(
    "OrganisationAnswer", __base__=_OrganisationTold, __doc__="企業・団体", **_properties("企業")
)


class _AgreementTold(_Told):
    協定: Agreement


class _MeasureTold(_Told):
    施策: Measure


AgreementAnswer: Any = create_model("AgreementAnswer", __base__=_AgreementTold, __doc__="協定のすべて")
MeasureAnswer: Any = create_model("MeasureAnswer", __base__=_MeasureTold, __doc__="施策のすべて")


class Listed(Page[T], Generic[T]):
    """A page of a list, of one version of the graph."""

    版: GraphVersion
