"""Makes `graph_data/places.ttl`: countries, the regions of UN M49, the European Union.

    python scripts/make_places.py TABLE.csv [-o graph_data/places.ttl]

The table (github.com/datasets/country-codes, ODC-PDDL-1.0) gives ISO 3166-1 and UN M49 codes, the regions, the UN's names in
six languages and the Wikidata items. The Unicode CLDR, through Babel, gives the short names in use. Beside this script,
`country_aliases.csv` gives other common names and `demonyms.csv` the words for what and who is of a country. Neither has a word
that means several countries (Congolese), the name of another country, or an everyday word (eau, car, poles).
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeAlias

from pubinnov.formatting import formatted

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "graph_data" / "places.ttl"

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh", "de")
# The columns that hold the UN's names: in UN M49, and the short name in UNTERM.
UN_NAMES = {
    "en": ("official_name_en", "UNTERM English Short"),
    "fr": ("official_name_fr", "UNTERM French Short"),
    "es": ("official_name_es", "UNTERM Spanish Short"),
    "ru": ("official_name_ru", "UNTERM Russian Short"),
    "ar": ("official_name_ar", "UNTERM Arabic Short"),
    "zh": ("official_name_cn", "UNTERM Chinese Short"),
}
ISO2, ISO3, NUMERIC = "ISO3166-1-Alpha-2", "ISO3166-1-Alpha-3", "ISO3166-1-numeric"
CLDR_ENGLISH = "CLDR display name"
WIKIDATA = "wikidata_id"
# From the world to the finest region: the column of the code and that of the English name.
REGIONS = (
    ("Global Code", "Global Name"),
    ("Region Code", "Region Name"),
    ("Sub-region Code", "Sub-region Name"),
    ("Intermediate Region Code", "Intermediate Region Name"),
)
COLUMNS = (
    ISO2,
    ISO3,
    NUMERIC,
    CLDR_ENGLISH,
    WIKIDATA,
    *(column for pair in REGIONS for column in pair),
    *(column for pair in UN_NAMES.values() for column in pair),
)

# The members of the European Union since 1 February 2020. Neither the table nor Babel has them.
# fmt: off
EU_MEMBERS = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})
# fmt: on
#: What else regions are called, beside the table's names and the CLDR's.
REGION_ALIASES = {
    "419": (("es", "América Latina"), ("es", "América Latina y el Caribe"), ("fr", "Amérique latine et Caraïbes"))
}
EU_ALIASES = {"en": ("EU",), "fr": ("UE",), "es": ("UE",), "ru": ("ЕС",), "zh": ("欧洲联盟", "欧盟"), "de": ("EU",)}

# UN names that the table gives in another case of the noun, with a word doubled or in the wrong order.
FAULTY = frozenset({("AX", "ru"), ("AQ", "ru"), ("CC", "ru"), ("IO", "ar"), ("TF", "ar"), ("UM", "ar")})
# UNTERM puts the article behind the name, "Bahamas (the)", and marks non-members by asterisks.
_ARTICLE = re.compile(r"\s*\((?:the|el|la|le|les|los|las|l['’])\)$")
_CODE = re.compile(r"[A-Z]{2}")

PREFIXES = {
    "country": "https://w3id.org/pubinnov/id/country/",
    "pi": "https://w3id.org/pubinnov/ontology#",
    "place": "https://w3id.org/pubinnov/id/place/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
}
MADE_BY = """\
# Made by scripts/make_places.py from the country-codes table (github.com/datasets/country-codes, ODC-PDDL-1.0) and the names of
# the Unicode CLDR (Unicode License); other names: scripts/country_aliases.csv, scripts/demonyms.csv. Edit those, not this file.
"""

Names: TypeAlias = Mapping[str, Mapping[str, str]]  # CLDR's: by language, then by territory
Words: TypeAlias = Mapping[tuple[str, str], Sequence[str]]  # by country and language
Statements: TypeAlias = Sequence[tuple[str, Iterable[str]]]


class InputError(Exception):
    """An input or the place for the output cannot be used; the message names it and says why."""


class Region(NamedTuple):
    """A region of UN M49: its English name there and the code of the region around it, empty for the world."""

    name: str
    outer: str


def read_table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file, white space around the values taken off.

    Args:
        path: The file, UTF-8, with a head row.
        columns: What it must have.

    Raises:
        InputError: If it is no such file.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise InputError(f"{path}: has no column {', '.join(repr(column) for column in missing)}")
            return [{column: (row[column] or "").strip() for column in columns} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: is not a CSV file in UTF-8 ({error})") from error


def read_words(path: Path, column: str, countries: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """Return the words by country and language of a file of ours.

    Args:
        path: A CSV file with the columns iso2, language and one of words separated by `|`.
        column: The name of that column.
        countries: The codes that may stand there.

    Raises:
        InputError: If a code, a language or a word is not as it should be.
    """
    known = frozenset(countries)
    words: dict[tuple[str, str], list[str]] = {}
    for line, row in enumerate(read_table(path, ("iso2", "language", column)), start=2):
        where = f"{path}, line {line}"
        if row["iso2"] not in known:
            raise InputError(f"{where}: no country has the code {row['iso2']!r}")
        if row["language"] not in LANGUAGES:
            raise InputError(f"{where}: the language is {row['language']!r}, not one of {', '.join(LANGUAGES)}")
        if (row["iso2"], row["language"]) in words:
            raise InputError(f"{where}: {row['iso2']} has had a line in {row['language']} before; put the two together")
        found = [word.strip() for word in row[column].split("|")]
        if not all(found):
            raise InputError(f"{where}: an empty word")
        words[row["iso2"], row["language"]] = found
    return words


def cldr_names() -> dict[str, dict[str, str]]:
    """Return the CLDR's names of territories by language.

    Raises:
        InputError: If Babel is not installed.
    """
    try:
        from babel import Locale
    except ImportError as error:
        raise InputError(
            "the package Babel, which brings the CLDR's names, is not installed: pip install Babel"
        ) from error
    return {language: dict(Locale.parse(language).territories) for language in LANGUAGES}


def spelling(name: str) -> str:
    """Return a name without what is only typography: the kind of apostrophe, dash and space, capitals."""
    plain = unicodedata.normalize("NFC", name).casefold().replace("’", "'")
    return re.sub(r"\s*[-‐‑–—]\s*", "-", " ".join(plain.split()))


def un_name(text: str) -> str:
    """Return a UN name without the article behind it and the asterisks: `Niue **`, `Bahamas (the)`."""
    return _ARTICLE.sub("", text.rstrip("* "))


def literal(text: str, language: str = "") -> str:
    """Return a Turtle literal."""
    for character, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(character, escape)
    return f'"{text}"' + (f"@{language}" if language else "")


def block(subject: str, kind: str, statements: Statements) -> str:
    """Return what is said of one thing in Turtle, a property a line; a property without values is left out."""
    lines = [f"{subject} a pi:{kind}"]
    for predicate, values in statements:
        joined = " , ".join(values)
        if joined:
            lines.append(f"    {predicate} {joined}")
    return " ;\n".join(lines) + " .\n"


def labels(names: Names, code: str) -> dict[str, str]:
    """Return the CLDR's names of a territory by language.

    Raises:
        InputError: If one language has none.
    """
    missing = [language for language in LANGUAGES if code not in names[language]]
    if missing:
        raise InputError(
            f"the CLDR of the installed Babel has no name for {code} in {', '.join(missing)}; update Babel"
        )
    return {language: names[language][code] for language in LANGUAGES}


def unlike(label: Mapping[str, str], candidates: Iterable[tuple[str, str]]) -> list[str]:
    """Return as literals the (language, name) that say more than the label and those before them, by language."""
    seen = {(language, spelling(name)) for language, name in label.items()}
    kept: list[tuple[str, str]] = []
    for language, name in candidates:
        if name and (language, spelling(name)) not in seen:
            seen.add((language, spelling(name)))
            kept.append((language, name))
    return [literal(name, language) for language, name in sorted(kept, key=lambda each: LANGUAGES.index(each[0]))]


def literals(words: Words, code: str) -> list[str]:
    """Return the words of a country as literals, by language."""
    return [literal(word, language) for language in LANGUAGES for word in words.get((code, language), ())]


def region_codes(row: Mapping[str, str]) -> list[str]:
    """Return the codes of the regions that a row's country lies in, the world first."""
    codes = [row[code].zfill(3) for code, _ in REGIONS if row[code]]
    if not codes or codes[0] != "001":
        raise InputError(f"the table: {row[ISO2]} is not in the world (001), which every country is in")
    return codes


