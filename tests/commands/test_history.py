"""Three months of reports with a memory, as a user makes them.

By hand: October's workbook says 1000, 980, 1010 for August to October against 1000 each. November's
restates September to 940 and raises October's target to 1020. December's changes nothing more.
"""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from rich.console import Console

from kpireport.commands.history_options import history_place
from kpireport.commands.main import _run
from kpireport.commands.remembered_list import show_remembered
from kpireport.i18n.messages import get_messages
from kpireport.model.errors import OutputError
from kpireport.model.reported import Identity
from kpireport.pipeline import Report, make_report, make_reports, read_book
from kpireport.pipeline.choices import Format
from kpireport.pipeline.remembering import DEFAULT_NAME, history_in_words, identity_of
from tests.pipeline.drops import workbook
from tools.docs_examples import REPOSITORY, printed

# One server and one year of reports for all of them, not one a worker.
pytestmark = pytest.mark.xdist_group("history")

MONTHS = [f"2026-{month:02}" for month in range(8, 13)]
FIRST = datetime(2026, 11, 5, 9, tzinfo=UTC)
BOOKS = {
    "oct": ("2026-10", (1000, 980, 1010), (1000,) * 5),
    "nov": ("2026-11", (1000, 940, 1010, 1020), (1000, 1000, 1020, 1000, 1000)),
    "dec": ("2026-12", (1000, 940, 1010, 1020, 1100), (1000, 1000, 1020, 1000, 1000)),
}
ERRORS = (4.2, 3.9, 4.1, 3.8, 3.9)


def write_book(path: Path, name: str, organisation: str = "Hobmere") -> Path:
    closed, actuals, targets = BOOKS[name]
    made = openpyxl.Workbook()
    setting = made.active
    assert setting is not None
    setting.title = "Settings"
    rows: Sequence[Sequence[Any]] = (
        ("Organisation", organisation),
        ("Currency", "GBP"),
        ("Closed through", closed),
    )
    for row in rows:
        setting.append(row)
    kpis = made.create_sheet("KPIs")
    kpis.append(("ID", "Name", "Unit", "Direction", "Aggregation", "Headline"))
    kpis.append(("REV", "Revenue", "£", "higher", "sum", "yes"))
    kpis.append(("ERR", "Error rate", "%", "lower", "mean", "no"))
    for sheet, revenue, errors in (
        ("Actuals", actuals, ERRORS[: len(actuals)]),
        ("Targets", targets, (4.0,) * 5),
    ):
        table = made.create_sheet(sheet)
        for row in (("KPI", *MONTHS), ("REV", *revenue), ("ERR", *errors)):
            table.append(row)
    made.save(path)
    return path


def report(folder: Path, name: str, formats: Sequence[Format] = ("json",), **more: Any) -> Report:
    """The report of a month, made a month after the one before."""
    place = list(BOOKS).index(name)
    more.setdefault("history", folder / "history.db")
    book = folder / f"{name}.xlsx"
    return make_report(
        book if book.exists() else write_book(book, name),
        file_stem=name,
        output=folder / "out",
        formats=formats,
        now=FIRST + timedelta(days=30 * place),
        **more,
    )


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """The three reports, in a folder with their history."""
    folder = tmp_path_factory.mktemp("year")
    return {name: report(folder, name, ("json", "html", "xlsx")) for name in BOOKS}


def folder_of(year: dict[str, Report]) -> Path:
    return year["oct"].book.parent


def kpi_of(made: Report, kpi_id: str = "REV") -> dict[str, Any]:
    document = json.loads(made.files["json"].read_bytes())
    return next(each for each in document["kpis"] if each["id"] == kpi_id)


def test_the_first_report_has_nothing_to_restate(year: dict[str, Report]) -> None:
    assert kpi_of(year["oct"])["restatements"] == []
    assert json.loads(year["oct"].files["json"].read_bytes())["compared_with"] is None


