"""What the parties agree where precedents differ, and the law that governs."""

from typing import Annotated, Literal

from pydantic import Field

from assembler.termsheet.scalars import AnyCase, Flag, Portion, TermText
from assembler.termsheet.schema.base import ClauseStatus, Terms, defaults


class ProcessAgent(Terms):
    """The agent in the United States on whom papers for a foreign company may be served."""

    name: TermText = Field(description="Name of the agent.", examples=["Registered Agents of Delaware, Inc."])
    address: TermText = Field(
        description="Address of the agent, in one line.", examples=["300 Main Street, Wilmington, Delaware 19801"]
    )


class GoverningLaw(Terms):
    """Governing law and forum."""

    governing_state: TermText = Field(
        description='State whose law governs, without "State of": Delaware.', examples=["Delaware"]
    )
    forum_state: TermText = Field(
        description="State whose courts, and the federal courts in it, have jurisdiction.", examples=["California"]
    )
    forum_county: TermText | None = Field(
        None,
        description="County in which the courts sit. Default: the courts anywhere in the state.",
        examples=["Santa Clara County"],
    )
    forum: Annotated[Literal["non_exclusive", "exclusive"], AnyCase()] = Field(
        "non_exclusive",
        description="Whether these courts alone decide (exclusive), or a party may also sue elsewhere (non_exclusive). Both sides usually want the first.",
    )
    service_by_notice: Flag = Field(
        False,
        description="true lets a party be served by mail or courier at its address for notices. Usual, and quicker than service by law.",
    )
    process_agent: ProcessAgent | None = Field(
        None,
        description="The agent whom a foreign company appoints in the United States. Investors ask for it, since service abroad takes months.",
    )


class WarrantLaw(GoverningLaw):
    """Governing law of a warrant by itself, and the forum if there is one."""

    forum_state: TermText | None = Field(  # type: ignore[assignment]  # a warrant by itself may name no courts
        None,
        description="State whose courts, and the federal courts in it, have jurisdiction.",
        examples=["California"],
    )


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


