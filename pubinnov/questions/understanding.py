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
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from pyoxigraph import NamedNode

from pubinnov import terms
from pubinnov.errors import NotUnderstoodError
from pubinnov.lookup import Lookup, key
from pubinnov.package_files import ontology_folder
from pubinnov.questions.catalogue import Call, Question

_WORD = re.compile(r"[^\W_]+(?:[-.&/][^\W_]+)*")
_LONGEST_NAME = 8  # words
_LEAST_SCORE = 0.62  # below this a question is declined
_UNUSED = 1.5  # times an unknown word: a thing that was named and would go unanswered
_CLOSE = 0.06  # a second reading within this of the best is told
# How a parameter is told that the wording has no place for.
_PREPOSITIONS = {"place": "in", "means": "with"}
_TYPO = 84  # of 100, rapidfuzz: how like a name a mistyped word must be
_SHORTEST_TYPO = 5  # letters: shorter words are like too many others


class Word(NamedTuple):
    """A word of the user's text, as written, and the cue that stands for all its forms."""

    text: str
    cue: str


class Mention(NamedTuple):
    """A name met in the text: the words as written and the things that go by them, best first."""

    text: str
    iris: tuple[str, ...]


class Understanding(NamedTuple):
    """How a text was understood.

    Attributes:
        best: The question and its arguments.
        close: Other readings that fit almost as well.
    """

    best: Call
    close: tuple[Call, ...]


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], dict[str, str]]:
    with open(os.path.join(ontology_folder(), "questions", "words.json"), encoding="utf-8") as stream:
        data = json.load(stream)
    stop = frozenset(key(word) for words in data["stopwords"].values() for word in words)
    synonyms = {key(word): cue for cue, words in data["synonyms"].items() for word in (cue, *words)}
    return stop, synonyms


@lru_cache(maxsize=1024)
def _cue(word: str) -> str:
    """Return the cue of a word, empty for one that carries no meaning of its own."""
    stop, synonyms = _vocabulary()
    folded = key(word)
    if folded in synonyms:
        return synonyms[folded]
    if folded in stop:
        return ""
    singular = _singular(folded)
    return synonyms.get(singular, singular)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _names(words: list[str], lookup: Lookup, values: Collection[str]) -> tuple[list[Mention], list[str]]:
    """Return the names in a text, longest first taken, and the words that belong to none."""
    stop, synonyms = _vocabulary()
    taken: list[Mention | None] = [None] * len(words)
    for size in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            if any(taken[start : start + size]):
                continue
            phrase = " ".join(words[start : start + size])
            mention = _mention(phrase, lookup, values, exact_only=size == 1 and key(phrase) in stop | synonyms.keys())
            if mention:
                taken[start : start + size] = [mention] * size
    rest = [word for word, mention in zip(words, taken, strict=True) if mention is None]
    found = list(dict.fromkeys(mention for mention in taken if mention is not None))
    return found, rest


def _mention(phrase: str, lookup: Lookup, values: Collection[str], *, exact_only: bool) -> Mention | None:
    folded = key(phrase)
    if not folded or folded.isdigit():
        return None
    # Codes of two letters ("US", "IT") are words of some language when written small; and a word that wordings
    # use ("pilot") is that word, unless it is written as a code.
    doubtful = (len(folded) < 3 or exact_only) and phrase != phrase.upper()
    if doubtful and not any(entry.iri in values for entry in lookup.with_key(folded)):
        return None
    keys = dict.fromkeys((folded, _singular(folded), _each_singular(phrase)))
    iris = _things(keys, lookup, values)
    return Mention(phrase, iris) if iris else None


def _things(keys: Iterable[str], lookup: Lookup, values: Collection[str]) -> tuple[str, ...]:
    """Return the things with these keys that a question can be about, best first.

    These are the members of the ontology's classes, and the few classes that some parameter takes as its value.
    """
    entries = [
        entry for each in keys for entry in lookup.with_key(each) if entry.iri in values or lookup.classes(entry.iri)
    ]
    return tuple(dict.fromkeys(entry.iri for entry in sorted(entries, key=lambda each: (each.rank, each.iri))))


def _each_singular(phrase: str) -> str:
    # Every word may be a plural: "cartes d'identité".
    return key(" ".join(_singular(word) for word in phrase.split()))


