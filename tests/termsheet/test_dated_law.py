"""SEC forms, markets and holding periods are those of the date of the agreement, in both directions."""

from __future__ import annotations

from datetime import date

import pytest

from assembler.termsheet.dated_law import MARKETS, SEC_FORMS, holding_months, name_of_the_day, wrong_names
from assembler.termsheet.rules.holding_period import _months
from tests import deals
from tests.termsheet.test_rules import found_by_rules

STOCK = "new-stock-only"


def names(text, table, day):
    on = date.fromisoformat(day)
    return [(dated.name, name_of_the_day(dated, table, on)) for dated in wrong_names(text, table, on)]


@pytest.mark.parametrize(
    ("text", "day", "wrong"),
    [
        ("Form SB-2", "2026-05-04", [("Form SB-2", "Form S-1 or Form S-3")]),
        ("Form SB-2", "2008-02-04", [("Form SB-2", "Form S-1 or Form S-3")]),
        ("Form SB-2", "2008-02-03", []),
        ("Form SB2", "2026-05-04", [("Form SB-2", "Form S-1 or Form S-3")]),
        ("10 QSB", "2026-05-04", [("Form 10-QSB", "Form 10-Q")]),
        ("form sb-2", "2019-01-02", [("Form SB-2", "Form S-1 or Form S-3")]),
        ("Forms S-4, S-8 and SB-2", "2026-05-04", [("Form SB-2", "Form S-1 or Form S-3")]),
        ("Form 10-QSB", "2008-10-30", []),
        ("Form 10-QSB", "2011-06-01", [("Form 10-QSB", "Form 10-Q")]),
        ("Form 10-KSB", "2009-03-15", [("Form 10-KSB", "Form 10-K")]),
        ("Form 10-KSB", "1991-03-15", [("Form 10-KSB", "Form 10-K")]),
        ("Form 10-SB", "2012-03-15", [("Form 10-SB", "Form 10")]),
        ("Form S-2", "2005-12-01", [("Form S-2", "Form S-1 or Form S-3")]),
        ("Form S-2", "2003-07-01", []),
        ("Item 303 of Regulation S-B", "2010-01-04", [("Regulation S-B", "Regulation S-K")]),
        ("Form S-1", "2026-05-04", []),
        ("Form S-3", "2026-05-04", []),
        ("Form S-8", "2026-05-04", []),
        ("Form 10-Q", "1999-05-04", []),
        ("Form F-3", "2026-05-04", []),
        ("Form 6-K", "2026-05-04", []),
    ],
)
def test_a_form_is_law_between_its_days(text, day, wrong):
    assert names(text, SEC_FORMS, day) == wrong


@pytest.mark.parametrize(
    ("text", "day", "wrong"),
    [
        ("NASDAQ SmallCap Market", "2026-05-04", [("Nasdaq SmallCap Market", "Nasdaq Capital Market")]),
        ("the Nasdaq Small-Cap Market", "2007-05-04", [("Nasdaq SmallCap Market", "Nasdaq Capital Market")]),
        ("Nasdaq-SmallCap", "2026-05-04", [("Nasdaq SmallCap Market", "Nasdaq Capital Market")]),
        ("NASDAQ SmallCap Market", "2002-01-11", []),
        ("Nasdaq Capital Market", "2003-07-01", [("Nasdaq Capital Market", "Nasdaq SmallCap Market")]),
        ("Nasdaq Capital Market", "2005-11-01", []),
        ("NASDAQ SmallCap Market", "2005-11-01", []),
        ("NASDAQ National Market", "2026-05-04", [("Nasdaq National Market", "Nasdaq Global Market")]),
        ("Nasdaq Global Select Market", "2004-05-04", [("Nasdaq Global Select Market", "Nasdaq National Market")]),
        ("Nasdaq Global Market", "2026-05-04", []),
        ("NASDAQ NM", "2019-05-04", [("Nasdaq National Market", "Nasdaq Global Market")]),
        ("Nasdaq/NM", "2019-05-04", [("Nasdaq National Market", "Nasdaq Global Market")]),
        ("the NNM", "2006-07-01", [("Nasdaq National Market", "Nasdaq Global Market")]),
        ("Nasdaq National Mkt.", "2019-05-04", [("Nasdaq National Market", "Nasdaq Global Market")]),
        ("Nasdaq NMS", "2019-05-04", [("Nasdaq National Market", "Nasdaq Global Market")]),
        ("Nasdaq NNM", "2003-05-04", []),
        ("The Nasdaq Stock Market LLC", "2026-05-04", []),
        ("American Stock Exchange", "2009-05-04", [("American Stock Exchange", "NYSE Amex")]),
        ("AMEX", "2026-05-04", [("American Stock Exchange", "NYSE American")]),
        ("American Stock Exchange", "2003-05-04", []),
        ("NYSE Amex", "2010-05-04", []),
        ("NYSE Amex", "2026-05-04", [("NYSE Amex", "NYSE American")]),
        ("NYSE MKT", "2018-05-04", [("NYSE MKT", "NYSE American")]),
        ("NYSE American", "2015-05-04", [("NYSE American", "NYSE MKT")]),
        ("NYSE American", "2003-05-04", [("NYSE American", "American Stock Exchange")]),
        ("NYSE American", "2026-05-04", []),
        ("New York Stock Exchange", "1999-05-04", []),
        ("OTC Bulletin Board", "2003-05-04", []),
        ("OTC Bulletin Board", "2021-11-07", []),
        ("OTC Bulletin Board", "2021-11-08", [("OTC Bulletin Board", "OTCQB")]),
        ("OTCBB", "2026-05-04", [("OTC Bulletin Board", "OTCQB")]),
        ("OTCQB Venture Market", "2003-05-04", [("OTCQB", "OTC Bulletin Board")]),
        ("OTCQX Best Market", "2026-05-04", []),
        ("OTCID Basic Market", "2025-06-30", [("OTCID", "OTC Pink")]),
        ("OTCID Basic Market", "2025-07-01", []),
        ("Pink Sheets", "2015-05-04", [("Pink Sheets market", "OTC Pink market")]),
        ("Pink Sheets", "2026-05-04", [("Pink Sheets market", "OTCID or Pink Limited Market")]),
        ("OTC Pink", "2026-05-04", [("OTC Pink market", "OTCID or Pink Limited Market")]),
    ],
)
def test_a_market_has_the_name_of_the_day(text, day, wrong):
    assert names(text, MARKETS, day) == wrong


