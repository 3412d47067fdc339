from assembler.checks.unused_definition import check
from tests.checks.subjects import said


def test_a_definition_that_nothing_uses_is_found():
    assert said(check, 'within three days (the third, the "*Delivery Date*") it delivers.') == [
        'clause_1: "Delivery Date" is defined but never used'
    ]


def test_a_definition_that_another_clause_uses_in_the_plural_is_not_found():
    assert said(check, '"*Person*" means anybody.', "It binds all Persons.") == []


def test_the_sentence_that_says_what_a_term_means_does_not_use_it():
    [what] = said(check, '"*Escrow Agreement*" means the Escrow Agreement of today.')
    assert "Escrow Agreement" in what


def test_a_sentence_may_use_a_term_behind_the_place_that_defines_it():
    assert said(check, 'the Depository Trust Company ("*DTC*") delivers by the system of DTC.') == []


def test_a_longer_term_is_no_use_of_the_shorter_one_in_it():
    [what] = said(check, '(the "*Company*") and (the "*Company Control Person*")', "It asks a Company Control Person.")
    assert '"Company" is defined' in what


def test_a_heading_is_no_use():
    [what] = said(check, '"*Closing Date*" means the day.', "# Closing Date.\nIt closes.")
    assert "Closing Date" in what


def test_the_terms_of_a_legend_are_left_alone():
    assert said(check, '> UNDER THE SECURITIES ACT OF 1933 (THE "*SECURITIES ACT*")') == []
