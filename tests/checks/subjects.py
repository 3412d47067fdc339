"""Documents of a few words for the checks: clauses in the notation, with values written `{path: text}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from assembler.checks.context import CheckContext
from assembler.document.numbering import number
from assembler.document.references import resolve
from assembler.document.tree import Clause, Document, State, Value
from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS, parse
from assembler.errors import Problem

_VALUE = re.compile(r"\{(?P<path>[\w.\[\]]+): (?P<text>[^}]*)\}")


def clause(
    words: str, mark: str = "", label: str = "clause", *children: Clause, state: State = State.PRESENT
) -> Clause:
    values: list[Value] = []

    def token(found: re.Match[str]) -> str:
        values.append(Value(found["text"], found["path"]))
        return f"{VALUE_OPENS}{len(values) - 1}{VALUE_CLOSES}"

    parsed = parse(_VALUE.sub(token, words), tuple(values))
    return Clause(label, mark, state, parsed.heading, parsed.runs_in, parsed.blocks, tuple(children))


def subject(*clauses: Clause | str, title: str = "AGREEMENT", **rest: object) -> CheckContext:
    whole = tuple(
        one if isinstance(one, Clause) else clause(one, label=f"clause_{at}") for at, one in enumerate(clauses, start=1)
    )
    document = Document(title, whole)
    numbers = number(document)
    resolved, _ = resolve(document, numbers)
    return CheckContext(resolved, numbers, {one.label: f"clauses/{one.label}.txt" for one in whole}, **rest)


def said(check: Callable[[CheckContext], Iterable[Problem]], *clauses: Clause | str, **rest: object) -> list[str]:
    return [problem.message for problem in check(subject(*clauses, **rest))]


def problems(
    check: Callable[[CheckContext], Iterator[Problem]], *clauses: Clause | str, **rest: object
) -> list[Problem]:
    return list(check(subject(*clauses, **rest)))
