"""The network commands as a user runs them, good and bad."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from pubinnov.knowledge_graph import KnowledgeGraph
from pubinnov.network.measures import MEASURES
from pubinnov.property_graph.views import views

Run = Callable[..., "subprocess.CompletedProcess[str]"]

#: Every command, quick.
COMMANDS = {
    "views": [],
    "rank": ["--resamples", "5"],
    "communities": ["--place", "Europe", "--null", "1"],
    "path": ["e-ID", "public trust"],
    "similar": ["Estonia", "--null", "5"],
    "timeline": ["participatory budgeting"],
    "project": ["--place", "Africa"],
    "compare": ["--until", "2010", "--with", "since=2011"],
    "suggest": ["Estonia"],
}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_help_lists_every_command_each_on_a_line(run: Run) -> None:
    done = run("network", "--help")
    for name in COMMANDS:
        assert any(line.split()[:1] == [name] for line in done.stdout.splitlines()), f"{name} is not in the help"
    assert '\n  pubinnov network path e-ID "public trust"\n' in done.stdout, "the examples have run together"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_in_every_format_and_to_a_file(run: Run, tmp_path: Path, name: str) -> None:
    told = run("network", name, *COMMANDS[name])
    assert told.returncode == 0, told.stderr
    assert not told.stderr
    assert "\x1b" not in told.stdout, "output to a pipe carries no colour"
    done = run("network", name, *COMMANDS[name], "--format", "csv", "-o", "out.csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    written = (tmp_path / "out.csv").read_bytes().decode("utf-8")
    assert len(rows(written)) >= 1
    assert all(None not in row and None not in row.values() for row in rows(written)), "a row has too many cells"
    lines = [
        json.loads(line) for line in run("network", name, *COMMANDS[name], "--format", "jsonl").stdout.splitlines()
    ]
    assert [list(line) for line in lines] == [list(row) for row in rows(written)]
    assert "| --- |" in run("network", name, *COMMANDS[name], "--format", "markdown").stdout


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "views"])
def test_every_command_draws(run: Run, tmp_path: Path, name: str) -> None:
    done = run("network", name, *COMMANDS[name], "--plot", "a.svg")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_ranks(run: Run, measure: str) -> None:
    done = run("network", "rank", "--measure", measure, "--resamples", "0", "--format", "csv", "--limit", "1000000")
    ranked = rows(done.stdout)
    assert [int(row["Rank"]) for row in ranked] == sorted(int(row["Rank"]) for row in ranked)
    values = [float(row[measure.capitalize()]) for row in ranked]
    # What differs by rounding only has one rank.
    assert values == pytest.approx(sorted(values, reverse=True), abs=1e-9)
    assert values[0] > 0


def test_the_measures_are_listed(run: Run) -> None:
    told = run("network", "rank", "--measure", "list").stdout
    for name, meaning in MEASURES.items():
        assert name in told
        assert meaning in told


def test_a_rank_is_that_of_the_library(run: Run, packaged: KnowledgeGraph) -> None:
    from pubinnov.network.ranking import rank

    graph = packaged.network("means_effects", place="Africa", grade="C")
    expected = [
        [graph.nodes[each.node].id, str(each.rank), str(each.low), str(each.high), "yes" if each.robust else "no"]
        for each in rank(graph, "degree", resamples=20)
    ]
    options = ["--measure", "degree", "--resamples", "20", "--place", "Africa", "--grade", "C", "--format", "csv"]
    told = rows(run("network", "rank", *options).stdout)
    assert [[row[name] for name in ("Id", "Rank", "Low", "High", "Robust")] for row in told] == expected


def test_what_is_not_robust_is_named(run: Run) -> None:
    told = run("network", "rank", "--measure", "betweenness", "--place", "Africa")
    weak = [
        row
        for row in rows(
            run("network", "rank", "--measure", "betweenness", "--place", "Africa", "--format", "csv").stdout
        )
        if row["Robust"] == "no"
    ]
    assert weak
    assert f"rank them elsewhere: {weak[0]['Name']}" in told.stdout


def test_the_same_command_gives_the_same_answer(run: Run) -> None:
    for name in ("communities", "rank", "suggest", "similar"):
        one, other = (run("network", name, *COMMANDS[name]).stdout for _ in range(2))
        assert one == other


def test_the_words_of_the_user_name_a_view(run: Run) -> None:
    one, other = (
        run("network", "rank", "--view", name, "--resamples", "0").stdout
        for name in ("technology-benefit", "Technology–benefit")
    )
    assert one == other
    assert one.startswith("Technologies and methods, and the benefits and harms")


def test_the_suggestions_tell_how_often_they_are_right(run: Run) -> None:
    told = run("network", "suggest", "--limit", "3").stdout
    assert "leads for research" in told
    assert "by popularity alone" in told
    assert "hidden ones follow from those left" not in told
    assert (
        "hidden ones follow from those left"
        in run("network", "suggest", "--view", "countries", "--place", "Europe").stdout
    )


def test_an_empty_view_is_told(run: Run, tmp_path: Path) -> None:
    for name in ("rank", "communities", "suggest", "timeline", "project"):
        done = run("network", name, "--since", "2090", "--plot", "a.png")
        assert done.returncode == 2
        assert done.stderr.startswith("pubinnov: the network ")
        assert len(done.stderr.splitlines()) == 2
        assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rank", "--view", "contries"], "no view is called 'contries'\n    did you mean countries?"),
        (["rank", "--measure", "betweeness"], "no measure is called 'betweeness'\n    did you mean betweenness?"),
        (["rank", "--measure", "degree", "--weight", "records"], "the degree counts neighbours and has no weight"),
        (["rank", "--place", "Estonai"], "no place in the graph is called 'Estonai'\n    did you mean Estonia"),
        (["rank", "--grade", "F"], "no grade in the graph is called 'F'"),
        (["rank", "--since", "last year"], "'last year' is not a year\n    give four digits"),
        (["rank", "--view", "countries", "--grade", "B"], "the view countries takes no parameter 'grade'\n    it takes: [place="),
        (["path", "e-ID", "Estonia"], "Estonia has no link in this view: Technologies and methods"),
        (["path", "e-ID", "e-ID"], "e-ID is both start and end"),
        (["path", "e-IDD", "trust"], "called 'e-IDD'"),
        (["similar", "Estonia", "--method", "cosin"], "no method is called 'cosin'\n    did you mean cosine?"),
        (["similar", "Estonia", "--weight", "records"], "jaccard counts neighbours and has no weight"),
        (["project", "--view", "initiatives"], "on one side of every edge"),
        (["project", "--weighting", "neuman"], "did you mean newman?"),
        (["communities", "--resolution", "-1"], "the resolution is not a positive number"),
        (["communities", "--plot", "a.gif"], "its format is not known\n    known endings: .png, .svg, .pdf"),
        (["rank", "--resamples", "0", "--plot", "none/a.png"], "cannot write none/a.png: No such file or directory"),
        (["rank", "--resamples", "0", "-o", "none/a.csv"], "cannot write none/a.csv: No such file or directory"),
        (["compare", "--with", "since=2090"], "the network has no edges"),
        (["rank", "--view", "countries", "--weight", "evidence"], "tells no evidence to weigh by"),
        (["project", "--weight", "records"], "project counts links and takes no --weight"),
        (["timeline", "--view", "everything"], "no year is known of what this view links"),
        (["project", "--place", "Tallinn"], "no two share anything"),
        (["rank", "--plot", "none/a.png"], "cannot write none/a.png: No such file or directory"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_line_with_a_hint(run: Run, arguments: list[str], message: str) -> None:
    done = run("network", *arguments)
    assert done.returncode == 2
    assert not done.stdout
    assert message in done.stderr
    assert len(done.stderr.splitlines()) <= 2


def test_a_weight_that_is_none_and_filters_that_are_none_are_told(run: Run) -> None:
    assert "'records', 'initiatives', 'countries', 'evidence'" in run("network", "rank", "--weight", "gold").stderr
    for given, message in {
        "Asia": "--with takes KEY=VALUE",
        "view=countries": "--with knows no filter 'view'",
        "place='Asia": "a quotation mark is not closed",
        "grade=A grade=B": "--with has grade twice",
    }.items():
        done = run("network", "compare", "--with", given)
        assert (done.returncode, message in done.stderr) == (2, True)


def test_a_route_tells_the_direction_of_its_claims(run: Run) -> None:
    told = run("network", "path", "video surveillance", "less crime", "--direction", "contradicts").stdout
    assert "video surveillance is said not to bring less crime" in told


def test_a_handful_of_initiatives_give_no_interval(run: Run) -> None:
    told = run("network", "rank", "--place", "Tallinn")
    assert "too few to tell how sure a rank is" in told.stdout
    assert "Robust" not in told.stdout


def test_one_file_cannot_be_two(run: Run, tmp_path: Path) -> None:
    done = run("network", "rank", "-o", "a.svg", "--plot", "a.svg")
    assert done.returncode == 2
    assert "name the same file" in done.stderr
    assert not list(tmp_path.iterdir())


def test_data_of_ones_own_without_links_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text("@prefix ex: <http://example.org/> . ex:a a ex:A .", encoding="utf-8")
    done = run("--data", "own.ttl", "network", "rank", "--view", "everything")
    assert (done.returncode, done.stdout) == (2, "")
    assert "the network is empty" in done.stderr


def test_the_filters_of_the_help_are_those_of_the_views() -> None:
    from cli import _network

    assert set(_network.FILTERS) == {name for view in views().values() for name in view.parameters}


def test_the_weights_of_the_help_are_those_of_the_graph() -> None:
    from cli import _network
    from pubinnov.property_graph.graph import WEIGHTS

    assert set(_network.WEIGHTS) == set(WEIGHTS)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_progress_is_told_on_a_terminal_and_its_line_cleared() -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pubinnov", "network", "similar", "Estonia", "--null", "400"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as running:
        os.close(theirs)
        told = b""
        with suppress(OSError):  # how a terminal ends on Linux
            while more := os.read(ours, 4096):
                told += more
        assert running.stdout is not None
        assert running.stdout.read().startswith(b"Countries, and the technologies")
    os.close(ours)
    assert b"networks: " in told
    assert b" of 400" in told
    assert told.endswith(b"\r\x1b[K"), "the line is still there beside the results"
