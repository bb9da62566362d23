"""Every command as a user runs it, good and bad."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from pubinnov.package_files import content_hash, data_version
from pubinnov.version import __version__

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FROZEN = Path(__file__).parents[1] / "data" / "frozen.ttl"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_the_question_of_the_readme(run: Run) -> None:
    done = run("ask", "which benefits does e-ID enable?")
    assert done.returncode == 0
    assert done.stdout.startswith("Effects that sources ascribe to e-ID")
    assert "Understood as: which benefit does e-ID bring" in done.stderr
    assert "\nSources:\n  [1] " in done.stdout
    assert "\x1b" not in done.stdout, "output to a pipe carries no colour"
    assert "harm" in done.stdout, "harms on record are told beside benefits"


def test_declined_questions_end_with_1_and_offer_others(run: Run) -> None:
    done = run("ask", "what is the weather in Estonia")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "nearest known questions: " in done.stderr
    assert "Traceback" not in done.stderr


def test_no_answer_ends_with_1_and_is_not_a_no(run: Run) -> None:
    done = run("ask", "which benefits do drones bring in Kenya")
    assert done.returncode == 1
    assert "That is not recorded, which is not a no." in done.stdout


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "markdown", "jsonl", "table"])
def test_answers_in_every_format(run: Run, tmp_path: Path, form: str) -> None:
    done = run("ask", "which benefits does e-ID enable?", "--format", form, "-o", "out")
    assert done.returncode == 0, done.stderr
    assert "e-id" in (tmp_path / "out").read_text(encoding="utf-8").lower() or form in {"csv", "tsv", "xml"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    if form == "jsonl":
        assert "effect_label" in json.loads((tmp_path / "out").read_text(encoding="utf-8").splitlines()[0])


def test_the_shown_query_gives_the_same_rows(run: Run) -> None:
    shown = run("ask", "--show-query", "which benefits does e-ID enable?").stdout
    rows = run("query", shown, "--format", "csv").stdout.splitlines()
    answered = run("ask", "which benefits does e-ID enable?", "--format", "csv").stdout.splitlines()
    assert len(rows) == len(answered) > 1
    assert [row.split(",")[0] for row in rows] == [row.split(",")[0] for row in answered]


def test_questions_by_name(run: Run) -> None:
    listed = run("questions")
    assert listed.returncode == 0
    assert "effects_of_means" in listed.stdout
    done = run("questions", "effects_of_means", "means=e-ID", "place=Estonia")
    assert done.returncode == 0
    assert done.stdout.startswith("Effects that sources ascribe to e-ID")
    assert run("questions", "effects_of_means", "means").returncode == 2


def test_every_question_has_help_of_its_own(run: Run) -> None:
    told = run("questions", "effects_of_means", "--help")
    assert told.returncode == 0
    assert "since: year (may be left out)" in told.stdout
    assert 'In words: "which benefits does e-ID enable?"' in told.stdout
    done = run("questions", "effects_of_mean", "means=e-ID")
    assert (done.returncode, "did you mean effects_of_means?" in done.stderr) == (2, True)
    for wrong, message in [("since=soon", "'soon' is not a year"), ("colour=red", "takes no parameter 'colour'")]:
        done = run("questions", "effects_of_means", "means=e-ID", wrong)
        assert (done.returncode, message in done.stderr) == (2, True), done.stderr


def test_questions_are_completed_by_the_shell() -> None:
    from click.shell_completion import ShellComplete

    from cli._app import pubinnov as group

    def completed(arguments: list[str], begun: str) -> set[str]:
        return {item.value for item in ShellComplete(group, {}, "pubinnov", "").get_completions(arguments, begun)}

    assert "effects_of_means" in completed(["questions"], "effects")
    assert completed(["questions", "effects_of_means"], "m") == {"means="}
    assert completed(["questions", "effects_of_means"], "sort=pi:H") == {"sort=pi:Harm"}


def test_a_doubtful_reading_is_told(run: Run) -> None:
    done = run("ask", "initiatives with e-ID in Africa")
    assert "Understood, with some doubt, as: " in done.stderr
    assert "It could also mean: " in done.stderr
    assert "doubt" not in run("ask", "which benefits does e-ID enable?").stderr


def test_long_answers_are_cut_in_words_only(run: Run) -> None:
    few = run("ask", "which initiatives are there", "--limit", "2")
    assert "more rows)" in few.stdout
    assert few.stdout.count("\n") < 60
    rows = run("ask", "which initiatives are there", "--limit", "2", "--format", "csv").stdout
    assert rows.count("\n") > 100


def test_answers_are_cited(run: Run, tmp_path: Path) -> None:
    done = run("ask", "who runs Singpass", "--cite", "bibtex", "-o", "sources.bib")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    written = (tmp_path / "sources.bib").read_text(encoding="utf-8")
    assert written.startswith("@dataset{pubinnov,")
    assert content_hash() in written
    items = json.loads(run("why", "internet voting", "voter turnout", "--cite", "csl-json").stdout)
    assert items[0]["type"] == "dataset"
    assert len(items) > 1
    assert run("ask", "who runs Singpass", "--cite", "apa").returncode == 2


def test_compare_and_gaps(run: Run) -> None:
    done = run("compare", "Estonia", "Finland")
    assert done.returncode == 0
    assert done.stdout.startswith("On record")
    assert "Claims by effect" in done.stdout
    for form, beginning in [("csv", "part,what,Estonia,Finland"), ("markdown", "| On record |"), ("jsonl", '{"part"')]:
        assert run("compare", "Estonia", "Finland", "--format", form).stdout.startswith(beginning)
    for things in (["Estonia"], ["Estonia", "e-ID"], ["Estonia", "Nowhereland"]):
        done = run("compare", *things)
        assert (done.returncode, done.stdout) == (2, "")
    done = run("gaps", "Peru", "--peers", "Chile,Colombia", "--limit", "3")
    assert "Countries are covered unevenly" in done.stdout
    assert "for Peru; for the 2 comparable countries on record between" in done.stdout
    assert run("gaps", "e-ID").returncode == 2
    assert run("gaps", "Peru", "--peers", "Nowhereland").returncode == 2


def test_why_tells_for_and_against(run: Run) -> None:
    done = run("why", "e-voting", "voter turnout")
    assert "independent of what is judged" in done.stdout
    assert "\nNo effect found (" in done.stdout
    assert "\nSources:\n" in done.stdout
    assert run("why", "e-voting", "voter turnout", "--format", "csv").stdout.startswith("initiative,initiative_label,")


def test_query_reads_text_file_and_standard_input(run: Run, tmp_path: Path) -> None:
    query = "ASK { tech:e-id a pi:Technology }"
    (tmp_path / "q.rq").write_text(query)
    for arguments, stdin in [([query], None), (["--file", "q.rq"], None), (["-"], query)]:
        done = run("query", *arguments, stdin=stdin)
        assert (done.returncode, done.stdout) == (0, "true\n"), done.stderr
    for arguments in (["--file", "none.rq"], [], [query, "--file", "q.rq"]):
        assert run("query", *arguments).returncode == 2


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib uses its own older names
@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld"])
def test_triples_in_every_format_are_read_by_rdflib(run: Run, form: str) -> None:
    query = "CONSTRUCT { ?m pi:enables ?b } WHERE { ?m pi:enables ?b }"
    done = run("query", query, "--format", form)
    names = {"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=done.stdout, format=names.get(form, form))
    assert len(graph) == int(run("query", "SELECT (COUNT(*) AS ?n) WHERE { ?m pi:enables ?b }").stdout.split()[1])


def test_bindings_are_looked_up(run: Run) -> None:
    query = "SELECT ?i WHERE { ?i pi:usesMeans ?m } ORDER BY ?i"
    answers = set()
    for value in ("e-Prescription", "tech:e-prescription", "https://w3id.org/pubinnov/id/tech/e-prescription"):
        done = run("query", query, "--bind", f"m={value}", "--format", "tsv")
        assert "<https://w3id.org/pubinnov/id/init/ee-e-prescription>" in done.stdout, done.stderr
        assert "ee-e-residency" not in done.stdout, "an unbound ?m would list every initiative"
        answers.add(done.stdout)
    assert len(answers) == 1, "a label, a short name and an IRI bind the same thing"
    done = run("query", "SELECT ?x WHERE { BIND(?v AS ?x) }", "--bind", "v='a text'", "--format", "csv")
    assert done.stdout.split("\n")[1].strip() == "a text"
    done = run("query", query, "--bind", "m=e-prescriptoin")
    assert done.returncode == 2
    assert "did you mean e-prescription (tech:e-prescription)" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["query", "SELEC ?s WHERE { ?s ?p ?o }"], "'SELEC' is not a keyword", "did you mean SELECT?"),
        (["query", "SELECT ?s WHERE { ?s pii:x ?o }"], "unknown prefix pii:", "did you mean pi:?"),
        (["query", "CLEAR ALL"], "this is an update", "--add"),
        (["query", "SELECT * WHERE { SERVICE <http://e/> { ?s ?p ?o } }"], "SERVICE", "--allow-service"),
        (["query", "ASK { ?s ?p ?o }", "--bind", "x=1"], "no variable ?x", "its variables"),
        (["query", "ASK { ?s ?p ?o }", "--format", "turtle"], "not written as turtle", ""),
        (["show", "e-idd"], "nothing in the graph is called 'e-idd'", "did you mean e-ID"),
        (["why", "e-ID", "transparenci"], "is called 'transparenci'", "transparency"),
        (["--data", "none.ttl", "stats"], "no such file or folder: none.ttl", ""),
        (["--data", "-", "stats"], "standard input has no file ending", "--input-format"),
        (["--graph", "eu", "stats"], "no named graph is called 'eu'", ""),
        (["aks", "x"], "no command is called 'aks'", "ask"),
        (["query", "ASK { ?s ?p ?o }", "-o", "no/such/folder/x"], "cannot write no/such/folder/x", "check the folder"),
        (["query", "ASK { ?s ?p ?o }", "--timeout", "-1"], "-1", ""),
    ],
)
def test_bad_input_gets_one_plain_message(run: Run, arguments: list[str], message: str, hint: str) -> None:
    done = run(*arguments, stdin="")
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert hint in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_broken_file_names_line_and_column_and_shows_the_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("@prefix e: <http://e/> .\ne:a e:b c .\n")
    done = run("--data", "broken.ttl", "stats")
    assert done.returncode == 2
    assert "broken.ttl:2:" in done.stderr
    assert "    e:a e:b c ." in done.stderr
    (tmp_path / "empty").mkdir()
    assert "holds no RDF file" in run("--data", "empty", "stats").stderr


def test_traceback_only_under_debug(run: Run) -> None:
    assert "Traceback" in run("--debug", "show", "e-idd").stderr


def test_a_query_that_yields_nothing_says_so(run: Run) -> None:
    done = run("query", "SELECT ?s WHERE { ?s a pi:Nothing }")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "The query yields no rows.\n"
    assert run("query", "CONSTRUCT WHERE { ?s a pi:Nothing }").stderr == "The query yields no triples.\n"


def test_data_add_and_standard_input(run: Run, tmp_path: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s <http://e/p> ?o }"
    (tmp_path / "a.nt").write_text("<http://e/s> <http://e/p> <http://e/o> .\n")
    assert run("--data", "a.nt", "query", count).stdout.split() == ["n", "1"]
    assert run("--add", "a.nt", "query", count).stdout.split() == ["n", "1"]
    piped = run("--data", "-", "--input-format", "nt", "query", count, stdin='<http://e/s> <http://e/p> "1" .')
    assert piped.stdout.split() == ["n", "1"]


def test_show_search_why_stats(run: Run) -> None:
    assert "technology · tech:e-id" in run("show", "identité", "électronique").stdout
    assert "tech:e-id" in run("search", "electronc identity").stdout
    assert run("search", "qqqqqqqqqqqqqq").returncode == 1
    why = run("why", "internet voting", "voter turnout")
    assert "\nNo effect found (" in why.stdout
    stats = json.loads(run("stats", "--format", "json").stdout)
    assert stats["versions"] == {"software": __version__, "data": data_version(), "content": content_hash()}
    assert stats["initiatives"] >= 30
    frozen = json.loads(run("--data", str(FROZEN), "stats", "--format", "json").stdout)
    assert frozen["claims"] == 11
    assert "content" not in frozen["versions"]


def test_both_versions_are_told(run: Run) -> None:
    assert run("--version").stdout == f"pubinnov {__version__}, data {data_version()} ({content_hash()})\n"


def test_help_lists_every_command(run: Run) -> None:
    told = run("--help").stdout
    modules = (Path(__file__).parents[2] / "cli").glob("[a-z]*.py")
    for command in sorted(path.stem for path in modules if path.stem != "main"):
        assert f"\n  {command} " in told
        helped = run(command, "--help")
        assert helped.returncode == 0
        assert "\\b" not in helped.stdout, "the mark that keeps lines apart is shown: is the docstring raw?"
    assert run().returncode == 0


def test_names_follow_lang(run: Run) -> None:
    done = run("--lang", "fr,en", "ask", "which benefits does e-ID enable?")
    assert "identité électronique" in done.stdout


def test_timeout_ends_an_endless_query(run: Run) -> None:
    started = time.monotonic()
    done = run("query", "--timeout", "1", ENDLESS)
    assert done.returncode == 2
    assert "stopped after 1 s" in done.stderr
    assert time.monotonic() - started < 15


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise on Windows")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupts_end_an_endless_query_at_once(tmp_path: Path, number: signal.Signals, status: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pubinnov", "query", ENDLESS, "--format", "csv", "-o", "out.csv"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    time.sleep(2)
    assert process.poll() is None, process.communicate()[1]
    sent = time.monotonic()
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert time.monotonic() - sent < 5
    assert b"Traceback" not in errors
    assert list(tmp_path.iterdir()) == [], "nothing half-written may be left"


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pubinnov", "query", "SELECT * WHERE { ?s ?p ?o }", "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(30) == 0
    assert errors == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full is a device of Linux")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pubinnov", "stats"], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, check=False
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"No space left" in done.stderr


def test_completion_for_the_shell(run: Run) -> None:
    environment = os.environ | {"_PUBINNOV_COMPLETE": "bash_source"}
    done = subprocess.run(
        [sys.executable, "-m", "pubinnov"], env=environment, capture_output=True, text=True, check=False
    )
    assert "_PUBINNOV_COMPLETE" in done.stdout
