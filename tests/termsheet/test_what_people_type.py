"""What people type into a term sheet: taken where it has one meaning, refused with the readings where it has two."""

from __future__ import annotations

import pytest

from assembler.errors import Severity
from tests.termsheet.sheets import loaded, refused, spoilt
from tests.termsheet.test_fixes import applied, problems

NAME = "name: White Investments Ltd."


def terms(*changes):
    return loaded(spoilt(*changes)).terms


def said(*changes: tuple[str, str]) -> list[str]:
    """The problems of a sheet, without places."""
    return [
        f"{problem.severity} {problem.code} {problem.path}: {problem.message} | {problem.hint}"
        for problem in problems(spoilt(*changes))
    ]


# Options


@pytest.mark.parametrize("typed", ["Integrated", "INTEGRATED", "\u201cintegrated\u201d", "integrated "])
def test_an_option_may_be_typed_in_any_letters(typed):
    warrants = f"warrants: {{mode: '{typed}', coverage: 20 %, exercise_price: $1.20, term_years: 5 years}}\nlaw:\n"
    assert terms(("law:\n", warrants)).warrants.mode == "integrated"


@pytest.mark.parametrize("typed", ["Execution Page", "execution-page", "EXECUTION_PAGE"])
def test_blanks_and_hyphens_of_an_option_may_stand_for_its_underscores(typed):
    sheet = ("law:\n", f"options: {{investor_particulars: {typed}}}\nlaw:\n")
    assert terms(sheet).options.investor_particulars == "execution_page"


def test_the_form_may_be_typed_in_any_letters():
    assert terms(("agreement:\n", "form: Purchase Agreement\nagreement:\n")).form == "purchase-agreement"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Natural Person", "individual"),
        ("INDIVIDUAL", "individual"),
        ("L.P.", "limited_partnership"),
        ("Trust", "trust"),
    ],
)
def test_the_kind_of_an_investor_may_be_a_word_for_it(typed, kind):
    assert terms((NAME, f"{NAME}\n    kind: {typed}")).investors[0].kind == kind


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("No. W-12", "W-12"),
        ("no.7", "7"),
        ("'#12'", "12"),
        ("Number 3", "3"),
        ("W-No.1", "W-No.1"),
        ("Nova 1", "Nova 1"),
    ],
)
def test_the_number_of_a_warrant_is_read_without_the_no_that_the_form_prints(typed, number):
    assert terms((NAME, f"{NAME}\n    warrant_number: {typed}")).investors[0].warrant_number == number


@pytest.mark.parametrize("typed", [".05", "$.05", "US$ .05"])
def test_a_price_below_a_dollar_may_begin_with_its_point(typed):
    assert str(terms(("par_value: 0.01", f"par_value: {typed}")).offering.par_value) == "0.05"


def test_another_word_for_an_option_is_refused_with_the_options():
    assert said(("law:\n", "options: {investor_particulars: appendix}\nlaw:\n")) == [
        (
            "error T107 options.investor_particulars: 'appendix' is not a permitted value | "
            "Write one of: annex_i, execution_page."
        )
    ]


# Placeholders


@pytest.mark.parametrize(
    "typed",
    ["TBA", "tbc", "T.B.D.", "to be determined", "'???'", "XXX", "'[\u25cf]'", "'[ ]'", "____", "...", "'[TBA]'"],
)
@pytest.mark.parametrize("term", ["short_name: ACME", "amount: 1,100,000", "date: 2003-07-01"])
def test_a_placeholder_is_refused_and_its_fix_is_an_open_point(term, typed):
    name = term.partition(":")[0]
    sheet = spoilt((term, f"{name}: {typed}"))
    (problem,) = refused(sheet)
    assert (problem.code, problem.hint) == ("T115", "Write TBD if it is not agreed yet.")
    assert problem.fix
    assert problems(applied(sheet, problem.fix)) == ()


@pytest.mark.parametrize("typed", ["XX Fund LP", "TBA Partners", "Pending Motion, Inc.", "...and Co.", "Null", "X"])
def test_a_name_that_begins_like_a_placeholder_is_a_name(typed):
    assert terms((NAME, f"name: {typed}")).investors[0].name == typed


@pytest.mark.parametrize("typed", ["N/A", "n.a.", "None", "'-'", "not applicable", "\u2014"])
def test_an_optional_text_that_says_there_is_none_is_refused(typed):
    assert said((NAME, f"{NAME}\n    facsimile: {typed}")) == [
        (
            f"error T114 investors[0].facsimile: '{typed.strip(chr(39))}' would print as it stands | "
            "Delete the line: a term that is not stated does not print."
        )
    ]


def test_a_required_text_that_says_there_is_none_is_a_warning():
    assert said(("attention: Jane Doe", "attention: N/A")) == [
        (
            "warning T114 company.notice.attention: 'N/A' would print as it stands | "
            "Write the value, or TBD if it is not known yet."
        )
    ]


