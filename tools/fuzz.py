"""``python -m tools.fuzz MINUTES``: hostile workbooks and broken files, through the program.

A case is drawn from the seed and its number alone, so that each can be had again. Whatever raises,
hangs, takes too much memory, ends with another exit code than the documented ones or writes an
invalid file is a finding: it is made as small as it gets and kept in ``--keep`` for the tests.
docs/safety.md says what was found.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tools.fuzzing.books import any_workbook
from tools.fuzzing.mutation import mutated
from tools.fuzzing.smaller import smaller
from tools.fuzzing.trial import Case, Outcome, load_program, try_case

REPOSITORY = Path(__file__).parent.parent
SEEDS = REPOSITORY / "tests" / "safety" / "seeds"
CORPUS = REPOSITORY / "tests" / "safety" / "corpus"

CHECK = ("check", "{book}", "--format", "json")
CHECK_TEXT = ("check", "{book}", "--review", "--verbose")
ANNOTATE = ("check", "{book}", "--annotate", "copy.xlsx", "--lang", "fr")
REPORT = ("report", "{book}", "--format", "json,html,xlsx,ics", "--review", "--output", "out")
REPORT_FR = (*REPORT, "--lang", "fr", "--fail-on", "any")


def seeds() -> dict[str, bytes]:
    """The valid files that are mutated, by name."""
    paths = [*sorted((REPOSITORY / "samples").glob("*.xlsx")), *sorted(SEEDS.iterdir())]
    return {path.name: path.read_bytes() for path in paths}


def case_of(seed: str, number: int, files: dict[str, bytes]) -> Case:
    """The case of that number: a drawn workbook, or one of the files with changes."""
    draw = random.Random(f"{seed}:{number}")
    if draw.random() < 0.4:
        return _case(draw, f"{number}.xlsx", any_workbook(draw))
    name = draw.choice(sorted(files))
    data = mutated(draw, files[name])
    if name.endswith(".toml"):
        return mapping_case(f"{number}.toml", data, files["mapped.csv"])
    return _case(draw, f"{number}{Path(name).suffix}", data)


def mapping_case(name: str, mapping: bytes, book: bytes) -> Case:
    """A report of ``book`` by a mapping file."""
    named = (*REPORT[:1], "mapped.csv", *REPORT[2:], "--mapping", name)
    return Case(name, {name: mapping, "mapped.csv": book}, (named,))


def corpus_case(path: Path) -> Case:
    """Every command that a file which once did harm is tried with."""
    if path.suffix == ".toml":
        return mapping_case(path.name, path.read_bytes(), (SEEDS / "mapped.csv").read_bytes())
    return book_case(path.name, path.read_bytes(), CHECK, CHECK_TEXT, ANNOTATE, REPORT_FR)


def book_case(name: str, data: bytes, *commands: tuple[str, ...]) -> Case:
    said = [tuple(part.format(book=name) for part in command) for command in commands]
    return Case(name, {name: data}, tuple(said))


def _case(draw: random.Random, name: str, data: bytes) -> Case:
    chosen: list[tuple[str, ...]] = [draw.choice((CHECK, CHECK, CHECK_TEXT))]
    if draw.random() < 0.2 and name.endswith(".xlsx"):
        chosen.append(ANNOTATE)
    if draw.random() < 0.5:
        chosen.append(draw.choice((REPORT, REPORT_FR)))
    return book_case(name, data, *chosen)


def minimised(case: Case, fault: str) -> Case:
    """The case with its file made small, as long as the same fault shows."""

    def fails(data: bytes) -> bool:
        return try_case(replace(case, files=case.files | {case.name: data})).fault == fault

    return replace(case, files=case.files | {case.name: smaller(case.files[case.name], fails)})


def main() -> int:
    options = _options()
    load_program()
    files, known, until = seeds(), Counter[str](), time.monotonic() + options.minutes * 60
    number, codes, slowest, most = options.start, Counter[int](), 0.0, 0
    while time.monotonic() < until:
        case = case_of(options.seed, number, files)
        outcome = try_case(case)
        codes.update(outcome.codes)
        slowest, most = max(slowest, outcome.seconds), max(most, outcome.memory)
        if outcome.fault:
            known[outcome.fault] += 1
            if known[outcome.fault] == 1:
                _keep(case, outcome, number, options.keep)
        number += 1
    _say(f"{number - options.start} cases, exit codes {dict(sorted(codes.items()))}")
    _say(f"slowest {slowest:.1f} s, most memory {most / 2**20:.0f} MiB")
    for fault, times in known.most_common():
        _say(f"{times} times {fault}")
    return 1 if known else 0


def _keep(case: Case, outcome: Outcome, number: int, folder: Path) -> None:
    _say(f"case {number}: {outcome.fault}\n{outcome.detail}")
    found = case if outcome.fault.startswith("hang") else minimised(case, outcome.fault)
    folder.mkdir(parents=True, exist_ok=True)
    words = "".join(letter if letter.isalnum() else "_" for letter in outcome.fault.lower())
    path = folder / f"{words[:60].strip('_')}{Path(case.name).suffix}"
    path.write_bytes(found.files[case.name])
    _say(f"kept {path} ({len(found.files[case.name])} bytes)\n")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", type=float, help="how long to try")
    parser.add_argument("--seed", default="1", help="another seed, other cases")
    parser.add_argument("--start", type=int, default=0, help="the number of the first case")
    parser.add_argument("--keep", type=Path, default=CORPUS, help="where findings are kept")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
