"""The terms that a computed figure was computed from, as `compute` does it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.termsheet.schema import TermSheet
from assembler.termsheet.source import Source, is_stated

# Of each computed term, the terms that it follows from. [i] is the entry of the list that is asked for, [*] is every entry.
_FOLLOWS_FROM = {
    "offering.total_shares": ("investors[*].shares",),
    "offering.aggregate_issuance_shares": ("offering.total_shares",),
    "offering.aggregate_amount": ("investors[*].amount",),
    "offering.maximum_shares": ("offering.maximum_amount", "offering.price_per_share"),
    "offering.maximum_warrants": ("warrants.coverage", "warrants.classes[*].maximum_warrants", "offering.maximum_shares"),
    "investors[i].shares": ("investors[i].amount", "offering.price_per_share", "options.share_rounding", "investors[i].prefunded_warrants"),
    "investors[i].amount": ("investors[i].shares", "offering.price_per_share", "options.amount_rounding", "investors[i].prefunded_warrants"),
    "investors[i].warrants": ("investors[i].class_warrants[*]", "warrants.coverage", "warrants.total_warrants", "options.warrant_rounding", "investors[*].shares"),
    "investors[i].class_warrants[j]": ("investors[i].prefunded_warrants", "warrants.classes[j].coverage", "warrants.classes[j].total_warrants", "options.warrant_rounding", "investors[*].shares"),
    "warrants.total_warrants": ("investors[*].warrants",),
    "warrants.exercise_price": ("offering.price_per_share", "warrants.exercise_price_percentage", "options.exercise_price_rounding"),
    "warrants.issue_date": ("closing.date",),
    "closing.date": ("agreement.date",),
    "warrants.classes[j].total_warrants": ("investors[*].class_warrants[j]",),
    "warrants.classes[j].exercise_price": ("offering.price_per_share", "warrants.classes[j].exercise_price_percentage", "options.exercise_price_rounding"),
    "warrants.classes[j].maximum_warrants": ("warrants.classes[j].coverage", "offering.maximum_shares"),
    "company.short_name": ("company.name",),
    "company.outstanding_shares": ("company.capitalization",),
    "financials.sec_documents_since": ("financials.last_audited_date",),
    "use_of_proceeds.total": ("use_of_proceeds.purposes", "use_of_proceeds.fees_and_expenses"),
    "sec_forms.annual_report": ("company.filer",),
    "sec_forms.interim_report": ("company.filer",),
    "sec_forms.resale_registration": ("company.filer",),
    "sec_forms.current_report": ("company.filer",),
}  # fmt: skip
_ENTRY = re.compile(r"\[(\d+)\]")


def computed_from(path: str, terms: TermSheet, source: Source) -> tuple[str, ...]:
    """Return the stated terms that a figure was computed from, in their order. Nothing for a term that is stated itself."""
    return tuple(dict.fromkeys(_origins(path, terms, source, frozenset())))


def _origins(path: str, terms: TermSheet, source: Source, above: frozenset[str]) -> Iterator[str]:
    if path in above or is_stated(source, path):
        return
    for parent in _parents(path, terms):
        if is_stated(source, parent):
            yield parent
        else:
            yield from _origins(parent, terms, source, above | {path})


def _parents(path: str, terms: TermSheet) -> Iterator[str]:
    """Yield the terms that a figure follows from, each with the numbers of its entries."""
    names = ("[j]",) if path.startswith("warrants.classes[") else ("[i]", "[j]")
    entries = dict(zip(names, _ENTRY.findall(path), strict=False))
    pattern = path
    for name, number in entries.items():
        pattern = pattern.replace(f"[{number}]", name, 1)
    for parent in _FOLLOWS_FROM.get(pattern, ()):
        for name, number in entries.items():
            parent = parent.replace(name, f"[{number}]")  # noqa: PLW2901  the same term, with its entry
        group, is_of_every_entry, name = parent.partition("[*]")
        if is_of_every_entry:
            yield from (f"{group}[{index}]{name}" for index in range(_length(group, terms)))
        else:
            yield parent


def _length(path: str, terms: TermSheet) -> int:
    """Return the number of entries of a list of investors, of classes, or of the warrants of classes."""
    return len(terms.investors) if path == "investors" else len(terms.warrants.classes)
