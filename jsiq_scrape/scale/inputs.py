"""The WARC files that a sieve is given: named one by one, in folders, or in lists, here or at an address."""

import gzip
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.files.warc.wacz import WarcFile

ENDINGS = (".warc", ".warc.gz", ".wacz")
_GZIP, _ZIP, _WARC = b"\x1f\x8b", b"PK\x03\x04", b"WARC/"
_LONGEST_NAME = 80  # characters of a file's name in the name of its part


@dataclass(frozen=True, slots=True)
class Input:
    """A WARC file by its address: an absolute path, or a URI that pyarrow opens (s3, gs, hdfs, abfs, file)."""

    address: str

    @property
    def name(self) -> str:
        """The file's own name, by which the evidence calls it."""
        return self.address.rpartition("/")[2]

    @property
    def part(self) -> str:
        """What the output calls all that comes of this file; the same in every run."""
        return f"{self.name[-_LONGEST_NAME:]}-{sha256(self.address.encode()).hexdigest()[:12]}"

    @contextmanager
    def opened(self) -> Iterator[WarcFile]:
        """The file on this machine, copied here first when it is elsewhere.  Raises OSError."""
        path = local_path(self.address)
        if path is not None:
            yield WarcFile(path, self.name, self.address)
            return
        with tempfile.TemporaryDirectory(prefix="jsiq-scrape-") as folder:
            copy = Path(folder, self.name)
            with _open(self.address) as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target, 1024 * 1024)
            yield WarcFile(copy, self.name, self.address)


def inputs_of(named: Sequence[str], base: str | None = None) -> list[Input]:
    """The WARC files of a command line, each once, in its order.

    A folder stands for the WARC files in it, any other file for a list: one address a line, of which relative ones
    begin at `base`, else at the list's own folder.  Raises MissingFile and UsageError.
    """
    found: dict[str, None] = {}
    for name in named:
        for address in _addresses(_absolute(name), base):
            found[address] = None
    if not found:
        raise UsageError("no WARC file is named there")
    return [Input(address) for address in found]


def written_to(target: str) -> str:
    """The address that Spark writes to: a path of this machine stays one, whatever Spark's own file system is."""
    path = local_path(target)
    return target.rstrip("/") if path is None else f"file://{path.absolute()}"


def local_path(address: str) -> Path | None:
    """Where on this machine that is; None when it is elsewhere."""
    parts = urlsplit(address)
    if not parts.scheme or "://" not in address:
        return Path(address)
    return Path(unquote(parts.path)) if parts.scheme == "file" and parts.netloc in ("", "localhost") else None


def joined(base: str, name: str) -> str:
    """The address of a file that is named relative to a place."""
    return name if "://" in name or name.startswith("/") else f"{base.rstrip('/')}/{name}"


def _absolute(name: str) -> str:
    path = local_path(name)
    return name if path is None else str(path.absolute())


def _addresses(address: str, base: str | None) -> Iterator[str]:
    path = local_path(address)
    if path is not None and not path.exists():
        raise MissingFile(f"{path}: no such file")
    if path is not None and path.is_dir():
        yield from sorted(str(one) for one in path.iterdir() if one.name.endswith(ENDINGS))
    elif address.endswith(ENDINGS) or (path is not None and _is_warc(path)):
        yield address
    else:
        begin = base if base is not None else address.rpartition("/")[0]
        for line in _lines(address):
            name = line.strip()
            if name and not name.startswith("#"):
                yield _absolute(joined(begin, name))


def _is_warc(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(len(_WARC))
        if head.startswith(_GZIP):
            file.seek(0)
            with gzip.open(file) as unpacked:
                try:
                    head = unpacked.read(len(_WARC))
                except (OSError, EOFError):
                    return True  # no list can be read from it either; what is wrong, its reading says
    return head in (_WARC, _ZIP + head[4:])


def _lines(address: str) -> list[str]:
    try:
        with _open(address) as file:
            data = file.read()
        if data.startswith(_GZIP):
            data = gzip.decompress(data)
        return data.decode("utf-8").splitlines()
    except (OSError, EOFError) as error:
        raise UsageError(f"{address} cannot be read: {error}") from error
    except UnicodeDecodeError:
        raise UsageError(f"{address} is no WARC file, and no list of them") from None


def _open(address: str) -> IO[bytes]:
    path = local_path(address)
    if path is not None:
        return path.open("rb")
    from pyarrow import ArrowException
    from pyarrow.fs import FileSystem

    try:
        system, place = FileSystem.from_uri(re.sub("^s3[an]:", "s3:", address))  # Hadoop's names for it
    except (ArrowException, ValueError) as error:
        raise OSError(f"{address} is no address that pyarrow can open: {error}") from error
    opened: IO[bytes] = system.open_input_stream(place, compression=None)  # by default it unpacks .gz
    return opened
