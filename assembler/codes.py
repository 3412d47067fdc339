"""The registry of all codes: what each problem is, why it matters, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct


class Code(Struct, frozen=True):
    """Explain one code.

    `severity` is that of every problem with this code, or None where it depends on the case. `environment` is True where the
    machine, the disk or another program failed and the input may be right: the exit code is then 4.
    """

    code: str
    message: str
    reason: str
    hint: str
    severity: Literal["error", "warning"] | None = "error"
    environment: bool = False

    def __str__(self) -> str:
        return f"{self.code}: {self.message}\n\n{self.reason}\n\nWhat to do: {self.hint}\n"


_NO_FILE = "Without the file there is nothing to do."
_YAML = (
    "YAML can read text differently than you meant it. A name loses everything after #, NO becomes false, 0123 becomes 83. "
    "Assembler refuses whatever can be read in two ways, so that what you type is what is printed."
)
_INVESTORS = "A list of investors in a sheet is read as strictly as a typed list. What is not certain is refused."
_TERMS = "A value that is not understood would be printed as it stands, or not at all. The agreement would be wrong, so it is refused."
_FIGURES = "Assembler computes figures and prints them in many places. A stated figure that differs is a contradiction to litigate about."
_SIGNED = "An open point prints as a bracket in a draft. It may not stand in a document that is signed."
_OUTLINE = "The outline of a form and its clause files must fit together. Otherwise a clause would be lost."
_CLAUSE = (
    "A clause file prints values and asks facts, and nothing else. So it can be read aloud and cannot print a blank."
)
_WORD_FORM = "A Word form of the firm is filled only where it states exactly what to print."
_DEPARTURE = "A departure records what was negotiated. If it no longer matches, it would be lost without a word."
_REFERENCE = 'A reference without a number prints as "Error! Reference source not found".'
_NO_CHANGE = "Nothing is left half written. The earlier files are unchanged."
_LOOK = "The style template is the look of the firm. What it does not promise is missing from every document."
_SET = "A file that somebody edited is never overwritten. A set changes completely or not at all."
_PDF = "LibreOffice makes the PDF files from the Word files. The other formats do not need it."
_WORKERS = "Shared work gives the same bytes as one process, or nothing."
_COMPARE = "A document that cannot be read completely cannot be compared."
_REDLINE = "A redline that does not give back both documents would have somebody agree to words that nobody wrote."

_ENTRIES = (
    # Files that the command line names.
    Code("Y001", "The file does not exist.", _NO_FILE, "Check the name and the folder."),
    Code("Y002", "A folder stands where a term sheet is expected.", _NO_FILE, "Name the file in the folder."),
    Code("Y003", "The file of an annex does not exist.", _NO_FILE, "Name the file by its path from the term sheet."),
    Code(
        "Y004",
        "A file exists where the starter sheet is to be written.",
        "The starter sheet is never written over a file.",
        "Choose another name.",
    ),
    Code("Y005", "The folder for the starter sheet does not exist.", _NO_FILE, "Create the folder first."),
    Code(
        "Y006",
        "`explain` does not know the subject.",
        "A subject is a code, a field of the term sheet, or a clause of a form.",
        "Write a code, a field, or the label or number of a clause.",
    ),
    # The term sheet as a YAML file.
    Code(
        "Y101",
        "The file is larger than the limit.",
        _YAML,
        "Check that it is the term sheet. Move a long list of investors to a sheet.",
    ),
    Code("Y102", "The file is a ZIP, Office or PDF file.", _YAML, "Name the .yaml file of the deal."),
    Code("Y103", "The file is in UTF-16 or UTF-32.", _YAML, "Save it as UTF-8."),
    Code("Y104", "The file holds a byte that is not UTF-8.", _YAML, "Save it as UTF-8, and type the letter again."),
    Code(
        "Y105",
        "The line holds a control character, a noncharacter or the replacement character.",
        _YAML,
        "Type the line again.",
    ),
    Code("Y106", "The line holds a line separator other than LF, CRLF or CR.", _YAML, "Type the line again."),
    Code("Y107", "The line holds an invisible character.", _YAML, "Type the line again."),
    Code("Y108", "The line holds a character that changes the reading direction.", _YAML, "Type the line again."),
    Code(
        "Y109",
        "The escape is unknown, or no document can show its character.",
        _YAML,
        "Write the character itself. Within single quotation marks a backslash is a backslash.",
    ),
    Code("Y110", "A tab indents the line.", _YAML, "Use spaces, two for each level."),
    Code("Y111", "A special space indents or separates.", _YAML, "Use the space bar."),
    Code("Y112", "The file is empty.", _YAML, "Begin with `assembler new`."),
    Code(
        "Y113",
        "The file holds a second document.",
        _YAML,
        "Move it to a file of its own, or delete the line ---.",
    ),
    Code("Y114", "The file holds a YAML directive.", _YAML, "Delete the line."),
    Code("Y115", "The value begins with an anchor, `&`.", _YAML, "Put the value in single quotation marks."),
    Code("Y116", "The value begins with an alias, `*`.", _YAML, "Put the value in single quotation marks."),
    Code("Y117", "The value begins with a tag, `!`.", _YAML, "Put the value in single quotation marks."),
    Code("Y118", "The group holds a merge key, `<<`.", _YAML, "Write the terms out."),
    Code("Y119", "A name appears twice.", _YAML, "Delete one of the two."),
    Code("Y120", "YAML reads text as a comment, as in ` #1`.", _YAML, "Put the value in single quotation marks."),
    Code("Y121", "A value without quotation marks holds a colon.", _YAML, "Put the value in single quotation marks."),
    Code(
        "Y122",
        "A value begins with a character that means something in YAML.",
        _YAML,
        "Put the value in single quotation marks.",
    ),
    Code("Y123", "The nesting is deeper than the limit.", _YAML, "Look for brackets that are never closed."),
    Code("Y124", "The file holds more values than the limit.", _YAML, "Split it into two term sheets."),
    Code(
        "Y125",
        "A name is not text.",
        _YAML,
        "Put the value that it belongs to in single quotation marks.",
    ),
    Code("Y126", "The file holds no names and values.", _YAML, "Write one `name: value` a line."),
    Code(
        "Y127",
        "The line does not fit the lines around it.",
        _YAML,
        "Begin it below the first letter of the line it belongs to.",
    ),
    Code(
        "Y128",
        "A space is missing after a colon or a dash, or the dash is not a hyphen.",
        _YAML,
        "Write `name: value`, or `- ` before an entry.",
    ),
    Code("Y129", "Quotation marks or brackets do not pair.", _YAML, "Close what was opened."),
    Code(
        "Y130",
        "A value without quotation marks continues on the next line.",
        _YAML,
        "Indent the line like those it belongs to, or write the value on one line.",
    ),
    # Investors from a sheet.
    Code(
        "X101",
        "The list of investors does not exist or cannot be read.",
        _INVESTORS,
        "Name the file by its path from the term sheet.",
    ),
    Code(
        "X102",
        "The list is larger, or has more rows, than any deal needs.",
        _INVESTORS,
        "Copy the rows of the investors into a file of their own.",
    ),
    Code(
        "X103",
        "The list is neither a workbook nor text.",
        _INVESTORS,
        "Save it as .xlsx, without a password, or as .csv.",
    ),
    Code(
        "X104",
        "The workbook is damaged, or made to do harm.",
        _INVESTORS,
        "Open it in Excel, and save it under another name.",
    ),
    Code(
        "X105",
        "The sheet does not exist, or the workbook has several and none is named.",
        _INVESTORS,
        "Name the sheet with `sheet` under `investors`.",
    ),
    Code(
        "X106",
        "Quotation marks in the text file do not pair.",
        _INVESTORS,
        'Write "" for a quotation mark within quotation marks.',
    ),
    Code(
        "X107",
        "No row names the columns, or a required column is missing.",
        _INVESTORS,
        "Name the columns, or map them with `columns` under `investors`.",
    ),
    Code(
        "X108",
        "The term sheet names a column that the sheet does not have.",
        _INVESTORS,
        "Write the name as it stands in the sheet.",
    ),
    Code(
        "X109",
        "Two columns are for the same term.",
        _INVESTORS,
        "Keep one of the two, or choose one with `columns` under `investors`.",
    ),
    Code(
        "X110",
        "A column is not read. It is an error where the name is nearly that of a term.",
        _INVESTORS,
        "Name it like the term, map it, or leave it as it is.",
        severity=None,
    ),
    Code("X111", "A row or column is hidden.", _INVESTORS, "Show it, or delete it."),
    Code("X112", "Cells are merged.", _INVESTORS, "Unmerge them, and fill each."),
    Code("X113", "A formula has no saved result.", _INVESTORS, "Open the sheet in Excel, and save it."),
    Code(
        "X114", "The cell holds an error value, such as #REF!.", _INVESTORS, "Correct its formula, or type the value."
    ),
    Code(
        "X115",
        "The sheet shows a number, a date or true or false differently than it stores it, where text is expected.",
        _INVESTORS,
        "Format the cell as Text, and type what it shows.",
    ),
    Code(
        "X116",
        "The sheet shows the number in another currency or as a percentage.",
        _INVESTORS,
        "Type the intended figure, and format the cell as a number.",
    ),
    Code("X117", "The rows do not add up to the total at the foot.", _INVESTORS, "Correct the rows or the total."),
    Code(
        "X118",
        "A row of totals stands above other rows.",
        _INVESTORS,
        "Delete the rows below the totals, or the totals.",
    ),
    Code("X119", "The sheet has no investors.", _INVESTORS, "List them below the row that names the columns."),
    Code("X120", "A row is struck through.", _INVESTORS, "Delete the row, or remove the strikethrough."),
    # The term sheet against its schema.
    Code("T101", "The term sheet has an unknown field.", _TERMS, "Write the intended name, or delete the line."),
    Code("T102", "A field is missing.", _TERMS, "Add it, or write TBD where it is not agreed yet."),
    Code(
        "T103",
        "Names and values, a list, or one value stands where another of the three is expected.",
        _TERMS,
        "Write it in the form that the message shows.",
    ),
    Code("T104", "The value is not a number of the expected kind.", _TERMS, "Write it in figures, such as 1,100,000."),
    Code("T105", "The value is not a date.", _TERMS, "Write it as year-month-day, such as 2003-07-01."),
    Code("T106", "The number is outside its limits.", _TERMS, "Write a number within the limits."),
    Code("T107", "The value is not one of the allowed values.", _TERMS, "Write one of them, letter for letter."),
    Code(
        "T108",
        "Nothing follows the colon.",
        _TERMS,
        "Write the value, or TBD. Delete the line of a term that is not needed.",
    ),
    Code(
        "T109", "The list has too few or too many entries.", _TERMS, "Add an entry, or split it into two term sheets."
    ),
    Code("T110", "The text is blank, too long, or not printable.", _TERMS, "Type the text again."),
    Code(
        "T112",
        "Two investors have the same name, or names that look alike.",
        _TERMS,
        "Combine the two entries, or make the names distinct.",
    ),
    Code(
        "T113",
        "A word mixes letters of two alphabets, or looks Latin and is not.",
        "Such a word looks right and is not found by a search.",
        "Type the word again on an English keyboard, unless it is intended.",
        severity="warning",
    ),
    # Figures.
    Code(
        "T201",
        "A stated figure differs from the computed one.",
        _FIGURES,
        "Write the computed figure, delete the line, or correct the figures it comes from.",
    ),
    Code("T202", "The warrants have no coverage.", _FIGURES, "Write a line such as `coverage: 20%` under `warrants:`."),
    Code(
        "T203",
        "A deal without warrants states a term of warrants.",
        _FIGURES,
        "Delete the line, or state warrants.mode.",
    ),
    Code(
        "T204",
        "A clause prints a term that the deal does not state.",
        _FIGURES,
        "State the term, or choose an option that does without the clause.",
    ),
    Code(
        "T205",
        "A file is attached for an annex that the deal does not have.",
        _FIGURES,
        "Delete the line, or change execution.status and the options, which decide on the annexes.",
    ),
    Code(
        "T206",
        "The set is requested as of a closing that is not stated.",
        _FIGURES,
        "Choose a stated closing, or add it under closing.additional.",
    ),
    Code(
        "T301",
        "A point is open, TBD.",
        _SIGNED,
        "State it before execution.status is execution or conformed.",
        severity=None,
    ),
    # Rules about the deal.
    Code(
        "T401",
        "An amount buys no share.",
        "Shares are rounded to the nearest whole share. An amount of less than half the price buys none, and the investor "
        "would pay for nothing.",
        "Check the amount and the price. They may be swapped, or a digit is missing.",
    ),
    Code(
        "T402",
        "An investor would receive a warrant for no share.",
        "Each investor's warrants are rounded down, and the rest goes to the largest fractions. A very small investor can end "
        'with none, and a warrant "to purchase 0 shares" cannot be signed.',
        "Raise the amount or the coverage.",
    ),
    Code(
        "T403",
        "The total of shares differs from the total price divided by the price per share.",
        "Each investor's shares are rounded separately, and their sum is sold. Somebody who checks Annex I with one division "
        "finds a difference of at most half a share for each investor.",
        "Change nothing if this is agreed. Otherwise correct the amounts.",
        severity="warning",
    ),
    Code(
        "T404",
        "The aggregate issuance is smaller than the shares of this deal.",
        "Section 1(a) can say that the shares are part of an issuance of more shares. The issuance cannot be less than its part.",
        "Correct the figure that is from another deal.",
    ),
    Code(
        "T405",
        "The warrants have no exercise price, or no term.",
        "Every warrant prints both. Without the price nobody knows what exercise costs. Without the term the warrant never expires.",
        "State both under `warrants`, or TBD where they are not agreed yet.",
    ),
    Code(
        "T406",
        "The deal needs more shares than the charter authorizes.",
        "Shares beyond the authorized number are void, and the representation that the shares are validly issued is wrong. "
        "Counted are the shares outstanding or reserved before, those sold, and those reserved for every warrant.",
        "Have the charter amended first, or correct the figures.",
    ),
    Code(
        "T407",
        "A date that must be past is after the date of the agreement.",
        "The agreement represents the balance sheet, filings and earlier letters as existing. A later date makes the "
        "representation false. It is nearly always a wrong year.",
        "Correct one of the two dates.",
    ),
    Code(
        "T408",
        "The company accepts before there is an offer to accept.",
        "The company accepts the investors' signed agreement. An acceptance dated before their signature, or before the "
        "agreement, accepts nothing.",
        "Correct one of the dates. Signature pages may be collected in advance.",
        severity="warning",
    ),
    Code(
        "T409",
        "The warrants are issued before the date of their agreement.",
        "A warrant recites its agreement, and its term runs from the day of issue. Issued earlier, it expires earlier than agreed.",
        "Correct one of the two dates, unless the agreement confirms warrants that were issued before.",
        severity="warning",
    ),
    Code(
        "T410",
        "The exchange or the banks are closed on a date of the deal.",
        "Banks wire nothing, the transfer agent issues nothing, and periods of business days do not run. The closing is then "
        "later than the date suggests.",
        "Change nothing if this is agreed. Otherwise write another day.",
        severity="warning",
    ),
    Code(
        "T411",
        "An investor buys at a closing that is not stated.",
        "The closing decides in which schedule an investor stands and what is signed.",
        "Add the closing with its date under closing.additional, or correct the number.",
    ),
    Code(
        "T412",
        "The dates of the closings are not in order.",
        "The schedule as of a closing holds everybody who has bought by then. So closings follow each other, and the agreement.",
        "Correct one of the two dates, or put the closings in order. Two closings may be on one day.",
    ),
    Code(
        "T413",
        "An investor is listed after those of a later closing.",
        "The list is the order of every schedule and numbers the warrants and pages. Another order would change what was sent "
        "at the earlier closing.",
        "Move the investor above those of later closings.",
    ),
    Code(
        "T414",
        "Nobody buys at a closing.",
        "The investors of the initial closing sign the agreement. Without them it has no other party. An additional closing "
        "may be agreed before its investors are known.",
        "Check `closing` of the investors. It is 1 for those who sign first.",
        severity=None,
    ),
    Code(
        "T415",
        "A cap table is requested for a deal with open points.",
        "The Open Cap Table Format has names, dates and figures, and no brackets. The file is left out of the set.",
        "State the open points, and draft again.",
        severity="warning",
    ),
    Code(
        "T416",
        "The signatory or the title of an investor is printed nowhere.",
        'An individual signs in person, so the signature page has neither "By:" nor a title. A title stands behind the name of '
        "the signatory and needs it.",
        "Delete the line, or complete the entry.",
        severity="warning",
    ),
    Code(
        "T417",
        "An investor has no address.",
        "Notices go to the address that the agreement prints for each investor. Without it a notice cannot be given.",
        "State address_lines for the investor.",
        severity="warning",
    ),
    # Forms and clause files.
    Code(
        "W101",
        "A file or folder of the templates does not exist.",
        _OUTLINE,
        "Check the name, and the folder of --templates.",
    ),
    Code("W102", "A file of the templates is not UTF-8 text.", _OUTLINE, "Save it as UTF-8."),
    Code(
        "W103",
        "A line of an outline cannot be read.",
        _OUTLINE,
        "Write a mark, a label and a rule. See the section on forms in templates/README.md.",
    ),
    Code("W104", "A clause appears twice in an outline.", _OUTLINE, "Name each clause once."),
    Code("W105", "A clause has no file.", _OUTLINE, "Write a file of its name, or delete the line."),
    Code("W106", "A rule asks an unknown fact.", _OUTLINE, "Ask a fact of assembler/termsheet/facts.py."),
    Code("W107", "Clauses are repeated for something that is not a list.", _OUTLINE, "Write `for each signatory`."),
    Code(
        "W201",
        "A clause file holds something that is not allowed there.",
        _CLAUSE,
        "Write only values, filters, bare facts and simple loops. See templates/README.md.",
    ),
    Code("W202", "The notation of a clause cannot be read.", _CLAUSE, "See templates/README.md for the notation."),
    # Word forms of the firm.
    Code(
        "W301",
        "The form is not a Word document, or it is damaged, encrypted or holds macros.",
        _WORD_FORM,
        "Save it in Word as Word Document (.docx).",
    ),
    Code(
        "W302",
        "The form has tracked changes or comments.",
        _WORD_FORM,
        "Accept, reject or delete them in Word.",
    ),
    Code("W303", "The form includes content from outside the file.", _WORD_FORM, "Break the link in Word."),
    Code(
        "W304",
        "A tag stands where nothing is filled: in a field, a description, an endnote or a property.",
        _WORD_FORM,
        "Move the tag into the text, or delete it.",
    ),
    Code(
        "W305",
        "A tag is not closed, or would remove other words with it.",
        _WORD_FORM,
        "Close it in the same way and place as it was opened, in a paragraph or row of its own.",
    ),
    Code(
        "W306",
        "A tag asks for something unknown or not allowed.",
        _WORD_FORM,
        "Write a value, filter or fact that templates/ancillary/README.md lists.",
    ),
    Code("W307", "A loop never ends.", _WORD_FORM, "Do not put a list into itself."),
    Code("W308", "The form cannot be filled.", _WORD_FORM, "Save it again in Word."),
    Code(
        "W309",
        "The form prints a group of terms that is not stated. The form is not drafted.",
        _WORD_FORM,
        "State the group if you want the form.",
        severity="warning",
    ),
    Code(
        "W310",
        "The form has an author or other properties of its own. They are not delivered.",
        "Properties of a template tell the reader who wrote it and for whom.",
        "Remove them in Word to avoid this warning.",
        severity="warning",
    ),
    Code("W311", "Another document has the name of the form.", _WORD_FORM, "Give the file of the form another name."),
    Code(
        "W312",
        "Ancillary forms are requested for a copy, or for a warrant alone.",
        _WORD_FORM,
        "Set execution.status to draft or execution.",
    ),
    Code(
        "W313",
        "A list of the form is empty, so nothing is printed for it.",
        _WORD_FORM,
        "State it, or put the loop under a condition.",
        severity="warning",
    ),
    # Departures and references.
    Code(
        "D101",
        "A departure does not match exactly once.",
        _DEPARTURE,
        "Write the words as the form has them, or more of them. `assembler explain` shows the clause.",
    ),
    Code(
        "R101",
        "A reference names a label that the form does not have.",
        _REFERENCE,
        "Refer to the file name of a clause.",
    ),
    Code(
        "R102",
        "A short reference, @~label, names a clause that is not below the clause before it.",
        _REFERENCE,
        "Write @label.",
    ),
    Code(
        "R103",
        "A reference names a clause that this deal leaves out.",
        _REFERENCE,
        "Put the clause back, or change the words that refer to it by a departure.",
    ),
    # A careful reader's checks of the finished document.
    Code(
        "C101",
        "A term is used and defined nowhere.",
        'A capital says "this word means what we agreed". Where nothing was agreed, a court fills the gap. Often the term is '
        "left over from another form.",
        "Define the term, or write the one that is defined. Change nothing if the capitals are not meant as a term.",
        severity="warning",
    ),
    Code(
        "C102",
        "A definition is never used.",
        "A clause was taken out and its definition was not, or a clause means the term and says it in small letters.",
        "Delete the definition, or use it. Keep it if another document that is signed together uses it.",
        severity="warning",
    ),
    Code(
        "C103",
        "A term is defined twice.",
        "Two definitions of a word are two meanings, and the other side chooses.",
        "Define it once, and use the term in the other place.",
        severity="warning",
    ),
    Code(
        "C104",
        "The target of a reference does not exist.",
        _REFERENCE,
        "Put the clause back, or change the words that refer to it.",
    ),
    Code(
        "C105",
        "A reference is typed instead of made from a label.",
        'A typed number is right on the day it is typed. When a clause is added before it, "Section 4(n)" names another clause.',
        "Write @label. Change nothing if the words speak of another document.",
        severity="warning",
    ),
    Code(
        "C106",
        "The numbers of a list are typed.",
        'An item that is left out leaves a gap, "(i) ... (iii)", and its "and" behind.',
        "Write the list in the notation, which counts and owns its conjunction.",
        severity="warning",
    ),
    Code(
        "C107",
        "The number of a clause is typed and is not the next number.",
        "The numbers on the page then jump or repeat.",
        "Delete the number. The order of the clauses gives it.",
        severity="warning",
    ),
    Code(
        "C108",
        "A point in brackets is open.",
        "A bracket in a signed agreement is a term nobody agreed.",
        "Settle it, and state it in the term sheet.",
        severity="warning",
    ),
    Code(
        "C109",
        "A number in words differs from the figures behind it.",
        "Where they differ the words govern, which is not what the person meant who changed the figures.",
        "Print both from the same value of the term sheet.",
    ),
    Code(
        "C110",
        "The rows do not add up to the total.",
        "It is the first thing that the other side's counsel adds up.",
        "Correct the rows or the total.",
    ),
    Code(
        "C111",
        "An annex is referred to and not attached.",
        "At the closing somebody looks for the annex, and finds two of them in two mailboxes.",
        "Attach it, or change the words that refer to it.",
        severity="warning",
    ),
    Code(
        "C112",
        "An annex is attached and nothing refers to it.",
        "Nobody has agreed to anything about it. Mostly the clause that referred to it was taken out.",
        "Refer to it, or leave it out of the set.",
        severity="warning",
    ),
    Code(
        "C113",
        "The signature has another date than the agreement.",
        "Signed before its date, an agreement is signed before its terms were. Signed after it, the representations made "
        '"as of the date hereof" are older than the signature.',
        'Correct one of the two dates, unless "as of" another day is intended.',
        severity="warning",
    ),
    Code(
        "C114",
        "Words appear twice in a row.",
        "Two people made the same change. The eye reads over it, and the judge does not.",
        "Delete one of the two.",
        severity="warning",
    ),
    Code(
        "C115",
        'An "and", an "or" or a comma joins nothing.',
        "An item or a clause was deleted, and its neighbour stayed as it was.",
        "Correct the end of the words.",
        severity="warning",
    ),
    Code(
        "C116",
        "A blank is missing, or stands where none belongs.",
        "It does no harm in law, and shows that nobody read the words again.",
        "Correct the blank in the words of the clause.",
        severity="warning",
    ),
    Code(
        "C117",
        "A clause, a paragraph or an item is empty.",
        "A reader takes a number with nothing behind it for a page that failed to print.",
        "Write the words, or leave the clause out.",
        severity="warning",
    ),
    Code(
        "C118",
        "A paragraph ends without a punctuation mark.",
        "Either the full stop is missing, or the rest of the sentence.",
        "End the sentence.",
        severity="warning",
    ),
    # Reading and writing files.
    Code(
        "S101",
        "You have no right to read the file.",
        _NO_FILE,
        "Ask for the right to read it.",
        environment=True,
    ),
    Code(
        "S102",
        "The disk failed, or a right is missing.",
        _NO_CHANGE,
        "Correct that, and run again.",
        environment=True,
    ),
    Code(
        "S103",
        "The term sheet was changed while it was drafted.",
        _NO_CHANGE,
        "Run again.",
        environment=True,
    ),
    # The style template.
    Code("S201", "The style template is not a Word document.", _LOOK, "Save it in Word as Word Document (.docx)."),
    Code(
        "S202",
        "The style template has no anchor for the body.",
        _LOOK,
        "Insert a bookmark of the promised name into a paragraph of its own.",
    ),
    Code("S203", "A promised style does not exist.", _LOOK, "Copy the style from the house template."),
    Code(
        "S204",
        "A level of a list does not count as promised.",
        _LOOK,
        "Link the style to the level, and set its number format.",
    ),
    Code("S205", "A promised tag is missing, or a tag is not promised.", _LOOK, "Type exactly the promised tags."),
    Code(
        "S206",
        "A line of the template's promises cannot be read.",
        _LOOK,
        "Begin with the kind of promise, then the name.",
    ),
    Code(
        "S207",
        "The template lacks a promise that every template must make.",
        _LOOK,
        "Add the line, and what it names to the Word file.",
    ),
    Code(
        "S208",
        "A clause is deeper than the levels of the template's list.",
        _LOOK,
        "Add a level to the list in the template, and to its promises.",
    ),
    Code("S209", "A tag stands in a part that is not filled.", _LOOK, "Move it to the body, a header or a footer."),
    Code("S210", "The template has no page size and margins.", _LOOK, "Set up the page in Word, and save it again."),
    Code("S211", "The template has comments.", _LOOK, "Delete them in Word, and save it again."),
    # The set of documents.
    Code(
        "S301",
        "A file is in the way that does not come from an earlier draft.",
        _SET,
        "Move it away, or draft into another folder with --output.",
    ),
    Code(
        "S302",
        "Somebody edited a file since it was drafted.",
        _SET,
        "Move it away, or draft into another folder with --output.",
        severity=None,
    ),
    Code(
        "S303",
        "The manifest cannot be read, or a newer program wrote it.",
        _SET,
        "Move the folder away, or draft into another one.",
    ),
    Code("S304", "A file stands where the folder of the set is expected.", _SET, "Move it away."),
    Code("S305", "A link or a folder stands where a file of the set is expected.", _SET, "Move it away."),
    Code(
        "S306",
        "A saved input of the set is missing or was changed.",
        _SET,
        "Draft again from the term sheet.",
    ),
    Code(
        "S307",
        "The folder cannot hold a set: it is a root folder, or has many other files.",
        _SET,
        "Draft into a folder of its own.",
    ),
    Code(
        "S308",
        "Another run is writing the set.",
        _SET,
        "Wait until it has ended, and run again.",
        environment=True,
    ),
    Code(
        "S309",
        "An earlier run was interrupted.",
        _SET,
        "Nothing. The message says whether the old set stands or the new one.",
        severity="warning",
    ),
    Code(
        "S310",
        "A file of the set is open in another program, or the folder cannot be renamed.",
        _SET,
        "Close it, and run again.",
        environment=True,
    ),
    Code("S311", "The disk is full.", _SET, "Free space, and run again.", environment=True),
    Code(
        "S312",
        "You have no right to write the folder.",
        _SET,
        "Ask for the right to write there, or draft into another folder.",
        environment=True,
    ),
    Code("S313", "Somebody changed a file while the set was written.", _SET, "Run again.", environment=True),
    Code(
        "S314",
        "The set is written, and temporary files beside it could not be deleted.",
        _SET,
        "Nothing. The next run deletes them.",
        severity="warning",
    ),
    Code("S321", "No set exists yet for `schedules`.", _SET, "Draft first."),
    Code(
        "S322",
        "The program that wrote the set did not save its inputs.",
        _SET,
        "Draft into another folder, and compare.",
    ),
    Code(
        "S323",
        "Somebody edited words that the change touches.",
        _SET,
        "Change them by hand, or undo the edit.",
    ),
    Code(
        "S324",
        "The change is more than a figure, row or page of an investor, or it has no similar page to copy.",
        _SET,
        "Make the change by hand, or draft the document under another name.",
    ),
    Code(
        "S325",
        "The text of the file is not in UTF-8 and cannot be changed in place.",
        _SET,
        "Save it again in Word.",
    ),
    # PDF files.
    Code(
        "S401",
        "LibreOffice is not installed.",
        _PDF,
        "Install it, or draft as Word and text.",
        environment=True,
    ),
    Code(
        "S402",
        "LibreOffice failed, or took too long.",
        _PDF,
        "Run again, or print the Word file from Word.",
        environment=True,
    ),
    # Shared work.
    Code(
        "S501",
        "A worker was killed twice on the same task.",
        _WORKERS,
        "Give the machine more memory, or use fewer processes with --jobs.",
        environment=True,
    ),
    Code(
        "S502",
        "The scheduler cannot be reached, or went away.",
        _WORKERS,
        "Start it, and check the address given with --scheduler.",
        environment=True,
    ),
    Code(
        "S503", "The package dask.distributed is not installed.", _WORKERS, "Install assembler[dask].", environment=True
    ),
    Code(
        "S504",
        "A worker runs another version of the program.",
        _WORKERS,
        "Install the same versions on every machine.",
        environment=True,
    ),
    Code(
        "S505",
        "The scheduler has no workers.",
        _WORKERS,
        "Start some, with the address of the scheduler.",
        environment=True,
    ),
    # Documents to compare.
    Code("K101", "The file is empty.", _COMPARE, "Give the document."),
    Code("K102", "The file is larger than the limit.", _COMPARE, "Split it."),
    Code(
        "K103",
        "The tree of a draft cannot be read.",
        _COMPARE,
        "Give the `.document.json` that was written beside a draft.",
    ),
    Code("K104", "The text holds a NUL character.", _COMPARE, "Save it as text, in UTF-8."),
    Code(
        "K105",
        "The file is a document of another program, or of another kind than its name says.",
        _COMPARE,
        "Save it as .docx or as text.",
    ),
    Code("K110", "The Word file is damaged.", _COMPARE, "Ask for it again."),
    Code("K111", "The Word file is beyond the limits.", _COMPARE, "Check what it holds before you open it."),
    Code(
        "K112",
        "The Word file holds what no agreement needs: a DTD, a name that leaves its folder, or a part twice.",
        _COMPARE,
        "Save it again in Word.",
    ),
    Code(
        "K113",
        "The Word file has macros, or is Strict Open XML.",
        _COMPARE,
        "Save it as Word Document (.docx).",
    ),
    Code(
        "K201",
        "The redline does not give back both documents.",
        _REDLINE,
        "Compare without a redline, and report it.",
    ),
)

CODES: Mapping[str, Code] = MappingProxyType(
    {entry.code: entry for entry in sorted(_ENTRIES, key=lambda entry: entry.code)}
)
