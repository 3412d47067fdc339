import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from assembler.errors import InputError, Location, Problem, Severity
from assembler.pipeline import load_term_sheet
from assembler.termsheet import fields, messages
from assembler.termsheet.confusables import misleading_words
from assembler.termsheet.messages import path_text
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.source import TermPath, place_of
from tests.termsheet.sheets import SHEET, loaded, refused, spoilt

INVESTORS = "investors:\n  - name: White Investments Ltd.\n    amount: 1,100,000\n"
ALL_INVESTORS = "Write `investors:` and, indented below it, `- name: Example Fund, LP`, then `amount`."
TERM_SHEET = ", ".join(TermSheet.model_fields)
TWINS = "name: ACE Ltd.\n    amount: 5\n  - name: \u0410\u0421\u0415  LTD.\n    amount: 5\n  - name: \uff21\uff23\uff25 Ltd.\n    amount: 5\n"


def test_a_sheet_becomes_typed_terms():
    terms = loaded(SHEET).terms
    assert terms.agreement.date == date(2003, 7, 1)
    assert str(terms.offering.price_per_share) == "1.10"
    assert terms.investors[0].amount == Decimal(1_100_000)
    assert terms.company.address.zip == "02139"
    assert terms.company.notice.title == "President & CEO"
    assert terms.law.majority_threshold == Decimal(51)
    assert terms.closing.unlegended_delivery_days == 3


def test_v09_words_of_yaml_are_words_of_the_deal():
    terms = loaded(spoilt(("name: White Investments Ltd.", "name: Null"), ("city: Campbell", "city: NO"))).terms
    assert (terms.investors[0].name, terms.company.address.city) == ("Null", "NO")


@pytest.mark.parametrize(
    "name", ["A & B <Ltd>", 'O\'Brien "X"', "شركة النيل", "株式会社", "👨\u200d👩\u200d👧", "22:22"]
)
def test_v21_v33_v35_a_name_is_loaded_as_it_is(name):
    assert loaded(spoilt(("name: White Investments Ltd.", f"name: {name}"))).terms.investors[0].name == name


