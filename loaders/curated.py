"""The curated format: one YAML file per source document, checked against the schema of the graph.

An entry without its own 出典, 確度 or 注記 has those of its record. Any property may be written plainly or as
``{値: …, 出典: …, 確度: …, 注記: …}`` where it needs its own proof. All values are text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
    create_model,
)

from graph import dates, formats, model
from graph.errors import Problem
from loaders.lines import Located, Path_

FORMAT: Final = str(formats.FORMAT)

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=10_000)]
Id = Annotated[str, StringConstraints(pattern=r"^[^\s_/][^\s/]{0,79}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


Date = Annotated[
    Text,
    AfterValidator(dates.check),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}(-\d{2})?)$"}),
]

_PLACE: Final = r"^(\d{1,9}-\d{1,9}|.{1,100}!\d{1,7})$"


def _place(value: Any) -> Any:
    if isinstance(value, list) and len(value) == 2:
        return f"{value[0]}-{value[1]}"
    return value


def _in_order(value: str) -> str:
    start, dash, end = value.partition("-")
    if dash and "!" not in value and int(start) >= int(end):
        raise ValueError(f"位置「{value}」は、終わりが始まりより前です")
    return value


Place = Annotated[
    str,
    BeforeValidator(_place),
    StringConstraints(pattern=_PLACE),
    AfterValidator(_in_order),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": _PLACE},
                {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
            ]
        }
    ),
    Field(description="本文の中の「開始-終了」（文字数）か「シート!行」"),
]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(Strict):
    """A place in the document."""

    位置: Place | None = None
    照合: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] | None = Field(
        None, description="引用の SHA-256 の先頭12桁"
    )
    引用: Text | None = Field(None, description="原文の語句。自分の文書にだけ書く")
    要旨: Text | None = Field(None, description="書いてあることを自分の言葉で短く")


class Sourced(Strict):
    """Something that a document says."""

    出典: tuple[Citation, ...] = Field((), description="どこに書いてあるか。なければ上の記録と同じ")
    確度: Literal["明示", "推定", "要確認"] | None = Field(None, description="なければ上の記録と同じ")
    注記: Text | None = Field(None, description="推定・要確認とした理由など")


class Reviewed(Sourced):
    """A statement that enters the graph once a person has confirmed it."""

    確認: Literal["未", "済"] = Field("済", description="未＝まだグラフに入れない")


class Stated(Sourced):
    """A value with its own proof."""

    値: Text


class Party(Sourced):
    """A body that takes part, named in words as in the document."""

    名称: Text
    id: Id | None = Field(None, description="名前だけでは決まらないときの id（自治体は団体コード）")
    表記: Text | None = Field(None, description="原文での書き方")
    部署: Text | None = None


class Conductor(Party):
    役割: Literal["主体", "共催", "協力", "場所"] | None = None


class Participant(Party):
    役割: Literal[model.TAKE_PART_ROLES] | None = None  # type: ignore[valid-type]


class FieldOfPolicy(Sourced):
    名称: Text
    表記: Text | None = Field(None, description="原文での言い方（表なら列の見出し）")


class Membership(Reviewed):
    会員: Text | None = Field(None, description="会員である企業・団体")
    自治体: Text | None = Field(None, description="会員である自治体")
    団体: Text
    関係: Literal["会員", "構成員", "友好団体", "子会社"]
    表記: Text | None = None


class Succession(Reviewed):
    旧: Text
    新: Text
    日付: Date | None = None
    種類: Literal["合併", "分割", "改称", "編入"]


class Said(Reviewed):
    """What the document says of a body, or of an agreement or measure that another document tells of."""

    企業: Text | None = None
    自治体: Text | None = None
    協定: Id | None = Field(None, description="別の文書にある協定の id")
    施策: Id | None = Field(None, description="別の文書にある施策の id")
    項目: Text
    値: Text
    表記: Text | None = None


class Coverage(Reviewed):
    自治体: Text
    表記: Text | None = None
    網羅: Literal["全件", "抜粋", "不明"]
    対象: Text | None = None


class Issuer(Reviewed):
    自治体: Text | None = None
    企業: Text | None = None
    表記: Text | None = None
    部署: Text | None = None


def _value(prop: model.Property) -> Any:
    """The type of one value of a property, which editors see as well."""
    if prop.kind == "choice":
        return _choice(prop.choices)
    if prop.kind == "date":
        return Date
    return Digest if prop.name == "sha256" else Text


def _choice(choices: tuple[str, ...]) -> Any:
    editor = WithJsonSchema({"type": "string", "enum": list(choices)})
    return Annotated[Text, AfterValidator(_among(choices)), editor]


def _among(choices: tuple[str, ...]) -> Any:
    def check(value: str) -> str:
        if value not in choices:
            near = difflib.get_close_matches(value, choices, n=1, cutoff=0.4)
            hint = f"（{near[0]} ではありませんか）" if near else ""
            raise ValueError(f"「{value}」は使えません。使えるのは {'、'.join(choices)}{hint}")
        return value

    return check


def check_statement(label: str, item: str, value: str) -> None:
    """Whether a value can be that of a property of an agreement or a measure; an item that is no property takes any.

    Raises ValueError with what is wrong.
    """
    prop = next((p for p in model.LABEL[label].properties if p.name == item), None)
    if prop and prop.kind == "date":
        dates.check(value)
    elif prop and prop.kind == "choice":
        _among(prop.choices)(value)


def _record(name: str, label: str, base: type[BaseModel], **more: Any) -> type[BaseModel]:
    """A record whose properties are those of a label; where ``base`` has evidence, plain or with proof of their own."""
    fields: dict[str, Any] = {}
    for prop in model.LABEL[label].properties:
        if prop.kind == "flag":
            kind: Any = Literal["true"] | None
        else:
            value: Any = _value(prop)
            if issubclass(base, Sourced):
                value |= create_model(f"{name}{prop.name}", __base__=Stated, 値=(value, ...))
            kind = tuple[value, ...] if prop.many else value | None
        default = () if prop.many else ... if prop.name in ("名称", "題名") else None
        fields[prop.name] = (kind, Field(default, description=prop.meaning))
    return create_model(name, __base__=base, id=(Id, ...), **fields, **more)


if TYPE_CHECKING:
    # Made at run time from the schema; to the type checker a record is anything.
    Agreement: TypeAlias = Any
    Measure: TypeAlias = Any
    Document: TypeAlias = Any
else:
    Agreement = _record(
        "協定記録", "協定", Reviewed,
        自治体=(tuple[Party, ...], ()),
        企業=(tuple[Party, ...], ()),
        分野=(tuple[FieldOfPolicy, ...], ()),
        更新=(tuple[Id, ...], Field((), description="この協定が改めた、古い協定の id")),
    )  # fmt: skip
    Measure = _record(
        "施策記録", "施策", Reviewed,
        自治体=(tuple[Conductor, ...], Field(min_length=1)),
        企業=(tuple[Participant, ...], ()),
        分野=(tuple[FieldOfPolicy, ...], ()),
        協定=(Id | Stated | None, Field(None, description="もとづく協定の id")),
    )  # fmt: skip
    Document = _record(
        "文書情報", "文書", Strict,
        本文sha256=(Digest | None, Field(None, description="抽出した本文の SHA-256")),
    )  # fmt: skip


class CuratedFile(Strict):
    """連携グラフの書き起こしファイル（文書ひとつに一ファイル）"""

    形式: Literal["1"] = Field("1", description="このファイルの形。なければ 1")
    文書: Document
    発行: tuple[Issuer, ...] = ()
    収録: tuple[Coverage, ...] = ()
    協定: tuple[Agreement, ...] = ()
    施策: tuple[Measure, ...] = ()
    加盟: tuple[Membership, ...] = ()
    承継: tuple[Succession, ...] = ()
    記載: tuple[Said, ...] = ()
    警告: tuple[Text, ...] = Field((), description="下書きを作ったときの注意（グラフには入らない）")

    @property
    def statements(self) -> tuple[Reviewed, ...]:
        """Everything that a person confirms."""
        return (*self.発行, *self.収録, *self.協定, *self.施策, *self.加盟, *self.承継, *self.記載)


def parse(located: Located) -> tuple[CuratedFile | None, list[Problem]]:
    """Validate one file: what of it can be read, and all its problems.

    Where parts are wrong, the file comes back without them, so that the rest is checked in the same run.
    """
    if not isinstance(located.data, dict):
        empty = located.problem((), "中身がありません", "docs/data-format.md の例から始めてください")
        return None, located.problems or [empty]
    problems = list(located.problems)
    for attempt in range(_ATTEMPTS):
        try:
            return CuratedFile.model_validate(located.data), problems
        except ValidationError as error:
            if not attempt:
                problems += problems_of(error, located, CuratedFile)
            wrong = {_data_path(item["loc"], located.data) for item in error.errors()}
            taken = {path: located.written(path) for path in wrong if path and isinstance(path[-1], int)}
            located.data = _without(located.data, wrong)
            for written in taken.values():
                located.removed.setdefault(written[:-1], set()).add(int(written[-1]))
    return None, problems


_ATTEMPTS: Final = 6


def _without(data: Any, wrong: set[Path_], path: Path_ = ()) -> Any:
    """A copy without the parts at the given paths; where a part is missing, its path is that of what lacks it."""
    if isinstance(data, dict):
        return {k: _without(v, wrong, (*path, k)) for k, v in data.items() if (*path, k) not in wrong}
    if isinstance(data, list):
        return [_without(v, wrong, (*path, n)) for n, v in enumerate(data) if (*path, n) not in wrong]
    return data


def ids(located: Located) -> Iterator[tuple[str, str, Path_]]:
    """Label, id and path of every record of a file, however broken the rest of it is."""
    data = located.data if isinstance(located.data, dict) else {}
    for label in ("協定", "施策"):
        records = data.get(label)
        for n, record in enumerate(records if isinstance(records, list) else []):
            if isinstance(record, dict) and isinstance(record.get("id"), str):
                yield label, record["id"], (label, n, "id")


def problems_of(error: ValidationError, located: Located, root: type[BaseModel]) -> Iterator[Problem]:
    """pydantic's errors as problems with line, in Japanese, without the branches of unions that do not apply."""
    found: list[tuple[Path_, Any]] = []
    for item in error.errors():
        path = _data_path(item["loc"], located.data)
        found.append(((*path, item["loc"][-1]) if item["type"] == "missing" else path, item))
    seen: set[tuple[Path_, str]] = set()
    for path, item in found:
        what, remedy = _explain(item, str(path[-1]) if path else "")
        if (path, what) not in seen and not _other_branch(path, item, found):
            seen.add((path, what))
            yield located.problem(path, what, remedy)


