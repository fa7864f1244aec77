from typing import Any

def split_first_line(
    text: str, style: Any, context: Any, max_width: float, justification_spacing: float
) -> tuple[Any, int, int | None, float, float, float]: ...
