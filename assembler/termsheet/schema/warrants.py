"""Warrants of the investors and of others, with their provisions."""

from typing import Annotated, Literal

from pydantic import Field

from assembler.termsheet.scalars import (
    AnyCase,
    BusinessDays,
    Count,
    Days,
    DocumentNumber,
    EmailAddresses,
    Flag,
    IsoDate,
    Months,
    Percentage,
    PlainText,
    Price,
    TermText,
    TradingDays,
    WarrantClassName,
    Years,
)
from assembler.termsheet.schema.base import Terms, defaults
from assembler.termsheet.schema.parties import NoticeCopy
from assembler.termsheet.schema.warrant_options import DemandRegistration, Instalment, OwnershipLimit, WarrantCall


class Piggyback(Terms):
    """The right to have the shares registered along with others."""

    response_days: BusinessDays = Field(
        10, description="Business days within which the holder must ask for registration.", examples=["10"]
    )
    excluded_forms: tuple[TermText, ...] = Field(
        (), description="Registration statements that are excluded.", examples=[["Form S-8", "Form S-4"]]
    )


class WarrantProvisions(Terms):
    """Provisions of a warrant besides holder, number, price and dates. A term that is left out leaves its clause out."""

    expiration_time: TermText = Field(
        "5:00 P.M., New York City time",
        description="Time of day at which it expires.",
        examples=["5:00 P.M., New York City time"],
    )
    expiration_rolls_forward: Flag = Field(
        False,
        description="true: a warrant that would expire on a day without trading expires on the next day with trading. Usual in warrants of today.",
    )
    tender_days: BusinessDays = Field(
        5, description="Business days within which the warrant is tendered.", examples=["5"]
    )
    payment_methods: tuple[Annotated[Literal["cash", "check", "wire"], AnyCase()], ...] = Field(
        ("cash", "check", "wire"),
        description="How the exercise price may be paid.",
        examples=[["cash", "check"]],
        min_length=1,
    )
    minimum_exercise_shares: Count | None = Field(
        None, description="Least number of shares for which it may be exercised. 1 is no minimum.", examples=["1,000"]
    )
    spin_off_notice_days: Days | None = Field(None, description="Days' notice of a spin off.", examples=["30"])
    registration_rights: Flag = Field(True, description="true: the registration rights agreement covers the shares.")
    piggyback: Piggyback | None = Field(None, description="Piggy-back registration, if granted.")
    mail_notice_days: Days = Field(
        4,
        description="Days after mailing until a notice under the warrant is given. Usual are three to five.",
        examples=["4"],
    )
    courier_notice_days: BusinessDays = Field(
        1,
        description="Business days after deposit with an overnight courier, until a notice under the warrant is given. One is usual.",
        examples=["1"],
    )
    notice_latest_time: TermText = Field(
        "5:30 P.M., local time of the recipient",
        description="The end of business hours. An e-mail or facsimile under the warrant that is sent later is given on the next business day.",
        examples=["5:30 P.M., New York time"],
    )
    surrender: Annotated[Literal["each_exercise", "full_exercise"], AnyCase()] = Field(
        "each_exercise",
        description="When the paper goes back to the company. each_exercise: with every exercise, for a new warrant for the balance. full_exercise: only when all shares are bought, as is usual today.",
    )
    delivery_days: TradingDays = Field(
        3,
        description="Trading days after the exercise within which the shares are delivered. Holders ask for 1 or 2.",
        examples=["2"],
    )
    delivery_form: Annotated[Literal["certificate", "book_entry", "dwac"], AnyCase()] = Field(
        "certificate",
        description="certificate: on paper. book_entry: in the register of the transfer agent (DRS). dwac: to the holder's broker through DTC if the shares bear no legend, and by book entry otherwise. Usual today: dwac.",
    )
    buy_in: Flag = Field(
        False,
        description="true: if delivery is late and the holder must buy shares elsewhere, the company pays the loss. Funds ask for it.",
    )
    fractions: Annotated[Literal["down", "cash", "up"], AnyCase()] = Field(
        "down",
        description="What becomes of a fraction of a share. down: it is lost. cash: the company pays its market price, as is usual. up: it becomes a share.",
    )
    cashless_exercise: Annotated[Literal["none", "always", "while_unregistered"], AnyCase()] = Field(
        "none",
        description="Exercise without payment, for shares worth the gain. while_unregistered: only while no registration statement covers the resale, as is usual today. always: at any time, as pre-funded warrants need. It keeps the holding period of Rule 144.",
    )
    cashless_at_expiry: Flag = Field(
        False,
        description="true: on expiry, what is left is exercised without payment if that gives shares. Holders ask for it.",
    )
    market_price_days: TradingDays = Field(
        1,
        description="Trading days whose volume-weighted average prices (VWAP) make the market price. 1 is the last day before. Usual: 1, 5 or 10.",
        examples=["5"],
    )
    ownership_limit: OwnershipLimit = Field(
        "none",
        description="The share of the common stock that a holder may own after an exercise (blocker). Funds ask for 4.99% or 9.99%, to stay below the thresholds of Sections 13(d) and 16. An issuer on an exchange may ask for 19.99%. An investor may have its own.",
    )
    ownership_limit_ceiling: OwnershipLimit | None = Field(
        None,
        description="How far the holder can raise the limit on 61 days' notice. Default: 9.99%, or the limit itself if that is higher. none: it cannot be raised.",
    )
    vesting: tuple[Instalment, ...] = Field(
        (), description="Instalments in which the warrant becomes exercisable, in order. Default: all of it at once."
    )
    rights_offerings: Flag = Field(
        False,
        description="true: if the company offers rights to all stockholders, the holder can take part as if it had exercised. Holders ask for it.",
    )
    distributions: Flag = Field(
        False,
        description="true: the holder takes part in dividends and other distributions, except ordinary cash dividends, as if it had exercised. Holders ask for it.",
    )
    fundamental_transactions: Flag = Field(
        False,
        description="true: after a merger or change of control, the holder gets what stockholders got. The successor assumes the warrant. Usual today.",
    )
    price_protection: Annotated[Literal["none", "weighted_average"], AnyCase()] = Field(
        "none",
        description="weighted_average: an issue below the exercise price lowers that price, in proportion to its size. Buyers of weak issuers ask for it. It is rare, counts for the 20% rule of an exchange, and can make the warrant a liability in the accounts.",
    )
    price_protection_floor: Price | None = Field(
        None,
        description="The exercise price below which price protection does not go. An issuer on an exchange asks for it.",
        examples=["0.50"],
    )
    call: WarrantCall | None = Field(
        None, description="The company's right to call the warrant. Issuers ask for it. Funds rarely accept it."
    )
    holder_representations: Flag = Field(
        False,
        description="true: by accepting the warrant, the holder represents that it is an accredited investor who buys for itself. For a warrant whose holder signs no purchase agreement.",
    )
    demand_registration: DemandRegistration | None = Field(
        None,
        description="Registration on the holder's demand. For a warrant without a registration rights agreement.",
    )


