"""The checks: problems that a careful reader would find in a finished document. One rule a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assembler.checks import (
    annex_empty,
    annex_missing,
    annex_unmentioned,
    closing_words,
    dated_words,
    defined_twice,
    doubled_words,
    empty_paragraph,
    missing_target,
    open_point,
    signature_date,
    spacing,
    stranded_conjunction,
    total,
    typed_list,
    typed_number,
    typed_reference,
    undefined_term,
    unfinished_sentence,
    unused_definition,
    words_and_figures,
)
from assembler.checks.context import CheckContext
from assembler.errors import Problem

CheckRule = Callable[[CheckContext], Iterable[Problem]]

# In the order of their codes.
RULES: tuple[CheckRule, ...] = (
    undefined_term.check,
    unused_definition.check,
    defined_twice.check,
    missing_target.check,
    typed_reference.check,
    typed_list.check,
    typed_number.check,
    open_point.check,
    words_and_figures.check,
    total.check,
    annex_missing.check,
    annex_unmentioned.check,
    signature_date.check,
    doubled_words.check,
    stranded_conjunction.check,
    spacing.check,
    empty_paragraph.check,
    unfinished_sentence.check,
    annex_empty.check,
    closing_words.check,
    dated_words.check,
)


def check(subject: CheckContext) -> tuple[Problem, ...]:
    """Return the problems of every rule, in the order of the rules. Copies of a clause report a shared problem once."""
    return tuple(dict.fromkeys(problem for rule in RULES for problem in rule(subject)))
