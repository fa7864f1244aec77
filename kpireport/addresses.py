"""A place that isn't a path of this machine: ``s3://bucket/inbox/kpis.xlsx``.

Only what somebody typed becomes an address, never a text from a workbook. What is shown of one has
no user, no password and no query in it, where a signature may stand. Where it can't be told what
is secret in it (a password with a slash), it is refused, and nothing of it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpireport.model.errors import UsageError
    from kpireport.model.problem import Param

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://([^/]*)(.*)", re.DOTALL)
_WEB_ADDRESS = re.compile(r"([^?#]*)(.*)", re.DOTALL)
_ONE_SLASH = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/(?!/)", re.DOTALL)
_MAGIC = re.compile(r"[*?[]")
_FILE_NAME = re.compile(r"[^=&]*(\.[A-Za-z]{2,8}|[*\]])")
_HOST = re.compile(r"([^:]*|\[.*\])(:\d*)?")
_SYNCHRONISED = re.compile(
    r"(?i)(^|\.)(sharepoint\.com|onedrive\.live\.com|onedrive\.com|1drv\.ms)(:\d*)?$"
)
_CONTAINER = re.compile(r"[a-z0-9$-]+")
_ON_DISK = ("file", "local")
_SPELT_TWICE = ("memory", "s3a", "gcs")
"""Known without being told: for scripts, or another word for one that is told."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """What reaches the files of a scheme: a package, and the extra of ours that brings it.

    Where there are ``folders`` a file is written under another name first, and moved; else it is
    put whole, as object stores do. ``writable`` says whether anything can be written at all.
    """

    package: str
    extra: str
    folders: bool = False
    writable: bool = True


SCHEMES = {
    "s3": Scheme("s3fs", "s3"),
    "s3a": Scheme("s3fs", "s3"),
    "gs": Scheme("gcsfs", "gs"),
    "gcs": Scheme("gcsfs", "gs"),
    "az": Scheme("adlfs", "azure"),
    "abfs": Scheme("adlfs", "azure"),
    "abfss": Scheme("adlfs", "azure"),
    "sftp": Scheme("sshfs", "sftp", folders=True),
    "ssh": Scheme("sshfs", "sftp", folders=True),
    "http": Scheme("aiohttp", "http", writable=False),
    "https": Scheme("aiohttp", "http", writable=False),
    "memory": Scheme("fsspec", "remote"),
}
"""What can be typed before ``://``; ``memory`` is for scripts, within one process."""


@dataclass(frozen=True, slots=True)
class Address:
    """A file or a folder elsewhere. It has of ``Path`` what the pipeline asks of its files."""

    scheme: str
    server: str = field(repr=False)
    """The bucket, or the host with user and password where they were typed."""
    path: str
    query: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"

    @property
    def typed(self) -> str:
        """All of it, secrets too: to open it, and for nobody to see."""
        return f"{self.scheme}://{self.server}{self.path}{self.query}"

    @property
    def host(self) -> str:
        """The bucket, or the host without user and password."""
        if SCHEMES[self.scheme].extra == "azure":
            return self.server  # container@account
        return self.server.rpartition("@")[2]

    @property
    def name(self) -> str:
        """The last part; the bucket's or host's where there is no other."""
        last = self.path.rstrip("/").rpartition("/")[2]
        if self.scheme in ("http", "https"):
            from urllib.parse import unquote

            last = re.split(r"[/\\]", unquote(last))[-1]
        return last or self.host

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    @property
    def parent(self) -> Address:
        return replace(self, path=self.path.rstrip("/").rpartition("/")[0], query="")

    @property
    def is_pattern(self) -> bool:
        """Whether it may stand for many files."""
        return SCHEMES[self.scheme].extra != "http" and bool(_MAGIC.search(self.path))

    @property
    def is_synchronised(self) -> bool:
        """Whether its server is one that keeps copies of its files on this computer."""
        return _SYNCHRONISED.search(self.host) is not None

    def __truediv__(self, name: str) -> Address:
        return replace(self, path=f"{self.path.rstrip('/')}/{name}", query="")

    def absolute(self) -> Address:
        return self

    def exists(self) -> bool:
        """Whether a file is there, as far as can be told."""
        from kpireport.remote_files import is_there

        return is_there(self)

    def as_path(self) -> PurePosixPath:
        """As a path from a root that holds every scheme, to be told apart from others."""
        return PurePosixPath("/", self.scheme, self.host, self.path.strip("/"))


Place = Path | Address
"""Where a file lies: on this machine, or elsewhere."""