class ClauseOptions(Terms):
    """Clauses that a deal may leave out (omit), or replace by [RESERVED] (reserved)."""

    co_rep_valid_issuance: ClauseStatus = Field(
        "text",
        description="The company represents that the shares will be validly issued, and that shares for the warrants are reserved. Every investor asks for it.",
    )
    co_rep_private_offering: ClauseStatus = Field(
        "text",
        description="The company represents that the sale needs no registration, and that it may use the form for resales. Usual where shares are registered for resale.",
    )
    co_rep_exchange_rules: ClauseStatus = Field(
        "text",
        description="The company represents that the rules of its market are kept, and ask for no vote of its holders. Usual for a listed company.",
    )
    inv_rep_no_conflict: ClauseStatus = Field(
        "text",
        description="The investor represents that the purchase breaks no law, charter or contract that binds it. The company asks for it.",
    )
    inv_rep_blue_sky: ClauseStatus = Field(
        "text",
        description="The investor gives what a filing under state securities laws needs before shares lose their legend. Companies asked for it in 2003. Sales under Rule 506 seldom need it.",
    )
    cov_public_announcement: ClauseStatus = Field(
        "text",
        description="The company announces the deal in a press release and a current report. Usual, since it frees investors who know of the deal to trade.",
    )
    cov_maintain_listing: ClauseStatus = Field(
        "text",
        description="The company keeps its listing, and stays able to use the form for resales. Investors ask for it.",
    )
    several_obligations: ClauseStatus = Field(
        "text",
        description="The obligations of the investors are several, so that none answers for another. Usual with more than one investor.",
    )
    co_rep_bad_actors: ClauseStatus = Field(
        "omit",
        description="The company represents that nobody disqualifies the offering under Rule 506(d). Usual in every sale under Rule 506.",
    )
    co_rep_integration: ClauseStatus = Field(
        "omit", description="The company represents that no other offering is integrated with this one. Usual."
    )
    co_rep_listing: ClauseStatus = Field(
        "omit", description="The company represents that its stock is listed, and that nothing threatens this. Usual."
    )
    co_rep_other_registration_rights: ClauseStatus = Field(
        "omit",
        description="The company represents that nobody else can ask it to register securities. Funds ask for it.",
    )
    co_rep_shell_status: ClauseStatus = Field(
        "omit",
        description="The company represents that it never was a shell company. Rule 144(i) restricts resales of shells. Usual.",
    )
    inv_rep_bad_actors: ClauseStatus = Field(
        "omit",
        description="The investor represents that it does not disqualify the offering under Rule 506(d). The company needs it of whoever will hold 20%.",
    )
    inv_rep_no_short_sales: ClauseStatus = Field(
        "omit",
        description="The investor keeps the deal secret and sells nothing short until it is announced. Companies ask for it, and funds with several desks need its exception.",
    )
    cov_no_private_information: ClauseStatus = Field(
        "omit",
        description="The company gives no material non-public information without consent. Funds ask for it, to stay free to trade.",
    )
    cov_use_of_names: ClauseStatus = Field(
        "omit", description="The company names no investor in public without consent. Funds ask for it."
    )
    annex_list: Annotated[Literal["text", "omit"], AnyCase()] = Field(
        "text",
        description="The list of annexes behind the signature pages, and the annexes behind it. omit leaves both to another binder, which is rare.",
    )
    co_rep_sarbanes_oxley: ClauseStatus = Field(
        "omit",
        description="The company represents that it complies with the Sarbanes-Oxley Act and has effective controls. Investors of a reporting company ask for it.",
    )
    co_rep_investment_company: ClauseStatus = Field(
        "omit",
        description="The company represents that it is no investment company, before or after the sale. Nearly every deal has it.",
    )
    co_rep_anti_corruption: ClauseStatus = Field(
        "omit",
        description="The company represents that nobody paid bribes for it, and that it kept the Foreign Corrupt Practices Act. Usual where it does business abroad.",
    )
    co_rep_sanctions: ClauseStatus = Field(
        "omit",
        description="The company represents that no sanctions apply to it, and that no proceeds go where they apply. Funds ask for it.",
    )
    co_rep_taxes: ClauseStatus = Field(
        "omit", description="The company represents that it filed its tax returns and paid its taxes. Usual."
    )
    co_rep_intellectual_property: ClauseStatus = Field(
        "omit",
        description="The company represents that it has the patents, marks and licenses that its business needs. Usual for technology and drugs.",
    )
    inv_rep_sanctions: ClauseStatus = Field(
        "omit",
        description="Each investor represents that no sanctions apply to it, and that its money is clean. The company asks for it.",
    )
    specific_performance: ClauseStatus = Field(
        "omit",
        description="Each party may ask a court to order performance, besides damages. Usual, and both sides gain by it.",
    )
    no_third_party_beneficiaries: ClauseStatus = Field(
        "omit", description="Nobody but the parties and those indemnified may enforce the agreement. Usual."
    )


