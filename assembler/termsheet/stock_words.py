"""The words for what the company sells: common stock, ordinary shares or units."""

from __future__ import annotations

from collections.abc import Mapping

from assembler.termsheet.formats import Term, Words, price
from assembler.termsheet.issuer_words import law_of
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import CommonStock, Company, Offering

_NAMES = ("name", "share", "shares", "before_noun", "unit", "defined", "verb")
STOCK_TERMS: Mapping[str, str] = {
    **dict.fromkeys((f"stock.{name}" for name in _NAMES), "offering.stock"),
    "stock.par_value": "offering.par_value",
}
"""The term that chooses each of the words."""

STOCK_SHAPE: Mapping[str, object] = {path.partition(".")[2]: {} for path in STOCK_TERMS}


def stock_words(company: Company, offering: Offering | CommonStock) -> Mapping[str, Words | Term]:
    """Return the words for the stock, by name.

    `name` is Common Stock, Ordinary Shares or Common Units. `share` and `shares` are what is counted: a share of Common
    Stock, an Ordinary Share. `before_noun` is the name in a title: Ordinary Share Purchase Agreement. `unit` is share or
    unit, and `defined` the defined term: Shares or Units. `verb` is what follows the name: is or are. `par_value` is a phrase: par value $0.01 per share.
    """
    name = stock_name(company, offering)
    one = name.removesuffix("s")
    is_counted = name.endswith("s")
    words = {
        "name": name,
        "share": one if is_counted else f"share of {name}",
        "shares": name if is_counted else f"shares of {name}",
        "before_noun": one,
        "unit": unit_of(company, offering),
        "defined": f"{unit_of(company, offering).title()}s",
        "verb": "are" if is_counted else "is",
    }
    chosen = {key: Words(text, STOCK_TERMS[f"stock.{key}"]) for key, text in words.items()}
    return {**chosen, "par_value": Term(_par_value(offering, words["unit"]), "offering.par_value")}


def _par_value(offering: Offering | CommonStock, unit: str) -> str:
    par = offering.par_value
    if par == "none":
        return "no par value"
    printed = par.printed if isinstance(par, OpenPoint) else par if isinstance(par, str) else price(par)
    return f"par value {printed} per {unit}"


def unit_of(company: Company, offering: Offering | CommonStock) -> str:
    """Return what the stock is counted in: share or unit."""
    return "unit" if stock_name(company, offering).removesuffix("s").endswith("Unit") else "share"


def stock_name(company: Company, offering: Offering | CommonStock) -> str:
    """Return the name of the stock: as stated, or by the kind and jurisdiction of the company."""
    stated = offering.stock
    return law_of(company).stock.title() if stated is None or isinstance(stated, OpenPoint) else stated
