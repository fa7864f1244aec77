"""What is wrong with one cell, before anybody has said which cell it is.

The functions that read a value know what was found but not always where; they hand back a
:class:`Finding`, and whoever knows the place turns it into a Problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpireport.model.problem import CellRef, Param, Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem without its place: the code and what fills its sentences."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def at(self, ref: CellRef, **more: Param) -> Problem:
        """The problem at that cell; ``more`` adds to the parameters (``kpi=…``)."""
        return Problem(self.code, ref.sheet, ref.cell, {**self.params, **more})
