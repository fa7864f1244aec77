"""``check --review``, ``report --review`` and ``report --format ics`` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from kpireport.commands.reviewing import Reviewed, show_review
from kpireport.i18n.messages import get_messages
from kpireport.pipeline import FORMATS, build_scorecard, make_report, read_book, review_in_words
from tests.commands.conftest import Run
from tests.workbook.books import SOUND, write


@pytest.fixture
def poor(tmp_path: Path) -> Path:
    """Two KPIs with a unit, a direction and an aggregation, and nothing else said of them."""
    kpis = [list(row) for row in SOUND["KPIs"]]
    for row, owner, purpose in zip(
        kpis, ("Owner", None, "HR"), ("Purpose", None, None), strict=True
    ):
        row += [owner, purpose]
    return write(tmp_path / "poor.xlsx", {**SOUND, "KPIs": kpis})


class TestCheck:
    def test_one_line_a_fact_in_a_pipe(self, run: Run, poor: Path) -> None:
        result = run("check", poor, "--review")
        assert (result.returncode, result.stderr) == (0, "")
        lines = result.stdout.splitlines()
        assert all(line.startswith("poor.xlsx: review: ") for line in lines)
        assert (
            "poor.xlsx: review: Revenue: ✗ Who: Nobody answers for it. Write one person or role in "
            "the column Owner, for instance “Head of sales”. (KPIs!G2)"
        ) in lines
        assert not [line for line in lines if "Customers lost: ✗ Who" in line]
        why = [line for line in lines if "Revenue: ✗ Relevant, Why: " in line]
        assert len(why) == 1 and why[0].endswith("(KPIs!H2)")
        # The sheet has no column Definition: there is no cell to name.
        (what,) = [line for line in lines if "Revenue: ✗ Specific, Explainable, What: " in line]
        assert what.endswith("less returns and credit notes”.")

    def test_in_french(self, run: Run, poor: Path) -> None:
        lines = run("check", poor, "--review", "--lang", "fr").stdout.splitlines()
        (who,) = [line for line in lines if ": ✗ Qui: " in line]
        assert who.endswith("par exemple « Direction commerciale ». (KPIs!G2)")

    def test_json(self, run: Run, poor: Path) -> None:
        result = run("check", poor, "--review", "--format", "json")
        review = json.loads(result.stdout)["review"]
        assert (review["done"], review["reason"], review["period"]) == (True, None, "2026-06")
        revenue, churn = review["kpis"]
        assert (revenue["id"], revenue["name"]) == ("REV", "Revenue")
        assert len(revenue["criteria"]) == len(churn["criteria"]) == 12
        who = {each["criterion"]: each for each in revenue["criteria"]}["who"]
        assert (who["met"], who["cell"], who["codes"]) == (False, "KPIs!G2", ["owner_missing"])
        assert who["advice"][0].startswith("Nobody answers for it.")
        assert [found["code"] for found in review["findings"]] == ["no_category"]

    def test_without_the_option_nothing_is_reviewed(self, run: Run, poor: Path) -> None:
        assert run("check", poor).stdout == ""
        assert "review" not in json.loads(run("check", poor, "--format", "json").stdout)

    def test_a_workbook_with_errors_is_told_to_be_mended_first(
        self, run: Run, repository: Path
    ) -> None:
        broken = repository / "samples" / "broken.xlsx"
        plain, result = run("check", broken), run("check", broken, "--review")
        assert result.returncode == 1
        assert result.stderr == ""
        assert result.stdout.startswith(plain.stdout)
        (line,) = result.stdout[len(plain.stdout) :].splitlines()
        assert line.startswith("broken.xlsx: review: The review needs a workbook without errors")
        data = json.loads(run("check", broken, "--review", "--format", "json").stdout)
        assert data["problems"]
        assert (data["review"]["done"], data["review"]["kpis"]) == (False, [])
        assert data["review"]["reason"].startswith("The review needs a workbook without errors")

    def test_no_workbook_at_all(self, run: Run) -> None:
        result = run("check", "nowhere.xlsx", "--review")
        assert result.returncode == 1
        assert len(result.stdout.splitlines()) == 2

    def test_a_terminal_of_eighty_columns(self, poor: Path) -> None:
        import io

        from rich.console import Console

        book, problems = read_book(poor)
        assert book is not None
        scorecard = build_scorecard(book, problems=problems, review=True)
        for language in ("en", "fr"):
            view = review_in_words(scorecard, "fr" if language == "fr" else "en")
            stream = io.StringIO()
            out = Console(file=stream, width=80, force_terminal=True, color_system=None)
            messages = get_messages("fr" if language == "fr" else "en")
            show_review(out, "poor.xlsx", Reviewed("", scorecard, view), messages)
            lines = stream.getvalue().splitlines()
            assert max(map(len, lines)) <= 80
            assert "Revenue" in lines and "Customers lost" in lines


class TestReport:
    def test_the_view_holds_the_review_only_on_demand(self, poor: Path, tmp_path: Path) -> None:
        plain = make_report(poor, file_stem="a", output=tmp_path, formats=("json",))
        asked = make_report(poor, file_stem="b", output=tmp_path, formats=("json",), review=True)
        assert plain.view.review is None
        assert asked.view.review is not None
        assert [kpi.name for kpi in asked.view.review.kpis] == ["Revenue", "Customers lost"]
        assert plain.view.run != asked.view.run

    def test_the_option(self, run: Run, poor: Path, tmp_path: Path) -> None:
        for options in ((), ("--review",)):
            result = run("report", poor, "--format", "json", *options)
            assert result.returncode == 0, result.stderr
            runs = json.loads((tmp_path / "scorecards" / "poor-2026-06.json").read_text("utf-8"))
            if not options:
                first = runs["run"]
        assert runs["run"] != first


class TestCalendar:
    def test_only_where_it_is_asked_for(self) -> None:
        assert FORMATS == ("xlsx", "html", "pdf", "json")

    def test_the_file(self, run: Run, repository: Path, tmp_path: Path) -> None:
        book = repository / "samples" / "retail_fr.xlsx"
        result = run("report", book, "--format", "ics")
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout == "scorecards/retail_fr-2026-10.ics\n"
        path = tmp_path / "scorecards" / "retail_fr-2026-10.ics"
        data = path.read_bytes()
        events = Calendar.from_ical(data).walk("VEVENT")
        summaries = [str(event["SUMMARY"]) for event in events]
        # No day has two events of a kind: what falls together is one, and lists its KPIs.
        days = [
            (event.decoded("DTSTART"), text.split("\u00a0:")[0])
            for event, text in zip(events, summaries, strict=True)
        ]
        assert len(set(days)) == len(days)
        together = next(event for event in events if "indicateurs" in event["SUMMARY"])
        assert "Taux de transformation (" in str(together["DESCRIPTION"])
        assert len({str(event["UID"]) for event in events}) == len(events)
        # Once more over its own file, and the same bytes.
        assert run("report", book, "--format", "ICS").returncode == 0
        assert path.read_bytes() == data
        english = run("report", book, "--format", "ics", "--lang", "en", "--output", "en")
        assert english.returncode == 0
        other = (tmp_path / "en" / "retail_fr-2026-10.ics").read_bytes()
        there = Calendar.from_ical(other).walk("VEVENT")
        assert [event["UID"] for event in there] == [event["UID"] for event in events]
        assert any(str(event["SUMMARY"]).startswith("Check-in: ") for event in there)

    def test_a_workbook_without_a_date_says_what_to_write(
        self, run: Run, poor: Path, tmp_path: Path
    ) -> None:
        result = run("report", poor, "--format", "ics")
        assert result.returncode == 1
        assert result.stderr.startswith("poor.xlsx: There is no calendar to write")
        assert not (tmp_path / "scorecards").exists()
        both = run("report", poor, "--format", "json,ics")
        assert both.returncode == 1
        assert (tmp_path / "scorecards" / "poor-2026-06.json").exists()
        assert "There is no calendar to write" in both.stderr

    def test_somebody_s_own_calendar_is_not_replaced(
        self, run: Run, repository: Path, tmp_path: Path
    ) -> None:
        own = tmp_path / "scorecards" / "ecommerce-2026-10.ics"
        own.parent.mkdir()
        own.write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
        result = run("report", repository / "samples" / "ecommerce.xlsx", "--format", "ics")
        assert result.returncode == 1
        assert own.read_bytes().startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND")

    def test_the_choice_of_formats_names_it(self, run: Run) -> None:
        result = run("report", "a.xlsx", "--format", "docx")
        assert result.returncode == 2
        assert "xlsx, html, pdf, json, ics" in result.stderr
