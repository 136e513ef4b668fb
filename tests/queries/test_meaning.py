"""Every question means what it says: rows worked out by hand, on both engines."""

from __future__ import annotations

import pytest

from graph.store.base import Rows
from queries.catalogue import catalogue
from tests.queries.cases import CASES, Case
from tests.queries.conftest import Answers, key


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_a_question_means_what_it_says(case: Case, thorough: Answers) -> None:
    found = thorough["world", case.query, key(case.given)]
    assert isinstance(found, Rows), found
    places = [found.columns.index(name) for name in case.columns.split()]
    assert [tuple(row[n] for n in places) for row in found.rows] == case.rows


PROVED_ELSEWHERE = {
    "field_municipalities", "field_prefectures", "field_tree", "field_words",
    "affiliation_evidence", "affiliations", "agreement_counts", "agreement_details", "agreement_ids",
    "agreement_parties", "agreements", "collaborations", "counts", "coverage", "coverage_evidence", "document_counts",
    "document_coverage", "document_facts", "document_list", "documents", "documents_on", "evidence", "evidence_counts",
    "evidence_places", "fields", "measure_counts", "measure_details", "measure_ids", "measure_parties", "measures",
    "municipalities", "municipalities_of", "municipality", "organisation", "organisation_counts", "organisation_list",
    "organisations", "partners", "record_evidence", "record_fields", "record_grounds", "record_links",
    "record_parties", "record_prefectures", "record_statements", "record_topics", "records_of", "statements",
}  # fmt: skip
"""Questions of the pages, whose meaning the tests of the pages prove."""


def test_no_question_for_people_goes_without_a_case() -> None:
    asked = {case.query for case in CASES}
    missing = {query.name for query in catalogue().values() if query.group != "画面の部品"} - asked - PROVED_ELSEWHERE
    assert not missing
