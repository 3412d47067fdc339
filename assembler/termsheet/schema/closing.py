"""Closings, escrow, delivery and notices."""

from typing import Annotated, Literal

from pydantic import Field

from assembler.termsheet.scalars import AnyCase, BusinessDays, Days, Flag, IsoDate, TermText
from assembler.termsheet.schema.base import Terms


class Wire(Terms):
    """The account to which the investors wire the purchase price."""

    bank: TermText = Field(description="Name of the bank.", examples=["Example Bank"])
    address_lines: tuple[TermText, ...] = Field(
        description="Address of the bank, an entry for each line.",
        examples=[["200 Main Street", "New York, New York 10001"]],
    )
    # The nine digits are text: the zero in front is part of the number of the bank.
    aba: TermText = Field(description="ABA routing number. Leading zeros are kept.", examples=["021000018"])
    account_name: TermText = Field(description="Name of the account.", examples=["Doe & Roe LLP"])
    account_number: TermText = Field(description="Number of the account.", examples=["000-1234567"])


class Escrow(Terms):
    """The escrow for price and certificates. Without it, the investors pay the company at the closing."""

    agent: TermText = Field(description="The escrow agent.", examples=["Doe & Roe LLP"])
    wire: Wire = Field(description="The escrow account.")


class TransferAgent(Terms):
    """The firm that keeps the register of the common stock and issues the shares."""

    name: TermText = Field(
        description="Name of the transfer agent.", examples=["Harborline Registrar & Transfer Company"]
    )
    address_lines: tuple[TermText, ...] = Field(
        description="Address, an entry for each line.",
        examples=[["48 Ledger Street", "Providence, Rhode Island 02903"]],
    )
    attention: TermText = Field(description="The person or department addressed.", examples=["Issuance Department"])


class AdditionalClosing(Terms):
    """A closing after the initial one, at which investors join who say so with `closing`."""

    date: IsoDate = Field(description="The day of this closing.", examples=["2003-08-15"])
    by_amendment: Flag = Field(
        False,
        description="true: the agreement was signed without words that allow this closing. Its joinders amend the agreement, and the investors of the earlier closings sign their consent.",
        examples=["true"],
    )


class Closing(Terms):
    """The days of the closings, and the delivery of the shares."""

    date: IsoDate | None = Field(
        None,
        description="The day of the initial closing, which the warrants bear. Default: agreement.date.",
        examples=["2003-07-03"],
    )
    additional: tuple[AdditionalClosing, ...] = Field(
        (),
        description="Closings after the initial one, in order. The first of them is closing 2. Totals that you state are those of all closings.",
    )

    additional_until: IsoDate | None = Field(
        None,
        description="The last day of an additional closing. State it, with offering.maximum_amount, before anybody signs: the agreement then allows others to join. Thirty to ninety days after the initial closing are usual.",
        examples=["2003-09-30"],
    )
    timing: Annotated[Literal["after_conditions", "on_date", "after_signing"], AnyCase()] = Field(
        "after_conditions",
        description="When the initial closing is. after_conditions: on the first trading day after the conditions are met. on_date: on closing.date. after_signing: closing.days_after_signing later. The last two are usual today, and both wait for the conditions.",
        examples=["after_signing"],
    )
    days_after_signing: BusinessDays | None = Field(
        None,
        description="Trading days from the date of the agreement to the initial closing. One or two are usual.",
        examples=["2"],
    )
    place: Annotated[Literal["offices", "remote"], AnyCase()] = Field(
        "offices",
        description="Where the closing is. offices: at the escrow agent, or at counsel for the company without an escrow. remote: by electronic exchange of documents, which is usual today.",
        examples=["remote"],
    )
    outside_date: IsoDate | None = Field(
        None,
        description="The day by which the initial closing must be. After it, the company or an investor that is not in breach may terminate. Before it, they may agree to, or terminate for a breach that is not cured. Both sides want one. Usual are five trading days to 60 days after signing.",
        examples=["2003-07-31"],
    )
    cure_days: BusinessDays = Field(
        5,
        description="Business days that a party has to cure a breach before the other may terminate for it. They count only where an outside date is stated. Usual are five to ten, and fewer where the closing is near.",
        examples=["5"],
    )
    delivery: Annotated[Literal["certificates", "book_entry", "dwac"], AnyCase()] = Field(
        "certificates",
        description="The form of the shares. certificates: on paper. book_entry: direct registration at the transfer agent, with a statement, which is usual today. dwac: book entry while the legend is on, and through DTC when it comes off, since DTC takes no share with a legend.",
        examples=["book_entry"],
    )
    wire: Wire | None = Field(
        None,
        description="The company's account, for a deal without an escrow. Default: the company names it in writing before the closing.",
    )
    # Words of the agreement. The check of business days always uses the calendar of the NYSE.
    trading_calendar: TermText = Field(
        "NYSE", description="The exchange whose trading days count for the closing date.", examples=["NYSE"]
    )
    latest_time: TermText = Field(
        "3:00 P.M., New York time", description="The latest time of the closing.", examples=["3:00 P.M., New York time"]
    )
    unlegended_delivery_days: BusinessDays = Field(
        3, description="Business days for the delivery of shares without a legend.", examples=["3"]
    )


class Notices(Terms):
    """When notices are deemed given."""

    deemed_given_days: BusinessDays = Field(
        7,
        description="Business days after deposit in the mail, until a notice by registered or certified mail is given. Usual today are three to five.",
        examples=["3"],
    )
    courier_days: BusinessDays = Field(
        1,
        description="Business days after deposit with an overnight courier, until a notice is given. One is usual.",
        examples=["1"],
    )
    latest_time: TermText = Field(
        "5:30 P.M., local time of the recipient",
        description="The end of business hours. An e-mail or facsimile that is sent later, or on another day than a business day, is given on the next business day.",
        examples=["5:30 P.M., New York time"],
    )
    address_change_days: Days = Field(
        10, description="Days' notice that a party gives before its address for notices changes.", examples=["10"]
    )
