"""Which KPI a name in a cell means: its ID first, then its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kpireport.workbook.records import nearest
from kpireport.workbook.texts import fold_name, normalise

_TOTALS = ("total", "soustotal", "subtotal", "grandtotal", "totaux", "sumtotal")
_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The KPI's ID, or None: where ``ambiguous`` holds several share the name, else none has it."""

    kpi: str | None
    ambiguous: tuple[str, ...] = ()


class KpiNames:
    """The names that the KPIs of one workbook answer to, from (ID, name) pairs."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names = dict(names)
        self._ids = {folded_id(kpi_id): kpi_id for kpi_id in self._names}
        self._by_name: dict[str, list[str]] = {}
        for kpi_id, name in self._names.items():
            # A label may leave the signs out ("Margin"), but not have others ("Margin €").
            keys = {fold(text) for fold in (fold_name, normalise) for text in (name, kpi_id)}
            for key in keys - {""}:
                self._by_name.setdefault(key, []).append(kpi_id)

    def find(self, text: str) -> NameMatch:
        """The KPI of that ID (case aside), else of that name (accents and punctuation aside).

        The signs % € $ £ # count: "Margin €" is not "Margin %".
        """
        if text in self._names:
            return NameMatch(text)
        if (kpi_id := self._ids.get(folded_id(text))) is not None:
            return NameMatch(kpi_id)
        found = self._by_name.get(fold_name(text), [])
        if len(found) > 1:
            exact = [i for i in found if fold_name(text) == fold_name(self._names[i])]
            found = exact or found
        if len(found) == 1:
            return NameMatch(found[0])
        return NameMatch(None, tuple(found))

    def closest(self, text: str) -> tuple[str, ...]:
        """The IDs and names most like ``text``; where none is, the first IDs of the workbook."""
        every = [name for pair in self._names.items() for name in pair]
        close = nearest(text, every, count=_SUGGESTIONS, cutoff=0.6)
        return close or tuple(self._names)[:_SUGGESTIONS]


def folded_id(kpi_id: str) -> str:
    """An ID as IDs are told apart: case and runs of spaces aside."""
    return " ".join(kpi_id.split()).casefold()


_BARE_TOTALS = frozenset(
    (
        *("total", "totals", "totaux", "totale", "grandtotal", "totalgeneral", "totalgenerale"),
        *("gesamt", "gesamtsumme", "summe", "insgesamt", "somme", "suma", "soma", "somma"),
        *("sum", "average", "mean", "moyenne", "durchschnitt", "mittelwert", "promedio", "media"),
    )
)
_PART_TOTALS = ("soustotal", "subtotal", "subtotale", "zwischensumme")


def is_bare_total(label: str) -> bool:
    """Whether a label is a total's and nothing else: ``Total revenue`` may well be a KPI."""
    key = normalise(label)
    return key in _BARE_TOTALS or key.startswith(_PART_TOTALS)


def is_total(label: str) -> bool:
    """Whether a row's label says that it adds up others: ``Total``, ``Revenue total``…"""
    key = normalise(label)
    return key.startswith(_TOTALS) or key.endswith("total")
