"""The rules over figures and dates: what each finds, in its exact words, and what it leaves alone."""

from __future__ import annotations

import pytest

from assembler import pipeline
from assembler.errors import InputError
from assembler.termsheet import rules
from assembler.termsheet.rules import kind_of_trust
from assembler.termsheet.rules.context import RuleContext
from tests import deals
from tests.investors.lists import load_list

BASE = "new-stock-and-warrants"


def found_by_rules(*changes, base=BASE):
    """The problems of the rules over a worked deal with these changes: code and what is said."""
    yaml = deals.sheet(base)
    for old, new in changes:
        yaml = deals.replaced(yaml, old, new)
    try:
        composed = deals.compose_text(yaml)
        problems = (*composed.warnings, *pipeline.check_days(composed))
    except InputError as error:
        problems = error.problems
    return [
        f"{problem.severity} {problem.code} {problem.path}: {problem.message}"
        for problem in problems
        if problem.code.startswith("T4")
    ]


_AMOUNTS = ("1,250,000", "875,000", "650,000", "150,000", "100,937.50")
_CLOSINGS = "    - date: 2026-10-15\n    - date: TBD\n    - date: 2026-10-15\n"
_JOINING = "".join(
    f"  - name: Joins at {closing}\n    address_lines: [1 Pier]\n    amount: 9,500\n    closing: {closing}\n"
    for closing in (2, 3, 4)
)
_WARRANTS_OF_LATER_CLOSINGS = (
    "warning T430 closing.additional: the agreement gives 445,926 warrants, those of the initial closing, but 450,126 are "
    "issued at all closings"
)

_CAPITAL = "  capitalization:\n    as_of: 2026-09-10\n    issued_shares: 31,400,000\n    option_shares: 550,000\n"

