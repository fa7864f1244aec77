"""Why a value is what it is: a reason's code, and the cell a figure came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpireport.model.problem import CellRef, Param


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is missing or partial; ``kpireport.i18n`` says it under ``reason.<code>``.

    ``also`` is what is to be said beside it.
    """

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    also: Reason | None = None


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell a figure came from. ``role``: actual, target, low, high, numerator, denominator…"""

    role: str
    ref: CellRef
