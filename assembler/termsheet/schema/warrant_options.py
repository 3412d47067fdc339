"""Groups of terms for provisions of a warrant that only some deals have."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from assembler.termsheet.scalars import AnyCase, Count, Days, Flag, IsoDate, Portion, Price, TradingDays
from assembler.termsheet.schema.base import Terms

OwnershipLimit = Annotated[Literal["none", "4.99%", "9.99%", "19.99%"], AnyCase()]


class Instalment(Terms):
    """A part of a warrant that vests on a day. State its number of shares, or its percentage of all shares."""

    date: IsoDate = Field(description="The day from which this part can be exercised.", examples=["2027-03-01"])
    number: Count | None = Field(None, description="Number of shares of this part.", examples=["12,500"])
    percentage: Portion | None = Field(
        None,
        description="This part as a percentage of all shares of the warrant. Warrants of the investors need this one, as their numbers differ.",
        examples=["25%"],
    )


class WarrantCall(Terms):
    """The company's right to call the warrant for a small price once the market price is high."""

    trigger_price: Price = Field(
        description="Market price per share that must be exceeded. Usual is 150% to 250% of the exercise price.",
        examples=["7.50"],
    )
    trigger_days: TradingDays = Field(
        20, description="Consecutive trading days over which the price is measured. Usual: 10 to 30.", examples=["20"]
    )
    measured_by: Annotated[Literal["each_day", "average"], AnyCase()] = Field(
        "each_day",
        description="each_day: the price exceeds the trigger on each of these days, as holders prefer. average: its average over them does.",
    )
    call_price: Price = Field(
        Decimal("0.01"),
        description="What the company pays for each share that the warrant still buys.",
        examples=["0.01"],
    )
    notice_days: Days = Field(
        30, description="Days from the notice to the call, in which the holder can exercise.", examples=["30"]
    )
    registered: Flag = Field(
        True,
        description="true: the company can call only while the shares are registered for resale, or can be sold freely. Holders ask for it.",
    )


class DemandRegistration(Terms):
    """The holder's right to demand that the company registers the resale of the shares."""

    filing_days: Days = Field(
        60, description="Days from the demand within which the company files. Usual: 30 to 90.", examples=["60"]
    )
    demands: Count = Field(1, description="How many times the holder can demand it. Usual: once.", examples=["1"])
