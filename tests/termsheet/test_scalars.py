from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from assembler.termsheet import scalars
from assembler.termsheet.quantities import SCALES

AMOUNT, PRICE, COUNT, DAYS, BUSINESS_DAYS, YEARS, PERCENTAGE, FLAG, DATE, MONTH, WORDS, WORDING = (
    TypeAdapter(getattr(scalars, name))
    for name in (
        "Amount",
        "Price",
        "Count",
        "Days",
        "BusinessDays",
        "Years",
        "Percentage",
        "Flag",
        "IsoDate",
        "MonthOrDate",
        "TermText",
        "ClauseText",
    )
)


def complaint(scalar, value) -> str:
    """The one complaint about a value, as `code what | hint`."""
    with pytest.raises(ValidationError) as refusal:
        scalar.validate_python(value)
    (detail,) = refusal.value.errors()
    return f"{detail['type']} {detail['ctx']['what']} | {detail['ctx']['hint']}"


@pytest.mark.parametrize(
    ("scalar", "text", "value"),
    [
        (AMOUNT, "1,100,000", "1100000"),
        (AMOUNT, "1100000", "1100000"),
        (AMOUNT, "$1,100,000.50", "1100000.50"),
        (AMOUNT, "999,999,999,999,999.99", "999999999999999.99"),
        (PRICE, "1.00", "1.00"),
        (PRICE, "1.10", "1.10"),
        (PRICE, "$0.000001", "0.000001"),
        (PERCENTAGE, "20%", "20"),
        (PERCENTAGE, "51.00%", "51.00"),
        (PERCENTAGE, "1,000%", "1000"),
    ],
)
def test_a_number_is_the_exact_decimal_that_was_typed(scalar, text, value):
    assert str(scalar.validate_python(text)) == value


def test_v10_a_price_times_shares_is_exact():
    assert str(PRICE.validate_python("1.1296") * COUNT.validate_python("1,100,000")) == "1242560.0000"


@pytest.mark.parametrize(
    ("scalar", "text", "value"),
    [(COUNT, "2,434,490", 2_434_490), (COUNT, "1000000000000", 10**12), (DAYS, "1", 1), (DAYS, "365", 365)],
)
def test_a_whole_number_is_an_int(scalar, text, value):
    number = scalar.validate_python(text)
    assert (number, type(number)) == (value, int)


WRITE_ABOVE_0 = "Write an amount in dollars above 0, such as 1,100,000."
IN_FIGURES = "Write it in figures, such as 1,100,000."
EUROPEAN = "it is a European number, with dots and commas the other way round"
OTHER_DIGITS = "it has other digits than 0-9"


