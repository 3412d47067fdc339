"""A term sheet stands for the document of its set that is nearest, and its Word file is compared whole."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import pytest

from assembler.compare import drafts, report
from assembler.compare.explain import compare
from assembler.exports import html, text
from assembler.readers import files
from assembler.readers.reading import Passage, Provision, Reading, TermSpan
from tests import deals
from tests.commands import run as command_line

STEM = "new-stock-and-warrants"
SHEET = deals.TERMSHEETS / f"{STEM}.yaml"


@cache
def pieces():
    """The documents of the deal by the stems of their files."""
    return {piece.stem: piece for piece in deals.draft(STEM).documents}


def as_text(stem):
    piece = pieces()[stem]
    return text.write(piece.document, piece.numbers)


def stem_of_kind(beginning):
    return [stem for stem in pieces() if stem.startswith(beginning)][-1]


KINDS = ["agreement", "annex-i-", "signature-page-", "warrant-"]


@pytest.mark.parametrize("beginning", KINDS)
@pytest.mark.parametrize("edit", [("the", "a"), ("shall", "will")])
def test_a_term_sheet_stands_for_the_document_that_is_nearest(beginning, edit):
    stem = stem_of_kind(beginning)
    edited = files.read(as_text(stem).replace(f" {edit[0]} ", f" {edit[1]} ", 2).encode(), "back.txt")
    draft = drafts.as_reading(deals.draft(STEM), "deal.yaml", edited)
    assert draft.piece.stem == stem
    assert draft.reading.format == f"term sheet, its {stem}"


def test_a_text_that_is_near_to_no_document_is_compared_with_the_agreement():
    stranger = files.read(b"Whales sing at night. They swim far, and nobody knows why they do so.", "whales.txt")
    draft = drafts.as_reading(deals.draft(STEM), "deal.yaml", stranger)
    assert draft.piece.stem == "agreement"
    comparison = compare(draft.reading, stranger, draft.terms)
    assert (comparison.on_form, comparison.alike < 10) == (False, True)
    assert set(map(str, comparison.counts)) <= {"unexplained", "contents"}
    assert "not on the form" in report.text(comparison)


def test_a_figure_of_a_warrant_is_told_as_its_term():
    stem = stem_of_kind("warrant-")
    held = re.search(r"\d{2,3},\d{3}", as_text(stem))[0]
    back = files.read(as_text(stem).replace(held, "77,777").encode(), "back.txt")
    draft = drafts.as_reading(deals.draft(STEM), "deal.yaml", back)
    comparison = compare(draft.reading, back, draft.terms)
    assert set(map(str, comparison.counts)) == {"term"}


@pytest.mark.parametrize(
    ("old", "new", "elsewhere"),
    [
        ("First Harbor Bank of Commerce", "Bank of Commerce", {""}),
        ("First Harbor Bank of Commerce", "", {""}),
        (" (1,274,077)", "", {"Section 1(a)"}),
    ],
)
def test_a_value_that_is_missing_is_looked_for_in_the_whole_document(old, new, elsewhere):
    assert old in as_text("agreement")
    back = files.read(as_text("agreement").replace(old, new, 1).encode(), "back.txt")
    draft = drafts.as_reading(deals.draft(STEM), "deal.yaml", back)
    comparison = compare(back, draft.reading, None, draft.terms)
    assert {one.elsewhere for one in comparison.differences} == elsewhere


def test_of_values_among_other_words_that_are_missing_each_is_looked_for():
    written = as_text("agreement")
    block = re.search(r"(?m)^ +COMPANY: +TIDEWELL SENSORS, INC\.\n(?: {36}.*\n)+", written)[0]
    back = files.read(written.replace(block, "").encode(), "back.txt")
    draft = drafts.as_reading(deals.draft(STEM), "deal.yaml", back)
    said = "; ".join(one.elsewhere for one in compare(back, draft.reading, None, draft.terms).differences)
    assert "company.name in" in said
    assert "telephone" not in said


def test_the_report_says_which_document_a_term_sheet_stands_for(tmp_path):
    stem = stem_of_kind("signature-page-")
    (tmp_path / "back.txt").write_text(as_text(stem))
    code, out, _ = command_line("compare", SHEET, tmp_path / "back.txt", "--fail-on", "any")
    assert (code, f"(term sheet, its {stem})" in out, "\nno differences\n" in out) == (0, True, True)


@pytest.mark.parametrize("beginning", KINDS)
def test_a_page_of_html_that_was_written_for_a_document_is_the_document_of_its_term_sheet(beginning, tmp_path):
    piece = pieces()[stem_of_kind(beginning)]
    (tmp_path / "back.html").write_text(html.write(piece.document, piece.numbers))
    code, out, _ = command_line("compare", tmp_path / "back.html", SHEET, "--fail-on", "any")
    assert (code, "\nno differences\n" in out) == (0, True)


def test_an_option_that_changes_figures_alone_is_no_reason_for_other_words():
    written = as_text(stem_of_kind("annex-i-"))
    row = re.search(r"(?m)^Total.*$", written)[0]
    back = files.read(written.replace(row, f"{row.replace('Total', '     ')}\n\nTotal").encode(), "back.txt")
    draft = drafts.as_reading(deals.draft(STEM), "deal.yaml", back)
    told = [cause.path for one in compare(back, draft.reading, None, draft.terms).differences for cause in one.reasons]
    assert told
    assert "options.share_rounding" not in told


def submission(*documents):
    """A submission to EDGAR of documents, each given by its kind and its words."""
    wrapped = (
        f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>1\n<TEXT>\n{words}\n</TEXT>\n</DOCUMENT>\n" for kind, words in documents
    )
    return f"<SEC-DOCUMENT>a.txt\n<SEC-HEADER>\n</SEC-HEADER>\n{''.join(wrapped)}</SEC-DOCUMENT>\n"


KINDS_FILED = "8-K, GRAPHIC, EX-4.1, EX-10.1, EX-99.2"


def filed():
    return submission(
        ("8-K", "<html><body><p>Item 1.01. Entry into an agreement.</p></body></html>"),
        ("GRAPHIC", "begin 644 seal.jpg\nM_]C_X``02D9)\n`\nend"),
        ("EX-4.1", as_text(stem_of_kind("warrant-"))),
        ("EX-10.1", as_text("agreement")),
        ("EX-99.2", "<PDF>\nbegin 644 a.pdf\n</PDF>"),
    )


@pytest.mark.parametrize(("beginning", "kind"), [("agreement", "EX-10.1"), ("warrant-", "EX-4.1")])
@pytest.mark.parametrize("is_original", [True, False])
def test_of_a_submission_of_several_documents_the_nearest_one_is_compared(beginning, kind, is_original, tmp_path):
    (tmp_path / "filed.txt").write_text(filed())
    (tmp_path / "ours.txt").write_text(as_text(stem_of_kind(beginning)))
    given = [tmp_path / "filed.txt", tmp_path / "ours.txt"]
    code, out, _ = command_line("compare", *(given if is_original else reversed(given)), "--fail-on", "any")
    assert (code, "\nno differences\n" in out) == (0, True)
    assert f"{kind} is read, the nearest in a submission of 5 documents: {KINDS_FILED}" in out


def test_of_a_submission_and_a_term_sheet_the_nearest_documents_are_compared(tmp_path):
    (tmp_path / "filed.txt").write_text(filed())
    code, out, _ = command_line("compare", tmp_path / "filed.txt", SHEET, "--fail-on", "any")
    assert (code, "(term sheet, its agreement)" in out, "\nno differences\n" in out) == (0, True, True)


def test_two_submissions_of_several_documents_are_refused(tmp_path):
    (tmp_path / "filed.txt").write_text(filed())
    code, _, err = command_line("compare", tmp_path / "filed.txt", tmp_path / "filed.txt")
    assert (code, f"is a submission of 5 documents: {KINDS_FILED}" in err) == (3, True)


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """A folder with the agreement of the deal as it was sent, with its tree."""
    folder = tmp_path_factory.mktemp("sent")
    code, _, _ = command_line("draft", SHEET, "--only", "agreement", "--output", folder)
    assert code == 0
    return folder


def edited(data, old, new):
    """A Word file with a piece of its main part replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(stream, "w") as written:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                found = re.search(old, content.decode())
                assert found, old
                content = (content.decode()[: found.start()] + found.expand(new) + content.decode()[found.end() :]).encode()  # fmt: skip
            written.writestr(name, content)
    return stream.getvalue()


