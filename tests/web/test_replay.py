"""A change that was made on an older text is carried to the newest one where it fits, and refused where it does not."""

import pytest

from assembler.errors import InputError
from assembler.web.edits import changed
from assembler.web.replay import merged, on_newest
from tests.web.test_form import DEAL, tree_of
from tests.web.test_text import PRICE, state

NEWEST = changed(changed(DEAL, {"remove": "investors[0]"}), {"set": "law.forum_state", "value": "Nevada"})


@pytest.mark.parametrize(
    ("change", "now"),
    [
        ({"set": "offering.price_per_share", "value": "3"}, {"set": "offering.price_per_share", "value": "3"}),
        ({"set": "investors[2].name", "value": "Its Heir"}, {"set": "investors[1].name", "value": "Its Heir"}),
        ({"set": "law.forum_state", "value": "Nevada"}, {"set": "law.forum_state", "value": "Nevada"}),
        ({"remove": "investors[3]"}, {"remove": "investors[2]"}),
        ({"add": "investors"}, {"add": "investors"}),
    ],
)
def test_a_change_is_made_where_its_term_stands_now(change, now):
    assert changed(NEWEST, on_newest(NEWEST, {**change, "base": DEAL})) == changed(NEWEST, now)


@pytest.mark.parametrize(
    "change",
    [
        {"set": "law.forum_state", "value": "Ohio"},
        {"set": "investors[0].name", "value": "Gone"},
        {"move": "investors[3]", "to": 2},
        {"paste": "name\tamount\nFern Fund\t5\n"},
    ],
)
def test_a_change_of_what_another_window_changed_is_refused(change):
    with pytest.raises(InputError, match="G313"):
        on_newest(NEWEST, {**change, "base": DEAL})


def test_a_term_of_a_group_that_another_window_took_out_is_refused():
    base = changed(DEAL, {"set": "standstill.days", "value": "60"})
    with pytest.raises(InputError, match="G313"):
        on_newest(DEAL, {"set": "standstill.days", "value": "90", "base": base})


BASE = "a\nb\nc\nd\n"


@pytest.mark.parametrize(
    ("typed", "newest", "both"),
    [
        ("A\nb\nc\nd\n", "a\nB\nc\nd\n", "A\nB\nc\nd\n"),
        ("a\nb\nc\nd\ne\n", "b\nc\nd\n", "b\nc\nd\ne\n"),
        ("a\nx\nc\nd\n", "a\nx\nc\nd\n", "a\nx\nc\nd\n"),
        ("a\nx\nc\nd\n", "a\ny\nc\nd\n", None),
        ("a\nb\nx\nc\nd\n", "a\nc\nd\n", None),  # a line below one that went
    ],
)
def test_two_texts_are_merged_unless_they_changed_the_same_lines(typed, newest, both):
    assert merged(BASE, typed, newest) == both


def test_of_lines_that_both_changed_those_are_taken_that_are_chosen():
    typed, newest = "a\nx\nc\nd\ne\n", "A\ny\nz\nc\nd\n"
    assert merged(BASE, typed, newest, "typed") == "a\nx\nc\nd\ne\n"
    assert merged(BASE, typed, newest, "newest") == "A\ny\nz\nc\nd\ne\n"


def test_a_window_that_is_behind_sends_its_change_again_and_both_are_there(client, deal):
    first = state(client)
    edit = {"set": "company.name", "value": "OTHER, INC."}
    client.post("/deal/edit?file=deal.yaml", json={"revision": first["revision"], **edit})
    typed = {"text": first["text"].replace(PRICE, "  price_per_share: 3")}
    late = client.post("/deal/edit?file=deal.yaml", json={"revision": first["revision"], **typed})
    assert late.status_code == 409
    again = {"revision": late.json()["revision"], "base": first["text"], **typed}
    terms = tree_of(client.post("/deal/edit?file=deal.yaml", json=again).json()["text"])
    assert (terms["company"]["name"], terms["offering"]["price_per_share"]) == ("OTHER, INC.", "3")
