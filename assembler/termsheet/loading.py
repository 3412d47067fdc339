"""A term sheet is loaded: its text becomes typed terms, and every complaint about them has a place in the file.

| code | what is wrong | what to do |
|---|---|---|
| T101 | an unknown field | write the name that was meant, or delete the line |
| T102 | a missing field | add it; or TBD in its place, where it is not agreed yet |
| T103 | names and values, a list or one value where another of them is due | write it in the form that the message shows |
| T104 | not a number of the kind that is due | write it in figures, such as 1,100,000 |
| T105 | not a date | write it as year-month-day, such as 2003-07-01 |
| T106 | a number out of its bounds | write a number that can be meant |
| T107 | none of the values that are allowed | write one of them, letter for letter |
| T108 | nothing behind the colon | write the value, or TBD; or delete the line of a term that is not needed |
| T109 | too few or too many entries in a list | add an entry, or make two term sheets of it |
| T110 | a text that is blank, too long, or not printable | type the text again |
| T112 | two investors of one name, or of names that look alike | put the two entries together, or tell the names apart |
| T113 | a word that mixes letters of two alphabets, or looks Latin and is not (a warning) | type the word again on an English keyboard, unless it is meant so |
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel, ValidationError, create_model

from assembler.findings import Finding, Fix, Place, Refused, Severity, errors
from assembler.termsheet.complaints import Complaint, Detail, Wording, nearest, path_text
from assembler.termsheet.scalars import shortened
from assembler.termsheet.schema import SHEETS, Investor, Sheet, TermSheet, WarrantSheet, investors_sheet
from assembler.termsheet.source import MOST_OF_A_KIND, Path, Source, Tree, quoted, read

if TYPE_CHECKING:
    from assembler.termsheet.roster import Roster


class Loaded(Struct, frozen=True):
    """The terms of a deal, where each of them stands, and what is allowed but should be looked at.

    `inputs` are hashes of the files that it refers to, by what they are.
    """

    terms: Sheet
    source: Source
    warnings: tuple[Finding, ...] = ()
    inputs: Mapping[str, str] = {}


def load(data: bytes, file: str, beside: Callable[[str], bytes] | None = None) -> Loaded:
    """The terms in the bytes of a term sheet; `file` is its name in places.

    `beside` reads a file by its path from the term sheet, and raises OSError where there is none to read; without it a
    term sheet that refers to a list of its investors is refused. Raises `Refused` with every complaint, warnings
    among them.
    """
    source = read(data, file)
    investors = _investors(source, beside)
    source = investors.source
    sheet = _sheet(source.tree)
    terms, details = _validated(sheet, source.tree)
    details = [detail for detail in details if not investors.explains(detail["loc"])]
    findings = [*investors.findings, *investors.complaints(_complaints(source, details, Wording(sheet)))]
    findings += [*_same_names(source), *_mixed_alphabets(source)]
    if terms is None or errors(findings):
        raise Refused(findings)
    return Loaded(terms, source, tuple(findings), investors.inputs)


def place_of(source: Source, path: str | Path) -> Place:
    """Return the place of a value; of a missing one that of the name of the nearest group, or where that begins.

    `path` is `investors[3].amount`, entries counted from 0, or its steps.
    """
    steps = _steps(path) if isinstance(path, str) else path
    if steps in source.places:
        return source.places[steps]
    while steps:
        steps = steps[:-1]
        if key := source.keys.get(steps):
            return key
        if group := source.places.get(steps):
            return Place(group.file, group.line, group.column)
    return Place(source.file)


def is_stated(source: Source, path: str) -> bool:
    """Whether the term sheet states the term itself."""
    return _steps(path) in source.places


def _steps(path: str) -> Path:
    return tuple(int(step[1:]) if step.startswith("[") else step for step in re.findall(r"\[[0-9]+|[^.\[\]]+", path))


# Investors that a file lists


class _Investors(Struct, frozen=True):
    """A term sheet whose investors are typed, or put in from the file that lists them, and what is wrong with that file."""

    source: Source
    findings: tuple[Finding, ...] = ()
    roster: Roster | None = None
    inputs: Mapping[str, str] = {}

    def explains(self, path: Path) -> bool:
        """Whether a complaint about a value would only repeat what is said of the file."""
        if self.roster:
            return self.roster.explains(path)
        return bool(self.findings) and path[:1] == ("investors",)

    def complaints(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The complaints of the schema, of a value in the file in the words of who filled it in."""
        roster = self.roster
        for finding in findings:
            is_of_file = roster and finding.place.file == roster.grid.file
            yield roster.reworded(_steps(finding.path), finding) if roster and is_of_file else finding


