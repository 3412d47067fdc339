"""Find the header row of a sheet: the column of each field of an investor, and the problems of the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

from msgspec import Struct

from assembler.errors import Problem, Severity
from assembler.investors.class_columns import folded
from assembler.investors.grid import CellKind, Grid, GridCell, GridRow
from assembler.termsheet.fields import as_value
from assembler.termsheet.messages import nearest
from assembler.termsheet.schema import ADDRESS_COLUMNS, INVESTOR_COLUMNS, Investor, is_kind_of_investor, shown_first

AN_INVESTOR = "investors"
# What our own sheets print for a number of a document that does not exist yet.
BLANK = "(blank)"
ADDRESS = "address_lines"
# Usual headings with one meaning. A heading that may mean two fields, such as Number or Date, is not here.
_SYNONYMS = {
    "name": "registered_name investor investor_name name_of_investor purchaser purchaser_name name_of_purchaser subscriber subscriber_name "
    "name_of_subscriber buyer buyer_name entity_name legal_name investor_legal_name legal_name_of_investor fund fund_name",
    "kind": "entity_type type_of_entity investor_type type_of_investor entity_or_individual",
    "jurisdiction": "state_of_organization state_of_formation state_of_incorporation jurisdiction_of_organization "
    "jurisdiction_of_incorporation jurisdiction_of_formation state_of_residence country_of_organization domicile",
    "legal_form": "form_of_entity form_of_organization",
    "signs_by": "general_partner name_of_general_partner manager acting_by signing_through",
    "co_signatories": "co_signatory second_signatory other_signatories co_trustee co_trustees joint_investor",
    "title_form": "form_of_title manner_of_holding how_title_is_held",
    "account_owner": "beneficial_owner_of_account owner_of_account ira_owner",
    "address_lines": "address mailing_address notice_address address_for_notices investor_address",
    "telephone": "phone phone_number phone_no telephone_number telephone_no tel tel_no",
    "facsimile": "fax fax_number fax_no facsimile_number facsimile_no telecopier telecopier_no",
    "email": "e_mail email_address e_mail_address email_addresses e_mail_addresses contact_email notice_email email_for_notices",
    "amount": "commitment commitment_amount committed_amount purchase_amount purchase_price aggregate_purchase_price "
    "total_purchase_price subscription_amount subscription investment investment_amount amount_invested dollar_amount "
    "amount_usd amount_us purchase_price_usd commitment_usd investment_usd subscription_amount_usd",
    "shares": "no_of_shares number_of_shares shares_purchased share_count common_shares shares_of_common_stock",
    "warrants": "no_of_warrants number_of_warrants warrant_shares",
    "prefunded_warrants": "pre_funded_warrants no_of_pre_funded_warrants number_of_pre_funded_warrants "
    "number_of_prefunded_warrants",
    "signatory": "signatory_name name_of_signatory authorized_signatory signer signer_name name_of_signer signed_by",
    "signatory_title": "title title_of_signatory signer_title title_of_signer",
    "closing": "closing_number closing_no",
    "certificate_number": "certificate_no cert_no share_certificate_no stock_certificate_no",
    "warrant_number": "warrant_no",
    **{
        f"address_{line}": f"address_line_{line} addr_{line} address{line} street_address_{line} mailing_address_{line}"
        for line in range(1, 7)
    },
}
_BY_SYNONYM = {synonym: term for term, synonyms in _SYNONYMS.items() for synonym in synonyms.split()}
_NEEDED = shown_first(Investor)
# A sheet that states this column does without the other.
_IN_PLACE_OF = {"amount": "shares"}
_TERMS = (*INVESTOR_COLUMNS, *ADDRESS_COLUMNS)
_ROWS_BEFORE_HEADER = 50  # titles and notes above the list
# The part of equal letters. "Facsimle" is a slip for "facsimile". "Date signed" is not one for "signed".
_A_SLIP = 0.85


class Header(Struct, frozen=True):
    """The header row: the column of each field, and the name of each column.

    `mapped` are the fields whose columns the term sheet names. `headings` are the fields by the headings of the classes
    of warrants.
    """

    row: GridRow
    terms: Mapping[str, int]
    names: Mapping[int, str]
    mapped: AbstractSet[str] = frozenset()
    headings: Mapping[str, str] = {}

    @property
    def complete(self) -> bool:
        """True if every required field has a column."""
        return not self.missing

    @property
    def missing(self) -> list[str]:
        """The required fields that have no column. Shares do in place of an amount."""
        return [term for term in _NEEDED if not {term, _IN_PLACE_OF.get(term, term)} & self.terms.keys()]

    def read(self, row: GridRow) -> dict[str, GridCell]:
        """Return the cells of a row that are not empty, by field."""
        cells = ((term, row.cells.get(column)) for term, column in self.terms.items())
        return {term: cell for term, cell in cells if cell and cell.filled and cell.text != BLANK}


def header_of(grid: Grid, columns: Mapping[str, str], headings: Mapping[str, str]) -> Header | None:
    """Return the first row with all required column names, else the row with the most of them.

    `columns` has the names of columns that differ from their field, by field. `headings` are those of the classes of
    warrants. None if no row names any.
    """
    headers = (_header(grid, row, columns, headings) for row in islice(grid.rows, _ROWS_BEFORE_HEADER))
    best: Header | None = None
    for header in headers:
        if header.complete:
            return header
        if header.terms and (best is None or len(header.terms) > len(best.terms)):
            best = header
    return best


def _header(grid: Grid, row: GridRow, columns: Mapping[str, str], headings: Mapping[str, str]) -> Header:
    names = {column: " ".join(cell.text.split()) for column, cell in row.filled() if cell.kind is CellKind.TEXT}
    wanted = {_folded(name): term for term, name in columns.items()}
    terms: dict[str, int] = {}
    for column, name in names.items():
        term = wanted.get(_folded(name)) or _default_term(name, columns, headings)
        if term:
            # Of two columns with one name the first counts, and the second has a problem.
            terms.setdefault(term, column)
    for column, name in names.items():
        if column not in terms.values() and (term := _term_by_values(grid, row, column, name)) and term not in columns:
            terms.setdefault(term, column)
    return Header(row, terms, names, frozenset(columns), headings)


def _term_by_values(grid: Grid, row: GridRow, column: int, name: str) -> str:
    """Return the field of a column called Entity or Type, which its values tell, or an empty text."""
    if _folded(name) not in ("entity", "type"):
        return ""
    below = (cells.cells.get(column) for cells in grid.rows if cells.line > row.line)
    values = [cell.text for cell in below if cell and cell.filled]
    if values and all(is_kind_of_investor(value) for value in values):
        return "kind"
    return "name" if _folded(name) == "entity" else ""


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _default_term(name: str, columns: Mapping[str, str], headings: Mapping[str, str]) -> str:
    """Return the field with the name of a column (Signatory Title -> signatory_title), or an empty text."""
    words = folded(name)
    # The field's own name, the name of a class of warrants, or a usual other one.
    term = words if words in _TERMS else headings.get(words) or _BY_SYNONYM.get(words, "")
    return term if term not in columns else ""


def about_columns(grid: Grid, header: Header, body: Sequence[GridRow]) -> Iterator[Problem]:
    """Yield the problems of columns: duplicate, hidden, merged, or not read."""
    by_column = {column: term for term, column in header.terms.items()}
    for column, term in by_column.items():
        named, place = grid.named(header.row, column, header.names[column]), grid.place(header.row, column)
        path = f"{AN_INVESTOR}[].{term}"
        if column in grid.hidden_columns:
            yield Problem("X111", f"{named} is hidden", "Show it, or delete it.", place, path)
        for area in (area for area in grid.merged if area.holds(header.row.line, column)):
            hint = "Unmerge them, and name each column, an address by address_1, address_2 and so on."
            yield Problem("X112", f"{named}: the cells {area} are merged", hint, place, path)
    if ADDRESS in header.terms and (right := [name for name in ADDRESS_COLUMNS if name in header.terms]):
        column = header.terms[right[0]]
        what = f"this column has an address, and so does '{header.names[header.terms[ADDRESS]]}'"
        place = grid.place(header.row, column)
        yield Problem("X109", what, "Keep one of them.", place, f"{AN_INVESTOR}[].{ADDRESS}")
    # A column that is not read is named, so that no value gets lost unseen.
    used = {column for row in body for column, _ in row.filled()}
    for column in sorted(used - set(by_column)):
        yield _not_read(grid, header, column)


def _not_read(grid: Grid, header: Header, column: int) -> Problem:
    """Return the problem of a column that is not read: an error if its name is nearly that of a field."""
    from difflib import get_close_matches

    name, place = header.names.get(column, ""), grid.place(header.row, column)
    taken = {_default_term(other, {}, header.headings) for index, other in header.names.items() if index != column}
    if name and (term := _default_term(name, {}, header.headings)) in header.terms and term not in header.mapped:
        first = header.names[header.terms[term]]
        what = f"the column '{name}' appears twice; the first is read"
        if _folded(first) != _folded(name):
            what = f"the columns '{first}' and '{name}' both mean `{term}`"
        hint = f"Delete one of the two, or name the column to read, as in `columns: {{{term}: {as_value(name)}}}`."
        return Problem("X109", what, hint, place)
    classes = [heading for heading, term in header.headings.items() if term not in header.terms]
    free = [term for term in _TERMS if term not in header.terms and term not in taken] + classes
    if not name:
        hint = "Write a name above it if it holds a field of the investors. Otherwise ignore this."
        return Problem("X110", "a column without a name is not read", hint, place, severity=Severity.WARNING)
    meant = nearest(re.sub(r"[\W_]+", "_", name), free)
    what = f"the column '{name}' is not a field of an investor and is not read"
    what += f". Did you mean `{meant}`?" if meant else ""
    hint = f"If it holds a field, name it below `investors`, as in `columns: {{telephone: {as_value(name)}}}`."
    slip = get_close_matches(name.casefold(), free, 1, _A_SLIP) or get_close_matches(folded(name), classes, 1, _A_SLIP)
    severity = Severity.ERROR if slip else Severity.WARNING
    if meant in header.headings:
        hint = f"Name it `{meant}`, with spaces if you like."
    elif meant:
        hint = f"Name it `{meant}`, or write `columns: {{{meant}: {as_value(name)}}}` below `investors`."
        hint += " Otherwise ignore this." if severity is Severity.WARNING else ""
    return Problem("X110", what, hint, place, severity=severity)
