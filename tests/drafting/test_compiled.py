"""A document that is filled is the one that the whole way would have drafted, byte for byte."""

from __future__ import annotations

from copy import deepcopy

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assembler import pipeline
from assembler.closing import writing
from assembler.closing.pieces import Part, instruments
from assembler.closing.writing import properties_of
from assembler.document import walk
from assembler.drafting.compiled import Drafts
from assembler.drafting.forms import Form, draft
from assembler.library import Library
from assembler.readers import tree_json as tree_json_read
from assembler.writers import docx, text, tree_json
from tests import deals
from tests.schedules import rounds
from tests.schedules.rounds import DEALS, sheet
from tests.test_options import PROVISIONS, read, variant

LIBRARY = Library.open()
HOUSE = LIBRARY.shell("house")
WARRANT, AGREEMENT = Form.of(LIBRARY, "warrant"), Form.of(LIBRARY, "purchase-agreement")

HOSTILE = [
    'Smith & Jones <LP>, "A" {{ x }} @b [c] *d*', "O'Dowd (", "a -", '"Quoted"', "x" * 300, "Northgate:", "7.1(b)", "Ünïcode — “curled”",
    "ends in a bracket [", "COMMON STOCK PURCHASE WARRANT", "{#a} {% if x %}", "1", "Two  blanks",
]  # fmt: skip
names = st.sampled_from(HOSTILE)
lines = st.lists(names, min_size=1, max_size=4)


@st.composite
def investors(draw):
    given = {"name": draw(names) + f" {draw(st.integers(1, 10**6))}", "address_lines": draw(lines)}
    given |= {name: draw(names) for name in ("telephone", "facsimile") if draw(st.booleans())}
    return given | {"amount": f"{draw(st.integers(1_000, 10**7))}.00", "signatory": draw(names)}


def deal_with(some, choices=()):
    sheet = variant("new-stock-and-warrants", dict(choices))
    known = {key: value for key, value in read("new-stock-and-warrants")["investors"][0].items() if key == "kind"}
    sheet["investors"] = [known | one for one in some]
    return deals.compose_text(yaml.safe_dump(sheet, allow_unicode=True, width=10_000))


def unlike(whole, departures=()):
    """The warrants of a deal that are not, in each form they are written in, what the whole way makes of them."""
    drafts, writers, printers = Drafts(WARRANT, departures), {}, {}
    for stem, one in instruments(whole.deal):
        filled, whole_way = drafts.draft(one.deal, one.path), draft(WARRANT, one.deal, departures, one.path)
        if (filled.document, filled.numbers, filled.decided_by) != (
            whole_way.document,
            whole_way.numbers,
            whole_way.decided_by,
        ):
            yield f"{stem}: the tree"
        properties = properties_of(whole, whole_way.document.title, "")
        writer = writers.setdefault(filled.like, docx.Writer(filled.document, filled.numbers, HOUSE))
        if writer.write(filled.document, properties) != docx.write(
            whole_way.document, whole_way.numbers, HOUSE, properties
        ):
            yield f"{stem}: the Word file"
        printer = printers.setdefault(filled.like, text.Writer(filled.numbers))
        if printer.write(filled.document) != text.write(whole_way.document, whole_way.numbers):
            yield f"{stem}: the text"
        if tree_json.write(filled.document, filled.numbers) != tree_json.write(whole_way.document, whole_way.numbers):
            yield f"{stem}: the kept tree"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(investors(), min_size=2, max_size=8, unique_by=lambda one: one["name"]))
def test_a_filled_warrant_is_the_one_that_the_whole_way_drafts_whatever_stands_in_its_values(some):
    assert list(unlike(deal_with(some))) == []


@pytest.mark.parametrize(("term", "value"), [(term, value) for term, values in PROVISIONS.items() for value in values])
def test_a_filled_warrant_is_the_one_that_the_whole_way_drafts_whatever_it_provides(term, value):
    some = [{"name": name, "address_lines": [name], "amount": "5000.00", "signatory": "A"} for name in HOSTILE[:4]]
    assert list(unlike(deal_with(some, [(f"provisions.{term}", value)]))) == []


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(investors(), min_size=2, max_size=3, unique_by=lambda one: one["name"]), min_size=2, max_size=4)
)
def test_a_filled_agreement_is_the_one_that_the_whole_way_drafts(many):
    drafts, writers = Drafts(AGREEMENT, ()), {}
    for whole in map(deal_with, many):
        piece, filled = whole.pieces[0], drafts.draft(whole.deal)
        assert (filled.document, filled.numbers) == (piece.document, piece.numbers)
        properties = properties_of(whole, piece.document.title, "")
        writer = writers.setdefault(filled.like, docx.Writer(filled.document, filled.numbers, HOUSE))
        expected = docx.write(piece.document, piece.numbers, HOUSE, properties)
        assert writer.write(filled.document, properties) == expected