class WarrantHolder(Terms):
    """The holder of a warrant, and the address for notices."""

    name: TermText = Field(description="Name, as it prints.", examples=["Example Securities, Inc."])
    kind: Annotated[Literal["entity", "individual"], AnyCase()] = Field(
        "entity",
        description="entity, or individual for a person, who signs the notice of exercise without By and Title.",
    )
    address_lines: tuple[TermText, ...] = Field(
        (), description="Address, an entry for each line.", examples=[["400 Main Street"]]
    )
    attention: TermText | None = Field(None, description="The person who receives notices.", examples=["Richard Miles"])
    telephone: TermText | None = Field(None, description="Telephone number.", examples=["(555) 010-0104"])
    facsimile: TermText | None = Field(None, description="Facsimile number.", examples=["(555) 010-0105"])
    email: EmailAddresses | None = Field(
        None,
        description="E-mail address for notices, or several with commas between them.",
        examples=["richard.miles@example.com"],
    )
    attention_label: TermText = Field("ATTN:", description="Label that prints before the person.", examples=["Attn:"])
    facsimile_label: TermText = Field(
        "Facsimile No.:", description="Label that prints before the facsimile number.", examples=["Telecopier No.:"]
    )
    copies: tuple[NoticeCopy, ...] = Field(
        (), description="Others who receive copies of the holder's notices, such as its counsel."
    )


