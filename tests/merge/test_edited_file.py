"""What was drafted is found again in a file, or was edited."""

from __future__ import annotations

from tests.revise.small import edited, paragraph, table


def test_words_are_found_behind_what_somebody_wrote_before_them():
    file = edited(["It is one dollar"], paragraph("A new sentence."), paragraph("It is o", "ne dollar"))
    assert file.letters(range(2, 4)) == range(6, 8)


def test_words_are_not_found_where_one_of_them_was_edited_or_another_written_between_them():
    file = edited(["It is one dollar"], paragraph("It is not one cent"))
    assert file.letters(range(2)) == range(2)
    assert file.letters(range(1, 3)) is None
    assert file.letters(range(3, 4)) is None


def test_words_that_somebody_broke_by_a_line_are_not_letters_throughout():
    file = edited(["one\ndollar"], "<w:p><w:r><w:t>one</w:t><w:br/><w:t>dollar</w:t></w:r></w:p>")
    assert (file.letters(range(1)), file.letters(range(3))) == (range(1), None)


def test_there_is_room_for_words_only_between_words_that_still_follow_each_other():
    file = edited(["It is one dollar"], paragraph("It is exactly one dollar"))
    assert (file.gap(0), file.gap(1), file.gap(2), file.gap(3)) == (0, 1, None, 4)


def test_a_row_is_found_with_all_of_its_words_or_not_at_all():
    drafted = ["Ash", "1", "Yew", "2"]
    file = edited(drafted, table(("Ash", "1"), ("Dr. Yew", "2")))
    row = file.row(range(4))
    assert f"<w:tbl>{file.document[row.start : row.stop].decode()}</w:tbl>" == table(("Ash", "1"))
    assert file.row(range(4, 8)) is None
    assert edited(drafted, *map(paragraph, drafted)).row(range(4)) is None


def test_a_page_is_found_where_nothing_else_stands_in_what_it_consists_of():
    drafted = ["Signed by Ash", "its agent", "Signed by Yew"]
    file = edited(drafted, *map(paragraph, drafted))
    page = file.page(range(7))
    assert file.document[page.start : page.stop].decode() == paragraph(drafted[0]) + paragraph(drafted[1])
    assert edited(drafted, table((drafted[0], drafted[1]), (drafted[2],))).page(range(7)) is None


def test_what_somebody_wrote_is_told_as_they_wrote_it_and_a_change_they_made_is_known():
    file = edited(["It is one dollar"], paragraph("It is two"), paragraph("cents"))
    assert file.written_about(range(2, 3)) == ["two", "cents"]
    assert file.says(range(2, 4), ["two", "\u00b6", "cents"])
    assert not file.says(range(2, 4), ["two", "dollars"])
    assert not file.says(range(2, 3), ["two", "\u00b6", "cents"])
