"""A machine without Pango, as far as the program can tell."""

from __future__ import annotations

import sys

import pytest


class _Missing:
    """What importing WeasyPrint does where Pango's library can't be loaded."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.split(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def take_pango_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the test is over."""
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_Missing(), *sys.meta_path])