def test_november_says_what_is_restated(year: dict[str, Report]) -> None:
    september, target = kpi_of(year["nov"])["restatements"]
    told = {"at": "2026-11-05T09:00:00+00:00", "source": "oct.xlsx", "period": "2026-10"}
    nothing = dict.fromkeys(("before_low", "before_high", "after_low", "after_high"))
    assert september == {
        "what": "actual",
        "period": "2026-09",
        "before": 980.0,
        "after": 940.0,
        "delta": -40.0,
        **nothing,
        "status_before": "at_risk",
        "status_after": "off_track",
        "status_changed": True,
        "first_reported": {"value": 980.0, "value_low": None, "value_high": None, **told},
        "last_reported": told,
    }
    assert (target["what"], target["period"], target["delta"]) == ("target", "2026-10", 20.0)
    assert kpi_of(year["nov"], "ERR")["restatements"] == []
    change = kpi_of(year["nov"])["status_change"]
    assert (change["from"], change["restated"], change["revised"]) == ("on_track", False, True)


def test_the_page_and_the_sheet_say_the_same(year: dict[str, Report]) -> None:
    sentence = (
        "Restated since earlier reports: Revenue Oct 2026 (target £1,000 → £1,020: on track → "
        "at risk) and Revenue Sep 2026 (£980 → £940: at risk → off track)."
    )
    made = year["nov"]
    assert sentence in made.view.headlines
    page = made.files["html"].read_text(encoding="utf-8")
    assert sentence in page
    note = "Compared with earlier reports, the last of them for Oct 2026, made on 5 Nov 2026"
    assert note in page
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl knows no sparklines.
        sheet = openpyxl.load_workbook(made.files["xlsx"])["Restatements"]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    moved = "▲ At risk → ◆ Off track (moved by it)"
    first = "£980 on 5 Nov 2026 (oct.xlsx)"
    assert ["Revenue", "Sep 2026", "Actual", 980, 940, -40, moved, first] in rows


def test_december_says_that_nothing_changed(year: dict[str, Report]) -> None:
    view = year["dec"].view.restatements
    assert view is not None
    assert view.note == (
        "Compared with the report for Nov 2026 made on 5 Dec 2026 from nov.xlsx: "
        "no figure that it gave has changed."
    )
    assert view.rows == ()


def test_in_french(tmp_path: Path) -> None:
    report(tmp_path, "oct", language="fr")
    made = report(tmp_path, "nov", language="fr")
    said = made.view.headlines[-1].replace("\xa0", " ").replace("\u202f", " ")
    assert said == (
        "Retraité depuis les tableaux de bord antérieurs : Revenue oct. 2026 (objectif 1 000 £ → "
        "1 020 £ : dans l’objectif → à surveiller) et Revenue sept. 2026 (980 £ → 940 £ : à "
        "surveiller → hors objectif)."
    )
    view = made.view.restatements
    assert view is not None
    assert view.rows[0].because == "de ce fait"


def test_the_same_report_again_is_the_same_to_the_last_byte(year: dict[str, Report]) -> None:
    history = folder_of(year) / "history.db"
    for name in ("nov", "dec", "oct", "nov"):
        before = {kind: path.read_bytes() for kind, path in year[name].files.items()}
        again = report(folder_of(year), name, ("json",))
        assert again.view.run == year[name].view.run
        assert again.files["json"].read_bytes() == before["json"]
    # The last word is November's again; said once more, nothing is kept anew.
    kept = history.read_bytes()
    report(folder_of(year), "nov", ("json",))
    assert history.read_bytes() == kept


def test_without_a_history_nothing_is_kept(tmp_path: Path) -> None:
    made = report(tmp_path, "nov", history=None)
    assert kpi_of(made)["restatements"] is None
    assert made.view.restatements is None
    assert sorted(path.name for path in tmp_path.rglob("*.db")) == []
    with pytest.raises(ValueError, match="now"):
        make_report(made.book, file_stem="a", output=tmp_path, history=tmp_path / "h.db")


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from kpireport.deliver.history import History
from kpireport.pipeline import make_report
setattr(History, sys.argv[2], lambda *_: os._exit(9))
folder = Path(sys.argv[1])
make_report(folder / "oct.xlsx", file_stem="oct", output=folder / "out", formats=("json",),
            history=folder / "history.db", now=datetime(2026, 11, 5, 9, tzinfo=UTC))
