"""T450: a filer whose status, place and forms do not agree.

A foreign private issuer is organized abroad (Exchange Act Rule 3b-4). It reports on Forms 20-F and 6-K, and registers
resales on Form F-1 or F-3. A domestic filer has Forms 10-K, 10-Q, 8-K, S-1 and S-3.

    company: {jurisdiction: Delaware, filer: foreign private issuer}

    company.filer: a Delaware company is no foreign private issuer

    company: {filer: domestic}, sec_forms: {resale_registration: Form F-3}

    sec_forms.resale_registration: Form F-3 is for foreign private issuers, and company.filer is domestic

An error in an execution version, and a warning before.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.formats import with_article
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.states import state_meant

CODE = "T450"

_FOREIGN = ("Form 20-F", "Form 40-F", "Form 6-K", "Form F-1", "Form F-3", "Form F-10")
# A foreign private issuer may choose the domestic forms, but not in part.
_DOMESTIC = ("Form 10-K", "Form 10-Q", "Form 8-K", "Form S-1", "Form S-3")


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for a filer that cannot be foreign, and for each form of the other kind of filer."""
    company = context.terms.company
    is_foreign = company.filer == "foreign_private_issuer"
    if is_foreign and isinstance(company.jurisdiction, str) and state_meant(company.jurisdiction):
        what = f"{with_article(company.jurisdiction)} company is no foreign private issuer"
        yield context.before_signing(CODE, "company.filer", what, "Delete the line, or correct company.jurisdiction.")
    forms = context.deal.sec_forms if context.deal else None
    for name in type(forms).model_fields if forms else ():
        if getattr(forms, name) in (_DOMESTIC if is_foreign else _FOREIGN):
            users, filer = (
                ("domestic filers", "foreign_private_issuer") if is_foreign else ("foreign private issuers", "domestic")
            )
            what = f"{getattr(forms, name)} is for {users}, and company.filer is {filer}"
            yield context.before_signing(CODE, f"sec_forms.{name}", what, "Correct the form, or company.filer.")
