"""The HTML report: one file that asks for nothing over the network.

Its Content-Security-Policy allows the one style and the one script inside, by their hashes, and
nothing else, so that not even a text that slipped through could run or fetch anything.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from jinja2.sandbox import SandboxedEnvironment

from kpireport.present.view import ReportView
from kpireport.render.layouts import environment, style
from kpireport.render.own_templates import OwnTemplates


def render_html(view: ReportView, templates: Path | OwnTemplates) -> bytes:
    """The report as a page of UTF-8. The same view gives the same bytes."""
    made = environment(templates)
    css = style(made, "html/style.css", view, "-latin")
    return page_of(made, "html/report.html", css, {"view": view, "label": view.labels})


def page_of(
    made: SandboxedEnvironment, template: str, css: str, values: Mapping[str, object]
) -> bytes:
    """A page with its style and our script inside, and the policy that allows no other."""
    from markupsafe import Markup

    script = made.get_template("html/script.js").render().strip()
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(css)}'",
            f"script-src '{_hash(script)}'",
            "img-src data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    own = {"css": Markup(css), "script": Markup(script), "policy": policy}
    return made.get_template(template).render({**values, **own}).encode("utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
