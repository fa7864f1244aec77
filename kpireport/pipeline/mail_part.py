"""What a scope leaves of a report: computed once, and rendered once for all who may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpireport.model.book import Book
from kpireport.model.scorecard import Scorecard
from kpireport.pipeline.choices import Format
from kpireport.pipeline.computing import with_live_model
from kpireport.pipeline.outputs import render_output

if TYPE_CHECKING:
    from kpireport.present.mail_view import MailPicture
    from kpireport.present.view import ReportView
    from kpireport.render.own_templates import OwnTemplates


@dataclass(frozen=True, slots=True)
class Part:
    """What a scope leaves of the book, in a language: computed once, rendered when asked for."""

    scorecard: Scorecard
    view: ReportView
    book: Book
    files: dict[Format, bytes] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def draw(self, picture: MailPicture) -> bytes:
        """A chart as a picture, drawn once however many see it."""
        from kpireport.render.email import draw_picture

        key = picture.chart.svg
        if key not in self.pictures:
            self.pictures[key] = draw_picture(picture)
        return self.pictures[key]

    def rendered(self, output: Format, templates: OwnTemplates | None) -> bytes:
        """A file's bytes, made once however many get it."""
        if output not in self.files:
            view = self.view
            if output == "xlsx":
                view = with_live_model(view, self.book, self.scorecard)
            self.files[output] = render_output(view, self.scorecard, output, templates)
        return self.files[output]
