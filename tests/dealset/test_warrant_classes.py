"""Several classes of warrants: each has its own documents and its own column, and what foots in one foots in all."""

from __future__ import annotations

import csv
import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.dealset import wordforms
from assembler.dealset.sheets import write_sheets
from assembler.document import walk
from assembler.document.tree import Value
from assembler.drafting.copies import Copy
from assembler.errors import InputError
from assembler.exports import cap_table, text
from assembler.library import Library
from assembler.pipeline import draft_deal, load_term_sheet
from assembler.termsheet.closings import as_of
from assembler.termsheet.compute import compute_deal
from tests import deals
from tests.dealset.closings import problems
from tests.revise.rounds import Round
from tests.termsheet import sheets

_INVESTORS = "investors:\n  - name: White Investments Ltd.\n    amount: 1,100,000\n"
_OPTIONS = "financials:\n"
A = "{name: Series A, coverage: 100%, exercise_price: 2.00, term_years: 5}"
B = "{name: Series B Warrants, coverage: 50%, exercise_price_percentage: 150%, term_months: 18, term_from: first_exercise, first_exercise: {months: 6}}"
TWO = f"[{A}, {B}]"


def deal(classes=TWO, investors=("amount: 1100", "amount: 550"), mode="integrated", more="", closings=""):
    """Return the term sheet of a deal with these classes, a line of YAML for each investor, and more terms."""
    rows = "".join(f"  - {{name: Fund {letter}, {row}}}\n" for letter, row in zip("ABCDEF", investors, strict=False))
    groups = f"warrants: {{mode: {mode}, classes: {classes}{more}}}\n"
    groups += f"closing:\n  additional: {closings}\n" if closings else ""
    return sheets.spoilt((_INVESTORS, f"investors:\n{rows}"), (_OPTIONS, f"{groups}{_OPTIONS}"))


def computed(yaml, closing=None):
    """Return the computed terms of a deal as of a closing."""
    loaded = load_term_sheet(yaml.encode(), "deal.yaml")
    terms = as_of(loaded.terms, closing) if closing else loaded.terms
    return compute_deal(terms, loaded.source)[0].terms


def errors(yaml):
    """Return the code and the path of each error of a deal."""
    return {tuple(one.partition(":")[0].split()[1:]) for one in problems(yaml) if one.startswith("error")}


def documents(yaml):
    """Return the printed documents of a deal, by stem, with spaces for line ends."""
    drafted = draft_deal(yaml.encode(), "deal.yaml", Library.open())
    return {one.stem: " ".join(text.write(one.document, one.numbers).split()) for one in drafted.documents}


def by_investor(terms):
    return [one.class_warrants for one in terms.investors]


def cap_table_of(yaml):
    """Return the transactions of the cap table of a deal."""
    drafted = draft_deal(yaml.encode(), "deal.yaml", Library.open())
    written = cap_table.read(write_sheets(drafted, None, ["sheets"])["cap-table.ocf.zip"])
    return written["Transactions.ocf.json"]["items"]


def test_common_warrants_to_buy_common_stock_have_the_word_once_in_their_title():
    printed = documents(deal(TWO.replace("Series A", "Common")))["warrant-01-common-fund-a"]
    assert "COMMON STOCK PURCHASE WARRANT" in printed
    assert 'This Common Stock Purchase Warrant (this "Warrant" or the "Common Warrant")' in printed
    assert "common common" not in printed.lower()


def test_each_class_covers_the_shares_by_its_own_percentage():
    terms = computed(deal())
    assert by_investor(terms) == [(1000, 500), (500, 250)]
    assert [one.total_warrants for one in terms.warrants.classes] == [1500, 750]
    assert [str(one.exercise_price) for one in terms.warrants.classes] == ["2.00", "1.65"]
    assert [one.warrants for one in terms.investors] == [1500, 750]
    assert terms.warrants.total_warrants == 2250


def test_a_class_may_be_divided_by_its_total_and_another_stated_by_holder():
    total = "{name: Long, total_warrants: 300, exercise_price: 2.00, term_years: 5}"
    stated = "{name: Short, exercise_price: 2.00, term_years: 1}"
    rows = ("amount: 1100, class_warrants: [200, 7]", "amount: 550, class_warrants: [100, 0]")
    assert by_investor(computed(deal(f"[{total}, {stated}]", rows))) == [(200, 7), (100, 0)]


