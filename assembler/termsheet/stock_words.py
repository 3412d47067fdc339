"""The words for what the company sells: common stock, ordinary shares or units."""

from __future__ import annotations

from collections.abc import Mapping

from assembler.termsheet.formats import Words
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import CommonStock, Offering

STOCK_TERMS: Mapping[str, str] = dict.fromkeys(
    ("stock.name", "stock.share", "stock.shares", "stock.before_noun", "stock.unit"), "offering.stock"
)
"""The term that chooses each of the words."""

STOCK_SHAPE: Mapping[str, object] = {path.partition(".")[2]: {} for path in STOCK_TERMS}

_USUAL = "Common Stock"


def stock_words(offering: Offering | CommonStock) -> Mapping[str, Words]:
    """Return the words for the stock, by name.

    `name` is Common Stock, Ordinary Shares or Common Units. `share` and `shares` are what is counted: a share of Common
    Stock, an Ordinary Share. `before_noun` is the name in a title: Ordinary Share Purchase Agreement. `unit` is share or
    unit.
    """
    name = _name(offering)
    one = name.removesuffix("s")
    is_counted = name.endswith("s")
    words = {
        "name": name,
        "share": one if is_counted else f"share of {name}",
        "shares": name if is_counted else f"shares of {name}",
        "before_noun": one,
        "unit": "unit" if one.endswith("Unit") else "share",
    }
    return {key: Words(text, STOCK_TERMS[f"stock.{key}"]) for key, text in words.items()}


def _name(offering: Offering | CommonStock) -> str:
    stated = offering.stock
    return _USUAL if stated is None or isinstance(stated, OpenPoint) else stated
