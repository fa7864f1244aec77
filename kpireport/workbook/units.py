"""What units (``k€``, ``% (0-1)``, ``€/order``) and tolerances (``5% of target``) mean."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.model.kpi import Tolerance, Unit
from kpireport.workbook.cells import RawCell
from kpireport.workbook.findings import Finding


@dataclass(frozen=True, slots=True)
class UnitReading:
    """A unit, and how its percentages are typed where the unit says so.

    ``percent_factor`` turns a plain number of a percent KPI into percent: 100.0 for ``% (0-1)``,
    1.0 for ``% (0-100)``, None where the unit doesn't say (then plain numbers are percent as
    typed, and suspicious ones are an error).
    """

    unit: Unit
    percent_factor: float | None = None


@dataclass(frozen=True, slots=True)
class ToleranceReading:
    """A tolerance; None with ``missing`` for an empty cell, None with ``problem`` for nonsense.

    ``bare_percent``: it was ``5%`` and nothing more (as text, or a percent-formatted cell). It is
    read as 5 % of the target; on a percent KPI that is an error, which the parser raises.
    """

    tolerance: Tolerance | None = None
    missing: bool = False
    bare_percent: bool = False
    problem: Finding | None = None


def read_unit(text: str, default_currency: str | None = None) -> UnitReading:
    """What a unit's text means; never fails, for an unknown word is a unit of its own (OTHER).

    ``default_currency`` (ISO 4217, from the Settings) settles what ``$`` and the like stand for:
    a dollar is Canadian in a book kept in CAD, else American.
    """
    raise NotImplementedError


def read_currency(text: str, default_currency: str | None = None) -> str | None:
    """The ISO 4217 code of a currency given as code, symbol or name: ``€``, ``eur``, ``euros``."""
    raise NotImplementedError


def read_tolerance(cell: RawCell | None) -> ToleranceReading:
    """What a Tolerance cell says: ``2``, ``2 pts``, ``5%``, ``5% of target``, ``5 % de la cible``.

    A sign is dropped (``-2 pts`` and ``± 2 pts`` are 2 points). Problems as of numbers.
    """
    raise NotImplementedError