def test_a_total_of_a_class_is_that_of_all_closings():
    total = "{name: Long, total_warrants: 300, exercise_price: 2.00, term_years: 5}"
    sheet = deal(f"[{total}, {A}]", ("amount: 1100", "amount: 550, closing: 2"), closings="[{date: 2003-08-15}]")
    assert by_investor(computed(sheet, 1)) == [(200, 1000)]
    assert by_investor(computed(sheet)) == [(200, 1000), (100, 500)]


@settings(max_examples=25, deadline=None)
@given(
    amounts=st.lists(st.integers(20, 5_000_000), min_size=1, max_size=6),
    coverages=st.lists(st.integers(10, 200), min_size=1, max_size=4),
)
def test_totals_foot_for_every_class_and_for_all(amounts, coverages):
    classes = ", ".join(
        f"{{name: Class {letter}, coverage: {each}%, exercise_price: 2.00, term_years: 5}}"
        for letter, each in zip("WXYZ", coverages, strict=False)
    )
    terms = computed(deal(f"[{classes}]", [f"amount: {amount}" for amount in amounts]))
    totals = [sum(column) for column in zip(*by_investor(terms), strict=True)]
    assert totals == [one.total_warrants for one in terms.warrants.classes]
    assert [sum(row) for row in by_investor(terms)] == [one.warrants for one in terms.investors]
    assert sum(totals) == terms.warrants.total_warrants


def test_each_holder_gets_a_warrant_of_each_class_with_the_name_in_its_title():
    printed = documents(deal())
    assert [stem for stem in printed if "warrant" in stem] == [
        "warrant-01-series-a-fund-a",
        "warrant-01-series-b-fund-a",
        "warrant-02-series-a-fund-b",
        "warrant-02-series-b-fund-b",
        "annex-vi-form-of-warrant-series-a",
        "annex-vi-form-of-warrant-series-b",
    ]
    warrant = printed["warrant-02-series-b-fund-b"]
    assert "SERIES B COMMON STOCK PURCHASE WARRANT" in warrant
    assert "(250) fully paid" in warrant
    assert "of $1.65" in warrant
    assert "SERIES A COMMON STOCK PURCHASE WARRANT" in printed["annex-vi-form-of-warrant-series-a"]


def test_a_holder_without_warrants_of_a_class_gets_none_and_a_zero_in_its_column():
    rows = ("amount: 1100, class_warrants: [1000, 0]", "amount: 550, class_warrants: [500, 90]")
    stated = "{name: Series B, exercise_price: 2.00, term_years: 1}"
    printed = documents(deal(f"[{A}, {stated}]", rows))
    assert "warrant-01-series-b-fund-a" not in printed
    assert "warrant-02-series-b-fund-b" in printed
    assert "NUMBER OF SERIES B WARRANTS: 0" in printed["signature-page-01-fund-a"]


@pytest.mark.parametrize("mode", ["integrated", "covenant"])
def test_the_agreement_defines_every_class_and_all_of_them_once(mode):
    agreement = documents(deal(mode=mode))["agreement"]
    assert agreement.count('"Series A Warrants" means warrants to purchase 1,500 shares') == 1
    assert agreement.count('"Series B Warrants" means warrants to purchase 750 shares') == 1
    assert agreement.count('"Warrants"') == 1
    assert "the Series A Warrants and the Series B Warrants" in agreement
    assert "FORMS OF WARRANT" in agreement


def test_the_schedule_has_a_column_for_each_class_and_its_total_foots():
    rows = documents(deal())["annex-i-schedule-of-investors"]
    assert rows.endswith("Total 1,500 1,500 750 $1,650")


def test_a_maximum_gives_the_most_warrants_of_each_class():
    limited = deal().replace("  price_per_share:", "  maximum_amount: 2200\n  price_per_share:")
    terms = computed(limited)
    assert [one.maximum_warrants for one in terms.warrants.classes] == [2000, 1000]
    assert terms.offering.maximum_warrants == 3000
    printed = documents(limited)["agreement"]
    assert '"Series B Warrants" means warrants to purchase up to 1,000 shares' in printed


def test_one_class_is_no_several():
    agreement = documents(deal(f"[{B}]"))["agreement"]
    assert '"Warrants" means the Series B Warrants.' in agreement
    assert "FORM OF WARRANT" in agreement
    assert "FORMS OF" not in agreement


def test_a_joinder_has_the_numbers_of_each_class():
    sheet = deal(investors=("amount: 1100", "amount: 550, closing: 2"), closings="[{date: 2003-08-15}]")
    printed = documents(sheet)
    assert "NUMBER OF SERIES A WARRANTS: 500 NUMBER OF SERIES B WARRANTS: 250" in printed["joinder-02-fund-b"]
    assert "warrant-02-series-b-fund-b" in printed


