"""What a workbook's cells become: settings, KPI definitions with their defaults, other sheets."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Action, Comment, Event, Recipient, Settings
from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.kpi import (
    Aggregation,
    AttainmentMethod,
    Direction,
    Frequency,
    GroupRule,
    InputBasis,
    Kpi,
    Phasing,
    ProcessBasis,
    RollUp,
    TargetSpan,
    Tolerance,
    ToleranceKind,
    Unit,
    UnitKind,
)
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import CellRef
from kpireport.model.review import Cadence
from kpireport.model.scope import Scope
from kpireport.workbook import read_book
from tests.workbook.books import SOUND, Rows, Value, day, percent, places, read, write

EUR = Unit("€", UnitKind.CURRENCY, "EUR")


def one_row(**columns: Value) -> Rows:
    """A KPIs sheet of the sound workbook's two KPIs, the first with these columns."""
    names = [name.replace("_", " ") for name in columns]
    return [["ID", *names], ["REV", *columns.values()], ["CHURN"]]


def test_the_defaults_of_a_kpi_are_those_of_the_product(tmp_path: Path) -> None:
    sheets = SOUND | {"KPIs": [["ID"], ["REV"], ["CHURN"]]}
    book, _ = read(write(tmp_path / "book.xlsx", sheets))
    kpi = book.kpi("REV")
    assert kpi == Kpi(id="REV", name="REV", cell=CellRef("KPIs", "A2"))
    # As the product states them; the model's own defaults are held against the same list.
    assert (kpi.weight, kpi.headline, kpi.report, kpi.multiplier) == (1.0, False, True, 1.0)
    assert (kpi.direction, kpi.aggregation) == (Direction.NEUTRAL, None)
    assert (kpi.frequency, kpi.target_per) == (Frequency.MONTHLY, TargetSpan.MONTH)
    assert kpi.actuals_input is kpi.targets_input is InputBasis.PERIOD
    assert (kpi.phasing, kpi.attainment) == (Phasing.EVEN, AttainmentMethod.LINEAR)
    assert (kpi.roll_up, kpi.group, kpi.process, kpi.seasonal) == (None, None, None, None)


def test_defaults_that_depend_on_other_columns(tmp_path: Path) -> None:
    sheets = SOUND | {"KPIs": one_row(Unit="%", Frequency="quarterly")}
    kpi = read(write(tmp_path / "book.xlsx", sheets))[0].kpi("REV")
    assert kpi.multiplier == 100.0
    assert kpi.target_per is TargetSpan.QUARTER


ENGLISH = {
    "ID": "REV", "Name": "Revenue", "Category": "Financial", "Unit": "€", "Decimals": 1,
    "Owner": "CFO", "Purpose": "Live", "Method": "Sell", "Definition": "Invoices",
    "Source": "Ledger", "Due": dt.datetime(2026, 12, 31), "Review": "monthly", "Weight": 2,
    "Headline": "yes", "Report": "yes", "Parent": "CHURN", "Benchmark": "Growth",
    "Direction": "higher", "Aggregation": "sum", "Multiplier": 10, "Frequency": "monthly",
    "Actuals input": "ytd", "Targets input": "ytd", "Target per": "year", "Phasing": "last year",
    "Attainment": "progress", "Baseline": 80, "Baseline date": "2025-12", "Tolerance": "5%",
    "Roll-up": "worst child", "Group": "mean", "Process": "year-on-year", "Seasonal": "no",
}  # fmt: skip
FRENCH = {
    "Code": "REV", "Indicateur": "Revenue", "Catégorie": "Financial", "Unité": "€",
    "Décimales": 1, "Responsable": "CFO", "Pourquoi": "Live", "Comment": "Sell",
    "Définition": "Invoices", "Source": "Ledger", "Échéance": "31/12/2026", "Revue": "monthly",
    "Poids": "2", "Clé": "oui", "Publier": "oui", "Parent": "CHURN", "Repère": "Growth",
    "Sens": "hausse", "Agrégation": "somme", "Multiplicateur": 10, "Fréquence": "mensuel",
    "Saisie réalisé": "cumul", "Saisie objectif": "cumul", "Objectif par": "an",
    "Phasage": "an dernier", "Atteinte": "progression", "Valeur de départ": "80",
    "Date de départ": "déc. 2025", "Tolérance": "5 %", "Cumul des enfants": "pire",
    "Groupe": "moyenne", "Processus": "sur un an", "Saisonnier": "non",
}  # fmt: skip
EVERY_COLUMN = Kpi(
    id="REV", name="Revenue", cell=CellRef("KPIs", "A2"), category="Financial", unit=EUR,
    decimals=1, owner="CFO", purpose="Live", method="Sell", definition="Invoices",
    source="Ledger", due=dt.date(2026, 12, 31), review="monthly", weight=2.0, headline=True,
    review_cadence=Cadence.MONTHLY,
    report=True, parent="CHURN", benchmark="Growth", direction=Direction.HIGHER,
    aggregation=Aggregation.SUM, multiplier=10.0, actuals_input=InputBasis.YEAR_TO_DATE,
    targets_input=InputBasis.YEAR_TO_DATE, target_per=TargetSpan.YEAR, phasing=Phasing.LAST_YEAR,
    attainment=AttainmentMethod.PROGRESS, baseline=80.0, baseline_date=Period(2025, 12),
    tolerance=Tolerance(0.05, ToleranceKind.TARGET_SHARE), roll_up=RollUp.WORST_CHILD,
    group=GroupRule.MEAN, process=ProcessBasis.YEAR_ON_YEAR, seasonal=False,
)  # fmt: skip


