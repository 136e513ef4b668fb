"""The one schema: what it promises to those who type Cypher, and that everything made from it agrees."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from graph import dates, derive, model, schema, tables
from graph.facts import Evidence
from loaders import curated

LABELS = {"自治体", "企業", "協定", "施策", "分野", "文書"}
ENDS = {
    "締結": {("自治体", "協定"), ("企業", "協定")},
    "実施": {("自治体", "施策")},
    "参画": {("企業", "施策")},
    "対象": {("協定", "分野"), ("施策", "分野")},
    "根拠": {("施策", "協定")},
    "更新": {("協定", "協定")},
    "加盟": {("自治体", "企業"), ("企業", "企業")},
    "承継": {("企業", "企業"), ("自治体", "自治体")},
    "記載": {("協定", "文書"), ("施策", "文書"), ("企業", "文書"), ("自治体", "文書")},
    "収録": {("文書", "自治体")},
    "発行": {("自治体", "文書"), ("企業", "文書")},
    "所属": {("自治体", "自治体")},
    "上位": {("分野", "分野")},
    "連携": {("自治体", "企業")},
}
PROOF = ("文書", "位置", "引用", "要旨", "確度", "表記", "注記")
NAMES = sorted({p.name for kind in (*model.LABELS, *model.RELATIONSHIPS) for p in kind.properties} | set(PROOF))


def test_the_labels_and_relationships_are_those_of_the_contract() -> None:
    assert set(model.LABEL) == LABELS
    assert {kind.name: {(e.start, e.end) for e in kind.ends} for kind in model.RELATIONSHIPS} == ENDS


@pytest.mark.parametrize("kind", [kind.name for kind in model.RELATIONSHIPS])
def test_every_relationship_that_states_a_fact_carries_its_evidence(kind: str) -> None:
    columns = tuple(prop.name for prop in model.RELATIONSHIP[kind].columns)
    if kind in ("所属", "上位", "連携"):
        assert not set(PROOF[:4]) & set(columns)
    else:
        assert columns[: len(PROOF)] == PROOF
        assert all(prop.many for prop in model.RELATIONSHIP[kind].columns)


def test_a_piece_of_evidence_has_one_value_for_every_column() -> None:
    assert len(Evidence._fields) == len(model.EVIDENCE)
    entry = Evidence("d", "1-2", "語", "旨", "推定", "記", "注")
    assert dict(zip((p.name for p in model.EVIDENCE), entry, strict=True)) == {
        "文書": "d", "位置": "1-2", "引用": "語", "要旨": "旨", "確度": "推定", "表記": "記", "注記": "注",
    }  # fmt: skip


def test_only_collaboration_is_derived_and_nobody_can_write_it_by_hand() -> None:
    assert [kind.name for kind in model.RELATIONSHIPS if kind.derived] == [derive.BUCKET.type] == ["連携"]
    assert "連携" not in set(curated.keys())


@pytest.mark.parametrize("name", NAMES)
def test_no_property_takes_a_name_that_is_kept_for_the_machinery(name: str) -> None:
    assert not name.startswith("_")
    assert name not in {"id", "start", "end"}
    assert name == name.strip()


def test_every_property_has_a_meaning_and_a_closed_vocabulary_has_words() -> None:
    for kind in (*model.LABELS, *model.RELATIONSHIPS):
        assert kind.meaning
        names = [prop.name for prop in kind.properties]
        assert len(names) == len(set(names))
        for prop in kind.properties:
            assert prop.meaning
            assert (prop.kind == "choice") <= bool(prop.choices)
            assert len(prop.choices) == len(set(prop.choices))


def test_dates_and_schema_know_the_same_precisions() -> None:
    assert model.PRECISIONS == dates.PRECISIONS


def test_the_schema_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValidationError):
        model.LABELS[0].name = "別"


# --- what is made from it ------------------------------------------------------------------------------------------


def test_the_tables_have_exactly_the_properties_of_the_schema() -> None:
    for label in model.LABELS:
        assert tables.node_schema(label.name).names == ["id", *(p.name for p in label.properties)]
    for kind in model.RELATIONSHIPS:
        assert tables.relationship_schema(kind.name).names == ["start", "end", *(p.name for p in kind.columns)]


def test_an_empty_graph_has_every_table() -> None:
    graph = tables.Tables()
    assert set(graph.nodes) == LABELS
    assert {(b.type, b.start, b.end) for b in graph.relationships} == {
        (t, *e) for t, ends in ENDS.items() for e in ends
    }


def test_neo4j_gets_one_key_per_label_and_one_for_the_version() -> None:
    constraints = [text for text in schema.neo4j_constraints() if "CONSTRAINT" in text]
    for label in (*LABELS, model.VERSION):
        assert sum(f"(n:`{label}`) REQUIRE n.id IS UNIQUE" in text for text in constraints) == 1
    assert all("IF NOT EXISTS" in text for text in schema.neo4j_constraints())


def test_the_embedded_engine_gets_a_table_for_every_label_and_type() -> None:
    statements = list(schema.embedded_tables())
    for label in model.LABELS:
        [text] = [s for s in statements if s.startswith(f"CREATE NODE TABLE `{label.name}`(")]
        assert all(f"`{prop.name}`" in text for prop in label.properties)
    for kind in model.RELATIONSHIPS:
        [text] = [s for s in statements if s.startswith(f"CREATE REL TABLE `{kind.name}`(")]
        assert all(f"FROM `{start}` TO `{end}`" in text for start, end in ENDS[kind.name])
        assert all(f"`{prop.name}`" in text for prop in kind.columns)


def test_a_name_in_cypher_cannot_break_out_of_its_quotes() -> None:
    assert schema.quote("a`b") == "`a``b`"


def test_the_page_of_the_schema_names_everything() -> None:
    page = schema.page()
    for kind in (*model.LABELS, *model.RELATIONSHIPS):
        assert f"### {kind.name}" in page
        assert kind.meaning in page
    assert all(f"| {name} |" in page for name in NAMES)


@pytest.mark.parametrize(
    ("record", "label"), [(curated.Agreement, "協定"), (curated.Measure, "施策"), (curated.Document, "文書")]
)
def test_whatever_the_graph_can_hold_can_be_written_in_a_file(record: type[curated.Strict], label: str) -> None:
    assert {prop.name for prop in model.LABEL[label].properties} <= set(record.model_fields)
