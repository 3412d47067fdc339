"""From the term sheet to the deal: every figure computed, and compared with those that are stated."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assembler.findings import Finding
from assembler.termsheet import arithmetic
from assembler.termsheet.deal import Deal
from assembler.termsheet.facts import DECIDED_BY, establish_facts
from assembler.termsheet.loading import place_of
from assembler.termsheet.schema import Agreement, Financials, Investor, Offering, TermSheet, Warrants
from assembler.termsheet.source import Source
from assembler.termsheet.values import shape, value

# Groups that decide what is said and are never printed themselves.
_DECIDING = frozenset({"form", "options", "execution", "departures", "placement_agent_warrant"})


def establish(terms: TermSheet, source: Source) -> tuple[Deal, tuple[Finding, ...]]:
    """The deal of a term sheet, and what its figures give cause to say; the deal is whole even then."""
    reckoning = _Reckoning(terms, source)
    reckoned = reckoning.terms()
    facts = establish_facts(reckoned)
    values = {name: value(getattr(reckoned, name), name) for name in _printed()}
    pages: tuple[str, list[Any]] = ("", [{}]) if facts["one_signature_page"] else ("investors", values["investors"])
    shapes = {name: shape(TermSheet.model_fields[name].annotation) for name in _printed()}
    shapes["signatory"] = shapes["investors"]
    deal = Deal(reckoned.form, reckoned, facts, DECIDED_BY, values, shapes, source, {"signatory": pages})
    return deal, tuple(reckoning.findings)


def _printed() -> list[str]:
    return [name for name in TermSheet.model_fields if name not in _DECIDING]


class _Reckoning:
    """Computes the figures of one term sheet."""

    def __init__(self, stated: TermSheet, source: Source) -> None:
        self.source = source
        self.stated = stated
        self.findings: list[Finding] = []

    def terms(self) -> TermSheet:
        investors = self.investors()
        return self.stated.model_copy(
            update={
                "agreement": self.agreement(),
                "investors": investors,
                "offering": self.offering(investors),
                "warrants": self.warrants(investors),
                "financials": self.financials(),
            }
        )

    def agreement(self) -> Agreement:
        agreement = self.stated.agreement
        return agreement.model_copy(
            update={
                "investor_signature_date": agreement.investor_signature_date or agreement.date,
                "company_acceptance_date": agreement.company_acceptance_date or agreement.date,
            }
        )

    def financials(self) -> Financials:
        financials = self.stated.financials
        since = financials.sec_documents_since or financials.last_audited_date
        return financials.model_copy(update={"sec_documents_since": since})

    def offering(self, investors: tuple[Investor, ...]) -> Offering:
        offering = self.stated.offering
        shares = sum(investor.shares or 0 for investor in investors)
        amount = sum((investor.amount for investor in investors), Decimal(0))
        self.agree("offering.aggregate_amount", offering.aggregate_amount, amount, "the investors' amounts add up to")
        self.agree("offering.total_shares", offering.total_shares, shares, "the investors' shares add up to")
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

    def warrants(self, investors: tuple[Investor, ...]) -> Warrants:
        warrants = self.stated.warrants
        if warrants.mode == "none":
            return warrants
        total = sum(investor.warrants or 0 for investor in investors)
        self.agree("warrants.total_warrants", warrants.total_warrants, total, f"{warrants.coverage}% of the shares is")
        issued = warrants.issue_date or self.stated.agreement.date
        return warrants.model_copy(
            update={"total_warrants": total, "exercise_price": self.exercise_price(), "issue_date": issued}
        )

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
            what = f"the mode is {warrants.mode}, and no coverage is stated"
            self.complain("T202", "warrants", what, "Write a line such as `coverage: 20%`.")
            return
        for name in sorted(warrants.model_fields_set - {"mode"}):
            what = "is stated, but the deal has no warrants (warrants.mode is none)"
            self.complain("T203", f"warrants.{name}", what, "Take the line out, or say how warrants are issued.")

    def agree(self, path: str, stated: Decimal | int | None, computed: Decimal | int, because: str) -> None:
        """Complain where a figure is stated and is not the one that the deal gives."""
        if stated is None or stated == computed:
            return
        what = f"{stated:,} is stated, but {because} {computed:,}: a difference of {stated - computed:+,}"
        remedy = f"Write {computed:,}, leave the line out, or correct the figures it is computed from."
        self.complain("T201", path, what, remedy)

    def complain(self, code: str, path: str, what: str, remedy: str) -> None:
        self.findings.append(Finding(code, what, remedy, place_of(self.source, path), path))
