"""The term sheet: the terms that a deal lawyer states about a deal, without what can be computed."""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from assembler.termsheet.scalars import (
    Amount,
    AnyCase,
    BusinessDays,
    ClauseText,
    Count,
    Days,
    DocumentNumber,
    Flag,
    IsoDate,
    MonthOrDate,
    Percentage,
    PlainText,
    Portion,
    Price,
    TermText,
    Years,
)
from assembler.termsheet.spellings import folded

Status = Annotated[Literal["form", "draft", "execution", "conformed"], AnyCase()]
FormId = Annotated[Literal["purchase-agreement", "warrant"], AnyCase()]
ClauseStatus = Annotated[Literal["text", "reserved", "omit"], AnyCase()]


class Terms(BaseModel):
    """A group of terms: frozen, and an unknown name in it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _defaults(description: str) -> Any:
    """Return the field of a group whose terms all have defaults. A missing group is read as an empty one."""
    # An instance of the group as the default would make pydantic build a validator for the group alone.
    return Field(default_factory=dict, validate_default=True, description=description)


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


class Address(Terms):
    """A street address in the United States."""

    street: TermText = Field(description="Number and street.", examples=["100 Main Street"])
    city: TermText = Field(description="City.", examples=["Springfield"])
    state: TermText = Field(description="State, in full.", examples=["California"])
    # Text: as a number, 01103 would lose its zero.
    zip: TermText = Field(description="ZIP code. Leading zeros are kept.", examples=["01103"])


class NoticeContact(Terms):
    """The person who receives notices for the company, with numbers and labels."""

    attention: TermText = Field(description="The person who receives notices.", examples=["Jane Doe"])
    title: TermText = Field(description="That person's title.", examples=["President & CEO"])
    telephone: TermText = Field(description="Telephone number.", examples=["(555) 010-0100"])
    facsimile: TermText = Field(description="Facsimile number.", examples=["(555) 010-0101"])
    attention_label: TermText = Field("ATTN:", description="Label that prints before the person.", examples=["ATTN:"])
    facsimile_label: TermText = Field(
        "Facsimile No.:", description="Label that prints before the facsimile number.", examples=["Telecopier No.:"]
    )


class Signatory(Terms):
    """The person who signs for the company."""

    name: TermText = Field(description="Name of the officer.", examples=["Jane Doe"])
    title: TermText = Field(description="Title of the officer.", examples=["President & CEO"])


class Company(Terms):
    """The issuer."""

    name: TermText = Field(description="Name, as it prints everywhere.", examples=["ACME, INC."])
    short_name: TermText | None = Field(
        None, description="Short name, for the reference line of wires. Default: company.name.", examples=["ACME"]
    )
    jurisdiction: TermText = Field(description="State of incorporation.", examples=["Delaware"])
    entity_type: TermText = Field(description="Kind of entity.", examples=["corporation"])
    # A company may issue shares up to the number in its charter (in Delaware, 8 Del. C. section 161).
    authorized_shares: Count | None = Field(
        None,
        description="Shares of common stock that the charter authorizes. They are checked against what the deal needs.",
        examples=["100,000,000"],
    )
    outstanding_shares: Count | None = Field(
        None,
        description="Shares of common stock issued, or reserved for others, before the deal.",
        examples=["38,000,000"],
    )
    address: Address = Field(description="Principal place of business.")
    notice: NoticeContact = Field(description="Where notices to the company go.")
    signatory: Signatory = Field(description="The person who signs for the company.")


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


class Offering(Terms):
    """The shares for sale, and their price."""

    # Kept with the decimals typed, since the agreement prints 1.00 and 1.1296 as the parties write them.
    price_per_share: Price = Field(description="Purchase price per share, in dollars.", examples=["1.00", "1.1296"])
    par_value: Price = Field(description="Par value of the common stock, in dollars.", examples=["0.01"])
    principal_market: TermText = Field(description="The principal trading market.", examples=["NASDAQ SmallCap Market"])
    aggregate_amount: Amount | None = Field(
        None,
        description="Total purchase price, in dollars. It is computed, and checked if you state it.",
        examples=["2,200,000"],
    )
    total_shares: Count | None = Field(
        None, description="Total number of shares. It is computed, and checked if you state it.", examples=["2,200,000"]
    )
    aggregate_issuance_shares: Count | None = Field(
        None,
        description="Shares of the entire issuance that this sale is part of. Default: the total number of shares.",
        examples=["2,434,490"],
    )
    placement_agent: TermText | None = Field(
        None, description="The placement agent, if the deal names one.", examples=["Example Securities, Inc."]
    )


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
    mail_notice_days: Days = Field(4, description="Days after mailing until a notice is deemed given.", examples=["4"])


class WarrantHolder(Terms):
    """The holder of a warrant, and the address for notices."""

    name: TermText = Field(description="Name, as it prints.", examples=["Example Securities, Inc."])
    address_lines: tuple[TermText, ...] = Field(
        (), description="Address, an entry for each line.", examples=[["400 Main Street"]]
    )
    attention: TermText | None = Field(None, description="The person who receives notices.", examples=["Richard Miles"])
    telephone: TermText | None = Field(None, description="Telephone number.", examples=["(555) 010-0104"])
    facsimile: TermText | None = Field(None, description="Facsimile number.", examples=["(555) 010-0105"])
    attention_label: TermText = Field("ATTN:", description="Label that prints before the person.", examples=["Attn:"])
    facsimile_label: TermText = Field(
        "Facsimile No.:", description="Label that prints before the facsimile number.", examples=["Telecopier No.:"]
    )


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
    term_years: Years = Field(description="Term in calendar years.", examples=["3"])
    underlying_agreement: UnderlyingAgreement = Field(description="The agreement under which the warrant is issued.")
    provisions: WarrantProvisions = _defaults("Further provisions of the warrant.")


class Warrants(Terms):
    """Warrants that come with the shares."""

    mode: Annotated[Literal["none", "covenant", "integrated"], AnyCase()] = Field(
        "none",
        description="How the investors get warrants. none: no warrants. integrated: they buy shares and warrants together, and the agreement says so throughout. covenant: they buy shares, and the company promises the warrants in Section 4(n) only.",
        examples=["integrated"],
    )
    # 20% coverage of 100 shares is 20 warrants, each for one share.
    coverage: Percentage | None = Field(
        None, description="Warrants as a percentage of the shares that the investor buys.", examples=["20%", "10%"]
    )
    total_warrants: Count | None = Field(
        None, description="Total number of warrants. It is computed, and checked if you state it.", examples=["440,000"]
    )
    exercise_price: Price | None = Field(
        None, description="Exercise price per share, in dollars. Or state exercise_price_percentage.", examples=["1.36"]
    )
    exercise_price_percentage: Percentage | None = Field(
        None,
        description="Exercise price as a percentage of the price per share. It is rounded to the decimals of that price, and to cents at least.",
        examples=["120%"],
    )
    term_years: Years | None = Field(None, description="Term in calendar years.", examples=["4"])
    issue_date: IsoDate | None = Field(
        None,
        description="The day on which the warrants of the initial closing are issued. Default: closing.date, or agreement.date if that is not stated.",
        examples=["2003-07-01"],
    )
    provisions: WarrantProvisions = _defaults("Further provisions of each warrant.")


# Words of investor sheets for the two kinds.
_KINDS = {
    **dict.fromkeys(("natural_person", "person", "ind", "indiv"), "individual"),
    **dict.fromkeys(
        (
            *("company", "corp", "corporation", "inc", "llc", "llp", "lp", "ltd", "limited_liability_company"),
            *("limited_partnership", "partnership", "fund", "trust", "gmbh", "limited_company"),
        ),
        "entity",
    ),
}


class Investor(Terms):
    """One investor, in the order in which the schedule lists them."""

    name: TermText = Field(description="Name, as it prints everywhere.", examples=["Example Fund, LP"])
    kind: Annotated[Literal["entity", "individual"], AnyCase(_KINDS)] = Field(
        "entity", description="An entity, or an individual (a natural person).", examples=["entity"]
    )
    address_lines: tuple[TermText, ...] = Field(
        (),
        description="Address, an entry for each line.",
        examples=[["100 Main Street", "Springfield, Illinois 62701"]],
    )
    telephone: TermText | None = Field(None, description="Telephone number.", examples=["(555) 010-0106"])
    facsimile: TermText | None = Field(None, description="Facsimile number.", examples=["(555) 010-0107"])
    amount: Amount = Field(description="Purchase price that this investor pays, in dollars.", examples=["1,100,000"])
    shares: Count | None = Field(
        None, description="Number of shares. It is computed, and checked if you state it.", examples=["1,100,000"]
    )
    warrants: Count | None = Field(
        None, description="Number of warrants. It is computed, and checked if you state it.", examples=["220,000"]
    )
    signatory: TermText | None = Field(
        None, description="The person who signs for the investor.", examples=["John Roe"]
    )
    signatory_title: TermText | None = Field(None, description="Title of that person.", examples=["Director"])
    signed: Flag = Field(False, description="true prints the conformed signature.", examples=["true"])
    closing: Count = Field(
        1, description="The closing at which this investor buys. 1 is the initial closing.", examples=["2"]
    )
    certificate_number: DocumentNumber | None = Field(
        None, description="Number of the share certificate, once it exists.", examples=["CS-104"]
    )
    warrant_number: DocumentNumber | None = Field(
        None,
        description='Number of the warrant, without "No.", once it exists. The warrant prints it.',
        examples=["W-12"],
    )


def is_kind_of_investor(typed: str) -> bool:
    """Return True if a text is a kind of investor, or a word for one, such as LLC."""
    return folded(typed) in {"entity", "individual", *_KINDS}


ADDRESS_COLUMNS = tuple(f"address_{line}" for line in range(1, 7))


def _columns() -> dict[str, Any]:
    """Return a field for the column of each term of an investor and each line of an address."""
    described = {name: info.description for name, info in Investor.model_fields.items()}
    described |= {name: f"Line {name[-1]} of the address." for name in ADDRESS_COLUMNS}
    return {name: (PlainText | None, Field(None, description=description)) for name, description in described.items()}


def _sheet() -> dict[str, Any]:
    """Return the fields of the reference to a sheet, by name."""
    # `from` is a keyword of Python, so a class cannot declare it.
    named = "The names of columns that differ from the names of the fields."
    by_name = create_model("InvestorColumns", __base__=Terms, __doc__=named, **_columns())
    file = "A workbook (.xlsx) or a text file (.csv), by its path from the term sheet."
    sheet = "The sheet of the workbook, if it has several."
    columns = "The columns whose names differ from the fields that they hold."
    return {
        "from": (PlainText, Field(description=file, examples=["investors.xlsx"])),
        "sheet": (PlainText | None, Field(None, description=sheet, examples=["Round"])),
        "columns": (by_name, _defaults(columns)),
    }


@cache
def investors_sheet() -> type[Terms]:
    """Return the model of a reference to a sheet of investors. Most term sheets need none, so it is made on demand."""
    description = "A sheet with one investor in each row."
    return create_model("InvestorsSheet", __base__=Terms, __doc__=description, **_sheet())


class _OrSheet:
    """The annotation that tells editors that `investors` may name a sheet. Loading has replaced the reference by then."""

    def __get_pydantic_json_schema__(self, typed: Any, describe: Any) -> dict[str, Any]:
        listed = investors_sheet()
        listed.model_rebuild()
        sheet = describe(listed.__pydantic_core_schema__)
        return {"if": {"type": "object"}, "then": sheet, "else": describe(typed)}


class FeeInstrument(Terms):
    """An agreement under which a broker or finder is paid."""

    kind: TermText = Field(description="Name of the instrument.", examples=["letter agreement", "Term Sheet"])
    counterparty: TermText = Field(description="The other party.", examples=["Example Securities, Inc."])
    date: IsoDate = Field(description="Its date.", examples=["2003-06-30"])


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
    """The escrow for price and certificates."""

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


class Firm(Terms):
    """A law firm that receives copies of notices."""

    firm: TermText = Field(description="Name of the firm.", examples=["Roe & Doe LLP"])
    address_lines: tuple[TermText, ...] = Field(
        description="Address, an entry for each line.",
        examples=[["300 Main Street", "Palo Alto, California 94304"]],
    )
    attention: TermText = Field(description="The lawyer who receives notices.", examples=["Mary Major, Esq."])
    telephone: TermText = Field(description="Telephone number.", examples=["(555) 010-0102"])
    facsimile: TermText = Field(description="Facsimile number.", examples=["(555) 010-0103"])
    attention_label: TermText = Field("ATTN:", description="Label that prints before the lawyer.", examples=["Attn:"])
    facsimile_label: TermText = Field(
        "Facsimile No.:", description="Label that prints before the facsimile number.", examples=["Telecopier No.:"]
    )


class Counsel(Terms):
    """The lawyers of both sides."""

    company: Firm = Field(description="Counsel for the company.")
    investors: Firm = Field(description="Counsel for the investors.")


class AdditionalClosing(Terms):
    """A closing after the initial one, at which investors join who say so with `closing`."""

    date: IsoDate = Field(description="The day of this closing.", examples=["2003-08-15"])


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

    deemed_given_days: BusinessDays = Field(7, description="Business days after deposit in the mail.", examples=["7"])
    address_change_days: Days = Field(10, description="Days' notice of a change of address.", examples=["10"])


class GoverningLaw(Terms):
    """Governing law and forum."""

    governing_state: TermText = Field(
        description='State whose law governs, without "State of": Delaware.', examples=["Delaware"]
    )
    forum_state: TermText = Field(description="State of the federal courts with jurisdiction.", examples=["California"])
    forum_county: TermText = Field(description="County of the forum.", examples=["Santa Clara County"])


class Law(GoverningLaw):
    """Governing law, forum, and figures that follow the law of the day."""

    majority_threshold: Portion = Field(
        description="Part of the investors' shares above which their holders are a Majority In Interest.",
        examples=["51%"],
    )
    rule_144_holding_period: TermText = Field(
        "six months",
        description="Holding period before Rule 144 becomes available. For a company that reports to the SEC, it is six months since February 15, 2008, and was one year before.",
        examples=["one year"],
    )


class SecForms(Terms):
    """Forms of the Securities and Exchange Commission."""

    interim_report: TermText = Field("Form 10-Q", description="Form of the interim report.", examples=["Form 10-QSB"])
    resale_registration: TermText = Field(
        "Form S-3", description="Form that registers the resale.", examples=["Form S-3"]
    )
    current_report: TermText = Field("Form 8-K", description="Form of the current report.", examples=["Form 8-K"])


class PendingProposals(Terms):
    """A document that discloses proposals under consideration. Section 4(h) makes an exception for it."""

    document: TermText = Field(description="The document.", examples=["definitive proxy statement"])
    filed_on: IsoDate = Field(description="The day of its filing with the SEC.", examples=["2002-11-11"])


class ClauseOptions(Terms):
    """Clauses that a deal may leave out (omit), or replace by [RESERVED] (reserved)."""

    co_rep_valid_issuance: ClauseStatus = Field("text", description="2(f): valid issuance, reservation of shares.")
    co_rep_private_offering: ClauseStatus = Field(
        "text", description="2(g): no registration needed, Form S-3 eligibility."
    )
    co_rep_exchange_rules: ClauseStatus = Field(
        "text", description="2(h): rules of the market, no shareholder approval."
    )
    inv_rep_no_conflict: ClauseStatus = Field("text", description="3(l): no conflict on the investor's side.")
    inv_rep_blue_sky: ClauseStatus = Field("text", description="3(m): state blue sky laws.")
    cov_public_announcement: ClauseStatus = Field("text", description="4(f): press release and current report.")
    cov_maintain_listing: ClauseStatus = Field("text", description="4(g): listing and resale eligibility maintained.")
    several_obligations: ClauseStatus = Field("text", description="15: obligations of the investors are several.")
    annex_list: Annotated[Literal["text", "omit"], AnyCase()] = Field(
        "text", description="The list of annexes behind the signature pages, and the annexes behind it."
    )


class Options(Terms):
    """Choices of the parties where precedents differ."""

    anti_hedging: Flag = Field(
        True, description="3(e): investors have not hedged, and 4(i) does not allow hedging. false: the opposite."
    )
    investor_particulars: Annotated[Literal["annex_i", "execution_page"], AnyCase()] = Field(
        "annex_i", description="Where the names and addresses of investors print."
    )
    delivery_trigger: Annotated[Literal["notice_and_certificate", "plus_blue_sky"], AnyCase()] = Field(
        "plus_blue_sky", description="What starts the period of 1(b)(ii)."
    )
    rra_consent_exception: Flag = Field(
        True, description='2(c): "Except as contemplated by the Registration Rights Agreement".'
    )
    rra_resale_exception: Flag = Field(
        True, description='3(g): "Except as set forth in the Registration Rights Agreement".'
    )
    company_disclosure_annex: Flag = Field(True, description="2(b) makes an exception for Annex V.")
    confidentiality_carveout: Flag = Field(
        True, description='4(c): "Except pursuant to a confidentiality agreement, if any".'
    )
    adviser_language: Flag = Field(
        False, description="3(c): the investor could engage an adviser, attorney or accountant."
    )
    exemption_disclaimer: Flag = Field(
        False, description="1(b)(i): the company need not comply with an exemption either."
    )
    aggregate_issuance_sentence: Flag = Field(
        False, description="1(a): the shares are part of an aggregate issuance on similar terms."
    )
    proceeds_restriction: Annotated[Literal["loan_or_investment", "plus_repayment_and_change"], AnyCase()] = Field(
        "loan_or_investment", description="4(k): what the proceeds may not be used for."
    )
    patriot_act: Flag = Field(True, description="3(l) names the USA Patriot Act.")
    investor_counsel_scope: Annotated[Literal["all", "placement_agent_investors"], AnyCase()] = Field(
        "all", description="The investors whose counsel receives copies of notices."
    )
    share_rounding: Annotated[Literal["down", "nearest"], AnyCase()] = Field(
        "down",
        description="How an investor's shares become whole. down: rounded down, and 1(a) says so. nearest: half up, and 1(a) says nothing.",
    )
    unused_definitions: Flag = Field(
        False, description="A, 1(a), 1(b)(ii): keep definitions that no clause uses, such as Effective Date."
    )
    clauses: ClauseOptions = _defaults("Clauses that may be left out.")


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
    warrants: Warrants = _defaults(
        "Warrants that come with the shares. For a deal without warrants write `mode: none` and delete the other lines."
    )
    placement_agent_warrant: Warrant | None = Field(None, description="A warrant for the placement agent.")
    investors: Annotated[tuple[Investor, ...], _OrSheet()] = Field(
        min_length=1, max_length=100_000, description="The investors, in order."
    )
    fee_instruments: tuple[FeeInstrument, ...] = Field((), description="Agreements with brokers and finders.")
    escrow: Escrow = Field(description="The escrow.")
    transfer_agent: TransferAgent | None = Field(
        None, description="The transfer agent. If stated, its instruction letter is drafted."
    )
    counsel: Counsel = Field(description="The lawyers.")
    closing: Closing = _defaults("Closing and delivery.")
    notices: Notices = _defaults("When notices are deemed given.")
    law: Law = Field(description="Governing law and forum.")
    financials: Financials = Field(description="The company's reports.")
    sec_forms: SecForms = _defaults("Forms of the SEC.")
    pending_proposals: PendingProposals | None = Field(None, description="Proposals disclosed and pending.")
    options: Options = _defaults("What the parties agree where precedents differ.")
    annexes: Annexes = _defaults("Files for the annexes that Assembler does not draft. Each goes behind its page.")
    cap_table: CapTable | None = Field(None, description="If stated, the Open Cap Table file is written.")
    execution: AgreementExecution = _defaults("The stage of the document.")
    departures: tuple[Departure, ...] = Field((), description="What this deal says differently from the form.")


class CommonStock(Terms):
    """The stock a warrant is for."""

    par_value: Price = Field(description="Par value of the common stock, in dollars.", examples=["0.01"])


class CompanyCounsel(Terms):
    """The lawyers of the company."""

    company: Firm = Field(description="Counsel for the company.")


class WarrantSheet(Terms):
    """One warrant, drafted by itself."""

    form: FormId = Field(description="The form that is drafted.", examples=["warrant"])
    company: Company = Field(description="The issuer.")
    offering: CommonStock = Field(description="The stock that the warrant buys.")
    counsel: CompanyCounsel = Field(description="The lawyers.")
    warrant: Warrant = Field(description="The warrant.")
    law: GoverningLaw = Field(description="Governing law and forum.")
    execution: Execution = _defaults("The stage of the document.")
    departures: tuple[Departure, ...] = Field((), description="What this deal says differently from the form.")


AnyTermSheet = TermSheet | WarrantSheet
SHEETS: dict[str, type[TermSheet | WarrantSheet]] = {"purchase-agreement": TermSheet, "warrant": WarrantSheet}
