"""Compute every figure of a deal, and compare it with the stated one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from assembler.errors import Problem
from assembler.termsheet import arithmetic, formats, rules
from assembler.termsheet.arithmetic import ROUNDED, PriceRounding, WarrantRounding
from assembler.termsheet.closings import INITIAL, closing_of, date_of
from assembler.termsheet.deal import Deal, as_value_tree, shape
from assembler.termsheet.facts import DECIDED_BY, establish_facts
from assembler.termsheet.formats import A_FACT, Words, counted
from assembler.termsheet.holdings import (
    amount_paid,
    divided,
    following,
    is_divided,
    is_open,
    prepaid,
    shares_bought,
    units_bought,
)
from assembler.termsheet.investor_words import investing_words
from assembler.termsheet.issuer_words import ISSUER_SHAPE, issuer_words
from assembler.termsheet.open_points import open_points
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import (
    Company,
    Financials,
    Investor,
    Offering,
    SecForms,
    TermSheet,
    UseOfProceeds,
    Warrants,
)
from assembler.termsheet.source import Source, place_of
from assembler.termsheet.stock_words import STOCK_SHAPE, stock_words
from assembler.termsheet.warrant_classes import (
    ClassView,
    number_of,
    prefunded_of,
    views_of,
    warrant_number_of,
    with_numbers,
)
from assembler.termsheet.warrant_numbers import with_warrant_numbers

# Groups that decide the words of the documents. No clause and no form prints them.
_DECIDING = frozenset({"form", "options", "annexes", "execution", "departures", "cap_table"})

_USUAL_FORMS = {
    filer: dict(zip(("annual_report", "interim_report", "resale_registration", "current_report"), forms, strict=True))
    for filer, forms in {
        "domestic": ("Form 10-K", "Form 10-Q", "Form S-3", "Form 8-K"),
        "foreign_private_issuer": ("Form 20-F", "Form 6-K", "Form F-3", "Form 6-K"),
    }.items()
}


def compute_deal(terms: TermSheet, source: Source) -> tuple[Deal, tuple[Problem, ...]]:
    """Return the deal of a term sheet with its figures computed, and their problems."""
    computation = _Computation(terms, source)
    computed = computation.terms()
    facts = establish_facts(computed)
    values = {name: as_value_tree(getattr(computed, name), name) for name in _printed()}
    # A form has one signature page for all investors, which shows no values.
    pages: tuple[str, list[Any]] = ("", [{}]) if facts["one_signature_page"] else ("investors", values["investors"])
    for view, printed in zip(views_of(computed), values["warrants"]["classes"], strict=False):
        # A class without provisions of its own has those of all classes.
        printed["vests"] = bool(view.warrants.provisions.vesting)
    for index, investor in enumerate(values["investors"]):
        investor["of_class"] = _of_each_class(computed, index)
    shapes = {name: shape(TermSheet.model_fields[name].annotation) for name in _printed()}
    shapes["signatory"] = shapes["investors"]
    for investor, holder in zip(values["investors"], computed.investors, strict=True):
        investor["closing_date"] = as_value_tree(*date_of(computed, closing_of(holder)))
    shapes["investors"]["closing_date"] = {}
    values["stock"], shapes["stock"] = stock_words(computed.company, computed.offering), STOCK_SHAPE
    values["investing"] = investing_words(computed.investors)
    shapes["investing"] = {"power": {}, "power_known": A_FACT}
    values["issuer"], shapes["issuer"] = issuer_words(computed.company), ISSUER_SHAPE
    deal = Deal(computed.form, computed, facts, DECIDED_BY, values, shapes, source, {"signatory": pages})
    return deal, (*computation.problems, *open_points(terms, source), *rules.check(RuleContext(computed, source)))


def _of_each_class(terms: TermSheet, index: int) -> list[dict[str, Any]]:
    """Return the name of each class of warrants, and the number of it that an investor gets."""
    number = f"investors[{index}].class_warrants"
    return [
        {
            "name": Words(each.name, f"warrants.classes[{place}].name"),
            "number": as_value_tree(number_of(terms.investors[index], place), f"{number}[{place}]"),
            "given": number_of(terms.investors[index], place) != 0,
            "numbered": warrant_number_of(terms.investors[index], place) is not None,
            "warrant_number": as_value_tree(
                warrant_number_of(terms.investors[index], place), f"investors[{index}].class_warrant_numbers[{place}]"
            ),
        }
        for place, each in enumerate(terms.warrants.classes)
    ]


def _printed() -> list[str]:
    return [name for name in TermSheet.model_fields if name not in _DECIDING]


class _Computation:
    """The figures of one term sheet: dollars, whole shares and warrants, dates. `problems` are differences and gaps."""

    def __init__(self, stated: TermSheet, source: Source, view: ClassView | None = None) -> None:
        self.source = source
        self.stated = stated
        # A class of warrants is computed like the warrants of a deal without classes, under its own paths.
        self.view = view
        self.problems: list[Problem] = []

    def terms(self) -> TermSheet:
        investors = self.investors()
        return self.stated.model_copy(
            update={
                "company": self.company(),
                "investors": investors,
                "offering": self.offering(investors),
                "warrants": self.warrants(investors),
                "financials": self.financials(),
                "use_of_proceeds": self.use_of_proceeds(),
                "sec_forms": self.sec_forms(),
            }
        )

    def company(self) -> Company:
        company = self.stated.company
        outstanding = company.outstanding_shares
        if outstanding is None and company.capitalization:
            outstanding = _total(company.capitalization.common_shares())
        return company.model_copy(
            update={"short_name": company.short_name or company.name, "outstanding_shares": outstanding}
        )

    def financials(self) -> Financials:
        financials = self.stated.financials
        # The representations on SEC documents begin where the audit ends.
        since = financials.sec_documents_since or financials.last_audited_date
        return financials.model_copy(update={"sec_documents_since": since})

    def use_of_proceeds(self) -> UseOfProceeds | None:
        """Return the schedule of proceeds with its total."""
        schedule = self.stated.use_of_proceeds
        if schedule is None:
            return None
        total = _total([*(purpose.amount for purpose in schedule.purposes), schedule.fees_and_expenses or Decimal(0)])
        self.agree("use_of_proceeds.total", schedule.total, total, lambda: "the amounts of the schedule add up to")
        return schedule.model_copy(update={"total": total})

    def sec_forms(self) -> SecForms:
        """Return the forms of the SEC: as stated, else those of a domestic or a foreign filer."""
        stated = self.stated.sec_forms
        usual = _USUAL_FORMS[self.stated.company.filer]
        return stated.model_copy(update={name: form for name, form in usual.items() if getattr(stated, name) is None})

    def offering(self, investors: tuple[Investor, ...]) -> Offering:
        offering = self.stated.offering
        shares = _total([investor.shares for investor in investors])
        amount = _total([investor.amount for investor in investors])
        self.agree(
            "offering.aggregate_amount", offering.aggregate_amount, amount, lambda: "the investors' amounts add up to"
        )
        self.agree("offering.total_shares", offering.total_shares, shares, lambda: "the investors' shares add up to")
        self.hold("offering.aggregate_amount", offering.aggregate_amount, [one.amount for one in investors])
        self.hold("offering.total_shares", offering.total_shares, [one.shares for one in investors])
        shares, amount = _settled(offering.total_shares, shares), _settled(offering.aggregate_amount, amount)
        issuance = offering.aggregate_issuance_shares or shares
        computed = {"aggregate_amount": amount, "total_shares": shares, "aggregate_issuance_shares": issuance}
        return offering.model_copy(update=computed | self.most())

    def most(self) -> dict[str, Any]:
        """Return the most shares and warrants of all closings, which the maximum price buys."""
        offering, warrants = self.stated.offering, self.stated.warrants
        if offering.maximum_amount is None:
            return {}
        shares = self.most_shares()
        most = {"maximum_shares": shares, "maximum_warrants": offering.maximum_warrants}
        self.agree("offering.maximum_shares", offering.maximum_shares, shares, lambda: "the maximum price buys")
        if warrants.classes:
            most["maximum_warrants"] = _sum_of_all([each.most_of_class() for each in self.classes()])
            self.agree("offering.maximum_warrants", offering.maximum_warrants, most["maximum_warrants"], _of_classes)
        elif warrants.mode != "none" and warrants.coverage is not None:
            most["maximum_warrants"] = self.most_warrants("offering.maximum_warrants", offering.maximum_warrants)
        return most

    def most_shares(self) -> Any:
        """Return the whole shares that the maximum price buys."""
        offering = self.stated.offering
        buys = partial(arithmetic.shares_for, rounding="down")
        return following(buys, offering.maximum_amount, offering.price_per_share)

    def most_warrants(self, path: str, stated: Any) -> Any:
        """Return the warrants that the coverage of the most shares gives, held against the stated number."""
        rounding = self.stated.options.warrant_rounding
        whole = partial(arithmetic.rounded, rounding="down" if rounding == "apportioned" else rounding)
        most = following(whole, following(arithmetic.covered, self.stated.warrants.coverage, self.most_shares()))
        # Where each investor's number is rounded by itself, their total can be more than the coverage of all shares.
        if rounding in ("nearest", "up") and _is_more(stated, most):
            return stated
        self.agree(path, stated, most, lambda: "the coverage of the most shares is")
        return most

    def most_of_class(self) -> Any:
        """Return the most warrants of this class that all closings can have. None if neither term gives them."""
        assert self.view is not None  # noqa: S101  only a class is asked
        if self.stated.offering.maximum_amount is None or self.stated.warrants.coverage is None:
            return self.view.maximum
        return self.most_warrants("warrants.maximum_warrants", self.view.maximum)

    def investors(self) -> tuple[Investor, ...]:
        """Return the investors with their dollars, whole shares and warrants."""
        terms, stated = self.stated, self.stated.investors
        shares = [shares_bought(investor, terms) for investor in stated]
        amounts = [self.amount(index, investor) for index, investor in enumerate(stated)]
        for index, investor in enumerate(stated):
            because = partial(_quotient, investor, terms)
            self.agree(f"investors[{index}].shares", investor.shares, shares[index], because)
        if terms.warrants.classes and terms.warrants.mode != "none":
            units = [units_bought(investor, terms) for investor in stated]
            by_class = [each.numbers(units) for each in self.classes()]
            stated = with_numbers(stated, by_class)
            warrants = [_total_or_none(numbers) for numbers in zip(*by_class, strict=True)]
            self.compare_prefunded()
            for index, investor in enumerate(stated):
                self.agree(f"investors[{index}].warrants", investor.warrants, warrants[index], _of_classes)
        else:
            warrants = self.numbers(shares)
        figures = zip(stated, amounts, shares, warrants, strict=True)
        computed = tuple(
            investor.model_copy(update={"amount": amount, "shares": count, "warrants": number})
            for investor, amount, count, number in figures
        )
        return with_warrant_numbers(terms, computed)

    def compare_prefunded(self) -> None:
        """Note pre-funded warrants that an investor states twice, with two numbers."""
        for place, each in enumerate(self.stated.warrants.classes):
            for index, investor in enumerate(self.stated.investors if each.prefunded else ()):
                stated, path = number_of(investor, place), f"investors[{index}].class_warrants[{place}]"
                self.agree(path, stated, investor.prefunded_warrants, lambda: "prefunded_warrants is")

    def classes(self) -> list[_Computation]:
        """Return the computation of each class of warrants, which notes its problems here."""
        computations = [_Computation(view.terms, self.source, view) for view in views_of(self.stated)]
        for computation in computations:
            computation.problems = self.problems
        return computations

    def numbers(self, shares: list[Any]) -> list[Any]:
        """Return the warrants of each investor, held against what is stated. None for a deal without them."""
        numbers = self.investor_warrants(shares) or [None] * len(shares)
        for index, investor in enumerate(self.stated.investors):
            because = partial(_source_of_warrants, self.stated, shares[index])
            self.agree(f"investors[{index}].warrants", investor.warrants, numbers[index], because)
        return numbers

    def amount(self, index: int, investor: Investor) -> Any:
        """Return the dollars that an investor pays. Note shares that come to a part of a cent."""
        amount = amount_paid(investor, self.stated)
        if amount is None and investor.shares is not None:
            price = self.stated.offering.price_per_share
            exact = Fraction(price) * investor.shares + Fraction(prepaid(investor, self.stated))
            instead = " and the pre-funded warrants" if prefunded_of(investor, self.stated) else ""
            what = f"{counted(investor.shares, 'share')} at {formats.price(price)}{instead} cost ${_decimal(exact)}, which is not whole cents"
            hint = "State the amount. Or write `amount_rounding: nearest` below options, or up, or down."
            self.complain("T207", f"investors[{index}].shares", what, hint)
            return OpenPoint()
        return amount

    def investor_warrants(self, shares: list[Any]) -> list[Any]:
        """Return the warrants of each investor, or an empty list if the deal has none or states no number of them."""
        warrants = self.stated.warrants
        if warrants.mode == "none":
            self.complain_of_leftovers()
            return []
        if warrants.coverage is not None:
            return self.covered_warrants(shares)
        if is_divided(self.stated):
            return list(divided(warrants.total_warrants, shares))
        numbers = [investor.warrants for investor in self.stated.investors]
        if all(number is None for number in numbers):
            subject = (
                f"the mode is {warrants.mode}" if self.view is None else f"{self.view.name} is a class of warrants"
            )
            what = f"{subject}, but no number of warrants is stated"
            hint = f"Write a line such as `coverage: 20%` or `total_warrants: 440,000`. Or state `{self.term_of_investor}` for each investor."
            if self.view is not None and self.view.is_prefunded:
                hint = "State `prefunded_warrants` for the investors who buy them."
            self.complain("T202", "warrants", what, hint)
            return []
        self.complain_of_gaps(numbers)
        return [0 if number is None else number for number in numbers]

    def covered_warrants(self, shares: list[Any]) -> list[Any]:
        """Return the warrants that the coverage gives each investor."""
        closings = [closing_of(investor) for investor in self.stated.investors]
        counts: list[Any] = [None] * len(shares)
        # Each closing is apportioned alone: an investor who joins later takes no warrant from an earlier one.
        for closing in set(closings):
            of_closing = [index for index, item in enumerate(closings) if item == closing]
            bought = [shares[index] for index in of_closing]
            covered = _covered(self.stated.warrants.coverage, bought, self.stated.options.warrant_rounding)
            for index, count in zip(of_closing, covered, strict=True):
                counts[index] = count
        return counts

    def complain_of_gaps(self, numbers: Sequence[Any]) -> None:
        """Note each investor without a number of warrants, in a deal that states those of the others."""
        for index, number in enumerate(numbers):
            if number is None:
                what = f"no warrants are stated for this investor, and {counted(_stated(numbers), 'other investor')} {_has_them(numbers)}"
                hint = f"State its `{self.term_of_investor}`, or write 0 if it gets none."
                self.complain("T208", f"investors[{index}]", what, hint)

    @property
    def term_of_investor(self) -> str:
        """Return the term of an investor that states its number of these warrants."""
        if self.view is not None and self.view.is_prefunded:
            return "prefunded_warrants"
        return "warrants" if self.view is None else "class_warrants"

    def warrants_in_classes(self, investors: tuple[Investor, ...]) -> Warrants:
        """Return the warrants with the figures of each class, and the sum of all."""
        seen = views_of(self.stated.model_copy(update={"investors": investors}))
        of_class = [each.warrants(view.terms.investors) for each, view in zip(self.classes(), seen, strict=True)]
        names = ("total_warrants", "exercise_price")
        # What differs from a stated maximum is noted with the offering.
        most = [_Computation(view.terms, self.source, view).most_of_class() for view in views_of(self.stated)]
        classes = tuple(
            stated.model_copy(update={**{name: getattr(each, name) for name in names}, "maximum_warrants": number})
            for stated, each, number in zip(self.stated.warrants.classes, of_class, most, strict=True)
        )
        total = _total_or_none([each.total_warrants for each in classes])
        self.agree("warrants.total_warrants", self.stated.warrants.total_warrants, total, _of_classes)
        issued = of_class[0].issue_date
        return self.stated.warrants.model_copy(
            update={"classes": classes, "total_warrants": total, "issue_date": issued}
        )

    def warrants(self, investors: tuple[Investor, ...]) -> Warrants:
        warrants = self.stated.warrants
        if warrants.classes:
            return self.warrants_in_classes(investors)
        numbers = [investor.warrants for investor in investors]
        if warrants.mode == "none" or all(number is None for number in numbers):
            return warrants
        total = _total([0 if number is None else number for number in numbers])
        because = partial(_source_of_total, warrants)
        self.hold("warrants.total_warrants", warrants.total_warrants, numbers)
        self.agree("warrants.total_warrants", warrants.total_warrants, total, because)
        # The company issues the warrants at the closing.
        issued = warrants.issue_date or date_of(self.stated, INITIAL)[0]
        return warrants.model_copy(
            update={
                "total_warrants": _settled(warrants.total_warrants, total),
                "exercise_price": self.exercise_price(),
                "issue_date": issued,
            }
        )

    def exercise_price(self) -> Any:
        """Return the exercise price in dollars a share, stated or computed from its percentage."""
        warrants = self.stated.warrants
        if warrants.exercise_price_percentage is None:
            return warrants.exercise_price
        price, percentage = self.stated.offering.price_per_share, warrants.exercise_price_percentage
        rounding = self.stated.options.exercise_price_rounding
        computed = following(partial(arithmetic.percentage_of, rounding=rounding), price, percentage)
        because = partial(_percentage, price, percentage, rounding)
        self.agree("warrants.exercise_price", warrants.exercise_price, computed, because)
        return computed

    def complain_of_leftovers(self) -> None:
        """Note terms of warrants in a deal without them."""
        warrants = self.stated.warrants
        # A leftover term of warrants shows that `mode: none` may be a slip.
        stated = [f"warrants.{name}" for name in warrants.model_fields_set - {"mode"}]
        held = (index for index, investor in enumerate(self.stated.investors) if investor.warrants)
        stated += [f"investors[{index}].warrants" for index in held]
        of_classes = (index for index, investor in enumerate(self.stated.investors) if any(investor.class_warrants))
        stated += [f"investors[{index}].class_warrants" for index in of_classes]
        places = sorted((place_of(self.source, path), path) for path in stated)
        if places:
            what = "the deal has no warrants: warrants.mode is none"
            if len(places) > 1:
                what += ". These terms of warrants are stated:"
                what += "".join(f"\n        line {place.line}: {path}" for place, path in places)
            lines = "lines" if len(places) > 1 else "line"
            hint = f"Delete the {lines}, or write `mode: integrated` or `mode: covenant` below `warrants:`."
            place, path = places[0]
            locations = tuple((path, place) for place, path in places)
            self.problems.append(Problem("T203", what, hint, place, path, locations=locations))

    def agree(self, path: str, stated: Any, computed: Any, because: Callable[[], str]) -> None:
        """Note a stated figure that differs from the computed one."""
        # A figure that depends on TBD cannot be compared yet.
        if stated is None or computed is None or is_open(stated, computed) or stated == computed:
            return
        what = f"{stated:,} is stated, but {because()} {computed:,}: a difference of {stated - computed:+,}"
        hint = f"Write {computed:,}, delete the line, or correct the figures that it is computed from."
        self.complain("T201", path, what, hint)

    def hold(self, path: str, stated: Any, parts: Sequence[Any]) -> None:
        """Note a stated total that is too small for its parts, while others of them are TBD."""
        known = sum(part for part in parts if part is not None and not is_open(part))
        if stated is None or is_open(stated) or not is_open(*parts) or known <= stated:
            return
        what = f"{stated:,} is stated, but the figures that are not TBD already add up to {known:,}"
        self.complain("T201", path, what, "Correct the total, or the figures that it is the sum of.")

    def complain(self, code: str, path: str, what: str, hint: str) -> None:
        path = path if self.view is None else self.view.path_of(path)
        self.problems.append(Problem(code, what, hint, place_of(self.source, path), path))


def _covered(coverage: Any, shares: Sequence[Any], rounding: WarrantRounding) -> Sequence[Any]:
    """Return the warrants for these shares. If one figure is TBD, all are, since they share a total."""
    if is_open(coverage, *shares):
        return [OpenPoint()] * len(shares)
    claims = [arithmetic.covered(coverage, count) for count in shares]
    if rounding != "apportioned":
        return [arithmetic.rounded(claim, rounding) for claim in claims]
    # Rounded down, so that the investors get no more warrants than the coverage gives.
    return arithmetic.apportion(int(sum(claims)), claims)


def _settled(stated: Any, computed: Any) -> Any:
    """Return a computed total, or the stated one while a figure that it is computed from is TBD."""
    return stated if is_open(computed) and stated is not None else computed


def _total(figures: Sequence[Any]) -> Any:
    return following(lambda *settled: sum(settled), *figures)


def _total_or_none(figures: Sequence[Any]) -> Any:
    """Return the sum of the figures that are there. None if none is."""
    known = [figure for figure in figures if figure is not None]
    return _total(known) if known else None


def _sum_of_all(figures: Sequence[Any]) -> Any:
    """Return the sum of the figures. None if one is missing."""
    return None if any(figure is None for figure in figures) else _total(figures)


def _of_classes() -> str:
    return "the numbers of the classes add up to"


def _quotient(investor: Investor, terms: TermSheet) -> str:
    price, first = terms.offering.price_per_share, prepaid(investor, terms)
    paid = f"({investor.amount:,f} - {first:,f} for pre-funded warrants)" if first else f"{investor.amount:,f}"
    return f"{paid} / {price:f}, {ROUNDED[terms.options.share_rounding]}, is"


def _source_of_warrants(terms: TermSheet, shares: int) -> str:
    how = {"apportioned": "apportioned", "nearest": "to the nearest whole warrant"}.get(
        terms.options.warrant_rounding, f"rounded {terms.options.warrant_rounding}"
    )
    return f"{terms.warrants.coverage:f}% of {counted(shares, 'share')}, {how}, is"


def _source_of_total(warrants: Warrants) -> str:
    if warrants.coverage is None:
        return "the investors' warrants add up to"
    return f"{warrants.coverage:f}% of the shares is"


def _is_more(stated: Any, computed: Any) -> bool:
    return isinstance(stated, int) and isinstance(computed, int) and stated > computed


def _stated(numbers: Sequence[Any]) -> int:
    return sum(number is not None for number in numbers)


def _has_them(numbers: Sequence[Any]) -> str:
    return "has some" if _stated(numbers) == 1 else "have theirs"


def _decimal(exact: Fraction) -> str:
    """Return a fraction of dollars as a decimal: prices have at most six decimals."""
    return f"{Decimal(exact.numerator) / exact.denominator:,f}"


def _percentage(price: Decimal, percentage: Decimal, rounding: PriceRounding) -> str:
    step = arithmetic.price_step(price)
    unit = "cent" if step == arithmetic.CENT else f"${step:f}"
    to = f"to the nearest {unit}" if rounding == "nearest" else f"rounded {rounding} to a {unit}"
    return f"{percentage:f}% of {price:f}, {to}, is"
