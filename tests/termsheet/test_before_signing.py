"""What may be right in a draft must be settled before anybody signs: a warning before, an error in an execution version."""

from __future__ import annotations

import re

import pytest

from tests import deals
from tests.termsheet.test_rules import found_by_rules

BOTH, COVENANT, STOCK = "new-stock-and-warrants", "new-covenant-warrants", "new-stock-only"
_RIGHTS = "    registration_rights: true\n"


def departing(*clauses):
    """The change that makes a deal depart from these clauses."""
    lines = "".join(f"  - {{clause: {label}, state: omit, why: negotiated}}\n" for label in clauses)
    return ("execution:\n", f"departures:\n{lines}execution:\n")


def codes(*changes, base=BOTH):
    """The findings in short. T403 is about totals and T410 about business days, which no case is about."""
    found = [" ".join(problem.split()[:3]).rstrip(":") for problem in found_by_rules(*changes, base=base)]
    return [one for one in found if " T403 " not in one and " T410 " not in one]


# Each finding: the deal, the change that causes it, what is found, and a change that settles it.
FOUND = {
    "audit": (
        STOCK,
        [("last_audited_date: 2025-12-31", "last_audited_date: 2025-09-30")],
        "T426 financials.last_audited_date",
        [departing("cov_public_information")],
    ),
    "fees": (
        COVENANT,
        [
            (
                "fee_instruments:\n  - kind: Term Sheet\n    counterparty: Halloran Pike & Company, LLC\n    date: 2026-10-05\n",
                "",
            )
        ],
        "T423 offering.placement_agent",
        [departing("inv_rep_brokers", "cov_brokers")],
    ),
    "registration": (
        BOTH,
        [(_RIGHTS, "    registration_rights: false\n")],
        "T424 warrants.provisions.registration_rights",
        [departing("cov_registration_rights")],
    ),
    "twenty per cent": (
        STOCK,
        [("entity_type: corporation", "entity_type: corporation\n  outstanding_shares: 4,875,000")],
        "T425 company.outstanding_shares",
        [("co_rep_exchange_rules: text", "co_rep_exchange_rules: omit")],
    ),
    "a corporation with capitals": (
        STOCK,
        [("entity_type: corporation", "entity_type: Corporation")],
        "T433 company.entity_type",
        [("entity_type: Corporation", "entity_type: corporation")],
    ),
    "warrants before the closing": (
        COVENANT,
        [
            ("  term_years: 3\n", "  term_years: 3\n  issue_date: 2026-12-03\n"),
        ],
        "T422 warrants.issue_date",
        [("  issue_date: 2026-12-03\n", "")],
    ),
    "warrants dated by the agreement": (
        COVENANT,
        [("  date: 2026-12-04\n", "")],
        "T422 closing.date",
        [("closing:\n", "closing:\n  date: 2026-12-08\n"), ("issue_date: 2026-12-04", "issue_date: 2026-12-08")],
    ),
    "warrants before the acceptance, in a deal without a day of closing": (
        COVENANT,
        [("  date: 2026-12-04\n", ""), ("  term_years: 3\n", "  term_years: 3\n  issue_date: 2026-12-01\n")],
        "T422 warrants.issue_date",
        [("  issue_date: 2026-12-01\n", "  issue_date: 2026-12-03\n")],
    ),
    "a closing before the acceptance": (
        COVENANT,
        [("  date: 2026-12-04\n", "  date: 2026-12-01\n")],
        "T422 closing.date",
        [("company_acceptance_date: 2026-12-02", "company_acceptance_date: 2026-12-01")],
    ),
    "a closing before the signature, in a deal not accepted yet": (
        COVENANT,
        [
            ("  date: 2026-12-04\n", "  date: 2026-12-01\n"),
            ("  company_acceptance_date: 2026-12-02\n", ""),
            ("  investor_signature_date: 2026-11-30\n", "  investor_signature_date: 2026-12-03\n"),
        ],
        "T422 closing.date",
        [("investor_signature_date: 2026-12-03", "investor_signature_date: 2026-12-01")],
    ),
    "a warrant under an agreement that is not listed": (
        COVENANT,
        [("    title: Term Sheet\n", "    title: Engagement Letter\n")],
        "T423 placement_agent_warrant.underlying_agreement",
        [
            (
                "fee_instruments:\n",
                "fee_instruments:\n  - {kind: engagement letter, counterparty: 'Halloran Pike & Company, LLC', date: 2026-10-05}\n",
            )
        ],
    ),
    "a warrant under an agreement of another day": (
        COVENANT,
        [("    title: Term Sheet\n    date: 2026-10-05\n", "    title: Term Sheet\n    date: 2026-10-06\n")],
        "T423 placement_agent_warrant.underlying_agreement",
        [departing("inv_rep_brokers", "cov_brokers")],
    ),
    "a warrant of a firm that no agreement pays": (
        COVENANT,
        [("counterparty: Halloran Pike & Company, LLC", "counterparty: Saddle Rock Advisors, Inc.")],
        "T423 placement_agent_warrant.underlying_agreement",
        [("placement_agent: Halloran Pike & Company, LLC", "placement_agent: Saddle Rock Advisors, Inc.")],
    ),
    "rounding": (
        BOTH,
        [
            ("price_per_share: 2.375", "price_per_share: 0.03"),
            ("exercise_price_percentage: 125%", "exercise_price_percentage: 115%"),
        ],
        "T420 warrants.exercise_price_percentage",
        [("exercise_price_percentage: 115%", "exercise_price: 0.0345")],
    ),
}


