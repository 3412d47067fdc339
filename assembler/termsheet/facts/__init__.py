"""The facts of a deal: every yes-or-no question that a clause or a form may ask, one function each."""

# Each module enters its facts.
from assembler.termsheet.facts import (
    closing,
    disclosures,
    instrument,
    law,
    notices,
    offering,
    options,
    parties,
    securities,
    warrants,
)
from assembler.termsheet.facts.registry import DECIDED_BY, RULES, establish_facts

__all__ = [
    "DECIDED_BY",
    "RULES",
    "closing",
    "disclosures",
    "establish_facts",
    "instrument",
    "law",
    "notices",
    "offering",
    "options",
    "parties",
    "securities",
    "warrants",
]