@pytest.mark.parametrize(
    ("_", "text", "expected"),
    [
        (
            "V11 beyond the limit",
            "12345678901234567.89",
            (
                "T106 '12345678901234567.89' is more than 999,999,999,999,999.99 | "
                "Write an amount in dollars up to 999,999,999,999,999.99."
            ),
        ),
        (
            "V12 commas in the wrong places",
            "1,10,000",
            (
                "T104 '1,10,000' is not an amount in dollars: its commas do not separate thousands | "
                "Write commas as in 1,100,000, or none, as in 1100000; the digits typed make 110,000."
            ),
        ),
        (
            "V13 a European number",
            "1.100.000,00",
            f"T104 '1.100.000,00' is not an amount in dollars: {EUROPEAN} | Write 1,100,000.00.",
        ),
        (
            "V13 European thousands",
            "1.100.000",
            (
                "T104 '1.100.000' is not an amount in dollars: it has several dots | "
                "Write 1,100,000, or 1,100.00 if the last dot is the decimal point."
            ),
        ),
        ("V13 a decimal comma", "12,50", f"T104 '12,50' is not an amount in dollars: {EUROPEAN} | Write 12.50."),
        (
            "V13 thousands or decimals",
            "1.100",
            (
                "T104 '1.100' is not an amount in dollars: it may have at most 2 decimals | "
                "Write it as in 1,100,000. Separate thousands by commas, not dots."
            ),
        ),
        (
            "V13 thousands parted by blanks",
            "1 100 000",
            "T104 '1 100 000' is not an amount in dollars: only commas separate thousands | Write 1,100,000.",
        ),
        (
            "V14 a zero in front",
            "0123",
            "T104 '0123' is not an amount in dollars: it begins with 0 | Write 123.",
        ),
        ("V15 a power", "1e6", "T104 '1e6' is not an amount in dollars | Write it out: 1,000,000."),
        ("V15 a power out of reach", "1e99", f"T104 '1e99' is not an amount in dollars | {IN_FIGURES}"),
        ("V15 infinity", ".inf", f"T104 '.inf' is not an amount in dollars | {IN_FIGURES}"),
        ("V15 not a number", ".nan", f"T104 '.nan' is not an amount in dollars | {IN_FIGURES}"),
        ("V15 hexadecimal", "0x1F", f"T104 '0x1F' is not an amount in dollars | {IN_FIGURES}"),
        (
            "V15 underscores",
            "1_000",
            "T104 '1_000' is not an amount in dollars: only commas separate thousands | Write 1,000.",
        ),
        ("V16 below 0", "-5", f"T106 '-5' is not above 0 | {WRITE_ABOVE_0}"),
        ("V16 below 0 as accountants write it", "(5)", f"T106 '(5)' is not above 0 | {WRITE_ABOVE_0}"),
        ("V16 nothing", "0.00", f"T106 '0.00' is not above 0 | {WRITE_ABOVE_0}"),
        (
            "V17 m",
            "5m",
            (
                "T104 '5m' is not an amount in dollars: m has two meanings | "
                "Write 5,000,000 if it is million, or 5,000 if it is thousand."
            ),
        ),
        ("V17 mio", "5 mio", "T104 '5 mio' is not an amount in dollars | Write all its digits: 5,000,000."),
        (
            "quotation marks of its own",
            "'5,000'",
            "T104 ''5,000'' is not an amount in dollars: it has quotation marks of its own | Write 5,000.",
        ),
        ("words behind it", "$5,000 (five)", "T104 '$5,000 (five)' is not an amount in dollars | Write 5,000."),
        (
            "V17 a currency",
            "EUR 5,000",
            (
                "T104 'EUR 5,000' is not an amount in dollars: it has another unit | "
                "Convert it to an amount in dollars, such as 1,100,000."
            ),
        ),
        (
            "V18 Arabic-Indic digits",
            "\u0661\u0662\u0663",
            f"T104 '\u0661\u0662\u0663' is not an amount in dollars: {OTHER_DIGITS} | Write it with the digits 0-9: 123.",
        ),
        (
            "V18 full-width digits",
            "\uff11,\uff10\uff10\uff10",
            (
                f"T104 '\uff11,\uff10\uff10\uff10' is not an amount in dollars: {OTHER_DIGITS} | "
                "Write it with the digits 0-9: 1,000."
            ),
        ),
        ("V21 a time", "22:22", f"T104 '22:22' is not an amount in dollars | {IN_FIGURES}"),
        ("words", "five", f"T104 'five' is not an amount in dollars | {IN_FIGURES}"),
        ("a list", ["5"], "T103 expected one value, found a list | "),
        ("a group", {"dollars": "5"}, "T103 expected one value, found names and values | "),
        (
            "digits without end",
            "9" * 100_000,
            (
                f"T106 '{'9' * 60}...' is more than 999,999,999,999,999.99 | "
                "Write an amount in dollars up to 999,999,999,999,999.99."
            ),
        ),
    ],
)
def test_what_is_not_an_amount_is_refused_with_the_way_to_write_it(_, text, expected):
    assert complaint(AMOUNT, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$5", "T104 '$5' is not a whole number | Write 5."),
        ("1,000 dollars", "T104 '1,000 dollars' is not a whole number | Write 1,000."),
        ("1,000.5", "T104 '1,000.5' is not a whole number: it may have no decimals | Write it as in 1,100,000."),
        ("0", "T106 '0' is not above 0 | Write a whole number above 0, such as 1,100,000."),
        (
            "1000000000001",
            "T106 '1000000000001' is more than 1,000,000,000,000 | Write a whole number up to 1,000,000,000,000.",
        ),
    ],
)
def test_v16_shares_are_whole_and_counted_without_a_currency(text, expected):
    assert complaint(COUNT, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20", "T104 '20' is not a percentage: the % sign is missing | Write 20%."),
        ("0.2", "T104 '0.2' is not a percentage: the % sign is missing | Write 20%, or 0.2% if that is meant."),
        ("20 per mil", "T104 '20 per mil' is not a percentage: the % sign is missing | Write 20%."),
        ("12,5%", f"T104 '12,5%' is not a percentage: {EUROPEAN} | Write 12.5%."),
        ("0%", "T106 '0%' is not above 0 | Write a percentage above 0, such as 20%."),
        ("1001%", "T106 '1001%' is more than 1,000% | Write a percentage up to 1,000%."),
    ],
)
def test_a_percentage_is_written_with_its_sign(text, expected):
    assert complaint(PERCENTAGE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("366", "T106 '366' is more than 365 | Write a number of days up to 365."),
        (
            "3 weeks",
            "T104 '3 weeks' is not a number of days: it has another unit | Convert it to a number of days, such as 3.",
        ),
        (
            "4 trading days",
            (
                "T104 '4 trading days' is not a number of days: it has another unit | "
                "Convert it to a number of days, such as 3."
            ),
        ),
        ("4 full days", "T104 '4 full days' is not a number of days | Write 4."),
        ("three", "T104 'three' is not a number of days | Write it in figures, such as 3."),
    ],
)
def test_days_are_1_to_365(text, expected):
    assert complaint(DAYS, text) == expected


