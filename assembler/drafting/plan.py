"""The plan of a document: the clauses of the form in this deal, their states, and the terms that decided them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.document.marks import read_mark
from assembler.document.tree import State
from assembler.errors import InputError, Location, Problem
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal

_LINE = re.compile(
    r"^(?P<indent> *)(?:(?P<mark>(?:[A-Z][a-z]+ )?\(?[0-9A-Za-z][).]?|1\.1) )?(?P<label>[a-z0-9_]{2,})(?: +(?P<rest>\S.*))?$"
)
_RULE = re.compile(
    r"^(?P<state>optional|reserved|elsewhere|group)?"
    r"(?: ?when (?P<fact>[a-z_0-9]+)(?:, otherwise (?P<otherwise>reserved|elsewhere|text)(?: when (?P<otherwise_fact>[a-z_0-9]+))?)?)?$"
)
PAGES = ("cover", "contents", "signatures")
STATES = {"text": State.PRESENT, "reserved": State.RESERVED, "omit": State.OMITTED, "elsewhere": State.ELSEWHERE}


class Outlined(Struct, frozen=True):
    """One line of a form's outline, with its children."""

    label: str
    line: int
    mark: str = ""
    state: str = ""
    fact: str = ""
    otherwise: str = ""
    otherwise_fact: str = ""
    starts_page: bool = False
    pages: str = ""
    each: str = ""
    children: tuple[Outlined, ...] = ()


class Planned(Struct, frozen=True):
    """A clause as planned for this deal.

    `words` is its file, or None if the clause prints no words of its own. `scope` holds the values that a repeated
    clause sees besides the deal's. `decided_by` holds the paths of the terms that decided its state, empty if none did.
    """

    label: str
    state: State
    words: ClauseFile | None
    mark: str = ""
    starts_page: bool = False
    pages: str = ""
    subject: str = ""
    scope: Mapping[str, Any] = {}
    decided_by: tuple[str, ...] = ()
    children: tuple[Planned, ...] = ()


@cache
def read_outline(form: ClauseFile) -> tuple[Outlined, ...]:
    """Return the outline of a form as a tree. Raises InputError with every faulty line."""
    problems: list[Problem] = []
    flat = list(_read_lines(form, problems))
    problems += _twice(form, [item for _, item in flat])
    if problems:
        raise InputError(problems)
    return _nest(flat)


def plan(form: ClauseFile, clauses: Mapping[str, ClauseFile], deal: Deal) -> tuple[Planned, ...]:
    """Return the clauses of the form for this deal in order, including omitted ones.

    Raises InputError if the outline cannot be read, asks an unknown fact, or names a clause without a file.
    """
    planner = _Planner(form, clauses, deal)
    planned = planner.several(read_outline(form), {}, "")
    if planner.problems:
        raise InputError(planner.problems)
    return planned


def flattened(planned: Iterable[Planned]) -> Iterator[Planned]:
    """Yield every planned clause, each before its children."""
    for clause in planned:
        yield clause
        yield from flattened(clause.children)


def worded(planned: Iterable[Planned]) -> Iterator[tuple[Planned, ClauseFile]]:
    """Yield the clauses that print words of their own, with their files, in the order of the document."""
    for clause in planned:
        if clause.words:
            yield clause, clause.words
        if clause.state is State.PRESENT:
            yield from worded(clause.children)


def _read_lines(form: ClauseFile, problems: list[Problem]) -> Iterator[tuple[int, Outlined]]:
    # A line `page` breaks the page before the next clause. Its kind of pages holds until the next such line.
    page, pages = False, ""
    for number, text in enumerate(form.text.splitlines(), start=1):
        words = text.split()
        indent = len(text) - len(text.lstrip(" "))
        if words[:1] == ["page"] and (words[1:] == [] or (len(words) == 2 and words[1] in PAGES)):
            page, pages = True, words[1] if words[1:] else ""
        elif words[:2] == ["for", "each"] and len(words) == 3:
            yield indent, Outlined("", number, each=words[2])
        elif words:
            outlined = _read_line(text, number)
            if outlined is None:
                problems.append(_unreadable(form, number, text))
                continue
            yield indent, replace(outlined, starts_page=page, pages=pages)
            page = False


