"""``kpireport benchmarks``: the catalogue at a terminal, in a pipe and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Run
from tests.commands.test_terminal import ESCAPE, at_terminal


def test_without_options_what_there_is_not_nine_hundred_rows(run: Run) -> None:
    done = run("benchmarks")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == 31 + 21
    assert lines[0] == "Metric: Gross margin: 93"
    assert "Industry: Retail: 49" in lines


def test_a_figure_a_line_in_a_pipe_with_its_source(run: Run) -> None:
    done = run("benchmarks", "--industry", "e-commerce", "--metric", "cart ABANDONMENT rate")
    assert done.stdout.splitlines()[-1] == (
        "Cart abandonment rate: E-commerce: 69.82% · mean, 46 studies · 2021-11-19 · "
        "world (mixed studies) · Baymard Institute, Cart Abandonment Rate Statistics · "
        "https://baymard.com/lists/cart-abandonment-rate"
    )
    assert len(done.stdout.splitlines()) == 3


def test_in_french(run: Run) -> None:
    found = run("benchmarks", "--metric", "Panier moyen", lang="fr_FR.UTF-8").stdout.splitlines()
    assert len(found) == 5
    assert found[0].startswith(
        "Panier moyen: E-commerce, tous marchés: 92,29\u00a0GBP · moyenne des"
    )
    assert found == run("benchmarks", "--metric", "AOV", "--lang", "fr").stdout.splitlines()


def test_a_publishers_cohort_is_an_industry_too(run: Run) -> None:
    found = run("benchmarks", "--industry", "retail (general)").stdout.splitlines()
    assert len(found) == 7
    assert all(": Retail (General): " in line for line in found)


def test_unknown_names_are_wrong_usage_with_the_closest_and_all(run: Run) -> None:
    done = run("benchmarks", "--industry", "Retial")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Closest: Retail ·" in done.stderr
    assert "Real estate · Health care and pharmaceuticals" in done.stderr
    done = run("benchmarks", "--metric", "taux de marge brut", "--lang", "fr")
    assert done.returncode == 2
    assert "Taux de marge brute ·" in done.stderr


def test_nothing_of_a_metric_in_an_industry_is_said(run: Run) -> None:
    done = run("benchmarks", "--industry", "steel", "--metric", "cart abandonment")
    assert (done.returncode, done.stdout.strip()) == (
        0,
        "No figure: the catalogue has none of this metric in this industry.",
    )


def test_json(run: Run) -> None:
    data = json.loads(
        run("benchmarks", "--metric", "monthly_quits_rate", "--format", "json").stdout
    )
    assert data["schema"] == 1
    assert len(data["benchmarks"]) == 78
    assert data["benchmarks"][2] == {
        "metric": "Monthly quits rate",
        "cohort": "Total nonfarm",
        "industries": ["all"],
        "statistic": "population estimate, not seasonally adjusted",
        "sample_size": "",
        "value": 1.9,
        "unit": "%",
        "unit_basis": "of employment per month",
        "as_of": "2025-10 (preliminary)",
        "as_of_end": "2025-10",
        "geography": "US",
        "source": "US Bureau of Labor Statistics, JOLTS, Table 11",
        "url": "https://www.bls.gov/news.release/jolts.t11.htm",
    }
    topics = json.loads(run("benchmarks", "--format", "json", "--lang", "fr").stdout)
    assert topics["metrics"][0] == {
        "id": "gross_margin",
        "name": "Taux de marge brute",
        "figures": 93,
    }
    assert sum(each["figures"] for each in topics["metrics"]) == 921


def test_at_a_terminal_no_line_is_wider_than_it(tmp_path: Path) -> None:
    code, shown = at_terminal(tmp_path, "benchmarks", "--industry", "retail", COLUMNS="80")
    text = ESCAPE.sub("", shown)
    assert code == 0
    assert "Publisher’s cohort" in text and "Retail (Special Lines)" in text
    wide = [line for line in text.splitlines() if len(line) > 80]
    assert all(line.startswith("https://") for line in wide)


def test_no_name_is_offered_where_none_is_close(run: Run) -> None:
    result = run("benchmarks", "--metric", "CAC payback")
    assert result.returncode == 2
    assert "“CAC payback”, nor one of a similar name. It has: Gross margin · " in result.stderr
    assert "nor one of a similar name" in run("benchmarks", "--industry", "Xyzzy").stderr
