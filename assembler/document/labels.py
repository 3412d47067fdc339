"""Labels of clauses in words, for clauses that have neither a number nor a heading."""

from __future__ import annotations

_IN_WORDS = {
    "annex_list": "list of annexes",
    "notice_company": "notices: address of the company",
    "notice_company_copy": "notices: copy for the company",
    "notice_investor": "notices: address of the investors",
    "notice_investor_copy": "notices: copy for the investors",
    "recital_agreement": "recital",
    "recital_sale": "recital",
    "remainder_blank": "blank remainder",
    "sig_company_block": "signature block of the company",
    "sig_entities_heading": "signature heading",
    "sig_investor_block": "signature block",
    "sig_purchaser_table": "table of investors",
    "w_notice_company_copy": "notices: copy for the company",
    "w_notice_change": "notices: change of address",
    "j_company_block": "signature block of the company",
    "j_investor_block": "signature block",
}
# The form that a clause belongs to, or its page: a reader sees that from the document.
_PREFIXES = ("w_noe_", "w_", "j_", "sig_")


def in_words(label: str) -> str:
    """Return the label as a reader would call the clause: "signature block" for "sig_investor_block".

    A label that is not listed loses the prefix of its form and its underscores: "amounts" for "sig_amounts".
    """
    prefix = next((prefix for prefix in _PREFIXES if label.startswith(prefix)), "")
    of_notice = "notice of exercise: " if prefix == "w_noe_" else ""
    return _IN_WORDS.get(label) or of_notice + label.removeprefix(prefix).replace("_", " ")
