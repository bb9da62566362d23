"""What a question in words means: the terms it names, and the question of the catalogue that it is.

No model and no service is asked. Names are found in the label index; what remains are words, compared with
the wordings in the catalogue. A word counts by how few questions use it. A question is declined when too little of it
is explained, since a wrong answer costs more than none.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import groupby, permutations, product
from typing import NamedTuple

from pyoxigraph import NamedNode

from pubinnov import terms
from pubinnov.errors import NotUnderstoodError
from pubinnov.lookup import Lookup, key
from pubinnov.package_files import ontology_folder
from pubinnov.query_file import YEAR, Argument, Parameter, told, year
from pubinnov.questions.catalogue import Call, Question

_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^\W_]+(?:[-.&/][^\W_]+)*")
_INVERSION = re.compile(r"-(?:t-)?(?:il|elle|on|ils|elles)\b")  # French: "contredisent-elles"
_SLOT = re.compile(r"\{(\w+)\}")
_SLOT_APART = re.compile(r"(\{\w+\})")
_LONGEST_NAME = 8  # words
_LEAST_SCORE = 0.62  # below this a question is declined
_UNUSED = 1.5  # times an unknown word: a thing that was named and would go unanswered
_SLOT_WEIGHT = 1.0  # of a name in its place; of other words, see _Wordings
_CERTAIN = 0.8  # from here on a reading is told without doubt
_CLOSE = 0.06  # a second reading within this of the best is told
# How a parameter is told that the wording has no place for.
_PREPOSITIONS = {
    "place": "in",
    "means": "with",
    "area": "in",
    "subject": "on",
    "since": "since",
    "peers": "among",
    "goal": "for",
}
_TYPO = 84  # of 100, rapidfuzz: how like a name a mistyped word must be
_SHORTEST_TYPO = 5  # letters: shorter words are like too many others


class Word(NamedTuple):
    """A word of the user's text, as written, and the cue that stands for all its forms."""

    text: str
    cue: str


class Mention(NamedTuple):
    """A name or a year met in the text.

    Attributes:
        text: The words as written.
        iris: The things that go by them, best first; none for a year.
        year: The year from which something counts, or an empty string.
        cue: What the words mean where no parameter takes them as a name, as "pilot" or "benefits"; mostly empty.
    """

    text: str
    iris: tuple[str, ...]
    year: str = ""
    cue: str = ""


class Understanding(NamedTuple):
    """How a text was understood.

    Attributes:
        best: The question and its arguments.
        close: Other readings that fit almost as well.
        score: How much of the text and of a wording of the question is shared, from 0 to 1.
    """

    best: Call
    close: tuple[Call, ...]
    score: float

    @property
    def is_certain(self) -> bool:
        """Whether almost every word is accounted for, and no other reading comes near."""
        return self.score >= _CERTAIN and not self.close


class _Askable(NamedTuple):
    """What questions can be about: things of these classes, and the few that some parameter takes as its value."""

    kinds: frozenset[str]
    values: frozenset[str]

    @classmethod
    def of(cls, questions: Mapping[str, Question], lookup: Lookup) -> _Askable:
        parameters = [each for question in questions.values() for each in question.parameters.values()]
        return cls(
            frozenset(kind for each in parameters if not each.values for kind in each.kinds),
            frozenset(lookup.find(value).value for value in {value for each in parameters for value in each.values}),
        )


class _Vocabulary(NamedTuple):
    stop: frozenset[str]  # words without meaning
    synonyms: dict[str, str]  # the cue of a word
    values: dict[str, str]  # what words other than its names stand for a value of a parameter
    reducing: frozenset[str]  # words after which "corruption" means that there is less of it


@cache
def _vocabulary() -> _Vocabulary:
    with open(os.path.join(ontology_folder(), "questions", "words.json"), encoding="utf-8") as stream:
        data = json.load(stream)
    stop = frozenset(key(word) for words in data["stopwords"].values() for word in words)
    synonyms = {key(word): cue for cue, words in data["synonyms"].items() for word in (cue, *words)}
    values = {key(word): value for value, words in data["values"].items() for word in words}
    return _Vocabulary(stop, synonyms, values, frozenset(map(key, data["reducing"])))


