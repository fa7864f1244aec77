"""How two pictures are held against each other: a letter's soft edge may differ, a bar may not."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

_SAME = 48
"""How far apart two channels (0–255) may be and still look alike."""
FEW = 12
"""How many changed pixels are no change: about half of a comma."""


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.int16)


def changed(one: bytes, other: bytes) -> int:
    """How many pixels of either picture have nothing alike within one pixel in the other.

    Pictures of another size have changed in every pixel.
    """
    a, b = pixels(one), pixels(other)
    if a.shape != b.shape:
        return int(max(a.shape[0] * a.shape[1], b.shape[0] * b.shape[1]))
    return max(_missing(a, b), _missing(b, a))


def _missing(a: np.ndarray, b: np.ndarray) -> int:
    padded = np.pad(b, ((1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = a.shape[:2]
    nearest = np.full((height, width), 255, dtype=np.int16)
    for down in range(3):
        for right in range(3):
            near = padded[down : down + height, right : right + width]
            nearest = np.minimum(nearest, np.abs(a - near).max(axis=2))
    return int((nearest > _SAME).sum())
