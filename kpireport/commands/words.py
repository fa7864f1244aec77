"""The terminal's language, and the fixed words of the command line in it."""

from __future__ import annotations

import gettext
import os
from functools import cache

from kpireport.model.book import Language


@cache
def terminal_language() -> Language:
    """French where the environment asks for it (as gettext reads it), else English."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "fr" if value.split(":")[0].lower().startswith("fr") else "en"
    return "en"


@cache
def _catalogue(language: Language) -> dict[str, str]:
    # `--help` must answer at once: only the commands' own catalogue is read, and no Babel.
    import tomllib

    from kpireport import resources

    words: dict[str, str] = {}
    for path in sorted((resources.locales() / language).glob("cli*.toml")):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["cli"]
        words |= {key: entry for key, entry in entries.items() if isinstance(entry, str)}
    return words


def word(key: str) -> str:
    """The fixed text of the command line under ``cli.<key>``, in the terminal's language."""
    return _catalogue(terminal_language())[key]


def speak() -> None:
    """Make Click's own texts (usage, wrong options) follow the terminal's language too."""
    if terminal_language() == "en":
        return
    from kpireport import resources

    gettext.bindtextdomain("click", str(resources.locales()))
    gettext.textdomain("click")
