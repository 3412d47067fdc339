"""Edits of a term sheet's text: one change of its values, and no other byte than the change needs."""

from __future__ import annotations

import difflib
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.errors import InputError
from assembler.termsheet import editing
from assembler.termsheet.reader import read
from assembler.termsheet.source import normal, values_of
from assembler.termsheet.starter import starter
from tests import deals

BY_HAND = """\
# A sheet as somebody types it.
form: purchase-agreement

company :   # the issuer
    name: 'ACME, INC.'   # in capitals
    "jurisdiction": "Delaware"
    notice: {attention: Jane Doe, title: 'President, CEO', telephone: }
    # email: jane@example.com  # not yet
    signatory:

offering: {price_per_share: 1.00, par_value: 0.01}
investors:
- name: Alpha Fund, LP
  # where it lives
  address_lines: ['1 Main Street', "Springfield, Illinois"]
  amount: 1,000,000  # wired
  copies:
  - name: Beta Counsel
    email: a@example.com

  # a natural person
- kind: individual
  name: Jane Roe
  amount: 5
-
  name: Third
  amount: 7
fee_instruments:
  - {kind: Term Sheet, counterparty: X LLC, date: 2026-01-01}
  - {kind: letter,
     counterparty: 'Y, LLC',  # a broker
     date: 2026-01-02}
departures:
  - clause: preamble
    form: |
      Words of the form,
      in two lines.
    here: >-
      other
      words
    why: as filed
# annexes:
#   # Annex II: a file.
#   escrow_instructions: escrow-instructions.docx
#   # Annex III: a file.
#   # opinion: opinion.docx  # by counsel
# The end.
"""
SHEETS = {
    "by hand": BY_HAND,
    "with CRLF": BY_HAND.replace("\n", "\r\n"),
    "with a mark, without an end": "\ufeff" + BY_HAND.rstrip("\n"),
    "starter": starter("purchase-agreement"),
    "starter of a warrant": starter("warrant"),
    **{path.stem: path.read_text(encoding="utf-8") for path in sorted(deals.TERMSHEETS.glob("new-*.yaml"))},
}


def tree_of(text):
    return read(text.encode(), "deal.yaml").tree


def paths_of(tree, path=()):
    """Every path of a tree, those of groups among them."""
    yield path
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in items:
        yield from paths_of(value, (*path, step))


def at(tree, path):
    for step in path:
        tree = tree[step]
    return tree


def lines_of(text):
    return text.splitlines(keepends=True)


def changed_lines(old, new):
    """The lines that went and those that came."""
    matcher = difflib.SequenceMatcher(None, lines_of(old), lines_of(new), autojunk=False)
    went, came = [], []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            went += lines_of(old)[a:b]
            came += lines_of(new)[c:d]
    return went, came


def comments_of(text):
    """The lines that are all comment."""
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


INVISIBLE = "".join(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)  # variation selectors, which Y107 names
WORDS = st.one_of(
    st.sampled_from(
        (
            "x # y", "#1", "a: b", "a:", "  led by blanks", "ends in blanks ", "", " ", "yes", "No", "null", "~", "0x1F", "1e3", "012", "12:30:45", "1_000", "2026-01-02",
            "true", "1,250,000.50", "20%", "- dash", "? what", "[TBD]", "{x}", "a, b", "a]b", "'single'", 'say "hi"', "it's", "&co", "*star", "!bang", "%40", "@home", "`tick`",
            "|", ">", "|-\n  x", "two\nlines", "ends\n", "\n", "tab\there", "back\\slash", "---", "...", "=", "<<", "é ü 漢", "e\u0301", "Fund # 2", "Suite #300", "#", ":", "x:y", "🙂",
        )
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn"), exclude_characters=INVISIBLE), max_size=12),
    st.text("ab '\"#:,[]{}-?&*!|>%@`\\\n~", max_size=8),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(SHEETS)), st.data(), WORDS)
def test_a_text_that_is_set_is_read_back_and_nothing_else_changes(name, data, word):
    text = SHEETS[name]
    tree = tree_of(text)
    path = data.draw(st.sampled_from([path for path, _ in values_of(tree)]))
    edited = editing.set_term(text, path, word)
    expected = deepcopy(tree)
    at(expected, path[:-1])[path[-1]] = normal(word)
    assert tree_of(edited) == expected
    assert comments_of(edited) == comments_of(text)
    went, came = changed_lines(text, edited)
    if len(went) < 2:  # a value of several lines is replaced whole
        assert len(came) in {0, 1} or "\n" in word


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SHEETS)), st.data())
def test_what_is_deleted_is_gone_and_nothing_else(name, data):
    text = SHEETS[name]
    tree = tree_of(text)
    path = data.draw(st.sampled_from([path for path in paths_of(tree) if path and path != ("form",)]))
    edited = editing.delete_term(text, path)
    expected = deepcopy(tree)
    del at(expected, path[:-1])[path[-1]]
    assert tree_of(edited) == expected
    _, came = changed_lines(text, edited)
    assert len(came) <= 2  # the comma of a list in brackets may stand on another line


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SHEETS)), st.data(), WORDS)
def test_what_is_added_is_there_and_every_line_of_before_too(name, data, word):
    text = SHEETS[name]
    tree = tree_of(text)
    above = data.draw(st.sampled_from([path for path in paths_of(tree) if isinstance(at(tree, path), dict | list)]))
    group, expected = at(tree, above), deepcopy(tree)
    value = data.draw(
        st.sampled_from([word, [word, "x"], {"name": word, "copies": [{"email": word}, {}]}, [], [[word]]])
    )
    if isinstance(group, dict):
        step = data.draw(
            st.sampled_from(
                [step for step in ("email", "zip", "amount", "opinion", "law", "unknown") if step not in group]
            )
        )
        edited = editing.set_term(text, (*above, step), value)
        at(expected, above)[step] = value
    else:
        index = data.draw(st.integers(0, len(group)))
        edited = editing.insert_entry(text, (*above, index), value)
        at(expected, above).insert(index, value)
    assert tree_of(edited) == normal_tree(expected)
    went, _ = changed_lines(text, edited)
    assert len(went) <= 1


