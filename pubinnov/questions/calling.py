"""The questions of the catalogue as functions: `graph.questions.effects_of_means(means="e-ID")`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pubinnov.query_file import YEAR, Given
from pubinnov.questions.catalogue import Question

if TYPE_CHECKING:
    from pubinnov.questions.answers import Answer


class Function:
    """A question that can be called with its parameters by name, and returns an answer.

    Attributes:
        question: The question of the catalogue.
    """

    def __init__(self, question: Question, ask: Callable[..., Answer]) -> None:
        self.question = question
        self._ask = ask
        self.__name__ = self.__qualname__ = question.name
        self.__doc__ = describe(question)
        # Read by help(), by editors and by notebooks.
        self.__signature__ = inspect.Signature(
            [
                inspect.Parameter(
                    parameter.name,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=None if parameter.optional else inspect.Parameter.empty,
                    annotation="str | int" if parameter.kinds == (YEAR,) else "str",
                )
                for parameter in sorted(question.parameters.values(), key=lambda each: each.optional)
            ],
            return_annotation="Answer",
        )

    def __call__(self, **arguments: Given | None) -> Answer:
        """Answer the question; see `KnowledgeGraph.answer`."""
        return self._ask(self.question.name, **{name: each for name, each in arguments.items() if each is not None})

    def __repr__(self) -> str:
        return f"<question {self.question.name}{self.__signature__}: {self.question.title}>"


class Functions(Mapping[str, Function]):
    """The question catalogue, by name or as attributes.

    Args:
        questions: The catalogue.
        ask: Answers a question by name with its arguments.
    """

    def __init__(self, questions: Mapping[str, Question], ask: Callable[..., Answer]) -> None:
        self._functions = {name: Function(question, ask) for name, question in questions.items()}

    def __getitem__(self, name: str) -> Function:
        return self._functions[name]

    def __getattr__(self, name: str) -> Function:
        try:
            return self.__dict__["_functions"][name]  # type: ignore[no-any-return]
        except KeyError:
            from difflib import get_close_matches

            near = get_close_matches(name, list(self.__dict__.get("_functions", ())), n=1)
            raise AttributeError(
                f"no question is called {name!r}" + (f"; did you mean {near[0]}?" if near else ""), name=name, obj=self
            ) from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._functions]

    def __iter__(self) -> Iterator[str]:
        return iter(self._functions)

    def __len__(self) -> int:
        return len(self._functions)


def describe(question: Question) -> str:
    """Return the help of a question: its title, its parameters and an example."""
    lines = [f"{question.title}.", ""]
    for parameter in question.parameters.values():
        may = " (may be left out)" if parameter.optional else ""
        lines.append(f"    {parameter.name}: {parameter.takes}{may}")
    return "\n".join([*lines, "", f'In words: "{question.example}"'])
