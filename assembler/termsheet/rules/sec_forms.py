"""T427: an SEC form that is not law on the date of the agreement.

Forms come and go: SB-2, 10-QSB and 10-KSB ended with Regulation S-B in 2008 and 2009. A promise to file one of them
cannot be kept. `assembler/termsheet/dated_law.py` has the dates.

    agreement.date: 2026-09-14, sec_forms.resale_registration: Form SB-2

    sec_forms.resale_registration: "Form SB-2" is not law on September 14, 2026: there is no Form SB-2 since February 4, 2008

An error in an execution version, and a warning before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assembler.errors import Problem
from assembler.termsheet.dated_law import SEC_FORMS, name_of_the_day, wrong_names
from assembler.termsheet.rules.context import RuleContext, day_of, shown
from assembler.termsheet.schema import WarrantProvisions

CODE = "T427"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each form that did not exist yet on the date, or no longer."""
    for path, text, dated in _named(context):
        day = day_of(dated)
        if not day or not isinstance(text, str):
            continue
        for form in wrong_names(text, SEC_FORMS, day):
            what = f'"{text}" is not law on {shown(day)}: {form.told(day)}'
            yield context.before_signing(CODE, path, what, f"Write {name_of_the_day(form, SEC_FORMS, day)}.")


def _named(context: RuleContext) -> Iterator[tuple[str, object, date | object]]:
    """Yield each term that names a form, with its path and the date of its document."""
    if deal := context.deal:
        for name in type(deal.sec_forms).model_fields:
            yield f"sec_forms.{name}", getattr(deal.sec_forms, name), deal.agreement.date
        for view in context.classes:
            yield from _excluded(view.provisions_path, view.warrants.provisions, deal.agreement.date)
    for path, warrant in context.single_warrants:
        yield from _excluded(f"{path}.provisions", warrant.provisions, warrant.issue_date)


def _excluded(path: str, provisions: WarrantProvisions, dated: object) -> Iterator[tuple[str, object, object]]:
    for index, form in enumerate(provisions.piggyback.excluded_forms if provisions.piggyback else ()):
        yield f"{path}.piggyback.excluded_forms[{index}]", form, dated
