"""The proof names the clause file of each clause, and the terms that decided on it."""

from __future__ import annotations

import sys
from io import BytesIO

import docx
import pytest

from assembler import cli
from assembler.dealset.proof import notes, write_proof
from assembler.document import walk
from assembler.library import Library
from tests import deals


def notes_of(stem):
    document_set = deals.draft(stem)
    return notes(document_set.documents[0], document_set.deal)


def test_a_clause_names_its_file_and_the_terms_that_put_it_there():
    lines = notes_of("new-stock-and-warrants")["several_obligations"]
    assert lines[0] == "templates/clauses/purchase-agreement/several_obligations.txt"
    assert lines[1].startswith("present: options.clauses.several_obligations (new-stock-and-warrants.yaml:")


def test_a_clause_names_the_facts_that_its_words_ask_and_the_terms_that_it_prints():
    lines = notes_of("new-stock-and-warrants")["preamble"]
    assert lines[1].startswith("warrants_issued, yes: warrants.mode (new-stock-and-warrants.yaml:")
    assert lines[-1].startswith("prints: agreement.date (new-stock-and-warrants.yaml:")


def test_a_clause_names_the_departures_that_change_it():
    assert any(line.startswith("departure, as filed: departures[") for line in notes_of("focus-2003-07")["preamble"])


def test_a_number_without_words_names_the_outline():
    assert notes_of("new-stock-and-warrants")["securities_act_matters"] == [
        "securities_act_matters, in templates/forms/purchase-agreement.txt"
    ]


@pytest.mark.parametrize("stem", ["new-stock-and-warrants", "focus-2003-07", "focus-2001-12-warrant"])
def test_every_provision_that_is_printed_has_one_comment(stem):
    document_set = deals.draft(stem)
    ((name, made),) = write_proof(document_set, Library.open().shell("house")).items()
    assert name == f"{document_set.documents[0].stem}-proof.docx"
    printed = {clause.label for clause in walk.clauses(document_set.documents[0].document)}
    assert len(list(docx.Document(BytesIO(made)).comments)) == len(printed)


def test_a_proof_is_added_to_the_set_and_has_the_words_of_the_agreement(monkeypatch, capsys, tmp_path):
    sheet = str(deals.TERMSHEETS / "new-stock-only.yaml")
    monkeypatch.setattr(sys, "argv", ["assembler", "draft", sheet, "--proof", "--output", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    proof, agreement = (docx.Document(tmp_path / f"{name}.docx") for name in ("agreement-proof", "agreement"))
    assert [paragraph.text for paragraph in proof.paragraphs] == [paragraph.text for paragraph in agreement.paragraphs]