class Options(Terms):
    """Choices of the parties where precedents differ."""

    anti_hedging: Flag = Field(
        True,
        description="true: investors represent that they have not hedged, and may not hedge. Companies ask for it. false: they may trade and hedge freely.",
    )
    investor_particulars: Annotated[Literal["annex_i", "execution_page"], AnyCase()] = Field(
        "annex_i",
        description="Where the investors' names and addresses print. annex_i: in one schedule, which is usual. execution_page: on each investor's own page, so that investors do not see each other's particulars.",
    )
    delivery_trigger: Annotated[Literal["notice_and_certificate", "plus_blue_sky"], AnyCase()] = Field(
        "plus_blue_sky",
        description="What the company must have received before it delivers shares without a legend. notice_and_certificate: a notice of sale and the certificate, which investors prefer. plus_blue_sky: state securities information too.",
    )
    registration_rights: Flag = Field(
        True,
        description="false: the deal has no Registration Rights Agreement, and no document names one. The investors then resell under Rule 144, so they ask for `legend_removal`. Most private placements to funds have the agreement.",
    )
    rra_consent_exception: Flag = Field(
        True,
        description='The company represents that it needs no consent, "Except as contemplated by the Registration Rights Agreement". Companies ask for the exception, since a registration needs the SEC.',
    )
    rra_resale_exception: Flag = Field(
        True,
        description='The investor represents that it has no plan to resell, "Except as set forth in the Registration Rights Agreement". Investors whose resales are registered need the exception.',
    )
    company_disclosure_annex: Flag = Field(
        True, description="The company's representations make an exception for what Annex V discloses."
    )
    confidentiality_carveout: Flag = Field(
        True,
        description='The company represents that it gave no material information in private, "Except pursuant to a confidentiality agreement, if any". Needed where investors signed one.',
    )
    adviser_language: Flag = Field(
        False,
        description="true: the investor represents that it could engage an adviser, attorney or accountant. Companies ask for it of small investors.",
    )
    exemption_disclaimer: Flag = Field(
        False,
        description="true: the company need not comply with an exemption from registration either, so that resales are the investor's own affair. Companies ask for it, and funds refuse.",
    )
    aggregate_issuance_sentence: Flag = Field(
        False,
        description="true: the agreement says that the shares are part of a larger issuance on similar terms. Used where several agreements are signed for one round.",
    )
    proceeds_restriction: Annotated[Literal["loan_or_investment", "plus_repayment_and_change"], AnyCase()] = Field(
        "loan_or_investment",
        description="What the proceeds may not be used for. loan_or_investment: loans to others and investments in them. plus_repayment_and_change: also repayment of loans, and other purposes. Investors ask for the second.",
    )
    patriot_act: Flag = Field(
        True,
        description="true: the investor's representation on conflicts names the USA Patriot Act. Companies asked for it after 2001. Today the clause on sanctions is usual.",
    )
    accredited_paragraphs: Flag = Field(
        False,
        description="The representation on accredited investors names the paragraphs of Rule 501(a) that fit: institutions by theirs, natural persons by theirs. Companies that sell to funds ask for it.",
    )
    investor_counsel_scope: Annotated[Literal["all", "placement_agent_investors"], AnyCase()] = Field(
        "all",
        description="The investors for whom `counsel.investors` receives copies of notices. all is usual. placement_agent_investors: only those whom the placement agent brought.",
    )
    share_rounding: Annotated[Literal["down", "nearest"], AnyCase()] = Field(
        "down",
        description="How an investor's shares become whole. down: no share is sold below its price, and the agreement says so. It is usual. nearest: half up without a word, as in 2003.",
    )
    amount_rounding: Annotated[Literal["exact", "nearest", "down", "up"], AnyCase()] = Field(
        "exact",
        description="What an investor pays whose shares are given without an amount: shares times price. exact: whole cents only, and a part of a cent is refused. The others round to a cent. Most deals choose a price at which the amounts are exact.",
    )
    warrant_rounding: Annotated[Literal["apportioned", "down", "nearest", "up"], AnyCase()] = Field(
        "apportioned",
        description="How warrants by coverage become whole. apportioned: the investors together get no more than the coverage gives, and the largest fractions get the rest. The others round each investor's number by itself. Usual today is down. A stated total is always apportioned.",
    )
    exercise_price_rounding: Annotated[Literal["nearest", "down", "up"], AnyCase()] = Field(
        "nearest",
        description="How an exercise price from a percentage is rounded. nearest: half up. An issuer on an exchange asks for up, so that the price is not below the agreed percentage of the market price.",
    )
    unused_definitions: Flag = Field(
        False,
        description="true keeps definitions that no clause uses, such as Effective Date. Only needed where a document signed along with the agreement refers to them.",
    )
    indemnification: Annotated[Literal["none", "company", "each_party"], AnyCase()] = Field(
        "none",
        description="Who makes good the other side's losses from a breach, with a procedure for claims. company: the company alone, as funds ask. each_party: the investors too, each up to its price.",
    )
    amendment_by: Annotated[Literal["majority", "each_investor"], AnyCase()] = Field(
        "majority",
        description="Who signs an amendment beside the company. majority: a Majority In Interest, with equal treatment, and whoever is singled out must agree. each_investor: all of them.",
    )
    independent_investors: Flag = Field(
        False,
        description="true adds to the clause on several obligations that the investors are no group, decided alone and had their own counsel. Funds ask for it, since a group reports its holdings together.",
    )
    clauses: ClauseOptions = defaults("Clauses that may be left out.")
