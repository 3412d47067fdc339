"""When a warrant can be exercised: its first day, its last day, and the words for both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.dealset.sheets import write_sheets
from assembler.errors import InputError
from assembler.exports import cap_table, text
from assembler.termsheet.arithmetic import after
from tests import deals

BASE = "new-stock-and-warrants"
ALONE = """\
form: warrant
company:
  name: NORTH ARM, INC.
  jurisdiction: Delaware
  entity_type: corporation
  address: {street: 1 Main Street, city: Campbell, state: California, zip: 95008}
  notice: {attention: Jane Doe, title: President, telephone: (555) 010-0100, facsimile: (555) 010-0101}
  signatory: {name: Jane Doe, title: President}
offering: {par_value: none}
warrant:
  holder: {name: Quay Capital Inc., address_lines: [600 Wharf Street]}
  number: 37,500
  exercise_price: 0.50
  issue_date: 2006-05-12
TERM
  provisions: {expiration_time: '5:00 p.m., New York time', registration_rights: false}
law: {governing_state: Delaware}
"""


def words(yaml, name):
    """Return the text of the documents of a set whose file name begins with `name`, each as one line."""
    whole = deals.compose_text(yaml)
    return [
        " ".join(text.write(piece.document, piece.numbers).split())
        for piece in whole.documents
        if piece.stem.startswith(name)
    ]


def sheet(*terms):
    """Return the worked deal with these lines in place of the term of its warrants."""
    return deals.replaced(deals.sheet(BASE), "  term_years: 5\n", "".join(f"  {term}\n" for term in terms))


def refused(yaml):
    try:
        deals.compose_text(yaml)
    except InputError as error:
        return [f"{one.code} {one.path}: {one.message}" for one in error.problems if one.severity == "error"]
    return []


@pytest.mark.parametrize(
    ("day", "months", "days", "expected"),
    [
        ((2020, 1, 20), 6, 1, (2020, 7, 21)),  # six months and a day
        ((2026, 8, 31), 6, 0, (2027, 2, 28)),  # a month that lacks the day
        ((2027, 8, 31), 6, 1, (2028, 3, 1)),  # February has 29 days, and the day after is in March
        ((2028, 2, 29), 12, 0, (2029, 2, 28)),
        ((2028, 2, 29), 48, 0, (2032, 2, 29)),
        ((2026, 12, 31), 1, 0, (2027, 1, 31)),
        ((2026, 3, 30), 0, 180, (2026, 9, 26)),
    ],
)
def test_a_period_ends_by_the_calendar(day, months, days, expected):
    assert after(date(*day), months, days) == date(*expected)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 120), st.integers(0, 365))
def test_months_are_counted_first_and_never_leave_their_month(day, months, days):
    end = after(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end + timedelta(days=1)).day == 1
    assert after(day, months, days) - end == timedelta(days=days)


def test_a_warrant_by_itself_may_expire_on_a_day_that_is_no_anniversary():
    (warrant,) = words(ALONE.replace("TERM", "  expiration_date: 2011-03-01"), "warrant")
    assert "at any time until 5:00 p.m., New York time, on March 1, 2011 (the" in warrant
    assert (
        "THIRTY-SEVEN THOUSAND FIVE HUNDRED (37,500) fully paid and nonassessable shares of Common Stock of the"
        in warrant
    )
    assert 'Warrant (this "Warrant") is issued to the Holder on the terms set forth herein.' in warrant


def test_a_warrant_by_itself_needs_no_par_value_agreement_counsel_or_forum():
    (warrant,) = words(ALONE.replace("TERM", "  term_months: 18"), "warrant")
    assert "on November 12, 2007 (the" in warrant
    for absent in ("copy to", "jurisdiction", "pursuant to the terms of that certain"):
        assert absent not in warrant


def test_a_warrant_by_itself_without_a_term_is_refused():
    assert refused(ALONE.replace("TERM\n", "")) == ["T405 warrant: the warrant has no term"]


def test_a_wait_of_months_and_days_prints_as_a_rule_in_the_form_and_as_a_date_in_each_warrant():
    yaml = sheet("first_exercise: {months: 6, days: 1}", "term_years: 3", "term_from: first_exercise")
    (form,), warrants, (agreement,) = (words(yaml, name) for name in ("annex-vi", "warrant", "agreement"))
    assert (
        "at any time from and after the date that is six months and one day after the date hereof (the "
        '"Initial Exercise Date") and until 5:00 P.M., New York City time, on the third anniversary of the Initial '
        'Exercise Date (the "Expiration Date")'
    ) in form
    assert (
        "at any time from and after March 18, 2027 and until 5:00 P.M., New York City time, on March 18, 2030"
        in warrants[0]
    )
    assert "from time to time from and after the first day that Section 1 names until 5:00 P.M." in warrants[0]
    assert (
        "exercisable from and after the date that is six months and one day after their issuance and for a period of "
        "three (3) years thereafter."
    ) in agreement


def test_a_term_from_the_issue_does_not_run_from_the_first_exercise():
    yaml = sheet("first_exercise: {days: 1}", "term_years: 1")
    (warrant, *_), (agreement,) = (words(yaml, name) for name in ("warrant", "agreement"))
    assert "from and after September 18, 2026 and until 5:00 P.M., New York City time, on September 17, 2027" in warrant
    assert (
        "after the date that is one day after their issuance and until the date that is one (1) year after" in agreement
    )


def test_an_event_is_named_where_no_date_can_be():
    event = "the stockholders have approved the issue"
    yaml = sheet(f"first_exercise: {{event: {event}}}", "term_months: 30", "term_from: first_exercise")
    (warrant, *_), (agreement,) = (words(yaml, name) for name in ("warrant", "agreement"))
    assert (
        f'from and after the first date on which {event} (the "Initial Exercise Date") and until 5:00 P.M., New York City '
        "time, on the date that is thirty (30) months after the Initial Exercise Date"
    ) in warrant
    assert (
        f"exercisable from and after the first date on which {event} and for a period of thirty (30) months"
        in agreement
    )


def test_dates_of_both_ends_print_in_the_agreement_and_in_the_form():
    yaml = sheet("first_exercise: {date: 2026-12-01}", "expiration_date: 2031-09-17")
    (form,), (agreement,) = (words(yaml, name) for name in ("annex-vi", "agreement"))
    assert "from and after December 1, 2026 and until 5:00 P.M., New York City time, on September 17, 2031 (the" in form
    assert "exercisable from and after December 1, 2026 and until September 17, 2031." in agreement


def test_a_closed_market_moves_the_last_day_if_the_parties_say_so():
    yaml = sheet("term_years: 5")
    moved = deals.replaced(yaml, "    tender_days: 5\n", "    tender_days: 5\n    expiration_rolls_forward: true\n")
    said = "or, if the principal market for the Common Stock is closed on that day, on the next day on which it is open"
    assert [said in words(one, "warrant")[0] for one in (yaml, moved)] == [False, True]


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        (
            ["term_years: 5", "expiration_date: 2031-09-16"],
            "T465 warrants.expiration_date: September 16, 2031 is stated, but the term ends on September 17, 2031",
        ),
        (
            ["term_years: 2", "term_months: 25"],
            "T465 warrants.term_months: 25 months are stated, but the term in years is 24 months",
        ),
        (
            ["term_years: 2", "first_exercise: {months: 6, date: 2026-12-01}"],
            "T465 warrants.first_exercise: a period and a date is stated; a warrant has one first day",
        ),
        (
            ["term_months: 6", "first_exercise: {months: 6}"],
            "T465 warrants: the warrant expires on March 17, 2027, and can first be exercised on March 17, 2027",
        ),
    ],
)
def test_times_that_contradict_each_other_are_refused(terms, problem):
    assert refused(sheet(*terms)) == [problem]


def test_a_stated_last_day_that_the_term_reaches_is_right():
    assert refused(sheet("term_years: 5", "expiration_date: 2031-09-17")) == []


def test_an_agent_s_warrant_expires_at_an_hour_of_another_coast():
    """17,857 shares at $0.35, certificate M-1, to November 7, 2018."""
    yaml = ALONE.replace("TERM", "  warrant_number: M-1\n  expiration_date: 2018-11-07").replace("New York", "Pacific")
    yaml = yaml.replace("37,500", "17,857").replace("0.50", "0.35").replace("2006-05-12", "2013-11-07")
    (warrant,) = words(yaml, "warrant")
    assert "No. M-1" in warrant
    assert "at any time until 5:00 p.m., Pacific time, on November 7, 2018 (the" in warrant
    assert "(17,857) fully paid" in warrant
    assert "no par value" in warrant


@pytest.mark.parametrize(
    ("first", "trigger"),
    [
        ("{months: 6, days: 1}", {"type": "ELECTIVE_IN_RANGE", "start_date": "2027-03-18", "end_date": "2031-09-17"}),
        (
            "{event: the vote is had}",
            {
                "type": "ELECTIVE_ON_CONDITION",
                "trigger_condition": "On and after the first date on which the vote is had",
            },
        ),
    ],
)
def test_the_cap_table_knows_when_warrants_can_first_be_exercised(first, trigger):
    yaml = sheet(f"first_exercise: {first}", "term_years: 5") + "\ncap_table:\n  formation_date: 2011-03-08\n"
    sheets = write_sheets(deals.compose_text(yaml), None, {"sheets"})
    transactions = cap_table.read(sheets["cap-table.ocf.zip"])["Transactions.ocf.json"]["items"]
    warrant = next(one for one in transactions if one["object_type"] == "TX_WARRANT_ISSUANCE")
    exercise = dict(warrant["exercise_triggers"][0])
    assert {name: exercise[name] for name in trigger} == trigger


def test_an_investor_without_warrants_gets_no_document_and_a_zero_in_the_schedule():
    yaml = sheet("term_years: 5").replace("  coverage: 35%\n", "")
    for index, amount in enumerate(("1,250,000", "875,000", "650,000", "150,000", "100,937.50")):
        yaml = deals.replaced(yaml, f"amount: {amount}\n", f"amount: {amount}\n    warrants: {index * 100}\n")
    whole = deals.compose_text(yaml)
    warrants = [piece.investor for piece in whole.documents if piece.stem.startswith("warrant")]
    assert "Northgate Harbor Master Fund, LP" not in warrants
    assert len(warrants) == 4
    rows = write_sheets(whole, None, {"sheets"})["schedule-of-investors.csv"].decode("utf-8-sig").splitlines()
    assert rows[0].split(",")[3] == "Warrants"
    assert any(row.rstrip().endswith("1000") or ",1000," in row for row in rows)
