"""The scripted server on a free port, and clients that ask it."""

import socketserver
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jsiq_scrape.clock import Clock, StandingClock
from jsiq_scrape.evidence.store import Capture
from jsiq_scrape.fetch.client import Client
from jsiq_scrape.fetch.sources import ClientSettings

sys.path.insert(0, str(Path(__file__).parent))  # import mode "importlib" leaves it out

from scripted_server import Ask, Asked, Request, Server


@pytest.fixture
def server() -> Iterator[Server]:
    script = Server()
    stopping = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            if script.greeting:
                self.request.sendall(script.greeting)
                return
            if script.wrap is not None:
                try:
                    self.request = script.wrap.wrap_socket(self.request, server_side=True)
                except OSError:
                    return  # the client does not trust us
            file = self.request.makefile("rb")
            try:
                while not stopping.is_set() and (line := file.readline()):
                    headers = {}
                    while header := file.readline().strip():
                        name, _, value = header.decode("latin-1").partition(":")
                        headers[name.lower()] = value.strip()
                    script.answer(self.request, Request(line.split()[1].decode("latin-1"), headers, time.monotonic()))
            except OSError:
                return  # the client has gone, as some tests want
            finally:
                file.close()
                self.request.close()

    class Threads(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 64

    with Threads(("127.0.0.1", 0), Handler) as listener:
        script.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield script
        finally:
            stopping.set()
            listener.shutdown()
            thread.join()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime(2021, 3, 1, 12, 0, tzinfo=UTC))


@pytest.fixture
def ask(server: Server, clock: Clock) -> Iterator[Ask]:
    """Makes clients for the server; keywords of ClientSettings change how they ask, `source` changes the source."""
    clients: list[Client] = []

    def make(source: dict[str, object] | None = None, use_clock: Clock | None = None, **settings: object) -> Asked:
        captures: list[Capture] = []
        chosen = ClientSettings.model_validate({"deadline_seconds": 20, "read_timeout_seconds": 5, **settings})
        client = Client(chosen, server.source(**(source or {})), use_clock or clock, record=captures.append)
        clients.append(client)
        return Asked(client, captures)

    yield make
    for client in clients:
        client.close()