@pytest.mark.parametrize("columns", [ENGLISH, FRENCH], ids=["English", "French"])
def test_every_column_of_a_kpi(tmp_path: Path, columns: dict[str, Value]) -> None:
    sheets = SOUND | {"KPIs": [list(columns), list(columns.values()), ["CHURN"]]}
    book, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert book.kpi("REV") == EVERY_COLUMN
    assert [p.code for p in problems if p.code[0] == "E"] == []


def test_column_names_are_matched_without_case_accents_spaces_or_punctuation(
    tmp_path: Path,
) -> None:
    sheets = SOUND | {
        "KPIs": [["i.d.", "UNITE", "  direction ", "aggrégation:"], ["REV", "€", "HIGHER", "Sum"]]
    }
    book, _ = read(write(tmp_path / "book.xlsx", sheets))
    kpi = book.kpi("REV")
    assert (kpi.unit, kpi.direction) == (EUR, Direction.HIGHER)


@pytest.mark.parametrize("name", ["Total revenue", "Cost", "Churn rate", "Stock", "Average price"])
def test_neither_direction_nor_aggregation_is_guessed_from_a_name(
    tmp_path: Path, name: str
) -> None:
    sheets = SOUND | {"KPIs": [["ID", "Name", "Unit"], ["REV", name, "%"]]}
    kpi = read(write(tmp_path / "book.xlsx", sheets))[0].kpi("REV")
    assert (kpi.direction, kpi.aggregation) == (Direction.NEUTRAL, None)


@pytest.mark.parametrize(
    ("unit", "typed", "tolerance"),
    [
        ("€", 2, Tolerance(2.0)),
        ("€", "2", Tolerance(2.0)),
        ("€", percent(0.05), Tolerance(0.05, ToleranceKind.TARGET_SHARE)),
        ("€", "5 % de l'objectif", Tolerance(0.05, ToleranceKind.TARGET_SHARE)),
        ("%", "2 pts", Tolerance(2.0, ToleranceKind.POINTS)),
        ("%", "5% of target", Tolerance(0.05, ToleranceKind.TARGET_SHARE)),
        ("%", 1.5, Tolerance(1.5)),
        ("% (0-1)", 0.015, Tolerance(1.5)),
        ("points", "3 pts", Tolerance(3.0)),
    ],
)
def test_tolerances(tmp_path: Path, unit: str, typed: Value, tolerance: Tolerance) -> None:
    sheets = SOUND | {"KPIs": one_row(Unit=unit, Tolerance=typed, Direction="higher")}
    found = read(write(tmp_path / "book.xlsx", sheets))[0].kpi("REV").tolerance
    assert found is not None
    assert replace(found, value=round(found.value, 12)) == tolerance


def test_the_defaults_of_the_settings(tmp_path: Path) -> None:
    sheets = {name: rows for name, rows in SOUND.items() if name != "Settings"}
    book, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert book.settings == Settings()
    assert (book.settings.green_from, book.settings.amber_from) == (1.0, 0.95)
    assert book.settings.fiscal_calendar == FiscalCalendar(1, "end")
    assert problems == ()


