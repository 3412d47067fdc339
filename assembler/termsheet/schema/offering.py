"""The agreement, what it sells, and the company's reports."""

from typing import Any

from pydantic import Field

from assembler.termsheet.scalars import Amount, Count, IsoDate, MonthOrDate, ParValue, Price, StockName, TermText
from assembler.termsheet.schema.base import Terms


class Agreement(Terms):
    """The instrument itself."""

    date: IsoDate = Field(description="The date as of which the agreement is made.", examples=["2003-07-01"])
    exhibit_label: TermText | None = Field(
        None, description="The label of an exhibit to a filing, printed on the first line.", examples=["Exhibit 10.23"]
    )
    investor_signature_date: MonthOrDate | None = Field(
        None,
        description="The day on which the investors sign. A month alone leaves the day blank. Default: a blank to fill in by hand.",
        examples=["2003-06-30", "2002-01"],
    )
    company_acceptance_date: IsoDate | None = Field(
        None,
        description="The day on which the company accepts. Default: a blank to fill in by hand.",
        examples=["2003-07-01"],
    )


class Financials(Terms):
    """The company's reports."""

    last_audited_date: IsoDate = Field(
        description="The date of the last audited balance sheet.", examples=["2002-12-31"]
    )
    sec_documents_since: IsoDate | None = Field(
        None,
        description="The date since which the SEC documents are listed. Default: financials.last_audited_date.",
        examples=["2002-12-31"],
    )


PAR_VALUE: Any = Field(
    description="Par value of the stock, in dollars. `none` for stock without par value. Abroad, the currency before the figure.",
    examples=["0.01", "none", "NIS 0.01"],
)
STOCK: Any = Field(
    None,
    description="What the company sells, by the name in its charter. Default: by the kind and jurisdiction of the company. It is common stock of a corporation, ordinary shares of a Cayman Islands, Israeli or British company, and common units of a limited liability company.",
    examples=["ordinary shares", "Class A common stock", "common units"],
)


class Offering(Terms):
    """The shares for sale, and their price."""

    # Kept with the decimals typed, since the agreement prints 1.00 and 1.1296 as the parties write them.
    price_per_share: Price = Field(description="Purchase price per share, in dollars.", examples=["1.00", "1.1296"])
    stock: StockName | None = STOCK
    par_value: ParValue = PAR_VALUE
    principal_market: TermText = Field(description="The principal trading market.", examples=["NASDAQ SmallCap Market"])
    aggregate_amount: Amount | None = Field(
        None,
        description="Total purchase price, in dollars. It is computed, and checked if you state it.",
        examples=["2,200,000"],
    )
    total_shares: Count | None = Field(
        None, description="Total number of shares. It is computed, and checked if you state it.", examples=["2,200,000"]
    )
    minimum_amount: Amount | None = Field(
        None,
        description="The least total price with which the initial closing occurs. Investors in a small company ask for it, so that nobody funds half a plan.",
        examples=["1,500,000"],
    )
    maximum_amount: Amount | None = Field(
        None,
        description='The most that is sold at all closings, in dollars. With it, the agreement sells "up to" that much, as is usual in a best-efforts placement.',
        examples=["6,175,000"],
    )
    maximum_shares: Count | None = Field(
        None,
        description="The most shares that are sold at all closings. It is computed, and checked if you state it.",
        examples=["2,470,000"],
    )
    maximum_warrants: Count | None = Field(
        None,
        description="The most warrants that are issued at all closings. It is computed from warrants.coverage, and checked if you state it. Without a coverage, state it.",
        examples=["741,000"],
    )
    aggregate_issuance_shares: Count | None = Field(
        None,
        description="Shares of the entire issuance that this sale is part of. Default: the total number of shares.",
        examples=["2,434,490"],
    )
    placement_agent: TermText | None = Field(
        None, description="The placement agent, if the deal names one.", examples=["Example Securities, Inc."]
    )


class FeeInstrument(Terms):
    """An agreement under which a broker or finder is paid."""

    kind: TermText = Field(description="Name of the instrument.", examples=["letter agreement", "Term Sheet"])
    counterparty: TermText = Field(description="The other party.", examples=["Example Securities, Inc."])
    date: IsoDate = Field(description="Its date.", examples=["2003-06-30"])


class Expenses(Terms):
    """The costs of the deal. Each party pays its own, but for what is stated here."""

    counsel_fee_cap: Amount | None = Field(
        None,
        description="The most that the company pays for counsel of the lead investor, in dollars. The lead asks for it.",
        examples=["50,000"],
    )
    lead_investor: TermText | None = Field(
        None,
        description="The investor whose counsel the company pays, by its name. Not needed with one investor.",
        examples=["Example Fund, LP"],
    )


class SecForms(Terms):
    """Forms of the Securities and Exchange Commission."""

    annual_report: TermText | None = Field(
        None,
        description="Form of the annual report. The agreement of a foreign private issuer names it. Default: Form 10-K, or Form 20-F of a foreign private issuer.",
        examples=["Form 20-F"],
    )
    interim_report: TermText | None = Field(
        None,
        description="Form of the interim report. Default: Form 10-Q, or Form 6-K of a foreign private issuer.",
        examples=["Form 10-QSB"],
    )
    resale_registration: TermText | None = Field(
        None,
        description="Form that registers the resale. Default: Form S-3, or Form F-3 of a foreign private issuer.",
        examples=["Form S-3"],
    )
    current_report: TermText | None = Field(
        None,
        description="Form of the current report. Default: Form 8-K, or Form 6-K of a foreign private issuer.",
        examples=["Form 8-K"],
    )


class PendingProposals(Terms):
    """A document that discloses proposals under consideration. Section 4(h) makes an exception for it."""

    document: TermText = Field(description="The document.", examples=["definitive proxy statement"])
    filed_on: IsoDate = Field(description="The day of its filing with the SEC.", examples=["2002-11-11"])


class CommonStock(Terms):
    """The stock a warrant is for."""

    stock: StockName | None = STOCK
    par_value: ParValue = PAR_VALUE
