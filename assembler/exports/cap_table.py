"""The schedule of investors in the Open Cap Table Format, version 1.2.0, as a zip of JSON files.

The format is described at https://open-cap-table-coalition.github.io/Open-Cap-Format-OCF. A field that the deal does not
know is left empty with a comment. If the format requires it, it is a term of `cap_table`. Before the file is returned,
it is read again and compared with the schedule.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from assembler.termsheet.formats import long_date
from assembler.termsheet.holdings import prepaid
from assembler.termsheet.instruments import issue_of
from assembler.termsheet.investor_words import NATURAL
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schedule import Holding, Schedule
from assembler.termsheet.schema import CapTable, Investor, TermSheet, Warrants
from assembler.termsheet.states import is_written_state
from assembler.termsheet.stock_words import stock_name
from assembler.termsheet.timing import first_day, last_day
from assembler.termsheet.warrant_classes import ClassView, views_of
from assembler.word.reproducible_zip import zipped

_STOCK, _WARRANT, _PAID = _KINDS = ("TX_STOCK_ISSUANCE", "TX_WARRANT_ISSUANCE", "dollars")
VERSION = "1.2.0"
MANIFEST = "Manifest.ocf.json"
_SCOPE = (
    "The stock and the warrants issued to the investors of one purchase agreement, as in its schedule of investors: "
    "not all of the company's capitalization."
)
_GENERATED = "generated_at is the day of the closing, so that the same deal gives the same file."
_NO_NUMBER = "The number is not stated, and custom_id is empty."
_NO_PRICE_OF_ITS_OWN = "The warrant comes with the shares; no price is paid for it apart."
_EXEMPTIONS = "No exemption from registration is a term of the deal; security_law_exemptions is empty."
_AUTHORIZED = "How many shares are authorized is not stated."
_COUNTRY = "The country of formation has no code here, and country_of_formation is ZZ."
_NOWHERE = "ZZ"
# Codes of ISO 3166 for the places whose charter documents have names of their own.
_COUNTRIES = {
    place: code
    for code, places in {
        "AU": "Australia",
        "BM": "Bermuda",
        "CA": "Canada|Ontario|Alberta|British Columbia",
        "CH": "Switzerland",
        "DE": "Germany",
        "FR": "France",
        "GB": "England and Wales|England|Scotland|Northern Ireland|United Kingdom",
        "GG": "Guernsey",
        "HK": "Hong Kong",
        "IE": "Ireland",
        "IL": "Israel|State of Israel",
        "JE": "Jersey|Bailiwick of Jersey",
        "KY": "Cayman Islands",
        "LU": "Luxembourg|Grand Duchy of Luxembourg",
        "MH": "Marshall Islands|Republic of the Marshall Islands",
        "NL": "Netherlands|The Netherlands",
        "SG": "Singapore",
        "VG": "British Virgin Islands|BVI",
    }.items()
    for place in places.split("|")
}
_UNIQUE = UUID(
    "7b1d3c0e-5f0a-5a53-9f0e-0d6b6a1f6f4e"
)  # our namespace, so that the same deal gives the same identifiers

OcfObject = dict[str, Any]


class NotReconciled(Exception):
    """The written file differs from the schedule. This is an internal error, and no file is returned."""


def write(terms: TermSheet, schedule: Schedule, legend: str) -> bytes:
    """Return the cap table of a deal. None of the terms that it needs may be TBD. `legend` is that of the certificates.

    Raises NotReconciled if the figures of the file differ from those of the schedule.
    """
    written = zipped(_Writing(terms, schedule, legend).files())
    reconcile(read(written), schedule)
    return written


def read(content: bytes) -> Mapping[str, Any]:
    """Return the decoded files of a cap table, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def reconcile(files: Mapping[str, Any], schedule: Schedule) -> None:
    """Raise NotReconciled if shares, warrants or dollars of an investor, or their totals, differ from the schedule."""
    issued, agreed = _added(_issued(files)), _added(_agreed(schedule))
    totals = {kind: sum(figure for (_, of), figure in issued.items() if of == kind) for kind in _KINDS}
    stated = dict(zip(_KINDS, (schedule.shares, schedule.warrants or 0, schedule.amount), strict=True))
    if issued != agreed or totals != stated:
        raise NotReconciled(f"the cap table has {issued}, the schedule has {agreed}, in total {stated}")


def _issued(files: Mapping[str, Any]) -> Iterator[tuple[str, str, Decimal]]:
    names = {holder["id"]: holder["name"]["legal_name"] for holder in files["Stakeholders.ocf.json"]["items"]}
    for issuance in files["Transactions.ocf.json"]["items"]:
        name = names[issuance["stakeholder_id"]]
        yield name, issuance["object_type"], Decimal(issuance["quantity"])
        if "cost_basis" in issuance:
            yield name, _PAID, Decimal(issuance["cost_basis"]["amount"])
        if "purchase_price" in issuance:
            yield name, _PAID, Decimal(issuance["purchase_price"]["amount"])


