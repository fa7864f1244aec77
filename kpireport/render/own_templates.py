"""A folder of the user's own templates, read once: what it replaces, adds, and has to no purpose.

Everything is read before anything is laid out, and templates are then looked up by name among what
was read. So no template reaches a file outside the folder, every output of a run is made from the
same state of it, and the run's hash can name that state.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from kpireport import resources
from kpireport.model.errors import UsageError

ADDED = ("html/extra.css", "pdf/extra.css")
"""Style sheets of one's own that come after ours and replace none."""
MOST_FILES = 500
MOST_BYTES = 5_000_000
"""A larger file is no part of a template: it would be inside every report."""

_TEXTS = (".html", ".css", ".js")
_MEDIA = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
_NOTES = (".md", ".txt")
# What a page or the PDF would have to fetch: neither does.
_TAG = r"""<{}\b(?:"[^"]*"|'[^']*'|[^>"'])*?"""
_NAMED = r"""\s*=\s*["']?\s*(?!data:|\#|\{\{|\{%|["'\s>])"""
_FETCH = re.compile(
    r"""url\(\s*["']?\s*(?!data:|\#|\{\{|["'\s])"""
    r"""|@import\b"""
    + "".join(
        rf"|{_TAG.format(tags)}\s(?:{names}){_NAMED}"
        for tags, names in (
            ("(?:img|script|iframe|source|video|audio|embed|input|track)", "src|srcset|poster"),
            ("object", "data"),
            ("(?:image|use|feImage)", "href|xlink:href"),
        )
    )
    + rf"|{_TAG.format('link')}\shref\s*=",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unused:
    """A file that replaces nothing, and the names of pieces most like its own."""

    name: str
    closest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """What a folder of templates holds, by the path inside it (``html/summary.html``).

    ``texts`` are templates, style sheets and the script; ``media`` the pictures and fonts that
    they may put in. ``unused`` are the files that no report uses; ``fetches`` are the places
    (name, line) that name a file or an address to fetch, which a report never does.
    """

    folder: Path
    texts: Mapping[str, str]
    media: Mapping[str, bytes] = field(default_factory=dict)
    unused: tuple[Unused, ...] = ()
    fetches: tuple[tuple[str, int], ...] = ()

    @property
    def digest(self) -> str:
        """Names the content: two folders with the same files have the same one."""
        whole = hashlib.sha256()
        files = {name: text.encode() for name, text in self.texts.items()} | dict(self.media)
        for name, data in sorted(files.items()):
            whole.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
        return whole.hexdigest()

    def data_uri(self, name: str) -> str | None:
        """A picture or a font of the folder as a data URI; None where there is none."""
        data = self.media.get(name)
        if data is None:
            return None
        media = _MEDIA[Path(name).suffix.lower()]
        return f"data:{media};base64,{base64.b64encode(data).decode('ascii')}"


@cache
def pieces() -> tuple[str, ...]:
    """The names of every piece of the report that a folder of one's own may replace or add."""
    ours = resources.templates()
    names = (path.relative_to(ours).as_posix() for path in ours.rglob("*"))
    return tuple(sorted([*(name for name in names if name.endswith(_TEXTS)), *ADDED]))


def read_own_templates(folder: Path) -> OwnTemplates:
    """Everything of use in ``folder``.

    Raises ``UsageError``: there is no such folder (``templates_missing``,
    ``templates_not_folder``), it is empty or no file in it replaces a piece (``templates_empty``,
    ``templates_nothing``), a link leads out of it (``templates_outside``), or a file can't be read
    as what it is (``templates_not_read``, ``templates_not_utf8``, ``templates_too_large``,
    ``templates_too_many``).
    """
    if not folder.exists():
        raise UsageError("templates_missing", {"path": str(folder)})
    if not folder.is_dir():
        raise UsageError("templates_not_folder", {"path": str(folder)})
    texts: dict[str, str] = {}
    media: dict[str, bytes] = {}
    others: list[str] = []
    for name, path in sorted(_files(folder)):
        suffix = path.suffix.lower()
        if suffix in _TEXTS:
            texts[name] = _text(name, _bytes(name, path))
        elif suffix in _MEDIA:
            media[name] = _bytes(name, path)
        elif suffix not in _NOTES:
            others.append(name)
    if not (texts or media or others):
        raise UsageError("templates_empty", {"path": str(folder)})
    unused = tuple(
        Unused(name, closest(name))
        for name in sorted([*texts, *media, *others])
        if name not in pieces() and not _named(texts, name)
    )
    if not set(texts) & set(pieces()):
        likely = tuple(dict.fromkeys(each for one in unused for each in one.closest))
        found = tuple(each.name for each in unused)[:3]
        near = likely[:3] or pieces()[:3]
        where = str(folder)
        raise UsageError("templates_nothing", {"path": where, "found": found, "closest": near})
    return OwnTemplates(folder, texts, media, unused, tuple(_fetches(texts)))


def closest(name: str) -> tuple[str, ...]:
    """The pieces whose names are most like ``name``: of the same file name first."""
    room, _, file = name.lower().rpartition("/")
    alike = get_close_matches(name.lower(), pieces(), n=1, cutoff=0.75)
    if alike and alike[0].startswith(f"{room}/"):
        return (alike[0],)
    files = {piece: piece.rpartition("/")[2] for piece in pieces()}
    likely = get_close_matches(file, sorted(set(files.values())), n=1, cutoff=0.75)
    return tuple(piece for piece, each in files.items() if each in likely)[:3]


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file by its name inside the folder; hidden ones and backups are not part of it."""
    root = folder.resolve()
    seen = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for each in (*folders, *names):
            path = Path(place) / each
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() and not _inside(root, path):
                raise UsageError("templates_outside", {"name": name})
            if each in folders or each.startswith((".", "~")) or each.endswith("~"):
                continue
            seen += 1
            if seen > MOST_FILES:
                params = {"path": str(folder), "most": str(MOST_FILES)}
                raise UsageError("templates_too_many", params)
            if path.is_file():
                yield name, path


def _inside(root: Path, link: Path) -> bool:
    try:
        return link.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _bytes(name: str, path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            params = {"name": name, "most": str(MOST_BYTES // 1_000_000)}
            raise UsageError("templates_too_large", params)
        return path.read_bytes()
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise UsageError("templates_not_read", {"name": name, "cause": cause}) from error


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError("templates_not_utf8", {"name": name, "line": str(line)}) from error


def _named(texts: Mapping[str, str], name: str) -> bool:
    """Whether a template names the file in quotes: one that it includes, or a picture."""
    return any(f'"{name}"' in text or f"'{name}'" in text for text in texts.values())


def _fetches(texts: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for name, text in sorted(texts.items()):
        for match in _FETCH.finditer(text):
            yield name, text.count("\n", 0, match.start()) + 1