def _investors(source: Source, beside: Callable[[str], bytes] | None) -> _Investors:
    """The term sheet with every investor in it, be it typed or listed in a file."""
    group = source.tree.get("investors")
    if not isinstance(group, dict) or not group or not ("from" in group or _NAMES_OF_INVESTOR.isdisjoint(group)):
        return _Investors(source)
    alone = replace(source, tree={"investors": group})
    # Imported here: most term sheets have their investors in them.
    from assembler.termsheet.listing import listed, without_investors

    referring = create_model("_Referring", investors=(investors_sheet(), ...))
    reference, details = _validated(referring, alone.tree)
    findings = tuple(_complaints(alone, details, Wording(referring)))
    if reference is None or findings:
        return _Investors(without_investors(source), findings)
    found = listed(source, reference, beside)
    return _Investors(found.source, found.findings, found.roster, {"investors": found.digest} if found.digest else {})


_NAMES_OF_INVESTOR = frozenset(Investor.model_fields)


# Complaints of the schema

_Terms = TypeVar("_Terms", bound=BaseModel)


def _sheet(tree: Tree) -> type[TermSheet | WarrantSheet]:
    """The kind of sheet that the form asks for; a form that there is not is a complaint of the schema."""
    form = tree.get("form") if isinstance(tree, dict) else None
    return SHEETS.get(form if isinstance(form, str) else "", TermSheet)


def _validated(sheet: type[_Terms], tree: Tree) -> tuple[_Terms | None, list[Detail]]:
    """The terms, or none of them and what pydantic has to say."""
    try:
        return sheet.model_validate(tree), []
    except ValidationError as error:
        details: list[Detail] = [*error.errors(include_url=False)]
        # A list whose entries are wrong is also too short for pydantic: it counts the right ones.
        return None, [detail for detail in details if detail["type"] != "too_short" or not detail["input"]]


def _complaints(source: Source, details: list[Detail], wording: Wording) -> Iterator[Finding]:
    """One finding for each cause: "empty" instead of "wrong kind", "unknown" without the "missing" it entails."""
    first, more = _first_of_each_kind(details)
    wrong = {detail["loc"] for detail in details}
    unknown = {detail["loc"] for detail in details if detail["type"] == "extra_forbidden"}
    misspelt = {
        (*path[:-1], nearest(path[-1], wording.names_at(path[:-1])))
        for detail in first
        if (path := detail["loc"]) in unknown
    }
    empty = {path for path in _empty_values(source.tree) if not _within(path, wrong) and path not in unknown}
    for detail in first:
        path = detail["loc"]
        if path not in empty and not (detail["type"] == "missing" and path in misspelt):
            place = source.keys[path] if path in unknown else place_of(source, path)
            comma = path in unknown and _follows_comma(source, place, str(path[-1]))
            complaint = _COMMA if comma else wording.complaint(detail)
            fix = _fix(source, path, complaint)
            yield Finding(complaint.code, complaint.what, complaint.remedy, place, path_text(path), fix=fix)
            if number := more.pop(id(detail), 0):
                behind = Place(place.file, place.line, place.column + 1)
                what = f"and {number:,} more of this kind in the file"
                yield Finding(complaint.code, what, complaint.remedy, behind)
    for path in empty:
        complaint = wording.empty(path)
        yield Finding(complaint.code, complaint.what, complaint.remedy, place_of(source, path), path_text(path))