RUN = r"<w:r>(<w:t(?: [^>]*)?>[^<]{20,}</w:t></w:r>)"
EDITS = {
    "hidden": (RUN, r"<w:r><w:rPr><w:strike/></w:rPr>\1"),
    "formatting": (RUN, r"<w:r><w:rPr><w:i/></w:rPr>\1"),
    "paragraph": (r"(<w:r><w:t(?: [^>]*)?>[^<]*\. )([A-Z][^<]*</w:t></w:r></w:p>)", r'\1</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">\2'),
}  # fmt: skip


@pytest.mark.parametrize("base", ["term sheet", "draft beside its tree", "draft away from its tree"])
@pytest.mark.parametrize("kind", EDITS)
def test_what_was_changed_beside_the_words_of_a_draft_is_told(sent, tmp_path, base, kind):
    data = (sent / "agreement.docx").read_bytes()
    (tmp_path / "away.docx").write_bytes(data)
    (tmp_path / "back.docx").write_bytes(edited(data, *EDITS[kind]))
    original = {"term sheet": SHEET, "draft beside its tree": sent / "agreement.docx"}.get(base, tmp_path / "away.docx")
    code, out, _ = command_line("compare", original, tmp_path / "back.docx", "--fail-on", "any")
    assert code == 1
    label = {"hidden": "hidden or struck text", "paragraph": "paragraph division"}.get(kind, kind)
    assert f"1 {label}" in out.splitlines()[3]
    assert command_line("compare", original, tmp_path / "away.docx", "--fail-on", "any")[0] == 0


