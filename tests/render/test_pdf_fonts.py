"""The machine's fonts are found once, and nothing of them is left behind."""

from __future__ import annotations

import ctypes
import gc
import platform
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from kpireport.render.pdf_fonts import fonts_for, without_faces


def test_documents_of_our_templates_share_their_fonts() -> None:
    with fonts_for(ours=True) as first:
        first.strut_layouts["a style"] = "of this document"
    with fonts_for(ours=True) as second, fonts_for(ours=False) as own:
        assert second is first and own is not first
        assert not second.strut_layouts


def test_each_thread_has_fonts_of_its_own() -> None:
    found: list[object] = []

    def take() -> None:
        with fonts_for(ours=True) as fonts:
            found.append(fonts)

    with fonts_for(ours=True) as here:
        thread = Thread(target=take)
        thread.start()
        thread.join()
        assert found and found[0] is not here


class _Heap(ctypes.Structure):
    """What glibc knows of it (``mallinfo2``, malloc.h)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "free",
            "fast",
            "maps",
            "mapped",
            "most",
            "kept",
            "used",
            "left",
            "top",
        )
    )


def test_fonts_of_templates_of_ones_own_are_given_back() -> None:
    library = ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None
    heap = getattr(library, "mallinfo2", None)
    if heap is None:
        pytest.skip("no C library that tells what is in use")
    heap.restype = _Heap

    def used() -> int:
        gc.collect()
        return int(heap().used)

    with fonts_for(ours=False):
        pass
    before = used()
    with fonts_for(ours=False):
        one = used() - before
    for _ in range(8):
        with fonts_for(ours=False):
            pass
    assert used() - before < one


def test_the_folder_of_fonts_goes_with_the_process() -> None:
    code = (
        "import tempfile, pathlib\n"
        "from kpireport.render.pdf_fonts import fonts_for\n"
        "with fonts_for(ours=True) as fonts:\n"
        "    fonts._folder = pathlib.Path(tempfile.mkdtemp())\n"
        "    print(fonts._folder)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    folder = Path(done.stdout.strip())
    assert folder.name and not folder.exists()
    assert done.stderr == ""


def test_the_files_in_a_style_sheet_are_read_once_for_the_shared_fonts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import weasyprint
    from weasyprint.urls import URLFetcher

    read: list[str] = []
    monkeypatch.setattr(weasyprint, "CSS", lambda string, **_: read.append(string))
    face, other = "@font-face { font-family: A; }", "@font-face { font-family: B; }"
    fetcher = URLFetcher(allowed_protocols=("data",))
    with fonts_for(ours=True) as fonts:
        for css in (f"{face}p {{}}", f"{face}q {{}}", f"{other}q {{}}"):
            left = without_faces(css, fonts, fetcher)
            assert left == css[-4:]
        assert read == [face, other]
        without_faces("", fonts, fetcher)  # Leaves no face that was never read as read.
    with fonts_for(ours=False) as own:
        for _ in range(2):
            without_faces(face, own, fetcher)
    assert read == [face, other, "", face, face]