CASES = {
    "a capitalization without authorized shares": (
        [("  entity_type: corporation\n", f"  entity_type: corporation\n{_CAPITAL}")],
        [
            (
                "error T487 company.capitalization: the representation on capitalization states the authorized shares, "
                "which are not stated"
            )
        ],
    ),
    "a capitalization of more shares than authorized": (
        [("  entity_type: corporation\n", f"  entity_type: corporation\n  authorized_shares: 31,500,000\n{_CAPITAL}")],
        [
            (
                "error T406 company.authorized_shares: 31,500,000 shares are authorized, but 33,670,003 are needed: "
                "31,950,000 outstanding, 1,274,077 sold, 445,926 under warrants"
            )
        ],
    ),
    "outstanding shares that are not those of the capitalization": (
        [
            (
                "  entity_type: corporation\n",
                (
                    "  entity_type: corporation\n  authorized_shares: 90,000,000\n"
                    f"  outstanding_shares: 31,400,000\n{_CAPITAL}"
                ),
            )
        ],
        [
            (
                "error T487 company.outstanding_shares: 31,400,000 shares are stated as issued or set aside, but "
                "capitalization has 31,950,000: 31,400,000 issued, 550,000 under options"
            )
        ],
    ),
    "preferred stock that the charter does not know": (
        [
            (
                "  entity_type: corporation\n",
                f"  entity_type: corporation\n  authorized_shares: 90,000,000\n{_CAPITAL}    preferred_issued: 7,000\n",
            )
        ],
        [
            (
                "error T487 company.capitalization.preferred_issued: 7,000 shares of preferred stock are stated as issued, "
                "but none are authorized"
            )
        ],
    ),
    "paid counsel of nobody": (
        [("execution:\n", "expenses:\n  counsel_fee_cap: 40,000\nexecution:\n")],
        ["error T490 expenses.counsel_fee_cap: the company pays counsel of an investor, and no lead investor is named"],
    ),
    "paid counsel of a stranger": (
        [("execution:\n", "expenses:\n  counsel_fee_cap: 40,000\n  lead_investor: Pell Fund, LP\nexecution:\n")],
        ["error T490 expenses.lead_investor: 'Pell Fund, LP' is not the name of an investor"],
    ),
    "a lead investor whose counsel nobody pays": (
        [("execution:\n", "expenses:\n  lead_investor: Ostara Opportunity Fund Ltd.\nexecution:\n")],
        [
            (
                "error T490 expenses.lead_investor: a lead investor is named, and no amount that the company pays for its "
                "counsel"
            )
        ],
    ),
    "an amount that buys no share": (
        [("amount: 150,000\n", "amount: 1\n")],
        ["error T401 investors[3].amount: $1 buys no share at $2.375"],
    ),
    "an investor whose warrants round down to none": (
        [("amount: 150,000\n", "amount: 2.38\n")],
        ["error T402 investors[3].amount: 35% of 1 share gives this investor no whole warrant"],
    ),
    "a total of rounded shares that is not the rounded total": (
        [
            ("price_per_share: 2.375", "price_per_share: 7"),
            ("amount: 875,000", "amount: 875,003"),
            ("amount: 650,000", "amount: 650,002"),
            ("unused_definitions: false", "share_rounding: nearest\n  unused_definitions: false"),
        ],
        [
            (
                "warning T403 offering.price_per_share: the investors' shares, each rounded, add up to 432,277, but "
                "3,025,942.50 / 7 is 432,278: a difference of -1"
            ),
            (
                "warning T419 investors[3].amount: 2 investors receive shares worth more than the amount paid: Eleanor M. "
                "Prud'homme, 21,429 shares at $7.00 are $150,003.00, and $150,000 is paid"
            ),
        ],
    ),
    "an amount of which a notable part buys no share": (
        [("amount: 150,000\n", "amount: 239.00\n")],
        ["warning T403 investors[3].amount: $239.00 buys 100 shares at $2.375, and $1.50 of it buys none"],
    ),
    "an issuance smaller than its part": (
        [("par_value: 0.0001", "par_value: 0.0001\n  aggregate_issuance_shares: 1,000,000")],
        [
            (
                "error T404 offering.aggregate_issuance_shares: 1,000,000 shares are the entire issuance, but the investors of "
                "this deal buy 1,274,077"
            )
        ],
    ),
    "an issuance of a single share": (
        [("par_value: 0.0001", "par_value: 0.0001\n  aggregate_issuance_shares: 1")],
        [
            (
                "error T404 offering.aggregate_issuance_shares: 1 share is the entire issuance, but the investors of this deal buy "
                "1,274,077"
            )
        ],
    ),
    "a single share authorized": (
        [("entity_type: corporation", "entity_type: corporation\n  authorized_shares: 1")],
        [
            (
                "error T406 company.authorized_shares: 1 share is authorized, but 1,720,003 are needed: 1,274,077 sold, 445,926 "
                "under warrants"
            )
        ],
    ),
    "warrants without an exercise price": (
        [("  exercise_price_percentage: 125%\n", "")],
        ["error T405 warrants: the deal has warrants, but no exercise price"],
    ),
    "warrants without a term": (
        [("  term_years: 5\n", "")],
        ["error T405 warrants: the deal has warrants, but no term"],
    ),
    "warrants whose price and term are open": (
        [("exercise_price_percentage: 125%", "exercise_price: TBD"), ("term_years: 5", "term_years: TBD")],
        [],
    ),
    "a form whose warrants say neither": (
        [
            ("  exercise_price_percentage: 125%\n", ""),
            ("  term_years: 5\n", ""),
            ("status: draft", "status: form"),
        ],
        [],
    ),
    "more shares than are authorized": (
        [
            (
                "entity_type: corporation",
                "entity_type: corporation\n  authorized_shares: 2,000,000\n  outstanding_shares: 900,000",
            )
        ],
        [
            (
                "error T406 company.authorized_shares: 2,000,000 shares are authorized, but 2,620,003 are needed: "
                "900,000 outstanding, 1,274,077 sold, 445,926 under warrants"
            ),
            (
                "warning T425 company.outstanding_shares: 1,720,003 shares, those under warrants included, are 191.1% of the "
                "900,000 outstanding; 2(h) says that no vote of the stockholders is required"
            ),
        ],
    ),
    "as many shares as are authorized": (
        [("entity_type: corporation", "entity_type: corporation\n  authorized_shares: 1,720,006")],
        [],
    ),
    "an audit after the agreement": (
        [("last_audited_date: 2025", "last_audited_date: 2026")],
        [
            (
                "error T407 financials.last_audited_date: December 31, 2026 is after the date of the agreement, "
                "September 14, 2026"
            )
        ],
    ),
    "a fee letter after the agreement": (
        [("date: 2026-08-17", "date: 2026-09-15")],
        [
            (
                "error T407 fee_instruments[1].date: September 15, 2026 is after the date of the agreement, "
                "September 14, 2026"
            )
        ],
    ),
    "an acceptance before the investors' signature": (
        [
            (
                "date: 2026-09-14",
                "date: 2026-09-14\n  investor_signature_date: 2026-09-11\n  company_acceptance_date: 2026-09-10",
            )
        ],
        [
            (
                "warning T408 agreement.company_acceptance_date: the company accepts on September 10, 2026, before the "
                "investors sign on September 11, 2026"
            )
        ],
    ),
    "an acceptance before the agreement": (
        [
            (
                "date: 2026-09-14",
                "date: 2026-09-14\n  investor_signature_date: 2026-09-10\n  company_acceptance_date: 2026-09-11",
            )
        ],
        [
            (
                "warning T408 agreement.company_acceptance_date: the company accepts on September 11, 2026, before the date "
                "of the agreement, September 14, 2026"
            )
        ],
    ),
    "warrants issued before the agreement": (
        [("term_years: 5", "term_years: 5\n  issue_date: 2026-09-11")],
        [
            (
                "warning T409 warrants.issue_date: the warrants are issued on September 11, 2026, before the date of the "
                "agreement, September 14, 2026"
            ),
            (
                "warning T422 warrants.issue_date: the warrants are issued on September 11, 2026, before the closing on "
                "September 17, 2026"
            ),
        ],
    ),
    "a Saturday": (
        [("date: 2026-09-14", "date: 2026-09-12")],
        ["warning T410 agreement.date: September 12, 2026 is a Saturday; the next business day is September 14, 2026"],
    ),
    "a holiday of the exchange that is none of the banks": (
        [("date: 2026-09-14", "date: 2026-04-03"), ("2026-08-03", "2026-03-03"), ("2026-08-17", "2026-03-17")],
        ["warning T410 agreement.date: April 3, 2026 is Good Friday; the next business day is April 6, 2026"],
    ),
    "a holiday of the banks that is none of the exchange": (
        [("date: 2026-09-14", "date: 2026-10-12"), ("date: 2026-09-17", "date: 2026-10-15")],
        ["warning T410 agreement.date: October 12, 2026 is Columbus Day; the next business day is October 13, 2026"],
    ),
    "a day at the end of a year, from which the next year begins": (
        [("term_years: 5", "term_years: 8\n  issue_date: 2028-12-31")],
        ["warning T410 warrants.issue_date: December 31, 2028 is a Sunday; the next business day is January 2, 2029"],
    ),
    "warrants that expire on a day that is no business day": (
        [("term_years: 5", "term_years: 2")],
        [
            (
                "warning T410 warrants.term_years: the warrants expire on September 17, 2028, a Sunday; the next business "
                "day is September 18, 2028"
            )
        ],
    ),
    "warrants that expire on a holiday": (
        [("term_years: 5", "term_years: 3\n  issue_date: 2026-12-25")],
        [
            "warning T410 warrants.issue_date: December 25, 2026 is Christmas Day; the next business day is December 28, 2026",
            (
                "warning T410 warrants.term_years: the warrants expire on December 25, 2029, Christmas Day; the next business day "
                "is December 26, 2029"
            ),
        ],
    ),
    "a signed copy whose warrants expire on a Sunday": (
        [("term_years: 5", "term_years: 2"), ("status: draft", "status: conformed")],
        [],
    ),
    "a Sunday for which words of the warrant provide": (
        [
            ("term_years: 5", "term_years: 2"),
            (
                "execution:\n",
                "departures:\n  - {clause: w_issuance, form: Holder, here: Bearer, why: negotiated}\nexecution:\n",
            ),
        ],
        [],
    ),
    "a Sunday that follows from the date of the agreement alone": (
        [
            ("  date: 2026-09-17\n", ""),
            ("  date: 2026-09-14\n", "  date: 2026-09-17\n"),
            ("term_years: 5", "term_years: 2"),
        ],
        [
            (
                "warning T422 closing.date: closing.date is not stated, so the warrants are dated September 17, 2026, the "
                "date of the agreement"
            )
        ],
    ),
    "a warrant whose term is open": ([("term_years: 5", "term_years: TBD")], []),
    "an individual for whom somebody signs": (
        [("    kind: individual\n", "    kind: individual\n    signatory: Jane Roe\n    signatory_title: Trustee\n")],
        [
            "warning T416 investors[3].signatory: an individual signs in person, so this does not print",
            "warning T416 investors[3].signatory_title: an individual signs in person, so this does not print",
        ],
    ),
    "a title without a name": (
        [("    signatory: Dov Abramsky\n", "")],
        [("warning T416 investors[1].signatory_title: the title of a person who is not named, so this does not print")],
    ),
    "an investor without an address": (
        [("    address_lines:\n      - 77 Larkspur Row\n      - Boston, Massachusetts 02110\n", "")],
        [
            (
                "warning T417 investors[1].address_lines: this investor has no address; the agreement sends "
                "notices to the address in Annex I"
            )
        ],
    ),
    "an investor without an address whose signature page has it": (
        [
            ("    address_lines:\n      - 77 Larkspur Row\n      - Boston, Massachusetts 02110\n", ""),
            ("investor_particulars: annex_i", "investor_particulars: execution_page"),
        ],
        [
            (
                "warning T417 investors[1].address_lines: this investor has no address; the agreement sends "
                "notices to the address on the signature page"
            )
        ],
    ),
    "a form that leaves the address to the signature page": (
        [
            ("    address_lines:\n      - 77 Larkspur Row\n      - Boston, Massachusetts 02110\n", ""),
            ("investor_particulars: annex_i", "investor_particulars: execution_page"),
            ("status: draft", "status: form"),
        ],
        [],
    ),
    "a date that is open": ([("date: 2026-09-14", "date: TBD")], []),
    "an investor whose closing is open": (
        [("amount: 150,000\n", "amount: 150,000\n    closing: TBD\n")],
        ["error T411 investors[3].closing: the closing at which this investor buys is TBD"],
    ),
    "closings of which one is open and two are on one day": (
        [
            ("  unlegended_delivery_days: 2\n", f"  unlegended_delivery_days: 2\n  additional:\n{_CLOSINGS}"),
            ("signatory_title: General Partner\n", f"signatory_title: General Partner\n{_JOINING}"),
        ],
        [_WARRANTS_OF_LATER_CLOSINGS],
    ),
    "nobody at the initial closing": (
        [
            ("  unlegended_delivery_days: 2\n", "  unlegended_delivery_days: 2\n  additional: [{date: 2026-10-15}]\n"),
            *((f"amount: {amount}\n", f"amount: {amount}\n    closing: 2\n") for amount in _AMOUNTS),
        ],
        ["error T414 investors: nobody buys at the initial closing, so nobody signs the agreement"],
    ),
    "a day of a closing on which the exchange is closed": (
        [("  date: 2026-09-17\n", "  date: 2026-09-19\n")],
        ["warning T410 closing.date: September 19, 2026 is a Saturday; the next business day is September 21, 2026"],
    ),
    "a cap table while the exercise price is open": (
        [
            ("exercise_price_percentage: 125%", "exercise_price: TBD"),
            ("execution:\n", "cap_table:\n  formation_date: 2011-03-08\nexecution:\n"),
        ],
        ["warning T415 cap_table: the cap table cannot be written while these are TBD: warrants.exercise_price"],
    ),
    "a routing number that lost its zero": (
        [("aba: 130400127", "aba: 31100209")],
        [
            (
                "warning T436 escrow.wire.aba: '31100209' has 8 digits, and a routing number has nine. "
                "Did you mean `031100209`?"
            )
        ],
    ),
    "a routing number with two digits the wrong way round": (
        [("aba: 130400127", "aba: 130400217")],
        ["warning T436 escrow.wire.aba: '130400217' is not a routing number: its last digit does not fit the others"],
    ),
    "a routing number with the letter l for a 1": (
        [("aba: 130400127", "aba: l30400127")],
        ["warning T436 escrow.wire.aba: 'l30400127' has a letter for a digit. Did you mean `130400127`?"],
    ),
    "a routing number of zeros": (
        [("aba: 130400127", "aba: '000000000'")],
        ["warning T436 escrow.wire.aba: '000000000' is not a routing number, but stands for one"],
    ),
    "a routing number with words, and a digit too many": (
        [("aba: 130400127", "aba: 13040012771")],
        ["warning T436 escrow.wire.aba: '13040012771' has 11 digits, and a routing number has nine"],
    ),
    "numbers that a spreadsheet has spoilt": (
        [
            ("account_number: 4410-028873", "account_number: 8.80124E+11"),
            ("telephone: (541) 555-0133", "telephone: 5415550133.0"),
        ],
        [
            "error T437 investors[3].telephone: '5415550133.0' is how a spreadsheet shows a long number, and digits are lost",
            "error T437 escrow.wire.account_number: '8.80124E+11' is how a spreadsheet shows a long number, and digits are lost",
        ],
    ),
    "ZIP codes that lost a zero, and one that lost a digit": (
        [
            ("Stamford, Connecticut 06902", "Stamford, Connecticut 6902"),
            ("Boston, Massachusetts 02110", "Boston, MA 2110-1234"),
            ("zip: 97103", "zip: 9713"),
        ],
        [
            "warning T438 company.address.zip: the ZIP code '9713' has 4 digits",
            "warning T438 investors[0].address_lines[2]: the ZIP code '6902' has 4 digits. Did you mean `06902`?",
            (
                "warning T438 investors[1].address_lines[1]: the ZIP code '2110-1234' has 8 digits. "
                "Did you mean `02110-1234`?"
            ),
        ],
    ),
    "ZIP codes with a hyphen that is not at its place": (
        [
            ("Stamford, Connecticut 06902", "Stamford, Connecticut 06902-"),
            ("Boston, Massachusetts 02110", "Boston, Massachusetts 2110-"),
            ("zip: 97103", "zip: 9710-31234"),
        ],
        [
            "warning T438 company.address.zip: the ZIP code '9710-31234' has its hyphen at another place than behind five digits",
            "warning T438 investors[0].address_lines[2]: the ZIP code '06902-' ends in a hyphen",
            "warning T438 investors[1].address_lines[1]: the ZIP code '2110-' ends in a hyphen. Did you mean `02110`?",
        ],
    ),
    "an investor twice, in another spelling": (
        [("name: Ostara Opportunity Fund Ltd.", "name: 'NORTHGATE HARBOR MASTER FUND, L.P.'")],
        [
            (
                "warning T439 investors[2].name: 'NORTHGATE HARBOR MASTER FUND, L.P.' differs only in spelling from "
                "'Northgate Harbor Master Fund, LP' on line 82"
            )
        ],
    ),
    "an investor that is the company": (
        [("name: Ostara Opportunity Fund Ltd.", "name: Tidewell Sensors Inc")],
        ["error T440 investors[2].name: 'Tidewell Sensors Inc' is the company, which cannot buy its own new shares"],
    ),
    "states by other names": (
        [
            ("jurisdiction: Delaware", "jurisdiction: DE"),
            ("state: Oregon\n    zip", "state: OREGON\n    zip"),
            ("governing_state: Delaware", "governing_state: Commonwealth of Virginia"),
            ("forum_state: Oregon", "forum_state: Oregan"),
        ],
        [
            "warning T441 company.jurisdiction: 'DE' prints as \"a DE corporation\"",
            "warning T441 company.address.state: 'OREGON' prints as \"Astoria, OREGON\"",
            (
                "warning T441 law.governing_state: 'Commonwealth of Virginia' prints as "
                '"the State of Commonwealth of Virginia"'
            ),
            "warning T441 law.forum_state: 'Oregan' prints as \"the State of Oregan\"",
        ],
    ),
    "a law that is not a state's": (
        [("governing_state: Delaware", "governing_state: Ontario")],
        ["warning T441 law.governing_state: 'Ontario' is not a state, and prints as \"the State of Ontario\""],
    ),
    "a county without the word": (
        [("forum_county: Multnomah County", "forum_county: Lane")],
        ["warning T442 law.forum_county: 'Lane' prints as \"sitting in Lane, Oregon\""],
    ),
    "a county in small letters": (
        [("forum_county: Multnomah County", "forum_county: county of lane")],
        ["warning T442 law.forum_county: 'county of lane' prints as \"sitting in county of lane, Oregon\""],
    ),
    "a borough of New York": (
        [
            ("forum_state: Oregon", "forum_state: New York"),
            ("forum_county: Multnomah County", "forum_county: Brooklyn"),
        ],
        ["warning T442 law.forum_county: 'Brooklyn' prints as \"sitting in Brooklyn, New York\""],
    ),
    "a natural person without kind": (
        [("    kind: individual\n", "")],
        [
            "warning T443 investors[3].name: 'Eleanor M. Prud'homme' seems to be a natural person, and signs as an entity"
        ],
    ),
    "a partnership that signs as a natural person": (
        [
            (
                "  - name: Brackenridge Family Partnership, L.P.\n    kind: limited_partnership\n",
                "  - name: Brackenridge LP\n    kind: individual\n",
            )
        ],
        [
            "warning T416 investors[4].signatory: an individual signs in person, so this does not print",
            "warning T416 investors[4].signatory_title: an individual signs in person, so this does not print",
            "warning T443 investors[4].kind: 'Brackenridge LP' is an entity, and signs as a natural person",
        ],
    ),
    "two persons with one line to sign": (
        [("name: Eleanor M. Prud'homme", "name: Eleanor and Luc Prud'homme")],
        [
            (
                "warning T444 investors[3].name: 'Eleanor and Luc Prud'homme' is two persons or more, but the signature page "
                "has one line"
            )
        ],
    ),
    "a price that may have a decimal comma": (
        [("price_per_share: 2.375", "price_per_share: $2,375")],
        [
            "warning T403 investors[4].amount: $100,937.50 buys 42 shares at $2,375.00, and $1,187.50 of it buys none",
            "warning T445 offering.price_per_share: '$2,375' is read as $2,375.00 a share, not as $2.375",
        ],
    ),
    "days where the form counts business days": (
        [
            ("unlegended_delivery_days: 2", "unlegended_delivery_days: 2 days"),
            ("tender_days: 5", "tender_days: 5 business days"),
        ],
        ["warning T446 closing.unlegended_delivery_days: '2 days' prints as business days"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_rule_says(case):
    changes, expected = CASES[case]
    assert found_by_rules(*changes) == expected


SIGNED = ("status: draft", "status: execution")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("aba: 130411983", "aba: 130411984"), "error T436"),
        (("Cleveland, Ohio 44114", "Cleveland, Ohio 441"), "error T438"),
        (("name: Kestrel Point Trust Company", "name: SABLE AND FINCH PARTNERS L.L.C."), "error T439"),
        (("forum_state: New York", "forum_state: state of new york"), "error T441"),
        (("forum_county: New York County", "forum_county: Westchester"), "error T442"),
        (("name: Kestrel Point Trust Company\n", "name: Kestrel LLC\n    kind: individual\n"), "error T443"),
        (("name: Kestrel Point Trust Company", "name: Ruth Kestrel"), "warning T443"),
        (("name: Kestrel Point Trust Company", "name: Maria and Luis Kestrel\n    kind: individual"), "warning T444"),
    ],
)
def test_what_must_be_settled_before_signing_is_an_error_in_an_execution_version(change, found):
    lines = found_by_rules(change, SIGNED, base="new-stock-only")
    assert [line[: len(found)] for line in lines if "T416" not in line] == [found]