def regions_of(rows: Iterable[Mapping[str, str]]) -> dict[str, Region]:
    """Return the regions by code.

    Raises:
        InputError: If the rows do not agree.
    """
    regions: dict[str, Region] = {}
    for row in rows:
        codes = region_codes(row)
        names = [row[name] for code, name in REGIONS if row[code]]
        for outer, code, name in zip(("", *codes), codes, names, strict=False):
            region = Region(name, outer)
            if regions.setdefault(code, region) != region:
                raise InputError(f"the table: region {code} is {regions[code]} and, with {row[ISO2]}, {region}")
    for inner, outer in pairwise(("014", "202", "002")):
        if regions.get(inner, Region("", "")).outer != outer:
            raise InputError(f"the table: region {inner} is not in region {outer}, which East Africa relies on")
    return regions


def country(row: Mapping[str, str], names: Names, aliases: Words, demonyms: Words) -> str:
    """Return what is said of one country."""
    code = row[ISO2]
    label = labels(names, code)
    un_names = (
        (language, un_name(row[column]))
        for language, columns in UN_NAMES.items()
        for column in columns
        if (code, language) not in FAULTY
    )
    others = ((language, name) for language in LANGUAGES for name in aliases.get((code, language), ()))
    wikidata = row[WIKIDATA].rpartition("/")[2]
    return block(
        f"country:{code}",
        "Country",
        (
            ("rdfs:label", (literal(name, language) for language, name in label.items())),
            ("skos:altLabel", unlike(label, (*un_names, ("en", row[CLDR_ENGLISH]), *others))),
            ("pi:iso2", [literal(code)]),
            ("pi:iso3", [literal(row[ISO3])]),
            ("pi:m49", [literal(row[NUMERIC].zfill(3))]),
            ("pi:demonym", literals(demonyms, code)),
            (
                "schema:containedInPlace",
                [f"place:m49-{region_codes(row)[-1]}", *(["place:eu"] if code in EU_MEMBERS else [])],
            ),
            ("skos:exactMatch", [f"wd:{wikidata}"] if wikidata else []),
        ),
    )


