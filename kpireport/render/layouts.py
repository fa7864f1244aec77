"""The templates' surroundings: a sandbox that escapes everything and forgives nothing.

Every text is escaped unless it is a drawing of our own; a name that a template misspells stops
the run instead of leaving a hole in the page. A folder of the user's own templates comes before
ours, piece by piece, and is held to the same: it can't put a text of the workbook in unescaped,
reach the program, or read a file outside itself.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, StrictUndefined
from jinja2.exceptions import TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment
from markupsafe import Markup, escape

from kpireport import resources
from kpireport.i18n.typography import from_right, isolated
from kpireport.model.errors import KpiReportError, UsageError
from kpireport.present import scales, tokens
from kpireport.present.charts.drawing import chart_css
from kpireport.present.view import Chart, ReportView
from kpireport.render.compiled_templates import CompiledTemplates
from kpireport.render.own_templates import OwnTemplates, read_own_templates
from kpireport.render.template_faults import fault_in, unescaped

_WORST_FIRST = ("off_track", "at_risk", "on_track", "no_data", "no_target", "neutral")
_NEGATIVE = re.compile("\u2212[^\\s\\w<&]+\\d[\\d.,\u202f\u00a0]*\\d|\u2212[^\\s\\w<&]+\\d")
_ORDINAL = re.compile(r"(?<![\w.,-])(\d{1,2})e(?![\w-])")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# ``safe`` ends the escaping, ``indent`` puts its filling in without, ``tojson`` leaves the quotes
# that end an attribute; ``random`` would make two reports of one workbook differ.
_FILTERS_LEFT_OUT = ("safe", "indent", "tojson", "random")
# With these an escaped text could be taken apart and put together with its signs back in.
_NOT_OF_ESCAPED = frozenset(
    ("replace", "join", "translate", "split", "rsplit", "splitlines", "partition", "rpartition")
)


_OPTIONS: Mapping[str, bool] = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": False,
}
_COMPILED = CompiledTemplates(resources.templates(), repr(_OPTIONS))


class _Environment(ImmutableSandboxedEnvironment):
    """A fault in a template of the user's own is told as one, by its file and line."""

    own: OwnTemplates | None = None

    def getattr(self, obj: object, attribute: str) -> object:
        """As the sandbox has it; a field of a view is safe without being looked through."""
        fields = getattr(obj.__class__, "__dataclass_fields__", ())
        if attribute in fields and not attribute.startswith("_"):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        if isinstance(obj, Markup) and attr in _NOT_OF_ESCAPED:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def handle_exception(self, source: str | None = None) -> NoReturn:
        try:
            super().handle_exception(source)
        except KpiReportError:  # of a template that this one includes
            raise
        except Exception as error:
            told = None if self.own is None else fault_in(self.own, error)
            if told is None:
                raise
            raise told from error


def environment(templates: Path | OwnTemplates) -> SandboxedEnvironment:
    """Jinja2 over ``templates``, and over the shipped ones for whatever is missing there."""
    shipped = FileSystemLoader(resources.templates())
    made = _Environment(
        loader=shipped,
        undefined=StrictUndefined,
        bytecode_cache=_COMPILED,
        **_OPTIONS,
    )
    for name in _FILTERS_LEFT_OUT:
        del made.filters[name]
    del made.globals["lipsum"]
    made.filters["replace"] = _replace
    made.filters["drawing"] = _drawing
    made.filters["narrow_drawing"] = _narrow_drawing
    made.filters["paper_drawing"] = _paper_drawing
    made.filters["status_rank"] = _status_rank
    made.filters["unbroken"] = _unbroken
    made.filters["is_web_address"] = is_web_address
    made.filters["isolated"] = isolated
    made.filters["from_right"] = from_right
    made.filters["ordinals"] = _ordinals
    if isinstance(templates, Path) and templates != resources.templates():
        templates = read_own_templates(templates)
    if isinstance(templates, OwnTemplates):
        _put_first(made, templates, shipped)
    return made


def _put_first(made: _Environment, own: OwnTemplates, shipped: FileSystemLoader) -> None:
    made.own = own
    made.loader = ChoiceLoader([FunctionLoader(lambda name: _source(own, name)), shipped])
    made.globals["data_uri"] = lambda name: _data_uri(own, name)


def _source(own: OwnTemplates, name: str) -> tuple[str, str, None] | None:
    """A template of one's own; its file name is the one faults are told by."""
    text = own.texts.get(name)
    return None if text is None else (text, str(own.folder / name), None)


