"""Reasons in a redline: comments at the changes, and the summary in front. The redline still is both documents."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from lxml import etree

from assembler.errors import InputError
from assembler.readers import files
from assembler.redline import engine, summary
from tests import deals
from tests.commands import run
from tests.redline import own_changes
from tests.redline.rich_file import rich_file
from tests.revise import rounds

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "new-stock-and-warrants"


def compared(folder, change, *options):
    """The redline of a deal before and after a change of its term sheet, its comments, and what was said."""
    before, after, path = folder / "before.yaml", folder / "after.yaml", folder / "redline.docx"
    yaml = deals.sheet(SHEET)
    assert change(yaml) != yaml
    before.write_text(yaml, "utf-8")
    after.write_text(change(yaml), "utf-8")
    code, _, err = run("compare", before, after, "--redline", path, *options)
    assert code == 0, err
    return path, err


def part(path, name):
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name)) if name in archive.namelist() else None


def comments(path):
    root = part(path, "word/comments.xml")
    return ["".join(each.itertext(f"{W}t")) for each in root] if root is not None else []


def table(path):
    rows = part(path, "word/document.xml").find(f"{W}body/{W}tbl").iterchildren(f"{W}tr")
    return [[" ".join("".join(cell.itertext(f"{W}t")).split()) for cell in row.iter(f"{W}tc")] for row in rows]


def replaced(before, after):
    return lambda yaml: yaml.replace(before, after)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (replaced("price_per_share: 2.375", "price_per_share: 2.45"), "offering.price_per_share: $2.375 → $2.45"),
        (replaced("adviser_language: true", "adviser_language: false"), "option: adviser language, true → false"),
        (
            replaced("forum_state: Oregon", "forum_state: Ohio"),
            "law.forum_state: Oregon → Ohio",
        ),
        (
            lambda yaml: (
                f"{yaml}\ndepartures:\n  - {{clause: inv_rep_sophistication, form: 'read the SEC Documents', here: 'study the SEC Documents', why: negotiated, note: counsel}}\n"
            ),
            "departure 1 (negotiated, counsel)",
        ),
    ],
    ids=["a figure", "an option", "a name", "a departure"],
)
def test_each_change_with_a_known_reason_has_a_comment_with_it(change, reason, tmp_path):
    path, err = compared(tmp_path, change, "--comments")
    assert reason in comments(path)
    assert "have a comment with their reason" in err
    body = part(path, "word/document.xml")
    identities = [each.get(f"{W}id") for each in part(path, "word/comments.xml")]
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert [each.get(f"{W}id") for each in body.iter(f"{W}{tag}")] == identities


def test_without_comments_or_summary_a_redline_has_none(tmp_path):
    path, _ = compared(tmp_path, replaced("amount: 875,000", "amount: 885,000"))
    assert comments(path) == []
    assert "Summary of changes" not in "".join(part(path, "word/document.xml").itertext())


def test_an_option_that_both_drafts_have_is_no_reason(tmp_path):
    path, _ = compared(tmp_path, replaced("amount: 650,000", "amount: 675,000"), "--comments")
    assert [line for line in comments(path) if line.startswith(("option", "departure"))] == []


@pytest.mark.parametrize("revisions", ["accepted", "rejected"])
def test_whoever_reads_a_redline_skips_its_summary(revisions, tmp_path):
    path, _ = compared(tmp_path, replaced("amount: 650,000", "amount: 675,000"), "--summary")
    side = tmp_path / ("after.yaml" if revisions == "accepted" else "before.yaml")
    code, out, _ = run("compare", side, path, "--revisions", revisions)
    assert (code, "no difference" in out, "Summary of changes" in out) == (0, True, False), out


def test_the_summary_says_what_changed_where_from_what_to_what_and_why(tmp_path):
    path, _ = compared(tmp_path, replaced("price_per_share: 2.375", "price_per_share: 2.45"), "--summary")
    head, *rows = table(path)
    assert head == ["What", "Where", "From", "To", "Reason"]
    assert ["replaced", "Section 1(a)", "$2.375", "$2.45", "offering.price_per_share: $2.375 → $2.45"] in rows


def word(*paragraphs, style_size=11):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.styles["Normal"].font.size = style_size * 12700
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def redlined(old, new, **asked):
    sources = engine.RedlineSource("old.docx", old), engine.RedlineSource("new.docx", new)
    return engine.redline(*sources, engine.RedlineOptions("A. Counsel", **asked)).content


def test_the_summary_lists_what_word_cannot_track():
    made = redlined(word("One day.", "Two."), word("One year.", "Two.", style_size=14), summary=True)
    words = [one.text for one in Document(io.BytesIO(made)).paragraphs]
    assert "Word cannot track these. The redline has those of the new document:" in words
    assert any(line.startswith("– ") for line in words)  # noqa: RUF001  a dash


def told_of(name, *, back=False):
    """The rows of the summary for a change of the small file, without their places."""
    old, new = rich_file(), own_changes.changed(own_changes.CHANGES[name][0])
    made = redlined(*((new, old) if back else (old, new)), summary=True)
    return [] if table_is_empty(made) else [row[:1] + row[2:4] for row in table(io.BytesIO(made))[1:]]


@pytest.mark.parametrize("name", [name for name in own_changes.CHANGES if not name.startswith("a style is")])
def test_the_summary_tells_each_change(name):
    for back in (False, True):
        rows = told_of(name, back=back)
        assert rows
        assert [row for row in rows if row[0] != "formatting" and not any(row[1:])] == []


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("the words of a text box change", ["replaced", "Strictly confidential", "Confidential"]),
        ("a text box goes", ["deleted", "text box", ""]),
        ("a picture goes", ["deleted", "picture", ""]),
        ("a formula changes", ["replaced", "P=A/B", "P=A/C"]),
        ("an empty paragraph comes", ["inserted", "", "paragraph"]),
        ("a break of sections goes", ["replaced", "section break", "paragraph"]),
        ("a page breaks", ["replaced", "", "page break"]),
    ],
)
def test_the_summary_says_what_is_no_word(name, row):
    assert row in told_of(name)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["One day.", "Two days."], ["One day.", "Two days."]),
        (["One day."], ["One day.", "A new last line."]),
        (["First to go.", "One day."], ["One day."]),
    ],
    ids=["no change", "a last paragraph", "a first paragraph"],
)
def test_a_redline_with_a_summary_is_still_both_documents(old, new):
    made = redlined(word(*old), word(*new), summary=True, comments=True)
    for revisions, wanted in (("accepted", new), ("rejected", old)):
        assert files.read(made, "r.docx", revisions).words == " ".join(wanted).split()
    again = redlined(made, word(*new), summary=True)
    assert table_is_empty(again)


def table_is_empty(made):
    return "No changes." in [one.text for one in Document(io.BytesIO(made)).paragraphs]


def test_a_summary_that_is_not_marked_is_refused(monkeypatch):
    monkeypatch.setattr(summary, "BOOKMARK", "Another_name")
    with pytest.raises(InputError, match="K201"):
        redlined(word("One day."), word("One year."), summary=True)


def test_an_investor_who_leaves_in_the_middle_takes_one_page_along(tmp_path):
    a_round = rounds.Round(tmp_path, rounds.sheet(SHEET), "--format", "docx", "--only", "agreement")
    a_round.change(rounds.removed(a_round.yaml, 2))
    code, _, err = a_round.run("schedules", "--comments", "--summary")
    assert code == 0, err
    path = a_round.set / "redlines" / "agreement.redline.docx"
    names = ("Quillfeather", "Prud", "Brackenridge", "Northgate")
    rows = [row for row in table(path) if row[0] != "What"]
    assert not any(name in cell for row in rows for cell in row[2:4] for name in names)
    removed = [row for row in rows if row[4].startswith("investors[2]: removed, Ostara")]
    assert [row[0] for row in removed] == ["deleted", "deleted"]


@pytest.mark.parametrize("option", ["--comments", "--summary"])
def test_comments_and_summary_ask_for_a_redline(option, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("One day.")
    code, _, err = run("compare", tmp_path / "a.txt", tmp_path / "b.txt", option)
    assert (code, "add --redline FILE" in err) == (2, True)


MOVED_CLAUSE = (
    "\ndepartures:\n  - {clause: cov_maintain_listing, after: cov_use_of_proceeds, why: negotiated, note: order}\n"
)


def test_a_clause_that_a_departure_moves_has_the_departure_as_its_reason_and_references_its_number(tmp_path):
    path, err = compared(tmp_path, lambda yaml: yaml + MOVED_CLAUSE, "--comments")
    assert sorted({*comments(path)}) == [
        "departure 1 (negotiated, order)",
        "numbering: 4(h) → 4(g)",
        "numbering: 4(j) → 4(i)",
    ]
    assert "6 of 6 changes" in err


def with_order(yaml, order):
    entries = rounds.investors(yaml)[1]
    return rounds.with_investors(yaml, [entries[number] for number in order])


@pytest.mark.parametrize("options", [(), ("--moves", "--dated", "2026-09-01")])
def test_an_investor_in_another_place_of_the_term_sheet_is_not_told_as_one_who_came_or_left(options, tmp_path):
    path, _ = compared(tmp_path, lambda yaml: with_order(yaml, [1, 0, 2, 3, 4]), "--comments", *options)
    assert {*comments(path)} == {"investors[1] → investors[0]: moved, Quillfeather Capital Partners LLC"}


def test_a_page_that_came_and_one_that_went_have_their_investors_as_reasons(tmp_path):
    path, err = compared(tmp_path, lambda yaml: rounds.added(rounds.removed(yaml, 2), 1), "--comments")
    told = comments(path)
    assert told.count("investors[1]: added, Windrow & Sons Capital LP") == 2
    assert told.count("investors[2]: removed, Ostara Opportunity Fund Ltd.") == 2
    assert not [line for line in told if line.startswith("moved")]
    assert "15 of 15 changes" in err


def told_in_set(folder, change):
    """The comments in the redlines of a set after a change of its term sheet, by the name of the redline."""
    deal = rounds.Round(folder, rounds.sheet(SHEET), "--format", "docx")
    deal.change(change(deal.yaml))
    code, _, err = deal.run("schedules", "--comments")
    assert code == 0, err
    return {path.name.removesuffix(".redline.docx"): comments(path) for path in (deal.set / "redlines").glob("*.docx")}


def test_words_of_a_figure_that_go_have_the_figure_of_the_other_document(tmp_path):
    told = told_in_set(tmp_path, rounds.price)
    assert {*told["warrant-01-northgate-harbor-master-fund-lp"]} == {
        "investors[0].warrants: 184,210 → 350,000",
        "warrants.exercise_price: $2.969 → $1.56",
    }


def test_a_document_that_came_or_went_has_its_investor_as_its_reason(tmp_path):
    told = told_in_set(tmp_path, lambda yaml: rounds.added(rounds.removed(yaml, 2)))
    for kind in ("warrant", "signature-page"):
        assert told[f"{kind}-06-windrow-sons-capital-lp"] == ["investors[4]: added, Windrow & Sons Capital LP"]
        assert told[f"{kind}-03-ostara-opportunity-fund-ltd"] == ["investors[2]: removed, Ostara Opportunity Fund Ltd."]


def test_if_one_term_changed_all_other_words_that_changed_come_from_it(tmp_path):
    in_nevada = replaced("jurisdiction: Delaware\n  entity_type", "jurisdiction: Nevada\n  entity_type")
    path, err = compared(tmp_path, in_nevada, "--comments")
    assert comments(path).count("company, jurisdiction: Delaware → Nevada") == 2
    assert "3 of 3 changes" in err
    also_in_ohio = replaced("forum_state: Oregon", "forum_state: Ohio")
    _, err = compared(tmp_path, lambda yaml: also_in_ohio(in_nevada(yaml)), "--comments")
    assert "2 of 4 changes" in err
