"""The parties: the issuer, the investors, and their counsel."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.termsheet.scalars import (
    Amount,
    AnyCase,
    ClassCount,
    Count,
    CountOrNone,
    DocumentNumber,
    DocumentNumberOrNone,
    EmailAddresses,
    Flag,
    IsoDate,
    TermText,
)
from assembler.termsheet.schema.base import Terms
from assembler.termsheet.schema.warrant_options import OwnershipLimit
from assembler.termsheet.spellings import folded


class Address(Terms):
    """A street address. In the United States it has a state and a ZIP code, elsewhere a country."""

    street: TermText = Field(description="Number and street.", examples=["100 Main Street"])
    city: TermText = Field(description="City.", examples=["Springfield"])
    state: TermText | None = Field(
        None, description="State, in full. Abroad, a province or nothing.", examples=["California"]
    )
    # Text: as a number, 01103 would lose its zero.
    zip: TermText | None = Field(
        None, description="ZIP code, or the postal code of another country. Leading zeros are kept.", examples=["01103"]
    )
    country: TermText | None = Field(
        None, description="Country, if it is not the United States.", examples=["Cayman Islands"]
    )

    @model_validator(mode="after")
    def _place_is_stated(self) -> Self:
        """Refuse an address without a state and a ZIP code that is not abroad."""
        for name in ("state", "zip") if self.country is None else ():
            if getattr(self, name) is None:
                what = f"`{name}` is missing"
                raise PydanticCustomError(
                    "T102",
                    "{what}",
                    {"what": what, "hint": "Add it, or add `country` if the address is abroad.", "write": ""},
                )
        return self


class NoticeCopy(Terms):
    """A person or firm that receives copies of a party's notices."""

    name: TermText = Field(description="Name of the person or firm.", examples=["Doe Advisers LLC"])
    address_lines: tuple[TermText, ...] = Field(
        (), description="Address, an entry for each line.", examples=[["500 Main Street", "New York, New York 10002"]]
    )
    attention: TermText | None = Field(
        None, description="The person at the firm who receives the copies.", examples=["Ann Example"]
    )
    telephone: TermText | None = Field(None, description="Telephone number.", examples=["(555) 010-0108"])
    facsimile: TermText | None = Field(
        None, description="Facsimile number. Few firms still give one.", examples=["(555) 010-0109"]
    )
    email: EmailAddresses | None = Field(
        None, description="E-mail address, or several with commas between them.", examples=["ann.example@example.com"]
    )


class NoticeContact(Terms):
    """The person who receives notices for the company, with numbers and labels."""

    attention: TermText = Field(description="The person who receives notices.", examples=["Jane Doe"])
    title: TermText = Field(description="That person's title.", examples=["President & CEO"])
    telephone: TermText | None = Field(None, description="Telephone number.", examples=["(555) 010-0100"])
    facsimile: TermText | None = Field(
        None,
        description="Facsimile number. If anybody gives one, the agreement allows notices by facsimile. Most deals of today do without.",
        examples=["(555) 010-0101"],
    )
    email: EmailAddresses | None = Field(
        None,
        description="E-mail address for notices, or several with commas between them. Usual today, often with one of the legal department.",
        examples=["jane.doe@example.com"],
    )
    attention_label: TermText = Field("ATTN:", description="Label that prints before the person.", examples=["ATTN:"])
    facsimile_label: TermText = Field(
        "Facsimile No.:", description="Label that prints before the facsimile number.", examples=["Telecopier No.:"]
    )
    copies: tuple[NoticeCopy, ...] = Field(
        (), description="Others who receive copies of the company's notices, besides its counsel."
    )


class Signatory(Terms):
    """The person who signs for the company."""

    name: TermText = Field(description="Name of the officer.", examples=["Jane Doe"])
    title: TermText = Field(description="Title of the officer.", examples=["President & CEO"])


class Charter(Terms):
    """The issuer's charter documents, where they have other names than the law of its place gives them."""

    certificate: TermText | None = Field(
        None,
        description="The document that forms the company, in small letters. Default: by its kind and jurisdiction, such as certificate of incorporation in Delaware.",
        examples=["amended and restated memorandum and articles of association"],
    )
    bylaws: TermText | None = Field(
        None,
        description="The rules within the company. Default: by its kind and jurisdiction, such as bylaws. None, if you state the certificate alone.",
        examples=["code of regulations"],
    )
    holders: TermText | None = Field(
        None,
        description="The owners, in the plural. Default: by its kind and jurisdiction, such as stockholders, shareholders or members.",
        examples=["unitholders"],
    )


