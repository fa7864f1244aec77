"""An Open XML package that parts are changed in and added to, everything else kept byte for byte.

openpyxl loads a workbook and writes what it understood: charts, pictures, sparklines and slicers
get lost. Here only the parts that have to change are parsed, by lxml, which keeps namespaces and
their prefixes as they are; the others are copied. Source: ECMA-376 part 2 (packages).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"

Element = etree._Element
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def parsed(data: bytes) -> Element:
    """A part's XML; no entity is resolved and nothing is fetched."""
    return etree.fromstring(data, _PARSER)


def written(root: Element) -> bytes:
    """A part's bytes, as Office writes them."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


class Package:
    """The parts of a package by path. Parsed parts are written back; all others stay as read."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = {info.filename.lower(): info.filename for info in self._archive.infolist()}
        self._changed: dict[str, Element | bytes] = {}
        self.workbook = self._workbook_path()

    def has(self, path: str) -> bool:
        return path in self._changed or path.lower() in self._names

    def root(self, path: str) -> Element:
        """A part's root element, to be changed in place."""
        known = self._changed.get(path)
        if known is None or isinstance(known, bytes):
            data = known if isinstance(known, bytes) else self._read(path)
            known = self._changed[path] = parsed(data)
        return known

    def add(self, path: str, content: Element | bytes, content_type: str) -> None:
        """A new part, with its type."""
        self._changed[path] = content
        types = self.root("[Content_Types].xml")
        override = etree.SubElement(types, f"{{{_TYPES}}}Override")
        override.set("PartName", f"/{path}")
        override.set("ContentType", content_type)

    def default_type(self, extension: str, content_type: str) -> None:
        """The type of all parts of an ending, where it has none yet."""
        types = self.root("[Content_Types].xml")
        for known in types.iter(f"{{{_TYPES}}}Default"):
            if (known.get("Extension") or "").lower() == extension:
                return
        entry = etree.Element(f"{{{_TYPES}}}Default")
        entry.set("Extension", extension)
        entry.set("ContentType", content_type)
        types.insert(0, entry)

    def put(self, path: str, content: Element | bytes) -> None:
        self._changed[path] = content

    def free_path(self, pattern: str) -> str:
        """The first path of a pattern (``xl/comments{}.xml``) that no part has."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def relations(self, path: str) -> Mapping[str, tuple[str, str]]:
        """What a part refers to inside the package: ID → (kind, path)."""
        return {
            entry.get("Id", ""): (
                entry.get("Type", "").rpartition("/")[2],
                _resolved(path, entry.get("Target", "")),
            )
            for entry in self._relation_entries(path)
            if entry.get("TargetMode") != "External"
        }

    def related(self, path: str, kind: str) -> str | None:
        """The part of that kind that a part refers to."""
        return next((to for of, to in self.relations(path).values() if of == kind), None)

    def relate(self, path: str, kind: str, target: str) -> str:
        """A new relation of a part; returns its ID."""
        where = _relations_path(path)
        if not self.has(where):
            self.put(
                where, etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
            )
        root = self.root(where)
        taken = {entry.get("Id") for entry in root}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        entry = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship")
        entry.set("Id", f"rId{number}")
        entry.set("Type", f"{self.relation_base()}/{kind}")
        entry.set("Target", posixpath.relpath(target, posixpath.dirname(path) or "."))
        return f"rId{number}"

    def relation_base(self) -> str:
        """The namespace of relation kinds: that of the flavour the workbook is written in."""
        strict = "purl.oclc.org" in (self.root(self.workbook).nsmap.get(None) or "")
        return _STRICT if strict else _OFFICE

    def written(self) -> bytes:
        """The package: the parts in their old order, the new ones after them."""
        stream = io.BytesIO()
        done = set()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
            for info in self._archive.infolist():
                made.writestr(_entry(info.filename), self._content(info))
                done.add(info.filename)
            for path, content in self._changed.items():
                if path not in done:
                    made.writestr(_entry(path), _data(content))
        return stream.getvalue()

    def _content(self, info: zipfile.ZipInfo) -> bytes:
        """The part as it was where nothing in it was changed: being read is no change."""
        own = self._archive.read(info)
        now = self._changed.get(info.filename)
        if now is None:
            return own
        same = not isinstance(now, bytes) and etree.tostring(now) == etree.tostring(parsed(own))
        return own if same else _data(now)

    def _read(self, path: str) -> bytes:
        return self._archive.read(self._names[path.lower()])

    def _relation_entries(self, path: str) -> Iterator[Element]:
        where = _relations_path(path)
        if self.has(where):
            yield from self.root(where).iter(f"{{{_RELATIONS}}}Relationship")

    def _workbook_path(self) -> str:
        for entry in self._relation_entries(""):
            if entry.get("Type", "").endswith("/officeDocument"):
                return _resolved("", entry.get("Target", ""))
        raise KeyError("the package has no workbook")


def _entry(path: str) -> zipfile.ZipInfo:
    """An entry without a clock, so that the same workbook gives the same bytes."""
    info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _data(content: Element | bytes) -> bytes:
    return content if isinstance(content, bytes) else written(content)


def _relations_path(path: str) -> str:
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(path: str, target: str) -> str:
    folder = posixpath.dirname(path)
    return posixpath.normpath(posixpath.join("/", folder, target))[1:]