SETTINGS_EN: Rows = [
    ["Settings of the group"],
    [],
    ["Setting", "Value", "Note"],
    ["Organisation", "Hobmere", "our name"],
    ["Entity", "Lyon"],
    ["Title", "Scorecard"],
    ["Currency", "chf"],
    ["Fiscal year start", "April"],
    ["Fiscal year label", "start"],
    ["Closed through", day(2026, 5)],
    ["Language", "French"],
    ["Industry", "Retail"],
    ["Green from", percent(0.98)],
    ["Amber from", "90 %"],
    ["Overall score", "yes"],
    ["Accent colour", "1F4E79"],
    ["Logo", "logo.png"],
    ["Confidentiality", "Board only"],
    ["Prepared by", None, "to be filled in"],
]
SETTINGS_FR: Rows = [
    ["Organisation", "Hobmere"],
    ["Entité", "Lyon"],
    ["Titre", "Scorecard"],
    ["Devise", "CHF"],
    ["Début d'exercice", 4],
    ["Nom de l’exercice", "début"],
    ["Clôturé jusqu'à", "mai 2026"],
    ["Langue", "fr"],
    ["Secteur", "Retail"],
    ["Vert à partir de", 0.98],
    ["Orange à partir de", 0.9],
    ["Score global", "oui"],
    ["Couleur d'accent", "#1f4e79"],
    ["Logo", "logo.png"],
    ["Confidentialité", "Board only"],
]


@pytest.mark.parametrize(("name", "rows"), [("Settings", SETTINGS_EN), ("PARAMETRES", SETTINGS_FR)])
def test_every_setting(tmp_path: Path, name: str, rows: Rows) -> None:
    (tmp_path / "logo.png").write_bytes(b"a picture")
    sheets = {sheet: content for sheet, content in SOUND.items() if sheet != "Settings"}
    book, problems = read(write(tmp_path / "book.xlsx", sheets | {name: rows}))
    assert book.settings == Settings(
        organisation="Hobmere",
        entity="Lyon",
        title="Scorecard",
        currency="CHF",
        fiscal_calendar=FiscalCalendar(4, "start"),
        closed_through=Period(2026, 5),
        language="fr",
        industry="Retail",
        green_from=0.98,
        amber_from=0.9,
        overall_score=True,
        accent_colour="#1f4e79",
        logo="logo.png",
        confidentiality="Board only",
        prepared_by="",
    )
    assert [place[0] for place in places(problems)] == ["W611"]


def test_a_low_green_threshold_brings_the_default_amber_down(tmp_path: Path) -> None:
    sheets = SOUND | {"Settings": [["Green from", percent(0.9)]]}
    book, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert (book.settings.green_from, book.settings.amber_from) == (0.9, 0.9)
    assert problems == ()


JUL, DEC = Period(2026, 7), Period(2026, 12)
SHARE, POINTS, UNIT = GoalChangeKind.SHARE, GoalChangeKind.POINTS, GoalChangeKind.UNIT


@pytest.mark.parametrize(
    ("kpi", "change", "level", "path", "goal"),
    [
        ("REV", "+40%", None, None, {"change": 0.4, "change_kind": SHARE}),
        ("REV", percent(0.4), None, None, {"change": 0.4, "change_kind": SHARE}),
        ("REV", "-10 %", None, None, {"change": -0.1, "change_kind": SHARE}),
        ("REV", 15, None, None, {"change": 15.0, "change_kind": UNIT}),
        ("REV", "+15 €", None, None, {"change": 15.0, "change_kind": UNIT}),
        ("CHURN", "-2 pts", None, None, {"change": -2.0, "change_kind": POINTS}),
        ("CHURN", None, percent(0.05), None, {"level": 5.0}),
        ("CHURN", None, 0, "seasonal", {"level": 0.0, "path": GoalPath.SEASONAL, "plain": True}),
        ("CHURN", None, 5, "linéaire", {"level": 5.0, "path": GoalPath.LINEAR, "plain": True}),
        ("CHURN", None, 5, "palier", {"level": 5.0, "path": GoalPath.STEP, "plain": True}),
    ],
)
def test_goals(
    tmp_path: Path, kpi: str, change: Value, level: Value, path: str | None, goal: dict[str, object]
) -> None:
    rows: Rows = [
        ["KPI", "Change", "Level", "Start", "By", "Path"],
        [kpi, change, level, "Q3 2026", "Dec 2026", path],
    ]
    book, _ = read(write(tmp_path / "book.xlsx", SOUND | {"Goals": rows}))
    cell = CellRef("Goals", "B2" if level is None else "C2")
    assert book.goals == (Goal(kpi, cell, JUL, DEC, **goal),)  # type: ignore[arg-type]