def test_warrants_of_a_class_are_copies_of_one_template():
    drafted = draft_deal(deal().encode(), "deal.yaml", Library.open())
    kinds = {}
    for one in drafted.documents:
        if one.about and one.part == "warrants":
            assert isinstance(one.content, Copy)
            kinds.setdefault(one.warrant_class, set()).add(one.kind)
    assert [len(each) for each in kinds.values()] == [1, 1]
    assert not kinds["Series A"] & kinds["Series B"]


def test_the_sheets_have_a_column_for_each_class():
    drafted = draft_deal(deal().encode(), "deal.yaml", Library.open())
    printed = write_sheets(drafted, None, ["sheets"])["schedule-of-investors.csv"].decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(printed)))
    assert [row["Series A Warrants"] for row in table] == ["1000", "500", "1500"]
    assert [row["Series B Warrants"] for row in table] == ["500", "250", "750"]
    assert [row["Warrants"] for row in table] == ["1500", "750", "2250"]


def test_the_cap_table_has_an_issuance_for_each_class():
    sheet = deal() + CAP_TABLE
    items = cap_table_of(sheet)
    issued = [one for one in items if one["object_type"] == "TX_WARRANT_ISSUANCE"]
    assert [one["quantity"] for one in issued] == ["1000", "500", "500", "250"]
    assert len({one["security_id"] for one in issued}) == 4
    assert [one["exercise_price"]["amount"] for one in issued] == ["2.00", "1.65", "2.00", "1.65"]


def test_what_does_not_fit_the_classes_is_refused():
    assert ("T467", "warrants.term_years") in errors(deal(more=", term_years: 5"))
    assert ("T469", "warrants.classes[1].name") in errors(deal(f"[{A}, {A.replace('Series A', 'Series-A')}]"))
    one_number = ("amount: 1100, class_warrants: [1000]", "amount: 550")
    assert ("T468", "investors[0].class_warrants") in errors(deal(investors=one_number))
    wrong = ("amount: 1100, class_warrants: [1000, 501]", "amount: 550")
    assert ("T201", "investors[0].class_warrants[1]") in errors(deal(investors=wrong))
    assert ("T201", "warrants.total_warrants") in errors(deal(more=", total_warrants: 2251"))
    without = "{name: Series B, coverage: 50%}"
    assert ("T405", "warrants.classes[1]") in errors(deal(f"[{A}, {without}]"))


CAP_TABLE = "cap_table: {formation_date: 1990-01-02, votes_per_share: 1}\n"
PF = "{name: Pre-Funded, prefunded: true, exercise_price: 0.001, provisions: {cashless_exercise: while_unregistered}}"
DOWN = "options: {share_rounding: down}\n"


def prefunded(rows=("amount: 1100, prefunded_warrants: 400", "amount: 550"), classes=f"[{A}, {PF}]", mode="integrated"):
    """Return the term sheet of a deal with pre-funded warrants beside others."""
    return deal(classes, rows, mode).replace(_OPTIONS, DOWN + _OPTIONS)


def test_prefunded_warrants_take_the_place_of_shares_and_count_for_coverage():
    terms = computed(prefunded())
    # $1,100 less 400 x ($1.10 - $0.001) is $660.40, and buys 600 shares at $1.10.
    assert [one.shares for one in terms.investors] == [600, 500]
    assert by_investor(terms) == [(1000, 400), (500, 0)]
    assert terms.warrants.total_warrants == 1900


def test_shares_and_prefunded_warrants_without_an_amount_give_it():
    terms = computed(prefunded(("shares: 600, prefunded_warrants: 400", "shares: 500")))
    assert [str(one.amount) for one in terms.investors] == ["1099.60", "550"]


@settings(max_examples=40, deadline=None)
@given(amount=st.integers(1000, 1_000_000), part=st.integers(0, 100))
def test_no_investor_pays_more_than_its_amount_for_shares_and_prefunded_warrants(amount, part):
    number = amount * part // 110
    terms = computed(prefunded((f"amount: {amount}, prefunded_warrants: {number}", "amount: 550")))
    unused = amount * 1000 - terms.investors[0].shares * 1100 - number * 1099
    assert 0 <= unused < 1100


