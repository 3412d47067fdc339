"""Load a term sheet: turn its text into typed terms, and give every problem its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from assembler.errors import InputError, Problem, Severity, errors
from assembler.termsheet.closings import INITIAL
from assembler.termsheet.fields import text_field
from assembler.termsheet.messages import Detail, MessageWriter, path_text
from assembler.termsheet.quantities import shortened
from assembler.termsheet.schema import SHEETS, AnyTermSheet, TermSheet, WarrantSheet
from assembler.termsheet.source import Source, SourceTree, TermPath, place_of, values_of
from assembler.termsheet.spellings import folded
from assembler.termsheet.validation import complaints, validated
from assembler.termsheet.yaml_text import quoted


class Loaded(Struct, frozen=True):
    """The terms of a deal, their source, and the warnings.

    `inputs` maps a kind of file, such as `investors`, to the SHA-256 of the file.
    """

    terms: AnyTermSheet
    source: Source
    warnings: tuple[Problem, ...] = ()
    inputs: Mapping[str, str] = {}


def load(source: Source) -> Loaded:
    """Return the terms of a term sheet that has its investors in it.

    Raise `InputError` with all errors and warnings, those of earlier stages among them.
    """
    sheet = _sheet(source.tree)
    terms, details = validated(sheet, source.tree)
    details += _without_amount(source)
    details = [detail for detail in details if not source.is_settled(detail["loc"])]
    problems = [*source.problems, *complaints(source, details, MessageWriter(sheet))]
    problems += [*_same_names(source), *_mixed_alphabets(source)]
    problems += [*_without_value(source, sheet), *_cut_by_comment(source, sheet)]
    if terms is None or errors(problems):
        raise InputError(problems)
    return Loaded(terms, source, tuple(problems), source.inputs)


def _sheet(tree: SourceTree) -> type[TermSheet | WarrantSheet]:
    """Return the kind of sheet for the form. The schema reports an unknown form."""
    form = tree.get("form") if isinstance(tree, dict) else None
    sheets = {folded(name): sheet for name, sheet in SHEETS.items()}
    return sheets.get(folded(form) if isinstance(form, str) else "", TermSheet)


# Problems that the schema cannot see


def _without_amount(source: Source) -> Iterator[Detail]:
    """Yield the detail of a missing amount for every investor that states neither dollars nor shares."""
    investors = source.tree.get("investors")
    for index, investor in enumerate(investors if isinstance(investors, list) else []):
        if isinstance(investor, dict) and {"amount", "shares"}.isdisjoint(investor):
            yield {"type": "missing", "loc": ("investors", index, "amount"), "msg": "", "input": investor}


def _same_names(source: Source) -> Iterator[Problem]:
    """Yield a problem for every investor whose name is, or looks like, that of an earlier investor.

    An investor may buy again at a later closing, under the same name.
    """
    investors = source.tree.get("investors")
    first: dict[str, tuple[int, str]] = {}
    bought: set[tuple[str, str]] = set()
    for index, investor in enumerate(investors if isinstance(investors, list) else []):
        name = investor.get("name") if isinstance(investor, dict) else None
        if not isinstance(investor, dict) or not isinstance(name, str):
            continue
        before, named = first.setdefault(_as_seen(name), (index, name))
        purchase = name, str(investor.get("closing", INITIAL))
        if before != index and (name != named or purchase in bought):
            relation = "is also" if _folded(named) == _folded(name) else "looks like"
            path: TermPath = ("investors", index, "name")
            line = place_of(source, ("investors", before, "name")).line
            what = f"{shortened(name)} {relation} the name of the investor on line {line}"
            hint = "Merge the two entries, or make the names differ. An investor who buys again has another `closing`."
            yield Problem("T112", what, hint, place_of(source, path), path_text(path))
        bought.add(purchase)


def _folded(name: str) -> str:
    """Return the name without its capitals and extra spaces."""
    return " ".join(name.split()).casefold()


def _as_seen(name: str) -> str:
    if name.isascii():
        return _folded(name)
    # Imported here: most names are of plain letters.
    from assembler.termsheet.confusables import as_seen

    return " ".join(as_seen(name).split())


def _mixed_alphabets(source: Source) -> Iterator[Problem]:
    """Yield a warning for every word with letters of another alphabet that look Latin."""
    for path, text in values_of(source.tree):
        if text is None or text.isascii():
            continue
        from assembler.termsheet.confusables import misleading_words

        for what in misleading_words(text):
            hint = "If intended, ignore this; otherwise type the word again on an English keyboard."
            yield Problem("T113", what, hint, place_of(source, path), path_text(path), Severity.WARNING)


_NO_VALUE = frozenset({"n/a", "na", "n.a.", "n.a", "not applicable", "none", "nil", "~", "-", "--", "\u2013", "\u2014"})


def _without_value(source: Source, sheet: type[TermSheet | WarrantSheet]) -> Iterator[Problem]:
    """Yield a problem for every text such as N/A, which would print as it stands."""
    for path, text in values_of(source.tree):
        # `numbered: none` and words such as "n/a" are meant in a departure.
        if (
            path[0] == "departures"
            or text is None
            or text.strip().casefold() not in _NO_VALUE
            or not (field := text_field(sheet, path))
        ):
            continue
        cell = source.cells.get(path)
        what = f"{cell.name + ': ' if cell else ''}{shortened(text)} would print as it stands"
        hint, severity = "Write the value, or TBD if it is not known yet.", Severity.WARNING
        if not field.is_required():
            line = "Empty the cell" if cell else "Delete the line"
            hint, severity = f"{line}: a term that is not stated does not print.", Severity.ERROR
        yield Problem("T114", what, hint, place_of(source, path), path_text(path), severity)


_NUMBER_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|[Oo]ne|[Tt]wo|[Tt]hree|II|III|IV|V|VI|VII|VIII|IX|X"
# A comment of words is no part of a value. A number may be: Fund # 2, Suite # 300. A date is a comment.
_NUMBER_SIGN = re.compile(
    r"[ \t]+(?P<text>#[ \t]+(?:[0-9]{1,5}[A-Za-z]?(?![\w%/:-]|\.[0-9])"
    rf"|(?:{_NUMBER_WORD})(?=[,.;)]|[ \t]*$)|[A-Z][^#]*,? (?:LP|L\.P\.|LLC|L\.L\.C\.|Inc\.?|Ltd\.?|Corp\.?|GmbH)[ \t]*$).*?)[ \t]*$"
)


def _cut_by_comment(source: Source, sheet: type[TermSheet | WarrantSheet]) -> Iterator[Problem]:
    """Yield a problem for every text that ends at a # which may be part of it."""
    # A line that is all comment cuts no value.
    cut = {
        number
        for number, line in enumerate(source.lines, 1)
        if "#" in line and not line.lstrip().startswith("#") and _NUMBER_SIGN.search(line)
    }
    if not cut:
        return
    for path, text in values_of(source.tree):
        place = source.places.get(path)
        if not text or not place or place.file != source.file or place.end_line not in cut:
            continue
        if text.upper().startswith("TBD") or not text_field(sheet, path):
            continue
        line = source.lines[place.end_line - 1]
        is_plain = source.lines[place.line - 1][place.column - 1] not in "'\"|>"
        if is_plain and (comment := _NUMBER_SIGN.match(line, place.end_column - 1)):
            whole = line[place.column - 1 :].strip() if place.line == place.end_line else f"{text} {comment['text']}"
            what = f"YAML reads `{comment['text']}` as a comment, and the value as {shortened(text)}"
            hint = (
                f"If it is part of the value, write {quoted(whole)}. If it is a comment, put it on a line of its own."
            )
            yield Problem("T116", what, hint, place, path_text(path))