"""


@pytest.mark.parametrize(("at", "files", "known"), [("note", 0, 0), ("count", 1, 2)])
def test_a_run_that_is_killed(tmp_path: Path, at: str, files: int, known: int) -> None:
    """Before its files it never happened; after them the next report counts it."""
    write_book(tmp_path / "oct.xlsx", "oct")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), at], check=False, timeout=120
    )
    assert done.returncode == 9
    assert len(list((tmp_path / "out").glob("*.json"))) == files
    restated = report(tmp_path, "nov").scorecard.restatements
    assert restated is not None
    assert len(restated) == known


def test_a_history_that_fails_after_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpireport.deliver.history import recording

    def fail(*_: object) -> None:
        raise OutputError("history_locked", {"where": "here"})

    with monkeypatch.context() as broken:
        broken.setattr(recording, "count", fail)
        made = report(tmp_path, "oct")
    assert made.unrecorded is not None
    assert made.files["json"].exists()
    assert len(report(tmp_path, "nov").scorecard.restatements or ()) == 2


def test_files_that_cannot_be_written_leave_no_trace(tmp_path: Path) -> None:
    (tmp_path / "out" / "oct-2026-10.json").mkdir(parents=True)
    with pytest.raises(OutputError, match="output_is_folder"):
        report(tmp_path, "oct")
    assert report(tmp_path, "nov").scorecard.restatements == ()


def test_whose_figures_they_are(tmp_path: Path) -> None:
    def identity(name: str, organisation: str) -> Identity:
        book, _ = read_book(write_book(tmp_path / name, "oct", organisation))
        assert book is not None
        return identity_of(book)

    assert identity("a.xlsx", "Maison Élan").key == identity("b.xlsx", "MAISON  elan").key
    assert identity("a.xlsx", "Maison").key != identity("a.xlsx", "Villa").key
    assert identity("kpis-2026-10.xlsx", "").key == identity("kpis-2026-11.xlsx", "").key
    assert identity("sales.xlsx", "").key != identity("staff.xlsx", "").key


def test_two_offices_that_can_t_be_told_apart_restate_nothing(tmp_path: Path) -> None:
    """Both workbooks are called kpis.xlsx and name no entity: south's 500 is no restatement."""
    paths = [tmp_path / office / "kpis.xlsx" for office in ("north", "south")]
    for path, sales in zip(paths, (100, 500), strict=True):
        path.parent.mkdir()
        workbook(path, september=sales)
    for day in (0, 1):  # the next day they still can't be told apart
        north, south = make_reports(
            paths,
            output=tmp_path / "out",
            formats=("json",),
            history=tmp_path / "history.db",
            now=FIRST + timedelta(days=day),
        )
        assert isinstance(north, Report)
        assert isinstance(south, Report)
        assert north.scorecard.restatements == ()
        assert north.scorecard.problems == ()
        assert south.scorecard.restatements is None
        (said,) = south.scorecard.problems
        assert (said.code, said.params["other"]) == ("W317", str(paths[0]))


def test_a_very_long_id_is_remembered_too(tmp_path: Path) -> None:
    """Without an ID column a KPI's name is its ID; the history keeps 255 letters of it."""
    place, name = tmp_path / "history.db", "Sales " * 60
    made = []
    for day, september in enumerate((100, 90)):
        path = tmp_path / "kpis.xlsx"
        workbook(path, september=september)
        book = openpyxl.load_workbook(path)
        for sheet, column in (("KPIs", 1), ("Actuals", 1), ("Targets", 1)):
            book[sheet].cell(2, column).value = name.strip()
        book.save(path)
        now = FIRST + timedelta(days=day)
        options: dict[str, Any] = {"formats": ("json",), "history": place, "now": now}
        made.append(make_report(path, file_stem=f"kpis{day}", output=tmp_path, **options))
    (restated,) = made[1].scorecard.restatements or ()
    assert (restated.before.value, restated.after.value) == (100, 90)
    book_now, _ = read_book(tmp_path / "kpis.xlsx")
    assert book_now is not None
    assert len(history_in_words(book_now, place).changed) == 1