@cache
def _cue(word: str) -> str:
    """Return the cue of a word, empty for one that carries no meaning of its own."""
    known = _vocabulary()
    folded = key(word)
    if folded in known.synonyms:
        return known.synonyms[folded]
    if folded in known.stop:
        return ""
    singular = _singular(folded)
    return known.synonyms.get(singular, singular)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _names(words: list[str], lookup: Lookup, askable: _Askable) -> tuple[list[Mention], list[str], list[Mention | str]]:
    """Return the names in a text, longest first taken, the words that belong to none, and names and cues in order."""
    taken: list[Mention | None] = [None] * len(words)
    for place, word in enumerate(words):
        if _YEAR.fullmatch(word):
            # "after 2019" is since 2020.
            after = place > 0 and _cue(words[place - 1]) == "after"
            taken[place] = Mention(word, (), str(int(word) + after))
    for size in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            if any(taken[start : start + size]):
                continue
            phrase = " ".join(words[start : start + size])
            mention = _mention(phrase, lookup, askable)
            if mention:
                taken[start : start + size] = [mention] * size
    # "How much time does e-ID save": the two words of an effect's name may stand apart, in either order.
    free = [place for place, word in enumerate(words) if taken[place] is None and _cue(word)]
    for first, second in permutations(free, 2):
        if taken[first] is None and taken[second] is None:
            mention = _mention(f"{words[first]} {words[second]}", lookup, askable)
            if mention and lookup.is_a(mention.iris[0], "Effect"):
                taken[first] = taken[second] = mention
    rest = [word for word, mention in zip(words, taken, strict=True) if mention is None]
    if not _vocabulary().reducing.isdisjoint(map(key, words)):
        # "Reduce corruption" speaks of the benefit, though the harm goes by that name, too.
        taken = [
            each._replace(iris=tuple(sorted(each.iris, key=lambda iri: not lookup.is_a(iri, "Benefit"))))
            if each is not None and any(lookup.is_a(iri, "Harm") for iri in each.iris)
            else each
            for each in taken
        ]
    found = list(dict.fromkeys(mention for mention in taken if mention is not None))
    order = [mention or _cue(word) for word, mention in zip(words, taken, strict=True)]
    return found, rest, order


def _mention(phrase: str, lookup: Lookup, askable: _Askable) -> Mention | None:
    folded = key(phrase)
    if not folded or folded.isdigit():
        return None
    known = _vocabulary()
    # Codes of two letters ("US", "IT") are words of some language when written small, and so are words without meaning.
    if (len(folded) < 3 or folded in known.stop) and phrase != phrase.upper():
        return None
    keys = dict.fromkeys((folded, _singular(folded), _each_singular(phrase)))
    iris = _things(keys, lookup, askable)
    if not iris:
        value = next((known.values[each] for each in keys if each in known.values), None)
        iris = (lookup.find(value).value,) if value else ()
    # A word that wordings use may be meant as that word.
    return Mention(phrase, iris, cue=_cue(phrase) if folded in known.synonyms else "") if iris else None


def _things(keys: Iterable[str], lookup: Lookup, askable: _Askable) -> tuple[str, ...]:
    """Return the things with these keys that a question can be about, best first."""
    entries = [
        entry
        for each in keys
        for entry in lookup.with_key(each)
        if entry.iri in askable.values or lookup.is_a(entry.iri, askable.kinds)
    ]
    # A technology or method comes before an initiative of the same name, whose parts its own questions cover.
    order = sorted(entries, key=lambda each: (lookup.is_a(each.iri, "Initiative"), each.rank, each.iri))
    return tuple(dict.fromkeys(entry.iri for entry in order))


def _each_singular(phrase: str) -> str:
    # Every word may be a plural: "cartes d'identité".
    return key(" ".join(_singular(word) for word in phrase.split()))


def _begun(phrase: str, folded: str, lookup: Lookup) -> tuple[str, ...]:
    """Return the initiative whose name alone begins so: "VioGén" for "VioGén risk assessment of gender violence".

    The phrase must be written as a name, with a capital letter, and be more than a few letters unless it is an acronym.
    """
    if phrase == phrase.lower() or len(folded) < (3 if phrase == phrase.upper() else _SHORTEST_TYPO):
        return ()
    found = set()
    for name in lookup.names(folded):
        if name.startswith(folded):
            for entry in lookup.with_key(name):
                words = entry.name.split()
                ends = (key(" ".join(words[:size])) for size in range(1, len(words) + 1))
                if lookup.is_a(entry.iri, "Initiative") and folded in ends:
                    found.add(entry.iri)
    return tuple(found) if len(found) == 1 else ()