@pytest.mark.parametrize("case", FOUND)
@pytest.mark.parametrize(("status", "severity"), [("draft", "warning"), ("execution", "error")])
def test_it_is_an_error_only_in_a_version_to_sign_and_can_be_settled(case, status, severity):
    base, changes, found, settled = FOUND[case]
    staged = [*changes, ("status: draft", f"status: {status}")]
    assert codes(*staged, base=base) == [f"{severity} {found}"]
    assert codes(*staged, *settled, base=base) == []


@pytest.mark.parametrize("case", FOUND)
def test_a_conformed_copy_stays_as_signed(case):
    base, changes, found, _ = FOUND[case]
    expected = [] if case != "rounding" else [f"warning {found}"]
    assert codes(*changes, ("status: draft", "status: conformed"), base=base) == expected


@pytest.mark.parametrize(
    ("changes", "base", "found"),
    [
        # The edges: exactly 15 months, exactly a fifth, a share less.
        ([("last_audited_date: 2025-12-31", "last_audited_date: 2025-11-30")], STOCK, []),
        ([("entity_type: corporation", "entity_type: corporation\n  outstanding_shares: 4,875,001")], STOCK, []),
        (
            [
                ("entity_type: corporation", "entity_type: corporation\n  outstanding_shares: 975,000"),
                ("NYSE American", "OTCQB"),
            ],
            STOCK,
            [],
        ),
        ([("par_value: 0.01", "par_value: 4.10")], STOCK, []),
        ([("par_value: 0.01", "par_value: 4.11")], STOCK, ["error T418 offering.price_per_share"]),
        (
            [("par_value: 0.001", "par_value: 0.86")],
            COVENANT,
            ["error T418 offering.price_per_share"],
        ),
        (
            [("par_value: 0.001", "par_value: 1.06")],
            COVENANT,
            [
                "error T418 offering.price_per_share",
                "error T418 warrants.exercise_price",
                "error T418 placement_agent_warrant.exercise_price",
            ],
        ),
        ([("majority_threshold: 66.67%", "majority_threshold: 100%")], STOCK, ["error T421 law.majority_threshold"]),
        ([("majority_threshold: 66.67%", "majority_threshold: 99.99%")], STOCK, []),
        ([("jurisdiction: Ohio", "jurisdiction: Puerto Rico")], STOCK, []),
        ([("jurisdiction: Ohio", "jurisdiction: Alberta")], STOCK, []),
        ([("entity_type: corporation", "entity_type: business corporation")], STOCK, []),
        ([("    registration_rights: false\n", "")], COVENANT, ["warning T424 placement_agent_warrant.provisions"]),
        ([("    registration_rights: false\n", "    registration_rights: true\n")], COVENANT, []),
        (
            [("kind: Term Sheet", "kind: Retainer"), ("title: Term Sheet", "title: retainer")],
            COVENANT,
            [],
        ),
        (
            [
                ("kind: Term Sheet", "kind: indicative term sheet"),
                ("title: Term Sheet", "title: Indicative Term Sheet"),
            ],
            COVENANT,
            [],
        ),
    ],
)
def test_a_rule_begins_at_its_edge(changes, base, found):
    assert codes(*changes, base=base) == found


