"""The schema holds together, and the page about the workbook says what the schema has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpireport.model import book, goal, kpi
from kpireport.workbook import choices
from kpireport.workbook.schema import SHEETS, find_sheet
from kpireport.workbook.schema_definitions import KPIS, SETTINGS
from kpireport.workbook.sheet_schema import SheetSchema
from kpireport.workbook.texts import normalise

FIGURES = [sheet for sheet in SHEETS if sheet.figures]
OTHERS = [sheet for sheet in SHEETS if not sheet.figures]


@pytest.fixture(scope="module")
def sections(repository: Path) -> dict[str, list[list[str]]]:
    """The table rows of docs/workbook-format.md by heading, without headers."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    lines = (repository / "docs" / "workbook-format.md").read_text(encoding="utf-8").splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("| ") and not line.startswith("| ---"):
            following = lines[lines.index(line) + 1] if line in lines else ""
            if not following.startswith("| ---") or before.startswith("|"):
                cells = [cell.strip() for cell in line.strip("|").split("|")]
                found.setdefault(heading, []).append(cells)
    return found


def pairs(rows: list[list[str]]) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in rows]


def test_the_page_lists_every_sheet(sections: dict[str, list[list[str]]]) -> None:
    names = [(sheet.names.english, sheet.names.french) for sheet in SHEETS]
    assert pairs(sections["In general"]) == names


@pytest.mark.parametrize("sheet", OTHERS, ids=lambda sheet: sheet.key)
def test_the_page_lists_every_column(
    sections: dict[str, list[list[str]]], sheet: SheetSchema
) -> None:
    columns = [(column.names.english, column.names.french) for column in sheet.columns]
    assert pairs(sections[sheet.names.english]) == columns


def test_the_page_lists_every_column_of_the_figures_sheets(
    sections: dict[str, list[list[str]]],
) -> None:
    columns = {(c.names.english, c.names.french) for sheet in FIGURES for c in sheet.columns}
    listed = pairs(sections["The columns of the figures sheets"])
    assert len(listed) == len(set(listed))
    assert set(listed) == columns


def test_the_page_lists_every_word(sections: dict[str, list[list[str]]]) -> None:
    words = [
        (column.names.english, choice.names.english, choice.names.french)
        for column in KPIS.columns
        for choice in column.choices
    ]
    listed = [(row[0], row[1], row[2]) for row in sections["The words of a column"]]
    assert sorted(listed) == sorted(words)


def test_a_name_means_one_sheet() -> None:
    names = [name for sheet in SHEETS for name in sheet.names.normalised]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_a_name_means_one_column(sheet: SheetSchema) -> None:
    names = [name for column in sheet.columns for name in column.names.normalised]
    assert len(names) == len(set(names))
    for column in sheet.columns:
        words = [name for choice in column.choices for name in choice.names.normalised]
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Settings", "settings"), ("paramètres", "settings"), ("KPIs", "kpis"), ("KPI", "kpis"),
        ("INDICATEURS", "kpis"), ("Actuals", "actuals"), ("Actual", "actuals"),
        ("Réalisé", "actuals"), ("realise", "actuals"), ("Réel", "actuals"),
        ("Targets", "targets"), ("Objectifs", "targets"), ("Cibles", "targets"),
        ("Goals", "goals"), ("Engagements", "goals"), ("Prior year", "prior_year"),
        ("N-1", "prior_year"), ("Forecast", "forecast"), ("Prévision", "forecast"),
        ("Atterrissage", "forecast"), ("Budget", "budget"), ("Benchmarks", "benchmarks"),
        ("Repères", "benchmarks"), ("Comments", "comments"), ("Commentaires", "comments"),
        ("Actions", "actions"), ("Events", "events"), ("Événements", "events"),
        ("Evenements", "events"), ("Recipients", "recipients"), ("Destinataires", "recipients"),
    ],
)  # fmt: skip
def test_sheet_names_of_the_product(name: str, key: str) -> None:
    sheet = find_sheet(name)
    assert sheet is not None
    assert sheet.key == key


# Of the product's description, in the order it names them.
FRENCH_COLUMNS = """Code, Indicateur, Catégorie, Unité, Décimales, Responsable, Pourquoi, Comment,
Définition, Source, Échéance, Revue, Poids, Clé, Publier, Parent, Repère; Sens, Agrégation,
Numérateur, Dénominateur, Multiplicateur, Fréquence, Saisie réalisé, Saisie objectif,
Objectif par, Phasage, Atteinte, Valeur de départ, Date de départ, Tolérance,
Cumul des enfants, Groupe, Processus, Saisonnier"""
ENGLISH_COLUMNS = """ID, Name, Category, Unit, Decimals, Owner, Purpose, Method, Definition,
Source, Due, Review, Weight, Headline, Report, Parent, Benchmark; Direction, Aggregation,
Numerator, Denominator, Multiplier, Frequency, Actuals input, Targets input, Target per,
Phasing, Attainment, Baseline, Baseline date, Tolerance, Roll-up, Group, Process, Seasonal"""


def test_every_column_of_a_kpi_has_the_products_names() -> None:
    def names(text: str) -> list[str]:
        return [" ".join(name.split()) for name in re.split("[,;]", text)]

    found = {(column.names.english, column.names.french) for column in KPIS.columns}
    assert found == set(zip(names(ENGLISH_COLUMNS), names(FRENCH_COLUMNS), strict=True))


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (choices.DIRECTION, kpi.Direction),
        (choices.FREQUENCY, kpi.Frequency),
        (choices.INPUT_BASIS, kpi.InputBasis),
        (choices.TARGET_SPAN, kpi.TargetSpan),
        (choices.PHASING, kpi.Phasing),
        (choices.ATTAINMENT, kpi.AttainmentMethod),
        (choices.ROLL_UP, kpi.RollUp),
        (choices.GROUP_RULE, kpi.GroupRule),
        (choices.PROCESS, kpi.ProcessBasis),
        (choices.GOAL_PATH, goal.GoalPath),
    ],
)
def test_every_value_has_a_word(words: tuple[choices.Choice, ...], values: type) -> None:
    assert [choice.value for choice in words] == list(values)


def test_aggregation_has_a_word_for_no_totals() -> None:
    expected = [*kpi.Aggregation, choices.NO_TOTALS]
    assert [choice.value for choice in choices.AGGREGATION] == expected


def test_settings_are_those_of_the_model() -> None:
    keys = {column.key for column in SETTINGS.columns}
    fields = set(book.Settings.__dataclass_fields__)
    assert keys - fields == {"fiscal_year_start", "fiscal_year_label"}
    # What is computed from two settings, and where the settings stand.
    assert fields - keys <= {"fiscal_calendar", "cells"}


def test_names_are_compared_normalised() -> None:
    assert KPIS.find("  cumul DES-enfants ") is KPIS.column("roll_up")
    assert KPIS.find("") is None
    assert normalise(KPIS.column("due").names.french) == "echeance"
