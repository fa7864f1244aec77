from typing import Any

class PDF:
    objects: list[Any]
    pages: dict[str, Any]
