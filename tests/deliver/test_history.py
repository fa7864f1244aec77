"""What reports said, kept and read back: the same on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from kpireport.deliver.history import History
from kpireport.deliver.history.migrations import version_of
from kpireport.deliver.history.schema import PART, STEPS, metadata, run_files, runs
from kpireport.deliver.history.schema_1 import version_1
from kpireport.model.reported import Level
from tests.deliver.histories import ACME, FILES, KPI, START, actual, keep, month, record, said

# One server and one year of reports for all of them, not one a worker.
pytestmark = pytest.mark.xdist_group("history")

SQL = Path(__file__).with_name("history_1.sql")


def test_the_first_report_knows_nothing_and_makes_nothing(place: str) -> None:
    history = History(place)
    found = said(history, "oct")
    assert (found.last, found.compared_with, found.mark) == ({}, None, 0)
    assert history.database.file is None or not history.exists


def test_the_next_report_knows_what_the_one_before_said(place: str, tmp_path: Path) -> None:
    history = History(place)
    keep(history, record("oct", "2026-10", {"2026-09": 980.0, "2026-10": 1010.0}), tmp_path)
    found = said(History(place), "nov")
    statement = found.last[KPI, month("2026-09")]
    assert (statement.actual, statement.target, statement.unit) == (980.0, Level(1000.0), "£")
    assert (statement.final, statement.cell, statement.amber_from) == (True, "Actuals!J2", 0.95)
    assert statement.telling.source == "oct.xlsx"
    assert statement.telling.at == START
    assert statement.telling.period == month("2026-10")
    assert found.compared_with == statement.telling
    assert found.mark == 1


def test_the_same_report_again_knows_the_same(place: str, tmp_path: Path) -> None:
    history = History(place)
    keep(history, record("oct", "2026-10", {"2026-09": 980.0}), tmp_path)
    before = said(history, "nov")
    keep(history, record("nov", "2026-11", {"2026-09": 940.0}, mark=1), tmp_path)
    assert said(history, "nov") == before
    assert said(history, "oct").last == {}


def test_a_report_made_twice_is_kept_once(place: str, tmp_path: Path) -> None:
    history = History(place)
    assert keep(history, record("oct", "2026-10", {"2026-09": 980.0}), tmp_path) is not None
    again = record("oct", "2026-10", {"2026-09": 980.0}, later=1)
    assert history.note(again, FILES, tmp_path) is None
    keep(history, record("nov", "2026-11", {"2026-09": 940.0}, mark=1), tmp_path)
    # Whoever goes back to October's workbook is told so: it is the last word again.
    assert keep(history, again, tmp_path) is not None
    found = said(history, "dec")
    assert (found.mark, actual(found, "2026-09")) == (3, 980.0)


def test_the_last_final_word_counts(place: str, tmp_path: Path) -> None:
    """A later report of an earlier month shows October as to come: it takes nothing back."""
    history = History(place)
    keep(history, record("oct", "2026-10", {"2026-09": 980.0, "2026-10": 1010.0}), tmp_path)
    early = record(
        "sep", "2026-09", {"2026-09": 985.0, "2026-10": 5.0}, mark=1, provisional=("2026-10",)
    )
    keep(history, early, tmp_path)
    found = said(history, "nov")
    assert (actual(found, "2026-09"), actual(found, "2026-10")) == (985.0, 1010.0)
    first = found.first_actuals[KPI, month("2026-09")]
    assert (first.actual, first.telling.source) == (980.0, "oct.xlsx")


def test_figures_come_back_to_the_last_bit(place: str, tmp_path: Path) -> None:
    figures = {"2026-01": 0.1 + 0.2, "2026-02": 1.7976931348623157e308, "2026-03": 5e-324}
    figures |= {"2026-04": -1 / 3, "2026-05": 123456789012345.67}
    history = History(place)
    keep(history, record("oct", "2026-10", {**figures, "2026-06": None}), tmp_path)
    found = said(history, "nov")
    assert {text: actual(found, text) for text in figures} == figures
    assert actual(found, "2026-06") is None
    assert (KPI, month("2026-06")) not in found.first_actuals


def test_a_run_killed_before_its_files_never_happened(place: str, tmp_path: Path) -> None:
    history = History(place)
    history.note(record("oct", "2026-10", {"2026-09": 980.0}), FILES, tmp_path)
    assert said(history, "nov").last == {}
    # A day later nobody can be at work on it any more: the note goes.
    keep(history, record("nov", "2026-11", {"2026-09": 940.0}, later=2), tmp_path)
    with history.database.reading() as connection:
        assert connection.scalars(sa.select(runs.c.source_name)).all() == ["nov.xlsx"]
        assert connection.scalar(sa.select(sa.func.count()).select_from(run_files)) == 1


def test_a_run_killed_after_its_files_counts_with_the_next(place: str, tmp_path: Path) -> None:
    history = History(place)
    history.note(record("oct", "2026-10", {"2026-09": 980.0}), FILES, tmp_path)
    (tmp_path / "out.html").write_bytes(FILES["out.html"])
    found = said(history, "nov")
    assert (found.mark, actual(found, "2026-09")) == (1, 980.0)


def test_a_run_that_failed_is_settled_by_what_it_wrote(place: str, tmp_path: Path) -> None:
    history = History(place)
    noted = history.note(record("oct", "2026-10", {"2026-09": 980.0}), FILES, tmp_path)
    assert noted is not None
    history.settle(noted)
    assert said(history, "nov").mark == 0
    (tmp_path / "out.html").write_bytes(FILES["out.html"])
    noted = history.note(record("oct", "2026-10", {"2026-09": 980.0}), FILES, tmp_path)
    assert noted is not None
    history.settle(noted)
    history.count(noted)  # Twice is once.
    assert said(history, "nov").mark == 1


def test_writers_at_once_lose_nothing(place: str, tmp_path: Path) -> None:
    """Four at a time, five reports each: every one is there, and has a number of its own."""
    failures: list[BaseException] = []
    ready = threading.Barrier(4)

    def write(writer: int) -> None:
        try:
            history = History(place)
            ready.wait()
            for turn in range(5):
                source = f"w{writer}t{turn}"
                keep(history, record(source, "2026-10", {"2026-09": float(turn)}), tmp_path)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with History(place).database.reading() as connection:
        found = connection.execute(sa.select(runs.c.number, runs.c.source_sha256)).all()
    assert sorted(number for number, _ in found) == list(range(1, 21))
    assert {name for _, name in found} == {f"w{w}t{t}" for w in range(4) for t in range(5)}


def made_by_version_1(place: str) -> History:
    history = History(place)
    serial, double = (
        ("INTEGER", "DOUBLE") if history.database.file else ("SERIAL", "DOUBLE PRECISION")
    )
    script = SQL.read_text(encoding="utf-8")
    script = script.replace("{serial}", serial).replace("{double}", double)
    lines = [line for line in script.splitlines() if not line.startswith("--")]
    with history.database.writing() as connection:
        for statement in "\n".join(lines).split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement.rstrip(";\n"))
    return history


def test_an_upgrade_from_the_first_version(place: str, tmp_path: Path) -> None:
    """By hand: October's report had none before it, November's one; October's again still none."""
    history = made_by_version_1(place)
    assert (said(history, "oct").mark, said(history, "nov").mark) == (0, 1)
    found = said(history, "dec")
    assert (found.mark, actual(found, "2026-09")) == (3, 980.0)
    with history.database.reading() as connection:
        assert version_of(connection, PART) == len(STEPS)
        order = sa.select(runs.c.number, runs.c.mark).order_by(runs.c.id)
        assert [tuple(row) for row in connection.execute(order)] == [(1, 0), (2, 1), (3, 0)]
    keep(history, record("dec", "2026-12", {"2026-09": 930.0}, mark=3), tmp_path)
    assert said(history, "jan").mark == 4


