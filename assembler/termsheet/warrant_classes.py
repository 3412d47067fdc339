"""The classes of the investors' warrants, and the deal as each of them sees it.

A class sees a deal whose only warrants are its own. So what is written for a deal without classes serves each class.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from assembler.termsheet.schema import Investor, TermSheet, Warrants

OF_CLASS = (
    "coverage",
    "total_warrants",
    "exercise_price",
    "exercise_price_percentage",
    "first_exercise",
    "term_years",
    "term_months",
    "term_from",
    "expiration_date",
    "number_prefix",
)
"""The terms that each class states, in place of the group `warrants`."""


class ClassView(Struct, frozen=True):
    """A class of the investors' warrants: its name, the path of its terms, and the deal with no warrants but its own.

    A deal without classes is one view, whose name is empty. `has_provisions` is true for a class that states its own.
    `maximum` is the most warrants of the class at all closings, None if it is not stated.
    """

    name: str
    path: str
    terms: TermSheet
    index: int | None = None
    has_provisions: bool = False
    maximum: Any = None
    is_prefunded: bool = False

    @property
    def warrants(self) -> Warrants:
        """The terms of the warrants of this class."""
        return self.terms.warrants

    @property
    def provisions_path(self) -> str:
        """The path of the provisions of this class, which may be those of all classes."""
        return f"{self.path if self.has_provisions or self.index is None else 'warrants'}.provisions"

    def path_of(self, path: str) -> str:
        """Return the path in the term sheet of a term that this class sees."""
        if self.index is None:
            return path
        if path == "warrants":
            return self.path
        name = path.removeprefix("warrants.")
        if name in (*OF_CLASS, "maximum_warrants"):
            return f"{self.path}.{name}"
        of_class = "prefunded_warrants" if self.is_prefunded else f"class_warrants[{self.index}]"
        path = re.sub(r"^(investors\[\d+\])\.warrants$", rf"\1.{of_class}", path)
        return re.sub(r"(?<=\.)warrant_number$", f"class_warrant_numbers[{self.index}]", path)


def views_of(terms: TermSheet) -> tuple[ClassView, ...]:
    """Return the view of each class of warrants, in order, or the only view of a deal without classes."""
    if not terms.warrants.classes:
        return (ClassView("", "warrants", terms),)
    return tuple(_view(terms, index) for index in range(len(terms.warrants.classes)))


def _view(terms: TermSheet, index: int) -> ClassView:
    stated = terms.warrants.classes[index]
    own = {name: getattr(stated, name) for name in OF_CLASS}
    own["provisions"] = stated.provisions or terms.warrants.provisions
    if stated.prefunded and own["provisions"].cashless_exercise != "none":
        # Nearly all of the price is paid, so registration does not matter.
        own["provisions"] = own["provisions"].model_copy(update={"cashless_exercise": "always"})
    if stated.prefunded:
        # T470 reports a coverage, since their number is what the investors buy.
        own["coverage"] = None
    warrants = terms.warrants.model_copy(update={**own, "classes": ()})
    numbers = prefunded(terms) if stated.prefunded else [number_of(investor, index) for investor in terms.investors]
    investors = tuple(
        investor.model_copy(update={"warrants": number, "warrant_number": warrant_number_of(investor, index)})
        for investor, number in zip(terms.investors, numbers, strict=True)
    )
    seen = terms.model_copy(update={"warrants": warrants, "investors": investors})
    return ClassView(
        stated.name,
        f"warrants.classes[{index}]",
        seen,
        index,
        stated.provisions is not None,
        stated.maximum_warrants,
        stated.prefunded,
    )


def prefunded(terms: TermSheet) -> list[Any]:
    """Return the number of pre-funded warrants that each investor buys. All are None if none is stated."""
    stated = [prefunded_of(investor, terms) for investor in terms.investors]
    return stated if all(number is None for number in stated) else [number or 0 for number in stated]


def prefunded_of(investor: Investor, terms: TermSheet) -> Any:
    """Return the number of pre-funded warrants that an investor buys, as it is stated. None if it is not."""
    if investor.prefunded_warrants is not None:
        return investor.prefunded_warrants
    index = next((index for index, each in enumerate(terms.warrants.classes) if each.prefunded), None)
    return None if index is None else number_of(investor, index)


def number_of(investor: Investor, index: int) -> Any:
    """Return the number of warrants of a class that an investor gets. None if it is not stated or computed yet."""
    return investor.class_warrants[index] if index < len(investor.class_warrants) else None


def warrant_number_of(investor: Investor, index: int) -> Any:
    """Return the number that an investor's warrant of a class bears. None if it has none, or is not computed yet."""
    return investor.class_warrant_numbers[index] if index < len(investor.class_warrant_numbers) else None


def with_numbers(investors: Sequence[Investor], by_class: Sequence[Sequence[Any]]) -> tuple[Investor, ...]:
    """Return the investors with their numbers of each class. `by_class` has a row for each class."""
    return tuple(
        investor.model_copy(update={"class_warrants": tuple(numbers)})
        for investor, numbers in zip(investors, zip(*by_class, strict=True), strict=True)
    )