def natural_person(one):
    """The investor as one who signs for himself."""
    return {name: value for name, value in one.items() if name != "signatory"} | {"kind": "individual"}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(investors(), st.booleans()), min_size=2, max_size=6, unique_by=lambda one: one[0]["name"]),
)
def test_a_document_of_a_set_is_written_as_it_would_be_by_itself(some):
    whole = deal_with([natural_person(one) if signs else one for one, signs in some])
    house = LIBRARY.shell("house")
    together = writing.write(whole, ("docx", "text"), set(Part), house)
    alone = [writing.write(replace(whole, pieces=(one,)), ("docx", "text"), set(Part), house) for one in whole.pieces]
    assert together == {name: content for files in alone for name, content in files.items()}


def test_the_signature_pages_of_those_who_sign_alike_are_alike():
    some = [{"name": name, "address_lines": [name], "amount": "5000.00", "signatory": "A"} for name in HOSTILE[:4]]
    pages = [one for one in deal_with([*some[:3], natural_person(some[3])]).pieces if one.part is Part.SIGNATURES]
    assert [one.like == pages[0].like for one in pages] == [True, True, True, False]


def test_an_agreement_of_as_many_investors_is_filled():
    drafts = Drafts(AGREEMENT, ())
    some = [{"name": name, "address_lines": [name], "amount": "5000.00", "signatory": "A"} for name in HOSTILE[:6]]
    assert len({drafts.draft(deal_with(investors).deal).like for investors in (some[:3], some[3:])}) == 1
    assert len({drafts.draft(deal_with(investors).deal).like for investors in (some[:3], some[:4])}) == 2


@pytest.mark.parametrize("stem", ["new-stock-and-warrants", "new-covenant-warrants"])
def test_the_warrants_of_the_worked_deals_are_filled(stem):
    whole = deals.draft(stem)
    assert list(unlike(whole)) == []
    drafts = Drafts(WARRANT, ())
    likes = [drafts.draft(one.deal, one.path).like for _, one in instruments(whole.deal)]
    assert len(set(likes)) < len(likes)


def test_a_warrant_with_departures_goes_the_whole_way():
    departure = "clause: w_transfer, form: the Holder, here: such Holder, why: negotiated"
    whole = deals.compose_text(deals.with_departures(deals.sheet("new-stock-and-warrants"), departure))
    departures = list(enumerate(whole.deal.departures))
    assert list(unlike(whole, departures)) == []
    drafts = Drafts(WARRANT, departures)
    assert {drafts.draft(one.deal, one.path).like for _, one in instruments(whole.deal)} == {None}


# Agreements


PRICE = read("new-stock-and-warrants")["offering"]["price_per_share"]

CHANGES = [
    ("investors[0].amount", "123450.00"),
    ("investors[1].name", HOSTILE[0]),
    ("investors[1].address_lines", ["1 Other Road", "Suite 2", "Elsewhere"]),
    ("investors[0].signatory", HOSTILE[1]),
    ("offering.price_per_share", "3.10"),
    ("offering.price_per_share", PRICE + "0"),
    ("company.name", HOSTILE[0]),
    ("agreement.date", "2026-09-21"),
    ("counsel.company.firm", HOSTILE[4]),
    ("options.anti_hedging", "false"),
    ("execution.status", "execution"),
]


def changed(sheet, path, value):
    """The term sheet with another value of a term; the one that was where the deal has no such term."""
    *above, last = [int(one) if one.isdigit() else one for one in path.replace("[", ".").replace("]", "").split(".")]
    group = sheet = deepcopy(sheet)
    for name in above:
        group = group[name]
    group[last] = value
    return yaml.safe_dump(sheet, allow_unicode=True, width=10_000)


