"""What the parties agree on securities law and the market: exemption, announcement, resale, later sales, proceeds."""

from typing import Annotated, Literal

from pydantic import Field

from assembler.termsheet.scalars import (
    Amount,
    AnyCase,
    BusinessDays,
    Count,
    Days,
    Flag,
    Months,
    Portion,
    TermText,
    TradingDays,
)
from assembler.termsheet.schema.base import Terms

_RULES = {"506b": "506(b)", "506c": "506(c)", "rule_506(b)": "506(b)", "rule_506(c)": "506(c)"}


class Exemption(Terms):
    """The exemption under which the securities are sold, and its filings."""

    rule: Annotated[Literal["506(b)", "506(c)"], AnyCase(_RULES)] = Field(
        description="506(b): no general solicitation, as in most private placements. 506(c): solicitation is allowed, and the company verifies that every investor is accredited.",
        examples=["506(b)"],
    )
    filing_days: Days = Field(
        15,
        description="Calendar days from the first sale within which the company files Form D. Rule 503 allows 15, and a sale is made when the first investor is bound.",
        examples=["15"],
    )


class Announcement(Terms):
    """When the deal becomes public."""

    day: Annotated[Literal["signing_day", "next_trading_day"], AnyCase()] = Field(
        "next_trading_day",
        description="The day of the press release: the day of signing, or the next trading day. Investors cannot trade before it.",
        examples=["next_trading_day"],
    )
    latest_time: TermText = Field(
        "9:00 A.M., New York City time",
        description="The latest time of the press release. Usual is a time before the market opens, and on the day of signing a time after it closes.",
        examples=["9:00 A.M., New York City time"],
    )
    report_days: BusinessDays = Field(
        4,
        description="Business days from signing within which the company files the current report. Form 8-K allows four.",
        examples=["4"],
    )
    cleansing: Flag = Field(
        False,
        description="true: after the press release, the investors hold no material non-public information and are free to trade. Funds ask for it.",
        examples=["true"],
    )


class LegendRemoval(Terms):
    """When legends come off, and what the company pays if it is late."""

    trading_days: TradingDays = Field(
        description="Trading days from an investor's request within which shares come without legend. One or two are usual.",
        examples=["2"],
    )
    late_payment: Amount | None = Field(
        None,
        description="Dollars that a late company pays for each trading day and each $1,000 of shares. Funds ask for 10.",
        examples=["10"],
    )
    later_late_payment: Amount | None = Field(
        None,
        description="The same from a later day on. Funds ask for 20 from the fifth trading day.",
        examples=["20"],
    )
    later_after: TradingDays = Field(
        5, description="Trading days of delay after which the later payment applies.", examples=["5"]
    )
    buy_in: Flag = Field(
        False,
        description="true: the company pays what it costs an investor to buy in the market the shares that came late. Funds ask for it.",
        examples=["true"],
    )


class Standstill(Terms):
    """The time in which the company sells no other stock. The agent and the funds ask for it."""

    days: Days = Field(
        description="Days after the closing in which the company issues no stock and files no registration statement. Usual are 30 to 90.",
        examples=["60"],
    )
    variable_rate_months: Months | None = Field(
        None,
        description="Months after the closing without sales at a price that follows the market, such as an equity line. Usual are 6 to 12.",
        examples=["6"],
    )
    at_the_market_allowed: Flag = Field(
        False,
        description="true: after the standstill, an at-the-market offering is no such sale. Issuers ask for it.",
        examples=["true"],
    )


class Participation(Terms):
    """The investors' right to buy in later financings. A lead investor asks for it."""

    percentage: Portion = Field(
        description="Part of a later financing that the investors together may buy.", examples=["35%"]
    )
    months: Months = Field(12, description="Months after the closing in which the right lasts.", examples=["12"])
    notice_days: BusinessDays = Field(
        5, description="Business days that an investor has for its answer. Usual are 2 to 10.", examples=["5"]
    )