def test_a_lone_dash_gets_the_advice_to_delete_the_line():
    (problem,) = refused(spoilt((NAME, f"{NAME}\n    facsimile: -")))
    assert problem.hint == "Delete the line: a term that is not stated does not print"


def test_none_is_an_option_where_it_is_one():
    assert terms(("law:\n", "warrants: {mode: None}\nlaw:\n")).warrants.mode == "none"


# Comments that cut a value


@pytest.mark.parametrize(
    ("line", "typed", "value"),
    [
        (NAME, "name: Westerly Fund # 2, LP", "Westerly Fund"),
        (NAME, "name: Westerly Fund # II", "Westerly Fund"),
        (NAME, "name: Westerly Fund  # 4", "Westerly Fund"),
        (NAME, "name: Alpha # Beta Fund, LP", "Alpha"),
        ("- 39 Broadway", "- 39 Broadway, Suite # 300", "39 Broadway, Suite"),
        ("account_number: 637-2993136", "account_number: 637 # 2993", "637"),
    ],
)
def test_a_number_behind_a_sign_that_begins_a_comment_is_refused_with_both_readings(line, typed, value):
    (problem,) = refused(spoilt((line, typed)))
    whole = typed.removeprefix("- ").removeprefix("name: ").removeprefix("account_number: ")
    comment = whole[whole.index("#") :]
    assert problem.code == "T116"
    assert problem.message == f"YAML reads `{comment}` as a comment, and the value as '{value}'"
    assert (
        problem.hint == f"If it is part of the value, write '{whole}'. If it is a comment, put it on a line of its own."
    )


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "name: Westerly Fund  # the lead investor",
            "name: 'Westerly Fund'  # 2, LP",
            "name: Westerly  # 2026-09-14 by JD",
        ),
        *(
            "name: Westerly Fund  # 35% of the round",
            "name: Westerly Fund  # 2nd closing",
            "name: TBD  # such as Beta Fund, LP",
        ),
    ],
)
def test_a_comment_of_words_or_behind_quotation_marks_is_a_comment(typed):
    assert problems(spoilt((NAME, typed))) == ()


def test_a_comment_behind_a_number_is_a_comment():
    assert problems(spoilt(("amount: 1,100,000", "amount: 1,100,000  # 2, LP"))) == ()


# One problem for one slip


def test_a_forgotten_dash_before_an_entry_is_one_problem():
    entries = (
        f"  - {NAME}\n    amount: 1,100,000\n    telephone: 1\n    name: Black LP\n    amount: 5\n    telephone: 2\n"
    )
    (problem,) = refused(spoilt((f"  - {NAME}\n    amount: 1,100,000\n", entries)))
    assert str(problem).splitlines() == [
        "deal.yaml:24:5: error Y119 `name` appears twice in one entry of a list; the first is at line 21",
        "    Begin the next entry with a dash: `- name: ...`. Or delete one of the two.",
    ]


def test_two_names_that_appear_twice_in_a_group_are_two_problems():
    assert [
        problem.code for problem in refused(spoilt(("  agent: Grey LLP\n", "  agent: A\n  agent: B\n  agent: C\n")))
    ] == [
        "Y119",
        "Y119",
    ]


# The value that was typed, in a hint


@pytest.mark.parametrize(
    ("typed", "write"),
    [
        ("12 Pier Lane, Boston, Massachusetts 02110", "['12 Pier Lane', 'Boston, Massachusetts 02110']"),
        ("12 Pier Lane, Suite 4, Boston, MA 02110", "['12 Pier Lane, Suite 4', 'Boston, MA 02110']"),
    ],
)
def test_an_address_in_one_line_is_offered_in_two(typed, write):
    sheet = spoilt((NAME, f"{NAME}\n    address_lines: {typed}"))
    (problem,) = refused(sheet)
    assert problem.fix
    assert problem.fix.replacement == write
    assert loaded(applied(sheet, problem.fix)).terms.investors[0].address_lines == tuple(
        line.strip("'") for line in write.strip("[]").split("', ")
    )


def test_a_month_above_12_is_offered_as_the_day():
    assert said(("date: 2003-07-01", "date: 2003-14-07")) == [
        (
            "error T105 agreement.date: '2003-14-07' is not a date: a year has no month 14 | "
            "Write 2003-07-14 if month and day changed places."
        )
    ]


def test_nothing_that_is_taken_is_said():
    sheet = spoilt(
        ("amount: 1,100,000", "amount: $1.1 million"),
        ("price_per_share: 1.10", "price_per_share: US$1.10 per share"),
        ("date: 2003-07-01", "date: Tuesday"),
    ).replace("date: Tuesday", "date: July 1, 2003")
    assert [problem for problem in problems(sheet) if problem.severity is Severity.ERROR] == []
