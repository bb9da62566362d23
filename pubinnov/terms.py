"""Namespaces, prefixes and term names: the one module that knows an IRI."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode

PI = "https://w3id.org/pubinnov/ontology#"
ID = "https://w3id.org/pubinnov/id/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "https://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: One prefix for each kind of thing: the prefix is the KIND of `https://w3id.org/pubinnov/id/KIND/SLUG`.
KINDS = (
    "area",
    "benefit",
    "body",
    "btype",
    "challenge",
    "claim",
    "comp",
    "country",
    "direction",
    "evidence",
    "extent",
    "fact",
    "grade",
    "graph",
    "group",
    "harm",
    "independence",
    "init",
    "itype",
    "kind",
    "law",
    "level",
    "measure",
    "method",
    "obstacle",
    "place",
    "pstw",
    "reading",
    "scheme",
    "shape",
    "src",
    "status",
    "tech",
    "unit",
    "verification",
)

#: Every prefix that is predeclared in queries and used to shorten IRIs.
PREFIXES: dict[str, str] = {
    **{kind: f"{ID}{kind}/" for kind in KINDS},
    "pi": PI,
    "adms": "http://www.w3.org/ns/adms#",
    # One prefix for a namespace: the EU's core vocabularies share this one, also known as m8g and cv.
    "cpov": "http://data.europa.eu/m8g/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS,
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sdg": "http://metadata.un.org/sdg/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": SKOS,
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": XSD,
}

DEFAULT_GRAPH = DefaultGraph()
DERIVED_GRAPH = NamedNode(f"{ID}graph/derived")

RDF_TYPE = NamedNode(f"{RDF}type")
RDFS_LABEL = NamedNode(f"{RDFS}label")
RDFS_SUBCLASS_OF = NamedNode(f"{RDFS}subClassOf")
SKOS_PREF_LABEL = NamedNode(f"{SKOS}prefLabel")
SKOS_ALT_LABEL = NamedNode(f"{SKOS}altLabel")
SKOS_BROADER = NamedNode(f"{SKOS}broader")
SKOS_DEFINITION = NamedNode(f"{SKOS}definition")
DEMONYM = NamedNode(f"{PI}demonym")
DCTERMS_TITLE = NamedNode(f"{DCTERMS}title")

#: Properties by which a thing is named, best first: concepts have skos:prefLabel, sources dcterms:title,
#: everything else rdfs:label.
NAME_PROPERTIES = (SKOS_PREF_LABEL, RDFS_LABEL, DCTERMS_TITLE)

#: What the rules derive; a query that mentions none of these and no variable predicate needs no derivation.
DERIVED_PROPERTIES = (
    "grade",
    "hasEffect",
    "expectedEffect",
    "enables",
    "expectedToEnable",
    "risks",
    "adopts",
    "derivedLink",
)

_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def pi(name: str) -> NamedNode:
    """Return the term of the ontology with this local name, `pi("Claim")`."""
    return NamedNode(PI + name)


def shorten(iri: str) -> str:
    """Return the prefixed name of an IRI, or the IRI itself where no prefix fits.

    The local part must be one that Turtle and SPARQL read back without escapes.
    """
    # Namespaces end in a slash or hash, and a local part has neither.
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix, local = _PREFIX_OF.get(iri[:cut]), iri[cut:]
    if prefix is None or not local or local[0] == "-" or not local.isascii():
        return iri
    return f"{prefix}:{local}" if local.replace("-", "").replace("_", "").isalnum() else iri


def expand(name: str) -> NamedNode | None:
    """Return the IRI that a prefixed name or an absolute IRI stands for, else None.

    Args:
        name: `tech:e-id`, `<https://…>` or `https://…`.
    """
    text = name.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    prefix, colon, local = text.partition(":")
    if not colon or any(character.isspace() for character in text):
        return None
    if local.startswith("//") or prefix in {"urn", "mailto"}:
        iri = text
    elif prefix in PREFIXES:
        iri = PREFIXES[prefix] + local
    else:
        return None
    try:
        return NamedNode(iri)
    except ValueError:
        return None
