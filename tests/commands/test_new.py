"""``kpireport new``: from the empty workbook to the scorecard, and what it refuses."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from pathlib import Path

import openpyxl
import pypdf
import pytest

import kpireport
from kpireport.commands.main import _run
from kpireport.model.book import Language
from kpireport.model.status import Status
from kpireport.pipeline import TEMPLATES, Format
from kpireport.workbook.starter_kpis import sectors
from tests.commands.conftest import Run
from tests.sweeps import SWEEPING
from tests.workbook.starters import fill

START = kpireport.Period(2026, 1)
LANGUAGES: tuple[Language, ...] = ("en", "fr")
ALSO_AS_PDF = {("retail", "en"), ("blank", "fr")}

"""Both languages of every template in `make prove`; one of each, in turn, in `make test`."""

every_workbook = pytest.mark.parametrize(
    ("template", "language"),
    [
        (t, lang)
        for n, t in enumerate(TEMPLATES)
        for lang in (LANGUAGES if SWEEPING else LANGUAGES[n % 2 :][:1])
    ],
)


# From the empty workbook to the scorecard ---------------------------------------------------------


@every_workbook
def test_filled_in_it_checks_clean_and_reports(
    template: str, language: Language, tmp_path: Path
) -> None:
    path = kpireport.new_workbook(
        tmp_path / "plan", start=START, template=template, language=language
    )
    assert path == tmp_path / "plan.xlsx"
    fill(path, language)
    book, problems = kpireport.read_book(path)
    # Filled in by rule, targets of ratios and of their parts aren't planned together.
    assert [(p.code, p.sheet, p.cell) for p in problems if p.code != "W738"] == []
    assert book is not None
    formats: tuple[Format, ...] = ("html", "json", "xlsx")
    if (template, language) in ALSO_AS_PDF:
        formats += ("pdf",)
    made = kpireport.make_report(path, file_stem="plan", output=tmp_path / "out", formats=formats)
    assert set(made.files) == set(formats)
    _reports_every_kpi(made, template, language)
    if "pdf" in formats:
        pages = pypdf.PdfReader(made.files["pdf"]).pages
        assert book.kpis[0].name.split()[0] in "".join(page.extract_text() for page in pages)


def _reports_every_kpi(made: kpireport.Report, template: str, language: Language) -> None:
    """All on track, each with its unit, owner and year to date, in the language asked for."""
    shown = json.loads(made.files["json"].read_text(encoding="utf-8"))
    proposed = [kpi for kpi in sectors()[template].kpis if kpi.report]
    assert (shown["language"], shown["period"]) == (language, "2026-10")
    assert len(shown["kpis"]) == (len(proposed) or 2)
    better = {kpi.ids[language == "fr"]: kpi.direction for kpi in proposed}
    for kpi in shown["kpis"]:
        if better.get(kpi["id"], "higher") == "higher":
            assert kpi["status"] == Status.ON_TRACK, kpi["id"]
        else:
            assert kpi["status"] in (Status.AT_RISK, Status.OFF_TRACK), kpi["id"]
        assert kpi["ytd"]["actual"] is not None
    assert made.files["html"].stat().st_size > 50_000
    with closing(openpyxl.load_workbook(made.files["xlsx"], read_only=True)) as written:
        assert written.sheetnames


@every_workbook
def test_unfilled_it_is_told_kindly_what_to_type(
    template: str, language: Language, tmp_path: Path
) -> None:
    path = kpireport.new_workbook(
        tmp_path / "plan.xlsx", start=START, template=template, language=language
    )
    _, problems = kpireport.read_book(path)
    kpis, actuals = ("KPIs", "Actuals") if language == "en" else ("Indicateurs", "Réalisé")
    expected = [("E229", actuals)]
    if template == "blank":
        expected = [("E222", kpis), ("E222", actuals)]
    assert [(problem.code, problem.sheet) for problem in problems] == expected


@pytest.mark.parametrize("month", [1, 4, 7, 12])
def test_any_fiscal_year_will_do(month: int, tmp_path: Path) -> None:
    start = kpireport.Period(2026, month)
    path = kpireport.new_workbook(tmp_path / "plan.xlsx", start=start, template="services")
    sheet = openpyxl.load_workbook(path)["Actuals"]
    sheet["C4"], sheet["Z4"] = 100, 200
    sheet.parent.save(path)
    book, problems = kpireport.read_book(path)
    assert book is not None
    assert book.settings.fiscal_calendar.start_month == month
    assert sorted(book.actuals["REV"]) == [start.shift(-12), start.shift(11)]
    assert not kpireport.has_errors(problems)


# What the user sees -------------------------------------------------------------------------------


def test_it_says_what_to_do_next(run: Run, tmp_path: Path) -> None:
    done = run("new", "my plan", "--template", "saas", "--lang", "fr", "--start", "2026-04")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "Written: my plan.xlsx",
        "14 KPIs are proposed: change, delete and add what you need.",
        "Type your figures on the sheet Réalisé and your targets on the sheet Objectifs, then:",
        "",
        '  kpireport check "my plan.xlsx"',
        '  kpireport report "my plan.xlsx"',
    ]
    settings = openpyxl.load_workbook(tmp_path / "my plan.xlsx")["Paramètres"]
    assert "avril" in [cell.value for cell in settings["B"]]


def test_the_workbook_follows_the_terminals_language(run: Run, tmp_path: Path) -> None:
    done = run("new", "plan.xlsx", lang="fr_FR.UTF-8")
    assert done.stdout.splitlines()[:2] == [
        "Écrit\u00a0: plan.xlsx",
        "Définissez vos indicateurs sur la feuille Indicateurs.",
    ]
    workbook = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert "Indicateurs" in workbook.sheetnames
    months = [c.value for c in workbook["Objectifs"][3] if isinstance(c.value, dt.datetime)]
    assert months[0] == dt.datetime(dt.date.today().year, 1, 1)


def test_quiet_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(["new", str(tmp_path / "plan.xlsx"), "-q"]) == 0
    assert capsys.readouterr().out == ""


# What it refuses ----------------------------------------------------------------------------------


def _refused(
    capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int, saying: str
) -> None:
    assert _run(["new", *map(str, arguments)]) == code
    shown = capsys.readouterr()
    assert saying in shown.err
    assert not shown.out
    assert "Traceback" not in shown.err


def test_a_file_that_is_there_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / "plan.xlsx"
    theirs.write_bytes(b"a year of work")
    _refused(capsys, theirs, code=1, saying="exists already")
    _refused(capsys, tmp_path / "plan", code=1, saying="exists already")
    assert theirs.read_bytes() == b"a year of work"
    assert [each.name for each in tmp_path.iterdir()] == ["plan.xlsx"]


def test_a_link_that_leads_nowhere_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = tmp_path / "plan.xlsx"
    link.symlink_to(tmp_path / "gone.xlsx")
    _refused(capsys, link, code=1, saying="exists already")
    assert link.is_symlink()


def test_a_folder_that_is_missing_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing"
    _refused(capsys, missing / "plan.xlsx", code=1, saying=f"there is no folder {missing}")
    assert not missing.exists()


def test_a_folder_that_takes_no_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = tmp_path / f"{'n' * 300}.xlsx"
    _refused(capsys, long, code=1, saying="could not be written")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "saying"),
    [
        ((), "What is the workbook to be called?"),
        (("plan.xls",), "end it in .xlsx"),
        (("plan.csv",), "end it in .xlsx"),
        (("plan", "--template", "bakery"), "'blank'"),
        (("plan", "--currency", "shells"), "is no currency"),
        (("plan", "--start", "April"), "is not a month"),
        (("plan", "--lang", "de"), "'en', 'fr'"),
    ],
)
def test_wrong_usage_ends_with_2_and_writes_nothing(
    arguments: tuple[str, ...],
    saying: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    _refused(capsys, *arguments, code=2, saying=saying)
    assert list(tmp_path.iterdir()) == []


def test_the_function_names_the_templates(tmp_path: Path) -> None:
    with pytest.raises(kpireport.UsageError) as caught:
        kpireport.new_workbook(tmp_path / "plan.xlsx", start=START, template="bakery")
    assert caught.value.code == "unknown_template"
    assert caught.value.params["choices"] == TEMPLATES
