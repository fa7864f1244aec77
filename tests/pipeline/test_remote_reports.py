"""Workbooks read and reports written elsewhere, on real servers of S3, SFTP and HTTP."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import openpyxl
import pytest

from kpireport.addresses import Address, place_of
from kpireport.commands.main import _run
from kpireport.i18n.messages import get_messages
from kpireport.model.errors import KpiReportError, WorkbookError
from kpireport.pipeline import Failure, Report, each_report, make_pack, make_reports, read_book
from kpireport.pipeline.cluster import cluster
from kpireport.remote_files import AddressError, matching, put_all, read_address
from tests.pipeline.side_by_side import FORMATS, contents
from tests.remote_servers import KEY, SECRET, s3, sftp
from tests.sweeps import SWEEPING
from tools.bench.books import write_book

fsspec = pytest.importorskip("fsspec")
pytest.importorskip("s3fs")
pytest.importorskip("sshfs")

PAGE = Path(__file__).parent.parent.parent / "docs" / "addresses.md"

# One worker, one set of servers; and their packages are imported once.
pytestmark = pytest.mark.xdist_group("remote")


def address(text: str) -> Address:
    place = place_of(text)
    assert isinstance(place, Address)
    return place


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two small workbooks."""
    folder = tmp_path_factory.mktemp("books")
    for kpis, name in enumerate(("ecommerce", "retail_fr"), start=1):
        write_book(folder / f"{name}.xlsx", kpis)
    return folder