def _mistyped(
    words: list[str], lookup: Lookup, values: Collection[str], cues: Iterable[str]
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
            if start + size > len(words) or len(folded) < _SHORTEST_TYPO:
                continue
            near_names = process.extract(
                folded, lookup.names(folded).keys(), scorer=fuzz.ratio, score_cutoff=_TYPO, limit=5
            )
            # Some names are those of schemes and sources, which no question is about.
            near_name = next((found for found in near_names if _things([found[0]], lookup, values)), None)
            near_cue = (
                process.extractOne(folded, known_cues, scorer=fuzz.ratio, score_cutoff=_TYPO) if size == 1 else None
            )
            iris = _things([near_name[0]], lookup, values) if near_name else ()
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


class _Wordings:
    """The features of every wording, and what each cue weighs."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self.features: dict[str, list[frozenset[str]]] = {}
        for name, question in questions.items():
            self.features[name] = list(
                dict.fromkeys(_features_of(wording) for wordings in question.wordings.values() for wording in wordings)
            )
        counts = Counter(
            cue for several in self.features.values() for cue in frozenset().union(*several) if cue[0] != "{"
        )
        self.weights = {cue: 0.5 + math.log(1 + len(questions) / count) for cue, count in counts.items()}
        self.unknown = 0.5 + math.log(1 + len(questions))

    def weight(self, features: Iterable[str]) -> float:
        return sum(1.0 if feature[0] == "{" else self.weights.get(feature, self.unknown) for feature in features)


def _features_of(wording: str) -> frozenset[str]:
    slots = re.findall(r"\{\w+\}", wording)
    words = _WORD.findall(re.sub(r"\{\w+\}", " ", wording))
    return frozenset([*slots, *filter(None, map(_cue, words))])


class _Reading(NamedTuple):
    score: float
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
    words = _WORD.findall(text)
    values = {
        lookup.find(value).value
        for question in questions.values()
        for parameter in question.parameters.values()
        for value in parameter.values
    }
    mentions, rest = _names(words, lookup, values)
    cues = [cue for cue in map(_cue, rest) if cue in wordings.weights]
    strange = [word for word in rest if (cue := _cue(word)) and cue not in wordings.weights]
    if strange:
        more, near_cues, strange = _mistyped(strange, lookup, values, wordings.weights)
        mentions += more
        cues += near_cues
    readings = _readings(mentions, frozenset(cues), strange, questions, wordings, lookup)
    if not readings or readings[0].score < _LEAST_SCORE:
        raise _declined(text, strange, mentions, readings, questions, lookup)
    best = readings[0]
    close = tuple(
        reading.call for reading in readings[1:] if reading.score > best.score - _CLOSE and reading.call != best.call
    )
    return Understanding(best.call, close[:2])


def _readings(
    mentions: list[Mention],
    cues: frozenset[str],
    strange: list[str],
    questions: Mapping[str, Question],
    wordings: _Wordings,
    lookup: Lookup,
) -> list[_Reading]:
    readings: dict[tuple[str, tuple[tuple[str, str], ...]], _Reading] = {}
    for question in questions.values():
        # For each mention, the parameters that could take it, with the thing it would then stand for.
        options: list[list[tuple[str, str] | None]] = []
        for mention in mentions:
            fits: list[tuple[str, str] | None] = [None]
            for parameter in question.parameters.values():
                iri = _fitting(mention, parameter.kinds, parameter.values, lookup)
                if iri is not None:
                    fits.append((parameter.name, iri))
            options.append(fits)
        for choice in product(*options):
            arguments: dict[str, str] = {}
            for picked in choice:
                if picked is not None:
                    if picked[0] in arguments:
                        break
                    arguments[picked[0]] = picked[1]
            else:
                if not question.required <= arguments.keys():
                    continue
                unused = sum(1 for picked in choice if picked is None)
                user = frozenset(f"{{{name}}}" for name in arguments) | cues
                loose = wordings.unknown * (_UNUSED * unused + len(strange))
                score = max(
                    _likeness(user, loose, wording, question, wordings) for wording in wordings.features[question.name]
                )
                identity = (question.name, tuple(sorted(arguments.items())))
                if identity not in readings or readings[identity].score < score:
                    call = Call(question, {name: NamedNode(iri) for name, iri in arguments.items()})
                    readings[identity] = _Reading(score, call)
    return sorted(readings.values(), key=lambda reading: (-reading.score, reading.call.question.name))


def _fitting(mention: Mention, kinds: tuple[str, ...], values: tuple[str, ...], lookup: Lookup) -> str | None:
    for iri in mention.iris:
        if values:
            if terms.shorten(iri) in values:
                return iri
        elif lookup.is_a(iri, kinds):
            return iri
    return None


def _likeness(
    user: frozenset[str], loose: float, wording: frozenset[str], question: Question, wordings: _Wordings
) -> float:
    """Return how much of both sides is shared, from 0 to 1 (Dice's coefficient, by weight)."""
    # An optional parameter may be added to any wording of its question.
    free = {feature for feature in user - wording if feature[0] == "{" and question.parameters[feature[1:-1]].optional}
    shared = wordings.weight(user & wording) + wordings.weight(free)
    both = wordings.weight(user) + loose + wordings.weight(wording) + wordings.weight(free)
    return 2 * shared / both if both else 0.0


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
    slots = {wording: set(re.findall(r"\{(\w+)\}", wording)) for wording in wordings}
    wording = max(
        (wording for wording in wordings if slots[wording] <= given),
        key=lambda each: len(slots[each]),
        default=wordings[0],
    )
    told = re.sub(
        r"\{(\w+)\}", lambda slot: lookup.label(call.arguments[slot[1]].value) if slot[1] in given else "…", wording
    )
    for name in call.question.parameters:
        if name in given and name not in slots[wording]:
            told += f" {_PREPOSITIONS.get(name, name)} {lookup.label(call.arguments[name].value)}"
    return told
