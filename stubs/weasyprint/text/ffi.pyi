from typing import Any

ffi: Any
pango: Any
pangoft2: Any