@pytest.mark.parametrize(
    ("scalar", "text"),
    [(YEARS, "18 months"), (YEARS, "730 days"), (AMOUNT, "EUR 750,000"), (AMOUNT, "750,000 euros"), (PRICE, "C$2.40")],
)
def test_a_figure_in_another_unit_is_not_offered_as_it_stands(scalar, text):
    assert ": it has another unit | Convert it to " in complaint(scalar, text)


def test_a_date_is_written_year_month_day():
    assert DATE.validate_python("2003-07-01") == date(2003, 7, 1)
    assert DATE.validate_python("2024-02-29") == date(2024, 2, 29)


NOT_ISO = "is not a date in the form year-month-day"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2026-02-30",
            "'2026-02-30' is not a date: February 2026 has 28 days | Write a day from 2026-02-01 to 2026-02-28.",
        ),
        (
            "01/02/2026",
            ("'01/02/2026' has two meanings: January 2, 2026 or February 1, 2026 | Write 2026-01-02 or 2026-02-01."),
        ),
        ("13/13/2026", f"'13/13/2026' {NOT_ISO} | Write it as in 2003-07-01."),
        ("9/14/26", f"'9/14/26' {NOT_ISO} | Write 2026-09-14."),
        ("Septemer 14, 2026", f"'Septemer 14, 2026' {NOT_ISO} | Write 2026-09-14."),
        ("Monday, September 14, 2026", f"'Monday, September 14, 2026' {NOT_ISO} | Write 2026-09-14."),
        ("20260914", f"'20260914' {NOT_ISO} | Write 2026-09-14."),
        ("2026-01-02T00:00:00", f"'2026-01-02T00:00:00' {NOT_ISO} | Write 2026-01-02."),
        ("July 2003", f"'July 2003' {NOT_ISO} | Write it as in 2003-07-01."),
        ("tomorrow", f"'tomorrow' {NOT_ISO} | Write it as in 2003-07-01."),
        ("\u0662\u0660\u0662\u0666-01-01", f"'\u0662\u0660\u0662\u0666-01-01' {NOT_ISO} | Write it as in 2003-07-01."),
        (
            "2026-13-01",
            "'2026-13-01' is not a date: a year has no month 13 | Write 2026-01-13 if month and day changed places.",
        ),
        (
            "2026-13-31",
            "'2026-13-31' is not a date: a year has no month 13 | Write year-month-day, such as 2003-07-01.",
        ),
        (
            "1899-12-31",
            (
                "'1899-12-31' is not a date of a deal: the year is not in 1900-2199 | "
                "Write the year in four digits, such as 2003-07-01."
            ),
        ),
    ],
)
def test_v19_v20_what_is_not_a_date_is_refused_with_the_dates_it_may_mean(text, expected):
    assert complaint(DATE, text) == f"T105 {expected}"


def test_a_month_may_stand_for_a_date_whose_day_is_open():
    assert MONTH.validate_python("2002-01") == "2002-01"
    assert MONTH.validate_python("2002-01-11") == date(2002, 1, 11)
    assert complaint(MONTH, "2002-13").startswith("T105 '2002-13' is not a date: a year has no month 13")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((word, True) for word in ("true", "TRUE", "True", "Yes", "yes", "On", "y", "\u201cYes\u201d")),
        *((word, False) for word in ("false", "FALSE", "no", "No", "OFF", "n")),
    ],
)
def test_a_flag_is_true_or_false_or_a_word_for_it(text, value):
    assert FLAG.validate_python(text) is value


