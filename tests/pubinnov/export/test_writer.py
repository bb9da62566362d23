"""Files that appear whole or not at all, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse

import pubinnov
from pubinnov.errors import OutputError, PubinnovError, ViewError
from pubinnov.export import writer
from pubinnov.export.registry import endings, formats, names
from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.package_files import curated_files, model_files


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    path = tmp_path_factory.mktemp("small") / "small.ttl"
    path.write_text("@prefix e: <http://e/> . e:a e:p e:b ; e:q 1 .", encoding="utf-8")
    return pubinnov.open(path)


@pytest.mark.parametrize("ending", endings())
def test_every_ending(small: KnowledgeGraph, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"my.first graph{ending}"
    small.export(path, "rdf")
    written = sorted(os.listdir(tmp_path))
    assert written == sorted(os.path.basename(each) for each in writer.files(str(path)))
    assert all((tmp_path / each).stat().st_size for each in written)


@pytest.mark.parametrize("name", names())
def test_every_format_by_name_whatever_the_ending(small: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out.xyz"
    small.export(path, "rdf", format=name)
    assert sorted(os.listdir(tmp_path)) == sorted(os.path.basename(each) for each in writer.files(str(path), name))


def test_files_of_neo4j_find_each_other(small: KnowledgeGraph, tmp_path: Path) -> None:
    small.export(tmp_path / "a.b.csv", "rdf", format="neo4j")
    assert sorted(os.listdir(tmp_path)) == ["a.b.edges.neo4j.csv", "a.b.import.sh", "a.b.nodes.neo4j.csv"]
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "neo4j-admin"
    command.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    done = subprocess.run(
        ["sh", "a.b.import.sh", "graph", "--overwrite-destination"],
        env={"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}, capture_output=True, text=True, cwd=tmp_path, check=True,
    )  # fmt: skip
    told = done.stdout.splitlines()
    assert told[:4] == ["database", "import", "full", "graph"]
    assert told[-1] == "--overwrite-destination"
    files = [each.partition("=")[2] for each in told if each.startswith(("--nodes=", "--relationships="))]
    assert all((tmp_path / each).is_file() for each in files), f"the script names files that are not there: {files}"


def test_what_was_there_stays_if_writing_fails(
    small: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "graph.csv"
    small.export(path, "rdf")
    before = {each: (tmp_path / each).read_bytes() for each in os.listdir(tmp_path)}

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(formats()["csv"].PARTS, "edges", broken)  # type: ignore[attr-defined]
    with pytest.raises(OutputError, match="No space left on device"):
        small.export(path, "rdf")
    assert {each: (tmp_path / each).read_bytes() for each in os.listdir(tmp_path)} == before


LIMITED = """
import io, resource, sys, signal
import pubinnov
from pubinnov.errors import OutputError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
kg = pubinnov.open()
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    kg.export(sys.argv[1], "means_effects" if sys.argv[1].endswith(tuple(sys.argv[2:])) else "rdf")
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits on files are of POSIX")
@pytest.mark.parametrize("name", ["a.gexf", "a.csv", "a.ttl", "a.rdf", "a.jsonld", "a.parquet", "a.xlsx", "a.svg"])
def test_a_disk_that_fills_up_leaves_nothing(tmp_path: Path, name: str) -> None:
    graphs = [".gexf", ".csv", ".parquet", ".xlsx", ".svg"]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, name, *graphs], capture_output=True, text=True, cwd=tmp_path, check=False, timeout=120
    )  # fmt: skip
    assert done.stdout.startswith(f"cannot write {name.partition('.')[0]}"), done.stderr[-500:]
    assert done.stdout.count("\n") == 1, "the message is not one line"
    assert os.listdir(tmp_path) == [], "something half-written was left"


