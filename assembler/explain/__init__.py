"""Explanations of codes, fields and clauses, in general or for one deal."""

from __future__ import annotations

from assembler.codes import explain_code, registry
from assembler.explain.clauses import Forms, clause_names, explain_clause
from assembler.explain.terms import explain_term, term_paths
from assembler.findings import Finding, Place, Refused
from assembler.library import Library
from assembler.termsheet.loading import Loaded


def explain(subject: str, library: Library, loaded: Loaded | None = None) -> str:
    """Return the explanation of a code, of a field by its path, or of a clause by its label or number.

    With a deal, it adds the deal's value and line, or the state of the clause and the terms that decided it. Raises
    Refused with similar names if nothing has that name.
    """
    wanted = subject.strip()
    if wanted.upper() in registry():
        return explain_code(wanted.upper())
    forms = Forms.of(library, loaded)
    if text := explain_clause(wanted, forms) or explain_term(wanted, forms):
        return text
    raise Refused([_unknown(wanted, forms)])


def _unknown(subject: str, forms: Forms) -> Finding:
    from rapidfuzz import fuzz, process

    names = list(dict.fromkeys([*registry(), *term_paths(), *clause_names(forms)]))
    near = [name for name, *_ in process.extract(subject, names, scorer=fuzz.ratio, limit=3, score_cutoff=50)]
    what = "no code, field or clause has this name"
    nearest = f"Did you mean {', '.join(near)}? " if near else ""
    remedy = f"{nearest}Write a code such as T104, a field such as offering.price_per_share, or a clause such as 3(e)."
    return Finding("Y006", what, remedy, Place(subject))
