"""The steps from one draft to the next."""

from __future__ import annotations

from assembler.merge.flat import FlatDraft, FlatLine, FlatProvision, FlatRow
from assembler.merge.steps import (
    AddedPage,
    PageRemoved,
    PagesAdded,
    RowAdded,
    RowRemoved,
    RowReshaped,
    Unsupported,
    WordsReplaced,
    steps,
)

HEAD = FlatRow((("Name",), ("Shares",)), "head")


def provision(label, *content, of="", look=()):
    return FlatProvision((label, of, 0), label.upper(), content, look)


def row(whose, *cells):
    return FlatRow(tuple((cell,) if isinstance(cell, str) else cell for cell in cells), whose)


def page(of, *more):
    return provision("signed", FlatLine(f"Signed by {of}"), *more, of=of)


def found(before, now):
    return list(steps(FlatDraft.of(before), now))


def test_drafts_that_say_the_same_have_no_step_between_them():
    both = [provision("price", FlatLine("One dollar")), page("Ash")]
    assert found(both, both) == []


def test_words_that_change_are_named_by_where_they_stand_in_the_draft_before():
    before = [provision("title", FlatLine("Of shares")), provision("price", FlatLine("It is one dollar"))]
    now = [before[0], provision("price", FlatLine("It is two dollars a share"))]
    assert found(before, now) == [WordsReplaced("PRICE", range(5, 7), ["two", "dollars", "a", "share"])]


def test_words_that_only_come_stand_before_a_word_and_in_the_place_of_none():
    before, now = [provision("price", FlatLine("One dollar"))], [provision("price", FlatLine("One silver dollar"))]
    assert found(before, now) == [WordsReplaced("PRICE", range(1, 1), ["silver"])]


def test_a_provision_that_only_one_draft_has_is_beyond_what_can_be_carried_over():
    one, other, stays = (provision(label, FlatLine(label)) for label in ("one", "other", "stays"))
    assert found([one, stays], [stays, other]) == [
        Unsupported("ONE", "ONE is no longer in the document"),
        Unsupported("OTHER", "OTHER is new in the document"),
    ]


def test_where_the_order_is_another_nothing_else_is_asked():
    one, other = provision("one", FlatLine("one")), provision("other", FlatLine("other"))
    ((name, what),) = [
        (step.name, step.reason) for step in found([one, other], [other, provision("one", FlatLine("1"))])
    ]
    assert (name, what) == ("the order of the provisions", "the provisions are in a different order")


def test_a_provision_that_is_numbered_otherwise_is_beyond_what_can_be_carried_over():
    before, now = [provision("price", FlatLine("One"))], [provision("price", FlatLine("Two"), look=("(a)",))]
    assert found(before, now) == [Unsupported("PRICE", "PRICE is numbered differently")]


def test_a_row_that_comes_is_made_from_the_one_before_it_and_behind_the_head_from_the_first():
    ash, yew = row("Ash", "Ash", "1"), row("Yew", "Yew", "2")
    before = [provision("annex", HEAD, ash)]
    first, second = range(4), range(4, 8)
    assert found(before, [provision("annex", HEAD, ash, yew)]) == [RowAdded("ANNEX", second, second, yew)]
    assert found(before, [provision("annex", HEAD, yew, ash)]) == [RowAdded("ANNEX", second, first, yew)]
    of_two = [provision("annex", HEAD, row("Elm", "Elm", "3"), ash)]
    assert found(of_two, [provision("annex", *of_two[0].content, yew)]) == [
        RowAdded("ANNEX", range(8, 12), range(8, 12), yew)
    ]


def test_a_row_leaves_and_one_whose_cells_have_more_paragraphs_is_made_again():
    longer = row("Ash", ("Ash", "1 Field Road"), "1")
    before = [provision("annex", HEAD, row("Ash", "Ash", "1"), row("Yew", "Yew", "2"))]
    assert found(before, [provision("annex", HEAD, longer)]) == [
        RowReshaped("ANNEX", range(4, 8), longer),
        RowRemoved("ANNEX", range(8, 12)),
    ]


def test_rows_in_another_order_are_beyond_what_can_be_carried_over():
    ash, yew = row("Ash", "Ash", "1"), row("Yew", "Yew", "2")
    what = "the paragraphs of ANNEX are different, or in a different order"
    assert found([provision("annex", HEAD, ash, yew)], [provision("annex", HEAD, yew, ash)]) == [
        Unsupported("ANNEX", what)
    ]


def test_pages_leave_before_others_come_behind_the_page_that_they_follow():
    before = [page("Ash"), page("Yew"), page("Elm")]
    now = [page("Ash"), page("Elm"), page("Oak")]
    assert found(before, now) == [
        PageRemoved("the signature page of Yew", range(4, 8)),
        PagesAdded(range(8, 12), [AddedPage("the signature page of Oak", range(4), [FlatLine("Signed by Oak")])]),
    ]


def test_pages_that_come_behind_the_same_page_come_together():
    before = [page("Ash"), page("Elm")]
    now = [page("Ash"), page("Oak"), page("Elm"), page("Fir"), page("Yew")]
    coming = [
        AddedPage(f"the signature page of {one}", range(4), [FlatLine(f"Signed by {one}")])
        for one in ("Oak", "Fir", "Yew")
    ]
    assert found(before, now) == [PagesAdded(range(4), coming[:1]), PagesAdded(range(4, 8), coming[1:])]


def test_a_paragraph_that_comes_beside_a_table_or_leaves_is_beyond_what_can_be_carried_over():
    ash, yew = row("Ash", "Ash", "1"), row("Yew", "Yew", "2")
    plain = provision("annex", HEAD, ash)
    for noted in (
        provision("annex", HEAD, ash, yew, FlatLine("A note.")),
        provision("annex", FlatLine("A note."), HEAD, ash, yew),
    ):
        what = "the paragraphs of ANNEX are different, or in a different order"
        assert found([plain], [noted]) == found([noted], [plain]) == [Unsupported("ANNEX", what)]


def test_a_row_that_says_nothing_cannot_be_found_in_a_file():
    ash, blank, higher = row("Ash", "Ash", "1"), row("Yew", "", ""), row("Yew", ("", ""), "")
    with_blank = provision("annex", HEAD, ash, blank)
    what = "the paragraphs of ANNEX are different"
    assert found([with_blank], [provision("annex", HEAD, ash)]) == [
        Unsupported("ANNEX", f"{what}, or in a different order")
    ]
    assert found([with_blank], [provision("annex", HEAD, ash, higher)]) == [Unsupported("ANNEX", what)]


def test_a_page_of_a_kind_that_no_other_has_cannot_be_copied():
    name = "the signature page of Oak"
    what = f"{name} is new, and no earlier page of its kind can be copied"
    ash, longer = page("Ash", row("", "At", "Field Road")), row("", "At", ("Field Road", "Denver"))
    assert found([ash], [ash, page("Oak", longer)]) == [Unsupported(name, what)]
    assert found([page("Ash")], [page("Ash"), page("Oak", FlatLine("its agent"))]) == [Unsupported(name, what)]


def test_a_page_before_all_others_and_pages_in_another_order_are_told_as_such():
    ash, yew = page("Ash"), page("Yew")
    name = "the signature page of Oak"
    what = f"{name} comes first, and a page can only be added behind another"
    assert found([ash], [page("Oak"), ash]) == [Unsupported(name, what)]
    order = "the order of the signature pages", "the signature pages are in a different order"
    assert found([ash, yew], [yew, ash]) == [Unsupported(*order)]
