"""A page's content stream: what is no content becomes an artifact, and what is one piece, one.

Running heads, page numbers and leaders are drawn as text by WeasyPrint; they are marked as
artifacts here, as backgrounds and lines are already. Pieces of one tag that follow each other
become one piece, with the space between their lines that the line break has swallowed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kpireport.render.pdf_text import Lines, Piece, mark_number
from kpireport.render.pdf_tree import Mark, Note, Tag

_NO_SPACE_AFTER = "-‐‑–—/"


def join_pieces(
    document: Tag, contents: list[Lines], pieces: Sequence[Mapping[int, Piece]]
) -> None:
    """Join the pieces that follow each other in a tag and in their page's stream.

    Both the tags and ``contents``, the pages' streams, are changed.
    """
    after = [_followers(lines) for lines in contents]
    joined: list[dict[int, bytes]] = [{} for _ in contents]
    for tag in document.all_tags():
        kids: list[Tag | Mark | Note] = []
        end = -1  # the number of the last piece that the last kid was joined with
        for kid in tag.kids:
            last = kids[-1] if kids else None
            if isinstance(kid, Mark) and isinstance(last, Mark) and last.page == kid.page:
                between = _between(pieces[kid.page].get(end), pieces[kid.page].get(kid.number))
                if after[kid.page].get(end) == kid.number and between is not None:
                    joined[kid.page][kid.number] = between
                    end = kid.number
                    continue
            kids.append(kid)
            end = kid.number if isinstance(kid, Mark) else -1
        tag.kids = kids
    for page, numbers in enumerate(joined):
        if numbers:
            contents[page] = _without_borders(contents[page], numbers)


def _between(one: Piece | None, other: Piece | None) -> bytes | None:
    """What to write between two pieces: nothing or a space; None where they can't be joined."""
    if one is None or other is None or not one.text or not other.text:
        return None
    last, first = one.text[-1], other.text[0]
    if one.last_line == other.first_line or last.isspace() or first.isspace():
        return b""
    if last in _NO_SPACE_AFTER or (_needs_no_spaces(last) and _needs_no_spaces(first)):
        return b""
    return one.space or None


def _needs_no_spaces(letter: str) -> bool:
    """Whether a letter is of a script that is written without spaces: Chinese, Japanese."""
    return "\u2e80" <= letter <= "\uffef"


def _followers(lines: Lines) -> dict[int, int]:
    """By number, the piece that begins right where another one ends."""
    found: dict[int, int] = {}
    current: int | None = None
    before = b""
    for line in lines:
        if line[-3:] in (b"BDC", b"BMC"):
            number = mark_number(line)
            if before == b"EMC" and current is not None and number is not None:
                found[current] = number
            current = number
        before = line
    return found


def _without_borders(lines: Lines, joined: Mapping[int, bytes]) -> Lines:
    """The stream without the ends and beginnings between joined pieces."""
    kept: Lines = []
    for line in lines:
        number = mark_number(line) if line[-3:] == b"BDC" else None
        if number is None or number not in joined:
            kept.append(line)
            continue
        kept.pop()
        if joined[number]:
            _end_with(kept, joined[number])
    return kept


def _end_with(lines: Lines, space: bytes) -> None:
    """A space at the end of the last line that was written."""
    at = len(lines) - 1
    while not lines[at].endswith(b" TJ"):
        at -= 1
    lines[at] = lines[at].removesuffix(b"] TJ") + b"<" + space + b">] TJ"


def with_artifacts(lines: Lines, tagged: Collection[int], laid_out: Collection[int]) -> Lines:
    """The stream with every numbered piece that has no tag marked as an artifact.

    Of them those in ``laid_out`` (a leader's dots) belong to the page's layout, the others
    (running heads, page numbers) come with every page.
    """
    return [
        _artifact(b"Layout" if number in laid_out else b"Pagination")
        if line[-3:] == b"BDC"
        and (number := mark_number(line)) is not None
        and number not in tagged
        else line
        for line in lines
    ]


def _artifact(kind: bytes) -> bytes:
    return b"/Artifact <</Type /" + kind + b">> BDC"
