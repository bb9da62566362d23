"""The health of the frozen graph, counted by hand, and of the packaged one."""

from __future__ import annotations

from pubinnov.knowledge_graph import KnowledgeGraph


def test_of_the_frozen_graph(frozen: KnowledgeGraph) -> None:
    found = frozen.health()
    initiatives = len(frozen.select("SELECT ?x WHERE { ?x a pi:Initiative }"))
    claims = len(frozen.select("SELECT ?x WHERE { ?x a pi:Claim }"))
    assert sum(found.claims["direction"].values()) == claims
    assert sum(found.claims["grade"].values()) == claims
    assert {gap.of for gap in found.gaps if gap.name.startswith("initiatives")} == {initiatives}
    assert all(gap.found == len(gap.where) <= gap.of for gap in found.gaps)
    shares = [gap.found / max(gap.of, 1) for gap in found.gaps]
    assert shares == sorted(shares, reverse=True)


def test_of_the_packaged_graph(packaged: KnowledgeGraph) -> None:
    found = packaged.health()
    assert {"Europe", "Asia", "Africa"} <= found.initiatives["region"].keys()
    assert found.first_reading is not None
    assert found.last_reading is not None
    assert found.first_reading <= found.last_reading
    assert found.relations["partOf"] > 0
    assert list(found.decades) == sorted(found.decades)
