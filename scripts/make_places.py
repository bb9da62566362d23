"""Makes `graph_data/places.ttl` from the country-codes table, CLDR's names and `countries.csv` beside this script.

    python scripts/make_places.py ../shared/sources/country_codes/country-codes.csv

The table (github.com/datasets/country-codes, public domain) gives ISO 3166 and UN M49 codes, regions, UN names in six
languages and Wikidata links. CLDR, through Babel, gives the short names in use. `countries.csv` gives what neither has: other
common names, words for the people, and membership of the European Union.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys
from pathlib import Path

from babel import Locale

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh", "de")
TABLE_LANGUAGES = {"en": "en", "fr": "fr", "es": "es", "ru": "ru", "ar": "ar", "zh": "cn"}
UNTERM = {"en": "English", "fr": "French", "es": "Spanish", "ru": "Russian", "ar": "Arabic", "zh": "Chinese"}

HEAD = """\
# Made by scripts/make_places.py from the country-codes table (github.com/datasets/country-codes, public domain)
# and the names of the Unicode CLDR; edit scripts/countries.csv, not this file.
@prefix country: <https://w3id.org/pubinnov/id/country/> .
@prefix pi: <https://w3id.org/pubinnov/ontology#> .
@prefix place: <https://w3id.org/pubinnov/id/place/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .

"""

EXTRA = """\
country:XK a pi:Country ;
    rdfs:label {kosovo} ;
    pi:iso2 "XK" ;
    pi:demonym "Kosovar"@en , "Kosovan"@en , "kosovar"@fr , "kosovar"@es , "kosovarisch"@de ;
    schema:containedInPlace place:m49-039 ;
    skos:scopeNote "XK is a user-assigned code in general use; ISO 3166-1 has none for Kosovo."@en .

place:eu a pi:Supranational ;
    rdfs:label "European Union"@en , "Union européenne"@fr , "Unión Europea"@es , "Европейский союз"@ru , "الاتحاد الأوروبي"@ar , "欧洲联盟"@zh , "Europäische Union"@de ;
    skos:altLabel "EU"@en , "UE"@fr , "UE"@es , "EU"@de ;
    schema:containedInPlace place:m49-150 .

place:east-africa a pi:Region ;
    rdfs:label "East Africa"@en , "Afrique de l'Est"@fr , "África del Este"@es , "Ostafrika"@de ;
    skos:closeMatch place:m49-014 ;
    schema:containedInPlace place:m49-002 ;
    skos:scopeNote "The region in ordinary use. Sources that name it do not always say which countries they mean, so none are linked here; UN M49's Eastern Africa is a region of its own."@en .
"""


def quoted(text: str, language: str = "") -> str:
    """Return a Turtle literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' + (f"@{language}" if language else "")


def literals(values: dict[tuple[str, str], None]) -> str:
    """Return Turtle literals, each (text, language) once, in the order given."""
    return " , ".join(quoted(text, language) for text, language in values)


def plain(name: str) -> str:
    """Return a UN name without the article that UNTERM puts behind it: `Afghanistan (l')`."""
    return name.partition(" (")[0].strip()


def block(subject: str, kind: str, statements: list[tuple[str, str]]) -> str:
    """Return a Turtle block."""
    lines = [f"{subject} a pi:{kind}"] + [f"    {predicate} {value}" for predicate, value in statements if value]
    return " ;\n".join(lines) + " .\n"


def make(table: Path) -> str:
    """Return the Turtle text.

    Args:
        table: The country-codes table, CSV.
    """
    with table.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["ISO3166-1-Alpha-2"].strip()]
    with (HERE / "countries.csv").open(encoding="utf-8", newline="") as stream:
        extra = {row["iso2"]: row for row in csv.DictReader(stream)}
    names = {language: Locale.parse(language).territories for language in LANGUAGES}
    blocks = []
    regions: dict[str, str] = {}
    for row in sorted(rows, key=lambda each: each["ISO3166-1-Alpha-2"]):
        chain = [row["Global Code"], row["Region Code"], row["Sub-region Code"], row["Intermediate Region Code"]]
        codes = [code.strip().zfill(3) for code in chain if code.strip()]
        for outer, inner in itertools.pairwise(codes):
            regions[inner] = outer
        regions.setdefault("001", "")
        blocks.append(country(row, extra.get(row["ISO3166-1-Alpha-2"], {}), names, codes[-1] if codes else "001"))
    kosovo = literals({(names[language]["XK"], language): None for language in LANGUAGES})
    for code, outer in sorted(regions.items()):
        labels = {(names[language][code], language): None for language in LANGUAGES if code in names[language]}
        blocks.append(
            block(
                f"place:m49-{code}",
                "Region",
                [
                    ("rdfs:label", literals(labels)),
                    ("pi:m49", quoted(code)),
                    ("schema:containedInPlace", f"place:m49-{outer}" if outer else ""),
                ],
            )
        )
    return HEAD + "\n".join(blocks) + "\n" + EXTRA.format(kosovo=kosovo)


def country(row: dict[str, str], extra: dict[str, str], names: dict[str, dict[str, str]], region: str) -> str:
    """Return the block of one country."""
    code = row["ISO3166-1-Alpha-2"]
    labels = {(names[language][code], language): None for language in LANGUAGES}
    also: dict[tuple[str, str], None] = {}
    for language, column in TABLE_LANGUAGES.items():
        for name in (row[f"official_name_{column}"], row[f"UNTERM {UNTERM[language]} Short"]):
            if plain(name) and (plain(name), language) not in labels:
                also[(plain(name), language)] = None
    for name in filter(None, extra.get("also", "").split("|")):
        if (name, "en") not in labels:
            also[(name, "en")] = None
    demonyms = {
        (word, language): None
        for language in ("en", "fr", "es", "de")
        for word in extra.get(f"demonym_{language}", "").split("|")
        if word
    }
    wikidata = row["wikidata_id"].rpartition("/")[2]
    places = [f"place:m49-{region}"] + ["place:eu"] * (extra.get("eu") == "yes")
    return block(
        f"country:{code}",
        "Country",
        [
            ("rdfs:label", literals(labels)),
            ("skos:altLabel", literals(also)),
            ("pi:iso2", quoted(code)),
            ("pi:iso3", quoted(row["ISO3166-1-Alpha-3"])),
            ("pi:m49", quoted(row["ISO3166-1-numeric"].zfill(3))),
            ("pi:demonym", literals(demonyms)),
            ("schema:containedInPlace", " , ".join(places)),
            ("skos:exactMatch", f"wd:{wikidata}" if wikidata else ""),
        ],
    )


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path, help="the country-codes table")
    parser.add_argument("-o", "--output", type=Path, default=HERE.parent / "graph_data" / "places.ttl")
    arguments = parser.parse_args()
    try:
        text = make(arguments.table)
        part = arguments.output.with_suffix(".part")
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(arguments.output)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
