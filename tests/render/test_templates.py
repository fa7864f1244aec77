"""A folder of the user's own templates: what it may replace, and what it may not do."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kpireport import resources
from kpireport.i18n.messages import LANGUAGES, get_messages
from kpireport.model.errors import UsageError
from kpireport.pipeline import own_templates
from kpireport.render.html import render_html
from kpireport.render.own_templates import MOST_FILES, closest, pieces, read_own_templates
from kpireport.render.pdf import render_pdf
from tests.render import views

VIEW = views.bare("en")
HOSTILE = "<script>alert(1)</script>"


def folder(tmp_path: Path, **files: str) -> Path:
    """A folder of templates: ``html_footer="…"`` is ``html/footer.html``."""
    for name, text in files.items():
        room, _, piece = name.partition("_")
        written(tmp_path, f"{room}/{piece}.html", text)
    return tmp_path


def written(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


def page(templates: Path, view: views.ReportView = VIEW) -> str:
    return render_html(view, own_templates(templates)).decode()


def fault(templates: Path) -> tuple[str, dict[str, object]]:
    """The code of what is wrong with a folder, and its parameters; both languages tell it."""
    with pytest.raises(UsageError) as caught:
        page(templates)
    assert all(get_messages(language).error(caught.value) for language in LANGUAGES)
    assert caught.value.exit_code == 2
    return caught.value.code, dict(caught.value.params)


def test_a_piece_replaces_ours_and_the_others_stay(tmp_path: Path) -> None:
    made = page(folder(tmp_path, html_footer="<footer>Ours {{ view.run }}</footer>"))
    assert "<footer>Ours 3f9a1c07b2de</footer>" in made
    assert "<h1>" in made


def test_what_templates_see_is_what_was_read(tmp_path: Path) -> None:
    own = own_templates(folder(tmp_path, html_footer="<footer>first</footer>"))
    folder(tmp_path, html_footer="<footer>second</footer>")
    assert "<footer>first</footer>" in render_html(VIEW, own).decode()
    assert own_templates(tmp_path).digest != own.digest


def test_the_digest_names_the_content_and_not_the_place(tmp_path: Path) -> None:
    for place in ("a", "b"):
        written(tmp_path / place, "html/extra.css", "h1 { color: red }")
    one, two = (read_own_templates(tmp_path / place) for place in ("a", "b"))
    assert one.digest == two.digest
    written(tmp_path / "b", "html/logo.svg", "<svg/>")
    assert read_own_templates(tmp_path / "b").digest != one.digest


def test_an_extra_style_sheet_comes_after_ours(tmp_path: Path) -> None:
    made = page(written(tmp_path, "html/extra.css", ":root { --accent: {{ accent }}; --mine: 1 }"))
    style = made[made.index("<style>") : made.index("</style>")]
    assert style.index("--mine: 1") > style.index(".toc")
    assert f"--accent: {VIEW.accent_colour}; --mine" in style


def test_the_policy_allows_the_style_and_the_script_in_use(tmp_path: Path) -> None:
    written(tmp_path, "html/extra.css", "h1 { color: #102030 }")
    written(tmp_path, "html/script.js", "document.title = 'Mine';")
    made = page(tmp_path)
    for tag in ("style", "script"):
        found = re.search(rf"<{tag}>(.*?)</{tag}>", made, re.DOTALL)
        assert found is not None
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in made


def test_in_a_browser_the_own_style_holds_and_a_script_in_a_template_does_not(
    tmp_path: Path, browser: Browser
) -> None:
    written(tmp_path, "html/extra.css", "h1 { color: rgb(1, 2, 3) !important }")
    folder(
        tmp_path, html_footer="<footer onclick='x()'><script>document.title='no'</script></footer>"
    )
    target = tmp_path / "page.html"
    target.write_text(page(tmp_path), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(target.as_uri())
    colour = opened.evaluate("getComputedStyle(document.querySelector('h1')).color")
    title = opened.title()
    opened.close()
    assert colour == "rgb(1, 2, 3)"
    assert title != "no"


def test_a_picture_of_the_folder_goes_into_the_page(tmp_path: Path) -> None:
    written(tmp_path, "pictures/mark.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    folder(tmp_path, html_footer='<img src="{{ data_uri("pictures/mark.svg") }}" alt="">')
    made = page(tmp_path)
    assert '<img src="data:image/svg+xml;base64,PHN2ZyB4' in made
    assert read_own_templates(tmp_path).unused == ()


def test_a_template_of_ones_own_may_be_included(tmp_path: Path) -> None:
    folder(tmp_path, html_footer='{% include "html/note.html" %}', html_note="A note")
    assert "A note" in page(tmp_path)
    assert read_own_templates(tmp_path).unused == ()


@pytest.mark.parametrize(
    "text",
    [
        "{{ view.title }}",
        "{{ view.title | e }}",
        "{% set copy = namespace(svg=view.title, narrow=view.title, paper=view.title) %}"
        "{{ copy | drawing }}{{ copy | narrow_drawing }}{{ copy | paper_drawing }}",
        "{{ css[:0] ~ view.title }}",
        "{{ css[:0] + view.title }}",
        "{{ (css[:0] ~ '%s') | format(view.title) }}",
        "{% set lt %}<{% endset %}{{ (view.title | e) | replace('&lt;', lt) }}",
        "{% set lt %}<{% endset %}{{ [view.title | e] | map('replace', '&lt;', lt) | join }}",
        "{{ ('x' | e) | replace('x', view.title) }}",
        "{{ [view.title, css[:0]] | join }}",
        "{{ ('{}' | e).format(view.title) }}",
        "{{ ('a' | e).center(9) ~ view.title }}",
        "{% filter replace('x', view.title) %}x{% endfilter %}",
        "{% set block %}{{ view.title }}{% endset %}{{ block }}",
        "{% macro told() %}{{ view.title }}{% endmacro %}{{ told() }}",
        "{{ {'data-a': view.title} | xmlattr }}",
        "{{ view.title | urlize }}",
        "{{ view.title | truncate(30) }}{{ view.title | wordwrap(99) }}",
        "{{ view.title | striptags }}{{ view.title | e | striptags }}",
    ],
)
def test_no_text_of_the_workbook_gets_out_of_escaping(tmp_path: Path, text: str) -> None:
    made = page(folder(tmp_path, html_footer=text), replace(VIEW, title=HOSTILE))
    assert "<script>alert" not in made


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("\n{% if %}", "template_syntax", {"line": "2"}),
        ("{% for a in view.cards %}", "template_syntax", {"line": "1"}),
        ("\n\n{{ view.titel }}", "template_misspelt", {"line": "3", "closest": ("title",)}),
        ("{{ vew.title }}", "template_misspelt", {"found": "vew", "closest": ("view",)}),
        ("{{ label.sumary }}", "template_misspelt", {"closest": ("summary",)}),
        ("{{ label.zzzzzz }}", "template_unknown_name", {"found": "zzzzzz"}),
        ("{{ part.figure(\nview.titel) }}", "template_misspelt", {"found": "titel"}),
        ("{{ view.__class__.__mro__ }}", "template_forbidden", {"line": "1"}),
        ("{{ view.labels.update({'a': 1}) }}", "template_forbidden", {"line": "1"}),
        ("{{ view.title | safe }}", "template_filter", {"found": "safe"}),
        ("{{ view.title | tojson }}", "template_filter", {"found": "tojson"}),
        ("{{ (view.title | e).replace('&lt;', 'a' | e) }}", "template_forbidden", {"line": "1"}),
        ("{{ ('a' | e).join(['b']) }}", "template_forbidden", {"line": "1"}),
        ("{{ (view.title | e).split('&lt;') }}", "template_forbidden", {"line": "1"}),
        ("{{ ('a' | e) | indent(view.title) }}", "template_filter", {"found": "indent"}),
        ("\n{% autoescape false %}{% endautoescape %}", "template_unescaped", {"line": "2"}),
        ('{% include "html/sumary.html" %}', "template_not_found", {"found": "html/sumary.html"}),
        ('{% include "../../../etc/passwd" %}', "template_nothing_like", {"line": "1"}),
        ('{% include "/etc/passwd" %}', "template_nothing_like", {"found": "/etc/passwd"}),
        ('{{ data_uri("/etc/hostname.png") }}', "template_nothing_like", {"line": "1"}),
        ('{% include "html/footer.html" %}', "template_failed", {"line": "1"}),
        ("{{ 1 / 0 }}", "template_failed", {"detail": "division by zero"}),
        ("{{ range(10000000) }}", "template_failed", {"line": "1"}),
        ("{{ view.cards[99] }}", "template_failed", {"line": "1"}),
    ],
)
def test_a_fault_is_told_by_file_and_line(
    tmp_path: Path, text: str, code: str, params: dict[str, object]
) -> None:
    found, told = fault(folder(tmp_path, html_footer=text))
    assert (found, told["name"]) == (code, "html/footer.html")
    assert params.items() <= told.items()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("{# ours #}\n{% macro status(mark) %}{% endmacro %}\n", "template_without_macro", "2"),
        ("", "template_without_macro", "1"),
        ("\n{% macro status() %}{% endmacro %}", "template_failed", "2"),
    ],
)
def test_macros_of_ones_own_that_lack_what_our_pieces_ask_for_are_named(
    tmp_path: Path, text: str, code: str, line: str
) -> None:
    found, told = fault(written(tmp_path, "shared/parts.html", text))
    assert (found, told["name"], told["line"]) == (code, "shared/parts.html", line)


def test_a_template_that_no_output_asked_for_is_checked_too(tmp_path: Path) -> None:
    written(tmp_path, "html/footer.html", "fine")
    assert fault(written(tmp_path, "pdf/cover.html", "{{"))[0] == "template_syntax"


def test_a_fault_of_our_own_templates_is_not_laid_on_the_user(tmp_path: Path) -> None:
    from jinja2.exceptions import UndefinedError

    with pytest.raises(UndefinedError):
        render_html(replace(VIEW, labels={}), resources.templates())


def test_folders_that_cannot_be_used(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    (empty / ".git").mkdir(parents=True)
    (empty / "README.md").write_text("Ours", encoding="utf-8")
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert fault(tmp_path / "missing")[0] == "templates_missing"
    assert fault(file)[0] == "templates_not_folder"
    assert fault(empty)[0] == "templates_empty"
    code, told = fault(written(tmp_path / "style", "style.css", "h1 {}"))
    assert (code, told["found"]) == ("templates_nothing", ("style.css",))
    assert told["closest"] == ("email/style.css", "html/style.css", "pdf/style.css")


def test_files_that_cannot_be_read_as_what_they_are(tmp_path: Path) -> None:
    latin = tmp_path / "latin" / "html"
    latin.mkdir(parents=True)
    (latin / "extra.css").write_bytes(b"/* a\n caf\xe9 */")
    assert fault(latin.parent) == ("templates_not_utf8", {"name": "html/extra.css", "line": "2"})
    written(tmp_path / "large", "html/extra.css", " " * 5_000_001)
    assert fault(tmp_path / "large")[0] == "templates_too_large"
    for number in range(MOST_FILES + 1):
        written(tmp_path / "many", f"{number}.dat", "")
    assert fault(tmp_path / "many")[0] == "templates_too_many"


@pytest.mark.parametrize("target", ["../secret.html", "footer.html", ".."])
def test_a_link_out_of_the_folder_or_to_itself_is_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    own = written(tmp_path / "own", "html/extra.css", "")
    (own / "html" / "footer.html").symlink_to(Path("..") / target if ".." in target else target)
    assert fault(own) == ("templates_outside", {"name": "html/footer.html"})


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    written(tmp_path, "common/footer.html", "<footer>shared</footer>")
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "footer.html").symlink_to("../common/footer.html")
    assert "<footer>shared</footer>" in page(tmp_path)


def test_windows_files_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "footer.html").write_bytes(b"\xef\xbb\xbf<footer>\r\nmine</footer>")
    assert "<footer>\nmine</footer>" in page(tmp_path)


def test_names_that_match_nothing_are_named_with_the_closest(tmp_path: Path) -> None:
    written(tmp_path, "html/extra.css", "")
    for name in ("html/sumary.html", "cover.html", "pdf/notes.dat", "html/~lock.css", ".DS_Store"):
        written(tmp_path, name, "")
    unused = {each.name: each.closest for each in read_own_templates(tmp_path).unused}
    assert unused == {
        "cover.html": ("pdf/cover.html",),
        "html/sumary.html": ("html/summary.html",),
        "pdf/notes.dat": (),
    }
    assert closest("HTML/Summary.html")[0] == "html/summary.html"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a { background: url(cover.png) }", [1]),
        ("\n@import 'x.css';\nb { background: url( 'https://a.b/c.png' ) }", [2, 3]),
        ("@font-face { src: url(//a.b/c.woff2) }", [1]),
        ('a { b: url({{ data_uri("x.png") }}) url("data:x") url("#a") }', []),
        ("<img alt='a > b' src=a.png>\n<img srcset='a.png 2x'><img alt='src=x'>", [1, 2]),
        ("<svg><image href='a.png'/>\n<use xlink:href='b.svg#c'/><use href='#d'/></svg>", [1, 2]),
        ("<object data='a.svg'></object><video poster=a.png>\n<p data-x='<img' src='y'>", [1, 1]),
        ("<img alt='{{ a > b }}' src='{{ data_uri('x') }}'><img src=''><object>", []),
    ],
)
def test_what_would_have_to_be_fetched_is_named(
    tmp_path: Path, text: str, lines: list[int]
) -> None:
    own = read_own_templates(written(tmp_path, "html/extra.css", text))
    assert own.fetches == tuple(("html/extra.css", line) for line in lines)


def test_the_pdf_fetches_nothing_and_takes_the_own_pieces(tmp_path: Path) -> None:
    from pypdf import PdfReader

    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    secret = (tmp_path / "secret.txt").as_uri()
    own = written(tmp_path / "own", "pdf/extra.css", "@page { size: 200mm 100mm }")
    written(
        own,
        "pdf/report.html",
        f"<html lang=en><title>t</title><style>{{{{ css }}}}</style><h1>Mine</h1>"
        f"<img src='{secret}' alt='x'><a rel=attachment href='{secret}'>a</a>"
        f"<link rel=attachment href='{secret}'></html>",
    )
    data = render_pdf(VIEW, own_templates(own))
    reader = PdfReader(BytesIO(data))
    assert "Mine" in reader.pages[0].extract_text()
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [200, 100]
    assert not reader.attachments


def test_every_piece_of_ours_is_one_of_the_names() -> None:
    shipped = resources.templates()
    for name in ("html/report.html", "pdf/style.css", "shared/parts.html", "html/script.js"):
        assert name in pieces()
        assert (shipped / name).is_file()
    assert {"html/extra.css", "pdf/extra.css"} <= set(pieces())
    assert not any("fonts" in name for name in pieces())