def _mistyped(
    words: list[str], lookup: Lookup, askable: _Askable, cues: Iterable[str]
) -> tuple[list[Mention], list[str], list[str]]:
    """Return names and cues that words without meaning so far are near misses of, and what still remains."""
    from rapidfuzz import fuzz, process

    known_cues = list(cues)
    mentions: list[Mention] = []
    found_cues: list[str] = []
    rest: list[str] = []
    start = 0
    while start < len(words):
        for size in (3, 2, 1):
            phrase = " ".join(words[start : start + size])
            folded = key(phrase)
            if start + size > len(words):
                continue
            begun = _begun(phrase, folded, lookup)
            if begun:
                mentions.append(Mention(phrase, begun))
                start += size
                break
            if len(folded) < _SHORTEST_TYPO:
                continue
            near_names = process.extract(
                folded, lookup.names(folded).keys(), scorer=fuzz.ratio, score_cutoff=_TYPO, limit=5
            )
            # Some names are those of schemes and sources, which no question is about.
            near_name = next(
                (found for found in near_names if found[0][:1] == folded[0] and _things([found[0]], lookup, askable)),
                None,
            )
            near_cue = (
                process.extractOne(folded, known_cues, scorer=fuzz.ratio, score_cutoff=_TYPO) if size == 1 else None
            )
            # Who mistypes a word mostly hits its ends: "minister" is not "ministry".
            if near_cue and (near_cue[0][0] != folded[0] or near_cue[0][-1] != _singular(folded)[-1]):
                near_cue = None
            iris = _things([near_name[0]], lookup, askable) if near_name else ()
            if near_name and iris and (near_cue is None or near_name[1] >= near_cue[1]):
                mentions.append(Mention(phrase, iris))
            elif near_cue:
                found_cues.append(near_cue[0])
            else:
                continue
            start += size
            break
        else:
            rest.append(words[start])
            start += 1
    return mentions, found_cues, rest


def _words(text: str) -> list[str]:
    return _WORD.findall(_INVERSION.sub("", text))


class _Wording(NamedTuple):
    cues: frozenset[str]
    slots: frozenset[str]
    order: tuple[str, ...]  # cues and slots as they stand, where more than one slot makes that matter


