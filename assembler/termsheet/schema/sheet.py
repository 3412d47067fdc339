"""The term sheets of the two forms, and what concerns a whole sheet."""

from typing import Annotated, Literal

from pydantic import Field

from assembler.termsheet.scalars import AnyCase, ClauseText, Count, Flag, IsoDate, PlainText, TermText
from assembler.termsheet.schema.base import FormId, Status, Terms, defaults
from assembler.termsheet.schema.closing import Closing, Escrow, Notices, TransferAgent
from assembler.termsheet.schema.investors_sheet import OrSheet
from assembler.termsheet.schema.offering import (
    Agreement,
    CommonStock,
    Expenses,
    FeeInstrument,
    Financials,
    Offering,
    PendingProposals,
    SecForms,
)
from assembler.termsheet.schema.options import Law, Options, WarrantLaw
from assembler.termsheet.schema.parties import Company, CompanyCounsel, Counsel, Investor
from assembler.termsheet.schema.securities import (
    Announcement,
    DisclosureSchedule,
    ExchangeCap,
    Exemption,
    LegendRemoval,
    Participation,
    ShareholderVote,
    Standstill,
    UseOfProceeds,
)
from assembler.termsheet.schema.warrants import Warrant, Warrants


class Annexes(Terms):
    """Files for the annexes that Assembler does not draft. Each is copied into the set."""

    escrow_instructions: TermText | None = Field(
        None, description="Annex II: a file, by its path from the term sheet.", examples=["escrow-instructions.docx"]
    )
    opinion: TermText | None = Field(
        None, description="Annex III: a file, by its path from the term sheet.", examples=["opinion-of-counsel.docx"]
    )
    registration_rights: TermText | None = Field(
        None,
        description="Annex IV: a file, by its path from the term sheet.",
        examples=["registration-rights-agreement.docx"],
    )
    disclosure: TermText | None = Field(
        None, description="Annex V: a file, by its path from the term sheet.", examples=["company-disclosure.docx"]
    )
    use_of_proceeds: TermText | None = Field(
        None, description="Annex VII: a file, by its path from the term sheet.", examples=["use-of-proceeds.xlsx"]
    )


class CapTable(Terms):
    """The facts about the company that the Open Cap Table Format needs. If stated, the file is in the set."""

    # The format requires the date of formation, which no document prints.
    formation_date: IsoDate = Field(description="The day of the company's formation.", examples=["1991-12-03"])
    votes_per_share: Count = Field(1, description="Votes of one share of common stock, by the charter.", examples=["1"])


class Execution(Terms):
    """The stage of the document."""

    status: Status = Field(
        "draft",
        description="form: one signature page for all investors. draft: TBD is allowed. execution: ready to sign. conformed: as signed.",
    )
    company_signed: Flag = Field(False, description="true prints the company's conformed signature.")
    signatures: Annotated[Literal["originals", "facsimile", "electronic"], AnyCase()] = Field(
        "facsimile",
        description="How the documents may be signed. electronic: electronic signatures and copies in PDF bind, as is usual today. facsimile: facsimile signatures bind. originals: the agreement says nothing.",
    )
    draft_date: IsoDate | None = Field(
        None,
        description='The day of this draft. The header says "Draft of" this day, and the properties of the files show it. Without it, they show no date.',
        examples=["2003-06-20"],
    )
    # Never TBD: the Word file needs its look.
    shell: PlainText | None = Field(
        None,
        description="The look in Word: a name in templates/shells, or the path of a folder from the term sheet.",
        examples=["house"],
    )


class AgreementExecution(Execution):
    """The stage of an agreement, and its front pages."""

    cover_page: Flag = Field(False, description="true puts a cover page before the agreement.")
    contents: Flag = Field(False, description="true puts a table of contents before the agreement.")


class Departure(Terms):
    """A difference between the deal and its form. The words of the form must occur exactly once."""

    clause: PlainText = Field(description="Label of the clause.", examples=["preamble"])
    subject: PlainText | None = Field(
        None,
        description="The investor whose copy of a repeated clause changes. Default: every copy.",
        examples=["investors[0]"],
    )
    form: ClauseText | None = Field(
        None,
        description="Words of the form, in the notation of the clause files.",
        examples=["Annex @annex_i_schedule hereto"],
    )
    here: ClauseText | None = Field(
        None, description="Words of this deal that replace them.", examples=["Annex A hereto"]
    )
    add: ClauseText | None = Field(
        None, description="Words of a new clause. It is numbered like the clause before it.", examples=["[RESERVED]"]
    )
    number: PlainText | None = Field(None, description="The number to print for the clause.", examples=["(xvi)"])
    numbered: PlainText | None = Field(
        None,
        description="The first number in its style, for the clause or for the list that `list` names. `none`: no number.",
        examples=["a."],
    )
    list: PlainText | None = Field(
        None, description="The first number of the list that gets another style.", examples=["(A)"]
    )
    state: Annotated[Literal["omit", "reserved"], AnyCase()] | None = Field(
        None, description="omit leaves the clause out. reserved keeps its letter only."
    )
    after: PlainText | None = Field(
        None, description="Label of the clause that comes before this one.", examples=["cov_use_of_proceeds"]
    )
    why: Annotated[Literal["as filed", "negotiated"], AnyCase()] = Field(
        description="Why the deal departs from the form."
    )
    note: PlainText | None = Field(
        None, description="A note for the reader of the list of departures.", examples=["E02"]
    )