def test_a_paragraph_of_a_file_that_holds_two_provisions_of_its_draft_is_cut_between_them():
    first, second = (
        Provision("1", label="price", passages=(Passage(("Pay", "$5"), terms=(TermSpan(1, 2, "price"),)),)),
        Provision("2", label="term", passages=(Passage(("for", "May", "alone"), terms=(TermSpan(1, 2, "month"),)),)),
    )
    drafted = Reading("draft", (first, second))
    read = Reading("file", (Provision(passages=(Passage(("Pay", "$5", "for", "May")), Passage(("alone",)))),))
    both = files.with_terms_of(drafted, read)
    assert [(one.label, [passage.words for passage in one.passages]) for one in both.provisions] == [
        ("price", [("Pay", "$5")]),
        ("term", [("for", "May"), ("alone",)]),
    ]
    assert [one.terms for one in both.provisions] == [first.terms, second.terms]


# Rows of the schedule of investors


AMOUNTS = re.compile(r"^    amount: ([\d,.]+)$", re.MULTILINE)


@pytest.mark.parametrize("rows", [(0, 1), (1, 2), (0, 2)])
@pytest.mark.parametrize("ending", ["txt", "yaml"])
def test_values_of_rows_that_changed_in_several_cells_are_told_each_with_its_own(rows, ending):
    sheet = deals.sheet("new-stock-and-warrants")
    amounts = list(AMOUNTS.finditer(sheet))
    changed = sheet
    for row in sorted(rows, reverse=True):
        start, stop = amounts[row].span(1)
        changed = f"{changed[:start]}{500_000 + 25_000 * row:,}{changed[stop:]}"
    (before, before_terms), (after, _) = (
        (draft.reading, draft.terms)
        for draft in (drafts.as_reading(deals.compose_text(each), "deal.yaml") for each in (sheet, changed))
    )
    if ending == "txt":
        piece = deals.compose_text(changed).documents[0]
        after = files.read(text.write(piece.document, piece.numbers).encode(), "back.txt")
    told = compare(before, after, before_terms)
    causes = [
        cause
        for pair in told.pairs
        if pair.pair.name.startswith("ANNEX I ")
        for difference in pair.differences
        for cause in difference.reasons
    ]
    amounts = {cause.path: cause.there for cause in causes if re.fullmatch(r"investors\[\d\]\.amount", cause.path)}
    assert amounts == {f"investors[{row}].amount": f"${500_000 + 25_000 * row:,}" for row in rows}
    assert all(len(cause.there.split()) == 1 for cause in causes)


def test_terms_of_one_change_are_told_each_with_the_value_of_its_own_path():
    ours, theirs = (
        Reading(name, (Provision("1", label="seat", passages=(Passage(words, terms=spans),)),))
        for name, words, spans in (
            ("a", ("Seat:", "Bergen", "Norway", "now"), (TermSpan(1, 2, "city"), TermSpan(2, 3, "country"))),
            ("b", ("Seat:", "Aix", "en", "Provence", "France", "now"), (TermSpan(1, 4, "city"), TermSpan(4, 5, "country"))),
        )
    )  # fmt: skip
    causes = [cause for each in compare(ours, theirs).differences for cause in each.reasons]
    assert {(cause.path, cause.here, cause.there) for cause in causes} == {
        ("city", "Bergen", "Aix en Provence"),
        ("country", "Norway", "France"),
    }
