"""Who receives notices, by which means, and who receives copies."""

from __future__ import annotations

import re

import pytest

from assembler.errors import InputError
from assembler.exports import text
from assembler.termsheet.email_addresses import addresses_in
from tests import deals
from tests.termsheet.sheets import SHEET, loaded, refused, spoilt

NAME = "name: White Investments Ltd."
NO_FACSIMILE = re.sub(r"^ *facsimile: .*\n", "", SHEET, flags=re.MULTILINE)
COUNSEL_OF_INVESTORS = SHEET[SHEET.index("  investors:\n    firm") : SHEET.index("law:\n")]


def terms(*changes):
    return loaded(spoilt(*changes)).terms


def agreement(yaml):
    """The words of the agreement of a term sheet, in one line."""
    return " ".join(deals.as_text(deals.compose_text(yaml)).split())


def notices(yaml):
    """The words of Section 9."""
    return re.search(r"9\. NOTICES\. (.*?) 10\. SEVERABILITY", agreement(yaml))[1]


def with_email(typed, yaml=SHEET):
    return deals.replaced(yaml, NAME, f"{NAME}\n    email: {typed}")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("jane@example.com", "jane@example.com"),
        ("jane@example.com, legal@example.co.uk", "jane@example.com, legal@example.co.uk"),
        ("jane@example.com; legal@example.com;", "jane@example.com, legal@example.com"),
        ("jane@example.com and legal@example.com", "jane@example.com, legal@example.com"),
        ("jane@example.com legal@example.com", "jane@example.com, legal@example.com"),
        ("mailto:jane@example.com", "jane@example.com"),
        ("<jane@example.com>", "jane@example.com"),
        ("j.o'neil+deal@mail.example.com", "j.o'neil+deal@mail.example.com"),
    ],
)
def test_email_addresses_are_taken_as_people_type_them(typed, read):
    assert terms((NAME, f"{NAME}\n    email: '{typed.replace(chr(39), chr(39) * 2)}'")).investors[0].email == read


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("jane.example.com", "it has no @"),
        ("jane@example", "it has no domain such as example.com behind the @"),
        ("jane@fund,com", "'jane@fund' has no domain such as example.com behind the @"),
        ("jane@example.com, Jane Doe", "'Jane' has no @"),
        ("jane@@example.com", "it has more than one @"),
        ("'@example.com'", "it has nothing before the @"),
        ("jane@example..com", "it has a sign or a dot where none may stand"),
        ("N/A", "it has no @"),
    ],
)
def test_another_text_is_no_email_address(typed, why):
    (problem,) = refused(with_email(typed))
    assert problem.code == "T455"
    assert problem.message == f"'{typed.strip(chr(39))}' is not an e-mail address: {why}"


def test_a_name_beside_an_address_is_not_dropped_in_silence():
    (problem,) = refused(with_email("Jane Doe <jane@example.com>"))
    assert problem.message == "'Jane Doe <jane@example.com>' has a name beside the address, which would be lost"
    assert problem.fix.replacement == "jane@example.com"


def test_an_email_address_may_be_open():
    assert terms((NAME, f"{NAME}\n    email: TBD")).investors[0].email.printed == "[\u25cf]"


def test_a_long_text_that_is_no_list_of_addresses_is_refused_at_once():
    assert addresses_in("jane@example.com" * 100 + "!") == ""
    assert addresses_in("a." * 900 + "@") == ""


@pytest.mark.parametrize("typed", ["no fax", "see website", "(none given)"])
def test_a_number_without_a_digit_is_no_number(typed):
    (problem,) = problems_of(deals.replaced(SHEET, "(408) 866-1748", typed))
    assert (problem.code, problem.path) == ("T456", "company.notice.facsimile")
    assert problem.message == f"'{typed}' is not a facsimile number: it has no digit"


@pytest.mark.parametrize("typed", ["N/A", "none", "'-'", "n.a."])
def test_a_facsimile_number_that_says_there_is_none_is_refused(typed):
    (problem,) = refused(deals.replaced(SHEET, "(408) 866-1748", typed))
    assert (problem.code, problem.path) == ("T114", "company.notice.facsimile")
    assert problem.hint == "Delete the line: a term that is not stated does not print."


def problems_of(yaml):
    """The errors of a term sheet that loads and does not draft."""
    with pytest.raises(InputError) as caught:
        deals.compose_text(yaml)
    return [problem for problem in caught.value.problems if problem.severity == "error"]


def test_a_choice_about_counsel_of_the_investors_needs_that_counsel():
    yaml = deals.replaced(SHEET, COUNSEL_OF_INVESTORS, "options: {investor_counsel_scope: placement_agent_investors}\n")
    (problem,) = problems_of(yaml)
    assert (problem.code, problem.path) == ("T457", "options.investor_counsel_scope")


