"""What the tests of the sieve share: a job, and a real Spark where one can start."""

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # import mode "importlib" leaves both out
sys.path.insert(0, str(Path(__file__).parents[1] / "files"))

from cases import job_of

from jsiq_scrape.errors import UsageError
from jsiq_scrape.scale import session
from jsiq_scrape.scale.spark_job import Job

# Each test is over before the second compiler of Java has made up for what it costs.
os.environ.setdefault(
    "PYSPARK_SUBMIT_ARGS", "--driver-java-options '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' pyspark-shell"
)


@pytest.fixture
def job() -> Job:
    """What the tests keep: the pages of the made WARC files."""
    return job_of()


@pytest.fixture(scope="session")
def spark() -> Iterator[object]:
    """A Spark on two cores of this machine."""
    need_spark()
    with session.session("local[2]") as started:
        yield started


@pytest.fixture
def with_spark() -> None:
    """Skip the test where Spark cannot start."""
    need_spark()


def need_spark() -> None:
    try:
        session.require()
    except UsageError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def served() -> Iterator[Callable[[Path], tuple[str, list[str]]]]:
    """Serve the files of a folder in parts; gives the address, and the list of the ranges that are asked for."""
    running: list[tuple[ThreadingHTTPServer, threading.Thread]] = []

    def serve(folder: Path) -> tuple[str, list[str]]:
        asked: list[str] = []
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranges, folder, asked))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.server_address[1]}", asked

    yield serve
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


class Ranges(SimpleHTTPRequestHandler):
    """Answers with parts of files; notes the part that was asked for, "" for a whole file."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, asked: list[str], *arguments: object) -> None:
        self._asked = asked
        super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        wanted = self.headers["Range"] or ""
        path = Path(self.translate_path(self.path))
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", wanted)
        if not path.is_file() or found is None:
            status, span, body = (404, "", b"") if not path.is_file() else (200, "", path.read_bytes())
        else:
            first, last = int(found[1]), int(found[2])
            status, body = 206, path.read_bytes()[first : last + 1]
            span = f"bytes {first}-{last}/{path.stat().st_size}"
        if not self.path.endswith("robots.txt"):
            self._asked.append(wanted)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if span:
            self.send_header("Content-Range", span)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: `asked` is the log."""