def test_an_upgrade_by_two_at_once(place: str) -> None:
    made_by_version_1(place)
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(said(History(place), "dec").mark))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3, 3, 3]


def _columns(connection: sa.Connection) -> dict[str, dict[str, tuple[str, bool]]]:
    inspector = sa.inspect(connection)
    return {
        table: {
            column["name"]: (str(column["type"]), bool(column["nullable"]))
            for column in inspector.get_columns(table)
        }
        for table in sorted(inspector.get_table_names())
    }


def test_the_first_step_still_makes_what_version_1_made(place: str) -> None:
    history = made_by_version_1(place)
    with history.database.reading() as connection:
        theirs = _columns(connection)
    with history.database.writing() as connection:
        for table in sorted(theirs, reverse=True):
            connection.exec_driver_sql(f"DROP TABLE {table}" + _cascade(connection))
        version_1(connection)
        ours = _columns(connection)
    del theirs["kpireport_schema"]
    assert ours == theirs


def _cascade(connection: sa.Connection) -> str:
    return " CASCADE" if connection.dialect.name == "postgresql" else ""


def test_a_new_history_has_the_tables_that_are_read(place: str, tmp_path: Path) -> None:
    history = History(place)
    keep(history, record("oct", "2026-10", {"2026-09": 980.0}), tmp_path)
    with history.database.reading() as connection:
        made = _columns(connection)
    for table in metadata.sorted_tables:
        known = {column.name: bool(column.nullable) for column in table.columns}
        assert {name: nullable for name, (_, nullable) in made[table.name].items()} == known


def test_entities_are_kept_apart(place: str, tmp_path: Path) -> None:
    history = History(place)
    other = ACME.__class__("acme|lyon", "Acme", "Lyon")
    lyon = record("lyon", "2026-10", {"2026-09": 1.0}, identity=other)
    keep(history, record("oct", "2026-10", {"2026-09": 980.0}), tmp_path)
    keep(history, lyon, tmp_path)
    assert actual(said(history, "nov"), "2026-09") == 980.0
    assert actual(history.reported(other, "nov", ""), "2026-09") == 1.0
    assert said(history, "nov").mark == history.reported(other, "nov", "").mark == 1


def test_a_workbook_read_by_another_mapping_is_another_source(place: str, tmp_path: Path) -> None:
    history = History(place)
    keep(history, record("oct", "2026-10", {"2026-09": 980.0}), tmp_path)
    assert history.reported(ACME, "oct", "").mark == 0
    assert history.reported(ACME, "oct", "mapping").mark == 1
