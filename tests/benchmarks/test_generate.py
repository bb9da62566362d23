from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import pubinnov
from pubinnov.package_files import ontology_folder

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "generate.py"


def generated(path: Path, *arguments: str) -> Path:
    subprocess.run([sys.executable, str(SCRIPT), *arguments, "-o", str(path)], check=True)
    return path


def test_it_follows_the_model(tmp_path: Path) -> None:
    path = generated(tmp_path / "a.ttl", "400")
    assert len(pubinnov.open(path)) == pytest.approx(400 * 28, rel=0.05)
    graph = pubinnov.open(ontology_folder(), path)
    unknown = graph.select(
        "SELECT ?p WHERE { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(pi:))) FILTER NOT EXISTS { ?p rdfs:label ?l } }"
    )
    assert not unknown
    assert graph.statistics().counts["initiatives"] == 400
    assert graph.ask("which benefits does public-sector innovation bring") is not None
    means = graph.select("SELECT ?i WHERE { ?i pi:usesMeans ?m FILTER NOT EXISTS { ?m a ?class } }")
    assert not means


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = generated(tmp_path / "a.ttl", "50").read_bytes()
    assert generated(tmp_path / "b.ttl", "50").read_bytes() == first
    assert generated(tmp_path / "c.ttl", "50", "--seed", "2").read_bytes() != first


def test_a_share_can_be_broken(tmp_path: Path) -> None:
    graph = pubinnov.open(ontology_folder(), generated(tmp_path / "a.ttl", "200", "--broken", "1"))
    broken = graph.select(
        """SELECT DISTINCT ?i WHERE { ?i a pi:Initiative
          FILTER(!EXISTS { ?i pi:status ?s } || EXISTS { ?i pi:endYear ?e }
            || EXISTS { ?i pi:usesMeans tech:no-such-means }
            || EXISTS { ?i pi:startYear ?y FILTER(STR(?y) = "20x1") }) }"""
    )
    assert len(broken) == 200
