"""Templates compiled once: a process keeps them, and so does the disk where Python keeps modules.

Reading and compiling our templates took a quarter of a second of every report. Their code lies
beside that of this module, under the same terms: it is written where Python may write its own, is
looked up by the template's name and used while the template's text is the same.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
from hashlib import sha256
from pathlib import Path

from jinja2 import BytecodeCache, compiler
from jinja2.bccache import Bucket

_DIGEST = sha256().digest_size
"""The bytes before the code, which tell whether the file is as it was written."""


def _compiler() -> tuple[int, int] | None:
    """What tells one release of Jinja's compiler from another; None where it is no file."""
    try:
        held = Path(compiler.__file__).stat()
    except OSError:
        return None
    return held.st_size, held.st_mtime_ns


class CompiledTemplates(BytecodeCache):
    """The code of templates by name, those in the folder ``shipped`` also on disk.

    ``options`` are what the templates are compiled with: code for others, or of another Jinja, is
    another one.
    ``folder`` is where their code lies on disk: with this module's own where it is None.
    """

    def __init__(self, shipped: Path, options: str, folder: Path | None = None) -> None:
        self._kept: dict[str, bytes] = {}
        self._shipped = shipped
        self._options = f"{options} {_compiler()}"
        self._folder = folder or Path(importlib.util.cache_from_source(__file__)).parent

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of the template's code; without a slash only where it is kept on disk."""
        digest = sha256("\0".join((name, str(filename), self._options)).encode()).hexdigest()
        if filename is None or not Path(filename).is_relative_to(self._shipped):
            return f"own/{digest}"
        return f"template-{digest[:24]}.{sys.implementation.cache_tag}"

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._kept.get(bucket.key)
        if kept is None:
            kept = self._read(bucket.key)
        if kept is not None:
            bucket.bytecode_from_string(kept)
            self._kept[bucket.key] = kept

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()
        if not sys.dont_write_bytecode:
            self._write(bucket.key)

    def _read(self, key: str) -> bytes | None:
        if "/" in key:
            return None
        try:
            held = (self._folder / key).read_bytes()
        except OSError:
            return None
        digest, code = held[:_DIGEST], held[_DIGEST:]
        return code if sha256(code).digest() == digest else None

    def _write(self, key: str) -> None:
        """Put the code on disk whole or not at all; where that is forbidden, none."""
        if "/" in key:
            return
        whole = self._folder / key
        part = whole.with_name(f"{key}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(sha256(self._kept[key]).digest() + self._kept[key])
            part.replace(whole)
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