def test_telephone_and_facsimile_are_printed_where_they_are_stated_and_nowhere_else():
    without = re.sub(r"^ *telephone: .*\n", "", NO_FACSIMILE, flags=re.MULTILINE)
    assert "Telephone No." in notices(SHEET)
    assert "Facsimile No." in notices(SHEET)
    assert "Telephone No." not in notices(without)
    assert "Facsimile" not in notices(without)


@pytest.mark.parametrize("party", ["company", "counsel", "investor", "copy"])
def test_notices_may_go_by_facsimile_if_anybody_gives_a_number(party):
    stated = {
        "company": ("telephone: (408) 866-8300\n", "telephone: (408) 866-8300\n    facsimile: 1\n"),
        "counsel": ("telephone: (212) 363-2900\n", "telephone: (212) 363-2900\n    facsimile: 1\n"),
        "investor": (f"{NAME}\n", f"{NAME}\n    facsimile: 1\n"),
        "copy": (f"{NAME}\n", f"{NAME}\n    copies: [{{name: Ann, facsimile: 1}}]\n"),
    }
    assert "facsimile" not in notices(NO_FACSIMILE)
    assert "by e-mail or facsimile, addressed" in notices(deals.replaced(NO_FACSIMILE, *stated[party]))


def test_the_section_says_when_each_kind_of_notice_is_given():
    yaml = f"{NO_FACSIMILE}notices: {{deemed_given_days: 3, latest_time: 'noon, New York time'}}\n"
    assert (
        "A notice shall be deemed given (i) upon delivery, if it is delivered personally; (ii) one (1) business day "
        "after its deposit with a recognized overnight courier, for delivery on the next business day; (iii) three (3) "
        "business days after its deposit in the mail, if it is sent by registered or certified mail; and (iv) when it "
        "is sent, if it is sent by e-mail on a business day and at or before noon, New York time, or on the next "
        "business day, if it is sent later or on any other day."
    ) in notices(yaml)


def test_without_counsel_of_the_investors_no_copy_goes_to_one():
    words = notices(deals.replaced(SHEET, COUNSEL_OF_INVESTORS, ""))
    assert "Investor: As set forth in Annex I hereto. A notice shall" in words
    assert "Grey LLP" not in words
    assert "[" not in words


def test_without_any_counsel_no_copy_is_spoken_of():
    start, end = SHEET.index("counsel:\n"), SHEET.index("law:\n")
    assert "copy" not in notices(SHEET[:start] + SHEET[end:])


COPY = (
    "copies: [{name: Ann Example, email: ann@example.com}, {name: Doe LLC, address_lines: [5 Elm Road], attention: Bo}]"
)


def test_others_receive_copies_of_the_notices_of_the_company_and_its_warrants():
    yaml = deals.replaced(SHEET, "    attention: Jane Doe\n", f"    attention: Jane Doe\n    {COPY}\n")
    copies = "with a copy to: Ann Example E-mail: ann@example.com with a copy to: Doe LLC 5 Elm Road ATTN: Bo"
    assert copies in notices(yaml)
    warrants = "warrants: {mode: integrated, coverage: 20%, exercise_price: 2, term_years: 4}\n"
    (warrant,) = (piece for piece in deals.compose_text(yaml + warrants).documents if piece.stem.startswith("warrant"))
    assert copies in " ".join(text.write(warrant.document, warrant.numbers).split())


@pytest.mark.parametrize("where", ["annex_i", "execution_page"])
def test_others_receive_copies_of_the_notices_of_an_investor(where):
    yaml = deals.replaced(SHEET, f"{NAME}\n", f"{NAME}\n    {COPY}\n")
    words = agreement(f"{yaml}options: {{investor_particulars: {where}}}\n")
    printed = {
        "annex_i": "with a copy to: Ann Example E-mail: ann@example.com with a copy to: Doe LLC 5 Elm Road ATTN: Bo",
        "execution_page": "E-mail ____ Ann Example, E-mail: ann@example.com ____ With a copy to Doe LLC, 5 Elm Road, ATTN: Bo",
    }
    assert printed[where] in re.sub("_{5,}", "____", words)


def test_the_page_of_an_investor_has_a_line_for_email_if_anybody_uses_it():
    on_page = "options: {investor_particulars: execution_page}\n"
    assert "E-mail" not in agreement(SHEET + on_page).split("Address for Notices")[1]
    reached = deals.replaced(SHEET, "    attention: Jane Doe\n", "    attention: Jane Doe\n    email: j@example.com\n")
    assert re.search("E-mail _{5,}", agreement(reached + on_page).split("Address for Notices")[1])


def test_no_notice_is_telegraphed():
    warrant = deals.sheet("focus-2001-12-warrant")
    words = agreement(deals.without_departures(warrant))
    assert "telegraph" not in words
    assert "sent by e-mail or facsimile transmission, or sent by a recognized overnight courier" in words
    assert "four days after its deposit in the mail" in words
