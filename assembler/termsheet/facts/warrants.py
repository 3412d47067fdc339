"""Facts of the warrants that come with the shares."""

from __future__ import annotations

from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.timing import is_limited


@decided_by("warrants.mode")
def warrants_sold(terms: TermSheet) -> bool:
    """The investors buy shares and warrants together, and the agreement says so throughout."""
    return terms.warrants.mode == "integrated"


@decided_by("warrants.mode")
def warrants_covenanted(terms: TermSheet) -> bool:
    """The covenant "Warrants" alone grants the warrants."""
    return terms.warrants.mode == "covenant"


@decided_by("warrants.mode")
def warrants_issued(terms: TermSheet) -> bool:
    """The deal has warrants."""
    return terms.warrants.mode != "none"


@decided_by(
    "warrants.exercise_price",
    "warrants.exercise_price_percentage",
    "warrants.term_years",
    "warrants.term_months",
    "warrants.expiration_date",
)
def exercise_terms_stated(terms: TermSheet) -> bool:
    """The deal states the exercise price and the term of the warrants."""
    return terms.warrants.exercise_price is not None and is_limited(terms.warrants)


@decided_by("warrants.classes", "warrants.mode")
def warrants_in_classes(terms: TermSheet) -> bool:
    """The warrants are of stated classes, such as Series A and Series B."""
    return warrants_issued(terms) and bool(terms.warrants.classes)


@decided_by("warrants.classes", "warrants.mode")
def several_classes(terms: TermSheet) -> bool:
    """The warrants are of more than one class."""
    return warrants_issued(terms) and len(terms.warrants.classes) > 1


@decided_by("warrants.classes", "warrants.mode", "execution.status")
def numbers_by_class(terms: TermSheet) -> bool:
    """Each signature page shows the number of each class. The one page of a form has no numbers."""
    return warrants_in_classes(terms) and terms.execution.status != "form"


@decided_by("warrants.classes", "warrants.mode")
def warrants_prefunded(terms: TermSheet) -> bool:
    """Investors can buy pre-funded warrants in place of shares."""
    return warrants_issued(terms) and any(each.prefunded for each in terms.warrants.classes)


@decided_by("options.share_rounding", "warrants.classes", "warrants.mode")
def shares_priced_apart(terms: TermSheet) -> bool:
    """The number of shares is no quotient of the total price: it is rounded down, or the price buys warrants too."""
    return terms.options.share_rounding == "down" or warrants_prefunded(terms)


@decided_by("warrants.provisions.vesting")
def warrants_vest(terms: TermSheet) -> bool:
    """The warrants become exercisable in instalments."""
    return bool(terms.warrants.provisions.vesting)