class TermSheet(Terms):
    """One deal: a sale of stock, with or without warrants, to a few investors."""

    form: FormId = Field("purchase-agreement", description="The form that is drafted.", examples=["purchase-agreement"])
    agreement: Agreement = Field(description="The instrument itself.")
    company: Company = Field(description="The issuer.")
    offering: Offering = Field(description="What is sold.")
    warrants: Warrants = defaults(
        "Warrants that come with the shares. For a deal without warrants write `mode: none` and delete the other lines."
    )
    placement_agent_warrant: Warrant | None = Field(None, description="A warrant for the placement agent.")
    investors: Annotated[tuple[Investor, ...], OrSheet()] = Field(
        min_length=1, max_length=100_000, description="The investors, in order."
    )
    fee_instruments: tuple[FeeInstrument, ...] = Field((), description="Agreements with brokers and finders.")
    expenses: Expenses | None = Field(
        None,
        description="The agreement says who pays which costs. Each party pays its own. The company pays the transfer agent and taxes on the issue. Usual.",
    )
    escrow: Escrow | None = Field(
        None, description="The escrow. Without it, the investors wire the price to the company, as is usual today."
    )
    transfer_agent: TransferAgent | None = Field(
        None, description="The transfer agent. If stated, its instruction letter is drafted."
    )
    counsel: Counsel = defaults("The lawyers who receive copies of notices.")
    closing: Closing = defaults("Closing and delivery.")
    notices: Notices = defaults("When notices are deemed given.")
    law: Law = Field(description="Governing law and forum.")
    financials: Financials = Field(description="The company's reports.")
    sec_forms: SecForms = defaults("Forms of the SEC.")
    pending_proposals: PendingProposals | None = Field(None, description="Proposals disclosed and pending.")
    exemption: Exemption | None = Field(
        None, description="The exemption from registration. If stated, the agreement names it and its filings."
    )
    announcement: Announcement | None = Field(
        None, description="When the deal is announced. Default: as soon as practicable."
    )
    legend_removal: LegendRemoval | None = Field(
        None, description="When legends come off. Default: only for sales under the registration statement."
    )
    standstill: Standstill | None = Field(None, description="A time without other sales of stock. Default: none.")
    participation: Participation | None = Field(
        None, description="The investors' right to buy in later financings. Default: none."
    )
    exchange_cap: ExchangeCap | None = Field(
        None, description="The limit on stock that is issued without a vote of the shareholders. Default: none."
    )
    shareholder_vote: ShareholderVote | None = Field(
        None, description="The meeting that approves what the warrants need. Default: none."
    )
    use_of_proceeds: UseOfProceeds | None = Field(
        None, description="The schedule of Annex VII. Default: a file, or an empty annex."
    )
    disclosure_schedule: DisclosureSchedule | None = Field(
        None,
        description="The disclosures of Annex V, which qualify all representations of the company. `{}` discloses nothing. Default: a file, or an empty annex.",
    )
    options: Options = defaults("What the parties agree where precedents differ.")
    annexes: Annexes = defaults("Files for the annexes that Assembler does not draft. Each goes behind its page.")
    cap_table: CapTable | None = Field(None, description="If stated, the Open Cap Table file is written.")
    execution: AgreementExecution = defaults("The stage of the document.")
    departures: tuple[Departure, ...] = Field((), description="What this deal says differently from the form.")


class WarrantSheet(Terms):
    """One warrant, drafted by itself."""

    form: FormId = Field(description="The form that is drafted.", examples=["warrant"])
    company: Company = Field(description="The issuer.")
    offering: CommonStock = Field(description="The stock that the warrant buys.")
    counsel: CompanyCounsel = defaults("The lawyers who receive copies of notices.")
    warrant: Warrant = Field(description="The warrant.")
    law: WarrantLaw = Field(description="Governing law and forum.")
    execution: Execution = defaults("The stage of the document.")
    departures: tuple[Departure, ...] = Field((), description="What this deal says differently from the form.")


AnyTermSheet = TermSheet | WarrantSheet


SHEETS: dict[str, type[TermSheet | WarrantSheet]] = {"purchase-agreement": TermSheet, "warrant": WarrantSheet}