def test_a_holder_may_buy_prefunded_warrants_only():
    printed = documents(prefunded(("amount: 1099, prefunded_warrants: 1000", "amount: 550")))
    assert "NUMBER OF SHARES: 0" in printed["signature-page-01-fund-a"]
    assert "warrant-01-pre-funded-fund-a" in printed
    assert "warrant-02-pre-funded-fund-b" not in printed


def test_a_prefunded_warrant_never_expires_and_its_price_is_paid():
    warrant = documents(prefunded())["warrant-01-pre-funded-fund-a"]
    assert "PRE-FUNDED COMMON STOCK PURCHASE WARRANT" in warrant
    assert "at any time until this Warrant has been exercised in full, FOUR HUNDRED (400)" in warrant
    assert 'the "Exercise Price") of $0.001' in warrant
    assert "The rest of the price of each Warrant Share has been paid to the Company" in warrant
    assert "Expiration Date" not in warrant
    assert "made without rounding the Exercise Price and to the nearest hundredth of a share" in warrant
    assert "the right, represented by the Pre-Funded Warrant dated as of July 1, 2003" in warrant
    # While shares are registered, too.
    assert "The Holder may, in place of payment, elect" in warrant


def test_the_agreement_prices_the_prefunded_warrants():
    agreement = documents(prefunded())["agreement"]
    assert (
        "the number of Pre-Funded Warrants set forth there, each for the Per Share Price less its exercise price of $0.001"
        in agreement
    )
    assert (
        "exercisable immediately upon issuance and until they have been exercised in full. They have no expiration date."
        in agreement
    )


def test_what_does_not_fit_prefunded_warrants_is_refused():
    termed = PF.replace("prefunded: true", "prefunded: true, term_years: 5")
    assert ("T470", "warrants.classes[1].term_years") in errors(prefunded(classes=f"[{A}, {termed}]"))
    dear = PF.replace("0.001", "1.10")
    assert ("T470", "warrants.classes[1].exercise_price") in errors(prefunded(classes=f"[{A}, {dear}]"))
    assert ("T470", "warrants.mode") in errors(prefunded(mode="covenant"))
    too_many = ("amount: 1100, prefunded_warrants: 2000", "amount: 550")
    assert ("T470", "investors[0].prefunded_warrants") in errors(prefunded(too_many))
    none_of_them = ("amount: 1100, prefunded_warrants: 200", "amount: 550")
    assert ("T470", "investors[0].prefunded_warrants") in errors(prefunded(none_of_them, f"[{A}]"))
    twice = PF.replace("Pre-Funded", "Pre-Paid")
    assert ("T470", "warrants.classes[2].prefunded") in errors(prefunded(classes=f"[{A}, {PF}, {twice}]"))
    assert ("T202", "warrants.classes[1]") in errors(prefunded(("amount: 1100", "amount: 550")))


def test_the_cap_table_shows_what_is_paid_for_prefunded_warrants():
    sheet = prefunded() + CAP_TABLE
    items = cap_table_of(sheet)
    paid = [one["purchase_price"]["amount"] for one in items if one["object_type"] == "TX_WARRANT_ISSUANCE"]
    assert paid == ["0", "439.600", "0"]


def test_the_cap_table_keeps_the_first_day_of_a_warrant_that_never_expires():
    later = PF.replace("prefunded: true", "prefunded: true, first_exercise: {date: 2027-03-01}")
    for of_class, trigger in (
        (later, ("ELECTIVE_ON_CONDITION", "On and after March 1, 2027")),
        (PF, ("ELECTIVE_AT_WILL", None)),
    ):
        issued = cap_table_of(prefunded(classes=f"[{A}, {of_class}]") + CAP_TABLE)
        (when,) = next(
            one["exercise_triggers"] for one in issued if one.get("purchase_price", {}).get("amount") == "439.600"
        )
        assert (when["type"], when.get("trigger_condition")) == trigger


def test_a_change_of_one_class_touches_its_own_documents_only(tmp_path):
    a_round = Round(tmp_path, deal(), "--format", "text")
    a_round.change(deal().replace("exercise_price: 2.00", "exercise_price: 2.20"))
    plan = a_round.plan()
    assert {name for name in plan["written"] if "warrant" in name and name.endswith(".txt")} == {
        "warrant-01-series-a-fund-a.txt",
        "warrant-02-series-a-fund-b.txt",
        "annex-vi-form-of-warrant-series-a.txt",
    }
    assert not plan["superseded"]


