"""The worked deals, with choices made in them that go together."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from functools import cache
from typing import Any

import yaml

from assembler.termsheet.warrant_classes import OF_CLASS
from tests import deals
from tests.option_values import (
    ALWAYS_REPRESENTED,
    COPY,
    KINDS,
    MECHANICS,
    NAMES,
    NOT_PREFUNDED,
    PERSONS,
    PLACEMENT_AGENT,
    PREFUNDED,
    PROVISIONS,
    ROOTS,
    SECOND_CLASS,
    TERMS,
    TIMES,
    TOGETHER,
    WARRANTS,
    Sheet,
)
from tests.test_new_deals import WITHOUT_CLASSES

# An option divides the warrants of these into classes.
DEALS = WITHOUT_CLASSES
# What others build on is chosen first: who buys, before what they buy.
_FIRST = (
    "warrants.mode",
    "placement_agent_warrant",
    "number of investors",
    "closings",
    "kinds of investors",
    "issuer",
    "amounts",
    "numbers of warrants",
)
_NATURAL = ("individual", "joint_tenants")
_PORTIONS = ("none", "4.99%", "9.99%", "19.99%")
_THOUSAND = 1000


@cache
def read(stem: str) -> Sheet:
    """Return a worked deal as a tree of texts, with a placement agent, whom an option may ask for."""
    sheet = yaml.load(deals.sheet(stem), yaml.BaseLoader)  # noqa: S506  it builds texts, lists and mappings only
    sheet["offering"].setdefault("placement_agent", PLACEMENT_AGENT)
    # The capitalization asks for it.
    sheet["company"].setdefault("authorized_shares", "400,000,000")
    # Both are computed, and what they are stated as is that deal's own.
    sheet["offering"].pop("aggregate_amount", None)
    sheet["offering"].pop("total_shares", None)
    return sheet


def variant(stem: str, choices: Mapping[str, str]) -> Sheet:
    """Return a worked deal with these choices made in it."""
    sheet = deepcopy(read(stem))
    for name in sorted(choices, key=_rank):
        _choose(sheet, name, choices[name])
    for settle in _SETTLED:
        settle(sheet)
    return sheet


def alone(values: Mapping[str, list[str]]) -> list[tuple[str, str, str]]:
    """Return every value of every option, in each worked deal that does not have it already."""
    every = [(stem, name, value) for stem in DEALS for name in values for value in values[name]]
    return [(stem, name, value) for stem, name, value in every if variant(stem, {name: value}) != read(stem)]


def put(sheet: Sheet, path: str, value: Any) -> None:
    """Set a term of the tree, or take it out if the value is None."""
    *groups, name = path.split(".")
    for group in groups:
        sheet = sheet.setdefault(group, {})
    if value is None:
        sheet.pop(name, None)
    else:
        sheet[name] = deepcopy(value)


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _choose(sheet: Sheet, name: str, chosen: str) -> None:
    if name in TERMS:
        put(sheet, name, TERMS[name][chosen])
    elif name in TOGETHER:
        for path, value in TOGETHER[name][chosen].items():
            put(sheet, path, value)
    elif name.startswith(("provisions.", "mechanics.", "times.")):
        _choose_of_warrants(sheet, name, chosen)
    elif name in _OF_DEAL:
        _OF_DEAL[name](sheet, chosen)
    else:
        for index, investor in enumerate(sheet["investors"]):
            _OF_INVESTOR[name](investor, chosen, index)


# Warrants


def _choose_of_warrants(sheet: Sheet, name: str, chosen: str) -> None:
    kind, _, term = name.partition(".")
    if kind == "times":
        terms = TIMES[term][chosen]
    else:
        stated = {term: PROVISIONS[term][chosen]} if kind == "provisions" else MECHANICS[term][chosen]
        terms = {f"provisions.{path}": value for path, value in stated.items()}
    for group in _warrants_of(sheet):
        for path, value in terms.items():
            put(group, path, value)


def _warrants_of(sheet: Sheet) -> list[Sheet]:
    investors = [sheet["warrants"]] if _has_warrants(sheet) else []
    return investors + [sheet[name] for name in ("placement_agent_warrant",) if name in sheet]


def _has_warrants(sheet: Sheet) -> bool:
    return sheet["warrants"]["mode"] != "none"


def _choose_mode(sheet: Sheet, chosen: str) -> None:
    terms = sheet["warrants"] if _has_warrants(sheet) else deepcopy(WARRANTS)
    sheet["warrants"] = {"mode": "none"} if chosen == "none" else {**terms, "mode": chosen}


def _choose_amendment(sheet: Sheet, chosen: str) -> None:
    # A placement agent's warrant is amended by its holder.
    if _has_warrants(sheet):
        sheet["warrants"]["amendment_by"] = chosen


def _choose_numbers(sheet: Sheet, chosen: str) -> None:
    if not _has_warrants(sheet) or chosen == "coverage":
        return
    sheet["warrants"].pop("coverage", None)
    if chosen == "total":
        sheet["warrants"]["total_warrants"] = "1,000,000"
        return
    for index, investor in enumerate(sheet["investors"]):
        # One of several gets none.
        investor["warrants"] = "0" if index == 1 else str(_THOUSAND * (index + 1))


def _choose_prefix(sheet: Sheet, chosen: str) -> None:
    if _has_warrants(sheet):
        put(sheet, "warrants.number_prefix", "W-" if chosen == "given" else None)


def _choose_classes(sheet: Sheet, chosen: str) -> None:
    # The other choices are of warrants without classes, and divided when all are made.
    if _has_warrants(sheet) and chosen != "none":
        sheet["warrants"]["classes"] = chosen


def _choose_exercise_price(sheet: Sheet, chosen: str) -> None:
    if _has_warrants(sheet) and chosen == "percentage":
        put(sheet, "warrants.exercise_price", None)
        put(sheet, "warrants.exercise_price_percentage", "120%")


# Closings


def _choose_closings(sheet: Sheet, chosen: str) -> None:
    if chosen == "one":
        return
    if chosen == "others by amendment":
        _join_later(sheet, {"date": "2027-03-15", "by_amendment": "true"})
        return
    # Enough for all, and whole shares of any price.
    sheet["offering"]["maximum_amount"] = _dollars(_price(sheet) * _THOUSAND * 10 * _THOUSAND)
    if chosen != "up to a maximum":
        sheet["closing"]["additional_until"] = "2027-04-30"
    if chosen == "others joined":
        _join_later(sheet, {"date": "2027-03-15"})


def _join_later(sheet: Sheet, closing: Sheet) -> None:
    sheet["closing"]["additional"] = [closing]
    joining = {**deepcopy(sheet["investors"][0]), "name": f"{ROOTS[-1]} Fund, LP", "kind": "entity", "closing": "2"}
    sheet["investors"].append(joining)


def _choose_minimum(sheet: Sheet, chosen: str) -> None:
    put(sheet, "offering.minimum_amount", "100,000" if chosen == "given" else None)


def _choose_escrow(sheet: Sheet, chosen: str) -> None:
    wire = sheet.pop("escrow")["wire"] if chosen != "agent" else None
    put(sheet, "closing.wire", wire if chosen == "company's account" else None)


def _choose_timing(sheet: Sheet, chosen: str) -> None:
    put(sheet, "closing.timing", chosen)
    put(sheet, "closing.days_after_signing", "2" if chosen == "after_signing" else None)
    if chosen == "on_date":
        sheet["closing"].setdefault("date", sheet["agreement"]["date"])


def _choose_day_of_signature(sheet: Sheet, chosen: str) -> None:
    agreed = sheet["agreement"]["date"]
    stated = {"blank": None, "open": agreed[:7], "given": agreed}[chosen]
    put(sheet, "agreement.investor_signature_date", stated)


def _choose_day_of_acceptance(sheet: Sheet, chosen: str) -> None:
    put(sheet, "agreement.company_acceptance_date", sheet["agreement"]["date"] if chosen == "given" else None)


# Investors


def _choose_number(sheet: Sheet, chosen: str) -> None:
    count = {"one": 1, "two": 2}.get(chosen)
    sheet["investors"] = sheet["investors"][:count]


def _choose_amounts(sheet: Sheet, chosen: str) -> None:
    for investor in sheet["investors"] if chosen != "amounts" else ():
        # Of a thousand shares, every price gives whole cents.
        shares = max(1, int(_amount(sheet, investor) / _price(sheet)) // _THOUSAND) * _THOUSAND
        investor["shares"] = str(shares)
        investor["amount"] = _dollars(shares * _price(sheet))
        if chosen == "shares":
            del investor["amount"]


def _price(sheet: Sheet) -> Decimal:
    return Decimal(sheet["offering"]["price_per_share"])


def _dollars(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _amount(sheet: Sheet, investor: Sheet) -> Decimal:
    if "amount" in investor:
        return Decimal(investor["amount"].replace(",", ""))
    return Decimal(investor["shares"]) * _price(sheet) + _prefunded_price(sheet, investor)


def _choose_kind(investor: Sheet, chosen: str, index: int) -> None:
    kinds = KINDS[chosen]
    if not kinds:
        return
    investor["kind"] = kinds[min(index, len(kinds) - 1)]
    investor["name"] = NAMES[investor["kind"]].format(root=ROOTS[index], person=PERSONS[index])


def _choose_place(investor: Sheet, chosen: str, index: int) -> None:
    if chosen == "none":
        return
    investor["jurisdiction"] = ("Delaware", "Cayman Islands", "Germany")[index % 3]
    if chosen == "with a legal form" and _kind(investor) not in (*_NATURAL, "custodian"):
        investor["legal_form"] = "exempted limited partnership"


def _choose_signatory(investor: Sheet, chosen: str, index: int) -> None:
    if chosen == "none":
        _drop(investor, "signatory", "signatory_title")
    elif chosen == "through others" and _kind(investor) not in _NATURAL:
        investor["signs_by"] = [f"{ROOTS[index]} GP, LLC, its general partner", "Orwell Advisers, Inc., its manager"]
    elif chosen == "with others" and _kind(investor) != "individual":
        investor["co_signatories"] = [{"name": "Mary Roe"}, {"name": "John Roe", "title": "Director"}]


def _choose_address(investor: Sheet, chosen: str, _: int) -> None:
    if chosen == "none":
        _drop(investor, "address_lines", "telephone", "facsimile")


def _choose_reach(investor: Sheet, chosen: str, index: int) -> None:
    if chosen == "all":
        return
    _drop(investor, "telephone", "facsimile")
    investor["email"] = f"notices{index}@example.com"
    if chosen == "e-mail and copies":
        investor["copies"] = [deepcopy(COPY), {"name": "Pell & Rowe LLC"}]


def _choose_title(investor: Sheet, chosen: str, _: int) -> None:
    if chosen == "given" and _kind(investor) == "joint_tenants":
        investor["title_form"] = "joint tenants with right of survivorship"


def _choose_account(investor: Sheet, chosen: str, index: int) -> None:
    if chosen == "named" and _kind(investor) == "custodian":
        investor["account_owner"] = PERSONS[index]


def _choose_limit(investor: Sheet, chosen: str, index: int) -> None:
    if index == 0:
        put(investor, "ownership_limit", None if chosen == "that of all" else chosen)


def _choose_papers(investor: Sheet, chosen: str, index: int) -> None:
    if chosen == "given":
        investor["certificate_number"], investor["warrant_number"] = f"CS-10{index}", f"W-1{index}"


def _choose_signed(investor: Sheet, chosen: str, _: int) -> None:
    investor["signed"] = chosen


def _kind(investor: Sheet) -> str:
    return investor.get("kind", "entity")


def _drop(investor: Sheet, *names: str) -> None:
    for name in names:
        investor.pop(name, None)


_OF_DEAL = {
    "warrants.mode": _choose_mode,
    "warrants.amendment_by": _choose_amendment,
    "number of investors": _choose_number,
    "closings": _choose_closings,
    "minimum": _choose_minimum,
    "amounts": _choose_amounts,
    "numbers of warrants": _choose_numbers,
    "exercise price": _choose_exercise_price,
    "prefix of numbers": _choose_prefix,
    "classes": _choose_classes,
    "escrow": _choose_escrow,
    "timing": _choose_timing,
    "day of signature": _choose_day_of_signature,
    "day of acceptance": _choose_day_of_acceptance,
}
_OF_INVESTOR = {
    "kinds of investors": _choose_kind,
    "places of investors": _choose_place,
    "signatories": _choose_signatory,
    "addresses": _choose_address,
    "reached by": _choose_reach,
    "title": _choose_title,
    "account": _choose_account,
    "limit of an investor": _choose_limit,
    "numbers of papers": _choose_papers,
    "signed": _choose_signed,
}


# What the parties settle once all is chosen


def _pay_the_agent(sheet: Sheet) -> None:
    """Let the first agreement on fees be the one under which the placement agent has its warrant."""
    warrant, fees = sheet.get("placement_agent_warrant"), sheet.get("fee_instruments")
    if warrant and fees:
        warrant["underlying_agreement"] = {"title": fees[0]["kind"], "date": fees[0]["date"]}
        fees[0]["counterparty"] = warrant["holder"]["name"]


def _spend_the_proceeds(sheet: Sheet) -> None:
    """Let the first purpose take all that the investors pay, but for the fees."""
    if schedule := sheet.get("use_of_proceeds"):
        paid = sum(_amount(sheet, investor) for investor in sheet["investors"])
        spent = paid - Decimal(schedule.get("fees_and_expenses", "0").replace(",", ""))
        schedule["purposes"][0]["amount"] = _dollars(spent)


def _divide_into_classes(sheet: Sheet) -> None:
    """Let the warrants be of the classes chosen: the first has their terms, and others have their provisions."""
    warrants = sheet["warrants"]
    chosen = warrants.pop("classes", "none")
    if chosen == "none":
        return
    own = {name: warrants.pop(name) for name in OF_CLASS if name in warrants}
    provisions = warrants.get("provisions", {})
    classes = [{"name": "Series A", **own}]
    if chosen != "one":
        classes.append({**deepcopy(SECOND_CLASS), "provisions": deepcopy(provisions)})
    # A covenant gives warrants without a price.
    if "pre-funded" in chosen and warrants["mode"] == "integrated":
        nominal = {**deepcopy(PREFUNDED), "provisions": _of_prefunded(provisions)}
        classes = [nominal] if chosen == "pre-funded" else [*classes, nominal]
        _buy_prefunded(sheet)
    warrants["classes"] = classes
    for investor in sheet["investors"]:
        _by_class(investor, classes)


def _of_prefunded(provisions: Sheet) -> Sheet:
    kept = {name: value for name, value in deepcopy(provisions).items() if name not in NOT_PREFUNDED}
    return {"cashless_exercise": "always", "ownership_limit": "9.99%"} | kept


def _buy_prefunded(sheet: Sheet) -> None:
    """Let the first investor buy a thousand pre-funded warrants beside its shares."""
    investor = sheet["investors"][0]
    investor["prefunded_warrants"] = str(_THOUSAND)
    if "amount" in investor and "shares" in investor:
        investor["amount"] = _dollars(_amount(sheet, investor) + _prefunded_price(sheet, investor))


def _prefunded_price(sheet: Sheet, investor: Sheet) -> Decimal:
    return int(investor.get("prefunded_warrants", 0)) * (_price(sheet) - Decimal(PREFUNDED["exercise_price"]))


def _by_class(investor: Sheet, classes: list[Sheet]) -> None:
    """State the numbers of an investor by class, those of the first class as they were."""
    if "warrants" in investor:
        number = investor.pop("warrants")
        investor["class_warrants"] = [number if each["name"] == "Series A" else "computed" for each in classes]
    if "warrant_number" in investor and len(classes) > 1:
        number = investor.pop("warrant_number")
        has_first = investor.get("class_warrants", ["1"])[0] != "0"
        investor["class_warrant_numbers"] = [number if has_first else "none", *["none"] * (len(classes) - 1)]


def _limit_the_warrants(sheet: Sheet) -> None:
    """State the most warrants where no coverage gives them."""
    if "maximum_amount" not in sheet["offering"] or not _has_warrants(sheet):
        return
    classes = sheet["warrants"].get("classes", [])
    for group, name in [(each, "maximum_warrants") for each in classes] or [(sheet["offering"], "maximum_warrants")]:
        if "coverage" not in (group if classes else sheet["warrants"]):
            group[name] = "50,000,000"


def _name_the_lead(sheet: Sheet) -> None:
    """Let the company pay counsel of the first investor."""
    if "counsel_fee_cap" in sheet.get("expenses", {}):
        sheet["expenses"]["lead_investor"] = sheet["investors"][0]["name"]


def _settle_whom_counsel_acts_for(sheet: Sheet) -> None:
    """Let no counsel act for the placement agent's investors if there is no counsel, or no agent."""
    if "investors" not in sheet["counsel"] or "placement_agent" not in sheet["offering"]:
        sheet["options"]["investor_counsel_scope"] = "all"


