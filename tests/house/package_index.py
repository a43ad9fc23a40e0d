"""A package index on this machine that has every locked package, and a newer version of each."""

import base64
import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import Distribution
from pathlib import Path
from threading import Thread

from lock_files import Installed, Pin, entries, pin_of


class Index:
    """The folder of an index: `NAME/` lists the wheels of a package. Its server notes what was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []

    def add(self, pin: Pin, metadata: str, files: Mapping[str, bytes]) -> str:
        """Add a wheel with these files beside its metadata, and give its SHA-256."""
        stem = f"{pin.name.replace('-', '_')}-{pin.version}"
        info = f"{stem}.dist-info"
        content = {
            f"{info}/METADATA": metadata.encode(),
            f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            **files,
        }
        record = "".join(f"{name},{_digest(data)},{len(data)}\n" for name, data in content.items())
        wheel = self.folder / pin.name / f"{stem}-py3-none-any.whl"
        wheel.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel, "w") as archive:
            for name, data in {**content, f"{info}/RECORD": f"{record}{info}/RECORD,,\n".encode()}.items():
                archive.writestr(zipfile.ZipInfo(name), data)  # of 1980: the same bytes whenever it is made
        return hashlib.sha256(wheel.read_bytes()).hexdigest()

    def wheels_asked_for(self) -> set[str]:
        """The names of the wheels that were downloaded."""
        return {path.rpartition("/")[2] for path in self.asked if path.endswith(".whl")}


def _digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def newer(version: str) -> str:
    """The next version on the same line, which upper bounds such as `<1` allow."""
    head, _, last = version.rpartition(".")
    return f"{head}.{int(last) + 1}"


def files_of(distribution: Distribution) -> dict[str, bytes]:
    """The installed modules of a distribution, with its entry points."""
    return {
        str(file): file.locate().read_bytes()
        for file in distribution.files or ()
        if not str(file).startswith("..")
        and file.suffix != ".pyc"
        and (".dist-info" not in file.parts[0] or file.name == "entry_points.txt")
    }


def fill(index: Index, lock: str, installed: Installed, *, with_modules: set[str]) -> str:
    """Add what a lock file pins for this machine, and a newer version of each; give the lock with these hashes.

    Each wheel has the metadata of the installed package, and its modules only if it is named.
    """
    made = []
    for entry in entries(lock):
        pin = pin_of(entry)
        if not pin.holds(installed.environment):
            made.append(entry)
            continue
        distribution = installed.by_name[pin.name]
        assert distribution.version == pin.version, f"{pin} is locked, {distribution.version} installed: make test"
        metadata = distribution.read_text("METADATA")
        assert metadata is not None
        digest = index.add(pin, metadata, files_of(distribution) if pin.name in with_modules else {})
        later = Pin(pin.name, newer(pin.version), pin.marker, ())
        index.add(later, metadata.replace(f"\nVersion: {pin.version}\n", f"\nVersion: {later.version}\n", 1), {})
        head = entry.partition("\\\n")[0]
        made.append(f"{head}\\\n    --hash=sha256:{digest}")
    return "\n".join(made) + "\n"


@contextmanager
def served(index: Index) -> Iterator[str]:
    """The address of the index, as long as it is served."""

    class Handler(SimpleHTTPRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            index.asked.append(self.path)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(index.folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