def test_a_class_that_takes_the_place_of_another_supersedes_its_warrants(tmp_path):
    a_round = Round(tmp_path, deal(), "--format", "text")
    other = B.replace("Series B", "Series C")
    a_round.change(deal(f"[{A}, {other}]"))
    assert a_round.run("schedules")[0] == 0
    names = {name for name in a_round.contents() if name.endswith(".txt") and "warrant" in name}
    assert "warrant-01-series-a-fund-a.txt" in names
    assert "warrant-01-series-c-fund-a.txt" in names
    assert "superseded/warrant-01-series-b-fund-a.txt" in names
    assert "warrant-01-series-b-fund-a.txt" not in names


LETTERED = TWO.replace("{name: Series A", "{number_prefix: A-, name: Series A").replace(
    "{name: Series B", "{number_prefix: B-, name: Series B"
)


def numbers(terms):
    return [one.class_warrant_numbers for one in terms.investors]


def test_a_prefix_numbers_the_warrants_of_a_class_in_the_order_of_the_investors():
    assert numbers(computed(deal(LETTERED))) == [("A-1", "B-1"), ("A-2", "B-2")]
    without = "{name: Series B, number_prefix: B-, exercise_price: 2.00, term_years: 1}"
    rows = ("amount: 1100, class_warrants: [computed, 0]", "amount: 550, class_warrants: [computed, 7]")
    # Who gets no warrant uses up no number.
    assert numbers(computed(deal(f"[{A}, {without}]", rows))) == [(None, None), (None, "B-1")]


def test_a_stated_number_takes_the_place_of_a_computed_one_and_moves_no_other():
    rows = ("amount: 1100, class_warrant_numbers: [none, No. B-77]", "amount: 550")
    assert numbers(computed(deal(LETTERED, rows))) == [("A-1", "B-77"), ("A-2", "B-2")]


def test_the_number_of_an_only_warrant_may_be_stated_as_in_a_deal_without_classes():
    stated = "{name: Series B, exercise_price: 2.00, term_years: 1}"
    rows = ("amount: 1100, class_warrants: [1000, 0], warrant_number: W-9", "amount: 550, class_warrants: [500, 90]")
    assert numbers(computed(deal(f"[{A}, {stated}]", rows))) == [("W-9", None), (None, None)]


def test_a_prefix_numbers_the_warrants_of_a_deal_without_classes():
    terms = computed(
        sheets.spoilt(
            (
                _INVESTORS,
                "investors:\n  - {name: Fund A, amount: 1100, warrants: 0}\n  - {name: Fund B, amount: 550, warrants: 5}\n",
            ),
            (
                _OPTIONS,
                f"warrants: {{mode: integrated, number_prefix: W-, exercise_price: 2, term_years: 5}}\n{_OPTIONS}",
            ),
        )
    )
    assert [one.warrant_number for one in terms.investors] == [None, "W-1"]


def test_an_investor_of_a_later_closing_takes_the_next_number():
    sheet = deal(LETTERED, ("amount: 1100", "amount: 550, closing: 2"), closings="[{date: 2003-08-15}]")
    assert numbers(computed(sheet, 1)) == [("A-1", "B-1")]
    first = deal(LETTERED, ("amount: 550, closing: 2", "amount: 1100"), closings="[{date: 2003-08-15}]")
    assert numbers(computed(first)) == [("A-2", "B-2"), ("A-1", "B-1")]
    printed = documents(sheet)
    assert "NUMBER OF SERIES B WARRANTS: 250 (Warrant No. B-2)" in printed["joinder-02-fund-b"]
    assert "No. B-2 ACME" in printed["warrant-02-series-b-fund-b"]


def test_the_number_stands_in_the_warrant_its_forms_the_page_and_the_schedule():
    printed = documents(deal(LETTERED))
    assert "No. A-2 ACME, INC. SERIES A COMMON STOCK PURCHASE WARRANT" in printed["warrant-02-series-a-fund-b"]
    assert "represented by the Series A Warrant No. A-2 dated" in printed["warrant-02-series-a-fund-b"]
    assert "No. ____ ACME" in printed["annex-vi-form-of-warrant-series-b"]
    assert "NUMBER OF SERIES A WARRANTS: 500 (Warrant No. A-2)" in printed["signature-page-02-fund-b"]
    assert "Fund B 500 500 250 $550 No. A-2 No. B-2" in printed["annex-i-schedule-of-investors"]


def test_the_cap_table_has_the_number_of_each_warrant():
    sheet = deal(LETTERED) + CAP_TABLE
    issued = [one for one in cap_table_of(sheet) if one["object_type"] == "TX_WARRANT_ISSUANCE"]
    assert [one["custom_id"] for one in issued] == ["A-1", "B-1", "A-2", "B-2"]


