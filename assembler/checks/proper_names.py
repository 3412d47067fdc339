"""Proper names that an agreement capitalises without defining them: statutes, agencies, forms, places, months.

Add the names of things outside the agreement. Never add a name to silence a term of the deal.
"""

from __future__ import annotations

import re

_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois"
    "|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri"
    "|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|Mexico|York(?: City)?)|(?:North|South) (?:Carolina|Dakota)|Ohio|Oklahoma"
    "|Oregon|Pennsylvania|Rhode Island|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?"
_COUNT = (
    "One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Thirteen|Fourteen|Fifteen|Sixteen|Seventeen|Eighteen"
    "|Nineteen|Twenty|Thirty|Forty|Fifty|Sixty|Seventy|Eighty|Ninety|Hundred|Thousand|Million|Billion|Trillion"
)

_NUMBERS = r"[0-9A-Z\ue000][\w.()-]*(?:(?:, | and |, and | or )[0-9\ue000][\w.()-]*)*"
# Citations: a word with a number after it, or the word alone where it repeats a citation ("said Rule").
_CITATIONS = (
    rf"(?:Rules?|Forms?|Regulations?|Articles?|Schedules?|Annex(?:es)?|Exhibits?|Appendix|Items?|Titles?) {_NUMBERS}",
    rf"Sections?(?: {_NUMBERS})?",
    r"(?<=said )Rule",
    r"(?:Current|Annual|Quarterly) Reports?",
)
_STATUTES = (
    r"(?:Securities(?: Exchange)?|Investment Company|Investment Advisers|Trust Indenture|Sarbanes-Oxley) Act of \d{4}",
    r"USA P(?:atriot|ATRIOT) Act",
    "Foreign Corrupt Practices Act",
    "Electronic Signatures (?:in Global and National Commerce|and Records) Act|Uniform Electronic Transactions Act",
    r"(?:Internal Revenue|Uniform Commercial|Bankruptcy|United States) Code",
    r"[A-Z][a-z]+ General Corporation Law",
)
# The title of another instrument: "that certain Placement Agency Agreement, dated as of ...".
_INSTRUMENTS = (r"(?<=that certain )[A-Z][\w-]*(?: (?:[A-Z][\w-]*|and|for|of))*(?=,? dated)",)
_COMPANIES = (
    r"(?:[A-Z]|[a-z]+[A-Z])[\w'-]*(?: (?:& )?[A-Z][\w'-]*)*,? (?:Inc|LLC|LLP|L\.L\.C|L\.P|LP|Ltd|Limited(?: Partnership)?|Corp|Co)\.?",
)
_BODIES = (
    "Securities and Exchange Commission",
    "Office of Foreign Assets Control|(?:United States )?Department of the Treasury",
    "(?:Board|board) of Directors",
    "Depository Trust (?:Company|& Clearing Corporation)",
    "Fast Automated Securities Transfer",
    "Deposit/Withdrawal at Custodian",
    "Prime Brokers?",
    "United States Postal Service",
    "New York Stock Exchange|American Stock Exchange|Financial Industry Regulatory Authority",
    "(?:Chief (?:Executive|Financial|Operating) Officer|President|Secretary|Treasurer)",
)
_PLACES = (
    r"United States(?: of America)?",
    r"(?:(?:United States|U\.S\.) )?Dollars",
    rf"State of (?:{_STATES})",
    _STATES,
    r"States?",
    r"(?:[A-Z][a-z]+ )+County",
)
_COUNTS = (rf"(?:{_COUNT})(?:[- ](?:and )?(?:{_COUNT}))*",)
_TIMES = (_MONTHS, _DAYS, r"[AP]\.M\.")

PROPER_NAME = re.compile(
    r"(?<![\w'-])(?:"
    + "|".join((*_CITATIONS, *_STATUTES, *_INSTRUMENTS, *_COMPANIES, *_BODIES, *_PLACES, *_COUNTS, *_TIMES))
    + r")(?![\w-])"
)
