"""The rules over the figures and dates of a deal, one rule a file.

Their codes are T401 onwards. A problem is an error if the terms cannot be right, and a warning if they are odd. What may
be right, but must be settled before anybody signs, is an error in an execution version only. A conformed copy stays as
signed, so the rules of `BEFORE_SIGNING` leave it alone.
`assembler.termsheet.compute` compares stated figures with computed ones (T201).

Fractions of warrants are no problem, as most deals have them. `assembler explain warrants.coverage TERMSHEET` shows who
gets the warrants that rounding down leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assembler.errors import Problem
from assembler.termsheet.rules import (
    acceptance_before_signature,
    additional_closings,
    agent_fee,
    amount_limits,
    annex_twice,
    authorized_shares,
    business_day,
    business_days_counted,
    call_price,
    cap_table,
    capitalization,
    cashless_expiry,
    class_names,
    class_numbers,
    class_terms,
    closing_dates,
    closing_investors,
    closing_order,
    closing_stated,
    closing_timing,
    closing_warrants,
    comma_in_price,
    contact_numbers,
    county,
    exchange_cap,
    exchange_cap_figure,
    exercise_price,
    exercise_terms,
    exercise_times,
    filer,
    filing_period,
    form_of_shares,
    holding_period,
    investor_is_company,
    investors_counsel,
    issuance_part,
    issuer_kind,
    kind_not_stated,
    kind_of_trust,
    large_holder,
    late_payment,
    lead_counsel,
    majority,
    market_name,
    market_vote,
    natural_person,
    new_york_courts,
    no_address,
    no_shares,
    no_warrants,
    not_past,
    old_audit,
    outside_date,
    ownership_ceiling,
    par_value,
    part_of_a_cent,
    party_words,
    power_of_ten,
    prefunded,
    prefunded_alone,
    prefunded_purpose,
    price_floor,
    proceeds_total,
    registration_rights,
    rounded_total,
    routing_number,
    same_investor,
    same_number,
    sec_forms,
    shares_above_amount,
    state_name,
    two_accounts,
    unprinted_announcement,
    unprinted_signatory,
    vesting,
    vote,
    vote_purpose,
    warrant_closing,
    warrant_issue,
    zip_code,
)
from assembler.termsheet.rules.context import RuleContext

DealRule = Callable[[RuleContext], Iterable[Problem]]

# In the order of their codes.
RULES: tuple[DealRule, ...] = (
    no_shares.check,
    no_warrants.check,
    rounded_total.check,
    issuance_part.check,
    exercise_terms.check,
    authorized_shares.check,
    not_past.check,
    acceptance_before_signature.check,
    warrant_issue.check,
    closing_stated.check,
    closing_dates.check,
    closing_order.check,
    closing_investors.check,
    cap_table.check,
    unprinted_signatory.check,
    no_address.check,
    par_value.check,
    exercise_price.check,
    majority.check,
    closing_warrants.check,
    routing_number.check,
    power_of_ten.check,
    zip_code.check,
    same_investor.check,
    investor_is_company.check,
    state_name.check,
    county.check,
    natural_person.check,
    party_words.check,
    comma_in_price.check,
    business_days_counted.check,
    cashless_expiry.check,
    price_floor.check,
    call_price.check,
    vesting.check,
    ownership_ceiling.check,
    proceeds_total.check,
    exchange_cap.check,
    large_holder.check,
    late_payment.check,
    unprinted_announcement.check,
    annex_twice.check,
    contact_numbers.check,
    investors_counsel.check,
    closing_timing.check,
    two_accounts.check,
    outside_date.check,
    exercise_times.check,
    class_terms.check,
    class_numbers.check,
    same_number.check,
    class_names.check,
    prefunded.check,
    prefunded_purpose.check,
    capitalization.check,
    new_york_courts.check,
    lead_counsel.check,
    amount_limits.check,
    additional_closings.check,
    vote_purpose.check,
)

# In the order of their codes, too.
BEFORE_SIGNING: tuple[DealRule, ...] = (
    shares_above_amount.check,
    warrant_closing.check,
    agent_fee.check,
    registration_rights.check,
    market_vote.check,
    old_audit.check,
    sec_forms.check,
    market_name.check,
    holding_period.check,
    issuer_kind.check,
    filing_period.check,
    filer.check,
    part_of_a_cent.check,
    exchange_cap_figure.check,
    form_of_shares.check,
    vote.check,
    kind_of_trust.check,
    prefunded_alone.check,
)


def check(context: RuleContext) -> tuple[Problem, ...]:
    """Return the problems that the rules find in a deal."""
    signed = context.terms.execution.status == "conformed"
    found = (problem for rule in (*RULES, *(() if signed else BEFORE_SIGNING)) for problem in rule(context))
    # Classes of warrants can share their provisions, and their problems.
    return tuple(dict.fromkeys(found))


def check_days(context: RuleContext) -> tuple[Problem, ...]:
    """Return the problems of days on which the exchange or the banks are closed.

    The calendars take longer to load than a term sheet, so a plain draft does not check them.
    """
    return tuple(business_day.check(context))


def check_kinds(context: RuleContext) -> tuple[Problem, ...]:
    """Return the problem of kinds that names show and no line states. The general words of a plain draft fit them."""
    signed = context.terms.execution.status == "conformed"
    return () if signed else tuple(kind_not_stated.check(context))
