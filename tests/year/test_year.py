"""A year of eight entities, month by month, and what came of it worked out by hand.

The rules of the figures stand in ``entities``. What goes wrong in the year:

    March      Cork's workbook is broken, and mended the same day
    April      Eton's revenue is mistyped (5400 for 5040), reported and mailed, then corrected
    May        Dale's workbook comes twice; Cork's has no stock, which June's has
    June       Dale's workbook comes again under another name
    July       Fife's workbook is missing; it comes in August, after August's
    September  Dale calls on track what is 102 % of the target, not 100 % as before
    October    Bath's September is another: 1890 after 2090
    November   Gent's targets of November and December are others: 7200 after 7060

In `make prove` the history lies in PostgreSQL, and every month's reports are mailed and its pack is
written, as PDF too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import openpyxl
import pypdf
import pytest
import sqlalchemy as sa

from kpireport.deliver.history import History
from kpireport.model.group import EntityCoverage, GroupFigure
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from kpireport.pipeline.packing import Pack, PackFormat
from kpireport.pipeline.reading import read_book
from kpireport.pipeline.remembering import history_in_words
from tests.deliver.history_places import new_schema, postgresql
from tests.deliver.mail_server import mail_server
from tests.pipeline.drops import folders
from tests.sweeps import SWEEPING
from tests.year.entities import ANN, FIN, HAL, IAN, NAMES
from tests.year.rounds import Year, attached, by_id, file_name

# One year for all of them, not one a worker.
pytestmark = pytest.mark.xdist_group("year")

PACKED = range(1, 13) if SWEEPING else (7, 10, 12)
"""The months whose pack is written: those whose files are looked at."""
MAILED = range(1, 13) if SWEEPING else (4, 6, 7, 8, 10)
"""The months whose reports are mailed."""
FORMATS: Sequence[PackFormat] = ("xlsx", "html", "pdf") if SWEEPING else ("xlsx", "html")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    place = tmp_path_factory.mktemp("year")
    with mail_server(place) as running, a_history(place) as history:
        made = Year(folders(place), running, history, MAILED, PACKED, FORMATS)
        made.go_through()
        yield made


@contextmanager
def a_history(place: Path) -> Iterator[str]:
    if not SWEEPING:
        yield str(place / "history.db")
        return
    with postgresql() as server:
        yield new_schema(server)


def group(year: Year, month: int, kpi_id: str) -> KpiResult:
    result = year.group(month).kpi(kpi_id).result
    assert result is not None
    return result


def covered(year: Year, month: int, kpi_id: str, figure: GroupFigure) -> EntityCoverage:
    return year.group(month).kpi(kpi_id).coverage[figure]


class TestWatch:
    def test_every_file_is_dealt_with_once(self, year: Year) -> None:
        # 12 × 8 workbooks; Cork's March twice, Eton's April twice, Dale's May and June twice.
        summaries = [each for one in year.rounds.values() for each in one.summaries]
        assert sum(each.reported for each in summaries) == 96 + 1 + 1
        assert sum(each.with_problems for each in summaries) == 1
        assert sum(each.duplicates for each in summaries) == 1
        assert not any(each.troubled for each in summaries)
        assert year.drop.waiting() == []
        filed = year.drop.filed()
        assert len([name for name in filed if name.endswith(".xlsx")]) == 100 + 1  # One is marked.
        assert len([name for name in filed if name.endswith(".json")]) == 98

    def test_the_broken_one_is_filed_with_its_problem_and_then_mended(self, year: Year) -> None:
        filed = year.drop.output / "problems" / "cork-03"
        text = (filed / "cork-03, problems.txt").read_text(encoding="utf-8-sig")
        assert "E502" in text and "D2" in text
        mended = year.told("cork-03-2026-03/cork-03-2026-03")
        # 3000 + 10 × 3.
        assert mended["REV"]["actual"] == 3030
        assert mended["REV"]["restatements"] == []

    def test_the_same_file_is_named_where_it_lies(self, year: Year) -> None:
        note = year.drop.output / "duplicates" / "dale-05" / "the same file again.txt"
        assert "reports/dale-05-2026-05" in note.read_text(encoding="utf-8-sig")
        again = next(e for e in year.drop.events if e.name == "dale-06 again.xlsx")
        assert (again.kind, again.facts["same_as"]) == ("reported", "dale-06.xlsx")


class TestPack:
    def test_a_month_of_all_eight(self, year: Year) -> None:
        # April. Seven in euros, their numbers together 28: 28 000 + 7 × 40 = 28 280. Hull
        # 8 040 × 1.2 = 9 648. Target 28 000 + 7 × 60 = 28 420, Hull 8 060 × 1.2 = 9 672.
        measure = group(year, 4, "REV").measure
        assert measure.actual == pytest.approx(28280 + 9648)
        assert measure.target == pytest.approx(28420 + 9672)
        assert measure.status is Status.AT_RISK  # 37 928 of 38 092, 99.6 %.
        assert covered(year, 4, "REV", GroupFigure.PERIOD) == EntityCoverage(8, 8)

    def test_who_is_late_is_missing_on_both_sides_of_the_month(self, year: Year) -> None:
        # July without Fife: the numbers are 22. 22 000 + 6 × 70 = 22 420, Hull 8 070 × 1.1 =
        # 8 877. Target 22 000 + 6 × 60 = 22 360, Hull 8 060 × 1.1 = 8 866.
        measure = group(year, 7, "REV").measure
        assert measure.actual == pytest.approx(31297)
        assert measure.target == pytest.approx(31226)
        assert measure.status is Status.ON_TRACK
        expected = EntityCoverage(7, 8, ("Fife",))
        assert covered(year, 7, "REV", GroupFigure.PERIOD) == expected
        assert year.group(7).entity("Fife").scorecard is None
        assert "Fife" not in {place.name for place in year.group(7).kpi("REV").ranking.places}

    def test_who_is_late_lacks_the_month_on_both_sides_of_the_year(self, year: Year) -> None:
        # January to July. Six in euros 7 × 22 000 + 6 × 10 × 28 = 155 680, Fife's six months
        # 36 000 + 10 × 21 = 36 210; Hull 32 160 × 1.1 in odd months, 24 120 × 1.2 in even ones,
        # 64 320. Targets 7 × 22 360 = 156 520, 6 × 6 060 = 36 360, 8 060 × (4.4 + 3.6) = 64 480.
        ytd = group(year, 7, "REV").ytd
        assert ytd.measure.actual == pytest.approx(155680 + 36210 + 64320)
        assert ytd.measure.target == pytest.approx(156520 + 36360 + 64480)
        assert ytd.measure.attainment == pytest.approx(256210 / 257360)
        assert ytd.measure.status is Status.AT_RISK
        expected = EntityCoverage(8, 8, (), ("Fife",))
        assert covered(year, 7, "REV", GroupFigure.YTD) == expected

    def test_the_month_before_is_compared_without_who_is_late(self, year: Year) -> None:
        # June of the seven: 22 000 + 6 × 60 = 22 360 and Hull 8 060 × 1.2 = 9 672.
        previous = group(year, 7, "REV").comparisons.previous
        assert previous.value == pytest.approx(32032)
        assert previous.delta == pytest.approx(31297 - 32032)
        # A month later Fife's July is there: 28 000 + 7 × 70 + 8 877, against August's
        # 28 000 + 7 × 80 + 8 080 × 1.2.
        previous = group(year, 8, "REV").comparisons.previous
        assert previous.value == pytest.approx(37367)
        assert previous.delta == pytest.approx(28560 + 9696 - 37367)

    def test_a_ratio_is_that_of_the_sums(self, year: Year) -> None:
        # July's 31 297 over 100 × 30 orders. The target is 10 a piece, Hull's 10 pounds 11 euros:
        # (10 × 2 200 + 11 × 800) / 3 000.
        measure = group(year, 7, "AOV").measure
        assert measure.actual == pytest.approx(31297 / 3000)
        assert measure.target == pytest.approx(30800 / 3000)
        # The year so far: 256 210 over 100 × (22 × 7 + 6 × 6 + 8 × 7) orders.
        assert group(year, 7, "AOV").ytd.actual == pytest.approx(256210 / 24600)

    def test_cumulated_figures_are_taken_apart_before_they_are_added(self, year: Year) -> None:
        # July's costs: 500 × 22 + 6 × 7 = 11 042, Hull (4 000 + 7) × 1.1 = 4 407.7. Target
        # 11 036 + 4 006 × 1.1 = 15 442.6; lower is better.
        measure = group(year, 7, "COST").measure
        assert measure.actual == pytest.approx(15449.7)
        assert measure.target == pytest.approx(15442.6)
        assert measure.attainment == pytest.approx(2 - 15449.7 / 15442.6)
        # The year so far: 77 000 + 6 × 28, Fife 18 000 + 21, Hull 16 016 × 1.1 + 12 012 × 1.2.
        ytd = group(year, 7, "COST").ytd
        assert ytd.measure.actual == pytest.approx(77168 + 18021 + 17617.6 + 14414.4)
        assert ytd.measure.target == pytest.approx(77252 + 18036 + 4006 * 8)

    def test_a_stock_is_converted_at_the_closing_rate(self, year: Year) -> None:
        # July: 40 × 22 + 6 × 7 = 922 and Hull 327 × 1.25; target 916 and 326 × 1.25.
        measure = group(year, 7, "STOCK").measure
        assert measure.actual == pytest.approx(922 + 408.75)
        assert measure.target == pytest.approx(916 + 407.5)
        ytd = group(year, 7, "STOCK").ytd
        assert ytd.measure.actual == pytest.approx(1330.75)

    def test_what_came_late_is_in_the_next_year_to_date(self, year: Year) -> None:
        # Eight months of seven entities 224 000 + 70 × 36 = 226 520, Hull 32 160 × 1.1 +
        # 32 200 × 1.2 = 74 016. Targets 8 × 28 420, 8 060 × (4.4 + 4.8).
        ytd = group(year, 8, "REV").ytd
        assert ytd.measure.actual == pytest.approx(226520 + 74016)
        assert ytd.measure.target == pytest.approx(227360 + 74152)
        assert covered(year, 8, "REV", GroupFigure.YTD) == EntityCoverage(8, 8)

    def test_a_restated_month_is_in_the_year_to_date_and_in_the_month_before(
        self, year: Year
    ) -> None:
        # Ten months 280 000 + 70 × 55 − 200 = 283 650, Hull 40 250 × 1.1 + 40 300 × 1.2 = 92 635.
        october = group(year, 10, "REV")
        assert october.ytd.measure.actual == pytest.approx(283650 + 92635)
        assert october.ytd.measure.target == pytest.approx(284200 + 8060 * 11.5)
        # September 28 000 + 7 × 90 − 200 = 28 430 and 8 090 × 1.1 = 8 899.
        assert october.comparisons.previous.value == pytest.approx(37329)
        ratio = group(year, 10, "AOV").comparisons.previous.value
        assert ratio == pytest.approx(37329 / 3600)

    def test_a_years_ratio_leaves_out_whose_target_is_not_one_figure_yet(self, year: Year) -> None:
        # Hull's 10 pounds are 11 and 12 euros in turn; how much November and December weigh is
        # known when they have orders. Everybody else's target is 10 in every month.
        whole = group(year, 10, "AOV").fiscal_year
        assert whole.measure.target == 10
        expected = EntityCoverage(7, 8, ("Hull",))
        assert covered(year, 10, "AOV", GroupFigure.FISCAL_YEAR) == expected
        # In December: 10 × 2 800 × 12 + 800 × (6 × 11 + 6 × 12) over 43 200.
        whole = group(year, 12, "AOV").fiscal_year
        assert whole.measure.target == pytest.approx((336000 + 110400) / 43200)

    def test_a_revised_target_is_in_the_groups(self, year: Year) -> None:
        # November: 28 420 + 140 and 8 060 × 1.1 = 8 866; actual 28 770 and 8 110 × 1.1 = 8 921.
        measure = group(year, 11, "REV").measure
        assert measure.target == pytest.approx(28560 + 8866)
        assert measure.actual == pytest.approx(28770 + 8921)

    def test_the_whole_year(self, year: Year) -> None:
        # 28 000 × 12 + 70 × 78 − 200 = 341 260; Hull 48 360 × 1.1 + 48 420 × 1.2 = 111 300.
        # Targets 28 420 × 12 + 280 = 341 320; 8 060 × (6.6 + 7.2) = 111 228.
        whole = group(year, 12, "REV").fiscal_year
        assert whole.measure.actual == pytest.approx(452560)
        assert whole.measure.target == pytest.approx(452548)
        assert whole.measure.status is Status.ON_TRACK
        # Over 12 × 3 600 orders.
        assert group(year, 12, "AOV").fiscal_year.actual == pytest.approx(452560 / 43200)
        # December's best is Aber (1 120 of 1 060), the worst Gent (7 120 of the revised 7 200).
        ranking = year.group(12).kpi("REV").ranking
        assert ranking.best is not None and ranking.worst is not None
        assert (ranking.best.name, ranking.worst.name) == ("Aber", "Gent")

    def test_best_and_worst_have_the_decimals_of_their_status(self, year: Year) -> None:
        # July's costs: Hull's 4 007 of 4 006 are 99.975 %, Aber's 507 of 506 99.8 %.
        (line,) = [line for line in year.pack(7).view.rankings if line.name == "Costs"]
        assert "Hull (99.98%, at risk)" in line.sentence
        assert "Aber (99.8%, at risk)" in line.sentence

    def test_the_files_of_the_pack_say_the_same(self, year: Year) -> None:
        # Figures from above; Hull's own December stands in pounds: 8 120.
        october, december = (_data_sheet(year.pack(month)) for month in (10, 12))
        assert october["Group", "REV", 10] == pytest.approx((28700 + 9720, 28420 + 9672))
        assert october["Group", "REV", 9] == pytest.approx((37329, 28420 + 8866))
        assert october["Bath", "REV", 9] == (1890, 2060)
        assert october["Group", "AOV", 9][0] == pytest.approx(37329 / 3600)
        assert december["Gent", "REV", 12] == (7120, 7200)
        assert december["Hull", "REV", 12] == (8120, 8060)
        assert december["Group", "COST", 12][0] == pytest.approx(14000 + 84 + 4012 * 1.2)
        july = year.pack(7).files["html"].read_text(encoding="utf-8")
        assert "7 of 8" in july and "31,297" in july and "256,210" in july
        assert "7 of 8" not in year.pack(12).files["html"].read_text(encoding="utf-8")

    def test_a_pack_tells_what_an_entity_said_otherwise(self, year: Year) -> None:
        told = "Restated since earlier reports: Revenue Sep 2026 (€2,090 → €1,890"
        for month in (7, 10, 12):
            sections = {e.name: e.view for e in year.pack(month).view.entities if e.view}
            who = {n for n, view in sections.items() if any(told in h for h in view.headlines)}
            assert who == ({"Bath"} if month == 10 else set())
        page = year.pack(10).files["html"].read_text(encoding="utf-8")
        assert "€2,090 → €1,890" in page

    @pytest.mark.skipif(not SWEEPING, reason="in `make prove`")
    def test_the_pages_of_the_pack_say_the_same(self, year: Year) -> None:
        july = pypdf.PdfReader(year.pack(7).files["pdf"])
        text = "\n".join(page.extract_text() for page in july.pages)
        assert "7 of 8" in text and "31,297" in text and "256,210" in text


def _data_sheet(pack: Pack) -> dict[tuple[str, str, int], tuple[float, float]]:
    """Actual and target by entity, KPI and month, as they stand in the workbook's last sheet."""
    with closing(openpyxl.load_workbook(pack.files["xlsx"], data_only=True)) as book:
        rows = book["Data"].iter_rows(min_row=2, values_only=True)
        return {(row[0], row[1], row[4].month): (row[5], row[6]) for row in rows}  # type: ignore


