"""The words of a PDF's page and where each is printed, as PDFium reads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2


@dataclass(frozen=True, slots=True)
class Box:
    """In points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Box) -> bool:
        """Whether ink would lie on ink: more than half a point both ways."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide > 0.5 and high > 0.5


def words_of(path: Path, number: int) -> list[tuple[str, Box]]:
    """The words of page ``number`` (the first is 1), each within the ink of its letters."""
    page = pypdfium2.PdfDocument(path)[number - 1].get_textpage()
    found: list[tuple[str, Box]] = []
    letters: list[tuple[str, tuple[float, float, float, float]]] = []
    for place in range(page.count_chars() + 1):
        letter = page.get_text_range(place, 1) if place < page.count_chars() else " "
        if letter.strip():
            letters.append((letter, page.get_charbox(place)))
        elif letters:
            boxes = [box for _, box in letters]
            box = Box(
                min(b[0] for b in boxes),
                min(b[1] for b in boxes),
                max(b[2] for b in boxes),
                max(b[3] for b in boxes),
            )
            found.append(("".join(text for text, _ in letters), box))
            letters = []
    return found
