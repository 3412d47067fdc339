"""Amounts up to a maximum, and closings after the initial one that the agreement allows."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from assembler.dealset import wordforms
from assembler.errors import InputError
from assembler.explain import clauses as explained
from assembler.exports import text
from assembler.library import Library
from assembler.pipeline import check, check_unsigned, load_term_sheet
from tests import deals
from tests.dealset.closings import CLOSING, JOINING, after, before, problems

AGAIN = """  - name: Northgate Harbor Master Fund, LP
    amount: 237,500
    closing: 2
    signatory: Jonas Reed
    signatory_title: Managing Member
"""
MOST = "  maximum_amount: 4,750,000\n"
EXERCISE_TERMS = ("  exercise_price", "  term_years", "  term_months", "  expiration_date")
UNTIL = "  additional_until: 2026-11-30\n"


def up_to(yaml, *limits):
    return deals.replaced(yaml, "offering:\n", "offering:\n" + "".join(limits))


def allowing(joining=JOINING, closing=CLOSING):
    return up_to(deals.replaced(after(joining, closing), "closing:\n", f"closing:\n{UNTIL}"), MOST)


def words_of(yaml, stem="agreement"):
    drafted = deals.compose_text(yaml)
    piece = next(piece for piece in drafted.documents if piece.stem == stem)
    return " ".join(text.write(piece.document, piece.numbers).split())


def test_an_agreement_with_a_maximum_sells_up_to_it():
    said = words_of(up_to(before(), MOST))
    assert "herein, up to Two Million (2,000,000) shares of Common Stock," in said
    assert "for a total of up to Four Million Seven Hundred Fifty Thousand Dollars ($4,750,000)" in said
    assert (
        "an aggregate of up to 2,000,000 shares of Common Stock, each at the Per Share Price (as hereinafter defined), and the Warrants"
        in said
    )
    assert '"Warrants" means warrants to purchase up to 700,000 shares of Common Stock' in said


def test_a_covenant_gives_the_most_warrants_of_all_closings():
    sheet = deals.sheet("new-covenant-warrants")
    without = sheet.replace("coverage: 20%", "coverage: 20%")
    drafted = deals.compose_text(up_to(without, "  maximum_amount: 9,000,000\n"))
    most = drafted.deal.terms.offering.maximum_warrants
    assert most > drafted.deal.terms.warrants.total_warrants
    assert f"to purchase up to {most:,} shares" in " ".join(deals.as_text(drafted).split())


def test_a_minimum_is_a_condition_of_both_sides():
    said = words_of(up_to(before(), "  minimum_amount: 2,000,000\n"))
    condition = (
        "Receipt by the Escrow Agent of good funds in payment of the Purchase Price of all Investors together, at the "
        "first closing under this Agreement or before, in an amount of at least $2,000,000;"
    )
    assert said.count(condition) == 2


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        (
            ["  maximum_amount: 2,000,000\n"],
            "error T461 offering.maximum_amount: the investors pay $3,025,937.50, more than the maximum of $2,000,000",
        ),
        (
            ["  minimum_amount: 5,000,000\n", "  maximum_amount: 4,000,000\n"],
            "error T461 offering.minimum_amount: the minimum of $5,000,000 is more than the maximum of $4,000,000",
        ),
        (
            ["  minimum_amount: 4,000,000\n"],
            "warning T461 offering.minimum_amount: the investors of the initial closing pay $3,025,937.50, less than the minimum of $4,000,000",
        ),
    ],
)
def test_amounts_beyond_a_limit_are_found(limits, found):
    assert found in problems(up_to(before(), *limits))


def test_amounts_that_are_the_limit_are_within_it():
    exactly = ("  minimum_amount: 3,025,937.50\n", "  maximum_amount: 3,025,937.50\n")
    assert [found for found in problems(up_to(before(), *exactly)) if "T461" in found] == []


def test_a_last_day_needs_a_maximum_and_no_closing_is_after_it():
    unlimited = deals.replaced(before(), "closing:\n", f"closing:\n{UNTIL}")
    assert (
        "error T462 closing.additional_until: additional closings need a maximum, and offering.maximum_amount is not stated"
        in problems(unlimited)
    )
    late = allowing(closing=CLOSING.replace("2026-10-15", "2026-12-15"))
    assert problems(late)[-1] == (
        "error T462 closing.additional[0].date: closing 2 is on December 15, 2026, after the last day of additional closings, November 30, 2026"
    )


def test_the_agreement_allows_additional_closings_with_a_last_day_and_a_cap():
    said = words_of(allowing())
    assert (
        "Additional Closings. Until November 30, 2026, the Company may sell at one or more additional closings" in said
    )
    assert "All closings together shall not exceed $4,750,000 of Purchase Price and 2,000,000 Shares" in said
    assert "sign a joinder to this Agreement and to the Registration Rights Agreement" in said
    drafted = deals.compose_text(allowing())
    assert {problem.code for problem in (*drafted.warnings, *check(drafted))} & {"T430", "C120"} == set()


def test_a_sole_investor_of_the_initial_closing_is_one_of_several_where_others_may_join():
    start, end = before().index("  - name: Quillfeather"), before().index("# The escrow through which")
    sole = before()[:start] + before()[end:]
    for total in ("aggregate_amount", "total_shares", "total_warrants"):
        sole = "".join(line for line in sole.splitlines(keepends=True) if f"  {total}:" not in line)
    assert "the Investor shall purchase" in words_of(sole)
    assert "the Investors shall purchase" in words_of(
        up_to(deals.replaced(sole, "closing:\n", f"closing:\n{UNTIL}"), MOST)
    )


def test_an_investor_may_buy_again_at_a_later_closing():
    yaml = allowing(AGAIN)
    assert [found for found in problems(yaml) if "T439" in found] == []
    joinder = words_of(yaml, "joinder-06-northgate-harbor-master-fund-lp")
    assert "confirms that the undersigned is an Investor under the Purchase Agreement" in joinder
    assert "is in addition to what the undersigned has purchased at an earlier closing" in joinder
    schedule = words_of(yaml, "annex-i-schedule-of-investors-closing-2")
    assert "Northgate Harbor 100,000 35,000 $237,500 October 15," in schedule


def test_an_investor_may_not_buy_twice_at_one_closing():
    with pytest.raises(InputError, match="T112"):
        deals.compose_text(allowing(AGAIN + AGAIN))
    with pytest.raises(InputError, match="T112"):
        deals.compose_text(allowing(AGAIN.replace("closing: 2", "closing: 1")))


def test_a_joinder_joins_the_registration_rights_agreement_and_the_company_repeats_what_it_represents():
    joinder = words_of(allowing(), "joinder-06-calder-ridge-partners-l-p")
    assert (
        "becomes an Investor under the Purchase Agreement and a party to the Registration Rights Agreement" in joinder
    )
    assert "the Company repeats to the undersigned each of its representations and warranties" in joinder


def test_every_closing_has_its_own_letters_with_its_own_purchases():
    ready, _ = wordforms.prepare(deals.compose_text(allowing()), Library.open().ancillary(None))
    stems = {form.stem: form.deal.terms.offering.aggregate_amount for form in ready}
    first, second = stems["wire-instructions"], stems["wire-instructions-closing-2"]
    assert f"{first} {second}" == "3025937.50 425000.51"
    assert len(next(form for form in ready if form.stem == "wire-instructions-closing-2").deal.terms.investors) == 2


def test_the_letter_of_the_initial_closing_alone_reserves_the_shares_of_the_placement_agent():
    agent = """placement_agent_warrant:
  holder: {name: 'Marlowe Stanhope Securities, LLC', address_lines: [1 Quay Street]}
  number: 37,500
  exercise_price: 2.97
  issue_date: 2026-09-17
  term_years: 5
  underlying_agreement: {title: Placement Agency Agreement, date: 2026-08-03}