def kosovo(names: Names, aliases: Words, demonyms: Words) -> str:
    """Return what is said of Kosovo, which the table has not."""
    label = labels(names, "XK")
    others = ((language, name) for language in LANGUAGES for name in aliases.get(("XK", language), ()))
    return block(
        "country:XK",
        "Country",
        (
            ("rdfs:label", (literal(name, language) for language, name in label.items())),
            ("skos:altLabel", unlike(label, others)),
            ("pi:iso2", [literal("XK")]),
            ("pi:demonym", literals(demonyms, "XK")),
            ("schema:containedInPlace", ["place:m49-039"]),
            (
                "skos:scopeNote",
                [
                    literal(
                        "XK is a user-assigned code in general use, not a code of ISO 3166-1 proper, which has none for Kosovo; "
                        "nor has UN M49. The region is the one where the CLDR puts it.",
                        "en",
                    )
                ],
            ),
        ),
    )


def region_block(code: str, region: Region, names: Names) -> str:
    """Return what is said of one region: in English by the table's name, in other languages by the CLDR's."""
    label = {language: names[language][code] for language in LANGUAGES if code in names[language]}
    short = label.get("en", "")
    # UN M49's Micronesia is not the country of that name.
    if region.name not in {names["en"][each] for each in names["en"] if _CODE.fullmatch(each)}:
        label = {**label, "en": region.name}
    return block(
        f"place:m49-{code}",
        "Region",
        (
            ("rdfs:label", (literal(label[language], language) for language in LANGUAGES if language in label)),
            ("skos:altLabel", unlike(label, [("en", short), *REGION_ALIASES.get(code, ())])),
            ("pi:m49", [literal(code)]),
            ("schema:containedInPlace", [f"place:m49-{region.outer}"] if region.outer else []),
        ),
    )


