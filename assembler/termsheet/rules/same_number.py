"""T489: two warrants, or two share certificates, that bear the same number.

The number tells them apart in the register of the company and at the transfer agent. A prefix for each class keeps the
numbers of the classes apart.

    - {name: Fund A, warrant_number: W-1}
    - {name: Fund B, warrant_number: W-1}

    investors[1].warrant_number: W-1 is the number of another warrant too: the warrant of Fund A

An error: a transfer or an exercise would be entered for the wrong holder.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from assembler.errors import Problem
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import is_stated
from assembler.termsheet.warrant_classes import ClassView

CODE = "T489"


class _Numbered(Struct, frozen=True):
    """A warrant or a certificate with its number: what it is, and the path of the term that gives the number."""

    kind: str
    name: str
    number: object
    path: str


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each number that an earlier warrant or certificate bears."""
    first: dict[tuple[str, str], _Numbered] = {}
    told: set[str] = set()
    for each in _numbered(context):
        # A number that is TBD is equal to none.
        if not isinstance(each.number, str):
            continue
        before = first.setdefault((each.kind, each.number.casefold()), each)
        # Two classes with one prefix clash in every number.
        if before is not each and each.path not in told:
            told.add(each.path)
            what = f"{each.number} is the number of two {each.kind}s: {before.name}, and {each.name}"
            hint = "Correct one of the numbers."
            if each.path.endswith(".number_prefix"):
                hint = "Give each class a prefix of its own, or correct the stated number."
            yield context.error(CODE, each.path, what, hint)


def _numbered(context: RuleContext) -> Iterator[_Numbered]:
    for view in context.classes:
        yield from _of_class(context, view)
    for path, warrant in context.single_warrants:
        name = f"the warrant of {plain_name(warrant.holder.name)}"
        yield _Numbered("warrant", name, warrant.warrant_number, f"{path}.warrant_number")
    for index, investor in enumerate(context.deal.investors if context.deal else ()):
        path, name = f"investors[{index}].certificate_number", f"the certificate of {plain_name(investor.name)}"
        yield _Numbered("certificate", name, investor.certificate_number, path)


def _of_class(context: RuleContext, view: ClassView) -> Iterator[_Numbered]:
    for index, investor in enumerate(view.terms.investors):
        only = f"investors[{index}].warrant_number"
        paths = (path for path in (view.path_of(only), only) if is_stated(context.source, path))
        path = next(paths, f"{view.path}.number_prefix")
        name = " ".join(filter(None, ("the", view.name, "warrant of", plain_name(investor.name))))
        yield _Numbered("warrant", name, investor.warrant_number, path)