def test_benchmarks(tmp_path: Path) -> None:
    names = "KPI or metric,Industry,Statistic,Value,Unit,Source,As of,Geography,Sample size,URL"
    rows: Rows = [
        names.split(","),
        ["Churn", "SaaS", "median", 0.053, "fraction", "X", "2025-03", "EU", 120, "https://x.org"],
        ["Churn", None, "upper quartile", percent(0.03), None, "X", day(2025, 3)],
        ["Basket", None, "mean", 92.5, "GBP", "Y", 2024],
    ]
    book, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Benchmarks": rows}))
    assert book.benchmarks[0] == Benchmark(
        metric="Churn",
        cell=CellRef("Benchmarks", "D2"),
        statistic="median",
        value=5.3,
        unit="%",
        industry="SaaS",
        source="X",
        as_of="2025-03",
        geography="EU",
        sample_size="120",
        url="https://x.org",
        as_of_end=Period(2025, 3),
        quantile=0.5,
        measured_in=Unit("%", UnitKind.PERCENT),
    )
    found = [(b.value, b.unit, b.as_of) for b in book.benchmarks[1:]]
    assert found == [(3.0, "%", "2025-03"), (92.5, "GBP", "2024")]
    assert problems == ()


def test_comments_actions_events_and_recipients(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = SOUND | {
        "Commentaires": [
            ["Indicateur", "Période", "Auteur", "Texte"],
            ["Revenue", "mai 2026", "Ada", "Late invoices"],
            [None, None, None, "A good spring"],
        ],
        "Actions": [
            ["KPI", "Action", "Owner", "Due", "Status"],
            ["REV", "Call", "Ada", day(2026, 9, 30), "open"],
            ["REV", "Write", "Bob", "next week", "done"],
        ],
        "Events": [
            ["Date", "KPI", "Label", "Rebase"],
            ["2026-03-15", "all", "New shop", "yes"],
            [day(2026, 4, 2), "REV", "Strike", None],
        ],
        "Recipients": [
            ["Name", "E-mail", "Scope", "Formats", "Language"],
            ["Ada", "ada@example.com", "KPI: rev", "PDF, Excel", "français"],
            ["Bob", "bob@example.org", None, None, None],
        ],
    }
    book, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert places(problems) == [("W843", "Actions", "D3"), ("W870", "Recipients", "C3")]
    assert book.comments == (
        Comment("REV", Period(2026, 5), "Ada", "Late invoices", CellRef("Commentaires", "D2")),
        Comment(None, None, "", "A good spring", CellRef("Commentaires", "D3")),
    )
    assert book.actions == (
        Action("REV", "Call", "Ada", dt.date(2026, 9, 30), "", "open", CellRef("Actions", "B2")),
        Action("REV", "Write", "Bob", None, "next week", "done", CellRef("Actions", "B3")),
    )
    assert book.events == (
        Event(dt.date(2026, 3, 15), None, "New shop", True, CellRef("Events", "A2")),
        Event(dt.date(2026, 4, 2), "REV", "Strike", False, CellRef("Events", "A3")),
    )
    assert book.recipients == (
        Recipient(
            "Ada",
            "ada@example.com",
            "KPI: rev",
            ("pdf", "xlsx"),
            "fr",
            CellRef("Recipients", "B2"),
            Scope(kpis=("REV",)),
            CellRef("Recipients", "C2"),
        ),
        Recipient(
            "Bob",
            "bob@example.org",
            "",
            (),
            None,
            CellRef("Recipients", "B3"),
            None,
            CellRef("Recipients", "C3"),
        ),
    )


def test_nobody_is_sent_more_than_was_asked_for(tmp_path: Path) -> None:
    rows: Rows = [["Name", "E-mail", "Formats"], ["Ada", "ada@example.com", "pptx"]]
    book, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Recipients": rows}))
    assert book.recipients == ()
    assert [problem.code for problem in problems] == ["W816"]


def test_the_bytes_that_are_parsed_are_those_that_are_hashed(tmp_path: Path) -> None:
    path = write(tmp_path / "My KPIs.xlsx", SOUND)
    book, _ = read(path)
    assert book.source.name == "My KPIs.xlsx"
    assert book.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_workbook_is_never_changed(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", SOUND)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read_book(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize(("name", "code"), [("nothing.xlsx", "E101"), (".", "E102")])
def test_what_is_no_file_is_a_problem_and_no_exception(
    tmp_path: Path, name: str, code: str
) -> None:
    book, problems = read_book(tmp_path / name)
    assert book is None
    assert [problem.code for problem in problems] == [code]


def test_a_workbook_without_any_known_sheet_has_no_book(tmp_path: Path) -> None:
    book, problems = read_book(write(tmp_path / "book.xlsx", {"Sheet1": [["hello"]]}))
    assert book is None
    assert [problem.code for problem in problems] == ["E201", "E201", "I205"]
    assert problems[0].params["sheets"] == ("Sheet1",)
