"""Numbers typed as text: separators, signs, digits and sizes of every country."""

from __future__ import annotations

from tests.workbook.bad_habits.habit import Habit, each, months_of, typed

HABITS = (
    Habit(
        "Thousands set apart by spaces of every kind (plain, no-break, narrow, thin, figure)",
        typed(
            2, "10 000", "12\u00a0000,5", "11\u202f000,25", "13\u2009000", "9\u2007000", "10 500,0"
        ),
        reads=months_of("REV", 2, (10000, 12000.5, 11000.25, 13000, 9000, 10500)),
    ),
    Habit(
        "English separators: comma for thousands, point for decimals",
        typed(2, "10,000.0", "12,000.50", "11,000.25", "1,013,000.00", "9000.5", "10500.00"),
        reads=months_of("REV", 2, (10000, 12000.5, 11000.25, 1013000, 9000.5, 10500)),
    ),
    Habit(
        "German separators: point for thousands, comma for decimals",
        typed(2, "10.000,0", "12.000,50", "11.000,25", "1.013.000", "9000,5"),
        reads=months_of("REV", 2, (10000, 12000.5, 11000.25, 1013000, 9000.5)),
    ),
    Habit(
        "A lone comma or point before three digits: thousands or decimals?",
        typed(2, "10,000", "12.000", "€ 11,000", "(13.000)", "1.5m", "2 billion"),
        says=each("E502", 2, "BCDEFG"),
    ),
    Habit(
        "Apostrophes for thousands, straight, typographic and modifier letter",
        typed(2, "10'000", "12’000.50", "11ʼ000,25", "13‘000", "9′000", "10`500"),
        reads=months_of("REV", 2, (10000, 12000.5, 11000.25, 13000, 9000, 10500)),
    ),
    Habit(
        "Negative figures in brackets, or with the minus behind",
        typed(2, "(1 234)", "(1,234.5)", "( 12 )", "1 234-", "- 1 234", "(€ 1 234)"),
        reads=months_of("REV", 2, (-1234, -1234.5, -12, -1234, -1234, -1234)),
    ),
    Habit(
        "Dashes of every kind for the minus: hyphen, minus sign, en dash, full-width",
        typed(2, "−10 000", "–12000", "‑11000", "－13000", "-9000", "—10500"),
        reads=months_of("REV", 2, (-10000, -12000, -11000, -13000, -9000, -10500)),
    ),
    Habit(
        "Full-width digits and signs from a Japanese or Chinese keyboard",
        typed(
            2,
            "１００００",
            "１２，０００．５",
            "１１０００．２５",
            "（１３０００）",
            "＋９０００",
            "１０　５００",
        ),
        reads=months_of("REV", 2, (10000, 12000.5, 11000.25, -13000, 9000, 10500)),
    ),
    Habit(
        "Percent signs from such a keyboard",
        typed(3, "８％", "７．５％", "７﹪", "９ ％"),
        reads=months_of("CHURN", 3, (8, 7.5, 7, 9)),
    ),
    Habit(
        "Arabic-Indic, Persian and Devanagari digits",
        typed(2, "١٠٠٠٠", "١٢٬٠٠٠٫٥", "۱۱۰۰۰", "१३०००", "-٩٠٠٠"),
        reads=months_of("REV", 2, (10000, 12000.5, 11000, 13000, -9000)),
    ),
    Habit(
        "Sizes behind the number: k, M, Md",
        typed(2, "4.2k", "1.5M", "12,5 k€", "€ 0.013M", "9 mille", "10,5 K"),
        reads=months_of("REV", 2, (4200, 1500000, 12500, 13000, 9000, 10500)),
    ),
    Habit(
        "The currency typed with the number",
        typed(2, "€ 10000", "12000 €", "EUR 11000", "13 000 euros", "9000€", "10.500,00 EUR"),
        reads=months_of("REV", 2, (10000, 12000, 11000, 13000, 9000, 10500)),
    ),
    Habit(
        "Another currency typed with some numbers",
        typed(2, "$ 10000", "12000 CHF", "£11,000.00", "$ 13000", "￥ ９０００"),
        says=each("E514", 2, "BCDF"),
    ),
    Habit(
        "Scientific notation as text",
        typed(2, "1E4", "1.2e+4", "1,1E+04", "13E3", "9.0e3", "1.05E+0004"),
        reads=months_of("REV", 2, (10000, 12000, 11000, 13000, 9000, 10500)),
    ),
    Habit(
        "A number that breaks off or has a blank too many: 10500. and 12, and 1.05 E4 and 10 50",
        typed(2, "10500.", "12,", "1.05 E4", "10 50", "1 0500", ". 5"),
        says=each("E501", 2, "BCDEFG"),
    ),
    Habit(
        "Invisible marks around the number: zero-width spaces, a BOM, writing direction",
        typed(
            2,
            "\ufeff10000",
            "12\u200b000",
            "\u200e11000\u200f",
            "\u206013000",
            "\u00ad9000",
            "\u202d10500\u202c",
        ),
        reads=months_of("REV", 2, (10000, 12000, 11000, 13000, 9000, 10500)),
    ),
    Habit(
        "Blanks, tabs and line breaks before and behind the number",
        typed(2, "  10000", "12000   ", "\t11000", "13000\n", "\n9000 ", "\u00a010500\u00a0"),
        reads=months_of("REV", 2, (10000, 12000, 11000, 13000, 9000, 10500)),
    ),
    Habit(
        "A remark in the number's own cell",
        typed(2, "10000 (est.)", "~12000", "ca. 11000", "13000*", "9000 ?", "≈ 10500"),
        says=each("E501", 2, "BCDEFG"),
    ),
    Habit(
        "More than one number in a cell, or a range",
        typed(2, "10000 / 11000", "12000-13000", "10 à 12", ">11000", "< 9000", "10500 11000"),
        says=each("E501", 2, "BCDEFG"),
    ),
    Habit(
        "Letters for digits: O for zero, l for one",
        typed(2, "1OOOO", "l2000", "11 OOO"),
        says=each("E501", 2, "BCD"),
    ),
    Habit(
        "The apostrophe that makes text, typed twice, and quotation marks",
        typed(2, "'10000", '"12000"', "“11000”", "«13000»"),
        says=each("E501", 2, "BCDE"),
    ),
    Habit(
        "Leading zeros and plus signs",
        typed(2, "010000", "+12000", "0011000", "+ 13 000"),
        reads=months_of("REV", 2, (10000, 12000, 11000, 13000)),
    ),
    Habit(
        "Groups of two digits (Indian lakhs)",
        typed(2, "1,00,000", "12,00,000"),
        says=each("E501", 2, "BC"),
    ),
    Habit(
        "Whole amounts with a dash for the cents (Swiss, Dutch)",
        typed(2, "10'000.–", "12.000,-", "11 000.--"),
        says=each("E501", 2, "BCD"),
    ),
    Habit(
        "A unit behind the number that is not the KPI's",
        typed(2, "10000 pcs", "12000 €/mois", "11000 h"),
        says=each("E501", 2, "BCD"),
    ),
    Habit(
        "The number written in words",
        typed(2, "ten thousand", "douze mille", "zero"),
        says=each("E501", 2, "BCD"),
    ),
    Habit(
        "Fractions as text",
        typed(2, "1/2", "½", "3 1/4"),
        says=each("E501", 2, "BCD"),
    ),
)