@pytest.mark.parametrize(("text", "meant"), [("maybe", "true or false"), ("1", "true"), ("none", "true or false")])
def test_any_other_word_for_a_flag_is_refused(text, meant):
    assert complaint(FLAG, text) == f"T107 expected true or false, found '{text}' | Write {meant}."


def test_v36_words_keep_their_line_breaks_tabs_and_blanks():
    assert WORDS.validate_python(" c/o one \n\ttwo  ") == " c/o one \n\ttwo  "


def test_words_end_before_the_line_break_of_a_block():
    assert WORDS.validate_python("one\ntwo\n") == "one\ntwo"


@pytest.mark.parametrize(
    ("_", "text", "expected"),
    [
        ("V30", "x" * 5_000, "T110 the text has 5,000 characters; at most 2,000 are allowed | Shorten the text."),
        ("V31 empty", "", "T110 the text is blank | Write the text, or delete the line."),
        ("V31 blank", " \n\t", "T110 the text is blank | Write the text, or delete the line."),
        (
            "a control character",
            "a\x07",
            (
                "T110 U+0007 is a control character, which documents cannot show | "
                "Delete the text and type it again. Do not copy it: the copy has the character too."
            ),
        ),
    ],
)
def test_words_are_text_that_can_be_printed(_, text, expected):
    assert complaint(WORDS, text) == expected


def test_wording_may_be_none_at_all_and_stays_as_typed():
    assert WORDING.validate_python("") == ""
    assert WORDING.validate_python(" one\n") == " one\n"


FRAGMENTS = st.sampled_from(
    [*"0123456789", *",.$%-()eE /", "million", "USD", "July", "st", "\u0661", "00", "2026", "of"]
)


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=20) | st.lists(FRAGMENTS, max_size=12).map("".join))
def test_any_text_has_a_value_or_one_complaint_with_a_message_and_a_hint(text):
    for scalar in (AMOUNT, PRICE, COUNT, DAYS, BUSINESS_DAYS, YEARS, PERCENTAGE, FLAG, DATE, MONTH, WORDS, WORDING):
        try:
            scalar.validate_python(text)
        except ValidationError as refusal:
            (detail,) = refusal.errors()
            assert detail["type"].startswith("T1")
            assert detail["ctx"]["what"]
            assert detail["ctx"]["hint"]


@given(number=st.decimals(min_value="0.01", max_value="999999999999999.99", places=2))
@settings(max_examples=100, deadline=None)
def test_an_amount_is_the_same_with_commas_and_a_dollar_sign_and_without(number):
    assert AMOUNT.validate_python(f"${number:,f}") == AMOUNT.validate_python(f"{number:f}") == number


def test_no_number_is_ever_a_float():
    assert isinstance(AMOUNT.validate_python("1.10"), Decimal)
    assert isinstance(PERCENTAGE.validate_python("1.10%"), Decimal)


# Spellings with one meaning


@pytest.mark.parametrize(
    ("scalar", "text", "value"),
    [
        *((AMOUNT, text, "3450000") for text in ("$3,450,000", "3,450,000 USD", "USD 3,450,000", "US$ 3,450,000")),
        *((AMOUNT, text, "3450000") for text in ("3,450,000 dollars", "$3.45 million", "3.45MM", "US$3,450K")),
        (AMOUNT, "$ 3,450,000.50 US dollars.", "3450000.50"),
        (AMOUNT, "\u201c$3,450,000\u201d", "3450000"),
        (AMOUNT, "1.2345678 million", "1234567.8"),
        (PRICE, "$2.3750", "2.3750"),
        (PRICE, "$2.3750 per share", "2.3750"),
        (PRICE, "USD 2.40 a share", "2.40"),
        (COUNT, "2,310,000 shares", "2310000"),
        (COUNT, "2.31 million Warrants", "2310000"),
        (DAYS, "10 days", "10"),
        (BUSINESS_DAYS, "10 business days", "10"),
        (YEARS, "6 years", "6"),
        (YEARS, "4 yrs.", "4"),
        *((PERCENTAGE, text, "45.50") for text in ("45.50 %", "45.50 percent", "45.50 Per Cent", "45.50pct")),
    ],
)
def test_a_unit_or_a_currency_does_not_change_a_number(scalar, text, value):
    assert str(scalar.validate_python(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        *("September 14, 2026", "Sept. 14, 2026", "SEP 14 2026", "September 14th, 2026", "14 Sep 2026", "14-Sep-2026"),
        *("14 September 2026", "the 14th day of September, 2026", "2026/09/14", "2026.9.14", "2026\u201309\u201314"),
        *("14/09/2026", "9/14/2026", "14.9.2026", "\u201cSeptember 14, 2026\u201d"),
    ],
)
def test_a_date_with_one_meaning_is_taken(text):
    assert DATE.validate_python(text) == MONTH.validate_python(text) == date(2026, 9, 14)


