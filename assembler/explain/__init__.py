"""Explanations: what a finding, a field or a clause is, where it comes from, and what would change it."""

from __future__ import annotations

from assembler.codes import CODES
from assembler.explain.clauses import Forms, clause_names, explain_clause
from assembler.explain.terms import explain_term, term_paths
from assembler.findings import Finding, Place, Refused
from assembler.library import Library
from assembler.termsheet.loading import Loaded


def explain(subject: str, library: Library, loaded: Loaded | None = None) -> str:
    """What the subject is: the code of a finding, the path of a field, or the label or number of a clause.

    With a deal, also what it is there: the value and its line, whether the clause stands, and what decided it.
    Refused, with the nearest names, where there is nothing of that name.
    """
    wanted = subject.strip()
    if code := CODES.get(wanted.upper()):
        return str(code)
    forms = Forms.of(library, loaded)
    if text := explain_clause(wanted, forms) or explain_term(wanted, forms):
        return text
    raise Refused([_unknown(wanted, forms)])


def _unknown(subject: str, forms: Forms) -> Finding:
    from rapidfuzz import fuzz, process

    names = list(dict.fromkeys([*CODES, *term_paths(), *clause_names(forms)]))
    near = [name for name, *_ in process.extract(subject, names, scorer=fuzz.ratio, limit=3, score_cutoff=50)]
    what = "is no code of a finding, no field of a term sheet, and no label or number of a clause"
    nearest = f"Did you mean {', '.join(near)}? " if near else ""
    remedy = f"{nearest}Write a code such as T104, a field such as offering.price_per_share, or a clause such as 3(e)."
    return Finding("Y006", what, remedy, Place(subject))
