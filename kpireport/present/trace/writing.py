"""A formula written down: for a reader in the report's language, and for a program.

``lines`` writes it as the reader sees it: ``1 + (460 − 500) / |500|``; ``exact`` with every digit,
in ASCII: ``1+(460-500)/abs(500)``, where ``phi`` is the distribution of the standard normal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kpireport.i18n.formats import Formats
from kpireport.i18n.precision import own_decimals, rounded
from kpireport.present.trace.formula import (
    Call,
    Condition,
    Node,
    Number,
    Operation,
    Rounding,
    evaluate,
    holds,
)

MOST_TERMS = 12
"""A longer sum is shortened for the reader, and its total stands in a second line."""
_KEPT = 4
_MOST_DECIMALS = 12

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGNS = {"+": " + ", "-": " − ", "*": " × ", "/": " / "}
_NAMES = {"phi": "Φ", "sqrt": "√"}


def exact(node: Node | Condition) -> str:
    """The formula with every digit, as Python would read it."""
    return _Exact().written(node)


def lines(
    node: Node | Condition,
    formats: Formats,
    agrees: Callable[[float], bool] = lambda _: True,
    least: int = 1,
) -> tuple[str, ...]:
    """The formula for a reader; a second line has the totals of the sums that were shortened.

    Numbers that were computed get the fewest decimals, ``least`` or more, with which the formula
    still ``agrees`` with the figure it explains.
    """
    decimals = _telling(node) if isinstance(node, Condition) else _enough(node, agrees, least)
    shown = _Shown(formats, decimals).written(node)
    totalled = node if isinstance(node, Condition) else _totalled(node)
    if totalled is node:
        return (shown,)
    if isinstance(totalled, Number):
        return (shown,)
    return (shown, _Shown(formats, decimals).written(totalled))


def _enough(node: Node, agrees: Callable[[float], bool], least: int) -> int:
    both = (node, _totalled(node))
    return _fewest(least, lambda reading: all(agrees(evaluate(each, reading)) for each in both))


def _telling(condition: Condition) -> int:
    return _fewest(0, lambda reading: holds(condition, reading))


def _fewest(least: int, right: Callable[[Rounding], bool]) -> int:
    """The fewest decimals with which computed numbers may be written."""
    for decimals in range(least, _MOST_DECIMALS):

        def reading(number: Number, decimals: int = decimals) -> float:
            if number.text is not None:
                return number.value
            scale = 100 if number.share else 1
            return float(rounded(number.value * scale, decimals)) / scale

        if right(reading):
            return decimals
    return _MOST_DECIMALS


def _totalled(node: Node) -> Node:
    """The formula with its long sums added up; the same object where it has none."""
    if isinstance(node, Number):
        return node
    if isinstance(node, Operation) and node.sign == "+" and len(node.terms) > MOST_TERMS:
        return Number(evaluate(node), share=_is_share(node))
    terms = tuple(_totalled(term) for term in node.terms)
    same = all(new is old for new, old in zip(terms, node.terms, strict=True))
    return node if same else replace(node, terms=terms)


def _is_share(node: Node) -> bool:
    """Whether the numbers in a formula are shares."""
    return node.share if isinstance(node, Number) else _is_share(node.terms[0])


class _Exact:
    """Writes a formula; what depends on the reader is overridden in ``_Shown``."""

    signs: Mapping[str, str] = {sign: sign for sign in _STRENGTH}
    comparisons: Mapping[str, str] = {"<": " < ", "<=": " <= ", ">=": " >= "}
    separator = ", "

    def number(self, number: Number) -> str:
        value = number.value
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)

    def call(self, name: str, inside: str) -> str:
        return f"{name}({inside})"

    def shortened(self, texts: list[str]) -> list[str]:
        return texts

    def written(self, node: Node | Condition) -> str:
        if isinstance(node, Number):
            return self.number(node)
        if isinstance(node, Call):
            return self.call(node.name, self.separator.join(self.written(t) for t in node.terms))
        texts = [self._term(node, place, term) for place, term in enumerate(node.terms)]
        if isinstance(node, Condition):
            rest = zip(node.signs, texts[1:], strict=True)
            return texts[0] + "".join(self.comparisons[sign] + text for sign, text in rest)
        if node.sign == "+":
            texts = self.shortened(texts)
        return self.signs[node.sign].join(texts)

    def _term(self, parent: Operation | Condition, place: int, term: Node) -> str:
        text = self.written(term)
        if isinstance(parent, Condition):
            return text
        if isinstance(term, Number):
            return f"({text})" if place and term.value < 0 else text
        if not isinstance(term, Operation):
            return text
        own, its = _STRENGTH[parent.sign], _STRENGTH[term.sign]
        tight = place > 0 and parent.sign in "-/"
        return f"({text})" if its < own or (tight and its == own) else text


class _Shown(_Exact):
    """As the reader's language writes numbers, with ``decimals`` for the computed ones."""

    signs: Mapping[str, str] = _SIGNS
    comparisons: Mapping[str, str] = {"<": " < ", "<=": " ≤ ", ">=": " ≥ "}
    separator = "; "

    def __init__(self, formats: Formats, decimals: int) -> None:
        self._formats = formats
        self._decimals = decimals

    def number(self, number: Number) -> str:
        if number.text is not None:
            return number.text
        if number.share:
            decimals = min(self._decimals, own_decimals(number.value * 100))
            return self._formats.percent(number.value, decimals)
        decimals = min(self._decimals, own_decimals(number.value))
        return self._formats.number(number.value, decimals)

    def call(self, name: str, inside: str) -> str:
        return f"|{inside}|" if name == "abs" else f"{_NAMES.get(name, name)}({inside})"

    def shortened(self, texts: list[str]) -> list[str]:
        if len(texts) <= MOST_TERMS:
            return texts
        return [*texts[:_KEPT], "…", *texts[-_KEPT:]]