def normal_tree(tree):
    if isinstance(tree, dict):
        return {name: normal_tree(value) for name, value in tree.items()}
    return (
        [normal_tree(value) for value in tree]
        if isinstance(tree, list)
        else normal(tree or "")
        if tree is not None
        else None
    )


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(name for name in SHEETS if "starter" not in name)), st.data())
def test_entries_that_are_moved_keep_their_lines(name, data):
    text = SHEETS[name]
    tree = tree_of(text)
    path = data.draw(
        st.sampled_from(
            [path for path in paths_of(tree) if isinstance(at(tree, path), list) and len(at(tree, path)) > 1]
        )
    )
    count = len(at(tree, path))
    old, new = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
    edited = editing.move_entry(text, (*path, old), new)
    expected = deepcopy(tree)
    entries = at(expected, path)
    entries.insert(new, entries.pop(old))
    assert tree_of(edited) == expected
    assert editing.move_entry(edited, (*path, new), old) == text
    if len(text) == len(edited) and "[" not in "".join(changed_lines(text, edited)[0]):
        assert sorted(line.rstrip("\r\n") for line in lines_of(edited)) == sorted(
            line.rstrip("\r\n") for line in lines_of(text)
        )


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(SHEETS)),
    st.data(),
    st.sampled_from(("x", None, ["a", "b"], {"k": "v"}, {}, [], [{"name": "n", "amount": "5"}])),
)
def test_any_value_takes_the_place_of_any_other(name, data, value):
    text = SHEETS[name]
    path = data.draw(st.sampled_from([path for path in paths_of(tree_of(text)) if path]))
    takes_the_place(text, path, value)


@pytest.mark.parametrize("value", ["x", {"k": "v"}, {"k": "v", "l": "w"}, ["a", "b"], [{"name": "n", "amount": "5"}]])
def test_a_value_takes_the_place_of_each_term_of_a_sheet_that_was_typed(value):
    for path in paths_of(tree_of(BY_HAND)):
        if path:
            takes_the_place(BY_HAND, path, value)


def takes_the_place(text, path, value):
    tree = tree_of(text)
    try:
        edited = editing.set_term(text, path, value)
    except InputError as error:
        # An entry of a list in brackets cannot be without a value.
        if value is None and [problem.code for problem in error.problems] == ["G320"]:
            return
        raise
    expected = deepcopy(tree)
    at(expected, path[:-1])[path[-1]] = value
    assert tree_of(edited) == expected


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("company", "name"), "BETA, INC.", "    name: 'BETA, INC.'   # in capitals"),
        (("company", "jurisdiction"), "Nevada", '    "jurisdiction": "Nevada"'),
        (("company", "notice", "title"), "CEO", "    notice: {attention: Jane Doe, title: CEO, telephone: }"),
        (("company", "name"), "it's: # BETA", "    name: 'it''s: # BETA'   # in capitals"),
        (("company", "notice", "telephone"), "555, ext. 3", "    notice: {attention: Jane Doe, title: 'President, CEO', telephone: '555, ext. 3' }"),
        (("company", "email"), "j@example.com", "    email: j@example.com  # not yet"),
        (("investors", 0, "amount"), "2,000,000", "  amount: 2,000,000  # wired"),
        (("investors", 0, "email"), "yes", "  email: 'yes'"),
        (("annexes", "opinion"), "other.docx", "  opinion: other.docx  # by counsel"),
        (("fee_instruments", 1, "date"), "2026-02-03", "     date: 2026-02-03}"),
        (("offering", "principal_market"), "NYSE", "offering: {price_per_share: 1.00, par_value: 0.01, principal_market: NYSE}"),
    ],
)  # fmt: skip
def test_a_term_is_set_where_its_reader_looks_for_it(path, value, line):
    edited = editing.set_term(BY_HAND, path, value)
    assert line in edited.splitlines()
    assert at(tree_of(edited), path) == value


def test_a_group_that_stood_behind_marks_loses_those_of_the_term_only():
    edited = editing.set_term(BY_HAND, ("annexes", "opinion"), "other.docx")
    assert edited == BY_HAND.replace("# annexes:", "annexes:").replace(
        "#   # opinion: opinion.docx", "  opinion: other.docx"
    )


@pytest.mark.parametrize("word", ["a\u200bb", "a\x00b", "a\u202eb", "\ud800", "a\rb"])
def test_characters_that_no_document_can_show_are_refused_at_the_term(word):
    with pytest.raises(InputError) as refusal:
        editing.set_term(BY_HAND, ("company", "name"), word)
    assert {(problem.path, problem.location.line) for problem in refusal.value.problems} == {("company.name", 5)}


def test_letter_by_letter_a_value_ends_as_if_it_was_typed_at_once():
    for word in ("2.50", "a: b, c", "yes indeed", "0x1F is no number"):
        text = BY_HAND
        for size in range(1, len(word) + 1):
            text = editing.set_term(text, ("offering", "price_per_share"), word[:size])
        assert text == editing.set_term(BY_HAND, ("offering", "price_per_share"), word)
