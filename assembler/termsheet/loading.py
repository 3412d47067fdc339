"""Load a term sheet: turn its text into typed terms, and give every problem its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from assembler.errors import InputError, Problem, Severity, errors
from assembler.termsheet.messages import MessageWriter, path_text
from assembler.termsheet.quantities import shortened
from assembler.termsheet.schema import SHEETS, AnyTermSheet, TermSheet, WarrantSheet
from assembler.termsheet.source import Source, SourceTree, TermPath, place_of, values_of
from assembler.termsheet.validation import complaints, validated


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
    details = [detail for detail in details if not source.is_settled(detail["loc"])]
    problems = [*source.problems, *complaints(source, details, MessageWriter(sheet))]
    problems += [*_same_names(source), *_mixed_alphabets(source)]
    if terms is None or errors(problems):
        raise InputError(problems)
    return Loaded(terms, source, tuple(problems), source.inputs)


def _sheet(tree: SourceTree) -> type[TermSheet | WarrantSheet]:
    """Return the kind of sheet for the form. The schema reports an unknown form."""
    form = tree.get("form") if isinstance(tree, dict) else None
    return SHEETS.get(form if isinstance(form, str) else "", TermSheet)


# Problems that the schema cannot see


def _same_names(source: Source) -> Iterator[Problem]:
    """Yield a problem for every investor whose name is, or looks like, that of an earlier investor."""
    investors = source.tree.get("investors")
    first: dict[str, tuple[int, str]] = {}
    for index, investor in enumerate(investors if isinstance(investors, list) else []):
        name = investor.get("name") if isinstance(investor, dict) else None
        if not isinstance(name, str):
            continue
        before, named = first.setdefault(_as_seen(name), (index, name))
        if before != index:
            relation = "is also" if _folded(named) == _folded(name) else "looks like"
            path: TermPath = ("investors", index, "name")
            line = place_of(source, ("investors", before, "name")).line
            what = f"{shortened(name)} {relation} the name of the investor on line {line}"
            hint = "Merge the two entries, or make the names differ."
            yield Problem("T112", what, hint, place_of(source, path), path_text(path))


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