@pytest.mark.parametrize(
    "changes",
    [
        [("aba: 130400127", "aba: 1304-0012-7")],
        [("aba: 130400127", "aba: 1304 0012 7")],
        [("aba: 130400127", "aba: 130400127 (wires only)")],
        [("account_number: 4410-028873", "account_number: '4410,028873'")],
        [("telephone: (541) 555-0133", "telephone: '541,555'")],
        [("name: Eleanor M. Prud'homme", "name: Joyce Church")],
        [("name: Eleanor M. Prud'homme", "name: Maude Roth, Trustee")],
        [("name: Eleanor M. Prud'homme", "name: Saul Ira Keogh")],
        [("name: Eleanor M. Prud'homme", "name: SAUL IRA VENTURE")],
        [("name: Ostara Opportunity Fund Ltd.", "name: Crosby, Stills and Nash")],
        [("jurisdiction: Delaware", "jurisdiction: District of Columbia")],
        [("aba: 130400127", "aba: CHASUS33XXX")],
        [("aba: 130400127", "aba: 40-51-62"), ("New York, New York 10005", "London EC2N 2DB, England")],
        [("account_number: 4410-028873", "account_number: GB29 NWBK 6016 1331 9268 19")],
        [("account_number: 4410-028873", "account_number: 12E5")],
        [("Stamford, Connecticut 06902", "Stamford, Connecticut 06902-1234")],
        [("Grand Cayman, Cayman Islands", "George Town KY1 1104")],
        [("Grand Cayman, Cayman Islands", "Georgia 0105, Tbilisi")],
        [("name: Ostara Opportunity Fund Ltd.", "name: Northgate Harbor Master Fund II, LP")],
        [("name: Ostara Opportunity Fund Ltd.", "name: Tidewell Capital")],
        [("name: Ostara Opportunity Fund Ltd.", "name: Bear Stearns")],
        [("name: Ostara Opportunity Fund Ltd.", "name: White Rock")],
        [("name: Ostara Opportunity Fund Ltd.", "name: Grace Harbor Partners")],
        [("name: Ostara Opportunity Fund Ltd.", "name: Smith & Jones")],
        [("name: Ostara Opportunity Fund Ltd.\n", "name: Edward Jones\n    kind: entity\n")],
        [("name: Eleanor M. Prud'homme", "name: Ira Banks Jr.")],
        [("jurisdiction: Delaware", "jurisdiction: Cayman Islands")],
        [("jurisdiction: Delaware", "jurisdiction: England and Wales")],
        [("forum_state: Oregon", "forum_state: Louisiana"), ("Multnomah County", "Orleans Parish")],
        [("forum_state: Oregon", "forum_state: Virginia"), ("Multnomah County", "City of Richmond")],
        [("price_per_share: 2.375", "price_per_share: 2,375.00")],
        [("unlegended_delivery_days: 2", "unlegended_delivery_days: 2 business days")],
        [("address_change_days: 10", "address_change_days: 10 days")],
    ],
    ids=lambda changes: changes[0][1].strip(),
)
def test_the_rules_on_names_and_numbers_leave_alone_what_is_right(changes):
    assert [line for line in found_by_rules(*changes) if line.split()[1] >= "T436"] == []


