"""Makes the sample workbooks anew: ``python -m tools.make_samples [FOLDER]``.

The same bytes come out each time; a test holds the committed files against a fresh run.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.sample_books import bakeries, broken, hobmere, valombreuil

SAMPLES = Path(__file__).parent.parent / "samples"


def make_samples(folder: Path) -> None:
    """Write the four sample workbooks into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    hobmere.write(folder / "ecommerce.xlsx")
    valombreuil.write(folder / "retail_fr.xlsx")
    bakeries.write(folder / "group.xlsx")
    broken.write(folder / "broken.xlsx")


if __name__ == "__main__":
    make_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
