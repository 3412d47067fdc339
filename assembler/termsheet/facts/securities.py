"""Facts of securities law: exemptions and resales, and what the company tells the market."""

from __future__ import annotations

from datetime import date

from assembler.termsheet.dated_law import holding_months
from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.schema import TermSheet


@decided_by("agreement.date")
def affiliates_alone_limited(terms: TermSheet) -> bool:
    """Rule 144 limits the volume and manner of sale for affiliates only, as it does since February 15, 2008."""
    dated = terms.agreement.date
    return not isinstance(dated, date) or holding_months(dated) == 6
