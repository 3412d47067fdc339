"""T424: a warrant that contradicts the agreement on registration.

4(a) promises to register the Warrant Shares. A warrant with `registration_rights: false` says that its holder has no
registration rights. The other way round, the placement agent's warrant refers to a registration rights agreement that
its own agreement contemplates, which is rarely the case.

    warrants: {mode: integrated, provisions: {registration_rights: false}}

    warrants.provisions.registration_rights: the warrants give no registration rights, but 4(a) promises to register the Warrant Shares

An error in an execution version, and a warning before. For a warrant that is not an investor's, a stated value settles
it. In a deal without a Registration Rights Agreement, a warrant that states such rights is found as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.source import is_stated

CODE = "T424"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for the investors' warrants, and one for each other warrant that leaves the question open."""
    if context.deal:
        yield from _of_investors(context, context.deal)
    for path, warrant in context.single_warrants:
        if warrant.underlying_agreement is None:
            if warrant.provisions.registration_rights:
                what = "this warrant incorporates a registration rights agreement, but is issued under no agreement"
                hint = f"{_without(context, path)}, or state its underlying_agreement."
                yield context.before_signing(CODE, f"{path}.provisions", what, hint)
        elif "registration_rights" not in warrant.provisions.model_fields_set:
            title = warrant.underlying_agreement.title
            what = f"this warrant incorporates a registration rights agreement that the {title} contemplates"
            hint = f"{_without(context, path)}, or true if the {title} really does."
            yield context.before_signing(CODE, f"{path}.provisions", what, hint)


def _of_investors(context: RuleContext, deal: TermSheet) -> Iterator[Problem]:
    """Yield a problem if a class of the investors' warrants and the agreement differ."""
    agreed = deal.options.registration_rights
    paths = [f"{view.provisions_path}.registration_rights" for view in context.classes]
    granted = [view.warrants.provisions.registration_rights for view in context.classes]
    stated = [path for path, given in zip(paths, granted, strict=True) if given and is_stated(context.source, path)]
    if not agreed and stated:
        what = "the warrants give registration rights, but the deal has no Registration Rights Agreement"
        yield context.before_signing(
            CODE, stated[0], what, "Delete the line, or write `registration_rights: true` below options."
        )
    elif agreed and not all(granted) and context.in_form_words("cov_registration_rights"):
        what = "the warrants give no registration rights, but 4(a) promises to register the Warrant Shares"
        hint = "Write `registration_rights: true`, or take the Warrant Shares out of cov_registration_rights by a departure."
        yield context.before_signing(CODE, paths[granted.index(False)], what, hint)


def _without(context: RuleContext, path: str) -> str:
    """Return the beginning of a hint: the line by which a single warrant has no registration rights."""
    if is_stated(context.source, f"{path}.provisions"):
        return "Add `registration_rights: false` below its `provisions:`"
    return f"Add `provisions: {{registration_rights: false}}` below `{path}:`"
