from __future__ import annotations

import io
from decimal import Decimal

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from pubinnov.errors import OutputError, QueryError
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.results import ROW_FORMATS, Solutions, TripleResult, write_truth

QUERY = """SELECT ?a ?b ?c ?d WHERE { VALUES (?a ?b ?c ?d) {
  (<http://e/x> "text"@fr 1.50 UNDEF) (<http://e/y> "a,\\"b\\"\\nc" true "2020"^^xsd:gYear) } }"""


def test_rows_are_plain_values(frozen: KnowledgeGraph) -> None:
    rows = frozen.select(QUERY)
    assert rows.variables == ("a", "b", "c", "d")
    assert rows.to_dicts() == [
        {"a": "http://e/x", "b": "text", "c": Decimal("1.5"), "d": None},
        {"a": "http://e/y", "b": 'a,"b"\nc', "c": True, "d": "2020"},
    ]
    assert len(rows) == 2
    assert rows[1][1] == rows[1]["b"]
    with pytest.raises(KeyError):
        rows[0]["e"]
    assert "<table>" in rows._repr_html_()


@pytest.mark.parametrize("form", ROW_FORMATS)
@pytest.mark.parametrize("iterated", [False, True])
def test_formats_are_read_back(frozen: KnowledgeGraph, form: str, iterated: bool) -> None:
    rows = frozen.select(QUERY)
    if iterated:
        list(rows)
    output = io.BytesIO()
    rows.write(output, form)
    if form == "csv":
        assert output.getvalue().decode().splitlines()[0] == "a,b,c,d"
        return
    read = parse_query_results(output.getvalue(), ROW_FORMATS[form])
    assert isinstance(read, QuerySolutions)
    assert [list(solution) for solution in read] == [list(row.values()) for row in frozen.select(QUERY)]


def test_data_frames(frozen: KnowledgeGraph) -> None:
    query = "SELECT ?i ?y WHERE { ?i a pi:Initiative OPTIONAL { ?i pi:startYear ?y } } ORDER BY ?i"
    frame = frozen.select(query).to_pandas()
    assert list(frame.columns) == ["i", "y"]
    assert len(frame) == 5
    polars = frozen.select(query).to_polars()
    assert polars.shape == (5, 2)
    assert frozen.select(QUERY).to_polars().shape == (2, 4)
    assert list(frozen.select("SELECT ?x WHERE { ?x a pi:Nothing }").to_pandas().columns) == ["x"]


def test_unknown_formats(frozen: KnowledgeGraph) -> None:
    with pytest.raises(OutputError, match="'xlsx'"):
        frozen.select(QUERY).write(io.BytesIO(), "xlsx")
    triples = frozen.query("CONSTRUCT WHERE { ?s pi:startYear ?o }")
    assert isinstance(triples, TripleResult)
    with pytest.raises(OutputError, match="'csv'"):
        triples.write(io.BytesIO(), "csv")


def test_truth_is_written_as_the_w3c_says() -> None:
    output = io.BytesIO()
    write_truth(True, output, "json")
    assert bool(parse_query_results(output.getvalue(), QueryResultsFormat.JSON)) is True
    output = io.BytesIO()
    write_truth(False, output, "csv")
    assert output.getvalue() == b"false\n"


def test_solutions_of_nothing() -> None:
    assert not Solutions.of(("a",), [])


def test_a_service_that_does_not_answer_fails_the_query(frozen: KnowledgeGraph) -> None:
    query = "SELECT * WHERE { SERVICE <http://127.0.0.1:9/x> { ?s ?p ?o } }"
    with pytest.raises(QueryError, match="the query failed"):
        list(frozen.query(query, allow_service=True))  # type: ignore[arg-type]
    rows = frozen.query(query, allow_service=True)
    assert isinstance(rows, Solutions)
    with pytest.raises(QueryError, match="the query failed"):
        rows.write(io.BytesIO(), "csv")
