"""What was probably meant to be checked and was not: a mistyped shape passes everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set

from pyoxigraph import NamedNode

from pubinnov import terms
from pubinnov.validation.shapes import Shapes, sh
from pubinnov.validation.triples import Node, Triples

#: The terms of the SHACL vocabulary, core and SPARQL, and of its advanced features (W3C Recommendation of 20 July 2017
#: and Working Group Note of 8 June 2017).
VOCABULARY = frozenset(
    """AbstractResult AndConstraintComponent BlankNode BlankNodeOrIRI BlankNodeOrLiteral ClassConstraintComponent
    ClosedConstraintComponent ConstraintComponent DatatypeConstraintComponent DisjointConstraintComponent
    EqualsConstraintComponent ExpressionConstraintComponent Function HasValueConstraintComponent IRI IRIOrLiteral
    InConstraintComponent Info JSConstraint JSConstraintComponent JSExecutable JSFunction JSLibrary JSRule JSTarget
    JSTargetType JSValidator LanguageInConstraintComponent LessThanConstraintComponent
    LessThanOrEqualsConstraintComponent Literal MaxCountConstraintComponent MaxExclusiveConstraintComponent
    MaxInclusiveConstraintComponent MaxLengthConstraintComponent MinCountConstraintComponent
    MinExclusiveConstraintComponent MinInclusiveConstraintComponent MinLengthConstraintComponent NodeConstraintComponent
    NodeKind NodeKindConstraintComponent NodeShape NotConstraintComponent OrConstraintComponent Parameter
    Parameterizable PatternConstraintComponent PrefixDeclaration PropertyConstraintComponent PropertyGroup PropertyShape
    QualifiedMaxCountConstraintComponent QualifiedMinCountConstraintComponent ResultAnnotation Rule SPARQLAskExecutable
    SPARQLAskValidator SPARQLConstraint SPARQLConstraintComponent SPARQLConstructExecutable SPARQLExecutable
    SPARQLFunction SPARQLRule SPARQLSelectExecutable SPARQLSelectValidator SPARQLTarget SPARQLTargetType
    SPARQLUpdateExecutable Severity Shape Target TargetType TripleRule UniqueLangConstraintComponent ValidationReport
    ValidationResult Validator Violation Warning XoneConstraintComponent alternativePath and annotationProperty
    annotationValue annotationVarName ask class closed condition conforms construct datatype deactivated declare
    defaultValue description detail disjoint entailment equals expression filterShape flags focusNode group hasValue
    ignoredProperties in intersection inversePath js jsFunctionName jsLibrary jsLibraryURL labelTemplate languageIn
    lessThan lessThanOrEquals maxCount maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive
    minLength name namespace node nodeKind nodeValidator nodes not object oneOrMorePath optional or order parameter path
    pattern predicate prefix prefixes property propertyValidator qualifiedMaxCount qualifiedMinCount
    qualifiedValueShape qualifiedValueShapesDisjoint result resultAnnotation resultMessage resultPath resultSeverity
    returnType rule select severity shapesGraph shapesGraphWellFormed sourceConstraint sourceConstraintComponent
    sourceShape sparql subject suggestedShapesGraph target targetClass targetNode targetObjectsOf targetSubjectsOf this
    union uniqueLang update validator value xone zeroOrMorePath zeroOrOnePath""".split()  # noqa: SIM905 - a word list
)


def unknown_words(shapes: Shapes) -> Iterator[str]:
    """Tell of terms in SHACL's namespace that SHACL does not have: engines pass over them."""
    from rapidfuzz import process

    for word in shapes.words():
        name = word.value.removeprefix(terms.PREFIXES["sh"])
        if name not in VOCABULARY:
            near = process.extractOne(name, VOCABULARY, processor=str.lower, score_cutoff=70)
            hint = f": did you mean sh:{near[0]}?" if near else ""
            yield f"SHACL has no sh:{name}, so that nothing is checked by it{hint}"


def idle_shapes(shapes: Shapes, targets: Mapping[Node, Set[Node]]) -> Iterator[str]:
    """Tell of shapes whose targets match nothing in the data."""
    for shape, nodes in targets.items():
        if not nodes and not shapes.deactivated(shape):
            wanted = [
                f"{what} {terms.shorten(each.value)}"
                for name, what in _TARGETS
                for each in sorted(shapes.objects(shape, sh(name)), key=str)
                if isinstance(each, NamedNode)
            ]
            name = terms.shorten(shape.value) if isinstance(shape, NamedNode) else "a shape without a name"
            yield f"{name} checks nothing: the data have no {' and no '.join(wanted) or 'instance of it'}"


_TARGETS = (("targetClass", "instance of"), ("targetSubjectsOf", "subject of"), ("targetObjectsOf", "value of"))


def unseen_nodes(data: Triples, targets: Mapping[Node, Set[Node]], checked: Callable[[Node], bool]) -> Iterator[str]:
    """Tell of nodes of this project that no shape looked at: without a class, or of a class that has no shape."""
    seen = set().union(*targets.values())
    unseen: dict[str, list[str]] = defaultdict(list)
    for node in data.nodes() - seen:
        if isinstance(node, NamedNode) and node.value.startswith(terms.ID) and checked(node):
            kinds = [
                terms.shorten(kind.value) for kind in data.objects(node, terms.RDF_TYPE) if isinstance(kind, NamedNode)
            ]
            unseen[" and ".join(sorted(kinds))].append(terms.shorten(node.value))
    for kind, nodes in sorted(unseen.items()):
        nodes.sort()
        shown = ", ".join(nodes[:3]) + (f" and {len(nodes) - 3} more" if len(nodes) > 3 else "")
        yield f"no shape looked at {shown}: " + (
            f"no shape is for {kind}" if kind else "it has no class; say what it is with a pi:…"
        )
