"""Compiles the French texts of Click's own messages: click.po → click.mo."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parent.parent / "kpireport/i18n/locales/fr/LC_MESSAGES/click.po"


def compiled() -> bytes:
    """The bytes of click.mo."""
    with SOURCE.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    SOURCE.with_suffix(".mo").write_bytes(compiled())