"""
    yaml = deals.replaced(allowing(), "fee_instruments:", f"{agent}fee_instruments:")
    document_set = deals.compose_text(yaml)
    ready, _ = wordforms.prepare(document_set, Library.open().ancillary(None))
    letters = {name: _body(docx) for name, docx in wordforms.write(document_set, ready).items() if "letter" in name}
    assert [name for name, said in letters.items() if "37,500 shares" in said] == [
        "transfer-agent-instruction-letter.docx"
    ]
    assert len(letters) == 2


def _body(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode()


def test_explain_says_what_is_drafted_at_the_initial_closing():
    # A natural person joins at closing 2, and none is there before.
    loaded = load_term_sheet(allowing().encode(), "deal.yaml")
    said = explained.explain_clause("annex_i_schedule", explained.ExplainedForms.of(Library.open(), loaded))
    assert "several_closings is false" in said


@pytest.mark.parametrize(
    ("kind", "power"),
    [
        ("individual", "represents that the undersigned has the legal capacity to sign this Joinder"),
        ("joint_tenants", "each of the undersigned represents that the undersigned has the legal capacity"),
        ("trust", "has all requisite power and authority, under the law and the instruments that govern it,"),
        ("custodian", "all necessary action has authorized it to do so, as has the owner of the account."),
    ],
)
def test_who_joins_represents_the_power_or_capacity_of_its_own_kind(kind, power):
    joining = JOINING.replace("  - name:", f"  - kind: {kind}\n    name:", 1)
    if kind == "joint_tenants":
        joining += "    co_signatories: [{name: Ann Roe}]\n"
    joinder = words_of(allowing(joining), "joinder-06-calder-ridge-partners-l-p")
    assert power in joinder
    assert "In place of the representation of an Investor on its power" in joinder


def test_who_buys_again_keeps_its_representation_on_power():
    drafted = deals.compose_text(allowing(AGAIN))
    joinder = next(piece for piece in drafted.documents if piece.stem.startswith("joinder"))
    assert "In place of the representation" not in text.write(joinder.document, joinder.numbers)


def followed(yaml):
    """Return a term sheet with the lines that the hints on its closings name, each put where its hint says."""
    drafted = deals.compose_text(yaml)
    hints = {one.hint for one in (*drafted.warnings, *check(drafted)) if one.code in ("T430", "C120")}
    (hint,) = hints
    for line, group in re.findall(r"`(\w+: [^`]+)` below `(\w+):`", hint):
        yaml = re.sub(rf"^{group}:\n", f"{group}:\n  {line}\n", yaml, flags=re.MULTILINE)
    for line, name in re.findall(r"`(\w+: [^`]+)` below the name of ([\w ]+?)(?:,| and `|\.)", hint):
        yaml = yaml.replace(f"- name: {name}\n", f"- name: {name}\n      {line}\n")
    return yaml, hint


BY_NUMBER = ("  coverage: 35%\n", "  total_warrants: 500,000\n")
IN_CLASSES = (
    "  coverage: 35%\n",
    """  classes:
    - {name: Series A, coverage: 35%, exercise_price: 2.97, term_years: 5}
    - name: Series B
      total_warrants: 100,000
      exercise_price: 3.50
      term_years: 2
