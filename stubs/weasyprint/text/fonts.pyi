class FontConfiguration:
    def __init__(self) -> None: ...
    strut_layouts: dict[object, object]
    font_features: dict[object, object]
