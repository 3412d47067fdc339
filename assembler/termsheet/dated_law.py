"""SEC forms, markets and periods that are law for a time only, with their first and last days and where these come from.

A day that sources give in different ways is taken so that neither is wrong. A row without a day has always been there,
or still is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from msgspec import Struct

from assembler.termsheet.formats import long_date


class Dated(Struct, frozen=True):
    """A name, the day since which it exists, the day from which it is gone, and what came before and after it."""

    name: str
    since: date | None
    until: date | None
    before: str
    after: str
    pattern: str

    def told(self, day: date) -> str:
        """Return why the name is wrong on a day, or nothing if it is right."""
        if self.since and day < self.since:
            return f"there was no {self.name} before {long_date(self.since)}"
        if self.until and day >= self.until:
            return f"there is no {self.name} since {long_date(self.until)}"
        return ""

    def of_the_day(self, day: date) -> str:
        """Return the name to use on a day on which this one is wrong."""
        return self.before if self.since and day < self.since else self.after


def _dated(name: str, since: str, until: str, before: str = "", after: str = "", pattern: str = "") -> Dated:
    days = (date.fromisoformat(day) if day else None for day in (since, until))
    return Dated(name, *days, before, after, pattern or rf"\b{re.escape(name)}\b")


# Regulation S-B and its forms: Release 33-6949 (effective August 13, 1992), 33-6996 (SB-1, June 3, 1993), and 33-8876,
# 73 FR 934 (removed on February 4, 2008; 10-QSB on October 31, 2008; 10-KSB and the regulation on March 15, 2009).
# Form S-2: Release 33-8591 (December 1, 2005). Form 10-K405: Release 33-8128 (after 2002).
SEC_FORMS = (
    _dated("Form SB-2", "1992-08-13", "2008-02-04", "Form S-1", "Form S-1 or Form S-3", r"\bSB-2\b"),
    _dated("Form SB-1", "1993-06-03", "2008-02-04", "Form S-1", "Form S-1", r"\bSB-1\b"),
    _dated("Form 10-SB", "1992-08-13", "2008-02-04", "Form 10", "Form 10", r"\b10-SB\b"),
    _dated("Form 10-QSB", "1992-08-13", "2008-10-31", "Form 10-Q", "Form 10-Q", r"\b10-QSB\b"),
    _dated("Form 10-KSB", "1992-08-13", "2009-03-15", "Form 10-K", "Form 10-K", r"\b10-KSB\b"),
    _dated("Regulation S-B", "1992-08-13", "2009-03-15", "Regulation S-K", "Regulation S-K"),
    _dated("Form S-2", "", "2005-12-01", "", "Form S-1 or Form S-3", r"(?<!\w)S-2\b"),
    _dated("Form 10-K405", "", "2003-01-01", "", "Form 10-K", r"\b10-K405\b"),
)

# Nasdaq: the tiers were renamed on July 1, 2006; some sources have the Capital Market in 2005, so both names are right
# between. NYSE American: acquired on October 1, 2008, renamed on March 6, 2009, May 10, 2012 and July 24, 2017. OTC
# Markets: OTCQX in 2007, OTCQB in April 2010, OTCID and Pink Limited on July 1, 2025. The Bulletin Board shut in
# November 2021. NYSE Arca took the place of the Pacific Exchange in 2006.
MARKETS = (
    _dated("Nasdaq SmallCap Market", "", "2006-07-01", "", "Nasdaq Capital Market", r"\bNasdaq small[- ]?cap\b"),
    _dated("Nasdaq National Market", "", "2006-07-01", "", "Nasdaq Global Market", r"\bNasdaq national market\b"),
    _dated("Nasdaq Capital Market", "2005-01-01", "", "Nasdaq SmallCap Market"),
    _dated("Nasdaq Global Market", "2006-07-01", "", "Nasdaq National Market"),
    _dated("Nasdaq Global Select Market", "2006-07-01", "", "Nasdaq National Market"),
    _dated(
        "American Stock Exchange",
        "",
        "2008-10-01",
        "",
        "NYSE American",
        r"\bAmerican stock exchange\b|(?<!NYSE )\bAMEX\b",
    ),
    _dated(
        "NYSE Alternext US", "2008-10-01", "2009-03-06", "American Stock Exchange", "NYSE American", r"\bAlternext\b"
    ),
    _dated("NYSE Amex", "2009-03-06", "2012-05-10", "American Stock Exchange", "NYSE American"),
    _dated("NYSE MKT", "2012-05-10", "2017-07-24", "NYSE Amex", "NYSE American"),
    _dated("NYSE American", "2017-07-24", "", "NYSE MKT"),
    _dated("NYSE Arca", "2006-01-01", "", "Pacific Exchange"),
    _dated("Pacific Exchange", "", "2006-12-31", "", "NYSE Arca", r"\bPacific (?:stock )?exchange\b"),
    _dated("OTC Bulletin Board", "", "2021-12-01", "", "OTCQB or OTCID", r"\bOTC ?BB\b|\bbulletin board\b"),
    _dated("OTCQX", "2007-01-01", "", "OTC Bulletin Board"),
    _dated("OTCQB", "2010-04-01", "", "OTC Bulletin Board"),
    _dated("OTCID", "2025-07-01", "", "OTC Pink", r"\bOTCID\b"),
    _dated("Pink Limited Market", "2025-07-01", "", "OTC Pink", r"\bPink Limited\b"),
    _dated("Pink Current Market", "", "2025-07-01", "", "OTCID", r"\bPink Current\b"),
    _dated("OTC Pink market", "", "2025-07-01", "", "OTCID or Pink Limited Market", r"\bOTC Pink\b|\bPink Open\b"),
    _dated("Pink Sheets market", "", "2011-01-01", "", "OTC Pink", r"\bPink Sheets\b"),
)

# Rule 144(d)(1), months, for a company that reports to the SEC: two years; one year since April 29, 1997 (Release
# 33-7390); six months since February 15, 2008 (Release 33-8869).
_HOLDING_PERIODS = ((date(2008, 2, 15), 6), (date(1997, 4, 29), 12), (date.min, 24))


def wrong_names(text: str, table: Sequence[Dated], day: date) -> Iterator[Dated]:
    """Yield each name of a table that stands in a text, and is not law on a day."""
    yield from (dated for dated in table if dated.told(day) and _compiled(dated.pattern).search(text))


def holding_months(day: date) -> int:
    """Return the months for which Rule 144 requires stock of a reporting company to be held."""
    return next(months for since, months in _HOLDING_PERIODS if day >= since)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