@pytest.mark.parametrize("table", [SEC_FORMS, MARKETS])
def test_every_row_knows_what_to_write_instead(table):
    for dated in table:
        assert not dated.since or dated.before, dated.name
        assert not dated.until or dated.after, dated.name
        assert not (dated.since and dated.until) or dated.since < dated.until, dated.name


@pytest.mark.parametrize(
    ("day", "months"),
    [("1996-01-02", 24), ("1997-04-29", 12), ("2008-02-14", 12), ("2008-02-15", 6), ("2026-01-02", 6)],
)
def test_the_holding_period_is_that_of_the_day(day, months):
    assert holding_months(date.fromisoformat(day)) == months


@pytest.mark.parametrize(
    ("stated", "months"),
    [
        ("one year", 12),
        ("six months", 6),
        ("six (6) months", 6),
        ("6 months", 6),
        ("twelve months", 12),
        ("Two Years", 24),
        ("1 year", 12),
        ("such period as Rule 144 requires", None),
        ("180 days", None),
    ],
)
def test_a_period_is_read_in_words_and_figures(stated, months):
    assert _months(stated) == months


@pytest.mark.parametrize(
    ("status", "severity"), [("draft", "warning"), ("form", "warning"), ("execution", "error"), ("conformed", None)]
)
def test_dead_law_is_an_error_in_a_version_to_sign_and_a_signed_one_stays(status, severity):
    changes = [
        ("interim_report: Form 10-Q", "interim_report: Form 10-QSB"),
        ("principal_market: NYSE American", "principal_market: American Stock Exchange"),
        ("rule_144_holding_period: six months", "rule_144_holding_period: three months"),
        ("status: draft", f"status: {status}"),
    ]
    expected = [
        (
            'T427 sec_forms.interim_report: "Form 10-QSB" is not law on February 8, 2027: there is no Form 10-QSB since '
            "October 31, 2008"
        ),
        (
            'T428 offering.principal_market: "American Stock Exchange" is no market on February 8, 2027: there is no American '
            "Stock Exchange since October 1, 2008"
        ),
        (
            'T429 law.rule_144_holding_period: Rule 144 requires six months on February 8, 2027, and "three months" is stated'
        ),
    ]
    assert sorted(found_by_rules(*changes, base=STOCK)) == [f"{severity} {one}" for one in expected if severity]


def test_a_longer_holding_period_is_a_warning_even_in_a_version_to_sign():
    changes = [
        ("rule_144_holding_period: six months", "rule_144_holding_period: one year"),
        ("status: draft", "status: execution"),
    ]
    (problem,) = found_by_rules(*changes, base=STOCK)
    assert problem.startswith("warning T429 law.rule_144_holding_period")


def test_forms_that_a_warrant_excludes_are_looked_at_in_every_warrant():
    for base in ("new-stock-and-warrants", "new-covenant-warrants"):
        (problem,) = found_by_rules(("[Form S-4, Form S-8]", "[Form S-4, Form SB-2]"), base=base)
        assert 'piggyback.excluded_forms[1]: "Form SB-2" is not law' in problem
    (problem,) = found_by_rules(
        ("issue_date: 2001-12-27", "issue_date: 2021-12-27"),
        ("[Form S-8, Form S-4]", "[Form S-8, Form SB-2]"),
        ("status: conformed", "status: draft"),
        ("year: 2001", "date: 2021-12-01"),
        base="focus-2001-12-warrant",
    )
    assert problem.startswith("warning T427 warrant.provisions.piggyback.excluded_forms[1]")


def test_a_sheet_of_2003_that_keeps_todays_default_is_told_of_the_holding_period():
    form = deals.sheet("focus-2003-07")
    without_departures = form[: form.index("departures:")]
    yaml = deals.replaced(without_departures, "  rule_144_holding_period: one year\n", "")
    (problem,) = [one for one in deals.compose_text(yaml).warnings if one.code == "T429"]
    assert problem.message == 'Rule 144 requires one year on July 1, 2003, and "six months" is stated'
