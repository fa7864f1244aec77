from typing import Any

INITIAL_VALUES: dict[str, Any]
