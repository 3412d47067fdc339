"""Signature pages and rows of investors are paired by investor: copied, deleted, moved, or added by hand."""

from __future__ import annotations

from copy import deepcopy

import pytest
from docx import Document

from tests.merge.test_refresh import add_row, agreement, annotate, delete_row, edit, row_of
from tests.revise import rounds

BEGIN = "IN WITNESS WHEREOF, this Agreement"
DELETED = ("w:trPr", "w:del")


@pytest.fixture
def a_round(tmp_path):
    """A deal in which the second and the third investor pay the same."""
    yaml = rounds.amount(rounds.sheet("new-stock-and-warrants"), 2, "875,000")
    return rounds.Round(tmp_path, yaml, "--format", "docx", "--only", "agreement")


def text(element):
    return "".join(each.text or "" for each in element.iter("{*}t"))


def page(document, number):
    """The elements of a signature page, counted from 0. The last one ends with the pages."""
    elements = list(document.element.body)
    starts = [index for index, element in enumerate(elements) if text(element).startswith(BEGIN)]
    behind = next(index for index, element in enumerate(elements) if "SCHEDULE OF INVESTORS" in text(element))
    return elements[starts[number] : [*starts, behind][number + 1]]


def pages(a_round):
    """The amounts of all signature pages, each behind the name on its page."""
    document = Document(agreement(a_round))
    count = sum(text(element).startswith(BEGIN) for element in document.element.body)
    found = [[text(each) for each in page(document, number)] for number in range(count)]
    return [(lines[4], "$" + lines[1].partition("$")[2].partition("NUMBER")[0]) for lines in found]


def swap_pages(document):
    moved, behind = page(document, 1), page(document, 2)[-1]
    for element in reversed(moved):
        behind.addnext(element)


@pytest.mark.parametrize("edited", [annotate, swap_pages], ids=["a sentence", "the order"])
def test_an_order_that_the_deal_changes_is_refused(edited, a_round):
    edit(a_round, edited)
    entries = rounds.investors(a_round.yaml)[1]
    a_round.change(rounds.with_investors(a_round.yaml, [entries[0], entries[2], entries[1], *entries[3:]]))
    code, _, err = a_round.run("schedules", "--into")
    assert (code, "S324 the signature pages are in a different order" in err) == (3, True)


def delete_page(document, number=2):
    for element in page(document, number):
        element.getparent().remove(element)


def copy_page(document, number=1):
    elements = page(document, number)
    for element in reversed(elements):
        elements[-1].addnext(deepcopy(element))


def swap_rows(document):
    row_of(document, "Ostara")._tr.addnext(row_of(document, "Quillfeather")._tr)


def rows(a_round):
    """The price in each row of Annex I, behind the name."""
    table = next(each for each in reversed(Document(agreement(a_round)).tables) if "Ostara" in text(each._tbl))
    return {row.cells[0].paragraphs[0].text: row.cells[-1].text for row in table.rows}


@pytest.mark.parametrize("number", [1, 2])
def test_a_figure_goes_to_the_page_and_the_row_of_its_investor_wherever_they_stand(number, a_round):
    edit(a_round, swap_pages)
    edit(a_round, swap_rows)
    a_round.change(rounds.amount(a_round.yaml, number, "345,600"))
    code, out, err = a_round.run("schedules", "--into")
    assert (code, "C110" in err, "S326" in err) == (0, False, False)
    names = ["Quillfeather Capital Partners LLC", "Ostara Opportunity Fund Ltd."]
    paid = {names[number - 1]: "$345,600", names[2 - number]: "$875,000"}
    assert [each for each in pages(a_round) if each[0] in names] == [(name, paid[name]) for name in reversed(names)]
    assert {name: rows(a_round)[name] for name in names} == paid
    assert "Your edits in ANNEX I, the order of the signature pages are kept." in out


def test_an_investor_who_leaves_takes_their_own_page_and_row_along(a_round):
    edit(a_round, swap_pages)
    edit(a_round, swap_rows)
    a_round.change(rounds.removed(a_round.yaml, 1))
    assert a_round.run("schedules", "--into")[0] == 0
    assert [name for name, _ in pages(a_round)][1] == "Ostara Opportunity Fund Ltd."
    assert "Quillfeather Capital Partners LLC" not in [*rows(a_round), *dict(pages(a_round))]


def test_a_figure_of_a_deleted_page_is_put_into_no_other_page(a_round):
    edited = edit(a_round, lambda document: delete_page(document, 1))
    a_round.change(rounds.amount(a_round.yaml, 1))
    code, _, err = a_round.run("schedules", "--into")
    assert (code, "S323 in the signature page of Quillfeather Capital Partners LLC" in err) == (3, True)
    assert agreement(a_round).read_bytes() == edited


def test_a_row_and_a_page_that_somebody_took_out_already_may_leave(a_round):
    edit(a_round, delete_page)
    edit(a_round, delete_row)
    a_round.change(rounds.removed(a_round.yaml, 2))
    code, _, err = a_round.run("schedules", "--into")
    assert (code, "C110" in err, "S326" in err) == (0, False, False)


def overtype_copy(document):
    copy_page(document)
    for element in page(document, 2):
        for each in element.iter("{*}t"):
            each.text = (each.text or "").replace("Quillfeather Capital Partners LLC", "Zephyr Fund LP").replace("Dov Abramsky", "Zoe Zephyr")  # fmt: skip


