"""One case, tried in a process of its own: what came out, how long it took, how much memory.

The program is loaded once; every case runs in a fork of it, so that a crash, a hang or a leak of
one case harms no other and is told apart from it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import json
import os
import re
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tools.fuzzing.mutation import parts_of

MOST_SECONDS = 30
"""Of processor time, for the slowest of the machines; a bomb is measured apart."""
MOST_MEMORY = 2**30
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Case:
    """Files by name, and the command lines to try on them one after the other."""

    name: str
    files: dict[str, bytes]
    commands: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``fault`` names what is wrong in a line that is the same for the same cause; else empty."""

    fault: str
    detail: str = ""
    seconds: float = 0.0
    memory: int = 0
    codes: tuple[int, ...] = ()


def load_program() -> None:
    """Import whatever the commands import, before anything is forked."""
    import kpireport.pipeline
    from kpireport.commands.main import COMMANDS, cli

    folder = Path(__file__).parents[2] / "samples"
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()):
        arguments = ["report", str(folder / "ecommerce.xlsx"), "--output", out, "--quiet"]
        cli.main([*arguments, "--format", "json,html,xlsx"], "kpireport", standalone_mode=False)
    assert kpireport.pipeline and COMMANDS


def try_case(case: Case, seconds: int = MOST_SECONDS) -> Outcome:
    """The outcome of the case; never raises."""
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        begun, own = time.monotonic(), resident()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _run(case, Path(folder), writing, seconds)
        os.close(writing)
        said = _all_of(reading, seconds * 3)
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL if said is None else 0)
        _, status, usage = os.wait4(child, 0)
    return _outcome(said, status, max(0, usage.ru_maxrss * 1024 - own), time.monotonic() - begun)


def resident() -> int:
    """The bytes of memory of this process, which a fork of it begins with."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _outcome(said: bytes | None, status: int, memory: int, seconds: float) -> Outcome:
    text = (said or b"").decode("utf-8", "replace")
    if said is None or os.WIFSIGNALED(status):
        how = "hang" if said is None or os.WTERMSIG(status) == signal.SIGXCPU else "crash"
        return Outcome(f"{how}: {_deepest(text)}", text, seconds, memory)
    try:
        told: dict[str, Any] = json.loads(text.rpartition("\n")[2])
    except ValueError:
        return Outcome("crash: nothing said", text, seconds, memory)
    fault, detail = told["fault"], told["detail"]
    if not fault and memory > MOST_MEMORY:
        fault, detail = "memory", f"{memory / 2**20:.0f} MiB"
    return Outcome(fault, detail, seconds, memory, tuple(told["codes"]))


def _deepest(text: str) -> str:
    """The first line of the program in a dump of the stack, which begins with the deepest."""
    found = re.findall(r'File ".*?(kpireport/[^"]+)", line \d+ in (\S+)', text)
    return " ".join(found[0]) if found else "unknown place"


def _all_of(descriptor: int, seconds: float) -> bytes | None:
    """Everything written to the pipe; None where it stays open longer than that."""
    pieces: list[bytes] = []
    until = time.monotonic() + seconds
    while True:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return None
        piece = os.read(descriptor, 65536)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)


def _run(case: Case, folder: Path, writing: int, seconds: int) -> None:
    """In the child: every command, then one line of JSON; doesn't return."""
    code = 1
    try:
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, spent + seconds + 2))
        faulthandler.enable(writing)
        faulthandler.register(signal.SIGXCPU, writing, chain=True)
        os.chdir(folder)
        for name, data in case.files.items():
            Path(name).write_bytes(data)
        told = _tell(case)
        os.write(writing, b"\n" + json.dumps(told).encode())
        code = 0
    finally:
        os._exit(code)


def _tell(case: Case) -> dict[str, Any]:
    codes: list[int] = []
    for arguments in case.commands:
        try:
            code, said = _called(arguments)
        except Exception as error:
            return {"fault": _cause(error), "detail": traceback.format_exc(), "codes": codes}
        codes.append(code)
        fault = _wrong(arguments, code, said)
        if fault:
            detail = f"{' '.join(arguments)}\n{said[-2000:]!r}"
            return {"fault": fault, "detail": detail, "codes": codes}
    return {"fault": "", "detail": "", "codes": codes}


def _called(arguments: Sequence[str]) -> tuple[int, str]:
    """Exit code and everything said. What the program doesn't expect is raised, not wrapped up."""
    import click

    from kpireport.commands.main import cli
    from kpireport.model.errors import KpiReportError

    said = io.BytesIO()
    out = io.TextIOWrapper(said, encoding="utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            result: object = cli.main(list(arguments), "kpireport", standalone_mode=False)
            code = result if isinstance(result, int) else 0
        except click.ClickException as error:
            code = error.exit_code
        except KpiReportError as error:
            from kpireport.i18n.messages import get_messages

            out.write(get_messages("fr").error(error))
            code = error.exit_code
    out.flush()
    return code, said.getvalue().decode("utf-8")


def _cause(error: Exception) -> str:
    """The exception's name and the deepest place in the program it went through."""
    places = [
        f"{Path(frame.filename).name} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "/kpireport/" in frame.filename
    ]
    return f"{type(error).__name__}: {places[-1] if places else 'unknown place'}"


def _wrong(arguments: Sequence[str], code: int, said: str) -> str:
    """What the outputs break of the product's promises; empty where nothing."""
    if code not in (0, 1, 2, 3) or (code == 3 and "--fail-on" not in arguments):
        return f"exit code {code}"
    if _CONTROL.search(said):
        return f"control characters in what {arguments[0]} says"
    if code == 0 and arguments[0] == "check" and "json" in arguments:
        json.loads(said, parse_constant=_no_number)
    for path in sorted(Path().rglob("*")):
        fault = ""
        if path.parts[0] in ("out", "copy.xlsx"):
            fault = _wrong_file(path, Path(arguments[1]))
        if fault:
            return fault
    return ""


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no JSON")


def _wrong_file(path: Path, source: Path) -> str:
    if path.suffix == ".json":
        try:
            json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
        except ValueError as error:
            return f"invalid JSON: {type(error).__name__}"
    elif path.suffix == ".xlsx":
        # What a marked copy keeps of its original may be as broken as it was.
        kept = set(parts_of(source.read_bytes()).values()) if path.name == "copy.xlsx" else set()
        for name, part in parts_of(path.read_bytes()).items():
            if name.endswith((".xml", ".rels")) and part not in kept:
                try:
                    ElementTree.fromstring(part)
                except ElementTree.ParseError:
                    return f"invalid XML in {path.name}: {name}"
    return ""


if sys.platform == "win32":
    raise ImportError("the fuzzer needs fork and resource limits")
