"""The files behind addresses, through fsspec: found, read within a limit, and put whole.

Credentials come from where each package looks for them (the environment, a profile, an SSH agent);
none is asked for, kept or shown. No text of a server or a package gets into an error of ours: it
could quote an address with its signature.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib import import_module
from typing import Any

from kpireport.addresses import SCHEMES, Address, check_package
from kpireport.model.errors import KpiReportError

_CHUNK = 2**20
_SECONDS = 10
"""To wait for a server's first word."""

_PATIENCE = 30
"""And for each next one."""

_SECONDS_IN_ALL = 300
_REFUSED = ("credential", "permissiondenied", "unauthorized", "authenticationerror", "ssotoken")
_UNVERIFIED = ("hostkeynotverifiable", "certificateerror", "sslerror", "certverification")
_UNREACHABLE = ("connection", "connect", "timeout", "gaierror", "disconnect")


class AddressError(KpiReportError):
    """A file elsewhere couldn't be read or written.

    ``code`` is ``address_missing``, ``_is_folder``, ``_too_large``, ``_refused``,
    ``_unreachable``, ``_unverified`` or ``_failed``.
    """

    exit_code = 1

    def __init__(self, code: str, address: str, cause: str = "") -> None:
        super().__init__(code, {"address": address, "cause": cause})

    def __reduce__(self) -> tuple[type[AddressError], tuple[str, str, str]]:
        return type(self), (self.code, str(self.params["address"]), str(self.params["cause"]))


def read_address(address: Address, most: int) -> bytes:
    """The file's bytes; ``AddressError`` (``address_too_large``) before more than ``most`` come.

    Raises ``AddressError`` for whatever keeps it from being read.
    """
    with _explained(address):
        files, path = _opened(address)
        told = files.info(path)
        if told.get("type") == "directory":
            raise AddressError("address_is_folder", str(address))
        if (told.get("size") or 0) > most:
            raise AddressError("address_too_large", str(address))
        data = bytearray()
        with files.open(path, "rb") as stream:
            # What a server says of a size is not relied upon.
            while len(data) <= most and (chunk := stream.read(_CHUNK)):
                data += chunk
        if len(data) > most:
            raise AddressError("address_too_large", str(address))
        return bytes(data)


def is_there(address: Address) -> bool:
    """Whether a file is there; False where nobody can tell."""
    try:
        with _explained(address):
            files, path = _opened(address)
            return bool(files.info(path).get("type") != "directory")
    except AddressError:
        return False


def matching(address: Address) -> tuple[Address, ...]:
    """The files that a pattern (``*``, ``?``, ``[…]``) stands for, by name; itself where none."""
    if not address.is_pattern or is_there(address):
        return (address,)
    with _explained(address):
        files, path = _opened(address)
        found = files.glob(path, detail=True)
        kept = sorted(name for name, told in found.items() if told.get("type") != "directory")
    return tuple(_beside(address, name) for name in kept) or (address,)


def _beside(address: Address, name: str) -> Address:
    """The address of a file that a server names as it does: with the bucket in front."""
    if not SCHEMES[address.scheme].folders:
        name = name.lstrip("/").partition("/")[2]
    return replace(address, path="/" + name.lstrip("/"))


def put_all(files: Mapping[str, bytes], folder: Address) -> None:
    """Write every file (name → bytes) into ``folder``, each of them whole or not at all.

    In a folder they are all written under names of their own before the first takes its place.
    Raises ``AddressError``.
    """
    with _explained(folder):
        store, _ = _opened(folder)
        targets = {_path(store, folder / name): data for name, data in files.items()}
        if not SCHEMES[folder.scheme].folders:
            for path, data in targets.items():
                store.pipe_file(path, data)
            return
        store.makedirs(_path(store, folder), exist_ok=True)
        _put_and_move(store, targets)


def _put_and_move(store: Any, targets: Mapping[str, bytes]) -> None:
    token = secrets.token_hex(8)
    staged = {
        f"{path.rpartition('/')[0]}/.kpireport-put-{token}-{number}.tmp": path
        for number, path in enumerate(targets)
    }
    try:
        for place, path in staged.items():
            store.pipe_file(place, targets[path])
        for place, path in staged.items():
            store.mv(place, path)
    except BaseException:
        for place in staged:
            with suppress(Exception):
                store.rm_file(place)
        raise


def _opened(address: Address) -> tuple[Any, str]:
    """The file system behind an address, and the address's path in it."""
    check_package(address)
    kind = _kind(address.scheme)
    files = kind(**kind._get_kwargs_from_urls(address.typed), **_options(address.scheme))
    files.invalidate_cache()  # A file that came a minute ago counts.
    return files, _path(files, address)


def _kind(scheme: str) -> Any:
    if SCHEMES[scheme].folders:
        # fsspec's own class for SFTP trusts any server; it is taken where both are installed.
        return import_module("sshfs").SSHFileSystem
    import fsspec

    return fsspec.get_filesystem_class(scheme)


def _path(files: Any, address: Address) -> str:
    return str(files._strip_protocol(address.typed))


def _options(scheme: str) -> dict[str, Any]:
    """What a package is told beside the address; all else is in its own settings."""
    if scheme in ("sftp", "ssh"):
        # Unless told so, sshfs takes any server for the right one; () is the user's known_hosts.
        return {"known_hosts": (), "connect_timeout": _SECONDS, "login_timeout": _SECONDS}
    if scheme in ("http", "https"):
        from aiohttp import ClientTimeout

        limits = ClientTimeout(total=_SECONDS_IN_ALL, sock_connect=_SECONDS, sock_read=_PATIENCE)
        return {"client_kwargs": {"timeout": limits}}
    return {}


@contextmanager
def _explained(address: Address) -> Iterator[None]:
    """Whatever a package raises becomes an ``AddressError`` that quotes none of it."""
    try:
        yield
    except KpiReportError:
        raise
    except Exception as error:
        raise _told(_behind(error), str(address)) from None


def _behind(error: Exception) -> Exception:
    """What is behind an error: over HTTP fsspec calls everything a file that isn't there."""
    cause = error.__cause__
    if isinstance(error, FileNotFoundError) and isinstance(cause, Exception):
        web = type(cause).__module__.partition(".")[0] in ("aiohttp", "asyncio", "builtins")
        return cause if web and getattr(cause, "status", None) not in (404, 410) else error
    return error


def _told(error: Exception, shown: str) -> AddressError:
    chain = [error, *(each for each in (error.__cause__, error.__context__) if each is not None)]
    kinds = [kind.__name__.lower() for each in chain for kind in type(each).__mro__]

    def one_of(words: tuple[str, ...]) -> bool:
        return any(word in kind for kind in kinds for word in words)

    if isinstance(error, IsADirectoryError):
        return AddressError("address_is_folder", shown)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return AddressError("address_missing", shown)
    status = getattr(error, "status", None)
    if isinstance(error, PermissionError) or status in (401, 403) or one_of(_REFUSED):
        return AddressError("address_refused", shown)
    if one_of(_UNVERIFIED):
        return AddressError("address_unverified", shown)
    if one_of(_UNREACHABLE):
        return AddressError("address_unreachable", shown)
    return AddressError("address_failed", shown, f"{type(error).__name__} {status or ''}".strip())
