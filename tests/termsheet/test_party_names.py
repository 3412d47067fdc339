"""What the name of a party shows: a natural person, two of them, or an entity of some kind."""

from __future__ import annotations

import pytest

from assembler.termsheet.party_names import (
    shown_kind,
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


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            "limited_liability_company",
            "Red Mesa Holdings LLC|Birch, L.L.C.|Fir Limited Liability Company|Cedar Trust, LLC",
        ),
        ("limited_partnership", "Alder Fund, L.P.|Fir Fund LP|Elm LLLP|Gum Limited Partnership|Ulme GmbH & Co. KG"),
        ("general_partnership", "Birch LLP|Elm L.L.P."),
        ("corporation", "Gum, Inc.|Gum Incorporated|Elm Corp.|Elm Corporation"),
        (
            "foreign_company",
            "Kaltwasser GmbH|Elm AG|Fir S.A.|Oak B.V.|Ash N.V.|Teak Pty Ltd|Teak (Pty) Limited|Palm Pte. Ltd.|Pin S.à r.l.|Oak plc|Gran AB",
        ),
        (
            "trust",
            (
                "The Abernathy Family Trust|Roe Trust dated May 1, 2020|Ann Roe, as trustee|Roe Living Trust u/a/d 3/1/1998"
                "|Elm Corp., as trustee of the Roe Trust|Ann Roe TTEE"
            ),
        ),
        (
            "custodian",
            "Dune Trust Company FBO John Roe IRA|Elm Bank f/b/o Ann Roe|Pension Co., Custodian for John Roe Roth IRA|Ann Roe IRA",
        ),
        # Uncertain: a Ltd. is a company in one place and a partnership in another.
        (
            "",
            (
                "Ostara Opportunity Fund Ltd.|White Investments Limited|Kestrel Point Trust Company|First Trust Bank|Trust Partners"
                "|Ira Glass|Eleanor Vance|Ada Sa|LLC|Northern Trust, N.A.|John and Mary Ortega|Fir Partners"
            ),
        ),
    ],
)
def test_a_name_shows_its_kind_where_its_end_is_certain(kind, names):
    assert {name: shown_kind(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), kind)
