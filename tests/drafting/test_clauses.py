"""What a clause file may ask and print, and that nothing in a value is ever read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.document.tree import Value
from assembler.drafting.clauses import ClauseRenderer
from assembler.drafting.notation import parse
from assembler.errors import InputError
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal
from assembler.termsheet.formats import A_FACT, Open, Term, Unstated
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.source import Source

HOSTILE = 'Smith & Jones <LP>, "A" {{ x }} @b [c] *d*'

VALUES = {
    "company": {"name": Term(HOSTILE, "company.name"), "short_name": Unstated("company.short_name")},
    "offering": {
        "shares": Term(2_200_000, "offering.shares"),
        "price": Term(Decimal("1.00"), "offering.price"),
        "open": Open("[●]", "offering.open"),
    },
    "date": Term(date(2003, 7, 1), "date"),
    "investors": [
        {"name": Term("A", "investors[0].name"), "signed": True},
        {"name": Term("B", "investors[1].name"), "signed": False},
    ],
}
SHAPES = {
    "company": {"name": {}, "short_name": {}},
    "offering": {"shares": {}, "price": {}, "open": {}},
    "date": {},
    "investors": {"name": {}, "signed": A_FACT},
}
FACTS = {"warrants_sold": True, "hedging_barred": False}
DEAL = Deal(
    "purchase-agreement",
    TermSheet.model_construct(),
    FACTS,
    {},
    VALUES,
    SHAPES,
    Source("deal.yaml", {}, {}, {}, ()),
    {},
)


def worded(text, scope=None):
    return ClauseRenderer(DEAL, {}).render(ClauseFile("clauses/a.txt", text), scope or {})


def printed(text):
    """Return the words of a clause's paragraphs as a reader sees them."""
    from assembler.document.walk import words_of

    said = worded(text)
    return [words_of(block.inlines) for block in parse(said.text, said.values).blocks]


def refused(text):
    with pytest.raises(InputError) as refusal:
        worded(text)
    return [(one.location.line, one.location.column, one.message) for one in refusal.value.problems]


def test_a_value_is_printed_with_the_path_of_its_term():
    assert worded("by {{ company.name }}").values == (Value(HOSTILE, "company.name"),)


def test_nothing_in_a_value_is_read_as_markup_or_template():
    assert printed("by {{ company.name }}.") == [f"by {HOSTILE}."]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_value_comes_out_as_it_went_in(name):
    deal = Deal("", TermSheet.model_construct(), {}, {}, {"name": Term(name, "name")}, {"name": {}}, DEAL.source, {})
    said = ClauseRenderer(deal, {}).render(ClauseFile("a", "({{ name }})"), {})
    (paragraph,) = parse(said.text, said.values).blocks
    assert [inline.text for inline in paragraph.inlines] == ["(", name, ")"]


def test_filters_say_how_a_number_or_a_date_is_printed():
    assert printed("{{ offering.shares | figures }} at {{ offering.price | price }} on {{ date | long_date }}") == [
        "2,200,000 at $1.00 on July 1, 2003"
    ]


def test_a_condition_asks_a_fact_and_its_opposite():
    assert printed(
        "Shares{% if warrants_sold %} and Warrants{% endif %}{% if not hedging_barred %}, hedged{% endif %}."
    ) == ["Shares and Warrants, hedged."]
    assert printed("{% if hedging_barred %}a{% elif warrants_sold %}b{% else %}c{% endif %}") == ["b"]


def test_a_loop_knows_its_first_and_its_last():
    text = "{% for one in investors %}{% if loop.last %} and {% endif %}{{ one.name }}{% if one.signed %}*{% endif %}{% endfor %}"
    assert printed(text) == ["A* and B"]


def test_a_line_of_tags_alone_leaves_no_line_and_lines_keep_their_numbers():
    said = worded("One.\n{% if warrants_sold %}\nTwo.\n{% endif %}\n\n- alone")
    with pytest.raises(Exception, match="does not continue") as refusal:
        parse(said.text, said.values)
    assert refusal.value.line == 6


def test_an_open_point_is_printed_as_its_bracket_whatever_the_filter():
    assert printed("{{ offering.open | figures }} {{ offering.open | price }} {{ offering.open }}") == ["[●] [●] [●]"]


def test_a_value_that_is_not_stated_is_never_blank():
    with pytest.raises(InputError) as refusal:
        worded("Re: {{ company.short_name }}")
    (problem,) = refusal.value.problems
    assert (problem.code, problem.path) == ("T204", "company.short_name")
    assert problem.message == "is not stated, but clauses/a.txt prints it"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ companny.name }}", "'companny.name' is not a value of the term sheet"),
        ("{{ company.nam }}", "'company.nam' is not a value of the term sheet"),
        ("{% if warrants_solt %}x{% endif %}", "'warrants_solt' is not a fact"),
        ("{{ offering.shares | figurs }}", "'figurs' is not a filter"),
        ("{{ offering.shares }}", "a whole number needs a filter that says how it is printed"),
        ("{{ offering.shares | long_date }}", "the filter 'long_date' does not print this kind of value"),
        ("{{ company }}", "a list or a group cannot be printed; print one of its fields"),
        ("{% for one in investors %}{{ one.signed }}{% endfor %}", "'one.signed' is a fact and cannot be printed"),
        ("{% if company.name %}x{% endif %}", "a condition must be the name of one fact"),
    ],
)
def test_what_there_is_not_is_refused_with_its_name(text, what):
    assert [found for _, _, found in refused(f"line\n{text}")] == [what]
    assert refused(f"line\n{text}")[0][0] == 2


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ company.name.__class__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "{{ self }}",
        "{{ company['name'] }}",
        "{{ company|attr('name') }}",
        "{{ 1 + 1 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ company.name ~ company.name }}",
        "{{ range(10) }}",
        "{{ lipsum(n=1000) }}",
        "{% if warrants_sold and hedging_barred %}x{% endif %}",
        "{% if company.name == 'x' %}x{% endif %}",
        "{% set x = 1 %}",
        "{% macro m() %}{{ m() }}{% endmacro %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% for one in investors if one.signed %}x{% endfor %}",
        "{% for one in investors recursive %}x{% endfor %}",
        "{% for a, b in investors %}x{% endfor %}",
        "{% filter capitals %}x{% endfilter %}",
        "{% with %}x{% endwith %}",
        "{{ company.name | capitals(1) }}",
        "{{ x if warrants_sold else y }}",
        "{{ [1, 2] }}",
        "{{ {'a': 1} }}",
        "{{ 'text' }}",
        "{{ company.name is defined }}",
        "{% call x() %}{% endcall %}",
        "{% block b %}{% endblock %}",
        "{% extends 'x' %}",
    ],
)
def test_no_other_syntax_may_stand_in_a_clause(text):
    assert refused(text)


def test_a_character_that_the_program_uses_for_itself_may_not_stand_in_the_words():
    assert refused("a \ue000 word")[0][2].startswith("the words hold a private-use character")