@pytest.mark.parametrize(("path", "value"), CHANGES)
def test_an_agreement_drafted_like_another_is_the_one_that_the_whole_way_drafts(path, value):
    stem = "new-stock-and-warrants"
    before, after = (deals.compose_text(one).deal for one in (deals.sheet(stem), changed(read(stem), path, value)))
    drafts = Drafts(AGREEMENT, ())
    first, filled, whole_way = drafts.draft(before), drafts.draft(after), draft(AGREEMENT, after, ())
    assert (filled.document, filled.numbers, filled.decided_by) == (whole_way.document, whole_way.numbers, whole_way.decided_by)  # fmt: skip
    assert tree_json.write(filled.document, filled.numbers) == tree_json.write(whole_way.document, whole_way.numbers)
    assert first.document == draft(AGREEMENT, before, ()).document


def test_agreements_drafted_one_like_the_other_are_those_of_the_whole_way_whoever_stays():
    stem = "new-stock-and-warrants"
    changes = (("investors[1].amount", "123450.00"), ("company.name", HOSTILE[0]), ("investors[0].signatory", HOSTILE[1]), ("investors[1].amount", "987650.00"))  # fmt: skip
    sheets, drafts = [deals.sheet(stem)], Drafts(AGREEMENT, ())
    for path, value in changes:
        sheets.append(changed(yaml.load(sheets[-1], yaml.BaseLoader), path, value))  # noqa: S506  texts, lists and mappings
    for one in (*sheets, *reversed(sheets)):
        deal = deals.compose_text(one).deal
        filled, whole_way = drafts.draft(deal), draft(AGREEMENT, deal, ())
        assert (filled.document, filled.numbers) == (whole_way.document, whole_way.numbers)


def test_what_says_the_same_in_two_agreements_is_the_same_clause():
    stem = "new-stock-and-warrants"
    sheets = deals.sheet(stem), changed(read(stem), "investors[0].amount", "123450.00")
    drafts = Drafts(AGREEMENT, ())
    ones, others = (drafts.draft(deals.compose_text(one).deal).document.clauses for one in sheets)
    same = [one is other for one, other in zip(ones, others, strict=True)]
    assert same.count(False) < 10 < same.count(True)


@pytest.mark.parametrize("stem", DEALS)
def test_an_agreement_that_was_kept_is_taken_up_as_it_was_drafted(stem):
    deal = deals.compose_text(sheet(stem)).deal
    whole_way = draft(AGREEMENT, deal, ())
    taken_up = Drafts(AGREEMENT, ()).take_up(deal, *kept(whole_way))
    assert (taken_up.document, taken_up.numbers, taken_up.decided_by) == (whole_way.document, whole_way.numbers, whole_way.decided_by)  # fmt: skip
    assert [*taken_up.numbers] == [*whole_way.numbers]


@pytest.mark.parametrize(("path", "value"), CHANGES)
def test_an_agreement_that_was_kept_is_not_taken_up_for_a_deal_with_other_clauses(path, value):
    stem = "new-stock-and-warrants"
    before, after = (deals.compose_text(one).deal for one in (deals.sheet(stem), changed(read(stem), path, value)))
    taken_up = Drafts(AGREEMENT, ()).take_up(after, *kept(draft(AGREEMENT, before, ())))
    labels = [[clause.label for clause in walk.clauses(draft(AGREEMENT, deal, ()).document)] for deal in (before, after)]  # fmt: skip
    assert (taken_up is not None) is (labels[0] == labels[1])


def kept(drafted):
    return tree_json_read.load(tree_json.write(drafted.document, drafted.numbers), "agreement.document.json")


@pytest.mark.parametrize("change", [rounds.added, rounds.removed, rounds.amount])
@pytest.mark.parametrize("stem", ["new-stock-and-warrants", "new-covenant-warrants"])
def test_two_agreements_share_what_they_say_alike_whichever_way_they_are_drafted(stem, change):
    before, after = deals.sheet(stem), change(deals.sheet(stem))
    first = pipeline.agree(before.encode(), "deal.yaml", LIBRARY)
    second = pipeline.agree_like(first, after.encode(), "deal.yaml")
    whole_way = pipeline.agree(after.encode(), "deal.yaml", LIBRARY)
    assert [piece.document for piece in second.pieces] == [piece.document for piece in whole_way.pieces]
    known = {(one.label, one.subject): one for one in walk.clauses(first.pieces[0].document)}
    pairs = [(one, known.get((one.label, one.subject))) for one in walk.clauses(second.pieces[0].document)]
    assert all(one is other for one, other in pairs if one == other)
    assert sum(one is other for one, other in pairs) > 100
