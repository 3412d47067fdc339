"""What a deal can choose, and the values that the tests of options try."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from assembler.termsheet.schema import ClauseOptions, DisclosureSchedule, Options

Sheet = dict[str, Any]

WARRANTS = {
    "coverage": "22%",
    "exercise_price": "3.15",
    "term_years": "4",
    "issue_date": "2027-02-09",
    "provisions": {},
}
SECOND_CLASS = {
    "name": "Series B",
    "number_prefix": "B-",
    "coverage": "50%",
    "exercise_price": "4.10",
    "term_months": "18",
}
PREFUNDED = {"name": "Pre-Funded", "number_prefix": "PF-", "prefunded": "true", "exercise_price": "0.001"}
# What has no place in a pre-funded warrant.
NOT_PREFUNDED = (
    "call",
    "cashless_at_expiry",
    "cashless_exercise",
    "expiration_rolls_forward",
    "price_protection",
    "price_protection_floor",
    "vesting",
)
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
COPY = {
    "name": "Rowan Advisers LLC",
    "address_lines": ["3 Pell Lane", "Albany, New York 12207"],
    "attention": "Ada Pell",
    "telephone": "(518) 555-0110",
    "facsimile": "(518) 555-0111",
    "email": "ada.pell@example.com",
}
PERSONS_WARRANT = {
    **PLACEMENT_AGENTS_WARRANT,
    "holder": {
        "name": "Nora Halden",
        "kind": "individual",
        "address_lines": ["9 Halden Row", "Boston, Massachusetts 02110"],
        "telephone": "(617) 555-0101",
        "email": "nora.halden@example.com",
        "copies": [COPY, {"name": "Pell & Rowe LLC", "facsimile": "(617) 555-0102"}],
    },
    "number": "1",
    "warrant_number": "PA-1",
    "underlying_agreement": {"title": "Term Sheet", "year": "2026"},
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
TRANSFER_AGENT = {
    "name": "Harborline Registrar & Transfer Company",
    "address_lines": ["48 Ledger Street", "Providence, Rhode Island 02903"],
    "attention": "Issuance Department",
}
FIRM = {
    "firm": "Penhallow Rowe LLP",
    "address_lines": ["41 Statehouse Row", "Columbus, Ohio 43215"],
    "attention": "Bettina Kowal, Esq.",
}
GEORGE_TOWN = {"street": "2 Harbour Place", "city": "George Town", "zip": "KY1-1104", "country": "Cayman Islands"}
LEGENDS = {"trading_days": "2", "late_payment": "10"}
# A disclosure against a representation that only some deals have is refused in the others.
ALWAYS_REPRESENTED = DisclosureSchedule.model_fields.keys() - {"capitalization", "taxes", "intellectual_property"}
PROCEEDS = {"purposes": [{"purpose": "Working capital", "amount": "1"}]}
ROOTS = ("Alder", "Bluestem", "Corvina", "Dunmore", "Elkhorn", "Fennimore")
PERSONS = ("Ruth A. Kestrel", "Daniel Okafor", "Maria Lindqvist", "Thomas Bell", "Grace Whitfield", "Omar Vance")
# The name of an investor of each kind, from a root or a person.
NAMES = {
    "entity": "{root} Fund, LP",
    "individual": "{person}",
    "corporation": "{root} Holdings, Inc.",
    "limited_partnership": "{root} Fund, L.P.",
    "general_partnership": "{root} Partners",
    "limited_liability_company": "{root} Capital LLC",
    "trust": "{root} Family Trust",
    "joint_tenants": "{person} and Claire Norden",
    "custodian": "{root} Trust Company, as custodian",
    "foreign_company": "{root} Beteiligungs GmbH",
}
# The kinds of the investors, in their order. The last one is repeated.
KINDS = {
    "as they are": (),
    "entities": ("entity",),
    "persons": ("individual",),
    "a person among entities": ("individual", "entity"),
    "couples": ("joint_tenants",),
    "trusts": ("trust",),
    "accounts": ("custodian",),
    "partnerships": ("limited_partnership", "general_partnership"),
    "companies": ("corporation", "limited_liability_company", "foreign_company"),
    "all kinds": ("limited_partnership", "individual", "trust", "joint_tenants", "custodian", "corporation"),
}
PAYMENTS = ["cash", "check", "wire", "cash check", "cash wire", "check wire", "cash check wire"]


def of_schema(group: type[Options | ClauseOptions], path: str) -> dict[str, dict[str, Any]]:
    """Return every field of a group of options with its values, by path."""
    flags = {"true": "true", "false": "false"}
    fields = {f"{path}.{name}": field.annotation for name, field in group.model_fields.items() if name != "clauses"}
    return {name: {one: one for one in get_args(annotation)} or flags for name, annotation in fields.items()}


FLAGS = {"true": "true", "false": "false"}
# What may be set, by the path of the term, and the values it may have; None takes the term out.
TERMS: Mapping[str, Mapping[str, Any]] = {
    **of_schema(Options, "options"),
    **of_schema(ClauseOptions, "options.clauses"),
    "execution.status": {one: one for one in ("form", "draft", "execution", "conformed")},
    "execution.signatures": {one: one for one in ("originals", "facsimile", "electronic")},
    "execution.company_signed": FLAGS,
    "execution.cover_page": FLAGS,
    "execution.contents": FLAGS,
    "execution.draft_date": {"none": None, "given": "2026-08-31"},
    "agreement.exhibit_label": {"none": None, "given": "Exhibit 10.1"},
    "company.short_name": {"none": None, "given": "TIDEWELL"},
    "company.charter": {
        "by law": None,
        "one": {"certificate": "amended and restated certificate of incorporation"},
        "all": {"certificate": "charter", "bylaws": "code of regulations", "holders": "unitholders"},
    },
    "company.signs_by": {"none": None, "a manager": ["Tidewell Manager, LLC, its manager"]},
    "company.co_signatories": {"none": None, "another": [{"name": "Ada Pell", "title": "Secretary"}]},
    "company.notice.copies": {"none": None, "given": [COPY]},
    "offering.stock": {
        "by law": None,
        "of a class": "Class A common stock",
        "ordinary": "ordinary shares",
        "units": "common units",
    },
    "offering.par_value": {"cents": "0.01", "none": "none", "abroad": "NIS 0.01"},
    "offering.placement_agent": {"named": PLACEMENT_AGENT, "none": None},
    "fee_instruments": {str(count): FEES[:count] for count in range(len(FEES) + 1)},
    "pending_proposals": {"none": None, "given": {"document": "annual report", "filed_on": "2026-08-03"}},
    "transfer_agent": {"none": None, "given": TRANSFER_AGENT},
    "cap_table": {"none": None, "given": {"formation_date": "2011-03-08"}},
    "closing.place": {"offices": "offices", "remote": "remote"},
    "closing.delivery": {"certificates": "certificates", "book_entry": "book_entry", "dwac": "dwac"},
    "closing.outside_date": {"none": None, "given": "2027-06-30"},
    "closing.cure_days": {"one": "1", "ten": "10"},
    "closing.unlegended_delivery_days": {"one": "1", "three": "3"},
    "notices.deemed_given_days": {"one": "1", "seven": "7"},
    "notices.courier_days": {"one": "1", "two": "2"},
    "notices.address_change_days": {"one": "1", "ten": "10"},
    "financials.sec_documents_since": {"default": None, "given": "2024-12-31"},
    "offering.aggregate_issuance_shares": {"default": None, "given": "90,000,000"},
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
        "given": {"shares": "6,276,860"},
        "voted": {"shares": "6,276,860", "meeting_days": "90"},
        "soon voted": {"shares": "6,123,000", "percentage": "19.5%", "meeting_days": "1"},
    },
    "shareholder_vote": {
        "none": None,
        "on the issuance": {"meeting_days": "90", "exchange_rules": "true"},
        "on the charter": {"meeting_days": "1", "authorized_shares": "500,000,000"},
        "on both": {"meeting_days": "90", "exchange_rules": "true", "authorized_shares": "500,000,000"},
    },
    "use_of_proceeds": {"none": None, "net": PROCEEDS, "gross": {**PROCEEDS, "fees_and_expenses": "12,500"}},
    "disclosure_schedule": {
        "none": None,
        "nothing": {},
        "a suit": {"litigation": ["Roe v. Tidewell Sensors, Inc., filed on March 3, 2026."]},
        "all": {name: ["First matter.", "Second matter."] for name in sorted(ALWAYS_REPRESENTED)},
    },
    "placement_agent_warrant": {
        "none": None,
        "given": PLACEMENT_AGENTS_WARRANT,
        "a person's": PERSONS_WARRANT,
    },
    "company.capitalization": {
        "none": None,
        "common alone": {"as_of": "2026-08-28", "issued_shares": "31,400,000"},
        "all": CAPITAL,
    },
    "expenses": {"none": None, "each its own": {}, "counsel paid": {"counsel_fee_cap": "50,000"}},
    "law.forum": {"non_exclusive": "non_exclusive", "exclusive": "exclusive"},
    "law.forum_county": {"none": None, "given": "Multnomah County"},
    "law.governing_state": {"Delaware": "Delaware", "New York": "New York"},
    "law.service_by_notice": FLAGS,
    "law.process_agent": {
        "none": None,
        "given": {"name": "Pier Street Agents, Inc.", "address": "12 Pier Street, New York, New York 10004"},
    },
}
# Terms that go together, by path.
TOGETHER: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "issuer": {
        "as it is": {},
        "LLC": {"company.jurisdiction": "Delaware", "company.entity_type": "limited liability company"},
        "exempted company": {
            "company.jurisdiction": "Cayman Islands",
            "company.entity_type": "exempted company",
            "company.address": GEORGE_TOWN,
        },
        "foreign private issuer": {
            "company.jurisdiction": "Ireland",
            "company.entity_type": "public limited company",
            "company.filer": "foreign_private_issuer",
        },
        "trust": {"company.jurisdiction": "Maryland", "company.entity_type": "statutory trust"},
    },
    "SEC forms": {
        "by default": {"sec_forms": None},
        "named": {
            "sec_forms": {
                "annual_report": "Form 10-K",
                "interim_report": "Form 10-Q",
                "resale_registration": "Form S-1",
                "current_report": "Form 8-K",
            }
        },
    },
    "company's numbers": {
        "as they are": {},
        "none": {"company.notice.telephone": None, "company.notice.facsimile": None, "company.notice.email": None},
        "e-mail": {
            "company.notice.telephone": None,
            "company.notice.facsimile": None,
            "company.notice.email": "legal@example.com, ceo@example.com",
        },
        "all": {
            "company.notice.telephone": "(503) 555-0142",
            "company.notice.facsimile": "(503) 555-0143",
            "company.notice.email": "legal@example.com",
        },
    },
    "company's counsel": {
        "as it is": {},
        "none": {"counsel.company": None},
        "by e-mail": {"counsel.company": {**FIRM, "email": "kowal@example.com"}},
    },
    "investors' counsel": {
        "as it is": {},
        "none": {"counsel.investors": None},
        "by e-mail": {"counsel.investors": {**FIRM, "firm": "Calloway Norden LLP", "email": "calloway@example.com"}},
    },
}
# The same of both kinds of warrant, where the deal has them.
PROVISIONS: Mapping[str, Mapping[str, Any]] = {
    "minimum_exercise_shares": {"none": None, "given": "1,000"},
    "spin_off_notice_days": {"none": None, "one": "1", "given": "30"},
    "registration_rights": FLAGS,
    "expiration_rolls_forward": FLAGS,
    "piggyback": {
        "none": None,
        "all forms": {"response_days": "1"},
        "some forms": {"excluded_forms": ["Form S-4", "Form S-8"]},
    },
    "payment_methods": {one: one.split() for one in PAYMENTS},
    "tender_days": {"one": "1", "five": "5"},
    "mail_notice_days": {"one": "1", "four": "4"},
    "courier_notice_days": {"one": "1", "two": "2"},
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
        "while unregistered": {"cashless_exercise": "while_unregistered"},
        "at expiry": {"cashless_exercise": "while_unregistered", "cashless_at_expiry": "true"},
    },
    "market price": {"of a day": {}, "of a week": {"market_price_days": "5"}},
    "ownership limit": {
        "none": {},
        "of funds": {"ownership_limit": "4.99%"},
        "to 4.99%": {"ownership_limit": "4.99%", "ownership_limit_ceiling": "4.99%"},
        "to 9.99%": {"ownership_limit": "4.99%", "ownership_limit_ceiling": "9.99%"},
        "to 19.99%": {"ownership_limit": "9.99%", "ownership_limit_ceiling": "19.99%"},
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
    "demand": {
        "none": {},
        "once": {"demand_registration": {}},
        "twice": {"demand_registration": {"demands": "2", "filing_days": "1"}},
    },
}
NO_TERM = {"term_years": None, "term_months": None, "expiration_date": None}
# When both kinds of warrant can be exercised.
TIMES: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "first exercise": {
        "at once": {"first_exercise": None},
        "in a day": {"first_exercise": {"days": "1"}},
        "in half a year": {"first_exercise": {"months": "6"}},
        "a day later": {"first_exercise": {"months": "6", "days": "1"}},
        "on a day": {"first_exercise": {"date": "2027-06-01"}},
        "on an event": {"first_exercise": {"event": "the Company's stockholders have approved the issuance"}},
    },
    "term": {
        "as it is": {},
        "a year": {**NO_TERM, "term_years": "1"},
        "six years": {**NO_TERM, "term_years": "6"},
        "months": {**NO_TERM, "term_months": "18"},
        "to a day": {**NO_TERM, "expiration_date": "2033-05-02"},
    },
    "term from": {one: {"term_from": one} for one in ("issue", "first_exercise")},
}
# What more than one term, or what every investor, states.
OTHERS: Mapping[str, list[str]] = {
    "warrants.mode": ["none", "covenant", "integrated"],
    "warrants.amendment_by": ["holder", "majority"],
    "number of investors": ["all", "one", "two"],
    "closings": ["one", "up to a maximum", "others may join", "others joined", "others by amendment"],
    "minimum": ["none", "given"],
    "kinds of investors": list(KINDS),
    "places of investors": ["none", "given", "with a legal form"],
    "signatories": ["given", "none", "through others", "with others"],
    "addresses": ["given", "none"],
    "reached by": ["all", "e-mail", "e-mail and copies"],
    "title": ["none", "given"],
    "account": ["unnamed", "named"],
    "limit of an investor": ["that of all", "none", "4.99%", "9.99%", "19.99%"],
    "numbers of papers": ["none", "given"],
    "prefix of numbers": ["none", "given"],
    "classes": ["none", "one", "two", "two and pre-funded", "pre-funded"],
    "signed": ["true", "false"],
    "amounts": ["amounts", "shares", "both"],
    "numbers of warrants": ["coverage", "total", "each"],
    "exercise price": ["as it is", "percentage"],
    "escrow": ["agent", "none", "company's account"],
    "timing": ["after_conditions", "on_date", "after_signing"],
    "day of signature": ["blank", "open", "given"],
    "day of acceptance": ["blank", "given"],
}
VALUES: dict[str, list[str]] = {
    **{path: list(values) for path, values in TERMS.items()},
    **{name: list(values) for name, values in TOGETHER.items()},
    **{f"provisions.{name}": list(values) for name, values in PROVISIONS.items()},
    **{f"mechanics.{name}": list(values) for name, values in MECHANICS.items()},
    **{f"times.{name}": list(values) for name, values in TIMES.items()},
    **OTHERS,
}