class TestHistory:
    def test_every_report_is_remembered_once_in_its_order(self, year: Year) -> None:
        # Dale's June under another name is the same report.
        query = (
            "SELECT e.entity, r.number, r.source_name, r.period FROM kpireport_runs r"
            " JOIN kpireport_entities e ON e.id = r.entity_id ORDER BY e.entity, r.number"
        )
        with History(year.history).database.reading() as connection:
            rows = connection.execute(sa.text(query)).all()
        names = [file_name(name, month) for name in NAMES for month in range(1, 13)]
        assert Counter(row[2] for row in rows) == Counter([*names, "eton-04 corrected.xlsx"])
        for name in NAMES:
            found = [(row[1], row[3]) for row in rows if row[0] == name]
            months = [*range(1, 13)]
            if name == "Eton":
                months.insert(4, 4)
            if name == "Fife":
                months[6:8] = [8, 7]
            assert found == [(n, f"2026-{month:02}") for n, month in enumerate(months, 1)]

    def test_a_correction_is_told_with_its_status(self, year: Year) -> None:
        # 5 400 of 5 060 was on track, 5 040 is 99.6 % of it. Orders are 500: 10.8 and 10.08 of 10.
        kpis = year.told("eton-04 corrected-2026-04/eton-04 corrected-2026-04")
        (revenue,) = kpis["REV"]["restatements"]
        assert (revenue["what"], revenue["period"]) == ("actual", "2026-04")
        assert (revenue["before"], revenue["after"], revenue["delta"]) == (5400, 5040, -360)
        assert (revenue["status_before"], revenue["status_after"]) == ("on_track", "at_risk")
        assert revenue["status_changed"] is True
        assert revenue["last_reported"]["source"] == "eton-04.xlsx"
        (ratio,) = kpis["AOV"]["restatements"]
        assert (ratio["before"], ratio["after"]) == (10.8, 10.08)
        assert ratio["status_changed"] is False
        assert {k for k, kpi in kpis.items() if kpi["restatements"]} == {"REV", "AOV"}

    def test_what_was_missing_is_told_when_it_comes(self, year: Year) -> None:
        # 40 × 3 + 5 of 126, less being better.
        may = year.told("cork-05-2026-05/cork-05-2026-05")["STOCK"]
        assert (may["actual"], may["status"]) == (None, "no_data")
        (stock,) = year.told("cork-06-2026-06/cork-06-2026-06")["STOCK"]["restatements"]
        assert (stock["period"], stock["before"], stock["after"]) == ("2026-05", None, 125)
        assert (stock["status_before"], stock["status_after"]) == ("no_data", "on_track")
        assert (stock["delta"], stock["first_reported"]) == (None, None)

    def test_other_thresholds_are_a_cause_of_their_own(self, year: Year) -> None:
        # August's 4 080 and September's 4 090 of 4 060 are 100.5 % and 100.7 %.
        revenue = year.told("dale-09-2026-09/dale-09-2026-09")["REV"]
        assert revenue["status_change"]["steps"] == [
            {"cause": "threshold", "from": "on_track", "to": "at_risk"}
        ]
        assert revenue["status_change"]["restated"] is False
        assert revenue["restatements"] == []

    def test_a_restated_september_is_told_in_october(self, year: Year) -> None:
        # 2 090 of 2 060 was on track, 1 890 is 91.7 %. October itself is 2 100 of 2 060.
        kpis = year.told("bath-10-2026-10/bath-10-2026-10")
        (revenue,) = kpis["REV"]["restatements"]
        assert (revenue["before"], revenue["after"], revenue["delta"]) == (2090, 1890, -200)
        assert revenue["period"] == "2026-09"
        assert revenue["first_reported"]["value"] == 2090
        assert revenue["first_reported"]["source"] == "bath-09.xlsx"
        assert revenue["first_reported"]["at"] == "2026-10-03T08:00:00+00:00"
        assert (revenue["status_before"], revenue["status_after"]) == ("on_track", "off_track")
        assert kpis["REV"]["status_change"]["steps"] == [
            {"cause": "restated", "from": "on_track", "to": "off_track"},
            {"cause": "actual", "from": "off_track", "to": "on_track"},
        ]
        assert kpis["REV"]["status_change"]["restated"] is True
        # 2 090 and 1 890 over 200 orders, of 10.
        (ratio,) = kpis["AOV"]["restatements"]
        assert (ratio["before"], ratio["after"]) == (10.45, 9.45)
        assert ratio["status_after"] == "off_track"

    def test_a_revised_target_is_told_for_every_month_it_holds_for(self, year: Year) -> None:
        # 7 110 is 100.7 % of 7 060 and 98.75 % of 7 200.
        revenue = year.told("gent-2026-11/gent-2026-11")["REV"]
        told = [(r["what"], r["period"], r["before"], r["after"]) for r in revenue["restatements"]]
        assert told == [("target", f"2026-{month}", 7060, 7200) for month in (11, 12)]
        assert revenue["status_change"]["steps"] == [
            {"cause": "target", "from": "on_track", "to": "at_risk"}
        ]
        assert revenue["status_change"]["revised"] is True

    def test_nothing_else_is_restated(self, year: Year) -> None:
        told = {}
        for path in sorted((year.drop.output / "reports").rglob("*.json")):
            kpis = by_id(path.read_bytes())
            found = {k: len(each["restatements"]) for k, each in kpis.items()}
            if any(found.values()):
                told[path.stem] = {k: count for k, count in found.items() if count}
        assert told == {
            "eton-04 corrected-2026-04": {"REV": 1, "AOV": 1},
            "cork-06-2026-06": {"STOCK": 1},
            "bath-10-2026-10": {"REV": 1, "AOV": 1},
            "gent-2026-11": {"REV": 2},
        }

    def test_what_was_said_first_and_what_it_is_now(self, year: Year) -> None:
        book, _ = read_book(year.latest["Bath"])
        assert book is not None
        view = history_in_words(book, year.history)
        changed = [(row.kpi, row.of.period, row.of.first_value.value) for row in view.changed]
        september = Period(2026, 9)
        assert changed == [("Revenue", september, 2090), ("Revenue an order", september, 10.45)]
        row = view.changed[0]
        assert (row.first.text, row.now.text) == ("€2,090", "€1,890")
        assert row.source == "bath-09.xlsx"


