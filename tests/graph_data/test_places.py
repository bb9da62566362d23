"""The places of the curated graph: codes, names, regions, and that the script still makes this file."""

from __future__ import annotations

import csv
import runpy
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

ROOT = Path(__file__).parent.parent.parent
PLACES = ROOT / "graph_data" / "places.ttl"
SCRIPT = ROOT / "scripts" / "make_places.py"

REMAKE = "; remedy: mend scripts/make_places.py or the files beside it, then `python scripts/make_places.py TABLE.csv`"
UN_LANGUAGES = {"ar", "zh", "en", "fr", "ru", "es"}
# Written as codes in sources; in small letters some are words, which the lookup knows.
SHORT_ALIASES = {"EU", "UE", "ЕС", "UK", "US", "U.S."}

PI = "https://w3id.org/pubinnov/ontology#"
COUNTRY = "https://w3id.org/pubinnov/id/country/"
PLACE = "https://w3id.org/pubinnov/id/place/"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
ALIAS = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
DEMONYM = NamedNode(f"{PI}demonym")
EXACT = NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
CLOSE = NamedNode("http://www.w3.org/2004/02/skos/core#closeMatch")
NOTE = NamedNode("http://www.w3.org/2004/02/skos/core#scopeNote")
INSIDE = NamedNode("https://schema.org/containedInPlace")


@pytest.fixture(scope="module")
def places() -> Store:
    store = Store()
    store.load(path=str(PLACES), format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def table(shared: Path) -> Path:
    path = shared / "sources" / "country_codes" / "country-codes.csv"
    if not path.is_file():
        pytest.skip(f"the country-codes table is absent: {path}; set PUBINNOV_SHARED to the folder that has it")
    return path


@pytest.fixture
def script() -> dict[str, Any]:
    pytest.importorskip("babel", reason="Babel, which has the CLDR's names, is not installed: pip install Babel")
    return runpy.run_path(str(SCRIPT), run_name="make_places")


def subjects(store: Store, kind: str) -> list[NamedNode]:
    quads = store.quads_for_pattern(None, RDF_TYPE, NamedNode(PI + kind), None)
    return sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=lambda each: each.value)


def values(store: Store, subject: NamedNode, predicate: NamedNode) -> list[str]:
    return sorted(
        q.object.value
        for q in store.quads_for_pattern(subject, predicate, None, None)
        if isinstance(q.object, Literal | NamedNode)
    )


def texts(store: Store, subject: NamedNode, predicate: NamedNode) -> set[tuple[str, str]]:
    return {
        (q.object.language or "", q.object.value)
        for q in store.quads_for_pattern(subject, predicate, None, None)
        if isinstance(q.object, Literal)
    }


def around(store: Store, place: NamedNode) -> set[str]:
    """The places that a place lies in, however far out."""
    found: set[str] = set()
    pending = [place.value]
    while pending:
        for outer in values(store, NamedNode(pending.pop()), INSIDE):
            if outer not in found:
                found.add(outer)
                pending.append(outer)
    return found


def key(name: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name).casefold()))


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_iso_country_has_its_codes(places: Store, table: Path) -> None:
    wrong = []
    for row in rows(table):
        country = NamedNode(COUNTRY + row["ISO3166-1-Alpha-2"])
        wanted = (row["ISO3166-1-Alpha-2"], row["ISO3166-1-Alpha-3"], row["ISO3166-1-numeric"].zfill(3))
        stated = tuple(values(places, country, NamedNode(PI + name)) for name in ("iso2", "iso3", "m49"))
        if stated != tuple([code] for code in wanted):
            wrong.append((wanted, stated))
    assert not wrong, f"codes missing or not those of the table: {wrong}{REMAKE}"
    assert len(rows(table)) == 249, (
        "the table no longer has the 249 countries of ISO 3166-1; look at what changed in it"
    )
    assert len(subjects(places, "Country")) == 250, f"there are others than the 249 countries and Kosovo{REMAKE}"


def test_wikidata_items_are_the_tables(places: Store, table: Path) -> None:
    wrong = []
    for row in rows(table):
        item = row["wikidata_id"].rpartition("/")[2]
        wanted = [f"http://www.wikidata.org/entity/{item}"] if item else []
        if values(places, NamedNode(COUNTRY + row["ISO3166-1-Alpha-2"]), EXACT) != wanted:
            wrong.append(row["ISO3166-1-Alpha-2"])
    assert not wrong, f"skos:exactMatch is not the table's Wikidata item: {wrong}{REMAKE}"