def test_a_sole_investor_has_no_majority_to_be_wrong():
    yaml = deals.sheet(STOCK)
    others = yaml[yaml.index("  - name: Sable & Finch") : yaml.index("# The escrow through which")]
    everything = ("majority_threshold: 66.67%", "majority_threshold: 100%")
    assert not [one for one in found_by_rules((others, ""), everything, base=STOCK) if "T421" in one]
    one_of_two = (yaml[yaml.index("  - name: Kestrel") : yaml.index("# The escrow through which")], "")
    assert [one for one in found_by_rules(one_of_two, everything, base=STOCK) if "T421" in one]


@pytest.mark.parametrize(
    ("typed", "write"),
    [
        ("Corp.", "corporation"),
        ("corp", "corporation"),
        ("INC.", "corporation"),
        ("Incorporated", "corporation"),
        ("CORPORATION", "corporation"),
        ("C-Corp", "corporation"),
        ("a corporation", "corporation"),
        ("an Ohio Corporation", "corporation"),
        ("Ohio corporation", "corporation"),
        ("Public Benefit Corporation", "public benefit corporation"),
        ("a Farrow Corporation", "Farrow Corporation"),
    ],
)
def test_the_kind_of_a_corporation_is_written_as_a_sentence_has_it(typed, write):
    yaml = deals.replaced(deals.sheet(STOCK), "entity_type: corporation", f"entity_type: {typed}")
    (problem,) = [one for one in deals.compose_text(yaml).warnings if one.code == "T433"]
    assert problem.message == f"'{typed}' prints as \"an Ohio {typed}\""
    assert (problem.hint, problem.fix.replacement) == (f"Write `{write}`.", write)


def test_the_kind_is_looked_at_in_a_single_warrant_too():
    draft = ("status: conformed", "status: draft")
    changes = [draft, ("entity_type: corporation", "entity_type: Inc.")]
    found = [one for one in found_by_rules(*changes, base="focus-2001-12-warrant") if "T433" in one]
    assert found == ["warning T433 company.entity_type: 'Inc.' prints as \"a Delaware Inc.\""]


def test_an_exercise_price_that_rounds_to_nothing_is_always_an_error():
    changes = [
        ("price_per_share: 2.375", "price_per_share: 0.004"),
        ("exercise_price_percentage: 125%", "exercise_price_percentage: 10%"),
    ]
    assert codes(*changes) == ["error T420 warrants.exercise_price_percentage"]


def test_warrants_are_dated_by_the_closing_unless_a_day_is_stated():
    agreed = ("  date: 2026-09-17\n", "")
    assert deals.compose_text(deals.sheet(BOTH)).deal.terms.warrants.issue_date.day == 17
    assert deals.compose_text(deals.replaced(deals.sheet(BOTH), *agreed)).deal.terms.warrants.issue_date.day == 14


def test_warrants_dated_by_the_agreement_get_the_line_to_write():
    changes = [("  date: 2026-09-17\n", ""), ("  date: 2026-09-14\n", "  date: 2026-09-18\n")]
    yaml = deals.sheet(BOTH)
    for change in changes:
        yaml = deals.replaced(yaml, *change)
    (found,) = [one for one in deals.compose_text(yaml).warnings if one.code == "T422"]
    assert found.message == (
        "closing.date is not stated, so the warrants are dated September 18, 2026, the date of the agreement"
    )
    # September 18 is a Friday.
    assert found.hint == "Write the day of the closing below `closing:`, such as `date: 2026-09-21`, or `date: TBD`."
    later = deals.replaced(yaml, "closing:\n", "closing:\n  timing: after_signing\n  days_after_signing: 2\n")
    (found,) = [one for one in deals.compose_text(later).warnings if one.code == "T422"]
    assert "`date: 2026-09-22`" in found.hint


