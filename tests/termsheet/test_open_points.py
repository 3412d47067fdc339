"""An open point: written TBD in the term sheet, printed as a bracket with every figure that follows from it."""

from __future__ import annotations

import pytest

from assembler import pipeline
from assembler.errors import InputError
from tests import deals


def sheet(*changes, status="draft"):
    """The deal of 2003 as it stood before it was signed."""
    yaml = deals.without_departures(deals.sheet("focus-2003-07")).replace("status: form", f"status: {status}")
    yaml = deals.replaced(yaml, "  coverage: 20%", "  coverage: 20%\n  exercise_price: 1.36\n  term_years: 4")
    for old, new in changes:
        yaml = deals.replaced(yaml, old, new)
    return yaml


def printed(yaml, stem="agreement"):
    from assembler.exports import text

    document_set = deals.compose_text(yaml)
    (document,) = (document for document in document_set.documents if document.stem == stem)
    return " ".join(text.write(document.document, document.numbers).split())


def test_an_open_point_is_printed_as_a_bracket():
    assert "is dated as of [●] (this" in printed(sheet(("date: 2003-07-01", "date: TBD")))


def test_what_stands_in_parentheses_behind_it_is_printed_in_the_bracket():
    agreement = printed(sheet(("jurisdiction: Delaware", "jurisdiction: TBD (Brett to confirm)")))
    assert "INC., [Brett to confirm] corporation" in agreement


def test_every_figure_that_follows_from_an_open_price_is_open():
    agreement = printed(sheet(("price_per_share: 1.00", "price_per_share: TBD")))
    assert "[●] ([●]) shares of Common Stock" in agreement
    assert "purchase [●] shares of Common Stock" in agreement
    assert "Two Million Two Hundred Thousand Dollars ($2,200,000)" in agreement
    assert "Total [●] [●] $2,200,000" in agreement


def test_one_open_amount_leaves_the_total_and_all_warrants_open_but_not_the_other_investors_shares():
    agreement = printed(sheet(("    amount: 1,100,000\n  - name: White", "    amount: TBD\n  - name: White")))
    assert "SF Capital Partners Ltd. [●] [●] [●]" in agreement
    assert "White Investments Ltd. 1,100,000 [●] $1,100,000" in agreement
    assert "Total [●] [●] [●]" in agreement


def test_a_warrant_whose_issue_date_is_open_has_an_open_expiry():
    assert "New York City time, on [●] (the" in printed(
        sheet(("date: 2003-07-01", "date: TBD")), "warrant-01-sf-capital-partners-ltd"
    )


def test_open_points_are_listed_with_their_places():
    warnings = deals.compose_text(
        sheet(("date: 2003-07-01", "date: TBD"), ("short_name: FOCUS", "short_name: TBD"))
    ).warnings
    (warning,) = warnings
    assert warning.message == (
        "2 terms are still TBD:\n        line 7: agreement.date\n        line 15: company.short_name"
    )
    assert (warning.code, warning.path, warning.location.line) == ("T301", "", 7)
    assert [(path, place.line) for path, place in warning.locations] == [
        ("agreement.date", 7),
        ("company.short_name", 15),
    ]


def test_a_single_open_point_is_said_with_its_path():
    (warning,) = deals.compose_text(sheet(("date: 2003-07-01", "date: TBD (July 1)"))).warnings
    assert (warning.path, warning.message) == ("agreement.date", "is still TBD and prints as [July 1]")


def test_an_open_point_and_all_that_follows_from_it_is_said_once():
    changes = [("date: 2003-07-01", "date: TBD"), ("price_per_share: 1.00", "price_per_share: TBD (price)")]
    changes += [
        ("    amount: 1,100,000\n  - name: White", "    amount: TBD\n  - name: White"),
        ("term_years: 4", "term_years: TBD"),
    ]
    document_set = deals.compose_text(sheet(*changes))
    (warning,) = document_set.warnings
    assert warning.message.startswith("4 terms are still TBD:")
    assert [path for path, _ in warning.locations][1:3] == ["offering.price_per_share", "warrants.term_years"]
    assert "offering.price_per_share [price]" in warning.message
    assert [problem for problem in pipeline.check(document_set) if problem.code == "C108"] == []


@pytest.mark.parametrize("status", ["execution", "conformed"])
def test_an_open_point_stops_what_is_to_be_signed(status):
    with pytest.raises(InputError) as error:
        deals.compose_text(sheet(("date: 2003-07-01", "date: TBD"), status=status))
    assert [problem.code for problem in error.value.problems] == ["T301"]


def test_a_name_that_begins_like_an_open_point_is_a_name():
    assert "TBD Capital Partners LP" in printed(sheet(("White Investments Ltd.", "TBD Capital Partners LP")))


def test_what_names_a_clause_is_never_open():
    departures = "departures:\n  - clause: TBD\n    form: a\n    here: b\n    why: negotiated\n"
    with pytest.raises(InputError) as error:
        deals.compose_text(f"{sheet()}\n{departures}")
    errors = [(one.code, one.path) for one in error.value.problems if one.severity == "error"]
    assert errors == [("D101", "departures[0].clause")]


TOTALS = (
    "  price_per_share: 1.00",
    "  total_shares: 2,200,000\n  aggregate_amount: 2,200,000\n  price_per_share: 1.00",
)


def test_a_stated_total_prints_while_an_amount_is_open():
    agreement = printed(sheet(TOTALS, ("amount: 1,100,000", "amount: TBD")))
    assert "Two Million Two Hundred Thousand (2,200,000) shares of Common Stock" in agreement
    assert "for a total of Two Million Two Hundred Thousand Dollars ($2,200,000)" in agreement or (
        "equal to Two Million Two Hundred Thousand Dollars ($2,200,000)" in agreement
    )


def test_a_stated_total_of_the_warrants_prints_while_an_amount_is_open():
    changes = (("  coverage: 20%", "  total_warrants: 440,000"), ("amount: 1,100,000", "amount: TBD"))
    assert "warrants to purchase 440,000 shares of Common Stock" in printed(sheet(*changes))


def test_a_total_that_nobody_states_is_open_with_its_amounts():
    assert "[●] ([●]) shares of Common Stock" in printed(sheet(("amount: 1,100,000", "amount: TBD")))


def test_a_stated_total_is_refused_that_the_settled_amounts_exceed():
    total = ("  price_per_share: 1.00", "  total_shares: 500,000\n  price_per_share: 1.00")
    with pytest.raises(InputError) as refused:
        printed(sheet(total, ("amount: 1,100,000", "amount: TBD")))
    [problem] = [problem for problem in refused.value.problems if problem.code == "T201"]
    assert problem.path == "offering.total_shares"
    assert problem.message.startswith("500,000 is stated, but the figures that are not TBD already add up to")
