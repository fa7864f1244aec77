"""What a page's numbered pieces of content say, and on which lines.

A page's content is taken as WeasyPrint writes it: an operator a line, with what it works on
before it; a text as the codes of its letters in hexadecimal digits. Reading no more than that
takes a fifth of the time that understanding every operator does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pikepdf

_CODES = re.compile(r"<([0-9a-fA-F]+)>")
_BLOCK = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9a-fA-F]+)>")
_BEGIN = re.compile(rb"^(/\w+)\n(?:(<<[^\n]*>>)\nBDC|BMC)$", re.MULTILINE)
_NUMBER = re.compile(rb"/MCID (\d+)")

Lines = list[bytes]
Letters = Mapping[bytes, str]

UNKNOWN = "\ufffd"
"""Stands for a letter that its font has no name for."""


@dataclass(slots=True)
class Piece:
    """A piece's text, the heights of its first and last line, and the code of a space there.

    ``space`` is empty where the last line's font has none.
    """

    text: str = ""
    first_line: float | None = None
    last_line: float | None = None
    space: bytes = b""


def content_lines(page: pikepdf.Page) -> Lines:
    """The page's content, a line an operator; beginnings of marked content are one line."""
    data = page.obj.Contents.read_bytes()
    return _BEGIN.sub(_in_a_line, data).split(b"\n")


def _in_a_line(found: re.Match[bytes]) -> bytes:
    return found[1] + (b" " + found[2] + b" BDC" if found[2] else b" BMC")


def marked_pieces(lines: Lines, fonts: Mapping[bytes, Letters]) -> dict[int, Piece]:
    """Every numbered piece of a page's content; its text is empty where it only draws."""
    spaces = {name: _space(letters) for name, letters in fonts.items()}
    pieces: dict[int, Piece] = {}
    piece, font, line = Piece(), b"", 0.0
    for each in lines:
        operator = each[-3:]
        if operator in (b"BDC", b"BMC"):
            number = mark_number(each)
            piece = Piece() if number is None else pieces.setdefault(number, Piece())
        elif operator == b" Tf":
            font = each.split(b" ", 1)[0]
        elif operator == b" Tm":
            line = float(each.split()[5])
        elif operator == b" TJ":
            piece.text += _shown(each, fonts.get(font, {}))
            piece.first_line = line if piece.first_line is None else piece.first_line
            piece.last_line, piece.space = line, spaces.get(font, b"")
    return pieces


@lru_cache(maxsize=4096)
def mark_number(line: bytes) -> int | None:
    """The number that a beginning of marked content gives it, if it gives one."""
    if line[-3:] != b"BDC":
        return None
    found = _NUMBER.search(line)
    return int(found[1]) if found else None


def fonts_by_page(pdf: pikepdf.Pdf) -> list[Mapping[bytes, Letters]]:
    """By page its fonts' letters, by the fonts' names there; each table is read once."""
    known: dict[tuple[int, int], Letters] = {}
    empty = pikepdf.Dictionary()
    pages: list[Mapping[bytes, Letters]] = []
    for page in pdf.pages:
        fonts: dict[bytes, Letters] = {}
        for name, font in page.obj.get("/Resources", empty).get("/Font", empty).items():
            if "/ToUnicode" in font:
                table = font.ToUnicode
                if table.objgen not in known:
                    known[table.objgen] = _letters(table.read_bytes().decode("ascii"))
                fonts[name.encode("ascii")] = known[table.objgen]
        pages.append(fonts)
    return pages


def _letters(table: str) -> Letters:
    """A font's letters by their codes' four digits, from its table ``ToUnicode``."""
    letters: dict[bytes, str] = {}
    for kind, block in _BLOCK.findall(table):
        for line in block.strip().splitlines():
            codes = _CODES.findall(line)
            first, text = int(codes[0], 16), bytes.fromhex(codes[-1]).decode("utf-16-be")
            last = int(codes[1], 16) if kind == "bfrange" else first
            for code in range(first, last + 1):
                letters[b"%04x" % code] = text[:-1] + chr(ord(text[-1]) + code - first)
    return letters


def _space(letters: Letters) -> bytes:
    return next((code for code, letter in letters.items() if letter == " "), b"")


def _shown(line: bytes, letters: Letters) -> str:
    codes = b"".join(_HEX.findall(line)).lower()
    return "".join([letters.get(codes[at : at + 4], UNKNOWN) for at in range(0, len(codes), 4)])