@pytest.mark.parametrize(
    "changes",
    [
        [("  date: 2026-09-17\n", "  date: TBD\n")],
        [("  date: 2026-09-17\n", ""), ("  date: 2026-09-14\n", "  date: TBD\n")],
        [("  date: 2026-09-17\n", ""), ("status: draft", "status: form")],
        [("  date: 2026-09-17\n", ""), ("  term_years: 5\n", "  term_years: 5\n  issue_date: TBD\n")],
    ],
    ids=["a closing that is open", "an agreement that is open", "a form", "a day of issue that is open"],
)
def test_a_day_of_warrants_that_is_not_known_is_left_alone(changes):
    assert codes(*changes) == []


def test_shares_under_warrants_count_towards_the_fifth():
    outstanding = ("entity_type: corporation", "entity_type: corporation\n  outstanding_shares: 8,000,000")
    assert codes(outstanding) == ["warning T425 company.outstanding_shares"]
    assert codes(outstanding, ("coverage: 35%", "coverage: 20%")) == []


def test_a_later_closing_is_found_to_lack_words_and_warrants():
    joining = (
        "  - name: Ada Ferris\n    kind: individual\n    address_lines: [1 Pier]\n    amount: 85,000\n    closing: 2\n"
    )
    yaml = deals.replaced(deals.sheet(COVENANT), "closing:\n", "closing:\n  additional: [{date: 2026-12-30}]\n")
    at = yaml.index("\n# The instrument under which the placement agent is paid")
    yaml = yaml[:at].rstrip("\n") + "\n" + joining + yaml[at:]
    found = [f"{one.code} {one.path}" for one in deals.compose_text(yaml).warnings if one.code.startswith("T43")]
    assert sorted(found) == ["T430 closing.additional"]


def test_shares_that_are_rounded_up_are_found_once_for_all_investors():
    nearest = ("unused_definitions: false", "share_rounding: nearest\n  unused_definitions: false")
    sold = [("price_per_share: 4.10", "price_per_share: 0.0475"), *((f"  {name}\n", "") for name in TOTALS)]
    (found,) = [one for one in found_by_rules(nearest, *sold, base=STOCK) if "T419" in one]
    assert found == (
        "warning T419 investors[0].amount: 1 investor receives shares worth more than the amount paid: Alderbrook Health "
        "Ventures III, L.P., 43,157,895 shares at $0.0475 are $2,050,000.01, and $2,050,000 is paid"
    )
    assert [one for one in found_by_rules(*sold, base=STOCK) if "T419" in one] == []
    assert [one for one in found_by_rules(nearest, base=STOCK) if "T419" in one] == []


TOTALS = ("aggregate_amount: 3,997,500", "total_shares: 975,000", "aggregate_issuance_shares: 1,250,000")


def test_the_hint_on_an_agents_registration_rights_names_a_line_that_settles_them():
    def hint(yaml):
        said = [one.hint for one in deals.compose_text(yaml).warnings if one.code == "T424"]
        return re.search(r"Add `(.+?)` below (?:its )?`(\w+):`", said[0]) if said else None

    yaml = deals.replaced(deals.sheet(COVENANT), "    registration_rights: false\n", "")
    line = hint(yaml)
    assert line.groups() == ("registration_rights: false", "provisions")
    below = re.sub(r"(placement_agent_warrant:\n(?:  .*\n)*?  provisions:\n)", rf"\1    {line[1]}\n", yaml)
    assert hint(below) is None
    bare = re.sub(r"(placement_agent_warrant:\n(?:  .*\n)*?)  provisions:\n(?:    .*\n)+", r"\1", yaml)
    line = hint(bare)
    assert line.groups() == ("provisions: {registration_rights: false}", "placement_agent_warrant")
    assert hint(bare.replace("placement_agent_warrant:\n", f"placement_agent_warrant:\n  {line[1]}\n")) is None