class FirstExercise(Terms):
    """When a warrant can first be exercised, if not at once. State a period from the issue, a date or an event."""

    USUAL = ("months",)

    months: Months | None = Field(
        None,
        description="Calendar months after the issue. Exchanges ask for six months where the exercise price is at the market.",
        examples=["6"],
    )
    days: Days | None = Field(
        None, description="Days after the issue, or after those months: six months and one day.", examples=["1"]
    )
    date: IsoDate | None = Field(None, description="A date.", examples=["2026-12-01"])
    event: TermText | None = Field(
        None,
        description='An event, as a clause that follows "the first date on which". Usual for warrants that wait for a vote.',
        examples=["the Company's stockholders have approved the issuance of the Warrant Shares"],
    )


# Dates of a warrant, which every kind of warrant states in the same way.
_FIRST_EXERCISE = Field(None, description="When it can first be exercised. Default: at once.")
_TERM_YEARS = Field(
    None, description="Term in calendar years. Or state term_months, or expiration_date.", examples=["4"]
)
_TERM_MONTHS = Field(None, description="Term in calendar months.", examples=["18"])
_EXPIRATION_DATE = Field(
    None,
    description="The day on which it expires. It is computed from the term, and checked if you state both.",
    examples=["2031-09-17"],
)
_NUMBER_PREFIX = Field(
    None,
    description="What the number of each warrant begins with. A- numbers them A-1, A-2 and so on, in the order of the closings and the investors. A number that an investor states takes the place of its own. Default: only stated numbers.",
    examples=["A-"],
)
_TermFrom = Annotated[
    Literal["issue", "first_exercise"],
    AnyCase(),
    Field(
        description="The day from which the term runs. first_exercise: the day on which it can first be exercised, as holders ask who have to wait for it."
    ),
]


class UnderlyingAgreement(Terms):
    """The agreement under which a warrant is issued."""

    title: TermText = Field(
        description="Title of the agreement.", examples=["Financial Advisory and Investment Banking Agreement"]
    )
    date: IsoDate | None = Field(None, description="Its date.", examples=["2001-11-30"])
    year: TermText | None = Field(None, description="Year of the agreement, if the day stays blank.", examples=["2001"])


class Warrant(Terms):
    """One warrant that is not an investor's, such as the placement agent's."""

    holder: WarrantHolder = Field(description="The holder.")
    number: Count = Field(description="Number of shares that the warrant buys.", examples=["25,000"])
    warrant_number: DocumentNumber | None = Field(
        None, description='Number of the warrant itself, without "No.", once it exists.', examples=["PA-1"]
    )
    exercise_price: Price = Field(description="Exercise price per share, in dollars.", examples=["1.54"])
    issue_date: IsoDate = Field(description="The day of issue.", examples=["2001-12-27"])
    first_exercise: FirstExercise | None = _FIRST_EXERCISE
    term_years: Years | None = _TERM_YEARS
    term_months: Months | None = _TERM_MONTHS
    term_from: _TermFrom = "issue"
    expiration_date: IsoDate | None = _EXPIRATION_DATE
    underlying_agreement: UnderlyingAgreement | None = Field(
        None, description="The agreement under which the warrant is issued, if there is one."
    )
    provisions: WarrantProvisions = defaults("Further provisions of the warrant.")


