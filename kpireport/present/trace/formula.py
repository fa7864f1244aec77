"""Formulas as small trees with the numbers in them, and what they come to."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "abs": abs,
    "sqrt": math.sqrt,
    "phi": lambda z: math.erfc(-z / math.sqrt(2)) / 2,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number. ``text`` is how it must be written: a figure as typed, a threshold.

    Without a text it is the result of another formula, and written with as many decimals as it
    takes to recompute this one; a ``share`` in percent.
    """

    value: float
    text: str | None = None
    share: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """Terms joined by one of ``+ - * /``, from left to right."""

    sign: str
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function of terms: ``min``, ``max``, ``abs``, ``sqrt`` or ``phi``."""

    name: str
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What is true of some numbers: ``terms`` with ``<``, ``<=`` or ``>=`` between them."""

    terms: tuple[Node, ...]
    signs: tuple[str, ...]


Node = Number | Operation | Call
Rounding = Callable[[Number], float]


def plus(*terms: Node) -> Node:
    """The sum; a single term is itself."""
    return terms[0] if len(terms) == 1 else Operation("+", terms)


def minus(left: Node, right: Node) -> Node:
    return Operation("-", (left, right))


def times(*terms: Node) -> Node:
    return Operation("*", terms)


def over(dividend: Node, divisor: Node) -> Node:
    return Operation("/", (dividend, divisor))


def size(node: Node) -> Node:
    """|node|."""
    return Call("abs", (node,))


def evaluate(node: Node, number: Rounding = lambda number: number.value) -> float:
    """The formula's value, every number in it as ``number`` reads it."""
    if isinstance(node, Number):
        return number(node)
    values = [evaluate(term, number) for term in node.terms]
    if isinstance(node, Call):
        return _FUNCTIONS[node.name](*values)
    result = math.fsum(values) if node.sign == "+" else values[0]
    for value in values[1:]:
        match node.sign:
            case "-":
                result -= value
            case "*":
                result *= value
            case "/":
                result /= value
    return result


def holds(condition: Condition, number: Rounding = lambda number: number.value) -> bool:
    """Whether the condition is true, every number in it as ``number`` reads it."""
    values = [evaluate(term, number) for term in condition.terms]
    pairs = zip(values, condition.signs, values[1:], strict=False)
    return all(_COMPARISONS[sign](left, right) for left, sign, right in pairs)
