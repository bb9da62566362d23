"""What a query gives: rows, a truth value, or triples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, overload

from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Triple, serialize

from pubinnov import terms
from pubinnov.errors import MissingDependencyError, OutputError, QueryError
from pubinnov.interchange import rdflib_graph, to_python

if TYPE_CHECKING:
    import pandas
    import polars
    import rdflib

    from pubinnov.store.protocol import Term

#: Formats for rows and truth values that the engine writes.
ROW_FORMATS: dict[str, QueryResultsFormat] = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}

#: Formats for triples that the engine writes.
GRAPH_FORMATS: dict[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}

_NOTEBOOK_ROWS = 50


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what the engine raises while it computes a result, such as a service that does not answer."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the output's fault, not the query's
        raise QueryError(f"the query failed: {' '.join(str(error).split())}") from None


class Row(Mapping[str, "Term | None"]):
    """One solution: a term for each variable, None where it is unbound.

    Values are reached by name (`row["means"]`), by place (`row[0]`) or by `row.values()`.
    """

    __slots__ = ("_terms", "_variables")

    def __init__(self, variables: tuple[str, ...], values: tuple[Term | None, ...]) -> None:
        self._variables = variables
        self._terms = values

    def __getitem__(self, key: str | int) -> Term | None:
        if isinstance(key, int):
            return self._terms[key]
        try:
            return self._terms[self._variables.index(key)]
        except ValueError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._variables)

    def __len__(self) -> int:
        return len(self._variables)

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value}' for name, value in self.items())})"

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain Python values by variable name; see `interchange.to_python`."""
        return {name: to_python(term) for name, term in zip(self._variables, self._terms, strict=True)}


class Solutions:
    """The rows of a SELECT query.

    They are computed as they are first iterated over and kept, so that a notebook may show them twice;
    `write` streams what has not been iterated over yet.

    Attributes:
        variables: The names of the columns, in the order of the query.
    """

    def __init__(self, solutions: QuerySolutions) -> None:
        self.variables: tuple[str, ...] = tuple(variable.value for variable in solutions.variables)
        self._pending: QuerySolutions | None = solutions
        self._rows: list[Row] = []

    @classmethod
    def of(cls, variables: tuple[str, ...], rows: list[tuple[Term | None, ...]]) -> Solutions:
        """Return solutions made of given rows, each as long as the variables."""
        made = cls.__new__(cls)
        made.variables = variables
        made._pending = None
        made._rows = [Row(variables, row) for row in rows]
        return made

    def _all(self) -> list[Row]:
        if self._pending is not None:
            width = range(len(self.variables))
            with _failures():
                self._rows.extend(
                    Row(self.variables, tuple(solution[index] for index in width)) for solution in self._pending
                )
            self._pending = None
        return self._rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __bool__(self) -> bool:
        return bool(self._all())

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._all()[index]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of plain Python values."""
        return [row.to_dict() for row in self]

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame, a column for each variable.

        Raises:
            MissingDependencyError: If pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise MissingDependencyError("pandas is not installed", "pip install 'pubinnov[pandas]'") from None
        return pd.DataFrame(self.to_dicts(), columns=list(self.variables))

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars data frame, a column for each variable.

        A column whose values are of several types becomes text, since a polars column has one type.

        Raises:
            MissingDependencyError: If polars is not installed.
        """
        try:
            import polars as pl
        except ImportError:
            raise MissingDependencyError("polars is not installed", "pip install 'pubinnov[polars]'") from None
        rows = self.to_dicts()
        columns: dict[str, list[Any]] = {}
        for name in self.variables:
            values = [row[name] for row in rows]
            if len({type(value) for value in values if value is not None}) > 1:
                values = [None if value is None else str(value) for value in values]
            columns[name] = values
        return pl.DataFrame(columns, strict=False)

    def write(self, output: IO[bytes], form: str) -> None:
        """Write the rows in a format of `ROW_FORMATS`, streaming what is not computed yet.

        Raises:
            OutputError: If the format is not known.
        """
        chosen = ROW_FORMATS.get(form)
        if chosen is None:
            raise OutputError(f"rows cannot be written as {form!r}", f"known: {', '.join(ROW_FORMATS)}")
        if self._pending is not None and not self._rows:
            pending, self._pending = self._pending, None
            with _failures():
                pending.serialize(output, chosen)
        else:
            rows_as_query(self).serialize(output, chosen)

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(plain(term))}</td>" for term in row.values()) + "</tr>"
            for row in self[:_NOTEBOOK_ROWS]
        )
        more = len(self) - _NOTEBOOK_ROWS
        caption = f"<caption>{more} more rows</caption>" if more > 0 else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class TripleResult:
    """The triples of a CONSTRUCT or DESCRIBE query, computed as they are first iterated over and kept."""

    def __init__(self, triples: QueryTriples) -> None:
        self._pending: QueryTriples | None = triples
        self._triples: list[Triple] = []

    def _all(self) -> list[Triple]:
        if self._pending is not None:
            with _failures():
                self._triples.extend(self._pending)
            self._pending = None
        return self._triples

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples as an rdflib graph."""
        return rdflib_graph(self)

    def write(self, output: IO[bytes], form: str) -> None:
        """Write the triples in a format of `GRAPH_FORMATS`.

        Raises:
            OutputError: If the format is not known.
        """
        chosen = GRAPH_FORMATS.get(form)
        if chosen is None:
            raise OutputError(f"triples cannot be written as {form!r}", f"known: {', '.join(GRAPH_FORMATS)}")
        serialize(self, output, chosen, prefixes=terms.PREFIXES)


def rows_as_query(solutions: Solutions) -> QuerySolutions:
    """Return rows that are already computed as solutions that the engine can write again."""
    import json

    from pyoxigraph import parse_query_results

    bindings = [{name: _json_term(term) for name, term in row.items() if term is not None} for row in solutions]
    document = {"head": {"vars": list(solutions.variables)}, "results": {"bindings": bindings}}
    parsed = parse_query_results(json.dumps(document).encode(), QueryResultsFormat.JSON)
    assert isinstance(parsed, QuerySolutions)
    return parsed


def _json_term(term: Any) -> dict[str, Any]:
    from pyoxigraph import BlankNode, NamedNode

    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def plain(term: Term | None) -> str:
    """Return a term as a person reads it: prefixed names, text without quotes, nothing for an unbound value."""
    from pyoxigraph import Literal, NamedNode

    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return terms.shorten(term.value)
    if isinstance(term, Literal):
        return term.value
    return str(term)


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]], output: IO[str]) -> None:
    """Write a head and rows in plain columns, each row on a line."""
    lines = [[one_line(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        joined = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        output.write(joined.rstrip() + "\n")


def one_line(cell: str) -> str:
    """Return a text without line ends and tabs."""
    return " ".join(cell.split()) if any(character in cell for character in "\n\r\t") else cell


def write_truth(truth: bool, output: IO[bytes], form: str) -> None:
    """Write the truth value of an ASK query in a format of `ROW_FORMATS`.

    The W3C's formats for truth values are JSON and XML; the others get the bare word.
    """
    if form in {"json", "xml"}:
        from pyoxigraph import parse_query_results

        parsed = parse_query_results(
            b'{"head":{},"boolean":%s}' % (b"true" if truth else b"false"), QueryResultsFormat.JSON
        )
        parsed.serialize(output, ROW_FORMATS[form])
    else:
        output.write(b"true\n" if truth else b"false\n")
