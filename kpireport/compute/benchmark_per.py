"""Whether two figures are counted per the same thing: ``€/order``, ``kg per site``, ``% of sales``.

What both units say must be the same, in either language (``order`` and ``commande``). Where only
one says it, the other's name must: ``Average order value`` in pounds is per order, a revenue in
pounds is not. A percentage is always of something that mostly stands in no unit, so there the
names of the KPI, of its denominator and of the metric count, and so does custom: a conversion rate
is of sessions, a margin of revenue.

A KPI per month, quarter or year only agrees with a figure over the same span. A figure per month
beside a KPI that says no span is no question of units: the span of the KPI's figure is chosen for
it (``benchmark.compared_figure``).
"""

from __future__ import annotations

import re

from kpireport.model.benchmark import Benchmark
from kpireport.model.kpi import Kpi, Unit, UnitKind
from kpireport.model.names import normalise, without_accents

_PER = re.compile(r"/|\bper\b|\bpar\b")
_PERCENT = re.compile(r"^(?:%|per ?cent(?:age)?|pour ?cent(?:age)?|pct)\s*")
_OF = re.compile(r"^(?:of|du|des|de|d)\b ?(?:the|la|les|l)?\b ?")
_SPANS = {
    1: re.compile(r"months?|mois|monthly|mensuel(?:le)?s?"),
    3: re.compile(r"quarters?|trimestres?|quarterly|trimestriel(?:le)?s?"),
    12: re.compile(r"years?|an|ans|annees?|yearly|annual|annuel(?:le)?s?"),
}
_SAME = {
    "order": r"orders?|commandes?|transactions?|carts?|baskets?|paniers?",
    "session": r"sessions?|visits?|visites?",
    "visitor": r"visitors?|visiteurs?",
    "customer": r"customers?|clients?",
    "worker": r"workers?|employees?|salaries?|employes?|collaborateurs?",
    "workforce": r"employment|headcount|workforce|staff|effectifs?",
    "revenue": r"revenues?|sales|ca|chiffre d affaires|ventes",
    "working time": r"work(?:ing)? ?(?:time|hours|days)|heures (?:de travail|travaillees)"
    r"|temps de travail|jours (?:de travail|travailles)",
    "hour": r"hours?|heures?",
    "day": r"days?|jours?",
}
_CUSTOM = {
    r"conversion": ("session", "visitor"),
    r"quits?|turnover|attrition|departs?|rotation|demissions?": ("workforce", "worker"),
    r"absence|absenteeism|absenteisme|sickness|maladie": ("working time",),
    r"margin|marge": ("revenue",),
    r"churn": ("customer",),
    r"abandon(?:ment)?": ("order",),
}
_ON_AVERAGE = re.compile(r"\b(?:average|mean|moyen(?:ne)?)\b|/|\b(?:per|par)\b")


def same_per(kpi: Kpi, benchmark: Benchmark, denominator: str = "") -> bool:
    """Whether the KPI and a benchmark in its unit are counted per the same thing.

    ``denominator`` is the name of what the KPI divides by, empty where it divides by nothing.
    """
    unit = benchmark.measured_in or Unit()
    ours = _counted_per(kpi.unit.text, kpi.unit.kind)
    theirs = _counted_per(f"{unit.text} {benchmark.unit_basis}", unit.kind)
    own_names = f"{kpi.id} | {kpi.name}"
    metric = " | ".join((benchmark.metric, *benchmark.metric_names))
    if not _same_span(kpi, benchmark, f"{own_names} | {metric}"):
        return False
    if ours == theirs:
        return True
    said = ours or theirs
    if ours and theirs:
        return False
    if unit.is_percent:
        return _named(f"{own_names} | {denominator} | {metric}", said, custom=True)
    silent = metric if ours else own_names
    average = _ON_AVERAGE.search(_plain(silent)) is not None and _named(silent, said)
    return average or (not ours and _named(denominator, said))


def _same_span(kpi: Kpi, benchmark: Benchmark, names: str) -> bool:
    span = _span(_pieces(kpi.unit.text, kpi.unit.kind))
    if span is None or span == benchmark.rate_months:
        return True
    return benchmark.rate_months is None and _SPANS[span].search(_plain(names)) is not None


def _counted_per(text: str, kind: UnitKind) -> frozenset[str]:
    """What a unit is counted per, apart from spans of time: ``{"order"}`` for ``€/order``."""
    things = (each for each in _pieces(text, kind) if _span([each]) is None)
    return frozenset(key for each in things for key in _things(each) or {_singular(each)} if key)


def _pieces(text: str, kind: UnitKind) -> list[str]:
    """What follows the unit itself, without articles."""
    plain = _plain(text)
    head, *rest = _PER.split(plain)
    if kind is UnitKind.PERCENT:
        share = _PERCENT.sub("", head.strip()).strip()
        known = _OF.match(share) or _things(share)
        rest = [_OF.sub("", share), *rest] if known else rest
    return [piece.strip() for piece in rest if piece.strip()]


def _span(pieces: list[str]) -> int | None:
    """The months of the span of time among the pieces."""
    return next((n for n, words in _SPANS.items() for p in pieces if words.fullmatch(p)), None)


def _things(text: str) -> set[str]:
    """The things of the list that a text names. Working hours are no hours."""
    found = {key for key, words in _SAME.items() if re.search(rf"\b(?:{words})\b", text)}
    return found - {"hour", "day"} if "working time" in found else found


def _named(names: str, things: frozenset[str], *, custom: bool = False) -> bool:
    plain = _plain(names)
    known = _things(plain) | {_singular(word) for word in plain.split()}
    if custom:
        for words, usual in _CUSTOM.items():
            known |= set(usual) if re.search(rf"\b(?:{words})\b", plain) else set()
    return things <= known


def _plain(text: str) -> str:
    """Small letters without accents, apostrophes as spaces."""
    return " ".join(re.sub("[’']", " ", without_accents(text)).split())


def _singular(word: str) -> str:
    return normalise(word).removesuffix("s")
