"""T424: a warrant that contradicts the agreement on registration.

4(a) promises to register the Warrant Shares. A warrant with `registration_rights: false` says that its holder has no
registration rights. The other way round, the placement agent's warrant refers to a registration rights agreement that
its own agreement contemplates, which is rarely the case.

    warrants: {mode: integrated, provisions: {registration_rights: false}}

    warrants.provisions.registration_rights: the warrants give no registration rights, but 4(a) promises to register the Warrant Shares

An error in an execution version, and a warning before. For a warrant that is not an investor's, a stated value settles
it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T424"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for the investors' warrants, and one for each other warrant that leaves the question open."""
    without = [view for view in context.classes if not view.warrants.provisions.registration_rights]
    if without and context.in_form_words("cov_registration_rights"):
        what = "the warrants give no registration rights, but 4(a) promises to register the Warrant Shares"
        hint = "Write `registration_rights: true`, or take the Warrant Shares out of cov_registration_rights by a departure."
        yield context.before_signing(CODE, f"{without[0].provisions_path}.registration_rights", what, hint)
    for path, warrant in context.single_warrants:
        if warrant.underlying_agreement is None:
            if warrant.provisions.registration_rights:
                what = "this warrant incorporates a registration rights agreement, but is issued under no agreement"
                hint = "Write `registration_rights: false` below its provisions, or state its underlying_agreement."
                yield context.before_signing(CODE, f"{path}.provisions", what, hint)
        elif "registration_rights" not in warrant.provisions.model_fields_set:
            title = warrant.underlying_agreement.title
            what = f"this warrant incorporates a registration rights agreement that the {title} contemplates"
            hint = "Write `registration_rights: true` below its provisions if there is one, and false otherwise."
            yield context.before_signing(CODE, f"{path}.provisions", what, hint)