class WarrantClass(Terms):
    """A class of the investors' warrants, such as Series A, with its number, its price and its term."""

    name: WarrantClassName = Field(
        description="Name of the class. Its warrants are the Series A Warrants, and each bears the name in its title.",
        examples=["Series A"],
    )
    prefunded: Flag = Field(
        False,
        description="Pre-funded warrants, which an investor buys in place of shares to stay below a limit on its holding. It pays all but a nominal exercise price at the closing. They never expire, and if cashless exercise is granted, it is always allowed.",
    )
    coverage: Percentage | None = Field(
        None,
        description="Warrants of this class as a percentage of the shares that the investor buys. Or state total_warrants, or class_warrants of each investor.",
        examples=["100%", "50%"],
    )
    total_warrants: Count | None = Field(
        None,
        description="Total number of warrants of this class. It is computed, and checked if you state it. Without coverage it is divided among the investors by their shares.",
        examples=["440,000"],
    )
    maximum_warrants: Count | None = Field(
        None,
        description="The most warrants of this class at all closings, in a deal with offering.maximum_amount. It is computed from the coverage, and checked if you state it. Without a coverage, state it.",
        examples=["741,000"],
    )
    exercise_price: Price | None = Field(
        None, description="Exercise price per share, in dollars. Or state exercise_price_percentage.", examples=["1.36"]
    )
    exercise_price_percentage: Percentage | None = Field(
        None, description="Exercise price as a percentage of the price per share.", examples=["120%"]
    )
    first_exercise: FirstExercise | None = _FIRST_EXERCISE
    term_years: Years | None = _TERM_YEARS
    term_months: Months | None = _TERM_MONTHS
    term_from: _TermFrom = "issue"
    expiration_date: IsoDate | None = _EXPIRATION_DATE
    number_prefix: PlainText | None = _NUMBER_PREFIX
    provisions: WarrantProvisions | None = Field(
        None,
        description="Further provisions of the warrants of this class. They stand in place of warrants.provisions, and take nothing from it. Default: warrants.provisions.",
    )


class Warrants(Terms):
    """Warrants that come with the shares."""

    mode: Annotated[Literal["none", "covenant", "integrated"], AnyCase()] = Field(
        "none",
        description="How the investors get warrants. none: no warrants. integrated: they buy shares and warrants together, and the agreement says so throughout. covenant: they buy shares, and the company promises the warrants in one covenant only.",
        examples=["integrated"],
    )
    # 20% coverage of 100 shares is 20 warrants, each for one share.
    coverage: Percentage | None = Field(
        None,
        description="Warrants as a percentage of the shares that the investor buys. Or state total_warrants alone, or the warrants of each investor.",
        examples=["20%", "10%"],
    )
    total_warrants: Count | None = Field(
        None,
        description="Total number of warrants. It is computed, and checked if you state it. Without coverage it is divided among the investors by their shares.",
        examples=["440,000"],
    )
    exercise_price: Price | None = Field(
        None, description="Exercise price per share, in dollars. Or state exercise_price_percentage.", examples=["1.36"]
    )
    exercise_price_percentage: Percentage | None = Field(
        None,
        description="Exercise price as a percentage of the price per share. It is rounded to the decimals of that price, and to cents at least.",
        examples=["120%"],
    )
    first_exercise: FirstExercise | None = _FIRST_EXERCISE
    term_years: Years | None = _TERM_YEARS
    term_months: Months | None = _TERM_MONTHS
    term_from: _TermFrom = "issue"
    expiration_date: IsoDate | None = _EXPIRATION_DATE
    number_prefix: PlainText | None = _NUMBER_PREFIX
    classes: tuple[WarrantClass, ...] = Field(
        (),
        description="Several classes of warrants, in place of the coverage, the number, the price and the term above. Usual are a long Series A and a short Series B.",
    )
    issue_date: IsoDate | None = Field(
        None,
        description="The day on which the warrants of the initial closing are issued. Default: closing.date, or agreement.date if that is not stated.",
        examples=["2003-07-01"],
    )
    amendment_by: Annotated[Literal["holder", "majority"], AnyCase()] = Field(
        "holder",
        description="Who signs an amendment of a warrant beside the company. holder: its holder. majority: the holders of most warrant shares, for all warrants alike. A majority is usual with many holders.",
    )
    provisions: WarrantProvisions = defaults("Further provisions of each warrant.")