def _file_as_the_issuer_does(sheet: Sheet) -> None:
    """Name the forms of a foreign private issuer."""
    if sheet["company"].get("filer") == "foreign_private_issuer" and sheet.get("sec_forms"):
        sheet["sec_forms"] = {"interim_report": "Form 6-K", "resale_registration": "Form F-1"}


def _disclose_what_is_represented(sheet: Sheet) -> None:
    """Disclose against the representations that only some deals have, where all is disclosed."""
    schedule, clauses = sheet.get("disclosure_schedule") or {}, sheet["options"]["clauses"]
    if not schedule.keys() >= ALWAYS_REPRESENTED:
        return
    stands = {
        "capitalization": "capitalization" in sheet["company"],
        "taxes": clauses.get("co_rep_taxes") == "text",
        "intellectual_property": clauses.get("co_rep_intellectual_property") == "text",
    }
    schedule.update({name: ["Another matter."] for name, is_made in stands.items() if is_made})


def _register_as_the_deal_does(sheet: Sheet) -> None:
    """Let warrants give no registration rights in a deal that has none."""
    if sheet["options"].get("registration_rights") == "false" and "provisions" in sheet["warrants"]:
        sheet["warrants"]["provisions"].pop("registration_rights", None)


def _raise_the_ceiling(sheet: Sheet) -> None:
    """Let no investor's own limit be above the ceiling of all."""
    limits = [investor["ownership_limit"] for investor in sheet["investors"] if "ownership_limit" in investor]
    ceiling = sheet["warrants"].get("provisions", {}).get("ownership_limit_ceiling", "none")
    if ceiling != "none" and any(_PORTIONS.index(limit) > _PORTIONS.index(ceiling) for limit in limits):
        del sheet["warrants"]["provisions"]["ownership_limit_ceiling"]


def _let_persons_sign(sheet: Sheet) -> None:
    """Take away the officer who signs for a natural person."""
    for investor in sheet["investors"]:
        if _kind(investor) == "individual":
            _drop(investor, "signatory", "signatory_title")
        elif _kind(investor) == "joint_tenants":
            _drop(investor, "signatory_title")


_SETTLED = (
    _pay_the_agent,
    _name_the_lead,
    _settle_whom_counsel_acts_for,
    _file_as_the_issuer_does,
    _disclose_what_is_represented,
    _raise_the_ceiling,
    _register_as_the_deal_does,
    _let_persons_sign,
    _divide_into_classes,
    _spend_the_proceeds,
    _limit_the_warrants,
)
