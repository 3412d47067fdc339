"""Every option of a deal with every other: whatever is chosen, the set drafts, and a careful reader finds nothing in it.

Each option is set to each of its values alone in each of the worked deals, and every two values of two options stand
together in at least one deal of a covering array. A failure names the options that were set.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import Any, get_args

import pytest
import yaml

from assembler.dealset.build import as_docx
from assembler.document import walk
from assembler.document.walk import words_of
from assembler.errors import InputError
from assembler.library import Library
from assembler.pipeline import check, draft_deal
from assembler.termsheet.schema import AgreementExecution, ClauseOptions, DisclosureSchedule, Options, WarrantProvisions
from tests import deals
from tests.test_new_deals import DEALS
from tests.word.soundness import breaches

Sheet = dict[str, Any]

WARRANTS = {
    "coverage": "22%",
    "exercise_price": "3.15",
    "term_years": "4",
    "issue_date": "2027-02-09",
    "provisions": {},
}
PLACEMENT_AGENT = "Halden Row Securities, LLC"
PLACEMENT_AGENTS_WARRANT = {
    "holder": {"name": PLACEMENT_AGENT, "address_lines": ["8 Halden Row", "Boston, Massachusetts 02110"]},
    "number": "12,500",
    "exercise_price": "3.15",
    "issue_date": "2027-02-08",
    "term_years": "2",
    "underlying_agreement": {"title": "Term Sheet", "date": "2026-07-06"},
    "provisions": {},
}
FEES = [
    {"kind": "Term Sheet", "counterparty": PLACEMENT_AGENT, "date": "2026-07-06"},
    {"kind": "letter agreement", "counterparty": "Dunmore Advisory Group, Inc.", "date": "2026-07-07"},
    {"kind": "engagement letter", "counterparty": "Pell & Rowe LLC", "date": "2026-07-08"},
]
CAPITAL = {
    "as_of": "2026-08-28",
    "issued_shares": "31,400,000",
    "preferred_authorized": "5,000,000",
    "preferred_issued": "250,000",
    "option_shares": "2,900,000",
    "plan_shares": "1,200,000",
    "convertible_shares": "1",
}
PERSONS = ["Ruth A. Kestrel", "Daniel Okafor", "Maria Lindqvist", "Thomas Bell", "Grace Whitfield"]
LEGENDS = {"trading_days": "2", "late_payment": "10"}
# A disclosure against a representation that only some deals have is refused in the others.
ALWAYS_REPRESENTED = DisclosureSchedule.model_fields.keys() - {"capitalization", "taxes", "intellectual_property"}
PROCEEDS = {"purposes": [{"purpose": "Working capital", "amount": "1"}]}
ENTITIES = [f"{name} Fund, LP" for name in ("Alder", "Bluestem", "Corvina", "Dunmore", "Elkhorn")]
PAYMENTS = ["cash", "check", "wire", "cash check", "cash wire", "check wire", "cash check wire"]


def of_schema(group: type[Options | ClauseOptions], path: str) -> dict[str, dict[str, Any]]:
    """Every field of a group of options with its values, by path."""
    flags = {"true": "true", "false": "false"}
    fields = {f"{path}.{name}": field.annotation for name, field in group.model_fields.items() if name != "clauses"}
    return {name: {one: one for one in get_args(annotation)} or flags for name, annotation in fields.items()}


# What may be set, by the path of the term, and the values it may have; None takes the term out.
TERMS: Mapping[str, Mapping[str, Any]] = {
    **of_schema(Options, "options"),
    **of_schema(ClauseOptions, "options.clauses"),
    "execution.status": {one: one for one in ("form", "draft", "execution", "conformed")},
    "execution.company_signed": {"true": "true", "false": "false"},
    "execution.cover_page": {"true": "true", "false": "false"},
    "execution.contents": {"true": "true", "false": "false"},
    "agreement.exhibit_label": {"none": None, "given": "Exhibit 10.1"},
    "fee_instruments": {str(count): FEES[:count] for count in range(len(FEES) + 1)},
    "pending_proposals": {"none": None, "given": {"document": "annual report", "filed_on": "2026-08-03"}},
    "closing.place": {"offices": "offices", "remote": "remote"},
    "closing.delivery": {"certificates": "certificates", "book_entry": "book_entry", "dwac": "dwac"},
    "closing.outside_date": {"none": None, "given": "2027-06-30"},
    "closing.unlegended_delivery_days": {"one": "1", "three": "3"},
    "notices.deemed_given_days": {"one": "1", "seven": "7"},
    "notices.address_change_days": {"one": "1", "ten": "10"},
    "financials.sec_documents_since": {"default": None, "given": "2024-12-31"},
    "offering.aggregate_issuance_shares": {"default": None, "given": "9,000,000"},
    "exemption": {"none": None, "506(b)": {"rule": "506(b)"}, "506(c)": {"rule": "506(c)", "filing_days": "1"}},
    "announcement": {
        "none": None,
        "next day": {},
        "same day": {"day": "signing_day", "latest_time": "4:05 P.M., New York City time", "cleansing": "true"},
        "soon": {"report_days": "1", "cleansing": "true"},
    },
    "legend_removal": {
        "none": None,
        "unpaid": {"trading_days": "1"},
        "bought in": {"trading_days": "1", "buy_in": "true"},
        "paid": LEGENDS,
        "rising": {**LEGENDS, "later_late_payment": "20", "later_after": "1", "buy_in": "true"},
    },
    "standstill": {
        "none": None,
        "short": {"days": "1"},
        "rates too": {"days": "60", "variable_rate_months": "1"},
        "but at the market": {"days": "60", "variable_rate_months": "6", "at_the_market_allowed": "true"},
    },
    "participation": {
        "none": None,
        "given": {"percentage": "35%"},
        "short": {"percentage": "100%", "months": "1", "notice_days": "1"},
    },
    "exchange_cap": {
        "none": None,
        "given": {"shares": "5,977,642"},
        "voted": {"shares": "5,977,642", "meeting_days": "90"},
    },
    "use_of_proceeds": {"none": None, "net": PROCEEDS, "gross": {**PROCEEDS, "fees_and_expenses": "12,500"}},
    "disclosure_schedule": {
        "none": None,
        "nothing": {},
        "a suit": {"litigation": ["Roe v. Tidewell Sensors, Inc., filed on March 3, 2026."]},
        "all": {name: ["First matter.", "Second matter."] for name in ALWAYS_REPRESENTED},
    },
    "placement_agent_warrant": {"none": None, "given": PLACEMENT_AGENTS_WARRANT},
    "company.capitalization": {
        "none": None,
        "common alone": {"as_of": "2026-08-28", "issued_shares": "31,400,000"},
        "all": CAPITAL,
    },
    "expenses": {"none": None, "each its own": {}},
    "law.forum": {"non_exclusive": "non_exclusive", "exclusive": "exclusive"},
    "law.forum_county": {"none": None, "given": "Multnomah County"},
    "law.governing_state": {"Delaware": "Delaware", "New York": "New York"},
    "law.service_by_notice": {"true": "true", "false": "false"},
    "law.process_agent": {
        "none": None,
        "given": {"name": "Pier Street Agents, Inc.", "address": "12 Pier Street, New York, New York 10004"},
    },
}
# Texts and numbers of warrants, whose words no value changes.
UNTRIED = {"expiration_time", "tender_days", "mail_notice_days", "courier_notice_days", "notice_latest_time"}
# The same of both kinds of warrant, where the deal has them.
PROVISIONS: Mapping[str, Mapping[str, Any]] = {
    "minimum_exercise_shares": {"none": None, "given": "1,000"},
    "spin_off_notice_days": {"none": None, "given": "30"},
    "registration_rights": {"true": "true", "false": "false"},
    "piggyback": {"none": None, "all forms": {}, "some forms": {"excluded_forms": ["Form S-4", "Form S-8"]}},
    "payment_methods": {one: one.split() for one in PAYMENTS},
}
# Terms of both kinds of warrant that go together.
MECHANICS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "surrender": {one: {"surrender": one} for one in ("each_exercise", "full_exercise")},
    "delivery": {one: {"delivery_form": one} for one in ("certificate", "book_entry", "dwac")},
    "delivery days": {"one": {"delivery_days": "1"}, "two": {"delivery_days": "2"}},
    "buy-in": {"none": {}, "granted": {"buy_in": "true"}},
    "fractions": {one: {"fractions": one} for one in ("down", "cash", "up")},
    "cashless": {
        "none": {},
        "always": {"cashless_exercise": "always"},
        "at expiry": {"cashless_exercise": "while_unregistered", "cashless_at_expiry": "true"},
    },
    "market price": {"of a day": {}, "of a week": {"market_price_days": "5"}},
    "ownership limit": {
        "none": {},
        "of funds": {"ownership_limit": "4.99%"},
        "of the issuer": {"ownership_limit": "19.99%"},
        "fixed": {"ownership_limit": "9.99%", "ownership_limit_ceiling": "none"},
    },
    "vesting": {
        "at once": {},
        "in parts": {"vesting": [{"date": f"2027-0{month}-01", "percentage": "50%"} for month in (4, 5)]},
    },
    "rights offerings": {"none": {}, "shared": {"rights_offerings": "true"}},
    "distributions": {"none": {}, "shared": {"distributions": "true"}},
    "fundamental transactions": {"none": {}, "covered": {"fundamental_transactions": "true"}},
    "price protection": {
        "none": {},
        "average": {"price_protection": "weighted_average"},
        "floored": {"price_protection": "weighted_average", "price_protection_floor": "0.50"},
    },
    "call": {
        "none": {},
        "daily": {"call": {"trigger_price": "90.00"}},
        "average": {"call": {"trigger_price": "90.00", "measured_by": "average", "registered": "false"}},
        "of a day": {"call": {"trigger_price": "90.00", "trigger_days": "1", "notice_days": "1"}},
    },
    "representations": {"none": {}, "made": {"holder_representations": "true"}},
    "demand": {"none": {}, "once": {"demand_registration": {}}, "twice": {"demand_registration": {"demands": "2"}}},
}
OTHERS: Mapping[str, list[str]] = {
    "warrants.mode": ["none", "covenant", "integrated"],
    "warrants.term_years": ["1", "6"],
    "warrants.amendment_by": ["holder", "majority"],
    "individuals": ["none", "one", "all"],
    "addresses": ["given", "none"],
    "escrow": ["agent", "none", "company's account"],
    "timing": ["after_conditions", "on_date", "after_signing"],
    "limit of an investor": ["that of all", "none", "9.99%"],
    "signatories": ["given", "none"],
    "signed": ["true", "false"],
    "day of signature": ["blank", "open", "given"],
    "day of acceptance": ["blank", "given"],
}
VALUES: dict[str, list[str]] = {
    **{path: list(values) for path, values in TERMS.items()},
    **{f"provisions.{name}": list(values) for name, values in PROVISIONS.items()},
    **{f"mechanics.{name}": list(values) for name, values in MECHANICS.items()},
    **OTHERS,
}
DEAL = "deal"  # the worked deal that a variant is made from


@cache
def read(stem: str) -> Sheet:
    """A worked deal as a tree of texts, with a placement agent, whom an option may ask for."""
    sheet = yaml.load(deals.sheet(stem), yaml.BaseLoader)  # noqa: S506  it builds texts, lists and mappings only
    sheet["offering"].setdefault("placement_agent", PLACEMENT_AGENT)
    # The capitalization asks for it.
    sheet["company"].setdefault("authorized_shares", "400,000,000")
    # Both are computed, and what they are stated as is that deal's own.
    sheet["offering"].pop("aggregate_amount", None)
    sheet["offering"].pop("total_shares", None)
    return sheet


def variant(stem: str, choices: Mapping[str, str]) -> Sheet:
    """A worked deal with these choices made in it."""
    sheet = deepcopy(read(stem))
    for name, chosen in sorted(choices.items(), key=lambda one: _ORDER.index(one[0].partition(".")[0])):
        _choose(sheet, name, chosen)
    _pay_the_agent(sheet)
    _spend_the_proceeds(sheet)
    return sheet


def _pay_the_agent(sheet: Sheet) -> None:
    """Let the first agreement on fees be the one under which the placement agent has its warrant."""
    warrant, fees = sheet.get("placement_agent_warrant"), sheet.get("fee_instruments")
    if warrant and fees:
        warrant["underlying_agreement"] = {"title": fees[0]["kind"], "date": fees[0]["date"]}
        fees[0]["counterparty"] = warrant["holder"]["name"]


def _spend_the_proceeds(sheet: Sheet) -> None:
    """Let the first purpose take all that the investors pay, but for the fees."""
    if schedule := sheet.get("use_of_proceeds"):
        paid = sum(Decimal(investor["amount"].replace(",", "")) for investor in sheet["investors"])
        spent = paid - Decimal(schedule.get("fees_and_expenses", "0").replace(",", ""))
        schedule["purposes"][0]["amount"] = f"{spent:f}"


# Warrants are there, or not, before anything is said of them.
_ORDER = ["warrants", "placement_agent_warrant", *{name.partition(".")[0]: "" for name in VALUES}]


def _choose(sheet: Sheet, name: str, chosen: str) -> None:
    if name in TERMS:
        put(sheet, name, TERMS[name][chosen])
    elif name.startswith(("provisions.", "mechanics.")):
        _choose_of_warrants(sheet, name, chosen)
    elif name == "warrants.mode":
        terms = sheet["warrants"] if sheet["warrants"]["mode"] != "none" else deepcopy(WARRANTS)
        sheet["warrants"] = {"mode": "none"} if chosen == "none" else {**terms, "mode": chosen}
    elif name.startswith("warrants."):
        _choose_term_of_warrants(sheet, name.removeprefix("warrants."), chosen)
    elif name in ("escrow", "timing"):
        _choose_closing(sheet, name, chosen)
    elif name.startswith("day of "):
        _choose_day(sheet, name, chosen)
    else:
        for index, investor in enumerate(sheet["investors"]):
            _choose_of_investor(investor, name, chosen, index)


def _choose_closing(sheet: Sheet, name: str, chosen: str) -> None:
    if name == "escrow":
        wire = sheet.pop("escrow")["wire"] if chosen != "agent" else None
        put(sheet, "closing.wire", wire if chosen == "company's account" else None)
        return
    put(sheet, "closing.timing", chosen)
    put(sheet, "closing.days_after_signing", "2" if chosen == "after_signing" else None)
    if chosen == "on_date":
        sheet["closing"].setdefault("date", sheet["agreement"]["date"])


def _choose_day(sheet: Sheet, name: str, chosen: str) -> None:
    agreed = sheet["agreement"]["date"]
    if name == "day of signature":
        stated = {"blank": None, "open": agreed[:7], "given": agreed}[chosen]
        put(sheet, "agreement.investor_signature_date", stated)
    else:
        put(sheet, "agreement.company_acceptance_date", agreed if chosen == "given" else None)


def _choose_of_warrants(sheet: Sheet, name: str, chosen: str) -> None:
    kind, _, term = name.partition(".")
    terms = {term: PROVISIONS[term][chosen]} if kind == "provisions" else MECHANICS[term][chosen]
    for group in _warrants_of(sheet):
        for path, value in terms.items():
            put(group, f"provisions.{path}", value)


def _choose_term_of_warrants(sheet: Sheet, term: str, chosen: str) -> None:
    # A placement agent's warrant is amended by its holder.
    groups = [one for one in _warrants_of(sheet) if term != "amendment_by" or "mode" in one]
    for group in groups:
        group[term] = chosen


def _choose_of_investor(investor: Sheet, name: str, chosen: str, index: int) -> None:
    gone: tuple[str, ...] = ()
    if name == "individuals":
        is_individual = chosen == "all" or (chosen == "one" and index == 0)
        investor["kind"] = "individual" if is_individual else "entity"
        investor["name"] = (PERSONS if is_individual else ENTITIES)[index]
        gone = ("signatory", "signatory_title") if is_individual else ()
    elif name == "addresses" and chosen == "none":
        gone = ("address_lines", "telephone", "facsimile")
    elif name == "signatories" and chosen == "none":
        gone = ("signatory", "signatory_title")
    elif name == "signed":
        investor["signed"] = chosen
    elif name == "limit of an investor" and index == 0:
        put(investor, "ownership_limit", None if chosen == "that of all" else chosen)
    for term in gone:
        investor.pop(term, None)


def _warrants_of(sheet: Sheet) -> list[Sheet]:
    investors = [sheet["warrants"]] if sheet["warrants"]["mode"] != "none" else []
    return investors + [sheet[name] for name in ("placement_agent_warrant",) if name in sheet]


def put(sheet: Sheet, path: str, value: Any) -> None:
    """Set a term of the tree, or take it out where the value is None."""
    *groups, name = path.split(".")
    for group in groups:
        sheet = sheet.setdefault(group, {})
    if value is None:
        sheet.pop(name, None)
    else:
        sheet[name] = deepcopy(value)


# What is found


def found(sheet: Sheet) -> list[str]:
    """What is wrong with the set of a deal, other than what the deal asks for."""
    asked_for = _asked_for(sheet)
    try:
        whole = draft_deal(yaml.safe_dump(sheet, allow_unicode=True).encode(), "deal.yaml", LIBRARY)
    except InputError as error:
        return [str(problem) for problem in error.problems if problem.code not in asked_for]
    try:
        problems = (*whole.warnings, *check(whole))
    except InputError as error:
        problems = (*whole.warnings, *error.problems)
    said = [str(problem) for problem in problems if problem.code not in asked_for]
    return [*said, *_spaced_badly(whole), *_unsound(whole)]


def _asked_for(sheet: Sheet) -> set[str]:
    """Problems that a choice means to have: terms nothing uses, annexes that are empty or not attached, agents without fees, investors without address."""
    options = sheet["options"]
    without_annexes = sheet["execution"]["status"] != "form" and options["clauses"]["annex_list"] == "omit"
    return {
        code
        for code, meant in {
            "C102": options["unused_definitions"] == "true",
            "C111": without_annexes,
            "C119": True,
            "T419": options.get("share_rounding") == "nearest",
            "T423": not sheet.get("fee_instruments"),
            "T424": True,
            "T481": sheet["warrants"]["mode"] == "none",
            "T485": options["clauses"]["cov_public_announcement"] != "text",
            "T417": any("address_lines" not in one for one in sheet["investors"]),
        }.items()
        if meant
    }


def _spaced_badly(whole):
    for piece in whole.documents:
        for clause in walk.clauses(piece.document):
            for passage in walk.passages(clause):
                words = words_of(passage)
                if "  " in words or words != words.strip() or " ," in words or " ;" in words:
                    yield f"{piece.stem}: {clause.label}: {words!r}"


def _unsound(whole):
    """What breaks a rule in the Word file of the agreement, and of one document of each other part."""
    firsts = {piece.part: piece for piece in reversed(whole.documents)}
    return [f"{piece.stem}: {one}" for piece in firsts.values() for one in breaches(as_docx(piece, whole, HOUSE))]


LIBRARY = Library.open()
HOUSE = LIBRARY.shell("house")


# The combinations


def alone() -> list[tuple[str, str, str]]:
    """Every value of every option, in each worked deal that does not have it already."""
    every = [(stem, name, value) for stem in DEALS for name, values in VALUES.items() for value in values]
    return [(stem, name, value) for stem, name, value in every if variant(stem, {name: value}) != read(stem)]


def pairs(values: Mapping[str, list[str]]) -> set[frozenset[tuple[str, str]]]:
    """Every two values of two options."""
    every = [(name, value) for name in values for value in values[name]]
    return {frozenset(two) for two in combinations(every, 2) if two[0][0] != two[1][0]}


def covering(values: Mapping[str, list[str]]) -> list[dict[str, str]]:
    """Few combinations in which all pairs stand: each begins with a pair that is left, and takes for every other
    option the value that meets most of those left."""  # fmt: skip
    left = pairs(values)
    rows: list[dict[str, str]] = []
    while left:
        row = dict(min(left, key=sorted))
        for name in values:
            if name not in row:
                row[name] = max(values[name], key=lambda value, name=name: _met(row, name, value, left))
        left -= {frozenset(two) for two in combinations(row.items(), 2)}
        rows.append(row)
    return rows


def _met(row: Mapping[str, str], name: str, value: str, left: set[frozenset[tuple[str, str]]]) -> int:
    return sum(frozenset(((name, value), one)) in left for one in row.items())


ROWS = covering({DEAL: list(DEALS), **VALUES})


@pytest.mark.parametrize(("stem", "name", "value"), alone())
def test_an_option_that_is_set_alone_leaves_nothing_to_be_found(stem, name, value):
    assert found(variant(stem, {name: value})) == []


@pytest.mark.parametrize("row", ROWS, ids=range(1, len(ROWS) + 1))
def test_options_that_are_set_together_leave_nothing_to_be_found(row):
    choices = dict(row)
    stem = choices.pop(DEAL)
    assert (found(variant(stem, choices)), row) == ([], row)


def test_every_two_values_of_two_options_stand_together_somewhere():
    met = {frozenset(two) for row in ROWS for two in combinations(row.items(), 2)}
    assert pairs({DEAL: list(DEALS), **VALUES}) - met == set()


def test_every_option_of_the_schema_is_tried():
    named = {f"options.{name}" for name in Options.model_fields if name != "clauses"}
    named |= {f"options.clauses.{name}" for name in ClauseOptions.model_fields}
    named |= {f"execution.{name}" for name in AgreementExecution.model_fields if name not in ("shell", "draft_date")}
    assert named <= set(VALUES)
    assert all(len(values) > 1 for values in VALUES.values())
    terms = {term for values in MECHANICS.values() for value in values.values() for term in value}
    assert set(WarrantProvisions.model_fields) - terms - set(PROVISIONS) == UNTRIED


@pytest.mark.skipif("EVERY_PAIR" not in os.environ, reason="takes an hour: EVERY_PAIR=1 runs it")
@pytest.mark.parametrize("stem", DEALS)
def test_two_options_that_are_set_with_the_rest_as_it_was_leave_nothing_to_be_found(stem):
    wrong = {tuple(sorted(pair)): found(variant(stem, dict(pair))) for pair in pairs(VALUES)}
    assert {pair: problems for pair, problems in wrong.items() if problems} == {}