def place_of(text: str | Path | Address) -> Place:
    """The place that was typed: an address where it begins with a scheme, else a path.

    ``file://`` is a path of this machine. Raises ``UsageError``: ``address_unknown_scheme``,
    ``address_one_slash``, ``address_incomplete``, ``address_needs_package``,
    ``address_with_password``, ``address_with_query``, ``address_unclear``,
    ``address_without_pattern``, ``address_not_local``.
    """
    if not isinstance(text, str):
        return text
    found = _ADDRESS.fullmatch(text)
    if found is None:
        _refuse_one_slash(text)
        return Path(text)
    scheme, server, path = found[1].lower(), found[2], found[3]
    if scheme in _ON_DISK:
        return _local(server, path)
    if scheme not in SCHEMES:
        known = (*(each for each in SCHEMES if each not in _SPELT_TWICE), "file")
        params = {"scheme": scheme, "known": tuple(f"{each}://" for each in known)}
        raise _refused("address_unknown_scheme", params)
    query = ""
    if SCHEMES[scheme].extra == "http":
        parts = _WEB_ADDRESS.fullmatch(server + path)
        assert parts is not None
        server, slash, path = parts[1].partition("/")
        path, query = slash + path, parts[2]
    address = Address(scheme, server, path, query)
    _refuse_secrets(address)
    if not address.host and scheme != "memory":
        raise _refused("address_incomplete", {"scheme": scheme, "example": _example(scheme)})
    if SCHEMES[scheme].extra == "http" and "*" in path:
        raise _refused("address_without_pattern", {"scheme": scheme})
    check_package(address)
    return address


def _refuse_one_slash(text: str) -> None:
    """``s3:/bucket`` would be a folder ``s3:`` of this machine; ``./s3:/bucket`` is one."""
    found = _ONE_SLASH.match(text)
    if found is not None and (scheme := found[1].lower()) in (*SCHEMES, *_ON_DISK):
        meant = f"{scheme}:///" if scheme in _ON_DISK else f"{scheme}://"
        raise _refused("address_one_slash", {"typed": f"{scheme}:/", "meant": meant})


def _refuse_secrets(address: Address) -> None:
    """Refuse what may be a key, a password or a signature where none can be kept from sight."""
    scheme, server, path = address.scheme, address.server, address.path
    extra = SCHEMES[scheme].extra
    user, at, host = server.rpartition("@")
    # The rest of a password that has a slash or a question mark in it, or the name of a file.
    begins, _, behind = address.query.partition("=")
    in_query = begins if ":" not in server and path else begins + behind
    if "@" in path + in_query:
        raise _refused("address_unclear", {"scheme": scheme})
    if extra in ("sftp", "http"):
        if _HOST.fullmatch(host) is None:
            raise _refused("address_unclear", {"scheme": scheme})
    elif (":" in server and not server.startswith("arn:")) or (
        extra == "azure" and at and _CONTAINER.fullmatch(user) is None
    ):
        raise _refused("address_with_password", {"scheme": scheme})
    before, mark, after = (host + path).partition("?")
    if mark and ("/" not in before or _FILE_NAME.fullmatch(after) is None):
        raise _refused("address_with_query", {"scheme": scheme})


def _example(scheme: str) -> str:
    """How an address of the scheme begins."""
    bucket = {"azure": "container", "sftp": "example.org", "http": "example.org"}
    return f"{scheme}://{bucket.get(SCHEMES[scheme].extra, 'bucket')}/"


def check_package(address: Address) -> None:
    """Raise ``UsageError`` (``address_needs_package``) where nothing here reaches its scheme."""
    from importlib.util import find_spec

    scheme = SCHEMES[address.scheme]
    if any(find_spec(package) is None for package in ("fsspec", scheme.package)):
        raise _refused(
            "address_needs_package",
            {"scheme": address.scheme, "package": scheme.package, "extra": scheme.extra},
        )


def check_writable(place: Place) -> None:
    """Raise ``UsageError`` (``address_read_only``) where no file can be written."""
    if isinstance(place, Address) and not SCHEMES[place.scheme].writable:
        raise _refused("address_read_only", {"address": str(place)})


def _local(server: str, path: str) -> Path:
    if server not in ("", "localhost"):
        raise _refused("address_not_local", {})  # Not quoted: a user may stand in it.
    from urllib.request import url2pathname

    return Path(url2pathname(path))


def _refused(code: str, params: Mapping[str, Param]) -> UsageError:
    from kpireport.model.errors import UsageError  # `--help` does without the model.

    return UsageError(code, params)
