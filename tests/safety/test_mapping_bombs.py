"""A mapping file made to keep the reader busy: refused at once."""

from __future__ import annotations

import time

import pytest

from kpireport.workbook.mapping_file import mapping_of

BOMBS = {
    "a key of many parts": "a" + ".a" * 100_000 + " = 1",
    "a table of many parts": "[" + "a." * 50_000 + "a]",
    "deep lists": "a = " + "[" * 100_000,
    "a number without end": "a = " + "1" * 200_000,
    "keys that nobody knows": "\n".join(f"key{number} = 1" for number in range(20_000)),
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_a_mapping_without_end_is_refused(text: str) -> None:
    begun = time.process_time()
    arrangement, problems = mapping_of(text, "mapping.toml")
    assert arrangement is None
    assert {problem.code for problem in problems} <= {"E242", "E243", "E245", "E246"}
    # A tenth of a second when it was measured; what has no end takes hours.
    assert time.process_time() - begun < 60
