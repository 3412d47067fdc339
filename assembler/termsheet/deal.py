"""The deal: the term sheet with everything computed that can be, its facts, and its values ready to be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel

from assembler.findings import Finding, Place
from assembler.termsheet import arithmetic
from assembler.termsheet.facts import establish_facts
from assembler.termsheet.loading import Loaded, place_of
from assembler.termsheet.schema import Investor, TermSheet
from assembler.termsheet.source import Source
from assembler.termsheet.wording import Term, Unstated

# Groups that decide what is said and are never printed themselves.
_DECIDING = frozenset({"form", "options", "execution", "departures"})
# What clauses may be repeated for, and the list it is one of.
REPEATED: Mapping[str, str] = {"signatory": "investors"}
A_FACT = "a fact"


@dataclass(frozen=True, slots=True)
class Deal:
    """What a form asks of a deal: facts by name, and values by their path in nested mappings."""

    terms: TermSheet
    facts: Mapping[str, bool]
    values: Mapping[str, Any]
    source: Source

    def place_of(self, path: str) -> Place:
        """Where a term stands in the term sheet, or the nearest group around one that does not."""
        return place_of(self.source, path)

    def clause_status(self, label: str) -> str:
        """text, reserved or omit, for an optional clause."""
        return getattr(self.terms.options.clauses, label, "text")

    def each(self, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """What a clause is repeated for: the path of each one, and the values it sees under `name`.

        Once, with none, where one signature page stands for all.
        """
        if self.facts["one_signature_page"]:
            yield "", {}
            return
        for index, one in enumerate(self.values[REPEATED[name]]):
            yield f"{REPEATED[name]}[{index}]", {name: one}


def establish(loaded: Loaded) -> tuple[Deal, tuple[Finding, ...]]:
    """The deal of a term sheet, and what its figures give cause to say; the deal is whole even then."""
    reckoning = _Reckoning(loaded)
    terms = reckoning.terms()
    return Deal(terms, establish_facts(terms), _values(terms), loaded.source), tuple(reckoning.findings)


class _Reckoning:
    """Computes the figures of one term sheet and compares them with those that are stated."""

    def __init__(self, loaded: Loaded) -> None:
        self.source = loaded.source
        self.stated = loaded.terms
        self.findings: list[Finding] = []

    def terms(self) -> TermSheet:
        stated = self.stated
        investors = self.investors()
        shares = sum(investor.shares or 0 for investor in investors)
        amount = sum((investor.amount for investor in investors), Decimal(0))
        self.agree(
            "offering.aggregate_amount", stated.offering.aggregate_amount, amount, "the investors' amounts add up to"
        )
        self.agree("offering.total_shares", stated.offering.total_shares, shares, "the investors' shares add up to")
        since = stated.financials.sec_documents_since or stated.financials.last_audited_date
        return stated.model_copy(
            update={
                "agreement": self.agreement(),
                "investors": investors,
                "offering": self.offering(amount, shares),
                "warrants": self.warrants(investors),
                "financials": stated.financials.model_copy(update={"sec_documents_since": since}),
            }
        )

    def agreement(self) -> BaseModel:
        agreement = self.stated.agreement
        return agreement.model_copy(
            update={
                "investor_signature_date": agreement.investor_signature_date or agreement.date,
                "company_acceptance_date": agreement.company_acceptance_date or agreement.date,
            }
        )

    def offering(self, amount: Decimal, shares: int) -> BaseModel:
        offering = self.stated.offering
        whole = offering.aggregate_issuance_shares or shares
        return offering.model_copy(
            update={"aggregate_amount": amount, "total_shares": shares, "aggregate_issuance_shares": whole}
        )

    def investors(self) -> tuple[Investor, ...]:
        price = self.stated.offering.price_per_share
        shares = [arithmetic.shares_for(investor.amount, price) for investor in self.stated.investors]
        warrants = self.investor_warrants(shares)
        for index, investor in enumerate(self.stated.investors):
            because = f"{investor.amount:,f} / {price:f}, to the nearest whole share, is"
            self.agree(f"investors[{index}].shares", investor.shares, shares[index], because)
            if warrants:
                because = f"{self.stated.warrants.coverage:f}% of {shares[index]:,} shares, apportioned, is"
                self.agree(f"investors[{index}].warrants", investor.warrants, warrants[index], because)
        return tuple(
            investor.model_copy(update={"shares": shares[index], "warrants": warrants[index] if warrants else None})
            for index, investor in enumerate(self.stated.investors)
        )

    def investor_warrants(self, shares: list[int]) -> tuple[int, ...]:
        """Warrants of each investor; none where the deal has none or states no coverage."""
        warrants = self.stated.warrants
        if warrants.mode == "none" or warrants.coverage is None:
            self.complain_of_coverage()
            return ()
        claims = [arithmetic.covered(warrants.coverage, count) for count in shares]
        return arithmetic.apportion(int(sum(claims)), claims)

    def warrants(self, investors: tuple[Investor, ...]) -> BaseModel:
        warrants = self.stated.warrants
        if warrants.mode == "none":
            return warrants
        total = sum(investor.warrants or 0 for investor in investors)
        self.agree("warrants.total_warrants", warrants.total_warrants, total, f"{warrants.coverage}% of the shares is")
        return warrants.model_copy(update={"total_warrants": total, "exercise_price": self.exercise_price()})

    def exercise_price(self) -> Decimal | None:
        warrants = self.stated.warrants
        if warrants.exercise_price_percentage is None:
            return warrants.exercise_price
        price = self.stated.offering.price_per_share
        computed = arithmetic.percentage_of(price, warrants.exercise_price_percentage)
        because = f"{warrants.exercise_price_percentage:f}% of {price:f}, to the nearest cent, is"
        self.agree("warrants.exercise_price", warrants.exercise_price, computed, because)
        return computed

    def complain_of_coverage(self) -> None:
        """Warrants need a coverage, and a deal without warrants states nothing about them."""
        warrants = self.stated.warrants
        if warrants.mode != "none":
            what, remedy = (
                f"the mode is {warrants.mode}, and no coverage is stated",
                "Write a line such as `coverage: 20%`.",
            )
            self.complain("T202", "warrants", what, remedy)
            return
        for name in sorted(warrants.model_fields_set - {"mode"}):
            what = "is stated, but the deal has no warrants (warrants.mode is none)"
            self.complain("T203", f"warrants.{name}", what, "Take the line out, or say how warrants are issued.")

    def complain(self, code: str, path: str, what: str, remedy: str) -> None:
        self.findings.append(Finding(code, what, remedy, place_of(self.source, path), path))

    def agree(self, path: str, stated: Decimal | int | None, computed: Decimal | int, because: str) -> None:
        """Complain where a figure is stated and is not the one that the deal gives."""
        if stated is None or stated == computed:
            return
        what = f"{stated:,} is stated, but {because} {computed:,}: a difference of {stated - computed:+,}"
        remedy = f"Write {computed:,}, leave the line out, or correct the figures it is computed from."
        self.complain("T201", path, what, remedy)


def _values(terms: TermSheet) -> Mapping[str, Any]:
    """Every stated or computed value by its path, and for each that could be stated and is not that it is not."""
    return {name: _value(getattr(terms, name), name) for name in type(terms).model_fields if name not in _DECIDING}


def _value(raw: Any, path: str) -> Any:
    if raw is None:
        return Unstated(path)
    if isinstance(raw, Investor):
        return _group(raw, path) | {name: rule(raw) for name, rule in _INVESTOR_FACTS.items()}
    if isinstance(raw, BaseModel):
        return _group(raw, path)
    if isinstance(raw, tuple):
        return [_value(one, f"{path}[{index}]") for index, one in enumerate(raw)]
    return raw if isinstance(raw, bool) else Term(raw, path)


def _group(group: BaseModel, path: str) -> dict[str, Any]:
    return {name: _value(getattr(group, name), f"{path}.{name}") for name in type(group).model_fields}


# What a clause may ask of each investor.
_INVESTOR_FACTS: Mapping[str, Callable[[Investor], bool]] = {
    "is_individual": lambda investor: investor.kind == "individual",
    "telephone_given": lambda investor: investor.telephone is not None,
    "facsimile_given": lambda investor: investor.facsimile is not None,
    "signatory_given": lambda investor: investor.signatory is not None,
    "title_given": lambda investor: investor.signatory_title is not None,
}


def value_paths() -> Mapping[str, Any]:
    """Every path that a clause may ask, as nested mappings: {} for a value, `A_FACT` for a fact of one of a list.

    A list is the mapping of one of its items.
    """
    known = {name: _shape(field.annotation) for name, field in TermSheet.model_fields.items() if name not in _DECIDING}
    known["investors"] |= dict.fromkeys(_INVESTOR_FACTS, A_FACT)
    return known | {name: known[many] for name, many in REPEATED.items()}


def _shape(annotation: Any) -> Any:
    candidates = (annotation, *get_args(annotation))
    if bool in candidates:
        return A_FACT
    group = next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)
    return {name: _shape(field.annotation) for name, field in group.model_fields.items()} if group else {}
