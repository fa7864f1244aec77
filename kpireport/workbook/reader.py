"""From a workbook file to its cells as they were found.

Nothing here knows what a cell means. Whatever is wrong with a file comes back as one Problem
(E101 to E109), never as an exception, and the file is only ever read.
"""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile

from kpireport.addresses import Address, Place
from kpireport.model.book import Source
from kpireport.model.problem import Param, Problem
from kpireport.workbook.calculation import never_calculated, without_results
from kpireport.workbook.cells import RawSheet, RawWorkbook
from kpireport.workbook.container import FileKind, kind_of, not_a_workbook, too_large
from kpireport.workbook.findings import Finding
from kpireport.workbook.limits import (
    MAX_CELLS,
    MAX_FILE_MB,
    MAX_SECONDS,
    TooManyCellsError,
    TooSlowError,
    time_limit,
)
from kpireport.workbook.ooxml import Contents, DamagedError, PasswordError, read_contents
from kpireport.workbook.plain_text import plain, plain_sheets


def read_bytes(path: Place) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The file's bytes; E101 missing, E102 a folder, E107 not readable, E108 too large.

    Raises ``AddressError`` for an address that can't be reached or refuses access.
    """
    if isinstance(path, Address):
        return _fetched(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return None, _problem(Finding("E102", {"name": str(path)}))
        if status.st_size > MAX_FILE_MB * 2**20:
            return None, _problem(too_large(path.name))
        if not stat.S_ISREG(status.st_mode):
            return None, _problem(Finding("E107", {"name": path.name}))
        return path.read_bytes(), ()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None, _problem(Finding("E101", {"name": str(path)}))
    except OSError:
        return None, _problem(Finding("E107", {"name": path.name}))


def _fetched(address: Address) -> tuple[bytes | None, tuple[Problem, ...]]:
    from kpireport.remote_files import AddressError, read_address

    try:
        return read_address(address, MAX_FILE_MB * 2**20), ()
    except AddressError as error:
        match error.code:
            case "address_missing":
                params: dict[str, Param] = {"name": str(address)}
                if not address.is_synchronised:
                    params["elsewhere"] = address.scheme
                return None, _problem(Finding("E101", params))
            case "address_is_folder":
                return None, _problem(Finding("E102", {"name": str(address)}))
            case "address_too_large":
                return None, _problem(too_large(address.name))
        raise


def read_raw(path: Place, data: bytes) -> tuple[RawWorkbook | None, tuple[Problem, ...]]:
    """The workbook in ``data``, the bytes of the file at ``path`` (which is not opened again).

    Problems: E103 not a workbook, E104 password, E105 empty, E106 another format, E108 too large,
    E109 one of our own outputs, E120 too slow, I111 how a text was read, W112 what an .xlsb
    doesn't tell. Where no program has calculated the formulas yet, the workbook says so and each
    of them is UNCALCULATED, whatever placeholder the file holds.
    """
    kind = kind_of(path.name, data)
    if isinstance(kind, Finding):
        return None, _problem(kind)
    try:
        with time_limit(MAX_SECONDS):
            contents, said = _contents(kind, path, data)
    except DamagedError as damage:
        return None, _problem(not_a_workbook(path.name), damage.sheet)
    except PasswordError:
        return None, _problem(Finding("E104", {"name": path.name}))
    except TooManyCellsError:
        return None, _problem(too_large(path.name))
    except TooSlowError:
        return None, _problem(Finding("E120", {"name": path.name, "seconds": MAX_SECONDS}))
    if not any(sheet.cells for sheet in contents.sheets):
        return None, _problem(Finding("E105", {"name": path.name}))
    source = Source(plain(path.name), hashlib.sha256(data).hexdigest())
    return _workbook(source, contents), said


def _contents(kind: FileKind, path: Place, data: bytes) -> tuple[Contents, tuple[Problem, ...]]:
    """The sheets of the file, and what is to be said of how they were read."""
    match kind:
        case FileKind.OPEN_XML:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return read_contents(archive), ()
        case FileKind.OPEN_DOCUMENT:
            from kpireport.workbook.open_document import read_ods

            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return read_ods(archive, MAX_CELLS), ()
        case FileKind.OLD_EXCEL:
            from kpireport.workbook.old_excel import read_xls

            return read_xls(data, MAX_CELLS), ()
        case FileKind.BINARY_EXCEL:
            from kpireport.workbook.old_excel import read_xlsb

            return read_xlsb(data, MAX_CELLS), _problem(Finding("W112", {"name": path.name}))
        case FileKind.TEXT:
            from kpireport.workbook.csv_file import read_csv

            table = read_csv(path.stem, data, MAX_CELLS)
            if table is None:
                raise DamagedError
            return Contents((table.sheet,), False), _problem(table.finding, path.stem)


def load_raw(path: Place) -> tuple[RawWorkbook | None, tuple[Problem, ...]]:
    """:func:`read_bytes`, then :func:`read_raw`."""
    data, problems = read_bytes(path)
    if data is None:
        return None, problems
    return read_raw(path, data)


def _workbook(source: Source, contents: Contents) -> RawWorkbook:
    sheets: tuple[RawSheet, ...] = plain_sheets(contents.sheets)
    if not never_calculated(sheets, contents.asks_for_calculation):
        return RawWorkbook(source, sheets)
    return RawWorkbook(source, tuple(map(without_results, sheets)), never_calculated=True)


def _problem(finding: Finding, sheet: str | None = None) -> tuple[Problem, ...]:
    return (Problem(finding.code, sheet, None, finding.params),)
