"""What a page's numbered pieces of content say, and on which lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

_CODES = re.compile(r"<([0-9a-fA-F]+)>")
_BLOCK = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)

Instructions = list[Any]
Letters = Mapping[int, str]

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


def marked_pieces(page: pikepdf.Page, instructions: Instructions) -> dict[int, Piece]:
    """Every numbered piece of the page's content; its text is empty where it only draws."""
    fonts = _fonts(page)
    spaces = {name: _space(letters) for name, letters in fonts.items()}
    pieces: dict[int, Piece] = {}
    piece, font, line = Piece(), "", 0.0
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            number = mark_number(instruction)
            piece = Piece() if number is None else pieces.setdefault(number, Piece())
        elif operator == "Tf":
            font = str(instruction.operands[0])
        elif operator == "Tm":
            line = float(instruction.operands[5])
        elif operator in ("Tj", "TJ"):
            piece.text += _shown(instruction.operands[0], fonts.get(font, {}))
            piece.first_line = line if piece.first_line is None else piece.first_line
            piece.last_line, piece.space = line, spaces.get(font, b"")
    return pieces


def mark_number(instruction: Any) -> int | None:
    """The number that a beginning of marked content gives it, if it gives one."""
    properties = instruction.operands[-1] if len(instruction.operands) > 1 else None
    if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
        return int(properties.MCID)
    return None


def _fonts(page: pikepdf.Page) -> dict[str, Letters]:
    fonts = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    return {
        name: _letters(font.ToUnicode.read_bytes().decode("ascii"))
        for name, font in fonts.items()
        if "/ToUnicode" in font
    }


def _letters(table: str) -> Letters:
    """A font's letters by their codes, from its table ``ToUnicode``."""
    letters: dict[int, str] = {}
    for kind, block in _BLOCK.findall(table):
        for line in block.strip().splitlines():
            codes = _CODES.findall(line)
            first, text = int(codes[0], 16), bytes.fromhex(codes[-1]).decode("utf-16-be")
            last = int(codes[1], 16) if kind == "bfrange" else first
            for code in range(first, last + 1):
                letters[code] = text[:-1] + chr(ord(text[-1]) + code - first)
    return letters


def _space(letters: Letters) -> bytes:
    code = next((code for code, letter in letters.items() if letter == " "), None)
    return b"" if code is None else code.to_bytes(2, "big")


def _shown(operand: Any, letters: Letters) -> str:
    parts: Iterable[Any] = operand if isinstance(operand, pikepdf.Array) else [operand]
    data = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    codes = (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
    return "".join(letters.get(code, UNKNOWN) for code in codes)