class ExchangeCap(Terms):
    """The most stock that is issued before the shareholders approve more. Needed for sales below the Minimum Price."""

    percentage: Portion = Field(
        "19.99%",
        validate_default=True,
        description="The limit as a part of the shares outstanding before signing. Nasdaq and the NYSE ask for a vote from 20%.",
        examples=["19.99%"],
    )
    shares: Count = Field(description="The limit in shares, which the agreement states.", examples=["5,977,642"])
    meeting_days: Days | None = Field(
        None,
        description="Days after the closing within which the company asks its shareholders to approve more. Default: it need not.",
        examples=["90"],
    )


class ShareholderVote(Terms):
    """A meeting at which the company asks its shareholders for an approval that the warrants need. Investors ask for it."""

    USUAL = ("exchange_rules",)

    meeting_days: Days = Field(
        description="Days after the closing within which the meeting is held. Usual are 60 to 90.", examples=["90"]
    )
    exchange_rules: Flag = Field(
        False,
        description="true: they approve the issuance of the warrant shares, as the rules of the market require. The warrants wait for it by `first_exercise`, or `exchange_cap` limits them.",
        examples=["true"],
    )
    authorized_shares: Count | None = Field(
        None,
        description="The authorized shares of common stock after the vote, if the charter must be amended. Needed where too few shares are left for the warrants.",
        examples=["80,000,000"],
    )


class Purpose(Terms):
    """One purpose of the proceeds."""

    purpose: TermText = Field(description="The purpose.", examples=["Clinical trials"])
    amount: Amount = Field(description="What is spent on it, in dollars.", examples=["1,500,000"])


class UseOfProceeds(Terms):
    """The schedule of Annex VII. Its amounts and the fees add up to the total purchase price."""

    fees_and_expenses: Amount | None = Field(
        None,
        description="Legal, finder's and escrow fees that the company pays from the proceeds, in dollars.",
        examples=["250,000"],
    )
    purposes: tuple[Purpose, ...] = Field(min_length=1, description="The purposes, in the order of the schedule.")
    total: Amount | None = Field(
        None,
        description="The total of the schedule, in dollars. It is computed, and checked if you state it.",
        examples=["2,200,000"],
    )


class DisclosureSchedule(Terms):
    """Disclosures of the company against its representations, by section. Without an entry, Annex V says "None"."""

    consents: tuple[TermText, ...] = Field(
        (), description="Against the representation on consents and filings.", examples=[["Consent of the lender."]]
    )
    no_conflict: tuple[TermText, ...] = Field(
        (), description="Against the representation on conflicts.", examples=[["The indenture of May 1, 2026."]]
    )
    litigation: tuple[TermText, ...] = Field(
        (),
        description="Against the representations on litigation.",
        examples=[["Roe v. Acme, Inc., Superior Court of California, filed March 3, 2026."]],
    )
    changes: tuple[TermText, ...] = Field(
        (), description="Against the representation on changes since the audit.", examples=[["Sale of the old plant."]]
    )
    liabilities: tuple[TermText, ...] = Field(
        (),
        description="Against the representation on undisclosed liabilities.",
        examples=[["Guaranty of a lease, $200,000."]],
    )
    reports: tuple[TermText, ...] = Field(
        (),
        description="Against the representations on SEC documents.",
        examples=[["Form 8-K due May 4, 2026, filed May 6."]],
    )
    capitalization: tuple[TermText, ...] = Field(
        (),
        description="Against the representation on capitalization, where the agreement has it.",
        examples=[["Warrants of 2024 for 100,000 shares."]],
    )
    taxes: tuple[TermText, ...] = Field(
        (),
        description="Against the representation on taxes, where the agreement has it.",
        examples=[["The audit of the return for 2024."]],
    )
    intellectual_property: tuple[TermText, ...] = Field(
        (),
        description="Against the representation on intellectual property, where the agreement has it.",
        examples=[["The claim of Roe to a patent."]],
    )
    fees: tuple[TermText, ...] = Field(
        (), description="Against the representation on brokers.", examples=[["Finder's fee of $10,000."]]
    )