def test_the_finest_region_of_the_table_is_linked(places: Store, table: Path) -> None:
    columns = ("Intermediate Region Code", "Sub-region Code", "Region Code", "Global Code")
    wrong = []
    for row in rows(table):
        code = next(row[column] for column in columns if row[column]).zfill(3)
        outer = values(places, NamedNode(COUNTRY + row["ISO3166-1-Alpha-2"]), INSIDE)
        if [each for each in outer if each != f"{PLACE}eu"] != [f"{PLACE}m49-{code}"]:
            wrong.append((row["ISO3166-1-Alpha-2"], code, outer))
    assert not wrong, f"schema:containedInPlace is not the finest region of UN M49: {wrong}{REMAKE}"


def test_remaking_gives_the_same_bytes(table: Path, script: dict[str, Any], tmp_path: Path) -> None:
    again = tmp_path / "places.ttl"
    main: Callable[[list[str]], int] = script["main"]
    assert main([str(table), "-o", str(again)]) == 0, "the script did not end well; its message is above"
    assert again.read_bytes() == PLACES.read_bytes(), (
        "graph_data/places.ttl is not what scripts/make_places.py makes; run the script, never edit the file. "
        "If only names differ, the installed Babel has another CLDR: look at `git diff` after running it"
    )
    assert [each.name for each in tmp_path.iterdir()] == ["places.ttl"], "the script leaves other files behind"


def test_every_place_lies_in_the_world(places: Store) -> None:
    world = f"{PLACE}m49-001"
    everything = subjects(places, "Country") + subjects(places, "Region") + subjects(places, "Supranational")
    lost = [each.value for each in everything if each.value != world and world not in around(places, each)]
    assert not lost, f"no way along schema:containedInPlace to place:m49-001: {lost}{REMAKE}"
    assert not around(places, NamedNode(world)), f"the world lies in something{REMAKE}"


def test_places_that_are_pointed_to_exist(places: Store) -> None:
    known = {each.value for kind in ("Country", "Region", "Supranational") for each in subjects(places, kind)}
    unknown = {
        q.object.value
        for predicate in (INSIDE, CLOSE)
        for q in places.quads_for_pattern(None, predicate, None, None)
        if isinstance(q.object, NamedNode) and q.object.value not in known
    }
    assert not unknown, f"places without a description: {sorted(unknown)}{REMAKE}"


def test_names_in_the_languages_of_the_united_nations(places: Store) -> None:
    wrong = {}
    for country in subjects(places, "Country"):
        languages = sorted(language for language, _ in texts(places, country, LABEL))
        if languages != sorted({*UN_LANGUAGES, "de"}):
            wrong[country.value] = languages
    assert not wrong, f"not one rdfs:label in each of ar, de, en, es, fr, ru, zh: {wrong}{REMAKE}"
    regions = [each for each in subjects(places, "Region") if "/m49-" in each.value]
    unnamed = [
        each.value for each in regions if not {language for language, _ in texts(places, each, LABEL)} >= UN_LANGUAGES
    ]
    assert not unnamed, f"regions without a name in a language of the United Nations: {unnamed}{REMAKE}"


def test_no_two_countries_share_a_name_or_demonym(places: Store) -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for place in subjects(places, "Country") + subjects(places, "Supranational"):
        for predicate in (LABEL, ALIAS, DEMONYM):
            for _, name in texts(places, place, predicate):
                owners[key(name)].add(place.value.rpartition("/")[2])
    clashes = {name: sorted(those) for name, those in owners.items() if len(those) > 1}
    assert not clashes, f"a name that means several places; take it out of scripts/*.csv for all but one: {clashes}"
    assert "" not in owners, f"a name without letters{REMAKE}"


def test_regions_have_labels_of_their_own(places: Store) -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for kind in ("Country", "Region", "Supranational"):
        for place in subjects(places, kind):
            for _, name in texts(places, place, LABEL):
                owners[key(name)].add(place.value.rpartition("/")[2])
    clashes = {name: sorted(those) for name, those in owners.items() if len(those) > 1}
    assert not clashes, f"one label for several places: {clashes}{REMAKE}"


def test_aliases_are_not_everyday_words(places: Store) -> None:
    short = {
        name
        for kind in ("Country", "Region", "Supranational")
        for place in subjects(places, kind)
        for predicate in (ALIAS, DEMONYM)
        for _, name in texts(places, place, predicate)
        if len(key(name)) < 3 and name.isascii()
    }
    assert short <= SHORT_ALIASES, (
        f"{sorted(short - SHORT_ALIASES)} would be met in ordinary sentences; take them out of scripts/country_aliases.csv"
    )
    everyday = {"eau", "car", "poles", "america"}
    met = {
        name
        for predicate in (ALIAS, DEMONYM)
        for q in places.quads_for_pattern(None, predicate, None, None)
        if isinstance(q.object, Literal) and key(name := q.object.value) in everyday
    }
    assert not met, f"{sorted(met)} mean something else in ordinary sentences; take them out of scripts/*.csv"


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("UK", "GB"),
        ("Great Britain", "GB"),
        ("USA", "US"),
        ("US", "US"),
        ("U.S.", "US"),
        ("United States of America", "US"),
        ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("Holland", "NL"),
        ("Czech Republic", "CZ"),
        ("Ivory Coast", "CI"),
        ("UAE", "AE"),
        ("DRC", "CD"),
        ("Hong Kong", "HK"),
        ("Turkey", "TR"),
        ("Taiwan", "TW"),
        ("United Republic of Tanzania", "TZ"),
    ],
)
def test_common_names_are_known(places: Store, alias: str, code: str) -> None:
    country = NamedNode(COUNTRY + code)
    known = {name for predicate in (LABEL, ALIAS) for _, name in texts(places, country, predicate)}
    assert alias in known, f"{alias} is not a name of {code}; remedy: add it to scripts/country_aliases.csv and remake"


