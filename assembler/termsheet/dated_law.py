"""SEC forms, markets and periods that are law for a time only, with their first and last days and where these come from.

A day that sources give in different ways is taken so that neither is wrong. A row without a day has always been there,
or still is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

from msgspec import Struct

from assembler.termsheet.formats import long_date


class Dated(Struct, frozen=True):
    """A name, the day since which it exists, the day from which it is gone, and what came before and after it.

    `pattern` finds it in a text. Without one, the name itself is found.
    """

    name: str
    since: date | None
    until: date | None
    before: str = ""
    after: str = ""
    pattern: str = ""

    @property
    def finds(self) -> str:
        """The pattern that finds the name in a text."""
        return self.pattern or rf"\b{re.escape(self.name)}\b"

    def told(self, day: date) -> str:
        """Return why the name is wrong on a day, or nothing if it is right."""
        if self.since and day < self.since:
            return f"there was no {self.name} before {long_date(self.since)}"
        if self.until and day >= self.until:
            return f"there is no {self.name} since {long_date(self.until)}"
        return ""


# Regulation S-B and its forms: Release 33-6949 (effective August 13, 1992), 33-6996 (SB-1, June 3, 1993), and 33-8876,
# 73 FR 934 (removed on February 4, 2008; 10-QSB on October 31, 2008; 10-KSB and the regulation on March 15, 2009).
# Form S-2: Release 33-8591 (December 1, 2005). Form 10-K405: Release 33-8128 (after 2002).
SEC_FORMS = (
    Dated("Form SB-2", date(1992, 8, 13), date(2008, 2, 4), "Form S-1", "Form S-1 or Form S-3", r"\bSB[- ]?2\b"),
    Dated("Form SB-1", date(1993, 6, 3), date(2008, 2, 4), "Form S-1", "Form S-1", r"\bSB[- ]?1\b"),
    Dated("Form 10-SB", date(1992, 8, 13), date(2008, 2, 4), "Form 10", "Form 10", r"\b10[- ]?SB\b"),
    Dated("Form 10-QSB", date(1992, 8, 13), date(2008, 10, 31), "Form 10-Q", "Form 10-Q", r"\b10[- ]?QSB\b"),
    Dated("Form 10-KSB", date(1992, 8, 13), date(2009, 3, 15), "Form 10-K", "Form 10-K", r"\b10[- ]?KSB\b"),
    Dated("Regulation S-B", date(1992, 8, 13), date(2009, 3, 15), "Regulation S-K", "Regulation S-K"),
    Dated("Form S-2", None, date(2005, 12, 1), "", "Form S-1 or Form S-3", r"(?<!\w)S-2\b"),
    Dated("Form 10-K405", None, date(2003, 1, 1), "", "Form 10-K", r"\b10-K405\b"),
)

# Nasdaq: the tiers were renamed on July 1, 2006; some sources have the Capital Market in 2005, so both names are right
# between. NYSE American: acquired on October 1, 2008, renamed on March 6, 2009, May 10, 2012 and July 24, 2017. OTC
# Markets: OTCQX in 2007, OTCQB in April 2010, OTCID and Pink Limited on July 1, 2025. The Bulletin Board shut on
# November 8, 2021 (FINRA Regulatory Notice 21-38). NYSE Arca took the place of the Pacific Exchange in 2006.
MARKETS = (
    Dated(
        "Nasdaq SmallCap Market", None, date(2006, 7, 1), "", "Nasdaq Capital Market", r"\bNasdaq[- /]small[- ]?cap\b"
    ),
    Dated(
        "Nasdaq National Market",
        None,
        date(2006, 7, 1),
        "",
        "Nasdaq Global Market",
        r"\bNasdaq[- /](?:national\b|NMS?\b|N\.M\.)|\bNNM\b",
    ),
    Dated("Nasdaq Capital Market", date(2005, 1, 1), None, "Nasdaq SmallCap Market"),
    Dated("Nasdaq Global Market", date(2006, 7, 1), None, "Nasdaq National Market"),
    Dated("Nasdaq Global Select Market", date(2006, 7, 1), None, "Nasdaq National Market"),
    Dated(
        "American Stock Exchange",
        None,
        date(2008, 10, 1),
        "",
        "NYSE American",
        r"\bAmerican stock exchange\b|(?<!NYSE )\bAMEX\b",
    ),
    Dated(
        "NYSE Alternext US",
        date(2008, 10, 1),
        date(2009, 3, 6),
        "American Stock Exchange",
        "NYSE American",
        r"\bAlternext\b",
    ),
    Dated("NYSE Amex", date(2009, 3, 6), date(2012, 5, 10), "American Stock Exchange", "NYSE American"),
    Dated("NYSE MKT", date(2012, 5, 10), date(2017, 7, 24), "NYSE Amex", "NYSE American"),
    Dated("NYSE American", date(2017, 7, 24), None, "NYSE MKT"),
    Dated("NYSE Arca", date(2006, 1, 1), None, "Pacific Exchange"),
    Dated("Pacific Exchange", None, date(2006, 12, 31), "", "NYSE Arca", r"\bPacific (?:stock )?exchange\b"),
    Dated("OTC Bulletin Board", None, date(2021, 11, 8), "", "OTCQB", r"\bOTC ?BB\b|\bbulletin board\b"),
    Dated("OTCQX", date(2007, 1, 1), None, "OTC Bulletin Board"),
    Dated("OTCQB", date(2010, 4, 1), None, "OTC Bulletin Board"),
    Dated("OTCID", date(2025, 7, 1), None, "OTC Pink", r"\bOTCID\b"),
    Dated("Pink Limited Market", date(2025, 7, 1), None, "OTC Pink", r"\bPink Limited\b"),
    Dated("Pink Current Market", None, date(2025, 7, 1), "", "OTCID", r"\bPink Current\b"),
    Dated("OTC Pink market", None, date(2025, 7, 1), "", "OTCID or Pink Limited Market", r"\bOTC Pink\b|\bPink Open\b"),
    Dated("Pink Sheets market", None, date(2011, 1, 1), "", "OTC Pink market", r"\bPink Sheets\b"),
)

# Rule 144(d)(1), months, for a company that reports to the SEC: two years; one year since April 29, 1997 (Release
# 33-7390); six months since February 15, 2008 (Release 33-8869).
_HOLDING_PERIODS = ((date(2008, 2, 15), 6), (date(1997, 4, 29), 12), (date.min, 24))


@lru_cache(maxsize=20_000)
def wrong_names(text: str, table: tuple[Dated, ...], day: date) -> tuple[Dated, ...]:
    """Return each name of a table that stands in a text, and is not law on a day."""
    wrong, any_of_them = _wrong_on(table, day)
    return tuple(dated for dated in wrong if _compiled(dated.finds).search(text)) if any_of_them.search(text) else ()


@cache
def _wrong_on(table: tuple[Dated, ...], day: date) -> tuple[tuple[Dated, ...], re.Pattern[str]]:
    """Return the names that are not law on a day, and a pattern for any of them."""
    wrong = tuple(dated for dated in table if dated.told(day))
    return wrong, _compiled("|".join(dated.finds for dated in wrong) or "(?!)")


def name_of_the_day(dated: Dated, table: Sequence[Dated], day: date) -> str:
    """Return the name to use on a day on which another is wrong."""
    name = dated.before if dated.since and day < dated.since else dated.after
    # A market that was renamed twice since has the name between.
    between = next((one for one in table if one.name == name and one.told(day)), None)
    return name_of_the_day(between, table, day) if between else name


def holding_months(day: date) -> int:
    """Return the months for which Rule 144 requires stock of a reporting company to be held."""
    return next(months for since, months in _HOLDING_PERIODS if day >= since)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