def european_union(names: Names) -> str:
    """Return what is said of the European Union; its members point to it."""
    label = labels(names, "EU")
    aliases = ((language, name) for language, each in EU_ALIASES.items() for name in each)
    return block(
        "place:eu",
        "Supranational",
        (
            ("rdfs:label", (literal(name, language) for language, name in label.items())),
            ("skos:altLabel", unlike(label, aliases)),
            ("schema:containedInPlace", ["place:m49-150"]),
        ),
    )


def east_africa() -> str:
    """Return what is said of East Africa.

    Other languages call it and UN M49's region by the same words, so it has names only in those that tell them apart.
    """
    names = {"en": "East Africa", "fr": "Afrique de l’Est", "es": "África del Este"}
    note = (
        "The region in ordinary use, about UN M49's Eastern Africa. The article that names it does not say which countries "
        "it means, so none are linked here."
    )
    return block(
        "place:east-africa",
        "Region",
        (
            ("rdfs:label", (literal(name, language) for language, name in names.items())),
            ("schema:containedInPlace", ["place:m49-002"]),
            ("skos:closeMatch", ["place:m49-014"]),
            ("skos:scopeNote", [literal(note, "en")]),
        ),
    )


def make(table: Path) -> str:
    """Return the Turtle text.

    Args:
        table: The country-codes table.

    Raises:
        InputError: If the table, a file of ours or Babel does not serve.
        OSError: If a file cannot be read.
    """
    rows = [row for row in read_table(table, COLUMNS) if row[ISO2]]
    for row in rows:
        if not (_CODE.fullmatch(row[ISO2]) and re.fullmatch(r"[A-Z]{3}", row[ISO3]) and row[NUMERIC].isdigit()):
            raise InputError(
                f"{table}: {row[ISO2]!r} has codes that are not ISO 3166-1's: {row[ISO3]!r}, {row[NUMERIC]!r}"
            )
        if not re.fullmatch(r"(.*/Q[1-9][0-9]*)?", row[WIKIDATA]):
            raise InputError(f"{table}: {row[ISO2]} has {row[WIKIDATA]!r} for a Wikidata item")
    codes = [row[ISO2] for row in rows]
    if len(set(codes)) < len(codes) or "XK" in codes or not EU_MEMBERS.issubset(codes):
        raise InputError(
            f"{table}: a country stands there twice, or XK does, or a member of the European Union does not"
        )
    names = cldr_names()
    aliases = read_words(HERE / "country_aliases.csv", "names", (*codes, "XK"))
    demonyms = read_words(HERE / "demonyms.csv", "demonyms", (*codes, "XK"))
    regions = regions_of(rows)
    blocks = {row[ISO2]: country(row, names, aliases, demonyms) for row in rows}
    blocks["XK"] = kosovo(names, aliases, demonyms)
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    parts = [
        MADE_BY + prefixes,
        "# Countries\n",
        *(blocks[code] for code in sorted(blocks)),
        "\n# Regions of UN M49\n",
        *(region_block(code, regions[code], names) for code in sorted(regions)),
        "\n# Other regions and unions\n",
        east_africa(),
        european_union(names),
    ]
    return "\n".join(parts)


def write(text: str, path: Path) -> None:
    """Write a file so that it appears whole or not at all.

    Raises:
        InputError: If nothing can be written in that folder.
        OSError: If the writing fails.
    """
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise InputError(f"{path}: cannot be written there ({error.strerror})") from error
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(part).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script.

    Args:
        arguments: Those of the command line; None for the real ones.

    Returns:
        The exit status: 0, or 2 if the file was not made.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path, metavar="TABLE.csv", help="the country-codes table")
    parser.add_argument(
        "-o", "--output", type=Path, default=OUTPUT, help="where to write; default: graph_data/places.ttl"
    )
    options = parser.parse_args(arguments)
    try:
        write(formatted(make(options.table), str(options.output)), options.output)
    except InputError as error:
        print(f"make_places: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"make_places: {error.filename2 or error.filename or options.output}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
