"""A part's XML, element by element, in memory that doesn't grow with the part.

A small archive can unpack to a great deal of XML. So whatever has been handed on is let go of at
once, and a document type, which could make a few bytes grow without end, is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, cast
from xml.etree.ElementTree import Element, XMLPullParser
from xml.parsers import expat

from kpireport.workbook.limits import MAX_DEPTH, MAX_SILENCE, check_time

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
    for event, element in _events(source):
        if event == "start":
            open_elements.append(element)
            if len(open_elements) > MAX_DEPTH:
                raise ValueError("the part is nested too deeply")
            inside += element.tag in whole
            if element.tag == announced and not inside:
                check_time()
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


def _events(source: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Where elements begin and end. A tag or text that doesn't end would be kept in memory."""
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    # What the parser calls events depends on those asked for: these two come with an element.
    events = cast("Callable[[], Iterator[tuple[str, Element]]]", parser.read_events)
    silence = 0
    while piece := source.read(_PIECE):
        parser.feed(piece)
        silence += len(piece)
        for event in events():
            silence = 0
            yield event
        if silence > MAX_SILENCE:
            raise ValueError("a tag or a text without end")
    parser.close()
    yield from events()
