from assembler.checks.total import check
from assembler.errors import Severity
from tests.checks.subjects import problems, said

TABLE = "table\nhead\n- Name\n- Shares\nrow\n- A\n- {}\nrow\n- B\n- {}\ntotal\n- Total\n- {}\nend"
SCHEDULE = "table\nhead\n- Name\n- Shares\nrow\n- A\n- {{investors[0].shares: {}}}\nrow\n- B\n- {{investors[1].shares: {}}}\nend"


def test_a_total_row_that_does_not_foot_is_an_error():
    [problem] = problems(check, TABLE.format("1,100", "2,200", "3,400"))
    assert problem.message == 'clause_1: the total of "Shares" is 3,400, but the rows add up to 3,300'
    assert problem.severity is Severity.ERROR


def test_a_total_row_that_foots_is_not_found():
    assert said(check, TABLE.format("$ 1,100.50", "2,200", "$3,300.50")) == []


def test_a_column_with_a_cell_that_is_no_figure_has_no_total():
    assert said(check, TABLE.format("1,100", "*", "3,300")) == []


def test_a_grand_total_may_count_the_rows_and_not_the_totals_before_it():
    table = "table\nrow\n- 1\ntotal\n- 1\nrow\n- 2\ntotal\n- {}\nend"
    assert said(check, table.format("2")) == []
    assert said(check, table.format("3")) == []
    assert len(said(check, table.format("4"))) == 1


def test_the_rows_of_a_schedule_must_add_up_to_the_total_that_the_agreement_prints():
    total = "It sells {offering.total_shares: 3,300} shares."
    assert said(check, total, SCHEDULE.format("1,100", "2,200")) == []
    assert said(check, total, SCHEDULE.format("1,100", "2,300")) == [
        'clause_2: the rows of "Shares" add up to 3,400, but the agreement says 3,300 elsewhere'
    ]


def test_a_figure_of_the_term_sheet_that_is_printed_in_two_ways_is_found():
    words = "It sells {offering.total_shares: 3,300} shares, Three ({offering.total_shares: 3,300}) in all, or $ {offering.total_shares: %s}."
    assert said(check, words % "3,300.00") == []
    assert said(check, words % "3,301") == [
        "clause_1: offering.total_shares is printed here as 3,301, but in clause_1 as 3,300"
    ]


def test_the_number_of_a_warrant_below_a_figure_is_no_part_of_it():
    assert said(check, TABLE.format("1,100\n| No. A-1", "2,200\n| No. A-2", "3,300")) == []
    assert len(said(check, TABLE.format("1,100\n| No. A-1", "2,200\n| No. A-2", "3,400"))) == 1