def test_places_where_nothing_can_be_written(small: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file or directory"):
        small.export(tmp_path / "absent" / "graph.gexf", "rdf")
    (tmp_path / "folder.gexf").mkdir()
    with pytest.raises(OutputError, match="it is a folder"):
        small.export(tmp_path / "folder.gexf", "rdf")


def test_streams(small: KnowledgeGraph) -> None:
    output = io.BytesIO()
    assert small.export(output, "rdf", format="turtle") == [
        "literals are in the engine's canonical form: 07 is 7, and tags of languages are in small letters"
    ]
    assert len(list(parse(output.getvalue(), RdfFormat.TURTLE))) == 2
    output = io.BytesIO()
    small.export(output, "rdf", format="d3")
    assert len(json.loads(output.getvalue())["links"]) == 1
    with pytest.raises(OutputError, match="room for one file"):
        small.export(io.BytesIO(), "rdf", format="csv")


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({"view": "mean_effects"}, "no view is called 'mean_effects'", "did you mean means_effects?"),
        ({"view": "qqq"}, "no view is called 'qqq'", "skos, rdf"),
        ({"view": "rfd"}, "no view is called 'rfd'", "did you mean rdf?"),
        ({"view": "rdf", "place": "Estonia"}, "takes no filter", "leave out"),
        ({"view": "rdf", "weight": "records"}, "only the edges of a network weigh", "leave out"),
        ({"view": "countries", "weight": "evidence"}, "tells no evidence", "records"),
        ({"view": "rdf", "query": "CONSTRUCT WHERE { ?s ?p ?o }"}, "a query has a graph of its own", "leave out"),
        ({"view": "countries", "format": "turtle"}, "this is a network and no RDF", "rdf"),
        ({"query": "SELECT ?s ?o WHERE { ?s pi:means ?o }", "format": "turtle"}, "this is a network and no RDF", "CONSTRUCT"),
        ({"query": "CONSTRUCT WHERE { pi:no pi:no ?o }"}, "there is nothing to export", ""),
        ({"query": "CONSTRUCT WHERE { pi:no pi:no ?o }", "format": "turtle"}, "there is nothing to export", ""),
        ({"query": "SELECT ?s ?o WHERE { ?s pi:no ?o }"}, "there is nothing to export", ""),
        ({"place": "Antarctica"}, "Antarctica", ""),
        ({"place": "Estonia", "since": 2024}, "there is nothing to export", "wider filters"),
    ],
)  # fmt: skip
def test_what_is_refused(
    packaged: KnowledgeGraph, tmp_path: Path, given: dict[str, str], message: str, hint: str
) -> None:
    path = tmp_path / "graph.out"
    with pytest.raises(PubinnovError) as caught:
        packaged.export(path, **({"format": "gexf"} | given))  # type: ignore[arg-type]
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert hint in caught.value.hint
    assert os.listdir(tmp_path) == []


def test_an_empty_graph(tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(ViewError, match="there is nothing to export"):
        pubinnov.open(path).export(tmp_path / "out.ttl")


def test_the_usual_view(packaged: KnowledgeGraph, tmp_path: Path) -> None:
    packaged.export(tmp_path / "a.csv")
    packaged.export(tmp_path / "b.csv", "technology-benefit", weight="initiatives")
    one, other = (
        list(csv.DictReader((tmp_path / f"{name}.edges.csv").read_text("utf-8").splitlines())) for name in "ab"
    )
    assert [row["Id"] for row in one] == [row["Id"] for row in other]
    assert [float(row["Weight"]) for row in one] == [float(row["records"]) for row in one]
    assert [float(row["Weight"]) for row in other] == [float(row["initiatives"]) for row in other]
    packaged.export(tmp_path / "c.nt")
    assert len((tmp_path / "c.nt").read_text("utf-8").splitlines()) == sum(
        1 for _ in packaged.store.quads(graph=packaged.graphs[0])
    )


@pytest.mark.parametrize("target", [None, 5, b"x.gexf", "", "a\0b.gexf", io.StringIO()])
def test_what_is_neither_a_file_nor_a_stream_of_bytes(small: KnowledgeGraph, target: object) -> None:
    with pytest.raises(OutputError, match="cannot write to"):
        small.export(target, "rdf", format="gexf")  # type: ignore[arg-type]


def test_what_is_no_ending_is_part_of_the_name(small: KnowledgeGraph, tmp_path: Path) -> None:
    for name in ("v1.2", "v1.3"):
        small.export(tmp_path / name, "rdf", format="csv")
    assert sorted(os.listdir(tmp_path)) == ["v1.2.edges.csv", "v1.2.nodes.csv", "v1.3.edges.csv", "v1.3.nodes.csv"]


def test_control_characters_leave_an_svg_xml(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    path.write_text('<http://e/a> <http://www.w3.org/2000/01/rdf-schema#label> "a\\u0001b" .', encoding="utf-8")
    output = io.BytesIO()
    lost = pubinnov.open(path).export(output, "rdf", format="svg")
    assert "a\ufffdb" in "".join(ElementTree.fromstring(output.getvalue()).itertext())
    assert any("no place for" in line for line in lost)


def test_names_of_a_graph_that_is_not_asked_for_stay_out(tmp_path: Path) -> None:
    path = tmp_path / "more.trig"
    path.write_text(
        "<http://e/import> { <https://w3id.org/pubinnov/id/tech/e-id>"
        ' <http://www.w3.org/2004/02/skos/core#altLabel> "SPAM"@en }',
        encoding="utf-8",
    )
    kg = pubinnov.open(*packaged_files(), path)
    output = io.BytesIO()
    kg.export(output, format="d3")
    assert b"SPAM" not in output.getvalue()


def packaged_files() -> list[str]:
    return [*model_files(), *curated_files()]
