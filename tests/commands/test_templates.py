"""``kpireport report --templates`` as a user runs it, with the documentation's example."""

from __future__ import annotations

import json
from pathlib import Path

from pypdf import PdfReader

from tests.commands.conftest import Run

EXAMPLE = Path("samples") / "templates-example"


def test_the_example_of_the_documentation(
    run: Run, repository: Path, smaller: Path, tmp_path: Path
) -> None:
    book, own = smaller / "retail_fr.xlsx", repository / EXAMPLE
    made = run("report", book, "--templates", own, "--format", "html,pdf,json")
    assert (made.returncode, made.stderr) == (0, "")
    files = {path.suffix: path for path in (tmp_path / "scorecards").iterdir()}
    page = files[".html"].read_text(encoding="utf-8")
    assert ".top { border-block-start: 0; background: #14213d; color: #ffffff; }" in page
    cover = " ".join(PdfReader(files[".pdf"]).pages[0].extract_text().split())
    assert cover == (
        "Maison Valombreuil octobre 2026 Tableau de bord du comité de direction "
        "Exercice 2026/27 ; cumul annuel février–octobre 2026 Diffusion restreinte "
        "Préparé par Contrôle de gestion · retail_fr.xlsx · Exécution "
        + json.loads(files[".json"].read_bytes())["run"]
    )

    # A set made with other templates carries another run.
    assert run("report", book, "--format", "json", "--output", "plain").returncode == 0
    plain = json.loads((tmp_path / "plain" / files[".json"].name).read_bytes())
    assert plain["run"] not in page


def test_the_documentation_shows_the_example_as_it_is(repository: Path) -> None:
    page = (repository / "docs" / "templates.md").read_text(encoding="utf-8")
    cover = (repository / EXAMPLE / "pdf" / "cover.html").read_text(encoding="utf-8")
    assert f"```html\n{cover}```" in page


def test_the_documentation_lists_every_piece(repository: Path) -> None:
    page = (repository / "docs" / "templates.md").read_text(encoding="utf-8")
    shipped = repository / "templates"
    names = [path.relative_to(shipped).as_posix() for path in shipped.rglob("*.[hcj][ts]*")]
    assert len(names) > 20
    assert [name for name in names if f"`{name}`" not in page] == []


def test_a_file_that_replaces_nothing_is_named_and_the_report_made(
    run: Run, smaller: Path, tmp_path: Path
) -> None:
    (tmp_path / "own" / "html").mkdir(parents=True)
    (tmp_path / "own" / "html" / "extra.css").write_text("a { background: url(x.png) }")
    (tmp_path / "own" / "html" / "sumary.html").write_text("")
    book = smaller / "ecommerce.xlsx"
    made = run("report", book, "--templates", "own", "--format", "html")
    assert made.returncode == 0
    assert made.stderr.splitlines() == [
        "html/sumary.html replaces nothing in the report. Closest: html/summary.html.",
        "html/extra.css, line 1: a report fetches nothing, so what is named there won’t show. "
        "Put the file into the folder of templates, and into the page with data_uri "
        "(docs/templates.md).",
    ]


def test_what_is_wrong_is_told_without_a_traceback(run: Run, smaller: Path, tmp_path: Path) -> None:
    book = smaller / "ecommerce.xlsx"
    missing = run("report", book, "--templates", "nowhere", lang="fr_FR.UTF-8")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr == (
        "Erreur: Le dossier nowhere n’existe pas. "
        "Indiquez avec --templates le dossier de vos propres modèles.\n"
    )
    (tmp_path / "own" / "pdf").mkdir(parents=True)
    cover = tmp_path / "own" / "pdf" / "cover.html"
    cover.write_text("<h1>\n{% for kpi in view.cards %}")
    unread = run("report", book, "--templates", "own", "--format", "html")
    assert unread.returncode == 2
    assert unread.stderr.startswith("Error: pdf/cover.html, line 2: the template can’t be unders")
    cover.write_text("<h1>\n{{ view.titel }}</h1>")
    misspelt = run("report", book, "--templates", "own", lang="fr_FR.UTF-8")
    assert misspelt.returncode == 2
    assert " ".join(misspelt.stderr.split()) == (
        "ecommerce.xlsx: pdf/cover.html, ligne 2 : le nom « titel » n’existe pas. "
        "Vouliez-vous dire title ?"
    )
    assert not (tmp_path / "scorecards").exists()
