"""Start-up time is a feature: what is not needed is not imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("weasyprint", "pandas", "scipy", "xlsxwriter", "jinja2", "sqlalchemy")


def loaded(statement: str) -> set[str]:
    """The top-level modules loaded after ``statement`` ran in a new interpreter."""
    code = f"{statement}\nimport sys\nprint('LOADED', *{{m.split('.')[0] for m in sys.modules}})"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(result.stdout.rpartition("LOADED")[2].split())


def run_and_stay(*arguments: str) -> str:
    return (
        "from kpireport.commands.main import main\n"
        f"try: main({list(arguments)!r})\n"
        "except SystemExit: pass"
    )


def test_importing_the_package_loads_nothing_heavy() -> None:
    modules = loaded("import kpireport")
    assert "kpireport" in modules
    assert modules.isdisjoint({*HEAVY, "openpyxl", "babel", "rich", "click", "numpy"})


def test_help_loads_nothing_heavy() -> None:
    modules = loaded(run_and_stay("--help"))
    assert "click" in modules
    assert modules.isdisjoint({*HEAVY, "openpyxl", "babel", "rich", "numpy"})


def test_checking_a_small_workbook_loads_no_renderer(repository: Path) -> None:
    modules = loaded(run_and_stay("check", str(repository / "samples" / "ecommerce.xlsx")))
    assert "zipfile" in modules
    assert modules.isdisjoint(HEAVY)
