"""The only place that knows where templates, samples and locales lie.

An installed wheel carries templates and samples inside the package; a checkout (and so an
editable install) has them at the top of the repository. Both are looked for, in that order.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_PLACES = (_PACKAGE / "_shipped", _PACKAGE.parent)


def _folder(name: str) -> Path:
    for place in _PLACES:
        if (place / name).is_dir():
            return place / name
    raise FileNotFoundError(f"kpireport was installed without its {name}")


def templates() -> Path:
    """The folder of the Jinja2 templates and style sheets."""
    return _folder("templates")


def samples() -> Path:
    """The folder of the sample workbooks."""
    return _folder("samples")


def locales() -> Path:
    """The folder of the message catalogues, one folder a language."""
    return _PACKAGE / "i18n" / "locales"


def json_schema() -> Path:
    """The JSON Schema of the JSON output."""
    return _PACKAGE / "render" / "scorecard.schema.json"


def starter_kpis() -> Path:
    """The KPIs that starter workbooks propose, by sector."""
    return _PACKAGE / "workbook" / "starter_kpis.toml"