def test_a_departure_from_governing_law_allows_another_law():
    departure = (
        "departures:\n  - {clause: governing_law, form: the laws of the State of, here: the laws of, why: negotiated}\n"
    )
    sheet = deals.replaced(deals.sheet(BASE), "governing_state: Delaware", "governing_state: Ontario")
    assert not [problem for problem in deals.compose_text(f"{sheet}\n{departure}").warnings if problem.code == "T441"]


@pytest.mark.parametrize(
    ("old", "new", "write"),
    [
        ("jurisdiction: Delaware", "jurisdiction: Del.", "Delaware"),
        ("governing_state: Delaware", "governing_state: delawere", "Delaware"),
        ("forum_county: Multnomah County", "forum_county: MULTNOMAH CNTY", "Multnomah County"),
        ("forum_county: Multnomah County", "forum_county: county of multnomah", "Multnomah County"),
        ("jurisdiction: Delaware", "jurisdiction: Washington DC", "District of Columbia"),
        ("jurisdiction: Delaware", "jurisdiction: 'Washington, D. C.'", "District of Columbia"),
        ("jurisdiction: Delaware", "jurisdiction: D. C.", "District of Columbia"),
        ("jurisdiction: Delaware", "jurisdiction: Washington State", "Washington"),
        ("jurisdiction: Delaware", "jurisdiction: CA", None),
    ],
)
def test_a_name_with_one_meaning_has_a_fix(old, new, write):
    (problem,) = (
        problem
        for problem in deals.compose_text(deals.replaced(deals.sheet(BASE), old, new)).warnings
        if problem.code in ("T441", "T442")
    )
    assert (problem.fix.replacement if problem.fix else None) == write


