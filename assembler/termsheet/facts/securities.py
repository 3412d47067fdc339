"""Facts of securities law and the market: exemption, announcement, resale, later sales, proceeds, disclosures."""

from __future__ import annotations

from datetime import date

from assembler.termsheet.dated_law import holding_months
from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.facts.warrants import warrants_issued
from assembler.termsheet.schema import TermSheet


@decided_by("agreement.date")
def affiliates_alone_limited(terms: TermSheet) -> bool:
    """Rule 144 limits the volume and manner of sale for affiliates only, as it does since February 15, 2008."""
    dated = terms.agreement.date
    return not isinstance(dated, date) or holding_months(dated) == 6


@decided_by("exemption")
def exemption_named(terms: TermSheet) -> bool:
    """The agreement names the exemption from registration, and its filings."""
    return terms.exemption is not None


@decided_by("exemption.rule")
def solicitation_allowed(terms: TermSheet) -> bool:
    """The sale relies on Rule 506(c): solicitation is allowed, and the company verifies who is accredited."""
    return terms.exemption is not None and terms.exemption.rule == "506(c)"


@decided_by("options.accredited_paragraphs")
def accredited_paragraphs_named(terms: TermSheet) -> bool:
    """The representation names the paragraphs of Rule 501(a) that may apply."""
    return terms.options.accredited_paragraphs


@decided_by("announcement")
def announcement_timed(terms: TermSheet) -> bool:
    """The press release comes by a stated time."""
    return terms.announcement is not None


@decided_by("announcement.day")
def announced_when_signed(terms: TermSheet) -> bool:
    """The press release comes on the day of signing."""
    return terms.announcement is not None and terms.announcement.day == "signing_day"


@decided_by("announcement.cleansing")
def information_cleansed(terms: TermSheet) -> bool:
    """After the press release, no investor holds material non-public information."""
    return terms.announcement is not None and terms.announcement.cleansing


@decided_by("sec_forms.current_report")
def reports_on_form_6k(terms: TermSheet) -> bool:
    """The company is a foreign private issuer, whose report is no "Current Report"."""
    form = terms.sec_forms.current_report
    return isinstance(form, str) and "6-K" in form.upper()


@decided_by("legend_removal")
def legends_removed(terms: TermSheet) -> bool:
    """The company removes legends within a stated time."""
    return terms.legend_removal is not None


@decided_by("legend_removal.late_payment")
def late_legends_paid(terms: TermSheet) -> bool:
    """The company pays for legends that come off late."""
    return terms.legend_removal is not None and terms.legend_removal.late_payment is not None


@decided_by("legend_removal.late_payment", "legend_removal.later_late_payment")
def late_payment_rises(terms: TermSheet) -> bool:
    """The payment for late legends rises after some days."""
    removal = terms.legend_removal
    return removal is not None and removal.late_payment is not None and removal.later_late_payment is not None


@decided_by("legend_removal.buy_in")
def legends_bought_in(terms: TermSheet) -> bool:
    """The company pays for shares that an investor buys in the market because its own came late."""
    return terms.legend_removal is not None and terms.legend_removal.buy_in


@decided_by("legend_removal.late_payment", "legend_removal.buy_in")
def late_legends_compensated(terms: TermSheet) -> bool:
    """The company pays in one way or another for legends that come off late."""
    return late_legends_paid(terms) or legends_bought_in(terms)


@decided_by("standstill")
def standstill_agreed(terms: TermSheet) -> bool:
    """The company sells no other stock for a time."""
    return terms.standstill is not None


@decided_by("standstill.variable_rate_months")
def variable_rates_barred(terms: TermSheet) -> bool:
    """The company sells nothing for a time at a price that follows the market."""
    return terms.standstill is not None and terms.standstill.variable_rate_months is not None


@decided_by("standstill.at_the_market_allowed")
def at_the_market_allowed(terms: TermSheet) -> bool:
    """An at-the-market offering is allowed after the standstill."""
    return terms.standstill is not None and terms.standstill.at_the_market_allowed


@decided_by("participation")
def participation_granted(terms: TermSheet) -> bool:
    """The investors may buy in later financings."""
    return terms.participation is not None


@decided_by("standstill", "participation")
def exempt_issuances_defined(terms: TermSheet) -> bool:
    """A clause excepts issuances to employees, in acquisitions and under existing securities."""
    return standstill_agreed(terms) or participation_granted(terms)


@decided_by("announcement.day", "legend_removal")
def trading_days_counted(terms: TermSheet) -> bool:
    """A clause of the agreement counts days on which the market is open."""
    announced_later = announcement_timed(terms) and not announced_when_signed(terms)
    announced_later = announced_later and terms.options.clauses.cov_public_announcement == "text"
    return announced_later or legends_removed(terms)


@decided_by("exchange_cap", "warrants.mode")
def issuance_capped(terms: TermSheet) -> bool:
    """Warrant shares above the limit of the market wait for a vote of the shareholders."""
    return terms.exchange_cap is not None and warrants_issued(terms)


@decided_by("exchange_cap.meeting_days")
def cap_voted_on(terms: TermSheet) -> bool:
    """The company asks its shareholders within a stated time to approve more."""
    return terms.exchange_cap is not None and terms.exchange_cap.meeting_days is not None


@decided_by("shareholder_vote", "warrants.mode")
def vote_promised(terms: TermSheet) -> bool:
    """The company asks its shareholders for an approval that the warrants need."""
    return terms.shareholder_vote is not None and warrants_issued(terms)


@decided_by("shareholder_vote.exchange_rules", "warrants.mode")
def vote_on_issuance(terms: TermSheet) -> bool:
    """The shareholders are asked to approve the issuance of the warrant shares, as the market requires."""
    return vote_promised(terms) and bool(terms.shareholder_vote and terms.shareholder_vote.exchange_rules)


@decided_by("shareholder_vote.authorized_shares", "warrants.mode")
def vote_on_charter(terms: TermSheet) -> bool:
    """The shareholders are asked to authorize more shares, by an amendment of the charter."""
    vote = terms.shareholder_vote
    return vote_promised(terms) and vote is not None and vote.authorized_shares is not None


@decided_by("shareholder_vote.exchange_rules", "shareholder_vote.authorized_shares", "warrants.mode")
def vote_on_both(terms: TermSheet) -> bool:
    """The shareholders are asked to approve the issuance, and to authorize more shares."""
    return vote_on_issuance(terms) and vote_on_charter(terms)


@decided_by("standstill", "participation", "shareholder_vote", "exchange_cap.meeting_days", "warrants.mode")
def covenants_run_from_closing(terms: TermSheet) -> bool:
    """A covenant of the company lasts for a time after the closing, or is due within it."""
    meets = vote_promised(terms) or (issuance_capped(terms) and cap_voted_on(terms))
    return standstill_agreed(terms) or participation_granted(terms) or meets


@decided_by("use_of_proceeds")
def proceeds_scheduled(terms: TermSheet) -> bool:
    """The term sheet states what the proceeds are for, and Annex VII lists it."""
    return terms.use_of_proceeds is not None


@decided_by("use_of_proceeds.fees_and_expenses")
def fees_scheduled(terms: TermSheet) -> bool:
    """Annex VII lists the fees and expenses that the company pays from the proceeds."""
    return terms.use_of_proceeds is not None and terms.use_of_proceeds.fees_and_expenses is not None


@decided_by("placement_agent_warrant")
def agent_warranted(terms: TermSheet) -> bool:
    """The placement agent receives a warrant."""
    return terms.placement_agent_warrant is not None
