"""Explain codes, fields and clauses, in general or for a deal."""

from __future__ import annotations

from msgspec import Struct

from assembler.codes import explain_code, registry
from assembler.errors import InputError, Location, Problem
from assembler.explain.clauses import ExplainedForms, clause_names, explain_clause
from assembler.explain.terms import explain_term, term_paths
from assembler.library import Library
from assembler.termsheet.loading import Loaded


class Explanation(Struct, frozen=True):
    """The text about a name, and its kind: "code", "clause" or "field"."""

    kind: str
    text: str


def explain(subject: str, library: Library, loaded: Loaded | None = None) -> str:
    """Return the text of the explanation that `find` returns."""
    return find(subject, library, loaded).text


def find(subject: str, library: Library, loaded: Loaded | None = None) -> Explanation:
    """Return the explanation of a code, of a field by its path, or of a clause by its label or number.

    With a deal, add the value and its line, or the state of the clause and the terms that decided it. Raise
    `InputError` with similar names if nothing has that name.
    """
    wanted = subject.strip()
    if wanted.upper() in registry():
        return Explanation("code", explain_code(wanted.upper()))
    forms = ExplainedForms.of(library, loaded)
    if text := explain_clause(wanted, forms):
        return Explanation("clause", text)
    if text := explain_term(wanted, forms):
        return Explanation("field", text)
    raise InputError([_unknown(wanted, forms)])


def _unknown(subject: str, forms: ExplainedForms) -> Problem:
    from rapidfuzz import fuzz, process

    names = list(dict.fromkeys([*registry(), *term_paths(), *clause_names(forms)]))
    near = [name for name, *_ in process.extract(subject, names, scorer=fuzz.ratio, limit=3, score_cutoff=50)]
    what = "no code, field or clause has this name"
    nearest = f"Did you mean {', '.join(near)}? " if near else ""
    hint = f"{nearest}Write a code such as T104, a field such as offering.price_per_share, or a clause such as 3(e)."
    return Problem("Y006", what, hint, Location(subject))