class _Wordings:
    """The wordings of every question, and what each cue weighs: the more, the fewer questions use it."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self.of = {
            name: list(dict.fromkeys(_wording(each) for wordings in question.wordings.values() for each in wordings))
            for name, question in questions.items()
        }
        counts = Counter(
            cue for several in self.of.values() for cue in frozenset().union(*(each.cues for each in several))
        )
        self.weights = {cue: 0.5 + math.log(1 + len(questions) / count) for cue, count in counts.items()}
        self.unknown = 0.5 + math.log(1 + len(questions))
        self.weighed = {name: [(each, self.weight(each.cues)) for each in several] for name, several in self.of.items()}

    def weight(self, cues: Iterable[str]) -> float:
        return sum(self.weights.get(cue, self.unknown) for cue in cues)


def _wording(text: str) -> _Wording:
    slots = frozenset(_SLOT.findall(text))
    # A slot is a word of its own in braces, and no cue holds a brace.
    order = [
        part if part[0] == "{" else cue
        for piece in _SLOT_APART.split(text)
        for part in ([piece] if piece[:1] == "{" else _words(piece))
        if part[0] == "{" or (cue := _cue(part))
    ]
    cues = frozenset(each for each in order if each[0] != "{")
    return _Wording(cues, slots, tuple(order) if len(slots) > 1 else ())


class _Heard:
    """The words of the user, names aside, held against every wording."""

    def __init__(self, cues: frozenset[str], wordings: _Wordings) -> None:
        self.weight = wordings.weight(cues)
        # For each wording: what it shares with the user, and what it weighs itself.
        self.of = {
            name: [
                (0.0 if cues.isdisjoint(each.cues) else wordings.weight(cues & each.cues), weight, each)
                for each, weight in several
            ]
            for name, several in wordings.weighed.items()
        }

    def best(self, question: Question, given: Collection[str], loose: float) -> tuple[float, float, list[_Wording]]:
        """Return how like the user's text the likest wordings are, from 0 to 1, what weight they share, and them.

        The likeness is Dice's coefficient, by weight. A name in its place counts on both sides; an optional parameter
        may be added to any wording of its question.
        """
        best: tuple[float, float, list[_Wording]] = (-1.0, 0.0, [])
        for shared, weight, wording in self.of[question.name]:
            slots = wording.slots
            filled = sum(name in given for name in slots)
            free = sum(name not in slots and question.parameters[name].optional for name in given)
            both = self.weight + loose + weight + _SLOT_WEIGHT * (len(given) + len(slots) + free)
            likeness = 2 * (shared + _SLOT_WEIGHT * (filled + free)) / both if both else 0.0
            if likeness > best[0]:
                best = (likeness, shared, [wording])
            elif likeness == best[0]:
                best[2].append(wording)
        return best


class _Reading(NamedTuple):
    score: float
    in_order: bool
    detours: int  # how many better names were passed over
    cues: float  # the weight of the words, names aside, that the wording shares
    call: Call


def understand(text: str, questions: Mapping[str, Question], lookup: Lookup) -> Understanding:
    """Return what a text asks.

    Args:
        text: A question in English, French, Spanish or German.
        questions: The catalogue.
        lookup: The names of the graph.

    Raises:
        NotUnderstoodError: If no question fits well enough, with the nearest ones.
    """
    wordings = _Wordings(questions)
    words = _words(text)
    askable = _Askable.of(questions, lookup)
    mentions, rest, order = _names(words, lookup, askable)
    cues = [cue for cue in map(_cue, rest) if cue in wordings.weights]
    strange = [word for word in rest if (cue := _cue(word)) and cue not in wordings.weights]
    if strange:
        more, near_cues, strange = _mistyped(strange, lookup, askable, wordings.weights)
        mentions += more
        cues += near_cues
    readings = _readings(mentions, frozenset(cues), strange, order, questions, wordings, lookup)
    if not readings or readings[0].score < _LEAST_SCORE:
        raise _declined(text, strange, mentions, readings, questions, lookup)
    best = readings[0]
    close = tuple(
        reading.call
        for reading in readings[1:]
        if reading.score > best.score - _CLOSE
        and reading.in_order >= best.in_order
        and reading.detours <= best.detours
        and not _is_variant(reading.call, best.call)
    )
    return Understanding(best.call, close[:2], best.score)


def _readings(
    mentions: list[Mention],
    cues: frozenset[str],
    strange: list[str],
    order: list[Mention | str],
    questions: Mapping[str, Question],
    wordings: _Wordings,
    lookup: Lookup,
) -> list[_Reading]:
    readings: dict[tuple[str, tuple[tuple[str, str], ...]], _Reading] = {}
    heard: dict[frozenset[str], _Heard] = {}
    for question in questions.values():
        # For each mention, the parameters that could take it, with what it would then stand for.
        options: list[list[tuple[str, Argument] | None]] = []
        for mention in mentions:
            fits: list[tuple[str, Argument] | None] = [None]
            for parameter in question.parameters.values():
                value = _fitting(mention, parameter, lookup)
                if value is not None:
                    fits.append((parameter.name, value))
            options.append(fits)
        # "What has Norway that Sweden lacks": which is which is told by the order alone.
        may_be_swapped = sum(len(fits) > 2 for fits in options) > 1
        for choice in product(*options):
            arguments = _arguments(choice)
            if arguments is None or not question.required <= arguments.keys():
                continue
            left = [mention for mention, picked in zip(mentions, choice, strict=True) if picked is None]
            spoken = cues.union(each.cue for each in left if each.cue)
            if spoken not in heard:
                heard[spoken] = _Heard(spoken, wordings)
            unused = sum(not each.cue and not _is_part(each, arguments, lookup) for each in left)
            loose = wordings.unknown * (_UNUSED * unused + len(strange))
            score, shared, likest = heard[spoken].best(question, arguments, loose)
            in_order = True
            if may_be_swapped:
                picks = {each: picked[0] for each, picked in zip(mentions, choice, strict=True) if picked is not None}
                in_order = any(_in_order(order, picks, wording) for wording in likest)
            detours = sum(_detours(mention, picked) for mention, picked in zip(mentions, choice, strict=True))
            reading = _Reading(score, in_order, detours, shared, Call(question, arguments))
            identity = (question.name, tuple(sorted((name, str(value)) for name, value in arguments.items())))
            if identity not in readings or readings[identity][:2] < reading[:2]:
                readings[identity] = reading
    return sorted(
        readings.values(),
        key=lambda each: (-each.score, not each.in_order, each.detours, -each.cues, each.call.question.name),
    )


def _is_part(mention: Mention, arguments: Mapping[str, Argument], lookup: Lookup) -> bool:
    """Tell whether a name is but a part of that of an argument: "scholarships" of "Benito Juárez Scholarships"."""
    folded = key(mention.text)
    return any(isinstance(each, NamedNode) and folded in key(lookup.label(each.value)) for each in arguments.values())


def _in_order(order: list[Mention | str], picks: dict[Mention, str], wording: _Wording) -> bool:
    """Tell whether names and words follow each other as in a wording, as far as both have them."""
    said = [
        f"{{{picks[each]}}}" if each in picks else each.cue if isinstance(each, Mention) else each for each in order
    ]
    shared = set(said) & set(wording.order)
    return bool(shared) and [each for each, _ in groupby(each for each in said if each in shared)] == [
        each for each in wording.order if each in shared
    ]


def _is_variant(call: Call, best: Call) -> bool:
    """Tell whether two calls ask the same of the same things, for all effects or for some of them."""

    def things(each: Call) -> dict[str, Argument]:
        return {name: value for name, value in each.arguments.items() if not best.question.parameters[name].values}

    return call.question is best.question and things(call) == things(best)


def _detours(mention: Mention, picked: tuple[str, Argument] | None) -> int:
    """Return how many things go by a name better than the one that was picked."""
    if picked is None or mention.year:
        return 0
    value = picked[1][0] if isinstance(picked[1], tuple) else picked[1]
    return mention.iris.index(value.value)


def _arguments(choice: Iterable[tuple[str, Argument] | None]) -> dict[str, Argument] | None:
    """Return what each parameter takes, or None where one would take two things and takes only one."""
    arguments: dict[str, Argument] = {}
    for picked in choice:
        if picked is None:
            continue
        name, value = picked
        known = arguments.get(name)
        if known is None:
            arguments[name] = value
        elif isinstance(known, tuple) and isinstance(value, tuple):
            arguments[name] = known + value
        else:
            return None
    return arguments


def _fitting(mention: Mention, parameter: Parameter, lookup: Lookup) -> Argument | None:
    if parameter.kinds == (YEAR,):
        return year(mention.year) if mention.year else None
    for iri in mention.iris:
        if parameter.values:
            if terms.shorten(iri) in parameter.values:
                return NamedNode(iri)
        elif lookup.is_a(iri, parameter.kinds):
            return (NamedNode(iri),) if parameter.many else NamedNode(iri)
    return None


def _declined(
    text: str,
    strange: list[str],
    mentions: list[Mention],
    readings: list[_Reading],
    questions: Mapping[str, Question],
    lookup: Lookup,
) -> NotUnderstoodError:
    suggestions = [in_words(reading.call, lookup) for reading in readings[:3] if reading.score > _LEAST_SCORE / 3]
    for question in questions.values():
        if len(suggestions) < 3:
            suggestions.append(question.example)
    unknown = f" (not known here: {', '.join(strange)})" if strange and mentions else ""
    return NotUnderstoodError(
        f"this is not a question that the graph can answer{unknown}: {' '.join(text.split())}",
        "nearest known questions: " + " | ".join(dict.fromkeys(suggestions)),
        suggestions=tuple(dict.fromkeys(suggestions)),
    )


def in_words(call: Call, lookup: Lookup) -> str:
    """Return a question with its arguments as a sentence that `understand` reads back."""
    given = call.arguments.keys()
    wordings = call.question.wordings["en"]
    slots = {wording: set(_SLOT.findall(wording)) for wording in wordings}
    wording = max(
        (wording for wording in wordings if slots[wording] <= given),
        key=lambda each: len(slots[each]),
        default=wordings[0],
    )
    said = _SLOT.sub(lambda slot: told(call.arguments[slot[1]], lookup) if slot[1] in given else "…", wording)
    for name in call.question.parameters:
        if name in given and name not in slots[wording]:
            said += f" {_PREPOSITIONS.get(name, name)} {told(call.arguments[name], lookup)}"
    return said
