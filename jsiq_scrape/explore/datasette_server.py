"""The database in the browser: Datasette with our plugin, on this machine alone, read-only, ended by Ctrl-C."""

import asyncio
import re
import socket
import threading
import webbrowser
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from jsiq_scrape.database.file import check
from jsiq_scrape.database.metadata import SETTINGS
from jsiq_scrape.errors import DatabaseError, UsageError

if TYPE_CHECKING:
    from datasette.app import Datasette

HOST = "127.0.0.1"
#: How long a page that is still being sent may hold up the end, in seconds.
PATIENCE = 3
#: How often to look whether a build published a new file, in seconds.
INTERVAL = 1.0

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

#: The names under which a browser on this machine, or at the end of a tunnel to it, asks.
_HERE = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?")


def serve(
    database: Path,
    *,
    port: int = 0,
    open_browser: bool = False,
    announce: Callable[[str], None],
    warn: Callable[[str], None],
) -> None:
    """Serve a database until the process is asked to end; `announce` gets the address once it can be asked.

    Port 0 takes a free one.  The file must have been checked; a new one that a build puts in its place is shown within
    a second, and `warn` is called if it cannot be shown.  Raises UsageError if Datasette is not installed or the port
    is taken.
    """
    require_datasette()
    # Datasette puts the path into a URI unquoted, where "?", "#" and "%" of a folder's name would mean something.
    with TemporaryDirectory(prefix="jsiq-scrape-") as folder, listen(port) as listener:
        link = Path(folder) / database.name
        link.symlink_to(database.resolve())
        address = f"http://{HOST}:{listener.getsockname()[1]}/"

        def started() -> None:
            announce(address)
            if open_browser:  # some browsers return only when they are closed
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

        asyncio.run(_answer(Newest(link, warn), listener, started))


def require_datasette() -> None:
    """Raise UsageError unless Datasette is installed."""
    try:
        import datasette  # noqa: F401
    except ImportError:
        raise UsageError("serve needs Datasette: install jsiq-scrape with its extra 'datasette'") from None


def datasette(database: Path) -> "Datasette":
    """Datasette on one immutable file; the plugin does the rest."""
    from datasette.app import Datasette

    # One thread for SQL: each thread opens the file for itself, and after a build another thread would see the new
    # file beside the old one.
    settings = SETTINGS | {"num_sql_threads": 1}
    return Datasette([], immutables=[str(database)], settings=settings, cache_headers=False)


class Newest:
    """The ASGI application of the newest file at a path, for this machine alone."""

    def __init__(self, database: Path, warn: Callable[[str], None]) -> None:
        self._database = database
        self._warn = warn
        self._shown: Datasette | None = None
        self._before: Datasette | None = None  # pages that were asked for before a build may still be on their way

    async def open(self) -> None:
        """Show the file that is there now."""
        opened = datasette(self._database)
        await opened.invoke_startup()
        await opened.get_database(self._database.stem).execute("SELECT 1")  # opens this file, not a later one
        application = opened.app()
        _close(self._before)
        self._before, self._shown = self._shown, opened
        self._application = for_this_machine(application)

    async def follow(self) -> None:
        """Show each new file that a build publishes, for ever."""
        known = self._stamp()
        while True:
            await asyncio.sleep(INTERVAL)
            if (stamp := self._stamp()) in (None, known):
                continue
            known = stamp
            try:
                await asyncio.to_thread(check, self._database)
            except DatabaseError as error:
                self._warn(f"still showing the database from before: {error}")
                continue
            await self.open()

    def close(self) -> None:
        """Close all files."""
        _close(self._before)
        _close(self._shown)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        await self._application(scope, receive, send)

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._database.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns


def _close(shown: "Datasette | None") -> None:
    if shown is not None:
        for opened in shown.databases.values():
            opened.close()
        shown.executor.shutdown()


def for_this_machine(application: Application) -> Application:
    """The application for requests that name this machine; others get nothing.

    A foreign page that led its own name here (DNS rebinding) names itself.
    """

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        named = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        if len(named) == 1 and _HERE.fullmatch(named[0]):
            await application(scope, receive, send)
            return
        head = [(b"content-type", b"text/plain; charset=utf-8")]
        body = b"This server answers this machine only, as 127.0.0.1 or localhost.\n"
        await send({"type": "http.response.start", "status": 421, "headers": head})
        await send({"type": "http.response.body", "body": body})

    return answer


def listen(port: int) -> socket.socket:
    """A listening socket on this machine alone.  Raises UsageError when the port is taken or not allowed."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise UsageError(f"port {port} cannot be used ({(error.strerror or 'error').lower()})") from None
    listener.listen()
    return listener


async def _answer(application: Newest, listener: socket.socket, started: Callable[[], None]) -> None:
    from uvicorn import Config, Server

    await application.open()
    server = Server(Config(application, lifespan="off", log_level="warning", timeout_graceful_shutdown=PATIENCE))
    following = asyncio.create_task(application.follow())
    started()
    try:
        await server.serve(sockets=[listener])
    finally:
        # Not awaited: Ctrl-C cancels this task too, and whoever waits here for the other would swallow that.
        following.cancel()
        application.close()
