"""What the name of a party shows: a natural person, two of them, or an entity of some kind."""

from __future__ import annotations

import pytest

from assembler.termsheet.party_names import (
    shows_joint_persons,
    shows_legal_form,
    shows_only_entity,
    shows_person,
    spelled_alike,
)


@pytest.mark.parametrize(
    "name",
    [
        *("Helen R. Castellanos", "MARCUS OYELARAN", "Dr. Lena Okoro", "Robert Banks Jr.", "Vance, Eleanor M."),
        *("Joan van der Berg", "J. Q. Abernathy", "Anne-Marie O'Neill", "Mr. Dov Abramsky", "Ruth Ortega, Esq."),
    ],
)
def test_a_natural_person_is_known_by_the_name(name):
    assert shows_person(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Tidewell Capital", "Bear Stearns", "Marlin Point", "Folkinburg Investments", "Ruth Ortega Living Trust"),
        *(
            "Ruth Ortega Roth-IRA",
            "Helen Abernathy Irrevocable Tr",
            "Carl Ortega Rollover",
            "Anne Okoro F/B/O Dov Okoro",
        ),
        *(
            "Simon, Paul and Ruth",
            "Martin, Lewis, Clark",
            "Helen, Ruth or Anne",
            "Charles River Partners",
            "James & Daughters",
            "Victoria 2026",
            "John Hancock Insurance",
            "Morgan Stanley",
        ),
        *(
            "Mary Baker Foundation",
            "Stone Street Limited Partnership",
            "Alpha Capital A.G.",
            "\u682a\u5f0f\u4f1a\u793e \u6d77",
        ),
    ],
)
def test_an_entity_is_not_taken_for_a_natural_person(name):
    assert not shows_person(name)
    assert not shows_joint_persons(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ruth and Ben Ortega",
        "Ruth Ortega & Ben Ortega",
        "R. Ortega and B. Ortega, JTWROS",
        "Ruth Ortega, as community property",
    ],
)
def test_two_persons_are_known_by_the_name(name):
    assert shows_joint_persons(name)


@pytest.mark.parametrize(
    "name", ["Smith and Jones Ltd.", "Smith & Jones", "Bread and Butter Fund", "Procter and Gamble Company"]
)
def test_a_firm_of_two_names_is_not_two_persons(name):
    assert not shows_joint_persons(name)


@pytest.mark.parametrize(
    "name",
    [
        "Red Mesa Holdings LLC",
        "Kaltwasser GmbH",
        "Ortega Family Trust",
        "Beta Fund, L.P.",
        "Rio S.A.",
        "RUTH ORTEGA IRA",
    ],
)
def test_a_legal_form_is_known_by_the_name(name):
    assert shows_legal_form(name)


@pytest.mark.parametrize("name", ["Ira Okoro", "Dov Ira Okoro", "DOV IRA OKORO", "OKORO, DOV IRA", "Ruth Church"])
def test_a_given_name_or_surname_is_no_legal_form(name):
    assert not shows_legal_form(name)
    assert not shows_only_entity(name)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Beta Fund, L.P.", "BETA FUND LP", True),
        ("Beta Fund Limited Partnership", "Beta Fund LP", True),
        ("Smith and Jones, Incorporated", "Smith & Jones Inc", True),
        ("The Beta-Fund", "Beta Fund", True),
        ("Beta Fund I, LP", "Beta Fund II, LP", False),
        ("Beta Fund A", "Beta Fund B", False),
        ("Beta LP", "Beta LLC", False),
    ],
)
def test_names_that_differ_in_spelling_only_are_alike(one, other, expected):
    assert (spelled_alike(one) == spelled_alike(other)) is expected