def _agreed(schedule: Schedule) -> Iterator[tuple[str, str, Decimal]]:
    for investor in (holding.investor for holding in schedule.holdings):
        figures = (investor.shares, investor.warrants, investor.amount)
        yield from ((investor.name, kind, Decimal(figure or 0)) for kind, figure in zip(_KINDS, figures, strict=True))


def _added(figures: Iterable[tuple[str, str, Decimal]]) -> dict[tuple[str, str], Decimal]:
    """Return the sums by investor and kind, without zeros. An investor may buy at several closings."""
    added: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for name, kind, figure in figures:
        added[name, kind] += figure
    return {key: figure for key, figure in added.items() if figure}


class _Writing:
    """Writes the files of one cap table."""

    def __init__(self, terms: TermSheet, schedule: Schedule, legend: str) -> None:
        self.terms = terms
        self.schedule = schedule
        self.legend = legend
        self.identifiers: dict[tuple[str, ...], str] = {}
        self.views = views_of(terms)

    def files(self) -> dict[str, bytes]:
        """Return every file by name. The manifest comes first, and lists the others with their checksums."""
        stock_class = self.stock_class()
        legends = [self.stock_legend()] if self.legend else []
        lists = {
            "stock_classes": ("StockClasses.ocf.json", "OCF_STOCK_CLASSES_FILE", [stock_class]),
            "stock_legend_templates": ("StockLegends.ocf.json", "OCF_STOCK_LEGEND_TEMPLATES_FILE", legends),
            "stakeholders": ("Stakeholders.ocf.json", "OCF_STAKEHOLDERS_FILE", list(self.stakeholders())),
            "transactions": ("Transactions.ocf.json", "OCF_TRANSACTIONS_FILE", list(self.transactions())),
        }
        written = {name: _listed(kind, items) for name, kind, items in lists.values()}
        named = {f"{key}_files": [_named(name, written[name])] for key, (name, _, _) in lists.items()}
        return {MANIFEST: f"{json.dumps(self.manifest(named), indent=2, ensure_ascii=False)}\n".encode(), **written}

    def manifest(self, named: Mapping[str, Any]) -> OcfObject:
        none = ("stock_plans", "vesting_terms", "valuations")
        day = self.schedule.date.isoformat()
        return {
            "file_type": "OCF_MANIFEST_FILE",
            "ocf_version": VERSION,
            "as_of": day,
            "generated_at": f"{day}T00:00:00Z",
            "issuer": self.issuer(),
            "comments": [_SCOPE, _GENERATED],
            **named,
            **{f"{name}_files": [] for name in none},
        }

    def issuer(self) -> OcfObject:
        company, asked = self.terms.company, self.asked()
        country = "US" if is_written_state(company.jurisdiction) else _COUNTRIES.get(company.jurisdiction, _NOWHERE)
        return {
            "object_type": "ISSUER",
            "id": self.identifier("issuer"),
            "legal_name": company.name,
            "formation_date": asked.formation_date.isoformat(),
            "country_of_formation": country,
            "comments": [
                f"Formed under the laws of {company.jurisdiction}.",
                *([] if country != _NOWHERE else [_COUNTRY]),
            ],
        }

    def stock_class(self) -> OcfObject:
        offering, authorized = self.terms.offering, self.terms.company.authorized_shares
        return {
            "object_type": "STOCK_CLASS",
            "id": self.identifier("stock class"),
            "name": stock_name(self.terms.company, offering),
            "class_type": "COMMON",
            "default_id_prefix": "",
            "initial_shares_authorized": "NOT APPLICABLE" if authorized is None else str(authorized),
            "votes_per_share": str(self.asked().votes_per_share),
            "par_value": _dollars(offering.par_value) if isinstance(offering.par_value, Decimal) else None,
            "price_per_share": _dollars(offering.price_per_share),
            "seniority": "1",
            "comments": [_AUTHORIZED] if authorized is None else [],
        }

    def stock_legend(self) -> OcfObject:
        return {
            "object_type": "STOCK_LEGEND_TEMPLATE",
            "id": self.identifier("legend"),
            "name": "Restrictive legend",
            "text": self.legend,
        }

    def stakeholders(self) -> Iterator[OcfObject]:
        """Yield every buyer once. One who bought at two closings has the same name and address in both."""
        # The entry is written from the first holding of a buyer.
        seen = {self.holder(holding.investor): holding.investor for holding in reversed(self.schedule.holdings)}
        for identifier, investor in reversed(seen.items()):
            address = ", ".join(map(_said, investor.address_lines))
            yield {
                "object_type": "STAKEHOLDER",
                "id": identifier,
                "name": {"legal_name": investor.name},
                "stakeholder_type": "INDIVIDUAL" if investor.kind in NATURAL else "INSTITUTION",
                "current_relationship": "INVESTOR",
                # An address in this format needs a country, which the lines of an address may not state.
                "comments": [f"Address: {address}"] if address else [],
            }

    def transactions(self) -> Iterator[OcfObject]:
        for index, holding in enumerate(self.schedule.holdings):
            yield self.stock(holding, index)
        for index, holding in enumerate(self.schedule.holdings):
            for view in self.views:
                if view.terms.investors[index].warrants:
                    yield self.warrant(holding, index, view)

    def stock(self, holding: Holding, index: int) -> OcfObject:
        investor = holding.investor
        return {
            "object_type": _STOCK,
            **self.issuance(("stock", str(index)), investor, investor.certificate_number, holding.date),
            "stock_class_id": self.identifier("stock class"),
            "share_price": _dollars(self.terms.offering.price_per_share),
            "quantity": str(investor.shares),
            "cost_basis": _dollars((investor.amount or Decimal(0)) - prepaid(investor, self.terms)),
            "stock_legend_ids": [self.identifier("legend")] if self.legend else [],
        }

    def warrant(self, holding: Holding, index: int, view: ClassView) -> OcfObject:
        investor, price = view.terms.investors[index], view.warrants.exercise_price
        issued, _ = issue_of(self.terms, holding.closing)
        expires = _iso(last_day(view.warrants, issued))
        about = ("warrant", str(index), view.name) if view.name else ("warrant", str(index))
        issuance = self.issuance(about, investor, investor.warrant_number, issued)
        if view.name:
            issuance["comments"].append(f"Class of the warrant: {view.name}.")
        paid = prepaid(investor, self.terms) if view.is_prefunded else Decimal(0)
        if not paid:
            issuance["comments"].append(_NO_PRICE_OF_ITS_OWN)
        return {
            "object_type": _WARRANT,
            **issuance,
            "quantity": str(investor.warrants),
            "quantity_source": "INSTRUMENT_FIXED",
            "purchase_price": _dollars(paid),
            "exercise_triggers": [self.exercise(investor, issued, expires, view.warrants)],
            **({"exercise_price": _dollars(price)} if price is not None else {}),
            **({"warrant_expiration_date": expires} if expires else {}),
        }

    def exercise(self, investor: Investor, issued: date, expires: str | None, warrants: Warrants) -> OcfObject:
        right = {
            "type": "WARRANT_CONVERSION_RIGHT",
            "conversion_mechanism": {
                "type": "FIXED_AMOUNT_CONVERSION",
                "converts_to_quantity": str(investor.warrants),
            },
            "converts_to_stock_class_id": self.identifier("stock class"),
        }
        when: OcfObject
        begins = first_day(warrants, issued)
        event = warrants.first_exercise.event if warrants.first_exercise else None
        if begins is None and event:
            when = _on_condition(f"the first date on which {event}")
        elif expires:
            when = {"type": "ELECTIVE_IN_RANGE", "start_date": _iso(begins), "end_date": expires}
        elif begins and begins > issued:
            # A range needs an end, and a pre-funded warrant has none.
            when = _on_condition(long_date(begins))
        else:
            when = {"type": "ELECTIVE_AT_WILL"}
        return {"trigger_id": "exercise", **when, "conversion_right": right}

    def issuance(self, about: Sequence[str], investor: Investor, number: str | None, day: Any) -> OcfObject:
        """Return the fields that issuances of stock and warrants share.

        `about` is the kind, the index of the holding in the schedule, and the class of a warrant.
        """
        kind, *which = about
        return {
            "id": self.identifier(kind, "issuance", *which),
            "security_id": self.identifier(kind, *which),
            "custom_id": number or "",
            "stakeholder_id": self.holder(investor),
            "date": day.isoformat(),
            "security_law_exemptions": [],
            "comments": [_EXEMPTIONS] if number else [_NO_NUMBER, _EXEMPTIONS],
        }

    def holder(self, investor: Investor) -> str:
        return self.identifier("stakeholder", investor.kind, investor.name, *map(_said, investor.address_lines))

    def identifier(self, *about: str) -> str:
        """Return a UUID that is the same each time this deal is written."""
        if about not in self.identifiers:
            deal = (self.terms.company.name, self.terms.agreement.date.isoformat())
            self.identifiers[about] = str(uuid5(_UNIQUE, json.dumps([*deal, *about])))
        return self.identifiers[about]

    def asked(self) -> CapTable:
        asked = self.terms.cap_table
        assert asked is not None  # noqa: S101  without this group no cap table is written
        return asked


def _said(line: Any) -> str:
    return line.printed if isinstance(line, OpenPoint) else line


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _on_condition(beginning: str) -> OcfObject:
    return {"type": "ELECTIVE_ON_CONDITION", "trigger_condition": f"On and after {beginning}"}


def _dollars(amount: Decimal) -> OcfObject:
    return {"amount": f"{amount:f}", "currency": "USD"}


def _named(name: str, content: bytes) -> OcfObject:
    # The format requires MD5, as a checksum only.
    return {"filepath": name, "md5": hashlib.md5(content, usedforsecurity=False).hexdigest()}


def _listed(kind: str, items: Iterable[OcfObject]) -> bytes:
    """Return a file with one item a line, so that two versions can be compared line by line."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return f'{{"file_type": "{kind}", "items": [\n{lines}\n]}}\n'.encode()