FAULTS = [
    (
        "V12 an amount",
        (("amount: 1,100,000", "amount: 1,10,000"),),
        [
            (
                "deal.yaml:22:13: error T104 investors[0].amount: '1,10,000' is not an amount in dollars: its commas do not "
                "separate thousands\n    Write commas as in 1,100,000, or none, as in 1100000; the digits typed make 110,000."
            )
        ],
    ),
    (
        "V19 a day that is none",
        (("date: 2003-07-01", "date: 2026-02-30"),),
        [
            (
                "deal.yaml:3:9: error T105 agreement.date: '2026-02-30' is not a date: February 2026 has 28 days\n"
                "    Write a day from 2026-02-01 to 2026-02-28."
            )
        ],
    ),
    (
        "V22 an unknown name for a required term",
        (("\ninvestors:", "\ninvesters:"),),
        [
            (
                "deal.yaml:20:1: error T101 investers: a term sheet has no field `investers`. Did you mean `investors`?\n"
                f"    Write `investors`. The fields are: {TERM_SHEET}."
            )
        ],
    ),
    (
        "V22 an unknown name like no other",
        (("law:\n", "law:\n  zzz:\n"),),
        [
            (
                "deal.yaml:47:3: error T101 law.zzz: `law` has no field `zzz`\n    Write one of: governing_state, "
                "forum_state, forum_county, forum, service_by_notice, process_agent, majority_threshold, "
                "rule_144_holding_period."
            )
        ],
    ),
    (
        "V23 a missing term",
        (("  price_per_share: 1.10\n", ""),),
        [
            (
                "deal.yaml:16:1: error T102 offering.price_per_share: `price_per_share` is missing: Purchase price per "
                "share, in dollars.\n    Add below `offering:`, indented, a line such as `price_per_share: 1.00`; or "
                "`price_per_share: TBD`, if it is not agreed yet."
            )
        ],
    ),
    (
        "V23 a missing group",
        ((INVESTORS, ""),),
        [
            (
                "deal.yaml:2:1: error T102 investors: `investors` is missing: The investors, in order.\n    Add at the left "
                "margin: `investors:` and, indented below it, `- name: Example Fund, LP`, then `amount`."
            )
        ],
    ),
    (
        "V23 a missing group below another",
        (("  signatory: {name: Jane Doe, title: President & CEO}\n", ""),),
        [
            (
                "deal.yaml:4:1: error T102 company.signatory: `signatory` is missing: The person who signs for the company.\n"
                "    Add below `company:`, indented: `signatory:` and, indented below it, `name: Jane Doe`, then `title`."
            )
        ],
    ),
    (
        "V23 a missing term of an entry",
        (("    amount: 1,100,000\n", ""),),
        [
            (
                "deal.yaml:21:5: error T102 investors[0].amount: `amount` is missing: Purchase price that this investor pays, in "
                "dollars.\n    Add to this entry of `investors` a line such as `amount: 1,100,000`; or `amount: TBD`, if it is "
                "not agreed yet."
            )
        ],
    ),
    (
        "V24 text where names and values are due",
        (("signatory: {name: Jane Doe, title: President & CEO}", "signatory: Jane Doe"),),
        [
            (
                "deal.yaml:15:14: error T103 company.signatory: expected names and values, found 'Jane Doe'\n"
                "    Write `signatory:` and, indented below it, `name: Jane Doe`, then `title`."
            )
        ],
    ),
    (
        "V24 text where a list is due",
        (("address_lines: [350 Fifth Avenue, 'New York, New York 10001']", "address_lines: 350 Fifth Avenue"),),
        [
            (
                "deal.yaml:27:20: error T103 escrow.wire.address_lines: expected a list, found '350 Fifth Avenue'\n"
                "    Write `address_lines: ['350 Fifth Avenue']`."
            )
        ],
    ),
    (
        "V24 names and values where a list is due",
        ((INVESTORS, "investors:\n  name: White\n  amount: 5\n"),),
        [f"deal.yaml:21:3: error T103 investors: expected a list, found names and values\n    {ALL_INVESTORS}"],
    ),
    (
        "V24 a file where its name is due",
        ((INVESTORS, "investors: round.CSV\n"),),
        [
            (
                "deal.yaml:20:12: error T103 investors: expected a list, found 'round.CSV'\n"
                "    Write `investors: {from: round.CSV}`, where that is the file that lists them."
            )
        ],
    ),
    (
        "V24 text for an entry",
        ((INVESTORS, "investors:\n  - White\n"),),
        [
            (
                "deal.yaml:21:5: error T103 investors[0]: expected names and values, found 'White'\n"
                "    Write `- name: Example Fund, LP`, then `amount`."
            )
        ],
    ),
    (
        "V24 a list where one value is due",
        (("forum_state: California", "forum_state: [California]"),),
        [
            (
                "deal.yaml:48:16: error T103 law.forum_state: expected one value, found a list\n"
                "    Write `forum_state: California`."
            )
        ],
    ),
    (
        "V24 a list where one of some values is due",
        (("law:\n", "execution: {status: [draft]}\nlaw:\n"),),
        [
            (
                "deal.yaml:46:21: error T107 execution.status: a list is not a permitted value\n"
                "    Write one of: form, draft, execution, conformed."
            )
        ],
    ),
    (
        "V24 a list without entries",
        ((INVESTORS, "investors: []\n"),),
        [f"deal.yaml:20:12: error T109 investors: the list is empty; expected one entry or more\n    {ALL_INVESTORS}"],
    ),
    (
        "V26 two investors of one name",
        (("    amount: 1,100,000\n", "    amount: 1,100,000\n  - name: white  investments LTD.\n    amount: 5\n"),),
        [
            (
                "deal.yaml:23:11: error T112 investors[1].name: 'white  investments LTD.' is also the name of the investor on "
                "line 21\n    Merge the two entries, or make the names differ. An investor who buys again has another `closing`."
            )
        ],
    ),
    (
        "V26 investors whose names look alike",
        (("name: White Investments Ltd.\n    amount: 1,100,000\n", TWINS),),
        [
            (
                "deal.yaml:23:11: error T112 investors[1].name: '\u0410\u0421\u0415  LTD.' looks like the name of the "
                "investor on line 21\n    Merge the two entries, or make the names differ. An investor who buys again has another `closing`."
            ),
            (
                "deal.yaml:23:11: warning T113 investors[1].name: '\u0410\u0421\u0415' looks Latin, and its letters are "
                "Cyrillic\n    If intended, ignore this; otherwise type the word again on an English keyboard."
            ),
            (
                "deal.yaml:25:11: error T112 investors[2].name: '\uff21\uff23\uff25 Ltd.' looks like the name of the "
                "investor on line 21\n    Merge the two entries, or make the names differ. An investor who buys again has another `closing`."
            ),
        ],
    ),
    (
        "V30 a name of 5,000 characters",
        (("name: White Investments Ltd.", f"name: {'x' * 5_000}"),),
        [
            (
                "deal.yaml:21:11: error T110 investors[0].name: the text has 5,000 characters; at most 2,000 are allowed\n"
                "    Shorten the text."
            )
        ],
    ),
    (
        "V31 a blank name",
        (("name: White Investments Ltd.", "name: ' '"),),
        ["deal.yaml:21:11: error T110 investors[0].name: the text is blank\n    Write the text, or delete the line."],
    ),
    (
        "V31 an empty value of a required term",
        (("agent: Grey LLP", "agent:"),),
        [
            (
                "deal.yaml:24:9: error T108 escrow.agent: the value is empty\n"
                "    Write it as in `agent: Doe & Roe LLP`; or `agent: TBD`, if it is not agreed yet."
            )
        ],
    ),
    (
        "V31 an empty value of a term that may be left out",
        (("    amount: 1,100,000\n", "    amount: 1,100,000\n    signatory:\n"),),
        [
            (
                "deal.yaml:23:15: error T108 investors[0].signatory: the value is empty\n"
                "    Write it as in `signatory: John Roe`; or delete the line."
            )
        ],
    ),
    (
        "one of some values",
        (("law:\n", "warrants: {mode: integratd}\nlaw:\n"),),
        [
            (
                "deal.yaml:46:18: error T107 warrants.mode: 'integratd' is not a permitted value. Did you mean "
                "`integrated`?\n    Write one of: none, covenant, integrated."
            )
        ],
    ),
]


