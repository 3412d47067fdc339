"""What a computed figure was computed from: a change of any other term leaves it as it is."""

import re
from decimal import Decimal

import pytest

from assembler.pipeline import load_term_sheet
from assembler.termsheet.compute import compute_deal
from assembler.termsheet.origins import computed_from
from assembler.termsheet.source import is_stated
from tests import deals

SHEETS = [
    "new-stock-and-warrants",
    "new-covenant-warrants",
    "new-stock-only",
    "focus-2003-07",
    "focus-2002-01",
    "focus-2002-11",
]
FIGURES = (
    "offering.total_shares",
    "offering.aggregate_amount",
    "warrants.total_warrants",
    "warrants.exercise_price",
    "warrants.issue_date",
)
OF_INVESTOR = ("shares", "amount", "warrants")
AMOUNT = re.compile(
    r"^(?P<head> +(?:- )?(?:amount|price_per_share|coverage|exercise_price_percentage|total_warrants|shares):)\s+(?P<figure>[\d,.]+)",
    re.MULTILINE,
)


def figures(yaml):
    """The figures of a deal by path, with its terms and source."""
    loaded = load_term_sheet(yaml.encode(), "deal.yaml")
    deal, _ = compute_deal(loaded.terms, loaded.source)
    paths = [
        *FIGURES,
        *(f"investors[{index}].{name}" for index in range(len(deal.terms.investors)) for name in OF_INVESTOR),
    ]
    return {path: at(deal.terms, path) for path in paths}, deal


def at(terms, path):
    for step in re.findall(r"\[\d+\]|\w+", path):
        terms = terms[int(step[1:-1])] if step.startswith("[") else getattr(terms, step)
    return terms


def doubled(yaml, match):
    figure = Decimal(match["figure"].replace(",", "").rstrip("."))
    return f"{yaml[: match.start()]}{match['head']} {figure * 2}{yaml[match.end() :]}"


@pytest.mark.parametrize("name", SHEETS)
def test_a_figure_that_a_change_moves_was_computed_from_the_changed_term(name):
    yaml = deals.without_departures(deals.sheet(name))
    before, deal = figures(yaml)
    moved = 0
    for match in AMOUNT.finditer(yaml):
        line = yaml[: match.start()].count("\n") + 1
        term = next(path for path, place in stated(deal) if place.line == line)
        after, _ = figures(doubled(yaml, match))
        for path, figure in before.items():
            # A stated total that differs now is an error, and no figure of the change.
            if after[path] != figure and not is_stated(deal.source, path):
                moved += 1
                assert term in computed_from(path, deal.terms, deal.source), (path, term)
    assert moved


def stated(deal):
    """The stated terms by path, with their places, the innermost first."""
    for steps, place in sorted(deal.source.places.items(), key=lambda item: -len(item[0])):
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
        yield path.lstrip("."), place


def test_a_stated_term_was_computed_from_nothing():
    _, deal = figures(deals.sheet("new-stock-and-warrants"))
    assert computed_from("investors[0].amount", deal.terms, deal.source) == ()
    assert computed_from("offering.price_per_share", deal.terms, deal.source) == ()
    assert computed_from("no.such.term", deal.terms, deal.source) == ()


def test_a_date_of_issue_is_that_of_the_closing_or_else_of_the_agreement():
    yaml = deals.sheet("new-stock-and-warrants")
    _, deal = figures(yaml)
    assert computed_from("warrants.issue_date", deal.terms, deal.source) == ("closing.date",)
    _, deal = figures(re.sub(r"^closing:\n(?: .*\n|\n)*", "", yaml, flags=re.MULTILINE))
    assert computed_from("warrants.issue_date", deal.terms, deal.source) == ("agreement.date",)
