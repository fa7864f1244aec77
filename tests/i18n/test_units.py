"""Whether a KPI's name says its unit already."""

from __future__ import annotations

import pytest

from kpireport.i18n.units import name_says_unit


@pytest.mark.parametrize(
    ("name", "unit", "said"),
    [
        ("New customers", "customers", True),
        ("Heures de formation", "heures", True),
        ("New customers", "customer", True),
        ("Gross margin %", "%", True),
        ("Churn", "h", False),  # a letter of a word is no word
        ("Daybreak sales", "day", False),
        ("Revenue", "k€", False),
        ("Revenue", "", False),
    ],
)
def test_a_name_that_says_its_unit(name: str, unit: str, said: bool) -> None:
    assert name_says_unit(name, unit) is said
