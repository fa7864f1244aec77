"""A part's XML, element by element, in memory that doesn't grow with the part.

A small archive can unpack to a great deal of XML. So whatever has been handed on is let go of at
once, and a document type, which could make a few bytes grow without end, is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, iterparse
from xml.parsers import expat

_PIECE = 65536


def refuse_document_type(source: IO[bytes]) -> None:
    """Raise ``ValueError`` where the part has a document type, in whatever encoding and place.

    Reads up to the first element, before which a document type has to stand.
    """
    begun = False

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal begun
        begun = True

    def refuse(*declared: object) -> None:
        raise ValueError("the part has a document type")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        while not begun and (piece := source.read(_PIECE)):
            parser.Parse(piece, False)
    except expat.ExpatError as error:
        raise ValueError("the part is no XML") from error


def elements(
    source: IO[bytes], whole: frozenset[str], announced: str | None = None
) -> Iterator[Element]:
    """Every element once it is complete; one of the tag ``announced`` when it begins instead.

    Elements with a tag in ``whole`` come with all that is in them, and what is in them doesn't
    come by itself; the others have lost their content by then.
    """
    open_elements: list[Element] = []
    inside = 0
    for event, element in iterparse(source, ("start", "end")):
        if event == "start":
            open_elements.append(element)
            inside += element.tag in whole
            if element.tag == announced and not inside:
                yield element
            continue
        open_elements.pop()
        inside -= element.tag in whole
        if inside:
            continue
        if element.tag != announced:
            yield element
        if open_elements:
            open_elements[-1].clear()