def test_demonyms(places: Store) -> None:
    countries: defaultdict[str, int] = defaultdict(int)
    for country in subjects(places, "Country"):
        for language in {language for language, _ in texts(places, country, DEMONYM)}:
            countries[language] += 1
    assert countries["en"] >= 120, "fewer than 120 countries have an English demonym; add them to scripts/demonyms.csv"
    few = {language: countries[language] for language in ("fr", "es", "de") if countries[language] < 100}
    assert not few, f"fewer than 100 countries have a demonym: {few}; add them to scripts/demonyms.csv"
    estonian = {("en", "Estonian"), ("fr", "estonienne"), ("es", "estonio"), ("de", "estnisch")}
    assert estonian <= texts(places, NamedNode(f"{COUNTRY}EE"), DEMONYM), f"Estonia has lost its demonyms{REMAKE}"


def test_kosovo_says_what_its_code_is(places: Store) -> None:
    country = NamedNode(f"{COUNTRY}XK")
    note = " ".join(values(places, country, NOTE))
    assert "user-assigned" in note and "ISO 3166-1" in note, f"XK must say that it is user-assigned{REMAKE}"
    stated = [values(places, country, NamedNode(PI + name)) for name in ("iso2", "iso3", "m49")]
    assert stated == [["XK"], [], []], f"Kosovo has XK and no code of ISO 3166-1 or UN M49: {stated}{REMAKE}"


def test_the_european_union_has_27_members(places: Store) -> None:
    union = NamedNode(f"{PLACE}eu")
    assert subjects(places, "Supranational") == [union], f"place:eu is not the one pi:Supranational{REMAKE}"
    members = {
        q.subject.value.removeprefix(COUNTRY)
        for q in places.quads_for_pattern(None, INSIDE, union, None)
        if isinstance(q.subject, NamedNode)
    }
    assert len(members) == 27, f"the European Union has 27 members, here {len(members)}: {sorted(members)}{REMAKE}"
    assert members >= {"DE", "EE", "FR", "HR", "IE"}, f"members are missing from {sorted(members)}{REMAKE}"
    assert not members & {"GB", "CH", "NO", "UA"}, f"no members: {members & {'GB', 'CH', 'NO', 'UA'}}{REMAKE}"
    assert ("en", "EU") in texts(places, union, ALIAS), f"the European Union is not called EU{REMAKE}"


def test_east_africa_names_no_countries(places: Store) -> None:
    region = NamedNode(f"{PLACE}east-africa")
    assert values(places, region, CLOSE) == [f"{PLACE}m49-014"], f"East Africa must be close to Eastern Africa{REMAKE}"
    assert values(places, region, NOTE), f"East Africa must say which countries it means, or that it does not{REMAKE}"
    inside = list(places.quads_for_pattern(None, INSIDE, region, None))
    assert not inside, f"the article does not say which countries lie in East Africa, so none may be linked{REMAKE}"


def test_form_of_the_file() -> None:
    text = PLACES.read_text(encoding="utf-8")
    first = text.partition("@prefix")[0]
    assert "scripts/make_places.py" in first and "country-codes" in first and "CLDR" in first, (
        f"the first lines must say what made the file and from what{REMAKE}"
    )
    assert "_:" not in text and "[" not in text, f"no blank nodes in curated data{REMAKE}"
    assert text.endswith(" .\n") and "\r" not in text, f"lines end in \\n, the file in a full stop{REMAKE}"


def test_an_input_that_cannot_be_used_is_told_in_one_line(
    script: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.csv").write_text("name,code\nEstonia,EE\n", encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes(b"name\n\xe9\n")
    for name, said in (("absent.csv", "No such file"), ("other.csv", "has no column"), ("latin.csv", "UTF-8")):
        output = tmp_path / "out" / "places.ttl"
        output.parent.mkdir(exist_ok=True)
        assert script["main"]([str(tmp_path / name), "-o", str(output)]) == 2, f"{name} must end with status 2"
        told = capsys.readouterr().err
        assert said in told and name in told and told.count("\n") == 1, f"{name}: not one line that says why: {told}"
        assert not list(output.parent.iterdir()), f"{name}: a failure must leave no file behind"