def _fix(source: Source, path: Path, complaint: Complaint) -> Fix | None:
    """Return the fix of a complaint about the value at a path, or about its name; None where it is not certain."""
    place = (source.keys if complaint.of_name else source.places).get(path)
    if not complaint.write or not place or place.file != source.file:
        return None
    if complaint.of_name:
        is_taken = (*path[:-1], complaint.write) in source.keys
        return None if is_taken else Fix(place, complaint.write)
    if "," in complaint.write and complaint.write[0] not in "[{" and is_within_brackets(source, path):
        return Fix(place, quoted(complaint.write))
    return Fix(place, complaint.write)


def is_within_brackets(source: Source, path: Path) -> bool:
    """Return True if a value stands in a list or group that is written in brackets."""
    groups = (source.places.get(path[:length]) for length in range(len(path)))
    return any(source.lines[group.line - 1][group.column - 1] in "[{" for group in groups if group)


def _first_of_each_kind(details: list[Detail]) -> tuple[list[Detail], dict[int, int]]:
    """The first hundred of each kind; and by the last of those how many more there are, which nobody would read."""
    seen: Counter[str] = Counter()
    first: list[Detail] = []
    for detail in details:
        seen[detail["type"]] += 1
        if seen[detail["type"]] <= MOST_OF_A_KIND:
            first.append(detail)
    last = {detail["type"]: id(detail) for detail in first}
    return first, {last[kind]: number - MOST_OF_A_KIND for kind, number in seen.items() if number > MOST_OF_A_KIND}


_COMMA = Complaint(
    "T101",
    "within braces a comma begins another field, and this is not one",
    "Put the value that holds the comma in single quotation marks.",
)


def _follows_comma(source: Source, place: Place, name: str) -> bool:
    """Whether a name stands between braces without a value: the rest of a value that holds a comma."""
    behind = source.lines[place.line - 1][place.column - 1 :].removeprefix(name)
    return bool(re.match(r"\s*[,}]", behind))


def _within(path: Path, groups: AbstractSet[Path]) -> bool:
    return any(path[:length] in groups for length in range(len(path)))


def _empty_values(tree: Tree) -> Iterator[Path]:
    """The paths of values that are not there, required or not: missing never becomes blank."""
    return (path for path, value in _values(tree, ()) if value is None)


# What the schema cannot see


def _values(tree: Tree, path: Path) -> Iterator[tuple[Path, str | None]]:
    """Every single value of the tree with its path."""
    if isinstance(tree, dict | list):
        steps: Iterable[tuple[str | int, Tree]] = tree.items() if isinstance(tree, dict) else enumerate(tree)
        for step, value in steps:
            yield from _values(value, (*path, step))
    else:
        yield path, tree


def _same_names(source: Source) -> Iterator[Finding]:
    """A complaint for every investor whose name is, or looks like, one that stands in the list before."""
    investors = source.tree.get("investors")
    first: dict[str, tuple[int, str]] = {}
    for index, investor in enumerate(investors if isinstance(investors, list) else []):
        name = investor.get("name") if isinstance(investor, dict) else None
        if not isinstance(name, str):
            continue
        before, named = first.setdefault(_as_seen(name), (index, name))
        if before != index:
            how = "is also" if _folded(named) == _folded(name) else "looks like"
            path: Path = ("investors", index, "name")
            line = place_of(source, ("investors", before, "name")).line
            what = f"{shortened(name)} {how} the name of the investor on line {line}"
            remedy = "Put the two entries together, or tell the names apart."
            yield Finding("T112", what, remedy, place_of(source, path), path_text(path))


def _folded(name: str) -> str:
    """The name without what capitals and blanks make of it."""
    return " ".join(name.split()).casefold()


def _as_seen(name: str) -> str:
    if name.isascii():
        return _folded(name)
    # Imported here: most names are of plain letters.
    from assembler.termsheet.lookalikes import as_seen

    return " ".join(as_seen(name).split())


def _mixed_alphabets(source: Source) -> Iterator[Finding]:
    """A warning for every word whose letters are not of the alphabet that they seem to be of."""
    for path, text in _values(source.tree, ()):
        if text is None or text.isascii():
            continue
        from assembler.termsheet.lookalikes import misleading_words

        for what in misleading_words(text):
            remedy = "Type the word again on an English keyboard, unless it is meant so."
            yield Finding("T113", what, remedy, place_of(source, path), path_text(path), Severity.WARNING)