class Capitalization(Terms):
    """The company's capital before the deal, as the representation on capitalization states it."""

    as_of: IsoDate = Field(
        description="The day of these figures, at most a few days before signing.", examples=["2026-09-11"]
    )
    issued_shares: Count = Field(description="Shares of common stock issued and outstanding.", examples=["31,400,000"])
    preferred_authorized: Count | None = Field(
        None, description="Shares of preferred stock that the charter authorizes, if any.", examples=["5,000,000"]
    )
    preferred_issued: Count | None = Field(
        None, description="Shares of preferred stock issued and outstanding. Default: none.", examples=["250,000"]
    )
    option_shares: Count | None = Field(
        None,
        description="Shares of common stock under outstanding options and other equity awards. Default: none.",
        examples=["2,900,000"],
    )
    plan_shares: Count | None = Field(
        None,
        description="Further shares of common stock that the equity plans reserve for future awards. Default: none.",
        examples=["1,200,000"],
    )
    convertible_shares: Count | None = Field(
        None,
        description="Shares of common stock under outstanding warrants and convertible securities. Default: none.",
        examples=["2,500,000"],
    )

    def common_shares(self) -> tuple[int, ...]:
        """Return the counts of common stock that is issued, or set aside for others."""
        return (self.issued_shares, self.option_shares or 0, self.plan_shares or 0, self.convertible_shares or 0)


class Company(Terms):
    """The issuer."""

    name: TermText = Field(description="Name, as it prints everywhere.", examples=["ACME, INC."])
    short_name: TermText | None = Field(
        None, description="Short name, for the reference line of wires. Default: company.name.", examples=["ACME"]
    )
    jurisdiction: TermText = Field(
        description="State or country under whose law the company is organized. The names of its charter documents and of its holders follow.",
        examples=["Delaware"],
    )
    entity_type: TermText = Field(
        description="Kind of company, as it prints behind the jurisdiction: corporation, limited liability company, exempted company, public limited company. The words on its powers follow.",
        examples=["corporation"],
    )
    charter: Charter | None = Field(None, description="Names of the charter documents, if the usual ones do not fit.")
    filer: Annotated[Literal["domestic", "foreign_private_issuer"], AnyCase({"fpi": "foreign_private_issuer"})] = Field(
        "domestic",
        description="How the company reports to the SEC. domestic: Forms 10-K, 10-Q, 8-K and S-3. foreign_private_issuer: Forms 20-F, 6-K and F-3. It decides the defaults of sec_forms. A foreign company may file as a domestic one.",
        examples=["foreign_private_issuer"],
    )
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
    capitalization: Capitalization | None = Field(
        None,
        description="The company represents its capitalization in these figures. Nearly every deal has it. It needs authorized_shares.",
    )
    address: Address = Field(description="Principal place of business.")
    notice: NoticeContact = Field(description="Where notices to the company go.")
    signatory: Signatory = Field(description="The person who signs for the company.")
    signs_by: tuple[TermText, ...] = Field(
        (),
        description="Through whom the company signs, an entry for each tier: the manager of a limited liability company. Write each as it prints behind By.",
        examples=[["Example Manager, LLC, its manager"]],
    )
    co_signatories: tuple[Signatory, ...] = Field((), description="Other officers who sign beside the first.")


# Words of investor sheets for each kind.
_KIND_WORDS = {
    "individual": "natural_person person ind indiv",
    "entity": "company fund ltd limited_company",
    "corporation": "corp inc",
    "limited_partnership": "lp",
    "general_partnership": "partnership gp llp limited_liability_partnership",
    "limited_liability_company": "llc",
    "trust": "revocable_trust irrevocable_trust family_trust living_trust",
    "joint_tenants": "joint jtwros jt_ten tenants_in_common community_property tenants_by_the_entirety",
    "custodian": "ira roth_ira custodial_account retirement_account",
    "foreign_company": "gmbh ag sa sarl plc nv bv ab exempted_company foreign_corporation",
}
_KINDS = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}

InvestorKind = Literal[
    "entity",
    "individual",
    "corporation",
    "limited_partnership",
    "general_partnership",
    "limited_liability_company",
    "trust",
    "joint_tenants",
    "custodian",
    "foreign_company",
]


class CoSignatory(Terms):
    """A person who signs beside the first."""

    name: TermText = Field(description="Name of the person.", examples=["Mary Roe"])
    title: TermText | None = Field(None, description="Title of the person.", examples=["Director"])