_BRANCH: Final[dict[str, type | tuple[type, ...]]] = {
    "string_type": dict,
    "model_type": str,
    "model_attributes_type": str,
    "too_short": (list, tuple),
}


def _other_branch(path: Path_, item: Any, found: list[tuple[Path_, Any]]) -> bool:
    """Whether this only follows from another problem: the branch of «plain or with its own proof» that was not taken,
    or a list that is empty because its items are wrong."""
    wanted = _BRANCH.get(item["type"])
    return (
        wanted is not None
        and isinstance(item["input"], wanted)
        and any(other[: len(path)] == path and each["type"] not in _BRANCH for other, each in found)
    )


def _data_path(loc: tuple[str | int, ...], data: Any) -> Path_:
    """The part of a pydantic location that exists in the data (names of union branches left out)."""
    path: list[str | int] = []
    for step in loc:
        if isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif isinstance(data, dict) and step in data:
            data = data[step]
        else:
            continue
        path.append(step)
    return tuple(path)


def _explain(item: Any, name: str) -> tuple[str, str]:
    kind, context = item["type"], item.get("ctx", {})
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(name, keys(), n=1, cutoff=0.5)
        return f"「{name}」という項目はありません", (
            f"「{near[0]}」ではありませんか" if near else "綴りを確かめるか、この項目を消してください"
        )
    if kind == "missing":
        return f"「{name}」がありません", f"「{name}:」を書き足してください"
    if kind == "value_error":
        return str(context["error"]), "正しい値に直してください"
    if kind == "literal_error":
        expected = re.findall(r"'([^']*)'", context["expected"])
        return f"「{item['input']}」は使えません", f"使えるのは {'、'.join(expected)} です"
    if kind in ("model_type", "model_attributes_type"):
        return "「項目: 値」の形になっていません", "字下げした「項目: 値」の並びに直してください"
    if kind == "string_type":
        return "文字ではなく、項目の並びになっています", "値をひとつ書いてください"
    if kind == "tuple_type":
        return "箇条書き（- で始まる行）ではありません", "「- 」で始まる行の並びに直してください"
    if kind == "string_pattern_mismatch":
        return f"「{item['input']}」の形が正しくありません", _PATTERN.get(
            name, "docs/data-format.md の例に合わせてください"
        )
    if kind == "string_too_short":
        return "値が空です", "値を書くか、この項目を消してください"
    if kind == "too_short":
        return "ひとつもありません", "少なくともひとつ書いてください"
    return f"正しくありません（{item['msg']}）", "docs/data-format.md を確かめてください"


_PATTERN: Final = {
    "位置": "「812-913」のような開始-終了か、「シート名!行」で書いてください",
    "照合": "引用の SHA-256 の先頭12桁（0-9a-f）を書いてください",
    "id": "空白と / を含まない、80字以内の名前にしてください",
    "sha256": "64桁の16進数（0-9a-f）で書いてください",
    "本文sha256": "64桁の16進数（0-9a-f）で書いてください",
}


@cache
def keys() -> tuple[str, ...]:
    """Every key that the curated format knows."""
    found: set[str] = set()
    todo: list[Any] = [CuratedFile]
    while todo:
        item = todo.pop()
        if isinstance(item, type) and issubclass(item, BaseModel):
            found |= set(item.model_fields)
            todo += [f.annotation for f in item.model_fields.values()]
        else:
            todo += [arg for arg in get_args(item) if not isinstance(arg, str)]
    return tuple(sorted(found))


def json_schema() -> str:
    """The JSON Schema of a curated file, for editors that complete and check while one writes."""
    import json

    schema = CuratedFile.model_json_schema()
    return (
        json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, ensure_ascii=False, indent=1)
        + "\n"
    )
