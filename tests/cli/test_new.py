"""`assembler new`: the styles of a new sheet, and the questions of --ask."""

from __future__ import annotations

import io
from importlib.resources import files

import pytest

from assembler.actions.new import Style
from assembler.pipeline import load_term_sheet
from tests.commands import run

ANSWERS = [
    "September 14, 2026",
    "Tidewell Sensors, Inc.",
    "Delaware",
    "Marcus Oyelaran",
    "",
    "$2.375",
    "0.001",
    "Nasdaq Capital Market",
    "35 %",
    "2.85",
    "5 years",
    "New York",
    "Northgate Master Fund, LP",
    "1,250,000",
    "Eleanor Prudhomme",
    "TBD",
    "",
]


@pytest.fixture
def ask(monkeypatch, tmp_path):
    """Run `new deal --ask` with these lines as its input. Return code, output, messages and the terms written."""
    monkeypatch.chdir(tmp_path)

    def asked(lines, *options):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code, out, err = run("new", "deal", "--ask", *options)
        sheet = tmp_path / "deal.yaml"
        return code, out, err, load_term_sheet(sheet.read_bytes(), "deal.yaml").terms if sheet.exists() else None

    return asked


def test_the_answers_stand_in_the_sheet_and_what_was_skipped_is_open(ask):
    code, out, _, terms = ask(ANSWERS)
    assert (code, out.split()) == (0, ["deal.yaml", "assembler.schema.json"])
    assert terms.company.name == "Tidewell Sensors, Inc."
    assert terms.company.signatory.title.printed == "[\u25cf]"
    assert f"{terms.offering.price_per_share} {terms.warrants.coverage} {terms.warrants.term_years}" == "2.375 35 5"
    assert [investor.name for investor in terms.investors] == ["Northgate Master Fund, LP", "Eleanor Prudhomme"]
    assert terms.investors[0].amount == 1_250_000
    assert terms.investors[1].amount.printed == "[\u25cf]"


@pytest.mark.parametrize(
    ("index", "wrong", "said"),
    [
        (0, "03/04/2026", "error: '03/04/2026'"),
        (5, "2,37", "error: '2,37'"),
        (8, "35", "error: '35'"),
        (13, "1.25m", "m has two meanings"),
        (14, "Northgate Master Fund LP", "Northgate Master Fund LP"),
    ],
)
def test_a_wrong_answer_is_told_and_asked_again(ask, index, wrong, said):
    code, _, err, terms = ask([*ANSWERS[:index], wrong, *ANSWERS[index:]])
    assert code == 0
    assert said in err
    assert terms.company.signatory.name == "Marcus Oyelaran"
    assert len(terms.investors) == 2


@pytest.mark.parametrize("answered", range(len(ANSWERS)))
def test_at_the_end_of_the_input_what_was_answered_is_written(ask, answered):
    code, _, err, terms = ask(ANSWERS[:answered])
    assert code == 0
    assert "The input has ended. What was not answered is TBD in the sheet." in err
    if answered > 1:
        assert terms.company.name == "Tidewell Sensors, Inc."
    if answered > 12:
        assert terms.investors[0].name == "Northgate Master Fund, LP"


def test_a_sheet_that_is_there_is_refused_before_the_first_question(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deal.yaml").write_bytes(b"form: warrant\n")
    code, _, err = run("new", "deal", "--ask")
    assert code == 3
    assert "Y004" in err
    assert "> " not in err
    assert (tmp_path / "deal.yaml").read_bytes() == b"form: warrant\n"


def test_only_an_agreement_with_a_name_is_asked_for(ask):
    assert run("new", "--ask")[0] == 2
    assert ask([], "--form", "warrant")[0] == 2


def test_each_style_has_its_file_and_no_other_file_is_there():
    folder = files("assembler.termsheet") / "styles"
    assert {file.name for file in folder.iterdir()} == {f"{style.value}.yaml" for style in Style}


def test_the_style_is_no_term_and_decides_what_the_sheet_states(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert run("new", "today")[0] == run("new", "same", "--style", "today")[0] == 0
    assert run("new", "old", "--style", "2003")[0] == 0
    assert (tmp_path / "today.yaml").read_bytes() == (tmp_path / "same.yaml").read_bytes()
    terms = {name: load_term_sheet((tmp_path / f"{name}.yaml").read_bytes(), name).terms for name in ("today", "old")}
    assert terms["today"].options.share_rounding == "down"
    assert terms["old"].options.share_rounding == "nearest"
    assert "style:" not in (tmp_path / "old.yaml").read_text()