""",
)


@pytest.mark.parametrize(
    ("closing", "change", "lines"),
    [
        (CLOSING, None, ["additional_until: 2026-10-15", "maximum_amount: 3,450,938.01"]),
        (CLOSING.replace("2026-10-15", "TBD"), None, ["additional_until: TBD", "maximum_amount: 3,450,938.01"]),
        (CLOSING, BY_NUMBER, ["additional_until: 2026-10-15", "maximum_warrants: 500,000"]),
        (CLOSING, IN_CLASSES, ["maximum_amount: 3,450,938.01", "maximum_warrants: 100,000"]),
        (CLOSING, ("options:\n", "options:\n  share_rounding: nearest\n"), ["maximum_amount: 3,450,939.13"]),
        (CLOSING, ("amount: 25,000.51", "amount: TBD"), ["maximum_amount: TBD"]),
    ],
)
def test_the_hint_for_closings_that_are_planned_names_lines_that_allow_them(closing, change, lines):
    yaml = after(closing=closing)
    if change is IN_CLASSES:
        yaml = "".join(line for line in yaml.splitlines(keepends=True) if not line.startswith(EXERCISE_TERMS))
    yaml, hint = followed(deals.replaced(yaml, *change) if change else yaml)
    assert [line for line in lines if f"`{line}`" not in hint] == []
    drafted = deals.compose_text(yaml)
    found = {one.code for one in (*drafted.warnings, *check(drafted))}
    assert found & {"T430", "C120", "T461", "T462"} == set()
    assert "one or more additional closings" in words_of(yaml)


EXECUTION = ("  status: draft\n", "  status: execution\n")
BY_AMENDMENT = CLOSING + "      by_amendment: true\n"


def signed(joining=JOINING, closing=BY_AMENDMENT):
    """Return a deal that is signed, with a closing that its agreement does not allow."""
    return deals.replaced(after(joining, closing), *EXECUTION)


def test_a_closing_after_signing_amends_the_agreement_and_leaves_it_as_it_was_signed():
    drafted = deals.compose_text(signed())
    assert "T430" not in {one.code for one in drafted.warnings}
    with pytest.raises(InputError) as refused:
        check(drafted)
    assert {one.code for one in refused.value.problems} == {"C119"}
    assert words_of(signed()) == words_of(deals.replaced(before(), *EXECUTION))
    joinder = words_of(signed(), "joinder-06-calder-ridge-partners-l-p")
    assert "The Purchase Agreement does not allow the sale hereunder, and is amended to allow it." in joinder
    assert "a Majority In Interest of the Investors that have purchased at an earlier closing has signed" in joinder
    consents = joinder.split("CONSENT OF INVESTORS")[1]
    names = [investor.name for investor in drafted.deal.terms.investors]
    assert [name for name in names if name not in consents] == []
    assert "Calder Ridge" not in consents


def test_who_bought_at_a_later_closing_consents_to_the_next_one_and_who_bought_twice_does_once():
    third = "    - date: 2026-11-16\n      by_amendment: true\n"
    last = "  - name: Third Harbor Ltd.\n    amount: 33,333.33\n    closing: 3\n"
    joinder = words_of(signed(JOINING + AGAIN + last, BY_AMENDMENT + third), "joinder-09-third-harbor-ltd")
    consents = joinder.split("CONSENT OF INVESTORS")[1]
    assert consents.count("Calder Ridge Partners, L.P.") == 1
    assert consents.count("Northgate Harbor Master Fund, LP") == 1


def test_who_buys_again_is_a_party_already():
    joinder = words_of(signed(AGAIN), "joinder-06-northgate-harbor-master-fund-lp")
    assert "covers the Shares and the Warrant Shares of the undersigned. In all other respects" in joinder


def test_all_earlier_investors_consent_where_no_majority_can_amend():
    each = deals.replaced(signed(), "options:\n", "options:\n  amendment_by: each_investor\n")
    joinder = words_of(each, "joinder-06-calder-ridge-partners-l-p")
    assert "each Investor that has purchased at an earlier closing has signed the consent below" in joinder
    assert "Majority In Interest" not in joinder


def test_an_amendment_passes_the_last_day_and_the_maximum_of_the_agreement():
    late = allowing(closing=CLOSING.replace("2026-10-15", "2026-12-15"))
    assert any("T462" in found for found in problems(late))
    late = allowing(closing=BY_AMENDMENT.replace("2026-10-15", "2026-12-15"))
    low = late.replace(MOST, "  maximum_amount: 3,100,000\n")
    assert [found for found in problems(late) + problems(low) if re.search("T461|T462", found)] == []


def test_the_hint_for_a_closing_after_signing_leads_to_a_joinder_that_amends():
    with pytest.raises(InputError) as refused:
        deals.compose_text(signed(closing=CLOSING))
    hint = next(one.hint for one in refused.value.problems if one.code == "T430")
    assert "If the agreement is signed, add `by_amendment: true` below the date of closing 2 instead." in hint


def test_a_conformed_copy_is_told_of_the_later_closings_that_nobody_has_signed_for():
    conformed = deals.replaced(after(), "  status: draft\n", "  status: conformed\n")
    spoilt = '{clause: w_reservation, form: "The Company", here: "The Company Company", why: as filed}'
    drafted = deals.compose_text(f"{conformed}departures:\n  - {spoilt}\n")
    found = [one.code for one in (*drafted.warnings, *check_unsigned(drafted))]
    assert sorted(set(found) & {"T430", "C120", "C114"}) == ["C114", "C120", "T430"]
    amended = deals.compose_text(deals.replaced(conformed, CLOSING, BY_AMENDMENT))
    assert {one.code for one in (*amended.warnings, *check_unsigned(amended))} & {"T430", "C120"} == set()
    assert check_unsigned(deals.compose_text(deals.replaced(before(), "status: draft", "status: conformed"))) == ()
