"""Whether a header that could not be read was meant for a month or a year: ``Sept 2025*``."""

from __future__ import annotations

import re

from kpireport.workbook.written_dates import SURE_PATTERN, plain

_PERIOD = re.compile(
    rf"(?<![a-z])(?:{SURE_PATTERN})(?![a-z])"
    r"|(?<!\d)(?:19[5-9]\d|20\d\d|21[0-4]\d)(?!\d)"
)
_COMPUTED = re.compile(
    r"\b(?:total|totals|totaux|sum|somme|ytd|cumul\w*|average|avg|moyenne|moy|mean|median|mediane"
    r"|min|max|best|worst|vs|versus|yoy|mom|change|growth|croissance|var|variation|variance"
    r"|evolution|evol|diff|difference|delta|ecart|rank|rang|target|cible|objectif|rate|taux)\b"
    r"|%|[δΔ/]\s*(?:n-1|ly|py)\b"
)
"""Words of columns that are worked out from months, and are no month themselves."""


_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
_SERIALS = range(32_874, 73_051)
"""The days of 1990 to 2099 as Excel counts them: dates whose cell lost its date format."""


def looks_like_a_period(header: str) -> bool:
    """Whether a header names a month or a year without saying that it compares or adds up."""
    written = plain(header)
    if (serial := _SERIAL.fullmatch(written)) and int(serial[1]) in _SERIALS:
        return True
    return _PERIOD.search(written) is not None and _COMPUTED.search(written) is None
