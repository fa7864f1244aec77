from typing import Any

class FontConfiguration:
    def __init__(self) -> None: ...
    def __del__(self) -> None: ...
    strut_layouts: dict[object, object]
    font_features: dict[object, object]
    font_map: Any