def test_a_named_month_may_stand_for_a_date_whose_day_is_open():
    assert MONTH.validate_python("Sept. 2026") == MONTH.validate_python("September 2026") == "2026-09"


@pytest.mark.parametrize(
    ("scalar", "text"),
    [
        (DAYS, "10 business days"),
        (YEARS, "60 months"),
        (COUNT, "1.2345 thousand shares"),
        (PERCENTAGE, "35"),
        (AMOUNT, "5%"),
        (AMOUNT, "01 million"),
        (AMOUNT, "C$5,000"),
        (AMOUNT, "\u201c5,000\u201d and \u201c6,000\u201d"),
        (DATE, "03/04/2026"),
        (DATE, "February 30, 2026"),
        (DATE, "May 2026"),
    ],
)
def test_a_spelling_without_one_certain_meaning_is_refused(scalar, text):
    assert complaint(scalar, text)


@pytest.mark.parametrize("text", ["tbd", "Tbd", " TBD ", "tbd (at closing)"])
def test_an_open_point_may_be_typed_in_any_letters(text):
    assert isinstance(WORDS.validate_python(text), scalars.OpenPoint)
    assert isinstance(AMOUNT.validate_python(text), scalars.OpenPoint)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("\u201cNorthgate Fund, LP\u201d", "Northgate Fund, LP"),
        ("\u201eKaltwasser GmbH\u201c", "Kaltwasser GmbH"),
        ("\u2018O\u2019Hara & Sons\u2019", "O\u2019Hara & Sons"),
        ("\u00abRive Gauche S.A.\u00bb", "Rive Gauche S.A."),
        ("\u201cAlpha\u201d and \u201cBeta\u201d", "\u201cAlpha\u201d and \u201cBeta\u201d"),
        ("The \u201cFund\u201d", "The \u201cFund\u201d"),
        ("\u201c\u201d", "\u201c\u201d"),
    ],
)
def test_curly_quotation_marks_around_the_whole_of_a_text_are_dropped(text, value):
    assert WORDS.validate_python(text) == value


def test_words_of_a_clause_keep_their_quotation_marks():
    assert WORDING.validate_python("\u201cHolder\u201d") == "\u201cHolder\u201d"


def units_of(quantity):
    return st.sampled_from(["", *quantity.units] if not quantity.percent else quantity.units)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_spelling_of_a_number_is_taken_gives_exactly_the_number(data):
    quantity, scalar = data.draw(
        st.sampled_from(
            [
                (scalars._AMOUNT, AMOUNT),
                (scalars._PRICE, PRICE),
                (scalars._COUNT, COUNT),
                (scalars._DAYS, DAYS),
                (scalars._BUSINESS_DAYS, BUSINESS_DAYS),
                (scalars._YEARS, YEARS),
                (scalars._PERCENTAGE, PERCENTAGE),
            ]
        )
    )
    number = data.draw(st.decimals(min_value=1, max_value=min(quantity.most, 10**5), places=min(quantity.decimals, 2)))
    scale = data.draw(st.sampled_from(["", *SCALES])) if quantity.scaled and quantity.most > 10**12 else ""
    digits = f"{number:,f}" if data.draw(st.booleans()) else f"{number:f}"
    currency = data.draw(st.sampled_from(["", "$", "USD ", "US$ "])) if quantity.dollars else ""
    text = f"{currency}{digits} {scale} {data.draw(units_of(quantity))}".strip()
    text = data.draw(st.sampled_from([text, text.upper(), text.title(), text.replace(" ", "\u00a0")]))
    assert scalar.validate_python(text) == number.scaleb(SCALES.get(scale, 0)), text


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), data=st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_spelling_of_a_date_is_taken_gives_exactly_the_day(day, data):
    forms = ["%B %d, %Y", "%b. %d, %Y", "%d %b %Y", "%d %B %Y", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%d-%m-%Y"]
    text = day.strftime(data.draw(st.sampled_from(forms)))
    try:
        assert DATE.validate_python(text) == day
    except ValidationError:
        # Numbers alone have two meanings if both may be a month.
        assert text[:2].isdigit()
        assert not text[3].isalpha()
        assert day.day <= 12
        assert day.day != day.month