def _data_uri(own: OwnTemplates, name: object) -> str:
    found = own.data_uri(str(name))
    if found is None:
        raise TemplateNotFound(str(name))
    return found


def check_own_templates(own: OwnTemplates) -> None:
    """Raise ``UsageError`` for the first template that can't be understood, used or not."""
    made = environment(own)
    for name, text in sorted(own.texts.items()):
        made.compile(text, name, str(own.folder / name))
        line = unescaped(made.parse(text, name, str(own.folder / name)))
        if line:
            raise UsageError("template_unescaped", {"name": name, "line": str(line)})


def style(made: SandboxedEnvironment, template: str, view: ReportView, fonts: str) -> str:
    """A style sheet with the tokens, the charts' colours and the fonts filled in.

    ``fonts`` ends the names of the two font files: ``-latin`` for the small ones, empty for all
    of the letters. A folder of one's own may have an ``extra.css``, which comes after it.
    """
    accent = view.accent_colour if _COLOUR.fullmatch(view.accent_colour) else tokens.DEFAULT_ACCENT
    paper = "letter" if view.options.get("paper") == "letter" else "A4"
    return styled(made, template, fonts, accent, paper)


def styled(made: SandboxedEnvironment, template: str, fonts: str, accent: str, paper: str) -> str:
    """A style sheet whose ``accent`` is a colour that is known to be one."""
    on_paper = template.startswith("pdf/")
    values: Mapping[str, object] = {
        "light": tokens.css_variables(tokens.LIGHT),
        "dark": tokens.css_variables(tokens.DARK),
        "sizes": scales.paper_sizes() if on_paper else scales.TYPE_SIZES,
        "spaces": scales.paper_spaces() if on_paper else scales.SPACES,
        "fine_spaces": scales.FINE_SPACES,
        "print_sizes": scales.PRINT_SIZES,
        "print_spaces": scales.PRINT_SPACES,
        "family": Markup(tokens.FONT_FAMILY),
        "accent": accent,
        "paper": paper,
        "chart_css": Markup(chart_css()),
        "regular": _font(f"inter-regular{fonts}.woff2"),
        "semibold": _font(f"inter-semibold{fonts}.woff2"),
    }
    sheets = [template]
    extra = f"{template.partition('/')[0]}/extra.css"
    own = made.own if isinstance(made, _Environment) else None
    if own is not None and extra in own.texts:
        sheets.append(extra)
    return "\n".join(made.get_template(sheet).render(values).strip() for sheet in sheets)


def is_web_address(text: str) -> bool:
    """Whether a text of the workbook may become a link: ``javascript:`` and its like may not."""
    return re.match(r"https?://[^\s/]", text, re.IGNORECASE) is not None


def _replace(text: object, old: str, new: str, count: int = -1) -> str:
    """What is put in is a text, even where it was markup: no sign of a text becomes a tag."""
    if isinstance(text, Markup):
        return Markup(str.replace(text, str(old), Markup.escape(str(new)), count))
    return str(text).replace(str(old), str(new), count)


def _drawing(chart: Chart) -> Markup:
    """The chart's SVG, which our own code drew and escaped."""
    return _drawn(chart, chart.svg)


def _unbroken(text: object) -> Markup:
    """A sentence whose minus signs stay with their amounts: a line may end before a currency."""
    return Markup(_NEGATIVE.sub(r'<span class="piece">\g<0></span>', str(escape(text))))


def _ordinals(text: object) -> Markup:
    """A French sentence whose ordinals have their small letter raised."""
    return Markup(_ORDINAL.sub(r"\1<sup>e</sup>", str(escape(text))))


def _status_rank(code: str) -> int:
    """Where a status stands when rows are sorted by it: the worst first."""
    return _WORST_FIRST.index(code) if code in _WORST_FIRST else len(_WORST_FIRST)


def _narrow_drawing(chart: Chart) -> Markup:
    return _drawn(chart, chart.narrow)


def _paper_drawing(chart: Chart) -> Markup:
    """The chart as it is printed."""
    return _drawn(chart, chart.paper or chart.svg)


def _drawn(chart: object, svg: str) -> Markup:
    """The drawing as it is; what only looks like a chart (a template's namespace) is a text."""
    return Markup(svg) if isinstance(chart, Chart) else Markup.escape(svg)


def _font(name: str) -> str:
    data = (resources.templates() / "fonts" / name).read_bytes()
    return f"data:font/woff2;base64,{base64.b64encode(data).decode('ascii')}"
