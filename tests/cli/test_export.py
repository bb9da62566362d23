"""`pubinnov export` as a user runs it, good and bad."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import RdfFormat, parse

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SMALL = "@prefix e: <http://e/> . e:a e:p e:b, [ e:q 1 ] ; e:q 'x', 'y' ."


def test_the_usual_view_and_what_is_lost(run: Run, tmp_path: Path) -> None:
    done = run("export", "--place", "Kenya", "-o", "kenya.graphml")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("not carried whole: ")
    assert done.stderr.count("\n") == 1, "the loss is told on one line"
    assert "which --report tells" in done.stderr
    graph = nx.read_graphml(tmp_path / "kenya.graphml")
    assert {data["kind"] for _, data in graph.nodes(data=True)} <= {"Technology", "Method", "Benefit", "Harm"}
    reported = run("export", "--place", "Kenya", "-o", "again.graphml", "--report")
    assert (reported.returncode, reported.stderr) == (0, "")
    assert len(reported.stdout.splitlines()) > 3
    assert (tmp_path / "kenya.graphml").read_bytes() == (tmp_path / "again.graphml").read_bytes()
    whole = run("export", "--place", "Kenya", "-o", "kenya.json", "--report")
    assert (whole.stdout, whole.stderr) == ("nothing lost\n", "")


@pytest.mark.parametrize(
    ("arguments", "kinds"),
    [
        (["--view", "countries", "--place", "Oceania"], {"Country"}),
        (["--view", "country-means", "--place", "Fiji"], {"Country", "Technology", "Method"}),
        (["--view", "initiatives", "--place", "Europe", "--since", "2000", "--until", "2010"], {"Initiative"}),
        (["--view", "for-and-against", "--grade", "B", "--place", "Africa"], {"Technology", "Method", "Benefit", "Harm"}),
        (["--direction", "contradicts", "--weight", "evidence"], {"Technology", "Method", "Benefit", "Harm"}),
    ],
)  # fmt: skip
def test_views_and_filters(run: Run, tmp_path: Path, arguments: list[str], kinds: set[str]) -> None:
    done = run("export", *arguments, "-o", "graph.json")
    assert done.returncode == 0, done.stderr
    data = json.loads((tmp_path / "graph.json").read_text("utf-8"))
    assert {node["kind"] for node in data["nodes"]} <= kinds
    assert data["links"]


def test_all_of_the_rdf_in_every_shape(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text(SMALL, encoding="utf-8")
    for name in ("out.nt", "out.jsonld", "out.rdf"):
        done = run("--data", "other.ttl", "export", "-o", name)
        assert (done.returncode, done.stdout) == (0, "")
        assert (
            done.stderr
            == "not carried whole: literals are in the engine's canonical form: 07 is 7, and tags of languages are in small letters\n"
        )
    assert len((tmp_path / "out.nt").read_text("utf-8").splitlines()) == 5
    assert run("--data", "other.ttl", "export", "--view", "rdf", "-o", "out.csv").returncode == 0
    nodes = list(csv.DictReader((tmp_path / "out.nodes.csv").read_text("utf-8").splitlines()))
    assert [node["Id"] for node in nodes] == ["http://e/a", "http://e/b", "_:b0"]
    assert nodes[0]["http://e/q"] == '["x", "y"]'
    assert len((tmp_path / "out.edges.csv").read_text("utf-8").splitlines()) - 1 == 2


def test_named_graphs_are_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.trig").write_text("<http://e/g> { <http://e/a> <http://e/p> 1 }", encoding="utf-8")
    done = run("--data", "other.trig", "export", "-o", "out.nq")
    assert done.returncode == 2
    assert "--graph" in done.stderr, "who exports a data set of named graphs is told how to get them"
    assert run("--data", "other.trig", "--graph", "all", "export", "-o", "out.nq").returncode == 0
    (quad,) = parse((tmp_path / "out.nq").read_bytes(), RdfFormat.N_QUADS)
    assert str(quad.graph_name) == "<http://e/g>"


def test_named_graphs_that_are_left_out_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.trig").write_text(
        "<http://e/a> <http://e/p> 1 . <http://e/g> { <http://e/a> <http://e/p> 2 }", encoding="utf-8"
    )
    done = run("--data", "other.trig", "export", "-o", "out.ttl")
    assert "named graphs left out, which --graph all takes in" in done.stderr


def test_profiles(run: Run, tmp_path: Path) -> None:
    assert run("export", "--view", "skos", "-o", "vocabularies.ttl").returncode == 0
    assert b"pi:" not in (tmp_path / "vocabularies.ttl").read_bytes()
    assert run("export", "--view", "cpsv-ap", "--place", "Estonia", "-o", "services.ttl").returncode == 0
    assert b"cpsv:PublicService" in (tmp_path / "services.ttl").read_bytes()
    assert run("export", "--view", "skos", "-o", "vocabularies.gexf").returncode == 0


def test_queries(run: Run, tmp_path: Path) -> None:
    (tmp_path / "edges.rq").write_text(
        "SELECT ?means ?effect WHERE { ?c pi:means ?means ; pi:effect ?effect }", encoding="utf-8"
    )
    (tmp_path / "graph.rq").write_text(
        "CONSTRUCT { ?i pi:usesMeans ?m } WHERE { ?i pi:usesMeans ?m ; pi:place country:EE }", encoding="utf-8"
    )
    assert run("export", "--query", "edges.rq", "-o", "edges.json").returncode == 0
    assert sum(link["weight"] for link in json.loads((tmp_path / "edges.json").read_text("utf-8"))["links"]) > 1000
    assert run("export", "--query", "graph.rq", "-o", "graph.ttl").returncode == 0
    assert run("export", "--query", "graph.rq", "-o", "graph.graphml").returncode == 0
    triples = list(parse((tmp_path / "graph.ttl").read_bytes(), RdfFormat.TURTLE))
    assert nx.read_graphml(tmp_path / "graph.graphml").number_of_edges() == len(triples) > 5
    query = "SELECT ?s ?o WHERE { ?s pi:reuses ?o }"
    piped = run("export", "--query", "-", "--format", "csv", "-o", "piped.csv", stdin=query)
    assert piped.returncode == 0, piped.stderr


def test_to_a_pipe(run: Run) -> None:
    done = run("export", "--place", "Kenya", "--format", "d3", "-o", "-")
    assert done.returncode == 0
    assert json.loads(done.stdout)["nodes"]
    done = run("export", "--place", "Kenya", "--format", "dot", "-o", "-", "--report")
    assert done.stdout.startswith("digraph")
    assert "lists of" in done.stderr, "the report is no part of the graph"


@pytest.mark.skipif(sys.platform == "win32", reason="head is of POSIX")
def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m pubinnov export --format ntriples -o - | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=tmp_path, check=False, timeout=120)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_the_list_of_formats(run: Run) -> None:
    done = run("export", "--format", "list")
    assert done.returncode == 0
    for name in ("gexf", "yed", "neo4j", "html", "turtle", "jsonld"):
        assert any(line.split()[:1] == [name] for line in done.stdout.splitlines()), f"{name} is not in the list"


def test_completion(run: Run, tmp_path: Path) -> None:
    for words, wanted in (("pubinnov export --format ge", "gexf"), ("pubinnov export --view for", "for_and_against")):
        environment = os.environ | {"_PUBINNOV_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": "3"}
        done = subprocess.run(
            [sys.executable, "-m", "pubinnov"], env=environment, capture_output=True, text=True, check=False, cwd=tmp_path
        )  # fmt: skip
        assert wanted in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "-o FILE"),
        (["-o", "graph"], "the ending of 'graph' tells no format"),
        (["-o", "graph.xyz"], ".gexf"),
        (["-o", "graph.xyz", "--format", "gefx"], "did you mean gexf?"),
        (["-o", "-"], "name a format"),
        (["-o", "-", "--format", "csv"], "room for one file"),
        (["-o", "g.gexf", "--view", "contries"], "did you mean countries?"),
        (["-o", "g.gexf", "--view", "rdf", "--place", "Kenya"], "takes no filter"),
        (["-o", "g.gexf", "--place", "Atlantis"], "Atlantis"),
        (["-o", "g.gexf", "--since", "soon"], "soon"),
        (["-o", "g.gexf", "--place", "Kenya", "--since", "2025"], "nothing to export"),
        (["-o", "g.gexf", "--area", "Health"], "takes no parameter 'area'"),
        (["-o", "g.ttl", "--view", "countries"], "no RDF"),
        (["-o", "g.gexf", "--view", "countries", "--weight", "evidence"], "tells no evidence"),
        (["-o", "g.gexf", "--query", "absent.rq"], "cannot read absent.rq"),
        (["-o", "g.gexf", "--query", "ask.rq"], "neither a CONSTRUCT nor a SELECT of two columns"),
        (["-o", "g.gexf", "--query", "bad.rq"], "not SPARQL"),
        (["-o", "g.gexf", "--query", "ask.rq", "--view", "rdf"], "a query has a graph of its own"),
        (["-o", "absent/g.gexf"], "No such file or directory"),
        (["-o", ".", "--format", "gexf"], "it is a folder"),
    ],
)
def test_bad_input_is_one_plain_line_and_leaves_nothing(
    run: Run, tmp_path: Path, arguments: list[str], told: str
) -> None:
    (tmp_path / "ask.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    (tmp_path / "bad.rq").write_text("SELECT ?s WHERE { ?s ?p", encoding="utf-8")
    done = run("export", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(os.listdir(tmp_path)) == ["ask.rq", "bad.rq"], "something half-written was left"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_that_is_closed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    done = run("export", "-o", "closed/g.gexf")
    assert (done.returncode, done.stderr.count("\n") <= 2) == (2, True)
    assert "Permission denied" in done.stderr


def test_what_needs_a_library_says_which(tmp_path: Path) -> None:
    code = "import sys; sys.modules['pyarrow'] = None; from pubinnov_cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "export", "--place", "Kenya", "-o", "g.parquet"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "pip install 'pubinnov[parquet]'" in done.stderr
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are of POSIX")
def test_a_pipe_is_written_to_and_not_replaced(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.gexf")
    with subprocess.Popen(["cat", "pipe.gexf"], stdout=subprocess.PIPE, cwd=tmp_path) as reader:
        done = run("export", "--place", "Kenya", "-o", "pipe.gexf")
        assert done.returncode == 0
        assert reader.stdout is not None
        assert reader.stdout.read().endswith(b"</gexf>\n")
    assert (tmp_path / "pipe.gexf").is_fifo()


@pytest.mark.parametrize("form", ["excel", "gexf", "turtle"])
def test_a_reader_that_leaves_any_format_is_no_error(form: str, tmp_path: Path) -> None:
    view = "skos" if form == "turtle" else "means_effects"
    command = f"'{sys.executable}' -m pubinnov export --view {view} --format {form} -o - | head -c 10"
    done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=tmp_path, check=False, timeout=120)
    assert "Traceback" not in done.stderr.decode()
    assert "Exception" not in done.stderr.decode()
