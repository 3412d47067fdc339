"""A file of a set is called by what it is and whose it is."""

from __future__ import annotations

import pytest

from assembler.dealset.titles import Title, documents, listed, title_of
from assembler.store.manifest import ManifestEntry

INVESTOR = {"investor": "Fund A"}


@pytest.mark.parametrize(
    ("name", "entry", "title"),
    [
        ("agreement.docx", ManifestEntry("", "agreement"), "Agreement"),
        ("agreement-proof.docx", ManifestEntry("", "agreement", "a"), "Proof with comments"),
        (
            "annex-i-schedule-of-investors-closing-2.docx",
            ManifestEntry("", "schedule"),
            "Schedule of investors, closing 2",
        ),
        ("cap-table.ocf.zip", ManifestEntry("", "schedule"), "Cap table"),
        ("signature-page-01-fund-a.docx", ManifestEntry("", "signatures", **INVESTOR), "Signature page of Fund A"),
        ("joinder-02-fund-a.docx", ManifestEntry("", "signatures", **INVESTOR), "Joinder of Fund A"),
        ("warrant-01-a.docx", ManifestEntry("", "warrants", "", "Fund A", "Series A"), "Series A warrant of Fund A"),
        (
            "form-of-warrant-series-a.docx",
            ManifestEntry("", "warrants", "", "", "Series A"),
            "Form of Series A warrant",
        ),
        ("wire-instructions-closing-2.docx", ManifestEntry("", "ancillary"), "Wire instructions, closing 2"),
        ("annex-iii-opinion-of-counsel.pdf", ManifestEntry("", "annexes"), "Annex III, opinion of counsel"),
    ],
)
def test_a_file_has_the_title_of_its_document(name, entry, title):
    assert str(title_of(name, entry)) == title


def test_the_sheets_belong_to_the_schedule_and_two_warrants_of_one_holder_are_two():
    warrant = ManifestEntry("", "warrants", **INVESTOR)
    entries = {
        "annex-i-schedule-of-investors.docx": ManifestEntry("", "schedule"),
        "schedule-of-investors.csv": ManifestEntry("", "schedule"),
        "warrant-01-fund-a.docx": warrant,
        "warrant-01-fund-a.txt": warrant,
        "warrant-06-fund-a.docx": warrant,
    }
    assert [files for _, files in documents(entries)] == [[*entries][:2], [*entries][2:4], [*entries][4:]]


def test_documents_of_a_kind_are_one_line_with_all_their_holders():
    titles = [Title("warrant", "A"), Title("agreement"), Title("warrant", "B, L.P."), Title("joinder, closing 2", "C")]
    assert list(listed(titles)) == ["Warrants of A; B, L.P.", "Agreement", "Joinder, closing 2 of C"]
