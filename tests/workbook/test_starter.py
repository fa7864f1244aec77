"""The starter workbooks, read back with openpyxl, which has no part in writing them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kpireport.benchmarks.names import metrics
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language
from kpireport.model.period import Period
from kpireport.pipeline import TEMPLATES
from kpireport.workbook.schema import GUIDE, SHEETS
from kpireport.workbook.schema_definitions import KPIS, SETTINGS
from kpireport.workbook.schema_figures import ACTUALS, FORECAST, TARGETS
from kpireport.workbook.schema_lists import BENCHMARKS
from kpireport.workbook.sheet_schema import SheetSchema
from kpireport.workbook.starter import write_starter
from kpireport.workbook.starter_kpis import sectors
from tests.workbook.starters import HEADER

LANGUAGES: tuple[Language, ...] = ("en", "fr")
LEFT_OUT = {"prior_year", "budget"}
IN_STARTERS = [sheet for sheet in SHEETS if sheet.key not in LEFT_OUT]

every_sector = pytest.mark.parametrize("template", TEMPLATES)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


@cache
def starter(template: str, language: Language) -> bytes:
    return write_starter(
        sectors()[template],
        language=language,
        start=Period(2026, 4),
        currency="EUR",
        file_name="plan.xlsx",
        say=lambda key, **params: get_messages(language).text(f"starter.{key}", **params),
    )


@cache
def opened(template: str, language: Language) -> Workbook:
    return openpyxl.load_workbook(BytesIO(starter(template, language)))


def page(template: str, language: Language, schema: SheetSchema) -> Worksheet:
    found = opened(template, language)[schema.names.main(language)]
    assert isinstance(found, Worksheet)
    return found


def headings(sheet: Worksheet) -> dict[object, int]:
    return {cell.value: cell.column for cell in sheet[HEADER] if cell.value is not None}


def lists(sheet: Worksheet) -> dict[int, str]:
    """The source of each column's drop-down list, by the column's number."""
    return {
        area.min_col: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for area in rule.sqref.ranges
    }


def test_the_templates_are_those_of_the_data() -> None:
    assert tuple(sectors()) == TEMPLATES


@both_languages
def test_the_sheets_are_called_as_in_the_documentation(language: Language) -> None:
    names = [GUIDE.main(language), *(sheet.names.main(language) for sheet in IN_STARTERS)]
    assert sorted(opened("saas", language).sheetnames) == sorted(names)


@both_languages
def test_every_column_is_there_but_those_of_long_tables(language: Language) -> None:
    for schema in IN_STARTERS:
        if schema.figures or schema is SETTINGS:
            continue
        found = headings(page("saas", language, schema))
        names = {column.names.main(language) for column in schema.columns}
        assert found.keys() == names, schema.key


@both_languages
def test_every_heading_has_a_note_of_one_or_two_sentences(language: Language) -> None:
    for schema in IN_STARTERS:
        for cell in page("retail", language, schema)[HEADER]:
            if cell.value is not None:
                assert cell.comment is not None, (schema.key, cell.coordinate)
                assert 3 < len(cell.comment.text) < 200
                assert cell.comment.author in ("", "None")  # How openpyxl reads nobody.


@both_languages
def test_every_column_with_choices_offers_them_in_the_language(language: Language) -> None:
    for schema in IN_STARTERS:
        if schema is SETTINGS:
            continue
        sheet = page("energy", language, schema)
        where, offered = headings(sheet), lists(sheet)
        for column in schema.columns:
            name = column.names.main(language)
            if column.choices and name in where:
                words = ",".join(choice.names.main(language) for choice in column.choices)
                assert offered[where[name]] == f'"{words}"', (schema.key, name)


@pytest.mark.parametrize(
    ("language", "key", "words"),
    [
        ("en", "fiscal_year_label", '"end,start"'),
        ("en", "language", '"English,French"'),
        ("en", "overall_score", '"yes,no"'),
        ("fr", "overall_score", '"oui,non"'),
        (
            "fr",
            "fiscal_year_start",
            '"janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre"',
        ),
    ],
)
def test_settings_with_choices_offer_them(language: Language, key: str, words: str) -> None:
    sheet = page("blank", language, SETTINGS)
    row = next(r for r in range(1, 40) if sheet.cell(r, 1).value == _setting(key, language))
    rules = sheet.data_validations.dataValidation
    assert [rule.formula1 for rule in rules if f"B{row}" in rule.sqref] == [words]


def _setting(key: str, language: Language) -> str:
    return SETTINGS.column(key).names.main(language)


@both_languages
def test_settings_say_what_is_known(language: Language) -> None:
    sheet = page("saas", language, SETTINGS)
    typed = {sheet.cell(r, 1).value: sheet.cell(r, 2).value for r in range(HEADER + 1, 40)}
    expected = {
        "currency": "EUR",
        "fiscal_year_start": {"en": "April", "fr": "avril"}[language],
        "language": {"en": "English", "fr": "anglais" if language == "en" else "français"}[
            language
        ],
        "amber_from": 0.95,
    }
    assert {key: typed[_setting(key, language)] for key in expected} == expected


@both_languages
def test_ids_are_offered_from_the_sheet_of_kpis(language: Language) -> None:
    kpis = KPIS.names.main(language)
    source = f"OFFSET({kpis}!$A$4,0,0,MAX(1,COUNTA({kpis}!$A$4:$A$53)),1)"
    for schema, key in ((ACTUALS, "id"), (TARGETS, "id"), (FORECAST, "id"), (KPIS, "numerator")):
        sheet = page("saas", language, schema)
        column = headings(sheet)[schema.column(key).names.main(language)]
        assert lists(sheet)[column] == source
    for key in ("goals", "comments", "actions", "events"):
        schema = next(each for each in SHEETS if each.key == key)
        sheet = page("saas", language, schema)
        column = headings(sheet)[schema.column("kpi").names.main(language)]
        assert lists(sheet)[column] == source


@both_languages
def test_headings_stay_in_sight_and_are_printed_on_every_page(language: Language) -> None:
    for schema in IN_STARTERS:
        sheet = page("services", language, schema)
        two = schema.figures or schema is KPIS
        assert sheet.freeze_panes == ("C4" if two else "B4"), schema.key
        assert sheet.print_title_rows == "$1:$3"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0


def test_actuals_have_two_fiscal_years_targets_and_forecast_one() -> None:
    def months(schema: SheetSchema) -> list[object]:
        found = headings(page("retail", "fr", schema))
        return [key for key in found if isinstance(key, dt.datetime)]

    year = [dt.datetime(2026 + (m > 12), (m - 1) % 12 + 1, 1) for m in range(4, 16)]
    before = [month.replace(year=month.year - 1) for month in year]
    assert months(ACTUALS) == before + year
    assert months(TARGETS) == months(FORECAST) == year


def test_cells_have_the_format_of_their_kpi() -> None:
    sheet = page("ecommerce", "en", TARGETS)
    shown = {sheet.cell(r, 1).value: sheet.cell(r, 6).number_format for r in range(4, 16)}
    assert shown["REV"] == "#,##0"
    assert shown["AOV"] == "#,##0.00"
    assert shown["CONVERSION"] == "0.00%"
    assert shown["ABANDON"] == "0.0%"


def test_a_quarterly_kpi_takes_figures_at_the_end_of_fiscal_quarters() -> None:
    sheet = page("saas", "en", TARGETS)
    row = next(r for r in range(4, 30) if sheet.cell(r, 1).value == "ENPS")
    white = [
        sheet.cell(HEADER, c).value.month
        for c in range(4, 16)
        if sheet.cell(row, c).fill.fill_type is None
    ]
    assert white == [6, 9, 12, 3]


def test_ratios_and_parts_are_typed_where_they_belong() -> None:
    actuals, targets = (page("ecommerce", "en", schema) for schema in (ACTUALS, TARGETS))
    typed = {actuals.cell(r, 1).value for r in range(4, 64)}
    aimed = {targets.cell(r, 1).value for r in range(4, 64)}
    assert {"CARTS", "CARTS_LEFT", "REV"} <= typed
    assert "ABANDON" not in typed
    assert {"ABANDON", "REV"} <= aimed
    assert "CARTS" not in aimed


@every_sector
@both_languages
def test_no_person_and_no_machine_is_named(template: str, language: Language) -> None:
    properties = opened(template, language).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created == dt.datetime(2026, 4, 1)


@every_sector
def test_the_same_arguments_give_the_same_bytes(template: str) -> None:
    first = starter(template, "en")
    starter.cache_clear()
    assert starter(template, "en") == first


# The KPIs proposed ----------------------------------------------------------------------------

PROPOSED = {kpi.key: kpi for sector in sectors().values() for kpi in sector.kpis}


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "blank"])
def test_a_sector_has_its_usual_kpis(template: str) -> None:
    sector = sectors()[template]
    reported = [kpi for kpi in sector.kpis if kpi.report]
    assert 8 <= len(reported) <= 14
    assert 1 <= len(sector.headlines) <= 2
    assert sector.headlines <= {kpi.key for kpi in reported}
    assert {kpi.family for kpi in reported} == {"customer", "team", "business_system", "financial"}
    for which in (0, 1):
        assert len({kpi.ids[which].casefold() for kpi in sector.kpis}) == len(sector.kpis)


def test_the_data_holds_no_kpi_that_no_sector_proposes() -> None:
    import tomllib

    from kpireport import resources

    data = tomllib.loads(resources.starter_kpis().read_text(encoding="utf-8"))
    assert data["kpi"].keys() == PROPOSED.keys()


@pytest.mark.parametrize("key", PROPOSED)
def test_a_proposed_kpi_is_whole(key: str) -> None:
    kpi = PROPOSED[key]
    if kpi.report:
        assert kpi.direction is not None
        assert kpi.owner
        assert kpi.source
        assert kpi.tolerance is not None or not kpi.is_percent
    for language in LANGUAGES:
        messages = get_messages(language)
        wanted = ("name", "definition", "purpose", "method") if kpi.report else ("name",)
        assert all(messages.has(f"starter.kpi.{key}.{part}") for part in wanted)


def test_benchmarks_are_names_of_the_catalogue() -> None:
    known = {(metric.english, metric.french) for metric in metrics()}
    proposed = {kpi.benchmark for kpi in PROPOSED.values() if any(kpi.benchmark)}
    assert proposed <= known | {("Email open rate", "Taux d’ouverture des e-mails")}
    assert len(proposed) >= 5


def test_no_sentence_is_left_over() -> None:
    kpis = set(_keys("starter.kpi."))
    assert kpis == PROPOSED.keys()
    assert set(_keys("starter.owner.")) == {k.owner for k in PROPOSED.values() if k.owner}
    assert set(_keys("starter.source.")) == {k.source for k in PROPOSED.values() if k.source}


def _keys(prefix: str) -> Iterator[str]:
    from kpireport import resources
    from kpireport.i18n.catalogue import Catalogue

    for key in Catalogue(resources.locales() / "en", "en").everything():
        if key.startswith(prefix):
            yield key.removeprefix(prefix).split(".")[0]


@both_languages
def test_a_column_of_the_schema_never_lacks_its_note(language: Language) -> None:
    messages = get_messages(language)
    for schema in (*(s for s in IN_STARTERS if not s.figures), BENCHMARKS):
        for column in schema.columns:
            assert messages.has(f"starter.column.{schema.key}.{column.key}"), column.key


def test_the_currency_goes_into_the_units() -> None:
    data = write_starter(
        sectors()["ecommerce"],
        language="en",
        start=Period(2026, 1),
        currency="GBP",
        file_name="plan.xlsx",
        say=lambda key, **params: get_messages("en").text(f"starter.{key}", **params),
    )
    sheet = openpyxl.load_workbook(BytesIO(data))["KPIs"]
    units = {sheet.cell(r, 1).value: sheet.cell(r, 4).value for r in range(4, 30)}
    assert (units["REV"], units["AOV"]) == ("£", "£/order")
    assert not [unit for unit in units.values() if unit and re.search("[€{]", unit)]


@every_sector
@both_languages
def test_every_kpi_has_a_unit(template: str, language: Language) -> None:
    sheet = page(template, language, KPIS)
    column = headings(sheet)[KPIS.column("unit").names.main(language)]
    rows = list(sheet.iter_rows(min_row=HEADER + 1, values_only=True))
    assert [row[0] for row in rows if row[0] and not row[column - 1]] == []


def test_a_review_is_feminine_in_french() -> None:
    sheet = page("ecommerce", "fr", KPIS)
    column = headings(sheet)["Revue"]
    found = {row[column - 1] for row in sheet.iter_rows(min_row=HEADER + 1, values_only=True)}
    assert found - {None} <= {"mensuelle", "trimestrielle", "annuelle"}


@both_languages
def test_the_first_month_says_how_to_have_other_columns(language: Language) -> None:
    texts = [str(cell.value) for cell in page("retail", language, SETTINGS)["C"] if cell.value]
    assert [text for text in texts if "kpireport new --start 2026-04" in text] != []