@pytest.mark.parametrize(("_", "changes", "expected"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_the_problem_of_a_term_has_its_place_and_its_hint(_, changes, expected):
    assert [str(problem) for problem in refused(spoilt(*changes))] == expected


def test_v25_all_faults_are_reported_at_once_sorted_by_line():
    sheet = spoilt(
        ("date: 2003-07-01", "date: 01/02/2026"),
        ("short_name: ACME", "shortname: ACME"),
        ("city: Campbell, ", ""),
        ("attention: Jane Doe", "attention: ' '"),
        ("price_per_share: 1.10", "price_per_share: $1.10 mio"),
        ("par_value: 0.01", "par_value: 00.01"),
        ("amount: 1,100,000", "amount: -5"),
        ("agent: Grey LLP", "agent: [Grey LLP]"),
        ("aba: 021000018", "aba:"),
        ("majority_threshold: 51%", "majority_threshold: 51"),
        ("last_audited_date: 2002-12-31", "last_audited_date: 2002-12-32"),
        ("law:", "options: {patriot_act: maybe}\nlaw:"),
    )
    problems = refused(sheet)
    assert [(problem.location.line, problem.code) for problem in problems] == [
        (3, "T105"),
        (6, "T101"),
        (9, "T102"),
        (11, "T110"),
        (17, "T104"),
        (18, "T104"),
        (22, "T106"),
        (24, "T103"),
        (28, "T108"),
        (46, "T107"),
        (51, "T104"),
        (53, "T105"),
    ]


def test_v29_more_than_100_000_investors_are_refused():
    (problem,) = refused(
        spoilt((INVESTORS, "investors:\n" + "".join(f"- {{name: A{n}, amount: 1}}\n" for n in range(100_001))))
    )
    assert str(problem) == (
        "deal.yaml:21:1: error T109 investors: the list has more than 100,000 entries, which is the limit\n"
        "    Split the deal into two term sheets."
    )


def test_of_thousands_of_faults_of_a_kind_the_first_hundred_are_said_and_a_count():
    problems = refused(
        spoilt((INVESTORS, "investors:\n" + "- {name: x, amount: five}\n"))
        + "".join(f"x{n}: 1\n" for n in range(5_000))
    )
    assert [problem.code for problem in problems] == ["T104", *["T101"] * 101]
    assert problems[-1].message == "and 4,900 more of this kind in the file"


def test_v32_letters_of_two_alphabets_in_one_word_are_a_warning():
    (warning,) = loaded(spoilt(("name: ACME, INC.", "name: \u0410cme Бета Inc."))).warnings
    assert warning.severity is Severity.WARNING
    assert (warning.code, warning.location, warning.path) == (
        "T113",
        Location("deal.yaml", 5, 9, 5, 23),
        "company.name",
    )
    assert warning.message == "mixes Cyrillic and Latin letters in '\u0410cme'"


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("\u0391cme", ["mixes Greek and Latin letters in '\u0391cme'"]),
        ("Series \u0410", ["'\u0410' looks Latin, and its letters are Cyrillic"]),
        ("\u041e\u041e\u041e \u0411\u0435\u0442\u0430", []),
        ("\u03a3\u03a5\u039d \u039f\u0395", []),
        ("Soci\u00e9t\u00e9 & Co", []),
    ],
)
def test_v32_words_of_another_alphabet_are_odd_where_they_look_latin(text, odd):
    assert list(misleading_words(text)) == odd


