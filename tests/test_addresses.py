"""What is an address and what a path; and that nobody sees what is secret in one."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kpireport.addresses import Address, check_writable, place_of
from kpireport.deliver.naming import file_stems
from kpireport.deliver.ownership import refuse_to_overwrite
from kpireport.i18n.messages import get_messages
from kpireport.model.errors import OutputError, UsageError
from kpireport.model.problem import Problem

pytest.importorskip("s3fs")
pytest.importorskip("sshfs")


def address(text: str) -> Address:
    place = place_of(text)
    assert isinstance(place, Address)
    return place


@pytest.mark.parametrize(
    "text",
    [
        "kpis.xlsx",
        r"C:\books\kpis.xlsx",
        "C:/books/kpis.xlsx",
        "c://x",
        "/a:b/c",
        "./s3:/b/c",
        "~/k",
    ],
)
def test_a_path_stays_a_path(text: str) -> None:
    assert place_of(text) == Path(text)


def test_a_path_costs_no_fsspec() -> None:
    code = (
        "import sys; from kpireport.commands.workbooks import several_workbooks; "
        "several_workbooks(['kpis.xlsx']); assert 'fsspec' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="a path without a drive")
def test_a_file_address_is_a_path_of_this_machine() -> None:
    assert place_of("file:///in/my%20kpis.xlsx") == Path("/in/my kpis.xlsx")
    with pytest.raises(UsageError) as stopped:
        place_of("file://other/in/kpis.xlsx")
    assert stopped.value.code == "address_not_local"


@pytest.mark.parametrize(
    ("text", "shown", "name"),
    [
        ("s3://bucket/in/kpis.xlsx", "s3://bucket/in/kpis.xlsx", "kpis.xlsx"),
        ("S3://Bucket/q?a#1.xlsx", "s3://Bucket/q?a#1.xlsx", "q?a#1.xlsx"),
        ("s3://bucket", "s3://bucket", "bucket"),
        ("sftp://ada:hush@host:22/in/k.xlsx", "sftp://host:22/in/k.xlsx", "k.xlsx"),
        ("https://ada:hush@host/in/k.xlsx?sig=hush#hush", "https://host/in/k.xlsx", "k.xlsx"),
        ("https://host/my%20k%2Fp.xlsx", "https://host/my%20k%2Fp.xlsx", "p.xlsx"),
        ("https://host?file=hush", "https://host", "host"),
        ("https://host/k.xlsx?by=ada@hush", "https://host/k.xlsx", "k.xlsx"),
        ("https://host/a%40b.xlsx", "https://host/a%40b.xlsx", "a@b.xlsx"),
        ("s3://bucket/in/kpi?*", "s3://bucket/in/kpi?*", "kpi?*"),
        ("sftp://[::1]:22/k.xlsx", "sftp://[::1]:22/k.xlsx", "k.xlsx"),
    ],
)
def test_secrets_are_never_shown(text: str, shown: str, name: str) -> None:
    place = address(text)
    assert (str(place), place.name) == (shown, name)
    assert "hush" not in repr(place) + str(place.parent) + str(place / "x") + str(place.as_path())
    assert pickle.loads(pickle.dumps(place)).typed.lower() == text.lower()


def test_its_parts_are_those_of_a_path() -> None:
    place = address("s3://bucket/in/kpis.v2.xlsx")
    assert (place.stem, place.suffix) == ("kpis.v2", ".xlsx")
    assert str(place.parent) == "s3://bucket/in"
    assert str(place.parent.parent) == "s3://bucket"
    assert str(address("s3://bucket/out/") / "a.html") == "s3://bucket/out/a.html"
    assert address("s3://bucket/*.xlsx").is_pattern and not place.is_pattern
    assert not address("https://host/a?b=*").is_pattern


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gopher://host/kpis.xlsx", "address_unknown_scheme"),
        ("simplecache::s3://bucket/kpis.xlsx", None),
        ("zip://kpis.xlsx::s3://bucket/a.zip", "address_unknown_scheme"),
        ("s3:///in/kpis.xlsx", "address_incomplete"),
        ("https://?a=hush", "address_incomplete"),
        ("sftp://ada:hush@/in/kpis.xlsx", "address_incomplete"),
        ("sftp:///in/kpis.xlsx", "address_incomplete"),
        ("s3://key:hush@bucket/kpis.xlsx", "address_with_password"),
        ("s3://key:hush/bucket/kpis.xlsx", "address_with_password"),
        ("abfs://account:hush@container/kpis.xlsx", "address_with_password"),
        ("abfs://HUSH==@account/kpis.xlsx", "address_with_password"),
        ("s3://key:hush/hush@bucket/kpis.xlsx", "address_unclear"),
        ("abfs://hush/hush@account/kpis.xlsx", "address_unclear"),
        ("sftp://ada:hush/hush@host/kpis.xlsx", "address_unclear"),
        ("sftp://ada:hush/kpis.xlsx", "address_unclear"),
        ("https://ada:hush/hush@host/kpis.xlsx", "address_unclear"),
        ("https://ada:hush?hush@host/kpis.xlsx", "address_unclear"),
        ("https://ada:1?hush=@host/kpis.xlsx", "address_unclear"),
        ("https://ada:1/hush?hush=@host/kpis.xlsx", "address_unclear"),
        ("https://hush/hush?hush@host/kpis.xlsx", "address_unclear"),
        ("https://ada:1#hush@host/kpis.xlsx", "address_unclear"),
        ("s3://bucket/kpis.xlsx?X-Amz-Signature=hush", "address_with_query"),
        ("s3://bucket?hush", "address_with_query"),
        ("az://box@account/kpis.xlsx?sv=1&sig=hush", "address_with_query"),
        ("sftp://host/kpis.xlsx?hush", "address_with_query"),
        ("https://host/in/*.xlsx?sig=hush", "address_without_pattern"),
        ("file://ada:hush@host/kpis.xlsx", "address_not_local"),
        ("s3:/hush/kpis.xlsx", "address_one_slash"),
        ("HTTPS:/ada:hush@host/kpis.xlsx", "address_one_slash"),
        ("file:/hush/kpis.xlsx", "address_one_slash"),
    ],
)
def test_what_is_refused_says_so_in_both_languages(text: str, code: str | None) -> None:
    if code is None:  # No address at all: a file of a strange name.
        assert place_of(text) == Path(text)
        return
    with pytest.raises(UsageError) as stopped:
        place_of(text)
    assert stopped.value.code == code
    assert stopped.value.exit_code == 2
    told = [get_messages(language).error(stopped.value) for language in ("en", "fr")]
    assert told[0] != told[1] and "hush" not in "".join(told).lower()


def told(text: str) -> str:
    with pytest.raises(UsageError) as stopped:
        place_of(text)
    return get_messages("en").error(stopped.value)


def test_what_to_write_instead_is_of_the_same_kind() -> None:
    assert "sftp://example.org/folder/book.xlsx" in told("sftp://")
    assert "s3://bucket/folder/book.xlsx" in told("s3://")
    assert "file://" in told("ftp://host/kpis.xlsx")
    assert told("S3:/b/out").startswith("s3:/ lacks a slash: write s3://.")
    assert "write file:///." in told("file:/in/kpis.xlsx")


def test_a_missing_file_gets_the_advice_of_where_it_lies() -> None:
    text = "https://{}/in/kpis.xlsx"
    hosts = {"acme.sharepoint.com": True, "1drv.ms:443": True, "notsharepoint.com": False}
    for host, kept_here in hosts.items():
        assert address(text.format(host)).is_synchronised is kept_here
    here, elsewhere = Problem("E101", None, None, {"name": "k"}), {"name": "k", "elsewhere": "s3"}
    for language in ("en", "fr"):
        messages = get_messages(language)
        assert "OneDrive" in messages.problem(here).advice
        told = messages.problem(replace(here, params=elsewhere))
        assert "OneDrive" not in told.advice and told.message == messages.problem(here).message


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "gcsfs", raising=False)
    with pytest.raises(UsageError) as stopped:
        place_of("gs://bucket/kpis.xlsx")
    assert stopped.value.params == {"scheme": "gs", "package": "gcsfs", "extra": "gs"}
    told = get_messages("en").error(stopped.value)
    assert "pip install 'kpireport-scorecard[gs]'" in told


def test_nothing_is_written_to_the_web() -> None:
    with pytest.raises(UsageError) as stopped:
        check_writable(address("https://host/out"))
    assert stopped.value.code == "address_read_only"
    check_writable(address("s3://bucket/out"))
    check_writable(Path("out"))


def test_workbooks_of_one_name_get_what_tells_them_apart() -> None:
    books = [address("s3://leeds/kpis.xlsx"), address("s3://york/kpis.xlsx"), Path("/hull/k.xlsx")]
    assert file_stems(books) == ("leeds-kpis", "york-kpis", "k")
    twice = [address("s3://leeds/kpis.xlsx"), address("sftp://ada:hush@leeds/kpis.xlsx")]
    assert file_stems(twice) == ("s3-leeds-kpis", "sftp-leeds-kpis")


def test_a_workbook_is_never_replaced_under_whichever_scheme() -> None:
    book = address("s3://bucket/in/kpis.xlsx")
    with pytest.raises(OutputError) as stopped:
        refuse_to_overwrite([address("s3a://bucket/in//kpis.xlsx")], [book, Path("in/kpis.xlsx")])
    assert stopped.value.code == "output_is_input"
