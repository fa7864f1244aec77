"""What is wrong in a template of the user's own, by its file and line, instead of a traceback."""

from __future__ import annotations

import re
from dataclasses import fields
from difflib import get_close_matches
from types import TracebackType

from jinja2 import nodes
from jinja2.exceptions import (
    SecurityError,
    TemplateAssertionError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)

from kpireport.i18n.messages import get_messages
from kpireport.model.errors import UsageError
from kpireport.present import view, view_management, view_pieces
from kpireport.render.own_templates import OwnTemplates, closest, pieces

NAMES = ("view", "label", "css", "script", "policy", "part", "data_uri")
"""What a template may begin an expression with."""
MACROS = "shared/parts.html"
"""The macros that other templates, ours too, ask for by name."""
_QUOTED = re.compile(r"'([^']+)'")
_VIEWS = (view, view_management, view_pieces)


def fault_in(own: OwnTemplates, error: Exception) -> UsageError | None:
    """``error`` as a message about one of ``own``; None where none of them had a part in it."""
    if isinstance(error, TemplateSyntaxError):
        name = _own_name(own, error.filename or "")
        return None if name is None else _not_understood(name, error)
    place = _place(own, error.__traceback__)
    if place is None:
        return _of_macros(own, error)
    params = {"name": place[0], "line": str(place[1])}
    if isinstance(error, TemplateNotFound):
        return _not_found(own, params, str(error.name))
    if isinstance(error, SecurityError):
        return UsageError("template_forbidden", {**params, "detail": _one_line(error)})
    if isinstance(error, UndefinedError):
        return _misspelt(params, str(error.message))
    return UsageError("template_failed", {**params, "detail": _one_line(error)})


def unescaped(tree: nodes.Template) -> int:
    """The line at which a template ends the escaping of texts; 0 where it doesn't."""
    found = tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier))
    return next((each.lineno for each in found), 0)


def _own_name(own: OwnTemplates, filename: str) -> str | None:
    return next((name for name in own.texts if str(own.folder / name) == filename), None)


def _place(own: OwnTemplates, trace: TracebackType | None) -> tuple[str, int] | None:
    """The innermost line of a template of the user's own on the way to the fault."""
    place = None
    while trace is not None:
        name = _own_name(own, trace.tb_frame.f_code.co_filename)
        if name is not None:
            place = (name, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _of_macros(own: OwnTemplates, error: Exception) -> UsageError | None:
    """What one of our templates asks of the user's own macros in vain."""
    text, message = own.texts.get(MACROS), str(error)
    asked = _QUOTED.findall(message)
    if text is None or not asked:
        return None
    found = asked[-1] if "TemplateModule" in message else asked[0]
    if isinstance(error, UndefinedError) and "TemplateModule" in message:
        params = {"name": MACROS, "line": str(text.rstrip().count("\n") + 1), "found": found}
        return UsageError("template_without_macro", params)
    if isinstance(error, TypeError) and message.startswith("macro "):
        before = re.split(rf"\bmacro\s+{re.escape(found)}\b", text)[0]
        line = str(before.count("\n") + 1)
        return UsageError("template_failed", {"name": MACROS, "line": line, "detail": message})
    return None


def _not_understood(name: str, error: TemplateSyntaxError) -> UsageError:
    params = {"name": name, "line": str(error.lineno)}
    detail = str(error.message or "").rstrip(".")
    found = _QUOTED.search(detail)
    if isinstance(error, TemplateAssertionError) and found and "filter" in detail:
        return UsageError("template_filter", {**params, "found": found[1]})
    return UsageError("template_syntax", {**params, "detail": detail})


def _not_found(own: OwnTemplates, params: dict[str, str], found: str) -> UsageError:
    there = dict.fromkeys((*pieces(), *own.texts, *own.media))
    known = get_close_matches(found, there, n=1, cutoff=0.6) or closest(found)
    key = "template_not_found" if known else "template_nothing_like"
    return UsageError(key, {**params, "found": found, "closest": tuple(known)})


def _misspelt(params: dict[str, str], message: str) -> UsageError:
    quoted = _QUOTED.findall(message)
    if not quoted:
        return UsageError("template_failed", {**params, "detail": message})
    found = quoted[-1]
    alike = get_close_matches(found, _known(quoted[0] if len(quoted) > 1 else ""), n=1, cutoff=0.6)
    key = "template_misspelt" if alike else "template_unknown_name"
    return UsageError(key, {**params, "found": found, "closest": tuple(alike)})


def _known(of: str) -> tuple[str, ...]:
    """The names a template may use: of the class that the message names, else all of them.

    The one dictionary that templates are handed is that of the labels.
    """
    named = of.removesuffix(" object").rpartition(".")[2]
    if named == "dict":
        return tuple(get_messages("en").labels())
    known: dict[str, None] = dict.fromkeys(NAMES)
    for module in _VIEWS:
        for each in vars(module).values():
            if hasattr(each, "__dataclass_fields__") and named in ("", each.__name__):
                of_class = [name.name for name in fields(each)]
                of_class += [n for n, one in vars(each).items() if isinstance(one, property)]
                known = dict.fromkeys(of_class) if named else {**known, **dict.fromkeys(of_class)}
    return tuple(known)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