def test_warnings_are_reported_beside_errors():
    sheet = spoilt(("name: ACME, INC.", "name: \u0410cme"), ("par_value: 0.01", "par_value: 0"))
    assert [problem.code for problem in refused(sheet)] == ["T113", "T106"]


def test_an_empty_value_below_a_fault_is_not_reported_beside_it():
    assert [problem.code for problem in refused(spoilt(("agent: Grey LLP", "agent: {a: {b: }}")))] == ["T103"]


def test_a_missing_term_is_not_reported_beside_its_misspelling_only():
    problems = refused(
        spoilt(("governing_state: Delaware", "governing_stat: Delaware"), ("  forum_state: California\n", ""))
    )
    assert [(problem.code, problem.path) for problem in problems] == [
        ("T102", "law.forum_state"),
        ("T101", "law.governing_stat"),
    ]


def test_the_place_of_a_value_is_its_own_and_of_a_missing_one_that_of_the_group_around_it():
    source = loaded(SHEET).source
    assert place_of(source, "investors[0].amount") == Location("deal.yaml", 22, 13, 22, 22)
    assert place_of(source, ("investors", 0, "amount")) == Location("deal.yaml", 22, 13, 22, 22)
    assert place_of(source, "investors[0].shares") == Location("deal.yaml", 21, 5)
    assert place_of(source, "offering.total_shares") == Location("deal.yaml", 16, 1, 16, 9)
    assert place_of(source, "warrants.coverage") == Location("deal.yaml", 2, 1)


def test_a_path_is_written_as_in_findings():
    assert path_text(("investors", 3, "amount")) == "investors[3].amount"
    assert path_text(()) == ""


def test_the_term_sheets_that_come_with_it_load_without_a_warning():
    for sheet in sorted((Path(__file__).parents[2] / "termsheets").glob("focus-*.yaml")):
        assert load_term_sheet(sheet.read_bytes(), sheet.name).warnings == ()


def _paths(group: type[BaseModel], path: TermPath):
    for name, field in group.model_fields.items():
        yield (*path, name)
        is_list = fields.is_list(field)
        entry = (*path, name, 0) if is_list else (*path, name)
        if is_list:
            yield entry
        if inner := fields.group_in(field.annotation):
            yield from _paths(inner, entry)


@pytest.mark.parametrize("path", list(_paths(TermSheet, ())), ids=path_text)
def test_every_term_has_a_form_to_be_shown(path):
    form = messages.MessageWriter(TermSheet).form(path)
    assert form.startswith("`")
    assert "Undefined" not in form
    assert "typing" not in form
    assert "None" not in form


def test_loading_imports_nothing_heavy():
    program = "import sys, assembler.termsheet.loading; print([m for m in sys.modules if m in ('rapidfuzz', 'hypothesis', 'jinja2', 'docx', 'lxml')])"
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert shown.stdout == "[]\n"


def test_ten_thousand_investors_load():
    investors = "investors:\n" + "".join(
        f"  - name: Investor {n}\n    address_lines: [Street {n}, Town]\n    amount: 1,000\n" for n in range(10_000)
    )
    assert len(loaded(spoilt((INVESTORS, investors))).terms.investors) == 10_000


def _problems(sheet: str) -> tuple[Problem, ...]:
    try:
        return loaded(sheet).warnings
    except InputError as refusal:
        return refusal.problems


LINES = SHEET.splitlines()


@settings(max_examples=200, deadline=None)
@given(
    number=st.integers(0, len(LINES) - 1),
    line=st.sampled_from(
        [
            *LINES,
            "",
            "  x: y",
            "- z",
            "a:",
            "  - name:",
            "investors: {}",
            "law: []",
            "  date: ~",
            "\u0410cme: x",
            "{",
            "&a",
        ]
    ),
)
def test_a_sheet_with_any_line_spoilt_loads_or_is_refused_with_places_in_order(number, line):
    sheet = "\n".join([*LINES[:number], line, *LINES[number + 1 :]])
    places = [problem.location for problem in _problems(sheet)]
    assert places == sorted(places)
    assert all(place.line for place in places)
