"""English and French say the same things, completely, and in good typography."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from kpireport import resources
from kpireport.i18n.catalogue import Catalogue, Entry, Plural

ENGLISH = Catalogue(resources.locales() / "en", "en").everything()
FRENCH = Catalogue(resources.locales() / "fr", "fr").everything()
KEYS = sorted(ENGLISH.keys() & FRENCH.keys())
NNBSP, NBSP = "\u202f", "\u00a0"

SAME_IN_BOTH = {
    "Parent",
    "Action",
    "Actions",
    "Assurance",
    "Budget",
    "Code",
    "Excel",
    "HTML",
    "JSON",
    "Organisation",
    "PDF",
    "Page",
    "Position",
    "Score",
    "Signal",
    "Source",
    "Sources",
    "Total",
    "Variation",
    "stable",
    "xlsx",
}
"""Words that are the same in both languages; the tests name everything else that is."""


def forms(entry: Entry) -> tuple[str, ...]:
    return tuple(entry.forms.values()) if isinstance(entry, Plural) else (entry,)


def params(entry: Entry) -> set[str]:
    """Every parameter of an entry, in any of its plural forms."""
    names = {
        name for text in forms(entry) for _, name, _, _ in string.Formatter().parse(text) if name
    }
    return names | ({entry.by} if isinstance(entry, Plural) else set())


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(ENGLISH.keys() ^ FRENCH.keys()) == []


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_take_the_same_parameters(key: str) -> None:
    # `count` may rule the plural of one language only.
    assert params(ENGLISH[key]) - {"count"} == params(FRENCH[key]) - {"count"}


def test_nothing_is_left_in_english() -> None:
    words = re.compile(r"[^\W\d_]{3,}")
    same = {
        key: text
        for key in KEYS
        for text in forms(FRENCH[key])
        if text in forms(ENGLISH[key])
        and text not in SAME_IN_BOTH
        and words.search(re.sub(r"\{\w+\}", "", text))
    }
    assert same == {}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_plural_forms_are_those_the_language_has(language: str) -> None:
    entries = ENGLISH if language == "en" else FRENCH
    allowed = {"en": {"one", "other"}, "fr": {"one", "many", "other"}}[language]
    plurals = {key: entry for key, entry in entries.items() if isinstance(entry, Plural)}
    wrong = {
        key: set(e.forms)
        for key, e in plurals.items()
        if not {"one", "other"} <= set(e.forms) or not set(e.forms) <= allowed
    }
    assert wrong == {}


FRENCH_FAULTS = {
    "a plain space before a mark": re.compile(r" [;:!?%»]"),
    "no space before a mark": re.compile(r"[^\s\u202f\u00a0.!?…(«/-][;:!?»](?=\s|$)"),
    "no space before a percent sign": re.compile(r"[\d}]%"),
    "no no-break space after «": re.compile("«(?!\u00a0)"),
    "an English quotation mark": re.compile(r"[“”\"]"),
    "two spaces": re.compile(r"  "),
}
CODE = re.compile(r"--\S+|\S+://\S+|`[^`]*`|=\w+\([^)]*\)|#[\w/]+[?!]")
"""Options, addresses, formulas and Excel's error values are written as they are typed."""

OTHER_NOTATIONS = {"problem.E501.explain"}
"""Sentences that show, in English, how others write numbers."""


@pytest.mark.parametrize("fault", FRENCH_FAULTS)
def test_french_typography(fault: str) -> None:
    found = {
        key: text
        for key, entry in FRENCH.items()
        for text in forms(entry)
        if FRENCH_FAULTS[fault].search(CODE.sub("x", text))
    }
    assert found == {}


def test_english_typography() -> None:
    fault = re.compile(r"\s[;:!?]|\d\s%|  |[«»]")
    found = {
        key: text
        for key, entry in ENGLISH.items()
        for text in forms(entry)
        if key not in OTHER_NOTATIONS and fault.search(CODE.sub("x", text))
    }
    assert found == {}


def test_a_file_is_named_after_what_it_holds() -> None:
    """Only the files whose name begins with a key's namespace are read for that key."""
    for language in ("en", "fr"):
        folder = resources.locales() / language
        for path in folder.glob("*.toml"):
            found = re.findall(r"^\[(\w+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            assert found, f"{path} holds nothing"
            assert [name for name in found if not path.name.startswith(name)] == []


# Everything the source speaks of has a sentence -------------------------------------------------


def source(repository: Path, *rooms: str) -> str:
    paths = (path for room in rooms for path in (repository / "kpireport" / room).rglob("*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_every_problem_code_has_its_sentences(repository: Path) -> None:
    rooms = ("workbook", "compute", "benchmarks", "model", "deliver")
    codes = set(re.findall(r'"([EWI]\d{3})"', source(repository, *rooms)))
    assert codes, "no problem code was found in the source"
    parts = ("title", "message", "advice", "explain")
    missing = [f"problem.{c}.{p}" for c in sorted(codes) for p in parts]
    assert [key for key in missing if key not in ENGLISH] == []


def test_every_reason_has_a_sentence(repository: Path) -> None:
    codes = set(re.findall(r'Reason\(\s*"(\w+)"', source(repository, ".")))
    assert codes, "no reason was found in the source"
    assert [code for code in sorted(codes) if f"reason.{code}" not in ENGLISH] == []


def test_every_error_has_a_sentence(repository: Path) -> None:
    raised = re.findall(r'(?:Usage|Output|KpiReport)Error\(\s*"(\w+)"', source(repository, "."))
    assert raised, "no error was found in the source"
    assert [code for code in sorted(set(raised)) if f"error.{code}" not in ENGLISH] == []


def test_every_label_a_layout_asks_for_exists(repository: Path) -> None:
    rooms = ("templates", "kpireport/present", "kpireport/render", "kpireport/commands")
    layouts = [path for room in rooms for path in (repository / room).rglob("*.*")]
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in layouts
        if path.suffix in {".py", ".html", ".j2", ".jinja", ".css", ".svg"}
    )
    asked = set(re.findall(r"\blabels(?:\.(?!items|get\b|toml)|\[[\"'])(\w+)", text))
    asked |= set(re.findall(r'"label\.(\w+)"', text))
    assert [name for name in sorted(asked) if f"label.{name}" not in ENGLISH] == []
