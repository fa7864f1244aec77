"""A process that dies by SIGKILL at a line of its code, so that nothing of it tidies up."""

from __future__ import annotations

import os
import signal
from collections.abc import Collection
from types import FrameType
from typing import Any


class Lines:
    """What ``sys.settrace`` takes: counts the lines run in ``files`` and dies at the fatal one."""

    def __init__(self, files: Collection[str], fatal: int) -> None:
        self.seen = 0
        self._files = files
        self._fatal = fatal

    def __call__(self, frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename not in self._files:
            return None
        if event == "line":
            self.seen += 1
            if self.seen == self._fatal:
                os.kill(os.getpid(), signal.SIGKILL)
        return self