def _read_line(text: str, number: int) -> Outlined | None:
    match = _LINE.match(text)
    rule = _RULE.match(match["rest"] or "") if match else None
    if not match or not rule:
        return None
    try:
        read_mark(match["mark"] or "1.")
    except ValueError:
        return None
    state, fact, otherwise, other_fact = (rule[part] or "" for part in ("state", "fact", "otherwise", "otherwise_fact"))
    return Outlined(match["label"], number, match["mark"] or "", state, fact, otherwise, other_fact)


def _unreadable(form: ClauseFile, number: int, text: str) -> Problem:
    what = f"expected `MARK label` and a rule such as `when FACT, otherwise reserved`, found {text.strip()!r}"
    return Problem("W103", what, "See the section on forms in templates/README.md.", Location(form.name, number))


def _twice(form: ClauseFile, items: list[Outlined]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for item in items:
        if item.label and seen.setdefault(item.label, item.line) != item.line:
            what = f"the clause {item.label!r} occurs twice, first in line {seen[item.label]}"
            yield Problem("W104", what, "Delete one of the two lines.", Location(form.name, item.line))


def _nest(flat: list[tuple[int, Outlined]]) -> tuple[Outlined, ...]:
    nested: list[Outlined] = []
    while flat:
        indent, item = flat[0]
        end = next((index for index, (depth, _) in enumerate(flat[1:], 1) if depth <= indent), len(flat))
        nested.append(replace(item, children=_nest(flat[1:end])))
        flat = flat[end:]
    return tuple(nested)


class _Planner:
    """Plans one deal and collects the problems about the form."""

    def __init__(self, form: ClauseFile, clauses: Mapping[str, ClauseFile], deal: Deal) -> None:
        self.form = form
        self.clauses = clauses
        self.deal = deal
        self.problems: list[Problem] = []

    def several(self, items: tuple[Outlined, ...], scope: Mapping[str, Any], subject: str) -> tuple[Planned, ...]:
        planned: list[Planned] = []
        for item in items:
            if item.each and item.each not in self.deal.repeated:
                self.complain(
                    item,
                    "W107",
                    f"clauses cannot be repeated for each {item.each!r}",
                    f"Write one of: {', '.join(self.deal.repeated)}.",
                )
            elif item.each:
                for item_subject, item_scope in self.deal.each(item.each):
                    planned += self.several(item.children, item_scope, item_subject)
            else:
                planned.append(self.one(item, scope, subject))
        return tuple(planned)

    def one(self, item: Outlined, scope: Mapping[str, Any], subject: str) -> Planned:
        state, decided_by = self.state(item)
        words = self.clauses.get(item.label) if item.state != "group" and state is State.PRESENT else None
        if state is State.PRESENT and item.state != "group" and words is None:
            self.complain(item, "W105", f"the clause {item.label!r} has no file", f"Add the file {item.label}.txt.")
        children = self.several(item.children, scope, subject)
        return Planned(
            item.label, state, words, item.mark, item.starts_page, item.pages, subject, scope, decided_by, children
        )

    def state(self, item: Outlined) -> tuple[State, tuple[str, ...]]:
        """Return the state of a clause and the paths of the terms that decided it."""
        standing, decided_by = STATES.get(item.state, State.PRESENT), tuple[str, ...]()
        if item.state == "optional":
            standing, decided_by = STATES[self.deal.clause_status(item.label)], (f"options.clauses.{item.label}",)
        if not item.fact:
            return standing, decided_by
        for fact in filter(None, (item.fact, item.otherwise_fact)):
            if fact not in self.deal.facts:
                self.complain(item, "W106", f"{fact!r} is not a fact", "assembler/termsheet/facts/ lists the facts.")
                return standing, decided_by
        asked = (*self.deal.decided_by[item.fact], *self.deal.decided_by.get(item.otherwise_fact, ()))
        return (standing if self.deal.facts[item.fact] else self.otherwise(item)), tuple(
            dict.fromkeys((*decided_by, *asked))
        )

    def otherwise(self, item: Outlined) -> State:
        """Return the state of a clause whose fact is false. Without a second fact that is true, it is left out."""
        stands = item.otherwise and (not item.otherwise_fact or self.deal.facts[item.otherwise_fact])
        return STATES[item.otherwise] if stands else State.OMITTED

    def complain(self, item: Outlined, code: str, what: str, hint: str) -> None:
        self.problems.append(Problem(code, what, hint, Location(self.form.name, item.line)))
