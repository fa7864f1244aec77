"""A message's body: HTML that Outlook and Gmail show, and the same as plain text.

Tables, styles in the tags themselves, colours for a dark screen beside them; no link, no script,
nothing fetched: pictures travel in the message and are named by content IDs. Gmail cuts a body at
102 kB, so rows are left out until it is shorter than that, and said.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from kpireport import resources
from kpireport.present import tokens
from kpireport.present.mail_view import MailPicture, MailView
from kpireport.render.email_pictures import render_picture
from kpireport.render.email_text import render_text
from kpireport.render.layouts import environment
from kpireport.render.own_templates import OwnTemplates

LARGEST_BODY = 100_000
"""Bytes that the HTML of a message may have at most."""

_NO_TAGS = str.maketrans({"<": "‹", ">": "›", "\n": " ", "\r": " "})
"""The inliner leaves these as they are in an attribute, which the standard allows; whoever cleans
mail may not know that.
"""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the body: ``cid`` is its content ID, ``data`` a PNG."""

    cid: str
    title: str
    alt: str
    data: bytes


@dataclass(frozen=True, slots=True)
class MailBody:
    subject: str
    html: str
    text: str
    pictures: tuple[Picture, ...]


def render_email(
    made: Callable[[int], MailView],
    rows: int,
    draw: Callable[[MailPicture], bytes] | None = None,
    templates: OwnTemplates | None = None,
) -> MailBody:
    """The message whose view ``made`` gives for a number of rows, with ``rows`` at most.

    ``draw`` makes the pictures; without it there are none. ``templates`` are the user's own.
    Raises ``OutputError`` (``pdf_needs_pango``) where pictures can't be made.
    """
    mail = made(rows)
    pictures = tuple(_picture(each, draw) for each in mail.pictures) if draw else ()
    html = _html(mail, pictures, templates)
    while len(html.encode("utf-8")) >= LARGEST_BODY and rows:
        rows = rows * 2 // 3
        mail = made(rows)
        html = _html(mail, pictures, templates)
    return MailBody(mail.subject, html, render_text(mail), pictures)


def draw_picture(picture: MailPicture) -> bytes:
    return render_picture(picture.chart)


def _picture(picture: MailPicture, draw: Callable[[MailPicture], bytes]) -> Picture:
    data = draw(picture)
    cid = f"{hashlib.sha256(data).hexdigest()[:24]}@kpireport"
    return Picture(cid, picture.title, picture.chart.alt.translate(_NO_TAGS), data)


def _html(mail: MailView, pictures: tuple[Picture, ...], templates: OwnTemplates | None) -> str:
    from css_inline import CSSInliner
    from markupsafe import Markup

    made = environment(templates or resources.templates())
    light, dark = (tokens.css_variables(each) for each in (tokens.LIGHT, tokens.DARK))
    css = made.get_template("email/style.css").render(light=light, dark=dark)
    accent = mail.accent_colour
    page = made.get_template("email/body.html").render(
        mail=mail,
        label=mail.labels,
        css=Markup(css),
        pictures=pictures,
        family={code: name.replace("_", "-") for code, name in tokens.STATUS_FAMILY.items()},
        ground=tokens.LIGHT.page,
        surface=tokens.LIGHT.surface,
        accent=accent if _COLOUR.fullmatch(accent) else tokens.DEFAULT_ACCENT,
    )
    inliner = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    return inliner.inline(page.strip())