@pytest.mark.parametrize(
    ("edited", "told"),
    [
        (delete_page, "the page of Ostara Opportunity Fund Ltd. was deleted"),
        (copy_page, "the page of Quillfeather Capital Partners LLC stands 2 times"),
        (overtype_copy, 'a page was added: "Zephyr Fund LP Zoe Zephyr, Manager"'),
    ],
)
def test_pages_that_are_not_those_of_the_deal_are_named(edited, told, a_round):
    edit(a_round, edited)
    a_round.change(rounds.amount(a_round.yaml, 1))
    code, _, err = a_round.run("schedules", "--into")
    assert code == 0, err
    assert f"agreement.docx: warning S326 in the signature pages, {told}\n" in err


def test_pages_that_are_as_drafted_are_not_told(a_round):
    edit(a_round, annotate)
    a_round.change(rounds.added(rounds.removed(a_round.yaml, 0)))
    code, out, err = a_round.run("schedules", "--into")
    assert (code, "S326" in err) == (0, False)
    assert "Your edits in Section 13(d) are kept." in out


def type_new_row(price):
    def change(document):
        add_row(document)
        copied = row_of(document, "Quarry Ventures")
        words = ["Windrow & Sons Capital LP", "1 Field Road", "Denver, Colorado 80202", "Phone: ", "(303) 555-0101"]
        figures = ["Fax: ", "(303) 555-0102", "143,157", "50,105", price]
        for each, said in zip(list(copied._tr.iter("{*}t")), [*words, *figures], strict=True):
            each.text = said

    return change


def test_a_row_that_somebody_wrote_already_is_not_written_twice(a_round):
    edit(a_round, type_new_row("$340,000"))
    a_round.change(rounds.added(a_round.yaml))
    code, _, err = a_round.run("schedules", "--into")
    assert (code, "C110" in err) == (0, False), err
    assert list(rows(a_round)).count("Windrow & Sons Capital LP") == 1


def test_a_row_that_somebody_wrote_otherwise_stops_the_run(a_round):
    edited = edit(a_round, type_new_row("$339,000"))
    a_round.change(rounds.added(a_round.yaml))
    code, _, err = a_round.run("schedules", "--into")
    told = 'S323 in ANNEX I "Windrow & Sons Capital LP" comes with "$340,000", but the file was edited here: "$339,000"'
    assert (code, told in err) == (3, True), err
    assert agreement(a_round).read_bytes() == edited


# Tables that somebody reshaped


def divide_table(document):
    table = row_of(document, "Ostara")._tr.getparent()
    second = deepcopy(table)
    for row in list(second.iterchildren("{*}tr"))[:3]:
        second.remove(row)
    for row in list(table.iterchildren("{*}tr"))[3:]:
        table.remove(row)
    table.addnext(second)
    table.addnext(document.element.body.makeelement(table.tag.replace("}tbl", "}p"), {}))


def in_currency(document):
    for name in ("Northgate", "Quillfeather", "Ostara", "Prud", "Brackenridge", "Total"):
        run = row_of(document, name).cells[-1].paragraphs[0].runs[0]
        run.text = f"US{run.text}.00" if "." not in run.text else f"US{run.text}"


def hide(document):
    for run in row_of(document, "Ostara")._tr.iter("{*}r"):
        run.get_or_add_rPr().append(run.makeelement(run.tag.replace("}r", "}vanish"), {}))


def mark_deleted(document):
    row = row_of(document, "Ostara")._tr
    deleted = row.makeelement(row.tag.replace("}tr", "}del"), {row.tag.replace("}tr", "}author"): "They"})
    row.get_or_add_trPr().append(deleted)


def add_column(document):
    for row in row_of(document, "Ostara")._tr.getparent().iterchildren("{*}tr"):
        cell = list(row.iterchildren("{*}tc"))[1]
        cell.addnext(deepcopy(cell))


def add_subtotal(document):
    total = row_of(document, "Total")._tr
    row_of(document, "Quillfeather")._tr.addnext(deepcopy(total))
    next(row_of(document, "Total")._tr.iter("{*}t")).text = "Subtotal"


def merge_cells(document):
    cells = row_of(document, "Ostara").cells
    cells[1].merge(cells[2])


@pytest.mark.parametrize(
    ("edited", "told"),
    [
        (divide_table, None),
        (in_currency, None),
        (hide, "the row of Ostara Opportunity Fund Ltd. is hidden"),
        (mark_deleted, "the row of Ostara Opportunity Fund Ltd. was deleted; the total of"),
        (add_column, "1 column was added"),
        (add_subtotal, 'a row was added: "Subtotal'),
        (merge_cells, "cells of the row of Ostara Opportunity Fund Ltd. were merged or divided; the total of"),
    ],
)
def test_each_row_of_a_table_that_somebody_reshaped_is_counted_or_named(edited, told, a_round):
    edit(a_round, edited)
    a_round.change(rounds.renamed(a_round.yaml, 4))
    code, _, err = a_round.run("schedules", "--into")
    assert code == 0, err
    if told is None:
        assert "C110" not in err
    else:
        assert f"agreement.docx: warning C110 in ANNEX I, {told}" in err
        assert ("the total of" in err) == ("the total of" in told)
