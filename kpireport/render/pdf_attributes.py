"""Texts whose attributes are given back.

For each text whose font has features (figures that are equally wide) WeasyPrint 70 makes a list of
attributes that nobody gives back: an eighth of a megabyte for the board pack of ten KPIs. Its
lists can't be given back either, since one attribute is in all of those that want the same
features. Here each list has its own attribute, and goes with the text that it was made for.
"""

from __future__ import annotations

from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout

_MADE_THERE = Layout.setup.__code__.co_names
_KEPT_THERE = "pango_attr_list_new" in _MADE_THERE and "pango_attr_list_unref" not in _MADE_THERE
"""Whether WeasyPrint still keeps the lists: one that is given back twice ends the process."""


def giving_back(fonts: FontConfiguration) -> FontConfiguration:
    """``fonts``, whose texts give their attributes back from now on."""
    if _KEPT_THERE:
        fonts.font_features = _OneEach()
        line_break.Layout = _Layout  # type: ignore[misc]  # The class that texts are made by.
    return fonts


class _OneEach(dict[object, object]):
    """Attributes that aren't shared: the one that is asked to be kept is the one to use."""

    def setdefault(self, _: object, made: object = None, /) -> object:
        return made


class _Layout(Layout):
    """A text of which the list of attributes belongs to nobody else."""

    def setup(self, style: Any) -> None:
        super().setup(style)
        if isinstance(style.font_config.font_features, _OneEach):
            attributes = pango.pango_layout_get_attributes(self.layout)
            # Held by the text and by whoever made it; a list that is shared has more holders.
            if attributes != ffi.NULL and ffi.cast("unsigned int *", attributes)[0] == 2:
                pango.pango_attr_list_unref(attributes)
