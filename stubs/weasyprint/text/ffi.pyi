from typing import Any

ffi: Any
pango: Any
