from msgspec.structs import replace

from assembler.checks.typed_number import check
from tests.checks.subjects import clause, said

FIRST, SECOND = clause("One.", "(i)", "def_one"), clause("Two.", "(i)", "def_two")


def test_a_typed_number_out_of_order_is_found():
    assert said(check, FIRST, replace(SECOND, number_as="(xvi)")) == [
        'Section xvi (def_two): the clause is numbered "(xvi)", but its place gives "(ii)"'
    ]


def test_numbers_that_are_computed_or_right_are_left_alone():
    assert said(check, FIRST, replace(SECOND, number_as="(ii)")) == []