class Investor(Terms):
    """One investor, in the order in which the schedule lists them."""

    USUAL = ("amount",)

    name: TermText = Field(description="Name, as it prints everywhere.", examples=["Example Fund, LP"])
    kind: Annotated[InvestorKind, AnyCase(_KINDS)] = Field(
        "entity",
        description="Kind of investor. The signature block and the representations on power or capacity follow. entity: a legal person of any kind. joint_tenants: two or more persons who buy together. custodian: a bank or trust company for an account, such as an IRA.",
        examples=["limited_partnership"],
    )
    jurisdiction: TermText | None = Field(
        None,
        description="State or country under whose law the investor is organized, or where a person lives. Default: a blank on the signature page.",
        examples=["Delaware"],
    )
    legal_form: TermText | None = Field(
        None,
        description="Form of the entity by its own name, as it prints behind the jurisdiction. Default: by its kind.",
        examples=["Gesellschaft mit beschränkter Haftung"],
    )
    signs_by: tuple[TermText, ...] = Field(
        (),
        description="Through whom an entity signs, an entry for each tier from the top: general partners, managers, an adviser as attorney-in-fact. Write each as it prints behind By.",
        examples=[["Example GP, LLC, its general partner", "Example Holdings, Inc., its managing member"]],
    )
    co_signatories: tuple[CoSignatory, ...] = Field(
        (), description="Others who sign beside the first: co-trustees, a second officer, the other joint tenant."
    )
    title_form: TermText | None = Field(
        None,
        description="How joint tenants hold title.",
        examples=["joint tenants with right of survivorship"],
    )
    account_owner: TermText | None = Field(
        None,
        description="Owner of the account that a custodian holds. The owner signs as having read and approved.",
        examples=["John Roe"],
    )
    address_lines: tuple[TermText, ...] = Field(
        (),
        description="Address, an entry for each line.",
        examples=[["100 Main Street", "Springfield, Illinois 62701"]],
    )
    telephone: TermText | None = Field(None, description="Telephone number.", examples=["(555) 010-0106"])
    facsimile: TermText | None = Field(None, description="Facsimile number.", examples=["(555) 010-0107"])
    email: EmailAddresses | None = Field(
        None,
        description="E-mail address for notices, or several with commas between them.",
        examples=["notices@example.com"],
    )
    copies: tuple[NoticeCopy, ...] = Field(
        (), description="Others who receive copies of this investor's notices, such as its adviser or counsel."
    )
    amount: Amount | None = Field(
        None,
        description="Purchase price that this investor pays, in dollars.",
        examples=["1,100,000"],
    )
    shares: Count | None = Field(
        None,
        description="Number of shares. It is computed from the amount, and checked if you state both. Stated alone, it gives the amount.",
        examples=["1,100,000"],
    )
    warrants: CountOrNone | None = Field(
        None,
        description="Number of warrants, 0 for none. It is computed from warrants.coverage or warrants.total_warrants, and checked if you state it. Without these two, state it for every investor.",
        examples=["220,000"],
    )
    prefunded_warrants: CountOrNone | None = Field(
        None,
        description="Number of pre-funded warrants that the investor buys in place of shares, in a deal with a class of them. The rest of its amount buys shares. Default: none.",
        examples=["150,000"],
    )
    class_warrants: tuple[ClassCount, ...] = Field(
        (),
        description="Number of warrants of each class, in the order of warrants.classes, 0 for none. It is computed from the coverage or the total of a class, and checked if you state it. Write computed for a class whose number you do not state.",
        examples=[["220,000", "110,000"]],
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
    class_warrant_numbers: tuple[DocumentNumberOrNone, ...] = Field(
        (),
        description="Number of the warrant of each class, in the order of warrants.classes, none for none. It takes the place of a number that number_prefix of the class gives.",
        examples=[["A-12", "none"]],
    )
    ownership_limit: OwnershipLimit | None = Field(
        None,
        description="The ownership limit of this investor's warrant. Default: that of warrants.provisions.",
        examples=["4.99%"],
    )


def is_kind_of_investor(typed: str) -> bool:
    """Return True if a text is a kind of investor, or a word for one, such as LLC."""
    return folded(typed) in {*_KIND_WORDS, *_KINDS}


class Firm(Terms):
    """A law firm that receives copies of notices."""

    firm: TermText = Field(description="Name of the firm.", examples=["Roe & Doe LLP"])
    address_lines: tuple[TermText, ...] = Field(
        description="Address, an entry for each line.",
        examples=[["300 Main Street", "Palo Alto, California 94304"]],
    )
    attention: TermText = Field(description="The lawyer who receives notices.", examples=["Mary Major, Esq."])
    telephone: TermText | None = Field(None, description="Telephone number.", examples=["(555) 010-0102"])
    facsimile: TermText | None = Field(
        None, description="Facsimile number. Few firms still give one.", examples=["(555) 010-0103"]
    )
    email: EmailAddresses | None = Field(
        None,
        description="E-mail address of the lawyer, or several with commas between them.",
        examples=["mary.major@example.com"],
    )
    attention_label: TermText = Field("ATTN:", description="Label that prints before the lawyer.", examples=["Attn:"])
    facsimile_label: TermText = Field(
        "Facsimile No.:", description="Label that prints before the facsimile number.", examples=["Telecopier No.:"]
    )


class CompanyCounsel(Terms):
    """The lawyers of the company."""

    company: Firm | None = Field(
        None, description="Counsel for the company, who receives copies of its notices. Usual in every deal."
    )


class Counsel(CompanyCounsel):
    """The lawyers of both sides."""

    investors: Firm | None = Field(
        None,
        description="Counsel for all investors, who receives copies of their notices. Without one, leave it out. Counsel of a single investor stands in `investors[].copies`.",
    )