def test_numbers_that_do_not_fit_the_warrants_are_refused():
    several = ("amount: 1100, warrant_number: W-1", "amount: 550")
    assert ("T468", "investors[0].warrant_number") in errors(deal(investors=several))
    short = ("amount: 1100, class_warrant_numbers: [X]", "amount: 550")
    assert ("T468", "investors[0].class_warrant_numbers") in errors(deal(investors=short))
    stated = "{name: Series B, exercise_price: 2.00, term_years: 1}"
    nothing = (
        "amount: 1100, class_warrants: [1000, 0], class_warrant_numbers: [X, Y]",
        "amount: 550, class_warrants: [500, 9]",
    )
    assert ("T468", "investors[0].class_warrant_numbers[1]") in errors(deal(f"[{A}, {stated}]", nothing))
    twice = nothing[0].replace("[X, Y]", "[X, none], warrant_number: X")
    assert ("T468", "investors[0].warrant_number") in errors(deal(f"[{A}, {stated}]", (twice, nothing[1])))


def test_two_papers_with_one_number_are_refused():
    assert ("T489", "warrants.classes[1].number_prefix") in errors(deal(LETTERED.replace("B-", "A-")))
    # A number that is stated may be one that the prefix gives another.
    taken = ("amount: 1100, class_warrant_numbers: [none, a-2]", "amount: 550")
    assert ("T489", "investors[0].class_warrant_numbers[1]") in errors(deal(LETTERED, taken))
    certificates = ("amount: 1100, certificate_number: CS-1", "amount: 550, certificate_number: cs-1")
    assert ("T489", "investors[1].certificate_number") in errors(deal(investors=certificates))
    open_ones = ("amount: 1100, certificate_number: TBD", "amount: 550, certificate_number: TBD")
    assert errors(deal(investors=open_ones)) == set()


def from_list(classes, name, content):
    """Return the computed terms of a deal with these classes, whose investors stand in a file."""
    reference = (
        "investors:\n  - {name: Fund A, amount: 1100}\n  - {name: Fund B, amount: 550}\n",
        f"investors: {{from: {name}}}\n",
    )
    loaded = load_term_sheet(deals.replaced(deal(classes), *reference).encode(), "deal.yaml", lambda _: content)
    return compute_deal(loaded.terms, loaded.source)


def test_a_sheet_of_investors_has_a_column_for_each_class_and_its_numbers():
    heads = "Investor,Amount,Series A Warrants,Number of Series B Warrants,Series B Warrant No."
    stated = "{name: Series B Warrants, exercise_price: 2.00, term_years: 1}"
    rows = "Fund A,1100,,7,B-7\nFund B,550,500,0,\nTotal,1650,500,7,"
    deal_of, _ = from_list(f"[{A}, {stated}]", "a.csv", f"{heads}\n{rows}\n".encode())
    assert by_investor(deal_of.terms) == [(1000, 7), (500, 0)]
    assert numbers(deal_of.terms) == [(None, "B-7"), (None, None)]


def test_a_wrong_number_of_a_class_is_told_by_its_cell():
    content = b"Investor,Amount,Series B Warrants\nFund A,1100,501\nFund B,550,\n"
    (problem,) = (one for one in from_list(TWO, "a.csv", content)[1] if one.code == "T201")
    # The 13th character of the line, as is usual for a text file.
    assert (problem.path, problem.location.line, problem.location.column) == ("investors[0].class_warrants[1]", 2, 13)
    with pytest.raises(InputError, match="column 'Series B Warrants': 'few' is not a whole number"):
        from_list(TWO, "a.csv", content.replace(b"501", b"few"))
    with pytest.raises(InputError, match=r"'Series B Warants' is not .* Did you mean `series_b_warrants`"):
        from_list(TWO, "a.csv", content.replace(b"Warrants", b"Warants"))


@pytest.mark.parametrize("name", ["schedule-of-investors.csv", "schedule-of-investors.xlsx"])
def test_the_schedule_that_is_written_reads_as_the_same_deal(name):
    classes = f"{LETTERED[:-1]}, {PF.replace('prefunded: true', 'prefunded: true, number_prefix: PF-')}]"
    rows = ("amount: 1100, prefunded_warrants: 400, certificate_number: CS-1", "amount: 550")
    drafted = draft_deal(prefunded(rows, classes).encode(), "deal.yaml", Library.open())
    written = write_sheets(drafted, None, ["sheets"])[name]
    again = from_list(classes, name, written)[0].terms
    assert again.warrants == drafted.deal.terms.warrants
    figures = [
        (one.name, one.amount, one.shares, one.class_warrants, one.class_warrant_numbers) for one in again.investors
    ]
    assert figures == [
        ("Fund A", 1100, 600, (1000, 500, 400), ("A-1", "B-1", "PF-1")),
        ("Fund B", 550, 500, (500, 250, 0), ("A-2", "B-2", None)),
    ]
    assert [one.certificate_number for one in again.investors] == ["CS-1", None]