@pytest.fixture(scope="module")
def buckets(books: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that S3 serves; its buckets are folders. The environment has the key."""
    folder = tmp_path_factory.mktemp("buckets")
    (folder / "finance").mkdir()
    (folder / "kept").mkdir()
    shutil.copytree(books, folder / "finance/inbox")
    with s3(folder) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", url)
        patch.setenv("AWS_ACCESS_KEY_ID", KEY)
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield folder


@pytest.fixture(scope="module")
def here(books: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the same workbooks give in a folder."""
    folder = tmp_path_factory.mktemp("here")
    make_reports(sorted(books.glob("*.xlsx")), output=folder, formats=FORMATS)
    return contents(folder)


def told(error: KpiReportError) -> str:
    """An error in both languages, and all that it carries."""
    words = [get_messages(language).error(error) for language in ("en", "fr")]
    assert words[0] != words[1]
    return "\n".join([*words, repr(error), repr(error.params), repr(error.__cause__)])


def test_the_commands_of_the_page_do_what_it_says(
    buckets: Path, here: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(buckets / "finance/inbox")
    shown = "".join(re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)).splitlines()
    assert [shlex.split(line)[1] for line in shown] == ["check", "report"]
    for line in shown:
        arguments = shlex.split(line)[1:]
        if arguments[0] == "report" and not SWEEPING:
            arguments += ["--jobs", "1"]  # `make prove` has a process for each.
        assert _run(arguments) == 0, capsys.readouterr().err
    assert contents(buckets / "finance/scorecards") == here
    assert contents(buckets / "finance/inbox") == before
    files = capsys.readouterr().out.split("\n")
    assert "s3://finance/scorecards/ecommerce-2026-10.html" in files
    assert b'"source": {\n    "name": "ecommerce.xlsx"' in here["ecommerce-2026-10.json"]


def test_a_file_of_somebody_elses_is_kept_and_ours_replaced(buckets: Path) -> None:
    out = buckets / "kept"
    book, output = address("s3://finance/inbox/ecommerce.xlsx"), address("s3://kept")
    make_reports([book], output=output, formats=("json",))
    ours = contents(out)
    put_all({"ecommerce-2026-10.json": ours["ecommerce-2026-10.json"] + b"\n"}, output)
    assert contents(out) != ours
    make_reports([book], output=output, formats=("json",))
    assert contents(out) == ours
    put_all({"ecommerce-2026-10.html": b"<p>mine</p>"}, output)
    (made,) = make_reports([book], output=output, formats=FORMATS)
    assert isinstance(made, Failure) and made.error.code == "output_not_ours"
    assert contents(out) == ours | {"ecommerce-2026-10.html": b"<p>mine</p>"}


def test_what_is_missing_elsewhere_is_said_as_it_is_here(buckets: Path) -> None:
    for text in ("s3://finance/inbox/none.xlsx", "s3://no-such-bucket/in/none.xlsx"):
        _, (problem,) = read_book(text)
        assert (problem.code, problem.params["name"]) == ("E101", text)
    assert matching(address("s3://finance/inbox/x*.xlsx")) == (
        address("s3://finance/inbox/x*.xlsx"),
    )
    assert [problem.code for problem in read_book("s3://finance/inbox")[1]] == ["E102"]
    with pytest.raises(AddressError) as stopped:
        put_all({"a.html": b""}, address("s3://no-such-bucket/out"))
    assert stopped.value.code == "address_missing" and stopped.value.exit_code == 1


def test_a_wrong_key_is_refused_and_not_shown(
    buckets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import s3fs

    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-secret")
    s3fs.S3FileSystem.clear_instance_cache()
    tries = (
        lambda: read_book("s3://finance/inbox/ecommerce.xlsx"),
        lambda: matching(address("s3://finance/inbox/*.xlsx")),
        lambda: put_all({"a.html": b""}, address("s3://finance/out")),
    )
    for attempt in tries:
        with pytest.raises(AddressError) as stopped:
            attempt()
        assert stopped.value.code == "address_refused"
        assert KEY not in told(stopped.value) and "secret" not in told(stopped.value)
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_cluster_reads_and_writes_by_itself(
    buckets: Path, here: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the workers have the key: nothing can come or go through this process."""
    import s3fs

    distributed = pytest.importorskip("distributed")
    wanted = [address(f"s3://finance/inbox/{name}.xlsx") for name in ("ecommerce", "retail_fr")]
    key = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    for name in key:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    s3fs.S3FileSystem.clear_instance_cache()
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0", env=key
        ) as local,
        cluster(local.scheduler_address) as workers,
    ):
        output = address("s3://finance/cluster")
        made = list(each_report(wanted, output=output, formats=FORMATS, workers=workers))
    assert [type(report) for report in made] == [Report, Report]
    assert contents(buckets / "finance/cluster") == here
    with pytest.raises(AddressError):
        read_address(wanted[0], 10**6)
    s3fs.S3FileSystem.clear_instance_cache()


def test_sftp_files_take_their_places_whole(
    books: Path,
    here: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(books, tmp_path / "served/in")
    with sftp(tmp_path / "served", tmp_path / "home") as port:
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        server = f"sftp://ada:{SECRET}@127.0.0.1:{port}"
        found = matching(address(f"{server}/in/*.xlsx"))
        assert [book.name for book in found] == ["ecommerce.xlsx", "retail_fr.xlsx"]
        for _ in range(2):  # Into a folder that isn't there; and over the files of the run before.
            made = make_reports(found, output=address(f"{server}/out/2026"), formats=("json",))
            assert [type(report) for report in made] == [Report, Report]
        written = {name: data for name, data in here.items() if name.endswith("json")}
        assert contents(tmp_path / "served/out/2026") == written
        assert str(made[0].book) == f"sftp://127.0.0.1:{port}/in/ecommerce.xlsx"

        put_all({"a": b"in the way"}, address(f"{server}/out/2026/b.html"))
        with pytest.raises(AddressError) as stopped:  # The second can't take its place.
            put_all({"a.html": b"a", "b.html": b"b"}, address(f"{server}/out/2026"))
        assert SECRET not in told(stopped.value)
        left = {path.name for path in (tmp_path / "served/out/2026").iterdir()}
        assert left == {*written, "a.html", "b.html"}

        with pytest.raises(AddressError) as stopped:
            read_book(f"sftp://ada:wrong-secret@127.0.0.1:{port}/in/ecommerce.xlsx")
        assert stopped.value.code == "address_refused"
        assert "secret" not in told(stopped.value)
        (tmp_path / "home/.ssh/known_hosts").write_text("")
        with pytest.raises(AddressError) as stopped:
            read_book(f"sftp://ada:{SECRET}a@127.0.0.1:{port}/in/ecommerce.xlsx")
        assert stopped.value.code == "address_unverified" and SECRET not in told(stopped.value)


class _Web(BaseHTTPRequestHandler):
    """A book behind a signature, and what a server may do to whoever reads from it."""

    book = b""
    sent: list[int] = []  # noqa: RUF012
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(whole=False)

    def do_GET(self) -> None:
        self._answer(whole=True)

    def _answer(self, *, whole: bool) -> None:
        path, _, query = self.path.partition("?")
        self.sent.append(0)
        if path == "/gone.xlsx":
            return self._head(404, 0)
        if path == "/endless.xlsx":
            self.close_connection = True
            self.send_response(200)
            self.end_headers()
            try:
                while whole:
                    self.wfile.write(b"x" * 2**16)
                    self.sent[-1] += 2**16
            except OSError:
                pass
            return None
        if path == "/large.xlsx":
            return self._head(200, 60 * 2**20)
        if query != f"sig={SECRET}":
            return self._head(403, 0)
        self._head(200, len(self.book))
        if whole:
            self.wfile.write(self.book)
        return None

    def _head(self, status: int, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()


@pytest.fixture
def web(books: Path) -> Iterator[str]:
    _Web.book = (books / "ecommerce.xlsx").read_bytes()
    _Web.sent.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Web) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_signed_web_address_is_read_and_its_signature_kept_quiet(
    web: str, here: dict[str, bytes], tmp_path: Path
) -> None:
    book = address(f"{web}/month/ecommerce.xlsx?sig={SECRET}")
    (made,) = make_reports([book], output=tmp_path, formats=FORMATS)
    assert isinstance(made, Report) and SECRET not in str(made.book) + repr(made.book)
    assert contents(tmp_path) == {k: v for k, v in here.items() if k.startswith("ecommerce")}
    with pytest.raises(AddressError) as stopped:
        read_book(f"{web}/month/ecommerce.xlsx?sig={SECRET}0")
    assert stopped.value.code == "address_refused" and SECRET not in told(stopped.value)
    (gone,) = read_book(f"{web}/gone.xlsx?sig={SECRET}")[1]
    assert gone.code == "E101"
    for language in ("en", "fr"):
        assert "OneDrive" not in get_messages(language).problem(gone).advice


def test_what_is_too_large_is_not_fetched(web: str) -> None:
    _, (problem,) = read_book(f"{web}/large.xlsx")
    assert problem.code == "E108" and problem.params["name"] == "large.xlsx"
    assert sum(_Web.sent) == 0
    with pytest.raises(AddressError) as stopped:  # A server that doesn't say how much there is.
        read_address(address(f"{web}/endless.xlsx"), 2**20)
    assert stopped.value.code == "address_too_large"
    assert sum(_Web.sent) < 40 * 2**20  # what the sockets hold, and not 50 MB


def test_a_server_that_is_not_there_does_not_stop_the_rest(
    web: str, books: Path, tmp_path: Path
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Web) as gone:
        nobody = f"http://127.0.0.1:{gone.server_address[1]}/ecommerce.xlsx?sig={SECRET}"
    wanted = [address(nobody), books / "retail_fr.xlsx"]
    first, second = make_reports(wanted, output=tmp_path, formats=("json",))
    assert isinstance(first, Failure) and first.error.code == "address_unreachable"
    assert first.error.exit_code == 1 and SECRET not in told(first.error)
    assert isinstance(second, Report)


def _with_logo(path: Path) -> bytes:
    book = openpyxl.load_workbook(write_book(path, 2))
    book["Settings"].append(("Logo", "logo.png"))
    book.save(path)
    return path.read_bytes()


def test_nothing_that_a_workbook_names_is_fetched(tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/in/kpis.xlsx", _with_logo(tmp_path / "kpis.xlsx"))
    memory.pipe_file("/in/logo.png", b"\x89PNG")
    book, output = address("memory://in/kpis.xlsx"), address("memory://out")
    (made,) = make_reports([book], output=output, formats=("html",))
    assert isinstance(made, Report) and made.view.logo == ""
    assert "W318" in [problem.code for problem in made.scorecard.problems]
    assert memory.cat_file("/out/kpis-2026-10.html").startswith(b"<!DOCTYPE html>")
    pack = make_pack([book], output=output, formats=("html",), title="Group")
    assert memory.exists("/out/Group-2026-10.html"), pack


def test_a_history_here_remembers_reports_elsewhere(tmp_path: Path) -> None:
    from kpireport.deliver.history import recording

    memory = fsspec.filesystem("memory")
    memory.pipe_file("/in/kpis.xlsx", write_book(tmp_path / "kpis.xlsx", 2).read_bytes())
    (made,) = make_reports(
        [address("memory://in/kpis.xlsx")],
        output=address("memory://kept/out"),
        formats=("json",),
        history=tmp_path / "history.db",
        now=datetime(2026, 11, 23, tzinfo=UTC),
    )
    assert isinstance(made, Report) and made.unrecorded is None
    # Whether a run that was killed had published its report is looked for where it went.
    written = memory.cat_file("/kept/out/kpis-2026-10.json")

    digest = recording._digest("memory://kept/out", "kpis-2026-10.json")
    assert digest == hashlib.sha256(written).hexdigest()
    assert recording._digest("memory://kept/out", "other.json") == ""


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("report", "gopher://host/k.xlsx"), 2, "gopher:// is not known"),
        (("report", "k.xlsx", "--output", "https://host/out"), 2, "https:// is for reading"),
        (("report", "k.xlsx", "--mapping", "s3://b/m.toml"), 2, "Copy it to a folder first"),
        (("report", "k.xlsx", "--history", "s3://b/h.db"), 2, "Copy it to a folder first"),
        (("history", "s3://b/k.xlsx"), 2, "Copy it to a folder first"),
        (("check", "http://127.0.0.1:9/k.xlsx"), 1, "does not answer"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_an_exit_code(
    arguments: tuple[str, ...], exit_code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(list(arguments)) == exit_code
    err = capsys.readouterr().err
    assert said in err and "Traceback" not in err and len(err.splitlines()) == 1


def test_errors_of_a_worker_come_back_whole() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(AddressError("address_failed", "s3://b/k", "OSError")))
    assert error.code == "address_failed" and "OSError" in told(error)
    assert not isinstance(error, WorkbookError)