def test_two_months_of_one_office_in_one_command_are_compared(tmp_path: Path) -> None:
    paths = [write_book(tmp_path / f"{name}.xlsx", name) for name in ("oct", "nov")]
    place = tmp_path / "history.db"
    made = make_reports(paths, output=tmp_path, formats=("json",), history=place, now=FIRST)
    assert [
        len(each.scorecard.restatements or ()) for each in made if isinstance(each, Report)
    ] == [
        0,
        2,
    ]


# The command ------------------------------------------------------------------------------------


def test_a_line_a_figure_in_a_pipe(
    year: dict[str, Report], capsys: pytest.CaptureFixture[str]
) -> None:
    book, place = year["dec"].book, folder_of(year) / "history.db"
    assert _run(["history", str(book), "--history", str(place), "--kpi", "revenue"]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert len(lines) == 10
    assert lines[2] == (
        "Revenue: Sep 2026: Actual: first reported £980 on 5 Nov 2026 (oct.xlsx); "
        "changed, now £940 (−£40)"
    )
    assert [line for line in lines if "changed" in line] == lines[2:3] + lines[5:6]
    assert said.err.startswith("10 reported figures, of which 2 changed since.")
    assert lines[4].endswith("first reported £1,010 on 5 Nov 2026 (oct.xlsx); now £1,010")


def test_as_json(year: dict[str, Report], capsys: pytest.CaptureFixture[str]) -> None:
    book, place = year["dec"].book, folder_of(year) / "history.db"
    options = ["--history", str(place), "--format", "json"]
    assert _run(["history", str(book), *options]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["source"]) == (1, "dec.xlsx")
    (september,) = (
        each
        for each in document["figures"]
        if (each["kpi"], each["period"], each["what"]) == ("REV", "2026-09", "actual")
    )
    assert (september["delta"], september["changed"]) == (-40.0, True)
    assert september["first_reported"]["source"] == "oct.xlsx"
    assert september["now"] == {"value": 940.0, "low": None, "high": None}


def test_at_a_terminal_as_the_page_shows_it(tmp_path: Path) -> None:
    for name in BOOKS:
        report(tmp_path, name)
    book, _ = read_book(tmp_path / "dec.xlsx")
    assert book is not None
    found = history_in_words(book, tmp_path / "history.db", "en")
    out = Console(file=StringIO(), force_terminal=True, width=80, no_color=True, highlight=False)
    show_remembered(out, found, get_messages("en", "GBP"), everything=False)
    assert isinstance(out.file, StringIO)
    plain = "".join(
        part.split("m", 1)[-1] if at else part
        for at, part in enumerate(out.file.getvalue().split("\x1b["))
    )
    page = (REPOSITORY / "docs/commands/history.md").read_text(encoding="utf-8")
    shown = page.split("$ kpireport history kpis.xlsx\n")[1].split("```")[0]
    assert printed(plain) == printed(shown)


def test_no_history_yet(
    year: dict[str, Report], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    missing = tmp_path / "none.db"
    assert _run(["history", str(year["dec"].book), "--history", str(missing)]) == 1
    assert "There is no history" in capsys.readouterr().err
    assert not missing.exists()


def test_a_workbook_that_is_not_in_it(
    year: dict[str, Report], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = write_book(tmp_path / "other.xlsx", "dec", organisation="Other")
    assert _run(["history", str(book), "--history", str(folder_of(year) / "history.db")]) == 0
    said = capsys.readouterr().out
    assert said == "No report of this workbook’s organisation and entity is in the history.\n"


def test_a_history_that_is_none_stops_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = write_book(tmp_path / "oct.xlsx", "oct")
    out = tmp_path / "out"
    options = ["--format", "json", "--output", str(out), "--history", str(book)]
    assert _run(["report", str(book), *options]) == 1
    assert "is no history of kpireport" in " ".join(capsys.readouterr().err.split())
    assert not out.exists()


def test_where_a_history_lies(tmp_path: Path) -> None:
    assert history_place(None, tmp_path) == tmp_path / DEFAULT_NAME
    assert history_place("memory.db", tmp_path) == Path("memory.db")
    assert history_place("postgresql://server/kpis", tmp_path) == "postgresql://server/kpis"