@pytest.mark.parametrize("path", sorted(deals.TERMSHEETS.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_rule_has_anything_to_say_of_the_deals_of_the_project(path):
    assert found_by_rules(base=path.stem) == []


def test_the_single_warrant_is_looked_at_too():
    changes = [
        ("issue_date: 2001-12-27", "issue_date: 2001-12-25"),
        ("as of December 27, 2001, to", "as of December 25, 2001, to"),
        ("year: 2001", "date: 2001-12-26"),
        ("form: 'dated as of ____________, 2001'", "form: 'dated as of December 26, 2001'"),
    ]
    assert found_by_rules(*changes, base="focus-2001-12-warrant") == [
        (
            "warning T409 warrant.issue_date: the warrants are issued on December 25, 2001, before the date of the agreement, "
            "December 26, 2001"
        ),
        "warning T410 warrant.issue_date: December 25, 2001 is Christmas Day; the next business day is December 26, 2001",
    ]


@pytest.mark.parametrize(
    ("base", "holder", "company", "path"),
    [
        ("focus-2001-12-warrant", "VFINANCE INVESTMENTS, INC.", "Focus Enhancements Inc", "warrant"),
        (
            "new-covenant-warrants",
            "Halloran Pike & Company, LLC",
            "Pelican Ridge Energy-Storage Corporation",
            "placement_agent_warrant",
        ),
    ],
)
def test_the_company_holds_no_warrant_for_its_own_shares(base, holder, company, path):
    found = [one for one in found_by_rules((f"    name: {holder}", f"    name: {company}"), base=base) if "T440" in one]
    assert found == [f"error T440 {path}.holder.name: '{company}' is the company, which cannot buy its own new shares"]


@pytest.mark.parametrize("typed", ["Fedwire 130400127", "'ABA: 1304-0012-7'", "'#130400127'", "RTN130400127"])
def test_a_label_before_a_routing_number_has_a_fix(typed):
    yaml = deals.replaced(deals.sheet(BASE), "aba: 130400127", f"aba: {typed}")
    (problem,) = [one for one in deals.compose_text(yaml).warnings if one.code == "T436"]
    printed = typed.strip("'")
    assert problem.message == f"'{printed}' prints as \"ABA# {printed}\""
    assert (problem.hint, problem.fix.replacement) == ("Write `130400127`.", "130400127")


@pytest.mark.parametrize(
    ("old", "path"),
    [("account_number: 4410-028873", "account_number"), ("aba: 130400127", "aba")],
)
@pytest.mark.parametrize("typed", ["8,801,245,116", "31,100,209", "130,400,127.00"])
def test_commas_of_thousands_are_no_part_of_a_number_of_the_wire(old, path, typed):
    said = f"'{typed}' has commas between thousands, as a spreadsheet shows an amount"
    assert found_by_rules((old, f"{path}: '{typed}'")) == [f"error T437 escrow.wire.{path}: {said}"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Saddle Rock Associates", "warning"),
        ("Prud'homme Ventures Fund", "warning"),
        ("Ostara Holdings", "warning"),
        ("Estate of Eleanor Prud'homme", "error"),
        ("Marlin f/b/o Eleanor Prud'homme", "error"),
        ("Eleanor Prud'homme Roth-IRA", "error"),
        ("Eleanor Prud'homme Rev. Tr.", "error"),
        ("Eleanor Prud'homme I.R.A.", "error"),
    ],
)
def test_an_entity_of_kind_individual_is_found_by_a_word_of_its_name(name, found):
    lines = found_by_rules(("name: Eleanor M. Prud'homme", f'name: "{name}"'), SIGNED)
    seems = "is" if found == "error" else "seems to be"
    assert f"{found} T443 investors[3].kind: '{name}' {seems} an entity, and signs as a natural person" in lines


def test_warrants_without_terms_are_said_once_and_not_from_each_warrant():
    yaml = deals.replaced(deals.sheet(BASE), "  term_years: 5\n", "")
    with pytest.raises(InputError) as error:
        deals.compose_text(yaml)
    assert [problem.code for problem in error.value.problems] == ["T405"]


def test_a_draft_loads_neither_calendars_nor_explanations(tmp_path):
    import subprocess
    import sys

    sheet = deals.TERMSHEETS / "new-stock-only.yaml"
    program = (
        "import sys; from assembler.cli import main\n"
        f"sys.argv = ['assembler', 'draft', {str(sheet)!r}, '--format', 'text', '--output', {str(tmp_path)!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*(name for name in ('holidays', 'rich.console', 'assembler.explain', 'assembler.cli.terminal', "
        "'assembler.termsheet.manual', 'assembler.termsheet.manual') if name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=deals.ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == ""


def _kinds(name, *lines):
    """Return what a close look says of the kind of an investor with this name."""
    entry = "\n".join([f"  - name: {name}", *(f"    {line}" for line in lines)])
    without = deals.sheet(BASE).replace("    kind: limited_partnership\n", "")
    stated = "  - name: Quillfeather Capital Partners LLC\n    kind: limited_liability_company"
    composed = deals.compose_text(deals.replaced(without, stated, entry))
    found = (*composed.warnings, *pipeline.check_closely(composed))
    return {one.code: str(one).split(": ", 1)[1] for one in found if one.code in ("T453", "T454")}


def test_a_trust_and_an_account_that_sign_as_entities_are_told_with_the_line_to_add():
    assert "Add `kind: trust` to this entry" in _kinds("The Roe Family Trust")["T453"]
    assert "Add `kind: custodian` to this entry" in _kinds("Elm Bank FBO Ann Roe IRA")["T453"]
    for kind in ("entity", "trust"):
        assert "T453" not in _kinds("The Roe Family Trust", f"kind: {kind}")


def test_a_close_look_names_the_lines_for_all_kinds_that_names_show():
    said = _kinds("Quillfeather Capital Partners LLC")
    assert [*said] == ["T454"]
    assert "shows the kind of 3 investors" in said["T454"]
    assert "add `kind: limited_liability_company` to 'Quillfeather Capital Partners LLC'" in said["T454"]
    assert "shows the kind of 2 investors" in _kinds("Quillfeather Capital Partners LLC", "kind: entity")["T454"]


def test_kinds_of_investors_in_a_sheet_are_told_with_the_file_and_its_column():
    loaded = load_list("round.csv", b"name,amount\nRed Mesa Holdings LLC,550\nThe Roe Family Trust,550\n")
    context = RuleContext(loaded.terms, loaded.source)
    (of_words,) = rules.check_kinds(context)
    (of_trust,) = kind_of_trust.check(context)
    assert (
        "\n        deals/round.csv:2:1: write `limited_liability_company` in the column `kind` for" in of_words.message
    )
    assert of_trust.hint == "Write `trust` in its column `kind`, or `entity` if an officer signs."
