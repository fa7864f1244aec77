"""The same habits in CSV files: separators, encodings, decimal marks, what Excel's export does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ROW = "KPI;2026-01;2026-02;2026-03;2026-04\n"


@dataclass(frozen=True)
class TextHabit:
    """A text file. ``reads`` are its figures by cell; ``says`` what is said of cells and months.

    What is said of the layout, and of definitions that a lone table can't hold, is left out.
    """

    what: str
    data: bytes
    reads: Mapping[str, str]
    says: Sequence[str] = ()


def figures(*rows: tuple[str, Sequence[float | None]]) -> dict[str, str]:
    """Rows from the second on, months from January 2026 in column B on."""
    return {
        f"{chr(ord('B') + at)}{row}": f"{kpi} 2026-{at + 1:02d} {float(figure)!r}"
        for row, (kpi, found) in enumerate(rows, start=2)
        for at, figure in enumerate(found)
        if figure is not None
    }


SOUND = figures(("REV", (1234.5, 12000, 11000, 13000.25)), ("CHURN", (8, 7.5, 7, 9)))

TEXT_HABITS = (
    TextHabit(
        "French Excel: semicolons, decimal commas, Windows-1252, spaces for thousands",
        (
            ROW
            + "REV;1\u00a0234,5;12\u00a0000;11\u00a0000;13\u00a0000,25\nCHURN;8 %;7,5 %;7 %;9 %\n"
        ).encode("cp1252"),
        SOUND,
    ),
    TextHabit(
        "UTF-8 with a byte order mark, commas, decimal points, quoted thousands",
        (
            'KPI,2026-01,2026-02,2026-03,2026-04\nREV,"1,234.5","12,000","11,000.0","13,000.25"\n'
            "CHURN,8%,7.5%,7%,9%\n"
        ).encode("utf-8-sig"),
        SOUND,
    ),
    TextHabit(
        "UTF-16 with tabs (Excel's “Unicode text”)",
        (
            ROW.replace(";", "\t")
            + "REV\t1234,5\t12000\t11000\t13000,25\nCHURN\t8 %\t7,5 %\t7 %\t9 %\n"
        ).encode("utf-16"),
        SOUND,
    ),
    TextHabit(
        "Lines that end as on an old Mac, blank lines, blanks around fields, sep= on top",
        (
            "sep=;\r"
            + ROW.replace("\n", "\r")
            + "\rREV ; 1234,5 ;12000; 11000;13000,25\r\rCHURN;8 %;7,5 %;7 %;9 %\r"
        ).encode(),
        {
            f"{cell[0]}{int(cell[1:]) + (2 if cell[1:] == '2' else 3)}": read
            for cell, read in SOUND.items()
        },
    ),
    TextHabit(
        "Thousands that nothing tells from decimals",
        (ROW + "REV;1.234;12.000;11.000;13.000\nCHURN;8 %;7 %;7 %;9 %\n").encode(),
        figures(("REV", ()), ("CHURN", (8, 7, 7, 9))),
        ("E502 B2", "E502 C2", "E502 D2", "E502 E2"),
    ),
    TextHabit(
        "Error values, remarks, nothing and words for nothing in a text file",
        (ROW + "REV;#N/A;#DIV/0!;12000 (est.);n.d.\nCHURN;8 %;-;;~9\n").encode(),
        figures(("REV", ()), ("CHURN", (8,))),
        ("E503 B2", "E503 C2", "E501 D2", "E501 E3"),
    ),
    TextHabit(
        "Brackets and trailing minus for negative figures",
        (ROW + "REV;(1234,5);12000-;−11000;- 13000\nCHURN;8 %;7 %;7 %;9 %\n").encode(),
        figures(("REV", (-1234.5, -12000, -11000, -13000)), ("CHURN", (8, 7, 7, 9))),
    ),
    TextHabit(
        "A long export with dates as text and full-width digits",
        (
            "KPI;Period;Actual\nREV;2026-01;１２３４,5\nREV;févr. 2026;12000\nREV;soon;1\n"
            "CHURN;01.03.2026;8 %\n"
        ).encode(),
        {"C2": "REV 2026-01 1234.5", "C3": "REV 2026-02 12000.0", "C5": "CHURN 2026-03 8.0"},
        ("W234 B4",),
    ),
)
