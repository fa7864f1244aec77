"""Valid files with a few bytes changed: anywhere, or inside one part of a package."""

from __future__ import annotations

import io
import random
import zipfile

_PIECES = (
    *(b"\x00", b"\xff", b"<", b">", b"&", b'"', b"]]>", b"<!DOCTYPE a>", b"-1", b"0", b"1e999"),
    *(b"99999999999", b"1048577", b"XFE1", b"A0", b"nan", b"inf", b"\xd0\xcf", b"PK\x03\x04"),
    *(b"<c/>", b"</row>", b"<row r='1048576'>", b't="s"', b't="e"', b"\r\n", b";", b"\t", b"\xe9"),
    *(b"[[", b"]]", b"=", b"{}", b"'''", b"\xef\xbb\xbf", b"number-rows-repeated=", b"\x7f" * 4),
)


def mutated(draw: random.Random, data: bytes) -> bytes:
    """``data`` changed: half the packages inside a part, which stays a sound archive."""
    if data[:2] == b"PK" and draw.random() < 0.7:
        return _part_changed(draw, data)
    return _bytes_changed(draw, data, draw.choice((1, 1, 2, 4, 16)))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package_of(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def _part_changed(draw: random.Random, data: bytes) -> bytes:
    try:
        parts = parts_of(data)
    except (zipfile.BadZipFile, OSError, ValueError):
        return _bytes_changed(draw, data, 1)
    names = [name for name, content in parts.items() if content]
    # What a reader looks at comes up more often than themes and printers.
    read = [n for n in names if "sheet" in n or "content" in n or n.endswith((".rels", ".bin"))]
    for _ in range(draw.choice((1, 1, 2))):
        name = draw.choice(read if read and draw.random() < 0.6 else names)
        kind = draw.random()
        if kind < 0.05:
            parts.pop(name, None)
        elif kind < 0.1:
            parts[name] = parts.get(draw.choice(names), b"")
        elif name in parts:
            change = _markup_changed if kind < 0.6 else _bytes_changed
            parts[name] = change(draw, parts[name], draw.choice((1, 2, 8)))
    return package_of(parts)


def _bytes_changed(draw: random.Random, data: bytes, times: int) -> bytes:
    found = bytearray(data)
    for _ in range(times):
        at = draw.randrange(len(found) + 1)
        kind = draw.randrange(6)
        if kind == 0 and at < len(found):
            found[at] ^= 1 << draw.randrange(8)
        elif kind == 1 and at < len(found):
            found[at] = draw.randrange(256)
        elif kind == 2:
            found[at:at] = draw.choice(_PIECES)
        elif kind == 3:
            del found[at : at + draw.choice((1, 2, 8, 100, 5000))]
        elif kind == 4:
            start = draw.randrange(len(found) + 1)
            found[at:at] = found[start : start + draw.choice((1, 4, 64, 2000))]
        else:
            found[at : at + 4] = draw.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x00\x00\x00\x80")
            )
    return bytes(found)


def _markup_changed(draw: random.Random, data: bytes, times: int) -> bytes:
    """Values between quotes or tags replaced, so that the part mostly stays well-formed."""
    found = data
    for _ in range(times):
        opening, closing = draw.choice(((b'"', b'"'), (b">", b"<"), (b'"', b'"')))
        start = found.find(opening, draw.randrange(len(found) + 1))
        end = found.find(closing, start + 1)
        if start < 0 or end < 0:
            continue
        value = found[start + 1 : end]
        plain = [p for p in _PIECES if not set(p) & set(b'<>&"\0\xff\xd0\xe9')]
        new = draw.choice((*plain, b"", value * 2, value[::-1], value[: len(value) // 2]))
        found = found[: start + 1] + new + found[end:]
    return found