class TestMail:
    def test_everybody_is_mailed_once_for_each_report(self, year: Year) -> None:
        # Each month Fin of five entities, and of a correction; Ann, Ian and Hal of one.
        # Every copy of Dale's workbook is one of a report that went out.
        months = len(MAILED)
        expected = Counter({FIN: 5 * months + 1, ANN: months, IAN: months, HAL: months})
        assert Counter(year.running.office.addresses) == expected
        results = [each for one in year.rounds.values() for each in one.sent]
        assert all(each.complete for each in results)
        known = [message["Message-ID"] for message in year.running.office.messages()]
        assert len(set(known)) == len(known) == 8 * months + 1

    def test_each_month_brings_its_own(self, year: Year) -> None:
        mailed = {month: [len(each) for each in one.mailed] for month, one in year.rounds.items()}
        usual = {month: [8] for month in MAILED}
        # Nobody is mailed Cork's; April's correction; June's copy brings none; July without Fife,
        # whose July comes in August.
        special = {3: [8, 0], 4: [8, 1], 6: [8, 0], 7: [7], 8: [8, 1]}
        expected = usual | {month: counts for month, counts in special.items() if month in MAILED}
        assert mailed == {month: expected.get(month, []) for month in range(1, 13)}

    def test_a_part_of_the_book_has_its_figures_and_no_others(self, year: Year) -> None:
        files = attached(year.mails(ANN)["aber-10-2026-10.json"])
        assert list(files) == ["aber-10-2026-10.json"]
        kpis = by_id(files["aber-10-2026-10.json"])
        assert list(kpis) == ["REV", "AOV"]
        # Aber's ten months: 10 000 + 10 × 55 of 10 × 1 060.
        ytd = kpis["REV"]["ytd"]
        assert (ytd["actual"], ytd["target"]) == (10550, 10600)
        assert kpis["AOV"]["ytd"]["actual"] == pytest.approx(10.55)
        page = attached(year.mails(IAN)["aber-10-2026-10.html"])["aber-10-2026-10.html"].decode()
        # 40 + 10 of 46.
        assert "€50" in page and "Revenue" not in page and "10,550" not in page

    def test_who_is_on_one_workbooks_list_reads_of_no_other(self, year: Year) -> None:
        for address, entity in ((ANN, "Aber"), (IAN, "Aber"), (HAL, "Hull")):
            for message in year.mails(address).values():
                told = message.as_bytes() + b"".join(attached(message).values())
                assert {name for name in NAMES if name.encode() in told} == {entity}

    def test_a_french_part_in_pounds(self, year: Year) -> None:
        message = year.mails(HAL)["hull-07-2026-07.json"]
        (data,) = attached(message).values()
        told = json.loads(data)
        assert (told["language"], told["currency"], told["period"]) == ("fr", "GBP", "2026-07")
        kpis = by_id(data)
        assert list(kpis) == ["COST", "STOCK"]
        # 500 × 8 + 7; the year 28 000 + 28 of 28 000 + 42.
        assert kpis["COST"]["actual"] == 4007
        assert (kpis["COST"]["ytd"]["actual"], kpis["COST"]["ytd"]["target"]) == (28028, 28042)

    def test_a_mail_tells_what_was_said_otherwise_before(self, year: Year) -> None:
        mail = year.mails(FIN)["bath-10-2026-10.json"]
        (data,) = attached(mail).values()
        filed = year.told("bath-10-2026-10/bath-10-2026-10")
        assert by_id(data) == filed
        body = mail.get_body(("plain",))
        assert body is not None
        text = " ".join(body.get_content().split())
        assert "Revenue Sep 2026 (€2,090 → €1,890: on track → off track)" in text

    def test_who_comes_late_is_told_of_both_months(self, year: Year) -> None:
        fife = [name for name in year.mails(FIN) if name.startswith("fife-0")]
        late = fife.index("fife-08-2026-08.json")
        assert fife[late - 1 : late + 2] == [f"fife-0{m}-2026-0{m}.json" for m in (6, 8, 7)]


def test_the_files_of_a_year_are_where_they_belong(year: Year) -> None:
    packs = sorted(path.name for path in (year.drop.inbox.parent / "packs").iterdir())
    assert packs == sorted(
        f"Hanse-2026-{month:02}.{ending}" for month in PACKED for ending in FORMATS
    )