def test_prefunded_warrants_may_be_stated_among_the_classes():
    rows = ("amount: 1100, class_warrants: [computed, 400]", "amount: 550")
    assert [one.shares for one in computed(prefunded(rows)).investors] == [600, 500]
    assert by_investor(computed(prefunded(rows))) == [(1000, 400), (500, 0)]
    two = ("amount: 1100, prefunded_warrants: 400, class_warrants: [computed, 300]", "amount: 550")
    assert ("T201", "investors[0].class_warrants[1]") in errors(prefunded(two))


def test_a_deal_may_sell_prefunded_warrants_alone_and_round_shares_to_the_nearest():
    printed = documents(prefunded(classes=f"[{PF}]").replace("share_rounding: down", "share_rounding: nearest"))
    assert "an aggregate of 1,100 shares of Common Stock and the Warrants" in printed["agreement"]
    assert "and, for the rest of its Purchase Price, the number of Shares set forth there." in printed["agreement"]
    assert (
        "AMOUNT AND PURCHASE PRICE OF COMMON STOCK AND PRE-FUNDED WARRANTS: $1,100"
        in printed["signature-page-01-fund-a"]
    )


def test_a_split_lowers_the_nominal_price_to_the_par_value_at_most():
    warrant = documents(prefunded())["warrant-01-pre-funded-fund-a"]
    assert "No adjustment reduces the Exercise Price below the par value of a share of Common Stock." in warrant
    assert "It is divided by the fraction that Section 6.1 states, even if the par value limits" in warrant
    ordinary = documents(prefunded())["warrant-01-series-a-fund-a"]
    assert "par value of a share" not in ordinary
    no_par = documents(prefunded().replace("par_value: 0.01", "par_value: none"))["warrant-01-pre-funded-fund-a"]
    assert "par value of a share" not in no_par


AGENT = "transfer_agent: {name: Registrar Inc., address_lines: [1 Ledger Street], attention: Issuance}\n"


def letter(yaml, closing=""):
    """Return the rows of the last table of the letter to the transfer agent."""
    drafted = draft_deal(yaml.encode(), "deal.yaml", Library.open())
    ready, _ = wordforms.prepare(drafted, Library.open().ancillary())
    written = wordforms.write(drafted, ready)[f"transfer-agent-instruction-letter{closing}.docx"]
    return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(written)).tables[-1].rows]


def test_the_letter_to_the_transfer_agent_lists_every_warrant_with_its_number():
    rows = ("amount: 1100, class_warrants: [computed, 0]", "amount: 550, class_warrants: [computed, 90]")
    stated = "{name: Series B, number_prefix: B-, exercise_price: 2.00, term_years: 1}"
    sheet = deal(f"[{A}, {stated}]", rows) + AGENT
    assert letter(sheet) == [
        ["Holder", "Class", "Warrant No.", "Warrant Shares"],
        ["Fund A", "Series A", "", "1,000"],
        ["Fund B", "Series A", "", "500"],
        ["Fund B", "Series B", "B-1", "90"],
        ["Total", "Total", "Total", "1,590"],
    ]


def test_the_letter_of_a_later_closing_lists_its_warrants_alone():
    sheet = deal(LETTERED, ("amount: 1100", "amount: 550, closing: 2"), closings="[{date: 2003-08-15}]") + AGENT
    assert letter(sheet, "-closing-2")[1:] == [
        ["Fund B", "Series A", "A-2", "500"],
        ["Fund B", "Series B", "B-2", "250"],
        ["Total", "Total", "Total", "750"],
    ]


def test_what_prefunded_warrants_are_bought_for_is_asked_for():
    bare = "{name: Pre-Funded, prefunded: true, exercise_price: 0.05}"
    found = [one for one in problems(prefunded(classes=f"[{A}, {bare}]")) if "T491" in one]
    assert found == [
        "warning T491 warrants.provisions.cashless_exercise: pre-funded warrants cannot be exercised without payment, which begins a new holding period of Rule 144",
        "warning T491 warrants.provisions.ownership_limit: no limit on ownership stands in the pre-funded warrants of Fund A",
        "warning T491 warrants.classes[1].exercise_price: $0.05 is no nominal price for a pre-funded warrant: a cent at most is usual",
    ]
    of_its_own = ("amount: 1100, prefunded_warrants: 400, ownership_limit: 4.99%", "amount: 550")
    assert [one for one in problems(prefunded(of_its_own)) if "T491" in one] == []
    nominal = prefunded(of_its_own).replace("0.001", "0.08").replace("par_value: 0.01", "par_value: 0.08")
    assert [one for one in problems(nominal) if "T491" in one] == []


def test_a_class_has_the_provisions_of_all_classes_by_their_own_path():
    vesting = "vesting: [{date: 2004-04-01, percentage: 50%}, {date: 2005-04-01, percentage: 50%}]"
    drafted = draft_deal(deal(more=f", provisions: {{{vesting}}}").encode(), "deal.yaml", Library.open())
    by_stem = {one.stem: one for one in drafted.documents}
    warrant, agreement = by_stem["warrant-01-series-a-fund-a"], by_stem["agreement"]
    passages = [passage for clause in walk.clauses(warrant.document) for passage in walk.passages(clause)]
    paths = {piece.path for passage in passages for piece in passage if isinstance(piece, Value)}
    assert "warrants.provisions.vesting[0].date" in paths
    assert "investors[0].class_warrants[0]" in paths
    words = text.write(agreement.document, agreement.numbers)
    assert " ".join(words.split()).count("They can be exercised only to the extent") == 2


@pytest.mark.parametrize("rounding", ["down", "nearest"])
@pytest.mark.parametrize(
    "rows",
    [
        ("amount: 1100, prefunded_warrants: TBD", "amount: 550"),
        ("amount: 1100, shares: 600, prefunded_warrants: TBD", "amount: 550"),
        ("shares: 600, prefunded_warrants: TBD", "shares: 500"),
        ("amount: 1100, class_warrants: [TBD, TBD]", "amount: TBD"),
        ("amount: 1100, prefunded_warrants: 10, class_warrant_numbers: [TBD, none]", "amount: 550"),
    ],
)
@pytest.mark.parametrize("term", ["price_per_share: 1.10", "exercise_price: 0.001", "par_value: 0.01"])
def test_figures_of_prefunded_warrants_may_be_open(rows, rounding, term):
    sheet = prefunded(rows).replace("share_rounding: down", f"share_rounding: {rounding}")
    sheet = sheet.replace(term, f"{term.partition(':')[0]}: TBD")
    drafted = draft_deal((sheet + CAP_TABLE).encode(), "deal.yaml", Library.open())
    assert "schedule-of-investors.csv" in write_sheets(drafted, None, ["sheets"])


def test_what_prefunded_warrants_cost_is_no_rounding_of_shares():
    nearest = prefunded().replace("share_rounding: down", "share_rounding: nearest")
    assert [one for one in problems(nearest) if "T403" in one] == []
    assert [one for one in problems(prefunded()) if "T403" in one] == []


def test_the_words_on_amendment_name_the_warrants_of_the_class():
    warrant = documents(deal(more=", amendment_by: majority"))["warrant-01-series-b-fund-a"]
    assert "except that all of the Series B Warrants issued under" in warrant


def test_a_deal_without_a_single_share_is_not_signed_in_the_words_of_the_form():
    alone = prefunded(("amount: 1099, prefunded_warrants: 1000",))
    assert [one for one in problems(alone) if "T492" in one] == [
        'warning T492 offering.total_shares: no share is sold; the recital and 1(a) say "Zero (0) shares"'
    ]
    assert [one for one in problems(prefunded()) if "T492" in one] == []
    assert ("T492", "offering.total_shares") in errors(alone + "execution: {status: execution}\n")


def test_a_joinder_prices_prefunded_warrants():
    rows = ("amount: 1100, prefunded_warrants: 400", "amount: 550, prefunded_warrants: 100, closing: 2")
    sheet = prefunded(rows).replace(DOWN, f"closing:\n  additional: [{{date: 2003-08-15}}]\n{DOWN}")
    joinder = documents(sheet)["joinder-02-fund-b"]
    assert "at the Per Share Price or, for a Pre-Funded Warrant, at that price less its exercise price, the" in joinder
    assert "AMOUNT AND PURCHASE PRICE OF COMMON STOCK AND PRE-FUNDED WARRANTS: $550" in joinder
